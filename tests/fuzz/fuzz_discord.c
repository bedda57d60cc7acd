/* tests/fuzz/fuzz_discord.c: any bytes as a file of a data package of Discord. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "any_file.h"

extern const struct reader reader_discord;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return read_any_file(&reader_discord, data, size);
}
