/* archives/facebook_posts.c: posts, posts in groups, check-ins, with all that hangs on them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/facebook.h"

#include "archives/facebook_posts.h"
#include "archives/meta_values.h"
#include "core/attr.h"

/* "Mira posted in Choir North.": what stands before a group's name, and behind it. The title is
 * in the account's language, and all that says which group it was. */
static const struct {
    struct str before, behind;
} group_titles[] = {
    {STR_INIT(" posted in "),               STR_INIT(".")         },
    {STR_INIT(" skrev i "),                 STR_INIT(".")         },
    {STR_INIT(" publicerade i "),           STR_INIT(".")         },
    {STR_INIT(" hat in "),                  STR_INIT(" gepostet.")},
    {STR_INIT(" hat etwas in "),            STR_INIT(" gepostet.")},
    {STR_INIT(" a publié dans "),          STR_INIT(".")         },
    {STR_INIT(" publicó en "),             STR_INIT(".")         },
    {STR_INIT(" ha pubblicato in "),        STR_INIT(".")         },
    {STR_INIT(" publicou em "),             STR_INIT(".")         },
    {STR_INIT(" heeft iets geplaatst in "), STR_INIT(".")         },
    {STR_INIT(" slog noget op i "),         STR_INIT(".")         },
    {STR_INIT(" la ut noe i "),             STR_INIT(".")         },
};

static struct str group_in(struct str title)
{
    for (size_t i = 0; i < COUNT_OF(group_titles); i++) {
        ptrdiff_t at = str_find(title, group_titles[i].before);
        struct str rest =
            at < 0 ? STR_NONE : str_after(title, (size_t)at + group_titles[i].before.n);
        if (rest.n > group_titles[i].behind.n && str_ends(rest, group_titles[i].behind))
            return str_sub(rest, 0, rest.n - group_titles[i].behind.n);
    }
    return STR_NONE;
}

static struct record_attachment *one_more(struct facebook_post *p)
{
    struct record_attachment *at = &p->att[p->n_att];
    at->position = (int)p->n_att++;
    return at;
}

void facebook__add_media(struct facebook_post *p, const struct json *media)
{
    struct record_attachment *at = one_more(p);
    struct str note = json_get_str(media, "description");
    at->uri = json_get_str(media, "uri");
    at->note = note.n ? note : json_get_str(media, "title");
    at->kind = attachment_kind_of(STR_NONE, at->uri);
    if (json_at(media, "media_metadata/video_metadata"))
        at->kind = ATTACHMENT_VIDEO;
    else if (json_at(media, "media_metadata/photo_metadata"))
        at->kind = ATTACHMENT_IMAGE;
    p->media[p->n_media++] = media;
    if (p->first_uri.n == 0)
        p->first_uri = at->uri;
}

static void add_link(struct facebook_post *p, const struct json *v)
{
    struct str url = json_get_str(v, "url"), name = json_get_str(v, "name");
    if (url.n == 0 && name.n == 0)
        return;
    struct record_attachment *at = one_more(p);
    at->kind = ATTACHMENT_LINK;
    at->uri = url;
    at->note = name.n ? name : json_get_str(v, "source");
    if (p->post.link.n == 0)
        p->post.link = url;
    if (p->first_uri.n == 0)
        p->first_uri = url;
}

static void add_place(struct facebook_post *p, const struct json *v)
{
    if (p->post.place.n == 0)
        p->post.place = json_get_str(v, "name");
}

/* What is but a name: of a life event, an event, a group that was shared. */
static void add_words(struct facebook_post *p, const struct json *v)
{
    struct str words = json_str(v);
    if (words.n == 0)
        words = json_get_str(v, "title");
    if (words.n == 0)
        words = json_get_str(v, "name");
    if (p->words.n == 0)
        p->words = words;
}

static void add_poll(struct facebook_post *p, const struct json *v)
{
    struct record_attachment *at = one_more(p);
    at->kind = ATTACHMENT_POLL;
    at->note = json_get_str(v, "question");
}

