/* store/draft.c: drafts and where each is meant to go. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/draft.h"

#include "core/limits.h"
#include "core/time.h"
#include "store/store_private.h"

#define DRAFTS                                                                                 \
    "SELECT d.id, d.created_ms, d.changed_ms, d.text, d.author_id, d.changed_by, "             \
    "coalesce(o.name, ''), d.about, d.reply_to, d.reply_from, d.summary, d.language, "         \
    "d.is_template, d.again_days, d.again_most, d.title, d.receivers, d.choices, d.poll_s "    \
    "FROM drafts d "                                                                           \
    "LEFT JOIN owners o ON o.owner_id = d.author_id "                                          \
    "WHERE d.owner_id = $1 "

static enum err_code take_draft(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct draft *d = store__push(l);
    *d = (struct draft){.id = sql_i64(k, 0),
                        .created_ms = sql_i64(k, 1),
                        .changed_ms = sql_i64(k, 2),
                        .text = sql_copy(k, 3, l->a),
                        .author_id = sql_i64(k, 4),
                        .changed_by = sql_i64(k, 5),
                        .author = sql_copy(k, 6, l->a),
                        .about = sql_copy(k, 7, l->a),
                        .reply_to = sql_i64(k, 8),
                        .reply_from = sql_i64(k, 9),
                        .summary = sql_copy(k, 10, l->a),
                        .language = sql_copy(k, 11, l->a),
                        .is_template = sql_i64(k, 12) != 0,
                        .again_days = sql_i64(k, 13),
                        .again_most = sql_i64(k, 14),
                        .title = sql_copy(k, 15, l->a),
                        .receivers = sql_copy(k, 16, l->a),
                        .choices = sql_copy(k, 17, l->a),
                        .poll_s = sql_i64(k, 18)};
    return ERR_OK;
}

static enum err_code take_variant(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct draft_variant *v = store__push(l);
    *v = (struct draft_variant){sql_i64(k, 0),        sql_copy(k, 1, l->a),
                                sql_copy(k, 2, l->a), sql_copy(k, 3, l->a),
                                sql_i64(k, 4) != 0,   sql_copy(k, 5, l->a)};
    return ERR_OK;
}

static enum err_code take_picture(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct draft_picture *p = store__push(l);
    *p = (struct draft_picture){sql_i64(k, 0), sql_copy(k, 1, l->a), sql_copy(k, 2, l->a),
                                sql_i64(k, 3)};
    return ERR_OK;
}

static enum err_code add_accounts(struct store *s, struct arena *a, struct draft *d,
                                  struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct draft_variant)};
    struct store__list p = {a, NULL, 0, 0, sizeof(struct draft_picture)};
    enum err_code rc = store__each(&s->sql,
                                   "SELECT account_id, text, visibility, summary, signature, "
                                   "answers "
                                   "FROM variants "
                                   "WHERE owner_id = $1 AND draft_id = $2 "
                                   "ORDER BY account_id",
                                   VALUES(I64(s->sql.owner), I64(d->id)), take_variant, &l, e);
    if (rc == ERR_OK)
        rc = store__each(&s->sql,
                         "SELECT account_id, media, alt, position FROM draft_media "
                         "WHERE owner_id = $1 AND draft_id = $2 ORDER BY account_id, position",
                         VALUES(I64(s->sql.owner), I64(d->id)), take_picture, &p, e);
    d->variant = l.v;
    d->variants = d->accounts = l.n;
    d->picture = p.v;
    d->pictures = p.n;
    d->account = ARENA_ARRAY(a, int64_t, l.n + 1);
    for (size_t i = 0; i < l.n; i++)
        d->account[i] = d->variant[i].account_id;
    return rc;
}

enum err_code store_drafts(struct store *s, int64_t limit, struct arena *a, struct draft **out,
                           size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct draft)};
    enum err_code rc =
        store__each(&s->sql, DRAFTS "ORDER BY d.changed_ms DESC, d.id DESC LIMIT $2",
                    VALUES(I64(s->sql.owner), I64(limit)), take_draft, &l, e);
    *out = l.v;
    *n = l.n;
    for (size_t i = 0; i < l.n && rc == ERR_OK; i++)
        rc = add_accounts(s, a, &(*out)[i], e);
    return rc;
}

static enum err_code no_draft(int64_t id, struct err *e)
{
    return err_set(e, ERR_NOT_FOUND, "there is no draft %lld any more", (long long)id);
}

enum err_code store_draft(struct store *s, int64_t id, struct arena *a, struct draft *out,
                          struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct draft)};
    enum err_code rc = store__each(&s->sql, DRAFTS "AND d.id = $2",
                                   VALUES(I64(s->sql.owner), I64(id)), take_draft, &l, e);
    if (rc == ERR_OK && l.n == 0)
        return no_draft(id, e);
    if (rc)
        return rc;
    *out = *(struct draft *)l.v;
    return add_accounts(s, a, out, e);
}

/* The row of the draft; a new id where it has none yet. */
static enum err_code put_row(struct sql *q, struct draft *d, int64_t now, struct err *e)
{
    int64_t changed = 0, id = 0;
    enum err_code rc;
    if (d->id != 0) {
        rc = sql_run(q,
                     "UPDATE drafts "
                     "SET text = $3, changed_ms = $4, summary = $5, language = $6, is_template "
                     "= $7, again_days = $8, again_most = $9, title = $10, receivers = $11, "
                     "choices = $12, poll_s = $13 "
                     "WHERE owner_id = $1 AND id = $2",
                     VALUES(I64(q->owner), I64(d->id), TXT(d->text), I64(now), TXT(d->summary),
                            TXT(d->language), I64(d->is_template), I64(d->again_days),
                            I64(d->again_most), TXT(d->title), TXT(d->receivers),
                            TXT(d->choices), I64(d->poll_s)),
                     &changed, e);
        if (rc == ERR_OK && changed == 0)
            return no_draft(d->id, e);
        return rc;
    }
    rc = sql_one(q, "SELECT coalesce(max(id), 0) + 1 FROM drafts WHERE owner_id = $1",
                 VALUES(I64(q->owner)), &id, e);
    /* never a number that was thrown away: another window may still hold that draft */
    id = id > now ? id : now;
    if (rc == ERR_OK)
        rc = sql_run(q,
                     "INSERT INTO drafts (owner_id, id, created_ms, changed_ms, text, "
                     "author_id, changed_by, about, reply_to, reply_from, summary, language, "
                     "is_template, again_days, again_most, title, receivers, choices, poll_s) "
                     "VALUES ($1, $2, $3, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
                     "$14, $15, $16, $17)",
                     VALUES(I64(q->owner), I64(id), I64(now), TXT(d->text), I64(d->by),
                            TXT(d->about), I64(d->reply_to), I64(d->reply_from),
                            TXT(d->summary), TXT(d->language), I64(d->is_template),
                            I64(d->again_days), I64(d->again_most), TXT(d->title),
                            TXT(d->receivers), TXT(d->choices), I64(d->poll_s)),
                     NULL, e);
    if (rc == ERR_OK) {
        d->id = id;
        d->created_ms = now;
    }
    return rc;
}

