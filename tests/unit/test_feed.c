/* tests/unit/test_feed.c: feeds, lists of feeds and exported sites, with each of their traps. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "collect.h"

#include "archives/feed.h"
#include "text/utf8.h"

static void read_one(struct collect *c, const char *name, const char *text)
{
    const struct collect_file files[] = {
        {name, text},
        {NULL, NULL}
    };
    collect_folder(c, "web", files);
}

static void test_rss(void **state)
{
    (void)state;
    struct collect c;
    read_one(&c, "feed.rss",
             "\xEF\xBB\xBF \n<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
             "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">"
             "<channel><title>Kim &amp; co</title><link>https://kim.example/</link>"
             "<image><title>logo</title><link>https://cdn.example/</link></image>"
             "<language>sv</language>"
             "<item><title>One &amp;amp; two</title><link>/posts/1</link>"
             "<guid isPermaLink=\"false\">kim-1</guid><pubDate>Sat, 22 Nov 2025 10:11:12 +0100"
             "</pubDate><dc:creator>Kim</dc:creator><description>short</description>"
             "<content:encoded><![CDATA[<p>Hej <b>du</b> & jag</p>]]></content:encoded>"
             "<enclosure url=\"a.mp3\" type=\"audio/mpeg\" length=\"1\"/></item>"
             "<item><guid>https://kim.example/posts/2</guid><description>a &lt; b &amp; AT&T"
             "&nbsp;&hellip;</description><pubDate>Sat, 22 Nov 25 10:11:12 EST</pubDate></item>"
             "<item><description>no name at all</description></item>"
             "</channel></rss>");
    assert_line(&c, "account key=\"kim.example\" handle=\"kim.example\" name=\"Kim & co\" "
                    "url=\"https://kim.example/\"");
    assert_line(&c,
                "post article own at=1763802672000 text=\"Hej du & jag\" title=\"One & two\" "
                "url=\"https://kim.example/posts/1\" language=\"sv\" public key=\"kim-1\"");
    assert_line(&c, "attachment 0 audio uri=\"https://kim.example/a.mp3\"");
    assert_line(&c, "post post own at=1763824272000 text=\"a < b & AT&T\xC2\xA0…\" "
                    "url=\"https://kim.example/posts/2\" language=\"sv\" public "
                    "key=\"https://kim.example/posts/2\"");
    assert_line(&c, "text=\"no name at all\" language=\"sv\" public key=\"item:");
    assert_lines(&c, "unread", 0);
    collect_done(&c);
}

static void test_atom(void **state)
{
    (void)state;
    struct collect c;
    read_one(
        &c, "feed.atom",
        "<a:feed xmlns:a='http://www.w3.org/2005/Atom' xml:lang='en' "
        "xml:base='https://kim.example/blog/' xmlns:x='http://www.w3.org/1999/xhtml'>"
        "<a:title>Kim</a:title><a:link rel='self' href='feed'/><a:link href='/'/>"
        "<a:entry><a:id>tag:kim.example,2025:1</a:id><a:title type='html'>&lt;i&gt;A&lt;/i&gt;"
        "</a:title><a:link href='1'/><a:published>2025-11-20T08:00:00+09:00</a:published>"
        "<a:updated>2025-11-21T00:00:00Z</a:updated><a:author><a:name>Kim</a:name>"
        "<a:email>kim@kim.example</a:email></a:author><a:source><a:title>other</a:title>"
        "<a:id>other</a:id></a:source><a:content type='xhtml'><x:div><x:p>one &lt; two</x:p>"
        "<x:p>three</x:p></x:div></a:content></a:entry>"
        "<a:entry><a:id>tag:kim.example,2025:2</a:id><a:title>1 &lt; 2</a:title>"
        "<thr:in-reply-to ref='tag:kim.example,2025:1' "
        "xmlns:thr='http://purl.org/syndication/thread/1.0'/><a:updated>2025-11-22T00:00:00Z"
        "</a:updated><a:summary>sum</a:summary></a:entry></a:feed>");
    assert_line(&c, "account key=\"kim.example\"");
    assert_line(&c, "post article own at=1763593200000 edited=1763683200000 "
                    "text=\"one < two\\n\\nthree\" title=\"A\" "
                    "url=\"https://kim.example/blog/1\" language=\"en\" public "
                    "key=\"tag:kim.example,2025:1\"");
    assert_line(&c, "post reply own at=1763769600000 text=\"sum\" title=\"1 < 2\" "
                    "language=\"en\" public reply_to=\"tag:kim.example,2025:1\"");
    collect_done(&c);
}

static void test_rdf_and_json(void **state)
{
    (void)state;
    struct collect c;
    read_one(
        &c, "feed.xml",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        "<channel rdf:about='https://kim.example/'><title>Kim</title>"
        "<link>https://kim.example/</link></channel><item rdf:about='https://kim.example/1'>"
        "<title>One</title><link>https://kim.example/1</link><dc:date>2003-04-05T06:07+02:00"
        "</dc:date></item></rdf:RDF>");
    assert_line(&c, "post article own at=1049515620000 title=\"One\" "
                    "url=\"https://kim.example/1\" public key=\"https://kim.example/1\"");
    collect_done(&c);
    read_one(
        &c, "feed.json",
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Kim\","
        "\"home_page_url\":\"https://kim.example/\",\"items\":[{\"id\":\"1\",\"content_html\":"
        "\"<p>Hej</p>\",\"date_published\":\"2024-01-02T03:04:05Z\",\"external_url\":"
        "\"https://a.example\",\"attachments\":[{\"url\":\"https://kim.example/a.png\","
        "\"mime_type\":\"image/png\"}]},7,{\"id\":2,\"content_text\":\"<3\"}]}");
    assert_line(&c, "post post own at=1704164645000 text=\"Hej\" link=\"https://a.example\" "
                    "public key=\"1\"");
    assert_line(&c, "text=\"<3\" public key=\"2\"");
    assert_line(&c, "attachment 0 image uri=\"https://kim.example/a.png\"");
    assert_line(&c, "unread why=\"an item that is no object\"");
    collect_done(&c);
}

/* Declared as one encoding and written in another; or in one that expat does not know. */
static void test_encodings(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><item><title>caf\xE9 \xC3\xA5"
        "</title></item></channel></rss>",
        "<?xml version='1.0' encoding='utf-8'?><rss><channel><item><title>caf\xE9 \xC3\xA5"
        "</title></item></channel></rss>",
        "<?xml version='1.0' encoding=\"windows-1251\"?><rss><channel><item><title>caf\xC3\xA9 "
        "\xC3\xA5</title></item></channel></rss>",
        "<rss><channel><item><title>caf&#233; &#xE5;\x01</title></item></channel></rss>"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct collect c;
        read_one(&c, "feed.rss", texts[i]);
        assert_line(&c, "title=\"café å\"");
        assert_lines(&c, "unread", 0);
        collect_done(&c);
    }
    struct collect c;
    read_one(
        &c, "feed.rss",
        "<?xml version='1.0' encoding='koi8-r'?><rss><channel><item><title>\xD0\xD2</title>"
        "</item></channel></rss>");
    assert_line(&c, "title=\"пр\"");
    collect_done(&c);
}

