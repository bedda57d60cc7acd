/* web/send.c: what goes to each account, to the letter, before it goes; and the answers that came. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/api.h"
#include "web/drafts.h"
#include "web/handlers.h"
#include "web/live.h"
#include "web/moments.h"
#include "web/plain_words.h"
#include "web/server.h"
#include "web/taught.h"
#include "web/templates.h"

#include "core/time.h"
#include "store/publication.h"
#include "writing/best_time.h"
#include "writing/poll.h"
#include "writing/sides.h"

enum {
    ANSWERS_MOST = 400
};

/* The draft with what the check says of each account's own words. */
static enum err_code prepare(struct request *r, const struct draft *d, struct sends *w,
                             struct err *e)
{
    struct lesson *l = NULL;
    enum err_code rc = taught_take(r->server->taught, r->store, false, &l, e);
    if (rc)
        return rc;
    rc = send_prepare(r->store, &r->server->judges, taught_learned(l), d, r->a, w, e);
    taught_give(r->server->taught, l);
    return rc;
}

/* In a company nothing goes out that nobody approved. */
static enum err_code may_go(struct request *r, const struct known *k, const struct draft *d,
                            struct err *e)
{
    struct draft_state st;
    if (!r->acts_for)
        return ERR_OK;
    enum err_code rc = draft_state(r, k, d, &st, e);
    if (rc == ERR_OK && !str_is(str_from(st.state), "approved"))
        rc = err_set(e, ERR_DENIED,
                     "In a company a draft goes out when somebody approved it: ask for that "
                     "first.");
    return rc;
}

/* What is shown ----------------------------------------------------------------------------- */

static void fill_pictures(struct request *r, const struct outgoing_draft *part,
                          struct preview *m)
{
    m->picture = ARENA_ARRAY(r->a, struct preview_picture, part->o.medias + 1);
    for (size_t i = 0; i < part->o.medias; i++)
        m->picture[m->pictures++] =
            (struct preview_picture){part->media[i], part->picture[i].alt};
}

static void fill_parts(struct request *r, const struct send_to *to, struct send_row *row)
{
    row->part = ARENA_ARRAY(r->a, struct preview, to->what.parts + 1);
    if (to->what.parts) {
        row->title = to->what.part[0].o.title;
        row->addresses = to->what.part[0].o.to;
    }
    for (size_t i = 0; i < to->what.parts; i++) {
        const struct outgoing *o = &to->what.part[i].o;
        bool cut;
        row->part[row->parts++] =
            (struct preview){.text = html_from_text(o->text, NULL, 0, 0, r->a, &cut),
                             .count = text_count_by(&to->what.limits, o->text),
                             .summary = o->summary,
                             .choice = o->choice,
                             .choices = o->choices,
                             .open = poll_open_say(o->poll_s, r->a)};
        fill_pictures(r, &to->what.part[i], &row->part[i]);
    }
}

static void fill_says(struct request *r, const struct send_to *to, struct send_row *row)
{
    row->stop = ARENA_ARRAY(r->a, struct str, to->what.says + 1);
    row->note = ARENA_ARRAY(r->a, struct str, to->what.says + 1);
    for (size_t i = 0; i < to->what.says; i++)
        if (to->what.say[i].stops)
            row->stop[row->stops++] = to->what.say[i].text;
        else
            row->note[row->notes++] = to->what.say[i].text;
}

static void fill_visibility(struct request *r, const struct send_to *to,
                            const struct draft_variant *v, struct send_row *row)
{
    const struct network_visibility *all = to->what.row ? to->what.row->visibility : NULL;
    row->visibility = ARENA_ARRAY(r->a, struct option, VISIBLE_COUNT + 1);
    for (const struct network_visibility *x = all; x && x->word; x++) {
        struct str name = str_from(visibility_name(x->visibility));
        row->visibility[row->visibilities++] =
            (struct option){name, str_from(x->says), v && str_eq(v->visibility, name)};
    }
}

static void fill_answers(struct request *r, const struct send_to *to,
                         const struct draft_variant *v, struct send_row *row)
{
    const struct network_answering *all = to->what.row ? to->what.row->answering : NULL;
    row->answer = ARENA_ARRAY(r->a, struct option, ANSWERING_COUNT + 1);
    for (const struct network_answering *x = all; x && x->word; x++) {
        struct str name = str_from(answering_name(x->who));
        row->answer[row->answers++] = (struct option){name, str_from(answering_says(x->who)),
                                                      v && str_eq(v->answers, name)};
    }
    if (to->what.parts && to->what.part[0].o.answering)
        row->who_answers = answering_says(to->what.part[0].o.answering);
}

