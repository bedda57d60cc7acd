/* cli/post.c: `tact draft`, `tact post` and `tact reply`: writing to one's networks. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/live.h"

#include "context/places.h"
#include "core/limits.h"
#include "intake/intake.h"
#include "store/live.h"
#include "writing/poll.h"

enum {
    DRAFTS_SHOWN = 100
};

/* The draft that was named by its number, or a new one from a file. */
static enum err_code load(struct call *c, struct draft *d)
{
    int64_t id = 0;
    *d = (struct draft){0};
    if (c->args && str_i64(str_from(c->arg[0]), &id))
        return store_draft(c->store, id, c->a, d, &c->err);
    return live_read_text(c, c->args ? c->arg[0] : NULL, &d->text);
}

/* What a mail has beside its text: what it is about, and whom it goes to. */
static enum err_code fill_letter(struct call *c, struct draft *d)
{
    const char *title = call_value(c, "--title"), *const *to = NULL;
    size_t n = live_values(c, "--to-address", &to);
    struct str typed = STR_NONE;
    if (title)
        d->title = str_trim(str_from(title));
    for (size_t i = 0; i < n; i++)
        typed = arena_printf(c->a, STRF "%s%s", STRA(typed), i ? "," : "", to[i]);
    enum err_code rc = n ? api_receivers_line(typed, c->a, &d->receivers, &c->err) : ERR_OK;
    return rc ? rc : store_draft_valid(d, &c->err);
}

static enum err_code fill_poll(struct call *c, struct draft *d)
{
    const char *open = call_value(c, "--open-for"), *const *choice = NULL;
    size_t n = live_values(c, "--choice", &choice);
    if (n)
        d->choices = STR_NONE;
    for (size_t i = 0; i < n; i++) {
        struct str one = str_trim(str_from(choice[i]));
        if (str_chr(one, '\n') >= 0)
            return err_set(&c->err, ERR_INVALID, "a choice of a poll is one line");
        d->choices = arena_printf(c->a, STRF "%s" STRF, STRA(d->choices),
                                  d->choices.n ? "\n" : "", STRA(one));
    }
    if (open && !poll_open_parse(str_from(open), &d->poll_s))
        return err_set(&c->err, ERR_INVALID,
                       "--open-for is a number of minutes, hours or days, as in 30m, 6h or 3d");
    if (open && d->choices.n == 0)
        return err_set(&c->err, ERR_INVALID,
                       "--open-for is said of a poll: give its choices with --choice");
    return ERR_OK;
}

static struct draft_variant variant_of(const struct draft *d, int64_t account)
{
    for (size_t i = 0; i < d->variants; i++)
        if (d->variant && d->variant[i].account_id == account)
            return d->variant[i];
    return (struct draft_variant){.account_id = account, .signature = true};
}

/* Who may answer, at each account that it goes to. */
static enum err_code fill_answers(struct call *c, struct draft *d)
{
    const char *who = call_value(c, "--answers");
    if (!who)
        return ERR_OK;
    if (!*who || answering_find(str_from(who)) == ANSWERING_COUNT)
        return err_set(&c->err, ERR_INVALID,
                       "--answers is one of everybody, mentioned, followed and nobody");
    if (d->accounts == 0)
        return err_set(&c->err, ERR_INVALID,
                       "--answers is said of accounts: name them with --to");
    struct draft_variant *v = ARENA_ARRAY(c->a, struct draft_variant, d->accounts);
    for (size_t i = 0; i < d->accounts; i++) {
        v[i] = variant_of(d, d->account[i]);
        v[i].answers = str_from(who);
    }
    d->variant = v;
    d->variants = d->accounts;
    return ERR_OK;
}

static enum err_code fill(struct call *c, struct draft *d)
{
    const char *warn = call_value(c, "--warn"), *language = call_value(c, "--language");
    const char *again = call_value(c, "--again"), *most = call_value(c, "--most");
    if (warn)
        d->summary = str_from(warn);
    if (language)
        d->language = str_from(language);
    if (again && (!str_i64(str_from(again), &d->again_days) || d->again_days < 7))
        return err_set(&c->err, ERR_INVALID,
                       "--again is a number of days, 7 at least: who sees a post twice a week "
                       "stops looking");
    if (most && !str_i64(str_from(most), &d->again_most))
        return err_set(&c->err, ERR_INVALID, "--most is how often it may go out again");
    if (again && d->again_most == 0)
        d->again_most = 3;
    enum err_code rc = fill_letter(c, d);
    if (rc == ERR_OK)
        rc = fill_poll(c, d);
    if (rc == ERR_OK)
        rc = live_choose(c, d);
    return rc ? rc : fill_answers(c, d);
}

