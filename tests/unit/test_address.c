/* tests/unit/test_address.c: which addresses are public, how addresses resolve, Link, forms, paces. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/attr.h"
#include "core/limits.h"
#include "core/time.h"
#include "double.h"
#include "net/address.h"
#include "net/form.h"
#include "net/http.h"
#include "net/pace.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

static void addresses_are_public_or_not(void **state)
{
    (void)state;
    static const struct {
        const char *ip;
        bool public;
    } rows[] = {
        {"8.8.8.8",                            true },
        {"93.184.216.34",                      true },
        {"1.1.1.1",                            true },
        {"0.0.0.0",                            false},
        {"0.1.2.3",                            false},
        {"1.0.0.0",                            true },
        {"9.255.255.255",                      true },
        {"10.0.0.0",                           false},
        {"10.255.255.255",                     false},
        {"11.0.0.0",                           true },
        {"100.63.255.255",                     true },
        {"100.64.0.0",                         false},
        {"100.127.255.255",                    false},
        {"100.128.0.0",                        true },
        {"126.255.255.255",                    true },
        {"127.0.0.1",                          false},
        {"127.255.255.254",                    false},
        {"128.0.0.0",                          true },
        {"169.253.255.255",                    true },
        {"169.254.0.1",                        false},
        {"169.254.169.254",                    false},
        {"169.255.0.0",                        true },
        {"172.15.255.255",                     true },
        {"172.16.0.1",                         false},
        {"172.31.255.255",                     false},
        {"172.32.0.0",                         true },
        {"192.0.0.1",                          false},
        {"192.0.1.0",                          true },
        {"192.0.2.1",                          false},
        {"192.88.99.1",                        false},
        {"192.167.255.255",                    true },
        {"192.168.1.1",                        false},
        {"192.169.0.0",                        true },
        {"198.17.255.255",                     true },
        {"198.18.0.1",                         false},
        {"198.19.255.255",                     false},
        {"198.20.0.0",                         true },
        {"198.51.100.7",                       false},
        {"203.0.113.7",                        false},
        {"203.0.114.0",                        true },
        {"223.255.255.255",                    true },
        {"224.0.0.1",                          false},
        {"239.255.255.250",                    false},
        {"240.0.0.1",                          false},
        {"255.255.255.255",                    false},
        {"2606:2800:220:1:248:1893:25c8:1946", true },
        {"2a00:1450:4001:82a::200e",           true },
        {"2001:4860:4860::8888",               true },
        {"2001:200::1",                        true },
        {"::",                                 false},
        {"::1",                                false},
        {"::2",                                false},
        {"::127.0.0.1",                        false},
        {"::8.8.8.8",                          false},
        {"::ffff:127.0.0.1",                   false},
        {"::ffff:10.0.0.1",                    false},
        {"::ffff:169.254.169.254",             false},
        {"::ffff:8.8.8.8",                     true },
        {"::ffff:0:8.8.8.8",                   false},
        {"64:ff9b::8.8.8.8",                   true },
        {"64:ff9b::127.0.0.1",                 false},
        {"64:ff9b::192.168.0.1",               false},
        {"64:ff9b:1::8.8.8.8",                 false},
        {"64:ff9b:0:1::8.8.8.8",               false},
        {"100::1",                             false},
        {"2001::1",                            false},
        {"2001:0:808:808:0:0:f7f7:f7f7",       true }, /* server and client 8.8.8.8 */
        {"2001:0:808:808:0:0:80ff:fffe",       false}, /* client 127.0.0.1 */
        {"2001:0:7f00:1:0:0:f7f7:f7f7",        false}, /* server 127.0.0.1 */
        {"2001:2::1",                          false},
        {"2001:10::1",                         false},
        {"2001:1ff:ffff::1",                   false},
        {"2001:db8::1",                        false},
        {"2001:db9::1",                        true },
        {"2002:808:808::1",                    true },
        {"2002:7f00:1::1",                     false},
        {"2002:a00:1::1",                      false},
        {"3ffe::1",                            true },
        {"3fff::1",                            false},
        {"3fff:fff::1",                        false},
        {"3fff:1000::1",                       true },
        {"4000::1",                            false},
        {"5f00::1",                            false},
        {"fc00::1",                            false},
        {"fd12:3456::1",                       false},
        {"fe80::1",                            false},
        {"fec0::1",                            false},
        {"ff02::1",                            false},
        {"ff0e::1",                            false}
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct sockaddr_in in = {.sin_family = AF_INET};
        struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
        bool public;
        if (inet_pton(AF_INET, rows[i].ip, &in.sin_addr) == 1) {
            public = address_is_public((struct sockaddr *)&in);
        } else {
            assert_int_equal(inet_pton(AF_INET6, rows[i].ip, &in6.sin6_addr), 1);
            public = address_is_public((struct sockaddr *)&in6);
        }
        if (public != rows[i].public)
            fail_msg("%s", rows[i].ip);
    }
    const struct sockaddr_un un = {.sun_family = AF_UNIX};
    assert_false(address_is_public((const struct sockaddr *)&un));
}

