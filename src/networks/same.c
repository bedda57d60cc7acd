/* networks/same.c: comparing what was sent with what is there, for networks without keys of ours. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/same.h"

#include "text/fold.h"

static struct str essence(struct str text, struct arena *a)
{
    struct str folded = fold_case(text, a), rest = folded;
    struct buf b;
    buf_init(&b, folded.n + 1);
    while (rest.n) {
        size_t skip = str_starts(rest, STR("https://"))  ? 8
                      : str_starts(rest, STR("http://")) ? 7
                                                         : rest.p[0] == ' ';
        if (skip == 0)
            buf_char(&b, rest.p[0]);
        rest = str_after(rest, skip ? skip : 1);
    }
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

bool same_words(struct str a, struct str b, struct arena *arena)
{
    return str_eq(essence(a, arena), essence(b, arena));
}

bool same_post(const struct outgoing *o, struct str key, struct str text, struct when at,
               struct arena *a)
{
    for (size_t i = 0; i < o->takens; i++)
        if (str_eq(o->taken[i], key))
            return false;
    return key.n && at.ms >= o->at_ms - SAME_CLOCKS_MS && same_words(text, o->text, a);
}

enum err_code same_missing(const struct api *s, const struct outgoing *o, int64_t oldest_ms,
                           bool more, struct err *e)
{
    if (!more || oldest_ms < o->at_ms - SAME_CLOCKS_MS)
        return err_set(e, ERR_NOT_FOUND, STRF " does not have it", STRA(api_whom(s)));
    return err_set(e, ERR_UNCERTAIN,
                   STRF " has too many newer posts to tell whether it is there",
                   STRA(api_whom(s)));
}
