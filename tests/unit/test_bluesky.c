/* tests/unit/test_bluesky.c: the repository of a Bluesky account, with each of its traps. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "car_make.h"
#include "collect.h"

#include "archives/bluesky.h"
#include "archives/cbor.h"
#include "text/utf8.h"

#define ME   "at://" CAR_MAKE_DID "/"
#define ANA  "did:plc:anaanaanaanaanaanaanaana"
#define POST "app.bsky.feed.post/"

struct row {
    const char *key, *json;
};

/* Makes a repository of the rows (the last one NULL), reads it, and answers what became of it. */
static enum err_code read_rows(struct collect *c, const struct row *row, enum car_fault fault,
                               struct err *e)
{
    struct car_record record[64];
    struct buf car;
    char dir[] = "/tmp/tact-bluesky-XXXXXX", path[64];
    const char *id = NULL;
    size_t n = 0;
    for (; row[n].key; n++)
        record[n] = (struct car_record){str_from(row[n].key), str_from(row[n].json)};
    buf_init(&car, MIB(8));
    car_make(&car, record, n, fault);
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/repo.car", dir);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(car.p, 1, car.n, f), car.n);
    assert_int_equal(fclose(f), 0);
    collect_init(c, true);
    enum err_code rc = collect_read(c, path, &id, e);
    collect_remove(dir);
    buf_free(&car);
    assert_string_equal(id, "bluesky");
    return rc;
}

