/* store/account.c: accounts, contexts, the owner's decisions about them, and imports' list. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/store_private.h"

#include "core/json.h"
#include "core/limits.h"
#include "model/network.h"

static enum err_code take_account(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct account *acc = store__push(l);
    *acc = (struct account){.id = sql_i64(k, 0),
                            .import_id = sql_i64(k, 1),
                            .identity_id = sql_i64(k, 2),
                            .network = sql_copy(k, 3, l->a),
                            .key = sql_copy(k, 4, l->a),
                            .handle = sql_copy(k, 5, l->a),
                            .name = sql_copy(k, 6, l->a),
                            .url = sql_copy(k, 7, l->a),
                            .context = sql_copy(k, 8, l->a),
                            .connections = sql_i64(k, 9),
                            .followers = sql_i64(k, 10),
                            .following = sql_i64(k, 11),
                            .is_page = sql_i64(k, 12) != 0,
                            .person_id = sql_i64(k, 13)};
    return ERR_OK;
}

static enum err_code take_context(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct context *c = store__push(l);
    *c = (struct context){.id = sql_i64(k, 0),
                          .name = sql_copy(k, 1, l->a),
                          .colour = sql_copy(k, 3, l->a),
                          .welcome = sql_copy(k, 4, l->a),
                          .unwelcome = sql_copy(k, 5, l->a),
                          .voice = sql_copy(k, 6, l->a),
                          .hours = sql_copy(k, 7, l->a)};
    if (!mindset_from(sql_text(k, 2), &c->mindset))
        c->mindset = MINDSET_PERSONAL;
    return ERR_OK;
}

enum err_code store_context_find(struct store *s, struct str name, struct arena *a,
                                 struct context *out, struct err *e)
{
    struct context *all;
    size_t n;
    struct buf names;
    buf_init(&names, 300);
    enum err_code rc = store_contexts(s, a, &all, &n, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        if (str_eq_ci(all[i].name, name)) {
            *out = all[i];
            buf_free(&names);
            return ERR_OK;
        }
        buf_printf(&names, "%s" STRF, i ? ", " : "", STRA(all[i].name));
    }
    if (rc == ERR_OK)
        rc = err_set(e, ERR_NOT_FOUND, "there is no context \"" STRF "\"; there are: %s",
                     STRA(name), buf_cstr(&names));
    buf_free(&names);
    return rc;
}

/* The context of each account: the owner's decision, else what its network is for; a company's are
 * all the company's, wherever they are. */
static void settle_contexts(struct account *acc, size_t n, const struct context *all,
                            size_t contexts, bool company)
{
    for (size_t i = 0; i < n; i++) {
        const struct network *net = network_find(acc[i].network);
        acc[i].mindset = net ? net->mindset : MINDSET_PERSONAL;
        if (acc[i].is_page || company)
            acc[i].mindset = MINDSET_COMPANY;
        if (acc[i].context.n == 0)
            acc[i].context = str_from(mindset_name(acc[i].mindset));
        for (size_t c = 0; c < contexts; c++)
            if (str_eq(all[c].name, acc[i].context))
                acc[i].mindset = all[c].mindset;
    }
}

static enum err_code take_company(void *ctx, struct sql_query *k, struct err *e)
{
    (void)k;
    (void)e;
    *(bool *)ctx = true;
    return ERR_OK;
}

