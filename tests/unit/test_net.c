/* tests/unit/test_net.c: the door outward: where it goes, what it sends, what it takes. */
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
#include "net/form.h"
#include "net/http_private.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct here {
    struct http *h;
    struct arena *a;
    struct double_server *d;
    struct http_answer w;
    struct err e;
};

static struct here begin(const char *scenario)
{
    struct here t = {.h = http_new(), .a = arena_new(MIB(64))};
    if (scenario) {
        t.d = double_start("net", scenario);
        assert_non_null(t.d);
    }
    return t;
}

static void end(struct here *t)
{
    http_free(t->h);
    double_stop(t->d);
    arena_free(t->a);
}

static struct str at(const struct here *t, const char *path)
{
    return arena_printf(t->a, "%s%s", double_base(t->d), path);
}

static enum err_code get(struct here *t, const char *path)
{
    const struct http_request q = {.url = at(t, path), .named = str_from(double_base(t->d))};
    t->e = (struct err){0};
    return http_send(t->h, &q, t->a, &t->w, &t->e);
}

static enum err_code post(struct here *t, const char *path, bool changes)
{
    const struct http_request q = {.method = "POST",
                                   .url = at(t, path),
                                   .named = str_from(double_base(t->d)),
                                   .body = STR("hello"),
                                   .changes = changes};
    t->e = (struct err){0};
    return http_send(t->h, &q, t->a, &t->w, &t->e);
}

#define ASSERT_STR(got, want)                                                                  \
    do {                                                                                       \
        struct str got_ = (got);                                                               \
        if (!str_is(got_, (want)))                                                             \
            fail_msg("\"" STRF "\" is not \"%s\"", STRA(got_), (want));                        \
    } while (0)

/* What is sent and taken -------------------------------------------------------------------- */

static void a_request_and_its_answer(void **state)
{
    (void)state;
    struct here t = begin("plain");
    struct buf form;
    const struct http_header json = {STR("Accept"), STR("application/json")},
                             type = {STR("Content-Type"),
                                     STR("application/x-www-form-urlencoded")};
    struct http_request q = {.url = at(&t, "/a?y=two%20words&x=1"),
                             .header = &json,
                             .headers = 1,
                             .named = str_from(double_base(t.d))};
    assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_OK);
    assert_int_equal(t.w.status, 200);
    ASSERT_STR(t.w.body, "{\"a\": 1}");
    ASSERT_STR(http_header(&t.w, "content-TYPE"), "application/json");
    ASSERT_STR(http_header(&t.w, "X-None"), "");
    assert_true(str_eq(t.w.url, q.url));
    assert_false(t.w.moved);
    assert_true(str_eq(http_link(&t.w, "next", t.a), at(&t, "/a?page=2")));
    assert_true(str_eq(http_link(&t.w, "prev", t.a), at(&t, "/a?page=0")));

    buf_init(&form, 1000);
    form_put_i64(&form, "a", 1);
    form_put(&form, "b", STR("two words"));
    q = (struct http_request){.method = "POST",
                              .url = at(&t, "/b"),
                              .header = &type,
                              .headers = 1,
                              .named = q.named,
                              .body = buf_view(&form),
                              .changes = true};
    assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_OK);
    assert_int_equal(t.w.status, 201);
    ASSERT_STR(t.w.body, "made\n\nline four");
    buf_free(&form);

    q = (struct http_request){.method = "DELETE", .url = at(&t, "/c"), .named = q.named};
    assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_OK);
    assert_int_equal(t.w.status, 204);
    ASSERT_STR(t.w.body, "");
    assert_string_equal(double_wrong(t.d), "");
    end(&t);
}

static void a_request_makes_sense_or_is_not_sent(void **state)
{
    (void)state;
    struct here t = begin("any number");
    static const struct http_header bad[] = {
        {STR_INIT("X-A"),  STR_INIT("b\r\nX-C: d")},
        {STR_INIT("X A"),  STR_INIT("b")          },
        {STR_INIT(""),     STR_INIT("b")          },
        {STR_INIT("X:A"),  STR_INIT("b")          },
        {STR_INIT("X-A"),  STR_INIT("b\0c")       },
        {STR_INIT("X\nA"), STR_INIT("b")          }
    };
    struct http_request q = {
        .url = at(&t, "/x"), .headers = 1, .named = str_from(double_base(t.d))};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        q.header = &bad[i];
        assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_INVALID);
    }
    q.headers = 0;
    q.method = "GET /\r\n";
    assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_INVALID);
    assert_int_equal(double_requests(t.d), 0);
    end(&t);
}

