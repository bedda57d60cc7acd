/* tests/fuzz/fuzz_page.c: all that a page shows of what comes from outside, read again by an HTML5
 * parser that is not ours: whatever is in a post, a name, an archive or a query, the page holds
 * the elements of its templates, as many as there are things, and nothing else. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "page_tree.h"

#include "web/templates.h"

/* The input: bytes that choose, then texts, cut at 0xFF, which no UTF-8 has. Both are taken round
 * and round, so that a single text gets into every place. */
enum {
    TEXTS = 12,
    TEXT_MOST = 1600,
    CARDS = 3
};
struct feed {
    struct arena *a;
    struct request r;
    struct known known;
    struct page page;
    struct str choices, text[TEXTS];
    size_t texts, next, at;
};

static unsigned pick(struct feed *f, unsigned n)
{
    if (f->choices.n == 0)
        return 0;
    unsigned char c = (unsigned char)f->choices.p[f->at % f->choices.n];
    c = (unsigned char)(c + f->at / f->choices.n); /* another choice the next time round */
    f->at++;
    return c % n;
}

static bool flip(struct feed *f)
{
    return pick(f, 2) == 1;
}

static struct str some_text(struct feed *f)
{
    return f->texts ? f->text[f->next++ % f->texts] : STR_NONE;
}

static struct str text(struct feed *f)
{
    return pick(f, 8) == 7 ? STR_NONE : some_text(f);
}

/* The owner's own words, such as the name of a context: anything that turns nothing around. */
static struct str own_text(struct feed *f)
{
    struct str in = text(f);
    struct buf b;
    buf_init(&b, KIB(16));
    while (in.n) {
        uint32_t c = utf8_next(&in);
        if (!is_bidi(c))
            utf8_put(&b, c);
    }
    struct str s = arena_str(f->a, buf_view(&b));
    buf_free(&b);
    return s;
}

