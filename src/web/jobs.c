/* web/jobs.c: the thread that takes work from the database, and the one that says that it lives. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/jobs.h"

#include "core/limits.h"
#include "core/mem.h"
#include "core/time.h"
#include "store/audit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    SHOWN_MOST = 32,
    LOOK_S = 1,       /* between two looks for work that another process was given */
    LEASE_S = 20,     /* a runner that is not heard of for so long has died */
    TICK_S = 60,      /* the clock */
    STALE_S = 86400,  /* an upload that became no job was cut off */
    BUSY_AGAIN_S = 3, /* somebody else writes this owner's data: later again */
    PATH_BYTES = 4096
};

/* A job to be added, or with a verb something to be noted in the audit. */
struct asked {
    int64_t owner, by, import_id, at_ms;
    const char *verb;
    char kind[16], name[300], path[PATH_BYTES], note[400], remote[64];
};

/* What is under way here; `lock` is over all of it and held for moments. */
struct jobs {
    struct place at;
    const struct classifier *model;
    pthread_t runner, keeper;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct arena *a;    /* of `now` */
    struct job_row now; /* id 0: none */
    double pass_s;      /* when its pass began, for the time left */
    int64_t pause_id;   /* the job that is to stop where it stands */
    char name[64];      /* who we are: another one each time the program starts */
    int64_t lease_ms;
    bool end, added;
    /* What was asked for while an import holds the file of SQLite: written down after it. */
    struct asked *asked;
    size_t asked_n, asked_cap;
};

/* How long a runner is waited for; tests are in a hurry. */
static int64_t lease_ms(void)
{
    const char *s = getenv("TACT_LEASE_S");
    int64_t v = 0;
    return (s && str_i64(str_from(s), &v) && v > 0 && v < 3600 ? v : LEASE_S) * 1000;
}

/* Files -------------------------------------------------------------------------------- */

static void full_path(const struct jobs *j, struct str path, char out[PATH_BYTES])
{
    snprintf(out, PATH_BYTES, "%s/" STRF, j->at.home, STRA(path));
}

/* The folder of an upload, with what is in it. */
static void remove_upload(const char *path)
{
    char dir[PATH_BYTES];
    snprintf(dir, sizeof dir, "%s", path);
    unlink(dir);
    char *slash = strrchr(dir, '/');
    if (slash) {
        *slash = 0;
        rmdir(dir);
    }
}

static void remove_folder(const char *dir)
{
    DIR *d = opendir(dir);
    for (struct dirent *f = d ? readdir(d) : NULL; f; f = readdir(d))
        if (strcmp(f->d_name, ".") != 0 && strcmp(f->d_name, "..") != 0)
            unlinkat(dirfd(d), f->d_name, 0);
    if (d)
        closedir(d);
    rmdir(dir);
}

/* True where a job waits for a file of this folder. */
static bool is_wanted(const struct jobs *j, struct store *s, const char *name)
{
    char dir[PATH_BYTES], path[2 * PATH_BYTES];
    struct err quiet;
    bool wanted = false;
    snprintf(dir, sizeof dir, "%s/incoming/%s", j->at.home, name);
    DIR *d = opendir(dir);
    for (struct dirent *f = d ? readdir(d) : NULL; f && !wanted; f = readdir(d)) {
        snprintf(path, sizeof path, "incoming/%s/%s", name, f->d_name);
        if (f->d_name[0] != '.' && store_job_has_path(s, str_from(path), &wanted, &quiet))
            wanted = true; /* in doubt it stays */
    }
    if (d)
        closedir(d);
    return wanted;
}

