/* archives/reddit.c: the tables that Reddit gives on request. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/reddit.h"

#include "archives/keep.h"
#include "core/attr.h"
#include "text/fold.h"

static enum err_code statistic(struct reading *r, const struct csv_row *h,
                               const struct csv_row *row, struct err *e)
{
    struct reddit *st = r->state;
    struct str name = csv_cell(h, row, "statistic"), value = csv_cell(h, row, "value");
    (void)e;
    if (str_eq_ci(name, STR("account name")) && st->user.n == 0)
        st->user = keep_name(value, r->arena);
    if (str_eq_ci(name, STR("registration date")) && st->created.n == 0)
        st->created = keep_name(value, r->arena);
    return ERR_OK;
}

static enum err_code birthdate(struct reading *r, const struct csv_row *h,
                               const struct csv_row *row, struct err *e)
{
    struct str day = str_sub(csv_cell(h, row, "birthdate"), 0, sizeof "1990-01-01" - 1);
    bool whole = when_parse(day).sure == TIME_DAY && str_chr(day, '-') == 4;
    return whole ? reading_fact(r, STR_NONE, FACT_BIRTHDAY, day, STR_NONE, e) : ERR_OK;
}

static enum err_code phone(struct reading *r, const struct csv_row *h,
                           const struct csv_row *row, struct err *e)
{
    return reading_fact(r, STR_NONE, FACT_PHONE, csv_cell(h, row, "phone_number"), STR_NONE, e);
}

/* The tables -------------------------------------------------------------------------------- */

/* Some have the same columns, so that the name decides; big ones come in parts. */
static const struct table {
    const char *pattern;
    const char *needs[4]; /* ends with NULL */
    reddit_row *row;
    int sure; /* that it is Reddit's */
} tables[] = {
    {"statistics#.csv",           {"statistic", "value"},       statistic,             85},
    {"posts#.csv",                {"id", "subreddit", "title"}, reddit__post,          90},
    {"comments#.csv",             {"id", "subreddit", "body"},  reddit__comment,       90},
    {"messages#.csv",             {"id", "from", "body"},       reddit__message,       85},
    {"messagesarchive#.csv",      {"id", "from", "body"},       reddit__message,       90},
    {"chathistory#.csv",          {"message_id", "username"},   reddit__chat,          90},
    {"friends#.csv",              {"username", "note"},         reddit__friend,        60},
    {"subscribedsubreddits#.csv", {"subreddit"},                reddit__subreddit,     90},
    {"moderatedsubreddits#.csv",  {"subreddit"},                reddit__moderated,     90},
    {"savedposts#.csv",           {"id", "permalink"},          reddit__saved_post,    85},
    {"savedcomments#.csv",        {"id", "permalink"},          reddit__saved_comment, 85},
    {"postvotes#.csv",            {"id", "direction"},          reddit__post_vote,     90},
    {"commentvotes#.csv",         {"id", "direction"},          reddit__comment_vote,  90},
    {"birthdate#.csv",            {"birthdate"},                birthdate,             30},
    {"linkedphonenumber#.csv",    {"phone_number"},             phone,                 30},
};

static enum err_code read_table(struct reading *r, struct stream *in, struct err *e)
{
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        const struct table_kind kinds[] = {
            {tables[i].needs, tables[i].row},
            {NULL,            NULL         }
        };
        if (str_is(r->file_flat, tables[i].pattern) ||
            path_matches(r->file_flat, tables[i].pattern))
            return table_read(r, in, kinds, e);
    }
    return ERR_OK;
}

static const struct reader_file files[] = {
    {"statistics#.csv",           0, read_table},
    {"posts#.csv",                1, read_table},
    {"comments#.csv",             1, read_table},
    {"messages#.csv",             1, read_table},
    {"messagesarchive#.csv",      1, read_table},
    {"chathistory#.csv",          1, read_table},
    {"friends#.csv",              1, read_table},
    {"subscribedsubreddits#.csv", 1, read_table},
    {"moderatedsubreddits#.csv",  1, read_table},
    {"savedposts#.csv",           1, read_table},
    {"savedcomments#.csv",        1, read_table},
    {"postvotes#.csv",            1, read_table},
    {"commentvotes#.csv",         1, read_table},
    {"birthdate#.csv",            1, read_table},
    {"linkedphonenumber#.csv",    1, read_table},
    {NULL,                        0, NULL      }
};

static int recognise(const struct container *c)
{
    size_t n;
    int sure = 0;
    const struct entry *en = container_entries(c, &n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < COUNT_OF(tables); k++)
            if (tables[k].sure > sure && path_matches(en[i].flat, tables[k].pattern) &&
                table_head_has(en[i].head, tables[k].needs))
                sure = tables[k].sure;
    return sure;
}

/* "export_mira_okl_20251122.zip": the owner, where statistics.csv is missing. */
static struct str user_in_name(struct str name)
{
    static const struct str before = STR_INIT("export_");
    if (str_ends(name, STR(".zip")))
        name.n -= sizeof ".zip" - 1;
    ptrdiff_t line = str_rchr(name, '_');
    bool dated = line > (ptrdiff_t)before.n &&
                 when_parse(str_after(name, (size_t)line + 1)).sure == TIME_DAY;
    return dated && str_starts(name, before) ? str_sub(name, before.n, (size_t)line) : STR_NONE;
}

static enum err_code phase_end(struct reading *r, int phase, struct err *e)
{
    struct reddit *st = r->state;
    if (phase != 0)
        return ERR_OK;
    if (st->user.n == 0 && r->container)
        st->user = keep_name(user_in_name(container_name(r->container)), r->arena);
    struct record rec = {.kind = RECORD_ACCOUNT};
    rec.as.account = (struct record_account){
        .network = STR("reddit"),
        .key = fold_case(st->user, r->piece),
        .handle = st->user,
        .url = st->user.n
                   ? arena_printf(r->piece, "https://www.reddit.com/user/" STRF, STRA(st->user))
                   : STR_NONE,
        .created = when_parse(st->created)};
    return reading_put(r, &rec, e);
}

static void done(struct reading *r)
{
    struct reddit *st = r->state;
    map_free(st->known);
}

const struct reader reader_reddit = {.id = "reddit",
                                     .network = "reddit",
                                     .archive = "Reddit archive",
                                     .recognise = recognise,
                                     .files = files,
                                     .state_size = sizeof(struct reddit),
                                     .phase_end = phase_end,
                                     .done = done};
