/* people/match_compare.c: two entries, question by question. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/match_private.h"

#include <math.h>

/* A value's own rarity: what two strangers would share it with. The two who are compared do not
 * count; what the data can't tell is told by the kind. */
static float rare_bits(const struct match_question *q, uint32_t count)
{
    enum { PRIOR = 500 };
    double u = ((double)(count > 2 ? count - 2 : 0) +
                (double)PRIOR * (double)q->kind->u[q->kind->levels]) /
               ((double)q->n + PRIOR);
    return (float)-log2(u);
}

static void compare_values(const struct match *m, uint32_t a, uint32_t b, size_t question,
                           struct match_answers *out)
{
    const struct match_question *q = &m->question[question];
    size_t na, nb;
    const struct match_held *x = match__held(m, a, question, &na);
    const struct match_held *y = match__held(m, b, question, &nb);
    uint8_t best = 0;
    float rare = 0;
    for (size_t i = 0; i < na; i++)
        for (size_t k = 0; k < nb; k++) {
            const struct match_trait *ta = &q->trait[x[i].trait], *tb = &q->trait[y[k].trait];
            uint8_t level = x[i].trait == y[k].trait ? q->kind->levels
                            : best < q->kind->levels ? q->kind->compare(m, ta, tb)
                                                     : 1;
            if (level == q->kind->levels && q->kind->rare) {
                float bits = rare_bits(q, ta->count);
                rare = bits > rare ? bits : rare;
            }
            best = level > best ? level : best;
        }
    out->level[question] = best;
    out->rare[question] = rare;
}

/* Acquaintances in common, rare ones counting more (Adamic and Adar, Friends and Neighbors on the
 * Web, 2003). */
static void compare_contacts(const struct match *m, uint32_t a, uint32_t b, size_t question,
                             struct match_answers *out)
{
    enum { ENOUGH = 3 };
    const struct match_question *q = &m->question[question];
    size_t na, nb, i = 0, k = 0;
    const struct match_held *x = match__held(m, a, question, &na);
    const struct match_held *y = match__held(m, b, question, &nb);
    double sum = 0;
    while (i < na && k < nb) {
        if (x[i].trait == y[k].trait) {
            sum += 1 / log2(2 + (double)q->trait[x[i].trait].count);
            i++, k++;
        } else if (x[i].trait < y[k].trait) {
            i++;
        } else {
            k++;
        }
    }
    out->rare[question] = 0;
    out->level[question] = sum >= 1.2  ? 4
                           : sum >= .6 ? 3
                           : sum > 0   ? 2
                                       : na >= ENOUGH && nb >= ENOUGH;
}

static bool points_at(const struct match *m, uint32_t from, size_t links, uint32_t to,
                      size_t profiles)
{
    size_t n, k;
    const struct match_held *l = match__held(m, from, links, &n);
    const struct match_held *p = match__held(m, to, profiles, &k);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < k; j++)
            if (m->question[links].trait[l[i].trait].stem ==
                m->question[profiles].trait[p[j].trait].stem)
                return true;
    return false;
}

/* 4: each points at the other's page; 3: one does; 2: both at the same page, by its rarity. */
static void compare_links(const struct match *m, uint32_t a, uint32_t b, size_t question,
                          struct match_answers *out)
{
    const struct match_question *q = &m->question[question];
    bool there = false, back = false;
    for (size_t p = 0; p < m->questions; p++)
        if (m->question[p].kind->role == MATCH_PROFILE) {
            there |= points_at(m, a, question, b, p);
            back |= points_at(m, b, question, a, p);
        }
    size_t na, nb;
    const struct match_held *x = match__held(m, a, question, &na);
    const struct match_held *y = match__held(m, b, question, &nb);
    float rare = 0;
    for (size_t i = 0; i < na; i++)
        for (size_t k = 0; k < nb; k++)
            if (x[i].trait == y[k].trait) {
                float bits = rare_bits(q, q->trait[x[i].trait].count);
                rare = bits > rare ? bits : rare;
            }
    out->level[question] = there && back ? 4 : there || back ? 3 : rare > 0 ? 2 : 0;
    out->rare[question] = out->level[question] == 2 ? rare : 0;
}

void match__compare(const struct match *m, uint32_t a, uint32_t b, struct match_answers *out)
{
    out->clash = false;
    for (size_t q = 0; q < m->questions; q++) {
        enum match_role role = m->question[q].kind->role;
        if ((int)q == m->name_question) {
            match__compare_names(m, a, b, out, q);
            q += 2;
        } else if (role == MATCH_CONTACTS) {
            compare_contacts(m, a, b, q, out);
        } else if (role == MATCH_LINK) {
            compare_links(m, a, b, q, out);
        } else if (role == MATCH_SOURCE) {
            out->level[q] = 0;
            out->rare[q] = 0;
        } else {
            compare_values(m, a, b, q, out);
            out->clash |= role == MATCH_BIRTHDAY && out->level[q] == 1;
        }
    }
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
    out->clash = v->clash;
    for (size_t i = 0; i < m->questions; i++) {
        const struct match_question *q = &m->question[i];
        float bits = match__question_bits(q, v->level[i], v->rare[i]);
        out->bits += bits;
        if (q->kind->proof && v->level[i] >= q->kind->proof && bits > 0)
            out->proof += bits;
    }
}

float match__bits(const struct match *m, const struct match_answers *v)
{
    float sum = (float)m->prior;
    for (size_t q = 0; q < m->questions; q++)
        sum += match__question_bits(&m->question[q], v->level[q], v->rare[q]);
    return sum;
}
