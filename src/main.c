/* main.c: argv to the command table. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include <locale.h>
#include <signal.h>

int main(int argc, char **argv)
{
    /* names inside archives are decoded by the C library's idea of UTF-8 */
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        setlocale(LC_CTYPE, "");
    signal(SIGPIPE, SIG_IGN); /* a reader that left shows as a failed write */
    return cli_main(argc, argv);
}