static void expect_str(struct str got, const char *want, const char *of)
{
    if (!str_is(got, want))
        fail_msg("%s: \"" STRF "\" is not \"%s\"", of, STRA(got), want);
}

static void references_resolve(void **state)
{
    (void)state;
    /* RFC 3986, 5.4, in its order; an empty path is written as / */
    static const struct {
        const char *to, *whole;
    } rows[] = {
        {"g:h",           ""                     },
        {"g",             "http://a/b/c/g"       },
        {"./g",           "http://a/b/c/g"       },
        {"g/",            "http://a/b/c/g/"      },
        {"/g",            "http://a/g"           },
        {"//g",           "http://g/"            },
        {"?y",            "http://a/b/c/d;p?y"   },
        {"g?y",           "http://a/b/c/g?y"     },
        {"#s",            "http://a/b/c/d;p?q#s" },
        {"g#s",           "http://a/b/c/g#s"     },
        {"g?y#s",         "http://a/b/c/g?y#s"   },
        {";x",            "http://a/b/c/;x"      },
        {"g;x",           "http://a/b/c/g;x"     },
        {"g;x?y#s",       "http://a/b/c/g;x?y#s" },
        {"",              "http://a/b/c/d;p?q"   },
        {".",             "http://a/b/c/"        },
        {"./",            "http://a/b/c/"        },
        {"..",            "http://a/b/"          },
        {"../",           "http://a/b/"          },
        {"../g",          "http://a/b/g"         },
        {"../..",         "http://a/"            },
        {"../../",        "http://a/"            },
        {"../../g",       "http://a/g"           },
        {"../../../g",    "http://a/g"           },
        {"../../../../g", "http://a/g"           },
        {"/./g",          "http://a/g"           },
        {"/../g",         "http://a/g"           },
        {"g.",            "http://a/b/c/g."      },
        {".g",            "http://a/b/c/.g"      },
        {"g..",           "http://a/b/c/g.."     },
        {"..g",           "http://a/b/c/..g"     },
        {"./../g",        "http://a/b/g"         },
        {"./g/.",         "http://a/b/c/g/"      },
        {"g/./h",         "http://a/b/c/g/h"     },
        {"g/../h",        "http://a/b/c/h"       },
        {"g;x=1/./y",     "http://a/b/c/g;x=1/y" },
        {"g;x=1/../y",    "http://a/b/c/y"       },
        {"g?y/./x",       "http://a/b/c/g?y/./x" },
        {"g?y/../x",      "http://a/b/c/g?y/../x"},
        {"g#s/./x",       "http://a/b/c/g#s/./x" },
        {"g#s/../x",      "http://a/b/c/g#s/../x"},
        {"http:g",        ""                     },
 /* and what pages really hold */
        {" g ",           "http://a/b/c/g"       },
        {"g\n\th",        "http://a/b/c/gh"      },
        {"g h",           "http://a/b/c/g%20h"   },
        {"z\xC3\xB6",     "http://a/b/c/z%C3%B6" },
        {"https://b",     "https://b/"           },
        {"HTTPS://B/C",   "HTTPS://B/C"          },
        {"//user@g/",     ""                     },
        {"//g:99999/",    ""                     },
        {"mailto:a@b",    ""                     },
        {"file:///etc",   ""                     },
        {"javascript:1",  ""                     },
        {"?",             "http://a/b/c/d;p?"    }
    };
    struct arena *a = arena_new(MIB(16));
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        expect_str(http_resolve(STR("http://a/b/c/d;p?q"), str_from(rows[i].to), a),
                   rows[i].whole, rows[i].to);
    expect_str(http_resolve(STR("https://a"), STR("g"), a), "https://a/g", "no path");
    expect_str(http_resolve(STR("https://a?x"), STR(""), a), "https://a/?x", "no path");
    expect_str(http_resolve(STR("nonsense"), STR("g"), a), "", "no base");
    arena_free(a);
}

