/* tests/unit/test_picture.c: what is told of a picture's metadata, and hostile files. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "context/picture.h"
#include "core/buf.h"

static struct arena *arena;
static struct sensitive *list;
static size_t count;

static void u16(struct buf *b, unsigned v)
{
    buf_char(b, (char)(v & 0xff));
    buf_char(b, (char)(v >> 8));
}

static void u32(struct buf *b, unsigned v)
{
    u16(b, v & 0xffff);
    u16(b, v >> 16);
}

static void entry(struct buf *b, unsigned tag, unsigned type, unsigned n, unsigned value)
{
    u16(b, tag);
    u16(b, type);
    u32(b, n);
    u32(b, value);
}

static void fraction(struct buf *b, unsigned over, unsigned under)
{
    u32(b, over);
    u32(b, under);
}

/* 52° 31' 12" north, 13° 24' 18" east, by a "Kamora 7" with the serial number KX4471. */
static void tiff(struct buf *b)
{
    enum {
        IFD0 = 8,
        EXIF = IFD0 + 2 + 3 * 12 + 4,
        GPS = EXIF + 2 + 12 + 4,
        DATA = GPS + 2 + 4 * 12 + 4
    };
    buf_lit(b, "II*");
    buf_char(b, '\0');
    u32(b, IFD0);
    u16(b, 3);
    entry(b, 0x0110, 2, 9, DATA);
    entry(b, 0x8769, 4, 1, EXIF);
    entry(b, 0x8825, 4, 1, GPS);
    u32(b, 0);
    u16(b, 1);
    entry(b, 0xa431, 2, 7, DATA + 10);
    u32(b, 0);
    u16(b, 4);
    entry(b, 1, 2, 2, 'N');
    entry(b, 2, 5, 3, DATA + 18);
    entry(b, 3, 2, 2, 'E');
    entry(b, 4, 5, 3, DATA + 42);
    u32(b, 0);
    buf_put(b, "Kamora 7\0", 10);
    buf_put(b, "KX4471\0", 8);
    fraction(b, 52, 1);
    fraction(b, 31, 1);
    fraction(b, 12, 1);
    fraction(b, 13, 1);
    fraction(b, 24, 1);
    fraction(b, 18, 1);
}

static void jpeg(struct buf *b, const char *head, size_t n_head, const struct buf *body)
{
    size_t size = 2 + n_head + body->n;
    buf_put(b, "\xff\xd8\xff\xe1", 4);
    buf_char(b, (char)(size >> 8));
    buf_char(b, (char)(size & 0xff));
    buf_put(b, head, n_head);
    buf_str(b, buf_view(body));
    buf_put(b, "\xff\xda\0\2\xff\xd9", 6);
}

static enum err_code read_facts(struct str bytes)
{
    struct err e = {0};
    arena_reset(arena);
    return picture_facts(bytes, arena, &list, &count, &e);
}

static bool told(const char *words, enum severity severity)
{
    for (size_t i = 0; i < count; i++) {
        if (strstr(list[i].why, words) != NULL)
            return list[i].severity == severity && list[i].kind == SENSITIVE_PICTURE;
    }
    return false;
}

static void expect_all(void)
{
    assert_true(told("52.52000 north, 13.40500 east", SEVERITY_WARN));
    assert_true(told("KX4471", SEVERITY_WARN));
    assert_true(told("Kamora 7", SEVERITY_INFO));
}

static void test_exif_in_every_container(void **state)
{
    (void)state;
    struct buf t, b;
    buf_init(&t, 4096);
    buf_init(&b, 8192);
    tiff(&t);
    jpeg(&b, "Exif\0", 6, &t);
    assert_int_equal(read_facts(buf_view(&b)), ERR_OK);
    expect_all();

    assert_int_equal(read_facts(buf_view(&t)), ERR_OK);
    expect_all();

    b.n = 0;
    buf_put(&b, "\x89PNG\r\n\x1a\n", 8);
    buf_put(&b, "\0\0\0", 3);
    buf_char(&b, (char)t.n);
    buf_lit(&b, "eXIf");
    buf_str(&b, buf_view(&t));
    buf_put(&b, "\0\0\0\0", 4);
    assert_true(t.n < 256);
    assert_int_equal(read_facts(buf_view(&b)), ERR_OK);
    expect_all();

    b.n = 0;
    buf_put(&b, "RIFF\0\0\0\0WEBPEXIF", 16);
    u32(&b, (unsigned)t.n);
    buf_str(&b, buf_view(&t));
    assert_int_equal(read_facts(buf_view(&b)), ERR_OK);
    expect_all();

    b.n = 0;
    buf_put(&b,
            "\0\0\0\x18"
            "ftypheic\0\0\0\0some boxes Exif\0",
            33);
    buf_str(&b, buf_view(&t));
    assert_int_equal(read_facts(buf_view(&b)), ERR_OK);
    expect_all();
    buf_free(&b);
    buf_free(&t);
}

static void test_names_in_xmp(void **state)
{
    (void)state;
    static const char xmp[] =
        "<x:xmpmeta><rdf:Description photoshop:City=\"Elbwies\" aux:SerialNumber=\"778\">"
        "<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Ida Lark</rdf:li></rdf:Bag>"
        "</Iptc4xmpExt:PersonInImage></rdf:Description></x:xmpmeta>";
    struct buf x, b;
    buf_init(&x, 4096);
    buf_init(&b, 8192);
    buf_lit(&x, xmp);
    jpeg(&b, "http://ns.adobe.com/xap/1.0/", 29, &x);
    assert_int_equal(read_facts(buf_view(&b)), ERR_OK);
    assert_true(told("Elbwies", SEVERITY_WARN));
    assert_true(told("778", SEVERITY_WARN));
    assert_true(told("Ida Lark", SEVERITY_WARN));
    buf_free(&b);
    buf_free(&x);
}

static void test_nothing_to_tell(void **state)
{
    (void)state;
    assert_int_equal(read_facts(str_of("\xff\xd8\xff\xda\0\2", 6)), ERR_OK);
    assert_int_equal(count, 0);
    assert_int_equal(read_facts(STR("GIF89a")), ERR_PARSE);
    assert_int_equal(read_facts(STR_NONE), ERR_PARSE);
}

/* Cut anywhere, and with any byte changed, it ends, and tells nothing outside of the file. */
static void test_broken_files(void **state)
{
    (void)state;
    struct buf t, b;
    buf_init(&t, 4096);
    buf_init(&b, 8192);
    tiff(&t);
    jpeg(&b, "Exif\0", 6, &t);
    for (size_t n = 0; n < b.n; n++) {
        enum err_code code = read_facts(str_sub(buf_view(&b), 0, n));
        assert_true(code == ERR_OK || code == ERR_PARSE);
    }
    for (size_t i = 2; i < b.n; i++) {
        char kept = b.p[i];
        for (unsigned v = 0; v < 256; v += 15) {
            b.p[i] = (char)v;
            enum err_code code = read_facts(buf_view(&b));
            assert_true(code == ERR_OK || code == ERR_PARSE);
        }
        b.p[i] = kept;
    }
    buf_free(&b);
    buf_free(&t);
}

static int start(void **state)
{
    (void)state;
    arena = arena_new((size_t)32 << 20);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exif_in_every_container),
        cmocka_unit_test(test_names_in_xmp),
        cmocka_unit_test(test_nothing_to_tell),
        cmocka_unit_test(test_broken_files),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
