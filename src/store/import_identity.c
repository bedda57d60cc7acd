/* store/import_identity.c: accounts and identities in an import. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/importer.h"

static int64_t identity_digest(const struct importer *im, struct str key)
{
    return store__digest("identity", im->network, key);
}

/* What is there of an identity. */
struct there {
    int64_t id, import_id;
    bool differs; /* says something else than the record, or less */
};

static enum err_code find_identity(struct importer *im, const struct record_identity *r,
                                   struct there *t, struct err *e)
{
    struct sql_query k;
    bool row = false;
    *t = (struct there){0, 0, false};
    enum err_code rc = sql_ask(im->q, &k,
                               "SELECT id, import_id, name, handle, url "
                               "FROM identities "
                               "WHERE owner_id = $1 AND digest = $2",
                               VALUES(I64(im->q->owner), I64(identity_digest(im, r->key))), e);
    if (rc == ERR_OK)
        rc = sql_row(&k, &row, e);
    if (rc == ERR_OK && row) {
        t->id = sql_i64(&k, 0);
        t->import_id = sql_i64(&k, 1);
        t->differs = (r->name.n && !str_eq(r->name, sql_text(&k, 2))) ||
                     (r->handle.n && !str_eq(r->handle, sql_text(&k, 3))) ||
                     (r->url.n && !str_eq(r->url, sql_text(&k, 4)));
    }
    sql_done(&k);
    return rc;
}

static enum err_code insert_identity(struct importer *im, const struct record_identity *r,
                                     int64_t *id, struct err *e)
{
    enum err_code rc = sql_later(
        im->q,
        "INSERT INTO identities (owner_id, id, import_id, network, key, digest, name, "
        "handle, url, kind, name_only) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        VALUES(I64(im->q->owner), I64(im->next_identity), I64(im->id), TXT(im->network),
               TXT(r->key), I64(identity_digest(im, r->key)), TXT(r->name), TXT(r->handle),
               TXT(r->url), TXT(str_from(identity_kind_name(r->kind))), I64(r->name_only)),
        NULL, NULL, 0, e);
    if (rc)
        return rc;
    *id = im->next_identity++;
    im->fresh++;
    return ERR_OK;
}

/* What an earlier record of this import left empty. */
static enum err_code fill(struct importer *im, int64_t id, const struct record_identity *r,
                          struct err *e)
{
    return sql_run(
        im->q,
        "UPDATE identities "
        "SET name = CASE WHEN name = '' THEN $3 ELSE name END, handle = CASE "
        "WHEN handle = '' THEN $4 ELSE handle END, url = CASE WHEN url = '' "
        "THEN $5 ELSE url END "
        "WHERE owner_id = $1 AND id = $2",
        VALUES(I64(im->q->owner), I64(id), TXT(r->name), TXT(r->handle), TXT(r->url)), NULL, e);
}

/* A server says what they are called now. */
static enum err_code rename_now(struct importer *im, int64_t id,
                                const struct record_identity *r, struct err *e)
{
    return sql_run(
        im->q,
        "UPDATE identities "
        "SET name = CASE WHEN $3 = '' THEN name ELSE $3 END, handle = CASE WHEN $4 = '' THEN "
        "handle ELSE $4 END, url = CASE WHEN $5 = '' THEN url ELSE $5 END "
        "WHERE owner_id = $1 AND id = $2",
        VALUES(I64(im->q->owner), I64(id), TXT(r->name), TXT(r->handle), TXT(r->url)), NULL, e);
}

/* Another import knew it by another name: both are kept, versions.c chooses. */
static enum err_code put_version(struct importer *im, int64_t id,
                                 const struct record_identity *r, struct err *e)
{
    int64_t changed = 0, known = 0;
    enum err_code rc =
        sql_one(im->q,
                "SELECT count(*) FROM identity_versions v "
                "WHERE v.owner_id = $1 AND v.identity_id = $2 AND "
                "v.name = CASE WHEN $3 = '' THEN v.name ELSE $3 END AND "
                "v.handle = CASE WHEN $4 = '' THEN v.handle ELSE $4 END AND "
                "v.url = CASE WHEN $5 = '' THEN v.url ELSE $5 END",
                VALUES(I64(im->q->owner), I64(id), TXT(r->name), TXT(r->handle), TXT(r->url)),
                &known, e);
    if (rc)
        return rc;
    rc = sql_run(
        im->q,
        "INSERT INTO identity_versions (owner_id, identity_id, import_id, name, handle, "
        "url) "
        "SELECT owner_id, id, $3, CASE WHEN $4 = '' THEN name ELSE $4 END, CASE WHEN $5 = "
        "'' THEN handle ELSE $5 END, CASE WHEN $6 = '' THEN url ELSE $6 END "
        "FROM identities "
        "WHERE owner_id = $1 AND id = $2 "
        "ON CONFLICT DO NOTHING",
        VALUES(I64(im->q->owner), I64(id), I64(im->id), TXT(r->name), TXT(r->handle),
               TXT(r->url)),
        &changed, e);
    if (rc || changed == 0)
        return rc;
    im->changed += known == 0; /* an older archive again changes nothing */
    im->disputed = true;
    return sql_run(im->q,
                   "INSERT INTO identity_versions (owner_id, identity_id, import_id, name, "
                   "handle, url) "
                   "SELECT owner_id, id, import_id, name, handle, url "
                   "FROM identities "
                   "WHERE owner_id = $1 AND id = $2 "
                   "ON CONFLICT DO NOTHING",
                   VALUES(I64(im->q->owner), I64(id)), NULL, e);
}

