/* tests/unit/test_media.c: pictures of archives: kept once, filled in later, gone with the undo. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "intake/intake.h"
#include "store/draft.h"
#include "store/media.h"
#include "archives/media_type.h"
#include "store/timeline.h"

#include <fcntl.h>
#include <sys/stat.h>

/* A Mastodon archive with two posts that show the same picture under two names, one that shows a
 * page of HTML which says that it is a picture, and one whose picture is not there. */
#define NOTE(id, picture)                                                                      \
    "{\"id\":\"https://h.example/users/k/statuses/" id "/activity\",\"type\":\"Create\","      \
    "\"object\":{\"id\":\"https://h.example/users/k/statuses/" id "\",\"type\":\"Note\","      \
    "\"published\":\"2024-01-0" id "T00:00:00Z\",\"to\":[\"as:Public\"],\"content\":"          \
    "\"<p>picture " id "</p>\",\"attachment\":[{\"type\":\"Document\",\"mediaType\":"          \
    "\"image/png\",\"url\":\"/media_attachments/files/" id "/original/" picture "\"}]}}"

static const char actor[] =
    "{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":"
    "\"https://h.example/users/k\",\"type\":\"Person\",\"preferredUsername\":\"k\",\"name\":"
    "\"Kim\",\"url\":\"https://h.example/@k\",\"inbox\":\"https://h.example/inbox\"}";
static const char outbox[] =
    "{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":\"outbox.json\",\"type\":"
    "\"OrderedCollection\",\"orderedItems\":[" NOTE("1", "a.png") "," NOTE(
        "2", "b.png") "," NOTE("3", "c.png") "," NOTE("4", "d.png") "]}";
static const char png[] = "\x89PNG\r\n\x1a\n and what follows";

