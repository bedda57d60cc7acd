/* tools/sample/life.c: the owner and all the people around, on which networks, known by what. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include "core/mem.h"

#include <stdio.h>
#include <string.h>

static const char *const given_names[] = {
    "Arthur", "Noor",     "Lucas",     "Marie",   "Jef",    "Amélie",  "Stef",    "Lien",
    "Joris",  "Hilde",    "Kobe",      "Tuur",    "Leen",   "Pascale", "Yannick", "Celine",
    "Anke",   "Dries",    "Sien",      "Wannes",  "Roos",   "Thijs",   "Britt",   "Maxim",
    "Astrid", "Linnea",   "Gustav",    "Ebba",    "Viggo",  "Tove",    "Sigrid",  "Axel",
    "Jürgen", "Anja",     "Matthias",  "Sabine",  "Kai",    "Heike",   "Ulrich",  "Frauke",
    "Amadou", "Fatou",    "Ikram",     "Youssef", "Salma",  "Hamza",   "Leyla",   "Emre",
    "Giulia", "Marco",    "Chiara",    "Inês",    "Tiago",  "Carmen",  "Álvaro",  "Lucía",
    "Zeynep", "Mateusz",  "Agnieszka", "Jiří",    "Zuzana", "Dávid",   "Eszter",  "Ioana",
    "Andrei", "Mihai",    "Olena",     "Taras",   "Nino",   "Arman",   "Anh",     "Minh",
    "Mei",    "Haruto",   "Ji-woo",    "Rohan",   "Ananya", "Farah",   "Omar",    "Rania",
    "Grace",  "Owen",     "Niamh",     "Callum",  "Imogen", "Rhys",    "Freya",   "Angus",
    "Naomi",  "Isaac",    "Esther",    "Kwame",   "Adwoa",  "Tendai",  "Chipo",   "Thandiwe",
    "Maëlle", "Baptiste", "Solène",    "Gauthier"};

static const char *const family_names[] = {
    "Abeloos-Wynant",   "Berkhemer",    "Callewijn",        "Dannevoorde",   "Eeckhaverbeke",
    "Faesberg",         "Goethalinck",  "Haverlaet",        "Ingelbracht",   "Janszoonius",
    "Kerckvoorden",     "Lammerdries",  "Meulebrugge",      "Neyrinckhof",   "Oudenaerdt",
    "Peperstraete",     "Quintelberg",  "Rosselaar",        "Schoonvliet",   "Terwagnie",
    "Uyttersprot-Laan", "Vanhoutegem",  "Wijnendaele",      "Zonderland",    "Almqvistson",
    "Bergsundh",        "Dahlkvarn",    "Ekelöwen",         "Forsåker",      "Granrot",
    "Hjelmvik",         "Åkerblomst",   "Nyströmmen",       "Silverdal",     "Tjäderhed",
    "Västerfalk",       "Achenbrock",   "Birkenfelder",     "Drosselmann",   "Eichgrund",
    "Fingerlohe",       "Grünwaldner",  "Hohenbühl",        "Kaltenmoser",   "Lindenhauer",
    "Mühlbrecht",       "Nesselwang",   "Pfannkuchen",      "Adebimpe-Cole", "Boakyem",
    "Chakrabandi",      "Dlaminizwe",   "El Mazouri",       "Farahzad",      "Gnassira",
    "Hadjadji",         "Ishimoto",     "Jeongsuk",         "Kamwendo",      "Lâmduc",
    "Mukherjit",        "Nakahashi",    "Ouattarou",        "Phạmvan",       "Qureshian",
    "Rahmouni-Hale",    "Sağlamer",     "Toprakçı",         "Ulvestad",      "Vaitkunas",
    "Wanyamba",         "Yıldırhan",    "Zambrowicz",       "Ábrahámfi",     "Brzezicki",
    "Čermákova",        "Dragomirescu", "Evtimova",         "Fazekasi",      "Grigorescov",
    "Horvatić-Lang",    "Ivančić",      "Jankauski",        "Kowalewicz",    "Bellangrieve",
    "Castelnovi",       "Di Pietralta", "Echeverrón",       "Fontcuberta",   "Gallardini",
    "Ashgrovely",       "Brackenhurst", "Cattermole-Jones", "Dunwoodie",     "Fennimore",
    "Garrowby"};

static const char *const firms[] = {"Noordkaai Software",
                                    "Atelier Bruin",
                                    "Zwijnaarde Robotics",
                                    "Stadswerf",
                                    "Papierlab",
                                    "Helder & Co",
                                    "Tandem Studio",
                                    "Lichtkrant Media",
                                    "De Oude Smidse",
                                    "Bluebell Analytics",
                                    "Kanaal 12",
                                    "Perron Zuid",
                                    "Vlasmarkt Ventures",
                                    "Graslei Consulting",
                                    "Textielhuis Arte",
                                    "Moerasbos",
                                    "Brugse Poort Hub",
                                    "Sluizeken Games",
                                    "Rivierhof Health",
                                    "Open Loket",
                                    "Coupure Legal",
                                    "Watersport Design",
                                    "Ledeberg Logistics",
                                    "Dampoort Data",
                                    "Kouter Capital",
                                    "Muide Maritime",
                                    "Sint-Pieters Press",
                                    "Ferment Foods",
                                    "Rabot Robotica",
                                    "Citadel Security",
                                    "Groene Vallei Energy",
                                    "Tolhuis Training",
                                    "Hoogpoort HR",
                                    "Meetjes Machines",
                                    "Bijloke Bio",
                                    "Overpoort Events"};

static const char *const titles[] = {"Product manager",
                                     "Software developer",
                                     "Founder",
                                     "Consultant",
                                     "Head of sales",
                                     "Accountant",
                                     "UX researcher",
                                     "Operations manager",
                                     "Recruiter",
                                     "Project lead",
                                     "Marketing manager",
                                     "Data analyst",
                                     "Workshop manager",
                                     "Policy officer",
                                     "CFO",
                                     "Customer success manager",
                                     "Copywriter",
                                     "Tax adviser",
                                     "Lawyer",
                                     "Community manager",
                                     "Freelance designer",
                                     "Trainer",
                                     "Lecturer",
                                     "Purchasing manager"};

static const char *const cities[] = {"Ghent",    "Antwerp", "Brussels", "Leuven",  "Bruges",
                                     "Kortrijk", "Aalst",   "Lille",    "Utrecht", "Rotterdam",
                                     "Cologne",  "Malmö",   "Hamburg",  "Mechelen"};

static const char *const fedi_hosts[] = {"social.example",  "fiets.example", "makers.example",
                                         "ghent.example",   "choir.example", "repair.example",
                                         "mastodon.example"};

/* "Étienne Vasseur-Delmotte" → "etienne-vasseur-delmotte"; letters beyond Latin go. */
static void put_ascii(struct buf *b, const char *s, char space)
{
    static const char *const plain[][2] = {
        {"á",  "a"},
        {"â",  "a"},
        {"ä",  "a"},
        {"å",  "a"},
        {"ă",  "a"},
        {"ç",  "c"},
        {"č",  "c"},
        {"ć",  "c"},
        {"é",  "e"},
        {"è",  "e"},
        {"ê",  "e"},
        {"ë",  "e"},
        {"ě",  "e"},
        {"í",  "i"},
        {"î",  "i"},
        {"ı",  "i"},
        {"ğ",  "g"},
        {"ñ",  "n"},
        {"ó",  "o"},
        {"ô",  "o"},
        {"ö",  "o"},
        {"ø",  "o"},
        {"ř",  "r"},
        {"š",  "s"},
        {"ş",  "s"},
        {"ú",  "u"},
        {"ü",  "u"},
        {"ž",  "z"},
        {"Á",  "a"},
        {"Å",  "a"},
        {"Ä",  "a"},
        {"Č",  "c"},
        {"É",  "e"},
        {"Í",  "i"},
        {"Ö",  "o"},
        {"Ü",  "u"},
        {"ạ", "a"},
        {"Ø",  "o"}
    };
    while (*s) {
        unsigned char c = (unsigned char)*s;
        if (ascii_is_alnum(c)) {
            buf_char(b, ascii_lower(*s++));
        } else if (c < 0x80) {
            if (space && (c == ' ' || c == '-') && b->n && b->p[b->n - 1] != space)
                buf_char(b, space);
            s++;
        } else {
            size_t step = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
            for (size_t i = 0; i < LEN(plain); i++)
                if (strncmp(s, plain[i][0], strlen(plain[i][0])) == 0)
                    buf_lit(b, plain[i][1]);
            s += step;
        }
    }
}

