/* context/sensitive.c: runs the scanners over a text and puts their findings in order. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/sensitive.h"

#include <assert.h>
#include <string.h>

#include "context/sensitive_parts.h"
#include "core/attr.h"

static const char *const kind_names[SENSITIVE_COUNT] = {
    [SENSITIVE_PHONE] = "phone",
    [SENSITIVE_EMAIL] = "email",
    [SENSITIVE_ADDRESS] = "address",
    [SENSITIVE_BIRTH_DATE] = "birth_date",
    [SENSITIVE_CARD] = "card",
    [SENSITIVE_IBAN] = "iban",
    [SENSITIVE_ID_NUMBER] = "id_number",
    [SENSITIVE_PASSWORD] = "password",
    [SENSITIVE_ABSENCE] = "absence",
    [SENSITIVE_CHILD] = "child",
    [SENSITIVE_PAY] = "pay",
    [SENSITIVE_CONFIDENTIAL] = "confidential",
    [SENSITIVE_CLIENT] = "client",
    [SENSITIVE_EMPLOYER] = "employer",
    [SENSITIVE_HEALTH] = "health",
    [SENSITIVE_THIRD] = "third_party",
    [SENSITIVE_LOCATION] = "location",
    [SENSITIVE_IP] = "ip",
    [SENSITIVE_LOW] = "low",
    [SENSITIVE_CONTEMPT] = "contempt",
    [SENSITIVE_PICTURE] = "picture",
    [SENSITIVE_AVOIDED] = "avoided",
    [SENSITIVE_WORDING] = "wording",
    [SENSITIVE_FORMALITY] = "formality",
    [SENSITIVE_LANGUAGE] = "language",
    [SENSITIVE_EMOJI] = "emoji",
};

struct str sensitive_name(enum sensitive_kind k)
{
    assert(k < SENSITIVE_COUNT);
    return str_from(kind_names[k]);
}

bool sensitive_find(struct str name, enum sensitive_kind *out)
{
    for (int i = 0; i < SENSITIVE_COUNT; i++) {
        if (str_is(name, kind_names[i])) {
            *out = (enum sensitive_kind)i;
            return true;
        }
    }
    return false;
}

struct str severity_name(enum severity s)
{
    static const char *const names[] = {"info", "warn", "stop"};
    assert(s <= SEVERITY_STOP);
    return str_from(names[s]);
}

/* A finding that touches an earlier one of its kind, but for a blank or comma, extends it. */
void sensing_add(struct sensing *s, enum sensitive_kind kind, enum severity severity,
                 size_t from, size_t to, const char *why)
{
    for (size_t i = 0; i < s->n; i++) {
        struct sensitive *old = &s->list[i];
        if (old->kind != kind || from > old->to + 3 || old->from > to + 3)
            continue;
        old->from = from < old->from ? (uint32_t)from : old->from;
        old->to = to > old->to ? (uint32_t)to : old->to;
        if (severity > old->severity) {
            old->severity = severity;
            old->why = why;
        }
        return;
    }
    if (s->n == SENSITIVE_MAX)
        return;
    s->list[s->n++] = (struct sensitive){.kind = kind,
                                         .severity = severity,
                                         .from = (uint32_t)from,
                                         .to = (uint32_t)to,
                                         .why = why};
}