/* One of a list, or anything. */
static struct str word(struct feed *f, const char *const *list, unsigned n)
{
    unsigned at = pick(f, n + 1);
    return at < n ? str_from(list[at]) : some_text(f);
}
#define WORD(f, ...)                                                                           \
    word((f), (const char *const[]){__VA_ARGS__},                                              \
         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static struct str network(struct feed *f)
{
    static const char *const ids[] = {"linkedin", "facebook", "x", "mastodon", "elsewhere"};
    return str_from(ids[pick(f, COUNT_OF(ids))]); /* never from outside */
}

static struct str link_to(struct feed *f)
{
    switch (pick(f, 4)) {
    case 0:
        return arena_printf(f->a, "https://a.example/" STRF, STRA(some_text(f)));
    case 1:
        return STR("http://b.example/path?q=1&r='2'#\"3\"");
    default:
        return text(f);
    }
}

/* An address of ours, as handlers make them: values are percent-encoded. */
static struct str address(struct feed *f, const char *path)
{
    struct buf b;
    buf_init(&b, KIB(64));
    buf_lit(&b, path);
    show_part(&b, text(f));
    struct str s = arena_str(f->a, buf_view(&b));
    buf_free(&b);
    return s;
}

static int64_t number(struct feed *f)
{
    static const int64_t numbers[] = {0, 1, 2, 3, 7, 1000, 1234567, INT64_MAX, -1, INT64_MIN};
    return numbers[pick(f, COUNT_OF(numbers))];
}

static struct when when(struct feed *f)
{
    static const int64_t ms[] = {
        0,        1,      INT64_C(1718000000000),  -INT64_C(62135596800000),
        -1000001, 999999, INT64_C(253402300799999)};
    struct when w = {.sure = (enum time_sure)pick(f, TIME_EXACT + 1)};
    w.ms = ms[pick(f, COUNT_OF(ms))];
    return w;
}

/* Marks in order, some beyond the end. */
static size_t marks(struct feed *f, struct html_mark m[3])
{
    size_t n = pick(f, 4), at = 0;
    for (size_t i = 0; i < n; i++) {
        m[i].from = at + pick(f, 40);
        m[i].to = m[i].from + pick(f, 40);
        at = m[i].from;
    }
    return n;
}

/* What the handlers fill ------------------------------------------------------------------ */

static void fill_known(struct feed *f)
{
    struct known *k = &f->known;
    k->accounts = 2;
    k->account = ARENA_ARRAY(f->a, struct known_account, k->accounts);
    for (size_t i = 0; i < k->accounts; i++) {
        struct known_account *x = &k->account[i];
        x->acc = (struct account){.id = (int64_t)i + 1, .network = network(f)};
        x->acc.handle = text(f);
        x->acc.name = text(f);
        x->acc.url = link_to(f);
        x->acc.is_page = flip(f);
        x->acc.connections = number(f);
        x->acc.followers = number(f);
        x->network_name = network_label(x->acc.network);
        x->label = text(f);
        x->context_id = (int64_t)i;
    }
    k->contexts = 1 + pick(f, 3);
    k->context = ARENA_ARRAY(f->a, struct context, k->contexts);
    for (size_t i = 0; i < k->contexts; i++)
        k->context[i] = (struct context){.id = (int64_t)i, .name = own_text(f)};
}

static void fill_page(struct feed *f)
{
    struct page *p = &f->page;
    const struct known *k = &f->known;
    *p = (struct page){.title = arena_cstr(f->a, own_text(f)),
                       .place = "timeline",
                       .token = "00112233445566778899aabbccddeeff",
                       .signed_in = true,
                       .open = flip(f),
                       .charts = flip(f),
                       .version = "1",
                       .now_ms = INT64_C(1718000000000)};
    p->tab = ARENA_ARRAY(f->a, struct tab, k->contexts);
    for (size_t i = 0; i < k->contexts; i++)
        p->tab[p->tabs++] = (struct tab){k->context[i].name, address(f, "/timeline?context="),
                                         k->context[i].id, flip(f)};
}

static struct attachment attachment(struct feed *f)
{
    struct attachment t = {.kind = WORD(f, "image", "video", "audio", "file", "link", "poll")};
    t.uri = link_to(f);
    t.alt = text(f);
    t.note = text(f);
    t.media_type = text(f);
    t.media = pick(f, 3) ? STR("00aa11bb22cc33dd44ee55ff") : text(f);
    return t;
}

static struct shown_post post(struct feed *f, bool with_parent)
{
    struct shown_post p = {
        .post = {.id = number(f), .account_id = pick(f, 3)}
    };
    struct when at = when(f);
    p.post.author_id = pick(f, 3);
    p.post.at_ms = at.ms;
    p.post.at_sure = at.sure;
    p.post.network = network(f);
    p.post.kind = WORD(f, "post", "reply", "reshare", "comment", "message", "article");
    p.post.author = text(f);
    p.post.text = text(f);
    p.post.title = text(f);
    p.post.url = link_to(f);
    p.post.thread = text(f);
    p.handle = text(f);
    p.summary = pick(f, 3) ? STR_NONE : text(f);
    p.link = link_to(f);
    p.place = text(f);
    p.room = text(f);
    p.visibility = WORD(f, "public", "unlisted", "followers", "connections", "group", "direct");
    p.context = own_text(f);
    p.author_person = number(f);
    p.edited_ms = flip(f);
    p.deleted_ms = flip(f);
    p.likes = number(f);
    p.reshares = number(f);
    p.answers = number(f);
    p.my_reaction = text(f);
    p.parent_elsewhere = flip(f);
    p.depth = (int)pick(f, 9);
    p.attachments = pick(f, 6);
    p.attachment = ARENA_ARRAY(f->a, struct attachment, p.attachments + 1);
    for (size_t i = 0; i < p.attachments; i++)
        p.attachment[i] = attachment(f);
    p.twins = pick(f, 3);
    p.twin = ARENA_ARRAY(f->a, struct twin, p.twins + 1);
    for (size_t i = 0; i < p.twins; i++)
        p.twin[i] = (struct twin){number(f), 1, network(f), flip(f), text(f)};
    if (with_parent && flip(f)) {
        struct shown_post *parent = ARENA_NEW(f->a, struct shown_post);
        *parent = post(f, false);
        p.parent = parent;
    }
    return p;
}

static struct card *cards(struct feed *f, size_t *n)
{
    static const size_t mosts[] = {0, CARD_BYTES, 10, 220};
    struct shown_post *p = ARENA_ARRAY(f->a, struct shown_post, CARDS);
    *n = 1 + pick(f, CARDS);
    for (size_t i = 0; i < *n; i++)
        p[i] = post(f, true);
    size_t most = mosts[pick(f, COUNT_OF(mosts))];
    struct card *c = cards_of(&f->r, &f->known, p, *n, most, flip(f) ? some_text(f) : STR_NONE);
    for (size_t i = 0; i < *n; i++)
        c[i].current = pick(f, 4) == 0;
    return c;
}

static struct option *options(struct feed *f, size_t *n)
{
    *n = pick(f, 5);
    struct option *o = ARENA_ARRAY(f->a, struct option, *n + 1);
    for (size_t i = 0; i < *n; i++)
        o[i] = (struct option){text(f), text(f), flip(f)};
    return o;
}

static struct chip *chips(struct feed *f, size_t *n)
{
    *n = pick(f, 4);
    struct chip *c = ARENA_ARRAY(f->a, struct chip, *n + 1);
    for (size_t i = 0; i < *n; i++)
        c[i] = (struct chip){text(f), address(f, "/search?q="), text(f)};
    return c;
}

static struct person person(struct feed *f)
{
    struct person p = {.id = number(f), .name = text(f), .kind = text(f)};
    p.last_ms = when(f).ms;
    p.is_owner = pick(f, 4) == 0;
    p.identities = pick(f, 4);
    p.identity = ARENA_ARRAY(f->a, struct identity, p.identities + 1);
    for (size_t i = 0; i < p.identities; i++)
        p.identity[i] = (struct identity){.network = network(f),
                                          .key = text(f),
                                          .name = text(f),
                                          .handle = text(f),
                                          .url = link_to(f)};
    p.relations = pick(f, 3);
    p.relation = ARENA_ARRAY(f->a, struct str, p.relations + 1);
    for (size_t i = 0; i < p.relations; i++)
        p.relation[i] = text(f);
    p.position = text(f);
    p.company = text(f);
    return p;
}

static struct import import(struct feed *f)
{
    struct import im = {.id = number(f), .archive = text(f), .reader = text(f)};
    im.network = network(f);
    im.state = flip(f) ? STR("done") : STR("undone");
    im.account = text(f);
    im.started_ms = when(f).ms;
    im.taken_ms = when(f).ms;
    im.messages = number(f);
    im.fresh = number(f);
    im.changed = number(f);
    for (size_t i = 0; i < RECORD_KIND_COUNT; i++)
        im.count[i] = number(f);
    return im;
}

static struct standing *standings(struct feed *f, size_t *n)
{
    *n = pick(f, 4);
    struct standing *v = ARENA_ARRAY(f->a, struct standing, *n + 1);
    for (size_t i = 0; i < *n; i++)
        v[i] = (struct standing){text(f), flip(f) ? network(f) : STR_NONE, pick(f, 3)};
    return v;
}

/* One kind of page after the other -------------------------------------------------------- */

/* A piece in <main>, with a paragraph behind it that must stay there. */
static void begin(struct buf *b, const char *before)
{
    buf_lit(b, "<!doctype html><html><head><title>t</title></head><body><main>");
    buf_lit(b, before);
}

static struct tree end(struct buf *b, const char *after)
{
    buf_lit(b, after);
    buf_lit(b, "</main><p id=end></p></body></html>");
    struct tree t = tree_of(b);
    REQUIRE(children_of(t.body) == 2 && child_of(t.body, 0) == t.main, buf_view(b));
    const GumboNode *last = child_of(t.body, 1);
    REQUIRE(is_tag(last, GUMBO_TAG_P) && children_of(last) == 0, buf_view(b));
    REQUIRE(str_is(value_of(last, "id"), "end"), buf_view(b));
    return t;
}

/* A whole page: what listens for news stands behind the frame. */
static struct tree whole(const struct feed *f, struct buf *b)
{
    struct tree t = tree_of(b);
    const GumboNode *live = first_of(t.body, GUMBO_TAG_DIV, "live");
    REQUIRE(live && live->parent == t.body && t.main->parent->parent == t.body, buf_view(b));
    REQUIRE(count_of(t.out->root, GUMBO_TAG_SCRIPT, "") == (f->page.charts ? 3 : 2),
            buf_view(b));
    REQUIRE(count_of(t.body, GUMBO_TAG_A, "tab") == f->page.tabs, buf_view(b));
    return t;
}

static size_t with_parent(const struct card *c, size_t n)
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++)
        found += c[i].parent != NULL;
    return found;
}

