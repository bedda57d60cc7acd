/* tests/unit/test_sandbox.c: a reader that misbehaves costs one import and a clear sentence. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "home.h"

#include "archives/media_type.h"
#include "core/mem.h"
#include "intake/intake.h"
#include "model/batch.h"
#include "sandbox/child.h"
#include "sandbox/frame.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* This program, started as the reader in its sandbox, reads "archives" of one file whose name is
 * what it then does. The home is full of what it should not get at. */

static char *volatile nowhere;

static void opens_a_file(void)
{
    int fd = open("/etc/passwd", O_RDONLY);
    if (fd >= 0)
        _exit(42);
}
static void writes_a_file(void)
{
    int fd = open("/tmp/tact-was-here", O_WRONLY | O_CREAT, 0600);
    if (fd >= 0)
        _exit(42);
}
static void calls_home(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd >= 0)
        _exit(42);
}
static void starts_a_program(void)
{
    char *argv[] = {(char *)(uintptr_t) "true", NULL};
    execv("/bin/true", argv);
    _exit(42);
}
static void forks(void)
{
    if (syscall(SYS_fork) >= 0)
        _exit(42);
}
static void makes_code(void)
{
    if (mmap(NULL, 4096, PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
        MAP_FAILED)
        _exit(42);
}
static void looks_at_another(void)
{
    if (kill(getppid(), 0) == 0)
        _exit(42);
}
static void crashes(void)
{
    *nowhere = 1;
}
static void leaves(void)
{
    _exit(0);
}
static void thinks_forever(void)
{
    for (volatile unsigned i = 0;; i++) {
    }
}
static void takes_all_memory(void)
{
    for (size_t i = 0; i < 1000; i++)
        memset(mem_alloc((size_t)64 << 20), (int)i, (size_t)64 << 20);
}

static void say(struct frame f, struct str one, struct str two)
{
    if (frame_send(CHILD_SOCKET, f, one, two, -1, NULL))
        _exit(1);
}
static void talks_nonsense(void)
{
    say((struct frame){.kind = 77}, STR("what?"), STR_NONE);
}
static void promises_too_much(void)
{
    const struct frame f = {.kind = FRAME_RECORDS, .count = 1, .bytes = UINT64_C(1) << 40};
    if (send(CHILD_SOCKET, &f, sizeof f, 0) < 0)
        _exit(1);
}
static void lies_about_text(void)
{
    struct record r = {.kind = RECORD_POST};
    r.as.post.text = (struct str){(const char *)(uintptr_t)100, 1000};
    say((struct frame){.kind = FRAME_RECORDS, .count = 1}, str_of((const char *)&r, sizeof r),
        STR("short"));
}
static void invents_a_kind(void)
{
    struct record r = {.kind = RECORD_POST};
    r.as.post.kind = (enum post_kind)99;
    say((struct frame){.kind = FRAME_RECORDS, .count = 1}, str_of((const char *)&r, sizeof r),
        STR_NONE);
}
static void sends_no_utf8(void)
{
    struct record r = {.kind = RECORD_UNREAD};
    r.as.unread.why = (struct str){NULL, 2};
    say((struct frame){.kind = FRAME_RECORDS, .count = 1}, str_of((const char *)&r, sizeof r),
        STR("\xff\xfe"));
}
static void floods(void)
{
    struct err err;
    struct batch b;
    struct record r = {.kind = RECORD_UNREAD};
    char *text = mem_alloc(65536);
    memset(text, 'x', 65536);
    r.as.unread.why = str_of(text, 65536);
    batch_init(&b);
    for (;;) {
        batch_clear(&b);
        while (!batch_is_full(&b, &r))
            if (batch_put(&b, &r, &err))
                _exit(1);
        say((struct frame){.kind = FRAME_RECORDS, .count = (uint32_t)b.n},
            str_of((const char *)b.record, b.n * sizeof *b.record), buf_view(&b.text));
    }
}
static void goes_round(void)
{
    for (int64_t i = 1;; i += INT64_C(1) << 20)
        say((struct frame){.kind = FRAME_PROGRESS, .number = i}, STR_NONE, STR_NONE);
}
static void goes_nowhere(void)
{
    for (;;)
        say((struct frame){.kind = FRAME_PROGRESS, .number = 1}, STR_NONE, STR_NONE);
}
static void opens_another(void)
{
    say((struct frame){.kind = FRAME_OPEN, .number = 4711}, STR_NONE, STR_NONE);
}
static void hands_a_socket(void)
{
    struct frame f = {.kind = FRAME_PROGRESS, .number = 1};
    if (frame_send(CHILD_SOCKET, f, STR_NONE, STR_NONE, CHILD_SOCKET, NULL))
        _exit(1);
}
static void stops_midway(void)
{
    const struct frame f = {.kind = FRAME_RECORDS, .count = 1, .bytes = sizeof(struct record)};
    if (send(CHILD_SOCKET, &f, sizeof f, 0) < 0 || send(CHILD_SOCKET, &f, 5, 0) < 0)
        _exit(1);
    thinks_forever();
}

#define TRIED   "led to something that no reader does"
#define WRONG   "went wrong inside"
#define ENDLESS "comes to no end"
static const struct {
    const char *name; /* of its archive */
    void (*act)(void);
    const char *sentence; /* what the owner is told */
} acts[] = {
    {"opens",    opens_a_file,      TRIED              },
    {"writes",   writes_a_file,     TRIED              },
    {"calls",    calls_home,        TRIED              },
    {"starts",   starts_a_program,  TRIED              },
    {"forks",    forks,             TRIED              },
    {"code",     makes_code,        TRIED              },
    {"looks",    looks_at_another,  TRIED              },
    {"crashes",  crashes,           "reading it "      },
    {"leaves",   leaves,            "ended too early"  },
    {"thinks",   thinks_forever,    ENDLESS            },
    {"memory",   takes_all_memory,  ""                 },
    {"nonsense", talks_nonsense,    WRONG              },
    {"promises", promises_too_much, WRONG              },
    {"text",     lies_about_text,   WRONG              },
    {"kind",     invents_a_kind,    WRONG              },
    {"utf8",     sends_no_utf8,     WRONG              },
    {"floods",   floods,            "far more came out"},
    {"round",    goes_round,        "far more came out"},
    {"nowhere",  goes_nowhere,      ENDLESS            },
    {"another",  opens_another,     WRONG              },
    {"socket",   hands_a_socket,    WRONG              },
    {"midway",   stops_midway,      ENDLESS            },
};

static enum err_code misbehave(struct reading *r, struct stream *in, struct err *err)
{
    (void)in;
    struct record rec = {.kind = RECORD_ACCOUNT};
    rec.as.account = (struct record_account){.network = STR("x"), .key = STR("id:1")};
    enum err_code rc = reading_put(r, &rec, err);
    for (size_t i = 0; i < COUNT_OF(acts) && rc == ERR_OK; i++)
        if (str_is(r->file, acts[i].name))
            acts[i].act();
    return rc;
}

static const struct reader_file bad_files[] = {
    {"*",  0, misbehave},
    {NULL, 0, NULL     }
};
static const struct reader bad = {
    .id = "x", .network = "x", .archive = "bad archive", .files = bad_files};

static enum err_code find_bad(const struct container *c, const struct reader **out,
                              struct err *err)
{
    size_t n;
    if (str_starts(container_entries(c, &n)[0].head, STR("act")))
        *out = &bad;
    return *out ? ERR_OK : reader_find(c, out, err);
}

/* Before the constructor of home.h, which would be the true reader. */
__attribute__((constructor(101))) static void be_bad_reader(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], SANDBOX_WORD) == 0)
        sandbox_main(find_bad);
}

