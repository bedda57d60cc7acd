/* people/match_block.c: which entries are worth comparing: those who share something rare enough. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/match_private.h"

#include "core/attr.h"
#include "core/hash.h"
#include "core/mem.h"

#include <stdlib.h>

/* Each entry has features: a surname as it sounds, a year of birth, the end of a phone number. A
 * feature that few share is a block. One that many share is parted by a second feature of another
 * question, and what is then still too large by a third; so the cost follows the data, and no
 * pass is written for any field. What says where somebody belongs (a firm, a place, a circle of
 * acquaintances) only parts others: colleagues are not worth a look for being colleagues. */
enum {
    BLOCK_MOST = 24, /* entries in a block: with more it is parted */
    LAST_MOST = 40   /* at the third parting the largest that is still looked at */
};

struct feature {
    uint64_t key;
    uint32_t entry;
    uint8_t question;
    uint8_t second; /* of two that were joined: the question of the second */
    bool weak;      /* it says only where somebody belongs */
};

struct features {
    struct feature *v;
    size_t n, cap;
};

static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t h = (a ^ (b * 0x9E3779B97F4A7C15u)) * 0xD6E8FEB86659FD93u;
    h ^= h >> 32;
    h *= 0xD6E8FEB86659FD93u;
    return h ^ (h >> 32);
}

static void put_key(struct features *f, uint32_t entry, size_t question, uint64_t key)
{
    f->v = mem_grow(f->v, &f->cap, f->n + 1, sizeof *f->v);
    f->v[f->n++] = (struct feature){key, entry, (uint8_t)question, 0, false};
}

/* A feature that only answers to this question have; `salt` tells its kinds apart. */
static void put(struct features *f, uint32_t entry, size_t question, uint64_t salt,
                uint64_t value)
{
    put_key(f, entry, question, mix(mix(salt, question), value));
}

/* Features that several questions may have in common. */
enum {
    SOUND = 1,
    NICKNAMES,
    PAGE
};

/* What of a value may be alike where the value is not. */
static void put_name(struct features *f, const struct match *m, uint32_t entry,
                     const struct match_name *name, size_t question)
{
    const struct {
        const uint32_t *list;
        uint8_t n;
    } part[] = {
        {name->given,   name->givens  },
        {name->surname, name->surnames},
        {name->middle,  name->middles }
    };
    /* one namespace for all parts: names are turned round and parts left out */
    for (size_t i = 0; i < COUNT_OF(part); i++)
        for (uint8_t k = 0; k < part[i].n; k++) {
            const struct match_token *t = &m->token[part[i].list[k]];
            if (t->text.n < 2)
                continue;
            put_key(f, entry, question + i, mix(SOUND, t->sound));
            for (uint16_t x = 0; x < t->families; x++)
                put_key(f, entry, question + i, mix(NICKNAMES, t->family[x]));
        }
}

static void put_value(struct features *f, const struct match *m, uint32_t entry,
                      const struct match_trait *t, size_t question)
{
    enum match_role role = m->question[question].kind->role;
    uint64_t whole = hash_quick(t->text);
    size_t n = t->text.n;
    switch (role) {
    case MATCH_BIRTHDAY: {
        const struct match_date *d = &m->date[t->first];
        put(f, entry, question, 1, (uint64_t)d->year);
        put(f, entry, question, 2, (uint64_t)d->year * 16 + (uint64_t)d->month);
        put(f, entry, question, 3, (uint64_t)d->month * 32 + (uint64_t)d->day);
        put(f, entry, question, 4, whole);
        return;
    }
    case MATCH_CODE:
        put(f, entry, question, 1, whole);
        if (n >= 4)
            put(f, entry, question, 2, hash_quick(str_sub(t->text, 0, (n + 1) / 2)));
        return;
    case MATCH_NUMBER:
        put(f, entry, question, 1, whole);
        put(f, entry, question, 2, hash_quick(str_sub(t->text, 0, n / 2)));
        put(f, entry, question, 3, hash_quick(str_after(t->text, n / 2)));
        return;
    case MATCH_HANDLE:
    case MATCH_EMAIL:
        put(f, entry, question, 1, whole);
        if (t->stem)
            put(f, entry, question, 2, t->stem);
        if (t->domain)
            put(f, entry, question, 3, t->domain);
        if (role == MATCH_HANDLE && n >= 6)
            put(f, entry, question, 4, hash_quick(str_sub(t->text, 0, 5)));
        return;
    case MATCH_PHONE:
        put(f, entry, question, 1, t->stem);
        return;
    case MATCH_PROFILE:
    case MATCH_LINK: /* a link may be another's profile */
        put_key(f, entry, question, mix(PAGE, t->stem));
        return;
    case MATCH_PLACE:
    case MATCH_ADDRESS:
    case MATCH_EMPLOYER:
    case MATCH_TITLE:
    case MATCH_TEXT: {
        /* the two rarest words */
        uint32_t best[2] = {UINT32_MAX, UINT32_MAX};
        const uint32_t *w = m->word + t->first;
        for (size_t i = 0; i < t->words; i++) {
            if (best[0] == UINT32_MAX || m->word_count[w[i]] < m->word_count[best[0]]) {
                best[1] = best[0];
                best[0] = w[i];
            } else if (best[1] == UINT32_MAX || m->word_count[w[i]] < m->word_count[best[1]]) {
                best[1] = w[i];
            }
        }
        put(f, entry, question, 1, whole);
        f->v[f->n - 1].weak = role != MATCH_TEXT && role != MATCH_ADDRESS;
        for (size_t i = 0; i < 2; i++)
            if (best[i] != UINT32_MAX && m->word_count[best[i]] > 1) {
                put(f, entry, question, 2, best[i]);
                f->v[f->n - 1].weak = role != MATCH_ADDRESS;
            }
        return;
    }
    case MATCH_CATEGORY:
    case MATCH_CONTACTS:
        put(f, entry, question, 1, whole);
        f->v[f->n - 1].weak = true;
        return;
    case MATCH_SOURCE:
    case MATCH_NAME:
    case MATCH_GIVEN:
    case MATCH_SURNAME:
    case MATCH_ROLES:
        return;
    }
}

