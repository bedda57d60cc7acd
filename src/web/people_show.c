/* web/people_show.c: how people stand, what is known of them, what speaks for two being one. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/people_show.h"

#include "output/output.h"
#include "people/standing.h"

#include <math.h>

enum {
    VALUE_BYTES = 4000,
    ASKS_MOST = 500
};

/* A row ------------------------------------------------------------------------------------ */

static struct str networks_of(struct request *r, const struct person *p)
{
    struct buf b;
    struct str last = STR_NONE;
    buf_init(&b, 400);
    for (size_t i = 0; i < p->identities; i++) {
        if (!str_eq(p->identity[i].network, last))
            buf_printf(&b, "%s" STRF, b.n ? ", " : "",
                       STRA(network_label(p->identity[i].network)));
        last = p->identity[i].network;
    }
    struct str s = arena_str(r->a, buf_view(&b));
    buf_free(&b);
    return s;
}

static struct str relations_of(struct request *r, const struct person *p)
{
    struct buf b;
    buf_init(&b, 400);
    for (size_t i = 0; i < p->relations; i++)
        buf_printf(&b, "%s" STRF, i ? ", " : "", STRA(p->relation[i]));
    struct str s = arena_str(r->a, buf_view(&b));
    buf_free(&b);
    return s;
}

/* "Architect, Fernlight" */
static struct str headline_of(struct request *r, const struct person *p)
{
    bool both = p->position.n && p->company.n;
    return arena_printf(r->a, STRF "%s" STRF, STRA(str_sub(p->position, 0, 200)),
                        both ? ", " : "", STRA(str_sub(p->company, 0, 200)));
}

struct str side_label(struct str side)
{
    return str_is(side, "both") ? STR("personal and professional")
           : side.n             ? side
                                : STR("nobody knows yet");
}

struct str side_colour(struct request *r, const struct known *k, struct str side)
{
    int64_t id = str_is(side, "both") || side.n == 0 ? 0 : known_context_id(k, side);
    if (id)
        return arena_printf(r->a, "context-%lld", (long long)id);
    return side.n ? arena_printf(r->a, "side-" STRF, STRA(side)) : STR("side-open");
}

static struct stands stands_of(struct request *r, const struct known *k,
                               const struct person_standing *t, const struct circle *c,
                               size_t n)
{
    struct stands s = {.side = t->context,
                       .colour = side_colour(r, k, t->context),
                       .why = people_context_words(t, r->a),
                       .strength = people_strength_words(t, r->now_ms, r->a),
                       .bar = (int)lround(t->strength * 100),
                       .fades = people_fades(t, r->now_ms)};
    for (size_t i = 0; i < n && t->circle_id; i++)
        if (c[i].id == t->circle_id) {
            s.circle = c[i].name;
            s.circle_id = c[i].id;
        }
    return s;
}

enum err_code person_rows(struct request *r, const struct known *k, const struct person *p,
                          size_t n, struct person_row **out, struct err *e)
{
    struct circle *c;
    size_t circles;
    struct person_row *row = ARENA_ARRAY(r->a, struct person_row, n + 1);
    struct person_standing *t = ARENA_ARRAY(r->a, struct person_standing, n + 1);
    int64_t *id = ARENA_ARRAY(r->a, int64_t, n + 1);
    for (size_t i = 0; i < n; i++)
        id[i] = p[i].id;
    *out = row;
    enum err_code rc = store_standings(r->store, id, n, r->a, t, e);
    if (rc || (rc = store_circles(r->store, r->a, &c, &circles, e)))
        return rc;
    for (size_t i = 0; i < n; i++)
        row[i] = (struct person_row){&p[i],
                                     networks_of(r, &p[i]),
                                     relations_of(r, &p[i]),
                                     headline_of(r, &p[i]),
                                     stands_of(r, k, &t[i], c, circles),
                                     r->now_ms};
    return ERR_OK;
}

/* What is known ---------------------------------------------------------------------------- */

static struct str href_of(struct request *r, const struct known_fact *f)
{
    struct str href = STR_NONE;
    if (str_is(f->field, "email"))
        href = arena_printf(r->a, "mailto:" STRF, STRA(f->value));
    else if (str_is(f->field, "url"))
        href = f->value;
    return html_url_ok(href) ? href : STR_NONE;
}

