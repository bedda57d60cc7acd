/* context/check.c: facts, findings and the rule table become one verdict for each place. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/check.h"

#include <string.h>

#include "context/check_say.h"
#include "context/logistic.h"
#include "context/plain.h"
#include "context/voice.h"
#include "core/buf.h"

enum {
    CUT_TRIES = 2,        /* words taken out, one after the other */
    CUT_TEXT_LONG = 1500, /* bytes; of such a text only the first word */
    CUT_TEXT_MAX = 4000,  /* bytes; a longer text isn't judged again */
    ARENA_RESERVE = 3 << 20,
    USUAL_PRIOR = 20 /* posts that the prior weighs (SCIENCE: n0) */
};

/* What is known of a text, and of it without some words. */
struct seen {
    struct plain plain;
    struct features features;
    struct facts facts;
    struct sensitive *list;
    size_t n;
};

struct run {
    const struct judges *j;
    const struct learned *learned;
    struct str text; /* plain */
    bool quiet;      /* only the verdict is wanted */
    bool wordless;   /* there is no text, only findings */
    struct arena *a;
    struct seen seen;
};

/* `again`: without the reasons, which nobody will see. */
static enum err_code look(const struct run *r, struct str text, bool again, struct seen *out,
                          struct err *e)
{
    if (text.n * 5 + 64 > arena_left(r->a))
        return err_set(e, ERR_LIMIT,
                       "a text of %zu bytes needs more memory than this check has", text.n);
    out->plain = again ? (struct plain){text, NULL} : plain_of(text, r->a);
    struct str plain = out->plain.text;
    enum err_code code =
        features_extract(classifier_words(r->j->model), plain, r->a, &out->features, e);
    if (code == ERR_OK)
        code = classify_features(r->j->model, r->learned, plain, &out->features, !again, r->a,
                                 &out->facts, e);
    return code == ERR_OK ? sensitive_scan(r->j->lexicon, plain, &out->features, r->a,
                                           &out->list, &out->n, e)
                          : code;
}

static uint32_t topic_set(const enum topic *list, size_t n)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < n; i++)
        bits |= list[i] < TOPIC_COUNT ? 1u << list[i] : 0;
    return bits;
}

/* How many of the newest posts, without a gap, had the text's first topic. */
static size_t row_of(const struct check_history *h, int topic)
{
    size_t n = 0;
    while (n < h->n_recent && (h->recent[n].topics & 1u << topic) != 0)
        n++;
    return n;
}

/* With a text that sells, how many of ten do; over what the context allows (for professional
 * ones half, as 5-3-2 has it; among friends one in ten). */
static bool over_budget(const struct check_place *p, const struct facts *f)
{
    const struct check_history *h = &p->history;
    double most = p->voice.promotion > 0 ? p->voice.promotion
                                         : (p->mindset == MINDSET_PERSONAL ? 0.1 : 0.5);
    size_t sells = 1;
    if (f->tones[TONE_PROMOTIONAL].p < FACT_LIKELY || h->n_recent == 0)
        return false;
    size_t looked = h->n_recent < CHECK_RECENT ? h->n_recent : CHECK_RECENT - 1;
    for (size_t i = 0; i < looked; i++)
        sells += h->recent[i].promotional;
    return sells > 1 && (double)sells > most * CHECK_RECENT;
}

/* What the owner's own posts say against the prior: share = own / (USUAL_PRIOR + all). */
static void add_history(struct situation *s, const struct check_place *p)
{
    const struct check_history *h = &p->history;
    int topic = s->facts->topics[0].label;
    long gone = h->deleted[topic];
    long there = h->about[topic];
    s->usual = (double)there / (double)(USUAL_PRIOR + h->posts);
    s->deleted = gone > 1 ? (double)gone / (double)(gone + there) : 0;
    s->answered = h->answer[topic];
    s->row = (double)row_of(h, topic);
    s->over_budget = over_budget(p, s->facts);
}

