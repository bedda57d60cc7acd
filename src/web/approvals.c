/* web/approvals.c: drafts of a company: asked for, approved or sent back, four eyes on what the check
 * doubts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/api.h"
#include "web/drafts.h"
#include "web/handlers.h"
#include "web/templates.h"

#include "writing/approve.h"

enum {
    APPROVALS_SHOWN = 100,
    TITLE_BYTES = 80
};

/* The first words of a draft, for the list of what happened, which is kept for good: none of one
 * that gives something away. */
static struct str title_of(struct request *r, struct str text, enum verdict verdict)
{
    struct str rest = str_trim(text), line = STR_NONE;
    if (verdict == VERDICT_KEEP_OUT)
        return STR("a draft that the check would keep out");
    str_cut(&rest, '\n', &line);
    size_t n = line.n < TITLE_BYTES ? line.n : TITLE_BYTES;
    while (n > 0 && n < line.n && ((unsigned char)line.p[n] & 0xC0) == 0x80)
        n--;
    return arena_printf(r->a, "“" STRF "%s”", STRA(str_sub(line, 0, n)), n < line.n ? "…" : "");
}

static bool is_own(const struct request *r, const struct draft *d)
{
    return d->author_id == r->owner || d->changed_by == r->owner;
}

static enum verdict verdict_named(struct str name)
{
    for (int v = 0; v <= VERDICT_KEEP_OUT; v++)
        if (str_eq(name, verdict_name((enum verdict)v)))
            return (enum verdict)v;
    return VERDICT_FITS;
}

/* Where it stands -------------------------------------------------------------------------- */

enum err_code approval_state(struct request *r, const struct draft *d, struct draft_state *out,
                             struct err *e)
{
    struct approval *v = ARENA_NEW(r->a, struct approval);
    enum err_code rc = store_approval_of(r->store, d->id, r->a, v, e);
    *out = (struct draft_state){.state = ""};
    if (rc || v->state == APPROVAL_NONE)
        return rc;
    bool changed = v->state == APPROVAL_VOID ||
                   (v->state <= APPROVAL_APPROVED && d->changed_ms == INT64_MAX);
    out->state = changed ? "changed" : approval_state_name(v->state);
    out->at_ms = v->decided_ms ? v->decided_ms : v->asked_ms;
    out->until_ms = v->state == APPROVAL_APPROVED && !changed ? v->due_ms : 0;
    out->approval = v;
    return ERR_OK;
}

/* The hours of the contexts that it goes to. */
static size_t hours_of(struct request *r, const struct guarded *g, struct hours *out)
{
    size_t n = 0;
    for (size_t i = 0; i < g->stops + g->fines; i++) {
        size_t at = i < g->stops ? g->stop[i] : g->fine[i - g->stops];
        const struct place_context *c = places_context(&g->v->source, g->v->place[at].context);
        out[n++] = hours_parse(c->row.hours, r->a);
    }
    return n;
}

/* "Monday 9:00" by the first of the clocks; "" for what is over or now. */
static struct str say_when(struct request *r, const struct guarded *g, int64_t ms)
{
    struct hours h[PLACES_MOST];
    size_t n = hours_of(r, g, h), at = 0;
    if (ms <= r->now_ms || n == 0)
        return STR_NONE;
    while (at + 1 < n && h[at].days == 0)
        at++;
    return hours_say(&h[at], ms, r->now_ms, r->a);
}

static int64_t opens_at(struct request *r, const struct guarded *g)
{
    struct hours h[PLACES_MOST];
    size_t n = hours_of(r, g, h);
    return hours_next_of_all(h, n, r->now_ms);
}

/* Who may decide ---------------------------------------------------------------------------- */

static struct approving approving_of(struct request *r, const struct guarded *g,
                                     const struct draft_state *st, size_t members)
{
    enum verdict asked = st->approval ? verdict_named(st->approval->verdict) : VERDICT_FITS;
    bool open = str_is(str_from(st->state), "asked");
    return (struct approving){.role = r->role,
                              .own = is_own(r, &g->d),
                              .lone = members == 1,
                              .verdict = open && asked > g->gravest ? asked : g->gravest};
}

