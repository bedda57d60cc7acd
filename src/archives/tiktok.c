/* archives/tiktok.c: TikTok's archive as JSON, of both layouts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/keep.h"
#include "archives/reader.h"
#include "core/attr.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/limits.h"
#include "core/map.h"
#include "text/fold.h"
#include "text/utf8.h"

/* One run. */
struct tiktok {
    bool said;          /* the account was pushed */
    struct str user;    /* the owner's name, "" unknown */
    struct str name;    /* of the member that is being read, "[]" in a list */
    struct map *people; /* identities pushed already */
};

/* Members are written "Date" in one year and "date" in another. */
static const struct json *get(const struct json *v, const char *key)
{
    for (const struct json *m = v && v->type == JSON_OBJECT ? v->first : NULL; m; m = m->next)
        if (str_eq_ci(m->key, str_from(key)))
            return m;
    return NULL;
}

/* "N/A" and "None" stand for nothing. */
static struct str get_str(const struct json *v, const char *key)
{
    struct str s = str_trim(json_str(get(v, key)));
    return str_eq_ci(s, STR("n/a")) || str_eq_ci(s, STR("none")) ? STR_NONE : s;
}

static enum err_code person(struct reading *r, struct str user, struct str *key, struct err *e)
{
    struct tiktok *st = r->state;
    bool made = false;
    *key = fold_case(user, r->piece);
    if (!st->people)
        st->people = map_new();
    map_put(st->people, *key, 1, &made);
    if (!made || user.n == 0)
        return ERR_OK;
    struct record rec = {.kind = RECORD_IDENTITY};
    rec.as.identity = (struct record_identity){
        .key = *key,
        .handle = user,
        .url = arena_printf(r->piece, "https://www.tiktok.com/@" STRF, STRA(*key))};
    return reading_put(r, &rec, e);
}

/* People ------------------------------------------------------------------------------------ */

static enum err_code connect(struct reading *r, const struct json *v, struct str raw,
                             enum connection_kind kind, struct err *e)
{
    struct str user = get_str(v, "UserName");
    struct record rec = {.kind = RECORD_CONNECTION};
    struct record_connection *c = &rec.as.connection;
    if (user.n == 0)
        return reading_unread(r, raw, "an entry without a user name", e);
    enum err_code rc = person(r, user, &c->identity, e);
    c->kind = kind;
    c->at = when_parse(get_str(v, "Date"));
    return rc ? rc : reading_put(r, &rec, e);
}

static enum err_code follower(struct reading *r, const struct json *v, struct str raw,
                              struct err *e)
{
    return connect(r, v, raw, CONNECTION_FOLLOWED_BY, e);
}

static enum err_code following(struct reading *r, const struct json *v, struct str raw,
                               struct err *e)
{
    return connect(r, v, raw, CONNECTION_FOLLOWS, e);
}

static enum err_code blocked(struct reading *r, const struct json *v, struct str raw,
                             struct err *e)
{
    return connect(r, v, raw, CONNECTION_BLOCKED, e);
}

/* Likes, favourites, comments, posts -------------------------------------------------------- */

/* ".../share/video/7000000000000000001/" → "video:7000000000000000001"; "" for none. */
static struct str video_key(struct str link, struct arena *a)
{
    ptrdiff_t at = str_find(link, STR("/video/"));
    struct str rest = at < 0 ? STR_NONE : str_after(link, (size_t)at + sizeof "/video/" - 1);
    size_t n = 0;
    while (n < rest.n && ascii_is_digit((unsigned char)rest.p[n]))
        n++;
    return n ? arena_printf(a, "video:" STRF, STRA(str_sub(rest, 0, n))) : STR_NONE;
}

static enum err_code react(struct reading *r, const struct json *v, struct str raw,
                           struct str kind, struct err *e)
{
    struct str link = get_str(v, "Link");
    struct record rec = {.kind = RECORD_REACTION};
    rec.as.reaction = (struct record_reaction){.post = video_key(link, r->piece),
                                               .own = true,
                                               .kind = kind,
                                               .at = when_parse(get_str(v, "Date")),
                                               .url = link};
    return link.n ? reading_put(r, &rec, e)
                  : reading_unread(r, raw, "a reaction that does not say to what", e);
}

static enum err_code like(struct reading *r, const struct json *v, struct str raw,
                          struct err *e)
{
    return react(r, v, raw, STR("like"), e);
}

static enum err_code favourite(struct reading *r, const struct json *v, struct str raw,
                               struct err *e)
{
    return react(r, v, raw, STR("bookmark"), e);
}

static struct str key_of(const char *kind, struct when at, struct str where, struct str text,
                         struct arena *a)
{
    const struct str pieces[] = {arena_printf(a, "%lld", (long long)at.ms), where, text};
    return arena_printf(a, "%s:%016llx", kind,
                        (unsigned long long)hash_key(pieces, COUNT_OF(pieces)));
}

