/* context/check_say.c: fills in the sentences of the rules, as a person reads them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/check_say.h"

#include "core/attr.h"
#include "core/buf.h"

/* "143 of the 210 people here are family and friends", as far as it is known. */
static void put_others(struct buf *b, const struct check_place *p)
{
    const struct check_audience *a = &p->audience;
    bool home = p->mindset == MINDSET_PERSONAL;
    long here = home ? a->personal : a->professional;
    const char *are = home ? "are family and friends" : "know you from work";
    if (a->people > 0 && here > 0 && here <= a->people) {
        if (here == a->people && here > 1)
            buf_printf(b, "all %ld people here %s", here, are);
        else
            buf_printf(b, "%ld of the %ld people here %s", here, a->people, are);
        return;
    }
    static const char *const come[] = {"people come here for friends and family",
                                       "people come here for work and what helps it",
                                       "people come here for news of the company"};
    buf_lit(b, come[p->mindset]);
}

/* All that it is about: "family life and pets". */
static void put_topics(struct buf *b, const struct facts *f)
{
    enum topic lead[TOPIC_COUNT];
    size_t n = facts_leading(f, lead);
    if (n == 0)
        lead[n++] = (enum topic)f->topics[0].label;
    for (size_t i = 0; i < n && i < 2; i++)
        buf_printf(b, "%s%s", i ? " and " : "", topic_phrase(lead[i]));
}

/* "12 of your 80 posts here are about pets" */
static void put_often(struct buf *b, const struct say *f)
{
    const struct check_history *h = &f->place->history;
    int topic = f->facts->topics[0].label;
    buf_printf(b, "%ld of your %ld posts here are about %s", h->about[topic], h->posts,
               topic_phrase((enum topic)topic));
    if (h->answer[topic] >= 1.3)
        buf_printf(b, ", and they are answered %.1f times as much as others", h->answer[topic]);
}

static const char *ending(size_t n)
{
    if (n % 100 >= 11 && n % 100 <= 13)
        return "th";
    return n % 10 == 1 ? "st" : (n % 10 == 2 ? "nd" : (n % 10 == 3 ? "rd" : "th"));
}

/* "5th post about product news" */
static void put_row(struct buf *b, const struct say *f)
{
    const struct check_history *h = &f->place->history;
    int topic = f->facts->topics[0].label;
    size_t n = 1;
    while (n <= h->n_recent && (h->recent[n - 1].topics & 1u << topic) != 0)
        n++;
    buf_printf(b, "%zu%s post about %s", n, ending(n), topic_phrase((enum topic)topic));
}

/* "6 of your last 9 posts here sell something" */
static void put_budget(struct buf *b, const struct say *f)
{
    const struct check_history *h = &f->place->history;
    size_t sells = 0;
    size_t looked = h->n_recent < CHECK_RECENT ? h->n_recent : CHECK_RECENT - 1;
    for (size_t i = 0; i < looked; i++)
        sells += h->recent[i].promotional;
    buf_printf(b, "%zu of your last %zu posts here %s something", sells, looked,
               sells == 1 ? "sells" : "sell");
}

static void put_deleted(struct buf *b, const struct say *f)
{
    int topic = f->facts->topics[0].label;
    buf_printf(b, "you deleted %ld posts about %s here", f->place->history.deleted[topic],
               topic_phrase((enum topic)topic));
}

/* The first of the text's topics that is on a list of the context. */
static void put_listed(struct buf *b, const struct say *f, const enum topic *list, size_t n)
{
    for (int i = 0; i < TOPIC_COUNT; i++) {
        for (size_t k = 0; k < n; k++) {
            if (f->facts->topics[i].label == (int)list[k]) {
                buf_lit(b, topic_phrase(list[k]));
                return;
            }
        }
    }
}

static void put_welcome(struct buf *b, const struct say *f)
{
    put_listed(b, f, f->place->welcome, f->place->n_welcome);
}

static void put_unwelcome(struct buf *b, const struct say *f)
{
    put_listed(b, f, f->place->unwelcome, f->place->n_unwelcome);
}

