/* web/write.c: a draft beside the check: what it says of each place, with its reasons. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/api.h"
#include "web/drafts.h"
#include "web/handlers.h"
#include "web/server.h"
#include "web/templates.h"

#include "store/live.h"
#include "writing/outgoing.h"
#include "writing/poll.h"
#include "writing/sides.h"

enum {
    DRAFTS_SHOWN = 20,
    DRAFTS_MOST = 200 /* looked through for templates */
};

/* A line break is one character, whatever the browser sent. */
static struct str plain_lines(struct request *r, struct str s)
{
    char *p = arena_cstr(r->a, s);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\r')
            p[n++] = s.p[i];
    return str_of(p, n);
}

/* The choices of a poll, one a line; those that are empty are none. */
static struct str choices_of(struct request *r)
{
    struct str out = STR_NONE;
    for (size_t i = 0; i < r->fields; i++) {
        struct str one = r->field[i].value;
        if (!str_is(r->field[i].name, "choice") || one.n == 0)
            continue;
        char *p = arena_cstr(r->a, one);
        for (size_t k = 0; k < one.n; k++)
            if ((unsigned char)p[k] < ' ')
                p[k] = ' ';
        out = arena_printf(r->a, STRF "%s" STRF, STRA(out), out.n ? "\n" : "",
                           STRA(str_of(p, one.n)));
    }
    return out;
}

/* -1: it is no length of time, which nobody keeps (store_draft_put). */
static int64_t open_for(struct request *r)
{
    int64_t s = 0;
    struct str typed = field_str(r, "open_for");
    return typed.n == 0 || poll_open_parse(typed, &s) ? s : -1;
}

struct draft draft_of_form(struct request *r)
{
    int64_t *chosen = ARENA_ARRAY(r->a, int64_t, PLACES_MOST);
    return (struct draft){.by = r->acts_for ? r->owner : 0,
                          .id = field_id(r, "draft"),
                          .text = plain_lines(r, field_str(r, "text")),
                          .account = chosen,
                          .accounts = field_ids(r, "account", chosen, PLACES_MOST),
                          .reply_to = field_id(r, "reply"),
                          .title = field_str(r, "title"),
                          .receivers = field_str(r, "addresses"),
                          .choices = choices_of(r),
                          .poll_s = open_for(r)};
}

/* What it answers, and as whom: the account to which that came. */
static enum err_code load_answered(struct request *r, const struct known *k, struct draft *d,
                                   struct write_view *v, struct err *e)
{
    struct live_where where;
    bool cut;
    if (d->reply_to == 0)
        return ERR_OK;
    enum err_code rc = store_live_where(r->store, d->reply_to, r->a, &where, e);
    if (rc)
        return rc == ERR_NOT_FOUND ? ERR_OK : rc;
    if (d->reply_from == 0)
        d->reply_from = where.account_id;
    if (d->id == 0 &&
        d->accounts == 0) { /* it goes out from there, unless the owner changes it */
        d->account = ARENA_NEW(r->a, int64_t);
        *d->account = where.account_id;
        d->accounts = 1;
    }
    v->reply = d->reply_to;
    v->answered = html_from_text(where.text, NULL, 0, 400, r->a, &cut);
    v->answered_by = where.author;
    v->answers_as = badge_of(k, d->reply_from);
    v->answered_about = where.title;
    for (size_t i = 0; i < d->accounts; i++)
        v->answers_other |= d->account[i] != d->reply_from;
    return ERR_OK;
}

static bool goes_to(const struct draft *d, int64_t account)
{
    for (size_t i = 0; i < d->accounts; i++)
        if (d->account[i] == account)
            return true;
    return false;
}

/* The same words to the same places: nothing to keep, and no new date. */
static bool same_draft(const struct draft *a, const struct draft *b)
{
    bool same = str_eq(a->text, b->text) && str_eq(a->title, b->title) &&
                str_eq(a->receivers, b->receivers) && str_eq(a->choices, b->choices) &&
                a->poll_s == b->poll_s;
    for (size_t i = 0; i < a->accounts; i++)
        same &= goes_to(b, a->account[i]);
    for (size_t i = 0; i < b->accounts; i++)
        same &= goes_to(a, b->account[i]);
    return same;
}

