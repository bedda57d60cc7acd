/* archives/wordpress.c: WordPress's export (WXR): posts, pages, comments, pictures. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/web.h"
#include "archives/xml.h"

#include "core/attr.h"
#include "core/buf.h"
#include "core/limits.h"
#include "core/url.h"
#include "text/fold.h"
#include "text/html.h"
#include "text/utf8.h"

#include <string.h>

/* What an element says; of the site, an item, or a comment in it. */
enum slot {
    SLOT_TITLE,
    SLOT_LINK,
    SLOT_SITE,
    SLOT_LANGUAGE,
    SLOT_CONTENT,
    SLOT_ID,
    SLOT_DATE_GMT,
    SLOT_DATE,
    SLOT_MODIFIED_GMT,
    SLOT_STATUS,
    SLOT_TYPE,
    SLOT_PARENT,
    SLOT_PASSWORD,
    SLOT_FILE,
    SLOT_AUTHOR_NAME,
    SLOT_AUTHOR_EMAIL,
    SLOT_AUTHOR_URL,
    SLOT_APPROVED,
    SLOT_USER,
    SLOT_COUNT
};

enum where {
    WHERE_SITE,
    WHERE_ITEM,
    WHERE_COMMENT,
    WHERE_COUNT
};

static const struct element {
    enum where where;
    enum xml_ns ns;
    struct str local;
    enum slot slot;
} elements[] = {
    {WHERE_SITE,    XML_NONE,    STR_INIT("title"),                SLOT_TITLE       },
    {WHERE_SITE,    XML_NONE,    STR_INIT("link"),                 SLOT_LINK        },
    {WHERE_SITE,    XML_NONE,    STR_INIT("language"),             SLOT_LANGUAGE    },
    {WHERE_SITE,    XML_WP,      STR_INIT("base_blog_url"),        SLOT_SITE        },
    {WHERE_ITEM,    XML_NONE,    STR_INIT("title"),                SLOT_TITLE       },
    {WHERE_ITEM,    XML_NONE,    STR_INIT("link"),                 SLOT_LINK        },
    {WHERE_ITEM,    XML_CONTENT, STR_INIT("encoded"),              SLOT_CONTENT     },
    {WHERE_ITEM,    XML_WP,      STR_INIT("post_id"),              SLOT_ID          },
    {WHERE_ITEM,    XML_WP,      STR_INIT("post_date_gmt"),        SLOT_DATE_GMT    },
    {WHERE_ITEM,    XML_WP,      STR_INIT("post_date"),            SLOT_DATE        },
    {WHERE_ITEM,    XML_WP,      STR_INIT("post_modified_gmt"),    SLOT_MODIFIED_GMT},
    {WHERE_ITEM,    XML_WP,      STR_INIT("status"),               SLOT_STATUS      },
    {WHERE_ITEM,    XML_WP,      STR_INIT("post_type"),            SLOT_TYPE        },
    {WHERE_ITEM,    XML_WP,      STR_INIT("post_parent"),          SLOT_PARENT      },
    {WHERE_ITEM,    XML_WP,      STR_INIT("post_password"),        SLOT_PASSWORD    },
    {WHERE_ITEM,    XML_WP,      STR_INIT("attachment_url"),       SLOT_FILE        },
    {WHERE_COMMENT, XML_WP,      STR_INIT("comment_id"),           SLOT_ID          },
    {WHERE_COMMENT, XML_WP,      STR_INIT("comment_author"),       SLOT_AUTHOR_NAME },
    {WHERE_COMMENT, XML_WP,      STR_INIT("comment_author_email"), SLOT_AUTHOR_EMAIL},
    {WHERE_COMMENT, XML_WP,      STR_INIT("comment_author_url"),   SLOT_AUTHOR_URL  },
    {WHERE_COMMENT, XML_WP,      STR_INIT("comment_date_gmt"),     SLOT_DATE_GMT    },
    {WHERE_COMMENT, XML_WP,      STR_INIT("comment_date"),         SLOT_DATE        },
    {WHERE_COMMENT, XML_WP,      STR_INIT("comment_content"),      SLOT_CONTENT     },
    {WHERE_COMMENT, XML_WP,      STR_INIT("comment_approved"),     SLOT_APPROVED    },
    {WHERE_COMMENT, XML_WP,      STR_INIT("comment_type"),         SLOT_TYPE        },
    {WHERE_COMMENT, XML_WP,      STR_INIT("comment_parent"),       SLOT_PARENT      },
    {WHERE_COMMENT, XML_WP,      STR_INIT("comment_user_id"),      SLOT_USER        }
};

