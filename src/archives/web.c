/* archives/web.c: the owner's own site, as its feed or as WordPress exports it; feeds followed. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/web.h"

#include "archives/feed.h"
#include "archives/peek.h"
#include "core/attr.h"
#include "core/hash.h"
#include "core/url.h"
#include "text/decode.h"
#include "text/fold.h"
#include "text/utf8.h"

enum err_code web__account(struct reading *r, struct str key, struct str name, struct str url,
                           struct err *e)
{
    struct record rec = {.kind = RECORD_ACCOUNT};
    rec.as.account = (struct record_account){
        .network = STR("web"), .key = key, .handle = key, .name = name, .url = url};
    return reading_put(r, &rec, e);
}

struct site {
    struct reading *r;
    bool said;
};

/* The site's address; where a feed does not say it, its own, else its title. */
static enum err_code say_account(struct site *s, const struct feed *f, struct arena *a,
                                 struct err *e)
{
    struct str key = url_key(f->url.n ? f->url : f->self, a);
    if (s->said)
        return ERR_OK;
    s->said = true;
    if (key.n == 0)
        key = f->title.n ? arena_printf(a, "feed:" STRF, STRA(fold_case(f->title, a)))
                         : STR("feed");
    return web__account(s->r, key, f->title, f->url, e);
}

static struct str item_key(const struct feed_item *it, struct arena *a)
{
    struct str key = it->id.n ? it->id : it->url;
    const struct str pieces[] = {it->title, it->text};
    if (key.n)
        return utf8_clean(str_sub(key, 0, 2048), a);
    return arena_printf(a, "item:%016llx",
                        (unsigned long long)hash_key(pieces, COUNT_OF(pieces)));
}

static enum err_code put_item(void *ctx, const struct feed *f, const struct feed_item *it,
                              struct err *e)
{
    struct site *s = ctx;
    struct reading *r = s->r;
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    arena_reset(r->piece);
    *p = (struct record_post){.key = item_key(it, r->piece),
                              .kind = it->title.n ? POST_ARTICLE : POST_POST,
                              .own = true,
                              .at = it->published.sure ? it->published : it->updated,
                              .text = it->text,
                              .title = it->title,
                              .url = it->url,
                              .link = it->link,
                              .language = it->language,
                              .visibility = VISIBLE_PUBLIC,
                              .reply_to = it->reply_to,
                              .likes = -1,
                              .reshares = -1};
    if (it->published.sure == TIME_EXACT && it->updated.ms > it->published.ms)
        p->edited = it->updated;
    if (p->reply_to.n)
        p->kind = POST_REPLY;
    enum err_code rc = say_account(s, f, r->piece, e);
    rc = rc ? rc : reading_put(r, &rec, e);
    for (size_t i = 0; i < it->files && rc == ERR_OK; i++) {
        struct record at = {.kind = RECORD_ATTACHMENT};
        at.as.attachment = (struct record_attachment){
            .post = p->key,
            .position = (int)i,
            .kind = attachment_kind_of(it->file[i].type, it->file[i].url),
            .uri = it->file[i].url,
            .media_type = it->file[i].type};
        rc = reading_put(r, &at, e);
    }
    return rc;
}

static enum err_code bad_item(void *ctx, struct str raw, const char *why, struct err *e)
{
    const struct site *s = ctx;
    return reading_unread(s->r, raw, why, e);
}

enum err_code web__read_feed(struct reading *r, struct stream *in, struct err *e)
{
    struct site s = {r, false};
    struct feed f;
    const struct feed_sink to = {put_item, bad_item, &s};
    enum err_code rc = feed_read(in, STR_NONE, &to, r->arena, &f, e);
    return rc ? rc : say_account(&s, &f, r->arena, e);
}

/* Which of the three a document is stands in its first bytes. */
static enum err_code read_any(struct reading *r, struct stream *in, struct err *e)
{
    struct peek k;
    struct decode mark;
    enum err_code rc = peek_init(&k, decode_init(&mark, in), e);
    struct str head = rc ? STR_NONE : peek_head(&k);
    if (rc)
        return rc;
    if (str_find(head, STR("<opml")) >= 0)
        return web__read_opml(r, &k.stream, e);
    if (str_find(head, STR("http://wordpress.org/export/")) >= 0)
        return web__read_wordpress(r, &k.stream, e);
    return web__read_feed(r, &k.stream, e);
}

static const struct reader_file files[] = {
    {"*.xml",  0, read_any},
    {"*.rss",  0, read_any},
    {"*.atom", 0, read_any},
    {"*.rdf",  0, read_any},
    {"*.opml", 0, read_any},
    {"*.json", 0, read_any},
    {NULL,     0, NULL    }
};

/* Endings that say it, and words in the first bytes of those that do not. */
static const struct reader_sign signs[] = {
    {"*.opml", NULL,                   NULL, 80},
    {"*.rss",  NULL,                   NULL, 70},
    {"*.atom", NULL,                   NULL, 70},
    {"*.xml",  NULL,                   NULL, 10},
    {"*.json", "jsonfeed.org/version", NULL, 90},
    {NULL,     NULL,                   NULL, 0 }
};

static int recognise(const struct container *c)
{
    return reader_signs(c, signs);
}

extern const struct reader reader_web;
const struct reader reader_web = {.id = "web",
                                  .network = "web",
                                  .archive = "feed or exported site",
                                  .recognise = recognise,
                                  .files = files,
                                  .state_size = 1};
