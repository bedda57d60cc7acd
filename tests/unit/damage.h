/* tests/unit/damage.h: whole archives, damaged in the ways that the world has: read into memory,
 * spoiled by a seed, written again. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_DAMAGE_H
#define TESTS_UNIT_DAMAGE_H

#include "core/arena.h"
#include "core/attr.h"
#include "core/buf.h"
#include "core/limits.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    MEMBERS_MOST = 400
};

struct member {
    const char *name;
    const char *link; /* a symbolic link to there, or NULL */
    struct str bytes;
};

struct whole {
    struct member member[MEMBERS_MOST];
    size_t n;
    bool tar;
};

/* xorshift64*: the same damage for the same seed, everywhere. */
static inline uint64_t damage_next(uint64_t *seed)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return *seed * UINT64_C(2685821657736338717);
}
static inline size_t damage_pick(uint64_t *seed, size_t n)
{
    return n ? (size_t)(damage_next(seed) % n) : 0;
}

/* Reads a zip, a tar.gz or one loose file; false where there is none. */
static inline bool damage_load(const char *path, struct arena *mem, struct whole *w)
{
    struct archive_entry *ae;
    struct archive *ar = archive_read_new();
    memset(w, 0, sizeof *w);
    archive_read_support_format_zip(ar);
    archive_read_support_format_tar(ar);
    archive_read_support_format_raw(ar);
    archive_read_support_filter_all(ar);
    bool fine = archive_read_open_filename(ar, path, 65536) == ARCHIVE_OK;
    while (fine && w->n < MEMBERS_MOST && archive_read_next_header(ar, &ae) == ARCHIVE_OK) {
        struct buf b;
        char block[65536];
        la_ssize_t n;
        bool raw = archive_format(ar) == ARCHIVE_FORMAT_RAW;
        buf_init(&b, MIB(16));
        while ((n = archive_read_data(ar, block, sizeof block)) > 0)
            buf_put(&b, block, (size_t)n);
        const char *slash = strrchr(path, '/');
        struct str name = str_from(raw ? slash + 1 : archive_entry_pathname(ae));
        w->tar = (archive_format(ar) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_TAR;
        if (archive_entry_filetype(ae) == AE_IFREG || raw)
            w->member[w->n++] =
                (struct member){arena_cstr(mem, name), NULL, arena_str(mem, buf_view(&b))};
        buf_free(&b);
    }
    archive_read_free(ar);
    return w->n > 0;
}

/* The same of a folder: its files, as if they were packed. */
static inline void damage_load_folder(const char *dir, const char *inside, struct arena *mem,
                                      struct whole *w)
{
    DIR *d = opendir(dir);
    for (struct dirent *f = d ? readdir(d) : NULL; f && w->n < MEMBERS_MOST; f = readdir(d)) {
        struct stat st;
        char path[1200];
        struct str name = arena_printf(mem, "%s%s%s", inside, *inside ? "/" : "", f->d_name);
        snprintf(path, sizeof path, "%s/%s", dir, f->d_name);
        if (f->d_name[0] == '.' || stat(path, &st) != 0)
            continue;
        if (S_ISDIR(st.st_mode)) {
            damage_load_folder(path, name.p, mem, w);
        } else if (S_ISREG(st.st_mode) && st.st_size < (off_t)MIB(4)) {
            char *bytes = arena_alloc(mem, (size_t)st.st_size + 1);
            FILE *in = fopen(path, "rb");
            size_t n = in ? fread(bytes, 1, (size_t)st.st_size, in) : 0;
            w->member[w->n++] = (struct member){name.p, NULL, str_of(bytes, n)};
            if (in)
                fclose(in);
        }
    }
    if (d)
        closedir(d);
}

/* The bytes as they would lie on disk: packed, or one loose file as it is. */
static inline struct str damage_pack(const struct whole *w, struct arena *mem)
{
    size_t used = 0, room = MIB(24);
    char *out = malloc(room);
    if (w->n == 1 && !w->tar && !strchr(w->member[0].name, '/') && !w->member[0].link) {
        struct str loose = arena_str(mem, w->member[0].bytes);
        free(out);
        return loose;
    }
    struct archive *ar = archive_write_new();
    if (w->tar) {
        archive_write_add_filter_gzip(ar);
        archive_write_set_format_pax_restricted(ar);
    } else {
        archive_write_set_format_zip(ar);
    }
    bool fine = archive_write_open_memory(ar, out, room, &used) == ARCHIVE_OK;
    for (size_t i = 0; i < w->n && fine; i++) {
        const struct member *m = &w->member[i];
        struct archive_entry *ae = archive_entry_new();
        archive_entry_set_pathname(ae, m->name);
        archive_entry_set_perm(ae, 0600);
        archive_entry_set_filetype(ae, m->link ? AE_IFLNK : AE_IFREG);
        archive_entry_set_size(ae, m->link ? 0 : (int64_t)m->bytes.n);
        if (m->link)
            archive_entry_set_symlink(ae, m->link);
        if (archive_write_header(ar, ae) >= ARCHIVE_WARN && !m->link)
            fine = archive_write_data(ar, m->bytes.p, m->bytes.n) >= 0;
        archive_entry_free(ae);
    }
    archive_write_close(ar);
    archive_write_free(ar);
    struct str bytes = arena_str(mem, str_of(out, used));
    free(out);
    return bytes;
}

/* The ways. Each spoils the members, or answers what is to be put in the place of a member. */

static inline struct str damage_flip(struct str in, uint64_t *seed, struct arena *mem)
{
    char *p = arena_cstr(mem, in);
    for (size_t i = 0, n = 1 + damage_pick(seed, 16); i < n && in.n; i++)
        p[damage_pick(seed, in.n)] ^= (char)(1 << damage_pick(seed, 8));
    return str_of(p, in.n);
}
static inline struct str damage_cut(struct str in, uint64_t *seed, struct arena *mem)
{
    (void)mem;
    return str_sub(in, 0, damage_pick(seed, in.n));
}
static inline struct str damage_hole(struct str in, uint64_t *seed, struct arena *mem)
{
    size_t from = damage_pick(seed, in.n), n = damage_pick(seed, 1 + (in.n - from) / 2);
    return arena_printf(mem, STRF STRF, STRA(str_sub(in, 0, from)),
                        STRA(str_after(in, from + n)));
}
static inline struct str damage_twice(struct str in, uint64_t *seed, struct arena *mem)
{
    size_t from = damage_pick(seed, in.n);
    return arena_printf(mem, STRF STRF, STRA(in), STRA(str_after(in, from)));
}
/* Every byte as two: what UTF-8 becomes when somebody takes it for UTF-16. */
static inline struct str damage_utf16(struct str in, uint64_t *seed, struct arena *mem)
{
    char *p = arena_alloc(mem, in.n * 2 + 2);
    size_t big = damage_pick(seed, 2);
    memcpy(p, big ? "\xfe\xff" : "\xff\xfe", 2);
    for (size_t i = 0; i < in.n; i++) {
        p[2 + 2 * i + big] = in.p[i];
        p[3 + 2 * i - big] = 0;
    }
    return str_of(p, in.n * 2 + 2);
}
static inline struct str damage_latin1(struct str in, uint64_t *seed, struct arena *mem)
{
    char *p = arena_cstr(mem, in);
    for (size_t i = 0; i < in.n; i++)
        if (damage_pick(seed, 50) == 0)
            p[i] = (char)(0x80 + damage_pick(seed, 0x80));
    return str_of(p, in.n);
}
/* Some runs of digits grow beyond any number. */
static inline struct str damage_huge(struct str in, uint64_t *seed, struct arena *mem)
{
    static const char *const huge[] = {"99999999999999999999999999999999",
                                       "-1",
                                       "1e999",
                                       "18446744073709551616",
                                       "0x7f",
                                       "-9223372036854775808"};
    struct buf b;
    buf_init(&b, MIB(16));
    for (size_t i = 0; i < in.n;) {
        size_t n = 0;
        while (i + n < in.n && ascii_is_digit((unsigned char)in.p[i + n]))
            n++;
        if (n && damage_pick(seed, 20) == 0)
            buf_lit(&b, huge[damage_pick(seed, COUNT_OF(huge))]);
        else
            buf_put(&b, in.p + i, n ? n : 1);
        i += n ? n : 1;
    }
    struct str out = arena_str(mem, buf_view(&b));
    buf_free(&b);
    return out;
}
static inline struct str damage_deep(struct str in, uint64_t *seed, struct arena *mem)
{
    size_t from = damage_pick(seed, in.n), n = 1 + damage_pick(seed, 100000);
    char *p = arena_alloc(mem, n + 1);
    memset(p, "[{(\"<&"[damage_pick(seed, 6)], n);
    return arena_printf(mem, STRF STRF STRF, STRA(str_sub(in, 0, from)), STRA(str_of(p, n)),
                        STRA(str_after(in, from)));
}

static struct str (*const damage_ways[])(struct str, uint64_t *, struct arena *) = {
    damage_flip,  damage_cut,    damage_hole, damage_twice,
    damage_utf16, damage_latin1, damage_huge, damage_deep};

/* Names and the order of members: another's name, the same twice, a way out, a link, the others. */
static inline void damage_names(struct whole *w, uint64_t *seed, struct arena *mem)
{
    static const char *const out[] = {"/etc/tact-was-here",
                                      "../../tact-was-here",
                                      "C:\\was\\here",
                                      "a/../../../tact-was-here",
                                      "",
                                      "./",
                                      "nul\\l/x"};
    struct member *m = &w->member[damage_pick(seed, w->n)];
    struct member *o = &w->member[damage_pick(seed, w->n)];
    struct member t = *m;
    switch (damage_pick(seed, 6)) {
    case 0: /* swapped */
        m->bytes = o->bytes;
        o->bytes = t.bytes;
        break;
    case 1: /* twice */
        if (w->n < MEMBERS_MOST)
            w->member[w->n++] = (struct member){m->name, NULL, o->bytes};
        break;
    case 2: /* outside */
        m->name = out[damage_pick(seed, COUNT_OF(out))];
        break;
    case 3: /* a link, and something behind it */
        m->link = damage_pick(seed, 2) ? "/etc" : "/etc/passwd";
        o->name = arena_printf(mem, "%s/passwd", m->name).p;
        break;
    case 4: /* a name of no encoding */
        m->name = arena_printf(mem, "%s\xff\xfe%s", m->name, o->name).p;
        break;
    default: /* gone */
        *m = w->member[--w->n];
        if (w->n == 0)
            *m = t, w->n = 1;
    }
}

/* One archive, damaged by this seed: some of its members, its list, and at times the packed bytes. */
static inline struct str damage(const struct whole *from, uint64_t seed, struct arena *mem)
{
    struct whole w = *from;
    seed = (seed + 1) * UINT64_C(0x9E3779B97F4A7C15);
    size_t how = damage_pick(&seed, 10);
    for (size_t i = 0, n = 1 + damage_pick(&seed, 3); i < n && how < 7; i++) {
        struct member *m = &w.member[damage_pick(&seed, w.n)];
        m->bytes = damage_ways[damage_pick(&seed, COUNT_OF(damage_ways))](m->bytes, &seed, mem);
    }
    if (how == 6 || how == 7)
        damage_names(&w, &seed, mem);
    struct str bytes = damage_pack(&w, mem);
    if (how >= 8)
        bytes = (how == 8 ? damage_flip : damage_cut)(bytes, &seed, mem);
    return bytes;
}

#endif
