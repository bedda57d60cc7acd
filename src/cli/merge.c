/* cli/merge.c: `tact merge` and `tact split`: who is one person, as the owner says. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/people_text.h"

#include "people/people.h"

enum {
    TOGETHER_MOST = 100
};

static int done(struct call *c, int64_t person, int64_t word)
{
    struct buf b;
    buf_init(&b, 1000);
    if (call_has(c, "--json")) {
        struct json_out o;
        json_out_init(&o, &b);
        json_out_open(&o, '{');
        json_out_ki64(&o, "person", person);
        json_out_ki64(&o, "word", word);
        json_out_close(&o, '}');
        buf_char(&b, '\n');
    } else {
        buf_printf(&b,
                   "Kept as word %lld of person %lld. To take it back: tact person %lld "
                   "--take-back %lld\n",
                   (long long)word, (long long)person, (long long)person, (long long)word);
    }
    return call_print(c, &b);
}

static int run_merge(struct call *c)
{
    int64_t id[TOGETHER_MOST], person, word;
    int status;
    if (!call_ids(c, 0, "a person", id, &status))
        return status;
    if (people_merge(c->store, id, c->args, &person, &word, &c->err))
        return call_fail(c);
    return done(c, person, word);
}

static int run_split(struct call *c)
{
    int64_t id[TOGETHER_MOST], person, word;
    int status;
    if (!str_i64(str_from(c->arg[0]), &person))
        return call_usage(c, "\"%s\" is no number of a person", c->arg[0]);
    if (!call_ids(c, 1, "an identity; `tact person` shows them", id, &status))
        return status;
    if (people_split(c->store, person, id, c->args - 1, &word, &c->err))
        return call_fail(c);
    return done(c, person, word);
}

static const struct option_row options[] = {
    {"--json", NULL, "print as JSON"},
    {NULL,     NULL, NULL           }
};

extern const struct command command_merge;
const struct command command_merge = {
    .name = "merge",
    .summary = "say that people are one person",
    .usage = "ID ID… [--json]",
    .help = "From now on they are one person, whatever is imported later. The number of your "
            "word is printed: tact person ID --take-back NUMBER makes all as it was.",
    .example = "tact merge 12 340",
    .options = options,
    .needs = NEEDS_STORE,
    .args_least = 2,
    .args_most = TOGETHER_MOST,
    .run = run_merge};

extern const struct command command_split;
const struct command command_split = {
    .name = "split",
    .summary = "say that some identities of a person are somebody else",
    .usage = "ID IDENTITY… [--json]",
    .help = "These identities, whose numbers tact person ID shows, belong to another person; "
            "they stay together. It is kept, and can be taken back as what tact merge says.",
    .example = "tact split 12 77 78",
    .options = options,
    .needs = NEEDS_STORE,
    .args_least = 2,
    .args_most = TOGETHER_MOST,
    .run = run_split};
