/* model/meta_key.c: digests that stand for ids which Meta's archives leave out. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/meta_key.h"

#include "core/attr.h"
#include "core/hash.h"

struct str meta_post_key(const char *prefix, int64_t time, struct str text, struct str uri,
                         struct arena *a)
{
    /* the folders before a file's name differ between the layouts of one export */
    if (uri.n && !str_starts(uri, STR("http")))
        uri = str_after(uri, (size_t)(str_rchr(uri, '/') + 1));
    const struct str pieces[] = {arena_printf(a, "%lld", (long long)time), text, uri};
    return arena_printf(a, "%s:%016llx", prefix,
                        (unsigned long long)hash_key(pieces, COUNT_OF(pieces)));
}

struct str meta_timed_key(const char *kind, int64_t time, struct str text, struct arena *a)
{
    const struct str pieces[] = {str_from(kind), arena_printf(a, "%lld", (long long)time),
                                 text};
    return arena_printf(a, "%s:%016llx", kind,
                        (unsigned long long)hash_key(pieces, COUNT_OF(pieces)));
}
