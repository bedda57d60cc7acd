/* networks/rows.c: the list of networks that Tact talks to, and their limits. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/api.h"

#include "networks/rows.h"

#define DECLARE(row) extern const struct network_api api_##row;
API_ROWS(DECLARE)
#define ROW(row) &api_##row,
static const struct network_api *const rows[] = {API_ROWS(ROW)};

const struct network_api *const *api_list(size_t *n)
{
    *n = COUNT_OF(rows);
    return rows;
}

const struct network_api *api_find(struct str id, struct str door)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (str_is(id, rows[i]->id) && (door.n == 0 || str_is(door, rows[i]->door)))
            return rows[i];
    return NULL;
}

/* A number of the facts where there is one. */
static void over(int64_t *value, const struct json *facts, const char *name)
{
    *value = json_i64(json_get(facts, name), *value);
}

struct network_limits api_limits(const struct network_api *row, struct str facts,
                                 struct arena *a)
{
    struct network_limits l = row->limits;
    struct json *j = NULL;
    struct err ignored;
    if (facts.n == 0 || json_parse(facts, NULL, a, &j, &ignored))
        return l; /* facts are ours: what can't be read says nothing */
    over(&l.most, j, "most");
    over(&l.media, j, "media");
    over(&l.alt, j, "alt");
    over(&l.picture_bytes, j, "picture_bytes");
    over(&l.poll_choices, j, "poll_choices");
    over(&l.poll_choice, j, "poll_choice");
    over(&l.poll_least_s, j, "poll_least_s");
    over(&l.poll_most_s, j, "poll_most_s");
    struct str types = json_get_str(j, "picture_types");
    if (types.n)
        l.picture_types = arena_cstr(a, types);
    return l;
}

static const struct {
    const char *name, *says;
} answerings[ANSWERING_COUNT] = {
    [ANSWERING_EVERYBODY] = {"everybody", "Everybody"        },
    [ANSWERING_MENTIONED] = {"mentioned", "Those you mention"},
    [ANSWERING_FOLLOWED] = {"followed",  "Those you follow" },
    [ANSWERING_NOBODY] = {"nobody",    "Nobody"           },
};

const char *answering_name(enum answering a)
{
    return answerings[a].name;
}

const char *answering_says(enum answering a)
{
    return answerings[a].says;
}

enum answering answering_find(struct str name)
{
    enum answering a = ANSWERING_EVERYBODY;
    while (name.n && a < ANSWERING_COUNT && !str_is(name, answerings[a].name))
        a++;
    return a;
}

struct str api_fact(const struct api *s, const char *name)
{
    struct json *j = NULL;
    struct err ignored;
    if (s->facts.n == 0 || json_parse(s->facts, NULL, s->a, &j, &ignored))
        return STR_NONE;
    return json_get_str(j, name);
}

/* The next word of a list that has blanks or commas between them; "" the end. */
static struct str next_scope(struct str *rest)
{
    size_t from = 0, to;
    while (from < rest->n && (rest->p[from] == ' ' || rest->p[from] == ','))
        from++;
    for (to = from; to < rest->n && rest->p[to] != ' ' && rest->p[to] != ',';)
        to++;
    struct str word = str_sub(*rest, from, to);
    *rest = str_after(*rest, to);
    return word;
}

/* "write" grants "write:media" too. */
static bool is_granted(struct str granted, struct str scope)
{
    for (struct str rest = granted, word; (word = next_scope(&rest)).n;)
        if (str_eq(word, scope) ||
            (word.n < scope.n && str_starts(scope, word) && scope.p[word.n] == ':'))
            return true;
    return false;
}

struct str api_withheld(const struct network_api *row, struct str granted, struct arena *a)
{
    struct str out = STR_NONE, rest = str_from(row->scopes ? row->scopes : "");
    for (struct str word; granted.n && (word = next_scope(&rest)).n;)
        if (!is_granted(granted, word))
            out = out.n ? arena_printf(a, STRF ", " STRF, STRA(out), STRA(word)) : word;
    return out;
}
