/* cli/accounts.c: `tact accounts` and `tact account`: the owner's own presences. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "core/limits.h"
#include "model/network.h"
#include "output/output.h"

static void put_account(struct buf *b, const struct account *acc)
{
    const struct network *net = network_find(acc->network);
    buf_printf(b, "%3lld  %-13.*s " STRF "%s" STRF "\n     " STRF, (long long)acc->id,
               STRA(net ? net->name : acc->network), STRA(acc->name), acc->handle.n ? ", " : "",
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
    buf_char(b, '\n');
}

static int run_list(struct call *c)
{
    struct account *acc;
    struct buf b;
    struct json_out o;
    size_t n;
    bool json = call_has(c, "--json");
    if (store_accounts(c->store, c->a, &acc, &n, &c->err))
        return call_fail(c);
    buf_init(&b, MIB(16));
    json_out_init(&o, &b);
    if (json)
        json_out_open(&o, '[');
    for (size_t i = 0; i < n; i++) {
        if (json)
            output_account(&o, &acc[i]);
        else
            put_account(&b, &acc[i]);
    }
    if (json) {
        json_out_close(&o, ']');
        buf_char(&b, '\n');
    } else if (n == 0) {
        buf_lit(&b, "There is no account yet: tact import ARCHIVE\n");
    }
    return call_print(c, &b);
}

static int run_one(struct call *c)
{
    struct account acc;
    struct buf b;
    const char *context = call_value(c, "--context"), *like = call_value(c, "--like");
    enum mindset mindset = MINDSET_PERSONAL;
    if (like && !mindset_from(str_from(like), &mindset))
        return call_usage(c, "--like is personal, professional or company");
    if (store_account_find(c->store, str_from(c->arg[0]), c->a, &acc, &c->err))
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
    buf_init(&b, KIB(64));
    if (call_has(c, "--json")) {
        struct json_out o;
        json_out_init(&o, &b);
        output_account(&o, &acc);
        buf_char(&b, '\n');
    } else {
        put_account(&b, &acc);
    }
    return call_print(c, &b);
}

static const struct option_row list_options[] = {
    {"--json", NULL, "print as JSON"},
    {NULL,     NULL, NULL           }
};
static const struct option_row one_options[] = {
    {"--context", "NAME",
     "the context it belongs to: personal, professional, company, or your own"},
    {"--like",    "MINDSET", "for a new context: what people come there for"  },
    {"--json",    NULL,      "print as JSON"                                  },
    {NULL,        NULL,      NULL                                             }
};

extern const struct command command_accounts;
const struct command command_accounts = {
    .name = "accounts",
    .summary = "list your accounts with their contexts",
    .usage = "[--json]",
    .help = "Your own presences on your networks, as your archives know them, each with the "
            "context that it belongs to and the people it reaches.",
    .example = "tact accounts",
    .options = list_options,
    .needs = NEEDS_STORE,
    .run = run_list};

extern const struct command command_account;
const struct command command_account = {
    .name = "account",
    .summary = "show one account, or give it a context",
    .usage = "ACCOUNT [--context NAME] [--like MINDSET] [--json]",
    .help =
        "ACCOUNT is its number, network:handle, or just the network where you have one account "
        "there. The context decides what a draft is held against: in a personal one people "
        "come to be social and to be entertained, in a professional one for achievement, "
        "learning and contacts.",
    .example = "tact account mastodon --context professional",
    .options = one_options,
    .needs = NEEDS_STORE,
    .args_least = 1,
    .args_most = 1,
    .run = run_one};
