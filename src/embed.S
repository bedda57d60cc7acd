/* embed.S: files that are part of the program, as they are; core/embed.h names them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
        .section .rodata

        .macro  embed name, path
        .balign 64
        .global embed_\name
        .global embed_\name\()_size
embed_\name:
        .incbin "\path"
1:
        .byte   0
        .balign 8
embed_\name\()_size:
        .quad   1b - embed_\name
        .endm

        embed migration_0001, "src/store/migrations/0001_start.sql"
        embed migration_0002, "src/store/migrations/0002_page.sql"
        embed migration_0003, "src/store/migrations/0003_check.sql"
        embed migration_0004, "src/store/migrations/0004_owners.sql"
        embed migration_0005, "src/store/migrations/0005_people.sql"
        embed migration_0006, "src/store/migrations/0006_standing.sql"
        embed migration_0007, "src/store/migrations/0007_intake.sql"
        embed migration_0008, "src/store/migrations/0008_live.sql"
        embed rules, "src/context/rules.txt"
        embed guides, "src/web/guides.txt"
        embed tact_model, "classifier/tact.model"
        embed license, "LICENSE"
        embed third_party, "THIRD-PARTY.md"

        .section .note.GNU-stack, "", %progbits
