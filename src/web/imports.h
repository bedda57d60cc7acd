/* web/imports.h: one import by its number; private to web/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_IMPORTS_H
#define WEB_IMPORTS_H

#include "web/request.h"

/* The import that the address names (r->id). ERR_NOT_FOUND. */
MUST_CHECK enum err_code import_find(struct request *r, struct import *out, struct err *e);
/* Something of it is there: all, or what came until it was paused. */
bool import_can_undo(const struct import *im);

#endif