static void set(char *to, size_t cap, struct buf *b)
{
    size_t n = b->n < cap ? b->n : cap - 1;
    memcpy(to, b->p, n);
    to[n] = '\0';
    buf_clear(b);
}

/* The addresses of everybody, whether the networks show them or not. */
static void fill_addresses(struct person *p, size_t n, struct rng *r)
{
    struct buf b;
    buf_init(&b, 4096);
    buf_printf(&b, "%s %s", p->given, p->family);
    set(p->name, sizeof p->name, &b);
    put_ascii(&b, p->name, '-');
    if (n >= 12 && (n % 5 == 0 || b.n < 4))
        buf_printf(&b, "-%07llx", (unsigned long long)(rng_next(r) >> 36));
    set(p->slug, sizeof p->slug, &b);
    put_ascii(&b, p->given, 0);
    if (n % 2)
        buf_char(&b, '_');
    put_ascii(&b, p->family, 0);
    b.n = b.n > 10 ? 10 : b.n;
    buf_printf(&b, "%zu", n % 97 + (n > 96 ? n : 0));
    set(p->handle, sizeof p->handle, &b);
    put_ascii(&b, p->given, 0);
    if (b.n < 2)
        buf_lit(&b, "u");
    if (n >= cast_count)
        buf_printf(&b, "%zu", n);
    buf_printf(&b, "@%s", fedi_hosts[n % LEN(fedi_hosts)]);
    set(p->fedi, sizeof p->fedi, &b);
    put_ascii(&b, p->given, '.');
    buf_char(&b, '.');
    put_ascii(&b, p->family, '.');
    buf_printf(&b, "%zu@%s", n,
               n % 3 == 0   ? "example.com"
               : n % 3 == 1 ? "example.org"
                            : "mail.example");
    set(p->email, sizeof p->email, &b);
    /* +44 7700 900xxx is kept free for stories, +1 555 01xx too; more people than numbers */
    if (n < 900)
        buf_printf(&b, "+44 7700 900%03zu", n + 40);
    else
        buf_printf(&b, "+1 %03zu 555 01%02zu", 201 + n / 100 % 700, n % 100);
    set(p->phone, sizeof p->phone, &b);
    p->x_id = UINT64_C(700000000) + n * 7919 + (rng_next(r) >> 52);
    buf_free(&b);
}

