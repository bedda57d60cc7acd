/* archives/github.c: the export of a GitHub account: issues, pull requests, what is said there. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/reader.h"

#include "core/attr.h"
#include "core/json.h"
#include "core/limits.h"
#include "core/map.h"
#include "core/url.h"
#include "text/utf8.h"

enum {
    OWNS_WEIGHT = 1000 /* to own a repository says more than to have written in one */
};

struct github {
    struct map *met;    /* login → how much speaks for it being the account's */
    struct map *hidden; /* private repositories, by address */
    struct map *people; /* identities pushed already */
    struct str login;   /* of the account; "" unknown */
};

/* "https://github.com/Ana" → "ana"; "" for what is no address of one. */
static struct str login_of(struct str address, struct arena *a)
{
    struct url u;
    if (!url_parse(address, &u))
        return STR_NONE;
    struct str path = str_starts(u.path, STR("/")) ? str_after(u.path, 1) : u.path;
    ptrdiff_t slash = str_chr(path, '/');
    path = str_sub(path, 0, slash < 0 ? path.n : (size_t)slash);
    char *out = arena_alloc(a, path.n + 1);
    for (size_t i = 0; i < path.n; i++)
        out[i] = ascii_lower(path.p[i]);
    return str_of(out, path.n);
}

/* "https://github.com/ana/soup" → "ana/soup" */
static struct str repository_name(struct str address)
{
    struct url u;
    if (!url_parse(address, &u))
        return STR_NONE;
    return str_starts(u.path, STR("/")) ? str_after(u.path, 1) : u.path;
}

static void count(struct github *st, struct str login, int64_t weight)
{
    if (!st->met)
        st->met = map_new();
    if (login.n)
        *map_put(st->met, login, 0, NULL) += weight;
}

typedef enum err_code github_item(struct reading *r, const struct json *v, struct str raw,
                                  struct err *e);

struct each {
    struct reading *r;
    github_item *item;
    bool look; /* a first look: what can't be read is said by the second */
};

static enum err_code each_value(void *ctx, struct str path, const struct json *v,
                                struct str raw, struct err *e)
{
    const struct each *k = ctx;
    if (!str_is(path, "/[]"))
        return ERR_OK;
    arena_reset(k->r->piece);
    if (v->type == JSON_OBJECT)
        return k->item(k->r, v, raw, e);
    return k->look ? ERR_OK : reading_unread(k->r, raw, "an entry that is no object", e);
}

static enum err_code each_bad(void *ctx, struct str path, struct str raw, const char *why,
                              struct err *e)
{
    const struct each *k = ctx;
    (void)path;
    return k->look ? ERR_OK : reading_unread(k->r, raw, why, e);
}

static enum err_code walk(struct reading *r, struct stream *in, github_item *item, bool look,
                          struct err *e)
{
    static const char *const into[] = {"", NULL};
    struct each k = {r, item, look};
    const struct json_walk w = {
        .into = into, .text = utf8_clean, .value = each_value, .bad = each_bad, .ctx = &k};
    enum err_code rc = json_walk(in, &w, e);
    return look && rc == ERR_PARSE ? ERR_OK : rc;
}

static enum err_code look_repository(struct reading *r, const struct json *v, struct str raw,
                                     struct err *e)
{
    struct github *st = r->state;
    (void)raw, (void)e;
    count(st, login_of(json_get_str(v, "owner"), r->piece), OWNS_WEIGHT);
    if (!st->hidden)
        st->hidden = map_new();
    if (json_true(json_get(v, "private")))
        map_put(st->hidden, json_get_str(v, "url"), 1, NULL);
    return ERR_OK;
}

static enum err_code look_author(struct reading *r, const struct json *v, struct str raw,
                                 struct err *e)
{
    (void)raw, (void)e;
    count(r->state, login_of(json_get_str(v, "user"), r->piece), 1);
    return ERR_OK;
}

static enum err_code user(struct reading *r, const struct json *v, struct str raw,
                          struct err *e)
{
    struct github *st = r->state;
    static const struct {
        const char *key;
        enum fact_field field;
    } facts[] = {
        {"website",  FACT_URL     },
        {"company",  FACT_COMPANY },
        {"location", FACT_LOCATION},
        {"bio",      FACT_BIO     }
    };
    struct str url = json_get_str(v, "url"), login = login_of(url, r->piece);
    struct record rec = {.kind = RECORD_IDENTITY};
    if (login.n == 0)
        return reading_unread(r, raw, "a user without an address", e);
    if (!st->people)
        st->people = map_new();
    map_put(st->people, login, 1, NULL);
    rec.as.identity = (struct record_identity){
        .key = login, .name = json_get_str(v, "name"), .handle = login, .url = url};
    enum err_code rc = reading_put(r, &rec, e);
    for (size_t i = 0; i < COUNT_OF(facts) && rc == ERR_OK; i++)
        rc = reading_fact(r, login, facts[i].field, json_get_str(v, facts[i].key), STR_NONE, e);
    return rc;
}

static enum err_code person(struct reading *r, struct str address, struct str *login,
                            struct err *e)
{
    struct github *st = r->state;
    bool made = false;
    *login = login_of(address, r->piece);
    if (login->n == 0 || str_eq(*login, st->login))
        return ERR_OK;
    if (!st->people)
        st->people = map_new();
    map_put(st->people, *login, 1, &made);
    struct record rec = {.kind = RECORD_IDENTITY};
    rec.as.identity = (struct record_identity){.key = *login, .handle = *login, .url = address};
    return made ? reading_put(r, &rec, e) : ERR_OK;
}

