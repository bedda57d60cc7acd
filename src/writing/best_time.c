/* writing/best_time.c: a schedule from one's own audience, tried on weeks that it has not seen. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "writing/best_time.h"

#include "core/limits.h"
#include "core/mem.h"
#include "core/time.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    HOURS = 168,
    HELD_DAYS = 56,   /* the weeks on which it is tried */
    POSTS_LEAST = 30, /* that it learns from; as many answers to each are not needed */
    HELD_LEAST = 12,  /* posts on which it is tried */
    DRAWS = 400,      /* of the bootstrap */
    SHRINK = 40,      /* answers that the pattern of days and hours counts as */
    REACH_H = 3 /* a post gathers in the hours behind it: half of a day's within 24 minutes to
                       * 1 h 42, by network (SCIENCE.md 7.4) */
};
#define GAIN_MOST 0.17
#define WEEK_MS   (INT64_C(7) * 86400000)

static int hour_of(int64_t ms, int64_t ahead_ms)
{
    /* 1970-01-01 was a Thursday */
    int64_t in = (ms + ahead_ms + 3 * INT64_C(86400000)) % WEEK_MS;
    return (int)((in < 0 ? in + WEEK_MS : in) / 3600000);
}

/* When the audience answers: each person weighs alike, however much they answer. */
struct density {
    double hour[HOURS];
};

static int by_person(const void *a, const void *b)
{
    const struct answer_time *x = a, *y = b;
    return (x->who > y->who) - (x->who < y->who);
}

static void learn(const struct answer_time *v, size_t n, int64_t ahead_ms, int64_t until_ms,
                  struct density *d)
{
    double day[7] = {0}, of_day[24] = {0}, all = 0, raw[HOURS] = {0};
    for (size_t i = 0; i < n;) {
        size_t end = i, mine = 0;
        while (end < n && v[end].who == v[i].who)
            mine += v[end++].post_ms < until_ms;
        for (; i < end; i++)
            if (v[i].who && v[i].post_ms < until_ms)
                raw[hour_of(v[i].at_ms, ahead_ms)] += 1.0 / (double)mine;
    }
    for (int h = 0; h < HOURS; h++) {
        day[h / 24] += raw[h];
        of_day[h % 24] += raw[h];
        all += raw[h];
    }
    for (int h = 0; h < HOURS; h++) {
        double usual = all > 0 ? day[h / 24] * of_day[h % 24] / all : 0;
        d->hour[h] = (raw[h] + SHRINK * (all > 0 ? usual / all : 0)) / (all + SHRINK);
    }
}

/* What a post of this hour can hope for. */
static double score(const struct density *d, int hour)
{
    double sum = 0, weight = 1;
    for (int i = 0; i < REACH_H; i++, weight /= 2)
        sum += weight * d->hour[(hour + i) % HOURS];
    return sum;
}

/* One post of the weeks that were held out: when, and how much came back. */
struct held {
    int64_t id;
    int hour;
    double answers;
};

static int by_post(const void *a, const void *b)
{
    const struct answer_time *x = a, *y = b;
    return (x->post_id > y->post_id) - (x->post_id < y->post_id);
}

static size_t hold_out(const struct answer_time *v, size_t n, int64_t ahead_ms, int64_t from_ms,
                       struct held *out)
{
    size_t held = 0;
    for (size_t i = 0; i < n; i++) {
        if (v[i].post_ms < from_ms)
            continue;
        if (held == 0 || out[held - 1].id != v[i].post_id)
            out[held++] = (struct held){v[i].post_id, hour_of(v[i].post_ms, ahead_ms), 0};
        out[held - 1].answers += v[i].who != 0;
    }
    return held;
}

static size_t count_posts(const struct answer_time *v, size_t n, int64_t until_ms)
{
    size_t posts = 0;
    int64_t last = 0;
    for (size_t i = 0; i < n; i++)
        if (v[i].post_ms < until_ms && (posts == 0 || v[i].post_id != last)) {
            posts++;
            last = v[i].post_id;
        }
    return posts;
}

