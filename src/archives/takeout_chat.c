/* archives/takeout_chat.c: Google Chat in a Takeout. Its people are addresses, as in mail. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/takeout.h"

#include "text/fold.h"
#include "text/utf8.h"

/* "…/Groups/DM abc/messages.json" → "chat:DM abc" */
static struct str thread_of(const struct reading *r, struct arena *a)
{
    ptrdiff_t file = str_rchr(r->file, '/');
    struct str folder = str_sub(r->file, 0, file < 0 ? 0 : (size_t)file);
    return arena_printf(a, "chat:" STRF,
                        STRA(str_after(folder, (size_t)(str_rchr(folder, '/') + 1))));
}

static enum err_code bad(void *ctx, struct str path, struct str raw, const char *why,
                         struct err *e)
{
    (void)path;
    return reading_unread(ctx, raw, why, e);
}

/* {"user": {"name", "email"}}: whose the archive is. */
static enum err_code user_value(void *ctx, struct str path, const struct json *v,
                                struct str raw, struct err *e)
{
    struct reading *r = ctx;
    struct takeout *st = r->state;
    (void)raw, (void)e;
    arena_reset(r->piece);
    struct str address = fold_email(json_get_str(v, "email"), r->piece);
    if (!str_is(path, "/user") || address.n == 0)
        return ERR_OK;
    if (!st->box.sent)
        st->box.sent = map_new();
    ++*map_put(st->box.sent, address, 0, NULL);
    return ERR_OK;
}

enum err_code takeout__read_chat_user(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", NULL};
    const struct json_walk w = {
        .into = into, .text = utf8_clean, .value = user_value, .bad = bad, .ctx = r};
    return json_walk(in, &w, e);
}

/* Somebody by {"name", "email"}; *key "" for the owner and for who has no address. */
static enum err_code person(struct reading *r, const struct json *v, bool *own, struct str *key,
                            struct err *e)
{
    struct takeout *st = r->state;
    struct mail_address who = {.name = json_get_str(v, "name"),
                               .address = fold_email(json_get_str(v, "email"), r->piece)};
    *own = who.address.n && (str_eq(who.address, st->box.owner) ||
                             (st->box.sent && map_find(st->box.sent, who.address)));
    *key = *own ? STR_NONE : who.address;
    return key->n ? mailbox_person(r, &st->box, &who, e) : ERR_OK;
}

/* {"name": …, "members": [{"name", "email"}]} */
static enum err_code group_value(void *ctx, struct str path, const struct json *v,
                                 struct str raw, struct err *e)
{
    struct reading *r = ctx;
    struct record rec = {.kind = RECORD_MEMBER};
    struct record_member *m = &rec.as.member;
    bool own = false;
    (void)raw;
    arena_reset(r->piece);
    if (path.n)
        return ERR_OK;
    const struct json *members = json_get(v, "members");
    struct record thread = {.kind = RECORD_THREAD};
    thread.as.thread = (struct record_thread){.key = thread_of(r, r->piece),
                                              .title = json_get_str(v, "name"),
                                              .group = members && members->count > 2};
    enum err_code rc = takeout__enter(r, TAKEOUT_EMAIL, e);
    rc = rc ? rc : reading_put(r, &thread, e);
    m->thread = thread.as.thread.key;
    for (const struct json *p = members ? members->first : NULL; p && rc == ERR_OK;
         p = p->next) {
        rc = person(r, p, &own, &m->identity, e);
        if (rc == ERR_OK && m->identity.n)
            rc = reading_put(r, &rec, e);
    }
    return rc;
}

enum err_code takeout__read_chat_group(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {NULL};
    const struct json_walk w = {
        .into = into, .text = utf8_clean, .value = group_value, .bad = bad, .ctx = r};
    return json_walk(in, &w, e);
}

/* "Monday, January 1, 2024 at 1:00:00 PM UTC", with narrow spaces in newer ones. */
static struct when chat_date(struct str s, struct arena *a)
{
    ptrdiff_t comma = str_chr(s, ','), at = str_find(s, STR(" at "));
    if (comma < 0 || at < comma)
        return when_parse(s);
    return when_parse(arena_printf(a, STRF " " STRF,
                                   STRA(str_sub(s, (size_t)comma + 1, (size_t)at)),
                                   STRA(str_after(s, (size_t)at + 4))));
}

static enum err_code put_files(struct reading *r, const struct json *list, struct str post,
                               struct err *e)
{
    struct record rec = {.kind = RECORD_ATTACHMENT};
    enum err_code rc = ERR_OK;
    for (const struct json *f = list ? list->first : NULL; f && rc == ERR_OK; f = f->next) {
        struct str name = json_get_str(f, "original_name");
        rec.as.attachment =
            (struct record_attachment){.post = post,
                                       .position = rec.as.attachment.position,
                                       .kind = attachment_kind_of(STR_NONE, name),
                                       .uri = json_get_str(f, "export_name"),
                                       .note = name};
        rc = reading_put(r, &rec, e);
        rec.as.attachment.position++;
    }
    return rc;
}

static enum err_code put_message(struct reading *r, const struct json *v, struct str raw,
                                 struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    *p = (struct record_post){.key = json_get_str(v, "message_id"),
                              .kind = POST_MESSAGE,
                              .at = chat_date(json_get_str(v, "created_date"), r->piece),
                              .edited = chat_date(json_get_str(v, "updated_date"), r->piece),
                              .text = json_get_str(v, "text"),
                              .visibility = VISIBLE_DIRECT,
                              .thread = thread_of(r, r->piece),
                              .likes = -1,
                              .reshares = -1};
    if (p->key.n == 0)
        return reading_unread(r, raw, "a message without an id", e);
    p->key = arena_printf(r->piece, "chat:" STRF, STRA(p->key));
    enum err_code rc = takeout__enter(r, TAKEOUT_EMAIL, e);
    rc = rc ? rc : person(r, json_get(v, "creator"), &p->own, &p->author, e);
    rc = rc ? rc : reading_put(r, &rec, e);
    return rc ? rc : put_files(r, json_get(v, "attached_files"), p->key, e);
}

static enum err_code chat_value(void *ctx, struct str path, const struct json *v,
                                struct str raw, struct err *e)
{
    struct reading *r = ctx;
    arena_reset(r->piece);
    if (!str_is(path, "/messages/[]"))
        return ERR_OK;
    return v->type == JSON_OBJECT ? put_message(r, v, raw, e)
                                  : reading_unread(r, raw, "a message that is no object", e);
}

enum err_code takeout__read_chat(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", "/messages", NULL};
    const struct json_walk w = {
        .into = into, .text = utf8_clean, .value = chat_value, .bad = bad, .ctx = r};
    return json_walk(in, &w, e);
}
