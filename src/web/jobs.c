/* web/jobs.c: the thread that imports what was dropped on the page, and what it tells. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/jobs.h"

#include "core/limits.h"
#include "core/mem.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    JOBS_MOST = 32, /* kept to be shown; a waiting one is never dropped */
    SAY_BYTES = 512,
    NAME_BYTES = 256
};

struct entry {
    int64_t id, owner, import_id;
    bool undo;
    char path[4096], name[NAME_BYTES], say[SAY_BYTES], kind[64];
    char network[40], account[200], state_word[20];
    enum job_state state;
    int64_t done, total, records;
    struct import about;
};

struct jobs {
    const char *home, *db;
    const struct classifier *model;
    pthread_t thread;
    pthread_mutex_t lock; /* over all below; held for moments */
    pthread_cond_t added;
    struct entry *entry[JOBS_MOST]; /* oldest first */
    size_t n;
    int64_t last_id;
    bool end;
};

/* The folder of an upload, with what is in it. */
static void remove_upload(const char *path)
{
    char dir[4096];
    snprintf(dir, sizeof dir, "%s", path);
    unlink(dir);
    char *slash = strrchr(dir, '/');
    if (slash) {
        *slash = 0;
        rmdir(dir);
    }
}

static void empty_incoming(const char *home)
{
    char dir[4096], path[8192];
    snprintf(dir, sizeof dir, "%s/incoming", home);
    DIR *d = opendir(dir);
    for (struct dirent *f = d ? readdir(d) : NULL; f; f = readdir(d)) {
        if (f->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", dir, f->d_name);
        DIR *sub = opendir(path);
        for (struct dirent *g = sub ? readdir(sub) : NULL; g; g = readdir(sub)) {
            if (strcmp(g->d_name, ".") != 0 && strcmp(g->d_name, "..") != 0)
                unlinkat(dirfd(sub), g->d_name, 0);
        }
        if (sub)
            closedir(sub);
        rmdir(path);
    }
    if (d)
        closedir(d);
}

/* The first that waits; NULL where there is none and it is time to go. */
static struct entry *next_job(struct jobs *j)
{
    pthread_mutex_lock(&j->lock);
    for (;;) {
        for (size_t i = 0; i < j->n && !j->end; i++) {
            if (j->entry[i]->state == JOB_WAITS) {
                j->entry[i]->state = JOB_READS;
                pthread_mutex_unlock(&j->lock);
                return j->entry[i];
            }
        }
        if (j->end)
            break;
        pthread_cond_wait(&j->added, &j->lock);
    }
    pthread_mutex_unlock(&j->lock);
    return NULL;
}

struct telling {
    struct jobs *j;
    struct entry *e;
};

static void told(void *ctx, int64_t done, int64_t total, int64_t records)
{
    struct telling *t = ctx;
    pthread_mutex_lock(&t->j->lock);
    t->e->done = done;
    t->e->total = total;
    t->e->records = records;
    pthread_mutex_unlock(&t->j->lock);
}

static void set_state(struct jobs *j, struct entry *x, enum job_state state)
{
    pthread_mutex_lock(&j->lock);
    x->state = state;
    pthread_mutex_unlock(&j->lock);
}

static void copy(char *to, size_t most, struct str s)
{
    size_t n = s.n < most - 1 ? s.n : most - 1;
    memcpy(to, s.p, n);
    to[n] = 0;
}

/* Strings of the result live in the job's arena: what is shown later is copied. */
static void keep_result(struct jobs *j, struct entry *x, const struct intake_result *r)
{
    pthread_mutex_lock(&j->lock);
    x->about = r->about;
    copy(x->kind, sizeof x->kind, r->archive_kind);
    copy(x->network, sizeof x->network, r->about.network);
    copy(x->account, sizeof x->account, r->about.account);
    x->about.network = str_from(x->network);
    x->about.account = str_from(x->account);
    x->about.archive = str_from(x->name);
    x->about.reader = x->about.state = STR_NONE;
    pthread_mutex_unlock(&j->lock);
}

/* A message begins with the path where the file waited: the page names it as its owner knows it. */
static void keep_error(struct jobs *j, struct entry *x, const struct err *e)
{
    struct str say = str_from(e->msg), path = str_from(x->path);
    if (str_starts(say, path) && str_starts(str_after(say, path.n), STR(": ")))
        say = str_after(say, path.n + 2);
    pthread_mutex_lock(&j->lock);
    copy(x->say, sizeof x->say, say);
    x->state = JOB_REFUSED;
    pthread_mutex_unlock(&j->lock);
}

static void run_job(struct jobs *j, struct entry *x)
{
    struct arena *a = arena_new(GIB(2));
    struct telling t = {j, x};
    const struct intake_progress progress = {told, &t};
    struct intake_result r = {0};
    struct store *s = NULL;
    struct err e = {0};
    enum err_code rc = store_open(
        &(struct place){.home = j->home, .db = j->db, .owner = x->owner}, NULL, NULL, &s, &e);
    if (rc == ERR_OK && x->undo)
        rc = store_import_undo(s, x->import_id, &e);
    else if (rc == ERR_OK)
        rc = intake_import(s, x->path, &progress, a, &r, &e);
    if (rc == ERR_OK) {
        if (!x->undo)
            keep_result(j, x, &r);
        set_state(j, x, JOB_DERIVES);
        if (!r.known)
            rc = intake_derive(s, j->model, &e);
    }
    if (rc)
        keep_error(j, x, &e);
    else
        set_state(j, x, r.known ? JOB_KNOWN : JOB_DONE);
    if (!x->undo)
        remove_upload(x->path);
    store_close(s);
    arena_free(a);
}

static void *work(void *ctx)
{
    struct jobs *j = ctx;
    struct entry *x;
    while ((x = next_job(j)))
        run_job(j, x);
    return NULL;
}

enum err_code jobs_new(const char *home, const char *db, const struct classifier *model,
                       struct jobs **out, struct err *e)
{
    struct jobs *j = mem_calloc(1, sizeof *j);
    j->home = home;
    j->db = db;
    j->model = model;
    pthread_mutex_init(&j->lock, NULL);
    pthread_cond_init(&j->added, NULL);
    empty_incoming(home);
    if (pthread_create(&j->thread, NULL, work, j) != 0) {
        pthread_mutex_destroy(&j->lock);
        pthread_cond_destroy(&j->added);
        mem_free(j);
        return err_set(e, ERR_IO, "no thread for imports could be started");
    }
    *out = j;
    return ERR_OK;
}

void jobs_free(struct jobs *j)
{
    if (!j)
        return;
    pthread_mutex_lock(&j->lock);
    j->end = true;
    pthread_cond_signal(&j->added);
    pthread_mutex_unlock(&j->lock);
    pthread_join(j->thread, NULL);
    for (size_t i = 0; i < j->n; i++)
        mem_free(j->entry[i]);
    pthread_mutex_destroy(&j->lock);
    pthread_cond_destroy(&j->added);
    mem_free(j);
}

/* Room for one more: the oldest that is over makes place. With the lock held. */
static struct entry *make_entry(struct jobs *j)
{
    if (j->n == JOBS_MOST) {
        size_t i = 0;
        while (i < j->n && j->entry[i]->state < JOB_DONE)
            i++;
        if (i == j->n)
            return NULL;
        mem_free(j->entry[i]);
        for (j->n--; i < j->n; i++)
            j->entry[i] = j->entry[i + 1];
    }
    struct entry *x = mem_calloc(1, sizeof *x);
    x->id = ++j->last_id;
    j->entry[j->n++] = x;
    return x;
}

static enum err_code full(struct err *e)
{
    return err_set(e, ERR_LIMIT, "%d archives wait already; let them come in first", JOBS_MOST);
}

/* HOME/incoming/RANDOM/NAME becomes HOME/incoming/RANDOM.job/NAME, which is ours. */
static bool take_over(const char *path, char *mine, size_t most)
{
    char dir[4096], to[4096];
    const char *slash = strrchr(path, '/');
    if (!slash || (size_t)(slash - path) >= sizeof dir)
        return false;
    copy(dir, sizeof dir, str_of(path, (size_t)(slash - path)));
    int n = snprintf(to, sizeof to, "%.*s.job", (int)sizeof to - 8, dir);
    if (n < 0 || (size_t)n >= sizeof to || rename(dir, to) != 0)
        return false;
    n = snprintf(mine, most, "%s%s", to, slash);
    return n > 0 && (size_t)n < most;
}

enum err_code jobs_add_import(struct jobs *j, int64_t owner, struct str path, int64_t *id,
                              struct err *e)
{
    char from[4096], mine[4096];
    copy(from, sizeof from, path);
    if (!take_over(from, mine, sizeof mine))
        return err_set(e, ERR_IO, "the archive can't be taken in: %s", strerror(errno));
    pthread_mutex_lock(&j->lock);
    struct entry *x = make_entry(j);
    if (x) {
        ptrdiff_t slash = str_rchr(str_from(mine), '/');
        x->owner = owner;
        snprintf(x->path, sizeof x->path, "%s", mine);
        copy(x->name, sizeof x->name, str_after(str_from(mine), (size_t)slash + 1));
        *id = x->id;
        pthread_cond_signal(&j->added);
    }
    pthread_mutex_unlock(&j->lock);
    if (!x)
        remove_upload(mine);
    return x ? ERR_OK : full(e);
}

enum err_code jobs_add_undo(struct jobs *j, int64_t owner, int64_t import_id, struct str name,
                            int64_t *id, struct err *e)
{
    pthread_mutex_lock(&j->lock);
    struct entry *x = make_entry(j);
    if (x) {
        x->owner = owner;
        x->undo = true;
        x->import_id = import_id;
        copy(x->name, sizeof x->name, name);
        *id = x->id;
        pthread_cond_signal(&j->added);
    }
    pthread_mutex_unlock(&j->lock);
    return x ? ERR_OK : full(e);
}

void jobs_list(struct jobs *j, int64_t owner, struct arena *a, struct job **out, size_t *n,
               bool *busy)
{
    pthread_mutex_lock(&j->lock);
    struct job *v = ARENA_ARRAY(a, struct job, j->n + 1);
    size_t k = 0;
    *busy = false;
    for (size_t i = 0; i < j->n; i++) {
        const struct entry *x = j->entry[j->n - 1 - i];
        if (x->owner != owner)
            continue;
        v[k] = (struct job){.id = x->id,
                            .undo = x->undo,
                            .name = arena_str(a, str_from(x->name)),
                            .state = x->state,
                            .done = x->done,
                            .total = x->total,
                            .records = x->records,
                            .about = x->about,
                            .archive_kind = arena_str(a, str_from(x->kind)),
                            .say = arena_str(a, str_from(x->say))};
        v[k].about.network = arena_str(a, x->about.network);
        v[k].about.account = arena_str(a, x->about.account);
        v[k++].about.archive = arena_str(a, x->about.archive);
        *busy |= x->state < JOB_DONE;
    }
    *out = v;
    *n = k;
    pthread_mutex_unlock(&j->lock);
}