static struct situation situation_of(const struct check_place *p, const struct seen *seen)
{
    const struct check_audience *a = &p->audience;
    long others = p->mindset == MINDSET_PERSONAL ? a->professional : a->personal;
    bool known = a->people > 0 && others >= 0 && others <= a->people;
    struct situation s = {.facts = &seen->facts,
                          .findings = seen->list,
                          .n_findings = seen->n,
                          .mindset = p->mindset,
                          .others = known ? (double)others / (double)a->people : -1,
                          .welcome = topic_set(p->welcome, p->n_welcome),
                          .unwelcome = topic_set(p->unwelcome, p->n_unwelcome),
                          .readers = a->group,
                          .finding = -1};
    add_history(&s, p);
    return s;
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

/* The fact of a topic's or tone's head. */
static const struct fact *fact_of(const struct facts *f, int head)
{
    int at = 0;
    if (head >= HEAD_TONES)
        return &f->tones[head - HEAD_TONES];
    while (at + 1 < TOPIC_COUNT && f->topics[at].label != head)
        at++;
    return &f->topics[at];
}

/* Whether a condition speaks of work (1), of private life (-1), or of neither. What suits a
 * professional place speaks of work, what jars there of private life; at home the other way. */
static int speaks_of_work(const struct rule *r, const struct condition *c)
{
    int sign = r->mindsets == 1u << MINDSET_PERSONAL ? -1 : 1;
    if (c->negated)
        return 0;
    if (c->kind == WHEN_SUITS || c->kind == WHEN_JARS)
        return c->kind == WHEN_SUITS ? sign : -sign;
    return c->kind == WHEN_WORK ? 1 : (c->kind == WHEN_PRIVATE ? -1 : 0);
}

static size_t copy_words(struct fact_word *out, const struct fact_word *words, size_t n)
{
    if (n > 0)
        memcpy(out, words, n * sizeof *out);
    return n;
}

/* The words that the row's fact rests on; those of work or private life where it names
 * neither a topic nor a tone. */
static size_t words_of(const struct rule *r, const struct facts *f, struct fact_word *out)
{
    int head = head_of(r, f);
    int work = 0;
    if (head >= 0)
        return copy_words(out, fact_of(f, head)->words, fact_of(f, head)->n_words);
    for (size_t i = 0; i < r->n_when; i++)
        work = work != 0 ? work : speaks_of_work(r, &r->when[i]);
    if (work == 0)
        return 0;
    return work > 0 ? copy_words(out, f->pro_words, f->n_pro_words)
                    : copy_words(out, f->personal_words, f->n_personal_words);
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
    const struct seen *seen; /* with what the voice of the place adds */
};

static struct str head_fact(struct arena *a, int head)
{
    return arena_printf(a, "%s:" STRF, head >= HEAD_TONES ? "tone" : "topic",
                        STRA(head_name(head)));
}

/* What a correction of this row would name: its topic or tone, else the row itself. */
static struct str fact_name(const struct judging *j, const struct rule *r, int head)
{
    return head >= 0 ? head_fact(j->run->a, head)
                     : arena_printf(j->run->a, "rule:" STRF, STRA(r->id));
}

/* What a row is about when it names neither a topic nor a tone: the balance of the place. */
static bool is_balance(const struct rule *r)
{
    for (size_t i = 0; i < r->n_when; i++) {
        enum condition_kind k = r->when[i].kind;
        if (k == WHEN_ROW || k == WHEN_BUDGET || k == WHEN_DELETED || k == WHEN_USUAL ||
            k == WHEN_ANSWERED)
            return true;
    }
    return false;
}

static void tell(const struct judging *j, const struct rule *r, const struct sensitive *found,
                 struct check_result *out)
{
    struct check_finding *f = add_finding(out);
    if (f == NULL)
        return;
    const struct facts *facts = &j->seen->facts;
    struct say filling = {j->place, facts, found, j->run->text};
    struct fact_word words[FACT_WORDS];
    int head = head_of(r, facts);
    f->rule = r->id;
    f->verdict = r->verdict;
    f->severity = severity_of(r->verdict);
    if (j->run->quiet)
        return;
    f->why = say_fill(j->run->a, r->sentence, &filling);
    f->text = say_verdict(j->run->a, r->verdict, f->why);
    if (found != NULL) {
        f->kind = sensitive_name(found->kind);
        f->severity = found->severity > f->severity ? found->severity : f->severity;
        if (found->to > found->from) /* a picture's have none */
            f->spans[f->n_spans++] = (struct check_span){found->from, found->to};
        return;
    }
    f->fact = fact_name(j, r, head);
    f->kind = is_balance(r)        ? STR("balance")
              : head >= HEAD_TONES ? STR("tone")
              : head >= 0          ? STR("topic")
                                   : STR("context");
    size_t n = words_of(r, facts, words);
    for (size_t i = 0; i < n; i++)
        f->spans[f->n_spans++] = (struct check_span){words[i].from, words[i].to};
}

/* The newest word of the owner on a fact or row in this context; NULL: none. */
static const struct correction *correction_of(const struct check_place *p, struct str fact)
{
    for (size_t i = p->n_corrections; i-- > 0;) {
        const struct correction *c = &p->corrections[i];
        if (c->kind >= CORRECTION_FINE && str_eq(c->fact, fact) &&
            (c->context.n == 0 || str_eq(c->context, p->context)))
            return c;
    }
    return NULL;
}

static bool is_fine_here(const struct judging *j, const struct rule *r)
{
    struct str fact = fact_name(j, r, head_of(r, &j->seen->facts));
    const struct correction *c = correction_of(j->place, fact);
    if (c == NULL)
        c = correction_of(j->place, arena_printf(j->run->a, "rule:" STRF, STRA(r->id)));
    return c != NULL && c->kind == CORRECTION_FINE;
}

/* Tries every row of [each]; a row on findings is told once for each of them. What the owner said
 * is fine here is passed over, but never what a text gives away. */
static void judge_each(const struct judging *j, struct situation *s, struct check_result *out)
{
    const struct rules *rules = &j->run->j->rules;
    for (size_t i = 0; i < rules->n_each; i++) {
        const struct rule *r = &rules->each[i];
        bool found = names_finding(r);
        if (j->place->answers && is_balance(r))
            continue;
        for (size_t k = 0; k < (found ? j->seen->n : 1); k++) {
            s->finding = found ? (int)k : -1;
            if (!rule_holds(r, s) ||
                (!found && j->place->n_corrections > 0 && is_fine_here(j, r)))
                continue;
            tell(j, r, found ? &j->seen->list[k] : NULL, out);
            add_effects(out, r);
        }
    }
    s->finding = -1;
}

/* The owner's own word on the first topic or on a tone that is heard, which goes before the
 * table's. */
static bool judge_corrected(const struct judging *j, struct check_result *out)
{
    const struct facts *facts = &j->seen->facts;
    const struct correction *c = NULL;
    int head = facts->topics[0].label;
    if (j->place->n_corrections == 0 || facts->judged == JUDGED_NOT)
        return false;
    for (int t = 0; c == NULL && t < TONE_COUNT; t++) {
        head = HEAD_TONES + t;
        if (facts->tones[t].p >= FACT_LIKELY)
            c = correction_of(j->place, head_fact(j->run->a, head));
    }
    if (c == NULL) {
        head = facts->topics[0].label;
        c = correction_of(j->place, head_fact(j->run->a, head));
    }
    struct check_finding *f = c != NULL ? add_finding(out) : NULL;
    if (f == NULL)
        return false;
    bool fine = c->kind == CORRECTION_FINE;
    f->kind = head >= HEAD_TONES ? STR("tone") : STR("topic");
    f->fact = head_fact(j->run->a, head);
    f->rule = STR("yours");
    f->verdict = fine ? VERDICT_FITS : VERDICT_KEEP_OUT;
    f->severity = severity_of(f->verdict);
    f->why = arena_printf(j->run->a, "you said that %s%s is %s in " STRF,
                          head >= HEAD_TONES ? "a text where " : "",
                          head >= HEAD_TONES ? tone_phrase((enum tone)(head - HEAD_TONES))
                                             : topic_phrase((enum topic)head),
                          fine ? "fine" : "never to be", STRA(j->place->context));
    f->text = say_verdict(j->run->a, f->verdict, f->why);
    return true;
}

static void judge_first(const struct judging *j, const struct situation *s,
                        struct check_result *out)
{
    const struct rules *rules = &j->run->j->rules;
    if (j->run->wordless || j->place->answers || judge_corrected(j, out))
        return;
    for (size_t i = 0; i < rules->n_first; i++) {
        const struct rule *r = &rules->first[i];
        if (!rule_holds(r, s) || (j->place->n_corrections > 0 && is_fine_here(j, r)))
            continue;
        tell(j, r, NULL, out);
        add_effects(out, r);
        return;
    }
}

/* The stricter goes first; of two that change nothing the one that says why it fits. */
static bool goes_before(const struct check_finding *a, const struct check_finding *b)
{
    if (a->verdict != b->verdict)
        return a->verdict > b->verdict;
    return a->verdict == VERDICT_FITS && a->fact.n > 0 && b->fact.n == 0;
}

/* The strictest finding goes first and decides. */
static void decide(struct check_result *out)
{
    for (size_t i = 1; i < out->n_findings; i++) {
        struct check_finding one = out->findings[i];
        size_t at = i;
        for (; at > 0 && goes_before(&one, &out->findings[at - 1]); at--)
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

/* The findings of the text and those of the place's voice. */
static struct seen with_voice(const struct run *run, const struct check_place *p,
                              const struct seen *seen)
{
    struct sensitive own[VOICE_FINDINGS];
    struct seen out = *seen;
    size_t n = voice_scan(&p->voice, &seen->features, seen->plain.text, run->a, own);
    if (n == 0)
        return out;
    out.list = ARENA_ARRAY(run->a, struct sensitive, seen->n + n);
    if (seen->n > 0)
        memcpy(out.list, seen->list, seen->n * sizeof *out.list);
    memcpy(out.list + seen->n, own, n * sizeof *out.list);
    out.n = seen->n + n;
    return out;
}

static void judge(const struct run *run, const struct check_place *p, const struct seen *seen,
                  struct check_result *out)
{
    struct seen here = with_voice(run, p, seen);
    const struct facts *facts = &here.facts;
    struct situation s = situation_of(p, &here);
    struct judging j = {run, p, &here};
    enum topic lead[3];
    out->findings = ARENA_ARRAY(run->a, struct check_finding, CHECK_FINDINGS_MAX);
    judge_each(&j, &s, out);
    judge_first(&j, &s, out);
    decide(out);
    if (run->quiet)
        return;
    if (out->verdict >= VERDICT_TOUCH)
        out->readers = say_readers(run->a, &p->audience, out->effects);
    memcpy(out->topics, facts->topics, sizeof out->topics);
    out->n_topics = facts_leading(facts, lead);
    for (int t = 0; t < TONE_COUNT; t++) {
        if (facts->tones[t].p >= FACT_LIKELY)
            out->tones[out->n_tones++] = facts->tones[t];
    }
    size_t at = out->n_tones;
    for (int t = 0; t < TONE_COUNT; t++) {
        if (facts->tones[t].p < FACT_LIKELY)
            out->tones[at++] = facts->tones[t];
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

/* The verdict on a text that was looked at again. */
static enum verdict again(const struct run *run, const struct check_place *p, struct str text,
                          const struct seen *seen)
{
    struct check_result result = {0};
    struct run quiet = *run;
    quiet.text = text;
    quiet.quiet = true;
    judge(&quiet, p, seen, &result);
    return result.verdict;
}

/* Whether the fact that decided would surely stand without the first n of its words: by what they
 * added to it, it stays likely and ahead of all others. Then nothing need be read again. */
static bool stands_without(const struct facts *f, const struct check_finding *finding, size_t n)
{
    int head = correction_head(finding->fact);
    if (head < 0 || head >= HEAD_ACTS)
        return false;
    const struct fact *fact = fact_of(f, head);
    double odds = log_odds(fact->p);
    for (size_t i = 0; i < n && i < fact->n_words; i++)
        odds -= fact->words[i].weight;
    double rival = head < HEAD_TONES ? f->topics[fact == &f->topics[0] ? 1 : 0].p : 0;
    return odds > 0 && logistic(odds) > rival;
}

/* The verdict without the first n of a finding's words; the same as before where it can't be
 * told. What a text gives away is simply not there any more; for words that told a topic or tone
 * all is read again. */
static enum verdict without(const struct run *run, const struct check_place *p,
                            const struct check_result *out, size_t n)
{
    const struct check_finding *f = &out->findings[0];
    struct seen seen = run->seen;
    struct err ignored = {0};
    if (arena_left(run->a) < ARENA_RESERVE)
        return out->verdict;
    if (f->fact.n == 0) {
        seen.list = ARENA_ARRAY(run->a, struct sensitive, seen.n + 1);
        seen.n = 0;
        for (size_t i = 0; i < run->seen.n; i++) {
            if (run->seen.list[i].from != f->spans[0].from)
                seen.list[seen.n++] = run->seen.list[i];
        }
        return again(run, p, run->text, &seen);
    }
    if (stands_without(&run->seen.facts, f, n))
        return out->verdict;
    struct str rest = cut(run->a, run->text, f->spans, n);
    return look(run, rest, true, &seen, &ignored) == ERR_OK ? again(run, p, rest, &seen)
                                                            : out->verdict;
}

/* What fewer words would change: all that the verdict rests on, or better the first alone. */
static void find_change(const struct run *run, const struct check_place *p,
                        struct check_result *out)
{
    if (out->verdict < VERDICT_THINK_TWICE || out->n_findings == 0 ||
        run->text.n > CUT_TEXT_MAX || !helps_to_cut(out))
        return;
    const struct check_finding *f = &out->findings[0];
    size_t most = run->text.n > CUT_TEXT_LONG ? 1 : CUT_TRIES;
    size_t n = f->n_spans < most ? f->n_spans : most;
    enum verdict better = n > 0 ? without(run, p, out, n) : out->verdict;
    if (better >= out->verdict)
        return;
    enum verdict first = n > 1 ? without(run, p, out, 1) : better;
    if (first <= better) {
        better = first;
        n = 1;
    }
    struct buf words;
    buf_init(&words, SAY_MAX);
    for (size_t i = 0; i < n; i++)
        buf_printf(&words, "%s\"" STRF "\"", i > 0 ? " and " : "",
                   STRA(str_sub(run->text, f->spans[i].from, f->spans[i].to)));
    out->change = arena_printf(run->a, "Without " STRF " it would be: %s.",
                               STRA(buf_view(&words)), say_phrase(better));
    buf_free(&words);
}

/* "Facebook", or "Facebook (company)" where there are several. */
static struct str place_name(struct arena *a, const struct check_place *place, size_t n,
                             size_t at)
{
    const struct check_place *p = &place[at];
    struct str name = p->network_name.n > 0 ? p->network_name : p->network;
    for (size_t i = 0; i < n; i++) {
        if (i != at && str_eq(place[i].network, p->network))
            return arena_printf(a, STRF " (" STRF ")", STRA(name), STRA(p->context));
    }
    return name;
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
            r->change = arena_printf(run->a, "It is better placed on " STRF ".",
                                     STRA(place_name(run->a, place, out->n, r->better[0])));
        }
    }
}

static struct str note_of(const struct facts *f)
{
    if (f->judged == JUDGED_NOT)
        return STR("There are no words to judge.");
    if (f->cut)
        return STR("Only the first part of this long text was judged.");
    if (f->judged == JUDGED_TOPICS)
        return STR(
            "I read English best: of this language I know the topics and what a text gives "
            "away; its tone is a guess.");
    if (f->judged == JUDGED_PARTLY && f->words > 2)
        return STR(
            "I don't know this language: topics and tone are a guess. Numbers, addresses "
            "and names that it gives away are checked in full.");
    return STR_NONE;
}

static void words_back(const struct plain *p, struct str text, struct fact_word *w, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        w[i].from = plain_back(p, w[i].from);
        w[i].to = plain_back(p, w[i].to);
        w[i].text = str_sub(text, w[i].from, w[i].to);
    }
}

static void facts_back(const struct plain *p, struct str text, struct fact *f, size_t n)
{
    for (size_t i = 0; i < n; i++)
        words_back(p, text, f[i].words, f[i].n_words);
}

/* All spans were of the plain text; the caller has the original. */
static void spans_back(const struct plain *p, struct str text, struct check *out)
{
    struct facts *f = &out->facts;
    facts_back(p, text, f->topics, TOPIC_COUNT);
    facts_back(p, text, f->tones, TONE_COUNT);
    words_back(p, text, f->pro_words, f->n_pro_words);
    words_back(p, text, f->personal_words, f->n_personal_words);
    for (size_t i = 0; i < out->n_sensitive; i++) {
        out->sensitive[i].from = plain_back(p, out->sensitive[i].from);
        out->sensitive[i].to = plain_back(p, out->sensitive[i].to);
    }
    for (size_t i = 0; i < out->n; i++) {
        struct check_result *r = &out->results[i];
        facts_back(p, text, r->topics, TOPIC_COUNT);
        facts_back(p, text, r->tones, TONE_COUNT);
        for (size_t k = 0; k < r->n_findings; k++)
            for (size_t s = 0; s < r->findings[k].n_spans; s++) {
                struct check_span *span = &r->findings[k].spans[s];
                *span = (struct check_span){plain_back(p, span->from), plain_back(p, span->to)};
            }
    }
}

static enum err_code begin(struct run *run, struct str text, struct check *out, struct err *e)
{
    enum err_code code = look(run, text, false, &run->seen, e);
    if (code != ERR_OK)
        return code;
    run->text = run->seen.plain.text;
    *out = (struct check){.facts = run->seen.facts,
                          .sensitive = run->seen.list,
                          .n_sensitive = run->seen.n,
                          .note = note_of(&run->seen.facts)};
    return ERR_OK;
}

enum err_code check_facts(const struct judges *j, const struct learned *learned,
                          struct str text, struct arena *a, struct check *out, struct err *e)
{
    struct run run = {.j = j, .learned = learned, .a = a};
    enum err_code code = begin(&run, text, out, e);
    if (code == ERR_OK && run.seen.plain.from != NULL)
        spans_back(&run.seen.plain, text, out);
    return code;
}

static enum err_code judge_places(struct run *run, const struct check_place *place, size_t n,
                                  struct check *out, struct err *e)
{
    size_t each = sizeof(struct check_result) +
                  (size_t)CHECK_FINDINGS_MAX * sizeof(struct check_finding) +
                  (size_t)CHECK_FINDINGS_MAX * 2 * SAY_MAX + n * sizeof(size_t);
    if (n > 1000 || each * (n + 1) > arena_left(run->a))
        return err_set(e, ERR_LIMIT, "a check against %zu places at once is too much", n);
    out->n = n;
    out->results = ARENA_ARRAY(run->a, struct check_result, n);
    for (size_t i = 0; i < n; i++) {
        struct check_result *r = &out->results[i];
        r->account = place[i].account;
        r->network = place[i].network;
        r->audience = place[i].audience;
        judge(run, &place[i], &run->seen, r);
    }
    return ERR_OK;
}

/* NOLINTNEXTLINE(readability-function-size): eight parameters, each a part of its own */
enum err_code check_found(const struct judges *j, struct sensitive *list, size_t n_list,
                          const struct check_place *place, size_t n, struct arena *a,
                          struct check *out, struct err *e)
{
    struct run run = {.j = j, .wordless = true, .a = a};
    enum err_code code = begin(&run, STR(""), out, e);
    if (code != ERR_OK)
        return code;
    run.seen.list = list;
    run.seen.n = n_list;
    out->sensitive = list;
    out->n_sensitive = n_list;
    out->note = STR_NONE;
    return judge_places(&run, place, n, out, e);
}

/* NOLINTNEXTLINE(readability-function-size): eight parameters, each a part of its own */
enum err_code check_run(const struct judges *j, const struct learned *learned, struct str text,
                        const struct check_place *place, size_t n, struct arena *a,
                        struct check *out, struct err *e)
{
    struct run run = {.j = j, .learned = learned, .a = a};
    enum err_code code = begin(&run, text, out, e);
    if (code == ERR_OK)
        code = judge_places(&run, place, n, out, e);
    if (code != ERR_OK)
        return code;
    for (size_t i = 0; i < n; i++)
        find_change(&run, &place[i], &out->results[i]);
    find_better(&run, place, out);
    if (run.seen.plain.from != NULL)
        spans_back(&run.seen.plain, text, out);
    return ERR_OK;
}
