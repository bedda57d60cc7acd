/* web/connect.h: how an account stands with its server, for the page of networks. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_CONNECT_H
#define WEB_CONNECT_H

#include "web/views.h"

MUST_CHECK enum err_code health_load(struct request *r, const struct account *acc,
                                     struct health_view *v, struct err *e);

#endif
