/* archives/telegram_message.c: one message with what hangs on it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/telegram.h"

#include "core/attr.h"
#include "core/buf.h"
#include "core/limits.h"

struct str telegram__text(const struct json *text, struct str *link, struct arena *a)
{
    struct buf b;
    if (!text || text->type != JSON_ARRAY)
        return json_str(text);
    buf_init(&b, LIMIT_JSON_VALUE);
    for (const struct json *p = text->first; p; p = p->next) {
        struct str words = p->type == JSON_OBJECT ? json_get_str(p, "text") : json_str(p);
        if (link->n == 0)
            *link = json_get_str(p, "href");
        buf_str(&b, words);
    }
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

struct when telegram__when(const struct json *v, const char *local, const char *unix_time)
{
    const struct json *exact = json_get(v, unix_time);
    int64_t s = json_i64(exact, 0);
    if (exact)
        return s ? when_s(s) : WHEN_NONE;
    return when_parse(json_get_str(v, local));
}

/* "media_type", where there is one. */
static const struct {
    struct str name;
    enum attachment_kind kind;
} kinds[] = {
    {STR_INIT("voice_message"), ATTACHMENT_AUDIO},
    {STR_INIT("audio_file"),    ATTACHMENT_AUDIO},
    {STR_INIT("video_message"), ATTACHMENT_VIDEO},
    {STR_INIT("video_file"),    ATTACHMENT_VIDEO},
    {STR_INIT("animation"),     ATTACHMENT_VIDEO},
    {STR_INIT("sticker"),       ATTACHMENT_IMAGE},
};

/* "(File not included. Change data exporting settings to download.)" in place of a path. */
static bool is_excuse(struct str uri)
{
    return str_starts(uri, STR("(")) && str_ends(uri, STR(")")) && str_chr(uri, '/') < 0;
}

static struct record_attachment attachment_of(const struct json *v, const char *key)
{
    struct str type = json_get_str(v, "media_type");
    struct record_attachment at = {.uri = json_get_str(v, key),
                                   .media_type = json_get_str(v, "mime_type"),
                                   .note = json_get_str(v, "sticker_emoji")};
    if (at.note.n == 0)
        at.note = json_get_str(v, "file_name");
    at.kind = attachment_kind_of(at.media_type, at.uri);
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (str_eq(type, kinds[i].name))
            at.kind = kinds[i].kind;
    if (is_excuse(at.uri)) {
        at.note = at.uri;
        at.uri = STR_NONE;
    }
    return at;
}

/* Somebody's card that was sent. */
static struct record_attachment contact_of(const struct json *v, struct arena *a)
{
    const struct json *c = json_get(v, "contact_information");
    struct str first = json_get_str(c, "first_name"), last = json_get_str(c, "last_name"),
               phone = json_get_str(c, "phone_number"), card = json_get_str(v, "contact_vcard");
    return (struct record_attachment){.kind = ATTACHMENT_FILE,
                                      .uri = is_excuse(card) ? STR_NONE : card,
                                      .note =
                                          arena_printf(a, STRF "%s" STRF "%s" STRF, STRA(first),
                                                       first.n && last.n ? " " : "", STRA(last),
                                                       phone.n ? ", " : "", STRA(phone))};
}

/* The question, then each answer with its votes. */
static struct record_attachment poll_of(const struct json *poll, struct arena *a)
{
    const struct json *answers = json_get(poll, "answers");
    struct str ignored = STR_NONE;
    struct buf b;
    buf_init(&b, LIMIT_JSON_VALUE);
    buf_str(&b, telegram__text(json_get(poll, "question"), &ignored, a));
    for (const struct json *x = answers ? answers->first : NULL; x; x = x->next) {
        buf_char(&b, '\n');
        buf_str(&b, telegram__text(json_get(x, "text"), &ignored, a));
        buf_printf(&b, ": %lld", (long long)json_i64(json_get(x, "voters"), 0));
    }
    struct record_attachment at = {.kind = ATTACHMENT_POLL, .note = arena_str(a, buf_view(&b))};
    buf_free(&b);
    return at;
}

static enum err_code put_attachments(struct reading *r, const struct json *v, struct str post,
                                     struct err *e)
{
    struct record_attachment at[4];
    size_t n = 0;
    enum err_code rc = ERR_OK;
    if (json_get_str(v, "photo").n)
        at[n++] = attachment_of(v, "photo");
    if (json_get_str(v, "file").n)
        at[n++] = attachment_of(v, "file");
    if (json_get(v, "contact_information"))
        at[n++] = contact_of(v, r->piece);
    if (json_get(v, "poll"))
        at[n++] = poll_of(json_get(v, "poll"), r->piece);
    if (n && json_get_str(v, "photo").n && at[0].kind == ATTACHMENT_FILE)
        at[0].kind = ATTACHMENT_IMAGE;
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        struct record rec = {.kind = RECORD_ATTACHMENT};
        rec.as.attachment = at[i];
        rec.as.attachment.post = post;
        rec.as.attachment.position = (int)i;
        rc = reading_put(r, &rec, e);
    }
    return rc;
}

