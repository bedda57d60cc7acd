/* people/match.c: entries and values come in, clusters and pairs go out. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/match_private.h"

#include "core/attr.h"
#include "core/limits.h"
#include "core/mem.h"

#include <stdlib.h>

const struct cluster_rules match_sure = {.bits = 12, .mean = 4, .proof = 6, .strict = true};
const struct cluster_rules match_likely = {.bits = 1, .mean = 1};
const float match_asked = 1;

static struct match_question *ask(struct match *m, const struct match_kind *kind, size_t field)
{
    struct match_question *q = &m->question[m->questions++];
    *q = (struct match_question){.kind = kind, .field = field, .by_text = map_new()};
    return q;
}

struct match *match_new(const struct match_field *fields, size_t n)
{
    struct match *m = mem_calloc(1, sizeof *m);
    *m = (struct match){.field = fields,
                        .fields = n < MATCH_FIELDS_MOST ? n : MATCH_FIELDS_MOST,
                        .a = arena_new(GIB(8)),
                        .by_token = map_new(),
                        .by_word = map_new(),
                        .name_question = -1,
                        .source_question = -1};
    for (size_t f = 0; f < m->fields; f++) {
        enum match_role role = fields[f].role;
        m->of_field[f] = -1;
        bool names = role == MATCH_NAME || role == MATCH_GIVEN || role == MATCH_SURNAME;
        if (m->questions + 3 > QUESTIONS_MOST)
            continue;
        if (names && m->name_question >= 0) {
            m->of_field[f] = m->name_question;
            continue;
        }
        m->of_field[f] = (int)m->questions;
        if (names) {
            m->name_question = (int)m->questions;
            for (size_t i = 0; i < COUNT_OF(match__name_kinds); i++)
                ask(m, &match__name_kinds[i], f);
            continue;
        }
        if (role == MATCH_SOURCE)
            m->source_question = (int)m->questions;
        ask(m, &match__kinds[role], f);
    }
    return m;
}

void match_free(struct match *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->questions; i++) {
        map_free(m->question[i].by_text);
        mem_free(m->question[i].trait);
    }
    map_free(m->by_token);
    map_free(m->by_word);
    void *const owned[] = {m->held,        m->first,        m->token,    m->name,
                           m->raw,         m->date,         m->word,     m->word_count,
                           m->block_start, m->block_member, m->in_start, m->in_block,
                           m->pair,        m->source,       m->disguised};
    for (size_t i = 0; i < COUNT_OF(owned); i++)
        mem_free(owned[i]);
    arena_free(m->a);
    mem_free(m);
}

uint32_t match_add(struct match *m)
{
    return (uint32_t)m->n++;
}

void match__hold(struct match *m, uint32_t entry, size_t question, struct str value)
{
    struct match_question *q = &m->question[question];
    bool made;
    /* what is written alike is read once; 0xFF, since no text in UTF-8 begins so */
    struct str raw = arena_printf(m->a, "\xFF" STRF, STRA(value));
    struct match_trait t = {.raw = str_after(raw, 1)};
    int64_t *known = map_find(q->by_text, raw);
    int64_t at = known ? *known : -1;
    if (!known) {
        if (q->kind->take(m, value, &t)) {
            at = *map_put(q->by_text, t.text, (int64_t)q->traits, &made);
            if (made) {
                q->trait = mem_grow(q->trait, &q->trait_cap, q->traits + 1, sizeof *q->trait);
                q->trait[q->traits++] = t;
            }
        }
        map_put(q->by_text, raw, at, NULL);
    }
    if (at < 0)
        return;
    m->held = mem_grow(m->held, &m->held_cap, m->helds + 1, sizeof *m->held);
    m->held[m->helds++] = (struct match_held){entry, (uint16_t)question, 0, (uint32_t)at};
}

void match_value(struct match *m, size_t field, struct str value)
{
    value = str_trim(str_sub(value, 0, MATCH_VALUE_BYTES));
    if (value.n == 0 || m->n == 0 || m->of_field[field] < 0)
        return;
    if (m->of_field[field] != m->name_question) {
        match__hold(m, (uint32_t)(m->n - 1), (size_t)m->of_field[field], value);
        return;
    }
    m->raw = mem_grow(m->raw, &m->raw_cap, m->raws + 1, sizeof *m->raw);
    m->raw[m->raws++] =
        (struct raw_name){(uint32_t)(m->n - 1), m->field[field].role, arena_str(m->a, value)};
}

static int by_place(const void *a, const void *b)
{
    const struct match_held *x = a, *y = b;
    if (x->entry != y->entry)
        return x->entry < y->entry ? -1 : 1;
    if (x->question != y->question)
        return x->question < y->question ? -1 : 1;
    if (x->trait != y->trait)
        return x->trait < y->trait ? -1 : 1;
    return (int)x->mentioned - (int)y->mentioned; /* its own word first */
}

