/* tests/fuzz/replay.c: runs a fuzz target over the files that are named, without libFuzzer, so
 * that what a fuzzer found once stays tested with any compiler. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        if (!f)
            return 1;
        uint8_t *data = malloc(1 << 20);
        size_t n = data ? fread(data, 1, 1 << 20, f) : 0;
        fclose(f);
        /* its own size, so that one byte too far is seen */
        uint8_t *exact = malloc(n ? n : 1);
        for (size_t k = 0; exact && k < n; k++)
            exact[k] = data[k];
        free(data);
        if (exact)
            LLVMFuzzerTestOneInput(exact, n);
        free(exact);
        printf("ok %d - %s\n", i, argv[i]);
    }
    return 0;
}
