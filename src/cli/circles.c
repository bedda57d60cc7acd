/* cli/circles.c: `tact circles`: people who belong together, and what the owner calls them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "core/limits.h"
#include "core/time.h"
#include "output/output.h"
#include "people/standing.h"

static void put_circle(struct buf *b, const struct circle *c)
{
    buf_printf(b, "%6lld  " STRF "  ·  ", (long long)c->id, STRA(c->name));
    put_count(b, c->size, "person", "people");
    if (c->context.n)
        buf_printf(
            b, "  ·  " STRF,
            STRA(str_is(c->context, "both") ? STR("personal and professional") : c->context));
    if (c->decision)
        buf_lit(b, "  ·  kept");
    buf_char(b, '\n');
}

static int list(struct call *c)
{
    struct circle *v;
    struct buf b;
    size_t n;
    if (store_circles(c->store, c->a, &v, &n, &c->err))
        return call_fail(c);
    buf_init(&b, MIB(4));
    if (call_has(c, "--json")) {
        struct json_out o;
        json_out_init(&o, &b);
        json_out_open(&o, '[');
        for (size_t i = 0; i < n; i++) {
            output_circle_open(&o, &v[i]);
            json_out_close(&o, '}');
        }
        json_out_close(&o, ']');
        buf_char(&b, '\n');
    } else {
        for (size_t i = 0; i < n; i++)
            put_circle(&b, &v[i]);
        if (n == 0)
            buf_lit(&b, "No circles yet: three people who share something make one.\n");
    }
    return call_print(c, &b);
}

static void put_member(struct buf *b, const struct person *p, const struct person_standing *t,
                       struct arena *a)
{
    struct str says = people_strength_words(t, time_now_ms(), a);
    buf_printf(b, "%6lld  " STRF "%s" STRF "\n", (long long)p->id, STRA(p->name),
               says.n ? "  ·  " : "", STRA(says));
}

static int show(struct call *c, int64_t id)
{
    struct circle circle;
    struct person *p;
    struct buf b;
    size_t n;
    if (store_circle(c->store, id, c->a, &circle, &c->err) ||
        store_circle_people(c->store, id, c->a, &p, &n, &c->err))
        return call_fail(c);
    struct person_standing *t = ARENA_ARRAY(c->a, struct person_standing, n + 1);
    int64_t *who = ARENA_ARRAY(c->a, int64_t, n + 1);
    for (size_t i = 0; i < n; i++)
        who[i] = p[i].id;
    if (store_standings(c->store, who, n, c->a, t, &c->err))
        return call_fail(c);
    buf_init(&b, MIB(64));
    if (call_has(c, "--json")) {
        struct json_out o;
        json_out_init(&o, &b);
        output_circle_open(&o, &circle);
        json_out_key(&o, "people");
        json_out_open(&o, '[');
        for (size_t i = 0; i < n; i++) {
            output_person_open(&o, &p[i]);
            output_standing(&o, &t[i], NULL, time_now_ms());
            json_out_close(&o, '}');
        }
        json_out_close(&o, ']');
        json_out_close(&o, '}');
        buf_char(&b, '\n');
    } else {
        put_circle(&b, &circle);
        for (size_t i = 0; i < n; i++)
            put_member(&b, &p[i], &t[i], c->a);
    }
    return call_print(c, &b);
}

static int run(struct call *c)
{
    const char *name = call_value(c, "--name");
    int64_t id = 0;
    if (c->args == 0)
        return name ? call_usage(c, "--name wants the number of a circle too") : list(c);
    if (!str_i64(str_from(c->arg[0]), &id))
        return call_usage(c, "\"%s\" is no number of a circle", c->arg[0]);
    if (name && store_circle_rename(c->store, id, str_from(name), &c->err))
        return call_fail(c);
    return show(c, id);
}

static const struct option_row options[] = {
    {"--name", "NAME", "call it this from now on, and keep it"},
    {"--json", NULL,   "print as JSON"                        },
    {NULL,     NULL,   NULL                                   }
};

extern const struct command command_circles;
const struct command command_circles = {
    .name = "circles",
    .summary = "list circles: people who belong together",
    .usage = "[ID [--name NAME]] [--json]",
    .help =
        "Tact finds them in what people share: group threads, your own labels, employers, a "
        "company's mail, a surname, what they answered together. Those with whom you "
        "exchange most come first. With ID the people of one. A circle that you name is "
        "kept, with these people, whatever is found later.",
    .example = "tact circles 12 --name \"The choir\"",
    .options = options,
    .needs = NEEDS_STORE,
    .args_most = 1,
    .run = run};