static const struct draft_variant *variant_of(const struct draft *d, int64_t account)
{
    for (size_t i = 0; i < d->variants; i++)
        if (d->variant[i].account_id == account)
            return &d->variant[i];
    return NULL;
}

static enum err_code fill_row(struct request *r, const struct known *k, const struct draft *d,
                              const struct send_to *to, struct send_row *row, struct err *e)
{
    const struct draft_variant *v = variant_of(d, to->account->id);
    struct slot *slot;
    size_t slots;
    *row = (struct send_row){.acc = known_account(k, to->account->id),
                             .network = to->what.row ? str_from(to->what.row->name) : STR_NONE,
                             .verdict = "",
                             .phrase = "",
                             .who_answers = "",
                             .own = v ? v->text : STR_NONE,
                             .signature = !v || v->signature,
                             .by_hand = to->by_hand,
                             .warns = to->what.row && (to->what.row->can & API_WARNS)};
    if (to->check) {
        row->verdict = verdict_name(to->check->verdict).p;
        row->phrase = verdicts_phrase(to->check->verdict);
        row->sentence = plain_reason(r->a, to->check->sentence);
    }
    fill_parts(r, to, row);
    fill_says(r, to, row);
    fill_visibility(r, to, v, row);
    fill_answers(r, to, v, row);
    enum err_code rc = store_slots(r->store, to->account->id, r->a, &slot, &slots, e);
    if (rc == ERR_OK && slots)
        row->slot = moment_say(moment_slot(slot, slots, r->now_ms), r->now_ms, r->a);
    return rc;
}

/* "personal and professional" */
static struct str both_of(struct request *r, const struct sends *w)
{
    struct buf b;
    size_t said = 0;
    buf_init(&b, 4096);
    for (size_t i = 0; i < w->n; i++) {
        bool fresh = true;
        for (size_t j = 0; j < i; j++)
            fresh &= !str_eq(w->to[j].account->context, w->to[i].account->context);
        if (!fresh)
            continue;
        said++;
        buf_printf(&b, "%s" STRF,
                   said == 1             ? ""
                   : said == w->contexts ? " and "
                                         : ", ",
                   STRA(w->to[i].account->context));
    }
    struct str out = arena_str(r->a, buf_view(&b));
    buf_free(&b);
    return out;
}

static struct str label_of(struct request *r, const struct send_view *v, const struct sends *w)
{
    if (w->n == 1 && v->row[0].acc)
        return arena_printf(r->a, "Publish to " STRF " (" STRF ")", STRA(v->row[0].acc->label),
                            STRA(v->row[0].acc->acc.context));
    return arena_printf(r->a, "Publish to %zu accounts%s" STRF, w->n,
                        w->contexts > 1 ? ": " : " (", STRA(both_of(r, w)));
}

static enum err_code show(struct request *r, const struct known *k, const struct draft *d,
                          const struct sends *w, struct str problem, struct err *e)
{
    struct send_view v = {.draft = d->id,
                          .stops = w->stops,
                          .doubts = w->gravest >= VERDICT_THINK_TWICE,
                          .contexts = w->contexts,
                          .company = r->acts_for != 0,
                          .problem = problem};
    struct page p;
    enum err_code rc = sides_ask(r->store, d, r->a, &v.sides, e);
    v.account = d->account;
    v.accounts = d->accounts;
    v.row = ARENA_ARRAY(r->a, struct send_row, w->n + 1);
    for (size_t i = 0; i < w->n && rc == ERR_OK; i++)
        rc = fill_row(r, k, d, &w->to[i], &v.row[v.n++], e);
    if (rc == ERR_OK && w->n)
        rc = best_time_say(r->store, w->to[0].account->id, r->now_ms, r->a, &v.best, e);
    if (rc)
        return rc;
    v.both = w->contexts > 1 ? both_of(r, w) : STR_NONE;
    v.hold = w->hold_ms > UNDO_MS
                 ? arena_printf(r->a, "%lld minutes", (long long)(w->hold_ms / 60000))
                 : STR_NONE;
    v.label = label_of(r, &v, w);
    if (w->contexts == 1 && w->n > 1)
        v.label = arena_printf(r->a, STRF ")", STRA(v.label));
    v.context_id = w->contexts == 1 && v.row[0].acc ? v.row[0].acc->context_id : 0;
    v.at = moment_field(r->now_ms + 3600000, r->a);
    draft_pictures_fill(r, k, d, "send", &v.pictures);
    page_begin_in(r, &p, "Before it goes out", "write", k, STR_NONE);
    p.tab[0].current = false;
    page_send(r->out, &p, &v);
    return ERR_OK;
}

