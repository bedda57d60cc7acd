/* cli/outbox.c: `tact outbox` and `tact schedule`: what went out, what goes, and what did not. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/live.h"

#include "core/limits.h"
#include "core/time.h"

#include <string.h>
#include <time.h>

enum {
    SHOWN = 10000
};

static enum err_code number(struct call *c, const char *typed, int64_t *id)
{
    return str_i64(str_from(typed), id)
               ? ERR_OK
               : err_set(&c->err, ERR_INVALID, "\"%s\" is no number of a publication", typed);
}

/* What the owner says of one: an option and what it does. */
static enum err_code say(struct call *c, bool *done)
{
    static const struct {
        const char *option;
        enum err_code (*turn)(struct store *s, int64_t id, struct err *e);
    } turns[] = {
        {"--undo",  outbox_undo },
        {"--again", outbox_again}
    };
    struct publication made;
    int64_t id = 0;
    enum err_code rc = ERR_OK;
    *done = true;
    for (size_t i = 0; i < COUNT_OF(turns); i++) {
        const char *typed = call_value(c, turns[i].option);
        if (typed && (rc = number(c, typed, &id)) == ERR_OK)
            return turns[i].turn(c->store, id, &c->err);
        if (rc)
            return rc;
    }
    const char *there = call_value(c, "--there"), *url = call_value(c, "--url");
    const char *end = call_value(c, "--delete"), *edit = call_value(c, "--edit");
    struct str text = STR_NONE;
    if (there) {
        rc = number(c, there, &id);
        return rc ? rc : outbox_there(c->store, id, str_from(url), &c->err);
    }
    if (end) {
        rc = number(c, end, &id);
        return rc ? rc : outbox_drop(c->store, id, &made, &c->err);
    }
    if (edit) {
        rc = number(c, edit, &id);
        if (rc == ERR_OK)
            rc = live_read_text(c, NULL, &text);
        return rc ? rc : outbox_edit(c->store, id, text, c->a, &made, &c->err);
    }
    *done = false;
    return ERR_OK;
}

static enum err_code show(struct call *c, const struct publication_filter *f, struct buf *b)
{
    struct publication *p;
    struct json_out o;
    size_t n;
    bool json = call_has(c, "--json");
    enum err_code rc = store_publications(c->store, f, SHOWN, c->a, &p, &n, &c->err);
    json_out_init(&o, b);
    if (json) {
        json_out_open(&o, '{');
        json_out_key(&o, "publications");
        json_out_open(&o, '[');
    }
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = json ? live_publication_json(c, &o, &p[i]) : live_put_publication(c, b, &p[i]);
    if (json) {
        json_out_close(&o, ']');
        json_out_close(&o, '}');
        buf_char(b, '\n');
    } else if (rc == ERR_OK && n == 0) {
        buf_lit(b, "There is nothing.\n");
    } else if (rc == ERR_OK && n == SHOWN) {
        buf_lit(b, "There may be more: only so many are listed.\n");
    }
    return rc;
}

static int run_outbox(struct call *c)
{
    const struct publication_filter all = {
        .states = call_has(c, "--all")
                      ? 0
                      : (1u << PUBLICATION_PENDING | 1u << PUBLICATION_SENDING |
                         1u << PUBLICATION_UNCERTAIN | 1u << PUBLICATION_FAILED |
                         1u << PUBLICATION_HANDED_OFF)};
    bool done = false;
    int64_t next = 0;
    struct buf b;
    enum err_code rc = say(c, &done);
    if (rc == ERR_OK && call_has(c, "--send"))
        rc = live_send_due(c, NULL, NULL, &next);
    if (rc)
        return call_fail(c);
    buf_init(&b, MIB(64));
    rc = show(c, &all, &b);
    if (rc) {
        buf_free(&b);
        return call_fail(c);
    }
    return call_print(c, &b);
}

static int run_schedule(struct call *c)
{
    const struct publication_filter coming = {.states = 1u << PUBLICATION_PENDING};
    struct buf b;
    int64_t id = 0, ms = 0;
    enum err_code rc = ERR_OK;
    if (c->args == 1)
        return call_usage(c,
                          "schedule ID WHEN moves one; without them it lists what is to come");
    if (c->args == 2) {
        rc = number(c, c->arg[0], &id);
        if (rc == ERR_OK)
            rc = live_when(c, c->arg[1], &ms);
        if (rc == ERR_OK)
            rc = outbox_move(c->store, id, ms, &c->err);
    }
    if (rc)
        return call_fail(c);
    buf_init(&b, MIB(64));
    rc = show(c, &coming, &b);
    if (rc) {
        buf_free(&b);
        return call_fail(c);
    }
    return call_print(c, &b);
}

static const struct option_row outbox_options[] = {
    {"--send",   NULL,      "send what is due now"                                },
    {"--undo",   "ID",      "take it back before it goes out"                     },
    {"--again",  "ID",      "send it (again): it is not there"                    },
    {"--there",  "ID",      "it is there: posted by hand, or found"               },
    {"--url",    "ADDRESS", "with --there: where it stands"                       },
    {"--edit",   "ID",      "other words for one that is out, from standard input"},
    {"--delete", "ID",      "delete one that is out"                              },
    {"--all",    NULL,      "also what is sent and what was taken back"           },
    {"--json",   NULL,      "print as JSON"                                       },
    {NULL,       NULL,      NULL                                                  }
};
static const struct option_row schedule_options[] = {
    {"--json", NULL, "print as JSON"},
    {NULL,     NULL, NULL           }
};

extern const struct command command_outbox;
const struct command command_outbox = {
    .name = "outbox",
    .summary = "what goes out, what did not, and what is yours to post",
    .usage = "[--send] [--undo ID] [--again ID] [--there ID --url ADDRESS] [--edit ID] "
             "[--delete ID] [--all] [--json]",
    .help =
        "Everything that is to be published stands here before it is sent. What a network "
        "refused says so in its own words. Where no answer came it is uncertain: Tact looks "
        "whether it arrived before it would ever send it again, and asks you where the network "
        "can't be asked.",
    .example = "tact outbox --undo 12",
    .options = outbox_options,
    .needs = NEEDS_STORE,
    .run = run_outbox};

extern const struct command command_schedule;
const struct command command_schedule = {
    .name = "schedule",
    .summary = "what goes out when; move one",
    .usage = "[ID WHEN] [--json]",
    .help =
        "Lists what is to come, the next first. With a number and a moment (\"2026-12-01 "
        "09:30\", \"tomorrow 9:00\", \"17:15\", \"+2h\", by this machine's clock) that one is "
        "moved. The running server sends what is due; so does `tact outbox --send`.",
    .example = "tact schedule 12 'tomorrow 9:00'",
    .options = schedule_options,
    .needs = NEEDS_STORE,
    .args_most = 2,
    .run = run_schedule};
