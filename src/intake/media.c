/* intake/media.c: the second walk over an archive: the files that its posts name. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/media.h"

#include "core/limits.h"
#include "core/mem.h"
#include "store/media.h"

#include <string.h>

struct keep {
    struct container *c;
    struct importer *im;
    const struct intake_progress *progress;
    struct arena *a;    /* digests, as long as the walk */
    bool *wanted;       /* beside each entry */
    struct str *digest; /* beside each entry; "" not kept */
    bool any;
    char *block;
};

enum {
    BLOCK = 64 * 1024
};

/* An address is nothing in the archive, whatever its end looks like. */
static ptrdiff_t entry_of(const struct keep *k, struct str uri)
{
    if (str_starts_ci(uri, STR("http://")) || str_starts_ci(uri, STR("https://")))
        return -1;
    return container_find(k->c, uri);
}

/* All attachments once: before the walk to see what is wanted, after it to name what is kept.
 * What an earlier import kept of the same attachment is taken to be the same. */
static enum err_code each_place(struct keep *k, bool walked, struct err *e)
{
    struct arena *a = arena_new(MIB(64));
    struct media_place *p;
    size_t n = 1;
    int64_t after = -1;
    enum err_code rc = ERR_OK;
    while (rc == ERR_OK && n > 0) {
        arena_reset(a);
        rc = store_media_places(k->im, after, a, &p, &n, e);
        for (size_t i = 0; i < n && rc == ERR_OK; i++) {
            ptrdiff_t at = entry_of(k, p[i].uri);
            after = p[i].attachment_id;
            if (at < 0)
                continue;
            if (walked && k->digest[at].n)
                rc = store_media_name(k->im, p[i].attachment_id, k->digest[at], e);
            else if (!walked && p[i].media.n)
                rc = store_media_name(k->im, p[i].attachment_id, p[i].media, e);
            else if (!walked)
                k->any = k->wanted[at] = true;
        }
    }
    arena_free(a);
    return rc;
}

static bool want(void *ctx, size_t entry)
{
    const struct keep *k = ctx;
    return k->wanted[entry];
}

/* Fills the first block; *got less than MEDIA_HEAD only where the file is that short. */
static enum err_code read_head(struct keep *k, struct stream *in, size_t *got, struct err *e)
{
    enum err_code rc = ERR_OK;
    size_t n = 1;
    *got = 0;
    while (rc == ERR_OK && n > 0 && *got < MEDIA_HEAD) {
        rc = stream_read(in, k->block + *got, BLOCK - *got, &n, e);
        *got += rc ? 0 : n;
    }
    return rc;
}

static enum err_code read_file(void *ctx, size_t entry, struct stream *in, struct err *e)
{
    struct keep *k = ctx;
    struct media_file *f = NULL;
    char digest[65];
    size_t n;
    int64_t total = 0;
    enum err_code rc = read_head(k, in, &n, e);
    struct str type = rc ? STR_NONE : media_type_of(str_of(k->block, n));
    if (rc || type.n == 0)
        return rc;
    rc = store_media_open(k->im, &f, e);
    while (rc == ERR_OK && n > 0 && total <= (int64_t)LIMIT_MEDIA_FILE) {
        total += (int64_t)n;
        rc = store_media_write(f, k->block, n, e);
        if (rc == ERR_OK)
            rc = stream_read(in, k->block, BLOCK, &n, e);
    }
    if (rc || total > (int64_t)LIMIT_MEDIA_FILE) {
        store_media_drop(f);
        return rc;
    }
    rc = store_media_keep(f, type, digest, e);
    if (rc == ERR_OK)
        k->digest[entry] = arena_str(k->a, str_from(digest));
    if (k->progress && k->progress->told)
        k->progress->told(k->progress->ctx, container_done(k->c), container_size(k->c),
                          store_import_count(k->im));
    return rc;
}

/* A broken picture is no reason to refuse the posts. */
static enum err_code forgive(struct keep *k, enum err_code rc, struct err *e)
{
    if (rc != ERR_PARSE && rc != ERR_LIMIT && rc != ERR_UNSUPPORTED)
        return rc;
    struct record r = {.kind = RECORD_UNREAD};
    struct err why = *e;
    r.as.unread = (struct record_unread){
        .file = container_name(k->c), .raw = STR_NONE, .why = str_from(why.msg)};
    return store_import_put(k->im, &r, e);
}

enum err_code media_keep(struct container *c, struct importer *im,
                         const struct intake_progress *progress, struct err *e)
{
    struct keep k = {.c = c, .im = im, .progress = progress};
    size_t n;
    container_entries(c, &n);
    if (n == 0 || container_is_file(c))
        return ERR_OK;
    k.a = arena_new(MIB(1024));
    k.wanted = mem_calloc(n, sizeof *k.wanted);
    enum err_code rc = each_place(&k, false, e);
    if (rc == ERR_OK && k.any) {
        const struct container_pass pass = {want, read_file, &k};
        k.digest = mem_calloc(n, sizeof *k.digest);
        k.block = mem_alloc(BLOCK);
        rc = container_walk(c, &pass, e);
        if (rc)
            rc = forgive(&k, rc, e);
        if (rc == ERR_OK)
            rc = each_place(&k, true, e);
    }
    mem_free(k.block);
    mem_free(k.digest);
    mem_free(k.wanted);
    arena_free(k.a);
    return rc;
}
