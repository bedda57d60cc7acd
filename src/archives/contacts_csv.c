/* archives/contacts_csv.c: address books as CSV: Google (both generations), Outlook in three
 * languages, Thunderbird, and whatever has a name and an address in its header. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/contacts.h"

#include "archives/table.h"
#include "core/buf.h"
#include "core/limits.h"
#include "core/map.h"
#include "text/decode.h"
#include "text/fold.h"
#include "text/utf8.h"

/* What a column fills. */
enum slot {
    SLOT_NONE,
    SLOT_NAME,
    SLOT_GIVEN,
    SLOT_MIDDLE,
    SLOT_FAMILY,
    SLOT_PREFIX,
    SLOT_SUFFIX,
    SLOT_NICK,
    SLOT_EMAIL,
    SLOT_PHONE,
    SLOT_URL,
    SLOT_COMPANY,
    SLOT_POSITION,
    SLOT_BIRTHDAY,
    SLOT_BIRTH_DAY_FIRST, /* a birthday column of a language that writes the day first */
    SLOT_BIRTH_YEAR,
    SLOT_BIRTH_MONTH,
    SLOT_BIRTH_DAY,
    SLOT_NOTE,
    SLOT_LABELS,
    SLOT_ADDRESS, /* a whole one */
    SLOT_HOME,    /* pieces of one */
    SLOT_WORK,
    SLOT_RELATION,
    SLOT_MESSENGER,
    SLOT_OTHER
};

/* Headers in lower case with letters and digits only; '#' a number or nothing (path_matches).
 * The label is what the column says about its value. Localized names: FORMATS.md 7.2.1. */
