/* people/match_compare.c: two entries, question by question. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/match_private.h"

#include <math.h>

/* A value's own rarity: how likely a stranger has it too. One person has it once in each source,
 * so only more than one in a source are strangers; what the data can't tell, the kind does. */
static float rare_bits(const struct match_question *q, const struct match_trait *t)
{
    enum {
        PRIOR = 500
    };
    double u = ((double)(t->shared - (t->shared > 0)) +
                (double)PRIOR * (double)q->kind->u[q->kind->levels]) /
               ((double)q->n + PRIOR);
    return (float)-log2(u);
}

/* What a pair of entries answers while their values are gone through. */
struct answer {
    uint8_t level;
    float rare;
    bool mentioned;
};

static void hear(struct answer *best, uint8_t level, float rare, bool mentioned)
{
    if (rare > best->rare)
        best->rare = rare;
    if (level > best->level)
        best->mentioned = mentioned;
    else if (level == best->level && !mentioned)
        best->mentioned = false;
    if (level > best->level)
        best->level = level;
}

static void compare_values(const struct match *m, uint32_t a, uint32_t b, size_t question,
                           struct match_answers *out)
{
    const struct match_question *q = &m->question[question];
    const uint8_t most = q->kind->levels;
    size_t na, nb;
    const struct match_held *x = match__held(m, a, question, &na);
    const struct match_held *y = match__held(m, b, question, &nb);
    struct answer best = {0, 0, false};
    for (size_t i = 0; i < na; i++)
        for (size_t k = 0; k < nb; k++) {
            const struct match_trait *ta = &q->trait[x[i].trait], *tb = &q->trait[y[k].trait];
            bool same = x[i].trait == y[k].trait;
            uint8_t level = same ? most : best.level < most ? q->kind->compare(m, ta, tb) : 1;
            float rare = level == most && q->kind->rare ? rare_bits(q, ta) : 0;
            hear(&best, level, rare, x[i].mentioned || y[k].mentioned);
        }
    out->level[question] = best.level;
    out->rare[question] = best.rare;
    out->mentioned[question] = best.mentioned;
}

/* A handle made of its bearer's name ("agonzalez") is what anybody of that name would take: that two
 * have it says little more than that their names are alike. Only digits add to it. */
static bool is_named(const struct match *m, uint32_t a, uint32_t b, const struct match_trait *x,
                     const struct match_trait *y)
{
    return match__is_of_name(m, x->text, a) || match__is_of_name(m, x->text, b) ||
           match__is_of_name(m, y->text, a) || match__is_of_name(m, y->text, b);
}

static float handle_bits(const struct match_question *q, const struct match_trait *t,
                         bool named)
{
    static const float habit = 3, digit = 2.5F;
    enum {
        DIGITS_MOST = 4
    };
    size_t digits = 0;
    for (size_t i = 0; i < t->text.n; i++)
        digits += ascii_is_digit((unsigned char)t->text.p[i]);
    float bits = rare_bits(q, t),
          most = habit + digit * (float)(digits < DIGITS_MOST ? digits : DIGITS_MOST);
    return named && bits > most ? most : bits;
}

static void compare_handles(const struct match *m, uint32_t a, uint32_t b, size_t question,
                            struct match_answers *out)
{
    enum {
        DIFFERENT = 1,
        SAME = 4
    };
    const struct match_question *q = &m->question[question];
    size_t na, nb;
    const struct match_held *x = match__held(m, a, question, &na);
    const struct match_held *y = match__held(m, b, question, &nb);
    struct answer best = {0, 0, false};
    bool made_of_names = false;
    for (size_t i = 0; i < na; i++)
        for (size_t k = 0; k < nb; k++) {
            const struct match_trait *ta = &q->trait[x[i].trait], *tb = &q->trait[y[k].trait];
            uint8_t level = x[i].trait == y[k].trait ? SAME : q->kind->compare(m, ta, tb);
            bool named = level > DIFFERENT && is_named(m, a, b, ta, tb);
            if (named && level < SAME) {
                made_of_names = true;
                continue;
            }
            float bits = level == SAME ? handle_bits(q, ta, named) : 0;
            if (level > best.level || (level == best.level && bits > best.rare))
                best = (struct answer){level, bits, x[i].mentioned && y[k].mentioned};
        }
    out->level[question] = made_of_names && best.level <= DIFFERENT ? 0 : best.level;
    out->rare[question] = best.rare;
    out->mentioned[question] = best.mentioned;
}

