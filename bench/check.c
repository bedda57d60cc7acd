/* bench/check.c: drafts a second through the whole check, and one draft of 500 words. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/check.h"
#include "core/embed.h"
#include "core/limits.h"
#include "core/time.h"

#include <stdio.h>
#include <stdlib.h>

static struct judges judges;
static struct arena *work;

static const struct check_place places[] = {
    {.account = STR_INIT("linkedin"),
     .network = STR_INIT("linkedin"),
     .network_name = STR_INIT("LinkedIn"),
     .context = STR_INIT("professional"),
     .mindset = MINDSET_PROFESSIONAL,
     .audience = {.people = 400, .personal = 20, .professional = 300, .both = 40}},
    {.account = STR_INIT("facebook"),
     .network = STR_INIT("facebook"),
     .network_name = STR_INIT("Facebook"),
     .context = STR_INIT("personal"),
     .mindset = MINDSET_PERSONAL,
     .audience = {.people = 210, .personal = 143, .professional = 10, .both = 30}}
};

static void check(struct str text)
{
    struct check out;
    struct err e;
    arena_reset(work);
    if (check_run(&judges, NULL, text, places, COUNT_OF(places), work, &out, &e)) {
        fprintf(stderr, "check: %s\n", e.msg);
        exit(3);
    }
}

static void one_long_draft(struct str texts)
{
    struct buf b;
    size_t words = 0;
    buf_init(&b, MIB(1));
    for (size_t i = 0; i < texts.n && words < 500; i++) {
        char c = texts.p[i] == '\n' ? ' ' : texts.p[i];
        words += c == ' ';
        buf_char(&b, c);
    }
    double best = 1e9;
    for (int i = 0; i < 50; i++) {
        double start = time_clock_s();
        check(buf_view(&b));
        double took = time_clock_s() - start;
        best = took < best ? took : best;
    }
    printf("500 words, two places: %.2f ms\n", best * 1000);
    buf_free(&b);
}

int main(int argc, char **argv)
{
    struct err e;
    if (argc != 2)
        return 64;
    FILE *f = fopen(argv[1], "rb");
    char *text = malloc(MIB(64));
    if (!f || !text)
        return 3;
    struct str all = {text, fread(text, 1, MIB(64), f)}, rest = all, line;
    fclose(f);
    struct arena *a = arena_new(MIB(64));
    work = arena_new(MIB(64));
    if (judges_load(NULL, NULL, a, &judges, &e))
        return 3;
    size_t n = 0;
    double start = time_clock_s();
    while (str_cut(&rest, '\n', &line)) {
        check(line);
        n++;
    }
    double took = time_clock_s() - start;
    printf("texts: %zu, %.0f a second, %.1f us each (topics, tones, findings, rules, two "
           "places)\n",
           n, (double)n / took, took / (double)n * 1e6);
    one_long_draft(all);
    judges_free(&judges);
    arena_free(work);
    arena_free(a);
    free(text);
    return 0;
}
