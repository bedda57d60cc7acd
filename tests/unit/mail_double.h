/* tests/unit/mail_double.h: for tests of mail: a server of IMAP or SMTP on loopback that plays a script. Include
 * cmocka before it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_MAIL_DOUBLE_H
#define TESTS_UNIT_MAIL_DOUBLE_H

#include "core/buf.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* What curl does by itself (greeting, capabilities, signing in, goodbye) is answered as usual. Of IMAP then
 * come pairs: what a command must begin with, and what is answered, "T " standing for its tag, lines
 * apart by \n. "+" first takes a literal. NULL ends it. Of SMTP: the answer to each of the steps. */
struct mail_double {
    int listening;
    int port;
    pthread_t thread;
    atomic_bool stop;
    const char *const *script;     /* IMAP: command, answer, …; NULL: SMTP */
    size_t at;                     /* in the script */
    bool refuse;                   /* the password */
    const char *why;               /* of IMAP; NULL: it is wrong */
    const char *on_rcpt, *on_data; /* SMTP: "" closes the connection instead */
    long cut;  /* bytes of answers to commands of the script after which it closes; -1 never */
    long said; /* such bytes, of one run */
    struct buf got; /* letters, literals */
    char wrong[300];
};

/* One line of the client; false at the end. */
static inline bool mail_double_line(int fd, char *line, size_t most)
{
    size_t n = 0;
    while (n + 1 < most) {
        if (recv(fd, line + n, 1, 0) != 1)
            return false;
        if (line[n++] == '\n')
            break;
    }
    line[n] = '\0';
    return true;
}

static inline void mail_double_say(int fd, const char *text)
{
    if (send(fd, text, strlen(text), MSG_NOSIGNAL) < 0)
        return;
}

/* An answer of the script, with its tag and CRLF; false where it was cut. */
static inline bool mail_double_answer(struct mail_double *d, int fd, const char *tag,
                                      const char *text)
{
    struct buf b;
    bool start = true;
    buf_init(&b, 1 << 26);
    for (const char *c = text; *c; c++) {
        if (start && c[0] == 'T' && c[1] == ' ') {
            buf_lit(&b, tag);
            start = false;
            continue;
        }
        start = *c == '\n';
        if (*c == '\n' && (c == text || c[-1] != '\r'))
            buf_char(&b, '\r');
        buf_char(&b, *c);
    }
    size_t n = b.n;
    bool cut = d->cut >= 0 && d->said + (long)n > d->cut;
    if (cut)
        n = d->cut > d->said ? (size_t)(d->cut - d->said) : 0;
    d->said += (long)b.n;
    for (size_t at = 0; at < n;) {
        ssize_t sent = send(fd, b.p + at, n - at, MSG_NOSIGNAL);
        if (sent <= 0)
            break;
        at += (size_t)sent;
    }
    buf_free(&b);
    return !cut;
}

static inline bool mail_double_command(struct mail_double *d, int fd, char *line)
{
    char tag[32];
    size_t n = strcspn(line, " ");
    const char *want = d->script[d->at], *text = line + n + 1;
    const char *answer = want ? d->script[d->at + 1] : NULL;
    snprintf(tag, sizeof tag, "%.*s", (int)n, line);
    if (!want || strncmp(text, want, strlen(want)) != 0) {
        snprintf(d->wrong, sizeof d->wrong, "not \"%s\" but: %.200s", want ? want : "(the end)",
                 text);
        return false;
    }
    d->at += 2;
    if (*answer == '\0')
        return false;
    if (*answer == '+') {
        const char *open = strrchr(text, '{');
        long left = open ? strtol(open + 1, NULL, 10) + 2 : 0;
        mail_double_say(fd, "+ go on\r\n");
        for (char c; left > 0 && recv(fd, &c, 1, 0) == 1; left--)
            buf_char(&d->got, c);
        answer++;
    }
    return mail_double_answer(d, fd, tag, answer);
}

static inline void mail_double_imap(struct mail_double *d, int fd)
{
    char line[65536], reply[200];
    mail_double_say(fd, "* OK hello\r\n");
    while (mail_double_line(fd, line, sizeof line)) {
        char tag[32];
        snprintf(tag, sizeof tag, "%.*s", (int)strcspn(line, " "), line);
        if (tag[0] == 'T') {
            if (!mail_double_command(d, fd, line))
                return;
            continue;
        }
        if (strstr(line, "CAPABILITY"))
            mail_double_say(fd, "* CAPABILITY IMAP4rev1\r\n");
        if (strstr(line, "LOGOUT"))
            mail_double_say(fd, "* BYE\r\n");
        bool no = d->refuse && strstr(line, "LOGIN");
        const char *refusal = d->why ? d->why : "NO [AUTHENTICATIONFAILED] no";
        snprintf(reply, sizeof reply, "%s %s\r\n", tag, no ? refusal : "OK");
        mail_double_say(fd, reply);
    }
}

static inline void mail_double_smtp(struct mail_double *d, int fd)
{
    char line[65536];
    mail_double_say(fd, "220 hello\r\n");
    while (mail_double_line(fd, line, sizeof line)) {
        const char *say = "250 fine\r\n";
        if (strncmp(line, "EHLO", 4) == 0)
            say = "250-hello\r\n250 AUTH PLAIN\r\n";
        else if (strncmp(line, "AUTH", 4) == 0) {
            mail_double_say(fd, "334 \r\n");
            mail_double_line(fd, line, sizeof line);
            say = d->refuse ? "535 who?\r\n" : "235 in\r\n";
        } else if (strncmp(line, "RCPT", 4) == 0 && d->on_rcpt)
            say = d->on_rcpt;
        else if (strncmp(line, "DATA", 4) == 0) {
            mail_double_say(fd, "354 go on\r\n");
            while (mail_double_line(fd, line, sizeof line) && strcmp(line, ".\r\n") != 0)
                buf_lit(&d->got, line);
            say = d->on_data ? d->on_data : "250 taken\r\n";
        }
        if (*say == '\0')
            return;
        mail_double_say(fd, say);
    }
}

static inline void *mail_double_run(void *ctx)
{
    struct mail_double *d = ctx;
    while (!atomic_load(&d->stop)) {
        int fd = accept(d->listening, NULL, NULL);
        if (fd < 0)
            break;
        if (!atomic_load(&d->stop)) {
            if (d->script)
                mail_double_imap(d, fd);
            else
                mail_double_smtp(d, fd);
        }
        close(fd);
    }
    return NULL;
}

static inline void mail_double_start(struct mail_double *d, const char *const *script)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;
    *d = (struct mail_double){.script = script, .cut = -1};
    buf_init(&d->got, 1 << 26);
    d->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(d->listening, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(d->listening, 8), 0);
    assert_int_equal(getsockname(d->listening, (struct sockaddr *)&at, &n), 0);
    d->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(&d->thread, NULL, mail_double_run, d), 0);
}

/* Also fails where the script was not followed. */
static inline void mail_double_stop(struct mail_double *d)
{
    atomic_store(&d->stop, true);
    shutdown(d->listening, SHUT_RDWR);
    pthread_join(d->thread, NULL);
    close(d->listening);
    buf_free(&d->got);
    if (d->wrong[0])
        fail_msg("%s", d->wrong);
    if (d->script && d->script[d->at])
        fail_msg("never came: %s", d->script[d->at]);
}

#endif
