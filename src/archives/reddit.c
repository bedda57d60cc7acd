/* archives/reddit.c: the tables that Reddit gives on request. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/keep.h"
#include "archives/table.h"
#include "core/attr.h"
#include "core/limits.h"
#include "core/map.h"
#include "text/fold.h"

/* One run. */
struct reddit {
    struct str user, created; /* of statistics.csv; "" unknown */
    struct map *known;        /* identities and threads pushed already */
};

static bool is_new(struct reading *r, struct str key)
{
    struct reddit *st = r->state;
    bool made = false;
    if (!st->known)
        st->known = map_new();
    map_put(st->known, key, 1, &made);
    return made;
}

static bool is_owner(const struct reading *r, struct str user)
{
    const struct reddit *st = r->state;
    return user.n && str_eq_ci(user, st->user);
}

/* Somebody, "ana_k" or "u/ana_k"; or a subreddit, "r/sweden" or "#sweden" in messages. */
static enum err_code identity(struct reading *r, struct str name, enum identity_kind kind,
                              struct str *key, struct err *e)
{
    static const struct str before[] = {STR_INIT("/"), STR_INIT("u/"), STR_INIT("r/"),
                                        STR_INIT("#")};
    bool group = kind == IDENTITY_GROUP;
    for (size_t i = 0; i < COUNT_OF(before); i++) {
        if (!str_starts(name, before[i]))
            continue;
        group = group || i >= 2;
        name = str_after(name, before[i].n);
    }
    struct str low = fold_case(name, r->piece);
    *key = STR_NONE;
    if (low.n == 0 || str_is(low, "[deleted]"))
        return ERR_OK;
    *key = group ? arena_printf(r->piece, "r/" STRF, STRA(low)) : low;
    if (!is_new(r, *key))
        return ERR_OK;
    struct record rec = {.kind = RECORD_IDENTITY};
    rec.as.identity = (struct record_identity){
        .key = *key,
        .name = group ? arena_printf(r->piece, "r/" STRF, STRA(name)) : STR_NONE,
        .handle = group ? STR_NONE : name,
        .url = arena_printf(r->piece, "https://www.reddit.com/%s" STRF, group ? "r/" : "user/",
                            STRA(name)),
        .kind = group ? IDENTITY_GROUP : IDENTITY_PERSON};
    return reading_put(r, &rec, e);
}

/* "1k000a" → "t3_1k000a": the name that the network's interface has for it. */
static struct str full_name(const char *kind, struct str id, struct arena *a)
{
    bool full = id.n > 3 && id.p[0] == 't' && id.p[2] == '_';
    return id.n == 0 || full ? id : arena_printf(a, "%s" STRF, kind, STRA(id));
}

/* "https://www.reddit.com/r/x/comments/1abc0/t/" → "1abc0" */
static struct str post_in(struct str link)
{
    static const struct str mark = STR_INIT("/comments/");
    ptrdiff_t at = str_find(link, mark);
    struct str rest = at < 0 ? STR_NONE : str_after(link, (size_t)at + mark.n), id = STR_NONE;
    (void)str_cut(&rest, '/', &id);
    return id;
}

/* Posts and comments ------------------------------------------------------------------------ */

static enum err_code link_attachment(struct reading *r, struct str post, struct str uri,
                                     struct err *e)
{
    struct record rec = {.kind = RECORD_ATTACHMENT};
    enum attachment_kind kind = attachment_kind_of(STR_NONE, uri);
    rec.as.attachment = (struct record_attachment){
        .post = post, .kind = kind == ATTACHMENT_FILE ? ATTACHMENT_LINK : kind, .uri = uri};
    return uri.n ? reading_put(r, &rec, e) : ERR_OK;
}

