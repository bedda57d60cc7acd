/* context/settings.c: what the owner set for a context, as the JSON in which it is kept. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/settings.h"

#include "core/json.h"
#include "text/utf8.h"

static const struct {
    const char *name, *phrase;
} guards[GUARD_COUNT] = {
    {"quiet", "says nothing unless you ask"                              },
    {"tell",  "shows what the check says"                                },
    {"ask",   "asks for a reason before you go on"                       },
    {"hold",  "asks for a reason, and offers to wait until nine tomorrow"}
};

struct str guard_name(enum context_guard g)
{
    return str_from(guards[g].name);
}

const char *guard_phrase(enum context_guard g)
{
    return guards[g].phrase;
}

bool guard_find(struct str name, enum context_guard *out)
{
    for (int i = 0; i < GUARD_COUNT; i++) {
        if (str_is(name, guards[i].name)) {
            *out = (enum context_guard)i;
            return true;
        }
    }
    return false;
}

/* Lists of words ------------------------------------------------------------------------- */

static bool stands_in(const struct str *list, size_t n, struct str word)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq_ci(list[i], word))
            return true;
    return false;
}

enum err_code settings_words(struct str list, struct arena *a, const struct str **out,
                             size_t *n, struct err *e)
{
    struct str *v = ARENA_ARRAY(a, struct str, SETTINGS_WORDS_MOST), word;
    *out = v;
    *n = 0;
    while (str_cut(&list, ',', &word)) {
        word = str_trim(word);
        if (word.n == 0 || stands_in(v, *n, word))
            continue;
        if (word.n > SETTINGS_WORD_MOST)
            return err_set(e, ERR_INVALID, "\"" STRF "…\" is too long: at most %d bytes",
                           STRA(str_sub(word, 0, 30)), SETTINGS_WORD_MOST);
        if (!utf8_valid(word))
            return err_set(e, ERR_INVALID, "one of the words is not UTF-8");
        if (*n == SETTINGS_WORDS_MOST)
            return err_set(e, ERR_INVALID, "that is more than %d words", SETTINGS_WORDS_MOST);
        v[(*n)++] = arena_str(a, word);
    }
    return ERR_OK;
}

struct str settings_join(const struct str *word, size_t n, struct arena *a)
{
    struct buf b;
    buf_init(&b, SETTINGS_MOST);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s" STRF, i ? ", " : "", STRA(word[i]));
    struct str joined = arena_str(a, buf_view(&b));
    buf_free(&b);
    return joined;
}

static enum err_code no_topic(struct str word, struct err *e)
{
    struct buf b;
    buf_init(&b, 400);
    for (int t = 0; t < TOPIC_COUNT; t++)
        buf_printf(&b, "%s" STRF, t ? ", " : "", STRA(topic_name((enum topic)t)));
    err_set(e, ERR_INVALID, "\"" STRF "\" is no topic; there are: " STRF,
            STRA(str_sub(word, 0, 40)), STRA(buf_view(&b)));
    buf_free(&b);
    return ERR_INVALID;
}

enum err_code settings_topics(struct str list, struct arena *a, struct str *out, struct err *e)
{
    bool has[TOPIC_COUNT] = {false};
    char lower[32];
    struct str word;
    enum topic t;
    struct buf b;
    while (str_cut(&list, ',', &word)) {
        word = str_trim(word);
        if (word.n == 0)
            continue;
        for (size_t i = 0; i < word.n && i < sizeof lower; i++)
            lower[i] = ascii_lower(word.p[i]);
        if (word.n > sizeof lower || !topic_find(str_of(lower, word.n), &t))
            return no_topic(word, e);
        has[t] = true;
    }
    buf_init(&b, 400);
    for (int i = 0; i < TOPIC_COUNT; i++)
        if (has[i])
            buf_printf(&b, "%s" STRF, b.n ? "," : "", STRA(topic_name((enum topic)i)));
    *out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return ERR_OK;
}

/* Reading -------------------------------------------------------------------------------- */

static void read_words(const struct json *list, struct arena *a, const struct str **out,
                       size_t *n)
{
    struct str *v = ARENA_ARRAY(a, struct str, SETTINGS_WORDS_MOST);
    for (const struct json *w = list ? list->first : NULL; w; w = w->next) {
        struct str word = w->type == JSON_STRING ? str_trim(w->s) : STR_NONE;
        if (word.n && word.n <= SETTINGS_WORD_MOST && *n < SETTINGS_WORDS_MOST)
            v[(*n)++] = arena_str(a, word);
    }
    *out = v;
}

