/* writing/prose.h: the words of a Markdown draft, without what its readers never see. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WRITING_PROSE_H
#define WRITING_PROSE_H

#include "core/arena.h"

/* By its ending: .md, .markdown. */
bool is_markdown(struct str name);

/* As many bytes as the draft has, each in its place, so that a span of one is a span of the other:
 * blank is front matter (YAML or TOML, but for the title), code between fences, where links and
 * pictures lead, comments and tags of HTML (but for alt texts). Of the arena. Linear. */
struct str prose_of_markdown(struct str draft, struct arena *a);

#endif
