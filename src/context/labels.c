/* context/labels.c: names and plain words for topics, tones and acts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/labels.h"

#include <assert.h>

#include "core/attr.h"

static const struct {
    const char *name, *phrase;
} topics[TOPIC_COUNT] = {
    [TOPIC_PRODUCT] = {"product",       "product news"         },
    [TOPIC_CAREER] = {"career",        "work and career"      },
    [TOPIC_INDUSTRY] = {"industry",      "know-how of a trade"  },
    [TOPIC_LEARNING] = {"learning",      "learning"             },
    [TOPIC_MONEY] = {"money",         "money"                },
    [TOPIC_FAMILY] = {"family",        "family life"          },
    [TOPIC_RELATIONSHIPS] = {"relationships", "a relationship"       },
    [TOPIC_PETS] = {"pets",          "pets"                 },
    [TOPIC_FOOD] = {"food",          "food"                 },
    [TOPIC_TRAVEL] = {"travel",        "travel"               },
    [TOPIC_SPORTS] = {"sports",        "sport"                },
    [TOPIC_HEALTH] = {"health",        "health"               },
    [TOPIC_ENTERTAINMENT] = {"entertainment", "films, music or games"},
    [TOPIC_HUMOUR] = {"humour",        "a joke"               },
    [TOPIC_POLITICS] = {"politics",      "politics"             },
    [TOPIC_RELIGION] = {"religion",      "faith"                },
    [TOPIC_CHARITY] = {"charity",       "a good cause"         },
    [TOPIC_FEELINGS] = {"feelings",      "feelings"             },
    [TOPIC_HOBBY] = {"hobby",         "a hobby"              },
    [TOPIC_NIGHTLIFE] = {"nightlife",     "parties and drinking" },
};

static const struct {
    const char *name, *phrase;
    bool hint;
} tones[TONE_COUNT] = {
    [TONE_PROMOTIONAL] = {"promotional", "it sells something",                false},
    [TONE_BOASTFUL] = {"boastful",    "it may sound like boasting",        true },
    [TONE_HOSTILE] = {"hostile",     "it sounds hostile",                 false},
    [TONE_COMPLAINING] = {"complaining", "it sounds like a complaint",        false},
    [TONE_JOKING] = {"joking",      "it may be meant as a joke",         true },
    [TONE_GRATEFUL] = {"grateful",    "it says thank you",                 false},
    [TONE_PARTISAN] = {"partisan",    "it seems to take a political side", true },
    [TONE_PROFANE] = {"profane",     "it swears",                         false},
};

static const struct {
    const char *name, *phrase;
} acts[ACT_COUNT] = {
    [ACT_ANNOUNCEMENT] = {"announcement", "it announces something"              },
    [ACT_QUESTION] = {"question",     "it asks something"                   },
    [ACT_HELP] = {"help",         "it asks for help or a recommendation"},
    [ACT_HIRING] = {"hiring",       "it looks for somebody to hire"       },
    [ACT_MILESTONE] = {"milestone",    "it marks a milestone"                },
    [ACT_GREETING] = {"greeting",     "it sends wishes"                     },
    [ACT_THANKS] = {"thanks",       "it thanks somebody"                  },
    [ACT_INVITATION] = {"invitation",   "it invites or calls to action"       },
    [ACT_ADVICE] = {"advice",       "it gives advice"                     },
    [ACT_OPINION] = {"opinion",      "it gives an opinion"                 },
    [ACT_STORY] = {"story",        "it tells something"                  },
};

static const char *const other_heads[HEAD_COUNT - HEAD_PROFESSIONAL] = {
    "professional", "suits_work", "jars_work", "suits_home", "jars_home"};

struct str topic_name(enum topic t)
{
    assert(t < TOPIC_COUNT);
    return str_from(topics[t].name);
}

const char *topic_phrase(enum topic t)
{
    assert(t < TOPIC_COUNT);
    return topics[t].phrase;
}

struct str tone_name(enum tone t)
{
    assert(t < TONE_COUNT);
    return str_from(tones[t].name);
}

const char *tone_phrase(enum tone t)
{
    assert(t < TONE_COUNT);
    return tones[t].phrase;
}

bool tone_is_hint(enum tone t)
{
    assert(t < TONE_COUNT);
    return tones[t].hint;
}

struct str act_name(enum act t)
{
    assert(t < ACT_COUNT);
    return str_from(acts[t].name);
}

const char *act_phrase(enum act t)
{
    assert(t < ACT_COUNT);
    return acts[t].phrase;
}

struct str head_name(int head)
{
    assert(head >= 0 && head < HEAD_COUNT);
    if (head >= HEAD_PROFESSIONAL)
        return str_from(other_heads[head - HEAD_PROFESSIONAL]);
    if (head >= HEAD_ACTS)
        return act_name((enum act)(head - HEAD_ACTS));
    return head < HEAD_TONES ? topic_name((enum topic)head)
                             : tone_name((enum tone)(head - HEAD_TONES));
}

bool topic_find(struct str name, enum topic *out)
{
    for (int i = 0; i < TOPIC_COUNT; i++) {
        if (str_is(name, topics[i].name)) {
            *out = (enum topic)i;
            return true;
        }
    }
    return false;
}

bool tone_find(struct str name, enum tone *out)
{
    for (int i = 0; i < TONE_COUNT; i++) {
        if (str_is(name, tones[i].name)) {
            *out = (enum tone)i;
            return true;
        }
    }
    return false;
}

bool act_find(struct str name, enum act *out)
{
    for (int i = 0; i < ACT_COUNT; i++) {
        if (str_is(name, acts[i].name)) {
            *out = (enum act)i;
            return true;
        }
    }
    return false;
}
