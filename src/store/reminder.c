/* store/reminder.c: how old each account's newest archive is; "later" and "never" as decisions. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/reminder.h"
#include "store/store_private.h"

#include "core/limits.h"
#include "core/time.h"

#define DAY_MS INT64_C(86400000)

/* The day of an archive ------------------------------------------------------------------- */

enum {
    PARTS_MOST = 3
};

/* Digits in the name, as they are parted: "2026-03-09" is three runs. */
struct run {
    int64_t value;
    size_t digits, at;
};

static size_t next_run(struct str s, size_t from, struct run *out)
{
    while (from < s.n && !ascii_is_digit((unsigned char)s.p[from]))
        from++;
    size_t to = from;
    while (to < s.n && ascii_is_digit((unsigned char)s.p[to]))
        to++;
    *out = (struct run){0, to - from, from};
    if (out->digits == 0 || out->digits > 14 || !str_i64(str_sub(s, from, to), &out->value))
        out->value = -1;
    return to;
}

/* 0 where it is no date of the years in which there are archives. */
static int64_t day_of(int64_t year, int64_t month, int64_t day)
{
    int64_t back_year;
    int back_month, back_day;
    if (year < 2004 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31)
        return 0;
    int64_t days = time_days(year, (int)month, (int)day);
    time_date(days, &back_year, &back_month, &back_day);
    return back_month == month && back_day == day ? days * DAY_MS : 0;
}

/* One behind the other, with one sign between them. */
static bool side_by_side(const struct run *r)
{
    return r[1].at == r[0].at + r[0].digits + 1 && r[2].at == r[1].at + r[1].digits + 1;
}

/* 20260309, 20260309141500, 2026-03-09, 2026_03_09, and LinkedIn's 03-09-2026. */
static int64_t day_at(const struct run *r)
{
    if (r[0].digits == 8)
        return day_of(r[0].value / 10000, r[0].value / 100 % 100, r[0].value % 100);
    if (r[0].digits == 14)
        return day_of(r[0].value / 10000000000, r[0].value / 100000000 % 100,
                      r[0].value / 1000000 % 100);
    if (!side_by_side(r) || r[1].digits != 2)
        return 0;
    if (r[0].digits == 4 && r[2].digits == 2)
        return day_of(r[0].value, r[1].value, r[2].value);
    if (r[0].digits == 2 && r[2].digits == 4)
        return day_of(r[2].value, r[0].value, r[1].value);
    return 0;
}

static int64_t day_in_name(struct str name, int64_t least, int64_t most)
{
    struct run r[PARTS_MOST] = {
        {0, 0, 0}
    };
    size_t from = 0;
    while (from < name.n) {
        size_t next = next_run(name, from, &r[0]);
        size_t to = next;
        for (size_t i = 1; i < PARTS_MOST; i++)
            to = next_run(name, to, &r[i]);
        int64_t day = day_at(r);
        if (day && day >= least && day <= most)
            return day;
        from = next;
    }
    return 0;
}

int64_t store_archive_day(const struct import *im, bool again)
{
    int64_t named =
        day_in_name(im->archive, im->taken_ms - 2 * DAY_MS, im->started_ms + DAY_MS);
    if (named)
        return named;
    bool known = im->taken_ms > 0 && im->taken_ms < im->started_ms;
    return known && !again ? im->taken_ms : im->started_ms;
}

/* Of each account ------------------------------------------------------------------------- */

struct found {
    struct arena *a;
    const struct account *account;
    struct account_archive *out;
    size_t n;
};

static enum err_code take_archive(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct found *f = ctx;
    int64_t id = sql_i64(k, 0), first = sql_i64(k, 6);
    const struct import im = {.id = sql_i64(k, 1),
                              .archive = sql_text(k, 2),
                              .started_ms = sql_i64(k, 4),
                              .taken_ms = sql_i64(k, 5)};
    for (size_t i = 0; i < f->n; i++) {
        struct account_archive *x = &f->out[i];
        if (f->account[i].id != id)
            continue;
        int64_t day = store_archive_day(&im, x->import_id != 0 &&
                                                 im.taken_ms + ARCHIVE_LAG_MS >= x->newest_ms);
        if (im.taken_ms > x->newest_ms)
            x->newest_ms = im.taken_ms;
        if (x->import_id && day < x->day_ms)
            continue;
        x->import_id = im.id;
        x->reader = sql_copy(k, 3, f->a);
        x->day_ms = day;
        x->own = first == id;
    }
    return ERR_OK;
}

