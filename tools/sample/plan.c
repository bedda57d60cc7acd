/* tools/sample/plan.c: which posts there are on a network, and when they were written. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include "core/mem.h"

#include <stdlib.h>

/* What one writes about where: weights. The first row of a network that fits counts. */
static const struct {
    unsigned net;
    bool comments;
    struct {
        enum reg reg;
        int weight;
    } w[14];
} habits[] = {
    {NET_LINKEDIN,
     false,              {{REG_PRODUCT, 22},
      {REG_HIRING, 9},
      {REG_LESSON, 22},
      {REG_THANKS, 15},
      {REG_INDUSTRY, 17},
      {REG_MILESTONE, 9},
      {REG_CHARITY, 3},
      {REG_NATIVE, 3}}                                                                  },
    {NET_LINKEDIN, true, {{REG_COMMENT_WORK, 100}}                                                 },
    {NET_FACEBOOK,
     false,              {{REG_FAMILY, 23},
      {REG_FOOD, 13},
      {REG_HOBBY, 12},
      {REG_TRIP, 11},
      {REG_JOKE, 9},
      {REG_COMPLAINT, 7},
      {REG_NEIGHBOUR, 9},
      {REG_CHARITY, 5},
      {REG_CHOIR, 8},
      {REG_NATIVE, 4},
      {REG_PRODUCT, 1}}                                                                 },
    {NET_FACEBOOK, true, {{REG_COMMENT_HOME, 100}}                                                 },
    {NET_X,
     false,              {{REG_X_WORK, 33},
      {REG_X_LIFE, 28},
      {REG_X_REPLY, 19},
      {REG_RESHARE, 12},
      {REG_X_THREAD, 4}}                                                                },
    {NET_MASTODON,
     false,              {{REG_FEDI, 62}, {REG_FEDI_REPLY, 27}, {REG_RESHARE, 14}, {REG_NATIVE, 4}}},
};

static enum reg pick_reg(const struct plan *p, struct rng *r, int64_t at_ms)
{
    for (size_t i = 0; i < LEN(habits); i++) {
        if (habits[i].net != p->net || habits[i].comments != p->comments)
            continue;
        int sum = 0;
        for (size_t k = 0; k < LEN(habits[i].w); k++)
            sum += habits[i].w[k].weight;
        int at = rng_range(r, 0, sum - 1);
        for (size_t k = 0; k < LEN(habits[i].w); k++) {
            at -= habits[i].w[k].weight;
            if (at >= 0)
                continue;
            enum reg reg = habits[i].w[k].reg;
            bool firm_only = reg == REG_PRODUCT || reg == REG_HIRING || reg == REG_MILESTONE;
            if (firm_only && at_ms < p->life->founded_ms)
                return REG_EMPLOYED;
            /* in the first months there is nothing to show yet */
            return firm_only && at_ms < p->life->founded_ms + 120 * DAY_MS ? REG_LESSON : reg;
        }
    }
    return REG_NATIVE;
}

/* Work is posted on working days before, between and after; the rest in the evening and at
 * weekends. */
int64_t plan_clock(struct rng *r, int64_t day_ms, bool work, bool move_day)
{
    static const int work_hours[] = {7, 8, 8, 8, 9, 9, 10, 11, 12, 12, 13, 14, 16, 17, 17};
    static const int home_hours[] = {6, 7, 12, 18, 19, 19, 20, 20, 20, 21, 21, 21, 22, 22, 23};
    static const int free_hours[] = {8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 20, 21, 22};
    struct date d = date_local(day_ms + DAY_MS / 2);
    bool weekend = d.weekday == 0 || d.weekday == 6;
    if (work && weekend && move_day && !rng_chance(r, 8))
        day_ms += DAY_MS * (d.weekday == 6 ? 3 : rng_range(r, 1, 2));
    if (!work && !weekend && move_day && rng_chance(r, 25))
        day_ms += DAY_MS * (6 - d.weekday);
    d = date_local(day_ms + DAY_MS / 2);
    weekend = d.weekday == 0 || d.weekday == 6;
    int hour = work      ? work_hours[rng_below(r, LEN(work_hours))]
               : weekend ? free_hours[rng_below(r, LEN(free_hours))]
                         : home_hours[rng_below(r, LEN(home_hours))];
    return date_at(day_ms, hour, rng_range(r, 0, 59), rng_range(r, 0, 59));
}

static struct slot make(const struct plan *p, size_t i, size_t n, bool bulk)
{
    const struct life *l = p->life;
    struct rng r;
    rng_init(&r, l->seed, p->comments ? "plan-comments" : "plan", i * 64 + p->net);
    int64_t span = l->end_ms - l->start_ms;
    double at = ((double)i + (double)rng_below(&r, 1000) / 1000.0) / (double)n;
    struct slot s = {.n = i};
    s.at_ms = l->start_ms + (int64_t)(at * (double)span);
    if (bulk) {
        s.reg = pick_reg(p, &r, s.at_ms);
        return s;
    }
    int64_t day = s.at_ms - s.at_ms % DAY_MS;
    s.reg = pick_reg(p, &r, day);
    s.at_ms = plan_clock(&r, day, pattern_sets[s.reg]->work, true);
    if (s.at_ms >= l->end_ms)
        s.at_ms = l->end_ms - rng_range(&r, 3600, 86400 * 5) * INT64_C(1000);
    return s;
}

static int by_time(const void *a, const void *b)
{
    const struct slot *x = a, *y = b;
    if (x->at_ms != y->at_ms)
        return x->at_ms < y->at_ms ? -1 : 1;
    return x->n < y->n ? -1 : x->n > y->n;
}

void plan_init(struct plan *p, const struct life *l, unsigned net, size_t n, bool comments)
{
    *p = (struct plan){.life = l, .net = net, .n = n, .comments = comments};
    if (n > 100000)
        return;
    size_t done = 0;
    struct rng r;
    p->slot = mem_calloc(n + 1, sizeof *p->slot);
    for (size_t i = 0; i < events_count && done < n && !comments; i++) {
        const struct event *ev = &events[i];
        if (!(ev->net & net) || ev->page || l->posts > 0)
            continue;
        rng_init(&r, l->seed, "event", i);
        int64_t day = date_day(ev->year, ev->month, ev->day);
        int64_t at = plan_clock(&r, day, net == NET_LINKEDIN, false);
        p->slot[done] = (struct slot){.at_ms = at, .event = ev, .n = n + i};
        done++;
    }
    for (size_t i = done; i < n; i++)
        p->slot[i] = make(p, i - done, n - done, false);
    qsort(p->slot, n, sizeof *p->slot, by_time);
    for (size_t i = 1; i < n; i++) /* no two in one second */
        if (p->slot[i].at_ms / 1000 <= p->slot[i - 1].at_ms / 1000)
            p->slot[i].at_ms = p->slot[i - 1].at_ms + 1000;
}

void plan_done(struct plan *p)
{
    mem_free(p->slot);
}

struct slot plan_get(const struct plan *p, size_t i)
{
    return p->slot ? p->slot[i] : make(p, i, p->n, true);
}
