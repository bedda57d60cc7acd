/* model/x_time.c: the time in the ids of X. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/x_time.h"

/* "Snowflake" ids: milliseconds since X's own epoch above 22 bits. The first was given out on
 * 4 November 2010; ids before count up. */
#define FIRST_SNOWFLAKE INT64_C(29700859247)
#define EPOCH_MS        INT64_C(1288834974657)

struct when x_time(struct str id, struct str created)
{
    enum {
        APART_MS = 2000
    };
    struct when said = created.n ? when_parse(created) : WHEN_NONE;
    int64_t v;
    if (!str_i64(id, &v) || v < FIRST_SNOWFLAKE)
        return said;
    int64_t ms = (v >> 22) + EPOCH_MS;
    bool apart = said.sure != TIME_NONE && (said.ms - ms > APART_MS || ms - said.ms > APART_MS);
    return apart ? said : when_ms(ms);
}
