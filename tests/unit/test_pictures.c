/* tests/unit/test_pictures.c: pictures are looked into in a sandbox: what they tell is the owner's,
 * what is shown has nothing written in it, and one that breaks its reader costs itself. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "intake/intake.h"
#include "sandbox/pictures.h"
#include "store/draft.h"
#include "store/picture.h"
#include "store/timeline.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <zlib.h>

/* A JPEG of one grey pixel, from SOI to EOI, without metadata. */
/* clang-format off */
static const unsigned char jpeg[] = {
    0xff, 0xd8, 0xff, 0xdb, 0x00, 0x43, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xc2, 0x00, 0x0b, 0x08, 0x00, 0x01, 0x00, 0x01, 0x01, 0x01, 0x11, 0x00,
    0xff, 0xc4, 0x00, 0x14, 0x10, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xda, 0x00, 0x08, 0x01, 0x01,
    0x00, 0x01, 0x3f, 0x10, 0xff, 0xd9};
/* clang-format on */
enum {
    JPEG_HEIGHT_AT = 76 /* two bytes, then two of its width */
};

static void put16(struct buf *b, unsigned v)
{
    buf_char(b, (char)(v >> 8));
    buf_char(b, (char)v);
}
static void put32(struct buf *b, unsigned v)
{
    put16(b, v >> 16);
    put16(b, v & 0xffff);
}
/* tag, type, count, value or offset */
static void put_entry(struct buf *b, unsigned tag, unsigned type, unsigned n, unsigned value)
{
    put16(b, tag);
    put16(b, type);
    put32(b, n);
    put32(b, value);
}

/* Exif with a place (48° 12' 30" N, 16° 22' 15" W), a maker and a lens number, big endian. */
static struct str with_exif(struct arena *mem)
{
    struct buf t, b;
    buf_init(&t, 4096);
    buf_init(&b, 4096);
    buf_put(&t, "MM\0*", 4);
    put32(&t, 8);
    put16(&t, 3); /* IFD 0 at 8: 2 + 36 + 4 = 42 bytes, to 50 */
    put_entry(&t, 0x010f, 2, 5, 50);
    put_entry(&t, 0x8769, 4, 1, 56);
    put_entry(&t, 0x8825, 4, 1, 110);
    put32(&t, 0);
    buf_put(&t, "Acme\0\0", 6); /* 50 */
    put16(&t, 2);               /* Exif IFD at 56: 2 + 24 + 4 = 30, to 86 */
    put_entry(&t, 0x9003, 2, 20, 86);
    put_entry(&t, 0xa435, 2, 4, 0x31323300);
    put32(&t, 0);
    buf_put(&t, "2024:05:01 12:00:00\0", 20); /* 86 */
    buf_put(&t, "\0\0\0\0", 4);               /* to 110 */
    put16(&t, 4);                             /* GPS IFD at 110: 2 + 48 + 4 = 54, to 164 */
    put_entry(&t, 1, 2, 2, 0x4e000000);
    put_entry(&t, 2, 5, 3, 164);
    put_entry(&t, 3, 2, 2, 0x57000000);
    put_entry(&t, 4, 5, 3, 188);
    put32(&t, 0);
    const unsigned degrees[] = {48, 1, 12, 1, 30, 1, 16, 1, 22, 1, 15, 1};
    for (size_t i = 0; i < COUNT_OF(degrees); i++)
        put32(&t, degrees[i]);
    buf_put(&b, jpeg, 2);
    buf_put(&b, "\xff\xe1", 2);
    put16(&b, (unsigned)t.n + 8);
    buf_put(&b, "Exif\0\0", 6);
    buf_str(&b, buf_view(&t));
    buf_put(&b, jpeg + 2, sizeof jpeg - 2);
    struct str out = arena_str(mem, buf_view(&b));
    buf_free(&t);
    buf_free(&b);
    return out;
}