static enum err_code put_identity(struct importer *im, const struct record_identity *r,
                                  int64_t *id, struct err *e)
{
    struct there t = {0, 0, false};
    bool counts = false, unheard = im->network_is_new && !map_find(im->identities, r->key);
    enum err_code rc = unheard ? ERR_OK : find_identity(im, r, &t, e);
    if (rc == ERR_OK && t.id == 0) {
        rc = insert_identity(im, r, &t.id, e);
        counts = true;
    } else if (rc == ERR_OK) {
        rc = importer__seen(im, RECORD_IDENTITY, t.id, t.import_id, &counts, e);
        if (rc == ERR_OK && t.differs && t.import_id == im->id)
            rc = im->live ? rename_now(im, t.id, r, e) : fill(im, t.id, r, e);
        else if (rc == ERR_OK && t.differs)
            rc = put_version(im, t.id, r, e);
    }
    if (rc)
        return rc;
    im->count[RECORD_IDENTITY] += counts;
    map_put(im->identities, r->key, t.id, NULL);
    *id = t.id;
    return ERR_OK;
}

enum err_code importer__identity(struct importer *im, const struct record_identity *r,
                                 struct err *e)
{
    int64_t id;
    return put_identity(im, r, &id, e);
}

enum err_code importer__identity_id(struct importer *im, struct str key, int64_t *id,
                                    struct err *e)
{
    if (key.n == 0) {
        *id = im->identity_id;
        return ERR_OK;
    }
    const int64_t *known = map_find(im->identities, key);
    if (known) {
        *id = *known;
        return ERR_OK;
    }
    struct record_identity bare = {
        .key = key, .name = STR_NONE, .handle = STR_NONE, .url = STR_NONE};
    return put_identity(im, &bare, id, e);
}

/* Accounts ------------------------------------------------------------------------------- */

struct account_row {
    int64_t id, identity_id, import_id, found;
    struct str key;
};

static enum err_code take_account(struct importer *im, struct sql_query *k,
                                  struct account_row *o, struct err *e)
{
    bool row = false;
    enum err_code rc;
    o->found = 0;
    while ((rc = sql_row(k, &row, e)) == ERR_OK && row) {
        if (o->found++)
            continue;
        o->id = sql_i64(k, 0);
        o->identity_id = sql_i64(k, 1);
        o->import_id = sql_i64(k, 2);
        o->key = sql_copy(k, 3, im->a);
    }
    return rc;
}

/* The account that the record means: by key; by name where one of the two keys is but a name;
 * the only one of its network where there is no key. */
static enum err_code find_account(struct importer *im, const struct record_account *r,
                                  struct account_row *o, struct err *e)
{
    struct sql_query k;
    bool named = str_starts(r->key, STR("name:"));
    enum err_code rc = ERR_OK;
    *o = (struct account_row){.key = STR_NONE};
    if (r->key.n) {
        rc = sql_ask(im->q, &k,
                     "SELECT id, identity_id, import_id, key "
                     "FROM accounts "
                     "WHERE owner_id = $1 AND network = $2 AND key = $3",
                     VALUES(I64(im->q->owner), TXT(im->network), TXT(r->key)), e);
        if (rc == ERR_OK)
            rc = take_account(im, &k, o, e);
        sql_done(&k);
        if (rc || o->found || r->name.n == 0)
            return rc;
        rc = sql_ask(im->q, &k,
                     "SELECT id, identity_id, import_id, key "
                     "FROM accounts "
                     "WHERE owner_id = $1 AND network = $2 AND name = $3 AND ($4 = 1 OR "
                     "key LIKE 'name:%') "
                     "ORDER BY id",
                     VALUES(I64(im->q->owner), TXT(im->network), TXT(r->name), I64(named)), e);
    } else {
        rc = sql_ask(im->q, &k,
                     "SELECT id, identity_id, import_id, key "
                     "FROM accounts "
                     "WHERE owner_id = $1 AND network = $2 AND is_page = 0 "
                     "ORDER BY id",
                     VALUES(I64(im->q->owner), TXT(im->network)), e);
    }
    if (rc == ERR_OK)
        rc = take_account(im, &k, o, e);
    sql_done(&k);
    return rc;
}