static int by_key(const void *a, const void *b)
{
    const struct feature *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

/* Radix by the key's upper bits, then each part sorted by itself. */
static void sort_features(struct feature *v, size_t n)
{
    enum {
        BITS = 12,
        PARTS = 1 << BITS
    };
    if (n < 4096) {
        if (n)
            qsort(v, n, sizeof *v, by_key);
        return;
    }
    size_t *start = mem_calloc(PARTS + 1, sizeof *start);
    struct feature *to = mem_alloc(n * sizeof *to);
    for (size_t i = 0; i < n; i++)
        start[(v[i].key >> (64 - BITS)) + 1]++;
    for (size_t i = 0; i < PARTS; i++)
        start[i + 1] += start[i];
    size_t *at = mem_alloc(PARTS * sizeof *at);
    for (size_t i = 0; i < PARTS; i++)
        at[i] = start[i];
    for (size_t i = 0; i < n; i++)
        to[at[v[i].key >> (64 - BITS)]++] = v[i];
    for (size_t i = 0; i < PARTS; i++)
        if (start[i + 1] > start[i])
            qsort(to + start[i], start[i + 1] - start[i], sizeof *to, by_key);
    for (size_t i = 0; i < n; i++)
        v[i] = to[i];
    mem_free(to);
    mem_free(at);
    mem_free(start);
}

struct blocks {
    uint32_t *start, *member;
    size_t n, members, start_cap, member_cap;
};

static void put_block(struct blocks *b, const struct feature *v, size_t n)
{
    b->start = mem_grow(b->start, &b->start_cap, b->n + 2, sizeof *b->start);
    b->member = mem_grow(b->member, &b->member_cap, b->members + n, sizeof *b->member);
    b->start[b->n++] = (uint32_t)b->members;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || v[i].entry != v[i - 1].entry)
            b->member[b->members++] = v[i].entry;
    b->start[b->n] = (uint32_t)b->members;
}

static size_t distinct(const struct feature *v, size_t n)
{
    size_t d = n > 0;
    for (size_t i = 1; i < n; i++)
        d += v[i].entry != v[i - 1].entry;
    return d;
}

static int by_entry(const void *a, const void *b)
{
    const struct feature *x = a, *y = b;
    if (x->entry != y->entry)
        return x->entry < y->entry ? -1 : 1;
    if (x->question != y->question)
        return x->question < y->question ? -1 : 1;
    return (x->key > y->key) - (x->key < y->key);
}

/* Small blocks are kept; the features of large ones stay in f, by entry. */
static void keep_small(struct features *f, struct blocks *b, size_t most)
{
    size_t out = 0;
    sort_features(f->v, f->n);
    for (size_t i = 0, end; i < f->n; i = end) {
        for (end = i + 1; end < f->n && f->v[end].key == f->v[i].key;)
            end++;
        size_t d = distinct(f->v + i, end - i);
        if (d > most || (d > 1 && f->v[i].weak)) {
            for (size_t k = i; k < end; k++)
                f->v[out++] = f->v[k];
        } else if (d > 1) {
            put_block(b, f->v + i, end - i);
        }
    }
    f->n = out;
    if (out)
        qsort(f->v, out, sizeof *f->v, by_entry);
}

/* Where the features of an entry end that begin at `from`. */
static size_t end_of(const struct features *f, size_t from, uint32_t entry)
{
    while (from < f->n && f->v[from].entry == entry)
        from++;
    return from;
}

