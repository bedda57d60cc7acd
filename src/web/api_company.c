/* web/api_company.c: a company, its approvals and its posts for members, as JSON. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/account.h"
#include "web/api.h"

#include "output/output.h"

static void begin(struct request *r, struct json_out *o)
{
    json_out_init(o, r->out);
    json_out_open(o, '{');
}

static void put_bool(struct json_out *o, const char *key, bool v)
{
    json_out_key(o, key);
    json_out_bool(o, v);
}

/* A company -------------------------------------------------------------------------------- */

static void put_members(struct json_out *o, const struct company_view *v)
{
    json_out_key(o, "members");
    json_out_open(o, '[');
    for (size_t i = 0; i < v->members; i++) {
        const struct membership *m = v->member[i].m;
        json_out_open(o, '{');
        json_out_ki64(o, "id", m->member_id);
        json_out_kstr(o, "name", m->member);
        json_out_kstr(o, "email", m->email);
        json_out_kstr(o, "role", str_from(role_name(m->role)));
        json_out_ki64(o, "since_ms", m->since_ms);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
    json_out_key(o, "invitations");
    json_out_open(o, '[');
    for (size_t i = 0; i < v->invitations; i++) {
        const struct invitation *w = &v->invitation[i];
        json_out_open(o, '{');
        json_out_kstr(o, "id", w->digest);
        json_out_kstr(o, "email", w->email);
        json_out_kstr(o, "role", str_from(role_name(w->role)));
        json_out_ki64(o, "until_ms", w->until_ms);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

static void put_hours(struct json_out *o, const struct company_view *v)
{
    json_out_key(o, "hours");
    json_out_open(o, '[');
    for (size_t i = 0; i < v->n_hours; i++) {
        const struct hours_form *f = &v->hours[i];
        json_out_open(o, '{');
        json_out_ki64(o, "context", f->context);
        json_out_kstr(o, "name", f->name);
        json_out_key(o, "days");
        json_out_open(o, '[');
        for (size_t d = 0; d < f->days; d++)
            if (f->day[d].on)
                json_out_str(o, f->day[d].value);
        json_out_close(o, ']');
        if (f->set) {
            json_out_kstr(o, "from", f->from);
            json_out_kstr(o, "to", f->to);
            json_out_ki64(o, "utc", f->h.utc);
            json_out_kstr(o, "summer", str_from(summer_name(f->h.summer)));
        }
        put_bool(o, "open", f->open);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

static void put_mine(struct json_out *o, const struct company_view *v)
{
    json_out_key(o, "companies");
    json_out_open(o, '[');
    for (size_t i = 0; i < v->mines; i++) {
        json_out_open(o, '{');
        json_out_ki64(o, "id", v->mine[i].company_id);
        json_out_kstr(o, "name", v->mine[i].company);
        json_out_kstr(o, "role", str_from(role_name(v->mine[i].role)));
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

void api_company(struct request *r, const struct company_view *v)
{
    struct json_out o;
    begin(r, &o);
    if (v->id == 0) {
        put_mine(&o, v);
    } else {
        json_out_ki64(&o, "id", v->id);
        json_out_kstr(&o, "name", v->name);
        json_out_kstr(&o, "role", str_from(role_name(v->role)));
        put_members(&o, v);
        put_hours(&o, v);
        if (v->link.n)
            json_out_kstr(&o, "link", v->link);
    }
    json_out_close(&o, '}');
}

/* Approvals --------------------------------------------------------------------------------- */

static void put_approval(struct json_out *o, const struct approval *v)
{
    struct str rest = v->accounts, one;
    int64_t id;
    json_out_open(o, '{');
    json_out_ki64(o, "id", v->id);
    json_out_ki64(o, "draft", v->draft_id);
    json_out_kstr(o, "state", str_from(approval_state_name(v->state)));
    json_out_kstr(o, "text", v->text);
    json_out_key(o, "accounts");
    json_out_open(o, '[');
    while (str_cut(&rest, ',', &one))
        if (str_i64(one, &id))
            json_out_i64(o, id);
    json_out_close(o, ']');
    json_out_kstr(o, "verdict", v->verdict);
    json_out_kstr(o, "asked_by", v->asker);
    output_time(o, "asked", v->asked_ms);
    json_out_kstr(o, "decided_by", v->decider);
    output_time(o, "decided", v->decided_ms);
    output_time(o, "due", v->due_ms);
    json_out_kstr(o, "note", v->note);
    json_out_close(o, '}');
}

void api_put_approval(struct json_out *o, const struct approval *v)
{
    json_out_key(o, "approval");
    if (v)
        put_approval(o, v);
    else
        json_out_null(o);
}

void api_approval(struct request *r, const struct approval_view *v,
                  const struct verdicts *found)
{
    struct json_out o;
    begin(r, &o);
    json_out_ki64(&o, "draft", v->d->id);
    put_bool(&o, "ready", str_is(str_from(v->state.state), "approved"));
    put_bool(&o, "asks", v->wants_reason);
    put_bool(&o, "holds", false);
    json_out_key(&o, "checks");
    json_out_open(&o, '[');
    for (size_t i = 0; i < found->n; i++)
        for (size_t c = 0; c < v->d->accounts; c++)
            if (found->account[i] && v->d->account[c] == found->account[i]->acc.id)
                output_check(&o, NULL, found->place, i, &found->check);
    json_out_close(&o, ']');
    json_out_kstr(&o, "author", v->d->author);
    json_out_kstr(&o, "verdict", str_from(v->verdict));
    json_out_kstr(&o, "opens", v->opens);
    json_out_kstr(&o, "says", v->says);
    put_bool(&o, "may_approve", v->approves);
    put_bool(&o, "may_return", v->returns);
    put_bool(&o, "may_withdraw", v->withdraws);
    api_put_approval(&o, v->state.approval);
    json_out_close(&o, '}');
}

void api_approvals(struct request *r, const struct approvals_view *v)
{
    struct json_out o;
    begin(r, &o);
    json_out_key(&o, "approvals");
    json_out_open(&o, '[');
    for (size_t i = 0; i < v->n; i++)
        put_approval(&o, v->row[i].v);
    json_out_close(&o, ']');
    json_out_close(&o, '}');
}

/* Posts to take along ------------------------------------------------------------------------ */

void api_along(struct request *r, const struct along_view *v)
{
    struct json_out o;
    begin(r, &o);
    json_out_key(&o, "companies");
    json_out_open(&o, '[');
    for (size_t i = 0; i < v->companies; i++) {
        const struct along_company *c = &v->company[i];
        json_out_open(&o, '{');
        json_out_ki64(&o, "id", c->m->company_id);
        json_out_kstr(&o, "name", c->m->company);
        json_out_key(&o, "posts");
        json_out_open(&o, '[');
        for (size_t k = 0; k < c->n; k++) {
            const struct post *p = &c->post[k].p->post;
            json_out_open(&o, '{');
            output_id(&o, "id", p->id);
            json_out_kstr(&o, "network", p->network);
            output_time(&o, "at", p->at_ms);
            json_out_kstr(&o, "text", p->text);
            json_out_kstr(&o, "url", p->url);
            json_out_close(&o, '}');
        }
        json_out_close(&o, ']');
        json_out_close(&o, '}');
    }
    json_out_close(&o, ']');
    json_out_close(&o, '}');
}