static void put_pictures(struct json_out *o, const struct composed *c)
{
    json_out_key(o, "pictures");
    json_out_open(o, '[');
    for (size_t k = 0; k < c->parts; k++)
        for (size_t i = 0; i < c->part[k].o.medias; i++) {
            json_out_open(o, '{');
            json_out_kstr(o, "media", c->part[k].media[i]);
            json_out_kstr(o, "alt", c->part[k].picture[i].alt);
            json_out_close(o, '}');
        }
    json_out_close(o, ']');
}

/* What stands above the text, and its parts. */
static void put_words(struct json_out *o, const struct composed *c)
{
    const struct outgoing none = {0}, *first = c->parts ? &c->part[0].o : &none;
    json_out_kstr(o, "title", first->title);
    json_out_kstr(o, "addresses", first->to);
    json_out_kstr(o, "answers", str_from(answering_name(first->answering)));
    json_out_key(o, "choices");
    json_out_open(o, '[');
    for (size_t k = 0; k < first->choices; k++)
        json_out_str(o, first->choice[k]);
    json_out_close(o, ']');
    json_out_ki64(o, "open_s", first->poll_s);
    json_out_key(o, "parts");
    json_out_open(o, '[');
    for (size_t k = 0; k < c->parts; k++)
        json_out_str(o, c->part[k].o.text);
    json_out_close(o, ']');
}

static void put_json(struct request *r, const struct draft *d, const struct sends *w,
                     struct str asks)
{
    struct json_out o;
    json_out_init(&o, r->out);
    json_out_open(&o, '{');
    json_out_ki64(&o, "draft", d->id);
    json_out_ki64(&o, "hold_ms", w->hold_ms);
    json_out_kstr(&o, "asks", asks);
    json_out_key(&o, "accounts");
    json_out_open(&o, '[');
    for (size_t i = 0; i < w->n; i++) {
        const struct send_to *to = &w->to[i];
        json_out_open(&o, '{');
        json_out_ki64(&o, "id", to->account->id);
        json_out_kstr(&o, "account", account_name(to->account, r->a));
        json_out_kstr(&o, "context", to->account->context);
        json_out_kstr(&o, "verdict", to->check ? verdict_name(to->check->verdict) : STR_NONE);
        json_out_key(&o, "by_hand");
        json_out_bool(&o, to->by_hand);
        put_words(&o, &to->what);
        put_pictures(&o, &to->what);
        json_out_key(&o, "says");
        json_out_open(&o, '[');
        for (size_t k = 0; k < to->what.says; k++)
            json_out_str(&o, to->what.say[k].text);
        json_out_close(&o, ']');
        json_out_close(&o, '}');
    }
    json_out_close(&o, ']');
    json_out_close(&o, '}');
}

static enum err_code load(struct request *r, struct known *k, struct draft *d, struct sends *w,
                          struct err *e)
{
    enum err_code rc = known_load(r, k, e);
    if (rc == ERR_OK)
        rc = store_draft(r->store, r->id, r->a, d, e);
    return rc ? rc : prepare(r, d, w, e);
}

enum err_code get_send(struct request *r, struct err *e)
{
    struct known k;
    struct draft d;
    struct sends w = {0};
    enum err_code rc = load(r, &k, &d, &w, e);
    if (rc)
        return rc;
    if (r->json) {
        struct str asks;
        rc = sides_ask(r->store, &d, r->a, &asks, e);
        if (rc == ERR_OK)
            put_json(r, &d, &w, asks);
        return rc;
    }
    return show(r, &k, &d, &w, STR_NONE, e);
}

/* Publishing -------------------------------------------------------------------------------- */

static enum err_code when_of(struct request *r, const struct sends *w, int64_t *due,
                             struct err *e)
{
    struct str when = field_str(r, "when");
    struct slot *slot;
    size_t n;
    *due = 0;
    if (when.n == 0 || str_is(when, "now"))
        return ERR_OK;
    if (str_is(when, "at"))
        return moment_parse(field_str(r, "at"), due, e);
    if (!str_is(when, "slot"))
        return err_set(e, ERR_INVALID, "\"when\" is one of now, at and slot");
    enum err_code rc = store_slots(r->store, w->to[0].account->id, r->a, &slot, &n, e);
    if (rc == ERR_OK && n == 0)
        rc = err_set(e, ERR_INVALID, "That account has no queue yet.");
    return rc ? rc
              : moment_free_slot(r->store, w->to[0].account->id, slot, n, r->now_ms, due, e);
}

