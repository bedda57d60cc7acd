/* web/networks.c: accounts and their contexts, archives in, reminders of fresh ones, guides. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/api.h"
#include "web/connect.h"
#include "web/handlers.h"
#include "web/imports.h"
#include "web/server.h"
#include "web/templates.h"
#include "web/views.h"

#include "core/attr.h"
#include "writing/queue.h"

static enum err_code fill_jobs(struct request *r, struct jobs_view *v, struct err *e)
{
    v->token = r->token;
    return jobs_list(r->server->jobs, r->store, r->a, &v->job, &v->n, &v->busy, e);
}

/* What was typed as the moments of a queue and can't be: shown again beside what is wrong. */
struct queue_form {
    int64_t account;
    struct str typed, problem;
};

static struct option *context_options(struct request *r, const struct known *k,
                                      struct str chosen)
{
    struct option *o = ARENA_ARRAY(r->a, struct option, k->contexts + 1);
    for (size_t i = 0; i < k->contexts; i++)
        o[i] = (struct option){k->context[i].name, k->context[i].name,
                               str_eq(k->context[i].name, chosen)};
    return o;
}

static enum err_code fill_accounts(struct request *r, const struct known *k,
                                   const struct fresh_list *l, const struct queue_form *wrong,
                                   struct networks_view *v, struct err *e)
{
    struct month_count *m;
    size_t n;
    enum err_code rc = store_months(r->store, r->a, &m, &n, e);
    v->account = ARENA_ARRAY(r->a, struct account_card, k->accounts + 1);
    v->due = l->due;
    for (size_t i = 0; i < k->accounts && rc == ERR_OK; i++) {
        struct account_card *c = &v->account[v->accounts++];
        c->a = &k->account[i];
        c->contexts = k->contexts;
        c->context = context_options(r, k, c->a->acc.context);
        c->fresh = fresh_of(l, c->a->acc.id);
        c->since = c->fresh && c->fresh->last.import_id ? fresh_since(c->fresh, r->now_ms, r->a)
                                                        : STR_NONE;
        rc = health_load(r, &c->a->acc, &c->health, e);
        if (wrong && wrong->account == c->a->acc.id) {
            c->health.queue = wrong->typed;
            c->health.queue_problem = wrong->problem;
        }
        for (size_t x = 0; x < n; x++)
            if (m[x].account_id == c->a->acc.id && m[x].kind != POST_MESSAGE)
                c->posts += m[x].n;
    }
    return rc;
}

/* Guides ----------------------------------------------------------------------------------- */

static struct guide_row guide_row(struct request *r, const struct guide *g,
                                  const struct fresh_list *l)
{
    const struct fresh *newest = NULL;
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].guide == g && l->v[i].last.import_id &&
            (!newest || l->v[i].last.day_ms > newest->last.day_ms))
            newest = &l->v[i];
    return (struct guide_row){g, newest ? fresh_since(newest, r->now_ms, r->a) : STR_NONE,
                              newest && newest->old};
}

static void fill_guides(struct request *r, const struct fresh_list *l, struct networks_view *v)
{
    const struct guides *g = &l->guides;
    struct guide_row *row = ARENA_ARRAY(r->a, struct guide_row, g->n + 1);
    v->group = ARENA_ARRAY(r->a, struct guide_group, g->n + 1);
    for (size_t i = 0; i < g->n; i++) {
        row[i] = guide_row(r, &g->v[i], l);
        if (g->v[i].opens)
            v->group[v->groups++] = (struct guide_group){g->v[i].group, &row[i], 0};
        v->group[v->groups - 1].n++;
    }
}

static void fill_imports(struct request *r, const struct known *k, const struct import *im,
                         size_t n, struct networks_view *v)
{
    v->import = ARENA_ARRAY(r->a, struct import_row, n + 1);
    for (size_t i = n; i-- > 0;) {
        const struct known_account *acc = known_account(k, im[i].account_id);
        v->import[v->imports++] =
            (struct import_row){.im = &im[i],
                                .network = acc ? acc->label : network_label(im[i].network),
                                .account = im[i].account,
                                .can_undo = import_can_undo(&im[i]),
                                .context_id = acc ? acc->context_id : 0};
    }
}

