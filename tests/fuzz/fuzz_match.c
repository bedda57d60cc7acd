/* tests/fuzz/fuzz_match.c: hostile names, handles and addresses in the matcher. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/mem.h"
#include "people/match.h"
#include "text/utf8.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A line is an entry; a tab parts its values, and the first letter of a value says which field. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct match_field fields[MATCH_ROLES];
    struct arena *a = arena_new((size_t)1 << 28);
    for (size_t i = 0; i < MATCH_ROLES; i++)
        fields[i] = (struct match_field){str_from(match_role_name((enum match_role)i)),
                                         (enum match_role)i};
    struct match *m = match_new(fields, MATCH_ROLES);
    struct str rest = utf8_clean(str_of((const char *)data, size), a), line, value;
    size_t n = 0;
    while (n < 200 && str_cut(&rest, '\n', &line)) {
        match_add(m);
        n++;
        while (str_cut(&line, '\t', &value))
            if (value.n > 1)
                match_value(m, (unsigned char)value.p[0] % MATCH_ROLES, str_after(value, 1));
    }
    match_run(m);
    const struct cluster_input in = match_found(m);
    uint32_t *least = mem_calloc(n + 1, sizeof *least);
    cluster_run(&in, &match_sure, least);
    for (size_t i = 0; i < n; i++)
        assert(least[i] <= i && least[least[i]] == least[i]);
    for (size_t i = 0; i < in.pairs && i < 50; i++) {
        struct match_reason *r;
        match_explain(m, in.pair[i].a, in.pair[i].b, a, &r);
    }
    size_t asked;
    mem_free(cluster_ask(&in, least, match_asked, &asked));
    mem_free(least);
    match_free(m);
    arena_free(a);
    return 0;
}
