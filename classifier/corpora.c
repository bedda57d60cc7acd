/* classifier/corpora.c: reads the public corpora that have labels in lines or cells. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "classifier/corpora.h"

#include <stdlib.h>
#include <string.h>

#include "core/json.h"
#include "core/mem.h"

enum {
    CELLS_MAX = 32,
    ARENA_BYTES = 1 << 30
};

struct examples examples_new(void)
{
    return (struct examples){.arena = arena_new(ARENA_BYTES)};
}

void examples_free(struct examples *x)
{
    mem_free(x->list);
    arena_free(x->arena);
}

struct example *examples_add(struct examples *x, struct str text)
{
    x->list = mem_grow(x->list, &x->cap, x->n + 1, sizeof *x->list);
    struct example *e = &x->list[x->n++];
    *e = (struct example){
        .text = text, .weight = 1, .topics = {-1, -1, -1, -1}
    };
    return e;
}

static struct str file_at(struct arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL || fseek(f, 0, SEEK_END) != 0) {
        perror(path);
        exit(66);
    }
    long size = ftell(f);
    rewind(f);
    char *p = arena_alloc(a, (size_t)size + 1);
    if (fread(p, 1, (size_t)size, f) != (size_t)size) {
        perror(path);
        exit(66);
    }
    fclose(f);
    return str_of(p, (size_t)size);
}

struct str corpora_file(struct examples *x, const char *dir, const char *name)
{
    struct str path =
        name[0] == '/' ? str_from(name) : arena_printf(x->arena, "%s/%s", dir, name);
    return file_at(x->arena, path.p);
}

/* One cell from *at on, which moves behind it: quoted, with "" for a quote, or plain. */
static struct str csv_cell(struct str s, size_t *at, struct arena *a)
{
    bool quoted = *at < s.n && s.p[*at] == '"';
    size_t i = *at + (quoted ? 1 : 0);
    size_t end = i;
    size_t used = 0;
    while (end < s.n && (quoted || (s.p[end] != ',' && s.p[end] != '\n'))) {
        bool twice = quoted && s.p[end] == '"' && end + 1 < s.n && s.p[end + 1] == '"';
        if (quoted && s.p[end] == '"' && !twice)
            break;
        end += twice ? 2 : 1;
    }
    char *out = arena_alloc(a, end - i + 1);
    for (; i < end; i++) {
        out[used++] = s.p[i];
        i += quoted && s.p[i] == '"' ? 1 : 0;
    }
    *at = end + (quoted && end < s.n ? 1 : 0);
    return str_trim(str_of(out, used));
}

size_t corpora_csv(struct str *rest, struct arena *a, struct str *cells, size_t max)
{
    size_t n = 0;
    size_t at = 0;
    bool more = rest->n > 0;
    while (more) {
        struct str cell = csv_cell(*rest, &at, a);
        if (n < max)
            cells[n++] = cell;
        while (at < rest->n && rest->p[at] == '\r')
            at++;
        more = at < rest->n && rest->p[at] == ',';
        at += at < rest->n ? 1 : 0;
    }
    *rest = str_after(*rest, at);
    return n;
}

/* GoEmotions' numbers (labels.txt). */
enum {
    GO_AMUSEMENT = 1,
    GO_ANGER = 2,
    GO_ANNOYANCE = 3,
    GO_DISAPPOINTMENT = 9,
    GO_DISAPPROVAL = 10,
    GO_DISGUST = 11,
    GO_GRATITUDE = 15,
    GO_PRIDE = 21
};

static void goemotions_labels(struct example *e, uint32_t emotions)
{
    uint32_t hostile = 1u << GO_ANGER | 1u << GO_DISGUST;
    uint32_t unclear = 1u << GO_ANNOYANCE | 1u << GO_DISAPPROVAL;
    uint32_t complaint = 1u << GO_ANNOYANCE | 1u << GO_DISAPPOINTMENT;
    if ((emotions & hostile) != 0 || (emotions & unclear) == 0)
        e->known |= TONE_BIT(TONE_HOSTILE);
    if ((emotions & hostile) != 0)
        e->yes |= TONE_BIT(TONE_HOSTILE);
    if ((emotions & complaint) != 0 || (emotions & (hostile | unclear)) == 0)
        e->known |= TONE_BIT(TONE_COMPLAINING);
    if ((emotions & complaint) != 0)
        e->yes |= TONE_BIT(TONE_COMPLAINING);
    e->known |= TONE_BIT(TONE_GRATEFUL) | TONE_BIT(TONE_BOASTFUL);
    if ((emotions & 1u << GO_GRATITUDE) != 0)
        e->yes |= TONE_BIT(TONE_GRATEFUL);
    if ((emotions & 1u << GO_PRIDE) != 0)
        e->yes |= TONE_BIT(TONE_BOASTFUL);
}

