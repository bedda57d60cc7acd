/* web/company.c: a company that several people share: members, roles, invitations, hours. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/account.h"
#include "web/handlers.h"
#include "web/session.h"
#include "web/templates.h"

#include "store/session.h"

enum {
    COMPANIES_MOST = 50, /* that one person belongs to */
    AUDIT_SHOWN = 12,
    DAYS = 7,
    OPENS = 9 * 60, /* what is offered where nothing is set */
    CLOSES = 17 * 60
};

/* The page -------------------------------------------------------------------------------- */

static struct str role_label(enum role role)
{
    static const char *const labels[ROLE_COUNT] = {"", "Writer", "Approver", "Admin"};
    return str_from(labels[role]);
}

static size_t role_options(enum role chosen, struct option *out)
{
    size_t n = 0;
    for (enum role role = ROLE_WRITER; role < ROLE_COUNT; role++)
        out[n++] = (struct option){str_from(role_name(role)), role_label(role), role == chosen};
    return n;
}

static struct option *clock_options(struct request *r, int chosen, size_t *n)
{
    static const struct {
        int utc;
        const char *label;
    } clocks[] = {
        {-660, "Pago Pago"               },
        {-600, "Honolulu"                },
        {-540, "Anchorage"               },
        {-480, "Los Angeles, Vancouver"  },
        {-420, "Denver, Phoenix"         },
        {-360, "Chicago, Mexico City"    },
        {-300, "New York, Lima"          },
        {-240, "Halifax, Santiago"       },
        {-210, "St. John’s"            },
        {-180, "São Paulo, Buenos Aires"},
        {-120, "South Georgia"           },
        {-60,  "Cape Verde"              },
        {0,    "London, Lisbon, Accra"   },
        {60,   "Berlin, Paris, Lagos"    },
        {120,  "Athens, Kyiv, Cairo"     },
        {180,  "Istanbul, Nairobi"       },
        {210,  "Tehran"                  },
        {240,  "Dubai"                   },
        {270,  "Kabul"                   },
        {300,  "Karachi, Tashkent"       },
        {330,  "Delhi, Colombo"          },
        {345,  "Kathmandu"               },
        {360,  "Dhaka"                   },
        {390,  "Yangon"                  },
        {420,  "Bangkok, Jakarta"        },
        {480,  "Singapore, Shanghai"     },
        {540,  "Tokyo, Seoul"            },
        {570,  "Darwin"                  },
        {600,  "Brisbane"                },
        {660,  "Nouméa"                 },
        {720,  "Fiji"                    },
        {780,  "Tonga"                   }
    };
    struct option *o = ARENA_ARRAY(r->a, struct option, COUNT_OF(clocks));
    for (*n = 0; *n < COUNT_OF(clocks); ++*n) {
        int utc = clocks[*n].utc;
        struct str ahead = hours_clock(utc < 0 ? -utc : utc, r->a);
        o[*n] = (struct option){arena_printf(r->a, "%d", utc),
                                arena_printf(r->a, "UTC%s" STRF ", %s", utc < 0 ? "−" : "+",
                                             STRA(ahead), clocks[*n].label),
                                utc == chosen};
    }
    return o;
}

static struct option *summer_options(struct request *r, enum summer chosen, size_t *n)
{
    static const char *const labels[SUMMER_COUNT] = {"None", "As in Europe",
                                                     "As in the United States and Canada"};
    struct option *o = ARENA_ARRAY(r->a, struct option, SUMMER_COUNT);
    for (*n = 0; *n < SUMMER_COUNT; ++*n)
        o[*n] = (struct option){str_from(summer_name((enum summer) * n)), str_from(labels[*n]),
                                (enum summer) * n == chosen};
    return o;
}