/* "Ann, Bob or Cal": others who could approve it. */
static struct str others_of(struct request *r, const struct guarded *g,
                            const struct membership *m, size_t n, enum verdict verdict)
{
    struct str names[16], out = STR_NONE;
    size_t found = 0;
    for (size_t i = 0; i < n && found < COUNT_OF(names); i++) {
        const struct approving w = {.role = m[i].role,
                                    .own = m[i].member_id == g->d.author_id ||
                                           m[i].member_id == g->d.changed_by,
                                    .verdict = verdict};
        if (m[i].member_id != r->owner && approve_may(&w) <= APPROVE_REASON)
            names[found++] = m[i].member;
    }
    for (size_t i = 0; i < found; i++)
        out = arena_printf(r->a, STRF "%s" STRF, STRA(out),
                           i == 0           ? ""
                           : i + 1 == found ? " or "
                                            : ", ",
                           STRA(names[i]));
    return out;
}

struct review {
    struct draft_state state;
    struct approving w;
    enum approve_answer answer;
    struct membership *member;
    size_t members;
};

static enum err_code review_load(struct request *r, const struct guarded *g, struct review *v,
                                 struct err *e)
{
    enum err_code rc = approval_state(r, &g->d, &v->state, e);
    if (rc == ERR_OK)
        rc = store_members_of(r->store, r->acts_for, r->a, &v->member, &v->members, e);
    if (rc)
        return rc;
    v->w = approving_of(r, g, &v->state, v->members);
    v->answer = approve_may(&v->w);
    return ERR_OK;
}

/* The page -------------------------------------------------------------------------------- */

static void fill_places(struct request *r, const struct guarded *g, struct approval_view *v)
{
    v->place = ARENA_ARRAY(r->a, struct place_card, g->stops + g->fines + 1);
    for (size_t i = 0; i < g->stops; i++)
        v->place[v->places++] = verdicts_card(r, g->v, g->stop[i], g->d.text);
    for (size_t i = 0; i < g->fines; i++)
        v->place[v->places++] = verdicts_card(r, g->v, g->fine[i], g->d.text);
}

enum err_code approval_show(struct request *r, const struct guarded *g, struct str problem,
                            struct err *e)
{
    struct review w;
    struct page p;
    enum err_code rc = review_load(r, g, &w, e);
    if (rc)
        return rc;
    struct str st = str_from(w.state.state);
    bool asked = str_is(st, "asked"), approved = str_is(st, "approved");
    bool may = w.answer <= APPROVE_REASON;
    struct approval_view v = {
        .d = &g->d,
        .text = g->d.text,
        .verdict = verdict_name(w.w.verdict).p,
        .phrase = verdicts_phrase(w.w.verdict),
        .state = w.state,
        .who = others_of(r, g, w.member, w.members, w.w.verdict),
        .opens = approved ? STR_NONE : say_when(r, g, opens_at(r, g)),
        .due = approved ? say_when(r, g, w.state.until_ms) : STR_NONE,
        .reason = field_str(r, asked && !may ? "note" : "reason"),
        .problem = problem,
        .asks = !asked && !approved && !w.w.lone,
        .approves = may && !approved,
        .returns = asked && r->role >= ROLE_APPROVER && !(w.w.own && w.w.lone),
        .withdraws = (asked || approved) &&
                     (is_own(r, &g->d) || w.state.approval->asked_by == r->owner ||
                      r->role >= ROLE_APPROVER),
        .wants_reason = w.answer == APPROVE_REASON,
        .lone = w.w.lone,
        .says = approved ? STR_NONE : str_from(approve_says(w.answer)),
        .now_ms = r->now_ms};
    if (r->json) {
        api_approval(r, &v, g->v);
        return ERR_OK;
    }
    fill_places(r, g, &v);
    page_begin_in(r, &p, "Before it goes out", "approvals", &g->k, STR_NONE);
    p.tab[0].current = false;
    page_approval(r->out, &p, &v);
    return ERR_OK;
}

