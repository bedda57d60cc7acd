/* context/check.c: facts, findings and the rule table become one verdict for each place. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/check.h"

#include <math.h>
#include <string.h>

#include "context/check_say.h"
#include "core/buf.h"

enum {
    CUT_TRIES = 2,        /* words taken out, one after the other */
    CUT_TEXT_LONG = 1500, /* bytes; of such a text only the first word */
    CUT_TEXT_MAX = 4000,  /* bytes; a longer text isn't judged again */
    ARENA_RESERVE = 3 << 20
};

/* What is known of a text, and of it without some words. */
struct seen {
    struct facts facts;
    struct sensitive *list;
    size_t n;
};

struct run {
    const struct classifier *c;
    const struct rules *rules;
    struct str text;
    struct arena *a;
    struct seen seen;
};

/* `again`: without the reasons, which nobody will see. */
static enum err_code look(const struct run *r, struct str text, bool again, struct seen *out,
                          struct err *e)
{
    enum err_code code = again ? classify_bare(r->c, text, r->a, &out->facts, e)
                               : classify(r->c, text, r->a, &out->facts, e);
    return code == ERR_OK ? sensitive_scan(text, r->a, &out->list, &out->n, e) : code;
}

static double shifted(double p, double delta)
{
    p = p < 1e-6 ? 1e-6 : (p > 1 - 1e-6 ? 1 - 1e-6 : p);
    return 1 / (1 + exp(-(log(p / (1 - p)) + delta)));
}

static bool applies(const struct check_overlay *o, const struct check_place *p)
{
    return o->mindset.n == 0 || str_is(o->mindset, mindset_name(p->mindset));
}

/* The facts as this owner's corrections have them. */
static void correct(struct facts *f, const struct check_place *p)
{
    for (size_t i = 0; i < p->n_overlay; i++) {
        const struct check_overlay *o = &p->overlay[i];
        if (o->delta == 0 || !applies(o, p))
            continue;
        struct fact *list = o->is_tone ? f->tones : f->topics;
        size_t n = o->is_tone ? TONE_COUNT : TOPIC_COUNT;
        for (size_t k = 0; k < n; k++) {
            if (list[k].label == o->label)
                list[k].p = shifted(list[k].p, o->delta);
        }
    }
    for (int i = 1; i < TOPIC_COUNT; i++) {
        struct fact one = f->topics[i];
        int at = i;
        for (; at > 0 && f->topics[at - 1].p < one.p; at--)
            f->topics[at] = f->topics[at - 1];
        f->topics[at] = one;
    }
}

static uint32_t topic_set(const enum topic *list, size_t n)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < n; i++)
        bits |= list[i] < TOPIC_COUNT ? 1u << list[i] : 0;
    return bits;
}

static struct situation situation_of(const struct check_place *p, const struct facts *f,
                                     const struct seen *seen)
{
    const struct check_audience *a = &p->audience;
    long others = p->mindset == MINDSET_PERSONAL ? a->professional : a->personal;
    bool known = a->people > 0 && others >= 0 && others <= a->people;
    return (struct situation){.facts = f,
                              .findings = seen->list,
                              .n_findings = seen->n,
                              .mindset = p->mindset,
                              .others = known ? (double)others / (double)a->people : -1,
                              .welcome = topic_set(p->welcome, p->n_welcome),
                              .unwelcome = topic_set(p->unwelcome, p->n_unwelcome),
                              .finding = -1};
}

static enum severity severity_of(enum verdict v)
{
    return v == VERDICT_KEEP_OUT ? SEVERITY_STOP
                                 : (v == VERDICT_THINK_TWICE ? SEVERITY_WARN : SEVERITY_INFO);
}

/* The head that a row mainly speaks of: a tone or topic of its conditions, else work. */
static int head_of(const struct rule *r, const struct facts *f)
{
    for (size_t i = 0; i < r->n_when; i++) {
        const struct condition *c = &r->when[i];
        if (c->negated)
            continue;
        if (c->kind == WHEN_TONE) {
            for (int t = 0; t < TONE_COUNT; t++) {
                if ((c->labels & 1u << t) != 0 && f->tones[t].p >= c->least)
                    return HEAD_TONES + t;
            }
        }
    }
    for (size_t i = 0; i < r->n_when; i++) {
        const struct condition *c = &r->when[i];
        if (c->negated || (c->kind != WHEN_TOPIC && c->kind != WHEN_MAIN))
            continue;
        for (int k = 0; k < 3; k++) {
            if ((c->labels & 1u << f->topics[k].label) != 0)
                return f->topics[k].label;
        }
    }
    return -1;
}

