/* cli/learn.c: `tact learn` and `tact learned`: what you tell the check, and taking it back. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "context/places.h"
#include "core/limits.h"
#include "core/time.h"
#include "output/output.h"
#include "store/correction.h"
#include "text/utf8.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* The text of FILE, or of standard input. */
static enum err_code read_text(struct call *c, const char *path, struct str *out)
{
    struct buf b;
    char piece[65536];
    size_t n;
    bool named = path && strcmp(path, "-") != 0;
    FILE *f = named ? fopen(path, "rb") : stdin;
    if (!f)
        return err_set(&c->err, ERR_NOT_FOUND, "%s can't be read: %s", path, strerror(errno));
    if (!named && isatty(0))
        fputs("Paste the text that it is about, then Ctrl-D:\n", stderr);
    buf_init(&b, LIMIT_DRAFT);
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        buf_put(&b, piece, n);
    enum err_code rc = ERR_OK;
    if (ferror(f))
        rc = err_set(&c->err, ERR_IO, "%s can't be read: %s", named ? path : "the text",
                     strerror(errno));
    else if (b.over)
        rc = err_set(&c->err, ERR_LIMIT, "a text may have %zu MB", (size_t)(LIMIT_DRAFT >> 20));
    else
        *out = utf8_clean(arena_str(c->a, str_trim(buf_view(&b))), c->a);
    buf_free(&b);
    if (named)
        fclose(f);
    return rc;
}

/* FINE and NEVER are of a label or a rule and want no text; IS and ISNT are learned from one. */
static enum err_code take_text(struct call *c, enum correction_kind kind, struct str *out)
{
    bool of_text = kind == CORRECTION_IS || kind == CORRECTION_ISNT;
    *out = STR_NONE;
    if (!of_text && c->args < 3)
        return ERR_OK;
    enum err_code rc = read_text(c, c->args > 2 ? c->arg[2] : NULL, out);
    if (rc == ERR_OK && of_text && out->n == 0)
        rc = err_set(&c->err, ERR_INVALID, "there is no text to learn from");
    return rc;
}

static int run_learn(struct call *c)
{
    struct correction say = {.fact = correction_fact(str_from(c->arg[1]), c->a)};
    struct correction_row row = {0};
    const char *where = call_value(c, "--in");
    struct context context = {0};
    struct buf b;
    if (!correction_kind_find(str_from(c->arg[0]), &say.kind))
        return call_usage(c, "one learns is, isnt, fine or never");
    bool of_text = say.kind == CORRECTION_IS || say.kind == CORRECTION_ISNT;
    if (of_text && where)
        return call_usage(c, "what a text is about is the same everywhere: without --in");
    if (correction_valid(say.kind, say.fact, &c->err) ||
        (where && store_context_find(c->store, str_from(where), c->a, &context, &c->err)) ||
        take_text(c, say.kind, &row.text))
        return call_fail(c);
    say.context = where ? context.name : STR_NONE;
    row.kind = correction_kind_name(say.kind);
    row.fact = say.fact;
    row.context = say.context;
    if (store_correction_add(c->store, &row, &c->err))
        return call_fail(c);
    buf_init(&b, KIB(64));
    buf_printf(&b, "Learned: %s" STRF ". tact learned --forget %lld takes it back.\n",
               of_text ? "it " : "", STRA(correction_say(&say, c->a)), (long long)row.id);
    return call_print(c, &b);
}

/* The list -------------------------------------------------------------------------------- */