static const struct column {
    const char *header;
    enum slot slot;
    struct str label;
} columns[] = {
    {"name",                      SLOT_NAME,            STR_INIT("")        },
    {"fullname",                  SLOT_NAME,            STR_INIT("")        },
    {"displayname",               SLOT_NAME,            STR_INIT("")        },
    {"firstname",                 SLOT_GIVEN,           STR_INIT("")        },
    {"givenname",                 SLOT_GIVEN,           STR_INIT("")        },
    {"vorname",                   SLOT_GIVEN,           STR_INIT("")        },
    {"prénom",                   SLOT_GIVEN,           STR_INIT("")        },
    {"middlename",                SLOT_MIDDLE,          STR_INIT("")        },
    {"additionalname",            SLOT_MIDDLE,          STR_INIT("")        },
    {"weiterevornamen",           SLOT_MIDDLE,          STR_INIT("")        },
    {"deuxièmeprénom",          SLOT_MIDDLE,          STR_INIT("")        },
    {"lastname",                  SLOT_FAMILY,          STR_INIT("")        },
    {"familyname",                SLOT_FAMILY,          STR_INIT("")        },
    {"surname",                   SLOT_FAMILY,          STR_INIT("")        },
    {"nachname",                  SLOT_FAMILY,          STR_INIT("")        },
    {"nom",                       SLOT_FAMILY,          STR_INIT("")        },
    {"nameprefix",                SLOT_PREFIX,          STR_INIT("")        },
    {"namesuffix",                SLOT_SUFFIX,          STR_INIT("")        },
    {"suffix",                    SLOT_SUFFIX,          STR_INIT("")        },
    {"nickname",                  SLOT_NICK,            STR_INIT("")        },
    {"email",                     SLOT_EMAIL,           STR_INIT("")        },
    {"emails",                    SLOT_EMAIL,           STR_INIT("")        },
    {"emailaddress",              SLOT_EMAIL,           STR_INIT("")        },
    {"email#address",             SLOT_EMAIL,           STR_INIT("")        },
    {"email#value",               SLOT_EMAIL,           STR_INIT("")        },
    {"primaryemail",              SLOT_EMAIL,           STR_INIT("primary") },
    {"secondaryemail",            SLOT_EMAIL,           STR_INIT("")        },
    {"emailadresse",              SLOT_EMAIL,           STR_INIT("")        },
    {"email#adresse",             SLOT_EMAIL,           STR_INIT("")        },
    {"adressedemessagerie",       SLOT_EMAIL,           STR_INIT("")        },
    {"adressedemessagerie#",      SLOT_EMAIL,           STR_INIT("")        },
    {"phone",                     SLOT_PHONE,           STR_INIT("")        },
    {"telephone",                 SLOT_PHONE,           STR_INIT("")        },
    {"phone#value",               SLOT_PHONE,           STR_INIT("")        },
    {"businessphone#",            SLOT_PHONE,           STR_INIT("work")    },
    {"workphone",                 SLOT_PHONE,           STR_INIT("work")    },
    {"homephone#",                SLOT_PHONE,           STR_INIT("home")    },
    {"mobilephone",               SLOT_PHONE,           STR_INIT("mobile")  },
    {"mobilenumber",              SLOT_PHONE,           STR_INIT("mobile")  },
    {"mobile",                    SLOT_PHONE,           STR_INIT("mobile")  },
    {"primaryphone",              SLOT_PHONE,           STR_INIT("primary") },
    {"otherphone",                SLOT_PHONE,           STR_INIT("other")   },
    {"carphone",                  SLOT_PHONE,           STR_INIT("car")     },
    {"companymainphone",          SLOT_PHONE,           STR_INIT("company") },
    {"telefongeschäftlich#",     SLOT_PHONE,           STR_INIT("work")    },
    {"telefonprivat",             SLOT_PHONE,           STR_INIT("home")    },
    {"mobiltelefon",              SLOT_PHONE,           STR_INIT("mobile")  },
    {"weiterestelefon",           SLOT_PHONE,           STR_INIT("other")   },
    {"haupttelefon",              SLOT_PHONE,           STR_INIT("primary") },
    {"téléphonebureau",         SLOT_PHONE,           STR_INIT("work")    },
    {"téléphone#bureau",        SLOT_PHONE,           STR_INIT("work")    },
    {"téléphonedomicile",       SLOT_PHONE,           STR_INIT("home")    },
    {"télmobile",                SLOT_PHONE,           STR_INIT("mobile")  },
    {"téléphoneprincipal",      SLOT_PHONE,           STR_INIT("primary") },
    {"website",                   SLOT_URL,             STR_INIT("")        },
    {"website#value",             SLOT_URL,             STR_INIT("")        },
    {"webpage#",                  SLOT_URL,             STR_INIT("")        },
    {"webseite",                  SLOT_URL,             STR_INIT("")        },
    {"pageweb",                   SLOT_URL,             STR_INIT("")        },
    {"url",                       SLOT_URL,             STR_INIT("")        },
    {"company",                   SLOT_COMPANY,         STR_INIT("")        },
    {"organization",              SLOT_COMPANY,         STR_INIT("")        },
    {"organisation",              SLOT_COMPANY,         STR_INIT("")        },
    {"organizationname",          SLOT_COMPANY,         STR_INIT("")        },
    {"organization#name",         SLOT_COMPANY,         STR_INIT("")        },
    {"firma",                     SLOT_COMPANY,         STR_INIT("")        },
    {"société",                 SLOT_COMPANY,         STR_INIT("")        },
    {"jobtitle",                  SLOT_POSITION,        STR_INIT("")        },
    {"organizationtitle",         SLOT_POSITION,        STR_INIT("")        },
    {"organization#title",        SLOT_POSITION,        STR_INIT("")        },
    {"position",                  SLOT_POSITION,        STR_INIT("")        },
    {"profession",                SLOT_POSITION,        STR_INIT("")        },
    {"birthday",                  SLOT_BIRTHDAY,        STR_INIT("")        },
    {"geburtstag",                SLOT_BIRTH_DAY_FIRST, STR_INIT("")        },
    {"anniversaire",              SLOT_BIRTH_DAY_FIRST, STR_INIT("")        },
    {"birthyear",                 SLOT_BIRTH_YEAR,      STR_INIT("")        },
    {"birthmonth",                SLOT_BIRTH_MONTH,     STR_INIT("")        },
    {"notes",                     SLOT_NOTE,            STR_INIT("")        },
    {"note",                      SLOT_NOTE,            STR_INIT("")        },
    {"notizen",                   SLOT_NOTE,            STR_INIT("")        },
    {"labels",                    SLOT_LABELS,          STR_INIT("")        },
    {"groupmembership",           SLOT_LABELS,          STR_INIT("")        },
    {"categories",                SLOT_LABELS,          STR_INIT("")        },
    {"kategorien",                SLOT_LABELS,          STR_INIT("")        },
    {"catégories",               SLOT_LABELS,          STR_INIT("")        },
    {"address#formatted",         SLOT_ADDRESS,         STR_INIT("")        },
    {"homestreet#",               SLOT_HOME,            STR_INIT("")        },
    {"homeaddress#",              SLOT_HOME,            STR_INIT("")        },
    {"homepostalcode",            SLOT_HOME,            STR_INIT("")        },
    {"homezipcode",               SLOT_HOME,            STR_INIT("")        },
    {"homepostcode",              SLOT_HOME,            STR_INIT("")        },
    {"homecity",                  SLOT_HOME,            STR_INIT("")        },
    {"homestate",                 SLOT_HOME,            STR_INIT("")        },
    {"homecounty",                SLOT_HOME,            STR_INIT("")        },
    {"homecountry",               SLOT_HOME,            STR_INIT("")        },
    {"homecountryregion",         SLOT_HOME,            STR_INIT("")        },
    {"strasseprivat",             SLOT_HOME,            STR_INIT("")        },
    {"postleitzahlprivat",        SLOT_HOME,            STR_INIT("")        },
    {"ortprivat",                 SLOT_HOME,            STR_INIT("")        },
    {"landregionprivat",          SLOT_HOME,            STR_INIT("")        },
    {"ruedomicile",               SLOT_HOME,            STR_INIT("")        },
    {"codepostaldomicile",        SLOT_HOME,            STR_INIT("")        },
    {"villedomicile",             SLOT_HOME,            STR_INIT("")        },
    {"paysrégiondomicile",       SLOT_HOME,            STR_INIT("")        },
    {"businessstreet#",           SLOT_WORK,            STR_INIT("")        },
    {"workaddress#",              SLOT_WORK,            STR_INIT("")        },
    {"businesspostalcode",        SLOT_WORK,            STR_INIT("")        },
    {"workzipcode",               SLOT_WORK,            STR_INIT("")        },
    {"workpostcode",              SLOT_WORK,            STR_INIT("")        },
    {"businesscity",              SLOT_WORK,            STR_INIT("")        },
    {"workcity",                  SLOT_WORK,            STR_INIT("")        },
    {"businessstate",             SLOT_WORK,            STR_INIT("")        },
    {"workstate",                 SLOT_WORK,            STR_INIT("")        },
    {"workcounty",                SLOT_WORK,            STR_INIT("")        },
    {"businesscountryregion",     SLOT_WORK,            STR_INIT("")        },
    {"workcountry",               SLOT_WORK,            STR_INIT("")        },
    {"strassegeschäftlich",      SLOT_WORK,            STR_INIT("")        },
    {"postleitzahlgeschäftlich", SLOT_WORK,            STR_INIT("")        },
    {"ortgeschäftlich",          SLOT_WORK,            STR_INIT("")        },
    {"landregiongeschäftlich",   SLOT_WORK,            STR_INIT("")        },
    {"ruebureau",                 SLOT_WORK,            STR_INIT("")        },
    {"codepostalbureau",          SLOT_WORK,            STR_INIT("")        },
    {"villebureau",               SLOT_WORK,            STR_INIT("")        },
    {"paysrégionbureau",         SLOT_WORK,            STR_INIT("")        },
    {"spouse",                    SLOT_RELATION,        STR_INIT("spouse")  },
    {"partner",                   SLOT_RELATION,        STR_INIT("spouse")  },
    {"conjointe",                 SLOT_RELATION,        STR_INIT("spouse")  },
    {"children",                  SLOT_RELATION,        STR_INIT("children")},
    {"kinder",                    SLOT_RELATION,        STR_INIT("children")},
    {"enfants",                   SLOT_RELATION,        STR_INIT("children")},
    {"relation#value",            SLOT_RELATION,        STR_INIT("")        },
    {"im#value",                  SLOT_MESSENGER,       STR_INIT("")        },
    {"screenname",                SLOT_MESSENGER,       STR_INIT("")        },
    {"event#value",               SLOT_OTHER,           STR_INIT("")        },
    {"customfield#value",         SLOT_OTHER,           STR_INIT("")        },
};

