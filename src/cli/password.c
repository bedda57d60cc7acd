/* cli/password.c: `tact password`: sets the password of the page. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"
#include "cli/secret.h"

#include "core/limits.h"
#include "store/audit.h"
#include "store/second_factor.h"
#include "store/session.h"
#include "web/password.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

bool read_secret(struct arena *a, const char *ask, struct str *out)
{
    struct termios before, quiet;
    bool terminal = isatty(0) && tcgetattr(0, &before) == 0;
    char *line = arena_alloc(a, KIB(4));
    if (terminal) {
        fprintf(stderr, "%s: ", ask);
        quiet = before;
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(0, TCSAFLUSH, &quiet);
    }
    bool got = fgets(line, KIB(4), stdin) != NULL;
    if (terminal) {
        tcsetattr(0, TCSAFLUSH, &before);
        fputc('\n', stderr);
    }
    line[strcspn(line, "\r\n")] = 0;
    *out = str_from(line);
    return got;
}

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
    if (!read_secret(c->a, "A new password", &first))
        return call_usage(c, "a password is wanted on standard input");
    if (isatty(0) && (!read_secret(c->a, "Once more", &again) || !str_eq(first, again))) {
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