void corpora_goemotions(struct examples *x, const char *dir, const char *name, size_t max)
{
    struct str rest = corpora_file(x, dir, name);
    struct str line;
    for (size_t n = 0; n < max && str_cut(&rest, '\n', &line); n++) {
        struct str text;
        struct str labels;
        struct str one;
        uint32_t emotions = 0;
        if (!str_cut(&line, '\t', &text) || !str_cut(&line, '\t', &labels))
            continue;
        while (str_cut(&labels, ',', &one)) {
            int64_t v = 0;
            if (str_i64(one, &v) && v >= 0 && v < 28)
                emotions |= 1u << (unsigned)v;
        }
        goemotions_labels(examples_add(x, text), emotions);
    }
}

void corpora_toxicity(struct examples *x, const char *dir)
{
    struct str rest = corpora_file(x, dir, "surge_toxicity/toxicity_en.csv");
    struct str cell[CELLS_MAX];
    size_t n;
    while ((n = corpora_csv(&rest, x->arena, cell, CELLS_MAX)) > 0) {
        if (n < 2 || str_is(cell[1], "is_toxic"))
            continue;
        struct example *e = examples_add(x, cell[0]);
        e->known = TONE_BIT(TONE_HOSTILE);
        e->yes = str_is(cell[1], "Toxic") ? e->known : 0;
    }
}

void corpora_profanity(struct examples *x, const char *dir)
{
    struct str cell[CELLS_MAX];
    size_t n;
    struct str rest = corpora_file(x, dir, "davidson/data_labeled_data.csv");
    while ((n = corpora_csv(&rest, x->arena, cell, CELLS_MAX)) > 0) {
        if (n < 7 || str_is(cell[5], "class"))
            continue;
        struct example *e = examples_add(x, cell[6]);
        e->known = TONE_BIT(TONE_PROFANE);
        e->yes = str_is(cell[5], "2") ? 0 : e->known;
    }
    rest = corpora_file(x, dir, "surge_profanity/profanity_en.csv");
    while ((n = corpora_csv(&rest, x->arena, cell, CELLS_MAX)) > 0) {
        if (n < 2 || str_is(cell[0], "text"))
            continue;
        struct example *e = examples_add(x, cell[0]);
        e->known = TONE_BIT(TONE_PROFANE);
        e->yes = e->known;
    }
}

void corpora_isarcasm(struct examples *x, const char *dir)
{
    struct str rest = corpora_file(x, dir, "isarcasm/train_train.En.csv");
    struct str cell[CELLS_MAX];
    size_t n;
    while ((n = corpora_csv(&rest, x->arena, cell, CELLS_MAX)) > 0) {
        if (n < 3 || str_is(cell[1], "tweet"))
            continue;
        struct example *e = examples_add(x, cell[1]);
        e->known = TONE_BIT(TONE_JOKING);
        e->yes = str_is(cell[2], "1") ? e->known : 0;
    }
}

