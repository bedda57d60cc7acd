/* classifier/measure.c: prints the table of how good the context check is. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */

/* Arguments: the folder of the corpora, the model, the rules, and perhaps --each to see every
 * draft whose verdict differs from its author's, or --fold=N for the held-out fifth of
 * X-Topic. */
#include "classifier/measure.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "classifier/programs.h"
#include "context/check.h"

static void measure_speed(const struct judges *j, const char *dir)
{
    struct examples x = examples_new();
    struct arena *a = arena_new(64 << 20);
    corpora_complaints(&x, dir);
    struct timespec from;
    struct timespec to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (size_t i = 0; i < x.n; i++) {
        struct check out;
        struct err e = {0};
        if (check_facts(j, NULL, x.list[i].text, a, &out, &e) != ERR_OK)
            fprintf(stderr, "%s\n", e.msg);
        arena_reset(a);
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    double s = (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec);
    printf("facts and findings of one tweet | %.1f microseconds | %zu\n", 1e6 * s / (double)x.n,
           x.n);
    arena_free(a);
    examples_free(&x);
}

enum {
    RULES_BYTES = 8 << 20
};

/* Our own drafts: the first half tuned the rules, the second was seen by nobody who did. */
static void measure_own(const struct judges *j, const char *path, bool each)
{
    struct examples x = examples_new();
    corpora_drafts(&x, ".", path);
    size_t n = x.n;
    examples_free(&x);
    measure_verdicts(j, "own drafts, seen", path, 0, n / 2, each);
    measure_verdicts(j, "own drafts, unseen", path, n / 2, n, false);
}

int measure_run(int argc, char **argv)
{
    bool each = argc == 5 && strcmp(argv[4], "--each") == 0;
    int fold = argc == 5 && strncmp(argv[4], "--fold=", 7) == 0 ? argv[4][7] - '0' : -1;
    if (argc != 4 && !each && fold < 0) {
        fprintf(stderr, "usage: tact-train measure CORPORA MODEL RULES [--each | --fold=N]\n");
        return 64;
    }
    struct examples x = examples_new();
    struct arena *a = arena_new(RULES_BYTES);
    struct judges j;
    struct err e = {0};
    struct str bytes = corpora_file(&x, ".", argv[2]);
    struct str rules = corpora_file(&x, ".", argv[3]);
    if (judges_of(rules, (const unsigned char *)bytes.p, bytes.n, a, &j, &e) != ERR_OK) {
        fprintf(stderr, "%s\n", e.msg);
        return 65;
    }
    printf("what | figure | n\n--- | --- | ---\n");
    measure_heads(&j, argv[1], fold);
    if (fold < 0) {
        struct str drafts = arena_printf(a, "%s/drafts/drafts-dev.tsv", argv[1]);
        measure_findings(&j, argv[1]);
        measure_sensitive(&j, "classifier/sensitive.tsv", each);
        measure_verdicts(&j, "the 41 drafts", drafts.p, 0, 1000, each);
        measure_own(&j, "classifier/drafts.tsv", each);
        measure_learning(&j, argv[1]);
        measure_speed(&j, argv[1]);
    }
    judges_free(&j);
    arena_free(a);
    examples_free(&x);
    return 0;
}
