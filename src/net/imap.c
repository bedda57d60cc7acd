/* net/imap.c: a mailbox by IMAP: curl connects, encrypts and signs in; the commands are ours. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/mail_private.h"

#include "core/limits.h"
#include "core/mem.h"
#include "core/time.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* RFC 3501, 6154 (special use), 5530 (codes in refusals). curl's own IMAP reads one message at a time and
 * marks it as seen, so it only makes the session (CURLOPT_CONNECT_ONLY). */

enum {
    RAW = 65536,
    TURN_MS = 200 /* how often is looked whether Tact is being stopped */
};

struct imap {
    struct mail_link link;
    curl_socket_t socket;
    char raw[RAW];
    size_t at, n;
    struct buf answer; /* one response, with its literals in place */
    int64_t until_ms, silent_ms;
    unsigned tag;
    bool broken; /* nothing can be said any more */
};

/* Bytes ------------------------------------------------------------------------------------- */

static int64_t ticks_ms(void)
{
    return (int64_t)(time_clock_s() * 1000);
}

static enum err_code ended(struct imap *m, struct err *e)
{
    m->broken = true;
    return err_set(e, ERR_UNAVAILABLE, "%s ended the connection; it is tried again later",
                   m->link.host);
}

/* Waits until the socket is ready, or there is no more time. */
static enum err_code wait_for(struct imap *m, short what, struct err *e)
{
    struct pollfd p = {.fd = m->socket, .events = what};
    int64_t now = ticks_ms();
    if (atomic_load(m->link.stop)) {
        m->broken = true;
        return err_set(e, ERR_UNAVAILABLE, "Tact is being stopped; %s is asked later",
                       m->link.host);
    }
    if (now > m->until_ms || now > m->silent_ms) {
        m->broken = true;
        return err_set(e, ERR_UNAVAILABLE, "%s did not answer in time; it is tried again later",
                       m->link.host);
    }
    poll(&p, 1, TURN_MS);
    return ERR_OK;
}

static void heard(struct imap *m)
{
    m->silent_ms = ticks_ms() + MAIL_SILENCE_S * INT64_C(1000);
}

static enum err_code fill(struct imap *m, struct err *e)
{
    m->at = m->n = 0;
    for (;;) {
        const CURLcode code = curl_easy_recv(m->link.c, m->raw, sizeof m->raw, &m->n);
        enum err_code rc = ERR_OK;
        if (code == CURLE_AGAIN)
            rc = wait_for(m, POLLIN, e);
        else if (code != CURLE_OK || m->n == 0)
            rc = ended(m, e);
        if (rc)
            return rc;
        if (code == CURLE_OK) {
            heard(m);
            return ERR_OK;
        }
    }
}

static enum err_code put(struct imap *m, struct str s, struct err *e)
{
    if (m->broken)
        return ended(m, e);
    heard(m);
    while (s.n) {
        size_t n = 0;
        const CURLcode code = curl_easy_send(m->link.c, s.p, s.n, &n);
        enum err_code rc = ERR_OK;
        if (code == CURLE_AGAIN)
            rc = wait_for(m, POLLOUT, e);
        else if (code != CURLE_OK)
            rc = ended(m, e);
        if (rc)
            return rc;
        if (n)
            heard(m);
        s = str_after(s, n);
    }
    return ERR_OK;
}

static enum err_code too_much(struct imap *m, struct err *e)
{
    m->broken = true;
    return err_set(e, ERR_LIMIT, "%s answers with more than Tact takes", m->link.host);
}

/* Takes bytes into the answer: up to and with a line's end, or `n` of them where that is not 0. */
static enum err_code take(struct imap *m, size_t n, struct err *e)
{
    for (;;) {
        enum err_code rc = m->at == m->n ? fill(m, e) : ERR_OK;
        if (rc)
            return rc;
        const char *from = m->raw + m->at;
        size_t there = m->n - m->at;
        const char *end = n ? NULL : memchr(from, '\n', there);
        size_t got = end ? (size_t)(end - from) + 1 : there;
        if (n && got > n)
            got = n;
        buf_put(&m->answer, from, got);
        m->at += got;
        if (m->answer.over)
            return too_much(m, e);
        if (end || (n && (n -= got) == 0))
            return ERR_OK;
    }
}

