/* cli/owners.c: `tact owners`, `tact owner`, `tact invite`: who shares this home. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"
#include "cli/secret.h"

#include "core/limits.h"
#include "core/time.h"
#include "store/audit.h"
#include "store/invitation.h"
#include "store/session.h"
#include "web/password.h"
#include "web/session.h"

#include <stdio.h>
#include <string.h>

static void put_owner(struct buf *b, const struct owner *o)
{
    buf_printf(b, "%3lld  " STRF, (long long)o->id,
               STRA(o->name.n ? o->name : STR("(no name)")));
    if (o->email.n)
        buf_printf(b, ", " STRF, STRA(o->email));
    buf_printf(b, "%s%s%s\n", o->kind == OWNER_COMPANY ? " · a company" : "",
               o->is_host ? " · host" : "", o->closed_ms ? " · closed" : "");
}

static void put_json(struct json_out *j, const struct owner *o)
{
    json_out_open(j, '{');
    json_out_ki64(j, "id", o->id);
    json_out_kstr(j, "kind", str_from(owner_kind_name(o->kind)));
    json_out_kstr(j, "name", o->name);
    json_out_kstr(j, "email", o->email);
    json_out_key(j, "host");
    json_out_bool(j, o->is_host);
    json_out_ki64(j, "since_ms", o->created_ms);
    if (o->closed_ms)
        json_out_ki64(j, "closed_ms", o->closed_ms);
    json_out_close(j, '}');
}

static int run_list(struct call *c)
{
    struct owner *o;
    struct buf b;
    struct json_out j;
    size_t n;
    bool json = call_has(c, "--json");
    if (store_owners(c->store, c->a, &o, &n, &c->err))
        return call_fail(c);
    buf_init(&b, MIB(64));
    json_out_init(&j, &b);
    if (json)
        json_out_open(&j, '[');
    for (size_t i = 0; i < n; i++) {
        if (json)
            put_json(&j, &o[i]);
        else
            put_owner(&b, &o[i]);
    }
    if (json) {
        json_out_close(&j, ']');
        buf_char(&b, '\n');
    }
    return call_print(c, &b);
}

/* On the machine nobody is asked who they are. */
static enum err_code note(struct call *c, int64_t about, const char *verb, struct str subject)
{
    store_act_for(c->store, about);
    return store_audit_add(c->store, 0, verb, subject, STR_NONE, STR_NONE, &c->err);
}

static int add(struct call *c)
{
    struct str password, hash;
    struct owner o;
    const char *name = call_value(c, "--name");
    if (!name)
        return call_usage(c, "say how they are called: --name NAME");
    if (!secret_read(c->a, "A password for them", &password))
        return call_usage(c, "a password is wanted on standard input");
    if (password_hash(password, c->a, &hash, &c->err) ||
        store_owner_add(c->store, OWNER_PERSON, str_from(c->arg[1]), str_from(name), c->a, &o,
                        &c->err))
        return call_fail(c);
    store_act_for(c->store, o.id);
    if (store_password_set(c->store, hash, &c->err) || note(c, o.id, "owner.added", o.email))
        return call_fail(c);
    printf("Owner %lld is here and signs in with " STRF ".\n", (long long)o.id, STRA(o.email));
    return EXIT_FINE;
}

static int run_one(struct call *c)
{
    struct owner o;
    bool closes = strcmp(c->arg[0], "close") == 0;
    if (strcmp(c->arg[0], "add") == 0)
        return add(c);
    bool host = strcmp(c->arg[0], "host") == 0;
    if (!closes && !host && strcmp(c->arg[0], "reopen") != 0)
        return call_usage(c, "tact owner can add, close, reopen, and make a host");
    if (store_owner_find(c->store, str_from(c->arg[1]), c->a, &o, &c->err))
        return call_fail(c);
    if (host) {
        if (store_owner_set_host(c->store, o.id, &c->err) ||
            note(c, o.id, "owner.host", arena_printf(c->a, "%lld", (long long)o.id)))
            return call_fail(c);
        printf("Owner %lld may let others in now.\n", (long long)o.id);
        return EXIT_FINE;
    }
    enum err_code rc = closes ? store_owner_close(c->store, o.id, &c->err)
                              : store_owner_reopen(c->store, o.id, &c->err);
    if (rc || note(c, o.id, closes ? "owner.closed" : "owner.reopened",
                   arena_printf(c->a, "%lld", (long long)o.id)))
        return call_fail(c);
    printf("Owner %lld is %s.\n", (long long)o.id,
           closes ? "closed: signed out, and what is theirs stays" : "here again");
    return EXIT_FINE;
}

static int run_invite(struct call *c)
{
    struct str token;
    const char *url = call_value(c, "--url");
    struct invitation v = {.made_ms = time_now_ms()};
    if (owner_email(str_from(c->arg[0]), c->a, &v.email, &c->err))
        return call_fail(c);
    session_secret(c->a, &token);
    v.digest = session_digest(c->a, token);
    v.until_ms = v.made_ms + INVITATION_MS;
    if (store_invitation_add(c->store, &v, &c->err) ||
        note(c, FIRST_OWNER, "invitation.made", v.email))
        return call_fail(c);
    url = url ? url : "http://127.0.0.1:8420";
    printf("%s%sjoin/" STRF "\n", url, str_ends(str_from(url), STR("/")) ? "" : "/",
           STRA(token));
    fputs("Pass this link on; it holds for seven days and is shown this once.\n", stderr);
    return EXIT_FINE;
}

static const struct option_row list_options[] = {
    {"--json", NULL, "print as JSON"},
    {NULL,     NULL, NULL           }
};
static const struct option_row one_options[] = {
    {"--name", "NAME", "how a new owner is called"},
    {NULL,     NULL,   NULL                       }
};
static const struct option_row invite_options[] = {
    {"--url", "ADDRESS", "where people reach this Tact (http://127.0.0.1:8420)"},
    {NULL,    NULL,      NULL                                                  }
};

extern const struct command command_owners, command_owner, command_invite;
const struct command command_owners = {
    .name = "owners",
    .summary = "list who shares this home",
    .usage = "[--json]",
    .help =
        "Each owner with number, name and e-mail address. `tact --owner OWNER COMMAND` runs "
        "any command on what is that owner's.",
    .example = "tact owners",
    .options = list_options,
    .needs = NEEDS_STORE,
    .run = run_list};
const struct command command_owner = {
    .name = "owner",
    .summary = "add, close or reopen an owner",
    .usage = "add EMAIL --name NAME | close OWNER | reopen OWNER | host OWNER",
    .help = "A new owner signs in with the e-mail address and a password that is read from "
            "standard input; to let them choose it themselves, use `tact invite`. Whoever is "
            "closed is signed out and can't sign in; what is theirs stays until they are "
            "reopened. OWNER is a number of `tact owners` or an e-mail address.",
    .example = "tact owner add ann@example.org --name Ann",
    .options = one_options,
    .needs = NEEDS_STORE,
    .args_least = 2,
    .args_most = 2,
    .run = run_one};
const struct command command_invite = {
    .name = "invite",
    .summary = "make a link that lets somebody in",
    .usage = "EMAIL [--url ADDRESS]",
    .help = "Prints a link, good once and for seven days, with which whoever has it chooses a "
            "name and a password and shares this home from then on, with everything of their "
            "own. Tact sends no mail: you pass it on.",
    .example = "tact invite ann@example.org --url https://tact.example.org",
    .options = invite_options,
    .needs = NEEDS_STORE,
    .args_least = 1,
    .args_most = 1,
    .run = run_invite};