static void fill_hours(struct request *r, const struct context *c, struct hours_form *f)
{
    static const char *const labels[DAYS] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                             "Friday", "Saturday", "Sunday"};
    struct hours h = hours_parse(c->hours, r->a);
    *f = (struct hours_form){.context = c->id,
                             .name = c->name,
                             .words = hours_words(&h, r->a),
                             .set = h.days != 0,
                             .open = hours_open(&h, r->now_ms),
                             .days = DAYS,
                             .h = h};
    f->day = ARENA_ARRAY(r->a, struct tick, DAYS);
    for (int d = 0; d < DAYS; d++)
        f->day[d] =
            (struct tick){str_from(hours_day_name(d)), str_from(labels[d]), h.days >> d & 1};
    f->from = hours_clock(h.days ? h.from : OPENS, r->a);
    f->to = hours_clock(h.days ? h.to : CLOSES, r->a);
    f->utc = clock_options(r, h.utc, &f->utcs);
    f->summer = summer_options(r, h.summer, &f->summers);
}

static enum err_code load_members(struct request *r, struct company_view *v, struct err *e)
{
    struct membership *m;
    enum err_code rc = store_members_of(r->store, r->acts_for, r->a, &m, &v->members, e);
    if (rc)
        return rc;
    v->member = ARENA_ARRAY(r->a, struct member_row, v->members + 1);
    for (size_t i = 0; i < v->members; i++) {
        struct member_row *row = &v->member[i];
        row->m = &m[i];
        row->self = m[i].member_id == r->owner;
        row->roles = role_options(m[i].role, row->role);
    }
    if (v->role == ROLE_ADMIN)
        rc = store_invitations(r->store, r->acts_for, r->now_ms, r->a, &v->invitation,
                               &v->invitations, e);
    return rc;
}

static enum err_code load(struct request *r, struct company_view *v, struct err *e)
{
    struct owner o;
    struct context *c;
    size_t n;
    enum err_code rc = store_owner_get(r->store, r->acts_for, r->a, &o, e);
    if (rc == ERR_OK)
        rc = load_members(r, v, e);
    if (rc == ERR_OK)
        rc = store_contexts(r->store, r->a, &c, &n, e);
    if (rc == ERR_OK && v->role == ROLE_ADMIN)
        rc = audit_load(r, 0, AUDIT_SHOWN, &v->audit, e);
    if (rc)
        return rc;
    v->id = o.id;
    v->name = o.name;
    v->invite_role = ARENA_ARRAY(r->a, struct option, ROLE_COUNT);
    v->invite_roles = role_options(ROLE_WRITER, v->invite_role);
    struct hours_form *wrong = v->hours; /* what was typed and can't be */
    v->hours = ARENA_ARRAY(r->a, struct hours_form, n + 1);
    for (v->n_hours = 0; v->n_hours < n; v->n_hours++) {
        struct hours_form *f = &v->hours[v->n_hours];
        fill_hours(r, &c[v->n_hours], f);
        if (wrong && wrong->context == f->context) {
            f->problem = wrong->problem;
            f->from = wrong->from;
            f->to = wrong->to;
            for (int d = 0; d < DAYS; d++)
                f->day[d].on = wrong->h.days >> d & 1;
        }
    }
    return ERR_OK;
}

static enum err_code show(struct request *r, struct company_view *v, struct err *e)
{
    struct page p;
    v->now_ms = r->now_ms;
    v->role = r->role;
    enum err_code rc =
        r->acts_for ? load(r, v, e)
                    : store_memberships_of(r->store, r->owner, r->a, &v->mine, &v->mines, e);
    if (rc)
        return rc;
    r->re.cache = "no-store";
    if (r->json) {
        api_company(r, v);
        return ERR_OK;
    }
    page_begin(r, &p, r->acts_for ? "The company" : "Companies", "company");
    page_company(r->out, &p, v);
    return ERR_OK;
}

/* The page once more, with the sentence of *e beside the part that it is about. */
static enum err_code refused(struct request *r, enum err_code why, const char *part,
                             struct company_view *v, struct err *e)
{
    if (r->json || why == ERR_DB || why == ERR_IO)
        return why;
    v->problem = arena_str(r->a, str_from(e->msg));
    v->part = part;
    r->re.status = why == ERR_CONFLICT ? 409 : 400;
    return show(r, v, e);
}