/* Who reacted stands there for the latest only; the rest is a number. */
static enum err_code put_reactions(struct reading *r, const struct json *v, struct str post,
                                   struct err *e)
{
    struct telegram *st = r->state;
    const struct json *list = json_get(v, "reactions");
    enum err_code rc = ERR_OK;
    for (const struct json *x = list ? list->first : NULL; x; x = x->next) {
        const struct json *recent = json_get(x, "recent");
        struct str kind = json_get_str(x, "emoji");
        for (const struct json *w = recent ? recent->first : NULL; w; w = w->next) {
            struct str user = STR_NONE;
            struct record rec = {.kind = RECORD_REACTION};
            struct record_reaction *re = &rec.as.reaction;
            *re = (struct record_reaction){
                .post = post,
                .kind = kind.n ? kind : json_get_str(x, "type"),
                .author = telegram__peer(&st->chat, json_get(w, "from_id"), &user, r->piece),
                .at = telegram__when(w, "date", "date_unixtime")};
            re->own = user.n && str_eq(user, st->owner);
            if (re->own)
                re->author = STR_NONE;
            else if (re->author.n)
                rc = telegram__person(r, re->author, json_get_str(w, "from"), e);
            if (rc || (rc = reading_put(r, &rec, e)))
                return rc;
        }
    }
    return rc;
}

static int64_t count_reactions(const struct json *list)
{
    int64_t n = 0;
    for (const struct json *x = list ? list->first : NULL; x; x = x->next) {
        int64_t some = json_i64(json_get(x, "count"), 0);
        n += some > 0 && some < INT32_MAX && n < INT32_MAX ? some : 0;
    }
    return list ? n : -1;
}

static struct str place_of(const struct json *v, struct arena *a)
{
    const struct json *where = json_get(v, "location_information");
    struct str name = json_get_str(v, "place_name");
    if (name.n || !where)
        return name;
    return arena_printf(a, STRF ", " STRF, STRA(json_get_str(where, "latitude")),
                        STRA(json_get_str(where, "longitude")));
}

/* Of what Telegram itself says only calls are kept. */
static struct str call_title(const struct json *v, struct arena *a)
{
    int64_t seconds = json_i64(json_get(v, "duration_seconds"), 0);
    if (!str_is(json_get_str(v, "action"), "phone_call"))
        return STR_NONE;
    return seconds > 0 ? arena_printf(a, "call, %lld s", (long long)seconds)
                       : STR("missed call");
}

/* Who wrote it: *key "" and *own where it was the owner. */
static enum err_code author(struct reading *r, const struct json *v, bool service,
                            struct str *key, bool *own, struct err *e)
{
    struct telegram *st = r->state;
    struct str user = STR_NONE, name = json_get_str(v, service ? "actor" : "from");
    *key = telegram__peer(&st->chat, json_get(v, service ? "actor_id" : "from_id"), &user,
                          r->piece);
    *own = user.n && str_eq(user, st->owner);
    if (*own) {
        *key = STR_NONE;
        return ERR_OK;
    }
    if (key->n == 0 && st->chat.type->channel)
        *key = st->chat.key;
    if (key->n == 0)
        return ERR_OK;
    enum err_code rc = telegram__person(r, *key, name, e);
    bool made = false;
    if (!st->chat.members)
        st->chat.members = map_new();
    map_put(st->chat.members, *key, 1, &made);
    struct record rec = {.kind = RECORD_MEMBER};
    rec.as.member = (struct record_member){st->chat.key, *key};
    return rc || !made ? rc : reading_put(r, &rec, e);
}

enum err_code telegram__message(struct reading *r, const struct json *v, struct str raw,
                                struct err *e)
{
    const struct telegram *st = r->state;
    const struct telegram_chat *c = &st->chat;
    struct str type = json_get_str(v, "type"), id = json_get_str(v, "id");
    struct str answered = json_get_str(v, "reply_to_message_id");
    struct str from = json_get_str(v, "forwarded_from");
    bool service = str_is(type, "service");
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    if (id.n == 0)
        return reading_unread(r, raw, "a message without its number", e);
    if (str_is(type, "unsupported"))
        return reading_unread(r, raw, "a message that the export itself leaves out", e);
    *p = (struct record_post){.kind = POST_MESSAGE,
                              .at = telegram__when(v, "date", "date_unixtime"),
                              .edited = telegram__when(v, "edited", "edited_unixtime"),
                              .place = place_of(v, r->piece),
                              .visibility = c->type->visibility,
                              .thread = c->key,
                              .likes = count_reactions(json_get(v, "reactions")),
                              .reshares = -1};
    p->text = telegram__text(json_get(v, "text"), &p->link, r->piece);
    if (service)
        p->title = call_title(v, r->piece);
    else if (from.n)
        p->title = arena_printf(r->piece, "forwarded from " STRF, STRA(from));
    if (service && p->title.n == 0)
        return ERR_OK;
    p->key = arena_printf(r->piece, STRF "/" STRF, STRA(c->key), STRA(id));
    if (answered.n && !json_get(v, "reply_to_peer_id"))
        p->reply_to = arena_printf(r->piece, STRF "/" STRF, STRA(c->key), STRA(answered));
    enum err_code rc = author(r, v, service, &p->author, &p->own, e);
    rc = rc ? rc : reading_put(r, &rec, e);
    rc = rc ? rc : put_attachments(r, v, p->key, e);
    return rc ? rc : put_reactions(r, v, p->key, e);
}
