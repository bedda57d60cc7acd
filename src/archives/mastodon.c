/* archives/mastodon.c: the archive of Mastodon and its kin, and the lists that it exports. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/mastodon.h"

#include "core/attr.h"
#include "core/url.h"
#include "text/html.h"
#include "text/utf8.h"

/* "Ana", "Other.Example" → "ana@other.example". */
static struct str address_key(struct str user, struct str host, struct arena *a)
{
    char *p = arena_alloc(a, user.n + host.n + 2);
    size_t n = 0;
    for (size_t i = 0; i < user.n; i++)
        p[n++] = ascii_lower(user.p[i]);
    p[n++] = '@';
    for (size_t i = 0; i < host.n; i++)
        p[n++] = ascii_lower(host.p[i]);
    return (struct str){p, n};
}

enum err_code mastodon__person(struct reading *r, struct str address, struct str url,
                               struct str *key, struct err *e)
{
    struct mastodon *st = r->state;
    struct url u;
    *key = STR_NONE;
    address = str_trim(address);
    if (address.n && address.p[0] == '@')
        address = str_after(address, 1);
    ptrdiff_t at = str_chr(address, '@');
    struct str user = at < 0 ? address : str_sub(address, 0, (size_t)at);
    struct str host = at < 0 ? st->host : str_after(address, (size_t)at + 1);
    if (at < 0 && url.n && url_parse(url, &u))
        host = u.host;
    if (user.n == 0 || host.n == 0)
        return ERR_OK;
    *key = address_key(user, host, r->piece);
    bool made = false;
    if (!st->people)
        st->people = map_new();
    map_put(st->people, *key, 1, &made);
    if (!made || str_eq(*key, st->key))
        return ERR_OK;
    struct record rec = {.kind = RECORD_IDENTITY};
    rec.as.identity = (struct record_identity){
        .key = *key,
        .handle = *key,
        .url = url.n
                   ? url
                   : arena_printf(r->piece, "https://" STRF "/@" STRF, STRA(host), STRA(user))};
    return reading_put(r, &rec, e);
}

enum err_code mastodon__reaction(struct reading *r, struct str uri, struct str kind,
                                 struct err *e)
{
    struct record rec = {.kind = RECORD_REACTION};
    rec.as.reaction = (struct record_reaction){
        .post = uri,
        .own = true,
        .kind = kind,
        .url = str_starts(uri, STR("http")) ? uri : STR_NONE}; /* old ones are tag: URIs */
    return reading_put(r, &rec, e);
}

/* The day an account was made comes as its midnight. */
static struct when published(struct str s)
{
    struct when w = when_parse(s);
    if (w.sure == TIME_EXACT && w.ms % 86400000 == 0)
        w.sure = TIME_DAY;
    return w;
}

static enum err_code account(struct reading *r, const struct json *v, struct err *e)
{
    struct mastodon *st = r->state;
    struct url u;
    struct str user = json_get_str(v, "preferredUsername");
    st->actor = arena_str(r->arena, json_get_str(v, "id"));
    st->followers = arena_str(r->arena, json_get_str(v, "followers"));
    if (url_parse(st->actor, &u) || url_parse(json_get_str(v, "url"), &u))
        st->host = arena_str(r->arena, u.host);
    if (user.n)
        st->key = address_key(user, st->host, r->arena);
    st->said = true;
    struct record rec = {.kind = RECORD_ACCOUNT};
    rec.as.account =
        (struct record_account){.network = STR("mastodon"),
                                .key = st->key,
                                .handle = st->key,
                                .name = json_get_str(v, "name"),
                                .url = json_get_str(v, "url"),
                                .created = published(json_get_str(v, "published"))};
    return reading_put(r, &rec, e);
}

/* A row of the profile's table: a link where its value is one, else as it is. */
static enum err_code property(struct reading *r, const struct json *v, struct err *e)
{
    struct str value = html_to_text(json_get_str(v, "value"), r->piece);
    bool is_link = str_starts(value, STR("https://")) || str_starts(value, STR("http://"));
    return reading_fact(r, STR_NONE, is_link ? FACT_URL : FACT_OTHER, value,
                        json_get_str(v, "name"), e);
}

static enum err_code actor(struct reading *r, const struct json *v, struct err *e)
{
    const struct json *rows = json_get(v, "attachment"), *also = json_get(v, "alsoKnownAs");
    enum err_code rc = account(r, v, e);
    rc = rc ? rc
            : reading_fact(r, STR_NONE, FACT_BIO,
                           html_to_text(json_get_str(v, "summary"), r->piece), STR_NONE, e);
    for (const struct json *p = rows ? rows->first : NULL; p && rc == ERR_OK; p = p->next)
        rc = property(r, p, e);
    for (const struct json *a = also ? also->first : NULL; a && rc == ERR_OK; a = a->next)
        rc = reading_fact(r, STR_NONE, FACT_URL, json_str(a), STR("also known as"), e);
    return rc ? rc
              : reading_fact(r, STR_NONE, FACT_URL, json_get_str(v, "movedTo"), STR("moved to"),
                             e);
}

static enum err_code actor_value(void *ctx, struct str path, const struct json *v,
                                 struct str raw, struct err *e)
{
    struct reading *r = ctx;
    (void)path;
    arena_reset(r->piece);
    if (v->type != JSON_OBJECT)
        return reading_unread(r, raw, "an actor that is no object", e);
    return actor(r, v, e);
}

static enum err_code read_actor(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {NULL};
    const struct json_walk w = {
        .into = into, .text = utf8_clean, .value = actor_value, .ctx = r};
    return json_walk(in, &w, e);
}

static const struct reader_file files[] = {
    {"actor.json",     0, read_actor              },
    {"outbox.json",    1, mastodon__read_outbox   },
    {"likes.json",     2, mastodon__read_likes    },
    {"bookmarks.json", 2, mastodon__read_bookmarks},
    {"*.csv",          2, mastodon__read_csv      },
    {NULL,             0, NULL                    }
};

static const struct reader_sign signs[] = {
    {"actor.json",     "activitystreams",       NULL, 95},
    {"outbox.json",    "activitystreams",       NULL, 95},
    {"likes.json",     "\"OrderedCollection\"", NULL, 90},
    {"bookmarks.json", "\"OrderedCollection\"", NULL, 90},
    {NULL,             NULL,                    NULL, 0 }
};

static int recognise(const struct container *c)
{
    size_t n;
    int sure = reader_signs(c, signs);
    const struct entry *en = container_entries(c, &n);
    for (size_t i = 0; i < n; i++) {
        int csv = mastodon__csv_sure(&en[i]);
        sure = csv > sure ? csv : sure;
    }
    return sure;
}

/* Lists alone don't say whose they are. */
static enum err_code phase_end(struct reading *r, int phase, struct err *e)
{
    const struct mastodon *st = r->state;
    if (phase != 0 || st->said)
        return ERR_OK;
    struct record rec = {.kind = RECORD_ACCOUNT};
    rec.as.account = (struct record_account){.network = STR("mastodon")};
    return reading_put(r, &rec, e);
}

static void done(struct reading *r)
{
    struct mastodon *st = r->state;
    map_free(st->people);
}

const struct reader reader_mastodon = {.id = "mastodon",
                                       .network = "mastodon",
                                       .archive = "Mastodon archive",
                                       .recognise = recognise,
                                       .files = files,
                                       .state_size = sizeof(struct mastodon),
                                       .phase_end = phase_end,
                                       .done = done};
