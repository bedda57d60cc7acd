/* context/hashtag.c: the likeliest words of a run of letters, by how often each is written. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/hashtag.h"

#include "core/hash.h"

enum {
    TAG_MOST = 64,
    WORD_MOST = 20,
    /* In sixteenths of a natural logarithm, as words.often: all words of the corpus, the price of
     * an unknown letter, and what short words cost on top, for many of them are no words. */
    TOTAL = 272,
    UNKNOWN = 190,
    UNKNOWN_LETTER = 40,
    ONE_LETTER = 110,
    TWO_LETTERS = 35,
    /* Subreddits write theirs as one ("smallbusiness"): such words are in the corpus too. */
    LONG_FROM = 9,
    LONG_LETTER = 14
};

static int cost_of(const struct words *w, uint32_t hash, size_t n)
{
    int at = words_find(w, hash);
    int extra = n == 1          ? ONE_LETTER
                : n == 2        ? TWO_LETTERS
                : n > LONG_FROM ? LONG_LETTER * (int)(n - LONG_FROM)
                                : 0;
    if (at < 0)
        return TOTAL + UNKNOWN + UNKNOWN_LETTER * (int)n;
    return TOTAL - w->often[at] + extra;
}

size_t hashtag_split(const struct words *vocabulary, struct str tag, uint8_t cut[HASHTAG_WORDS])
{
    int best[TAG_MOST + 1];
    uint8_t last[TAG_MOST + 1] = {0};
    uint8_t words[TAG_MOST + 1] = {0};
    if (vocabulary == NULL || tag.n == 0 || tag.n > TAG_MOST)
        return 0;
    best[0] = 0;
    for (size_t to = 1; to <= tag.n; to++)
        best[to] = 1 << 20;
    for (size_t from = 0; from < tag.n; from++) {
        uint32_t hash = FNV1A32_START;
        for (size_t to = from + 1; to <= tag.n && to - from <= WORD_MOST; to++) {
            hash = fnv1a32_from(hash, tag.p + to - 1, 1);
            int cost = best[from] + cost_of(vocabulary, hash, to - from);
            if (cost < best[to] && words[from] + 1 <= HASHTAG_WORDS) {
                best[to] = cost;
                last[to] = (uint8_t)(to - from);
                words[to] = (uint8_t)(words[from] + 1);
            }
        }
    }
    size_t n = words[tag.n];
    size_t at = tag.n;
    for (size_t i = n; i-- > 0; at -= cut[i])
        cut[i] = last[at];
    return n;
}
