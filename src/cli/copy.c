/* cli/copy.c: `tact copy`: a whole home from one engine to the other. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "core/limits.h"
#include "store/copy.h"

#include <stdio.h>
#include <string.h>

static bool is_address(const char *s)
{
    return strncmp(s, "postgres://", 11) == 0 || strncmp(s, "postgresql://", 13) == 0;
}

/* A folder is a home with its database in it; an address keeps its files in the --home. */
static struct place place_of(const struct call *c, const char *word)
{
    return is_address(word) ? (struct place){.home = c->home, .db = word}
                            : (struct place){.home = word};
}

static void told(void *ctx, const struct copied_table *t)
{
    const bool *json = ctx;
    if (!*json && t->rows)
        printf("%-18s %12lld  %.16s  as sent\n", t->name, (long long)t->rows, t->digest);
}

static int print_json(struct call *c, const struct copied *d)
{
    struct buf b;
    struct json_out o;
    buf_init(&b, MIB(1));
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    json_out_key(&o, "tables");
    json_out_open(&o, '[');
    for (size_t i = 0; i < d->n; i++) {
        json_out_open(&o, '{');
        json_out_kstr(&o, "table", str_from(d->table[i].name));
        json_out_ki64(&o, "rows", d->table[i].rows);
        json_out_kstr(&o, "digest", str_from(d->table[i].digest));
        json_out_close(&o, '}');
    }
    json_out_close(&o, ']');
    json_out_ki64(&o, "rows", d->rows);
    json_out_ki64(&o, "mended", d->mended);
    json_out_ki64(&o, "files", d->files);
    json_out_ki64(&o, "missing", d->missing);
    json_out_close(&o, '}');
    buf_char(&b, '\n');
    return call_print(c, &b);
}

static int run(struct call *c)
{
    const char *from = call_value(c, "--from"), *to = call_value(c, "--to");
    bool json = call_has(c, "--json");
    struct copied d;
    if (!from || !to)
        return call_usage(c, "copy wants --from and --to");
    if (strcmp(from, to) == 0)
        return call_usage(c, "that is the same place twice");
    struct place a = place_of(c, from), b = place_of(c, to);
    if (store_copy(&a, &b, told, &json, c->a, &d, &c->err))
        return call_fail(c);
    if (json)
        return print_json(c, &d);
    printf("%lld rows and %lld kept files were copied, and every row was read back.\n",
           (long long)d.rows, (long long)d.files);
    if (d.mended)
        printf("%lld texts held bytes that are no text (records that could not be read); these "
               "bytes are U+FFFD now.\n",
               (long long)d.mended);
    if (d.missing)
        printf("%lld kept files were not there to be copied.\n", (long long)d.missing);
    return EXIT_FINE;
}

static const struct option_row options[] = {
    {"--from", "PLACE", "the folder of a home, or postgres://…"     },
    {"--to",   "PLACE", "the same, where nothing is yet"              },
    {"--json", NULL,    "print what was copied, with digests, as JSON"},
    {NULL,     NULL,    NULL                                          }
};

extern const struct command command_copy;
const struct command command_copy = {
    .name = "copy",
    .summary = "move a home between a file and PostgreSQL",
    .usage = "--from PLACE --to PLACE [--json]",
    .help =
        "Everything of every owner is copied: from the file of a home into a database of "
        "PostgreSQL, or back. The place to copy to must be empty; the one it comes from "
        "stays as it is. All of it arrives or nothing: each table is read back and its "
        "digest compared. Kept files of a home on PostgreSQL stand in the folder of --home. "
        "Let nothing write meanwhile: what comes later stays behind.",
    .example = "tact --home /srv/tact copy --from ~/.local/share/tact --to "
               "postgres://tact@localhost/tact",
    .options = options,
    .needs = NEEDS_NOTHING,
    .run = run};
