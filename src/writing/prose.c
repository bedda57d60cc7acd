/* writing/prose.c: the words of a Markdown draft, without what its readers never see. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "writing/prose.h"

#include "core/attr.h"

#include <string.h>

enum {
    TAG_MOST = 4096 /* bytes; what is longer is no tag */
};

/* The draft and its copy, which is blanked as the walk goes on. */
struct prose {
    struct str in;
    char *out;
};

bool is_markdown(struct str name)
{
    static const struct str endings[] = {STR_INIT(".md"), STR_INIT(".markdown")};
    for (size_t i = 0; i < COUNT_OF(endings); i++)
        if (name.n > endings[i].n &&
            str_eq_ci(str_after(name, name.n - endings[i].n), endings[i]))
            return true;
    return false;
}

/* Line ends stay, so that a line is the same line. */
static void blank(struct prose *p, size_t from, size_t to)
{
    for (size_t i = from; i < to && i < p->in.n; i++)
        if (p->out[i] != '\n' && p->out[i] != '\r')
            p->out[i] = ' ';
}

static size_t line_end(const struct prose *p, size_t at)
{
    ptrdiff_t n = str_chr(str_after(p->in, at), '\n');
    return n < 0 ? p->in.n : at + (size_t)n;
}

static struct str line_at(const struct prose *p, size_t at)
{
    return str_sub(p->in, at, line_end(p, at));
}

/* Front matter --------------------------------------------------------------------------- */

/* title: "…" keeps what stands between the quotes, or behind the colon. */
static void keep_title(struct prose *p, size_t at, struct str line)
{
    size_t from = 5, to = line.n;
    if (!str_starts_ci(line, STR("title")))
        return;
    while (from < to && ascii_is_space((unsigned char)line.p[from]))
        from++;
    if (from == to || (line.p[from] != ':' && line.p[from] != '='))
        return;
    from++;
    while (to > from && strchr(" \t\r\"'", line.p[to - 1]))
        to--;
    while (from < to && strchr(" \t\"'", line.p[from]))
        from++;
    memcpy(p->out + at + from, p->in.p + at + from, to - from);
}

/* Where it ends; 0 where there is none. */
static size_t front_matter(struct prose *p)
{
    struct str first = str_trim(line_at(p, 0));
    bool yaml = str_is(first, "---");
    if (!yaml && !str_is(first, "+++"))
        return 0;
    size_t end = 0;
    for (size_t at = line_end(p, 0) + 1; at < p->in.n && !end; at = line_end(p, at) + 1) {
        struct str line = str_trim(line_at(p, at));
        if (str_eq(line, first) || (yaml && str_is(line, "...")))
            end = line_end(p, at);
    }
    if (!end) /* a rule across the page, and no front matter */
        return 0;
    blank(p, 0, end);
    for (size_t at = line_end(p, 0) + 1; at < end; at = line_end(p, at) + 1)
        keep_title(p, at, line_at(p, at));
    return end;
}

/* Blocks --------------------------------------------------------------------------------- */

/* "```" or "~~~": how long the fence is; 0 where the line is none. */
static size_t fence_of(struct str line, char *mark)
{
    size_t at = 0, n = 0;
    while (at < line.n && at < 3 && line.p[at] == ' ')
        at++;
    if (at == line.n || (line.p[at] != '`' && line.p[at] != '~'))
        return 0;
    *mark = line.p[at];
    while (at + n < line.n && line.p[at + n] == *mark)
        n++;
    /* what follows backticks has none: else it is code within a line */
    if (n < 3 || (*mark == '`' && str_chr(str_after(line, at + n), '`') >= 0))
        return 0;
    return n;
}

static bool closes(struct str line, char mark, size_t length)
{
    char same = 0;
    size_t n = fence_of(line, &same);
    line = str_trim(line);
    return n >= length && same == mark && line.n == n;
}

/* [name]: address "title" */
static bool definition(struct prose *p, size_t at, struct str line)
{
    size_t i = 0;
    while (i < line.n && i < 3 && line.p[i] == ' ')
        i++;
    ptrdiff_t end = str_find(str_after(line, i), STR("]:"));
    if (i == line.n || line.p[i] != '[' || end < 2 ||
        str_chr(str_sub(line, i + 1, i + (size_t)end), ']') >= 0 || line.p[i + 1] == '^')
        return false;
    size_t from = i + (size_t)end + 2;
    while (from < line.n && (line.p[from] == ' ' || line.p[from] == '\t'))
        from++;
    size_t to = from;
    while (to < line.n && !ascii_is_space((unsigned char)line.p[to]))
        to++;
    blank(p, at, at + to);
    return true;
}

