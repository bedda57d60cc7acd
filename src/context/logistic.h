/* context/logistic.h: probabilities and log odds, the same to the last bit on every machine. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CONTEXT_LOGISTIC_H
#define CONTEXT_LOGISTIC_H

/* 1 / (1 + e^-x). The C library's exp differs in its last bit between processors, and a verdict
 * may hang on it; this one is made of additions and products only (built with -ffp-contract=off).
 * Off by less than 1e-10. */
double logistic(double x);

/* ln(p / (1 - p)), with p kept within a millionth of 0 and 1. */
double log_odds(double p);

#endif
