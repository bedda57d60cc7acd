/* tools/sample/write_contacts.c: Google's contacts of 2024 and a phone's vCards (Apple, 3.0). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include <stdio.h>
#include <string.h>

/* What an address book files people under. */
static const char *const labels[TIE_COUNT] = {
    [TIE_FAMILY] = "Family",      [TIE_FRIEND] = "Friends",     [TIE_SCHOOL] = "School",
    [TIE_STAFF] = "Work",         [TIE_FORMER] = "Colleagues",  [TIE_CLIENT] = "Clients",
    [TIE_PROSPECT] = "Prospects", [TIE_MENTOR] = "Work",        [TIE_NEIGHBOUR] = "Neighbours",
    [TIE_CHOIR] = "Choir",        [TIE_SUPPLIER] = "Suppliers", [TIE_PEER] = "Work",
    [TIE_PRESS] = "Press",        [TIE_INVESTOR] = "Work",      [TIE_PARENT] = "School",
    [TIE_FEDI] = "Friends",       [TIE_STRANGER] = ""};

static void google_row(struct buf *b, const struct person *p, size_t n)
{
    char label[64], site[200] = "", second[200] = "", phone[40] = "", mail[160] = "";
    snprintf(label, sizeof label, "%s%s* myContacts", labels[p->tie],
             labels[p->tie][0] ? " ::: " : "");
    if (p->keys & KEY_LINKEDIN)
        snprintf(site, sizeof site, "https://www.linkedin.com/in/%s", p->slug);
    else if (p->keys & KEY_X)
        snprintf(site, sizeof site, "https://x.com/%s", p->handle);
    if (p->keys & KEY_MASTODON) {
        const char *at = strchr(p->fedi, '@');
        snprintf(second, sizeof second, "https://%s/@%.*s", at + 1, (int)(at - p->fedi),
                 p->fedi);
    }
    bool sure_mail = (p->keys & KEY_EMAIL) != 0, sure_phone = (p->keys & KEY_PHONE) != 0;
    if (sure_mail || p->keys == 0 || n % 3 == 0)
        snprintf(mail, sizeof mail, "%s%s", sure_mail ? "" : "post.", p->email);
    if (sure_phone || n % 2 == 0)
        snprintf(phone, sizeof phone, "%s", p->phone);
    ROW(b, p->given, "", p->family, "", "", "", "", "", n % 14 == 3 ? "Bee" : "", "", p->firm,
        p->title, "", "", p->note, "", label, mail[0] ? (n % 3 ? "* Work" : "* ") : "", mail,
        phone[0] ? "Mobile" : "", phone, site[0] ? "Profile" : "", site,
        second[0] ? "Mastodon" : "", second);
}

static void google(const struct life *l, const char *dir, size_t most)
{
    struct out *o = out_open(dir, "google-contacts.csv", OUT_FILE);
    struct buf *b = out_begin(o, "");
    size_t n = 0;
    buf_lit(b, "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,"
               "Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,"
               "Organization Title,Organization Department,Birthday,Notes,Photo,Labels,"
               "E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,"
               "Website 1 - Label,Website 1 - Value,Website 2 - Label,Website 2 - Value\n");
    for (size_t i = 0; i < l->n_people && n < most; i++) {
        if (!(l->people[i].nets & NET_GOOGLE))
            continue;
        google_row(b, &l->people[i], i);
        n++;
        out_more(o);
    }
    if (!l->people_most) { /* things that are in every address book */
        ROW(b, "", "", "", "", "", "", "", "", "", "", "Huisartsen Rabot", "", "", "",
            "Closed on Thursday afternoon.\nRing twice.", "", "* myContacts", "", "", "Work",
            "+1 555 0142", "", "", "", "");
        ROW(b, "Plumber", "", "(the good one)", "", "", "", "", "", "", "", "", "", "", "", "",
            "", "* myContacts", "", "", "Mobile", "+1 555 0143", "", "", "", "");
    }
    out_end(o);
    out_close(o);
}

