/* cli/people.c: `tact people` and `tact person`: everyone once, and one of them whole. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "core/limits.h"
#include "core/time.h"
#include "model/network.h"
#include "output/output.h"
#include "people/standing.h"
#include "store/person_read.h"
#include "text/fold.h"

#include <stdlib.h>

enum {
    QUESTIONS = 10,
    PAGE_MOST = 500
};

static struct str network_name(struct str id)
{
    const struct network *net = network_find(id);
    return net ? net->name : id;
}

/* Those in the list with the very same name: perhaps the same person, nobody is sure. */
static void namesakes_json(struct json_out *o, const struct person *all, size_t n, size_t me,
                           const struct str *folded)
{
    json_out_key(o, "same_name");
    json_out_open(o, '[');
    for (size_t i = 0; i < n; i++)
        if (i != me && folded[i].n && str_eq(folded[i], folded[me]))
            json_out_i64(o, all[i].id);
    json_out_close(o, ']');
}

static void put_person(struct buf *b, const struct person *p, const char *note)
{
    buf_printf(b, "%6lld  " STRF "%s", (long long)p->id, STRA(p->name),
               p->is_owner ? " (you)" : "");
    struct str last = STR_NONE;
    for (size_t i = 0; i < p->identities; i++) {
        if (str_eq(p->identity[i].network, last))
            continue;
        last = p->identity[i].network;
        buf_printf(b, "%s" STRF, i ? ", " : "  ·  ", STRA(network_name(last)));
    }
    for (size_t i = 0; i < p->relations; i++)
        buf_printf(b, "%s" STRF, i ? ", " : "  ·  ", STRA(p->relation[i]));
    if (p->last_ms) {
        buf_lit(b, "  ·  last ");
        struct buf when;
        buf_init(&when, 32);
        time_put_plain(&when, p->last_ms);
        buf_str(b, str_sub(buf_view(&when), 0, 10));
        buf_free(&when);
    }
    buf_printf(b, "%s\n", note);
}

static bool has_namesake(const struct str *folded, size_t n, size_t me)
{
    for (size_t i = 0; i < n; i++)
        if (i != me && folded[i].n && str_eq(folded[i], folded[me]))
            return true;
    return false;
}

/* How those of a list stand to the owner, and the circles that there are. */
struct standings {
    struct person_standing *v;
    struct circle *circle;
    size_t circles;
    int64_t now_ms;
};

static enum err_code load_standings(struct call *c, const struct person *p, size_t n,
                                    struct standings *out)
{
    int64_t *id = ARENA_ARRAY(c->a, int64_t, n + 1);
    for (size_t i = 0; i < n; i++)
        id[i] = p[i].id;
    out->now_ms = time_now_ms();
    out->v = ARENA_ARRAY(c->a, struct person_standing, n + 1);
    enum err_code rc = store_standings(c->store, id, n, c->a, out->v, &c->err);
    return rc ? rc : store_circles(c->store, c->a, &out->circle, &out->circles, &c->err);
}

static const struct circle *circle_by(const struct standings *all, int64_t id)
{
    for (size_t i = 0; i < all->circles; i++)
        if (all->circle[i].id == id)
            return &all->circle[i];
    return NULL;
}

static void list_json(struct buf *b, const struct person *p, size_t n, size_t compared,
                      const struct str *folded, const struct standings *all)
{
    struct json_out o;
    json_out_init(&o, b);
    json_out_open(&o, '[');
    for (size_t i = 0; i < n; i++) {
        output_person_open(&o, &p[i]);
        output_standing(&o, &all->v[i], circle_by(all, all->v[i].circle_id), all->now_ms);
        namesakes_json(&o, p, compared, i, folded);
        json_out_close(&o, '}');
    }
    json_out_close(&o, ']');
    buf_char(b, '\n');
}

/* What the owner might be asked, so that Tact guesses better about others too. */
static int run_ask(struct call *c)
{
    struct people_question *q;
    struct buf b;
    size_t n;
    if (people_questions(c->store, QUESTIONS, c->a, &q, &n, &c->err))
        return call_fail(c);
    buf_init(&b, MIB(1));
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, STRF "\n        tact person %lld --world personal|professional|both\n",
                   STRA(q[i].words), (long long)q[i].person_id);
    if (n == 0)
        buf_lit(&b, "Nothing to ask.\n");
    return call_print(c, &b);
}

