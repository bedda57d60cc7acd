/* web/plain_words.c: corrections and what a text does, in plain words. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/plain_words.h"

#include "core/buf.h"
#include "core/limits.h"

/* What is said of a text with that tone, and of such texts. */
static const struct {
    const char *is, *isnt, *posts;
} tones[TONE_COUNT] = {
    [TONE_PROMOTIONAL] = {"sells something",        "doesn't sell anything",   "that sell something"        },
    [TONE_BOASTFUL] = {"sounds like boasting",   "isn't boasting",          "that sound like boasting"   },
    [TONE_HOSTILE] = {"sounds hostile",         "isn't hostile",           "that sound hostile"         },
    [TONE_COMPLAINING] = {"is a complaint",         "isn't a complaint",       "that sound like a complaint"},
    [TONE_JOKING] = {"is a joke",              "isn't a joke",            "that are meant as a joke"   },
    [TONE_GRATEFUL] = {"says thank you",         "doesn't say thank you",   "that say thank you"         },
    [TONE_PARTISAN] = {"takes a political side", "takes no political side",
                          "that take a political side"                                                      },
    [TONE_PROFANE] = {"swears",                 "doesn't swear",           "that swear"                 },
};

/* "speaks of work", "isn't about politics": behind "This". */
static struct str predicate(struct arena *a, int head, bool is)
{
    if (head == HEAD_PROFESSIONAL)
        return is ? STR("is about work") : STR("isn't about work");
    if (head >= HEAD_TONES)
        return str_from(is ? tones[head - HEAD_TONES].is : tones[head - HEAD_TONES].isnt);
    if (head == TOPIC_HUMOUR)
        return is ? STR("is a joke") : STR("isn't a joke");
    return arena_printf(a, "%s about %s", is ? "is" : "isn't", topic_phrase((enum topic)head));
}

/* "about politics", "that sound hostile": behind "Posts". */
static struct str such(struct arena *a, int head)
{
    if (head == HEAD_PROFESSIONAL)
        return STR("about work");
    if (head >= HEAD_TONES)
        return str_from(tones[head - HEAD_TONES].posts);
    if (head == TOPIC_HUMOUR)
        return STR("that are a joke");
    return arena_printf(a, "about %s", topic_phrase((enum topic)head));
}

/* The sentence of a rule, as far as it is the same for every text. */
static struct str sentence_of(struct arena *a, const struct rules *rules, struct str id)
{
    const struct rule *found = NULL;
    for (size_t i = 0; i < rules->n_each && !found; i++)
        if (str_eq(rules->each[i].id, id))
            found = &rules->each[i];
    for (size_t i = 0; i < rules->n_first && !found; i++)
        if (str_eq(rules->first[i].id, id))
            found = &rules->first[i];
    if (!found)
        return STR_NONE;
    struct str s = found->sentence;
    ptrdiff_t open = str_chr(s, '{');
    if (open < 0)
        return s;
    s = str_trim(str_sub(s, 0, (size_t)open));
    if (str_ends(s, STR(", and")))
        return str_sub(s, 0, s.n - 5);
    return s.n ? arena_printf(a, STRF " …", STRA(s)) : s;
}

static struct str place_of(struct arena *a, enum correction_kind kind, struct str context)
{
    if (context.n)
        return arena_printf(a, "in " STRF, STRA(context));
    return kind == CORRECTION_NEVER ? STR("anywhere") : STR("everywhere");
}

struct str plain_button(struct arena *a, enum correction_kind kind, struct str fact,
                        struct str context)
{
    struct str where = place_of(a, kind, context);
    if (kind == CORRECTION_FINE)
        return arena_printf(a, "Fine " STRF, STRA(where));
    if (kind == CORRECTION_NEVER)
        return arena_printf(a, "Never " STRF, STRA(where));
    return arena_printf(a, "This " STRF,
                        STRA(predicate(a, correction_head(fact), kind == CORRECTION_IS)));
}

struct str plain_learned(struct arena *a, const struct rules *rules, enum correction_kind kind,
                         struct str fact, struct str context)
{
    int head = correction_head(fact);
    struct str where = place_of(a, kind, context);
    if (kind <= CORRECTION_ISNT && head >= 0)
        return plain_button(a, kind, fact, context);
    if (head >= 0)
        return kind == CORRECTION_FINE ? arena_printf(a, "Posts " STRF " are fine " STRF,
                                                      STRA(such(a, head)), STRA(where))
                                       : arena_printf(a, "Never posts " STRF " " STRF,
                                                      STRA(such(a, head)), STRA(where));
    struct str id = str_starts(fact, STR("rule:")) ? str_after(fact, 5) : fact;
    struct str says = sentence_of(a, rules, id);
    return arena_printf(a, "It is %s " STRF " that “" STRF "”",
                        kind == CORRECTION_FINE ? "fine" : "never fine", STRA(where),
                        STRA(says.n ? says : id));
}

struct str plain_acts(struct arena *a, const struct facts *f)
{
    enum {
        MOST = 2
    };
    struct buf b;
    int n = 0;
    buf_init(&b, 400);
    for (int i = 0; i < ACT_COUNT && n < MOST; i++) {
        if (f->acts[i].p < FACT_LIKELY || f->acts[i].label == ACT_STORY)
            continue;
        buf_printf(&b, "%s%s", n++ ? ", and " : "", act_phrase((enum act)f->acts[i].label));
    }
    struct str s = n ? plain_sentence(a, buf_view(&b)) : STR_NONE;
    buf_free(&b);
    return s;
}

struct str plain_capital(struct arena *a, struct str s)
{
    char *p = arena_cstr(a, s);
    if (*p >= 'a' && *p <= 'z')
        *p = (char)(*p - 'a' + 'A');
    return str_of(p, s.n);
}

struct str plain_sentence(struct arena *a, struct str s)
{
    char last = s.n ? s.p[s.n - 1] : '.';
    bool ends = last == '.' || last == '!' || last == '?';
    return plain_capital(a, ends ? s : arena_printf(a, STRF ".", STRA(s)));
}

struct str plain_reason(struct arena *a, struct str sentence)
{
    ptrdiff_t colon = str_find(sentence, STR(": "));
    if (colon <= 0 || colon >= 40)
        return sentence;
    return plain_sentence(a, str_after(sentence, (size_t)colon + 2));
}
