/* cli/check.c: `tact check`: a draft held against the places that it could go to. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/check.h"

#include "core/limits.h"

enum {
    POSTS_SHOWN = 50,
    POSTS_MOST = 10000
};

static enum err_code add_account(struct job *j, const struct account *acc)
{
    struct places *p = &j->places;
    if (p->n == PLACES_MOST)
        return ERR_OK;
    return place_make(&j->source, acc, j->c->a, &p->place[p->n++], &j->c->err);
}

/* One --to: an account, or a network's name for a typical one. */
static enum err_code add_asked(struct job *j, struct str which)
{
    struct account acc;
    struct places *p = &j->places;
    enum err_code rc = store_account_find(j->c->store, which, j->c->a, &acc, &j->c->err);
    const struct network *net = network_find(which);
    if (rc == ERR_NOT_FOUND && net) {
        if (p->n < PLACES_MOST)
            p->place[p->n++] = place_typical_of(&j->source, net);
        return ERR_OK;
    }
    return rc ? rc : add_account(j, &acc);
}

static enum err_code find_places(struct job *j)
{
    struct call *c = j->c;
    struct places *p = &j->places;
    struct account *all;
    size_t n, asked = c->values[0];
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < asked && rc == ERR_OK; i++)
        rc = add_asked(j, str_from(c->value[0][i]));
    p->asked = p->n;
    if (rc == ERR_OK)
        rc = store_accounts(c->store, c->a, &all, &n, &c->err);
    for (size_t i = 0; rc == ERR_OK && i < n; i++) {
        bool there = !account_can_post(&all[i]);
        for (size_t k = 0; k < p->asked; k++)
            there |= str_eq(p->place[k].account, account_name(&all[i], c->a));
        if (!there)
            rc = add_account(j, &all[i]);
    }
    if (asked == 0)
        p->asked = p->n;
    if (rc == ERR_OK && p->n == 0) { /* an empty home: the two that everybody has */
        p->place[p->n++] = place_typical_of(&j->source, network_find(STR("linkedin")));
        p->place[p->n++] = place_typical_of(&j->source, network_find(STR("facebook")));
        p->asked = p->n;
    }
    return rc;
}

/* What judges: the model, the rules, and what the owner's corrections taught. */
static enum err_code load(struct job *j)
{
    struct call *c = j->c;
    enum err_code rc =
        judges_load(c->home, call_value(c, "--rules"), c->a, &j->judges, &c->err);
    if (rc == ERR_OK)
        rc = places_open(c->store, c->a, &j->source, &c->err);
    if (rc == ERR_OK)
        rc = learned_build(j->judges.model, j->source.corrections, j->source.n_corrections,
                           c->a, &j->learned, &c->err);
    return rc;
}

static enum err_code check_all(struct job *j, const char *account, size_t limit)
{
    enum err_code rc = load(j);
    if (rc == ERR_OK && account)
        return check_posts(j, account, limit);
    if (rc == ERR_OK)
        rc = find_places(j);
    if (rc == ERR_OK && j->as_json) {
        json_out_open(&j->json, '{');
        json_out_key(&j->json, "checks");
        json_out_open(&j->json, '[');
    }
    if (rc == ERR_OK)
        rc = check_drafts(j);
    if (rc == ERR_OK && j->as_json) {
        json_out_close(&j->json, ']');
        json_out_close(&j->json, '}');
        buf_char(&j->out, '\n');
    }
    return rc;
}

static int run(struct call *c)
{
    const char *account = call_value(c, "--account"), *typed = call_value(c, "--limit");
    int64_t limit = POSTS_SHOWN;
    if (account && (c->args || call_has(c, "--to") || call_has(c, "--explain")))
        return call_usage(c, "--account looks at posts: it takes no file, --to or --explain");
    if (typed &&
        (!account || !str_i64(str_from(typed), &limit) || limit < 1 || limit > POSTS_MOST))
        return call_usage(c, "--limit is a number from 1 to %d, with --account", POSTS_MOST);
    struct job *j = ARENA_NEW(c->a, struct job);
    j->c = c;
    j->as_json = call_has(c, "--json");
    j->explains = call_has(c, "--explain");
    j->work = arena_new(MIB(256));
    buf_init(&j->out, GIB(1));
    json_out_init(&j->json, &j->out);
    enum err_code rc = check_all(j, account, (size_t)limit);
    judges_free(&j->judges);
    arena_free(j->work);
    if (rc) {
        buf_free(&j->out);
        return call_fail(c);
    }
    int printed = call_print(c, &j->out);
    if (printed)
        return printed;
    return j->worst == VERDICT_KEEP_OUT      ? EXIT_KEEP_OUT
           : j->worst == VERDICT_THINK_TWICE ? EXIT_THINK_TWICE
                                             : EXIT_FINE;
}

static const struct option_row options[] = {
    {"--to",      "ACCOUNT", "hold it against this account only; may be given again"          },
    {"--rules",   "FILE",    "rules that go before the others: a company's"                   },
    {"--explain", NULL,      "show what the text says, with the words and rules it rests on"  },
    {"--account", "ACCOUNT", "hold your own old posts there against it, and list the doubtful"},
    {"--limit",   "N",       "with --account: at most so many (50)"                           },
    {"--json",    NULL,      "print as JSON"                                                  },
    {NULL,        NULL,      NULL                                                             }
};

extern const struct command command_check;
const struct command command_check = {
    .name = "check",
    .summary = "hold a draft against the places it could go to",
    .usage = "[--to ACCOUNT]… [--rules FILE] [--explain] [--json] [FILE|DIR]…, or "
             "--account ACCOUNT [--limit N] [--json]",
    .help =
        "The draft is a file, or what is on standard input. In a folder every draft is looked "
        "at, also in the folders in it: *.md, *.markdown and *.txt. It is held against each of "
        "your accounts, or those of --to: what it is about, how it sounds and what it gives "
        "away, against what people come to that place for and who is there. Nothing leaves "
        "this machine.\n\n"
        "Of Markdown the words count: not its front matter (but the title), code between "
        "fences, or where links and pictures lead.\n\n"
        "ACCOUNT is a number, network:handle, or a network's name; where you have no account "
        "there, a typical one stands in. The verdicts: it fits; a touch of your other side, "
        "which is welcome; think twice; keep it out. What you taught it counts: tact help "
        "learn.\n\n"
        "--account holds what you posted there against the place as it is today and lists what "
        "you would now think twice about, worst first.\n\n"
        "Exits with 0 where it fits everywhere, 1 where one place says think twice, 2 where one "
        "says keep out. As a commit hook of a blog: tact check --to web _posts",
    .example = "echo 'Our new release is out!' | tact check --to linkedin --to facebook",
    .options = options,
    .needs = NEEDS_STORE,
    .args_most = ARGUMENTS_MOST,
    .run = run};
