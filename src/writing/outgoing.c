/* writing/outgoing.c: the body of a publication as JSON and back. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "writing/outgoing.h"

#include "core/limits.h"

#include <stddef.h>

/* Members that are text. */
static const struct {
    const char *name;
    size_t at;
} texts[] = {
    {"text",       offsetof(struct outgoing, text)           },
    {"title",      offsetof(struct outgoing, title)          },
    {"summary",    offsetof(struct outgoing, summary)        },
    {"language",   offsetof(struct outgoing, language)       },
    {"reply_to",   offsetof(struct outgoing, reply_to.key)   },
    {"reply_also", offsetof(struct outgoing, reply_to.also)  },
    {"root",       offsetof(struct outgoing, reply_root.key) },
    {"root_also",  offsetof(struct outgoing, reply_root.also)},
    {"to",         offsetof(struct outgoing, to)             },
    {"link",       offsetof(struct outgoing, link)           },
    {"link_title", offsetof(struct outgoing, link_title)     },
    {"link_says",  offsetof(struct outgoing, link_says)      },
};

static void put_media(struct json_out *o, const struct outgoing_draft *d)
{
    json_out_key(o, "media");
    json_out_open(o, '[');
    for (size_t i = 0; i < d->o.medias; i++) {
        json_out_open(o, '{');
        json_out_kstr(o, "digest", d->media[i]);
        json_out_kstr(o, "type", d->picture[i].media_type);
        json_out_kstr(o, "alt", d->picture[i].alt);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

static void put_mentions(struct json_out *o, const struct outgoing_draft *d)
{
    json_out_key(o, "mentions");
    json_out_open(o, '[');
    for (size_t i = 0; i < d->o.mentions; i++) {
        const struct outgoing_mention *m = &d->mention[i];
        json_out_open(o, '{');
        json_out_ki64(o, "from", (int64_t)m->from);
        json_out_ki64(o, "to", (int64_t)m->to);
        json_out_kstr(o, "remote", m->remote);
        json_out_kstr(o, "name", m->name);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

struct str outgoing_write(const struct outgoing_draft *d, struct arena *a)
{
    struct buf b;
    struct json_out o;
    buf_init(&b, MIB(8));
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        const struct str *s = (const void *)((const char *)&d->o + texts[i].at);
        if (s->n)
            json_out_kstr(&o, texts[i].name, *s);
    }
    json_out_ki64(&o, "visibility", d->o.visibility);
    if (d->o.answering)
        json_out_kstr(&o, "answers", str_from(answering_name(d->o.answering)));
    if (d->o.medias)
        put_media(&o, d);
    if (d->o.mentions)
        put_mentions(&o, d);
    if (d->o.choices) {
        json_out_key(&o, "choices");
        json_out_open(&o, '[');
        for (size_t i = 0; i < d->o.choices; i++)
            json_out_str(&o, d->choice[i]);
        json_out_close(&o, ']');
        json_out_ki64(&o, "poll_s", d->o.poll_s);
    }
    json_out_close(&o, '}');
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

static size_t span_end(const struct json *m, const char *name, size_t most)
{
    int64_t v = json_i64(json_get(m, name), 0);
    return v < 0 ? 0 : (uint64_t)v > most ? most : (size_t)v;
}

static void take_lists(const struct json *j, struct outgoing_draft *out)
{
    const struct json *list = json_get(j, "media");
    for (const struct json *m = list ? list->first : NULL; m && out->o.medias < OUTGOING_MEDIA;
         m = m->next) {
        out->media[out->o.medias] = json_get_str(m, "digest");
        out->picture[out->o.medias++] = (struct outgoing_media){
            .media_type = json_get_str(m, "type"), .alt = json_get_str(m, "alt")};
    }
    list = json_get(j, "mentions");
    for (const struct json *m = list ? list->first : NULL;
         m && out->o.mentions < OUTGOING_MENTIONS; m = m->next)
        out->mention[out->o.mentions++] = (struct outgoing_mention){
            span_end(m, "from", out->o.text.n), span_end(m, "to", out->o.text.n),
            json_get_str(m, "remote"), json_get_str(m, "name")};
    list = json_get(j, "choices");
    for (const struct json *m = list ? list->first : NULL;
         m && out->o.choices < OUTGOING_CHOICES; m = m->next)
        out->choice[out->o.choices++] = json_str(m);
}

enum err_code outgoing_read(struct str text, struct arena *a, struct outgoing_draft *out,
                            struct err *e)
{
    struct json *j = NULL;
    *out = (struct outgoing_draft){0};
    enum err_code rc = json_parse(text, NULL, a, &j, e);
    if (rc)
        return rc;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *(struct str *)(void *)((char *)&out->o + texts[i].at) =
            arena_str(a, json_get_str(j, texts[i].name));
    int64_t v = json_i64(json_get(j, "visibility"), VISIBLE_PUBLIC);
    out->o.visibility = v >= 0 && v < VISIBLE_COUNT ? (enum visibility)v : VISIBLE_PUBLIC;
    enum answering who = answering_find(json_get_str(j, "answers"));
    out->o.answering = who < ANSWERING_COUNT ? who : ANSWERING_NOBODY;
    out->o.poll_s = json_i64(json_get(j, "poll_s"), 0);
    take_lists(j, out);
    out->o.media = out->picture;
    out->o.mention = out->mention;
    out->o.choice = out->choice;
    return ERR_OK;
}
