/* people/match_mentions.c: what one field says of another: a firm in a mail address, a city in a bio. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/match_private.h"

#include "core/attr.h"
#include "core/buf.h"
#include "core/mem.h"

#include <stdlib.h>

/* "Civil Engineer at Yarrow Design", ana@yarrowdesign.hr and https://www.yarrowdesign.hr tell of
 * an employer that other entries name. Only what some entry has as a value of its own is
 * recognised, so nothing need be known about the world. Everything is compared by its letters and
 * digits alone: "yarrowdesign". */
enum {
    MENTION_LEAST = 5, /* bytes: shorter ones stand in too many words */
    MENTION_WORDS = 5
};

/* Letters and digits → trait, of one question. */
struct known {
    size_t question;
    struct map *by_letters;
};

static struct str letters_of(struct str s, struct buf *b)
{
    buf_clear(b);
    for (size_t i = 0; i < s.n; i++)
        if (ascii_is_alnum((unsigned char)s.p[i]) || (unsigned char)s.p[i] >= 0x80)
            buf_char(b, s.p[i]);
    return buf_view(b);
}

static void hold(struct match *m, uint32_t entry, size_t question, uint32_t trait, bool told)
{
    m->held = mem_grow(m->held, &m->held_cap, m->helds + 1, sizeof *m->held);
    m->held[m->helds++] = (struct match_held){entry, (uint16_t)question, told, trait};
}

/* `told`: in words that anybody could copy; a mailbox at a firm is had. */
static bool look_up(struct match *m, const struct known *k, uint32_t entry, struct str letters,
                    bool told)
{
    const int64_t *at = letters.n >= MENTION_LEAST ? map_find(k->by_letters, letters) : NULL;
    if (at)
        hold(m, entry, k->question, (uint32_t)*at, told);
    return at != NULL;
}

static bool in_word(unsigned char c)
{
    return ascii_is_alnum(c) || c >= 0x80;
}

/* Every run of up to MENTION_WORDS words. */
static void look_in_text(struct match *m, const struct known *k, uint32_t entry,
                         struct str text, struct buf *b)
{
    for (size_t i = 0; i < text.n;) {
        size_t words = 0;
        while (i < text.n && !in_word((unsigned char)text.p[i]))
            i++;
        size_t end = i;
        while (end < text.n && words < MENTION_WORDS) {
            while (end < text.n && in_word((unsigned char)text.p[end]))
                end++;
            words++;
            look_up(m, k, entry, letters_of(str_sub(text, i, end), b), true);
            while (end < text.n && !in_word((unsigned char)text.p[end]))
                end++;
        }
        while (i < text.n && in_word((unsigned char)text.p[i]))
            i++;
    }
}

/* "www.yarrowdesign.hr/team" and "yarrowdesign.co.uk": each label that is long enough. */
static bool look_in_host(struct match *m, const struct known *k, uint32_t entry,
                         struct str host, bool told, struct buf *b)
{
    struct str label;
    bool found = false;
    ptrdiff_t slash = str_chr(host, '/');
    if (slash >= 0)
        host = str_sub(host, 0, (size_t)slash);
    while (str_cut(&host, '.', &label))
        found |= look_up(m, k, entry, letters_of(label, b), told);
    return found;
}

static bool tells(enum match_role of, enum match_role in)
{
    if (of == MATCH_EMPLOYER)
        return in == MATCH_TEXT || in == MATCH_EMAIL || in == MATCH_LINK;
    return (of == MATCH_TITLE || of == MATCH_PLACE) && in == MATCH_TEXT;
}

static void look(struct match *m, const struct known *k)
{
    size_t helds = m->helds; /* what is added needs no look */
    struct buf b;
    buf_init(&b, MATCH_VALUE_BYTES * 8);
    for (size_t i = 0; i < helds; i++) {
        const struct match_held h = m->held[i];
        enum match_role in = m->question[h.question].kind->role;
        if (!tells(m->question[k->question].kind->role, in))
            continue;
        struct str text = m->question[h.question].trait[h.trait].text;
        if (in == MATCH_TEXT)
            look_in_text(m, k, h.entry, text, &b);
        else if (in == MATCH_LINK)
            m->question[h.question].trait[h.trait].domain |=
                look_in_host(m, k, h.entry, text, true, &b);
        else if (m->question[h.question].trait[h.trait].domain)
            look_in_host(m, k, h.entry, str_after(text, (size_t)str_chr(text, '@') + 1), false,
                         &b);
    }
    buf_free(&b);
}

/* A mailbox's name is a handle too, and so is "@ana" in a text. */
static void handles_of(struct match *m, size_t handle)
{
    size_t helds = m->helds;
    for (size_t i = 0; i < helds; i++) {
        const struct match_held h = m->held[i];
        enum match_role in = m->question[h.question].kind->role;
        struct str text = m->question[h.question].trait[h.trait].text;
        if (in == MATCH_EMAIL) {
            match__hold(m, h.entry, handle, str_sub(text, 0, (size_t)str_chr(text, '@')));
            m->held[m->helds - 1].mentioned = 1;
        } else if (in == MATCH_TEXT) {
            ptrdiff_t at = str_find(text, STR(" @"));
            size_t from = at >= 0 ? (size_t)at + 2 : str_starts(text, STR("@")) ? 1 : text.n;
            size_t end = from;
            while (end < text.n && (ascii_is_alnum((unsigned char)text.p[end]) ||
                                    text.p[end] == '_' || text.p[end] == '.'))
                end++;
            if (end - from >= MENTION_LEAST)
                match__hold(m, h.entry, handle, str_sub(text, from, end));
        }
    }
}

void match__mention(struct match *m)
{
    struct buf b;
    buf_init(&b, MATCH_VALUE_BYTES * 8);
    for (size_t q = 0; q < m->questions; q++) {
        enum match_role role = m->question[q].kind->role;
        if (role == MATCH_HANDLE)
            handles_of(m, q);
        if (!tells(role, MATCH_TEXT))
            continue;
        struct known k = {q, map_new()};
        for (size_t t = 0; t < m->question[q].traits; t++)
            map_put(k.by_letters, letters_of(m->question[q].trait[t].text, &b), (int64_t)t,
                    NULL);
        look(m, &k);
        map_free(k.by_letters);
    }
    buf_free(&b);
}
