/* pictures/main.c: tact-pictures: reads pictures that others made, and writes small copies with
 * nothing written in them. Started by tact alone; locked up before the first byte is read. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pictures/pictures.h"

#include "archives/media_type.h"
#include "context/picture.h"
#include "core/attr.h"
#include "core/buf.h"
#include "core/limits.h"
#include "sandbox/child.h"
#include "sandbox/frame.h"
#include "sandbox/lock.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <vips/vips.h>
#include <vips/vector.h>

enum {
    QUALITY = 80,
    EFFORT = 1, /* of 6: four times as fast as the usual 4, and some per cent larger */
    PIXELS_MOST = 200000000, /* beyond any camera; a bomb says more */
    CPU_S = 24 * 3600        /* of all pictures of a home; each has its own patience outside */
};

static void leave(int code) __attribute__((noreturn));
static void leave(int code)
{
    _exit(code);
}

static void fill(void *p, size_t n, int *fd)
{
    size_t got = 0;
    for (size_t at = 0; at < n; at += got) {
        int came = -1;
        if (frame_some(CHILD_SOCKET, (char *)p + at, n - at, &got, &came, NULL))
            leave(0);
        if (came >= 0)
            *fd = came;
    }
}

/* The next frame, with the descriptor that comes with each. */
static struct frame take(int *fd)
{
    struct frame f;
    *fd = -1;
    fill(&f, sizeof f, fd);
    if (f.bytes || *fd < 0)
        leave(1);
    return f;
}

static void say_why(struct picture_about *out)
{
    const char *why = vips_error_buffer();
    size_t n = strcspn(why, "\n");
    snprintf(out->why, sizeof out->why, "%.*s", (int)(n < 120 ? n : 120), why);
    for (char *p = out->why; *p; p++)
        *p = (unsigned char)*p < 0x20 || (unsigned char)*p > 0x7e ? ' ' : *p;
    if (!out->why[0])
        snprintf(out->why, sizeof out->why, "it is no picture that can be read");
    vips_error_clear();
}

/* Its size and what is written in it, and whether its colours are its own; false where it is none. */
static bool look(VipsSource *from, struct picture_about *out, bool *own_colours)
{
    const void *blob = NULL;
    size_t n = 0;
    VipsImage *im = vips_image_new_from_source(from, "", NULL);
    if (!im)
        return false;
    out->width = vips_image_get_width(im);
    out->height = vips_image_get_height(im);
    if (vips_image_get_orientation_swap(im)) {
        int32_t w = out->width;
        out->width = out->height;
        out->height = w;
    }
    if (vips_image_get_typeof(im, VIPS_META_EXIF_NAME) &&
        vips_image_get_blob(im, VIPS_META_EXIF_NAME, &blob, &n) == 0)
        exif_about(blob, n, out);
    *own_colours = vips_image_get_typeof(im, VIPS_META_ICC_NAME) != 0 ||
                   vips_image_get_interpretation(im) == VIPS_INTERPRETATION_CMYK;
    bool fine = (int64_t)out->width * out->height <= PIXELS_MOST;
    if (!fine)
        vips_error("tact", "it has %d by %d pixels", out->width, out->height);
    g_object_unref(im);
    return fine;
}

static bool write_all(int to, const unsigned char *p, size_t n)
{
    for (size_t at = 0; at < n;) {
        ssize_t done = write(to, p + at, n - at);
        if (done <= 0)
            return false;
        at += (size_t)done;
    }
    return n > 0;
}

/* Colours of its own become those of every screen, so that no profile has to come along. The
 * saver's own "strip" leaves Exif in WebP (libvips 8.14): what is written is looked through again. */
