/* cli/check_show.c: a check in words: the verdict of each place, and what it rests on. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/check.h"

/* Two accounts on one network are told apart by name. */
static bool has_sibling(const struct places *p, size_t at)
{
    for (size_t i = 0; i < p->n; i++)
        if (i != at && str_eq(p->place[i].network, p->place[at].network))
            return true;
    return false;
}

static void put_place(struct buf *b, const struct places *p, size_t at)
{
    const struct check_place *pl = &p->place[at];
    buf_str(b, pl->network_name);
    if (has_sibling(p, at))
        buf_printf(b, " " STRF, STRA(str_after(pl->account, pl->network.n + 1)));
    buf_printf(b, " (" STRF ")", STRA(pl->context));
}

static void put_findings(struct buf *b, const struct check_result *r)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct check_finding *f = &r->findings[i];
        buf_printf(b, "    " STRF " · " STRF " · rule " STRF " · " STRF, STRA(f->kind),
                   STRA(severity_name(f->severity)), STRA(f->rule), STRA(f->why));
        for (size_t k = 0; k < f->n_spans; k++)
            buf_printf(b, "%s%u to %u", k ? ", " : " · bytes ", f->spans[k].from,
                       f->spans[k].to);
        if (f->fact.n)
            buf_printf(b, " · " STRF, STRA(f->fact));
        buf_char(b, '\n');
    }
}

void show_result(struct buf *b, const struct places *p, size_t at, const struct check *k,
                 bool explains)
{
    const struct check_result *r = &k->results[at];
    const struct check_place *pl = &p->place[at];
    put_place(b, p, at);
    buf_printf(b, "%s\n  " STRF "\n",
               str_eq(pl->account, pl->network) ? ", a typical account" : "",
               STRA(r->sentence));
    for (size_t i = 1; i < r->n_findings && !explains; i++)
        buf_printf(b, "  Also: " STRF "\n", STRA(r->findings[i].why));
    if (r->readers.n)
        buf_printf(b, "  " STRF "\n", STRA(r->readers));
    if (r->verdict >= VERDICT_THINK_TWICE && r->change.n)
        buf_printf(b, "  " STRF "\n", STRA(r->change));
    /* the sentence about what would change it may have named the place already */
    const struct check_place *to = r->n_better ? &p->place[r->better[0]] : NULL;
    if (to && r->verdict >= VERDICT_THINK_TWICE && str_find(r->change, to->network_name) < 0) {
        buf_lit(b, "  Better: ");
        put_place(b, p, r->better[0]);
        buf_char(b, '\n');
    }
    if (explains)
        put_findings(b, r);
}

/* What the text says -------------------------------------------------------------------- */

static int percent(double p)
{
    return (int)(p * 100 + 0.5);
}

static void put_words(struct buf *b, const struct fact_word *w, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_printf(b, "%s\"" STRF "\"%s", i ? ", " : " (", STRA(w[i].text),
                   i + 1 == n ? ")" : "");
}

/* Those that are likely; the first in any case where `one` asks for it. */
static void put_facts(struct buf *b, const char *what, const struct fact *f, size_t n,
                      struct str (*name)(int label), bool one)
{
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (f[i].p < FACT_LIKELY && !(one && i == 0))
            continue;
        buf_printf(b, "%s" STRF " %d %%", any ? "; " : what, STRA(name(f[i].label)),
                   percent(f[i].p));
        put_words(b, f[i].words, f[i].n_words);
        any = true;
    }
    if (any)
        buf_char(b, '\n');
}

static struct str topic_of(int label)
{
    return topic_name((enum topic)label);
}

static struct str tone_of(int label)
{
    return tone_name((enum tone)label);
}

static struct str act_of(int label)
{
    return act_name((enum act)label);
}

void show_facts(struct buf *b, const struct check *k)
{
    const struct facts *f = &k->facts;
    buf_lit(b, "What the text says\n");
    put_facts(b, "  topics: ", f->topics, TOPIC_COUNT, topic_of, true);
    put_facts(b, "  tone: ", f->tones, TONE_COUNT, tone_of, false);
    put_facts(b, "  does: ", f->acts, ACT_COUNT, act_of, true);
    buf_printf(b, "  of work: %d %%", percent(f->p_professional));
    if (f->p_professional >= FACT_LIKELY)
        put_words(b, f->pro_words, f->n_pro_words);
    else
        put_words(b, f->personal_words, f->n_personal_words);
    buf_printf(b, "\n  words: %zu", f->words);
    if (f->language.n)
        buf_printf(b, ", " STRF, STRA(f->language));
    buf_char(b, '\n');
    for (size_t i = 0; i < k->n_sensitive; i++)
        buf_printf(b, "  gives away: " STRF ", " STRF " · bytes %u to %u%s\n",
                   STRA(sensitive_name(k->sensitive[i].kind)),
                   STRA(severity_name(k->sensitive[i].severity)), k->sensitive[i].from,
                   k->sensitive[i].to, k->sensitive[i].intended ? " · meant to be seen" : "");
    bool any = false;
    for (int h = 0; h < HEAD_COUNT; h++) {
        if ((f->taught >> h & 1) == 0)
            continue;
        buf_printf(b, "%s" STRF,
                   any ? ", " : "  moved by what you taught: ", STRA(head_name(h)));
        any = true;
    }
    if (any)
        buf_char(b, '\n');
}