/* Thunderbird's columns by place, for its headers in other languages (FORMATS.md 7.3). */
static const struct {
    enum slot slot;
    struct str label;
} by_place[] = {
    {SLOT_GIVEN,       STR_INIT("")       },
    {SLOT_FAMILY,      STR_INIT("")       },
    {SLOT_NAME,        STR_INIT("")       },
    {SLOT_NICK,        STR_INIT("")       },
    {SLOT_EMAIL,       STR_INIT("primary")},
    {SLOT_EMAIL,       STR_INIT("")       },
    {SLOT_MESSENGER,   STR_INIT("")       },
    {SLOT_PHONE,       STR_INIT("work")   },
    {SLOT_PHONE,       STR_INIT("home")   },
    {SLOT_NONE,        STR_INIT("")       }, /* fax */
    {SLOT_NONE,        STR_INIT("")       }, /* pager */
    {SLOT_PHONE,       STR_INIT("mobile") },
    {SLOT_HOME,        STR_INIT("")       },
    {SLOT_HOME,        STR_INIT("")       },
    {SLOT_HOME,        STR_INIT("")       },
    {SLOT_HOME,        STR_INIT("")       },
    {SLOT_HOME,        STR_INIT("")       },
    {SLOT_HOME,        STR_INIT("")       },
    {SLOT_WORK,        STR_INIT("")       },
    {SLOT_WORK,        STR_INIT("")       },
    {SLOT_WORK,        STR_INIT("")       },
    {SLOT_WORK,        STR_INIT("")       },
    {SLOT_WORK,        STR_INIT("")       },
    {SLOT_WORK,        STR_INIT("")       },
    {SLOT_POSITION,    STR_INIT("")       },
    {SLOT_NONE,        STR_INIT("")       }, /* department */
    {SLOT_COMPANY,     STR_INIT("")       },
    {SLOT_URL,         STR_INIT("")       },
    {SLOT_URL,         STR_INIT("")       },
    {SLOT_BIRTH_YEAR,  STR_INIT("")       },
    {SLOT_BIRTH_MONTH, STR_INIT("")       },
    {SLOT_BIRTH_DAY,   STR_INIT("")       },
    {SLOT_OTHER,       STR_INIT("")       }, /* four of one's own */
    {SLOT_OTHER,       STR_INIT("")       },
    {SLOT_OTHER,       STR_INIT("")       },
    {SLOT_OTHER,       STR_INIT("")       },
    {SLOT_NOTE,        STR_INIT("")       }
};

