/* cli/check_posts.c: `tact check --account`: what the owner posted there, held against it today. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/check.h"

#include "core/limits.h"
#include "core/time.h"
#include "output/output.h"
#include "store/history.h"

#include <stdlib.h>

/* A post that one would think twice about. Only this much is kept of it while all are walked, and
 * of the worst only: they are judged once more when they are told. */
struct doubtful {
    int64_t id, at_ms;
    enum verdict verdict;
    enum severity severity;
};

struct walk {
    struct job *j;
    struct check_place place;
    struct doubtful *worst; /* a heap, the least bad on top */
    size_t n, most;
    int64_t looked_at, doubtful;
};

/* Verdict, then severity, then the newest. */
static int by_badness(const void *a, const void *b)
{
    const struct doubtful *x = a, *y = b;
    if (x->verdict != y->verdict)
        return x->verdict > y->verdict ? -1 : 1;
    if (x->severity != y->severity)
        return x->severity > y->severity ? -1 : 1;
    if (x->at_ms != y->at_ms)
        return x->at_ms > y->at_ms ? -1 : 1;
    return x->id > y->id ? -1 : x->id < y->id;
}

static void swap(struct doubtful *a, struct doubtful *b)
{
    struct doubtful was = *a;
    *a = *b;
    *b = was;
}

static void offer(struct walk *w, const struct doubtful *d)
{
    size_t at = w->n;
    if (w->n < w->most) {
        w->worst[w->n++] = *d;
        for (; at && by_badness(&w->worst[at], &w->worst[(at - 1) / 2]) > 0; at = (at - 1) / 2)
            swap(&w->worst[at], &w->worst[(at - 1) / 2]);
        return;
    }
    if (by_badness(d, &w->worst[0]) > 0)
        return;
    w->worst[0] = *d;
    for (at = 0;;) {
        size_t top = at;
        for (size_t k = 2 * at + 1; k <= 2 * at + 2 && k < w->n; k++)
            if (by_badness(&w->worst[k], &w->worst[top]) > 0)
                top = k;
        if (top == at)
            return;
        swap(&w->worst[at], &w->worst[top]);
        at = top;
    }
}

static enum err_code judge(struct walk *w, const struct own_post *p, struct check *k,
                           struct err *e)
{
    struct job *j = w->j;
    struct str text = p->text;
    if (p->title.n &&
        str_is(p->kind, "article")) /* elsewhere it is the network's own sentence */
        text = arena_printf(j->work, STRF "\n\n" STRF, STRA(p->title), STRA(p->text));
    w->place.answers = str_is(p->kind, "comment") || str_is(p->kind, "reply");
    return check_run(&j->judges, j->learned, text, &w->place, 1, j->work, k, e);
}

static enum err_code take_post(void *ctx, const struct own_post *p, struct err *e)
{
    struct walk *w = ctx;
    struct check k;
    if (p->text.n == 0 && p->title.n == 0)
        return ERR_OK;
    arena_reset(w->j->work);
    enum err_code rc = judge(w, p, &k, e);
    if (rc)
        return rc;
    const struct check_result *r = &k.results[0];
    w->looked_at++;
    if (r->verdict < VERDICT_THINK_TWICE)
        return ERR_OK;
    w->doubtful++;
    if (r->verdict > w->j->worst)
        w->j->worst = r->verdict;
    offer(w, &(struct doubtful){p->id, p->at_ms, r->verdict,
                                r->n_findings ? r->findings[0].severity : SEVERITY_INFO});
    return ERR_OK;
}

/* Its beginning on one line. */
static void put_beginning(struct buf *b, struct str text)
{
    enum {
        SHOWN = 70
    };
    size_t n = text.n < SHOWN ? text.n : SHOWN;
    while (n < text.n && n > 0 && ((unsigned char)text.p[n] & 0xC0) == 0x80)
        n--;
    for (size_t i = 0; i < n; i++)
        buf_char(b, (unsigned char)text.p[i] < ' ' ? ' ' : text.p[i]);
    buf_lit(b, n < text.n ? "…" : "");
}

