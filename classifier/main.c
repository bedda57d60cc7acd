/* classifier/main.c: tact-train: learns the words, then the heads, and measures the check. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "classifier/programs.h"

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*run)(int argc, char **argv);
    } programs[] = {
        {"words",   train_words_run   },
        {"heads",   train_heads_run   },
        {"measure", measure_run       },
        {"tweets",  measure_tweets_run}
    };
    for (size_t i = 0; argc > 1 && i < sizeof programs / sizeof programs[0]; i++) {
        if (strcmp(argv[1], programs[i].name) == 0)
            return programs[i].run(argc - 1, argv + 1);
    }
    fprintf(stderr,
            "usage: tact-train words|heads|measure|tweets ...; see classifier/README.md\n");
    return 64;
}
