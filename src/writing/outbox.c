/* writing/outbox.c: one publication at a time: taken, sent or looked for, and what became of it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "writing/outbox.h"

#include "core/limits.h"
#include "core/time.h"
#include "intake/account.h"
#include "net/pace.h"
#include "store/live.h"
#include "writing/picture.h"

#include <stdlib.h>

enum {
    TRIES_MOST = 14, /* with longer and longer waits: half a day */
    LOOKS_MOST = 3   /* that find nothing, before it is sent again */
};

/* Milliseconds before each look: a server that is slow, one that is overloaded, one that came back. */
static int64_t look_after(int64_t looks)
{
    static const int64_t waits[] = {5000, 30000, 120000};
    const char *s = getenv("TACT_LOOK_MS"); /* tests are in a hurry */
    int64_t v = 0;
    if (s && str_i64(str_from(s), &v) && v >= 0)
        return v;
    return waits[looks < (int64_t)COUNT_OF(waits) ? looks : (int64_t)COUNT_OF(waits) - 1];
}

/* One that is taken, with all that sending it wants. */
struct sending {
    struct store *s;
    const struct outbox *box;
    struct publication *p;
    struct account_api *acc;
    struct outgoing_draft body;
    struct publication about; /* of an edit, of the end of one */
    struct arena *a;
};

/* What became of it --------------------------------------------------------------------------- */

static enum err_code set(struct sending *w, struct err *e)
{
    enum err_code rc = store_publication_set(w->s, w->p, e);
    if (rc == ERR_OK && w->box->told)
        w->box->told(w->box->ctx, w->p);
    return rc;
}

static enum err_code wait(struct sending *w, const struct err *why, struct err *e)
{
    int64_t ms = why->retry_after_s * INT64_C(1000);
    w->p->state = PUBLICATION_PENDING;
    w->p->reason = STR("wait");
    w->p->error = str_from(why->msg);
    w->p->due_ms = time_now_ms() + (ms > 0 ? ms : pace_backoff((int)w->p->tries));
    if (w->p->tries >= TRIES_MOST)
        w->p->state = PUBLICATION_FAILED;
    return set(w, e);
}

static enum err_code fail(struct sending *w, const char *reason, const struct err *why,
                          struct err *e)
{
    w->p->state = PUBLICATION_FAILED;
    w->p->reason = str_from(reason);
    w->p->error = str_from(why->msg);
    return set(w, e);
}

/* A network that can't be asked leaves it to the owner: it is never due again by itself. */
static enum err_code doubt(struct sending *w, const struct err *why, struct err *e)
{
    bool asks = w->acc && (w->acc->api.row->can & API_FINDS) && w->p->looks < LOOKS_MOST;
    w->p->state = PUBLICATION_UNCERTAIN;
    w->p->reason = STR("unknown");
    w->p->error = str_from(why->msg);
    w->p->due_ms = asks ? time_now_ms() + look_after(w->p->looks) : INT64_MAX;
    return set(w, e);
}

static enum post_kind kind_of(const struct network_api *row, const struct outgoing *o)
{
    return row->can & API_LETTERS                ? POST_MESSAGE
           : o->reply_to.key.n                   ? POST_REPLY
           : o->title.n && row->can & API_TITLES ? POST_ARTICLE
                                                 : POST_POST;
}

/* What is known of the post from now on: what it says, other words, or that it is gone. */
static struct record_post post_of(const struct sending *w, const struct published *out)
{
    const struct outgoing *o = &w->body.o;
    bool edit = str_is(w->p->what, "edit");
    if (str_is(w->p->what, "drop"))
        return (struct record_post){.key = w->about.remote_key,
                                    .deleted = when_ms(w->p->sent_ms),
                                    .likes = -1,
                                    .reshares = -1};
    return (struct record_post){.key = edit ? w->about.remote_key : out->key,
                                .also = out->remote,
                                .own = true,
                                .kind = kind_of(w->acc->api.row, o),
                                .at = when_ms(edit ? w->about.sent_ms : w->p->sent_ms),
                                .edited = edit ? when_ms(w->p->sent_ms) : WHEN_NONE,
                                .text = o->text,
                                .summary = o->summary,
                                .title = o->title,
                                .url = out->url,
                                .language = o->language,
                                .visibility = o->visibility,
                                .reply_to = o->reply_to.key,
                                .likes = -1,
                                .reshares = -1};
}

