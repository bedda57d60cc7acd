/* core/embed.h: the files that are part of the program; embed.S puts them in. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_EMBED_H
#define CORE_EMBED_H

#include <stdint.h>

/* Each with its size in bytes; a NUL stands behind it. */
extern const unsigned char embed_migration_0001[];
extern const uint64_t embed_migration_0001_size;
extern const unsigned char embed_migration_0002[];
extern const uint64_t embed_migration_0002_size;
extern const unsigned char embed_migration_0003[];
extern const uint64_t embed_migration_0003_size;
extern const unsigned char embed_migration_0004[];
extern const uint64_t embed_migration_0004_size;
extern const unsigned char embed_migration_0005[];
extern const uint64_t embed_migration_0005_size;
extern const unsigned char embed_migration_0006[];
extern const uint64_t embed_migration_0006_size;
extern const unsigned char embed_migration_0007[];
extern const uint64_t embed_migration_0007_size;
extern const unsigned char embed_migration_0008[];
extern const uint64_t embed_migration_0008_size;
extern const unsigned char embed_rules[]; /* context/rules.txt */
extern const uint64_t embed_rules_size;
extern const unsigned char embed_guides[]; /* web/guides.txt */
extern const uint64_t embed_guides_size;
extern const unsigned char embed_tact_model[]; /* classifier/tact.model */
extern const uint64_t embed_tact_model_size;
extern const unsigned char embed_license[]; /* LICENSE */
extern const uint64_t embed_license_size;
extern const unsigned char embed_third_party[]; /* THIRD-PARTY.md */
extern const uint64_t embed_third_party_size;

#endif
