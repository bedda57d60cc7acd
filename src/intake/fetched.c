/* intake/fetched.c: the sandboxed reader of archives over what a server gave. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/fetched.h"

#include "core/limits.h"
#include "sandbox/reader.h"

#include <stdlib.h>
#include <stdio.h>
#include <unistd.h>

/* What a reader says of whose archive it is, is known here already; with an author the owner of the
 * file is somebody else, and says nothing of whom ours knows. */
static bool as_ours(struct record *r, struct str author)
{
    if (r->kind == RECORD_ACCOUNT)
        return false;
    if (author.n && r->kind != RECORD_POST && r->kind != RECORD_ATTACHMENT &&
        r->kind != RECORD_UNREAD)
        return false;
    if (author.n && r->kind == RECORD_POST && r->as.post.own) {
        r->as.post.own = false;
        r->as.post.author = author;
    }
    return true;
}

static enum err_code take(struct sandbox *from, const struct api_page *page,
                          struct importer *im, struct err *e)
{
    const struct record *batch;
    size_t n;
    while ((batch = sandbox_records(from, &n))) {
        enum err_code rc = ERR_OK;
        for (size_t i = 0; i < n && rc == ERR_OK; i++) {
            struct record r = batch[i];
            if (as_ours(&r, page->file_author))
                rc = store_import_put(im, &r, e);
        }
        if (rc == ERR_OK)
            rc = store_import_settle(im, e);
        if (rc)
            return rc;
    }
    return sandbox_result(from, e);
}

static enum err_code write_all(int fd, struct str bytes, struct err *e)
{
    while (bytes.n) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0)
            return err_set(e, ERR_IO, "no room to put down what came: the disk may be full");
        bytes = str_after(bytes, (size_t)n);
    }
    return ERR_OK;
}

enum err_code fetched_read(struct store *s, const struct api_page *page, struct importer *im,
                           struct err *e)
{
    char dir[] = "/tmp/tact-fetched-XXXXXX", path[128];
    struct sandbox *from = NULL;
    (void)s;
    if (!mkdtemp(dir))
        return err_set(e, ERR_IO, "no temporary folder can be made in /tmp");
    snprintf(path, sizeof path, "%s/" STRF, dir, STRA(str_sub(page->file_name, 0, 60)));
    FILE *f = fopen(path, "wbx");
    enum err_code rc = f ? write_all(fileno(f), page->file, e)
                         : err_set(e, ERR_IO, "no temporary file can be made in /tmp");
    if (f && fclose(f) && rc == ERR_OK)
        rc = err_set(e, ERR_IO, "no room to put down what came: the disk may be full");
    if (rc == ERR_OK)
        rc = sandbox_open(path, &from, e);
    if (rc == ERR_OK)
        rc = take(from, page, im, e);
    sandbox_close(from);
    unlink(path);
    rmdir(dir);
    return rc;
}
