/* tools/sample/talks.c: puts small conversations on the clock, with one person or in a group. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include <stdio.h>
#include <string.h>

static bool fits(const struct talk *t, enum tie tie)
{
    for (size_t i = 0; i < t->n_ties; i++)
        if (t->ties[i] == tie)
            return true;
    return false;
}

static bool at_work(enum tie tie)
{
    static const enum tie home[] = {TIE_FAMILY, TIE_FRIEND, TIE_SCHOOL, TIE_NEIGHBOUR,
                                    TIE_CHOIR,  TIE_PARENT, TIE_FEDI};
    for (size_t i = 0; i < LEN(home); i++)
        if (home[i] == tie)
            return false;
    return true;
}

static void put_line(struct said_line *to, struct scene *s, const char *pattern)
{
    struct buf b;
    buf_init(&b, sizeof to->text - 1);
    to->own = pattern[0] == '>';
    text_fill(s, &b, pattern + (pattern[0] == '>' || pattern[0] == '<' ? 2 : 0));
    memcpy(to->text, b.p ? b.p : "", b.n);
    to->text[b.n] = '\0';
    buf_free(&b);
}

/* Answers come within minutes, now and then the next morning. */
static int64_t later(struct rng *r, int64_t at_ms)
{
    int wait = rng_chance(r, 75) ? rng_range(r, 20, 900) : rng_range(r, 900, 30000);
    return at_ms + wait * INT64_C(1000) + rng_range(r, 0, 999);
}

static const struct talk *pick(struct rng *r, enum tie tie, const struct talk *not_this)
{
    size_t from = rng_below(r, talks_count);
    for (size_t i = 0; i < talks_count; i++) {
        const struct talk *t = &talks[(from + i) % talks_count];
        if (fits(t, tie) && t != not_this)
            return t;
    }
    return NULL;
}

size_t talk_make(const struct life *l, const struct person *p, uint64_t n, unsigned net,
                 struct said_line *line)
{
    struct rng r;
    size_t count = 0;
    const struct talk *before = NULL;
    rng_init(&r, l->seed, "talk", n * 64 + net);
    int64_t first = p->met_ms > l->start_ms ? p->met_ms : l->start_ms;
    int64_t days = (l->end_ms - first) / DAY_MS - 2;
    int talks_of_two = n < cast_count ? rng_range(&r, 2, 3) : rng_range(&r, 1, 2);
    for (int k = 0; k < talks_of_two && days > 0; k++) {
        int64_t day =
            first + (days * k + (int64_t)rng_below(&r, (size_t)days)) / talks_of_two * DAY_MS;
        struct scene s = {.life = l, .rng = &r, .who = p};
        const struct talk *t = pick(&r, p->tie, before);
        s.at_ms = plan_clock(&r, day, at_work(p->tie), true);
        if (!t || s.at_ms < l->founded_ms)
            s.at_ms += l->founded_ms > s.at_ms
                           ? (l->founded_ms - s.at_ms) / DAY_MS * DAY_MS + 200 * DAY_MS
                           : 0;
        if (!t || s.at_ms > l->end_ms || (count && s.at_ms <= line[count - 1].at_ms))
            continue;
        before = t;
        for (size_t i = 0; i < LEN(t->line) && t->line[i] && count < TALK_MOST; i++) {
            line[count].at_ms = s.at_ms;
            put_line(&line[count], &s, t->line[i]);
            if (line[count].text[0])
                count++;
            s.at_ms = later(&r, s.at_ms);
        }
    }
    return count;
}

size_t talk_group(const struct life *l, uint64_t n, size_t members, size_t count,
                  struct said_line *line, const char *const *lines, size_t n_lines)
{
    struct rng r;
    size_t got = 0;
    rng_init(&r, l->seed, "group", n);
    struct scene s = {.life = l, .rng = &r};
    bool in_order = count <= n_lines;
    s.at_ms = plan_clock(&r, l->end_ms - (int64_t)(900 - n % 7 * 120) * DAY_MS, false, true);
    for (size_t i = 0; i < count; i++) {
        line[got].at_ms = s.at_ms;
        put_line(&line[got], &s, lines[in_order ? i : rng_below(&r, n_lines)]);
        line[got].who = rng_below(&r, members ? members : 1);
        if (line[got].text[0])
            got++;
        s.at_ms = later(&r, s.at_ms) + (rng_chance(&r, 22) ? rng_range(&r, 1, 9) * DAY_MS : 0);
    }
    return got;
}