/* "… {123}" at the end of a line: so many bytes follow. */
static bool literal_at_end(struct str line, int64_t *n)
{
    if (!str_ends(line, STR("}\r\n")))
        return false;
    line.n -= 3;
    ptrdiff_t open = str_rchr(line, '{');
    return open >= 0 && str_i64(str_after(line, (size_t)open + 1), n) && *n >= 0;
}

static enum err_code next_answer(struct imap *m, struct str *out, struct err *e)
{
    int64_t n = 0;
    size_t line = 0;
    buf_clear(&m->answer);
    for (;;) {
        enum err_code rc = take(m, 0, e);
        if (rc)
            return rc;
        if (!literal_at_end(str_after(buf_view(&m->answer), line), &n))
            break;
        if ((uint64_t)n > m->answer.max - m->answer.n)
            return too_much(m, e);
        rc = n ? take(m, (size_t)n, e) : ERR_OK;
        if (rc)
            return rc;
        line = m->answer.n;
    }
    *out = buf_view(&m->answer);
    return ERR_OK;
}

/* Tokens ------------------------------------------------------------------------------------ */

static bool quoted(struct str *rest, struct str *out)
{
    size_t i = 1;
    while (i < rest->n && rest->p[i] != '"')
        i += rest->p[i] == '\\' ? 2 : 1;
    if (i >= rest->n)
        return false;
    *out = str_sub(*rest, 1, i);
    *rest = str_after(*rest, i + 1);
    return true;
}

static bool literal(struct str *rest, struct str *out)
{
    ptrdiff_t end = str_chr(*rest, '}');
    int64_t n = 0;
    if (end < 0 || !str_i64(str_sub(*rest, 1, (size_t)end), &n) || n < 0 ||
        (uint64_t)n + (size_t)end + 3 > rest->n)
        return false;
    *rest = str_after(*rest, (size_t)end + 3);
    *out = str_sub(*rest, 0, (size_t)n);
    *rest = str_after(*rest, (size_t)n);
    return true;
}

/* The next word, string or bracket; false at the end. "BODY[…]<0>" is one word. */
static bool next_token(struct str *rest, struct str *out)
{
    while (rest->n && ascii_is_space((unsigned char)rest->p[0]))
        *rest = str_after(*rest, 1);
    if (rest->n == 0)
        return false;
    if (rest->p[0] == '"')
        return quoted(rest, out);
    if (rest->p[0] == '{')
        return literal(rest, out);
    bool bracket = rest->p[0] == '(' || rest->p[0] == ')';
    size_t n = bracket;
    for (int inside = 0; n < rest->n && !bracket; n++) {
        char c = rest->p[n];
        inside += c == '[' ? 1 : c == ']' ? -1 : 0;
        if (inside <= 0 && (ascii_is_space((unsigned char)c) || c == '(' || c == ')'))
            break;
    }
    *out = str_sub(*rest, 0, n);
    *rest = str_after(*rest, n);
    return true;
}

/* Commands ---------------------------------------------------------------------------------- */

typedef enum err_code on_answer(void *ctx, struct str rest, struct err *e);

/* What a refusal means (RFC 5530), beyond its words. */
static enum err_code refused(const struct imap *m, struct str words, struct err *e)
{
    static const struct {
        const char *code;
        enum err_code rc;
    } codes[] = {
        {"[UNAVAILABLE]",          ERR_UNAVAILABLE},
        {"[INUSE]",                ERR_UNAVAILABLE},
        {"[THROTTLED]",            ERR_UNAVAILABLE},
        {"[LIMIT]",                ERR_UNAVAILABLE},
        {"[NONEXISTENT]",          ERR_NOT_FOUND  },
        {"[TRYCREATE]",            ERR_NOT_FOUND  },
        {"[OVERQUOTA]",            ERR_LIMIT      },
        {"[AUTHENTICATIONFAILED]", ERR_DENIED     },
        {"[EXPIRED]",              ERR_DENIED     },
    };
    char shown[WORDS_MOST + 4];
    enum err_code rc = ERR_INVALID;
    for (size_t i = 0; i < COUNT_OF(codes); i++)
        if (str_find(words, str_from(codes[i].code)) >= 0)
            rc = codes[i].rc;
    mail__words(words, shown);
    return err_set(e, rc, "%s refused it: %s", m->link.host, shown);
}