static bool goes_to(const struct draft *d, int64_t account)
{
    for (size_t i = 0; i < d->accounts; i++)
        if (d->account[i] == account)
            return true;
    return false;
}

static const struct draft_variant *variant_of(const struct draft *d, int64_t account)
{
    for (size_t i = 0; i < d->variants; i++)
        if (d->variant && d->variant[i].account_id == account)
            return &d->variant[i];
    return NULL;
}

static enum err_code put_variant(struct sql *q, int64_t draft_id, const struct draft_variant *v,
                                 struct err *e)
{
    return sql_run(q,
                   "INSERT INTO variants (owner_id, draft_id, account_id, text, visibility, "
                   "summary, signature, answers) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
                   "ON CONFLICT (owner_id, draft_id, account_id) DO UPDATE SET text = $4, "
                   "visibility = $5, summary = $6, signature = $7, answers = $8",
                   VALUES(I64(q->owner), I64(draft_id), I64(v->account_id), TXT(v->text),
                          TXT(v->visibility), TXT(v->summary), I64(v->signature),
                          TXT(v->answers)),
                   NULL, e);
}

static enum err_code put_pictures(struct sql *q, const struct draft *d, struct err *e)
{
    enum err_code rc =
        sql_run(q, "DELETE FROM draft_media WHERE owner_id = $1 AND draft_id = $2",
                VALUES(I64(q->owner), I64(d->id)), NULL, e);
    for (size_t i = 0; i < d->pictures && rc == ERR_OK; i++)
        rc = sql_run(
            q,
            "INSERT INTO draft_media (owner_id, draft_id, account_id, position, media, "
            "alt) VALUES ($1, $2, $3, $4, $5, $6)",
            VALUES(I64(q->owner), I64(d->id), I64(d->picture[i].account_id),
                   I64((int64_t)i + 1), TXT(d->picture[i].media), TXT(d->picture[i].alt)),
            NULL, e);
    return rc;
}

