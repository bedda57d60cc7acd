/* tests/unit/network.h: for tests of rows of networks: an account at a double, and what it kept. Include
 * cmocka before it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_NETWORK_H
#define TESTS_UNIT_NETWORK_H

#include "collect.h"
#include "double.h"
#include "networks/api.h"

struct at_double {
    struct double_server *d;
    struct arena *a;
    struct collect c;
    struct map *also; /* other keys of posts that came */
    struct err e;
    struct api s;
    int kept;             /* how often the secret was kept */
    size_t kept_at;       /* requests that had come when it was kept last */
    char kept_access[80]; /* what was kept */
    int noted;
    char note[200];
};

static inline enum err_code at_double_keep(void *ctx, const struct api *s, struct err *e)
{
    struct at_double *t = ctx;
    (void)e;
    t->kept++;
    t->kept_at = double_requests(t->d);
    snprintf(t->kept_access, sizeof t->kept_access, STRF, STRA(s->secret.access));
    return ERR_OK;
}

static inline enum err_code at_double_note(void *ctx, struct str progress, struct err *e)
{
    struct at_double *t = ctx;
    (void)e;
    t->noted++;
    snprintf(t->note, sizeof t->note, STRF, STRA(progress));
    return ERR_OK;
}

/* Whether a post had this other key. */
static inline bool at_double_also(const struct at_double *t, struct str key)
{
    return map_find(t->also, key) != NULL;
}

static inline enum err_code at_double_put(struct sink *s, const struct record *r, struct err *e)
{
    struct at_double *t =
        (struct at_double *)(void *)((char *)s - offsetof(struct at_double, c));
    if (r->kind == RECORD_POST && r->as.post.also.n)
        map_put(t->also, r->as.post.also, 1, NULL);
    return collect_put(s, r, e);
}

/* An account of this row, as the owner's own server, signed in with the token "t1"; a scenario of
 * tests/doubles/FILE.txt. */
static inline void at_double_open_file(struct at_double *t, const char *file, const char *id,
                                       const char *door, const char *scenario)
{
    *t = (struct at_double){.a = arena_new(MIB(512))};
    t->d = double_start(file, scenario);
    assert_non_null(t->d);
    collect_init(&t->c, true);
    t->c.sink.put = at_double_put;
    t->also = map_new();
    t->s.row = api_find(str_from(id), str_from(door));
    assert_non_null(t->s.row);
    t->s.http = http_new();
    t->s.a = t->a;
    t->s.server = t->s.named = str_from(double_base(t->d));
    t->s.secret.access = STR("t1");
    t->s.keep = at_double_keep;
    t->s.ctx = t;
    t->s.quota = (struct api_quota){-1, -1, 0};
}
static inline void at_double_open(struct at_double *t, const char *id, const char *door,
                                  const char *scenario)
{
    at_double_open_file(t, id, id, door, scenario);
}

/* Also fails where the scenario was not followed. */
static inline void at_double_close(struct at_double *t)
{
    const char *wrong = double_wrong(t->d);
    if (*wrong)
        fail_msg("%s", wrong);
    http_free(t->s.http);
    double_stop(t->d);
    collect_done(&t->c);
    map_free(t->also);
    arena_free(t->a);
}

/* The stream of that name. */
static inline const struct api_stream *at_double_stream(const struct at_double *t,
                                                        const char *name)
{
    static const struct api_stream none = {.name = NULL};
    const struct api_stream *st = t->s.row->stream;
    for (; st && st->name; st++)
        if (strcmp(st->name, name) == 0)
            return st;
    fail_msg("no stream %s", name);
    return &none;
}

/* Reads pages from `mark` on while there are more, at most 20; how many. *last (may be NULL) is the mark
 * of the last one. */
static inline int at_double_read(struct at_double *t, const char *stream, struct str mark,
                                 struct str *last)
{
    const struct api_stream *st = at_double_stream(t, stream);
    struct api_page page = {.more = true};
    int n = 0;
    for (; page.more && n < 20; n++) {
        page = (struct api_page){0};
        enum err_code rc = st->page(&t->s, mark, &t->c.sink, &page, &t->e);
        if (rc)
            fail_msg("page %d of %s: %s", n, stream, t->e.msg);
        mark = page.mark;
    }
    if (last)
        *last = mark;
    return n;
}

static inline enum err_code at_double_page(struct at_double *t, const char *stream)
{
    struct api_page page = {0};
    t->e = (struct err){0};
    return at_double_stream(t, stream)->page(&t->s, STR_NONE, &t->c.sink, &page, &t->e);
}

/* The message must hold this. */
#define assert_says(t, part)                                                                   \
    do {                                                                                       \
        if (!strstr((t)->e.msg, (part)))                                                       \
            fail_msg("\"%s\" does not hold: %s", (t)->e.msg, (part));                          \
    } while (0)

