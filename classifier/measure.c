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

static void measure_speed(const struct classifier *c, const char *dir)
{
    struct examples x = examples_new();
    struct arena *a = arena_new(64 << 20);
    corpora_complaints(&x, dir);
    struct timespec from;
    struct timespec to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (size_t i = 0; i < x.n; i++) {
        struct facts f;
        struct sensitive *list;
        size_t n;
        struct err e = {0};
        if (classify(c, x.list[i].text, a, &f, &e) != ERR_OK ||
            sensitive_scan(x.list[i].text, a, &list, &n, &e) != ERR_OK)
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

int measure_run(int argc, char **argv)
{
    bool each = argc == 5 && strcmp(argv[4], "--each") == 0;
    int fold = argc == 5 && strncmp(argv[4], "--fold=", 7) == 0 ? argv[4][7] - '0' : -1;
    if (argc != 4 && !each && fold < 0) {
        fprintf(stderr, "usage: tact-train measure CORPORA MODEL RULES [--each | --fold=N]\n");
        return 64;
    }
    struct examples x = examples_new();
    struct classifier *c = NULL;
    struct err e = {0};
    struct str bytes = corpora_file(&x, ".", argv[2]);
    if (classifier_new((const unsigned char *)bytes.p, bytes.n, &c, &e) != ERR_OK) {
        fprintf(stderr, "%s: %s\n", argv[2], e.msg);
        return 65;
    }
    printf("what | figure | n\n--- | --- | ---\n");
    measure_heads(c, argv[1], fold);
    if (fold >= 0)
        return 0;
    measure_findings(argv[1]);
    measure_verdicts(c, argv[1], argv[3], "drafts/drafts-dev.tsv", each);
    measure_speed(c, argv[1]);
    classifier_free(c);
    examples_free(&x);
    return 0;
}