static enum err_code read_both(struct sql *q, struct store__seen *seen, struct err *e)
{
    struct store__list accounts = {seen->a, NULL, 0, 0, sizeof(struct account)};
    struct store__list contexts = {seen->a, NULL, 0, 0, sizeof(struct context)};
    bool company = false;
    enum err_code rc =
        sql_gather(q,
                   "SELECT id, name, mindset, colour, welcome, unwelcome, voice, "
                   "hours "
                   "FROM contexts "
                   "WHERE owner_id = $1 "
                   "ORDER BY id",
                   VALUES(I64(q->owner)), take_context, &contexts, e);
    if (rc == ERR_OK)
        rc = sql_gather(
            q,
            "SELECT a.id, a.import_id, a.identity_id, a.network, a.key, a.handle, a.name, "
            "a.url, coalesce((SELECT d.value FROM decisions d "
            "WHERE d.owner_id = $1 AND d.verb = 'account.context' "
            "AND d.subject = a.network || ':' || a.key AND d.revoked_ms = 0 "
            "ORDER BY d.id DESC LIMIT 1), ''), "
            "coalesce(n.connections, 0), coalesce(n.followers, 0), coalesce(n.following, 0), "
            "a.is_page, coalesce(p.person_id, 0) "
            "FROM accounts a "
            "LEFT JOIN audience_counts n ON n.owner_id = a.owner_id AND n.account_id = a.id "
            "LEFT JOIN person_identities p ON p.owner_id = a.owner_id AND p.identity_id = "
            "a.identity_id "
            "WHERE a.owner_id = $1 "
            "ORDER BY a.id",
            VALUES(I64(q->owner)), take_account, &accounts, e);
    if (rc == ERR_OK)
        rc = sql_gather(q, "SELECT 1 FROM owners WHERE owner_id = $1 AND kind = 'company'",
                        VALUES(I64(q->owner)), take_company, &company, e);
    if (rc == ERR_OK)
        rc = sql_settle(q, e);
    settle_contexts(accounts.v, accounts.n, contexts.v, contexts.n, company);
    seen->account = accounts.v;
    seen->accounts = accounts.n;
    seen->context = contexts.v;
    seen->contexts = contexts.n;
    return rc;
}

/* What was read last, or anew: within a change it is never what was read before. */
static enum err_code look_at_both(struct store *s, struct err *e)
{
    if (s->seen.there && !s->writing)
        return ERR_OK;
    if (!s->seen.a)
        s->seen.a = arena_new(MIB(64));
    arena_reset(s->seen.a);
    enum err_code rc = read_both(&s->sql, &s->seen, e);
    s->seen.there = rc == ERR_OK;
    return rc;
}

enum err_code store_contexts(struct store *s, struct arena *a, struct context **out, size_t *n,
                             struct err *e)
{
    enum err_code rc = look_at_both(s, e);
    *n = rc ? 0 : s->seen.contexts;
    *out = ARENA_ARRAY(a, struct context, *n + 1);
    for (size_t i = 0; i < *n; i++) {
        struct context *c = &(*out)[i];
        *c = s->seen.context[i];
        c->name = arena_str(a, c->name);
        c->colour = arena_str(a, c->colour);
        c->welcome = arena_str(a, c->welcome);
        c->unwelcome = arena_str(a, c->unwelcome);
        c->voice = arena_str(a, c->voice);
        c->hours = arena_str(a, c->hours);
    }
    return rc;
}

enum err_code store_accounts(struct store *s, struct arena *a, struct account **out, size_t *n,
                             struct err *e)
{
    enum err_code rc = look_at_both(s, e);
    *n = rc ? 0 : s->seen.accounts;
    *out = ARENA_ARRAY(a, struct account, *n + 1);
    for (size_t i = 0; i < *n; i++) {
        struct account *acc = &(*out)[i];
        *acc = s->seen.account[i];
        acc->network = arena_str(a, acc->network);
        acc->key = arena_str(a, acc->key);
        acc->handle = arena_str(a, acc->handle);
        acc->name = arena_str(a, acc->name);
        acc->url = arena_str(a, acc->url);
        acc->context = arena_str(a, acc->context);
    }
    return rc;
}

static bool is_called(const struct account *acc, struct str which)
{
    int64_t id;
    ptrdiff_t colon = str_chr(which, ':');
    if (str_i64(which, &id))
        return acc->id == id;
    if (colon < 0)
        return str_eq_ci(acc->network, which) && !acc->is_page; /* a page wants its handle */
    struct str handle = str_after(which, (size_t)colon + 1);
    if (str_starts(handle, STR("@")))
        handle = str_after(handle, 1);
    return str_eq_ci(acc->network, str_sub(which, 0, (size_t)colon)) &&
           (str_eq_ci(acc->handle, handle) || str_eq_ci(acc->key, handle));
}

