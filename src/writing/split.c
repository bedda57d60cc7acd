/* writing/split.c: where a text may be cut, and how much of it fits. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "writing/split.h"

#include "core/limits.h"
#include "text/grapheme.h"
#include "text/utf8.h"
#include "writing/count.h"

/* How good a place to cut is. */
enum cut {
    CUT_WORD = 1,
    CUT_LINE,
    CUT_SENTENCE,
    CUT_PARAGRAPH
};

/* Words with a point behind them that end no sentence; in small letters. */
static const char *const shortened[] = {"dr",  "mr",  "mrs", "ms",  "prof", "st",  "vs", "etc",
                                        "e.g", "i.e", "no",  "nr",  "bzw",  "ca",  "u",  "z",
                                        "d",   "b",   "usw", "mme", "inc",  "ltd", "co", "jr"};

static bool is_shortened(struct str text, size_t point)
{
    size_t from = point;
    char word[8];
    while (from && point - from < sizeof word &&
           !ascii_is_space((unsigned char)text.p[from - 1]) && text.p[from - 1] != '(')
        from--;
    size_t n = point - from;
    if (n == 0 || n >= sizeof word)
        return false;
    if (n == 1 && ascii_is_alpha((unsigned char)text.p[from]))
        return true; /* an initial */
    for (size_t i = 0; i < n; i++)
        word[i] = ascii_lower(text.p[from + i]);
    for (size_t i = 0; i < COUNT_OF(shortened); i++)
        if (str_is(str_of(word, n), shortened[i]))
            return true;
    return false;
}

/* Signs that may stand between the end of a sentence and the space behind it. */
static bool closes(uint32_t c)
{
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x201D || c == 0x2019 ||
           c == 0xBB || c == 0x201C;
}

/* Whether a sentence ends with the byte before `at`. */
static bool sentence_ends(struct str text, size_t at)
{
    size_t i = at;
    while (i) {
        size_t from = i - 1;
        while (from && ((unsigned char)text.p[from] & 0xC0) == 0x80)
            from--;
        struct str rest = str_sub(text, from, i);
        uint32_t c = utf8_next(&rest);
        if (!closes(c))
            return c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xFF01 ||
                   c == 0xFF1F || (c == '.' && !is_shortened(text, from));
        i = from;
    }
    return false;
}

/* What a cut at `at` would be; 0: none there. In front of white space, or behind a full stop of those
 * who write without spaces. */
static int cut_at(struct str text, size_t at)
{
    if (at >= text.n)
        return CUT_PARAGRAPH;
    unsigned char c = (unsigned char)text.p[at];
    if (at >= 3 && (str_eq(str_sub(text, at - 3, at), STR("\xE3\x80\x82")) ||
                    str_eq(str_sub(text, at - 3, at), STR("\xEF\xBC\x81")) ||
                    str_eq(str_sub(text, at - 3, at), STR("\xEF\xBC\x9F"))))
        return CUT_SENTENCE;
    if (!ascii_is_space(c))
        return 0;
    if (c == '\n' && at + 1 < text.n && text.p[at + 1] == '\n')
        return CUT_PARAGRAPH;
    if (sentence_ends(text, at))
        return CUT_SENTENCE;
    return c == '\n' ? CUT_LINE : CUT_WORD;
}

static bool fits(struct str piece, struct str tail, const struct network_limits *l,
                 struct buf *work)
{
    buf_clear(work);
    buf_str(work, str_trim(piece));
    buf_str(work, tail);
    struct text_count n = text_count_by(l, buf_view(work));
    return n.most == 0 || n.used <= n.most;
}

/* The most that can fit, in bytes: no rule counts less than one for this many. */
static size_t window(const struct network_limits *l)
{
    return l->most_bytes ? (size_t)l->most_bytes : (size_t)l->most * 64;
}

/* One word that is too long: as many characters of it as fit. */
static size_t hard_cut(struct str text, struct str tail, const struct network_limits *l,
                       struct buf *work)
{
    struct str rest = text;
    while (rest.n) {
        size_t before = text.n - rest.n;
        utf8_next_grapheme(&rest);
        if (!fits(str_sub(text, 0, text.n - rest.n), tail, l, work))
            return before ? before : text.n - rest.n;
    }
    return text.n;
}

