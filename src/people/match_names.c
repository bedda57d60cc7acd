/* people/match_names.c: names taken apart and compared, whatever their order. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/match_private.h"

#include "core/attr.h"
#include "core/mem.h"
#include "text/utf8.h"

#include <math.h>
#include <stdlib.h>

/* Words that are not the name: titles, degrees, what says whose son somebody is. */
static const char *const dropped[] = {
    "dr",   "prof", "professor", "mr",  "mrs", "ms",   "miss", "mx",  "sir",  "dame", "lady",
    "lord", "herr", "frau",      "mag", "ing", "dipl", "phd",  "md",  "mba",  "msc",  "bsc",
    "ma",   "ba",   "jr",        "sr",  "ii",  "iii",  "iv",   "esq", "cpa",  "rev",  "fr",
    "hon",  "pmp",  "mph",       "llm", "jd",  "ing",  "dds",  "cfa", "dott", "dra",  "univ"};
/* Small words in front of a surname, which come and go. */
static const char *const particles[] = {
    "van", "von", "de", "der", "den", "del", "della", "di",  "da", "do",
    "dos", "das", "la", "le",  "el",  "al",  "bin",   "ibn", "of", "the",
    "zu",  "zur", "y",  "ter", "ten", "af",  "av",    "du",  "st"};

static bool is_in(struct str word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_is(word, list[i]))
            return true;
    return false;
}

uint32_t match__token(struct match *m, struct str word)
{
    bool made;
    int64_t at = *map_put(m->by_token, word, (int64_t)m->tokens, &made);
    if (made) {
        m->token = mem_grow(m->token, &m->token_cap, m->tokens + 1, sizeof *m->token);
        struct match_token *t = &m->token[m->tokens++];
        *t = (struct match_token){.text = arena_str(m->a, word), .sound = match__sound(word)};
        t->families = (uint16_t)nickname_families(word, t->family);
    }
    return (uint32_t)at;
}

enum {
    WORDS_MOST = 12
};

struct words {
    struct str word[WORDS_MOST];
    size_t n;
    struct str nick; /* John "Jack" Smith */
    bool last_first; /* "Smith, John" */
};

static bool in_word(unsigned char c)
{
    return ascii_is_alnum(c) || c >= 0x80 || c == '\'' || c == '.';
}

/* Emoji and their kin are no part of a name. */
static bool is_name_letter(struct str word)
{
    struct str rest = word;
    while (rest.n) {
        uint32_t c = utf8_next(&rest);
        if (c < 0x2000 ? ascii_is_alpha(c) || c >= 0xC0 : c >= 0x2E80 && c < 0xD7FF)
            return true;
    }
    return false;
}

/* Behind what a bracket or quote at s[at] encloses; one word in quotes is a nick. */
static size_t skip_aside(struct str s, size_t at, struct words *out)
{
    char c = s.p[at], close = c == '(' ? ')' : c == '[' ? ']' : '"';
    ptrdiff_t end = str_chr(str_after(s, at + 1), close);
    if (c == '"' && end > 1)
        out->nick = str_sub(s, at + 1, at + 1 + (size_t)end);
    return end < 0 ? s.n : at + (size_t)end + 2;
}

/* The word that begins at s[at], without apostrophes; where it ends. "J.R." are two. */
static size_t take_word(struct match *m, struct str s, size_t at, struct words *out)
{
    char *p = arena_alloc(m->a, s.n - at + 1);
    size_t n = 0;
    for (; at < s.n && in_word((unsigned char)s.p[at]); at++) {
        if (s.p[at] == '.') {
            at++;
            break;
        }
        if (s.p[at] != '\'')
            p[n++] = s.p[at];
    }
    struct str word = str_of(p, n);
    if (n && is_name_letter(word) && !is_in(word, dropped, COUNT_OF(dropped)))
        out->word[out->n++] = word;
    return at;
}

/* The words of a spelled name without titles, brackets and what stands behind a bar. */
static void split(struct match *m, struct str s, struct words *out)
{
    *out = (struct words){.nick = STR_NONE};
    for (size_t i = 0; i < s.n && out->n < WORDS_MOST;) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '|' || c == '/')
            break;
        if (c == ',' && out->n == 1)
            out->last_first = true;
        if (c == '(' || c == '[' || c == '"')
            i = skip_aside(s, i, out);
        else if (in_word(c))
            i = take_word(m, s, i, out);
        else
            i++;
    }
    if (out->n < 2)
        out->last_first = false;
}

