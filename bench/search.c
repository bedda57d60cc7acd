/* bench/search.c: how long a search takes, ours and bare FTS5's, on one home in one run. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/limits.h"
#include "core/time.h"
#include "store/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What somebody would write who has SQLite and no Tact: the same index, then the rows. */
static const char bare_newest[] =
    "SELECT p.id, p.text FROM (SELECT rowid AS id FROM post_search WHERE post_search MATCH ?1 "
    "ORDER BY rowid DESC LIMIT 20) f JOIN posts p ON p.owner_id = 1 AND p.id = f.id";
static const char bare_best[] =
    "SELECT p.id, p.text FROM (SELECT rowid AS id FROM post_search WHERE post_search MATCH ?1 "
    "ORDER BY rank LIMIT 20) f JOIN posts p ON p.owner_id = 1 AND p.id = f.id";

enum {
    RUNS_MOST = 2000
};

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

struct series {
    double ms[RUNS_MOST];
    size_t n;
};

static double at(struct series *s, double part)
{
    qsort(s->ms, s->n, sizeof *s->ms, by_value);
    return s->ms[(size_t)((double)(s->n - 1) * part)];
}

static void bare(sqlite3 *db, const char *sql, const char *word, struct series *out)
{
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK) {
        fprintf(stderr, "bare: %s\n", sqlite3_errmsg(db));
        exit(3);
    }
    double start = time_clock_s();
    sqlite3_bind_text(st, 1, word, -1, SQLITE_STATIC);
    while (sqlite3_step(st) == SQLITE_ROW)
        (void)sqlite3_column_text(st, 1);
    out->ms[out->n++] = (time_clock_s() - start) * 1000;
    sqlite3_finalize(st);
}

static void ours(struct store *s, struct arena *a, enum search_order order, const char *word,
                 struct series *out)
{
    struct post *p;
    size_t n;
    struct err e;
    double start = time_clock_s();
    arena_reset(a);
    if (store_search(s, str_from(word), order, 20, a, &p, &n, &e)) {
        fprintf(stderr, "search: %s\n", e.msg);
        exit(3);
    }
    out->ms[out->n++] = (time_clock_s() - start) * 1000;
}

static void compare(struct store *s, sqlite3 *db, struct arena *a, const char *word,
                    const char *kind, enum search_order order, double seconds)
{
    static struct series mine, theirs;
    mine.n = theirs.n = 0;
    double end = time_clock_s() + seconds;
    do { /* in turns, so that both meet the same machine */
        ours(s, a, order, word, &mine);
        bare(db, order == SEARCH_NEWEST ? bare_newest : bare_best, word, &theirs);
    } while (time_clock_s() < end && mine.n < RUNS_MOST);
    double m50 = at(&mine, 0.5), m95 = at(&mine, 0.95), t50 = at(&theirs, 0.5),
           t95 = at(&theirs, 0.95);
    printf("| %s, %s word \"%s\" | %.3f | %.3f | %.3f | %.3f | %.2f |\n",
           order == SEARCH_NEWEST ? "newest first" : "best first", kind, word, m50, m95, t50,
           t95, m95 / t95);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "use: search HOME COMMON-WORD RARE-WORD\n");
        return 64;
    }
    struct store *s = NULL;
    struct err e;
    sqlite3 *db = NULL;
    char path[4096];
    snprintf(path, sizeof path, "%s/tact.db", argv[1]);
    if (store_open(&(struct place){.home = argv[1]}, NULL, NULL, &s, &e) ||
        sqlite3_open(path, &db) != SQLITE_OK) {
        fprintf(stderr, "search: the home can't be opened\n");
        return 3;
    }
    sqlite3_exec(db, "PRAGMA cache_size=-24576", NULL, NULL, NULL); /* as ours */
    struct arena *a = arena_new(MIB(256));
    printf("| search | ours p50 ms | p95 | bare FTS5 p50 | p95 | ratio p95 |\n"
           "| --- | --- | --- | --- | --- | --- |\n");
    const enum search_order orders[] = {SEARCH_NEWEST, SEARCH_BEST};
    for (size_t i = 0; i < 2; i++) {
        compare(s, db, a, argv[2], "common", orders[i], 4);
        compare(s, db, a, argv[3], "rare", orders[i], 2);
    }
    arena_free(a);
    sqlite3_close(db);
    store_close(s);
    return 0;
}
