/* archives/meta.h: how the archives of Meta are read: Facebook, Instagram, Threads. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_META_H
#define ARCHIVES_META_H

#include "archives/reader.h"
#include "core/json.h"
#include "model/meta_key.h"

/* Calls `item` for each element of the lists that `into` leads to (see json_walk), r->piece
 * empty each time; what can't be read becomes an unread record. */
typedef enum err_code meta_item(struct reading *r, struct str path, const struct json *v,
                                struct err *e);
MUST_CHECK enum err_code meta_each(struct reading *r, struct stream *in,
                                   const char *const *into, meta_item *item, struct err *e);

/* Seconds since 1970, where nothing stands for nothing. */
struct when meta_when(const struct json *seconds);

/* Threads name people; whose names those are, each network says in its own way. */
struct meta_people {
    bool (*is_owner)(const struct reading *r, struct str name);
    /* The key of somebody, introduced where it is new; "" for nobody. */
    enum err_code (*person)(struct reading *r, struct str name, struct str *key, struct err *e);
};

/* Reads a thread's file, of either spelling of its members, under this key. */
MUST_CHECK enum err_code meta_read_thread(struct reading *r, struct stream *in, struct str key,
                                          const struct meta_people *people, struct err *e);
/* The folder of the file that is read, which is the thread, wherever it lies. */
struct str meta_thread_folder(const struct reading *r);

/* Who is in all threads, of the first bytes of their files; "" where it can't be told. */
struct str meta_guess_owner(struct reading *r);

/* How many more files are Instagram's (or Threads') than Facebook's; negative: fewer. */
int64_t meta_share(const struct container *c);

#endif
