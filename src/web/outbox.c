/* web/outbox.c: what goes out, what is the owner's to post, what nobody knows, and the calendar. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/address.h"
#include "web/handlers.h"
#include "web/live.h"
#include "web/moments.h"
#include "web/server.h"
#include "web/templates.h"

#include "core/time.h"
#include "output/output.h"
#include "store/publication.h"
#include "writing/outbox.h"
#include "writing/picture.h"

enum {
    OPEN_MOST = 300,
    SENT_SHOWN = 30,
    SOON_MS = 15000, /* so near to it the page counts the seconds */
    WEEK = 7,
    MONTH = 42
};

#define BIT(state) (1u << (state))

static bool is_blocked(const struct publication *p, const struct publication *all, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (all[i].id == p->after_id && p->after_id)
            return all[i].state != PUBLICATION_SENT;
    return false;
}

/* Where the owner posts it, and with which pictures. */
static enum err_code fill_hand_off(struct request *r, const struct outgoing_draft *body,
                                   struct outbox_row *row, struct err *e)
{
    const struct network_api *api = api_find(row->acc->acc.network, STR("hand"));
    struct publication about = {0};
    if (row->p->about_id) { /* the post itself, where its address is known */
        enum err_code rc = store_publication(r->store, row->p->about_id, r->a, &about, e);
        if (rc)
            return rc;
    }
    row->open = about.url.n           ? about.url
                : api && api->compose ? api->compose(body->o.text, r->a)
                                      : STR_NONE;
    row->picture = ARENA_ARRAY(r->a, struct str, body->o.medias + 1);
    for (size_t i = 0; i < body->o.medias; i++)
        row->picture[row->pictures++] = body->picture[i].alt;
    return ERR_OK;
}

static enum err_code fill_row(struct request *r, const struct known *k,
                              const struct publication *p, struct outbox_row *row,
                              struct err *e)
{
    struct outgoing_draft body;
    bool cut;
    enum err_code rc = outgoing_read(p->body, r->a, &body, e);
    if (rc)
        return rc;
    *row = (struct outbox_row){
        .p = p,
        .acc = known_account(k, p->account_id),
        .what = str_is(p->what, "edit")   ? "other words"
                : str_is(p->what, "drop") ? "the end of this post"
                                          : "",
        .plain = body.o.text,
        .title = body.o.title,
        .addresses = body.o.to,
        .choice = ARENA_ARRAY(r->a, struct str, body.o.choices + 1),
        .at = moment_field(p->due_ms == INT64_MAX ? r->now_ms : p->due_ms, r->a),
        .asks = p->state == PUBLICATION_UNCERTAIN && p->due_ms == INT64_MAX};
    for (size_t i = 0; i < body.o.choices; i++)
        row->choice[row->choices++] = body.choice[i];
    row->text = html_from_text(body.o.text, NULL, 0, 0, r->a, &cut);
    if (p->state == PUBLICATION_PENDING && p->due_ms - r->now_ms < SOON_MS)
        row->left_s = p->due_ms > r->now_ms ? (p->due_ms - r->now_ms + 999) / 1000 : 1;
    if (p->state == PUBLICATION_HANDED_OFF && row->acc)
        rc = fill_hand_off(r, &body, row, e);
    if (rc)
        return rc;
    return p->state == PUBLICATION_SENT ? store_publication_post(r->store, p, &row->post_id, e)
                                        : ERR_OK;
}

/* In the order in which the owner has something to do about them. */
static const struct {
    const char *title, *says;
    unsigned states;
} groups[] = {
    {"In doubt",
     "These were sent and no answer came. They are looked for before anything is sent again.",         BIT(PUBLICATION_UNCERTAIN)                         },
    {"Not sent",              "These did not go out.",                                                 BIT(PUBLICATION_FAILED)                            },
    {"Yours to post by hand",
     "These networks let nobody but you post: copy the text, open the page, and say when it is done.",
     BIT(PUBLICATION_HANDED_OFF)                                                                                                                          },
    {"Going out",             "",                                                                      BIT(PUBLICATION_PENDING) | BIT(PUBLICATION_SENDING)},
    {"Out",                   "",                                                                      BIT(PUBLICATION_SENT)                              },
};

