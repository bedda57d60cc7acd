/* classifier/measure_heads.c: how well topics, tones and context are told, corpus by corpus. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/measure.h"
#include "core/mem.h"

struct pair {
    float score;
    unsigned char yes;
};

static int by_score(const void *a, const void *b)
{
    float x = ((const struct pair *)a)->score;
    float y = ((const struct pair *)b)->score;
    return x < y ? -1 : x > y;
}

double measure_auc(const float *score, const unsigned char *yes, size_t n)
{
    struct pair *p = mem_calloc(n + 1, sizeof *p);
    for (size_t i = 0; i < n; i++)
        p[i] = (struct pair){score[i], yes[i]};
    qsort(p, n, sizeof *p, by_score);
    double ranks = 0;
    double pos = 0;
    for (size_t i = 0; i < n;) {
        size_t j = i;
        while (j < n && p[j].score <= p[i].score)
            j++;
        for (size_t k = i; k < j; k++) {
            pos += p[k].yes;
            ranks += p[k].yes ? (double)(i + 1 + j) / 2 : 0;
        }
        i = j;
    }
    mem_free(p);
    double neg = (double)n - pos;
    return pos > 0 && neg > 0 ? (ranks - pos * (pos + 1) / 2) / (pos * neg) : 0;
}

double measure_macro_f1(const float *score, const unsigned char *yes, size_t n,
                        double threshold)
{
    double tp = 0, fp = 0, fn = 0, tn = 0;
    for (size_t i = 0; i < n; i++) {
        bool said = (double)score[i] >= threshold;
        tp += said && yes[i];
        fp += said && !yes[i];
        fn += !said && yes[i];
        tn += !said && !yes[i];
    }
    double f_yes = tp > 0 ? 2 * tp / (2 * tp + fp + fn) : 0;
    double f_no = tn > 0 ? 2 * tn / (2 * tn + fp + fn) : 0;
    return (f_yes + f_no) / 2;
}

/* The p of every head for every example, in the order of the heads. */
static float *judge_all(const struct judges *j, const struct examples *x)
{
    struct arena *a = arena_new(64 << 20);
    float *p = mem_calloc(x->n * HEAD_COUNT + 1, sizeof *p);
    for (size_t i = 0; i < x->n; i++) {
        struct check out;
        struct err e = {0};
        if (check_facts(j, NULL, x->list[i].text, a, &out, &e) == ERR_OK) {
            const struct facts f = out.facts;
            float *row = p + i * HEAD_COUNT;
            for (int t = 0; t < TOPIC_COUNT; t++)
                row[f.topics[t].label] = (float)f.topics[t].p;
            for (int t = 0; t < TONE_COUNT; t++)
                row[HEAD_TONES + t] = (float)f.tones[t].p;
            row[HEAD_PROFESSIONAL] = (float)f.p_professional;
            for (int t = 0; t < ACT_COUNT; t++)
                row[HEAD_ACTS + f.acts[t].label] = (float)f.acts[t].p;
            row[HEAD_SUITS_WORK] = (float)f.suits_work;
            row[HEAD_JARS_WORK] = (float)f.jars_work;
            row[HEAD_SUITS_HOME] = (float)f.suits_home;
            row[HEAD_JARS_HOME] = (float)f.jars_home;
        }
        arena_reset(a);
    }
    arena_free(a);
    return p;
}

/* How far the probabilities of topics are from how often they are right, in ten bins over all
 * pairs of text and topic (expected calibration error; Naeini et al. 2015). */
static void print_calibration(const char *what, const struct examples *x, const float *p)
{
    double sum[10] = {0}, right[10] = {0}, n[10] = {0};
    double error = 0, all = 0;
    for (size_t i = 0; i < x->n; i++) {
        for (int t = 0; t < TOPIC_COUNT; t++) {
            double one = (double)p[i * HEAD_COUNT + (size_t)t];
            int bin = one >= 1 ? 9 : (int)(one * 10);
            if ((x->list[i].known & HEAD_BIT(t)) == 0)
                continue;
            sum[bin] += one;
            right[bin] += (x->list[i].yes & HEAD_BIT(t)) != 0;
            n[bin]++;
            all++;
        }
    }
    for (int b = 0; b < 10; b++)
        error += n[b] > 0 ? fabs(sum[b] - right[b]) / all : 0;
    printf("%s, calibration error of topics | %.3f | %.0f\n", what, error, all);
}

