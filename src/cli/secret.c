/* cli/secret.c: a line typed without being shown. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/secret.h"

#include "core/limits.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

bool secret_read(struct arena *a, const char *ask, struct str *out)
{
    struct termios before, quiet;
    bool terminal = isatty(0) && tcgetattr(0, &before) == 0;
    char *line = arena_alloc(a, KIB(4)); /* `out` points into it: secret_forget */
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

void secret_forget(struct str *secret)
{
    if (secret->n)
        explicit_bzero((void *)(uintptr_t)secret->p, secret->n);
    *secret = STR_NONE;
}
