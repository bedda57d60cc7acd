/* tools/sample/text_sets.h: the registers' patterns, one set each, gathered in text_sets.c. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SAMPLE_TEXT_SETS_H
#define SAMPLE_TEXT_SETS_H

#include "sample/sample.h"

#define SET(body, work)                                                                        \
    {                                                                                          \
        body, LEN(body), NULL, 0, 0, work                                                      \
    }
#define SET_CLOSE(body, close, percent, work)                                                  \
    {                                                                                          \
        body, LEN(body), close, LEN(close), percent, work                                      \
    }

/* clang-format off */
#define SETS(X) \
    X(product, REG_PRODUCT) \
    X(hiring, REG_HIRING) \
    X(lesson, REG_LESSON) \
    X(thanks, REG_THANKS) \
    X(industry, REG_INDUSTRY) \
    X(milestone, REG_MILESTONE) \
    X(employed, REG_EMPLOYED) \
    X(family, REG_FAMILY) \
    X(food, REG_FOOD) \
    X(hobby, REG_HOBBY) \
    X(trip, REG_TRIP) \
    X(joke, REG_JOKE) \
    X(complaint, REG_COMPLAINT) \
    X(neighbour, REG_NEIGHBOUR) \
    X(charity, REG_CHARITY) \
    X(choir, REG_CHOIR) \
    X(x_work, REG_X_WORK) \
    X(x_life, REG_X_LIFE) \
    X(x_reply, REG_X_REPLY) \
    X(x_thread, REG_X_THREAD) \
    X(reshare, REG_RESHARE) \
    X(fedi, REG_FEDI) \
    X(fedi_reply, REG_FEDI_REPLY) \
    X(comment_work, REG_COMMENT_WORK) \
    X(comment_home, REG_COMMENT_HOME) \
    X(native, REG_NATIVE)
/* clang-format on */

#define DECLARE(name, reg) extern const struct pattern_set set_##name;
SETS(DECLARE)
#undef DECLARE

#endif
