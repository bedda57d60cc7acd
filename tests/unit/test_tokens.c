/* tests/unit/test_tokens.c: words as SQLite's own tokenizer cuts them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "text/tokens.h"

static const char *const texts[] = {
    "Hello, World! It's 5pm; e-mail me: ann@example.org",
    "Grüße aus Zürich, naïve café, Ångström, Dvořák, İstanbul, ŁÓDŹ",
    "Straße STRASSE ſ",
    "Привет, мир! Ёлка и ёж",
    "東京タワーへ行く。 서울 한글 테스트",
    "Καλημέρα κόσμε, ΟΔΥΣΣΕΥΣ",
    "שלום עולם مرحبا بالعالم",
    "हिन्दी में नमस्ते",
    "a\xCC\x81 e\xCC\x88 combining, o\xCC\x83n",
    "x² ½ ① Ⅳ 10⁵ ٣٤ ৪২",
    "snake_case under__score #hashtag @handle 🎈party🎈 👩‍👩‍👧",
    "https://example.org/a?b=c&d=%20 v1.2.3-rc4",
    "tabs\tand\nnew lines\r\n  spaces\xC2\xA0nbsp",
    "ｆｕｌｌｗｉｄｔｈ ﬁligature",
    "",
    "!!! ... ---",
};

static int take(void *ctx, int n, char **v, char **names)
{
    (void)n;
    (void)names;
    buf_lit(ctx, v[0]);
    buf_char(ctx, '|');
    return 0;
}

static void words_are_those_of_fts5(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        sqlite3 *db = NULL;
        sqlite3_stmt *put = NULL;
        struct buf theirs, ours, word;
        buf_init(&theirs, 4096);
        buf_init(&ours, 4096);
        assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
        assert_int_equal(
            sqlite3_exec(db,
                         "CREATE VIRTUAL TABLE t USING fts5(x, tokenize='unicode61 "
                         "remove_diacritics 2'); CREATE VIRTUAL TABLE v USING fts5vocab(t, "
                         "instance);",
                         NULL, NULL, NULL),
            SQLITE_OK);
        assert_int_equal(sqlite3_prepare_v2(db, "INSERT INTO t VALUES (?1)", -1, &put, NULL),
                         SQLITE_OK);
        sqlite3_bind_text(put, 1, texts[i], -1, SQLITE_STATIC);
        assert_int_equal(sqlite3_step(put), SQLITE_DONE);
        sqlite3_finalize(put);
        assert_int_equal(
            sqlite3_exec(db, "SELECT term FROM v ORDER BY offset", take, &theirs, NULL),
            SQLITE_OK);
        sqlite3_close(db);
        struct str rest = str_from(texts[i]);
        buf_init(&word, TOKEN_BYTES + 4);
        while (tokens_next(&rest, &word)) {
            buf_str(&ours, buf_view(&word));
            buf_char(&ours, '|');
        }
        assert_string_equal(buf_cstr(&ours), buf_cstr(&theirs));
        buf_free(&theirs);
        buf_free(&ours);
        buf_free(&word);
    }
}

/* A word without an end is cut, and nothing of it is a second word. */
static void long_words_are_cut(void **state)
{
    (void)state;
    static char text[5000];
    struct buf word;
    memset(text, 'a', sizeof text - 1);
    struct str rest = str_from(text);
    buf_init(&word, TOKEN_BYTES + 4);
    assert_true(tokens_next(&rest, &word));
    assert_int_equal(word.n, TOKEN_BYTES - 3);
    assert_false(tokens_next(&rest, &word));
    buf_free(&word);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_are_those_of_fts5),
                                       cmocka_unit_test(long_words_are_cut)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
