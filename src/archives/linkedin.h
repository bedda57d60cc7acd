/* archives/linkedin.h: what the files of the LinkedIn reader share; private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ARCHIVES_LINKEDIN_H
#define ARCHIVES_LINKEDIN_H

#include "archives/table.h"
#include "core/map.h"

/* The largest conversation LinkedIn allows has 50 people, and its id some 60 bytes. */
enum {
    LINKEDIN_RECIPIENTS = 4096,
    LINKEDIN_THREAD_BYTES = 1024
};

/* One run. Nowhere does the archive say which profile is its owner's, so a first phase finds
 * out: the address that takes part in most conversations, or that sends what is OUTGOING. */
struct linkedin {
    struct map *votes;   /* profile key → how much speaks for its being the owner's */
    struct map *counted; /* conversation and profile that has voted already */
    struct map *named;   /* profile key and a name that goes with it */
    struct map *known;   /* "i" + key, "t" + key, "m" + keys: pushed already */
    struct record_account account;
    int64_t hidden; /* connections that closed their account or hide */
};

/* "https://www.linkedin.com/in/Zo%C3%AB-1/" → "in/zoë-1"; "" where it is no profile. */
struct str linkedin__key(struct str url, struct arena *a);

/* Pushes who this is unless that was done before, and gives the key: of the address, or of the
 * name where there is none ("name:ana kovač"). "" for nobody and for "LinkedIn Member". */
MUST_CHECK enum err_code linkedin__identity(struct reading *r, struct str name, struct str url,
                                            struct str *key, struct err *e);

/* True the first time that these two are given in this run. */
bool linkedin__first(struct reading *r, char kind, struct str a, struct str b);

/* "Doe, Ph.D." behind "Ana": "Ana Doe, Ph.D.". */
struct str linkedin__full_name(struct reading *r, struct str first, struct str last);

MUST_CHECK enum err_code linkedin__fact(struct reading *r, struct str identity,
                                        enum fact_field field, struct str value,
                                        struct str label, struct err *e);

/* The tables of each part: people, posts, messages, the owner's profile. */
extern const struct table_kind linkedin__tables[];
extern const struct table_kind linkedin__owner_tables[];

/* Rows of linkedin__tables that live in other files. */
enum err_code linkedin__connection(struct reading *r, const struct csv_row *h,
                                   const struct csv_row *row, struct err *e);
enum err_code linkedin__invitation(struct reading *r, const struct csv_row *h,
                                   const struct csv_row *row, struct err *e);
enum err_code linkedin__endorsement(struct reading *r, const struct csv_row *h,
                                    const struct csv_row *row, struct err *e);
enum err_code linkedin__recommendation(struct reading *r, const struct csv_row *h,
                                       const struct csv_row *row, struct err *e);
enum err_code linkedin__company_follow(struct reading *r, const struct csv_row *h,
                                       const struct csv_row *row, struct err *e);
enum err_code linkedin__member_follow(struct reading *r, const struct csv_row *h,
                                      const struct csv_row *row, struct err *e);
enum err_code linkedin__contact(struct reading *r, const struct csv_row *h,
                                const struct csv_row *row, struct err *e);
enum err_code linkedin__note(struct reading *r, const struct csv_row *h,
                             const struct csv_row *row, struct err *e);
enum err_code linkedin__share(struct reading *r, const struct csv_row *h,
                              const struct csv_row *row, struct err *e);
enum err_code linkedin__comment(struct reading *r, const struct csv_row *h,
                                const struct csv_row *row, struct err *e);
enum err_code linkedin__reaction(struct reading *r, const struct csv_row *h,
                                 const struct csv_row *row, struct err *e);
enum err_code linkedin__vote(struct reading *r, const struct csv_row *h,
                             const struct csv_row *row, struct err *e);
enum err_code linkedin__repost(struct reading *r, const struct csv_row *h,
                               const struct csv_row *row, struct err *e);
enum err_code linkedin__saved(struct reading *r, const struct csv_row *h,
                              const struct csv_row *row, struct err *e);
enum err_code linkedin__message(struct reading *r, const struct csv_row *h,
                                const struct csv_row *row, struct err *e);
enum err_code linkedin__article(struct reading *r, struct stream *in, struct err *e);

#endif
