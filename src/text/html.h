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

/* A tag, borrowed from the text that it stands in. */
struct html_tag {
    struct str name;
    bool closing;
    struct str attributes; /* all behind the name, as written */
};
/* Takes everything up to the next tag, and that one, off *rest; false where there is none. Comments,
 * declarations and what is inside scripts, styles, titles, templates, text areas is passed over. */
bool html_next_tag(struct str *rest, struct html_tag *out);
/* The value of the first attribute of that name, entities resolved, cleaned; p is NULL where it is
 * missing. */
struct str html_attribute(const struct html_tag *t, const char *name, struct arena *a);

#endif
