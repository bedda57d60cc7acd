/* web/fresh.h: how fresh each account's archives are, and of which a new one is worth asking for;
 * for web/ and cli/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_FRESH_H
#define WEB_FRESH_H

#include "store/reminder.h"
#include "web/guides.h"

#define FRESH_LATER_MS (INT64_C(30) * 86400000) /* "remind me later" */

/* Of one account. */
struct fresh {
    const struct account *acc;
    struct account_archive last; /* import_id 0: none */
    const struct guide *guide;   /* NULL: none is read */
    int64_t days;                /* how old the last one is */
    bool old;                    /* older than a new one is worth asking for */
    bool due;                    /* that, and the owner wants to hear of it now */
};
struct fresh_list {
    struct fresh *v; /* in the order of store_accounts */
    size_t n, due;
    struct guides guides;
};
MUST_CHECK enum err_code fresh_load(struct store *s, int64_t now_ms, struct arena *a,
                                    struct fresh_list *out, struct err *e);
const struct fresh *fresh_of(const struct fresh_list *l, int64_t account_id); /* or NULL */

/* "3 March 2026 (8 months ago)", plain text. */
struct str fresh_since(const struct fresh *f, int64_t now_ms, struct arena *a);
/* The member "archive" of an account: the last one, or null. */
struct json_out;
void fresh_put_json(struct json_out *o, const struct fresh *f);

#endif
