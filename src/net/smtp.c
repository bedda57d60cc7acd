/* net/smtp.c: a letter by SMTP: either none of it was taken, or all, or nobody knows. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/mail_private.h"

#include "core/limits.h"

#include <string.h>

/* RFC 5321. A server takes a letter with its answer to the last dot: where that is lost, it may have been
 * taken (4.2.5, 6.1). Before the last dot nothing was. */

struct letter {
    struct str rest;
    bool whole; /* curl has all of it: the last dot goes out next, or has gone */
};

static size_t give(char *p, size_t size, size_t count, void *ctx)
{
    struct letter *l = ctx;
    size_t n = size * count;
    struct str piece = str_sub(l->rest, 0, n);
    memcpy(p, piece.p, piece.n);
    l->rest = str_after(l->rest, piece.n);
    l->whole = l->rest.n == 0;
    return piece.n;
}

/* The first refusal: the goodbye behind it is none. */
static size_t hear(char *p, size_t size, size_t count, void *ctx)
{
    struct mail_link *k = ctx;
    if (k->said.n == 0 && size * count > 3 && (p[0] == '4' || p[0] == '5'))
        buf_put(&k->said, p, size * count);
    return size * count;
}

static size_t drop(char *p, size_t size, size_t count, void *ctx)
{
    (void)p, (void)ctx;
    return size * count;
}

static struct curl_slist *add(struct curl_slist *list, struct str address)
{
    char text[400];
    if (address.n > sizeof text - 3)
        return list;
    size_t n = 0;
    text[n++] = '<';
    memcpy(text + n, address.p, address.n);
    n += address.n;
    text[n++] = '>';
    text[n] = '\0';
    return curl_slist_append(list, text);
}

/* No blank, no bracket, nothing that ends a line. */
static bool is_address(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F || s.p[i] == '<' || s.p[i] == '>')
            return false;
    return str_chr(s, '@') > 0 && s.n < 300;
}

static enum err_code refusal(const struct mail_link *k, long status, struct err *e)
{
    char words[WORDS_MOST + 4];
    mail__words(buf_view(&k->said), words);
    enum err_code rc = err_set(e, status < 500 ? ERR_UNAVAILABLE : ERR_INVALID,
                               "%s does not take this letter: %s", k->host, words);
    if (status < 500 && e)
        e->retry_after_s = 300; /* RFC 5321, 4.5.4.1 asks for half an hour; people wait */
    return rc;
}

static enum err_code judge(const struct mail_link *k, CURLcode code, const struct letter *l,
                           struct err *e)
{
    long status = 0;
    curl_easy_getinfo(k->c, CURLINFO_RESPONSE_CODE, &status);
    if (code == CURLE_OK)
        return ERR_OK;
    if (code == CURLE_LOGIN_DENIED &&
        (status < 400 || status > 499)) /* else it is for now only */
        return mail__failed(k, code, e);
    if (status >= 400 && status < 600)
        return refusal(k, status, e);
    if (l->whole)
        return err_set(e, ERR_UNCERTAIN,
                       "%s was given the whole letter and did not say that it took it",
                       k->host);
    return mail__failed(k, code, e);
}

enum err_code smtp_send(struct http *h, const struct mail_place *at, struct str from,
                        const struct str *to, size_t n, struct str message, struct err *e)
{
    struct mail_link k = {.c = NULL};
    struct letter l = {message, false};
    struct curl_slist *list = NULL, *sender = NULL;
    bool good = n == 0 || is_address(from);
    for (size_t i = 0; i < n; i++)
        good = good && is_address(to[i]);
    if (!good)
        return err_set(e, ERR_INVALID, "a letter goes to addresses as in ana@example.org");
    enum err_code rc = mail__link(&k, h, at, e);
    if (rc)
        return rc;
    for (size_t i = 0; i < n; i++)
        list = add(list, to[i]);
    if (n) {
        sender = add(NULL, from);
        curl_easy_setopt(k.c, CURLOPT_MAIL_FROM, sender->data);
        curl_easy_setopt(k.c, CURLOPT_MAIL_RCPT, list);
        curl_easy_setopt(k.c, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(k.c, CURLOPT_READFUNCTION, give);
        curl_easy_setopt(k.c, CURLOPT_READDATA, &l);
        curl_easy_setopt(k.c, CURLOPT_INFILESIZE_LARGE, (curl_off_t)message.n);
    } else {
        curl_easy_setopt(k.c, CURLOPT_CONNECT_ONLY, 1L);
    }
    curl_easy_setopt(k.c, CURLOPT_HEADERFUNCTION, hear);
    curl_easy_setopt(k.c, CURLOPT_HEADERDATA, &k);
    curl_easy_setopt(k.c, CURLOPT_WRITEFUNCTION, drop);
    rc = judge(&k, curl_easy_perform(k.c), &l, e);
    mail__unlink(&k);
    curl_slist_free_all(list);
    curl_slist_free_all(sender);
    return rc;
}
