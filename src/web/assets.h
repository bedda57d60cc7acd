/* web/assets.h: the files of the page that are part of the program; private to web/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include "core/str.h"

/* A digest of all of them: part of their addresses, so that a new program is a new address. */
const char *assets_version(void);

#endif
