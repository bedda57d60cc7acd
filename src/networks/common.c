/* networks/common.c: the token of most networks, posts that are gone, names in small letters. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/common.h"

size_t common__bearer(struct api *s, struct http_header *out)
{
    if (s->secret.access.n == 0)
        return 0;
    *out = (struct http_header){STR("Authorization"),
                                arena_printf(s->a, "Bearer " STRF, STRA(s->secret.access))};
    return 1;
}

enum err_code common__gone(struct str key, struct sink *to, struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    rec.as.post = (struct record_post){
        .key = key, .deleted = when_ms(time_now_ms()), .likes = -1, .reshares = -1};
    return sink_put(to, &rec, e);
}

const char *common__answering(const struct network_api *row, const struct outgoing *o)
{
    for (const struct network_answering *x = row->answering; x && x->word; x++)
        if (x->who == o->answering && o->reply_to.key.n == 0)
            return x->word;
    return "";
}

struct str common__lower(struct str s, struct arena *a)
{
    char *p = arena_cstr(a, s);
    for (size_t i = 0; i < s.n; i++)
        p[i] = ascii_lower(p[i]);
    return str_of(p, s.n);
}
