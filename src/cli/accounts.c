/* cli/accounts.c: `tact accounts` and `tact account`: the owner's own presences. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/live.h"

#include "core/limits.h"
#include "model/network.h"
#include "core/time.h"
#include "output/output.h"
#include "web/fresh.h"

#include <string.h>

/* How old its newest archive is. */
static void put_age(struct call *c, struct buf *b, const struct fresh *f)
{
    if (!f || !f->last.import_id)
        return;
    buf_printf(b, "\n     archive of " STRF, STRA(fresh_since(f, time_now_ms(), c->a)));
    if (f->due)
        buf_printf(b, ". A fresh one " STRF ".", STRA(f->guide->asks));
    else if (f->old && f->last.never)
        buf_lit(b, "; no reminders");
}

static void put_account(struct call *c, struct buf *b, const struct account *acc,
                        const struct fresh *f)
{
    const struct network *net = network_find(acc->network);
    bool both = acc->name.n && acc->handle.n;
    buf_printf(b, "%3lld  %-13.*s " STRF "%s" STRF "\n     " STRF, (long long)acc->id,
               STRA(net ? net->name : acc->network), STRA(acc->name), both ? ", " : "",
               STRA(acc->handle), STRA(acc->context));
    if (acc->is_page)
        buf_lit(b, " · a page");
    if (acc->connections) {
        buf_lit(b, " · ");
        buf_number(b, acc->connections);
        buf_printf(b, " " STRF, STRA(net ? net->people : STR("connections")));
    }
    if (acc->followers) {
        buf_lit(b, " · ");
        put_count(b, acc->followers, "follower", "followers");
    }
    if (acc->following) {
        buf_lit(b, " · follows ");
        buf_number(b, acc->following);
    }
    put_age(c, b, f);
    buf_char(b, '\n');
}

static enum err_code put_json(struct call *c, struct json_out *o, const struct account *acc,
                              const struct fresh *f)
{
    output_account_open(o, acc);
    fresh_put_json(o, f);
    enum err_code rc = live_health_json(c, o, acc);
    json_out_close(o, '}');
    return rc;
}

static int run_list(struct call *c)
{
    struct fresh_list l;
    struct buf b;
    struct json_out o;
    bool json = call_has(c, "--json"), stale = call_has(c, "--stale");
    if (fresh_load(c->store, time_now_ms(), c->a, &l, &c->err))
        return call_fail(c);
    buf_init(&b, MIB(16));
    json_out_init(&o, &b);
    if (json)
        json_out_open(&o, '[');
    for (size_t i = 0; i < l.n; i++) {
        if (stale && !l.v[i].due)
            continue;
        if (!json)
            put_account(c, &b, l.v[i].acc, &l.v[i]);
        enum err_code rc =
            json ? put_json(c, &o, l.v[i].acc, &l.v[i]) : live_put_health(c, &b, l.v[i].acc);
        if (rc)
            return call_fail(c);
    }
    if (json) {
        json_out_close(&o, ']');
        buf_char(&b, '\n');
    } else if (l.n == 0 && !stale) {
        buf_lit(&b, "There is no account yet: tact import ARCHIVE\n");
    }
    int rc = call_print(c, &b);
    return rc == EXIT_FINE && stale && l.due == 0 ? 1 : rc;
}

static int show_account(struct call *c, const struct account *acc)
{
    struct fresh_list l;
    struct buf b;
    struct json_out o;
    bool json = call_has(c, "--json");
    if (fresh_load(c->store, time_now_ms(), c->a, &l, &c->err))
        return call_fail(c);
    buf_init(&b, KIB(64));
    json_out_init(&o, &b);
    const struct fresh *f = fresh_of(&l, acc->id);
    if (!json)
        put_account(c, &b, acc, f);
    if (json ? put_json(c, &o, acc, f) : live_put_health(c, &b, acc))
        return call_fail(c);
    if (json)
        buf_char(&b, '\n');
    return call_print(c, &b);
}

/* --remind: later (in 30 days), never, yes. */
static int answer(struct call *c, const struct account *acc, struct str word)
{
    enum err_code rc;
    if (str_is(word, "later"))
        rc = store_account_remind(c->store, acc, time_now_ms() + FRESH_LATER_MS, &c->err);
    else if (str_is(word, "never"))
        rc = store_account_remind(c->store, acc, 0, &c->err);
    else if (str_is(word, "yes"))
        rc = store_account_remind_again(c->store, acc, &c->err);
    else
        return call_usage(c, "--remind is later (in 30 days), never or yes");
    return rc && rc != ERR_NOT_FOUND ? call_fail(c) : EXIT_FINE;
}

