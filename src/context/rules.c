/* context/rules.c: reads the rule table and holds its rows against a situation. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/rules.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/mem.h"

static const char *const verdicts[] = {"fits", "touch", "think_twice", "keep_out"};
static const char *const groups[] = {"prospects", "clients", "colleagues", "friends", "family"};
static const char *const effects[] = {"none", "attract", "repel"};

struct str verdict_name(enum verdict v)
{
    assert(v <= VERDICT_KEEP_OUT);
    return str_from(verdicts[v]);
}

struct str group_name(enum group g)
{
    assert(g < GROUP_COUNT);
    return str_from(groups[g]);
}

struct str effect_name(enum effect e)
{
    assert(e <= EFFECT_REPEL);
    return str_from(effects[e]);
}

static int find_name(const char *const *names, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++) {
        if (str_is(name, names[i]))
            return (int)i;
    }
    return -1;
}

/* Where an error is. */
struct place {
    int line;
    struct err *e;
};

static enum err_code bad(const struct place *at, const char *what, struct str got,
                         const char *todo)
{
    return err_set(at->e, ERR_PARSE, "rules line %d: %s \"" STRF "\"; %s", at->line, what,
                   got.n > 60 ? 60 : STRA(got), todo);
}

/* "0.35" or "4" as a number from 0 to `most`. */
static bool parse_number(struct str s, double most, double *out)
{
    double v = 0;
    double unit = 1;
    bool dot = false;
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.' && !dot) {
            dot = true;
            continue;
        }
        if (!ascii_is_digit((unsigned char)s.p[i]) || i > 6)
            return false;
        digits++;
        unit = dot ? unit / 10 : unit;
        v = dot ? v + unit * (s.p[i] - '0') : v * 10 + (s.p[i] - '0');
    }
    if (digits == 0 || v > most)
        return false;
    *out = v;
    return true;
}

/* The bit of a name that a condition of this kind may hold, 0 where it knows none. */
static uint32_t label_bit(enum condition_kind kind, struct str one)
{
    enum topic topic;
    enum tone tone;
    enum act act;
    enum sensitive_kind gives;
    int group = find_name(groups, COUNT_OF(groups), one);
    if (kind == WHEN_TONE && tone_find(one, &tone))
        return 1u << tone;
    if (kind == WHEN_ACT && act_find(one, &act))
        return 1u << act;
    if (kind == WHEN_GIVES && sensitive_find(one, &gives))
        return 1u << gives;
    if (kind == WHEN_READERS && group >= 0)
        return 1u << group;
    if ((kind == WHEN_TOPIC || kind == WHEN_MAIN) && topic_find(one, &topic))
        return 1u << topic;
    return 0;
}

static enum err_code parse_labels(const struct place *at, struct condition *c, struct str names)
{
    struct str one;
    if (names.n == 0)
        return bad(at, "a condition without names", names,
                   "write for example: topic food/travel");
    while (str_cut(&names, '/', &one)) {
        uint32_t bit = label_bit(c->kind, one);
        if (bit == 0)
            return bad(at, "unknown name", one,
                       "the names of topics, tones, acts and findings stand at the top of the "
                       "file");
        c->labels |= bit;
    }
    return ERR_OK;
}

