/* context/profanity.c: a short list of swear words; it has to name them to know them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/profanity.h"

#include "core/attr.h"

/* A '*' at the end: any ending ("fuck*": fucking, fucked). At the start: any beginning.
 * Words that
 * are harmless as often as not (cock, dick as a name, gay, con, bloody) are left out. */
static const struct {
    const char *word;
    int strength;
} list[] = {
    {"fuck*",         2},
    {"*fucker*",      2},
    {"*fucking",      2},
    {"fck*",          2},
    {"fuk*",          2},
    {"effing",        1},
    {"wtf",           1},
    {"stfu",          2},
    {"gtfo",          2},
    {"shit*",         2},
    {"*shit",         2},
    {"*shitting",     2},
    {"bitch*",        2},
    {"asshole*",      2},
    {"arsehole*",     2},
    {"dumbass*",      2},
    {"jackass*",      2},
    {"badass*",       1},
    {"smartass*",     1},
    {"ass",           1},
    {"asses",         1},
    {"arse",          1},
    {"cunt*",         2},
    {"bastard*",      2},
    {"wanker*",       2},
    {"twat*",         2},
    {"prick",         1},
    {"pricks",        1},
    {"dickhead*",     2},
    {"bollocks",      1},
    {"bugger",        1},
    {"piss",          1},
    {"pissed",        1},
    {"pissing",       1},
    {"crap",          1},
    {"crappy",        1},
    {"damn",          1},
    {"damned",        1},
    {"dammit",        1},
    {"goddamn*",      1},
    {"slut*",         2},
    {"whore*",        2},
    {"douche*",       2},
    {"cocksuck*",     2},
    {"motherf*",      2},
    {"retard",        2},
    {"retards",       2},
    {"retarded",      2},
    {"faggot*",       2},
    {"nigger*",       2},
    {"scheiss*",      2},
    {"scheiß*",      2},
    {"kacke",         1},
    {"arschloch*",    2},
    {"arschlöcher*", 2},
    {"arsch",         2},
    {"fick*",         2},
    {"wichser*",      2},
    {"hurensohn*",    2},
    {"fotze*",        2},
    {"verdammt*",     1},
    {"drecks*",       1},
    {"putain*",       2},
    {"merde*",        2},
    {"connard*",      2},
    {"connasse*",     2},
    {"enculé*",      2},
    {"salope*",       2},
    {"bordel",        1},
    {"foutre",        1},
    {"mierda*",       2},
    {"joder",         2},
    {"jodid*",        2},
    {"puta*",         2},
    {"hijueputa*",    2},
    {"cabrón*",      2},
    {"cabron*",       2},
    {"gilipollas",    2},
    {"coño",         2},
    {"pendejo*",      2},
};

/* Ordinary words that an open ending would catch. */
static const char *const harmless[] = {"shitake",   "shiitake",  "fickle",    "putative",
                                       "putation",  "fukuoka",   "fukushima", "fuku",
                                       "bitcherel", "reputation"};

static bool is_harmless(struct str word)
{
    for (size_t i = 0; i < COUNT_OF(harmless); i++) {
        if (str_is(word, harmless[i]))
            return true;
    }
    return false;
}

/* Whether the word is what a row of the list means. */
static bool matches(struct str word, const char *pattern)
{
    struct str want = str_from(pattern);
    bool open_start = want.p[0] == '*';
    bool open_end = want.p[want.n - 1] == '*';
    struct str core = str_sub(want, open_start ? 1 : 0, open_end ? want.n - 1 : want.n);
    if (open_start && open_end)
        return str_find(word, core) >= 0;
    if (open_start)
        return str_ends(word, core);
    return open_end ? str_starts(word, core) : str_eq(word, core);
}

int profanity_of(struct str word)
{
    if (word.n < 3)
        return 0;
    for (size_t i = 0; i < COUNT_OF(list); i++) {
        char first = list[i].word[0];
        if (first != '*' && first != word.p[0])
            continue; /* most rows, at the price of one comparison */
        if (matches(word, list[i].word))
            return is_harmless(word) ? 0 : list[i].strength;
    }
    return 0;
}
