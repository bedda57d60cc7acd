/* cli/password.c: `tact password`: sets the password of the page. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"
#include "cli/secret.h"

#include "store/audit.h"
#include "store/second_factor.h"
#include "store/session.h"
#include "web/password.h"

#include <stdio.h>
#include <unistd.h>

static int run(struct call *c)
{
    struct str first, again, hash;
    if (call_has(c, "--drop-second")) {
        if (store_second_factor_drop(c->store, &c->err) ||
            store_audit_add(c->store, 0, "second.removed", STR_NONE, STR_NONE, STR_NONE,
                            &c->err))
            return call_fail(c);
        puts("The second step is removed: the password alone lets in.");
        return EXIT_FINE;
    }
    if (!secret_read(c->a, "A new password", &first))
        return call_usage(c, "a password is wanted on standard input");
    if (isatty(0) && (!secret_read(c->a, "Once more", &again) || !str_eq(first, again))) {
        err_set(&c->err, ERR_INVALID, "the two are not the same; the password stays as it was");
        return call_fail(c);
    }
    if (password_hash(first, c->a, &hash, &c->err) ||
        store_password_set(c->store, hash, &c->err) ||
        store_sessions_drop_all(c->store, &c->err) ||
        store_audit_add(c->store, 0, "password.changed", STR_NONE, STR_NONE, STR_NONE, &c->err))
        return call_fail(c);
    puts("The password is set. Whoever was signed in has to sign in again.");
    return EXIT_FINE;
}

static const struct option_row options[] = {
    {"--drop-second", NULL, "remove the second step instead: the device is lost"},
    {NULL,            NULL, NULL                                                }
};

extern const struct command command_password;
const struct command command_password = {
    .name = "password",
    .summary = "set the password of the page",
    .usage = "[--drop-second]",
    .help = "Asks for a new password, or reads it from the first line of standard input, and "
            "ends all sessions. The password itself is kept nowhere, only its Argon2id hash.",
    .example = "tact password",
    .options = options,
    .needs = NEEDS_STORE,
    .run = run};
