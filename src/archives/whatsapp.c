/* archives/whatsapp.c: the chats that WhatsApp exports one by one as text. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/whatsapp.h"

#include "core/attr.h"
#include "core/hash.h"
#include "core/mem.h"
#include "text/fold.h"

/* In a chat of two that is called after one of them, it is the other; and whom a line calls
 * "you". Names are voted for; where two have as many votes nobody is taken. */
static struct str owner_of(const struct whatsapp *st)
{
    struct map *votes = map_new();
    for (size_t i = 0; i < st->n; i++) {
        const struct whatsapp_chat *c = st->chat[i];
        if (c->says_you.n && !str_eq(c->says_you, c->name))
            ++*map_put(votes, c->says_you, 0, NULL);
        else if (!c->group && c->authors == 2)
            ++*map_put(votes, c->author[str_eq(c->name, c->author[0])], 0, NULL);
    }
    struct str name, best = STR_NONE;
    int64_t n, most = 0;
    size_t at = 0;
    while (map_each(votes, &at, &name, &n)) {
        if (n == most)
            best = STR_NONE;
        if (n > most) {
            most = n;
            best = name;
        }
    }
    for (size_t i = 0; i < st->n; i++) /* as long as the run, which the map is not */
        for (size_t k = 0; k < st->chat[i]->authors; k++)
            if (str_eq(best, st->chat[i]->author[k])) {
                map_free(votes);
                return st->chat[i]->author[k];
            }
    map_free(votes);
    return STR_NONE;
}

/* No export says whose it is, so that all of an owner's chats are one account's. */
static enum err_code phase_end(struct reading *r, int phase, struct err *e)
{
    struct whatsapp *st = r->state;
    if (phase != 0)
        return ERR_OK;
    st->owner = owner_of(st);
    struct record rec = {.kind = RECORD_ACCOUNT};
    rec.as.account = (struct record_account){
        .network = STR("whatsapp"), .key = STR("me"), .name = st->owner};
    return reading_put(r, &rec, e);
}

/* The second look: messages ------------------------------------------------------------------ */

struct reader_chat {
    struct reading *r;
    const struct whatsapp_chat *chat;
    struct map *members;
    struct map *same; /* how many of a minute have the same words */
    int64_t minute;
    size_t authors;
};

/* A number where the phone had no name for it; "~Ana" is a name that its owner chose. */
static enum err_code person(struct reading *r, struct str name, struct str *key, struct err *e)
{
    struct whatsapp *st = r->state;
    struct str phone = str_chr(name, '+') == 0 ? fold_phone(name, r->piece) : STR_NONE;
    struct record rec = {.kind = RECORD_IDENTITY};
    bool made = false, chosen = str_starts(name, STR("~"));
    *key = phone.n ? arena_printf(r->piece, "phone:" STRF, STRA(phone))
                   : arena_printf(r->piece, "name:" STRF, STRA(fold_case(name, r->piece)));
    if (!st->people)
        st->people = map_new();
    map_put(st->people, *key, 1, &made);
    if (!made)
        return ERR_OK;
    rec.as.identity =
        (struct record_identity){.key = *key,
                                 .name = chosen ? str_trim(str_after(name, 1)) : name,
                                 .name_only = phone.n == 0};
    enum err_code rc = reading_put(r, &rec, e);
    if (rc || phone.n == 0)
        return rc;
    rec = (struct record){.kind = RECORD_FACT};
    rec.as.fact = (struct record_fact){.identity = *key, .field = FACT_PHONE, .value = phone};
    return reading_put(r, &rec, e);
}

static enum err_code member(struct reader_chat *k, struct str author, struct err *e)
{
    bool made = false;
    struct record rec = {.kind = RECORD_MEMBER};
    map_put(k->members, author, 1, &made);
    if (!made)
        return ERR_OK;
    rec.as.member = (struct record_member){k->chat->key, author};
    return reading_put(k->r, &rec, e);
}

/* The time, the words, and which of those it is: the name of who wrote it changes with the
 * phone's address book, and would make another message of each. */
static struct str key_of(struct reader_chat *k, struct when at, struct str text)
{
    struct arena *a = k->r->piece;
    const struct str pieces[] = {k->chat->key, arena_printf(a, "%lld", (long long)at.ms), text};
    struct str key = arena_printf(a, "message:%016llx",
                                  (unsigned long long)hash_key(pieces, COUNT_OF(pieces)));
    if (at.ms / 60000 != k->minute) {
        map_free(k->same);
        k->same = map_new();
        k->minute = at.ms / 60000;
    }
    int64_t n = ++*map_put(k->same, key, 0, NULL);
    return n == 1 ? key : arena_printf(a, STRF ".%lld", STRA(key), (long long)n);
}

static enum err_code put_attachment(struct reading *r, struct str post, int position,
                                    const struct whatsapp_text *t, struct err *e)
{
    struct record rec = {.kind = RECORD_ATTACHMENT};
    struct record_attachment *at = &rec.as.attachment;
    struct str folder = str_sub(r->file, 0, (size_t)(str_rchr(r->file, '/') + 1));
    *at = (struct record_attachment){.post = post, .position = position, .kind = t->kind};
    if (t->omitted)
        at->note = STR("not in the export");
    if (t->file.n) {
        at->kind = attachment_kind_of(STR_NONE, t->file);
        at->uri = arena_printf(r->piece, STRF STRF, STRA(folder), STRA(t->file));
    }
    return reading_put(r, &rec, e);
}