static void put_file(const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", home, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static int64_t rows(const char *sql)
{
    int64_t n = -1;
    struct err err;
    assert_int_equal(sql_one(&s->sql, sql, NULL, 0, &n, &err), ERR_OK);
    return n;
}

/* One sentence, no row, no file, and the next import works. */
static void test_misbehaving(void **state)
{
    (void)state;
    setenv("TACT_READER_PATIENCE_MS", "500", 1);
    for (size_t i = 0; i < COUNT_OF(acts); i++) {
        char dir[512], path[600];
        struct intake_result r;
        snprintf(dir, sizeof dir, "%s/d%zu", home, i);
        assert_int_equal(mkdir(dir, 0700), 0);
        snprintf(path, sizeof path, "d%zu/%s", i, acts[i].name);
        put_file(path, "act.txt");
        snprintf(path, sizeof path, "d%zu/aa.txt", i);
        put_file(path, "act");
        if (strcmp(acts[i].name, "memory") == 0 && getenv("ASAN_OPTIONS"))
            continue; /* the sanitizer has its own memory */
        assert_int_not_equal(intake_import(s, dir, NULL, a, &r, &e), ERR_OK);
        if (!strstr(e.msg, acts[i].sentence))
            fail_msg("%s: %s", acts[i].name, e.msg);
        assert_int_equal(rows("SELECT count(*) FROM accounts"), 0);
        assert_int_equal(rows("SELECT count(*) FROM imports"), 0);
        assert_int_not_equal(access("/tmp/tact-was-here", F_OK), 0);
    }
    put_file("fine.vcf", "BEGIN:VCARD\nVERSION:4.0\nFN:Kim\nTEL:+46 70 1740605\nEND:VCARD\n");
    char path[512];
    struct intake_result r;
    snprintf(path, sizeof path, "%s/fine.vcf", home);
    OK(intake_import(s, path, NULL, a, &r, &e));
    assert_int_equal(r.about.count[RECORD_IDENTITY], 1);
}

/* What it knows of the home is nothing: not a descriptor, not the environment. */
static void test_batches(void **state)
{
    (void)state;
    struct batch b;
    struct record r = {.kind = RECORD_FACT};
    r.as.fact.value = STR("größer");
    r.as.fact.label = STR_NONE;
    batch_init(&b);
    OK(batch_put(&b, &r, &e));
    OK(batch_put(&b, &r, &e));
    OK(batch_open(b.record, b.n, buf_view(&b.text), &e));
    assert_true(str_is(b.record[1].as.fact.value, "größer"));
    assert_true(str_is(b.record[1].as.fact.label, ""));
    batch_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(test_misbehaving), TEST(test_batches)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