static enum err_code post(struct reading *r, const struct csv_row *h, const struct csv_row *row,
                          struct err *e)
{
    struct str id = csv_cell(h, row, "id"), url = csv_cell(h, row, "url");
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    *p = (struct record_post){.key = full_name("t3_", id, r->piece),
                              .own = true,
                              .at = when_parse(csv_cell(h, row, "date")),
                              .text = csv_cell(h, row, "body"),
                              .title = csv_cell(h, row, "title"),
                              .url = csv_cell(h, row, "permalink"),
                              .group = csv_cell(h, row, "subreddit"),
                              .visibility = VISIBLE_PUBLIC,
                              .likes = -1,
                              .reshares = -1};
    if (id.n == 0)
        return reading_unread(r, row->raw, "a post without its number", e);
    if (str_starts(url, STR("http")) && !str_eq(post_in(url), id)) /* else it is itself */
        p->link = url;
    enum err_code rc = reading_put(r, &rec, e);
    return rc ? rc : link_attachment(r, p->key, p->link, e);
}

/* It answers its parent, else the post. */
static enum err_code comment(struct reading *r, const struct csv_row *h,
                             const struct csv_row *row, struct err *e)
{
    struct str id = csv_cell(h, row, "id"), parent = csv_cell(h, row, "parent");
    struct str above = post_in(csv_cell(h, row, "link"));
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    *p = (struct record_post){.key = full_name("t1_", id, r->piece),
                              .kind = POST_COMMENT,
                              .own = true,
                              .at = when_parse(csv_cell(h, row, "date")),
                              .text = csv_cell(h, row, "body"),
                              .url = csv_cell(h, row, "permalink"),
                              .group = csv_cell(h, row, "subreddit"),
                              .visibility = VISIBLE_PUBLIC,
                              .reply_to = parent.n ? full_name("t1_", parent, r->piece)
                                                   : full_name("t3_", above, r->piece),
                              .likes = -1,
                              .reshares = -1};
    if (id.n == 0)
        return reading_unread(r, row->raw, "a comment without its number", e);
    enum err_code rc = reading_put(r, &rec, e);
    return rc ? rc : link_attachment(r, p->key, csv_cell(h, row, "media"), e);
}

/* Messages ---------------------------------------------------------------------------------- */

static enum err_code thread(struct reading *r, struct str key, struct str title, bool group,
                            struct err *e)
{
    struct record rec = {.kind = RECORD_THREAD};
    rec.as.thread = (struct record_thread){.key = key, .title = title, .group = group};
    return is_new(r, key) ? reading_put(r, &rec, e) : ERR_OK;
}

static enum err_code member(struct reading *r, struct str key, struct str user, struct str *who,
                            struct err *e)
{
    struct record rec = {.kind = RECORD_MEMBER};
    *who = STR_NONE;
    if (is_owner(r, user))
        return ERR_OK;
    enum err_code rc = identity(r, user, IDENTITY_PERSON, who, e);
    rec.as.member = (struct record_member){key, *who};
    if (rc || who->n == 0)
        return rc;
    struct str both = arena_printf(r->piece, STRF " " STRF, STRA(key), STRA(*who));
    return is_new(r, both) ? reading_put(r, &rec, e) : ERR_OK;
}

/* A conversation is named after its first message. */
static enum err_code message(struct reading *r, const struct csv_row *h,
                             const struct csv_row *row, struct err *e)
{
    struct str id = csv_cell(h, row, "id"), first = csv_cell(h, row, "thread_id");
    struct str from = csv_cell(h, row, "from"), to = csv_cell(h, row, "to"), whom;
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    *p = (struct record_post){.key = full_name("t4_", id, r->piece),
                              .kind = POST_MESSAGE,
                              .own = is_owner(r, from),
                              .at = when_parse(csv_cell(h, row, "date")),
                              .text = csv_cell(h, row, "body"),
                              .title = csv_cell(h, row, "subject"),
                              .url = csv_cell(h, row, "permalink"),
                              .visibility = VISIBLE_DIRECT,
                              .thread = full_name("t4_", first.n ? first : id, r->piece),
                              .likes = -1,
                              .reshares = -1};
    if (id.n == 0)
        return reading_unread(r, row->raw, "a message without its number", e);
    enum err_code rc = thread(r, p->thread, p->title, false, e);
    rc = rc ? rc : member(r, p->thread, from, &p->author, e);
    rc = rc ? rc : member(r, p->thread, to, &whom, e);
    return rc ? rc : reading_put(r, &rec, e);
}

