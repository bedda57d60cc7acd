/* store/owner.c: who shares this database: people, companies, and who writes for which company. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/owner.h"

#include "core/limits.h"
#include "core/time.h"
#include "store/store_private.h"
#include "text/utf8.h"

#include <stdio.h>

/* A change to who there is: e-mails, hosts and admins are held against all others. */
static enum err_code owners_write(struct store *s, struct err *e)
{
    enum err_code rc = store__hold(s, STORE__OWNERS, e);
    if (rc == ERR_OK && (rc = store__note(s, e)) != ERR_OK)
        store__let_go(s, STORE__OWNERS);
    return rc;
}

static enum err_code owners_written(struct store *s, enum err_code rc, struct err *e)
{
    rc = store__noted(s, rc, e);
    store__let_go(s, STORE__OWNERS);
    return rc;
}

enum {
    EMAIL_MOST = 254, /* RFC 5321 */
    NAME_MOST = 200
};

/* Reading -------------------------------------------------------------------------------- */

#define OWNER_COLUMNS "owner_id, created_ms, closed_ms, kind, email, name, is_host"

static enum err_code take_owner(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct owner *o = store__push(l);
    *o = (struct owner){.id = sql_i64(k, 0),
                        .created_ms = sql_i64(k, 1),
                        .closed_ms = sql_i64(k, 2),
                        .email = sql_copy(k, 4, l->a),
                        .name = sql_copy(k, 5, l->a),
                        .is_host = sql_i64(k, 6) != 0};
    if (!owner_kind_from(sql_text(k, 3), &o->kind))
        o->kind = OWNER_PERSON;
    return ERR_OK;
}

enum err_code store_owners(struct store *s, struct arena *a, struct owner **out, size_t *n,
                           struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct owner)};
    enum err_code rc =
        store__each(&s->sql, "SELECT " OWNER_COLUMNS " FROM owners ORDER BY owner_id", NULL, 0,
                    take_owner, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

static enum err_code the_one(const struct store__list *l, enum err_code rc, struct owner *out,
                             struct err *e)
{
    if (rc == ERR_OK && l->n == 0)
        return err_set(e, ERR_NOT_FOUND, "there is no such owner; `tact owners` lists them");
    if (rc == ERR_OK)
        *out = *(const struct owner *)l->v;
    return rc;
}

enum err_code store_owner_get(struct store *s, int64_t id, struct arena *a, struct owner *out,
                              struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct owner)};
    enum err_code rc =
        store__each(&s->sql, "SELECT " OWNER_COLUMNS " FROM owners WHERE owner_id = $1",
                    VALUES(I64(id)), take_owner, &l, e);
    return the_one(&l, rc, out, e);
}

enum err_code store_owner_by_email(struct store *s, struct str email, struct arena *a,
                                   struct owner *out, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct owner)};
    struct err quiet;
    struct str kept;
    enum err_code rc = ERR_OK;
    if (owner_email(email, a, &kept, &quiet) == ERR_OK)
        rc = store__each(
            &s->sql, "SELECT " OWNER_COLUMNS " FROM owners WHERE email = $1 AND email <> ''",
            VALUES(TXT(kept)), take_owner, &l, e);
    return the_one(&l, rc, out, e);
}

enum err_code store_owner_find(struct store *s, struct str which, struct arena *a,
                               struct owner *out, struct err *e)
{
    int64_t id;
    return str_i64(which, &id) ? store_owner_get(s, id, a, out, e)
                               : store_owner_by_email(s, which, a, out, e);
}

enum err_code store_owner_count(struct store *s, int64_t *n, struct err *e)
{
    *n = 0;
    return sql_one(&s->sql, "SELECT count(*) FROM owners", NULL, 0, n, e);
}

/* Changing ------------------------------------------------------------------------------- */

