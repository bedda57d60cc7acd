/* tests/unit/test_backup.c: backups that come back or say what is wrong with them; owners who go;
 * no table that one of the lists forgot. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "core/hash.h"
#include "store/backup_private.h"
#include "store/draft.h"
#include "store/files.h"
#include "store/owner.h"
#include "store/owner_delete.h"
#include "store/seal_stream.h"
#include "store/tables.h"
#include "store/timeline.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

/* The lists ----------------------------------------------------------------------------- */

/* Made anew by `tact rebuild`. */
static const char *const derived[] = {
    "persons",         "person_identities", "evidence",         "known_through",
    "audience_counts", "post_counts",       "network_counts",   "post_topics",
    "post_twins",      "post_tones",        "made_by",          "topic_history",
    "recent_posts",    "relation_parts",    "audience_members", "audience_groups",
    "person_standing", "thread_talk",       "circles",          "circle_members",
    "person_ties",     "match_pairs",       "questions",        "pictures"};
/* Secrets, and what is nobody's. */
static const char *const never[] = {"credentials",    "sessions",      "second_factors",
                                    "recovery_codes", "attempts",      "migrations",
                                    "apps",           "sign_in_trips", "streams"};

static bool in_list(struct str name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n && list[i]; i++)
        if (str_is(name, list[i]))
            return true;
    return false;
}

static enum err_code check_table(void *ctx, struct sql_query *k, struct err *err)
{
    (void)err;
    struct str name = sql_text(k, 0);
    bool owned = sql_i64(k, 1) != 0;
    const struct store__table *t = store__table_list;
    while (t->name && !str_is(name, t->name))
        t++;
    if (!t->name)
        fail_msg("src/store/tables.c does not have " STRF, STRA(name));
    if (owned && !t->drop)
        fail_msg(STRF " has an owner and is not deleted with them", STRA(name));
    int listed = in_list(name, store_tables(), SIZE_MAX) +
                 in_list(name, derived, COUNT_OF(derived)) +
                 in_list(name, never, COUNT_OF(never));
    if (listed != 1)
        fail_msg(STRF " is in %d of: exported, derived, never exported", STRA(name), listed);
    ++*(int *)ctx;
    return ERR_OK;
}

static void no_table_is_forgotten(void **state)
{
    (void)state;
    int n = 0, rows = 0;
    if (!place_is_file())
        skip(); /* the schema is the same text for both engines */
    OK(store__each(&s->sql,
                   "SELECT m.name, (SELECT count(*) FROM pragma_table_info(m.name) c "
                   "WHERE c.name = 'owner_id') "
                   "FROM sqlite_schema m "
                   "WHERE m.type = 'table' AND m.name NOT LIKE 'post_search%' "
                   "AND m.name NOT LIKE 'sqlite_%'",
                   NULL, 0, check_table, &n, &e));
    for (const struct store__table *t = store__table_list; t->name; t++)
        rows++;
    assert_int_equal(n, rows);
    for (const char *const *t = store_tables(); *t; t++)
        assert_true(store_table_says(*t)[0] != 0);
}

/* Sealing ------------------------------------------------------------------------------- */

static const struct seal_cost cheap = {1, 8192};

static int sealed_file(const char *bytes, size_t n)
{
    struct seal_out *o = NULL;
    int fd = memfd_create("sealed", 0);
    OK(seal_out_new(fd, STR("horse"), cheap, &o, &e));
    OK(seal_out_put(o, bytes, n, &e));
    OK(seal_out_end(o, &e));
    seal_out_free(o);
    return fd;
}

/* What of it is read; the error of the first that can't be. */
static enum err_code unseal(int fd, struct str passphrase, struct buf *out)
{
    struct seal_in *in = NULL;
    const void *p;
    size_t n = 1;
    memset(&e, 0, sizeof e);
    lseek(fd, 0, SEEK_SET);
    enum err_code rc = seal_in_new(fd, passphrase, &in, &e);
    while (rc == ERR_OK && n > 0)
        if ((rc = seal_in_get(in, &p, &n, &e)) == ERR_OK)
            buf_put(out, p, n);
    seal_in_free(in);
    if (rc)
        assert_true(e.msg[0] != 0 && !strchr(e.msg, '\n'));
    return rc;
}

