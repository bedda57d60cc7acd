/* archives/meta_values.h: what the archives of Facebook and Instagram have in common. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_META_VALUES_H
#define ARCHIVES_META_VALUES_H

#include "archives/container.h"
#include "core/json.h"

/* "label_values" is the form that Meta moves one file after the other to: a list of
 * {label, value | href | timestamp_value | dict | vec}, labels in the account's language. */
enum meta_label {
    META_REACTION,
    META_NAME,
    META_URL,
    META_MESSAGE,
    META_PLACE,
    META_GROUP,
    META_USERNAME,
    META_OWNER, /* of a picture that was liked or commented on */
    META_COMMENT
};

/* The value of the first entry with one of the labels known for `which`; a place's name where
 * the entry is a dict. Where no label is known: an address by its shape, else "". */
struct str meta_value(const struct json *label_values, enum meta_label which);

/* The first value that is neither an address nor labelled with a known word: what is left when
 * the labels are in a language that the table lacks. */
struct str meta_value_unknown(const struct json *label_values);

/* The same, also inside dicts and vecs, which stand in each other. */
struct str meta_value_deep(const struct json *label_values, enum meta_label which);

/* True for a label of this meaning, in the languages known. */
bool meta_label_is(struct str label, enum meta_label which);

/* True for the HTML version of a Meta archive: pages where the JSON version has data. */
bool meta_is_html(const struct container *c);

#endif
