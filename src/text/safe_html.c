/* text/safe_html.c: escapes, finds addresses, marks; nothing of the text becomes markup. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/safe_html.h"

#include <assert.h>
#include <string.h>
#include <utf8proc.h>

#include "text/utf8.h"

enum {
    LINK_SHOWN = 60,     /* characters of an address that are shown */
    LINK_HEAD = 40,      /* of them at its start, or as many as its host needs */
    LINK_MAX = 8 * 1024, /* bytes; nobody's address is longer */
    HOST_MAX = 253,      /* bytes, RFC 1035 */
    ZWNJ = 0x200C,
    ZWJ = 0x200D,
    BLACK_FLAG = 0x1F3F4
};

/* Sets of general categories. */
#define CAT(c) (1u << UTF8PROC_CATEGORY_##c)
enum {
    MARKS = CAT(MN) | CAT(MC) | CAT(ME),
    LETTERS = CAT(LU) | CAT(LL) | CAT(LT) | CAT(LM) | CAT(LO) | MARKS,
    IN_HOST = LETTERS | CAT(ND),
    IN_ADDRESS =
        IN_HOST | CAT(NL) | CAT(NO) | CAT(SO) | CAT(SK) | CAT(SM) | CAT(SC) | CAT(PD) | CAT(PC),
    JOINABLE = LETTERS | CAT(SO) | CAT(SK) | CAT(SM)
};

static bool is_in(uint32_t c, unsigned set)
{
    return (1u << utf8proc_category((utf8proc_int32_t)c) & set) != 0;
}

/* Characters ------------------------------------------------------------------------------ */

static bool is_one_of(char c, const char *set)
{
    return str_chr(str_from(set), c) >= 0;
}

/* What HTML can't hold, or calls an error. Noncharacters at the end of planes: see below. */
static const struct utf8_range never[] = {
    {0x00,   0x08  },
    {0x0B,   0x1F  },
    {0x7F,   0x9F  },
    {0xFDD0, 0xFDEF}
};

/* What reorders the text around it, or hides in it: UAX #9's controls, deprecated format
 * characters, the byte order mark, annotations. */
static const struct utf8_range lying[] = {
    {0x061C, 0x061C},
    {0x200E, 0x200F},
    {0x202A, 0x202E},
    {0x2066, 0x206F},
    {0xFEFF, 0xFEFF},
    {0xFFF9, 0xFFFB}
};

/* What nobody sees in a name: soft hyphen, joiners of graphemes, fillers, spaces without width. */
static const struct utf8_range unseen[] = {
    {0x00AD, 0x00AD},
    {0x034F, 0x034F},
    {0x115F, 0x1160},
    {0x17B4, 0x17B5},
    {0x180E, 0x180E},
    {0x200B, 0x200B},
    {0x2060, 0x2065},
    {0x3164, 0x3164},
    {0xFFA0, 0xFFA0}
};

#define IS_OF(c, table) utf8_in((c), (table), COUNT_OF(table))

static bool is_never(uint32_t c)
{
    return IS_OF(c, never) || (c & 0xFFFE) == 0xFFFE;
}

enum rule {
    RULE_EXACT, /* all that HTML can hold */
    RULE_TEXT,
    RULE_NAME
};

/* One text on its way to the screen, character by character. */
struct cleaner {
    enum rule rule;
    uint32_t last; /* the last that was kept */
    bool flag;     /* inside 🏴 and the letters that say whose it is */
};

/* A joiner is kept between what it can join; Latin letters need none. */
static bool joins(uint32_t last, struct str rest)
{
    if (last < 0x300 || rest.n == 0)
        return false;
    uint32_t next = utf8_next(&rest);
    return next >= 0x300 && next != UTF8_BAD && is_in(last, JOINABLE) && is_in(next, JOINABLE);
}

/* What is shown of c, which `rest` follows, in a text or name; 0 for nothing. */
static uint32_t clean_shown(struct cleaner *k, uint32_t c, struct str rest)
{
    if (IS_OF(c, lying) || ((c == ZWJ || c == ZWNJ) && !joins(k->last, rest)))
        return 0;
    bool tag = c >= 0xE0000 && c <= 0xE007F;
    if (tag && !k->flag)
        return 0; /* letters that no one sees */
    k->flag = tag || c == BLACK_FLAG;
    if (c == 0x2028 || c == 0x2029)
        c = '\n';
    if (k->rule == RULE_TEXT)
        return c;
    if (IS_OF(c, unseen))
        return 0;
    return c == '\n' || c == '\t' ? ' ' : c;
}