static void sealed_comes_back(void **state)
{
    (void)state;
    static char bytes[2 * SEAL_PIECE + 10];
    static const size_t sizes[] = {
        0, 1, SEAL_PIECE - 1, SEAL_PIECE, SEAL_PIECE + 1, 2 * SEAL_PIECE, sizeof bytes};
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        struct buf b;
        buf_init(&b, MIB(1));
        int fd = sealed_file(bytes, sizes[i]);
        OK(unseal(fd, STR("horse"), &b));
        assert_int_equal(b.n, sizes[i]);
        assert_true(b.n == 0 || memcmp(b.p, bytes, b.n) == 0);
        assert_int_equal(unseal(fd, STR("mule"), &b), ERR_DENIED);
        buf_free(&b);
        close(fd);
    }
}

static void every_flip_and_cut_of_a_sealed_file_is_told(void **state)
{
    (void)state;
    char text[300];
    memset(text, 'x', sizeof text);
    int fd = sealed_file(text, sizeof text);
    struct stat st;
    assert_int_equal(fstat(fd, &st), 0);
    for (off_t at = 0; at < st.st_size; at++) {
        struct buf b;
        char byte, flipped;
        buf_init(&b, MIB(1));
        assert_int_equal(pread(fd, &byte, 1, at), 1);
        flipped = (char)(byte ^ 1);
        /* to ask for much more memory is refused as well, but takes its time */
        if (at < 24 || at >= 32) {
            assert_int_equal(pwrite(fd, &flipped, 1, at), 1);
            assert_true(unseal(fd, STR("horse"), &b) != ERR_OK);
            assert_int_equal(pwrite(fd, &byte, 1, at), 1);
        }
        buf_free(&b);
    }
    for (off_t n = st.st_size - 1; n >= 0; n--) {
        struct buf b;
        buf_init(&b, MIB(1));
        assert_int_equal(ftruncate(fd, n), 0);
        assert_true(unseal(fd, STR("horse"), &b) != ERR_OK);
        buf_free(&b);
    }
    close(fd);
}

/* Backups ------------------------------------------------------------------------------- */

static const char *in_home(const char *name)
{
    return arena_printf(a, "%s/%s", home, name).p;
}

static void write_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

/* A file that some row of this owner names. */
static const char *keep_file(int64_t owner, const char *text)
{
    char digest[65];
    struct hash_stream *h = hash_stream_new();
    hash_stream_put(h, text, strlen(text));
    hash_stream_end(h, digest);
    store_act_for(s, owner);
    struct str path = arena_printf(a, "%smedia/%.2s/%s", s->dir, digest, digest);
    OK(files_make_folders("", str_after(path, 1), &e));
    write_text(path.p, text);
    OK(sql_run(&s->sql,
               "INSERT INTO media (owner_id, digest, bytes, media_type) "
               "VALUES ($1, $2, $3, 'image/png')",
               VALUES(I64(owner), TXT(str_from(digest)), I64((int64_t)strlen(text))), NULL,
               &e));
    return path.p;
}

static void fill(int64_t owner, const char *who)
{
    store_act_for(s, owner);
    struct importer *im = begin("x", who);
    put_identity(im, "id:7", "Somebody Else");
    put_post(im, POST_POST, who, NULL, 1700000000000, who, NULL);
    commit(im);
    derive();
}

static void make_second(void)
{
    OK(sql_run(&s->sql,
               "INSERT INTO owners (owner_id, name, created_ms, kind, email) "
               "VALUES (2, 'Kim Two', 5, 'person', 'kim@example.org')",
               NULL, 0, NULL, &e));
    store_act_for(s, 2);
    OK(store__first_contexts(&s->sql, OWNER_PERSON, &e));
}

static enum err_code add_row(void *ctx, struct str json, struct err *err)
{
    (void)err;
    buf_str(ctx, json);
    buf_char(ctx, '\n');
    return ERR_OK;
}