static void connections_are_kept(void **state)
{
    (void)state;
    struct here t = begin("any number");
    for (int i = 0; i < 500; i++)
        assert_int_equal(get(&t, "/x"), ERR_OK);
    assert_int_equal(double_requests(t.d), 500);
    assert_int_equal(double_connections(t.d), 1);
    assert_string_equal(double_wrong(t.d), "");
    end(&t);
}

static void an_answer_is_bounded(void **state)
{
    (void)state;
    static const char *const scenarios[] = {"large", "bomb"};
    for (size_t i = 0; i < COUNT_OF(scenarios); i++) {
        struct here t = begin(scenarios[i]);
        struct http_request q = {
            .url = at(&t, "/x"), .named = str_from(double_base(t.d)), .most = 99999};
        assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_LIMIT);
        q.changes = true;
        assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_UNCERTAIN);
        end(&t);
    }
    struct here t = begin("large");
    struct http_request q = {
        .url = at(&t, "/x"), .named = str_from(double_base(t.d)), .most = 100000};
    assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_OK);
    assert_int_equal(t.w.body.n, 100000);
    /* an arena with less room than the answer wants says so, and does not end the program */
    struct arena *small = arena_new(KIB(160));
    assert_int_equal(http_send(t.h, &q, small, &t.w, &t.e), ERR_OK);
    assert_int_equal(http_send(t.h, &q, small, &t.w, &t.e), ERR_LIMIT);
    arena_free(small);
    end(&t);
    t = begin("packed");
    assert_int_equal(get(&t, "/x"), ERR_OK);
    assert_int_equal(t.w.body.n, 100000);
    end(&t);
    t = begin("flood");
    assert_int_equal(get(&t, "/x"), ERR_LIMIT);
    end(&t);
}

/* What breaks ------------------------------------------------------------------------------- */

static void an_answer_may_be_cut_anywhere(void **state)
{
    (void)state;
    struct here t = begin("any number");
    assert_int_equal(get(&t, "/x"), ERR_OK);
    const long whole = double_reply_bytes(t.d);
    for (long n = 0; n <= whole; n++) {
        double_cut(t.d, n);
        const enum err_code code = get(&t, "/x");
        assert_int_equal(code, n < whole ? ERR_UNAVAILABLE : ERR_OK);
    }
    end(&t);

    t = begin("change");
    assert_int_equal(post(&t, "/change", true), ERR_OK);
    const long change = double_reply_bytes(t.d);
    for (long n = 0; n <= change; n++) {
        double_cut(t.d, n);
        const size_t before = double_requests(t.d);
        assert_int_equal(post(&t, "/change", true), n < change ? ERR_UNCERTAIN : ERR_OK);
        assert_int_equal(double_requests(t.d), before + 1);
    }
    end(&t);
}

static void what_was_sent_is_never_repeated(void **state)
{
    (void)state;
    struct here t = begin("dropped");
    assert_int_equal(post(&t, "/change", true), ERR_UNCERTAIN);
    assert_int_equal(double_requests(t.d), 1);
    assert_string_equal(double_wrong(t.d), "");
    end(&t);
    t = begin("dropped reading");
    assert_int_equal(get(&t, "/x"), ERR_UNAVAILABLE);
    end(&t);
    t = begin("garbage");
    assert_int_equal(post(&t, "/x", true), ERR_UNCERTAIN);
    assert_int_equal(get(&t, "/x"), ERR_UNAVAILABLE);
    end(&t);
    t = begin("refused");
    assert_int_equal(get(&t, "/x"), ERR_UNAVAILABLE);
    end(&t);
}

static void a_kept_connection_may_have_died(void **state)
{
    (void)state;
    struct here t = begin("kept and gone");
    assert_int_equal(get(&t, "/first"), ERR_OK); /* closed behind it */
    assert_int_equal(post(&t, "/third", true), ERR_OK);
    assert_int_equal(double_requests(t.d), 2);
    assert_int_equal(double_connections(t.d), 2);
    double_rewind(t.d);
    assert_int_equal(get(&t, "/first"), ERR_OK);
    assert_int_equal(get(&t, "/second"), ERR_OK);
    assert_int_equal(double_requests(t.d), 2);
    end(&t);
}