/* A header cell longer than this is no header's. */
enum {
    COLUMNS_MOST = 512,
    HEADER_BYTES = 256
};

/* What each column of this file is. */
struct layout {
    size_t n;
    struct {
        enum slot slot;
        struct str label;
        int label_column; /* "E-mail 1 - Label" beside "E-mail 1 - Value", or -1 */
    } column[COLUMNS_MOST];
    bool day_first;       /* a date of this file has shown it */
    struct str key, name; /* of the account */
};

/* "E-mail 2 - Value" → "email2value"; letters beyond ASCII stay. */
static struct str flat_header(struct str s, struct arena *a)
{
    struct str folded = fold_case(s, a);
    char *out = arena_alloc(a, folded.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < folded.n; i++)
        if (ascii_is_alnum((unsigned char)folded.p[i]) || (unsigned char)folded.p[i] >= 0x80)
            out[n++] = folded.p[i];
    return (struct str){out, n};
}

static const struct column *column_of(struct str flat)
{
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        if (path_matches(flat, columns[i].header))
            return &columns[i];
    return NULL;
}

static bool has_header(const struct csv_row *h, const char *name)
{
    return csv_column(h, name) >= 0;
}

/* The column before "… - Value" or "… - Formatted" is its label or type in every Google file; -1 for others. */
static int label_column(const struct csv_row *h, size_t i)
{
    bool labelled =
        i > 0 &&
        (str_ends(h->cell[i], STR("- Value")) || str_ends(h->cell[i], STR("- Formatted"))) &&
        (str_ends(h->cell[i - 1], STR("- Label")) || str_ends(h->cell[i - 1], STR("- Type")));
    return labelled ? (int)i - 1 : -1;
}