static const struct {
    const char *key;
    void (*add)(struct facebook_post *p, const struct json *v);
} parts[] = {
    {"media",            facebook__add_media},
    {"external_context", add_link           },
    {"place",            add_place          },
    {"life_event",       add_words          },
    {"event",            add_words          },
    {"poll",             add_poll           },
    {"name",             add_words          },
    {"text",             add_words          }
};

static size_t count_parts(const struct json *attachments)
{
    size_t n = 0;
    for (const struct json *a = attachments ? attachments->first : NULL; a; a = a->next) {
        const struct json *data = json_get(a, "data");
        for (const struct json *d = data ? data->first : NULL; d; d = d->next)
            n += d->count;
    }
    return n;
}

static void add_attachments(struct facebook_post *p, const struct json *attachments)
{
    for (const struct json *a = attachments ? attachments->first : NULL; a; a = a->next) {
        const struct json *data = json_get(a, "data");
        for (const struct json *d = data ? data->first : NULL; d; d = d->next)
            for (const struct json *m = d->type == JSON_OBJECT ? d->first : NULL; m;
                 m = m->next)
                for (size_t i = 0; i < COUNT_OF(parts); i++)
                    if (str_is(m->key, parts[i].key))
                        parts[i].add(p, m);
    }
}

void facebook__post_init(struct facebook_post *p, const struct json *attachments, size_t more,
                         struct arena *a)
{
    size_t n = count_parts(attachments) + more;
    *p = (struct facebook_post){
        .post = {.own = true, .likes = -1, .reshares = -1}
    };
    p->att = ARENA_ARRAY(a, struct record_attachment, n + 1);
    p->media = ARENA_ARRAY(a, const struct json *, n + 1);
    add_attachments(p, attachments);
}

/* The comments that stand under a picture. */
static enum err_code media_comments(struct reading *r, const struct json *media,
                                    struct str post_key, struct err *e)
{
    const struct json *list = json_get(media, "comments");
    enum err_code rc = ERR_OK;
    for (const struct json *c = list ? list->first : NULL; c && rc == ERR_OK; c = c->next)
        rc = facebook__put_comment(r, c, STR_NONE, post_key, e);
    return rc;
}

/* Remembers the pictures of a post: the albums give them once more. */
static void remember_media(struct reading *r, const struct facebook_post *p)
{
    struct facebook *fb = r->state;
    if (!fb->media)
        fb->media = map_new();
    for (size_t i = 0; i < p->n_media; i++)
        map_put(fb->media, json_get_str(p->media[i], "uri"), 1, NULL);
}

enum err_code facebook__put_post(struct reading *r, struct facebook_post *p, const char *prefix,
                                 int64_t time, struct err *e)
{
    struct record rec = {.kind = RECORD_POST};
    struct record_post *post = &p->post;
    struct str first = p->first_uri;
    if (post->text.n == 0 && p->words.n)
        post->text = p->words;
    if (post->text.n == 0 && first.n == 0)
        first = post->title; /* nothing else tells it from what was posted the same second */
    if (post->key.n == 0)
        post->key = meta_post_key(prefix, time, post->text, first, r->piece);
    post->at = time ? when_s(time) : WHEN_NONE;
    rec.as.post = *post;
    enum err_code rc = reading_put(r, &rec, e);
    for (size_t i = 0; i < p->n_att && rc == ERR_OK; i++) {
        rec = (struct record){.kind = RECORD_ATTACHMENT};
        rec.as.attachment = p->att[i];
        rec.as.attachment.post = post->key;
        rc = reading_put(r, &rec, e);
    }
    for (size_t i = 0; i < p->n_media && rc == ERR_OK; i++)
        rc = media_comments(r, p->media[i], post->key, e);
    remember_media(r, p);
    return rc;
}

