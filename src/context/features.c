/* context/features.c: splits a post into normalised tokens and hashes them into buckets. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/features.h"

#include <string.h>
#include <utf8proc.h>

#include "context/emoji_keywords.h"
#include "context/glossary.h"
#include "context/hashtag.h"
#include "context/language.h"
#include "context/words.h"
#include "core/hash.h"

enum {
    BYTES_MAX = 64 * 1024, /* of one text; see FEATURES_TOKENS_MAX */
    WORD_MAX = 64,         /* bytes of one word; the rest of a longer one is another word */
    FRAME_MAX = 4 * WORD_MAX + 8, /* a lower-case word can be longer than it was */
    EMAIL_LOOK = 64,              /* bytes looked ahead for the @ of an address */
    SELDOM = 117,  /* as words.often: fewer than 1,500 times in 20 million words */
    EVERYDAY = 165 /* 30,000 times: a few hundred words */
};

static const char num_token[] = "<num>";

struct scan {
    const struct words *vocabulary; /* or NULL */
    struct str text;
    size_t at;
    char *norm; /* where normalised words are written */
    size_t norm_n, norm_cap;
    struct token *tokens;
    const char **english; /* of each token, when translating */
    size_t n, cap;
    bool full;
};

/* One code point at `at` and its length; a broken sequence is one byte of U+FFFD. */
static uint32_t peek(struct str s, size_t at, size_t *len)
{
    utf8proc_int32_t cp;
    if ((unsigned char)s.p[at] < 0x80) {
        *len = 1;
        return (unsigned char)s.p[at];
    }
    utf8proc_ssize_t got =
        utf8proc_iterate((const utf8proc_uint8_t *)s.p + at, (utf8proc_ssize_t)(s.n - at), &cp);
    if (got <= 0) {
        *len = 1;
        return 0xfffd;
    }
    *len = (size_t)got;
    return (uint32_t)cp;
}

static bool is_letter(uint32_t cp)
{
    if (cp < 0x80)
        return ascii_is_alpha(cp);
    if (cp == 0xfffd || emoji_is(cp))
        return false;
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_ME;
}

static bool is_apostrophe(uint32_t cp)
{
    return cp == '\'' || cp == 0x2019;
}

static struct token *add(struct scan *s, struct str norm, size_t from, size_t to,
                         enum token_kind kind)
{
    if (s->n == s->cap) {
        s->full = true;
        return NULL;
    }
    struct token *t = &s->tokens[s->n++];
    t->norm = norm;
    t->from = (uint32_t)from;
    t->to = (uint32_t)to;
    t->hash = fnv1a32(norm.p, norm.n);
    t->kind = kind;
    t->in_words = kind == TOKEN_WORD;
    t->word = -1;
    return t;
}

/* Copies text[from, to) in lower case, with one apostrophe for all, and three or more of one
 * letter as two. `letters` and `capitals` count what was seen. */