enum err_code store_account_find(struct store *s, struct str which, struct arena *a,
                                 struct account *out, struct err *e)
{
    struct account *all;
    size_t n, found = 0;
    struct buf names;
    enum err_code rc = store_accounts(s, a, &all, &n, e);
    if (rc)
        return rc;
    buf_init(&names, 300);
    for (size_t i = 0; i < n; i++) {
        if (!is_called(&all[i], which))
            continue;
        if (!found++)
            *out = all[i];
        buf_printf(&names, "%s" STRF ":" STRF, found > 1 ? ", " : "", STRA(all[i].network),
                   STRA(all[i].handle.n ? all[i].handle : all[i].key));
    }
    if (found == 0)
        rc = err_set(e, ERR_NOT_FOUND,
                     "there is no account \"" STRF "\"; `tact accounts` lists "
                     "them",
                     STRA(which));
    else if (found > 1)
        rc = err_set(e, ERR_CONFLICT, "\"" STRF "\" is several accounts; say which: %s",
                     STRA(which), buf_cstr(&names));
    buf_free(&names);
    return rc;
}

enum err_code store__decide(struct sql *q, struct str verb, struct str subject,
                            struct str value, struct err *e)
{
    return sql_run(
        q,
        "INSERT INTO decisions (owner_id, id, made_ms, verb, subject, value, "
        "revoked_ms) "
        "SELECT $1, coalesce(max(id), 0) + 1, $2, $3, $4, $5, 0 "
        "FROM decisions "
        "WHERE owner_id = $1",
        VALUES(I64(q->owner), I64(time_now_ms()), TXT(verb), TXT(subject), TXT(value)), NULL,
        e);
}

/* Colours of contexts, apart from one another for those who see fewer too; the first three are
 * those that every home has (migrate.c). */
static const char *const colours[] = {"#b4532a", "#1f5fa8", "#3f7d4e", "#6b5b95",
                                      "#b8860b", "#008b8b", "#c2407c", "#5d5d5d"};

static enum err_code make_context(struct sql *q, struct str name, struct str mindset,
                                  struct err *e)
{
    int64_t id = 0, there = 0;
    enum err_code rc =
        sql_one(q, "SELECT count(*) FROM contexts WHERE owner_id = $1 AND name = $2",
                VALUES(I64(q->owner), TXT(name)), &there, e);
    if (rc || there)
        return rc;
    rc = sql_one(q, "SELECT coalesce(max(id), 0) + 1 FROM contexts WHERE owner_id = $1",
                 VALUES(I64(q->owner)), &id, e);
    if (rc)
        return rc;
    const char *colour = colours[(size_t)(id - 1) % COUNT_OF(colours)];
    return sql_run(
        q,
        "INSERT INTO contexts (owner_id, id, name, mindset, colour, welcome, "
        "unwelcome, voice, hours) "
        "VALUES ($1, $2, $3, $4, $5, '', '', '', '')",
        VALUES(I64(q->owner), I64(id), TXT(name), TXT(mindset), TXT(str_from(colour))), NULL,
        e);
}

enum err_code store_account_set_context(struct store *s, const struct account *acc,
                                        struct str context, enum mindset like, struct err *e)
{
    struct arena *a = arena_new(KIB(64));
    struct str subject = arena_printf(a, STRF ":" STRF, STRA(acc->network), STRA(acc->key));
    enum err_code rc = store__write(s, e);
    if (rc == ERR_OK) {
        rc = make_context(&s->sql, context, str_from(mindset_name(like)), e);
        if (rc == ERR_OK)
            rc = store__decide(&s->sql, STR("account.context"), subject, context, e);
        if (rc == ERR_OK) /* who is known from work and who from home depends on it */
            rc = store__count_audiences(s, e);
        rc = store__written(s, rc, e);
    }
    arena_free(a);
    return rc;
}

