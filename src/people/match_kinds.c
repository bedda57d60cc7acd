/* people/match_kinds.c: the kinds of questions: how a value is read, and how two are compared. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/match_private.h"

#include "core/attr.h"
#include "core/hash.h"
#include "core/mem.h"
#include "core/url.h"
#include "people/people.h"
#include "people/cities.h"
#include "text/fold.h"

#include <math.h>
#include <stdlib.h>

static const char *const role_names[MATCH_ROLES] = {
    [MATCH_NAME] = "name",         [MATCH_GIVEN] = "given name", [MATCH_SURNAME] = "surname",
    [MATCH_HANDLE] = "handle",     [MATCH_EMAIL] = "email",      [MATCH_PHONE] = "phone",
    [MATCH_PROFILE] = "profile",   [MATCH_LINK] = "link",        [MATCH_BIRTHDAY] = "birthday",
    [MATCH_PLACE] = "place",       [MATCH_ADDRESS] = "address",  [MATCH_CODE] = "code",
    [MATCH_EMPLOYER] = "employer", [MATCH_TITLE] = "title",      [MATCH_CATEGORY] = "category",
    [MATCH_NUMBER] = "number",     [MATCH_TEXT] = "text",        [MATCH_CONTACTS] = "contacts",
    [MATCH_SOURCE] = "source"};

const char *match_role_name(enum match_role r)
{
    return role_names[r];
}

bool match_role_from(struct str name, enum match_role *out)
{
    for (size_t i = 0; i < MATCH_ROLES; i++)
        if (str_is(name, role_names[i])) {
            *out = (enum match_role)i;
            return true;
        }
    return false;
}

/* Reading ------------------------------------------------------------------------------------ */

static uint64_t hash_of(struct str s)
{
    uint64_t h = hash_quick(s);
    return h ? h : 1;
}

static struct str only(struct str s, bool (*keep)(uint32_t), struct arena *a)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (keep((unsigned char)s.p[i]) || (unsigned char)s.p[i] >= 0x80)
            p[n++] = s.p[i];
    return str_of(p, n);
}

static bool is_digit_or_letter(uint32_t c)
{
    return ascii_is_alnum(c);
}

static uint32_t word_number(struct match *m, struct str word)
{
    bool made;
    int64_t at = *map_put(m->by_word, word, (int64_t)m->word_kinds, &made);
    if (made) {
        m->word_count =
            mem_grow(m->word_count, &m->word_count_cap, m->word_kinds + 1, sizeof(uint32_t));
        m->word_count[m->word_kinds++] = 0;
    }
    return (uint32_t)at;
}

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Words of letters and digits, each once, in order of their numbers. */
static void take_words(struct match *m, struct str s, struct match_trait *t)
{
    t->first = (uint32_t)m->words;
    for (size_t i = 0, end; i < s.n; i = end + 1) {
        for (end = i; end < s.n && (ascii_is_alnum((unsigned char)s.p[end]) ||
                                    (unsigned char)s.p[end] >= 0x80);)
            end++;
        if (end == i)
            continue;
        m->word = mem_grow(m->word, &m->word_cap, m->words + 1, sizeof *m->word);
        m->word[m->words++] = word_number(m, str_sub(s, i, end));
    }
    if (m->words == t->first)
        return;
    uint32_t *w = m->word + t->first;
    size_t n = m->words - t->first, out = 0;
    qsort(w, n, sizeof *w, by_number);
    for (size_t i = 0; i < n; i++)
        if (out == 0 || w[out - 1] != w[i])
            w[out++] = w[i];
    m->words = t->first + out;
    t->words = (uint16_t)(out < UINT16_MAX ? out : UINT16_MAX);
}

static bool take_plain(struct match *m, struct str v, struct match_trait *t)
{
    t->text = match__spell(v, m->a);
    return t->text.n > 0;
}

static bool take_close(struct match *m, struct str v, struct match_trait *t)
{
    t->text = only(match__spell(v, m->a), is_digit_or_letter, m->a);
    return t->text.n > 0;
}

static bool take_wordy(struct match *m, struct str v, struct match_trait *t)
{
    t->text = match__spell(v, m->a);
    if (t->text.n == 0)
        return false;
    take_words(m, t->text, t);
    return t->words > 0;
}

