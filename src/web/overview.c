/* web/overview.c: what a person sees first: counts by context, topics, worlds, what was noticed.
 * Every number leads to what it counts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/address.h"
#include "web/api.h"
#include "web/handlers.h"
#include "web/templates.h"
#include "web/views.h"

#include "context/labels.h"
#include "core/attr.h"

#include <stdlib.h>

enum {
    MONTHS_MOST = 240,
    TOPICS_MOST = 10,
    NOTICED_MOST = 8
};

/* What a page of one context leaves out. */
static bool is_in(const struct known *k, int64_t account, struct str context)
{
    const struct known_account *a = known_account(k, account);
    return a && (context.n == 0 || str_eq(a->acc.context, context));
}

/* Months by context ----------------------------------------------------------------------- */

static struct str month_href(struct request *r, struct str context, int year, int month)
{
    struct address ad;
    address_begin(&ad, r, "/timeline");
    address_str(&ad, "context", context);
    address_id(&ad, "year", year);
    address_id(&ad, "month", month);
    address_str(&ad, "own", STR("1"));
    address_str(&ad, "each", STR("1"));
    return address_end(&ad);
}

static size_t context_at(const struct known *k, int64_t account)
{
    const struct known_account *a = known_account(k, account);
    for (size_t i = 0; a && i < k->contexts; i++)
        if (k->context[i].id == a->context_id)
            return i;
    return SIZE_MAX;
}

static void add_month(struct request *r, const struct known *k, struct grid *g, int year,
                      int month)
{
    struct grid_row *row = &g->row[g->rows++];
    row->label = arena_printf(r->a, "%04d-%02d", year, month);
    row->cell = ARENA_ARRAY(r->a, struct cell, k->contexts);
    for (size_t i = 0; i < k->contexts; i++)
        row->cell[i].href = month_href(r, k->context[i].name, year, month);
}

/* Every month from the first to the last, also those without a post. */
static void fill_months(struct request *r, const struct known *k, const struct month_count *m,
                        size_t n, struct overview_view *v)
{
    struct grid *g = &v->months;
    int first = 0, last = 0;
    for (size_t i = 0; i < n; i++) {
        int at = m[i].year * 12 + m[i].month - 1;
        if (m[i].year == 0 || !m[i].own || m[i].kind == POST_MESSAGE ||
            !is_in(k, m[i].account_id, v->context_name))
            continue;
        first = first && first < at ? first : at;
        last = at > last ? at : last;
    }
    if (!first)
        return;
    if (last - first >= MONTHS_MOST)
        first = last - MONTHS_MOST + 1;
    g->head = ARENA_ARRAY(r->a, struct grid_head, k->contexts);
    g->heads = k->contexts;
    for (size_t i = 0; i < k->contexts; i++)
        g->head[i] = (struct grid_head){k->context[i].name, k->context[i].id};
    g->row = ARENA_ARRAY(r->a, struct grid_row, (size_t)(last - first + 1));
    for (int at = first; at <= last; at++)
        add_month(r, k, g, at / 12, at % 12 + 1);
    for (size_t i = 0; i < n; i++) {
        int at = m[i].year * 12 + m[i].month - 1;
        size_t c = context_at(k, m[i].account_id);
        if (at >= first && at <= last && m[i].own && m[i].kind != POST_MESSAGE &&
            c != SIZE_MAX && is_in(k, m[i].account_id, v->context_name))
            g->row[at - first].cell[c].n += m[i].n;
    }
}

/* Topics by account ----------------------------------------------------------------------- */

struct tally {
    struct str topic;
    int64_t n;
};

static int more_first(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;
    return (x->n < y->n) - (x->n > y->n);
}

static struct str topic_href(struct request *r, struct str topic, int64_t account)
{
    struct address ad;
    address_begin(&ad, r, "/timeline");
    address_str(&ad, "topic", topic);
    address_id(&ad, "account", account);
    return address_end(&ad);
}

static struct str topic_label(struct str name)
{
    enum topic t;
    return topic_find(name, &t) ? str_from(topic_phrase(t)) : name;
}

static size_t tally_topics(struct request *r, const struct known *k,
                           const struct topic_count *t, size_t n, struct str context,
                           struct tally **out)
{
    struct tally *all = ARENA_ARRAY(r->a, struct tally, TOPIC_COUNT + 1);
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        size_t x = 0;
        if (!is_in(k, t[i].account_id, context))
            continue;
        while (x < found && !str_eq(all[x].topic, t[i].topic))
            x++;
        if (x == found && found == TOPIC_COUNT)
            continue;
        if (x == found)
            all[found++].topic = t[i].topic;
        all[x].n += t[i].n;
    }
    qsort(all, found, sizeof *all, more_first);
    *out = all;
    return found < TOPICS_MOST ? found : TOPICS_MOST;
}

