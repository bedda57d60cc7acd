/* store/search_postgres.c: the search index over posts as PostgreSQL has it: a tsvector a post.
 * Its words are cut by text/tokens.h, as SQLite cuts them, and carry their owner in front
 * ("1_word"), so that one owner's common words cost another nothing. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/timeline_private.h"

#include "core/limits.h"
#include "text/tokens.h"

#include <stdlib.h>

/* A tsvector has a megabyte at most, and no place beyond 16,383 (PostgreSQL documentation,
 * 12.11). */
enum {
    VECTOR_BYTES = 900000,
    PLACE_MOST = 16383,
    BATCH_ROWS = 5000,
    NEWEST_POSTS = 1500, /* that are looked through before the index is asked */
    NEWEST_MATCHES = 100 /* more are not looked for there */
};

/* Appends the words of a text as tsvector input: 1_word:1 1_next:2 … Words are letters and
 * digits, so nothing in it needs quotes. */
static void put_words(const struct sql *q, struct str text, int *place, struct buf *b)
{
    struct buf word;
    buf_init(&word, TOKEN_BYTES + 4);
    while (b->n < VECTOR_BYTES && tokens_next(&text, &word)) {
        if (b->n)
            buf_char(b, ' ');
        buf_i64(b, q->owner);
        buf_char(b, '_');
        buf_str(b, buf_view(&word));
        buf_char(b, ':');
        if (*place < PLACE_MOST)
            ++*place;
        buf_i64(b, *place);
    }
    buf_free(&word);
}

static void put_vector(const struct sql *q, struct str title, struct str summary,
                       struct str text, struct buf *b)
{
    int place = 0;
    struct buf v;
    buf_init(&v, VECTOR_BYTES + 1024);
    put_words(q, title, &place, &v);
    put_words(q, summary, &place, &v);
    put_words(q, text, &place, &v);
    buf_str(b, buf_view(&v));
    buf_free(&v);
}

static enum err_code add(struct sql *q, int64_t post_id, struct str title, struct str summary,
                         struct str text, struct err *e)
{
    struct buf b;
    buf_init(&b, MIB(2));
    put_vector(q, title, summary, text, &b);
    enum err_code rc = sql_run(q,
                               "INSERT INTO post_search (owner_id, id, words) "
                               "VALUES ($1, $2, CAST($3 AS tsvector)) "
                               "ON CONFLICT (owner_id, id) DO UPDATE SET words = CAST($3 AS "
                               "tsvector)",
                               VALUES(I64(q->owner), I64(post_id), TXT(buf_view(&b))), NULL, e);
    buf_free(&b);
    return rc;
}

static enum err_code take_out(struct sql *q, int64_t post_id, struct str title,
                              struct str summary, struct str text, struct err *e)
{
    (void)title;
    (void)summary;
    (void)text;
    return sql_later(q, "DELETE FROM post_search WHERE owner_id = $1 AND id = $2",
                     VALUES(I64(q->owner), I64(post_id)), NULL, NULL, 0, e);
}

/* Many posts: lines of COPY. Nothing in them wants to be escaped: words are letters and digits. */
struct batch {
    struct sql *q;
    struct buf lines;
    size_t n;
};

static void line_of(void *ctx, size_t at, struct sql_value *v)
{
    (void)at;
    const struct batch *b = ctx;
    v[0] = TXT(buf_view(&b->lines));
}

static enum err_code put_batch(struct batch *b, struct err *e)
{
    const struct sql_rows rows = {.text = "COPY post_search (owner_id, id, words) FROM STDIN",
                                  .n = 1,
                                  .as_text = true,
                                  .row = line_of,
                                  .ctx = b};
    enum err_code rc = b->n ? b->q->engine->copy(b->q->db, &rows, e) : ERR_OK;
    buf_clear(&b->lines);
    b->n = 0;
    return rc;
}

static enum err_code take_post(void *ctx, struct sql_query *k, struct err *e)
{
    struct batch *b = ctx;
    buf_i64(&b->lines, b->q->owner);
    buf_char(&b->lines, '\t');
    buf_i64(&b->lines, sql_i64(k, 0));
    buf_char(&b->lines, '\t');
    put_vector(b->q, sql_text(k, 1), sql_text(k, 2), sql_text(k, 3), &b->lines);
    buf_char(&b->lines, '\n');
    return ++b->n == BATCH_ROWS || b->lines.n > MIB(4) ? put_batch(b, e) : ERR_OK;
}