static enum err_code take_decision(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct found *f = ctx;
    struct str subject = sql_text(k, 0), value = sql_text(k, 1);
    for (size_t i = 0; i < f->n; i++) {
        const struct account *acc = &f->account[i];
        struct account_archive *x = &f->out[i];
        if (!str_starts(subject, acc->network) ||
            !str_eq(str_after(subject, acc->network.n + 1), acc->key))
            continue;
        x->never = str_is(value, "never");
        x->later_ms = 0;
        if (!x->never && !str_i64(value, &x->later_ms))
            x->later_ms = 0;
    }
    return ERR_OK;
}

enum err_code store_account_archives(struct store *s, struct arena *a,
                                     struct account_archive **out, size_t *n, struct err *e)
{
    struct account *account;
    enum err_code rc = store_accounts(s, a, &account, n, e);
    *out = ARENA_ARRAY(a, struct account_archive, *n + 1);
    struct found f = {a, account, *out, *n};
    for (size_t i = 0; i < *n; i++)
        (*out)[i].reader = STR_NONE;
    if (rc == ERR_OK)
        rc = sql_gather(
            &s->sql,
            "SELECT a.id, i.id, i.archive, i.reader, i.started_ms, i.taken_ms, i.account_id "
            "FROM accounts a "
            "JOIN imports i ON i.owner_id = a.owner_id AND i.id = a.import_id "
            "WHERE a.owner_id = $1 AND i.state = 'done' AND i.reader <> 'live' "
            "UNION ALL "
            "SELECT a.id, i.id, i.archive, i.reader, i.started_ms, i.taken_ms, i.account_id "
            "FROM accounts a "
            "JOIN sightings g ON g.owner_id = a.owner_id AND g.kind = $2 AND g.row_id = a.id "
            "JOIN imports i ON i.owner_id = a.owner_id AND i.id = g.import_id "
            "WHERE a.owner_id = $1 AND i.state = 'done' AND i.reader <> 'live' "
            "ORDER BY 2",
            VALUES(I64(s->sql.owner), I64(RECORD_ACCOUNT)), take_archive, &f, e);
    if (rc == ERR_OK)
        rc = sql_gather(&s->sql,
                        "SELECT subject, value FROM decisions "
                        "WHERE owner_id = $1 AND verb = 'account.remind' AND revoked_ms = 0 "
                        "ORDER BY id",
                        VALUES(I64(s->sql.owner)), take_decision, &f, e);
    return rc ? rc : sql_settle(&s->sql, e);
}

/* Deciding -------------------------------------------------------------------------------- */

/* What was said of it before holds no more. */
static enum err_code revoke(struct sql *q, struct str subject, int64_t *changed, struct err *e)
{
    return sql_run(q,
                   "UPDATE decisions SET revoked_ms = $3 "
                   "WHERE owner_id = $1 AND verb = 'account.remind' AND subject = $2 AND "
                   "revoked_ms = 0",
                   VALUES(I64(q->owner), TXT(subject), I64(time_now_ms())), changed, e);
}

enum err_code store_account_remind(struct store *s, const struct account *acc, int64_t later_ms,
                                   struct err *e)
{
    struct arena *a = arena_new(KIB(64));
    struct str subject = arena_printf(a, STRF ":" STRF, STRA(acc->network), STRA(acc->key));
    struct str value = later_ms ? arena_printf(a, "%lld", (long long)later_ms) : STR("never");
    enum err_code rc = store__write(s, e);
    if (rc == ERR_OK) {
        rc = revoke(&s->sql, subject, NULL, e);
        if (rc == ERR_OK)
            rc = store__decide(&s->sql, STR("account.remind"), subject, value, e);
        rc = store__written(s, rc, e);
    }
    arena_free(a);
    return rc;
}

enum err_code store_account_remind_again(struct store *s, const struct account *acc,
                                         struct err *e)
{
    struct arena *a = arena_new(KIB(64));
    struct str subject = arena_printf(a, STRF ":" STRF, STRA(acc->network), STRA(acc->key));
    int64_t changed = 0;
    enum err_code rc = store__write(s, e);
    if (rc == ERR_OK) {
        rc = revoke(&s->sql, subject, &changed, e);
        if (rc == ERR_OK && changed == 0)
            rc = err_set(e, ERR_NOT_FOUND, "you will be reminded of this account already");
        rc = store__written(s, rc, e);
    }
    arena_free(a);
    return rc;
}