enum err_code get_company(struct request *r, struct err *e)
{
    struct company_view v = {.part = field_given(r, "saved") ? "saved" : ""};
    return show(r, &v, e);
}

/* Only for a company. */
static enum err_code for_company(struct request *r, struct err *e)
{
    if (r->acts_for)
        return ERR_OK;
    return err_set(e, ERR_CONFLICT, "You act for yourself: switch to the company first.");
}

static enum err_code saved(struct request *r)
{
    return answer_done(r, STR("/company?saved=1"));
}

/* Starting and naming --------------------------------------------------------------------- */

enum err_code post_companies(struct request *r, struct err *e)
{
    struct company_view v = {.typed = field_str(r, "name")};
    struct membership *m;
    struct owner o;
    size_t n;
    enum err_code rc = store_memberships_of(r->store, r->owner, r->a, &m, &n, e);
    if (rc == ERR_OK && n >= COMPANIES_MOST)
        rc = err_set(e, ERR_INVALID, "You belong to %d companies: that is the most.",
                     COMPANIES_MOST);
    if (rc == ERR_OK && v.typed.n == 0)
        rc = err_set(e, ERR_INVALID, "How is the company called?");
    if (rc == ERR_OK && r->server->o->open)
        rc = err_set(e, ERR_INVALID, "In the demo nobody signs in, so nobody shares anything.");
    if (rc == ERR_OK)
        rc = store_company_add(r->store, v.typed, r->owner, r->a, &o, e);
    if (rc)
        return refused(r, rc, "start", &v, e);
    request_audit(r, o.id, "company.made", o.name, STR_NONE);
    rc = session_act_for(r, o.id, e);
    return rc ? rc : saved(r);
}

enum err_code post_company(struct request *r, struct err *e)
{
    struct company_view v = {.typed = field_str(r, "name")};
    struct owner o;
    enum err_code rc = for_company(r, e);
    if (rc)
        return rc;
    rc = store_owner_get(r->store, r->acts_for, r->a, &o, e);
    struct str before = o.name;
    o.name = v.typed;
    if (rc == ERR_OK && o.name.n == 0)
        rc = err_set(e, ERR_INVALID, "How is the company called?");
    if (rc == ERR_OK)
        rc = store_owner_save(r->store, &o, e);
    if (rc)
        return refused(r, rc, "name", &v, e);
    request_audit(r, r->acts_for, "company.renamed", o.name, before);
    return saved(r);
}

/* Members --------------------------------------------------------------------------------- */

static enum err_code role_of_form(struct request *r, enum role *out, struct err *e)
{
    if (role_from(field_str(r, "role"), out))
        return ERR_OK;
    return err_set(e, ERR_INVALID, "A role is one of writer, approver and admin.");
}

enum err_code post_company_invite(struct request *r, struct err *e)
{
    struct invitation who = {.email = field_str(r, "email"), .company_id = r->acts_for};
    struct company_view v = {.part = "invited", .email = who.email};
    enum err_code rc = for_company(r, e);
    if (rc)
        return rc;
    rc = role_of_form(r, &who.role, e);
    if (rc == ERR_OK)
        rc = invite(r, &who, &v.link, e);
    if (rc)
        return refused(r, rc, "invite", &v, e);
    return show(r, &v, e); /* no redirect: the link is shown this once */
}

enum err_code post_company_invite_drop(struct request *r, struct err *e)
{
    enum err_code rc = for_company(r, e);
    if (rc == ERR_OK)
        rc = store_invitation_drop(r->store, r->name, r->acts_for, e);
    if (rc)
        return rc;
    request_audit(r, r->acts_for, "invitation.dropped", STR_NONE, STR_NONE);
    return saved(r);
}

/* The name of a member. ERR_NOT_FOUND for who is none. */
static enum err_code member_name(struct request *r, int64_t id, struct str *name, struct err *e)
{
    struct membership *m;
    size_t n;
    enum err_code rc = for_company(r, e);
    if (rc == ERR_OK)
        rc = store_members_of(r->store, r->acts_for, r->a, &m, &n, e);
    if (rc)
        return rc;
    for (size_t i = 0; i < n; i++) {
        if (m[i].member_id == id) {
            *name = m[i].member;
            return ERR_OK;
        }
    }
    return err_set(e, ERR_NOT_FOUND, "There is no such member.");
}

