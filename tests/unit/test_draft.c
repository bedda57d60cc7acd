/* tests/unit/test_draft.c: drafts, the password and the sessions. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "store/draft.h"
#include "store/media.h"
#include "store/publication.h"
#include "store/session.h"
#include "store/timeline.h"

#include <sys/stat.h>

static void a_draft_is_kept_changed_and_dropped(void **state)
{
    (void)state;
    int64_t to[] = {3, 1};
    struct draft d = {.text = STR("first words"), .account = to, .accounts = 2}, other, *list;
    size_t n;
    OK(store_draft_put(s, &d, &e));
    assert_int_not_equal(d.id, 0);
    OK(store_draft(s, d.id, a, &other, &e));
    assert_true(str_is(other.text, "first words"));
    assert_int_equal(other.accounts, 2);
    assert_int_equal(other.account[0], 1);
    assert_int_equal(other.account[1], 3);
    d.text = STR("other words");
    d.accounts = 1;
    OK(store_draft_put(s, &d, &e));
    OK(store_draft(s, d.id, a, &other, &e));
    assert_true(str_is(other.text, "other words"));
    assert_int_equal(other.accounts, 1);
    assert_int_equal(other.created_ms, d.created_ms);
    struct draft second = {.text = STR("second")};
    OK(store_draft_put(s, &second, &e));
    assert_int_not_equal(second.id, d.id);
    OK(store_drafts(s, 10, a, &list, &n, &e));
    assert_int_equal(n, 2);
    OK(store_drafts(s, 1, a, &list, &n, &e));
    assert_int_equal(n, 1);
    OK(store_draft_drop(s, d.id, &e));
    assert_int_equal(store_draft(s, d.id, a, &other, &e), ERR_NOT_FOUND);
    assert_int_equal(store_draft_put(s, &d, &e), ERR_NOT_FOUND);
    assert_int_equal(store_draft_drop(s, d.id, &e), ERR_NOT_FOUND);
    assert_int_equal(count("SELECT count(*) FROM variants"), 0);
    char *large = arena_alloc(a, LIMIT_DRAFT + 1);
    memset(large, 'x', LIMIT_DRAFT + 1);
    second.text = str_of(large, LIMIT_DRAFT + 1);
    assert_int_equal(store_draft_put(s, &second, &e), ERR_LIMIT);
}

/* What a letter has beside its text is kept with it, and can't become a field of its own. */
static void a_title_and_addresses_are_one_line_each(void **state)
{
    (void)state;
    struct draft d = {.text = STR("words"),
                      .title = STR("Tea"),
                      .receivers = STR("ana@example.org, bo@example.org"),
                      .choices = STR("Yes\nNo"),
                      .poll_s = 3600};
    struct draft other;
    OK(store_draft_put(s, &d, &e));
    OK(store_draft(s, d.id, a, &other, &e));
    assert_true(str_is(other.title, "Tea"));
    assert_true(str_is(other.choices, "Yes\nNo"));
    assert_int_equal(other.poll_s, 3600);
    assert_true(str_is(other.receivers, "ana@example.org, bo@example.org"));
    d.title = STR("Tea\r\nBcc: eve@example.org");
    assert_int_equal(store_draft_put(s, &d, &e), ERR_INVALID);
    assert_non_null(strstr(e.msg, "one line"));
    d.title = STR("Tea");
    d.receivers = STR("ana@example.org\nBcc: eve@example.org");
    assert_int_equal(store_draft_put(s, &d, &e), ERR_INVALID);
    OK(store_draft(s, d.id, a, &other, &e));
    assert_true(str_is(other.receivers, "ana@example.org, bo@example.org"));
}