/* Reads until the answer with our tag. */
static enum err_code answers(struct imap *m, struct str tag, on_answer *each, void *ctx,
                             struct err *e)
{
    for (;;) {
        struct str line = STR_NONE, word = STR_NONE;
        enum err_code rc = next_answer(m, &line, e);
        if (rc)
            return rc;
        if (str_starts(line, STR("* "))) {
            rc = each ? each(ctx, str_after(line, 2), e) : ERR_OK;
            if (rc) {
                m->broken = true; /* the rest of it was not read */
                return rc;
            }
            continue;
        }
        if (!str_starts(line, tag) || !next_token(&line, &word) || !next_token(&line, &word)) {
            m->broken = true;
            return err_set(e, ERR_PARSE, "%s answers something that is not IMAP", m->link.host);
        }
        return str_eq_ci(word, STR("OK")) ? ERR_OK : refused(m, line, e);
    }
}

static enum err_code command(struct imap *m, struct str text, on_answer *each, void *ctx,
                             struct err *e)
{
    struct buf line;
    char tag[24];
    snprintf(tag, sizeof tag, "T%u ", ++m->tag);
    buf_init(&line, KIB(64));
    buf_lit(&line, tag);
    buf_str(&line, text);
    buf_lit(&line, "\r\n");
    enum err_code rc =
        line.over ? err_set(e, ERR_LIMIT, "that is too much to ask %s for", m->link.host)
                  : put(m, buf_view(&line), e);
    buf_free(&line);
    return rc ? rc : answers(m, str_from(tag), each, ctx, e);
}

/* A mailbox's name in quotes, as the server wrote it. */
static bool put_name(struct buf *b, struct str name)
{
    buf_char(b, '"');
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        if (c < ' ' || c > 0x7E)
            return false;
        if (c == '"' || c == '\\')
            buf_char(b, '\\');
        buf_char(b, (char)c);
    }
    buf_char(b, '"');
    return name.n > 0;
}

/* What it says of a sign-in that it does not take: "A003 NO [UNAVAILABLE] come back at noon". */
static size_t hear_refusal(char *p, size_t size, size_t count, void *ctx)
{
    struct mail_link *k = ctx;
    const struct str line = str_of(p, size * count);
    if (str_find(line, STR(" NO ")) > 0) {
        buf_clear(&k->said);
        buf_str(&k->said, str_sub(line, 0, KIB(1)));
    }
    return size * count;
}

/* Codes of RFC 5530, 3: the name and the password may be right. */
static bool is_for_now(struct str said)
{
    static const char *const codes[] = {"[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]"};
    for (size_t i = 0; i < COUNT_OF(codes); i++)
        if (str_find(said, str_from(codes[i])) >= 0)
            return true;
    return false;
}

static enum err_code no_session(const struct mail_link *k, CURLcode code, struct err *e)
{
    char words[WORDS_MOST + 4];
    if (code != CURLE_LOGIN_DENIED || !is_for_now(buf_view(&k->said)))
        return mail__failed(k, code, e);
    struct str said = buf_view(&k->said);
    mail__words(str_after(said, (size_t)str_find(said, STR(" NO ")) + 4), words);
    return err_set(e, ERR_UNAVAILABLE,
                   "%s lets nobody in right now (%s); it is tried again later", k->host, words);
}

enum err_code imap_open(struct http *h, const struct mail_place *at, struct imap **out,
                        struct err *e)
{
    struct imap *m = mem_calloc(1, sizeof *m);
    buf_init(&m->answer, LIMIT_IMAP_ANSWER);
    m->until_ms = ticks_ms() + MAIL_SESSION_MS;
    enum err_code rc = mail__link(&m->link, h, at, e);
    if (rc == ERR_OK) {
        curl_easy_setopt(m->link.c, CURLOPT_CONNECT_ONLY, 1L);
        curl_easy_setopt(m->link.c, CURLOPT_HEADERFUNCTION, hear_refusal);
        curl_easy_setopt(m->link.c, CURLOPT_HEADERDATA, &m->link);
        CURLcode code = curl_easy_perform(m->link.c);
        if (code == CURLE_OK)
            code = curl_easy_getinfo(m->link.c, CURLINFO_ACTIVESOCKET, &m->socket);
        if (code != CURLE_OK)
            rc = no_session(&m->link, code, e);
        m->broken = code != CURLE_OK;
    }
    if (rc) {
        imap_close(m);
        return rc;
    }
    *out = m;
    return ERR_OK;
}

void imap_close(struct imap *m)
{
    if (!m)
        return;
    if (m->broken && m->socket > 0)
        shutdown(m->socket, SHUT_RDWR); /* else curl says goodbye and waits for the answer */
    mail__unlink(&m->link);
    buf_free(&m->answer);
    mem_free(m);
}

