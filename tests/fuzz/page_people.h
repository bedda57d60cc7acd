/* tests/fuzz/page_people.h: the pages about people, for fuzz_page.c, whose feed they take. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_PAGE_PEOPLE_H
#define TESTS_PAGE_PEOPLE_H

static struct person_row person_row(struct feed *f, const struct person *p)
{
    static const char *const sides[] = {"", "personal", "professional", "both"};
    struct person_row x = {.p = p, .now_ms = f->page.now_ms};
    x.networks = text(f);
    x.relations = text(f);
    x.headline = text(f);
    x.stands = (struct stands){.side = str_from(sides[pick(f, COUNT_OF(sides))]),
                               .colour = STR("side-open"),
                               .why = own_text(f),
                               .strength = own_text(f),
                               .bar = (int)pick(f, 101),
                               .circle = text(f),
                               .circle_id = number(f),
                               .fades = flip(f)};
    return x;
}

static struct person_row *people(struct feed *f, size_t *n)
{
    *n = pick(f, 4);
    struct person *p = ARENA_ARRAY(f->a, struct person, *n + 1);
    struct person_row *row = ARENA_ARRAY(f->a, struct person_row, *n + 1);
    for (size_t i = 0; i < *n; i++) {
        p[i] = person(f);
        row[i] = person_row(f, &p[i]);
    }
    return row;
}

static struct fact_view fact(struct feed *f)
{
    struct fact_view x = {
        .value = text(f), .href = link_to(f), .label = text(f), .past = flip(f)};
    x.sources = 1 + pick(f, 3);
    x.source = ARENA_ARRAY(f->a, struct fact_source, x.sources);
    for (size_t i = 0; i < x.sources; i++)
        x.source[i] =
            (struct fact_source){network_label(network(f)), when(f), when(f), number(f)};
    return x;
}

static struct side_view side_view(struct feed *f, const struct person *p)
{
    struct side_view v = {.row = person_row(f, p), .identities = p->identities};
    v.identity = ARENA_ARRAY(f->a, struct identity_view, p->identities + 1);
    for (size_t i = 0; i < p->identities; i++)
        v.identity[i] =
            (struct identity_view){&p->identity[i], network_label(p->identity[i].network)};
    v.groups = pick(f, 3);
    v.group = ARENA_ARRAY(f->a, struct fact_group, v.groups + 1);
    for (size_t g = 0; g < v.groups; g++) {
        v.group[g] =
            (struct fact_group){.field = STR("Email"), .clash = flip(f), .facts = pick(f, 3)};
        v.group[g].fact = ARENA_ARRAY(f->a, struct fact_view, v.group[g].facts + 1);
        for (size_t i = 0; i < v.group[g].facts; i++)
            v.group[g].fact[i] = fact(f);
    }
    return v;
}

static size_t facts_of(const struct side_view *v)
{
    size_t n = 0;
    for (size_t g = 0; g < v->groups; g++)
        n += v->group[g].facts;
    return n;
}

static struct pair_view pair_view(struct feed *f)
{
    struct pair_view v = {.a = text(f), .b = text(f), .says = own_text(f), .word = flip(f)};
    v.rows = pick(f, 4);
    v.row = ARENA_ARRAY(f->a, struct fall_row, v.rows + 1);
    for (size_t i = 0; i < v.rows; i++)
        v.row[i] = (struct fall_row){.say = STR("the same handle"),
                                     .left = text(f),
                                     .right = text(f),
                                     .how = "strongly for it",
                                     .against = flip(f),
                                     .width = (int)pick(f, FALL_WIDTH)};
    return v;
}

static void show_people(struct feed *f, struct buf *b)
{
    struct people_view v = {.total = number(f), .q = text(f), .asks = number(f)};
    v.row = people(f, &v.n);
    v.network = options(f, &v.networks);
    v.world = options(f, &v.worlds);
    v.account = options(f, &v.accounts);
    v.kind = options(f, &v.kinds);
    v.circle = options(f, &v.circles);
    v.relation = text(f);
    v.context = text(f);
    v.older = flip(f) ? address(f, "/people?q=") : STR_NONE;
    v.newer = flip(f) ? address(f, "/people?q=") : STR_NONE;
    page_people(b, &f->page, &v);
    struct tree t = whole(f, b);
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "person") == v.n, STR("people"));
    tree_free(&t);
}

static void fill_why(struct feed *f, struct person_view *v)
{
    v->evidences = pick(f, 3);
    v->evidence = ARENA_ARRAY(f->a, struct evidence_view, v->evidences + 1);
    for (size_t i = 0; i < v->evidences; i++)
        v->evidence[i] =
            (struct evidence_view){network_label(network(f)), network_label(network(f)),
                                   STR("both have the e-mail address"), text(f)};
    v->pairs = pick(f, 3);
    v->pair = ARENA_ARRAY(f->a, struct pair_view, v->pairs + 1);
    for (size_t i = 0; i < v->pairs; i++)
        v->pair[i] = pair_view(f);
    v->words = pick(f, 3);
    v->word = ARENA_ARRAY(f->a, struct word_view, v->words + 1);
    for (size_t i = 0; i < v->words; i++)
        v->word[i] = (struct word_view){number(f), when(f).ms, text(f)};
}

static void show_person(struct feed *f, struct buf *b)
{
    struct person p = person(f);
    struct person_view v = {.p = &p, .self = side_view(f, &p), .now_ms = f->page.now_ms};
    v.relation = standings(f, &v.relations);
    v.world = standings(f, &v.worlds);
    v.notes = pick(f, 3);
    v.note = ARENA_ARRAY(f->a, struct note, v.notes + 1);
    for (size_t i = 0; i < v.notes; i++)
        v.note[i] = (struct note){number(f), when(f).ms, text(f)};
    fill_why(f, &v);
    v.find = text(f);
    v.due = own_text(f);
    v.found = people(f, &v.n_found);
    v.card = cards(f, &v.n);
    v.older = flip(f) ? address(f, "/people/1?before=") : STR_NONE;
    page_person(b, &f->page, &v);
    struct tree t = whole(f, b);
    expect_cards(t.main, v.card, v.n);
    REQUIRE(count_of(t.main, GUMBO_TAG_DIV, "note") == v.notes, STR("notes"));
    REQUIRE(count_of(t.main, GUMBO_TAG_DT, "") == v.self.groups, STR("kinds of facts"));
    REQUIRE(count_of(t.main, GUMBO_TAG_DD, "") == facts_of(&v.self), STR("facts"));
    tree_free(&t);
}

static void show_review(struct feed *f, struct buf *b)
{
    struct person one = person(f), two = person(f);
    struct question_view q = {side_view(f, &one), side_view(f, &two), pair_view(f),
                              own_text(f)};
    struct review_view v = {.question = flip(f) ? &q : NULL,
                            .who = side_view(f, &one),
                            .words = text(f),
                            .settles = number(f),
                            .over = flip(f),
                            .undo = text(f),
                            .later = address(f, "/people/review?at=")};
    v.all = (int64_t)pick(f, 5);
    page_review(b, &f->page, &v);
    struct tree t = whole(f, b);
    size_t kinds = v.over ? 0 : v.question ? q.a.groups + q.b.groups : v.who.groups;
    REQUIRE(count_of(t.main, GUMBO_TAG_DT, "") == kinds, STR("kinds of facts"));
    tree_free(&t);
}

#endif
