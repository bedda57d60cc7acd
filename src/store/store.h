/* store/store.h: everything that is kept, in the words of the domain. The only folder that
 * knows SQL is behind it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "core/arena.h"
#include "model/record.h"

/* One owner's view of one home. Not for several threads at once. Lists are of the arena that
 * is passed; callbacks' rows live until they return, and an error from one ends the walk. */
struct store;

/* Where everything stands, and whose view of it is wanted. */
struct place {
    const char *home; /* the folder: kept files, and the database where there is no `db` */
    const char *db;   /* "postgres://…", NULL: SQLite, tact.db in the folder */
    int64_t owner;    /* 0: FIRST_OWNER */
};
enum {
    FIRST_OWNER = 1 /* who is there from the start */
};

/* Opens it, made where it is not there, migrated where it is older. What an interrupted import
 * of this owner left is settled first: `told` (may be NULL) is given a sentence for each. */
MUST_CHECK enum err_code store_open(const struct place *at,
                                    void (*told)(void *ctx, const char *say), void *ctx,
                                    struct store **out, struct err *e);
/* From here on everything is this owner's, who is not looked for. */
void store_act_for(struct store *s, int64_t owner);
int64_t store_owner(const struct store *s);
/* True while whatever is written would have to wait for another process or thread: for an import,
 * in SQLite. */
bool store_is_busy(struct store *s);
/* The database can be reached and has its tables. */
MUST_CHECK enum err_code store_answers(struct store *s, struct err *e);
void store_close(struct store *s); /* NULL is fine */
/* How much of the database it may keep in memory; a store of many at once wants little. */
MUST_CHECK enum err_code store_set_cache(struct store *s, int kib, struct err *e);

/* Accounts and contexts ------------------------------------------------------------------ */

struct account {
    int64_t id, import_id, identity_id;
    int64_t person_id; /* the owner as a person, 0 none */
    struct str network, key, handle, name, url;
    struct str context;   /* name: as decided, else the network's usual one */
    enum mindset mindset; /* of that context */
    bool is_page;         /* a page beside the profile: its usual context is the company's */
    int64_t connections, followers, following;
};

MUST_CHECK enum err_code store_accounts(struct store *s, struct arena *a, struct account **out,
                                        size_t *n, struct err *e);
/* By id, "network:handle", or a network that has but one profile (pages want their handle). ERR_NOT_FOUND, ERR_CONFLICT (several,
 * named in the message). */
MUST_CHECK enum err_code store_account_find(struct store *s, struct str which, struct arena *a,
                                            struct account *out, struct err *e);
/* A decision of the owner; makes the context where it is new, with the mindset of `like`. */
MUST_CHECK enum err_code store_account_set_context(struct store *s, const struct account *acc,
                                                   struct str context, enum mindset like,
                                                   struct err *e);

struct context {
    int64_t id;
    struct str name, colour, welcome, unwelcome, voice;
    struct str hours; /* JSON: when something may go out (context/hours.h); "" always */
    enum mindset mindset;
};
/* ERR_NOT_FOUND with the names of those that there are. */
MUST_CHECK enum err_code store_context_find(struct store *s, struct str name, struct arena *a,
                                            struct context *out, struct err *e);
MUST_CHECK enum err_code store_contexts(struct store *s, struct arena *a, struct context **out,
                                        size_t *n, struct err *e);
/* Writes welcome, unwelcome and voice of the context with this id. ERR_NOT_FOUND. */
MUST_CHECK enum err_code store_context_save(struct store *s, const struct context *c,
                                            struct err *e);
/* Writes its hours only. ERR_NOT_FOUND. */
MUST_CHECK enum err_code store_context_save_hours(struct store *s, int64_t id, struct str hours,
                                                  struct err *e);

/* Who an account reaches, by how they stand to the owner. Somebody who is also in the audience
 * of an account of another mindset is in `both`. */
struct audience {
    int64_t people, personal, professional, both;
};
MUST_CHECK enum err_code store_audience(struct store *s, const struct account *acc,
                                        struct audience *out, struct err *e);

/* Those of an account's audience whose relation to the owner is known: by what an archive, an
 * address book or the owner said, never by a guess. Somebody may be in several groups. */
enum audience_group {
    AUDIENCE_PROSPECTS,
    AUDIENCE_CLIENTS,
    AUDIENCE_COLLEAGUES,
    AUDIENCE_FRIENDS,
    AUDIENCE_FAMILY,
    AUDIENCE_GROUPS
};
enum {
    AUDIENCE_NAMED = 3
};
struct audience_groups {
    struct audience_part {
        int64_t people;
        struct str name[AUDIENCE_NAMED]; /* the closest; empty ones end it */
        int64_t person_id[AUDIENCE_NAMED];
    } group[AUDIENCE_GROUPS];
};
MUST_CHECK enum err_code store_audience_groups(struct store *s, int64_t account_id,
                                               struct arena *a, struct audience_groups *out,
                                               struct err *e);
/* "mother", "Kunde", "Friends" as a group; false for what is none of them. */
bool audience_group_of(struct str relation, enum audience_group *out);

/* Imports -------------------------------------------------------------------------------- */

struct import {
    int64_t id;
    struct str archive, reader, network, state, account; /* account: "linkedin:in/ann" */
    int64_t account_id, started_ms, taken_ms;
    double seconds;
    int64_t count[RECORD_KIND_COUNT]; /* what it holds, new or known; posts without messages */
    int64_t messages;
    int64_t fresh;   /* rows that nobody had brought before */
    int64_t changed; /* rows that it changed */
};
MUST_CHECK enum err_code store_imports(struct store *s, struct arena *a, struct import **out,
                                       size_t *n, struct err *e);

