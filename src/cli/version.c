/* cli/version.c: `tact version`: which program this is, and whose work is in it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "core/embed.h"
#include "core/version.h"

static int run(struct call *c)
{
    struct buf b;
    buf_init(&b, (size_t)1 << 20);
    buf_lit(&b, "tact " TACT_VERSION "\n");
    if (call_has(c, "--licenses")) {
        buf_char(&b, '\n');
        buf_put(&b, embed_third_party, embed_third_party_size);
        buf_char(&b, '\n');
        buf_put(&b, embed_license, embed_license_size);
    }
    return call_print(c, &b);
}

static const struct option_row options[] = {
    {"--licenses", NULL, "the licence of Tact and of the parts it uses"},
    {NULL,         NULL, NULL                                          }
};

extern const struct command command_version;
const struct command command_version = {
    .name = "version",
    .summary = "print the version",
    .usage = "[--licenses]",
    .help = "Tact is free software under the GNU Affero General Public License, version 3 or "
            "later.",
    .example = "tact version --licenses",
    .options = options,
    .run = run};
