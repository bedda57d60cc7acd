/* web/assets.c: style, scripts and pictures: those of the program, those of the home, and the
 * colours of the contexts as a style sheet. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/assets.h"

#include "core/hash.h"
#include "core/limits.h"
#include "store/picture.h"
#include "web/colour.h"
#include "web/handlers.h"
#include "web/server.h"
#include "web/templates.h"
#include "web/views.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ASSET(name)                                                                            \
    extern const unsigned char asset_##name[];                                                 \
    extern const uint64_t asset_##name##_size
ASSET(app_css);
ASSET(app_js);
ASSET(htmx_js);
ASSET(charts_js);
ASSET(favicon);
ASSET(openapi);

static const struct asset {
    const char *name, *type;
    const unsigned char *bytes;
    const uint64_t *size;
} assets[] = {
    {"app.css",   "text/css; charset=utf-8",        asset_app_css,   &asset_app_css_size  },
    {"app.js",    "text/javascript; charset=utf-8", asset_app_js,    &asset_app_js_size   },
    {"htmx.js",   "text/javascript; charset=utf-8", asset_htmx_js,   &asset_htmx_js_size  },
    {"charts.js", "text/javascript; charset=utf-8", asset_charts_js, &asset_charts_js_size}
};

static struct str bytes_of(const unsigned char *p, uint64_t n)
{
    return str_of((const char *)p, (size_t)n);
}

static char version[20];

static void make_version(void)
{
    struct str all[COUNT_OF(assets)];
    for (size_t i = 0; i < COUNT_OF(assets); i++)
        all[i] = bytes_of(assets[i].bytes, *assets[i].size);
    snprintf(version, sizeof version, "%016llx",
             (unsigned long long)hash_key(all, COUNT_OF(all)));
}

const char *assets_version(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_version);
    return version;
}

/* --assets DIR: the file as it is on disk, while somebody works on it. */
static bool from_folder(struct request *r, const struct asset *a)
{
    const char *dir = r->server->o->assets;
    if (!dir)
        return false;
    r->re.fd = open(arena_printf(r->a, "%s/%s", dir, a->name).p, O_RDONLY | O_CLOEXEC);
    r->re.cache = "no-store";
    return r->re.fd >= 0;
}

enum err_code get_asset(struct request *r, struct err *e)
{
    for (size_t i = 0; i < COUNT_OF(assets); i++) {
        if (!str_is(r->name, assets[i].name))
            continue;
        r->re.type = assets[i].type;
        if (from_folder(r, &assets[i]))
            return ERR_OK;
        r->re.fixed = bytes_of(assets[i].bytes, *assets[i].size);
        r->re.fixed_gzip = true;
        r->re.cache = "public, max-age=31536000, immutable";
        r->re.etag = arena_printf(r->a, "\"%s\"", assets_version());
        return ERR_OK;
    }
    return err_set(e, ERR_NOT_FOUND, "There is no such file.");
}

enum err_code get_favicon(struct request *r, struct err *e)
{
    (void)e;
    r->re.type = "image/svg+xml";
    r->re.fixed = bytes_of(asset_favicon, asset_favicon_size);
    r->re.cache = "public, max-age=86400";
    return ERR_OK;
}

enum err_code get_openapi(struct request *r, struct err *e)
{
    (void)e;
    r->re.type = "application/json";
    r->re.fixed = bytes_of(asset_openapi, asset_openapi_size);
    return ERR_OK;
}

/* Each context's colour, made readable on light and on dark ground. */
enum err_code get_contexts_css(struct request *r, struct err *e)
{
    struct context *c;
    size_t n;
    enum err_code rc = store_contexts(r->store, r->a, &c, &n, e);
    if (rc)
        return rc;
    r->re.type = "text/css; charset=utf-8";
    for (int dark = 0; dark < 2; dark++) {
        if (dark)
            buf_lit(r->out, "@media (prefers-color-scheme: dark) {\n");
        for (size_t i = 0; i < n; i++) {
            char line[8], ink[8];
            colour_readable(c[i].colour, dark != 0, 3.2, line);
            colour_readable(c[i].colour, dark != 0, 5.0, ink);
            buf_printf(r->out, ".context-%lld { --context: %s; --context-ink: %s; }\n",
                       (long long)c[i].id, line, ink);
        }
        if (dark)
            buf_lit(r->out, "}\n");
    }
    return ERR_OK;
}

enum err_code get_media(struct request *r, struct err *e)
{
    struct str path, type, shown;
    bool blind;
    enum err_code rc = store_media_path(r->store, r->name, r->a, &path, &type, e);
    if (rc == ERR_OK)
        rc = store_picture_shown(r->store, r->name, r->a, &shown, &blind, e);
    if (rc)
        return rc;
    if (blind) /* what the sandbox could not read no browser is asked to */
        return err_set(e, ERR_NOT_FOUND, "This picture can't be read.");
    if (shown.n) {
        path = shown;
        type = STR("image/webp");
    }
    r->re.fd = open(arena_cstr(r->a, path), O_RDONLY | O_CLOEXEC);
    if (r->re.fd < 0)
        return err_set(e, ERR_NOT_FOUND, "This picture is not in the home any more.");
    r->re.type = arena_cstr(r->a, type);
    r->re.cache = "private, max-age=31536000, immutable";
    r->re.etag = arena_printf(r->a, "\"" STRF "\"", STRA(r->name));
    /* what a browser does not show as a picture, film or sound is only ever saved */
    if (!str_starts(type, STR("image/")) && !str_starts(type, STR("video/")) &&
        !str_starts(type, STR("audio/")))
        r->re.disposition = STR("attachment");
    return ERR_OK;
}

enum err_code get_keys(struct request *r, struct err *e)
{
    (void)e;
    struct page p;
    page_begin(r, &p, "Keys", "");
    page_keys(r->out, &p);
    return ERR_OK;
}