static void copy(char *to, size_t cap, const char *from)
{
    size_t n = strlen(from);
    n = n < cap ? n : cap - 1;
    memcpy(to, from, n);
    to[n] = '\0';
}

static void add_cast(struct life *l)
{
    struct rng r;
    rng_init(&r, l->seed, "cast", 0);
    for (size_t i = 0; i < cast_count; i++) {
        const struct cast_row *c = &cast[i];
        struct person *p = &l->people[l->n_people++];
        copy(p->given, sizeof p->given, c->given);
        copy(p->family, sizeof p->family, c->family);
        fill_addresses(p, i, &r);
        copy(p->fb_name, sizeof p->fb_name, c->fb_name ? c->fb_name : p->name);
        p->firm = strcmp(c->firm, "Fernlight") == 0 ? l->me.firm : c->firm;
        p->title = c->title;
        p->city = c->city;
        p->note = c->note;
        p->kin = c->kin;
        p->tie = c->tie;
        p->nets = c->nets;
        p->keys = c->keys;
        p->met_ms = date_day(c->year, c->month, 3 + (int)(i * 7 % 24));
    }
}

/* How the others are spread: by weight, with the networks that their kind is found on. */
static const struct {
    enum tie tie;
    unsigned nets;
    int weight;
} kinds[] = {
    {TIE_PEER,      NET_LINKEDIN, 80 },
    {TIE_PROSPECT,  NET_LINKEDIN, 34 },
    {TIE_CLIENT,    NET_LINKEDIN, 26 },
    {TIE_FORMER,    NET_LINKEDIN, 40 },
    {TIE_STRANGER,  NET_LINKEDIN, 70 },
    {TIE_FRIEND,    NET_FACEBOOK, 40 },
    {TIE_SCHOOL,    NET_FACEBOOK, 36 },
    {TIE_PARENT,    NET_FACEBOOK, 20 },
    {TIE_NEIGHBOUR, NET_FACEBOOK, 20 },
    {TIE_CHOIR,     NET_FACEBOOK, 24 },
    {TIE_STRANGER,  NET_X,        200},
    {TIE_PEER,      NET_X,        40 },
    {TIE_FEDI,      NET_MASTODON, 85 },
    {TIE_SUPPLIER,  NET_GOOGLE,   20 },
    {TIE_STRANGER,  NET_GOOGLE,   22 },
    {TIE_FRIEND,    NET_PHONE,    22 },
    {TIE_NEIGHBOUR, NET_PHONE,    12 }
};

