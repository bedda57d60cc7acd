/* writing/count.c: how long a text is by each network's own rule. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "writing/count.h"

#include "core/attr.h"
#include "text/grapheme.h"
#include "text/utf8.h"
#include "writing/address.h"

enum {
    ADDRESS_COUNTS = 23 /* X's t.co; Mastodon's characters_reserved_per_url */
};

/* X: twitter-text config v3: an address 23, an emoji 2, else by code point after NFC. */
static int64_t x_weight(uint32_t c)
{
    return c <= 4351 || (c >= 8192 && c <= 8205) || (c >= 8208 && c <= 8223) ||
                   (c >= 8242 && c <= 8247)
               ? 1
               : 2;
}

static int64_t count_x(struct str s)
{
    int64_t used = 0;
    uint32_t point[GRAPHEME_POINTS];
    for (size_t at = 0; at < s.n;) {
        size_t address = address_at(s, at, true);
        if (address) {
            used += ADDRESS_COUNTS;
            at += address;
            continue;
        }
        struct str rest = str_after(s, at), cluster = utf8_next_grapheme(&rest);
        size_t emoji = utf8_emoji(cluster);
        struct str plain = str_after(cluster, emoji);
        used += emoji ? 2 : 0;
        size_t n = utf8_composed(plain, point, COUNT_OF(point));
        for (size_t i = 0; i < n; i++)
            used += x_weight(point[i]);
        /* what no one writes: more than GRAPHEME_POINTS marks on one letter */
        size_t whole = n < COUNT_OF(point) ? n : utf8_count(plain);
        used += (int64_t)(whole - n);
        at = s.n - rest.n;
    }
    return used;
}

static bool is_word(unsigned char c)
{
    return ascii_is_alnum(c) || c == '_' || c >= 0x80;
}

/* The longest run from `at` on that is made of word characters, points and hyphens and ends in a
 * word character. */
static size_t name_end(struct str s, size_t at)
{
    size_t end = at;
    for (size_t i = at; i < s.n; i++) {
        if (is_word((unsigned char)s.p[i]))
            end = i + 1;
        else if (s.p[i] != '.' && s.p[i] != '-')
            break;
    }
    return end;
}

/* Bytes of "@user@host" at `at`; *name is where "@user" ends. 0: there is none. */
static size_t mention_at(struct str s, size_t at, size_t *name)
{
    if (s.p[at] != '@' || (at && (is_word((unsigned char)s.p[at - 1]) || s.p[at - 1] == '=' ||
                                  s.p[at - 1] == '/')))
        return 0;
    *name = name_end(s, at + 1);
    if (*name == at + 1 || *name >= s.n || s.p[*name] != '@')
        return 0;
    size_t end = name_end(s, *name + 1);
    return end > *name + 1 ? end - at : 0;
}

/* Mastodon: graphemes; an address 23, @user@host as @user. */
static int64_t count_mastodon(struct str s)
{
    int64_t used = 0;
    for (size_t at = 0, name = 0; at < s.n;) {
        size_t address = address_at(s, at, false), mention = mention_at(s, at, &name);
        if (address) {
            used += ADDRESS_COUNTS;
            at += address;
        } else if (mention) {
            used += (int64_t)utf8_graphemes(str_sub(s, at, name));
            at += mention;
        } else {
            struct str rest = str_after(s, at);
            utf8_next_grapheme(&rest);
            used++;
            at = s.n - rest.n;
        }
    }
    return used;
}

/* Threads: code points, and an emoji as many as it has bytes. */
static int64_t count_threads(struct str s)
{
    int64_t used = 0;
    while (s.n) {
        struct str cluster = utf8_next_grapheme(&s);
        size_t emoji = utf8_emoji(cluster);
        used += (int64_t)(emoji + utf8_count(str_after(cluster, emoji)));
    }
    return used;
}

static int64_t count_graphemes(struct str s)
{
    return (int64_t)utf8_graphemes(s);
}

static int64_t count_utf16(struct str s)
{
    int64_t used = 0;
    while (s.n)
        used += utf8_next(&s) > 0xFFFF ? 2 : 1;
    return used;
}

static int64_t (*const used[COUNTING_COUNT])(struct str s) = {
    [COUNTING_NONE] = count_graphemes,  [COUNTING_GRAPHEMES] = count_graphemes,
    [COUNTING_UTF16] = count_utf16,     [COUNTING_MASTODON] = count_mastodon,
    [COUNTING_THREADS] = count_threads, [COUNTING_X] = count_x,
};

struct text_count text_count_by(const struct network_limits *l, struct str text)
{
    struct text_count n = {used[l->counting](text), l->most, "characters"};
    int64_t bytes = (int64_t)text.n;
    /* both as shares of their limits, without dividing */
    if (l->most_bytes && bytes * l->most > n.used * l->most_bytes && bytes > l->most_bytes)
        n = (struct text_count){bytes, l->most_bytes, "bytes"};
    return n;
}

struct text_count text_count(struct str network, struct str text)
{
    static const struct network_limits none = {.counting = COUNTING_NONE};
    const struct network_api *row = api_find(network, STR_NONE);
    return text_count_by(row ? &row->limits : &none, text);
}
