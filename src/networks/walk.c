/* networks/walk.c: marks of networks that page from the newest backwards. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/api.h"

#include "core/limits.h"

enum err_code walk_read(struct str mark, struct arena *a, struct walk *out, struct err *e)
{
    struct json *j = NULL;
    *out = (struct walk){STR_NONE, 0, 0};
    if (mark.n == 0)
        return ERR_OK;
    enum err_code rc = json_parse(mark, NULL, a, &j, e);
    if (rc == ERR_OK)
        *out = (struct walk){json_get_str(j, "cursor"), json_i64(json_get(j, "until_ms"), 0),
                             json_i64(json_get(j, "top_ms"), 0)};
    return rc;
}

static struct str walk_write(const struct walk *w, struct arena *a)
{
    struct buf b;
    struct json_out o;
    buf_init(&b, KIB(64));
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    json_out_kstr(&o, "cursor", w->cursor);
    json_out_ki64(&o, "until_ms", w->until_ms);
    json_out_ki64(&o, "top_ms", w->top_ms);
    json_out_close(&o, '}');
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

struct str walk_first(int64_t now_ms, struct arena *a)
{
    const struct walk w = {.until_ms = now_ms - WALK_FIRST_DAYS * INT64_C(86400000)};
    return walk_write(&w, a);
}

void walk_step(struct walk *w, int64_t oldest_ms, int64_t newest_ms, struct str cursor,
               struct arena *a, struct api_page *out)
{
    if (newest_ms > w->top_ms)
        w->top_ms = newest_ms;
    out->more = cursor.n > 0 && (oldest_ms == 0 || oldest_ms > w->until_ms);
    w->cursor = cursor;
    if (!out->more) { /* the next walk ends where this one began */
        w->cursor = STR_NONE;
        if (w->top_ms)
            w->until_ms = w->top_ms - WALK_AGAIN_MS;
        w->top_ms = 0;
    }
    out->mark = walk_write(w, a);
}
