/* context/lexicon.h: words and phrases to look for, found in one walk over the tokens. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_LEXICON_H
#define CONTEXT_LEXICON_H

#include "context/features.h"

#define CUE(n) (1ULL << (n))

/* What a word or phrase hints at. */
#define CUE_BUSINESS     CUE(0) /* contact data is meant to be seen */
#define CUE_BIRTH        CUE(1)
#define CUE_AWAY         CUE(2)
#define CUE_HOUSE        CUE(3) /* home, house, flat */
#define CUE_UNTIL        CUE(4) /* how long */
#define CUE_CHILD        CUE(5)
#define CUE_SCHOOL       CUE(6)
#define CUE_PAY          CUE(7)
#define CUE_CONFIDENTIAL CUE(8)
#define CUE_CLIENT       CUE(9)
#define CUE_EMPLOYER     CUE(10)
#define CUE_BAD          CUE(11) /* strong words of displeasure */
#define CUE_PASSWORD     CUE(12)
#define CUE_ID           CUE(13)
#define CUE_PHONE        CUE(14)
#define CUE_NOT_PHONE    CUE(15) /* order, invoice, ticket: a number follows that is none */
#define CUE_STREET       CUE(16) /* a word of streets on its own: street, rue, calle */
#define CUE_LIVE         CUE(17) /* an address follows */
#define CUE_UNIT         CUE(18) /* flat, suite, PO box */
#define CUE_MONTH        CUE(19)
#define CUE_SSN          CUE(20)
#define CUE_EMPTY        CUE(21) /* says by itself that nobody is in */
#define CUE_ILL          CUE(22) /* an illness, a treatment */
#define CUE_SELF         CUE(23) /* I, my, me */
#define CUE_KIN          CUE(24) /* mother, husband, friend: somebody close */
#define CUE_SECRET       CUE(25) /* what one would not want told: a divorce, an affair */
#define CUE_TOLD         CUE(26) /* told me, in confidence */
#define CUE_HERE         CUE(27) /* where somebody is right now */
#define CUE_RELEASE      CUE(29) /* version, firmware: four numbers follow that are no address */
#define CUE_WEEKS        CUE(30) /* weeks, days: a count before it says how long */
#define CUE_COUNT        CUE(31) /* two, ten */
#define CUE_ALONE        CUE(32)
#define CUE_PLACE        CUE(33) /* a camp, a platform, a waiting room */
#define CUE_PAST         CUE(34) /* long ago, last year */
#define CUE_GENERAL      CUE(35) /* of people at large: average, survey, patients */
#define CUE_STORY        CUE(36) /* of a film or book */
#define CUE_SCHOOL_NAME  CUE(37) /* part of a school's name: primary, academy */
#define CUE_PUPIL        CUE(38) /* what is told of a child: turns, class, first day */
#define CUE_TURNS        CUE(39) /* an age or a birthday */
#define CUE_LOW          CUE(48) /* a hard time */
#define CUE_GROUP        CUE(49) /* people as a group */
#define CUE_AGAINST      CUE(50) /* what contempt says of one */
#define CUE_TITLE        CUE(51) /* Mr, Dr: a name follows */
#define CUE_ACCUSE       CUE(52) /* what somebody is accused of */
#define CUE_PLATE        CUE(53) /* of a car: two digits are enough */
#define CUE_RING                                                                               \
    CUE(54) /* call, hotline: the next number is a phone's, whatever it looks like */
#define CUE_DIGIT    CUE(55) /* zero, one: a digit as a word */
#define CUE_HUSH     CUE(56) /* between us: of CUE_CONFIDENTIAL, and said of many things */
#define CUE_FIRM     CUE(57) /* a firm's matters: figures, deals, products */
#define CUE_NUMBERED CUE(58) /* a room, a gate: a place when a number follows */
/* The owner's own words. */
#define CUE_OWN_SECRET CUE(40)
#define CUE_OWN_CLIENT CUE(41)
#define CUE_OWN_CHILD  CUE(42)
#define CUE_OWN_MINE   CUE(43) /* the owner's contact data, meant to be seen */
#define CUE_TREATED    CUE(44) /* tested positive, chemo: by itself of the writer */
#define CUE_RUMOUR     CUE(45) /* apparently, I heard */
#define CUE_NOT_SECRET CUE(46) /* as announced: it is public */
#define CUE_DEAL       CUE(47) /* invoices, contracts: of those one works for */

/* A row of the built-in table: phrases in lower case, parted by |, their words by blanks. */
struct lexicon_row {
    uint64_t cue;
    const char *phrases;
};
extern const struct lexicon_row lexicon_table[];
extern const size_t lexicon_rows;

/* What the owner or the company wants to be watched for. */
struct lexicon_word {
    uint64_t cue; /* one of CUE_OWN_… */
    struct str phrase;
};

/* May be shared by threads. */
struct lexicon;

/* The built-in table and the owner's words, which it copies. */
struct lexicon *lexicon_new(const struct lexicon_word *own, size_t n);
void lexicon_free(struct lexicon *x); /* NULL is fine */

/* For each token of `text` the cues of all phrases that begin there and how many words the longest has; both
 * arrays have n places. Answers all cues together. */
uint64_t lexicon_find(const struct lexicon *x, struct str text, const struct token *tokens,
                      size_t n, uint64_t *cues, uint8_t *words);

#endif
