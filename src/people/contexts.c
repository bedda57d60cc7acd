/* people/contexts.c: which side of the owner's life each person belongs to, and why. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/net.h"
#include "people/standing.h"

#include "core/mem.h"

#include <math.h>
#include <stdlib.h>

/* Kinds of evidence, the weakest first; what each adds to the log odds of either side. Nothing is
 * asked here about what somebody believes, votes, suffers from or loves. */
enum clue {
    CLUE_NETWORK,
    CLUE_DOMAIN,
    CLUE_EMPLOYER,
    CLUE_SURNAME,
    CLUE_MUTUAL,
    CLUE_TALK,
    CLUE_RELATION,
    CLUE_DECIDED,
    CLUES
};
static const char *const clue_names[CLUES] = {"network", "domain", "employer", "surname",
                                              "mutual",  "talk",   "relation", "decided"};

enum {
    HOME,
    WORK,
    SIDES
};
/* What is known of one person. */
struct clues {
    double v[CLUES][SIDES];
};

enum {
    ROUNDS = 6,
    QUESTIONS_PERCENT = 5,
    QUESTIONS_MOST = 50,
    TALK_ENOUGH = 60 /* words that say as much as more would */
};
#define PULL        1.5  /* what all who are tied to somebody add together */
#define STAND       0.5  /* how much of that it takes */
#define SURE        0.75 /* from here on nobody needs to be asked */
#define SAYS_MUCH   1.0
#define TALK_PRIOR  20.0
#define TALK_WEIGHT 0.7
#define TALK_TO     2.2 /* log odds that messages may add at most */

static double sigmoid(double x)
{
    return 1 / (1 + exp(-x));
}

static void add(struct clues *c, enum clue clue, double home, double work)
{
    c->v[clue][HOME] += home;
    c->v[clue][WORK] += work;
}

static bool is_home_kind(unsigned kinds)
{
    return kinds & (1u << RELATION_FAMILY | 1u << RELATION_FRIEND | 1u << RELATION_COMMUNITY);
}

static bool is_work_kind(unsigned kinds)
{
    return kinds & (1u << RELATION_COLLEAGUE | 1u << RELATION_CLIENT | 1u << RELATION_PROSPECT |
                    1u << RELATION_SUPPLIER);
}

static void clue_of_links(const struct net_person *p, struct clues *c)
{
    if (p->linked & 1)
        add(c, CLUE_NETWORK, 2, -1);
    if (p->linked & 2)
        add(c, CLUE_NETWORK, -1.4, 2);
    if (!p->linked && p->follows)
        add(c, CLUE_NETWORK, p->follows & 1 ? 0.5 : -0.2, p->follows & 2 ? 0.5 : -0.2);
}

static double talk_odds(const struct net_person *p)
{
    const double held = p->talk < 0.03 ? 0.03 : p->talk > 0.97 ? 0.97 : p->talk;
    return log(held / (1 - held));
}

/* Short messages read like work more often than posts do: what counts is how somebody's stand beside
 * all others of this owner. */
static double usual_talk(const struct net *n)
{
    double sum = 0, people = TALK_PRIOR; /* few are no measure */
    for (size_t i = 0; i < n->persons; i++)
        if (n->person[i].talk_words > 0) {
            sum += talk_odds(&n->person[i]);
            people++;
        }
    return sum / people;
}

static void clue_of_talk(const struct net_person *p, double usual, struct clues *c)
{
    if (p->talk_words <= 0)
        return;
    double odds = TALK_WEIGHT * (talk_odds(p) - usual);
    odds *= p->talk_words < TALK_ENOUGH ? p->talk_words / TALK_ENOUGH : 1;
    odds = odds > TALK_TO ? TALK_TO : odds < -TALK_TO ? -TALK_TO : odds;
    add(c, CLUE_TALK, -odds, odds);
}