/* Bytes of the first part of `text`: of the places to cut the last that fits is looked for by
 * halves, for a longer piece never counts less; then the best one not too far before it. */
static size_t first_part(struct str text, struct str tail, const struct network_limits *l,
                         struct arena *a, struct buf *work)
{
    size_t most = text.n < window(l) ? text.n : window(l), n = 0;
    if (fits(text, tail, l, work))
        return text.n;
    size_t *at = ARENA_ARRAY(a, size_t, most + 1);
    for (size_t i = 1; i <= most; i++)
        if (cut_at(text, i))
            at[n++] = i;
    size_t low = 0, high = n; /* at[low - 1] fits, at[high] does not */
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (fits(str_sub(text, 0, at[mid]), tail, l, work))
            low = mid + 1;
        else
            high = mid;
    }
    if (low == 0)
        return hard_cut(text, tail, l, work);
    size_t end = at[low - 1], best[CUT_PARAGRAPH + 1] = {0};
    for (size_t i = 0; i < low; i++)
        best[cut_at(text, at[i])] = at[i];
    for (int cut = CUT_PARAGRAPH; cut > CUT_WORD; cut--)
        if (best[cut] * 3 >= end)
            return best[cut];
    return end;
}

/* One piece that the owner did not part. */
static enum err_code split_piece(struct str text, struct str tail,
                                 const struct network_limits *l, struct arena *a,
                                 struct str *part, size_t *n, struct err *e)
{
    struct str rest = str_trim(text);
    while (rest.n) {
        struct arena *places = arena_new(MIB(64));
        struct buf work;
        buf_init(&work, MIB(4));
        size_t bytes = first_part(rest, tail, l, places, &work);
        buf_free(&work);
        arena_free(places);
        if (*n == SPLIT_PARTS_MOST)
            return err_set(e, ERR_LIMIT,
                           "this would be a thread of more than %d parts; it is "
                           "too long for that network",
                           SPLIT_PARTS_MOST);
        part[(*n)++] = arena_str(a, str_trim(str_sub(rest, 0, bytes)));
        rest = str_trim(str_after(rest, bytes));
    }
    return ERR_OK;
}

static enum err_code split_with(struct str text, struct str tail,
                                const struct network_limits *l, struct arena *a,
                                struct str *part, size_t *n, struct err *e)
{
    struct str rest = text, line;
    size_t from = 0, at = 0;
    *n = 0;
    while (str_cut(&rest, '\n', &line)) {
        size_t next = at + line.n + 1;
        if (str_is(str_trim(line), "---")) {
            enum err_code rc = split_piece(str_sub(text, from, at), tail, l, a, part, n, e);
            if (rc)
                return rc;
            from = next;
        }
        at = next;
    }
    return split_piece(str_sub(text, from, text.n), tail, l, a, part, n, e);
}

enum err_code split_text(struct str text, const struct network_limits *l, bool numbered,
                         struct arena *a, struct str **out, size_t *n, struct err *e)
{
    struct str *part = ARENA_ARRAY(a, struct str, SPLIT_PARTS_MOST);
    *out = part;
    enum err_code rc = split_with(text, STR_NONE, l, a, part, n, e);
    if (rc || *n == 0)
        part[0] = str_trim(text);
    *n = *n ? *n : 1;
    if (rc || *n < 2 || !numbered)
        return rc;
    /* with its number each is longer, and they may be more */
    for (struct str tail = STR(" (9/9)");; tail = STR(" (99/99)")) {
        rc = split_with(text, *n > 9 ? STR(" (99/99)") : tail, l, a, part, n, e);
        if (rc || *n <= 9 || tail.n > 6)
            break;
    }
    for (size_t i = 0; i < *n && rc == ERR_OK; i++)
        part[i] = arena_printf(a, STRF " (%zu/%zu)", STRA(part[i]), i + 1, *n);
    return rc;
}
