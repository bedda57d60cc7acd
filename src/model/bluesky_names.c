/* model/bluesky_names.c: DIDs, handles, record keys and at-uris. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/bluesky.h"

#include <string.h>

enum {
    DID_MOST = 2048,
    HANDLE_MOST = 253,
    LABEL_MOST = 63,
    RKEY_MOST = 512,
    TID_DIGITS = 13
};

static bool all_of(struct str s, const char *beside)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_alnum((unsigned char)s.p[i]) &&
            (s.p[i] == '\0' || !strchr(beside, s.p[i])))
            return false;
    return s.n > 0;
}

/* did:method:rest, the method in small letters, no colon or escape begun at the end. */
bool bluesky_is_did(struct str s)
{
    struct str rest = s, part;
    if (s.n > DID_MOST || !str_cut(&rest, ':', &part) || !str_is(part, "did") ||
        !str_cut(&rest, ':', &part) || part.n == 0)
        return false;
    for (size_t i = 0; i < part.n; i++)
        if (part.p[i] < 'a' || part.p[i] > 'z')
            return false;
    return all_of(rest, "._:%-") && rest.p[rest.n - 1] != ':' && rest.p[rest.n - 1] != '%';
}

/* A host name of two labels or more; the last begins with a letter. */
bool bluesky_is_handle(struct str s)
{
    struct str rest = s, part = STR_NONE;
    size_t labels = 0;
    if (s.n == 0 || s.n > HANDLE_MOST || s.p[s.n - 1] == '.')
        return false;
    for (; str_cut(&rest, '.', &part); labels++)
        if (part.n > LABEL_MOST || !all_of(part, "-") || part.p[0] == '-' ||
            part.p[part.n - 1] == '-')
            return false;
    return labels >= 2 && ascii_is_alpha((unsigned char)part.p[0]);
}

/* One bit that is 0, 53 of microseconds, 10 that tell clocks apart. */
bool bluesky_tid(struct str s, int64_t *ms)
{
    static const char digit[] = "234567abcdefghijklmnopqrstuvwxyz";
    uint64_t v = 0;
    if (s.n != TID_DIGITS)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        const char *d = s.p[i] ? strchr(digit, s.p[i]) : NULL;
        if (!d || (i == 0 && d - digit > 15))
            return false;
        v = v << 5 | (uint64_t)(d - digit);
    }
    *ms = (int64_t)(v >> 10) / 1000;
    return true;
}

/* "app.bsky.feed.post": three names or more, the last without a hyphen. */
static bool is_collection(struct str s)
{
    struct str rest = s, part = STR_NONE;
    size_t parts = 0;
    for (; str_cut(&rest, '.', &part); parts++)
        if (part.n > LABEL_MOST || !all_of(part, "-") || part.p[0] == '-' ||
            part.p[part.n - 1] == '-')
            return false;
    return parts >= 3 && !str_ends(s, STR(".")) && ascii_is_alpha((unsigned char)s.p[0]) &&
           ascii_is_alpha((unsigned char)part.p[0]) && str_chr(part, '-') < 0;
}

bool bluesky_is_rkey(struct str s)
{
    return s.n <= RKEY_MOST && all_of(s, ".-_:~") && !str_is(s, ".") && !str_is(s, "..");
}

bool bluesky_uri(struct str s, struct str *did, struct str *collection, struct str *rkey)
{
    if (!str_starts(s, STR("at://")))
        return false;
    s = str_after(s, sizeof "at://" - 1);
    return str_cut(&s, '/', did) && bluesky_is_did(*did) && str_cut(&s, '/', collection) &&
           is_collection(*collection) && bluesky_is_rkey(*rkey = s);
}

struct when bluesky_when(const struct json *v, struct str rkey, int64_t last_ms)
{
    const int64_t year_1990 = time_days(1990, 1, 1) * INT64_C(86400000);
    struct when w = when_parse(json_get_str(v, "createdAt"));
    int64_t ms = 0;
    if (w.sure != TIME_NONE && w.ms >= year_1990 && w.ms <= last_ms)
        return w;
    bool timed = bluesky_tid(rkey, &ms) && ms >= year_1990 && ms <= last_ms;
    return timed ? when_ms(ms) : WHEN_NONE;
}
