/* cli/command.h: what a command is, the table of all, and what they share. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "core/json.h"
#include "store/owner.h"

#include <stdio.h>

/* Exit statuses that scripts rely on. */
enum {
    EXIT_FINE = 0,
    EXIT_THINK_TWICE = 1, /* tact check only; elsewhere 1 is "nothing found" */
    EXIT_KEEP_OUT = 2,
    EXIT_FAILED = 3, /* something went wrong; one sentence on standard error */
    EXIT_USAGE = 64
};

/* An option of a command: help, completion and the parsing come from it. */
struct option_row {
    const char *name;  /* "--json" */
    const char *value; /* what its value is called, NULL where it takes none */
    const char *help;
};

enum {
    OPTIONS_MOST = 24,
    OPTION_REPEATS = 32,
    ARGUMENTS_MOST = 4096
};

/* One call of a command. */
struct call {
    const struct command *command;
    const char *home;
    const char *db;      /* "postgres://…", NULL: the file in the home */
    const char *owner;   /* --owner: an id or an e-mail address; NULL the first */
    struct store *store; /* open where the row says so */
    struct arena *a;     /* until the command ends */
    struct err err;
    bool given[OPTIONS_MOST]; /* by the row's order */
    const char *value[OPTIONS_MOST][OPTION_REPEATS];
    size_t values[OPTIONS_MOST];
    const char *arg[ARGUMENTS_MOST];
    size_t args;
};

enum command_needs {
    NEEDS_NOTHING,
    NEEDS_STORE
};

/* A row: one file in cli/ ends in it. The help's first line is its summary. */
struct command {
    const char *name;
    const char *summary;
    const char *usage;   /* what stands behind the name */
    const char *help;    /* paragraphs */
    const char *example; /* lines that begin with "tact" or with a space for what it prints */
    const struct option_row *options; /* ends with a NULL name */
    enum command_needs needs;
    size_t args_least, args_most;
    int (*run)(struct call *c);
    void (*list)(struct buf *b); /* what stands behind the help and is made by the program */
};

const struct command *const *command_list(size_t *n);
const struct command *command_find(const char *name);

/* Options by name: the command's own row must have them. */
bool call_has(const struct call *c, const char *option);
const char *call_value(const struct call *c, const char *option); /* the last one, or NULL */

/* Prints err.msg as "tact: …" and answers EXIT_FAILED (or EXIT_USAGE for ERR_INVALID). */
int call_fail(struct call *c);
/* A wrong use: the sentence and where to read more. */
int call_usage(struct call *c, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Writes a buf to standard output and frees it; EXIT_FAILED where that fails. */
int call_print(struct call *c, struct buf *b);

/* argv → the exit status. */
int cli_main(int argc, char **argv);

/* "12 posts", "1 post" */
void put_count(struct buf *b, int64_t n, const char *one, const char *many);

#endif
