/* writing/outbox_say.c: what the owner says of the outbox, and who sends it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "writing/outbox.h"

#include "core/limits.h"
#include "core/time.h"
#include "net/oauth.h"
#include "store/sign_in.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BIT(state) (1u << (state))

/* Into the outbox -------------------------------------------------------------------------------- */

static enum err_code refuse(const struct composed *c, struct err *e)
{
    if (!c->row)
        return err_set(e, ERR_INVALID, "Tact can't post to that network yet.");
    for (size_t i = 0; i < c->says; i++)
        if (c->say[i].stops)
            return err_set(e, ERR_INVALID, STRF, STRA(c->say[i].text));
    if (c->parts == 0 || (c->part[0].o.text.n == 0 && c->part[0].o.medias == 0))
        return err_set(e, ERR_INVALID, "There is nothing to post yet: write something first.");
    return ERR_OK;
}

enum err_code outbox_rows(int64_t draft_id, int64_t account_id, const struct composed *c,
                          int64_t due_ms, struct arena *a, struct publication **out, size_t *n,
                          struct err *e)
{
    enum err_code rc = refuse(c, e);
    if (rc)
        return rc;
    int64_t now = time_now_ms(), least = now + UNDO_MS;
    struct publication *v = ARENA_ARRAY(a, struct publication, c->parts);
    /* what the owner posts is theirs at once, or at its time */
    bool is_theirs = (c->row->can & API_HANDS_OFF) && due_ms <= now;
    for (size_t i = 0; i < c->parts; i++)
        v[i] = (struct publication){.draft_id = draft_id,
                                    .account_id = account_id,
                                    .state = is_theirs ? PUBLICATION_HANDED_OFF
                                                       : PUBLICATION_PENDING,
                                    .what = STR("post"),
                                    .part = (int64_t)i + 1,
                                    .parts = (int64_t)c->parts,
                                    .after_id = i ? -1 : 0,
                                    .due_ms = is_theirs        ? now
                                              : due_ms > least ? due_ms
                                                               : least,
                                    .made_ms = now,
                                    .key = oauth_random(16, a),
                                    .body = outgoing_write(&c->part[i], a)};
    *out = v;
    *n = c->parts;
    return ERR_OK;
}

/* What a network never lets anybody do is said at once, not when the undo window is over. */
static enum err_code allowed(struct store *s, int64_t account_id, bool edit, struct arena *a,
                             struct err *e)
{
    struct sign_in v;
    enum err_code rc = store_sign_in(s, account_id, a, &v, e);
    const struct network_api *row = rc ? NULL : api_find(v.network, v.door);
    if (rc == ERR_NOT_FOUND || (rc == ERR_OK && (!row || (row->can & API_HANDS_OFF))))
        return ERR_OK; /* that is said where it is sent */
    if (rc == ERR_OK && !(row->can & (edit ? API_EDITS : API_DELETES)))
        return err_set(e, ERR_INVALID, "%s",
                       edit ? "This network lets nobody change what is out: delete the post "
                              "and write it anew."
                            : "This network lets no program delete: do it there.");
    return rc;
}

static enum err_code follow(struct store *s, int64_t id, const char *what, struct str body,
                            struct arena *a, struct publication *out, struct err *e)
{
    struct publication p;
    enum err_code rc = store_publication(s, id, a, &p, e);
    if (rc == ERR_OK && p.state != PUBLICATION_SENT)
        return err_set(e, ERR_CONFLICT, "publication %lld is not out yet; take it back instead",
                       (long long)id);
    if (rc == ERR_OK)
        rc = allowed(s, p.account_id, str_is(str_from(what), "edit"), a, e);
    if (rc)
        return rc;
    int64_t now = time_now_ms();
    *out = (struct publication){.draft_id = p.draft_id,
                                .account_id = p.account_id,
                                .what = str_from(what),
                                .about_id = id,
                                .part = 1,
                                .parts = 1,
                                .due_ms = now + UNDO_MS,
                                .made_ms = now,
                                .key = oauth_random(16, a),
                                .body = body.n ? body : p.body};
    return store_publications_add(s, out, 1, e);
}

enum err_code outbox_drop(struct store *s, int64_t id, struct publication *out, struct err *e)
{
    struct arena *a = arena_new(MIB(64));
    enum err_code rc = follow(s, id, "drop", STR_NONE, a, out, e);
    out->key = out->body = out->what = STR_NONE;
    arena_free(a);
    return rc;
}

enum err_code outbox_edit(struct store *s, int64_t id, struct str text, struct arena *a,
                          struct publication *out, struct err *e)
{
    struct publication p;
    struct outgoing_draft body;
    enum err_code rc = store_publication(s, id, a, &p, e);
    if (rc == ERR_OK)
        rc = outgoing_read(p.body, a, &body, e);
    if (rc)
        return rc;
    body.o.text = str_trim(text);
    body.o.mentions = 0; /* as they are typed */
    if (body.o.text.n == 0)
        return err_set(e, ERR_INVALID, "An empty text is no edit: delete the post instead.");
    return follow(s, id, "edit", outgoing_write(&body, a), a, out, e);
}

/* The owner's word -------------------------------------------------------------------------------- */

