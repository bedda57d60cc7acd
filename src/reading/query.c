/* reading/query.c: takes a query apart into words and filters, and looks their names up. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reading/query.h"

#include "core/buf.h"
#include "core/time.h"
#include "model/network.h"
#include "text/fold.h"

enum {
    NAMESAKES = 50 /* people looked at for the one that is meant */
};

/* A piece between spaces: a word, a phrase or a filter. */
struct piece {
    struct str raw;
    size_t row; /* of filters[]; FILTERS for a word */
    struct str value;
    bool quoted;
};

struct parse {
    struct store *s;
    struct arena *a;
    struct query *q;
    struct query_chip *chip; /* the filter under way */
    bool quoted;
};

static enum err_code problem(struct parse *p, struct str why)
{
    p->chip->problem = why;
    return ERR_OK;
}

/* What the store could not find is the chip's problem; what broke is the caller's. */
static enum err_code not_found(struct parse *p, enum err_code rc, const struct err *e)
{
    if (rc != ERR_NOT_FOUND && rc != ERR_CONFLICT)
        return rc;
    return problem(p, arena_str(p->a, str_from(e->msg)));
}

/* Filters --------------------------------------------------------------------------------- */

static void means_person(struct parse *p, const struct person *who, size_t of)
{
    p->q->filter.person_id = who->id;
    if (of > 1)
        p->chip->means = arena_printf(p->a, STRF ", the closest of %zu%s", STRA(who->name), of,
                                      of == NAMESAKES ? " and more" : "");
    else if (!str_eq(who->name, p->chip->value))
        p->chip->means = who->name;
}

static enum err_code from_person(struct parse *p, struct str name, struct err *e)
{
    struct person *all = NULL, one;
    size_t n = 0;
    int64_t id;
    enum err_code rc;
    if (name.p[0] == '#' && str_i64(str_after(name, 1), &id)) {
        if ((rc = store_person(p->s, id, p->a, &one, e)) != ERR_OK)
            return not_found(p, rc, e);
        means_person(p, &one, 1);
        return ERR_OK;
    }
    struct str folded = fold_search(name, p->a);
    if (folded.n && (rc = store_people(p->s, name, NAMESAKES, p->a, &all, &n, e)) != ERR_OK)
        return rc;
    if (n == 0)
        return problem(p,
                       arena_printf(p->a, "there is nobody called \"" STRF "\"", STRA(name)));
    size_t exact = 0, first = 0;
    for (size_t i = n; i-- > 0;) {
        if (str_eq(fold_search(all[i].name, p->a), folded)) {
            first = i;
            exact++;
        }
    }
    means_person(p, &all[first], exact ? exact : n);
    return ERR_OK;
}

static enum err_code filter_from(struct parse *p, struct str value, struct err *e)
{
    struct post_filter *f = &p->q->filter;
    if (f->own || f->person_id)
        return problem(p, STR("a post is from one person only"));
    if (!p->quoted && str_eq_ci(value, STR("me"))) {
        f->own = true;
        return ERR_OK;
    }
    return from_person(p, value, e);
}

static enum err_code filter_on(struct parse *p, struct str value, struct err *e)
{
    (void)e;
    size_t n = 0;
    const struct network *net = network_list(&n);
    struct buf names;
    struct str id = STR_NONE;
    buf_init(&names, 512);
    if (str_eq_ci(value, STR("twitter")))
        value = STR("x");
    for (size_t i = 0; i < n; i++) {
        buf_printf(&names, "%s" STRF, i ? ", " : "", STRA(net[i].id));
        if (str_eq_ci(value, net[i].id) || str_eq_ci(value, net[i].name))
            id = net[i].id;
    }
    if (id.n == 0)
        p->chip->problem = arena_printf(p->a, "there is no network \"" STRF "\"; there are: %s",
                                        STRA(value), buf_cstr(&names));
    else if (p->q->filter.network.n && !str_eq(p->q->filter.network, id))
        p->chip->problem = STR("a post is on one network only");
    else
        p->q->filter.network = id;
    buf_free(&names);
    return ERR_OK;
}

static enum err_code filter_in(struct parse *p, struct str value, struct err *e)
{
    struct context c;
    enum err_code rc = store_context_find(p->s, value, p->a, &c, e);
    if (rc)
        return not_found(p, rc, e);
    if (p->q->filter.context.n && !str_eq(p->q->filter.context, c.name))
        return problem(p, STR("a post is in one context only"));
    p->q->filter.context = c.name;
    return ERR_OK;
}

