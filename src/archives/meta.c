/* archives/meta.c: entries of lists, times and keys as all of Meta's archives have them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/meta.h"

#include "core/attr.h"
#include "text/utf8.h"

#include <string.h>

struct each {
    struct reading *r;
    meta_item *item;
};

static enum err_code each_value(void *ctx, struct str path, const struct json *v,
                                struct str raw, struct err *e)
{
    struct each *k = ctx;
    if (path.n && !str_ends(path, STR("/[]")))
        return ERR_OK;
    arena_reset(k->r->piece);
    if (path.n && v->type != JSON_OBJECT)
        return reading_unread(k->r, raw, "an entry that is no object", e);
    return k->item(k->r, path, v, e);
}

static enum err_code each_bad(void *ctx, struct str path, struct str raw, const char *why,
                              struct err *e)
{
    struct each *k = ctx;
    (void)path;
    return reading_unread(k->r, raw, why, e);
}

enum err_code meta_each(struct reading *r, struct stream *in, const char *const *into,
                        meta_item *item, struct err *e)
{
    struct each k = {r, item};
    const struct json_walk w = {
        .into = into, .text = utf8_unmojibake, .value = each_value, .bad = each_bad, .ctx = &k};
    return json_walk(in, &w, e);
}

struct when meta_when(const struct json *seconds)
{
    int64_t s = json_i64(seconds, 0);
    return s ? when_s(s) : WHEN_NONE;
}

/* Folders that only one of the two has; one download can hold both. */
static const struct {
    const char *pattern;
    int instagram;
} shares[] = {
    {"yourinstagramactivity/*/*.json",      1 },
    {"yourinstagramactivity/*/*/*/*.json",  1 },
    {"followersandfollowing/*.json",        1 },
    {"content/posts#.json",                 1 },
    {"content/stories.json",                1 },
    {"likes/likedposts.json",               1 },
    {"threads/*.json",                      1 },
    {"yourfacebookactivity/*/*.json",       -1},
    {"yourfacebookactivity/*/*/*/*.json",   -1},
    {"youractivityacrossfacebook/*/*.json", -1},
    {"connections/friends/*.json",          -1},
    {"friendsandfollowers/*.json",          -1},
    {"profileinformation/*.json",           -1},
    {"posts/yourposts*.json",               -1},
};

int64_t meta_share(const struct container *c)
{
    size_t n;
    int64_t more = 0;
    const struct entry *en = container_entries(c, &n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < COUNT_OF(shares); k++)
            more += path_matches(en[i].flat, shares[k].pattern) ? shares[k].instagram : 0;
    return more;
}