static void nobody_listens(void **state)
{
    (void)state;
    struct here t = begin("any number");
    struct str url = at(&t, "/x"), named = arena_str(t.a, str_from(double_base(t.d)));
    double_stop(t.d);
    t.d = NULL;
    struct http_request q = {.method = "POST", .url = url, .named = named, .changes = true};
    assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_UNAVAILABLE);
    assert_non_null(strstr(t.e.msg, "127.0.0.1:"));
    assert_non_null(strstr(t.e.msg, "takes no connection"));
    q.url = STR("https://no-such-host.invalid/secret?token=1");
    assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_UNAVAILABLE);
    assert_non_null(strstr(t.e.msg, "no-such-host.invalid"));
    assert_null(strstr(t.e.msg, "token"));
    assert_null(strstr(t.e.msg, "secret"));
    end(&t);
}

static void a_slow_server_is_not_waited_for(void **state)
{
    (void)state;
    struct here t = begin("slow");
    struct http_request q = {
        .url = at(&t, "/x"), .named = str_from(double_base(t.d)), .timeout_ms = 150};
    assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_UNAVAILABLE);
    assert_non_null(strstr(t.e.msg, "did not answer"));
    q.method = "POST";
    q.changes = true;
    double_stop(t.d);
    t.d = double_start("net", "slow");
    q.url = at(&t, "/x");
    q.named = str_from(double_base(t.d));
    assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_UNCERTAIN);
    end(&t);
}

struct later {
    struct http *h;
    int ms;
};

static void *stop_later(void *ctx)
{
    const struct later *l = ctx;
    usleep((useconds_t)l->ms * 1000);
    http_stop(l->h);
    return NULL;
}

static void what_is_under_way_can_be_stopped(void **state)
{
    (void)state;
    struct here t = begin("slow");
    struct later l = {t.h, 50};
    pthread_t thread;
    const double from = time_clock_s();
    pthread_create(&thread, NULL, stop_later, &l);
    assert_int_equal(get(&t, "/x"), ERR_UNAVAILABLE);
    assert_true(time_clock_s() - from < 2.5);
    pthread_join(thread, NULL);
    assert_int_equal(get(&t, "/x"), ERR_UNAVAILABLE);
    assert_int_equal(double_requests(t.d), 1);
    end(&t);

    t = begin("slow");
    l.h = t.h;
    pthread_create(&thread, NULL, stop_later, &l);
    assert_int_equal(post(&t, "/x", true), ERR_UNCERTAIN);
    pthread_join(thread, NULL);
    end(&t);
}

/* Waiting ----------------------------------------------------------------------------------- */

static void a_host_that_asks_to_wait_is_left_alone(void **state)
{
    (void)state;
    struct here t = begin("held for long");
    assert_int_equal(get(&t, "/x"), ERR_OK);
    assert_int_equal(t.w.status, 429);
    ASSERT_STR(t.w.body, "slow down");
    assert_int_equal(get(&t, "/x"), ERR_RATE_LIMITED);
    assert_in_range(t.e.retry_after_s, 70, 77);
    assert_int_equal(post(&t, "/x", true), ERR_RATE_LIMITED);
    assert_int_equal(double_requests(t.d), 1);
    end(&t);

    t = begin("held shortly");
    assert_int_equal(get(&t, "/x"), ERR_OK);
    assert_int_equal(t.w.status, 503);
    const double from = time_clock_s();
    assert_int_equal(get(&t, "/x"), ERR_OK);
    assert_int_equal(t.w.status, 200);
    assert_true(time_clock_s() - from > 0.8);
    end(&t);
}

