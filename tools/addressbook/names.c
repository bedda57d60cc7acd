/* tools/addressbook/names.c: the cultures, and names taken from their tables by frequency. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "addressbook/names.h"

#include <string.h>

#define ROW_OF(NAME, name, share, traits)                                                      \
    [CULTURE_##NAME] = {CULTURE_##NAME, share, given_##name, family_##name, traits}

const struct culture cultures[CULTURE_COUNT] = {
    ROW_OF(ANGLO, anglo, 240, CULTURE_MIDDLE),
    ROW_OF(GERMAN, german, 130, CULTURE_SPELLED | CULTURE_MIDDLE),
    ROW_OF(FRENCH, french, 85, 0),
    ROW_OF(NORDIC, nordic, 55, CULTURE_SPELLED),
    ROW_OF(SPANISH, spanish, 120, CULTURE_TWO | CULTURE_MIDDLE),
    ROW_OF(ITALIAN, italian, 65, 0),
    ROW_OF(GREEK, greek, 20, CULTURE_SCRIPT | CULTURE_SPELLINGS),
    ROW_OF(TURKISH, turkish, 35, 0),
    ROW_OF(ARABIC, arabic, 35, CULTURE_SPELLINGS),
    ROW_OF(INDIAN, indian, 45, CULTURE_SPELLINGS),
    ROW_OF(VIETNAMESE, vietnamese, 15, CULTURE_FAMILY_FIRST),
    ROW_OF(POLISH, polish, 30, 0),
    ROW_OF(CROATIAN, croatian, 35, 0),
    ROW_OF(CZECH, czech, 15, 0),
    ROW_OF(CYRILLIC, cyrillic, 35, CULTURE_SCRIPT | CULTURE_SPELLINGS),
    ROW_OF(CHINESE, chinese, 20,
           CULTURE_SCRIPT | CULTURE_SPELLINGS | CULTURE_FAMILY_FIRST | CULTURE_NO_SPACE),
    ROW_OF(JAPANESE, japanese, 10,
           CULTURE_SCRIPT | CULTURE_SPELLINGS | CULTURE_FAMILY_FIRST | CULTURE_NO_SPACE),
    ROW_OF(KOREAN, korean, 10,
           CULTURE_SCRIPT | CULTURE_SPELLINGS | CULTURE_FAMILY_FIRST | CULTURE_NO_SPACE),
};

const struct culture *culture_pick(struct rng *r)
{
    size_t at = rng_below(r, 1000), i = 0;
    while (i + 1 < LEN(cultures) && at >= cultures[i].share)
        at -= cultures[i++].share;
    return &cultures[i];
}

size_t pick_skewed(struct rng *r, size_t n, size_t flat)
{
    enum {
        WHOLE = 1000000
    };
    size_t sum = 0, i = 0;
    for (size_t k = 0; k < n; k++)
        sum += WHOLE / (k + flat);
    for (size_t at = rng_below(r, sum); i + 1 < n && at >= WHOLE / (i + flat); i++)
        at -= WHOLE / (i + flat);
    return i;
}

static size_t count(const char *const *list)
{
    size_t n = 0;
    while (list[n])
        n++;
    return n;
}

const char *pick(const char *const *list, struct rng *r)
{
    return list[rng_below(r, count(list))];
}

static struct form form_parse(struct str s, struct arena *a)
{
    struct form f = {
        {"", "", ""}
    };
    struct str one;
    size_t n = 0;
    for (; n < SPELLINGS && str_cut(&s, '/', &one); n++)
        f.as[n] = arena_cstr(a, one);
    for (; n > 0 && n < SPELLINGS; n++)
        f.as[n] = f.as[n - 1];
    return f;
}

struct given given_pick(const struct culture *c, struct rng *r, struct arena *a)
{
    enum {
        FLAT = 4
    };
    struct given g = {.nicks = 0};
    struct str row = str_from(c->given[pick_skewed(r, count(c->given), FLAT)]), name, nick;
    g.female = row.p[0] == 'f';
    row = str_after(row, 2);
    str_cut(&row, '=', &name);
    g.full = form_parse(name, a);
    while (g.nicks < NICKS && str_cut(&row, '|', &nick))
        g.nick[g.nicks++] = arena_cstr(a, nick);
    return g;
}

struct family family_pick(const struct culture *c, struct rng *r, struct arena *a)
{
    enum {
        FLAT = 3
    };
    struct family f;
    struct str row = str_from(c->family[pick_skewed(r, count(c->family), FLAT)]), male, female;
    str_cut(&row, '+', &male);
    f.male = form_parse(male, a);
    f.female = str_cut(&row, '+', &female) ? form_parse(female, a) : f.male;
    return f;
}
