/* web/write.c: a draft beside the check: what it says of each place, with its reasons. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/api.h"
#include "web/drafts.h"
#include "web/handlers.h"
#include "web/server.h"
#include "web/templates.h"

enum {
    DRAFTS_SHOWN = 20
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

struct draft draft_of_form(struct request *r)
{
    int64_t *chosen = ARENA_ARRAY(r->a, int64_t, PLACES_MOST);
    return (struct draft){.by = r->acts_for ? r->owner : 0,
                          .id = field_id(r, "draft"),
                          .text = plain_lines(r, field_str(r, "text")),
                          .account = chosen,
                          .accounts = field_ids(r, "account", chosen, PLACES_MOST)};
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
    bool same = str_eq(a->text, b->text);
    for (size_t i = 0; i < a->accounts; i++)
        same &= goes_to(b, a->account[i]);
    for (size_t i = 0; i < b->accounts; i++)
        same &= goes_to(a, b->account[i]);
    return same;
}

enum err_code draft_keep(struct request *r, struct draft *d, struct err *e)
{
    struct draft old;
    struct err quiet;
    if (str_trim(d->text).n == 0)
        return ERR_OK;
    if (d->id && store_draft(r->store, d->id, r->a, &old, &quiet) == ERR_OK &&
        same_draft(&old, d))
        return ERR_OK;
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
    enum err_code rc = store_drafts(r->store, DRAFTS_SHOWN, r->a, &old, &v->olds, e);
    v->old = ARENA_ARRAY(r->a, struct draft_row, v->olds + 1);
    for (size_t i = 0; i < v->olds && rc == ERR_OK; i++) {
        struct draft_row *row = &v->old[i];
        row->d = &old[i];
        row->to = ARENA_ARRAY(r->a, struct badge, old[i].accounts + 1);
        for (size_t a = 0; a < old[i].accounts; a++)
            row->to[row->tos++] = badge_of(k, old[i].account[a]);
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
    if (rc == ERR_OK)
        out->about = kept.about;
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
    if (rc == ERR_OK && !same_draft(&kept, d))
        kept.changed_ms = INT64_MAX; /* as if it were kept */
    if (rc == ERR_OK)
        rc = draft_state(r, k, &kept, &v->state, e);
    return rc == ERR_NOT_FOUND ? ERR_OK : rc;
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
        rc = verdicts_run(r, k, d->text, now, &found, e);
    if (rc)
        return rc;
    taken_judge(r, &whole, found);
    taken_fill(r, &whole, v);
    if (r->json) {
        api_check(r, found, d);
        return ERR_OK;
    }
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
    struct draft d = {.id = field_id(r, "draft")};
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

enum err_code post_draft(struct request *r, struct err *e)
{
    struct draft d = draft_of_form(r);
    enum err_code rc = store_draft_put(r->store, &d, e);
    if (rc)
        return rc;
    if (!r->json)
        return answer_done(r, arena_printf(r->a, "/write?draft=%lld&kept=1", (long long)d.id));
    struct json_out o;
    json_out_init(&o, r->out);
    json_out_open(&o, '{');
    json_out_ki64(&o, "draft", d.id);
    json_out_close(&o, '}');
    return ERR_OK;
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
