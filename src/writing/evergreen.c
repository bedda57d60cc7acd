/* writing/evergreen.c: which drafts are due again. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "writing/evergreen.h"

#include "core/limits.h"
#include "writing/send.h"

/* One account of the draft once more, as it would be written today: people may have moved. */
static enum err_code again(struct store *s, const struct draft *kept, int64_t account_id,
                           struct arena *a, struct err *e)
{
    struct sends w;
    struct publication *p;
    size_t n;
    struct draft d = *kept;
    d.account = &account_id;
    d.accounts = 1;
    enum err_code rc = send_prepare(s, NULL, NULL, &d, a, &w, e);
    if (rc == ERR_OK && !w.stops)
        rc = send_all(s, &d, &w, 0, a, &p, &n, e);
    return rc;
}

static enum err_code one(struct store *s, const struct publication_due *due, struct err *e)
{
    struct arena *a = arena_new(MIB(64));
    struct draft d;
    store_act_for(s, due->owner_id);
    enum err_code rc = store_draft(s, due->draft_id, a, &d, e);
    if (rc == ERR_OK)
        rc = again(s, &d, due->account_id, a, e);
    arena_free(a);
    return rc == ERR_NOT_FOUND || rc == ERR_INVALID ? ERR_OK : rc;
}

enum err_code evergreen_step(struct store *s, int64_t now_ms, struct err *e)
{
    struct arena *a = arena_new(MIB(1));
    struct publication_due *due;
    size_t n;
    int64_t owner = store_owner(s);
    enum err_code rc = store_publications_again(s, now_ms, a, &due, &n, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = one(s, &due[i], e);
    store_act_for(s, owner);
    arena_free(a);
    return rc;
}
