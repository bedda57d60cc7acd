/* cli/company.c: `tact company`: companies, and who writes for them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "core/limits.h"
#include "store/audit.h"

#include <string.h>

/* On the machine nobody is asked who they are. */
static enum err_code note(struct call *c, int64_t company, const char *verb, struct str subject,
                          struct str more)
{
    store_act_for(c->store, company);
    return store_audit_add(c->store, 0, verb, subject, more, STR_NONE, &c->err);
}

/* A company by number, or by its name where but one has it. */
static enum err_code find(struct call *c, struct str which, struct owner *out)
{
    struct owner *o;
    size_t n, found = 0;
    int64_t id = 0;
    bool number = str_i64(which, &id);
    enum err_code rc = store_owners(c->store, c->a, &o, &n, &c->err);
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        if (o[i].kind != OWNER_COMPANY || o[i].closed_ms ||
            (number ? o[i].id != id : !str_eq_ci(o[i].name, which)))
            continue;
        *out = o[i];
        found++;
    }
    if (rc == ERR_OK && found == 0)
        rc = err_set(&c->err, ERR_NOT_FOUND,
                     "there is no company \"" STRF "\"; `tact company list` lists them",
                     STRA(which));
    if (rc == ERR_OK && found > 1)
        rc = err_set(&c->err, ERR_CONFLICT,
                     "several companies are called \"" STRF "\"; say which by its number",
                     STRA(which));
    return rc;
}

static int add(struct call *c)
{
    const char *admin = call_value(c, "--admin");
    struct owner who, made;
    if (c->args != 2)
        return call_usage(c, "a company has one name: put it in quotes");
    if (!admin)
        return call_usage(c, "say who looks after it: --admin EMAIL");
    if (store_owner_find(c->store, str_from(admin), c->a, &who, &c->err) ||
        store_company_add(c->store, str_from(c->arg[1]), who.id, c->a, &made, &c->err) ||
        note(c, made.id, "company.made", made.name, who.email))
        return call_fail(c);
    printf("Company %lld is here: " STRF ". " STRF " looks after it.\n", (long long)made.id,
           STRA(made.name), STRA(who.name.n ? who.name : who.email));
    return EXIT_FINE;
}

static void put_company(struct buf *b, const struct owner *o, const struct membership *m,
                        size_t n)
{
    buf_printf(b, "%3lld  " STRF "%s\n", (long long)o->id, STRA(o->name),
               o->closed_ms ? " · closed" : "");
    for (size_t i = 0; i < n; i++)
        buf_printf(b, "       %s  " STRF "%s" STRF "\n", role_name(m[i].role),
                   STRA(m[i].member), m[i].member.n && m[i].email.n ? ", " : "",
                   STRA(m[i].email));
}

static void put_json(struct json_out *j, const struct owner *o, const struct membership *m,
                     size_t n)
{
    json_out_open(j, '{');
    json_out_ki64(j, "id", o->id);
    json_out_kstr(j, "name", o->name);
    json_out_ki64(j, "since_ms", o->created_ms);
    if (o->closed_ms)
        json_out_ki64(j, "closed_ms", o->closed_ms);
    json_out_key(j, "members");
    json_out_open(j, '[');
    for (size_t i = 0; i < n; i++) {
        json_out_open(j, '{');
        json_out_ki64(j, "id", m[i].member_id);
        json_out_kstr(j, "name", m[i].member);
        json_out_kstr(j, "email", m[i].email);
        json_out_kstr(j, "role", str_from(role_name(m[i].role)));
        json_out_close(j, '}');
    }
    json_out_close(j, ']');
    json_out_close(j, '}');
}

static int list(struct call *c)
{
    bool json = call_has(c, "--json");
    struct owner *o;
    struct membership *m;
    struct buf b;
    struct json_out j;
    size_t n, members;
    enum err_code rc = store_owners(c->store, c->a, &o, &n, &c->err);
    if (rc)
        return call_fail(c);
    buf_init(&b, MIB(64));
    json_out_init(&j, &b);
    if (json)
        json_out_open(&j, '[');
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        if (o[i].kind != OWNER_COMPANY)
            continue;
        rc = store_members_of(c->store, o[i].id, c->a, &m, &members, &c->err);
        if (rc == ERR_OK && json)
            put_json(&j, &o[i], m, members);
        else if (rc == ERR_OK)
            put_company(&b, &o[i], m, members);
    }
    if (rc) {
        buf_free(&b);
        return call_fail(c);
    }
    if (json) {
        json_out_close(&j, ']');
        buf_char(&b, '\n');
    } else if (b.n == 0) {
        buf_lit(&b, "No company yet: tact company add NAME --admin EMAIL\n");
    }
    return call_print(c, &b);
}

static int remove_member(struct call *c, const struct owner *company, const struct owner *who)
{
    if (store_membership_drop(c->store, company->id, who->id, &c->err) ||
        note(c, company->id, "member.removed", who->name, STR_NONE))
        return call_fail(c);
    printf(STRF " belongs to " STRF " no more.\n", STRA(who->email), STRA(company->name));
    return EXIT_FINE;
}

static int member(struct call *c)
{
    bool removes = call_has(c, "--remove");
    struct owner company = {0}, who;
    enum role role = ROLE_NONE, before;
    if (c->args != (removes ? 3 : 4))
        return call_usage(c, "say which company, who, and the role (or --remove)");
    if (!removes && (!role_from(str_from(c->arg[3]), &role) || role == ROLE_NONE))
        return call_usage(c, "a role is one of writer, approver and admin");
    if (find(c, str_from(c->arg[1]), &company) ||
        store_owner_find(c->store, str_from(c->arg[2]), c->a, &who, &c->err))
        return call_fail(c);
    if (removes)
        return remove_member(c, &company, &who);
    if (store_role(c->store, company.id, who.id, &before, &c->err) ||
        store_membership_set(c->store, company.id, who.id, role, &c->err) ||
        note(c, company.id, before == ROLE_NONE ? "member.added" : "member.role", who.name,
             str_from(role_name(role))))
        return call_fail(c);
    printf(STRF " is %s for " STRF ".\n", STRA(who.email), role_name(role), STRA(company.name));
    return EXIT_FINE;
}

static int run(struct call *c)
{
    if (strcmp(c->arg[0], "list") == 0)
        return list(c);
    if (strcmp(c->arg[0], "add") == 0)
        return add(c);
    if (strcmp(c->arg[0], "member") == 0)
        return member(c);
    return call_usage(c, "tact company can add, list and member");
}

static const struct option_row options[] = {
    {"--admin",  "EMAIL", "who looks after a new one" },
    {"--remove", NULL,    "the member belongs no more"},
    {"--json",   NULL,    "print the list as JSON"    },
    {NULL,       NULL,    NULL                        }
};

extern const struct command command_company;
const struct command command_company = {
    .name = "company",
    .summary = "companies, and who writes for them",
    .usage = "add NAME --admin EMAIL | list [--json] | member COMPANY EMAIL ROLE|--remove",
    .help =
        "A company has accounts, contexts, people and drafts of its own, which several owners "
        "look after: a writer writes drafts and asks for approval, an approver also lets them "
        "go out, an admin also looks after accounts, settings and members. COMPANY is a number "
        "of `tact company list` or its name. `tact --owner NUMBER COMMAND` runs any command on "
        "what is the company's.",
    .example = "tact company add Fernlight --admin ann@example.org",
    .options = options,
    .needs = NEEDS_STORE,
    .args_least = 1,
    .args_most = 4,
    .run = run};
