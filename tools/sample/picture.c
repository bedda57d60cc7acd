/* tools/sample/picture.c: a small PNG with a sky, a ground and a sun: a stand-in for a photo. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

enum {
    WIDE = 64,
    HIGH = 48
};

static uint32_t crc(const unsigned char *p, size_t n)
{
    uint32_t c = 0xFFFFFFFFU;
    for (size_t i = 0; i < n; i++) {
        c ^= p[i];
        for (int k = 0; k < 8; k++)
            c = c & 1 ? 0xEDB88320U ^ (c >> 1) : c >> 1;
    }
    return c ^ 0xFFFFFFFFU;
}

static void put_u32(struct buf *b, uint32_t v)
{
    for (int k = 24; k >= 0; k -= 8)
        buf_char(b, (char)(v >> k & 255));
}

static void put_chunk(struct buf *b, const char *type, const void *p, size_t n)
{
    struct buf c;
    buf_init(&c, 65536);
    buf_lit(&c, type);
    buf_put(&c, p, n);
    put_u32(b, (uint32_t)n);
    buf_put(b, c.p, c.n);
    put_u32(b, crc((const unsigned char *)c.p, c.n));
    buf_free(&c);
}

/* Palette: 0-15 sky, 16-31 ground, 32 sun. */
static void put_palette(struct buf *b, struct rng *r)
{
    int sky[3] = {rng_range(r, 90, 200), rng_range(r, 120, 210), rng_range(r, 160, 250)};
    int ground[3] = {rng_range(r, 60, 190), rng_range(r, 70, 170), rng_range(r, 40, 130)};
    unsigned char p[33 * 3];
    for (int i = 0; i < 33; i++)
        for (int k = 0; k < 3; k++) {
            int v = i < 16 ? sky[k] + i * 3 : i < 32 ? ground[k] - (i - 16) * 3 : 255 - k * 40;
            p[i * 3 + k] = (unsigned char)(v < 0 ? 0 : v > 255 ? 255 : v);
        }
    put_chunk(b, "PLTE", p, sizeof p);
}

static int pixel(int x, int y, int horizon, int sun_x, int sun_y)
{
    int dx = x - sun_x, dy = y - sun_y;
    int edge = horizon + ((x / 7) % 3);
    if (y >= edge)
        return 16 + (y - edge) * 15 / HIGH;
    return dx * dx + dy * dy < 25 ? 32 : y * 15 / HIGH;
}

void put_picture(struct buf *b, uint64_t n)
{
    static const unsigned char head[] = {0, 0, 0, WIDE, 0, 0, 0, HIGH, 8, 3, 0, 0, 0};
    struct rng r;
    struct buf z;
    uint32_t s1 = 1, s2 = 0;
    const unsigned size = (WIDE + 1) * HIGH;
    rng_init(&r, n, "picture", 0);
    buf_init(&z, 65536);
    buf_put(b, "\x89PNG\r\n\x1a\n", 8);
    put_chunk(b, "IHDR", head, sizeof head);
    put_palette(b, &r);
    int horizon = rng_range(&r, 20, 36), sun_x = rng_range(&r, 8, 56),
        sun_y = rng_range(&r, 6, 18);
    /* zlib with one stored block */
    const unsigned char start[] = {
        0x78, 0x01, 1, size & 255, size >> 8, ~size & 255, (~size >> 8) & 255};
    buf_put(&z, start, sizeof start);
    for (int y = 0; y < HIGH; y++)
        for (int x = -1; x < WIDE; x++) {
            int v = x < 0 ? 0 : pixel(x, y, horizon, sun_x, sun_y);
            buf_char(&z, (char)v);
            s1 = (s1 + (uint32_t)v) % 65521;
            s2 = (s2 + s1) % 65521;
        }
    put_u32(&z, s2 << 16 | s1);
    put_chunk(b, "IDAT", z.p, z.n);
    put_chunk(b, "IEND", "", 0);
    buf_free(&z);
}
