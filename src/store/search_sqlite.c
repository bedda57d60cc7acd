/* store/search_sqlite.c: the search index over posts as SQLite's FTS5 has it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/timeline_private.h"

#include "core/buf.h"
#include "core/limits.h"

/* What is indexed of a post: one text, so that a word is found wherever it stands. */
static void compose(struct buf *b, struct str title, struct str summary, struct str text)
{
    buf_str(b, title);
    buf_char(b, '\n');
    buf_str(b, summary);
    buf_char(b, '\n');
    buf_str(b, text);
}

static enum err_code add(struct sql *q, int64_t post_id, struct str title, struct str summary,
                         struct str text, struct err *e)
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
static enum err_code take_out(struct sql *q, int64_t post_id, struct str title,
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

static enum err_code add_import(struct sql *q, int64_t import_id, int64_t first, int64_t last,
                                struct err *e)
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
static enum err_code rebuild(struct sql *q, struct err *e)
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

/* The index is one for all owners. Where there are several, what is not of this one is left out
 * before it is counted; where there is one, nothing is asked. */
#define OF_OWNER                                                                               \
    "AND EXISTS (SELECT 1 FROM posts o WHERE o.owner_id = $1 AND o.id = post_search.rowid) "

static enum err_code each(struct sql *q, const struct store__search *w, struct arena *a,
                          struct err *e)
{
    static const char plain[] = "SELECT rowid, 0.0 FROM post_search "
                                "WHERE post_search MATCH $1 AND rowid > $2 AND rowid < $3 "
                                "ORDER BY rowid DESC LIMIT $4";
    static const char scored[] = "SELECT rowid, tact_rank(post_search) FROM post_search "
                                 "WHERE post_search MATCH $1 AND rowid > $2 AND rowid < $3 "
                                 "ORDER BY rowid DESC LIMIT $4";
    static const char plain_of[] =
        "SELECT rowid, 0.0 FROM post_search "
        "WHERE post_search MATCH $2 AND rowid > $3 AND rowid < $4 " OF_OWNER
        "ORDER BY rowid DESC LIMIT $5";
    static const char scored_of[] =
        "SELECT rowid, tact_rank(post_search) FROM post_search "
        "WHERE post_search MATCH $2 AND rowid > $3 AND rowid < $4 " OF_OWNER
        "ORDER BY rowid DESC LIMIT $5";
    struct str words = query_of(w->typed, a);
    struct sql_query k;
    bool more = false, stop = false, others;
    if (words.n == 0)
        return ERR_OK;
    enum err_code rc = ask_others(q, &others, e);
    int64_t most = (int64_t)w->most;
    if (rc == ERR_OK && others)
        rc = sql_ask(q, &k, w->ranked ? scored_of : plain_of,
                     VALUES(I64(q->owner), TXT(words), I64(w->above), I64(w->below), I64(most)),
                     e);
    else if (rc == ERR_OK)
        rc = sql_ask(q, &k, w->ranked ? scored : plain,
                     VALUES(TXT(words), I64(w->above), I64(w->below), I64(most)), e);
    if (rc)
        return rc;
    while (!stop && (rc = sql_row(&k, &more, e)) == ERR_OK && more)
        if ((rc = w->found(w->ctx, sql_i64(&k, 0), sql_f64(&k, 1), &stop, e)))
            break;
    sql_done(&k);
    return rc;
}

const struct search_engine search_sqlite = {
    .add = add, .remove = take_out, .import = add_import, .rebuild = rebuild, .each = each};
