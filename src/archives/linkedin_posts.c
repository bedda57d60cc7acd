/* archives/linkedin_posts.c: what was written on LinkedIn: shares, comments, reactions,
 * articles and messages. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/linkedin.h"

#include "core/hash.h"
#include "core/limits.h"
#include "core/url.h"
#include "text/fold.h"
#include "text/html.h"
#include "text/utf8.h"

/* "https://…/feed/update/urn%3Ali%3Ashare%3A71…?x" → "urn:li:share:71…"; the address itself
 * where it names no such thing. */
static struct str urn_of(struct str link, struct arena *a)
{
    struct url u;
    if (!url_parse(link, &u))
        return link;
    struct str path = utf8_clean(url_unescape(u.path, a), a);
    ptrdiff_t at = str_find(path, STR("urn:li:"));
    return at >= 0 ? str_after(path, (size_t)at) : link;
}

/* A key for what has none: a digest of what never changes about it. */
static struct str key_of(struct reading *r, const char *kind, const struct str *piece, size_t n)
{
    return arena_printf(r->piece, "%s:%016llx", kind, (unsigned long long)hash_key(piece, n));
}

/* LinkedIn writes shares, comments and reactions in UTC without saying so (FORMATS.md 1.4). */
static struct when utc(struct str s)
{
    struct when w = when_parse(s);
    if (w.sure == TIME_LOCAL)
        w.sure = TIME_EXACT;
    return w;
}

static enum visibility visibility_of(struct str s)
{
    if (str_eq_ci(s, STR("PUBLIC")) || str_eq_ci(s, STR("MEMBER_NETWORK_AND_PUBLIC")))
        return VISIBLE_PUBLIC;
    /* MEMBER_NETWORK is what LinkedIn calls everybody who is signed in */
    if (str_eq_ci(s, STR("MEMBER_NETWORK")))
        return VISIBLE_PUBLIC;
    return str_eq_ci(s, STR("CONNECTIONS")) ? VISIBLE_CONNECTIONS : VISIBLE_UNKNOWN;
}

enum err_code linkedin__share(struct reading *r, const struct csv_row *h,
                              const struct csv_row *row, struct err *e)
{
    struct str link = csv_cell(h, row, "ShareLink"), media = csv_cell(h, row, "MediaUrl");
    struct record rec = {.kind = RECORD_POST};
    rec.as.post =
        (struct record_post){.key = urn_of(link, r->piece),
                             .kind = POST_POST,
                             .own = true,
                             .at = utc(csv_cell(h, row, "Date")),
                             .text = csv_cell(h, row, "ShareCommentary"),
                             .url = link,
                             .link = csv_cell(h, row, "SharedUrl"),
                             .likes = -1,
                             .visibility = visibility_of(csv_cell(h, row, "Visibility")),
                             .reshares = -1};
    if (rec.as.post.at.sure == TIME_NONE || link.n == 0)
        return reading_unread(r, row->raw, "a share without a date or an address", e);
    enum err_code rc = reading_put(r, &rec, e);
    if (rc || media.n == 0)
        return rc;
    struct record att = {.kind = RECORD_ATTACHMENT};
    att.as.attachment = (struct record_attachment){
        .post = rec.as.post.key, .kind = ATTACHMENT_IMAGE, .uri = media};
    return reading_put(r, &att, e);
}

/* Old exports put a backslash before a quote inside a cell, where CSV has a second quote. */
static bool wrongly_escaped(struct str raw)
{
    for (size_t i = 0; i + 2 < raw.n; i++)
        if (raw.p[i] == '\\' && raw.p[i + 1] == '"' && raw.p[i + 2] != '"')
            return true;
    return false;
}

/* The record from its nth cell on, as it stands. */
static struct str raw_from(struct str raw, size_t nth)
{
    bool quoted = false;
    for (size_t i = 0; i < raw.n && nth > 0; i++) {
        quoted ^= raw.p[i] == '"';
        nth -= !quoted && (raw.p[i] == ',' || raw.p[i] == ';' || raw.p[i] == '\t');
        if (nth == 0)
            return str_after(raw, i + 1);
    }
    return raw;
}

/* The message is the last column: where its quotes are escaped wrongly the cell fell apart, and
 * is taken from the record as it stands. */
