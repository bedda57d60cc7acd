/* web/write.c: a draft beside the check: what it says of each place, with its reasons. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/api.h"
#include "web/handlers.h"
#include "web/server.h"
#include "web/templates.h"
#include "web/views.h"

#include "context/places.h"
#include "core/limits.h"
#include "text/utf8.h"

#include <stdlib.h>

enum {
    PLACES_MOST = 64,
    DRAFTS_SHOWN = 20
};

/* Where a draft could go, each with the account that it stands for. */
struct places {
    struct check_place place[PLACES_MOST];
    const struct known_account *account[PLACES_MOST]; /* NULL: a typical one */
    size_t n;
};

static enum err_code find_places(struct request *r, const struct known *k, struct places *p,
                                 struct err *e)
{
    for (size_t i = 0; i < k->accounts && p->n < PLACES_MOST; i++) {
        if (!k->account[i].can_post)
            continue;
        enum err_code rc =
            place_of_account(r->store, &k->account[i].acc, r->a, &p->place[p->n], e);
        if (rc)
            return rc;
        p->account[p->n++] = &k->account[i];
    }
    if (p->n == 0) { /* an empty home: the two that everybody has */
        p->place[p->n++] = place_typical(network_find(STR("linkedin")));
        p->place[p->n++] = place_typical(network_find(STR("facebook")));
    }
    return ERR_OK;
}

static const char *phrase_of(enum verdict v)
{
    static const char *const phrases[] = {"Fits", "Your other side", "Think twice",
                                          "Keep it out"};
    return phrases[v];
}

/* The sentence without the verdict in front of it, which stands beside it. */
static struct str reason_of(struct request *r, struct str sentence)
{
    ptrdiff_t colon = str_find(sentence, STR(": "));
    if (colon <= 0 || colon >= 40)
        return sentence;
    char *p = arena_cstr(r->a, str_after(sentence, (size_t)colon + 2));
    if (*p >= 'a' && *p <= 'z')
        *p = (char)(*p - 'a' + 'A');
    return str_from(p);
}

static void fill_words(struct request *r, struct str text, const struct check_finding *f,
                       struct reason *out)
{
    enum {
        MOST = 120
    };
    out->word = ARENA_ARRAY(r->a, struct str, f->n_spans + 1);
    for (size_t i = 0; i < f->n_spans; i++) {
        struct str word = str_sub(text, f->spans[i].from, f->spans[i].to);
        out->word[out->words++] = utf8_clean(str_sub(word, 0, MOST), r->a);
    }
}

static struct str audience_text(struct request *r, const struct check_audience *a)
{
    struct buf b;
    if (a->people < 0)
        return STR("Nobody knows how many are here: the archive does not say.");
    buf_init(&b, 300);
    show_count(&b, a->people, "person here", "people here");
    buf_lit(&b, ": ");
    show_number(&b, a->personal);
    buf_lit(&b, " friends and family, ");
    show_number(&b, a->professional);
    buf_lit(&b, " from work");
    if (a->both) {
        buf_lit(&b, ", ");
        show_number(&b, a->both);
        buf_lit(&b, " both");
    }
    buf_lit(&b, ".");
    struct str s = arena_str(r->a, buf_view(&b));
    buf_free(&b);
    return s;
}

static void fill_verdict(struct request *r, struct str text, const struct places *p,
                         const struct check_result *res, struct place_card *c)
{
    c->verdict = verdict_name(res->verdict).p;
    c->phrase = phrase_of(res->verdict);
    c->sentence = reason_of(r, res->sentence);
    if (res->verdict >= VERDICT_THINK_TWICE)
        c->change = res->change;
    const struct check_place *to = res->n_better ? &p->place[res->better[0]] : NULL;
    if (to && res->verdict >= VERDICT_THINK_TWICE && str_find(c->change, to->network_name) < 0)
        c->better =
            p->account[res->better[0]] ? p->account[res->better[0]]->label : to->network_name;
    c->reason = ARENA_ARRAY(r->a, struct reason, res->n_findings + 1);
    for (size_t i = 0; i < res->n_findings; i++) {
        const struct check_finding *f = &res->findings[i];
        c->reason[c->reasons] = (struct reason){
            .severity = severity_name(f->severity).p, .why = f->why, .rule = f->rule};
        fill_words(r, text, f, &c->reason[c->reasons++]);
    }
}

static void fill_place(struct request *r, const struct write_view *v, const struct places *p,
                       size_t at, const int64_t *chosen, size_t n_chosen, struct place_card *c)
{
    const struct known_account *acc = p->account[at];
    const struct check_place *pl = &p->place[at];
    *c = (struct place_card){
        .account_id = acc ? acc->acc.id : 0,
        .label = acc ? acc->label
                     : arena_printf(r->a, STRF ", a typical account", STRA(pl->network_name)),
        .context = pl->context,
        .handle = pl->account,
        .context_id = acc ? acc->context_id : (int64_t)pl->mindset + 1,
        .verdict = "",
        .phrase = "",
        .count = text_count(pl->network, v->text),
        .audience = audience_text(r, &pl->audience)};
    for (size_t i = 0; i < n_chosen; i++)
        c->chosen |= acc && chosen[i] == acc->acc.id;
}

