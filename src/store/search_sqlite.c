/* store/search_sqlite.c: the search index over posts as SQLite's FTS5 has it. Full-text search is
 * what engines do not share: another engine has a file of its own beside this one. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/timeline_private.h"

#include "core/buf.h"
#include "core/limits.h"

#include <stdlib.h>

/* What is indexed of a post: one text, so that a word is found wherever it stands. */
static void compose(struct buf *b, struct str title, struct str summary, struct str text)
{
    buf_str(b, title);
    buf_char(b, '\n');
    buf_str(b, summary);
    buf_char(b, '\n');
    buf_str(b, text);
}

enum err_code store__search_add(struct sql *q, int64_t post_id, struct str title,
                                struct str summary, struct str text, struct err *e)
{
    struct buf b;
    buf_init(&b, 4 * LIMIT_POST_TEXT);
    compose(&b, title, summary, text);
    enum err_code rc = sql_run(q, "INSERT INTO post_search (rowid, text) VALUES ($1, $2)",
                               VALUES(I64(post_id), TXT(buf_view(&b))), NULL, e);
    buf_free(&b);
    return rc;
}

/* The index keeps no text, so it must be told what it is to forget. */
enum err_code store__search_remove(struct sql *q, int64_t post_id, struct str title,
                                   struct str summary, struct str text, struct err *e)
{
    struct buf b;
    buf_init(&b, 4 * LIMIT_POST_TEXT);
    compose(&b, title, summary, text);
    enum err_code rc = sql_run(q,
                               "INSERT INTO post_search (post_search, rowid, text) "
                               "VALUES ('delete', $1, $2)",
                               VALUES(I64(post_id), TXT(buf_view(&b))), NULL, e);
    buf_free(&b);
    return rc;
}

/* Words gathered in memory before the index writes a segment: fewer, larger segments are what
 * makes indexing a million posts fast. */
static const char larger_segments[] =
    "INSERT INTO post_search (post_search, rank) VALUES ('hashsize', 16777216)";

enum err_code store__search_import(struct sql *q, int64_t import_id, int64_t first,
                                   int64_t last, struct err *e)
{
    enum err_code rc = sql_run(q, larger_segments, NULL, 0, NULL, e);
    return rc ? rc
              : sql_run(q,
                        "INSERT INTO post_search (rowid, text) "
                        "SELECT id, title || char(10) || summary || char(10) || text "
                        "FROM posts "
                        "WHERE owner_id = $1 AND id BETWEEN $3 AND $4 AND import_id = $2 "
                        "ORDER BY id",
                        VALUES(I64(q->owner), I64(import_id), I64(first), I64(last)), NULL, e);
}

static enum err_code ask_others(struct sql *q, bool *others, struct err *e)
{
    int64_t one = 0;
    enum err_code rc = sql_one(q, "SELECT 1 FROM owners WHERE owner_id <> $1 LIMIT 1",
                               VALUES(I64(q->owner)), &one, e);
    *others = one != 0;
    return rc;
}

/* All owners' posts: what is emptied is the index of all. In the order of the ids, which is the
 * order of the table where there is one owner, and of posts_by_id where there are several. */
