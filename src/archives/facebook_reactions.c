/* archives/facebook_reactions.c: comments, and reactions in the old form and the new. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/facebook_posts.h"

#include "archives/meta_values.h"
#include "core/attr.h"
#include "text/fold.h"

enum err_code facebook__put_comment(struct reading *r, const struct json *comment,
                                    struct str title, struct str reply_to, struct err *e)
{
    struct str author = json_get_str(comment, "author");
    int64_t time = json_i64(json_get(comment, "timestamp"), 0);
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    *p = (struct record_post){.kind = POST_COMMENT,
                              .at = time ? when_s(time) : WHEN_NONE,
                              .text = json_get_str(comment, "comment"),
                              .title = title,
                              .group = json_get_str(comment, "group"),
                              .reply_to = reply_to,
                              .likes = -1,
                              .reshares = -1};
    p->visibility = p->group.n ? VISIBLE_GROUP : VISIBLE_UNKNOWN;
    p->own = author.n == 0 || facebook__is_owner(r, author);
    if (!p->own) {
        enum err_code rc = facebook__person(r, author, &p->author, e);
        if (rc)
            return rc;
    }
    p->key = meta_post_key("comment", time, p->text, STR_NONE, r->piece);
    return reading_put(r, &rec, e);
}

/* A comment whose words are in data and whose pictures are attached to it. */
static enum err_code with_attachments(struct reading *r, const struct json *v,
                                      const struct json *comment, struct err *e)
{
    struct facebook_post p;
    facebook__post_init(&p, json_get(v, "attachments"), 0, r->piece);
    p.post.kind = POST_COMMENT;
    p.post.text = json_get_str(comment, "comment");
    p.post.title = json_get_str(v, "title");
    p.post.group = json_get_str(comment, "group");
    p.post.visibility = p.post.group.n ? VISIBLE_GROUP : VISIBLE_UNKNOWN;
    if (p.post.text.n)
        p.first_uri = STR_NONE; /* the key is that of the comment without them */
    return facebook__put_post(r, &p, "comment", json_i64(json_get(v, "timestamp"), 0), e);
}

/* All comments of these files are the owner's. */
static enum err_code comment_item(struct reading *r, struct str path, const struct json *v,
                                  struct err *e)
{
    (void)path;
    const struct json *data = json_get(v, "data"), *attachments = json_get(v, "attachments");
    const struct json *comment = NULL;
    for (const struct json *d = data ? data->first : NULL; d && !comment; d = d->next)
        comment = json_get(d, "comment");
    facebook__owner(r, json_get_str(comment, "author"));
    if (attachments && attachments->count)
        return with_attachments(r, v, comment, e);
    if (!comment)
        return ERR_OK; /* it was deleted */
    return facebook__put_comment(r, comment, json_get_str(v, "title"), STR_NONE, e);
}

enum err_code facebook__read_comments(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", FACEBOOK_ROOT("comments"),
                                       FACEBOOK_ROOT("group_comments"), NULL};
    return meta_each(r, in, into, comment_item, e);
}

/* The old form has its own words, the new form the screen's, in the account's language. */
static const struct {
    struct str word; /* case folded */
    struct str kind;
} kinds[] = {
    {STR_INIT("sorry"),            STR_INIT("sad")  },
    {STR_INIT("anger"),            STR_INIT("angry")},
    {STR_INIT("support"),          STR_INIT("care") },
    {STR_INIT("gilla"),            STR_INIT("like") },
    {STR_INIT("gefällt mir"),     STR_INIT("like") },
    {STR_INIT("j’aime"),         STR_INIT("like") },
    {STR_INIT("j'aime"),           STR_INIT("like") },
    {STR_INIT("me gusta"),         STR_INIT("like") },
    {STR_INIT("mi piace"),         STR_INIT("like") },
    {STR_INIT("curtir"),           STR_INIT("like") },
    {STR_INIT("gosto"),            STR_INIT("like") },
    {STR_INIT("vind ik leuk"),     STR_INIT("like") },
    {STR_INIT("leuk"),             STR_INIT("like") },
    {STR_INIT("synes godt om"),    STR_INIT("like") },
    {STR_INIT("liker"),            STR_INIT("like") },
    {STR_INIT("lubię to!"),       STR_INIT("like") },
    {STR_INIT("tykkää"),         STR_INIT("like") },
    {STR_INIT("нравится"), STR_INIT("like") },
    {STR_INIT("älskar"),          STR_INIT("love") },
    {STR_INIT("j’adore"),        STR_INIT("love") },
    {STR_INIT("j'adore"),          STR_INIT("love") },
    {STR_INIT("me encanta"),       STR_INIT("love") },
    {STR_INIT("amei"),             STR_INIT("love") },
    {STR_INIT("adoro"),            STR_INIT("love") },
    {STR_INIT("супер"),       STR_INIT("love") },
    {STR_INIT("bryr mig"),         STR_INIT("care") },
    {STR_INIT("umarmung"),         STR_INIT("care") },
    {STR_INIT("solidaire"),        STR_INIT("care") },
    {STR_INIT("me importa"),       STR_INIT("care") },
    {STR_INIT("ledsen"),           STR_INIT("sad")  },
    {STR_INIT("traurig"),          STR_INIT("sad")  },
    {STR_INIT("triste"),           STR_INIT("sad")  },
    {STR_INIT("arg"),              STR_INIT("angry")},
    {STR_INIT("wütend"),          STR_INIT("angry")},
    {STR_INIT("grrr"),             STR_INIT("angry")},
    {STR_INIT("me enoja"),         STR_INIT("angry")},
};

static struct str reaction_kind(struct str word, struct arena *a)
{
    struct str folded = fold_case(word, a);
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (str_eq(folded, kinds[i].word))
            return kinds[i].kind;
    return folded;
}

static enum err_code reaction_item(struct reading *r, struct str path, const struct json *v,
                                   struct err *e)
{
    (void)path;
    const struct json *labels = json_get(v, "label_values"), *data = json_get(v, "data");
    struct record rec = {.kind = RECORD_REACTION};
    struct record_reaction *re = &rec.as.reaction;
    re->own = true;
    re->at = meta_when(json_get(v, "timestamp"));
    if (labels) {
        struct str word = meta_value(labels, META_REACTION);
        re->kind = reaction_kind(word.n ? word : meta_value_unknown(labels), r->piece);
        re->url = meta_value(labels, META_URL);
        re->text = meta_value(labels, META_NAME);
        return reading_put(r, &rec, e);
    }
    const struct json *reaction = NULL;
    for (const struct json *d = data ? data->first : NULL; d && !reaction; d = d->next)
        reaction = json_get(d, "reaction");
    facebook__owner(r, json_get_str(reaction, "actor"));
    re->kind = reaction_kind(json_get_str(reaction, "reaction"), r->piece);
    re->text = json_get_str(v, "title");
    return reaction || re->text.n ? reading_put(r, &rec, e) : ERR_OK;
}

enum err_code facebook__read_reactions(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", FACEBOOK_ROOT("reactions"), NULL};
    return meta_each(r, in, into, reaction_item, e);
}
