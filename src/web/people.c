/* web/people.c: everyone once, and one person whole, with what the owner decides about them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/address.h"
#include "web/api.h"
#include "web/handlers.h"
#include "web/templates.h"
#include "web/views.h"

#include "core/attr.h"

#include <stdio.h>

enum {
    PAGE_PEOPLE = 50,
    PAGES_MOST = 2000,
    BETWEEN_POSTS = 20,
    VALUE_BYTES = 4000
};

/* The list --------------------------------------------------------------------------------- */

static struct str networks_of(struct request *r, const struct person *p)
{
    struct buf b;
    struct str last = STR_NONE;
    buf_init(&b, 400);
    for (size_t i = 0; i < p->identities; i++) {
        if (!str_eq(p->identity[i].network, last))
            buf_printf(&b, "%s" STRF, b.n ? ", " : "",
                       STRA(network_label(p->identity[i].network)));
        last = p->identity[i].network;
    }
    struct str s = arena_str(r->a, buf_view(&b));
    buf_free(&b);
    return s;
}

static struct str relations_of(struct request *r, const struct person *p)
{
    struct buf b;
    buf_init(&b, 400);
    for (size_t i = 0; i < p->relations; i++)
        buf_printf(&b, "%s" STRF, i ? ", " : "", STRA(p->relation[i]));
    struct str s = arena_str(r->a, buf_view(&b));
    buf_free(&b);
    return s;
}

/* "Architect, Fernlight" */
static struct str headline_of(struct request *r, const struct person *p)
{
    bool both = p->position.n && p->company.n;
    return arena_printf(r->a, STRF "%s" STRF, STRA(str_sub(p->position, 0, 200)),
                        both ? ", " : "", STRA(str_sub(p->company, 0, 200)));
}

struct person_row *person_rows(struct request *r, const struct person *p, size_t n)
{
    struct person_row *row = ARENA_ARRAY(r->a, struct person_row, n + 1);
    for (size_t i = 0; i < n; i++)
        row[i] = (struct person_row){&p[i], networks_of(r, &p[i]), relations_of(r, &p[i]),
                                     headline_of(r, &p[i])};
    return row;
}

static struct option *choices(struct request *r, const char *field,
                              const char *const (*rows)[2], size_t n)
{
    struct option *o = ARENA_ARRAY(r->a, struct option, n);
    struct str chosen = field_str(r, field);
    for (size_t i = 0; i < n; i++)
        o[i] = (struct option){str_from(rows[i][0]), str_from(rows[i][1]),
                               str_is(chosen, rows[i][0])};
    return o;
}

static const char *const worlds[][2] = {
    {"",             "Either side"          },
    {"personal",     "The personal side"    },
    {"professional", "The professional side"},
    {"both",         "Both sides"           }
};
static const char *const relations[][2] = {
    {"",          "All"       },
    {"family",    "Family"    },
    {"friend",    "Friends"   },
    {"colleague", "Colleagues"},
    {"client",    "Clients"   },
    {"prospect",  "Prospects" },
    {"supplier",  "Suppliers" }
};

/* A context's tab narrows to whoever is known from its side. */
static struct str world_of(struct request *r, const struct known *k)
{
    struct str context = field_str(r, "context"), world = field_str(r, "world");
    for (size_t i = 0; i < k->contexts && world.n == 0; i++)
        if (str_eq(k->context[i].name, context))
            world = k->context[i].mindset == MINDSET_PERSONAL ? STR("personal")
                                                              : STR("professional");
    return world;
}

static struct people_filter filter_of(struct request *r, const struct known *k)
{
    return (struct people_filter){.query = field_str(r, "q"),
                                  .network = field_str(r, "network"),
                                  .relation = field_str(r, "relation"),
                                  .world = world_of(r, k),
                                  .account_id = field_id(r, "account")};
}

