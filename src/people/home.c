/* people/home.c: identities, facts, the owner's words and pairs, loaded and matched. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/home.h"
#include "people/joined.h"

#include "core/attr.h"
#include "core/buf.h"
#include "core/limits.h"
#include "core/mem.h"
#include "model/network.h"
#include "text/fold.h"

#include <stdio.h>

/* Loading ------------------------------------------------------------------------------------ */

/* One person may well have several cards and several addresses; and whoever is known by a name
 * alone may stand there twice. */
static uint32_t source_of(const struct identity *id)
{
    size_t n;
    const struct network *list = network_list(&n);
    if (id->name_only || str_is(id->network, "contacts") || str_is(id->network, "email") ||
        str_is(id->network, "web"))
        return 0;
    for (size_t i = 0; i < n; i++)
        if (str_eq(list[i].id, id->network))
            return (uint32_t)i + 1;
    return 0;
}

static int name_rank(struct str network)
{
    static const char *const best[] = {"contacts", "linkedin", "facebook", "mastodon", "x"};
    for (size_t i = 0; i < COUNT_OF(best); i++)
        if (str_is(network, best[i]))
            return (int)i;
    return (int)COUNT_OF(best);
}

static enum err_code take_identity(void *ctx, const struct identity *id, struct err *e)
{
    (void)e;
    struct home *h = ctx;
    h->member = mem_grow(h->member, &h->cap, (size_t)h->n + 1, sizeof *h->member);
    h->member[h->n] = (struct member){.id = id->id,
                                      .network = arena_str(h->a, id->network),
                                      .key = arena_str(h->a, id->key),
                                      .name = arena_str(h->a, id->name),
                                      .handle = arena_str(h->a, id->handle),
                                      .url = arena_str(h->a, id->url),
                                      .kind = arena_str(h->a, id->kind),
                                      .source = source_of(id),
                                      .rank = name_rank(id->network),
                                      .is_owner = id->is_owner};
    struct str natural = arena_printf(h->a, STRF ":" STRF, STRA(id->network), STRA(id->key));
    map_put(h->by_key, natural, (int64_t)h->n, NULL);
    h->n++;
    return ERR_OK;
}

static enum err_code take_fact(void *ctx, const struct match_fact *f, struct err *e)
{
    (void)e;
    struct home *h = ctx;
    h->fact = mem_grow(h->fact, &h->fact_cap, h->facts + 1, sizeof *h->fact);
    h->fact[h->facts++] =
        (struct match_fact){f->identity_id, arena_str(h->a, f->field),
                            arena_str(h->a, str_sub(f->value, 0, MATCH_VALUE_BYTES))};
    return ERR_OK;
}

/* Facts come by identity, as members stand. */
static void give_facts(struct home *h)
{
    size_t at = 0;
    for (uint32_t i = 0; i < h->n; i++) {
        while (at < h->facts && h->fact[at].identity_id < h->member[i].id)
            at++;
        h->member[i].fact = h->fact + at;
        while (at < h->facts && h->fact[at].identity_id == h->member[i].id)
            at++;
        h->member[i].facts = (size_t)(h->fact + at - h->member[i].fact);
    }
}

/* The owner's words ---------------------------------------------------------------------------- */

static void say(struct home *h, uint32_t a, uint32_t b, bool same)
{
    if (a == b)
        return;
    h->said = mem_grow(h->said, &h->said_cap, h->saids + 1, sizeof *h->said);
    h->said[h->saids++] = (struct match_said){a, b, same};
}

/* Of a list of keys those who are here. */
static size_t known(const struct home *h, const struct str *key, size_t n, uint32_t *out)
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        const int64_t *at = map_find(h->by_key, key[i]);
        if (at)
            out[found++] = (uint32_t)*at;
    }
    return found;
}

static void say_all_same(struct home *h, const uint32_t *v, size_t n)
{
    for (size_t i = 1; i < n; i++)
        say(h, v[0], v[i], true);
}

static void hear(struct home *h, const struct said *s, uint32_t me)
{
    uint32_t *one = ARENA_ARRAY(h->a, uint32_t, s->ones + 1),
             *other = ARENA_ARRAY(h->a, uint32_t, s->others + 1);
    size_t ones = known(h, s->one, s->ones, one), others = known(h, s->other, s->others, other);
    if (s->verb == SAID_SAME || s->verb == SAID_SPLIT || s->verb == SAID_ME)
        say_all_same(h, one, ones);
    if (s->verb == SAID_SPLIT)
        say_all_same(h, other, others);
    if (s->verb == SAID_ME && ones && me != UINT32_MAX)
        say(h, me, one[0], true);
    if (s->verb == SAID_SPLIT || s->verb == SAID_APART)
        for (size_t i = 0; i < ones; i++)
            for (size_t k = 0; k < others; k++)
                say(h, one[i], other[k], false);
}