/* "en,de": ISO 639-1, two letters each. */
static bool languages_valid(struct str list)
{
    struct str one;
    if (list.n > SETTINGS_WORD_MOST)
        return false;
    while (str_cut(&list, ',', &one))
        if (one.n != 2 || one.p[0] < 'a' || one.p[0] > 'z' || one.p[1] < 'a' || one.p[1] > 'z')
            return false;
    return true;
}

static void read_known(const struct json *j, struct arena *a, struct settings *out)
{
    struct check_voice *v = &out->voice;
    const struct json *emoji = json_get(j, "emoji");
    read_words(json_get(j, "use"), a, &v->use, &v->n_use);
    read_words(json_get(j, "avoid"), a, &v->avoid, &v->n_avoid);
    if (!formality_find(json_get_str(j, "formality"), &v->formality))
        v->formality = FORMALITY_ANY;
    struct str languages = json_get_str(j, "languages");
    v->languages = languages_valid(languages) ? arena_str(a, languages) : STR_NONE;
    int64_t most = json_i64(emoji, -1);
    v->limits_emoji = most >= 0 && most <= SETTINGS_EMOJI_MOST;
    v->emoji = v->limits_emoji ? (int)most : 0;
    double share = json_f64(json_get(j, "promotion"), 0);
    v->promotion = share > 0 && share <= 1 ? share : 0;
    if (!guard_find(json_get_str(j, "guard"), &out->guard))
        out->guard = GUARD_TELL;
}

/* The digits of a number, and members that nobody here knows. */
static void put_raw(struct json_out *o, struct str raw)
{
    if (o->comma)
        buf_char(o->b, ',');
    buf_str(o->b, raw);
    o->comma = true;
}

/* A value as it stood. */
static void write_any(struct json_out *o, const struct json *j, struct arena *a)
{
    bool in_object = j->type == JSON_OBJECT;
    switch (j->type) {
    case JSON_NULL:
        json_out_null(o);
        break;
    case JSON_FALSE:
    case JSON_TRUE:
        json_out_bool(o, j->type == JSON_TRUE);
        break;
    case JSON_NUMBER:
        put_raw(o, j->s);
        break;
    case JSON_STRING:
        json_out_str(o, j->s);
        break;
    case JSON_ARRAY:
    case JSON_OBJECT:
        json_out_open(o, in_object ? '{' : '[');
        for (const struct json *m = j->first; m; m = m->next) {
            if (in_object)
                json_out_key(o, arena_cstr(a, m->key));
            write_any(o, m, a);
        }
        json_out_close(o, in_object ? '}' : ']');
        break;
    }
}

static bool is_known(struct str key)
{
    static const char *const known[] = {"use",       "avoid", "formality", "languages",
                                        "promotion", "emoji", "guard"};
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_is(key, known[i]))
            return true;
    return false;
}

enum err_code settings_parse(struct str json, struct arena *a, struct settings *out,
                             struct err *e)
{
    struct json *j = NULL;
    *out = SETTINGS_NONE;
    if (str_trim(json).n == 0)
        return ERR_OK;
    enum err_code rc = json_parse(json, utf8_clean, a, &j, e);
    if (rc == ERR_OK && j->type != JSON_OBJECT)
        rc = err_set(e, ERR_PARSE, "it is no object");
    if (rc)
        return err_wrap(e, "the settings of a context");
    read_known(j, a, out);
    struct buf b;
    struct json_out o;
    buf_init(&b, SETTINGS_MOST);
    json_out_init(&o, &b);
    for (const struct json *m = j->first; m; m = m->next) {
        if (is_known(m->key))
            continue;
        json_out_key(&o, arena_cstr(a, m->key));
        write_any(&o, m, a);
    }
    out->others = arena_str(a, b.over ? STR_NONE : buf_view(&b));
    buf_free(&b);
    return ERR_OK;
}

/* Writing -------------------------------------------------------------------------------- */

static enum err_code valid(const struct settings *st, struct err *e)
{
    const struct check_voice *v = &st->voice;
    if (v->n_use > SETTINGS_WORDS_MOST || v->n_avoid > SETTINGS_WORDS_MOST)
        return err_set(e, ERR_INVALID, "that is more than %d words", SETTINGS_WORDS_MOST);
    if (!languages_valid(v->languages))
        return err_set(e, ERR_INVALID,
                       "\"" STRF "\" is no list of languages; write two letters each, as in "
                       "en,de",
                       STRA(str_sub(v->languages, 0, 40)));
    if (v->limits_emoji && (v->emoji < 0 || v->emoji > SETTINGS_EMOJI_MOST))
        return err_set(e, ERR_INVALID, "emoji are limited to a number from 0 to %d",
                       SETTINGS_EMOJI_MOST);
    if (!(v->promotion >= 0 && v->promotion <= 1))
        return err_set(e, ERR_INVALID, "the share that may sell is from 0 to 100 percent");
    return ERR_OK;
}