static void push(uint32_t *list, uint8_t *n, uint32_t token)
{
    for (uint8_t i = 0; i < *n; i++)
        if (list[i] == token)
            return;
    if (*n < NAME_WORDS)
        list[(*n)++] = token;
}

/* Chinese, Japanese and Korean names in their own script have the family first. */
static bool is_eastern(struct str raw)
{
    while (raw.n) {
        uint32_t c = utf8_next(&raw);
        if ((c >= 0x3041 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3))
            return true;
    }
    return false;
}

/* A whole name: the first word is given, the last the surname, the others stand between. */
static void put_whole(struct match *m, struct str raw, struct match_name *out)
{
    struct words w;
    split(m, match__spell(raw, m->a), &w);
    bool east = is_eastern(raw);
    if (east && w.n == 1 && utf8_count(raw) <= 4) { /* 王小明, 김민수: one sign of family */
        struct str rest = raw;
        utf8_next(&rest);
        struct str family = str_sub(raw, 0, raw.n - rest.n);
        push(out->surname, &out->surnames, match__token(m, match__spell(family, m->a)));
        if (rest.n)
            push(out->given, &out->givens, match__token(m, match__spell(rest, m->a)));
        return;
    }
    size_t kept = 0;
    for (size_t i = 0; i < w.n; i++) /* particles go, unless nothing else stays */
        if (w.n - i + kept <= 2 || !is_in(w.word[i], particles, COUNT_OF(particles)))
            w.word[kept++] = w.word[i];
    size_t last = kept ? kept - 1 : 0;
    bool family_first = w.last_first || east;
    for (size_t i = 0; i < kept; i++) {
        uint32_t t = match__token(m, w.word[i]);
        if (kept == 1 || i == (family_first ? 1 : 0))
            push(out->given, &out->givens, t);
        else if (i == (family_first ? 0 : last))
            push(out->surname, &out->surnames, t);
        else
            push(out->middle, &out->middles, t);
    }
    if (w.nick.n && out->givens && str_chr(w.nick, ' ') < 0)
        push(out->given, &out->givens, match__token(m, w.nick));
}

static void put_parts(struct match *m, struct str raw, uint32_t *list, uint8_t *n)
{
    struct words w;
    split(m, match__spell(raw, m->a), &w);
    for (size_t i = 0; i < w.n; i++)
        if (w.n == 1 || !is_in(w.word[i], particles, COUNT_OF(particles)))
            push(list, n, match__token(m, w.word[i]));
}

static bool has_token(const uint32_t *list, uint8_t n, uint32_t token)
{
    for (uint8_t i = 0; i < n; i++)
        if (list[i] == token)
            return true;
    return false;
}

static void put_name(struct match *m, uint32_t entry, const struct match_name *name,
                     struct str raw)
{
    struct match_question *q = &m->question[m->name_question];
    if (name->givens + name->surnames + name->middles == 0)
        return;
    m->name = mem_grow(m->name, &m->name_cap, m->names + 1, sizeof *m->name);
    m->name[m->names++] = *name;
    q->trait = mem_grow(q->trait, &q->trait_cap, q->traits + 1, sizeof *q->trait);
    q->trait[q->traits] = (struct match_trait){.raw = raw, .first = (uint32_t)(m->names - 1)};
    m->held = mem_grow(m->held, &m->held_cap, m->helds + 1, sizeof *m->held);
    m->held[m->helds++] =
        (struct match_held){entry, (uint16_t)m->name_question, 0, (uint32_t)q->traits++};
    for (uint8_t i = 0; i < name->givens; i++)
        m->token[name->given[i]].given++;
    for (uint8_t i = 0; i < name->surnames; i++)
        m->token[name->surname[i]].surname++;
}

/* One word that is part of nobody's name is a nick: "nightowl". It counts as a handle. */
static bool is_nick(const struct match *m, const struct match_name *name)
{
    uint32_t word = name->givens ? name->given[0] : name->surname[0];
    return m->token[word].given + m->token[word].surname == 0 && m->token[word].families == 0 &&
           m->token[word].text.n > 3;
}