enum err_code owner_email(struct str typed, struct arena *a, struct str *out, struct err *e)
{
    struct str s = str_trim(typed);
    ptrdiff_t at = str_rchr(s, '@');
    bool fine = at > 0 && (size_t)at + 1 < s.n && s.n <= EMAIL_MOST &&
                str_chr(str_after(s, (size_t)at + 1), '.') != 0 && utf8_valid(s);
    char *p = arena_cstr(a, fine ? s : STR_NONE);
    for (size_t i = 0; fine && i < s.n; i++) {
        unsigned char c = (unsigned char)p[i];
        fine = c > ' ' && c != 0x7F && c != '<' && c != '>' && c != '"' && c != ',';
        if (c >= 'A' && c <= 'Z')
            p[i] = (char)(c + ('a' - 'A'));
    }
    if (!fine)
        return err_set(e, ERR_INVALID, "that is no e-mail address: write ann@example.org");
    *out = str_of(p, s.n);
    return ERR_OK;
}

static enum err_code check_name(struct str name, struct err *e)
{
    if (name.n == 0)
        return err_set(e, ERR_INVALID, "a name is wanted");
    if (name.n > NAME_MOST)
        return err_set(e, ERR_INVALID, "a name has at most %d letters", NAME_MOST);
    return ERR_OK;
}

/* Within a transaction: nobody else may have it. */
static enum err_code check_free(struct sql *q, struct str email, int64_t but, struct err *e)
{
    int64_t n = 0;
    if (email.n == 0)
        return ERR_OK;
    enum err_code rc =
        sql_one(q, "SELECT count(*) FROM owners WHERE email = $1 AND owner_id <> $2",
                VALUES(TXT(email), I64(but)), &n, e);
    if (rc == ERR_OK && n)
        return err_set(e, ERR_CONFLICT, "somebody has this e-mail address here already");
    return rc;
}

static enum err_code insert_owner(struct store *s, struct owner *o, struct err *e)
{
    struct sql *q = &s->sql;
    enum err_code rc = check_free(q, o->email, 0, e);
    if (rc == ERR_OK)
        rc =
            sql_one(q, "SELECT coalesce(max(owner_id), 0) + 1 FROM owners", NULL, 0, &o->id, e);
    if (rc == ERR_OK)
        rc = sql_run(q,
                     "INSERT INTO owners (owner_id, name, created_ms, kind, email, is_host, "
                     "closed_ms) "
                     "VALUES ($1, $2, $3, $4, $5, 0, 0)",
                     VALUES(I64(o->id), TXT(o->name), I64(o->created_ms),
                            TXT(str_from(owner_kind_name(o->kind))), TXT(o->email)),
                     NULL, e);
    if (rc)
        return rc;
    int64_t before = q->owner;
    q->owner = o->id;
    rc = store__first_contexts(q, o->kind, e);
    q->owner = before;
    return rc;
}

/* Within a transaction: a company and a person, and an administrator who stays. */
static enum err_code check_members(struct sql *q, int64_t company, int64_t member,
                                   enum role role, struct err *e)
{
    int64_t fits = 0, others = 0, members = 0;
    enum err_code rc = sql_one(q,
                               "SELECT count(*) FROM owners "
                               "WHERE (owner_id = $1 AND kind = 'company') "
                               "OR (owner_id = $2 AND kind = 'person')",
                               VALUES(I64(company), I64(member)), &fits, e);
    if (rc == ERR_OK && fits != 2)
        return err_set(e, ERR_INVALID, "a company has people as its members");
    if (rc == ERR_OK)
        rc = sql_one(q, "SELECT count(*) FROM memberships WHERE company_id = $1",
                     VALUES(I64(company)), &members, e);
    if (rc == ERR_OK)
        rc = sql_one(q,
                     "SELECT count(*) FROM memberships "
                     "WHERE company_id = $1 AND member_id <> $2 AND role = 'admin'",
                     VALUES(I64(company), I64(member)), &others, e);
    if (rc == ERR_OK && others == 0 && role != ROLE_ADMIN && (members > 0 || role != ROLE_NONE))
        return err_set(
            e, ERR_CONFLICT,
            "A company always has an administrator: give somebody else that role first.");
    return rc;
}