static void put_post(struct buf *b, const struct own_post *p, const struct check_result *r)
{
    struct buf when;
    buf_init(&when, 32);
    time_put_plain(&when, p->at_ms);
    buf_printf(b, "\n%lld  " STRF "  \"", (long long)p->id,
               STRA(p->at_ms ? str_sub(buf_view(&when), 0, 10) : STR("no date")));
    put_beginning(b, p->text.n ? p->text : p->title);
    buf_printf(b, "\"\n  " STRF "\n", STRA(r->sentence));
    if (p->url.n)
        buf_printf(b, "  " STRF "\n", STRA(p->url));
    buf_free(&when);
}

static void post_json(struct json_out *o, const struct own_post *p,
                      const struct check_result *r)
{
    json_out_open(o, '{');
    output_id(o, "id", p->id);
    output_time(o, "at", p->at_ms);
    json_out_kstr(o, "kind", p->kind);
    json_out_kstr(o, "verdict", verdict_name(r->verdict));
    json_out_kstr(o, "severity",
                  severity_name(r->n_findings ? r->findings[0].severity : SEVERITY_INFO));
    json_out_kstr(o, "sentence", r->sentence);
    json_out_kstr(o, "rule", r->rule);
    json_out_kstr(o, "change", r->change);
    json_out_kstr(o, "title", p->title);
    json_out_kstr(o, "text", p->text);
    json_out_kstr(o, "url", p->url);
    json_out_close(o, '}');
}

static enum err_code tell(struct walk *w)
{
    struct job *j = w->j;
    enum err_code rc = ERR_OK;
    qsort(w->worst, w->n, sizeof *w->worst, by_badness);
    for (size_t i = 0; i < w->n && rc == ERR_OK; i++) {
        struct own_post p = {0};
        struct check k;
        arena_reset(j->work);
        rc = store_own_post(j->c->store, w->worst[i].id, j->work, &p, &j->c->err);
        if (rc == ERR_OK)
            rc = judge(w, &p, &k, &j->c->err);
        if (rc)
            break;
        if (j->as_json)
            post_json(&j->json, &p, &k.results[0]);
        else
            put_post(&j->out, &p, &k.results[0]);
    }
    return rc;
}

static void put_count_line(struct walk *w)
{
    struct buf *b = &w->j->out;
    if (w->looked_at == 0) {
        buf_lit(b, "You have no posts there.\n");
        return;
    }
    put_count(b, w->doubtful, "post", "posts");
    buf_lit(b, " of ");
    buf_number(b, w->looked_at);
    buf_printf(b, " on " STRF " would make one think today", STRA(w->place.network_name));
    if (w->n < (size_t)w->doubtful) {
        buf_lit(b, "; the worst ");
        buf_number(b, (int64_t)w->n);
    }
    buf_lit(b, w->n ? ":\n" : ".\n");
}

enum err_code check_posts(struct job *j, const char *account, size_t limit)
{
    struct call *c = j->c;
    struct account acc;
    struct walk w = {.j = j, .most = limit};
    enum err_code rc = store_account_find(c->store, str_from(account), c->a, &acc, &c->err);
    if (rc == ERR_OK)
        rc = place_make(&j->source, &acc, c->a, &w.place, &c->err);
    if (rc)
        return rc;
    /* what was usual when it was written, nobody knows any more */
    w.place.history = (struct check_history){0};
    w.worst = ARENA_ARRAY(c->a, struct doubtful, limit);
    rc = store_each_own_post(c->store, acc.id, take_post, &w, &c->err);
    if (rc)
        return rc;
    if (!j->as_json) {
        put_count_line(&w);
        return tell(&w);
    }
    json_out_open(&j->json, '{');
    json_out_ki64(&j->json, "looked_at", w.looked_at);
    json_out_ki64(&j->json, "doubtful", w.doubtful);
    json_out_key(&j->json, "posts");
    json_out_open(&j->json, '[');
    rc = tell(&w);
    json_out_close(&j->json, ']');
    json_out_close(&j->json, '}');
    buf_char(&j->out, '\n');
    return rc;
}