/* The pictures of --picture, each with the --alt at its place, behind those that the draft has; the
 * draft is kept. */
static enum err_code add_pictures(struct call *c, struct draft *d)
{
    const char *const *file = NULL, *const *alt = NULL;
    size_t files = live_values(c, "--picture", &file), alts = live_values(c, "--alt", &alt);
    enum err_code rc = ERR_OK;
    int64_t number = 0;
    if (alts > files)
        return err_set(&c->err, ERR_INVALID,
                       "there are more --alt than --picture: each describes one");
    for (size_t i = 0; i < files && rc == ERR_OK; i++) {
        const struct intake_picture p = {
            .path = file[i], .alt = i < alts ? str_trim(str_from(alt[i])) : STR_NONE};
        rc = intake_draft_picture(c->store, d->id, &p, &number, &c->err);
        if (rc == ERR_OK && p.alt.n == 0)
            fprintf(stderr,
                    "tact: %s has no description; --alt says what is to be seen, for those who "
                    "can't see it\n",
                    file[i]);
    }
    return rc || files == 0 ? rc : store_draft(c->store, d->id, c->a, d, &c->err);
}

static bool has_pictures(const struct call *c)
{
    const char *const *file = NULL;
    return live_values(c, "--picture", &file) > 0;
}

/* tact draft --------------------------------------------------------------------------------- */

static int list(struct call *c)
{
    struct draft *d;
    struct buf b;
    struct json_out o;
    size_t n;
    bool json = call_has(c, "--json");
    if (store_drafts(c->store, DRAFTS_SHOWN, c->a, &d, &n, &c->err))
        return call_fail(c);
    buf_init(&b, MIB(16));
    json_out_init(&o, &b);
    if (json)
        json_out_open(&o, '[');
    for (size_t i = 0; i < n; i++) {
        if (json) {
            json_out_open(&o, '{');
            json_out_ki64(&o, "id", d[i].id);
            json_out_kstr(&o, "text", d[i].text);
            json_out_kstr(&o, "title", d[i].title);
            json_out_kstr(&o, "addresses", d[i].receivers);
            json_out_key(&o, "template");
            json_out_bool(&o, d[i].is_template);
            json_out_key(&o, "accounts");
            json_out_open(&o, '[');
            for (size_t k = 0; k < d[i].accounts; k++)
                json_out_i64(&o, d[i].account[k]);
            json_out_close(&o, ']');
            json_out_close(&o, '}');
        } else {
            struct str rest = d[i].text, line = d[i].text;
            str_cut(&rest, '\n', &line);
            buf_printf(&b, "%lld  %s" STRF "\n", (long long)d[i].id,
                       d[i].is_template ? "template: " : "", STRA(str_sub(line, 0, 100)));
        }
    }
    if (json) {
        json_out_close(&o, ']');
        buf_char(&b, '\n');
    } else if (n == 0) {
        buf_lit(&b, "There is no draft yet.\n");
    }
    return call_print(c, &b);
}

/* What could not be made whole is not there at all: a draft without its pictures is another. */
static enum err_code or_leave(struct call *c, bool fresh, const struct draft *d,
                              enum err_code rc)
{
    struct err ignored;
    if (rc && fresh && store_draft_drop(c->store, d->id, &ignored)) {
        /* then it is there, and says so in the list */
    }
    return rc;
}

static int run_draft(struct call *c)
{
    struct draft d;
    int64_t id = 0;
    const char *drop = call_value(c, "--drop"), *from = call_value(c, "--from");
    if (call_has(c, "--list"))
        return list(c);
    if (drop) {
        if (!str_i64(str_from(drop), &id) || store_draft_drop(c->store, id, &c->err))
            return call_fail(c);
        return EXIT_FINE;
    }
    enum err_code rc;
    if (from) { /* a template's words are where it begins */
        if (!str_i64(str_from(from), &id))
            return call_usage(c, "--from is the number of a template; `tact draft --list`");
        rc = store_draft(c->store, id, c->a, &d, &c->err);
        d.id = 0;
        d.is_template = false;
    } else {
        rc = load(c, &d);
    }
    if (rc == ERR_OK)
        rc = fill(c, &d);
    if (rc == ERR_OK && call_has(c, "--template"))
        d.is_template = true;
    if (rc == ERR_OK && str_trim(d.text).n == 0 && d.pictures == 0 && !has_pictures(c))
        rc = err_set(&c->err, ERR_INVALID, "there is nothing in it yet");
    bool fresh = d.id == 0;
    if (rc == ERR_OK)
        rc = store_draft_put(c->store, &d, &c->err);
    if (rc == ERR_OK)
        rc = or_leave(c, fresh, &d, add_pictures(c, &d));
    if (rc)
        return call_fail(c);
    if (call_has(c, "--json"))
        printf("{\"draft\":%lld}\n", (long long)d.id);
    else
        printf("Draft %lld is kept. `tact post %lld --to ACCOUNT` sends it.\n", (long long)d.id,
               (long long)d.id);
    return EXIT_FINE;
}