/* The accounts that it goes to, and what is said of them: `old` are those that there were. */
static enum err_code put_accounts(struct sql *q, const struct draft *d, const struct draft *old,
                                  struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < old->accounts && rc == ERR_OK; i++)
        if (!goes_to(d, old->account[i]))
            rc = sql_run(q,
                         "DELETE FROM variants WHERE owner_id = $1 AND draft_id = $2 AND "
                         "account_id = $3",
                         VALUES(I64(q->owner), I64(d->id), I64(old->account[i])), NULL, e);
    for (size_t i = 0; i < d->accounts && rc == ERR_OK; i++) {
        const struct draft_variant *v = variant_of(d, d->account[i]);
        const struct draft_variant plain = {.account_id = d->account[i], .signature = true};
        if (v || !goes_to(old, d->account[i]))
            rc = put_variant(q, d->id, v ? v : &plain, e);
    }
    if (rc == ERR_OK && d->picture)
        rc = put_pictures(q, d, e);
    return rc;
}

static bool same_variants(const struct draft *d, const struct draft *old)
{
    for (size_t i = 0; d->variant && i < d->variants; i++) {
        const struct draft_variant *a = &d->variant[i], *b = variant_of(old, a->account_id);
        if (!b || !str_eq(a->text, b->text) || !str_eq(a->visibility, b->visibility) ||
            !str_eq(a->summary, b->summary) || !str_eq(a->answers, b->answers))
            return false;
    }
    return true;
}

enum err_code store__draft_changed(struct store *s, int64_t draft_id, int64_t by, struct err *e)
{
    enum err_code rc =
        sql_run(&s->sql, "UPDATE drafts SET changed_by = $3 WHERE owner_id = $1 AND id = $2",
                VALUES(I64(s->sql.owner), I64(draft_id), I64(by)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql,
                     "UPDATE approvals SET state = 'void' "
                     "WHERE owner_id = $1 AND draft_id = $2 AND state IN ('asked', 'approved')",
                     VALUES(I64(s->sql.owner), I64(draft_id)), NULL, e);
    return rc;
}

/* Within a transaction: other words or places than were kept are whoever's wrote them now, and
 * nobody has approved them. */
static enum err_code note_change(struct store *s, const struct draft *d,
                                 const struct draft *old, struct err *e)
{
    int64_t same = 0;
    enum err_code rc = sql_one(
        &s->sql,
        "SELECT count(*) FROM drafts WHERE owner_id = $1 AND id = $2 AND text = $3 AND title = "
        "$4 AND receivers = $5 AND choices = $6 AND poll_s = $7",
        VALUES(I64(s->sql.owner), I64(d->id), TXT(d->text), TXT(d->title), TXT(d->receivers),
               TXT(d->choices), I64(d->poll_s)),
        &same, e);
    for (size_t i = 0; i < d->accounts; i++)
        same &= goes_to(old, d->account[i]);
    for (size_t i = 0; i < old->accounts; i++)
        same &= goes_to(d, old->account[i]);
    same &= same_variants(d, old);
    return rc || same ? rc : store__draft_changed(s, d->id, d->by, e);
}

static bool is_line(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7F)
            return false;
    return true;
}

/* A title and addresses become fields of a letter: a line of their own in them would be another field. */
enum err_code store_draft_valid(const struct draft *d, struct err *e)
{
    if (d->text.n > LIMIT_DRAFT)
        return err_set(e, ERR_LIMIT, "a draft may have %zu bytes, this has %zu", LIMIT_DRAFT,
                       d->text.n);
    if (!is_line(d->title))
        return err_set(e, ERR_INVALID, "a title is one line: take the line breaks out of it");
    if (!is_line(d->receivers))
        return err_set(e, ERR_INVALID,
                       "addresses stand in one line, with commas between them: take the line "
                       "breaks out");
    if (d->poll_s < 0)
        return err_set(e, ERR_INVALID,
                       "a poll is open for minutes, hours or days, as in 30m, 6h or 3d");
    if (d->title.n > DRAFT_TITLE)
        return err_set(e, ERR_LIMIT, "a title may have %d bytes, this has %zu", DRAFT_TITLE,
                       d->title.n);
    if (d->receivers.n > DRAFT_RECEIVERS || d->choices.n > DRAFT_CHOICES)
        return err_set(e, ERR_LIMIT, "%s too long for a draft",
                       d->choices.n > DRAFT_CHOICES ? "the answers to choose from are"
                                                    : "the list of addresses is");
    return ERR_OK;
}

