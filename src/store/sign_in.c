/* store/sign_in.c: sign-ins, the trips to get them, and streams, in their tables. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/sign_in.h"

#include "core/hash.h"
#include "core/time.h"
#include "store/seal.h"
#include "store/store_private.h"

#include <string.h>

/* Sealing ---------------------------------------------------------------------------------- */

static enum err_code key_of(const struct store *s, unsigned char key[SEAL_BYTES], struct err *e)
{
    unsigned char home[SEAL_BYTES];
    enum err_code rc = seal_key(s->home, home, e);
    if (rc == ERR_OK)
        seal_derive(home, "accounts", key);
    explicit_bzero(home, sizeof home);
    return rc;
}

static enum err_code seal(const struct store *s, struct str plain, struct arena *a,
                          struct str *out, struct err *e)
{
    unsigned char key[SEAL_BYTES];
    enum err_code rc = key_of(s, key, e);
    if (rc == ERR_OK)
        *out = seal_close(key, plain, a);
    explicit_bzero(key, sizeof key);
    return rc;
}

static enum err_code unseal(const struct store *s, struct str sealed, struct arena *a,
                            struct str *out, struct err *e)
{
    unsigned char key[SEAL_BYTES];
    enum err_code rc = key_of(s, key, e);
    if (rc == ERR_OK && !seal_open(key, sealed, a, out))
        rc = err_set(e, ERR_DENIED,
                     "this home has another key than the one that sealed the sign-in (it was "
                     "restored without its key?); sign in to that account again");
    explicit_bzero(key, sizeof key);
    return rc;
}

/* Sign-ins --------------------------------------------------------------------------------- */

#define SIGN_INS                                                                               \
    "SELECT account_id, network, door, server, named, remote, facts, secret, state, why, "     \
    "made_ms, asked_ms, quota_left, quota_of, quota_ms, scopes "                               \
    "FROM sign_ins "                                                                           \
    "WHERE owner_id = $1 "

static enum err_code take_sign_in(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct sign_in *v = store__push(l);
    *v = (struct sign_in){.account_id = sql_i64(k, 0),
                          .network = sql_copy(k, 1, l->a),
                          .door = sql_copy(k, 2, l->a),
                          .server = sql_copy(k, 3, l->a),
                          .named = sql_i64(k, 4) != 0,
                          .remote = sql_copy(k, 5, l->a),
                          .facts = sql_copy(k, 6, l->a),
                          .secret = sql_copy(k, 7, l->a),
                          .state = sql_copy(k, 8, l->a),
                          .why = sql_copy(k, 9, l->a),
                          .made_ms = sql_i64(k, 10),
                          .asked_ms = sql_i64(k, 11),
                          .quota_left = sql_i64(k, 12),
                          .quota_of = sql_i64(k, 13),
                          .quota_ms = sql_i64(k, 14),
                          .scopes = sql_copy(k, 15, l->a)};
    return ERR_OK;
}

enum err_code store_sign_ins(struct store *s, struct arena *a, struct sign_in **out, size_t *n,
                             struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct sign_in)};
    enum err_code rc = store__each(&s->sql, SIGN_INS "ORDER BY account_id",
                                   VALUES(I64(s->sql.owner)), take_sign_in, &l, e);
    *out = l.v;
    *n = l.n;
    for (size_t i = 0; i < l.n; i++)
        (*out)[i].secret = STR_NONE;
    return rc;
}

enum err_code store_sign_in(struct store *s, int64_t account_id, struct arena *a,
                            struct sign_in *out, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct sign_in)};
    enum err_code rc =
        store__each(&s->sql, SIGN_INS "AND account_id = $2",
                    VALUES(I64(s->sql.owner), I64(account_id)), take_sign_in, &l, e);
    if (rc)
        return rc;
    if (l.n == 0)
        return err_set(e, ERR_NOT_FOUND,
                       "Tact is not signed in to that account; `tact account add` does that");
    *out = *(const struct sign_in *)l.v;
    return unseal(s, out->secret, a, &out->secret, e);
}

enum err_code store_sign_in_put(struct store *s, const struct sign_in *v, struct err *e)
{
    struct arena *a = arena_new((size_t)4 << 20);
    struct str sealed = STR_NONE;
    enum err_code rc = seal(s, v->secret, a, &sealed, e);
    if (rc == ERR_OK)
        rc = store__note(s, e);
    if (rc == ERR_OK) {
        rc = sql_run(
            &s->sql,
            "INSERT INTO sign_ins (owner_id, account_id, network, door, server, named, remote, "
            "facts, secret, state, why, made_ms, asked_ms, quota_left, quota_of, quota_ms, "
            "scopes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
            "$15, $16, $17) "
            "ON CONFLICT (owner_id, account_id) DO UPDATE SET network = $3, door = $4, "
            "server = $5, named = $6, remote = $7, facts = $8, secret = $9, state = $10, "
            "why = $11, asked_ms = $13, quota_left = $14, quota_of = $15, quota_ms = $16, "
            "scopes = $17",
            VALUES(I64(s->sql.owner), I64(v->account_id), TXT(v->network), TXT(v->door),
                   TXT(v->server), I64(v->named), TXT(v->remote), TXT(v->facts), TXT(sealed),
                   TXT(v->state), TXT(v->why), I64(time_now_ms()), I64(v->asked_ms),
                   I64(v->quota_left), I64(v->quota_of), I64(v->quota_ms), TXT(v->scopes)),
            NULL, e);
        rc = store__noted(s, rc, e);
    }
    arena_free(a);
    return rc;
}

