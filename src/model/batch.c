/* model/batch.c: records into one piece of memory, and out of one that nobody vouches for. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/batch.h"

#include "core/limits.h"
#include "core/mem.h"
#include "text/utf8.h"

#include <stddef.h>
#include <string.h>

void batch_init(struct batch *b)
{
    b->record = mem_calloc(LIMIT_BATCH_RECORDS, sizeof(struct record));
    b->n = 0;
    buf_init(&b->text, LIMIT_BATCH_TEXT);
}

void batch_free(struct batch *b)
{
    mem_free(b->record);
    buf_free(&b->text);
}

void batch_clear(struct batch *b)
{
    b->n = 0;
    buf_clear(&b->text);
}

static struct str *string_at(struct record *r, size_t at)
{
    return (struct str *)(void *)((char *)r + at);
}

static size_t text_bytes(const struct record *r)
{
    size_t n, total = 0;
    const size_t *at = record_strings(r->kind, &n);
    for (size_t i = 0; i < n; i++)
        total += ((const struct str *)(const void *)((const char *)r + at[i]))->n;
    return total;
}

bool batch_is_full(const struct batch *b, const struct record *next)
{
    return b->n == LIMIT_BATCH_RECORDS ||
           (b->n > 0 && b->text.n + text_bytes(next) > LIMIT_BATCH_BYTES);
}

enum err_code batch_put(struct batch *b, const struct record *r, struct err *e)
{
    size_t n;
    if (text_bytes(r) > LIMIT_BATCH_TEXT - b->text.n)
        return err_set(e, ERR_LIMIT, "one record is larger than %zu MB",
                       (size_t)(LIMIT_BATCH_TEXT >> 20));
    struct record *copy = &b->record[b->n++];
    *copy = *r;
    const size_t *at = record_strings(r->kind, &n);
    for (size_t i = 0; i < n; i++) {
        struct str *s = string_at(copy, at[i]);
        struct str text = *s;
        s->p = (const char *)(uintptr_t)b->text.n; /* NOLINT(performance-no-int-to-ptr) */
        buf_str(&b->text, text);
    }
    return ERR_OK;
}

/* What is neither a string nor any number: its place and the most that it may be. */
struct small {
    size_t at, size;
    enum record_kind kind;
    unsigned most;
};

#define SMALL(kind, field, most)                                                               \
    {                                                                                          \
        offsetof(struct record, as.field), sizeof(((struct record *)0)->as.field),             \
            RECORD_##kind, most                                                                \
    }

static const struct small smalls[] = {
    SMALL(ACCOUNT, account.page, 1),
    SMALL(ACCOUNT, account.created.sure, TIME_EXACT),
    SMALL(IDENTITY, identity.kind, IDENTITY_KIND_COUNT - 1),
    SMALL(IDENTITY, identity.name_only, 1),
    SMALL(FACT, fact.field, FACT_FIELD_COUNT - 1),
    SMALL(FACT, fact.since.sure, TIME_EXACT),
    SMALL(FACT, fact.until.sure, TIME_EXACT),
    SMALL(CONNECTION, connection.kind, CONNECTION_KIND_COUNT - 1),
    SMALL(CONNECTION, connection.at.sure, TIME_EXACT),
    SMALL(THREAD, thread.group, 1),
    SMALL(POST, post.kind, POST_KIND_COUNT - 1),
    SMALL(POST, post.own, 1),
    SMALL(POST, post.at.sure, TIME_EXACT),
    SMALL(POST, post.edited.sure, TIME_EXACT),
    SMALL(POST, post.deleted.sure, TIME_EXACT),
    SMALL(POST, post.visibility, VISIBLE_COUNT - 1),
    SMALL(ATTACHMENT, attachment.kind, ATTACHMENT_KIND_COUNT - 1),
    SMALL(REACTION, reaction.own, 1),
    SMALL(REACTION, reaction.at.sure, TIME_EXACT),
};

static unsigned small_value(const struct record *r, const struct small *s)
{
    unsigned char byte;
    unsigned word;
    const char *at = (const char *)r + s->at;
    if (s->size == 1) {
        memcpy(&byte, at, 1);
        return byte;
    }
    memcpy(&word, at, sizeof word);
    return word;
}

/* Bytes of another process: looked at before any of them is taken for an enum or a bool. */
static bool is_sane(const struct record *r)
{
    unsigned kind;
    memcpy(&kind, &r->kind, sizeof kind);
    if (kind >= RECORD_KIND_COUNT)
        return false;
    for (size_t i = 0; i < COUNT_OF(smalls); i++)
        if ((unsigned)smalls[i].kind == kind && small_value(r, &smalls[i]) > smalls[i].most)
            return false;
    return true;
}

static bool open_string(struct str *s, struct str text)
{
    uintptr_t at = (uintptr_t)s->p;
    if (at > text.n || s->n > text.n - at)
        return false;
    s->p = s->n ? text.p + at : "";
    return s->n == 0 || utf8_valid(*s);
}

enum err_code batch_open(struct record *record, size_t n, struct str text, struct err *e)
{
    for (size_t i = 0; i < n; i++) {
        struct record *r = &record[i];
        size_t strings;
        if (!is_sane(r))
            return err_set(e, ERR_PARSE, "a record that is none");
        const size_t *at = record_strings(r->kind, &strings);
        for (size_t k = 0; k < strings; k++)
            if (!open_string(string_at(r, at[k]), text))
                return err_set(e, ERR_PARSE, "a record whose text is none");
    }
    return ERR_OK;
}
