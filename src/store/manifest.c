/* store/manifest.c: what a backup says of itself, as JSON. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/backup_private.h"

#include "core/json.h"
#include "core/time.h"
#include "core/version.h"
#include "store/store_private.h"
#include "store/tables.h"

#include <string.h>

/* The first millisecond that a backup was not made in. */
#define YEAR_10000 INT64_C(253402300800000)

static enum err_code put_rows(struct json_out *o, struct sql *q, struct err *e)
{
    enum err_code rc = ERR_OK;
    json_out_key(o, "rows");
    json_out_open(o, '{');
    for (const struct store__table *t = store__table_list; t->name && rc == ERR_OK; t++) {
        int64_t n = 0;
        rc = sql_one(q, t->all, NULL, 0, &n, e);
        json_out_ki64(o, t->name, n);
    }
    json_out_close(o, '}');
    return rc;
}

enum err_code manifest_put(const struct manifest *m, struct sql *q, struct buf *b,
                           struct err *e)
{
    struct json_out o;
    struct buf made;
    buf_init(&made, 64);
    time_put_iso(&made, m->about.made_ms);
    json_out_init(&o, b);
    json_out_open(&o, '{');
    json_out_ki64(&o, "format", BACKUP_FORMAT);
    json_out_kstr(&o, "program", STR("tact " TACT_VERSION));
    json_out_kstr(&o, "engine", m->about.engine);
    json_out_ki64(&o, "schema", store__schema());
    json_out_kstr(&o, "made", buf_view(&made));
    json_out_ki64(&o, "made_ms", m->about.made_ms);
    json_out_ki64(&o, "bytes", m->about.bytes);
    json_out_kstr(&o, "database", str_from(m->db));
    json_out_kstr(&o, "key", str_from(m->key));
    json_out_ki64(&o, "files", m->about.files);
    json_out_kstr(&o, "files_digest", str_from(m->files));
    json_out_ki64(&o, "missing", m->about.missing);
    json_out_ki64(&o, "damaged", m->about.damaged);
    enum err_code rc = put_rows(&o, q, e);
    json_out_close(&o, '}');
    buf_char(b, '\n');
    buf_free(&made);
    return rc;
}

static bool take_digest(const struct json *j, const char *key, char out[65])
{
    struct str s = json_get_str(j, key);
    if (s.n != 64)
        return false;
    memcpy(out, s.p, 64);
    out[64] = 0;
    return true;
}

/* A count that stands there and is none below zero. */
static int64_t count_in(const struct json *j, const char *key)
{
    int64_t n = json_i64(json_get(j, key), 0);
    return n < 0 ? 0 : n;
}

enum err_code manifest_read(struct str text, struct arena *a, struct manifest *m, struct err *e)
{
    struct json *j = NULL;
    struct err why;
    *m = (struct manifest){.about = {.format = 0}};
    if (json_parse(text, NULL, a, &j, &why) != ERR_OK || j->type != JSON_OBJECT)
        return err_set(e, ERR_PARSE, "it is damaged: its manifest can't be read");
    m->about.format = count_in(j, "format");
    m->about.schema = count_in(j, "schema");
    if (m->about.format > BACKUP_FORMAT || m->about.schema > store__schema())
        return err_set(e, ERR_UNSUPPORTED,
                       "it was made by a newer tact; update the program first");
    if (m->about.format != BACKUP_FORMAT || count_in(j, "made_ms") > YEAR_10000 ||
        !take_digest(j, "database", m->db) || !take_digest(j, "files_digest", m->files) ||
        (json_get_str(j, "key").n && !take_digest(j, "key", m->key)))
        return err_set(e, ERR_PARSE, "it is damaged: its manifest is not whole");
    m->about.program = arena_str(a, json_get_str(j, "program"));
    m->about.engine = arena_str(a, json_get_str(j, "engine"));
    m->about.made_ms = count_in(j, "made_ms");
    m->about.bytes = count_in(j, "bytes");
    m->about.files = count_in(j, "files");
    m->about.missing = count_in(j, "missing");
    m->about.damaged = count_in(j, "damaged");
    const struct json *rows = json_get(j, "rows");
    for (const struct json *r = rows ? rows->first : NULL; r; r = r->next) {
        int64_t n = json_i64(r, 0);
        if (n > 0 && n <= INT64_MAX - m->about.rows)
            m->about.rows += n;
    }
    return ERR_OK;
}
