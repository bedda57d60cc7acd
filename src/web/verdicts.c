/* web/verdicts.c: a text held against the owner's places, and how that is shown. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/verdicts.h"

#include "core/attr.h"
#include "core/limits.h"
#include "text/utf8.h"
#include "web/plain_words.h"
#include "web/server.h"
#include "web/taught.h"

#include <stdlib.h>

/* Finding and judging -------------------------------------------------------------------- */

static enum err_code find_places(struct request *r, const struct known *k, struct verdicts *v,
                                 struct err *e)
{
    enum err_code rc = places_open(r->store, r->a, &v->source, e);
    for (size_t i = 0; i < k->accounts && v->n < PLACES_MOST && rc == ERR_OK; i++) {
        if (!k->account[i].can_post)
            continue;
        rc = place_make(&v->source, &k->account[i].acc, r->a, &v->place[v->n], e);
        v->account[v->n++] = &k->account[i];
    }
    if (rc == ERR_OK && v->n == 0) { /* an empty home: the two that everybody has */
        v->place[v->n++] = place_typical_of(&v->source, network_find(STR("linkedin")));
        v->place[v->n++] = place_typical_of(&v->source, network_find(STR("facebook")));
    }
    return rc;
}

enum err_code verdicts_run(struct request *r, const struct known *k, struct str text, bool now,
                           struct verdicts **out, struct err *e)
{
    struct verdicts *v = ARENA_NEW(r->a, struct verdicts);
    struct lesson *l;
    *out = v;
    enum err_code rc = find_places(r, k, v, e);
    if (rc || (str_trim(text).n == 0 && !r->json))
        return rc;
    rc = taught_take(r->server->taught, r->store, now, &l, e);
    if (rc)
        return rc;
    rc = check_run(&r->server->judges, taught_learned(l), text, v->place, v->n, r->a, &v->check,
                   e);
    taught_give(r->server->taught, l);
    v->judged = rc == ERR_OK;
    return rc;
}

enum context_guard verdicts_guard(const struct verdicts *v, size_t at)
{
    return places_context(&v->source, v->place[at].context)->settings.guard;
}

bool verdicts_stops(const struct verdicts *v, size_t at)
{
    return v->judged && v->check.results[at].verdict >= VERDICT_THINK_TWICE &&
           verdicts_guard(v, at) != GUARD_QUIET;
}

const char *verdicts_phrase(enum verdict v)
{
    static const char *const phrases[] = {"Fits", "Your other side", "Think twice",
                                          "Keep it out"};
    return phrases[v];
}

/* Showing -------------------------------------------------------------------------------- */

static void fill_words(struct request *r, struct str text, const struct check_finding *f,
                       struct verdict_reason *out)
{
    enum {
        MOST = 120
    };
    out->word = ARENA_ARRAY(r->a, struct str, f->n_spans + 1);
    for (size_t i = 0; i < f->n_spans; i++) {
        struct str word = str_sub(text, f->spans[i].from, f->spans[i].to);
        out->word[out->words++] = utf8_clean(str_sub(word, 0, MOST), r->a);
    }
}

static void add_saying(struct request *r, const struct check_place *p, int64_t account_id,
                       enum correction_kind kind, struct str fact, struct str label,
                       struct verdict_reason *out)
{
    struct err quiet;
    bool here = kind >= CORRECTION_FINE;
    if (correction_valid(kind, fact, &quiet))
        return;
    out->saying[out->sayings++] = (struct saying){
        arena_printf(r->a, STRF " " STRF " %lld " STRF, STRA(correction_kind_name(kind)),
                     STRA(fact), (long long)account_id, STRA(here ? p->context : STR_NONE)),
        label.n ? label : plain_button(r->a, kind, fact, p->context)};
}

/* What the owner can say about it: that it isn't so, that it is fine here, or never. A row that
 * names no topic is said of the text's first one. What a text gives away has no fact and no
 * buttons: it is always told. */