static struct str lower(struct scan *s, size_t from, size_t to, unsigned *letters,
                        unsigned *capitals)
{
    char *start = s->norm + s->norm_n;
    size_t n = 0;
    uint32_t last = 0;
    unsigned same = 0;
    for (size_t at = from, len; at < to; at += len) {
        uint32_t cp = peek(s->text, at, &len);
        uint32_t low =
            is_apostrophe(cp) ? '\'' : (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
        if (is_letter(cp)) {
            (*letters)++;
            *capitals += low != cp;
        }
        same = low == last ? same + 1 : 0;
        last = low;
        if (same >= 2 || s->norm_n + n + 4 > s->norm_cap)
            continue;
        n += (size_t)utf8proc_encode_char((utf8proc_int32_t)low, (utf8proc_uint8_t *)start + n);
    }
    s->norm_n += n;
    return str_of(start, n);
}

static size_t word_end(struct str s, size_t at)
{
    size_t start = at;
    size_t len;
    while (at < s.n && at - start < WORD_MAX) {
        uint32_t cp = peek(s, at, &len);
        if (is_letter(cp) || ascii_is_digit(cp)) {
            at += len;
            continue;
        }
        size_t next;
        if (!is_apostrophe(cp) || at + len >= s.n || !is_letter(peek(s, at + len, &next)))
            break;
        at += len;
    }
    return at;
}

static void scan_word(struct scan *s)
{
    size_t from = s->at;
    unsigned letters = 0;
    unsigned capitals = 0;
    s->at = word_end(s->text, from);
    struct str norm = lower(s, from, s->at, &letters, &capitals);
    struct token *t = add(s, norm, from, s->at, TOKEN_WORD);
    if (t != NULL)
        t->caps = letters >= 4 && capitals == letters;
}

static void scan_url(struct scan *s)
{
    size_t from = s->at;
    size_t to = from;
    while (to < s->text.n && !ascii_is_space((unsigned char)s->text.p[to]) &&
           strchr("<>\"", s->text.p[to]) == NULL)
        to++;
    s->at = to;
    while (to > from && strchr(".,;:!?)'", s->text.p[to - 1]) != NULL)
        to--;
    add(s, STR("<url>"), from, to, TOKEN_URL);
}

static bool handle_char(char c)
{
    return ascii_is_alnum((unsigned char)c) || c == '_' || c == '.' || c == '-' || c == '@';
}

static void scan_handle(struct scan *s)
{
    size_t from = s->at++;
    while (s->at < s->text.n && handle_char(s->text.p[s->at]))
        s->at++;
    add(s, STR("<user>"), from, s->at, TOKEN_USER);
}

/* The end of an e-mail address that starts at s->at, or s->at. */
static size_t email_end(const struct scan *s)
{
    struct str t = s->text;
    size_t at = s->at;
    while (at < t.n && at - s->at < EMAIL_LOOK &&
           (ascii_is_alnum((unsigned char)t.p[at]) || strchr("._%+-", t.p[at]) != NULL) &&
           t.p[at] != '\0')
        at++;
    if (at == s->at || at >= t.n || t.p[at] != '@')
        return s->at;
    size_t host = ++at;
    size_t dot = 0;
    while (at < t.n &&
           (ascii_is_alnum((unsigned char)t.p[at]) || t.p[at] == '-' || t.p[at] == '.')) {
        if (t.p[at] == '.' && at + 1 < t.n && ascii_is_alnum((unsigned char)t.p[at + 1]))
            dot = at;
        else if (t.p[at] == '.')
            break; /* the end of a sentence */
        at++;
    }
    return dot > host && at - dot > 2 ? at : s->at;
}

/* The words of a stretch of a hashtag without capitals or marks in it: "bignews". */
static void scan_tag_part(struct scan *s, size_t from, size_t to)
{
    unsigned ignored = 0;
    uint8_t cut[HASHTAG_WORDS];
    struct str norm = lower(s, from, to, &ignored, &ignored);
    size_t n = norm.n == to - from ? hashtag_split(s->vocabulary, norm, cut) : 0;
    if (n < 2) {
        add(s, norm, from, to, TOKEN_WORD);
        return;
    }
    size_t at = 0;
    for (size_t i = 0; i < n; at += cut[i++])
        add(s, str_sub(norm, at, at + cut[i]), from + at, from + at + cut[i], TOKEN_WORD);
}

/* "#BigNews2026" is the tag as a whole and its words: big, news. */
static void scan_tag(struct scan *s)
{
    size_t from = s->at++;
    size_t part = s->at;
    unsigned letters = 0;
    unsigned capitals = 0;
    size_t len;
    bool was_low = false;
    size_t end = s->at;
    while (end < s->text.n && end - from < WORD_MAX) {
        uint32_t cp = peek(s->text, end, &len);
        if (!is_letter(cp) && !ascii_is_digit(cp) && cp != '_')
            break;
        end += len;
    }
    struct str norm = lower(s, from, end, &letters, &capitals);
    add(s, norm, from, end, TOKEN_TAG);
    for (size_t at = part; at <= end; at += len) {
        uint32_t cp = at < end ? peek(s->text, at, &len) : '_';
        len = at < end ? len : 1;
        bool letter = is_letter(cp);
        bool capital = letter && (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp) != cp;
        if (!letter || (capital && was_low)) {
            if (at > part)
                scan_tag_part(s, part, at);
            part = letter ? at : at + len;
        }
        was_low = letter && !capital;
    }
    s->at = end;
}

static void scan_number(struct scan *s)
{
    struct str t = s->text;
    size_t from = s->at;
    while (s->at < t.n && (ascii_is_digit((unsigned char)t.p[s->at]) ||
                           (strchr(".,:/'", t.p[s->at]) != NULL && t.p[s->at] != '\0' &&
                            s->at + 1 < t.n && ascii_is_digit((unsigned char)t.p[s->at + 1]))))
        s->at++;
    size_t unit = s->at;
    if (unit < t.n && t.p[unit] == '%') {
        s->at++;
        add(s, STR("<num>%"), from, s->at, TOKEN_NUMBER);
        return;
    }
    s->at = word_end(t, unit);
    if (s->at == unit || s->norm_n + sizeof num_token + 2 * (s->at - unit) > s->norm_cap) {
        add(s, STR("<num>"), from, s->at, TOKEN_NUMBER);
        return;
    }
    unsigned ignored = 0;
    char *start = s->norm + s->norm_n;
    memcpy(start, num_token, sizeof num_token - 1);
    s->norm_n += sizeof num_token - 1;
    struct str tail = lower(s, unit, s->at, &ignored, &ignored);
    add(s, str_of(start, sizeof num_token - 1 + tail.n), from, s->at, TOKEN_NUMBER);
}

static void scan_emoji(struct scan *s, uint32_t cp, size_t len)
{
    size_t from = s->at;
    s->at += len;
    if (cp >= 0x1f3fb && cp <= 0x1f3ff) /* a skin tone */
        return;
    add(s, str_sub(s->text, from, s->at), from, s->at, TOKEN_EMOJI);
    const char *words = emoji_keywords(cp);
    struct str rest = str_from(words);
    struct str word;
    while (str_cut(&rest, ' ', &word))
        add(s, word, from, s->at, TOKEN_WORD);
}

static void scan_marks(struct scan *s)
{
    size_t from = s->at;
    bool asks = false;
    bool shouts = false;
    while (s->at < s->text.n && (s->text.p[s->at] == '!' || s->text.p[s->at] == '?')) {
        shouts = shouts || s->text.p[s->at] == '!';
        asks = asks || s->text.p[s->at] == '?';
        s->at++;
    }
    struct str one = asks ? STR("?") : STR("!");
    struct str many = asks ? STR("??") : STR("!!");
    struct str norm = asks && shouts ? STR("?!") : (s->at - from > 1 ? many : one);
    add(s, norm, from, s->at, TOKEN_MARK);
}

static bool is_currency(uint32_t cp)
{
    return cp == '$' || (cp >= 0xa2 && cp <= 0xa5) || (cp >= 0x20a0 && cp <= 0x20bf);
}

/* One step forward; always moves. */
static void scan_one(struct scan *s)
{
    size_t len;
    struct str rest = str_after(s->text, s->at);
    uint32_t cp = peek(s->text, s->at, &len);
    size_t next_len;
    uint32_t next = s->at + len < s->text.n ? peek(s->text, s->at + len, &next_len) : ' ';

    if (ascii_is_space(cp)) {
        s->at += len;
    } else if (str_starts_ci(rest, STR("http://")) || str_starts_ci(rest, STR("https://")) ||
               str_starts_ci(rest, STR("www."))) {
        scan_url(s);
    } else if (cp == '@' && ascii_is_alnum(next)) {
        scan_handle(s);
    } else if (cp == '#' && is_letter(next)) {
        scan_tag(s);
    } else if (cp < 0x80 && ascii_is_alnum(cp) && email_end(s) > s->at) {
        size_t end = email_end(s);
        add(s, STR("<email>"), s->at, end, TOKEN_EMAIL);
        s->at = end;
    } else if (ascii_is_digit(cp)) {
        scan_number(s);
    } else if (is_letter(cp)) {
        scan_word(s);
    } else if (cp == '!' || cp == '?') {
        scan_marks(s);
    } else if (emoji_is(cp)) {
        scan_emoji(s, cp, len);
    } else {
        if (is_currency(cp))
            add(s, STR("<money>"), s->at, s->at + len, TOKEN_NUMBER);
        s->at += len;
    }
}

struct hasher {
    struct features *out;
    uint64_t *seen; /* one bit a bucket */
    size_t cap;
};

static uint32_t mix(uint32_t h, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)p[i]) * 16777619u;
    return h;
}

