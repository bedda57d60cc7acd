/* people/match_explain.c: why a pair is held to be one person, or two, in words. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/match_private.h"

#include <math.h>
#include <stdlib.h>

/* clang-format off */
/* What a level says, by role: [1] they differ … */
static const char *const says[MATCH_ROLES][LEVELS_MOST + 1] = {
    [MATCH_NAME] = {"", "different middle names", "alike middle names", "the same middle name"},
    [MATCH_GIVEN] = {"", "different given names", "a given name and its first letter",
                     "given names that are written alike", "forms of one given name",
                     "the same given name"},
    [MATCH_SURNAME] = {"", "different surnames", "surnames that are written alike",
                       "one surname of two", "the same surname"},
    [MATCH_HANDLE] = {"", "different handles", "handles that are alike",
                      "one handle but for its digits", "the same handle"},
    [MATCH_EMAIL] = {"", "different e-mail addresses", "e-mail addresses of one domain",
                     "the same e-mail address"},
    [MATCH_PHONE] = {"", "different phone numbers", "phone numbers that end alike",
                     "the same phone number"},
    [MATCH_PROFILE] = {"", "different profiles", "the same profile address"},
    [MATCH_LINK] = {"", "one points to another account there", "neither points to the other",
                    "both point to the same page", "one points to the other's profile",
                    "each points to the other's profile"},
    [MATCH_BIRTHDAY] = {"", "different birthdays", "birthdays that share a part",
                        "birthdays a slip apart", "birthdays that fit as far as they go",
                        "the same birthday"},
    [MATCH_PLACE] = {"", "different places", "places that share a word", "nearly the same place",
                     "the same place"},
    [MATCH_ADDRESS] = {"", "different addresses", "addresses that share a part",
                       "nearly the same address", "the same address"},
    [MATCH_CODE] = {"", "different codes", "codes that begin alike", "codes a slip apart",
                    "the same code"},
    [MATCH_EMPLOYER] = {"", "different employers", "employers that share a word",
                        "nearly the same employer", "the same employer"},
    [MATCH_TITLE] = {"", "different titles", "titles that share a word", "nearly the same title",
                     "the same title"},
    [MATCH_CATEGORY] = {"", "not the same", "the same"},
    [MATCH_NUMBER] = {"", "different numbers", "numbers a slip apart", "the same number"},
    [MATCH_TEXT] = {"", "nothing alike in what they say of themselves",
                    "some of the same words about themselves",
                    "much of the same words about themselves", "the same words about themselves"},
    [MATCH_CONTACTS] = {"", "no acquaintances in common", "an acquaintance in common",
                        "acquaintances in common", "many acquaintances in common"},
};
/* clang-format on */

const char *match_words(enum match_role role, uint8_t level)
{
    return level <= LEVELS_MOST && says[role][level] ? says[role][level] : "";
}

/* The two values that agree best, as they were given. */
static void best_values(const struct match *m, uint32_t a, uint32_t b, size_t question,
                        struct match_reason *out)
{
    const struct match_question *q = &m->question[question];
    size_t na, nb;
    const struct match_held *x = match__held(m, a, question, &na);
    const struct match_held *y = match__held(m, b, question, &nb);
    int best = -1;
    for (size_t i = 0; i < na; i++)
        for (size_t k = 0; k < nb; k++) {
            const struct match_trait *ta = &q->trait[x[i].trait], *tb = &q->trait[y[k].trait];
            int level = x[i].trait == y[k].trait ? LEVELS_MOST
                        : q->kind->compare       ? q->kind->compare(m, ta, tb)
                                                 : 0;
            if (level <= best)
                continue;
            best = level;
            out->left = ta->raw;
            out->right = tb->raw;
        }
}

static int strongest_first(const void *a, const void *b)
{
    const struct match_reason *x = a, *y = b;
    float p = fabsf(x->bits), q = fabsf(y->bits);
    if (p > q || p < q)
        return p > q ? -1 : 1;
    return (int)x->role - (int)y->role;
}

size_t match_explain(const struct match *m, uint32_t a, uint32_t b, struct arena *arena,
                     struct match_reason **out)
{
    struct match_answers v;
    size_t n = 0;
    *out = ARENA_ARRAY(arena, struct match_reason, m->questions + 1);
    match__compare(m, a, b, &v);
    for (size_t i = 0; i < m->questions; i++) {
        const struct match_question *q = &m->question[i];
        if (v.level[i] == 0)
            continue;
        struct match_reason *r = &(*out)[n++];
        *r = (struct match_reason){q->kind->role, v.level[i], STR_NONE, STR_NONE,
                                   match__question_bits(q, v.level[i], v.rare[i])};
        bool names = m->name_question >= 0 && (int)i >= m->name_question &&
                     (int)i < m->name_question + 3;
        best_values(m, a, b, names ? (size_t)m->name_question : i, r);
    }
    if (n)
        qsort(*out, n, sizeof **out, strongest_first);
    return n;
}
