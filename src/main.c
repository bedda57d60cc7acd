/* main.c: argv to the command table; or, as a child of its own, the reader in its sandbox. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/reader.h"
#include "cli/command.h"
#include "sandbox/reader.h"

#include <locale.h>
#include <signal.h>
#include <string.h>

int main(int argc, char **argv)
{
    /* names inside archives are decoded by the C library's idea of UTF-8 */
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        setlocale(LC_CTYPE, "");
    if (argc == 2 && strcmp(argv[1], SANDBOX_WORD) == 0)
        sandbox_main(reader_find);
    signal(SIGPIPE, SIG_IGN); /* a reader that left shows as a failed write */
    return cli_main(argc, argv);
}
