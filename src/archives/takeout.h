/* archives/takeout.h: what the files of the Takeout reader share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_TAKEOUT_H
#define ARCHIVES_TAKEOUT_H

#include "archives/mbox.h"
#include "archives/reader.h"
#include "core/json.h"

/* Readers of files that a Takeout holds beside its own. */
enum takeout_guest {
    TAKEOUT_CONTACTS,
    TAKEOUT_VCARD,
    TAKEOUT_GUESTS
};

/* An archive of one person with accounts of several networks: each file says first to which its
 * records belong. */
enum takeout_account {
    TAKEOUT_NOBODY,
    TAKEOUT_EMAIL,
    TAKEOUT_YOUTUBE
};

struct takeout {
    struct mailbox box;
    struct str channel, channel_name; /* of the owner on YouTube; "" unknown */
    enum takeout_account current;
    void *guest[TAKEOUT_GUESTS]; /* their states */
};

/* The records that follow belong to this account. */
MUST_CHECK enum err_code takeout__enter(struct reading *r, enum takeout_account account,
                                        struct err *e);

enum err_code takeout__look_youtube(struct reading *r, struct stream *in, struct err *e);
enum err_code takeout__read_youtube(struct reading *r, struct stream *in, struct err *e);
enum err_code takeout__read_history(struct reading *r, struct stream *in, struct err *e);
enum err_code takeout__read_chat_user(struct reading *r, struct stream *in, struct err *e);
enum err_code takeout__read_chat_group(struct reading *r, struct stream *in, struct err *e);
enum err_code takeout__read_chat(struct reading *r, struct stream *in, struct err *e);

#endif
