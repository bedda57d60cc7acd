/* writing/address.h: addresses in a draft, as X and Mastodon find them to count them alike. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WRITING_ADDRESS_H
#define WRITING_ADDRESS_H

#include "core/str.h"

/* Bytes of the address that starts at `at`, 0 where none does, by twitter-text 3.1: http(s)://
 * and, where `bare`, names with a known top-level domain ("example.com/x", no e-mail address).
 * Called for one place after the other, behind each one found, all calls together are linear. */
size_t address_at(struct str text, size_t at, bool bare);

#endif