/* The first part of "Boston, Massachusetts", without "Greater … Area". */
static bool take_place(struct match *m, struct str v, struct match_trait *t)
{
    struct str s = match__spell(v, m->a);
    ptrdiff_t comma = str_chr(s, ',');
    s = str_trim(comma > 0 ? str_sub(s, 0, (size_t)comma) : s);
    while (s.n && (unsigned char)s.p[0] >= 0xF0) /* a pin */
        s = str_trim(str_after(s, 4));
    static const struct str around[] = {STR_INIT("greater "), STR_INIT("city of "),
                                        STR_INIT("metro ")};
    static const struct str behind[] = {STR_INIT(" metropolitan area"), STR_INIT(" area"),
                                        STR_INIT(" region"), STR_INIT(" bay")};
    for (size_t i = 0; i < COUNT_OF(around); i++)
        if (str_starts(s, around[i]))
            s = str_after(s, around[i].n);
    for (size_t i = 0; i < COUNT_OF(behind); i++)
        if (str_ends(s, behind[i]))
            s = str_sub(s, 0, s.n - behind[i].n);
    t->text = s = city_name(s);
    if (s.n)
        take_words(m, s, t);
    return t->words > 0;
}

/* Without what says only of which law a company is. */
static bool take_employer(struct match *m, struct str v, struct match_trait *t)
{
    static const char *const forms[] = {
        "gmbh", "ltd", "limited", "inc",         "llc", "ag",      "sa",    "spa", "srl",
        "bv",   "nv",  "oy",      "ab",          "as",  "doo",     "d.o.o", "d.d", "dd",
        "plc",  "co",  "corp",    "corporation", "kg",  "company", "group", "the", "s.l",
        "s.a",  "sl",  "llp",     "e.v",         "ev",  "ug",      "kft",   "sro"};
    struct str s = match__spell(v, m->a), rest = s, word;
    struct buf b;
    buf_init(&b, MATCH_VALUE_BYTES * 8);
    while (str_cut(&rest, ' ', &word)) {
        while (word.n && (word.p[word.n - 1] == '.' || word.p[word.n - 1] == ','))
            word.n--;
        bool form = false;
        for (size_t i = 0; i < COUNT_OF(forms) && !form; i++)
            form = str_is(word, forms[i]);
        if (form || word.n == 0)
            continue;
        if (b.n)
            buf_char(&b, ' ');
        buf_str(&b, word);
    }
    t->text = b.n ? arena_str(m->a, buf_view(&b)) : s;
    buf_free(&b);
    if (t->text.n)
        take_words(m, t->text, t);
    return t->words > 0;
}

/* Without the number that a network hangs on: "ana-kovac-0b65ff". */
static struct str without_number(struct str handle)
{
    enum {
        LEAST = 5
    };
    ptrdiff_t dash = str_rchr(handle, '-');
    struct str end = str_after(handle, (size_t)(dash + 1));
    bool digit = false, hex = dash > 3 && end.n >= LEAST;
    for (size_t i = 0; i < end.n && hex; i++) {
        char c = end.p[i];
        digit |= ascii_is_digit((unsigned char)c);
        hex = ascii_is_digit((unsigned char)c) || (c >= 'a' && c <= 'f');
    }
    return hex && digit ? str_sub(handle, 0, (size_t)dash) : handle;
}

static bool take_handle(struct match *m, struct str v, struct match_trait *t)
{
    v = str_trim(v);
    while (v.n && v.p[0] == '@')
        v = str_after(v, 1);
    ptrdiff_t at = str_chr(v, '@');
    struct str spelled =
        without_number(match__spell(at > 0 ? str_sub(v, 0, (size_t)at) : v, m->a));
    t->text = only(spelled, is_digit_or_letter, m->a);
    /* "ana_" beside "ana" is as often somebody else who came late */
    if (t->text.n && (spelled.p[0] == '_' || spelled.p[spelled.n - 1] == '_'))
        t->text = arena_printf(m->a, STRF "_", STRA(t->text));
    struct str letters = only(t->text, ascii_is_alpha, m->a);
    t->letters = match__letters(t->text);
    t->stem = letters.n >= 4 ? hash_of(letters) : 0;
    return t->text.n > 0;
}

/* Where everybody may have an address: the domain says nothing of its owner. */
static bool is_everybodys(struct str domain)
{
    static const char *const hosts[] = {
        "gmail.com",   "googlemail.com", "yahoo.com",   "hotmail.com", "outlook.com",
        "live.com",    "icloud.com",     "me.com",      "mac.com",     "aol.com",
        "gmx.de",      "gmx.net",        "gmx.com",     "web.de",      "t-online.de",
        "proton.me",   "protonmail.com", "yandex.ru",   "mail.ru",     "qq.com",
        "163.com",     "126.com",        "naver.com",   "orange.fr",   "free.fr",
        "laposte.net", "libero.it",      "posteo.de",   "mailbox.org", "fastmail.com",
        "msn.com",     "yahoo.de",       "yahoo.co.uk", "yahoo.fr",    "hotmail.fr",
        "comcast.net", "ymail.com",      "hey.com",     "zoho.com",    "seznam.cz",
        "wp.pl",       "o2.pl",          "onet.pl",     "ukr.net",     "rambler.ru",
        "bluewin.ch",  "net.hr"};
    for (size_t i = 0; i < COUNT_OF(hosts); i++)
        if (str_is(domain, hosts[i]))
            return true;
    return false;
}

