/* archives/mail_message.c: the fields of an e-mail, its date and its ids. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/mail.h"

#include "core/attr.h"
#include "core/limits.h"

#include <string.h>

/* The next line without its end; false at the end of the text. */
static bool next_line(struct str *rest, struct str *line)
{
    if (rest->n == 0)
        return false;
    ptrdiff_t end = str_chr(*rest, '\n');
    *line = str_sub(*rest, 0, end < 0 ? rest->n : (size_t)end);
    *rest = str_after(*rest, end < 0 ? rest->n : (size_t)end + 1);
    return true;
}

/* Where the name of a field ends; 0: the line is no field. */
static size_t name_end(struct str line)
{
    size_t i = 0;
    while (i < line.n && line.p[i] > ' ' && line.p[i] < 127 && line.p[i] != ':')
        i++;
    size_t n = i;
    while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'))
        i++;
    return i < line.n && line.p[i] == ':' ? n : 0;
}

/* Takes a field with the lines it is folded into. */
static void take_field(struct str *rest, struct str line, size_t name, struct arena *a,
                       struct mail_field *out)
{
    const char *end = line.p + line.n;
    struct str more, after = *rest;
    bool folded = false;
    while (after.n && (after.p[0] == ' ' || after.p[0] == '\t') && next_line(&after, &more)) {
        end = more.p + more.n;
        *rest = after;
        folded = true;
    }
    out->name = str_sub(line, 0, name);
    const char *colon = memchr(line.p, ':', line.n);
    out->value = str_trim(str_of(colon + 1, (size_t)(end - colon - 1)));
    if (!folded)
        return;
    char *flat = arena_alloc(a, out->value.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < out->value.n; i++)
        if (out->value.p[i] != '\n')
            flat[n++] = out->value.p[i];
    out->value = str_of(flat, n);
}

void mail_parse(struct str message, struct arena *a, struct mail *out)
{
    struct str rest = message, line, before;
    *out = (struct mail){.field = ARENA_ARRAY(a, struct mail_field, LIMIT_MAIL_FIELDS)};
    for (;;) {
        before = rest;
        if (!next_line(&rest, &line) || line.n == 0)
            break;
        size_t name = name_end(line);
        bool envelope = str_starts(line, STR("From ")) || str_starts(line, STR(">From "));
        if (name == 0 && !(envelope && out->n == 0)) {
            rest = before; /* no empty line before the text */
            break;
        }
        if (name && out->n < LIMIT_MAIL_FIELDS)
            take_field(&rest, line, name, a, &out->field[out->n++]);
    }
    out->body = rest;
}

struct str mail_get(const struct mail *m, const char *name)
{
    for (size_t i = 0; i < m->n; i++)
        if (str_eq_ci(m->field[i].name, str_from(name)))
            return m->field[i].value;
    return STR_NONE;
}

bool mail_has(const struct mail *m, const char *name)
{
    return mail_get(m, name).n > 0;
}

bool mail_next_id(struct str *rest, struct str *id)
{
    ptrdiff_t from = str_chr(*rest, '<');
    struct str inside = from < 0 ? STR_NONE : str_after(*rest, (size_t)from + 1);
    ptrdiff_t to = str_chr(inside, '>');
    if (to < 0)
        return false;
    *id = str_trim(str_sub(inside, 0, (size_t)to));
    *rest = str_after(inside, (size_t)to + 1);
    return true;
}

/* RFC 5322, 4.3, and what else is seen. */
static const struct {
    const char *name, *offset;
} zones[] = {
    {"UT",   "+0000"},
    {"UTC",  "+0000"},
    {"GMT",  "+0000"},
    {"Z",    "+0000"},
    {"EST",  "-0500"},
    {"EDT",  "-0400"},
    {"CST",  "-0600"},
    {"CDT",  "-0500"},
    {"MST",  "-0700"},
    {"MDT",  "-0600"},
    {"PST",  "-0800"},
    {"PDT",  "-0700"},
    {"CET",  "+0100"},
    {"MET",  "+0100"},
    {"CEST", "+0200"},
    {"MEST", "+0200"}
};

/* "+0200", "GMT+2", "EST"; "" for one that nobody knows: the time is local then. */
static struct str zone_of(struct str s, struct arena *a)
{
    static const int64_t hour = 100;
    int64_t v = 0;
    size_t letters = 0;
    while (letters < s.n && ascii_is_alpha((unsigned char)s.p[letters]))
        letters++;
    struct str sign = str_after(s, letters), word = str_sub(s, 0, letters);
    if (sign.n > 1 && (sign.p[0] == '+' || sign.p[0] == '-')) {
        struct str digits = str_after(sign, 1);
        if (!str_i64(digits, &v) || digits.n > 4)
            return STR_NONE;
        v = digits.n <= 2 ? v * hour : v;
        return arena_printf(a, "%c%04lld", sign.p[0], (long long)v);
    }
    for (size_t i = 0; i < COUNT_OF(zones); i++)
        if (str_eq_ci(word, str_from(zones[i].name)))
            return str_from(zones[i].offset);
    return STR_NONE;
}

/* "99" is 1999, "24" is 2024, and "101" what a program of 2001 made of it. */
static int64_t whole_year(struct str s)
{
    int64_t y = 0;
    if (!str_i64(s, &y))
        return 0;
    return s.n == 2 && y < 50 ? 2000 + y : s.n <= 3 ? 1900 + y : y;
}

struct when mail_date(struct str value, struct arena *a)
{
    struct str word[6] = {STR_NONE}, rest = value, piece;
    size_t n = 0;
    ptrdiff_t comment = str_chr(value, '(');
    if (comment >= 0)
        rest = value = str_sub(value, 0, (size_t)comment);
    ptrdiff_t comma = str_chr(rest, ',');
    if (comma >= 0)
        rest = str_after(rest, (size_t)comma + 1);
    while (n < COUNT_OF(word) && str_cut(&rest, ' ', &piece)) {
        piece = str_trim(piece);
        if (piece.n && (n > 0 || ascii_is_digit((unsigned char)piece.p[0])))
            word[n++] = piece;
    }
    if (n < 4 || word[0].n > 2 || value.n > 128)
        return value.n > 128 ? WHEN_NONE : when_parse(value);
    struct str zone = n > 4 ? zone_of(word[4], a) : STR_NONE;
    struct when w = when_parse(
        arena_printf(a, STRF " " STRF " %04lld " STRF " " STRF, STRA(word[0]), STRA(word[1]),
                     (long long)whole_year(word[2]), STRA(word[3]), STRA(zone)));
    return w.sure == TIME_NONE ? when_parse(value) : w;
}