/* Uploads that were cut off: a day old, and no job's. */
static void sweep_incoming(const struct jobs *j, struct store *s)
{
    char dir[PATH_BYTES], path[2 * PATH_BYTES];
    struct stat st;
    snprintf(dir, sizeof dir, "%s/incoming", j->at.home);
    DIR *d = opendir(dir);
    for (struct dirent *f = d ? readdir(d) : NULL; f; f = readdir(d)) {
        snprintf(path, sizeof path, "%s/%s", dir, f->d_name);
        if (f->d_name[0] != '.' && stat(path, &st) == 0 &&
            time_now_ms() / 1000 - (int64_t)st.st_mtime > STALE_S &&
            !is_wanted(j, s, f->d_name))
            remove_folder(path);
    }
    if (d)
        closedir(d);
}

/* Running ------------------------------------------------------------------------------- */

static void told(void *ctx, int64_t done, int64_t total, int64_t records)
{
    struct jobs *j = ctx;
    pthread_mutex_lock(&j->lock);
    if (done < j->now.done || j->now.total == 0) /* the first one, or the next */
        j->pass_s = time_clock_s();
    j->now.done = done;
    j->now.total = total;
    j->now.records = records;
    pthread_mutex_unlock(&j->lock);
}

static bool is_to_pause(void *ctx)
{
    struct jobs *j = ctx;
    pthread_mutex_lock(&j->lock);
    bool pause = j->end || (j->now.id && j->pause_id == j->now.id);
    pthread_mutex_unlock(&j->lock);
    return pause;
}

/* Seconds that the pass will still take if it goes on as it went; -1 too early to say. */
static int64_t left_s(const struct jobs *j)
{
    enum {
        FIRST_S = 2 /* before that any number would jump */
    };
    double gone = time_clock_s() - j->pass_s;
    if (gone < FIRST_S || j->now.done <= 0 || j->now.total < j->now.done)
        return -1;
    return (int64_t)(gone * (double)(j->now.total - j->now.done) / (double)j->now.done);
}

static void begin(struct jobs *j, const struct job_row *v)
{
    pthread_mutex_lock(&j->lock);
    arena_reset(j->a);
    j->now = *v;
    j->now.runner = arena_str(j->a, v->runner);
    pthread_mutex_unlock(&j->lock);
}

static void over(struct jobs *j)
{
    pthread_mutex_lock(&j->lock);
    j->now.id = 0;
    pthread_mutex_unlock(&j->lock);
}

/* A message begins with the path where the file waited: the page names it as its owner knows it. */
static struct str plain_reason(const struct err *e, const char *path, struct arena *a)
{
    struct str say = str_from(e->msg), p = str_from(path);
    if (str_starts(say, p) && str_starts(str_after(say, p.n), STR(": ")))
        say = str_after(say, p.n + 2);
    return arena_str(a, say);
}

static enum err_code read_it(struct jobs *j, struct store *s, struct job_row *v,
                             const char *path, struct arena *a, struct intake_result *r,
                             struct err *e)
{
    const struct intake_progress progress = {told, is_to_pause, j};
    if (str_is(v->kind, "undo"))
        return store_import_undo_job(s, v, e);
    enum err_code rc = intake_import_job(s, path, v, &progress, a, r, e);
    v->result = r->archive_kind;
    v->import_id = r->about.id;
    return rc;
}

/* How it went on: over, to be done again, or standing still. */
static enum err_code settle(struct jobs *j, struct store *s, const struct job_row *v,
                            enum err_code rc, const struct intake_result *r, bool *over,
                            struct err *e)
{
    pthread_mutex_lock(&j->lock);
    bool ends = j->end;
    j->pause_id = j->pause_id == v->id ? 0 : j->pause_id;
    pthread_mutex_unlock(&j->lock);
    /* somebody else writes, or nobody can: later again, from where it stands */
    bool again = rc == ERR_CONFLICT || rc == ERR_UNAVAILABLE || rc == ERR_UNCERTAIN;
    *over = !again && !r->paused;
    if (again || (r->paused && ends))
        return store_job_put_back(s, v, again ? time_now_ms() + BUSY_AGAIN_S * 1000 : 0, e);
    return store_job_set(s, v,
                         rc          ? "refused"
                         : r->paused ? "paused"
                         : r->known  ? "known"
                                     : "done",
                         e);
}