enum err_code approval_done(struct request *r, int64_t draft)
{
    return answer_done(r, arena_printf(r->a, "/drafts/%lld/ready", (long long)draft));
}

static enum err_code missing(struct request *r, const struct guarded *g, struct err *e)
{
    if (r->json || e->code != ERR_INVALID)
        return e->code;
    r->re.status = 400;
    return approval_show(r, g, arena_str(r->a, str_from(e->msg)), e);
}

/* Waiting for approval --------------------------------------------------------------------- */

static void fill_waiting(struct request *r, const struct known *k, const struct approval *v,
                         struct waiting_row *row)
{
    struct str rest = v->accounts, one;
    enum verdict verdict = verdict_named(v->verdict);
    int64_t id;
    *row = (struct waiting_row){.v = v,
                                .verdict = verdict_name(verdict).p,
                                .phrase = verdicts_phrase(verdict),
                                .own = v->asked_by == r->owner};
    row->to = ARENA_ARRAY(r->a, struct badge, PLACES_MOST);
    while (row->tos < PLACES_MOST && str_cut(&rest, ',', &one))
        if (str_i64(one, &id))
            row->to[row->tos++] = badge_of(k, id);
}

enum err_code get_approvals(struct request *r, struct err *e)
{
    struct known k;
    struct approval *open;
    struct page p;
    struct approvals_view v = {.now_ms = r->now_ms};
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK)
        rc = store_approvals_open(r->store, APPROVALS_SHOWN, r->a, &open, &v.n, e);
    if (rc)
        return rc;
    v.row = ARENA_ARRAY(r->a, struct waiting_row, v.n + 1);
    for (size_t i = 0; i < v.n; i++)
        fill_waiting(r, &k, &open[i], &v.row[i]);
    if (r->json) {
        api_approvals(r, &v);
        return ERR_OK;
    }
    page_begin_in(r, &p, "Waiting for approval", "approvals", &k, STR_NONE);
    p.tab[0].current = false;
    page_approvals(r->out, &p, &v);
    return ERR_OK;
}

/* Changing -------------------------------------------------------------------------------- */

/* The draft of the address, which is a company's. */
static enum err_code check_company(struct request *r, struct draft *d, struct err *e)
{
    enum err_code rc = store_draft(r->store, r->id, r->a, d, e);
    if (rc == ERR_OK && !r->acts_for)
        rc = err_set(e, ERR_CONFLICT, "What is your own wants nobody's approval.");
    return rc;
}

/* The same and where it stands. */
static enum err_code load(struct request *r, struct guarded *g, struct review *w, struct err *e)
{
    enum err_code rc = check_company(r, &g->d, e);
    if (rc == ERR_OK)
        rc = guarded_load(r, g, e);
    return rc ? rc : review_load(r, g, w, e);
}

enum err_code post_ask(struct request *r, struct err *e)
{
    struct guarded *g = ARENA_NEW(r->a, struct guarded);
    struct review w;
    enum err_code rc = load(r, g, &w, e);
    if (rc)
        return rc;
    if (str_is(str_from(w.state.state), "asked"))
        return approval_done(r, g->d.id); /* a second click asks for nothing more */
    struct approval v = {
        .asked_by = r->owner, .asked_ms = r->now_ms, .verdict = verdict_name(g->gravest)};
    rc = store_approval_ask(r->store, &g->d, &v, e);
    if (rc)
        return rc;
    request_audit(r, r->acts_for, "draft.asked", title_of(r, g->d.text, g->gravest),
                  str_from(verdicts_phrase(g->gravest)));
    return approval_done(r, g->d.id);
}

enum err_code post_withdraw(struct request *r, struct err *e)
{
    struct draft d;
    struct draft_state st;
    enum err_code rc = check_company(r, &d, e);
    if (rc == ERR_OK)
        rc = approval_state(r, &d, &st, e);
    if (rc)
        return rc;
    if (!str_is(str_from(st.state), "asked") && !str_is(str_from(st.state), "approved"))
        return err_set(e, ERR_CONFLICT, "Nothing is asked for any more.");
    if (!is_own(r, &d) && st.approval->asked_by != r->owner && r->role < ROLE_APPROVER)
        return err_set(e, ERR_DENIED, "Only whoever wrote or asked for it takes it back.");
    rc = store_approval_withdraw(r->store, r->id, e);
    if (rc)
        return rc;
    request_audit(r, r->acts_for, "draft.withdrawn",
                  title_of(r, d.text, verdict_named(st.approval->verdict)), STR_NONE);
    return approval_done(r, r->id);
}

