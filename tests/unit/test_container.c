/* tests/unit/test_container.c: zips, tars, folders and loose files, and what is refused. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "collect.h"
#include "core/mem.h"
#include "text/utf8.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

static char dir[64]; /* everything of one test is in here */

static int make_dir(void **state)
{
    (void)state;
    snprintf(dir, sizeof dir, "/tmp/tact-container-XXXXXX");
    return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state)
{
    (void)state;
    collect_remove(dir);
    return 0;
}

static const char *in_dir(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    return path;
}

/* A file to be packed; `size` bytes of zeros where there is no text; `link` makes it one. */
struct item {
    const char *name, *text;
    size_t size;
    const char *link;
};

static void pack_item(struct archive *ar, const struct item *it)
{
    static const char zeros[65536];
    struct archive_entry *ae = archive_entry_new();
    size_t n = it->text ? strlen(it->text) : it->size;
    archive_entry_copy_pathname(ae, it->name);
    archive_entry_set_filetype(ae, it->link ? AE_IFLNK : AE_IFREG);
    archive_entry_set_perm(ae, 0644);
    if (it->link)
        archive_entry_copy_symlink(ae, it->link);
    else
        archive_entry_set_size(ae, (la_int64_t)n);
    assert_int_equal(archive_write_header(ar, ae), ARCHIVE_OK);
    for (size_t left = it->link ? 0 : n; left > 0;) {
        size_t now = left < sizeof zeros ? left : sizeof zeros;
        assert_true(archive_write_data(ar, it->text ? it->text : zeros, now) ==
                    (la_ssize_t)now);
        left -= now;
    }
    archive_entry_free(ae);
}

/* Packs the items, which end with a row of NULL, as a zip or (.gz) a tar.gz in the dir. */
static const char *pack(const char *name, const struct item *items, const char *password)
{
    const char *path = in_dir(name);
    struct archive *ar = archive_write_new();
    if (strstr(name, ".gz")) {
        archive_write_set_format_ustar(ar);
        archive_write_add_filter_gzip(ar);
    } else {
        archive_write_set_format_zip(ar);
    }
    if (password) {
        assert_int_equal(archive_write_set_options(ar, "zip:encryption=traditional"),
                         ARCHIVE_OK);
        archive_write_set_passphrase(ar, password);
    }
    assert_int_equal(archive_write_open_filename(ar, path), ARCHIVE_OK);
    for (; items->name; items++)
        pack_item(ar, items);
    assert_int_equal(archive_write_close(ar), ARCHIVE_OK);
    archive_write_free(ar);
    return path;
}

static size_t load(const char *path, unsigned char **bytes)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    *bytes = test_malloc(1 << 20);
    size_t n = fread(*bytes, 1, 1 << 20, f);
    fclose(f);
    return n;
}

