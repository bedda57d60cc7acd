/* web/search.c: posts, people and messages in one box, with filters typed or clicked. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/address.h"
#include "web/api.h"
#include "web/handlers.h"
#include "web/templates.h"
#include "web/views.h"

enum {
    FOUND_POSTS = 20,
    FOUND_PEOPLE = 5
};

/* The same search with another text. */
static struct str address_of(struct request *r, struct str q)
{
    struct address ad;
    address_begin(&ad, r, "/search");
    address_str(&ad, "q", q);
    return address_end(&ad);
}

static void fill_chips(struct request *r, const struct query *q, struct search_view *v)
{
    v->chip = ARENA_ARRAY(r->a, struct chip, q->chips + 1);
    for (size_t i = 0; i < q->chips; i++)
        v->chip[v->chips++] = (struct chip){
            arena_printf(r->a, STRF ": " STRF, STRA(q->chip[i].key), STRA(q->chip[i].value)),
            address_of(r, str_trim(q->chip[i].rest)), q->chip[i].problem};
}

static bool has_chip(const struct query *q, const char *key)
{
    for (size_t i = 0; i < q->chips; i++)
        if (str_is(q->chip[i].key, key))
            return true;
    return false;
}

static void add(struct request *r, struct search_view *v, struct str q, const char *filter,
                struct str value, struct str label)
{
    bool quote = str_chr(value, ' ') >= 0;
    struct str typed = arena_printf(r->a, STRF " %s:%s" STRF "%s", STRA(q), filter,
                                    quote ? "\"" : "", STRA(value), quote ? "\"" : "");
    v->add[v->adds++] = (struct option){address_of(r, str_trim(typed)), label, false};
}

/* Filters that can be clicked: contexts, networks, kinds. */
static void fill_adds(struct request *r, const struct known *k, const struct query *q,
                      struct search_view *v)
{
    v->add = ARENA_ARRAY(r->a, struct option, k->contexts + k->accounts + 4);
    for (size_t i = 0; i < k->contexts && !has_chip(q, "in"); i++)
        add(r, v, v->q, "in", k->context[i].name,
            arena_printf(r->a, "in " STRF, STRA(k->context[i].name)));
    for (size_t i = 0; i < k->accounts && !has_chip(q, "on"); i++) {
        bool there = !k->account[i].can_post;
        for (size_t x = 0; x < i; x++)
            there |= str_eq(k->account[x].acc.network, k->account[i].acc.network);
        if (!there)
            add(r, v, v->q, "on", k->account[i].acc.network,
                arena_printf(r->a, "on " STRF, STRA(k->account[i].network_name)));
    }
    if (!has_chip(q, "kind"))
        add(r, v, v->q, "kind", STR("message"), STR("messages only"));
    if (!has_chip(q, "from"))
        add(r, v, v->q, "from", STR("me"), STR("from me"));
    if (!has_chip(q, "has"))
        add(r, v, v->q, "has", STR("media"), STR("with pictures"));
}

static enum err_code find_posts(struct request *r, const struct query *q, bool best,
                                struct post_page *out, struct err *e)
{
    const struct post_search search = {q->words, q->filter, best ? SEARCH_BEST : SEARCH_NEWEST};
    return store_find_posts(r->store, &search, field_id(r, "before"), FOUND_POSTS, r->a, out,
                            e);
}

enum err_code get_search(struct request *r, struct err *e)
{
    struct known k;
    struct query q;
    struct post_page posts = {0};
    struct people_page people = {0};
    struct search_view v = {.q = field_str(r, "q")};
    struct page p;
    int64_t before = field_id(r, "before");
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK)
        rc = query_parse(r->store, v.q, r->a, &q, e);
    if (rc)
        return rc;
    v.asked = v.q.n > 0;
    v.best = str_is(field_str(r, "order"), "best");
    if (v.asked && (rc = find_posts(r, &q, v.best, &posts, e)))
        return rc;
    const struct people_filter f = {.query = q.words};
    if (q.words.n && q.chips == 0 && before == 0 &&
        (rc = store_people_page(r->store, &f, 0, FOUND_PEOPLE, r->a, &people, e)))
        return rc;
    v.people = people.n;
    v.older = older_address(r, "/search", posts.next);
    if (r->json) {
        api_search(r, &posts, people.person, v.people, v.older);
        return ERR_OK;
    }
    if ((rc = person_rows(r, &k, people.person, v.people, &v.person, e)))
        return rc;
    v.card = cards_of(r, &k, posts.post, posts.n, CARD_BYTES, q.words);
    v.n = posts.n;
    v.cut = posts.cut;
    if (r->part && before) {
        page_cards(r->out, v.card, v.n, v.older);
        return ERR_OK;
    }
    fill_chips(r, &q, &v);
    fill_adds(r, &k, &q, &v);
    if (r->part) {
        page_found(r->out, &v);
        return ERR_OK;
    }
    page_begin_in(r, &p, "Search", "search", &k, STR_NONE);
    p.tab[0].current = false;
    page_search(r->out, &p, &v);
    return ERR_OK;
}
