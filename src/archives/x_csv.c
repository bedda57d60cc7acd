/* archives/x_csv.c: tweets.csv of the archives before 2018. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/x.h"

#include "core/attr.h"
#include "core/csv.h"
#include "text/decode.h"
#include "text/html.h"
#include "text/utf8.h"

enum column {
    COLUMN_ID,
    COLUMN_REPLY_POST,
    COLUMN_REPLY_ID,
    COLUMN_TIME,
    COLUMN_TEXT,
    COLUMN_RESHARED,
    COLUMN_RESHARED_FROM,
    COLUMN_LINKS,
    COLUMN_COUNT
};

static const char *const names[COLUMN_COUNT] = {
    "tweet_id", "in_reply_to_status_id", "in_reply_to_user_id",      "timestamp",
    "text",     "retweeted_status_id",   "retweeted_status_user_id", "expanded_urls"};

static enum err_code put_row(struct reading *r, const struct str cell[COLUMN_COUNT],
                             struct err *e)
{
    const struct x *st = r->state;
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    struct str links = cell[COLUMN_LINKS], ignored;
    *p = (struct record_post){.key = cell[COLUMN_ID],
                              .own = true,
                              .at = x_time(cell[COLUMN_ID], cell[COLUMN_TIME]),
                              .text = html_unescape(cell[COLUMN_TEXT], r->piece),
                              .visibility = st->hidden ? VISIBLE_UNKNOWN : VISIBLE_PUBLIC,
                              .reply_to = cell[COLUMN_REPLY_POST],
                              .reshare_of = cell[COLUMN_RESHARED],
                              .likes = -1,
                              .reshares = -1};
    p->url = x__join(r, STR("https://x.com/i/web/status/"), p->key);
    str_cut(&links, ',', &p->link);
    if (p->reshare_of.n || str_starts(p->text, STR("RT @")))
        p->kind = POST_RESHARE;
    else if (p->reply_to.n || cell[COLUMN_REPLY_ID].n)
        p->kind = POST_REPLY;
    enum err_code rc = x__person(r, cell[COLUMN_REPLY_ID], STR_NONE, STR_NONE, &ignored, e);
    rc = rc ? rc : x__person(r, cell[COLUMN_RESHARED_FROM], STR_NONE, STR_NONE, &ignored, e);
    return rc ? rc : reading_put(r, &rec, e);
}

static enum err_code read_row(struct reading *r, const struct csv_row *row,
                              const ptrdiff_t at[COLUMN_COUNT], struct err *e)
{
    struct str cell[COLUMN_COUNT];
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        bool there = at[i] >= 0 && (size_t)at[i] < row->n;
        cell[i] = there ? utf8_clean(row->cell[at[i]], r->piece) : STR_NONE;
    }
    int64_t id;
    if (!str_i64(cell[COLUMN_ID], &id))
        return reading_unread(r, row->raw, "a row without the number of a post", e);
    return put_row(r, cell, e);
}

enum err_code x__read_csv(struct reading *r, struct stream *in, struct err *e)
{
    const struct x *st = r->state;
    struct decode d;
    struct csv_row row;
    ptrdiff_t at[COLUMN_COUNT];
    bool got = false;
    if (st->months)
        return ERR_OK; /* data/js/tweets/ says the same and more */
    struct csv *c = csv_new(decode_init(&d, in));
    enum err_code rc = csv_next(c, r->piece, &row, &got, e);
    for (size_t i = 0; i < COLUMN_COUNT && rc == ERR_OK; i++)
        at[i] = got ? csv_column(&row, names[i]) : -1;
    while (rc == ERR_OK && got) {
        arena_reset(r->piece);
        rc = csv_next(c, r->piece, &row, &got, e);
        if (rc == ERR_OK && got)
            rc = read_row(r, &row, at, e);
    }
    csv_free(c);
    return rc;
}
