/* archives/whatsapp_line.c: the stamps before messages, in the clocks and calendars of many
 * languages, and the messages between them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/whatsapp.h"

#include "core/attr.h"
#include "core/limits.h"
#include "core/mem.h"
#include "text/decode.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <string.h>

/* Marks that say which way to write, and the byte order mark. */
static bool is_mark(uint32_t c)
{
    return c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

static bool is_space(uint32_t c)
{
    return c == ' ' || c == 0xA0 || c == 0x202F || c == 0x2009;
}

struct str whatsapp__plain(struct str s, struct arena *a)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    while (s.n) {
        struct str from = s;
        uint32_t c = utf8_next(&s);
        if (is_mark(c))
            continue;
        if (is_space(c)) {
            p[n++] = ' ';
            continue;
        }
        memcpy(p + n, from.p, from.n - s.n);
        n += from.n - s.n;
    }
    return str_trim((struct str){p, n});
}

/* The next code point that is no mark, not taken; 0 at the end. */
static uint32_t look(struct str *s)
{
    while (s->n) {
        struct str rest = *s;
        uint32_t c = utf8_next(&rest);
        if (!is_mark(c))
            return c;
        *s = rest;
    }
    return 0;
}

static void skip_spaces(struct str *s)
{
    while (is_space(look(s)))
        (void)utf8_next(s);
}

static bool take(struct str *s, uint32_t c)
{
    if (look(s) != c)
        return false;
    (void)utf8_next(s);
    return true;
}

/* 0 to 9 in Latin, Arabic, Persian, Hindi and Bengali figures; -1 for anything else. */
static int digit(uint32_t c)
{
    static const uint32_t zero[] = {'0', 0x660, 0x6F0, 0x966, 0x9E6};
    for (size_t i = 0; i < COUNT_OF(zero); i++)
        if (c >= zero[i] && c <= zero[i] + 9)
            return (int)(c - zero[i]);
    return -1;
}

/* A number of at most four figures; how many it had, 0 for none. */
static int take_number(struct str *s, int *value)
{
    int n = 0, d;
    *value = 0;
    while (n < 4 && (d = digit(look(s))) >= 0) {
        *value = *value * 10 + d;
        (void)utf8_next(s);
        n++;
    }
    return digit(look(s)) < 0 ? n : 0;
}

/* "04/03/25", "4.3.2025", "2024. 12. 31." */
static bool take_date(struct str *s, struct whatsapp_stamp *st)
{
    int figures = 0;
    for (int i = 0; i < 3; i++) {
        uint32_t c = look(s);
        if (i == 1 && (c == '.' || c == '/' || c == '-'))
            st->separator = (char)c;
        if (i > 0 && !(st->separator && take(s, (uint32_t)(unsigned char)st->separator)))
            return false;
        skip_spaces(s);
        figures = take_number(s, &st->date[i]);
        if (figures == 0 || (i == 1 && figures > 2))
            return false;
        if (i == 0)
            st->year_first = figures == 4;
    }
    if (!st->year_first && figures != 2 && figures != 4)
        return false;
    (void)take(s, '.');
    return true;
}

static bool take_time(struct str *s, struct whatsapp_stamp *st)
{
    if (take_number(s, &st->hour) == 0 || (!take(s, ':') && !take(s, '.')))
        return false;
    if (take_number(s, &st->minute) != 2)
        return false;
    struct str before = *s;
    st->second = 0;
    st->has_second = (take(s, ':') || take(s, '.')) && take_number(s, &st->second) == 2;
    if (!st->has_second) {
        *s = before;
        st->second = 0;
    }
    return st->hour < 24 && st->minute < 60 && st->second < 60;
}

enum {
    WORD_BYTES = 24
};

/* A word between the parts of a stamp, without dots and spaces: "klo", "p. m.", "下午". */
static struct str take_word(struct str *s, char *out)
{
    size_t n = 0;
    for (;;) {
        uint32_t c = look(s);
        if (c == 0 || digit(c) >= 0 || c == '-' || c == 0x2013 || c == ']' || c == ':')
            break;
        struct str from = *s;
        (void)utf8_next(s);
        if (is_space(c) || c == '.' || c == ',' || c == 0x60C)
            continue;
        if (n + (from.n - s->n) > WORD_BYTES)
            break;
        memcpy(out + n, from.p, from.n - s->n);
        n += from.n - s->n;
    }
    return (struct str){out, n};
}

