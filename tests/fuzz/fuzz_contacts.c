/* tests/fuzz/fuzz_contacts.c: any bytes as a file of an address book as CSV. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "any_file.h"

extern const struct reader reader_contacts_csv;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return read_any_file(&reader_contacts_csv, data, size);
}