/* What would blow up, read other files, or never end. */
static void test_hostile(void **state)
{
    (void)state;
    struct collect c;
    struct buf b;
    read_one(&c, "feed.rss",
             "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
             "<rss><channel><item><title>a&x;b</title></item></channel></rss>");
    assert_lines(&c, "root:", 0);
    collect_done(&c);
    buf_init(&b, MIB(1));
    buf_lit(&b, "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a0 'lollollollol'>");
    for (int i = 1; i < 10; i++) {
        buf_printf(&b, "<!ENTITY a%d '", i);
        for (int k = 0; k < 10; k++)
            buf_printf(&b, "&a%d;", i - 1);
        buf_lit(&b, "'>");
    }
    buf_lit(&b, "]><rss><channel><item><title>&a9;</title></item></channel></rss>");
    struct stream_mem m;
    struct feed f;
    struct err e = {0};
    struct arena *a = arena_new(MIB(64));
    const struct feed_sink none = {NULL, NULL, NULL};
    assert_int_equal(feed_read(stream_mem_init(&m, buf_view(&b)), STR_NONE, &none, a, &f, &e),
                     ERR_LIMIT);
    assert_non_null(strstr(e.msg, "blow it up"));
    buf_clear(&b);
    buf_lit(&b, "<rss>");
    for (int i = 0; i < 1000; i++)
        buf_lit(&b, "<x>");
    assert_int_equal(feed_read(stream_mem_init(&m, buf_view(&b)), STR_NONE, &none, a, &f, &e),
                     ERR_LIMIT);
    buf_free(&b);
    arena_free(a);
}