/* What stands for the halves of a day, and words that may stand around a time. */
static const struct {
    struct str word;
    int add; /* hours, where it is not twelve; -1 says nothing about the half */
} words[] = {
    {STR_INIT("AM"),     0 },
    {STR_INIT("PM"),     12},
    {STR_INIT("am"),     0 },
    {STR_INIT("pm"),     12},
    {STR_INIT("Am"),     0 },
    {STR_INIT("Pm"),     12},
    {STR_INIT("ap"),     0 },
    {STR_INIT("ip"),     12},
    {STR_INIT("fm"),     0 },
    {STR_INIT("em"),     12},
    {STR_INIT("vorm"),   0 },
    {STR_INIT("nachm"),  12},
    {STR_INIT("πμ"),   0 },
    {STR_INIT("μμ"),   12},
    {STR_INIT("ص"),     0 },
    {STR_INIT("م"),     12},
    {STR_INIT("قظ"),   0 },
    {STR_INIT("بظ"),   12},
    {STR_INIT("上午"), 0 },
    {STR_INIT("下午"), 12},
    {STR_INIT("午前"), 0 },
    {STR_INIT("午後"), 12},
    {STR_INIT("오전"), 0 },
    {STR_INIT("오후"), 12},
    {STR_INIT("ÖÖ"),   0 },
    {STR_INIT("ÖS"),    12},
    {STR_INIT("SA"),     0 },
    {STR_INIT("CH"),     12},
    {STR_INIT("klo"),    -1},
    {STR_INIT("kl"),     -1},
    {STR_INIT("um"),     -1},
    {STR_INIT("at"),     -1},
    {STR_INIT("à"),     -1},
    {STR_INIT("às"),    -1},
    {STR_INIT("alle"),   -1},
    {STR_INIT("om"),     -1},
    {STR_INIT("Uhr"),    -1},
    {STR_INIT("h"),      -1},
    {STR_INIT("alas"),   -1},
    {STR_INIT("o"),      -1},
    {STR_INIT("в"),     -1},
};

static bool count_word(struct str word, struct whatsapp_stamp *st)
{
    if (word.n == 0)
        return true;
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (!str_eq(word, words[i].word))
            continue;
        if (words[i].add < 0)
            return true;
        if (st->has_half || st->hour > 12)
            return false;
        st->has_half = true;
        st->big_half = word.n == 2 && (str_is(word, "AM") || str_is(word, "PM"));
        st->hour = st->hour % 12 + words[i].add;
        return true;
    }
    return false;
}

bool whatsapp__stamp(struct str *line, struct whatsapp_stamp *out)
{
    char before[WORD_BYTES], behind[WORD_BYTES];
    struct str s = *line;
    struct whatsapp_stamp st = {.bracket = take(&s, '[')};
    if (!take_date(&s, &st))
        return false;
    struct str word = take_word(&s, before);
    if (!take_time(&s, &st) || !count_word(word, &st) ||
        !count_word(take_word(&s, behind), &st))
        return false;
    skip_spaces(&s);
    if (st.bracket ? !take(&s, ']') : !take(&s, '-') && !take(&s, 0x2013))
        return false;
    if (s.n && s.p[0] == ' ')
        s = str_after(s, 1);
    *line = s;
    *out = st;
    return true;
}

bool whatsapp__alike(const struct whatsapp_stamp *a, const struct whatsapp_stamp *b)
{
    return a->bracket == b->bracket && a->separator == b->separator &&
           a->has_second == b->has_second && a->year_first == b->year_first &&
           a->has_half == b->has_half;
}

struct when whatsapp__when(const struct whatsapp_stamp *s, enum whatsapp_order order)
{
    static const struct {
        int year, month, day;
    } at[] = {
        [ORDER_DAY_FIRST] = {2, 1, 0},
        [ORDER_MONTH_FIRST] = {2, 0, 1},
        [ORDER_YEAR_FIRST] = {0, 1, 2}
    };
    int year = s->date[at[order].year], month = s->date[at[order].month],
        day = s->date[at[order].day], month_then, day_then;
    int64_t year_then;
    if (year < 100)
        year += 2000;
    if (month < 1 || month > 12 || year < 2009 || year > 2099) /* it began in 2009 */
        return WHEN_NONE;
    int64_t days = time_days(year, month, day);
    time_date(days, &year_then, &month_then, &day_then);
    if (month_then != month || day_then != day)
        return WHEN_NONE;
    int64_t minutes = (days * 24 + s->hour) * 60 + s->minute;
    return (struct when){(minutes * 60 + s->second) * 1000, TIME_LOCAL};
}

