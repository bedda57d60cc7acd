/* tests/unit/double.h: a loopback server that plays recorded exchanges (tests/doubles/README.md). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_DOUBLE_H
#define TESTS_DOUBLE_H

#include <stddef.h>

/* One scenario of tests/doubles/FILE.txt on 127.0.0.1 and a free port, in a thread of its own. */
struct double_server;

/* NULL, and why on stderr, where there is no such file or scenario, or where the file makes no
 * sense. double_stop when done. */
struct double_server *double_start(const char *file, const char *scenario);
/* The same from text that is given. */
struct double_server *double_start_text(const char *text, const char *scenario);
/* Says on stderr what was wrong where nobody asked. */
void double_stop(struct double_server *d);

const char *double_base(const struct double_server *d); /* "http://127.0.0.1:port" */
/* Cuts the bytes of every reply after so many and closes; -1: none. */
void double_cut(struct double_server *d, long at_byte);
/* Of the last reply, whole: its head and body, also where it was cut. */
long double_reply_bytes(struct double_server *d);
/* Requests that came since the start or the last rewind, expected or not. */
size_t double_requests(struct double_server *d);
size_t double_connections(struct double_server *d); /* that were made, ever */
/* "" or what differed, and what never came. Good until the next call for this double. */
const char *double_wrong(struct double_server *d);
/* The scenario from its start; what was wrong is forgotten. */
void double_rewind(struct double_server *d);

/* Where TACT_DOUBLE_LOG names a file, every request is appended to it as one line of JSON:
 * {"file","scenario","method","path","headers":{…},"body" or "body_base64","line","status",
 * "reply_type","reply"}; "reply" only where a recorded one is played as it is. tests/specs reads it. */

#endif
