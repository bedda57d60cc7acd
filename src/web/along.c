/* web/along.c: a company's posts for its members, and one of them taken along in their own words. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/api.h"
#include "web/drafts.h"
#include "web/handlers.h"
#include "web/templates.h"

#include "context/check_say.h"
#include "store/timeline.h"

enum {
    POSTS_SHOWN = 30, /* of each company */
    TAKEN_BYTES = 8000
};

/* What anybody can see of a company: nothing that it answers or tells named people. */
static bool is_shown(const struct shown_post *p)
{
    bool kind = str_is(p->post.kind, "post") || str_is(p->post.kind, "article") ||
                str_is(p->post.kind, "reshare");
    return kind && p->post.author_id == 0 && p->deleted_ms == 0 && p->post.text.n > 0 &&
           !str_is(p->visibility, visibility_name(VISIBLE_DIRECT)) &&
           !str_is(p->visibility, visibility_name(VISIBLE_GROUP));
}

/* Its newest posts; the store acts for whoever asks again afterwards. */
static enum err_code load_company(struct request *r, const struct membership *m,
                                  struct along_company *out, struct err *e)
{
    const struct post_filter own = {
        .own = true, .kinds = 1u << POST_POST | 1u << POST_ARTICLE | 1u << POST_RESHARE};
    struct post_page page = {0};
    store_act_for(r->store, m->company_id);
    enum err_code rc = store_timeline(r->store, &own, 0, POSTS_SHOWN, r->a, &page, e);
    request_use_store(r, r->store);
    *out = (struct along_company){.m = m};
    if (rc)
        return rc;
    out->post = ARENA_ARRAY(r->a, struct along_post, page.n + 1);
    for (size_t i = 0; i < page.n; i++) {
        const struct shown_post *p = &page.post[i];
        struct along_post *one = &out->post[out->n];
        if (!is_shown(p))
            continue;
        *one = (struct along_post){.p = p, .network = network_label(p->post.network)};
        one->text = html_from_text(p->post.text, NULL, 0, CARD_BYTES, r->a, &one->cut);
        out->n++;
    }
    return ERR_OK;
}

enum err_code get_company_posts(struct request *r, struct err *e)
{
    struct along_view v = {.now_ms = r->now_ms};
    struct membership *m;
    struct page p;
    enum err_code rc = store_memberships_of(r->store, r->owner, r->a, &m, &v.companies, e);
    v.company = ARENA_ARRAY(r->a, struct along_company, v.companies + 1);
    for (size_t i = 0; i < v.companies && rc == ERR_OK; i++)
        rc = load_company(r, &m[i], &v.company[i], e);
    if (rc)
        return rc;
    if (r->json) {
        api_along(r, &v);
        return ERR_OK;
    }
    page_begin(r, &p, "Posts of your companies", "company-posts");
    page_along(r->out, &p, &v);
    return ERR_OK;
}

/* Taking one along ------------------------------------------------------------------------- */

/* A post of a company that one belongs to. */
static enum err_code load_post(struct request *r, int64_t company, int64_t id, struct taken *t,
                               struct err *e)
{
    enum role role;
    struct owner o;
    struct shown_post p;
    enum err_code rc = store_role(r->store, company, r->owner, &role, e);
    if (rc == ERR_OK && role == ROLE_NONE)
        rc = err_set(e, ERR_NOT_FOUND, "You belong to no such company.");
    if (rc == ERR_OK)
        rc = store_owner_get(r->store, company, r->a, &o, e);
    if (rc)
        return rc;
    store_act_for(r->store, company);
    rc = store_post(r->store, id, r->a, &p, e);
    request_use_store(r, r->store);
    if (rc == ERR_OK && !is_shown(&p))
        rc = err_set(e, ERR_NOT_FOUND, "There is no such post of the company.");
    if (rc)
        return rc;
    size_t n = p.post.text.n < TAKEN_BYTES ? p.post.text.n : TAKEN_BYTES;
    while (n > 0 && n < p.post.text.n && ((unsigned char)p.post.text.p[n] & 0xC0) == 0x80)
        n--;
    *t = (struct taken){.company = company,
                        .post_id = id,
                        .name = o.name,
                        .url = html_url_ok(p.post.url) ? p.post.url : STR_NONE,
                        .text = str_sub(p.post.text, 0, n)};
    return ERR_OK;
}

