/* web/imports.c: one import: what it brought, what changed since the archive before it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/imports.h"
#include "web/address.h"
#include "web/api.h"
#include "web/handlers.h"
#include "web/templates.h"
#include "web/views.h"

#include "output/output.h"

enum {
    PAGE_PEOPLE = 50,
    PAGE_POSTS = 20,
    PAGES_MOST = 4000
};

bool import_can_undo(const struct import *im)
{
    return str_is(im->state, "done") || str_is(im->state, "paused");
}

enum err_code import_find(struct request *r, struct import *out, struct err *e)
{
    struct import *im;
    size_t n;
    enum err_code rc = store_imports(r->store, r->a, &im, &n, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        if (im[i].id == r->id) {
            *out = im[i];
            return ERR_OK;
        }
    }
    return rc ? rc : err_set(e, ERR_NOT_FOUND, "There is no import %lld.", (long long)r->id);
}

/* Where what a line counts is shown; "" for a mere sentence. */
static struct str line_href(struct request *r, const struct since_line *line)
{
    struct address ad;
    if (line->what == SINCE_COUNT)
        return STR_NONE;
    struct str path = arena_printf(r->a, "/imports/%lld/since", (long long)r->id);
    address_begin(&ad, r, path.p);
    address_str(&ad, "what", str_from(since_name(line->what)));
    address_str(&ad, "kind", line->kind);
    address_id(&ad, "account", line->account_id);
    return address_end(&ad);
}

static enum err_code lines_of(struct request *r, const struct since *s,
                              struct since_line **line, size_t *n, struct err *e)
{
    struct account *acc;
    size_t accounts;
    enum err_code rc = store_accounts(r->store, r->a, &acc, &accounts, e);
    *n = rc ? 0 : output_since_lines(s, acc, accounts, r->a, line);
    return rc;
}

static enum err_code fill_since(struct request *r, const struct since *s, struct import_view *v,
                                struct err *e)
{
    struct since_line *line;
    enum err_code rc = lines_of(r, s, &line, &v->lines, e);
    v->line = ARENA_ARRAY(r->a, struct since_row, v->lines + 1);
    for (size_t i = 0; i < v->lines; i++)
        v->line[i] = (struct since_row){line[i].says, line_href(r, &line[i])};
    return rc;
}

enum err_code get_import(struct request *r, struct err *e)
{
    struct import im = {0};
    struct unread *unread;
    struct since since = {0};
    struct import_view v = {.im = &im, .since = &since, .now_ms = r->now_ms};
    struct page p;
    enum err_code rc = import_find(r, &im, e);
    if (rc == ERR_OK)
        rc = store_unread(r->store, r->id, r->a, &unread, &v.n, e);
    if (rc == ERR_OK)
        rc = store_since(r->store, r->id, SINCE_ALL, r->a, &since, e);
    if (rc == ERR_OK && since.former_id)
        rc = fill_since(r, &since, &v, e);
    if (rc)
        return rc;
    v.unread = unread;
    v.network = network_label(im.network);
    v.can_undo = import_can_undo(&im);
    if (r->json) {
        api_import(r, &v);
        return ERR_OK;
    }
    page_begin(r, &p, "Import", "networks");
    page_import(r->out, &p, &v);
    return ERR_OK;
}

/* What a line counts ------------------------------------------------------------------------ */

static struct str page_address(struct request *r, const char *path, int64_t page)
{
    if (page <= 0)
        return address_without(r, path, "page");
    return address_with(r, path, "page", arena_printf(r->a, "%lld", (long long)page));
}

static enum err_code fill_people(struct request *r, const struct since_query *q,
                                 const char *path, struct since_view *v, struct err *e)
{
    struct since_person *p;
    size_t n;
    int64_t page = field_id(r, "page");
    if (page > PAGES_MOST)
        return err_set(e, ERR_INVALID, "There are no pages beyond %d.", (int)PAGES_MOST);
    enum err_code rc =
        store_since_people(r->store, q, page * PAGE_PEOPLE, PAGE_PEOPLE + 1, r->a, &p, &n, e);
    if (rc)
        return rc;
    v->whos = n > PAGE_PEOPLE ? PAGE_PEOPLE : n;
    v->who = ARENA_ARRAY(r->a, struct since_who, v->whos + 1);
    for (size_t i = 0; i < v->whos; i++)
        v->who[i] = (struct since_who){&p[i], network_label(p[i].network)};
    v->older = n > PAGE_PEOPLE ? page_address(r, path, page + 1) : STR_NONE;
    v->newer = page > 0 ? page_address(r, path, page - 1) : STR_NONE;
    return ERR_OK;
}

static enum err_code fill_posts(struct request *r, const struct known *k,
                                const struct since_query *q, const char *path,
                                struct post_page *posts, struct since_view *v, struct err *e)
{
    enum err_code rc = store_since_posts(r->store, q, field_id(r, "before"), PAGE_POSTS, r->a,
                                         posts, &v->was, e);
    if (rc)
        return rc;
    v->n = posts->n;
    v->card = cards_of(r, k, posts->post, posts->n, CARD_BYTES, STR_NONE);
    v->older = older_address(r, path, posts->next);
    return ERR_OK;
}

/* The line that was pressed, in its words; ERR_NOT_FOUND where nothing is counted so. */
static enum err_code find_line(struct request *r, const struct since *s, struct since_query *q,
                               struct str *says, struct err *e)
{
    struct since_line *line;
    size_t n;
    q->kind = field_str(r, "kind");
    q->account_id = field_id(r, "account");
    q->import_id = s->import_id;
    q->former_id = s->former_id;
    enum err_code rc = lines_of(r, s, &line, &n, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        if (line[i].what != q->what || !str_eq(line[i].kind, q->kind) ||
            line[i].account_id != q->account_id)
            continue;
        *says = line[i].says;
        return ERR_OK;
    }
    return rc ? rc : err_set(e, ERR_NOT_FOUND, "Nothing of that kind changed.");
}

enum err_code get_since(struct request *r, struct err *e)
{
    struct known k;
    struct import im = {0};
    struct since since = {0};
    struct since_query q = {0};
    struct since_view v = {.im = &im, .since = &since};
    struct post_page posts = {.n = 0};
    struct page p;
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK)
        rc = import_find(r, &im, e);
    if (rc == ERR_OK && !since_from(field_str(r, "what"), &q.what))
        rc = err_set(e, ERR_INVALID, "Nothing is counted by \"" STRF "\".",
                     STRA(str_sub(field_str(r, "what"), 0, 40)));
    if (rc == ERR_OK)
        rc = store_since(r->store, r->id, 1u << q.what, r->a, &since, e);
    if (rc == ERR_OK && !since.former_id)
        rc = err_set(e, ERR_NOT_FOUND, "There is no archive of this account before this one.");
    if (rc == ERR_OK)
        rc = find_line(r, &since, &q, &v.says, e);
    if (rc)
        return rc;
    struct str path = arena_printf(r->a, "/imports/%lld/since", (long long)r->id);
    bool of_posts = since_is_posts(q.what);
    rc = of_posts ? fill_posts(r, &k, &q, path.p, &posts, &v, e)
                  : fill_people(r, &q, path.p, &v, e);
    if (rc)
        return rc;
    if (r->json) {
        api_since(r, &v, &posts);
        return ERR_OK;
    }
    v.gone = q.what == SINCE_GONE;
    page_begin(r, &p, "What changed", "networks");
    page_since(r->out, &p, &v);
    return ERR_OK;
}
