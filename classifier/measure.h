/* classifier/measure.h: the parts of the measuring program. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLASSIFIER_MEASURE_H
#define CLASSIFIER_MEASURE_H

#include "classifier/corpora.h"
#include "context/check.h"
#include "context/model.h"

/* Each prints lines "what | figure | n" of one table. With a fold of 0 to 4 measure_heads takes
 * that fifth of X-Topic alone. */
void measure_heads(const struct judges *j, const char *dir, int fold);
/* Contact data against Presidio's sentences. */
void measure_findings(const struct judges *j, const char *dir);
/* All findings against lines of our own, classifier/sensitive.tsv; `each`: shows what is wrong. */
void measure_sensitive(const struct judges *j, const char *path, bool each);
/* Twenty corrections of one mistake on HappyDB, which trained nothing. */
void measure_learning(const struct judges *j, const char *dir);
/* Verdicts against drafts; from the `from`th to before the `to`th of the file's. */
void measure_verdicts(const struct judges *j, const char *what, const char *path, size_t from,
                      size_t to, bool each);

/* Area under the ROC curve; equal scores count half. */
double measure_auc(const float *score, const unsigned char *yes, size_t n);
/* Mean of the F1 of both classes at a threshold. */
double measure_macro_f1(const float *score, const unsigned char *yes, size_t n,
                        double threshold);

#endif
