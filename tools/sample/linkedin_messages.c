/* tools/sample/linkedin_messages.c: LinkedIn's messages.csv of 2026, every cell quoted. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include "core/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct row {
    int64_t at_ms;
    size_t order;
    char id[48];
    const char *title, *from, *from_slug, *to;
    char to_urls[400];
    char text[1200];
    bool attachment, draft;
};

struct rows {
    struct row *row;
    size_t n, cap;
};

static int newest_first(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    if (x->at_ms != y->at_ms)
        return x->at_ms > y->at_ms ? -1 : 1;
    return x->order > y->order ? -1 : x->order < y->order;
}

static struct row *one_more(struct rows *v)
{
    v->row = mem_grow(v->row, &v->cap, v->n + 1, sizeof *v->row);
    struct row *row = &v->row[v->n];
    *row = (struct row){.order = v->n, .title = ""};
    v->n++;
    return row;
}

static void make_id(char id[48], const struct life *l, uint64_t n)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    struct rng r;
    rng_init(&r, l->seed, "conversation", n);
    size_t at = 2;
    memcpy(id, "2-", 2);
    while (at < 40)
        id[at++] = digits[rng_below(&r, sizeof digits - 1)];
    memcpy(id + at, "==", 3);
}

static void url_of(char *to, size_t cap, const char *slug)
{
    snprintf(to, cap, "%s%s", slug[0] ? "https://www.linkedin.com/in/" : "", slug);
}

static void with_person(const struct life *l, struct rows *v, const struct person *p, size_t n,
                        struct said_line *line)
{
    size_t count = talk_make(l, p, n, NET_LINKEDIN, line);
    for (size_t i = 0; i < count; i++) {
        struct row *row = one_more(v);
        make_id(row->id, l, n);
        row->at_ms = line[i].at_ms;
        row->from = line[i].own ? l->me.name : p->name;
        row->from_slug = line[i].own ? l->me.slug : p->slug;
        row->to = line[i].own ? p->name : l->me.name;
        url_of(row->to_urls, sizeof row->to_urls, line[i].own ? p->slug : l->me.slug);
        memcpy(row->text, line[i].text, sizeof row->text);
        row->attachment = i % 19 == 7;
    }
}

/* Wout, Samira and a client, before a fair. */
static void group(const struct life *l, struct rows *v, struct said_line *line)
{
    static const char *const fair[] = {
        "> Dirk, Wout, Samira: the makers' fair wants a client on stage with us. Dirk?",
        "Me on a stage? With these hands?",
        "Exactly with those hands.",
        "Ten minutes, no slides. You only tell what the Monday morning was like before.",
        "> We bring the job cards, you bring one bicycle.",
        "And who pays for the coffee?",
        "> {firm} does. For life.",
        "Then I'm in. Saturday the 14th?",
        "Saturday the 14th, 14:00, hall 2. I'll put it in the calendar."};
    const char *const names[] = {"Maesveld", "Haddouchi", "Haezebroeck"};
    const struct person *who[3] = {NULL};
    for (size_t i = 0; i < cast_count; i++)
        for (size_t k = 0; k < 3; k++)
            if (strcmp(l->people[i].family, names[k]) == 0)
                who[k] = &l->people[i];
    size_t count = talk_group(l, 77, 3, 9, line, fair, LEN(fair));
    for (size_t i = 0; i < count; i++) {
        struct row *row = one_more(v);
        const struct person *from = line[i].own ? NULL : who[line[i].who % 3];
        make_id(row->id, l, 90001);
        row->title = "Makers' fair, the Saturday";
        row->at_ms = line[i].at_ms;
        row->from = from ? from->name : l->me.name;
        row->from_slug = from ? from->slug : l->me.slug;
        row->to = "Wout Maesveld, Samira Haddouchi, Dirk Haezebroeck";
        size_t at = 0;
        for (size_t k = 0; k < 4; k++) {
            const char *slug = k < 3 ? who[k]->slug : l->me.slug;
            if (slug == row->from_slug)
                continue;
            at += (size_t)snprintf(row->to_urls + at, sizeof row->to_urls - at,
                                   "%shttps://www.linkedin.com/in/%s", at ? "," : "", slug);
        }
        memcpy(row->text, line[i].text, sizeof row->text);
    }
}

static void strays(const struct life *l, struct rows *v)
{
    static const struct {
        const char *from, *text;
        int year, month, day;
        bool draft;
    } stray[] = {
        {"LinkedIn Member", "Hello, is the job in support still open? I can start at once.",
         2022,                                                                                            8,  16, false},
        {"LinkedIn Talent",
         "<p class=\"spinmail-quill-editor__spin-break\">Hi %FIRSTNAME%, grow "
         "your team twice as fast.</p>",                                                            2024, 4,  9,  false},
        {"",                "Dear Sven, as promised the price for twelve benches. I have left the", 2026, 10,
         14,                                                                                                      true }
    };
    for (size_t i = 0; i < LEN(stray); i++) {
        struct row *row = one_more(v);
        make_id(row->id, l, 91000 + i);
        row->at_ms = date_day(stray[i].year, stray[i].month, stray[i].day) + 36000000;
        row->from = stray[i].from[0] ? stray[i].from : l->me.name;
        row->from_slug = stray[i].from[0] ? "" : l->me.slug;
        row->to = stray[i].draft ? "Sven Holtgrewe" : l->me.name;
        url_of(row->to_urls, sizeof row->to_urls,
               stray[i].draft ? "sven-holtgrewe" : l->me.slug);
        snprintf(row->text, sizeof row->text, "%s", stray[i].text);
        row->draft = stray[i].draft;
    }
}

static void put_rows(const struct rows *v, struct out *o)
{
    struct buf date, *b = out_begin(o, "messages.csv");
    buf_init(&date, 64);
    ROWQ(b, "CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO",
         "RECIPIENT PROFILE URLS", "DATE", "SUBJECT", "CONTENT", "FOLDER", "ATTACHMENTS",
         "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT");
    for (size_t i = 0; i < v->n; i++) {
        const struct row *row = &v->row[i];
        char from[200];
        url_of(from, sizeof from, row->from_slug);
        buf_clear(&date);
        put_date(&date, DATE_UTC, row->at_ms);
        ROWQ(b, row->id, row->title, row->from, from, row->to, row->to_urls, buf_cstr(&date),
             "", row->text, i % 23 == 11 ? "ARCHIVE" : "INBOX",
             row->attachment ? "https://www.linkedin.com/dms/prv/offer.pdf" : "",
             row->draft ? "Yes" : "No", "No");
        out_more(o);
    }
    out_end(o);
    buf_free(&date);
}

void linkedin_messages(const struct life *l, struct out *o)
{
    struct rows v = {0};
    struct said_line *line = mem_calloc(TALK_MOST, sizeof *line);
    for (size_t i = 0, n = 0; i < l->n_people && n < 72; i++) {
        const struct person *p = &l->people[i];
        if (!(p->nets & NET_LINKEDIN) || (i >= cast_count && i % 3))
            continue;
        with_person(l, &v, p, i, line);
        n++;
    }
    group(l, &v, line);
    strays(l, &v);
    if (v.n > 1)
        qsort(v.row, v.n, sizeof *v.row, newest_first);
    put_rows(&v, o);
    mem_free(v.row);
    mem_free(line);
}
