/* archives/web.h: what the files of the reader of sites share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_WEB_H
#define ARCHIVES_WEB_H

#include "archives/reader.h"

/* One document each, whatever it is called. */
enum err_code web__read_feed(struct reading *r, struct stream *in, struct err *e);
enum err_code web__read_opml(struct reading *r, struct stream *in, struct err *e);
enum err_code web__read_wordpress(struct reading *r, struct stream *in, struct err *e);

/* The site that the records of this document belong to. */
MUST_CHECK enum err_code web__account(struct reading *r, struct str key, struct str name,
                                      struct str url, struct err *e);

#endif
