/* net/oauth_answer.c: what endpoints for tokens answer, in all the ways that they do. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/oauth_private.h"

#include "core/json.h"
#include "core/time.h"
#include "text/utf8.h"

enum {
    WORDS_MOST = 300,       /* bytes of a server's words in a message */
    LIFE_MOST_S = 315360000 /* ten years: what lasts longer does not end */
};

/* Controls, and what turns or hides the line around it (UAX #9 and the like). */
static bool is_shown(uint32_t c)
{
    static const struct utf8_range hidden[] = {
        {0x00,   0x1F  },
        {0x7F,   0x9F  },
        {0x061C, 0x061C},
        {0x200B, 0x200F},
        {0x2028, 0x202E},
        {0x2060, 0x206F},
        {0xFEFF, 0xFEFF},
        {0xFFF9, 0xFFFB}
    };
    return !utf8_in(c, hidden, COUNT_OF(hidden));
}

struct str oauth__one_line(struct str s, struct arena *a)
{
    struct buf b;
    bool blank = false;
    buf_init(&b, WORDS_MOST + 8);
    while (s.n && b.n < WORDS_MOST) {
        const uint32_t c = utf8_next(&s);
        if (c == ' ' || !is_shown(c)) {
            blank = b.n > 0;
            continue;
        }
        if (blank)
            buf_char(&b, ' ');
        blank = false;
        utf8_put(&b, c);
    }
    if (s.n)
        buf_lit(&b, "…");
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

struct str oauth__host(struct str url, struct arena *a)
{
    struct str origin = http_origin(url, a);
    const ptrdiff_t at = str_find(origin, STR("://"));
    return at < 0 ? STR("the server") : oauth__one_line(str_after(origin, (size_t)at + 3), a);
}

/* {"error": "x", "error_description": "y"}, {"error": {"message": "y"}}, {"error_message": "y"},
 * {"message": "y"}, plain text. "" where nothing is for a person. */
static struct str words_of(const struct http_answer *w, const struct json *j, struct arena *a)
{
    static const char *const paths[] = {"error_description", "error/message", "error_message",
                                        "message", "error"};
    for (size_t i = 0; j && i < COUNT_OF(paths); i++) {
        struct str s = oauth__one_line(json_str(json_at(j, paths[i])), a);
        struct str code = oauth__one_line(json_str(json_get(j, "error")), a);
        if (s.n && i == 0 && code.n)
            return arena_printf(a, STRF " (" STRF ")", STRA(s), STRA(code));
        if (s.n)
            return s;
    }
    struct str text = str_trim(w->body);
    if (j || text.n == 0 || text.p[0] == '<' || text.p[0] == '{') /* a page is for browsers */
        return STR_NONE;
    return oauth__one_line(text, a);
}

static struct json *parsed(const struct http_answer *w, struct arena *a)
{
    struct json *j = NULL;
    if (json_parse(w->body, utf8_clean, a, &j, NULL) != ERR_OK ||
        (j->type != JSON_OBJECT && j->type != JSON_ARRAY))
        return NULL;
    return j;
}

static enum err_code refusal(const struct http_answer *w, const struct json *j,
                             const char *what, struct arena *a, struct err *e)
{
    struct str host = oauth__host(w->url, a), words = words_of(w, j, a);
    enum err_code code = ERR_DENIED;
    int wait_s = 0;
    if (w->status == 429) {
        code = ERR_RATE_LIMITED;
        wait_s = http_retry_after(w, time_now_ms());
    } else if (w->status == 502 || w->status == 504) {
        code = ERR_UNCERTAIN;
    } else if (w->status >= 500) {
        code = ERR_UNAVAILABLE;
    }
    if (words.n)
        code = err_set(e, code, STRF " refused %s: " STRF, STRA(host), what, STRA(words));
    else
        code = err_set(e, code, STRF " refused %s without a reason (status %d)", STRA(host),
                       what, w->status);
    if (e && wait_s > 0)
        e->retry_after_s = wait_s;
    return code;
}

enum err_code oauth__refused(const struct http_answer *w, const char *what, struct arena *a,
                             struct err *e)
{
    return refusal(w, parsed(w, a), what, a, e);
}

/* A token is sent in a header: visible characters alone. */
static bool is_token(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= ' ' || s.p[i] > '~')
            return false;
    return s.n > 0;
}

/* Scopes as text or as a list. */
static struct str scopes_of(const struct json *j, struct arena *a)
{
    struct buf b;
    if (!j || j->type != JSON_ARRAY)
        return json_str(j);
    buf_init(&b, 4096);
    for (const struct json *one = j->first; one; one = one->next) {
        if (b.n)
            buf_char(&b, ' ');
        buf_str(&b, json_str(one));
    }
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

static struct str first_of(const struct json *j, const char *const *names)
{
    for (; *names; names++) {
        struct str s = json_str(json_get(j, *names));
        if (s.n)
            return s;
    }
    return STR_NONE;
}

enum err_code oauth__tokens(const struct http_answer *w, struct arena *a,
                            struct oauth_tokens *out, struct err *e)
{
    static const char *const subjects[] = {"sub", "me", "user_id", NULL};
    static const char *const scopes[] = {"scope", "permissions", NULL};
    const struct json *j = parsed(w, a);
    if (w->status < 200 || w->status > 299)
        return refusal(w, j, "the sign-in", a, e);
    if (json_get(j, "data") && !json_get(j, "access_token"))
        j = json_at(j, "data/[]"); /* Instagram's business sign-in wraps it */
    if (!is_token(json_get_str(j, "access_token"))) {
        if (json_get(j, "error")) /* GitHub refuses with a 200 */
            return refusal(w, j, "the sign-in", a, e);
        return err_set(e, ERR_PARSE, STRF " answered without a token (status %d)",
                       STRA(oauth__host(w->url, a)), w->status);
    }
    struct str refresh = json_get_str(j, "refresh_token"), type = json_get_str(j, "token_type");
    const double life = json_f64(json_get(j, "expires_in"), 0);
    *out = (struct oauth_tokens){
        .access = json_get_str(j, "access_token"),
        .refresh = is_token(refresh) ? refresh : STR_NONE,
        .type = type.n ? type : STR("Bearer"),
        .scopes = STR_NONE,
        .subject = first_of(j, subjects),
    };
    for (size_t i = 0; scopes[i] && !out->scopes.n; i++)
        out->scopes = scopes_of(json_get(j, scopes[i]), a);
    if (life > 0 && life < LIFE_MOST_S)
        out->until_ms = time_now_ms() + (int64_t)life * 1000;
    return ERR_OK;
}