/* What came before the damage counts. */
static void test_damaged(void **state)
{
    (void)state;
    struct collect c;
    read_one(&c, "feed.rss",
             "<rss><channel><title>K</title><item><title>one</title></item><item><title>two");
    assert_line(&c, "title=\"one\"");
    assert_line(&c, "unread why=\"its XML is damaged in line 1");
    collect_done(&c);
    read_one(&c, "page.xml", "<html><body>no</body></html>");
    assert_line(&c, "unread why=\"it is no feed\"");
    assert_lines(&c, "account", 0);
    collect_done(&c);
}

static void test_opml(void **state)
{
    (void)state;
    struct collect c;
    read_one(&c, "feeds.opml",
             "<?xml version=\"1.0\"?><opml version=\"1.0\"><head><title>x</title></head><body>"
             "<outline text=\"News & views\"><outline text=\"Local\"><outline title=\"Ana\" "
             "text=\"a\" type=\"rss\" xmlUrl=\"https://ana.example/feed?a=1&b=2\" "
             "htmlUrl=\"https://ana.example/\"/></outline><outline text=\"Bo\" "
             "xmlUrl=\"https://bo.example/feed\"/></outline><outline text=\"Cy\" "
             "xmlUrl=\"https://cy.example/feed\" category=\"/Tea/Green,/Rain\"/>"
             "</body></opml>");
    assert_line(&c, "account key=\"opml\"");
    assert_line(&c, "identity https://ana.example/feed?a=1&b=2 organisation name=\"Ana\"");
    assert_line(&c, "connection https://ana.example/feed?a=1&b=2 follows note=\"Local\"");
    assert_line(&c, "connection https://bo.example/feed follows note=\"News & views\"");
    assert_line(&c, "connection https://cy.example/feed follows\n");
    assert_line(&c, "fact https://cy.example/feed label value=\"Tea/Green\"");
    assert_line(&c, "fact https://cy.example/feed label value=\"Rain\"");
    assert_lines(&c, "unread", 0);
    collect_done(&c);
}

#define ITEM(id, type, status, more)                                                           \
    "<item><title>T" id "</title><link>https://kim.example/" id "</link><wp:post_id>" id       \
    "</wp:post_id><wp:post_date>2024-01-02 04:04:05</wp:post_date>"                            \
    "<wp:post_date_gmt>2024-01-02 03:04:05</wp:post_date_gmt><wp:status>" status               \
    "</wp:status><wp:post_type>" type "</wp:post_type>" more "</item>"
#define COMMENT(id, approved, more)                                                             \
    "<wp:comment><wp:comment_id>" id "</wp:comment_id><wp:comment_approved>" approved           \
    "</wp:comment_approved><wp:comment_date_gmt>2024-01-03 00:00:00</wp:comment_date_gmt>" more \
    "</wp:comment>"

