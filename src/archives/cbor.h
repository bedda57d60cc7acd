/* archives/cbor.h: DAG-CBOR, the strict form of CBOR that AT Protocol writes its records in. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_CBOR_H
#define ARCHIVES_CBOR_H

#include "core/json.h"

/* RFC 8949 as DAG-CBOR and atproto narrow it: the shortest form of every number, no indefinite
 * lengths, no floats, no tag but 42 (a link), keys of a map are texts in order of length and
 * bytes and each once, text is UTF-8. What is written otherwise is refused: one record has one
 * spelling, and so one address. */
enum cbor_type {
    CBOR_UNSIGNED, /* n */
    CBOR_NEGATIVE, /* stands for -1 - n */
    CBOR_BYTES,    /* s */
    CBOR_TEXT,     /* s, any bytes yet */
    CBOR_ARRAY,    /* n items follow */
    CBOR_MAP,      /* n keys and values follow */
    CBOR_LINK,     /* s is a binary CID */
    CBOR_FALSE,
    CBOR_TRUE,
    CBOR_NULL
};

struct cbor_item {
    enum cbor_type type;
    uint64_t n;
    struct str s; /* points into what was read */
};

/* Takes one item off the front of *rest; of an array or map only its head. ERR_PARSE. */
MUST_CHECK enum err_code cbor_take(struct str *rest, struct cbor_item *out, struct err *e);

/* The whole of `bytes` as a tree, in the JSON that the protocol's API answers for the same
 * record: a link is {"$link": "bafy…"}, bytes are {"$bytes": "…"} in base64. So one function
 * reads a record, whichever way it came. ERR_PARSE; ERR_LIMIT: nested deeper than
 * LIMIT_JSON_DEPTH, or more than the arena has left. */
MUST_CHECK enum err_code cbor_to_json(struct str bytes, struct arena *a, struct json **out,
                                      struct err *e);

#endif
