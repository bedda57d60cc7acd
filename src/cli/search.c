/* cli/search.c: `tact search`: posts, people and messages. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "core/limits.h"
#include "core/time.h"
#include "model/network.h"
#include "output/output.h"

#include <unistd.h>

/* The text on one line, cut between characters. */
static void put_line(struct buf *b, struct str s, size_t most)
{
    bool space = false;
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char ch = (unsigned char)s.p[i];
        if (ch <= 0x20) {
            space = n > 0;
            continue;
        }
        if (n >= most && (ch & 0xC0) != 0x80) {
            buf_lit(b, " …");
            return;
        }
        if (space)
            buf_char(b, ' ');
        space = false;
        buf_char(b, (char)ch);
        n++;
    }
}

static void put_post(struct buf *b, const struct post *p)
{
    const struct network *net = network_find(p->network);
    time_put_plain(b, p->at_ms);
    buf_printf(b, "  " STRF "  " STRF ": ", STRA(net ? net->name : p->network),
               STRA(p->author.n ? p->author : STR("somebody")));
    if (p->title.n) {
        put_line(b, p->title, 100);
        buf_lit(b, " — ");
    }
    put_line(b, p->text, 220);
    buf_char(b, '\n');
}

static int run(struct call *c)
{
    struct buf query, b;
    struct json_out o;
    struct post *post;
    struct person *person;
    size_t posts, people;
    int64_t limit = 20;
    bool json = call_has(c, "--json");
    const char *most = call_value(c, "--limit");
    if (most && (!str_i64(str_from(most), &limit) || limit < 1 || limit > 10000))
        return call_usage(c, "--limit wants a number from 1 to 10000");
    buf_init(&query, KIB(16));
    for (size_t i = 0; i < c->args; i++)
        buf_printf(&query, "%s%s", i ? " " : "", c->arg[i]);
    enum err_code rc = store_search(c->store, buf_view(&query),
                                    call_has(c, "--best") ? SEARCH_BEST : SEARCH_NEWEST, limit,
                                    c->a, &post, &posts, &c->err);
    if (rc == ERR_OK)
        rc = store_people(c->store, buf_view(&query), limit, c->a, &person, &people, &c->err);
    buf_free(&query);
    if (rc)
        return call_fail(c);
    buf_init(&b, GIB(1));
    if (json) {
        json_out_init(&o, &b);
        json_out_open(&o, '{');
        json_out_key(&o, "posts");
        json_out_open(&o, '[');
        for (size_t i = 0; i < posts; i++)
            output_post(&o, &post[i]);
        json_out_close(&o, ']');
        json_out_key(&o, "people");
        json_out_open(&o, '[');
        for (size_t i = 0; i < people; i++) {
            json_out_open(&o, '{');
            json_out_ki64(&o, "id", person[i].id);
            json_out_kstr(&o, "name", person[i].name);
            json_out_close(&o, '}');
        }
        json_out_close(&o, ']');
        json_out_close(&o, '}');
        buf_char(&b, '\n');
    } else {
        for (size_t i = 0; i < people; i++)
            buf_printf(&b, "person %lld  " STRF "\n", (long long)person[i].id,
                       STRA(person[i].name));
        for (size_t i = 0; i < posts; i++)
            put_post(&b, &post[i]);
        if (posts + people == 0)
            buf_lit(&b, "Nothing has all of these words.\n");
    }
    int printed = call_print(c, &b);
    return printed == EXIT_FINE && posts + people == 0 ? 1 : printed;
}

static const struct option_row options[] = {
    {"--best",  NULL, "those that fit best first, instead of the newest"},
    {"--limit", "N",  "at most so many of each (20)"                    },
    {"--json",  NULL, "print as JSON"                                   },
    {NULL,      NULL, NULL                                              }
};

extern const struct command command_search;
const struct command command_search = {
    .name = "search",
    .summary = "find posts, messages and people",
    .usage = "QUERY… [--best] [--limit N] [--json]",
    .help =
        "Posts, comments and messages that have every word of QUERY, newest first, and people "
        "whose name has them. \"Quoted words\" must stand side by side; a star at the end of "
        "a word stands for any ending. Exits with 1 where nothing is found.",
    .example = "tact search '\"charity run\" sponsor*'",
    .options = options,
    .needs = NEEDS_STORE,
    .args_least = 1,
    .args_most = 100,
    .run = run};
