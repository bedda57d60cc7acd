/* cli/backup.c: `tact backup` and `tact restore`: a whole home in one file, and back. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"
#include "cli/secret.h"

#include "core/limits.h"
#include "core/time.h"
#include "store/backup.h"

#include <unistd.h>

/* "1,204 rows and 31 kept files (2,114,560 bytes)" */
static void put_size(struct buf *b, const struct backup_about *about)
{
    if (about->rows) {
        put_count(b, about->rows, "row", "rows");
        buf_lit(b, " and ");
    }
    put_count(b, about->files, "kept file", "kept files");
    buf_lit(b, " (");
    put_count(b, about->bytes, "byte", "bytes");
    buf_char(b, ')');
}

/* Files that rows name, and that the backup could not have. */
static void say_lost(const struct backup_about *about)
{
    struct buf b;
    if (about->missing == 0 && about->damaged == 0)
        return;
    buf_init(&b, KIB(1));
    if (about->missing) {
        put_count(&b, about->missing, "kept file was not there", "kept files were not there");
        buf_lit(&b, about->damaged ? ", " : "");
    }
    if (about->damaged)
        put_count(&b, about->damaged, "kept file was damaged", "kept files were damaged");
    fprintf(stderr, "tact: %s; the backup has everything else.\n", buf_cstr(&b));
    buf_free(&b);
}

static int json_about(struct call *c, const struct backup_about *about)
{
    struct buf b, made;
    struct json_out o;
    buf_init(&b, KIB(4));
    buf_init(&made, 64);
    time_put_iso(&made, about->made_ms);
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    json_out_kstr(&o, "made", buf_view(&made));
    json_out_kstr(&o, "program", about->program);
    json_out_kstr(&o, "engine", about->engine);
    json_out_ki64(&o, "rows", about->rows);
    json_out_ki64(&o, "files", about->files);
    json_out_ki64(&o, "bytes", about->bytes);
    json_out_ki64(&o, "missing", about->missing);
    json_out_ki64(&o, "damaged", about->damaged);
    json_out_close(&o, '}');
    buf_char(&b, '\n');
    buf_free(&made);
    return call_print(c, &b);
}

static int say_about(struct call *c, const char *first, const struct backup_about *about)
{
    struct buf b;
    if (call_has(c, "--json"))
        return json_about(c, about);
    buf_init(&b, KIB(4));
    buf_lit(&b, first);
    time_put_plain(&b, about->made_ms);
    buf_lit(&b, ": ");
    put_size(&b, about);
    buf_lit(&b, ".\n");
    return call_print(c, &b);
}

static int read_passphrase(struct call *c, bool twice, struct str *out)
{
    struct str again;
    if (!secret_read(c->a, "Passphrase", out) || out->n == 0)
        return call_usage(c, "a passphrase is wanted on the first line of standard input");
    if (twice && isatty(0) &&
        (!secret_read(c->a, "Once more", &again) || !str_eq(*out, again))) {
        err_set(&c->err, ERR_INVALID, "the two are not the same; nothing is written");
        return call_fail(c);
    }
    return EXIT_FINE;
}

/* Asks where the file is sealed. */
static int passphrase_of(struct call *c, const char *path, struct str *out)
{
    bool sealed = false;
    *out = STR_NONE;
    if (store_backup_sealed(path, &sealed, &c->err))
        return call_fail(c);
    return sealed ? read_passphrase(c, false, out) : EXIT_FINE;
}

static int check(struct call *c)
{
    struct str passphrase;
    struct backup_about about;
    int rc = passphrase_of(c, c->arg[0], &passphrase);
    if (rc)
        return rc;
    enum err_code failed = store_backup_check(c->arg[0], passphrase, c->a, &about, &c->err);
    secret_forget(&passphrase);
    if (failed)
        return call_fail(c);
    rc = say_about(c, "It is whole. Made ", &about);
    say_lost(&about);
    return rc;
}