static void save(const char *path, const unsigned char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

/* Puts other bytes of the same length where `name` stands in a zip's headers, and can set the
 * flag that says "this is UTF-8" and the size that it says to unpack to. */
static void patch_zip(const char *path, const char *name, const char *with, bool utf8,
                      uint32_t size)
{
    unsigned char *b;
    size_t n = load(path, &b), len = strlen(name), hits = 0;
    assert_int_equal(strlen(with), len);
    for (size_t i = 46; i + len <= n; i++) {
        bool local = memcmp(b + i - 30, "PK\3\4", 4) == 0;
        bool central = memcmp(b + i - 46, "PK\1\2", 4) == 0;
        if ((!local && !central) || memcmp(b + i, name, len) != 0)
            continue;
        unsigned char *head = b + i - (local ? 30 : 46);
        memcpy(b + i, with, len);
        head[local ? 7 : 9] = (unsigned char)(head[local ? 7 : 9] | (utf8 ? 8 : 0));
        for (int k = 0; size && k < 4; k++)
            head[(local ? 22 : 24) + k] = (unsigned char)(size >> (8 * k));
        hits++;
    }
    assert_true(hits >= 1);
    save(path, b, n);
    test_free(b);
}

/* What a container holds: a line an entry, with all its text. */
struct all {
    struct container *c;
    struct buf lines;
};

static bool want_all(void *ctx, size_t i)
{
    (void)ctx, (void)i;
    return true;
}

static enum err_code read_all(void *ctx, size_t i, struct stream *in, struct err *e)
{
    struct all *all = ctx;
    size_t n, got = 1;
    char piece[4096];
    const struct entry *en = &container_entries(all->c, &n)[i];
    assert_true(i < n && utf8_valid(en->path));
    buf_printf(&all->lines, STRF "|" STRF "|", STRA(en->path), STRA(en->flat));
    while (got > 0) {
        enum err_code rc = stream_read(in, piece, sizeof piece, &got, e);
        if (rc)
            return rc;
        buf_put(&all->lines, piece, got);
    }
    buf_char(&all->lines, '\n');
    return ERR_OK;
}

static enum err_code read_container(const char *path, struct all *all, struct err *e)
{
    *all = (struct all){0};
    buf_init(&all->lines, MIB(1));
    enum err_code rc = container_open(path, &all->c, e);
    const struct container_pass pass = {want_all, read_all, all};
    if (rc == ERR_OK)
        rc = container_walk(all->c, &pass, e);
    return rc;
}

static void done(struct all *all)
{
    container_close(all->c);
    buf_free(&all->lines);
}

static void assert_holds(const char *path, const char *lines)
{
    struct all all;
    struct err e = {0};
    enum err_code rc = read_container(path, &all, &e);
    if (rc)
        fprintf(stderr, "%s\n", e.msg);
    assert_int_equal(rc, ERR_OK);
    assert_string_equal(buf_cstr(&all.lines), lines);
    done(&all);
}

/* One sentence for a person: the path, a colon, the words in it; one line. */
static void assert_refused(const char *path, enum err_code code, const char *part)
{
    struct all all;
    struct err e = {0};
    enum err_code rc = read_container(path, &all, &e);
    if (rc != code || !strstr(e.msg, part))
        fprintf(stderr, "%d: %s\n", rc, e.msg);
    assert_int_equal(rc, code);
    assert_int_equal(e.code, code);
    assert_non_null(strstr(e.msg, part));
    assert_null(strchr(e.msg, '\n'));
    done(&all);
}

static const struct item plain[] = {
    {.name = "a/One File_1.csv", .text = "x,y\n1,2\n"},
    {.name = "b.txt",                          .text = "hello"},
    {.name = NULL}
};
#define PLAIN "a/One File_1.csv|a/onefile1.csv|x,y\n1,2\n\nb.txt|b.txt|hello\n"

static void test_same_entries(void **state)
{
    (void)state;
    assert_holds(pack("p.zip", plain, NULL), PLAIN);
    assert_holds(pack("p.tar.gz", plain, NULL), PLAIN);
    collect_write(dir, "folder/a/One File_1.csv", plain[0].text);
    collect_write(dir, "folder/b.txt", plain[1].text);
    assert_holds(in_dir("folder"), PLAIN);
    assert_holds(in_dir("folder/"), PLAIN);
    assert_holds(in_dir("folder/b.txt"), "b.txt|b.txt|hello\n");
    /* whoever names a link to a file means the file */
    char target[512];
    snprintf(target, sizeof target, "%s/folder/b.txt", dir);
    assert_int_equal(symlink(target, in_dir("link.txt")), 0);
    assert_holds(in_dir("link.txt"), "link.txt|link.txt|hello\n");
}

static void test_what_it_says(void **state)
{
    (void)state;
    struct container *c = NULL;
    struct err e = {0};
    size_t n;
    assert_int_equal(container_open(pack("say.zip", plain, NULL), &c, &e), ERR_OK);
    const struct entry *en = container_entries(c, &n);
    assert_int_equal(n, 2);
    assert_false(container_is_file(c));
    assert_true(str_is(container_name(c), "say.zip"));
    assert_true(str_is(en[0].head, "x,y\n1,2\n"));
    assert_int_equal(en[1].size, 5);
    assert_true(container_size(c) > 0);
    assert_true(container_has(c, STR("https://x.example/a/One File_1.csv")));
    assert_false(container_has(c, STR("c/One File_1.csv")));
    assert_false(container_has(c, STR("")));
    container_close(c);
    container_close(NULL);
}

/* What is in names beyond ASCII comes out whatever the locale of the program is. */
static void test_names_in_any_locale(void **state)
{
    (void)state;
    static const char *const locales[] = {"C", "C.UTF-8", ""};
    const struct item items[] = {
        {.name = "gr\xC3\xBC\xC3\x9F"
                 "e.txt", .text = "utf8"}, /* as Macs do: no flag */
        {.name = "flag_AB.txt",                        .text = "flag"},
        {.name = "kodak_X.txt",.text = "cp437"},
        {.name = "liar_YZ.txt",    .text = "liar"},
        {.name = NULL                       }
    };
    char zip[512], tar[512];
    snprintf(zip, sizeof zip, "%s", pack("n.zip", items, NULL));
    patch_zip(zip, "flag_AB.txt", "flag_\xC3\xA9.txt", true, 0);
    patch_zip(zip, "kodak_X.txt", "kodak_\x81.txt", false, 0);
    patch_zip(zip, "liar_YZ.txt", "liar_\xFF\xFE.txt", true, 0);
    snprintf(tar, sizeof tar, "%s", pack("n.tar.gz", items, NULL));
    for (size_t i = 0; i < COUNT_OF(locales); i++) {
        struct all all;
        struct err e = {0};
        setlocale(LC_ALL, locales[i]);
        assert_int_equal(read_container(zip, &all, &e), ERR_OK);
        const char *lines = buf_cstr(&all.lines);
        assert_non_null(strstr(lines, "gr\xC3\xBC\xC3\x9F"
                                      "e.txt|gre.txt|utf8\n"));
        assert_non_null(strstr(lines, "flag_\xC3\xA9.txt|flag.txt|flag\n"));
        assert_non_null(strstr(lines, ".txt|kodak.txt|cp437\n"));
        assert_non_null(strstr(lines, "|liar\n")); /* its name is lost, not its bytes */
        assert_true(container_has(all.c, STR("flag_\xC3\xA9.txt")));
        done(&all);
        assert_int_equal(read_container(tar, &all, &e), ERR_OK);
        assert_non_null(strstr(buf_cstr(&all.lines), "gr\xC3\xBC\xC3\x9F"
                                                     "e.txt|gre.txt|utf8\n"));
        done(&all);
    }
    setlocale(LC_ALL, "C");
}

/* Macs take letters and accents apart; the document that names the picture does not. */
static void test_decomposed_names(void **state)
{
    (void)state;
    struct container *c = NULL;
    struct err e = {0};
    collect_write(dir,
                  "nfd/media/caf"
                  "e\xCC\x81"
                  ".jpg",
                  "x");
    collect_write(dir, "nfd/a.txt", "x");
    assert_int_equal(container_open(in_dir("nfd"), &c, &e), ERR_OK);
    assert_true(container_has(c, STR("media/caf\xC3\xA9.jpg")));
    assert_true(container_has(c, STR("media/cafe\xCC\x81.jpg")));
    assert_false(container_has(c, STR("media/caf\xC3\xA8.jpg")));
    assert_false(container_has(c, STR("media/caf\xC3.jpg")));
    container_close(c);
}

/* A folder's names may be any bytes, and hold what elsewhere parts folders. */
static void test_folder_names(void **state)
{
    (void)state;
    collect_write(dir, "odd/caf\xE9.txt", "latin");
    collect_write(dir, "odd/sub\\b.txt", "windows");
    assert_holds(in_dir("odd"), "caf\xC3\xA9.txt|caf.txt|latin\nsub/b.txt|sub/b.txt|windows\n");
}

/* Litter must not shift which name goes with which bytes. */
static void test_litter(void **state)
{
    (void)state;
    const struct item items[] = {
        {.name = "__MACOSX/._b.txt", .text = "litter"},
        {.name = "x\\__MACOSX\\._c.txt",                          .text = "litter"},
        {.name = "./",.text = ""},
        {.name = "./b.txt",               .text = "hello"},
        {.name = "a/.DS_Store",                          .text = "litter"},
        {.name = "Thumbs.db",.text = "litter"},
        {.name = "c\\d.txt",      .text = "back"},
        {.name = "b.txt",                          .text = "again"}, /* X's zips name some files twice */
        {.name = NULL             }
    };
    const char *lines = "b.txt|b.txt|hello\nc/d.txt|c/d.txt|back\nb.txt|b.txt|again\n";
    assert_holds(pack("l.zip", items, NULL), lines);
    assert_holds(pack("l.tar.gz", items, NULL), lines);
}

static void test_links(void **state)
{
    (void)state;
    const struct item items[] = {
        {.name = "passwd.csv", .link = "/etc/passwd"},
        {.name = "b.txt",                    .text = "hello"},
        {.name = NULL}
    };
    assert_holds(pack("s.zip", items, NULL), "b.txt|b.txt|hello\n");
    assert_holds(pack("s.tar.gz", items, NULL), "b.txt|b.txt|hello\n");
    collect_write(dir, "links/b.txt", "hello");
    assert_int_equal(symlink("/etc", in_dir("links/etc")), 0);
    assert_int_equal(symlink("/etc/passwd", in_dir("links/passwd.csv")), 0);
    assert_int_equal(mkfifo(in_dir("links/pipe.csv"), 0600), 0); /* would wait forever */
    assert_holds(in_dir("links"), "b.txt|b.txt|hello\n");
}

static void test_leads_outside(void **state)
{
    (void)state;
    static const char *const names[] = {"../x.txt",  "a/../../x.txt", "/abs.txt",
                                        "C:\\x.txt", "..\\x.txt",     "c:/x.txt"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct item items[] = {
            {.name = "b.txt", .text = "hello"},
            {.name = names[i],               .text = "x"},
            {.name = NULL}
        };
        assert_refused(pack("o.zip", items, NULL), ERR_INVALID, "leads outside of it");
        assert_refused(pack("o.tar.gz", items, NULL), ERR_INVALID, "leads outside of it");
    }
}

static void test_long_name(void **state)
{
    (void)state;
    char name[10241];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    const struct item items[] = {
        {.name = name, .text = "x"},
        {.name = NULL           }
    };
    assert_refused(pack("long.zip", items, NULL), ERR_LIMIT, "longer than 4096 bytes");
}

static void test_cut_off(void **state)
{
    (void)state;
    char noise[4001]; /* does not deflate to nothing */
    uint32_t seed = 1;
    for (size_t i = 0; i + 1 < sizeof noise; i++)
        noise[i] = (char)('!' + ((seed = seed * 1664525u + 1013904223u) >> 16) % 90);
    noise[sizeof noise - 1] = '\0';
    const struct item items[] = {
        {.name = "a.csv", .text = noise},
        {.name = "b.csv",               .text = noise},
        {.name = NULL}
    };
    static const char *const names[] = {"cut.zip", "cut.tar.gz"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        unsigned char *b;
        char path[512];
        snprintf(path, sizeof path, "%s", pack(names[i], items, NULL));
        size_t n = load(path, &b);
        for (size_t part = 1; part <= 3; part++) { /* the beginning, the middle, nearly all */
            save(path, b, part == 3 ? n * 8 / 10 : n * part / 3);
            struct all all;
            struct err e = {0};
            enum err_code rc = read_container(path, &all, &e);
            if ((rc != ERR_PARSE && rc != ERR_IO) || !strstr(e.msg, "damaged or cut off"))
                fail_msg("%s, part %zu: %d %s", names[i], part, rc, e.msg);
            assert_null(strchr(e.msg, '\n'));
            done(&all);
        }
        test_free(b);
    }
}

static void test_not_archives(void **state)
{
    (void)state;
    assert_refused(in_dir("missing.zip"), ERR_NOT_FOUND, "there is no such file or folder");
    collect_write(dir, "empty.zip", "");
    assert_refused(in_dir("empty.zip"), ERR_PARSE, "it is empty");
    collect_write(dir, "fake.zip", "PK\3\4 but then something else altogether, and no more");
    assert_refused(in_dir("fake.zip"), ERR_PARSE, "");
    collect_write(dir, "fake.tar.gz", "\x1f\x8b\x08 and no more");
    assert_refused(in_dir("fake.tar.gz"), ERR_PARSE, "");
    assert_int_equal(mkdir(in_dir("nothing"), 0700), 0);
    assert_refused(in_dir("nothing"), ERR_PARSE, "there is nothing in it");
    const struct item none[] = {{.name = NULL}};
    assert_refused(pack("none.zip", none, NULL), ERR_PARSE, "there is nothing in it");
    assert_int_equal(mkfifo(in_dir("pipe"), 0600), 0);
    assert_refused(in_dir("pipe"), ERR_UNSUPPORTED, "neither a file nor a folder");
}

static void test_password(void **state)
{
    (void)state;
    assert_refused(pack("secret.zip", plain, "hush"), ERR_DENIED, "protected by a password");
}

static void test_bombs(void **state)
{
    (void)state;
    const struct item items[] = {
        {.name = "zeros.csv", .size = MIB(100)},
        {.name = NULL                  }
    };
    assert_refused(pack("bomb.zip", items, NULL), ERR_LIMIT, "250 times its size");
    /* one that says it is small */
    patch_zip(in_dir("bomb.zip"), "zeros.csv", "zeros.csv", false, 1000);
    assert_refused(in_dir("bomb.zip"), ERR_LIMIT, "250 times its size");
    assert_refused(pack("bomb.tar.gz", items, NULL), ERR_LIMIT, "250 times its size");
    /* one that is small and says it is large */
    pack("liar.zip", plain, NULL);
    patch_zip(in_dir("liar.zip"), "b.txt", "b.txt", false, 0xFFFFFFF0u);
    assert_refused(in_dir("liar.zip"), ERR_LIMIT, "250 times its size");
}

static void test_deep_folder(void **state)
{
    (void)state;
    char path[300] = "deep";
    for (int i = 0; i < 40; i++)
        snprintf(path + strlen(path), sizeof path - strlen(path), "/d%d", i);
    snprintf(path + strlen(path), sizeof path - strlen(path), "/x.txt");
    collect_write(dir, path, "x");
    assert_refused(in_dir("deep"), ERR_LIMIT, "folders inside folders");
}

/* What people have in hand instead, and the sentence that they get. */
static void test_strangers(void **state)
{
    (void)state;
    static const struct {
        const char *file, *text, *says;
    } cases[] = {
        {"your_facebook_activity/messages/inbox/kim_1/message_1.html", "<html>",
         "the HTML version of the Facebook archive"                                                                                              },
        {"start_here.html",                                            "<html>",                             "the HTML version of the archive"   },
        {"connections/followers_and_following/followers_1.json",       "[]",                                 "an Instagram archive"              },
        {"result.json",                                                "{\"name\":\"Kim\",\"messages\":[]}", "a Telegram export"                 },
        {"user_data_tiktok.json",                                      "{}",                                 "a TikTok archive"                  },
        {"page.html",                                                  "<html><body>",                       "a web page"                        },
        {"budget.csv",                                                 "Month,Rent\n1,2\n",                  "does not know this kind of archive"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct container *c = NULL;
        const struct reader *rd = NULL;
        struct err e = {0};
        char top[32], path[512];
        snprintf(top, sizeof top, "s%zu", i);
        snprintf(path, sizeof path, "%s/%s", top, cases[i].file);
        collect_write(dir, path, cases[i].text);
        assert_int_equal(container_open(in_dir(top), &c, &e), ERR_OK);
        assert_int_equal(reader_find(c, &rd, &e), ERR_UNSUPPORTED);
        if (!strstr(e.msg, cases[i].says))
            fail_msg("%s: %s", cases[i].file, e.msg);
        container_close(c);
    }
}

static void test_patterns(void **state)
{
    (void)state;
    assert_true(
        path_matches(STR("x/messages/inbox/ann1/message2.json"), "inbox/*/message#.json"));
    assert_true(path_matches(STR("connections.csv"), "connections.csv"));
    assert_true(path_matches(STR("top/connections.csv"), "connections.csv"));
    assert_false(path_matches(STR("myconnections.csv"), "connections.csv"));
    assert_false(path_matches(STR("message.json"), "inbox/*/message#.json"));
    assert_true(path_matches(STR("aXbXc"), "a*c"));
    assert_false(path_matches(STR("aXbX"), "a*c"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_entries),
                                       cmocka_unit_test(test_what_it_says),
                                       cmocka_unit_test(test_names_in_any_locale),
                                       cmocka_unit_test(test_decomposed_names),
                                       cmocka_unit_test(test_folder_names),
                                       cmocka_unit_test(test_litter),
                                       cmocka_unit_test(test_links),
                                       cmocka_unit_test(test_leads_outside),
                                       cmocka_unit_test(test_long_name),
                                       cmocka_unit_test(test_cut_off),
                                       cmocka_unit_test(test_not_archives),
                                       cmocka_unit_test(test_password),
                                       cmocka_unit_test(test_bombs),
                                       cmocka_unit_test(test_deep_folder),
                                       cmocka_unit_test(test_strangers),
                                       cmocka_unit_test(test_patterns)};
    return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
