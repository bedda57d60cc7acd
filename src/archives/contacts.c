/* archives/contacts.c: one entry of an address book, whatever file it came from. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/contacts.h"

#include "core/buf.h"
#include "core/hash.h"
#include "text/fold.h"
#include "text/utf8.h"

void card_add(struct card *c, enum fact_field field, struct str value, struct str label)
{
    value = str_trim(value);
    if (value.n == 0 || c->n == CARD_FACTS)
        return;
    for (size_t i = 0; i < c->n; i++)
        if (c->fact[i].field == field && str_eq(c->fact[i].value, value))
            return;
    c->fact[c->n].field = field;
    c->fact[c->n].value = value;
    c->fact[c->n++].label = str_trim(label);
}

/* The name as it is said: given, else put together, else the company, the nick, an address. */
static struct str card_name(struct reading *r, struct card *c)
{
    if (c->name.n)
        return c->name;
    const struct str part[] = {c->prefix, c->given, c->middle, c->family, c->suffix};
    struct buf b;
    buf_init(&b, 4096);
    for (size_t i = 0; i < COUNT_OF(part); i++) {
        if (part[i].n == 0)
            continue;
        if (b.n)
            buf_char(&b, ' ');
        buf_str(&b, part[i]);
    }
    struct str name = utf8_clean(arena_str(r->piece, buf_view(&b)), r->piece);
    buf_free(&b);
    if (name.n == 0)
        name = c->nick.n ? c->nick : c->company;
    for (size_t i = 0; name.n == 0 && i < c->n; i++)
        if (c->fact[i].field == FACT_EMAIL || c->fact[i].field == FACT_PHONE)
            name = c->fact[i].value;
    return name;
}

/* A card without a UID is known again by its name, first address and first number: what people
 * seldom change all at once. */
static struct str card_key(struct reading *r, const struct card *c, struct str name)
{
    if (c->uid.n)
        return arena_printf(r->piece, "uid:" STRF, STRA(fold_case(c->uid, r->piece)));
    struct str part[3] = {fold_case(name, r->piece), STR_NONE, STR_NONE};
    for (size_t i = c->n; i > 0; i--) {
        if (c->fact[i - 1].field == FACT_EMAIL)
            part[1] = fold_case(c->fact[i - 1].value, r->piece);
        else if (c->fact[i - 1].field == FACT_PHONE)
            part[2] = fold_phone(c->fact[i - 1].value, r->piece);
    }
    return arena_printf(r->piece, "card:%016llx", (unsigned long long)hash_key(part, 3));
}

/* Labels that say how somebody stands to the owner, as address books come with them. */
static bool is_relation(struct str label)
{
    static const struct str known[] = {
        STR_INIT("family"),     STR_INIT("friends"),   STR_INIT("friend"),
        STR_INIT("work"),       STR_INIT("coworkers"), STR_INIT("colleagues"),
        STR_INIT("clients"),    STR_INIT("client"),    STR_INIT("customers"),
        STR_INIT("suppliers"),  STR_INIT("prospects"), STR_INIT("familie"),
        STR_INIT("famille"),    STR_INIT("freunde"),   STR_INIT("amis"),
        STR_INIT("kunden"),     STR_INIT("business"),  STR_INIT("personal"),
        STR_INIT("neighbours"), STR_INIT("school")};
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_eq_ci(label, known[i]))
            return true;
    return false;
}

static enum err_code put_facts(struct reading *r, const struct card *c, struct str key,
                               struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < c->n && rc == ERR_OK; i++) {
        struct record rec = {.kind = RECORD_FACT};
        rec.as.fact = (struct record_fact){.identity = key,
                                           .field = c->fact[i].field,
                                           .value = c->fact[i].value,
                                           .label = c->fact[i].label};
        rc = reading_put(r, &rec, e);
        if (rc == ERR_OK && c->fact[i].field == FACT_LABEL && is_relation(c->fact[i].value)) {
            struct record rel = {.kind = RECORD_RELATION};
            rel.as.relation =
                (struct record_relation){key, fold_case(c->fact[i].value, r->piece)};
            rc = reading_put(r, &rel, e);
        }
    }
    return rc;
}

