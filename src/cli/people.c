/* cli/people.c: `tact people`: everyone once, over all networks. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/people_text.h"

#include "core/limits.h"
#include "core/time.h"
#include "output/output.h"
#include "people/standing.h"
#include "text/fold.h"

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

static int run_list(struct call *c)
{
    struct person *p;
    struct buf b, query;
    struct json_out o;
    size_t n;
    int64_t limit = 0;
    bool json = call_has(c, "--json");
    const char *most = call_value(c, "--limit");
    if (most && (!str_i64(str_from(most), &limit) || limit < 1))
        return call_usage(c, "--limit wants a number above 0");
    buf_init(&query, KIB(4));
    for (size_t i = 0; i < c->args; i++)
        buf_printf(&query, "%s ", c->arg[i]);
    enum err_code rc = store_people(c->store, buf_view(&query),
                                    limit || json ? limit
                                    : c->args     ? 200
                                                  : 50,
                                    c->a, &p, &n, &c->err);
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
    json_out_init(&o, &b);
    if (json)
        json_out_open(&o, '[');
    for (size_t i = 0; i < n; i++) {
        if (json) {
            output_person_open(&o, &p[i]);
            output_standing(&o, &all.v[i], circle_by(&all, all.v[i].circle_id), all.now_ms);
            namesakes_json(&o, p, compared, i, folded);
            json_out_close(&o, '}');
        } else {
            put_person_line(
                &b, &p[i], has_namesake(folded, compared, i) ? "  (same name as another)" : "");
        }
    }
    if (json) {
        json_out_close(&o, ']');
        buf_char(&b, '\n');
    } else if (n == 0) {
        buf_lit(&b, c->args ? "Nobody is called that.\n"
                            : "Nobody is here yet: tact import "
                              "ARCHIVE\n");
    }
    int printed = call_print(c, &b);
    return printed == EXIT_FINE && n == 0 && c->args ? 1 : printed;
}

static const struct option_row list_options[] = {
    {"--limit", "N",  "at most so many (50 on the screen, all as JSON)"},
    {"--json",  NULL, "print as JSON"                                  },
    {NULL,      NULL, NULL                                             }
};

extern const struct command command_people;
const struct command command_people = {
    .name = "people",
    .summary = "list people over all networks, each once",
    .usage = "[QUERY…] [--limit N] [--json]",
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
