/* networks/mail.h: what the files of e-mail share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NETWORKS_MAIL_H
#define NETWORKS_MAIL_H

#include "net/mail.h"
#include "networks/api.h"

/* The account's address: "ann@example.org". */
struct str mail__address(const struct api *s);
/* Where it is read and where letters are given; strings of s->a. */
struct mail_place mail__imap(const struct api *s);
struct mail_place mail__smtp(const struct api *s);
/* The mailbox of what was sent, as the server names it. */
struct str mail__sent(const struct api *s);
/* Notes that this server puts what was sent into that mailbox by itself. */
MUST_CHECK enum err_code mail__saves(struct api *s, struct err *e);

/* A letter as it goes out, CRLF at its line ends; its Message-ID without brackets is made of o->key. */
struct str mail__id(const struct api *s, const struct outgoing *o);
MUST_CHECK enum err_code mail__letter(const struct api *s, const struct outgoing *o,
                                      struct buf *out, struct err *e);
/* Bare addresses of o->to, each once; ERR_INVALID where one is none. */
MUST_CHECK enum err_code mail__receivers(const struct api *s, const struct outgoing *o,
                                         struct str **out, size_t *n, struct err *e);

enum err_code mail__publish(struct api *s, const struct outgoing *o, struct published *out,
                            struct err *e);
enum err_code mail__find(struct api *s, const struct outgoing *o, struct published *out,
                         struct err *e);

#endif
