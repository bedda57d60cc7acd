/* web/timeline.c: the timeline with its filters, and one post in its thread. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/address.h"
#include "web/api.h"
#include "web/handlers.h"
#include "web/templates.h"
#include "web/views.h"

#include "core/attr.h"

#include <string.h>

enum {
    PAGE_POSTS = 20,
    THREAD_POSTS = 200,
    THREAD_BYTES = 20000 /* of the text of each */
};

static const struct {
    const char *value, *label;
} kinds[] = {
    {"",        "All but messages"},
    {"profile", "On the profile"  },
    {"post",    "Posts"           },
    {"reply",   "Replies"         },
    {"reshare", "Passed on"       },
    {"comment", "Comments"        },
    {"article", "Articles"        },
    {"message", "Messages"        },
};

static unsigned kind_bit(struct str name)
{
    enum post_kind k;
    if (str_is(name, "profile")) /* what stands there by itself */
        return 1u << POST_POST | 1u << POST_ARTICLE;
    return post_kind_from(name, &k) ? 1u << k : 0;
}

static int64_t start_of(int64_t year, int month)
{
    return time_days(year, month, 1) * INT64_C(86400000);
}

static enum err_code filter_of(struct request *r, struct post_filter *f, struct err *e)
{
    int64_t year = field_id(r, "year"), month = field_id(r, "month");
    struct str kind = field_str(r, "kind");
    *f = (struct post_filter){.context = field_str(r, "context"),
                              .network = field_str(r, "network"),
                              .account_id = field_id(r, "account"),
                              .person_id = field_id(r, "person"),
                              .topic = field_str(r, "topic"),
                              .kinds = kind_bit(kind),
                              .own = field_given(r, "own"),
                              .each = field_given(r, "each"),
                              .media = field_given(r, "media")};
    if (kind.n && !f->kinds)
        return err_set(e, ERR_INVALID, "there is no kind of post called \"" STRF "\"",
                       STRA(str_sub(kind, 0, 20)));
    if (year > 9999 || month > 12)
        return err_set(e, ERR_INVALID, "a year has four digits, a month is 1 to 12");
    if (year) {
        f->from_ms = month ? start_of(year, (int)month) : start_of(year, 1);
        f->to_ms =
            !month || month == 12 ? start_of(year + 1, 1) : start_of(year, (int)month + 1);
    }
    return ERR_OK;
}

/* What can be chosen ---------------------------------------------------------------------- */

static struct option *options_new(struct request *r, size_t most, const char *all, size_t *n)
{
    struct option *o = ARENA_ARRAY(r->a, struct option, most + 1);
    o[0] = (struct option){STR_NONE, str_from(all), true};
    *n = 1;
    return o;
}

static void options_add(struct option *o, size_t *n, struct str value, struct str label,
                        struct str chosen)
{
    o[*n] = (struct option){value, label, value.n && str_eq(value, chosen)};
    o[0].chosen &= !o[*n].chosen;
    ++*n;
}

struct option *network_options(struct request *r, const struct known *k, size_t *n)
{
    struct str chosen = field_str(r, "network");
    struct option *o = options_new(r, k->accounts, "All", n);
    for (size_t i = 0; i < k->accounts; i++) {
        struct str id = k->account[i].acc.network;
        bool there = false;
        for (size_t x = 1; x < *n; x++)
            there |= str_eq(o[x].value, id);
        if (!there)
            options_add(o, n, id, k->account[i].network_name, chosen);
    }
    return o;
}

struct option *account_options(struct request *r, const struct known *k, size_t *n)
{
    struct str chosen = field_str(r, "account");
    struct option *o = options_new(r, k->accounts, "All", n);
    for (size_t i = 0; i < k->accounts; i++)
        options_add(o, n, arena_printf(r->a, "%lld", (long long)k->account[i].acc.id),
                    k->account[i].label, chosen);
    return o;
}

static void fill_kinds(struct request *r, struct timeline_view *v)
{
    struct str chosen = field_str(r, "kind");
    v->kind = options_new(r, COUNT_OF(kinds), kinds[0].label, &v->kinds);
    for (size_t i = 1; i < COUNT_OF(kinds); i++)
        options_add(v->kind, &v->kinds, str_from(kinds[i].value), str_from(kinds[i].label),
                    chosen);
}

/* From the last year that there are posts of to the first. */
static enum err_code fill_years(struct request *r, struct timeline_view *v, struct err *e)
{
    int first, last;
    struct str chosen = field_str(r, "year");
    enum err_code rc = store_years(r->store, &first, &last, e);
    if (rc)
        return rc;
    v->any = last > 0;
    v->year = options_new(r, last ? (size_t)(last - first + 1) : 0, "All", &v->years);
    for (int year = last; year > 0 && year >= first; year--) {
        struct str label = arena_printf(r->a, "%d", year);
        options_add(v->year, &v->years, label, label, chosen);
    }
    return ERR_OK;
}

static void add_chip(struct request *r, struct chip *chip, size_t *n, const char *field,
                     struct str label)
{
    chip[(*n)++] = (struct chip){label, address_without(r, "/timeline", field), STR_NONE};
}