/* What stands on the person alone. */
static void clues_of(const struct net_person *p, double usual, struct clues *c)
{
    const bool home = is_home_kind(p->kinds), work = is_work_kind(p->kinds);
    clue_of_links(p, c);
    clue_of_talk(p, usual, c);
    if (home)
        add(c, CLUE_RELATION, 3.2, work ? 0 : -2);
    if (work)
        add(c, CLUE_RELATION, home ? 0 : -2, 3.2);
    if (p->decided_home || p->decided_work)
        add(c, CLUE_DECIDED, p->decided_home ? 8 : -8, p->decided_work ? 8 : -8);
}

/* Each counts once, however often it is found. */
static void same_domain(struct clues *c)
{
    c->v[CLUE_DOMAIN][HOME] = -1.5;
    c->v[CLUE_DOMAIN][WORK] = 2.5;
}

static void same_employer(struct clues *c)
{
    c->v[CLUE_EMPLOYER][HOME] = -1.5;
    c->v[CLUE_EMPLOYER][WORK] = 2.4;
}

static void same_surname(struct clues *c)
{
    c->v[CLUE_SURNAME][HOME] = 2.2;
    c->v[CLUE_SURNAME][WORK] = -0.4;
}

/* What they share with the owner, or with the owner's family. */
static void shared_clues(struct net *n, const struct net_group *g, struct clues *c)
{
    const struct bond *b = n->bond + g->first;
    if (g->kind == BOND_SURNAME && (!g->family || g->n > NET_SURNAME_MOST))
        return;
    for (size_t i = 0; i < g->n; i++) {
        struct net_person *p = &n->person[b[i].person];
        struct clues *mine = &c[b[i].person];
        if (g->kind == BOND_DOMAIN && g->owner)
            same_domain(mine);
        else if (g->kind == BOND_EMPLOYER && g->owner)
            same_employer(mine);
        else if (g->kind == BOND_SURNAME)
            same_surname(mine);
        else
            continue;
        if (g->kind == BOND_SURNAME)
            p->kinds |= 1u << RELATION_FAMILY;
        else if (g->owner)
            p->kinds |= 1u << RELATION_COLLEAGUE;
    }
}

/* Where everybody stands on one side, -1 to 1, and what their ties come to. */
struct pull {
    double *stand, *sum, *total; /* by node: persons, then hubs */
    size_t nodes;
};

static double *total_ties(const struct net *n)
{
    double *total = mem_calloc(n->persons + n->groups + 1, sizeof *total);
    for (size_t i = 0; i < n->ties; i++) {
        total[n->tie[i].a] += n->tie[i].weight;
        total[n->tie[i].b] += n->tie[i].weight;
    }
    return total;
}

/* One round of one side: first the hubs, which are the mean of those who hang on them. */
static void pull_once(const struct net *n, const struct pull *p)
{
    for (size_t i = 0; i < p->nodes; i++)
        p->sum[i] = 0;
    for (size_t i = 0; i < n->ties; i++)
        if (n->tie[i].b >= n->persons)
            p->sum[n->tie[i].b] += n->tie[i].weight * p->stand[n->tie[i].a];
    for (size_t i = n->persons; i < p->nodes; i++)
        p->stand[i] = p->total[i] > 0 ? p->sum[i] / p->total[i] : 0;
    for (size_t i = 0; i < n->ties; i++) {
        const struct net_tie *t = &n->tie[i];
        p->sum[t->a] += t->weight * p->stand[t->b];
        if (t->b < n->persons)
            p->sum[t->b] += t->weight * p->stand[t->a];
    }
}

/* Those who are tied to somebody pull that one to where they stand. */
static void propagate(struct net *n, struct clues *c)
{
    struct pull p = {.nodes = n->persons + n->groups, .total = total_ties(n)};
    p.stand = mem_calloc(p.nodes + 1, sizeof *p.stand);
    p.sum = mem_calloc(p.nodes + 1, sizeof *p.sum);
    for (int round = 0; round < ROUNDS * SIDES; round++) {
        const int side = round % SIDES;
        for (size_t i = 0; i < n->persons; i++) {
            const double own = side == HOME ? n->person[i].own_home : n->person[i].own_work;
            p.stand[i] = 2 * sigmoid(own + c[i].v[CLUE_MUTUAL][side]) - 1;
        }
        pull_once(n, &p);
        for (size_t i = 0; i < n->persons; i++)
            c[i].v[CLUE_MUTUAL][side] = PULL * p.sum[i] / (p.total[i] + STAND);
    }
    mem_free(p.stand);
    mem_free(p.sum);
    mem_free(p.total);
}

