/* tools/addressbook/addressbook.h: invented people, and what each of five networks shows of them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef ADDRESSBOOK_ADDRESSBOOK_H
#define ADDRESSBOOK_ADDRESSBOOK_H

#include "addressbook/names.h"
#include "core/arena.h"
#include "core/map.h"
#include "sample/sample.h"

enum net {
    AB_LINKEDIN,
    AB_FACEBOOK,
    AB_MASTODON,
    AB_X,
    AB_CONTACTS,
    AB_NETS
};
extern const char *const net_names[AB_NETS];

/* places.c */
struct city {
    const char *name, *other, *country, *whole, *area;
    enum culture_id of;
};
extern const struct city cities[];
extern const size_t cities_count;
const struct city *city_pick(enum culture_id of, struct rng *r);
const char *place_show(const struct city *c, enum net net, struct rng *r, struct arena *a);

struct phone {
    const struct city *at; /* NULL: none */
    const char *code;
    unsigned number;
};
struct phone phone_make(const struct city *c, bool land, struct rng *r);
const char *phone_show(const struct phone *p, struct rng *r,
                       struct arena *a); /* some notation */

/* firms.c: employers of 2 to 40 people. */
struct firm {
    const char *name, *legal, *domain; /* "Nordlicht Software", "GmbH" */
    const struct city *city;
    struct phone desk;
    int habit; /* how its addresses are made */
};
struct firms {
    struct firm *firm;
    size_t n;
    size_t *seat; /* a firm of n people stands here n times */
    size_t seats;
};
void firms_make(struct firms *f, uint64_t seed, size_t people, struct arena *a);
const struct firm *firm_pick(const struct firms *f, const struct city *near, struct rng *r);
const char *firm_show(const struct firm *f, enum net net, struct rng *r, struct arena *a);

/* words.c: what people do, like and say of themselves. */
struct job {
    const char *title[5]; /* the same work in different words; NULL ends */
};
extern const struct job jobs[];
extern const size_t jobs_count;
struct human;
const char *job_show(const struct job *j, struct rng *r);
const char *interest_pick(struct rng *r);
const char *nick_make(struct rng *r, struct arena *a); /* "quietharbor" */
const char *bio_make(const struct human *h, enum net net, struct rng *r, struct arena *a);

/* people.c: who there is. */
enum kind {
    KIND_PLAIN,
    KIND_NAMESAKE,
    KIND_RELATIVE,
    KIND_IMPERSONATOR,
    KIND_CHANGED_NAME,
    KIND_TRANSLITERATED,
    KIND_COUNT
};
extern const char *const kind_names[KIND_COUNT];

enum {
    HANDLES = 3,
    INTERESTS = 4,
    CIRCLES = 2
};
struct human {
    size_t n;
    enum kind kind;
    const struct human *like; /* the namesake, kin or victim; NULL: nobody */
    const struct culture *culture;
    struct given given, middle;
    struct family family, second, former; /* second: the mother's; former: before a marriage */
    bool has_middle, pseudonymous, married_off;
    int system; /* which Latin letters: 1 or 2 */
    int year, month, day;
    const struct city *city, *former_city; /* former_*: NULL none */
    const struct firm *firm, *former_firm; /* firm: NULL none */
    int since;                             /* year */
    const struct job *job;
    const char *handle[HANDLES];
    const char *nick, *mail, *work_mail, *former_work_mail, *site;
    struct phone mobile, former_mobile, land;
    const char *interest[INTERESTS];
    size_t bio, tag; /* which pattern, which saying */
    bool reuses;     /* the same bio everywhere */
    bool open;       /* with addresses */
    bool links;      /* from one profile to another */
    size_t circle[CIRCLES];
    unsigned nets;                /* 1 << enum net */
    const char *uses[AB_NETS];    /* the handle there */
    const char *profile[AB_NETS]; /* its address; "" none */
};
/* The family as this one bears it, now or before. */
const struct form *family_of(const struct human *h, bool former);
bool human_on(const struct human *h, enum net net);

struct book {
    uint64_t seed;
    struct arena *a;
    struct firms firms;
    size_t n_circles;
    const struct city **circle; /* where each meets */
    struct human *human;
    size_t n;
    struct map *taken; /* handles by network */
};
void book_init(struct book *b, uint64_t seed, size_t people);
void book_done(struct book *b);
/* kin.c: namesakes, relatives, impersonators: finds whom this one is like, and makes it so. */
void kin_find(const struct book *b, struct human *h, struct rng *r);
void kin_apply(struct human *h, struct rng *r);
/* handles.c: what somebody calls himself, and the addresses that follow from it. */
void handles_make(struct book *b, struct human *h, struct rng *r);
void handles_place(struct book *b, struct human *h);

/* shown.c: one identity: what a network shows of one person. */
enum {
    SHOWN_MANY = 4,
    SHOWN_CONTACTS = 15
};
struct shown_list {
    const char *v[SHOWN_CONTACTS];
    size_t n;
};
struct shown {
    const struct human *who;
    enum net net;
    char id[24];
    const char *first, *last, *nick, *name;
    const char *handle, *profile, *birthday, *place, *employer, *since, *title, *bio;
    struct shown_list mail, phone, link, contacts;
    const char *key; /* as Tact's readers make it */
    uint64_t x_id;
};
void shown_make(const struct book *b, const struct human *h, enum net net, struct shown *s);
/* shown_name.c: first, last, nick and name of it. */
void shown_name(const struct human *h, struct rng *r, struct arena *a, struct shown *s);
void shown_add(struct shown_list *l, const char *v); /* not twice, not "" */

/* mutuals.c: acquaintances in common with whoever keeps the address book. */
struct mutuals;
struct mutuals *mutuals_new(const struct book *b);
void mutuals_free(struct mutuals *m);
void mutuals_show(const struct mutuals *m, struct shown *s, struct arena *a);

/* the writers */
struct set {
    const struct book *book;
    struct shown *shown; /* in an order that says nothing */
    size_t n;
};
void write_records(const struct set *s, const char *dir);
void write_archives(const struct set *s, const char *dir);
void write_cards(const struct set *s, const char *dir);

#endif