/* What narrows the list and has no control of its own. */
static enum err_code fill_chips(struct request *r, struct timeline_view *v,
                                const struct post_filter *f, struct err *e)
{
    struct person person;
    v->chip = ARENA_ARRAY(r->a, struct chip, 8);
    if (f->person_id) {
        enum err_code rc = store_person(r->store, f->person_id, r->a, &person, e);
        if (rc)
            return rc;
        add_chip(r, v->chip, &v->chips, "person",
                 arena_printf(r->a, "by " STRF, STRA(person.name)));
    }
    if (f->topic.n)
        add_chip(r, v->chip, &v->chips, "topic",
                 arena_printf(r->a, "about " STRF, STRA(f->topic)));
    if (f->each)
        add_chip(r, v->chip, &v->chips, "each", STR("the same post on each network"));
    if (field_id(r, "month"))
        add_chip(r, v->chip, &v->chips, "month",
                 arena_printf(r->a, "month %lld", (long long)field_id(r, "month")));
    return ERR_OK;
}

static enum err_code fill_controls(struct request *r, const struct known *k,
                                   const struct post_filter *f, struct timeline_view *v,
                                   struct err *e)
{
    v->network = network_options(r, k, &v->networks);
    v->account = account_options(r, k, &v->accounts);
    fill_kinds(r, v);
    v->context_name = f->context;
    v->own = f->own;
    v->each = f->each;
    v->media = f->media;
    v->person = f->person_id;
    v->topic = f->topic;
    enum err_code rc = fill_years(r, v, e);
    return rc ? rc : fill_chips(r, v, f, e);
}

struct str older_address(struct request *r, const char *path, int64_t next)
{
    return next ? address_with(r, path, "before", arena_printf(r->a, "%lld", (long long)next))
                : STR_NONE;
}

static enum err_code check_context(const struct known *k, struct str name, struct err *e)
{
    if (name.n && known_context_id(k, name) == 0)
        return err_set(e, ERR_NOT_FOUND, "There is no context called \"" STRF "\".",
                       STRA(str_sub(name, 0, 60)));
    return ERR_OK;
}

enum err_code get_timeline(struct request *r, struct err *e)
{
    struct known k;
    struct post_filter f;
    struct post_page posts;
    struct timeline_view v = {0};
    struct page p;
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK)
        rc = filter_of(r, &f, e);
    if (rc == ERR_OK)
        rc = check_context(&k, f.context, e);
    if (rc == ERR_OK)
        rc = store_timeline(r->store, &f, field_id(r, "before"), PAGE_POSTS, r->a, &posts, e);
    if (rc)
        return rc;
    v.older = older_address(r, "/timeline", posts.next);
    if (f.kinds == 0)
        v.messages = address_with(r, "/timeline", "kind", STR("message"));
    if (r->json) {
        api_posts(r, &posts, v.older);
        return ERR_OK;
    }
    v.card = cards_of(r, &k, posts.post, posts.n, CARD_BYTES, STR_NONE);
    v.n = posts.n;
    if (r->part) {
        page_cards(r->out, v.card, v.n, v.older);
        return ERR_OK;
    }
    if ((rc = fill_controls(r, &k, &f, &v, e)))
        return rc;
    page_begin_in(r, &p, "Timeline", "timeline", &k, f.context);
    page_timeline(r->out, &p, &v);
    return ERR_OK;
}

/* Who a conversation is with, from those who speak in it. */
static struct str speakers(struct request *r, const struct card *c, size_t n)
{
    struct buf b;
    buf_init(&b, 300);
    for (size_t i = 0; i < n && b.n < 200; i++) {
        bool there = c[i].own;
        for (size_t x = 0; x < i && !there; x++)
            there = str_eq(c[x].author, c[i].author);
        if (!there)
            buf_printf(&b, "%s" STRF, b.n ? ", " : "", STRA(c[i].author));
    }
    struct str s = arena_str(r->a, buf_view(&b));
    buf_free(&b);
    return s;
}

enum err_code get_post(struct request *r, struct err *e)
{
    struct known k;
    struct thread t;
    struct thread_view v = {0};
    struct page p;
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK)
        rc = store_thread(r->store, r->id, THREAD_POSTS, r->a, &t, e);
    if (rc)
        return rc;
    if (r->json) {
        struct post_page posts = {t.post, t.n, 0, t.cut};
        api_posts(r, &posts, STR_NONE);
        return ERR_OK;
    }
    v.n = t.n;
    v.cut = t.cut;
    v.card = cards_of(r, &k, t.post, t.n, THREAD_BYTES, STR_NONE);
    if (t.n) /* the one that was asked for, to its last word */
        v.card[t.at] = *cards_of(r, &k, &t.post[t.at], 1, 0, STR_NONE);
    v.card[t.at].current = true;
    for (size_t i = 0; i < t.n; i++)
        if (t.post[i].depth > 0)
            v.card[i].parent = NULL; /* it stands above */
    v.conversation = v.card[t.at].is_message;
    if (v.conversation) {
        v.title = t.post[t.at].post.thread;
        v.with = speakers(r, v.card, v.n);
        v.network = v.card[t.at].network_name;
        v.context_id = v.card[t.at].context_id;
    }
    page_begin_in(r, &p, v.conversation ? "Conversation" : "Post", "timeline", &k, STR_NONE);
    p.tab[0].current = false;
    page_thread(r->out, &p, &v);
    return ERR_OK;
}