static void write_file(const char *folder, const char *name, const char *bytes, size_t n)
{
    char path[512];
    int len = snprintf(path, sizeof path, "%s/%s/%s", home, folder, name);
    for (int i = (int)strlen(home) + 1; i < len; i++)
        if (path[i] == '/') {
            path[i] = 0;
            mkdir(path, 0700);
            path[i] = '/';
        }
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

#define PICTURES "media_attachments/files/"

static void archive(const char *folder, bool pictures)
{
    write_file(folder, "actor.json", actor, sizeof actor - 1);
    write_file(folder, "outbox.json", outbox, sizeof outbox - 1);
    if (!pictures)
        return;
    write_file(folder, PICTURES "1/original/a.png", png, sizeof png - 1);
    write_file(folder, PICTURES "2/original/b.png", png, sizeof png - 1);
    write_file(folder, PICTURES "3/original/c.png", "<html><script>", 14);
    write_file(folder, PICTURES "9/original/unnamed.png", "\x89PNG\r\n\x1a\n other", 14);
}

static struct intake_result import(const char *folder)
{
    struct intake_result r;
    char path[256];
    snprintf(path, sizeof path, "%s/%s", home, folder);
    OK(intake_import(s, path, NULL, a, &r, &e));
    return r;
}

static int files;
static int count_file(const char *path, const struct stat *st, int type, struct FTW *w)
{
    (void)path;
    (void)w;
    if (type == FTW_F) {
        files++;
        assert_int_equal(st->st_mode & 0777, 0600);
    }
    return 0;
}

static int files_kept(void)
{
    char path[256];
    files = 0;
    snprintf(path, sizeof path, "%s/media", home);
    nftw(path, count_file, 16, FTW_PHYS);
    return files;
}

static struct str media_of(const char *text)
{
    struct post_filter f = {.account_id = 0};
    struct post_page page;
    OK(store_timeline(s, &f, 0, 20, a, &page, &e));
    for (size_t i = 0; i < page.n; i++)
        if (str_is(page.post[i].post.text, text)) {
            assert_int_equal(page.post[i].attachments, 1);
            return page.post[i].attachment[0].media;
        }
    fail_msg("there is no post \"%s\"", text);
    return STR_NONE;
}

static void pictures_are_kept_once(void **state)
{
    (void)state;
    archive("one", true);
    struct intake_result r = import("one");
    assert_false(r.known);
    struct str first = media_of("picture 1"), path, type;
    assert_int_equal(first.n, 64);
    assert_true(str_eq(first, media_of("picture 2")));
    assert_int_equal(media_of("picture 3").n, 0);
    assert_int_equal(media_of("picture 4").n, 0);
    assert_int_equal(files_kept(), 1);
    OK(store_media_path(s, first, a, &path, &type, &e));
    assert_true(str_is(type, "image/png"));
    FILE *f = fopen(path.p, "rb");
    char back[64];
    assert_non_null(f);
    assert_int_equal(fread(back, 1, sizeof back, f), sizeof png - 1);
    assert_memory_equal(back, png, sizeof png - 1);
    fclose(f);
    assert_int_equal(store_media_path(s, STR("../../tact.db"), a, &path, &type, &e),
                     ERR_NOT_FOUND);
    r = import("one");
    assert_true(r.known); /* the same twice changes nothing */
    assert_int_equal(files_kept(), 1);
    OK(store_import_undo(s, 1, &e));
    assert_int_equal(files_kept(), 0);
    assert_int_equal(count("SELECT count(*) FROM media"), 0);
    assert_int_equal(count("SELECT count(*) FROM attachment_media"), 0);
}

static void a_later_archive_fills_in(void **state)
{
    (void)state;
    archive("without", false);
    archive("with", true);
    import("without");
    assert_int_equal(media_of("picture 1").n, 0);
    struct intake_result r = import("with");
    assert_false(r.known);
    assert_int_equal(media_of("picture 1").n, 64);
    OK(store_import_undo(s, r.about.id, &e));
    assert_int_equal(media_of("picture 1").n, 0);
    assert_int_equal(files_kept(), 0);
}

static void what_two_archives_have_outlives_one(void **state)
{
    (void)state;
    archive("one", true);
    archive("two", true);
    write_file("two", PICTURES "4/original/d.png", png, sizeof png - 1);
    import("one");
    struct intake_result r = import("two"); /* it fills in the fourth */
    assert_false(r.known);
    assert_int_equal(media_of("picture 4").n, 64);
    OK(store_import_undo(s, 1, &e));
    assert_int_equal(media_of("picture 1").n, 64);
    assert_int_equal(files_kept(), 1);
    OK(store_import_undo(s, r.about.id, &e));
    assert_int_equal(files_kept(), 0);
}

/* A process that died left a file in its place, one aside, and its journal. */
static void what_a_crash_left_is_swept(void **state)
{
    (void)state;
    archive("one", true);
    import("one");
    struct str digest = media_of("picture 1");
    char dead[65], line[140], name[80];
    memset(dead, 'd', 64);
    dead[64] = 0;
    snprintf(name, sizeof name, "dd/%s", dead);
    write_file("media", name, "x", 1);
    write_file("media", "incoming", "half", 4);
    int n = snprintf(line, sizeof line, "%s\n" STRF "\ncut o", dead, STRA(digest));
    write_file("media", "journal", line, (size_t)n);
    struct importer *im = begin("x", "id:1");
    store_import_abort(im);
    struct str path, type;
    OK(store_media_path(s, digest, a, &path, &type, &e));
    assert_int_equal(access(path.p, R_OK), 0); /* a row names it: it stays */
    assert_int_equal(files_kept(), 1);
}

static void types_are_told_by_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        const char *type;
    } files_of[] = {
        {"\xff\xd8\xff\xe0",        4,  "image/jpeg"     },
        {"GIF89a",                  6,  "image/gif"      },
        {"RIFF\0\0\0\0WEBPVP8 ",    16, "image/webp"     },
        {"RIFF\0\0\0\0WAVEfmt ",    16, "audio/wav"      },
        {"RIFF\0\0\0\0AVI LIST",    16, ""               },
        {"\0\0\0\x1c\x66typavif\0", 13, "image/avif"     },
        {"\0\0\0\x1c\x66typheic\0", 13, "image/heic"     },
        {"\0\0\0\x1c\x66typisom\0", 13, "video/mp4"      },
        {"\0\0\0\x1c\x66typqt  \0", 13, "video/quicktime"},
        {"\0\0\0\x1c\x66typM4A \0", 13, "audio/mp4"      },
        {"%PDF-1.7",                8,  "application/pdf"},
        {"<svg xmlns=",             11, ""               },
        {"<html>",                  6,  ""               },
        {"",                        0,  ""               },
        {"\xff",                    1,  ""               },
    };
    for (size_t i = 0; i < COUNT_OF(files_of); i++)
        assert_true(
            str_is(media_type_of(str_of(files_of[i].bytes, files_of[i].n)), files_of[i].type));
}

