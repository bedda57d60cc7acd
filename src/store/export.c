/* store/export.c: every table of truth as JSON, a row at a time, so that nobody is locked in. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/store_private.h"

#include "core/json.h"
#include "core/limits.h"

#include <stdio.h>

/* Columns as a letter each: i a number, s a number that is an id beyond 2^53 (as a string),
 * t text, m a time, f a fraction. The queries are literals: SQL is never put together. */
static const struct table {
    const char *name, *types, *columns, *sql;
} tables[] = {
#define TABLE(name, types, columns, order)                                                     \
    {                                                                                          \
        name, types, columns,                                                                  \
            "SELECT " columns " FROM " name " WHERE owner_id = $1 ORDER BY " order             \
    }
    TABLE("contexts", "itttttt", "id,name,mindset,colour,welcome,unwelcome,voice", "id"),
    TABLE("decisions", "imtttm", "id,made_ms,verb,subject,value,revoked_ms", "id"),
    TABLE("imports", "ittitttmmft",
          "id,archive,digest,bytes,reader,network,state,started_ms,taken_ms,seconds,counts",
          "id"),
    TABLE("accounts", "iitttttmii",
          "id,import_id,network,key,handle,name,url,created_ms,identity_id,is_page", "id"),
    TABLE("identities", "iittttttii",
          "id,import_id,network,key,name,handle,url,kind,name_only,digest", "id"),
    TABLE("facts", "siitttmimi",
          "id,import_id,identity_id,field,value,label,since_ms,since_sure,until_ms,until_sure",
          "id"),
    TABLE("connections", "siiitmit",
          "id,import_id,account_id,identity_id,kind,at_ms,at_sure,note", "id"),
    TABLE("relations", "siit", "id,import_id,identity_id,kind", "id"),
    TABLE("threads", "siitti", "id,import_id,account_id,key,title,is_group", "id"),
    TABLE("members", "sisi", "id,import_id,thread_id,identity_id", "id"),
    TABLE("posts",
          "siiittsmimmttttttttt"
          "sssii",
          "id,import_id,account_id,author_id,kind,key,digest,at_ms,at_sure,edited_ms,"
          "deleted_ms,text,title,summary,url,link,language,place,visibility,room,reply_to,"
          "reshare_of,thread_id,likes,reshares",
          "id"),
    TABLE("post_versions", "simttt", "post_id,import_id,edited_ms,text,title,summary",
          "post_id,import_id"),
    TABLE("attachments", "sisitttttt",
          "id,import_id,post_id,position,kind,uri,media_type,alt,note,media", "id"),
    TABLE("media", "tit", "digest,bytes,media_type", "digest"),
    TABLE("reactions", "siiistmitt",
          "id,import_id,account_id,author_id,post,kind,at_ms,at_sure,url,text", "id"),
    TABLE("unread", "iittt", "import_id,position,file,raw,why", "import_id,position"),
    TABLE("corrections", "imtittm", "id,made_ms,kind,context_id,fact,text,revoked_ms", "id"),
    TABLE("checks", "iiimtttttm",
          "id,draft_id,account_id,at_ms,verdict,rule,sentence,did,reason,until_ms", "id"),
    TABLE("findings", "iittiit", "check_id,position,kind,severity,from_byte,to_byte,why",
          "check_id,position"),
#undef TABLE
};

const char *const *store_tables(void)
{
    static const char *const names[] = {
        "contexts", "decisions",     "imports",     "accounts", "identities",
        "facts",    "connections",   "relations",   "threads",  "members",
        "posts",    "post_versions", "attachments", "media",    "reactions",
        "unread",   "corrections",   "checks",      "findings", NULL};
    return names;
}

static void put_value(struct json_out *o, struct sql_query *k, int at, char type)
{
    int64_t v;
    switch (type) {
    case 't':
        json_out_str(o, sql_text(k, at));
        break;
    case 'f':
        json_out_f64(o, sql_f64(k, at), 3);
        break;
    case 's': {
        char digits[24];
        int n = snprintf(digits, sizeof digits, "%lld", (long long)sql_i64(k, at));
        json_out_str(o, str_of(digits, (size_t)n));
        break;
    }
    default:
        v = sql_i64(k, at);
        json_out_i64(o, v);
    }
}

static void row_json(const struct table *t, struct sql_query *k, struct buf *b)
{
    struct json_out o;
    struct str names = str_from(t->columns), name;
    char key[32];
    json_out_init(&o, b);
    json_out_open(&o, '{');
    for (int at = 0; str_cut(&names, ',', &name); at++) {
        snprintf(key, sizeof key, STRF, STRA(name));
        json_out_key(&o, key);
        put_value(&o, k, at, t->types[at]);
    }
    json_out_close(&o, '}');
}

struct walk {
    const struct table *t;
    struct buf b;
    enum err_code (*each)(void *ctx, struct str json, struct err *e);
    void *ctx;
};

static enum err_code give(void *ctx, struct sql_query *k, struct err *e)
{
    struct walk *w = ctx;
    buf_clear(&w->b);
    row_json(w->t, k, &w->b);
    return w->each(w->ctx, buf_view(&w->b), e);
}

enum err_code store_export(struct store *s, const char *table,
                           enum err_code (*each)(void *ctx, struct str json, struct err *e),
                           void *ctx, struct err *e)
{
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        if (!str_is(str_from(table), tables[i].name))
            continue;
        struct walk w = {.t = &tables[i], .each = each, .ctx = ctx};
        buf_init(&w.b, 8 * LIMIT_POST_TEXT);
        enum err_code rc =
            store__each(&s->sql, tables[i].sql, VALUES(I64(s->sql.owner)), give, &w, e);
        buf_free(&w.b);
        return rc;
    }
    return err_set(e, ERR_NOT_FOUND, "there is no table \"%s\"", table);
}