static void test_wordpress(void **state)
{
    (void)state;
    struct collect c;
    read_one(
        &c, "kim.WordPress.2024-01-01.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?><rss version=\"2.0\" "
        "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
        "xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Kim writes</title>"
        "<link>https://kim.example</link><language>en-GB</language>"
        "<wp:base_blog_url>https://kim.example</wp:base_blog_url>"
        "<wp:author><wp:author_login>kim</wp:author_login></wp:author>" ITEM(
            "1", "post", "publish",
            "<content:encoded><![CDATA[<!-- wp:paragraph --><p>Hello</p><!-- /wp:paragraph -->]]>"
            "</content:encoded>" COMMENT(
                "7", "1",
                "<wp:comment_author><![CDATA[Ana]]></wp:comment_author><wp:comment_author_email>"
                "Ana@other.example</wp:comment_author_email><wp:comment_author_url>"
                "https://ana.example</wp:comment_author_url><wp:comment_content><![CDATA[Nice]]>"
                "</wp:comment_content><wp:comment_user_id>0</wp:comment_user_id>")
                COMMENT("8", "1",
                        "<wp:comment_parent>7</wp:comment_parent><wp:comment_user_id>1"
                        "</wp:comment_user_id><wp:comment_content>Thanks</wp:comment_content>")
                    COMMENT("9", "spam", "<wp:comment_content>Money</wp:comment_content>")
                        COMMENT("10", "1",
                                "<wp:comment_type>pingback</wp:comment_type>"
                                "<wp:comment_content>ping</wp:comment_content>"))
            ITEM("2", "page", "publish", "") ITEM("3", "post", "draft", "") ITEM("4", "post",
                                                                                 "private", "")
                ITEM("5", "attachment", "inherit",
                     "<wp:post_parent>1</wp:post_parent><wp:attachment_url>https://kim.example/"
                     "a.jpg</wp:attachment_url>")
                    ITEM("6", "nav_menu_item", "publish", "") "</channel></rss>");
    assert_line(&c, "account key=\"kim.example\" handle=\"kim.example\" name=\"Kim writes\"");
    assert_line(&c, "post article own at=1704164645000 text=\"Hello\" title=\"T1\" "
                    "url=\"https://kim.example/1\" language=\"en-GB\" public "
                    "key=\"https://kim.example/?p=1\"");
    assert_line(&c, "identity ana@other.example person name=\"Ana\"");
    assert_line(&c, "fact ana@other.example url value=\"https://ana.example\"");
    assert_line(&c, "post comment author=\"ana@other.example\" at=1704240000000 text=\"Nice\" "
                    "public reply_to=\"https://kim.example/?p=1\" "
                    "key=\"https://kim.example/?p=1#comment-7\"");
    assert_line(&c, "post comment own at=1704240000000 text=\"Thanks\" public "
                    "reply_to=\"https://kim.example/?p=1#comment-7\"");
    assert_lines(&c, "Money", 0);
    assert_lines(&c, "ping", 0);
    assert_line(&c, "title=\"T2\"");
    assert_lines(&c, "T3", 0);
    assert_lines(&c, "title=\"T4\" url=\"https://kim.example/4\" language=\"en-GB\" key", 1);
    assert_line(&c, "attachment 5 image uri=\"https://kim.example/a.jpg\" note=\"T5\"");
    assert_lines(&c, "T6", 0);
    /* the post comes before what is said below it */
    assert_true(strstr(buf_cstr(&c.lines), "?p=1\"\n") <
                strstr(buf_cstr(&c.lines), "#comment-7\"\n"));
    collect_done(&c);
}

