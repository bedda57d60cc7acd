/* web/second.c: the second step of signing in, and the keys of programs. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/account.h"
#include "web/entry.h"
#include "web/handlers.h"

#include "store/seal.h"

#include <sodium.h>

/* The second step ------------------------------------------------------------------------ */

enum err_code post_second(struct request *r, struct err *e)
{
    char raw[TOTP_BYTES];
    enum err_code rc = r->server->o->open
                           ? err_set(e, ERR_CONFLICT, "The demo has nobody who signs in.")
                           : entry_check_password(r, field_str(r, "password"), e);
    if (rc)
        return account_refused(r, rc, "second", e);
    randombytes_buf(raw, sizeof raw);
    struct str sealed = seal_close(r->server->secret_key, str_of(raw, sizeof raw), r->a);
    sodium_memzero(raw, sizeof raw);
    rc = store_second_factor_begin(r->store, sealed, e);
    if (rc)
        return rc;
    if (!r->json)
        return answer_done(r, STR("/account#second"));
    struct account_view v = {.part = ""};
    return account_show(r, &v, e);
}

static enum err_code waiting_secret(struct request *r, struct str *secret, struct err *e)
{
    struct second_factor f;
    enum err_code rc = store_second_factor(r->store, r->a, &f, e);
    if (rc == ERR_OK && (f.secret.n == 0 || f.confirmed_ms || !entry_secret(r, &f, secret)))
        rc =
            err_set(e, ERR_NOT_FOUND, "There is no second step that waits for its first code.");
    return rc;
}

enum err_code get_second_picture(struct request *r, struct err *e)
{
    struct owner o;
    struct str secret = STR_NONE;
    enum err_code rc = waiting_secret(r, &secret, e);
    if (rc == ERR_OK)
        rc = store_owner_get(r->store, r->owner, r->a, &o, e);
    if (rc)
        return rc;
    struct str who = o.email.n ? o.email : o.name.n ? o.name : STR("home");
    if (!totp_picture(totp_address(secret, who, r->a), r->out))
        return err_set(e, ERR_IO, "the picture can't be made; type the letters instead");
    r->re.type = "image/svg+xml";
    r->re.cache = "no-store";
    return ERR_OK;
}

enum err_code post_second_confirm(struct request *r, struct err *e)
{
    struct str secret = STR_NONE, digest[RECOVERY_CODES];
    struct account_view v = {.part = "codes"};
    int64_t step;
    enum err_code rc = waiting_secret(r, &secret, e);
    if (rc == ERR_OK && !totp_check(secret, field_str(r, "code"), r->now_ms, 0, &step))
        rc = err_set(e, ERR_INVALID,
                     "That is not the code of this minute. Is the clock of your device right?");
    if (rc)
        return account_refused(r, rc, "second", e);
    v.code = ARENA_ARRAY(r->a, struct str, RECOVERY_CODES);
    for (v.codes = 0; v.codes < RECOVERY_CODES; v.codes++) {
        v.code[v.codes] = recovery_code(r->a);
        digest[v.codes] = recovery_digest(r, v.code[v.codes]);
    }
    rc = store_second_factor_confirm(r->store, step, digest, RECOVERY_CODES, e);
    if (rc)
        return rc;
    request_audit(r, r->owner, "second.set", STR_NONE, STR_NONE);
    return account_show(r, &v, e); /* no redirect: the codes are shown this once */
}

enum err_code post_second_drop(struct request *r, struct err *e)
{
    enum err_code rc = entry_check_password(r, field_str(r, "password"), e);
    if (rc == ERR_OK)
        rc = store_second_factor_drop(r->store, e);
    if (rc)
        return account_refused(r, rc, "second", e);
    request_audit(r, r->owner, "second.removed", STR_NONE, STR_NONE);
    return answer_done(r, STR("/account?saved=1"));
}

/* Keys of programs ------------------------------------------------------------------------ */

static enum err_code read_scopes(const struct request *r, unsigned *scopes, struct err *e)
{
    *scopes = 0;
    for (size_t i = 0; i < r->fields; i++) {
        enum scope one;
        if (!str_is(r->field[i].name, "scope"))
            continue;
        if (!scope_from(r->field[i].value, &one))
            return err_set(e, ERR_INVALID, "A key may read, write or import.");
        *scopes |= 1u << one;
    }
    return *scopes ? ERR_OK : err_set(e, ERR_INVALID, "Say what the key may do.");
}

enum err_code post_key(struct request *r, struct err *e)
{
    struct str secret;
    struct api_token t = {.name = field_str(r, "name"), .made_ms = r->now_ms};
    struct account_view v = {.part = "key"};
    int64_t id, days = field_id(r, "days");
    enum err_code rc = read_scopes(r, &t.scopes, e);
    if (rc == ERR_OK && t.name.n == 0)
        rc = err_set(e, ERR_INVALID, "Say what the key is for.");
    if (rc == ERR_OK && days > 3650)
        rc = err_set(e, ERR_INVALID,
                     "A key lasts ten years at most, or until you take it back.");
    if (rc)
        return account_refused(r, rc, "keys", e);
    session_secret(r->a, &secret);
    v.key = arena_printf(r->a, "tact_%lld_" STRF, (long long)r->owner, STRA(secret));
    t.digest = session_digest(r->a, v.key);
    t.until_ms = days ? r->now_ms + days * 86400 * 1000 : 0;
    rc = store_token_add(r->store, &t, &id, e);
    if (rc)
        return account_refused(r, rc, "keys", e);
    request_audit(r, r->owner, "token.made", t.name, STR_NONE);
    return account_show(r, &v, e); /* no redirect: it is shown this once */
}

enum err_code post_key_revoke(struct request *r, struct err *e)
{
    enum err_code rc = store_token_revoke(r->store, r->id, r->now_ms, e);
    if (rc)
        return rc;
    request_audit(r, r->owner, "token.revoked", arena_printf(r->a, "%lld", (long long)r->id),
                  STR_NONE);
    return answer_done(r, STR("/account?saved=1"));
}
