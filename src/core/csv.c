/* core/csv.c: comma-separated records, one at a time, in a window over the stream. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/csv.h"

#include "core/buf.h"
#include "core/limits.h"
#include "core/mem.h"

#include <string.h>

enum {
    WINDOW_BYTES = 64 * 1024,
    HEAD_BYTES = 4096
};

struct csv {
    struct stream *in;
    char *p;
    size_t n, cap, at;
    size_t line;
    bool ended;
    char between; /* the delimiter, '\0' while it is not known */
};

struct csv *csv_new(struct stream *in)
{
    struct csv *c = mem_calloc(1, sizeof *c);
    c->in = in;
    c->cap = WINDOW_BYTES;
    c->p = mem_alloc(c->cap);
    c->line = 1;
    return c;
}

void csv_free(struct csv *c)
{
    if (!c)
        return;
    mem_free(c->p);
    mem_free(c);
}

static enum err_code refill(struct csv *c, struct err *e)
{
    if (c->at > 0) {
        memmove(c->p, c->p + c->at, c->n - c->at);
        c->n -= c->at;
        c->at = 0;
    }
    if (c->cap - c->n < 16) { /* a decoder may give whole characters only */
        if (c->cap >= LIMIT_CSV_RECORD)
            return err_set(e, ERR_LIMIT, "the record in line %zu is larger than %zu MB",
                           c->line, (size_t)(LIMIT_CSV_RECORD >> 20));
        c->cap *= 2;
        c->p = mem_realloc(c->p, c->cap);
    }
    size_t got = 0;
    enum err_code rc = stream_read(c->in, c->p + c->n, c->cap - c->n, &got, e);
    if (rc)
        return rc;
    c->ended = got == 0;
    c->n += got;
    return ERR_OK;
}

/* The delimiter that stands most often outside quotes in the first bytes. */
static char find_delimiter(struct str head)
{
    static const char kinds[] = ",;\t";
    size_t count[3] = {0};
    bool quoted = false;
    for (size_t i = 0; i < head.n; i++) {
        if (head.p[i] == '"')
            quoted = !quoted;
        for (size_t k = 0; !quoted && k < 3; k++)
            count[k] += head.p[i] == kinds[k];
    }
    size_t best = 0;
    for (size_t k = 1; k < 3; k++)
        if (count[k] > count[best])
            best = k;
    return kinds[best];
}

/* Where the record that starts at `at` ends (at its line break or the end of the window), or
 * false where the window ends first. */
static bool record_end(const struct csv *c, size_t *end)
{
    bool quoted = false, cell_start = true;
    for (size_t i = c->at; i < c->n; i++) {
        char ch = c->p[i];
        if (quoted) {
            if (ch != '"')
                continue;
            if (i + 1 >= c->n && !c->ended)
                return false;
            char next = i + 1 < c->n ? c->p[i + 1] : '\n';
            if (next == '"')
                i++;
            else if (next == c->between || next == '\n' || next == '\r')
                quoted = false;
            continue;
        }
        if (ch == '\n') {
            *end = i;
            return true;
        }
        if (ch == '"' && cell_start)
            quoted = true;
        cell_start = ch == c->between;
    }
    *end = c->n;
    return c->ended;
}

/* The cell at r.p[*i], unescaped, into `out`; *i goes to the delimiter behind it. */
static struct str take_cell(struct str r, size_t *i, char between, char *out)
{
    size_t n = 0;
    bool quoted = *i < r.n && r.p[*i] == '"';
    *i += quoted;
    while (*i < r.n && (quoted || r.p[*i] != between)) {
        char ch = r.p[(*i)++];
        if (!quoted || ch != '"') {
            out[n++] = ch;
            continue;
        }
        char next = *i < r.n ? r.p[*i] : between;
        if (next == between || next == '\r')
            break;
        out[n++] = ch;
        *i += next == '"';
    }
    while (*i < r.n && r.p[*i] != between)
        (*i)++;
    return (struct str){out, n};
}