/* Mailboxes --------------------------------------------------------------------------------- */

struct listing {
    void (*each)(void *ctx, struct str name, struct str marks);
    void *ctx;
};

/* LIST (\HasNoChildren \Sent) "/" "Sent" */
static enum err_code one_box(void *ctx, struct str rest, struct err *e)
{
    const struct listing *l = ctx;
    struct str word, marks, name;
    char plain[1024];
    size_t n = 0;
    (void)e;
    if (!next_token(&rest, &word) || !str_eq_ci(word, STR("LIST")) || !next_token(&rest, &word))
        return ERR_OK;
    ptrdiff_t end = str_chr(rest, ')');
    if (!str_is(word, "(") || end < 0)
        return ERR_OK;
    marks = str_sub(rest, 0, (size_t)end);
    rest = str_after(rest, (size_t)end + 1);
    if (!next_token(&rest, &word) || !next_token(&rest, &name) || name.n >= sizeof plain)
        return ERR_OK;
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '\\' && i + 1 < name.n)
            i++;
        plain[n++] = name.p[i];
    }
    l->each(l->ctx, str_of(plain, n), marks);
    return ERR_OK;
}

enum err_code imap_list(struct imap *m,
                        void (*each)(void *ctx, struct str name, struct str marks), void *ctx,
                        struct err *e)
{
    struct listing l = {each, ctx};
    enum err_code rc = command(m, STR("LIST \"\" \"*\" RETURN (SPECIAL-USE)"), one_box, &l, e);
    if (rc == ERR_INVALID) /* of before RFC 5258 */
        rc = command(m, STR("LIST \"\" \"*\""), one_box, &l, e);
    return rc;
}

/* OK [UIDVALIDITY 17] … */
static enum err_code about_box(void *ctx, struct str rest, struct err *e)
{
    static const struct str validity = STR_INIT("[UIDVALIDITY "), next = STR_INIT("[UIDNEXT ");
    struct imap_box *box = ctx;
    (void)e;
    for (int i = 0; i < 2; i++) {
        struct str mark = i ? next : validity;
        ptrdiff_t at = str_find(rest, mark);
        struct str number = at < 0 ? STR_NONE : str_after(rest, (size_t)at + mark.n);
        ptrdiff_t end = str_chr(number, ']');
        if (end > 0)
            str_i64(str_sub(number, 0, (size_t)end), i ? &box->next : &box->validity);
    }
    return ERR_OK;
}

enum err_code imap_examine(struct imap *m, struct str name, struct imap_box *out, struct err *e)
{
    struct buf text;
    *out = (struct imap_box){0, 0};
    buf_init(&text, KIB(4));
    buf_lit(&text, "EXAMINE ");
    bool good = put_name(&text, name);
    enum err_code rc = good ? command(m, buf_view(&text), about_box, out, e)
                            : err_set(e, ERR_INVALID, "that is no name of a mailbox");
    buf_free(&text);
    if (rc == ERR_INVALID)
        rc = err_set(e, ERR_NOT_FOUND, "%s has no mailbox \"" STRF "\"", m->link.host,
                     STRA(str_sub(name, 0, 80)));
    return rc;
}

struct found {
    struct imap *m;
    int64_t *uid;
    size_t n, most;
};

static enum err_code some_uids(void *ctx, struct str rest, struct err *e)
{
    struct found *f = ctx;
    struct str word;
    int64_t uid = 0;
    (void)e;
    if (!next_token(&rest, &word) || !str_eq_ci(word, STR("SEARCH")))
        return ERR_OK;
    while (f->n < f->most && next_token(&rest, &word))
        if (str_i64(word, &uid) && uid > 0)
            f->uid[f->n++] = uid;
    return ERR_OK;
}

static void sort(int64_t *v, size_t n)
{
    for (size_t i = 1; i < n; i++) { /* they come in order nearly always */
        int64_t x = v[i];
        size_t k = i;
        for (; k > 0 && v[k - 1] > x; k--)
            v[k] = v[k - 1];
        v[k] = x;
    }
}

enum err_code imap_search(struct imap *m, struct str criteria, size_t most, struct arena *a,
                          int64_t **uid, size_t *n, struct err *e)
{
    struct found f = {m, ARENA_ARRAY(a, int64_t, most + 1), 0, most};
    struct buf text;
    buf_init(&text, KIB(16));
    buf_lit(&text, "UID SEARCH ");
    buf_str(&text, criteria);
    enum err_code rc = command(m, buf_view(&text), some_uids, &f, e);
    buf_free(&text);
    sort(f.uid, f.n);
    *uid = f.uid;
    *n = f.n;
    return rc;
}

