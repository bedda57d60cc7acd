/* archives/meta_messages.c: threads, as the archives have them and as Messenger's end-to-end
 * encrypted storage gives them (camelCase, one flat file a thread). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/meta.h"

#include "core/attr.h"
#include "text/utf8.h"

/* The members of a message that count, under both spellings. */
enum field {
    FIELD_SENDER,
    FIELD_TIME,
    FIELD_TEXT,
    FIELD_SHARE,
    FIELD_REACTIONS,
    FIELD_CALL,
    FIELD_MISSED,
    FIELD_UNSENT,
    FIELD_PHOTOS,
    FIELD_VIDEOS,
    FIELD_GIFS,
    FIELD_AUDIO,
    FIELD_FILES,
    FIELD_STICKER,
    FIELD_COUNT
};

static const struct {
    struct str key;
    enum field field;
} keys[] = {
    {STR_INIT("sender_name"),   FIELD_SENDER   },
    {STR_INIT("senderName"),    FIELD_SENDER   },
    {STR_INIT("timestamp_ms"),  FIELD_TIME     },
    {STR_INIT("timestamp"),     FIELD_TIME     },
    {STR_INIT("content"),       FIELD_TEXT     },
    {STR_INIT("text"),          FIELD_TEXT     },
    {STR_INIT("share"),         FIELD_SHARE    },
    {STR_INIT("reactions"),     FIELD_REACTIONS},
    {STR_INIT("call_duration"), FIELD_CALL     },
    {STR_INIT("missed"),        FIELD_MISSED   },
    {STR_INIT("is_unsent"),     FIELD_UNSENT   },
    {STR_INIT("isUnsent"),      FIELD_UNSENT   },
    {STR_INIT("is_taken_down"), FIELD_UNSENT   },
    {STR_INIT("photos"),        FIELD_PHOTOS   },
    {STR_INIT("videos"),        FIELD_VIDEOS   },
    {STR_INIT("gifs"),          FIELD_GIFS     },
    {STR_INIT("audio_files"),   FIELD_AUDIO    },
    {STR_INIT("files"),         FIELD_FILES    },
    {STR_INIT("media"),         FIELD_FILES    },
    {STR_INIT("sticker"),       FIELD_STICKER  }
};

static const struct {
    enum field field;
    enum attachment_kind kind; /* FILE: by its name */
} media[] = {
    {FIELD_PHOTOS,  ATTACHMENT_IMAGE},
    {FIELD_VIDEOS,  ATTACHMENT_VIDEO},
    {FIELD_GIFS,    ATTACHMENT_IMAGE},
    {FIELD_AUDIO,   ATTACHMENT_AUDIO},
    {FIELD_FILES,   ATTACHMENT_FILE },
    {FIELD_STICKER, ATTACHMENT_IMAGE}
};

/* "Bo reacted 😀 to your message" comes as a message beside the reaction itself. What stands
 * before and behind the emoji, by language. */
static const struct {
    struct str before, behind;
} echoes[] = {
    {STR_INIT("reacted "),        STR_INIT(" to your message")                        },
    {STR_INIT("Reacted "),        STR_INIT(" to your message")                        },
    {STR_INIT("reacted "),        STR_INIT(" to a message")                           },
    {STR_INIT("reagerade med "),  STR_INIT(" på ditt meddelande")                    },
    {STR_INIT("Reagerade med "),  STR_INIT(" på ditt meddelande")                    },
    {STR_INIT("hat mit "),        STR_INIT(" auf deine Nachricht reagiert")           },
    {STR_INIT("reaccionó con "), STR_INIT(" a tu mensaje")                           },
    {STR_INIT("a réagi avec "),  STR_INIT(" à votre message")                       },
    {STR_INIT("ha reagito con "), STR_INIT(" al tuo messaggio")                       },
    {STR_INIT("reagiu com "),     STR_INIT(" à sua mensagem")                        },
    {STR_INIT("reagiu com "),     STR_INIT(" à tua mensagem")                        },
    {STR_INIT("heeft met "),      STR_INIT(" op je bericht gereageerd")               },
    {STR_INIT("heeft "),          STR_INIT(" als reactie op je bericht achtergelaten")},
    {STR_INIT("reagerede med "),  STR_INIT(" på din besked")                         },
    {STR_INIT("reagerte med "),   STR_INIT(" på meldingen din")                      },
};