/* From where it stands: read, unless a runner before us has; then what follows from it. */
static void run_job(struct jobs *j, struct store *s, struct job_row *v, struct arena *a)
{
    char path[PATH_BYTES];
    bool is_over = false;
    struct intake_result r = {0};
    struct err e = {0}, quiet;
    enum err_code rc = ERR_OK;
    full_path(j, v->path, path);
    store_act_for(s, v->owner_id);
    begin(j, v);
    if (v->tries > JOB_TRIES_MOST)
        rc = err_set(&e, ERR_LIMIT,
                     "it ended Tact each time that it was read, so it is left out");
    else if (str_is(v->state, "reads"))
        rc = read_it(j, s, v, path, a, &r, &e);
    bool more = rc == ERR_OK && !r.known && !r.paused;
    if (more && str_is(v->state, "reads"))
        rc = store_job_set(s, v, "derives", &e);
    if (more && rc == ERR_OK)
        rc = intake_derive(s, j->model, &e);
    if (rc)
        v->say = plain_reason(&e, path, a);
    if (settle(j, s, v, rc, &r, &is_over, &quiet) == ERR_OK && is_over &&
        str_is(v->kind, "import"))
        remove_upload(path);
    over(j); /* where the job is lost somebody else ends it */
}

static bool is_to_end(struct jobs *j)
{
    pthread_mutex_lock(&j->lock);
    bool end = j->end;
    pthread_mutex_unlock(&j->lock);
    return end;
}

static void put_words(char *to, size_t most, struct str s)
{
    size_t n = s.n < most - 1 ? s.n : most - 1;
    memcpy(to, s.p, n);
    to[n] = 0;
}

static void ask_later(struct jobs *j, const struct asked *a)
{
    pthread_mutex_lock(&j->lock);
    j->asked = mem_grow(j->asked, &j->asked_cap, j->asked_n + 1, sizeof *j->asked);
    j->asked[j->asked_n++] = *a;
    j->added = true;
    pthread_cond_broadcast(&j->changed);
    pthread_mutex_unlock(&j->lock);
}

static enum err_code write_asked(struct store *s, const struct asked *a, struct err *e)
{
    store_act_for(s, a->owner);
    if (a->verb)
        return store_audit_add(s, a->by, a->verb, str_from(a->name), str_from(a->note),
                               str_from(a->remote), e);
    struct job_row v = {.kind = str_from(a->kind),
                        .name = str_from(a->name),
                        .path = str_from(a->path),
                        .import_id = a->import_id,
                        .by_id = a->by};
    return store_job_add(s, &v, e);
}

/* What was asked for meanwhile, in its order; what can't be written yet stays. */
static void write_all_asked(struct jobs *j, struct store *s)
{
    for (;;) {
        struct asked a;
        struct err quiet;
        pthread_mutex_lock(&j->lock);
        bool any = j->asked_n > 0;
        if (any)
            a = j->asked[0];
        pthread_mutex_unlock(&j->lock);
        if (!any || write_asked(s, &a, &quiet))
            return;
        pthread_mutex_lock(&j->lock);
        j->asked_n--;
        memmove(j->asked, j->asked + 1, j->asked_n * sizeof *j->asked);
        pthread_mutex_unlock(&j->lock);
    }
}

/* Until something was added here, it is time to look for others' work, or to go. */
static void rest(struct jobs *j)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += LOOK_S;
    pthread_mutex_lock(&j->lock);
    while (!j->end && !j->added &&
           pthread_cond_timedwait(&j->changed, &j->lock, &until) != ETIMEDOUT) {
    }
    j->added = false;
    pthread_mutex_unlock(&j->lock);
}