/* What the form has no field for, or did not bring, stays as it was kept. */
static void take_rest(const struct request *r, const struct draft *old, struct draft *d)
{
    if (!field_given(r, "title"))
        d->title = old->title;
    if (!field_given(r, "addresses"))
        d->receivers = old->receivers;
    if (!field_given(r, "choice"))
        d->choices = old->choices;
    if (!field_given(r, "open_for"))
        d->poll_s = old->poll_s;
    d->summary = old->summary;
    d->language = old->language;
    d->is_template = old->is_template;
    d->again_days = old->again_days;
    d->again_most = old->again_most;
}

enum err_code draft_keep_any(struct request *r, struct draft *d, struct err *e)
{
    struct draft old;
    struct err quiet;
    if (str_trim(d->text).n)
        return draft_keep(r, d, e);
    if (d->id && store_draft(r->store, d->id, r->a, &old, &quiet) == ERR_OK)
        take_rest(r, &old, d);
    return store_draft_put(r->store, d, e);
}

enum err_code draft_keep(struct request *r, struct draft *d, struct err *e)
{
    struct draft old;
    struct err quiet;
    struct live_where where;
    if (d->id == 0 && d->reply_to &&
        store_live_where(r->store, d->reply_to, r->a, &where, &quiet) == ERR_OK)
        d->reply_from = where.account_id;
    if (str_trim(d->text).n == 0)
        return ERR_OK;
    if (d->id && store_draft(r->store, d->id, r->a, &old, &quiet) == ERR_OK) {
        take_rest(r, &old, d);
        if (same_draft(&old, d))
            return ERR_OK;
    }
    return store_draft_put(r->store, d, e);
}

struct badge badge_of(const struct known *k, int64_t account_id)
{
    const struct known_account *acc = known_account(k, account_id);
    if (!acc)
        return (struct badge){STR("an account that is gone"), STR_NONE, 0};
    return (struct badge){acc->label, acc->acc.context, acc->context_id};
}

static enum err_code fill_drafts(struct request *r, const struct known *k, struct write_view *v,
                                 struct err *e)
{
    struct draft *old;
    size_t n;
    enum err_code rc = store_drafts(r->store, DRAFTS_MOST, r->a, &old, &n, e);
    v->old = ARENA_ARRAY(r->a, struct draft_row, DRAFTS_SHOWN);
    v->template = ARENA_ARRAY(r->a, struct draft_row, n + 1);
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        bool is_template = old[i].is_template;
        if (!is_template && v->olds == DRAFTS_SHOWN)
            continue;
        struct draft_row *row = is_template ? &v->template[v->templates++] : &v->old[v->olds++];
        row->d = &old[i];
        row->to = ARENA_ARRAY(r->a, struct badge, old[i].accounts + 1);
        for (size_t a = 0; a < old[i].accounts; a++)
            row->to[row->tos++] = badge_of(k, old[i].account[a]);
        row->state.state = "";
        if (!is_template)
            rc = draft_state(r, k, row->d, &row->state, e);
    }
    return rc;
}

/* What a draft was made of is kept with it, not in the form. */
static enum err_code load_about(struct request *r, const struct draft *d, struct draft *out,
                                struct err *e)
{
    struct draft kept;
    *out = *d;
    if (d->id == 0 || d->about.n)
        return ERR_OK;
    enum err_code rc = store_draft(r->store, d->id, r->a, &kept, e);
    if (rc == ERR_OK) {
        take_rest(r, &kept, out);
        out->about = kept.about;
        out->reply_to = kept.reply_to;
        out->reply_from = kept.reply_from;
    }
    return rc == ERR_NOT_FOUND ? ERR_OK : rc;
}