static enum err_code comment(struct reading *r, const struct json *v, struct str raw,
                             struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    *p = (struct record_post){.kind = POST_COMMENT,
                              .own = true,
                              .at = when_parse(get_str(v, "Date")),
                              .text = get_str(v, "Comment"),
                              .url = get_str(v, "url"),
                              .likes = -1,
                              .reshares = -1};
    p->key = key_of("comment", p->at, STR_NONE, p->text, r->piece);
    struct record at = {.kind = RECORD_ATTACHMENT};
    at.as.attachment = (struct record_attachment){
        .post = p->key, .kind = ATTACHMENT_IMAGE, .uri = get_str(v, "photo")};
    if (p->text.n == 0 && at.as.attachment.uri.n == 0)
        return reading_unread(r, raw, "a comment without words", e);
    enum err_code rc = reading_put(r, &rec, e);
    return rc || at.as.attachment.uri.n == 0 ? rc : reading_put(r, &at, e);
}

static const struct {
    struct str word;
    enum visibility visibility;
} viewers[] = {
    {STR_INIT("public"),    VISIBLE_PUBLIC     },
    {STR_INIT("everyone"),  VISIBLE_PUBLIC     },
    {STR_INIT("followers"), VISIBLE_FOLLOWERS  },
    {STR_INIT("friends"),   VISIBLE_CONNECTIONS}
};

/* A post has no number, and its address is gone within days: the second it was posted in is all
 * that stays. */
static enum err_code post(struct reading *r, const struct json *v, struct str raw,
                          struct err *e)
{
    struct str link = get_str(v, "Link"), who = get_str(v, "WhoCanView");
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    *p = (struct record_post){.own = true,
                              .at = when_parse(get_str(v, "Date")),
                              .text = get_str(v, "Title"),
                              .place = get_str(v, "Location"),
                              .likes = json_i64(get(v, "Likes"), -1),
                              .reshares = -1};
    if (p->at.sure == TIME_NONE)
        return reading_unread(r, raw, "a post without its time", e);
    if (p->text.n == 0)
        p->text = get_str(v, "AddYoursText");
    if (video_key(link, r->piece).n)
        p->url = link;
    for (size_t i = 0; i < COUNT_OF(viewers); i++)
        if (str_eq_ci(who, viewers[i].word))
            p->visibility = viewers[i].visibility;
    p->key = arena_printf(r->piece, "post:%lld", (long long)(p->at.ms / 1000));
    struct record at = {.kind = RECORD_ATTACHMENT};
    at.as.attachment = (struct record_attachment){.post = p->key,
                                                  .kind = attachment_kind_of(STR_NONE, link),
                                                  .uri = link,
                                                  .alt = get_str(v, "AlternateText")};
    if (at.as.attachment.kind != ATTACHMENT_IMAGE)
        at.as.attachment.kind = ATTACHMENT_VIDEO;
    enum err_code rc = reading_put(r, &rec, e);
    return rc || link.n == 0 ? rc : reading_put(r, &at, e);
}

/* Messages ---------------------------------------------------------------------------------- */

/* "Chat History with ana_k:" */
static struct str partner_in(struct str key)
{
    static const struct str before = STR_INIT("chat history with ");
    key = str_trim(key);
    if (str_starts_ci(key, before))
        key = str_after(key, before.n);
    if (str_ends(key, STR(":")))
        key.n--;
    return str_trim(key);
}

/* Without a profile the owner is who is not the other. */
static bool is_own(const struct reading *r, struct str from, struct str partner)
{
    const struct tiktok *st = r->state;
    return st->user.n ? str_eq_ci(from, st->user) : from.n && !str_eq_ci(from, partner);
}

static enum err_code message(struct reading *r, const struct json *v, struct str thread,
                             struct str partner, struct map *same, struct err *e)
{
    struct str from = get_str(v, "From");
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    *p = (struct record_post){.kind = POST_MESSAGE,
                              .own = is_own(r, from, partner),
                              .at = when_parse(get_str(v, "Date")),
                              .text = json_str(get(v, "Content")),
                              .visibility = VISIBLE_DIRECT,
                              .thread = thread,
                              .likes = -1,
                              .reshares = -1};
    if (str_starts(p->text, STR("https://")) && str_chr(p->text, ' ') < 0)
        p->link = p->text;
    p->key = key_of("message", p->at, thread, p->text, r->piece);
    int64_t n = ++*map_put(same, p->key, 0, NULL);
    if (n > 1)
        p->key = arena_printf(r->piece, STRF ".%lld", STRA(p->key), (long long)n);
    enum err_code rc = p->own ? ERR_OK : person(r, from, &p->author, e);
    return rc ? rc : reading_put(r, &rec, e);
}

static bool is_group(const struct reading *r, const struct json *list, struct str partner)
{
    for (const struct json *v = list->first; v; v = v->next) {
        struct str from = get_str(v, "From");
        if (from.n && !str_eq_ci(from, partner) && !is_own(r, from, partner))
            return true;
    }
    return false;
}