static void *run(void *ctx)
{
    struct jobs *j = ctx;
    struct store *s = NULL;
    while (!is_to_end(j)) {
        struct arena *a = arena_new(GIB(2));
        struct job_row v;
        struct err e;
        bool found = false;
        int64_t now = time_now_ms();
        bool open = s || store_open(&j->at, NULL, NULL, &s, &e) == ERR_OK;
        if (open)
            write_all_asked(j, s);
        if (open &&
            store_job_take(s, str_from(j->name), now, now + j->lease_ms, a, &v, &found, &e) ==
                ERR_OK &&
            found)
            run_job(j, s, &v, a);
        arena_free(a);
        if (!found)
            rest(j);
    }
    store_close(s);
    return NULL;
}

/* The lease of what is under way; and the clock, where no other process is. */
static void *keep(void *ctx)
{
    struct jobs *j = ctx;
    struct store *s = NULL;
    double ticked = -TICK_S;
    while (!is_to_end(j)) {
        struct err e;
        struct job_row v;
        char runner[64];
        pthread_mutex_lock(&j->lock);
        v = j->now;
        snprintf(runner, sizeof runner, STRF, STRA(v.runner));
        pthread_mutex_unlock(&j->lock);
        v.runner = str_from(runner);
        if (!s && store_open(&j->at, NULL, NULL, &s, &e))
            s = NULL;
        if (s && v.id && j->at.db && store_job_keep(s, &v, time_now_ms() + j->lease_ms, &e)) {
            /* lost, or out of reach: the commit of the import finds out */
        }
        if (s && time_clock_s() - ticked >= TICK_S && (j->at.db || !v.id)) {
            ticked = time_clock_s();
            if (store_tick(s, time_now_ms(), &e) == ERR_OK)
                sweep_incoming(j, s);
        }
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += j->lease_ms / 4000 > 0 ? j->lease_ms / 4000 : 1;
        pthread_mutex_lock(&j->lock);
        while (!j->end && pthread_cond_timedwait(&j->changed, &j->lock, &until) != ETIMEDOUT) {
        }
        pthread_mutex_unlock(&j->lock);
    }
    store_close(s);
    return NULL;
}

enum err_code jobs_new(const struct place *at, const struct classifier *model,
                       struct jobs **out, struct err *e)
{
    struct jobs *j = mem_calloc(1, sizeof *j);
    j->at = *at;
    j->model = model;
    j->a = arena_new(KIB(64));
    /* a file's worth of work is one writer's in SQLite, whose lease can't be renewed meanwhile */
    j->lease_ms = at->db ? lease_ms() : lease_ms() * 30;
    snprintf(j->name, sizeof j->name, "%d.%lld", (int)getpid(), (long long)time_now_ms());
    pthread_mutex_init(&j->lock, NULL);
    pthread_cond_init(&j->changed, NULL);
    bool started = pthread_create(&j->runner, NULL, run, j) == 0;
    if (started && pthread_create(&j->keeper, NULL, keep, j) == 0) {
        *out = j;
        return ERR_OK;
    }
    if (started) {
        pthread_mutex_lock(&j->lock);
        j->end = true;
        pthread_cond_broadcast(&j->changed);
        pthread_mutex_unlock(&j->lock);
        pthread_join(j->runner, NULL);
    }
    pthread_mutex_destroy(&j->lock);
    pthread_cond_destroy(&j->changed);
    arena_free(j->a);
    mem_free(j);
    return err_set(e, ERR_IO, "no thread for imports could be started");
}

void jobs_free(struct jobs *j)
{
    if (!j)
        return;
    pthread_mutex_lock(&j->lock);
    j->end = true;
    pthread_cond_broadcast(&j->changed);
    pthread_mutex_unlock(&j->lock);
    pthread_join(j->runner, NULL);
    pthread_join(j->keeper, NULL);
    pthread_mutex_destroy(&j->lock);
    pthread_cond_destroy(&j->changed);
    arena_free(j->a);
    mem_free(j->asked);
    mem_free(j);
}

