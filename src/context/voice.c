/* context/voice.c: words to avoid, language, formality and emoji of a context. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/voice.h"

#include <assert.h>

#include "context/profanity.h"
#include "core/attr.h"

static const char *const formalities[FORMALITY_COUNT] = {"any", "casual", "formal"};

struct str formality_name(enum formality f)
{
    assert(f < FORMALITY_COUNT);
    return str_from(formalities[f]);
}

bool formality_find(struct str name, enum formality *out)
{
    for (int i = 0; i < FORMALITY_COUNT; i++) {
        if (str_is(name, formalities[i])) {
            *out = (enum formality)i;
            return true;
        }
    }
    return false;
}

/* Too loose for a formal voice, and too stiff for a casual one; lower case, sorted by nothing. */
static const char *const loose[] = {
    "lol",   "omg",   "wtf",  "lmao", "rofl", "gonna",  "wanna", "gotta", "kinda",
    "dunno", "yeah",  "nope", "yep",  "dude", "bro",    "folks", "guys",  "cuz",
    "coz",   "thx",   "pls",  "plz",  "btw",  "imho",   "tbh",   "idk",   "ngl",
    "ain't", "y'all", "u",    "ur",   "haha", "hahaha", "geil",  "krass", "mega",
    "hey",   "ey",    "mdr",  "ptdr", "jaja", "jajaja", "tío",   "guay"};
static const char *const stiff[] = {
    "hereby",       "herewith", "pursuant", "aforementioned", "henceforth", "notwithstanding",
    "thereof",      "therein",  "whereas",  "esteemed",       "cordially",  "facilitate",
    "utilise",      "utilize",  "leverage", "synergies",      "synergy",    "stakeholders",
    "deliverables", "hiermit",  "gemäß",    "diesbezüglich",  "anbei",      "veuillez",
    "susmentionné", "mediante"};

static bool listed(const char *const *list, size_t n, struct str word)
{
    for (size_t i = 0; i < n; i++) {
        if (str_is(word, list[i]))
            return true;
    }
    return false;
}

struct scan {
    const struct check_voice *v;
    const struct features *f;
    struct sensitive *out;
    size_t n;
};

static void add(struct scan *s, enum sensitive_kind kind, uint32_t from, uint32_t to,
                const char *why)
{
    if (s->n < VOICE_FINDINGS)
        s->out[s->n++] = (struct sensitive){
            .kind = kind, .severity = SEVERITY_WARN, .from = from, .to = to, .why = why};
}

/* Where the phrase's last token ends when it stands at token i, else 0. */
static uint32_t phrase_at(const struct features *phrase, const struct features *f, size_t i)
{
    if (phrase->n_tokens == 0 || i + phrase->n_tokens > f->n_tokens)
        return 0;
    for (size_t k = 0; k < phrase->n_tokens; k++) {
        if (phrase->tokens[k].hash != f->tokens[i + k].hash)
            return 0;
    }
    return f->tokens[i + phrase->n_tokens - 1].to;
}

/* Where one of the phrases stands from token *at on: the byte behind it, and *at its first token; 0
 * where it doesn't. */
static uint32_t find_phrase(const struct scan *s, struct str words, size_t *at, struct arena *a)
{
    struct features phrase;
    struct err ignored = {0};
    if (features_tokens(NULL, words, a, &phrase, &ignored) != ERR_OK)
        return 0;
    for (; *at < s->f->n_tokens; (*at)++) {
        uint32_t to = phrase_at(&phrase, s->f, *at);
        if (to > 0)
            return to;
    }
    return 0;
}

static void find_avoided(struct scan *s, struct arena *a)
{
    for (size_t w = 0; w < s->v->n_avoid; w++) {
        size_t at = 0;
        uint32_t to;
        while (s->n < VOICE_FINDINGS && (to = find_phrase(s, s->v->avoid[w], &at, a)) > 0)
            add(s, SENSITIVE_AVOIDED, s->f->tokens[at++].from, to,
                "a word that you want to avoid here");
    }
}

/* Of the words to use one is enough; a text of a few words need not have any. */
static void find_wording(struct scan *s, struct arena *a)
{
    enum {
        LONG_ENOUGH = 8
    };
    for (size_t w = 0; w < s->v->n_use; w++) {
        size_t at = 0;
        if (find_phrase(s, s->v->use[w], &at, a) > 0)
            return;
    }
    if (s->v->n_use == 0 || s->f->n_tokens < LONG_ENOUGH || s->n == VOICE_FINDINGS)
        return;
    s->out[s->n++] =
        (struct sensitive){.kind = SENSITIVE_WORDING,
                           .severity = SEVERITY_INFO,
                           .why = "none of the words that you like to use here is in it"};
}

static void find_formality(struct scan *s)
{
    bool formal = s->v->formality == FORMALITY_FORMAL;
    for (size_t i = 0; i < s->f->n_tokens; i++) {
        const struct token *t = &s->f->tokens[i];
        bool word = t->kind == TOKEN_WORD;
        if (formal && word &&
            (listed(loose, COUNT_OF(loose), t->norm) || profanity_of(t->norm) > 0))
            add(s, SENSITIVE_FORMALITY, t->from, t->to,
                "looser than the way you want to sound here");
        else if (formal && t->kind == TOKEN_MARK && t->to - t->from > 1)
            add(s, SENSITIVE_FORMALITY, t->from, t->to,
                "louder than the way you want to sound here");
        else if (!formal && word && listed(stiff, COUNT_OF(stiff), t->norm))
            add(s, SENSITIVE_FORMALITY, t->from, t->to,
                "stiffer than the way you want to sound here");
    }
}

static void find_language(struct scan *s, struct str text)
{
    struct str list = s->v->languages;
    struct str one;
    if (list.n == 0 || s->f->language.n == 0 || str_is(s->f->language, "other"))
        return;
    while (str_cut(&list, ',', &one)) {
        if (str_eq(str_trim(one), s->f->language))
            return;
    }
    uint32_t to = text.n < 24 ? (uint32_t)text.n : s->f->tokens[0].to;
    add(s, SENSITIVE_LANGUAGE, s->f->tokens[0].from, to,
        "another language than the one that you write in here");
}

static void find_emoji(struct scan *s)
{
    int n = 0;
    for (size_t i = 0; i < s->f->n_tokens; i++) {
        const struct token *t = &s->f->tokens[i];
        if (t->kind != TOKEN_EMOJI || ++n <= s->v->emoji)
            continue;
        add(s, SENSITIVE_EMOJI, t->from, t->to,
            s->v->emoji == 0 ? "you want no emoji here" : "more emoji than you want here");
        return;
    }
}

size_t voice_scan(const struct check_voice *v, const struct features *f, struct str text,
                  struct arena *a, struct sensitive *out)
{
    struct scan s = {.v = v, .f = f, .out = out};
    if (f->n_tokens == 0)
        return 0;
    find_avoided(&s, a);
    find_wording(&s, a);
    if (v->formality != FORMALITY_ANY)
        find_formality(&s);
    find_language(&s, text);
    if (v->limits_emoji)
        find_emoji(&s);
    return s.n;
}
