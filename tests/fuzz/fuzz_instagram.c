/* tests/fuzz/fuzz_instagram.c: any bytes as a file of an archive of Instagram. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "any_file.h"

extern const struct reader reader_instagram;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return read_any_file(&reader_instagram, data, size);
}
