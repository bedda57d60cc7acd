/* store/seal.c: the key of a home, and secrets that are kept sealed with it (XSalsa20-Poly1305). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/seal.h"

#include "core/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum err_code read_key(const char *path, unsigned char key[SEAL_BYTES], bool *there,
                              struct err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    *there = fd >= 0;
    if (fd < 0)
        return errno == ENOENT
                   ? ERR_OK
                   : err_set(e, ERR_IO, "%s can't be read: %s", path, strerror(errno));
    ssize_t n = read(fd, key, SEAL_BYTES);
    close(fd);
    return n == SEAL_BYTES
               ? ERR_OK
               : err_set(e, ERR_IO, "%s is cut off; bring it back from a backup", path);
}

/* Written whole beside its place and linked there: the first of several makes it for all. */
static enum err_code make_key(const char *path, struct arena *a, struct err *e)
{
    unsigned char key[SEAL_BYTES];
    char *beside = arena_cstr(a, arena_printf(a, "%s.XXXXXX", path));
    int fd = mkostemp(beside, O_CLOEXEC); /* 0600 */
    if (fd < 0)
        return err_set(e, ERR_IO, "%s can't be written: %s", path, strerror(errno));
    randombytes_buf(key, sizeof key);
    bool ok = write(fd, key, sizeof key) == (ssize_t)sizeof key && fsync(fd) == 0;
    ok = close(fd) == 0 && ok;
    ok = ok && (link(beside, path) == 0 || errno == EEXIST);
    int why = errno;
    unlink(beside);
    sodium_memzero(key, sizeof key);
    return ok ? ERR_OK : err_set(e, ERR_IO, "%s can't be written: %s", path, strerror(why));
}

enum err_code seal_key(const char *home, unsigned char key[SEAL_BYTES], struct err *e)
{
    struct arena *a = arena_new(KIB(64));
    struct str path = arena_printf(a, "%s/key", home);
    bool there = false;
    enum err_code rc = sodium_init() < 0
                           ? err_set(e, ERR_IO, "no source of randomness was found")
                           : read_key(path.p, key, &there, e);
    if (rc == ERR_OK && !there)
        rc = make_key(path.p, a, e);
    if (rc == ERR_OK && !there)
        rc = read_key(path.p, key, &there, e);
    if (rc == ERR_OK && !there)
        rc = err_set(e, ERR_IO, "%s went away", path.p);
    arena_free(a);
    return rc;
}

void seal_derive(const unsigned char key[SEAL_BYTES], const char *purpose,
                 unsigned char out[SEAL_BYTES])
{
    crypto_generichash(out, SEAL_BYTES, (const unsigned char *)purpose, strlen(purpose), key,
                       SEAL_BYTES);
}

struct str seal_close(const unsigned char key[SEAL_BYTES], struct str plain, struct arena *a)
{
    const size_t n = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.n;
    unsigned char *raw = arena_alloc(a, n);
    char *hex = arena_alloc(a, n * 2 + 1);
    randombytes_buf(raw, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(raw + crypto_secretbox_NONCEBYTES, (const unsigned char *)plain.p,
                          plain.n, raw, key);
    sodium_bin2hex(hex, n * 2 + 1, raw, n);
    return str_of(hex, n * 2);
}

bool seal_open(const unsigned char key[SEAL_BYTES], struct str sealed, struct arena *a,
               struct str *plain)
{
    const size_t least = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    size_t n = 0;
    if (sealed.n % 2 || sealed.n / 2 < least || sealed.n > MIB(1))
        return false;
    unsigned char *raw = arena_alloc(a, sealed.n / 2);
    if (sodium_hex2bin(raw, sealed.n / 2, sealed.p, sealed.n, NULL, &n, NULL) != 0 ||
        n != sealed.n / 2)
        return false;
    unsigned char *out = arena_alloc(a, n - least + 1);
    if (crypto_secretbox_open_easy(out, raw + crypto_secretbox_NONCEBYTES,
                                   n - crypto_secretbox_NONCEBYTES, raw, key) != 0)
        return false;
    out[n - least] = 0;
    *plain = str_of((const char *)out, n - least);
    return true;
}
