/* core/version.h: which tact this is. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_VERSION_H
#define CORE_VERSION_H

#ifndef TACT_VERSION
#define TACT_VERSION "0.1"
#endif

#endif