static enum err_code filter_account(struct parse *p, struct str value, struct err *e)
{
    struct account acc;
    enum err_code rc = store_account_find(p->s, value, p->a, &acc, e);
    if (rc)
        return not_found(p, rc, e);
    if (p->q->filter.account_id && p->q->filter.account_id != acc.id)
        return problem(p, STR("a post is of one account only"));
    p->q->filter.account_id = acc.id;
    struct str means = arena_printf(p->a, STRF ":" STRF, STRA(acc.network),
                                    STRA(acc.handle.n ? acc.handle : acc.key));
    if (!str_eq(means, value))
        p->chip->means = means;
    return ERR_OK;
}

static enum err_code filter_kind(struct parse *p, struct str value, struct err *e)
{
    (void)e;
    struct buf names;
    buf_init(&names, 512);
    unsigned found = 0;
    for (int k = 0; k < POST_KIND_COUNT; k++) {
        struct str name = str_from(post_kind_name((enum post_kind)k));
        buf_printf(&names, "%s" STRF, k ? ", " : "", STRA(name));
        bool plural = value.n == name.n + 1 && str_ends(value, STR("s"));
        if (str_eq_ci(str_sub(value, 0, value.n - (plural ? 1 : 0)), name))
            found = 1u << k;
    }
    p->q->filter.kinds |= found;
    if (found == 0)
        p->chip->problem = arena_printf(p->a, "there is no kind \"" STRF "\"; there are: %s",
                                        STRA(value), buf_cstr(&names));
    buf_free(&names);
    return ERR_OK;
}

static enum err_code filter_topic(struct parse *p, struct str value, struct err *e)
{
    (void)e;
    struct str topic = fold_case(value, p->a);
    if (p->q->filter.topic.n && !str_eq(p->q->filter.topic, topic))
        return problem(p, STR("one topic at a time"));
    p->q->filter.topic = topic;
    return ERR_OK;
}

static enum err_code filter_has(struct parse *p, struct str value, struct err *e)
{
    (void)e;
    if (!str_eq_ci(value, STR("media")))
        return problem(p, STR("what can be asked for is has:media"));
    p->q->filter.media = true;
    return ERR_OK;
}

/* Narrows to [from, to); 0 is open. */
static enum err_code narrow(struct parse *p, int64_t from_ms, int64_t to_ms)
{
    struct post_filter *f = &p->q->filter;
    if (from_ms && (f->from_ms == 0 || from_ms > f->from_ms))
        f->from_ms = from_ms;
    if (to_ms && (f->to_ms == 0 || to_ms < f->to_ms))
        f->to_ms = to_ms;
    if (f->from_ms && f->to_ms && f->from_ms >= f->to_ms)
        return problem(p, STR("no day is in all the times that are asked for"));
    return ERR_OK;
}

/* 0 means open, so the first instant of 1970 moves by one millisecond. */
static int64_t not_open(int64_t ms)
{
    return ms ? ms : 1;
}

static enum err_code filter_before(struct parse *p, struct str value, struct err *e)
{
    (void)e;
    struct when w = when_parse(value);
    if (w.sure == TIME_NONE)
        return problem(p, STR("a date reads 2024, 2024-05 or 2024-05-31"));
    return narrow(p, 0, not_open(w.ms));
}

static enum err_code filter_after(struct parse *p, struct str value, struct err *e)
{
    (void)e;
    struct when w = when_parse(value);
    if (w.sure == TIME_NONE)
        return problem(p, STR("a date reads 2024, 2024-05 or 2024-05-31"));
    return narrow(p, not_open(w.ms), 0);
}

static enum err_code filter_year(struct parse *p, struct str value, struct err *e)
{
    (void)e;
    struct when w = when_parse(value);
    int64_t year;
    if (w.sure != TIME_YEAR || !str_i64(value, &year))
        return problem(p, STR("a year reads 2024"));
    return narrow(p, not_open(w.ms), not_open(time_days(year + 1, 1, 1) * 86400000));
}

