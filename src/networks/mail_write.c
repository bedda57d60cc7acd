/* networks/mail_write.c: sending a letter once, and looking whether it went. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/mail.h"

#include "core/limits.h"

/* SMTP has no keys, and no way to ask. What is known of a letter stands in the mailbox of what was sent:
 * many servers put it there by themselves, to the others Tact gives it afterwards. What was begun is noted
 * first: so it is known at any time whether the letter was never sent, was, or may have been. */

#define LETTER_MOST MIB(48)
static const char begun[] = "begun", taken[] = "taken";

static enum err_code note(const struct outgoing *o, const char *what, struct err *e)
{
    return o->note ? o->note(o->ctx, str_from(what), e) : ERR_OK;
}

static struct published published_of(const struct api *s, const struct outgoing *o)
{
    struct str id = mail__id(s, o);
    return (struct published){.key = id, .remote = id};
}

/* ERR_NOT_FOUND: it is not there, or there is no such mailbox. */
static enum err_code look(struct api *s, struct imap *m, struct str id, struct err *e)
{
    struct imap_box box;
    int64_t *uid;
    size_t n = 0;
    enum err_code rc = imap_examine(m, mail__sent(s), &box, e);
    if (rc == ERR_OK)
        rc = imap_search(m, arena_printf(s->a, "HEADER Message-ID \"<" STRF ">\"", STRA(id)),
                         16, s->a, &uid, &n, e);
    if (rc == ERR_OK && n == 0)
        rc = err_set(e, ERR_NOT_FOUND, "the letter is not among what was sent");
    return rc;
}

/* Puts it where sent letters are, unless the server did. The letter itself has gone: what fails here
 * fails quietly, and is made up for by nobody. */
static void file_away(struct api *s, const struct outgoing *o, struct str letter)
{
    struct imap *m = NULL;
    struct err ignored;
    struct mail_place at = mail__imap(s);
    if (imap_open(s->http, &at, &m, &ignored))
        return;
    enum err_code rc = look(s, m, mail__id(s, o), &ignored);
    if (rc == ERR_OK)
        rc = mail__saves(s, &ignored);
    else if (rc == ERR_NOT_FOUND)
        rc = imap_append(m, mail__sent(s), letter, &ignored);
    imap_close(m);
    (void)rc;
}

static enum err_code send(struct api *s, const struct outgoing *o, struct str letter,
                          struct err *e)
{
    struct str *to;
    size_t n;
    struct err ignored;
    struct mail_place at = mail__smtp(s);
    enum err_code rc = mail__receivers(s, o, &to, &n, e);
    rc = rc ? rc : note(o, begun, e);
    if (rc)
        return rc;
    rc = smtp_send(s->http, &at, mail__address(s), to, n, letter, e);
    if (rc == ERR_UNCERTAIN)
        return rc;
    if (note(o, rc ? "" : taken, &ignored)) {
        /* then it stays in doubt if Tact dies now, which is the safe side */
    }
    return rc;
}

enum err_code mail__publish(struct api *s, const struct outgoing *o, struct published *out,
                            struct err *e)
{
    struct buf letter;
    buf_init(&letter, LETTER_MOST);
    enum err_code rc = mail__letter(s, o, &letter, e);
    if (rc == ERR_OK && !str_is(o->progress, taken))
        rc = send(s, o, buf_view(&letter), e);
    if (rc == ERR_OK) {
        file_away(s, o, buf_view(&letter));
        *out = published_of(s, o);
    }
    buf_free(&letter);
    return rc;
}

enum err_code mail__find(struct api *s, const struct outgoing *o, struct published *out,
                         struct err *e)
{
    struct imap *m = NULL;
    struct mail_place at = mail__imap(s);
    if (str_is(o->progress, taken)) {
        *out = published_of(s, o);
        return ERR_OK;
    }
    enum err_code rc = imap_open(s->http, &at, &m, e);
    if (rc == ERR_OK)
        rc = look(s, m, mail__id(s, o), e);
    imap_close(m);
    if (rc == ERR_OK)
        *out = published_of(s, o);
    if (rc != ERR_NOT_FOUND || !str_is(o->progress, begun) || api_fact(s, "saves").n)
        return rc; /* never begun, or it would be there */
    return err_set(
        e, ERR_UNCERTAIN,
        "the mail server was given the letter and never said that it took it, and it "
        "keeps no list: ask those it is for, then say whether it went");
}