enum {
    EMOJI_BYTES = 48
};

/* Before the emoji there is at most the sender's name. */
static bool is_echo(struct str text, struct str sender)
{
    text = str_trim(text);
    if (text.n && text.p[text.n - 1] == '.')
        text.n--;
    if (text.n > sender.n + 128)
        return false;
    for (size_t i = 0; i < COUNT_OF(echoes); i++) {
        if (!str_ends(text, echoes[i].behind))
            continue;
        ptrdiff_t at = str_find(text, echoes[i].before);
        size_t from = (size_t)at + echoes[i].before.n;
        size_t to = text.n - echoes[i].behind.n;
        if (at >= 0 && (size_t)at <= sender.n + 1 && from < to && to - from <= EMOJI_BYTES)
            return true;
    }
    return false;
}

/* A thread's file under way. */
struct thread {
    struct reading *r;
    const struct meta_people *people;
    struct str key;
    size_t participants;
    bool said;
};

static enum err_code say_thread(struct thread *t, struct str title, struct err *e)
{
    struct record rec = {.kind = RECORD_THREAD};
    rec.as.thread =
        (struct record_thread){.key = t->key, .title = title, .group = t->participants > 2};
    t->said = true;
    return reading_put(t->r, &rec, e);
}

/* {"name": …}, or just the name. */
static enum err_code participant(struct thread *t, const struct json *v, struct err *e)
{
    struct str name = json_str(v);
    struct record rec = {.kind = RECORD_MEMBER};
    struct record_member *m = &rec.as.member;
    t->participants++;
    if (name.n == 0)
        name = json_get_str(v, "name");
    if (t->people->is_owner(t->r, name))
        return ERR_OK;
    enum err_code rc = t->people->person(t->r, name, &m->identity, e);
    m->thread = t->key;
    return rc || m->identity.n == 0 ? rc : reading_put(t->r, &rec, e);
}

static const struct json *first_media(const struct json *const f[FIELD_COUNT])
{
    for (size_t i = 0; i < COUNT_OF(media); i++) {
        const struct json *list = f[media[i].field];
        const struct json *v = list && list->type == JSON_ARRAY ? list->first : list;
        if (v)
            return v;
    }
    return NULL;
}

static enum err_code put_attachments(struct thread *t, const struct json *const f[FIELD_COUNT],
                                     struct str post, struct err *e)
{
    struct record rec = {.kind = RECORD_ATTACHMENT};
    struct record_attachment *at = &rec.as.attachment;
    enum err_code rc = ERR_OK;
    at->post = post;
    for (size_t i = 0; i < COUNT_OF(media); i++) {
        const struct json *list = f[media[i].field];
        bool many = list && list->type == JSON_ARRAY;
        for (const struct json *v = many ? list->first : list; v; v = many ? v->next : NULL) {
            at->uri = json_get_str(v, "uri");
            if (str_starts(at->uri, STR("./")))
                at->uri = str_after(at->uri, 2);
            at->kind = media[i].kind == ATTACHMENT_FILE ? attachment_kind_of(STR_NONE, at->uri)
                                                        : media[i].kind;
            if (at->uri.n && (rc = reading_put(t->r, &rec, e)))
                return rc;
            at->position++;
        }
    }
    const struct json *share = f[FIELD_SHARE];
    at->uri = json_get_str(share, "link");
    at->note = json_get_str(share, "share_text");
    at->kind = ATTACHMENT_LINK;
    return at->uri.n ? reading_put(t->r, &rec, e) : ERR_OK;
}

static enum err_code put_reactions(struct thread *t, const struct json *list, struct str post,
                                   struct err *e)
{
    struct record rec = {.kind = RECORD_REACTION};
    struct record_reaction *re = &rec.as.reaction;
    enum err_code rc = ERR_OK;
    for (const struct json *v = list ? list->first : NULL; v && rc == ERR_OK; v = v->next) {
        struct str actor = json_get_str(v, "actor");
        *re = (struct record_reaction){.post = post,
                                       .own = t->people->is_owner(t->r, actor),
                                       .kind = json_get_str(v, "reaction"),
                                       .at = meta_when(json_get(v, "timestamp"))};
        if (!re->own)
            rc = t->people->person(t->r, actor, &re->author, e);
        if (rc == ERR_OK)
            rc = reading_put(t->r, &rec, e);
    }
    return rc;
}

