/* writing/send.c: what goes to each account of a draft, held against it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "writing/send.h"

#include "core/limits.h"
#include "core/time.h"
#include "store/sign_in.h"
#include "writing/sides.h"

#include <string.h>

int64_t send_hold_ms(enum verdict v)
{
    return v >= VERDICT_KEEP_OUT      ? HOLD_KEEP_OUT_MS
           : v >= VERDICT_THINK_TWICE ? HOLD_THINK_TWICE_MS
                                      : UNDO_MS;
}

static const struct account *account_of(const struct account *all, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (all[i].id == id)
            return &all[i];
    return NULL;
}

/* By which door: that of its sign-in, else by the owner's own hand where there is one. */
static void choose_door(struct send_to *to, const struct sign_in *in, size_t n,
                        struct compose_for *how)
{
    for (size_t i = 0; i < n; i++)
        if (in[i].account_id == to->account->id) {
            how->door = in[i].door;
            how->facts = in[i].facts;
            const struct network_api *row = api_find(in[i].network, in[i].door);
            to->signed_in = row && (row->can & API_PUBLISHES);
        }
    if (!to->signed_in && api_find(to->account->network, STR("hand"))) {
        how->door = STR("hand");
        how->facts = STR_NONE;
        to->by_hand = true;
    }
}

static void stop(struct send_to *to, struct str why)
{
    if (to->what.says < COMPOSE_SAYS)
        to->what.say[to->what.says++] = (struct compose_say){true, why};
}

/* The check reads what goes out there: all parts of it. */
static enum err_code check_one(struct store *s, const struct judges *j,
                               const struct learned *learned, const struct draft *d,
                               struct send_to *to, struct arena *a, struct err *e)
{
    struct check_place *place = ARENA_NEW(a, struct check_place);
    struct check *k = ARENA_NEW(a, struct check);
    struct buf text;
    enum err_code rc = place_of_account(s, to->account, a, place, e);
    if (rc)
        return rc;
    place->answers = d->reply_to != 0;
    buf_init(&text, LIMIT_DRAFT * 2);
    if (to->what.parts && to->what.part[0].o.title.n)
        buf_printf(&text, STRF "\n\n", STRA(to->what.part[0].o.title));
    for (size_t i = 0; i < to->what.parts; i++)
        buf_printf(&text, "%s" STRF, i ? "\n\n" : "", STRA(to->what.part[i].o.text));
    for (size_t i = 0; to->what.parts && i < to->what.part[0].o.choices; i++)
        buf_printf(&text, "\n" STRF, STRA(to->what.part[0].choice[i]));
    if (to->what.parts == 0) /* a network that Tact can't post to: judged all the same */
        buf_str(&text, d->text);
    rc = check_run(j, learned, arena_str(a, buf_view(&text)), place, 1, a, k, e);
    buf_free(&text);
    if (rc == ERR_OK && k->n)
        to->check = &k->results[0];
    return rc;
}

static void sum_up(struct sends *w)
{
    for (size_t i = 0; i < w->n; i++) {
        const struct send_to *to = &w->to[i];
        bool fresh = true;
        for (size_t k = 0; k < i; k++)
            fresh &= !str_eq(w->to[k].account->context, to->account->context);
        w->contexts += fresh;
        if (to->check && to->check->verdict > w->gravest)
            w->gravest = to->check->verdict;
        for (size_t k = 0; k < to->what.says; k++)
            w->stops |= to->what.say[k].stops;
    }
    w->hold_ms = send_hold_ms(w->gravest);
}

enum err_code send_prepare(struct store *s, const struct judges *j,
                           const struct learned *learned, const struct draft *d,
                           struct arena *a, struct sends *out, struct err *e)
{
    struct account *all;
    struct sign_in *in;
    size_t n, ins;
    *out = (struct sends){.gravest = VERDICT_FITS};
    if (str_trim(d->text).n == 0 && d->pictures == 0)
        return err_set(e, ERR_INVALID, "There is nothing to post yet: write something first.");
    if (d->accounts == 0)
        return err_set(e, ERR_INVALID,
                       "Where should it go? Choose at least one account first.");
    enum err_code rc = store_accounts(s, a, &all, &n, e);
    if (rc == ERR_OK)
        rc = store_sign_ins(s, a, &in, &ins, e);
    out->to = ARENA_ARRAY(a, struct send_to, d->accounts);
    for (size_t i = 0; i < d->accounts && rc == ERR_OK; i++) {
        struct send_to *to = &out->to[out->n];
        struct compose_for how = {
            .numbered = true, .vocabulary = j && j->model ? classifier_words(j->model) : NULL};
        to->account = how.account = account_of(all, n, d->account[i]);
        if (!to->account)
            continue; /* it is gone */
        out->n++;
        choose_door(to, in, ins, &how);
        rc = compose(s, d, &how, a, &to->what, e);
        if (rc == ERR_OK && !to->signed_in && !to->by_hand)
            stop(to, arena_printf(a, "You are not signed in to " STRF ".",
                                  STRA(account_name(to->account, a))));
        if (rc == ERR_OK && j)
            rc = check_one(s, j, learned, d, to, a, e);
    }
    if (rc == ERR_OK)
        sum_up(out);
    return rc;
}

enum err_code send_all(struct store *s, const struct draft *d, const struct sends *w,
                       int64_t due_ms, struct arena *a, struct publication **out, size_t *n,
                       struct err *e)
{
    struct publication **each = ARENA_ARRAY(a, struct publication *, w->n + 1);
    size_t *count = ARENA_ARRAY(a, size_t, w->n + 1), at = 0;
    int64_t least = time_now_ms() + w->hold_ms;
    *n = 0;
    for (size_t i = 0; i < w->n; i++)
        for (size_t k = 0; k < w->to[i].what.says; k++)
            if (w->to[i].what.say[k].stops)
                return err_set(e, ERR_INVALID, STRF ": " STRF,
                               STRA(account_name(w->to[i].account, a)),
                               STRA(w->to[i].what.say[k].text));
    enum err_code rc = sides_answered(s, d, e);
    for (size_t i = 0; i < w->n && rc == ERR_OK; i++) {
        rc = outbox_rows(d->id, w->to[i].account->id, &w->to[i].what,
                         w->to[i].by_hand || due_ms > least ? due_ms : least, a, &each[i],
                         &count[i], e);
        *n += rc ? 0 : count[i];
    }
    if (rc)
        return rc;
    *out = ARENA_ARRAY(a, struct publication, *n + 1);
    for (size_t i = 0; i < w->n; i++) {
        memcpy(*out + at, each[i], count[i] * sizeof **out);
        at += count[i];
    }
    return store_publications_add(s, *out, *n, e);
}