/* The same by the cleaner's rule; '\n' for a line break. */
static uint32_t clean(struct cleaner *k, uint32_t c, struct str rest)
{
    if (c >= 0x20 && c < 0x7F) {
        k->flag = false;
        return k->last = c;
    }
    if (c == '\r')
        c = rest.n && rest.p[0] == '\n' ? 0 : '\n';
    if (is_never(c) || (k->rule != RULE_EXACT && (c = clean_shown(k, c, rest)) == 0))
        return 0;
    return k->last = c;
}

static void put_escaped(struct buf *b, uint32_t c)
{
    switch (c) {
    case '&':
        buf_lit(b, "&amp;");
        break;
    case '<':
        buf_lit(b, "&lt;");
        break;
    case '>':
        buf_lit(b, "&gt;");
        break;
    case '"':
        buf_lit(b, "&#34;");
        break;
    case '\'':
        buf_lit(b, "&#39;");
        break;
    default:
        if (c < 0x80)
            buf_char(b, (char)c);
        else
            utf8_put(b, c);
    }
}

/* How many bytes from the start on are ASCII that stands for itself: most of most texts. */
static size_t plain_run(struct str s)
{
    size_t n = 0;
    for (; n < s.n; n++) {
        unsigned char c = (unsigned char)s.p[n];
        if (c < 0x20 || c >= 0x7F || c == '&' || c == '<' || c == '>' || c == '"' || c == '\'')
            break;
    }
    return n;
}

static void escape_by(struct buf *b, struct str s, enum rule rule)
{
    struct cleaner k = {.rule = rule};
    while (s.n) {
        size_t run = plain_run(s);
        if (run) {
            buf_put(b, s.p, run);
            s = str_after(s, run);
            k.last = ' '; /* nothing that joins */
            k.flag = false;
            continue;
        }
        uint32_t c = utf8_next(&s);
        if ((c = clean(&k, c, s)) != 0)
            put_escaped(b, c);
    }
}

void html_escape(struct buf *b, struct str s)
{
    escape_by(b, s, RULE_EXACT);
}

void html_escape_name(struct buf *b, struct str s)
{
    escape_by(b, s, RULE_NAME);
}

/* Addresses ------------------------------------------------------------------------------- */

/* One found in a text: its bytes are [0, n) from where it was looked for. */
struct address {
    size_t n;
    size_t host_end; /* behind host and port */
};

static bool is_host_char(uint32_t c)
{
    if (c < 0x80)
        return ascii_is_alnum(c) || c == '-' || c == '.' || c == '_';
    return is_in(c, IN_HOST);
}

static bool is_address_char(uint32_t c)
{
    if (c < 0x80)
        return c > 0x20 && c < 0x7F && !is_one_of((char)c, "<>\"\\`{}|^");
    if (c >= 0xFFF0 && c <= 0xFFFF)
        return false;
    return c == 0xB7 || is_in(c, IN_ADDRESS);
}

/* The end of what reads as host and port from `at` on; `at` itself where there is none. */
static size_t host_end(struct str s, size_t at)
{
    struct str rest = str_after(s, at);
    size_t end = at;
    while (rest.n && end - at <= HOST_MAX) {
        uint32_t c = utf8_next(&rest);
        if (!is_host_char(c) || (end == at && c < 0x80 && !ascii_is_alnum(c)))
            break;
        end = s.n - rest.n;
    }
    if (end == at || end - at > HOST_MAX)
        return at;
    size_t port = end;
    if (port < s.n && s.p[port] == ':')
        while (port + 1 < s.n && port - end < 5 && ascii_is_digit((unsigned char)s.p[port + 1]))
            port++;
    if (port > end)
        end = port + 1;
    /* what stands before an @ is no host, whatever it looks like */
    return end < s.n && s.p[end] == '@' ? at : end;
}

/* How much of s, an address that ends where no character of one follows, is really its own: not
 * the full stop of the sentence, nor a bracket that was opened before it. */
