/* web/frame.c: what every page shows around itself: the contexts, the accounts, the version. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/server.h"
#include "web/views.h"

#include "context/places.h"
#include "web/assets.h"

#include <string.h>

struct str network_label(struct str id)
{
    const struct network *net = network_find(id);
    return net ? net->name : id;
}

const struct known_account *known_account(const struct known *k, int64_t id)
{
    for (size_t i = 0; i < k->accounts; i++)
        if (k->account[i].acc.id == id)
            return &k->account[i];
    return NULL;
}

int64_t known_context_id(const struct known *k, struct str name)
{
    for (size_t i = 0; i < k->contexts; i++)
        if (str_eq(k->context[i].name, name))
            return k->context[i].id;
    return 0;
}

/* The network's name, with the handle where there are several accounts on it. */
static void name_account(struct request *r, struct known *k, size_t at)
{
    struct known_account *a = &k->account[at];
    struct str which = a->acc.handle.n ? a->acc.handle : a->acc.name;
    bool several = false;
    for (size_t i = 0; i < k->accounts; i++)
        several |= i != at && str_eq(k->account[i].acc.network, a->acc.network);
    a->network_name = network_label(a->acc.network);
    a->label = several && which.n ? arena_printf(r->a, STRF " " STRF, STRA(a->network_name),
                                                 STRA(str_sub(which, 0, 80)))
                                  : a->network_name;
    a->context_id = known_context_id(k, a->acc.context);
    a->can_post = account_can_post(&a->acc);
}

/* What can be done from each, by the way that it is signed in to; without one, by hand. */
static enum err_code find_signed_in(struct request *r, struct known *k, struct err *e)
{
    struct sign_in *in;
    size_t n;
    enum err_code rc = store_sign_ins(r->store, r->a, &in, &n, e);
    for (size_t a = 0; a < k->accounts && rc == ERR_OK; a++) {
        struct known_account *x = &k->account[a];
        const struct network_api *row = api_find(x->acc.network, STR("hand"));
        if (!row)
            row = api_find(x->acc.network, STR_NONE);
        for (size_t i = 0; i < n; i++)
            if (x->acc.id == in[i].account_id) {
                row = api_find(in[i].network, in[i].door);
                x->in = &in[i];
                x->answers = row && (row->can & API_REPLIES);
                x->can_post |= row && (row->can & API_PUBLISHES);
            }
        x->can = row ? row->can : 0;
    }
    return rc;
}

enum err_code known_load(struct request *r, struct known *k, struct err *e)
{
    struct account *acc;
    memset(k, 0, sizeof *k);
    enum err_code rc = store_contexts(r->store, r->a, &k->context, &k->contexts, e);
    if (rc == ERR_OK)
        rc = store_accounts(r->store, r->a, &acc, &k->accounts, e);
    if (rc)
        return rc;
    k->account = ARENA_ARRAY(r->a, struct known_account, k->accounts + 1);
    for (size_t i = 0; i < k->accounts; i++)
        k->account[i].acc = acc[i];
    for (size_t i = 0; i < k->accounts; i++)
        name_account(r, k, i);
    return find_signed_in(r, k, e);
}

/* Where a context's tab leads: the same place where it can be narrowed, else the timeline. */
static struct str tab_href(struct request *r, const char *place, struct str context)
{
    bool overview = strcmp(place, "overview") == 0, people = strcmp(place, "people") == 0;
    struct buf b;
    buf_init(&b, 1024);
    buf_lit(&b, overview ? "/" : people ? "/people" : "/timeline");
    if (context.n) {
        buf_lit(&b, "?context=");
        show_part(&b, context);
    }
    struct str href = arena_str(r->a, buf_view(&b));
    buf_free(&b);
    return href;
}

/* The switch between oneself and the companies that one belongs to. */
static void add_acts(struct request *r, struct page *p)
{
    const struct membership *m = r->member;
    size_t n = r->members;
    if (n == 0)
        return;
    p->acts = ARENA_ARRAY(r->a, struct acts, n + 1);
    p->acts[p->n_acts++] = (struct acts){0, STR("Yourself"), r->acts_for == 0};
    for (size_t i = 0; i < n; i++) {
        bool current = m[i].company_id == r->acts_for;
        p->acts[p->n_acts++] = (struct acts){m[i].company_id, m[i].company, current};
        if (current)
            p->acts_for = m[i].company;
    }
    struct err quiet;
    if (p->acts_for.n && store_approvals_count(r->store, &p->waiting, &quiet))
        p->waiting = 0;
}

void page_begin_in(struct request *r, struct page *p, const char *title, const char *place,
                   const struct known *k, struct str context)
{
    if (context.n)
        title = arena_cstr(r->a, arena_printf(r->a, "%s: " STRF, title, STRA(context)));
    *p = (struct page){.title = title,
                       .place = place,
                       .token = r->token,
                       .signed_in = r->signed_in,
                       .open = r->server->o->open,
                       .is_host = r->is_host,
                       .version = assets_version(),
                       .now_ms = r->now_ms};
    add_acts(r, p);
    p->tab = ARENA_ARRAY(r->a, struct tab, k->contexts + 1);
    p->tab[p->tabs++] =
        (struct tab){STR("All"), tab_href(r, place, STR_NONE), 0, context.n == 0 && *place};
    for (size_t i = 0; i < k->contexts; i++) {
        struct str name = arena_str(r->a, k->context[i].name);
        p->tab[p->tabs++] = (struct tab){name, tab_href(r, place, name), k->context[i].id,
                                         str_eq(context, name)};
    }
}

void page_begin(struct request *r, struct page *p, const char *title, const char *place)
{
    struct known k = {0};
    struct err quiet;
    /* a page of an error is shown even where the store is what failed */
    if (r->store && r->signed_in &&
        store_contexts(r->store, r->a, &k.context, &k.contexts, &quiet))
        k.contexts = 0;
    page_begin_in(r, p, title, place, &k, STR_NONE);
    p->tab[0].current = false;
}
