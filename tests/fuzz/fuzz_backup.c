/* tests/fuzz/fuzz_backup.c: any bytes as a backup: read fully, and told in a sentence what is
 * wrong with them. Tar alone is taken too, so that what is found is not lost in compression. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/limits.h"
#include "store/backup.h"
#include "store/files.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = memfd_create("backup", 0);
    char path[64];
    bool sealed = false;
    struct err e = {0};
    struct backup_about about;
    struct arena *a = arena_new(MIB(64));
    assert(fd >= 0);
    enum err_code rc = files_put(fd, data, size, "the input", &e);
    assert(rc == ERR_OK);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    rc = store_backup_sealed(path, &sealed, &e);
    assert((rc == ERR_OK) == (size > 0));
    memset(&e, 0, sizeof e);
    rc = store_backup_check(path, STR_NONE, a, &about, &e);
    if (rc == ERR_OK)
        assert(about.format == 1 && about.rows >= 0 && about.files >= 0 && !sealed);
    else
        assert(e.msg[0] != '\0' && !strchr(e.msg, '\n'));
    arena_free(a);
    close(fd);
    return 0;
}