enum err_code store_sign_in_note(struct store *s, const struct sign_in *v, struct err *e)
{
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "UPDATE sign_ins SET state = $3, why = $4, asked_ms = $5, quota_left = $6, "
                 "quota_of = $7, quota_ms = $8 WHERE owner_id = $1 AND account_id = $2",
                 VALUES(I64(s->sql.owner), I64(v->account_id), TXT(v->state), TXT(v->why),
                        I64(v->asked_ms), I64(v->quota_left), I64(v->quota_of),
                        I64(v->quota_ms)),
                 NULL, e);
    return store__noted(s, rc, e);
}

enum err_code store_sign_in_hold(struct store *s, int64_t account_id, struct str runner,
                                 int64_t now, int64_t until, bool *got, struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "UPDATE sign_ins SET runner = $3, lease_ms = $4 WHERE owner_id = $1 AND "
                 "account_id = $2 AND (runner = $3 OR lease_ms <= $5)",
                 VALUES(I64(s->sql.owner), I64(account_id), TXT(runner), I64(until), I64(now)),
                 &changed, e);
    *got = changed > 0;
    return store__noted(s, rc, e);
}

enum err_code store_sign_in_drop(struct store *s, int64_t account_id, struct err *e)
{
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql, "DELETE FROM sign_ins WHERE owner_id = $1 AND account_id = $2",
                 VALUES(I64(s->sql.owner), I64(account_id)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql, "DELETE FROM streams WHERE owner_id = $1 AND account_id = $2",
                     VALUES(I64(s->sql.owner), I64(account_id)), NULL, e);
    return store__noted(s, rc, e);
}

/* Trips and apps --------------------------------------------------------------------------- */

static struct str digest_of(struct str state, struct arena *a)
{
    char hex[65];
    struct hash_stream *h = hash_stream_new();
    hash_stream_put(h, state.p, state.n);
    hash_stream_end(h, hex);
    return arena_str(a, str_from(hex));
}

enum err_code store_trip_put(struct store *s, const struct sign_in_trip *v, struct err *e)
{
    struct arena *a = arena_new((size_t)4 << 20);
    struct str sealed = STR_NONE, digest = digest_of(v->state, a);
    int64_t now = time_now_ms();
    enum err_code rc = seal(s, v->secret, a, &sealed, e);
    if (rc == ERR_OK)
        rc = store__note(s, e);
    if (rc == ERR_OK) {
        rc = sql_run(&s->sql, "DELETE FROM sign_in_trips WHERE owner_id = $1 AND made_ms < $2",
                     VALUES(I64(s->sql.owner), I64(now - TRIP_MOST_MS)), NULL, e);
        if (rc == ERR_OK)
            rc = sql_run(&s->sql,
                         "INSERT INTO sign_in_trips (owner_id, digest, network, door, server, "
                         "named, secret, made_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                         VALUES(I64(s->sql.owner), TXT(digest), TXT(v->network), TXT(v->door),
                                TXT(v->server), I64(v->named), TXT(sealed), I64(now)),
                         NULL, e);
        rc = store__noted(s, rc, e);
    }
    arena_free(a);
    return rc;
}

static enum err_code take_trip(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct sign_in_trip *v = store__push(l);
    *v = (struct sign_in_trip){.network = sql_copy(k, 0, l->a),
                               .door = sql_copy(k, 1, l->a),
                               .server = sql_copy(k, 2, l->a),
                               .named = sql_i64(k, 3) != 0,
                               .secret = sql_copy(k, 4, l->a)};
    return ERR_OK;
}

enum err_code store_trip_take(struct store *s, struct str state, struct arena *a,
                              struct sign_in_trip *out, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct sign_in_trip)};
    int64_t gone = 0, least = time_now_ms() - TRIP_MOST_MS;
    struct str digest = digest_of(state, a);
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = store__each(&s->sql,
                     "SELECT network, door, server, named, secret FROM sign_in_trips "
                     "WHERE owner_id = $1 AND digest = $2 AND made_ms >= $3",
                     VALUES(I64(s->sql.owner), TXT(digest), I64(least)), take_trip, &l, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql, "DELETE FROM sign_in_trips WHERE owner_id = $1 AND digest = $2",
                     VALUES(I64(s->sql.owner), TXT(digest)), &gone, e);
    rc = store__noted(s, rc, e);
    if (rc)
        return rc;
    if (l.n == 0 || gone == 0)
        return err_set(e, ERR_NOT_FOUND,
                       "That sign-in was not begun here, was finished already, or took longer "
                       "than an hour. Begin again.");
    *out = *(const struct sign_in_trip *)l.v;
    out->state = state;
    return unseal(s, out->secret, a, &out->secret, e);
}

