/* model/meta_key.h: keys of posts in Meta's archives, which give no ids: the API meets them by these. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_META_KEY_H
#define MODEL_META_KEY_H

#include "core/arena.h"

/* Facebook: "post:…", of what never changes: its time in seconds, its words, the first thing attached. */
struct str meta_post_key(const char *prefix, int64_t time, struct str text, struct str uri,
                         struct arena *a);
/* Instagram and Threads: of its time in seconds and its words; names of files change there. Of
 * several of one second with the same words the second ends in ".2". */
struct str meta_timed_key(const char *kind, int64_t time, struct str text, struct arena *a);

#endif
