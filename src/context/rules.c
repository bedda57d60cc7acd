/* context/rules.c: reads the rule table and holds its rows against a situation. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/rules.h"

#include <assert.h>
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

/* "0.35" as a number from 0 to 1. */
static bool parse_share(struct str s, double *out)
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
    if (digits == 0 || v > 1)
        return false;
    *out = v;
    return true;
}

static enum err_code parse_labels(const struct place *at, struct condition *c, struct str names)
{
    struct str one;
    if (names.n == 0)
        return bad(at, "a condition without names", names,
                   "write for example: topic food/travel");
    while (str_cut(&names, '/', &one)) {
        enum topic topic;
        enum tone tone;
        enum sensitive_kind kind;
        if (c->kind == WHEN_TONE && tone_find(one, &tone))
            c->labels |= 1u << tone;
        else if (c->kind == WHEN_GIVES && sensitive_find(one, &kind))
            c->labels |= 1u << kind;
        else if ((c->kind == WHEN_TOPIC || c->kind == WHEN_MAIN) && topic_find(one, &topic))
            c->labels |= 1u << topic;
        else
            return bad(at, "unknown name", one,
                       "the names of topics, tones and findings stand at the top of the file");
    }
    return ERR_OK;
}

static const struct {
    const char *word;
    enum condition_kind kind;
    bool labels;  /* names follow */
    bool number;  /* a number may follow */
    double least; /* when none does */
} words[] = {
    {"always",    WHEN_ALWAYS,    false, false, 0          },
    {"topic",     WHEN_TOPIC,     true,  true,  0          },
    {"main",      WHEN_MAIN,      true,  true,  0          },
    {"tone",      WHEN_TONE,      true,  true,  FACT_LIKELY},
    {"gives",     WHEN_GIVES,     true,  false, 0          },
    {"work",      WHEN_WORK,      false, true,  FACT_LIKELY},
    {"private",   WHEN_PRIVATE,   false, true,  FACT_LIKELY},
    {"others",    WHEN_OTHERS,    false, true,  0.3        },
    {"welcome",   WHEN_WELCOME,   false, false, 0          },
    {"unwelcome", WHEN_UNWELCOME, false, false, 0          },
    {"unread",    WHEN_UNREAD,    false, false, 0          },
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
        return bad(
            at, "unknown condition", word,
            "use always, topic, main, tone, gives, work, private, others, welcome, unwelcome "
            "or unread");
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
    if (!words[k].number || !parse_share(rest, &c->least))
        return bad(at, "can't read", rest, "a number from 0 to 1 may stand here, or nothing");
    return ERR_OK;
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

enum err_code rules_parse(struct str text, struct arena *a, struct rules *out, struct err *e)
{
    struct rules r = {0};
    struct place at = {0, e};
    size_t *n = NULL;
    struct rule *list = NULL;
    struct str line;
    size_t need = (size_t)2 * RULES_MAX * sizeof(struct rule) + 2 * text.n + 4096;
    if (need > arena_left(a))
        return err_set(e, ERR_LIMIT, "the rules are too long: %zu bytes", text.n);
    r.each = ARENA_ARRAY(a, struct rule, RULES_MAX);
    r.first = ARENA_ARRAY(a, struct rule, RULES_MAX);
    while (str_cut(&text, '\n', &line)) {
        at.line++;
        line = str_trim(line);
        if (line.n == 0 || line.p[0] == '#')
            continue;
        if (line.p[0] == '[') {
            bool each = str_is(line, "[each]");
            if (!each && !str_is(line, "[first]"))
                return bad(&at, "unknown section", line, "use [each] or [first]");
            n = each ? &r.n_each : &r.n_first;
            list = each ? r.each : r.first;
            continue;
        }
        if (n == NULL)
            return bad(&at, "a row before any section", line, "begin with [each] or [first]");
        if (*n == RULES_MAX)
            return err_set(e, ERR_LIMIT, "rules line %d: more than %d rows", at.line,
                           RULES_MAX);
        struct rule row = {0};
        enum err_code code = parse_row(&at, line, a, &row);
        if (code != ERR_OK)
            return code;
        if (id_taken(&r, row.id))
            return bad(&at, "a second row with the id", row.id, "give it another one");
        list[(*n)++] = row;
    }
    *out = r;
    return ERR_OK;
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

static bool holds(const struct condition *c, const struct situation *s)
{
    const struct facts *f = s->facts;
    bool read = f->judged != JUDGED_NOT;
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
