/* tools/addressbook/shown.c: what one network shows of one person: much is missing everywhere. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "addressbook/addressbook.h"

#include "text/fold.h"

#include <string.h>

/* How many of a hundred show what there; of the addresses two figures, open people and others. */
static const struct {
    int mail_open, mail_shy, phone, site, firm_site, cross, birthday, no_year;
    int place, employer, title, bio;
} shows[AB_NETS] = {
    [AB_LINKEDIN] = {88, 24, 5,  45, 12, 14, 0,  0,  85, 90, 90, 35},
    [AB_FACEBOOK] = {86, 20, 16, 22, 2,  15, 45, 35, 58, 24, 12, 42},
    [AB_MASTODON] = {72, 3,  0,  75, 3,  58, 0,  0,  25, 0,  0,  90},
    [AB_X] = {68, 3,  0,  70, 6,  50, 0,  0,  55, 0,  0,  90},
    [AB_CONTACTS] = {97, 82, 86, 30, 4,  17, 38, 15, 16, 48, 22, 32}
};

void shown_add(struct shown_list *l, const char *v)
{
    if (!v || !v[0] || l->n == LEN(l->v))
        return;
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->v[i], v) == 0)
            return;
    l->v[l->n++] = v;
}

/* The same address as people type it. */
static const char *retyped(const char *mail, struct rng *r, struct arena *a)
{
    const char *at = strchr(mail, '@');
    size_t how = rng_below(r, 100);
    if (how < 4)
        return say(a, "%c%s", mail[0] >= 'a' && mail[0] <= 'z' ? mail[0] - 32 : mail[0],
                   mail + 1);
    return how < 6 ? say(a, "%.*s+list%s", (int)(at - mail), mail, at) : mail;
}

static void mails(const struct human *h, struct rng *r, struct arena *a, struct shown *s)
{
    bool known = rng_chance(r, h->open ? shows[s->net].mail_open : shows[s->net].mail_shy);
    bool business = s->net == AB_LINKEDIN || s->net == AB_CONTACTS;
    if (!known || !h->mail)
        return;
    size_t how = rng_below(r, 100);
    if (business && h->firm && how < 4) /* whoever picks up */
        shown_add(&s->mail, say(a, "%s@%s", how < 2 ? "info" : "office", h->firm->domain));
    else if (business && h->former_work_mail && how < 10)
        shown_add(&s->mail, h->former_work_mail);
    else if (business && h->work_mail && how < 22)
        shown_add(&s->mail, h->work_mail);
    else
        shown_add(&s->mail, retyped(h->mail, r, a));
    if (s->net == AB_CONTACTS && rng_chance(r, 28))
        shown_add(&s->mail, rng_chance(r, 60) ? h->work_mail : h->mail);
}

static void phones(const struct human *h, struct rng *r, struct arena *a, struct shown *s)
{
    if (!rng_chance(r, shows[s->net].phone) || !h->mobile.at)
        return;
    const struct phone *p = &h->mobile;
    if (h->former_mobile.at && rng_chance(r, 50))
        p = &h->former_mobile;
    if (h->firm && rng_chance(r, s->net == AB_LINKEDIN ? 40 : 8))
        p = &h->firm->desk;
    shown_add(&s->phone, phone_show(p, r, a));
    if (s->net == AB_CONTACTS && h->land.at && rng_chance(r, 70))
        shown_add(&s->phone, phone_show(&h->land, r, a));
    if (s->net == AB_CONTACTS && h->former_mobile.at && rng_chance(r, 30))
        shown_add(&s->phone, phone_show(&h->mobile, r, a));
}

/* Addresses as they are typed: without their front, with a slash, X by its old name. */
static const char *typed_link(const char *url, struct rng *r, struct arena *a)
{
    static const char before[] = "https://", x[] = "https://x.com/";
    size_t how = rng_below(r, 100);
    if (strncmp(url, x, strlen(x)) == 0 && how < 55)
        return say(a, "https://twitter.com/%s", url + strlen(x));
    if (how < 68)
        return url;
    return how < 82 ? say(a, "%s/", url) : url + strlen(before);
}

static void links(const struct human *h, struct rng *r, struct arena *a, struct shown *s)
{
    bool cross = h->links || s->net == AB_CONTACTS || s->net == AB_LINKEDIN;
    if (h->site[0] && rng_chance(r, shows[s->net].site))
        shown_add(&s->link, typed_link(h->site, r, a));
    for (enum net to = AB_LINKEDIN; cross && to < AB_NETS; to++) {
        const char *url = h->profile[to];
        if (to != s->net && url && url[0] && rng_chance(r, shows[s->net].cross))
            shown_add(&s->link, typed_link(url, r, a));
    }
    if (h->firm && rng_chance(r, shows[s->net].firm_site))
        shown_add(&s->link, say(a, "https://www.%s", h->firm->domain));
}

/* A made-up name alone says nothing: such people lead on to what they are proud of. */
static void anchor(const struct human *h, struct rng *r, struct shown *s)
{
    if (strcmp(s->name, h->nick ? h->nick : "") != 0 || s->link.n + s->mail.n > 0 ||
        !rng_chance(r, 60))
        return;
    for (enum net to = AB_LINKEDIN; to < AB_NETS && s->link.n == 0; to++)
        if (to != s->net)
            shown_add(&s->link, h->profile[to]);
}

