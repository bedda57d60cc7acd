/* tests/fuzz/fuzz_container.c: any bytes as a zip or a tar: all its entries are read. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <assert.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "archives/reader.h"
#include "core/limits.h"
#include "text/utf8.h"

static bool want(void *ctx, size_t i)
{
    (void)ctx;
    return i % 4 != 3; /* some are skipped */
}

static enum err_code read_entry(void *ctx, size_t i, struct stream *in, struct err *e)
{
    size_t n, got = 1;
    char piece[8192];
    const struct entry *en = &container_entries(ctx, &n)[i];
    assert(i < n && utf8_valid(en->path) && en->path.n > 0 && en->path.p[0] != '/');
    while (got > 0) {
        enum err_code rc = stream_read(in, piece, sizeof piece, &got, e);
        if (rc)
            return rc;
        if (i % 4 == 2)
            break; /* a reader may leave the rest */
    }
    return ERR_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = memfd_create("archive", 0);
    char path[64];
    struct container *c = NULL;
    const struct reader *rd = NULL;
    struct err e = {0};
    assert(fd >= 0);
    for (size_t done = 0; done < size;) {
        ssize_t n = write(fd, data + done, size - done);
        assert(n > 0);
        done += (size_t)n;
    }
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (container_open(path, &c, &e) == ERR_OK) {
        const struct container_pass pass = {want, read_entry, c};
        assert(container_size(c) == (int64_t)size);
        if (reader_find(c, &rd, &e) == ERR_OK)
            assert(rd != NULL);
        if (container_walk(c, &pass, &e) != ERR_OK)
            assert(e.msg[0] != '\0');
        container_close(c);
    } else {
        assert(e.msg[0] != '\0');
    }
    close(fd);
    return 0;
}