static void put(struct hasher *h, uint32_t hash, size_t first, size_t last)
{
    uint32_t bucket = (hash ^ (hash >> FEATURES_BITS)) & (FEATURES_BUCKETS - 1);
    uint64_t bit = 1ULL << (bucket % 64);
    if ((h->seen[bucket / 64] & bit) != 0 || h->out->n == h->cap)
        return;
    h->seen[bucket / 64] |= bit;
    h->out->list[h->out->n++] =
        (struct feature){.bucket = bucket, .first = (uint32_t)first, .last = (uint32_t)last};
}

/* Character 4- and 5-grams of "<word>". */
static void put_chars(struct hasher *h, struct str word, size_t index)
{
    char framed[FRAME_MAX];
    uint16_t start[FRAME_MAX];
    size_t n = 0;
    size_t cps = 0;
    if (word.n < 3 || word.n + 8 > sizeof framed)
        return;
    framed[n++] = '<';
    memcpy(framed + n, word.p, word.n);
    n += word.n;
    framed[n++] = '>';
    for (size_t i = 0; i < n; i++) {
        if (((unsigned char)framed[i] & 0xc0) != 0x80)
            start[cps++] = (uint16_t)i;
    }
    start[cps] = (uint16_t)n;
    for (size_t i = 0; i + 4 <= cps; i++) {
        uint32_t hash = mix(0x9e3779b9u, framed + start[i], (size_t)(start[i + 4] - start[i]));
        put(h, hash, index, index);
        if (i + 5 <= cps) {
            hash = mix(hash, framed + start[i + 4], (size_t)(start[i + 5] - start[i + 4]));
            put(h, hash ^ 0x5bd1e995u, index, index);
        }
    }
}