/* data: [{post}, {update_timestamp}, {backdated_timestamp}, {}], in any order. */
static void read_data(struct facebook_post *p, const struct json *data)
{
    for (const struct json *d = data ? data->first : NULL; d; d = d->next) {
        for (const struct json *m = d->type == JSON_OBJECT ? d->first : NULL; m; m = m->next) {
            if (str_is(m->key, "post") && p->post.text.n == 0)
                p->post.text = json_str(m);
            else if (str_is(m->key, "update_timestamp"))
                p->post.edited = meta_when(m);
        }
    }
}

/* People whom a post names; nothing but that they are known can be kept of it. */
static enum err_code tags(struct reading *r, const struct json *list, struct err *e)
{
    enum err_code rc = ERR_OK;
    struct str key;
    for (const struct json *t = list ? list->first : NULL; t && rc == ERR_OK; t = t->next) {
        struct str name = json_str(t);
        rc = facebook__person(r, name.n ? name : json_get_str(t, "name"), &key, e);
    }
    return rc;
}

/* The new generic form: fbid, media and labels. */
static void read_labels(struct facebook_post *p, const struct json *v, struct arena *a)
{
    const struct json *labels = json_get(v, "label_values"), *media = json_get(v, "media");
    struct str id = json_get_str(v, "fbid");
    p->post.text = meta_value(labels, META_MESSAGE);
    p->post.place = meta_value(labels, META_PLACE);
    p->post.url = meta_value(labels, META_URL);
    p->post.group = meta_value(labels, META_GROUP);
    for (const struct json *m = media ? media->first : NULL; m; m = m->next)
        facebook__add_media(p, m);
    if (id.n)
        p->post.key = arena_printf(a, "fbid:" STRF, STRA(id));
}

static enum err_code put_item(struct reading *r, const struct json *v, bool in_group,
                              struct err *e)
{
    struct facebook_post p;
    const struct json *media = json_get(v, "media");
    facebook__post_init(&p, json_get(v, "attachments"), media ? media->count : 0, r->piece);
    p.post.title = json_get_str(v, "title");
    if (json_get(v, "label_values"))
        read_labels(&p, v, r->piece);
    else
        read_data(&p, json_get(v, "data"));
    if (p.post.group.n == 0)
        p.post.group = group_in(p.post.title);
    if (in_group || p.post.group.n)
        p.post.visibility = VISIBLE_GROUP;
    enum err_code rc = tags(r, json_get(v, "tags"), e);
    return rc ? rc
              : facebook__put_post(r, &p, "post", json_i64(json_get(v, "timestamp"), 0), e);
}

static enum err_code post_item(struct reading *r, struct str path, const struct json *v,
                               struct err *e)
{
    (void)path;
    return put_item(r, v, false, e);
}

static enum err_code group_item(struct reading *r, struct str path, const struct json *v,
                                struct err *e)
{
    (void)path;
    return put_item(r, v, true, e);
}

enum err_code facebook__read_posts(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", FACEBOOK_ROOT("posts"),
                                       FACEBOOK_ROOT("status_updates"), NULL};
    return meta_each(r, in, into, post_item, e);
}

enum err_code facebook__read_group_posts(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", FACEBOOK_ROOT("group_posts"),
                                       "/group_posts/activity_log_data", NULL};
    return meta_each(r, in, into, group_item, e);
}

/* An array, or one object alone where there is but one: too few to stream. */
static enum err_code check_ins(struct reading *r, struct str path, const struct json *v,
                               struct err *e)
{
    enum err_code rc = ERR_OK;
    if (v->type == JSON_OBJECT)
        return post_item(r, path, v, e);
    for (const struct json *i = v->first; i && rc == ERR_OK; i = i->next)
        if (i->type == JSON_OBJECT)
            rc = post_item(r, path, i, e);
    return rc;
}

enum err_code facebook__read_check_ins(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const whole[] = {NULL};
    return meta_each(r, in, whole, check_ins, e);
}