/* What is under way: a comment stands in an item, an item in the site. */
struct run {
    struct reading *r;
    struct arena *a[WHERE_COUNT];
    struct str value[WHERE_COUNT][SLOT_COUNT];
    enum where where;
    int depth, item_depth, comment_depth;
    const struct element *taking;
    int taking_depth;
    struct buf text;
    bool said, post_said; /* the account; the item, before its first comment */
};

static struct str get(const struct run *x, enum where where, enum slot slot)
{
    return x->value[where][slot];
}

/* "https://kim.example/?p=12": what the site's own feed calls it, and its API can tell. */
static struct str post_key(const struct run *x, struct str id, struct arena *a)
{
    struct str site = get(x, WHERE_SITE, SLOT_SITE);
    if (site.n == 0)
        site = get(x, WHERE_SITE, SLOT_LINK);
    while (site.n && site.p[site.n - 1] == '/')
        site.n--;
    return arena_printf(a, STRF "/?p=" STRF, STRA(site), STRA(id));
}

static enum err_code say_account(struct run *x, struct err *e)
{
    struct str url = get(x, WHERE_SITE, SLOT_LINK), site = get(x, WHERE_SITE, SLOT_SITE);
    if (x->said)
        return ERR_OK;
    x->said = true;
    struct str key = url_key(url.n ? url : site, x->r->piece);
    return web__account(x->r, key.n ? key : STR("wordpress"), get(x, WHERE_SITE, SLOT_TITLE),
                        url, e);
}

/* A time of zeros is none: a draft that was never out. */
static struct when when_of(const struct run *x, enum where where)
{
    struct str gmt = get(x, where, SLOT_DATE_GMT);
    struct when w = when_parse(gmt);
    if (w.sure == TIME_LOCAL)
        w.sure = TIME_EXACT; /* GMT by the element's name */
    return w.sure == TIME_NONE ? when_parse(get(x, where, SLOT_DATE)) : w;
}

static bool is_out(const struct run *x)
{
    struct str status = get(x, WHERE_ITEM, SLOT_STATUS), type = get(x, WHERE_ITEM, SLOT_TYPE);
    return (str_is(type, "post") || str_is(type, "page")) &&
           (str_is(status, "publish") || str_is(status, "private"));
}

static enum err_code put_post(struct run *x, struct err *e)
{
    struct reading *r = x->r;
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    bool open = str_is(get(x, WHERE_ITEM, SLOT_STATUS), "publish") &&
                get(x, WHERE_ITEM, SLOT_PASSWORD).n == 0;
    if (x->post_said || !is_out(x))
        return ERR_OK;
    x->post_said = true;
    *p = (struct record_post){.key = post_key(x, get(x, WHERE_ITEM, SLOT_ID), r->piece),
                              .kind = POST_ARTICLE,
                              .own = true,
                              .at = when_of(x, WHERE_ITEM),
                              .text = html_to_text(get(x, WHERE_ITEM, SLOT_CONTENT), r->piece),
                              .title = html_to_text(get(x, WHERE_ITEM, SLOT_TITLE), r->piece),
                              .url = get(x, WHERE_ITEM, SLOT_LINK),
                              .language = get(x, WHERE_SITE, SLOT_LANGUAGE),
                              .visibility = open ? VISIBLE_PUBLIC : VISIBLE_UNKNOWN,
                              .likes = -1,
                              .reshares = -1};
    struct when edited = when_parse(get(x, WHERE_ITEM, SLOT_MODIFIED_GMT));
    if (edited.sure == TIME_LOCAL && p->at.sure == TIME_EXACT && edited.ms > p->at.ms)
        p->edited = when_ms(edited.ms);
    enum err_code rc = say_account(x, e);
    return rc ? rc : reading_put(r, &rec, e);
}

