/* store/store_private.h: what the files of the store share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_STORE_PRIVATE_H
#define STORE_STORE_PRIVATE_H

#include "store/sql.h"
#include "store/store.h"

struct store {
    struct sql sql;
    char *home;   /* ends with a slash */
    char *dir;    /* of the owner's files: the home, or owners/N/ in it */
    bool writing; /* it holds the owner's lock */
    /* Accounts and contexts as they were last read: nearly everything asks for them. Forgotten
     * with every change, and when a request begins. */
    struct store__seen {
        struct arena *a;
        bool there;
        struct account *account;
        struct context *context;
        size_t accounts, contexts;
    } seen;
    int lock; /* the file that whoever writes holds, where the engine has no locks */
};

/* Holds the owner's data for writing (in SQLite everybody's) until store__unlock. ERR_CONFLICT
 * where another process has it. */
MUST_CHECK enum err_code store__lock(struct store *s, struct err *e);
void store__unlock(struct store *s);
/* The same without waiting; false where somebody else writes. */
bool store__try_lock(struct store *s);
/* Nobody else does this until it is given back. */
enum store__name {
    STORE__MIGRATION,
    STORE__CLOCK,
    STORE__OWNERS /* who there is, and who is a member of what */
};
MUST_CHECK enum err_code store__hold(struct store *s, enum store__name what, struct err *e);
bool store__try_hold(struct store *s, enum store__name what);
void store__let_go(struct store *s, enum store__name what);

/* A change: the lock and a transaction. store__written ends both, with commit where `rc` is fine
 * and without a trace where it is not, and answers how it ended. */
MUST_CHECK enum err_code store__write(struct store *s, struct err *e);
MUST_CHECK enum err_code store__written(struct store *s, enum err_code rc, struct err *e);

/* The folder of the owner's files, made where it is not there. */
MUST_CHECK enum err_code store__own_folder(struct store *s, struct err *e);

/* The same for rows that nobody else numbers or reads back: without the owner's lock, so that a
 * sign-in does not wait for an import. (In SQLite everything that writes waits.) */
MUST_CHECK enum err_code store__note(struct store *s, struct err *e);
MUST_CHECK enum err_code store__noted(struct store *s, enum err_code rc, struct err *e);

/* A session by its digest, with sql_gather, into a list of struct session (session.c). */
struct store__list;
MUST_CHECK enum err_code store__ask_session(struct sql *q, struct str digest, int64_t now_ms,
                                            struct store__list *l, struct err *e);

/* ERR_CONFLICT where somebody must stay: the last host, a company's last administrator. The last
 * of all may go, but not close the door behind them. */
MUST_CHECK enum err_code store__may_go(struct sql *q, int64_t id, bool closing, struct err *e);

/* Brings the database to the newest schema. ERR_DB where it is newer than this program. */
MUST_CHECK enum err_code store__migrate(struct store *s, struct err *e);

/* The number of the newest schema that this program knows. */
int64_t store__schema(void);

/* Keeps kept files where they are (backup.c) until the descriptor is closed; -1 where another
 * does, or it can't be done. */
int store__hold_files(const struct store *s);
/* The copy of the database that a backup left which died. Files are held. */
void store__drop_snapshot(const struct store *s);

/* What every owner of the command line is before anything else: see migrate.c. */
MUST_CHECK enum err_code store__first_owner(struct sql *q, int64_t created_ms, bool is_host,
                                            struct err *e);
/* Files of owners who went while the program died (owner_delete.c). */
MUST_CHECK enum err_code store__settle_forgotten(struct store *s, struct err *e);

/* The contexts that an owner has from the start: a person three, a company its own. */
MUST_CHECK enum err_code store__first_contexts(struct sql *q, enum owner_kind kind,
                                               struct err *e);

/* The digest of a key within a network: posts and identities are found by it. */
int64_t store__digest(const char *kind, struct str network, struct str key);

/* The id of a post: its time in the high bits, so that the order of ids is the order of time;
 * its digest in the low ones, so that it is the same every time. `probe` counts collisions. */
