/* archives/reader.h: what a reader of one network's archive is, and the table of all. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_READER_H
#define ARCHIVES_READER_H

#include "archives/container.h"
#include "model/record.h"

/* One run of a reader over one archive. */
struct reading {
    const struct container *container;
    struct sink *sink;
    struct arena *arena; /* lives as long as the run */
    struct arena *piece; /* for one record: readers reset it as they go; emptied after a file */
    void *state;         /* the reader's own, state_size zeroed bytes */
    struct str file;     /* path of the entry being read */
    struct str file_flat;
};

/* A kind of file in the archive. Files are read phase by phase: first those that say whose the
 * archive is, then the rest, so that no reader has to remember what it cannot place yet. */
struct reader_file {
    const char *pattern; /* for path_matches; in each phase the first row that matches counts */
    int phase;           /* 0, 1, 2; a file may be read in several */
    enum err_code (*read)(struct reading *r, struct stream *in, struct err *e);
};

enum {
    READER_PHASES = 3
};

/* A reader is one file that ends in its row. It pushes records and knows nothing else. */
struct reader {
    const char *id;      /* "linkedin" */
    const char *network; /* a row of model/network.h */
    const char *archive; /* on the screen: "LinkedIn archive" */
    /* How sure it is that this is its archive: 0 no, 100 nobody else's. By content. */
    int (*recognise)(const struct container *c);
    const struct reader_file *files; /* ends with a row of NULL */
    size_t state_size;
    /* After the last file of a phase; NULL where there is nothing to do. */
    enum err_code (*phase_end)(struct reading *r, int phase, struct err *e);
    void (*done)(struct reading *r); /* frees what state holds; NULL where there is nothing */
};

/* All readers, in the order of their ids; *n says how many. */
const struct reader *const *reader_list(size_t *n);
/* What they read, for people: "Facebook archive, LinkedIn archive, …". */
struct buf;
void reader_put_names(struct buf *b);

/* What gives an archive away: a file's path, words that stand in its first bytes (NULL: any), and how
 * sure both together make. Ends with a row of NULL. */
struct reader_sign {
    const char *pattern, *head, *too;
    int sure;
};
/* The surest of the signs that the archive has; 0 for none. What most readers recognise by. */
int reader_signs(const struct container *c, const struct reader_sign *sign);

/* The reader for this archive. ERR_UNSUPPORTED with a sentence that says what it is instead:
 * the HTML version, another network's archive, nothing known. */
MUST_CHECK enum err_code reader_find(const struct container *c, const struct reader **out,
                                     struct err *e);

/* Runs a reader over an archive. A file that is damaged becomes an unread record and the rest
 * goes on; a damaged container or a full ceiling ends it. */
MUST_CHECK enum err_code reader_run(const struct reader *rd, struct container *c,
                                    struct sink *sink, struct err *e);

/* Bytes that it will be handed of all its files in all phases, as far as the archive says. */
int64_t reader_plan(const struct reader *rd, const struct container *c);

/* For readers: push one record; keep something that can't be read. */
MUST_CHECK enum err_code reading_put(struct reading *r, const struct record *rec,
                                     struct err *e);
/* A fact about somebody (identity "" is the owner), where there is one: no value is none. */
MUST_CHECK enum err_code reading_fact(struct reading *r, struct str identity,
                                      enum fact_field field, struct str value, struct str label,
                                      struct err *e);
MUST_CHECK enum err_code reading_unread(struct reading *r, struct str raw, const char *why,
                                        struct err *e);

#endif
