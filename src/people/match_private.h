/* people/match_private.h: what the files of the matcher share; private to match*.c. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PEOPLE_MATCH_PRIVATE_H
#define PEOPLE_MATCH_PRIVATE_H

#include "core/map.h"
#include "people/match.h"
#include "people/nicknames.h"

/* A word of a name, each once. */
struct match_token {
    struct str text;
    uint64_t sound; /* of how it is said, much alike for one name in several spellings */
    uint32_t given, surname; /* how many entries have it as which part */
    uint16_t family[NICKNAME_FAMILIES_MOST];
    uint16_t families;
};

enum {
    NAME_WORDS = 4 /* of each part; others are left out */
};
struct match_name {
    uint32_t given[NAME_WORDS], surname[NAME_WORDS], middle[NAME_WORDS];
    uint8_t givens, surnames, middles;
};

struct match_date {
    int year, month, day; /* 0: not said */
};

/* A value of one question, each once. */
struct match_trait {
    struct str text; /* in the spelling that is compared */
    struct str raw;  /* as it was first given */
    uint32_t count;  /* entries that have it */
    uint32_t first;  /* of its words in m->word; or its name's or date's index */
    uint16_t words;
    uint64_t stem;    /* handle: without digits; e-mail: before the @; phone: its end */
    uint32_t letters; /* handle: match__letters */
    uint64_t site;    /* page: its host */
    uint32_t shared;  /* how many entries of one source have it, at most */
    uint64_t domain;  /* e-mail: after the @, 0 where everybody has theirs; page: 1 a firm's */
};

/* What is asked of two entries. A question answers one of its levels for a pair, or 0 where
 * there is nothing to compare; the best level of an exact agreement is weighed by how rare the
 * value is. */
enum {
    LEVELS_MOST = 6,
    QUESTIONS_MOST = 40
};

struct match_kind {
    const char *name;
    enum match_role role;
    /* value → trait; NULL: MATCH_NAME, which is put together from several fields */
    bool (*take)(struct match *m, struct str value, struct match_trait *t);
    uint8_t (*compare)(const struct match *m, const struct match_trait *a,
                       const struct match_trait *b);
    uint8_t levels; /* the highest; 1 is "different" */
    bool rare;      /* the highest is weighed by rarity */
    bool own;       /* not even a family shares it */
    uint8_t half;   /* from this level on it is half a proof (MATCH_HALF bits of it) … */
    uint8_t proof;  /* … and from this a whole one: nobody can copy it; 0 never */
    float m[LEVELS_MOST + 1]; /* how often each is met between two entries of one person, before
                                 the data says: [1] different … */
    float u[LEVELS_MOST + 1]; /* and between two people */
};

struct match_question {
    const struct match_kind *kind;
    size_t field;
    uint32_t n; /* entries that can answer */
    double m[LEVELS_MOST + 1], u[LEVELS_MOST + 1];
    float bits[LEVELS_MOST + 1]; /* log2 m/u */
    struct match_trait *trait;
    size_t traits, trait_cap;
    struct map *by_text;
};

/* One pair's answers. */
struct match_answers {
    uint8_t level[QUESTIONS_MOST];
    float rare[QUESTIONS_MOST];     /* log2 1/u of the value that both have; 0: by level */
    bool mentioned[QUESTIONS_MOST]; /* what agrees is only told of */
    uint8_t clash;                  /* see match_pair */
};

struct match_held { /* entry × question → traits */
    uint32_t entry;
    uint16_t question;
    uint16_t mentioned; /* 1: only another field tells of it */
    uint32_t trait;
};

/* What half a proof counts for. */
#define MATCH_HALF 4.0F

struct match {
    const struct match_field *field;
    size_t fields;
    struct arena *a;
    size_t n; /* entries */

    struct match_question question[QUESTIONS_MOST];
    size_t questions;
    int name_question; /* given name, surname and middle name are three; -1 none */
    int source_question;
    int of_field[MATCH_FIELDS_MOST]; /* its question, or -1 */

    struct match_held *held; /* sorted by entry and question after match__prepare */
    size_t helds, held_cap;
    uint32_t *first; /* of entry e and question q: held[first[e * questions + q]] … */

    struct match_token *token;
    size_t tokens, token_cap;
    struct map *by_token;
    struct match_name *name;
    size_t names, name_cap;
    struct raw_name { /* until names are put together */
        uint32_t entry;
        enum match_role role;
        struct str text;
    } * raw;
    size_t raws, raw_cap;
    struct match_date *date;
    size_t dates, date_cap;
    uint32_t *word; /* words of texts, addresses, places, as numbers of word_count */
    size_t words, word_cap;
    uint32_t *word_count; /* how many values have it */
    size_t word_kinds, word_count_cap;
    struct map *by_word;

    uint32_t *block_start, *block_member; /* of block b: [start[b], start[b + 1]) */
    size_t blocks;
    uint32_t *in_start, *in_block; /* and the blocks of an entry */

    double prior; /* log2 odds that two entries of all are one person */
    struct match_pair *pair;
    size_t pairs, pair_cap;
    bool *disguised;  /* by entry: it dresses as somebody (match__is_disguised) */
    uint32_t *source; /* by entry, from 1; 0 none */
};

/* The traits of an entry for a question. */
static inline const struct match_held *match__held(const struct match *m, uint32_t entry,
                                                   size_t question, size_t *n)
{
    const uint32_t *at = &m->first[entry * m->questions + question];
    *n = at[1] - at[0];
    return m->held + at[0];
}

extern const struct match_kind *const match__kinds; /* by role, match_kinds.c */
extern const struct match_kind match__name_kinds[3];

/* match.c */
void match__prepare(struct match *m);
void match__hold(struct match *m, uint32_t entry, size_t question, struct str value);
/* match_mentions.c */
void match__mention(struct match *m);
/* match_spell.c: Latin letters for Cyrillic, Greek, kana and Hangul; no marks, no capitals */
struct str match__spell(struct str s, struct arena *a);
uint64_t match__sound(struct str word);
uint32_t match__letters(struct str s);         /* which letters are in it, as a set of bits */
bool match__close(struct str a, struct str b); /* a typing error or two apart */
bool match__one_edit(struct str a, struct str b);
/* match_names.c */
uint32_t match__token(struct match *m, struct str word);
void match__put_names(struct match *m);
void match__names_from_handles(struct match *m);
/* Whether a handle is put together from an entry's name: its words, their beginnings, initials. */
bool match__is_of_name(const struct match *m, struct str handle, uint32_t entry);
bool match__is_disguised(const struct match *m, const struct match_question *handles,
                         struct str handle, uint32_t entry);
void match__compare_names(const struct match *m, uint32_t a, uint32_t b,
                          struct match_answers *out, size_t question);
/* match_block.c */
void match__block(struct match *m);
/* Those beyond `a` who are in a block with it, each once; seen is an array of n, all 0 at first. */
size_t match__candidates(const struct match *m, uint32_t a, uint32_t *seen, uint32_t *out,
                         bool beyond);
/* match_compare.c */
void match__compare(const struct match *m, uint32_t a, uint32_t b, struct match_answers *out);
/* What one answer is worth, in bits. */
float match__question_bits(const struct match_question *q, uint8_t level, float rare);
void match__weigh(const struct match *m, const struct match_answers *v, struct match_pair *out);
float match__bits(const struct match *m, const struct match_answers *v);
/* match_learn.c */
void match__learn(struct match *m);

#endif