/* Of one mailbox in one spelling: no "+tag", no dots where the host takes none. */
static bool take_email(struct match *m, struct str v, struct match_trait *t)
{
    struct str key = people_key(STR("email"), v, m->a);
    ptrdiff_t at = str_chr(key, '@');
    if (at < 1)
        return false;
    struct str local = str_sub(key, 0, (size_t)at), domain = str_after(key, (size_t)at + 1);
    ptrdiff_t plus = str_chr(local, '+');
    if (plus > 0)
        local = str_sub(local, 0, (size_t)plus);
    struct str plain = only(match__spell(local, m->a), is_digit_or_letter, m->a);
    if (str_is(domain, "googlemail.com"))
        domain = STR("gmail.com");
    if (str_is(domain, "gmail.com"))
        local = plain;
    t->text = arena_printf(m->a, STRF "@" STRF, STRA(local), STRA(domain));
    t->domain = is_everybodys(domain) ? 0 : hash_of(domain);
    return true;
}

static bool take_phone(struct match *m, struct str v, struct match_trait *t)
{
    enum {
        END = 8
    };
    t->text = fold_phone(v, m->a);
    if (t->text.n == 0)
        return false;
    struct str digits = t->text;
    if (digits.p[0] == '+')
        digits = str_after(digits, 1);
    t->stem = hash_of(digits.n > END ? str_after(digits, digits.n - END) : digits);
    return true;
}

/* Which site, so that two pages of one can be told apart from pages of two. */
static uint64_t site_of(struct str key)
{
    ptrdiff_t slash = str_chr(key, '/');
    return slash > 0 ? hash_of(str_sub(key, 0, (size_t)slash)) : 0;
}

static bool take_page(struct match *m, struct str v, struct match_trait *t)
{
    static const struct str by_number = STR_INIT("profile.php?id=");
    ptrdiff_t number = str_find(v, by_number);
    if (str_find(v, STR("://")) < 0)
        v = arena_printf(m->a, "https://" STRF, STRA(v));
    struct str key = fold_case(url_key(v, m->a), m->a);
    if (str_starts(key, STR("twitter.com/")))
        key = arena_printf(m->a, "x.com/" STRF, STRA(str_after(key, 12)));
    if (number >= 0)
        key = arena_printf(m->a, STRF "/" STRF, STRA(key),
                           STRA(only(str_after(v, (size_t)str_find(v, by_number) + by_number.n),
                                     ascii_is_digit, m->a)));
    t->text = key;
    t->stem = hash_of(key);
    t->site = site_of(key);
    return key.n > 0;
}

/* "1853-05-03", "18530503", "3.5.1853", "--05-03", "1853-05", "1853". */
static bool take_date(struct match *m, struct str v, struct match_trait *t)
{
    int part[3] = {0}, digits[3] = {0}, n = 0;
    bool yearless = str_starts(str_trim(v), STR("--"));
    for (size_t i = 0; i < v.n && n < 3; i++) {
        if (ascii_is_digit((unsigned char)v.p[i]) && digits[n] < 8) {
            part[n] = part[n] * 10 + (v.p[i] - '0');
            digits[n]++;
        } else if (digits[n]) {
            if (v.p[i] == 'T' || v.p[i] == ' ')
                break;
            n++;
        }
    }
    struct match_date d = {part[0], part[1], part[2]};
    if (yearless)
        d = (struct match_date){0, part[0], part[1]};
    else if (digits[0] == 8)
        d = (struct match_date){part[0] / 10000, part[0] / 100 % 100, part[0] % 100};
    else if (digits[0] <= 2 && digits[2] == 4)
        d = (struct match_date){part[2], part[1], part[0]};
    if ((d.year == 0 && (d.month == 0 || d.day == 0)) || d.year > 9999 || d.month > 99 ||
        d.day > 99)
        return false; /* a 13th month is a slip, a 1,000th is no date */
    t->text = arena_printf(m->a, "%04d%02d%02d", d.year, d.month, d.day);
    t->first = (uint32_t)m->dates;
    m->date = mem_grow(m->date, &m->date_cap, m->dates + 1, sizeof *m->date);
    m->date[m->dates++] = d;
    return true;
}

