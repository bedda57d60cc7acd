/* web/upload.c: the body of a POST: urlencoded and multipart forms by libmicrohttpd, JSON by ours. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/upload.h"

#include "core/limits.h"
#include "core/mem.h"
#include "text/utf8.h"
#include "web/session.h"

#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct upload {
    struct request *r;
    const struct route *row;
    const char *home;
    struct MHD_PostProcessor *post; /* of forms */
    bool is_json;
    struct buf body;  /* JSON */
    struct buf value; /* of the field that is coming in */
    char field[64];
    bool in_field, is_file; /* what is coming in */
    size_t total;           /* bytes of fields */
    int fd;                 /* of the file that is coming in, -1 none */
    struct err err;
    char *path[16]; /* files that were written */
    size_t paths;
};

static void end_field(struct upload *u)
{
    struct request *r = u->r;
    if (u->fd >= 0) {
        if (close(u->fd) != 0 && u->err.code == ERR_OK)
            err_set(&u->err, ERR_IO, "the file can't be kept: %s", strerror(errno));
        u->fd = -1;
    }
    if (!u->in_field)
        return;
    u->in_field = false;
    if (r->fields == FIELDS_MOST) {
        err_set(&u->err, ERR_LIMIT, "there are too many fields in this form");
        return;
    }
    r->field[r->fields].name = arena_str(r->a, str_from(u->field));
    r->field[r->fields].uploaded = u->is_file;
    r->field[r->fields++].value = arena_str(r->a, buf_view(&u->value));
    buf_clear(&u->value);
}

static bool takes_file(const struct upload *u, const char *name)
{
    for (const struct field *f = u->row->fields; f && f->name; f++)
        if (f->type == FIELD_FILE && strcmp(f->name, name) == 0)
            return true;
    return false;
}

/* The last part of a name, without what a file system or a terminal could stumble over. */
static struct str safe_name(struct arena *a, const char *name)
{
    struct str s = utf8_clean(str_from(name), a);
    ptrdiff_t slash = str_rchr(s, '/'), back = str_rchr(s, '\\');
    s = str_after(s, (size_t)((slash > back ? slash : back) + 1));
    char *p = arena_cstr(a, str_sub(s, 0, 120));
    for (char *c = p; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F || (*c == '.' && c == p))
            *c = '_';
    s = utf8_clean(str_from(p), a);
    return s.n ? s : STR("file");
}

/* HOME/incoming/N/NAME: a folder each, so that an archive keeps its name. */
static void begin_file(struct upload *u, const char *name)
{
    struct arena *a = u->r->a;
    u->value.n = 0;
    u->in_field = false;
    if (u->paths == COUNT_OF(u->path)) {
        err_set(&u->err, ERR_LIMIT, "at most %zu files at once", COUNT_OF(u->path));
        return;
    }
    if (session_check_token(u->r, true, &u->err))
        return;
    struct str dir = arena_printf(a, "%s/incoming", u->home);
    char *folder = arena_cstr(a, arena_printf(a, STRF "/XXXXXX", STRA(dir)));
    if ((mkdir(dir.p, 0700) != 0 && errno != EEXIST) || !mkdtemp(folder)) {
        err_set(&u->err, ERR_IO, "the folder for files can't be made: %s", strerror(errno));
        return;
    }
    struct str path = arena_printf(a, "%s/" STRF, folder, STRA(safe_name(a, name)));
    u->fd = open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (u->fd < 0) {
        err_set(&u->err, ERR_IO, "the file can't be kept: %s", strerror(errno));
        return;
    }
    u->path[u->paths++] = arena_cstr(a, path);
    buf_str(&u->value, path);
    u->in_field = true;
}

static void put_file(struct upload *u, const char *p, size_t n)
{
    while (n && u->err.code == ERR_OK) {
        ssize_t w = write(u->fd, p, n);
        if (w < 0 && errno == EINTR)
            continue;
        if (w < 0) {
            err_set(&u->err, ERR_IO, "the file can't be kept: %s",
                    errno == ENOSPC ? "the disk is full" : strerror(errno));
            return;
        }
        p += w;
        n -= (size_t)w;
    }
}