/* Whatever the language, Thunderbird numbers its "Custom 1" to "Custom 4", and its header ends in
 * a comma. */
static bool is_thunderbird(const struct csv_row *h)
{
    size_t n = COUNT_OF(by_place);
    if (h->n < n - 1 || h->n > n + 1)
        return false;
    bool numbered = true;
    for (size_t i = 0; i < 4; i++) {
        struct str cell = h->cell[n - 5 + i];
        numbered &= cell.n > 1 && cell.p[cell.n - 1] == "1234"[i];
    }
    return numbered || (h->n == n + 1 && h->cell[n].n == 0);
}

static void lay_out_by_place(struct layout *l)
{
    for (size_t i = 0; i < l->n; i++) {
        l->column[i].slot = i < COUNT_OF(by_place) ? by_place[i].slot : SLOT_NONE;
        l->column[i].label = i < COUNT_OF(by_place) ? by_place[i].label : STR_NONE;
    }
    l->key = STR("thunderbird");
    l->name = STR("Thunderbird address book");
}

/* "Birthday" is a date, "Birth Day" beside "Birth Year" the day of one. */
static void fix_birth_day(struct layout *l)
{
    bool parts = false;
    for (size_t i = 0; i < l->n; i++)
        parts |= l->column[i].slot == SLOT_BIRTH_YEAR;
    for (size_t i = 0; parts && i < l->n; i++)
        if (l->column[i].slot == SLOT_BIRTHDAY)
            l->column[i].slot = SLOT_BIRTH_DAY;
}

/* True where the header is an address book's: a name and a way to reach somebody. */
static bool lay_out(const struct csv_row *h, struct layout *l, struct arena *a)
{
    bool name = false, reach = false;
    l->n = h->n < COLUMNS_MOST ? h->n : COLUMNS_MOST;
    for (size_t i = 0; i < l->n; i++) {
        bool known = h->cell[i].n <= HEADER_BYTES;
        const struct column *c = known ? column_of(flat_header(h->cell[i], a)) : NULL;
        l->column[i].slot = c ? c->slot : SLOT_NONE;
        l->column[i].label = c ? c->label : STR_NONE;
        l->column[i].label_column = label_column(h, i);
        name |= c && (c->slot == SLOT_NAME || c->slot == SLOT_GIVEN || c->slot == SLOT_FAMILY);
        reach |= c && (c->slot == SLOT_EMAIL || c->slot == SLOT_PHONE);
    }
    if (has_header(h, "Family Name") || has_header(h, "Phonetic First Name")) {
        l->key = STR("google");
        l->name = STR("Google Contacts");
    } else if (has_header(h, "Primary Email")) {
        l->key = STR("thunderbird");
        l->name = STR("Thunderbird address book");
    } else if (has_header(h, "E-mail Address") || has_header(h, "E-Mail-Adresse") ||
               has_header(h, "Adresse de messagerie")) {
        l->key = STR("outlook");
        l->name = STR("Outlook contacts");
    } else {
        l->key = STR("csv");
        l->name = STR("Address book (CSV)");
    }
    fix_birth_day(l);
    if (name && reach)
        return true;
    if (!is_thunderbird(h))
        return false;
    lay_out_by_place(l);
    return true;
}

