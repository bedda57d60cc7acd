/* sandbox/pictures.c: one picture after another through a process that may die of any. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sandbox/pictures.h"

#include "core/limits.h"
#include "core/mem.h"
#include "sandbox/child.h"
#include "sandbox/frame.h"
#include "text/utf8.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct pictures {
    char program[4096];
    struct child child;
};

/* Beside this program, above it (tests), or where packages put what is not for the command line. */
static bool find_program(char out[4096])
{
    static const char *const places[] = {"", "../", "../libexec/tact/", "../lib/tact/"};
    char self[3900];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n <= 0)
        return false;
    self[n] = 0;
    char *slash = strrchr(self, '/');
    slash[1] = 0;
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        snprintf(out, 4096, "%s%s%s", self, places[i], PICTURES_PROGRAM);
        if (access(out, X_OK) == 0)
            return true;
    }
    return false;
}

enum err_code pictures_open(struct pictures **out, struct err *e)
{
    struct pictures *p = mem_calloc(1, sizeof *p);
    p->child.socket = p->child.pid = -1;
    if (!find_program(p->program)) {
        mem_free(p);
        return err_set(e, ERR_NOT_FOUND,
                       "the program %s is not beside tact: pictures are not shown",
                       PICTURES_PROGRAM);
    }
    *out = p;
    return ERR_OK;
}

static void end(struct pictures *p, bool done, struct err *how)
{
    if (child_end(&p->child, done, how)) {
        /* `how` says it */
    }
}

void pictures_close(struct pictures *p)
{
    struct err quiet;
    if (!p)
        return;
    end(p, true, &quiet);
    mem_free(p);
}

static bool is_word(const char *s, size_t most)
{
    return memchr(s, 0, most) && utf8_valid(str_from(s));
}

/* Of another process: sizes, places and words as they can be. */
static bool is_sane(const struct picture_about *a)
{
    return a->shown >= 0 && a->shown <= (int64_t)LIMIT_PICTURE_SENT && a->width >= 0 &&
           a->height >= 0 && (a->has_place | a->has_serial) >> 1 == 0 && isfinite(a->lat) &&
           isfinite(a->lon) && fabs(a->lat) <= 90 && fabs(a->lon) <= 180 &&
           is_word(a->taken, sizeof a->taken) && is_word(a->device, sizeof a->device) &&
           is_word(a->why, sizeof a->why);
}

/* The answer; ERR_IO, ERR_LIMIT: the process is gone or was stopped. */
static enum err_code take(struct pictures *p, void *to, size_t n, struct err *e)
{
    size_t got = 0;
    for (size_t at = 0; at < n; at += got) {
        int fd = -1;
        enum err_code rc = child_wait(&p->child, e);
        if (rc == ERR_OK)
            rc = frame_some(p->child.socket, (char *)to + at, n - at, &got, &fd, e);
        if (fd >= 0)
            close(fd);
        if (rc)
            return rc;
    }
    return ERR_OK;
}

static enum err_code ask(struct pictures *p, int in, int to, struct frame how,
                         struct picture_about *about, struct err *e)
{
    struct frame f;
    enum err_code rc = frame_send(p->child.socket, (struct frame){.kind = FRAME_PICTURE},
                                  STR_NONE, STR_NONE, in, e);
    if (rc == ERR_OK)
        rc = frame_send(p->child.socket, how, STR_NONE, STR_NONE, to, e);
    if (rc == ERR_OK)
        rc = take(p, &f, sizeof f, e);
    if (rc == ERR_OK && (f.kind != FRAME_SEEN || f.bytes != sizeof *about))
        rc = err_set(e, ERR_PARSE, "reading it went wrong inside");
    if (rc == ERR_OK)
        rc = take(p, about, sizeof *about, e);
    if (rc == ERR_OK && !is_sane(about))
        rc = err_set(e, ERR_PARSE, "reading it went wrong inside");
    if (rc == ERR_OK)
        child_heard(&p->child);
    return rc;
}

static enum err_code start(struct pictures *p, struct err *e)
{
    return p->child.pid > 0 ? ERR_OK : child_start(p->program, "in-sandbox", &p->child, e);
}

enum err_code pictures_tell(struct pictures *p, int in, struct arena *a, struct str *out,
                            struct err *e)
{
    struct frame f = {0};
    char words[LIMIT_FRAME_WORD];
    enum err_code rc = start(p, e);
    if (rc == ERR_OK)
        rc = frame_send(p->child.socket, (struct frame){.kind = FRAME_TELL}, STR_NONE, STR_NONE,
                        in, e);
    if (rc == ERR_OK)
        rc = take(p, &f, sizeof f, e);
    if (rc == ERR_OK &&
        (f.kind != FRAME_TOLD || f.bytes > sizeof words || f.count > ERR_UNSUPPORTED))
        rc = err_set(e, ERR_PARSE, "reading it went wrong inside");
    if (rc == ERR_OK)
        rc = take(p, words, (size_t)f.bytes, e);
    if (rc) {
        struct err how;
        end(p, false, &how);
        return err_set(e, ERR_PARSE, "%s",
                       rc == ERR_PARSE ? "reading it went wrong inside" : how.msg);
    }
    *out = utf8_clean(arena_str(a, str_of(words, (size_t)f.bytes)), a);
    return f.count ? err_set(e, (enum err_code)f.count, "%.*s", (int)out->n, out->p) : ERR_OK;
}

static enum err_code show(struct pictures *p, int in, int to, struct frame wanted,
                          struct picture_about *about, struct err *e)
{
    struct err how = {0};
    enum err_code rc = start(p, e);
    if (rc)
        return rc;
    memset(about, 0, sizeof *about);
    rc = ask(p, in, to, wanted, about, e);
    if (rc == ERR_OK)
        return ERR_OK;
    end(p, false, &how);
    memset(about, 0, sizeof *about);
    snprintf(about->why, sizeof about->why, "%.150s", rc == ERR_PARSE ? e->msg : how.msg);
    return ERR_OK;
}

enum err_code pictures_show(struct pictures *p, int in, int to, struct picture_about *about,
                            struct err *e)
{
    return show(p, in, to, (struct frame){.kind = FRAME_SHOW}, about, e);
}

enum err_code pictures_fit(struct pictures *p, int in, int to, int side, int64_t bytes,
                           struct picture_about *about, struct err *e)
{
    return show(p, in, to,
                (struct frame){.kind = FRAME_SHOW, .count = (uint32_t)side, .number = bytes},
                about, e);
}
