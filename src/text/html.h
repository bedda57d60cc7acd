/* text/html.h: the words of a piece of HTML, without its markup. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_HTML_H
#define TEXT_HTML_H

#include "core/arena.h"

/* Plain text of HTML from outside: paragraphs apart by an empty line, <br>, <li>, <div> by a
 * line break, white space as a browser shows it, entities resolved, scripts and styles dropped.
 * Links keep their text; one that Mastodon shortened gives its whole address. One pass, never
 * more bytes than came in; what is beyond LIMIT_HTML is left out. Always valid UTF-8. */
struct str html_to_text(struct str html, struct arena *a);

/* &amp; &lt; &gt; and nothing else, once: X escapes the text of posts so. */
struct str html_unescape(struct str s, struct arena *a);

#endif