/* Google joins several values of one label by " ::: ". */
static bool next_value(struct str *rest, struct str *one)
{
    if (!rest->p || rest->n == 0)
        return false;
    ptrdiff_t at = str_find(*rest, STR(":::"));
    *one = str_trim(at < 0 ? *rest : str_sub(*rest, 0, (size_t)at));
    *rest = at < 0 ? STR_NONE : str_after(*rest, (size_t)at + 3);
    return true;
}

static void add_each(struct card *c, enum fact_field field, struct str cell, struct str label)
{
    struct str one;
    while (next_value(&cell, &one))
        card_add(c, field, one, label);
}

/* "* myContacts ::: Friends" or "Kollegen;Chor". Google's own groups say nothing. */
static void add_labels(struct card *c, struct str cell)
{
    struct str part, one;
    while (next_value(&cell, &part)) {
        if (str_starts(part, STR("* ")))
            part = str_after(part, 2);
        while (str_cut(&part, ';', &one))
            if (!str_eq_ci(str_trim(one), STR("myContacts")))
                card_add(c, FACT_LABEL, one, STR_NONE);
    }
}

/* What is put together from several columns. */
struct pieces {
    struct buf home, work;
    struct str year, month, day;
};

static void join(struct buf *b, struct str s)
{
    if (s.n == 0)
        return;
    if (b->n)
        buf_lit(b, ", ");
    buf_str(b, s);
}

static struct str label_of(const struct layout *l, const struct csv_row *row, size_t i)
{
    int at = l->column[i].label_column;
    if (at < 0 || (size_t)at >= row->n)
        return l->column[i].label;
    struct str label = row->cell[at];
    if (str_starts(label, STR("*"))) /* the primary one */
        label = str_trim(str_after(label, 1));
    return label;
}

/* "17/05/1990" can't be the 5th of the 17th month. */
static bool shows_day_first(struct str cell)
{
    int64_t first = 0;
    size_t d = 0;
    while (d < cell.n && ascii_is_digit((unsigned char)cell.p[d]))
        d++;
    return d <= 2 && str_i64(str_sub(cell, 0, d), &first) && first > 12;
}

/* One cell into the card: what is a fact of its own. */
static bool take_fact(struct card *c, enum slot slot, struct str cell, struct str label)
{
    static const struct {
        enum slot slot;
        enum fact_field field;
    } facts[] = {
        {SLOT_PHONE,     FACT_PHONE   },
        {SLOT_URL,       FACT_URL     },
        {SLOT_POSITION,  FACT_POSITION},
        {SLOT_NOTE,      FACT_NOTE    },
        {SLOT_ADDRESS,   FACT_ADDRESS },
        {SLOT_RELATION,  FACT_OTHER   },
        {SLOT_MESSENGER, FACT_OTHER   },
        {SLOT_OTHER,     FACT_OTHER   }
    };
    for (size_t i = 0; i < COUNT_OF(facts); i++) {
        if (facts[i].slot == slot) {
            add_each(c, facts[i].field, cell, label);
            return true;
        }
    }
    return false;
}

