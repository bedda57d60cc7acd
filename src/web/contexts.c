/* web/contexts.c: what is welcome in each context, how it should sound, how it is guarded, and what
 * the owner really posts there. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/api.h"
#include "web/handlers.h"
#include "web/plain_words.h"
#include "web/templates.h"
#include "web/views.h"

#include "context/places.h"
#include "core/limits.h"
#include "store/history.h"

#include <string.h>

enum {
    TOPICS_SHOWN = 8
};

/* The form: what is set, as it stands in the fields -------------------------------------- */

static bool lists(struct str list, struct str topic)
{
    struct str one;
    while (str_cut(&list, ',', &one))
        if (str_eq(str_trim(one), topic))
            return true;
    return false;
}

/* A box for each topic, those of `on` ticked, and the same as a line. */
static struct tick *ticks_of(struct request *r, struct str on, struct str *line)
{
    struct tick *t = ARENA_ARRAY(r->a, struct tick, TOPIC_COUNT);
    struct buf b;
    buf_init(&b, KIB(2));
    for (int i = 0; i < TOPIC_COUNT; i++) {
        struct str name = topic_name((enum topic)i);
        struct str label = str_from(topic_phrase((enum topic)i));
        t[i] = (struct tick){name, plain_capital(r->a, label), lists(on, name)};
        if (t[i].on)
            buf_printf(&b, "%s" STRF, b.n ? ", " : "", STRA(label));
    }
    *line = arena_str(r->a, buf_view(&b));
    buf_free(&b);
    return t;
}

static struct option *formality_options(struct request *r, struct str chosen, size_t *n)
{
    static const char *const labels[FORMALITY_COUNT] = {"Any way", "Casual: no stiff phrases",
                                                        "Formal: no slang, no shouting"};
    struct option *o = ARENA_ARRAY(r->a, struct option, FORMALITY_COUNT);
    for (*n = 0; *n < FORMALITY_COUNT; ++*n) {
        struct str name = formality_name((enum formality) * n);
        o[*n] = (struct option){name, str_from(labels[*n]), str_eq(name, chosen)};
    }
    return o;
}

static struct option *guard_options(struct request *r, struct str chosen, size_t *n)
{
    struct option *o = ARENA_ARRAY(r->a, struct option, GUARD_COUNT);
    for (*n = 0; *n < GUARD_COUNT; ++*n) {
        enum context_guard g = (enum context_guard) * n;
        o[*n] = (struct option){guard_name(g), str_from(guard_phrase(g)),
                                str_eq(guard_name(g), chosen)};
    }
    return o;
}

static const char *come_for(enum mindset m)
{
    static const char *const come[] = {"People come here for friends and family.",
                                       "People come here for work and what helps it.",
                                       "People come here for news of the company."};
    return come[m];
}

/* Percent without digits that nobody typed. */
static struct str percent(struct request *r, double share)
{
    return share > 0 ? arena_printf(r->a, "%.0f", share * 100) : STR_NONE;
}

static void fill_form(struct request *r, const struct context *c, const struct settings *st,
                      struct context_form *f)
{
    const struct check_voice *v = &st->voice;
    *f = (struct context_form){
        .c = c,
        .come = come_for(c->mindset),
        .welcomes = TOPIC_COUNT,
        .unwelcomes = TOPIC_COUNT,
        .use.value = settings_join(v->use, v->n_use, r->a),
        .avoid.value = settings_join(v->avoid, v->n_avoid, r->a),
        .languages.value = v->languages,
        .emoji.value = v->limits_emoji ? arena_printf(r->a, "%d", v->emoji) : STR_NONE,
        .promotion.value = percent(r, v->promotion),
        .usual = c->mindset == MINDSET_PERSONAL ? STR("10") : STR("50")};
    f->welcome = ticks_of(r, c->welcome, &f->welcome_line);
    f->unwelcome = ticks_of(r, c->unwelcome, &f->unwelcome_line);
    f->formality = formality_options(r, formality_name(v->formality), &f->formalities);
    f->guard = guard_options(r, guard_name(st->guard), &f->guards);
}

/* What came with the form ----------------------------------------------------------------- */

/* The values of a field that repeats, as a list. */
static struct str joined(struct request *r, const char *name)
{
    struct buf b;
    buf_init(&b, KIB(4));
    for (size_t i = 0; i < r->fields; i++)
        if (str_is(r->field[i].name, name) && r->field[i].value.n)
            buf_printf(&b, "%s" STRF, b.n ? "," : "", STRA(r->field[i].value));
    struct str s = arena_str(r->a, buf_view(&b));
    buf_free(&b);
    return s;
}

