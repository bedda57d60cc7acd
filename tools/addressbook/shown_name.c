/* tools/addressbook/shown_name.c: a person's name as it stands on one network. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "addressbook/addressbook.h"

#include <string.h>

enum style {
    STYLE_PLAIN,
    STYLE_INITIAL,        /* J. Smith */
    STYLE_FAMILY_INITIAL, /* John S. */
    STYLE_COMMA,          /* Smith, John */
    STYLE_DOCTOR,         /* Dr. John Smith */
    STYLE_DEGREE,         /* John Smith, PhD */
    STYLE_SMALL,          /* john smith */
    STYLE_EMOJI,          /* John Smith 🌱 */
    STYLE_TAGGED,         /* John Smith | he/him */
    STYLE_FIRST_ONLY,     /* John */
    STYLE_QUOTED,         /* John "Jack" Smith */
    STYLE_COUNT
};

/* What happens to names there, of a hundred; styles of a thousand, what is left is plain. */
static const struct {
    int own_script, nick, former, both, second, pseudonym;
    size_t style[STYLE_COUNT];
} habits[AB_NETS] = {
    [AB_LINKEDIN] = {15, 8,  25, 8,  40, 0,  {0, 4, 12, 0, 30, 70, 8, 25, 20, 0, 5}    },
    [AB_FACEBOOK] = {55, 25, 20, 18, 35, 2,  {0, 3, 10, 0, 3, 2, 12, 10, 4, 0, 18}     },
    [AB_MASTODON] = {45, 33, 30, 2,  10, 85, {0, 25, 25, 0, 12, 5, 60, 110, 70, 80, 5} },
    [AB_X] = {40, 28, 35, 2,  10, 85, {0, 30, 25, 0, 20, 22, 50, 100, 60, 60, 8}},
    [AB_CONTACTS] = {25, 25, 50, 8,  22, 0,  {0, 15, 15, 60, 15, 2, 25, 4, 45, 30, 15} }
};

static const char *const emojis[] = {"🌱", "🚲",      "☕", "📚", "🇪🇺", "🏳️‍🌈", "🐈", "🎻",
                                     "🌍", "⛰️", "💻", "✨", NULL};
static const char *const degrees[] = {"PhD", "MBA",  "MSc",        "PMP",
                                      "CPA", "M.A.", "dipl. ing.", NULL};
static const char *const titles[] = {"Dr.", "Dr.", "Prof.", "Dipl.-Ing.", "Rev.", NULL};

struct parts {
    const char *given, *family;
    bool own; /* in its own script */
};

/* As the keyboard at hand allows. */
static const char *accents(const char *s, const struct human *h, size_t how, struct arena *a)
{
    if (how < 72)
        return s;
    bool out = how >= 94 && (h->culture->traits & CULTURE_SPELLED);
    return out ? spell_out(s, a) : spell_plain(s, a);
}

static struct parts choose(const struct human *h, enum net net, struct rng *r, struct arena *a)
{
    struct parts p = {.own = (h->culture->traits & CULTURE_SCRIPT) &&
                             rng_chance(r, habits[net].own_script)};
    int as = p.own ? 0 : rng_chance(r, 82) ? h->system : 3 - h->system;
    bool changed = h->kind == KIND_CHANGED_NAME;
    bool former = changed && rng_chance(r, habits[net].former);
    p.given = h->given.full.as[as];
    p.family = family_of(h, former)->as[as];
    if (changed && rng_chance(r, habits[net].both))
        p.family = say(a, "%s%s%s", family_of(h, true)->as[as], rng_chance(r, 60) ? "-" : " ",
                       family_of(h, false)->as[as]);
    if ((h->culture->traits & CULTURE_TWO) && rng_chance(r, habits[net].second))
        p.family = say(a, "%s %s", p.family, h->second.male.as[as]);
    if (h->given.nicks && rng_chance(r, habits[net].nick))
        p.given = h->given.nick[pick_skewed(r, h->given.nicks, 1)];
    else if (h->has_middle && rng_chance(r, 22))
        p.given = say(a, "%s %s", p.given, h->middle.full.as[as]);
    else if (h->has_middle && rng_chance(r, 18))
        p.given = say(a, "%s %s.", p.given, spell_initial(h->middle.full.as[as], a));
    size_t how = rng_below(r, 100);
    if (!p.own) {
        p.given = accents(p.given, h, how, a);
        p.family = accents(p.family, h, how, a);
    }
    return p;
}

