/* cli/people.c: `tact people`: everyone once, over all networks. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/people_text.h"

#include "core/limits.h"
#include "core/time.h"
#include "output/output.h"
#include "people/standing.h"
#include "store/person_read.h"
#include "text/fold.h"

enum {
    QUESTIONS = 10,
    PAGE_MOST = 500
};

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
        put_person_line(&b, &p[i],
                        has_namesake(folded, compared, i) ? "  (same name as another)" : "");
    if (n == 0 && !json)
        buf_lit(&b, c->args ? "Nobody is called that.\n"
                            : "Nobody is here yet: tact import "
                              "ARCHIVE\n");
    int printed = call_print(c, &b);
    return printed == EXIT_FINE && n == 0 && c->args ? 1 : printed;
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