static int by_start(const void *a, const void *b)
{
    const struct html_mark *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

/* The words that any reason rests on, marked in the text: the strictest verdicts' first. */
static void mark_text(struct request *r, const struct check *k, struct write_view *v)
{
    enum {
        MOST = 200
    };
    struct html_mark *m = ARENA_ARRAY(r->a, struct html_mark, MOST);
    size_t n = 0;
    for (size_t i = 0; i < k->n; i++) {
        const struct check_result *res = &k->results[i];
        for (size_t f = 0; f < res->n_findings; f++)
            for (size_t s = 0; s < res->findings[f].n_spans && n < MOST; s++)
                if (res->findings[f].verdict >= VERDICT_THINK_TWICE)
                    m[n++] = (struct html_mark){res->findings[f].spans[s].from,
                                                res->findings[f].spans[s].to};
    }
    qsort(m, n, sizeof *m, by_start);
    v->marked = html_plain_marked(v->text, m, n, r->a);
}

static void summarise(struct request *r, struct write_view *v)
{
    struct buf b;
    buf_init(&b, KIB(4));
    for (size_t i = 0; i < v->places; i++)
        if (v->place[i].verdict[0])
            buf_printf(&b, "%s" STRF ": %s", b.n ? "; " : "", STRA(v->place[i].label),
                       v->place[i].phrase);
    v->summary = arena_str(r->a, buf_view(&b));
    buf_free(&b);
}

/* Runs the check and fills the cards; an empty text has nothing to be judged. */
static enum err_code check_view(struct request *r, const struct known *k, const int64_t *chosen,
                                size_t n_chosen, struct write_view *v, struct err *e)
{
    struct places *p = ARENA_NEW(r->a, struct places);
    struct check check;
    enum err_code rc = find_places(r, k, p, e);
    if (rc)
        return rc;
    v->place = ARENA_ARRAY(r->a, struct place_card, p->n);
    v->places = p->n;
    for (size_t i = 0; i < p->n; i++)
        fill_place(r, v, p, i, chosen, n_chosen, &v->place[i]);
    if (str_trim(v->text).n == 0 && !r->json)
        return ERR_OK;
    rc = check_run(r->server->model, &r->server->rules, v->text, p->place, p->n, r->a, &check,
                   e);
    if (rc)
        return rc;
    if (r->json) {
        api_check(r, p->place, &check, chosen, n_chosen, v->place);
        return ERR_OK;
    }
    v->checked = true;
    v->note = check.note;
    for (size_t i = 0; i < p->n; i++)
        fill_verdict(r, v->text, p, &check.results[i], &v->place[i]);
    mark_text(r, &check, v);
    summarise(r, v);
    return ERR_OK;
}

/* A line break is one character, whatever the browser sent. */
static struct str plain_lines(struct request *r, struct str s)
{
    char *p = arena_cstr(r->a, s);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\r')
            p[n++] = s.p[i];
    return str_of(p, n);
}

static enum err_code show_write(struct request *r, const struct known *k, struct write_view *v,
                                struct err *e)
{
    struct draft *old;
    struct page p;
    enum err_code rc = store_drafts(r->store, DRAFTS_SHOWN, r->a, &old, &v->olds, e);
    if (rc)
        return rc;
    v->old = old;
    v->now_ms = r->now_ms;
    page_begin_in(r, &p, "Write", "write", k, STR_NONE);
    p.tab[0].current = false;
    page_write(r->out, &p, v);
    return ERR_OK;
}

enum err_code get_write(struct request *r, struct err *e)
{
    struct known k;
    struct draft d = {0};
    struct write_view v = {.draft = field_id(r, "draft"), .kept = field_given(r, "kept")};
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK && v.draft)
        rc = store_draft(r->store, v.draft, r->a, &d, e);
    if (rc)
        return rc;
    v.text = d.text;
    if (r->json)
        return api_drafts(r, e);
    rc = check_view(r, &k, d.account, d.accounts, &v, e);
    return rc ? rc : show_write(r, &k, &v, e);
}

enum err_code post_check(struct request *r, struct err *e)
{
    struct known k;
    int64_t chosen[PLACES_MOST];
    size_t n = field_ids(r, "account", chosen, PLACES_MOST);
    struct write_view v = {.draft = field_id(r, "draft"),
                           .text = plain_lines(r, field_str(r, "text"))};
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK)
        rc = check_view(r, &k, chosen, n, &v, e);
    if (rc || r->json)
        return rc;
    if (!r->part)
        return show_write(r, &k, &v, e);
    page_checked(r->out, &v);
    return ERR_OK;
}

enum err_code post_draft(struct request *r, struct err *e)
{
    int64_t chosen[PLACES_MOST];
    struct draft d = {.id = field_id(r, "draft"),
                      .text = plain_lines(r, field_str(r, "text")),
                      .account = chosen,
                      .accounts = field_ids(r, "account", chosen, PLACES_MOST)};
    enum err_code rc = store_draft_put(r->store, &d, e);
    if (rc)
        return rc;
    if (!r->json)
        return answer_done(r, arena_printf(r->a, "/write?draft=%lld&kept=1", (long long)d.id));
    struct json_out o;
    json_out_init(&o, r->out);
    json_out_open(&o, '{');
    json_out_ki64(&o, "draft", d.id);
    json_out_close(&o, '}');
    return ERR_OK;
}

enum err_code post_draft_drop(struct request *r, struct err *e)
{
    enum err_code rc = store_draft_drop(r->store, r->id, e);
    return rc ? rc : answer_done(r, STR("/write"));
}
