/* context/sensitive_words.c: what words give away: birth dates, absence, places, pay. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/sensitive_parts.h"

static void find_birth_dates(struct sensing *s)
{
    for (size_t i = 0; i < s->n_dates; i++) {
        size_t at = sensing_token_at(s, s->dates[i].from);
        if (!sensing_near(s, at, 8, 12, CUE_BIRTH))
            continue;
        struct str date = str_sub(s->text, s->dates[i].from, s->dates[i].to);
        size_t digits = 0;
        for (size_t k = 0; k < date.n; k++)
            digits += ascii_is_digit((unsigned char)date.p[k]);
        bool year = digits >= 5;
        sensing_add(s, SENSITIVE_BIRTH_DATE, year ? SEVERITY_WARN : SEVERITY_INFO,
                    s->dates[i].from, s->dates[i].to,
                    year ? "A full birth date, which banks and offices ask for as proof."
                         : "A birthday with its date.");
    }
}

/* "two weeks", "10 days", or a day of return. */
static bool says_how_long(const struct sensing *s, size_t first, size_t last)
{
    size_t at = sensing_find(s, first, last, CUE_WEEKS);
    if (at < s->n_tokens && at > 0 &&
        (s->tokens[at - 1].kind == TOKEN_NUMBER || (s->cues[at - 1] & CUE_COUNT) != 0))
        return true;
    return sensing_find(s, first, last, CUE_UNTIL) < s->n_tokens;
}

static const char when_away[] =
    "This says when you are away; a public post can wait until you are back.";
static const char how_long[] = "This tells strangers that and how long nobody is at home.";
static const char empty_home[] = "This tells strangers that your home is empty.";

/* Being away is told by three things: that one is, for how long, and that a home is left. */
static void find_absence(struct sensing *s)
{
    for (size_t i = 0; i < s->n_tokens; i++) {
        size_t first, last;
        if ((s->cues[i] & (CUE_EMPTY | CUE_AWAY)) == 0 ||
            ((s->all_cues & CUE_BUSINESS) != 0 && (s->cues[i] & CUE_EMPTY) == 0))
            continue;
        sensing_sentence(s, i, &first, &last);
        size_t end = sensing_phrase_end(s, i);
        if ((s->cues[i] & CUE_EMPTY) != 0) {
            sensing_add_tokens(s, SENSITIVE_ABSENCE, SEVERITY_WARN, i, end, empty_home);
        } else if (says_how_long(s, first, last)) {
            bool house = sensing_near(s, i, 14, 18, CUE_HOUSE | CUE_EMPTY);
            sensing_add_tokens(s, SENSITIVE_ABSENCE, house ? SEVERITY_WARN : SEVERITY_INFO, i,
                               end, house ? how_long : when_away);
        }
    }
}

/* Where somebody is right now: said so with a named or numbered place, or alone somewhere. */
static void find_location(struct sensing *s)
{
    for (size_t i = 0; i < s->n_tokens; i++) {
        size_t first, last, name;
        bool alone = (s->cues[i] & CUE_ALONE) != 0;
        bool with_number = (s->cues[i] & CUE_NUMBERED) != 0 && i + 1 < s->n_tokens &&
                           sensing_digits(s, i + 1) > 0;
        if (!alone && !with_number && (s->cues[i] & CUE_HERE) == 0)
            continue;
        sensing_sentence(s, i, &first, &last);
        if (sensing_find(s, first, last, CUE_PAST) < s->n_tokens)
            continue;
        size_t place = sensing_find(s, first, last, CUE_PLACE);
        bool numbered = false;
        for (size_t k = i; k <= last; k++)
            numbered = numbered || sensing_digits(s, k) > 0;
        bool named = sensing_names(s, i + 1, last, &name) > 0;
        if (alone ? place == s->n_tokens && !(named && (s->cues[i] & CUE_HERE) != 0)
                  : !named && !numbered && place == s->n_tokens)
            continue;
        sensing_add_tokens(s, SENSITIVE_LOCATION, SEVERITY_WARN, i, last,
                           alone ? "This tells strangers where you are on your own right now."
                                 : "This tells everybody where you are right now.");
        i = last;
    }
}

static bool is_amount(const struct sensing *s, size_t i)
{
    const struct token *t = &s->tokens[i];
    if (t->kind != TOKEN_NUMBER || t->to == t->from)
        return false;
    if (str_is(t->norm, "<money>") || str_is(t->norm, "<num>k"))
        return true;
    for (size_t k = 0; k < s->n_amounts; k++) {
        if (s->amounts[k].from <= t->from && t->from < s->amounts[k].to)
            return true;
    }
    if (i + 1 < s->n_tokens &&
        (str_is(s->tokens[i + 1].norm, "grand") || str_is(s->tokens[i + 1].norm, "k")))
        return true;
    return t->to - t->from >= 3 && sensing_digits(s, i) <= 7 &&
           sensing_near(s, i, 6, 4, CUE_PAY);
}

static void find_pay(struct sensing *s)
{
    for (size_t i = 0; i < s->n_tokens; i++) {
        size_t first, last;
        if ((s->cues[i] & CUE_PAY) == 0)
            continue;
        sensing_sentence(s, i, &first, &last);
        if (sensing_find(s, first, last, CUE_GENERAL) < s->n_tokens)
            continue;
        for (size_t k = i > 6 ? i - 6 : 0; k < s->n_tokens && k < i + 9; k++) {
            if (!is_amount(s, k))
                continue;
            sensing_add_tokens(s, SENSITIVE_PAY, SEVERITY_WARN, k, k,
                               "This tells what you earn or owe, as a figure.");
            break;
        }
    }
}

void sensing_words(struct sensing *s)
{
    find_birth_dates(s);
    find_absence(s);
    find_location(s);
    find_pay(s);
}
