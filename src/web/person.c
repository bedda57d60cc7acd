/* web/person.c: one person whole, with what the owner decides about them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/address.h"
#include "web/api.h"
#include "web/handlers.h"
#include "web/people_show.h"
#include "web/templates.h"

#include "people/people.h"
#include "people/standing.h"

#include "core/attr.h"

#include <stdio.h>

enum {
    BETWEEN_POSTS = 20,
    FOUND_MOST = 8,
    TOGETHER_MOST = 50 /* people or identities in one word */
};

/* What is shown --------------------------------------------------------------------------- */

static enum err_code fill_between(struct request *r, const struct known *k,
                                  struct post_page *posts, struct person_view *v, struct err *e)
{
    int64_t before = field_id(r, "before");
    struct post_filter own = {.own = true};
    char path[64];
    enum err_code rc =
        v->p->is_owner
            ? store_timeline(r->store, &own, before, BETWEEN_POSTS, r->a, posts, e)
            : store_between(r->store, v->p->id, before, BETWEEN_POSTS, r->a, posts, e);
    if (rc)
        return rc;
    snprintf(path, sizeof path, "/people/%lld", (long long)v->p->id);
    v->card = cards_of(r, k, posts->post, posts->n, CARD_BYTES, STR_NONE);
    v->n = posts->n;
    v->older = older_address(r, path, posts->next);
    return ERR_OK;
}

static const struct identity *identity_by(const struct person *p, int64_t id)
{
    for (size_t i = 0; i < p->identities; i++)
        if (p->identity[i].id == id)
            return &p->identity[i];
    return NULL;
}