static struct str last_cell(struct reading *r, const struct csv_row *h,
                            const struct csv_row *row, const char *last)
{
    ptrdiff_t at = csv_column(h, last);
    if (at < 0 || (size_t)at + 1 != h->n || !wrongly_escaped(row->raw))
        return csv_cell(h, row, last);
    struct str raw = str_trim(utf8_or_cp1252(raw_from(row->raw, (size_t)at), r->piece));
    if (raw.n >= 2 && raw.p[0] == '"' && raw.p[raw.n - 1] == '"')
        raw = str_sub(raw, 1, raw.n - 1);
    char *out = arena_alloc(r->piece, raw.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        bool escape =
            i + 1 < raw.n && raw.p[i + 1] == '"' && (raw.p[i] == '\\' || raw.p[i] == '"');
        i += escape;
        out[n++] = raw.p[i];
    }
    return str_trim((struct str){out, n});
}

enum err_code linkedin__comment(struct reading *r, const struct csv_row *h,
                                const struct csv_row *row, struct err *e)
{
    struct str link = csv_cell(h, row, "Link"), date = csv_cell(h, row, "Date");
    struct str text = last_cell(r, h, row, "Message");
    struct url u;
    struct str key = STR_NONE;
    if (url_parse(link, &u))
        key = utf8_clean(url_query(&u, "commentUrn", r->piece), r->piece);
    if (key.n == 0)
        key = key_of(r, "comment", (const struct str[]){date, link, text}, 3);
    struct record rec = {.kind = RECORD_POST};
    rec.as.post = (struct record_post){.key = key,
                                       .kind = POST_COMMENT,
                                       .own = true,
                                       .at = utc(date),
                                       .text = text,
                                       .url = link,
                                       .likes = -1,
                                       .reply_to = urn_of(link, r->piece),
                                       .reshares = -1};
    if (rec.as.post.at.sure == TIME_NONE)
        return reading_unread(r, row->raw, "a comment without a date", e);
    return reading_put(r, &rec, e);
}

static enum err_code react(struct reading *r, const struct csv_row *row, struct str date,
                           struct str link, struct str kind, struct str text, struct err *e)
{
    struct record rec = {.kind = RECORD_REACTION};
    rec.as.reaction = (struct record_reaction){.post = urn_of(link, r->piece),
                                               .own = true,
                                               .kind = fold_case(kind, r->piece),
                                               .text = text,
                                               .at = utc(date),
                                               .url = link};
    if (rec.as.reaction.at.sure == TIME_NONE)
        return reading_unread(r, row->raw, "a reaction without a date", e);
    return reading_put(r, &rec, e);
}

enum err_code linkedin__reaction(struct reading *r, const struct csv_row *h,
                                 const struct csv_row *row, struct err *e)
{
    return react(r, row, csv_cell(h, row, "Date"), csv_cell(h, row, "Link"),
                 csv_cell(h, row, "Type"), STR_NONE, e);
}

enum err_code linkedin__vote(struct reading *r, const struct csv_row *h,
                             const struct csv_row *row, struct err *e)
{
    return react(r, row, csv_cell(h, row, "Date"), csv_cell(h, row, "Link"), STR("vote"),
                 csv_cell(h, row, "OptionText"), e);
}

enum err_code linkedin__saved(struct reading *r, const struct csv_row *h,
                              const struct csv_row *row, struct err *e)
{
    return react(r, row, csv_cell(h, row, "CreatedTime"), csv_cell(h, row, "savedItem"),
                 STR("saved"), STR_NONE, e);
}

enum err_code linkedin__repost(struct reading *r, const struct csv_row *h,
                               const struct csv_row *row, struct err *e)
{
    struct str link = csv_cell(h, row, "Link"), date = csv_cell(h, row, "Date");
    struct record rec = {.kind = RECORD_POST};
    rec.as.post =
        (struct record_post){.key = key_of(r, "repost", (const struct str[]){date, link}, 2),
                             .kind = POST_RESHARE,
                             .own = true,
                             .at = utc(date),
                             .link = link,
                             .reshare_of = urn_of(link, r->piece),
                             .likes = -1,
                             .reshares = -1};
    if (rec.as.post.at.sure == TIME_NONE)
        return reading_unread(r, row->raw, "a repost without a date", e);
    return reading_put(r, &rec, e);
}

enum {
    NAMES_MOST = 64
};

/* The names that TO joins by ", ", which names hold themselves: a piece of one word ("Ph.D.") goes
 * with the name before it. How many there are, or 0 where they are too many to tell. */