static void fill_sayings(struct request *r, const struct verdicts *v, size_t at,
                         int64_t account_id, const struct check_finding *f,
                         struct verdict_reason *out)
{
    const struct check_place *p = &v->place[at];
    const struct check_result *res = &v->check.results[at];
    struct str fact = f->fact, never = STR_NONE;
    out->saying = ARENA_ARRAY(r->a, struct saying, CORRECTION_KIND_COUNT);
    if (fact.n == 0 || out->correction)
        return;
    if (correction_head(fact) < 0 && res->n_topics > 0) {
        enum topic first = (enum topic)res->topics[0].label;
        fact = arena_printf(r->a, "topic:" STRF, STRA(topic_name(first)));
        never = arena_printf(r->a, "Never %s in " STRF, topic_phrase(first), STRA(p->context));
    }
    add_saying(r, p, account_id, CORRECTION_ISNT, fact, STR_NONE, out);
    if (f->verdict != VERDICT_FITS)
        add_saying(r, p, account_id, CORRECTION_FINE, f->fact, STR_NONE, out);
    if (correction_head(fact) >= 0)
        add_saying(r, p, account_id, CORRECTION_NEVER, fact, never, out);
}

/* The correction that a reason of the owner's own rests on. */
static int64_t correction_of(const struct check_place *p, const struct check_finding *f)
{
    for (size_t i = str_is(f->rule, "yours") ? p->n_corrections : 0; i-- > 0;) {
        const struct correction *c = &p->corrections[i];
        if (c->kind >= CORRECTION_FINE && str_eq(c->fact, f->fact) &&
            (c->context.n == 0 || str_eq(c->context, p->context)))
            return c->id;
    }
    return 0;
}

/* "210 people here: 143 friends and family, 12 from work, 7 both." */
static struct str audience_text(struct request *r, const struct check_audience *a)
{
    const struct {
        long n;
        const char *who;
    } parts[] = {
        {a->personal,     " friends and family"},
        {a->professional, " from work"         },
        {a->both,         " both"              }
    };
    struct buf b;
    int shown = 0;
    if (a->people < 0)
        return STR("Nobody knows how many are here: the archive does not say.");
    buf_init(&b, 300);
    show_count(&b, a->people, "person here", "people here");
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (parts[i].n <= 0)
            continue;
        buf_lit(&b, shown++ ? ", " : ": ");
        show_number(&b, parts[i].n);
        buf_lit(&b, parts[i].who);
    }
    buf_lit(&b, ".");
    struct str s = arena_str(r->a, buf_view(&b));
    buf_free(&b);
    return s;
}

/* What a text gives away is told in a quiet context too. */
static bool gives_away(const struct check_result *res)
{
    enum sensitive_kind kind;
    for (size_t i = 0; i < res->n_findings; i++)
        if (res->findings[i].verdict >= VERDICT_THINK_TWICE &&
            sensitive_find(res->findings[i].kind, &kind) && kind < SENSITIVE_AVOIDED)
            return true;
    return false;
}

static void fill_verdict(struct request *r, struct str text, const struct verdicts *v,
                         size_t at, struct place_card *c)
{
    const struct check_result *res = &v->check.results[at];
    bool strict = res->verdict >= VERDICT_THINK_TWICE;
    c->verdict = verdict_name(res->verdict).p;
    c->phrase = verdicts_phrase(res->verdict);
    c->sentence = plain_reason(r->a, res->sentence);
    c->quiet = verdicts_guard(v, at) == GUARD_QUIET && !gives_away(res);
    c->readers = str_trim(res->readers);
    if (strict)
        c->change = res->change;
    const struct check_place *to = res->n_better ? &v->place[res->better[0]] : NULL;
    if (to && strict && str_find(c->change, to->network_name) < 0)
        c->better =
            v->account[res->better[0]] ? v->account[res->better[0]]->label : to->network_name;
    c->reason = ARENA_ARRAY(r->a, struct verdict_reason, res->n_findings + 1);
    for (size_t i = 0; i < res->n_findings; i++) {
        const struct check_finding *f = &res->findings[i];
        struct verdict_reason *one = &c->reason[c->reasons++];
        *one = (struct verdict_reason){.verdict = verdict_name(f->verdict).p,
                                       .phrase = verdicts_phrase(f->verdict),
                                       .why = plain_sentence(r->a, f->why),
                                       .rule = f->rule,
                                       .correction = correction_of(&v->place[at], f)};
        fill_words(r, text, f, one);
        fill_sayings(r, v, at, c->account_id, f, one);
    }
}