static const struct fact *fact_of(const struct facts *f, int head)
{
    if (head >= HEAD_TONES && head < HEAD_TONES + TONE_COUNT)
        return &f->tones[head - HEAD_TONES];
    for (int i = 0; i < TOPIC_COUNT && head >= 0; i++) {
        if (f->topics[i].label == head)
            return &f->topics[i];
    }
    return NULL;
}

/* The words that the row's fact rests on; those of work or private life where it names
 * neither. */
static size_t words_of(const struct rule *r, const struct facts *f, struct fact_word *out)
{
    const struct fact *fact = fact_of(f, head_of(r, f));
    const struct fact_word *words = fact != NULL ? fact->words : NULL;
    size_t n = fact != NULL ? fact->n_words : 0;
    for (size_t i = 0; fact == NULL && i < r->n_when; i++) {
        bool work = r->when[i].kind == WHEN_WORK && !r->when[i].negated;
        bool home = r->when[i].kind == WHEN_PRIVATE && !r->when[i].negated;
        if (!work && !home)
            continue;
        words = work ? f->pro_words : f->personal_words;
        n = work ? f->n_pro_words : f->n_personal_words;
    }
    if (n > 0)
        memcpy(out, words, n * sizeof *out);
    return n;
}

static struct check_finding *add_finding(struct check_result *out)
{
    if (out->n_findings == CHECK_FINDINGS_MAX)
        return NULL;
    return &out->findings[out->n_findings++];
}

static bool names_finding(const struct rule *r)
{
    for (size_t i = 0; i < r->n_when; i++) {
        if (r->when[i].kind == WHEN_GIVES && !r->when[i].negated)
            return true;
    }
    return false;
}

static void add_effects(struct check_result *out, const struct rule *r)
{
    for (int g = 0; g < GROUP_COUNT; g++) {
        if (r->effect[g] == EFFECT_REPEL || out->effects[g] == EFFECT_NONE)
            out->effects[g] = r->effect[g] != EFFECT_NONE ? r->effect[g] : out->effects[g];
    }
}

struct judging {
    const struct run *run;
    const struct check_place *place;
    const struct facts *facts; /* corrected */
    const struct seen *seen;
};

static void tell(const struct judging *j, const struct rule *r, const struct sensitive *found,
                 struct check_result *out)
{
    struct check_finding *f = add_finding(out);
    if (f == NULL)
        return;
    struct say filling = {j->place, j->facts, found, j->run->text};
    struct fact_word words[FACT_WORDS];
    int head = head_of(r, j->facts);
    f->rule = r->id;
    f->verdict = r->verdict;
    f->severity = severity_of(r->verdict);
    f->why = say_fill(j->run->a, r->sentence, &filling);
    f->text = say_verdict(j->run->a, r->verdict, f->why);
    if (found != NULL) {
        f->kind = sensitive_name(found->kind);
        f->severity = found->severity > f->severity ? found->severity : f->severity;
        f->spans[f->n_spans++] = (struct check_span){found->from, found->to};
        return;
    }
    f->kind = head >= HEAD_TONES ? STR("tone") : (head >= 0 ? STR("topic") : STR("context"));
    size_t n = words_of(r, j->facts, words);
    for (size_t i = 0; i < n; i++)
        f->spans[f->n_spans++] = (struct check_span){words[i].from, words[i].to};
}

/* Tries every row of [each]; a row on findings is told once for each of them. */
static void judge_each(const struct judging *j, struct situation *s, struct check_result *out)
{
    for (size_t i = 0; i < j->run->rules->n_each; i++) {
        const struct rule *r = &j->run->rules->each[i];
        bool found = names_finding(r);
        for (size_t k = 0; k < (found ? j->seen->n : 1); k++) {
            s->finding = found ? (int)k : -1;
            if (!rule_holds(r, s))
                continue;
            tell(j, r, found ? &j->seen->list[k] : NULL, out);
            add_effects(out, r);
        }
    }
    s->finding = -1;
}