/* libmicrohttpd decides how many parameters. NOLINTNEXTLINE(readability-function-size) */
static enum MHD_Result take(void *ctx, enum MHD_ValueKind kind, const char *key,
                            const char *filename, const char *type, const char *encoding,
                            const char *data, uint64_t at, size_t n)
{
    (void)kind;
    (void)type;
    (void)encoding;
    struct upload *u = ctx;
    if (u->err.code)
        return MHD_NO;
    bool file = filename && takes_file(u, key);
    if (at == 0) {
        end_field(u);
        if (file && !*filename)
            return MHD_YES; /* a form without a file chosen */
        snprintf(u->field, sizeof u->field, "%s", key ? key : "");
        u->is_file = file;
        if (file)
            begin_file(u, filename);
        else
            u->in_field = true;
    }
    if (file && u->fd >= 0) {
        put_file(u, data, n);
    } else if (!file) {
        u->total += n;
        if (u->total > LIMIT_FORM)
            err_set(&u->err, ERR_LIMIT, "that is more than %zu MB", LIMIT_FORM >> 20);
        else
            buf_put(&u->value, data, n);
    }
    return u->err.code ? MHD_NO : MHD_YES;
}

struct upload *upload_new(struct request *r, const struct route *row, const char *home,
                          struct str content_type, struct MHD_Connection *c)
{
    struct upload *u = mem_calloc(1, sizeof *u);
    u->r = r;
    u->row = row;
    u->home = home;
    u->fd = -1;
    buf_init(&u->body, LIMIT_FORM);
    buf_init(&u->value, LIMIT_FORM);
    u->is_json = str_starts_ci(content_type, STR("application/json"));
    if (!u->is_json && content_type.n)
        u->post = MHD_create_post_processor(c, 64 * 1024, take, u);
    return u;
}

void upload_put(struct upload *u, const char *p, size_t n)
{
    if (u->err.code)
        return; /* the rest is read and dropped, so that the answer arrives */
    if (u->post && MHD_post_process(u->post, p, n) != MHD_YES && u->err.code == ERR_OK)
        err_set(&u->err, ERR_INVALID, "this form can't be read");
    else if (u->is_json)
        buf_put(&u->body, p, n);
    else if (!u->post)
        err_set(&u->err, ERR_INVALID, "a form or JSON is wanted here");
}

static void add_json(struct upload *u, struct str name, const struct json *v)
{
    struct request *r = u->r;
    if (r->fields == FIELDS_MOST) {
        err_set(&u->err, ERR_LIMIT, "there are too many members in this object");
        return;
    }
    r->field[r->fields].name = name;
    r->field[r->fields++].value = json_str(v);
}

/* {"text": "…", "account": [1, 2]}: members are fields. */
static void read_json(struct upload *u)
{
    struct json *j = NULL;
    if (u->body.over)
        err_set(&u->err, ERR_LIMIT, "that is more than %zu MB", LIMIT_FORM >> 20);
    else if (u->body.n && json_parse(buf_view(&u->body), utf8_clean, u->r->a, &j, &u->err))
        return;
    if (j && j->type != JSON_OBJECT) {
        err_set(&u->err, ERR_INVALID, "an object is wanted: {\"text\": …}");
        return;
    }
    for (const struct json *m = j ? j->first : NULL; m && !u->err.code; m = m->next) {
        if (m->type == JSON_FALSE || m->type == JSON_NULL)
            continue;
        if (m->type != JSON_ARRAY)
            add_json(u, m->key, m);
        for (const struct json *v = m->type == JSON_ARRAY ? m->first : NULL; v; v = v->next)
            if (v->type != JSON_NULL)
                add_json(u, m->key, v);
    }
}

enum err_code upload_end(struct upload *u, struct err *e)
{
    if (u->err.code == ERR_OK && u->is_json)
        read_json(u);
    if (u->post) {
        /* where it ended in the middle of a part, the last field is not whole */
        bool whole = MHD_destroy_post_processor(u->post) == MHD_YES;
        u->post = NULL;
        if (!whole && u->err.code == ERR_OK)
            err_set(&u->err, ERR_INVALID, "this form was cut off on its way");
    }
    if (u->err.code == ERR_OK)
        end_field(u);
    if (u->err.code)
        *e = u->err;
    return u->err.code;
}

void upload_free(struct upload *u)
{
    if (!u)
        return;
    if (u->post)
        MHD_destroy_post_processor(u->post);
    if (u->fd >= 0)
        close(u->fd);
    for (size_t i = 0; i < u->paths; i++) {
        if (unlink(u->path[i]) == 0) { /* else the handler moved it */
            *strrchr(u->path[i], '/') = 0;
            rmdir(u->path[i]);
        }
    }
    buf_free(&u->body);
    buf_free(&u->value);
    mem_free(u);
}
