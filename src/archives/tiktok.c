/* archives/tiktok.c: TikTok's archive as JSON, of both layouts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/tiktok.h"

#include "core/attr.h"
#include "core/limits.h"
#include "text/utf8.h"

/* Sections move from one root to another; what they hold keeps its name. */
static const char *const roots[] = {"Activity",
                                    "Your Activity",
                                    "Profile",
                                    "Profile And Settings",
                                    "Likes and Favorites",
                                    "Comment",
                                    "Video",
                                    "Post",
                                    "Direct Messages",
                                    "Direct Message",
                                    "App Settings",
                                    "Ads and data",
                                    "Tiktok Live",
                                    "TikTok Live"};

static const struct section {
    const char *name, *list;
    tiktok_item *read;
    bool profile; /* read first */
} sections[] = {
    {"Profile Information",    "ProfileMap",                tiktok__profile,   true },
    {"Profile Info",           "ProfileMap",                tiktok__profile,   true },
    {"Follower List",          "FansList",                  tiktok__follower,  false},
    {"Follower",               "FansList",                  tiktok__follower,  false},
    {"Following List",         "Following",                 tiktok__following, false},
    {"Following",              "Following",                 tiktok__following, false},
    {"Block List",             "BlockList",                 tiktok__blocked,   false},
    {"Block",                  "BlockList",                 tiktok__blocked,   false},
    {"Like List",              "ItemFavoriteList",          tiktok__like,      false},
    {"Favorite Videos",        "FavoriteVideoList",         tiktok__favourite, false},
    {"Comments",               "CommentsList",              tiktok__comment,   false},
    {"Videos",                 "VideoList",                 tiktok__post,      false},
    {"Posts",                  "VideoList",                 tiktok__post,      false},
    {"Chat History",           "ChatHistory",               tiktok__chat,      false},
    {"Direct Messages",        "ChatHistory",               tiktok__chat,      false},
 /* left, but long: one value must not hold all of them */
    {"Video Browsing History", "VideoList",                 NULL,              false},
    {"Watch History",          "VideoList",                 NULL,              false},
    {"Search History",         "SearchList",                NULL,              false},
    {"Searches",               "SearchList",                NULL,              false},
    {"Share History",          "ShareHistoryList",          NULL,              false},
    {"Login History",          "LoginHistoryList",          NULL,              false},
    {"Watch Live History",     "WatchLiveMap",              NULL,              false},
    {"Off TikTok Activity",    "OffTikTokActivityDataList", NULL,              false},
};

/* All places that are looked into: each section below each root. */
static const char *const *make_into(struct arena *a)
{
    size_t n = 0;
    const char **into =
        ARENA_ARRAY(a, const char *, COUNT_OF(roots) * (2 * COUNT_OF(sections) + 1) + 2);
    into[n++] = "";
    for (size_t i = 0; i < COUNT_OF(roots); i++) {
        into[n++] = arena_printf(a, "/%s", roots[i]).p;
        for (size_t k = 0; k < COUNT_OF(sections); k++) {
            const struct section *s = &sections[k];
            into[n++] = arena_printf(a, "/%s/%s", roots[i], s->name).p;
            if (!s->profile)
                into[n++] = arena_printf(a, "/%s/%s/%s", roots[i], s->name, s->list).p;
        }
    }
    return into;
}

/* "/Activity/Like List/ItemFavoriteList/[]": the section, by the names behind the root; what
 * comes behind it into *member. */
static const struct section *section_of(struct str path, struct str *member)
{
    struct str rest = str_after(path, 1), root, name, list;
    if (!str_cut(&rest, '/', &root) || !str_cut(&rest, '/', &name) ||
        !str_cut(&rest, '/', &list))
        return NULL;
    for (size_t i = 0; i < COUNT_OF(sections); i++) {
        if (str_is(name, sections[i].name) && str_is(list, sections[i].list)) {
            *member = rest;
            return &sections[i];
        }
    }
    return NULL;
}

