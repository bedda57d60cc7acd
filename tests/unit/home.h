/* tests/unit/home.h: a home in a temporary folder, and records put into it as an import does. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_HOME_H
#define TESTS_HOME_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <ftw.h>

#include "core/limits.h"
#include "people/people.h"
#include "sandbox/reader.h"
#include "store/insight.h"
#include "store/store_private.h"
#include "place.h"

static char home[] = "/tmp/tact-test-XXXXXX";
static struct store *s;
static struct arena *a;
static struct err e;

#define OK(call)                                                                               \
    do {                                                                                       \
        if (call)                                                                              \
            fail_msg("%s: %s", #call, e.msg);                                                  \
    } while (0)
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

/* A test that imports starts itself again as the reader in its sandbox. */
__attribute__((constructor)) static void be_reader(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], SANDBOX_WORD) == 0)
        sandbox_main(reader_find);
}

static inline int remove_one(const char *path, const struct stat *st, int type, struct FTW *w)
{
    (void)st;
    (void)type;
    (void)w;
    return remove(path);
}

static inline int set_up(void **state)
{
    (void)state;
    memcpy(home + sizeof home - 7, "XXXXXX", 6);
    assert_non_null(mkdtemp(home));
    a = arena_new(MIB(512));
    place_begin();
    return store_open(PLACE(home), NULL, NULL, &s, &e) ? -1 : 0;
}

static inline int tear_down(void **state)
{
    (void)state;
    store_close(s);
    arena_free(a);
    place_end();
    return nftw(home, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static inline void put(struct importer *im, const struct record *r)
{
    OK(store_import_put(im, r, &e));
    OK(store_import_settle(im, &e));
}

/* An import of the owner's account `key` there. */
static inline struct importer *begin(const char *network, const char *key)
{
    struct importer *im = NULL;
    OK(store_import_begin(s, STR("a.zip"), STR("digest"), 1, str_from(network),
                          str_from(network), &im, &e));
    struct record r = {.kind = RECORD_ACCOUNT};
    r.as.account = (struct record_account){.network = str_from(network),
                                           .key = str_from(key),
                                           .handle = str_from(key),
                                           .name = STR("Me Myself")};
    put(im, &r);
    return im;
}

static inline void commit(struct importer *im)
{
    OK(store_import_commit(im, 0.1, &e));
}

static inline void derive(void)
{
    OK(people_rebuild(s, &e));
    OK(store_count_posts(s, &e));
}

static inline void put_identity(struct importer *im, const char *key, const char *name)
{
    struct record r = {.kind = RECORD_IDENTITY};
    r.as.identity = (struct record_identity){.key = str_from(key), .name = str_from(name)};
    put(im, &r);
}

static inline void put_connection(struct importer *im, const char *who,
                                  enum connection_kind kind)
{
    struct record r = {.kind = RECORD_CONNECTION};
    r.as.connection = (struct record_connection){.identity = str_from(who), .kind = kind};
    put(im, &r);
}

/* author NULL: the owner */
static inline void put_post(struct importer *im, enum post_kind kind, const char *key,
                            const char *author, int64_t at, const char *text,
                            const char *reply_to)
{
    struct record r = {.kind = RECORD_POST};
    r.as.post = (struct record_post){.key = str_from(key),
                                     .kind = kind,
                                     .own = !author,
                                     .author = str_from(author),
                                     .at = when_ms(at),
                                     .text = str_from(text),
                                     .reply_to = str_from(reply_to),
                                     .likes = -1,
                                     .reshares = -1};
    put(im, &r);
}

static inline void put_message(struct importer *im, const char *thread, const char *key,
                               const char *author, int64_t at, const char *text)
{
    struct record r = {.kind = RECORD_POST};
    r.as.post = (struct record_post){.key = str_from(key),
                                     .kind = POST_MESSAGE,
                                     .own = !author,
                                     .author = str_from(author),
                                     .at = when_ms(at),
                                     .text = str_from(text),
                                     .thread = str_from(thread),
                                     .likes = -1,
                                     .reshares = -1};
    put(im, &r);
}

static inline void put_thread(struct importer *im, const char *key, bool group,
                              const char *member)
{
    struct record r = {.kind = RECORD_THREAD};
    r.as.thread = (struct record_thread){.key = str_from(key), .group = group};
    put(im, &r);
    r = (struct record){.kind = RECORD_MEMBER};
    r.as.member = (struct record_member){str_from(key), str_from(member)};
    put(im, &r);
}

static inline void put_attachment(struct importer *im, const char *post, const char *uri)
{
    struct record r = {.kind = RECORD_ATTACHMENT};
    r.as.attachment = (struct record_attachment){
        .post = str_from(post), .kind = ATTACHMENT_IMAGE, .uri = str_from(uri)};
    put(im, &r);
}

static inline int64_t count(const char *sql)
{
    int64_t n = -1;
    OK(sql_one(&s->sql, sql, NULL, 0, &n, &e));
    return n;
}

/* The person that this key on a network belongs to. */
static inline int64_t person_of(const char *network, const char *key)
{
    int64_t id = 0;
    OK(sql_one(
        &s->sql,
        "SELECT p.person_id FROM identities i JOIN person_identities p ON p.owner_id = 1 "
        "AND p.identity_id = i.id WHERE i.owner_id = 1 AND i.network = $1 AND i.key = $2",
        VALUES(TXT(str_from(network)), TXT(str_from(key))), &id, &e));
    assert_int_not_equal(id, 0);
    return id;
}

#endif