static size_t split_names(struct str to, struct str name[NAMES_MOST])
{
    size_t n = 0;
    struct str rest = to, piece;
    while (str_cut(&rest, ',', &piece)) {
        struct str word = str_trim(piece);
        if (n > 0 && str_chr(word, ' ') < 0) {
            name[n - 1].n = (size_t)(piece.p + piece.n - name[n - 1].p);
            continue;
        }
        if (n == NAMES_MOST)
            return 0;
        name[n++] = word;
    }
    return n;
}

static enum err_code put_member(struct reading *r, struct str thread, struct str identity,
                                struct err *e)
{
    struct record rec = {.kind = RECORD_MEMBER};
    rec.as.member = (struct record_member){thread, identity};
    return identity.n && linkedin__first(r, 'm', thread, identity) ? reading_put(r, &rec, e)
                                                                   : ERR_OK;
}

/* Somebody whose address the archive does not give, as in the era before recipients had one. */
static enum err_code put_named(struct reading *r, struct str thread, struct str name,
                               struct err *e)
{
    struct linkedin *li = r->state;
    struct str key = li->account.key;
    enum err_code rc = ERR_OK;
    if (!str_eq(fold_case(name, r->piece), fold_case(li->account.name, r->piece)))
        rc = linkedin__identity(r, name, STR_NONE, &key, e);
    return rc ? rc : put_member(r, thread, key, e);
}

/* Who takes part in a conversation. Names count where there are as many as addresses, or just
 * one address. */
static enum err_code put_members(struct reading *r, const struct csv_row *h,
                                 const struct csv_row *row, struct str thread,
                                 struct str sender, struct err *e)
{
    struct str urls = csv_cell(h, row, "RECIPIENT PROFILE URLS"), to = csv_cell(h, row, "TO");
    struct str rest = urls, url, key,
               name[NAMES_MOST] = {
                   {NULL, 0}
    };
    size_t count = 0, names = split_names(to, name);
    while (str_cut(&rest, ',', &url))
        count++;
    enum err_code rc = put_member(r, thread, sender, e);
    rest = urls;
    for (size_t i = 0; rc == ERR_OK && i < LINKEDIN_RECIPIENTS && str_cut(&rest, ',', &url);
         i++) {
        struct str who = count == 1 ? to : count == names ? name[i] : STR_NONE;
        rc = linkedin__identity(r, who, str_trim(url), &key, e);
        if (rc == ERR_OK)
            rc = put_member(r, thread, key, e);
    }
    for (size_t i = 0; rc == ERR_OK && count == 0 && i < names; i++)
        rc = put_named(r, thread, name[i], e);
    return rc;
}

static enum err_code put_thread(struct reading *r, const struct csv_row *h,
                                const struct csv_row *row, struct str thread, struct err *e)
{
    if (!linkedin__first(r, 't', thread, STR_NONE))
        return ERR_OK;
    struct record rec = {.kind = RECORD_THREAD};
    struct str title = csv_cell(h, row, "CONVERSATION TITLE");
    struct str urls = csv_cell(h, row, "RECIPIENT PROFILE URLS"), to = csv_cell(h, row, "TO");
    struct str name[NAMES_MOST];
    bool many = urls.n ? str_chr(urls, ',') >= 0 : to.n > 0 && split_names(to, name) != 1;
    rec.as.thread = (struct record_thread){thread, title, title.n > 0 || many};
    return reading_put(r, &rec, e);
}

static enum err_code put_attachments(struct reading *r, const struct csv_row *h,
                                     const struct csv_row *row, struct str post, struct err *e)
{
    struct str list = csv_cell(h, row, "ATTACHMENTS"), uri;
    enum err_code rc = ERR_OK;
    for (int i = 0; rc == ERR_OK && str_cut(&list, ',', &uri); i++) {
        struct record rec = {.kind = RECORD_ATTACHMENT};
        rec.as.attachment = (struct record_attachment){
            .post = post, .position = i, .uri = uri, .kind = attachment_kind_of(STR_NONE, uri)};
        if (uri.n)
            rc = reading_put(r, &rec, e);
    }
    return rc;
}

static bool is_yes(struct str s)
{
    return str_eq_ci(s, STR("yes")) || str_eq_ci(s, STR("true"));
}