static size_t of_tag(const struct card *c, size_t n, const char *tag)
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < c[i].pictures; k++)
            found += strcmp(c[i].picture[k].tag, tag) == 0;
    return found;
}

static void expect_cards(const GumboNode *main, const struct card *c, size_t n)
{
    REQUIRE(count_of(main, GUMBO_TAG_ARTICLE, "") == n, STR("articles"));
    REQUIRE(count_of(main, GUMBO_TAG_BLOCKQUOTE, "parent") == with_parent(c, n),
            STR("parents"));
    REQUIRE(count_of(main, GUMBO_TAG_IMG, "") == of_tag(c, n, "img"), STR("pictures"));
    REQUIRE(count_of(main, GUMBO_TAG_VIDEO, "") == of_tag(c, n, "video"), STR("videos"));
    REQUIRE(count_of(main, GUMBO_TAG_AUDIO, "") == of_tag(c, n, "audio"), STR("sounds"));
    REQUIRE(count_of(main, GUMBO_TAG_A, "file") == of_tag(c, n, "a"), STR("files"));
}

static void show_cards(struct feed *f, struct buf *b)
{
    size_t n;
    struct card *c = cards(f, &n);
    begin(b, "");
    page_cards(b, c, n, flip(f) ? address(f, "/timeline?before=") : STR_NONE);
    struct tree t = end(b, "");
    expect_cards(t.main, c, n);
    for (unsigned i = 0; i < children_of(t.main); i++) {
        const GumboNode *x = child_of(t.main, i);
        REQUIRE(x->type != GUMBO_NODE_TEXT, str_from(x->v.text.text));
    }
    tree_free(&t);
}