/* The cells of one record: their slots and one copy of its text, whatever the quotes say. */
static enum err_code split(const struct csv *c, struct str r, struct arena *a,
                           struct csv_row *row, struct err *e)
{
    size_t most = 1;
    for (size_t i = 0; i < r.n; i++)
        most += r.p[i] == c->between;
    if (most > LIMIT_CSV_CELLS)
        most = LIMIT_CSV_CELLS; /* quoted text may hold many commas */
    row->cell = ARENA_ARRAY(a, struct str, most);
    row->n = 0;
    char *text = arena_alloc(a, r.n + most + 1);
    for (size_t i = 0, used = 0; i <= r.n; i++) {
        if (row->n == most)
            return err_set(e, ERR_LIMIT, "the record in line %zu has more than %d cells",
                           row->line, LIMIT_CSV_CELLS);
        struct str cell = take_cell(r, &i, c->between, text + used);
        text[used + cell.n] = '\0';
        used += cell.n + 1;
        row->cell[row->n++] = cell;
    }
    return ERR_OK;
}

/* Looks at the first bytes for what parts the cells. */
static enum err_code learn_delimiter(struct csv *c, struct err *e)
{
    while (!c->ended && c->n < HEAD_BYTES) {
        enum err_code rc = refill(c, e);
        if (rc)
            return rc;
    }
    c->between = find_delimiter(str_of(c->p, c->n < HEAD_BYTES ? c->n : HEAD_BYTES));
    return ERR_OK;
}

/* Takes the bytes of the next record, without its line break, off the window; *got false at the
 * end. */
static enum err_code take_record(struct csv *c, struct csv_row *row, bool *got, struct err *e)
{
    size_t end = 0;
    while (!record_end(c, &end)) {
        enum err_code rc = refill(c, e);
        if (rc)
            return rc;
    }
    *got = c->at < c->n;
    if (!*got)
        return ERR_OK;
    row->raw = str_of(c->p + c->at, end - c->at);
    row->line = c->line;
    for (size_t i = 0; i < row->raw.n; i++)
        c->line += row->raw.p[i] == '\n';
    c->line++;
    c->at = end < c->n ? end + 1 : c->n;
    return ERR_OK;
}

enum err_code csv_next(struct csv *c, struct arena *a, struct csv_row *row, bool *got,
                       struct err *e)
{
    enum err_code rc = c->between ? ERR_OK : learn_delimiter(c, e);
    *got = false;
    while (rc == ERR_OK) {
        bool more = false;
        rc = take_record(c, row, &more, e);
        if (rc || !more)
            break;
        struct str r = row->raw;
        while (r.n && r.p[r.n - 1] == '\r')
            r.n--;
        if (r.n == 0)
            continue; /* an empty line */
        rc = split(c, r, a, row, e);
        *got = rc == ERR_OK;
        break;
    }
    return rc;
}

static bool same_name(struct str a, const char *b)
{
    size_t i = 0;
    for (;;) {
        while (i < a.n && (a.p[i] == ' ' || a.p[i] == '_'))
            i++;
        while (*b == ' ' || *b == '_')
            b++;
        if (i == a.n || !*b)
            return i == a.n && !*b;
        if (ascii_lower(a.p[i++]) != ascii_lower(*b++))
            return false;
    }
}

ptrdiff_t csv_column(const struct csv_row *header, const char *name)
{
    for (size_t i = 0; i < header->n; i++)
        if (same_name(header->cell[i], name))
            return (ptrdiff_t)i;
    return -1;
}

struct str csv_cell(const struct csv_row *header, const struct csv_row *row, const char *name)
{
    ptrdiff_t i = csv_column(header, name);
    return i >= 0 && (size_t)i < row->n ? row->cell[i] : STR_NONE;
}

void csv_put(struct buf *b, struct str cell)
{
    bool plain = true;
    for (size_t i = 0; plain && i < cell.n; i++)
        plain = !strchr(",;\"\r\n\t", cell.p[i]) || cell.p[i] == '\0';
    if (plain) {
        buf_str(b, cell);
        return;
    }
    buf_char(b, '"');
    for (size_t i = 0; i < cell.n; i++) {
        if (cell.p[i] == '"')
            buf_char(b, '"');
        buf_char(b, cell.p[i]);
    }
    buf_char(b, '"');
}
