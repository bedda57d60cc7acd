/* cli/person.c: `tact person`: one person whole, why they are one, and the owner's words about it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/people_text.h"

#include "core/limits.h"
#include "core/time.h"
#include "output/output.h"
#include "people/people.h"
#include "people/standing.h"

/* All that is known of one. */
struct whole {
    struct person p;
    struct known_fact *fact;
    struct evidence *evidence;
    struct pair_known *pair;
    struct word *word;
    struct circle *circle;
    struct person_standing stands;
    size_t facts, evidences, pairs, words, circles;
};

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
    buf_printf(b, "  — " STRF, STRA(name_of_network(f->network)));
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

static void put_evidence(struct buf *b, const struct person *p, const struct evidence *ev)
{
    const struct identity *x = identity_by(p, ev->a_id), *y = identity_by(p, ev->b_id);
    if (!x || !y)
        return;
    buf_printf(b, "  " STRF " and " STRF ": ", STRA(name_of_network(x->network)),
               STRA(name_of_network(y->network)));
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

static bool has_pair(const struct whole *w, const struct evidence *ev)
{
    for (size_t i = 0; i < w->pairs; i++)
        if ((w->pair[i].a_id == ev->a_id && w->pair[i].b_id == ev->b_id) ||
            (w->pair[i].a_id == ev->b_id && w->pair[i].b_id == ev->a_id))
            return true;
    return false;
}

static void put_why(struct buf *b, const struct whole *w)
{
    if (w->evidences || w->pairs)
        buf_lit(b, "Why this is one person\n");
    for (size_t i = 0; i < w->evidences; i++)
        if (!has_pair(w, &w->evidence[i]))
            put_evidence(b, &w->p, &w->evidence[i]);
    for (size_t i = 0; i < w->pairs; i++)
        put_pair(b, &w->p, NULL, &w->pair[i]);
    if (w->words)
        buf_lit(b, "What you said (--take-back NUMBER)\n");
    for (size_t i = 0; i < w->words; i++) {
        const struct word *one = &w->word[i];
        bool me = str_is(one->verb, "person.me"),
             apart = str_is(one->verb, "person.apart") || str_is(one->verb, "person.split");
        buf_printf(b, "%6lld  %s" STRF "\n", (long long)one->id,
                   me      ? "this is you"
                   : apart ? "not the same as "
                           : "the same as ",
                   STRA(me              ? STR_NONE
                        : one->others.n ? one->others
                                        : STR("somebody else")));
    }
}

static void put_whole(struct buf *b, const struct whole *w)
{
    for (size_t i = 0; i < w->p.identities; i++) {
        const struct identity *id = &w->p.identity[i];
        buf_printf(b, "  %-12.*s " STRF "%s" STRF "%s" STRF "  (identity %lld)\n",
                   STRA(name_of_network(id->network)), STRA(id->name), id->handle.n ? "  " : "",
                   STRA(id->handle), id->url.n ? "  " : "", STRA(id->url), (long long)id->id);
    }
    if (w->facts)
        buf_lit(b, "What is known\n");
    for (size_t i = 0; i < w->facts; i++)
        put_fact(b, &w->fact[i]);
    put_why(b, w);
}

static enum err_code load(struct call *c, int64_t id, struct whole *w)
{
    struct store *s = c->store;
    enum err_code rc = store_person(s, id, c->a, &w->p, &c->err);
    if (rc || (rc = store_person_facts(s, id, c->a, &w->fact, &w->facts, &c->err)) ||
        (rc = store_person_evidence(s, id, c->a, &w->evidence, &w->evidences, &c->err)) ||
        (rc = store_person_pairs(s, id, c->a, &w->pair, &w->pairs, &c->err)) ||
        (rc = store_person_words(s, id, c->a, &w->word, &w->words, &c->err)) ||
        (rc = store_standing(s, id, c->a, &w->stands, &c->err)))
        return rc;
    return store_person_circles(s, id, c->a, &w->circle, &w->circles, &c->err);
}

static int show(struct call *c, int64_t id)
{
    struct whole w = {0};
    struct buf b;
    if (load(c, id, &w))
        return call_fail(c);
    buf_init(&b, MIB(256));
    if (call_has(c, "--json")) {
        struct json_out o;
        json_out_init(&o, &b);
        output_person_open(&o, &w.p);
        output_standing(&o, &w.stands, w.circles ? &w.circle[0] : NULL, time_now_ms());
        output_circles(&o, w.circle, w.circles);
        output_facts(&o, w.fact, w.facts);
        output_evidence(&o, w.evidence, w.evidences);
        output_pairs(&o, w.pair, w.pairs);
        output_words(&o, w.word, w.words);
        json_out_close(&o, '}');
        buf_char(&b, '\n');
    } else {
        put_person_line(&b, &w.p, "");
        put_standing(&b, &w.stands, w.circle, w.circles, c->a);
        put_whole(&b, &w);
    }
    return call_print(c, &b);
}

static int take_back(struct call *c, int64_t id, struct str number)
{
    struct word *w;
    size_t n;
    int64_t word;
    bool theirs = false;
    if (!str_i64(number, &word))
        return call_usage(c,
                          "--take-back wants the number of a word; `tact person` shows them");
    if (store_person_words(c->store, id, c->a, &w, &n, &c->err))
        return call_fail(c);
    for (size_t i = 0; i < n; i++)
        theirs |= w[i].id == word;
    if (!theirs) {
        (void)err_set(&c->err, ERR_NOT_FOUND,
                      "you said nothing by the number %lld of this person", (long long)word);
        return call_fail(c);
    }
    if (people_take_back(c->store, word, &c->err))
        return call_fail(c);
    printf("Taken back.\n");
    return EXIT_FINE;
}

static int run(struct call *c)
{
    int64_t id, word;
    const char *number = call_value(c, "--take-back"), *world = call_value(c, "--world");
    if (!str_i64(str_from(c->arg[0]), &id))
        return call_usage(c, "\"%s\" is no number of a person; `tact people %s` finds it",
                          c->arg[0], c->arg[0]);
    if (number)
        return take_back(c, id, str_from(number));
    if (world && people_answer(c->store, id, str_from(world), &c->err))
        return call_fail(c);
    if (!call_has(c, "--me"))
        return show(c, id);
    if (people_me(c->store, id, &word, &c->err))
        return call_fail(c);
    printf("This is you: word %lld. To take it back: tact person %lld --take-back %lld\n",
           (long long)word, (long long)id, (long long)word);
    return EXIT_FINE;
}

static const struct option_row options[] = {
    {"--world",     "W",      "you know them from this side: personal, professional or both"},
    {"--me",        NULL,     "this is you"                                                 },
    {"--take-back", "NUMBER", "take back what you said, as listed"                          },
    {"--json",      NULL,     "print as JSON"                                               },
    {NULL,          NULL,     NULL                                                          }
};

extern const struct command command_person;
const struct command command_person = {
    .name = "person",
    .summary = "show one person whole",
    .usage = "ID [--world W] [--me | --take-back NUMBER] [--json]",
    .help =
        "Their identities on your networks, what is known about them with its source and "
        "date, how they stand to you, and why these identities are held to be one person: "
        "what speaks for it (+ to ++++) and against it (- to ----), and what you said. Any "
        "word of yours can be taken back: then all is as if you had never said it. What you "
        "say with --world stands above what Tact guesses, and says something about those in "
        "the same circle.",
    .example = "tact person 12",
    .options = options,
    .needs = NEEDS_STORE,
    .args_least = 1,
    .args_most = 1,
    .run = run};