static const struct {
    const char *word;
    enum condition_kind kind;
    bool labels;  /* names follow */
    double most;  /* of the number that may follow; 0: none may */
    double least; /* when none does */
} words[] = {
    {"always",    WHEN_ALWAYS,    false, 0,   0          },
    {"topic",     WHEN_TOPIC,     true,  1,   0          },
    {"main",      WHEN_MAIN,      true,  1,   0          },
    {"tone",      WHEN_TONE,      true,  1,   FACT_LIKELY},
    {"act",       WHEN_ACT,       true,  1,   FACT_LIKELY},
    {"gives",     WHEN_GIVES,     true,  0,   0          },
    {"work",      WHEN_WORK,      false, 1,   FACT_LIKELY},
    {"private",   WHEN_PRIVATE,   false, 1,   FACT_LIKELY},
    {"suits",     WHEN_SUITS,     false, 1,   FACT_LIKELY},
    {"jars",      WHEN_JARS,      false, 1,   FACT_LIKELY},
    {"others",    WHEN_OTHERS,    false, 1,   0.3        },
    {"usual",     WHEN_USUAL,     false, 1,   0.1        },
    {"deleted",   WHEN_DELETED,   false, 1,   0.3        },
    {"answered",  WHEN_ANSWERED,  false, 100, 1.5        },
    {"row",       WHEN_ROW,       false, 10,  4          },
    {"budget",    WHEN_BUDGET,    false, 0,   0          },
    {"readers",   WHEN_READERS,   true,  999, 1          },
    {"welcome",   WHEN_WELCOME,   false, 0,   0          },
    {"unwelcome", WHEN_UNWELCOME, false, 0,   0          },
    {"unread",    WHEN_UNREAD,    false, 0,   0          },
};

/* "not tone hostile/profane 0.7", "gives phone warn". */
static enum err_code parse_condition(const struct place *at, struct str text,
                                     struct condition *c)
{
    struct str word = STR_NONE;
    struct str rest = str_trim(text);
    if (str_starts(rest, STR("not "))) {
        c->negated = true;
        rest = str_trim(str_after(rest, 4));
    }
    str_cut(&rest, ' ', &word);
    size_t k = 0;
    while (k < COUNT_OF(words) && !str_is(word, words[k].word))
        k++;
    if (k == COUNT_OF(words))
        return bad(at, "unknown condition", word,
                   "the words that a row may hold stand at the top of the file");
    c->kind = words[k].kind;
    c->least = words[k].least;
    rest = str_trim(rest);
    if (words[k].labels) {
        struct str names = STR_NONE;
        str_cut(&rest, ' ', &names);
        enum err_code code = parse_labels(at, c, names);
        if (code != ERR_OK)
            return code;
        rest = str_trim(rest);
    }
    if (rest.n == 0)
        return ERR_OK;
    if (c->kind == WHEN_GIVES) {
        for (int s = SEVERITY_INFO; s <= SEVERITY_STOP; s++) {
            if (str_eq(rest, severity_name((enum severity)s))) {
                c->severity = (enum severity)s;
                return ERR_OK;
            }
        }
        return bad(at, "unknown severity", rest, "use info, warn or stop");
    }
    if (words[k].most > 0 && parse_number(rest, words[k].most, &c->least))
        return ERR_OK;
    char todo[64];
    snprintf(todo, sizeof todo, "a number from 0 to %g may stand here, or nothing",
             words[k].most);
    return bad(at, "can't read", rest, words[k].most > 0 ? todo : "nothing may stand here");
}

static enum err_code parse_when(const struct place *at, struct str text, struct rule *r)
{
    while (text.n > 0) {
        ptrdiff_t and = str_find(text, STR(" and "));
        struct str one = and < 0 ? text : str_sub(text, 0, (size_t) and);
        text = and < 0 ? STR_NONE : str_after(text, (size_t) and +5);
        if (r->n_when == RULE_CONDITIONS)
            return bad(at, "too many conditions before", one, "split the row in two");
        enum err_code code = parse_condition(at, one, &r->when[r->n_when++]);
        if (code != ERR_OK)
            return code;
    }
    if (r->n_when == 0)
        return bad(at, "no condition in", r->id,
                   "write always where a row holds for every text");
    return ERR_OK;
}

static enum err_code parse_mindsets(const struct place *at, struct str text, struct rule *r)
{
    struct str one;
    while (str_cut(&text, ',', &one)) {
        enum mindset m;
        one = str_trim(one);
        if (str_is(one, "any"))
            r->mindsets = (1u << MINDSET_COUNT) - 1;
        else if (mindset_from(one, &m))
            r->mindsets |= 1u << m;
        else
            return bad(at, "unknown context", one,
                       "use personal, professional, company or any");
    }
    return ERR_OK;
}

