/* tools/addressbook/main.c: makes an address-book set: tact-addressbook --seed N --people N --out DIR. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "addressbook/addressbook.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum {
    PEOPLE_LEAST = 20,
    PEOPLE_MOST = 1000000,
    EXIT_USE = 64
};

static const char usage[] =
    "tact-addressbook [--seed N] [--people N] --out DIR\n"
    "Writes invented people over five networks into DIR: records.csv with the truth, and archives\n"
    "that tact imports (docs/address-book-set.md).\n";

static void refuse(const char *what, const char *why) __attribute__((noreturn));
static void refuse(const char *what, const char *why)
{
    fprintf(stderr, "tact-addressbook: %s %s\n", what, why);
    exit(EXIT_USE);
}

static long number(const char *option, const char *value, long least, long most)
{
    int64_t v = 0;
    if (!value || !str_i64(str_from(value), &v) || v < least || v > most)
        refuse(option, least == PEOPLE_LEAST ? "wants a number from 20 to 1000000"
                                             : "wants a number that is not negative");
    return (long)v;
}

static void shuffle(struct set *s, uint64_t seed)
{
    struct rng r;
    rng_init(&r, seed, "order", 0);
    for (size_t i = s->n; i > 1; i--) {
        size_t with = rng_below(&r, i);
        struct shown was = s->shown[i - 1];
        s->shown[i - 1] = s->shown[with];
        s->shown[with] = was;
    }
    for (size_t i = 0; i < s->n; i++)
        snprintf(s->shown[i].id, sizeof s->shown[i].id, "r%07zu", i + 1);
}

static void set_make(struct set *s, const struct book *b)
{
    struct mutuals *m = mutuals_new(b);
    *s = (struct set){.book = b, .shown = ARENA_ARRAY(b->a, struct shown, b->n * AB_NETS)};
    for (size_t i = 0; i < b->n; i++)
        for (enum net net = AB_LINKEDIN; net < AB_NETS; net++)
            if (human_on(&b->human[i], net)) {
                shown_make(b, &b->human[i], net, &s->shown[s->n]);
                mutuals_show(m, &s->shown[s->n++], b->a);
            }
    mutuals_free(m);
    shuffle(s, b->seed);
}

static void folder(const char *dir)
{
    if (mkdir(dir, 0777) != 0 && errno != EEXIST)
        die(dir, strerror(errno));
}

static void write_all(const struct set *s, const char *dir)
{
    struct buf archives;
    buf_init(&archives, 4096);
    buf_printf(&archives, "%s/archives", dir);
    folder(dir);
    folder(buf_cstr(&archives));
    write_records(s, dir);
    write_archives(s, buf_cstr(&archives));
    buf_free(&archives);
}

int main(int argc, char **argv)
{
    const char *dir = NULL;
    long seed = 1, people = 2000;
    for (int i = 1; i < argc; i += 2) {
        const char *o = argv[i], *v = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(o, "--help") == 0) {
            fputs(usage, stdout);
            return 0;
        }
        if (strcmp(o, "--seed") == 0)
            seed = number(o, v, 0, INT32_MAX);
        else if (strcmp(o, "--people") == 0)
            people = number(o, v, PEOPLE_LEAST, PEOPLE_MOST);
        else if (strcmp(o, "--out") == 0 && v && v[0])
            dir = v;
        else
            refuse(o, strcmp(o, "--out") == 0 ? "wants a folder"
                                              : "is no option here; --help says which are");
    }
    if (!dir)
        refuse("--out", "is missing: the folder to write into");
    /* zip writes the clock of the place: let it be the same everywhere */
    setenv("TZ", "UTC0", 1);
    tzset();
    struct book b;
    struct set s;
    book_init(&b, (uint64_t)seed, (size_t)people);
    set_make(&s, &b);
    write_all(&s, dir);
    book_done(&b);
    return 0;
}
