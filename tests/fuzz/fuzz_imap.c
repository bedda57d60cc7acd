/* tests/fuzz/fuzz_imap.c: any bytes as what a server of IMAP or SMTP says, through the sources themselves: their
 * parsers are their own, and curl's part is played here. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <curl/curl.h>

#include "core/str.h"
#include "text/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the server says, and how many bytes of it come at once. */
static struct str script;
static size_t at_once;
static long answered;

static CURLcode came(void *p, size_t room, size_t *n)
{
    struct str piece = str_sub(script, 0, at_once < room ? at_once : room);
    for (size_t i = 0; i < piece.n; i++)
        ((char *)p)[i] = piece.p[i];
    script = str_after(script, piece.n);
    *n = piece.n; /* 0: it ended the connection */
    return CURLE_OK;
}

static CURLcode told(long *into)
{
    *into = answered;
    return CURLE_OK;
}

static CURLcode socket_told(curl_socket_t *into)
{
    *into = -1;
    return CURLE_OK;
}

#undef curl_easy_getinfo
#define curl_easy_recv(c, p, room, n) ((void)(c), came(p, room, n))
#define curl_easy_send(c, p, size, n) ((void)(c), (void)(p), *(n) = (size), CURLE_OK)
#define curl_easy_getinfo(c, what, into)                                                       \
    ((void)(c), _Generic((into), long * : told, curl_socket_t * : socket_told)(into))
/* the program has these too */
#define imap_open    fuzzed_open
#define imap_close   fuzzed_close
#define imap_list    fuzzed_list
#define imap_examine fuzzed_examine
#define imap_search  fuzzed_search
#define imap_fetch   fuzzed_fetch
#define imap_append  fuzzed_append
#define smtp_send    fuzzed_smtp_send
#include "net/imap.c"
#include "net/smtp.c"

static void is_good(struct str s)
{
    if (s.n && !s.p)
        abort();
    for (size_t i = 0; i < s.n; i++) { /* every byte may be read */
        static volatile char seen;
        seen = s.p[i];
        (void)seen;
    }
}

static void one_name(void *ctx, struct str name, struct str marks)
{
    (void)ctx;
    is_good(name);
    is_good(marks);
}

static enum err_code one_letter(void *ctx, const struct imap_message *one, struct err *e)
{
    (void)ctx, (void)e;
    is_good(one->date);
    is_good(one->text);
    if (one->uid <= 0)
        abort();
    return ERR_OK;
}

/* What a person is shown is one line of text. */
static void is_sentence(const struct err *e)
{
    struct str s = str_from(e->msg);
    if (s.n == 0 || !utf8_valid(s))
        abort();
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7F)
            abort();
}

static enum err_code ask_imap(struct imap *m, unsigned what, struct arena *a, struct err *e)
{
    static const int64_t uids[] = {3, 5, 8};
    struct imap_box box;
    int64_t *uid;
    size_t n = 0;
    enum err_code rc = ERR_OK;
    switch (what) {
    case 0:
        return imap_list(m, one_name, NULL, e);
    case 1:
        return imap_examine(m, STR("INBOX"), &box, e);
    case 2:
        rc = imap_search(m, STR("UID 1:40"), 40, a, &uid, &n, e);
        if (n > 40)
            abort();
        for (size_t i = 0; i < n; i++)
            if (uid[i] < 1 || (i && uid[i] < uid[i - 1]))
                abort();
        return rc;
    case 3:
        return imap_fetch(m, uids, COUNT_OF(uids), 0, one_letter, NULL, e);
    case 4:
        return imap_fetch(m, uids, COUNT_OF(uids), 4096, one_letter, NULL, e);
    default:
        return imap_append(m, STR("Sent"), STR("Subject: a\r\n\r\nb"), e);
    }
}

static void imap(const atomic_bool *stop, unsigned what, struct arena *a)
{
    struct imap *m = mem_calloc(1, sizeof *m);
    struct err e = {0};
    m->link.stop = stop;
    snprintf(m->link.host, sizeof m->link.host, "mail.example");
    buf_init(&m->answer, KIB(32)); /* so that its limit is met too */
    m->until_ms = INT64_MAX;
    for (int i = 0; i < 2; i++) /* the second one finds what the first one left */
        if (ask_imap(m, what, a, &e))
            is_sentence(&e);
    buf_free(&m->answer);
    mem_free(m);
}

static void smtp(const atomic_bool *stop, bool whole)
{
    static const CURLcode codes[] = {CURLE_SEND_ERROR, CURLE_LOGIN_DENIED, CURLE_RECV_ERROR,
                                     CURLE_WEIRD_SERVER_REPLY};
    struct mail_link k = {.stop = stop, .host = "mail.example"};
    const struct letter l = {STR_NONE, whole};
    char line[4096];
    struct err e = {0};
    size_t n = 0;
    buf_init(&k.said, KIB(4));
    while (came(line, sizeof line, &n) == CURLE_OK && n)
        if (hear(line, 1, n, &k) != n)
            abort();
    if (judge(&k, codes[(size_t)answered % COUNT_OF(codes)], &l, &e) == ERR_OK)
        abort();
    is_sentence(&e);
    buf_free(&k.said);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *a;
    static atomic_bool stop;
    if (size < 3)
        return 0;
    if (!a)
        a = arena_new(MIB(64));
    arena_reset(a);
    at_once = data[1] ? data[1] : SIZE_MAX;
    answered = data[2] * 3;
    script = str_of((const char *)data + 3, size - 3);
    if (data[0] % 8 < 6)
        imap(&stop, data[0] % 8, a);
    else
        smtp(&stop, data[0] % 8 == 7);
    return 0;
}
