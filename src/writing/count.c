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

static const struct rule {
    struct str network;
    int64_t most, most_bytes; /* 0: none */
    int64_t (*used)(struct str s);
} rules[] = {
  /* lexicon app.bsky.feed.post: maxGraphemes 300, maxLength 3000 (bytes of UTF-8) */
    {STR_INIT("bluesky"),   300,   3000, count_graphemes},
 /* Graph API, /{page-id}/feed: 63,206; unit not said: UTF-16, which is never too few */
    {STR_INIT("facebook"),  63206, 0,    count_utf16    },
 /* Instagram Platform, /{ig-user-id}/media, caption: 2200; unit not said */
    {STR_INIT("instagram"), 2200,  0,    count_utf16    },
 /* Posts API, commentary: 3000 characters; unit not said */
    {STR_INIT("linkedin"),  3000,  0,    count_utf16    },
 /* Mastodon, StatusLengthValidator: 500 unless the server says otherwise */
    {STR_INIT("mastodon"),  500,   0,    count_mastodon },
 /* Threads API, overview, limitations: 500; emoji by their UTF-8 bytes */
    {STR_INIT("threads"),   500,   0,    count_threads  },
 /* twitter-text, config/v3.json: maxWeightedTweetLength 280 (more for those who pay) */
    {STR_INIT("x"),         280,   0,    count_x        },
};

struct text_count text_count(struct str network, struct str text)
{
    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        const struct rule *r = &rules[i];
        if (!str_eq(r->network, network))
            continue;
        struct text_count n = {r->used(text), r->most, "characters"};
        int64_t bytes = (int64_t)text.n;
        /* both as shares of their limits, without dividing */
        if (r->most_bytes && bytes * r->most > n.used * r->most_bytes && bytes > r->most_bytes)
            n = (struct text_count){bytes, r->most_bytes, "bytes"};
        return n;
    }
    return (struct text_count){count_graphemes(text), 0, "characters"};
}