static void a_session_ends_by_time_and_by_hand(void **state)
{
    (void)state;
    struct session one = {STR("d1"), STR("Browser"), 100, 100, 1000, STR_NONE, 0}, got;
    OK(store_session_put(s, &one, &e));
    OK(store_session_find(s, STR("d1"), 500, a, &got, &e));
    assert_true(str_is(got.agent, "Browser"));
    assert_int_equal(store_session_find(s, STR("d1"), 1000, a, &got, &e), ERR_NOT_FOUND);
    OK(store_session_seen(s, STR("d1"), 900, 2000, &e));
    OK(store_session_find(s, STR("d1"), 1000, a, &got, &e));
    assert_int_equal(got.seen_ms, 900);
    struct session late = {STR("d2"), STR(""), 5000, 5000, 9000, STR_NONE, 0};
    OK(store_session_put(s, &late, &e)); /* sweeps the first one */
    assert_int_equal(count("SELECT count(*) FROM sessions"), 1);
    OK(store_session_drop(s, STR("d2"), &e));
    assert_int_equal(store_session_find(s, STR("d2"), 6000, a, &got, &e), ERR_NOT_FOUND);
    OK(store_session_put(s, &one, &e));
    OK(store_session_put(s, &late, &e));
    OK(store_sessions_drop_all(s, &e));
    assert_int_equal(count("SELECT count(*) FROM sessions"), 0);
}

static void a_password_is_set_and_set_again(void **state)
{
    (void)state;
    struct str hash;
    OK(store_password(s, a, &hash, &e));
    assert_int_equal(hash.n, 0);
    OK(store_password_set(s, STR("$argon2id$one"), &e));
    OK(store_password_set(s, STR("$argon2id$two"), &e));
    OK(store_password(s, a, &hash, &e));
    assert_true(str_is(hash, "$argon2id$two"));
    assert_int_equal(store_password_set(s, STR(""), &e), ERR_INVALID);
}

static enum err_code look_for_secret(void *ctx, struct str json, struct err *err)
{
    (void)ctx;
    (void)err;
    assert_true(str_find(json, STR("argon2id")) < 0);
    assert_true(str_find(json, STR("d1")) < 0);
    return ERR_OK;
}

static void secrets_are_never_exported(void **state)
{
    (void)state;
    struct session one = {STR("d1"), STR(""), 100, 100, 1000, STR_NONE, 0};
    OK(store_password_set(s, STR("$argon2id$one"), &e));
    OK(store_session_put(s, &one, &e));
    for (const char *const *t = store_tables(); *t; t++) {
        assert_string_not_equal(*t, "credentials");
        assert_string_not_equal(*t, "sessions");
        OK(store_export(s, *t, look_for_secret, NULL, &e));
    }
}

/* Pictures ------------------------------------------------------------------------------- */

static int file_of(const char *bytes)
{
    char path[] = "/tmp/tact-picture-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    unlink(path);
    assert_int_equal(write(fd, bytes, strlen(bytes)), strlen(bytes));
    return fd; /* at its end: it is read from its beginning all the same */
}

static enum err_code add(int64_t draft, int64_t account, const char *bytes, const char *alt,
                         int64_t *number)
{
    char digest[65];
    struct draft_picture_file f = {.fd = file_of(bytes),
                                   .media_type = STR("image/png"),
                                   .account_id = account,
                                   .alt = str_from(alt)};
    enum err_code rc = store_draft_picture_add(s, draft, &f, number, digest, &e);
    close(f.fd);
    return rc;
}

static int kept_files;
static int count_file(const char *path, const struct stat *st, int type, struct FTW *w)
{
    (void)path;
    (void)st;
    (void)w;
    kept_files += type == FTW_F;
    return 0;
}

static int files_kept(void)
{
    char path[256];
    kept_files = 0;
    snprintf(path, sizeof path, "%s/media", home);
    nftw(path, count_file, 16, FTW_PHYS);
    assert_int_equal(count("SELECT count(*) FROM media"), kept_files);
    return kept_files;
}

