/* tools/addressbook/write_cards.c: contacts.vcf: the address book as vCard 3.0, as Apple writes it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "addressbook/addressbook.h"

#include <string.h>

static void put_text(struct buf *b, const char *s)
{
    for (; *s; s++) {
        if (*s == ',' || *s == ';' || *s == '\\')
            buf_char(b, '\\');
        buf_char(b, *s);
    }
}

/* "NAME:value" where there is one. */
static void put_line(struct buf *b, const char *name, const char *value)
{
    if (!value[0])
        return;
    buf_printf(b, "%s:", name);
    put_text(b, value);
    buf_lit(b, "\r\n");
}

/* "--02-14" is a day of 1604 to Apple. */
static void put_birthday(struct buf *b, const char *day)
{
    if (day[0] == '-')
        buf_printf(b, "BDAY;X-APPLE-OMIT-YEAR=1604:1604%s\r\n", day + 1);
    else
        put_line(b, "BDAY", day);
}

static void put_card(struct buf *b, const struct shown *s)
{
    buf_lit(b, "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Apple Inc.//iPhone OS 17.5//EN\r\nN:");
    put_text(b, s->last);
    buf_char(b, ';');
    put_text(b, s->first);
    buf_lit(b, ";;;\r\n");
    put_line(b, "FN", s->name);
    put_line(b, "NICKNAME", s->nick);
    put_line(b, "ORG", s->employer);
    put_line(b, "TITLE", s->title);
    for (size_t i = 0; i < s->mail.n; i++)
        put_line(b, i ? "EMAIL;type=INTERNET;type=WORK" : "EMAIL;type=INTERNET;type=pref",
                 s->mail.v[i]);
    for (size_t i = 0; i < s->phone.n; i++)
        put_line(b, i ? "TEL;type=HOME;type=VOICE" : "TEL;type=CELL;type=VOICE;type=pref",
                 s->phone.v[i]);
    for (size_t i = 0; i < s->link.n; i++)
        put_line(b, "URL", s->link.v[i]);
    if (s->place[0]) {
        buf_lit(b, "ADR;type=HOME:;;;");
        put_text(b, s->place);
        buf_lit(b, ";;;\r\n");
    }
    put_birthday(b, s->birthday);
    put_line(b, "NOTE", s->bio);
    put_line(b, "UID", s->key + strlen("uid:"));
    buf_lit(b, "END:VCARD\r\n");
}

void write_cards(const struct set *set, const char *dir)
{
    struct out *o = out_open(dir, "contacts.vcf", OUT_FILE);
    struct buf *b = out_begin(o, "");
    for (size_t i = 0; i < set->n; i++)
        if (set->shown[i].net == AB_CONTACTS) {
            put_card(b, &set->shown[i]);
            out_more(o);
        }
    out_end(o);
    out_close(o);
}
