/* cli/review.c: `tact review`: the questions that only the owner can answer. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/people_text.h"

#include "core/limits.h"
#include "output/output.h"
#include "people/people.h"
#include "people/standing.h"

#include <unistd.h>

enum {
    LISTED = 20,
    SIDES_MOST = 500,
    UNDO_MOST = 1000,
    LIMIT_MOST = 10000
};

static void put_question(struct call *c, struct buf *b, const struct question *q)
{
    buf_printf(b, STRF "\n", STRA(output_pair_says(&q->why, c->a)));
    put_person_line(b, &q->a, "");
    put_person_line(b, &q->b, "");
    put_pair(b, &q->a, &q->b, &q->why);
}

static int list(struct call *c, int64_t limit)
{
    struct question *q;
    struct people_question *side;
    struct buf b;
    size_t n, sides;
    int64_t all;
    bool json = call_has(c, "--json");
    if (store_questions(c->store, 0, limit, c->a, &q, &n, &all, &c->err) ||
        people_questions(c->store, limit, c->a, &side, &sides, &c->err))
        return call_fail(c);
    buf_init(&b, MIB(64));
    if (json) {
        struct json_out o;
        json_out_init(&o, &b);
        output_review(&o, q, n, side, sides, all);
        buf_char(&b, '\n');
        return call_print(c, &b);
    }
    for (size_t i = 0; i < n; i++) {
        put_question(c, &b, &q[i]);
        buf_char(&b, '\n');
    }
    if ((int64_t)n < all)
        buf_printf(&b, "… and %lld more: --limit\n", (long long)(all - (int64_t)n));
    for (size_t i = 0; i < sides; i++)
        buf_printf(&b, "%6lld  " STRF "\n", (long long)side[i].person_id, STRA(side[i].words));
    if (n == 0 && sides == 0)
        buf_lit(&b, "Nothing to answer.\n");
    return call_print(c, &b);
}

/* One after the other ------------------------------------------------------------------------ */

/* What was said in this sitting: of a person's side, or of who is who. */
struct sitting {
    int64_t said[UNDO_MOST];
    size_t n;
    int64_t later; /* put off */
};

/* A letter of `letters`, or 'q' at the end of the input. */
static char ask(const char *words, const char *letters)
{
    char line[64];
    for (;;) {
        printf("%s ", words);
        (void)fflush(stdout);
        if (!fgets(line, sizeof line, stdin))
            return 'q';
        for (const char *l = letters; *l; l++)
            if (line[0] == *l && (line[1] == '\n' || line[1] == 0))
                return *l;
    }
}

static enum err_code undo(struct call *c, struct sitting *t)
{
    if (t->n == 0) {
        printf("There is nothing to undo.\n\n");
        return ERR_OK;
    }
    enum err_code rc = people_take_back(c->store, t->said[t->n - 1], &c->err);
    if (rc == ERR_OK) {
        t->n--;
        printf("Taken back.\n\n");
    }
    return rc;
}

static enum err_code answer(struct call *c, struct sitting *t, const struct question *q,
                            char letter)
{
    int64_t id[] = {q->a.id, q->b.id}, person, word = 0;
    enum err_code rc = letter == 's' ? people_merge(c->store, id, 2, &person, &word, &c->err)
                                     : people_apart(c->store, id[0], id[1], &word, &c->err);
    if (rc == ERR_OK && t->n < UNDO_MOST)
        t->said[t->n++] = word;
    return rc;
}

/* Pairs until none is left or enough is said; *on: go on with the others. */
static enum err_code ask_pairs(struct call *c, struct sitting *t, bool *on)
{
    for (;;) {
        struct question *q;
        struct buf b;
        size_t n;
        int64_t all;
        enum err_code rc = store_questions(c->store, t->later, 1, c->a, &q, &n, &all, &c->err);
        if (rc || n == 0)
            return rc;
        buf_init(&b, MIB(1));
        buf_printf(&b, "%lld of %lld\n", (long long)t->later + (long long)t->n + 1,
                   (long long)all + (long long)t->n);
        put_question(c, &b, &q[0]);
        if (call_print(c, &b) != EXIT_FINE)
            return ERR_IO;
        char letter = ask("(s)ame, (d)ifferent, (l)ater, (u)ndo last, (q)uit?", "sdluq");
        *on = letter != 'q';
        if (letter == 'q')
            return ERR_OK;
        if (letter == 'l')
            t->later++;
        else
            rc = letter == 'u' ? undo(c, t) : answer(c, t, &q[0], letter);
        if (rc)
            return rc;
        printf("\n");
    }
}