/* What was decided holds for the words as they were kept, not for those of a form. */
static enum err_code fill_state(struct request *r, const struct known *k, const struct draft *d,
                                struct write_view *v, struct err *e)
{
    struct draft kept;
    if (d->id == 0)
        return ERR_OK;
    enum err_code rc = store_draft(r->store, d->id, r->a, &kept, e);
    v->is_template = rc == ERR_OK && kept.is_template;
    if (rc == ERR_OK)
        draft_pictures_fill(r, k, &kept, "", &v->pictures);
    if (rc == ERR_OK && !same_draft(&kept, d))
        kept.changed_ms = INT64_MAX; /* as if it were kept */
    if (rc == ERR_OK)
        rc = draft_state(r, k, &kept, &v->state, e);
    return rc == ERR_NOT_FOUND ? ERR_OK : rc;
}

/* The fields of a poll: room for one choice more than there are. */
static void fill_poll(struct request *r, const struct draft *d, struct write_view *v)
{
    enum {
        CHOICES_SHOWN = 4
    };
    static const int64_t usual[] = {3600, 21600, POLL_USUAL_S, 259200, 604800};
    struct str rest = d->choices, line;
    int64_t chosen = d->poll_s > 0 ? d->poll_s : POLL_USUAL_S;
    bool listed = false;
    v->choice = ARENA_ARRAY(r->a, struct str, OUTGOING_CHOICES + CHOICES_SHOWN);
    while (v->choices < OUTGOING_CHOICES && str_cut(&rest, '\n', &line))
        v->choice[v->choices++] = line;
    for (size_t more = v->choices < CHOICES_SHOWN ? CHOICES_SHOWN - v->choices : 1;
         more && v->choices < OUTGOING_CHOICES; more--)
        v->choice[v->choices++] = STR_NONE;
    v->open = ARENA_ARRAY(r->a, struct option, COUNT_OF(usual) + 1);
    for (size_t i = 0; i <= COUNT_OF(usual); i++) {
        int64_t s = i < COUNT_OF(usual) ? usual[i] : chosen;
        if (i == COUNT_OF(usual) && listed)
            break;
        listed |= s == chosen;
        v->open[v->opens++] =
            (struct option){poll_open_write(s, r->a), poll_open_say(s, r->a), s == chosen};
    }
}

enum err_code draft_page(struct request *r, const struct known *k, const struct draft *d,
                         bool now, struct write_view *v, struct err *e)
{
    struct verdicts *found;
    struct page p;
    struct draft whole;
    v->draft = d->id;
    v->state.state = "";
    v->text = d->text;
    enum err_code rc = load_about(r, d, &whole, e);
    if (rc == ERR_OK)
        rc = load_answered(r, k, &whole, v, e);
    d = &whole;
    if (rc == ERR_OK)
        rc = sides_ask(r->store, d, r->a, &v->sides, e);
    if (rc == ERR_OK)
        rc = verdicts_run(r, k, d->text, now, &found, e);
    if (rc)
        return rc;
    taken_judge(r, &whole, found);
    taken_fill(r, &whole, v);
    if (r->json) {
        api_check(r, found, d);
        return ERR_OK;
    }
    v->title = d->title;
    v->addresses = d->receivers;
    fill_poll(r, d, v);
    verdicts_show(r, found, d->account, d->accounts, v);
    if (r->part) {
        page_checked(r->out, v);
        return ERR_OK;
    }
    rc = fill_state(r, k, d, v, e);
    if (rc == ERR_OK)
        rc = fill_drafts(r, k, v, e);
    if (rc)
        return rc;
    v->now_ms = r->now_ms;
    page_begin_in(r, &p, "Write", "write", k, STR_NONE);
    p.tab[0].current = false;
    page_write(r->out, &p, v);
    return ERR_OK;
}

enum err_code get_write(struct request *r, struct err *e)
{
    struct known k;
    struct draft d = {.id = field_id(r, "draft"), .reply_to = field_id(r, "reply")};
    struct write_view v = {.kept = field_given(r, "kept"), .learned_at = field_id(r, "at")};
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK && d.id)
        rc = store_draft(r->store, d.id, r->a, &d, e);
    if (rc == ERR_OK && !r->json)
        rc = learned_note(r, &v, e);
    if (rc)
        return rc;
    if (r->json)
        return api_drafts(r, &k, e);
    return draft_page(r, &k, &d, false, &v, e);
}