static void put_nick(struct match *m, uint32_t entry, struct str nick)
{
    for (size_t q = 0; q < m->questions; q++)
        if (m->question[q].kind->role == MATCH_HANDLE)
            match__hold(m, entry, q, nick);
}

/* The whole names of raw[i] on, to `end`, each a name; those of one word in a turn of their own. */
static void put_wholes(struct match *m, size_t i, size_t end, bool single)
{
    for (; i < end; i++) {
        const struct raw_name raw = m->raw[i];
        struct match_name whole = {0};
        if (raw.role != MATCH_NAME)
            continue;
        put_whole(m, raw.text, &whole);
        bool one = whole.givens + whole.surnames + whole.middles == 1;
        if (one != single)
            continue;
        if (one && is_nick(m, &whole))
            put_nick(m, raw.entry, raw.text);
        else
            put_name(m, raw.entry, &whole, raw.text);
    }
}

/* The words of a whole name that are neither given nor surname stand between. */
static void put_between(struct match *m, struct str whole, struct match_name *parts)
{
    struct match_name words = {0};
    put_parts(m, whole, words.middle, &words.middles);
    for (uint8_t w = 0; w < words.middles; w++)
        if (!has_token(parts->given, parts->givens, words.middle[w]) &&
            !has_token(parts->surname, parts->surnames, words.middle[w]))
            push(parts->middle, &parts->middles, words.middle[w]);
}

/* Parts that were given apart say which word is which; a whole name beside them adds the words
 * between. Without them each whole name is one. */
static void put_names(struct match *m, bool single)
{
    for (size_t i = 0, end; i < m->raws; i = end) {
        struct match_name parts = {0};
        for (end = i; end < m->raws && m->raw[end].entry == m->raw[i].entry; end++) {
            if (m->raw[end].role == MATCH_GIVEN)
                put_parts(m, m->raw[end].text, parts.given, &parts.givens);
            else if (m->raw[end].role == MATCH_SURNAME)
                put_parts(m, m->raw[end].text, parts.surname, &parts.surnames);
        }
        if (parts.givens + parts.surnames == 0) {
            put_wholes(m, i, end, single);
            continue;
        }
        for (size_t k = i; k < end && !single; k++)
            if (m->raw[k].role == MATCH_NAME)
                put_between(m, m->raw[k].text, &parts);
        if (!single)
            put_name(m, m->raw[i].entry, &parts, m->raw[i].text);
    }
}

/* Words alone come last: by then it is known which words are names. */
void match__put_names(struct match *m)
{
    put_names(m, false);
    put_names(m, true);
}

/* Takes the first occurrence of `part` out of what is left; marks are '.'. */
static bool take_out(char *left, size_t n, struct str part)
{
    ptrdiff_t at = str_find(str_of(left, n), part);
    for (size_t i = 0; at >= 0 && i < part.n; i++)
        left[(size_t)at + i] = '.';
    return at >= 0;
}

enum {
    HANDLE_MOST = 40,
    OWN_MOST = 2 /* so many letters beside a name's are nothing of one's own */
};

/* A handle while the words of a name are taken out of it. */
struct rest {
    char left[HANDLE_MOST], own[HANDLE_MOST];
    size_t n, owns, taken;
};

static void count_rest(struct rest *r)
{
    r->owns = r->taken = 0;
    for (size_t i = 0; i < r->n; i++) {
        r->taken += r->left[i] == '.';
        if (r->left[i] != '.' && !ascii_is_digit((unsigned char)r->left[i]))
            r->own[r->owns++] = r->left[i];
    }
}

/* Whole words first; then beginnings of the others, of three letters at least; then initials. */
static void take_words_out(struct rest *r, const struct match *m, const uint32_t *word,
                           size_t n, size_t pass)
{
    enum {
        WHOLE,
        BEGINNING,
        LEAST = 3
    };
    for (size_t i = 0; i < n; i++) {
        struct str w = m->token[word[i]].text;
        if (pass == WHOLE)
            take_out(r->left, r->n, w);
        else if (pass == BEGINNING)
            while (w.n-- > LEAST && !take_out(r->left, r->n, w))
                ;
        else
            take_out(r->left, r->n, str_sub(w, 0, 1));
    }
}

