/* archives/contacts.h: what the vCard and the CSV reader share: one card and how it is pushed. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_CONTACTS_H
#define ARCHIVES_CONTACTS_H

#include "archives/reader.h"

/* One entry of an address book, filled piece by piece and then pushed as an identity with its
 * facts. All strings are of the reading's piece. */
enum {
    CARD_FACTS = 256
};
struct card {
    struct str uid, name, nick, company;
    struct str given, middle, family, prefix, suffix;
    enum identity_kind kind;
    struct {
        enum fact_field field;
        struct str value, label;
    } fact[CARD_FACTS];
    size_t n; /* facts; those beyond CARD_FACTS are dropped, which no person's card reaches */
};

/* Adds a fact unless the value is empty or there already. */
void card_add(struct card *c, enum fact_field field, struct str value, struct str label);

/* Pushes the card: identity, connection "contact", facts, relations ("mother", "Family"). A card
 * with neither name, address nor number pushes nothing and answers *pushed false. */
MUST_CHECK enum err_code card_put(struct reading *r, struct card *c, bool *pushed,
                                  struct err *e);

/* The account that such a file belongs to; pushed once at the front. */
MUST_CHECK enum err_code card_account(struct reading *r, struct str key, struct str name,
                                      struct err *e);

/* "1990-05-17", "19900517", "--0412", "3/14/1990", "14.03.1990" (day_first says how to read
 * slashes) → "1990-05-17" or "--04-12"; the text itself where it is none of these; "" for
 * Outlook's "0/0/00". */
struct str card_birthday(struct str s, bool day_first, struct arena *a);

#endif