enum err_code post_take(struct request *r, struct err *e)
{
    struct taken t;
    enum err_code rc = load_post(r, field_id(r, "company"), field_id(r, "post"), &t, e);
    if (rc)
        return rc;
    struct draft d = {.text = taken_start(&t, r->a), .about = taken_write(&t, r->a)};
    rc = store_draft_put(r->store, &d, e);
    if (rc)
        return rc;
    if (!r->json)
        return answer_done(r, arena_printf(r->a, "/write?draft=%lld", (long long)d.id));
    struct json_out o;
    json_out_init(&o, r->out);
    json_out_open(&o, '{');
    json_out_ki64(&o, "draft", d.id);
    json_out_close(&o, '}');
    return ERR_OK;
}

/* Beside the draft -------------------------------------------------------------------------- */

void taken_fill(struct request *r, const struct draft *d, struct write_view *v)
{
    struct along *w = &v->along;
    w->from = taken_parse(d->about, r->a);
    v->company = r->acts_for != 0;
    if (w->from.company == 0)
        return;
    w->text = html_from_text(w->from.text, NULL, 0, 0, r->a, NULL);
    w->overlap = taken_overlap(&w->from, d->text, r->a);
    w->disclosed = disclosure_found(d->text, w->from.name, r->a);
    for (int i = 0; i < DISCLOSURES; i++)
        w->offer[i] = disclosure_offer(i, w->from.name, r->a);
}

/* The reason comes first where nothing graver was found. */
static void add_reason(struct request *r, const struct taken *t, struct check_result *res)
{
    struct str why =
        arena_printf(r->a, "it is about " STRF ", and readers can’t tell that you work there",
                     STRA(t->name));
    struct check_finding one = {.kind = STR("disclosure"),
                                .severity = SEVERITY_WARN,
                                .text = say_verdict(r->a, VERDICT_THINK_TWICE, why),
                                .why = why,
                                .rule = STR("disclosure"),
                                .verdict = VERDICT_THINK_TWICE};
    struct check_finding *all = ARENA_ARRAY(r->a, struct check_finding, res->n_findings + 1);
    bool decides = res->verdict < VERDICT_THINK_TWICE;
    for (size_t i = 0; i < res->n_findings; i++)
        all[i + decides] = res->findings[i];
    all[decides ? 0 : res->n_findings] = one;
    res->findings = all;
    res->n_findings++;
    if (!decides)
        return;
    res->verdict = VERDICT_THINK_TWICE;
    res->rule = one.rule;
    res->sentence = one.text;
    res->change =
        arena_printf(r->a, "Say so: “" STRF "”", STRA(disclosure_offer(0, t->name, r->a)));
    res->n_better = 0;
}

void taken_judge(struct request *r, const struct draft *d, struct verdicts *v)
{
    struct taken t = taken_parse(d->about, r->a);
    if (t.company == 0 || !v->judged || disclosure_found(d->text, t.name, r->a))
        return;
    for (size_t i = 0; i < v->check.n; i++)
        add_reason(r, &t, &v->check.results[i]);
}

/* Behind one's own words, before what was taken along. */
static struct str with_disclosure(struct request *r, struct str text, const struct taken *t,
                                  struct str say)
{
    ptrdiff_t at = t->url.n ? str_find(text, t->url) : str_find(text, STR("\n> "));
    size_t end = at < 0 ? text.n : (size_t)at;
    struct str own = str_trim(str_sub(text, 0, end)), rest = str_trim(str_after(text, end));
    return arena_printf(r->a, STRF "%s" STRF "%s" STRF, STRA(own), own.n ? "\n\n" : "",
                        STRA(say), rest.n ? "\n\n" : "", STRA(rest));
}

enum err_code post_disclose(struct request *r, struct err *e)
{
    struct draft kept, d = draft_of_form(r);
    int64_t which = field_id(r, "disclosure");
    enum err_code rc = store_draft(r->store, d.id, r->a, &kept, e);
    if (rc)
        return rc;
    struct taken t = taken_parse(kept.about, r->a);
    if (t.company == 0)
        return err_set(e, ERR_INVALID, "This draft was made of no company's post.");
    if (which >= DISCLOSURES)
        return err_set(e, ERR_INVALID, "\"disclosure\" is a number from 0 to %d",
                       DISCLOSURES - 1);
    if (!disclosure_found(d.text, t.name, r->a))
        d.text = with_disclosure(r, d.text, &t, disclosure_offer((int)which, t.name, r->a));
    rc = store_draft_put(r->store, &d, e);
    return rc ? rc
              : answer_done(r, arena_printf(r->a, "/write?draft=%lld&kept=1", (long long)d.id));
}