static bool is_made_of(const struct match *m, struct str handle, const struct match_name *v)
{
    enum {
        PASSES = 3
    };
    uint32_t word[3 * NAME_WORDS];
    struct rest r = {.n = 0};
    size_t n = 0;
    for (uint8_t i = 0; i < v->surnames; i++)
        word[n++] = v->surname[i];
    for (uint8_t i = 0; i < v->givens; i++)
        word[n++] = v->given[i];
    for (uint8_t i = 0; i < v->middles; i++)
        word[n++] = v->middle[i];
    for (; r.n < handle.n && r.n < HANDLE_MOST; r.n++)
        r.left[r.n] = handle.p[r.n];
    for (size_t pass = 0; pass < PASSES; pass++) {
        take_words_out(&r, m, word, n, pass);
        count_rest(&r);
        /* a given name that this entry shortens: "D. Sharma", deepikasharma */
        const int64_t *given = r.taken ? map_find(m->by_token, str_of(r.own, r.owns)) : NULL;
        if (given && m->token[*given].given + m->token[*given].families > 0)
            return true;
    }
    return r.owns <= OWN_MOST || (r.owns == 3 && str_starts(handle, STR("the")) && r.taken > 3);
}

bool match__is_of_name(const struct match *m, struct str handle, uint32_t entry)
{
    size_t n;
    if (m->name_question < 0)
        return false;
    const struct match_question *q = &m->question[m->name_question];
    const struct match_held *h = match__held(m, entry, (size_t)m->name_question, &n);
    for (size_t i = 0; i < n; i++)
        if (is_made_of(m, handle, &m->name[q->trait[h[i].trait].first]))
            return true;
    return false;
}

/* "wo1fgang" for Wolfgang, "ravenkett1e" where somebody else is ravenkettle: a handle that is of a
 * name, or another's, only where digits are read as the letters that they look like; or one with
 * "real" or "official" hung on. Nobody writes their own so. */
bool match__is_disguised(const struct match *m, const struct match_question *handles,
                         struct str handle, uint32_t entry)
{
    static const struct str boasts[] = {STR_INIT("official"), STR_INIT("officia"),
                                        STR_INIT("offi"), STR_INIT("real")};
    char plain[HANDLE_MOST];
    bool changed = false;
    for (size_t i = 0; i < COUNT_OF(boasts); i++)
        if (str_ends(handle, boasts[i]) && handle.n > boasts[i].n + 3)
            return true;
    if (handle.n > HANDLE_MOST)
        return false;
    for (size_t i = 0; i < handle.n; i++) {
        bool within = i > 0 && i + 1 < handle.n &&
                      ascii_is_alpha((unsigned char)handle.p[i + 1]) &&
                      ascii_is_alpha((unsigned char)handle.p[i - 1]);
        char c = handle.p[i];
        plain[i] = within && c == '1' ? 'l' : within && c == '0' ? 'o' : c;
        changed |= plain[i] != c;
    }
    struct str read = str_of(plain, handle.n);
    return changed && !match__is_of_name(m, handle, entry) &&
           (match__is_of_name(m, read, entry) || map_find(handles->by_text, read));
}

/* A name out of a handle, for an entry that says but one word of it: "Margarete", fischermargaret.
 * What stands at either end must be a surname of some other entry. */
static bool name_from(struct match *m, struct str handle, struct match_name *name)
{
    enum {
        LEAST = 4
    };
    for (size_t cut = 1; cut + LEAST <= handle.n + 1 && handle.n >= LEAST; cut++) {
        const struct str end[2][2] = {
            {str_after(handle, cut - 1), str_sub(handle,      0,                cut - 1)           },
            {str_sub(handle,   0,        handle.n - cut + 1), str_after(handle, handle.n - cut + 1)}
        };
        for (size_t i = 0; i < 2; i++) {
            struct str rest = end[i][1];
            const int64_t *family = map_find(m->by_token, end[i][0]);
            const int64_t *given = rest.n ? map_find(m->by_token, rest) : NULL;
            if (!family || m->token[*family].surname < 2)
                continue;
            bool fits = rest.n == 1 || (given && m->token[*given].given > 1);
            for (uint8_t g = 0; g < name->givens && !fits; g++)
                fits = rest.n == 0 ||
                       str_starts(m->token[name->given[g]].text, str_sub(rest, 0, 4));
            if (!fits)
                continue;
            push(name->surname, &name->surnames, (uint32_t)*family);
            if (name->givens == 0)
                push(name->given, &name->givens, match__token(m, rest));
            return true;
        }
    }
    return false;
}