/* The likeliest of the three, how likely it is, and the clue that says most for it. */
static void settle(struct net_person *p, const struct clues *c)
{
    static const char *const names[3] = {"personal", "professional", "both"};
    const double home = sigmoid(p->home), work = sigmoid(p->work);
    const double odds[3] = {home * (1 - work), (1 - home) * work, home * work};
    const double all = odds[0] + odds[1] + odds[2];
    int best = 0;
    double most = 0;
    for (int i = 1; i < 3; i++)
        if (odds[i] > odds[best])
            best = i;
    for (int i = 0; i < CLUE_DECIDED; i++) {
        const double h = c->v[i][HOME], w = c->v[i][WORK];
        const double says = best == 0 ? h - w : best == 1 ? w - h : h + w;
        /* of two that say much the better kind is told, else the one that says more */
        if (says >= SAYS_MUCH || says > most) {
            most = says;
            p->why = clue_names[i];
        }
    }
    const bool any = most > 0;
    p->p = round(odds[best] / all * 1e4) / 1e4;
    p->context = any && p->p > 0.45 ? names[best] : "";
    if (!*p->context) {
        p->why = "";
        p->p = 0;
    }
}

/* Questions ------------------------------------------------------------------------------ */

/* How far somebody is from being sure. */
static double need_of(const struct net_person *p)
{
    const double at = p->p < 0.3 ? 0.3 : p->p;
    return log(SURE / (1 - SURE)) - log(at / (1 - at));
}

static bool is_open(const struct net_person *p)
{
    return p->counts && !p->decided_home && !p->decided_work && p->p < SURE &&
           (p->linked || p->strength > 0 || p->kinds);
}

/* What one more sure neighbour would do for everybody who is open. */
static void count_asks(struct net *n, double *asks)
{
    const size_t nodes = n->persons + n->groups;
    double *total = total_ties(n);
    double *moved = mem_calloc(nodes + 1, sizeof *moved); /* what a hub would move */
    for (size_t i = 0; i < n->ties; i++) {
        const struct net_tie *t = &n->tie[i];
        const struct net_person *a = &n->person[t->a];
        double for_a = 0;
        if (is_open(a))
            for_a = PULL * t->weight / (total[t->a] + STAND) / need_of(a);
        if (t->b >= n->persons) {
            moved[t->b] += for_a;
            continue;
        }
        const struct net_person *b = &n->person[t->b];
        const double for_b =
            is_open(b) ? PULL * t->weight / (total[t->b] + STAND) / need_of(b) : 0;
        asks[t->a] += for_b < 1 ? for_b : 1;
        asks[t->b] += for_a < 1 ? for_a : 1;
    }
    for (size_t i = 0; i < n->ties; i++) {
        const struct net_tie *t = &n->tie[i];
        if (t->b >= n->persons && total[t->b] > 0)
            asks[t->a] += moved[t->b] * t->weight / total[t->b];
    }
    mem_free(total);
    mem_free(moved);
}

/* The few whose answer settles most; of one circle the next one counts less each time. */
static void choose_questions(struct net *n)
{
    double *asks = mem_calloc(n->persons + 1, sizeof *asks);
    size_t open = 0;
    for (size_t i = 0; i < n->persons; i++)
        open += is_open(&n->person[i]);
    count_asks(n, asks);
    size_t most = (open * QUESTIONS_PERCENT + 99) / 100;
    if (most > QUESTIONS_MOST)
        most = QUESTIONS_MOST;
    for (size_t asked = 0; asked < most; asked++) {
        size_t best = SIZE_MAX;
        double value = -1;
        for (size_t i = 0; i < n->persons; i++) {
            const struct net_person *p = &n->person[i];
            const double mine = asks[i] + p->strength;
            if (is_open(p) && p->asks <= 0 && mine > value) {
                value = mine;
                best = i;
            }
        }
        if (best == SIZE_MAX)
            break;
        n->person[best].asks = round((1 + asks[best]) * 1e3) / 1e3;
        for (size_t i = 0; i < n->persons; i++)
            if (n->person[best].circle != SIZE_MAX &&
                n->person[i].circle == n->person[best].circle)
                asks[i] *= 0.4;
    }
    mem_free(asks);
}