/* The post itself, so that it is on the timeline as it is before the next sync. */
static enum err_code keep_post(struct sending *w, const struct published *out, struct err *e)
{
    const struct api *api = &w->acc->api;
    struct importer *im = NULL;
    struct record whose = {.kind = RECORD_ACCOUNT}, post = {.kind = RECORD_POST};
    whose.as.account = (struct record_account){
        .network = str_from(api->row->id), .key = api->key, .handle = api->handle};
    post.as.post = post_of(w, out);
    enum err_code rc = store_live_begin(w->s, str_from(api->row->id), api->key, &im, e);
    if (rc)
        return rc;
    rc = store_import_put(im, &whose, e);
    if (rc == ERR_OK)
        rc = store_import_put(im, &post, e);
    if (rc == ERR_OK)
        rc = store_import_settle(im, e);
    if (rc)
        store_live_abort(im);
    else
        rc = store_live_commit(im, NULL, NULL, NULL, e);
    return rc;
}

static enum err_code sent(struct sending *w, const struct published *out, struct err *e)
{
    struct err ignored;
    w->p->state = PUBLICATION_SENT;
    w->p->sent_ms = time_now_ms();
    w->p->remote_key = out->key;
    w->p->remote = out->remote;
    w->p->url = out->url;
    w->p->reason = w->p->error = STR_NONE;
    enum err_code rc = set(w, e);
    /* it is out, whatever comes: what can't be written now comes with the next sync */
    if (rc == ERR_OK && w->acc && out->key.n && keep_post(w, out, &ignored)) {
        /* an import is under way, say */
    }
    bool moved = w->p->about_id && out->remote.n && !str_eq(out->remote, w->about.remote);
    if (rc == ERR_OK && moved) {
        w->about.remote_key = out->key;
        w->about.remote = out->remote;
        w->about.url = out->url;
        rc = store_publication_turn(w->s, &w->about, 1u << PUBLICATION_SENT, e);
    }
    return rc;
}

static enum err_code judge(struct sending *w, enum err_code rc, const struct published *out,
                           const struct err *why, struct err *e)
{
    struct err ignored;
    if (w->acc && account_note(w->acc, rc, why, &ignored)) {
        /* its health is shown with the next call */
    }
    switch (rc) {
    case ERR_OK:
        return sent(w, out, e);
    case ERR_UNCERTAIN:
        return doubt(w, why, e);
    case ERR_UNAVAILABLE:
    case ERR_RATE_LIMITED:
        return wait(w, why, e);
    case ERR_DENIED:
        return fail(w, "sign_in", why, e);
    case ERR_LIMIT:
        return fail(w, "limit", why, e);
    case ERR_NOT_FOUND:
    case ERR_CONFLICT:
    case ERR_INVALID:
    case ERR_PARSE:
    case ERR_DB:
    case ERR_IO:
    case ERR_UNSUPPORTED:
        break;
    }
    return fail(w, "refused", why, e);
}

/* Sending ------------------------------------------------------------------------------------- */

/* Between two steps of one publishing: what must be known whatever happens next. */
static enum err_code note(void *ctx, struct str progress, struct err *e)
{
    struct sending *w = ctx;
    w->p->progress = arena_str(w->a, progress);
    return store_publication_set(w->s, w->p, e);
}