/* The same draws each time: who asks twice gets one answer. */
static uint64_t next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* How much more came back to posts at the better half of hours than to all of them, as a share. */
static double gain_of(const struct held *h, const double *scores, size_t n, const size_t *draw,
                      double middle)
{
    double all = 0, good = 0;
    size_t goods = 0;
    for (size_t i = 0; i < n; i++) {
        size_t k = draw ? draw[i] : i;
        all += h[k].answers;
        if (scores[k] >= middle) {
            good += h[k].answers;
            goods++;
        }
    }
    if (goods == 0 || all <= 0)
        return 0;
    return good / (double)goods / (all / (double)n) - 1;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void try_it(const struct density *d, const struct held *h, size_t n,
                   struct best_time *out)
{
    double *scores = mem_calloc(n, sizeof *scores), *sorted = mem_calloc(n, sizeof *sorted);
    size_t *draw = mem_calloc(n, sizeof *draw);
    double gains[DRAWS];
    uint64_t state = UINT64_C(0x9E3779B97F4A7C15);
    for (size_t i = 0; i < n; i++)
        sorted[i] = scores[i] = score(d, h[i].hour);
    qsort(sorted, n, sizeof *sorted, by_size);
    double middle = sorted[n / 2];
    for (int k = 0; k < DRAWS; k++) {
        for (size_t i = 0; i < n; i++)
            draw[i] = (size_t)(next(&state) % n);
        gains[k] = gain_of(h, scores, n, draw, middle);
    }
    qsort(gains, DRAWS, sizeof *gains, by_size);
    out->gain = gain_of(h, scores, n, NULL, middle);
    out->low = gains[DRAWS / 10];
    out->high = gains[DRAWS - 1 - DRAWS / 10];
    mem_free(draw);
    mem_free(sorted);
    mem_free(scores);
}

struct best_time best_time_of(const struct answer_time *all, size_t n, int64_t ahead_ms,
                              int64_t now_ms)
{
    struct best_time out = {.answers = n};
    int64_t cut = now_ms - HELD_DAYS * INT64_C(86400000);
    if (n == 0)
        return out;
    struct answer_time *v = mem_calloc(n, sizeof *v);
    struct held *held = mem_calloc(n, sizeof *held);
    struct density d = {{0}};
    memcpy(v, all, n * sizeof *v);
    qsort(v, n, sizeof *v, by_post);
    size_t helds = hold_out(v, n, ahead_ms, cut, held);
    out.posts = count_posts(v, n, cut) + helds;
    if (out.posts - helds >= POSTS_LEAST && helds >= HELD_LEAST) {
        qsort(v, n, sizeof *v, by_person);
        learn(v, n, ahead_ms, cut, &d);
        try_it(&d, held, helds, &out);
        out.clear = out.low > 0;
        for (int h = 1; h < HOURS; h++)
            if (score(&d, h) > score(&d, out.hour))
                out.hour = h;
        out.gain = out.gain > GAIN_MOST ? GAIN_MOST : out.gain;
    }
    mem_free(held);
    mem_free(v);
    return out;
}

/* In a sentence ------------------------------------------------------------------------------- */

enum err_code best_time_say(struct store *s, int64_t account_id, int64_t now_ms,
                            struct arena *a, struct str *out, struct err *e)
{
    static const char *const days[] = {"Mondays", "Tuesdays",  "Wednesdays", "Thursdays",
                                       "Fridays", "Saturdays", "Sundays"};
    struct answer_time *v;
    size_t n;
    *out = STR_NONE;
    enum err_code rc = store_answer_times(s, account_id, a, &v, &n, e);
    if (rc)
        return rc;
    struct best_time b = best_time_of(v, n, time_ahead_ms(now_ms), now_ms);
    if (b.clear)
        *out = arena_printf(a,
                            "Most answer on %s around %d:00: some %d %% more than when you "
                            "usually post, by your last eight weeks.",
                            days[b.hour / 24], b.hour % 24, (int)lround(b.gain * 100));
    else if (b.posts)
        *out = STR("There is no clear best time: by what came back to your own posts, none is "
                   "surely better.");
    return ERR_OK;
}