static void hash_tokens(struct hasher *h, const struct features *f)
{
    for (size_t i = 0; i < f->n_tokens; i++) {
        const struct token *t = &f->tokens[i];
        put(h, t->hash, i, i);
        if (t->caps)
            put(h, 0x43415053u, i, i);
        if (i + 1 < f->n_tokens) {
            const struct token *u = &f->tokens[i + 1];
            put(h, mix(mix(t->hash, "\1", 1), u->norm.p, u->norm.n), i, i + 1);
        }
        if (t->kind == TOKEN_WORD)
            put_chars(h, t->norm, i);
    }
}

static enum err_code too_long(struct str text, struct err *e)
{
    return err_set(e, ERR_LIMIT, "a text of %zu bytes needs more memory than this check has",
                   text.n);
}

static size_t words_in(const char *p)
{
    size_t n = p != NULL;
    for (; p != NULL && *p != '\0'; p++)
        n += *p == ' ';
    return n;
}

/* Puts the English of telling words behind them. Moves from the end, so that nothing is lost. */
static void translate(struct scan *s, struct str language)
{
    const char **english = s->english;
    size_t extra = 0;
    for (size_t i = 0; i < s->n; i++) {
        english[i] = s->tokens[i].kind == TOKEN_WORD
                         ? glossary_english(language, s->tokens[i].norm)
                         : NULL;
        extra += words_in(english[i]);
    }
    if (s->n + extra > s->cap)
        return;
    size_t to = s->n + extra;
    for (size_t i = s->n; i-- > 0 && to > i + 1;) {
        struct token t = s->tokens[i];
        size_t words = words_in(english[i]);
        struct str rest = str_from(english[i] != NULL ? english[i] : "");
        struct str word;
        for (size_t k = 0; k < words && str_cut(&rest, ' ', &word); k++)
            s->tokens[to - words + k] = (struct token){.norm = word,
                                                       .from = t.from,
                                                       .to = t.to,
                                                       .hash = fnv1a32(word.p, word.n),
                                                       .kind = TOKEN_WORD,
                                                       .word = -1,
                                                       .in_words = true};
        to -= words;
        s->tokens[--to] = t;
    }
    s->n += extra;
}

