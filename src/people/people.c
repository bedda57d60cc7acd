/* people/people.c: people made of identities: by evidence, and by the owner's word. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/home.h"
#include "people/joined.h"
#include "people/people.h"

#include "core/buf.h"
#include "core/limits.h"
#include "core/mem.h"
#include "text/fold.h"

#include <stdlib.h>

/* At most one question for twenty people is asked at a time; the surest come first. */
enum {
    PEOPLE_A_QUESTION = 20,
    QUESTIONS_LEAST = 5
};

/* Members in order of their persons. */
struct seat {
    uint32_t least, member;
};

static int by_person(const void *a, const void *b)
{
    const struct seat *x = a, *y = b;
    if (x->least != y->least)
        return x->least < y->least ? -1 : 1;
    return (x->member > y->member) - (x->member < y->member);
}

static void put_folded(struct buf *b, const struct member *v, struct arena *a)
{
    struct str shown = v->name.n + v->handle.n ? v->handle : v->key;
    buf_printf(b, STRF " " STRF " ", STRA(fold_search(v->name, a)),
               STRA(fold_search(shown, a)));
    for (size_t i = 0; i < v->facts; i++)
        if (str_is(v->fact[i].field, "email"))
            buf_printf(b, STRF " ", STRA(people_key(STR("email"), v->fact[i].value, a)));
}

/* The name that its best source gives. */
static enum err_code put_person(struct store *s, const struct home *h, const struct seat *of,
                                size_t n, struct err *e)
{
    struct arena *a = arena_new(MIB(64));
    struct identity *ids = ARENA_ARRAY(a, struct identity, n);
    struct person p = {.id = h->member[of[0].least].id,
                       .name = STR_NONE,
                       .kind = h->member[of[0].least].kind,
                       .identity = ids,
                       .identities = n};
    struct buf folded;
    buf_init(&folded, MIB(1));
    int best = 1000;
    for (size_t i = 0; i < n; i++) {
        const struct member *v = &h->member[of[i].member];
        ids[i].id = v->id;
        p.is_owner |= v->is_owner;
        if (v->name.n && v->rank < best) {
            best = v->rank;
            p.name = v->name;
        }
        put_folded(&folded, v, a);
    }
    for (size_t i = 0; i < n && p.name.n == 0; i++) {
        const struct member *v = &h->member[of[i].member];
        p.name = v->handle.n ? v->handle : v->key;
    }
    enum err_code rc = store_people_put(s, &p, buf_view(&folded), e);
    buf_free(&folded);
    arena_free(a);
    return rc;
}

static enum err_code put_persons(struct store *s, const struct home *h, struct err *e)
{
    struct seat *order = mem_calloc((size_t)h->n + 1, sizeof *order);
    enum err_code rc = ERR_OK;
    for (uint32_t i = 0; i < h->n; i++)
        order[i] = (struct seat){h->least[i], i};
    qsort(order, h->n, sizeof *order, by_person);
    for (size_t i = 0, end; i < h->n && rc == ERR_OK; i = end) {
        for (end = i + 1; end < h->n && order[end].least == order[i].least;)
            end++;
        rc = put_person(s, h, order + i, end - i, e);
    }
    mem_free(order);
    return rc;
}

/* What kind of evidence a reason's words are, as scripts know it. */
static struct str kind_of(struct str words)
{
    static const struct {
        const char *part, *kind;
    } kinds[] = {
        {"e-mail",  "email"},
        {"phone",   "phone"},
        {"profile", "url"  },
        {"page",    "url"  }
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_find(words, str_from(kinds[i].part)) >= 0)
            return str_from(kinds[i].kind);
    return words;
}

struct order {
    float bits;
    size_t pair;
};

static int strongest_first(const void *a, const void *b)
{
    const struct order *x = a, *y = b;
    if (x->bits > y->bits || x->bits < y->bits)
        return x->bits > y->bits ? -1 : 1;
    return (x->pair > y->pair) - (x->pair < y->pair);
}

static enum err_code put_link(struct store *s, const struct home *h, uint32_t a, uint32_t b,
                              struct str kind, struct str value, int64_t *position,
                              struct err *e)
{
    const struct evidence ev = {h->member[a].id, h->member[b].id, kind, value};
    return store_people_evidence(s, h->member[h->least[a]].id, (*position)++, &ev, e);
}

/* For each person the fewest pairs that hold it together: the owner's accounts, what the owner
 * said, then the strongest. */