/* A picture belongs to the post that it was put into. */
static enum err_code put_file(struct run *x, struct err *e)
{
    struct reading *r = x->r;
    struct record rec = {.kind = RECORD_ATTACHMENT};
    struct str uri = get(x, WHERE_ITEM, SLOT_FILE), parent = get(x, WHERE_ITEM, SLOT_PARENT);
    int64_t id = 0;
    if (!str_i64(parent, &id) || id <= 0 || uri.n == 0)
        return ERR_OK; /* in the library only */
    rec.as.attachment = (struct record_attachment){
        .post = post_key(x, parent, r->piece),
        .kind = attachment_kind_of(STR_NONE, uri),
        .uri = uri,
        .note = html_to_text(get(x, WHERE_ITEM, SLOT_TITLE), r->piece)};
    str_i64(get(x, WHERE_ITEM, SLOT_ID), &id);
    rec.as.attachment.position = (int)(id % 1000000); /* in the order they were put up */
    enum err_code rc = say_account(x, e);
    return rc ? rc : reading_put(r, &rec, e);
}

/* Who commented: known by their address, else by their name alone. */
static enum err_code put_commenter(struct run *x, struct str *key, struct err *e)
{
    struct reading *r = x->r;
    struct record rec = {.kind = RECORD_IDENTITY};
    struct str name = html_to_text(get(x, WHERE_COMMENT, SLOT_AUTHOR_NAME), r->piece);
    struct str email = fold_email(get(x, WHERE_COMMENT, SLOT_AUTHOR_EMAIL), r->piece);
    struct str url = get(x, WHERE_COMMENT, SLOT_AUTHOR_URL);
    *key = email.n  ? email
           : name.n ? arena_printf(r->piece, "name:" STRF, STRA(fold_case(name, r->piece)))
                    : STR_NONE;
    if (key->n == 0)
        return ERR_OK;
    rec.as.identity = (struct record_identity){
        .key = *key, .name = name, .url = url, .name_only = email.n == 0};
    enum err_code rc = reading_put(r, &rec, e);
    rc = rc ? rc : reading_fact(r, *key, FACT_EMAIL, email, STR_NONE, e);
    return rc ? rc : reading_fact(r, *key, FACT_URL, url, STR_NONE, e);
}

/* A user of the site is the owner, or writes for it. */
static enum err_code put_comment(struct run *x, struct err *e)
{
    struct reading *r = x->r;
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    struct str type = get(x, WHERE_COMMENT, SLOT_TYPE), id = get(x, WHERE_COMMENT, SLOT_ID);
    int64_t parent = 0, user = 0;
    arena_reset(r->piece);
    if (!is_out(x) || !str_is(get(x, WHERE_COMMENT, SLOT_APPROVED), "1") ||
        (type.n && !str_is(type, "comment")))
        return ERR_OK;
    struct str post = post_key(x, get(x, WHERE_ITEM, SLOT_ID), r->piece);
    str_i64(get(x, WHERE_COMMENT, SLOT_PARENT), &parent);
    str_i64(get(x, WHERE_COMMENT, SLOT_USER), &user);
    *p = (struct record_post){
        .key = arena_printf(r->piece, STRF "#comment-" STRF, STRA(post), STRA(id)),
        .kind = POST_COMMENT,
        .own = user > 0,
        .at = when_of(x, WHERE_COMMENT),
        .text = html_to_text(get(x, WHERE_COMMENT, SLOT_CONTENT), r->piece),
        .visibility = VISIBLE_PUBLIC,
        .reply_to = parent > 0 ? arena_printf(r->piece, STRF "#comment-%lld", STRA(post),
                                              (long long)parent)
                               : post,
        .likes = -1,
        .reshares = -1};
    enum err_code rc = put_post(x, e);
    if (rc == ERR_OK && !p->own)
        rc = put_commenter(x, &p->author, e);
    return rc ? rc : reading_put(r, &rec, e);
}