static void test_records(void **state)
{
    (void)state;
    struct collect c;
    struct err e = {0};
    const struct row rows[] = {
        {"app.bsky.actor.profile/self",
         "{\"displayName\":\"Kim Å\",\"description\":\"Tea\",\"website\":\"https://kim.example\","
         "\"pronouns\":\"they\",\"createdAt\":\"2023-05-06T07:08:09Z\"}"                     },
        {POST "3kaaaaaaaaa2a",
         "{\"text\":\"one\",\"langs\":[\"en\",\"sv\"],\"tags\":[\"tea\",\"rain\"],\"createdAt\":"
         "\"2024-01-02T03:04:05.678Z\",\"labels\":{\"values\":[{\"val\":\"nudity\"}]}}"      },
        {POST "3kaaaaaaaaa2b",
         "{\"text\":\"a reply\",\"createdAt\":\"2024-01-03T00:00:00+01:00\",\"reply\":{\"root\":"
         "{\"uri\":\"" ME POST "3kaaaaaaaaa2a\"},\"parent\":{\"uri\":\"at://" ANA "/" POST
         "3kaaaaaaaaa2c\"}}}"                                                                },
        {POST "3kaaaaaaaaa2d",
         "{\"text\":\"so true\",\"createdAt\":\"2024-01-04T00:00:00Z\",\"embed\":{\"$type\":"
         "\"app.bsky.embed.recordWithMedia\",\"record\":{\"record\":{\"uri\":\"at://" ANA
         "/" POST
         "3kaaaaaaaaa2e\"}},\"media\":{\"$type\":\"app.bsky.embed.images\",\"images\":[{"
         "\"alt\":\"a bowl\",\"image\":{\"$type\":\"blob\",\"ref\":{\"$link\":\"x\"},"
         "\"mimeType\":\"image/jpeg\",\"size\":1}},{\"alt\":\"\",\"image\":{\"cid\":\"bafkold\","
         "\"mimeType\":\"image/png\"}}]}}}"                                                  },
        {POST "3kaaaaaaaaa2f",
         "{\"text\":\"see\",\"createdAt\":\"2024-01-05T00:00:00Z\",\"embed\":{\"$type\":"
         "\"app.bsky.embed.external\",\"external\":{\"uri\":\"https://a.example/1\",\"title\":"
         "\"A page\",\"description\":\"of words\"}}}"                                        },
        {POST "3kaaaaaaaaa2g",
         "{\"text\":\"my list\",\"createdAt\":\"2024-01-06T00:00:00Z\",\"embed\":{\"$type\":"
         "\"app.bsky.embed.record\",\"record\":{\"uri\":\"" ME "app.bsky.graph.list/3kl\"}}}"},
        {"app.bsky.feed.like/3kaaaaaaaaa2h",
         "{\"subject\":{\"uri\":\"at://" ANA "/" POST "3kaaaaaaaaa2c\"},\"createdAt\":"
         "\"2024-01-07T00:00:00Z\"}"                                                         },
        {"app.bsky.feed.repost/3kaaaaaaaaa2i",
         "{\"subject\":{\"uri\":\"at://" ANA "/" POST "3kaaaaaaaaa2c\"},\"createdAt\":"
         "\"2024-01-08T00:00:00Z\"}"                                                         },
        {"app.bsky.graph.follow/3kaaaaaaaaa2j",
         "{\"subject\":\"" ANA "\",\"createdAt\":\"2024-01-09T00:00:00Z\"}"                  },
        {"app.bsky.graph.follow/3kaaaaaaaaa2k",
         "{\"subject\":\"" ANA "\",\"createdAt\":\"2024-02-09T00:00:00Z\"}"                  },
        {"app.bsky.graph.block/3kaaaaaaaaa2l",
         "{\"subject\":\"did:web:loud.example\",\"createdAt\":\"2024-01-10T00:00:00Z\"}"     },
        {"app.bsky.graph.list/3kl",               "{\"name\":\"Choir\",\"purpose\":\"x\"}"   },
        {"app.bsky.graph.listitem/3kaaaaaaaaa2m",
         "{\"subject\":\"" ANA "\",\"list\":\"" ME "app.bsky.graph.list/3kl\"}"              },
        {"app.bsky.graph.listitem/3kaaaaaaaaa2n",
         "{\"subject\":\"" ANA "\",\"list\":\"" ME "app.bsky.graph.list/3gone\"}"            },
        {"app.bsky.feed.like/3kaaaaaaaaa2o",      "{\"createdAt\":\"2024-01-07T00:00:00Z\"}" },
        {"com.example.diary/1",                   "{\"text\":\"left\"}"                      },
        {NULL,                                    NULL                                       }
    };
    assert_int_equal(read_rows(&c, rows, CAR_WHOLE, &e), ERR_OK);
    assert_line(&c, "account key=\"" CAR_MAKE_DID "\" name=\"Kim Å\" url=");
    assert_line(&c, "bio value=\"Tea\"");
    assert_line(&c, "url value=\"https://kim.example\"");
    assert_line(&c, "value=\"they\" label=\"pronouns\"");
    assert_line(&c, "post post own at=1704164645678 text=\"one\\n\\n#tea #rain\" "
                    "summary=\"nudity\" url=\"https://bsky.app/profile/" CAR_MAKE_DID
                    "/post/3kaaaaaaaaa2a\" language=\"en\" public thread=\"" ME POST
                    "3kaaaaaaaaa2a\" key=\"" ME POST "3kaaaaaaaaa2a\"");
    assert_line(&c, "post reply own at=1704236400000 text=\"a reply\"");
    assert_line(&c, "reply_to=\"at://" ANA "/" POST "3kaaaaaaaaa2c\" thread=\"" ME POST
                    "3kaaaaaaaaa2a\"");
    assert_line(&c, "post reshare own at=1704326400000 text=\"so true\"");
    assert_line(&c, "attachment 0 image uri=\"bafkrei");
    assert_line(&c, "alt=\"a bowl\"");
    assert_line(&c, "attachment 1 image uri=\"bafkold\"");
    assert_line(&c, "attachment 0 link uri=\"https://a.example/1\" alt=\"of words\" "
                    "note=\"A page\"");
    assert_line(&c, "post post own at=1704499200000 text=\"my list\""); /* quotes no post */
    assert_line(&c, "reaction like own at=1704585600000 post=\"at://" ANA);
    assert_line(&c, "reshare_of=\"at://" ANA "/" POST "3kaaaaaaaaa2c\" key=\"" ME
                    "app.bsky.feed.repost/3kaaaaaaaaa2i\"");
    assert_lines(&c, "connection " ANA " follows", 2);
    assert_line(&c, "connection did:web:loud.example blocked");
    assert_lines(&c, "identity " ANA, 1);
    assert_line(&c, "fact " ANA " label value=\"Choir\"");
    assert_line(&c, "unread why=\"a place on a list that is not in the file\"");
    assert_line(&c, "unread why=\"a like of nothing\"");
    assert_lines(&c, "unread", 2);
    assert_lines(&c, "diary", 0);
    collect_done(&c);
}

#define FACET(from, to, feature)                                                               \
    "{\"index\":{\"byteStart\":" #from ",\"byteEnd\":" #to "},\"features\":[{" feature "}]}"