enum err_code linkedin__message(struct reading *r, const struct csv_row *h,
                                const struct csv_row *row, struct err *e)
{
    struct linkedin *li = r->state;
    struct str thread = csv_cell(h, row, "CONVERSATION ID"), date = csv_cell(h, row, "DATE");
    struct str text = csv_cell(h, row, "CONTENT"), from = csv_cell(h, row, "FROM"), sender;
    struct when at = when_parse(date);
    if (thread.n == 0 || thread.n > LINKEDIN_THREAD_BYTES || at.sure == TIME_NONE)
        return reading_unread(r, row->raw, "a message without a conversation or a date", e);
    if (is_yes(csv_cell(h, row, "IS MESSAGE DRAFT")) ||
        is_yes(csv_cell(h, row, "IS CONVERSATION DRAFT")))
        return ERR_OK; /* never sent */
    enum err_code rc = put_thread(r, h, row, thread, e);
    if (rc ||
        (rc = linkedin__identity(r, from, csv_cell(h, row, "SENDER PROFILE URL"), &sender, e)))
        return rc;
    bool own = str_eq(sender, li->account.key) ||
               (str_starts(sender, STR("name:")) &&
                str_eq(str_after(sender, 5), fold_case(li->account.name, r->piece)));
    if (own)
        sender = li->account.key;
    if ((rc = put_members(r, h, row, thread, sender, e)))
        return rc;
    struct str key = key_of(r, "message", (const struct str[]){thread, date, from, text}, 4);
    if (str_find(text, STR("<p class=\"spinmail")) == 0)
        text = html_to_text(text, r->piece);
    struct record rec = {.kind = RECORD_POST};
    rec.as.post = (struct record_post){.key = key,
                                       .kind = POST_MESSAGE,
                                       .own = own,
                                       .author = own ? STR_NONE : sender,
                                       .at = at,
                                       .text = text,
                                       .title = csv_cell(h, row, "SUBJECT"),
                                       .thread = thread,
                                       .group = csv_cell(h, row, "FOLDER"),
                                       .likes = -1,
                                       .visibility = VISIBLE_DIRECT,
                                       .reshares = -1};
    rc = reading_put(r, &rec, e);
    return rc ? rc : put_attachments(r, h, row, key, e);
}

/* The text between two markers, or "". */
static struct str between(struct str s, struct str open, struct str close)
{
    ptrdiff_t from = str_find(s, open);
    if (from < 0)
        return STR_NONE;
    s = str_after(s, (size_t)from + open.n);
    ptrdiff_t to = str_find(s, close);
    return to < 0 ? STR_NONE : str_sub(s, 0, (size_t)to);
}

enum err_code linkedin__article(struct reading *r, struct stream *in, struct err *e)
{
    struct buf b;
    buf_init(&b, LIMIT_HTML);
    char piece[16384];
    size_t got = 1;
    enum err_code rc = ERR_OK;
    while (rc == ERR_OK && got > 0 && !b.over) {
        rc = stream_read(in, piece, sizeof piece, &got, e);
        if (rc == ERR_OK)
            buf_put(&b, piece, got);
    }
    while (b.over && b.n && (b.p[b.n - 1] & 0x80))
        b.n--; /* not half a character */
    struct str html = utf8_or_cp1252(buf_view(&b), r->piece);
    struct str created = between(html, STR("<p class=\"created\">"), STR("</p>"));
    struct str title = html_to_text(between(html, STR("<h1>"), STR("</h1>")), r->piece);
    ptrdiff_t body = str_find(html, created.n ? created : STR("</h1>"));
    struct str text = body >= 0 ? str_after(html, (size_t)body + created.n) : html;
    struct str since =
        str_starts(created, STR("Created on ")) ? str_after(created, 11) : created;
    struct record rec = {.kind = RECORD_POST};
    rec.as.post =
        (struct record_post){.key = key_of(r, "article", (const struct str[]){title, since}, 2),
                             .kind = POST_ARTICLE,
                             .own = true,
                             .at = when_parse(since),
                             .title = title,
                             .text = str_trim(html_to_text(text, r->piece)),
                             .visibility = VISIBLE_PUBLIC,
                             .likes = -1,
                             .reshares = -1};
    if (rc == ERR_OK && (title.n || rec.as.post.text.n))
        rc = reading_put(r, &rec, e);
    buf_free(&b);
    return rc;
}