enum err_code post_send(struct request *r, struct err *e)
{
    struct known k = {0};
    struct draft d = {0};
    struct sends w = {0};
    struct publication *p;
    size_t n;
    int64_t due = 0;
    enum err_code rc = load(r, &k, &d, &w, e);
    if (rc == ERR_OK)
        rc = may_go(r, &k, &d, e);
    if (rc == ERR_OK)
        rc = when_of(r, &w, &due, e);
    if (rc == ERR_OK)
        rc = send_all(r->store, &d, &w, due, r->a, &p, &n, e);
    if (rc == ERR_INVALID && !r->json) {
        r->re.status = 400;
        return show(r, &k, &d, &w, arena_str(r->a, str_from(e->msg)), e);
    }
    if (rc)
        return rc;
    request_audit(r, store_owner(r->store), "draft.sent",
                  arena_printf(r->a, "draft %lld", (long long)d.id), STR_NONE);
    live_wake(r->server->live);
    return answer_done(r, STR("/outbox"));
}

enum err_code post_variant(struct request *r, struct err *e)
{
    struct draft d;
    int64_t account = field_id(r, "account");
    enum err_code rc = store_draft(r->store, r->id, r->a, &d, e);
    if (rc)
        return rc;
    struct draft_variant *v = (struct draft_variant *)(uintptr_t)variant_of(&d, account);
    if (!v)
        return err_set(e, ERR_NOT_FOUND, "This draft does not go to that account.");
    if (answering_find(field_str(r, "answers")) == ANSWERING_COUNT)
        return err_set(e, ERR_INVALID,
                       "\"answers\" is one of everybody, mentioned, followed and nobody");
    struct str text = str_trim(field_str(r, "text"));
    v->answers = field_str(r, "answers");
    v->text = str_eq(text, str_trim(d.text)) ? STR_NONE : text;
    v->visibility = field_str(r, "visibility");
    v->summary = field_str(r, "summary");
    v->signature = !field_given(r, "bare");
    d.by = r->acts_for ? r->owner : 0;
    d.picture = NULL;
    rc = store_draft_put(r->store, &d, e);
    return rc ? rc
              : answer_done(r, arena_printf(r->a, "/drafts/%lld/send#to-%lld", (long long)r->id,
                                            (long long)account));
}

/* Answers ------------------------------------------------------------------------------------ */

/* The posts of all copies, each with what came back to it. */
static enum err_code gather(struct request *r, int64_t draft, struct shown_post **out,
                            size_t *n, struct err *e)
{
    struct publication *p;
    size_t count;
    const struct publication_filter f = {.draft_id = draft, .states = 1u << PUBLICATION_SENT};
    enum err_code rc = store_publications(r->store, &f, 100, r->a, &p, &count, e);
    *out = ARENA_ARRAY(r->a, struct shown_post, ANSWERS_MOST);
    *n = 0;
    for (size_t i = 0; i < count && rc == ERR_OK; i++) {
        struct thread t;
        int64_t post = 0;
        if (!str_is(p[i].what, "post") || p[i].part != 1)
            continue;
        rc = store_publication_post(r->store, &p[i], &post, e);
        if (rc || post == 0)
            continue;
        rc = store_thread(r->store, post, ANSWERS_MOST, r->a, &t, e);
        for (size_t k = 0; k < t.n && *n < ANSWERS_MOST && rc == ERR_OK; k++)
            (*out)[(*n)++] = t.post[k];
    }
    return rc;
}

enum err_code get_answers(struct request *r, struct err *e)
{
    struct known k;
    struct draft d;
    struct thread_view v = {.title = STR("Answers")};
    struct shown_post *post;
    struct page p;
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK)
        rc = store_draft(r->store, r->id, r->a, &d, e);
    if (rc == ERR_OK)
        rc = gather(r, d.id, &post, &v.n, e);
    if (rc)
        return rc;
    if (r->json) {
        struct post_page posts = {post, v.n, 0, v.n == ANSWERS_MOST};
        api_posts(r, &posts, STR_NONE);
        return ERR_OK;
    }
    v.card = cards_of(r, &k, post, v.n, CARD_BYTES, STR_NONE);
    for (size_t i = 0; i < v.n; i++)
        v.card[i].parent = NULL; /* it stands above */
    page_begin_in(r, &p, "Answers", "outbox", &k, STR_NONE);
    p.tab[0].current = false;
    page_thread(r->out, &p, &v);
    return ERR_OK;
}
