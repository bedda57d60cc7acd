/* tests/fuzz/fuzz_count.c: any bytes are counted by every rule, and never as more than their bytes
 * or an address each could be. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <assert.h>

#include "core/attr.h"
#include "text/grapheme.h"
#include "text/utf8.h"
#include "writing/address.h"
#include "writing/count.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const networks[] = {"bluesky",  "facebook", "instagram", "linkedin",
                                           "mastodon", "threads",  "x",         "web"};
    struct str text = str_of((const char *)data, size);
    for (size_t i = 0; i < COUNT_OF(networks); i++) {
        struct text_count n = text_count(str_from(networks[i]), text);
        assert(n.used >= 0 && (n.used > 0) == (size > 0));
        /* the shortest address ("t.co") counts 23, a byte that is none at most 2 */
        assert(n.used <= 6 * (int64_t)size);
    }
    for (size_t at = 0; at < size; at++)
        assert(address_at(text, at, true) <= size - at);
    size_t points = utf8_count(text), sum = 0;
    for (struct str rest = text; rest.n;) {
        uint32_t point[GRAPHEME_POINTS];
        struct str cluster = utf8_next_grapheme(&rest);
        assert(cluster.n > 0 && utf8_emoji(cluster) <= cluster.n);
        assert(utf8_composed(cluster, point, COUNT_OF(point)) >= 1);
        sum += utf8_count(cluster);
    }
    assert(sum == points && utf8_graphemes(text) <= points);
    return 0;
}
