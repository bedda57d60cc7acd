/* web/api_write.c: drafts, checks, what was learned and contexts, as JSON. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/api.h"

#include "output/output.h"
#include "web/drafts.h"

static void begin(struct request *r, struct json_out *o)
{
    json_out_init(o, r->out);
    json_out_open(o, '{');
}

static void put_bool(struct json_out *o, const char *key, bool v)
{
    json_out_key(o, key);
    json_out_bool(o, v);
}

/* A number that may not be known or set. */
static void put_number(struct json_out *o, const char *key, struct str digits)
{
    int64_t n;
    json_out_key(o, key);
    if (str_i64(digits, &n))
        json_out_i64(o, n);
    else
        json_out_null(o);
}

static void put_checks(struct json_out *o, const struct verdicts *v, const struct draft *d)
{
    json_out_key(o, "checks");
    json_out_open(o, '[');
    for (size_t i = 0; i < v->n; i++) {
        bool asked = d->accounts == 0;
        for (size_t c = 0; c < d->accounts; c++)
            asked |= v->account[i] && d->account[c] == v->account[i]->acc.id;
        if (asked)
            output_check(o, NULL, v->place, i, &v->check);
    }
    json_out_close(o, ']');
}

void api_check(struct request *r, const struct verdicts *v, const struct draft *d)
{
    struct json_out o;
    begin(r, &o);
    put_checks(&o, v, d);
    json_out_close(&o, '}');
}

void api_guard(struct request *r, const struct draft *d, const struct verdicts *v, bool asks,
               bool holds, bool stops)
{
    struct json_out o;
    begin(r, &o);
    json_out_ki64(&o, "draft", d->id);
    put_bool(&o, "ready", !stops);
    put_bool(&o, "asks", asks);
    put_bool(&o, "holds", holds);
    put_checks(&o, v, d);
    json_out_close(&o, '}');
}

