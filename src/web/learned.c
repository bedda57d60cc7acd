/* web/learned.c: what the owner says of the check's reasons, the list of it, and taking it back. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/api.h"
#include "web/drafts.h"
#include "web/handlers.h"
#include "web/server.h"
#include "web/templates.h"

#include "core/limits.h"
#include "store/correction.h"
#include "web/plain_words.h"

/* What came with a button or, from a program, field by field. */
struct wish {
    enum correction_kind kind;
    struct str fact, context;
    int64_t at; /* the account beside which it was said */
};

static enum err_code read_wish(struct request *r, struct wish *w, struct err *e)
{
    struct str rest = field_str(r, "correct"), at = STR_NONE;
    struct str kind = field_str(r, "kind");
    w->fact = field_str(r, "fact");
    w->context = field_str(r, "context");
    if (rest.n) { /* "never topic:pets 12 personal" */
        str_cut(&rest, ' ', &kind);
        str_cut(&rest, ' ', &w->fact);
        str_cut(&rest, ' ', &at);
        w->context = str_trim(rest);
    }
    if (at.n && !str_i64(at, &w->at))
        return err_set(e, ERR_INVALID, "\"correct\" wants the number of an account");
    if (!correction_kind_find(kind, &w->kind))
        return err_set(e, ERR_INVALID,
                       "\"kind\" is one of is, isnt, fine and never, not \"" STRF "\"",
                       STRA(str_sub(kind, 0, 40)));
    if (w->kind <= CORRECTION_ISNT)
        w->context = STR_NONE; /* what a text is, it is everywhere */
    return correction_valid(w->kind, w->fact, e);
}

/* The same of the same words, said once already: a second click changes nothing. */
static enum err_code find_same(struct request *r, struct correction_row *row, struct err *e)
{
    struct correction_row *old;
    size_t n;
    enum err_code rc = store_corrections(r->store, false, r->a, &old, &n, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        if (str_eq(old[i].kind, row->kind) && str_eq(old[i].fact, row->fact) &&
            str_eq(old[i].context, row->context) &&
            str_eq(old[i].text, str_sub(row->text, 0, old[i].text.n)) && old[i].text.n > 0)
            *row = old[i];
    return rc;
}

static struct str says_of(struct request *r, const struct correction_row *row)
{
    enum correction_kind kind;
    if (!correction_kind_find(row->kind, &kind))
        return row->fact;
    return plain_sentence(
        r->a, plain_learned(r->a, &r->server->judges.rules, kind, row->fact, row->context));
}

enum err_code learned_note(struct request *r, struct write_view *v, struct err *e)
{
    struct correction_row *row;
    int64_t id = field_id(r, "learned");
    size_t n = 0;
    if (field_given(r, "forgotten"))
        v->learned = STR("Forgotten again.");
    if (id == 0)
        return ERR_OK;
    enum err_code rc = store_corrections(r->store, false, r->a, &row, &n, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        if (row[i].id == id) {
            v->learned = says_of(r, &row[i]);
            v->learned_id = id;
        }
    }
    return rc;
}

/* Back to the draft, which is kept: a page that is loaded again says nothing twice. */
static enum err_code back_to_draft(struct request *r, struct draft *d, const char *say,
                                   int64_t id, int64_t at, struct err *e)
{
    enum err_code rc = draft_keep(r, d, e);
    if (rc)
        return rc;
    return answer_done(r, arena_printf(r->a, "/write?draft=%lld&%s=%lld&at=%lld#card-%lld",
                                       (long long)d->id, say, (long long)id, (long long)at,
                                       (long long)at));
}

enum err_code post_correction(struct request *r, struct err *e)
{
    struct known k;
    struct draft d = draft_of_form(r);
    struct wish w = {0};
    struct write_view v = {0};
    enum err_code rc = read_wish(r, &w, e);
    struct correction_row row = {.fact = w.fact, .context = w.context, .text = d.text};
    if (rc == ERR_OK && w.kind <= CORRECTION_ISNT && str_trim(d.text).n == 0)
        rc = err_set(e, ERR_INVALID, "what was it said of? The text is missing");
    if (rc)
        return rc;
    row.kind = correction_kind_name(w.kind);
    rc = find_same(r, &row, e);
    if (rc == ERR_OK && row.id == 0)
        rc = store_correction_add(r->store, &row, e);
    if (rc)
        return rc;
    if (r->json) {
        api_correction(r, &row, says_of(r, &row));
        return ERR_OK;
    }
    if (!r->part)
        return back_to_draft(r, &d, "learned", row.id, w.at, e);
    v.learned = says_of(r, &row);
    v.learned_id = row.id;
    v.learned_at = w.at;
    rc = known_load(r, &k, e);
    return rc ? rc : draft_page(r, &k, &d, true, &v, e);
}

enum err_code post_forget(struct request *r, struct err *e)
{
    struct known k;
    struct draft d = draft_of_form(r);
    struct write_view v = {.learned = STR("Forgotten again."), .learned_at = field_id(r, "at")};
    struct err quiet;
    enum err_code rc = store_correction_revoke(r->store, r->id, &quiet);
    if (rc == ERR_NOT_FOUND)
        return err_set(e, ERR_NOT_FOUND, "That was taken back already, or it was never said.");
    if (rc) {
        *e = quiet;
        return rc;
    }
    if (r->json || !field_given(r, "text"))
        return answer_done(r, STR("/learned"));
    if (!r->part)
        return back_to_draft(r, &d, "forgotten", 1, v.learned_at, e);
    rc = known_load(r, &k, e);
    return rc ? rc : draft_page(r, &k, &d, true, &v, e);
}

enum err_code get_learned(struct request *r, struct err *e)
{
    struct correction_row *row;
    struct learned_view v = {0};
    struct page p;
    size_t n;
    enum err_code rc = store_corrections(r->store, true, r->a, &row, &n, e);
    if (rc)
        return rc;
    v.row = ARENA_ARRAY(r->a, struct learned_row, n + 1);
    v.gone = ARENA_ARRAY(r->a, struct learned_row, n + 1);
    struct str *says = ARENA_ARRAY(r->a, struct str, n + 1);
    for (size_t i = n; i-- > 0;) {
        says[i] = says_of(r, &row[i]);
        struct learned_row *to = row[i].revoked_ms ? &v.gone[v.gones++] : &v.row[v.n++];
        *to = (struct learned_row){.id = row[i].id,
                                   .made_ms = row[i].made_ms,
                                   .revoked_ms = row[i].revoked_ms,
                                   .says = says[i],
                                   .context = row[i].context,
                                   .text = row[i].text};
    }
    if (r->json) {
        api_learned(r, row, n, says);
        return ERR_OK;
    }
    page_begin(r, &p, "Learned", "write");
    page_learned(r->out, &p, &v);
    return ERR_OK;
}