static void birthday_put(const struct human *h, struct rng *r, struct arena *a, struct shown *s)
{
    int day = rng_chance(r, 1) ? 1 + h->day % 28 : h->day;
    s->birthday = rng_chance(r, shows[s->net].no_year)
                      ? say(a, "--%02d-%02d", h->month, day)
                      : say(a, "%04d-%02d-%02d", h->year, h->month, day);
}

static void work(const struct human *h, struct rng *r, struct arena *a, struct shown *s)
{
    int stale = s->net == AB_LINKEDIN ? 6 : 40;
    bool former = h->former_firm && rng_chance(r, stale);
    const struct firm *f = former ? h->former_firm : h->firm;
    if (f && rng_chance(r, shows[s->net].employer)) {
        s->employer = firm_show(f, s->net, r, a);
        s->since = say(a, "%d", former ? h->since - rng_range(r, 2, 6) : h->since);
    }
    if (f && rng_chance(r, shows[s->net].title))
        s->title = job_show(h->job, r);
}

/* Profiles with nothing but a name are rare: most have one thing or two beside it. */
static void fill_up(const struct human *h, struct rng *r, struct arena *a, struct shown *s)
{
    const char *const one[] = {s->birthday, s->place, s->employer, s->bio};
    size_t there = (size_t)(s->mail.n > 0) + (s->phone.n > 0) + (s->link.n > 0);
    for (size_t i = 0; i < LEN(one); i++)
        there += one[i][0] != 0;
    if (there >= 2 || h->kind == KIND_IMPERSONATOR || rng_chance(r, 25))
        return;
    if (s->net == AB_CONTACTS)
        birthday_put(h, r, a, s);
    else if (!s->place[0])
        s->place = place_show(h->city, s->net, r, a);
    if (s->net != AB_CONTACTS && !s->bio[0])
        s->bio = bio_make(h, s->net, r, a);
    if (s->link.n == 0 && h->site[0])
        shown_add(&s->link, typed_link(h->site, r, a));
}

static const char *note_make(const struct human *h, struct rng *r, struct arena *a)
{
    switch (rng_below(r, 7)) {
    case 0:
        return say(a, "met in %s %d", h->city->name, rng_range(r, 2008, 2026));
    case 1:
        return say(a, "%s", h->interest[0]);
    case 2:
        return h->firm ? say(a, "from %s", h->firm->name) : "freelance";
    case 3:
        return "neighbour";
    case 4:
        return say(a, "old school friend, likes %s", h->interest[rng_below(r, INTERESTS)]);
    case 5:
        return say(a, "%s, call after six", job_show(h->job, r));
    default:
        return say(a, "on X as @%s?", h->uses[AB_X][0] ? h->uses[AB_X] : h->handle[0]);
    }
}

static void key(struct rng *r, struct arena *a, struct shown *s)
{
    switch (s->net) {
    case AB_LINKEDIN:
        s->key = say(a, "in/%s", s->handle);
        break;
    case AB_FACEBOOK:
        s->key = say(a, "name:%s", fold_case(str_from(s->name), a).p);
        break;
    case AB_MASTODON:
        s->key = s->handle;
        break;
    case AB_X: /* made between 2011 and 2025 */
        s->x_id = UINT64_C(100000000000000000) + rng_next(r) % UINT64_C(1700000000000000000);
        s->key = say(a, "id:%llu", (unsigned long long)s->x_id);
        break;
    case AB_CONTACTS:
        s->key = say(a, "uid:%08x-5a4d-4c11-9f00-%012llx", (unsigned)(rng_next(r) >> 32),
                     (unsigned long long)(rng_next(r) >> 16));
        break;
    case AB_NETS:
        break;
    }
}

void shown_make(const struct book *b, const struct human *h, enum net net, struct shown *s)
{
    struct rng r, name;
    struct arena *a = b->a;
    size_t n = h->kind == KIND_IMPERSONATOR ? h->like->n : h->n;
    rng_init(&name, b->seed, "name", n * AB_NETS + net);
    rng_init(&r, b->seed, "shown", h->n * AB_NETS + net);
    *s = (struct shown){.who = h, .net = net, .id = "", .key = ""};
    s->first = s->last = s->nick = s->name = s->birthday = s->place = s->employer = "";
    s->since = s->title = s->bio = "";
    s->handle = h->uses[net];
    s->profile = h->profile[net];
    shown_name(h, &name, a, s);
    mails(h, &r, a, s);
    phones(h, &r, a, s);
    links(h, &r, a, s);
    anchor(h, &r, s);
    if (rng_chance(&r, shows[net].birthday))
        birthday_put(h, &r, a, s);
    work(h, &r, a, s);
    bool stale = h->former_city && rng_chance(&r, net == AB_LINKEDIN ? 15 : 45);
    if (rng_chance(&r, shows[net].place))
        s->place = place_show(stale ? h->former_city : h->city, net, &r, a);
    if (rng_chance(&r, shows[net].bio))
        s->bio = net == AB_CONTACTS ? note_make(h, &r, a) : bio_make(h, net, &r, a);
    fill_up(h, &r, a, s);
    key(&r, a, s);
}