static enum err_code put_member(struct sql *q, int64_t company, int64_t member, enum role role,
                                struct err *e)
{
    enum err_code rc = check_members(q, company, member, role, e);
    if (rc)
        return rc;
    return sql_run(
        q,
        "INSERT INTO memberships (company_id, member_id, role, since_ms) "
        "VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (company_id, member_id) DO UPDATE SET role = $3",
        VALUES(I64(company), I64(member), TXT(str_from(role_name(role))), I64(time_now_ms())),
        NULL, e);
}

/* With whoever looks after it (admin 0: nobody yet), in one step. */
static enum err_code add_owner(struct store *s, struct owner *made, int64_t admin,
                               struct owner *out, struct err *e)
{
    struct owner o = *made;
    enum err_code rc = owners_write(s, e);
    if (rc)
        return rc;
    rc = insert_owner(s, &o, e);
    if (rc == ERR_OK && admin)
        rc = put_member(&s->sql, o.id, admin, ROLE_ADMIN, e);
    /* what an index of one owner's rows could take for granted */
    if (rc == ERR_OK && s->sql.engine->many_owners)
        rc = sql_exec(&s->sql, s->sql.engine->many_owners, e);
    rc = owners_written(s, rc, e);
    if (rc == ERR_OK)
        *out = o;
    return rc;
}

enum err_code store_owner_add(struct store *s, enum owner_kind kind, struct str email,
                              struct str name, struct arena *a, struct owner *out,
                              struct err *e)
{
    struct owner o = {.kind = kind, .created_ms = time_now_ms()};
    o.name = arena_str(a, str_trim(name));
    enum err_code rc = check_name(o.name, e);
    if (rc == ERR_OK && (email.n || kind == OWNER_PERSON))
        rc = owner_email(email, a, &o.email, e);
    return rc ? rc : add_owner(s, &o, 0, out, e);
}

enum err_code store_company_add(struct store *s, struct str name, int64_t admin,
                                struct arena *a, struct owner *out, struct err *e)
{
    struct owner o = {.kind = OWNER_COMPANY, .created_ms = time_now_ms()};
    o.name = arena_str(a, str_trim(name));
    enum err_code rc = check_name(o.name, e);
    return rc ? rc : add_owner(s, &o, admin, out, e);
}

enum err_code store_owner_save(struct store *s, const struct owner *o, struct err *e)
{
    int64_t others = 0, changed = 0;
    enum err_code rc = owners_write(s, e);
    if (rc)
        return rc;
    rc = check_free(&s->sql, o->email, o->id, e);
    if (rc == ERR_OK)
        rc = sql_one(&s->sql, "SELECT count(*) FROM owners WHERE owner_id <> $1",
                     VALUES(I64(o->id)), &others, e);
    if (rc == ERR_OK && others && o->email.n == 0 && o->kind == OWNER_PERSON)
        rc = err_set(e, ERR_INVALID,
                     "where several sign in, each needs an e-mail address to do it with");
    if (rc == ERR_OK)
        rc = sql_run(&s->sql, "UPDATE owners SET name = $2, email = $3 WHERE owner_id = $1",
                     VALUES(I64(o->id), TXT(str_sub(o->name, 0, NAME_MOST)), TXT(o->email)),
                     &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_NOT_FOUND, "there is no such owner");
    return owners_written(s, rc, e);
}

struct left_alone {
    char name[120];
};

static enum err_code take_left(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct left_alone *l = ctx;
    snprintf(l->name, sizeof l->name, STRF, STRA(str_sub(sql_text(k, 0), 0, 100)));
    return ERR_OK;
}