static struct str page_address(struct request *r, int64_t page)
{
    return address_with(r, "/people", "page",
                        page ? arena_printf(r->a, "%lld", (long long)page) : STR_NONE);
}

enum err_code get_people(struct request *r, struct err *e)
{
    struct known k;
    struct people_page people;
    struct people_count count = {0};
    struct people_view v = {0};
    struct page p;
    int64_t page = field_id(r, "page");
    enum err_code rc = known_load(r, &k, e);
    if (rc)
        return rc;
    if (page > PAGES_MOST)
        return err_set(e, ERR_INVALID, "There are no pages beyond %d; narrow it down.",
                       (int)PAGES_MOST);
    struct people_filter f = filter_of(r, &k);
    if ((rc = store_people_page(r->store, &f, page * PAGE_PEOPLE, PAGE_PEOPLE, r->a, &people,
                                e)) ||
        (rc = store_people_count(r->store, &count, e)))
        return rc;
    v.n = people.n;
    v.row = person_rows(r, people.person, v.n);
    v.total = count.people;
    v.q = f.query;
    v.older = people.more ? page_address(r, page + 1) : STR_NONE;
    v.newer =
        page > 0 ? page == 1 ? address_without(r, "/people", "page") : page_address(r, page - 1)
                 : STR_NONE;
    if (r->json) {
        api_people(r, people.person, v.n, v.older);
        return ERR_OK;
    }
    if (r->part) {
        page_people_list(r->out, &v);
        return ERR_OK;
    }
    v.network = network_options(r, &k, &v.networks);
    v.account = account_options(r, &k, &v.accounts);
    v.world = choices(r, "world", worlds, v.worlds = COUNT_OF(worlds));
    v.relation = choices(r, "relation", relations, v.relations = COUNT_OF(relations));
    page_begin_in(r, &p, "People", "people", &k, field_str(r, "context"));
    page_people(r->out, &p, &v);
    return ERR_OK;
}

/* One person ------------------------------------------------------------------------------ */

static const struct identity *identity_by(const struct person *p, int64_t id)
{
    for (size_t i = 0; i < p->identities; i++)
        if (p->identity[i].id == id)
            return &p->identity[i];
    return NULL;
}

static void fill_identities(struct request *r, const struct person *p, struct person_view *v)
{
    v->identity = ARENA_ARRAY(r->a, struct identity_view, p->identities + 1);
    for (size_t i = 0; i < p->identities; i++)
        v->identity[v->identities++] =
            (struct identity_view){&p->identity[i], network_label(p->identity[i].network)};
}

static enum err_code fill_facts(struct request *r, struct person_view *v, struct err *e)
{
    struct known_fact *f;
    size_t n;
    enum err_code rc = store_person_facts(r->store, v->p->id, r->a, &f, &n, e);
    if (rc)
        return rc;
    v->fact = ARENA_ARRAY(r->a, struct fact_view, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct str href = STR_NONE;
        if (str_is(f[i].field, "email"))
            href = arena_printf(r->a, "mailto:" STRF, STRA(f[i].value));
        else if (str_is(f[i].field, "url"))
            href = f[i].value;
        v->fact[v->facts++] = (struct fact_view){.field = f[i].field,
                                                 .value = str_sub(f[i].value, 0, VALUE_BYTES),
                                                 .href = html_url_ok(href) ? href : STR_NONE,
                                                 .label = f[i].label,
                                                 .network = network_label(f[i].network),
                                                 .since = f[i].since,
                                                 .until = f[i].until,
                                                 .import_id = f[i].import_id};
    }
    return ERR_OK;
}