static enum err_code fill_anew(struct sql *q, struct err *e)
{
    bool others;
    enum err_code rc = sql_run(q, "INSERT INTO post_search (post_search) VALUES ('delete-all')",
                               NULL, 0, NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(q, larger_segments, NULL, 0, NULL, e);
    if (rc == ERR_OK)
        rc = ask_others(q, &others, e);
    if (rc == ERR_OK && others)
        return sql_run(q,
                       "INSERT INTO post_search (rowid, text) "
                       "SELECT id, title || char(10) || summary || char(10) || text "
                       "FROM posts "
                       "ORDER BY id",
                       NULL, 0, NULL, e);
    return rc ? rc
              : sql_run(q,
                        "INSERT INTO post_search (rowid, text) "
                        "SELECT id, title || char(10) || summary || char(10) || text "
                        "FROM posts "
                        "WHERE owner_id = $1 "
                        "ORDER BY id",
                        VALUES(I64(q->owner)), NULL, e);
}

enum err_code store_rebuild_search(struct store *s, struct err *e)
{
    enum err_code rc = store__write(s, e);
    return rc ? rc : store__written(s, fill_anew(&s->sql, e), e);
}

/* What people type as the index's query: each word quoted, so that nothing in it is an operator;
 * "…" stays a phrase, a star at the end asks for beginnings. */
static struct str query_of(struct str typed, struct arena *a)
{
    struct buf b;
    buf_init(&b, KIB(16));
    while (typed.n && !b.over) {
        bool phrase = typed.p[0] == '"';
        if (phrase)
            typed = str_after(typed, 1);
        size_t n = 0;
        while (n < typed.n &&
               (phrase ? typed.p[n] != '"' : !ascii_is_space((unsigned char)typed.p[n])))
            n++;
        struct str word = str_sub(typed, 0, n);
        typed = str_after(typed, n + 1);
        bool begins = !phrase && word.n > 1 && word.p[word.n - 1] == '*';
        if (begins)
            word.n--;
        if (str_trim(word).n == 0)
            continue;
        if (b.n)
            buf_char(&b, ' ');
        buf_char(&b, '"');
        for (size_t i = 0; i < word.n; i++)
            if (word.p[i] != '"')
                buf_char(&b, word.p[i]);
        buf_lit(&b, begins ? "\" *" : "\"");
    }
    struct str q = arena_str(a, buf_view(&b));
    buf_free(&b);
    return q;
}

struct found {
    struct arena *a;
    struct post *v;
    size_t n, cap;
};

static enum err_code take_post(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct found *f = ctx;
    if (f->n == f->cap)
        return ERR_OK;
    struct post *p = &f->v[f->n++];
    *p = (struct post){.id = sql_i64(k, 0),
                       .account_id = sql_i64(k, 1),
                       .author_id = sql_i64(k, 2),
                       .at_ms = sql_i64(k, 3),
                       .at_sure = (enum time_sure)sql_i64(k, 4),
                       .network = sql_copy(k, 5, f->a),
                       .kind = sql_copy(k, 6, f->a),
                       .author = sql_copy(k, 7, f->a),
                       .text = sql_copy(k, 8, f->a),
                       .title = sql_copy(k, 9, f->a),
                       .url = sql_copy(k, 10, f->a),
                       .thread = sql_copy(k, 11, f->a)};
    return ERR_OK;
}

#define POST_COLUMNS                                                                           \
    "p.id, p.account_id, p.author_id, p.at_ms, p.at_sure, c.network, p.kind, "                 \
    "CASE WHEN p.author_id = 0 THEN c.name ELSE coalesce(i.name, '') END, p.text, p.title, "   \
    "p.url, coalesce(t.title, '')"
#define POST_JOINS                                                                             \
    "JOIN posts p ON p.owner_id = $1 AND p.id = f.id "                                         \
    "JOIN accounts c ON c.owner_id = p.owner_id AND c.id = p.account_id "                      \
    "LEFT JOIN identities i ON p.author_id > 0 AND i.owner_id = p.owner_id AND "               \
    "i.id = p.author_id "                                                                      \
    "LEFT JOIN threads t ON p.thread_id <> 0 AND t.owner_id = p.owner_id AND t.id = "          \
    "p.thread_id "

/* The rowid of the index is the post's id, which grows with time: newest first is its own order
 * read backwards, so only as much is read as is shown. */
static const char newest[] =
    "SELECT " POST_COLUMNS " "
    "FROM (SELECT rowid AS id FROM post_search WHERE post_search MATCH $2 "
    "ORDER BY rowid DESC LIMIT $3) f " POST_JOINS;

/* Ranking every match of a common word takes half a second in a million posts; the newest few
 * thousand hold whatever anybody will look at. */
static const char best[] =
    "SELECT " POST_COLUMNS
    " FROM (SELECT id, score FROM (SELECT rowid AS id, tact_rank(post_search) AS score FROM "
    "post_search WHERE post_search MATCH $2 ORDER BY rowid DESC LIMIT $4) ORDER BY score DESC, "
    "id DESC LIMIT $3) f " POST_JOINS "ORDER BY f.score DESC, p.id DESC";

/* The index is one for all owners. Where there are several, what is not of this one is left out
 * before it is counted; where there is one, nothing is asked. */
#define OF_OWNER                                                                               \
    "AND EXISTS (SELECT 1 FROM posts o WHERE o.owner_id = $1 AND o.id = post_search.rowid) "
static const char newest_of[] =
    "SELECT " POST_COLUMNS " "
    "FROM (SELECT rowid AS id FROM post_search WHERE post_search MATCH $2 " OF_OWNER
    "ORDER BY rowid DESC LIMIT $3) f " POST_JOINS;
static const char best_of[] =
    "SELECT " POST_COLUMNS
    " FROM (SELECT id, score FROM (SELECT rowid AS id, tact_rank(post_search) AS score FROM "
    "post_search WHERE post_search MATCH $2 " OF_OWNER
    "ORDER BY rowid DESC LIMIT $4) ORDER BY score DESC, "
    "id DESC LIMIT $3) f " POST_JOINS "ORDER BY f.score DESC, p.id DESC";

/* A sort in SQL would copy every text once more; these are a page's worth of rows. */
static int newer_first(const void *a, const void *b)
{
    const struct post *x = a, *y = b;
    return (x->id < y->id) - (x->id > y->id);
}

enum err_code store_search(struct store *s, struct str query, enum search_order order,
                           int64_t limit, struct arena *a, struct post **out, size_t *n,
                           struct err *e)
{
    struct str q = query_of(query, a);
    if (limit < 1 || limit > 10000)
        return err_set(e, ERR_INVALID, "the limit is a number from 1 to 10000");
    struct found f = {a, ARENA_ARRAY(a, struct post, (size_t)limit), 0, (size_t)limit};
    *out = f.v;
    *n = 0;
    if (q.n == 0)
        return ERR_OK;
    bool others;
    enum err_code rc = ask_others(&s->sql, &others, e);
    if (rc == ERR_OK && order == SEARCH_NEWEST)
        rc = store__each(&s->sql, others ? newest_of : newest,
                         VALUES(I64(s->sql.owner), TXT(q), I64(limit)), take_post, &f, e);
    else if (rc == ERR_OK)
        rc = store__each(&s->sql, others ? best_of : best,
                         VALUES(I64(s->sql.owner), TXT(q), I64(limit), I64(SEARCH_CANDIDATES)),
                         take_post, &f, e);
    *n = f.n;
    if (order == SEARCH_NEWEST)
        qsort(f.v, f.n, sizeof *f.v, newer_first);
    return rc;
}

enum err_code store__search_each(struct sql *q, const struct store__search *w, struct arena *a,
                                 struct err *e)
{
    static const char plain[] = "SELECT rowid, 0.0 FROM post_search "
                                "WHERE post_search MATCH $1 AND rowid > $2 AND rowid < $3 "
                                "ORDER BY rowid DESC";
    static const char scored[] = "SELECT rowid, tact_rank(post_search) FROM post_search "
                                 "WHERE post_search MATCH $1 AND rowid > $2 AND rowid < $3 "
                                 "ORDER BY rowid DESC";
    static const char plain_of[] =
        "SELECT rowid, 0.0 FROM post_search "
        "WHERE post_search MATCH $2 AND rowid > $3 AND rowid < $4 " OF_OWNER
        "ORDER BY rowid DESC";
    static const char scored_of[] =
        "SELECT rowid, tact_rank(post_search) FROM post_search "
        "WHERE post_search MATCH $2 AND rowid > $3 AND rowid < $4 " OF_OWNER
        "ORDER BY rowid DESC";
    struct str words = query_of(w->typed, a);
    struct sql_query k;
    bool more = false, stop = false, others;
    if (words.n == 0)
        return ERR_OK;
    enum err_code rc = ask_others(q, &others, e);
    if (rc == ERR_OK && others)
        rc = sql_ask(q, &k, w->ranked ? scored_of : plain_of,
                     VALUES(I64(q->owner), TXT(words), I64(w->above), I64(w->below)), e);
    else if (rc == ERR_OK)
        rc = sql_ask(q, &k, w->ranked ? scored : plain,
                     VALUES(TXT(words), I64(w->above), I64(w->below)), e);
    if (rc)
        return rc;
    while (!stop && (rc = sql_row(&k, &more, e)) == ERR_OK && more)
        if ((rc = w->found(w->ctx, sql_i64(&k, 0), sql_f64(&k, 1), &stop, e)))
            break;
    sql_done(&k);
    return rc;
}
