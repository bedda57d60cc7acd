/* networks/micropub_list.c: the list of what a site with Micropub has, however it is paged. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/micropub.h"

#include "core/limits.h"
#include "net/form.h"

/* q=source without an address is an extension of the specification (indieweb.org/Micropub-extensions):
 * some page by "paging.after", some by an offset, some list all they have, some begin with the oldest. A
 * cursor is "after WORD", or "offset N URL" with the first address of the page before it: where the
 * same comes again, the site does not know offsets. */

enum {
    PER_PAGE = 50
};

static struct str url_of(const struct api *s, const struct json *entry)
{
    return entry ? micropub__value(s, entry, "url") : STR_NONE;
}

static enum err_code ask(struct api *s, struct str kind, struct str at, struct json **out,
                         struct err *e)
{
    struct buf q;
    buf_init(&q, KIB(64));
    buf_printf(&q, "q=source&limit=%d", PER_PAGE);
    if (kind.n) {
        buf_printf(&q, "&" STRF "=", STRA(kind));
        form_escape(&q, at);
    }
    enum err_code rc = micropub__ask(
        s, (struct api_ask){.url = micropub__query(s, buf_view(&q))}, NULL, out, e);
    buf_free(&q);
    const struct json *items = rc ? NULL : json_get(*out, "items");
    if (rc == ERR_INVALID || rc == ERR_NOT_FOUND ||
        (rc == ERR_OK && (!items || items->type != JSON_ARRAY)))
        return err_set(e, ERR_UNSUPPORTED, STRF " does not list what it has (q=source)",
                       STRA(api_whom(s)));
    return rc;
}

static void read_entries(const struct api *s, const struct json *items,
                         struct micropub_list *out)
{
    int64_t before = INT64_MAX;
    for (const struct json *v = items->first; v; v = v->next) {
        int64_t at = when_parse(micropub__value(s, v, "published")).ms;
        out->n++;
        if (at <= 0)
            continue;
        out->newest_first = out->newest_first && at <= before;
        out->oldest_ms = at < out->oldest_ms ? at : out->oldest_ms;
        out->newest_ms = at > out->newest_ms ? at : out->newest_ms;
        before = at;
    }
    out->first = items->first;
}

enum err_code micropub__list(struct api *s, struct str cursor, struct micropub_list *out,
                             struct err *e)
{
    struct str rest = cursor, kind, at = STR_NONE;
    struct json *j = NULL;
    int64_t passed = 0;
    *out = (struct micropub_list){.oldest_ms = INT64_MAX, .newest_first = true};
    bool by_offset = str_cut(&rest, ' ', &kind) && str_is(kind, "offset");
    if (by_offset && (!str_cut(&rest, ' ', &at) || !str_i64(at, &passed)))
        return err_set(e, ERR_DB, "the mark of this list is damaged");
    enum err_code rc = ask(s, kind, by_offset ? at : rest, &j, e);
    if (rc)
        return rc;
    const struct json *items = json_get(j, "items");
    struct str after = json_str(json_at(j, "paging/after")), top = url_of(s, items->first);
    bool same_again = by_offset && top.n && str_eq(top, rest);
    if (same_again) { /* it has been read: whether there is more cannot be known */
        out->more = true;
        return ERR_OK;
    }
    read_entries(s, items, out);
    int64_t here = passed + out->n;
    if (out->n && after.n)
        out->next = arena_printf(s->a, "after " STRF, STRA(after));
    else if (out->n && top.n && !json_get(j, "paging") && !str_is(kind, "after"))
        out->next = arena_printf(s->a, "offset %lld " STRF, (long long)here, STRA(top));
    out->more = out->next.n > 0;
    return ERR_OK;
}
