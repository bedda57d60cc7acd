/* context/sensitive_words.c: what words give away: absence, children, pay, secrets, anger. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "context/sensitive_parts.h"

static const struct token *token(const struct sensing *s, size_t i)
{
    return &s->f.tokens[i];
}

static void add_tokens(struct sensing *s, enum sensitive_kind kind, enum severity severity,
                       size_t first, size_t last, const char *why)
{
    sensing_add(s, kind, severity, token(s, first)->from, token(s, last)->to, why);
}

/* The last token of the phrase that begins at token i. */
static size_t phrase_end(const struct sensing *s, size_t i)
{
    return s->cue_words[i] > 1 ? i + s->cue_words[i] - 1 : i;
}

static void find_birth_dates(struct sensing *s)
{
    for (size_t i = 0; i < s->n_dates; i++) {
        size_t at = sensing_token_at(s, s->dates[i].from);
        if (!sensing_near(s, at, 7, 7, CUE_BIRTH))
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

/* Being away is told by three things: that one is, for how long, and that a home is left. */
static void find_absence(struct sensing *s)
{
    uint32_t business = s->all_cues & CUE_BUSINESS;
    for (size_t i = 0; i < s->f.n_tokens; i++) {
        if ((s->cues[i] & CUE_EMPTY) != 0)
            add_tokens(s, SENSITIVE_ABSENCE, SEVERITY_WARN, i, phrase_end(s, i),
                       "This tells strangers that your home is empty.");
        if ((s->cues[i] & CUE_AWAY) == 0 || business != 0)
            continue;
        bool until = sensing_near(s, i, 8, 10, CUE_UNTIL);
        bool house = sensing_near(s, i, 12, 16, CUE_HOUSE | CUE_EMPTY);
        if (until && house)
            add_tokens(s, SENSITIVE_ABSENCE, SEVERITY_WARN, i, phrase_end(s, i),
                       "This tells strangers that and how long nobody is at home.");
        else if (until)
            add_tokens(
                s, SENSITIVE_ABSENCE, SEVERITY_INFO, i, phrase_end(s, i),
                "This says when you are away; a public post can wait until you are back.");
    }
}

/* The name right behind "my daughter", of one word or several: how many; *first is the
 * first. */
static size_t child_name(const struct sensing *s, size_t from, size_t *first)
{
    size_t n = 0;
    for (size_t k = from; k < s->f.n_tokens && k < from + (n > 0 ? 5 : 2); k++) {
        bool name = sensing_is_name(s, k) && (s->cues[k] & CUE_SCHOOL) == 0;
        bool apart =
            n > 0 && token(s, k)->from > token(s, k - 1)->to + 1; /* a bracket, a comma */
        if (n > 0 && (!name || apart))
            break;
        if (!name)
            continue;
        *first = n == 0 ? k : *first;
        n++;
    }
    return n;
}

/* A child's name, and what else is told about the child. */
static void find_children(struct sensing *s)
{
    bool born = s->n_dates > 0 && (s->all_cues & CUE_BIRTH) != 0;
    for (size_t i = 0; i < s->f.n_tokens; i++) {
        size_t first = 0;
        bool child = (s->cues[i] & CUE_CHILD) != 0;
        size_t n = child ? child_name(s, phrase_end(s, i) + 1, &first) : 0;
        if (n == 0)
            continue;
        bool proud =
            str_is(token(s, i)->norm, "proud"); /* "proud of Ann": a child only at school */
        bool school = sensing_near(s, i, 4, 20, CUE_SCHOOL);
        if (school || (born && !proud))
            add_tokens(s, SENSITIVE_CHILD, SEVERITY_STOP, first, first + n - 1,
                       "A child's name together with its school or birth date: enough for a "
                       "stranger to find it.");
        else if (n > 1 && !proud)
            add_tokens(s, SENSITIVE_CHILD, SEVERITY_WARN, first, first + n - 1,
                       "A child's full name.");
        else if (!proud)
            add_tokens(s, SENSITIVE_CHILD, SEVERITY_INFO, first, first,
                       "A child's given name.");
    }
}

static bool is_amount(const struct sensing *s, size_t i)
{
    const struct token *t = token(s, i);
    if (t->kind != TOKEN_NUMBER || t->to == t->from)
        return false;
    if (str_is(t->norm, "<money>") || str_is(t->norm, "<num>k"))
        return true;
    for (size_t k = 0; k < s->n_amounts; k++) {
        if (s->amounts[k].from <= t->from && t->from < s->amounts[k].to)
            return true;
    }
    return t->to - t->from >= 4 && sensing_near(s, i, 6, 4, CUE_PAY);
}

static void find_pay(struct sensing *s)
{
    for (size_t i = 0; i < s->f.n_tokens; i++) {
        if ((s->cues[i] & CUE_PAY) == 0)
            continue;
        for (size_t k = i > 6 ? i - 6 : 0; k < s->f.n_tokens && k < i + 9; k++) {
            if (!is_amount(s, k))
                continue;
            add_tokens(s, SENSITIVE_PAY, SEVERITY_WARN, k, k,
                       "This tells what you earn or owe, as a figure.");
            break;
        }
    }
}

static void find_confidential(struct sensing *s)
{
    for (size_t i = 0; i < s->f.n_tokens; i++) {
        if ((s->cues[i] & CUE_CONFIDENTIAL) != 0)
            add_tokens(s, SENSITIVE_CONFIDENTIAL, SEVERITY_STOP, i, phrase_end(s, i),
                       "These words say that it is not for everybody yet.");
    }
}

static bool has_digits(const struct sensing *s, size_t i, size_t least)
{
    const struct token *t = token(s, i);
    size_t digits = 0;
    for (size_t k = t->from; k < t->to; k++)
        digits += ascii_is_digit((unsigned char)s->text.p[k]);
    return digits >= least && t->kind != TOKEN_URL && t->kind != TOKEN_EMAIL;
}

/* A number of five digits or more, letters mixed in or not, behind "passport" and the like. */
static void find_ids(struct sensing *s)
{
    for (size_t i = 0; i < s->f.n_tokens; i++) {
        bool id = (s->cues[i] & (CUE_ID | CUE_SSN)) != 0;
        for (size_t k = i + 1; id && k < s->f.n_tokens && k < i + 20; k++) {
            size_t last = k;
            bool joined = k + 1 < s->f.n_tokens && token(s, k + 1)->from == token(s, k)->to;
            bool enough = has_digits(s, k, 5);
            if (!enough && joined && has_digits(s, k + 1, 1)) {
                while (last + 1 < s->f.n_tokens &&
                       token(s, last + 1)->from == token(s, last)->to)
                    last++;
                size_t digits = 0;
                for (size_t at = token(s, k)->from; at < token(s, last)->to; at++)
                    digits += ascii_is_digit((unsigned char)s->text.p[at]);
                enough = digits >= 4;
            }
            if (!enough)
                continue;
            add_tokens(s, SENSITIVE_ID_NUMBER, SEVERITY_STOP, k, last,
                       "The number of an identity document.");
            break;
        }
    }
}

static void find_passwords(struct sensing *s)
{
    for (size_t i = 0; i + 1 < s->f.n_tokens; i++) {
        if ((s->cues[i] & CUE_PASSWORD) == 0)
            continue;
        size_t k = i;
        bool told = false;
        for (size_t step = i; step < i + 3 && step + 1 < s->f.n_tokens; step++) {
            struct str gap = str_sub(s->text, token(s, step)->to, token(s, step + 1)->from);
            told = told || str_chr(gap, ':') >= 0 || str_is(token(s, step + 1)->norm, "is") ||
                   str_is(token(s, step + 1)->norm, "ist") ||
                   str_is(token(s, step + 1)->norm, "es") ||
                   str_is(token(s, step + 1)->norm, "est");
            k = step + 1;
            if (told && (has_digits(s, k, 1) || str_chr(gap, ':') >= 0))
                break;
        }
        if (told && k > i && (has_digits(s, k, 1) || token(s, k)->caps || k == i + 1))
            add_tokens(s, SENSITIVE_PASSWORD, SEVERITY_STOP, i, k,
                       "A password or code to get in.");
    }
}

static void find_work_anger(struct sensing *s)
{
    for (size_t i = 0; i < s->f.n_tokens; i++) {
        uint32_t cue = s->cues[i] & (CUE_CLIENT | CUE_EMPLOYER);
        if (cue == 0 || !sensing_near(s, i, 10, 14, CUE_BAD))
            continue;
        if ((cue & CUE_EMPLOYER) != 0) {
            add_tokens(
                s, SENSITIVE_EMPLOYER, SEVERITY_WARN, i, phrase_end(s, i),
                "Criticism of the people you work for or with; they and the next employer can "
                "read it.");
            continue;
        }
        for (size_t k = i > 6 ? i - 6 : 0; k < s->f.n_tokens && k < i + 8; k++) {
            if (sensing_is_name(s, k)) {
                add_tokens(s, SENSITIVE_CLIENT, SEVERITY_WARN, k, k,
                           "A client seems to be named in a complaint.");
                break;
            }
        }
    }
}

void sensing_words(struct sensing *s)
{
    find_birth_dates(s);
    find_absence(s);
    find_children(s);
    find_pay(s);
    find_confidential(s);
    find_ids(s);
    find_passwords(s);
    find_work_anger(s);
}