static enum err_code put_evidence(struct store *s, const struct home *h, struct err *e)
{
    uint32_t *root = mem_alloc(((size_t)h->n + 1) * sizeof *root);
    struct order *order = mem_calloc(h->pairs + 1, sizeof *order);
    int64_t position = 0;
    enum err_code rc = ERR_OK;
    for (uint32_t i = 0; i < h->n; i++)
        root[i] = i;
    for (size_t i = 0; i < h->saids && rc == ERR_OK; i++) {
        uint32_t a = h->said[i].a, b = h->said[i].b;
        if (!h->said[i].same || h->least[a] != h->least[b] ||
            joined_root(root, a) == joined_root(root, b))
            continue;
        bool own = h->member[a].is_owner && h->member[b].is_owner;
        rc = put_link(s, h, a, b, own ? STR("own account") : STR("your word"), STR_NONE,
                      &position, e);
        root[joined_root(root, b)] = joined_root(root, a);
    }
    for (size_t i = 0; i < h->pairs; i++)
        order[i] = (struct order){h->pair[i].bits, i};
    qsort(order, h->pairs, sizeof *order, strongest_first);
    for (size_t i = 0; i < h->pairs && rc == ERR_OK; i++) {
        size_t k = order[i].pair;
        uint32_t a = h->pair[k].a, b = h->pair[k].b;
        if (h->least[a] != h->least[b] || joined_root(root, a) == joined_root(root, b))
            continue;
        struct str rest = h->reasons[k], words = STR_NONE, left = STR_NONE;
        if (!str_cut(&rest, '\t', &words) || !str_cut(&rest, '\t', &left))
            words = STR("together with others");
        struct str kind = kind_of(words), key = people_key(kind, left, h->a);
        rc = put_link(s, h, a, b, kind, key.n ? key : left, &position, e);
        root[joined_root(root, b)] = joined_root(root, a);
    }
    mem_free(order);
    mem_free(root);
    return rc;
}

static enum err_code put_pairs(struct store *s, const struct home *h, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < h->pairs && rc == ERR_OK; i++) {
        const struct match_pair *v = &h->pair[i];
        const struct pair_known p = {.a_id = h->member[v->a].id,
                                     .b_id = h->member[v->b].id,
                                     .bits = (double)v->bits,
                                     .proof = (double)v->proof,
                                     .own = (double)v->own,
                                     .clash = v->clash};
        rc = store_people_pair(s, &p, h->reasons[i], e);
    }
    return rc;
}

static enum err_code put_questions(struct store *s, const struct home *h,
                                   const struct cluster_input *in, struct err *e)
{
    size_t n, people = 0;
    enum err_code rc = ERR_OK;
    struct cluster_question *q = cluster_ask(in, h->least, match_asked, &n);
    for (uint32_t i = 0; i < h->n; i++)
        people += h->least[i] == i;
    size_t most = people / PEOPLE_A_QUESTION;
    most = most < QUESTIONS_LEAST ? QUESTIONS_LEAST : most;
    for (size_t i = 0; i < n && i < most && rc == ERR_OK; i++) {
        uint32_t a = q[i].a < q[i].b ? q[i].a : q[i].b, b = q[i].a < q[i].b ? q[i].b : q[i].a;
        rc = store_people_question(s, h->member[a].id, h->member[b].id, (double)q[i].bits, e);
    }
    mem_free(q);
    return rc;
}

static enum err_code make(struct store *s, struct home *h, bool anew, struct err *e)
{
    const struct cluster_input in = home_input(h);
    h->least = mem_calloc((size_t)h->n + 1, sizeof *h->least);
    cluster_run(&in, &match_sure, h->least);
    enum err_code rc = store_people_begin(s, anew, e);
    if (rc)
        return rc;
    if (anew)
        rc = put_pairs(s, h, e);
    if (rc == ERR_OK)
        rc = put_persons(s, h, e);
    if (rc == ERR_OK)
        rc = put_evidence(s, h, e);
    if (rc == ERR_OK)
        rc = put_questions(s, h, &in, e);
    if (rc == ERR_OK)
        return store_people_commit(s, e);
    store_people_abort(s);
    return rc;
}

enum err_code people_rebuild(struct store *s, struct err *e)
{
    struct home h;
    enum err_code rc = home_load(s, &h, e);
    if (rc == ERR_OK) {
        home_match(&h);
        rc = make(s, &h, true, e);
    }
    home_free(&h);
    return rc;
}

enum err_code people_regroup(struct store *s, struct err *e)
{
    struct home h;
    enum err_code rc = home_load(s, &h, e);
    if (rc == ERR_OK)
        rc = home_read_pairs(s, &h, e);
    if (rc == ERR_OK)
        rc = make(s, &h, false, e);
    home_free(&h);
    return rc;
}
