/* cli/live.c: what the commands that write to networks share: texts, moments, sending. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/live.h"

#include "context/hours.h"
#include "context/places.h"
#include "core/limits.h"
#include "core/time.h"
#include "output/output.h"
#include "writing/poll.h"
#include "writing/prose.h"
#include "writing/sides.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    HOLD_STEP_MS = 200
};

enum err_code live_judges(struct call *c, struct live_judges *out)
{
    struct place_source from;
    enum err_code rc = judges_load(c->home, NULL, c->a, &out->judges, &c->err);
    if (rc == ERR_OK)
        rc = places_open(c->store, c->a, &from, &c->err);
    if (rc == ERR_OK)
        rc = learned_build(out->judges.model, from.corrections, from.n_corrections, c->a,
                           &out->learned, &c->err);
    return rc;
}

enum err_code live_read_text(struct call *c, const char *name, struct str *out)
{
    bool in = !name || strcmp(name, "-") == 0;
    FILE *f = in ? stdin : fopen(name, "re");
    char piece[65536];
    struct buf b;
    size_t n;
    if (!f)
        return err_set(&c->err, ERR_IO, "%s can't be read: %s", name, strerror(errno));
    if (in && isatty(0))
        fprintf(stderr, "Write, then end with Ctrl-D:\n");
    buf_init(&b, LIMIT_DRAFT);
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        buf_put(&b, piece, n);
    enum err_code rc = ERR_OK;
    if (ferror(f))
        rc = err_set(&c->err, ERR_IO, "%s can't be read: %s", in ? "the draft" : name,
                     strerror(errno));
    else if (b.over)
        rc = err_set(&c->err, ERR_LIMIT, "%s is larger than %zu MB: too long for a draft",
                     in ? "the text" : name, (size_t)(LIMIT_DRAFT >> 20));
    *out = arena_str(c->a, str_trim(buf_view(&b)));
    buf_free(&b);
    if (!in)
        fclose(f);
    return rc;
}

size_t live_values(const struct call *c, const char *option, const char *const **out)
{
    size_t i = 0;
    for (const struct option_row *o = c->command->options; o && o->name; o++, i++)
        if (strcmp(o->name, option) == 0) {
            *out = c->value[i];
            return c->values[i];
        }
    return 0;
}

enum err_code live_choose(struct call *c, struct draft *d)
{
    const char *const *to = NULL;
    size_t n = live_values(c, "--to", &to);
    enum err_code rc = ERR_OK;
    if (n == 0)
        return ERR_OK; /* as they are */
    d->account = ARENA_ARRAY(c->a, int64_t, n);
    d->accounts = 0;
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        struct account acc;
        rc = store_account_find(c->store, str_from(to[i]), c->a, &acc, &c->err);
        if (rc == ERR_OK && !account_can_write(&acc))
            rc = err_set(&c->err, ERR_INVALID, "nobody posts to " STRF,
                         STRA(account_name(&acc, c->a)));
        d->account[d->accounts++] = acc.id;
    }
    return rc;
}

/* Moments ------------------------------------------------------------------------------------ */

/* Milliseconds of the day; false for what is no clock. */
static bool parse_clock(struct str s, int64_t *ms)
{
    int minutes = 0;
    if (!hours_clock_parse(str_trim(s), &minutes))
        return false;
    *ms = minutes * INT64_C(60000);
    return true;
}

/* "+90m", "+2h", "+3d" */
static bool parse_later(struct str s, int64_t now, int64_t *ms)
{
    int64_t n = 0;
    if (s.n < 3 || s.p[0] != '+' || !str_i64(str_sub(s, 1, s.n - 1), &n) || n < 0 || n > 100000)
        return false;
    char unit = s.p[s.n - 1];
    int64_t each = unit == 'm' ? 60000 : unit == 'h' ? 3600000 : unit == 'd' ? 86400000 : 0;
    *ms = now + n * each;
    return each > 0;
}