struct fetching {
    enum err_code (*each)(void *ctx, const struct imap_message *one, struct err *e);
    void *ctx;
};

/* 12 FETCH (UID 5 INTERNALDATE "…" RFC822.SIZE 44 BODY[]<0> {44}…) */
static enum err_code one_message(void *ctx, struct str rest, struct err *e)
{
    const struct fetching *f = ctx;
    struct imap_message one = {0, 0, STR_NONE, STR_NONE};
    struct str number, word, open, value;
    if (!next_token(&rest, &number) || !next_token(&rest, &word) ||
        !str_eq_ci(word, STR("FETCH")) || !next_token(&rest, &open))
        return ERR_OK;
    while (next_token(&rest, &word) && !str_is(word, ")") && next_token(&rest, &value)) {
        if (str_eq_ci(word, STR("UID")))
            str_i64(value, &one.uid);
        else if (str_eq_ci(word, STR("RFC822.SIZE")))
            str_i64(value, &one.size);
        else if (str_eq_ci(word, STR("INTERNALDATE")))
            one.date = value;
        else if (str_starts_ci(word, STR("BODY[]")))
            one.text = value;
        else if (str_is(value, "(")) /* FLAGS (…) that nobody asked for */
            while (next_token(&rest, &value) && !str_is(value, ")"))
                ;
    }
    return one.uid > 0 ? f->each(f->ctx, &one, e) : ERR_OK;
}

enum err_code imap_fetch(struct imap *m, const int64_t *uid, size_t n, size_t bytes,
                         enum err_code (*each)(void *ctx, const struct imap_message *one,
                                               struct err *e),
                         void *ctx, struct err *e)
{
    struct fetching f = {each, ctx};
    struct buf text;
    if (n == 0)
        return ERR_OK;
    buf_init(&text, KIB(32));
    buf_lit(&text, "UID FETCH ");
    for (size_t i = 0; i < n; i++)
        buf_printf(&text, "%s%lld", i ? "," : "", (long long)uid[i]);
    if (bytes)
        buf_printf(&text, " (UID INTERNALDATE BODY.PEEK[]<0.%zu>)", bytes);
    else
        buf_lit(&text, " (UID RFC822.SIZE)");
    enum err_code rc = command(m, buf_view(&text), one_message, &f, e);
    buf_free(&text);
    return rc;
}

/* Appending --------------------------------------------------------------------------------- */

static enum err_code create(struct imap *m, struct str name, struct err *e)
{
    struct buf text;
    buf_init(&text, KIB(4));
    buf_lit(&text, "CREATE ");
    enum err_code rc =
        put_name(&text, name) ? command(m, buf_view(&text), NULL, NULL, e) : ERR_INVALID;
    buf_free(&text);
    return rc;
}

/* The server says "+" before it takes the message itself. */
static enum err_code append_once(struct imap *m, struct str name, struct str message,
                                 struct err *e)
{
    struct buf text;
    struct str line = STR_NONE;
    char tag[24];
    snprintf(tag, sizeof tag, "T%u ", ++m->tag);
    buf_init(&text, KIB(4));
    buf_printf(&text, "%sAPPEND ", tag);
    if (!put_name(&text, name)) {
        buf_free(&text);
        return err_set(e, ERR_INVALID, "that is no name of a mailbox");
    }
    buf_printf(&text, " (\\Seen) {%zu}\r\n", message.n);
    enum err_code rc = put(m, buf_view(&text), e);
    buf_free(&text);
    do
        rc = rc ? rc : next_answer(m, &line, e);
    while (rc == ERR_OK && str_starts(line, STR("* ")));
    if (rc)
        return rc;
    if (!str_starts(line, STR("+")))
        return refused(m, line, e);
    rc = put(m, message, e);
    rc = rc ? rc : put(m, STR("\r\n"), e);
    return rc ? rc : answers(m, str_from(tag), NULL, NULL, e);
}

enum err_code imap_append(struct imap *m, struct str name, struct str message, struct err *e)
{
    enum err_code rc = append_once(m, name, message, e);
    if (rc != ERR_NOT_FOUND)
        return rc;
    rc = create(m, name, e);
    return rc ? rc : append_once(m, name, message, e);
}
