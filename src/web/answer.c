/* web/answer.c: from a request to its answer: host, route, session, origin, fields, handler;
 * and what an error looks like. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/handlers.h"
#include "web/limit.h"
#include "web/jobs.h"
#include "web/session.h"
#include "web/templates.h"
#include "web/views.h"

#include "core/hash.h"
#include "core/limits.h"
#include "store/audit.h"

#include <string.h>

void request_audit(struct request *r, int64_t about, const char *verb, struct str subject,
                   struct str note)
{
    store_act_for(r->store, about);
    jobs_note(r->server->jobs, r->store, r->owner, verb, subject, note, r->remote);
    request_use_store(r, r->store);
}

static int status_of(enum err_code code)
{
    switch (code) {
    case ERR_OK:
        return 200;
    case ERR_NOT_FOUND:
        return 404;
    case ERR_CONFLICT:
        return 409;
    case ERR_INVALID:
    case ERR_PARSE:
        return 400;
    case ERR_DENIED:
        return 403;
    case ERR_RATE_LIMITED:
        return 429;
    case ERR_LIMIT:
        return 413;
    case ERR_UNSUPPORTED:
        return 405;
    case ERR_UNAVAILABLE:
    case ERR_UNCERTAIN:
        return 503;
    case ERR_DB:
    case ERR_IO:
        return 500;
    }
    return 500;
}

void answer_error(struct request *r, const struct err *e)
{
    buf_clear(r->out);
    r->re.status = status_of(e->code);
    r->re.retry_after_s = e->retry_after_s;
    r->re.cache = "no-store";
    if (r->json) {
        struct json_out o;
        json_out_init(&o, r->out);
        json_out_open(&o, '{');
        json_out_kstr(&o, "error", str_from(e->msg));
        json_out_ki64(&o, "status", r->re.status);
        json_out_close(&o, '}');
        r->re.type = "application/json";
        return;
    }
    struct page p;
    page_begin(r, &p, r->re.status == 404 ? "Not here" : "That did not work", "");
    page_trouble(r->out, &p, r->re.status, str_from(e->msg));
}

enum err_code answer_done(struct request *r, struct str path)
{
    if (!r->json) {
        r->re.status = 303;
        r->re.location = path;
        return ERR_OK;
    }
    struct json_out o;
    json_out_init(&o, r->out);
    json_out_open(&o, '{');
    json_out_key(&o, "ok");
    json_out_bool(&o, true);
    if (r->bearer.n)
        json_out_kstr(&o, "session", r->bearer);
    json_out_close(&o, '}');
    return ERR_OK;
}

/* A browser on its way to a page, not a script, a style sheet or a picture of one. */
static bool is_visit(const struct request *r)
{
    if (r->json || r->part || r->method == METHOD_POST)
        return false;
    return r->fetch_dest.n == 0 || str_is(r->fetch_dest, "document");
}

/* Somebody who is not signed in is led to the door, and back to where they wanted to go. */
static enum err_code lead_to_door(struct request *r, struct err *e)
{
    if (!is_visit(r))
        return err_set(e, ERR_DENIED, "Please sign in first; your session may have ended.");
    struct buf to;
    buf_init(&to, KIB(8));
    buf_lit(&to, "/sign-in");
    if (r->path.n > 1) {
        buf_lit(&to, "?next=");
        show_part(&to, r->path);
        for (size_t i = 0; i < r->fields; i++) { /* once more encoded: it is a value itself */
            struct buf one;
            buf_init(&one, KIB(8));
            buf_char(&one, i ? '&' : '?');
            show_part(&one, r->field[i].name);
            buf_char(&one, '=');
            show_part(&one, r->field[i].value);
            show_part(&to, buf_view(&one));
            buf_free(&one);
        }
    }
    r->re.status = 303;
    r->re.location = to.over ? STR("/sign-in") : arena_str(r->a, buf_view(&to));
    r->re.cache = "no-store";
    buf_free(&to);
    return err_set(e, ERR_DENIED, "led to the door");
}

static enum err_code find_row(struct request *r, const struct route **row, struct err *e)
{
    bool wrong_method;
    if (str_is(r->path, "/api") || str_starts(r->path, STR("/api/"))) {
        r->json = true;
        r->re.type = "application/json";
        r->path = str_after(r->path, 4);
        if (r->path.n == 0 || str_is(r->path, "/overview"))
            r->path = STR("/");
    }
    *row = route_find(r->method, r->path, &r->id, &r->name, &wrong_method);
    if (*row && r->json && !(*row)->api)
        *row = NULL;
    if (*row)
        return ERR_OK;
    if (wrong_method)
        return err_set(e, ERR_UNSUPPORTED, "This address takes no %s.",
                       r->method == METHOD_POST ? "POST" : "GET");
    return err_set(e, ERR_NOT_FOUND, "There is nothing at this address.");
}