/* Midnight of the day that is meant, as the clock shows it; false for what is no day. */
static bool parse_day(struct str word, int64_t now, int64_t *wall)
{
    const int64_t day = 86400000;
    int64_t today = (now + time_ahead_ms(now)) / day;
    struct when date = when_parse(word);
    bool tomorrow = str_is(word, "tomorrow");
    *wall = date.sure == TIME_DAY ? date.ms : (today + tomorrow) * day;
    return tomorrow || str_is(word, "today") || date.sure == TIME_DAY;
}

enum err_code live_when(struct call *c, const char *typed, int64_t *ms)
{
    struct str s = str_trim(str_from(typed)), rest = s, word;
    int64_t now = time_now_ms(), wall = 0, clock = 0;
    struct when exact = when_parse(s);
    *ms = -1;
    if (parse_later(s, now, ms))
        return ERR_OK;
    if (str_cut(&rest, ' ', &word) && rest.n && parse_day(word, now, &wall) &&
        parse_clock(rest, &clock)) {
        *ms = time_of_clock(wall + clock);
    } else if (parse_clock(s, &clock)) { /* the next time that the clock shows that */
        parse_day(STR("today"), now, &wall);
        *ms = time_of_clock(wall + clock);
        if (*ms < now)
            *ms = time_of_clock(wall + clock + 86400000);
    } else if (exact.sure == TIME_EXACT) {
        *ms = exact.ms;
    }
    return *ms >= 0 ? ERR_OK
                    : err_set(&c->err, ERR_INVALID,
                              "\"%s\" is no moment: write it as in \"2026-12-01 09:30\", "
                              "\"tomorrow 9:00\", \"17:15\" or \"+2h\"",
                              typed);
}

struct str live_say_when(int64_t ms, struct arena *a)
{
    char out[64];
    time_t s = (time_t)(ms / 1000);
    struct tm t;
    localtime_r(&s, &t);
    size_t n = strftime(out, sizeof out, "%a %Y-%m-%d %H:%M", &t);
    return arena_str(a, str_of(out, n));
}

/* Showing ------------------------------------------------------------------------------------- */

static enum err_code account_of(struct call *c, int64_t id, const struct account **out)
{
    struct account *all;
    size_t n;
    *out = NULL;
    enum err_code rc = store_accounts(c->store, c->a, &all, &n, &c->err);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        if (all[i].id == id)
            *out = &all[i];
    return rc;
}

static const char *const state_says[PUBLICATION_STATES] = {
    [PUBLICATION_PENDING] = "goes out",   [PUBLICATION_SENDING] = "is being sent",
    [PUBLICATION_SENT] = "sent",          [PUBLICATION_UNCERTAIN] = "uncertain",
    [PUBLICATION_FAILED] = "not sent",    [PUBLICATION_HANDED_OFF] = "yours to post by hand",
    [PUBLICATION_DROPPED] = "taken back",
};

enum err_code live_put_publication(struct call *c, struct buf *b, const struct publication *p)
{
    const struct account *acc = NULL;
    struct outgoing_draft body;
    enum err_code rc = account_of(c, p->account_id, &acc);
    if (rc == ERR_OK)
        rc = outgoing_read(p->body, c->a, &body, &c->err);
    if (rc)
        return rc;
    buf_printf(b, "%4lld  " STRF " (" STRF ")  ", (long long)p->id,
               STRA(acc ? account_name(acc, c->a) : STR("an account that is gone")),
               STRA(acc ? acc->context : STR_NONE));
    if (str_is(p->what, "edit"))
        buf_lit(b, "an edit ");
    else if (str_is(p->what, "drop"))
        buf_lit(b, "the end of a post ");
    buf_lit(b, state_says[p->state]);
    if (p->state == PUBLICATION_PENDING)
        buf_printf(b, " " STRF, STRA(live_say_when(p->due_ms, c->a)));
    else if (p->state == PUBLICATION_SENT)
        buf_printf(b, " " STRF " " STRF, STRA(live_say_when(p->sent_ms, c->a)), STRA(p->url));
    if (p->parts > 1)
        buf_printf(b, " (part %lld of %lld)", (long long)p->part, (long long)p->parts);
    if (body.o.to.n)
        buf_printf(b, "\n      to " STRF ": " STRF, STRA(body.o.to), STRA(body.o.title));
    struct str rest = body.o.text, line = STR_NONE;
    str_cut(&rest, '\n', &line);
    buf_printf(b, "\n      " STRF "%s\n", STRA(str_sub(line.n ? line : body.o.text, 0, 100)),
               rest.n || line.n > 100 ? " …" : "");
    if (p->error.n)
        buf_printf(b, "      " STRF "\n", STRA(p->error));
    if (p->state == PUBLICATION_UNCERTAIN && p->due_ms == INT64_MAX)
        buf_printf(b,
                   "      Look there. Then: tact outbox --there %lld --url ADDRESS, or tact "
                   "outbox --again %lld\n",
                   (long long)p->id, (long long)p->id);
    return ERR_OK;
}

