/* web/people.c: everyone once, narrowed by how they stand to the owner. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/address.h"
#include "web/api.h"
#include "web/handlers.h"
#include "web/people_show.h"
#include "web/templates.h"

#include "core/attr.h"

enum {
    PAGE_PEOPLE = 50,
    PAGES_MOST = 2000
};

/* The choices of each filter: the value in the address, the words on the page. */
struct choice {
    const char *value, *label;
};
static const struct choice worlds[] = {
    {"",             "Either side"          },
    {"personal",     "The personal side"    },
    {"professional", "The professional side"},
    {"both",         "In both worlds"       }
};
static const struct choice sides[] = {
    {"",             "All"                      },
    {"personal",     "Personal"                 },
    {"professional", "Professional"             },
    {"both",         "Personal and professional"}
};
static const struct choice kinds[] = {
    {"",          "All"       },
    {"family",    "Family"    },
    {"friend",    "Friends"   },
    {"colleague", "Colleagues"},
    {"client",    "Clients"   },
    {"prospect",  "Prospects" },
    {"supplier",  "Suppliers" },
    {"community", "Community" }
};
static const struct choice layers[] = {
    {"",    "Everybody"      },
    {"5",   "The closest 5"  },
    {"15",  "The closest 15" },
    {"50",  "The closest 50" },
    {"150", "The closest 150"},
    {"500", "The closest 500"}
};
static const struct choice silences[] = {
    {"",     "All"         },
    {"30",   "for a month" },
    {"91",   "for 3 months"},
    {"182",  "for 6 months"},
    {"365",  "for a year"  },
    {"730",  "for 2 years" },
    {"1825", "for 5 years" }
};

static struct option *choices(struct request *r, const char *field, const struct choice *row,
                              size_t n)
{
    struct option *o = ARENA_ARRAY(r->a, struct option, n);
    struct str chosen = field_str(r, field);
    for (size_t i = 0; i < n; i++)
        o[i] = (struct option){str_from(row[i].value), str_from(row[i].label),
                               str_is(chosen, row[i].value)};
    return o;
}

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

static enum err_code filter_of(struct request *r, const struct known *k,
                               struct people_filter *f, struct err *e)
{
    struct str kind = field_str(r, "kind");
    enum relation_kind of_kind;
    int64_t silent = field_id(r, "silent");
    *f = (struct people_filter){.query = field_str(r, "q"),
                                .network = field_str(r, "network"),
                                .relation = field_str(r, "relation"),
                                .world = world_of(r, k),
                                .account_id = field_id(r, "account"),
                                .context = field_str(r, "side"),
                                .circle_id = field_id(r, "circle"),
                                .layer = field_id(r, "layer")};
    if (kind.n && !relation_kind_from(kind, &of_kind))
        return err_set(e, ERR_INVALID, "There is no relation called \"" STRF "\".",
                       STRA(str_sub(kind, 0, 40)));
    if (silent > 100000)
        return err_set(e, ERR_INVALID, "Nobody was silent for so long.");
    if (kind.n)
        f->kinds = 1u << of_kind;
    if (silent)
        f->silent_since = r->now_ms - silent * INT64_C(86400000);
    if (field_given(r, "due"))
        f->due_by = r->now_ms;
    return ERR_OK;
}

static struct str page_address(struct request *r, int64_t page)
{
    return address_with(r, "/people", "page",
                        page ? arena_printf(r->a, "%lld", (long long)page) : STR_NONE);
}

/* Chips ------------------------------------------------------------------------------------ */

static void chip(struct request *r, struct people_view *v, const char *field, const char *what,
                 struct str value)
{
    if (value.n)
        v->chip[v->chips++] =
            (struct chip){arena_printf(r->a, "%s" STRF, what, STRA(str_sub(value, 0, 80))),
                          address_without(r, "/people", field), STR_NONE};
}

/* The words of what is chosen; "" where that is everything. */
static struct str chosen(const struct option *o, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (o[i].chosen && o[i].value.n)
            return o[i].label;
    return STR_NONE;
}