static void write_words(struct json_out *o, const char *key, const struct str *word, size_t n)
{
    if (n == 0)
        return;
    json_out_key(o, key);
    json_out_open(o, '[');
    for (size_t i = 0; i < n; i++)
        json_out_str(o, word[i]);
    json_out_close(o, ']');
}

enum err_code settings_write(const struct settings *st, struct arena *a, struct str *json,
                             struct err *e)
{
    const struct check_voice *v = &st->voice;
    struct buf b;
    struct json_out o;
    enum err_code rc = valid(st, e);
    if (rc)
        return rc;
    buf_init(&b, SETTINGS_MOST);
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    write_words(&o, "use", v->use, v->n_use);
    write_words(&o, "avoid", v->avoid, v->n_avoid);
    if (v->formality != FORMALITY_ANY)
        json_out_kstr(&o, "formality", formality_name(v->formality));
    if (v->languages.n)
        json_out_kstr(&o, "languages", v->languages);
    if (v->limits_emoji)
        json_out_ki64(&o, "emoji", v->emoji);
    if (v->promotion >= 0.005) { /* as much of it as is written */
        json_out_key(&o, "promotion");
        json_out_f64(&o, v->promotion, 2);
    }
    if (st->guard != GUARD_TELL)
        json_out_kstr(&o, "guard", guard_name(st->guard));
    if (st->others.n)
        put_raw(&o, st->others);
    json_out_close(&o, '}');
    if (b.over)
        rc = err_set(e, ERR_INVALID, "that is more than %d bytes of settings", SETTINGS_MOST);
    else
        *json = b.n > 2 ? arena_str(a, buf_view(&b)) : STR_NONE;
    buf_free(&b);
    return rc;
}

/* Corrections ---------------------------------------------------------------------------- */

struct str correction_fact(struct str typed, struct arena *a)
{
    enum topic topic;
    enum tone tone;
    char *lower = arena_cstr(a, str_trim(typed));
    struct str fact = str_from(lower);
    for (size_t i = 0; i < fact.n; i++)
        lower[i] = ascii_lower(lower[i]);
    if (topic_find(fact, &topic))
        return arena_printf(a, "topic:%s", lower);
    if (tone_find(fact, &tone))
        return arena_printf(a, "tone:%s", lower);
    return fact;
}

/* What a text has: "politics", "a hostile tone", "work", "what rule w-vent looks for". */
static struct str subject_of(struct str fact, struct arena *a)
{
    int head = correction_head(fact);
    if (str_starts(fact, STR("rule:")))
        return arena_printf(a, "what the rule " STRF " looks for", STRA(str_after(fact, 5)));
    if (head >= 0 && head < HEAD_TONES)
        return str_from(topic_phrase((enum topic)head));
    if (head >= HEAD_TONES && head < HEAD_ACTS)
        return arena_printf(a, "a " STRF " tone",
                            STRA(tone_name((enum tone)(head - HEAD_TONES))));
    return head == HEAD_PROFESSIONAL ? STR("work") : fact;
}

struct str correction_say(const struct correction *c, struct arena *a)
{
    struct str what = subject_of(c->fact, a);
    bool tone = str_starts(c->fact, STR("tone:")), of_all = c->context.n == 0;
    switch (c->kind) {
    case CORRECTION_IS:
        return arena_printf(a, "%s " STRF, tone ? "has" : "is about", STRA(what));
    case CORRECTION_ISNT:
        return arena_printf(a, "%s " STRF, tone ? "does not have" : "is not about", STRA(what));
    case CORRECTION_FINE:
        return arena_printf(a, STRF " is fine %s" STRF, STRA(what),
                            of_all ? "everywhere" : "in ", STRA(c->context));
    case CORRECTION_NEVER:
        return arena_printf(a, STRF " never goes %s" STRF, STRA(what),
                            of_all ? "anywhere" : "to ", STRA(c->context));
    case CORRECTION_KIND_COUNT:
        break;
    }
    return STR_NONE;
}
