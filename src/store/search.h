/* store/search.h: the search index over posts, which each engine has in its own way; private to
 * the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include "store/sql.h"

struct store__search;

/* One row of functions an engine. What is typed becomes a query by each engine's own `query`. */
struct search_engine {
    enum err_code (*add)(struct sql *q, int64_t post_id, struct str title, struct str summary,
                         struct str text, struct err *e);
    enum err_code (*remove)(struct sql *q, int64_t post_id, struct str title,
                            struct str summary, struct str text, struct err *e);
    /* The new posts of an import, whose ids are in this range. */
    enum err_code (*import)(struct sql *q, int64_t import_id, int64_t first, int64_t last,
                            struct err *e);
    enum err_code (*rebuild)(struct sql *q, struct err *e); /* within a transaction */
    /* Ids that match, newest first (timeline_private.h). */
    enum err_code (*each)(struct sql *q, const struct store__search *w, struct arena *a,
                          struct err *e);
};

extern const struct search_engine search_sqlite, search_postgres;

#endif