static enum err_code parse_effects(const struct place *at, struct str text, struct rule *r)
{
    struct str one;
    while (str_cut(&text, ' ', &one)) {
        if (one.n == 0 || str_is(one, "-"))
            continue;
        char sign = one.p[one.n - 1];
        int g = find_name(groups, COUNT_OF(groups), str_sub(one, 0, one.n - 1));
        if (g < 0 || (sign != '+' && sign != '-'))
            return bad(
                at, "unknown effect", one,
                "use prospects, clients, colleagues, friends or family with + or - behind it");
        r->effect[g] = sign == '+' ? EFFECT_ATTRACT : EFFECT_REPEL;
    }
    return ERR_OK;
}

enum {
    COLUMNS = 6
};

static enum err_code parse_row(const struct place *at, struct str line, struct arena *a,
                               struct rule *r)
{
    struct str cell[COLUMNS] = {0};
    struct str rest = line;
    size_t n = 0;
    while (n < COLUMNS && str_cut(&rest, '|', &cell[n])) {
        cell[n] = str_trim(cell[n]);
        n++;
    }
    if (n < COLUMNS || rest.n > 0)
        return bad(at, "not six columns in", line,
                   "write: id | contexts | when | verdict | effects | sentence");
    if (cell[0].n == 0 || cell[0].n > 40)
        return bad(at, "no good id", cell[0], "give the row a short name");
    r->line = at->line;
    r->id = arena_str(a, cell[0]);
    r->sentence = arena_str(a, cell[5]);
    int v = find_name(verdicts, COUNT_OF(verdicts), cell[3]);
    if (v < 0)
        return bad(at, "unknown verdict", cell[3], "use fits, touch, think_twice or keep_out");
    r->verdict = (enum verdict)v;
    enum err_code code = parse_mindsets(at, cell[1], r);
    if (code == ERR_OK)
        code = parse_when(at, cell[2], r);
    return code == ERR_OK ? parse_effects(at, cell[4], r) : code;
}

/* What [words] may watch for. */
static const struct {
    const char *name;
    uint64_t cue;
} watched[] = {
    {"confidential", CUE_OWN_SECRET},
    {"client",       CUE_OWN_CLIENT},
    {"child",        CUE_OWN_CHILD },
    {"mine",         CUE_OWN_MINE  },
};

/* "confidential | Project Falcon, Nordlicht" */
static enum err_code parse_words(const struct place *at, struct str line, struct arena *a,
                                 struct rules *r)
{
    struct str name = STR_NONE;
    struct str one;
    size_t k = 0;
    str_cut(&line, '|', &name);
    name = str_trim(name);
    while (k < COUNT_OF(watched) && !str_is(name, watched[k].name))
        k++;
    if (k == COUNT_OF(watched))
        return bad(at, "unknown kind of words", name,
                   "write confidential, client, child or mine, then | and the words");
    while (str_cut(&line, ',', &one)) {
        one = str_trim(one);
        if (one.n == 0)
            continue;
        if (r->n_words == RULES_WORDS_MAX)
            return err_set(at->e, ERR_LIMIT, "rules line %d: more than %d words", at->line,
                           RULES_WORDS_MAX);
        r->words[r->n_words++] = (struct lexicon_word){watched[k].cue, arena_str(a, one)};
    }
    return ERR_OK;
}

static bool id_taken(const struct rules *r, struct str id)
{
    for (size_t i = 0; i < r->n_each; i++) {
        if (str_eq(r->each[i].id, id))
            return true;
    }
    for (size_t i = 0; i < r->n_first; i++) {
        if (str_eq(r->first[i].id, id))
            return true;
    }
    return false;
}

/* Where the rows of a file go. */
enum section {
    SECTION_NONE,
    SECTION_EACH,
    SECTION_FIRST,
    SECTION_WORDS
};

