/* web/owners.c: for whoever hosts: who is here, who is invited; and the door of the invited. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/account.h"
#include "web/handlers.h"
#include "web/password.h"
#include "web/session.h"
#include "web/templates.h"

#include "store/session.h"

struct str invitation_link(struct request *r, struct str token)
{
    struct str url = str_from(r->server->o->url ? r->server->o->url : r->server->address);
    return arena_printf(r->a, STRF "%sjoin/" STRF, STRA(url),
                        str_ends(url, STR("/")) ? "" : "/", STRA(token));
}

static enum err_code show_owners(struct request *r, struct owners_view *v, struct err *e)
{
    struct page p;
    v->now_ms = r->now_ms;
    v->me = r->owner;
    enum err_code rc = store_owners(r->store, r->a, &v->owner, &v->owners, e);
    if (rc == ERR_OK)
        rc = store_invitations(r->store, -1, r->now_ms, r->a, &v->invitation, &v->invitations,
                               e);
    if (rc)
        return rc;
    r->re.cache = "no-store";
    if (r->json) {
        api_owners(r, v);
        return ERR_OK;
    }
    page_begin(r, &p, "Owners", "owners");
    page_owners(r->out, &p, v);
    return ERR_OK;
}

enum err_code get_owners(struct request *r, struct err *e)
{
    struct owners_view v = {.saved = field_given(r, "saved")};
    return show_owners(r, &v, e);
}

enum err_code invite(struct request *r, const struct invitation *who, struct str *link,
                     struct err *e)
{
    struct invitation v = *who;
    struct str token;
    enum err_code rc = owner_email(who->email, r->a, &v.email, e);
    if (rc)
        return rc;
    session_secret(r->a, &token);
    v.digest = session_digest(r->a, token);
    v.made_by = r->owner;
    v.made_ms = r->now_ms;
    v.until_ms = r->now_ms + INVITATION_MS;
    rc = store_invitation_add(r->store, &v, e);
    if (rc)
        return rc;
    *link = invitation_link(r, token);
    request_audit(r, store_owner(r->store), "invitation.made", v.email, STR_NONE);
    return ERR_OK;
}

enum err_code post_invite(struct request *r, struct err *e)
{
    const struct invitation who = {.email = field_str(r, "email")};
    struct owners_view v = {.email = who.email};
    enum err_code rc = invite(r, &who, &v.link, e);
    if (rc && (r->json || rc == ERR_DB || rc == ERR_IO))
        return rc;
    if (rc) {
        v.problem = arena_str(r->a, str_from(e->msg));
        r->re.status = 400;
    }
    return show_owners(r, &v, e); /* no redirect: the link is shown this once */
}

enum err_code post_invite_drop(struct request *r, struct err *e)
{
    enum err_code rc = store_invitation_drop(r->store, r->name, -1, e);
    if (rc)
        return rc;
    request_audit(r, r->owner, "invitation.dropped", STR_NONE, STR_NONE);
    return answer_done(r, STR("/owners?saved=1"));
}

static struct str owner_words(struct request *r, int64_t id)
{
    return arena_printf(r->a, "%lld", (long long)id);
}

enum err_code post_owner_close(struct request *r, struct err *e)
{
    enum err_code rc = r->id == r->owner
                           ? err_set(e, ERR_CONFLICT, "You can't close yourself here.")
                           : store_owner_close(r->store, r->id, e);
    if (rc)
        return rc;
    request_audit(r, r->owner, "owner.closed", owner_words(r, r->id), STR_NONE);
    return answer_done(r, STR("/owners?saved=1"));
}

enum err_code post_owner_reopen(struct request *r, struct err *e)
{
    enum err_code rc = store_owner_reopen(r->store, r->id, e);
    if (rc)
        return rc;
    request_audit(r, r->owner, "owner.reopened", owner_words(r, r->id), STR_NONE);
    return answer_done(r, STR("/owners?saved=1"));
}

/* The door of the invited ----------------------------------------------------------------- */

/* Whether somebody here has this e-mail, and whether it is whoever is signed in. */
static enum err_code know(struct request *r, const struct invitation *in, struct join_view *v,
                          struct err *e)
{
    struct owner o;
    enum err_code rc = store_owner_by_email(r->store, in->email, r->a, &o, e);
    v->known = rc == ERR_OK;
    v->fits = rc == ERR_OK && r->signed_in && o.id == r->owner;
    if (rc == ERR_NOT_FOUND)
        rc = ERR_OK;
    if (rc == ERR_OK && r->signed_in) {
        rc = store_owner_get(r->store, r->owner, r->a, &o, e);
        v->me = o.name.n ? o.name : o.email;
    }
    if (rc == ERR_OK && in->company_id) {
        rc = store_owner_get(r->store, in->company_id, r->a, &o, e);
        v->company = o.name;
    }
    v->role = str_from(role_name(in->role));
    return rc;
}

