/* cli/demo_archives.h: the archives of the invented person, which are part of the program. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_DEMO_ARCHIVES_H
#define CLI_DEMO_ARCHIVES_H

#include <stddef.h>
#include <stdint.h>

/* Made by tools/sample when the program is built; demo_archives.S puts them in. */
struct demo_archive {
    const char *name;
    const unsigned char *bytes;
    const uint64_t *size;
};
const struct demo_archive *demo_archives(size_t *n);

#endif