static enum err_code fill(struct request *r, const struct known *k, struct outbox_view *v,
                          struct err *e)
{
    struct publication *all;
    size_t n;
    const struct publication_filter open = {
        .states = BIT(PUBLICATION_PENDING) | BIT(PUBLICATION_SENDING) |
                  BIT(PUBLICATION_UNCERTAIN) | BIT(PUBLICATION_FAILED) |
                  BIT(PUBLICATION_HANDED_OFF)};
    const struct publication_filter sent = {.states = BIT(PUBLICATION_SENT)};
    struct publication *out;
    size_t outs;
    enum err_code rc = store_publications(r->store, &open, OPEN_MOST, r->a, &all, &n, e);
    if (rc == ERR_OK)
        rc = store_publications(r->store, &sent, SENT_SHOWN, r->a, &out, &outs, e);
    for (size_t g = 0; g < COUNT_OF(groups) && rc == ERR_OK; g++) {
        bool is_out = groups[g].states == BIT(PUBLICATION_SENT);
        const struct publication *from = is_out ? out : all;
        size_t count = is_out ? outs : n;
        struct outbox_group *group = &v->group[v->groups];
        *group = (struct outbox_group){.title = groups[g].title, .says = groups[g].says};
        group->row = ARENA_ARRAY(r->a, struct outbox_row, count + 1);
        for (size_t i = 0; i < count && rc == ERR_OK; i++) {
            if (!(groups[g].states >> from[i].state & 1u))
                continue;
            rc = fill_row(r, k, &from[i], &group->row[group->n], e);
            group->row[group->n].blocked = is_blocked(&from[i], all, n);
            v->busy |= group->row[group->n].left_s > 0 || from[i].state == PUBLICATION_SENDING;
            group->n++;
        }
        v->groups += group->n > 0;
    }
    return rc;
}

static void put_json(struct request *r, const struct outbox_view *v)
{
    struct json_out o;
    json_out_init(&o, r->out);
    json_out_open(&o, '{');
    json_out_key(&o, "publications");
    json_out_open(&o, '[');
    for (size_t g = 0; g < v->groups; g++)
        for (size_t i = 0; i < v->group[g].n; i++) {
            const struct outbox_row *row = &v->group[g].row[i];
            output_publication(&o, row->p,
                               row->acc ? account_name(&row->acc->acc, r->a) : STR_NONE,
                               row->acc ? row->acc->acc.context : STR_NONE, row->plain);
        }
    json_out_close(&o, ']');
    json_out_close(&o, '}');
}

enum err_code get_outbox(struct request *r, struct err *e)
{
    struct known k;
    struct outbox_view v = {.now_ms = r->now_ms};
    struct page p;
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK)
        rc = fill(r, &k, &v, e);
    if (rc)
        return rc;
    r->re.cache = "no-store";
    if (r->json) {
        put_json(r, &v);
        return ERR_OK;
    }
    if (r->part) {
        page_outbox_groups(r->out, &v, str_from(r->token));
        return ERR_OK;
    }
    page_begin_in(r, &p, "Outbox", "outbox", &k, STR_NONE);
    p.tab[0].current = false;
    page_outbox(r->out, &p, &v);
    return ERR_OK;
}

/* A picture of what the owner posts by hand: as it would have been sent, for what its camera wrote in
 * it is nobody's there. */
enum err_code get_outbox_picture(struct request *r, struct err *e)
{
    struct known k;
    struct publication p;
    struct outgoing_draft body;
    int64_t n = 0;
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK)
        rc = store_publication(r->store, r->id, r->a, &p, e);
    if (rc == ERR_OK)
        rc = outgoing_read(p.body, r->a, &body, e);
    if (rc)
        return rc;
    if (r->name.n > 4 || !str_i64(r->name, &n) || n < 1 || n > (int64_t)body.o.medias)
        return err_set(e, ERR_NOT_FOUND, "There is no such picture.");
    const struct known_account *acc = known_account(&k, p.account_id);
    const struct network_api *api = acc ? api_find(acc->acc.network, STR("hand")) : NULL;
    struct network_limits limits = {0};
    struct outgoing_media *m = &body.picture[n - 1];
    if (api)
        limits = api_limits(api, STR_NONE, r->a);
    rc = picture_to_send(r->store, body.media[n - 1], &limits, r->a, m, e);
    if (rc)
        return rc;
    bool jpeg = str_is(m->media_type, "image/jpeg");
    buf_str(r->out, m->bytes);
    r->re.type = jpeg ? "image/jpeg" : "image/png";
    r->re.cache = "no-store";
    r->re.disposition = arena_printf(r->a, "attachment; filename=\"picture-%lld.%s\"",
                                     (long long)n, jpeg ? "jpg" : "png");
    return ERR_OK;
}

/* Changes ---------------------------------------------------------------------------------- */

static enum err_code changed(struct request *r, const char *verb, enum err_code rc)
{
    if (rc)
        return rc;
    request_audit(r, store_owner(r->store), verb,
                  arena_printf(r->a, "publication %lld", (long long)r->id), STR_NONE);
    live_wake(r->server->live);
    return answer_done(r, STR("/outbox"));
}

enum err_code post_outbox_undo(struct request *r, struct err *e)
{
    return changed(r, "publication.undone", outbox_undo(r->store, r->id, e));
}

enum err_code post_outbox_again(struct request *r, struct err *e)
{
    return changed(r, "publication.again", outbox_again(r->store, r->id, e));
}

enum err_code post_outbox_there(struct request *r, struct err *e)
{
    return changed(r, "publication.there",
                   outbox_there(r->store, r->id, field_str(r, "url"), e));
}