struct place_card verdicts_card(struct request *r, const struct verdicts *v, size_t at,
                                struct str text)
{
    const struct known_account *acc = v->account[at];
    const struct check_place *pl = &v->place[at];
    struct place_card c = {
        .account_id = acc ? acc->acc.id : 0,
        .at = at,
        .label = acc ? acc->label
                     : arena_printf(r->a, STRF ", a typical account", STRA(pl->network_name)),
        .context = pl->context,
        .handle = pl->account,
        .context_id = acc ? acc->context_id : (int64_t)pl->mindset + 1,
        .verdict = "",
        .phrase = "",
        .count = text_count(pl->network, text),
        .known = pl->audience.people > 0,
        .audience = audience_text(r, &pl->audience),
        .titles = acc && (acc->can & API_TITLES),
        .letters = acc && (acc->can & API_LETTERS),
        .polls = acc && (acc->can & API_POLLS)};
    if (c.letters) { /* whoever else writes to that mailbox does not read it */
        c.known = false;
        c.audience = STR("only those it is addressed to");
    }
    if (v->judged)
        fill_verdict(r, text, v, at, &c);
    return c;
}

static int by_start(const void *a, const void *b)
{
    const struct html_mark *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

/* The words that any strict reason rests on, marked in the text; not those of places that are to
 * say nothing. */
static void mark_text(struct request *r, const struct verdicts *from, struct write_view *v)
{
    enum {
        MOST = 200
    };
    struct html_mark *m = ARENA_ARRAY(r->a, struct html_mark, MOST);
    size_t n = 0;
    for (size_t i = 0; i < from->n; i++) {
        const struct check_result *res = &from->check.results[i];
        for (size_t f = 0; f < res->n_findings && !v->place[i].quiet; f++)
            for (size_t s = 0; s < res->findings[f].n_spans && n < MOST; s++)
                if (res->findings[f].verdict >= VERDICT_THINK_TWICE)
                    m[n++] = (struct html_mark){res->findings[f].spans[s].from,
                                                res->findings[f].spans[s].to};
    }
    qsort(m, n, sizeof *m, by_start);
    v->marked = html_plain_marked(v->text, m, n, r->a);
}

static void summarise(struct request *r, struct write_view *v)
{
    struct buf b;
    buf_init(&b, KIB(4));
    for (size_t i = 0; i < v->places; i++)
        if (v->place[i].verdict[0] && !v->place[i].quiet)
            buf_printf(&b, "%s" STRF ": %s", b.n ? "; " : "", STRA(v->place[i].label),
                       v->place[i].phrase);
    v->summary = arena_str(r->a, buf_view(&b));
    buf_free(&b);
}

void verdicts_show(struct request *r, const struct verdicts *from, const int64_t *chosen,
                   size_t n_chosen, struct write_view *v)
{
    v->place = ARENA_ARRAY(r->a, struct place_card, from->n);
    v->places = from->n;
    bool told = v->learned.n == 0;
    for (size_t i = 0; i < from->n; i++) {
        struct place_card *c = &v->place[i];
        *c = verdicts_card(r, from, i, v->text);
        if (!told && c->account_id == v->learned_at) {
            told = true;
            c->learned = v->learned;
            c->learned_id = v->learned_id;
        }
        v->titles |= c->titles;
        v->letters |= c->letters;
        v->polls |= c->polls;
        for (size_t k = 0; k < n_chosen; k++)
            c->chosen |= c->account_id && chosen[k] == c->account_id;
    }
    if (!from->judged)
        return;
    v->checked = true;
    v->note = from->check.note;
    v->does = plain_acts(r->a, &from->check.facts);
    mark_text(r, from, v);
    summarise(r, v);
}
