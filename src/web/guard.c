/* web/guard.c: a draft is made ready: what the guard of each context has to say, and what the owner
 * decided. Nothing is ever forbidden. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/api.h"
#include "web/drafts.h"
#include "web/handlers.h"
#include "web/templates.h"

#include "core/time.h"
#include "store/check_log.h"
#include "writing/sides.h"

#include <time.h>

enum {
    NINE = 9,
    DECISIONS_LOOKED_AT = PLACES_MOST
};

/* The owner's clock at a moment: local time less world time, in seconds. */
static int64_t clock_of(int64_t s, struct tm *out)
{
    time_t t = (time_t)s;
    localtime_r(&t, out);
    return out->tm_gmtoff;
}

/* Nine o'clock of the next day, by the owner's clock, which may be put forward or back that night. */
static int64_t tomorrow_nine(int64_t now_ms)
{
    struct tm today, then;
    int64_t ahead = clock_of(now_ms / 1000, &today);
    int64_t day = time_days(today.tm_year + 1900, today.tm_mon + 1, today.tm_mday) + 1;
    int64_t nine = day * 86400 + (int64_t)NINE * 3600;
    return (nine - clock_of(nine - ahead, &then)) * 1000;
}

static bool is_meant(const struct guarded *g, size_t at)
{
    const struct known_account *acc = g->v->account[at];
    for (size_t i = 0; i < g->d.accounts; i++)
        if (acc && acc->acc.id == g->d.account[i])
            return true;
    return false;
}

/* Runs the check on the chosen accounts. ERR_INVALID where there is nothing to decide. */
static enum err_code guard_draft(struct request *r, struct guarded *g, struct err *e)
{
    if (str_trim(g->d.text).n == 0)
        return err_set(e, ERR_INVALID, "There is nothing to post yet: write something first.");
    enum err_code rc = verdicts_run(r, &g->k, g->d.text, false, &g->v, e);
    if (rc == ERR_OK)
        taken_judge(r, &g->d, g->v);
    for (size_t i = 0; rc == ERR_OK && i < g->v->n; i++) {
        if (!is_meant(g, i))
            continue;
        if (g->v->check.results[i].verdict > g->gravest)
            g->gravest = g->v->check.results[i].verdict;
        if (!verdicts_stops(g->v, i)) {
            g->fine[g->fines++] = i;
            continue;
        }
        g->stop[g->stops++] = i;
        g->asks |= verdicts_guard(g->v, i) >= GUARD_ASK;
        g->holds |= verdicts_guard(g->v, i) == GUARD_HOLD;
    }
    if (rc == ERR_OK && g->stops + g->fines == 0)
        rc = err_set(e, ERR_INVALID, "Where should it go? Choose at least one place first.");
    return rc ? rc : sides_answered(r->store, &g->d, e);
}

/* Keeping what was decided --------------------------------------------------------------- */

struct verdict_said {
    size_t at;
    const char *did;
    struct str reason;
    int64_t at_ms, until_ms;
};

static enum err_code keep_one(struct request *r, const struct guarded *g,
                              const struct verdict_said *d, struct err *e)
{
    const struct check_result *res = &g->v->check.results[d->at];
    struct check_log log = {.draft_id = g->d.id,
                            .account_id = g->v->account[d->at]->acc.id,
                            .at_ms = d->at_ms,
                            .verdict = verdict_name(res->verdict),
                            .rule = res->rule,
                            .sentence = res->sentence,
                            .did = str_from(d->did),
                            .reason = d->reason,
                            .until_ms = d->until_ms,
                            .findings = res->n_findings};
    log.finding = ARENA_ARRAY(r->a, struct check_log_finding, res->n_findings + 1);
    for (size_t i = 0; i < res->n_findings; i++) {
        const struct check_finding *f = &res->findings[i];
        log.finding[i] = (struct check_log_finding){.kind = f->kind,
                                                    .severity = severity_name(f->severity),
                                                    .from = f->n_spans ? f->spans[0].from : 0,
                                                    .to = f->n_spans ? f->spans[0].to : 0,
                                                    .why = f->why};
    }
    return store_check_keep(r->store, &log, e);
}