/* The owner's own word on a topic or tone, which goes before the table's. */
static bool judge_overlay(const struct judging *j, struct check_result *out)
{
    for (size_t i = 0; i < j->place->n_overlay; i++) {
        const struct check_overlay *o = &j->place->overlay[i];
        bool heard = o->is_tone ? o->label >= 0 && o->label < TONE_COUNT &&
                                      j->facts->tones[o->label].p >= FACT_LIKELY
                                : j->facts->topics[0].label == o->label;
        if (!o->has_verdict || !applies(o, j->place) || !heard)
            continue;
        struct check_finding *f = add_finding(out);
        if (f == NULL)
            return false;
        const char *what =
            o->is_tone ? tone_phrase((enum tone)o->label) : topic_phrase((enum topic)o->label);
        f->kind = o->is_tone ? STR("tone") : STR("topic");
        f->rule = STR("yours");
        f->verdict = o->verdict;
        f->severity = severity_of(o->verdict);
        f->why = arena_printf(j->run->a, "you decided so for %s%s",
                              o->is_tone ? "texts where " : "", what);
        f->text = say_verdict(j->run->a, f->verdict, f->why);
        return true;
    }
    return false;
}

static void judge_first(const struct judging *j, const struct situation *s,
                        struct check_result *out)
{
    if (judge_overlay(j, out))
        return;
    for (size_t i = 0; i < j->run->rules->n_first; i++) {
        const struct rule *r = &j->run->rules->first[i];
        if (!rule_holds(r, s))
            continue;
        tell(j, r, NULL, out);
        add_effects(out, r);
        return;
    }
}

/* The strictest finding goes first and decides. */
static void decide(struct check_result *out)
{
    for (size_t i = 1; i < out->n_findings; i++) {
        struct check_finding one = out->findings[i];
        size_t at = i;
        for (; at > 0 && out->findings[at - 1].verdict < one.verdict; at--)
            out->findings[at] = out->findings[at - 1];
        out->findings[at] = one;
    }
    out->verdict = VERDICT_FITS;
    out->sentence = STR("Fits: nothing speaks against it.");
    if (out->n_findings == 0)
        return;
    out->verdict = out->findings[0].verdict;
    out->rule = out->findings[0].rule;
    out->sentence = out->findings[0].text;
}

static void judge(const struct run *run, const struct check_place *p, const struct seen *seen,
                  struct check_result *out)
{
    struct facts facts = seen->facts;
    correct(&facts, p);
    struct situation s = situation_of(p, &facts, seen);
    struct judging j = {run, p, &facts, seen};
    enum topic lead[3];
    out->findings = ARENA_ARRAY(run->a, struct check_finding, CHECK_FINDINGS_MAX);
    judge_each(&j, &s, out);
    judge_first(&j, &s, out);
    decide(out);
    memcpy(out->topics, facts.topics, sizeof out->topics);
    out->n_topics = facts_leading(&facts, lead);
    for (int t = 0; t < TONE_COUNT; t++) {
        if (facts.tones[t].p >= FACT_LIKELY)
            out->tones[out->n_tones++] = facts.tones[t];
    }
    size_t at = out->n_tones;
    for (int t = 0; t < TONE_COUNT; t++) {
        if (facts.tones[t].p < FACT_LIKELY)
            out->tones[at++] = facts.tones[t];
    }
}

/* The text without the given spans. */
static struct str cut(struct arena *a, struct str text, const struct check_span *spans,
                      size_t n)
{
    char *p = arena_alloc(a, text.n + 1);
    size_t used = 0;
    for (size_t i = 0; i < text.n; i++) {
        bool gone = false;
        for (size_t k = 0; k < n; k++)
            gone = gone || (i >= spans[k].from && i < spans[k].to);
        if (!gone)
            p[used++] = text.p[i];
    }
    return str_of(p, used);
}

/* Striking words makes sense where they show or sell something; not where they take a side or
 * attack, for then the thought is what puts people off. */
static bool helps_to_cut(const struct check_result *r)
{
    const struct check_finding *f = &r->findings[0];
    enum topic t = (enum topic)r->topics[0].label;
    if (str_is(f->kind, "tone"))
        return r->n_tones > 0 &&
               (r->tones[0].label == TONE_PROMOTIONAL || r->tones[0].label == TONE_PROFANE);
    bool by_words = str_is(f->kind, "topic") || str_is(f->kind, "context");
    return !by_words || (t != TOPIC_POLITICS && t != TOPIC_RELIGION);
}

