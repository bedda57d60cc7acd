/* store/post_names.c: one post that comes under two keys: from an archive without ids, and from an
 * API that has them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/importer.h"

/* Whichever comes first gives the post its key. A record that knows both names (its `key` and the
 * one that an archive would make, `also`) notes the other, so that any later import finds it. */

static enum err_code is_there(struct importer *im, int64_t digest, bool *out, struct err *e)
{
    int64_t n = 0;
    enum err_code rc =
        sql_one(im->q, "SELECT count(*) FROM posts WHERE owner_id = $1 AND digest = $2",
                VALUES(I64(im->q->owner), I64(digest)), &n, e);
    *out = n > 0;
    return rc;
}

static enum err_code note(struct importer *im, int64_t other, int64_t post, struct str name,
                          struct err *e)
{
    int64_t made = 0;
    im->has_names = true;
    enum err_code rc = sql_run(
        im->q,
        "INSERT INTO post_names (owner_id, digest, import_id, post, "
        "name) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        VALUES(I64(im->q->owner), I64(other), I64(im->id), I64(post), TXT(name)), &made, e);
    /* answers that came before what they answer knew it by that name */
    if (rc == ERR_OK && made && im->live)
        rc = sql_run(im->q,
                     "UPDATE posts SET reply_to = $3 WHERE owner_id = $1 AND reply_to = $2 AND "
                     "reply_to <> 0",
                     VALUES(I64(im->q->owner), I64(other), I64(post)), NULL, e);
    return rc;
}

enum err_code importer__post_digest(struct importer *im, struct str key, int64_t *digest,
                                    struct err *e)
{
    bool there = false;
    int64_t other = 0;
    *digest = key.n ? store__digest("post", im->network, key) : 0;
    if (!im->has_names || key.n == 0)
        return ERR_OK;
    enum err_code rc = is_there(im, *digest, &there, e);
    if (rc == ERR_OK && !there)
        rc = sql_one(im->q,
                     "SELECT post FROM post_names WHERE owner_id = $1 AND digest = $2 ORDER BY "
                     "import_id LIMIT 1",
                     VALUES(I64(im->q->owner), I64(*digest)), &other, e);
    if (other)
        *digest = other;
    return rc;
}

enum err_code importer__name_post(struct importer *im, const struct record_post *p,
                                  int64_t *digest, struct err *e)
{
    enum err_code rc = importer__post_digest(im, p->key, digest, e);
    if (rc || p->also.n == 0)
        return rc;
    int64_t own = store__digest("post", im->network, p->key);
    int64_t also = store__digest("post", im->network, p->also);
    bool there = false;
    if (im->posts_sent < im->posts_n) /* it may be among those that wait */
        rc = importer__settle_posts(im, e);
    if (rc == ERR_OK && *digest == own)
        rc = is_there(im, own, &there, e);
    if (rc == ERR_OK && *digest == own && !there) { /* not by its own name */
        rc = is_there(im, also, &there, e);
        if (rc == ERR_OK && there)
            *digest = also;
    }
    return rc ? rc
              : note(im, *digest == own ? also : own, *digest,
                     *digest == own ? p->also : p->key, e);
}

enum err_code importer__has_names(struct importer *im, struct err *e)
{
    int64_t any = 0;
    enum err_code rc = sql_one(im->q, "SELECT 1 FROM post_names WHERE owner_id = $1 LIMIT 1",
                               VALUES(I64(im->q->owner)), &any, e);
    im->has_names = any != 0;
    return rc;
}
