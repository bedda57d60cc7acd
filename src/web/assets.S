/* web/assets.S: the page's assets, compressed as they are sent; made by assets/build.sh. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
        .section .rodata

        .macro  asset name, path
        .global asset_\name
        .global asset_\name\()_size
asset_\name:
        .incbin "\path"
1:
        .balign 8
asset_\name\()_size:
        .quad   1b - asset_\name
        .endm

        asset app_css, "build/assets/app.css.gz"
        asset app_js, "build/assets/app.js.gz"
        asset htmx_js, "build/assets/htmx.js.gz"
        asset charts_js, "build/assets/charts.js.gz"
        asset favicon, "assets/favicon.svg"
        asset openapi, "docs/openapi.json"

        .section .note.GNU-stack, "", %progbits