static void test_addresses(void **state)
{
    (void)state;
    static const struct {
        const char *base, *ref, *is;
    } rows[] = {
        {"https://a.example/b/c?d#e", "x",                  "https://a.example/b/x"},
        {"https://a.example/b/c",     "/x",                 "https://a.example/x"  },
        {"https://a.example",         "x",                  "https://a.example/x"  },
        {"https://a.example/b/c/d",   "../x",               "https://a.example/b/x"},
        {"https://a.example/b",       "../../x",            "https://a.example/x"  },
        {"https://a.example/b/",      "./x",                "https://a.example/b/x"},
        {"https://a.example/b",       "//c.example/x",      "https://c.example/x"  },
        {"https://a.example/b",       "mailto:a@b.example", "mailto:a@b.example"   },
        {"https://a.example/b",       "https://c.example",  "https://c.example"    },
        {"https://a.example/b",       "",                   "https://a.example/b"  },
        {"",                          "x",                  "x"                    },
        {"nonsense",                  "x",                  "x"                    }
    };
    struct arena *a = arena_new(MIB(1));
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_string_equal(
            arena_cstr(a, feed_address(str_from(rows[i].base), str_from(rows[i].ref), a)),
            rows[i].is);
    arena_free(a);
}

/* The suite of feedparser, where it is: nothing crashes, and most is read. */
static enum err_code count_item(void *ctx, const struct feed *f, const struct feed_item *item,
                                struct err *e)
{
    size_t *n = ctx;
    (void)f, (void)e;
    assert_true(utf8_valid(item->text) && utf8_valid(item->title) && utf8_valid(item->url) &&
                utf8_valid(item->id) && utf8_valid(item->author));
    ++*n;
    return ERR_OK;
}

static enum err_code count_bad(void *ctx, struct str raw, const char *why, struct err *e)
{
    (void)ctx, (void)raw, (void)why, (void)e;
    return ERR_OK;
}

static struct counts {
    size_t files, feeds, items, refused;
} suite;

static int count_file(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st, (void)ftw;
    struct str name = str_from(path);
    struct buf b;
    size_t items = 0;
    if (flag != FTW_F || !(str_ends(name, STR(".xml")) || str_ends(name, STR(".json"))))
        return 0;
    buf_init(&b, MIB(8));
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    for (int ch; (ch = fgetc(f)) != EOF;)
        buf_char(&b, (char)ch);
    fclose(f);
    struct stream_mem m;
    struct feed out;
    struct err e = {0};
    struct arena *a = arena_new(MIB(64));
    const struct feed_sink to = {count_item, count_bad, &items};
    enum err_code rc = feed_read(stream_mem_init(&m, buf_view(&b)), STR_NONE, &to, a, &out, &e);
    suite.files++;
    suite.feeds += rc == ERR_OK;
    suite.refused += rc != ERR_OK;
    suite.items += items;
    if (rc && getenv("FEED_SHOW"))
        print_message("%s: %s\n", path, e.msg);
    arena_free(a);
    buf_free(&b);
    return 0;
}

static void test_suite(void **state)
{
    (void)state;
    static const struct {
        const char *folder;
        struct counts is;
    } rows[] = {
        {"wellformed", {1749, 1734, 1179, 15}},
        {"illformed",  {19, 14, 12, 5}       },
        {"encoding",   {82, 67, 14, 15}      },
        {"entities",   {256, 244, 3, 12}     },
        {"json",       {1, 1, 2, 0}          }
    };
    const char *shared = getenv("TACT_SHARED");
    if (!shared || !*shared) {
        print_message("SKIP suite: TACT_SHARED is not set\n");
        skip();
    }
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/data/suites/feedparser/tests/%s", shared,
                 rows[i].folder);
        suite = (struct counts){0, 0, 0, 0};
        nftw(path, count_file, 16, FTW_PHYS);
        if (memcmp(&suite, &rows[i].is, sizeof suite) != 0) {
            wrong++;
            print_message("%s: {%zu, %zu, %zu, %zu}\n", rows[i].folder, suite.files,
                          suite.feeds, suite.items, suite.refused);
        }
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rss),          cmocka_unit_test(test_atom),
        cmocka_unit_test(test_rdf_and_json), cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_hostile),      cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_opml),         cmocka_unit_test(test_wordpress),
        cmocka_unit_test(test_addresses),    cmocka_unit_test(test_suite)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
