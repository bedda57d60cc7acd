/* tools/sample/picture.c: a small PNG, hills under a sky with a sun: a stand-in for a photo. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include "core/mem.h"

#include <string.h>
#include <zlib.h>

enum {
    WIDE = 480,
    HIGH = 320,
    SKY = 48,   /* shades, from the top down to the horizon */
    RIDGES = 3, /* rows of hills, the far ones pale */
    SHADES = 24 /* of each ridge, from its top down */
};
enum {
    SUN = SKY + RIDGES * SHADES,
    COLOURS
};

static void put_u32(struct buf *b, uint32_t v)
{
    for (int k = 24; k >= 0; k -= 8)
        buf_char(b, (char)(v >> k & 255));
}

static void put_chunk(struct buf *b, const char *type, const void *p, size_t n)
{
    struct buf c;
    buf_init(&c, n + 8);
    buf_lit(&c, type);
    buf_put(&c, p, n);
    put_u32(b, (uint32_t)n);
    buf_put(b, c.p, c.n);
    put_u32(b, (uint32_t)crc32(0, (const unsigned char *)c.p, (uInt)c.n));
    buf_free(&c);
}

/* Whole numbers only, so that every machine draws the same. */
static int between(int from, int to, int at, int of)
{
    return from + (to - from) * at / of;
}

static void put_palette(struct buf *b, struct rng *r)
{
    int top[3] = {rng_range(r, 40, 120), rng_range(r, 90, 160), rng_range(r, 150, 220)};
    int low[3] = {rng_range(r, 225, 255), rng_range(r, 190, 230), rng_range(r, 170, 215)};
    int near[3] = {rng_range(r, 20, 70), rng_range(r, 60, 110), rng_range(r, 40, 80)};
    unsigned char p[COLOURS * 3];
    for (int k = 0; k < 3; k++) {
        for (int i = 0; i < SKY; i++)
            p[i * 3 + k] = (unsigned char)between(top[k], low[k], i, SKY - 1);
        for (int i = 0; i < RIDGES * SHADES; i++) {
            int ridge = i / SHADES, at = i % SHADES;
            int colour = between(low[k], near[k], ridge + 1, RIDGES);
            p[(SKY + i) * 3 + k] = (unsigned char)between(colour, colour * 3 / 4, at, SHADES);
        }
        p[SUN * 3 + k] = (unsigned char)(255 - k * 18);
    }
    put_chunk(b, "PLTE", p, sizeof p);
}

/* A smooth wave of -100 to 100, made of parabolas. */
static int wave(int x, int length)
{
    int at = x % length * 400 / length; /* four quarters of 100 */
    int t = at % 200 - 100, v = 100 - t * t / 100;
    return at < 200 ? v : -v;
}

struct hills {
    int sun_x, sun_y, sun_size;
    struct {
        int y, height, length, shift;
    } ridge[RIDGES];
};

static struct hills hills_of(struct rng *r)
{
    struct hills s = {
        rng_range(r, 60, WIDE - 60), rng_range(r, 40, 130), rng_range(r, 16, 34), {{0}}};
    for (int i = 0; i < RIDGES; i++) {
        s.ridge[i].y = 150 + i * 50 + rng_range(r, -10, 10);
        s.ridge[i].height = rng_range(r, 12, 38);
        s.ridge[i].length = rng_range(r, 160, 420);
        s.ridge[i].shift = rng_range(r, 0, 400);
    }
    return s;
}

static int pixel(const struct hills *s, int x, int y)
{
    for (int i = RIDGES - 1; i >= 0; i--) {
        int length = s->ridge[i].length, at = x + s->ridge[i].shift;
        int edge = s->ridge[i].y - (wave(at, length) + wave(at + 70, length * 2 / 5) / 3) *
                                       s->ridge[i].height / 100;
        int depth = (y - edge) / 6;
        if (y >= edge)
            return SKY + i * SHADES + (depth < SHADES ? depth : SHADES - 1);
    }
    int dx = x - s->sun_x, dy = y - s->sun_y;
    if (dx * dx + dy * dy < s->sun_size * s->sun_size)
        return SUN;
    return y * SKY / HIGH * 3 / 2 < SKY ? y * SKY / HIGH * 3 / 2 : SKY - 1;
}

/* Bytes that no packer makes smaller, as a chunk that decoders pass over: for archives of any size. */
static void put_noise(struct buf *b, uint64_t n, size_t bytes)
{
    unsigned char *p = mem_alloc(bytes);
    struct rng r;
    rng_init(&r, n, "noise", 0);
    for (size_t i = 0; i + 8 <= bytes; i += 8) {
        uint64_t v = rng_next(&r);
        memcpy(p + i, &v, sizeof v);
    }
    put_chunk(b, "noIs", p, bytes / 8 * 8);
    mem_free(p);
}

void put_picture(struct buf *b, uint64_t n, size_t noise)
{
    static const unsigned char head[] = {0,          0, WIDE >> 8, WIDE & 255, 0, 0, HIGH >> 8,
                                         HIGH & 255, 8, 3,         0,          0, 0};
    const size_t size = (WIDE + 1) * HIGH;
    unsigned char *raw = mem_alloc(size), *z = mem_alloc(compressBound(size));
    uLongf packed = compressBound(size);
    struct rng r;
    rng_init(&r, n, "picture", 0);
    buf_put(b, "\x89PNG\r\n\x1a\n", 8);
    put_chunk(b, "IHDR", head, sizeof head);
    put_palette(b, &r);
    struct hills s = hills_of(&r);
    for (int y = 0; y < HIGH; y++) {
        raw[y * (WIDE + 1)] = 0; /* no filter */
        for (int x = 0; x < WIDE; x++)
            raw[y * (WIDE + 1) + 1 + x] = (unsigned char)pixel(&s, x, y);
    }
    if (compress2(z, &packed, raw, size, 6) == Z_OK)
        put_chunk(b, "IDAT", z, packed);
    if (noise)
        put_noise(b, n, noise);
    put_chunk(b, "IEND", "", 0);
    mem_free(raw);
    mem_free(z);
}