static struct str what_both_have(struct str kind)
{
    static const struct {
        const char *kind, *say;
    } rows[] = {
        {"email",       "both have the e-mail address" },
        {"phone",       "both have the phone number"   },
        {"url",         "both have the profile address"},
        {"own account", "both are your own accounts"   }
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (str_is(kind, rows[i].kind))
            return str_from(rows[i].say);
    return kind;
}

static bool has_pair(const struct pair_known *p, size_t n, const struct evidence *ev)
{
    for (size_t i = 0; i < n; i++)
        if ((p[i].a_id == ev->a_id && p[i].b_id == ev->b_id) ||
            (p[i].a_id == ev->b_id && p[i].b_id == ev->a_id))
            return true;
    return false;
}

static enum err_code fill_evidence(struct request *r, struct person_view *v, struct err *e)
{
    struct pair_known *p;
    struct evidence *ev;
    size_t n, evs;
    enum err_code rc = store_person_pairs(r->store, v->p->id, r->a, &p, &n, e);
    if (rc || (rc = store_person_evidence(r->store, v->p->id, r->a, &ev, &evs, e)))
        return rc;
    v->pair = ARENA_ARRAY(r->a, struct pair_view, n + 1);
    for (size_t i = 0; i < n; i++)
        pair_fill(r, v->p, NULL, &p[i], false, &v->pair[v->pairs++]);
    v->evidence = ARENA_ARRAY(r->a, struct evidence_view, evs + 1);
    for (size_t i = 0; i < evs; i++) {
        const struct identity *x = identity_by(v->p, ev[i].a_id),
                              *y = identity_by(v->p, ev[i].b_id);
        bool own = str_is(ev[i].kind, "own account");
        if (x && y && !has_pair(p, n, &ev[i]))
            v->evidence[v->evidences++] = (struct evidence_view){
                network_label(x->network), network_label(y->network),
                what_both_have(ev[i].kind), own ? STR_NONE : ev[i].value};
    }
    return ERR_OK;
}

/* Who else they may be: what Tact would ask, and what was searched for. */
static enum err_code fill_others(struct request *r, const struct known *k,
                                 struct person_view *v, struct err *e)
{
    struct question *q;
    struct people_page found = {0};
    size_t n, kept = 0;
    const struct people_filter f = {.query = v->find = field_str(r, "find")};
    enum err_code rc = store_person_questions(r->store, v->p->id, r->a, &q, &n, e);
    if (rc)
        return rc;
    v->question = ARENA_ARRAY(r->a, struct question_view, n + 1);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = question_fill(r, k, &q[i], &v->question[v->questions++], e);
    if (rc == ERR_OK && v->find.n)
        rc = store_people_page(r->store, &f, 0, FOUND_MOST + 1, r->a, &found, e);
    for (size_t i = 0; i < found.n && kept < FOUND_MOST; i++)
        if (found.person[i].id != v->p->id)
            found.person[kept++] = found.person[i];
    v->n_found = kept;
    return rc ? rc : person_rows(r, k, found.person, kept, &v->found, e);
}

/* "A word would be in time until 3 May 2025"; "" where none is expected. */
static enum err_code fill_due(struct request *r, struct person_view *v, struct err *e)
{
    struct person_standing t;
    struct buf b;
    enum err_code rc = store_standing(r->store, v->p->id, r->a, &t, e);
    if (rc || t.due_ms == 0)
        return rc;
    buf_init(&b, 300);
    buf_lit(&b,
            t.due_ms < r->now_ms ? "A word has been due since " : "The next word is due by ");
    show_day(&b, t.due_ms);
    buf_lit(&b, people_fades(&t, r->now_ms) ? ": ties that are silent for so long mostly end."
                                            : ".");
    v->due = arena_str(r->a, buf_view(&b));
    buf_free(&b);
    return ERR_OK;
}

static enum err_code fill_said(struct request *r, struct person_view *v, struct err *e)
{
    int64_t id = v->p->id;
    enum err_code rc =
        store_person_relations(r->store, id, r->a, &v->relation, &v->relations, e);
    if (rc == ERR_OK)
        rc = store_person_worlds(r->store, id, r->a, &v->world, &v->worlds, e);
    if (rc == ERR_OK)
        rc = store_person_notes(r->store, id, r->a, &v->note, &v->notes, e);
    if (rc == ERR_OK)
        rc = store_person_circles(r->store, id, r->a, &v->circle, &v->circles, e);
    return rc ? rc : words_fill(r, id, v, e);
}

enum err_code get_person(struct request *r, struct err *e)
{
    struct known k;
    struct person person;
    struct post_page posts;
    struct person_view v = {.p = &person, .now_ms = r->now_ms};
    struct page p;
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK)
        rc = store_person(r->store, r->id, r->a, &person, e);
    if (rc == ERR_NOT_FOUND)
        return err_set(e, rc, "There is nobody here by this number.");
    if (rc || (rc = fill_between(r, &k, &posts, &v, e)))
        return rc;
    if (r->part) {
        page_cards(r->out, v.card, v.n, v.older);
        return ERR_OK;
    }
    if ((rc = fill_said(r, &v, e)))
        return rc;
    if (r->json)
        return api_person(r, &v, &posts, e);
    if ((rc = side_fill(r, &k, &person, &v.self, e)) || (rc = fill_evidence(r, &v, e)) ||
        (rc = fill_others(r, &k, &v, e)) || (rc = fill_due(r, &v, e)))
        return rc;
    page_begin_in(r, &p, arena_cstr(r->a, str_sub(person.name, 0, 120)), "people", &k,
                  STR_NONE);
    p.tab[0].current = false;
    page_person(r->out, &p, &v);
    return ERR_OK;
}

/* Decisions about somebody ------------------------------------------------------------------ */

static struct str address_of(struct request *r, int64_t person)
{
    return arena_printf(r->a, "/people/%lld", (long long)person);
}

static enum err_code back(struct request *r, enum err_code rc)
{
    return rc ? rc : answer_done(r, address_of(r, r->id));
}

enum err_code post_relation(struct request *r, struct err *e)
{
    return back(r, store_person_add_relation(r->store, r->id, field_str(r, "value"), e));
}

