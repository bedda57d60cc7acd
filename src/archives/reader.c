/* archives/reader.c: which reader reads this archive, and the run through its phases. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/reader.h"

#include "core/buf.h"
#include "core/limits.h"
#include "core/mem.h"
#include "text/utf8.h"

#include <string.h>

/* The readers, one file each. A new one is a file and a line here. */
extern const struct reader reader_bluesky, reader_contacts_csv, reader_discord, reader_facebook,
    reader_github, reader_instagram, reader_linkedin, reader_mastodon, reader_mbox,
    reader_reddit, reader_takeout, reader_telegram, reader_tiktok, reader_vcard, reader_web,
    reader_whatsapp, reader_x;
static const struct reader *const readers[] = {
    &reader_bluesky, &reader_contacts_csv, &reader_discord,  &reader_facebook,
    &reader_github,  &reader_instagram,    &reader_linkedin, &reader_mastodon,
    &reader_mbox,    &reader_reddit,       &reader_takeout,  &reader_telegram,
    &reader_tiktok,  &reader_vcard,        &reader_web,      &reader_whatsapp,
    &reader_x};

const struct reader *const *reader_list(size_t *n)
{
    *n = COUNT_OF(readers);
    return readers;
}

void reader_put_names(struct buf *b)
{
    for (size_t i = 0; i < COUNT_OF(readers); i++)
        buf_printf(b, "%s%s", i ? ", " : "", readers[i]->archive);
}

/* What people have in hand when it is none of ours, and what to tell them. */
static const struct {
    const char *pattern; /* an entry's path */
    const char *head;    /* must stand in its first bytes, or NULL */
    const char *say;
} strangers[] = {
    {"followersandfollowing/*.html",       NULL,
     "this is the HTML version of the Instagram archive; ask Instagram for it again and choose JSON"                            },
    {"yourinstagramactivity/*/*.html",     NULL,
     "this is the HTML version of the Instagram archive; ask Instagram for it again and choose JSON"                            },
    {"yourinstagramactivity/*/*/*/*.html", NULL,
     "this is the HTML version of the Instagram archive; ask Instagram for it again and choose JSON"                            },
    {"messages/*/*/message#.html",         NULL,
     "this is the HTML version of the Facebook archive; ask Facebook for it again and choose JSON"                              },
    {"personalinformation/*/*.html",       NULL,
     "this is the HTML version of the archive; ask for it again and choose JSON"                                                },
    {"profileinformation/*.html",          NULL,
     "this is the HTML version of the archive; ask for it again and choose JSON"                                                },
    {"posts/yourposts*.html",              NULL,
     "this is the HTML version of the Facebook archive; ask Facebook for it again and choose JSON"                              },
    {"starthere.html",                     NULL,
     "this is the HTML version of the archive; ask for it again and choose JSON"                                                },
    {"exportresults.html",                 NULL,
     "this is the HTML version of the Telegram export; export it again and choose JSON"                                         },
    {"messages#.html",                     "Exported Data",
     "this is the HTML version of the Telegram export; export it again and choose JSON"                                         },
    {"watchhistory.txt",                   NULL,
     "this is the text version of the TikTok archive; ask TikTok for it again and choose JSON"                                  },
    {"videobrowsinghistory.txt",           NULL,
     "this is the text version of the TikTok archive; ask TikTok for it again and choose JSON"                                  },
    {"followersandfollowing/*.json",       NULL,
     "this is an Instagram archive, but nothing in it is known to Tact"                                                         },
    {"result.json",                        "\"messages\"",
     "this is a Telegram export, but nothing in it is known to Tact"                                                            },
    {"userdata*.json",                     NULL,            "this is a TikTok archive, but nothing in it is known to Tact"      },
    {"*.html",                             "<html",         "this is a web page; networks give their archive as JSON or CSV too"},
};

static enum err_code unknown(const struct container *c, struct err *e)
{
    size_t n;
    const struct entry *en = container_entries(c, &n);
    for (size_t k = 0; k < COUNT_OF(strangers); k++)
        for (size_t i = 0; i < n; i++)
            if (path_matches(en[i].flat, strangers[k].pattern) &&
                (!strangers[k].head || str_find(en[i].head, str_from(strangers[k].head)) >= 0))
                return err_set(e, ERR_UNSUPPORTED, "%s", strangers[k].say);
    struct buf names;
    buf_init(&names, 600);
    reader_put_names(&names);
    err_set(e, ERR_UNSUPPORTED, "Tact does not know this kind of %s; it reads: %s",
            container_is_file(c) ? "file" : "archive", buf_cstr(&names));
    buf_free(&names);
    return ERR_UNSUPPORTED;
}

static bool has_words(const struct entry *en, const char *words)
{
    return !words || str_find(en->head, str_from(words)) >= 0;
}

int reader_signs(const struct container *c, const struct reader_sign *sign)
{
    size_t n;
    int sure = 0;
    const struct entry *en = container_entries(c, &n);
    for (size_t i = 0; i < n; i++)
        for (const struct reader_sign *s = sign; s->pattern; s++)
            if (s->sure > sure && path_matches(en[i].flat, s->pattern) &&
                has_words(&en[i], s->head) && has_words(&en[i], s->too))
                sure = s->sure;
    return sure;
}