/* What it was said below: an issue, a pull request; of a review thread the pull request. */
static struct str parent_of(const struct json *v)
{
    static const char *const keys[] = {"issue", "pull_request", "commit_id"};
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (str_starts(json_get_str(v, keys[i]), STR("http")))
            return json_get_str(v, keys[i]);
    return STR_NONE;
}

static struct str repository_of(const struct json *v)
{
    struct str repository = json_get_str(v, "repository");
    return repository.n ? repository : json_get_str(json_get(v, "base"), "repo");
}

static enum err_code put_post(struct reading *r, const struct json *v, struct str raw,
                              enum post_kind kind, struct err *e)
{
    struct github *st = r->state;
    struct record rec = {.kind = RECORD_POST};
    struct record_post *p = &rec.as.post;
    struct str repository = repository_of(v), author = STR_NONE;
    bool hidden = st->hidden && map_find(st->hidden, repository);
    *p = (struct record_post){.key = json_get_str(v, "url"),
                              .kind = kind,
                              .at = when_parse(json_get_str(v, "created_at")),
                              .text = json_get_str(v, "body"),
                              .title = json_get_str(v, "title"),
                              .url = json_get_str(v, "url"),
                              .visibility = hidden         ? VISIBLE_GROUP
                                            : repository.n ? VISIBLE_PUBLIC
                                                           : VISIBLE_UNKNOWN,
                              .group = repository_name(repository),
                              .reply_to = parent_of(v),
                              .likes = -1,
                              .reshares = -1};
    if (p->key.n == 0)
        return reading_unread(r, raw, "something written without an address", e);
    enum err_code rc = person(r, json_get_str(v, "user"), &author, e);
    p->own = author.n && str_eq(author, st->login);
    p->author = p->own ? STR_NONE : author;
    return rc ? rc : reading_put(r, &rec, e);
}

static enum err_code issue(struct reading *r, const struct json *v, struct str raw,
                           struct err *e)
{
    return put_post(r, v, raw, POST_POST, e);
}

/* A review may have no words: an approval. */
static enum err_code comment(struct reading *r, const struct json *v, struct str raw,
                             struct err *e)
{
    return json_get_str(v, "body").n ? put_post(r, v, raw, POST_COMMENT, e) : ERR_OK;
}

static enum err_code look_repositories(struct reading *r, struct stream *in, struct err *e)
{
    return walk(r, in, look_repository, false, e);
}

static enum err_code look_authors(struct reading *r, struct stream *in, struct err *e)
{
    return walk(r, in, look_author, true, e);
}

static enum err_code read_users(struct reading *r, struct stream *in, struct err *e)
{
    return walk(r, in, user, false, e);
}

static enum err_code read_issues(struct reading *r, struct stream *in, struct err *e)
{
    return walk(r, in, issue, false, e);
}

static enum err_code read_comments(struct reading *r, struct stream *in, struct err *e)
{
    return walk(r, in, comment, false, e);
}

static const struct reader_file files[] = {
    {"repositories#.json",              0, look_repositories},
    {"issues#.json",                    0, look_authors     },
    {"issuecomments#.json",             0, look_authors     },
    {"pullrequests#.json",              0, look_authors     },
    {"users#.json",                     1, read_users       },
    {"issues#.json",                    1, read_issues      },
    {"pullrequests#.json",              1, read_issues      },
    {"issuecomments#.json",             2, read_comments    },
    {"pullrequestreviews#.json",        2, read_comments    },
    {"pullrequestreviewcomments#.json", 2, read_comments    },
    {"commitcomments#.json",            2, read_comments    },
    {NULL,                              0, NULL             }
};

static int recognise(const struct container *c)
{
    size_t n;
    int found = 0;
    const struct entry *en = container_entries(c, &n);
    for (size_t i = 0; i < n; i++)
        for (const struct reader_file *f = files; f->pattern && f->phase < 2; f++)
            if (path_matches(en[i].flat, f->pattern) &&
                str_find(en[i].head, STR("github.com/")) >= 0)
                found = 90;
    return found;
}

static enum err_code phase_end(struct reading *r, int phase, struct err *e)
{
    struct github *st = r->state;
    struct record rec = {.kind = RECORD_ACCOUNT};
    struct str key;
    int64_t top = 0, v;
    if (phase != 0)
        return ERR_OK;
    for (size_t at = 0; st->met && map_each(st->met, &at, &key, &v);)
        if (v > top || (v == top && str_cmp(key, st->login) < 0)) {
            top = v;
            st->login = arena_str(r->arena, key);
        }
    rec.as.account = (struct record_account){
        .network = STR("github"), .key = st->login, .handle = st->login};
    return st->login.n ? reading_put(r, &rec, e) : ERR_OK;
}

static void done(struct reading *r)
{
    struct github *st = r->state;
    map_free(st->met);
    map_free(st->hidden);
    map_free(st->people);
}

extern const struct reader reader_github;
const struct reader reader_github = {.id = "github",
                                     .network = "github",
                                     .archive = "GitHub export",
                                     .recognise = recognise,
                                     .files = files,
                                     .state_size = sizeof(struct github),
                                     .phase_end = phase_end,
                                     .done = done};