static enum err_code put_poll(struct reading *r, struct str post, struct str answers,
                              struct err *e)
{
    struct record rec = {.kind = RECORD_ATTACHMENT};
    rec.as.attachment =
        (struct record_attachment){.post = post, .kind = ATTACHMENT_POLL, .note = answers};
    return reading_put(r, &rec, e);
}

static enum err_code put_message(struct reader_chat *k, const struct whatsapp_message *m,
                                 const struct whatsapp_text *t, struct err *e)
{
    const struct whatsapp *st = k->r->state;
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    *p = (struct record_post){.kind = POST_MESSAGE,
                              .own = st->owner.n && str_eq(m->author, st->owner),
                              .at = whatsapp__when(&m->stamp, k->chat->order),
                              .text = t->text,
                              .visibility = VISIBLE_DIRECT,
                              .thread = k->chat->key,
                              .likes = -1,
                              .reshares = -1};
    if (p->at.sure == TIME_NONE)
        return reading_unread(k->r, m->text, "a message with a day that is none", e);
    enum err_code rc = p->own ? ERR_OK : person(k->r, m->author, &p->author, e);
    if (rc == ERR_OK && !p->own)
        rc = member(k, p->author, e);
    p->edited = t->edited ? p->at : WHEN_NONE; /* when is not said; not before then */
    p->deleted = t->deleted ? p->at : WHEN_NONE;
    p->key = key_of(k, p->at, p->text);
    if (rc == ERR_OK)
        rc = reading_put(k->r, &rec, e);
    if (rc == ERR_OK && (t->omitted || t->file.n))
        rc = put_attachment(k->r, p->key, 0, t, e);
    if (rc == ERR_OK && t->poll.n)
        rc = put_poll(k->r, p->key, t->poll, e);
    if (rc == ERR_OK && m->cut)
        rc = reading_unread(k->r, STR_NONE, "the end of a message of more than a megabyte", e);
    return rc;
}

static enum err_code message(void *ctx, const struct whatsapp_message *m, struct err *e)
{
    struct reader_chat *k = ctx;
    struct whatsapp_text t;
    whatsapp__read_text(m, k->r->piece, &t);
    return t.system ? ERR_OK : put_message(k, m, &t, e);
}

static enum err_code read_chat(struct reading *r, struct stream *in, struct err *e)
{
    const struct whatsapp *st = r->state;
    const int64_t *at = st->chats ? map_find(st->chats, r->file) : NULL;
    const struct whatsapp_chat *c = at ? st->chat[*at] : NULL;
    if (!c || !c->is_chat)
        return ERR_OK; /* a text that was sent in a chat */
    struct reader_chat k = {.r = r, .chat = c, .members = map_new(), .same = map_new()};
    const struct whatsapp_chat_walk w = {message, &k};
    bool is_chat = false;
    struct record rec = {.kind = RECORD_THREAD};
    rec.as.thread = (struct record_thread){.key = c->key, .title = c->name, .group = c->group};
    enum err_code rc = reading_put(r, &rec, e);
    if (rc == ERR_OK)
        rc = whatsapp__walk(r, in, &w, &is_chat, e);
    map_free(k.members);
    map_free(k.same);
    return rc;
}

static const struct reader_file files[] = {
    {"*.txt", 0, whatsapp__read_look},
    {"*.txt", 1, read_chat          },
    {NULL,    0, NULL               }
};

/* Two lines that begin with stamps of one look; one, where the file is called as WhatsApp
 * calls it. */
static int recognise(const struct container *c)
{
    size_t n;
    int sure = 0;
    const struct entry *en = container_entries(c, &n);
    for (size_t i = 0; i < n; i++) {
        struct str rest = en[i].head, line;
        struct whatsapp_stamp first = {.bracket = false}, st;
        int stamps = 0;
        if (!str_ends(en[i].flat, STR(".txt")))
            continue;
        while (str_cut(&rest, '\n', &line)) {
            if (whatsapp__stamp(&line, &st) && (stamps == 0 || whatsapp__alike(&st, &first))) {
                first = st;
                stamps++;
            } else if (stamps == 0) {
                break; /* a chat begins with a stamp */
            }
        }
        bool named =
            str_find(en[i].flat, STR("whatsapp")) >= 0 || path_matches(en[i].flat, "chat.txt");
        int here = named && stamps ? 75 : stamps > 1 ? 50 : 0; /* others send such files */
        sure = here > sure ? here : sure;
    }
    return sure;
}

static void done(struct reading *r)
{
    struct whatsapp *st = r->state;
    map_free(st->chats);
    map_free(st->people);
    mem_free(st->chat);
}

const struct reader reader_whatsapp = {.id = "whatsapp",
                                       .network = "whatsapp",
                                       .archive = "WhatsApp chat",
                                       .recognise = recognise,
                                       .files = files,
                                       .state_size = sizeof(struct whatsapp),
                                       .phase_end = phase_end,
                                       .done = done};
