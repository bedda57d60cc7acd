/* classifier/programs.h: the three programs that tact-train is. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLASSIFIER_PROGRAMS_H
#define CLASSIFIER_PROGRAMS_H

/* Each takes the arguments behind its own name (argv[0]) and answers an exit status. */
int train_words_run(int argc, char **argv);
int train_heads_run(int argc, char **argv);
int measure_tweets_run(int argc, char **argv);
int measure_run(int argc, char **argv);

#endif