/* Two features as one, where they are of two questions in order and not both weak. `second`: the
 * first is joined already, and the new one comes behind both. */
static void join(struct features *out, const struct feature *p, const struct feature *r,
                 bool joined)
{
    if ((p->weak && r->weak) || r->question <= (joined ? p->second : p->question))
        return;
    out->v = mem_grow(out->v, &out->cap, out->n + 1, sizeof *out->v);
    out->v[out->n++] =
        (struct feature){mix(p->key, r->key), p->entry, p->question, r->question, false};
}

/* Each of `wide` with each of `single`, entry by entry. */
static void part(const struct features *wide, const struct features *single, bool joined,
                 struct features *out)
{
    size_t s = 0;
    for (size_t i = 0, end; i < wide->n; i = end) {
        uint32_t entry = wide->v[i].entry;
        end = end_of(wide, i, entry);
        while (s < single->n && single->v[s].entry < entry)
            s++;
        size_t to = end_of(single, s, entry);
        for (size_t x = i; x < end; x++)
            for (size_t y = s; y < to; y++)
                join(out, &wide->v[x], &single->v[y], joined);
    }
}

static void index_entries(struct match *m)
{
    m->in_start = mem_calloc(m->n + 1, sizeof *m->in_start);
    size_t members = m->blocks ? m->block_start[m->blocks] : 0;
    m->in_block = mem_alloc((members + 1) * sizeof *m->in_block);
    for (size_t i = 0; i < members; i++)
        m->in_start[m->block_member[i] + 1]++;
    for (size_t i = 0; i < m->n; i++)
        m->in_start[i + 1] += m->in_start[i];
    uint32_t *at = mem_alloc((m->n + 1) * sizeof *at);
    for (size_t i = 0; i < m->n; i++)
        at[i] = m->in_start[i];
    for (size_t b = 0; b < m->blocks; b++)
        for (uint32_t i = m->block_start[b]; i < m->block_start[b + 1]; i++)
            m->in_block[at[m->block_member[i]]++] = (uint32_t)b;
    mem_free(at);
}

/* The rarest few acquaintances of an entry: held[i] on, to the end of its question. */
static size_t put_rarest(struct features *f, const struct match *m, size_t i)
{
    enum {
        MOST = 4
    };
    const struct match_question *q = &m->question[m->held[i].question];
    const struct match_trait *best[MOST];
    size_t n = 0, end = i;
    for (; end < m->helds && m->held[end].entry == m->held[i].entry &&
           m->held[end].question == m->held[i].question;
         end++) {
        const struct match_trait *t = &q->trait[m->held[end].trait];
        if (t->count < 2)
            continue;
        if (n == MOST && best[MOST - 1]->count <= t->count)
            continue;
        size_t at = n < MOST ? n++ : MOST - 1;
        for (; at > 0 && best[at - 1]->count > t->count; at--)
            best[at] = best[at - 1];
        best[at] = t;
    }
    for (size_t k = 0; k < n; k++)
        put_value(f, m, m->held[i].entry, best[k], m->held[i].question);
    return end;
}

void match__block(struct match *m)
{
    struct features one = {0}, two = {0}, three = {0};
    struct blocks b = {0};
    for (size_t i = 0; i < m->helds;) {
        const struct match_held *h = &m->held[i];
        if (m->question[h->question].kind->role == MATCH_CONTACTS) {
            i = put_rarest(&one, m, i);
            continue;
        }
        i++;
        const struct match_trait *t = &m->question[h->question].trait[h->trait];
        if (h->question == m->name_question)
            put_name(&one, m, h->entry, &m->name[t->first], h->question);
        else
            put_value(&one, m, h->entry, t, h->question);
    }
    keep_small(&one, &b, BLOCK_MOST);
    part(&one, &one, false, &two);
    keep_small(&two, &b, BLOCK_MOST);
    part(&two, &one, true, &three);
    mem_free(two.v);
    keep_small(&three, &b, LAST_MOST);
    mem_free(three.v);
    mem_free(one.v);
    m->block_start = b.start;
    m->block_member = b.member;
    m->blocks = b.n;
    index_entries(m);
}

size_t match__candidates(const struct match *m, uint32_t a, uint32_t *seen, uint32_t *out,
                         bool beyond)
{
    size_t n = 0;
    seen[a] = a + 1;
    for (uint32_t i = m->in_start[a]; i < m->in_start[a + 1]; i++) {
        uint32_t block = m->in_block[i];
        for (uint32_t k = m->block_start[block]; k < m->block_start[block + 1]; k++) {
            uint32_t other = m->block_member[k];
            if (seen[other] == a + 1 || (beyond && other < a))
                continue;
            seen[other] = a + 1;
            out[n++] = other;
        }
    }
    return n;
}
