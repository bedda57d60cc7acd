/* tests/unit/collect.h: for tests of readers: a sink that counts and prints, and archives made
 * of a few lines. Include cmocka before it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_COLLECT_H
#define TESTS_UNIT_COLLECT_H

#include "archives/reader.h"
#include "core/attr.h"
#include "core/buf.h"
#include "core/limits.h"
#include "core/map.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Counts records; of identities and posts each key once, as a store would keep them. */
struct collect {
    struct sink sink;
    size_t n[RECORD_KIND_COUNT];
    size_t messages; /* posts that are; they don't count in n[RECORD_POST] */
    struct map *seen;
    struct buf lines; /* one a record, see collect_line; "" unless printing */
    bool printing;
};

static inline const char *collect_when(const char *name, struct when w, char out[64])
{
    snprintf(out, 64, w.sure == TIME_NONE ? "%.0s" : " %s=%lld%s", name, (long long)w.ms,
             w.sure == TIME_EXACT ? "" : "~");
    return out;
}

static inline void collect_field(struct buf *b, const char *name, struct str s)
{
    if (s.n == 0)
        return;
    buf_printf(b, " %s=\"", name);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\n')
            buf_lit(b, "\\n");
        else
            buf_char(b, s.p[i]);
    }
    buf_char(b, '"');
}

static inline void collect_post(struct buf *b, const struct record_post *p)
{
    char at[64], edited[64], deleted[64];
    buf_printf(b, " %s%s", post_kind_name(p->kind), p->own ? " own" : "");
    collect_field(b, "author", p->author);
    buf_printf(b, "%s%s%s", collect_when("at", p->at, at),
               collect_when("edited", p->edited, edited),
               collect_when("deleted", p->deleted, deleted));
    collect_field(b, "text", p->text);
    collect_field(b, "title", p->title);
    collect_field(b, "summary", p->summary);
    collect_field(b, "url", p->url);
    collect_field(b, "link", p->link);
    collect_field(b, "language", p->language);
    collect_field(b, "place", p->place);
    if (p->visibility != VISIBLE_UNKNOWN)
        buf_printf(b, " %s", visibility_name(p->visibility));
    collect_field(b, "group", p->group);
    collect_field(b, "reply_to", p->reply_to);
    collect_field(b, "reshare_of", p->reshare_of);
    collect_field(b, "thread", p->thread);
    if (p->likes >= 0)
        buf_printf(b, " likes=%lld", (long long)p->likes);
    collect_field(b, "key", p->key);
}

static inline void collect_fact(struct buf *b, const struct record_fact *f)
{
    char since[64], until[64];
    buf_printf(b, " " STRF " %s", STRA(f->identity), fact_field_name(f->field));
    collect_field(b, "value", f->value);
    collect_field(b, "label", f->label);
    buf_printf(b, "%s%s", collect_when("since", f->since, since),
               collect_when("until", f->until, until));
}

static inline void collect_reaction(struct buf *b, const struct record_reaction *r)
{
    char at[64];
    buf_printf(b, " " STRF "%s", STRA(r->kind), r->own ? " own" : "");
    collect_field(b, "author", r->author);
    buf_lit(b, collect_when("at", r->at, at));
    collect_field(b, "post", r->post);
    collect_field(b, "url", r->url);
    collect_field(b, "text", r->text);
}

