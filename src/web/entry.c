/* web/entry.c: how somebody comes in: e-mail, password, the code of a second step. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/entry.h"

#include "core/limits.h"
#include "store/attempt.h"
#include "store/seal.h"
#include "store/session.h"
#include "web/password.h"
#include "web/totp.h"

#include <sodium.h>
#include <string.h>

enum {
    TRIES_REMOTE = 5,  /* wrong ones in a row from one address */
    TRIES_ACCOUNT = 10 /* for one account, wherever they come from */
};
#define TICKET_MS (INT64_C(300) * 1000)

/* The hash of a password that nobody knows, made as password.c makes them: what is held against it
 * takes as long as what is held against somebody's. */
static const struct str nobodys =
    STR_INIT("$argon2id$v=19$m=32768,t=3,p=1$bGhW7fbWcq4tU2ryKfynQA$6FZPA7z+mUJwuDNEY6R5OZtX1gw"
             "W+LQMZfr1OF+033Y");

enum err_code entry_asks_email(struct request *r, bool *asks, struct err *e)
{
    struct owner o;
    int64_t n = 0;
    enum err_code rc = store_owner_count(r->store, &n, e);
    if (rc == ERR_OK)
        rc = store_owner_get(r->store, FIRST_OWNER, r->a, &o, e);
    *asks = rc == ERR_OK && (n > 1 || o.email.n > 0);
    return rc;
}

/* Trying --------------------------------------------------------------------------------- */

struct tries {
    struct attempt of[2];
};

static struct tries tries_of(struct request *r, const char *what, struct str account)
{
    struct tries t = {
        .of = {{arena_printf(r->a, "remote:" STRF, STRA(r->remote)), TRIES_REMOTE},
               {arena_printf(r->a, "%s:" STRF, what, STRA(account)), TRIES_ACCOUNT}}
    };
    return t;
}

static enum err_code is_right(struct request *r, const struct tries *t, struct err *e)
{
    return store_attempt_right(r->store, t->of, COUNT_OF(t->of), e);
}

/* Codes ---------------------------------------------------------------------------------- */

bool entry_secret(struct request *r, const struct second_factor *f, struct str *secret)
{
    return seal_open(r->server->secret_key, f->secret, r->a, secret);
}

struct str recovery_code(struct arena *a)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789"; /* none that look alike */
    char *p = arena_alloc(a, 20);
    for (size_t i = 0; i < 19; i++)
        p[i] = i % 5 == 4 ? '-' : letters[randombytes_uniform(31)];
    p[19] = 0;
    return str_of(p, 19);
}

struct str recovery_digest(struct request *r, struct str typed)
{
    struct buf b;
    buf_init(&b, 256);
    buf_printf(&b, "recovery:%lld:", (long long)r->owner);
    for (size_t i = 0; i < typed.n && i < 100; i++) {
        unsigned char c = (unsigned char)typed.p[i];
        if (ascii_is_alnum(c))
            buf_char(&b, (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c));
    }
    struct str d = session_digest(r->a, buf_view(&b));
    buf_free(&b);
    return d;
}

/* A code of the device, or one of those on paper. The store acts for this owner. */
static enum err_code check_code(struct request *r, int64_t owner, const struct second_factor *f,
                                struct str typed, struct err *e)
{
    struct str secret;
    int64_t step;
    struct tries t = tries_of(r, "code", arena_printf(r->a, "%lld", (long long)owner));
    enum err_code rc = store_attempt(r->store, t.of, COUNT_OF(t.of), r->now_ms, e);
    if (rc)
        return rc;
    if (!entry_secret(r, f, &secret))
        return err_set(e, ERR_IO,
                       "The key of this home is not the one that your second step was set up "
                       "with; on the machine that Tact runs on: tact password --drop-second");
    if (totp_check(secret, typed, r->now_ms, f->last_step, &step)) {
        rc = store_second_factor_step(r->store, step, e);
    } else {
        int64_t before = r->owner;
        r->owner = owner;
        rc = store_recovery_use(r->store, recovery_digest(r, typed), r->now_ms, e);
        r->owner = before;
    }
    return rc ? rc : is_right(r, &t, e);
}

/* Tickets -------------------------------------------------------------------------------- */

static struct str make_ticket(struct request *r, int64_t owner)
{
    const long long until = r->now_ms + TICKET_MS;
    struct str plain = arena_printf(r->a, "%lld %lld", (long long)owner, until);
    return seal_close(r->server->ticket_key, plain, r->a);
}

static enum err_code open_ticket(struct request *r, struct str ticket, int64_t *owner,
                                 struct err *e)
{
    struct str plain, word;
    int64_t until = 0;
    bool fine = ticket.n < 512 && seal_open(r->server->ticket_key, ticket, r->a, &plain) &&
                str_cut(&plain, ' ', &word) && str_i64(word, owner) && str_i64(plain, &until);
    if (!fine || until < r->now_ms)
        return err_set(e, ERR_DENIED, "That took too long. Please begin anew.");
    return ERR_OK;
}

/* Coming in ------------------------------------------------------------------------------ */