/* Comparing ---------------------------------------------------------------------------------- */

static uint8_t compare_same(const struct match *m, const struct match_trait *a,
                            const struct match_trait *b)
{
    (void)m, (void)a, (void)b;
    return 1;
}

static uint8_t compare_number(const struct match *m, const struct match_trait *a,
                              const struct match_trait *b)
{
    (void)m;
    return match__one_edit(a->text, b->text) ? 2 : 1;
}

static uint8_t compare_code(const struct match *m, const struct match_trait *a,
                            const struct match_trait *b)
{
    (void)m;
    size_t same = 0, shorter = a->text.n < b->text.n ? a->text.n : b->text.n;
    if (match__one_edit(a->text, b->text))
        return 3;
    while (same < shorter && a->text.p[same] == b->text.p[same])
        same++;
    return same >= 2 && same * 2 >= shorter ? 2 : 1;
}

static double rarity(const struct match *m, uint32_t word)
{
    return log2((double)(m->n + 2) / (double)(m->word_count[word] + 1));
}

/* How much of their words two values share, the rare ones counting more; of the longer, and
 * whether all of the shorter is in it. */
static double shared(const struct match *m, const struct match_trait *a,
                     const struct match_trait *b, bool *within)
{
    double in_a = 0, in_b = 0, both = 0;
    size_t i = 0, k = 0, same = 0;
    const uint32_t *x = m->word + a->first, *y = m->word + b->first;
    while (i < a->words || k < b->words) {
        if (k == b->words || (i < a->words && x[i] < y[k])) {
            in_a += rarity(m, x[i++]);
        } else if (i == a->words || y[k] < x[i]) {
            in_b += rarity(m, y[k++]);
        } else {
            both += rarity(m, x[i++]);
            same++;
            k++;
        }
    }
    *within = same > 0 && (same == a->words || same == b->words);
    return both / (both + (in_a > in_b ? in_a : in_b) + 1e-9);
}

static uint8_t compare_words(const struct match *m, const struct match_trait *a,
                             const struct match_trait *b)
{
    bool within;
    double part = shared(m, a, b, &within);
    if (within || part >= 0.75 || match__close(a->text, b->text))
        return 3;
    return part >= 0.25 ? 2 : 1;
}

static uint8_t compare_text(const struct match *m, const struct match_trait *a,
                            const struct match_trait *b)
{
    bool within;
    double part = shared(m, a, b, &within);
    return part >= 0.6 ? 3 : part >= 0.2 ? 2 : 1;
}

static uint8_t compare_handle(const struct match *m, const struct match_trait *a,
                              const struct match_trait *b)
{
    (void)m;
    if (a->stem && a->stem == b->stem)
        return 3;
    bool in =
        (a->text.n >= 5 && (a->letters & ~b->letters) == 0 &&
         str_find(b->text, a->text) >= 0) ||
        (b->text.n >= 5 && (b->letters & ~a->letters) == 0 && str_find(a->text, b->text) >= 0);
    return in || match__close(a->text, b->text) ? 2 : 1;
}

static uint8_t compare_email(const struct match *m, const struct match_trait *a,
                             const struct match_trait *b)
{
    (void)m;
    return a->domain && a->domain == b->domain ? 2 : 1;
}

static uint8_t compare_phone(const struct match *m, const struct match_trait *a,
                             const struct match_trait *b)
{
    (void)m;
    return a->stem == b->stem ? 2 : 1;
}

/* 5 the same, 4 the same as far as both say, 3 a digit or a swap away, 2 one part, 1 none. */
static uint8_t compare_date(const struct match *m, const struct match_trait *ta,
                            const struct match_trait *tb)
{
    const struct match_date a = m->date[ta->first], b = m->date[tb->first];
    if (a.year == 0 || b.year == 0)
        return a.month == b.month && a.day == b.day ? 4 : 1;
    if (a.month == 0 || b.month == 0 || a.day == 0 || b.day == 0)
        return a.year == b.year ? (a.month && b.month && a.month != b.month ? 2 : 4) : 1;
    bool month = a.month == b.month, day = a.day == b.day, year = a.year == b.year;
    if (match__one_edit(ta->text, tb->text) || (year && a.month == b.day && a.day == b.month))
        return 3;
    if (month + day + year == 2)
        return 3;
    return year || (month && day) ? 2 : 1;
}

/* The table: m and u until the data says ------------------------------------------------------ */

