/* store/match.c: why somebody is one person, what the owner said of it, what is to be asked. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/match_source.h"
#include "store/person_private.h"

#include "core/attr.h"
#include "core/buf.h"
#include "core/json.h"
#include "core/limits.h"
#include "core/time.h"

#include <stdlib.h>

/* Pairs -------------------------------------------------------------------------------------- */

static double number_of(struct str s)
{
    char text[32];
    size_t n = s.n < sizeof text - 1 ? s.n : sizeof text - 1;
    for (size_t i = 0; i < n; i++)
        text[i] = s.p[i];
    text[n] = 0;
    return strtod(text, NULL);
}

/* "words\tleft\tright\tbits\n" each. */
static void read_reasons(struct pair_known *p, struct str text, struct arena *a)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct reason)};
    struct str line;
    while (str_cut(&text, '\n', &line)) {
        struct str bits = STR_NONE;
        struct reason r = {STR_NONE, STR_NONE, STR_NONE, 0};
        if (!str_cut(&line, '\t', &r.what) || !str_cut(&line, '\t', &r.left) ||
            !str_cut(&line, '\t', &r.right) || !str_cut(&line, '\t', &bits))
            continue;
        r.bits = number_of(bits);
        *(struct reason *)store__push(&l) = r;
    }
    p->reason = l.v;
    p->reasons = l.n;
}

static enum err_code take_pair(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct pair_known *p = store__push(l);
    *p = (struct pair_known){.a_id = sql_i64(k, 0),
                             .b_id = sql_i64(k, 1),
                             .bits = sql_f64(k, 2),
                             .proof = sql_f64(k, 3),
                             .own = sql_f64(k, 4),
                             .clash = (int)sql_i64(k, 5),
                             .kept = sql_copy(k, 6, l->a)};
    read_reasons(p, p->kept, l->a);
    return ERR_OK;
}

