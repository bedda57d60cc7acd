/* core/attr.h: the compiler attributes of the house, each with a plain name. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_ATTR_H
#define CORE_ATTR_H

/* The result says whether it worked; dropping it is a bug. */
#define MUST_CHECK __attribute__((warn_unused_result))

/* The compiler checks the arguments from `first` on against the format at `fmt`. */
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))

/* How many elements an array has. */
#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

#endif