/* Adding -------------------------------------------------------------------------------- */

static enum err_code add(struct jobs *j, struct store *s, struct job_row *v, int64_t *id,
                         struct err *e)
{
    if (store_is_busy(s)) {
        struct asked a = {.owner = store_owner(s),
                          .by = v->by_id,
                          .import_id = v->import_id,
                          .at_ms = time_now_ms()};
        put_words(a.kind, sizeof a.kind, v->kind);
        put_words(a.name, sizeof a.name, v->name);
        put_words(a.path, sizeof a.path, v->path);
        *id = a.at_ms;
        ask_later(j, &a);
        return ERR_OK;
    }
    enum err_code rc = store_job_add(s, v, e);
    *id = v->id;
    pthread_mutex_lock(&j->lock);
    j->added = true;
    pthread_cond_broadcast(&j->changed);
    pthread_mutex_unlock(&j->lock);
    return rc;
}

/* The job outlives a power cut, so its archive must too. */
static bool is_on_disk(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool fine = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return fine;
}

/* HOME/incoming/RANDOM/NAME becomes HOME/incoming/RANDOM.job/NAME, which is ours. */
static bool take_over(const char *path, char *mine, size_t most)
{
    char dir[PATH_BYTES], to[PATH_BYTES];
    const char *slash = strrchr(path, '/');
    if (!slash || (size_t)(slash - path) >= sizeof dir || !is_on_disk(path))
        return false;
    snprintf(dir, sizeof dir, "%.*s", (int)(slash - path), path);
    int n = snprintf(to, sizeof to, "%.*s.job", (int)sizeof to - 8, dir);
    if (n < 0 || (size_t)n >= sizeof to || rename(dir, to) != 0)
        return false;
    n = snprintf(mine, most, "%s%s", to, slash);
    return n > 0 && (size_t)n < most;
}

enum err_code jobs_add_import(struct jobs *j, struct store *s, int64_t by, struct str path,
                              int64_t *id, struct err *e)
{
    char from[PATH_BYTES], mine[PATH_BYTES];
    size_t home = strlen(j->at.home) + 1;
    snprintf(from, sizeof from, STRF, STRA(path));
    if (!take_over(from, mine, sizeof mine))
        return err_set(e, ERR_IO, "the archive can't be taken in: %s", strerror(errno));
    struct str full = str_from(mine);
    struct job_row v = {.kind = STR("import"),
                        .name = str_after(full, (size_t)(str_rchr(full, '/') + 1)),
                        .path = str_after(full, home),
                        .by_id = by};
    enum err_code rc = add(j, s, &v, id, e);
    if (rc)
        remove_upload(mine);
    return rc;
}

enum err_code jobs_add_undo(struct jobs *j, struct store *s, int64_t by, int64_t import_id,
                            struct str name, int64_t *id, struct err *e)
{
    struct job_row v = {.kind = STR("undo"),
                        .name = name,
                        .path = STR_NONE,
                        .import_id = import_id,
                        .by_id = by};
    return add(j, s, &v, id, e);
}

enum err_code jobs_pause(struct jobs *j, struct store *s, int64_t id, struct err *e)
{
    pthread_mutex_lock(&j->lock);
    bool here = j->now.id == id && j->now.owner_id == store_owner(s);
    if (here)
        j->pause_id = id;
    pthread_mutex_unlock(&j->lock);
    return here ? ERR_OK : store_job_turn(s, id, true, e);
}

enum err_code jobs_go_on(struct jobs *j, struct store *s, int64_t id, struct err *e)
{
    enum err_code rc = store_job_turn(s, id, false, e);
    pthread_mutex_lock(&j->lock);
    j->added = true;
    pthread_cond_broadcast(&j->changed);
    pthread_mutex_unlock(&j->lock);
    return rc;
}

