/* tools/addressbook/write_records.c: records.csv, fields.csv and truth.csv: the set as tables. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "addressbook/addressbook.h"

#include <stdio.h>

static const struct {
    const char *column, *role;
    bool many;
} fields[] = {
    {"id",             "id",       false},
    {"person",         "truth",    false},
    {"kind",           "ignore",   false},
    {"network",        "source",   false},
    {"name",           "name",     false},
    {"handle",         "handle",   false},
    {"email",          "email",    true },
    {"phone",          "phone",    true },
    {"profile",        "profile",  false},
    {"links",          "link",     true },
    {"birthday",       "birthday", false},
    {"place",          "place",    false},
    {"employer",       "employer", false},
    {"employer_since", "ignore",   false},
    {"title",          "title",    false},
    {"bio",            "text",     false},
    {"contacts",       "contacts", true }
};
static const char separator[] = " | ";

static void put_header(struct buf *b)
{
    for (size_t i = 0; i < LEN(fields); i++)
        buf_printf(b, "%s%s", i ? "," : "", fields[i].column);
    buf_char(b, '\n');
}

static void put_fields(const char *dir)
{
    struct out *o = out_open(dir, "fields.csv", OUT_FILE);
    struct buf *b = out_begin(o, "");
    ROW(b, "column", "role", "separator");
    for (size_t i = 0; i < LEN(fields); i++)
        ROW(b, fields[i].column, fields[i].role, fields[i].many ? separator : "");
    out_end(o);
    out_close(o);
}

static const char *joined(const struct shown_list *l, struct buf *b)
{
    buf_clear(b);
    for (size_t i = 0; i < l->n; i++) {
        buf_lit(b, i ? separator : "");
        buf_lit(b, l->v[i]);
    }
    return buf_cstr(b);
}

void write_records(const struct set *set, const char *dir)
{
    struct buf many[SHOWN_MANY];
    char person[24];
    struct out *o = out_open(dir, "records.csv", OUT_FILE), *t;
    struct buf *b = out_begin(o, ""), *tb;
    for (size_t i = 0; i < SHOWN_MANY; i++)
        buf_init(&many[i], 1 << 16);
    put_header(b);
    t = out_open(dir, "truth.csv", OUT_FILE);
    tb = out_begin(t, "");
    ROW(tb, "network", "key", "person");
    for (size_t i = 0; i < set->n; i++) {
        const struct shown *s = &set->shown[i];
        const struct human *h = s->who;
        snprintf(person, sizeof person, "p%06zu", h->n + 1);
        ROW(b, s->id, person, kind_names[h->kind], net_names[s->net], s->name, s->handle,
            joined(&s->mail, &many[0]), joined(&s->phone, &many[1]), s->profile,
            joined(&s->link, &many[2]), s->birthday, s->place, s->employer, s->since, s->title,
            s->bio, joined(&s->contacts, &many[3]));
        ROW(tb, net_names[s->net], s->key, person);
        out_more(o);
        out_more(t);
    }
    out_end(o);
    out_close(o);
    out_end(t);
    out_close(t);
    for (size_t i = 0; i < SHOWN_MANY; i++)
        buf_free(&many[i]);
    put_fields(dir);
}