static void show_thread(struct feed *f, struct buf *b)
{
    struct thread_view v = {.cut = flip(f), .conversation = flip(f)};
    v.card = cards(f, &v.n);
    v.title = text(f);
    v.with = text(f);
    v.network = network_label(network(f));
    page_thread(b, &f->page, &v);
    struct tree t = whole(f, b);
    const GumboNode *talk = first_of(t.main, GUMBO_TAG_OL, "");
    if (v.conversation)
        REQUIRE(talk && count_of(talk, GUMBO_TAG_LI, "") == v.n, STR("messages"));
    else
        expect_cards(t.main, v.card, v.n);
    tree_free(&t);
}

static void show_timeline(struct feed *f, struct buf *b)
{
    struct timeline_view v = {.any = flip(f), .own = flip(f), .media = flip(f)};
    if (pick(f, 4))
        v.card = cards(f, &v.n);
    v.context_name = text(f);
    v.topic = text(f);
    v.person = number(f);
    v.network = options(f, &v.networks);
    v.account = options(f, &v.accounts);
    v.kind = options(f, &v.kinds);
    v.year = options(f, &v.years);
    v.chip = chips(f, &v.chips);
    page_timeline(b, &f->page, &v);
    struct tree t = whole(f, b);
    expect_cards(t.main, v.card, v.n);
    size_t all = v.networks + v.kinds + v.years + (v.accounts > 2 ? v.accounts : 0);
    REQUIRE(count_of(t.main, GUMBO_TAG_OPTION, "") == all, STR("options"));
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "") == v.chips, STR("chips"));
    tree_free(&t);
}

#include "page_people.h"

static void show_search(struct feed *f, struct buf *b)
{
    struct search_view v = {.q = text(f), .asked = flip(f), .cut = flip(f)};
    v.person = people(f, &v.people);
    v.card = cards(f, &v.n);
    v.older = flip(f) ? address(f, "/search?q=") : STR_NONE;
    v.chip = chips(f, &v.chips);
    v.add = options(f, &v.adds);
    for (size_t i = 0; i < v.adds; i++)
        v.add[i] = (struct option){address(f, "/search?q="), own_text(f), false};
    page_search(b, &f->page, &v);
    struct tree t = whole(f, b);
    expect_cards(t.main, v.card, v.asked ? v.n : 0);
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "") == v.chips + (v.asked ? v.people + v.adds : 0),
            STR("people, chips and filters"));
    const GumboNode *q = first_of(t.main, GUMBO_TAG_INPUT, "q");
    REQUIRE(q && is_shown_as(v.q, value_of(q, "value")), v.q);
    tree_free(&t);
}

