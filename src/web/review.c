/* web/review.c: the questions that only the owner can answer, one at a time: are these two one
 * person, and from where is somebody known. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/address.h"
#include "web/api.h"
#include "web/handlers.h"
#include "web/people_show.h"
#include "web/templates.h"

#include "people/people.h"
#include "people/standing.h"

enum {
    ASKS_MOST = 500,
    LIST_MOST = 100, /* of the API */
    AT_MOST = 1000000,
    UNDO_MOST = 4,
    UNDO_BYTES = 100
};

/* The queue as it stands: pairs first, then those whose side nobody knows. */
struct queue {
    struct question *pair;
    size_t pairs;
    struct people_question *other;
    size_t others;
    int64_t all_pairs;
};

static enum err_code load(struct request *r, int64_t at, int64_t limit, struct queue *q,
                          struct err *e)
{
    enum err_code rc =
        store_questions(r->store, at, limit, r->a, &q->pair, &q->pairs, &q->all_pairs, e);
    return rc ? rc : people_questions(r->store, ASKS_MOST, r->a, &q->other, &q->others, e);
}

static struct str later_address(struct request *r, int64_t at)
{
    struct address ad;
    address_begin(&ad, r, "/people/review");
    address_id(&ad, "at", at + 1);
    address_id(&ad, "done", field_id(r, "done"));
    address_str(&ad, "undo", field_str(r, "undo"));
    address_id(&ad, "person", field_id(r, "person"));
    return address_end(&ad);
}

static enum err_code fill(struct request *r, const struct known *k, const struct queue *q,
                          struct review_view *v, struct err *e)
{
    struct person *who = arena_alloc(r->a, sizeof *who);
    if (q->pairs) {
        v->question = arena_alloc(r->a, sizeof *v->question);
        return question_fill(r, k, &q->pair[0], v->question, e);
    }
    int64_t at = v->at - q->all_pairs;
    if (at < 0 || at >= (int64_t)q->others) {
        v->over = true;
        return ERR_OK;
    }
    v->words = q->other[at].words;
    v->settles = q->other[at].settles;
    enum err_code rc = store_person(r->store, q->other[at].person_id, r->a, who, e);
    return rc ? rc : side_fill(r, k, who, &v->who, e);
}

enum err_code get_review(struct request *r, struct err *e)
{
    struct known k;
    struct queue q = {0};
    struct page p;
    struct review_view v = {.at = field_id(r, "at"),
                            .done = field_id(r, "done"),
                            .undo = field_str(r, "undo"),
                            .undo_person = field_id(r, "person")};
    if (v.at > AT_MOST || v.done > AT_MOST)
        return err_set(e, ERR_INVALID, "There are not so many questions.");
    enum err_code rc = load(r, v.at, r->json ? LIST_MOST : 1, &q, e);
    if (rc)
        return rc;
    v.all = q.all_pairs + (int64_t)q.others;
    if (r->json) {
        api_review(r, q.pair, q.pairs, q.other, q.others, q.all_pairs);
        return ERR_OK;
    }
    v.later = later_address(r, v.at);
    if ((rc = known_load(r, &k, e)) || (rc = fill(r, &k, &q, &v, e)))
        return rc;
    page_begin_in(r, &p, "Questions", "people", &k, STR_NONE);
    p.tab[0].current = false;
    if (r->part)
        page_review_piece(r->out, &p, &v);
    else
        page_review(r->out, &p, &v);
    return ERR_OK;
}

/* Answers of the second kind ---------------------------------------------------------------- */

static bool has(const struct standing *s, size_t n, int64_t decision)
{
    for (size_t i = 0; i < n; i++)
        if (s[i].decision == decision)
            return true;
    return false;
}

struct said {
    struct standing *world, *relation;
    size_t worlds, relations;
};

static enum err_code load_said(struct request *r, struct said *s, struct err *e)
{
    enum err_code rc = store_person_worlds(r->store, r->id, r->a, &s->world, &s->worlds, e);
    return rc ? rc
              : store_person_relations(r->store, r->id, r->a, &s->relation, &s->relations, e);
}

/* A new answer stands in place of the old one. */
static enum err_code forget_old(struct request *r, const struct said *s, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < s->worlds && rc == ERR_OK; i++)
        if (s->world[i].decision && !has(s->relation, s->relations, s->world[i].decision))
            rc = store_person_revoke(r->store, r->id, s->world[i].decision, e);
    return rc;
}

/* "12,13": what is there now and was not before. */
static struct str new_words(struct request *r, const struct said *was, const struct said *is)
{
    struct buf b;
    buf_init(&b, UNDO_BYTES);
    for (size_t i = 0; i < is->worlds; i++)
        if (is->world[i].decision && !has(was->world, was->worlds, is->world[i].decision))
            buf_printf(&b, "%s%lld", b.n ? "," : "", (long long)is->world[i].decision);
    struct str s = arena_str(r->a, buf_view(&b));
    buf_free(&b);
    return s;
}

enum err_code post_answer(struct request *r, struct err *e)
{
    struct str value = field_str(r, "value");
    struct said was, is;
    struct person p;
    struct address ad;
    if (!str_is(value, "personal") && !str_is(value, "professional") && !str_is(value, "both"))
        return err_set(e, ERR_INVALID, "Say personal, professional or both.");
    enum err_code rc = store_person(r->store, r->id, r->a, &p, e);
    if (rc || (rc = load_said(r, &was, e)) || (rc = forget_old(r, &was, e)) ||
        (rc = people_answer(r->store, r->id, value, e)) || (rc = load_said(r, &is, e)))
        return rc;
    if (!field_given(r, "review"))
        return answer_done(r, arena_printf(r->a, "/people/%lld", (long long)r->id));
    address_begin(&ad, r, "/people/review");
    address_id(&ad, "at", field_id(r, "at"));
    address_id(&ad, "done", field_id(r, "done") + 1);
    address_str(&ad, "undo", new_words(r, &was, &is));
    address_id(&ad, "person", r->id);
    return answer_done(r, address_end(&ad));
}

/* "Undo last": of a person's side its decisions, else the one word about who is who. */
enum err_code post_review_undo(struct request *r, struct err *e)
{
    struct str left = field_str(r, "undo"), one;
    int64_t person = field_id(r, "person"), done = field_id(r, "done"), decision;
    struct address ad;
    enum err_code rc = ERR_OK;
    if (left.n == 0)
        return err_set(e, ERR_INVALID, "There is nothing to undo.");
    for (size_t i = 0; i < UNDO_MOST && rc == ERR_OK && str_cut(&left, ',', &one); i++) {
        if (!str_i64(one, &decision))
            return err_set(e, ERR_INVALID, "There is nothing to undo.");
        rc = person ? store_person_revoke(r->store, person, decision, e)
                    : people_take_back(r->store, decision, e);
    }
    if (rc)
        return rc;
    address_begin(&ad, r, "/people/review");
    address_id(&ad, "at", field_id(r, "at"));
    address_id(&ad, "done", done > 0 ? done - 1 : 0);
    return answer_done(r, address_end(&ad));
}
