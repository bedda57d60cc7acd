/* tests/unit/double_script.c: reads scenarios out of a text of recorded exchanges. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "double_private.h"

#include "core/attr.h"

#include <stdio.h>

struct reading {
    const char *name; /* of the file */
    const char *scenario;
    struct arena *a;
    struct script *script;
    size_t cap;
    struct step *step; /* being read */
    int number;
    bool inside, found, replying, in_body, good;
    struct buf body;
    int blanks; /* lines of the body that were empty, not yet written */
};

static void wrong(struct reading *r, const char *what, struct str line)
{
    fprintf(stderr, "double: %s:%d: %s: " STRF "\n", r->name, r->number, what, STRA(line));
    r->good = false;
}

static void end_step(struct reading *r)
{
    if (!r->step)
        return;
    if (!r->replying)
        wrong(r, "an expectation without a reply", r->step->path);
    r->step->answer = arena_str(r->a, buf_view(&r->body));
    buf_clear(&r->body);
    r->blanks = 0;
    r->step = NULL;
}

static bool cut_word(struct str *s, struct str *word)
{
    *s = str_trim(*s);
    return str_cut(s, ' ', word);
}

/* "GET /path" or "GET /path status": begins a step. */
static void begin_step(struct reading *r, struct str line, enum times times)
{
    end_step(r);
    if (r->script->n == r->cap) { /* doubling; the old ones stay in the arena */
        struct step *more = ARENA_ARRAY(r->a, struct step, r->cap ? 2 * r->cap : 8);
        for (size_t i = 0; i < r->script->n; i++)
            more[i] = r->script->step[i];
        r->cap = r->cap ? 2 * r->cap : 8;
        r->script->step = more;
    }
    r->step = &r->script->step[r->script->n++];
    *r->step = (struct step){.number = r->number, .times = times, .cut = -1, .large = -1};
    r->replying = r->in_body = false;
    if (!cut_word(&line, &r->step->method) || !cut_word(&line, &r->step->path) ||
        (r->step->path.p[0] != '/' && r->step->path.p[0] != '*'))
        wrong(r, "not METHOD /path", line);
}

static bool is_header(struct str line, struct line *out)
{
    const ptrdiff_t colon = str_chr(line, ':');
    if (colon <= 0)
        return false;
    out->name = str_sub(line, 0, (size_t)colon);
    out->value = str_trim(str_after(line, (size_t)colon + 1));
    return str_chr(out->name, ' ') < 0;
}

static void set_body(struct reading *r, enum body_kind kind, struct str expected)
{
    if (r->step->body != BODY_ANY)
        wrong(r, "a second body", expected);
    r->step->body = kind;
    r->step->expected = str_trim(expected);
}

static void expectation(struct reading *r, struct str line)
{
    static const struct {
        struct str word;
        enum body_kind kind;
    } bodies[] = {
        {STR_INIT("form "),      BODY_FORM     },
        {STR_INIT("json "),      BODY_JSON     },
        {STR_INIT("multipart "), BODY_MULTIPART},
        {STR_INIT("body "),      BODY_TEXT     }
    };
    struct step *s = r->step;
    struct line h;
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        if (str_starts(line, bodies[i].word)) {
            set_body(r, bodies[i].kind, str_after(line, bodies[i].word.n));
            return;
        }
    }
    if (str_is(line, "no body")) {
        set_body(r, BODY_NONE, STR_NONE);
    } else if (str_starts(line, STR("  ")) && s->body == BODY_JSON) {
        s->expected = arena_printf(r->a, STRF "\n" STRF, STRA(s->expected), STRA(line));
    } else if (str_starts(line, STR("no ")) && s->withouts < DOUBLE_LINES) {
        s->without[s->withouts++] = str_trim(str_after(line, 3));
    } else if (is_header(line, &h) && s->headers < DOUBLE_LINES) {
        s->header[s->headers++] = h;
    } else {
        wrong(r, "neither a header nor a body", line);
    }
}

static void asks(struct reading *r, struct str line)
{
    enum times times = TIMES_ONCE;
    if (str_starts(line, STR("?")) || str_starts(line, STR("*"))) {
        times = line.p[0] == '?' ? TIMES_MAYBE : TIMES_ANY;
        line = str_after(line, 1);
    }
    line = str_starts(line, STR(" ")) ? str_after(line, 1) : line;
    if (!r->step || r->replying || times != TIMES_ONCE)
        begin_step(r, line, times);
    else
        expectation(r, line);
}