enum err_code store__may_go(struct sql *q, int64_t id, bool closing, struct err *e)
{
    int64_t people = 0, hosts = 0;
    struct left_alone company = {""};
    enum err_code rc = sql_one(q,
                               "SELECT count(*) FROM owners "
                               "WHERE kind = 'person' AND closed_ms = 0 AND owner_id <> $1",
                               VALUES(I64(id)), &people, e);
    if (rc == ERR_OK)
        rc = sql_one(q,
                     "SELECT count(*) FROM owners "
                     "WHERE is_host = 1 AND closed_ms = 0 AND owner_id <> $1",
                     VALUES(I64(id)), &hosts, e);
    if (rc == ERR_OK && (people || closing) && !hosts)
        return err_set(e, ERR_CONFLICT,
                       "somebody must be left who may let others in: `tact owner host OWNER` "
                       "makes another one a host");
    if (rc == ERR_OK)
        rc = store__each(q,
                         "SELECT c.name FROM memberships m "
                         "JOIN owners c ON c.owner_id = m.company_id "
                         "WHERE m.member_id = $1 AND m.role = 'admin' AND c.closed_ms = 0 AND "
                         "NOT EXISTS (SELECT 1 FROM memberships o JOIN owners p ON p.owner_id "
                         "= o.member_id WHERE o.company_id = m.company_id AND o.role = 'admin' "
                         "AND o.member_id <> $1 AND p.closed_ms = 0) "
                         "ORDER BY c.name DESC",
                         VALUES(I64(id)), take_left, &company, e);
    if (rc == ERR_OK && company.name[0])
        return err_set(e, ERR_CONFLICT,
                       "%s would be left without an administrator: make another member one, or "
                       "let the company go first",
                       company.name);
    return rc;
}

enum err_code store_owner_set_host(struct store *s, int64_t id, struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = owners_write(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "UPDATE owners SET is_host = 1 "
                 "WHERE owner_id = $1 AND kind = 'person' AND closed_ms = 0",
                 VALUES(I64(id)), &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_NOT_FOUND, "there is no such person, or they are closed");
    return owners_written(s, rc, e);
}

enum err_code store_owner_close(struct store *s, int64_t id, struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = owners_write(s, e);
    if (rc)
        return rc;
    rc = store__may_go(&s->sql, id, true, e);
    if (rc == ERR_OK)
        rc = sql_run(&s->sql,
                     "UPDATE owners SET closed_ms = $2 WHERE owner_id = $1 AND closed_ms = 0",
                     VALUES(I64(id), I64(time_now_ms())), &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_NOT_FOUND, "there is no such owner, or it is closed already");
    if (rc == ERR_OK)
        rc = sql_run(&s->sql, "DELETE FROM sessions WHERE owner_id = $1", VALUES(I64(id)), NULL,
                     e);
    return owners_written(s, rc, e);
}

enum err_code store_owner_reopen(struct store *s, int64_t id, struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = owners_write(s, e);
    if (rc)
        return rc;
    rc = sql_run(&s->sql,
                 "UPDATE owners SET closed_ms = 0 WHERE owner_id = $1 AND closed_ms <> 0",
                 VALUES(I64(id)), &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_NOT_FOUND, "there is no such closed owner");
    return owners_written(s, rc, e);
}

/* Members -------------------------------------------------------------------------------- */

static enum err_code take_membership(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    struct store__list *l = ctx;
    struct membership *m = store__push(l);
    *m = (struct membership){.company_id = sql_i64(k, 0),
                             .member_id = sql_i64(k, 1),
                             .since_ms = sql_i64(k, 2),
                             .company = sql_copy(k, 4, l->a),
                             .member = sql_copy(k, 5, l->a),
                             .email = sql_copy(k, 6, l->a)};
    if (!role_from(sql_text(k, 3), &m->role))
        m->role = ROLE_NONE;
    return ERR_OK;
}

#define MEMBERSHIPS                                                                            \
    "SELECT m.company_id, m.member_id, m.since_ms, m.role, c.name, p.name, p.email "           \
    "FROM memberships m "                                                                      \
    "JOIN owners c ON c.owner_id = m.company_id "                                              \
    "JOIN owners p ON p.owner_id = m.member_id "