enum err_code store_draft_put(struct store *s, struct draft *d, struct err *e)
{
    struct draft made = *d;
    struct arena *a;
    int64_t now = time_now_ms();
    enum err_code rc = store_draft_valid(d, e);
    if (rc == ERR_OK)
        rc = store__write(s, e);
    if (rc)
        return rc;
    a = arena_new(MIB(16));
    struct draft old = {.id = d->id};
    if (d->id)
        rc = add_accounts(s, a, &old, e);
    if (rc == ERR_OK && d->id)
        rc = note_change(s, d, &old, e);
    if (rc == ERR_OK)
        rc = put_row(&s->sql, &made, now, e);
    if (rc == ERR_OK)
        rc = put_accounts(&s->sql, &made, &old, e);
    if (rc == ERR_OK)
        rc = store__draft_begins(s, made.id, e);
    rc = store__written(s, rc, e);
    arena_free(a);
    if (rc == ERR_OK) {
        made.changed_ms = now;
        *d = made;
    }
    return rc;
}

static enum err_code drop_rows(struct store *s, int64_t id, struct err *e)
{
    int64_t changed = 0;
    enum err_code rc =
        sql_run(&s->sql, "DELETE FROM variants WHERE owner_id = $1 AND draft_id = $2",
                VALUES(I64(s->sql.owner), I64(id)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql, "DELETE FROM draft_began WHERE owner_id = $1 AND draft_id = $2",
                     VALUES(I64(s->sql.owner), I64(id)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql, "DELETE FROM draft_media WHERE owner_id = $1 AND draft_id = $2",
                     VALUES(I64(s->sql.owner), I64(id)), NULL, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql, "DELETE FROM drafts WHERE owner_id = $1 AND id = $2",
                     VALUES(I64(s->sql.owner), I64(id)), &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = no_draft(id, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql,
                     "UPDATE approvals SET state = 'withdrawn' "
                     "WHERE owner_id = $1 AND draft_id = $2 AND state IN ('asked', 'approved')",
                     VALUES(I64(s->sql.owner), I64(id)), NULL, e);
    return rc;
}

enum err_code store_draft_drop(struct store *s, int64_t id, struct err *e)
{
    enum err_code rc = store__write(s, e);
    return rc ? rc : store__dropped_pictures(s, drop_rows(s, id, e), e);
}

/* Signatures and slots ----------------------------------------------------------------------- */

static enum err_code take_text(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    *(struct str *)store__push(l) = sql_copy(k, 0, l->a);
    return ERR_OK;
}

enum err_code store_signature(struct store *s, int64_t account_id, struct arena *a,
                              struct str *out, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct str)};
    enum err_code rc = store__each(
        &s->sql, "SELECT text FROM signatures WHERE owner_id = $1 AND account_id = $2",
        VALUES(I64(s->sql.owner), I64(account_id)), take_text, &l, e);
    *out = l.n ? *(const struct str *)l.v : STR_NONE;
    return rc;
}

enum err_code store_signature_put(struct store *s, int64_t account_id, struct str text,
                                  struct err *e)
{
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql, "DELETE FROM signatures WHERE owner_id = $1 AND account_id = $2",
                 VALUES(I64(s->sql.owner), I64(account_id)), NULL, e);
    if (rc == ERR_OK && text.n)
        rc = sql_run(&s->sql,
                     "INSERT INTO signatures (owner_id, account_id, text) VALUES ($1, $2, $3)",
                     VALUES(I64(s->sql.owner), I64(account_id), TXT(text)), NULL, e);
    return store__noted(s, rc, e);
}

static enum err_code take_slot(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct slot *v = store__push(ctx);
    *v = (struct slot){(int)sql_i64(k, 0), (int)sql_i64(k, 1)};
    return ERR_OK;
}

enum err_code store_slots(struct store *s, int64_t account_id, struct arena *a,
                          struct slot **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct slot)};
    enum err_code rc =
        store__each(&s->sql,
                    "SELECT weekday, minute FROM slots WHERE owner_id = $1 AND "
                    "account_id = $2 ORDER BY weekday, minute",
                    VALUES(I64(s->sql.owner), I64(account_id)), take_slot, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

enum err_code store_slots_put(struct store *s, int64_t account_id, const struct slot *slot,
                              size_t n, struct err *e)
{
    if (n > SLOTS_MOST)
        return err_set(e, ERR_LIMIT, "a queue has at most %d moments a week", SLOTS_MOST);
    enum err_code rc = store__note(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql, "DELETE FROM slots WHERE owner_id = $1 AND account_id = $2",
                 VALUES(I64(s->sql.owner), I64(account_id)), NULL, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = sql_run(&s->sql,
                     "INSERT INTO slots (owner_id, account_id, weekday, minute) "
                     "VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                     VALUES(I64(s->sql.owner), I64(account_id), I64(slot[i].weekday),
                            I64(slot[i].minute)),
                     NULL, e);
    return store__noted(s, rc, e);
}
