/* people/net_names.c: surnames and mail domains as far as they say who belongs together. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/net.h"

#include "core/attr.h"
#include "text/fold.h"

#include <stdlib.h>

/* Parts of a surname that are none alone, titles, and what stands behind a name. */
static bool is_small_word(struct str word)
{
    static const char *const words[] = {
        "van",  "von", "der", "den",  "de",   "del",  "della",  "di",     "da",    "das", "do",
        "dos",  "du",  "des", "la",   "le",   "las",  "los",    "el",     "al",    "bin", "ibn",
        "ben",  "ter", "ten", "zu",   "zur",  "af",   "av",     "st",     "san",   "mac", "mc",
        "o",    "y",   "e",   "und",  "and",  "jr",   "sr",     "ii",     "iii",   "iv",  "phd",
        "dr",   "md",  "mba", "prof", "msc",  "bsc",  "mr",     "mrs",    "ms",    "ir",  "ing",
        "dipl", "mag", "the", "test", "work", "home", "mobile", "privat", "office"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_is(word, words[i]))
            return true;
    return false;
}

/* Letters, at least three bytes of them; no digits, no signs. */
static bool is_word(struct str w)
{
    if (w.n < 3)
        return false;
    for (size_t i = 0; i < w.n; i++) {
        unsigned char c = (unsigned char)w.p[i];
        if (c < 0x80 && !ascii_is_alpha(c) && c != '\'')
            return false;
        if (c >= 0xf0) /* emoji stand there, and no surname */
            return false;
    }
    return true;
}

static size_t add(struct net_surname *out, size_t n, struct str label, struct arena *a)
{
    struct str folded = fold_search(label, a);
    if (n == NET_SURNAMES || !is_word(folded) || is_small_word(folded))
        return n;
    for (size_t i = 0; i < n; i++)
        if (str_eq(out[i].folded, folded))
            return n;
    out[n] = (struct net_surname){folded, label};
    return n + 1;
}

/* A word and, where it is two, its halves. */
static size_t add_word(struct net_surname *out, size_t n, struct str word, struct arena *a)
{
    struct str part;
    if (str_chr(word, '-') < 0)
        return add(out, n, word, a);
    while (str_cut(&word, '-', &part))
        n = add(out, n, part, a);
    return n;
}

size_t net_surnames(struct str name, struct arena *a, struct net_surname out[NET_SURNAMES])
{
    enum {
        WORDS = 8
    };
    struct str word[WORDS], one;
    size_t words = 0, n = 0;
    ptrdiff_t end = str_chr(name, ',');
    if (end < 0)
        end = str_chr(name, '(');
    struct str rest = str_sub(name, 0, end > 0 ? (size_t)end : name.n);
    while (words < WORDS && str_cut(&rest, ' ', &one)) {
        struct str bare = str_trim(one);
        if (bare.n && !(bare.p[bare.n - 1] == '.'))
            word[words++] = bare;
    }
    /* the last one; the one before it too where there are three, which may be a maiden name */
    if (words >= 2)
        n = add_word(out, n, word[words - 1], a);
    if (words == 3 && !is_small_word(fold_search(word[1], a)))
        n = add_word(out, n, word[1], a);
    return n;
}

static int compare(const void *key, const void *row)
{
    return str_cmp(*(const struct str *)key, str_from(*(const char *const *)row));
}

struct str net_domain(struct str email, struct arena *a)
{
    /* sorted; where anybody gets an address */
    static const char *const free_mail[] = {
        "126.com",        "163.com",     "aol.com",        "aon.at",         "arcor.de",
        "bluewin.ch",     "bol.com.br",  "btinternet.com", "comcast.net",    "duck.com",
        "fastmail.com",   "fastmail.fm", "free.fr",        "freenet.de",     "gmail.com",
        "gmx.at",         "gmx.ch",      "gmx.com",        "gmx.de",         "gmx.net",
        "googlemail.com", "hey.com",     "hotmail.co.uk",  "hotmail.com",    "hotmail.de",
        "hotmail.es",     "hotmail.fr",  "hotmail.it",     "icloud.com",     "inbox.lv",
        "kpnmail.nl",     "laposte.net", "libero.it",      "live.be",        "live.com",
        "live.nl",        "mac.com",     "mail.com",       "mail.ru",        "mailbox.org",
        "me.com",         "msn.com",     "o2.pl",          "orange.fr",      "outlook.com",
        "outlook.de",     "outlook.fr",  "pm.me",          "posteo.de",      "proton.me",
        "protonmail.com", "qq.com",      "rediffmail.com", "rocketmail.com", "seznam.cz",
        "sfr.fr",         "skynet.be",   "t-online.de",    "telenet.be",     "tutanota.com",
        "uol.com.br",     "verizon.net", "wanadoo.fr",     "web.de",         "wp.pl",
        "yahoo.co.in",    "yahoo.co.uk", "yahoo.com",      "yahoo.com.br",   "yahoo.de",
        "yahoo.es",       "yahoo.fr",    "yahoo.it",       "yandex.com",     "yandex.ru",
        "ymail.com",      "ziggo.nl",    "zoho.com"};
    struct str whole = fold_email(email, a);
    ptrdiff_t at = str_rchr(whole, '@');
    if (at < 0)
        return STR_NONE;
    struct str domain = str_after(whole, (size_t)at + 1);
    /* reserved for examples: somebody's own all the same, but example.org itself is everybody's */
    static const char *const examples[] = {"example.com", "example.net", "example.org"};
    for (size_t i = 0; i < COUNT_OF(examples); i++)
        if (str_is(domain, examples[i]))
            return STR_NONE;
    return bsearch(&domain, free_mail, COUNT_OF(free_mail), sizeof *free_mail, compare)
               ? STR_NONE
               : domain;
}