/* X-Topic's labels as ours. A label that fits several of ours makes the others unknown. */
static const struct {
    const char *name;
    int topics[4]; /* the first is what a text of this label is taken for */
} xtopic[] = {
    {"arts_&_culture",           {TOPIC_ENTERTAINMENT, TOPIC_HOBBY, -1, -1}                },
    {"business_&_entrepreneurs", {TOPIC_PRODUCT, TOPIC_INDUSTRY, TOPIC_CAREER, TOPIC_MONEY}},
    {"celebrity_&_pop_culture",  {TOPIC_ENTERTAINMENT, -1, -1, -1}                         },
    {"diaries_&_daily_life",     {TOPIC_FEELINGS, -1, -1, -1}                              },
    {"family",                   {TOPIC_FAMILY, -1, -1, -1}                                },
    {"fashion_&_style",          {TOPIC_HOBBY, -1, -1, -1}                                 },
    {"film_tv_&_video",          {TOPIC_ENTERTAINMENT, -1, -1, -1}                         },
    {"fitness_&_health",         {TOPIC_HEALTH, TOPIC_SPORTS, -1, -1}                      },
    {"food_&_dining",            {TOPIC_FOOD, -1, -1, -1}                                  },
    {"gaming",                   {TOPIC_ENTERTAINMENT, -1, -1, -1}                         },
    {"learning_&_educational",   {TOPIC_LEARNING, -1, -1, -1}                              },
    {"music",                    {TOPIC_ENTERTAINMENT, -1, -1, -1}                         },
    {"news_&_social_concern",    {TOPIC_POLITICS, -1, -1, -1}                              },
    {"other_hobbies",            {TOPIC_HOBBY, -1, -1, -1}                                 },
    {"relationships",            {TOPIC_RELATIONSHIPS, -1, -1, -1}                         },
    {"science_&_technology",     {TOPIC_INDUSTRY, -1, -1, -1}                              },
    {"sports",                   {TOPIC_SPORTS, -1, -1, -1}                                },
    {"travel_&_adventure",       {TOPIC_TRAVEL, -1, -1, -1}                                },
    {"youth_&_student_life",     {TOPIC_LEARNING, -1, -1, -1}                              },
};

/* `cells[0]` says personal or professional where the labels decide it: business against daily
 * life, family and relationships. */
static void xtopic_labels(struct example *e, const struct json *j)
{
    uint64_t yes = 0;
    uint64_t maybe = 0;
    bool work = false;
    bool home = false;
    for (size_t i = 0; i < COUNT_OF(xtopic); i++) {
        if (json_f64(json_get(j, xtopic[i].name), 0) < 0.5)
            continue;
        work = work || i == 1;
        home = home || i == 3 || i == 4 || i == 14;
        bool several = xtopic[i].topics[1] >= 0;
        for (int k = 0; k < 4 && xtopic[i].topics[k] >= 0; k++) {
            if (several)
                maybe |= HEAD_BIT(xtopic[i].topics[k]);
            else
                yes |= HEAD_BIT(xtopic[i].topics[k]);
        }
    }
    /* Humour, charity, religion, nightlife and pets have no label there. */
    uint64_t unseen = HEAD_BIT(TOPIC_HUMOUR) | HEAD_BIT(TOPIC_CHARITY) |
                      HEAD_BIT(TOPIC_RELIGION) | HEAD_BIT(TOPIC_NIGHTLIFE) |
                      HEAD_BIT(TOPIC_PETS) | HEAD_BIT(TOPIC_MONEY) | HEAD_BIT(TOPIC_CAREER);
    e->yes = yes | maybe;
    e->known = TOPIC_BITS & ~unseen & ~(maybe & ~yes);
    e->cells[0] =
        work && !home ? STR("professional") : (home && !work ? STR("personal") : STR_NONE);
}

void corpora_xtopic(struct examples *x, const char *dir, const char *name)
{
    struct str rest = corpora_file(x, dir, name);
    struct str line;
    for (int i = 0; str_cut(&rest, '\n', &line); i++) {
        struct json *j = NULL;
        struct err err = {0};
        if (line.n == 0 || json_parse(line, NULL, x->arena, &j, &err) != ERR_OK)
            continue;
        struct example *e = examples_add(x, json_get_str(j, "text"));
        e->fold = i % 5;
        xtopic_labels(e, j);
    }
}

/* Topics whose seeds were all written for work, and for private life. */
static const uint64_t work_topics = HEAD_BIT(TOPIC_PRODUCT) | HEAD_BIT(TOPIC_INDUSTRY);
static const uint64_t home_topics = HEAD_BIT(TOPIC_FAMILY) | HEAD_BIT(TOPIC_RELATIONSHIPS) |
                                    HEAD_BIT(TOPIC_PETS) | HEAD_BIT(TOPIC_NIGHTLIFE) |
                                    HEAD_BIT(TOPIC_FEELINGS) | HEAD_BIT(TOPIC_HUMOUR) |
                                    HEAD_BIT(TOPIC_HOBBY) | HEAD_BIT(TOPIC_SPORTS);