size_t sensing_token_at(const struct sensing *s, size_t at)
{
    size_t lo = 0;
    size_t hi = s->n_tokens;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (s->tokens[mid].to <= at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

bool sensing_near(const struct sensing *s, size_t i, size_t before, size_t after, uint64_t cues)
{
    size_t from = i > before ? i - before : 0;
    size_t to = i + after + 1 < s->n_tokens ? i + after + 1 : s->n_tokens;
    for (size_t k = from; k < to; k++) {
        if ((s->cues[k] & cues) != 0)
            return true;
    }
    return false;
}

size_t sensing_phrase_end(const struct sensing *s, size_t i)
{
    return s->cue_words[i] > 1 ? i + s->cue_words[i] - 1 : i;
}

void sensing_add_tokens(struct sensing *s, enum sensitive_kind kind, enum severity severity,
                        size_t first, size_t last, const char *why)
{
    sensing_add(s, kind, severity, s->tokens[first].from, s->tokens[last].to, why);
}

size_t sensing_digits(const struct sensing *s, size_t i)
{
    const struct token *t = &s->tokens[i];
    size_t digits = 0;
    for (size_t k = t->from; k < t->to; k++)
        digits += ascii_is_digit((unsigned char)s->text.p[k]);
    return t->kind == TOKEN_URL || t->kind == TOKEN_EMAIL ? 0 : digits;
}

/* "Nr. 5", "Mr. Brown": the full stop ends a word, no sentence. */
static bool is_short_form(const struct sensing *s, size_t i)
{
    static const char *const forms[] = {"nr",  "no", "dr",  "mr",   "mrs", "ms", "st",
                                        "str", "av", "tel", "prof", "apt", "ca", "núm"};
    for (size_t k = 0; k < COUNT_OF(forms); k++) {
        if (str_is(s->tokens[i].norm, forms[k]))
            return true;
    }
    return false;
}

/* Whether a sentence ends between token i and the next. */
static bool ends_after(const struct sensing *s, size_t i)
{
    if (i + 1 >= s->n_tokens || s->tokens[i].kind == TOKEN_MARK)
        return true;
    for (uint32_t at = s->tokens[i].to; at < s->tokens[i + 1].from; at++) {
        char c = s->text.p[at];
        bool stop = c == '.' && at + 1 < s->text.n && s->text.p[at + 1] == ' ';
        if (c == '\n' || (stop && !is_short_form(s, i)))
            return true;
    }
    return false;
}

void sensing_sentence(const struct sensing *s, size_t i, size_t *first, size_t *last)
{
    enum {
        REACH = 40
    };
    *first = i;
    *last = i;
    while (*first > 0 && i - *first < REACH && !ends_after(s, *first - 1))
        (*first)--;
    while (*last + 1 < s->n_tokens && *last - i < REACH && !ends_after(s, *last))
        (*last)++;
}

size_t sensing_find(const struct sensing *s, size_t first, size_t last, uint64_t cues)
{
    for (size_t i = first; i <= last && i < s->n_tokens; i++) {
        if ((s->cues[i] & cues) != 0)
            return i;
    }
    return s->n_tokens;
}

static bool starts_sentence(const struct sensing *s, size_t at)
{
    while (at > 0 && (s->text.p[at - 1] == ' ' || s->text.p[at - 1] == '"'))
        at--;
    return at == 0 || strchr(".!?\n:", s->text.p[at - 1]) != NULL;
}

bool sensing_is_name(const struct sensing *s, size_t i)
{
    if (i >= s->n_tokens || s->tokens[i].kind != TOKEN_WORD || s->tokens[i].everyday)
        return false;
    const struct token *t = &s->tokens[i];
    if (t->from > 0 && s->text.p[t->from - 1] == '#')
        return false;
    char c = s->text.p[t->from];
    bool capital = (c >= 'A' && c <= 'Z') || (unsigned char)c == 0xc3;
    if ((s->cues[i] & CUE_MONTH) != 0 || str_ends(t->norm, STR("day")) ||
        str_ends(t->norm, STR("tag")))
        return false; /* Monday, Montag, May */
    return capital && !t->caps && t->to - t->from > 1 && !starts_sentence(s, t->from);
}

static bool has_capital(const struct sensing *s, size_t i)
{
    const struct token *t = &s->tokens[i];
    unsigned char c = (unsigned char)s->text.p[t->from];
    return t->kind == TOKEN_WORD && ((c >= 'A' && c <= 'Z') || c == 0xc3 || c == 0xc5) &&
           t->to - t->from > 1 && !t->caps && (s->cues[i] & CUE_MONTH) == 0;
}

/* At the start of a sentence every word has a capital: there it must be rare or be followed by
 * another name. */
static bool may_be_name(const struct sensing *s, size_t i, size_t last)
{
    if (!has_capital(s, i) || sensing_is_name(s, i))
        return sensing_is_name(s, i);
    if (s->tokens[i].rare)
        return true;
    return i < last && sensing_is_name(s, i + 1) &&
           s->tokens[i + 1].from == s->tokens[i].to + 1 &&
           s->tokens[i].to - s->tokens[i].from > 3;
}

size_t sensing_names(const struct sensing *s, size_t first, size_t last, size_t *at)
{
    for (size_t i = first; i <= last && i < s->n_tokens; i++) {
        size_t n = 0;
        if (!may_be_name(s, i, last))
            continue;
        while (i + n <= last && i + n < s->n_tokens && has_capital(s, i + n) &&
               (n == 0 || s->tokens[i + n].from <= s->tokens[i + n - 1].to + 1))
            n++;
        *at = i;
        return n > 0 ? n : 1;
    }
    return 0;
}

/* Digits in or right before an address are its house number and ZIP code, not a phone. */
static void drop_house_numbers(struct sensing *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->n; i++) {
        struct sensitive f = s->list[i];
        bool house = false;
        for (size_t k = 0; k < s->n && f.kind == SENSITIVE_PHONE; k++) {
            const struct sensitive *a = &s->list[k];
            house =
                house || (a->kind == SENSITIVE_ADDRESS && f.from < a->to && f.to + 2 > a->from);
        }
        if (!house || s->text.p[f.from] == '+')
            s->list[kept++] = f;
    }
    s->n = kept;
}

/* Whether the owner's list has it as contact data to be seen. */
static bool is_mine(const struct sensing *s, const struct sensitive *f)
{
    for (size_t i = sensing_token_at(s, f->from); i < s->n_tokens && s->tokens[i].from < f->to;
         i++) {
        if ((s->cues[i] & CUE_OWN_MINE) != 0)
            return true;
    }
    return false;
}

/* Business contact data is meant to be seen, so it is only noted. */
static void mark_intended(struct sensing *s)
{
    static const char why[] = "Contact data of a business, meant to be seen.";
    for (size_t i = 0; i < s->n; i++) {
        struct sensitive *f = &s->list[i];
        bool contact = f->kind == SENSITIVE_PHONE || f->kind == SENSITIVE_EMAIL ||
                       f->kind == SENSITIVE_ADDRESS;
        f->intended = f->intended || (contact && is_mine(s, f));
        if (!contact || (!f->intended && (s->all_cues & CUE_BUSINESS) == 0))
            continue;
        f->intended = true;
        f->severity = SEVERITY_INFO;
        f->why = why;
    }
}

static void sort(struct sensitive *list, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct sensitive one = list[i];
        size_t at = i;
        for (; at > 0 && list[at - 1].from > one.from; at--)
            list[at] = list[at - 1];
        list[at] = one;
    }
}