static enum err_code add_all(struct sql *q, const char *text, const struct sql_value *v,
                             size_t n, struct err *e)
{
    struct batch b = {.q = q};
    buf_init(&b.lines, MIB(8));
    enum err_code rc = store__walk(q, text, v, n, take_post, &b, e);
    if (rc == ERR_OK)
        rc = put_batch(&b, e);
    buf_free(&b.lines);
    return rc;
}

static enum err_code add_import(struct sql *q, int64_t import_id, int64_t first, int64_t last,
                                struct err *e)
{
    return add_all(q,
                   "SELECT id, title, summary, text "
                   "FROM posts "
                   "WHERE owner_id = $1 AND id BETWEEN $3 AND $4 AND import_id = $2 "
                   "ORDER BY id",
                   VALUES(I64(q->owner), I64(import_id), I64(first), I64(last)), e);
}

static enum err_code rebuild(struct sql *q, struct err *e)
{
    enum err_code rc = sql_run(q, "DELETE FROM post_search WHERE owner_id = $1",
                               VALUES(I64(q->owner)), NULL, e);
    return rc ? rc
              : add_all(q,
                        "SELECT id, title, summary, text "
                        "FROM posts "
                        "WHERE owner_id = $1 "
                        "ORDER BY id",
                        VALUES(I64(q->owner)), e);
}

/* Asking -------------------------------------------------------------------------------- */

/* A phrase of what was typed: its words one after the other, the last perhaps but begun. */
enum {
    PHRASES = 16,
    PHRASE_WORDS = 16
};
struct phrase {
    struct str word[PHRASE_WORDS];
    size_t words;
    bool begins;
};
struct query {
    struct phrase phrase[PHRASES];
    size_t n;
    struct str text; /* as a tsquery */
};

static void add_phrase(struct query *out, struct str typed, bool begins, struct arena *a)
{
    struct phrase *p = &out->phrase[out->n];
    struct buf word;
    buf_init(&word, TOKEN_BYTES + 4);
    *p = (struct phrase){.begins = begins};
    while (p->words < PHRASE_WORDS && tokens_next(&typed, &word))
        p->word[p->words++] = arena_str(a, buf_view(&word));
    out->n += p->words > 0;
    buf_free(&word);
}

/* As it is typed: words, "…" for phrases, a star at the end for beginnings. A word with a hyphen
 * in it is a phrase, as in SQLite. */
static void read_query(const struct sql *q, struct str typed, struct arena *a,
                       struct query *out)
{
    out->n = 0;
    while (typed.n && out->n < PHRASES) {
        bool quoted = typed.p[0] == '"';
        if (quoted)
            typed = str_after(typed, 1);
        size_t n = 0;
        while (n < typed.n &&
               (quoted ? typed.p[n] != '"' : !ascii_is_space((unsigned char)typed.p[n])))
            n++;
        struct str word = str_sub(typed, 0, n);
        typed = str_after(typed, n + 1);
        add_phrase(out, word, !quoted && word.n > 1 && word.p[word.n - 1] == '*', a);
    }
    struct buf b;
    buf_init(&b, KIB(256));
    for (size_t i = 0; i < out->n; i++) {
        const struct phrase *p = &out->phrase[i];
        buf_lit(&b, i ? " & (" : "(");
        for (size_t k = 0; k < p->words; k++) {
            buf_lit(&b, k ? " <-> " : "");
            buf_i64(&b, q->owner);
            buf_char(&b, '_');
            buf_str(&b, p->word[k]);
            buf_lit(&b, p->begins && k + 1 == p->words ? ":*" : "");
        }
        buf_char(&b, ')');
    }
    out->text = arena_str(a, buf_view(&b));
    buf_free(&b);
}

/* Places of the words of one post, out of its tsvector as it is written: '1_word':1,5 … */
struct places {
    int hits[PHRASES][PHRASE_WORDS];
    int words; /* in the post */
};

static void count_lexeme(const struct query *query, struct str word, int n, struct places *out)
{
    for (size_t i = 0; i < query->n; i++) {
        const struct phrase *p = &query->phrase[i];
        for (size_t k = 0; k < p->words; k++)
            if (p->begins && k + 1 == p->words ? str_starts(word, p->word[k])
                                               : str_eq(word, p->word[k]))
                out->hits[i][k] += n;
    }
    out->words += n;
}

