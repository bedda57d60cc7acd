/* tests/fuzz/fuzz_feed.c: any bytes as a feed, a list of feeds or an exported site. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "any_file.h"

extern const struct reader reader_web;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return read_any_file(&reader_web, data, size);
}