/* A file under way. */
struct walk {
    struct reading *r;
    const struct whatsapp_chat_walk *w;
    struct whatsapp_message m;  /* its text is in `text` */
    struct whatsapp_stamp look; /* of the first stamp */
    struct buf line, text;
    bool open; /* a message is */
    bool none; /* it is no chat */
};

/* A colon with a space, or with the words a line below, or with none. */
static bool ends_author(struct str s)
{
    return s.p[0] == ':' && (s.n == 1 || s.p[1] == ' ' || s.p[1] == '\n');
}

/* "Ana: hello" → author and text. What WhatsApp itself says has no author; it may quote what
 * has a colon in it. */
static struct str take_author(struct str *text)
{
    static const struct str quotes[] = {STR_INIT("\""), STR_INIT("“"), STR_INIT("„"),
                                        STR_INIT("«")};
    size_t at = 0;
    while (at < text->n && !ends_author(str_after(*text, at)))
        at++;
    struct str author = at < text->n ? str_sub(*text, 0, at) : STR_NONE;
    for (size_t i = 0; i < COUNT_OF(quotes); i++)
        if (str_find(author, quotes[i]) >= 0)
            return STR_NONE;
    if (author.n == 0 || author.n > LIMIT_NAME)
        return STR_NONE;
    *text = str_after(*text, at + 2);
    return author;
}

static enum err_code flush(struct walk *k, struct err *e)
{
    if (!k->open)
        return ERR_OK;
    k->open = false;
    arena_reset(k->r->piece);
    struct str all = utf8_or_cp1252(buf_view(&k->text), k->r->piece);
    k->m.cut = k->text.over;
    k->m.author = whatsapp__plain(take_author(&all), k->r->piece);
    k->m.text = all;
    return k->w->message(k->w->ctx, &k->m, e);
}

static enum err_code take_line(struct walk *k, struct err *e)
{
    struct str line = buf_view(&k->line), said;
    struct whatsapp_stamp st;
    enum err_code rc = ERR_OK;
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    said = line;
    bool begins = !k->line.over && whatsapp__stamp(&said, &st) &&
                  (k->look.separator == 0 || whatsapp__alike(&st, &k->look));
    if (begins) {
        rc = flush(k, e);
        if (k->look.separator == 0)
            k->look = st;
        k->m.stamp = st;
        k->open = true;
        buf_clear(&k->text);
    } else if (k->open) {
        buf_char(&k->text, '\n');
    } else if (str_trim(line).n) {
        k->none = true;
    }
    buf_str(&k->text, begins ? said : line);
    k->text.over = k->text.over || k->line.over;
    buf_clear(&k->line);
    return rc;
}

static enum err_code take_bytes(struct walk *k, struct str bytes, struct err *e)
{
    enum err_code rc = ERR_OK;
    while (bytes.n && rc == ERR_OK && !k->none) {
        ptrdiff_t at = str_chr(bytes, '\n');
        buf_str(&k->line, at < 0 ? bytes : str_sub(bytes, 0, (size_t)at));
        bytes = at < 0 ? STR_NONE : str_after(bytes, (size_t)at + 1);
        if (at >= 0)
            rc = take_line(k, e);
    }
    return rc;
}

enum err_code whatsapp__walk(struct reading *r, struct stream *in,
                             const struct whatsapp_chat_walk *w, bool *is_chat, struct err *e)
{
    struct decode d;
    struct stream *s = decode_init(&d, in);
    struct walk k = {.r = r, .w = w};
    char *block = mem_calloc(1, KIB(64));
    enum err_code rc = ERR_OK;
    size_t got = 1;
    buf_init(&k.line, LIMIT_CHAT_MESSAGE);
    buf_init(&k.text, LIMIT_CHAT_MESSAGE);
    while (rc == ERR_OK && got > 0 && !k.none)
        if ((rc = stream_read(s, block, KIB(64), &got, e)) == ERR_OK)
            rc = take_bytes(&k, str_of(block, got), e);
    if (rc == ERR_OK && k.line.n)
        rc = take_line(&k, e);
    if (rc == ERR_OK)
        rc = flush(&k, e);
    *is_chat = !k.none && k.look.separator != 0;
    buf_free(&k.line);
    buf_free(&k.text);
    mem_free(block);
    return rc;
}