static void put_decisions(struct json_out *o, const struct draft_state *s)
{
    json_out_key(o, "decisions");
    json_out_open(o, '[');
    for (size_t i = 0; i < s->decisions; i++) {
        const struct decision *d = &s->decision[i];
        json_out_open(o, '{');
        json_out_kstr(o, "account", d->to.label);
        json_out_kstr(o, "verdict", str_from(d->verdict));
        json_out_kstr(o, "did", d->did);
        json_out_kstr(o, "reason", d->reason);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

static void put_pictures(struct json_out *o, const struct draft *d)
{
    json_out_key(o, "pictures");
    json_out_open(o, '[');
    for (size_t i = 0; i < d->pictures; i++) {
        const struct draft_picture *p = &d->picture[i];
        json_out_open(o, '{');
        json_out_ki64(o, "number", p->number);
        json_out_key(o, "account");
        if (p->account_id)
            json_out_i64(o, p->account_id);
        else
            json_out_null(o);
        json_out_kstr(o, "media", p->media);
        json_out_kstr(o, "alt", p->alt);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

void api_draft_pictures(struct request *r, const struct draft *d)
{
    struct json_out o;
    begin(r, &o);
    json_out_ki64(&o, "draft", d->id);
    put_pictures(&o, d);
    json_out_close(&o, '}');
}

static void put_choices(struct json_out *o, const struct draft *d)
{
    struct str rest = d->choices, line;
    json_out_key(o, "choices");
    json_out_open(o, '[');
    while (str_cut(&rest, '\n', &line))
        json_out_str(o, line);
    json_out_close(o, ']');
    json_out_ki64(o, "open_s", d->poll_s);
}

static void put_draft(struct json_out *o, const struct draft *d, const struct draft_state *s)
{
    json_out_open(o, '{');
    json_out_ki64(o, "id", d->id);
    json_out_kstr(o, "text", d->text);
    json_out_kstr(o, "title", d->title);
    json_out_kstr(o, "addresses", d->receivers);
    put_choices(o, d);
    output_time(o, "changed", d->changed_ms);
    json_out_key(o, "accounts");
    json_out_open(o, '[');
    for (size_t a = 0; a < d->accounts; a++)
        json_out_i64(o, d->account[a]);
    json_out_close(o, ']');
    put_pictures(o, d);
    put_bool(o, "template", d->is_template);
    json_out_kstr(o, "state", str_from(s->state[0] ? s->state : "open"));
    output_time(o, "decided", s->at_ms);
    output_time(o, "until", s->until_ms);
    put_decisions(o, s);
    json_out_kstr(o, "author", d->author);
    api_put_approval(o, s->approval);
    json_out_close(o, '}');
}

enum err_code api_drafts(struct request *r, const struct known *k, struct err *e)
{
    struct draft *d;
    struct json_out o;
    size_t n;
    enum err_code rc = store_drafts(r->store, 200, r->a, &d, &n, e);
    if (rc)
        return rc;
    begin(r, &o);
    json_out_key(&o, "drafts");
    json_out_open(&o, '[');
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        struct draft_state s;
        rc = draft_state(r, k, &d[i], &s, e);
        if (rc == ERR_OK)
            put_draft(&o, &d[i], &s);
    }
    json_out_close(&o, ']');
    json_out_close(&o, '}');
    return rc;
}

void api_correction(struct request *r, const struct correction_row *row, struct str says)
{
    struct json_out o;
    begin(r, &o);
    json_out_key(&o, "learned");
    output_correction(&o, row, says);
    json_out_close(&o, '}');
}

void api_pictures(struct request *r, const struct picture_counts *c,
                  const struct picture_told *t, size_t n)
{
    struct json_out o;
    begin(r, &o);
    output_pictures(&o, c, t, n);
    json_out_close(&o, '}');
}

void api_learned(struct request *r, const struct correction_row *row, size_t n,
                 const struct str *says)
{
    struct json_out o;
    begin(r, &o);
    json_out_key(&o, "learned");
    json_out_open(&o, '[');
    for (size_t i = n; i-- > 0;)
        output_correction(&o, &row[i], says[i]);
    json_out_close(&o, ']');
    json_out_close(&o, '}');
}

static void put_ticks(struct json_out *o, const char *key, const struct tick *t, size_t n)
{
    json_out_key(o, key);
    json_out_open(o, '[');
    for (size_t i = 0; i < n; i++)
        if (t[i].on)
            json_out_str(o, t[i].value);
    json_out_close(o, ']');
}

/* "a, b" as it stands in a field. */
static void put_list(struct json_out *o, const char *key, struct str list)
{
    struct str one;
    json_out_key(o, key);
    json_out_open(o, '[');
    while (str_cut(&list, ',', &one))
        json_out_str(o, str_trim(one));
    json_out_close(o, ']');
}

static struct str chosen_of(const struct option *o, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (o[i].chosen)
            return o[i].value;
    return STR_NONE;
}

static void put_here(struct json_out *o, const struct posts_here *h)
{
    json_out_open(o, '{');
    json_out_ki64(o, "account", h->a->acc.id);
    json_out_ki64(o, "posts", h->posts);
    json_out_ki64(o, "recent", h->recent);
    json_out_ki64(o, "sells", h->sells);
    json_out_key(o, "topics");
    json_out_open(o, '[');
    for (size_t i = 0; i < h->topics; i++) {
        json_out_open(o, '{');
        json_out_kstr(o, "topic", h->topic[i].topic);
        json_out_ki64(o, "posts", h->topic[i].n);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
    json_out_close(o, '}');
}

static void put_context(struct json_out *o, const struct context_form *f)
{
    json_out_open(o, '{');
    json_out_ki64(o, "id", f->c->id);
    json_out_kstr(o, "name", f->c->name);
    json_out_kstr(o, "mindset", str_from(mindset_name(f->c->mindset)));
    put_ticks(o, "welcome", f->welcome, f->welcomes);
    put_ticks(o, "unwelcome", f->unwelcome, f->unwelcomes);
    put_list(o, "use", f->use.value);
    put_list(o, "avoid", f->avoid.value);
    json_out_kstr(o, "formality", chosen_of(f->formality, f->formalities));
    put_list(o, "languages", f->languages.value);
    put_number(o, "emoji", f->emoji.value);
    put_number(o, "promotion", f->promotion.value);
    json_out_kstr(o, "guard", chosen_of(f->guard, f->guards));
    json_out_key(o, "accounts");
    json_out_open(o, '[');
    for (size_t i = 0; i < f->heres; i++)
        put_here(o, &f->here[i]);
    json_out_close(o, ']');
    json_out_close(o, '}');
}

void api_contexts(struct request *r, const struct contexts_view *v)
{
    struct json_out o;
    begin(r, &o);
    json_out_key(&o, "contexts");
    json_out_open(&o, '[');
    for (size_t i = 0; i < v->n; i++)
        put_context(&o, &v->form[i]);
    json_out_close(&o, ']');
    json_out_close(&o, '}');
}
