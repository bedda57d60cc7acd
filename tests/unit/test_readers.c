/* tests/unit/test_readers.c: each sample archive gives the counts of the golden file. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "collect.h"

#include <dirent.h>
#include <locale.h>
#include <sys/wait.h>

/* The samples are not part of this repository: TACT_SHARED names the folder whose data/ has
 * them. GOLDEN=write writes the counts anew; the difference is to be reviewed. */
static const char golden_path[] = "tests/golden/readers.txt";

/* What lies directly in these folders is one sample each. */
static const char *const folders[] = {
    "linkedin/cleanroom",  "facebook/cleanroom",       "facebook/msgvault",
    "instagram/cleanroom", "whatsapp/cleanroom",       "telegram/cleanroom",
    "tiktok/cleanroom",    "reddit/cleanroom",         "x/cleanroom",
    "mastodon/cleanroom",  "mastodon/cleanroom/csv",   "vcard/cleanroom",
    "vcard/ez-vcard",      "contacts-csv/cleanroom",   "bluesky/cleanroom",
    "suites/atproto-live", "google-takeout/cleanroom", "feeds/cleanroom"};

static bool is_sample(const char *name)
{
    static const char *const notes[] = {"SOURCE.txt", "LICENSE", "README.txt", "README.md"};
    for (size_t i = 0; i < COUNT_OF(notes); i++)
        if (strcmp(name, notes[i]) == 0)
            return false;
    return name[0] != '.';
}

/* "facebook identities=1 …", or why it was refused. */
static void read_sample(const char *path, struct buf *b)
{
    struct collect c;
    struct err e = {0};
    const char *id = NULL;
    collect_init(&c, false);
    enum err_code rc = collect_read(&c, path, &id, &e);
    if (rc == ERR_OK) {
        buf_printf(b, "%s ", id);
        collect_counts(&c, b);
    } else {
        static const char *const names[] = {
            [ERR_PARSE] = "damaged", [ERR_UNSUPPORTED] = "unsupported"};
        bool named = (size_t)rc < COUNT_OF(names) && names[rc];
        buf_printf(b, "refused: %s", named ? names[rc] : e.msg);
    }
    collect_done(&c);
}

static void read_folder(const char *shared, const char *folder, struct buf *b)
{
    char dir[1024], path[2048];
    struct dirent **names = NULL;
    snprintf(dir, sizeof dir, "%s/data/%s", shared, folder);
    int n = scandir(dir, &names, NULL, alphasort);
    assert_true(n >= 0);
    for (int i = 0; i < n; i++) {
        if (is_sample(names[i]->d_name)) {
            snprintf(path, sizeof path, "%s/%s", dir, names[i]->d_name);
            buf_printf(b, "%s/%s: ", folder, names[i]->d_name);
            read_sample(path, b);
            buf_char(b, '\n');
        }
        free(names[i]);
    }
    free(names);
}

static const char *shared_or_skip(void)
{
    const char *shared = getenv("TACT_SHARED");
    if (!shared || !*shared) {
        print_message("SKIP samples: TACT_SHARED is not set\n");
        skip();
    }
    return shared;
}

static void read_file(const char *path, struct buf *b)
{
    char bytes[4096];
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, f)) > 0;)
        buf_put(b, bytes, n);
    fclose(f);
}

static void all_samples(struct buf *b, const char *shared)
{
    buf_init(b, MIB(4));
    for (size_t i = 0; i < COUNT_OF(folders); i++)
        read_folder(shared, folders[i], b);
}

static void show_difference(struct str golden, struct str now)
{
    struct str g, n;
    while (str_cut(&golden, '\n', &g) && str_cut(&now, '\n', &n))
        if (!str_eq(g, n))
            fprintf(stderr, "- " STRF "\n+ " STRF "\n", STRA(g), STRA(n));
}

static void test_counts(void **state)
{
    (void)state;
    const char *shared = shared_or_skip(), *mode = getenv("GOLDEN");
    struct buf now, golden;
    all_samples(&now, shared);
    if (mode && strcmp(mode, "write") == 0) {
        FILE *f = fopen(golden_path, "wb");
        assert_non_null(f);
        assert_int_equal(fwrite(now.p, 1, now.n, f), now.n);
        assert_int_equal(fclose(f), 0);
    }
    buf_init(&golden, MIB(4));
    read_file(golden_path, &golden);
    if (!str_eq(buf_view(&golden), buf_view(&now))) {
        show_difference(buf_view(&golden), buf_view(&now));
        fail_msg("the counts differ from %s", golden_path);
    }
    buf_free(&now);
    buf_free(&golden);
}

/* The counts behind "name: " in the lines; "" where there is no such line. */
static struct str counts_of(struct str lines, struct str name)
{
    struct str line;
    while (str_cut(&lines, '\n', &line))
        if (str_starts(line, name) && str_starts(str_after(line, name.n), STR(": ")))
            return str_after(line, name.n);
    return STR_NONE;
}

/* A zip and the folder that it was made of give the same. */
static void test_zip_and_folder(void **state)
{
    (void)state;
    const char *shared = shared_or_skip();
    struct buf now;
    size_t pairs = 0;
    all_samples(&now, shared);
    struct str rest = buf_view(&now), line;
    while (str_cut(&rest, '\n', &line)) {
        ptrdiff_t zip = str_find(line, STR(".zip: "));
        if (zip < 0)
            continue;
        struct str folder = counts_of(buf_view(&now), str_sub(line, 0, (size_t)zip));
        if (folder.n == 0)
            continue;
        pairs++;
        if (!str_eq(folder, str_after(line, (size_t)zip + 4)))
            fail_msg("zip and folder differ: " STRF, STRA(line));
    }
    assert_true(pairs >= 5);
    buf_free(&now);
}

/* Before Mastodon 4.2 the archive was a tar.gz. */
static void test_tar(void **state)
{
    (void)state;
    const char *shared = shared_or_skip();
    char file[] = "/tmp/tact-readers-XXXXXX";
    char dir[1024];
    int status = -1;
    int fd = mkstemp(file);
    assert_true(fd >= 0);
    close(fd);
    snprintf(dir, sizeof dir, "%s/data/mastodon/cleanroom", shared);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        execlp("tar", "tar", "czf", file, "-C", dir,
               "archive-20251122101112-0123456789abcdef0123456789abcdef", (char *)NULL);
        _exit(127);
    }
    assert_true(waitpid(child, &status, 0) == child && status == 0);
    struct buf tar, golden;
    buf_init(&tar, MIB(1));
    buf_init(&golden, MIB(4));
    read_sample(file, &tar);
    remove(file);
    read_file(golden_path, &golden);
    struct str zip =
        counts_of(buf_view(&golden), STR("mastodon/cleanroom/archive-20251122101112-"
                                         "0123456789abcdef0123456789abcdef.zip"));
    assert_true(zip.n > 2);
    assert_true(str_eq(str_after(zip, 2), buf_view(&tar)));
    buf_free(&tar);
    buf_free(&golden);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8"); /* libarchive gives names beyond ASCII in no other */
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_counts),
                                       cmocka_unit_test(test_zip_and_folder),
                                       cmocka_unit_test(test_tar)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