/* The record as one line: its kind, then what there is of it in the order of its struct. */
static inline void collect_line(struct buf *b, const struct record *rec)
{
    char at[64];
    buf_lit(b, record_kind_name(rec->kind));
    switch (rec->kind) {
    case RECORD_ACCOUNT:
        collect_field(b, "key", rec->as.account.key);
        collect_field(b, "handle", rec->as.account.handle);
        collect_field(b, "name", rec->as.account.name);
        collect_field(b, "url", rec->as.account.url);
        break;
    case RECORD_IDENTITY:
        buf_printf(b, " " STRF " %s", STRA(rec->as.identity.key),
                   identity_kind_name(rec->as.identity.kind));
        collect_field(b, "name", rec->as.identity.name);
        collect_field(b, "handle", rec->as.identity.handle);
        break;
    case RECORD_FACT:
        collect_fact(b, &rec->as.fact);
        break;
    case RECORD_CONNECTION:
        buf_printf(b, " " STRF " %s%s", STRA(rec->as.connection.identity),
                   connection_kind_name(rec->as.connection.kind),
                   collect_when("at", rec->as.connection.at, at));
        collect_field(b, "note", rec->as.connection.note);
        break;
    case RECORD_RELATION:
        buf_printf(b, " " STRF " " STRF, STRA(rec->as.relation.identity),
                   STRA(rec->as.relation.kind));
        break;
    case RECORD_THREAD:
        buf_printf(b, " " STRF "%s", STRA(rec->as.thread.key),
                   rec->as.thread.group ? " group" : "");
        collect_field(b, "title", rec->as.thread.title);
        break;
    case RECORD_MEMBER:
        buf_printf(b, " " STRF " " STRF, STRA(rec->as.member.thread),
                   STRA(rec->as.member.identity));
        break;
    case RECORD_POST:
        collect_post(b, &rec->as.post);
        break;
    case RECORD_ATTACHMENT:
        buf_printf(b, " %d %s", rec->as.attachment.position,
                   attachment_kind_name(rec->as.attachment.kind));
        collect_field(b, "uri", rec->as.attachment.uri);
        collect_field(b, "alt", rec->as.attachment.alt);
        collect_field(b, "note", rec->as.attachment.note);
        break;
    case RECORD_REACTION:
        collect_reaction(b, &rec->as.reaction);
        break;
    case RECORD_UNREAD:
        collect_field(b, "why", rec->as.unread.why);
        break;
    case RECORD_KIND_COUNT:
        break;
    }
    buf_char(b, '\n');
}

static inline bool collect_is_new(struct collect *c, char kind, struct str key)
{
    struct buf b;
    bool made;
    buf_init(&b, LIMIT_JSON_VALUE);
    buf_char(&b, kind);
    buf_str(&b, key);
    map_put(c->seen, buf_view(&b), 1, &made);
    buf_free(&b);
    return made;
}

static inline enum err_code collect_put(struct sink *s, const struct record *rec, struct err *e)
{
    struct collect *c = (struct collect *)s;
    (void)e;
    if (c->printing)
        collect_line(&c->lines, rec);
    if (rec->kind == RECORD_IDENTITY)
        c->n[RECORD_IDENTITY] += collect_is_new(c, 'i', rec->as.identity.key);
    else if (rec->kind == RECORD_POST && rec->as.post.kind == POST_MESSAGE)
        c->messages += collect_is_new(c, 'p', rec->as.post.key);
    else if (rec->kind == RECORD_POST)
        c->n[RECORD_POST] += collect_is_new(c, 'p', rec->as.post.key);
    else
        c->n[rec->kind]++;
    return ERR_OK;
}

static inline void collect_init(struct collect *c, bool printing)
{
    *c = (struct collect){.sink = {collect_put}, .seen = map_new(), .printing = printing};
    buf_init(&c->lines, MIB(64));
}

static inline void collect_done(struct collect *c)
{
    map_free(c->seen);
    buf_free(&c->lines);
}

/* The counts as the golden file has them. */
static inline void collect_counts(const struct collect *c, struct buf *b)
{
    buf_printf(b,
               "identities=%zu connections=%zu posts=%zu messages=%zu reactions=%zu "
               "attachments=%zu facts=%zu unread=%zu",
               c->n[RECORD_IDENTITY], c->n[RECORD_CONNECTION], c->n[RECORD_POST], c->messages,
               c->n[RECORD_REACTION], c->n[RECORD_ATTACHMENT], c->n[RECORD_FACT],
               c->n[RECORD_UNREAD]);
}