enum err_code card_put(struct reading *r, struct card *c, bool *pushed, struct err *e)
{
    struct str name = card_name(r, c);
    *pushed = name.n > 0;
    if (name.n == 0)
        return ERR_OK;
    bool organisation =
        c->kind == IDENTITY_ORGANISATION ||
        (c->company.n && !c->given.n && !c->family.n && str_eq(name, c->company));
    struct str key = card_key(r, c, name);
    struct record rec = {.kind = RECORD_IDENTITY};
    rec.as.identity = (struct record_identity){
        .key = key, .name = name, .kind = organisation ? IDENTITY_ORGANISATION : c->kind};
    enum err_code rc = reading_put(r, &rec, e);
    struct record link = {.kind = RECORD_CONNECTION};
    link.as.connection =
        (struct record_connection){.identity = key, .kind = CONNECTION_CONTACT};
    if (rc == ERR_OK)
        rc = reading_put(r, &link, e);
    return rc ? rc : put_facts(r, c, key, e);
}

enum err_code card_account(struct reading *r, struct str key, struct str name, struct err *e)
{
    struct record rec = {.kind = RECORD_ACCOUNT};
    rec.as.account = (struct record_account){
        .network = STR("contacts"), .key = key, .handle = key, .name = name};
    return reading_put(r, &rec, e);
}

/* Up to four numbers in s with anything between them; how many. */
static size_t numbers(struct str s, int64_t *v, size_t *width, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < most;) {
        if (!ascii_is_digit((unsigned char)s.p[i])) {
            i++;
            continue;
        }
        size_t from = i;
        while (i < s.n && ascii_is_digit((unsigned char)s.p[i]))
            i++;
        width[n] = i - from;
        if (!str_i64(str_sub(s, from, i), &v[n]))
            return 0;
        n++;
    }
    return n;
}

/* A day as its numbers say it; the year -1 where they are no day's. */
struct day {
    int64_t y, m, d;
};

/* 3/14/1990, 14.03.1990, 3/14/90 */
static struct day day_with_year_last(const int64_t *v, size_t year_width, bool day_first)
{
    int64_t y = year_width <= 2 && v[2] ? 1900 + v[2] : v[2];
    return day_first ? (struct day){y, v[1], v[0]} : (struct day){y, v[0], v[1]};
}

static struct day read_day(struct str s, bool day_first)
{
    int64_t v[4];
    size_t w[4], n = numbers(s, v, w, 4);
    if (str_starts(s, STR("--")) && n >= 1) /* --0412 or --04-12 */
        return n == 1 ? (struct day){0, v[0] / 100, v[0] % 100} : (struct day){0, v[0], v[1]};
    if (n >= 1 && w[0] == 8) /* 19900517 or 19900517T000000Z */
        return (struct day){v[0] / 10000, v[0] / 100 % 100, v[0] % 100};
    if (n >= 3 && w[0] == 4)
        return (struct day){v[0], v[1], v[2]};
    if (n == 3 && w[2] != 3)
        return day_with_year_last(v, w[2], day_first || str_chr(s, '.') >= 0);
    return (struct day){-1, 0, 0};
}

struct str card_birthday(struct str s, bool day_first, struct arena *a)
{
    s = str_trim(s);
    struct day day = read_day(s, day_first);
    if (day.y == 0 && day.m == 0)
        return STR_NONE; /* 0/0/00: Outlook's way to say nothing */
    if (day.m < 1 || day.m > 12 || day.d < 1 || day.d > 31 || day.y < 0 || day.y > 9999)
        return s;
    if (day.y == 0 || day.y == 1604) /* Apple's year for "no year" */
        return arena_printf(a, "--%02d-%02d", (int)day.m, (int)day.d);
    return arena_printf(a, "%04d-%02d-%02d", (int)day.y, (int)day.m, (int)day.d);
}