static struct str only_letters(struct str s, struct arena *a)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_digit((unsigned char)s.p[i]))
            p[n++] = s.p[i];
    return str_of(p, n);
}

void match__names_from_handles(struct match *m)
{
    size_t helds = m->helds;
    struct match_name *only =
        mem_calloc(m->n, sizeof *only); /* by entry, what is said so far */
    bool *whole = mem_calloc(m->n, sizeof *whole);
    for (size_t i = 0; i < helds; i++) {
        const struct match_held *h = &m->held[i];
        if (h->question != m->name_question)
            continue;
        const struct match_name *v = &m->name[m->question[h->question].trait[h->trait].first];
        whole[h->entry] |= v->surnames > 0;
        only[h->entry] = *v;
    }
    for (size_t i = 0; i < helds; i++) {
        const struct match_held h = m->held[i];
        const struct match_question *q = &m->question[h.question];
        if (q->kind->role != MATCH_HANDLE || whole[h.entry])
            continue;
        struct str raw = q->trait[h.trait].raw;
        struct match_name *v = &only[h.entry];
        if (name_from(m, only_letters(q->trait[h.trait].text, m->a), v)) {
            put_name(m, h.entry, v, raw);
            whole[h.entry] = true;
        }
    }
    mem_free(only);
    mem_free(whole);
}

/* Comparing ---------------------------------------------------------------------------------- */

enum likeness {
    NOT_SAID, /* nothing to compare, or another script */
    UNLIKE,
    INITIAL, /* one is but the first letter of the other */
    NEAR,    /* a typing error away, or said alike */
    FAMILY,  /* another form of the name: Liz, Elizabeth */
    EQUAL
};

/* "Vero" of Veronique, "Bine" of Sabine. */
static bool is_short_form(struct str shorter, struct str longer)
{
    return (shorter.n >= 3 && str_starts(longer, shorter)) ||
           (shorter.n >= 4 && str_ends(longer, shorter));
}

static enum likeness alike(const struct match *m, uint32_t a, uint32_t b)
{
    const struct match_token *x = &m->token[a], *y = &m->token[b];
    if (a == b)
        return EQUAL;
    if (((unsigned char)x->text.p[0] >= 0x80) != ((unsigned char)y->text.p[0] >= 0x80))
        return NOT_SAID; /* signs that nobody here can read as letters */
    for (uint16_t i = 0; i < x->families; i++)
        for (uint16_t k = 0; k < y->families; k++)
            if (x->family[i] == y->family[k])
                return FAMILY;
    if ((x->text.n == 1 || y->text.n == 1) && x->text.p[0] == y->text.p[0])
        return INITIAL;
    if ((x->sound == y->sound && x->text.n > 2 && y->text.n > 2 &&
         x->text.p[0] == y->text.p[0]) ||
        match__close(x->text, y->text) || is_short_form(x->text, y->text) ||
        is_short_form(y->text, x->text))
        return NEAR;
    return UNLIKE;
}

struct best {
    enum likeness how;
    uint32_t token;
};

static struct best best_of(const struct match *m, const uint32_t *a, uint8_t na,
                           const uint32_t *b, uint8_t nb)
{
    struct best best = {NOT_SAID, 0};
    for (uint8_t i = 0; i < na; i++)
        for (uint8_t k = 0; k < nb; k++) {
            enum likeness how = alike(m, a[i], b[k]);
            if (how > best.how)
                best = (struct best){how, a[i]};
            if (how == EQUAL)
                return best;
        }
    return best;
}

struct name_match {
    uint8_t given, surname, middle; /* levels, 0 nothing to compare */
    uint32_t given_token, surname_token, middle_token;
    bool clash; /* two whole names, with given names that nobody has both of */
};

static const uint8_t given_level[] = {0, 1, 2, 3, 4, 5}, surname_level[] = {0, 1, 2, 2, 2, 4},
                     middle_level[] = {0, 1, 2, 2, 2, 3};

static uint32_t total(const struct name_match *v)
{
    return (v->surname > 1 ? v->surname * 3U : 0) + (v->given > 1 ? v->given * 2U : 0) +
           v->middle;
}