enum err_code live_publication_json(struct call *c, struct json_out *o,
                                    const struct publication *p)
{
    const struct account *acc = NULL;
    struct outgoing_draft body;
    enum err_code rc = account_of(c, p->account_id, &acc);
    if (rc == ERR_OK)
        rc = outgoing_read(p->body, c->a, &body, &c->err);
    if (rc)
        return rc;
    output_publication(o, p, acc ? account_name(acc, c->a) : STR_NONE,
                       acc ? acc->context : STR_NONE, body.o.text);
    return ERR_OK;
}

/* Sending ------------------------------------------------------------------------------------- */

enum err_code live_send_due(struct call *c,
                            void (*told)(void *ctx, const struct publication *p), void *ctx,
                            int64_t *next_ms)
{
    struct http *http = http_new();
    const struct outbox box = {
        .http = http, .runner = outbox_runner(c->a), .told = told, .ctx = ctx};
    bool done = true;
    enum err_code rc = outbox_bury(c->store, &c->err);
    while (rc == ERR_OK && done)
        rc = outbox_step(c->store, &box, &done, &c->err);
    if (rc == ERR_OK)
        rc = store_publication_next(c->store, next_ms, &c->err);
    http_free(http);
    return rc;
}

/* What stands above the text. */
static void put_head(struct buf *b, const struct composed *what)
{
    const struct outgoing *o = what->parts ? &what->part[0].o : NULL;
    if (o && o->to.n)
        buf_printf(b, "  To: " STRF "\n", STRA(o->to));
    if (o && o->answering)
        buf_printf(b, "  Who may answer: %s\n", answering_says(o->answering));
    if (o && o->title.n)
        buf_printf(b, "  Title: " STRF "\n", STRA(o->title));
}

static void put_poll(struct call *c, struct buf *b, const struct composed *what)
{
    const struct outgoing *o = what->parts ? &what->part[0].o : NULL;
    for (size_t i = 0; o && i < o->choices; i++)
        buf_printf(b, "  ( ) " STRF "\n", STRA(o->choice[i]));
    if (o && o->choices)
        buf_printf(b, "  open for " STRF "\n", STRA(poll_open_say(o->poll_s, c->a)));
}

/* Each account in its context, what goes there and what is to be said of it. */
static void put_sends(struct call *c, struct buf *b, const struct sends *w)
{
    if (w->contexts > 1)
        buf_printf(b, "This goes to accounts of %zu contexts:\n", w->contexts);
    for (size_t i = 0; i < w->n; i++) {
        const struct send_to *to = &w->to[i];
        buf_printf(b, STRF " (" STRF ")", STRA(account_name(to->account, c->a)),
                   STRA(to->account->context));
        if (to->what.parts > 1)
            buf_printf(b, ", %zu parts", to->what.parts);
        if (to->by_hand)
            buf_lit(b, ", by your own hand");
        buf_char(b, '\n');
        put_head(b, &to->what);
        for (size_t k = 0; k < to->what.parts; k++) {
            struct str rest = to->what.part[k].o.text, line;
            while (str_cut(&rest, '\n', &line))
                buf_printf(b, "  | " STRF "\n", STRA(line));
            if (k + 1 < to->what.parts)
                buf_lit(b, "  |\n");
        }
        put_poll(c, b, &to->what);
        if (to->check && to->check->verdict > VERDICT_FITS)
            buf_printf(b, "  " STRF "\n", STRA(to->check->sentence));
        for (size_t k = 0; k < to->what.says; k++)
            buf_printf(b, "  " STRF "\n", STRA(to->what.say[k].text));
    }
}

