/* intake/sync.c: the streams of one account, a page at a time, each kept with its mark. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/sync.h"

#include "core/limits.h"
#include "core/time.h"
#include "intake/account.h"
#include "intake/collect.h"
#include "intake/fetched.h"
#include "net/oauth.h"
#include "net/pace.h"
#include "store/live.h"

enum {
    AGAIN_EVERY_S =
        600, /* some of the latest posts are looked at again: edits, deletions, counts */
    AGAIN_AMONG = 200,
    AGAIN_DAYS = 14,
    HOLD_MS = 180000, /* one page at its slowest */
    NEVER_S = 86400   /* what a server does not have is asked for once a day */
};

struct run {
    struct account_api *acc;
    const struct sync_how *how;
    struct sync_result *out;
    struct stream_row *row; /* as they were */
    size_t rows;
    struct arena *a;
    struct str runner;
    bool stop;
};

/* It is ours to read for one more page. */
static enum err_code hold(struct run *r, struct err *e)
{
    int64_t now = time_now_ms();
    bool got = false;
    enum err_code rc = store_sign_in_hold(r->acc->s, r->acc->account_id, r->runner, now,
                                          now + HOLD_MS, &got, e);
    if (rc == ERR_OK && !got)
        rc = err_set(e, ERR_CONFLICT, "another process is reading " STRF " already",
                     STRA(r->out->account));
    return rc;
}

static struct stream_row row_of(const struct run *r, const char *stream)
{
    for (size_t i = 0; i < r->rows; i++)
        if (str_is(r->row[i].stream, stream))
            return r->row[i];
    return (struct stream_row){.account_id = r->acc->account_id, .stream = str_from(stream)};
}

static bool wanted(const struct run *r, const struct stream_row *row)
{
    if (r->how->stream.n && !str_eq(r->how->stream, row->stream))
        return false;
    return r->how->now || row->more || row->due_ms <= time_now_ms();
}

/* The account's own word comes first: everything behind it belongs to it. *theirs (may be NULL): what
 * went wrong is the server's, whose file makes no sense. */
static enum err_code keep_page(struct run *r, const struct collect *got,
                               const struct api_page *page, struct stream_row *row,
                               bool *theirs, struct err *e)
{
    struct importer *im = NULL;
    const struct api *api = &r->acc->api;
    int64_t fresh = 0, people = 0;
    struct record whose = {.kind = RECORD_ACCOUNT};
    whose.as.account = (struct record_account){
        .network = str_from(api->row->id), .key = api->key, .handle = api->handle};
    enum err_code rc = store_live_begin(r->acc->s, str_from(api->row->id), api->key, &im, e);
    if (rc)
        return rc;
    rc = store_import_put(im, &whose, e);
    if (rc == ERR_OK)
        rc = collect_put(got, im, e);
    if (rc == ERR_OK && page && page->file.n) {
        rc = fetched_read(r->acc->s, page, im, e);
        if (theirs)
            *theirs = rc == ERR_PARSE || rc == ERR_LIMIT || rc == ERR_UNSUPPORTED ||
                      rc == ERR_NOT_FOUND;
    }
    if (rc)
        store_live_abort(im);
    else
        rc = store_live_commit(im, row, &fresh, &people, e);
    r->out->fresh += fresh;
    r->out->people += people;
    return rc;
}

/* What went wrong there is noted with the stream; only this home's own trouble is an error. */
static enum err_code failed(struct run *r, struct stream_row *row, enum err_code rc,
                            const struct err *why, int every_s, struct err *e)
{
    int64_t wait = why->retry_after_s * INT64_C(1000);
    row->tries++;
    row->why = str_from(why->msg);
    if (rc == ERR_UNSUPPORTED || rc == ERR_NOT_FOUND) { /* it does not have that */
        row->tries = 0;
        wait = NEVER_S * INT64_C(1000);
    } else if (wait == 0) {
        wait = pace_backoff((int)(row->tries < 30 ? row->tries : 30));
        if (wait < every_s * INT64_C(1000) && row->tries > 1)
            wait += every_s * INT64_C(500);
    }
    row->due_ms = time_now_ms() + wait;
    if (rc != ERR_UNSUPPORTED && rc != ERR_NOT_FOUND) {
        r->out->failed++;
        r->out->code = rc;
        r->out->why = arena_str(r->a, str_from(why->msg));
    }
    r->stop |= rc == ERR_DENIED;
    enum err_code kept = store_stream_put(r->acc->s, row, e);
    return kept ? kept : account_note(r->acc, rc, why, e);
}

static void done(struct stream_row *row, const struct api_page *page, int every_s)
{
    row->mark = page->mark;
    row->more = page->more;
    row->items += page->items;
    row->tries = 0;
    row->why = STR_NONE;
    row->due_ms = time_now_ms();
    if (!page->more) {
        row->ran_ms = row->due_ms;
        row->due_ms += every_s * INT64_C(1000);
    }
}