static void origins_are_spelled_alike(void **state)
{
    (void)state;
    static const struct {
        const char *url, *origin;
    } rows[] = {
        {"https://Example.ORG/Path?q",     "https://example.org"    },
        {"https://example.org:443/",       "https://example.org"    },
        {"https://example.org:80/",        "https://example.org:80" },
        {"http://example.org:80/",         "http://example.org"     },
        {"HTTP://example.org:8080",        "http://example.org:8080"},
        {"https://[::1]:8443/",            "https://[::1]:8443"     },
        {"http://0x7f.1:81/",              "http://127.0.0.1:81"    },
        {"https://a.example\\@b.example/", ""                       },
        {"https://a@b.example/",           ""                       },
        {"ftp://example.org/",             ""                       },
        {"example.org",                    ""                       },
        {"",                               ""                       }
    };
    struct arena *a = arena_new(MIB(1));
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        expect_str(http_origin(str_from(rows[i].url), a), rows[i].origin, rows[i].url);
    arena_free(a);
}

static void links_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *header, *rel, *target;
    } rows[] = {
        {"</x>; rel=next",                                              "next",               "https://a.example/x"      },
        {"</x>; rel=\"prev next\"",                                     "next",               "https://a.example/x"      },
        {"</x>; rel=\"prev\tnext\"",                                    "NEXT",               "https://a.example/x"      },
        {"</x>;rel=NEXT",                                               "next",               "https://a.example/x"      },
        {"</x>; REL=next",                                              "next",               "https://a.example/x"      },
        {"</x>; rel = next",                                            "next",               "https://a.example/x"      },
        {"</x>; rel=nextone",                                           "next",               ""                         },
        {"</x>; rel=\"not-next\"",                                      "next",               ""                         },
        {"</x>; rel=prev; rel=next",                                    "next",               ""                         },
        {"</a,b>; title=\"a, <b>; rel=next\"; rel=prev, <c>; rel=next", "next",
         "https://a.example/d/c"                                                                                         },
        {"<a>; title=\"q\\\", <z>; rel=next\"; rel=prev",               "next",               ""                         },
        {"<a>; rel=prev,<b>; rel=next",                                 "next",               "https://a.example/d/b"    },
        {"<>; rel=webmention",                                          "webmention",         "https://a.example/d/e?f"  },
        {"<?p=2>; rel=next",                                            "next",               "https://a.example/d/e?p=2"},
        {"<//b.example/>; rel=next",                                    "next",               "https://b.example/"       },
        {"<https://b.example/wp-json/>; rel=\"https://api.w.org/\"",    "https://api.w.org/",
         "https://b.example/wp-json/"                                                                                    },
        {"<x>; rel=next; anchor=\"https://c.example/\"",                "next",               ""                         },
        {"<x>; rel=next; anchor=\"#foo\"",                              "next",               ""                         },
        {"<x>; rel=next; anchor=\"\"",                                  "next",               "https://a.example/d/x"    },
        {"<javascript:x>; rel=next, <y>; rel=next",                     "next",               "https://a.example/d/y"    },
        {"<x>; rel",                                                    "next",               ""                         },
        {"<x>; rel=",                                                   "next",               ""                         },
        {"<x>; rel=\"",                                                 "next",               ""                         },
        {"<x>; rel=\"next",                                             "next",               "https://a.example/d/x"    },
        {"<x",                                                          "next",               ""                         },
        {"<x>",                                                         "next",               ""                         },
        {"x; rel=next",                                                 "next",               ""                         },
        {",,; <x>; ;; rel=next",                                        "next",               "https://a.example/d/x"    },
        {"<x> rel=next; rel=next",                                      "next",               "https://a.example/d/x"    },
        {"<x>; rel*=UTF-8''next; rel=next",                             "next",               "https://a.example/d/x"    },
        {"",                                                            "next",               ""                         }
    };
    struct arena *a = arena_new(MIB(16));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct http_header h = {STR("link"), str_from(rows[i].header)};
        const struct http_answer w = {.header = (struct http_header *)(uintptr_t)&h,
                                      .headers = 1,
                                      .url = STR("https://a.example/d/e?f")};
        expect_str(http_link(&w, rows[i].rel, a), rows[i].target, rows[i].header);
    }
    /* several fields, the first that has it counts */
    struct http_header two[] = {
        {STR("Link"), STR("<a>; rel=prev")},
        {STR("LINK"), STR("<b>; rel=next")},
        {STR("Link"), STR("<c>; rel=next")}
    };
    const struct http_answer w = {
        .header = two, .headers = 3, .url = STR("https://a.example/")};
    expect_str(http_link(&w, "next", a), "https://a.example/b", "two fields");
    expect_str(http_link(&w, "prev", a), "https://a.example/a", "two fields");
    arena_free(a);
}