/* Offsets count bytes, may overlap, lie behind the text or inside a character. */
static void test_facets(void **state)
{
    (void)state;
    struct collect c;
    struct err e = {0};
    const struct row rows[] = {
        {POST "3kaaaaaaaaa2a",
         "{\"text\":\"å @ana.example a.example/lo… b\",\"facets\":[" /* the link cut short */
         FACET(16,            31, "\"uri\":\"https://a.example/long?q=1\"") "," FACET(
             18, 31, "\"uri\":\"https://a.example/lost\"") "," /* overlaps it */
         FACET(3, 15, "\"did\":\"" ANA "\"") "," FACET(
             1, 3, "\"did\":\"did:plc:half\"") "," /* half an å */
         FACET(3, 999, "\"did\":\"did:plc:far\"") "," FACET(
             9, 3, "\"did\":\"did:plc:backwards\"") "," FACET(0, 2,
         "\"did\":\"no did\"") ",{},7]}"},
        {POST "3kaaaaaaaaa2b",      "{\"text\":\"@Not a handle\",\"facets\":[" FACET(
                                   0, 13, "\"did\":\"did:web:bo.example\"") "]}"},
        {NULL,                  NULL }
    };
    assert_int_equal(read_rows(&c, rows, CAR_WHOLE, &e), ERR_OK);
    assert_line(&c, "text=\"å @ana.example https://a.example/long?q=1 b\"");
    assert_line(&c, "link=\"https://a.example/long?q=1\"");
    assert_line(&c, "identity " ANA " person handle=\"ana.example\"");
    assert_line(&c, "identity did:web:bo.example person\n");
    assert_lines(&c, "identity", 2);
    assert_lines(&c, "unread", 0);
    collect_done(&c);
}

/* createdAt is the client's word. */
static void test_times(void **state)
{
    (void)state;
    struct collect c;
    struct err e = {0};
    const struct row rows[] = {
        {POST "3kaaaaaaaaa2a", "{\"text\":\"far\",\"createdAt\":\"2999-01-01T00:00:00Z\"}" },
        {POST "3kaaaaaaaaa2b", "{\"text\":\"none\"}"                                       },
        {POST "3kaaaaaaaaa2c", "{\"text\":\"zero\",\"createdAt\":\"0000-01-01T00:00:00Z\"}"},
        {POST "3kaaaaaaaaa2d", "{\"text\":\"old\",\"createdAt\":\"2009-01-01T00:00:00Z\"}" },
        {POST "hello",         "{\"text\":\"free\",\"createdAt\":\"soon\"}"                },
        {NULL,                 NULL                                                        }
    };
    assert_int_equal(read_rows(&c, rows, CAR_WHOLE, &e), ERR_OK);
    assert_line(&c, "post post own at=1695659738732 text=\"far\"");
    assert_line(&c, "post post own at=1695659738732 text=\"none\"");
    assert_line(&c, "post post own at=1695659738732 text=\"zero\"");
    assert_line(&c, "post post own at=1230768000000 text=\"old\"");
    assert_line(&c, "post post own text=\"free\"");
    collect_done(&c);
}

/* A record alone that is damaged or missing is kept as unread; what holds all is not. */
static void test_faults(void **state)
{
    (void)state;
    struct collect c;
    struct err e = {0};
    const struct row rows[] = {
        {POST "3kaaaaaaaaa2a", "{\"text\":\"one\"}"  },
        {POST "3kaaaaaaaaa2b", "{\"text\":\"two\"}"  },
        {POST "3kaaaaaaaaa2c", "{\"text\":\"three\"}"},
        {POST "3kaaaaaaaaa2d", "{\"text\":\"four\"}" },
        {POST "3kaaaaaaaaa2e", "{\"text\":\"five\"}" },
        {NULL,                 NULL                  }
    };
    const struct {
        enum car_fault fault;
        size_t posts;
        const char *why;
    } faults[] = {
        {CAR_RECORD_CHANGED, 4, "unread why=\"a record whose bytes are not those"},
        {CAR_RECORD_MISSING, 4, "unread why=\"a record that is not in the file\""},
        {CAR_NODE_MISSING,   0, "damaged: a part of it is missing"               },
        {CAR_NODE_CHANGED,   0, "damaged: a part of it is missing, or its bytes" },
        {CAR_KEY_HEIGHT,     0, "damaged: a key stands at the wrong height"      },
        {CAR_KEY_ORDER,      0, "damaged: "                                      },
        {CAR_NO_COMMIT,      0, "the commit of the repository is missing"        }
    };
    for (size_t i = 0; i < COUNT_OF(faults); i++) {
        assert_int_equal(read_rows(&c, rows, faults[i].fault, &e), ERR_OK);
        assert_lines(&c, "post post", faults[i].posts);
        assert_lines(&c, "account", faults[i].posts > 0);
        assert_line(&c, faults[i].why);
        assert_lines(&c, "unread", 1);
        collect_done(&c);
    }
}