static void tell(void *ctx, const struct publication *p)
{
    struct call *c = ctx;
    struct buf b;
    buf_init(&b, KIB(64));
    if (live_put_publication(c, &b, p) == ERR_OK)
        fwrite(b.p, 1, b.n, stdout);
    fflush(stdout);
    buf_free(&b);
}

static volatile sig_atomic_t interrupted;
static void interrupt(int sig)
{
    (void)sig;
    interrupted = 1;
}

/* The undo window on a terminal: Ctrl-C takes everything back. */
static enum err_code wait_out(struct call *c, const struct publication *p, size_t n, bool *back)
{
    struct sigaction act = {.sa_handler = interrupt}, old;
    enum err_code rc = ERR_OK;
    sigaction(SIGINT, &act, &old);
    *back = false;
    for (int64_t left; (left = p[0].due_ms - time_now_ms()) > 0 && !interrupted;) {
        if (isatty(2))
            fprintf(stderr, "\r\033[KGoes out in %llds. Ctrl-C takes it back.",
                    (long long)(left + 999) / 1000);
        nanosleep(&(struct timespec){.tv_nsec = HOLD_STEP_MS * 1000000L}, NULL);
    }
    sigaction(SIGINT, &old, NULL);
    if (isatty(2))
        fputs("\r\033[K", stderr);
    for (size_t i = 0; i < n && rc == ERR_OK && interrupted; i++) {
        *back = true;
        rc = p[i].part == 1 ? outbox_undo(c->store, p[i].id, &c->err) : ERR_OK;
    }
    return rc;
}

static int say_queued(struct call *c, const struct publication *p, size_t n)
{
    struct buf b;
    struct json_out o;
    enum err_code rc = ERR_OK;
    buf_init(&b, MIB(8));
    if (call_has(c, "--json")) {
        json_out_init(&o, &b);
        json_out_open(&o, '{');
        json_out_key(&o, "publications");
        json_out_open(&o, '[');
        for (size_t i = 0; i < n && rc == ERR_OK; i++)
            rc = live_publication_json(c, &o, &p[i]);
        json_out_close(&o, ']');
        json_out_close(&o, '}');
        buf_char(&b, '\n');
    } else {
        for (size_t i = 0; i < n && rc == ERR_OK; i++)
            rc = live_put_publication(c, &b, &p[i]);
    }
    if (rc) {
        buf_free(&b);
        return call_fail(c);
    }
    return call_print(c, &b);
}

/* The first reason why it can't go out as it is. */
static int say_stop(struct call *c, const struct sends *w)
{
    for (size_t i = 0; i < w->n; i++)
        for (size_t k = 0; k < w->to[i].what.says; k++)
            if (w->to[i].what.say[k].stops) {
                fprintf(stderr, "tact: nothing was sent, " STRF ": " STRF "\n",
                        STRA(account_name(w->to[i].account, c->a)),
                        STRA(w->to[i].what.say[k].text));
                return EXIT_USAGE;
            }
    return EXIT_USAGE;
}

/* What the check doubts waits for --yes; what a network would refuse can't be overruled. */
static int doubts(struct call *c, const struct sends *w)
{
    struct buf b;
    bool json = call_has(c, "--json"), yes = call_has(c, "--yes");
    buf_init(&b, MIB(8));
    put_sends(c, &b, w);
    bool doubtful = w->gravest >= VERDICT_THINK_TWICE && !yes;
    if (!json || doubtful)
        fwrite(b.p, 1, b.n, json ? stderr : stdout);
    buf_free(&b);
    if (w->stops)
        return say_stop(c, w);
    if (doubtful)
        fprintf(stderr,
                "tact: nothing was sent. With --yes it goes out all the same, after %lld "
                "minutes in which you can take it back.\n",
                (long long)(w->hold_ms / 60000));
    return doubtful ? (w->gravest >= VERDICT_KEEP_OUT ? EXIT_KEEP_OUT : EXIT_THINK_TWICE)
                    : EXIT_FINE;
}