static void take_cell(struct reading *r, const struct layout *l, struct card *c,
                      struct pieces *p, const struct csv_row *row, size_t i)
{
    struct str cell = row->cell[i], label = label_of(l, row, i);
    enum slot slot = l->column[i].slot;
    struct str *const names[] = {
        [SLOT_NAME] = &c->name,     [SLOT_GIVEN] = &c->given,   [SLOT_MIDDLE] = &c->middle,
        [SLOT_FAMILY] = &c->family, [SLOT_PREFIX] = &c->prefix, [SLOT_SUFFIX] = &c->suffix,
        [SLOT_NICK] = &c->nick};
    if (cell.n == 0 || take_fact(c, slot, cell, label))
        return;
    if (slot >= SLOT_NAME && slot <= SLOT_NICK) {
        *names[slot] = cell;
    } else if (slot == SLOT_EMAIL) {
        if (!str_starts_ci(cell, STR("/o="))) /* Exchange's X.500 names are no addresses */
            add_each(c, FACT_EMAIL, cell, label);
    } else if (slot == SLOT_COMPANY) {
        c->company = cell;
        card_add(c, FACT_COMPANY, cell, STR_NONE);
    } else if (slot == SLOT_BIRTHDAY || slot == SLOT_BIRTH_DAY_FIRST) {
        card_add(c, FACT_BIRTHDAY, card_birthday(cell, l->day_first, r->piece), STR_NONE);
    } else if (slot == SLOT_LABELS) {
        add_labels(c, cell);
    } else if (slot == SLOT_HOME || slot == SLOT_WORK) {
        join(slot == SLOT_HOME ? &p->home : &p->work, cell);
    } else if (slot == SLOT_BIRTH_YEAR) {
        p->year = cell;
    } else if (slot == SLOT_BIRTH_MONTH) {
        p->month = cell;
    } else if (slot == SLOT_BIRTH_DAY) {
        p->day = cell;
    }
}

static enum err_code take_row(struct reading *r, const struct layout *l,
                              const struct csv_row *row, struct card *c, struct err *e)
{
    struct pieces p = {.year = STR_NONE, .month = STR_NONE, .day = STR_NONE};
    buf_init(&p.home, KIB(4));
    buf_init(&p.work, KIB(4));
    *c = (struct card){.kind = IDENTITY_PERSON};
    for (size_t i = 0; i < row->n && i < l->n; i++)
        take_cell(r, l, c, &p, row, i);
    card_add(c, FACT_ADDRESS, utf8_clean(arena_str(r->piece, buf_view(&p.home)), r->piece),
             STR("home"));
    card_add(c, FACT_ADDRESS, utf8_clean(arena_str(r->piece, buf_view(&p.work)), r->piece),
             STR("work"));
    buf_free(&p.home);
    buf_free(&p.work);
    if (p.month.n && p.day.n) {
        struct str date =
            arena_printf(r->piece, STRF "-" STRF "-" STRF,
                         STRA(p.year.n ? p.year : STR("1604")), STRA(p.month), STRA(p.day));
        card_add(c, FACT_BIRTHDAY, card_birthday(date, false, r->piece), STR_NONE);
    }
    bool pushed = false;
    enum err_code rc = card_put(r, c, &pushed, e);
    if (rc == ERR_OK && !pushed)
        rc = reading_unread(r, row->raw, "an entry without a name, address or number", e);
    return rc;
}

/* Do the rows show that days come before months? The layout then says so. */
static enum err_code scan_rows(struct reading *r, struct csv *csv, struct layout *l,
                               struct err *e)
{
    bool any = false;
    for (size_t i = 0; i < l->n; i++) {
        any |= l->column[i].slot == SLOT_BIRTHDAY;
        l->day_first |= l->column[i].slot == SLOT_BIRTH_DAY_FIRST;
    }
    while (any && !l->day_first) {
        struct csv_row row;
        bool got = false;
        arena_reset(r->piece);
        enum err_code rc = csv_next(csv, r->piece, &row, &got, e);
        if (rc || !got)
            return rc;
        for (size_t i = 0; i < row.n && i < l->n; i++)
            l->day_first |=
                l->column[i].slot == SLOT_BIRTHDAY && shows_day_first(str_trim(row.cell[i]));
    }
    return ERR_OK;
}