/* A family shares a mailbox that is named after one of them; one that is named after neither is
 * somebody's own, whatever they call themselves. */
static void hear_mailbox(const struct match *m, uint32_t a, uint32_t b, size_t question,
                         struct match_answers *out)
{
    size_t n, k;
    const struct match_held *x = match__held(m, a, question, &n);
    const struct match_held *y = match__held(m, b, question, &k);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < k; j++) {
            struct str mail = m->question[question].trait[x[i].trait].text;
            struct str local = str_sub(mail, 0, (size_t)str_chr(mail, '@'));
            if (x[i].trait == y[j].trait && !match__is_of_name(m, local, a) &&
                !match__is_of_name(m, local, b))
                out->clash &= (uint8_t)~CLASH_NAME;
        }
}

/* Where the mailbox is the same, its name is not heard twice. */
static void hear_once(const struct match *m, struct match_answers *out)
{
    for (size_t h = 0; h < m->questions; h++) {
        if (m->question[h].kind->role != MATCH_HANDLE || !out->mentioned[h])
            continue;
        for (size_t q = 0; q < m->questions; q++)
            if (m->question[q].kind->role == MATCH_EMAIL &&
                out->level[q] == m->question[q].kind->levels)
                out->level[h] = 0;
    }
}

/* Acquaintances in common, rare ones counting more (Adamic and Adar, Friends and Neighbors on the
 * Web, 2003). */
static void compare_contacts(const struct match *m, uint32_t a, uint32_t b, size_t question,
                             struct match_answers *out)
{
    enum {
        ENOUGH = 3
    };
    const struct match_question *q = &m->question[question];
    size_t na, nb, i = 0, k = 0, n = 0;
    const struct match_held *x = match__held(m, a, question, &na);
    const struct match_held *y = match__held(m, b, question, &nb);
    double sum = 0;
    while (i < na && k < nb) {
        if (x[i].trait == y[k].trait) {
            sum += 1 / log2(2 + (double)q->trait[x[i].trait].count);
            i++, k++, n++;
        } else if (x[i].trait < y[k].trait) {
            i++;
        } else {
            k++;
        }
    }
    out->rare[question] = 0;
    out->level[question] = sum >= 1.2 && n > 2  ? 4
                           : sum >= .6 && n > 2 ? 3
                           : sum > 0            ? 2
                                                : na >= ENOUGH && nb >= ENOUGH;
}

/* Whether `from` points at `to`'s page; *elsewhere: at another page of the same site instead. */
static bool points_at(const struct match *m, uint32_t from, size_t links, uint32_t to,
                      size_t profiles, bool *elsewhere)
{
    size_t n, k;
    const struct match_held *l = match__held(m, from, links, &n);
    const struct match_held *p = match__held(m, to, profiles, &k);
    bool site = false;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < k; j++) {
            const struct match_trait *link = &m->question[links].trait[l[i].trait],
                                     *page = &m->question[profiles].trait[p[j].trait];
            if (link->stem == page->stem)
                return true;
            site |= link->site && link->site == page->site;
        }
    *elsewhere |= site;
    return false;
}

/* The rarest page that both point to, but for a firm's. */
static float common_page(const struct match *m, uint32_t a, uint32_t b, size_t question)
{
    const struct match_question *q = &m->question[question];
    size_t na, nb;
    const struct match_held *x = match__held(m, a, question, &na);
    const struct match_held *y = match__held(m, b, question, &nb);
    float rare = 0;
    for (size_t i = 0; i < na; i++)
        for (size_t k = 0; k < nb; k++)
            if (x[i].trait == y[k].trait && q->trait[x[i].trait].domain == 0) {
                float bits = rare_bits(q, &q->trait[x[i].trait]);
                rare = bits > rare ? bits : rare;
            }
    return rare;
}

