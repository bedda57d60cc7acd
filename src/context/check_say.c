/* context/check_say.c: fills in the sentences of the rules, as a person reads them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/check_say.h"

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

static void put_placeholder(struct buf *b, struct str name, const struct say *f)
{
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
