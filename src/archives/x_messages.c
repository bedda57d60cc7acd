/* archives/x_messages.c: direct messages of X, walked message by message. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/x.h"

#include "core/attr.h"
#include "text/utf8.h"

/* A conversation under way. */
struct talk {
    struct reading *r;
    struct str id; /* of r->arena */
    struct str key;
    bool group, named;
};

static enum err_code put_thread(struct talk *t, struct str title, struct err *e)
{
    struct record rec = {.kind = RECORD_THREAD};
    rec.as.thread = (struct record_thread){.key = t->key, .title = title, .group = t->group};
    return reading_put(t->r, &rec, e);
}

/* Introduces somebody and, the first time in a conversation, says that they take part. */
static enum err_code member(struct talk *t, struct str id, struct err *e)
{
    struct x *st = t->r->state;
    struct record rec = {.kind = RECORD_MEMBER};
    struct record_member *m = &rec.as.member;
    bool made = false;
    if (id.n == 0 || str_eq(id, st->id))
        return ERR_OK;
    if (!st->members)
        st->members = map_new();
    map_put(st->members, id, 1, &made);
    if (!made)
        return ERR_OK;
    enum err_code rc = x__person(t->r, id, STR_NONE, STR_NONE, &m->identity, e);
    m->thread = t->key;
    return rc || m->identity.n == 0 ? rc : reading_put(t->r, &rec, e);
}

static enum err_code members(struct talk *t, const struct json *ids, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (const struct json *i = ids ? ids->first : NULL; i && rc == ERR_OK; i = i->next)
        rc = member(t, json_str(i), e);
    return rc;
}

/* "11-22" names both people; a group has a number of its own. */
static enum err_code begin(struct talk *t, struct str id, struct err *e)
{
    struct x *st = t->r->state;
    ptrdiff_t dash = str_chr(id, '-');
    map_free(st->members);
    st->members = NULL;
    t->named = false;
    t->id = arena_str(t->r->arena, id);
    t->key = arena_printf(t->r->arena, "dm:" STRF, STRA(id));
    t->group = dash < 0;
    enum err_code rc = put_thread(t, STR_NONE, e);
    if (rc || dash < 0)
        return rc;
    rc = member(t, str_sub(id, 0, (size_t)dash), e);
    return rc ? rc : member(t, str_after(id, (size_t)dash + 1), e);
}

static enum err_code put_media(struct talk *t, const struct json *urls, struct str id,
                               struct str post, struct err *e)
{
    struct record rec = {.kind = RECORD_ATTACHMENT};
    struct record_attachment *at = &rec.as.attachment;
    enum err_code rc = ERR_OK;
    at->post = post;
    for (const struct json *u = urls ? urls->first : NULL; u && rc == ERR_OK; u = u->next) {
        struct str address = json_str(u);
        struct str file = str_after(address, (size_t)(str_rchr(address, '/') + 1));
        struct str uri =
            arena_printf(t->r->piece, "data/direct_messages%s_media/" STRF "-" STRF,
                         t->group ? "_group" : "", STRA(id), STRA(file));
        bool there = t->r->container && container_has(t->r->container, uri);
        at->uri = there ? uri : address;
        at->kind = attachment_kind_of(STR_NONE, file);
        rc = reading_put(t->r, &rec, e);
        at->position++;
    }
    return rc;
}

static enum err_code put_reactions(struct talk *t, const struct json *list, struct str post,
                                   struct err *e)
{
    const struct x *st = t->r->state;
    struct record rec = {.kind = RECORD_REACTION};
    struct record_reaction *re = &rec.as.reaction;
    enum err_code rc = ERR_OK;
    for (const struct json *v = list ? list->first : NULL; v && rc == ERR_OK; v = v->next) {
        struct str who = json_get_str(v, "senderId");
        *re = (struct record_reaction){.post = post,
                                       .own = who.n && str_eq(who, st->id),
                                       .kind = json_get_str(v, "reactionKey"),
                                       .at = when_parse(json_get_str(v, "createdAt"))};
        if (!re->own)
            rc = x__person(t->r, who, STR_NONE, STR_NONE, &re->author, e);
        if (rc == ERR_OK)
            rc = reading_put(t->r, &rec, e);
    }
    return rc;
}