static enum err_code show_join(struct request *r, const struct invitation *in,
                               struct str problem, struct err *e)
{
    struct page p;
    struct join_view v = {
        .email = in->email, .token = r->name, .problem = problem, .name = field_str(r, "name")};
    enum err_code rc = know(r, in, &v, e);
    if (rc)
        return rc;
    page_begin(r, &p, "Welcome", "");
    p.signed_in = false;
    page_join(r->out, &p, &v);
    r->re.cache = "no-store";
    return ERR_OK;
}

enum err_code get_join(struct request *r, struct err *e)
{
    struct invitation in;
    enum err_code rc =
        store_invitation_find(r->store, session_digest(r->a, r->name), r->now_ms, r->a, &in, e);
    return rc ? rc : show_join(r, &in, STR_NONE, e);
}

/* The invitation is used first: of two that come with it at once, one is too late. */
static enum err_code join(struct request *r, const struct invitation *in, struct str hash,
                          struct err *e)
{
    struct owner o;
    enum err_code rc = store_owner_by_email(r->store, in->email, r->a, &o, e);
    if (rc == ERR_OK)
        return err_set(e, ERR_CONFLICT,
                       "Whoever has this e-mail address is here already: sign in first.");
    if (rc == ERR_NOT_FOUND)
        rc = store_invitation_use(r->store, in->digest, r->now_ms, e);
    if (rc == ERR_OK)
        rc = store_owner_add(r->store, OWNER_PERSON, in->email, field_str(r, "name"), r->a, &o,
                             e);
    if (rc)
        return rc;
    store_act_for(r->store, o.id);
    rc = store_password_set(r->store, hash, e);
    if (rc == ERR_OK && in->company_id)
        rc = store_membership_set(r->store, in->company_id, o.id, in->role, e);
    if (rc == ERR_OK)
        rc = session_begin(r, o.id, e);
    if (rc == ERR_OK)
        request_audit(r, o.id, "invitation.used", STR_NONE, STR_NONE);
    if (rc == ERR_OK && in->company_id)
        request_audit(r, in->company_id, "member.joined", str_from(role_name(in->role)),
                      STR_NONE);
    return rc;
}

/* Somebody who is here already joins a company. Whoever is a member keeps the role they have. */
enum err_code post_join_accept(struct request *r, struct err *e)
{
    struct invitation in;
    struct owner o;
    enum role role = ROLE_NONE;
    enum err_code rc =
        store_invitation_find(r->store, session_digest(r->a, r->name), r->now_ms, r->a, &in, e);
    if (rc == ERR_OK)
        rc = store_owner_get(r->store, r->owner, r->a, &o, e);
    if (rc)
        return rc;
    if (in.company_id == 0 || !str_eq(o.email, in.email))
        return err_set(e, ERR_INVALID,
                       "This invitation is for somebody else: sign in with the e-mail address "
                       "that it was made for.");
    rc = store_role(r->store, in.company_id, r->owner, &role, e);
    if (rc == ERR_OK)
        rc = store_invitation_use(r->store, in.digest, r->now_ms, e);
    if (rc == ERR_OK && role == ROLE_NONE)
        rc = store_membership_set(r->store, in.company_id, r->owner, in.role, e);
    if (rc == ERR_OK)
        rc = session_act_for(r, in.company_id, e);
    if (rc)
        return rc;
    request_audit(r, in.company_id, "member.joined", str_from(role_name(in.role)), STR_NONE);
    return answer_done(r, STR("/company"));
}

enum err_code post_join(struct request *r, struct err *e)
{
    struct invitation in;
    struct str hash, password = field_str(r, "password");
    enum err_code rc =
        store_invitation_find(r->store, session_digest(r->a, r->name), r->now_ms, r->a, &in, e);
    if (rc)
        return rc;
    if (str_trim(field_str(r, "name")).n == 0)
        rc = err_set(e, ERR_INVALID, "A name is wanted: others here see it.");
    if (rc == ERR_OK && !r->json && !str_eq(password, field_str(r, "again")))
        rc = err_set(e, ERR_INVALID, "The two passwords are not the same.");
    if (rc == ERR_OK)
        rc = password_hash(password, r->a, &hash, e);
    if (rc == ERR_OK)
        rc = join(r, &in, hash, e);
    if (rc == ERR_INVALID && !r->json) {
        r->re.status = 400;
        return show_join(r, &in, arena_str(r->a, str_from(e->msg)), e);
    }
    return rc ? rc : answer_done(r, STR("/"));
}