enum err_code store_memberships_of(struct store *s, int64_t member, struct arena *a,
                                   struct membership **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct membership)};
    enum err_code rc = store__each(
        &s->sql,
        MEMBERSHIPS "WHERE m.member_id = $1 AND c.closed_ms = 0 ORDER BY c.name, m.company_id",
        VALUES(I64(member)), take_membership, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

enum err_code store_who(struct store *s, struct str digest, int64_t now_ms, struct arena *a,
                        struct who *out, struct err *e)
{
    struct sql *q = &s->sql;
    struct store__list session = {a, NULL, 0, 0, sizeof(struct session)};
    struct store__list owner = {a, NULL, 0, 0, sizeof(struct owner)};
    struct store__list member = {a, NULL, 0, 0, sizeof(struct membership)};
    enum err_code rc = store__ask_session(q, digest, now_ms, &session, e);
    if (rc == ERR_OK)
        rc = sql_gather(q, "SELECT " OWNER_COLUMNS " FROM owners WHERE owner_id = $1",
                        VALUES(I64(q->owner)), take_owner, &owner, e);
    if (rc == ERR_OK)
        rc = sql_gather(q,
                        MEMBERSHIPS "WHERE m.member_id = $1 AND c.closed_ms = 0 ORDER BY "
                                    "c.name, m.company_id",
                        VALUES(I64(q->owner)), take_membership, &member, e);
    if (rc == ERR_OK)
        rc = sql_settle(q, e);
    if (rc == ERR_OK && (session.n == 0 || owner.n == 0))
        return err_set(e, ERR_NOT_FOUND, "this session is over; sign in again");
    if (rc)
        return rc;
    *out = (struct who){*(const struct session *)session.v, *(const struct owner *)owner.v,
                        member.v, member.n};
    return ERR_OK;
}

enum err_code store_members_of(struct store *s, int64_t company, struct arena *a,
                               struct membership **out, size_t *n, struct err *e)
{
    struct store__list l = {a, NULL, 0, 0, sizeof(struct membership)};
    enum err_code rc =
        store__each(&s->sql, MEMBERSHIPS "WHERE m.company_id = $1 ORDER BY p.name, m.member_id",
                    VALUES(I64(company)), take_membership, &l, e);
    *out = l.v;
    *n = l.n;
    return rc;
}

static enum err_code take_role(void *ctx, struct sql_query *k, struct err *e)
{
    (void)e;
    enum role *out = ctx;
    if (!role_from(sql_text(k, 0), out))
        *out = ROLE_NONE;
    return ERR_OK;
}

enum err_code store_role(struct store *s, int64_t company, int64_t member, enum role *out,
                         struct err *e)
{
    *out = ROLE_NONE;
    return store__each(&s->sql,
                       "SELECT m.role FROM memberships m "
                       "JOIN owners c ON c.owner_id = m.company_id "
                       "WHERE m.company_id = $1 AND m.member_id = $2 AND c.closed_ms = 0",
                       VALUES(I64(company), I64(member)), take_role, out, e);
}

enum err_code store_membership_set(struct store *s, int64_t company, int64_t member,
                                   enum role role, struct err *e)
{
    if (role == ROLE_NONE)
        return store_membership_drop(s, company, member, e);
    enum err_code rc = owners_write(s, e);
    if (rc)
        return rc;
    rc = put_member(&s->sql, company, member, role, e);
    return owners_written(s, rc, e);
}

enum err_code store_membership_drop(struct store *s, int64_t company, int64_t member,
                                    struct err *e)
{
    int64_t changed = 0;
    enum err_code rc = owners_write(s, e);
    if (rc)
        return rc;
    rc = check_members(&s->sql, company, member, ROLE_NONE, e);
    if (rc == ERR_OK)
        rc =
            sql_run(&s->sql, "DELETE FROM memberships WHERE company_id = $1 AND member_id = $2",
                    VALUES(I64(company), I64(member)), &changed, e);
    if (rc == ERR_OK && changed == 0)
        rc = err_set(e, ERR_NOT_FOUND, "there is no such member");
    /* whoever acted for it acts for themself again */
    if (rc == ERR_OK)
        rc = sql_run(&s->sql,
                     "UPDATE sessions SET acts_for = 0 WHERE owner_id = $1 AND acts_for = $2",
                     VALUES(I64(member), I64(company)), NULL, e);
    return owners_written(s, rc, e);
}
