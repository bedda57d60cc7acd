/* people/match_spell.c: one spelling for names from several alphabets, and how alike two are. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/match_private.h"

#include "core/attr.h"
#include "core/buf.h"
#include "text/fold.h"
#include "text/utf8.h"

/* Letters that have no mark to take off, and other alphabets' letters as they are mostly written
 * in Latin ones (BGN/PCGN without its marks). Sorted. */
static const struct letter {
    uint32_t code;
    const char *latin;
} letters[] = {
    {0x00DF, "ss"  },
    {0x00E6, "ae"  },
    {0x00F0, "d"   },
    {0x00F8, "o"   },
    {0x00FE, "th"  },
    {0x0111, "d"   },
    {0x0131, "i"   },
    {0x0142, "l"   },
    {0x0153, "oe"  },
    {0x0259, "a"   },
    {0x02BC, ""    },
 /* Greek */
    {0x03B1, "a"   },
    {0x03B2, "v"   },
    {0x03B3, "g"   },
    {0x03B4, "d"   },
    {0x03B5, "e"   },
    {0x03B6, "z"   },
    {0x03B7, "i"   },
    {0x03B8, "th"  },
    {0x03B9, "i"   },
    {0x03BA, "k"   },
    {0x03BB, "l"   },
    {0x03BC, "m"   },
    {0x03BD, "n"   },
    {0x03BE, "x"   },
    {0x03BF, "o"   },
    {0x03C0, "p"   },
    {0x03C1, "r"   },
    {0x03C2, "s"   },
    {0x03C3, "s"   },
    {0x03C4, "t"   },
    {0x03C5, "y"   },
    {0x03C6, "f"   },
    {0x03C7, "ch"  },
    {0x03C8, "ps"  },
    {0x03C9, "o"   },
 /* Cyrillic */
    {0x0430, "a"   },
    {0x0431, "b"   },
    {0x0432, "v"   },
    {0x0433, "g"   },
    {0x0434, "d"   },
    {0x0435, "e"   },
    {0x0436, "zh"  },
    {0x0437, "z"   },
    {0x0438, "i"   },
    {0x0439, "y"   },
    {0x043A, "k"   },
    {0x043B, "l"   },
    {0x043C, "m"   },
    {0x043D, "n"   },
    {0x043E, "o"   },
    {0x043F, "p"   },
    {0x0440, "r"   },
    {0x0441, "s"   },
    {0x0442, "t"   },
    {0x0443, "u"   },
    {0x0444, "f"   },
    {0x0445, "kh"  },
    {0x0446, "ts"  },
    {0x0447, "ch"  },
    {0x0448, "sh"  },
    {0x0449, "shch"},
    {0x044A, ""    },
    {0x044B, "y"   },
    {0x044C, ""    },
    {0x044D, "e"   },
    {0x044E, "yu"  },
    {0x044F, "ya"  },
    {0x0452, "dj"  },
    {0x0454, "ye"  },
    {0x0455, "dz"  },
    {0x0456, "i"   },
    {0x0458, "j"   },
    {0x0459, "lj"  },
    {0x045A, "nj"  },
    {0x045B, "c"   },
    {0x045F, "dz"  },
    {0x0491, "g"   },
    {0x2018, ""    },
    {0x2019, ""    },
};

/* Hangul by Revised Romanization, syllable by syllable (Unicode, 3.12). */
static const char *const lead[] = {"g",  "kk", "n", "d",  "tt", "r", "m", "b", "pp", "s",
                                   "ss", "",   "j", "jj", "ch", "k", "t", "p", "h"};
static const char *const vowel[] = {"a",  "ae", "ya", "yae", "eo", "e",  "yeo",
                                    "ye", "o",  "wa", "wae", "oe", "yo", "u",
                                    "wo", "we", "wi", "yu",  "eu", "ui", "i"};