/* Judges again without the words that the verdict rests on. */
static void find_change(const struct run *run, const struct check_place *p,
                        struct check_result *out)
{
    if (out->verdict < VERDICT_THINK_TWICE || out->n_findings == 0 ||
        run->text.n > CUT_TEXT_MAX || !helps_to_cut(out))
        return;
    const struct check_finding *f = &out->findings[0];
    struct buf words;
    buf_init(&words, SAY_MAX);
    size_t tries = run->text.n > CUT_TEXT_LONG ? 1 : CUT_TRIES;
    for (size_t n = 1; n <= f->n_spans && n <= tries; n++) {
        struct seen again;
        struct err ignored = {0};
        struct check_result result = {0};
        if (arena_left(run->a) < ARENA_RESERVE)
            break;
        struct str rest = cut(run->a, run->text, f->spans, n);
        if (n > 1)
            buf_lit(&words, " and ");
        buf_printf(&words, "\"" STRF "\"",
                   STRA(str_sub(run->text, f->spans[n - 1].from, f->spans[n - 1].to)));
        if (look(run, rest, true, &again, &ignored) != ERR_OK)
            break;
        struct run shorter = *run;
        shorter.text = rest;
        judge(&shorter, p, &again, &result);
        if (result.verdict >= out->verdict)
            continue;
        out->change = arena_printf(run->a, "Without " STRF " it would be: %s.",
                                   STRA(buf_view(&words)), say_phrase(result.verdict));
        break;
    }
    buf_free(&words);
}

static void find_better(struct run *run, const struct check_place *place, struct check *out)
{
    for (size_t i = 0; i < out->n; i++) {
        struct check_result *r = &out->results[i];
        r->better = ARENA_ARRAY(run->a, size_t, out->n);
        for (int v = VERDICT_FITS; v < (int)r->verdict; v++) {
            for (size_t k = 0; k < out->n; k++) {
                if ((int)out->results[k].verdict == v)
                    r->better[r->n_better++] = k;
            }
        }
        if (r->change.n == 0 && r->verdict >= VERDICT_THINK_TWICE && r->n_better > 0) {
            const struct check_place *to = &place[r->better[0]];
            struct str name = to->network_name.n > 0 ? to->network_name : to->network;
            r->change = arena_printf(run->a, "It is better placed on " STRF ".", STRA(name));
        }
    }
}

static struct str note_of(const struct facts *f)
{
    if (f->judged == JUDGED_NOT)
        return STR("There are no words to judge.");
    if (f->cut)
        return STR("Only the first part of this long text was judged.");
    if (f->judged == JUDGED_PARTLY && f->words > 2)
        return STR(
            "I read English best; topics and tone of this text are a guess. What it gives away "
            "is checked in full.");
    return STR_NONE;
}

/* NOLINTNEXTLINE(readability-function-size): eight parameters, each a part of its own */
enum err_code check_run(const struct classifier *c, const struct rules *rules, struct str text,
                        const struct check_place *place, size_t n, struct arena *a,
                        struct check *out, struct err *e)
{
    struct run run = {.c = c, .rules = rules, .text = text, .a = a};
    enum err_code code = look(&run, text, false, &run.seen, e);
    if (code != ERR_OK)
        return code;
    size_t each = sizeof(struct check_result) +
                  (size_t)CHECK_FINDINGS_MAX * sizeof(struct check_finding) +
                  (size_t)CHECK_FINDINGS_MAX * 2 * SAY_MAX + n * sizeof(size_t);
    if (n > 1000 || each * (n + 1) > arena_left(a))
        return err_set(e, ERR_LIMIT, "a check against %zu places at once is too much", n);
    *out = (struct check){.facts = run.seen.facts,
                          .sensitive = run.seen.list,
                          .n_sensitive = run.seen.n,
                          .note = note_of(&run.seen.facts),
                          .n = n};
    out->results = ARENA_ARRAY(a, struct check_result, n);
    for (size_t i = 0; i < n; i++) {
        struct check_result *r = &out->results[i];
        r->account = place[i].account;
        r->network = place[i].network;
        r->audience = place[i].audience;
        judge(&run, &place[i], &run.seen, r);
    }
    for (size_t i = 0; i < n; i++)
        find_change(&run, &place[i], &out->results[i]);
    find_better(&run, place, out);
    return ERR_OK;
}
