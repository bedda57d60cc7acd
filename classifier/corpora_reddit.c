/* classifier/corpora_reddit.c: picks labelled posts out of the Reddit titles of 2013. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "classifier/corpora.h"
#include "classifier/random.h"
#include "core/attr.h"
#include "core/hash.h"
#include "core/mem.h"

enum {
    SUBS = 1 << 14,
    SUB_MAX = 1200
};

/* What a subreddit says about its posts beside the topic of submap.txt. */
static const struct {
    uint64_t known, yes;
    const char *subs;
} kinds[] = {
    {CONTEXT_BIT,                CONTEXT_BIT,
     "jobs forhire resumes interview GetEmployed cscareerquestions freelance Accounting "
     "careerguidance "
     "startups Entrepreneur business marketing SEO socialmedia smallbusiness advertising "
     "sysadmin "
     "engineering AskEngineers web_design webdev programming MachineLearning datasets netsec "
     "devops "
     "bioinformatics medicine pharmacy architecture finance SecurityAnalysis nonprofit "
     "Teachers "
     "AskAcademia highereducation userexperience IndustrialDesign graphic_design media "
     "economics "
     "investing kickstarter networking energy"                                              },
    {CONTEXT_BIT,                0,
     "daddit Mommit Parenting BabyBumps beyondthebump relationships relationship_advice dating "
     "dating_advice OkCupid LongDistance BreakUps wedding weddingplanning offmychest self "
     "happy funny "
     "AdviceAnimals drunk trees teenagers confession TrollXChromosomes food recipes Cooking "
     "gaming "
     "movies Music travel camping sports dogs cats aww tifu Showerthoughts FoodPorn gardening "
     "crochet "
     "tattoos MakeNewFriendsHere penpals firstworldproblems loseit beer Baking pics memes "
     "doctorwho"                                                                            },
    {TONE_BIT(TONE_PROMOTIONAL), TONE_BIT(TONE_PROMOTIONAL),
     "shamelessplug promos Etsy kickstarter AppHookup merchents KindleFreebies PrimeFreebies "
     "coupons "
     "eFreebies freebies giveaways ClothingDeals smallbusiness IndieGaming Indiegogo "
     "crowdfunding"                                                                         },
    {TONE_BIT(TONE_JOKING),      TONE_BIT(TONE_JOKING),
     "Jokes puns cleanjokes AntiJokes 3amjokes standupshots ProgrammerHumor shittyaskscience "
     "MeanJokes "
     "Punny LatvianJokes funny AdviceAnimals shittyadvice Showerthoughts firstworldproblems"},
    {TONE_BIT(TONE_COMPLAINING), TONE_BIT(TONE_COMPLAINING),
     "rant rage mildlyinfuriating TalesFromRetail talesfromcallcenters lostgeneration "
     "offmychest"                                                                           },
    {TONE_BIT(TONE_PARTISAN),    TONE_BIT(TONE_PARTISAN),
     "Libertarian Conservative Liberal progressive socialism democrats Republican gunpolitics "
     "Feminism "
     "MensRights ronpaul Anarchism communism occupywallstreet alltheleft progun "
     "AmericanPolitics "
     "PoliticalHumor obama politics"                                                        },
};

/* Posts whose tone is taken to be none of the above when their subreddit isn't named there. */
static const uint64_t tones_by_absence = TONE_BIT(TONE_PROMOTIONAL) | TONE_BIT(TONE_JOKING) |
                                         TONE_BIT(TONE_COMPLAINING) | TONE_BIT(TONE_PARTISAN);

struct sub {
    uint32_t hash; /* 0: free */
    uint64_t known, yes;
    size_t seen;
    size_t quota; /* how many posts of it are kept */
    size_t *kept; /* numbers of examples, for reservoir sampling */
};