struct pass {
    struct reading *r;
    bool profile;
};

static enum err_code value(void *ctx, struct str path, const struct json *v, struct str raw,
                           struct err *e)
{
    const struct pass *k = ctx;
    struct tiktok *st = k->r->state;
    const struct section *s = section_of(path, &st->name);
    arena_reset(k->r->piece);
    if (!s || !s->read || s->profile != k->profile || v->type == JSON_NULL)
        return ERR_OK;
    enum json_type wanted = s->read == tiktok__chat ? JSON_ARRAY : JSON_OBJECT;
    return v->type == wanted ? s->read(k->r, v, raw, e)
           : k->profile      ? ERR_OK
                             : reading_unread(k->r, raw, "an entry of another kind", e);
}

static enum err_code bad(void *ctx, struct str path, struct str raw, const char *why,
                         struct err *e)
{
    const struct pass *k = ctx;
    struct str ignored;
    const struct section *s = section_of(path, &ignored);
    return k->profile || !s || !s->read ? ERR_OK : reading_unread(k->r, raw, why, e);
}

static enum err_code walk(struct reading *r, struct stream *in, bool only_profile,
                          struct err *e)
{
    struct pass k = {r, only_profile};
    struct arena *a = arena_new(MIB(1));
    const struct json_walk w = {
        .into = make_into(a), .text = utf8_clean, .value = value, .bad = bad, .ctx = &k};
    enum err_code rc = json_walk(in, &w, e);
    arena_free(a);
    return rc;
}

/* What is damaged is said when the rest is read. */
static enum err_code read_profile(struct reading *r, struct stream *in, struct err *e)
{
    enum err_code rc = walk(r, in, true, e);
    return rc == ERR_PARSE ? ERR_OK : rc;
}

static enum err_code read_all(struct reading *r, struct stream *in, struct err *e)
{
    return walk(r, in, false, e);
}

static enum err_code phase_end(struct reading *r, int phase, struct err *e)
{
    const struct tiktok *st = r->state;
    if (phase != 0 || st->said)
        return ERR_OK;
    struct record rec = {.kind = RECORD_ACCOUNT};
    rec.as.account = (struct record_account){.network = STR("tiktok")};
    return reading_put(r, &rec, e);
}

static const struct reader_file files[] = {
    {"*.json", 0, read_profile},
    {"*.json", 1, read_all    },
    {NULL,     0, NULL        }
};

/* What stands in the first bytes of the document, whatever it is called. */
static int recognise(const struct container *c)
{
    static const char *const words[] = {
        "\"ChatHistory\"",         "\"ProfileMap\"",           "\"FansList\"",
        "\"FavoriteEffectsList\"", "\"Profile And Settings\"", "\"Your Activity\"",
        "\"CommentsList\"",        "\"ItemFavoriteList\"",     "\"Video Browsing History\"",
        "\"Likes and Favorites\"", "\"Ads and data\"",         "\"Tiktok Live\"",
        "\"TikTok Shop\""};
    size_t n;
    int sure = 0;
    const struct entry *en = container_entries(c, &n);
    for (size_t i = 0; i < n; i++) {
        if (!str_ends(en[i].flat, STR(".json")))
            continue;
        bool named = path_matches(en[i].flat, "userdata*.json");
        for (size_t k = 0; k < COUNT_OF(words); k++)
            if (str_find(en[i].head, str_from(words[k])) >= 0)
                sure = named ? 95 : sure < 70 ? 70 : sure;
    }
    return sure;
}

static void done(struct reading *r)
{
    struct tiktok *st = r->state;
    map_free(st->people);
}

const struct reader reader_tiktok = {.id = "tiktok",
                                     .network = "tiktok",
                                     .archive = "TikTok archive",
                                     .recognise = recognise,
                                     .files = files,
                                     .state_size = sizeof(struct tiktok),
                                     .phase_end = phase_end,
                                     .done = done};