static void retry_after_is_a_number_or_a_date(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        int s;
    } rows[] = {
        {"0",                                 0    },
        {"120",                               120  },
        {" 7 ",                               7    },
        {"86400",                             86400},
        {"86401",                             86400},
        {"99999999999999999999999",           86400},
        {"Wed, 21 Oct 2015 07:28:00 GMT",     60   },
        {"Wednesday, 21-Oct-15 07:28:00 GMT", 60   },
        {"Wed Oct 21 07:28:00 2015",          60   },
        {"Wed, 21 Oct 2015 07:26:00 GMT",     0    },
        {"Wed, 21 Oct 2099 07:26:00 GMT",     86400},
        {"",                                  -1   },
        {"-5",                                -1   },
        {"1.5",                               -1   },
        {"soon",                              -1   },
        {"5 minutes",                         -1   }
    };
    const int64_t now = when_parse(STR("2015-10-21T07:27:00Z")).ms;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct http_header h = {STR("retry-after"), str_from(rows[i].value)};
        const struct http_answer w = {.header = &h, .headers = 1};
        if (http_retry_after(&w, now) != rows[i].s)
            fail_msg("\"%s\": %d", rows[i].value, http_retry_after(&w, now));
    }
    const struct http_answer none = {0};
    assert_int_equal(http_retry_after(&none, now), -1);
}

/* Where it goes ----------------------------------------------------------------------------- */

static void redirects_are_followed(void **state)
{
    (void)state;
    const struct http_header secret = {STR("Authorization"), STR("Bearer secret")};
    struct here t = begin("redirects");
    struct http_request q = {.url = at(&t, "/one"),
                             .header = &secret,
                             .headers = 1,
                             .named = str_from(double_base(t.d))};
    assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_OK);
    ASSERT_STR(t.w.body, "here");
    assert_true(str_eq(t.w.url, at(&t, "/three")));
    assert_true(t.w.moved);
    assert_string_equal(double_wrong(t.d), "");
    double_rewind(t.d);
    q.stay = true;
    assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_OK);
    assert_int_equal(t.w.status, 301);
    ASSERT_STR(http_header(&t.w, "Location"), "two?x=1");
    end(&t);

    t = begin("redirect for a while");
    assert_int_equal(get(&t, "/one"), ERR_OK);
    assert_false(t.w.moved);
    end(&t);
    t = begin("circles");
    assert_int_equal(get(&t, "/one"), ERR_UNAVAILABLE);
    assert_int_equal(double_requests(t.d), LIMIT_HTTP_HOPS + 1);
    end(&t);
    t = begin("to anywhere"); /* a POST is not repeated elsewhere */
    assert_int_equal(post(&t, "/to", false), ERR_OK);
    assert_int_equal(t.w.status, 303);
    end(&t);
}

/* Not every resolver knows "localhost." */
static bool is_dotted(const char *url, enum err_code code)
{
    return strstr(url, "localhost.") && code == ERR_UNAVAILABLE;
}

static void redirects_lead_nowhere_else(void **state)
{
    (void)state;
    static const char *const targets[] = {
        "http://127.0.0.1:1/",
        "http://127.0.0.1/",
        "https://127.0.0.1/",
        "http://2130706433/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/",
        "https://localhost./",
        "https://192.168.0.1/",
        "http://example.org/",
        "https://user@127.0.0.1/",
        "https://user:password@example.org/",
        "//10.0.0.1/",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "gopher://127.0.0.1:70/",
        "ftp://127.0.0.1/",
        "dict://127.0.0.1/",
        "data:text/plain,hello",
        "javascript:alert(1)",
        "https://",
        "https://[fe80::1%25lo]/",
        "http:\\\\127.0.0.1\\",
    };
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        char text[512];
        struct here t = begin(NULL);
        snprintf(text, sizeof text, "= away\n> GET /x\n< 302\n< Location: %s\n", targets[i]);
        t.d = double_start_text(text, "away");
        assert_non_null(t.d);
        const enum err_code code = get(&t, "/x");
        /* a \ is part of the path of the same host */
        if (code != ERR_DENIED && !(code == ERR_OK && t.w.status == 599) &&
            !is_dotted(targets[i], code))
            fail_msg("%s: %d %s", targets[i], code, t.e.msg);
        if (code == ERR_OK)
            assert_int_equal(targets[i][5], '\\');
        end(&t);
    }
}