/* First of all, the owner's own accounts are one person. */
static enum err_code load_words(struct store *s, struct home *h, struct err *e)
{
    struct said *said;
    size_t n = 0;
    uint32_t me = UINT32_MAX;
    for (uint32_t i = 0; i < h->n; i++) {
        if (!h->member[i].is_owner)
            continue;
        if (me == UINT32_MAX)
            me = i;
        say(h, me, i, true);
    }
    enum err_code rc = store_said(s, h->a, &said, &n, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        hear(h, &said[i], me);
    return rc;
}

enum err_code home_load(struct store *s, struct home *h, struct err *e)
{
    *h = (struct home){.a = arena_new(GIB(8)), .by_key = map_new()};
    enum err_code rc = store_each_identity(s, take_identity, h, e);
    if (rc == ERR_OK)
        rc = store_each_match_fact(s, take_fact, h, e);
    if (rc == ERR_OK) {
        give_facts(h);
        rc = load_words(s, h, e);
    }
    return rc;
}

void home_free(struct home *h)
{
    map_free(h->by_key);
    mem_free(h->member);
    mem_free(h->fact);
    mem_free(h->pair);
    mem_free(h->reasons);
    mem_free(h->said);
    mem_free(h->least);
    arena_free(h->a);
}

/* Matching ------------------------------------------------------------------------------------- */

enum {
    NAME,
    HANDLE,
    EMAIL,
    PHONE,
    PROFILE,
    LINK,
    BIRTHDAY,
    PLACE,
    ADDRESS,
    EMPLOYER,
    TITLE,
    TEXT,
    CONTACTS,
    SOURCE,
    FIELDS
};
static const struct match_field fields[FIELDS] = {
    [NAME] = {STR_INIT("name"),     MATCH_NAME    },
    [HANDLE] = {STR_INIT("handle"),   MATCH_HANDLE  },
    [EMAIL] = {STR_INIT("email"),    MATCH_EMAIL   },
    [PHONE] = {STR_INIT("phone"),    MATCH_PHONE   },
    [PROFILE] = {STR_INIT("profile"),  MATCH_PROFILE },
    [LINK] = {STR_INIT("link"),     MATCH_LINK    },
    [BIRTHDAY] = {STR_INIT("birthday"), MATCH_BIRTHDAY},
    [PLACE] = {STR_INIT("place"),    MATCH_PLACE   },
    [ADDRESS] = {STR_INIT("address"),  MATCH_ADDRESS },
    [EMPLOYER] = {STR_INIT("employer"), MATCH_EMPLOYER},
    [TITLE] = {STR_INIT("title"),    MATCH_TITLE   },
    [TEXT] = {STR_INIT("text"),     MATCH_TEXT    },
    [CONTACTS] = {STR_INIT("contacts"), MATCH_CONTACTS},
    [SOURCE] = {STR_INIT("source"),   MATCH_SOURCE  }
};

static const struct {
    const char *fact;
    int field;
} of_fact[] = {
    {"name",         NAME    },
    {"email",        EMAIL   },
    {"phone",        PHONE   },
    {"url",          LINK    },
    {"company",      EMPLOYER},
    {"position",     TITLE   },
    {"location",     PLACE   },
    {"address",      ADDRESS },
    {"birthday",     BIRTHDAY},
    {"bio",          TEXT    },
    {"headline",     TEXT    },
    {"acquaintance", CONTACTS}
};

static void put_entry(struct match *m, const struct member *v)
{
    struct arena *a = arena_new(KIB(64));
    char source[16];
    match_add(m);
    match_value(m, NAME, v->name);
    match_value(m, HANDLE, v->handle);
    match_value(m, PROFILE, v->url);
    if (str_is(v->network, "email"))
        match_value(m, EMAIL, v->key);
    if (str_is(v->network, "x") && v->handle.n) /* it may be known by its number only */
        match_value(m, PROFILE, arena_printf(a, "https://x.com/" STRF, STRA(v->handle)));
    if (str_is(v->network, "threads") && v->handle.n) /* the two share user names */
        match_value(m, PROFILE,
                    arena_printf(a, "https://www.instagram.com/" STRF, STRA(v->handle)));
    ptrdiff_t at = str_chr(v->key, '@');
    if (str_is(v->network, "mastodon") && at > 0)
        match_value(m, PROFILE,
                    arena_printf(a, "https://" STRF "/@" STRF,
                                 STRA(str_after(v->key, (size_t)at + 1)),
                                 STRA(str_sub(v->key, 0, (size_t)at))));
    for (size_t i = 0; i < v->facts; i++)
        for (size_t k = 0; k < COUNT_OF(of_fact); k++)
            if (str_is(v->fact[i].field, of_fact[k].fact))
                match_value(m, (size_t)of_fact[k].field, v->fact[i].value);
    if (v->source) {
        snprintf(source, sizeof source, "%u", v->source);
        match_value(m, SOURCE, str_from(source));
    }
    arena_free(a);
}

/* "words\tleft\tright\tbits" a line. */
static struct str reasons_of(struct home *h, const struct match *m, uint32_t a, uint32_t b)
{
    struct match_reason *r;
    struct arena *work = arena_new(MIB(1));
    struct buf out;
    buf_init(&out, KIB(16));
    size_t n = match_explain(m, a, b, work, &r);
    for (size_t i = 0; i < n; i++) {
        struct str value[2] = {str_sub(r[i].left, 0, 160), str_sub(r[i].right, 0, 160)};
        buf_lit(&out, match_words(r[i].role, r[i].level));
        for (size_t k = 0; k < COUNT_OF(value); k++) {
            buf_char(&out, '\t');
            for (size_t c = 0; c < value[k].n; c++)
                buf_char(&out, (unsigned char)value[k].p[c] < ' ' ? ' ' : value[k].p[c]);
        }
        buf_printf(&out, "\t%.1f\n", (double)r[i].bits);
    }
    struct str text = arena_str(h->a, buf_view(&out));
    buf_free(&out);
    arena_free(work);
    return text;
}

/* The owner is never made one with anybody on less than proof. */
static bool may_pair(const struct home *h, uint32_t a, uint32_t b, const struct match_pair *p)
{
    static const float proof = 15;
    return (!h->member[a].is_owner && !h->member[b].is_owner) || p->proof >= proof;
}

/* Kept are those between entries that some chain of pairs worth a question connects: no others can
 * ever bear on a person. */
static void keep_pairs(struct home *h, const struct match *m, const uint32_t *member)
{
    const struct cluster_input found = match_found(m);
    uint32_t *root = mem_alloc((found.n + 1) * sizeof *root);
    for (uint32_t i = 0; i < found.n; i++)
        root[i] = i;
    for (size_t i = 0; i < found.pairs; i++) {
        const struct match_pair *p = &found.pair[i];
        if (p->bits >= match_asked && may_pair(h, member[p->a], member[p->b], p))
            root[joined_root(root, p->b)] = joined_root(root, p->a);
    }
    for (size_t i = 0; i < found.pairs; i++) {
        const struct match_pair *p = &found.pair[i];
        if (joined_root(root, p->a) != joined_root(root, p->b) ||
            !may_pair(h, member[p->a], member[p->b], p))
            continue;
        h->pair = mem_grow(h->pair, &h->pair_cap, h->pairs + 1, sizeof *h->pair);
        h->reasons = mem_grow(h->reasons, &h->reason_cap, h->pairs + 1, sizeof *h->reasons);
        h->reasons[h->pairs] = p->bits >= match_asked ? reasons_of(h, m, p->a, p->b) : STR_NONE;
        h->pair[h->pairs] = *p;
        h->pair[h->pairs].a = member[p->a];
        h->pair[h->pairs].b = member[p->b];
        h->pairs++;
    }
    mem_free(root);
}

void home_match(struct home *h)
{
    struct match *m = match_new(fields, FIELDS);
    uint32_t *member = mem_alloc(((size_t)h->n + 1) * sizeof *member), n = 0;
    for (uint32_t i = 0; i < h->n; i++)
        if (str_is(h->member[i].kind, "person")) {
            put_entry(m, &h->member[i]);
            member[n++] = i;
        }
    match_run(m);
    keep_pairs(h, m, member);
    mem_free(member);
    match_free(m);
}

static uint32_t index_of(const struct home *h, int64_t id)
{
    uint32_t lo = 0, hi = h->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (h->member[mid].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < h->n && h->member[lo].id == id ? lo : UINT32_MAX;
}

static enum err_code take_pair(void *ctx, const struct pair_known *p, struct err *e)
{
    (void)e;
    struct home *h = ctx;
    uint32_t a = index_of(h, p->a_id), b = index_of(h, p->b_id);
    if (a == UINT32_MAX || b == UINT32_MAX)
        return ERR_OK; /* of an import that was undone since */
    h->pair = mem_grow(h->pair, &h->pair_cap, h->pairs + 1, sizeof *h->pair);
    h->reasons = mem_grow(h->reasons, &h->reason_cap, h->pairs + 1, sizeof *h->reasons);
    h->reasons[h->pairs] = arena_str(h->a, p->kept);
    h->pair[h->pairs++] = (struct match_pair){
        a, b, (float)p->bits, (float)p->proof, (float)p->own, (uint8_t)p->clash};
    return ERR_OK;
}

enum err_code home_read_pairs(struct store *s, struct home *h, struct err *e)
{
    return store_each_pair(s, take_pair, h, e);
}

struct cluster_input home_input(const struct home *h)
{
    uint32_t *source = ARENA_ARRAY(h->a, uint32_t, (size_t)h->n + 1);
    for (uint32_t i = 0; i < h->n; i++)
        source[i] = h->member[i].source;
    return (struct cluster_input){.n = h->n,
                                  .pair = h->pair,
                                  .pairs = h->pairs,
                                  .source = source,
                                  .said = h->said,
                                  .saids = h->saids};
}