int64_t store__post_id(int64_t at_ms, int64_t digest, int64_t probe);
int64_t store__post_ms(int64_t id); /* its time, held at the ends */

/* The search index holds the text of a post in this shape. */
MUST_CHECK enum err_code store__search_add(struct sql *q, int64_t post_id, struct str title,
                                           struct str summary, struct str text, struct err *e);
MUST_CHECK enum err_code store__search_remove(struct sql *q, int64_t post_id, struct str title,
                                              struct str summary, struct str text,
                                              struct err *e);
/* Adds the posts of one import, in the order of their ids. */
MUST_CHECK enum err_code store__search_import(struct sql *q, int64_t import_id, int64_t first,
                                              int64_t last, struct err *e);

/* mark.c: ERR_CONFLICT where an import other than `but` stopped before its end. */
MUST_CHECK enum err_code store__none_stopped(struct sql *q, int64_t but, struct err *e);
/* picture.c: the small copy of a kept file that goes. */
void store__picture_forget(struct store *s, struct str digest, struct arena *a);

/* Sets every row that has versions to the newest of them: for the rows that this import has a
 * version of. Commit and undo both end in it. */
MUST_CHECK enum err_code store__settle_versions(struct sql *q, int64_t import_id,
                                                struct err *e);

/* Counts again whom each account reaches: after people were matched or a context changed. */
MUST_CHECK enum err_code store__count_audiences(struct store *s, struct err *e);

/* Writes down what the owner decided; within a transaction. */
MUST_CHECK enum err_code store__decide(struct sql *q, struct str verb, struct str subject,
                                       struct str value, struct err *e);

/* Files of an import under way stand in a journal (media.c): swept away are those that no
 * committed import names. Synced before the commit, settled after it. The lock is held. */
MUST_CHECK enum err_code store__media_sweep(struct store *s, struct err *e);
MUST_CHECK enum err_code store__media_sync(struct store *s, struct err *e);
void store__media_settled(struct store *s);
/* Removes whatever is in the owner's folder and in no row. The lock is held. */
MUST_CHECK enum err_code store__media_sweep_all(struct store *s, struct err *e);
/* Removes files that no attachment, no draft and nothing that waits in the outbox names any more. The
 * lock is held. */
MUST_CHECK enum err_code store__media_forget(struct store *s, struct err *e);

/* Keeps what can be read from `fd`, within a transaction of whoever holds the lock: swept before,
 * synced before the commit, settled after it. ERR_LIMIT, ERR_IO. */
MUST_CHECK enum err_code store__media_copy(struct store *s, int fd, struct str media_type,
                                           char digest[65], struct err *e);

/* Ends a change as store__written does; where it is made, files that nobody names any more go. */
MUST_CHECK enum err_code store__dropped_pictures(struct store *s, enum err_code rc,
                                                 struct err *e);

/* Within a transaction: this member's words are the draft's now, and nobody has approved them. */
/* Within a transaction: a draft that began nowhere yet begins for the accounts that it goes to. */
MUST_CHECK enum err_code store__draft_begins(struct store *s, int64_t draft_id, struct err *e);
MUST_CHECK enum err_code store__draft_changed(struct store *s, int64_t draft_id, int64_t by,
                                              struct err *e);

/* A list under way: rows of one size in an arena, which doubles as it must. */
struct store__list {
    struct arena *a;
    void *v;
    size_t n, cap, size;
};
void *store__push(struct store__list *l); /* room for one more, zeroed */

/* Walks one query and calls `row` for each: the loop that every list shares. */
typedef enum err_code store__row(void *ctx, struct sql_query *k, struct err *e);
MUST_CHECK enum err_code store__each(struct sql *q, const char *text, const struct sql_value *v,
                                     size_t n, store__row *row, void *ctx, struct err *e);
/* The same where the rows may be more than memory should hold. */
MUST_CHECK enum err_code store__walk(struct sql *q, const char *text, const struct sql_value *v,
                                     size_t n, store__row *row, void *ctx, struct err *e);

#endif
