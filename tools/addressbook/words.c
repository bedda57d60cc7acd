/* tools/addressbook/words.c: titles in different words, interests, invented nicknames, bios. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "addressbook/addressbook.h"

#include <string.h>

const struct job jobs[] = {
    {{"Software Engineer", "Software Developer", "Senior Software Engineer", "Developer",
      "Programmer"}},
    {{"Product Manager", "Senior Product Manager", "Head of Product", "Product Owner", "PM"}},
    {{"Teacher", "Secondary School Teacher", "Maths teacher", "Educator", "Lehrer*in"}},
    {{"Marketing Manager", "Head of Marketing", "Brand & Marketing", "Marketing Lead", "CMO"}},
    {{"Nurse", "Registered Nurse", "Staff Nurse", "RN", "Pflegefachkraft"}},
    {{"Data Scientist", "Senior Data Scientist", "Data analyst", "ML Engineer",
      "Statistician"}},
    {{"Account Executive", "Sales Manager", "Sales", "Key Account Manager",
      "Business Development"}},
    {{"Journalist", "Reporter", "Staff Writer", "Editor", "Freelance journalist"}},
    {{"Architect", "Project Architect", "Architektin", "Senior Architect", NULL}},
    {{"UX Designer", "Product Designer", "Designer", "Senior UX Designer",
      "Interaction designer"}},
    {{"Lawyer", "Attorney", "Associate", "Legal Counsel", "Solicitor"}},
    {{"Project Manager", "Programme Manager", "Senior Project Manager", "Projektleiter", NULL}},
    {{"Professor", "Associate Professor", "Lecturer", "Researcher", "Academic"}},
    {{"Accountant", "Senior Accountant", "Finance Manager", "Controller", "Buchhaltung"}},
    {{"Founder", "CEO", "Co-Founder & CEO", "Managing Director", "Entrepreneur"}},
    {{"HR Manager", "People Partner", "Talent Acquisition", "Recruiter",
      "HR Business Partner"}},
    {{"Photographer", "Freelance Photographer", "Photojournalist", "Fotógrafa", NULL}},
    {{"Mechanical Engineer", "Design Engineer", "Ingenieur", "R&D Engineer", "Engineer"}},
    {{"System Administrator", "DevOps Engineer", "SRE", "Platform Engineer", "Sysadmin"}},
    {{"Doctor", "Physician", "General Practitioner", "GP", "Ärztin"}},
    {{"Student", "MSc Student", "PhD Candidate", "Doctoral researcher", NULL}},
    {{"Chef", "Head Chef", "Sous Chef", "Cook", NULL}},
    {{"Translator", "Freelance Translator", "Conference Interpreter", "Übersetzer", NULL}},
    {{"Operations Manager", "COO", "Head of Operations", "Operations", NULL}},
    {{"Librarian", "Archivist", "Information specialist", NULL}},
    {{"Civil Engineer", "Structural Engineer", "Bridge engineer", "Bauingenieur", NULL}},
    {{"Musician", "Cellist", "Composer", "Sound engineer", NULL}},
    {{"Consultant", "Senior Consultant", "Management Consultant", "Advisor",
      "Strategy consultant"}},
};
const size_t jobs_count = LEN(jobs);

/* The first are everybody's, the last are rare. */
static const char *const interests[] = {"coffee",
                                        "travel",
                                        "running",
                                        "photography",
                                        "music",
                                        "books",
                                        "cycling",
                                        "football",
                                        "yoga",
                                        "cooking",
                                        "hiking",
                                        "cats",
                                        "dogs",
                                        "gardening",
                                        "film",
                                        "podcasts",
                                        "chess",
                                        "climbing",
                                        "history",
                                        "politics",
                                        "open source",
                                        "wine",
                                        "tennis",
                                        "science fiction",
                                        "climate",
                                        "board games",
                                        "sailing",
                                        "swimming",
                                        "baking",
                                        "vinyl",
                                        "jazz",
                                        "astronomy",
                                        "knitting",
                                        "typography",
                                        "maps",
                                        "urbanism",
                                        "ceramics",
                                        "birdwatching",
                                        "rowing",
                                        "linguistics",
                                        "choir",
                                        "public transport",
                                        "retro computing",
                                        "sourdough",
                                        "fermentation",
                                        "beekeeping",
                                        "woodworking",
                                        "fountain pens",
                                        "trains",
                                        "mushrooms",
                                        "origami",
                                        "calligraphy",
                                        "opera",
                                        "bouldering",
                                        "triathlon",
                                        "surfing",
                                        "judo",
                                        "fencing",
                                        "fly fishing",
                                        "lighthouses",
                                        "bookbinding",
                                        "Esperanto",
                                        "lichens",
                                        "harpsichord",
                                        "carillons",
                                        "ham radio",
                                        "pinball",
                                        "falconry",
                                        "sundials",
                                        "letterpress",
                                        "mosses",
                                        "bagpipes",
                                        "curling",
                                        "tatting",
                                        "puppetry",
                                        "clockmaking",
                                        "cave diving",
                                        "seaweed",
                                        "medieval cooking",
                                        "slide rules",
                                        "crosswords",
                                        "narrowboats",
                                        "pigeons",
                                        "tram models",
                                        "sacred harp",
                                        "bonsai",
                                        "kites",
                                        "quilts",
                                        "orienteering",
                                        "manhole covers"};