static enum err_code show_networks(struct request *r, const struct queue_form *wrong,
                                   struct err *e)
{
    struct known k;
    struct import *im;
    struct fresh_list fresh;
    struct networks_view v = {.now_ms = r->now_ms};
    struct page p;
    size_t n;
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK)
        rc = store_imports(r->store, r->a, &im, &n, e);
    if (rc == ERR_OK)
        rc = fresh_load(r->store, r->now_ms, r->a, &fresh, e);
    if (rc == ERR_OK)
        rc = fill_accounts(r, &k, &fresh, wrong, &v, e);
    if (rc == ERR_OK)
        rc = fill_jobs(r, &v.jobs, e);
    if (rc)
        return rc;
    if (r->json) {
        api_networks(r, &k, im, n, &fresh, &v.jobs);
        return ERR_OK;
    }
    fill_imports(r, &k, im, n, &v);
    fill_guides(r, &fresh, &v);
    page_begin_in(r, &p, "Networks", "networks", &k, STR_NONE);
    p.tab[0].current = false;
    page_networks(r->out, &p, &v);
    return ERR_OK;
}

enum err_code get_networks(struct request *r, struct err *e)
{
    return show_networks(r, NULL, e);
}

enum err_code post_account_queue(struct request *r, struct err *e)
{
    struct known k;
    struct slot slot[SLOTS_MOST];
    size_t n = 0;
    struct queue_form f = {r->id, field_str(r, "times"), STR_NONE};
    enum err_code rc = known_load(r, &k, e);
    if (rc)
        return rc;
    const struct known_account *acc = known_account(&k, r->id);
    if (!acc)
        return err_set(e, ERR_NOT_FOUND, "There is no account %lld.", (long long)r->id);
    rc = queue_parse(f.typed, slot, &n, e);
    if ((rc == ERR_INVALID || rc == ERR_LIMIT) && !r->json) {
        f.problem = arena_str(r->a, str_from(e->msg));
        r->re.status = 400;
        return show_networks(r, &f, e);
    }
    if (rc == ERR_OK)
        rc = store_slots_put(r->store, r->id, slot, n, e);
    if (rc)
        return rc;
    request_audit(r, store_owner(r->store), "account.queue", acc->label, STR_NONE);
    return answer_done(r, arena_printf(r->a, "/networks#account-%lld", (long long)r->id));
}

enum err_code get_jobs(struct request *r, struct err *e)
{
    struct jobs_view v = {0};
    enum err_code rc = fill_jobs(r, &v, e);
    if (rc)
        return rc;
    r->re.cache = "no-store";
    if (r->json)
        api_jobs(r, &v);
    else
        page_jobs(r->out, &v);
    return ERR_OK;
}

enum err_code get_guide(struct request *r, struct err *e)
{
    struct fresh_list l;
    struct page p;
    struct guide_view v = {.note = ""};
    enum err_code rc = fresh_load(r->store, r->now_ms, r->a, &l, e);
    if (rc)
        return rc;
    const struct guide *g = guide_find(&l.guides, r->name);
    if (!g)
        return err_set(e, ERR_NOT_FOUND, "There is no guide for \"" STRF "\".",
                       STRA(str_sub(r->name, 0, 60)));
    if (r->json) {
        api_guide(r, g);
        return ERR_OK;
    }
    v.row = guide_row(r, g, &l);
    if (g->state == GUIDE_UNPROVEN)
        v.note =
            "Written from descriptions, not tried on a real archive yet: tell us what goes "
            "wrong.";
    page_begin(r, &p, arena_cstr(r->a, g->name), "networks");
    page_guide(r->out, &p, &v);
    return ERR_OK;
}