static void look_up(const struct words *vocabulary, struct token *tokens, size_t n)
{
    for (size_t i = 0; vocabulary != NULL && i < n; i++) {
        struct token *t = &tokens[i];
        if (!t->in_words)
            continue;
        t->word = words_find(vocabulary, t->hash);
        t->rare = t->word < 0 || vocabulary->often[t->word] < SELDOM;
        t->everyday = t->word >= 0 && vocabulary->often[t->word] >= EVERYDAY;
    }
}

/* All but the words that an emoji stands for, which have its span. */
static size_t keep_written(const struct token *tokens, size_t n, struct token *out)
{
    const struct token *emoji = NULL;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (tokens[i].kind == TOKEN_EMOJI)
            emoji = &tokens[i];
        else if (emoji != NULL && tokens[i].from == emoji->from)
            continue;
        out[kept++] = tokens[i];
    }
    return kept;
}

enum err_code features_tokens(const struct words *vocabulary, struct str text, struct arena *a,
                              struct features *out, struct err *e)
{
    size_t bytes = text.n < BYTES_MAX ? text.n : BYTES_MAX;
    struct scan s = {.vocabulary = vocabulary, .text = str_sub(text, 0, bytes)};
    s.cap = 2 * bytes + 8 < FEATURES_TOKENS_MAX ? 2 * bytes + 8 : FEATURES_TOKENS_MAX;
    s.norm_cap = 4 * bytes + 64;
    if (s.cap * (2 * sizeof *s.tokens + sizeof *s.english) + s.norm_cap + 64 > arena_left(a))
        return too_long(text, e);
    s.norm = ARENA_ARRAY(a, char, s.norm_cap);
    s.tokens = ARENA_ARRAY(a, struct token, s.cap);
    while (s.at < s.text.n && !s.full)
        scan_one(&s);
    *out =
        (struct features){.tokens = s.tokens, .n_tokens = s.n, .cut = s.full || bytes < text.n};
    out->language = language_guess(out);
    look_up(vocabulary, out->tokens, out->n_tokens);
    struct token *written = ARENA_ARRAY(a, struct token, s.n);
    out->n_written = keep_written(s.tokens, s.n, written);
    out->written = written;
    if (!glossary_has(out->language))
        return ERR_OK;
    s.english = ARENA_ARRAY(a, const char *, s.n);
    translate(&s, out->language);
    out->n_tokens = s.n;
    look_up(vocabulary, out->tokens, out->n_tokens);
    return ERR_OK;
}

enum err_code features_extract(const struct words *vocabulary, struct str text, struct arena *a,
                               struct features *out, struct err *e)
{
    enum err_code code = features_tokens(vocabulary, text, a, out, e);
    if (code != ERR_OK)
        return code;
    size_t grams = 2 * out->n_tokens;
    for (size_t i = 0; i < out->n_tokens; i++)
        grams += 2 * out->tokens[i].norm.n + 4;
    if (grams > FEATURES_BUCKETS)
        grams = FEATURES_BUCKETS;
    if (grams * sizeof(struct feature) + FEATURES_BUCKETS / 8 + 128 > arena_left(a))
        return too_long(text, e);
    out->list = ARENA_ARRAY(a, struct feature, grams);
    struct hasher h = {out, ARENA_ARRAY(a, uint64_t, FEATURES_BUCKETS / 64), grams};
    hash_tokens(&h, out);
    return ERR_OK;
}
