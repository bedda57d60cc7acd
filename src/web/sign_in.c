/* web/sign_in.c: the door: the first password, signing in and out. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/entry.h"
#include "web/handlers.h"
#include "web/templates.h"
#include "web/views.h"

#include "store/session.h"

/* Only to a page of ours. */
static struct str next_of(const struct request *r)
{
    struct str next = field_str(r, "next");
    return str_starts(next, STR("/")) && html_url_ok(next) ? next : STR("/");
}

static enum err_code show_door(struct request *r, struct str problem, struct str ticket,
                               struct err *e)
{
    struct str hash;
    struct page p;
    struct sign_in_view v = {.problem = problem,
                             .next = next_of(r),
                             .ticket = ticket,
                             .email = field_str(r, "email")};
    store_act_for(r->store, FIRST_OWNER);
    enum err_code rc = store_password(r->store, r->a, &hash, e);
    if (rc == ERR_OK)
        rc = entry_asks_email(r, &v.asks_email, e);
    if (rc)
        return rc;
    v.first = hash.n == 0;
    page_begin(r, &p, v.first ? "Welcome" : "Sign in", "");
    p.signed_in = false;
    page_sign_in(r->out, &p, &v);
    r->re.cache = "no-store";
    return ERR_OK;
}

enum err_code get_sign_in(struct request *r, struct err *e)
{
    return r->signed_in ? answer_done(r, next_of(r)) : show_door(r, STR_NONE, STR_NONE, e);
}

/* A wrong password is answered by the form itself, with the status that says so. */
static enum err_code ask_again(struct request *r, enum err_code why, struct str ticket,
                               struct err *e)
{
    struct str problem = arena_str(r->a, str_from(e->msg));
    if (r->json || why == ERR_DB || why == ERR_IO)
        return why;
    r->re.status = why == ERR_RATE_LIMITED ? 429 : why == ERR_DENIED ? 403 : 400;
    r->re.retry_after_s = e->retry_after_s;
    return show_door(r, problem, ticket, e);
}

enum err_code post_sign_in(struct request *r, struct err *e)
{
    const struct entry in = {.email = field_str(r, "email"),
                             .password = field_str(r, "password"),
                             .code = field_str(r, "code"),
                             .ticket = field_str(r, "ticket")};
    struct str ticket;
    enum err_code rc = entry_sign_in(r, &in, &ticket, e);
    if (rc)
        return ask_again(r, rc, ticket, e);
    if (ticket.n == 0)
        return answer_done(r, next_of(r));
    if (r->json)
        return err_set(e, ERR_DENIED, "A code of your second step is wanted too.");
    return show_door(r, STR_NONE, ticket, e);
}

enum err_code post_first(struct request *r, struct err *e)
{
    enum err_code rc = ERR_OK;
    if (!r->json && !str_eq(field_str(r, "password"), field_str(r, "again")))
        rc = err_set(e, ERR_INVALID, "The two are not the same.");
    if (rc == ERR_OK)
        rc = entry_first(r, field_str(r, "password"), e);
    return rc ? ask_again(r, rc, STR_NONE, e) : answer_done(r, STR("/"));
}

enum err_code post_sign_out(struct request *r, struct err *e)
{
    enum err_code rc = session_end(r, e);
    if (rc == ERR_OK)
        request_audit(r, r->owner, "session.ended", STR_NONE, STR_NONE);
    r->re.forget = true;
    return rc ? rc : answer_done(r, STR("/sign-in"));
}

enum err_code post_act_for(struct request *r, struct err *e)
{
    int64_t owner = field_id(r, "owner");
    enum err_code rc = session_act_for(r, owner, e);
    if (rc == ERR_OK && owner && owner != r->owner)
        request_audit(r, owner, "acts.began", STR_NONE, STR_NONE);
    return rc ? rc : answer_done(r, STR("/"));
}