static struct str export_of(int64_t owner)
{
    struct buf b;
    buf_init(&b, MIB(16));
    store_act_for(s, owner);
    for (const char *const *t = store_tables(); *t; t++) {
        buf_lit(&b, *t);
        OK(store_export(s, *t, add_row, &b, &e));
    }
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

static void reopen(void)
{
    store_close(s);
    s = NULL;
    OK(store_open(PLACE(home), NULL, NULL, &s, &e));
}

static int64_t posts_with(const char *word)
{
    struct post *p;
    size_t n;
    OK(store_search(s, str_from(word), SEARCH_NEWEST, 10, a, &p, &n, &e));
    return (int64_t)n;
}

/* A draft with a picture: its file is kept as those of archives are. */
static const char *keep_draft(int64_t owner)
{
    struct draft d = {.text = STR("a draft")}, got;
    struct str path, type;
    char digest[65], name[] = "/tmp/tact-picture-XXXXXX";
    int64_t number = 0;
    struct draft_picture_file f = {.fd = mkstemp(name), .media_type = STR("image/png")};
    assert_true(f.fd >= 0);
    unlink(name);
    assert_int_equal(write(f.fd, "of a draft", 10), 10);
    store_act_for(s, owner);
    OK(store_draft_put(s, &d, &e));
    OK(store_draft_picture_add(s, d.id, &f, &number, digest, &e));
    close(f.fd);
    OK(store_draft(s, d.id, a, &got, &e));
    OK(store_media_path(s, got.picture[0].media, a, &path, &type, &e));
    return path.p;
}

static void both_owners_come_back(void **state)
{
    (void)state;
    if (!place_is_file())
        skip(); /* there a backup is of a whole database, which these tests share */
    struct backup_about about;
    struct str aside;
    const struct place at = {.home = home};
    const char *file = arena_printf(a, "%s.backup", home).p;
    make_second();
    fill(1, "firstly");
    fill(2, "secondly");
    keep_file(1, "a picture");
    const char *second = keep_file(2, "a picture"), *drafts = keep_draft(2);
    struct str one = export_of(1), two = export_of(2);
    assert_true(str_find(two, STR("\"draft_id\":")) >= 0);
    OK(store_backup(s, &at, file, STR_NONE, false, a, &about, &e));
    assert_int_equal(about.files, 3);
    assert_int_equal(store_backup(s, &at, file, STR_NONE, false, a, &about, &e), ERR_CONFLICT);
    store_close(s);
    s = NULL;
    assert_int_equal(store_restore(file, &at, STR_NONE, false, a, &about, &aside, &e),
                     ERR_CONFLICT);
    OK(store_restore(file, &at, STR_NONE, true, a, &about, &aside, &e));
    OK(files_remove_tree(aside.p, &e));
    reopen();
    assert_true(str_eq(one, export_of(1)));
    assert_true(str_eq(two, export_of(2)));
    assert_int_equal(access(second, R_OK), 0);
    assert_int_equal(access(drafts, R_OK), 0);
    assert_int_equal(posts_with("secondly"), 1);
    unlink(file);
}

/* A backup with bytes turned: told in a sentence, or whole after all (a byte of padding). */
static void damage_never_gets_in(void **state)
{
    (void)state;
    if (!place_is_file())
        skip(); /* there a backup is of a whole database, which these tests share */
    struct backup_about about;
    struct str aside;
    const char *file = arena_printf(a, "%s.backup", home).p;
    const struct place at = {.home = home},
                       other = {.home = arena_printf(a, "%s.other", home).p};
    fill(1, "firstly");
    keep_file(1, "a picture");
    OK(store_backup(s, &at, file, STR_NONE, false, a, &about, &e));
    struct stat st;
    int fd = open(file, O_RDWR | O_CLOEXEC), whole = 0, told = 0;
    assert_int_equal(fstat(fd, &st), 0);
    for (off_t i = 0; i < st.st_size; i += 1 + st.st_size / 400) {
        char byte, flipped;
        assert_int_equal(pread(fd, &byte, 1, i), 1);
        flipped = (char)(byte ^ (1 << (i % 8)));
        assert_int_equal(pwrite(fd, &flipped, 1, i), 1);
        memset(&e, 0, sizeof e);
        if (store_restore(file, &other, STR_NONE, false, a, &about, &aside, &e)) {
            assert_true(e.msg[0] != 0 && !strchr(e.msg, '\n'));
            assert_int_not_equal(access(other.home, F_OK), 0);
            told++;
        } else {
            OK(files_remove_tree(other.home, &e));
            whole++;
        }
        assert_int_equal(pwrite(fd, &byte, 1, i), 1);
    }
    assert_true(told > 100 && whole * 4 < told);
    for (off_t n = st.st_size - 1; n > 0; n -= 1 + st.st_size / 100) {
        assert_int_equal(ftruncate(fd, n), 0);
        if (store_restore(file, &other, STR_NONE, false, a, &about, &aside, &e) == ERR_OK)
            OK(files_remove_tree(other.home, &e)); /* the end of the tar alone was lost */
        else
            assert_int_not_equal(access(other.home, F_OK), 0);
    }
    close(fd);
    unlink(file);
}

/* Owners -------------------------------------------------------------------------------- */

static void fill_every_table(int64_t owner)
{
    store_act_for(s, owner);
    OK(sql_run(&s->sql, "INSERT INTO memberships VALUES (3, $1, 'writer', 1)",
               VALUES(I64(owner)), NULL, &e));
    OK(sql_run(
        &s->sql,
        "INSERT INTO invitations VALUES ('d' || $1, 'x@example.org', 0, '', $1, 1, 2, 0)",
        VALUES(I64(owner)), NULL, &e));
    OK(sql_run(&s->sql, "INSERT INTO audit VALUES ($1, 1, 1, $1, 'session.began', '', '', '')",
               VALUES(I64(owner)), NULL, &e));
    OK(sql_run(&s->sql,
               "INSERT INTO sessions VALUES ($1, 'd' || $1, 'browser', 1, 2, 3, '', 0)",
               VALUES(I64(owner)), NULL, &e));
    OK(sql_run(&s->sql, "INSERT INTO tokens VALUES ($1, 1, 'd', 'phone', 'read', 1, 0, 0, 0)",
               VALUES(I64(owner)), NULL, &e));
}

static int64_t rows_of(int64_t owner)
{
    int64_t all = 0;
    for (const struct store__table *t = store__table_list; t->name; t++) {
        int64_t n = 0;
        if (t->owned)
            OK(sql_one(&s->sql, t->owned, VALUES(I64(owner)), &n, &e));
        all += n;
    }
    return all;
}

static void one_goes_and_the_other_stays(void **state)
{
    (void)state;
    struct owner_going g;
    make_second();
    fill(1, "firstly");
    fill(2, "secondly");
    fill_every_table(1);
    fill_every_table(2);
    const char *first = keep_file(1, "a picture"), *second = keep_file(2, "a picture");
    const char *drafts = keep_draft(1), *theirs = keep_draft(2);
    struct str before = export_of(1);
    assert_int_equal(store_owner_going(s, STR("nobody"), a, &g, &e), ERR_NOT_FOUND);
    OK(store_owner_going(s, STR("KIM@example.org"), a, &g, &e));
    assert_int_equal(g.id, 2);
    assert_int_equal(g.posts, 1);
    assert_int_equal(g.rows, rows_of(2));
    OK(store_owner_delete(s, 2, &e));
    assert_int_equal(rows_of(2), 0);
    assert_true(str_eq(before, export_of(1)));
    assert_int_equal(access(first, R_OK), 0);
    assert_int_equal(access(drafts, R_OK), 0);
    assert_int_not_equal(access(second, R_OK), 0);
    assert_int_not_equal(access(theirs, R_OK), 0);
    assert_int_not_equal(access(in_home("owners/2"), F_OK), 0);
    assert_int_not_equal(access(in_home("forgetting"), F_OK), 0);
    assert_int_equal(posts_with("firstly"), 1);
    int64_t left = 0;
    OK(place_is_file()
           ? sql_one(&s->sql,
                     "SELECT count(*) FROM post_search WHERE post_search MATCH 'secondly'",
                     NULL, 0, &left, &e)
           : sql_one(&s->sql, "SELECT count(*) FROM post_search WHERE owner_id = 2", NULL, 0,
                     &left, &e));
    assert_int_equal(left, 0);
    assert_int_equal(store_owner_delete(s, 2, &e), ERR_NOT_FOUND);
}

static void the_first_is_there_again_with_nothing(void **state)
{
    (void)state;
    int64_t n = 0;
    make_second();
    fill(1, "firstly");
    fill(2, "secondly");
    const char *first = keep_file(1, "a picture"), *second = keep_file(2, "a picture");
    assert_int_equal(store_owner_delete(s, 1, &e),
                     ERR_CONFLICT); /* nobody else lets others in */
    OK(store_owner_set_host(s, 2, &e));
    struct str before = export_of(2);
    OK(store_owner_delete(s, 1, &e));
    assert_true(str_eq(before, export_of(2)));
    assert_int_not_equal(access(first, R_OK), 0);
    assert_int_equal(access(second, R_OK), 0);
    assert_int_equal(rows_of(1), 4); /* the owner and three contexts */
    OK(sql_one(&s->sql,
               "SELECT count(*) FROM owners WHERE owner_id = 1 AND is_host = 0 AND "
               "closed_ms > 0",
               NULL, 0, &n, &e));
    assert_int_equal(n, 1); /* nobody takes their place */
    OK(store_owner_delete(s, 2, &e));
    OK(store_owner_delete(s, 1, &e));
    OK(sql_one(&s->sql, "SELECT is_host FROM owners WHERE owner_id = 1", NULL, 0, &n, &e));
    assert_int_equal(n, 1);
}

/* The program died between the rows and the files, or before the rows. */
static void what_a_crash_left_goes_at_the_next_start(void **state)
{
    (void)state;
    make_second();
    const char *second = keep_file(2, "a picture"), *first = keep_file(1, "another");
    write_text(in_home("forgetting"), "2 5\n../../etc/passwd\nincoming/7/a.zip\n");
    reopen();
    assert_int_equal(access(second, R_OK), 0); /* their row is there */
    assert_int_not_equal(access(in_home("forgetting"), F_OK), 0);
    OK(sql_run(&s->sql, "DELETE FROM owners WHERE owner_id = 2", NULL, 0, NULL, &e));
    OK(files_make_folders(home, STR("incoming/7/"), &e));
    write_text(in_home("incoming/7/a.zip"), "zip");
    write_text(in_home("forgetting"), "2 5\n../../etc/passwd\nincoming/7/a.zip\n");
    reopen();
    assert_int_not_equal(access(second, R_OK), 0);
    assert_int_not_equal(access(in_home("incoming/7"), F_OK), 0);
    assert_int_equal(access(first, R_OK), 0);
    write_text(in_home("forgetting"), "1 5\n");
    write_text(arena_printf(a, "%s/media/notes", home).p, "stray");
    reopen();
    assert_int_equal(access(first, R_OK), 0); /* a row names it: somebody began anew */
}

static void nothing_is_removed_under_a_backup(void **state)
{
    (void)state;
    const char *file = keep_file(1, "a picture"); /* no attachment names it */
    int hold = store__hold_files(s);
    assert_true(hold >= 0);
    OK(store__lock(s, &e));
    OK(store__media_forget(s, &e));
    assert_int_equal(access(file, R_OK), 0);
    store__unlock(s);
    assert_int_equal(store_owner_delete(s, 1, &e), ERR_CONFLICT);
    close(hold);
    OK(store__lock(s, &e));
    OK(store__media_forget(s, &e));
    store__unlock(s);
    assert_int_not_equal(access(file, R_OK), 0);
}

/* PostgreSQL ---------------------------------------------------------------------------- */

/* TACT_TEST_POSTGRES: an empty database that the test may fill, with its password in it. */
static void postgres_dumps_and_restores(void **state)
{
    (void)state;
    const char *url = getenv("TACT_TEST_POSTGRES"), *dump = in_home("dump");
    assert_int_equal(backup_postgres_dump("mysql://host/db", dump, &e), ERR_INVALID);
    assert_int_equal(backup_postgres_dump("postgres://u:%4@host/db", dump, &e), ERR_INVALID);
    if (!url)
        skip();
    OK(backup_postgres_dump(url, dump, &e));
    OK(backup_postgres_restore(url, dump, true, &e));
    assert_int_equal(backup_postgres_restore(url, dump, false, &e), ERR_CONFLICT);
    write_text(dump, "no dump");
    assert_int_equal(backup_postgres_restore(url, dump, true, &e), ERR_DB);
    assert_int_equal(backup_postgres_dump("postgres://nobody:wrong@127.0.0.1:1/none", dump, &e),
                     ERR_DB);
    assert_null(strstr(e.msg, "wrong"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(no_table_is_forgotten),
                                       TEST(sealed_comes_back),
                                       TEST(every_flip_and_cut_of_a_sealed_file_is_told),
                                       TEST(both_owners_come_back),
                                       TEST(damage_never_gets_in),
                                       TEST(one_goes_and_the_other_stays),
                                       TEST(the_first_is_there_again_with_nothing),
                                       TEST(what_a_crash_left_goes_at_the_next_start),
                                       TEST(nothing_is_removed_under_a_backup),
                                       TEST(postgres_dumps_and_restores)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
