/* web/account.c: one's own account: name, e-mail, password, sessions, what happened. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/account.h"

#include "store/audit.h"
#include "store/session.h"
#include "web/entry.h"
#include "web/handlers.h"
#include "web/password.h"
#include "web/templates.h"

enum {
    AUDIT_PAGE = 100
};

/* "Firefox on Linux": what a browser calls itself says more than anybody wants to read. */
static struct str agent_words(struct request *r, struct str agent)
{
    static const struct {
        struct str mark, name;
    } browsers[] =
        {
            {STR_INIT("Firefox/"), STR_INIT("Firefox")},
            {STR_INIT("Edg/"),     STR_INIT("Edge")   },
            {STR_INIT("OPR/"),     STR_INIT("Opera")  },
            {STR_INIT("Chrome/"),  STR_INIT("Chrome") },
            {STR_INIT("Safari/"),  STR_INIT("Safari") }
    },
      systems[] = {{STR_INIT("Android"), STR_INIT("Android")},
                   {STR_INIT("iPhone"), STR_INIT("iPhone")},
                   {STR_INIT("iPad"), STR_INIT("iPad")},
                   {STR_INIT("Windows"), STR_INIT("Windows")},
                   {STR_INIT("Mac OS X"), STR_INIT("Mac")},
                   {STR_INIT("Linux"), STR_INIT("Linux")}};
    struct str browser = STR_NONE, on = STR_NONE;
    for (size_t i = 0; i < COUNT_OF(browsers) && browser.n == 0; i++)
        if (str_find(agent, browsers[i].mark) >= 0)
            browser = browsers[i].name;
    for (size_t i = 0; i < COUNT_OF(systems) && on.n == 0; i++)
        if (str_find(agent, systems[i].mark) >= 0)
            on = systems[i].name;
    if (browser.n && on.n)
        return arena_printf(r->a, STRF " on " STRF, STRA(browser), STRA(on));
    return agent.n ? str_sub(agent, 0, 60) : STR("A program");
}

static enum err_code load_sessions(struct request *r, struct account_view *v, struct err *e)
{
    struct session *s;
    enum err_code rc = store_sessions(r->store, r->now_ms, r->a, &s, &v->sessions, e);
    if (rc)
        return rc;
    v->session = ARENA_ARRAY(r->a, struct session_row, v->sessions + 1);
    for (size_t i = 0; i < v->sessions; i++)
        v->session[i] = (struct session_row){.digest = s[i].digest,
                                             .agent = agent_words(r, s[i].agent),
                                             .remote = s[i].remote,
                                             .created_ms = s[i].created_ms,
                                             .seen_ms = s[i].seen_ms,
                                             .current = str_eq(s[i].digest, r->session)};
    return ERR_OK;
}

static enum err_code load_second(struct request *r, struct account_view *v, struct err *e)
{
    struct second_factor f;
    struct str secret;
    enum err_code rc = store_second_factor(r->store, r->a, &f, e);
    if (rc == ERR_OK)
        rc = store_recovery_left(r->store, &v->recovery_left, e);
    if (rc)
        return rc;
    v->second_since_ms = f.confirmed_ms;
    if (f.secret.n && f.confirmed_ms == 0 && entry_secret(r, &f, &secret))
        v->secret = totp_words(secret, r->a);
    return ERR_OK;
}

static enum err_code load(struct request *r, struct account_view *v, struct err *e)
{
    struct owner o;
    struct str hash;
    v->now_ms = r->now_ms;
    enum err_code rc = store_owner_get(r->store, r->owner, r->a, &o, e);
    if (rc == ERR_OK)
        rc = store_password(r->store, r->a, &hash, e);
    if (rc == ERR_OK)
        rc = load_sessions(r, v, e);
    if (rc == ERR_OK)
        rc = load_second(r, v, e);
    if (rc == ERR_OK)
        rc = store_tokens(r->store, r->now_ms, r->a, &v->token, &v->tokens, e);
    if (rc)
        return rc;
    v->has_password = hash.n > 0;
    v->name = v->name.n ? v->name : o.name;
    v->email = v->email.n ? v->email : o.email;
    return ERR_OK;
}

enum err_code account_show(struct request *r, struct account_view *v, struct err *e)
{
    struct page p;
    enum err_code rc = load(r, v, e);
    if (rc)
        return rc;
    r->re.cache = "no-store";
    if (r->json) {
        api_account(r, v);
        return ERR_OK;
    }
    page_begin(r, &p, "Your account", "account");
    page_account(r->out, &p, v);
    return ERR_OK;
}

enum err_code account_refused(struct request *r, enum err_code why, const char *part,
                              struct err *e)
{
    if (r->json || why == ERR_DB || why == ERR_IO || why == ERR_CONFLICT)
        return why;
    struct account_view v = {.problem = arena_str(r->a, str_from(e->msg)), .part = part};
    if (str_is(str_from(part), "who")) {
        v.name = field_str(r, "name");
        v.email = field_str(r, "email");
    }
    r->re.status = why == ERR_RATE_LIMITED ? 429 : why == ERR_DENIED ? 403 : 400;
    r->re.retry_after_s = e->retry_after_s;
    return account_show(r, &v, e);
}

enum err_code get_account(struct request *r, struct err *e)
{
    struct account_view v = {.part = field_given(r, "saved") ? "saved" : ""};
    return account_show(r, &v, e);
}

