/* cli/show_import.c: how an import is shown. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/show_import.h"

#include "core/limits.h"

/* What people want to know of an import, in this order. */
static const struct {
    const char *one, *many;
    enum record_kind kind;
    bool messages; /* counted apart from posts */
} shown[] = {
    {"person",     "people",      RECORD_IDENTITY,   false},
    {"connection", "connections", RECORD_CONNECTION, false},
    {"post",       "posts",       RECORD_POST,       false},
    {"message",    "messages",    RECORD_POST,       true },
    {"reaction",   "reactions",   RECORD_REACTION,   false},
    {"attachment", "attachments", RECORD_ATTACHMENT, false}
};

static int64_t count_of(const struct import *im, size_t i)
{
    return shown[i].messages ? im->messages : im->count[shown[i].kind];
}

void put_import_counts(struct buf *b, const struct import *im)
{
    bool any = false;
    for (size_t i = 0; i < COUNT_OF(shown); i++) {
        int64_t n = count_of(im, i);
        if (n == 0)
            continue;
        if (any)
            buf_lit(b, ", ");
        put_count(b, n, shown[i].one, shown[i].many);
        any = true;
    }
    if (!any)
        buf_lit(b, "nothing but the account");
}

void show_imported(const struct intake_result *r)
{
    const struct import *im = &r->about;
    struct buf b;
    buf_init(&b, KIB(8));
    if (r->known) {
        buf_printf(&b, STRF " (" STRF "): nothing new, you had all of it.\n", STRA(im->archive),
                   STRA(r->archive_kind));
    } else {
        buf_printf(&b, "Import %lld: " STRF " (" STRF ", " STRF ")\n  ", (long long)im->id,
                   STRA(im->archive), STRA(r->archive_kind), STRA(im->account));
        put_import_counts(&b, im);
        buf_printf(&b, ", in %.1f s\n", im->seconds);
    }
    if (!r->known && im->count[RECORD_UNREAD]) {
        buf_lit(&b, "  ");
        put_count(&b, im->count[RECORD_UNREAD], "record", "records");
        buf_printf(&b, " could not be read and stayed as they were: tact imports %lld\n",
                   (long long)im->id);
    }
    fwrite(b.p, 1, b.n, stdout);
    buf_free(&b);
}
