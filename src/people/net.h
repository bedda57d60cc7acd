/* people/net.h: an owner's people in memory while their standing is made; private to people/. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PEOPLE_NET_H
#define PEOPLE_NET_H

#include "core/arena.h"
#include "core/map.h"
#include "store/standing_source.h"

#define NET_DAY_MS INT64_C(86400000)

enum {
    NET_NETWORKS = 32,
    NET_PAIRS_MOST = 12, /* a group up to this size ties each with each; larger ones by a hub */
    NET_GROUP_MOST = 200, /* a larger group says nothing about who knows whom */
    NET_SURNAME_MOST = 8, /* so many people of one surname may be one family */
    NET_THREAD_MOST = 60,
    NET_MEMBERS_MOST = 1000, /* of a thread are remembered */
    NET_SURNAMES = 4
};

struct net_person {
    int64_t id;
    struct str name;
    bool is_owner, counts; /* counts: a human, and not the owner */

    /* what was exchanged */
    int64_t first_ms, last_ms, from_them, from_owner, reactions, words, messages, answers;
    int64_t days, last_day, first_day;
    unsigned networks; /* bits, on which it was */
    double light;      /* what was said among several, by how many they were */
    double mutual;     /* mean strength of those in the same group threads */

    /* strength.c */
    double strength;
    int64_t gap_ms, layer, due_ms;

    /* what is known of how they stand to the owner */
    unsigned kinds;           /* as archives say it */
    unsigned linked, follows; /* a bit each: 1 a personal account, 2 a professional one */
    bool decided_home, decided_work;
    double talk, talk_words; /* how likely messages are of work, and how many words say so */

    /* contexts.c */
    double home, work;         /* log odds */
    double own_home, own_work; /* the same before others were looked at */
    const char *why;
    double p, asks;
    const char *context;

    size_t place;  /* group, SIZE_MAX none */
    size_t circle; /* index, SIZE_MAX none */
    double x, y;
};

enum bond_kind {
    BOND_THREAD, /* a group thread */
    BOND_EMPLOYER,
    BOND_DOMAIN, /* of company mail */
    BOND_SURNAME,
    BOND_LABEL,  /* the owner's own */
    BOND_ANSWER, /* wrote under the same post */
    BOND_PLACE,  /* only names circles */
    BOND_KINDS
};

/* What several people share. */
struct net_group {
    enum bond_kind kind;
    bool owner;       /* the owner too */
    bool family;      /* a surname of the owner's family */
    struct str label; /* as it was written */
    size_t first, n;  /* its bonds, once net_load is done */
};
struct bond {
    size_t group, person;
    int64_t since_ms, until_ms; /* 0 not known */
};

struct net_identity {
    int64_t id;
    size_t person; /* SIZE_MAX: nobody who is here */
    unsigned network;
};
struct net_thread {
    int64_t id;
    size_t first, n;  /* its members in net.member */
    unsigned network; /* bits */
    bool is_group;
    struct str title;
};
struct net_answer {
    int64_t post;
    size_t person;
};
struct net_tie {
    size_t a, b; /* persons, a < b; in the graph also hubs */
    double weight;
};
struct net_kept {
    int64_t decision;
    struct str name;
    size_t *person; /* ascending */
    size_t n;
};

struct net {
    struct arena *a, *work;    /* work: emptied by whoever needs it */
    struct net_person *person; /* by id */
    size_t persons, person_cap;
    struct net_identity *identity; /* by id */
    size_t identities, identity_cap;
    struct net_thread *thread; /* by id */
    size_t threads, thread_cap;
    size_t *member; /* persons, by thread */
    size_t members, member_cap;
    struct net_group *group;
    size_t groups, group_cap;
    struct bond *bond; /* by group, then person: each once */
    size_t bonds, bond_cap;
    struct net_answer *answer;
    size_t answers, answer_cap;
    struct net_tie *talked; /* who answered whom */
    size_t talks, talk_cap;
    struct net_tie *tie; /* graph.c: by a and b */
    size_t ties;
    struct net_kept *kept;
    size_t kepts, kept_cap;
    struct map *group_by_key;
    struct str network[NET_NETWORKS];
    size_t networks;
    int64_t now_day;  /* today */
    int64_t seen_day; /* up to which archives say what was; today at the latest */
    const struct account *account;
    size_t accounts;
};

MUST_CHECK enum err_code net_load(struct net *n, struct store *s, struct err *e);
void net_free(struct net *n);
size_t net_person_by_id(const struct net *n, int64_t id); /* SIZE_MAX: nobody */

/* The surnames of a name, folded: "Elin Lindqvist Sjöberg" has two, "Lindqvist-Okafor" three. */
struct net_surname {
    struct str folded, label;
};
size_t net_surnames(struct str name, struct arena *a, struct net_surname out[NET_SURNAMES]);
/* The domain of an address where it is somebody's own: "" for free mail. */
struct str net_domain(struct str email, struct arena *a);

void net_strengths(struct net *n);
/* Who is tied to whom, from what they share; hubs are numbered after the persons, one a group. */
void net_ties(struct net *n);
void net_contexts(struct net *n);
/* The same of one person, without the others: what they share with the owner, and how many of those
 * who share a thread with them stand on either side. */
struct net_alone {
    bool domain, employer, surname;
    double home, work;
};
void net_context_of_one(struct net_person *p, const struct net_alone *with);

/* Circles as they were found and kept. */
struct net_circle {
    size_t *person; /* strongest first */
    size_t n;
    int64_t id, decision;
    struct str name;
    const char *guess, *context;
    double strength, x, y, radius;
};
struct net_circles {
    struct net_circle *v;
    size_t n;
};
MUST_CHECK enum err_code net_circles(struct net *n, struct net_circles *out, struct err *e);
void net_name_circles(struct net *n, struct net_circles *c);
/* Places circles on the map, and everybody. */
MUST_CHECK enum err_code net_places(struct net *n, struct net_circles *c, struct err *e);

#endif