static void put_row(struct buf *b, const struct correction_row *row, struct str said)
{
    enum {
        SHOWN = 60
    };
    struct buf when;
    size_t n = row->text.n < SHOWN ? row->text.n : SHOWN;
    while (n < row->text.n && n > 0 && ((unsigned char)row->text.p[n] & 0xC0) == 0x80)
        n--;
    buf_init(&when, 32);
    time_put_plain(&when, row->made_ms);
    buf_printf(b, "%4lld  " STRF "  ", (long long)row->id,
               STRA(str_sub(buf_view(&when), 0, 10)));
    if (row->text.n) {
        buf_char(b, '"');
        for (size_t i = 0; i < n; i++)
            buf_char(b, (unsigned char)row->text.p[i] < ' ' ? ' ' : row->text.p[i]);
        buf_lit(b, n < row->text.n ? "…\" " : "\" ");
    }
    buf_printf(b, STRF "%s\n", STRA(said), row->revoked_ms ? " (taken back)" : "");
    buf_free(&when);
}

static int forget(struct call *c, const char *which)
{
    int64_t id;
    if (!str_i64(str_from(which), &id))
        return call_usage(c, "--forget wants the number of what was learned");
    if (store_correction_revoke(c->store, id, &c->err))
        return call_fail(c);
    puts("Forgotten.");
    return EXIT_FINE;
}

static int run_learned(struct call *c)
{
    struct correction_row *row;
    struct buf b;
    struct json_out o;
    size_t n;
    bool json = call_has(c, "--json");
    const char *which = call_value(c, "--forget");
    if (which)
        return forget(c, which);
    if (store_corrections(c->store, call_has(c, "--all"), c->a, &row, &n, &c->err))
        return call_fail(c);
    buf_init(&b, GIB(1));
    json_out_init(&o, &b);
    if (json)
        json_out_open(&o, '[');
    for (size_t i = 0; i < n; i++) {
        struct correction say = {.fact = row[i].fact, .context = row[i].context};
        struct str said = correction_kind_find(row[i].kind, &say.kind)
                              ? correction_say(&say, c->a)
                              : row[i].kind;
        if (json)
            output_correction(&o, &row[i], said);
        else
            put_row(&b, &row[i], said);
    }
    if (json) {
        json_out_close(&o, ']');
        buf_char(&b, '\n');
    } else if (n == 0) {
        buf_lit(&b, "Nothing was learned yet: tact learn isnt politics FILE\n");
    }
    return call_print(c, &b);
}

static const struct option_row learn_options[] = {
    {"--in", "CONTEXT", "with fine and never: in that context only"},
    {NULL,   NULL,      NULL                                       }
};
static const struct option_row learned_options[] = {
    {"--all",    NULL, "also what was taken back"},
    {"--forget", "ID", "take one back"           },
    {"--json",   NULL, "print as JSON"           },
    {NULL,       NULL, NULL                      }
};

extern const struct command command_learn;
const struct command command_learn = {
    .name = "learn",
    .summary = "tell the check where it is wrong, or what goes where",
    .usage = "is|isnt FACT [FILE], or fine|never FACT [--in CONTEXT] [FILE]",
    .help =
        "is and isnt correct what the check takes a text for: the text is FILE, or what is on "
        "standard input, and texts like it are judged accordingly from then on. fine and never "
        "say what may go to a context, or anywhere.\n\n"
        "FACT is a topic (topic:politics, or just politics), a tone (tone:hostile), work, or "
        "with fine and never the rule that a verdict names (rule:w-vent). What a text gives "
        "away can't be silenced. Everything that was learned can be taken back: tact learned.",
    .example = "tact learn isnt politics draft.txt\n"
               "tact learn fine humour --in professional",
    .options = learn_options,
    .needs = NEEDS_STORE,
    .args_least = 2,
    .args_most = 3,
    .run = run_learn};

extern const struct command command_learned;
const struct command command_learned = {
    .name = "learned",
    .summary = "list what you taught the check, or take it back",
    .usage = "[--all] [--json], or --forget ID",
    .help = "Every correction with its number, the day and the text that it was made of, in "
            "the order in which they were made. What is forgotten leaves no trace in the "
            "check; --all still shows it.",
    .example = "tact learned --forget 3",
    .options = learned_options,
    .needs = NEEDS_STORE,
    .run = run_learned};
