/* web/show.h: how a value becomes part of a page: what {{…}} in a template calls. All escape. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_SHOW_H
#define WEB_SHOW_H

#include "core/time.h"
#include "text/safe_html.h"

/* {{x}} takes a slice, a C string or a whole number; markup wants {{html x}}. Templates call these
 * two as they call the functions below. NOLINTBEGIN(readability-identifier-naming) */
#define show_value(out, x)                                                                     \
    _Generic((x),                                                                              \
        struct str: html_escape,                                                               \
        const char *: show__cstr,                                                              \
        char *: show__cstr,                                                                    \
        int: show__int,                                                                        \
        int64_t: show__int,                                                                    \
        size_t: show__size)(out, x)
/* {{part x}}: a piece of an address, percent-encoded (RFC 3986). */
#define show_part(out, x)                                                                      \
    _Generic((x),                                                                              \
        struct str: show__part,                                                                \
        const char *: show__part_cstr,                                                         \
        char *: show__part_cstr,                                                               \
        int: show__int,                                                                        \
        int64_t: show__int,                                                                    \
        size_t: show__size)(out, x)
/* NOLINTEND(readability-identifier-naming) */

void show__cstr(struct buf *out, const char *s);
void show__int(struct buf *out, int64_t n);
void show__size(struct buf *out, size_t n);
void show__part(struct buf *out, struct str s);
void show__part_cstr(struct buf *out, const char *s);

void show_html(struct buf *out, struct safe_html h);
void show_url(struct buf *out, struct str url); /* "#" for one that may not be followed */
void show_name(struct buf *out, struct str s);  /* isolated: <bdi>…</bdi> */
void show_number(struct buf *out, int64_t n);   /* 1,234,567 */
void show_count(struct buf *out, int64_t n, const char *one, const char *many);
void show_time(struct buf *out, int64_t ms,
               enum time_sure sure);            /* <time …>12 May 2024, 14:05</time> */
void show_day(struct buf *out, int64_t ms);     /* 12 May 2024 */
void show_date(struct buf *out, struct when w); /* as much as is known of it */
void show_ago(struct buf *out, int64_t ms, int64_t now_ms); /* 3 weeks ago */
void show_line(struct buf *out, struct str s, size_t most); /* on one line, cut with … */

#endif