enum err_code store_context_save(struct store *s, const struct context *c, struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = store__write(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "UPDATE contexts "
                 "SET welcome = $3, unwelcome = $4, voice = $5 "
                 "WHERE owner_id = $1 AND id = $2",
                 VALUES(I64(s->sql.owner), I64(c->id), TXT(c->welcome), TXT(c->unwelcome),
                        TXT(c->voice)),
                 &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_NOT_FOUND, "there is no context \"" STRF "\" any more",
                     STRA(c->name));
    return store__written(s, rc, e);
}

enum err_code store_context_save_hours(struct store *s, int64_t id, struct str hours,
                                       struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = store__write(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql, "UPDATE contexts SET hours = $3 WHERE owner_id = $1 AND id = $2",
                 VALUES(I64(s->sql.owner), I64(id), TXT(hours)), &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_NOT_FOUND, "there is no context %lld", (long long)id);
    return store__written(s, rc, e);
}

/* Imports -------------------------------------------------------------------------------- */

static enum err_code take_import(void *ctx, struct sql_query *k, struct err *e)
{
    struct store__list *l = ctx;
    struct import *im = store__push(l);
    struct json *j = NULL;
    *im = (struct import){.id = sql_i64(k, 0),
                          .archive = sql_copy(k, 1, l->a),
                          .reader = sql_copy(k, 2, l->a),
                          .network = sql_copy(k, 3, l->a),
                          .state = sql_copy(k, 4, l->a),
                          .account_id = sql_i64(k, 5),
                          .started_ms = sql_i64(k, 6),
                          .taken_ms = sql_i64(k, 7),
                          .seconds = sql_f64(k, 8),
                          .account = sql_copy(k, 10, l->a)};
    if (sql_text(k, 9).n == 0)
        return ERR_OK;
    enum err_code rc = json_parse(sql_copy(k, 9, l->a), NULL, l->a, &j, e);
    for (int kind = 0; rc == ERR_OK && kind < RECORD_KIND_COUNT; kind++)
        im->count[kind] = json_i64(json_get(j, record_kind_name((enum record_kind)kind)), 0);
    if (rc == ERR_OK) {
        im->messages = json_i64(json_get(j, "message"), 0);
        im->fresh = json_i64(json_get(j, "fresh"), 0);
        im->changed = json_i64(json_get(j, "changed"), 0);
    }
    return rc;
}

enum err_code store_imports(struct store *s, struct arena *a, struct import **out, size_t *n,
                            struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct import)};
    enum err_code rc = store__each(
        &s->sql,
        "SELECT i.id, i.archive, i.reader, i.network, CASE WHEN i.state = 'interrupted' AND "
        "i.mark <> '' THEN 'paused' ELSE i.state END, i.account_id, i.started_ms, "
        "i.taken_ms, i.seconds, i.counts, "
        "coalesce(a.network || ':' || coalesce(nullif(a.handle, ''), a.key), '') "
        "FROM imports i "
        "LEFT JOIN accounts a ON a.owner_id = i.owner_id AND a.id = i.account_id "
        "WHERE i.owner_id = $1 "
        "ORDER BY i.id",
        VALUES(I64(s->sql.owner)), take_import, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

static enum err_code take_unread(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct unread *u = store__push(l);
    *u = (struct unread){sql_copy(k, 0, l->a), sql_copy(k, 1, l->a), sql_copy(k, 2, l->a)};
    return ERR_OK;
}

enum err_code store_unread(struct store *s, int64_t import_id, struct arena *a,
                           struct unread **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct unread)};
    enum err_code rc =
        store__each(&s->sql,
                    "SELECT file, raw, why "
                    "FROM unread "
                    "WHERE owner_id = $1 AND import_id = $2 "
                    "ORDER BY position LIMIT 100",
                    VALUES(I64(s->sql.owner), I64(import_id)), take_unread, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}
