/* web/api.c: what /api answers: the same views as the pages, as JSON. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/api.h"

#include "output/output.h"

static void begin(struct request *r, struct json_out *o)
{
    json_out_init(o, r->out);
    json_out_open(o, '{');
}

/* Where the next page is; null at the end. */
static void put_older(struct request *r, struct json_out *o, struct str older)
{
    json_out_key(o, "next");
    if (older.n)
        json_out_str(o, arena_printf(r->a, "/api" STRF, STRA(older)));
    else
        json_out_null(o);
}

static void put_attachments(struct json_out *o, const struct shown_post *p)
{
    json_out_key(o, "attachments");
    json_out_open(o, '[');
    for (size_t i = 0; i < p->attachments; i++) {
        const struct attachment *t = &p->attachment[i];
        json_out_open(o, '{');
        json_out_kstr(o, "kind", t->kind);
        json_out_kstr(o, "alt", t->alt);
        json_out_kstr(o, "note", t->note);
        json_out_kstr(o, "uri", t->uri);
        json_out_kstr(o, "media", t->media);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

static void put_shown(struct json_out *o, const struct shown_post *p)
{
    output_post_open(o, &p->post);
    json_out_kstr(o, "context", p->context);
    output_id(o, "person", p->author_person);
    json_out_kstr(o, "summary", p->summary);
    json_out_kstr(o, "link", p->link);
    json_out_kstr(o, "visibility", p->visibility);
    output_time(o, "edited", p->edited_ms);
    json_out_ki64(o, "answers", p->answers);
    json_out_ki64(o, "likes", p->likes);
    json_out_ki64(o, "reshares", p->reshares);
    json_out_ki64(o, "depth", p->depth);
    json_out_key(o, "answer_to");
    if (p->parent)
        output_post(o, &p->parent->post);
    else
        json_out_null(o);
    put_attachments(o, p);
    json_out_key(o, "also_on");
    json_out_open(o, '[');
    for (size_t i = 0; i < p->twins; i++)
        if (!p->twin[i].passed_on)
            json_out_str(o, p->twin[i].network);
    json_out_close(o, ']');
    json_out_key(o, "passed_on_by");
    json_out_open(o, '[');
    for (size_t i = 0; i < p->twins; i++)
        if (p->twin[i].passed_on)
            json_out_str(o, p->twin[i].by);
    json_out_close(o, ']');
    json_out_close(o, '}');
}

static void put_posts(struct json_out *o, const struct post_page *p)
{
    json_out_key(o, "posts");
    json_out_open(o, '[');
    for (size_t i = 0; i < p->n; i++)
        put_shown(o, &p->post[i]);
    json_out_close(o, ']');
}

static void put_people(struct json_out *o, const struct person *p, size_t n)
{
    json_out_key(o, "people");
    json_out_open(o, '[');
    for (size_t i = 0; i < n; i++)
        output_person(o, &p[i]);
    json_out_close(o, ']');
}

void api_posts(struct request *r, const struct post_page *p, struct str older)
{
    struct json_out o;
    begin(r, &o);
    put_posts(&o, p);
    put_older(r, &o, older);
    json_out_close(&o, '}');
}

void api_people(struct request *r, const struct person *p, size_t n, struct str older)
{
    struct json_out o;
    begin(r, &o);
    put_people(&o, p, n);
    put_older(r, &o, older);
    json_out_close(&o, '}');
}

static void put_standings(struct json_out *o, const char *key, const struct standing *s,
                          size_t n)
{
    json_out_key(o, key);
    json_out_open(o, '[');
    for (size_t i = 0; i < n; i++) {
        json_out_open(o, '{');
        json_out_kstr(o, "value", s[i].value);
        json_out_kstr(o, "source", s[i].source);
        json_out_ki64(o, "decision", s[i].decision);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

/* What is known of somebody, why they are one, how they stand. */
static enum err_code put_known(struct request *r, struct json_out *o,
                               const struct person_view *v, struct err *e)
{
    int64_t id = v->p->id;
    struct known_fact *f;
    struct evidence *ev;
    struct pair_known *p;
    struct word *w;
    struct person_standing t;
    size_t facts, evs, pairs, words;
    enum err_code rc = store_person_facts(r->store, id, r->a, &f, &facts, e);
    if (rc || (rc = store_person_evidence(r->store, id, r->a, &ev, &evs, e)) ||
        (rc = store_person_pairs(r->store, id, r->a, &p, &pairs, e)) ||
        (rc = store_person_words(r->store, id, r->a, &w, &words, e)) ||
        (rc = store_standing(r->store, id, r->a, &t, e)))
        return rc;
    output_standing(o, &t, v->circles ? &v->circle[0] : NULL, r->now_ms);
    output_circles(o, v->circle, v->circles);
    output_facts(o, f, facts);
    output_evidence(o, ev, evs);
    output_pairs(o, p, pairs);
    output_words(o, w, words);
    return ERR_OK;
}

enum err_code api_person(struct request *r, const struct person_view *v,
                         const struct post_page *between, struct err *e)
{
    struct json_out o;
    enum err_code rc;
    json_out_init(&o, r->out);
    output_person_open(&o, v->p);
    if ((rc = put_known(r, &o, v, e)))
        return rc;
    put_standings(&o, "standing", v->relation, v->relations);
    put_standings(&o, "worlds", v->world, v->worlds);
    json_out_key(&o, "notes");
    json_out_open(&o, '[');
    for (size_t i = 0; i < v->notes; i++) {
        json_out_open(&o, '{');
        json_out_kstr(&o, "text", v->note[i].text);
        output_time(&o, "made", v->note[i].made_ms);
        json_out_ki64(&o, "decision", v->note[i].decision);
        json_out_close(&o, '}');
    }
    json_out_close(&o, ']');
    put_posts(&o, between);
    put_older(r, &o, v->older);
    json_out_close(&o, '}');
    return ERR_OK;
}

void api_search(struct request *r, const struct post_page *posts, const struct person *p,
                size_t n, struct str older)
{
    struct json_out o;
    begin(r, &o);
    put_posts(&o, posts);
    put_people(&o, p, n);
    put_older(r, &o, older);
    json_out_close(&o, '}');
}

static void put_jobs(struct json_out *o, const struct jobs_view *v)
{
    static const char *const states[] = {
        [JOB_WAITS] = "waiting",  [JOB_READS] = "reading", [JOB_DERIVES] = "matching",
        [JOB_PAUSED] = "paused",  [JOB_DONE] = "done",     [JOB_KNOWN] = "known",
        [JOB_REFUSED] = "refused"};
    json_out_key(o, "jobs");
    json_out_open(o, '[');
    for (size_t i = 0; i < v->n; i++) {
        const struct job *j = &v->job[i];
        json_out_open(o, '{');
        json_out_ki64(o, "id", j->id);
        json_out_kstr(o, "what", j->undo ? STR("undo") : STR("import"));
        json_out_kstr(o, "name", j->name);
        json_out_kstr(o, "state", str_from(states[j->state]));
        json_out_ki64(o, "bytes", j->done);
        json_out_ki64(o, "of", j->total);
        json_out_ki64(o, "records", j->records);
        json_out_key(o, "seconds_left");
        if (j->left_s >= 0)
            json_out_i64(o, j->left_s);
        else
            json_out_null(o);
        json_out_ki64(o, "import", j->about.id);
        json_out_kstr(o, "say", j->say);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
    json_out_key(o, "busy");
    json_out_bool(o, v->busy);
}

void api_jobs(struct request *r, const struct jobs_view *v)
{
    struct json_out o;
    begin(r, &o);
    put_jobs(&o, v);
    json_out_close(&o, '}');
}

static void put_guide(struct json_out *o, const struct guide *g)
{
    json_out_open(o, '{');
    json_out_kstr(o, "id", g->id);
    json_out_kstr(o, "name", g->name);
    json_out_kstr(o, "group", g->group);
    json_out_kstr(o, "network", g->network);
    json_out_kstr(o, "state", g->state_name);
    json_out_key(o, "read");
    json_out_bool(o, g->state != GUIDE_UNREAD);
    json_out_kstr(o, "why", g->why);
    json_out_key(o, "steps");
    json_out_open(o, '[');
    for (size_t i = 0; i < g->steps; i++)
        json_out_str(o, g->step[i]);
    json_out_close(o, ']');
    json_out_kstr(o, "wait", g->wait);
    json_out_kstr(o, "holds", g->holds);
    json_out_kstr(o, "lacks", g->lacks);
    json_out_kstr(o, "stays", g->stays);
    json_out_kstr(o, "often", g->often);
    json_out_ki64(o, "fresh_days", g->fresh_days);
    json_out_close(o, '}');
}

void api_networks(struct request *r, const struct known *k, const struct import *im, size_t n,
                  const struct fresh_list *fresh, const struct jobs_view *jobs)
{
    struct json_out o;
    begin(r, &o);
    json_out_key(&o, "accounts");
    json_out_open(&o, '[');
    for (size_t i = 0; i < k->accounts; i++) {
        const struct sign_in *in = k->account[i].in;
        const struct network_api *row = in ? api_find(in->network, in->door) : NULL;
        output_account_open(&o, &k->account[i].acc);
        fresh_put_json(&o, fresh_of(fresh, k->account[i].acc.id));
        output_sign_in(&o, in, row ? api_withheld(row, in->scopes, r->a) : STR_NONE);
        json_out_close(&o, '}');
    }
    json_out_close(&o, ']');
    json_out_key(&o, "contexts");
    json_out_open(&o, '[');
    for (size_t i = 0; i < k->contexts; i++) {
        json_out_open(&o, '{');
        json_out_ki64(&o, "id", k->context[i].id);
        json_out_kstr(&o, "name", k->context[i].name);
        json_out_kstr(&o, "mindset", str_from(mindset_name(k->context[i].mindset)));
        json_out_kstr(&o, "colour", k->context[i].colour);
        json_out_close(&o, '}');
    }
    json_out_close(&o, ']');
    json_out_key(&o, "imports");
    json_out_open(&o, '[');
    for (size_t i = 0; i < n; i++)
        output_import(&o, &im[i]);
    json_out_close(&o, ']');
    put_jobs(&o, jobs);
    json_out_key(&o, "guides");
    json_out_open(&o, '[');
    for (size_t i = 0; i < fresh->guides.n; i++)
        put_guide(&o, &fresh->guides.v[i]);
    json_out_close(&o, ']');
    json_out_close(&o, '}');
}

void api_import(struct request *r, const struct import_view *v)
{
    struct json_out o;
    begin(r, &o);
    json_out_key(&o, "import");
    output_import(&o, v->im);
    output_since(&o, v->since);
    json_out_key(&o, "unread");
    json_out_open(&o, '[');
    for (size_t i = 0; i < v->n; i++) {
        json_out_open(&o, '{');
        json_out_kstr(&o, "file", v->unread[i].file);
        json_out_kstr(&o, "why", v->unread[i].why);
        json_out_kstr(&o, "raw", v->unread[i].raw);
        json_out_close(&o, '}');
    }
    json_out_close(&o, ']');
    json_out_close(&o, '}');
}

void api_guide(struct request *r, const struct guide *g)
{
    struct json_out o;
    json_out_init(&o, r->out);
    put_guide(&o, g);
}

void api_since(struct request *r, const struct since_view *v, const struct post_page *posts)
{
    struct json_out o;
    begin(r, &o);
    json_out_kstr(&o, "says", v->says);
    json_out_key(&o, "people");
    json_out_open(&o, '[');
    for (size_t i = 0; i < v->whos; i++)
        output_since_person(&o, v->who[i].p);
    json_out_close(&o, ']');
    put_posts(&o, posts);
    json_out_key(&o, "was");
    json_out_open(&o, '[');
    for (size_t i = 0; i < v->n; i++)
        json_out_str(&o, v->was[i]);
    json_out_close(&o, ']');
    put_older(r, &o, v->older);
    json_out_close(&o, '}');
}

static void put_grid(struct json_out *o, const char *key, const struct grid *g)
{
    json_out_key(o, key);
    json_out_open(o, '[');
    for (size_t i = 0; i < g->rows; i++) {
        json_out_open(o, '{');
        json_out_kstr(o, "label", g->row[i].label);
        json_out_key(o, "counts");
        json_out_open(o, '{');
        for (size_t c = 0; c < g->heads; c++) {
            json_out_key(o, g->head[c].label.p);
            json_out_i64(o, g->row[i].cell[c].n);
        }
        json_out_close(o, '}');
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

void api_overview(struct request *r, const struct overview_view *v)
{
    struct json_out o;
    begin(r, &o);
    json_out_ki64(&o, "posts", v->posts);
    json_out_ki64(&o, "messages", v->messages);
    json_out_ki64(&o, "people", v->count.people);
    json_out_ki64(&o, "both_worlds", v->count.both);
    put_grid(&o, "months", &v->months);
    put_grid(&o, "topics", &v->topics);
    put_grid(&o, "networks", &v->people);
    json_out_key(&o, "noticed");
    json_out_open(&o, '[');
    for (size_t i = 0; i < v->n_noticed; i++)
        json_out_str(&o, v->noticed[i].say);
    json_out_close(&o, ']');
    json_out_close(&o, '}');
}