/* A second surname that the other gives alone. */
static void second_surname(const struct match *m, const struct match_name *a,
                           const struct match_name *b, struct name_match *v)
{
    struct best x = best_of(m, a->surname, a->surnames, b->middle, b->middles);
    struct best y = best_of(m, a->middle, a->middles, b->surname, b->surnames);
    if (x.how != EQUAL && y.how != EQUAL)
        return;
    v->surname = 3;
    v->surname_token = x.how == EQUAL ? x.token : y.token;
}

static struct name_match straight(const struct match *m, const struct match_name *a,
                                  const struct match_name *b)
{
    struct name_match v = {0};
    if (a->givens && b->givens) {
        struct best g = best_of(m, a->given, a->givens, b->given, b->givens);
        v.given = given_level[g.how];
        v.given_token = g.token;
    }
    if (a->surnames && b->surnames) {
        struct best s = best_of(m, a->surname, a->surnames, b->surname, b->surnames);
        v.surname = surname_level[s.how];
        v.surname_token = s.token;
        if (s.how == EQUAL && a->surnames != b->surnames)
            v.surname = 3; /* one of two surnames */
        if (s.how == UNLIKE)
            second_surname(m, a, b, &v);
    }
    if (a->middles && b->middles) {
        struct best x = best_of(m, a->middle, a->middles, b->middle, b->middles);
        v.middle = middle_level[x.how];
        v.middle_token = x.token;
    } else if (v.given == 1) { /* somebody who goes by the second given name */
        struct best x = best_of(m, a->given, a->givens, b->middle, b->middles);
        struct best y = best_of(m, a->middle, a->middles, b->given, b->givens);
        if (x.how >= FAMILY || y.how >= FAMILY) {
            v.given = 3;
            v.given_token = x.how >= FAMILY ? x.token : y.token;
        }
    }
    return v;
}

static struct match_name turned(const struct match_name *v)
{
    struct match_name t = *v;
    for (size_t i = 0; i < NAME_WORDS; i++) {
        t.given[i] = v->surname[i];
        t.surname[i] = v->given[i];
    }
    t.givens = v->surnames;
    t.surnames = v->givens;
    return t;
}

/* "Ann" beside "Ann Kovač": one word may be either. */
static struct name_match compare(const struct match *m, const struct match_name *a,
                                 const struct match_name *b)
{
    struct name_match v = straight(m, a, b);
    if (v.surname == 4 && v.given >= 3)
        return v;
    struct match_name t = turned(a);
    struct name_match w = straight(m, &t, b);
    bool strong = w.surname >= 4 || (w.given == 5 && a->givens + a->surnames == 1);
    if (strong && total(&w) > total(&v))
        return w;
    v.clash = v.given == 1 && a->surnames && b->surnames;
    return v;
}

void match__compare_names(const struct match *m, uint32_t a, uint32_t b,
                          struct match_answers *out, size_t question)
{
    size_t na, nb;
    const struct match_held *x = match__held(m, a, question, &na);
    const struct match_held *y = match__held(m, b, question, &nb);
    struct name_match best = {0};
    const struct match_question *q = &m->question[question];
    for (size_t i = 0; i < na; i++)
        for (size_t k = 0; k < nb; k++) {
            struct name_match v = compare(m, &m->name[q->trait[x[i].trait].first],
                                          &m->name[q->trait[y[k].trait].first]);
            if ((i == 0 && k == 0) || total(&v) > total(&best))
                best = v;
        }
    out->clash |= best.clash ? CLASH_NAME : 0;
    const uint8_t level[3] = {best.given, best.surname, best.middle};
    const uint32_t token[3] = {best.given_token, best.surname_token, best.middle_token};
    for (size_t i = 0; i < 3; i++) {
        out->level[question + i] = level[i];
        out->rare[question + i] = 0;
        if (level[i] < q[i].kind->levels)
            continue;
        const struct match_token *t = &m->token[token[i]];
        uint32_t count = i == 1 ? t->surname : t->given;
        double u = ((double)(count > 2 ? count - 2 : 0) + 200.0 * q[i].kind->u[level[i]]) /
                   ((double)q[i].n + 200.0);
        out->rare[question + i] = (float)-log2(u);
    }
}
