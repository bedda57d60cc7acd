/* context/lexicon.c: an index of phrases by their first word. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/lexicon.h"

#include "core/hash.h"
#include "core/mem.h"

enum {
    SLOTS = 1 << 12,
    PHRASE_WORDS = 12
};

/* Words are compared by their hashes, which tokens have anyway. */
struct entry {
    uint64_t cue;
    uint32_t first;
    uint32_t rest; /* index of the hashes of the other words */
    uint32_t next; /* entry + 1 of the same slot, 0 ends */
    uint8_t n_rest;
    struct str raw; /* an own phrase with digits, for all numbers are one token; else empty */
};

struct lexicon {
    uint32_t slot[SLOTS]; /* entry + 1 */
    struct entry *entry;
    size_t n, cap;
    uint32_t *rest;
    size_t n_rest, cap_rest;
    struct arena *own; /* the raw phrases */
};

static size_t slot_of(uint32_t hash)
{
    return (hash ^ hash >> 15) & (SLOTS - 1);
}

static void add(struct lexicon *x, uint64_t cue, const uint32_t *hash, size_t n)
{
    if (n == 0 || n > PHRASE_WORDS)
        return;
    x->entry = mem_grow(x->entry, &x->cap, x->n + 1, sizeof *x->entry);
    x->rest = mem_grow(x->rest, &x->cap_rest, x->n_rest + n, sizeof *x->rest);
    struct entry *e = &x->entry[x->n++];
    uint32_t *slot = &x->slot[slot_of(hash[0])];
    *e = (struct entry){.cue = cue,
                        .first = hash[0],
                        .rest = (uint32_t)x->n_rest,
                        .next = *slot,
                        .n_rest = (uint8_t)(n - 1)};
    *slot = (uint32_t)x->n;
    for (size_t i = 1; i < n; i++)
        x->rest[x->n_rest++] = hash[i];
}

static void add_phrase(struct lexicon *x, uint64_t cue, struct str phrase)
{
    uint32_t hash[PHRASE_WORDS + 1];
    struct str word;
    size_t n = 0;
    while (n <= PHRASE_WORDS && str_cut(&phrase, ' ', &word))
        hash[n++] = fnv1a32(word.p, word.n);
    add(x, cue, hash, n);
}

/* The owner's words are typed by hand: they are read as a text is. */
static void add_own(struct lexicon *x, const struct lexicon_word *w, struct arena *a)
{
    uint32_t hash[PHRASE_WORDS + 1];
    struct features f;
    struct err ignored = {0};
    size_t n = 0;
    arena_reset(a);
    if (features_tokens(NULL, w->phrase, a, &f, &ignored) != ERR_OK)
        return;
    bool numbers = false;
    for (size_t i = 0; i < f.n_tokens && n <= PHRASE_WORDS; i++) {
        numbers = numbers || (f.tokens[i].kind != TOKEN_WORD && f.tokens[i].kind != TOKEN_TAG);
        hash[n++] = f.tokens[i].hash;
    }
    size_t before = x->n;
    add(x, w->cue, hash, n);
    if (numbers && x->n > before)
        x->entry[before].raw = arena_str(
            x->own, str_sub(w->phrase, f.tokens[0].from, f.tokens[f.n_tokens - 1].to));
}

struct lexicon *lexicon_new(const struct lexicon_word *own, size_t n)
{
    struct lexicon *x = mem_calloc(1, sizeof *x);
    struct arena *a = arena_new((size_t)16 << 20);
    x->own = arena_new((size_t)16 << 20);
    for (size_t i = 0; i < lexicon_rows; i++) {
        struct str rest = str_from(lexicon_table[i].phrases);
        struct str phrase;
        while (str_cut(&rest, '|', &phrase))
            add_phrase(x, lexicon_table[i].cue, phrase);
    }
    for (size_t i = 0; i < n; i++)
        add_own(x, &own[i], a);
    arena_free(a);
    return x;
}

void lexicon_free(struct lexicon *x)
{
    if (x == NULL)
        return;
    mem_free(x->entry);
    mem_free(x->rest);
    arena_free(x->own);
    mem_free(x);
}

/* How many tokens the phrase takes at the first of n tokens; 0: it doesn't stand there. */
static size_t stands(const struct lexicon *x, const struct entry *e, struct str text,
                     const struct token *t, size_t n)
{
    if (t->hash != e->first || e->n_rest >= n)
        return 0;
    for (size_t k = 0; k < e->n_rest; k++) {
        if (t[1 + k].hash != x->rest[e->rest + k])
            return 0;
    }
    if (e->raw.n > 0 && !str_eq_ci(e->raw, str_sub(text, t->from, t[e->n_rest].to)))
        return 0;
    return (size_t)e->n_rest + 1;
}

uint64_t lexicon_find(const struct lexicon *x, struct str text, const struct token *tokens,
                      size_t n, uint64_t *cues, uint8_t *words)
{
    uint64_t all = 0;
    for (size_t i = 0; i < n; i++) {
        for (uint32_t at = x->slot[slot_of(tokens[i].hash)]; at != 0;) {
            const struct entry *e = &x->entry[at - 1];
            size_t taken = stands(x, e, text, tokens + i, n - i);
            at = e->next;
            if (taken == 0)
                continue;
            cues[i] |= e->cue;
            all |= e->cue;
            if (taken > words[i])
                words[i] = (uint8_t)taken;
        }
    }
    return all;
}