/* "delay 100" and the like, before the status; false for anything else. */
static bool manner(struct step *s, struct str line)
{
    struct str word, rest = line;
    int64_t n = 0;
    if (!cut_word(&rest, &word))
        return false;
    const bool number = str_i64(str_trim(rest), &n) && n >= 0;
    if (str_is(word, "delay") && number)
        s->delay_ms = (long)n;
    else if (str_is(word, "cut") && number)
        s->cut = (long)n;
    else if (str_is(word, "large") && number)
        s->large = (long)n;
    else if (str_is(word, "headers") && number)
        s->flood = (long)n;
    else if (str_is(line, "gzip"))
        s->gzip = true;
    else if (str_is(line, "close"))
        s->close = true;
    else
        return false;
    return true;
}

static void replies(struct reading *r, struct str line)
{
    struct step *s = r->step;
    int64_t status;
    struct line h;
    line = str_trim(line);
    if (!s) {
        wrong(r, "a reply to nothing", line);
    } else if (str_i64(line, &status) && status >= 100 && status <= 999) {
        s->status = (int)status;
        r->replying = true;
    } else if (str_is(line, "drop") || str_is(line, "refuse") || str_is(line, "garbage")) {
        s->reply = str_is(line, "drop")     ? REPLY_DROP
                   : str_is(line, "refuse") ? REPLY_REFUSE
                                            : REPLY_GARBAGE;
        r->replying = true;
    } else if (manner(s, line)) {
        s->status = s->status ? s->status : 200;
        r->replying = r->replying || s->large >= 0;
    } else if (r->replying && is_header(line, &h) && s->outs < DOUBLE_LINES) {
        s->chunked = s->chunked || str_eq_ci(h.name, STR("Transfer-Encoding"));
        s->out[s->outs++] = h;
    } else {
        wrong(r,
              "neither a status, a header nor drop, refuse, delay, garbage, large, cut, "
              "gzip, close, headers",
              line);
    }
}

static void body_line(struct reading *r, struct str line)
{
    if (line.n == 0) {
        r->blanks += r->body.n > 0;
        return;
    }
    if (r->body.n)
        buf_lit(&r->body, "\n");
    for (; r->blanks > 0; r->blanks--)
        buf_lit(&r->body, "\n");
    buf_str(&r->body, line);
}

static void one_line(struct reading *r, struct str line)
{
    /* a body ends at an empty line with > or = behind it; without a body they come at once */
    const bool may_begin = !r->in_body || r->blanks > 0 || r->body.n == 0;
    if (may_begin && str_starts(line, STR("= "))) {
        end_step(r);
        r->in_body = r->replying = false;
        r->inside = str_is(str_trim(str_after(line, 2)), r->scenario);
        if (r->inside && r->found)
            wrong(r, "a second scenario of that name", line);
        r->found = r->found || r->inside;
    } else if (!r->inside) {
        return;
    } else if (may_begin && line.n > 1 && line.p[0] == '>' &&
               str_chr(STR(" ?*"), line.p[1]) >= 0) {
        r->in_body = false;
        asks(r, str_after(line, 1));
    } else if (!r->in_body && str_starts(line, STR("< "))) { /* "<html>" is a body */
        replies(r, str_after(line, 1));
    } else if (r->step && r->replying) {
        r->in_body = true;
        body_line(r, line);
    } else if (line.n && line.p[0] != '#') {
        wrong(r, "a line that belongs to nothing", line);
    }
}

bool double__read(struct str text, const char *name, const char *scenario, struct arena *a,
                  struct script *out)
{
    struct str line;
    struct reading r = {
        .name = name, .scenario = scenario, .a = a, .script = out, .good = true};
    *out = (struct script){0};
    buf_init(&r.body, (size_t)1 << 26);
    while (str_cut(&text, '\n', &line)) {
        r.number++;
        if (str_ends(line, STR("\r")))
            line.n--;
        one_line(&r, line);
    }
    end_step(&r);
    buf_free(&r.body);
    if (!r.found) {
        fprintf(stderr, "double: %s: no scenario \"%s\"\n", name, scenario);
        return false;
    }
    return r.good;
}