/* A sentence for the field; the first of them is also the error of the whole. */
static void note(struct request *r, struct context_form *f, struct str *problem,
                 const struct err *bad, struct err *e)
{
    *problem = plain_sentence(r->a, str_from(bad->msg));
    if (!f->wrong)
        *e = *bad;
    f->wrong = true;
}

static void read_topics(struct request *r, struct context *c, struct context_form *f,
                        struct err *e)
{
    struct err bad = {0};
    struct str one, rest;
    if (settings_topics(joined(r, "welcome"), r->a, &c->welcome, &bad) ||
        settings_topics(joined(r, "unwelcome"), r->a, &c->unwelcome, &bad)) {
        note(r, f, &f->topics_problem, &bad, e);
        return;
    }
    for (rest = c->welcome; str_cut(&rest, ',', &one);) {
        enum topic t;
        if (!lists(c->unwelcome, one) || !topic_find(one, &t))
            continue;
        err_set(&bad, ERR_INVALID, "%s can't be both welcome and unwelcome",
                plain_capital(r->a, str_from(topic_phrase(t))).p);
        note(r, f, &f->topics_problem, &bad, e);
        return;
    }
}

static void read_words(struct request *r, const char *name, struct context_form *f,
                       struct setting *s, const struct str **out, size_t *n, struct err *e)
{
    struct err bad = {0};
    s->value = field_str(r, name);
    if (settings_words(s->value, r->a, out, n, &bad)) {
        note(r, f, &s->problem, &bad, e);
        *n = 0;
    }
}

/* One setting held against the rules of all of them. */
static bool fits(struct request *r, struct check_voice v, struct err *bad)
{
    struct settings one = {.voice = v, .guard = GUARD_TELL};
    struct str json;
    return settings_write(&one, r->a, &json, bad) == ERR_OK;
}

/* "en, de" as it is kept: en,de */
static struct str languages_of(struct request *r, struct str s)
{
    char *p = arena_cstr(r->a, s);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_space((unsigned char)s.p[i]))
            p[n++] = ascii_lower(s.p[i]);
    return str_of(p, n);
}

static void read_numbers(struct request *r, struct check_voice *v, struct context_form *f,
                         struct err *e)
{
    struct err bad = {0};
    int64_t number = 0;
    f->languages.value = field_str(r, "languages");
    v->languages = languages_of(r, f->languages.value);
    if (!fits(r, (struct check_voice){.languages = v->languages}, &bad))
        note(r, f, &f->languages.problem, &bad, e);
    f->emoji.value = field_str(r, "emoji");
    v->limits_emoji = f->emoji.value.n > 0;
    if (v->limits_emoji &&
        (!str_i64(f->emoji.value, &number) || number < 0 || number > SETTINGS_EMOJI_MOST)) {
        err_set(&bad, ERR_INVALID, "at most how many emoji? A number from 0 to %d, or nothing",
                SETTINGS_EMOJI_MOST);
        note(r, f, &f->emoji.problem, &bad, e);
        number = 0;
    }
    v->emoji = (int)number;
    f->promotion.value = field_str(r, "promotion");
    number = 0;
    if (f->promotion.value.n &&
        (!str_i64(f->promotion.value, &number) || number < 1 || number > 100)) {
        err_set(&bad, ERR_INVALID,
                "how many posts of a hundred may sell? A number from 1 to 100, or nothing");
        note(r, f, &f->promotion.problem, &bad, e);
        number = 0;
    }
    v->promotion = (double)number / 100;
}

/* The fields into the context and its settings; what is wrong stands in *f beside its field, with
 * what was typed, and the first of it in *e. */
static enum err_code read_form(struct request *r, struct context *c, struct settings *st,
                               struct context_form *f, struct err *e)
{
    struct context_form read = {0};
    struct check_voice *v = &st->voice;
    read_topics(r, c, &read, e);
    read_words(r, "use", &read, &read.use, &v->use, &v->n_use, e);
    read_words(r, "avoid", &read, &read.avoid, &v->avoid, &v->n_avoid, e);
    read_numbers(r, v, &read, e);
    if (!formality_find(field_str(r, "formality"), &v->formality))
        v->formality = FORMALITY_ANY;
    if (!guard_find(field_str(r, "guard"), &st->guard))
        st->guard = GUARD_TELL;
    if (!read.wrong)
        return settings_write(st, r->a, &c->voice, e);
    fill_form(r, c, st, f);
    f->welcome = ticks_of(r, joined(r, "welcome"), &f->welcome_line);
    f->unwelcome = ticks_of(r, joined(r, "unwelcome"), &f->unwelcome_line);
    f->topics_problem = read.topics_problem;
    f->use = read.use;
    f->avoid = read.avoid;
    f->languages = read.languages;
    f->emoji = read.emoji;
    f->promotion = read.promotion;
    f->wrong = true;
    return ERR_INVALID;
}