enum err_code post_world(struct request *r, struct err *e)
{
    return back(r, store_person_add_world(r->store, r->id, field_str(r, "value"), e));
}

enum err_code post_note(struct request *r, struct err *e)
{
    return back(r, store_person_add_note(r->store, r->id, field_str(r, "text"), e));
}

enum err_code post_revoke(struct request *r, struct err *e)
{
    return back(r, store_person_revoke(r->store, r->id, field_id(r, "decision"), e));
}

/* Who is who ------------------------------------------------------------------------------- */

/* Back to where it was said: the queue of questions, or the person. */
static enum err_code answer_word(struct request *r, int64_t person, int64_t decision)
{
    struct address ad;
    if (r->json) {
        api_word(r, person, decision);
        return ERR_OK;
    }
    if (!field_given(r, "review"))
        return answer_done(r, address_of(r, person));
    address_begin(&ad, r, "/people/review");
    address_id(&ad, "at", field_id(r, "at"));
    address_id(&ad, "done", field_id(r, "done") + 1);
    address_id(&ad, "undo", decision);
    return answer_done(r, address_end(&ad));
}

enum err_code post_same(struct request *r, struct err *e)
{
    int64_t id[TOGETHER_MOST + 1] = {r->id}, person, decision;
    size_t n = 1 + field_ids(r, "other", id + 1, TOGETHER_MOST);
    if (n < 2)
        return err_set(e, ERR_INVALID, "Choose who else it is.");
    enum err_code rc = people_merge(r->store, id, n, &person, &decision, e);
    return rc ? rc : answer_word(r, person, decision);
}

enum err_code post_apart(struct request *r, struct err *e)
{
    int64_t decision;
    if (field_id(r, "other") == 0)
        return err_set(e, ERR_INVALID, "Choose who it is not.");
    enum err_code rc = people_apart(r->store, r->id, field_id(r, "other"), &decision, e);
    return rc ? rc : answer_word(r, r->id, decision);
}

enum err_code post_split(struct request *r, struct err *e)
{
    int64_t id[TOGETHER_MOST], decision;
    size_t n = field_ids(r, "identity", id, TOGETHER_MOST);
    if (n == 0)
        return err_set(e, ERR_INVALID, "Choose what belongs to somebody else.");
    enum err_code rc = people_split(r->store, r->id, id, n, &decision, e);
    return rc ? rc : answer_word(r, r->id, decision);
}

enum err_code post_me(struct request *r, struct err *e)
{
    int64_t decision, me = r->id;
    struct account *acc;
    size_t n;
    enum err_code rc = people_me(r->store, r->id, &decision, e);
    if (rc == ERR_OK)
        rc = store_accounts(r->store, r->a, &acc, &n, e);
    /* they have the owner's number from now on */
    for (size_t i = 0; rc == ERR_OK && i < n; i++)
        me = acc[i].person_id ? acc[i].person_id : me;
    return rc ? rc : answer_word(r, me, decision);
}

enum err_code post_take_back(struct request *r, struct err *e)
{
    struct word *w;
    size_t n;
    int64_t word = field_id(r, "word");
    bool theirs = false;
    enum err_code rc = store_person_words(r->store, r->id, r->a, &w, &n, e);
    if (rc)
        return rc;
    for (size_t i = 0; i < n; i++)
        theirs |= w[i].id == word;
    if (!theirs)
        return err_set(e, ERR_NOT_FOUND, "You said no such thing of this person.");
    if ((rc = people_take_back(r->store, word, e)))
        return rc;
    struct person still;
    struct err quiet;
    /* whoever was joined by that word may have no number of their own any more */
    if (!r->json && store_person(r->store, r->id, r->a, &still, &quiet))
        return answer_done(r, STR("/people"));
    return answer_done(r, address_of(r, r->id));
}