/* The places that are fine are ready; of the others `did` is what the owner said. */
static enum err_code keep_all(struct request *r, const struct guarded *g, const char *did,
                              struct str reason, int64_t until_ms, struct err *e)
{
    int64_t now = time_now_ms(); /* not before the draft was kept */
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < g->fines && rc == ERR_OK; i++)
        rc = keep_one(r, g,
                      &(struct verdict_said){g->fine[i], until_ms ? did : "ready", STR_NONE,
                                             now, until_ms},
                      e);
    for (size_t i = 0; i < g->stops && rc == ERR_OK; i++)
        rc = keep_one(r, g, &(struct verdict_said){g->stop[i], did, reason, now, until_ms}, e);
    return rc;
}

enum err_code draft_state(struct request *r, const struct known *k, const struct draft *d,
                          struct draft_state *out, struct err *e)
{
    struct check_log *log;
    size_t n;
    *out = (struct draft_state){.state = ""};
    if (r->acts_for)
        return approval_state(r, d, out, e);
    enum err_code rc = store_checks(r->store, d->id, DECISIONS_LOOKED_AT, r->a, &log, &n, e);
    if (rc || n == 0)
        return rc;
    out->at_ms = log[0].at_ms;
    out->until_ms = log[0].until_ms;
    out->state = d->changed_ms > log[0].at_ms  ? "changed"
                 : log[0].until_ms == 0        ? "ready"
                 : log[0].until_ms > r->now_ms ? "waits"
                                               : "over";
    out->decision = ARENA_ARRAY(r->a, struct decision, n);
    for (size_t i = n; i-- > 0;) { /* in the order in which they were kept */
        if (log[i].at_ms != out->at_ms)
            continue;
        enum verdict v = VERDICT_FITS;
        for (int x = 0; x <= VERDICT_KEEP_OUT; x++)
            if (str_eq(log[i].verdict, verdict_name((enum verdict)x)))
                v = (enum verdict)x;
        out->decision[out->decisions++] =
            (struct decision){.to = badge_of(k, log[i].account_id),
                              .verdict = verdict_name(v).p,
                              .phrase = verdicts_phrase(v),
                              .did = log[i].did,
                              .sentence = log[i].sentence,
                              .reason = log[i].reason};
    }
    return ERR_OK;
}

/* The page --------------------------------------------------------------------------------- */

static enum err_code show_guard(struct request *r, const struct guarded *g, struct str reason,
                                const char *problem, struct err *e)
{
    struct page p;
    struct guard_view v = {.draft = g->d.id,
                           .text = g->d.text,
                           .others = g->fines,
                           .asks = g->asks,
                           .holds = g->holds,
                           .reason = reason,
                           .problem = str_from(problem),
                           .tomorrow_ms = tomorrow_nine(r->now_ms)};
    (void)e;
    if (r->json) {
        api_guard(r, &g->d, g->v, g->asks, g->holds, g->stops > 0);
        return ERR_OK;
    }
    v.place = ARENA_ARRAY(r->a, struct place_card, g->stops + 1);
    for (size_t i = 0; i < g->stops; i++)
        v.place[v.places++] = verdicts_card(r, g->v, g->stop[i], g->d.text);
    page_begin_in(r, &p, "Before it goes out", "write", &g->k, STR_NONE);
    p.tab[0].current = false;
    page_guard(r->out, &p, &v);
    return ERR_OK;
}

static enum err_code done(struct request *r, const struct guarded *g)
{
    bool waits = g->waits;
    return answer_done(
        r, arena_printf(r->a, waits ? "/write?draft=%lld#decided" : "/drafts/%lld/send",
                        (long long)g->d.id));
}

/* What is missing is said on the page of the draft, which is as it was. */
static enum err_code say_missing(struct request *r, const struct guarded *g, struct err *e)
{
    struct write_view v = {.problem = arena_str(r->a, str_from(e->msg))};
    if (r->json || e->code != ERR_INVALID)
        return e->code;
    r->re.status = 400;
    return draft_page(r, &g->k, &g->d, false, &v, e);
}