struct turn {
    unsigned from;
    enum publication_state to;
    int64_t due_ms;
    struct str url;
    bool anew; /* tries and looks count from the start */
};

static enum err_code turn(struct store *s, int64_t id, const struct turn *t, struct err *e)
{
    struct arena *a = arena_new(MIB(64));
    struct publication p;
    enum err_code rc = store_publication(s, id, a, &p, e);
    if (rc == ERR_OK) {
        p.state = t->to;
        p.due_ms = t->due_ms ? t->due_ms : p.due_ms;
        p.reason = p.error = STR_NONE;
        if (t->anew)
            p.tries = p.looks = 0;
        if (t->to == PUBLICATION_SENT) {
            p.url = t->url;
            p.sent_ms = time_now_ms();
        }
        rc = store_publication_turn(s, &p, t->from, e);
    }
    arena_free(a);
    return rc;
}

enum err_code outbox_undo(struct store *s, int64_t id, struct err *e)
{
    const struct turn t = {.from = BIT(PUBLICATION_PENDING) | BIT(PUBLICATION_FAILED) |
                                   BIT(PUBLICATION_HANDED_OFF) | BIT(PUBLICATION_UNCERTAIN),
                           .to = PUBLICATION_DROPPED};
    return turn(s, id, &t, e);
}

enum err_code outbox_move(struct store *s, int64_t id, int64_t due_ms, struct err *e)
{
    int64_t least = time_now_ms() + UNDO_MS;
    const struct turn t = {.from = BIT(PUBLICATION_PENDING),
                           .to = PUBLICATION_PENDING,
                           .due_ms = due_ms > least ? due_ms : least};
    return turn(s, id, &t, e);
}

enum err_code outbox_again(struct store *s, int64_t id, struct err *e)
{
    const struct turn t = {.from = BIT(PUBLICATION_PENDING) | BIT(PUBLICATION_FAILED) |
                                   BIT(PUBLICATION_UNCERTAIN),
                           .to = PUBLICATION_PENDING,
                           .due_ms = time_now_ms(),
                           .anew = true};
    return turn(s, id, &t, e);
}

enum err_code outbox_there(struct store *s, int64_t id, struct str url, struct err *e)
{
    struct str address = str_trim(url);
    const struct turn t = {.from = BIT(PUBLICATION_HANDED_OFF) | BIT(PUBLICATION_UNCERTAIN) |
                                   BIT(PUBLICATION_FAILED),
                           .to = PUBLICATION_SENT,
                           .url = address};
    if (address.n && !str_starts(address, STR("https://")) &&
        !str_starts(address, STR("http://")))
        return err_set(e, ERR_INVALID,
                       "Paste the address of the post, as it stands in the browser.");
    return turn(s, id, &t, e);
}

/* Who sends -------------------------------------------------------------------------------------- */

static struct str read_line(const char *path, struct arena *a)
{
    char line[512] = "";
    FILE *f = fopen(path, "re");
    if (f && !fgets(line, sizeof line, f))
        line[0] = '\0';
    if (f)
        fclose(f);
    return arena_str(a, str_trim(str_from(line)));
}

/* When a process began, in ticks since the boot; "" where there is none. */
static struct str began(struct str pid, struct arena *a)
{
    struct str path = arena_printf(a, "/proc/" STRF "/stat", STRA(pid)), rest, word = STR_NONE;
    rest = read_line(path.p, a);
    ptrdiff_t at = str_rchr(rest, ')'); /* its name may hold anything */
    rest = at < 0 ? STR_NONE : str_after(rest, (size_t)at + 1);
    rest = str_trim(rest);
    for (int i = 3; i <= 22 && rest.n; i++) /* proc(5): starttime is the 22nd */
        if (!str_cut(&rest, ' ', &word))
            return STR_NONE;
    return word;
}

/* This boot of this machine, and the world of process numbers that we live in. */
static struct str world(struct arena *a)
{
    char space[64] = "";
    ssize_t n = readlink("/proc/self/ns/pid", space, sizeof space - 1);
    return arena_printf(a, STRF "/%.*s", STRA(read_line("/proc/sys/kernel/random/boot_id", a)),
                        (int)(n > 0 ? n : 0), space);
}

struct str outbox_runner(struct arena *a)
{
    struct str pid = arena_printf(a, "%ld", (long)getpid());
    return arena_printf(a, STRF "/" STRF "/" STRF "/" STRF, STRA(world(a)), STRA(pid),
                        STRA(began(pid, a)), STRA(oauth_random(9, a)));
}

static bool is_dead(struct str runner, struct arena *a)
{
    struct str here = arena_printf(a, STRF "/", STRA(world(a))), pid, start, rest;
    if (here.n < 10 || !str_starts(runner, here))
        return false; /* another machine's: its time must pass */
    rest = str_after(runner, here.n);
    return str_cut(&rest, '/', &pid) && str_cut(&rest, '/', &start) &&
           !str_eq(began(pid, a), start);
}

enum err_code outbox_bury(struct store *s, struct err *e)
{
    struct arena *a = arena_new(MIB(4));
    struct str *runner;
    size_t n;
    enum err_code rc = store_publication_runners(s, a, &runner, &n, e);
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        if (is_dead(runner[i], a))
            rc = store_publication_abandon(s, runner[i], e);
    arena_free(a);
    return rc;
}
