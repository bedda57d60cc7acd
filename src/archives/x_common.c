/* archives/x_common.c: keys, links and times: what every file of the X archive needs. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/x.h"

#include "core/limits.h"
#include "text/html.h"
#include "text/utf8.h"

#include <string.h>

struct str x__join(struct reading *r, struct str a, struct str b)
{
    char *p = arena_alloc(r->piece, a.n + b.n + 1);
    memcpy(p, a.p, a.n);
    memcpy(p + a.n, b.p, b.n);
    return (struct str){p, a.n + b.n};
}

enum err_code x__account(struct reading *r, struct err *e)
{
    struct x *st = r->state;
    if (st->said)
        return ERR_OK;
    st->said = true;
    struct record rec = {.kind = RECORD_ACCOUNT};
    rec.as.account = (struct record_account){.network = STR("x")};
    return reading_put(r, &rec, e);
}

static struct str handle_key(struct reading *r, struct str handle)
{
    char *p = arena_alloc(r->piece, handle.n + 2);
    p[0] = '@';
    for (size_t i = 0; i < handle.n; i++)
        p[i + 1] = ascii_lower(handle.p[i]);
    return (struct str){p, handle.n + 1};
}

enum err_code x__person(struct reading *r, struct str id, struct str handle, struct str name,
                        struct str *key, struct err *e)
{
    struct x *st = r->state;
    bool has_id = id.n && id.p[0] != '-' && id.p[0] != '0'; /* -1 is a suspended account */
    *key = STR_NONE;
    if (!has_id && handle.n == 0)
        return ERR_OK;
    *key = has_id ? x__join(r, STR("id:"), id) : handle_key(r, handle);
    if (has_id && str_eq(id, st->id))
        return ERR_OK;
    int64_t known = handle.n == 0 ? 1 : name.n == 0 ? 2 : 3;
    bool made = false;
    if (!st->people)
        st->people = map_new();
    int64_t *before = map_put(st->people, *key, known, &made);
    if (!made && *before >= known)
        return ERR_OK;
    *before = known;
    struct record rec = {.kind = RECORD_IDENTITY};
    rec.as.identity = (struct record_identity){
        .key = *key,
        .name = name,
        .handle = handle,
        .url = handle.n ? x__join(r, STR("https://x.com/"), handle)
                        : x__join(r, STR("https://x.com/i/user/"), id)};
    return reading_put(r, &rec, e);
}

struct link {
    struct str from, to;
};

/* The address under one of the names that it had. */
static struct str member(const struct json *v, const char *const names[3])
{
    struct str s = STR_NONE;
    for (size_t i = 0; i < 3 && s.n == 0; i++)
        s = json_get_str(v, names[i]);
    return s;
}

static size_t add_links(struct link *l, const struct json *list, bool drop)
{
    static const char *const from[3] = {"url", "shortUrl", "short_url"};
    static const char *const to[3] = {"expanded_url", "expanded", "expandedUrl"};
    size_t n = 0;
    for (const struct json *v = list ? list->first : NULL; v; v = v->next) {
        l[n].from = member(v, from);
        l[n].to = drop ? STR_NONE : member(v, to);
        if (!drop && l[n].to.n == 0)
            continue;
        n += l[n].from.n > 0;
    }
    return n;
}

/* The longest link that stands at the front of s, or NULL. */
static const struct link *link_at(struct str s, const struct link *l, size_t n)
{
    const struct link *best = NULL;
    for (size_t i = 0; i < n; i++)
        if (str_starts(s, l[i].from) && (!best || l[i].from.n > best->from.n))
            best = &l[i];
    return best;
}

static void replace(struct buf *b, struct str text, const struct link *l, size_t n)
{
    buf_clear(b);
    while (text.n) {
        const char *h = memchr(text.p, 'h', text.n);
        size_t plain = h ? (size_t)(h - text.p) : text.n;
        buf_str(b, str_sub(text, 0, plain));
        text = str_after(text, plain);
        if (text.n == 0)
            return;
        const struct link *at = str_starts(text, STR("http")) ? link_at(text, l, n) : NULL;
        buf_str(b, at ? at->to : str_sub(text, 0, 1));
        text = str_after(text, at ? at->from.n : 1);
    }
}

struct str x__text(struct reading *r, struct str text, const struct json *urls,
                   const struct json *media)
{
    struct x *st = r->state;
    size_t n = (urls ? urls->count : 0) + (media ? media->count : 0);
    if (n > 0) {
        struct link *l = ARENA_ARRAY(r->piece, struct link, n + 1);
        n = add_links(l, urls, false);
        n += add_links(l + n, media, true); /* a picture's link is nobody's words */
        if (st->text.max == 0)
            buf_init(&st->text, LIMIT_POST_TEXT);
        replace(&st->text, text, l, n);
        text = arena_str(r->piece, str_trim(buf_view(&st->text)));
        if (st->text.over) /* cut, maybe inside a character */
            text = utf8_clean(text, r->piece);
    }
    return html_unescape(text, r->piece);
}