/* One chat, whole: its key is who it is with. */
static enum err_code chat(struct reading *r, const struct json *v, struct str raw,
                          struct err *e)
{
    const struct tiktok *st = r->state;
    struct str partner = partner_in(st->name), key;
    struct map *same = map_new();
    struct record rec = {.kind = RECORD_THREAD};
    (void)raw;
    enum err_code rc = person(r, partner, &key, e);
    struct str thread = arena_printf(r->piece, "chat:" STRF, STRA(key));
    rec.as.thread = (struct record_thread){
        .key = thread, .title = partner, .group = is_group(r, v, partner)};
    rc = rc ? rc : reading_put(r, &rec, e);
    rec = (struct record){.kind = RECORD_MEMBER};
    rec.as.member = (struct record_member){thread, key};
    if (rc == ERR_OK && key.n)
        rc = reading_put(r, &rec, e);
    for (const struct json *m = v->first; m && rc == ERR_OK; m = m->next)
        rc = message(r, m, thread, partner, same, e);
    map_free(same);
    return rc;
}

/* The profile ------------------------------------------------------------------------------- */

/* "03-Mar-1988" → "1988-03-03". */
static struct str birthday(struct str s, struct arena *a)
{
    char *spaced = arena_cstr(a, s);
    int64_t year;
    int month, day;
    for (char *p = spaced; *p; p++)
        if (*p == '-')
            *p = ' ';
    struct when w = when_parse(s);
    if (w.sure != TIME_DAY)
        w = when_parse(str_from(spaced));
    if (w.sure != TIME_DAY)
        return STR_NONE;
    time_date(w.ms / 86400000 - (w.ms % 86400000 < 0), &year, &month, &day);
    return arena_printf(a, "%04lld-%02d-%02d", (long long)year, month, day);
}

static enum err_code profile(struct reading *r, const struct json *v, struct str raw,
                             struct err *e)
{
    struct tiktok *st = r->state;
    struct str user = get_str(v, "userName"), name = get_str(v, "displayName");
    (void)raw;
    if (name.n == 0)
        name = get_str(v, "nickName");
    if (st->said || user.n == 0)
        return ERR_OK;
    st->said = true;
    st->user = keep_name(user, r->arena);
    struct str key = fold_case(user, r->piece);
    struct record rec = {.kind = RECORD_ACCOUNT};
    rec.as.account = (struct record_account){
        .network = STR("tiktok"),
        .key = key,
        .handle = user,
        .name = name,
        .url = arena_printf(r->piece, "https://www.tiktok.com/@" STRF, STRA(key))};
    static const struct {
        const char *key;
        enum fact_field field;
    } facts[] = {
        {"emailAddress",    FACT_EMAIL   },
        {"telephoneNumber", FACT_PHONE   },
        {"bioDescription",  FACT_BIO     },
        {"accountRegion",   FACT_LOCATION},
        {"birthDate",       FACT_BIRTHDAY}
    };
    enum err_code rc = reading_put(r, &rec, e);
    for (size_t i = 0; i < COUNT_OF(facts) && rc == ERR_OK; i++) {
        struct record f = {.kind = RECORD_FACT};
        f.as.fact =
            (struct record_fact){.field = facts[i].field, .value = get_str(v, facts[i].key)};
        if (facts[i].field == FACT_BIRTHDAY)
            f.as.fact.value = birthday(f.as.fact.value, r->piece);
        if (f.as.fact.value.n)
            rc = reading_put(r, &f, e);
    }
    return rc;
}

/* The document ------------------------------------------------------------------------------- */

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

typedef enum err_code item(struct reading *r, const struct json *v, struct str raw,
                           struct err *e);
static const struct section {
    const char *name, *list;
    item *read;
    bool profile; /* read first */
} sections[] = {
    {"Profile Information",    "ProfileMap",                profile,   true },
    {"Profile Info",           "ProfileMap",                profile,   true },
    {"Follower List",          "FansList",                  follower,  false},
    {"Follower",               "FansList",                  follower,  false},
    {"Following List",         "Following",                 following, false},
    {"Following",              "Following",                 following, false},
    {"Block List",             "BlockList",                 blocked,   false},
    {"Block",                  "BlockList",                 blocked,   false},
    {"Like List",              "ItemFavoriteList",          like,      false},
    {"Favorite Videos",        "FavoriteVideoList",         favourite, false},
    {"Comments",               "CommentsList",              comment,   false},
    {"Videos",                 "VideoList",                 post,      false},
    {"Posts",                  "VideoList",                 post,      false},
    {"Chat History",           "ChatHistory",               chat,      false},
    {"Direct Messages",        "ChatHistory",               chat,      false},
 /* left, but long: one value must not hold all of them */
    {"Video Browsing History", "VideoList",                 NULL,      false},
    {"Watch History",          "VideoList",                 NULL,      false},
    {"Search History",         "SearchList",                NULL,      false},
    {"Searches",               "SearchList",                NULL,      false},
    {"Share History",          "ShareHistoryList",          NULL,      false},
    {"Login History",          "LoginHistoryList",          NULL,      false},
    {"Watch Live History",     "WatchLiveMap",              NULL,      false},
    {"Off TikTok Activity",    "OffTikTokActivityDataList", NULL,      false},
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
    enum json_type wanted = s->read == chat ? JSON_ARRAY : JSON_OBJECT;
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
