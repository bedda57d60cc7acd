/* web/fields.c: what a form or an address brought, held against what its route accepts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/request.h"

#include "text/utf8.h"

static const struct field *find(const struct route *row, struct str name)
{
    for (const struct field *f = row->fields; f && f->name; f++)
        if (str_is(name, f->name))
            return f;
    return NULL;
}

/* The token goes with every form; pages name themselves to be sent back to. */
static bool is_ours(struct str name)
{
    return str_is(name, "token");
}

/* The beginning of what somebody sent, for a sentence: valid, and cut between characters. */
static struct str quoted(struct str s, struct arena *a)
{
    enum {
        MOST = 60
    };
    s = utf8_clean(str_sub(s, 0, MOST), a);
    char *p = arena_cstr(a, s);
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)p[i] < 0x20)
            p[i] = ' ';
    return str_of(p, s.n);
}

/* A NUL would end the text for whoever reads it as a C string: a space instead. */
static struct str without_nul(struct str s, struct arena *a)
{
    if (str_chr(s, 0) < 0)
        return s;
    char *p = arena_cstr(a, s);
    for (size_t i = 0; i < s.n; i++)
        if (p[i] == 0)
            p[i] = ' ';
    return str_of(p, s.n);
}

static enum err_code check_one(struct request *r, size_t at, struct err *e)
{
    const struct field *f = r->field[at].field;
    struct str v = without_nul(utf8_clean(r->field[at].value, r->a), r->a);
    int64_t number;
    if ((f->type == FIELD_FILE) != r->field[at].uploaded)
        return err_set(e, ERR_INVALID, "\"%s\" wants a file that is sent along", f->name);
    if (v.n > f->most)
        return err_set(e, ERR_LIMIT, "\"%s\" is too long: %zu bytes at most", f->name, f->most);
    if (f->type == FIELD_LINE || f->type == FIELD_ID)
        v = str_trim(v);
    if (f->type == FIELD_ID && v.n && (v.n > 19 || !str_i64(v, &number) || number < 0))
        return err_set(e, ERR_INVALID, "\"%s\" wants a number, not \"" STRF "\"", f->name,
                       STRA(quoted(v, r->a)));
    r->field[at].value = v;
    for (size_t i = 0; i < at && !f->repeats; i++)
        if (r->field[i].field == f)
            return err_set(e, ERR_INVALID, "\"%s\" is given twice", f->name);
    return ERR_OK;
}

enum err_code fields_check(struct request *r, const struct route *row, struct err *e)
{
    size_t kept = 0;
    for (size_t i = 0; i < r->fields; i++) {
        const struct field *f = find(row, r->field[i].name);
        if (!f && !is_ours(r->field[i].name)) {
            if (r->method == METHOD_POST)
                return err_set(e, ERR_INVALID, "there is no field \"" STRF "\" here",
                               STRA(quoted(r->field[i].name, r->a)));
            continue;
        }
        r->field[kept] = r->field[i];
        r->field[kept].field = f;
        enum err_code rc = f ? check_one(r, kept, e) : ERR_OK;
        if (rc)
            return rc;
        kept++;
    }
    r->fields = kept;
    return ERR_OK;
}

struct str field_str(const struct request *r, const char *name)
{
    for (size_t i = 0; i < r->fields; i++)
        if (str_is(r->field[i].name, name))
            return r->field[i].value;
    return STR_NONE;
}

int64_t field_id(const struct request *r, const char *name)
{
    int64_t n = 0;
    struct str v = field_str(r, name);
    return v.n && str_i64(v, &n) ? n : 0;
}

bool field_given(const struct request *r, const char *name)
{
    for (size_t i = 0; i < r->fields; i++)
        if (str_is(r->field[i].name, name))
            return true;
    return false;
}

size_t field_ids(const struct request *r, const char *name, int64_t *out, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < r->fields && n < most; i++)
        if (str_is(r->field[i].name, name) && str_i64(r->field[i].value, &out[n]))
            n++;
    return n;
}
