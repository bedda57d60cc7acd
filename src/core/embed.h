/* core/embed.h: the files that are part of the program; embed.S puts them in. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_EMBED_H
#define CORE_EMBED_H

/* Each from its name up to its _end. */
extern const unsigned char embed_migration_0001[], embed_migration_0001_end[];
extern const unsigned char embed_rules[], embed_rules_end[]; /* context/rules.txt */
extern const unsigned char embed_tact_model[],
    embed_tact_model_end[];                                      /* classifier/tact.model */
extern const unsigned char embed_license[], embed_license_end[]; /* LICENSE */
extern const unsigned char embed_third_party[], embed_third_party_end[]; /* THIRD-PARTY.md */

#endif
