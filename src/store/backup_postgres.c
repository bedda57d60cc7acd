/* store/backup_postgres.c: drives pg_dump and pg_restore, which know PostgreSQL best. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/backup_private.h"

#include "core/limits.h"
#include "store/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum {
    URL_MOST = 4096,
    ENVIRONMENT_MOST = 4096,
    SAID_MOST = 64 * 1024,
    NOT_THERE = 127
};

/* An address without its password, which goes into the environment: whoever lists processes sees
 * arguments. */
struct target {
    struct arena *a;
    struct str url;
    struct str password; /* unescaped; "" none */
};

static int hex_of(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* "%41" is "A". False where it is cut off or a NUL. */
static bool unescape(struct str s, struct arena *a, struct str *out)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '%') {
            p[n++] = s.p[i];
            continue;
        }
        int hi = i + 2 < s.n ? hex_of(s.p[i + 1]) : -1;
        int lo = i + 2 < s.n ? hex_of(s.p[i + 2]) : -1;
        if (hi < 0 || lo < 0 || hi + lo == 0)
            return false;
        p[n++] = (char)(hi * 16 + lo);
        i += 2;
    }
    *out = str_of(p, n);
    return true;
}

/* Takes password=… out of the query. */
static bool split_query(struct target *t, struct str query, struct buf *b)
{
    struct str part;
    char mark = '?';
    while (str_cut(&query, '&', &part)) {
        if (str_starts(part, STR("sslpassword=")))
            return false; /* there is no variable for it */
        if (str_starts(part, STR("password="))) {
            if (!unescape(str_after(part, 9), t->a, &t->password))
                return false;
            continue;
        }
        buf_char(b, mark);
        buf_str(b, part);
        mark = '&';
    }
    return true;
}

static enum err_code split(const char *url, struct target *t, struct err *e)
{
    struct str u = str_from(url);
    bool fine = u.n <= URL_MOST &&
                (str_starts(u, STR("postgres://")) || str_starts(u, STR("postgresql://")));
    size_t scheme = fine ? (size_t)str_find(u, STR("://")) + 3 : 0;
    struct str rest = str_after(u, scheme), query = STR_NONE;
    ptrdiff_t ask = str_chr(rest, '?');
    if (ask >= 0) {
        query = str_after(rest, (size_t)ask + 1);
        rest = str_sub(rest, 0, (size_t)ask);
    }
    ptrdiff_t slash = str_chr(rest, '/');
    struct str host = str_sub(rest, 0, slash < 0 ? rest.n : (size_t)slash);
    struct str path = str_after(rest, host.n);
    ptrdiff_t at = str_rchr(host, '@');
    struct buf b;
    buf_init(&b, 2 * URL_MOST);
    buf_lit(&b, "postgresql://");
    if (fine && at >= 0) {
        struct str user = str_sub(host, 0, (size_t)at);
        host = str_after(host, (size_t)at + 1);
        ptrdiff_t colon = str_chr(user, ':');
        if (colon >= 0) {
            fine = unescape(str_after(user, (size_t)colon + 1), t->a, &t->password);
            user = str_sub(user, 0, (size_t)colon);
        }
        buf_str(&b, user);
        buf_char(&b, '@');
    }
    buf_str(&b, host);
    buf_str(&b, path);
    fine = fine && split_query(t, query, &b);
    t->url = arena_str(t->a, buf_view(&b));
    buf_free(&b);
    return fine ? ERR_OK
                : err_set(e, ERR_INVALID,
                          "the database's address is not postgres://user:password@host/name");
}

/* Ours, with the password. */
static char **environment(struct target *t)
{
    size_t n = 0, put = 0;
    while (n < ENVIRONMENT_MOST && environ[n])
        n++;
    char **out = arena_calloc(t->a, n + 3, sizeof *out);
    for (size_t i = 0; i < n; i++)
        if (!str_starts(str_from(environ[i]), STR("LC_ALL=")) &&
            (t->password.n == 0 || !str_starts(str_from(environ[i]), STR("PGPASSWORD="))))
            out[put++] = environ[i];
    if (t->password.n)
        out[put++] =
            arena_cstr(t->a, arena_printf(t->a, "PGPASSWORD=" STRF, STRA(t->password)));
    /* its sentences as we know them */
    out[put] = arena_cstr(t->a, STR("LC_ALL=C"));
    return out;
}