static void print_topics(const char *what, const struct examples *x, const float *p)
{
    double prim = 0, any1 = 0, any3 = 0;
    double n = 0;
    for (size_t i = 0; i < x->n; i++) {
        const float *row = p + i * HEAD_COUNT;
        int best[3] = {-1, -1, -1};
        if ((x->list[i].yes & TOPIC_BITS) == 0)
            continue;
        n++;
        for (int t = 0; t < TOPIC_COUNT; t++) {
            for (int k = 0; k < 3; k++) {
                if (best[k] < 0 || row[t] > row[best[k]]) {
                    memmove(best + k + 1, best + k, (size_t)(2 - k) * sizeof *best);
                    best[k] = t;
                    break;
                }
            }
        }
        uint64_t first = HEAD_BIT(best[0]);
        uint64_t three = first | HEAD_BIT(best[1]) | HEAD_BIT(best[2]);
        prim += best[0] == x->list[i].topics[0];
        any1 += (x->list[i].yes & first) != 0;
        any3 += (x->list[i].yes & three) != 0;
    }
    if (x->list[0].topics[0] >= 0)
        printf("%s, primary topic first | %.3f | %.0f\n", what, prim / n, n);
    printf("%s, a right topic first | %.3f | %.0f\n", what, any1 / n, n);
    printf("%s, a right topic within three | %.3f | %.0f\n", what, any3 / n, n);
    print_calibration(what, x, p);
    double sum = 0;
    int counted = 0;
    for (int t = 0; t < TOPIC_COUNT; t++) {
        float *score = mem_calloc(x->n, sizeof *score);
        unsigned char *yes = mem_calloc(x->n, 1);
        size_t pos = 0;
        for (size_t i = 0; i < x->n; i++) {
            score[i] = p[i * HEAD_COUNT + (size_t)t];
            yes[i] = (x->list[i].yes & HEAD_BIT(t)) != 0;
            pos += yes[i];
        }
        if (pos > 0) {
            sum += measure_auc(score, yes, x->n);
            counted++;
        }
        mem_free(score);
        mem_free(yes);
    }
    printf("%s, mean AUC of %d topics | %.3f | %.0f\n", what, counted, sum / counted, n);
}

/* The head against its label, or against `any` of several labels. */
static void print_head(const char *what, const struct examples *x, const float *p, int head,
                       uint64_t any)
{
    float *score = mem_calloc(x->n + 1, sizeof *score);
    unsigned char *yes = mem_calloc(x->n + 1, 1);
    size_t n = 0;
    size_t pos = 0;
    for (size_t i = 0; i < x->n; i++) {
        score[n] = p[i * HEAD_COUNT + (size_t)head];
        yes[n] = (x->list[i].yes & any) != 0;
        pos += yes[n++];
    }
    double best = 0;
    for (int t = 1; t < 19; t++) {
        double f = measure_macro_f1(score, yes, n, 0.05 * t);
        best = f > best ? f : best;
    }
    printf("%s | AUC %.3f, macro-F1 %.3f (best threshold %.3f) | %zu of %zu\n", what,
           measure_auc(score, yes, n), measure_macro_f1(score, yes, n, FACT_LIKELY), best, pos,
           n);
    mem_free(score);
    mem_free(yes);
}

static void keep_context(struct examples *x)
{
    size_t kept = 0;
    for (size_t i = 0; i < x->n; i++) {
        struct example e = x->list[i];
        if (e.cells[0].n == 0 && (e.known & CONTEXT_BIT) == 0)
            continue;
        if (str_is(e.cells[0], "professional"))
            e.yes |= CONTEXT_BIT;
        x->list[kept++] = e;
    }
    x->n = kept;
}

static void measure_xtopic(const struct judges *j, const char *dir, int fold)
{
    struct examples x = examples_new();
    corpora_xtopic(&x, dir, "tweet_topicXL/data_en_en_1000.jsonl");
    size_t kept = 0;
    for (size_t i = 0; i < x.n; i++) {
        if (fold < 0 || x.list[i].fold == fold)
            x.list[kept++] = x.list[i];
    }
    x.n = kept;
    float *p = judge_all(j, &x);
    print_topics("X-Topic English", &x, p);
    mem_free(p);
    keep_context(&x);
    p = judge_all(j, &x);
    print_head("X-Topic business or private life", &x, p, HEAD_PROFESSIONAL, CONTEXT_BIT);
    mem_free(p);
    examples_free(&x);
}