/* A reader is hostile: it may name attachments of another import as those of its file. */
static void a_reader_names_no_others(void **state)
{
    (void)state;
    archive("a", true);
    import("a");
    int64_t before = count("SELECT count(*) FROM attachment_media");
    int64_t theirs = count("SELECT min(id) FROM attachments WHERE media = ''");
    assert_int_not_equal(theirs, 0);
    struct importer *im = begin("mastodon", "somebody@else.example");
    OK(store_media_name(im, theirs, STR("0123"), &e));
    OK(store_media_name(im, 4711, STR("0123"), &e));
    commit(im);
    assert_int_equal(count("SELECT count(*) FROM attachment_media"), before);
    assert_int_equal(count("SELECT count(*) FROM attachments WHERE media = '0123'"), 0);
}

static int64_t to_draft(int64_t draft, const char *bytes, size_t n)
{
    char digest[65], path[256];
    int64_t number = 0;
    write_file("here", "picture", bytes, n);
    snprintf(path, sizeof path, "%s/here/picture", home);
    struct draft_picture_file f = {.fd = open(path, O_RDONLY), .media_type = STR("image/png")};
    OK(store_draft_picture_add(s, draft, &f, &number, digest, &e));
    close(f.fd);
    return number;
}

/* The same picture came with an archive and stands in a draft: it goes when both are gone. */
static void a_draft_keeps_its_picture_through_undo_and_sweep(void **state)
{
    (void)state;
    struct draft d = {.text = STR("look")};
    OK(store_draft_put(s, &d, &e));
    archive("one", true);
    import("one");
    assert_int_equal(files_kept(), 1);
    int64_t first = to_draft(d.id, png, sizeof png - 1);
    int64_t other = to_draft(d.id, "another", 7);
    assert_int_equal(files_kept(), 2);
    OK(store_draft_picture_drop(s, d.id, other, 0, &e));
    assert_int_equal(files_kept(), 1);
    OK(store_import_undo(s, 1, &e));
    assert_int_equal(files_kept(), 1);
    OK(store__lock(s, &e));
    OK(store__media_sweep_all(s, &e));
    store__unlock(s);
    assert_int_equal(files_kept(), 1);
    import("one");
    OK(store_draft_picture_drop(s, d.id, first, 0, &e));
    assert_int_equal(files_kept(), 1); /* the archive has it */
    OK(store_import_undo(s, 2, &e));
    assert_int_equal(files_kept(), 0);
}

/* A process that died while it added one. */
static void a_picture_that_came_half_is_swept(void **state)
{
    (void)state;
    struct draft d = {.text = STR("look")};
    char dead[65], line[140], name[80];
    OK(store_draft_put(s, &d, &e));
    to_draft(d.id, png, sizeof png - 1);
    memset(dead, 'd', 64);
    dead[64] = 0;
    snprintf(name, sizeof name, "dd/%s", dead);
    write_file("media", name, "x", 1);
    write_file("media", "incoming", "half", 4);
    int n = snprintf(line, sizeof line, "%s\n", dead);
    write_file("media", "journal", line, (size_t)n);
    to_draft(d.id, png, sizeof png - 1);
    assert_int_equal(files_kept(), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(pictures_are_kept_once),
                                       TEST(a_later_archive_fills_in),
                                       TEST(what_two_archives_have_outlives_one),
                                       TEST(what_a_crash_left_is_swept),
                                       cmocka_unit_test(types_are_told_by_bytes),
                                       TEST(a_reader_names_no_others),
                                       TEST(a_draft_keeps_its_picture_through_undo_and_sweep),
                                       TEST(a_picture_that_came_half_is_swept)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
