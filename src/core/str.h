/* core/str.h: a borrowed slice of bytes; what every function that reads text takes. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_STR_H
#define CORE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Not NUL-terminated and never owned: it lives as long as what it points into. */
struct str {
    const char *p;
    size_t n;
};

#define STR(lit) ((struct str){"" lit, sizeof(lit) - 1})
/* the same where C wants a constant: static tables */
#define STR_INIT(lit)                                                                          \
    {                                                                                          \
        "" lit, sizeof(lit) - 1                                                                \
    }
#define STR_NONE ((struct str){"", 0})

/* printf("%" …) pieces: printf("name " STRF, STRA(s)) */
#define STRF    "%.*s"
#define STRA(s) (int)(s).n, (s).p

struct str str_from(const char *c); /* NULL is the empty string */
struct str str_of(const char *p, size_t n);

bool str_eq(struct str a, struct str b);
bool str_eq_ci(struct str a, struct str b); /* ASCII letters alike */
bool str_is(struct str a, const char *b);
int str_cmp(struct str a, struct str b); /* bytewise, as strcmp */
bool str_starts(struct str s, struct str prefix);
bool str_starts_ci(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

struct str str_trim(struct str s);                        /* ASCII white space at both ends */
struct str str_sub(struct str s, size_t from, size_t to); /* clipped to s */
struct str str_after(struct str s, size_t n);             /* without its first n bytes */

ptrdiff_t str_chr(struct str s, char c);  /* first index, or -1 */
ptrdiff_t str_rchr(struct str s, char c); /* last index, or -1 */
ptrdiff_t str_find(struct str s, struct str needle);

/* Takes the piece before the next `sep` off *rest; false when nothing is left: "a,,b," gives
 * "a", "" and "b". */
bool str_cut(struct str *rest, char sep, struct str *piece);

/* The whole of s as a decimal number; false (and *out as it was) for anything else. */
bool str_i64(struct str s, int64_t *out);

bool ascii_is_alpha(uint32_t c);
bool ascii_is_digit(uint32_t c);
bool ascii_is_alnum(uint32_t c);
bool ascii_is_space(uint32_t c);
char ascii_lower(char c);

#endif
