/* tests/fuzz/fuzz_bluesky.c: repositories of Bluesky: any bytes, any blocks, any records. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "any_file.h"
#include "car_make.h"

extern const struct reader reader_bluesky;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Blocks that name each other by digests are out of a fuzzer's reach: here a link holds the number
 * of an earlier block, and its digest is put there. Each block has its length in two bytes in
 * front; the last is the root. */
enum {
    BLOCKS_MOST = 64
};

static void join(struct str block, const struct cid *cid, size_t n)
{
    static const char link[] = "\xD8\x2A\x58\x25\0\x01\x71\x12\x20";
    for (struct str rest = block;;) {
        ptrdiff_t at = str_find(rest, str_of(link, sizeof link - 1));
        if (at < 0)
            return;
        rest = str_after(rest, (size_t)at + sizeof link - 1);
        if (rest.n < CID_DIGEST || n == 0)
            return;
        struct cid to = cid[(unsigned char)rest.p[0] % n];
        memcpy((char *)(uintptr_t)rest.p, to.digest, CID_DIGEST);
    }
}

static void make_blocks(struct buf *car, struct str in)
{
    struct cid cid[BLOCKS_MOST] = {{0}};
    struct buf body;
    size_t n = 0;
    buf_init(&body, MIB(4));
    while (in.n > 2 && n < BLOCKS_MOST) {
        size_t len = (size_t)(unsigned char)in.p[0] << 8 | (unsigned char)in.p[1];
        char *copy = malloc(len + 1);
        struct str block = str_sub(str_after(in, 2), 0, len);
        memcpy(copy, block.p, block.n);
        join(str_of(copy, block.n), cid, n);
        car_block_put(&body, str_of(copy, block.n), &cid[n], false, false);
        n++;
        free(copy);
        in = str_after(in, 2 + block.n);
    }
    struct buf head;
    buf_init(&head, 256);
    buf_put(&head, "\xA2\x65roots\x81", 8);
    car_link(&head, &cid[n ? n - 1 : 0]);
    buf_put(&head, "\x67version\x01", 9);
    buf_char(car, (char)head.n);
    buf_str(car, buf_view(&head));
    buf_str(car, buf_view(&body));
    buf_free(&head);
    buf_free(&body);
}

/* Lines of "key TAB json". */
static void make_records(struct buf *car, struct str in)
{
    struct car_record record[BLOCKS_MOST];
    struct str line;
    size_t n = 0;
    while (n < BLOCKS_MOST && str_cut(&in, '\n', &line)) {
        record[n].json = line;
        if (str_cut(&record[n].json, '\t', &record[n].key) && record[n].json.n &&
            record[n].key.n < 600)
            n++;
    }
    car_make(car, record, n, CAR_WHOLE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf car;
    if (size == 0)
        return 0;
    struct str in = str_of((const char *)data + 1, size - 1);
    buf_init(&car, MIB(8));
    buf_char(&car, '\0'); /* which of the reader's files */
    if (data[0] == 'r')
        make_records(&car, in);
    else if (data[0] == 'b')
        make_blocks(&car, in);
    else
        buf_str(&car, in);
    read_any_file(&reader_bluesky, (const uint8_t *)car.p, car.n);
    buf_free(&car);
    return 0;
}
