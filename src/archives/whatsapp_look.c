/* archives/whatsapp_look.c: the first look at a chat: how dates are written, who writes. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/whatsapp.h"

#include "archives/keep.h"
#include "core/attr.h"
#include "core/limits.h"
#include "core/mem.h"
#include "text/fold.h"

struct look {
    struct reading *r;
    struct whatsapp_chat *chat;
};

static void note_author(struct look *k, struct str author)
{
    struct whatsapp_chat *c = k->chat;
    for (size_t i = 0; i < c->authors; i++)
        if (str_eq(c->author[i], author))
            return;
    if (c->authors < WHATSAPP_AUTHORS)
        c->author[c->authors++] = keep_name(author, k->r->arena);
}

static void note_date(struct whatsapp_chat *c, const struct whatsapp_stamp *s)
{
    static const enum whatsapp_order orders[] = {ORDER_DAY_FIRST, ORDER_MONTH_FIRST};
    if (s->year_first)
        c->order = ORDER_YEAR_FIRST;
    for (int i = 0; i < 3; i++)
        c->over[i] += s->date[i] > 12;
    for (size_t i = 0; i < COUNT_OF(orders); i++) {
        struct when w = whatsapp__when(s, orders[i]);
        c->back[i] += w.sure && c->before[i].sure && w.ms < c->before[i].ms;
        c->before[i] = w.sure ? w : c->before[i];
    }
    c->american = c->american || s->big_half;
    c->dotted = s->separator == '.';
}

static enum err_code look_at(void *ctx, const struct whatsapp_message *m, struct err *e)
{
    struct look *k = ctx;
    struct whatsapp_text t;
    (void)e;
    note_date(k->chat, &m->stamp);
    whatsapp__read_text(m, k->r->piece, &t);
    if (t.notice && k->chat->notice.n == 0)
        k->chat->notice = keep_name(m->author, k->r->arena);
    if (t.by_owner && k->chat->says_you.n == 0 && !str_eq(m->author, k->chat->notice))
        k->chat->says_you = keep_name(m->author, k->r->arena);
    if (!t.system)
        note_author(k, m->author);
    return ERR_OK;
}

/* A number beyond 12 is no month; else time does not go back; else only Americans write AM and
 * PM in capitals behind slashes; else the day comes first, as nearly everywhere. */
static enum whatsapp_order order_of(const struct whatsapp_chat *c)
{
    if (c->order == ORDER_YEAR_FIRST)
        return ORDER_YEAR_FIRST;
    if (c->over[0] != c->over[1])
        return c->over[1] > c->over[0] ? ORDER_MONTH_FIRST : ORDER_DAY_FIRST;
    if (c->back[0] != c->back[1])
        return c->back[1] < c->back[0] ? ORDER_MONTH_FIRST : ORDER_DAY_FIRST;
    return c->american && !c->dotted ? ORDER_MONTH_FIRST : ORDER_DAY_FIRST;
}

/* What the chat is called: by its file, by the line about encryption, by the only one who
 * writes in it, by the folder or zip. */
static struct str name_of(const struct reading *r, const struct whatsapp_chat *c)
{
    struct str name = whatsapp__name_in(r->file);
    ptrdiff_t slash = str_rchr(r->file, '/');
    struct str folder = slash > 0 ? str_sub(r->file, 0, (size_t)slash) : STR_NONE;
    if (folder.n == 0 && r->container && !container_is_file(r->container))
        folder = container_name(r->container);
    if (name.n == 0)
        name = whatsapp__name_in(folder);
    if (name.n == 0)
        name = c->notice;
    if (name.n == 0 && c->authors == 1)
        name = c->author[0];
    if (name.n == 0)
        name = str_after(folder, (size_t)(str_rchr(folder, '/') + 1));
    return name.n ? name : r->file;
}

/* A group has more than two who write, or is called like none of two. */
static bool is_group(const struct whatsapp_chat *c, struct str name)
{
    if (c->authors != 2)
        return c->authors > 2;
    return !str_eq(name, c->author[0]) && !str_eq(name, c->author[1]);
}

enum err_code whatsapp__read_look(struct reading *r, struct stream *in, struct err *e)
{
    struct whatsapp *st = r->state;
    if (arena_left(r->arena) < MIB(2))
        return reading_unread(r, STR_NONE, "more chats than can be read at once", e);
    struct look k = {r, ARENA_NEW(r->arena, struct whatsapp_chat)};
    const struct whatsapp_chat_walk w = {look_at, &k};
    enum err_code rc = whatsapp__walk(r, in, &w, &k.chat->is_chat, e);
    if (rc)
        return rc;
    arena_reset(r->piece);
    k.chat->order = order_of(k.chat);
    k.chat->name = keep_name(whatsapp__plain(name_of(r, k.chat), r->piece), r->arena);
    k.chat->group = is_group(k.chat, k.chat->name);
    k.chat->key = arena_printf(r->arena, "chat:" STRF, STRA(fold_case(k.chat->name, r->piece)));
    if (!st->chats)
        st->chats = map_new();
    st->chat = mem_grow(st->chat, &st->cap, st->n + 1, sizeof(struct whatsapp_chat *));
    map_put(st->chats, r->file, (int64_t)st->n, NULL);
    st->chat[st->n++] = k.chat;
    return ERR_OK;
}
