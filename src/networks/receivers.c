/* networks/receivers.c: whom a letter goes to, as it is typed. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/api.h"

#include "text/fold.h"
#include "text/utf8.h"

enum {
    RECEIVERS_MOST = 100,
    ADDRESS_MOST = 254
};

/* "Ana <ana@example.org>" or "ana@example.org" */
static struct str bare(struct str one, struct arena *a)
{
    ptrdiff_t open = str_rchr(one, '<'), close = str_rchr(one, '>');
    if (open >= 0 && close > open)
        one = str_sub(one, (size_t)open + 1, (size_t)close);
    one = str_trim(one);
    for (size_t i = 0; i < one.n; i++)
        if ((unsigned char)one.p[i] <= ' ' || (unsigned char)one.p[i] >= 0x7F ||
            str_chr(STR("<>(),;:\\\""), one.p[i]) >= 0)
            return STR_NONE;
    return one.n <= ADDRESS_MOST ? fold_email(one, a) : STR_NONE;
}

/* What was typed, for a sentence: without line breaks, and not too long. */
static struct str quoted(struct str s, struct arena *a)
{
    s = utf8_clean(str_sub(str_trim(s), 0, 100), a);
    char *p = arena_cstr(a, s);
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)p[i] < ' ')
            p[i] = ' ';
    return str_of(p, s.n);
}

enum err_code api_receivers(struct str typed, struct arena *a, struct str **out, size_t *n,
                            struct err *e)
{
    struct str rest = typed, one;
    *out = ARENA_ARRAY(a, struct str, RECEIVERS_MOST);
    *n = 0;
    while (str_cut(&rest, ',', &one)) {
        bool known = false;
        if (str_trim(one).n == 0)
            continue;
        struct str address = bare(one, a);
        if (address.n == 0)
            return err_set(e, ERR_INVALID, "\"" STRF "\" is no e-mail address",
                           STRA(quoted(one, a)));
        for (size_t i = 0; i < *n; i++)
            known = known || str_eq((*out)[i], address);
        if (!known && *n == RECEIVERS_MOST)
            return err_set(e, ERR_LIMIT, "a letter goes to %d people at most", RECEIVERS_MOST);
        if (!known)
            (*out)[(*n)++] = address;
    }
    return ERR_OK;
}

enum err_code api_receivers_line(struct str typed, struct arena *a, struct str *out,
                                 struct err *e)
{
    struct str *to;
    size_t n;
    enum err_code rc = api_receivers(typed, a, &to, &n, e);
    *out = STR_NONE;
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        *out = i ? arena_printf(a, STRF ", " STRF, STRA(*out), STRA(to[i])) : to[0];
    return rc;
}