/* The first line that says what was wrong, without the program's name. */
static struct str first_error(struct str said)
{
    struct str line, rest = said;
    while (str_cut(&rest, '\n', &line)) {
        ptrdiff_t at = str_find(line, STR("error: "));
        if (at >= 0)
            return str_after(line, (size_t)at + 7);
    }
    rest = said;
    return str_cut(&rest, '\n', &line) ? line : STR("it said nothing");
}

static enum err_code explain(const char *program, int status, struct str said, struct err *e)
{
    struct str why = str_sub(first_error(said), 0, 300);
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_THERE)
        return err_set(e, ERR_UNSUPPORTED,
                       "%s is not there; install PostgreSQL's client programs", program);
    if (str_find(said, STR("already exists")) >= 0)
        return err_set(e, ERR_CONFLICT, "the database holds data; --force replaces it");
    return err_set(e, ERR_DB, "%s: " STRF, program, STRA(why));
}

/* Runs it, hearing what it says; the rest of what says too much is let go. */
static enum err_code run(struct target *t, const char *const *argv, struct err *e)
{
    int pipe_fd[2], status = 0;
    char **env = environment(t);
    struct buf said;
    if (pipe2(pipe_fd, O_CLOEXEC) != 0)
        return err_set(e, ERR_IO, "%s can't be started: %s", argv[0], strerror(errno));
    pid_t pid = fork();
    if (pid == 0) {
        int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
        dup2(nothing, 0);
        dup2(nothing, 1);
        dup2(pipe_fd[1], 2);
        execvpe(argv[0], (char *const *)(uintptr_t)argv, env);
        _exit(NOT_THERE);
    }
    close(pipe_fd[1]);
    buf_init(&said, SAID_MOST);
    char piece[4096];
    size_t got = 1;
    while (pid > 0 && got > 0 && files_get(pipe_fd[0], piece, sizeof piece, &got, e) == ERR_OK)
        buf_put(&said, piece, got);
    close(pipe_fd[0]);
    enum err_code rc = ERR_OK;
    if (pid < 0)
        rc = err_set(e, ERR_IO, "%s can't be started: %s", argv[0], strerror(errno));
    else if (waitpid(pid, &status, 0) != pid || status != 0)
        rc = explain(argv[0], status, buf_view(&said), e);
    buf_free(&said);
    return rc;
}

enum err_code backup_postgres_dump(const char *url, const char *path, struct err *e)
{
    struct target t = {.a = arena_new(MIB(1))};
    enum err_code rc = split(url, &t, e);
    if (rc == ERR_OK) {
        const char *const argv[] = {
            "pg_dump",    "--format=custom", "--compress=0", /* the backup is compressed as a whole */
            "--no-owner", "--no-privileges", "--no-password", "--file",
            path,         "--dbname",        t.url.p,         NULL};
        rc = run(&t, argv, e);
    }
    arena_free(t.a);
    return rc;
}

enum err_code backup_postgres_restore(const char *url, const char *path, bool replace,
                                      struct err *e)
{
    struct target t = {.a = arena_new(MIB(1))};
    enum err_code rc = split(url, &t, e);
    if (rc == ERR_OK) {
        const char *const fresh[] = {"pg_restore",
                                     "--single-transaction",
                                     "--no-owner",
                                     "--no-privileges",
                                     "--no-password",
                                     "--exit-on-error",
                                     "--dbname",
                                     t.url.p,
                                     path,
                                     NULL};
        const char *const anew[] = {"pg_restore",
                                    "--clean",
                                    "--if-exists",
                                    "--single-transaction",
                                    "--no-owner",
                                    "--no-privileges",
                                    "--no-password",
                                    "--exit-on-error",
                                    "--dbname",
                                    t.url.p,
                                    path,
                                    NULL};
        rc = run(&t, replace ? anew : fresh, e);
    }
    arena_free(t.a);
    return rc;
}