static uint8_t link_level(bool there, bool back, bool elsewhere, bool common, bool any)
{
    if (there || back)
        return there && back ? 5 : 4;
    if (elsewhere)
        return 1;
    return common ? 3 : any ? 2 : 0;
}

/* 5: each points at the other's page; 4: one does; 3: both at one page, by its rarity; 2: none of
 * it; 1: one points at another account on the other's network. */
static void compare_links(const struct match *m, uint32_t a, uint32_t b, size_t question,
                          struct match_answers *out)
{
    bool there = false, back = false, elsewhere = false;
    size_t na, nb;
    for (size_t p = 0; p < m->questions; p++)
        if (m->question[p].kind->role == MATCH_PROFILE) {
            there |= points_at(m, a, question, b, p, &elsewhere);
            back |= points_at(m, b, question, a, p, &elsewhere);
        }
    float rare = there || back ? 0 : common_page(m, a, b, question);
    match__held(m, a, question, &na);
    match__held(m, b, question, &nb);
    out->level[question] = link_level(there, back, elsewhere, rare > 0, na || nb);
    out->rare[question] = out->level[question] == 3 ? rare : 0;
    if (elsewhere && !(there && back))
        out->clash |= CLASH_SURE;
}

void match__compare(const struct match *m, uint32_t a, uint32_t b, struct match_answers *out)
{
    *out = (struct match_answers){.clash = m->disguised[a] || m->disguised[b] ? CLASH_SURE : 0};
    for (size_t q = 0; q < m->questions; q++) {
        enum match_role role = m->question[q].kind->role;
        if ((int)q == m->name_question) {
            match__compare_names(m, a, b, out, q);
            q += 2;
        } else if (role == MATCH_CONTACTS) {
            compare_contacts(m, a, b, q, out);
        } else if (role == MATCH_HANDLE) {
            compare_handles(m, a, b, q, out);
        } else if (role == MATCH_LINK) {
            compare_links(m, a, b, q, out);
        } else if (role == MATCH_SOURCE) {
            out->level[q] = 0;
            out->rare[q] = 0;
        } else {
            compare_values(m, a, b, q, out);
            if (role == MATCH_BIRTHDAY && out->level[q] == 1)
                out->clash |= CLASH_SURE;
            if (role == MATCH_EMAIL && out->clash &&
                out->level[q] == m->question[q].kind->levels)
                hear_mailbox(m, a, b, q, out);
        }
    }
    hear_once(m, out);
}

float match__question_bits(const struct match_question *q, uint8_t level, float rare)
{
    if (level == 0)
        return 0;
    return rare > 0 ? rare + (float)log2(q->m[level]) : q->bits[level];
}

void match__weigh(const struct match *m, const struct match_answers *v, struct match_pair *out)
{
    out->bits = (float)m->prior;
    out->proof = 0;
    out->own = 0;
    out->clash = v->clash;
    for (size_t i = 0; i < m->questions; i++) {
        const struct match_question *q = &m->question[i];
        float bits = match__question_bits(q, v->level[i], v->rare[i]);
        out->bits += bits;
        if (bits <= 0 || (v->mentioned[i] && q->kind->role != MATCH_HANDLE))
            continue;
        float proof = 0;
        if (q->kind->proof && v->level[i] >= q->kind->proof)
            proof = bits;
        else if (q->kind->half && v->level[i] >= q->kind->half)
            proof = bits < MATCH_HALF ? bits : MATCH_HALF;
        out->proof += proof;
        out->own += q->kind->own ? proof : 0;
    }
}

float match__bits(const struct match *m, const struct match_answers *v)
{
    struct match_pair p;
    match__weigh(m, v, &p);
    return p.bits;
}
