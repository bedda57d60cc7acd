/* archives/mbox.c: mailboxes: mbox of all kinds, Maildir, Apple Mail, Thunderbird, loose .eml. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/mbox.h"

static enum err_code look(struct reading *r, struct stream *in, struct err *e)
{
    return mailbox_look(r, r->state, in, e);
}

static enum err_code read_mail(struct reading *r, struct stream *in, struct err *e)
{
    return mailbox_read(r, r->state, in, e);
}

/* Thunderbird's mailboxes have no ending ("Inbox", "Archives-2019"); what else lies in a folder of
 * mail shows by its first lines that it is none. */
static const struct reader_file files[] = {
    {"*",  0, look     },
    {"*",  1, read_mail},
    {NULL, 0, NULL     }
};

static const struct reader_sign signs[] = {
    {"*.mbox",      NULL, NULL, 80}, /* Takeout, Apple Mail's older form */
    {"*.mbox/mbox", NULL, NULL, 90}, /* Apple Mail */
    {"*.msf",       NULL, NULL, 80}, /* Thunderbird's index beside a mailbox */
    {"*.eml",       NULL, NULL, 80},
    {"inbox",       NULL, NULL, 30},
    {"sent",        NULL, NULL, 30},
    {"mbox",        NULL, NULL, 60},
    {NULL,          NULL, NULL, 0 }
};

/* "cur/1700000000.M1P2.host:2,RS": the flags behind a message's name. */
static bool is_maildir(struct str path)
{
    ptrdiff_t slash = str_rchr(path, '/');
    struct str folder = str_sub(path, 0, slash < 0 ? 0 : (size_t)slash);
    return (str_ends(folder, STR("cur")) || str_ends(folder, STR("new"))) &&
           (str_find(path, STR(":2,")) > 0 || str_find(path, STR("!2,")) > 0 ||
            str_find(path, STR(";2,")) > 0);
}

static int recognise(const struct container *c)
{
    size_t n;
    int sure = reader_signs(c, signs);
    const struct entry *en = container_entries(c, &n);
    for (size_t i = 0; i < n; i++) {
        if (is_maildir(en[i].path) && sure < 80)
            sure = 80;
        struct str line, head = en[i].head;
        if (sure < 60 && str_cut(&head, '\n', &line) && mbox_is_from(line))
            sure = 60;
    }
    return sure;
}

static enum err_code phase_end(struct reading *r, int phase, struct err *e)
{
    return phase == 0 ? mailbox_account(r, r->state, e) : ERR_OK;
}

static void done(struct reading *r)
{
    mailbox_done(r->state);
}

extern const struct reader reader_mbox;
const struct reader reader_mbox = {.id = "mbox",
                                   .network = "email",
                                   .archive = "mailbox",
                                   .recognise = recognise,
                                   .files = files,
                                   .state_size = sizeof(struct mailbox),
                                   .phase_end = phase_end,
                                   .done = done};