static void show_options(struct feed *f, struct buf *b)
{
    size_t n;
    struct option *o = options(f, &n);
    begin(b, "<select>");
    page_options(b, o, n);
    struct tree t = end(b, "</select>");
    const GumboNode *s = first_of(t.main, GUMBO_TAG_SELECT, "");
    REQUIRE(count_of(s, GUMBO_TAG_OPTION, "") == n, buf_view(b));
    for (unsigned i = 0, at = 0; at < children_of(s); at++) {
        const GumboNode *x = child_of(s, at);
        if (x->type == GUMBO_NODE_WHITESPACE)
            continue;
        REQUIRE(is_tag(x, GUMBO_TAG_OPTION), buf_view(b));
        REQUIRE(is_shown_as(o[i].value, value_of(x, "value")), o[i].value);
        REQUIRE(is_shown_as(o[i].label, text_of(x)), o[i].label);
        REQUIRE(has_attribute(x, "selected") == o[i].chosen, o[i].value);
        i++;
    }
    tree_free(&t);
}

#include "page_networks.h"

static void show_networks(struct feed *f, struct buf *b)
{
    struct networks_view v = {.accounts = f->known.accounts, .now_ms = f->page.now_ms};
    v.account = ARENA_ARRAY(f->a, struct account_card, v.accounts);
    size_t choices = 0, due = 0;
    for (size_t i = 0; i < v.accounts; i++) {
        struct account_card *c = &v.account[i];
        *c = (struct account_card){.a = &f->known.account[i], .posts = number(f)};
        c->fresh = pick(f, 4) ? fresh(f, &c->a->acc) : NULL;
        c->since = own_text(f);
        due += c->fresh && c->fresh->due;
        c->context = options(f, &c->contexts);
        choices += c->contexts + 3; /* the mindsets of a new one */
    }
    v.due = due;
    v.jobs.n = pick(f, 4);
    v.jobs.busy = flip(f);
    v.jobs.token = "t";
    v.jobs.job = ARENA_ARRAY(f->a, struct job, v.jobs.n + 1);
    for (size_t i = 0; i < v.jobs.n; i++)
        v.jobs.job[i] = (struct job){.id = number(f),
                                     .undo = flip(f),
                                     .name = text(f),
                                     .state = (enum job_state)pick(f, JOB_REFUSED + 1),
                                     .done = number(f),
                                     .total = number(f),
                                     .records = number(f),
                                     .about = import(f),
                                     .archive_kind = STR("LinkedIn archive"),
                                     .say = text(f)};
    v.imports = pick(f, 3);
    v.import = ARENA_ARRAY(f->a, struct import_row, v.imports + 1);
    struct import *im = ARENA_ARRAY(f->a, struct import, v.imports + 1);
    for (size_t i = 0; i < v.imports; i++) {
        im[i] = import(f);
        v.import[i] =
            (struct import_row){.im = &im[i], .network = network(f), .can_undo = flip(f)};
    }
    fill_groups(f, &v);
    page_networks(b, &f->page, &v);
    struct tree t = whole(f, b);
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "job") == v.jobs.n, STR("jobs"));
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "account") == v.accounts, STR("accounts"));
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "reminder") == due, STR("reminders"));
    REQUIRE(count_of(t.main, GUMBO_TAG_SECTION, "guide-group") == v.groups, STR("guides"));
    REQUIRE(count_of(t.main, GUMBO_TAG_OPTION, "") == choices, STR("contexts"));
    REQUIRE(count_of(t.main, GUMBO_TAG_TR, "") == (v.imports ? v.imports + 1 : 0),
            STR("imports"));
    tree_free(&t);
}