static int send_now(struct call *c, const struct sends *w, struct publication *p, size_t n)
{
    bool back = false;
    int64_t next = 0;
    if (w->hold_ms > UNDO_MS && !call_has(c, "--json"))
        fprintf(stderr,
                "It is kept back for %lld minutes, since the check doubts it; "
                "`tact outbox` takes it back.\n",
                (long long)(w->hold_ms / 60000));
    enum err_code rc = wait_out(c, p, n, &back);
    if (rc == ERR_OK && back) {
        printf("Taken back: nothing was sent.\n");
        return EXIT_FINE;
    }
    struct publication *after;
    size_t all;
    if (rc == ERR_OK)
        rc = live_send_due(c, call_has(c, "--json") ? NULL : tell, c, &next);
    const struct publication_filter f = {.draft_id = p[0].draft_id, .from_ms = p[0].made_ms};
    if (rc == ERR_OK)
        rc = store_publications(c->store, &f, 1000, c->a, &after, &all, &c->err);
    if (rc)
        return call_fail(c);
    bool fine = true;
    for (size_t i = 0; i < all; i++)
        fine &= after[i].state != PUBLICATION_FAILED && after[i].state != PUBLICATION_UNCERTAIN;
    int status = call_has(c, "--json") ? say_queued(c, after, all) : EXIT_FINE;
    return status == EXIT_FINE && !fine ? EXIT_FAILED : status;
}

/* A draft that goes to another context than it began in: the owner says so, once. */
static enum err_code meant(struct call *c, const struct draft *d, bool *agrees)
{
    struct str question;
    enum err_code rc = sides_ask(c->store, d, c->a, &question, &c->err);
    *agrees = question.n > 0;
    /* who answers from another account has said --yes to that (cli/post.c) */
    bool said = d->reply_to ? call_has(c, "--yes") : call_has(c, "--meant");
    if (rc == ERR_OK && question.n && !said)
        rc = err_set(&c->err, ERR_INVALID,
                     "nothing was sent. " STRF " Where that is meant: --meant", STRA(question));
    return rc;
}

int live_post(struct call *c, struct draft *d)
{
    struct live_judges j = {0};
    struct sends w;
    struct publication *p = NULL;
    size_t n = 0;
    int64_t due = 0;
    int status = EXIT_FINE;
    bool agrees = false;
    const char *at = call_value(c, "--at");
    enum err_code rc = at ? live_when(c, at, &due) : ERR_OK;
    if (rc == ERR_OK)
        rc = live_judges(c, &j);
    if (rc == ERR_OK)
        rc = send_prepare(c->store, &j.judges, j.learned, d, c->a, &w, &c->err);
    if (rc == ERR_OK)
        rc = meant(c, d, &agrees);
    if (rc == ERR_OK)
        status = doubts(c, &w);
    if (rc == ERR_OK && status == EXIT_FINE && d->id == 0)
        rc = store_draft_put(c->store, d, &c->err);
    if (rc == ERR_OK && status == EXIT_FINE && agrees)
        rc = store_draft_agree(c->store, d->id, d->account, d->accounts, &c->err);
    if (rc == ERR_OK && status == EXIT_FINE)
        rc = send_all(c->store, d, &w, due, c->a, &p, &n, &c->err);
    judges_free(&j.judges);
    if (rc)
        return call_fail(c);
    if (status)
        return status;
    bool by_hand = true;
    for (size_t i = 0; i < n; i++)
        by_hand &= p[i].state == PUBLICATION_HANDED_OFF;
    if (at || call_has(c, "--queue") || by_hand)
        return say_queued(c, p, n);
    return send_now(c, &w, p, n);
}