static enum err_code insert_account(struct importer *im, const struct record_account *r,
                                    struct account_row *o, struct err *e)
{
    struct record_identity self = {.key = r->key,
                                   .name = r->name,
                                   .handle = r->handle,
                                   .url = r->url,
                                   .kind = r->page ? IDENTITY_ORGANISATION : IDENTITY_PERSON};
    enum err_code rc = ERR_OK;
    o->identity_id = 0;
    if (!str_is(im->network, "contacts")) /* an address book is nobody */
        rc = put_identity(im, &self, &o->identity_id, e);
    if (rc == ERR_OK)
        rc = sql_one(im->q, "SELECT coalesce(max(id), 0) + 1 FROM accounts WHERE owner_id = $1",
                     VALUES(I64(im->q->owner)), &o->id, e);
    if (rc)
        return rc;
    o->key = arena_str(im->a, r->key);
    im->fresh++;
    return sql_run(
        im->q,
        "INSERT INTO accounts (owner_id, id, import_id, network, key, handle, name, url, "
        "created_ms, created_sure, identity_id, is_page) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        VALUES(I64(im->q->owner), I64(o->id), I64(im->id), TXT(im->network), TXT(r->key),
               TXT(r->handle), TXT(r->name), TXT(r->url), I64(r->created.ms),
               I64(r->created.sure), I64(o->identity_id), I64(r->page)),
        NULL, e);
}

/* Keys are of one network: another one's are another map. */
static enum err_code enter_network(struct importer *im, struct str network, struct err *e)
{
    int64_t known = 0;
    if (!str_eq(network, im->network)) {
        im->network = arena_str(im->a, network);
        map_free(im->identities);
        im->identities = map_new();
    }
    enum err_code rc =
        sql_one(im->q, "SELECT 1 FROM identities WHERE owner_id = $1 AND network = $2 LIMIT 1",
                VALUES(I64(im->q->owner), TXT(im->network)), &known, e);
    if (rc == ERR_OK)
        rc = importer__has_names(im, e);
    im->network_is_new = known == 0 && im->skip == 0;
    return rc;
}

enum err_code importer__account(struct importer *im, const struct record_account *r,
                                struct err *e)
{
    struct account_row o;
    bool counts = true;
    enum err_code rc = ERR_OK;
    if (!str_eq(r->network, im->network) || im->account_id == 0)
        rc = enter_network(im, r->network, e);
    if (rc == ERR_OK)
        rc = find_account(im, r, &o, e);
    if (rc)
        return rc;
    if (r->key.n == 0 && o.found != 1)
        return err_set(e, ERR_INVALID,
                       "it does not say whose it is, and you have %s account on " STRF
                       " here; import that account's full archive first",
                       o.found ? "more than one" : "no", STRA(im->network));
    if (o.found == 0) {
        rc = insert_account(im, r, &o, e);
    } else {
        rc = importer__seen(im, RECORD_ACCOUNT, o.id, o.import_id, &counts, e);
        if (o.identity_id == 0) {
            /* an address book */
        } else if (rc == ERR_OK && r->key.n && str_eq(o.key, r->key)) {
            struct record_identity self = {
                .key = r->key, .name = r->name, .handle = r->handle, .url = r->url};
            rc = put_identity(im, &self, &o.identity_id, e);
        } else if (rc == ERR_OK) {
            rc = importer__count(im, RECORD_IDENTITY, o.identity_id, e);
        }
    }
    if (rc)
        return rc;
    im->count[RECORD_ACCOUNT] += counts;
    if (!r->page ||
        im->account_id == 0) { /* a page stands beside the profile, whose archive it is */
        im->account_id = o.id;
        im->identity_id = o.identity_id;
        im->account_key = o.key;
    }
    if (im->first_account == 0) {
        im->first_account = o.id;
        im->first_network = im->network;
        im->account = arena_printf(im->a, STRF ":" STRF, STRA(im->network),
                                   STRA(r->handle.n ? r->handle : o.key));
    }
    /* an older archive may know the owner by another key: both mean the owner's identity */
    if (r->key.n && o.identity_id)
        map_put(im->identities, r->key, o.identity_id, NULL);
    return ERR_OK;
}
