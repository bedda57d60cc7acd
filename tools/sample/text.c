/* tools/sample/text.c: makes a text from a pattern: {slot}, [one|other], <conditions> before. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include <stdlib.h>
#include <string.h>

/* <y2021> not before that year, <-2020> before it, <m6-8> in these months (<m11-1> wraps),
 * <w> at a weekend, <l:sv> the language. */
static bool conditions(struct scene *s, const char **pattern)
{
    struct date d = date_local(s->at_ms);
    const char *p = *pattern;
    bool holds = true;
    s->lang = "en";
    while (*p == '<') {
        char *end = NULL;
        if (p[1] == 'y') {
            holds = holds && d.year >= strtol(p + 2, &end, 10);
        } else if (p[1] == '-') {
            holds = holds && d.year < strtol(p + 2, &end, 10);
        } else if (p[1] == 'm') {
            long from = strtol(p + 2, &end, 10), to = from;
            if (*end == '-')
                to = strtol(end + 1, &end, 10);
            bool in = from <= to ? d.month >= from && d.month <= to
                                 : d.month >= from || d.month <= to;
            holds = holds && in;
        } else if (p[1] == 'w') {
            holds = holds && (d.weekday == 0 || d.weekday == 6);
        } else if (p[1] == 'l') {
            static const char *const langs[] = {"sv", "nl", "de", "fr"};
            for (size_t i = 0; i < LEN(langs); i++)
                if (strncmp(p + 3, langs[i], 2) == 0)
                    s->lang = langs[i];
        }
        p = strchr(p, '>') + 1;
    }
    *pattern = p;
    return holds;
}

/* A text under way: who stands for {friend} does so to its end. */
struct fill {
    struct scene *s;
    struct buf *b;
    const struct person *by_tie[TIE_COUNT];
    size_t from; /* where the text starts in b */
    bool failed;
};

/* Slots that name somebody whom the owner knows by then. */
static const struct {
    const char *slot;
    enum tie tie;
    bool firm;
} tie_slots[] = {
    {"staff",        TIE_STAFF,     false},
    {"client",       TIE_CLIENT,    true },
    {"clientwho",    TIE_CLIENT,    false},
    {"prospect",     TIE_PROSPECT,  true },
    {"friend",       TIE_FRIEND,    false},
    {"mentor",       TIE_MENTOR,    false},
    {"neighbour",    TIE_NEIGHBOUR, false},
    {"singer",       TIE_CHOIR,     false},
    {"schoolfriend", TIE_SCHOOL,    false},
    {"parent",       TIE_PARENT,    false},
    {"formerwho",    TIE_FORMER,    false},
    {"peer",         TIE_PEER,      false},
    {"supplier",     TIE_SUPPLIER,  false}
};

static bool fill_tie(struct fill *f, const char *name, size_t n)
{
    for (size_t i = 0; i < LEN(tie_slots); i++) {
        if (strlen(tie_slots[i].slot) != n || memcmp(tie_slots[i].slot, name, n) != 0)
            continue;
        enum tie tie = tie_slots[i].tie;
        if (!f->by_tie[tie])
            for (size_t k = 0; k < cast_count && !f->by_tie[tie]; k++) {
                const struct person *p = &f->s->life->people[rng_below(f->s->rng, cast_count)];
                if (p->tie == tie && p->met_ms <= f->s->at_ms)
                    f->by_tie[tie] = p;
            }
        if (!f->by_tie[tie])
            f->by_tie[tie] = life_pick(f->s->life, f->s->rng, 0, tie, f->s->at_ms);
        if (!f->by_tie[tie])
            f->failed = true;
        else
            buf_lit(f->b, tie_slots[i].firm ? f->by_tie[tie]->firm : f->by_tie[tie]->given);
        return true;
    }
    return false;
}

static long team_size(const struct scene *s)
{
    long n = 1;
    for (size_t i = 0; i < cast_count; i++)
        n += s->life->people[i].tie == TIE_STAFF && s->life->people[i].met_ms <= s->at_ms;
    return n;
}

/* What the owner is and has; each from the day that it is so. */
static bool fill_owner(struct fill *f, const char *name, size_t n)
{
    const struct life *l = f->s->life;
    const struct owner *o = &l->me;
    struct date d = date_local(f->s->at_ms);
    const struct {
        const char *slot, *value;
        int64_t since_ms;
    } facts[] = {
        {"firm",         o->firm,                     l->founded_ms          },
        {"partner",      o->partner,                  0                      },
        {"ida",          o->kid1,                     date_day(2019,           5, 1)},
        {"matteo",            o->kid2,                                       date_day(2022,                                                       6, 15)},
        {"city", o->city,0},
        {"former",         o->former_firm,                             0                                                              },
        {"choir",       o->choir,            0     },
        {"me",        o->given,                     0                               },
        {"month",           month_names[d.month - 1],                       0                        },
        {"weekday",        weekday_names[d.weekday], 0},
        {"who",      f->s->who ? f->s->who->given : "you",  0                       }
    };
    for (size_t i = 0; i < LEN(facts); i++) {
        if (strlen(facts[i].slot) != n || memcmp(facts[i].slot, name, n) != 0)
            continue;
        f->failed = f->failed || f->s->at_ms < facts[i].since_ms;
        buf_lit(f->b, facts[i].value);
        return true;
    }
    return false;
}