static enum err_code put_message(struct talk *t, const struct json *v, struct err *e)
{
    struct reading *r = t->r;
    const struct x *st = r->state;
    struct str id = json_get_str(v, "id"), sender = json_get_str(v, "senderId");
    const struct json *urls = json_get(v, "urls");
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    enum err_code rc = member(t, sender, e);
    if (rc || id.n == 0)
        return rc;
    *p = (struct record_post){.key = x__join(r, STR("dm:"), id),
                              .kind = POST_MESSAGE,
                              .own = sender.n && str_eq(sender, st->id),
                              .at = when_parse(json_get_str(v, "createdAt")),
                              .text = x__text(r, json_get_str(v, "text"), urls, NULL),
                              .link = json_get_str(urls ? urls->first : NULL, "expanded"),
                              .visibility = VISIBLE_DIRECT,
                              .thread = t->key,
                              .likes = -1,
                              .reshares = -1};
    if (p->at.sure == TIME_NONE)
        p->at = x_time(id, STR_NONE);
    if (!p->own && sender.n)
        p->author = x__join(r, STR("id:"), sender);
    if ((rc = reading_put(r, &rec, e)) ||
        (rc = put_media(t, json_get(v, "mediaUrls"), id, p->key, e)))
        return rc;
    return put_reactions(t, json_get(v, "reactions"), p->key, e);
}

/* The newest event comes first: the first name is the one that the group has. */
static enum err_code put_name(struct talk *t, const struct json *v, struct err *e)
{
    if (t->named)
        return ERR_OK;
    t->named = true;
    return put_thread(t, json_get_str(v, "name"), e);
}

static enum err_code put_joined(struct talk *t, const struct json *v, struct err *e)
{
    enum err_code rc = member(t, json_get_str(v, "initiatingUserId"), e);
    rc = rc ? rc : members(t, json_get(v, "participantsSnapshot"), e);
    return rc ? rc : members(t, json_get(v, "userIds"), e);
}

static const struct {
    struct str key;
    enum err_code (*put)(struct talk *t, const struct json *v, struct err *e);
} events[] = {
    {STR_INIT("messageCreate"),          put_message},
    {STR_INIT("welcomeMessageCreate"),   put_message},
    {STR_INIT("conversationNameUpdate"), put_name   },
    {STR_INIT("joinConversation"),       put_joined },
    {STR_INIT("participantsJoin"),       put_joined },
    {STR_INIT("participantsLeave"),      put_joined }
};

static enum err_code talk_value(void *ctx, struct str path, const struct json *v,
                                struct str raw, struct err *e)
{
    struct talk *t = ctx;
    arena_reset(t->r->piece);
    if (str_is(path, "/[]/dmConversation/conversationId"))
        return begin(t, json_str(v), e);
    if (!str_is(path, "/[]/dmConversation/messages/[]"))
        return ERR_OK;
    if (v->type != JSON_OBJECT)
        return reading_unread(t->r, raw, "a message that is no object", e);
    for (const struct json *m = v->first; m; m = m->next)
        for (size_t i = 0; i < COUNT_OF(events); i++)
            if (str_eq(m->key, events[i].key))
                return events[i].put(t, m, e);
    return ERR_OK;
}

static enum err_code talk_end(void *ctx, struct str path, struct err *e)
{
    struct talk *t = ctx;
    (void)e;
    if (str_is(path, "/[]/dmConversation"))
        t->key = STR_NONE; /* what follows belongs to no conversation until one is named */
    return ERR_OK;
}

static enum err_code talk_bad(void *ctx, struct str path, struct str raw, const char *why,
                              struct err *e)
{
    const struct talk *t = ctx;
    (void)path;
    return reading_unread(t->r, raw, why, e);
}

enum err_code x__read_messages(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", "/[]", "/[]/dmConversation",
                                       "/[]/dmConversation/messages", NULL};
    struct talk t = {.r = r, .key = STR_NONE};
    const struct json_walk w = {.into = into,
                                .text = utf8_clean,
                                .value = talk_value,
                                .end = talk_end,
                                .bad = talk_bad,
                                .ctx = &t};
    return json_walk(in, &w, e);
}