enum err_code reader_find(const struct container *c, const struct reader **out, struct err *e)
{
    int best = 0;
    for (size_t i = 0; i < COUNT_OF(readers); i++) {
        int sure = readers[i]->recognise(c);
        if (sure > best) {
            best = sure;
            *out = readers[i];
        }
    }
    return best > 0 ? ERR_OK : unknown(c, e);
}

enum err_code reading_put(struct reading *r, const struct record *rec, struct err *e)
{
    return sink_put(r->sink, rec, e);
}

enum err_code reading_fact(struct reading *r, struct str identity, enum fact_field field,
                           struct str value, struct str label, struct err *e)
{
    struct record rec = {.kind = RECORD_FACT};
    rec.as.fact = (struct record_fact){
        .identity = identity, .field = field, .value = value, .label = label};
    return value.n ? reading_put(r, &rec, e) : ERR_OK;
}

enum err_code reading_unread(struct reading *r, struct str raw, const char *why, struct err *e)
{
    struct record rec = {.kind = RECORD_UNREAD};
    struct arena *a =
        arena_new(4 * LIMIT_UNREAD_RAW); /* what is broken may be no UTF-8 either */
    rec.as.unread =
        (struct record_unread){.file = r->file,
                               .raw = utf8_clean(str_sub(raw, 0, LIMIT_UNREAD_RAW), a),
                               .why = utf8_clean(str_from(why), a)};
    enum err_code rc = sink_put(r->sink, &rec, e);
    arena_free(a);
    return rc;
}

/* A pass over the archive for one phase. */
struct run {
    const struct reader *rd;
    struct reading reading;
    const struct reader_file **row; /* of each entry in this phase, NULL: nobody reads it */
    const struct entry *entry;
};

static bool wanted(void *ctx, size_t i)
{
    struct run *run = ctx;
    return run->row[i] != NULL;
}

static enum err_code read_one(void *ctx, size_t i, struct stream *in, struct err *e)
{
    struct run *run = ctx;
    struct reading *r = &run->reading;
    r->file = run->entry[i].path;
    r->file_flat = run->entry[i].flat;
    enum err_code rc = run->row[i]->read(r, in, e);
    arena_reset(r->piece);
    if (rc == ERR_PARSE) { /* this file is damaged; the others need not be */
        char why[sizeof e->msg];
        memcpy(why, e->msg, sizeof why);
        return reading_unread(r, STR_NONE, why, e);
    }
    return rc ? err_wrap(e, STRF, STRA(r->file)) : ERR_OK;
}

/* Who reads this file in this phase; NULL nobody. */
static const struct reader_file *row_of(const struct reader *rd, const struct entry *en,
                                        int phase)
{
    for (const struct reader_file *f = rd->files; f->pattern; f++)
        if (f->phase == phase && path_matches(en->flat, f->pattern))
            return f;
    return NULL;
}

/* Which row reads each entry in this phase; how many entries have one. */
static size_t choose_rows(struct run *run, size_t n, int phase)
{
    size_t chosen = 0;
    for (size_t i = 0; i < n; i++) {
        run->row[i] = row_of(run->rd, &run->entry[i], phase);
        chosen += run->row[i] != NULL;
    }
    return chosen;
}

int64_t reader_plan(const struct reader *rd, const struct container *c)
{
    size_t n;
    int64_t bytes = 0;
    const struct entry *en = container_entries(c, &n);
    for (size_t i = 0; i < n; i++)
        for (int phase = 0; phase < READER_PHASES; phase++)
            if (en[i].size > 0 && row_of(rd, &en[i], phase))
                bytes += en[i].size;
    return bytes;
}

enum err_code reader_run(const struct reader *rd, struct container *c, struct sink *sink,
                         struct err *e)
{
    size_t n;
    struct run run = {.rd = rd, .entry = container_entries(c, &n)};
    run.row = mem_calloc(n, sizeof(const struct reader_file *));
    run.reading = (struct reading){.container = c,
                                   .sink = sink,
                                   .arena = arena_new(LIMIT_JSON_TREE),
                                   .piece = arena_new(LIMIT_JSON_TREE),
                                   .state = mem_calloc(1, rd->state_size + 1)};
    const struct container_pass pass = {wanted, read_one, &run};
    enum err_code rc = ERR_OK;
    for (int phase = 0; phase < READER_PHASES && rc == ERR_OK; phase++) {
        if (choose_rows(&run, n, phase))
            rc = container_walk(c, &pass, e);
        if (rc == ERR_OK && rd->phase_end)
            rc = rd->phase_end(&run.reading, phase, e);
    }
    if (rd->done)
        rd->done(&run.reading);
    mem_free(run.reading.state);
    arena_free(run.reading.piece);
    arena_free(run.reading.arena);
    mem_free(run.row);
    return rc;
}