/* Our own drafts, by another hand than the posts that trained. */
static void measure_own_drafts(const struct judges *j)
{
    struct examples x = examples_new();
    corpora_drafts(&x, ".", "classifier/drafts.tsv");
    float *p = judge_all(j, &x);
    print_topics("own drafts", &x, p);
    for (int t = 0; t < TONE_COUNT; t++) {
        char what[80];
        snprintf(what, sizeof what, "own drafts, " STRF, STRA(tone_name((enum tone)t)));
        if (t != TONE_GRATEFUL && t != TONE_PARTISAN)
            print_head(what, &x, p, HEAD_TONES + t, TONE_BIT(t));
    }
    mem_free(p);
    examples_free(&x);
}

static void measure_drafts(const struct judges *j, const char *dir)
{
    struct examples x = examples_new();
    corpora_drafts(&x, dir, "drafts/drafts-dev.tsv");
    float *p = judge_all(j, &x);
    print_topics("drafts", &x, p);
    print_head("drafts, hostile", &x, p, HEAD_TONES + TONE_HOSTILE, TONE_BIT(TONE_HOSTILE));
    print_head("drafts, promotional", &x, p, HEAD_TONES + TONE_PROMOTIONAL,
               TONE_BIT(TONE_PROMOTIONAL));
    print_head("drafts, complaining", &x, p, HEAD_TONES + TONE_COMPLAINING,
               TONE_BIT(TONE_COMPLAINING));
    print_head("drafts, boastful", &x, p, HEAD_TONES + TONE_BOASTFUL, TONE_BIT(TONE_BOASTFUL));
    print_head("drafts, joking", &x, p, HEAD_TONES + TONE_JOKING, TONE_BIT(TONE_JOKING));
    mem_free(p);
    size_t kept = 0;
    for (size_t i = 0; i < x.n; i++) {
        if ((x.list[i].known & CONTEXT_BIT) != 0)
            x.list[kept++] = x.list[i];
    }
    x.n = kept;
    p = judge_all(j, &x);
    print_head("drafts, professional or personal", &x, p, HEAD_PROFESSIONAL, CONTEXT_BIT);
    mem_free(p);
    examples_free(&x);
}

static const struct {
    const char *what;
    void (*read)(struct examples *x, const char *dir);
    int tone;
} sets[] = {
    {"Instagram, promote",            corpora_instagram,  TONE_PROMOTIONAL},
    {"Instagram, expose as boastful", corpora_instagram,  TONE_BOASTFUL   },
    {"complaints to firms",           corpora_complaints, TONE_COMPLAINING},
    {"bragging, random sample",       corpora_bragging,   TONE_BOASTFUL   },
};

void measure_heads(const struct judges *j, const char *dir, int fold)
{
    measure_xtopic(j, dir, fold);
    if (fold >= 0)
        return;
    measure_drafts(j, dir);
    measure_own_drafts(j);
    struct examples x = examples_new();
    corpora_happydb(&x, dir);
    float *p = judge_all(j, &x);
    print_topics("HappyDB single concepts", &x, p);
    size_t alarms = 0; /* happy moments: nobody is hostile in them */
    for (size_t i = 0; i < x.n; i++)
        alarms += p[i * HEAD_COUNT + HEAD_TONES + TONE_HOSTILE] >= (float)FACT_LIKELY;
    printf("HappyDB, taken for hostile | %.4f | %zu\n", (double)alarms / (double)x.n, x.n);
    mem_free(p);
    examples_free(&x);

    x = examples_new();
    corpora_offensive(&x, dir, "test");
    p = judge_all(j, &x);
    print_head("OLID test, hostile alone", &x, p, HEAD_TONES + TONE_HOSTILE,
               TONE_BIT(TONE_HOSTILE));
    for (size_t i = 0; i < x.n; i++) {
        float *hostile = &p[i * HEAD_COUNT + HEAD_TONES + TONE_HOSTILE];
        *hostile = 1 - (1 - *hostile) * (1 - p[i * HEAD_COUNT + HEAD_TONES + TONE_PROFANE]);
    }
    print_head("OLID test, hostile or profane", &x, p, HEAD_TONES + TONE_HOSTILE,
               TONE_BIT(TONE_HOSTILE));
    mem_free(p);
    examples_free(&x);
    for (size_t i = 0; i < COUNT_OF(sets); i++) {
        x = examples_new();
        sets[i].read(&x, dir);
        p = judge_all(j, &x);
        print_head(sets[i].what, &x, p, HEAD_TONES + sets[i].tone, TONE_BIT(sets[i].tone));
        mem_free(p);
        examples_free(&x);
    }
}
