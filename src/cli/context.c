/* cli/context.c: `tact context`: what is welcome in a context, how it sounds, how it is guarded. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "context/settings.h"
#include "core/limits.h"
#include "output/output.h"

/* One context with what was set for it. */
struct shown {
    struct context row;
    struct settings set;
};

static void put_list(struct buf *b, const char *what, struct str list)
{
    struct str one;
    if (list.n == 0)
        return;
    buf_printf(b, "  %s: ", what);
    for (bool first = true; str_cut(&list, ',', &one); first = false)
        buf_printf(b, "%s" STRF, first ? "" : ", ", STRA(str_trim(one)));
    buf_char(b, '\n');
}

static void put_context(struct buf *b, const struct shown *c, struct arena *a)
{
    const struct check_voice *v = &c->set.voice;
    buf_printf(b, STRF, STRA(c->row.name));
    if (!str_is(c->row.name, mindset_name(c->row.mindset)))
        buf_printf(b, ", a %s one", mindset_name(c->row.mindset));
    buf_printf(b, "\n  guard: " STRF ", %s\n", STRA(guard_name(c->set.guard)),
               guard_phrase(c->set.guard));
    put_list(b, "welcome", c->row.welcome);
    put_list(b, "unwelcome", c->row.unwelcome);
    put_list(b, "words to use", settings_join(v->use, v->n_use, a));
    put_list(b, "words to avoid", settings_join(v->avoid, v->n_avoid, a));
    if (v->formality != FORMALITY_ANY)
        buf_printf(b, "  formality: " STRF "\n", STRA(formality_name(v->formality)));
    put_list(b, "language", v->languages);
    if (v->limits_emoji)
        buf_printf(b, "  emoji: at most %d\n", v->emoji);
    if (v->promotion > 0)
        buf_printf(b, "  may sell: %d %% of the last ten posts\n",
                   (int)(v->promotion * 100 + 0.5));
}

static void list_json(struct json_out *o, const char *key, struct str list)
{
    struct str one;
    json_out_key(o, key);
    json_out_open(o, '[');
    while (str_cut(&list, ',', &one))
        json_out_str(o, str_trim(one));
    json_out_close(o, ']');
}

static void words_json(struct json_out *o, const char *key, const struct str *word, size_t n)
{
    json_out_key(o, key);
    json_out_open(o, '[');
    for (size_t i = 0; i < n; i++)
        json_out_str(o, word[i]);
    json_out_close(o, ']');
}

static void context_json(struct json_out *o, const struct shown *c)
{
    const struct check_voice *v = &c->set.voice;
    json_out_open(o, '{');
    json_out_ki64(o, "id", c->row.id);
    json_out_kstr(o, "name", c->row.name);
    json_out_kstr(o, "mindset", str_from(mindset_name(c->row.mindset)));
    json_out_kstr(o, "colour", c->row.colour);
    list_json(o, "welcome", c->row.welcome);
    list_json(o, "unwelcome", c->row.unwelcome);
    words_json(o, "use", v->use, v->n_use);
    words_json(o, "avoid", v->avoid, v->n_avoid);
    json_out_kstr(o, "formality", formality_name(v->formality));
    list_json(o, "languages", v->languages);
    json_out_key(o, "emoji");
    if (v->limits_emoji)
        json_out_i64(o, v->emoji);
    else
        json_out_null(o);
    json_out_key(o, "promotion");
    if (v->promotion > 0)
        json_out_f64(o, v->promotion, 2);
    else
        json_out_null(o);
    json_out_kstr(o, "guard", guard_name(c->set.guard));
    json_out_close(o, '}');
}

/* Changing ------------------------------------------------------------------------------- */

static struct str without_spaces(struct str list, struct arena *a)
{
    char *p = arena_cstr(a, list);
    size_t n = 0;
    for (size_t i = 0; i < list.n; i++)
        if (!ascii_is_space((unsigned char)list.p[i]))
            p[n++] = ascii_lower(list.p[i]);
    return str_of(p, n);
}

static enum err_code set_numbers(struct call *c, struct settings *set)
{
    const char *emoji = call_value(c, "--emoji"), *promotion = call_value(c, "--promotion");
    struct check_voice *v = &set->voice;
    int64_t n = 0;
    if (emoji) {
        v->limits_emoji = !str_is(str_from(emoji), "any");
        if (v->limits_emoji &&
            (!str_i64(str_from(emoji), &n) || n < 0 || n > SETTINGS_EMOJI_MOST))
            return err_set(&c->err, ERR_INVALID, "--emoji is a number from 0 to %d, or any",
                           SETTINGS_EMOJI_MOST);
        v->emoji = (int)n;
    }
    if (promotion) {
        struct str typed = str_from(promotion);
        if (str_ends(typed, STR("%")))
            typed = str_sub(typed, 0, typed.n - 1);
        n = 0;
        if (!str_is(typed, "usual") && (!str_i64(typed, &n) || n < 1 || n > 100))
            return err_set(&c->err, ERR_INVALID,
                           "--promotion is a number of percent from 1 to 100, or usual");
        v->promotion = (double)n / 100;
    }
    return ERR_OK;
}