static struct grid grid(struct feed *f)
{
    struct grid g = {.rows = pick(f, 3), .heads = pick(f, 3)};
    g.row = ARENA_ARRAY(f->a, struct grid_row, g.rows + 1);
    g.head = ARENA_ARRAY(f->a, struct grid_head, g.heads + 1);
    for (size_t i = 0; i < g.heads; i++)
        g.head[i] = (struct grid_head){own_text(f), number(f)};
    for (size_t i = 0; i < g.rows; i++) {
        g.row[i] = (struct grid_row){.label = own_text(f), .context_id = number(f)};
        g.row[i].cell = ARENA_ARRAY(f->a, struct cell, g.heads + 1);
        for (size_t k = 0; k < g.heads; k++)
            g.row[i].cell[k] = (struct cell){number(f), address(f, "/timeline?topic=")};
    }
    return g;
}

static void show_overview(struct feed *f, struct buf *b)
{
    struct overview_view v = {.months = grid(f), .topics = grid(f), .people = grid(f)};
    v.posts = number(f);
    v.messages = number(f);
    v.count.people = number(f);
    v.posts_href = address(f, "/timeline?context=");
    v.messages_href = address(f, "/timeline?kind=message&context=");
    v.n_noticed = pick(f, 3);
    v.noticed = ARENA_ARRAY(f->a, struct noticed, v.n_noticed + 1);
    for (size_t i = 0; i < v.n_noticed; i++)
        v.noticed[i] =
            (struct noticed){own_text(f), address(f, "/people?q="), own_text(f), number(f)};
    page_overview(b, &f->page, &v);
    struct tree t = whole(f, b);
    size_t tables = v.months.rows > 0;
    tables += v.topics.rows > 0;
    tables += v.people.rows > 0;
    REQUIRE(count_of(t.main, GUMBO_TAG_TABLE, "grid") == tables, STR("tables"));
    REQUIRE(count_of(t.main, GUMBO_TAG_TR, "") ==
                tables + v.months.rows + v.topics.rows + v.people.rows,
            STR("rows"));
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "") == v.n_noticed, STR("noticed"));
    tree_free(&t);
}

#include "page_draft.h"
#include "page_live.h"

static void show_door(struct feed *f, struct buf *b)
{
    struct sign_in_view v = {.first = flip(f), .problem = own_text(f), .next = text(f)};
    f->page.signed_in = false;
    page_sign_in(b, &f->page, &v);
    struct tree t = tree_of(b);
    REQUIRE(count_of(t.main, GUMBO_TAG_FORM, "") == 1, STR("one form"));
    tree_free(&t);
    buf_clear(b);
    page_trouble(b, &f->page, flip(f) ? 404 : 500, text(f));
    t = tree_of(b);
    REQUIRE(count_of(t.main, GUMBO_TAG_H1, "") == 1, STR("one head"));
    tree_free(&t);
    f->page.signed_in = true;
}

static void (*const shows[])(struct feed *f, struct buf *b) = {
    show_cards,    show_thread,   show_timeline, show_people,  show_person,
    show_review,   show_search,   show_write,    show_options, show_import,
    show_networks, show_overview, show_door,     show_guard,   show_learned,
    show_contexts, show_since,    show_pictures, show_guide,   show_draft_pictures,
    show_send,     show_outbox,   show_calendar, show_connect};

static struct feed feed_of(struct str in, struct arena *a)
{
    struct feed f = {.a = a, .r = {.a = a}};
    struct str piece;
    if (!str_cut(&in, '\xFF', &f.choices))
        f.choices = STR_NONE;
    while (f.texts < TEXTS && str_cut(&in, '\xFF', &piece))
        f.text[f.texts++] = utf8_clean(str_sub(piece, 0, TEXT_MOST), a);
    return f;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(MIB(256));
    struct feed f = feed_of(str_of((const char *)data, size), a);
    struct buf b;
    buf_init(&b, MIB(32));
    /* one of them, or (the seeds) all */
    size_t which = pick(&f, COUNT_OF(shows) + 1), i = which ? which - 1 : 0;
    fill_known(&f);
    fill_page(&f);
    do {
        buf_clear(&b);
        shows[i++](&f, &b);
    } while (!which && i < COUNT_OF(shows));
    buf_free(&b);
    arena_free(a);
    return 0;
}