static int backup(struct call *c)
{
    struct str passphrase = STR_NONE;
    struct backup_about about;
    const struct place at = {.home = c->home, .db = c->db};
    int rc = EXIT_FINE;
    if (call_has(c, "--check"))
        return check(c);
    /* a mistyped home is not made, and then backed up as an empty one */
    if (!at.db && access(arena_printf(c->a, "%s/tact.db", c->home).p, F_OK) != 0) {
        err_set(&c->err, ERR_NOT_FOUND, "there is no home in %s: nothing to back up", c->home);
        return call_fail(c);
    }
    if (call_has(c, "--encrypt"))
        rc = read_passphrase(c, true, &passphrase);
    /* opened here, since --check needs no home */
    if (rc == EXIT_FINE && store_open(&at, NULL, NULL, &c->store, &c->err))
        rc = call_fail(c);
    if (rc)
        return rc;
    enum err_code failed = store_backup(c->store, &at, c->arg[0], passphrase,
                                        call_has(c, "--force"), c->a, &about, &c->err);
    secret_forget(&passphrase);
    if (failed)
        return call_fail(c);
    rc = say_about(c, "Backed up at ", &about);
    say_lost(&about);
    return rc;
}

static int restore(struct call *c)
{
    struct str passphrase, aside = STR_NONE;
    struct backup_about about;
    int rc = passphrase_of(c, c->arg[0], &passphrase);
    if (rc)
        return rc;
    enum err_code failed =
        store_restore(c->arg[0], &(struct place){.home = c->home, .db = c->db}, passphrase,
                      call_has(c, "--force"), c->a, &about, &aside, &c->err);
    secret_forget(&passphrase);
    if (failed)
        return call_fail(c);
    rc = say_about(c, "Restored as it was at ", &about);
    if (aside.n)
        fprintf(stderr, "tact: what was there before is in " STRF ".\n", STRA(aside));
    say_lost(&about);
    return rc;
}

static const struct option_row backup_options[] = {
    {"--encrypt", NULL, "seal it with a passphrase, which is asked for"                },
    {"--check",   NULL, "make none, but read FILE fully and say whether it is whole"   },
    {"--force",   NULL, "replace FILE where it is there already"                       },
    {"--json",    NULL, "say what is in it as JSON, described in docs/output-schema.md"},
    {NULL,        NULL, NULL                                                           }
};

extern const struct command command_backup;
const struct command command_backup = {
    .name = "backup",
    .summary = "put the whole home into one file",
    .usage = "FILE [--encrypt] [--force] [--json] | --check FILE",
    .help =
        "The database as it is at this moment, the kept pictures and files, and the key that "
        "seals secrets. An import or the server may go on meanwhile. With --encrypt nobody "
        "reads it without the passphrase, which is typed or stands on the first line of "
        "standard input, and which nobody can give you back. Without it, keep the file as "
        "well as you keep your home.\n\n"
        "docs/backup.md says more: another machine, PostgreSQL, what is in the file.",
    .example = "tact backup --encrypt /mnt/disk/tact-2026-01-31\n"
               "tact backup --check /mnt/disk/tact-2026-01-31",
    .options = backup_options,
    .args_least = 1,
    .args_most = 1,
    .run = backup};

static const struct option_row restore_options[] = {
    {"--force", NULL, "move the home that is there aside, to HOME.before-TIME"       },
    {"--json",  NULL, "say what is in it as JSON, described in docs/output-schema.md"},
    {NULL,      NULL, NULL                                                           }
};

extern const struct command command_restore;
const struct command command_restore = {
    .name = "restore",
    .summary = "make a home of a backup",
    .usage = "FILE [--force] [--json]",
    .help =
        "Reads all of the backup first, and touches nothing unless it is whole. A home that "
        "holds data is left alone; with --force it is moved aside, and never deleted. Stop "
        "the server first.",
    .example = "tact --home ~/tact restore /mnt/disk/tact-2026-01-31",
    .options = restore_options,
    .args_least = 1,
    .args_most = 1,
    .run = restore};