static enum err_code chat(struct reading *r, const struct csv_row *h, const struct csv_row *row,
                          struct err *e)
{
    struct str id = csv_cell(h, row, "message_id"), user = csv_cell(h, row, "username");
    struct str room = csv_cell(h, row, "channel_url"),
               type = csv_cell(h, row, "conversation_type");
    struct str above = csv_cell(h, row, "thread_parent_message_id");
    struct str updated = csv_cell(h, row, "updated_at");
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    if (room.n == 0)
        room = csv_cell(h, row, "channel_name");
    *p = (struct record_post){.key = arena_printf(r->piece, "chat:" STRF, STRA(id)),
                              .kind = POST_MESSAGE,
                              .own = is_owner(r, user),
                              .at = when_parse(csv_cell(h, row, "created_at")),
                              .edited = when_parse(updated),
                              .text = csv_cell(h, row, "message"),
                              .visibility = VISIBLE_DIRECT,
                              .group = csv_cell(h, row, "subreddit"),
                              .thread = arena_printf(r->piece, "chat:" STRF, STRA(room)),
                              .likes = -1,
                              .reshares = -1};
    if (id.n == 0)
        return reading_unread(r, row->raw, "a message without its number", e);
    if (p->edited.ms == p->at.ms)
        p->edited = WHEN_NONE;
    if (above.n)
        p->reply_to = arena_printf(r->piece, "chat:" STRF, STRA(above));
    enum err_code rc = thread(r, p->thread, csv_cell(h, row, "channel_name"),
                              type.n && !str_eq_ci(type, STR("direct")), e);
    rc = rc ? rc : member(r, p->thread, user, &p->author, e);
    return rc ? rc : reading_put(r, &rec, e);
}

/* Connections and reactions ----------------------------------------------------------------- */

static enum err_code connect(struct reading *r, const struct csv_row *row, struct str name,
                             enum identity_kind kind, struct str note, struct err *e)
{
    struct record rec = {.kind = RECORD_CONNECTION};
    struct record_connection *c = &rec.as.connection;
    enum err_code rc = identity(r, name, kind, &c->identity, e);
    c->kind = CONNECTION_FOLLOWS;
    c->note = note;
    if (rc)
        return rc;
    return c->identity.n ? reading_put(r, &rec, e)
                         : reading_unread(r, row->raw, "a row without a name", e);
}

static enum err_code friend(struct reading *r, const struct csv_row *h,
                            const struct csv_row *row, struct err *e) {
    return connect(r, row, csv_cell(h, row, "username"), IDENTITY_PERSON,
                   csv_cell(h, row, "note"), e);
}

static enum err_code subreddit(struct reading *r, const struct csv_row *h,
                               const struct csv_row *row, struct err *e)
{
    return connect(r, row, csv_cell(h, row, "subreddit"), IDENTITY_GROUP, STR_NONE, e);
}

static enum err_code moderated(struct reading *r, const struct csv_row *h,
                               const struct csv_row *row, struct err *e)
{
    return connect(r, row, csv_cell(h, row, "subreddit"), IDENTITY_GROUP, STR("moderator"), e);
}

static enum err_code react(struct reading *r, const struct csv_row *h,
                           const struct csv_row *row, const char *what, struct str kind,
                           struct err *e)
{
    struct record rec = {.kind = RECORD_REACTION};
    rec.as.reaction =
        (struct record_reaction){.post = full_name(what, csv_cell(h, row, "id"), r->piece),
                                 .own = true,
                                 .kind = kind,
                                 .url = csv_cell(h, row, "permalink")};
    return rec.as.reaction.post.n
               ? reading_put(r, &rec, e)
               : reading_unread(r, row->raw, "a row without the number of what it means", e);
}