static bool fill_number(struct fill *f, const char *name, size_t n)
{
    struct date d = date_local(f->s->at_ms);
    if (name[0] == '#') {
        char *end;
        long lo = strtol(name + 1, &end, 10), hi = *end == '-' ? strtol(end + 1, NULL, 10) : lo;
        buf_printf(f->b, "%d", rng_range(f->s->rng, (int)lo, (int)hi));
    } else if (n == 4 && memcmp(name, "year", 4) == 0) {
        buf_printf(f->b, "%d", (int)d.year);
    } else if (n == 4 && memcmp(name, "team", 4) == 0) {
        f->failed = f->failed || f->s->at_ms < f->s->life->founded_ms;
        buf_printf(f->b, "%ld", team_size(f->s));
    } else if (n == 3 && memcmp(name, "age", 3) == 0) {
        f->failed = f->failed || d.year < 2021;
        buf_printf(f->b, "%d", (int)d.year - 2019 - (d.month < 6));
    } else if (n == 9 && memcmp(name, "firmyears", 9) == 0) {
        f->failed = f->failed || d.year < 2022;
        buf_printf(f->b, "%d", (int)d.year - 2020);
    } else {
        return false;
    }
    return true;
}

static void fill_range(struct fill *f, const char *p, const char *end);

/* What is put in where a sentence starts gets its capital. */
static bool starts_sentence(const struct fill *f)
{
    const struct buf *b = f->b;
    if (b->n == f->from)
        return true;
    char last = b->p[b->n - 1], before = b->n > 1 ? b->p[b->n - 2] : ' ';
    return last == '\n' ||
           (last == ' ' && strchr(".!?", before) && b->n > 3 && b->p[b->n - 3] != 'h');
}

static void put_slot(struct fill *f, const char *name, size_t n);

static void fill_slot(struct fill *f, const char *name, size_t n)
{
    size_t at = f->b->n;
    bool capital = starts_sentence(f);
    put_slot(f, name, n);
    if (capital && f->b->n > at && f->b->p[at] >= 'a' && f->b->p[at] <= 'z')
        f->b->p[at] = (char)(f->b->p[at] - 'a' + 'A');
}

static void put_slot(struct fill *f, const char *name, size_t n)
{
    if (fill_number(f, name, n) || fill_owner(f, name, n) || fill_tie(f, name, n))
        return;
    for (size_t i = 0; i < slots_count; i++) {
        const char *const *list = slots[i];
        if (strlen(list[0]) != n || memcmp(list[0], name, n) != 0)
            continue;
        size_t count = 0;
        while (list[count + 1])
            count++;
        const char *word = list[1 + rng_below(f->s->rng, count)];
        fill_range(f, word, word + strlen(word));
        return;
    }
    die("no such slot", name);
}

/* [one|other]: goes on behind the bracket. */
static const char *fill_choice(struct fill *f, const char *p, const char *end)
{
    const char *close = p;
    size_t n = 1;
    for (close = p; close < end && *close != ']'; close++)
        n += *close == '|';
    size_t pick = rng_below(f->s->rng, n);
    for (size_t i = 0; i < pick; i++)
        p = strchr(p, '|') + 1;
    const char *stop = p;
    while (*stop != '|' && stop < close)
        stop++;
    fill_range(f, p, stop);
    return close + 1;
}

static void fill_range(struct fill *f, const char *p, const char *end)
{
    while (p < end) {
        size_t n = 0;
        while (p + n < end && p[n] != '{' && p[n] != '[')
            n++;
        buf_put(f->b, p, n);
        p += n;
        if (p == end)
            return;
        if (*p == '[') {
            p = fill_choice(f, p + 1, end);
            continue;
        }
        const char *close = memchr(p, '}', (size_t)(end - p));
        if (!close)
            die("a slot without its end", p);
        fill_slot(f, p + 1, (size_t)(close - p) - 1);
        p = close + 1;
    }
}

bool text_fill(struct scene *s, struct buf *b, const char *pattern)
{
    struct fill f = {.s = s, .b = b, .from = b->n};
    size_t before = b->n;
    if (!conditions(s, &pattern))
        return false;
    fill_range(&f, pattern, pattern + strlen(pattern));
    if (f.failed)
        b->n = before;
    return !f.failed;
}

void text_make(struct scene *s, struct buf *b, enum reg reg, struct map *said)
{
    const struct pattern_set *set = pattern_sets[reg];
    size_t before = b->n;
    for (int tries = 0; tries < 400; tries++) {
        bool made = true;
        b->n = before;
        if (!text_fill(s, b, set->body[rng_below(s->rng, set->n)]))
            continue;
        if (set->n_close && strcmp(s->lang, "en") == 0 &&
            rng_chance(s->rng, set->close_percent + tries)) {
            size_t whole = b->n;
            buf_lit(b, b->n - before > 180 ? "\n\n" : " ");
            if (!text_fill(s, b, set->close[rng_below(s->rng, set->n_close)]))
                b->n = whole;
            s->lang = "en";
        }
        if (said)
            map_put(said, str_of(b->p + before, b->n - before), 1, &made);
        if (made)
            return;
    }
}