enum err_code post_imports(struct request *r, struct err *e)
{
    int64_t id = 0;
    size_t n = 0;
    for (size_t i = 0; i < r->fields; i++) {
        if (!r->field[i].field || r->field[i].field->type != FIELD_FILE)
            continue;
        enum err_code rc =
            jobs_add_import(r->server->jobs, r->store, r->owner, r->field[i].value, &id, e);
        if (rc)
            return rc;
        struct str path = r->field[i].value;
        request_audit(r, store_owner(r->store), "import.asked",
                      str_after(path, (size_t)(str_rchr(path, '/') + 1)), STR_NONE);
        n++;
    }
    if (n == 0)
        return err_set(e, ERR_INVALID, "No archive was chosen: choose one, or drop it there.");
    return answer_done(r, STR("/networks"));
}

enum err_code post_undo(struct request *r, struct err *e)
{
    struct import im = {0};
    int64_t id;
    enum err_code rc = import_find(r, &im, e);
    if (rc == ERR_OK && !import_can_undo(&im))
        rc = err_set(e, ERR_CONFLICT, "Import %lld is not there any more: nothing to undo.",
                     (long long)r->id);
    if (rc == ERR_OK)
        rc = jobs_add_undo(r->server->jobs, r->store, r->owner, im.id, im.archive, &id, e);
    if (rc)
        return rc;
    request_audit(r, store_owner(r->store), "undo.asked", im.archive, STR_NONE);
    return answer_done(r, STR("/networks"));
}

enum err_code post_job_pause(struct request *r, struct err *e)
{
    enum err_code rc = jobs_pause(r->server->jobs, r->store, r->id, e);
    return rc ? rc : answer_done(r, STR("/networks"));
}

enum err_code post_job_go_on(struct request *r, struct err *e)
{
    enum err_code rc = jobs_go_on(r->server->jobs, r->store, r->id, e);
    return rc ? rc : answer_done(r, STR("/networks"));
}

enum err_code post_context(struct request *r, struct err *e)
{
    struct known k;
    struct str name = field_str(r, "new").n ? field_str(r, "new") : field_str(r, "context");
    enum mindset like = MINDSET_PERSONAL;
    enum err_code rc = known_load(r, &k, e);
    if (rc)
        return rc;
    const struct known_account *acc = known_account(&k, r->id);
    if (!acc)
        return err_set(e, ERR_NOT_FOUND, "There is no account %lld.", (long long)r->id);
    if (name.n == 0)
        return err_set(e, ERR_INVALID, "A context wants a name.");
    if (field_str(r, "like").n && !mindset_from(field_str(r, "like"), &like))
        return err_set(e, ERR_INVALID,
                       "People come for the personal, the professional or the "
                       "company; nothing else is known.");
    if (field_str(r, "new").n == 0 && known_context_id(&k, name) == 0)
        return err_set(e, ERR_NOT_FOUND, "There is no context called \"" STRF "\".",
                       STRA(str_sub(name, 0, 60)));
    rc = store_account_set_context(r->store, &acc->acc, name, like, e);
    if (rc)
        return rc;
    request_audit(r, store_owner(r->store), "account.context", acc->label, name);
    return answer_done(r, arena_printf(r->a, "/networks#account-%lld", (long long)r->id));
}

enum err_code post_remind(struct request *r, struct err *e)
{
    struct known k;
    struct str answer = field_str(r, "answer");
    enum err_code rc = known_load(r, &k, e);
    if (rc)
        return rc;
    const struct known_account *acc = known_account(&k, r->id);
    if (!acc)
        return err_set(e, ERR_NOT_FOUND, "There is no account %lld.", (long long)r->id);
    if (str_is(answer, "later"))
        rc = store_account_remind(r->store, &acc->acc, r->now_ms + FRESH_LATER_MS, e);
    else if (str_is(answer, "never"))
        rc = store_account_remind(r->store, &acc->acc, 0, e);
    else if (str_is(answer, "again"))
        rc = store_account_remind_again(r->store, &acc->acc, e);
    else
        rc = err_set(e, ERR_INVALID, "The answer is later, never or again.");
    if (rc)
        return rc;
    request_audit(r, store_owner(r->store), "account.remind", acc->label, answer);
    return answer_done(r, arena_printf(r->a, "/networks#account-%lld", (long long)r->id));
}