static void put_text(struct buf *b, const char *s)
{
    for (; *s; s++) {
        if (*s == ',' || *s == ';' || *s == '\\')
            buf_char(b, '\\');
        if (*s == '\n')
            buf_lit(b, "\\n");
        else
            buf_char(b, *s);
    }
}

/* "+44 7700 900140" without its spaces, as phones keep them. */
static void put_phone(struct buf *b, const char *s, bool spaces)
{
    for (; *s; s++)
        if (*s != ' ' || spaces)
            buf_char(b, *s);
}

static void put_card(struct buf *b, const struct person *p, size_t n, const struct life *l)
{
    buf_lit(b, "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Apple Inc.//iPhone OS 17.5//EN\r\nN:");
    put_text(b, p->family);
    buf_char(b, ';');
    put_text(b, p->given);
    buf_lit(b, ";;;\r\nFN:");
    put_text(b, p->name);
    buf_lit(b, "\r\n");
    if (p->firm && p->firm[0] && n % 2) {
        buf_lit(b, "ORG:");
        put_text(b, p->firm);
        buf_lit(b, ";\r\n");
    }
    if (p->keys & KEY_EMAIL || n % 4 == 1) {
        buf_printf(b, "item1.EMAIL;type=INTERNET:%s%s\r\nitem1.X-ABLabel:%s\r\n",
                   p->keys & KEY_EMAIL ? "" : "post.", p->email,
                   n % 3 ? "_$!<Home>!$_" : "old");
    }
    buf_lit(b, "TEL;type=CELL;type=VOICE;type=pref:");
    put_phone(b, p->phone, n % 3 == 0);
    buf_lit(b, "\r\n");
    if (p->keys & KEY_X)
        buf_printf(b, "X-SOCIALPROFILE;type=twitter;x-user=%s:https://x.com/%s\r\n", p->handle,
                   p->handle);
    if (p->keys & KEY_LINKEDIN)
        buf_printf(b,
                   "item2.URL:https\\://www.linkedin.com/in/%s\r\n"
                   "item2.X-ABLabel:_$!<HomePage>!$_\r\n",
                   p->slug);
    if (p->keys & KEY_MASTODON) {
        const char *at = strchr(p->fedi, '@');
        buf_printf(b, "item3.URL:https\\://%s/@%.*s\r\nitem3.X-ABLabel:Mastodon\r\n", at + 1,
                   (int)(at - p->fedi), p->fedi);
    }
    if (n % 6 == 2) /* a birthday without its year */
        buf_printf(b, "BDAY;X-APPLE-OMIT-YEAR=1604:1604-%02d-%02d\r\n", 1 + (int)(n % 12),
                   1 + (int)(n % 27));
    if (p->kin && p->kin[0])
        buf_printf(b, "item4.X-ABRELATEDNAMES:%s\r\nitem4.X-ABLabel:%s of\r\n", l->me.given,
                   p->kin);
    if (p->note && p->note[0]) {
        buf_lit(b, "NOTE:");
        put_text(b, p->note);
        buf_lit(b, "\r\n");
    }
    if (labels[p->tie][0])
        buf_printf(b, "CATEGORIES:%s\r\n", labels[p->tie]);
    buf_printf(b, "UID:%08zX-5A4D-4C11-9F00-%012llX\r\nEND:VCARD\r\n", n * 2654435 + 17,
               (unsigned long long)(l->seed * 1000003 + n));
}

static void phone(const struct life *l, const char *dir, size_t most)
{
    struct out *o = out_open(dir, "phone.vcf", OUT_FILE);
    struct buf *b = out_begin(o, "");
    size_t n = 0;
    for (size_t i = 0; i < l->n_people && n < most; i++) {
        if (!(l->people[i].nets & NET_PHONE))
            continue;
        put_card(b, &l->people[i], i, l);
        n++;
        out_more(o);
    }
    out_end(o);
    out_close(o);
}

void write_contacts(const struct life *l, const char *dir)
{
    size_t all = l->people_most ? (size_t)l->people_most : l->posts ? (size_t)l->posts : 0;
    google(l, dir, all ? all - all / 3 : 96);
    phone(l, dir, all ? all / 3 : 62);
}