static enum err_code take_text(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    *(struct str *)store__push(l) = sql_copy(k, 0, l->a);
    return ERR_OK;
}

enum err_code store_app(struct store *s, const struct sign_in_app *w, struct arena *a,
                        struct str *secret, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct str)};
    enum err_code rc = store__each(
        &s->sql,
        "SELECT secret FROM apps WHERE owner_id = $1 AND network = $2 AND door = $3 AND "
        "server = $4 AND redirect = $5",
        VALUES(I64(s->sql.owner), TXT(w->network), TXT(w->door), TXT(w->server),
               TXT(w->redirect)),
        take_text, &l, e);
    *secret = STR_NONE;
    return rc || l.n == 0 ? rc : unseal(s, *(const struct str *)l.v, a, secret, e);
}

enum err_code store_app_put(struct store *s, const struct sign_in_app *w, struct str secret,
                            struct err *e)
{
    struct arena *a = arena_new((size_t)1 << 20);
    struct str sealed = STR_NONE;
    enum err_code rc = seal(s, secret, a, &sealed, e);
    if (rc == ERR_OK)
        rc = store__note(s, e);
    if (rc == ERR_OK) {
        rc = sql_run(&s->sql,
                     "INSERT INTO apps (owner_id, network, door, server, redirect, secret, "
                     "made_ms) VALUES ($1, $2, $3, $4, $5, $6, $7) "
                     "ON CONFLICT (owner_id, network, door, server, redirect) DO UPDATE SET "
                     "secret = $6, made_ms = $7",
                     VALUES(I64(s->sql.owner), TXT(w->network), TXT(w->door), TXT(w->server),
                            TXT(w->redirect), TXT(sealed), I64(time_now_ms())),
                     NULL, e);
        rc = store__noted(s, rc, e);
    }
    arena_free(a);
    return rc;
}

/* Streams ---------------------------------------------------------------------------------- */

static enum err_code take_stream(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct stream_row *v = store__push(l);
    *v = (struct stream_row){.account_id = sql_i64(k, 0),
                             .stream = sql_copy(k, 1, l->a),
                             .mark = sql_copy(k, 2, l->a),
                             .more = sql_i64(k, 3) != 0,
                             .ran_ms = sql_i64(k, 4),
                             .due_ms = sql_i64(k, 5),
                             .tries = sql_i64(k, 6),
                             .why = sql_copy(k, 7, l->a),
                             .items = sql_i64(k, 8)};
    return ERR_OK;
}

enum err_code store_streams(struct store *s, int64_t account_id, struct arena *a,
                            struct stream_row **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct stream_row)};
    enum err_code rc =
        store__each(&s->sql,
                    "SELECT account_id, stream, mark, more, ran_ms, due_ms, tries, why, items "
                    "FROM streams WHERE owner_id = $1 AND account_id = $2 ORDER BY stream",
                    VALUES(I64(s->sql.owner), I64(account_id)), take_stream, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

static enum err_code put_stream(struct sql *q, const struct stream_row *v, struct err *e)
{
    return sql_run(
        q,
        "INSERT INTO streams (owner_id, account_id, stream, mark, more, ran_ms, due_ms, tries, "
        "why, items) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
        "ON CONFLICT (owner_id, account_id, stream) DO UPDATE SET mark = $4, more = $5, "
        "ran_ms = $6, due_ms = $7, tries = $8, why = $9, items = $10",
        VALUES(I64(q->owner), I64(v->account_id), TXT(v->stream), TXT(v->mark), I64(v->more),
               I64(v->ran_ms), I64(v->due_ms), I64(v->tries), TXT(v->why), I64(v->items)),
        NULL, e);
}

enum err_code store_stream_put(struct store *s, const struct stream_row *v, struct err *e)
{
    if (s->writing) /* an import is under way: with what came */
        return put_stream(&s->sql, v, e);
    enum err_code rc = store__note(s, e);
    return rc ? rc : store__noted(s, put_stream(&s->sql, v, e), e);
}

static enum err_code take_owner(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    *(int64_t *)store__push(ctx) = sql_i64(k, 0);
    return ERR_OK;
}

enum err_code store_stream_owners(struct store *s, int64_t now_ms, struct arena *a,
                                  int64_t **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(int64_t)};
    enum err_code rc = store__each(
        &s->sql,
        "SELECT DISTINCT i.owner_id FROM sign_ins i WHERE i.state = 'ready' AND (NOT EXISTS "
        "(SELECT 1 FROM streams n WHERE n.owner_id = i.owner_id AND n.account_id = "
        "i.account_id) OR EXISTS (SELECT 1 FROM streams d WHERE d.owner_id = i.owner_id AND "
        "d.account_id = i.account_id AND d.due_ms <= $1)) ORDER BY i.owner_id",
        VALUES(I64(now_ms)), take_owner, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}
