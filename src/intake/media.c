/* intake/media.c: the files that an archive's posts name, out of the sandbox and into the home. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/media.h"

#include "core/limits.h"
#include "core/mem.h"
#include "store/media.h"

#include <string.h>

struct keep {
    struct sandbox *from;
    struct importer *im;
    const struct intake_progress *progress;
    struct media_file *file; /* being written, or NULL */
    struct str type;
    bool any, paused;
    int64_t bytes;        /* since the last mark */
    enum err_code failed; /* of ours, not of the archive */
};

/* An address is nothing in the archive, whatever its end looks like. */
static bool is_address(struct str uri)
{
    return str_starts_ci(uri, STR("http://")) || str_starts_ci(uri, STR("https://"));
}

/* What an earlier import kept of the same attachment is taken to be the same. */
static enum err_code want_one(struct keep *k, const struct media_place *p, struct err *e)
{
    if (is_address(p->uri))
        return ERR_OK;
    if (p->media.n)
        return store_media_name(k->im, p->attachment_id, p->media, e);
    k->any = true;
    return sandbox_want(k->from, p->attachment_id, p->uri, e);
}

static enum err_code want_all(struct keep *k, struct err *e)
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
            after = p[i].attachment_id;
            rc = want_one(k, &p[i], e);
        }
    }
    arena_free(a);
    return rc;
}

static enum err_code ours(struct keep *k, enum err_code rc)
{
    k->failed = rc;
    return rc;
}

static enum err_code begin(void *ctx, struct str media_type, struct err *e)
{
    struct keep *k = ctx;
    k->type = media_type;
    return ours(k, store_media_open(k->im, &k->file, e));
}

static enum err_code data(void *ctx, const void *p, size_t n, struct err *e)
{
    struct keep *k = ctx;
    k->bytes += (int64_t)n;
    return ours(k, store_media_write(k->file, p, n, e));
}

static enum err_code end(void *ctx, bool whole, const int64_t *id, size_t n, struct err *e)
{
    struct keep *k = ctx;
    char digest[65];
    struct media_file *f = k->file;
    k->file = NULL;
    if (!f)
        return ERR_OK;
    if (!whole) {
        store_media_drop(f);
        return ERR_OK;
    }
    enum err_code rc = store_media_keep(f, k->type, digest, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = store_media_name(k->im, id[i], str_from(digest), e);
    bool enough = k->bytes >= (int64_t)LIMIT_MARK_MEDIA || store_import_awaited(k->im);
    if (rc == ERR_OK && enough) {
        rc = store_import_mark(k->im, e);
        k->bytes = 0;
    }
    intake_tell(k->progress, k->from, k->im);
    if (rc == ERR_OK && intake_asked_to_pause(k->progress)) {
        k->paused = true;
        rc = err_set(e, ERR_CONFLICT, "paused");
    }
    return ours(k, rc);
}

/* A broken picture is no reason to refuse the posts. */
static enum err_code forgive(struct keep *k, enum err_code rc, struct err *e)
{
    if (k->failed || (rc != ERR_PARSE && rc != ERR_LIMIT && rc != ERR_UNSUPPORTED))
        return rc;
    struct record r = {.kind = RECORD_UNREAD};
    struct err why = *e;
    r.as.unread = (struct record_unread){
        .file = sandbox_about(k->from)->name, .raw = STR_NONE, .why = str_from(why.msg)};
    return store_import_put(k->im, &r, e);
}

enum err_code media_keep(struct sandbox *from, struct importer *im,
                         const struct intake_progress *progress, bool *paused, struct err *e)
{
    struct keep k = {.from = from, .im = im, .progress = progress};
    const struct sandbox_files files = {begin, data, end, &k};
    enum err_code rc = want_all(&k, e);
    if (rc == ERR_OK && k.any)
        rc = sandbox_walk(from, &files, e);
    *paused = k.paused;
    if (k.paused)
        return ERR_OK;
    return rc ? forgive(&k, rc, e) : ERR_OK;
}
