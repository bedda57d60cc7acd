/* archives/feed_values.c: the times and addresses of feeds. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/feed.h"

#include "archives/mail.h"

struct when feed_when(struct str s, struct arena *a)
{
    s = str_trim(s);
    bool iso = s.n >= 4 && ascii_is_digit((unsigned char)s.p[2]) &&
               ascii_is_digit((unsigned char)s.p[3]) && ascii_is_digit((unsigned char)s.p[0]);
    return iso ? when_parse(s) : mail_date(s, a);
}

/* "https" of "https://…", "mailto" of "mailto:…"; 0 for none. */
static size_t scheme_of(struct str s)
{
    size_t i = 0;
    while (i < s.n && (ascii_is_alnum((unsigned char)s.p[i]) || s.p[i] == '+' ||
                       s.p[i] == '-' || s.p[i] == '.'))
        i++;
    return i > 0 && i < s.n && s.p[i] == ':' && ascii_is_alpha((unsigned char)s.p[0]) ? i : 0;
}

/* Where the path of "https://host/path" begins. */
static size_t path_of(struct str base)
{
    size_t at = scheme_of(base) + 3; /* "://" */
    if (!str_starts(str_after(base, at - 3), STR("://")))
        return 0;
    while (at < base.n && base.p[at] != '/' && base.p[at] != '?' && base.p[at] != '#')
        at++;
    return at;
}

struct str feed_address(struct str base, struct str ref, struct arena *a)
{
    size_t scheme = scheme_of(base), path = path_of(base);
    if (scheme == 0 || path == 0 || scheme_of(ref))
        return ref;
    if (str_starts(ref, STR("//")))
        return arena_printf(a, STRF ":" STRF, STRA(str_sub(base, 0, scheme)), STRA(ref));
    if (str_starts(ref, STR("/")))
        return arena_printf(a, STRF STRF, STRA(str_sub(base, 0, path)), STRA(ref));
    if (ref.n == 0)
        return base;
    struct str folder = str_sub(base, path, base.n);
    for (size_t i = 0; i < folder.n; i++)
        if (folder.p[i] == '?' || folder.p[i] == '#')
            folder.n = i;
    ptrdiff_t slash = str_rchr(folder, '/');
    folder = str_sub(folder, 0, (size_t)(slash + 1));
    while (str_starts(ref, STR("./")) || str_starts(ref, STR("../"))) {
        bool up = ref.p[1] == '.';
        ref = str_after(ref, up ? 3 : 2);
        ptrdiff_t above = up && folder.n > 1 ? str_rchr(str_sub(folder, 0, folder.n - 1), '/')
                                             : (ptrdiff_t)folder.n - 1;
        folder = str_sub(folder, 0, (size_t)(above + 1));
    }
    return arena_printf(a, STRF "%s" STRF STRF, STRA(str_sub(base, 0, path)),
                        folder.n ? "" : "/", STRA(folder), STRA(ref));
}
