/* net/mail.c: where a mail server is, and a guarded session with it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/mail_private.h"

#include "core/limits.h"
#include "net/http_private.h"
#include "text/utf8.h"

#include <stdio.h>
#include <string.h>

/* Where it is ------------------------------------------------------------------------------ */

static const struct str plain = STR_INIT("plain+");

/* Scheme and the rest of "imap://host:port", without "plain+". */
static bool split(struct str url, struct str *scheme, struct str *rest)
{
    if (str_starts(url, plain))
        url = str_after(url, plain.n);
    ptrdiff_t at = str_find(url, STR("://"));
    *scheme = at < 0 ? STR_NONE : str_sub(url, 0, (size_t)at);
    *rest = at < 0 ? url : str_after(url, (size_t)at + 3);
    return at > 0;
}

struct str mail_host(struct str url)
{
    struct str scheme, rest;
    split(url, &scheme, &rest);
    return rest;
}

static bool is_this_machine(struct str host)
{
    return str_starts(host, STR("127.")) || str_starts_ci(host, STR("localhost")) ||
           str_starts(host, STR("[::1]"));
}

/* "host", "host:143", "[::1]:143" and nothing else */
static bool is_host(struct str s)
{
    struct str host = s;
    ptrdiff_t colon = str_rchr(s, ':'), bracket = str_rchr(s, ']');
    int64_t n = 1;
    bool six = str_starts(s, STR("["));
    if (colon > bracket) {
        host = str_sub(s, 0, (size_t)colon);
        if (!str_i64(str_after(s, (size_t)colon + 1), &n) || n < 1 || n > 65535)
            return false;
    }
    if (six && (host.n < 4 || host.p[host.n - 1] != ']'))
        return false;
    for (size_t i = six; i < host.n - six; i++) {
        unsigned char c = (unsigned char)host.p[i];
        if (!ascii_is_alnum(c) && c != '.' && c != (six ? ':' : '-'))
            return false;
    }
    return host.n > 0 && host.n < 254 && host.p[0] != '-' && host.p[0] != '.';
}

struct str mail_url(const char *kind, struct str typed, struct arena *a)
{
    struct str scheme, rest;
    bool bare = str_starts(typed, plain);
    bool said = split(typed, &scheme, &rest);
    while (str_ends(rest, STR("/")))
        rest.n--;
    if (!is_host(rest) || (bare && !said))
        return STR_NONE;
    if (!said)
        return arena_printf(a, "%s%s://" STRF, kind, is_this_machine(rest) ? "" : "s",
                            STRA(rest));
    bool tls = str_ends(scheme, STR("s"));
    struct str base = str_sub(scheme, 0, scheme.n - tls);
    if (!str_is(base, kind) || (bare && tls))
        return STR_NONE;
    return arena_printf(a, "%s" STRF "://" STRF, bare ? "plain+" : "", STRA(scheme),
                        STRA(rest));
}

/* A session ------------------------------------------------------------------------------- */

static curl_socket_t open_socket(void *link, curlsocktype purpose, struct curl_sockaddr *at)
{
    struct mail_link *k = link;
    return http__guarded_socket(k->private_ok, &k->denied, purpose, at);
}

static int still(void *link, curl_off_t all, curl_off_t came, curl_off_t out_all,
                 curl_off_t out)
{
    const struct mail_link *k = link;
    (void)all, (void)came, (void)out_all, (void)out;
    return atomic_load(k->stop) ? 1 : 0;
}

static void set_up(struct mail_link *k, const struct mail_place *at, const char *url, bool tls,
                   bool may_be_plain)
{
    char text[LIMIT_MAIL_SECRET];
    CURL *c = k->c;
    curl_easy_setopt(c, CURLOPT_URL, url);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "imap,imaps,smtp,smtps");
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    http__set_tls(c);
    if (!tls)
        curl_easy_setopt(c, CURLOPT_USE_SSL,
                         may_be_plain ? (long)CURLUSESSL_TRY : (long)CURLUSESSL_ALL);
    snprintf(text, sizeof text, STRF, STRA(at->name));
    curl_easy_setopt(c, CURLOPT_USERNAME, text);
    snprintf(text, sizeof text, STRF, STRA(at->password));
    curl_easy_setopt(c, CURLOPT_PASSWORD, text);
    explicit_bzero(text, sizeof text);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)HTTP_CONNECT_MS);
    curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)MAIL_SILENCE_S);
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)MAIL_SESSION_MS);
    curl_easy_setopt(c, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, k);
    curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, still);
    curl_easy_setopt(c, CURLOPT_XFERINFODATA, k);
}