/* tact post ---------------------------------------------------------------------------------- */

/* With pictures the draft is kept before it is looked at as a whole; where nothing goes out then, a new
 * one goes again. */
static int run_post(struct call *c)
{
    struct draft d;
    struct err ignored;
    enum err_code rc = load(c, &d);
    bool pictures = has_pictures(c), fresh = d.id == 0;
    if (rc == ERR_OK)
        rc = fill(c, &d);
    if (rc == ERR_OK && pictures)
        rc = store_draft_put(c->store, &d, &c->err);
    if (rc == ERR_OK && pictures)
        rc = or_leave(c, fresh, &d, add_pictures(c, &d));
    if (rc)
        return call_fail(c);
    int status = live_post(c, &d);
    bool refused =
        status == EXIT_USAGE || status == EXIT_THINK_TWICE || status == EXIT_KEEP_OUT;
    if (refused && pictures && fresh && store_draft_drop(c->store, d.id, &ignored)) {
        /* it is among the drafts then */
    }
    return status;
}

/* tact reply --------------------------------------------------------------------------------- */

static int run_reply(struct call *c)
{
    struct live_where where;
    struct draft d = {0};
    int64_t id = 0;
    if (!str_i64(str_from(c->arg[0]), &id))
        return call_usage(c, "which post? `tact search` shows their numbers");
    enum err_code rc = store_live_where(c->store, id, c->a, &where, &c->err);
    if (rc == ERR_OK)
        rc = live_read_text(c, c->args > 1 ? c->arg[1] : NULL, &d.text);
    if (rc == ERR_OK)
        rc = fill_letter(c, &d);
    if (rc)
        return call_fail(c);
    /* it goes out from the account to which that came, unless the owner says otherwise */
    d.reply_to = id;
    d.reply_from = where.account_id;
    d.account = &d.reply_from;
    d.accounts = 1;
    const char *from = call_value(c, "--from");
    if (from) {
        struct account acc;
        if (store_account_find(c->store, str_from(from), c->a, &acc, &c->err))
            return call_fail(c);
        if (acc.id != where.account_id && !call_has(c, "--yes"))
            return call_usage(c,
                              "that came to another account of yours; with --yes you answer "
                              "from " STRF " all the same",
                              STRA(account_name(&acc, c->a)));
        d.account = ARENA_NEW(c->a, int64_t);
        *d.account = acc.id;
    }
    return live_post(c, &d);
}

static const struct option_row draft_options[] = {
    {"--to",         "ACCOUNT", "where it is meant to go; may be given several times"                },
    {"--picture",    "FILE",    "a picture that goes along; may be given several times"              },
    {"--alt",        "TEXT",    "what is to be seen on it, for those who can't see it: one a picture"},
    {"--title",      "TEXT",    "of an article, of a mail: what it is about"                         },
    {"--to-address", "ADDRESS", "whom a mail goes to: a@example.org,b@example.org"                   },
    {"--choice",     "TEXT",    "a poll: what one can choose; once for each choice"                  },
    {"--open-for",   "TIME",    "how long the poll is open: 30m, 6h, 3d (1d)"                        },
    {"--answers",    "WHO",     "who may: everybody, mentioned, followed or nobody"                  },
    {"--warn",       "TEXT",    "what stands in front of it, where a network has that"               },
    {"--language",   "CODE",    "in which language it is: en, de, …"                               },
    {"--again",      "DAYS",    "evergreen: again after so many days, 7 at least"                    },
    {"--most",       "N",       "evergreen: so often at most (3)"                                    },
    {"--template",   NULL,      "a template: what others begin with"                                 },
    {"--from",       "DRAFT",   "begin with the words of that one"                                   },
    {"--list",       NULL,      "list the drafts"                                                    },
    {"--drop",       "DRAFT",   "throw one away"                                                     },
    {"--json",       NULL,      "print as JSON"                                                      },
    {NULL,           NULL,      NULL                                                                 }
};
static const struct option_row post_options[] = {
    {"--to",         "ACCOUNT", "where to; may be given several times"                               },
    {"--at",         "WHEN",    "not before: \"2026-12-01 09:30\", \"tomorrow 9:00\", \"+2h\""       },
    {"--queue",      NULL,      "leave it to the server, or to `tact outbox --send`"                 },
    {"--yes",        NULL,      "also where the check says think twice or keep out"                  },
    {"--meant",      NULL,      "also where the draft began in another context"                      },
    {"--picture",    "FILE",    "a picture that goes along; may be given several times"              },
    {"--alt",        "TEXT",    "what is to be seen on it, for those who can't see it: one a picture"},
    {"--title",      "TEXT",    "of an article, of a mail: what it is about"                         },
    {"--to-address", "ADDRESS", "whom a mail goes to: a@example.org,b@example.org"                   },
    {"--choice",     "TEXT",    "a poll: what one can choose; once for each choice"                  },
    {"--open-for",   "TIME",    "how long the poll is open: 30m, 6h, 3d (1d)"                        },
    {"--answers",    "WHO",     "who may: everybody, mentioned, followed or nobody"                  },
    {"--warn",       "TEXT",    "what stands in front of it, where a network has that"               },
    {"--language",   "CODE",    "in which language it is: en, de, …"                               },
    {"--again",      "DAYS",    "evergreen: again after so many days, 7 at least"                    },
    {"--most",       "N",       "evergreen: so often at most (3)"                                    },
    {"--json",       NULL,      "print as JSON"                                                      },
    {NULL,           NULL,      NULL                                                                 }
};
static const struct option_row reply_options[] = {
    {"--from",       "ACCOUNT", "another account than the one to which it came"         },
    {"--title",      "TEXT",    "of a mail: what it is about, if not what the other was"},
    {"--to-address", "ADDRESS", "of a mail: somebody else than who wrote it"            },
    {"--at",         "WHEN",    "not before"                                            },
    {"--queue",      NULL,      "leave it to the server, or to `tact outbox --send`"    },
    {"--yes",        NULL,      "also where the check doubts it"                        },
    {"--json",       NULL,      "print as JSON"                                         },
    {NULL,           NULL,      NULL                                                    }
};