static void fill_topics(struct request *r, const struct known *k, const struct topic_count *t,
                        size_t n, struct overview_view *v)
{
    struct grid *g = &v->topics;
    struct tally *all;
    size_t *column = ARENA_ARRAY(r->a, size_t, k->accounts + 1);
    g->rows = tally_topics(r, k, t, n, v->context_name, &all);
    g->row = ARENA_ARRAY(r->a, struct grid_row, g->rows + 1);
    g->head = ARENA_ARRAY(r->a, struct grid_head, k->accounts + 1);
    for (size_t i = 0; i < k->accounts; i++) {
        column[i] = SIZE_MAX;
        for (size_t x = 0; x < n && column[i] == SIZE_MAX; x++)
            if (t[x].account_id == k->account[i].acc.id &&
                is_in(k, t[x].account_id, v->context_name)) {
                column[i] = g->heads;
                g->head[g->heads++] =
                    (struct grid_head){k->account[i].label, k->account[i].context_id};
            }
    }
    for (size_t i = 0; i < g->rows; i++) {
        g->row[i].label = topic_label(all[i].topic);
        g->row[i].cell = ARENA_ARRAY(r->a, struct cell, g->heads + 1);
    }
    for (size_t x = 0; x < n; x++)
        for (size_t i = 0; i < g->rows; i++)
            for (size_t a = 0; a < k->accounts; a++)
                if (str_eq(t[x].topic, all[i].topic) && column[a] != SIZE_MAX &&
                    t[x].account_id == k->account[a].acc.id)
                    g->row[i].cell[column[a]] =
                        (struct cell){t[x].n, topic_href(r, t[x].topic, t[x].account_id)};
}

/* People by network and world -------------------------------------------------------------- */

static void fill_people(struct request *r, const struct network_people *np, size_t n,
                        struct overview_view *v)
{
    static const char *const worlds[] = {"personal", "both", "professional"};
    static const char *const labels[] = {"Personal side only", "Both sides",
                                         "Professional side only"};
    struct grid *g = &v->people;
    g->heads = COUNT_OF(worlds);
    g->head = ARENA_ARRAY(r->a, struct grid_head, g->heads);
    for (size_t i = 0; i < g->heads; i++)
        g->head[i] = (struct grid_head){str_from(labels[i]), i == 0 ? 1 : i == 2 ? 2 : 0};
    g->row = ARENA_ARRAY(r->a, struct grid_row, n + 1);
    for (size_t i = 0; i < n; i++) {
        const int64_t counts[] = {np[i].count.personal, np[i].count.both,
                                  np[i].count.professional};
        if (counts[0] + counts[1] + counts[2] == 0)
            continue; /* nobody there is known from either side */
        struct grid_row *row = &g->row[g->rows++];
        row->label = network_label(np[i].network);
        row->cell = ARENA_ARRAY(r->a, struct cell, g->heads);
        for (size_t w = 0; w < g->heads; w++) {
            struct address ad;
            address_begin(&ad, r, "/people");
            address_str(&ad, "network", np[i].network);
            address_str(&ad, "world", str_from(worlds[w]));
            row->cell[w] = (struct cell){counts[w], address_end(&ad)};
        }
    }
}

/* Noticed --------------------------------------------------------------------------------- */

static void notice(struct overview_view *v, int64_t context, struct str say, struct str href,
                   const char *more)
{
    if (v->n_noticed < NOTICED_MOST)
        v->noticed[v->n_noticed++] = (struct noticed){say, href, str_from(more), context};
}

static void notice_both(struct request *r, struct overview_view *v)
{
    if (v->count.both > 0)
        notice(v, 0,
               arena_printf(r->a,
                            "%lld of the %lld people you know stand in both worlds: what you "
                            "post for the one, they see with the eyes of the other.",
                            (long long)v->count.both, (long long)v->count.people),
               STR("/people?world=both"), "See them");
}

/* Topics that people do not come to a place for. */
static void notice_topics(struct request *r, const struct known *k, const struct topic_count *t,
                          size_t n, struct overview_view *v)
{
    static const struct {
        enum mindset mindset;
        const char *topic, *say;
    } rows[] = {
        {MINDSET_PERSONAL,     "product",  "are product news, and people are there to be social"},
        {MINDSET_PROFESSIONAL, "family",
         "are about family, and people are there for work; a few show your other side"          },
        {MINDSET_COMPANY,      "politics", "are about politics, in the company's name"          }
    };
    for (size_t i = 0; i < n; i++) {
        const struct known_account *a = known_account(k, t[i].account_id);
        for (size_t x = 0; x < COUNT_OF(rows) && a; x++)
            if (a->acc.mindset == rows[x].mindset && str_is(t[i].topic, rows[x].topic) &&
                t[i].n >= 3 && is_in(k, a->acc.id, v->context_name))
                notice(v, a->context_id,
                       arena_printf(r->a, "%lld of your posts on " STRF " %s.",
                                    (long long)t[i].n, STRA(a->label), rows[x].say),
                       topic_href(r, t[i].topic, a->acc.id), "Read them");
    }
}