static void forms_are_escaped(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 1000);
    form_put(&b, "a b", STR("c&d=e +~-._\xC3\xB6\0"));
    form_put(&b, "empty", STR_NONE);
    form_put_i64(&b, "n", -5);
    expect_str(buf_view(&b), "a%20b=c%26d%3De%20%2B~-._%C3%B6%00&empty=&n=-5", "form");
    buf_free(&b);
}

static void files_go_as_parts(void **state)
{
    (void)state;
    struct arena *a = arena_new(MIB(1));
    struct http *h = http_new();
    struct double_server *d = double_start_text(
        "= upload\n> POST /media\n"
        "> multipart description=two%20words file=@a%2522b.png:image/png empty=\n< 202\n",
        "upload");
    assert_non_null(d);
    struct buf b;
    struct multipart m, other;
    struct http_answer w;
    struct err e;
    buf_init(&b, MIB(1));
    multipart_init(&m, &b);
    multipart_field(&m, "description", STR("two words"));
    multipart_file(&m, "file", STR("a\"b.png"), STR("image/png"), STR("\x89PNG\r\n\r\n\0--x"));
    multipart_field(&m, "empty", STR_NONE);
    multipart_end(&m);
    const struct http_header type = {STR("Content-Type"), multipart_type(&m, a)};
    const struct http_request q = {.method = "POST",
                                   .url = arena_printf(a, "%s/media", double_base(d)),
                                   .header = &type,
                                   .headers = 1,
                                   .body = buf_view(&b),
                                   .named = str_from(double_base(d)),
                                   .changes = true};
    assert_int_equal(http_send(h, &q, a, &w, &e), ERR_OK);
    assert_int_equal(w.status, 202);
    assert_string_equal(double_wrong(d), "");
    multipart_init(&other, &b);
    assert_string_not_equal(m.boundary, other.boundary);
    buf_free(&b);
    double_stop(d);
    http_free(h);
    arena_free(a);
}

/* Paces ------------------------------------------------------------------------------------- */

struct crowd {
    struct pace *p;
    atomic_int in, most, done;
};

static void *one_of_many(void *ctx)
{
    struct crowd *c = ctx;
    for (int i = 0; i < 50; i++) {
        if (pace_enter(c->p, STR("host"), 20000) != 0)
            continue;
        const int in = atomic_fetch_add(&c->in, 1) + 1;
        for (int most = atomic_load(&c->most); in > most;)
            if (atomic_compare_exchange_weak(&c->most, &most, in))
                break;
        usleep(200);
        atomic_fetch_sub(&c->in, 1);
        atomic_fetch_add(&c->done, 1);
        pace_leave(c->p, STR("host"));
    }
    return NULL;
}

