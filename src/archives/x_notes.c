/* archives/x_notes.c: long posts: their text stands in another file without their id. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/x.h"

#include "core/attr.h"
#include "core/limits.h"
#include "core/mem.h"

#include <stdlib.h>

/* Notes wait for their posts; beyond this they become posts of their own. */
#define NOTES_MOST  20000
#define NOTES_BYTES MIB(24)
enum {
    APART_MS = 1000,
    PREFIX_BYTES = 120
};

static enum err_code put_alone(struct reading *r, const struct x_note *n, struct err *e)
{
    const struct x *st = r->state;
    struct record rec = {.kind = RECORD_POST};
    rec.as.post =
        (struct record_post){.key = n->tweet.n ? n->tweet : x__join(r, STR("note:"), n->id),
                             .own = true,
                             .at = n->ms ? when_ms(n->ms) : WHEN_NONE,
                             .text = n->text,
                             .visibility = st->hidden ? VISIBLE_UNKNOWN : VISIBLE_PUBLIC,
                             .likes = -1,
                             .reshares = -1};
    return reading_put(r, &rec, e);
}

enum err_code x__note(struct reading *r, const struct json *v, struct err *e)
{
    struct x *st = r->state;
    const struct json *core = json_get(v, "core");
    struct when at = when_parse(json_get_str(v, "createdAt"));
    struct x_note n = {
        .ms = at.ms,
        .id = json_get_str(v, "noteTweetId"),
        .tweet = json_get_str(v, "tweetId"),
        .text = x__text(r, json_get_str(core, "text"), json_get(core, "urls"), NULL)};
    if (n.text.n == 0)
        return ERR_OK;
    if (st->n_notes >= NOTES_MOST || st->note_bytes + n.text.n > NOTES_BYTES)
        return put_alone(r, &n, e);
    n.id = arena_str(r->arena, n.id);
    n.tweet = arena_str(r->arena, n.tweet);
    n.text = arena_str(r->arena, n.text);
    st->note_bytes += n.text.n;
    st->note = mem_grow(st->note, &st->cap_notes, st->n_notes + 1, sizeof *st->note);
    st->note[st->n_notes++] = n;
    return ERR_OK;
}

static int by_time(const void *a, const void *b)
{
    const struct x_note *x = a, *y = b;
    return (x->ms > y->ms) - (x->ms < y->ms);
}

void x__notes_sort(struct x *st)
{
    if (st->n_notes > 1)
        qsort(st->note, st->n_notes, sizeof *st->note, by_time);
}

/* What a post and its note must have in common: the post's words before its first link and
 * before the sign that it was cut. */
static struct str beginning(struct str text)
{
    static const struct str ends[] = {STR_INIT("http"), STR_INIT("…"), STR_INIT("...")};
    text = str_sub(text, 0, PREFIX_BYTES);
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        ptrdiff_t at = str_find(text, ends[i]);
        if (at >= 0)
            text = str_sub(text, 0, (size_t)at);
    }
    return str_trim(text);
}

const struct x_note *x__note_for(struct x *st, struct str id, struct str text, int64_t ms)
{
    size_t lo = 0, hi = st->n_notes;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (st->note[mid].ms < ms - APART_MS)
            lo = mid + 1;
        else
            hi = mid;
    }
    struct str start = beginning(text);
    for (; lo < st->n_notes && st->note[lo].ms <= ms + APART_MS; lo++) {
        struct x_note *n = &st->note[lo];
        bool mine = n->tweet.n ? str_eq(n->tweet, id)
                               : !n->used && str_starts(str_trim(n->text), start);
        if (mine) {
            n->used = true;
            return n;
        }
    }
    return NULL;
}

enum err_code x__notes_left(struct reading *r, struct err *e)
{
    const struct x *st = r->state;
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < st->n_notes && rc == ERR_OK; i++) {
        arena_reset(r->piece);
        if (!st->note[i].used)
            rc = put_alone(r, &st->note[i], e);
    }
    return rc;
}
