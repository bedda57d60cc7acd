/* tools/addressbook/names.h: given names and families by culture, and how they are picked. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ADDRESSBOOK_NAMES_H
#define ADDRESSBOOK_NAMES_H

#include "core/arena.h"
#include "sample/sample.h"

/* The tables hold the most frequent names first. A given name is "f Елена/Elena/Yelena=Лена|Lena":
 * its sex, the name as it is written at home and in two systems of Latin letters, nicknames. A
 * family is "Новак/Novak/Nowak+Novakova…": behind the plus as women have it. One spelling is the
 * rule: it then stands for all three. */
extern const char *const given_anglo[], *const family_anglo[];
extern const char *const given_german[], *const family_german[];
extern const char *const given_french[], *const family_french[];
extern const char *const given_nordic[], *const family_nordic[];
extern const char *const given_spanish[], *const family_spanish[];
extern const char *const given_italian[], *const family_italian[];
extern const char *const given_greek[], *const family_greek[];
extern const char *const given_turkish[], *const family_turkish[];
extern const char *const given_arabic[], *const family_arabic[];
extern const char *const given_indian[], *const family_indian[];
extern const char *const given_vietnamese[], *const family_vietnamese[];
extern const char *const given_polish[], *const family_polish[];
extern const char *const given_croatian[], *const family_croatian[];
extern const char *const given_czech[], *const family_czech[];
extern const char *const given_cyrillic[], *const family_cyrillic[];
extern const char *const given_chinese[], *const family_chinese[];
extern const char *const given_japanese[], *const family_japanese[];
extern const char *const given_korean[], *const family_korean[];

enum culture_id {
    CULTURE_ANGLO,
    CULTURE_GERMAN,
    CULTURE_FRENCH,
    CULTURE_NORDIC,
    CULTURE_SPANISH,
    CULTURE_ITALIAN,
    CULTURE_GREEK,
    CULTURE_TURKISH,
    CULTURE_ARABIC,
    CULTURE_INDIAN,
    CULTURE_VIETNAMESE,
    CULTURE_POLISH,
    CULTURE_CROATIAN,
    CULTURE_CZECH,
    CULTURE_CYRILLIC,
    CULTURE_CHINESE,
    CULTURE_JAPANESE,
    CULTURE_KOREAN,
    CULTURE_COUNT
};

enum {
    CULTURE_SCRIPT = 1,       /* names are written in other than Latin letters at home */
    CULTURE_SPELLINGS = 2,    /* several spellings in Latin letters are in use */
    CULTURE_FAMILY_FIRST = 4, /* Nguyễn Lan */
    CULTURE_NO_SPACE = 8,     /* 王伟 */
    CULTURE_TWO = 16,         /* two families, of father and mother */
    CULTURE_SPELLED = 32,     /* ü may become ue */
    CULTURE_MIDDLE = 64       /* second given names are usual */
};

struct culture {
    enum culture_id id;
    size_t share; /* of a thousand people */
    const char *const *given, *const *family;
    unsigned traits;
};
extern const struct culture cultures[CULTURE_COUNT];

/* One name: as at home, and in two systems of Latin letters. */
enum {
    SPELLINGS = 3,
    NICKS = 4
};
struct form {
    const char *as[SPELLINGS];
};
struct given {
    struct form full;
    const char *nick[NICKS];
    size_t nicks;
    bool female;
};
struct family {
    struct form male, female;
};

const struct culture *culture_pick(struct rng *r);
/* Frequent ones more often (after Zipf). All of `a`. */
struct given given_pick(const struct culture *c, struct rng *r, struct arena *a);
struct family family_pick(const struct culture *c, struct rng *r, struct arena *a);

/* One of n rows in the order of frequency. */
size_t pick_skewed(struct rng *r, size_t n, size_t flat);
/* One of a list that ends with NULL. */
const char *pick(const char *const *list, struct rng *r);

/* spell.c: Latin letters without accents; ü as ue too; small letters; a-z and 0-9 only. */
const char *spell_plain(const char *s, struct arena *a);
const char *spell_out(const char *s, struct arena *a);
const char *spell_small(const char *s, struct arena *a);
const char *spell_handle(const char *s, struct arena *a);
/* The first character with what belongs to it. */
const char *spell_initial(const char *s, struct arena *a);
/* Formatted, of `a`. */
const char *say(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