static bool write_small(VipsSource *from, bool own_colours, int to)
{
    VipsImage *small = NULL;
    void *bytes = NULL;
    size_t n = 0;
    if (vips_thumbnail_source(from, &small, PICTURE_SIDE, "height", PICTURE_SIDE, "size",
                              VIPS_SIZE_DOWN, own_colours ? "export_profile" : NULL, "srgb",
                              NULL) != 0)
        return false;
    bool fine = vips_webpsave_buffer(small, &bytes, &n, "Q", QUALITY, "effort", EFFORT, "strip",
                                     TRUE, NULL) == 0;
    fine = fine && write_all(to, bytes, webp_plain(bytes, n));
    g_free(bytes);
    g_object_unref(small);
    return fine;
}

/* As it is sent to a network: JPEG, or PNG where something shines through it; smaller and plainer step
 * by step until it is within so many bytes. */
static bool write_fit(int in, bool own_colours, int side, int64_t most, int to)
{
    enum {
        STEPS = 12,
        FINE = 90,
        PLAIN = 70
    };
    bool fine = false, over = true;
    for (int i = 0; i < STEPS && over && side > 64; i++, side = side * 4 / 5) {
        VipsImage *small = NULL;
        VipsSource *from =
            lseek(in, 0, SEEK_SET) == 0 ? vips_source_new_from_descriptor(in) : NULL;
        void *bytes = NULL;
        size_t n = 0;
        if (!from ||
            vips_thumbnail_source(from, &small, side, "height", side, "size", VIPS_SIZE_DOWN,
                                  own_colours ? "export_profile" : NULL, "srgb", NULL) != 0) {
            if (from)
                g_object_unref(from);
            return false;
        }
        fine = vips_image_hasalpha(small)
                   ? vips_pngsave_buffer(small, &bytes, &n, "strip", TRUE, NULL) == 0
                   : vips_jpegsave_buffer(small, &bytes, &n, "Q", i ? PLAIN : FINE, "strip",
                                          TRUE, NULL) == 0;
        over = fine && (int64_t)n > most;
        fine = fine && !over && write_all(to, bytes, n);
        g_free(bytes);
        g_object_unref(small);
        g_object_unref(from);
    }
    if (over)
        vips_error("tact", "it can't be made small enough");
    return fine;
}

/* libvips would ask all its loaders, some of which ask others: only for what is one of ours. */
static bool is_wanted(int in)
{
    static const struct str types[] = {STR_INIT("image/jpeg"), STR_INIT("image/png"),
                                       STR_INIT("image/webp"), STR_INIT("image/gif"),
                                       STR_INIT("image/avif"), STR_INIT("image/heic")};
    char head[MEDIA_HEAD];
    ssize_t n = read(in, head, sizeof head);
    struct str type = media_type_of(str_of(head, n > 0 ? (size_t)n : 0));
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (str_eq(types[i], type))
            return lseek(in, 0, SEEK_SET) == 0;
    return false;
}

/* What is wanted of it: `count` 0 the small copy of pages; else the one that is sent, with at most
 * `number` bytes and `count` pixels each way. */
static bool write_wanted(int in, bool own_colours, const struct frame *how, int to)
{
    if (how->count)
        return write_fit(in, own_colours, how->count > 16384 ? 16384 : (int)how->count,
                         how->number, to);
    VipsSource *from = lseek(in, 0, SEEK_SET) == 0 ? vips_source_new_from_descriptor(in) : NULL;
    bool fine = from && write_small(from, own_colours, to);
    if (from)
        g_object_unref(from);
    return fine;
}

static void show(int in, int to, const struct frame *how, struct picture_about *out)
{
    struct stat st;
    VipsSource *from = is_wanted(in) ? vips_source_new_from_descriptor(in) : NULL;
    bool own_colours = false;
    bool fine = from && look(from, out, &own_colours);
    if (from)
        g_object_unref(from);
    /* from its beginning: the first look read its head */
    fine =
        fine && write_wanted(in, own_colours, how, to) && fstat(to, &st) == 0 && st.st_size > 0;
    if (fine)
        out->shown = st.st_size;
    else
        say_why(out);
}