static enum err_code set_words(struct call *c, struct shown *to)
{
    const char *welcome = call_value(c, "--welcome"), *unwelcome = call_value(c, "--unwelcome");
    const char *use = call_value(c, "--use"), *avoid = call_value(c, "--avoid");
    struct check_voice *v = &to->set.voice;
    enum err_code rc = ERR_OK;
    if (welcome)
        rc = settings_topics(str_from(welcome), c->a, &to->row.welcome, &c->err);
    if (unwelcome && rc == ERR_OK)
        rc = settings_topics(str_from(unwelcome), c->a, &to->row.unwelcome, &c->err);
    if (use && rc == ERR_OK)
        rc = settings_words(str_from(use), c->a, &v->use, &v->n_use, &c->err);
    if (avoid && rc == ERR_OK)
        rc = settings_words(str_from(avoid), c->a, &v->avoid, &v->n_avoid, &c->err);
    return rc;
}

static enum err_code set_names(struct call *c, struct settings *set)
{
    const char *formality = call_value(c, "--formality"), *guard = call_value(c, "--guard");
    const char *language = call_value(c, "--language");
    if (formality && !formality_find(str_from(formality), &set->voice.formality))
        return err_set(&c->err, ERR_INVALID, "--formality is any, casual or formal");
    if (guard && !guard_find(str_from(guard), &set->guard))
        return err_set(&c->err, ERR_INVALID, "--guard is quiet, tell, ask or hold");
    if (language)
        set->voice.languages = str_is(str_from(language), "any")
                                   ? STR_NONE
                                   : without_spaces(str_from(language), c->a);
    return ERR_OK;
}

static enum err_code change(struct call *c, struct shown *to)
{
    enum err_code rc = set_words(c, to);
    if (rc == ERR_OK)
        rc = set_names(c, &to->set);
    if (rc == ERR_OK)
        rc = set_numbers(c, &to->set);
    if (rc == ERR_OK)
        rc = settings_write(&to->set, c->a, &to->row.voice, &c->err);
    return rc ? rc : store_context_save(c->store, &to->row, &c->err);
}

static bool changes(const struct call *c)
{
    bool any = false;
    for (size_t i = 0; c->command->options[i].name; i++)
        any |= c->given[i] && c->command->options[i].value;
    return any;
}

static int run(struct call *c)
{
    struct context *all;
    size_t n = 1;
    struct buf b;
    struct json_out o;
    bool json = call_has(c, "--json");
    if (changes(c) && c->args == 0)
        return call_usage(c, "say which context");
    if (c->args == 0) {
        if (store_contexts(c->store, c->a, &all, &n, &c->err))
            return call_fail(c);
    } else {
        all = ARENA_NEW(c->a, struct context);
        if (store_context_find(c->store, str_from(c->arg[0]), c->a, all, &c->err))
            return call_fail(c);
    }
    buf_init(&b, MIB(16));
    json_out_init(&o, &b);
    if (json && c->args == 0)
        json_out_open(&o, '[');
    for (size_t i = 0; i < n; i++) {
        struct shown one = {.row = all[i]};
        if (settings_parse(all[i].voice, c->a, &one.set, &c->err) ||
            (changes(c) && change(c, &one))) {
            buf_free(&b);
            return call_fail(c);
        }
        if (json)
            context_json(&o, &one);
        else
            put_context(&b, &one, c->a);
    }
    if (json && c->args == 0)
        json_out_close(&o, ']');
    if (json)
        buf_char(&b, '\n');
    return call_print(c, &b);
}

static const struct option_row options[] = {
    {"--welcome",   "TOPICS",    "what is always welcome there: family,pets; \"\" for nothing"},
    {"--unwelcome", "TOPICS",    "what is not"                                                },
    {"--use",       "WORDS",     "of these words one shall be in a text: \"we, together\""    },
    {"--avoid",     "WORDS",     "and these in none"                                          },
    {"--formality", "WHICH",     "any, casual or formal"                                      },
    {"--language",  "LANGUAGES", "en,de: the languages that are read there, or any"           },
    {"--emoji",     "N",         "at most so many in a text, or any"                          },
    {"--promotion", "PERCENT",   "how much of the last ten posts may sell, or usual"          },
    {"--guard",     "GUARD",     "quiet, tell, ask or hold"                                   },
    {"--json",      NULL,        "print as JSON"                                              },
    {NULL,          NULL,        NULL                                                         }
};

extern const struct command command_context;
const struct command command_context = {
    .name = "context",
    .summary = "show or set what is welcome in a context, and its voice",
    .usage = "[NAME] [--welcome TOPICS] [--unwelcome TOPICS] [--use WORDS] [--avoid WORDS] "
             "[--formality WHICH] [--language LANGUAGES] [--emoji N] [--promotion PERCENT] "
             "[--guard GUARD] [--json]",
    .help =
        "A context is what your accounts belong to: personal, professional, company, or your "
        "own (tact account ID --context NAME). What you set here, the check holds every draft "
        "against. Without a name all contexts are listed; without options one is shown.\n\n"
        "The guard says what happens when a text should not go there as it is: quiet says "
        "nothing unless you ask; tell shows the verdict; ask wants a reason before you go on; "
        "hold also offers to wait until nine tomorrow. None of them ever forbids.",
    .example =
        "tact context company --avoid \"cheap, guarantee\" --formality formal --guard ask",
    .options = options,
    .needs = NEEDS_STORE,
    .args_most = 1,
    .run = run};
