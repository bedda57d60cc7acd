/* store/twins.c: one text that the owner published on several accounts within a few days. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/insight_private.h"

#include "core/hash.h"
#include "core/limits.h"
#include "core/mem.h"
#include "text/fold.h"

#include <stdlib.h>

enum {
    LEAST_BYTES = 20,   /* "Good morning!" is no copy of another one */
    MOST_BYTES = 4096,  /* what two long texts are compared by */
    RUN_LOOKED_AT = 500 /* of one text published over and over */
};

/* One own post, by what its text says. */
struct said {
    int64_t hash, id, account_id;
};

struct walk {
    struct arena *a;
    struct said *v;
    size_t n, cap;
};

static bool is_link(struct str word)
{
    return str_starts_ci(word, STR("http://")) || str_starts_ci(word, STR("https://"));
}

/* Words without links, one space apart; networks shorten links each in their own way. */
static struct str without_links(struct str text, struct arena *a)
{
    char *out = arena_alloc(a, text.n + 1);
    size_t n = 0;
    while (text.n) {
        size_t end = 0;
        while (end < text.n && !ascii_is_space((unsigned char)text.p[end]))
            end++;
        struct str word = str_sub(text, 0, end);
        text = str_after(text, end + 1);
        if (word.n == 0 || is_link(word))
            continue;
        if (n)
            out[n++] = ' ';
        for (size_t i = 0; i < word.n; i++)
            out[n++] = word.p[i];
    }
    return str_of(out, n);
}

/* fold_case, which for plain ASCII is but small letters. */
static struct str folded(struct str s, struct arena *a)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return fold_case(s, a);
    char *out = arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        out[i] = ascii_lower(s.p[i]);
    return str_of(out, s.n);
}

/* The start of a text, no character cut in two. */
static struct str start_of(struct str text)
{
    size_t n = text.n < MOST_BYTES ? text.n : MOST_BYTES;
    while (n < text.n && n > 0 && ((unsigned char)text.p[n] & 0xC0) == 0x80)
        n--;
    return str_sub(text, 0, n);
}

static enum err_code take_said(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct walk *w = ctx;
    arena_reset(w->a);
    struct str text = folded(without_links(start_of(sql_text(k, 2)), w->a), w->a);
    if (text.n < LEAST_BYTES)
        return ERR_OK;
    w->v = mem_grow(w->v, &w->cap, w->n + 1, sizeof *w->v);
    w->v[w->n++] = (struct said){hash_key(&text, 1), sql_i64(k, 0), sql_i64(k, 1)};
    return ERR_OK;
}

static int by_text(const void *a, const void *b)
{
    const struct said *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static enum err_code put_twin(struct sql *q, const struct said *v, int64_t leader,
                              struct err *e)
{
    return sql_later(q,
                     "INSERT INTO post_twins (owner_id, post_id, leader_id, account_id) "
                     "VALUES ($1, $2, $3, $4)",
                     VALUES(I64(q->owner), I64(v->id), I64(leader), I64(v->account_id)), NULL,
                     NULL, 0, e);
}

/* The first of a run leads those of other accounts that follow within TWIN_DAYS, one an account:
 * what is said again on the same account is said again. Taken ones get the hash -1. */
static enum err_code put_run(struct sql *q, struct said *v, size_t n, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        int64_t account[32];
        size_t accounts = 0;
        if (v[i].hash < 0)
            continue;
        account[accounts++] = v[i].account_id;
        for (size_t k = i + 1; k < n && k < i + RUN_LOOKED_AT && rc == ERR_OK; k++) {
            bool has = accounts == COUNT_OF(account) || v[k].hash < 0;
            if (store__post_ms(v[k].id) - store__post_ms(v[i].id) > TWIN_DAYS * 86400000LL)
                break;
            for (size_t j = 0; j < accounts && !has; j++)
                has = account[j] == v[k].account_id;
            if (has)
                continue;
            if (accounts == 1)
                rc = put_twin(q, &v[i], v[i].id, e);
            if (rc == ERR_OK)
                rc = put_twin(q, &v[k], v[i].id, e);
            account[accounts++] = v[k].account_id;
            v[k].hash = -1;
        }
    }
    return rc;
}

enum err_code store__find_twins(struct store *s, struct err *e)
{
    struct sql *q = &s->sql;
    int64_t accounts = 0;
    enum err_code rc = sql_run(q, "DELETE FROM post_twins WHERE owner_id = $1",
                               VALUES(I64(q->owner)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_one(q,
                     "SELECT count(DISTINCT account_id) "
                     "FROM post_counts "
                     "WHERE owner_id = $1 AND own = 1 AND kind <> 'message'",
                     VALUES(I64(q->owner)), &accounts, e);
    if (rc || accounts < 2)
        return rc;
    struct walk w = {.a = arena_new(MIB(1))};
    rc = store__walk(q,
                     "SELECT id, account_id, text "
                     "FROM posts "
                     "WHERE owner_id = $1 AND author_id = 0 AND kind <> 'message'",
                     VALUES(I64(q->owner)), take_said, &w, e);
    if (w.n)
        qsort(w.v, w.n, sizeof *w.v, by_text);
    for (size_t i = 0, end; i < w.n && rc == ERR_OK; i = end) {
        int64_t hash = w.v[i].hash;
        for (end = i + 1; end < w.n && w.v[end].hash == hash;)
            end++;
        if (end - i > 1)
            rc = put_run(q, w.v + i, end - i, e);
    }
    mem_free(w.v);
    arena_free(w.a);
    return rc;
}