enum err_code post_check(struct request *r, struct err *e)
{
    struct known k;
    struct draft d = draft_of_form(r);
    struct write_view v = {0};
    enum err_code rc = known_load(r, &k, e);
    return rc ? rc : draft_page(r, &k, &d, false, &v, e);
}

enum err_code draft_done(struct request *r, int64_t id, const char *before, const char *behind)
{
    struct json_out o;
    if (!r->json)
        return answer_done(r, arena_printf(r->a, "%s%lld%s", before, (long long)id, behind));
    json_out_init(&o, r->out);
    json_out_open(&o, '{');
    json_out_ki64(&o, "draft", id);
    json_out_close(&o, '}');
    return ERR_OK;
}

enum err_code post_draft(struct request *r, struct err *e)
{
    struct draft d = draft_of_form(r);
    enum err_code rc = draft_keep_any(r, &d, e);
    return rc ? rc : draft_done(r, d.id, "/write?draft=", "&kept=1");
}

/* That it is meant to go to another context than it began in, for the accounts that were shown. */
enum err_code post_contexts(struct request *r, struct err *e)
{
    struct draft d = draft_of_form(r), kept;
    enum err_code rc = draft_keep(r, &d, e);
    if (rc == ERR_OK && d.id == 0)
        rc = err_set(e, ERR_INVALID, "Which draft? It is kept first.");
    if (rc == ERR_OK)
        rc = store_draft(r->store, d.id, r->a, &kept, e);
    if (rc == ERR_OK)
        rc = store_draft_agree(r->store, d.id, d.account, d.accounts, e);
    if (rc)
        return rc;
    return str_is(field_str(r, "back"), "send") ? draft_done(r, d.id, "/drafts/", "/send")
                                                : draft_done(r, d.id, "/write?draft=", "");
}

/* What others begin with. */
enum err_code post_template(struct request *r, struct err *e)
{
    struct draft d = draft_of_form(r), kept;
    enum err_code rc = draft_keep_any(r, &d, e);
    if (rc == ERR_OK)
        rc = store_draft(r->store, d.id, r->a, &kept, e);
    if (rc)
        return rc;
    kept.is_template = true;
    kept.by = d.by;
    kept.variant = NULL; /* they and the pictures stay as they are */
    kept.picture = NULL;
    rc = store_draft_put(r->store, &kept, e);
    return rc ? rc : draft_done(r, d.id, "/write?draft=", "&kept=1");
}

/* A new draft with the words, places and pictures of another. */
enum err_code post_begin(struct request *r, struct err *e)
{
    struct draft d;
    enum err_code rc = store_draft(r->store, r->id, r->a, &d, e);
    if (rc)
        return rc;
    d.id = 0;
    d.is_template = false;
    d.by = r->acts_for ? r->owner : 0;
    d.author_id = d.changed_by = 0;
    rc = store_draft_put(r->store, &d, e);
    return rc ? rc : draft_done(r, d.id, "/write?draft=", "");
}

enum err_code post_draft_drop(struct request *r, struct err *e)
{
    struct draft d = {0};
    enum err_code rc = store_draft(r->store, r->id, r->a, &d, e);
    if (rc == ERR_OK && r->acts_for && d.author_id && d.author_id != r->owner &&
        r->role < ROLE_APPROVER)
        rc = err_set(e, ERR_DENIED,
                     "Only whoever began it, or somebody who approves, throws a draft away.");
    if (rc == ERR_OK)
        rc = store_draft_drop(r->store, r->id, e);
    if (rc == ERR_OK && r->acts_for)
        request_audit(r, r->acts_for, "draft.dropped",
                      d.author.n ? arena_printf(r->a, "a draft of " STRF, STRA(d.author))
                                 : STR("a draft"),
                      STR_NONE);
    return rc ? rc : answer_done(r, STR("/write"));
}
