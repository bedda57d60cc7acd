/* tools/addressbook/kin.c: namesakes, relatives and impersonators: people like an earlier one. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "addressbook/addressbook.h"

/* An earlier person who is himself nobody's likeness. */
static const struct human *earlier(const struct book *b, size_t before, struct rng *r)
{
    const struct human *h = NULL;
    for (size_t i = 0; i < 200; i++) {
        h = &b->human[rng_below(r, before)];
        if (!h->like && h->kind != KIND_CHANGED_NAME)
            break;
    }
    return h;
}

static void take_name(struct human *h, const struct human *like)
{
    h->given = like->given;
    h->family = like->family;
    h->former = like->family;
}

/* The same name and little else; a few share the town or once the firm as well. */
static void namesake(struct human *h, const struct human *like, struct rng *r)
{
    take_name(h, like);
    if (rng_chance(r, 30))
        h->second = like->second;
    if (rng_chance(r, 25))
        h->city = like->city;
    if (rng_chance(r, 12) && like->firm)
        h->former_firm = like->firm;
    if (rng_chance(r, 6))
        h->firm = like->firm;
}

/* Of the same house: a family and a town, a line, at times an address; some a first name too. */
static void relative(struct human *h, const struct human *like, struct rng *r)
{
    struct given own = h->given;
    bool junior = rng_chance(r, 20);
    take_name(h, like);
    if (!junior)
        h->given = own;
    h->second = like->second;
    h->system = like->system;
    h->year = like->year + (junior ? 27 : rng_range(r, -4, 30));
    h->city = like->city;
    h->circle[0] = like->circle[0];
    if (like->land.at && rng_chance(r, 70))
        h->land = like->land;
    h->married_off = rng_chance(r, 33); /* one address for two, see handles.c */
}

/* The victim's name, work and words; nothing that only the victim could set up. */
static void impersonator(struct human *h, const struct human *like, struct rng *r)
{
    static const enum net nets[] = {AB_X, AB_X, AB_FACEBOOK, AB_MASTODON};
    struct human made = *like;
    made.n = h->n;
    made.kind = KIND_IMPERSONATOR;
    made.like = like;
    made.nets = 1U << nets[rng_below(r, LEN(nets))];
    made.site = "";
    made.mobile = made.former_mobile = made.land = (struct phone){.at = NULL};
    made.open = made.links = made.pseudonymous = false;
    made.reuses = true;
    made.former_firm = NULL;
    *h = made;
}

void kin_find(const struct book *b, struct human *h, struct rng *r)
{
    if (h->kind != KIND_NAMESAKE && h->kind != KIND_RELATIVE && h->kind != KIND_IMPERSONATOR)
        return;
    h->like = earlier(b, h->n, r);
    h->culture = h->like->culture;
}

void kin_apply(struct human *h, struct rng *r)
{
    if (h->kind == KIND_NAMESAKE)
        namesake(h, h->like, r);
    else if (h->kind == KIND_RELATIVE)
        relative(h, h->like, r);
    else if (h->kind == KIND_IMPERSONATOR)
        impersonator(h, h->like, r);
}