static void send_back(struct frame f, struct str words)
{
    if (frame_send(CHILD_SOCKET, f, words, STR_NONE, -1, NULL))
        leave(0);
}

static void answer_show(int in)
{
    struct picture_about about;
    int to;
    struct frame how = take(&to);
    if (how.kind != FRAME_SHOW)
        leave(1);
    memset(&about, 0, sizeof about);
    show(in, to, &how, &about);
    close(to);
    send_back((struct frame){.kind = FRAME_SEEN}, str_of((const char *)&about, sizeof about));
}

/* The blocks of metadata stand at the beginning; pixels are not looked at. */
static size_t read_head(int in, char *p, size_t most)
{
    size_t n = 0;
    ssize_t got;
    while (n < most && (got = read(in, p + n, most - n)) > 0)
        n += (size_t)got;
    return n;
}

static void answer_tell(int in)
{
    struct arena *a = arena_new(2 * LIMIT_PICTURE_HEAD);
    struct sensitive *list = NULL;
    struct err e = {0};
    struct buf b;
    size_t n = 0;
    char *head = arena_alloc(a, LIMIT_PICTURE_HEAD);
    buf_init(&b, LIMIT_FRAME_WORD);
    enum err_code rc =
        picture_facts(str_of(head, read_head(in, head, LIMIT_PICTURE_HEAD)), a, &list, &n, &e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        buf_printf(&b, "%d%s\n", (int)list[i].severity, list[i].why);
    if (rc)
        buf_lit(&b, e.msg);
    send_back((struct frame){.kind = FRAME_TOLD, .count = (uint32_t)rc}, buf_view(&b));
    buf_free(&b);
    arena_free(a);
}

/* Of libvips's many loaders those of pictures that people take and networks keep. */
static void choose_loaders(void)
{
    static const char *const wanted[] = {"VipsForeignLoadJpeg", "VipsForeignLoadPng",
                                         "VipsForeignLoadWebp", "VipsForeignLoadNsgif",
                                         "VipsForeignLoadHeif"};
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (size_t i = 0; i < COUNT_OF(wanted); i++)
        vips_operation_block_set(wanted[i], FALSE);
}

static GLogWriterOutput say_nothing(GLogLevelFlags level, const GLogField *field, gsize n,
                                    gpointer ctx)
{
    (void)level, (void)field, (void)n, (void)ctx;
    return G_LOG_WRITER_HANDLED;
}

static void hear_nothing(const gchar *domain, GLogLevelFlags level, const gchar *text,
                         gpointer ctx)
{
    (void)domain, (void)level, (void)text, (void)ctx;
}

int main(int argc, char **argv)
{
    const struct lock_room room = {.memory = LIMIT_PICTURE_MEMORY,
                                   .cpu_s = CPU_S,
                                   .file = LIMIT_PICTURE_SENT,
                                   .threads = true};
    struct err e;
    if (argc != 2 || strcmp(argv[1], "in-sandbox") != 0) {
        fputs("tact-pictures is started by tact\n", stderr);
        return 64;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGXFSZ, SIG_IGN);
    if (vips_init(argv[0]) != 0)
        return 1;
    /* nobody reads what libraries complain of, and there is no log to open */
    g_log_set_writer_func(say_nothing, NULL, NULL);
    g_log_set_default_handler(hear_nothing, NULL);
    setenv("TZ", "UTC0", 1);
    tzset();
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    vips_vector_set_enabled(FALSE); /* it would write itself programs, which the lock forbids */
    choose_loaders();
    if (lock_down(&room, &e))
        return 1;
    for (;;) {
        int in;
        struct frame f = take(&in);
        uint32_t kind = f.kind;
        if (kind == FRAME_PICTURE)
            answer_show(in);
        else if (kind == FRAME_TELL)
            answer_tell(in);
        else
            leave(1);
        close(in);
    }
}