void corpora_seeds(struct examples *x, const char *dir)
{
    struct str rest = corpora_file(x, dir, "own_seeds/seeds.txt");
    struct str line;
    enum topic topic = TOPIC_PRODUCT;
    for (int i = 0; str_cut(&rest, '\n', &line); i++) {
        line = str_trim(line);
        if (str_starts(line, STR("#")) && topic_find(str_after(line, 1), &topic))
            continue;
        if (line.n == 0)
            continue;
        struct example *e = examples_add(x, line);
        e->fold = i % 5;
        e->known = TOPIC_BITS;
        e->yes = HEAD_BIT(topic);
        bool work = (work_topics & HEAD_BIT(topic)) != 0;
        if (work || (home_topics & HEAD_BIT(topic)) != 0)
            e->known |= CONTEXT_BIT;
        if (work)
            e->yes |= CONTEXT_BIT;
    }
}

static uint64_t topic_bits(struct str names, char sep, int topics[4])
{
    uint64_t bits = 0;
    struct str one;
    for (int n = 0; str_cut(&names, sep, &one);) {
        enum topic t;
        if (!topic_find(str_trim(one), &t)) {
            fprintf(stderr, "unknown topic \"" STRF "\"\n", STRA(one));
            exit(65);
        }
        bits |= HEAD_BIT(t);
        if (n < 4)
            topics[n++] = (int)t;
    }
    return bits;
}

static uint64_t tone_bits(struct str names)
{
    uint64_t bits = 0;
    struct str one;
    while (str_cut(&names, ';', &one)) {
        enum tone t;
        one = str_trim(one);
        if (one.n == 0 || str_is(one, "none"))
            continue;
        if (!tone_find(one, &t)) {
            fprintf(stderr, "unknown tone \"" STRF "\"\n", STRA(one));
            exit(65);
        }
        bits |= TONE_BIT(t);
    }
    return bits;
}

static uint64_t act_bits(struct str names)
{
    uint64_t bits = 0;
    struct str one;
    while (str_cut(&names, ';', &one)) {
        enum act t;
        if (!act_find(str_trim(one), &t)) {
            fprintf(stderr, "unknown act \"" STRF "\"\n", STRA(one));
            exit(65);
        }
        bits |= HEAD_BIT(HEAD_ACTS + (int)t);
    }
    return bits;
}

/* yes, touch or no as bits of the two heads that tell how readers take it. */
static uint64_t taken_bits(struct str label, int suits, int jars)
{
    if (str_is(label, "yes"))
        return HEAD_BIT(suits);
    return str_is(label, "no") ? HEAD_BIT(jars) : 0;
}

static const uint64_t taken_heads = HEAD_BIT(HEAD_SUITS_WORK) | HEAD_BIT(HEAD_JARS_WORK) |
                                    HEAD_BIT(HEAD_SUITS_HOME) | HEAD_BIT(HEAD_JARS_HOME);

void corpora_posts(struct examples *x, const char *path)
{
    enum {
        TOPICS,
        CONTEXT,
        TONES,
        ACTS,
        WORK,
        HOME,
        TEXT,
        COLUMNS
    };
    struct str rest = file_at(x->arena, path);
    struct str line;
    for (int i = 0; str_cut(&rest, '\n', &line); i++) {
        struct str cell[COLUMNS] = {0};
        size_t n = 0;
        if (line.n == 0 || line.p[0] == '#')
            continue;
        while (n < TEXT && str_cut(&line, '\t', &cell[n]))
            n++;
        cell[TEXT] = line;
        if (n < TEXT || line.n == 0) {
            fprintf(stderr, "%s:%d: needs seven columns\n", path, i + 1);
            exit(65);
        }
        struct example *e = examples_add(x, cell[TEXT]);
        e->fold = i % 5;
        e->known = TOPIC_BITS | TONE_BITS | ACT_BITS | taken_heads;
        e->yes = topic_bits(cell[TOPICS], ';', e->topics) | tone_bits(cell[TONES]) |
                 act_bits(cell[ACTS]) |
                 taken_bits(cell[WORK], HEAD_SUITS_WORK, HEAD_JARS_WORK) |
                 taken_bits(cell[HOME], HEAD_SUITS_HOME, HEAD_JARS_HOME);
        e->cells[0] = cell[CONTEXT];
        e->cells[1] = cell[WORK];
        e->cells[2] = cell[HOME];
        if (str_is(cell[CONTEXT], "professional") || str_is(cell[CONTEXT], "personal"))
            e->known |= CONTEXT_BIT;
        if (str_is(cell[CONTEXT], "professional"))
            e->yes |= CONTEXT_BIT;
    }
}