static struct sub *sub_at(struct sub *table, struct str name, bool add)
{
    uint32_t h = fnv1a32(name.p, name.n) | 1;
    size_t at = h % SUBS;
    while (table[at].hash != 0 && table[at].hash != h)
        at = (at + 1) % SUBS;
    if (table[at].hash == 0 && !add)
        return NULL;
    table[at].hash = h;
    return &table[at];
}

/* submap.txt: "topic: subreddit subreddit …"; a name that ends in _not is left out. */
static void read_map(struct sub *table, struct str rest, size_t per_topic)
{
    struct str line;
    while (str_cut(&rest, '\n', &line)) {
        struct str name;
        struct str sub;
        enum topic t;
        size_t n = 0;
        if (!str_cut(&line, ':', &name) || !topic_find(str_trim(name), &t))
            continue;
        for (struct str count = line; str_cut(&count, ' ', &sub);)
            n += sub.n > 0;
        size_t quota = per_topic * 2 / (n > 0 ? n : 1) + 1;
        while (str_cut(&line, ' ', &sub)) {
            if (sub.n == 0 || str_ends(sub, STR("_not")))
                continue;
            struct sub *s = sub_at(table, sub, true);
            s->known |= TOPIC_BITS;
            s->yes |= HEAD_BIT(t);
            s->quota = quota < SUB_MAX ? quota : SUB_MAX;
        }
    }
}

static void read_kinds(struct sub *table)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct str rest = str_from(kinds[i].subs);
        struct str name;
        while (str_cut(&rest, ' ', &name)) {
            struct sub *s = sub_at(table, name, true);
            s->known |= kinds[i].known;
            s->yes |= kinds[i].yes;
            if (s->quota < 400)
                s->quota = 400;
        }
    }
    for (size_t i = 0; i < SUBS; i++) {
        struct sub *s = &table[i];
        uint64_t unclear = 0; /* near a tone without being named for it */
        unclear |= (s->yes & HEAD_BIT(TOPIC_PRODUCT)) != 0 ? TONE_BIT(TONE_PROMOTIONAL) : 0;
        unclear |= (s->yes & HEAD_BIT(TOPIC_HUMOUR)) != 0 ? TONE_BIT(TONE_JOKING) : 0;
        unclear |= (s->yes & HEAD_BIT(TOPIC_POLITICS)) != 0 ? TONE_BIT(TONE_PARTISAN) : 0;
        unclear |= (s->yes & HEAD_BIT(TOPIC_FEELINGS)) != 0 ? TONE_BIT(TONE_COMPLAINING) : 0;
        s->known |= tones_by_absence & ~(unclear & ~s->yes);
    }
}

void corpora_reddit(struct examples *x, FILE *in, const char *dir, size_t per_topic)
{
    struct sub *table = mem_calloc(SUBS, sizeof *table);
    read_map(table, corpora_file(x, dir, "reddit_top2013/submap.txt"), per_topic);
    read_kinds(table);
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    uint64_t seed = 7;
    while ((n = getline(&line, &cap, in)) > 0) {
        struct str rest = str_trim(str_of(line, (size_t)n));
        struct str name;
        struct sub *s = str_cut(&rest, '\t', &name) ? sub_at(table, name, false) : NULL;
        if (s == NULL || s->quota == 0 || rest.n < 12)
            continue;
        if (s->kept == NULL)
            s->kept = mem_calloc(s->quota, sizeof *s->kept);
        size_t at = s->seen++;
        if (at >= s->quota) {
            at = random_below(&seed, (uint32_t)s->seen);
            if (at >= s->quota)
                continue;
            x->list[s->kept[at]].text = arena_str(x->arena, rest);
            continue;
        }
        s->kept[at] = x->n;
        struct example *e = examples_add(x, arena_str(x->arena, rest));
        e->known = s->known;
        e->yes = s->yes;
    }
    free(line);
    for (size_t i = 0; i < SUBS; i++)
        mem_free(table[i].kept);
    mem_free(table);
}