/* Names and passwords go out as they are: none may end a line. */
static bool is_one_line(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7F)
            return false;
    return s.n < LIMIT_MAIL_SECRET;
}

enum err_code mail__link(struct mail_link *k, struct http *h, const struct mail_place *at,
                         struct err *e)
{
    struct str scheme, rest;
    char url[400];
    bool said = split(at->url, &scheme, &rest);
    if (!said || !is_host(rest) || !is_one_line(at->name) || !is_one_line(at->password))
        return err_set(e, ERR_INVALID, "a mail server is named as in imaps://imap.example.org");
    *k = (struct mail_link){.stop = http__stopped(h), .private_ok = at->named};
    snprintf(k->host, sizeof k->host, STRF, STRA(rest));
    bool tls = str_ends(scheme, STR("s"));
    bool port = str_rchr(rest, ':') > str_rchr(rest, ']');
    /* submission, not the port at which servers talk to each other (RFC 6409) */
    snprintf(url, sizeof url, STRF "://" STRF "%s/", STRA(scheme), STRA(rest),
             !port && str_is(scheme, "smtp") ? ":587" : "");
    k->c = curl_easy_init();
    if (!k->c)
        return err_set(e, ERR_UNAVAILABLE, "no memory is left to ask %s", k->host);
    buf_init(&k->said, KIB(4));
    set_up(k, at, url, tls, is_this_machine(rest) || str_starts(at->url, plain));
    return ERR_OK;
}

void mail__unlink(struct mail_link *k)
{
    if (k->c)
        curl_easy_cleanup(k->c);
    k->c = NULL;
    buf_free(&k->said);
}

void mail__words(struct str said, char out[WORDS_MOST + 4])
{
    struct arena *a = arena_new(KIB(64));
    struct str s = utf8_clean(str_sub(str_trim(said), 0, WORDS_MOST), a);
    size_t n = 0, most = s.n < WORDS_MOST ? s.n : WORDS_MOST;
    while (most > 0 && most < s.n && ((unsigned char)s.p[most] & 0xC0) == 0x80)
        most--; /* never half of a character */
    for (; n < most; n++)
        out[n] = (char)((unsigned char)s.p[n] < ' ' || s.p[n] == 0x7F ? ' ' : s.p[n]);
    out[n] = '\0';
    arena_free(a);
}

enum err_code mail__failed(const struct mail_link *k, CURLcode code, struct err *e)
{
    if (k->denied)
        return err_set(e, ERR_DENIED,
                       "%s is on this machine or a private network; Tact goes there only where "
                       "its owner named it",
                       k->host);
    if (atomic_load(k->stop))
        return err_set(e, ERR_UNAVAILABLE, "Tact is being stopped; %s is asked later", k->host);
    if (code == CURLE_LOGIN_DENIED)
        return err_set(
            e, ERR_DENIED,
            "%s does not know this name and password; many want one that is made for "
            "programs. Sign in again",
            k->host);
    if (code == CURLE_USE_SSL_FAILED)
        return err_set(e, ERR_UNAVAILABLE,
                       "%s offers no encryption, and Tact sends no password without it",
                       k->host);
    if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR)
        return err_set(e, ERR_UNAVAILABLE,
                       "%s can't prove that it is %s: its certificate is not good", k->host,
                       k->host);
    if (code == CURLE_COULDNT_RESOLVE_HOST)
        return err_set(e, ERR_UNAVAILABLE,
                       "no address is known for %s; it is tried again later", k->host);
    if (code == CURLE_OPERATION_TIMEDOUT)
        return err_set(e, ERR_UNAVAILABLE, "%s did not answer in time; it is tried again later",
                       k->host);
    if (code == CURLE_COULDNT_CONNECT)
        return err_set(e, ERR_UNAVAILABLE, "%s takes no connection; it is tried again later",
                       k->host);
    return err_set(e, ERR_UNAVAILABLE, "%s gave no answer (%s); it is tried again later",
                   k->host, curl_easy_strerror(code));
}