/* What is really posted there ------------------------------------------------------------- */

static enum err_code fill_here(struct request *r, const struct known_account *acc,
                               struct posts_here *out, struct err *e)
{
    struct history h;
    enum err_code rc = store_history(r->store, acc->acc.id, r->a, &h, e);
    if (rc)
        return rc;
    *out = (struct posts_here){.a = acc, .posts = h.posts, .recent = (int64_t)h.n_recent};
    for (size_t i = 0; i < h.n_recent; i++)
        out->sells += h.recent[i].promotional;
    out->topic = ARENA_ARRAY(r->a, struct posts_topic, TOPICS_SHOWN);
    for (size_t i = 0; i < h.topics && out->topics < TOPICS_SHOWN; i++) {
        enum topic t;
        if (topic_find(h.topic[i].topic, &t))
            out->topic[out->topics++] = (struct posts_topic){
                h.topic[i].topic, plain_capital(r->a, str_from(topic_phrase(t))),
                h.topic[i].posts};
    }
    return ERR_OK;
}

static enum err_code fill_heres(struct request *r, const struct known *k,
                                struct context_form *f, struct err *e)
{
    enum err_code rc = ERR_OK;
    f->here = ARENA_ARRAY(r->a, struct posts_here, k->accounts + 1);
    for (size_t i = 0; i < k->accounts && rc == ERR_OK; i++)
        if (account_can_post(&k->account[i].acc) &&
            str_eq(k->account[i].acc.context, f->c->name))
            rc = fill_here(r, &k->account[i], &f->here[f->heres++], e);
    return rc;
}

static enum err_code show_contexts(struct request *r, const struct known *k,
                                   const struct context_form *wrong, struct err *e)
{
    struct contexts_view v = {0};
    struct page p;
    enum err_code rc = ERR_OK;
    v.form = ARENA_ARRAY(r->a, struct context_form, k->contexts + 1);
    for (size_t i = 0; i < k->contexts && rc == ERR_OK; i++) {
        struct context_form *f = &v.form[v.n++];
        struct settings st;
        struct err quiet;
        if (settings_parse(k->context[i].voice, r->a, &st, &quiet))
            st = SETTINGS_NONE;
        fill_form(r, &k->context[i], &st, f);
        if (wrong && wrong->c->id == k->context[i].id)
            *f = *wrong;
        f->saved = !wrong && field_id(r, "saved") == k->context[i].id;
        rc = fill_heres(r, k, f, e);
    }
    if (rc)
        return rc;
    if (r->json) {
        api_contexts(r, &v);
        return ERR_OK;
    }
    page_begin_in(r, &p, "Contexts", "networks", k, STR_NONE);
    p.tab[0].current = false;
    page_contexts(r->out, &p, &v);
    return ERR_OK;
}

enum err_code get_contexts(struct request *r, struct err *e)
{
    struct known k;
    enum err_code rc = known_load(r, &k, e);
    return rc ? rc : show_contexts(r, &k, NULL, e);
}

enum err_code post_settings(struct request *r, struct err *e)
{
    struct known k;
    struct context_form f = {0};
    struct settings st;
    struct err quiet;
    struct context c = {0};
    enum err_code rc = known_load(r, &k, e);
    for (size_t i = 0; i < k.contexts && rc == ERR_OK; i++)
        if (k.context[i].id == r->id)
            c = k.context[i];
    if (rc == ERR_OK && c.id == 0)
        rc = err_set(e, ERR_NOT_FOUND, "There is no context %lld.", (long long)r->id);
    if (rc)
        return rc;
    if (settings_parse(c.voice, r->a, &st, &quiet))
        st = SETTINGS_NONE;
    rc = read_form(r, &c, &st, &f, e);
    if (rc && f.wrong && !r->json) {
        r->re.status = 400;
        return show_contexts(r, &k, &f, e);
    }
    if (rc == ERR_OK)
        rc = store_context_save(r->store, &c, e);
    if (rc)
        return rc;
    request_audit(r, store_owner(r->store), "context.changed", c.name, STR_NONE);
    return answer_done(r, arena_printf(r->a, "/contexts?saved=%lld#context-%lld",
                                       (long long)c.id, (long long)c.id));
}
