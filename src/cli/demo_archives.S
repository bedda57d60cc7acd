/* cli/demo_archives.S: the demo's archives as they were made; the assembler is told where (-I). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
        .section .rodata

        .macro  embed name, path
        .balign 64
        .global demo_\name
        .global demo_\name\()_size
demo_\name:
        .incbin "\path"
1:
        .byte   0
        .balign 8
demo_\name\()_size:
        .quad   1b - demo_\name
        .endm

        embed linkedin, "demo/linkedin.zip"
        embed facebook, "demo/facebook.zip"
        embed x, "demo/x.zip"
        embed mastodon, "demo/mastodon.tar.gz"
        embed google, "demo/google-contacts.csv"
        embed phone, "demo/phone.vcf"

        .section .note.GNU-stack, "", %progbits