static void count_places(const struct query *query, struct str vector, struct places *out)
{
    struct str lexeme;
    *out = (struct places){.words = 0};
    while (str_cut(&vector, ' ', &lexeme)) {
        ptrdiff_t colon = str_rchr(lexeme, ':'), owner = str_chr(lexeme, '_');
        if (colon < 0 || owner < 0 || colon < owner + 2)
            continue;
        int n = 1;
        for (size_t i = (size_t)colon; i < lexeme.n; i++)
            n += lexeme.p[i] == ',';
        /* between the underscore and the closing quote */
        count_lexeme(query, str_sub(lexeme, (size_t)owner + 1, (size_t)colon - 1), n, out);
    }
}

/* The measure of sql_sqlite.c; a phrase is there as often as the rarest of its words at most. */
static double rank(const struct query *query, struct str vector)
{
    struct places at;
    count_places(query, vector, &at);
    double score = 0, length = 0.25 + 0.75 * (double)at.words / 30.0;
    for (size_t i = 0; i < query->n; i++) {
        int n = at.hits[i][0];
        for (size_t k = 1; k < query->phrase[i].words; k++)
            n = at.hits[i][k] < n ? at.hits[i][k] : n;
        score += (double)n * 2.2 / ((double)n + 1.2 * length);
    }
    return score;
}

static enum err_code take_id(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    *(int64_t *)store__push(ctx) = sql_i64(k, 0);
    return ERR_OK;
}

/* A common word has enough among the newest posts: *enough says whether it had. Asked first, since
 * the planner takes the words of one owner among many for rarer than they are. */
static enum err_code newest(struct sql *q, const struct store__search *w,
                            const struct query *query, struct arena *a, bool *enough,
                            struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(int64_t)};
    bool stop = false;
    *enough = false;
    if (w->ranked || w->most > NEWEST_MATCHES)
        return ERR_OK;
    enum err_code rc =
        store__each(q,
                    "SELECT n.id FROM (SELECT id, words FROM post_search "
                    "WHERE owner_id = $1 AND id > $3 AND id < $4 ORDER BY id DESC LIMIT $6) n "
                    "WHERE n.words @@ CAST($2 AS tsquery) "
                    "ORDER BY n.id DESC LIMIT $5",
                    VALUES(I64(q->owner), TXT(query->text), I64(w->above), I64(w->below),
                           I64((int64_t)w->most), I64(NEWEST_POSTS)),
                    take_id, &l, e);
    *enough = rc == ERR_OK && l.n == w->most;
    for (size_t i = 0; *enough && !stop && i < l.n && rc == ERR_OK; i++)
        rc = w->found(w->ctx, ((const int64_t *)l.v)[i], 0, &stop, e);
    return rc;
}

/* Planned for these very words: how common they are decides whether the newest posts are looked
 * through or the index of words is. */
static enum err_code each(struct sql *q, const struct store__search *w, struct arena *a,
                          struct err *e)
{
    static const char plain[] =
        "SELECT id, '' FROM post_search "
        "WHERE owner_id = $1 AND words @@ CAST($2 AS tsquery) AND id > $3 AND id < $4 "
        "ORDER BY id DESC LIMIT $5";
    static const char scored[] =
        "SELECT id, words FROM post_search "
        "WHERE owner_id = $1 AND words @@ CAST($2 AS tsquery) AND id > $3 AND id < $4 "
        "ORDER BY id DESC LIMIT $5";
    struct query *query = ARENA_NEW(a, struct query);
    struct sql_query k;
    bool more = false, stop = false;
    read_query(q, w->typed, a, query);
    if (query->n == 0)
        return ERR_OK;
    bool enough = false;
    enum err_code rc = newest(q, w, query, a, &enough, e);
    if (rc || enough)
        return rc;
    rc = sql_ask_as(q, SQL_FRESH, &k, w->ranked ? scored : plain,
                    VALUES(I64(q->owner), TXT(query->text), I64(w->above), I64(w->below),
                           I64((int64_t)w->most)),
                    e);
    if (rc)
        return rc;
    while (!stop && (rc = sql_row(&k, &more, e)) == ERR_OK && more)
        if ((rc = w->found(w->ctx, sql_i64(&k, 0), w->ranked ? rank(query, sql_text(&k, 1)) : 0,
                           &stop, e)))
            break;
    sql_done(&k);
    return rc;
}

const struct search_engine search_postgres = {
    .add = add, .remove = take_out, .import = add_import, .rebuild = rebuild, .each = each};
