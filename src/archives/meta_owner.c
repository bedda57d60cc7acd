/* archives/meta_owner.c: whose archive it is, where it holds messages and no profile. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/meta.h"

#include "core/map.h"
#include "text/utf8.h"

/* The list behind "participants" in the first bytes of a thread; "" where it goes on beyond. */
static struct str list_in(struct str head)
{
    ptrdiff_t at = str_find(head, STR("\"participants\""));
    struct str rest = at < 0 ? STR_NONE : str_after(head, (size_t)at);
    ptrdiff_t open = str_chr(rest, '['), close = str_chr(rest, ']');
    return open >= 0 && close > open ? str_sub(rest, (size_t)open, (size_t)close + 1)
                                     : STR_NONE;
}

/* True where a thread's folder or file is named after this participant: "Ana Kovač" and
 * "anakovac1015", "Alice Example" and "alice1". Letters that the name of a folder can't have
 * end the comparison. */
static bool named_after(struct str flat, struct str name)
{
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        char c = ascii_lower(name.p[i]);
        if (c == ' ' || c == '-' || c == '\'' || c == '.')
            continue;
        if (!ascii_is_alnum((unsigned char)c) || n >= flat.n || flat.p[n] != c)
            break;
        n++;
    }
    return n > 2;
}

static struct str thread_name(struct str flat)
{
    ptrdiff_t slash = str_rchr(flat, '/');
    if (slash < 0 || !path_matches(flat, "message#.json"))
        return str_after(flat, (size_t)(slash + 1));
    struct str folder = str_sub(flat, 0, (size_t)slash);
    return str_after(folder, (size_t)(str_rchr(folder, '/') + 1));
}

/* One vote for each participant, but for the one whom the thread is named after. */
static void count_votes(struct map *votes, const struct entry *en, struct arena *a)
{
    struct json *list = NULL;
    struct err ignored;
    struct str text = list_in(en->head), thread = thread_name(en->flat);
    if (text.n == 0 || json_parse(text, utf8_unmojibake, a, &list, &ignored))
        return;
    for (const struct json *v = list->first; v; v = v->next) {
        struct str name = json_str(v);
        if (name.n == 0)
            name = json_get_str(v, "name");
        if (name.n && (list->count > 2 || !named_after(thread, name)))
            ++*map_put(votes, name, 0, NULL);
    }
}

struct str meta_guess_owner(struct reading *r)
{
    size_t n, at = 0;
    struct map *votes = map_new();
    const struct entry *en = container_entries(r->container, &n);
    for (size_t i = 0; i < n; i++) {
        arena_reset(r->piece);
        if (en[i].head.n && str_ends(en[i].flat, STR(".json")))
            count_votes(votes, &en[i], r->piece);
    }
    struct str name, best = STR_NONE;
    int64_t votes_of, most = 0;
    while (map_each(votes, &at, &name, &votes_of)) {
        if (votes_of == most)
            best = STR_NONE; /* as good as another: nothing is known */
        if (votes_of > most) {
            most = votes_of;
            best = name;
        }
    }
    best = arena_str(r->arena, best);
    map_free(votes);
    return best;
}