/* A program may what its key is for, and never what is about the owner's own account. */
static enum err_code check_scope(const struct request *r, const struct route *row,
                                 struct err *e)
{
    enum scope wanted = row->method == METHOD_GET                   ? SCOPE_READ
                        : strncmp(row->pattern, "/imports", 8) == 0 ? SCOPE_IMPORT
                                                                    : SCOPE_WRITE;
    if (row->access == FOR_SESSION || row->access == FOR_SELF || row->access == FOR_HOST)
        return err_set(e, ERR_DENIED, "This is for whoever is signed in, not for a key.");
    if (!(r->scopes & (1u << wanted)))
        return err_set(e, ERR_DENIED, "This key may not %s.", scope_name(wanted));
    return ERR_OK;
}

/* What takes the machine longest, or fills its disk. */
static bool is_dear(const struct route *row)
{
    static const struct {
        enum err_code (*answer)(struct request *r, struct err *e);
    } dear[] = {{get_search}, {get_people},   {post_check}, {post_ready},
                {post_draft}, {post_imports}, {post_undo},  {post_correction}};
    for (size_t i = 0; i < COUNT_OF(dear); i++)
        if (row->answer == dear[i].answer)
            return true;
    return false;
}

/* For a company: as far as the role reaches. For oneself: all but what is the host's. */
static enum err_code check_access(const struct request *r, const struct route *row,
                                  struct err *e)
{
    static const enum role least[ACCESS_COUNT] = {
        [FOR_WRITER] = ROLE_WRITER, [FOR_APPROVER] = ROLE_APPROVER, [FOR_ADMIN] = ROLE_ADMIN};
    static const char *const words[ACCESS_COUNT] = {
        [FOR_WRITER] = "writes", [FOR_APPROVER] = "approves", [FOR_ADMIN] = "looks after it"};
    bool own = row->access == FOR_SELF || row->access == FOR_HOST;
    if (r->by_key)
        return check_scope(r, row, e);
    if (row->access == FOR_SESSION)
        return ERR_OK;
    if (own && r->acts_for)
        return err_set(e, ERR_DENIED,
                       "You act for a company just now; switch back to yourself to do this.");
    if (row->access == FOR_HOST && !r->is_host)
        return err_set(e, ERR_DENIED, "Only whoever runs this Tact may do this.");
    if (!own && r->role < least[row->access])
        return err_set(e, ERR_DENIED, "This is for whoever %s in this company.",
                       words[row->access]);
    return ERR_OK;
}

/* Where only this machine can come nobody is too often. */
static enum err_code check_rate(const struct request *r, const struct route *row, struct err *e)
{
    if (!is_dear(row) || (r->server->loopback && !r->server->o->url))
        return ERR_OK;
    return limit_take(r->server->limit, r->owner, r->now_ms, e);
}

/* Whoever it is, at this row: what they may, how often. A visit of nobody is led to the door. */
static enum err_code check_visit(struct request *r, const struct route *row, struct err *e)
{
    enum err_code rc = r->method == METHOD_POST ? session_check_token(r, false, e) : ERR_OK;
    if (rc || row->access == FOR_ANYBODY)
        return rc;
    rc = r->signed_in ? check_access(r, row, e) : lead_to_door(r, e);
    return rc ? rc : check_rate(r, row, e);
}

enum err_code web_admit(struct request *r, struct str cookie, struct str bearer,
                        const struct route **row, struct err *e)
{
    /* whoever spreads requests asks each process by a name of their own, and learns no more than
     * that it is well */
    enum err_code rc = str_is(r->path, "/health") ? ERR_OK : session_check_host(r, e);
    request_use_store(r, r->store);
    if (rc == ERR_OK)
        rc = find_row(r, row, e);
    if (rc ==
        ERR_NOT_FOUND) { /* an unknown address is said to whoever asks, in their own frame */
        struct err quiet;
        if (session_find(r, cookie, bearer, &quiet))
            r->signed_in = false;
    } else if (rc == ERR_OK) {
        rc = session_find(r, cookie, bearer, e);
        /* style and scripts come even where nobody can be told apart: a page says why */
        if (*row && (*row)->access == FOR_ANYBODY && r->method == METHOD_GET)
            rc = ERR_OK;
    }
    if (rc == ERR_OK && *row)
        rc = check_visit(r, *row, e);
    if (rc && r->re.status != 303)
        answer_error(r, e);
    return rc;
}

/* A page that did not change is not sent again. */
static void tag(struct request *r)
{
    if (r->re.status != 200 || r->re.cache || r->re.etag.n || r->method != METHOD_GET)
        return;
    struct str body = r->re.fixed.n ? r->re.fixed : buf_view(r->out);
    r->re.etag = arena_printf(r->a, "\"%016llx\"", (unsigned long long)hash_quick(body));
}

void web_answer_row(struct request *r, const struct route *row)
{
    struct err e = {0};
    enum err_code rc = ERR_OK;
    /* signing in has no session to make a token of: its origin was looked at */
    bool asked = row->access != FOR_ANYBODY || !r->json;
    request_use_store(r, r->store);
    if (r->method == METHOD_POST)
        rc = session_check_token(r, asked, &e);
    if (rc == ERR_OK)
        rc = fields_check(r, row, &e);
    if (rc == ERR_OK)
        rc = row->answer(r, &e);
    if (rc == ERR_OK && r->out->over)
        rc = err_set(&e, ERR_LIMIT, "that is more than one page can hold; narrow it down");
    if (rc)
        answer_error(r, &e);
    else
        tag(r);
}