static enum err_code read_stream(struct run *r, const struct api_stream *stream, struct err *e)
{
    struct stream_row row = row_of(r, stream->name);
    enum err_code rc = ERR_OK;
    if (!wanted(r, &row))
        return ERR_OK;
    if (stream->endless && row.mark.n == 0)
        row.mark = walk_first(time_now_ms(), r->a);
    for (int pages = 0; !r->stop && (stream->pages_most == 0 || pages < stream->pages_most);
         pages++) {
        struct api_page page = {0};
        struct collect got;
        struct err why = {.code = ERR_OK};
        row.mark = arena_str(r->a, row.mark);
        rc = hold(r, e);
        if (rc)
            return rc;
        account_page(r->acc);
        collect_init(&got, r->acc->page);
        rc = stream->page(&r->acc->api, row.mark, &got.sink, &page, &why);
        if (rc)
            return failed(r, &row, rc, &why, stream->every_s, e);
        struct stream_row before = row;
        bool theirs = false;
        done(&row, &page, stream->every_s);
        rc = keep_page(r, &got, &page, &row, &theirs, &why);
        if (rc && theirs)
            return failed(r, &before, rc, &why, stream->every_s, e);
        if (rc) {
            if (e)
                *e = why;
            return rc;
        }
        r->out->pages++;
        r->out->items += page.items;
        if (r->how->told && r->how->told(r->how->ctx, stream->says, row.items))
            r->stop = true;
        if (!page.more)
            break;
    }
    r->out->more |= row.more;
    return account_note(r->acc, ERR_OK, NULL, e);
}

/* The next few of the latest posts, the owner's and others' in turn: the mark counts on. */
static enum err_code look_again(struct run *r, struct err *e)
{
    static const char name[] = "again";
    struct stream_row row = row_of(r, name);
    struct live_post *post;
    struct api_post known[AGAIN_MOST];
    size_t n, count = 0;
    int64_t turn = 0;
    if (!r->acc->api.row->again || !wanted(r, &row))
        return ERR_OK;
    if (row.mark.n && !str_i64(row.mark, &turn))
        turn = 0;
    account_page(r->acc);
    int64_t from = time_now_ms() - AGAIN_DAYS * INT64_C(86400000);
    const struct live_wanted wanted_posts = {.account_id = r->acc->account_id,
                                             .from_ms = from,
                                             .most = AGAIN_AMONG,
                                             .own = turn % 2 == 0};
    enum err_code rc = store_live_posts(r->acc->s, &wanted_posts, r->acc->page, &post, &n, e);
    if (rc)
        return rc;
    size_t first = n ? (size_t)(turn / 2 * AGAIN_MOST) % n : 0;
    for (size_t i = first; i < n && count < AGAIN_MOST; i++)
        known[count++] = (struct api_post){post[i].key, post[i].also};
    struct collect got;
    struct err why = {.code = ERR_OK};
    struct api_page page = {.mark = arena_printf(r->a, "%lld", (long long)turn + 1),
                            .items = (int64_t)count};
    collect_init(&got, r->acc->page);
    rc = count ? r->acc->api.row->again(&r->acc->api, known, count, &got.sink, &why) : ERR_OK;
    if (rc)
        return failed(r, &row, rc, &why, AGAIN_EVERY_S, e);
    done(&row, &page, AGAIN_EVERY_S);
    return keep_page(r, &got, NULL, &row, NULL, e);
}

static enum err_code when_next(struct run *r, struct err *e)
{
    enum err_code rc = store_streams(r->acc->s, r->acc->account_id, r->a, &r->row, &r->rows, e);
    r->out->next_ms = INT64_MAX;
    for (size_t i = 0; i < r->rows; i++)
        if (r->row[i].due_ms < r->out->next_ms)
            r->out->next_ms = r->row[i].due_ms;
    return rc;
}

enum err_code sync_account(struct store *s, struct http *http, int64_t account_id,
                           const struct sync_how *how, struct arena *a, struct sync_result *out,
                           struct err *e)
{
    struct run r = {.how = how, .out = out, .a = a, .runner = oauth_random(12, a)};
    bool ignored = false;
    struct err quiet;
    *out = (struct sync_result){.account_id = account_id};
    enum err_code rc = account_open(s, http, account_id, &r.acc, e);
    if (rc)
        return rc;
    const struct api *api = &r.acc->api;
    out->account = arena_printf(a, "%s:" STRF, api->row->id, STRA(api->handle));
    rc = store_streams(s, account_id, a, &r.row, &r.rows, e);
    for (const struct api_stream *t = api->row->stream; t && t->name && rc == ERR_OK && !r.stop;
         t++)
        rc = read_stream(&r, t, e);
    if (rc == ERR_OK && !r.stop)
        rc = look_again(&r, e);
    if (rc == ERR_OK)
        rc = when_next(&r, e);
    if (store_sign_in_hold(s, account_id, r.runner, 0, 0, &ignored, &quiet)) {
        /* its time passes by itself */
    }
    account_close(r.acc);
    return rc;
}
