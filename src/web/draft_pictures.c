/* web/draft_pictures.c: the pictures of a draft: put in, described, taken out. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/api.h"
#include "web/drafts.h"
#include "web/handlers.h"
#include "web/templates.h"

#include "intake/intake.h"

/* What is shown ---------------------------------------------------------------------------- */

void draft_pictures_fill(struct request *r, const struct known *k, const struct draft *d,
                         const char *back, struct draft_pictures_view *v)
{
    *v = (struct draft_pictures_view){.draft = d->id,
                                      .n = d->pictures,
                                      .full = d->pictures >= DRAFT_PICTURES,
                                      .back = back,
                                      .token = r->token};
    v->row = ARENA_ARRAY(r->a, struct draft_picture_row, d->pictures + 1);
    for (size_t i = 0; i < d->pictures; i++) {
        const struct draft_picture *p = &d->picture[i];
        v->row[i] = (struct draft_picture_row){
            .number = p->number, .at = (int64_t)i + 1, .media = p->media, .alt = p->alt};
        if (p->account_id)
            v->row[i].to = badge_of(k, p->account_id);
        v->bare += p->alt.n == 0;
    }
    v->to = ARENA_ARRAY(r->a, struct option, d->accounts + 1);
    for (size_t i = 0; i < d->accounts && d->accounts > 1; i++)
        v->to[v->tos++] = (struct option){arena_printf(r->a, "%lld", (long long)d->account[i]),
                                          badge_of(k, d->account[i]).label, false};
}

static enum err_code show(struct request *r, int64_t id, struct str problem, struct err *e)
{
    struct known k;
    struct draft d;
    struct draft_pictures_view v;
    struct page p;
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK)
        rc = store_draft(r->store, id, r->a, &d, e);
    if (rc)
        return rc;
    draft_pictures_fill(r, &k, &d, "", &v);
    if (r->json) {
        api_draft_pictures(r, &d);
        return ERR_OK;
    }
    v.problem = problem;
    page_begin_in(r, &p, "Pictures of a draft", "write", &k, STR_NONE);
    p.tab[0].current = false;
    page_draft_pictures(r->out, &p, &v);
    return ERR_OK;
}

enum err_code get_draft_pictures(struct request *r, struct err *e)
{
    return show(r, r->id, STR_NONE, e);
}

/* The words are kept first: nothing that was typed is lost on the way to its pictures. */
enum err_code post_write_pictures(struct request *r, struct err *e)
{
    struct draft d = draft_of_form(r);
    enum err_code rc = draft_keep_any(r, &d, e);
    return rc ? rc : draft_done(r, d.id, "/drafts/", "/pictures");
}

/* Changes ---------------------------------------------------------------------------------- */

static enum err_code done(struct request *r)
{
    bool sends = str_is(field_str(r, "back"), "send");
    return answer_done(r, arena_printf(r->a, "/drafts/%lld/%s", (long long)r->id,
                                       sends ? "send#pictures" : "pictures"));
}

/* What was wrong with a form is said above it. */
static enum err_code answer(struct request *r, enum err_code rc, struct err *e)
{
    if (rc == ERR_OK)
        return done(r);
    if (r->json || (rc != ERR_INVALID && rc != ERR_LIMIT))
        return rc;
    r->re.status = 400;
    return show(r, r->id, arena_str(r->a, str_from(e->msg)), e);
}

static int64_t writer(const struct request *r)
{
    return r->acts_for ? r->owner : 0;
}

/* The n-th of a field that repeats; "" where there are fewer. */
static struct str nth(const struct request *r, const char *name, size_t n)
{
    for (size_t i = 0; i < r->fields; i++)
        if (str_is(r->field[i].name, name) && n-- == 0)
            return str_trim(r->field[i].value);
    return STR_NONE;
}

enum err_code post_draft_pictures(struct request *r, struct err *e)
{
    size_t n = 0;
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < r->fields && rc == ERR_OK; i++) {
        int64_t number = 0;
        if (!r->field[i].field || r->field[i].field->type != FIELD_FILE)
            continue;
        const struct intake_picture p = {.path = arena_cstr(r->a, r->field[i].value),
                                         .account_id = field_id(r, "account"),
                                         .alt = nth(r, "alt", n),
                                         .by = writer(r)};
        rc = intake_draft_picture(r->store, r->id, &p, &number, e);
        n++;
    }
    if (rc == ERR_OK && n == 0)
        rc = err_set(e, ERR_INVALID, "No picture was chosen: choose one first.");
    return answer(r, rc, e);
}

static enum err_code number_of(const struct request *r, int64_t *number, struct err *e)
{
    if (r->name.n > 18 || !str_i64(r->name, number))
        return err_set(e, ERR_NOT_FOUND, "There is no such picture.");
    return ERR_OK;
}

enum err_code post_draft_picture(struct request *r, struct err *e)
{
    int64_t number = 0;
    enum err_code rc = number_of(r, &number, e);
    if (rc == ERR_OK)
        rc = store_draft_picture_set(r->store, r->id, number, str_trim(field_str(r, "alt")),
                                     writer(r), e);
    return answer(r, rc, e);
}

enum err_code post_draft_picture_drop(struct request *r, struct err *e)
{
    int64_t number = 0;
    enum err_code rc = number_of(r, &number, e);
    if (rc == ERR_OK)
        rc = store_draft_picture_drop(r->store, r->id, number, writer(r), e);
    return answer(r, rc, e);
}