static enum err_code saved_post(struct reading *r, const struct csv_row *h,
                                const struct csv_row *row, struct err *e)
{
    return react(r, h, row, "t3_", STR("bookmark"), e);
}

static enum err_code saved_comment(struct reading *r, const struct csv_row *h,
                                   const struct csv_row *row, struct err *e)
{
    return react(r, h, row, "t1_", STR("bookmark"), e);
}

/* A vote that was taken back is none. */
static enum err_code vote(struct reading *r, const struct csv_row *h, const struct csv_row *row,
                          const char *what, struct err *e)
{
    struct str direction = csv_cell(h, row, "direction");
    if (str_eq_ci(direction, STR("up")))
        return react(r, h, row, what, STR("upvote"), e);
    if (str_eq_ci(direction, STR("down")))
        return react(r, h, row, what, STR("downvote"), e);
    return ERR_OK;
}

static enum err_code post_vote(struct reading *r, const struct csv_row *h,
                               const struct csv_row *row, struct err *e)
{
    return vote(r, h, row, "t3_", e);
}

static enum err_code comment_vote(struct reading *r, const struct csv_row *h,
                                  const struct csv_row *row, struct err *e)
{
    return vote(r, h, row, "t1_", e);
}

/* The owner --------------------------------------------------------------------------------- */

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

static enum err_code fact(struct reading *r, enum fact_field field, struct str value,
                          struct str label, struct err *e)
{
    struct record rec = {.kind = RECORD_FACT};
    rec.as.fact = (struct record_fact){.field = field, .value = value, .label = label};
    return value.n ? reading_put(r, &rec, e) : ERR_OK;
}

static enum err_code birthdate(struct reading *r, const struct csv_row *h,
                               const struct csv_row *row, struct err *e)
{
    struct str day = str_sub(csv_cell(h, row, "birthdate"), 0, sizeof "1990-01-01" - 1);
    bool whole = when_parse(day).sure == TIME_DAY && str_chr(day, '-') == 4;
    return whole ? fact(r, FACT_BIRTHDAY, day, STR_NONE, e) : ERR_OK;
}

static enum err_code phone(struct reading *r, const struct csv_row *h,
                           const struct csv_row *row, struct err *e)
{
    return fact(r, FACT_PHONE, csv_cell(h, row, "phone_number"), STR_NONE, e);
}

/* The tables -------------------------------------------------------------------------------- */

/* Some have the same columns, so that the name decides; big ones come in parts. */
static const struct table {
    const char *pattern;
    const char *needs[4]; /* ends with NULL */
    enum err_code (*row)(struct reading *r, const struct csv_row *h, const struct csv_row *row,
                         struct err *e);
    int sure; /* that it is Reddit's */
} tables[] = {
    {"statistics#.csv",           {"statistic", "value"},       statistic,     85},
    {"posts#.csv",                {"id", "subreddit", "title"}, post,          90},
    {"comments#.csv",             {"id", "subreddit", "body"},  comment,       90},
    {"messages#.csv",             {"id", "from", "body"},       message,       85},
    {"messagesarchive#.csv",      {"id", "from", "body"},       message,       90},
    {"chathistory#.csv",          {"message_id", "username"},   chat,          90},
    {"friends#.csv",              {"username", "note"},         friend,        60},
    {"subscribedsubreddits#.csv", {"subreddit"},                subreddit,     90},
    {"moderatedsubreddits#.csv",  {"subreddit"},                moderated,     90},
    {"savedposts#.csv",           {"id", "permalink"},          saved_post,    85},
    {"savedcomments#.csv",        {"id", "permalink"},          saved_comment, 85},
    {"postvotes#.csv",            {"id", "direction"},          post_vote,     90},
    {"commentvotes#.csv",         {"id", "direction"},          comment_vote,  90},
    {"birthdate#.csv",            {"birthdate"},                birthdate,     30},
    {"linkedphonenumber#.csv",    {"phone_number"},             phone,         30},
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