/* The same value in the same group, whoever says it; one is made where there is none. */
static struct fact_view *fact_of(struct request *r, struct fact_group *g,
                                 const struct known_fact *f, size_t most)
{
    for (size_t i = 0; i < g->facts; i++) {
        struct fact_view *v = &g->fact[i];
        if (str_eq(v->value, str_sub(f->value, 0, VALUE_BYTES)) &&
            (v->label.n == 0 || f->label.n == 0 || str_eq(v->label, f->label))) {
            v->label = v->label.n ? v->label : f->label;
            return v;
        }
    }
    struct fact_view *v = &g->fact[g->facts++];
    *v = (struct fact_view){.value = str_sub(f->value, 0, VALUE_BYTES),
                            .href = href_of(r, f),
                            .label = f->label,
                            .source = ARENA_ARRAY(r->a, struct fact_source, most),
                            .past = true};
    return v;
}

/* Of these nobody has two at a time. */
static bool is_single(struct str field)
{
    return str_is(field, "birthday") || str_is(field, "company") || str_is(field, "position") ||
           str_is(field, "location");
}

/* "Graz" and "Graz, Austria"; a birthday with and without its year. */
static bool tells_more(struct str a, struct str b)
{
    if (str_starts(a, STR("--")))
        return str_ends(b, str_after(a, 1));
    return str_starts(a, b);
}

/* Two that hold today and say different things. */
static bool clashes(const struct fact_group *g)
{
    if (!is_single(g->field))
        return false;
    for (size_t i = 0; i < g->facts; i++)
        for (size_t j = i + 1; j < g->facts; j++)
            if (!g->fact[i].past && !g->fact[j].past &&
                !tells_more(g->fact[i].value, g->fact[j].value) &&
                !tells_more(g->fact[j].value, g->fact[i].value) &&
                !str_eq(g->fact[i].value, g->fact[j].value))
                return true;
    return false;
}

static enum err_code fill_groups(struct request *r, int64_t person, struct side_view *v,
                                 struct err *e)
{
    struct known_fact *f;
    size_t n;
    enum err_code rc = store_person_facts(r->store, person, r->a, &f, &n, e);
    if (rc)
        return rc;
    struct fact_view *fact = ARENA_ARRAY(r->a, struct fact_view, n + 1);
    v->group = ARENA_ARRAY(r->a, struct fact_group, n + 1);
    for (size_t i = 0, left = 0; i < n; i++, left--) { /* they come by field */
        if (i == 0 || !str_eq(f[i].field, f[i - 1].field)) {
            v->group[v->groups++] = (struct fact_group){f[i].field, &fact[i], 0, false};
            for (left = 1; i + left < n && str_eq(f[i + left].field, f[i].field);)
                left++;
        }
        struct fact_view *one = fact_of(r, &v->group[v->groups - 1], &f[i], left);
        one->source[one->sources++] = (struct fact_source){
            network_label(f[i].network), f[i].since, f[i].until, f[i].import_id};
        one->past &= f[i].until.sure != TIME_NONE;
    }
    for (size_t i = 0; i < v->groups; i++)
        v->group[i].clash = clashes(&v->group[i]);
    return ERR_OK;
}

enum err_code side_fill(struct request *r, const struct known *k, const struct person *p,
                        struct side_view *out, struct err *e)
{
    struct person_row *row;
    *out = (struct side_view){.identities = 0};
    enum err_code rc = person_rows(r, k, p, 1, &row, e);
    if (rc)
        return rc;
    out->row = row[0];
    out->identity = ARENA_ARRAY(r->a, struct identity_view, p->identities + 1);
    for (size_t i = 0; i < p->identities; i++)
        out->identity[out->identities++] =
            (struct identity_view){&p->identity[i], network_label(p->identity[i].network)};
    return fill_groups(r, p->id, out, e);
}

/* Why two are one --------------------------------------------------------------------------- */

/* "LinkedIn mira.kov" */
static struct str label_of(struct request *r, const struct person *a, const struct person *b,
                           int64_t id)
{
    for (int two = 0; two < 2; two++) {
        const struct person *p = two ? b : a;
        for (size_t i = 0; p && i < p->identities; i++)
            if (p->identity[i].id == id) {
                const struct identity *x = &p->identity[i];
                return arena_printf(r->a, STRF ": " STRF, STRA(network_label(x->network)),
                                    STRA(x->handle.n ? x->handle : x->name));
            }
    }
    return STR("an entry");
}

static const char *how_strong(double bits)
{
    bool against = bits < 0;
    double n = fabs(bits);
    return n >= 8    ? against ? "very strongly against" : "very strongly for it"
           : n >= 4  ? against ? "strongly against" : "strongly for it"
           : n >= 2  ? against ? "against" : "for it"
           : against ? "a little against"
                     : "a little for it";
}

/* The likelihood that a pair began with, in the same measure: what its reasons do not say. */
static double begins_at(const struct pair_known *p)
{
    double sum = 0;
    for (size_t i = 0; i < p->reasons; i++)
        sum += p->reason[i].bits;
    return p->bits - sum;
}

