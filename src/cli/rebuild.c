/* cli/rebuild.c: `tact rebuild`: what is derived, made anew from what was received. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/derive.h"

#include "store/insight.h"
#include "store/picture.h"

static int run(struct call *c)
{
    if (store_forget_labels(c->store, &c->err) || store_pictures_recheck(c->store, &c->err) ||
        call_derive(c) || store_rebuild_search(c->store, &c->err))
        return call_fail(c);
    puts("People, counts, topics, pictures and search are made anew.");
    return EXIT_FINE;
}

extern const struct command command_rebuild;
const struct command command_rebuild = {
    .name = "rebuild",
    .summary = "make people, counts and the search index anew",
    .usage = "",
    .help =
        "What was received and what you decided stays as it is; what Tact made of it (who is "
        "one person, counts, topics, the search index) is thrown away and made again. Worth doing after an "
        "update that reads better.",
    .example = "tact rebuild",
    .needs = NEEDS_STORE,
    .run = run};