/* Second networks, and what then ties the two together; half of them nothing but the name. */
static const struct {
    unsigned has, add, keys;
} pairs[] = {
    {NET_LINKEDIN, NET_GOOGLE,                KEY_EMAIL        },
    {NET_FACEBOOK, NET_LINKEDIN,              0                },
    {NET_FACEBOOK, NET_PHONE,                 KEY_PHONE        },
    {NET_LINKEDIN, NET_X,                     0                },
    {NET_LINKEDIN, NET_GOOGLE,                KEY_LINKEDIN     },
    {NET_X,        NET_LINKEDIN | NET_GOOGLE, KEY_X | KEY_EMAIL},
    {NET_FACEBOOK, NET_GOOGLE,                0                },
    {NET_LINKEDIN, NET_FACEBOOK,              0                },
    {NET_MASTODON, NET_X,                     0                },
    {NET_X,        NET_PHONE,                 KEY_X            },
    {NET_FACEBOOK, NET_PHONE,                 KEY_PHONE        },
    {NET_MASTODON, NET_GOOGLE,                KEY_MASTODON     }
};

static void add_person(struct life *l, size_t i, unsigned only)
{
    struct rng r;
    struct person *p = &l->people[l->n_people++];
    size_t k = i - cast_count, weight = 0, kind = 0;
    rng_init(&r, l->seed, "person", i);
    for (kind = 0; kind < LEN(kinds); kind++)
        weight += (size_t)(only == 0 || kinds[kind].nets & only ? kinds[kind].weight : 0);
    size_t at = rng_below(&r, weight);
    for (kind = 0; kind + 1 < LEN(kinds); kind++) {
        size_t w = (size_t)(only == 0 || kinds[kind].nets & only ? kinds[kind].weight : 0);
        if (at < w)
            break;
        at -= w;
    }
    /* every pair of names once, in an order that looks like chance */
    size_t g = LEN(given_names), f = LEN(family_names), round = k / (g * f);
    size_t pair = (k * 7919 + (size_t)l->seed) % (g * f);
    copy(p->given, sizeof p->given, given_names[pair % g]);
    copy(p->family, sizeof p->family, family_names[pair / g]);
    if (round > 0)
        snprintf(p->family, sizeof p->family, "%s-%s", family_names[pair / g],
                 family_names[(pair / g + round) % f]);
    fill_addresses(p, i, &r);
    copy(p->fb_name, sizeof p->fb_name, p->name);
    p->tie = kinds[kind].tie;
    p->nets = kinds[kind].nets;
    p->firm = firms[rng_below(&r, LEN(firms))];
    p->title = titles[rng_below(&r, LEN(titles))];
    p->city = cities[rng_below(&r, LEN(cities))];
    p->note = "";
    int64_t span = l->end_ms - l->start_ms;
    int64_t back = (int64_t)rng_below(&r, (size_t)(span / DAY_MS));
    p->met_ms = l->start_ms + back * DAY_MS - (rng_chance(&r, 40) ? 700 * DAY_MS : 0);
    if (rng_chance(&r, 17)) {
        const size_t from = rng_below(&r, LEN(pairs));
        for (size_t j = 0; j < LEN(pairs); j++) {
            size_t one = (from + j) % LEN(pairs);
            if (pairs[one].has != p->nets)
                continue;
            p->nets |= pairs[one].add;
            p->keys = pairs[one].keys;
            break;
        }
    }
}

void life_init(struct life *l, uint64_t seed, int person, long posts, long people, unsigned net)
{
    *l = (struct life){.seed = seed + (uint64_t)person * 1000003U};
    l->me = owners[(size_t)person % owners_count];
    l->member_id = 900000017U + (uint64_t)person;
    l->x_id = UINT64_C(412345678) + (uint64_t)person * 97;
    l->start_ms = date_day(2018, 3, 5);
    l->end_ms = date_day(2026, 10, 18);
    l->founded_ms = date_day(2020, 3, 2);
    l->posts = posts;
    l->people_most = people;
    size_t n = people > 0 ? (size_t)people + cast_count : 900;
    l->people = mem_calloc(n, sizeof *l->people);
    add_cast(l);
    for (size_t i = cast_count; i < n; i++)
        add_person(l, i, people > 0 ? net : 0);
}

void life_done(struct life *l)
{
    mem_free(l->people);
}

const struct person *life_pick(const struct life *l, struct rng *r, unsigned nets, enum tie tie,
                               int64_t at_ms)
{
    size_t from = rng_below(r, l->n_people);
    /* the people of the story come up far more often than the rest */
    if (rng_chance(r, 42))
        from = rng_below(r, cast_count);
    for (size_t i = 0; i < l->n_people; i++) {
        const struct person *p = &l->people[(from + i) % l->n_people];
        if ((p->nets & nets) == nets && (tie == TIE_COUNT || p->tie == tie) &&
            p->met_ms <= at_ms)
            return p;
    }
    return NULL;
}