/* Those that the options choose; without one all that the words find. */
static enum err_code find(struct call *c, struct str query, int64_t limit, struct person **p,
                          size_t *n)
{
    const char *context = call_value(c, "--context"), *kind = call_value(c, "--kind");
    struct people_filter f = {.query = query, .context = str_from(context)};
    struct people_page page = {0};
    enum relation_kind k;
    if (!context && !kind)
        return store_people(c->store, query, limit, c->a, p, n, &c->err);
    if (context && !str_is(f.context, "personal") && !str_is(f.context, "professional") &&
        !str_is(f.context, "both"))
        return err_set(&c->err, ERR_INVALID, "a context is personal, professional or both");
    if (kind && !relation_kind_from(str_from(kind), &k))
        return err_set(&c->err, ERR_INVALID,
                       "a kind is family, friend, colleague, client, prospect, supplier or "
                       "community");
    if (kind)
        f.kinds = 1u << k;
    enum err_code rc =
        store_people_page(c->store, &f, 0, limit > 0 && limit < PAGE_MOST ? limit : PAGE_MOST,
                          c->a, &page, &c->err);
    *p = page.person;
    *n = page.n;
    return rc;
}

static int run_list(struct call *c)
{
    struct person *p = NULL;
    struct buf b, query;
    size_t n = 0;
    int64_t limit = 0;
    bool json = call_has(c, "--json");
    const char *most = call_value(c, "--limit");
    if (call_has(c, "--ask"))
        return run_ask(c);
    if (most && (!str_i64(str_from(most), &limit) || limit < 1))
        return call_usage(c, "--limit wants a number above 0");
    buf_init(&query, KIB(4));
    for (size_t i = 0; i < c->args; i++)
        buf_printf(&query, "%s ", c->arg[i]);
    enum err_code rc = find(c, buf_view(&query),
                            limit || json ? limit
                            : c->args     ? 200
                                          : 50,
                            &p, &n);
    buf_free(&query);
    if (rc)
        return call_fail(c);
    /* comparing all with all is for lists that somebody reads */
    size_t compared = n <= 500 ? n : 0;
    struct standings all = {0};
    if (json && load_standings(c, p, n, &all))
        return call_fail(c);
    struct str *folded = ARENA_ARRAY(c->a, struct str, n + 1);
    for (size_t i = 0; i < compared; i++)
        folded[i] = fold_search(p[i].name, c->a);
    buf_init(&b, GIB(1));
    if (json)
        list_json(&b, p, n, compared, folded, &all);
    for (size_t i = 0; i < n && !json; i++)
        put_person(&b, &p[i],
                   has_namesake(folded, compared, i) ? "  (same name as another)" : "");
    if (n == 0 && !json)
        buf_lit(&b, c->args ? "Nobody is called that.\n"
                            : "Nobody is here yet: tact import "
                              "ARCHIVE\n");
    int printed = call_print(c, &b);
    return printed == EXIT_FINE && n == 0 && c->args ? 1 : printed;
}

static void put_when(struct buf *b, struct when w)
{
    struct buf t;
    static const size_t shown[] = {0, 4, 7, 10, 16, 16};
    buf_init(&t, 32);
    time_put_plain(&t, w.ms);
    buf_str(b, str_sub(buf_view(&t), 0, shown[w.sure]));
    buf_free(&t);
}

static void put_fact(struct buf *b, const struct known_fact *f)
{
    buf_printf(b, "  %-12.*s ", STRA(f->field));
    for (size_t i = 0; i < f->value.n && i < 400; i++)
        buf_char(b, f->value.p[i] == '\n' ? ' ' : f->value.p[i]);
    if (f->label.n)
        buf_printf(b, " (" STRF ")", STRA(f->label));
    buf_printf(b, "  — " STRF, STRA(network_name(f->network)));
    if (f->since.sure) {
        buf_lit(b, ", ");
        put_when(b, f->since);
        if (f->until.sure) {
            buf_lit(b, " to ");
            put_when(b, f->until);
        }
    }
    buf_char(b, '\n');
}

static const struct identity *identity_by(const struct person *p, int64_t id)
{
    for (size_t i = 0; i < p->identities; i++)
        if (p->identity[i].id == id)
            return &p->identity[i];
    return NULL;
}

static void put_evidence(struct buf *b, const struct person *p, const struct evidence *ev)
{
    const struct identity *x = identity_by(p, ev->a_id), *y = identity_by(p, ev->b_id);
    if (!x || !y)
        return;
    buf_printf(b, "  " STRF " and " STRF ": ", STRA(network_name(x->network)),
               STRA(network_name(y->network)));
    if (str_is(ev->kind, "own account"))
        buf_lit(b, "both are your own accounts\n");
    else
        buf_printf(b, "both have the %s " STRF "\n",
                   str_is(ev->kind, "url")     ? "profile address"
                   : str_is(ev->kind, "phone") ? "phone number"
                                               : "e-mail address",
                   STRA(ev->value));
}

