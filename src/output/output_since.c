/* output/output_since.c: what changed since the archive before, in words and as JSON. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "output/output.h"

#include "core/attr.h"
#include "model/network.h"

/* What the people of a kind of connection are called. */
static const struct {
    const char *kind, *one, *many, *fresh_one, *fresh_many, *gone_one, *gone_many;
} kinds[] = {
    {"connected",   "connection",      "connections",     "new connection",       "new connections",
     "connection not in this one any more",                                                                                                         "connections not in this one any more"},
    {"friend",      "friend",          "friends",         "new friend",           "new friends",
     "friend not in this one any more",                                                                                                             "friends not in this one any more"    },
    {"follows",     "that you follow", "that you follow", "more that you follow",
     "more that you follow",                                                                         "that you followed, not in this one any more",
     "that you followed, not in this one any more"                                                                                                                                        },
    {"followed_by", "follower",        "followers",       "new follower",         "new followers",
     "follower not in this one any more",                                                                                                           "followers not in this one any more"  },
    {"contact",     "contact",         "contacts",        "new contact",          "new contacts",
     "contact not in this one any more",                                                                                                            "contacts not in this one any more"   }
};

struct lines {
    struct arena *a;
    struct since_line *v;
    size_t n;
};

static void add(struct lines *l, enum since_what what, int64_t n, const char *one,
                const char *many)
{
    struct buf b;
    if (n == 0)
        return;
    buf_init(&b, 300);
    buf_number(&b, n);
    buf_printf(&b, " %s", n == 1 ? one : many);
    l->v[l->n++] = (struct since_line){
        .what = what, .n = n, .kind = STR_NONE, .says = arena_str(l->a, buf_view(&b))};
    buf_free(&b);
}

/* " on Threads", where the import has several accounts. */
static struct str where_of(const struct since *s, const struct since_part *p,
                           const struct account *acc, size_t accounts, struct arena *a)
{
    bool several = false;
    for (size_t i = 0; i < s->parts; i++)
        several |= s->part[i].account_id != p->account_id;
    for (size_t i = 0; several && i < accounts; i++) {
        const struct network *net = network_find(acc[i].network);
        if (acc[i].id == p->account_id)
            return arena_printf(a, " on " STRF, STRA(net ? net->name : acc[i].network));
    }
    return STR_NONE;
}

static void add_part(struct lines *l, const struct since_part *p, struct str where)
{
    size_t k = 0, from = l->n;
    while (k < COUNT_OF(kinds) && !str_is(p->kind, kinds[k].kind))
        k++;
    if (k == COUNT_OF(kinds))
        return;
    add(l, SINCE_FRESH, p->fresh, kinds[k].fresh_one, kinds[k].fresh_many);
    add(l, SINCE_GONE, p->gone, kinds[k].gone_one, kinds[k].gone_many);
    for (size_t i = from; i < l->n; i++) {
        l->v[i].kind = p->kind;
        l->v[i].account_id = p->account_id;
        l->v[i].says = arena_printf(l->a, STRF STRF, STRA(l->v[i].says), STRA(where));
    }
    if (!p->fewer)
        return;
    struct buf b;
    buf_init(&b, 400);
    buf_number(&b, p->now);
    buf_printf(&b, " %s" STRF " here, ", p->now == 1 ? kinds[k].one : kinds[k].many,
               STRA(where));
    buf_number(&b, p->then);
    buf_lit(&b, " in the one before: this archive holds fewer, so nothing is said about who is "
                "missing");
    l->v[l->n++] = (struct since_line){.what = SINCE_COUNT,
                                       .kind = p->kind,
                                       .account_id = p->account_id,
                                       .says = arena_str(l->a, buf_view(&b))};
    buf_free(&b);
}

size_t output_since_lines(const struct since *s, const struct account *acc, size_t accounts,
                          struct arena *a, struct since_line **out)
{
    struct lines l = {a, ARENA_ARRAY(a, struct since_line, 3 * s->parts + SINCE_COUNT), 0};
    add(&l, SINCE_WORK, s->work, "person with another company or position",
        "people with another company or position");
    add(&l, SINCE_HEADLINE, s->headline, "person with another headline",
        "people with another headline");
    add(&l, SINCE_NAME, s->name, "person with another name", "people with another name");
    for (size_t i = 0; i < s->parts; i++)
        add_part(&l, &s->part[i], where_of(s, &s->part[i], acc, accounts, a));
    add(&l, SINCE_PEOPLE, s->people, "person whom no archive had before",
        "people whom no archive had before");
    add(&l, SINCE_POSTS, s->posts, "new post", "new posts");
    add(&l, SINCE_MESSAGES, s->messages, "new message", "new messages");
    add(&l, SINCE_EDITED, s->edited, "edited post", "edited posts");
    add(&l, SINCE_DELETED, s->deleted, "deleted post", "deleted posts");
    *out = l.v;
    return l.n;
}

void output_since(struct json_out *o, const struct since *s)
{
    const struct {
        const char *key;
        int64_t n;
    } counts[] = {
        {"people",   s->people  },
        {"work",     s->work    },
        {"headline", s->headline},
        {"name",     s->name    },
        {"posts",    s->posts   },
        {"messages", s->messages},
        {"edited",   s->edited  },
        {"deleted",  s->deleted }
    };
    json_out_key(o, "since");
    if (!s->former_id) {
        json_out_null(o);
        return;
    }
    json_out_open(o, '{');
    json_out_ki64(o, "import", s->former_id);
    json_out_kstr(o, "archive", s->former_archive);
    output_time(o, "day", s->former_day_ms);
    json_out_key(o, "connections");
    json_out_open(o, '[');
    for (size_t i = 0; i < s->parts; i++) {
        const struct since_part *p = &s->part[i];
        json_out_open(o, '{');
        json_out_ki64(o, "account", p->account_id);
        json_out_kstr(o, "kind", p->kind);
        json_out_ki64(o, "now", p->now);
        json_out_ki64(o, "then", p->then);
        json_out_ki64(o, "new", p->fresh);
        json_out_ki64(o, "gone", p->gone);
        json_out_key(o, "fewer");
        json_out_bool(o, p->fewer);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        json_out_ki64(o, counts[i].key, counts[i].n);
    json_out_close(o, '}');
}

void output_since_person(struct json_out *o, const struct since_person *p)
{
    json_out_open(o, '{');
    json_out_ki64(o, "person", p->person_id);
    json_out_kstr(o, "network", p->network);
    json_out_kstr(o, "name", p->name);
    json_out_key(o, "changes");
    json_out_open(o, '[');
    for (size_t i = 0; i < p->changes; i++) {
        json_out_open(o, '{');
        json_out_kstr(o, "field", p->change[i].field);
        json_out_kstr(o, "was", p->change[i].was);
        json_out_kstr(o, "now", p->change[i].now);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
    json_out_close(o, '}');
}