struct scale {
    double low, step;
};

static struct scale scale_of(const struct pair_known *p, double start)
{
    double at = start, low = fmin(0, start), high = fmax(0, start);
    for (size_t i = 0; i < p->reasons; i++) {
        at += p->reason[i].bits;
        low = fmin(low, at);
        high = fmax(high, at);
    }
    return (struct scale){low, high > low ? FALL_WIDTH / (high - low) : 1};
}

static void bar(const struct scale *s, double from, double to, int *x, int *width)
{
    *x = (int)lround((fmin(from, to) - s->low) * s->step);
    *width = (int)lround(fabs(to - from) * s->step);
    if (*width < 2)
        *width = 2;
    if (*x > FALL_WIDTH - *width)
        *x = FALL_WIDTH - *width;
}

void pair_fill(struct request *r, const struct person *a, const struct person *b,
               const struct pair_known *from, bool asked, struct pair_view *out)
{
    double start = begins_at(from), at = start;
    struct scale s = scale_of(from, start);
    *out = (struct pair_view){.a = label_of(r, a, b, from->a_id),
                              .b = label_of(r, a, b, from->b_id),
                              .says = output_certainty(from, asked),
                              .apart = from->bits < 0,
                              .word = from->reasons == 0,
                              .zero = (int)lround(-s.low * s.step)};
    if (out->word)
        return;
    out->row = ARENA_ARRAY(r->a, struct fall_row, from->reasons + 3);
    if (fabs(start) >= 0.5) {
        struct fall_row *row = &out->row[out->rows++];
        *row = (struct fall_row){
            .say = STR("to begin with, two entries are seldom the same person"),
            .how = how_strong(start),
            .against = start < 0};
        if (start > 0)
            row->say = STR("to begin with, such entries are often the same person");
        bar(&s, 0, start, &row->from, &row->width);
    }
    for (size_t i = 0; i < from->reasons; i++) {
        const struct reason *w = &from->reason[i];
        struct fall_row *row = &out->row[out->rows++];
        *row = (struct fall_row){.say = w->what,
                                 .left = str_sub(w->left, 0, 120),
                                 .right = str_eq(w->left, w->right) ? STR_NONE
                                                                    : str_sub(w->right, 0, 120),
                                 .how = how_strong(w->bits),
                                 .against = w->bits < 0};
        bar(&s, at, at + w->bits, &row->from, &row->width);
        at += w->bits;
    }
    if (from->clash) /* weighs nothing, it rules out */
        out->row[out->rows++] = (struct fall_row){
            .say = output_clash(from), .how = "speaks against all of it", .against = true};
    bar(&s, 0, from->bits, &out->from, &out->width);
}

enum err_code question_fill(struct request *r, const struct known *k, const struct question *q,
                            struct question_view *out, struct err *e)
{
    *out = (struct question_view){.says = output_pair_says(&q->why, r->a)};
    enum err_code rc = side_fill(r, k, &q->a, &out->a, e);
    if (rc == ERR_OK)
        rc = side_fill(r, k, &q->b, &out->b, e);
    pair_fill(r, &q->a, &q->b, &q->why, true, &out->pair);
    return rc;
}

/* What the owner said ---------------------------------------------------------------------- */

static struct str say_word(struct request *r, const struct word *w)
{
    struct str others = str_sub(w->others, 0, 300);
    if (str_is(w->verb, "person.me"))
        return STR("This is you");
    if (str_is(w->verb, "person.apart") || str_is(w->verb, "person.split"))
        return others.n ? arena_printf(r->a, "Not the same as " STRF, STRA(others))
                        : STR("Not the same as somebody else");
    return others.n ? arena_printf(r->a, "The same as " STRF, STRA(others))
                    : STR("These are one person");
}

enum err_code words_fill(struct request *r, int64_t person, struct person_view *v,
                         struct err *e)
{
    struct word *w;
    size_t n;
    enum err_code rc = store_person_words(r->store, person, r->a, &w, &n, e);
    if (rc)
        return rc;
    v->word = ARENA_ARRAY(r->a, struct word_view, n + 1);
    for (size_t i = 0; i < n; i++)
        v->word[v->words++] = (struct word_view){w[i].id, w[i].made_ms, say_word(r, &w[i])};
    return ERR_OK;
}

enum err_code questions_count(struct request *r, int64_t *out, struct err *e)
{
    struct question *q;
    struct people_question *other;
    size_t n;
    enum err_code rc = store_questions(r->store, 0, 1, r->a, &q, &n, out, e);
    if (rc || (rc = people_questions(r->store, ASKS_MOST, r->a, &other, &n, e)))
        return rc;
    *out += (int64_t)n;
    return ERR_OK;
}
