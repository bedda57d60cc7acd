/* context/sensitive_address.c: postal addresses in the shapes of several countries. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <utf8proc.h>

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
    const struct token *t = &s->tokens[i];
    if (t->kind != TOKEN_WORD)
        return false;
    if ((s->cues[i] & CUE_STREET) != 0)
        return true;
    char first = s->text.p[t->from];
    if (first >= 'a' && first <= 'z' && !sensing_near(s, i, 9, 0, CUE_LIVE))
        return false;
    for (size_t k = 0; k < COUNT_OF(endings); k++) {
        struct str end = str_from(endings[k]);
        if (t->norm.n >= end.n + 2 && str_ends(t->norm, end))
            return true;
    }
    return false;
}

/* A house number: up to five digits, perhaps with a letter; no year, no amount. */
static bool is_house(const struct sensing *s, size_t i)
{
    const struct token *t = &s->tokens[i];
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
    const struct token *t = s->tokens;
    if (i + 1 >= s->n_tokens || t[i + 1].from < t[i].to)
        return false;
    struct str gap = str_sub(s->text, t[i].to, t[i + 1].from);
    if (gap.n > 5 || (gap.n > 3 && str_chr(gap, '\n') < 0))
        return false;
    for (size_t k = 0; k < gap.n; k++) {
        if (strchr(" ,.\n->", gap.p[k]) == NULL)
            return false;
    }
    return true;
}

/* Words before an address: behind them a street may be written small. */
static bool announced(const struct sensing *s, size_t i)
{
    return sensing_near(s, i, 9, 0, CUE_LIVE);
}

/* Written with a capital of any script, or announced as part of an address. */
static bool capital(const struct sensing *s, size_t i)
{
    const struct token *t = &s->tokens[i];
    utf8proc_int32_t cp = 0;
    if (t->kind != TOKEN_WORD)
        return false;
    utf8proc_iterate((const utf8proc_uint8_t *)s->text.p + t->from,
                     (utf8proc_ssize_t)(s->text.n - t->from), &cp);
    return cp > 0 && utf8proc_category(cp) == UTF8PROC_CATEGORY_LU;
}

/* Suite 4, ZIP and town behind the street belong to it. */
static size_t with_town(const struct sensing *s, size_t last)
{
    bool in_town = false;
    for (int steps = 0; steps < 8 && adjoins(s, last); steps++) {
        const struct token *next = &s->tokens[last + 1];
        struct str before = str_sub(s->text, s->tokens[last].to, next->from);
        bool zip = next->kind == TOKEN_NUMBER && is_house(s, last + 1) &&
                   (!in_town || str_chr(before, ',') < 0) &&
                   (s->tokens[last].kind != TOKEN_NUMBER || str_chr(before, '\n') < 0);
        bool unit = (s->cues[last + 1] & CUE_UNIT) != 0;
        bool full_stop = str_chr(before, '.') >= 0 && !unit && !zip;
        bool town = next->kind == TOKEN_WORD && capital(s, last + 1) && !full_stop;
        if (!zip && !unit && !town)
            break;
        in_town = in_town || (town && steps > 1);
        last++;
    }
    return last;
}

/* A word that may be part of a street's name: "de", "la", or one with a capital. */
static bool part_of_name(const struct sensing *s, size_t i)
{
    static const char *const never[] = {"for", "in", "at",  "on", "to",
                                        "and", "is", "was", "by"};
    const struct token *t = &s->tokens[i];
    for (size_t k = 0; k < COUNT_OF(never); k++) {
        if (str_is(t->norm, never[k]))
            return false;
    }
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
        bool small = announced(s, k - 1) && (s->cues[k - 1] & CUE_LIVE) == 0 &&
                     s->tokens[k - 1].to - s->tokens[k - 1].from > 3;
        if (s->tokens[k - 1].kind != TOKEN_WORD || (!capital(s, k - 1) && !small))
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
        bool small = !before && announced(s, k + 1) && s->tokens[k + 1].kind == TOKEN_WORD;
        if (!part_of_name(s, k + 1) && !small)
            break;
        at->name = at->name || capital(s, k + 1) || small;
        k++;
    }
    at->last = at->number ? k : i;
}

/* With the numbers right before it: "74678 Midtvollen 130". */
static void add_address(struct sensing *s, size_t first, size_t last)
{
    for (int steps = 0; steps < 2 && first > 0 && adjoins(s, first - 1); steps++) {
        if (!is_house(s, first - 1))
            break;
        first--;
    }
    sensing_add(s, SENSITIVE_ADDRESS, SEVERITY_WARN, s->tokens[first].from, s->tokens[last].to,
                why);
}

static void add_street(struct sensing *s, size_t i)
{
    struct street at = {.first = i, .last = i, .name = (s->cues[i] & CUE_STREET) == 0};
    look_back(s, i, &at);
    look_ahead(s, i, &at);
    if (!at.number || (!at.name && !sensing_near(s, i, 5, 0, CUE_LIVE)))
        return;
    add_address(s, at.first, with_town(s, at.last));
}

/* Names and numbers before "Apt. 117" that make it an address: "20789 Allika 46, Suite 501". */
static size_t before_unit(const struct sensing *s, size_t i)
{
    size_t first = i;
    bool number = false;
    bool name = false;
    for (int steps = 0; steps < 6 && first > 0 && adjoins(s, first - 1); steps++) {
        bool house = is_house(s, first - 1);
        if ((!house && !capital(s, first - 1)) || (house && number && name))
            break;
        number = number || house;
        name = name || !house;
        first--;
    }
    return number && name ? first : i;
}

/* "Apt. 117", "PO Box 44". */
static void add_unit(struct sensing *s, size_t i)
{
    size_t last = i;
    for (int steps = 0; steps < 4 && adjoins(s, last); steps++) {
        last++;
        if (is_house(s, last)) {
            add_address(s, before_unit(s, i), with_town(s, last));
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
    size_t begin, end;
    sensing_sentence(s, i, &begin, &end);
    for (size_t k = i + 1; k <= end && k < i + 9; k++) {
        bool house = is_house(s, k);
        bool between = number && k + 1 < s->n_tokens && is_house(s, k + 1); /* 130 some 7 */
        bool word = s->tokens[k].kind == TOKEN_WORD && (capital(s, k) || between);
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
        add_address(s, first, with_town(s, last));
}

void sensing_address(struct sensing *s)
{
    for (size_t i = 0; i < s->n_tokens; i++) {
        if (is_street(s, i))
            add_street(s, i);
        if ((s->cues[i] & CUE_UNIT) != 0)
            add_unit(s, i);
        if ((s->cues[i] & CUE_LIVE) != 0)
            add_live(s, i);
    }
}