enum err_code store_person_pairs(struct store *s, int64_t person_id, struct arena *a,
                                 struct pair_known **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct pair_known)};
    enum err_code rc = store__each(
        &s->sql,
        "SELECT m.a_id, m.b_id, m.bits, m.proof, m.own, m.clash, m.reasons "
        "FROM person_identities p CROSS JOIN match_pairs m CROSS JOIN "
        "person_identities o "
        "WHERE p.owner_id = $1 AND p.person_id = $2 AND m.owner_id = p.owner_id AND "
        "m.a_id = p.identity_id AND o.owner_id = p.owner_id AND o.identity_id = "
        "m.b_id AND o.person_id = p.person_id AND m.reasons <> '' "
        "ORDER BY m.bits DESC, m.a_id, m.b_id",
        VALUES(I64(s->sql.owner), I64(person_id)), take_pair, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

/* Questions ---------------------------------------------------------------------------------- */

#define QUESTION_COLUMNS                                                                       \
    "SELECT m.a_id, m.b_id, m.bits, m.proof, m.own, m.clash, m.reasons, q.bits, x.person_id, " \
    "y.person_id FROM questions q "                                                            \
    "JOIN match_pairs m ON m.owner_id = $1 AND m.a_id = q.a_id AND m.b_id = q.b_id "           \
    "JOIN person_identities x ON x.owner_id = $1 AND x.identity_id = q.a_id "                  \
    "JOIN person_identities y ON y.owner_id = $1 AND y.identity_id = q.b_id "                  \
    "WHERE q.owner_id = $1 "

struct asking {
    struct store__list pairs, rest;
};
struct question_rest {
    double bits;
    int64_t a, b;
};

static enum err_code take_question(void *ctx, struct sql_query *k, struct err *e)
{
    struct asking *v = ctx;
    struct question_rest *r = store__push(&v->rest);
    *r = (struct question_rest){sql_f64(k, 7), sql_i64(k, 8), sql_i64(k, 9)};
    return take_pair(&v->pairs, k, e);
}

static enum err_code fill_questions(struct store *s, struct asking *v, struct arena *a,
                                    struct question **out, size_t *n, struct err *e)
{
    const struct pair_known *pair = v->pairs.v;
    const struct question_rest *rest = v->rest.v;
    enum err_code rc = ERR_OK;
    *n = 0;
    *out = ARENA_ARRAY(a, struct question, v->pairs.n + 1);
    for (size_t i = 0; i < v->pairs.n && rc == ERR_OK; i++) {
        struct question *q = &(*out)[*n];
        *q = (struct question){.why = pair[i], .bits = rest[i].bits};
        rc = store_person(s, rest[i].a, a, &q->a, e);
        if (rc == ERR_OK)
            rc = store_person(s, rest[i].b, a, &q->b, e);
        ++*n;
    }
    return rc;
}

enum err_code store_questions(struct store *s, int64_t from, int64_t limit, struct arena *a,
                              struct question **out, size_t *n, int64_t *all, struct err *e)
{
    struct asking v = {
        {a, NULL, 0, 0, sizeof(struct pair_known)   },
        {a, NULL, 0, 0, sizeof(struct question_rest)}
    };
    *all = 0;
    enum err_code rc = sql_one(&s->sql, "SELECT count(*) FROM questions WHERE owner_id = $1",
                               VALUES(I64(s->sql.owner)), all, e);
    if (rc == ERR_OK)
        rc =
            store__each(&s->sql,
                        QUESTION_COLUMNS "ORDER BY q.bits DESC, q.a_id, q.b_id LIMIT $2 OFFSET "
                                         "$3",
                        VALUES(I64(s->sql.owner), I64(limit), I64(from)), take_question, &v, e);
    return rc ? rc : fill_questions(s, &v, a, out, n, e);
}

enum err_code store_person_questions(struct store *s, int64_t person_id, struct arena *a,
                                     struct question **out, size_t *n, struct err *e)
{
    struct asking v = {
        {a, NULL, 0, 0, sizeof(struct pair_known)   },
        {a, NULL, 0, 0, sizeof(struct question_rest)}
    };
    enum err_code rc =
        store__each(&s->sql,
                    QUESTION_COLUMNS "AND (x.person_id = $2 OR y.person_id = $2) "
                                     "ORDER BY q.bits DESC, q.a_id, q.b_id",
                    VALUES(I64(s->sql.owner), I64(person_id)), take_question, &v, e);
    return rc ? rc : fill_questions(s, &v, a, out, n, e);
}

/* The owner's words -------------------------------------------------------------------------- */

static const char *const verbs[] = {[SAID_SAME] = "person.same",
                                    [SAID_SPLIT] = "person.split",
                                    [SAID_APART] = "person.apart",
                                    [SAID_ME] = "person.me"};

static void read_keys(struct str text, struct arena *a, struct str **out, size_t *n)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct str)};
    struct str line;
    while (str_cut(&text, '\n', &line))
        if (line.n)
            *(struct str *)store__push(&l) = line;
    *out = l.v;
    *n = l.n;
}

static enum err_code take_said(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct str verb = sql_text(k, 2), value = sql_copy(k, 3, l->a);
    struct said *v = store__push(l);
    *v = (struct said){.id = sql_i64(k, 0), .made_ms = sql_i64(k, 1), .verb = SAID_SAME};
    for (size_t i = 0; i < COUNT_OF(verbs); i++)
        if (str_is(verb, verbs[i]))
            v->verb = (enum said_verb)i;
    ptrdiff_t empty = str_find(value, STR("\n\n"));
    struct str one = empty < 0 ? value : str_sub(value, 0, (size_t)empty);
    read_keys(one, l->a, &v->one, &v->ones);
    read_keys(str_after(value, one.n), l->a, &v->other, &v->others);
    return ERR_OK;
}