/* As men and as women say it. */
static const char *const sayings[][2] = {
    {"Opinions are my own.",      "Opinions are my own."     },
    {"Views mine.",               "Views mine."              },
    {"he/him",                    "she/her"                  },
    {"RT ≠ endorsement",        "RT ≠ endorsement"       },
    {"Dad of two.",               "Mum of two."              },
    {"Dad of three.",             "Mum of three."            },
    {"Lifelong learner.",         "Lifelong learner."        },
    {"Coffee first.",             "Coffee first."            },
    {"Here to listen.",           "Here to listen."          },
    {"Making things better.",     "Making things better."    },
    {"Trying my best.",           "Trying my best."          },
    {"Living the dream.",         "Living the dream."        },
    {"Be kind.",                  "Be kind."                 },
    {"Work in progress.",         "Work in progress."        },
    {"Posts in three languages.", "Posts in three languages."},
    {"Ex-many things.",           "Ex-many things."          },
    {"Always curious.",           "Always curious."          },
    {"Mostly harmless.",          "Mostly harmless."         },
    {"Formerly somewhere else.",  "Formerly somewhere else." },
    {"he/they",                   "she/they"                 }
};

static const char *const nick_fronts[] = {
    "night",  "quiet",   "paper",  "velvet", "copper", "winter", "lost",   "pixel",
    "salt",   "thunder", "moss",   "echo",   "lemon",  "raven",  "amber",  "hollow",
    "silver", "static",  "ginger", "marble", "turbo",  "sleepy", "cosmic", "feral",
    "plaid",  "rusty",   "umami",  "zigzag", "tiny",   "kilo",   NULL};
static const char *const nick_backs[] = {
    "owl",    "harbor",  "fox",    "engine",   "teapot", "wolf",    "lantern", "sparrow",
    "cactus", "comet",   "badger", "kettle",   "walrus", "biscuit", "meadow",  "turnip",
    "gecko",  "anvil",   "pickle", "hedgehog", "otter",  "byte",    "waffle",  "cello",
    "magpie", "pancake", "tundra", "yeti",     NULL};

/* {t} title {f} firm {c} city {1} {2} {3} {4} interests {s} saying */
static const struct {
    const char *text;
    bool work; /* names the firm */
} bios[] = {
    {"{t} at {f}. {1}, {2}. {s}",                  true },
    {"{1}, {2} & {3}. {c}.",                       false},
    {"{s} Likes {1} and {2}.",                     false},
    {"{t}. {s}",                                   false},
    {"Into {1}, {2}, {3} and {4}.",                false},
    {"{t} @ {f} | {1} | {2}",                      true },
    {"I write about {1} and {2}. {c}.",            false},
    {"{c} · {t} · {1}",                          false},
    {"By day {t}, by night {1}.",                  false},
    {"{1} enthusiast, occasional {2}. {s}",        false},
    {"{s}",                                        false},
    {"Working on {f}. Talk to me about {1}.",      true },
    {"{t} in {c}. {3}, {1}, {2}.",                 false},
    {"{1} | {2} | {3} | {s}",                      false},
    {"Thoughts on {1}, {4} and life in {c}",       false},
    {"{t}, {f}, {c}",                              true },
    {"All about {2}. Also: {1}. {s}",              false},
    {"{1} person. Will talk about {3} for hours.", false}
};

const char *job_show(const struct job *j, struct rng *r)
{
    size_t n = 0;
    while (n < LEN(j->title) && j->title[n])
        n++;
    return j->title[pick_skewed(r, n, 1)];
}

const char *interest_pick(struct rng *r)
{
    return interests[pick_skewed(r, LEN(interests), 25)];
}

const char *nick_make(struct rng *r, struct arena *a)
{
    const char *front = pick(nick_fronts, r), *back = pick(nick_backs, r);
    return rng_chance(r, 35) ? say(a, "%s%s%d", front, back, rng_range(r, 1, 99))
                             : say(a, "%s%s", front, back);
}

/* A slot's words. */
static const char *fill(const struct human *h, enum net net, char slot, size_t tag,
                        struct rng *r, struct arena *a)
{
    switch (slot) {
    case 't':
        return job_show(h->job, r);
    case 'f':
        return h->firm ? firm_show(h->firm, net, r, a) : "my own";
    case 'c':
        return rng_chance(r, 75) || !h->city->other[0] ? h->city->name : h->city->other;
    case 's':
        return sayings[tag][h->given.female];
    default:
        return h->interest[slot - '1'];
    }
}

const char *bio_make(const struct human *h, enum net net, struct rng *r, struct arena *a)
{
    enum {
        LIKELY_TAGS = 2
    };
    struct buf b;
    size_t which = h->bio % LEN(bios), tag = h->tag % LEN(sayings);
    if (!h->reuses) {
        which = rng_below(r, LEN(bios));
        tag = rng_chance(r, 50) ? tag : pick_skewed(r, LEN(sayings), LIKELY_TAGS);
    }
    while (bios[which].work && !h->firm)
        which = (which + 1) % LEN(bios);
    buf_init(&b, 2048);
    for (const char *p = bios[which].text; *p; p++) {
        if (*p == '{') {
            buf_lit(&b, fill(h, net, p[1], tag, r, a));
            p += 2;
        } else {
            buf_char(&b, *p);
        }
    }
    const char *done = arena_cstr(a, buf_view(&b));
    buf_free(&b);
    return done;
}