static enum style style_pick(enum net net, struct rng *r)
{
    size_t at = rng_below(r, 1000);
    for (enum style s = STYLE_INITIAL; s < STYLE_COUNT; s++) {
        if (at < habits[net].style[s])
            return s;
        at -= habits[net].style[s];
    }
    return STYLE_PLAIN;
}

/* What the style makes of the two parts; comma and order come with the whole. */
static void dress(enum style style, const struct human *h, struct rng *r, struct arena *a,
                  struct shown *s)
{
    static const char *const said[2][3] = {
        {"he/him",  "he/they",  "dad"},
        {"she/her", "she/they", "mum"}
    };
    const char *tag =
        h->firm && rng_chance(r, 45) ? h->firm->name : said[h->given.female][rng_below(r, 3)];
    switch (style) {
    case STYLE_INITIAL:
        s->first = say(a, "%s.", spell_initial(s->first, a));
        break;
    case STYLE_FAMILY_INITIAL:
        s->last = say(a, "%s.", spell_initial(s->last, a));
        break;
    case STYLE_DOCTOR:
        s->first = say(a, "%s %s", pick(titles, r), s->first);
        break;
    case STYLE_DEGREE:
        s->last = say(a, "%s, %s", s->last, pick(degrees, r));
        break;
    case STYLE_SMALL:
        s->first = spell_small(s->first, a);
        s->last = spell_small(s->last, a);
        break;
    case STYLE_EMOJI:
        s->last = say(a, "%s %s", s->last, pick(emojis, r));
        break;
    case STYLE_TAGGED:
        s->last = say(a, s->net == AB_CONTACTS ? "%s (%s)" : "%s | %s", s->last, tag);
        break;
    case STYLE_FIRST_ONLY:
        s->last = "";
        break;
    case STYLE_QUOTED:
        if (h->given.nicks && strcmp(h->given.nick[0], s->first) != 0)
            s->nick = h->given.nick[0];
        break;
    case STYLE_PLAIN:
    case STYLE_COMMA:
    case STYLE_COUNT:
        break;
    }
}

void shown_name(const struct human *h, struct rng *r, struct arena *a, struct shown *s)
{
    if (h->pseudonymous && rng_chance(r, habits[s->net].pseudonym)) {
        s->first = s->name = h->nick;
        return;
    }
    struct parts p = choose(h, s->net, r, a);
    enum style style = p.own ? STYLE_PLAIN : style_pick(s->net, r);
    bool tail = style == STYLE_DEGREE || style == STYLE_EMOJI || style == STYLE_TAGGED;
    bool turned =
        (h->culture->traits & CULTURE_FAMILY_FIRST) && !tail && (p.own || rng_chance(r, 50));
    bool joined = p.own && (h->culture->traits & CULTURE_NO_SPACE);
    s->first = p.given;
    s->last = p.family;
    dress(style, h, r, a, s);
    if (s->net == AB_LINKEDIN) /* two fields there, always shown in this order */
        s->name = say(a, "%s %s", s->first, s->last);
    else if (!s->last[0])
        s->name = s->first;
    else if (style == STYLE_COMMA)
        s->name = say(a, "%s, %s", s->last, s->first);
    else if (turned)
        s->name = say(a, "%s%s%s", s->last, joined ? "" : " ", s->first);
    else if (s->nick[0])
        s->name = say(a, "%s \"%s\" %s", s->first, s->nick, s->last);
    else
        s->name = say(a, "%s %s", s->first, s->last);
}