/* clang-format off */
static const struct match_kind kinds[MATCH_ROLES] = {
    [MATCH_HANDLE] = {"handle", MATCH_HANDLE, take_handle, compare_handle, 4, true, false, 0, 4,
        {0, .55F, .15F, .10F, .20F}, {0, .9949F, .005F, .0001F, 1e-6F}},
    [MATCH_EMAIL] = {"email", MATCH_EMAIL, take_email, compare_email, 3, true, false, 0, 3,
        {0, .50F, .05F, .45F}, {0, .989F, .01F, 1e-7F}},
    [MATCH_PHONE] = {"phone", MATCH_PHONE, take_phone, compare_phone, 3, true, false, 0, 2,
        {0, .35F, .15F, .50F}, {0, .9999F, 1e-7F, 1e-7F}},
    [MATCH_PROFILE] = {"profile", MATCH_PROFILE, take_page, compare_same, 2, true, true, 0, 2,
        {0, .5F, .5F}, {0, .9999F, 1e-8F}},
    [MATCH_LINK] = {"link", MATCH_LINK, take_page, compare_same, 5, true, true, 3, 4,
        {0, .02F, .48F, .2F, .2F, .1F}, {0, .05F, .95F, 1e-3F, 1e-6F, 1e-8F}},
    [MATCH_BIRTHDAY] = {"birthday", MATCH_BIRTHDAY, take_date, compare_date, 5, true, false, 4, 0,
        {0, .03F, .03F, .09F, .05F, .80F}, {0, .95F, .04F, .008F, .002F, 5e-5F}},
    [MATCH_PLACE] = {"place", MATCH_PLACE, take_place, compare_words, 4, true, false, 0, 0,
        {0, .30F, .05F, .10F, .55F}, {0, .96F, .01F, .01F, .02F}},
    [MATCH_ADDRESS] = {"address", MATCH_ADDRESS, take_wordy, compare_words, 4, true, false, 3, 4,
        {0, .20F, .10F, .15F, .55F}, {0, .979F, .02F, .001F, 1e-4F}},
    [MATCH_CODE] = {"code", MATCH_CODE, take_close, compare_code, 4, true, false, 3, 4,
        {0, .25F, .05F, .10F, .60F}, {0, .966F, .03F, .003F, .001F}},
    [MATCH_EMPLOYER] = {"employer", MATCH_EMPLOYER, take_employer, compare_words, 4, true, false, 3, 0,
        {0, .40F, .05F, .10F, .45F}, {0, .984F, .01F, .001F, .005F}},
    [MATCH_TITLE] = {"title", MATCH_TITLE, take_wordy, compare_words, 4, true, false, 0, 0,
        {0, .50F, .15F, .10F, .25F}, {0, .94F, .04F, .01F, .01F}},
    [MATCH_CATEGORY] = {"category", MATCH_CATEGORY, take_plain, compare_same, 2, true, false, 0, 0,
        {0, .15F, .85F}, {0, .7F, .3F}},
    [MATCH_NUMBER] = {"number", MATCH_NUMBER, take_close, compare_number, 3, true, true, 0, 2,
        {0, .10F, .10F, .80F}, {0, .9989F, .001F, 1e-4F}},
    [MATCH_TEXT] = {"text", MATCH_TEXT, take_wordy, compare_text, 4, true, false, 0, 0,
        {0, .50F, .25F, .15F, .10F}, {0, .96F, .0395F, 5e-4F, 1e-5F}},
    [MATCH_CONTACTS] = {"contacts", MATCH_CONTACTS, take_plain, compare_same, 4, false, false, 0, 3,
        {0, .20F, .25F, .35F, .20F}, {0, .95F, .03F, .015F, .005F}},
    [MATCH_SOURCE] = {"source", MATCH_SOURCE, take_plain, compare_same, 1, false, false, 0, 0, {0}, {0}},
};
const struct match_kind *const match__kinds = kinds;

const struct match_kind match__name_kinds[3] = {
    {"given name", MATCH_GIVEN, NULL, NULL, 5, true, false, 0, 0,
        {0, .06F, .04F, .06F, .10F, .74F}, {0, .92F, .04F, .01F, .015F, .01F}},
    {"surname", MATCH_SURNAME, NULL, NULL, 4, true, false, 0, 0,
        {0, .06F, .08F, .04F, .82F}, {0, .985F, .01F, .003F, .002F}},
    {"middle name", MATCH_NAME, NULL, NULL, 3, true, false, 0, 0,
        {0, .20F, .10F, .70F}, {0, .93F, .04F, .03F}}};
/* clang-format on */