static const struct filter {
    struct str key;
    enum err_code (*apply)(struct parse *p, struct str value, struct err *e);
} filters[] = {
    {STR_INIT("from"),    filter_from   },
    {STR_INIT("on"),      filter_on     },
    {STR_INIT("in"),      filter_in     },
    {STR_INIT("account"), filter_account},
    {STR_INIT("kind"),    filter_kind   },
    {STR_INIT("topic"),   filter_topic  },
    {STR_INIT("has"),     filter_has    },
    {STR_INIT("before"),  filter_before },
    {STR_INIT("after"),   filter_after  },
    {STR_INIT("year"),    filter_year   },
};
enum {
    FILTERS = COUNT_OF(filters)
};

/* Pieces ---------------------------------------------------------------------------------- */

/* Bytes of the quote that s starts with: " or a curly one; 0: none. */
static size_t quote(struct str s)
{
    if (s.n && s.p[0] == '"')
        return 1;
    return str_starts(s, STR("“")) || str_starts(s, STR("”")) || str_starts(s, STR("„")) ? 3
                                                                                         : 0;
}

/* Takes what stands in quotes, or up to the next space, off *rest. */
static struct str take_value(struct str *rest, bool *quoted)
{
    size_t open = quote(*rest), at = open;
    *quoted = open > 0;
    while (at < rest->n) {
        struct str here = str_after(*rest, at);
        if (open ? quote(here) > 0 : ascii_is_space((unsigned char)here.p[0]))
            break;
        at++;
    }
    struct str value = str_sub(*rest, open, at);
    if (open)
        at += quote(str_after(*rest, at));
    *rest = str_after(*rest, at);
    return value;
}

/* The next piece; false at the end. */
static bool take_piece(struct str *rest, struct piece *out)
{
    *rest = str_trim(*rest);
    if (rest->n == 0)
        return false;
    struct str start = *rest;
    *out = (struct piece){.row = FILTERS};
    for (size_t i = 0; i < FILTERS; i++) {
        struct str key = filters[i].key;
        if (str_starts_ci(*rest, key) && rest->n > key.n && rest->p[key.n] == ':') {
            out->row = i;
            *rest = str_after(*rest, key.n + 1);
            break;
        }
    }
    out->value = take_value(rest, &out->quoted);
    out->raw = str_sub(start, 0, start.n - rest->n);
    return true;
}

/* The pieces but `without`, and with `words` those only that are no filters. */
static struct str join(const struct piece *v, size_t n, const struct piece *without, bool words,
                       struct arena *a)
{
    struct buf b;
    buf_init(&b, 2 * QUERY_MAX);
    for (size_t i = 0; i < n; i++) {
        if (&v[i] == without || (words && v[i].row < FILTERS) || v[i].raw.n == 0)
            continue;
        if (b.n)
            buf_char(&b, ' ');
        if (words && v[i].quoted)
            buf_printf(&b, "\"" STRF "\"", STRA(v[i].value));
        else
            buf_str(&b, v[i].raw);
    }
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

enum err_code query_parse(struct store *s, struct str typed, struct arena *a, struct query *out,
                          struct err *e)
{
    if (typed.n > QUERY_MAX)
        return err_set(e, ERR_LIMIT, "a search has at most %d bytes", QUERY_MAX);
    struct query q = {.words = STR_NONE};
    struct piece *v = ARENA_ARRAY(a, struct piece, typed.n / 2 + 1);
    size_t n = 0;
    bool nothing = false;
    for (struct str rest = typed; take_piece(&rest, &v[n]);)
        n++;
    q.chip = ARENA_ARRAY(a, struct query_chip, n + 1);
    struct parse p = {.s = s, .a = a, .q = &q};
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        if (v[i].row == FILTERS)
            continue;
        p.chip = &q.chip[q.chips++];
        p.quoted = v[i].quoted;
        *p.chip = (struct query_chip){.key = filters[v[i].row].key,
                                      .value = v[i].value,
                                      .means = STR_NONE,
                                      .rest = join(v, n, &v[i], false, a),
                                      .problem = STR_NONE};
        if (q.chips > QUERY_FILTERS)
            p.chip->problem = STR("too many filters at once");
        else if (str_trim(v[i].value).n == 0)
            p.chip->problem = STR("nothing stands behind its colon");
        else
            rc = filters[v[i].row].apply(&p, str_trim(v[i].value), e);
        nothing |= p.chip->problem.n > 0;
    }
    if (rc)
        return rc;
    q.words = join(v, n, NULL, true, a);
    if (nothing)
        q.filter.account_id = QUERY_NOTHING;
    *out = q;
    return ERR_OK;
}
