/* store/handle.c: from a handle on one network to the same person's on another. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/handle.h"

#include "store/store_private.h"

struct found {
    int64_t person_id, identity_id;
    struct str network;
};

static enum err_code take(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct found *f = store__push(l);
    *f = (struct found){sql_i64(k, 0), sql_i64(k, 1), sql_copy(k, 2, l->a)};
    return ERR_OK;
}

static struct str lower(struct str s, struct arena *a)
{
    char *p = arena_cstr(a, s);
    for (size_t i = 0; i < s.n; i++)
        p[i] = ascii_lower(p[i]);
    return str_of(p, s.n);
}

/* The only person of those found; those of the network at hand come before all others. */
static const struct found *only(const struct store__list *l, struct str network)
{
    for (int pass = 0; pass < 2; pass++) {
        const struct found *one = NULL;
        for (size_t i = 0; i < l->n; i++) {
            const struct found *f = &((const struct found *)l->v)[i];
            if (pass == 0 && !str_eq(f->network, network))
                continue;
            if (one && one->person_id != f->person_id)
                return NULL; /* two people are called so */
            one = one && str_eq(one->network, network) ? one : f;
        }
        if (one)
            return one;
    }
    return NULL;
}

static enum err_code take_handle(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct handle *h = store__push(l);
    *h = (struct handle){.handle = sql_copy(k, 0, l->a),
                         .key = sql_copy(k, 1, l->a),
                         .name = sql_copy(k, 2, l->a),
                         .known = true};
    return ERR_OK;
}

enum err_code store_handle_on(struct store *s, struct str typed, struct str network,
                              struct arena *a, struct handle *out, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct found)};
    struct str small = lower(typed, a), at = arena_printf(a, "@" STRF, STRA(small));
    *out = (struct handle){.handle = STR_NONE};
    enum err_code rc = store__each(
        &s->sql,
        "SELECT p.person_id, i.id, i.network FROM identities i JOIN person_identities p ON "
        "p.owner_id = $1 AND p.identity_id = i.id "
        "WHERE i.owner_id = $1 AND i.handle IN ($2, $3, $4) "
        "UNION SELECT p.id, 0, '' FROM persons p WHERE p.owner_id = $1 AND p.name = $2 AND "
        "p.is_owner = 0",
        VALUES(I64(s->sql.owner), TXT(typed), TXT(small), TXT(at)), take, &l, e);
    const struct found *who = rc ? NULL : only(&l, network);
    if (!who)
        return rc;
    struct store__list there = {a, NULL, 0, 0, sizeof(struct handle)};
    rc = store__each(
        &s->sql,
        "SELECT i.handle, i.key, p.name FROM person_identities m JOIN identities i ON "
        "i.owner_id = $1 AND i.id = m.identity_id JOIN persons p ON p.owner_id = $1 AND p.id = "
        "m.person_id WHERE m.owner_id = $1 AND m.person_id = $2 AND i.network = $3 AND "
        "i.handle <> '' "
        "ORDER BY CASE WHEN i.id = $4 THEN 0 ELSE 1 END, i.id LIMIT 1",
        VALUES(I64(s->sql.owner), I64(who->person_id), TXT(network), I64(who->identity_id)),
        take_handle, &there, e);
    if (rc == ERR_OK && there.n) {
        *out = *(const struct handle *)there.v;
        return ERR_OK;
    }
    if (rc == ERR_OK)
        rc = store__each(
            &s->sql, "SELECT '', '', name FROM persons WHERE owner_id = $1 AND id = $2",
            VALUES(I64(s->sql.owner), I64(who->person_id)), take_handle, &there, e);
    if (rc == ERR_OK && there.n)
        *out = *(const struct handle *)there.v;
    return rc;
}