static void put_placeholder(struct buf *b, struct str name, const struct say *f)
{
    static const struct {
        const char *name;
        void (*put)(struct buf *b, const struct say *f);
    } counted[] = {
        {"often",     put_often    },
        {"row",       put_row      },
        {"budget",    put_budget   },
        {"deleted",   put_deleted  },
        {"welcome",   put_welcome  },
        {"unwelcome", put_unwelcome}
    };
    for (size_t i = 0; i < COUNT_OF(counted); i++) {
        if (str_is(name, counted[i].name)) {
            counted[i].put(b, f);
            return;
        }
    }
    if (str_is(name, "topic")) {
        buf_lit(b, topic_phrase((enum topic)f->facts->topics[0].label));
    } else if (str_is(name, "topics")) {
        put_topics(b, f->facts);
    } else if (str_is(name, "others")) {
        put_others(b, f->place);
    } else if (str_is(name, "network")) {
        buf_str(b, f->place->network_name);
    } else if (str_is(name, "context")) {
        buf_str(b, f->place->context);
    } else if (str_is(name, "why") && f->found != NULL) {
        buf_lit(b, f->found->why);
    } else if (str_is(name, "words") && f->found != NULL) {
        buf_char(b, '"');
        buf_str(b, str_sub(f->text, f->found->from, f->found->to));
        buf_char(b, '"');
    } else {
        buf_char(b, '{');
        buf_str(b, name);
        buf_char(b, '}');
    }
}

struct str say_fill(struct arena *a, struct str sentence, const struct say *f)
{
    struct buf b;
    buf_init(&b, SAY_MAX);
    while (sentence.n > 0) {
        ptrdiff_t open = str_chr(sentence, '{');
        ptrdiff_t close = open < 0 ? -1 : str_chr(str_after(sentence, (size_t)open), '}');
        if (close < 0) {
            buf_str(&b, sentence);
            break;
        }
        buf_str(&b, str_sub(sentence, 0, (size_t)open));
        put_placeholder(&b, str_sub(sentence, (size_t)(open + 1), (size_t)(open + close)), f);
        sentence = str_after(sentence, (size_t)(open + close + 1));
    }
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

const char *say_phrase(enum verdict v)
{
    static const char *const phrases[] = {"Fits", "Another side of you", "Think twice",
                                          "Keep it out"};
    return phrases[v];
}

struct str say_verdict(struct arena *a, enum verdict v, struct str why)
{
    const char *stop = why.n > 0 && why.p[why.n - 1] == '.' ? "" : ".";
    return arena_printf(a, "%s: " STRF "%s", say_phrase(v), STRA(why), stop);
}

static const struct {
    const char *one, *many;
} group_words[GROUP_COUNT] = {
    [GROUP_PROSPECTS] = {"prospect",  "prospects" },
      [GROUP_CLIENTS] = {"client",    "clients"   },
    [GROUP_COLLEAGUES] = {"colleague", "colleagues"},
      [GROUP_FRIENDS] = {"friend",    "friends"   },
    [GROUP_FAMILY] = {"relative",  "relatives" },
};

/* "Ann Berg and 11 other clients", "Ann Berg (client)" */
static void put_group(struct buf *b, const struct check_audience *who, int g)
{
    long n = who->group[g];
    if (who->named[g][0].n == 0) {
        buf_printf(b, "%ld %s", n, n == 1 ? group_words[g].one : group_words[g].many);
        return;
    }
    buf_str(b, who->named[g][0]);
    if (n == 1)
        buf_printf(b, " (%s)", group_words[g].one);
    else
        buf_printf(b, " and %ld other %s", n - 1,
                   n == 2 ? group_words[g].one : group_words[g].many);
}

static void put_groups(struct buf *b, const struct check_audience *who, const enum effect *all,
                       enum effect effect, const char *verb)
{
    int n = 0;
    for (int g = 0; g < GROUP_COUNT; g++) {
        if (all[g] != effect || who->group[g] <= 0)
            continue;
        buf_printf(b, "%s", n > 0 ? ", " : verb);
        put_group(b, who, g);
        n++;
    }
    if (n > 0)
        buf_lit(b, ".");
}

struct str say_readers(struct arena *a, const struct check_audience *who,
                       const enum effect effects[GROUP_COUNT])
{
    struct buf b;
    buf_init(&b, SAY_MAX);
    put_groups(&b, who, effects, EFFECT_REPEL, "May put off ");
    put_groups(&b, who, effects, EFFECT_ATTRACT, b.n > 0 ? " May draw " : "May draw ");
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}