static void pictures_are_added_described_and_dropped(void **state)
{
    (void)state;
    int64_t to[] = {3}, one = 0, two = 0, own = 0, before;
    struct draft d = {.text = STR("look"), .account = to, .accounts = 1}, got;
    struct str path, type;
    OK(store_draft_put(s, &d, &e));
    OK(add(d.id, 0, "one", "", &one));
    OK(add(d.id, 0, "two", "a lake", &two));
    OK(add(d.id, 3, "one", "the same elsewhere", &own));
    assert_int_equal(files_kept(), 2);
    OK(store_draft(s, d.id, a, &got, &e));
    assert_int_equal(got.pictures, 3);
    assert_int_equal(got.picture[0].number, one);
    assert_int_equal(got.picture[1].number, two);
    assert_int_equal(got.picture[2].number, own);
    assert_int_equal(got.picture[2].account_id, 3);
    assert_true(str_is(got.picture[1].alt, "a lake"));
    OK(store_media_path(s, got.picture[1].media, a, &path, &type, &e));
    assert_true(str_is(type, "image/png"));
    FILE *f = fopen(path.p, "rb");
    char back[8] = "";
    assert_non_null(f);
    assert_int_equal(fread(back, 1, sizeof back, f), 3);
    assert_memory_equal(back, "two", 3);
    fclose(f);
    OK(store_draft_picture_set(s, d.id, one, STR("a boat"), 0, &e));
    OK(store_draft(s, d.id, a, &got, &e));
    assert_true(str_is(got.picture[0].alt, "a boat"));
    before = got.changed_ms;
    OK(store_draft_picture_set(s, d.id, one, STR("a boat"), 0, &e));
    OK(store_draft(s, d.id, a, &got, &e));
    assert_int_equal(got.changed_ms, before); /* the same once more is no change */
    d.picture = NULL;
    d.text = STR("other words");
    OK(store_draft_put(s, &d, &e)); /* whoever says nothing of them leaves them */
    OK(store_draft_picture_drop(s, d.id, one, 0, &e));
    assert_int_equal(files_kept(), 2); /* the account's own is the same file */
    OK(store_draft_picture_drop(s, d.id, own, 0, &e));
    assert_int_equal(files_kept(), 1);
    OK(add(d.id, 0, "three", "", &one));
    assert_true(one > two);
    OK(store_draft_drop(s, d.id, &e));
    assert_int_equal(files_kept(), 0);
}

static void pictures_that_can_not_be_leave_no_trace(void **state)
{
    (void)state;
    int64_t to[] = {3}, n = 0;
    struct draft d = {.text = STR("look"), .account = to, .accounts = 1};
    char *large = arena_alloc(a, DRAFT_ALT + 2);
    OK(store_draft_put(s, &d, &e));
    memset(large, 'x', DRAFT_ALT + 1);
    large[DRAFT_ALT + 1] = 0;
    assert_int_equal(add(d.id + 1, 0, "one", "", &n), ERR_NOT_FOUND);
    assert_int_equal(add(d.id, 4, "one", "", &n), ERR_NOT_FOUND);
    assert_int_equal(add(d.id, 0, "one", large, &n), ERR_LIMIT);
    assert_int_equal(files_kept(), 0);
    struct draft_picture_file gone = {.fd = -1, .media_type = STR("image/png")};
    char digest[65];
    assert_int_equal(store_draft_picture_add(s, d.id, &gone, &n, digest, &e), ERR_IO);
    assert_int_equal(files_kept(), 0);
    for (int i = 0; i < DRAFT_PICTURES; i++)
        OK(add(d.id, 0, "one", "", &n));
    assert_int_equal(add(d.id, 0, "two", "", &n), ERR_LIMIT);
    assert_int_equal(files_kept(), 1);
    assert_int_equal(store_draft_picture_set(s, d.id, n + 1, STR("x"), 0, &e), ERR_NOT_FOUND);
    assert_int_equal(store_draft_picture_set(s, d.id, n, str_from(large), 0, &e), ERR_LIMIT);
    assert_int_equal(store_draft_picture_drop(s, d.id, n + 1, 0, &e), ERR_NOT_FOUND);
    /* a file as large as no picture is: sparse, so that it costs nothing */
    struct draft_picture_file huge = {.fd = file_of("x"), .media_type = STR("image/png")};
    struct draft other = {.text = STR("huge")};
    OK(store_draft_put(s, &other, &e));
    assert_int_equal(ftruncate(huge.fd, (off_t)LIMIT_MEDIA_FILE + 1), 0);
    assert_int_equal(store_draft_picture_add(s, other.id, &huge, &n, digest, &e), ERR_LIMIT);
    close(huge.fd);
    assert_int_equal(files_kept(), 1);
}