enum err_code post_outbox_move(struct request *r, struct err *e)
{
    int64_t ms = 0;
    enum err_code rc = moment_parse(field_str(r, "at"), &ms, e);
    if (rc == ERR_OK)
        rc = outbox_move(r->store, r->id, ms, e);
    rc = changed(r, "publication.moved", rc);
    if (rc == ERR_OK && !r->json && str_starts(field_str(r, "back"), STR("/outbox/calendar")))
        return answer_done(r, field_str(r, "back"));
    return rc;
}

enum err_code post_outbox_edit(struct request *r, struct err *e)
{
    struct publication made;
    return changed(r, "publication.edited",
                   outbox_edit(r->store, r->id, field_str(r, "text"), r->a, &made, e));
}

enum err_code post_outbox_delete(struct request *r, struct err *e)
{
    struct publication made;
    return changed(r, "publication.deleted", outbox_drop(r->store, r->id, &made, e));
}

/* The calendar ----------------------------------------------------------------------------- */

static enum err_code fill_day(struct request *r, const struct known *k,
                              const struct publication *p, size_t n, int64_t from, int64_t to,
                              struct calendar_day *day, struct err *e)
{
    day->item = ARENA_ARRAY(r->a, struct calendar_item, n + 1);
    for (size_t i = 0; i < n; i++) {
        int64_t at = p[i].sent_ms ? p[i].sent_ms : p[i].due_ms;
        const struct known_account *acc = known_account(k, p[i].account_id);
        struct outgoing_draft body;
        if (at < from || at >= to || p[i].part != 1)
            continue;
        enum err_code rc = outgoing_read(p[i].body, r->a, &body, e);
        if (rc)
            return rc;
        day->item[day->n++] =
            (struct calendar_item){.id = p[i].id,
                                   .time = moment_clock(at, r->a),
                                   .label = acc ? acc->label : STR("an account that is gone"),
                                   .text = body.o.text,
                                   .context_id = acc ? acc->context_id : 0,
                                   .state = publication_state_name(p[i].state),
                                   .moves = p[i].state == PUBLICATION_PENDING};
    }
    return ERR_OK;
}

static struct str calendar_address(struct request *r, int64_t ms, bool month)
{
    return arena_printf(r->a, "/outbox/calendar?from=" STRF "%s",
                        STRA(str_sub(moment_field(ms, r->a), 0, 10)), month ? "&month=1" : "");
}

enum err_code get_calendar(struct request *r, struct err *e)
{
    struct known k;
    struct publication *all;
    struct calendar_view v = {.month = field_given(r, "month")};
    struct page p;
    size_t n;
    int64_t from = r->now_ms;
    struct str typed = field_str(r, "from");
    if (typed.n && moment_parse(arena_printf(r->a, STRF "T00:00", STRA(typed)), &from, e))
        return ERR_INVALID;
    from = moment_day(from, -moment_weekday(from)); /* weeks begin on Monday */
    int days = v.month ? MONTH : WEEK;
    int64_t to = moment_day(from, days);
    const struct publication_filter f = {
        .from_ms = from,
        .to_ms = to,
        .states = BIT(PUBLICATION_PENDING) | BIT(PUBLICATION_SENDING) | BIT(PUBLICATION_SENT) |
                  BIT(PUBLICATION_HANDED_OFF) | BIT(PUBLICATION_FAILED)};
    enum err_code rc = known_load(r, &k, e);
    if (rc == ERR_OK)
        rc = store_publications(r->store, &f, 2000, r->a, &all, &n, e);
    v.day = ARENA_ARRAY(r->a, struct calendar_day, MONTH);
    for (int i = 0; i < days && rc == ERR_OK; i++) {
        struct calendar_day *day = &v.day[v.days++];
        int64_t begin = moment_day(from, i), end = moment_day(from, i + 1);
        day->date = str_sub(moment_field(begin, r->a), 0, 10);
        day->label = moment_day_name(begin, r->a);
        day->today = r->now_ms >= begin && r->now_ms < end;
        day->past = end <= r->now_ms;
        rc = fill_day(r, &k, all, n, begin, end, day, e);
    }
    if (rc)
        return rc;
    if (r->json) {
        struct outbox_view list = {.now_ms = r->now_ms};
        rc = fill(r, &k, &list, e);
        if (rc == ERR_OK)
            put_json(r, &list);
        return rc;
    }
    v.title =
        arena_printf(r->a, STRF " to " STRF, STRA(v.day[0].label), STRA(v.day[days - 1].label));
    v.before = calendar_address(r, moment_day(from, -(v.month ? 28 : WEEK)), v.month);
    v.here = calendar_address(r, from, v.month);
    v.after = calendar_address(r, moment_day(from, v.month ? 28 : WEEK), v.month);
    page_begin_in(r, &p, "Calendar", "outbox", &k, STR_NONE);
    p.tab[0].current = false;
    page_calendar(r->out, &p, &v);
    return ERR_OK;
}
