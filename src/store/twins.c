/* store/twins.c: the same post once: one text of the owner's on several accounts, or of a person on
 * several networks, within a few days; and what only passes on a post that stands here as well. */
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

static const int64_t twin_ms = TWIN_DAYS * 86400000LL;

/* One post, by what its text says and whose it is. */
struct said {
    int64_t hash, id, account_id;
    int64_t place; /* where it was said: the owner's account, or another's identity */
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
    int64_t person = sql_i64(k, 4);
    struct str of[2] = {text, str_of((const char *)&person, sizeof person)};
    w->v[w->n++] = (struct said){hash_key(of, 2), sql_i64(k, 0), sql_i64(k, 1), sql_i64(k, 3)};
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

/* The first of a run leads those of other places that follow within TWIN_DAYS, one a place: what is
 * said again in the same place is said again. Taken ones get the hash -1. */
static enum err_code put_run(struct sql *q, struct said *v, size_t n, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        int64_t place[32];
        size_t places = 0;
        if (v[i].hash < 0)
            continue;
        place[places++] = v[i].place;
        for (size_t k = i + 1; k < n && k < i + RUN_LOOKED_AT && rc == ERR_OK; k++) {
            bool has = places == COUNT_OF(place) || v[k].hash < 0;
            if (store__post_ms(v[k].id) - store__post_ms(v[i].id) > twin_ms)
                break;
            for (size_t j = 0; j < places && !has; j++)
                has = place[j] == v[k].place;
            if (has)
                continue;
            if (places == 1)
                rc = put_twin(q, &v[i], v[i].id, e);
            if (rc == ERR_OK)
                rc = put_twin(q, &v[k], v[i].id, e);
            place[places++] = v[k].place;
            v[k].hash = -1;
        }
    }
    return rc;
}

/* Texts: the owner's where they have accounts for it, and of everybody whom two networks know. */
static enum err_code say_all(struct sql *q, struct walk *w, struct err *e)
{
    int64_t accounts = 0;
    enum err_code rc = sql_one(q,
                               "SELECT count(DISTINCT account_id) "
                               "FROM post_counts "
                               "WHERE owner_id = $1 AND own = 1 AND kind <> 'message'",
                               VALUES(I64(q->owner)), &accounts, e);
    if (rc == ERR_OK && accounts > 1)
        rc = store__walk(q,
                         "SELECT id, account_id, text, account_id, -1 "
                         "FROM posts "
                         "WHERE owner_id = $1 AND author_id = 0 AND kind <> 'message'",
                         VALUES(I64(q->owner)), take_said, w, e);
    if (rc == ERR_OK)
        rc = store__walk(q,
                         "SELECT p.id, p.account_id, p.text, p.author_id, w.person_id "
                         "FROM person_identities w CROSS JOIN posts p "
                         "WHERE w.owner_id = $1 AND EXISTS (SELECT 1 FROM person_identities o "
                         "WHERE o.owner_id = w.owner_id AND o.person_id = w.person_id AND "
                         "o.identity_id <> w.identity_id) "
                         "AND p.owner_id = w.owner_id AND p.author_id = w.identity_id "
                         "AND p.author_id > 0 AND p.kind NOT IN ('message', 'reshare')",
                         VALUES(I64(q->owner)), take_said, w, e);
    return rc;
}

/* Somebody passed a post on that stands here as well. */
struct passing {
    struct said reshare, post;
    int64_t leader; /* of the group that the post is in already; 0 none */
};

struct passings {
    struct passing *v;
    size_t n, cap;
};

static enum err_code take_passing(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct passings *w = ctx;
    struct passing p = {
        .reshare = {.id = sql_i64(k, 0), .account_id = sql_i64(k, 1)},
        .post = {.id = sql_i64(k, 2), .account_id = sql_i64(k, 3)},
        .leader = sql_i64(k, 4)
    };
    int64_t first = p.leader ? p.leader : p.post.id;
    if (p.reshare.id < first || store__post_ms(p.reshare.id) - store__post_ms(first) > twin_ms)
        return ERR_OK;
    w->v = mem_grow(w->v, &w->cap, w->n + 1, sizeof *w->v);
    w->v[w->n++] = p;
    return ERR_OK;
}

/* What is passed on without a word of one's own is the post itself once more. */
static enum err_code put_passings(struct sql *q, struct err *e)
{
    struct passings w = {.n = 0};
    enum err_code rc = sql_settle(q, e);
    if (rc == ERR_OK)
        rc = store__walk(
            q,
            "SELECT r.id, r.account_id, p.id, p.account_id, coalesce(t.leader_id, 0) "
            "FROM posts r CROSS JOIN posts p "
            "LEFT JOIN post_twins t ON t.owner_id = p.owner_id AND t.post_id = p.id "
            "WHERE r.owner_id = $1 AND r.reshare_of <> 0 AND r.kind = 'reshare' "
            "AND (r.text = '' OR substr(r.text, 1, 4) = 'RT @') "
            "AND NOT EXISTS (SELECT 1 FROM post_twins o WHERE o.owner_id = r.owner_id AND "
            "o.post_id = r.id) "
            "AND p.owner_id = r.owner_id AND p.digest = r.reshare_of "
            "ORDER BY p.id, r.id",
            VALUES(I64(q->owner)), take_passing, &w, e);
    for (size_t i = 0; i < w.n && rc == ERR_OK; i++) {
        const struct passing *p = &w.v[i];
        if (!p->leader && (i == 0 || w.v[i - 1].post.id != p->post.id))
            rc = put_twin(q, &p->post, p->post.id, e);
        if (rc == ERR_OK)
            rc = put_twin(q, &p->reshare, p->leader ? p->leader : p->post.id, e);
    }
    mem_free(w.v);
    return rc;
}

enum err_code store__find_twins(struct store *s, struct err *e)
{
    struct sql *q = &s->sql;
    struct walk w = {.a = arena_new(MIB(1))};
    enum err_code rc = sql_run(q, "DELETE FROM post_twins WHERE owner_id = $1",
                               VALUES(I64(q->owner)), NULL, e);
    if (rc == ERR_OK)
        rc = say_all(q, &w, e);
    if (w.n)
        qsort(w.v, w.n, sizeof *w.v, by_text);
    for (size_t i = 0, end; i < w.n && rc == ERR_OK; i = end) {
        int64_t hash = w.v[i].hash;
        for (end = i + 1; end < w.n && w.v[end].hash == hash;)
            end++;
        if (end - i > 1)
            rc = put_run(q, w.v + i, end - i, e);
    }
    if (rc == ERR_OK)
        rc = put_passings(q, e);
    mem_free(w.v);
    arena_free(w.a);
    return rc;
}