enum err_code post_member(struct request *r, struct err *e)
{
    struct company_view v = {0};
    struct str name;
    enum role role;
    enum err_code rc = member_name(r, r->id, &name, e);
    if (rc)
        return rc;
    rc = role_of_form(r, &role, e);
    if (rc == ERR_OK)
        rc = store_membership_set(r->store, r->acts_for, r->id, role, e);
    if (rc)
        return refused(r, rc, "members", &v, e);
    request_audit(r, r->acts_for, "member.role", name, str_from(role_name(role)));
    return saved(r);
}

static enum err_code drop_member(struct request *r, int64_t id, struct err *e)
{
    struct company_view v = {0};
    struct str name;
    bool self = id == r->owner;
    enum err_code rc = member_name(r, id, &name, e);
    if (rc)
        return rc;
    rc = store_membership_drop(r->store, r->acts_for, id, e);
    request_use_store(r, r->store);
    if (rc)
        return refused(r, rc, "members", &v, e);
    request_audit(r, r->acts_for, self ? "member.left" : "member.removed",
                  self ? STR_NONE : name, STR_NONE);
    return self ? answer_done(r, STR("/")) : saved(r);
}

enum err_code post_member_remove(struct request *r, struct err *e)
{
    return drop_member(r, r->id, e);
}

enum err_code post_leave(struct request *r, struct err *e)
{
    return drop_member(r, r->owner, e);
}

/* Hours ----------------------------------------------------------------------------------- */

static enum err_code read_hours(struct request *r, struct hours *h, struct err *e)
{
    int64_t utc = 0;
    int day;
    *h = HOURS_ALWAYS;
    for (size_t i = 0; i < r->fields; i++) {
        if (!str_is(r->field[i].name, "day"))
            continue;
        if (!hours_day_find(r->field[i].value, &day))
            return err_set(e, ERR_INVALID,
                           "A day is one of mon, tue, wed, thu, fri, sat, sun.");
        h->days |= 1u << day;
    }
    if (h->days == 0)
        return ERR_OK;
    if (!hours_clock_parse(field_str(r, "from"), &h->from) ||
        !hours_clock_parse(field_str(r, "to"), &h->to))
        return err_set(e, ERR_INVALID, "Write the hours as 9:00 and 17:00.");
    struct str clock = field_str(r, "utc"), summer = field_str(r, "summer");
    if (clock.n && (!str_i64(clock, &utc) || utc < -HOURS_UTC_MOST || utc > HOURS_UTC_MOST))
        return err_set(e, ERR_INVALID, "How many minutes is the clock ahead of UTC?");
    if (summer.n && !summer_find(summer, &h->summer))
        return err_set(e, ERR_INVALID, "Summer time is one of none, europe and us.");
    h->utc = (int)utc;
    return ERR_OK;
}

enum err_code post_hours(struct request *r, struct err *e)
{
    struct hours_form wrong = {
        .context = r->id, .from = field_str(r, "from"), .to = field_str(r, "to")};
    struct company_view v = {.hours = &wrong};
    struct hours h;
    struct str json;
    enum err_code rc = for_company(r, e);
    if (rc)
        return rc;
    rc = read_hours(r, &h, e);
    if (rc == ERR_OK)
        rc = hours_write(&h, r->a, &json, e);
    if (rc == ERR_OK)
        rc = store_context_save_hours(r->store, r->id, json, e);
    if (rc == ERR_NOT_FOUND)
        return rc;
    if (rc) {
        wrong.problem = arena_str(r->a, str_from(e->msg));
        wrong.h = h;
        return refused(r, rc, "hours", &v, e);
    }
    request_audit(r, r->acts_for, "hours.changed", hours_words(&h, r->a), STR_NONE);
    return saved(r);
}