static struct str what_both_have(struct str kind)
{
    static const struct {
        const char *kind, *say;
    } rows[] = {
        {"email",       "both have the e-mail address" },
        {"phone",       "both have the phone number"   },
        {"url",         "both have the profile address"},
        {"own account", "both are your own accounts"   }
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (str_is(kind, rows[i].kind))
            return str_from(rows[i].say);
    return kind;
}

static enum err_code fill_evidence(struct request *r, struct person_view *v, struct err *e)
{
    struct evidence *ev;
    size_t n;
    enum err_code rc = store_person_evidence(r->store, v->p->id, r->a, &ev, &n, e);
    if (rc)
        return rc;
    v->evidence = ARENA_ARRAY(r->a, struct evidence_view, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct identity *x = identity_by(v->p, ev[i].a_id),
                              *y = identity_by(v->p, ev[i].b_id);
        bool own = str_is(ev[i].kind, "own account");
        if (x && y)
            v->evidence[v->evidences++] = (struct evidence_view){
                network_label(x->network), network_label(y->network),
                what_both_have(ev[i].kind), own ? STR_NONE : ev[i].value};
    }
    return ERR_OK;
}

static enum err_code fill_between(struct request *r, const struct known *k,
                                  struct post_page *posts, struct person_view *v, struct err *e)
{
    int64_t before = field_id(r, "before");
    struct post_filter own = {.own = true};
    char path[64];
    enum err_code rc =
        v->p->is_owner
            ? store_timeline(r->store, &own, before, BETWEEN_POSTS, r->a, posts, e)
            : store_between(r->store, v->p->id, before, BETWEEN_POSTS, r->a, posts, e);
    if (rc)
        return rc;
    snprintf(path, sizeof path, "/people/%lld", (long long)v->p->id);
    v->card = cards_of(r, k, posts->post, posts->n, CARD_BYTES, STR_NONE);
    v->n = posts->n;
    v->older = older_address(r, path, posts->next);
    return ERR_OK;
}

enum err_code get_person(struct request *r, struct err *e)
{
    struct known k;
    struct person person;
    struct post_page posts;
    struct person_view v = {.p = &person, .now_ms = r->now_ms};
    struct page p;
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK)
        rc = store_person(r->store, r->id, r->a, &person, e);
    if (rc == ERR_NOT_FOUND)
        return err_set(e, rc, "There is nobody here by this number.");
    if (rc || (rc = fill_between(r, &k, &posts, &v, e)))
        return rc;
    if (r->part) {
        page_cards(r->out, v.card, v.n, v.older);
        return ERR_OK;
    }
    if ((rc = fill_facts(r, &v, e)) || (rc = fill_evidence(r, &v, e)) ||
        (rc =
             store_person_relations(r->store, person.id, r->a, &v.relation, &v.relations, e)) ||
        (rc = store_person_worlds(r->store, person.id, r->a, &v.world, &v.worlds, e)) ||
        (rc = store_person_notes(r->store, person.id, r->a, &v.note, &v.notes, e)))
        return rc;
    if (r->json) {
        return api_person(r, &v, &posts, e);
    }
    fill_identities(r, &person, &v);
    page_begin_in(r, &p, arena_cstr(r->a, str_sub(person.name, 0, 120)), "people", &k,
                  STR_NONE);
    p.tab[0].current = false;
    page_person(r->out, &p, &v);
    return ERR_OK;
}

/* Decisions ------------------------------------------------------------------------------- */

static enum err_code back(struct request *r, enum err_code rc)
{
    return rc ? rc : answer_done(r, arena_printf(r->a, "/people/%lld", (long long)r->id));
}

enum err_code post_relation(struct request *r, struct err *e)
{
    return back(r, store_person_add_relation(r->store, r->id, field_str(r, "value"), e));
}

enum err_code post_world(struct request *r, struct err *e)
{
    return back(r, store_person_add_world(r->store, r->id, field_str(r, "value"), e));
}

enum err_code post_note(struct request *r, struct err *e)
{
    return back(r, store_person_add_note(r->store, r->id, field_str(r, "text"), e));
}

enum err_code post_revoke(struct request *r, struct err *e)
{
    return back(r, store_person_revoke(r->store, r->id, field_id(r, "decision"), e));
}
