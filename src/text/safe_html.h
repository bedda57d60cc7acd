/* text/safe_html.h: outside text as HTML that can do nothing: the only maker of markup from it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_SAFE_HTML_H
#define TEXT_SAFE_HTML_H

#include "core/arena.h"
#include "core/buf.h"

/* Markup that is known to be harmless. A type of its own, so that passing plain text where markup
 * is wanted does not compile. Only this file and compiled templates make one. */
struct safe_html {
    struct str s;
};

/* & < > " ' become entities; what HTML can't hold (controls but \n \t, noncharacters) is left
 * out, \r is a line break, a byte that is not UTF-8 becomes U+FFFD. For text and quoted attributes
 * alike, and for a <textarea> if a line break is written in front, which the browser swallows. */
void html_escape(struct buf *b, struct str s);

/* One line that may be a name: as html_escape, with a space for a line break or tab and without
 * what could make it look like another name: bidirectional controls, invisible characters that are
 * no part of an emoji or of a script that needs them. May write nothing. */
void html_escape_name(struct buf *b, struct str s);

/* A span to be marked in a text: bytes [from, to). */
struct html_mark {
    size_t from, to;
};

/* The text of a post: escaped, line breaks as <br>, http(s) addresses as links
 * (<a href rel="noopener noreferrer nofollow ugc">), marks as <mark>; bidirectional controls left
 * out (the element around it wants dir="auto"). Allowed in the output, and tested against an HTML5
 * parser: a (href http/https only), br, mark; nothing else.
 *
 * An address is as it was typed, without the punctuation behind it; one with a user name in front
 * of its host ("https://bank.example@evil.example") is no link. What is shown of one longer than 60
 * characters is shortened in the middle, never its host; the href stays whole.
 *
 * `mark` is in order of `from`; what lies outside, or covers a part of a character, is clipped. At
 * most `most` bytes of the text are used (0: all), cut between characters; an address that begins
 * before the cut is still whole. *cut (may be NULL) says whether something is missing. Linear; at
 * most HTML_GROWTH times the bytes used and 32 a mark. Of the arena. */
enum {
    HTML_GROWTH = 12
};
struct safe_html html_from_text(struct str text, const struct html_mark *mark, size_t marks,
                                size_t most, struct arena *a, bool *cut);

/* The same text to the letter, escaped, with marks and nothing else: to lie behind a field that
 * holds it. Marks as above. */
struct safe_html html_plain_marked(struct str text, const struct html_mark *mark, size_t marks,
                                   struct arena *a);

/* True for an address that may stand in a href: http://, https://, mailto:, or a path of ours
 * ("/…", but not "//"), without controls, white space, backslashes or what is not UTF-8. */
bool html_url_ok(struct str url);

#endif