/* Opens what lies at `path`, finds its reader and runs it into c; *id names the reader. */
static inline enum err_code collect_read(struct collect *c, const char *path, const char **id,
                                         struct err *e)
{
    struct container *box = NULL;
    const struct reader *rd = NULL;
    enum err_code rc = container_open(path, &box, e);
    if (rc == ERR_OK)
        rc = reader_find(box, &rd, e);
    if (rc == ERR_OK)
        rc = reader_run(rd, box, &c->sink, e);
    if (id)
        *id = rd ? rd->id : "none";
    container_close(box);
    return rc;
}

/* A file of an archive that a test makes up. */
struct collect_file {
    const char *path, *text;
};

static inline int collect_remove_one(const char *path, const struct stat *st, int flag,
                                     struct FTW *ftw)
{
    (void)st, (void)flag, (void)ftw;
    return remove(path);
}

static inline void collect_remove(const char *dir)
{
    nftw(dir, collect_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static inline void collect_write(const char *dir, const char *path, const char *text)
{
    char full[1024];
    snprintf(full, sizeof full, "%s/%s", dir, path);
    for (char *p = full + strlen(dir) + 1; (p = strchr(p, '/')) != NULL; p++) {
        *p = '\0';
        assert_true(mkdir(full, 0755) == 0 || errno == EEXIST);
        *p = '/';
    }
    FILE *f = fopen(full, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

/* Makes a folder of the files, reads it and takes it away again. `files` ends with a row of
 * NULL; the reader that was found must be `id`. */
static inline void collect_folder(struct collect *c, const char *id,
                                  const struct collect_file *files)
{
    char dir[] = "/tmp/tact-collect-XXXXXX";
    struct err e = {0};
    const char *found = NULL;
    assert_non_null(mkdtemp(dir));
    for (; files->path; files++)
        collect_write(dir, files->path, files->text);
    collect_init(c, true);
    enum err_code rc = collect_read(c, dir, &found, &e);
    collect_remove(dir);
    if (rc)
        fprintf(stderr, "%s\n", e.msg);
    assert_int_equal(rc, ERR_OK);
    assert_string_equal(found, id);
}

/* The same for a folder that no reader takes: what is said of it must hold `part`. */
static inline void collect_refused(const struct collect_file *files, const char *part)
{
    char dir[] = "/tmp/tact-collect-XXXXXX";
    struct err e = {0};
    struct collect c;
    assert_non_null(mkdtemp(dir));
    for (; files->path; files++)
        collect_write(dir, files->path, files->text);
    collect_init(&c, false);
    enum err_code rc = collect_read(&c, dir, NULL, &e);
    collect_remove(dir);
    collect_done(&c);
    assert_int_equal(rc, ERR_UNSUPPORTED);
    if (!strstr(e.msg, part))
        fail_msg("\"%s\" does not hold: %s", e.msg, part);
}

/* How many of the lines hold `part`. */
static inline size_t collect_count(struct collect *c, const char *part)
{
    size_t n = 0;
    const char *all = buf_cstr(&c->lines);
    for (const char *p = all; (p = strstr(p, part)) != NULL; n++) {
        p = strchr(p, '\n');
        if (!p)
            break;
    }
    return n;
}

/* Fails, and shows all lines, unless `n` of them hold `part`. */
#define assert_lines(c, part, count)                                                           \
    do {                                                                                       \
        if (collect_count((c), (part)) != (size_t)(count)) {                                   \
            fprintf(stderr, "%s", buf_cstr(&(c)->lines));                                      \
            fail_msg("%zu lines, not %zu, hold: %s", collect_count((c), (part)),               \
                     (size_t)(count), (part));                                                 \
        }                                                                                      \
    } while (0)
#define assert_line(c, part) assert_lines((c), (part), 1)

#endif