/* A call has no words in some years; then its title says what it was. */
static struct str call_title(const struct json *const f[FIELD_COUNT], struct arena *a)
{
    if (!f[FIELD_CALL])
        return STR_NONE;
    int64_t seconds = json_i64(f[FIELD_CALL], 0);
    if (json_true(f[FIELD_MISSED]) || seconds <= 0)
        return STR("missed call");
    return arena_printf(a, "call, %lld s", (long long)seconds);
}

static enum err_code put_message(struct thread *t, const struct json *const f[FIELD_COUNT],
                                 struct err *e)
{
    struct reading *r = t->r;
    int64_t ms = json_i64(f[FIELD_TIME], 0);
    struct str sender = json_str(f[FIELD_SENDER]);
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    *p = (struct record_post){.kind = POST_MESSAGE,
                              .own = t->people->is_owner(r, sender),
                              .at = ms ? when_ms(ms) : WHEN_NONE,
                              .text = json_str(f[FIELD_TEXT]),
                              .title = call_title(f, r->piece),
                              .link = json_get_str(f[FIELD_SHARE], "link"),
                              .visibility = VISIBLE_DIRECT,
                              .thread = t->key,
                              .likes = -1,
                              .reshares = -1};
    if (is_echo(p->text, sender))
        return ERR_OK;
    enum err_code rc = p->own ? ERR_OK : t->people->person(r, sender, &p->author, e);
    if (rc)
        return rc;
    if (json_true(f[FIELD_UNSENT])) /* when it was taken back is not said; not before then */
        p->deleted = p->at;
    struct str uri = json_get_str(first_media(f), "uri");
    p->key = meta_post_key("message", ms, p->text, uri.n ? uri : p->link, r->piece);
    if ((rc = reading_put(r, &rec, e)) || (rc = put_attachments(t, f, p->key, e)))
        return rc;
    return put_reactions(t, f[FIELD_REACTIONS], p->key, e);
}

static enum err_code message(struct thread *t, const struct json *v, struct str raw,
                             struct err *e)
{
    const struct json *f[FIELD_COUNT] = {NULL};
    if (v->type != JSON_OBJECT)
        return reading_unread(t->r, raw, "a message that is no object", e);
    for (const struct json *m = v->first; m; m = m->next)
        for (size_t i = 0; i < COUNT_OF(keys); i++)
            if (str_eq(m->key, keys[i].key) && m->type != JSON_NULL && m->type != JSON_FALSE)
                f[keys[i].field] = m;
    enum err_code rc = t->said ? ERR_OK : say_thread(t, STR_NONE, e);
    return rc ? rc : put_message(t, f, e);
}

static enum err_code thread_value(void *ctx, struct str path, const struct json *v,
                                  struct str raw, struct err *e)
{
    struct thread *t = ctx;
    arena_reset(t->r->piece);
    if (str_is(path, "/messages/[]"))
        return message(t, v, raw, e);
    if (str_is(path, "/participants/[]"))
        return participant(t, v, e);
    if (str_is(path, "/title") || str_is(path, "/threadName"))
        return say_thread(t, json_str(v), e);
    return ERR_OK;
}

static enum err_code thread_end(void *ctx, struct str path, struct err *e)
{
    return str_is(path, "/participants") ? say_thread(ctx, STR_NONE, e) : ERR_OK;
}

static enum err_code thread_bad(void *ctx, struct str path, struct str raw, const char *why,
                                struct err *e)
{
    const struct thread *t = ctx;
    (void)path;
    return reading_unread(t->r, raw, why, e);
}

enum err_code meta_read_thread(struct reading *r, struct stream *in, struct str key,
                               const struct meta_people *people, struct err *e)
{
    static const char *const into[] = {"", "/participants", "/messages", NULL};
    struct thread t = {.r = r, .people = people, .key = key};
    const struct json_walk w = {.into = into,
                                .text = utf8_unmojibake,
                                .value = thread_value,
                                .end = thread_end,
                                .bad = thread_bad,
                                .ctx = &t};
    return json_walk(in, &w, e);
}

struct str meta_thread_folder(const struct reading *r)
{
    ptrdiff_t file = str_rchr(r->file, '/');
    struct str folder = str_sub(r->file, 0, file < 0 ? 0 : (size_t)file);
    return str_after(folder, (size_t)(str_rchr(folder, '/') + 1));
}