static void private_addresses_are_not_gone_to(void **state)
{
    (void)state;
    static const char *const denied[] = {
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://017700000001/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[::]/",
        "https://0/",
        "https://0.0.0.0/",
        "https://localhost/",
        "https://LOCALHOST/",
        "https://localhost.:443/",
        "https://foo.localhost/",
        "https://10.1.2.3:8080/",
        "https://[fd00::1]/",
        "https://169.254.169.254/",
        "http://example.org/",
        "http://93.184.216.34/",
        "ftp://example.org/",
        "file:///etc/passwd",
    };
    static const char *const nonsense[] = {
        "",
        "example.org",
        "/path",
        "https://",
        "https://user@example.org/",
        "https://127.0.0.1@example.org/",
        "https://example.org:99999/",
        "https://exa mple.org/",
        "https://[::1/",
        "https:///example.org/",
        "https:/example.org/",
        "https://[fe80::1%25eth0]/",
    };
    struct here t = begin(NULL);
    for (size_t i = 0; i < COUNT_OF(denied); i++) {
        const struct http_request q = {.url = str_from(denied[i]), .changes = true};
        const enum err_code code = http_send(t.h, &q, t.a, &t.w, &t.e);
        if (code != ERR_DENIED && !is_dotted(denied[i], code))
            fail_msg("%s: %d %s", denied[i], code, t.e.msg);
    }
    for (size_t i = 0; i < COUNT_OF(nonsense); i++) {
        const struct http_request q = {.url = str_from(nonsense[i])};
        const enum err_code code = http_send(t.h, &q, t.a, &t.w, &t.e);
        if (code != ERR_INVALID)
            fail_msg("%s: %d %s", nonsense[i], code, t.e.msg);
    }
    end(&t);
}

static void the_named_host_is_gone_to_at_its_port(void **state)
{
    (void)state;
    struct here t = begin("any number");
    const char *port = strrchr(double_base(t.d), ':') + 1;
    assert_int_equal(get(&t, "/x"), ERR_OK);
    struct http_request q = {.url = at(&t, "/x"),
                             .named = arena_printf(t.a, "http://localhost:%s", port)};
    assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_DENIED);
    q.named = STR("http://127.0.0.1");
    assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_DENIED);
    q.named = arena_printf(t.a, "https://127.0.0.1:%s", port);
    assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_DENIED);
    q.named = STR_NONE;
    assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_DENIED);
    q.named = arena_printf(t.a, "http://LOCALHOST:%s/a/path", port);
    q.url = arena_printf(t.a, "http://localhost:%s/x", port);
    assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_OK);
    q.named = q.url = arena_printf(t.a, "http://0x7f.1:%s/x", port);
    assert_int_equal(http_send(t.h, &q, t.a, &t.w, &t.e), ERR_OK);
    end(&t);
}

/* A name may answer with another address each time: it is judged where it is connected to. */
static void the_socket_decides(void **state)
{
    (void)state;
    static atomic_bool no;
    struct exchange x = {.stop = &no};
    struct sockaddr_in in = {.sin_family = AF_INET};
    struct curl_sockaddr to = {
        .family = AF_INET, .socktype = SOCK_STREAM, .addrlen = sizeof in};
    in.sin_addr.s_addr = htonl(0x7F000001);
    memcpy(&to.addr, &in, sizeof in);
    assert_true(http__open_socket(&x, CURLSOCKTYPE_IPCXN, &to) == CURL_SOCKET_BAD);
    assert_true(x.denied);
    x.private_ok = true;
    curl_socket_t fd = http__open_socket(&x, CURLSOCKTYPE_IPCXN, &to);
    assert_true(fd >= 0);
    close(fd);
    x.private_ok = x.denied = false;
    in.sin_addr.s_addr = htonl(0x5DB8D822);
    memcpy(&to.addr, &in, sizeof in);
    fd = http__open_socket(&x, CURLSOCKTYPE_IPCXN, &to);
    assert_true(fd >= 0 && !x.denied);
    close(fd);

    char own[] = "192.0.2.1", loop[] = "127.0.0.1", six[] = "::1", open[] = "93.184.216.34",
         open6[] = "2606:2800:220:1::1", bad[] = "fe80::1%lo";
    assert_int_equal(http__before_request(&x, loop, own, 443, 1), CURL_PREREQFUNC_ABORT);
    assert_int_equal(http__before_request(&x, six, own, 443, 1), CURL_PREREQFUNC_ABORT);
    assert_int_equal(http__before_request(&x, bad, own, 443, 1), CURL_PREREQFUNC_ABORT);
    assert_false(x.begun);
    x.denied = false;
    assert_int_equal(http__before_request(&x, open, own, 443, 1), CURL_PREREQFUNC_OK);
    assert_int_equal(http__before_request(&x, open6, own, 443, 1), CURL_PREREQFUNC_OK);
    assert_true(x.begun && !x.denied);
}