static bool is_same(const struct match_held *x, const struct match_held *y)
{
    return x->entry == y->entry && x->question == y->question && x->trait == y->trait;
}

/* Names put together, values sorted, counted. */
void match__prepare(struct match *m)
{
    m->held = mem_grow(m->held, &m->held_cap, m->helds + 1, sizeof *m->held); /* never NULL */
    match__mention(m);
    if (m->name_question >= 0) {
        match__put_names(m);
        match__names_from_handles(m);
    }
    if (m->helds)
        qsort(m->held, m->helds, sizeof *m->held, by_place);
    size_t out = 0;
    for (size_t i = 0; i < m->helds; i++)
        if (out == 0 || !is_same(&m->held[out - 1], &m->held[i]))
            m->held[out++] = m->held[i];
    m->helds = out;
    m->first = mem_calloc(m->n * m->questions + 1, sizeof *m->first);
    size_t at = 0;
    for (size_t e = 0; e < m->n; e++)
        for (size_t q = 0; q < m->questions; q++) {
            size_t from = at;
            m->first[e * m->questions + q] = (uint32_t)at;
            while (at < m->helds && m->held[at].entry == e && m->held[at].question == q)
                m->question[q].trait[m->held[at++].trait].count++;
            m->question[q].n += at > from;
        }
    m->first[m->n * m->questions] = (uint32_t)at;
    for (size_t q = 0; q < m->questions; q++)
        for (size_t t = 0; t < m->question[q].traits; t++) {
            const struct match_trait *v = &m->question[q].trait[t];
            if (m->question[q].kind->take)
                for (size_t w = 0; w < v->words; w++)
                    m->word_count[m->word[v->first + w]] += v->count;
        }
    if (m->name_question >= 0)
        for (size_t i = 1; i < COUNT_OF(match__name_kinds); i++)
            m->question[m->name_question + (int)i].n = m->question[m->name_question].n;
}

struct seen {
    uint32_t trait, source;
};

static int by_trait(const void *a, const void *b)
{
    const struct seen *x = a, *y = b;
    if (x->trait != y->trait)
        return x->trait < y->trait ? -1 : 1;
    return (x->source > y->source) - (x->source < y->source);
}

/* Of `n` entries of one source that have a value, how many may be different people. Without sources
 * everybody stands in one, and may be there twice; cards of an address book stand in none, and a
 * person may have three. */
static uint32_t strangers_in(const struct match *m, uint32_t source, uint32_t n)
{
    if (m->source_question < 0)
        return n > 1 ? n - 1 : n;
    return source ? n : n > 3 ? n - 2 : 1;
}

/* For each value of a question, in how many entries of one source it is found at most; `v` has room
 * for all. */
static void count_shared_of(struct match *m, size_t question, struct seen *v)
{
    size_t n = 0;
    for (size_t i = 0; i < m->helds; i++)
        if (m->held[i].question == question)
            v[n++] = (struct seen){m->held[i].trait, m->source[m->held[i].entry]};
    if (n)
        qsort(v, n, sizeof *v, by_trait);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && by_trait(&v[i], &v[end]) == 0;)
            end++;
        struct match_trait *t = &m->question[question].trait[v[i].trait];
        uint32_t here = strangers_in(m, v[i].source, (uint32_t)(end - i));
        t->shared = here > t->shared ? here : t->shared;
    }
}

static void count_shared(struct match *m)
{
    struct seen *v = mem_alloc((m->helds + 1) * sizeof *v);
    for (size_t q = 0; q < m->questions; q++)
        count_shared_of(m, q, v);
    mem_free(v);
}

static void take_sources(struct match *m)
{
    m->source = mem_calloc(m->n + 1, sizeof *m->source);
    for (uint32_t e = 0; m->source_question >= 0 && e < m->n; e++) {
        size_t n;
        const struct match_held *h = match__held(m, e, (size_t)m->source_question, &n);
        m->source[e] = n ? h->trait + 1 : 0;
    }
}

static void find_disguised(struct match *m)
{
    m->disguised = mem_calloc(m->n + 1, sizeof *m->disguised);
    for (size_t i = 0; i < m->helds; i++) {
        const struct match_question *q = &m->question[m->held[i].question];
        if (q->kind->role == MATCH_HANDLE && m->held[i].mentioned == 0)
            m->disguised[m->held[i].entry] |=
                match__is_disguised(m, q, q->trait[m->held[i].trait].text, m->held[i].entry);
    }
}

void match_run(struct match *m)
{
    match__prepare(m);
    take_sources(m);
    count_shared(m);
    find_disguised(m);
    match__block(m);
    match__learn(m);
}

struct cluster_input match_found(const struct match *m)
{
    return (struct cluster_input){
        .n = (uint32_t)m->n, .pair = m->pair, .pairs = m->pairs, .source = m->source};
}
