/* networks/wordpress.c: a site of WordPress by its REST API: finding that, whose it is, and the row. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/wordpress.h"

#include "core/limits.h"
#include "core/url.h"
#include "net/discover.h"
#include "net/form.h"
#include "text/html.h"
#include "text/utf8.h"

/* FORMATS.md 25; developer.wordpress.org/rest-api. Application passwords came with 5.6. */

static struct str without_slash(struct str s)
{
    while (str_ends(s, STR("/")))
        s.n--;
    return s;
}

struct str wordpress__route(const struct api *s, struct str path, struct str query)
{
    struct str root = without_slash(api_fact(s, "root"));
    const char *join = query.n == 0 ? "" : str_chr(root, '?') >= 0 ? "&" : "?";
    return arena_printf(s->a, STRF STRF "%s" STRF, STRA(root), STRA(path), join, STRA(query));
}

struct str wordpress__key(const struct api *s, struct str id)
{
    return arena_printf(s->a, STRF "/?p=" STRF, STRA(api_fact(s, "home")), STRA(id));
}

static bool is_id(struct str s)
{
    int64_t n = 0;
    return str_i64(s, &n) && n > 0;
}

bool wordpress__ids(const struct api *s, struct str key, struct str *post, struct str *comment)
{
    static const struct str mark = STR_INIT("#comment-");
    struct str start = wordpress__key(s, STR_NONE);
    *comment = STR_NONE;
    if (!str_starts(key, start) || api_fact(s, "home").n == 0)
        return false;
    *post = str_after(key, start.n);
    ptrdiff_t at = str_find(*post, mark);
    if (at >= 0) {
        *comment = str_after(*post, (size_t)at + mark.n);
        *post = str_sub(*post, 0, (size_t)at);
    }
    return is_id(*post) && (comment->n == 0 || is_id(*comment));
}

struct str wordpress__plain(const struct api *s, const struct json *rendered)
{
    return html_to_text(json_get_str(rendered, "rendered"), s->a);
}

struct when wordpress__time(const struct json *j, const char *name)
{
    struct when w = when_parse(json_get_str(j, name));
    if (w.sure == TIME_LOCAL)
        w.sure = TIME_EXACT;
    return w;
}

static size_t sign(struct api *s, const struct http_request *q, struct http_header *out)
{
    (void)q;
    if (s->secret.name.n == 0)
        return 0;
    out[0] = (struct http_header){STR("Authorization"),
                                  form_basic(s->secret.name, s->secret.password, s->a)};
    return 1;
}

/* Signing in ------------------------------------------------------------------------------- */

static void keep_facts(struct api *s, struct str root, const struct json *index,
                       const struct json *me)
{
    struct buf b;
    struct json_out o;
    const struct json *can = json_get(me, "capabilities");
    buf_init(&b, KIB(64));
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    json_out_kstr(&o, "root", root);
    json_out_kstr(&o, "home", without_slash(json_get_str(index, "home")));
    if (json_true(json_get(can, "moderate_comments")))
        json_out_kstr(&o, "moderates", STR("yes"));
    json_out_close(&o, '}');
    s->facts = arena_str(s->a, buf_view(&b));
    buf_free(&b);
}

/* The root of the API: what the page names, else where it usually is. A site may live under another name
 * than was typed ("www."): the sign-in goes there only where that is encrypted. */
static enum err_code find_root(struct api *s, struct str *root, struct err *e)
{
    struct http_answer w = {0};
    struct discovered d;
    enum err_code rc =
        api_ask(s, &(struct api_ask){.url = s->server, .bare = true}, &w, NULL, e);
    if (rc && w.status == 0)
        return rc;
    discover(&w, s->a, &d);
    *root = d.wordpress.n ? d.wordpress : arena_printf(s->a, STRF "/wp-json/", STRA(s->server));
    struct str origin = http_origin(*root, s->a);
    if (str_eq(origin, http_origin(s->server, s->a)))
        return ERR_OK;
    if (!str_starts(origin, STR("https://")))
        return err_set(e, ERR_DENIED,
                       STRF " sends programs to an address that is not encrypted; type that "
                            "address yourself if it shall be so",
                       STRA(api_whom(s)));
    s->server = origin;
    s->named = STR_NONE; /* nobody typed that one */
    return ERR_OK;
}

static enum err_code no_api(struct api *s, struct err *e)
{
    return err_set(e, ERR_NOT_FOUND,
                   STRF " has no REST API of WordPress there, or a plugin hides it",
                   STRA(api_whom(s)));
}

