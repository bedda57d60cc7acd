/* archives/tiktok_entries.c: one entry of each section: people, posts, comments, messages. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/tiktok.h"

#include "archives/keep.h"
#include "core/attr.h"
#include "core/hash.h"
#include "text/fold.h"

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

enum err_code tiktok__follower(struct reading *r, const struct json *v, struct str raw,
                               struct err *e)
{
    return connect(r, v, raw, CONNECTION_FOLLOWED_BY, e);
}

enum err_code tiktok__following(struct reading *r, const struct json *v, struct str raw,
                                struct err *e)
{
    return connect(r, v, raw, CONNECTION_FOLLOWS, e);
}

enum err_code tiktok__blocked(struct reading *r, const struct json *v, struct str raw,
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

enum err_code tiktok__like(struct reading *r, const struct json *v, struct str raw,
                           struct err *e)
{
    return react(r, v, raw, STR("like"), e);
}

enum err_code tiktok__favourite(struct reading *r, const struct json *v, struct str raw,
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

enum err_code tiktok__comment(struct reading *r, const struct json *v, struct str raw,
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
enum err_code tiktok__post(struct reading *r, const struct json *v, struct str raw,
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
enum err_code tiktok__chat(struct reading *r, const struct json *v, struct str raw,
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

enum err_code tiktok__profile(struct reading *r, const struct json *v, struct str raw,
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
