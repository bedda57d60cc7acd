/* tests/unit/test_damage.c: damaged archives: no crash, no hang, nothing outside, nothing half. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "damage.h"
#include "intake/intake.h"

#include <dirent.h>
#include <sys/stat.h>

/* TACT_DAMAGED=10000 for the whole run (bench/README.md); the tests take some of each. The
 * archives are the demo's, and all real samples where TACT_SHARED names them. */

enum {
    FEW = 240,
    BASES_MOST = 200
};

static char bases[BASES_MOST][600];
static size_t bases_n;

/* Every archive, folder and loose file in there is one. */
static void find_bases(const char *dir)
{
    DIR *d = opendir(dir);
    for (struct dirent *f = d ? readdir(d) : NULL; f && bases_n < BASES_MOST; f = readdir(d)) {
        static const char *const notes[] = {"SOURCE",     "LICENSE", ".jsonl",
                                            ".info.json", "vectors", "done"};
        bool is_note = f->d_name[0] == '.';
        for (size_t i = 0; i < COUNT_OF(notes); i++)
            is_note |= strstr(f->d_name, notes[i]) != NULL;
        if (!is_note)
            snprintf(bases[bases_n++], sizeof *bases, "%s/%s", dir, f->d_name);
    }
    if (d)
        closedir(d);
}

/* Folders are packed; what is large is left, for time's sake. */
static void load(const char *path, struct arena *mem, struct whole *w)
{
    struct stat st;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        damage_load_folder(path, "", mem, w);
    else if (st.st_size < (off_t)MIB(3))
        damage_load(path, mem, w);
}

static void find_all(void)
{
    static const char *const kinds[] = {
        "linkedin", "facebook",       "x",        "mastodon",    "vcard",
        "bluesky",  "instagram",      "telegram", "tiktok",      "reddit",
        "whatsapp", "google-takeout", "feeds",    "contacts-csv"};
    const char *shared = getenv("TACT_SHARED");
    find_bases("build/release/demo");
    for (size_t i = 0; shared && i < COUNT_OF(kinds); i++) {
        char dir[500];
        snprintf(dir, sizeof dir, "%s/data/%s/cleanroom", shared, kinds[i]);
        find_bases(dir);
    }
    if (!shared)
        print_message(
            "SKIP damaged samples: TACT_SHARED is not set, the demo's archives alone\n");
}

static int64_t rows(void)
{
    return count("SELECT (SELECT count(*) FROM posts) + (SELECT count(*) FROM identities) + "
                 "(SELECT count(*) FROM accounts) + (SELECT count(*) FROM facts) + "
                 "(SELECT count(*) FROM connections) + (SELECT count(*) FROM attachments) + "
                 "(SELECT count(*) FROM unread) + (SELECT count(*) FROM reactions)");
}

/* The name that the base has, so that what goes by names is met, too. */
static void write_damaged(const char *base, struct str bytes, char path[700])
{
    const char *name = strrchr(base, '/') + 1;
    snprintf(path, 700, "%s/in/%.200s", home, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fwrite(bytes.p, 1, bytes.n, f);
    fclose(f);
}

static void import_one(const char *base, uint64_t seed, const char *path, int *refused)
{
    struct intake_result r;
    char name[720];
    struct arena *b = arena_new(MIB(64));
    double start = time_clock_s();
    enum err_code rc = intake_import(s, path, NULL, b, &r, &e);
    if (time_clock_s() - start > 10)
        fail_msg("%s, seed %llu took %.1f s", base, (unsigned long long)seed,
                 time_clock_s() - start);
    if (rc) {
        ++*refused;
        snprintf(name, sizeof name, "%s: ", path);
        /* where, and what: a sentence that names the archive and no crash */
        if (strncmp(e.msg, name, strlen(name)) != 0 || strlen(e.msg) < strlen(name) + 10)
            fail_msg("%s, seed %llu: %s", base, (unsigned long long)seed, e.msg);
        if (strstr(e.msg, "crash") || strstr(e.msg, "no reader does") ||
            strstr(e.msg, "went wrong inside") || strstr(e.msg, "too early") ||
            strstr(e.msg, "no end"))
            fail_msg("%s, seed %llu: %s", base, (unsigned long long)seed, e.msg);
    } else if (!r.known) {
        OK(store_import_undo(s, r.about.id, &e));
    }
    if (rows() != 0)
        fail_msg("%s, seed %llu: %lld rows are left", base, (unsigned long long)seed,
                 (long long)rows());
    arena_free(b);
}

static void no_damage_does_damage(void **state)
{
    (void)state;
    const char *many = getenv("TACT_DAMAGED");
    int64_t n = FEW;
    int refused = 0;
    char dir[300];
    struct arena *keep = arena_new(MIB(1024));
    struct whole *w = calloc(BASES_MOST, sizeof *w);
    if (many && !str_i64(str_from(many), &n))
        fail_msg("TACT_DAMAGED is no number");
    find_all();
    snprintf(dir, sizeof dir, "%s/in", home);
    assert_int_equal(mkdir(dir, 0700), 0);
    for (size_t i = 0; i < bases_n; i++)
        load(bases[i], keep, &w[i]);
    for (int64_t i = 0; i < n && bases_n; i++) {
        size_t at = (size_t)i % bases_n;
        struct arena *b = arena_new(MIB(512));
        char path[700];
        if (w[at].n) {
            write_damaged(bases[at], damage(&w[at], (uint64_t)i, b), path);
            import_one(bases[at], (uint64_t)i, path, &refused);
            unlink(path);
        }
        arena_free(b);
    }
    print_message(
        "%lld damaged archives of %zu: %d refused, the others read as far as they go\n",
        (long long)n, bases_n, refused);
    assert_int_not_equal(access("/etc/tact-was-here", F_OK), 0);
    assert_int_not_equal(access("/tmp/tact-was-here", F_OK), 0);
    free(w);
    arena_free(keep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(no_damage_does_damage)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
