/* store/migrate.c: the schema, brought forward one embedded file at a time, each in its own
 * transaction and recorded with its digest. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/store_private.h"

#include "core/buf.h"
#include "core/embed.h"
#include "core/hash.h"
#include "core/time.h"

#include <string.h>

/* In the order of their numbers. A new one is a file, a line in embed.S and a row here. */
static const struct migration {
    int64_t number;
    const unsigned char *text;
    const uint64_t *size;
} migrations[] = {
    {1, embed_migration_0001, &embed_migration_0001_size},
    {2, embed_migration_0002, &embed_migration_0002_size},
    {3, embed_migration_0003, &embed_migration_0003_size},
    {4, embed_migration_0004, &embed_migration_0004_size},
    {5, embed_migration_0005, &embed_migration_0005_size},
    {6, embed_migration_0006, &embed_migration_0006_size},
    {7, embed_migration_0007, &embed_migration_0007_size},
    {8, embed_migration_0008, &embed_migration_0008_size}
};

/* The text with the engine's own words in the place of ours. */
static void translate(const struct sql_engine *g, struct str text, struct buf *out)
{
    while (text.n) {
        size_t n = 0;
        while (n < text.n && (ascii_is_alnum((unsigned char)text.p[n]) || text.p[n] == '_'))
            n++;
        struct str word = str_sub(text, 0, n ? n : 1);
        struct str put = word;
        for (const char *const *w = g->words; *w; w += 2)
            if (str_is(word, w[0]))
                put = str_from(w[1]);
        buf_str(out, put);
        text = str_after(text, word.n);
    }
}

static enum err_code apply(struct sql *q, const struct migration *m, struct err *e)
{
    struct str text = {(const char *)m->text, (size_t)*m->size};
    struct buf b;
    buf_init(&b, text.n * 4);
    translate(q->engine, text, &b);
    enum err_code rc = sql_begin(q, e);
    if (rc == ERR_OK) {
        rc = sql_exec(q, buf_cstr(&b), e);
        if (rc == ERR_OK)
            rc = sql_run(
                q, "INSERT INTO migrations (number, digest, at_ms) VALUES ($1, $2, $3)",
                VALUES(I64(m->number), I64(hash_key(&text, 1)), I64(time_now_ms())), NULL, e);
        if (rc == ERR_OK)
            rc = sql_commit(q, e);
        if (rc)
            sql_rollback(q);
    }
    buf_free(&b);
    return rc ? err_wrap(e, "migration %lld", (long long)m->number) : ERR_OK;
}

enum err_code store__first_contexts(struct sql *q, enum owner_kind kind, struct err *e)
{
    static const struct {
        const char *name, *colour;
    } contexts[] = {
        {"personal",     "#b4532a"},
        {"professional", "#1f5fa8"},
        {"company",      "#3f7d4e"}
    };
    enum err_code rc = ERR_OK;
    size_t first = kind == OWNER_COMPANY ? MINDSET_COMPANY : 0;
    for (size_t i = first; i < COUNT_OF(contexts) && rc == ERR_OK; i++)
        rc = sql_run(q,
                     "INSERT INTO contexts (owner_id, id, name, mindset, colour, welcome, "
                     "unwelcome, voice, hours) "
                     "VALUES ($1, $2, $3, $3, $4, '', '', '', '') "
                     "ON CONFLICT DO NOTHING",
                     VALUES(I64(q->owner), I64((int64_t)i + 1), TXT(str_from(contexts[i].name)),
                            TXT(str_from(contexts[i].colour))),
                     NULL, e);
    return rc;
}

/* What every home has from the start. Who is no host beside others may not sign in either, so
 * that nobody takes the place of a first owner who went. */
enum err_code store__first_owner(struct sql *q, int64_t created_ms, bool is_host, struct err *e)
{
    int64_t before = q->owner;
    q->owner = FIRST_OWNER;
    enum err_code rc = sql_run(
        q,
        "INSERT INTO owners (owner_id, name, created_ms, is_host, closed_ms) "
        "VALUES ($1, '', $2, $3, $4) "
        "ON CONFLICT DO NOTHING",
        VALUES(I64(q->owner), I64(created_ms), I64(is_host), I64(is_host ? 0 : created_ms)),
        NULL, e);
    if (rc == ERR_OK)
        rc = store__first_contexts(q, OWNER_PERSON, e);
    q->owner = before;
    return rc;
}

int64_t store__schema(void)
{
    return migrations[COUNT_OF(migrations) - 1].number;
}

static int64_t number_in(struct sql *q)
{
    int64_t have = 0;
    struct err quiet;
    if (sql_one(q, "SELECT coalesce(max(number), 0) FROM migrations", NULL, 0, &have, &quiet))
        have = 0; /* there is no such table yet */
    return have;
}

/* What a migration added to the derived tables of a home that has people already. Labels follow
 * with the next import or rebuild, since they want the model. */
static enum err_code derive_anew(struct store *s, struct err *e)
{
    enum err_code rc = sql_begin(&s->sql, e);
    if (rc == ERR_OK)
        rc = store__count_audiences(s, e);
    if (rc == ERR_OK)
        rc = sql_commit(&s->sql, e);
    if (rc)
        sql_rollback(&s->sql);
    return rc;
}

static enum err_code migrate(struct store *s, struct err *e)
{
    struct sql *q = &s->sql;
    int64_t have = number_in(q); /* again: another process may have been faster */
    enum err_code rc = sql_exec(q,
                                "CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY "
                                "KEY, digest BIGINT NOT NULL, at_ms BIGINT NOT NULL)",
                                e);
    for (size_t i = 0; i < COUNT_OF(migrations) && rc == ERR_OK; i++)
        if (migrations[i].number > have)
            rc = apply(q, &migrations[i], e);
    if (rc == ERR_OK)
        rc = sql_exec(q, q->engine->own_schema, e);
    if (rc == ERR_OK)
        rc = store__first_owner(q, time_now_ms(), true, e);
    return rc || have == 0 ? rc : derive_anew(s, e);
}

enum err_code store__migrate(struct store *s, struct err *e)
{
    /* a home that is up to date is opened without writing to it */
    int64_t have = number_in(&s->sql);
    const int64_t newest = store__schema();
    if (have == newest)
        return ERR_OK;
    if (have > newest)
        return err_set(e, ERR_DB, "this home was written by a newer tact; update the program");
    enum err_code rc = store__hold(s, STORE__MIGRATION, e);
    if (rc == ERR_OK) {
        rc = migrate(s, e);
        store__let_go(s, STORE__MIGRATION);
    }
    return rc;
}