/* Keys of posts that other publications of this account are. */
static enum err_code add_taken(struct sending *w, struct err *e)
{
    struct publication *all;
    size_t n;
    const struct publication_filter f = {.account_id = w->p->account_id,
                                         .states = 1u << PUBLICATION_SENT,
                                         .from_ms = w->p->first_ms - 600000};
    enum err_code rc = store_publications(w->s, &f, 1000, w->a, &all, &n, e);
    struct str *key = ARENA_ARRAY(w->a, struct str, n + 1);
    for (size_t i = 0; i < n; i++)
        if (all[i].id != w->p->id && all[i].remote_key.n)
            key[w->body.o.takens++] = all[i].remote_key;
    w->body.o.taken = key;
    return rc;
}

/* A later part answers the one before it, and belongs to the thread of the first. */
static enum err_code add_thread(struct sending *w, struct err *e)
{
    struct publication before;
    struct outgoing_draft body;
    if (w->p->after_id == 0)
        return ERR_OK;
    enum err_code rc = store_publication(w->s, w->p->after_id, w->a, &before, e);
    w->body.o.reply_to = (struct api_post){before.remote_key, before.remote};
    w->body.o.reply_root = w->body.o.reply_to;
    while (rc == ERR_OK && before.after_id)
        rc = store_publication(w->s, before.after_id, w->a, &before, e);
    if (rc == ERR_OK)
        rc = outgoing_read(before.body, w->a, &body, e);
    if (rc == ERR_OK)
        w->body.o.reply_root = body.o.reply_root.key.n
                                   ? body.o.reply_root
                                   : (struct api_post){before.remote_key, before.remote};
    return rc;
}

static enum err_code prepare(struct sending *w, struct err *e)
{
    enum err_code rc = outgoing_read(w->p->body, w->a, &w->body, e);
    struct outgoing *o = &w->body.o;
    if (rc == ERR_OK)
        rc = add_thread(w, e);
    if (rc == ERR_OK)
        rc = add_taken(w, e);
    if (rc == ERR_OK && w->p->about_id)
        rc = store_publication(w->s, w->p->about_id, w->a, &w->about, e);
    o->key = w->p->key;
    o->at_ms = w->p->first_ms;
    o->progress = w->p->progress;
    o->note = note;
    o->ctx = w;
    return rc;
}

static enum err_code add_pictures(struct sending *w, struct err *e)
{
    struct network_limits l = api_limits(w->acc->api.row, w->acc->api.facts, w->a);
    enum err_code rc = ERR_OK;
    if (!str_is(w->p->what,
                "post")) /* the pictures of what is out stay there; here they may be gone */
        return ERR_OK;
    for (size_t i = 0; i < w->body.o.medias && rc == ERR_OK; i++)
        rc = picture_to_send(w->s, w->body.media[i], &l, w->a, &w->body.picture[i], e);
    return rc;
}

static enum err_code call_row(struct sending *w, struct published *out, struct err *why)
{
    struct api *api = &w->acc->api;
    const struct published about = {w->about.remote_key, w->about.remote, w->about.url};
    *out = about;
    if (str_is(w->p->what, "edit"))
        return api->row->edit ? api->row->edit(api, out, &w->body.o, why)
                              : err_set(why, ERR_UNSUPPORTED, "%s does not let anybody edit",
                                        api->row->name);
    if (str_is(w->p->what, "drop"))
        return api->row->drop ? api->row->drop(api, &about, why)
                              : err_set(why, ERR_UNSUPPORTED, "%s does not let Tact delete",
                                        api->row->name);
    return api->row->publish ? api->row->publish(api, &w->body.o, out, why)
                             : err_set(why, ERR_UNSUPPORTED, "%s can't be posted to from here",
                                       api->row->name);
}

/* Edits and ends may be sent twice without harm, so they are never in doubt. */
static enum err_code send(struct sending *w, struct err *e)
{
    struct published out = {0};
    struct err why = {.code = ERR_OK};
    enum err_code rc = add_pictures(w, &why);
    if (rc == ERR_OK)
        rc = call_row(w, &out, &why);
    if (rc == ERR_UNCERTAIN && !str_is(w->p->what, "post"))
        rc = ERR_UNAVAILABLE;
    return judge(w, rc, &out, &why, e);
}

