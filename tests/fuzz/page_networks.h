/* tests/fuzz/page_networks.h: imports, what changed between them, guides, for fuzz_page.c, whose feed
 * they take. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_PAGE_NETWORKS_H
#define TESTS_PAGE_NETWORKS_H

static struct guide *any_guide(struct feed *f)
{
    struct guide *g = ARENA_NEW(f->a, struct guide);
    *g = (struct guide){.group = own_text(f),
                        .id = own_text(f),
                        .name = own_text(f),
                        .state = (enum guide_state)pick(f, GUIDE_UNREAD + 1),
                        .steps = pick(f, GUIDE_STEPS + 1)};
    for (size_t i = 0; i < g->steps; i++)
        g->step[i] = own_text(f);
    g->why = own_text(f);
    g->wait = own_text(f);
    g->holds = own_text(f);
    g->lacks = own_text(f);
    g->stays = own_text(f);
    g->often = own_text(f);
    g->asks = own_text(f);
    return g;
}

static const struct fresh *fresh(struct feed *f, const struct account *acc)
{
    struct fresh *x = ARENA_NEW(f->a, struct fresh);
    *x = (struct fresh){.acc = acc, .guide = any_guide(f), .due = flip(f)};
    x->last.never = flip(f);
    x->last.later_ms = when(f).ms;
    return x;
}

static struct guide_row any_guide_row(struct feed *f)
{
    struct guide_row row = {.g = any_guide(f), .old = flip(f)};
    row.since = own_text(f);
    return row;
}

static void fill_groups(struct feed *f, struct networks_view *v)
{
    v->groups = pick(f, 3);
    v->group = ARENA_ARRAY(f->a, struct guide_group, v->groups + 1);
    for (size_t i = 0; i < v->groups; i++) {
        struct guide_group *x = &v->group[i];
        x->name = own_text(f);
        x->n = pick(f, 4);
        x->row = ARENA_ARRAY(f->a, struct guide_row, x->n + 1);
        for (size_t k = 0; k < x->n; k++)
            x->row[k] = any_guide_row(f);
    }
}

static struct since any_since(struct feed *f)
{
    struct since s = {.former_id = number(f), .former_day_ms = when(f).ms};
    s.former_archive = text(f);
    return s;
}

static void show_import(struct feed *f, struct buf *b)
{
    struct import im = import(f);
    struct since since = any_since(f);
    struct import_view v = {.im = &im, .since = &since, .can_undo = flip(f)};
    v.network = network_label(im.network);
    v.n = pick(f, 4);
    struct unread *u = ARENA_ARRAY(f->a, struct unread, v.n + 1);
    for (size_t i = 0; i < v.n; i++)
        u[i] = (struct unread){text(f), text(f), text(f)};
    v.unread = u;
    v.lines = pick(f, 4);
    v.line = ARENA_ARRAY(f->a, struct since_row, v.lines + 1);
    for (size_t i = 0; i < v.lines; i++)
        v.line[i] = (struct since_row){
            own_text(f), flip(f) ? address(f, "/imports/1/since?what=") : STR_NONE};
    page_import(b, &f->page, &v);
    struct tree t = whole(f, b);
    size_t lines = since.former_id ? v.lines : 0;
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "") == v.n + lines, STR("unread and changes"));
    const GumboNode *pre = first_of(t.main, GUMBO_TAG_PRE, "");
    REQUIRE(!v.n || is_shown_as(u[0].raw, text_of(pre)), u[0].raw);
    tree_free(&t);
}

static void fill_who(struct feed *f, struct since_who *x, size_t *changes)
{
    struct since_person *p = ARENA_NEW(f->a, struct since_person);
    *p = (struct since_person){.person_id = number(f), .changes = pick(f, 3)};
    p->name = text(f);
    p->change = ARENA_ARRAY(f->a, struct since_change, p->changes + 1);
    for (size_t i = 0; i < p->changes; i++)
        p->change[i] = (struct since_change){STR("company"), text(f), text(f)};
    *x = (struct since_who){p, network_label(network(f))};
    *changes += p->changes;
}

static void show_since(struct feed *f, struct buf *b)
{
    struct import im = import(f);
    struct since since = any_since(f);
    struct since_view v = {.im = &im, .since = &since, .gone = flip(f)};
    size_t changes = 0;
    v.says = own_text(f);
    if (flip(f)) {
        v.whos = pick(f, 4);
        v.who = ARENA_ARRAY(f->a, struct since_who, v.whos + 1);
        for (size_t i = 0; i < v.whos; i++)
            fill_who(f, &v.who[i], &changes);
    } else {
        v.card = cards(f, &v.n);
        v.was = ARENA_ARRAY(f->a, struct str, v.n + 1);
        for (size_t i = 0; i < v.n; i++)
            v.was[i] = text(f);
    }
    v.older = flip(f) ? address(f, "/imports/1/since?what=work&page=") : STR_NONE;
    page_since(b, &f->page, &v);
    struct tree t = whole(f, b);
    expect_cards(t.main, v.card, v.n);
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "") == v.whos, STR("people who changed"));
    REQUIRE(count_of(t.main, GUMBO_TAG_SPAN, "change") == changes, STR("changes"));
    tree_free(&t);
}

static void show_guide(struct feed *f, struct buf *b)
{
    struct guide_view v = {.row = any_guide_row(f), .note = flip(f) ? "Written." : ""};
    page_guide(b, &f->page, &v);
    struct tree t = whole(f, b);
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "") == v.row.g->steps, STR("steps"));
    tree_free(&t);
}

#endif