#define assert_rc(t, got, want)                                                                \
    do {                                                                                       \
        enum err_code got_ = (got);                                                            \
        if (got_ != (want))                                                                    \
            fail_msg("%d, not %d: %s %s", (int)got_, (int)(want), (t)->e.msg,                  \
                     double_wrong((t)->d));                                                    \
    } while (0)

/* A post with nothing but words. */
static inline struct outgoing at_double_words(struct at_double *t, const char *text)
{
    return (struct outgoing){.key = STR("attempt-1"),
                             .text = str_from(text),
                             .visibility = VISIBLE_PUBLIC,
                             .at_ms = INT64_C(1705305600000),
                             .note = at_double_note,
                             .ctx = t};
}

typedef void at_double_opens(struct at_double *t, const char *scenario);

/* What every network's server may answer to the first page: scenarios of these names. */
static inline void at_double_reads_badly(at_double_opens *open, const char *stream)
{
    static const struct {
        const char *scenario;
        enum err_code rc;
    } rows[] = {
        {"too many",     ERR_RATE_LIMITED},
        {"out of order", ERR_UNAVAILABLE },
        {"garbage",      ERR_UNAVAILABLE },
        {"no json",      ERR_PARSE       },
        {"too large",    ERR_LIMIT       },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct at_double t;
        open(&t, rows[i].scenario);
        enum err_code rc = at_double_page(&t, stream);
        if (rc != rows[i].rc)
            fail_msg("%s: %d, not %d: %s", rows[i].scenario, (int)rc, (int)rows[i].rc, t.e.msg);
        if (i == 0)
            assert_int_equal(t.e.retry_after_s, 77);
        at_double_close(&t);
    }
}

/* "no answer": the request of publishing, which is dropped, and then what it takes to find it. */
static inline struct str at_double_no_answer(struct at_double *t, const char *text)
{
    struct published out = {0};
    struct outgoing o = at_double_words(t, text);
    assert_rc(t, t->s.row->publish(&t->s, &o, &out, &t->e), ERR_UNCERTAIN);
    assert_rc(t, t->s.row->find(&t->s, &o, &out, &t->e), ERR_OK);
    assert_true(out.key.n > 0);
    return out.key;
}

static inline struct published at_double_publish(struct at_double *t, const char *text)
{
    struct published out = {0};
    struct outgoing o = at_double_words(t, text);
    assert_rc(t, t->s.row->publish(&t->s, &o, &out, &t->e), ERR_OK);
    return out;
}

static inline void at_double_refused(struct at_double *t, enum err_code rc, const char *words)
{
    struct published out = {0};
    struct outgoing o = at_double_words(t, "x");
    assert_rc(t, t->s.row->publish(&t->s, &o, &out, &t->e), rc);
    assert_says(t, words);
}

/* A page whose bytes end anywhere: an error that says that nothing is lost, or all of it. */
static inline void at_double_cut_page(struct at_double *t, const char *stream)
{
    assert_rc(t, at_double_page(t, stream), ERR_OK);
    long all = double_reply_bytes(t->d);
    assert_true(all > 0);
    for (long at = 0; at < all; at++) {
        double_rewind(t->d);
        double_cut(t->d, at);
        enum err_code rc = at_double_page(t, stream);
        if (rc != ERR_UNAVAILABLE && rc != ERR_PARSE && rc != ERR_OK)
            fail_msg("cut at %ld of %ld: %d %s", at, all, (int)rc, t->e.msg);
    }
    double_cut(t->d, -1);
    double_rewind(t->d);
    assert_rc(t, at_double_page(t, stream), ERR_OK);
}

/* A publication of one request whose answer ends anywhere: done or uncertain, never "nothing was
 * done". `uncertain` too where what is found out afterwards is cut off as well. */
static inline void at_double_cut_publish(struct at_double *t, const char *text)
{
    struct outgoing o = at_double_words(t, text);
    struct published out = {0};
    assert_rc(t, t->s.row->publish(&t->s, &o, &out, &t->e), ERR_OK);
    long all = double_reply_bytes(t->d);
    assert_true(all > 0);
    for (long at = 0; at < all; at++) {
        double_rewind(t->d);
        double_cut(t->d, at);
        out = (struct published){0};
        enum err_code rc = t->s.row->publish(&t->s, &o, &out, &t->e);
        if (rc != ERR_OK && rc != ERR_UNCERTAIN)
            fail_msg("cut at %ld of %ld: %d %s", at, all, (int)rc, t->e.msg);
    }
    double_cut(t->d, -1);
    double_rewind(t->d);
    assert_rc(t, t->s.row->publish(&t->s, &o, &out, &t->e), ERR_OK);
}

#endif