static enum err_code parse_section(const struct place *at, struct str line, enum section *out)
{
    static const char *const names[] = {"", "[each]", "[first]", "[words]"};
    int k = find_name(names, COUNT_OF(names), line);
    if (k < 0)
        return bad(at, "unknown section", line, "use [each], [first] or [words]");
    *out = (enum section)k;
    return ERR_OK;
}

static enum err_code add_row(const struct place *at, enum section section, struct str line,
                             struct arena *a, struct rules *r)
{
    size_t *n = section == SECTION_EACH ? &r->n_each : &r->n_first;
    struct rule row = {0};
    if (*n == RULES_MAX)
        return err_set(at->e, ERR_LIMIT, "rules line %d: more than %d rows", at->line,
                       RULES_MAX);
    enum err_code code = parse_row(at, line, a, &row);
    if (code != ERR_OK)
        return code;
    if (id_taken(r, row.id))
        return bad(at, "a second row with the id", row.id, "give it another one");
    (section == SECTION_EACH ? r->each : r->first)[(*n)++] = row;
    return ERR_OK;
}

enum err_code rules_parse(struct str text, struct arena *a, struct rules *out, struct err *e)
{
    struct rules r = {0};
    struct place at = {0, e};
    enum section section = SECTION_NONE;
    struct str line;
    enum err_code code = ERR_OK;
    size_t need = (size_t)2 * RULES_MAX * sizeof(struct rule) +
                  RULES_WORDS_MAX * sizeof(struct lexicon_word) + 3 * text.n + 4096;
    if (need > arena_left(a))
        return err_set(e, ERR_LIMIT, "the rules are too long: %zu bytes", text.n);
    r.each = ARENA_ARRAY(a, struct rule, RULES_MAX);
    r.first = ARENA_ARRAY(a, struct rule, RULES_MAX);
    r.words = ARENA_ARRAY(a, struct lexicon_word, RULES_WORDS_MAX);
    while (code == ERR_OK && str_cut(&text, '\n', &line)) {
        at.line++;
        line = str_trim(line);
        if (line.n == 0 || line.p[0] == '#')
            continue;
        if (line.p[0] == '[')
            code = parse_section(&at, line, &section);
        else if (section == SECTION_NONE)
            code = bad(&at, "a row before any section", line, "begin with [each] or [first]");
        else if (section == SECTION_WORDS)
            code = parse_words(&at, line, a, &r);
        else
            code = add_row(&at, section, line, a, &r);
    }
    if (code == ERR_OK)
        *out = r;
    return code;
}

static void *joined(const void *p, size_t n, const void *q, size_t m, size_t each,
                    struct arena *a)
{
    char *out = arena_calloc(a, n + m + 1, each);
    if (n > 0)
        memcpy(out, p, n * each);
    if (m > 0)
        memcpy(out + n * each, q, m * each);
    return out;
}

struct rules rules_join(const struct rules *before, const struct rules *after, struct arena *a)
{
    const struct rules *x = before;
    const struct rules *y = after;
    return (struct rules){
        .each = joined(x->each, x->n_each, y->each, y->n_each, sizeof(struct rule), a),
        .n_each = x->n_each + y->n_each,
        .first = joined(x->first, x->n_first, y->first, y->n_first, sizeof(struct rule), a),
        .n_first = x->n_first + y->n_first,
        .words =
            joined(x->words, x->n_words, y->words, y->n_words, sizeof(struct lexicon_word), a),
        .n_words = x->n_words + y->n_words};
}

/* A first topic counts from here on; others from the higher mark. */
#define LEADING_FIRST 0.12
#define LEADING_OTHER 0.28

size_t facts_leading(const struct facts *f, enum topic *out)
{
    size_t n = 0;
    if (f->judged == JUDGED_NOT || f->topics[0].p < LEADING_FIRST)
        return 0;
    for (int i = 0; i < 3; i++) {
        if (i == 0 || f->topics[i].p >= LEADING_OTHER)
            out[n++] = (enum topic)f->topics[i].label;
    }
    return n;
}