static enum err_code read_rows(struct reading *r, struct csv *csv, const struct layout *l,
                               struct err *e)
{
    struct card *card = ARENA_NEW(r->arena, struct card);
    for (;;) {
        struct csv_row row;
        bool got = false;
        arena_reset(r->piece);
        enum err_code rc = csv_next(csv, r->piece, &row, &got, e);
        if (rc || !got)
            return rc;
        table_clean(&row, r->piece);
        if ((rc = take_row(r, l, &row, card, e)))
            return rc;
    }
}

/* One run: in which files the day comes first (files ↦ 1). The first phase finds out. */
struct contacts_csv {
    struct map *day_first;
};

static enum err_code each_book(struct reading *r, struct stream *in, bool scan, struct err *e)
{
    struct contacts_csv *state = r->state;
    struct decode decode;
    struct csv *csv = csv_new(decode_init(&decode, in));
    struct arena *a = arena_new(MIB(64));
    struct layout *l = ARENA_NEW(a, struct layout);
    struct csv_row header;
    bool got = false;
    if (!state->day_first)
        state->day_first = map_new();
    enum err_code rc = csv_next(csv, a, &header, &got, e);
    if (rc == ERR_OK && got) {
        table_clean(&header, a);
        if (!lay_out(&header, l, a)) {
            /* not an address book */
        } else if (scan) {
            rc = scan_rows(r, csv, l, e);
            if (l->day_first)
                map_put(state->day_first, r->file, 1, NULL);
        } else {
            l->day_first = map_find(state->day_first, r->file) != NULL;
            rc = card_account(r, l->key, l->name, e);
            if (rc == ERR_OK)
                rc = read_rows(r, csv, l, e);
        }
    }
    arena_free(a);
    csv_free(csv);
    return rc;
}

static enum err_code scan_book(struct reading *r, struct stream *in, struct err *e)
{
    enum err_code rc = each_book(r, in, true, e);
    return rc == ERR_PARSE ? ERR_OK : rc; /* the second phase says it */
}

static enum err_code read_book(struct reading *r, struct stream *in, struct err *e)
{
    return each_book(r, in, false, e);
}

static void done(struct reading *r)
{
    struct contacts_csv *state = r->state;
    map_free(state->day_first);
}

static bool head_is_book(struct str head)
{
    struct stream_mem mem;
    struct decode decode;
    struct csv *csv = csv_new(decode_init(&decode, stream_mem_init(&mem, head)));
    struct arena *a = arena_new(MIB(16));
    struct layout *l = ARENA_NEW(a, struct layout);
    struct csv_row header;
    bool got = false, is = false;
    if (csv_next(csv, a, &header, &got, NULL) == ERR_OK && got) {
        table_clean(&header, a);
        is = lay_out(&header, l, a);
    }
    arena_free(a);
    csv_free(csv);
    return is;
}

static int recognise(const struct container *c)
{
    size_t n;
    const struct entry *en = container_entries(c, &n);
    for (size_t i = 0; i < n; i++)
        if ((str_ends(en[i].flat, STR(".csv")) || str_ends(en[i].flat, STR(".tsv")) ||
             str_ends(en[i].flat, STR(".txt"))) &&
            head_is_book(en[i].head))
            return 40;
    return 0;
}

static const struct reader_file files[] = {
    {"*.csv", 0, scan_book},
    {"*.tsv", 0, scan_book},
    {"*.txt", 0, scan_book},
    {"*.csv", 1, read_book},
    {"*.tsv", 1, read_book},
    {"*.txt", 1, read_book},
    {NULL,    0, NULL     }
};

extern const struct reader reader_contacts_csv;
const struct reader reader_contacts_csv = {.id = "contacts",
                                           .network = "contacts",
                                           .archive = "address book (CSV)",
                                           .recognise = recognise,
                                           .files = files,
                                           .state_size = sizeof(struct contacts_csv),
                                           .done = done};