/* Accounts on which nothing was published for a long while. */
static void notice_silence(struct request *r, const struct known *k,
                           const struct month_count *m, size_t n, struct overview_view *v)
{
    int64_t newest = 0;
    for (size_t i = 0; i < n; i++)
        if (m[i].own && m[i].year * 12 + m[i].month > newest)
            newest = m[i].year * 12 + m[i].month;
    for (size_t a = 0; a < k->accounts; a++) {
        int64_t last = 0;
        for (size_t i = 0; i < n; i++)
            if (m[i].account_id == k->account[a].acc.id && m[i].own &&
                m[i].kind != POST_MESSAGE && m[i].year * 12 + m[i].month > last)
                last = m[i].year * 12 + m[i].month;
        if (last && newest - last >= 6 && is_in(k, k->account[a].acc.id, v->context_name))
            notice(v, k->account[a].context_id,
                   arena_printf(r->a,
                                "Nothing from you on " STRF " in the last %lld months of your "
                                "archives.",
                                STRA(k->account[a].label), (long long)(newest - last)),
                   arena_printf(r->a, "/timeline?account=%lld&own=1",
                                (long long)k->account[a].acc.id),
                   "The last there");
    }
}

/* Archives that have grown old: one quiet line, whatever their number. */
static enum err_code notice_old(struct request *r, const struct known *k,
                                struct overview_view *v, struct err *e)
{
    struct fresh_list l;
    const struct fresh *first = NULL;
    size_t due = 0;
    enum err_code rc = fresh_load(r->store, r->now_ms, r->a, &l, e);
    if (rc)
        return rc;
    for (size_t i = 0; i < l.n; i++) {
        if (!l.v[i].due || !is_in(k, l.v[i].acc->id, v->context_name))
            continue;
        due++;
        if (!first || l.v[i].last.day_ms < first->last.day_ms)
            first = &l.v[i];
    }
    if (due == 0)
        return ERR_OK;
    const struct known_account *a = known_account(k, first->acc->id);
    struct str label = a ? a->label : first->acc->network;
    struct str since = fresh_since(first, r->now_ms, r->a);
    notice(v, a && due == 1 ? a->context_id : 0,
           due == 1 ? arena_printf(
                          r->a, "Your " STRF " archive is from " STRF ". A fresh one " STRF ".",
                          STRA(label), STRA(since), STRA(first->guide->asks))
                    : arena_printf(r->a,
                                   "%zu of your archives have grown old, the oldest from " STRF
                                   ", of " STRF ".",
                                   due, STRA(since), STRA(label)),
           STR("/networks#fresh"), due == 1 ? "How to ask for it" : "Which, and how to ask");
    return ERR_OK;
}

enum err_code get_overview(struct request *r, struct err *e)
{
    struct known k;
    struct month_count *m;
    struct topic_count *t;
    struct network_people *np;
    struct overview_view v = {.context_name = field_str(r, "context")};
    struct page p;
    size_t months, topics, networks;
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK && v.context_name.n && known_context_id(&k, v.context_name) == 0)
        rc = err_set(e, ERR_NOT_FOUND, "There is no context called \"" STRF "\".",
                     STRA(str_sub(v.context_name, 0, 60)));
    if (rc || (rc = store_months(r->store, r->a, &m, &months, e)) ||
        (rc = store_topics(r->store, r->a, &t, &topics, e)) ||
        (rc = store_people_count(r->store, &v.count, e)) ||
        (rc = store_network_people(r->store, r->a, &np, &networks, e)))
        return rc;
    for (size_t i = 0; i < months; i++)
        if (is_in(&k, m[i].account_id, v.context_name))
            *(m[i].kind == POST_MESSAGE ? &v.messages : &v.posts) += m[i].n;
    v.empty = months == 0 && v.count.people == 0;
    v.posts_href = address_with(r, "/timeline", "each", STR("1"));
    v.messages_href = address_with(r, "/timeline", "kind", STR("message"));
    v.noticed = ARENA_ARRAY(r->a, struct noticed, NOTICED_MOST);
    fill_months(r, &k, m, months, &v);
    fill_topics(r, &k, t, topics, &v);
    fill_people(r, np, networks, &v);
    notice_topics(r, &k, t, topics, &v);
    notice_both(r, &v);
    notice_silence(r, &k, m, months, &v);
    if ((rc = notice_old(r, &k, &v, e)))
        return rc;
    if (r->json) {
        api_overview(r, &v);
        return ERR_OK;
    }
    page_begin_in(r, &p, "Overview", "overview", &k, v.context_name);
    p.charts = !v.empty;
    page_overview(r->out, &p, &v);
    return ERR_OK;
}