/* Whose e-mail it is, and their hash; 0 and nobody's where it is no one's. */
static enum err_code find_owner(struct request *r, struct str email, bool asks, int64_t *owner,
                                struct str *hash, struct err *e)
{
    struct owner o = {.id = 0};
    enum err_code rc = asks ? store_owner_by_email(r->store, email, r->a, &o, e)
                            : store_owner_get(r->store, FIRST_OWNER, r->a, &o, e);
    if (rc == ERR_NOT_FOUND)
        o.id = 0;
    else if (rc)
        return rc;
    store_act_for(r->store, o.id ? o.id : FIRST_OWNER);
    rc = store_password(r->store, r->a, hash, e);
    if (rc == ERR_OK && !asks && hash->n == 0)
        return err_set(e, ERR_CONFLICT, "This home has no password yet.");
    if (o.closed_ms || o.kind != OWNER_PERSON)
        o.id = 0;
    if (o.id == 0 || hash->n == 0) {
        *hash = nobodys;
        o.id = 0;
    }
    *owner = o.id;
    return rc;
}

/* What is written down of a wrong try is written for one that concerns nobody too: it takes as
 * long, and whoever hosts learns of it. */
static enum err_code refuse(struct request *r, int64_t owner, bool asks, struct err *e)
{
    request_audit(r, owner ? owner : FIRST_OWNER, "session.refused",
                  owner ? STR_NONE : STR("nobody here"), str_sub(r->agent, 0, 200));
    return err_set(e, ERR_DENIED,
                   asks ? "That e-mail address and that password do not go together."
                        : "That is not the password.");
}

static enum err_code check_entry(struct request *r, const struct entry *in, int64_t *owner,
                                 struct err *e)
{
    struct str hash, account;
    bool asks;
    if (in->ticket.n)
        return open_ticket(r, in->ticket, owner, e);
    enum err_code rc = entry_asks_email(r, &asks, e);
    if (rc)
        return rc;
    struct err quiet;
    if (!asks || owner_email(in->email, r->a, &account, &quiet))
        account = asks ? STR("none") : STR("1");
    struct tries t = tries_of(r, "account", account);
    rc = find_owner(r, in->email, asks, owner, &hash, e);
    if (rc == ERR_OK)
        rc = store_attempt(r->store, t.of, COUNT_OF(t.of), r->now_ms, e);
    if (rc)
        return rc;
    if (!password_is_right(hash, in->password, r->a) || *owner == 0)
        return refuse(r, *owner, asks, e);
    return is_right(r, &t, e);
}

enum err_code entry_sign_in(struct request *r, const struct entry *in, struct str *ticket,
                            struct err *e)
{
    struct second_factor f;
    int64_t owner = 0;
    *ticket = STR_NONE;
    enum err_code rc = check_entry(r, in, &owner, e);
    if (rc == ERR_OK) {
        store_act_for(r->store, owner);
        rc = store_second_factor(r->store, r->a, &f, e);
    }
    if (rc)
        return rc;
    if (f.confirmed_ms && in->code.n == 0) {
        *ticket = in->ticket.n ? in->ticket : make_ticket(r, owner);
        return ERR_OK;
    }
    if (f.confirmed_ms) {
        rc = check_code(r, owner, &f, in->code, e);
        if (rc == ERR_DENIED)
            request_audit(r, owner, "session.refused", STR("code"), str_sub(r->agent, 0, 200));
        if (rc == ERR_DENIED)
            *ticket = in->ticket.n ? in->ticket : make_ticket(r, owner);
    }
    if (rc == ERR_OK)
        rc = session_begin(r, owner, e);
    if (rc == ERR_OK)
        request_audit(r, owner, "session.began", STR_NONE, str_sub(r->agent, 0, 200));
    return rc;
}

enum err_code entry_first(struct request *r, struct str password, struct err *e)
{
    struct str hash;
    store_act_for(r->store, FIRST_OWNER);
    enum err_code rc = store_password(r->store, r->a, &hash, e);
    if (rc == ERR_OK && hash.n)
        rc = err_set(e, ERR_CONFLICT, "This home has a password already.");
    if (rc == ERR_OK)
        rc = password_hash(password, r->a, &hash, e);
    if (rc == ERR_OK)
        rc = store_password_set(r->store, hash, e);
    if (rc == ERR_OK)
        rc = session_begin(r, FIRST_OWNER, e);
    if (rc == ERR_OK)
        request_audit(r, FIRST_OWNER, "password.set", STR_NONE, STR_NONE);
    return rc;
}

enum err_code entry_check_password(struct request *r, struct str password, struct err *e)
{
    struct str hash;
    struct tries t = tries_of(r, "again", arena_printf(r->a, "%lld", (long long)r->owner));
    store_act_for(r->store, r->owner);
    enum err_code rc = store_password(r->store, r->a, &hash, e);
    if (rc == ERR_OK && hash.n == 0)
        rc = err_set(e, ERR_CONFLICT, "There is no password yet.");
    if (rc == ERR_OK)
        rc = store_attempt(r->store, t.of, COUNT_OF(t.of), r->now_ms, e);
    if (rc)
        return rc;
    if (!password_is_right(hash, password, r->a))
        return err_set(e, ERR_INVALID, "That is not your password.");
    return is_right(r, &t, e);
}