enum err_code post_ready(struct request *r, struct err *e)
{
    struct guarded *g = ARENA_NEW(r->a, struct guarded);
    g->d = draft_of_form(r);
    enum err_code rc = known_load(r, &g->k, e);
    if (rc == ERR_OK)
        rc = draft_keep(r, &g->d, e);
    if (rc)
        return rc;
    if (g->d.id) /* what it was made of is not in the form */
        rc = store_draft(r->store, g->d.id, r->a, &g->d, e);
    if (rc)
        return rc;
    rc = guard_draft(r, g, e);
    if (rc)
        return say_missing(r, g, e);
    if (r->acts_for)
        return r->json ? approval_show(r, g, STR_NONE, e) : approval_done(r, g->d.id);
    if (g->stops == 0)
        rc = keep_all(r, g, "ready", STR_NONE, 0, e);
    if (rc)
        return rc;
    if (r->json)
        return show_guard(r, g, STR_NONE, "", e);
    if (g->stops == 0)
        return done(r, g);
    return answer_done(r, arena_printf(r->a, "/drafts/%lld/ready", (long long)g->d.id));
}

enum err_code guarded_load(struct request *r, struct guarded *g, struct err *e)
{
    enum err_code rc = known_load(r, &g->k, e);
    if (rc == ERR_OK)
        rc = store_draft(r->store, r->id, r->a, &g->d, e);
    return rc ? rc : guard_draft(r, g, e);
}

enum err_code get_ready(struct request *r, struct err *e)
{
    struct guarded *g = ARENA_NEW(r->a, struct guarded);
    enum err_code rc = guarded_load(r, g, e);
    if (rc)
        return rc == ERR_INVALID && !r->json ? say_missing(r, g, e) : rc;
    if (r->acts_for)
        return approval_show(r, g, STR_NONE, e);
    if (g->stops == 0 && !r->json) /* the text or a setting changed meanwhile */
        return answer_done(r, arena_printf(r->a, "/write?draft=%lld", (long long)g->d.id));
    return show_guard(r, g, STR_NONE, "", e);
}

/* Without the places that its guard has something to say of. */
static enum err_code leave_out(struct request *r, struct guarded *g, struct err *e)
{
    if (g->fines == 0)
        return err_set(e, ERR_INVALID, "Without them it would go nowhere.");
    for (size_t i = 0; i < g->fines; i++)
        g->d.account[i] = g->v->account[g->fine[i]]->acc.id;
    g->d.accounts = g->fines;
    g->d.picture = NULL; /* they stay as they are */
    g->stops = 0;
    return store_draft_put(r->store, &g->d, e);
}

enum err_code post_decided(struct request *r, struct err *e)
{
    struct guarded *g = ARENA_NEW(r->a, struct guarded);
    struct str go = field_str(r, "go"), reason = str_trim(field_str(r, "reason"));
    int64_t until_ms = 0;
    const char *did = "went_on";
    enum err_code rc = r->acts_for ? err_set(e, ERR_CONFLICT,
                                             "In a company a draft goes out when somebody "
                                             "approves it: ask for that.")
                                   : guarded_load(r, g, e);
    if (rc)
        return rc;
    if (str_is(go, "wait")) {
        until_ms = tomorrow_nine(r->now_ms);
        did = "waited";
        g->waits = true;
    } else if (str_is(go, "without")) {
        rc = leave_out(r, g, e);
    } else if (!str_is(go, "on")) {
        rc = err_set(e, ERR_INVALID, "\"go\" is one of on, wait and without");
    } else if (g->asks && reason.n == 0) {
        static const char missing[] = "Say in a few words why: it is for you, and nobody else.";
        if (!r->json) {
            r->re.status = 400;
            return show_guard(r, g, reason, missing, e);
        }
        rc = err_set(e, ERR_INVALID, "%s", missing);
    }
    if (rc == ERR_OK)
        rc = keep_all(r, g, did, reason, until_ms, e);
    return rc ? rc : done(r, g);
}