static size_t without_tail(struct str s, size_t least)
{
    const struct str pairs = STR("()[]");
    ptrdiff_t more[2] = {0, 0}; /* how many more are opened than closed */
    for (size_t i = 0; i < s.n; i++) {
        ptrdiff_t p = str_chr(pairs, s.p[i]);
        if (p >= 0)
            more[p / 2] += p % 2 ? -1 : 1;
    }
    for (; s.n > least; s.n--) {
        char c = s.p[s.n - 1];
        ptrdiff_t p = str_chr(pairs, c);
        if (p < 0 ? !is_one_of(c, ".,;:!?'*~") : p % 2 && more[p / 2] >= 0)
            break;
        if (p >= 0)
            more[p / 2] += p % 2 ? 1 : -1;
    }
    return s.n;
}

/* The address at the start of s. False where there is none; out->n is then how many bytes need
 * not be looked at again. */
static bool find_address(struct str s, struct address *out)
{
    out->n = 0;
    size_t at = str_starts_ci(s, STR("https://"))  ? 8
                : str_starts_ci(s, STR("http://")) ? 7
                                                   : 0;
    if (at == 0)
        return false;
    size_t host = host_end(s, at), end = host;
    if (host == at)
        return false;
    if (host < s.n && is_one_of(s.p[host], "/?#")) {
        for (struct str rest = str_after(s, host); rest.n; end = s.n - rest.n)
            if (!is_address_char(utf8_next(&rest)))
                break;
    }
    out->n = without_tail(str_sub(s, 0, end), at + 1);
    out->host_end = host < out->n ? host : out->n;
    if (out->n <= LINK_MAX)
        return true;
    out->n = end;
    return false;
}

bool html_url_ok(struct str url)
{
    static const struct str start[] = {STR_INIT("http://"), STR_INIT("https://"),
                                       STR_INIT("mailto:"), STR_INIT("/")};
    bool known = false;
    for (size_t i = 0; i < COUNT_OF(start); i++)
        known |= str_starts_ci(url, start[i]) && (url.n > start[i].n || start[i].n == 1);
    if (!known || str_starts(url, STR("//")))
        return false;
    while (url.n) {
        uint32_t c = utf8_next(&url);
        if (c <= 0x20 || c == '\\' || c == UTF8_BAD || is_never(c) || IS_OF(c, lying) ||
            is_in(c, CAT(ZS) | CAT(ZL) | CAT(ZP)))
            return false;
    }
    return true;
}

/* Texts ----------------------------------------------------------------------------------- */

struct writer {
    struct buf b;
    struct str text;
    const struct html_mark *mark;
    size_t marks;
    bool marked; /* a <mark> is open */
    struct cleaner cleaner;
};

static void set_marked(struct writer *w, bool on)
{
    if (on != w->marked)
        buf_lit(&w->b, on ? "<mark>" : "</mark>");
    w->marked = on;
}

/* Whether the character in bytes [from, to) is to be marked. Characters come in their order. */
static bool is_marked(struct writer *w, size_t from, size_t to)
{
    while (w->marks && w->mark->to < to) {
        w->mark++;
        w->marks--;
    }
    return w->marks && w->mark->from <= from;
}

/* Writes the character at `at`; answers where the next one is. */
static size_t put_char(struct writer *w, size_t at)
{
    struct str rest = str_after(w->text, at);
    uint32_t c = utf8_next(&rest);
    size_t next = w->text.n - rest.n;
    c = clean(&w->cleaner, c, rest);
    bool marked = is_marked(w, at, next);
    if (c == 0)
        return next;
    set_marked(w, marked);
    if (c == '\n')
        buf_lit(&w->b, "<br>");
    else
        put_escaped(&w->b, c);
    return next;
}

static size_t next_char(struct str s, size_t at)
{
    struct str rest = str_after(s, at);
    utf8_next(&rest);
    return s.n - rest.n;
}

/* Which bytes of an address [at, end) are not shown; *to is *from where all are. */
static void hidden_part(struct str text, size_t at, const struct address *ad, size_t *from,
                        size_t *to)
{
    size_t end = at + ad->n, chars = utf8_count(str_sub(text, at, end)), nth = 0;
    *from = *to = end;
    if (chars <= LINK_SHOWN)
        return;
    for (size_t i = at; i < end; i = next_char(text, i), nth++) {
        if (*from == end && nth >= LINK_HEAD && i > at + ad->host_end)
            *from = i;
        if (*to == end && nth >= chars - (LINK_SHOWN - LINK_HEAD - 1)) {
            struct str rest = str_after(text, i);
            if (!is_in(utf8_next(&rest), MARKS)) /* no accent on the dots */
                *to = i;
        }
    }
    if (*to <= *from)
        *from = *to = end;
}

