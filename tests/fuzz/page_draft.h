/* tests/fuzz/page_draft.h: the pages around a draft, for fuzz_page.c, whose feed they take. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_PAGE_DRAFT_H
#define TESTS_PAGE_DRAFT_H

static const char *any_verdict(struct feed *f)
{
    static const char *const verdicts[] = {"fits", "touch", "think_twice", "keep_out"};
    return verdicts[pick(f, COUNT_OF(verdicts))];
}

static void fill_reason(struct feed *f, struct verdict_reason *x)
{
    *x = (struct verdict_reason){.verdict = any_verdict(f), .phrase = "Fits", .why = text(f)};
    x->rule = STR("private-topic");
    x->words = pick(f, 4);
    x->word = ARENA_ARRAY(f->a, struct str, x->words + 1);
    for (size_t w = 0; w < x->words; w++)
        x->word[w] = text(f);
    x->sayings = pick(f, 3);
    x->saying = ARENA_ARRAY(f->a, struct saying, x->sayings + 1);
    for (size_t i = 0; i < x->sayings; i++)
        x->saying[i] = (struct saying){text(f), own_text(f)};
    x->correction = pick(f, 2);
}

static void fill_place(struct feed *f, size_t at, struct place_card *x)
{
    *x = (struct place_card){.account_id = pick(f, 3), .at = at, .phrase = "Think twice"};
    x->label = text(f);
    x->context = own_text(f);
    x->chosen = flip(f);
    x->known = flip(f);
    x->quiet = flip(f);
    x->verdict = flip(f) ? any_verdict(f) : "";
    x->sentence = text(f);
    x->change = text(f);
    x->better = text(f);
    x->readers = text(f);
    x->audience = own_text(f);
    x->titles = flip(f);
    x->letters = flip(f);
    x->polls = flip(f);
    x->count = text_count(network(f), text(f));
    x->learned = text(f);
    x->learned_id = pick(f, 2);
    x->reasons = pick(f, 3);
    x->reason = ARENA_ARRAY(f->a, struct verdict_reason, x->reasons + 1);
    for (size_t i = 0; i < x->reasons; i++)
        fill_reason(f, &x->reason[i]);
}

static struct draft_state any_state(struct feed *f)
{
    static const char *const states[] = {"", "ready", "waits", "over", "changed"};
    static const char *const dids[] = {"ready", "went_on", "waited"};
    struct draft_state s = {.state = states[pick(f, COUNT_OF(states))], .until_ms = when(f).ms};
    s.decisions = pick(f, 3);
    s.decision = ARENA_ARRAY(f->a, struct decision, s.decisions + 1);
    for (size_t i = 0; i < s.decisions; i++)
        s.decision[i] = (struct decision){
            .to = {text(f), own_text(f), number(f)},
            .verdict = any_verdict(f),
            .phrase = "Fits",
            .did = str_from(dids[pick(f, COUNT_OF(dids))]),
            .reason = text(f)
        };
    return s;
}

static void fill_drafts(struct feed *f, struct write_view *v)
{
    v->olds = pick(f, 3);
    v->old = ARENA_ARRAY(f->a, struct draft_row, v->olds + 1);
    for (size_t i = 0; i < v->olds; i++) {
        struct draft *d = ARENA_NEW(f->a, struct draft);
        *d = (struct draft){.id = number(f), .changed_ms = when(f).ms, .text = text(f)};
        v->old[i] = (struct draft_row){.d = d, .tos = pick(f, 3), .state = any_state(f)};
        v->old[i].to = ARENA_ARRAY(f->a, struct badge, v->old[i].tos + 1);
        for (size_t t = 0; t < v->old[i].tos; t++)
            v->old[i].to[t] = (struct badge){text(f), own_text(f), number(f)};
    }
}

static void show_write(struct feed *f, struct buf *b)
{
    struct html_mark m[3];
    struct write_view v = {.draft = number(f), .text = text(f), .kept = flip(f)};
    size_t n = marks(f, m);
    v.marked = html_plain_marked(v.text, m, n, f->a);
    v.summary = own_text(f);
    v.title = text(f);
    v.addresses = text(f);
    v.titles = flip(f);
    v.letters = flip(f);
    v.polls = flip(f);
    v.choices = pick(f, 4);
    v.choice = ARENA_ARRAY(f->a, struct str, v.choices + 1);
    for (size_t i = 0; i < v.choices; i++)
        v.choice[i] = text(f);
    v.open = options(f, &v.opens);
    v.note = own_text(f);
    v.does = own_text(f);
    v.problem = own_text(f);
    v.sides = own_text(f);
    v.state = any_state(f);
    v.now_ms = f->page.now_ms;
    v.places = pick(f, 3);
    v.place = ARENA_ARRAY(f->a, struct place_card, v.places + 1);
    for (size_t i = 0; i < v.places; i++)
        fill_place(f, i, &v.place[i]);
    fill_drafts(f, &v);
    page_write(b, &f->page, &v);
    struct tree t = whole(f, b);
    REQUIRE(count_of(t.main, GUMBO_TAG_DIV, "verdict-card") == v.places, STR("places"));
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "person") == v.olds, STR("drafts"));
    const GumboNode *area = first_of(t.main, GUMBO_TAG_TEXTAREA, "text");
    REQUIRE(area && is_shown_as(v.text, text_of(area)), v.text);
    REQUIRE(count_of(t.main, GUMBO_TAG_TEXTAREA, "") == 1, STR("one draft"));
    tree_free(&t);
}

static void show_guard(struct feed *f, struct buf *b)
{
    struct guard_view v = {.draft = number(f), .text = text(f), .others = pick(f, 3)};
    v.asks = flip(f);
    v.holds = flip(f);
    v.reason = text(f);
    v.problem = own_text(f);
    v.tomorrow_ms = when(f).ms;
    v.places = pick(f, 3);
    v.place = ARENA_ARRAY(f->a, struct place_card, v.places + 1);
    for (size_t i = 0; i < v.places; i++)
        fill_place(f, i, &v.place[i]);
    page_guard(b, &f->page, &v);
    struct tree t = whole(f, b);
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "stop") == v.places, STR("stops"));
    const GumboNode *area = first_of(t.main, GUMBO_TAG_TEXTAREA, "reason");
    REQUIRE((area != NULL) == v.asks, STR("a reason"));
    REQUIRE(!area || is_shown_as(v.reason, text_of(area)), v.reason);
    tree_free(&t);
}

static struct learned_row *lessons(struct feed *f, size_t *n)
{
    *n = pick(f, 3);
    struct learned_row *x = ARENA_ARRAY(f->a, struct learned_row, *n + 1);
    for (size_t i = 0; i < *n; i++)
        x[i] = (struct learned_row){
            .id = number(f), .says = text(f), .context = text(f), .text = text(f)};
    return x;
}

static void show_learned(struct feed *f, struct buf *b)
{
    struct learned_view v = {0};
    v.row = lessons(f, &v.n);
    v.gone = lessons(f, &v.gones);
    page_learned(b, &f->page, &v);
    struct tree t = whole(f, b);
    REQUIRE(count_of(t.main, GUMBO_TAG_LI, "lesson") == v.n + v.gones, STR("lessons"));
    REQUIRE(count_of(t.main, GUMBO_TAG_FORM, "") == v.n, STR("one form each"));
    tree_free(&t);
}

static void show_pictures(struct feed *f, struct buf *b)
{
    struct pictures_view v = {
        .counts = {pick(f, 9), pick(f, 9), pick(f, 9), pick(f, 2)}
    };
    v.n = pick(f, 4);
    v.row = ARENA_ARRAY(f->a, struct picture_row, v.n + 1);
    for (size_t i = 0; i < v.n; i++)
        v.row[i] = (struct picture_row){
            .told = {.picture = {.digest = text(f),
                                 .taken = text(f),
                                 .device = text(f),
                                 .has_serial = flip(f)},
                     .post_id = number(f),
                     .at_ms = when(f).ms},
            .place = text(f)
        };
    page_pictures(b, &f->page, &v);
    struct tree t = whole(f, b);
    REQUIRE(count_of(t.main, GUMBO_TAG_IMG, "") == v.n, STR("pictures"));
    tree_free(&t);
}

static struct setting setting(struct feed *f)
{
    return (struct setting){text(f), text(f)};
}

static struct tick *ticks(struct feed *f, size_t *n)
{
    *n = pick(f, 4);
    struct tick *t = ARENA_ARRAY(f->a, struct tick, *n + 1);
    for (size_t i = 0; i < *n; i++)
        t[i] = (struct tick){own_text(f), own_text(f), flip(f)};
    return t;
}

static void show_contexts(struct feed *f, struct buf *b)
{
    struct contexts_view v = {.n = f->known.contexts};
    size_t boxes = 0;
    v.form = ARENA_ARRAY(f->a, struct context_form, v.n + 1);
    for (size_t i = 0; i < v.n; i++) {
        struct context_form *x = &v.form[i];
        *x = (struct context_form){.c = &f->known.context[i],
                                   .come = "People come here.",
                                   .usual = STR("50"),
                                   .saved = flip(f),
                                   .wrong = flip(f)};
        x->welcome = ticks(f, &x->welcomes);
        x->unwelcome = ticks(f, &x->unwelcomes);
        boxes += x->welcomes + x->unwelcomes;
        x->topics_problem = text(f);
        x->use = setting(f);
        x->avoid = setting(f);
        x->languages = setting(f);
        x->emoji = setting(f);
        x->promotion = setting(f);
        x->formality = options(f, &x->formalities);
        x->guard = options(f, &x->guards);
        x->heres = f->known.accounts;
        x->here = ARENA_ARRAY(f->a, struct posts_here, x->heres + 1);
        for (size_t k = 0; k < x->heres; k++)
            x->here[k] = (struct posts_here){.a = &f->known.account[k], .posts = number(f)};
    }
    page_contexts(b, &f->page, &v);
    struct tree t = whole(f, b);
    REQUIRE(count_of(t.main, GUMBO_TAG_LABEL, "tick") == boxes, STR("topics"));
    REQUIRE(count_of(t.main, GUMBO_TAG_FORM, "") == v.n, STR("one form each"));
    tree_free(&t);
}

#endif