static int file_of(struct str bytes)
{
    char path[] = "/tmp/tact-picture-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    unlink(path);
    assert_int_equal(write(fd, bytes.p, bytes.n), bytes.n);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

static struct picture_about look(struct pictures *p, struct str bytes, struct str *shown)
{
    struct picture_about about;
    int in = file_of(bytes), to = file_of(STR_NONE);
    OK(pictures_show(p, in, to, &about, &e));
    char *out = arena_alloc(a, (size_t)about.shown + 1);
    assert_int_equal(pread(to, out, (size_t)about.shown, 0), about.shown);
    *shown = str_of(out, (size_t)about.shown);
    close(in);
    close(to);
    return about;
}

static void what_it_tells(void **state)
{
    (void)state;
    struct pictures *p;
    struct str shown;
    OK(pictures_open(&p, &e));
    struct picture_about t = look(p, with_exif(a), &shown);
    assert_string_equal(t.why, "");
    assert_int_equal(t.width, 1);
    assert_int_equal(t.has_place, 1);
    assert_true(t.lat > 48.2083 && t.lat < 48.2084);
    assert_true(t.lon < -16.3708 && t.lon > -16.3709);
    assert_int_equal(t.has_serial, 1);
    assert_string_equal(t.taken, "2024:05:01 12:00:00");
    assert_string_equal(t.device, "Acme");
    /* a picture all the same, with none of it left */
    assert_true(str_starts(shown, STR("RIFF")));
    assert_int_equal(str_find(shown, STR("Acme")), -1);
    assert_int_equal(str_find(shown, STR("EXIF")), -1);
    assert_int_equal(str_find(shown, STR("ICCP")), -1);
    assert_int_equal(str_find(shown, STR("XMP")), -1);
    t = look(p, str_of((const char *)jpeg, sizeof jpeg), &shown);
    assert_int_equal(t.has_place, 0);
    assert_true(t.shown > 0);
    pictures_close(p);
}

static void put_chunk(struct buf *b, const char *name, const void *p, size_t n)
{
    uLong crc = crc32(crc32(0, (const Bytef *)name, 4), p, (uInt)n);
    put32(b, (unsigned)n);
    buf_put(b, name, 4);
    buf_put(b, p, n);
    put32(b, (unsigned)crc);
}

/* A PNG as a camera's: larger than what is shown, in three colours. */
static struct str large_png(unsigned wide, unsigned high)
{
    struct buf b, head;
    size_t size = ((size_t)wide * 3 + 1) * high;
    uLongf packed = compressBound(size);
    unsigned char *raw = calloc(1, size), *z = malloc(packed);
    for (size_t i = 0; i < size; i++)
        raw[i] = i % ((size_t)wide * 3 + 1) ? (unsigned char)(i * 2654435761u >> 24) : 0;
    assert_int_equal(compress2(z, &packed, raw, size, 1), Z_OK);
    buf_init(&b, MIB(64));
    buf_init(&head, 64);
    put32(&head, wide);
    put32(&head, high);
    buf_put(&head, "\x08\x02\0\0\0", 5);
    buf_put(&b, "\x89PNG\r\n\x1a\n", 8);
    put_chunk(&b, "IHDR", head.p, head.n);
    put_chunk(&b, "tEXt", "Comment\0taken by Kim", 20);
    put_chunk(&b, "IDAT", z, packed);
    put_chunk(&b, "IEND", "", 0);
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    buf_free(&head);
    free(raw);
    free(z);
    return out;
}

static void a_large_one_becomes_small(void **state)
{
    (void)state;
    struct pictures *p;
    struct str shown, large = large_png(4000, 3000);
    OK(pictures_open(&p, &e));
    for (int i = 0; i < 3; i++) { /* threads come and go */
        struct picture_about t = look(p, large, &shown);
        assert_string_equal(t.why, "");
        assert_int_equal(t.width, 4000);
        assert_true(t.shown > 1000 && t.shown < 4000000);
        assert_int_equal(str_find(shown, STR("Kim")), -1);
    }
    pictures_close(p);
}

/* Each of these costs itself, never the next. */
static void what_is_broken(void **state)
{
    (void)state;
    struct pictures *p;
    struct str shown, whole = with_exif(a);
    OK(pictures_open(&p, &e));
    unsigned seed = 3;
    for (int i = 0; i < 200; i++) {
        char *bytes = arena_cstr(a, whole);
        for (int k = 0; k < 4; k++) {
            seed = seed * 1103515245u + 12345u;
            bytes[2 + (seed >> 8) % (whole.n - 2)] ^= (char)(1 << (seed >> 28) % 8);
        }
        struct picture_about t = look(p, str_of(bytes, whole.n - (size_t)(i % 5) * 20), &shown);
        assert_true(t.shown > 0 || t.why[0]);
        if (strstr(t.why, "reading it"))
            fail_msg("%d: %s", i, t.why); /* refused by its decoder, not ended */
    }
    /* a head that promises more pixels than there is memory, and what is none at all */
    char *huge = arena_cstr(a, str_of((const char *)jpeg, sizeof jpeg));
    memcpy(huge + JPEG_HEIGHT_AT, "\xff\xff\xff\xff", 4);
    assert_int_equal(look(p, str_of(huge, sizeof jpeg), &shown).shown, 0);
    assert_int_equal(look(p, STR("<svg onload=\"alert(1)\"/>"), &shown).shown, 0);
    assert_int_equal(look(p, STR_NONE, &shown).shown, 0);
    assert_true(look(p, whole, &shown).shown > 0);
    pictures_close(p);
}

/* From an archive to the list of what tells something, and away with the undo. */
static void from_an_archive(void **state)
{
    (void)state;
    char path[512];
    struct intake_result r;
    struct picture_counts c;
    struct picture_told *t;
    struct str digest, copy;
    size_t n;
    bool blind;
    snprintf(path, sizeof path, "%s/x", home);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/x/actor.json", home);
    FILE *f = fopen(path, "w");
    fputs("{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":\"https://h.example/"
          "users/k\",\"type\":\"Person\",\"preferredUsername\":\"k\",\"name\":\"Kim\"}",
          f);
    fclose(f);
    snprintf(path, sizeof path, "%s/x/outbox.json", home);
    f = fopen(path, "w");
    fputs(
        "{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"type\":\"OrderedCollection\","
        "\"orderedItems\":[{\"type\":\"Create\",\"object\":{\"id\":\"https://h.example/1\","
        "\"type\":\"Note\",\"published\":\"2024-01-01T00:00:00Z\",\"to\":[\"as:Public\"],"
        "\"content\":\"<p>look</p>\",\"attachment\":[{\"type\":\"Document\",\"mediaType\":"
        "\"image/jpeg\",\"url\":\"/media_attachments/files/1/original/a.jpg\"}]}}]}",
        f);
    fclose(f);
    static const char *const folders[] = {"media_attachments", "media_attachments/files",
                                          "media_attachments/files/1",
                                          "media_attachments/files/1/original"};
    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        snprintf(path, sizeof path, "%s/x/%s", home, folders[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    snprintf(path, sizeof path, "%s/x/media_attachments/files/1/original/a.jpg", home);
    struct str bytes = with_exif(a);
    f = fopen(path, "wb");
    assert_non_null(f);
    fwrite(bytes.p, 1, bytes.n, f);
    fclose(f);
    snprintf(path, sizeof path, "%s/x", home);
    OK(intake_import(s, path, NULL, a, &r, &e));
    OK(intake_look_at_pictures(s, &e));
    OK(store_picture_counts(s, &c, &e));
    assert_int_equal(c.pictures, 1);
    assert_int_equal(c.places, 1);
    OK(store_pictures_told(s, 10, a, &t, &n, &e));
    assert_int_equal(n, 1);
    digest = t[0].picture.digest;
    OK(store_picture_shown(s, digest, a, &copy, &blind, &e));
    assert_false(blind);
    assert_int_equal(access(copy.p, R_OK), 0);
    OK(store_import_undo(s, r.about.id, &e));
    OK(store_picture_counts(s, &c, &e));
    assert_int_equal(c.pictures, 0);
    assert_int_not_equal(access(copy.p, R_OK), 0);
}

static const char *write_to(const char *name, struct str bytes)
{
    const char *path = arena_printf(a, "%s/%s", home, name).p;
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fwrite(bytes.p, 1, bytes.n, f);
    fclose(f);
    return path;
}

/* What somebody puts into a draft is looked at first; what is none leaves no trace. */
static void into_a_draft(void **state)
{
    (void)state;
    struct draft d = {.text = STR("look")}, got;
    struct picture_counts c;
    struct str copy, whole = with_exif(a);
    bool blind;
    int64_t number = 0;
    OK(store_draft_put(s, &d, &e));
    struct intake_picture from = {.path = write_to("one.jpg", whole), .alt = STR("a bench")};
    OK(intake_draft_picture(s, d.id, &from, &number, &e));
    OK(store_draft(s, d.id, a, &got, &e));
    assert_int_equal(got.pictures, 1);
    assert_true(str_is(got.picture[0].alt, "a bench"));
    OK(store_picture_shown(s, got.picture[0].media, a, &copy, &blind, &e));
    assert_false(blind);
    assert_int_equal(access(copy.p, R_OK), 0);
    OK(store_picture_counts(s, &c, &e));
    assert_int_equal(c.places, 1);
    from.path = write_to("note.txt", STR("words"));
    assert_int_equal(intake_draft_picture(s, d.id, &from, &number, &e), ERR_INVALID);
    assert_non_null(strstr(e.msg, "note.txt is no picture"));
    from.path = write_to("half.jpg", str_sub(whole, 0, 40));
    assert_int_equal(intake_draft_picture(s, d.id, &from, &number, &e), ERR_INVALID);
    from.path = home; /* a folder */
    assert_int_equal(intake_draft_picture(s, d.id, &from, &number, &e), ERR_INVALID);
    from.path = "/nowhere/at/all";
    assert_int_equal(intake_draft_picture(s, d.id, &from, &number, &e), ERR_IO);
    assert_int_equal(count("SELECT count(*) FROM media"), 1);
    OK(store_draft_drop(s, d.id, &e));
    assert_int_not_equal(access(copy.p, R_OK), 0);
    assert_int_equal(count("SELECT count(*) FROM pictures"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(what_it_tells), TEST(a_large_one_becomes_small),
                                       TEST(what_is_broken), TEST(from_an_archive),
                                       TEST(into_a_draft)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