static enum err_code send_anew(struct sending *w, struct err *e)
{
    w->p->state = PUBLICATION_SENDING;
    w->p->tries++;
    w->p->looks = 0;
    enum err_code rc = store_publication_set(w->s, w->p, e); /* before the first byte */
    return rc ? rc : send(w, e);
}

static enum err_code look(struct sending *w, struct err *e)
{
    struct published out = {0};
    struct err why = {.code = ERR_OK};
    const struct network_api *row = w->acc->api.row;
    if (!str_is(w->p->what, "post"))
        return send_anew(w, e);
    if (!row->find || !(row->can & API_FINDS)) {
        err_set(&why, ERR_UNCERTAIN,
                "%s gave no answer and can't be asked whether it arrived: look there, then say "
                "so",
                row->name);
        return doubt(w, &why, e);
    }
    enum err_code rc = row->find(&w->acc->api, &w->body.o, &out, &why);
    if (rc == ERR_OK)
        return judge(w, rc, &out, &why, e);
    if (rc == ERR_UNCERTAIN) { /* it can't be told: after a few looks its owner is asked */
        w->p->looks++;
        return doubt(w, &why, e);
    }
    if (rc != ERR_NOT_FOUND) { /* can't look now: it stays in doubt */
        int64_t ms = why.retry_after_s * INT64_C(1000);
        w->p->due_ms = time_now_ms() + (ms > 0 ? ms : look_after(1));
        w->p->error = str_from(why.msg);
        return set(w, e);
    }
    w->p->looks++;
    if (w->p->looks >= LOOKS_MOST)
        return send_anew(w, e);
    return doubt(w, &why, e);
}

/* The sign-in ended, or there never was one: then, where the network lets the owner alone post, it is
 * theirs from now on, and so is an edit or the end of what they posted. */
static enum err_code without_sign_in(struct sending *w, enum err_code how,
                                     const struct err *why, struct err *e)
{
    struct account *all;
    size_t n;
    if (w->p->state == PUBLICATION_UNCERTAIN)
        return doubt(w, why, e);
    enum err_code rc = store_accounts(w->s, w->a, &all, &n, e);
    if (rc)
        return rc;
    for (size_t i = 0; i < n && how == ERR_NOT_FOUND; i++)
        if (all[i].id == w->p->account_id && api_find(all[i].network, STR("hand"))) {
            w->p->state = PUBLICATION_HANDED_OFF;
            w->p->reason = w->p->error = STR_NONE;
            return set(w, e);
        }
    return fail(w, "sign_in", why, e);
}

enum err_code outbox_step(struct store *s, const struct outbox *o, bool *done, struct err *e)
{
    struct arena *a = arena_new(MIB(512));
    struct publication p;
    struct sending w = {.s = s, .box = o, .p = &p, .a = a};
    struct err why = {.code = ERR_OK};
    const struct published nothing = {0};
    int64_t now = time_now_ms(), owner = store_owner(s);
    enum err_code rc = store_publication_take(
        s, o->runner, now, now + (o->lease_ms ? o->lease_ms : LEASE_MS), a, &p, done, e);
    if (rc == ERR_OK && *done) {
        rc = prepare(&w, &why);
        if (rc == ERR_OK)
            rc = account_open(s, o->http, p.account_id, &w.acc, &why);
        if (rc == ERR_DENIED || rc == ERR_NOT_FOUND) /* nothing was sent */
            rc = without_sign_in(&w, rc, &why, e);
        else if (rc)
            rc = judge(&w, rc, &nothing, &why, e);
        else
            rc = p.state == PUBLICATION_UNCERTAIN ? look(&w, e) : send(&w, e);
    }
    account_close(w.acc);
    arena_free(a);
    store_act_for(s, owner);
    return rc == ERR_CONFLICT ? ERR_OK : rc; /* somebody else has it: theirs to say */
}