static void so_many_at_once(void **state)
{
    (void)state;
    struct crowd c = {.p = pace_new(3)};
    pthread_t thread[12];
    for (size_t i = 0; i < COUNT_OF(thread); i++)
        pthread_create(&thread[i], NULL, one_of_many, &c);
    for (size_t i = 0; i < COUNT_OF(thread); i++)
        pthread_join(thread[i], NULL);
    assert_int_equal(atomic_load(&c.done), 12 * 50);
    assert_in_range(atomic_load(&c.most), 2, 3);
    pace_free(c.p);
}

static void a_host_is_held(void **state)
{
    (void)state;
    struct pace *p = pace_new(1);
    pace_hold(p, STR("a"), time_now_ms() + 60000);
    double from = time_clock_s();
    assert_in_range(pace_enter(p, STR("a"), 1000), 59000, 60000);
    assert_true(time_clock_s() - from < 0.5); /* not waited for in vain */
    assert_int_equal(pace_enter(p, STR("b"), 0), 0);
    assert_int_equal(pace_enter(p, STR("b"), 50), 1); /* busy */
    pace_leave(p, STR("b"));
    pace_hold(p, STR("b"), time_now_ms() + 200);
    from = time_clock_s();
    assert_int_equal(pace_enter(p, STR("b"), 1000), 0);
    assert_true(time_clock_s() - from > 0.15);
    pace_hold(p, STR("c"), INT64_MAX);
    assert_in_range(pace_enter(p, STR("c"), 0), 86399000, 86400000);
    pace_hold(p, STR("c"), 5); /* never shorter */
    assert_in_range(pace_enter(p, STR("c"), 0), 86390000, 86400000);
    pace_stop(p);
    assert_int_equal(pace_enter(p, STR("d"), 10000), 1);
    pace_free(p);
}

static void many_hosts_are_remembered(void **state)
{
    (void)state;
    struct pace *p = pace_new(1);
    char name[32];
    pace_hold(p, STR("held"), time_now_ms() + 60000);
    assert_int_equal(pace_enter(p, STR("busy"), 0), 0);
    for (int i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "host%d", i);
        assert_int_equal(pace_enter(p, str_from(name), 0), 0);
        pace_leave(p, str_from(name));
    }
    assert_true(pace_enter(p, STR("held"), 0) > 50000);
    assert_int_equal(pace_enter(p, STR("busy"), 0), 1);
    for (int i = 0; i < 2000; i++) { /* more than are remembered: the soonest are forgotten */
        snprintf(name, sizeof name, "hold%d", i);
        pace_hold(p, str_from(name), time_now_ms() + 100000 + i);
    }
    assert_true(pace_enter(p, STR("hold1999"), 0) > 50000);
    assert_int_equal(pace_enter(p, STR("busy"), 0), 1);
    pace_free(p);
}

static void waits_grow_and_differ(void **state)
{
    (void)state;
    int64_t all = 2000;
    for (int tries = 1; tries < 40; tries++) {
        int64_t least = INT64_MAX, most = 0;
        for (int i = 0; i < 200; i++) {
            const int64_t ms = pace_backoff(tries);
            least = ms < least ? ms : least;
            most = ms > most ? ms : most;
        }
        assert_true(least >= all / 2 && most <= all);
        assert_true(most - least > all / 4);
        all = all * 2 > 3600000 ? 3600000 : all * 2;
    }
    assert_in_range(pace_backoff(0), 1000, 2000);
    assert_in_range(pace_backoff(-7), 1000, 2000);
    assert_in_range(pace_backoff(INT32_MAX), 1800000, 3600000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_public_or_not),
        cmocka_unit_test(references_resolve),
        cmocka_unit_test(origins_are_spelled_alike),
        cmocka_unit_test(links_are_read),
        cmocka_unit_test(forms_are_escaped),
        cmocka_unit_test(files_go_as_parts),
        cmocka_unit_test(so_many_at_once),
        cmocka_unit_test(a_host_is_held),
        cmocka_unit_test(many_hosts_are_remembered),
        cmocka_unit_test(waits_grow_and_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
