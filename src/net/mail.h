/* net/mail.h: the door outward for e-mail: mailboxes by IMAP, letters by SMTP, as guarded as net/http.h. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NET_MAIL_H
#define NET_MAIL_H

#include "net/http.h"

/* What every session keeps to:
 * - encrypted, with a certificate that is good: imaps:// and smtps:// from the first byte, imap:// and
 *   smtp:// after STARTTLS; without only on this machine, or where the owner typed "plain+" before it;
 * - no private or otherwise special address but where the owner named that host (`named`);
 * - every time and every size has a ceiling; http_stop of `http` ends it. */
struct mail_place {
    struct str url; /* "imaps://host", "smtp://host:port", "plain+imap://…" */
    bool named;     /* the owner typed it */
    struct str name, password;
};

/* "imap.example.org", "imap://host:143", "127.0.0.1:10143" as a url of that kind ("imap", "smtp"); "" for
 * what is none. This machine is not encrypted where nothing else was typed. Of `a`. */
struct str mail_url(const char *kind, struct str typed, struct arena *a);
/* "host:port" or "host", for a person. */
struct str mail_host(struct str url);

/* IMAP4rev1 (RFC 3501) -------------------------------------------------------------------- */

/* Codes: ERR_UNAVAILABLE no session, or it ended; ERR_DENIED name or password; ERR_NOT_FOUND no such
 * mailbox; ERR_LIMIT more than is granted; ERR_PARSE not IMAP; ERR_INVALID refused, in its own words. */
struct imap;
MUST_CHECK enum err_code imap_open(struct http *h, const struct mail_place *at,
                                   struct imap **out, struct err *e);
void imap_close(struct imap *m); /* NULL is fine */

/* The mailboxes there are: calls with a name as the server writes it, and its attributes. */
MUST_CHECK enum err_code imap_list(struct imap *m,
                                   void (*each)(void *ctx, struct str name, struct str marks),
                                   void *ctx, struct err *e);
/* Opens a mailbox to read only: nothing that is read is marked as seen. */
struct imap_box {
    int64_t validity, next; /* UIDVALIDITY; the UID that comes next, 0 not said */
};
MUST_CHECK enum err_code imap_examine(struct imap *m, struct str name, struct imap_box *out,
                                      struct err *e);
/* UIDs by SEARCH criteria, ascending, at most `most`; of `a`. */
MUST_CHECK enum err_code imap_search(struct imap *m, struct str criteria, size_t most,
                                     struct arena *a, int64_t **uid, size_t *n, struct err *e);
struct imap_message {
    int64_t uid, size;
    struct str date; /* when it came: "14-Nov-2023 22:13:20 +0000" */
    struct str text; /* its first bytes; "" where only sizes are asked for */
};
/* Messages of these UIDs in any order: their sizes, or with `bytes` their first so many. `each` may be
 * called for others too. What it is given is good until it returns. */
MUST_CHECK enum err_code
imap_fetch(struct imap *m, const int64_t *uid, size_t n, size_t bytes,
           enum err_code (*each)(void *ctx, const struct imap_message *one, struct err *e),
           void *ctx, struct err *e);
/* Puts a message into a mailbox, as seen; makes the mailbox where it is missing. */
MUST_CHECK enum err_code imap_append(struct imap *m, struct str name, struct str message,
                                     struct err *e);

/* SMTP (RFC 5321, 6409) ------------------------------------------------------------------- */

/* Sends one message: `from` and `to` are bare addresses. Codes: ERR_UNAVAILABLE nothing was sent, or it was
 * refused for now; ERR_UNCERTAIN all of it was sent, and no answer came; ERR_DENIED name or password;
 * ERR_INVALID refused for good, in the server's words. Without `to`: signs in and out again. */
MUST_CHECK enum err_code smtp_send(struct http *h, const struct mail_place *at, struct str from,
                                   const struct str *to, size_t n, struct str message,
                                   struct err *e);

#endif