enum err_code store_said(struct store *s, struct arena *a, struct said **out, size_t *n,
                         struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct said)};
    enum err_code rc = store__each(
        &s->sql,
        "SELECT id, made_ms, verb, value FROM decisions WHERE owner_id = $1 AND verb "
        "IN ('person.same', 'person.split', 'person.apart', 'person.me') AND "
        "revoked_ms = 0 ORDER BY id",
        VALUES(I64(s->sql.owner)), take_said, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

enum err_code store_say(struct store *s, const struct said *said, int64_t *id, struct err *e)
{
    struct buf b;
    buf_init(&b, MIB(1));
    for (size_t i = 0; i < said->ones; i++)
        buf_printf(&b, "%s" STRF, i ? "\n" : "", STRA(said->one[i]));
    if (said->others)
        buf_char(&b, '\n');
    for (size_t i = 0; i < said->others; i++)
        buf_printf(&b, "\n" STRF, STRA(said->other[i]));
    enum err_code rc = b.over ? err_set(e, ERR_LIMIT, "too many identities for one decision")
                              : store__write(s, e);
    if (rc == ERR_OK) {
        rc = store__decide(&s->sql, str_from(verbs[said->verb]), said->one[0], buf_view(&b), e);
        if (rc == ERR_OK)
            rc = sql_one(&s->sql, "SELECT max(id) FROM decisions WHERE owner_id = $1",
                         VALUES(I64(s->sql.owner)), id, e);
        rc = store__written(s, rc, e);
    }
    buf_free(&b);
    return rc;
}

enum err_code store_unsay(struct store *s, int64_t id, struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = store__write(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "UPDATE decisions SET revoked_ms = $3 WHERE owner_id = $1 AND id = $2 AND "
                 "revoked_ms = 0 AND verb IN ('person.same', 'person.split', 'person.apart', "
                 "'person.me')",
                 VALUES(I64(s->sql.owner), I64(id), I64(time_now_ms())), &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_NOT_FOUND, "there is no such word of yours any more");
    return store__written(s, rc, e);
}

static bool has_key(const struct str *list, size_t n, const struct person *p)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < p->identities; k++) {
            struct str network = p->identity[k].network;
            if (str_starts(list[i], network) && list[i].n > network.n &&
                list[i].p[network.n] == ':' &&
                str_eq(str_after(list[i], network.n + 1), p->identity[k].key))
                return true;
        }
    return false;
}

static enum err_code take_name(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct buf *b = ctx;
    if (b->n)
        buf_lit(b, ", ");
    buf_str(b, sql_text(k, 0));
    return ERR_OK;
}

/* The names of those whom a word is about beside this person: by their keys. */
static enum err_code name_others(struct store *s, const struct person *p, const struct said *v,
                                 struct arena *a, struct str *out, struct err *e)
{
    struct buf b;
    enum err_code rc = ERR_OK;
    buf_init(&b, KIB(4));
    for (size_t i = 0; i < v->ones + v->others && rc == ERR_OK; i++) {
        const struct str *key = i < v->ones ? &v->one[i] : &v->other[i - v->ones];
        if (v->verb != SAID_SAME && has_key(key, 1, p))
            continue;
        rc = store__each(
            &s->sql,
            "SELECT CASE WHEN name <> '' THEN name WHEN handle <> '' THEN handle "
            "ELSE key END || ' (' || network || ')' FROM identities WHERE owner_id "
            "= $1 AND digest = $2",
            VALUES(I64(s->sql.owner), I64(store__subject_digest(*key))), take_name, &b, e);
    }
    *out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return rc;
}

enum err_code store_person_words(struct store *s, int64_t person_id, struct arena *a,
                                 struct word **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct word)};
    struct person p;
    struct said *said;
    size_t saids = 0;
    enum err_code rc = store_person(s, person_id, a, &p, e);
    if (rc == ERR_OK)
        rc = store_said(s, a, &said, &saids, e);
    for (size_t i = saids; i-- > 0 && rc == ERR_OK;) {
        if (!has_key(said[i].one, said[i].ones, &p) &&
            !has_key(said[i].other, said[i].others, &p))
            continue;
        struct word *w = store__push(&l);
        *w =
            (struct word){said[i].id, said[i].made_ms, str_from(verbs[said[i].verb]), STR_NONE};
        rc = name_others(s, &p, &said[i], a, &w->others, e);
    }
    *out = l.v;
    *n = l.n;
    return rc;
}
