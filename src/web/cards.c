/* web/cards.c: posts as they are shown: who did what, the text with its marks, the pictures. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/views.h"

#include "text/fold.h"
#include "web/marks.h"

#include <string.h>

static const char *did_what(const struct shown_post *p, bool own)
{
    static const struct {
        const char *kind, *own, *other;
    } rows[] = {
        {"post",    "wrote",     "wrote"    },
        {"reply",   "answered",  "answered" },
        {"reshare", "passed on", "passed on"},
        {"comment", "commented", "commented"},
        {"message", "sent",      "wrote"    },
        {"article", "published", "published"}
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (str_is(p->post.kind, rows[i].kind))
            return own ? rows[i].own : rows[i].other;
    return "wrote";
}

static const char *audience_of(struct str visibility)
{
    static const struct {
        const char *visibility, *say;
    } rows[] = {
        {"public",      "public"                   },
        {"unlisted",    "public, but unlisted"     },
        {"followers",   "to followers"             },
        {"connections", "to friends or connections"},
        {"group",       "in a group"               },
        {"direct",      "to named people"          }
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (str_is(visibility, rows[i].visibility))
            return rows[i].say;
    return "";
}

static struct str last_part(struct str path)
{
    ptrdiff_t slash = str_rchr(path, '/');
    return str_after(path, (size_t)(slash + 1));
}

static void fill_picture(struct request *r, struct picture *m, const struct attachment *t)
{
    bool image = str_is(t->kind, "image");
    *m = (struct picture){.alt = t->alt,
                          .note = str_eq(t->note, t->alt) ? STR_NONE : t->note,
                          .name = last_part(t->uri),
                          .tag = "gone",
                          .described = t->alt.n > 0};
    if (t->media.n) {
        m->href = arena_printf(r->a, "/media/" STRF, STRA(t->media));
        m->tag = image                      ? "img"
                 : str_is(t->kind, "video") ? "video"
                 : str_is(t->kind, "audio") ? "audio"
                                            : "a";
    } else if (html_url_ok(t->uri) && !str_starts(t->uri, STR("/"))) {
        /* never fetched from elsewhere: that would tell others what is read here */
        m->href = t->uri;
        m->tag = "a";
    }
    if (strcmp(m->tag, "img") == 0 && m->alt.n == 0)
        m->alt = STR("A picture without a description");
    if (m->name.n == 0)
        m->name = t->kind;
}

static void fill(struct request *r, const struct known *k, struct card *c,
                 const struct shown_post *p, size_t most, struct str words)
{
    const struct known_account *acc = known_account(k, p->post.account_id);
    struct html_mark *mark = NULL;
    size_t marks = words.n ? marks_find(p->post.text, words, r->a, &mark) : 0;
    *c = (struct card){.p = p,
                       .network_name = network_label(p->post.network),
                       .author = p->post.author,
                       .context = p->context,
                       .context_id = acc ? acc->context_id : 0,
                       .person = p->author_person,
                       .own = p->post.author_id == 0,
                       .is_message = str_is(p->post.kind, "message"),
                       .is_article = str_is(p->post.kind, "article"),
                       .shows_link = p->link.n && str_find(p->post.text, p->link) < 0,
                       .audience = audience_of(p->visibility),
                       .k = k};
    c->answerable = acc && acc->answers && p->deleted_ms == 0;
    c->as = acc ? acc->label : STR_NONE;
    if (c->author.n == 0)
        c->author = c->own ? STR("You") : p->handle;
    c->did = did_what(p, c->own);
    c->text = html_from_text(p->post.text, mark, marks, most, r->a, &c->cut);
    c->picture = ARENA_ARRAY(r->a, struct picture, p->attachments + 1);
    for (size_t i = 0; i < p->attachments; i++)
        if (!str_is(p->attachment[i].kind, "link") && !str_is(p->attachment[i].kind, "poll"))
            fill_picture(r, &c->picture[c->pictures++], &p->attachment[i]);
}

struct card *cards_of(struct request *r, const struct known *k, const struct shown_post *p,
                      size_t n, size_t most, struct str words)
{
    struct card *c = ARENA_ARRAY(r->a, struct card, n + 1);
    for (size_t i = 0; i < n; i++) {
        fill(r, k, &c[i], &p[i], most, words);
        if (p[i].parent) {
            struct card *parent = ARENA_NEW(r->a, struct card);
            fill(r, k, parent, p[i].parent, PARENT_BYTES, STR_NONE);
            c[i].parent = parent;
        }
    }
    return c;
}
