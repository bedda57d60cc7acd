/* web/totp.c: one-time codes by OpenSSL's HMAC, their QR code by libqrencode. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <qrencode.h>

unsigned totp_code(struct str secret, int64_t step)
{
    unsigned char at[8], mac[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    for (size_t i = 0; i < sizeof at; i++)
        at[i] = (unsigned char)((uint64_t)step >> (8 * (7 - i)));
    if (!HMAC(EVP_sha1(), secret.p, (int)secret.n, at, sizeof at, mac, &n) || n < 20)
        return UINT32_MAX;           /* a code that nobody can type */
    size_t from = mac[n - 1] & 0x0F; /* RFC 4226, 5.3 */
    uint32_t v = (uint32_t)(mac[from] & 0x7F) << 24 | (uint32_t)mac[from + 1] << 16 |
                 (uint32_t)mac[from + 2] << 8 | mac[from + 3];
    return v % 1000000;
}

/* Six digits, perhaps with spaces between. */
static bool digits_of(struct str typed, unsigned *out)
{
    unsigned n = 0;
    *out = 0;
    for (size_t i = 0; i < typed.n; i++) {
        unsigned char c = (unsigned char)typed.p[i];
        if (c == ' ')
            continue;
        if (!ascii_is_digit(c) || ++n > 6)
            return false;
        *out = *out * 10 + (unsigned)(c - '0');
    }
    return n == 6;
}

bool totp_check(struct str secret, struct str typed, int64_t now_ms, int64_t last,
                int64_t *step)
{
    unsigned code;
    bool right = false;
    const int64_t now = now_ms / 1000 / TOTP_STEP_S;
    if (!digits_of(typed, &code))
        return false;
    for (int64_t at = now - TOTP_AROUND; at <= now + TOTP_AROUND; at++) {
        if (at > last && totp_code(secret, at) == code && !right) {
            *step = at;
            right = true;
        }
    }
    return right;
}

struct str totp_words(struct str secret, struct arena *a)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    struct buf b;
    uint32_t bits = 0;
    unsigned have = 0, n = 0;
    buf_init(&b, 256);
    for (size_t i = 0; i < secret.n; i++) {
        bits = bits << 8 | (unsigned char)secret.p[i];
        have += 8;
        for (; have >= 5; have -= 5) {
            if (n && n % 4 == 0)
                buf_char(&b, ' ');
            buf_char(&b, letters[bits >> (have - 5) & 31]);
            n++;
        }
    }
    struct str s = arena_str(a, buf_view(&b));
    buf_free(&b);
    return s;
}

struct str totp_address(struct str secret, struct str who, struct arena *a)
{
    struct str words = totp_words(secret, a);
    struct buf b;
    buf_init(&b, 4096);
    buf_lit(&b, "otpauth://totp/Tact:");
    for (size_t i = 0; i < who.n; i++) {
        unsigned char c = (unsigned char)who.p[i];
        if (ascii_is_alnum(c) || c == '.' || c == '-')
            buf_char(&b, (char)c);
        else
            buf_printf(&b, "%%%02X", c);
    }
    buf_lit(&b, "?secret=");
    for (size_t i = 0; i < words.n; i++)
        if (words.p[i] != ' ')
            buf_char(&b, words.p[i]);
    buf_lit(&b, "&issuer=Tact");
    struct str s = arena_str(a, buf_view(&b));
    buf_free(&b);
    return s;
}

/* One path of unit squares on white: it is scanned by cameras, so it is dark on light always. */
bool totp_picture(struct str address, struct buf *out)
{
    struct buf z;
    buf_init(&z, 4096);
    buf_str(&z, address);
    QRcode *q = QRcode_encodeString8bit(buf_cstr(&z), 0, QR_ECLEVEL_M);
    buf_free(&z);
    if (!q)
        return false;
    int side = q->width + 8; /* the quiet zone of four */
    buf_printf(out,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
               "shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/>"
               "<path fill=\"#000\" d=\"",
               side, side, side, side);
    for (int y = 0; y < q->width; y++)
        for (int x = 0; x < q->width; x++)
            if (q->data[y * q->width + x] & 1)
                buf_printf(out, "M%d %dh1v1h-1z", x + 4, y + 4);
    buf_lit(out, "\"/></svg>\n");
    QRcode_free(q);
    return true;
}