/* A connection that was kept for the named host serves nobody who may not go there. */
static void a_kept_connection_opens_no_door(void **state)
{
    (void)state;
    static atomic_bool no;
    struct here t = begin("any number");
    CURL *c = curl_easy_init();
    struct http_request q = {.url = at(&t, "/x")};
    for (int may = 1; may >= 0; may--) {
        bool other;
        struct exchange x = {.stop = &no,
                             .private_ok = may,
                             .timeout_ms = 5000,
                             .most = 1000,
                             .a = t.a,
                             .header =
                                 ARENA_ARRAY(t.a, struct http_header, LIMIT_HTTP_HEADERS)};
        buf_init(&x.body, 1000);
        assert_true(http__place(q.url, t.a, &x.place, &other));
        assert_int_equal(http__exchange(c, &x, &q, &t.e), may ? ERR_OK : ERR_DENIED);
        curl_url_cleanup(x.place.u);
        buf_free(&x.body);
    }
    assert_int_equal(double_connections(t.d), 1);
    assert_int_equal(double_requests(t.d), 1);
    curl_easy_cleanup(c);
    end(&t);
}

static void secrets_do_not_cross_origins(void **state)
{
    (void)state;
    static atomic_bool no;
    static const struct http_header all[] = {
        {STR_INIT("Authorization"), STR_INIT("Bearer x")},
        {STR_INIT("cookie"),        STR_INIT("a=b")     },
        {STR_INIT("DPOP"),          STR_INIT("proof")   },
        {STR_INIT("X-Api-Key"),     STR_INIT("key")     },
        {STR_INIT("Accept"),        STR_INIT("text/x")  }
    };
    struct here t = begin(NULL);
    t.d = double_start_text("= foreign\n> GET /x\n> no Authorization\n> no Cookie\n> no DPoP\n"
                            "> no X-Api-Key\n> Accept: text/x\n< 200\n"
                            "= own\n> GET /x\n> Authorization: Bearer x\n> Cookie: a=b\n"
                            "> DPoP: proof\n> X-Api-Key: key\n> Accept: text/x\n< 200\n",
                            "foreign");
    assert_non_null(t.d);
    CURL *c = curl_easy_init();
    bool other;
    struct http_request q = {.url = at(&t, "/x"), .header = all, .headers = COUNT_OF(all)};
    struct exchange x = {.stop = &no,
                         .private_ok = true,
                         .foreign = true,
                         .timeout_ms = 5000,
                         .most = 1000,
                         .a = t.a,
                         .header = ARENA_ARRAY(t.a, struct http_header, LIMIT_HTTP_HEADERS)};
    buf_init(&x.body, 1000);
    assert_true(http__place(q.url, t.a, &x.place, &other));
    assert_int_equal(http__exchange(c, &x, &q, &t.e), ERR_OK);
    assert_string_equal(double_wrong(t.d), "");
    curl_url_cleanup(x.place.u);
    buf_free(&x.body);
    curl_easy_cleanup(c);
    end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_and_its_answer),
        cmocka_unit_test(a_request_makes_sense_or_is_not_sent),
        cmocka_unit_test(connections_are_kept),
        cmocka_unit_test(an_answer_is_bounded),
        cmocka_unit_test(an_answer_may_be_cut_anywhere),
        cmocka_unit_test(what_was_sent_is_never_repeated),
        cmocka_unit_test(a_kept_connection_may_have_died),
        cmocka_unit_test(nobody_listens),
        cmocka_unit_test(a_slow_server_is_not_waited_for),
        cmocka_unit_test(what_is_under_way_can_be_stopped),
        cmocka_unit_test(a_host_that_asks_to_wait_is_left_alone),
        cmocka_unit_test(retry_after_is_a_number_or_a_date),
        cmocka_unit_test(redirects_are_followed),
        cmocka_unit_test(redirects_lead_nowhere_else),
        cmocka_unit_test(private_addresses_are_not_gone_to),
        cmocka_unit_test(the_named_host_is_gone_to_at_its_port),
        cmocka_unit_test(the_socket_decides),
        cmocka_unit_test(a_kept_connection_opens_no_door),
        cmocka_unit_test(secrets_do_not_cross_origins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