static const struct element *element_of(const struct run *x, const struct xml_name *n)
{
    for (size_t i = 0; i < COUNT_OF(elements); i++)
        if (elements[i].where == x->where && elements[i].ns == n->ns &&
            str_eq(elements[i].local, n->local))
            return &elements[i];
    return NULL;
}

static void enter(struct run *x, enum where where)
{
    arena_reset(x->a[where]);
    memset(x->value[where], 0, sizeof x->value[where]);
    x->where = where;
}

static enum err_code on_start(void *ctx, const struct xml_name *name, const char *const *attrs,
                              struct err *e)
{
    struct run *x = ctx;
    (void)attrs, (void)e;
    x->depth++;
    if (x->taking)
        return ERR_OK;
    if (x->where == WHERE_SITE && name->ns == XML_NONE && str_is(name->local, "item")) {
        enter(x, WHERE_ITEM);
        x->item_depth = x->depth;
        x->post_said = false;
    } else if (x->where == WHERE_ITEM && name->ns == XML_WP && str_is(name->local, "comment")) {
        enter(x, WHERE_COMMENT);
        x->comment_depth = x->depth;
    } else {
        x->taking = element_of(x, name);
        x->taking_depth = x->depth;
        buf_clear(&x->text);
    }
    return ERR_OK;
}

static enum err_code on_text(void *ctx, struct str s, struct err *e)
{
    struct run *x = ctx;
    (void)e;
    if (x->taking)
        buf_str(&x->text, s);
    return ERR_OK;
}

static void keep_text(struct run *x)
{
    struct str *to = &x->value[x->where][x->taking->slot];
    struct str s = str_trim(buf_view(&x->text));
    if (to->n == 0 && arena_left(x->a[x->where]) > s.n + KIB(1))
        *to = utf8_clean(arena_str(x->a[x->where], s), x->a[x->where]);
    x->taking = NULL;
}

static enum err_code on_end(void *ctx, const struct xml_name *name, struct err *e)
{
    struct run *x = ctx;
    enum err_code rc = ERR_OK;
    int depth = x->depth--;
    (void)name;
    if (x->taking && x->taking_depth == depth) {
        keep_text(x);
    } else if (x->where == WHERE_COMMENT && x->comment_depth == depth) {
        rc = put_comment(x, e);
        x->where = WHERE_ITEM;
    } else if (x->where == WHERE_ITEM && x->item_depth == depth) {
        arena_reset(x->r->piece);
        bool file = str_is(get(x, WHERE_ITEM, SLOT_TYPE), "attachment");
        rc = file ? put_file(x, e) : put_post(x, e);
        x->where = WHERE_SITE;
    }
    return rc;
}

enum err_code web__read_wordpress(struct reading *r, struct stream *in, struct err *e)
{
    struct run *x = ARENA_NEW(r->arena, struct run);
    const struct xml_read handlers = {on_start, on_text, on_end, x};
    x->r = r;
    buf_init(&x->text, LIMIT_HTML);
    for (int i = 0; i < WHERE_COUNT; i++)
        x->a[i] = arena_new(MIB(32));
    enum err_code rc = xml_read(in, &handlers, e);
    rc = rc ? rc : say_account(x, e);
    for (int i = 0; i < WHERE_COUNT; i++)
        arena_free(x->a[i]);
    buf_free(&x->text);
    return rc;
}
