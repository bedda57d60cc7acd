/* store/attempt.c: wrong passwords and codes in a row, counted for all processes together. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/attempt.h"

#include "core/hash.h"
#include "store/store_private.h"

#include <stdio.h>

enum {
    WAIT_FIRST_S = 60, /* doubles with each further one */
    WAIT_MOST_S = 900
};
#define FORGET_MS (INT64_C(86400) * 1000) /* a day without a try */

/* The address or the e-mail itself is kept nowhere. */
static struct str digest_of(struct str key, char hex[65])
{
    struct hash_stream *h = hash_stream_new();
    hash_stream_put(h, "attempt", 7);
    hash_stream_put(h, key.p, key.n);
    hash_stream_end(h, hex);
    return str_of(hex, 64);
}

static enum err_code too_often(int64_t left_ms, struct err *e)
{
    int s = (int)(left_ms / 1000) + 1;
    err_set(e, ERR_RATE_LIMITED, "That was wrong too often. Try again in %d %s.",
            s > 90 ? (s + 59) / 60 : s, s > 90 ? "minutes" : "seconds");
    if (e)
        e->retry_after_s = s;
    return ERR_RATE_LIMITED;
}

static enum err_code wait_of(struct sql *q, const struct attempt *t, int64_t now_ms,
                             struct err *e)
{
    char hex[65];
    int64_t until = 0;
    enum err_code rc = sql_one(q, "SELECT until_ms FROM attempts WHERE key = $1",
                               VALUES(TXT(digest_of(t->key, hex))), &until, e);
    return rc || until <= now_ms ? rc : too_often(until - now_ms, e);
}

static enum err_code count_one(struct sql *q, const struct attempt *t, int64_t now_ms,
                               struct err *e)
{
    char hex[65];
    struct str key = digest_of(t->key, hex);
    int64_t wrong = 0, wait = WAIT_FIRST_S;
    enum err_code rc = sql_run(q,
                               "INSERT INTO attempts (key, wrong, until_ms, seen_ms) "
                               "VALUES ($1, 1, 0, $2) "
                               "ON CONFLICT (key) DO UPDATE SET seen_ms = $2, wrong = CASE "
                               "WHEN attempts.seen_ms < $3 THEN 1 ELSE attempts.wrong + 1 END",
                               VALUES(TXT(key), I64(now_ms), I64(now_ms - FORGET_MS)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_one(q, "SELECT wrong FROM attempts WHERE key = $1", VALUES(TXT(key)), &wrong,
                     e);
    if (rc || wrong < t->tries)
        return rc;
    for (int64_t i = t->tries; i < wrong && wait < WAIT_MOST_S; i++)
        wait *= 2;
    wait = wait > WAIT_MOST_S ? WAIT_MOST_S : wait;
    return sql_run(q, "UPDATE attempts SET until_ms = $2 WHERE key = $1",
                   VALUES(TXT(key), I64(now_ms + wait * 1000)), NULL, e);
}

enum err_code store_attempt(struct store *s, const struct attempt *t, size_t n, int64_t now_ms,
                            struct err *e)
{
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = wait_of(&s->sql, &t[i], now_ms, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = count_one(&s->sql, &t[i], now_ms, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql, "DELETE FROM attempts WHERE seen_ms < $1 AND until_ms < $1",
                     VALUES(I64(now_ms - FORGET_MS)), NULL, e);
    return store__noted(s, rc, e);
}

enum err_code store_attempt_right(struct store *s, const struct attempt *t, size_t n,
                                  struct err *e)
{
    char hex[65];
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = sql_run(&s->sql, "DELETE FROM attempts WHERE key = $1",
                     VALUES(TXT(digest_of(t[i].key, hex))), NULL, e);
    return store__noted(s, rc, e);
}