static enum err_code read_index(struct api *s, struct str *root, struct json **index,
                                struct err *e)
{
    enum err_code rc = find_root(s, root, e);
    rc = rc ? rc : api_ask(s, &(struct api_ask){.url = *root, .bare = true}, NULL, index, e);
    if (rc == ERR_NOT_FOUND || rc == ERR_PARSE) { /* addresses without rewriting */
        *root = arena_printf(s->a, STRF "/?rest_route=/", STRA(s->server));
        rc = api_ask(s, &(struct api_ask){.url = *root, .bare = true}, NULL, index, e);
    }
    if (rc == ERR_PARSE || (rc == ERR_OK && json_get_str(*index, "home").n == 0))
        return no_api(s, e);
    return rc;
}

static enum err_code enter(struct api *s, struct err *e)
{
    return s->secret.name.n && s->secret.password.n
               ? ERR_OK
               : err_set(e, ERR_INVALID,
                         "WordPress wants your name there and an application password.");
}

static enum err_code who(struct api *s, struct sink *to, struct err *e)
{
    struct json *index = NULL, *me = NULL;
    struct str root;
    struct record rec = {.kind = RECORD_ACCOUNT};
    enum err_code rc = read_index(s, &root, &index, e);
    if (rc)
        return rc;
    keep_facts(s, root, index, NULL);
    rc = api_get(s, wordpress__route(s, STR("/wp/v2/users/me"), STR("context=edit")), &me, e);
    if (rc)
        return rc;
    s->remote = json_get_str(me, "id");
    struct str home = json_get_str(index, "home");
    s->key = s->handle = url_key(home, s->a);
    if (s->key.n == 0) /* a host without a dot in it */
        s->key = s->handle = utf8_clean(home, s->a);
    if (!is_id(s->remote))
        return err_set(e, ERR_PARSE, STRF " did not say whose sign-in that is",
                       STRA(api_whom(s)));
    keep_facts(s, root, index, me);
    rec.as.account =
        (struct record_account){.network = STR("web"),
                                .key = s->key,
                                .handle = s->key,
                                .name = html_to_text(json_get_str(index, "name"), s->a),
                                .url = home};
    return sink_put(to, &rec, e);
}

/* What its codes mean beyond the status (wp-includes/rest-api). */
static enum err_code judge(struct api *s, const struct http_answer *w, const struct json *body,
                           struct err *e)
{
    static const struct {
        const char *code;
        enum err_code rc;
        const char *says;
    } rows[] = {
        {"incorrect_password", ERR_DENIED,
         "it does not know this name with this application password"                   },
        {"invalid_username",   ERR_DENIED,       "it knows nobody of this name"        },
        {"invalid_email",      ERR_DENIED,       "it knows nobody of this address"     },
        {"rest_not_logged_in", ERR_DENIED,
         "it lets nobody in so: the web server may swallow the header that says who "
         "asks, or application passwords are switched off"                             },
        {"rest_cannot_create", ERR_DENIED,       "you may not publish there"           },
        {"comment_duplicate",  ERR_CONFLICT,     "it has that comment already"         },
        {"comment_flood",      ERR_RATE_LIMITED, "it asks to wait between two comments"},
        {"rest_no_route",      ERR_NOT_FOUND,    "it has no such thing in its REST API"},
    };
    struct str code = json_get_str(body, "code");
    (void)w;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (str_is(code, rows[i].code)) {
            err_set(e, rows[i].rc, STRF ": %s", STRA(api_whom(s)), rows[i].says);
            if (rows[i].rc == ERR_RATE_LIMITED && e)
                e->retry_after_s = 20;
            return rows[i].rc;
        }
    return ERR_OK;
}

static const struct network_visibility visibilities[] = {
    {VISIBLE_PUBLIC,  "publish", "Everybody"                 },
    {VISIBLE_DIRECT,  "private", "You and the site's editors"},
    {VISIBLE_UNKNOWN, NULL,      NULL                        }
};

const struct network_api api_wordpress = {
    .id = "web",
    .door = "wordpress",
    .name = "WordPress",
    .source = "https://developer.wordpress.org/rest-api/",
    .can = API_READS | API_PUBLISHES | API_REPLIES | API_EDITS | API_DELETES | API_FINDS |
           API_TITLES,
 /* no limit but the web server's own; hosts commonly take 2 MB a file at least */
    .limits = {.media = 20,
               .picture_side = 2560, /* larger ones are made smaller there */
               .picture_bytes = 2097152,
               .picture_types = "image/jpeg image/png image/gif image/webp"},
    .visibility = visibilities,
    .sign_in = SIGN_IN_PASSWORD,
    .how = "Name your site, your name there, and an application password: Users, Profile, "
           "Application Passwords.",
    .enter = enter,
    .who = who,
    .stream = wordpress__streams,
    .again = wordpress__again,
    .publish = wordpress__publish,
    .find = wordpress__find,
    .edit = wordpress__edit,
    .drop = wordpress__drop,
    .sign = sign,
    .judge = judge,
};