enum err_code post_account(struct request *r, struct err *e)
{
    struct owner o;
    struct str before, email = str_trim(field_str(r, "email"));
    enum err_code rc = store_owner_get(r->store, r->owner, r->a, &o, e);
    if (rc)
        return rc;
    before = o.email;
    o.name = field_str(r, "name");
    o.email = STR_NONE;
    if (email.n)
        rc = owner_email(email, r->a, &o.email, e);
    if (rc == ERR_OK && !str_eq(before, o.email) && !r->server->o->open)
        rc = entry_check_password(r, field_str(r, "password"), e);
    if (rc == ERR_OK)
        rc = store_owner_save(r->store, &o, e);
    if (rc)
        return account_refused(r, rc == ERR_CONFLICT ? ERR_INVALID : rc, "who", e);
    if (!str_eq(before, o.email))
        request_audit(r, r->owner, "email.changed", o.email, before);
    return answer_done(r, STR("/account?saved=1"));
}

enum err_code post_password(struct request *r, struct err *e)
{
    struct str hash, password = field_str(r, "password");
    enum err_code rc = ERR_OK;
    if (!r->json && !str_eq(password, field_str(r, "again")))
        rc = err_set(e, ERR_INVALID, "The two new ones are not the same.");
    if (rc == ERR_OK)
        rc = entry_check_password(r, field_str(r, "old"), e);
    if (rc == ERR_OK)
        rc = password_hash(password, r->a, &hash, e);
    if (rc == ERR_OK)
        rc = store_password_set(r->store, hash, e);
    if (rc == ERR_OK)
        rc = store_sessions_drop_others(r->store, r->session, e);
    if (rc)
        return account_refused(r, rc, "password", e);
    request_audit(r, r->owner, "password.changed", STR_NONE, STR_NONE);
    return answer_done(r, STR("/account?saved=1"));
}

enum err_code post_session_end(struct request *r, struct err *e)
{
    enum err_code rc = ERR_OK;
    if (str_eq(r->name, r->session))
        return post_sign_out(r, e);
    rc = store_session_drop(r->store, r->name, e);
    if (rc)
        return rc;
    request_audit(r, r->owner, "session.ended", STR("another"), STR_NONE);
    return answer_done(r, STR("/account?saved=1"));
}

enum err_code post_sessions_end(struct request *r, struct err *e)
{
    enum err_code rc = store_sessions_drop_others(r->store, r->session, e);
    if (rc)
        return rc;
    request_audit(r, r->owner, "session.ended", STR("all others"), STR_NONE);
    return answer_done(r, STR("/account?saved=1"));
}

/* What happened ---------------------------------------------------------------------------- */

static struct str did(const struct audit *u)
{
    static const struct {
        const char *verb, *says;
    } words[] = {
        {"session.began",      "signed in"                      },
        {"session.refused",    "was refused at the door"        },
        {"session.ended",      "signed out"                     },
        {"password.set",       "set the first password"         },
        {"password.changed",   "changed the password"           },
        {"email.changed",      "changed the e-mail address"     },
        {"second.set",         "set up the second step"         },
        {"second.removed",     "removed the second step"        },
        {"token.made",         "made a key for a program"       },
        {"token.revoked",      "took back a key"                },
        {"invitation.made",    "invited"                        },
        {"invitation.dropped", "took back an invitation"        },
        {"invitation.used",    "came in by an invitation"       },
        {"owner.added",        "added an owner"                 },
        {"owner.closed",       "closed an owner"                },
        {"owner.host",         "made an owner a host"           },
        {"owner.reopened",     "reopened an owner"              },
        {"import.asked",       "sent an archive"                },
        {"undo.asked",         "asked to take back an import"   },
        {"context.changed",    "changed a context"              },
        {"account.context",    "gave an account another context"},
        {"acts.began",         "began to act for the company"   },
        {"company.made",       "started the company"            },
        {"company.renamed",    "gave the company another name"  },
        {"member.joined",      "joined as"                      },
        {"member.added",       "added"                          },
        {"member.role",        "gave another role to"           },
        {"member.removed",     "removed"                        },
        {"member.left",        "left"                           },
        {"hours.changed",      "changed the hours"              },
        {"draft.asked",        "asked for approval of"          },
        {"draft.approved",     "approved"                       },
        {"draft.returned",     "sent back"                      },
        {"draft.withdrawn",    "withdrew"                       },
        {"draft.dropped",      "threw away"                     }
    };
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_is(u->verb, words[i].verb))
            return str_from(words[i].says);
    return u->verb;
}

enum err_code audit_load(struct request *r, int64_t before, int64_t most, struct audit_view *v,
                         struct err *e)
{
    struct audit *u;
    v->now_ms = r->now_ms;
    enum err_code rc = store_audit(r->store, before, most, r->a, &u, &v->n, e);
    if (rc)
        return rc;
    v->row = ARENA_ARRAY(r->a, struct audit_row, v->n + 1);
    for (size_t i = 0; i < v->n; i++)
        v->row[i] = (struct audit_row){
            .u = &u[i],
            .did = did(&u[i]),
            .who = u[i].actor == 0 && u[i].remote.n ? STR("Somebody")
                   : u[i].actor == 0                ? STR("On the machine")
                   : u[i].actor == r->owner         ? STR("You")
                   : u[i].name.n                    ? u[i].name
                                 : arena_printf(r->a, "Owner %lld", (long long)u[i].actor)};
    if ((int64_t)v->n == most)
        v->older = arena_printf(r->a, "/audit?before=%lld", (long long)u[v->n - 1].id);
    return ERR_OK;
}

enum err_code get_audit(struct request *r, struct err *e)
{
    struct audit_view v = {0};
    struct page p;
    enum err_code rc = audit_load(r, field_id(r, "before"), AUDIT_PAGE, &v, e);
    if (rc)
        return rc;
    r->re.cache = "no-store";
    if (r->json) {
        api_audit(r, &v);
        return ERR_OK;
    }
    page_begin(r, &p, "What happened", r->acts_for ? "company" : "account");
    page_audit(r->out, &p, &v);
    return ERR_OK;
}