static void test_empty(void **state)
{
    (void)state;
    struct collect c;
    struct err e = {0};
    const struct row none[] = {
        {NULL, NULL}
    };
    assert_int_equal(read_rows(&c, none, CAR_WHOLE, &e), ERR_OK);
    assert_line(&c, "account key=\"" CAR_MAKE_DID "\"");
    assert_lines(&c, "unread", 0);
    collect_done(&c);
}

/* What DAG-CBOR forbids: each is refused, and the first is what it allows. */
static void test_cbor(void **state)
{
    (void)state;
    static const struct {
        struct str bytes;
        bool good;
    } rows[] = {
        {STR_INIT("\xA2\x61"
                  "a\x01\x62"
                  "aa\x20"),
         true                                                   }, /* {"a": 1, "aa": -1} */
        {STR_INIT("\xA2\x62"
                  "aa\x01\x61"
                  "a\x01"),
         false                                                  }, /* order of keys */
        {STR_INIT("\xA2\x61"
                  "a\x01\x61"
                  "a\x01"),
         false                                                  }, /* a key twice */
        {STR_INIT("\xA1\x01\x01"),                         false}, /* a key that is no text */
        {STR_INIT("\x18\x17"),                             false}, /* 23 in two bytes */
        {STR_INIT("\x19\x00\xFF"),                         false},
        {STR_INIT("\x9F\x01\xFF"),                         false}, /* no length */
        {STR_INIT("\x7F\x61"
                  "a\xFF"),
         false                                                  },
        {STR_INIT("\xFB\x40\x09\x21\xFB\x54\x44\x2D\x18"), false}, /* 3.14… */
        {STR_INIT("\xF7"),                                 false}, /* undefined */
        {STR_INIT("\xC1\x01"),                             false}, /* a tag */
        {STR_INIT("\xD8\x2A\x41\x01"),                     false}, /* a link without its zero */
        {STR_INIT("\x62\xC3\x28"),                         false}, /* no UTF-8 */
        {STR_INIT("\x9B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), false}, /* a list of 2^64 */
        {STR_INIT("\x3B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), false}, /* -2^64 */
        {STR_INIT("\x01\x01"),                             false}, /* two values */
        {STR_INIT("\x82\x01"),                             false}, /* cut off */
        {STR_INIT(""),                                     false}
    };
    struct arena *a = arena_new(MIB(16));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct json *v = NULL;
        struct err e = {0};
        bool good = cbor_to_json(rows[i].bytes, a, &v, &e) == ERR_OK;
        if (good != rows[i].good)
            fail_msg("row %zu: %s", i, e.msg);
    }
    char deep[200];
    struct json *v = NULL;
    memset(deep, '\x81', sizeof deep);
    assert_int_equal(cbor_to_json(str_of(deep, sizeof deep), a, &v, NULL), ERR_LIMIT);
    arena_free(a);
}

static void test_sha256(void **state)
{
    (void)state;
    /* FIPS 180-2, appendix B */
    static const struct {
        const char *text;
        unsigned char first[4];
    } rows[] = {
        {"abc",                                                      {0xba, 0x78, 0x16, 0xbf}},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", {0x24, 0x8d, 0x6a, 0x61}},
        {"",                                                         {0xe3, 0xb0, 0xc4, 0x42}}
    };
    unsigned char d[SHA256_BYTES];
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        hash_sha256(str_from(rows[i].text), d);
        assert_memory_equal(d, rows[i].first, 4);
    }
}

/* The protocol's own vectors, where they are. */

/* Before anything is allocated: what skips does not come back. */
static void vectors_or_skip(void)
{
    const char *shared = getenv("TACT_SHARED");
    if (!shared || !*shared) {
        print_message("SKIP vectors: TACT_SHARED is not set\n");
        skip();
    }
}

static struct str load(struct arena *a, const char *path)
{
    char full[1024];
    struct buf b;
    snprintf(full, sizeof full, "%s/data/bluesky/%s", getenv("TACT_SHARED"), path);
    FILE *f = fopen(full, "rb");
    if (!f)
        fail_msg("%s is missing", full);
    buf_init(&b, MIB(64));
    char part[4096];
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        buf_put(&b, part, n);
    fclose(f);
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

static void test_tree_vectors(void **state)
{
    (void)state;
    vectors_or_skip();
    struct arena *a = arena_new(MIB(64));
    struct json *v = NULL;
    assert_int_equal(
        json_parse(load(a, "interop/mst/key_heights.json"), utf8_clean, a, &v, NULL), ERR_OK);
    for (const struct json *it = v->first; it; it = it->next)
        assert_int_equal(mst_height(json_get_str(it, "key")),
                         json_i64(json_get(it, "height"), -1));
    /* a NUL in a key: taken as it is */
    assert_int_equal(json_parse(load(a, "interop/mst/common_prefix.json"), NULL, a, &v, NULL),
                     ERR_OK);
    for (const struct json *it = v->first; it; it = it->next)
        assert_int_equal(mst_common(json_get_str(it, "left"), json_get_str(it, "right")),
                         json_i64(json_get(it, "len"), -1));
    arena_free(a);
}

static struct str from_base64(struct str s, struct arena *a)
{
    static const char digit[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    uint32_t held = 0;
    int bits = 0;
    for (size_t i = 0; i < s.n; i++) {
        held = held << 6 | (uint32_t)(strchr(digit, s.p[i]) - digit);
        if ((bits += 6) >= 8)
            out[n++] = (char)(held >> (bits -= 8));
    }
    return str_of(out, n);
}

/* Members in any order. Ground truths write a link as {"/": …} and lose what bytes were. */
static bool same(const struct json *a, const struct json *b)
{
    struct str link = json_get_str(b, "/");
    if (link.n)
        return str_eq(json_get_str(a, "$link"), link);
    if (json_get(a, "$bytes") && !json_get(b, "$bytes"))
        return true;
    if (a->type != b->type || a->count != b->count)
        return false;
    if (a->type == JSON_STRING || a->type == JSON_NUMBER)
        return str_eq(a->s, b->s);
    const struct json *y = b->first;
    for (const struct json *x = a->first; x; x = x->next, y = y->next) {
        const struct json *other = y;
        if (a->type == JSON_OBJECT)
            for (other = b->first; other && !str_eq(other->key, x->key);)
                other = other->next;
        if (!other || !same(x, other))
            return false;
    }
    return true;
}

static void test_data_model(void **state)
{
    (void)state;
    vectors_or_skip();
    struct arena *a = arena_new(MIB(64));
    struct json *v = NULL, *got = NULL;
    struct str text = load(a, "interop/data-model/data-model-fixtures.json");
    assert_int_equal(json_parse(text, utf8_clean, a, &v, NULL), ERR_OK);
    for (const struct json *it = v->first; it; it = it->next) {
        struct cid cid = {.codec = CID_DAG_CBOR};
        struct str bytes = from_base64(json_get_str(it, "cbor_base64"), a);
        hash_sha256(bytes, cid.digest);
        assert_true(str_eq(cid_text(&cid, a), json_get_str(it, "cid")));
        assert_int_equal(cbor_to_json(bytes, a, &got, NULL), ERR_OK);
        assert_true(same(got, json_get(it, "json")));
    }
    arena_free(a);
}

static bool is_tid(struct str s)
{
    int64_t ms;
    return bluesky_tid(s, &ms);
}

static bool is_record_uri(struct str s)
{
    struct str did, collection, rkey;
    return bluesky_uri(s, &did, &collection, &rkey);
}

static size_t each_line(struct str text, bool (*is)(struct str), bool want, const char *file)
{
    struct str line;
    size_t n = 0;
    while (str_cut(&text, '\n', &line)) {
        if (line.n == 0 || line.p[0] == '#')
            continue;
        n++;
        if (is(line) != want)
            fail_msg("%s: " STRF, file, STRA(line));
    }
    return n;
}

static void test_syntax(void **state)
{
    (void)state;
    vectors_or_skip();
    struct arena *a = arena_new(MIB(64));
    static const struct {
        const char *file;
        bool (*is)(struct str);
        bool want;
    } rows[] = {
        {"interop/syntax/tid_syntax_valid.txt",      is_tid,            true },
        {"interop/syntax/tid_syntax_invalid.txt",    is_tid,            false},
        {"interop/syntax/did_syntax_valid.txt",      bluesky_is_did,    true },
        {"interop/syntax/did_syntax_invalid.txt",    bluesky_is_did,    false},
        {"interop/syntax/handle_syntax_valid.txt",   bluesky_is_handle, true },
        {"interop/syntax/handle_syntax_invalid.txt", bluesky_is_handle, false},
        {"interop/syntax/aturi_syntax_invalid.txt",  is_record_uri,     false}
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_true(each_line(load(a, rows[i].file), rows[i].is, rows[i].want, rows[i].file) >
                    3);
    arena_free(a);
}

/* Every record of a repository that the reference implementation wrote, against the truth. */
struct truth {
    struct map *where; /* uri → index */
    const struct json **record;
    struct map *digests; /* of the tree: digest → index */
    size_t found;
    struct str did;
};

static enum err_code truth_leaf(void *ctx, struct str key, const struct cid *cid, struct err *e)
{
    struct truth *t = ctx;
    struct buf uri;
    (void)e;
    buf_init(&uri, 4096);
    buf_printf(&uri, "at://" STRF "/" STRF, STRA(t->did), STRA(key));
    const int64_t *at = map_find(t->where, buf_view(&uri));
    assert_non_null(at);
    map_put(t->digests, str_of((const char *)cid->digest, CID_DIGEST), *at, NULL);
    t->found++;
    buf_free(&uri);
    return ERR_OK;
}

static void check_repo(const char *car_path, const char *truth_path)
{
    struct arena *a = arena_new(MIB(256)), *piece = arena_new(MIB(64));
    struct str text = load(a, truth_path), line;
    struct truth t = {.where = map_new(), .digests = map_new()};
    size_t n = 0, same_n = 0;
    t.record = calloc(8192, sizeof *t.record);
    while (str_cut(&text, '\n', &line)) {
        struct json *v = NULL;
        assert_int_equal(json_parse(line, utf8_clean, a, &v, NULL), ERR_OK);
        map_put(t.where, json_get_str(v, "uri"), (int64_t)n, NULL);
        t.record[n++] = json_get(v, "record");
    }
    struct str bytes = load(a, car_path);
    struct mst *mst = mst_new();
    struct cid tree;
    for (int pass = 0; pass < 2; pass++) {
        struct stream_mem mem;
        struct car car;
        struct car_block block;
        bool got = false;
        assert_int_equal(car_init(&car, stream_mem_init(&mem, bytes), NULL), ERR_OK);
        while (car_next(&car, &block, &got, NULL) == ERR_OK && got) {
            struct json *v = NULL;
            assert_true(block.good);
            arena_reset(piece);
            const int64_t *at =
                map_find(t.digests, str_of((const char *)block.cid.digest, CID_DIGEST));
            if (pass == 0 && mst_is_node(block.bytes))
                assert_int_equal(mst_add(mst, &block.cid, block.bytes, NULL), ERR_OK);
            assert_int_equal(cbor_to_json(block.bytes, piece, &v, NULL), ERR_OK);
            if (pass == 0 && cid_eq(&block.cid, &car.root)) {
                struct str rest = block.bytes;
                struct cbor_item it = {0};
                t.did = arena_str(a, json_get_str(v, "did"));
                while (!(it.type == CBOR_TEXT && str_is(it.s, "data")))
                    assert_int_equal(cbor_take(&rest, &it, NULL), ERR_OK);
                assert_int_equal(cbor_take(&rest, &it, NULL), ERR_OK);
                assert_true(cid_parse(it.s, &tree));
            }
            if (pass == 1 && at)
                same_n += same(v, t.record[*at]);
        }
        car_done(&car);
        if (pass == 0)
            assert_int_equal(mst_walk(mst, &tree, truth_leaf, &t, NULL), ERR_OK);
    }
    assert_int_equal(t.found, n);
    assert_int_equal(same_n, n);
    print_message("%s: %zu records as they should be\n", car_path, same_n);
    mst_free(mst);
    map_free(t.where);
    map_free(t.digests);
    free(t.record);
    arena_free(piece);
    arena_free(a);
}

static void test_repositories(void **state)
{
    (void)state;
    vectors_or_skip();
    check_repo("cleanroom/repo-small.car", "cleanroom/repo-small.records.jsonl");
    check_repo("cleanroom/repo-5k.car", "cleanroom/repo-5k.records.jsonl");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records),     cmocka_unit_test(test_facets),
        cmocka_unit_test(test_times),       cmocka_unit_test(test_faults),
        cmocka_unit_test(test_empty),       cmocka_unit_test(test_cbor),
        cmocka_unit_test(test_sha256),      cmocka_unit_test(test_tree_vectors),
        cmocka_unit_test(test_data_model),  cmocka_unit_test(test_syntax),
        cmocka_unit_test(test_repositories)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