static int run_one(struct call *c)
{
    struct account acc;
    const char *context = call_value(c, "--context"), *like = call_value(c, "--like");
    enum mindset mindset = MINDSET_PERSONAL;
    if (strcmp(c->arg[0], "add") == 0)
        return account_add(c);
    if (c->args > 1)
        return call_usage(c, "one account at a time");
    if (like && !mindset_from(str_from(like), &mindset))
        return call_usage(c, "--like is personal, professional or company");
    if (store_account_find(c->store, str_from(c->arg[0]), c->a, &acc, &c->err))
        return call_fail(c);
    bool changed = false;
    if (account_change(c, &acc, &changed))
        return call_fail(c);
    if (context) {
        struct context known;
        struct str name = str_trim(str_from(context));
        if (name.n == 0 || name.n > 60)
            return call_usage(c, "a context has a name of 1 to 60 bytes");
        enum err_code rc = store_context_find(c->store, name, c->a, &known, &c->err);
        if (rc == ERR_NOT_FOUND && !like)
            return call_usage(c,
                              "%s; for a new one say what people come there for: --like "
                              "personal, professional or company",
                              c->err.msg);
        if (rc == ERR_OK)
            name = known.name;
        if ((rc && rc != ERR_NOT_FOUND) ||
            store_account_set_context(c->store, &acc, name, mindset, &c->err) ||
            store_account_find(c->store, str_from(c->arg[0]), c->a, &acc, &c->err))
            return call_fail(c);
    }
    if (call_value(c, "--remind")) {
        int wrong = answer(c, &acc, str_from(call_value(c, "--remind")));
        if (wrong)
            return wrong;
    }
    return show_account(c, &acc);
}

static const struct option_row list_options[] = {
    {"--stale", NULL, "only those of which a fresh archive is worth asking for"},
    {"--json",  NULL, "print as JSON"                                          },
    {NULL,      NULL, NULL                                                     }
};
static const struct option_row one_options[] = {
    {"--context",    "NAME",
     "the context it belongs to: personal, professional, company, or your own"             },
    {"--like",       "MINDSET", "for a new context: what people come there for"            },
    {"--remind",     "WHEN",    "of a fresh archive: later (in 30 days), never, yes"       },
    {"--server",     "HOST",    "with add: which server, as in mastodon.social"            },
    {"--door",       "NAME",    "with add: which way in, where there are several"          },
    {"--name",       "NAME",    "with add: who you are there"                              },
    {"--app",        "ID",      "with add: the app that you registered there"              },
    {"--app-secret", NULL,      "with add: read the secret of that app from standard input"},
    {"--redirect",   "ADDRESS", "with add: where that app sends the browser back to"       },
    {"--sign-out",   NULL,      "forget what opens it; what was read stays"                },
    {"--signature",  "TEXT",    "what it puts below what it posts"                         },
    {"--slots",      "TIMES",   "when its queue goes on: \"mon 9:00, thu 17:30\""          },
    {"--json",       NULL,      "print as JSON"                                            },
    {NULL,           NULL,      NULL                                                       }
};

extern const struct command command_accounts;
const struct command command_accounts = {
    .name = "accounts",
    .summary = "list your accounts with their contexts",
    .usage = "[--stale] [--json]",
    .help = "Your own presences on your networks, as your archives know them, each with the "
            "context that it belongs to, the people it reaches and the age of its newest "
            "archive. --stale lists those of which a fresh one is worth asking for, and exits "
            "with 1 where there is none; `tact account ID --remind never` keeps one out of it.",
    .example = "tact accounts --stale",
    .options = list_options,
    .needs = NEEDS_STORE,
    .run = run_list};

extern const struct command command_account;
const struct command command_account = {
    .name = "account",
    .summary = "sign in to one, show it, give it a context",
    .usage = "ACCOUNT [--context NAME] [--like MINDSET] [--remind WHEN] [--json] | add NETWORK "
             "[--server HOST] …",
    .help =
        "ACCOUNT is its number, network:handle, or just the network where you have one account "
        "there. The context decides what a draft is held against: in a personal one people "
        "come to be social and to be entertained, in a professional one for achievement, "
        "learning and contacts.\n\n"
        "`tact account add NETWORK` signs in to one of yours: it shows an address to open in your "
        "browser and asks for the code, or asks for the password that you made for Tact there. "
        "`tact account add` lists the networks and what each of them wants. What opens an account "
        "is kept sealed in your home and is part of no export.",
    .example = "tact account mastodon --context professional",
    .options = one_options,
    .needs = NEEDS_STORE,
    .args_least = 1,
    .args_most = 2,
    .run = run_one};
