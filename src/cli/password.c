/* cli/password.c: `tact password`: sets the password of the page. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"
#include "cli/secret.h"

#include "store/session.h"
#include "web/password.h"

#include <stdio.h>
#include <unistd.h>

static int run(struct call *c)
{
    struct str first, again, hash;
    if (!secret_read(c->a, "A new password", &first))
        return call_usage(c, "a password is wanted on standard input");
    if (isatty(0) && (!secret_read(c->a, "Once more", &again) || !str_eq(first, again))) {
        err_set(&c->err, ERR_INVALID, "the two are not the same; the password stays as it was");
        return call_fail(c);
    }
    if (password_hash(first, c->a, &hash, &c->err) ||
        store_password_set(c->store, hash, &c->err) ||
        store_sessions_drop_all(c->store, &c->err))
        return call_fail(c);
    puts("The password is set. Whoever was signed in has to sign in again.");
    return EXIT_FINE;
}

extern const struct command command_password;
const struct command command_password = {
    .name = "password",
    .summary = "set the password of the page",
    .usage = "",
    .help = "Asks for a new password, or reads it from the first line of standard input, and "
            "ends all sessions. The password itself is kept nowhere, only its Argon2id hash.",
    .example = "tact password",
    .needs = NEEDS_STORE,
    .run = run};
