/* archives/instagram_entry.c: one entry of a list, in whichever form this year's export has. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/instagram.h"

#include "archives/meta_values.h"
#include "core/url.h"

enum {
    USER_MOST = 64 /* 30 are allowed today */
};

bool instagram__is_user(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_alnum((unsigned char)s.p[i]) && s.p[i] != '.' && s.p[i] != '_')
            return false;
    return s.n > 0 && s.n <= USER_MOST;
}

/* "https://www.instagram.com/ana", ".../_u/ana", "https://www.threads.net/@ana": whose profile
 * it is; "" for the address of a post. */
static struct str user_in(struct str href)
{
    struct url u;
    if (!url_parse(href, &u))
        return STR_NONE;
    struct str path = u.path;
    if (str_starts(path, STR("/_u/")))
        path = str_after(path, 3);
    path = str_after(path, 1);
    if (str_starts(path, STR("@")))
        path = str_after(path, 1);
    if (str_ends(path, STR("/")))
        path.n--;
    return instagram__is_user(path) ? path : STR_NONE;
}

static struct str shown(struct str title, struct str user)
{
    return str_eq(title, user) ? STR_NONE : title;
}

/* {title, string_list_data: [{href, value, timestamp}]}. Of people the value is the user name,
 * since October 2025 the title; of likes the title is the owner and the value an emoji. */
static void of_list(const struct json *item, struct str title, struct instagram_entry *en)
{
    struct str value = json_get_str(item, "value");
    en->url = json_get_str(item, "href");
    en->at = meta_when(json_get(item, "timestamp"));
    en->user = instagram__is_user(value) ? value : user_in(en->url);
    if (en->user.n == 0 && instagram__is_user(title))
        en->user = title;
    en->name = shown(title, en->user);
}

/* {title, string_map_data: {"Comment": {value}, "Media Owner": {value}, "Time": {timestamp}}},
 * the labels in the account's language. Where none is known, words come before whose they are. */
static void of_map(const struct json *map, struct str title, struct instagram_entry *en)
{
    for (const struct json *m = map->first; m; m = m->next) {
        struct str value = json_get_str(m, "value"), href = json_get_str(m, "href");
        struct when at = meta_when(json_get(m, "timestamp"));
        bool owner = meta_label_is(m->key, META_OWNER) || meta_label_is(m->key, META_USERNAME);
        if (en->at.sure == TIME_NONE)
            en->at = at;
        if (en->url.n == 0)
            en->url = href;
        if (owner || (en->text.n && en->user.n == 0))
            en->user = instagram__is_user(value) ? value : user_in(href);
        else if (en->text.n == 0)
            en->text = value;
    }
    if (en->user.n == 0 && instagram__is_user(title))
        en->user = title;
}

static void of_labels(const struct json *v, const struct json *labels,
                      struct instagram_entry *en)
{
    en->at = meta_when(json_get(v, "timestamp"));
    en->url = meta_value(labels, META_URL);
    en->user = meta_value_deep(labels, META_USERNAME);
    en->text = meta_value_deep(labels, META_COMMENT);
    if (!instagram__is_user(en->user))
        en->user = user_in(en->url);
    en->name = shown(meta_value_deep(labels, META_NAME), en->user);
}

bool instagram__next(const struct json *v, const struct json **at, struct instagram_entry *en)
{
    const struct json *list = json_get(v, "string_list_data");
    const struct json *map = json_get(v, "string_map_data");
    const struct json *labels = json_get(v, "label_values");
    struct str title = json_get_str(v, "title");
    const struct json *before = *at;
    bool many = list && list->count;
    *en = (struct instagram_entry){.at = WHEN_NONE};
    *at = !many ? v : before ? before->next : list->first;
    if (before && (!many || !*at))
        return false;
    if (!many && map)
        of_map(map, title, en);
    else if (!many && labels)
        of_labels(v, labels, en);
    else
        of_list(many ? *at : NULL, title, en);
    return true;
}