static const char *const tail[] = {"",  "k",  "k", "k", "n", "n", "n", "t", "l", "k",
                                   "m", "l",  "l", "l", "p", "l", "m", "p", "p", "t",
                                   "t", "ng", "t", "t", "k", "t", "p", "t"};

/* Kana by Hepburn, in the order of U+3041; the small ones as the great. */
static const char *const kana[] = {
    "a",  "a",  "i",  "i",  "u",   "u",  "e",  "e",   "o",   "o",  "ka", "ga", "ki", "gi",
    "ku", "gu", "ke", "ge", "ko",  "go", "sa", "za",  "shi", "ji", "su", "zu", "se", "ze",
    "so", "zo", "ta", "da", "chi", "ji", "",   "tsu", "zu",  "te", "de", "to", "do", "na",
    "ni", "nu", "ne", "no", "ha",  "ba", "pa", "hi",  "bi",  "pi", "fu", "bu", "pu", "he",
    "be", "pe", "ho", "bo", "po",  "ma", "mi", "mu",  "me",  "mo", "ya", "ya", "yu", "yu",
    "yo", "yo", "ra", "ri", "ru",  "re", "ro", "wa",  "wa",  "i",  "e",  "o",  "n"};

static const char *latin_of(uint32_t c)
{
    size_t lo = 0, hi = COUNT_OF(letters);
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (letters[mid].code < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < COUNT_OF(letters) && letters[lo].code == c ? letters[lo].latin : NULL;
}

static void put_letter(struct buf *b, uint32_t c)
{
    const char *plain = c < 0x80 ? NULL : latin_of(c);
    if (plain) {
        buf_lit(b, plain);
    } else if (c >= 0xAC00 && c <= 0xD7A3) {
        uint32_t s = c - 0xAC00;
        buf_lit(b, lead[s / 588]);
        buf_lit(b, vowel[s % 588 / 28]);
        buf_lit(b, tail[s % 28]);
    } else if ((c >= 0x3041 && c <= 0x3093) || (c >= 0x30A1 && c <= 0x30F3)) {
        buf_lit(b, kana[(c >= 0x30A1 ? c - 0x30A1 : c - 0x3041)]);
    } else {
        utf8_put(b, c);
    }
}

struct str match__spell(struct str s, struct arena *a)
{
    struct str folded = fold_search(s, a);
    size_t plain = 0;
    while (plain < folded.n && (unsigned char)folded.p[plain] < 0x80)
        plain++;
    if (plain == folded.n)
        return folded;
    /* Hangul was taken apart into jamo, and kana lost its voice marks: both from the whole */
    struct str whole = fold_case(s, a), rest = whole;
    bool east = false;
    while (rest.n && !east) {
        uint32_t c = utf8_next(&rest);
        east = (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x3041 && c <= 0x30F3);
    }
    struct buf b;
    buf_init(&b, MATCH_VALUE_BYTES * 8);
    rest = east ? whole : folded;
    while (rest.n)
        put_letter(&b, utf8_next(&rest));
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

/* Letters that sound alike, and groups before single ones. */
static const struct {
    const char *group, *as;
} sounds[] = {
    {"shch", "s"},
    {"tsch", "c"},
    {"sch",  "s"},
    {"cz",   "c"},
    {"sz",   "s"},
    {"ch",   "c"},
    {"sh",   "s"},
    {"zh",   "z"},
    {"ph",   "f"},
    {"th",   "t"},
    {"kh",   "h"},
    {"gh",   "g"},
    {"ck",   "k"},
    {"qu",   "k"},
    {"dj",   "d"},
    {"tz",   "c"},
    {"ts",   "c"},
    {"ks",   "x"},
    {"ou",   "u"},
    {"wr",   "r"},
    {"kn",   "n"},
};

/* The sound that word begins with, and how many letters make it. */
static char first_sound(struct str word, size_t *step)
{
    char c = word.p[0];
    *step = 1;
    for (size_t k = 0; k < COUNT_OF(sounds); k++)
        if (str_starts(word, str_from(sounds[k].group))) {
            c = sounds[k].as[0];
            *step = str_from(sounds[k].group).n;
            break;
        }
    switch (c) {
    case 'y':
    case 'j':
        return 'i';
    case 'w':
        return 'v';
    case 'z':
        return 's';
    case 'c':
    case 'q':
        return 'k';
    default:
        return c;
    }
}

uint64_t match__sound(struct str word)
{
    uint64_t h = 1469598103934665603u;
    char last = 0;
    for (size_t i = 0; i < word.n;) {
        size_t step;
        char c = first_sound(str_after(word, i), &step);
        i += step;
        bool is_vowel = c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'h';
        if (c == last || (is_vowel && last != 0))
            continue;
        last = is_vowel ? '*' : c; /* a first vowel is any vowel */
        h = (h ^ (unsigned char)last) * 1099511628211u;
    }
    return h;
}

bool match__one_edit(struct str a, struct str b)
{
    if (a.n > b.n) {
        struct str t = a;
        a = b;
        b = t;
    }
    if (b.n - a.n > 1)
        return false;
    size_t i = 0;
    while (i < a.n && a.p[i] == b.p[i])
        i++;
    if (a.n < b.n)
        return str_eq(str_after(a, i), str_after(b, i + 1));
    if (i == a.n || str_eq(str_after(a, i + 1), str_after(b, i + 1)))
        return true;
    return i + 1 < a.n && a.p[i] == b.p[i + 1] && a.p[i + 1] == b.p[i] &&
           str_eq(str_after(a, i + 2), str_after(b, i + 2));
}

/* Winkler (String Comparator Metrics, 1990), on bytes. */
static double jaro_winkler(struct str a, struct str b)
{
    enum {
        MOST = 64
    };
    bool used[MOST] = {false};
    char from_a[MOST] = {0};
    if (a.n > MOST || b.n > MOST || a.n == 0 || b.n == 0)
        return 0;
    size_t longer = a.n > b.n ? a.n : b.n, reach = longer / 2 > 0 ? longer / 2 - 1 : 0;
    size_t same = 0, prefix = 0, out_of_order = 0;
    for (size_t i = 0; i < a.n; i++) {
        size_t lo = i > reach ? i - reach : 0, hi = i + reach + 1 < b.n ? i + reach + 1 : b.n;
        for (size_t k = lo; k < hi; k++)
            if (!used[k] && a.p[i] == b.p[k]) {
                used[k] = true;
                from_a[same++] = a.p[i];
                break;
            }
    }
    if (same == 0)
        return 0;
    for (size_t k = 0, i = 0; k < b.n; k++)
        if (used[k])
            out_of_order += from_a[i++] != b.p[k];
    size_t halves = out_of_order / 2;
    double c = (double)same;
    double jaro = (c / (double)a.n + c / (double)b.n + (c - (double)halves) / c) / 3;
    while (prefix < 4 && prefix < a.n && prefix < b.n && a.p[prefix] == b.p[prefix])
        prefix++;
    return jaro + (double)prefix * 0.1 * (1 - jaro);
}

uint32_t match__letters(struct str s)
{
    uint32_t set = 0;
    for (size_t i = 0; i < s.n; i++)
        set |= 1u << ((unsigned char)s.p[i] & 31);
    return set;
}

bool match__close(struct str a, struct str b)
{
    enum {
        APART = 4
    }; /* letters that only one has: with more, no measure is near 0.9 */
    size_t longer = a.n > b.n ? a.n : b.n, shorter = a.n > b.n ? b.n : a.n;
    if (shorter < 3 || shorter * 3 < longer * 2 ||
        __builtin_popcount(match__letters(a) ^ match__letters(b)) > APART)
        return false;
    return match__one_edit(a, b) || jaro_winkler(a, b) >= 0.9;
}