void jobs_note(struct jobs *j, struct store *s, int64_t by, const char *verb,
               struct str subject, struct str note, struct str remote)
{
    struct err quiet;
    if (!store_is_busy(s) &&
        store_audit_add(s, by, verb, subject, note, remote, &quiet) == ERR_OK)
        return;
    struct asked a = {.owner = store_owner(s), .by = by, .at_ms = time_now_ms(), .verb = verb};
    put_words(a.name, sizeof a.name, subject);
    put_words(a.note, sizeof a.note, note);
    put_words(a.remote, sizeof a.remote, remote);
    ask_later(j, &a);
}

/* Showing ------------------------------------------------------------------------------- */

static enum job_state state_of(struct str s)
{
    static const char *const names[] = {
        [JOB_WAITS] = "waits",    [JOB_READS] = "reads", [JOB_DERIVES] = "derives",
        [JOB_PAUSED] = "paused",  [JOB_DONE] = "done",   [JOB_KNOWN] = "known",
        [JOB_REFUSED] = "refused"};
    size_t i = 0;
    while (i < COUNT_OF(names) - 1 && !str_is(s, names[i]))
        i++;
    return (enum job_state)i;
}

/* Those that are not written down yet, the latest first. */
static size_t list_asked(struct jobs *j, int64_t owner, struct arena *a, struct job *out)
{
    size_t n = 0;
    pthread_mutex_lock(&j->lock);
    for (size_t i = j->asked_n; i-- > 0 && n < SHOWN_MOST;) {
        const struct asked *x = &j->asked[i];
        if (x->owner == owner && !x->verb)
            out[n++] = (struct job){.id = x->at_ms,
                                    .undo = strcmp(x->kind, "undo") == 0,
                                    .name = arena_str(a, str_from(x->name)),
                                    .state = JOB_WAITS,
                                    .left_s = -1,
                                    .archive_kind = STR_NONE,
                                    .say = STR_NONE};
    }
    pthread_mutex_unlock(&j->lock);
    return n;
}

enum err_code jobs_list(struct jobs *j, struct store *s, struct arena *a, struct job **out,
                        size_t *n, bool *busy, struct err *e)
{
    struct job_row *v;
    struct import *im = NULL;
    size_t imports = 0;
    *busy = false;
    *n = 0;
    enum err_code rc = store_jobs(s, SHOWN_MOST, a, &v, n, e);
    if (rc == ERR_OK && *n)
        rc = store_imports(s, a, &im, &imports, e);
    struct job *o = ARENA_ARRAY(a, struct job, *n + SHOWN_MOST + 1);
    size_t first = rc == ERR_OK ? list_asked(j, store_owner(s), a, o) : 0;
    *out = o;
    o += first;
    *busy = first > 0;
    if (rc)
        return rc;
    for (size_t i = 0; i < *n; i++) {
        o[i] = (struct job){.id = v[i].id,
                            .undo = str_is(v[i].kind, "undo"),
                            .name = v[i].name,
                            .state = state_of(v[i].state),
                            .done = v[i].done,
                            .total = v[i].total,
                            .records = v[i].records,
                            .left_s = -1,
                            .archive_kind = v[i].result,
                            .say = v[i].say};
        for (size_t k = 0; k < imports; k++)
            if (im[k].id == v[i].import_id)
                o[i].about = im[k];
        *busy |= o[i].state < JOB_PAUSED;
        /* what is under way here is known better than it was written down */
        pthread_mutex_lock(&j->lock);
        if (j->now.id == v[i].id && j->now.owner_id == v[i].owner_id &&
            o[i].state < JOB_PAUSED) {
            o[i].left_s = left_s(j);
            o[i].done = j->now.done;
            o[i].total = j->now.total;
            o[i].records = j->now.records;
        }
        pthread_mutex_unlock(&j->lock);
    }
    *n += first;
    return ERR_OK;
}