enum err_code sensitive_scan(const struct lexicon *x, struct str text, const struct features *f,
                             struct arena *a, struct sensitive **list, size_t *n, struct err *e)
{
    struct sensing s = {.text = text, .tokens = f->written, .n_tokens = f->n_written};
    size_t need =
        s.n_tokens * (sizeof(uint64_t) + 1) + SENSITIVE_MAX * sizeof(struct sensitive) + 128;
    if (need > arena_left(a))
        return err_set(e, ERR_LIMIT,
                       "a text of %zu bytes needs more memory than this check has", text.n);
    s.cues = ARENA_ARRAY(a, uint64_t, s.n_tokens + 1);
    s.cue_words = ARENA_ARRAY(a, uint8_t, s.n_tokens + 1);
    s.list = ARENA_ARRAY(a, struct sensitive, SENSITIVE_MAX);
    s.all_cues = lexicon_find(x, text, f->written, f->n_written, s.cues, s.cue_words);
    sensing_numbers(&s);
    sensing_address(&s);
    drop_house_numbers(&s);
    sensing_secrets(&s);
    sensing_words(&s);
    sensing_people(&s);
    sensing_work(&s);
    mark_intended(&s);
    sort(s.list, s.n);
    *list = s.list;
    *n = s.n;
    return ERR_OK;
}