/* What somebody approved is what they saw. */
static void other_pictures_void_what_was_approved(void **state)
{
    (void)state;
    int64_t n = 0;
    struct draft d = {.text = STR("look")};
    OK(store_draft_put(s, &d, &e));
    static const char approved[] = "SELECT count(*) FROM approvals WHERE state = 'approved'";
    static const char again[] = "UPDATE approvals SET state = 'approved'";
    OK(sql_run(&s->sql,
               "INSERT INTO approvals (owner_id, id, draft_id, asked_by, asked_ms, text, "
               "accounts, verdict, state, decided_by, decided_ms, due_ms, note) "
               "VALUES (1, 1, $1, 1, 1, 'look', '', '', 'approved', 2, 2, 2, '')",
               VALUES(I64(d.id)), NULL, &e));
    OK(add(d.id, 0, "one", "", &n));
    assert_int_equal(count(approved), 0);
    OK(sql_run(&s->sql, again, NULL, 0, NULL, &e));
    OK(store_draft_picture_set(s, d.id, n, STR("a boat"), 0, &e));
    assert_int_equal(count(approved), 0);
    OK(sql_run(&s->sql, again, NULL, 0, NULL, &e));
    OK(store_draft_picture_drop(s, d.id, n, 0, &e));
    assert_int_equal(count(approved), 0);
}

/* A draft is thrown away while what it said waits: its picture goes when that is out. */
static void what_waits_in_the_outbox_keeps_its_pictures(void **state)
{
    (void)state;
    static const char *const open[] = {"pending", "sending", "uncertain", "failed",
                                       "handed_off"};
    static const char *const over[] = {"sent", "dropped"};
    struct draft d = {.text = STR("look")}, other = {.text = STR("another")}, got;
    int64_t n = 0;
    OK(store_draft_put(s, &d, &e));
    OK(store_draft_put(s, &other, &e));
    OK(add(d.id, 0, "one", "", &n));
    OK(store_draft(s, d.id, a, &got, &e));
    struct publication p = {.draft_id = d.id,
                            .state = PUBLICATION_PENDING,
                            .what = STR("post"),
                            .part = 1,
                            .parts = 1,
                            .body = arena_printf(a, "{\"media\":[{\"digest\":\"" STRF "\"}]}",
                                                 STRA(got.picture[0].media))};
    OK(store_publications_add(s, &p, 1, &e));
    OK(store_draft_drop(s, d.id, &e));
    for (size_t i = 0; i < COUNT_OF(open); i++) {
        OK(sql_run(&s->sql, "UPDATE publications SET state = $1",
                   VALUES(TXT(str_from(open[i]))), NULL, &e));
        OK(add(other.id, 0, "two", "", &n));
        OK(store_draft_picture_drop(s, other.id, n, 0, &e)); /* looks for what nobody names */
        assert_int_equal(files_kept(), 1);
    }
    for (size_t i = 0; i < COUNT_OF(over); i++) {
        OK(sql_run(&s->sql, "UPDATE publications SET state = $1",
                   VALUES(TXT(str_from(over[i]))), NULL, &e));
        OK(add(other.id, 0, "two", "", &n));
        OK(store_draft_picture_drop(s, other.id, n, 0, &e));
        assert_int_equal(files_kept(), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(a_draft_is_kept_changed_and_dropped),
                                       TEST(a_title_and_addresses_are_one_line_each),
                                       TEST(a_session_ends_by_time_and_by_hand),
                                       TEST(a_password_is_set_and_set_again),
                                       TEST(secrets_are_never_exported),
                                       TEST(pictures_are_added_described_and_dropped),
                                       TEST(pictures_that_can_not_be_leave_no_trace),
                                       TEST(other_pictures_void_what_was_approved),
                                       TEST(what_waits_in_the_outbox_keeps_its_pictures)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
