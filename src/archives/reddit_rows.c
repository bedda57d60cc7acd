/* archives/reddit_rows.c: one row of each table: posts, comments, messages, lists, votes. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/reddit.h"

#include "core/attr.h"
#include "text/fold.h"

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

enum err_code reddit__post(struct reading *r, const struct csv_row *h,
                           const struct csv_row *row, struct err *e)
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
enum err_code reddit__comment(struct reading *r, const struct csv_row *h,
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
enum err_code reddit__message(struct reading *r, const struct csv_row *h,
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

enum err_code reddit__chat(struct reading *r, const struct csv_row *h,
                           const struct csv_row *row, struct err *e)
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

enum err_code reddit__friend(struct reading *r, const struct csv_row *h,
                             const struct csv_row *row, struct err *e)
{
    return connect(r, row, csv_cell(h, row, "username"), IDENTITY_PERSON,
                   csv_cell(h, row, "note"), e);
}

enum err_code reddit__subreddit(struct reading *r, const struct csv_row *h,
                                const struct csv_row *row, struct err *e)
{
    return connect(r, row, csv_cell(h, row, "subreddit"), IDENTITY_GROUP, STR_NONE, e);
}

enum err_code reddit__moderated(struct reading *r, const struct csv_row *h,
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

enum err_code reddit__saved_post(struct reading *r, const struct csv_row *h,
                                 const struct csv_row *row, struct err *e)
{
    return react(r, h, row, "t3_", STR("bookmark"), e);
}

enum err_code reddit__saved_comment(struct reading *r, const struct csv_row *h,
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

enum err_code reddit__post_vote(struct reading *r, const struct csv_row *h,
                                const struct csv_row *row, struct err *e)
{
    return vote(r, h, row, "t3_", e);
}

enum err_code reddit__comment_vote(struct reading *r, const struct csv_row *h,
                                   const struct csv_row *row, struct err *e)
{
    return vote(r, h, row, "t1_", e);
}