static void fill_chips(struct request *r, struct people_view *v)
{
    v->chip = ARENA_ARRAY(r->a, struct chip, 12);
    chip(r, v, "q", "", v->q);
    chip(r, v, "network", "on ", chosen(v->network, v->networks));
    chip(r, v, "side", "", chosen(v->side, v->sides));
    chip(r, v, "kind", "", chosen(v->kind, v->kinds));
    chip(r, v, "relation", "", v->relation);
    chip(r, v, "circle", "in ", chosen(v->circle, v->circles));
    chip(r, v, "layer", "", chosen(v->layer, v->layers));
    chip(r, v, "silent", "silent ", chosen(v->silent, v->silents));
    chip(r, v, "world", "known from: ", chosen(v->world, v->worlds));
    chip(r, v, "account", "through ", chosen(v->account, v->accounts));
    if (v->due)
        chip(r, v, "due", "", STR("a word is due"));
}

static enum err_code fill_filters(struct request *r, const struct known *k,
                                  struct people_view *v, struct err *e)
{
    struct circle *c;
    size_t n;
    enum err_code rc = store_circles(r->store, r->a, &c, &n, e);
    if (rc)
        return rc;
    v->circle = ARENA_ARRAY(r->a, struct option, n + 1);
    v->circle[v->circles++] = (struct option){STR_NONE, STR("All"), false};
    for (size_t i = 0; i < n; i++)
        v->circle[v->circles++] =
            (struct option){arena_printf(r->a, "%lld", (long long)c[i].id), c[i].name,
                            c[i].id == field_id(r, "circle")};
    v->network = network_options(r, k, &v->networks);
    v->account = account_options(r, k, &v->accounts);
    v->world = choices(r, "world", worlds, v->worlds = COUNT_OF(worlds));
    v->side = choices(r, "side", sides, v->sides = COUNT_OF(sides));
    v->kind = choices(r, "kind", kinds, v->kinds = COUNT_OF(kinds));
    v->layer = choices(r, "layer", layers, v->layers = COUNT_OF(layers));
    v->silent = choices(r, "silent", silences, v->silents = COUNT_OF(silences));
    v->relation = field_str(r, "relation");
    v->context = field_str(r, "context");
    v->due = field_given(r, "due");
    v->more = v->due || field_id(r, "layer") || field_id(r, "silent") ||
              field_id(r, "account") || field_str(r, "world").n;
    fill_chips(r, v);
    return questions_count(r, &v->asks, e);
}

/* One page of whoever passes. */
static enum err_code fill_list(struct request *r, const struct known *k, struct people_page *p,
                               struct people_view *v, struct err *e)
{
    struct people_filter f;
    struct people_count count = {0};
    int64_t page = field_id(r, "page");
    if (page > PAGES_MOST)
        return err_set(e, ERR_INVALID, "There are no pages beyond %d; narrow it down.",
                       (int)PAGES_MOST);
    enum err_code rc = filter_of(r, k, &f, e);
    if (rc ||
        (rc = store_people_page(r->store, &f, page * PAGE_PEOPLE, PAGE_PEOPLE, r->a, p, e)) ||
        (rc = store_people_count(r->store, &count, e)) ||
        (rc = person_rows(r, k, p->person, p->n, &v->row, e)))
        return rc;
    v->n = p->n;
    v->total = count.people;
    v->q = f.query;
    v->older = p->more ? page_address(r, page + 1) : STR_NONE;
    v->newer =
        page > 0 ? page == 1 ? address_without(r, "/people", "page") : page_address(r, page - 1)
                 : STR_NONE;
    return ERR_OK;
}

enum err_code get_people(struct request *r, struct err *e)
{
    struct known k;
    struct people_page people = {.n = 0};
    struct people_view v = {0};
    struct page p;
    enum err_code rc = known_load(r, &k, e);
    if (rc || (rc = fill_list(r, &k, &people, &v, e)))
        return rc;
    if (r->json) {
        api_people(r, people.person, v.n, v.older);
        return ERR_OK;
    }
    if (r->part) {
        page_people_list(r->out, &v);
        return ERR_OK;
    }
    if ((rc = fill_filters(r, &k, &v, e)))
        return rc;
    page_begin_in(r, &p, "People", "people", &k, field_str(r, "context"));
    page_people(r->out, &p, &v);
    return ERR_OK;
}