/* Somebody else may have changed it while this page was looked at. */
static enum err_code check_seen(struct request *r, const struct guarded *g,
                                const struct review *w, struct err *e)
{
    bool asked = str_is(str_from(w->state.state), "asked");
    int64_t approval = field_id(r, "approval"), seen = field_id(r, "seen");
    if ((approval && (!asked || approval != w->state.approval->id)) ||
        (seen && seen != g->d.changed_ms))
        return err_set(e, ERR_CONFLICT,
                       "It was changed, or decided, meanwhile: look at it again.");
    return ERR_OK;
}

static enum err_code check_may(struct request *r, const struct review *w, struct err *e)
{
    struct str reason = str_trim(field_str(r, "reason"));
    if (w->answer > APPROVE_REASON)
        return err_set(e, w->answer == APPROVE_ROLE ? ERR_DENIED : ERR_CONFLICT, "%s",
                       approve_says(w->answer));
    if (str_is(str_from(w->state.state), "approved"))
        return err_set(e, ERR_CONFLICT, "It is approved already.");
    if (w->answer == APPROVE_REASON && reason.n == 0)
        return err_set(e, ERR_INVALID, "%s", approve_says(w->answer));
    return ERR_OK;
}

enum err_code post_approve(struct request *r, struct err *e)
{
    struct guarded *g = ARENA_NEW(r->a, struct guarded);
    struct review w;
    enum err_code rc = load(r, g, &w, e);
    if (rc == ERR_OK)
        rc = check_seen(r, g, &w, e);
    if (rc)
        return rc;
    rc = check_may(r, &w, e);
    if (rc)
        return missing(r, g, e);
    struct approval v = {.asked_by = r->owner,
                         .asked_ms = r->now_ms,
                         .verdict = verdict_name(w.w.verdict),
                         .state = APPROVAL_APPROVED,
                         .decided_by = r->owner,
                         .decided_ms = r->now_ms,
                         .due_ms = opens_at(r, g),
                         .note = str_trim(field_str(r, "reason"))};
    if (str_is(str_from(w.state.state), "asked")) {
        v.id = w.state.approval->id;
        rc = store_approval_decide(r->store, &v, e);
    } else {
        rc = store_approval_ask(r->store, &g->d, &v, e);
    }
    if (rc)
        return rc;
    request_audit(r, r->acts_for, "draft.approved", title_of(r, g->d.text, w.w.verdict),
                  v.note);
    return approval_done(r, g->d.id);
}

enum err_code post_return(struct request *r, struct err *e)
{
    struct guarded *g = ARENA_NEW(r->a, struct guarded);
    struct review w;
    enum err_code rc = load(r, g, &w, e);
    if (rc == ERR_OK)
        rc = check_seen(r, g, &w, e);
    if (rc == ERR_OK && !str_is(str_from(w.state.state), "asked"))
        rc = err_set(e, ERR_CONFLICT, "Nobody asks for it any more.");
    if (rc)
        return rc;
    struct approval v = {.id = w.state.approval->id,
                         .state = APPROVAL_RETURNED,
                         .decided_by = r->owner,
                         .decided_ms = r->now_ms,
                         .note = str_trim(field_str(r, "note"))};
    if (v.note.n == 0) {
        err_set(e, ERR_INVALID, "Say in a few words what should be different.");
        return missing(r, g, e);
    }
    rc = store_approval_decide(r->store, &v, e);
    if (rc)
        return rc;
    request_audit(r, r->acts_for, "draft.returned", title_of(r, g->d.text, w.w.verdict),
                  v.note);
    return approval_done(r, g->d.id);
}