extern const struct command command_draft;
const struct command command_draft = {
    .name = "draft",
    .summary = "keep a draft, list them, throw one away",
    .usage =
        "[FILE|DRAFT] [--to ACCOUNT]… [--title TEXT] [--to-address ADDRESS]… [--picture FILE --alt TEXT]… [--choice TEXT]… [--open-for TIME] [--answers WHO] [--template] [--from DRAFT] [--list] [--drop DRAFT]",
    .help =
        "Keeps what you wrote (a file, or standard input) as a draft, with the accounts that it "
        "is meant for. A line of --- parts a thread where you want it parted; where a text is "
        "too long for a network it is parted at the ends of sentences. \"@[Ann Lee]\" is a "
        "person that you know, under the handle that they have wherever it goes. What a camera wrote "
        "into a picture (when, where, with what) does not go along.",
    .example = "tact draft note.txt --to linkedin --to mastodon",
    .options = draft_options,
    .needs = NEEDS_STORE,
    .args_most = 1,
    .run = run_draft};

extern const struct command command_post;
const struct command command_post = {
    .name = "post",
    .summary = "publish a draft, now or later",
    .usage =
        "[FILE|DRAFT] --to ACCOUNT… [--title TEXT] [--to-address ADDRESS]… [--picture FILE --alt TEXT]… [--choice TEXT]… [--open-for TIME] [--answers WHO] [--at WHEN] [--queue] [--yes] [--meant] [--json]",
    .help =
        "Holds the text against each account, shows what goes where, waits ten seconds in which "
        "Ctrl-C takes it back, and publishes it: once, whatever happens in between. Exits with 1 "
        "where the check says think twice, 2 where it says keep out, and sends nothing then; with "
        "--yes it goes out all the same, after ten minutes or an hour. What nobody can send for "
        "you (a Facebook profile, say) is left in `tact outbox` for you to post by hand. A mailbox is an "
        "account too: --title is what the mail is about, --to-address whom it goes to.",
    .example = "echo 'We are open again' | tact post --to mastodon --to linkedin",
    .options = post_options,
    .needs = NEEDS_STORE,
    .args_most = 1,
    .run = run_post};

extern const struct command command_reply;
const struct command command_reply = {
    .name = "reply",
    .summary = "answer a post, from the account to which it came",
    .usage = "POST [FILE] [--from ACCOUNT] [--at WHEN] [--yes] [--json]",
    .help =
        "POST is the number that `tact search` and the page show. The answer goes out from the "
        "account to which that post came, so that nobody answers as somebody else by mistake. A mail "
        "is answered to the address that wrote it.",
    .example = "echo 'Thank you!' | tact reply 5432109876543",
    .options = reply_options,
    .needs = NEEDS_STORE,
    .args_least = 1,
    .args_most = 2,
    .run = run_reply};
