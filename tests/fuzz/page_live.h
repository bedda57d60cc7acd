/* tests/fuzz/page_live.h: sending, the outbox and its calendar, signing in to a network, for fuzz_page.c,
 * whose feed they take. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_PAGE_LIVE_H
#define TESTS_PAGE_LIVE_H

static const struct known_account *any_account(struct feed *f)
{
    return &f->known.account[pick(f, (unsigned)f->known.accounts)];
}

static struct safe_html any_html(struct feed *f)
{
    return html_plain_marked(text(f), NULL, 0, f->a);
}

static struct str *texts(struct feed *f, size_t *n)
{
    *n = pick(f, 3);
    struct str *t = ARENA_ARRAY(f->a, struct str, *n + 1);
    for (size_t i = 0; i < *n; i++)
        t[i] = text(f);
    return t;
}

static struct draft_pictures_view pictures_of_draft(struct feed *f)
{
    struct draft_pictures_view v = {.draft = number(f), .full = flip(f), .n = pick(f, 3)};
    v.back = "send";
    v.token = f->page.token;
    v.problem = text(f);
    v.row = ARENA_ARRAY(f->a, struct draft_picture_row, v.n + 1);
    for (size_t i = 0; i < v.n; i++) {
        v.row[i] = (struct draft_picture_row){
            number(f),
            (int64_t)i + 1,
            STR("00aa11bb"),
            text(f),
            {text(f), own_text(f), number(f)}
        };
        v.bare += v.row[i].alt.n == 0;
    }
    v.to = options(f, &v.tos);
    return v;
}

static void show_draft_pictures(struct feed *f, struct buf *b)
{
    struct draft_pictures_view v = pictures_of_draft(f);
    page_draft_pictures(b, &f->page, &v);
    struct tree t = whole(f, b);
    REQUIRE(count_of(t.main, GUMBO_TAG_IMG, "") == v.n, STR("pictures"));
    for (size_t i = 0; i < v.n; i++) {
        const char *id =
            arena_cstr(f->a, arena_printf(f->a, "alt-%lld", (long long)v.row[i].number));
        REQUIRE(first_of(t.main, GUMBO_TAG_TEXTAREA, id), v.row[i].alt);
    }
    tree_free(&t);
}

static void fill_preview(struct feed *f, struct preview *m)
{
    *m = (struct preview){.text = any_html(f), .pictures = pick(f, 3)};
    m->summary = text(f);
    m->choice = texts(f, &m->choices);
    m->open = own_text(f);
    m->count = text_count(network(f), text(f));
    m->picture = ARENA_ARRAY(f->a, struct preview_picture, m->pictures + 1);
    for (size_t i = 0; i < m->pictures; i++)
        m->picture[i] = (struct preview_picture){STR("00aa11bb"), text(f)};
}

static void fill_send_row(struct feed *f, struct send_row *x)
{
    *x = (struct send_row){.network = own_text(f), .parts = 1 + pick(f, 2)};
    x->acc = any_account(f);
    x->verdict = flip(f) ? any_verdict(f) : "";
    x->phrase = "Think twice";
    x->sentence = text(f);
    x->stop = texts(f, &x->stops);
    x->note = texts(f, &x->notes);
    x->visibility = options(f, &x->visibilities);
    x->title = text(f);
    x->addresses = text(f);
    x->answer = options(f, &x->answers);
    x->who_answers = flip(f) ? "Nobody" : "";
    x->own = text(f);
    x->by_hand = flip(f);
    x->warns = flip(f);
    x->slot = own_text(f);
    x->part = ARENA_ARRAY(f->a, struct preview, x->parts);
    for (size_t i = 0; i < x->parts; i++)
        fill_preview(f, &x->part[i]);
}

static void show_send(struct feed *f, struct buf *b)
{
    struct send_view v = {.draft = number(f), .stops = flip(f), .doubts = flip(f)};
    size_t shown, parts = 0, stops = 0;
    v.n = pick(f, 3);
    v.row = ARENA_ARRAY(f->a, struct send_row, v.n + 1);
    v.pictures = pictures_of_draft(f);
    shown = v.pictures.n;
    for (size_t i = 0; i < v.n; i++) {
        struct send_row *x = &v.row[i];
        fill_send_row(f, x);
        parts += x->parts;
        stops += x->stops;
        for (size_t k = 0; k < x->parts; k++)
            shown += x->part[k].pictures;
    }
    v.both = own_text(f);
    v.sides = own_text(f);
    v.hold = own_text(f);
    v.label = text(f);
    v.context_id = number(f);
    v.at = own_text(f);
    v.best = own_text(f);
    v.problem = own_text(f);
    page_send(b, &f->page, &v);
    struct tree t = whole(f, b);
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "send-to") == v.n, STR("accounts"));
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "part") == parts, STR("parts"));
    REQUIRE(count_of(t.main, GUMBO_TAG_P, "problem") == stops + (v.problem.n > 0),
            STR("stops"));
    REQUIRE(count_of(t.main, GUMBO_TAG_IMG, "") == shown, STR("pictures"));
    REQUIRE(count_of(t.main, GUMBO_TAG_BUTTON, "publish") == 1, STR("one way out"));
    tree_free(&t);
}

static const struct publication *any_publication(struct feed *f)
{
    static const char *const reasons[] = {"wait", "sign_in", "refused", "limit", "unknown", ""};
    struct publication *p = ARENA_NEW(f->a, struct publication);
    *p = (struct publication){.id = number(f), .draft_id = number(f), .part = 1, .parts = 2};
    p->state = (enum publication_state)pick(f, PUBLICATION_STATES);
    p->due_ms = when(f).ms;
    p->sent_ms = when(f).ms;
    p->url = link_to(f);
    p->error = text(f);
    p->reason = str_from(reasons[pick(f, COUNT_OF(reasons))]);
    return p;
}

static void fill_outbox_row(struct feed *f, struct outbox_row *x)
{
    static const char *const whats[] = {"", "an edit", "the end of a post"};
    *x = (struct outbox_row){.p = any_publication(f), .text = any_html(f)};
    x->acc = pick(f, 4) ? any_account(f) : NULL;
    x->plain = text(f);
    x->title = text(f);
    x->addresses = text(f);
    x->choice = texts(f, &x->choices);
    x->what = whats[pick(f, COUNT_OF(whats))];
    x->open = link_to(f);
    x->picture = texts(f, &x->pictures);
    x->at = own_text(f);
    x->asks = flip(f);
    x->blocked = flip(f);
    x->post_id = number(f);
    x->left_s = number(f);
}

static void show_outbox(struct feed *f, struct buf *b)
{
    struct outbox_view v = {.now_ms = f->page.now_ms, .busy = flip(f), .groups = pick(f, 3)};
    size_t rows = 0, handed = 0;
    for (size_t i = 0; i < v.groups; i++) {
        struct outbox_group *g = &v.group[i];
        *g =
            (struct outbox_group){"To come", flip(f) ? "Yours to post." : "", NULL, pick(f, 3)};
        g->row = ARENA_ARRAY(f->a, struct outbox_row, g->n + 1);
        for (size_t k = 0; k < g->n; k++) {
            struct outbox_row *x = &g->row[k];
            fill_outbox_row(f, x);
            handed += x->p->state == PUBLICATION_HANDED_OFF ? x->pictures : 0;
        }
        rows += g->n;
    }
    page_outbox(b, &f->page, &v);
    struct tree t = whole(f, b);
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "out-row") == rows, STR("publications"));
    REQUIRE(count_of(t.main, GUMBO_TAG_P, "handed") == handed, STR("pictures to take along"));
    tree_free(&t);
}

static void fill_day(struct feed *f, struct calendar_day *d)
{
    *d =
        (struct calendar_day){.label = own_text(f), .date = STR("2026-11-23"), .n = pick(f, 3)};
    d->today = flip(f);
    d->past = flip(f);
    d->other = flip(f);
    d->item = ARENA_ARRAY(f->a, struct calendar_item, d->n + 1);
    for (size_t i = 0; i < d->n; i++)
        d->item[i] = (struct calendar_item){number(f), STR("09-30"), text(f), text(f),
                                            number(f), "pending",    flip(f)};
}

static void show_calendar(struct feed *f, struct buf *b)
{
    struct calendar_view v = {.month = flip(f), .days = pick(f, 4)};
    size_t items = 0;
    v.day = ARENA_ARRAY(f->a, struct calendar_day, v.days + 1);
    for (size_t i = 0; i < v.days; i++) {
        fill_day(f, &v.day[i]);
        items += v.day[i].n;
    }
    v.title = own_text(f);
    v.before = STR("/outbox/calendar?from=2026-11-16");
    v.here = STR("/outbox/calendar?from=2026-11-23");
    v.after = STR("/outbox/calendar?from=2026-11-30");
    page_calendar(b, &f->page, &v);
    struct tree t = whole(f, b);
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "day") == v.days, STR("days"));
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "entry") == items, STR("what is to come"));
    tree_free(&t);
}

static void show_connect(struct feed *f, struct buf *b)
{
    size_t rows;
    const struct network_api *const *all = api_list(&rows);
    struct connect_view v = {.shows_code = flip(f), .doors = pick(f, 4)};
    v.door = ARENA_ARRAY(f->a, struct door_row, v.doors + 1);
    for (size_t i = 0; i < v.doors; i++)
        v.door[i] = (struct door_row){all[pick(f, (unsigned)rows)], own_text(f)};
    v.row = flip(f) ? all[pick(f, (unsigned)rows)] : NULL;
    v.url = link_to(f);
    v.state = text(f);
    v.problem = own_text(f);
    v.server = text(f);
    v.host = own_text(f);
    v.redirect = own_text(f);
    page_connect(b, &f->page, &v);
    struct tree t = whole(f, b);
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "way") == (v.row ? 0 : v.doors), STR("doors"));
    const GumboNode *server = first_of(t.main, GUMBO_TAG_INPUT, "server");
    REQUIRE((server != NULL) == (v.row && !v.url.n), STR("the server"));
    REQUIRE(!server || is_shown_as(v.server, value_of(server, "value")), v.server);
    tree_free(&t);
}

#endif
