/* intake/collect.c: records of one page, copied. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/collect.h"

#include "core/limits.h"

#include <string.h>

enum {
    RECORDS_MOST =
        500000 /* of one page: a hundred posts with everybody in them are some thousand */
};

static enum err_code put(struct sink *s, const struct record *r, struct err *e)
{
    struct collect *c = (struct collect *)(void *)s;
    size_t n;
    const size_t *at = record_strings(r->kind, &n);
    if (c->n == RECORDS_MOST)
        return err_set(e, ERR_LIMIT, "one page of it holds more than %d records", RECORDS_MOST);
    if (c->n == c->cap) {
        size_t cap = c->cap ? c->cap * 2 : 256;
        struct record *more = ARENA_ARRAY(c->a, struct record, cap);
        if (c->n)
            memcpy(more, c->record, c->n * sizeof *more);
        c->record = more;
        c->cap = cap;
    }
    struct record *copy = &c->record[c->n++];
    *copy = *r;
    for (size_t i = 0; i < n; i++) {
        struct str *s_at = (struct str *)(void *)((char *)copy + at[i]);
        *s_at = arena_str(c->a, *s_at);
    }
    return ERR_OK;
}

void collect_init(struct collect *c, struct arena *a)
{
    *c = (struct collect){.sink = {put}, .a = a};
}

enum err_code collect_put(const struct collect *c, struct importer *im, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < c->n && rc == ERR_OK; i++)
        rc = store_import_put(im, &c->record[i], e);
    return rc ? rc : store_import_settle(im, e);
}
