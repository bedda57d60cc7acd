/* classifier/corpora_measure.c: reads the corpora that measure the model but never train it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "classifier/corpora.h"
#include "core/attr.h"
#include "core/json.h"

enum {
    CELLS_MAX = 32
};

/* The drafts' words for tones. */
static const struct {
    const char *name;
    int tone;
} draft_tones[] = {
    {"promo",   TONE_PROMOTIONAL},
    {"boast",   TONE_BOASTFUL   },
    {"hostile", TONE_HOSTILE    },
    {"vent",    TONE_COMPLAINING},
    {"joke",    TONE_JOKING     },
    {"profane", TONE_PROFANE    },
};

static void draft_labels(struct example *e, struct str topics, struct str context,
                         struct str tones)
{
    struct str one;
    for (int n = 0; n < 4 && str_cut(&topics, ';', &one);) {
        enum topic t;
        if (topic_find(str_trim(one), &t)) {
            e->yes |= HEAD_BIT(t);
            e->topics[n++] = (int)t;
        }
    }
    e->known = TOPIC_BITS;
    if (str_is(context, "professional"))
        e->yes |= CONTEXT_BIT;
    if (!str_is(context, "both") && !str_is(context, "neither"))
        e->known |= CONTEXT_BIT;
    while (str_cut(&tones, ',', &one)) {
        for (size_t i = 0; i < COUNT_OF(draft_tones); i++) {
            if (str_is(str_trim(one), draft_tones[i].name))
                e->yes |= TONE_BIT(draft_tones[i].tone);
        }
    }
}

void corpora_drafts(struct examples *x, const char *dir, const char *name)
{
    struct str rest = corpora_file(x, dir, name);
    struct str line;
    while (str_cut(&rest, '\n', &line)) {
        struct str cell[9] = {0};
        size_t n = 0;
        while (n < 9 && str_cut(&line, '\t', &cell[n]))
            n++;
        if (n < 8 || str_is(cell[0], "id"))
            continue;
        struct example *e = examples_add(x, cell[1]);
        draft_labels(e, cell[2], cell[3], cell[4]);
        e->cells[0] = cell[6];
        e->cells[1] = cell[7];
        e->cells[2] = cell[5];
        e->cells[3] = cell[4];
    }
}

void corpora_offensive(struct examples *x, const char *dir, const char *split)
{
    char name[96];
    snprintf(name, sizeof name, "tweeteval/offensive_%s_text.txt", split);
    struct str texts = corpora_file(x, dir, name);
    snprintf(name, sizeof name, "tweeteval/offensive_%s_labels.txt", split);
    struct str labels = corpora_file(x, dir, name);
    struct str text;
    struct str label;
    while (str_cut(&texts, '\n', &text) && str_cut(&labels, '\n', &label)) {
        if (text.n == 0)
            continue;
        struct example *e = examples_add(x, text);
        e->known = TONE_BIT(TONE_HOSTILE);
        e->yes = str_is(str_trim(label), "1") ? e->known : 0;
    }
}

void corpora_instagram(struct examples *x, const char *dir)
{
    static const char *const files[] = {"instagram_intent/splits_train_split_0.json",
                                        "instagram_intent/splits_val_split_0.json"};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct json *all = NULL;
        struct err err = {0};
        if (json_parse(corpora_file(x, dir, files[i]), NULL, x->arena, &all, &err) != ERR_OK) {
            fprintf(stderr, "%s: %s\n", files[i], err.msg);
            exit(65);
        }
        for (const struct json *j = all->first; j != NULL; j = j->next) {
            struct example *e = examples_add(x, json_get_str(j, "orig_caption"));
            struct str intent = json_get_str(j, "intent");
            e->known =
                TONE_BIT(TONE_PROMOTIONAL) | TONE_BIT(TONE_BOASTFUL) | TONE_BIT(TONE_HOSTILE);
            e->yes |= str_is(intent, "promote") ? TONE_BIT(TONE_PROMOTIONAL) : 0;
            e->yes |= str_is(intent, "expose") ? TONE_BIT(TONE_BOASTFUL) : 0;
            e->yes |= str_is(intent, "provoke") ? TONE_BIT(TONE_HOSTILE) : 0;
        }
    }
}

void corpora_complaints(struct examples *x, const char *dir)
{
    struct str rest = corpora_file(x, dir, "complaints/complaints-data.csv");
    struct str cell[CELLS_MAX];
    size_t n;
    while ((n = corpora_csv(&rest, x->arena, cell, CELLS_MAX)) > 0) {
        if (n < 4)
            continue;
        struct example *e = examples_add(x, cell[1]);
        e->known = TONE_BIT(TONE_COMPLAINING);
        e->yes = str_is(cell[n - 2], "1") ? e->known : 0;
    }
}

void corpora_bragging(struct examples *x, const char *dir)
{
    struct str rest = corpora_file(x, dir, "bragging/bragging_data_bragging_data.csv");
    struct str cell[CELLS_MAX];
    size_t n;
    while ((n = corpora_csv(&rest, x->arena, cell, CELLS_MAX)) > 0) {
        if (n < 5 || !str_is(cell[2], "random"))
            continue;
        struct example *e = examples_add(x, cell[1]);
        e->known = TONE_BIT(TONE_BOASTFUL);
        e->yes = str_is(cell[4], "not") ? 0 : e->known;
    }
}

/* HappyDB's concepts and the topics that we take as right; the others have none of ours. */
static const struct {
    const char *name;
    uint32_t topics;
} concepts[] = {
    {"family",        HEAD_BIT(TOPIC_FAMILY)                         },
    {"food",          HEAD_BIT(TOPIC_FOOD)                           },
    {"animals",       HEAD_BIT(TOPIC_PETS)                           },
    {"career",        HEAD_BIT(TOPIC_CAREER)                         },
    {"education",     HEAD_BIT(TOPIC_LEARNING)                       },
    {"entertainment", HEAD_BIT(TOPIC_ENTERTAINMENT)                  },
    {"exercise",      HEAD_BIT(TOPIC_SPORTS) | HEAD_BIT(TOPIC_HEALTH)},
    {"religion",      HEAD_BIT(TOPIC_RELIGION)                       },
    {"romance",       HEAD_BIT(TOPIC_RELATIONSHIPS)                  },
    {"vacation",      HEAD_BIT(TOPIC_TRAVEL)                         },
};

void corpora_happydb(struct examples *x, const char *dir)
{
    struct str rest = corpora_file(x, dir, "claff_happydb/data_TEST_labeled_17k.csv");
    struct str cell[CELLS_MAX];
    size_t n;
    while ((n = corpora_csv(&rest, x->arena, cell, CELLS_MAX)) > 0) {
        for (size_t i = 0; n > 9 && i < COUNT_OF(concepts); i++) {
            if (!str_is(cell[9], concepts[i].name))
                continue;
            struct example *e = examples_add(x, cell[1]);
            e->known = TOPIC_BITS;
            e->yes = concepts[i].topics;
        }
    }
}