static uint32_t leading_bits(const struct facts *f, double least, bool main_only)
{
    enum topic lead[3];
    size_t n = facts_leading(f, lead);
    uint32_t bits = 0;
    for (size_t i = 0; i < n && !(main_only && i > 0); i++) {
        if (f->topics[i].p >= least)
            bits |= 1u << lead[i];
    }
    return bits;
}

static bool gives(const struct condition *c, const struct situation *s)
{
    for (size_t i = 0; i < s->n_findings; i++) {
        const struct sensitive *f = &s->findings[i];
        if (s->finding >= 0 && (size_t)s->finding != i)
            continue;
        if ((c->labels & 1u << f->kind) != 0 && f->severity >= c->severity)
            return true;
    }
    return false;
}

static bool has_tone(const struct condition *c, const struct facts *f)
{
    for (int t = 0; t < TONE_COUNT; t++) {
        if ((c->labels & 1u << t) != 0 && f->tones[t].p >= c->least)
            return true;
    }
    return false;
}

static bool has_act(const struct condition *c, const struct facts *f)
{
    for (int t = 0; t < ACT_COUNT; t++) {
        if ((c->labels & 1u << f->acts[t].label) != 0 && f->acts[t].p >= c->least)
            return true;
    }
    return false;
}

static bool has_readers(const struct condition *c, const struct situation *s)
{
    long n = 0;
    for (int g = 0; s->readers != NULL && g < GROUP_COUNT; g++)
        n += (c->labels & 1u << g) != 0 ? s->readers[g] : 0;
    return (double)n >= c->least;
}

static bool holds(const struct condition *c, const struct situation *s)
{
    const struct facts *f = s->facts;
    bool read = f->judged != JUDGED_NOT;
    bool home = s->mindset == MINDSET_PERSONAL;
    switch (c->kind) {
    case WHEN_ALWAYS:
        return true;
    case WHEN_TOPIC:
        return (leading_bits(f, c->least, false) & c->labels) != 0;
    case WHEN_MAIN:
        return (leading_bits(f, c->least, true) & c->labels) != 0;
    case WHEN_TONE:
        return read && has_tone(c, f);
    case WHEN_GIVES:
        return gives(c, s);
    case WHEN_WORK:
        return read && f->p_professional >= c->least;
    case WHEN_PRIVATE:
        return read && 1 - f->p_professional >= c->least;
    case WHEN_OTHERS:
        return s->others >= c->least;
    case WHEN_WELCOME:
        return (leading_bits(f, 0, false) & s->welcome) != 0;
    case WHEN_UNWELCOME:
        return (leading_bits(f, 0, false) & s->unwelcome) != 0;
    case WHEN_ACT:
        return read && has_act(c, f);
    case WHEN_SUITS:
        return read && (home ? f->suits_home : f->suits_work) >= c->least;
    case WHEN_JARS:
        return read && (home ? f->jars_home : f->jars_work) >= c->least;
    case WHEN_USUAL:
        return read && s->usual >= c->least;
    case WHEN_DELETED:
        return read && s->deleted >= c->least;
    case WHEN_ANSWERED:
        return read && s->answered >= c->least;
    case WHEN_ROW:
        return read && s->row >= c->least;
    case WHEN_BUDGET:
        return read && s->over_budget;
    case WHEN_READERS:
        return has_readers(c, s);
    case WHEN_UNREAD:
        return !read;
    }
    return false;
}

bool rule_holds(const struct rule *r, const struct situation *s)
{
    if ((r->mindsets & 1u << s->mindset) == 0)
        return false;
    for (size_t i = 0; i < r->n_when; i++) {
        if (holds(&r->when[i], s) == r->when[i].negated)
            return false;
    }
    return true;
}