void net_contexts(struct net *n)
{
    struct clues *c = mem_calloc(n->persons + 1, sizeof *c);
    const double usual = usual_talk(n);
    for (size_t i = 0; i < n->persons; i++)
        clues_of(&n->person[i], usual, &c[i]);
    for (size_t i = 0; i < n->groups; i++)
        shared_clues(n, &n->group[i], c);
    for (size_t i = 0; i < n->persons; i++) {
        struct net_person *p = &n->person[i];
        p->own_home = p->own_work = 0;
        for (int k = 0; k < CLUES; k++) {
            p->own_home += c[i].v[k][HOME];
            p->own_work += c[i].v[k][WORK];
        }
    }
    propagate(n, c);
    for (size_t i = 0; i < n->persons; i++) {
        struct net_person *p = &n->person[i];
        /* the guess is made without the owner's word, which the store puts above it */
        p->home = p->own_home + c[i].v[CLUE_MUTUAL][HOME] - c[i].v[CLUE_DECIDED][HOME];
        p->work = p->own_work + c[i].v[CLUE_MUTUAL][WORK] - c[i].v[CLUE_DECIDED][WORK];
        if (!p->counts)
            continue;
        settle(p, &c[i]);
        if ((p->linked & 1) && !(p->kinds & 1u << RELATION_FAMILY) && p->p >= SURE &&
            str_is(str_from(p->context), "personal"))
            p->kinds |= 1u << RELATION_FRIEND;
    }
    choose_questions(n);
    mem_free(c);
}

/* One contact ---------------------------------------------------------------------------- */

void net_context_of_one(struct net_person *p, const struct net_alone *with)
{
    struct clues c = {0};
    const double all = with->home + with->work;
    clues_of(p, 0, &c);
    if (with->domain)
        same_domain(&c);
    if (with->employer)
        same_employer(&c);
    if (with->surname) {
        same_surname(&c);
        p->kinds |= 1u << RELATION_FAMILY;
    }
    if (with->domain || with->employer)
        p->kinds |= 1u << RELATION_COLLEAGUE;
    if (all > 0)
        add(&c, CLUE_MUTUAL, PULL * (2 * with->home / all - 1) * all / (all + STAND),
            PULL * (2 * with->work / all - 1) * all / (all + STAND));
    for (int k = 0; k < CLUES; k++) {
        p->home += c.v[k][HOME];
        p->work += c.v[k][WORK];
    }
    settle(p, &c);
}

/* In words ------------------------------------------------------------------------------- */

struct str people_context_words(const struct person_standing *p, struct arena *a)
{
    static const struct {
        const char *why, *words;
    } reasons[] = {
        {"network",  "by the networks that you are linked on" },
        {"domain",   "by the e-mail address"                  },
        {"employer", "you have had the same employer"         },
        {"surname",  "the surname is one of your family"      },
        {"mutual",   "by the people that you both know"       },
        {"talk",     "by what your messages are mostly about" },
        {"relation", "your address book or an archive says so"},
        {"decided",  "as you said"                            }
    };
    if (p->context.n == 0)
        return STR_NONE;
    struct str where =
        str_is(p->context, "both") ? STR("personal and professional") : p->context;
    for (size_t i = 0; i < COUNT_OF(reasons); i++)
        if (str_is(p->context_why, reasons[i].why))
            return arena_printf(a, STRF "%s: %s", STRA(where),
                                p->context_p >= 0.9    ? ""
                                : p->context_p >= SURE ? ", likely"
                                                       : ", perhaps",
                                reasons[i].words);
    return where;
}