/* One import under way: whole or not at all. A long one is kept piece by piece (mark), so that it
 * can stop and go on; until it is done no other begins, nothing of it is found by a search, and
 * where it fails all pieces go. Beginning with the archive of an import that stopped goes on with
 * that: the same records are put again, those that are kept are passed over. */
struct importer;
MUST_CHECK enum err_code store_import_begin(struct store *s, struct str archive,
                                            struct str digest, int64_t bytes, struct str reader,
                                            struct str network, struct importer **out,
                                            struct err *e);
/* Posts' strings must stay until store_import_settle: many rows are on their way at once. */
MUST_CHECK enum err_code store_import_put(struct importer *im, const struct record *r,
                                          struct err *e);
MUST_CHECK enum err_code store_import_settle(struct importer *im, struct err *e);
/* Records that the importer has for nobody: how many so far, for the progress bar. */
int64_t store_import_count(const struct importer *im);
/* What it would be if it were committed now. Strings are of `a`. */
void store_import_about(const struct importer *im, struct arena *a, struct import *out);
/* Ends it; the importer is gone in every case. */
MUST_CHECK enum err_code store_import_commit(struct importer *im, double seconds,
                                             struct err *e);
void store_import_abort(struct importer *im); /* leaves no trace */
/* True where somebody waits to write (a sign-in, a draft) until what came so far is kept. */
bool store_import_awaited(const struct importer *im);
/* Keeps what came so far, with its files, lets one who waits go first, and goes on. */
MUST_CHECK enum err_code store_import_mark(struct importer *im, struct err *e);
/* The same, and ends it there: state "paused". The importer is gone in every case. */
MUST_CHECK enum err_code store_import_pause(struct importer *im, struct err *e);
/* Records that this run has passed over since they were kept. */
int64_t store_import_kept(const struct importer *im);

/* Takes exactly that import back. ERR_NOT_FOUND; ERR_CONFLICT where it was undone already. */
MUST_CHECK enum err_code store_import_undo(struct store *s, int64_t import_id, struct err *e);

struct unread {
    struct str file, raw, why;
};
MUST_CHECK enum err_code store_unread(struct store *s, int64_t import_id, struct arena *a,
                                      struct unread **out, size_t *n, struct err *e);

/* Makes the search index anew. (People: people/people.h.) */
MUST_CHECK enum err_code store_rebuild_search(struct store *s, struct err *e);

/* People --------------------------------------------------------------------------------- */

struct identity {
    int64_t id, person_id;
    struct str network, key, name, handle, url;
    struct str kind;
    struct str email, phone; /* the first known of each */
    bool name_only, is_owner;
};
struct person {
    int64_t id;
    struct str name, kind;
    double strength;
    int64_t last_ms;
    bool is_owner;
    struct identity *identity;
    size_t identities;
    struct str *relation; /* "friend", "colleague", "family", … */
    size_t relations;
    struct str position, company; /* the latest that is known */
};

/* Those whose name, handle or address has each word of `query`; all for "". Strongest first. */
MUST_CHECK enum err_code store_people(struct store *s, struct str query, int64_t limit,
                                      struct arena *a, struct person **out, size_t *n,
                                      struct err *e);
MUST_CHECK enum err_code store_person(struct store *s, int64_t id, struct arena *a,
                                      struct person *out, struct err *e);

struct known_fact {
    struct str network, field, value, label;
    struct when since, until;
    int64_t import_id;
};
MUST_CHECK enum err_code store_person_facts(struct store *s, int64_t person_id, struct arena *a,
                                            struct known_fact **out, size_t *n, struct err *e);
struct evidence {
    int64_t a_id, b_id;
    struct str kind, value;
};
MUST_CHECK enum err_code store_person_evidence(struct store *s, int64_t person_id,
                                               struct arena *a, struct evidence **out,
                                               size_t *n, struct err *e);

/* For people/ (the rest is store/match_source.h): all identities, by id. */
MUST_CHECK enum err_code
store_each_identity(struct store *s,
                    enum err_code (*each)(void *ctx, const struct identity *id, struct err *e),
                    void *ctx, struct err *e);

/* Posts ---------------------------------------------------------------------------------- */

struct post {
    int64_t id, account_id, author_id, at_ms;
    struct str network, kind, author, text, title, url, thread;
    enum time_sure at_sure;
};
enum search_order {
    SEARCH_NEWEST,
    SEARCH_BEST
};
/* Posts and messages that have every word ("…" for phrases, word* for beginnings), at most
 * `limit`. Best first looks at the newest SEARCH_CANDIDATES matches only. */
enum {
    SEARCH_CANDIDATES = 4000
};
MUST_CHECK enum err_code store_search(struct store *s, struct str query,
                                      enum search_order order, int64_t limit, struct arena *a,
                                      struct post **out, size_t *n, struct err *e);

/* Everything ----------------------------------------------------------------------------- */

/* The names of all tables of truth, ends with NULL. */
const char *const *store_tables(void);
const char *store_table_says(const char *table); /* what is in it, for people */
/* Each row of one as a JSON object. */
MUST_CHECK enum err_code store_export(struct store *s, const char *table,
                                      enum err_code (*each)(void *ctx, struct str json,
                                                            struct err *e),
                                      void *ctx, struct err *e);

#endif