/* Lines ---------------------------------------------------------------------------------- */

/* Behind "](": the address up to a space or the bracket that closes. */
static size_t address_end(const struct prose *p, size_t at, size_t end)
{
    int deep = 0;
    if (at < end && p->in.p[at] == '<') {
        while (at < end && p->in.p[at] != '>')
            at++;
        return at < end ? at + 1 : end;
    }
    for (; at < end; at++) {
        char c = p->in.p[at];
        if (c == '\\' && at + 1 < end)
            at++;
        else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || (c == ')' && deep == 0))
            return at;
        deep += (c == '(') - (c == ')');
    }
    return at;
}

/* Within a tag, the value of alt="…" or title="…" comes back. */
static void keep_values(struct prose *p, size_t from, size_t to)
{
    static const struct str names[] = {STR_INIT(" alt="), STR_INIT(" title=")};
    for (size_t at = from; at < to; at++) {
        struct str rest = str_sub(p->in, at, to);
        for (size_t k = 0; k < COUNT_OF(names); k++) {
            if (!str_starts_ci(rest, names[k]) || rest.n < names[k].n + 2)
                continue;
            char quote = rest.p[names[k].n];
            struct str value = str_after(rest, names[k].n + 1);
            ptrdiff_t n = quote == '"' || quote == '\'' ? str_chr(value, quote) : -1;
            if (n > 0)
                memcpy(p->out + (value.p - p->in.p), value.p, (size_t)n);
        }
    }
}

/* <https://…>, <img …>, </p>, <!-- … -->: where it ends, or `at` where it is none. */
static size_t angle(struct prose *p, size_t at)
{
    struct str rest = str_after(p->in, at);
    if (str_starts(rest, STR("<!--"))) {
        ptrdiff_t n = str_find(str_after(rest, 4), STR("-->"));
        size_t end = n < 0 ? p->in.n : at + 4 + (size_t)n + 3;
        blank(p, at, end);
        return end;
    }
    char next = rest.n > 1 ? rest.p[1] : ' ';
    if (next != '/' && !ascii_is_alpha((unsigned char)next))
        return at;
    char quote = 0;
    for (size_t i = at + 1; i < p->in.n && i < at + TAG_MOST; i++) {
        char c = p->in.p[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if ((c == '"' || c == '\'') && p->in.p[i - 1] == '=')
            quote = c;
        else if (c == '<' || (c == '\n' && p->in.p[i - 1] == '\n'))
            return at;
        else if (c == '>') {
            blank(p, at, i + 1);
            keep_values(p, at, i);
            return i + 1;
        }
    }
    return at;
}

/* From `at` to the end of its line, or beyond it where a tag goes on. */
static size_t read_line(struct prose *p, size_t at, size_t end)
{
    while (at < end) {
        if (p->in.p[at] == '\\') {
            at += 2;
        } else if (p->in.p[at] == ']' && at + 1 < end && p->in.p[at + 1] == '(') {
            size_t to = address_end(p, at + 2, end);
            blank(p, at + 2, to);
            at = to;
        } else if (p->in.p[at] == '<') {
            size_t to = angle(p, at);
            at = to > at ? to : at + 1;
        } else {
            at++;
        }
    }
    return at;
}

struct str prose_of_markdown(struct str draft, struct arena *a)
{
    struct prose p = {draft, arena_cstr(a, draft)};
    size_t fence = 0, at = front_matter(&p);
    char mark = 0, opens = 0;
    while (at < draft.n) {
        struct str line = line_at(&p, at);
        size_t end = at + line.n, length = fence ? 0 : fence_of(line, &opens);
        if (fence || length) {
            if (length)
                mark = opens;
            fence = fence && closes(line, mark, fence) ? 0 : fence ? fence : length;
            blank(&p, at, end);
        } else if (!definition(&p, at, line)) {
            at = read_line(&p, at, end);
        }
        at = at > end ? at : end + 1;
    }
    return str_of(p.out, draft.n);
}
