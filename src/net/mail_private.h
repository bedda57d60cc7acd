/* net/mail_private.h: what IMAP and SMTP share: a session of curl that is guarded like all others. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NET_MAIL_PRIVATE_H
#define NET_MAIL_PRIVATE_H

#include "core/buf.h"
#include "net/mail.h"

#include <curl/curl.h>
#include <stdatomic.h>

enum {
    MAIL_SESSION_MS = 150000, /* one page of mail at its slowest */
    MAIL_SILENCE_S = 30,
    WORDS_MOST = 240
};

/* Must stay where it is: curl holds its address. */
struct mail_link {
    CURL *c;
    const atomic_bool *stop;
    char host[300]; /* for a person */
    bool private_ok, denied;
    struct buf said; /* the line with which the server refused, if it did */
};
/* A handle with everything set but what is to be done. ERR_INVALID where the place makes no sense. */
MUST_CHECK enum err_code mail__link(struct mail_link *k, struct http *h,
                                    const struct mail_place *at, struct err *e);
void mail__unlink(struct mail_link *k);
/* Why there is no session, in words; never a secret. */
enum err_code mail__failed(const struct mail_link *k, CURLcode code, struct err *e);
/* Words of a server as one printable line, into `out`. */
void mail__words(struct str said, char out[WORDS_MOST + 4]);

#endif