/* How they stand to the owner, a line each. */
static void put_standing(struct buf *b, const struct person_standing *t,
                         const struct circle *in, size_t circles, struct arena *a)
{
    struct str lines[] = {people_strength_words(t, time_now_ms(), a),
                          people_context_words(t, a)};
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        if (lines[i].n)
            buf_printf(b, "  " STRF "%s\n", STRA(lines[i]),
                       i == 0 && people_fades(t, time_now_ms())
                           ? "; by now that is long for the two of you"
                           : "");
    for (size_t i = 0; i < circles; i++)
        buf_printf(b, "%s" STRF "%s", i ? ", " : "  in the circle ", STRA(in[i].name),
                   i + 1 == circles ? "\n" : "");
}

static void put_whole(struct buf *b, const struct person *p, const struct known_fact *f,
                      size_t facts, const struct evidence *ev, size_t evs)
{
    for (size_t i = 0; i < p->identities; i++) {
        const struct identity *id = &p->identity[i];
        buf_printf(b, "  %-12.*s " STRF "%s" STRF "%s" STRF "\n",
                   STRA(network_name(id->network)), STRA(id->name), id->handle.n ? "  " : "",
                   STRA(id->handle), id->url.n ? "  " : "", STRA(id->url));
    }
    if (facts)
        buf_lit(b, "What is known\n");
    for (size_t i = 0; i < facts; i++)
        put_fact(b, &f[i]);
    if (evs)
        buf_lit(b, "Why this is one person\n");
    for (size_t i = 0; i < evs; i++)
        put_evidence(b, p, &ev[i]);
}

static int run_one(struct call *c)
{
    int64_t id;
    struct person p;
    struct known_fact *f;
    struct evidence *ev;
    struct circle *in;
    struct person_standing t;
    size_t facts, evs, circles;
    const char *world = call_value(c, "--world");
    if (!str_i64(str_from(c->arg[0]), &id))
        return call_usage(c, "\"%s\" is no number of a person; `tact people %s` finds it",
                          c->arg[0], c->arg[0]);
    if (world && people_answer(c->store, id, str_from(world), &c->err))
        return call_fail(c);
    if (store_person(c->store, id, c->a, &p, &c->err) ||
        store_person_facts(c->store, id, c->a, &f, &facts, &c->err) ||
        store_person_evidence(c->store, id, c->a, &ev, &evs, &c->err) ||
        store_standing(c->store, id, c->a, &t, &c->err) ||
        store_person_circles(c->store, id, c->a, &in, &circles, &c->err))
        return call_fail(c);
    struct buf b;
    buf_init(&b, MIB(256));
    if (call_has(c, "--json")) {
        struct json_out o;
        json_out_init(&o, &b);
        output_person_open(&o, &p);
        output_standing(&o, &t, circles ? &in[0] : NULL, time_now_ms());
        output_circles(&o, in, circles);
        output_facts(&o, f, facts);
        output_evidence(&o, ev, evs);
        json_out_close(&o, '}');
        buf_char(&b, '\n');
    } else {
        put_person(&b, &p, "");
        put_standing(&b, &t, in, circles, c->a);
        put_whole(&b, &p, f, facts, ev, evs);
    }
    return call_print(c, &b);
}

static const struct option_row list_options[] = {
    {"--limit",   "N",    "at most so many (50 on the screen, all as JSON)"                 },
    {"--context", "C",
     "personal, professional or both, as Tact knows or guesses it; at most 500"             },
    {"--kind",    "KIND", "family, friend, colleague, client, prospect, supplier, community"},
    {"--ask",     NULL,   "what to tell Tact about, so that it guesses better"              },
    {"--json",    NULL,   "print as JSON"                                                   },
    {NULL,        NULL,   NULL                                                              }
};
static const struct option_row one_options[] = {
    {"--world", "W",  "you know them from this side: personal, professional or both"},
    {"--json",  NULL, "print as JSON"                                               },
    {NULL,      NULL, NULL                                                          }
};

extern const struct command command_people;
const struct command command_people = {
    .name = "people",
    .summary = "list people over all networks, each once",
    .usage = "[QUERY…] [--context C] [--kind KIND] [--limit N] [--ask] [--json]",
    .help =
        "Those whose name, handle or e-mail address has every word of QUERY, whatever the "
        "accents and capitals; all without one. Those you exchange most with come first. Who "
        "has the same e-mail address, phone number or profile address on two networks is one "
        "person; the same name alone does not make one, but is said.",
    .example = "tact people kovac",
    .options = list_options,
    .needs = NEEDS_STORE,
    .args_most = 20,
    .run = run_list};

extern const struct command command_person;
const struct command command_person = {
    .name = "person",
    .summary = "show one person whole",
    .usage = "ID [--world W] [--json]",
    .help =
        "Their identities on your networks, what is known about them with its source and "
        "date, how they stand to you, and why these identities are held to be one person. What "
        "you say with --world stands above what Tact guesses, and says something about those in "
        "the same circle.",
    .example = "tact person 12",
    .options = one_options,
    .needs = NEEDS_STORE,
    .args_least = 1,
    .args_most = 1,
    .run = run_one};