static enum err_code ask_sides(struct call *c)
{
    struct people_question *q;
    size_t n;
    enum err_code rc = people_questions(c->store, SIDES_MOST, c->a, &q, &n, &c->err);
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        printf(STRF "\n", STRA(q[i].words));
        char letter = ask("(p)rivately, from (w)ork, (b)oth, (l)ater, (q)uit?", "pwblq");
        if (letter == 'q')
            break;
        if (letter != 'l')
            rc = people_answer(c->store, q[i].person_id,
                               letter == 'p'   ? STR("personal")
                               : letter == 'w' ? STR("professional")
                                               : STR("both"),
                               &c->err);
        printf("\n");
    }
    return rc;
}

static int sit(struct call *c)
{
    struct sitting *t = arena_alloc(c->a, sizeof *t);
    bool on = true;
    if (ask_pairs(c, t, &on) || (on && ask_sides(c)))
        return call_fail(c);
    if (on)
        printf("That was the last one.\n");
    return EXIT_FINE;
}

/* For scripts ------------------------------------------------------------------------------ */

static int say(struct call *c, const char *first, bool same)
{
    int64_t id[2], person = 0, word = 0;
    int status;
    if (c->args != 1 || !str_i64(str_from(first), &id[0]))
        return call_usage(c, "%s wants the numbers of two people", same ? "--same" : "--apart");
    if (!call_ids(c, 0, "a person", id + 1, &status))
        return status;
    person = id[0];
    if (same ? people_merge(c->store, id, 2, &person, &word, &c->err)
             : people_apart(c->store, id[0], id[1], &word, &c->err))
        return call_fail(c);
    if (call_has(c, "--json"))
        printf("{\"person\":%lld,\"word\":%lld}\n", (long long)person, (long long)word);
    else
        printf("Kept as word %lld of person %lld.\n", (long long)word, (long long)person);
    return EXIT_FINE;
}

static int run(struct call *c)
{
    const char *same = call_value(c, "--same"), *apart = call_value(c, "--apart"),
               *most = call_value(c, "--limit");
    int64_t limit = LISTED;
    if (same && apart)
        return call_usage(c, "--same or --apart, not both");
    if (same || apart)
        return say(c, same ? same : apart, same != NULL);
    if (c->args)
        return call_usage(c, "\"%s\" stands where nothing is expected", c->arg[0]);
    if (most && (!str_i64(str_from(most), &limit) || limit < 1 || limit > LIMIT_MOST))
        return call_usage(c, "--limit wants a number from 1 to %d", (int)LIMIT_MOST);
    if (!most && !call_has(c, "--json") && isatty(0) && isatty(1))
        return sit(c);
    return list(c, limit);
}

static const struct option_row options[] = {
    {"--limit", "N",  "list at most so many (20)"                    },
    {"--same",  "A",  "the people A and B (the argument) are one"    },
    {"--apart", "A",  "the people A and B (the argument) are not one"},
    {"--json",  NULL, "print as JSON"                                },
    {NULL,      NULL, NULL                                           }
};

extern const struct command command_review;
const struct command command_review = {
    .name = "review",
    .summary = "answer who is one person, and from where you know somebody",
    .usage = "[--limit N] [--json] | --same A B | --apart A B",
    .help =
        "What Tact can't know for sure, the likeliest first, each with what speaks for it "
        "(+ to ++++) and against it (- to ----, ! for what can't both be). On a terminal one question at a time, "
        "answered with a letter; elsewhere, or with --limit, as a list. What you say is "
        "kept; tact person ID shows it and takes it back.",
    .example = "tact review --same 12 340",
    .options = options,
    .needs = NEEDS_STORE,
    .args_most = 1,
    .run = run};
