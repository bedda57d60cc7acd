/* writing/sides.c: in which contexts a draft began, and to which others it goes now. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "writing/sides.h"

#include "core/limits.h"
#include "model/network.h"

static const struct account *account_of(const struct account *all, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (all[i].id == id)
            return &all[i];
    return NULL;
}

/* "LinkedIn una": as a person says it. */
static void put_account(struct buf *b, const struct account *acc)
{
    const struct network *net = network_find(acc->network);
    buf_str(b, net ? net->name : acc->network);
    if (acc->handle.n)
        buf_printf(b, " " STRF, STRA(str_sub(acc->handle, 0, 80)));
}

/* Contexts, each once, in the order in which they come. */
struct names {
    struct str *v;
    size_t n;
};

static bool has(const struct names *l, struct str name)
{
    for (size_t i = 0; i < l->n; i++)
        if (str_eq(l->v[i], name))
            return true;
    return false;
}

static void add(struct names *l, struct str name)
{
    if (!has(l, name))
        l->v[l->n++] = name;
}

static enum err_code began_in(struct store *s, const struct draft *d, struct arena *a,
                              const struct account *all, size_t accounts, struct names *out,
                              struct err *e)
{
    int64_t *id;
    size_t n;
    enum err_code rc = store_draft_began(s, d->id, a, &id, &n, e);
    if (rc)
        return rc;
    out->v = ARENA_ARRAY(a, struct str, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct account *acc = account_of(all, accounts, id[i]);
        if (acc)
            add(out, acc->context);
    }
    /* an answer that is not kept yet */
    const struct account *from = account_of(all, accounts, d->reply_from);
    if (n == 0 && from)
        add(out, from->context);
    return ERR_OK;
}

enum err_code sides_ask(struct store *s, const struct draft *d, struct arena *a,
                        struct str *out, struct err *e)
{
    struct account *all;
    struct names began = {NULL, 0}, asked = {NULL, 0};
    struct buf b;
    size_t n;
    bool stays = false;
    *out = STR_NONE;
    enum err_code rc = store_accounts(s, a, &all, &n, e);
    if (rc == ERR_OK)
        rc = began_in(s, d, a, all, n, &began, e);
    if (rc || began.n == 0)
        return rc;
    asked.v = ARENA_ARRAY(a, struct str, d->accounts + 1);
    buf_init(&b, KIB(64));
    for (size_t i = 0; i < d->accounts; i++) {
        const struct account *acc = account_of(all, n, d->account[i]);
        if (!acc)
            continue;
        bool known = has(&began, acc->context);
        stays |= known;
        if (known)
            continue;
        if (!has(&asked, acc->context))
            buf_printf(&b, "%s" STRF ": ", asked.n ? "; and to " : "", STRA(acc->context));
        else
            buf_lit(&b, ", ");
        add(&asked, acc->context);
        put_account(&b, acc);
    }
    struct str first = began.v[0];
    for (size_t i = 1; i < began.n; i++)
        first = arena_printf(a, STRF " and " STRF, STRA(first), STRA(began.v[i]));
    if (asked.n)
        *out = arena_printf(a, "This draft began in " STRF "; it now %sgoes to " STRF ".",
                            STRA(first), stays ? "also " : "", STRA(buf_view(&b)));
    buf_free(&b);
    return ERR_OK;
}

enum err_code sides_answered(struct store *s, const struct draft *d, struct err *e)
{
    struct arena *a = arena_new(MIB(64));
    struct str question;
    enum err_code rc = sides_ask(s, d, a, &question, e);
    if (rc == ERR_OK && question.n)
        rc = err_set(e, ERR_INVALID, STRF " Say first that it is meant to.", STRA(question));
    arena_free(a);
    return rc;
}
