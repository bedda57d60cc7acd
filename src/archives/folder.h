/* archives/folder.h: what is at a path, one file or a folder's files, opened one by one. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_FOLDER_H
#define ARCHIVES_FOLDER_H

#include "archives/container.h"

/* Reads names and sizes, never what is in a file: so it runs outside of the sandbox. Symbolic
 * links below the folder are neither listed nor followed, whoever puts them there meanwhile. */
struct folder;

/* ERR_NOT_FOUND, ERR_IO, ERR_UNSUPPORTED (a device), ERR_LIMIT (too deep, too many). */
MUST_CHECK enum err_code folder_open(const char *path, struct folder **out, struct err *e);
void folder_close(struct folder *f); /* NULL is fine */

/* Its files with their opener; as long as the folder lives. */
const struct container_files *folder_files(const struct folder *f);

#endif