static void put_link(struct writer *w, size_t at, const struct address *ad)
{
    size_t end = at + ad->n, from, to;
    hidden_part(w->text, at, ad, &from, &to);
    set_marked(w, false);
    buf_lit(&w->b, "<a href=\"");
    html_escape(&w->b, str_sub(w->text, at, end));
    buf_lit(&w->b, "\" rel=\"noopener noreferrer nofollow ugc\">");
    while (at < from)
        at = put_char(w, at);
    if (from < to) {
        bool any = false;
        for (size_t next; at < to; at = next) {
            next = next_char(w->text, at);
            any |= is_marked(w, at, next);
        }
        set_marked(w, any);
        buf_lit(&w->b, "…");
        w->cleaner.last = 0;
    }
    while (at < end)
        at = put_char(w, at);
    set_marked(w, false);
    buf_lit(&w->b, "</a>");
}

/* Where to cut so that at most `most` bytes are left: between characters, and not between one and
 * what belongs to it. */
static size_t cut_at(struct str text, size_t most)
{
    if (most == 0 || most >= text.n)
        return text.n;
    size_t at = most;
    for (int steps = 0; at > 0 && steps < 64; at--, steps++) {
        if (((unsigned char)text.p[at] & 0xC0) == 0x80)
            continue;
        struct str rest = str_after(text, at);
        uint32_t c = utf8_next(&rest);
        if (c != ZWJ && !is_in(c, MARKS) &&
            !str_ends(str_sub(text, 0, at), STR("\xE2\x80\x8D")))
            return at;
    }
    for (at = most; at > 0 && ((unsigned char)text.p[at] & 0xC0) == 0x80; at--)
        ;
    return at;
}

/* A plain run that ends before what may be an address. */
static size_t words_run(struct str s)
{
    size_t n = 0, most = plain_run(s);
    while (n < most && s.p[n] != 'h' && s.p[n] != 'H')
        n++;
    return n;
}

struct safe_html html_from_text(struct str text, const struct html_mark *mark, size_t marks,
                                size_t most, struct arena *a, bool *cut)
{
    size_t stop = cut_at(text, most), plain_to = 0, at = 0, run = 0;
    struct writer w = {.text = text, .mark = mark, .marks = marks};
    w.cleaner.rule = RULE_TEXT;
    buf_init(&w.b, SIZE_MAX / 2); /* what is written is bounded by what is read */
    while (at < stop) {
        char c = text.p[at];
        struct address ad;
        bool start = (c == 'h' || c == 'H') && at >= plain_to &&
                     (at == 0 || !ascii_is_alnum((unsigned char)text.p[at - 1]));
        if (start && find_address(str_after(text, at), &ad)) {
            put_link(&w, at, &ad);
            at += ad.n;
        } else if (start || w.marks || !(run = words_run(str_sub(text, at, stop)))) {
            if (start)
                plain_to = at + ad.n;
            at = put_char(&w, at);
        } else {
            buf_put(&w.b, text.p + at, run);
            w.cleaner = (struct cleaner){.rule = RULE_TEXT, .last = ' '};
            at += run;
        }
    }
    set_marked(&w, false);
    if (cut)
        *cut = at < text.n;
    assert(w.b.n <= HTML_GROWTH * at + 32 * marks);
    struct safe_html out = {arena_str(a, buf_view(&w.b))};
    buf_free(&w.b);
    return out;
}

static size_t char_start(struct str s, size_t at)
{
    if (at > s.n)
        at = s.n;
    while (at > 0 && at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80)
        at--;
    return at;
}

struct safe_html html_plain_marked(struct str text, const struct html_mark *mark, size_t marks,
                                   struct arena *a)
{
    struct buf b;
    size_t at = 0;
    buf_init(&b, text.n * 6 + marks * 16 + 16);
    for (size_t i = 0; i < marks; i++) {
        size_t from = char_start(text, mark[i].from), to = char_start(text, mark[i].to);
        if (from < at)
            from = at;
        if (to <= from)
            continue;
        html_escape(&b, str_sub(text, at, from));
        buf_lit(&b, "<mark>");
        html_escape(&b, str_sub(text, from, to));
        buf_lit(&b, "</mark>");
        at = to;
    }
    html_escape(&b, str_after(text, at));
    struct safe_html h = {arena_str(a, buf_view(&b))};
    buf_free(&b);
    return h;
}
