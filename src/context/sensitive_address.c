/* context/sensitive_address.c: postal addresses in the shapes of several countries. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "context/sensitive_parts.h"
#include "core/attr.h"

/* A street is a word like "street" or "rue", or one that ends like "-straße" or "-laan"; it
 * is an
 * address when a house number stands within a few words, before or after. */

static const char *const endings[] = {
    "straße", "strasse", "str",   "gasse", "platz",  "allee", "weg",   "ufer",
    "damm",   "straat",  "laan",  "plein", "gracht", "kade",  "gatan", "vägen",
    "gata",   "veien",   "vegen", "vej",   "gade",   "veien", "tie",   "katu",
    "götu",   "gata",    "polku", "kuja",  "raitti", "kaari", "vegur", "braut",
    "stræde", "allé",    "utca",  "ova",   "ská",    "ského", "holt",  "stígur"};

static const char why[] = "A postal address: whoever reads this knows where to go.";

static bool is_street(const struct sensing *s, size_t i)
{
    const struct token *t = &s->f.tokens[i];
    if (t->kind != TOKEN_WORD)
        return false;
    if ((s->cues[i] & CUE_STREET) != 0)
        return true;
    char first = s->text.p[t->from];
    if (first >= 'a' && first <= 'z')
        return false;
    for (size_t k = 0; k < COUNT_OF(endings); k++) {
        struct str end = str_from(endings[k]);
        if (t->norm.n > end.n + 2 && str_ends(t->norm, end))
            return true;
    }
    return false;
}

/* A house number: up to five digits, perhaps with a letter; no year, no amount. */
static bool is_house(const struct sensing *s, size_t i)
{
    const struct token *t = &s->f.tokens[i];
    if (t->kind != TOKEN_NUMBER || t->to - t->from > 6)
        return false;
    size_t digits = 0;
    for (size_t at = t->from; at < t->to; at++) {
        char c = s->text.p[at];
        digits += ascii_is_digit((unsigned char)c);
        if (!ascii_is_alnum((unsigned char)c) && c != '/' && c != '-')
            return false;
    }
    return digits > 0 && digits <= 5 && t->norm.n <= 6;
}

static bool adjoins(const struct sensing *s, size_t i)
{
    const struct token *t = s->f.tokens;
    if (i + 1 >= s->f.n_tokens || t[i + 1].from < t[i].to)
        return false;
    struct str gap = str_sub(s->text, t[i].to, t[i + 1].from);
    if (gap.n > 3)
        return false;
    for (size_t k = 0; k < gap.n; k++) {
        if (strchr(" ,.\n-", gap.p[k]) == NULL)
            return false;
    }
    return true;
}

static bool capital(const struct sensing *s, size_t i)
{
    unsigned char c = (unsigned char)s->text.p[s->f.tokens[i].from];
    return (c >= 'A' && c <= 'Z') || c == 0xc3 || c == 0xc4 || c == 0xc5;
}

/* Suite 4, ZIP and town behind the street belong to it. */
static size_t with_town(const struct sensing *s, size_t last)
{
    for (int steps = 0; steps < 8 && adjoins(s, last); steps++) {
        const struct token *next = &s->f.tokens[last + 1];
        bool zip = next->kind == TOKEN_NUMBER && is_house(s, last + 1);
        bool unit = (s->cues[last + 1] & CUE_UNIT) != 0;
        struct str gap = str_sub(s->text, s->f.tokens[last].to, next->from);
        bool full_stop = str_chr(gap, '.') >= 0 && !unit && !zip;
        bool town = next->kind == TOKEN_WORD && capital(s, last + 1) && !full_stop;
        if (!zip && !unit && !town)
            break;
        last++;
    }
    return last;
}

/* A word that may be part of a street's name: "de", "la", or one with a capital. */
static bool part_of_name(const struct sensing *s, size_t i)
{
    const struct token *t = &s->f.tokens[i];
    return t->kind == TOKEN_WORD && (capital(s, i) || t->to - t->from <= 3);
}

struct street {
    size_t first, last;
    bool number, name;
};

/* Before the word: "12 Mill Road", "1204 Old Mill St". */
static void look_back(const struct sensing *s, size_t i, struct street *at)
{
    for (size_t k = i; k > 0 && i - k < 4 && adjoins(s, k - 1); k--) {
        if (is_house(s, k - 1)) {
            at->number = true;
            at->first = k > 1 && adjoins(s, k - 2) && is_house(s, k - 2) ? k - 2 : k - 1;
            return;
        }
        if (s->f.tokens[k - 1].kind != TOKEN_WORD || !capital(s, k - 1))
            return;
        at->name = true;
        at->first = k - 1;
    }
}

/* Behind the word: "Lindenstraße 5", "rue de la Paix 3"; or only a name, "36 rue de
 * Pologne". */
static void look_ahead(const struct sensing *s, size_t i, struct street *at)
{
    size_t k = i;
    bool before = at->number;
    while (k - i < 5 && adjoins(s, k)) {
        if (!before && is_house(s, k + 1)) {
            at->number = true;
            k++;
            break;
        }
        if (!part_of_name(s, k + 1))
            break;
        at->name = at->name || capital(s, k + 1);
        k++;
    }
    at->last = at->number ? k : i;
}

static void add_street(struct sensing *s, size_t i)
{
    struct street at = {.first = i, .last = i, .name = (s->cues[i] & CUE_STREET) == 0};
    look_back(s, i, &at);
    look_ahead(s, i, &at);
    if (!at.number || (!at.name && !sensing_near(s, i, 5, 0, CUE_LIVE)))
        return;
    at.last = with_town(s, at.last);
    sensing_add(s, SENSITIVE_ADDRESS, SEVERITY_WARN, s->f.tokens[at.first].from,
                s->f.tokens[at.last].to, why);
}

/* "Apt. 117", "PO Box 44". */
static void add_unit(struct sensing *s, size_t i)
{
    size_t last = i;
    for (int steps = 0; steps < 4 && adjoins(s, last); steps++) {
        last++;
        if (is_house(s, last)) {
            sensing_add(s, SENSITIVE_ADDRESS, SEVERITY_WARN, s->f.tokens[i].from,
                        s->f.tokens[with_town(s, last)].to, why);
            return;
        }
    }
}

/* "our address: Pagari 18": after such words a capital and a number are enough. */
static void add_live(struct sensing *s, size_t i)
{
    bool number = false;
    bool name = false;
    size_t first = 0;
    size_t last = 0;
    for (size_t k = i + 1; k < s->f.n_tokens && k < i + 9; k++) {
        bool house = is_house(s, k);
        bool word = s->f.tokens[k].kind == TOKEN_WORD && capital(s, k);
        if (!house && !word) {
            if (number && name)
                break;
            number = name = false;
            first = 0;
            continue;
        }
        first = first == 0 ? k : first;
        last = k;
        number = number || house;
        name = name || word;
    }
    if (number && name && last > first)
        sensing_add(s, SENSITIVE_ADDRESS, SEVERITY_WARN, s->f.tokens[first].from,
                    s->f.tokens[last].to, why);
}

void sensing_address(struct sensing *s)
{
    for (size_t i = 0; i < s->f.n_tokens; i++) {
        if (is_street(s, i))
            add_street(s, i);
        if ((s->cues[i] & CUE_UNIT) != 0)
            add_unit(s, i);
        if ((s->cues[i] & CUE_LIVE) != 0)
            add_live(s, i);
    }
}
