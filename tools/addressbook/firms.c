/* tools/addressbook/firms.c: employers that do not exist, of 2 to 40 people each. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "addressbook/addressbook.h"

#include <string.h>

static const char *const fronts[] = {
    "Nordlicht", "Blue Heron", "Kestrel",    "Alder",   "Quarry",   "Brightwater", "Meridian",
    "Oakhaven",  "Sol",        "Tramontana", "Vela",    "Lumen",    "Harbour",     "Adria",
    "Cobalt",    "Fernhill",   "Ostrava",    "Polar",   "Redstone", "Silverline",  "Tidemark",
    "Umbra",     "Verdant",    "Windrose",   "Yarrow",  "Zephyr",   "Anker",       "Birch",
    "Cinder",    "Delta",      "Ember",      "Falken",  "Granit",   "Horizon",     "Ibis",
    "Juniper",   "Karst",      "Linden",     "Mistral", "Nimbus",   NULL};
static const char *const backs[] = {
    "Software", "Logistics",  "Consulting", "Design",  "Health",  "Energy",    "Foods",
    "Press",    "Robotics",   "Insurance",  "Travel",  "Textile", "Analytics", "Labs",
    "Mobility", "Architects", "Legal",      "Media",   "Optics",  "Capital",   "Biotech",
    "Games",    "Systems",    "Schools",    "Theatre", "Clinic",  "Motors",    "Brewery",
    "Research", "Studio",     NULL};

/* What stands behind the name, by country. */
static const struct {
    const char *country, *legal[3], *top;
} legals[] = {
    {"United Kingdom", {"Ltd", "plc", "LLP"},            "co.example" },
    {"United States",  {"Inc.", "LLC", "Corp."},         "com.example"},
    {"Germany",        {"GmbH", "AG", "GmbH & Co. KG"},  "de.example" },
    {"Austria",        {"GmbH", "AG", "OG"},             "at.example" },
    {"Switzerland",    {"AG", "SA", "GmbH"},             "ch.example" },
    {"France",         {"SA", "SAS", "SARL"},            "fr.example" },
    {"Spain",          {"S.L.", "S.A.", "S.L.U."},       "es.example" },
    {"Italy",          {"S.p.A.", "S.r.l.", "Srl"},      "it.example" },
    {"Sweden",         {"AB", "AB", "HB"},               "se.example" },
    {"Denmark",        {"A/S", "ApS", "A/S"},            "dk.example" },
    {"Croatia",        {"d.o.o.", "d.d.", "j.d.o.o."},   "hr.example" },
    {"Poland",         {"Sp. z o.o.", "S.A.", "Sp. k."}, "pl.example" },
    {"Czechia",        {"s.r.o.", "a.s.", "s.r.o."},     "cz.example" },
    {"",               {"Ltd", "Group", "Co."},          "example"    },
};

static size_t legal_of(const char *country)
{
    size_t i = 0;
    while (i + 1 < LEN(legals) && strcmp(legals[i].country, country) != 0)
        i++;
    return i;
}

static struct firm firm_make(struct rng *r, struct arena *a)
{
    struct firm f = {.habit = rng_range(r, 0, 3)};
    f.city = city_pick(culture_pick(r)->id, r);
    size_t law = legal_of(f.city->country);
    f.name = say(a, "%s %s", pick(fronts, r), pick(backs, r));
    f.legal = legals[law].legal[rng_below(r, 3)];
    const char *host = spell_handle(f.name, a);
    f.domain = say(a, "%s.%s", host, legals[law].top);
    f.desk = phone_make(f.city, true, r);
    return f;
}

/* Many small ones, few large: the square of chance. */
static size_t size_make(struct rng *r)
{
    size_t x = rng_below(r, 100);
    return 2 + x * x * x * 39 / 1000000;
}

void firms_make(struct firms *f, uint64_t seed, size_t people, struct arena *a)
{
    enum {
        MOST = 41
    };
    struct rng r;
    rng_init(&r, seed, "firms", 0);
    f->firm = ARENA_ARRAY(a, struct firm, people + 2);
    f->seat = ARENA_ARRAY(a, size_t, people + MOST);
    while (f->seats < people) {
        f->firm[f->n] = firm_make(&r, a);
        for (size_t k = size_make(&r); k > 0; k--)
            f->seat[f->seats++] = f->n;
        f->n++;
    }
}

/* Most work where they live. */
const struct firm *firm_pick(const struct firms *f, const struct city *near, struct rng *r)
{
    enum {
        TRIES = 60
    };
    const struct firm *at = NULL;
    for (size_t i = 0; i < TRIES; i++) {
        at = &f->firm[f->seat[rng_below(r, f->seats)]];
        if (at->city == near)
            break;
    }
    return at;
}

const char *firm_show(const struct firm *f, enum net net, struct rng *r, struct arena *a)
{
    size_t how = rng_below(r, 100), legal = net == AB_LINKEDIN ? 45 : 25;
    const char *space = strrchr(f->name, ' ');
    if (how < legal)
        return say(a, "%s %s", f->name, f->legal);
    if (how < 88)
        return f->name;
    if (how < 94) /* only its front, as everybody there says */
        return arena_cstr(a, str_of(f->name, (size_t)(space - f->name)));
    return how < 97 ? spell_small(f->name, a) : say(a, "%s (%s)", f->name, f->city->name);
}
