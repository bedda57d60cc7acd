/* web/marks.c: the words of a search in a text, as the index compares them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/marks.h"

#include "core/attr.h"
#include "core/limits.h"
#include "text/fold.h"

enum {
    WORDS_MOST = 16
};

struct wanted {
    struct str word; /* folded */
    bool begins;
};

static bool is_word(unsigned char c)
{
    return ascii_is_alnum(c) || c >= 0x80;
}

static size_t wanted_of(struct str words, struct arena *a, struct wanted *w)
{
    size_t n = 0, i = 0;
    while (i < words.n && n < WORDS_MOST) {
        size_t from = i;
        while (i < words.n && is_word((unsigned char)words.p[i]))
            i++;
        if (i > from)
            w[n++] = (struct wanted){fold_search(str_sub(words, from, i), a),
                                     i < words.n && words.p[i] == '*'};
        else
            i++;
    }
    return n;
}

static bool plain_ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

static bool is_wanted(struct str token, const struct wanted *w, size_t n, struct arena *a)
{
    struct str t = plain_ascii(token) ? token : fold_search(token, a);
    for (size_t i = 0; i < n; i++) {
        struct str head = w[i].begins ? str_sub(t, 0, w[i].word.n) : t;
        if (w[i].word.n && str_eq_ci(head, w[i].word))
            return true;
    }
    return false;
}

size_t marks_find(struct str text, struct str words, struct arena *a, struct html_mark **out)
{
    struct wanted w[WORDS_MOST];
    size_t wanted = wanted_of(words, a, w), n = 0, i = 0;
    *out = ARENA_ARRAY(a, struct html_mark, MARKS_MOST);
    text = str_sub(text, 0, KIB(64));
    while (wanted && i < text.n && n < MARKS_MOST) {
        size_t from = i;
        while (i < text.n && is_word((unsigned char)text.p[i]))
            i++;
        if (i == from)
            i++;
        else if (i - from < 200 && is_wanted(str_sub(text, from, i), w, wanted, a))
            (*out)[n++] = (struct html_mark){from, i};
    }
    return n;
}
