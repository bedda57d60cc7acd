/* tools/addressbook/places.c: cities with their other names, and telephone numbers there. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "addressbook/addressbook.h"

#include <string.h>

/* How a country dials. */
static const struct dial {
    const char *country, *code, *trunk;
    const char *mobile[4]; /* "" ends */
} dials[] = {
    {"United Kingdom", "44",  "0", {"7700", "7911", "7433"}    },
    {"United States",  "1",   "",  {"", ""}                    },
    {"Canada",         "1",   "",  {"", ""}                    },
    {"Ireland",        "353", "0", {"83", "86", "87"}          },
    {"Germany",        "49",  "0", {"151", "160", "172", "176"}},
    {"Austria",        "43",  "0", {"650", "664", "699"}       },
    {"Switzerland",    "41",  "0", {"76", "78", "79"}          },
    {"France",         "33",  "0", {"6", "7"}                  },
    {"Belgium",        "32",  "0", {"47", "48", "49"}          },
    {"Sweden",         "46",  "0", {"70", "72", "73"}          },
    {"Denmark",        "45",  "",  {"2", "4"}                  },
    {"Norway",         "47",  "",  {"4", "9"}                  },
    {"Finland",        "358", "0", {"40", "50"}                },
    {"Iceland",        "354", "",  {"6", "8"}                  },
    {"Spain",          "34",  "",  {"61", "65", "67"}          },
    {"Mexico",         "52",  "",  {"55", "33"}                },
    {"Argentina",      "54",  "0", {"911", "9351"}             },
    {"Italy",          "39",  "",  {"333", "347", "328"}       },
    {"Greece",         "30",  "",  {"694", "697"}              },
    {"Turkey",         "90",  "0", {"532", "542", "555"}       },
    {"Egypt",          "20",  "0", {"10", "12"}                },
    {"Lebanon",        "961", "0", {"3", "70"}                 },
    {"Morocco",        "212", "0", {"61", "66"}                },
    {"India",          "91",  "0", {"981", "990", "984"}       },
    {"Vietnam",        "84",  "0", {"90", "98"}                },
    {"Poland",         "48",  "",  {"50", "60", "69"}          },
    {"Croatia",        "385", "0", {"91", "95", "98", "99"}    },
    {"Czechia",        "420", "",  {"60", "72", "77"}          },
    {"Ukraine",        "380", "0", {"50", "67", "93"}          },
    {"Latvia",         "371", "",  {"2", "26"}                 },
    {"China",          "86",  "0", {"138", "139", "186"}       },
    {"Japan",          "81",  "0", {"80", "90"}                },
    {"South Korea",    "82",  "0", {"10"}                      },
    {"Singapore",      "65",  "",  {"8", "9"}                  },
    {"Australia",      "61",  "0", {"41", "43"}                }
};

/* name, other spelling, country, whole area as LinkedIn has it, dialling code, whose people */
const struct city cities[] = {
    {"London",        "",                       "United Kingdom", "London Area, United Kingdom",          "20",   CULTURE_ANGLO     },
    {"Manchester",    "",                       "United Kingdom", "Greater Manchester",                   "161",  CULTURE_ANGLO     },
    {"Bristol",       "",                       "United Kingdom", "Greater Bristol Area",                 "117",  CULTURE_ANGLO     },
    {"Leeds",         "",                       "United Kingdom", "Greater Leeds Area",                   "113",  CULTURE_ANGLO     },
    {"Edinburgh",     "",                       "United Kingdom", "City of Edinburgh",                    "131",  CULTURE_ANGLO     },
    {"Dublin",        "Baile Átha Cliath",     "Ireland",        "Greater Dublin",                       "1",    CULTURE_ANGLO     },
    {"Boston",        "Boston, MA",             "United States",  "Greater Boston",                       "617",  CULTURE_ANGLO     },
    {"New York",      "NYC",                    "United States",  "New York City Metropolitan Area",      "212",
     CULTURE_ANGLO                                                                                                                  },
    {"San Francisco", "SF",                     "United States",  "San Francisco Bay Area",               "415",  CULTURE_ANGLO     },
    {"Chicago",       "Chicago, IL",            "United States",  "Greater Chicago Area",                 "312",  CULTURE_ANGLO     },
    {"Seattle",       "Seattle, WA",            "United States",  "Greater Seattle Area",                 "206",  CULTURE_ANGLO     },
    {"Austin",        "Austin, TX",             "United States",  "Austin, Texas Metropolitan Area",      "512",
     CULTURE_ANGLO                                                                                                                  },
    {"Toronto",       "Toronto, ON",            "Canada",         "Greater Toronto Area, Canada",         "416",  CULTURE_ANGLO     },
    {"Melbourne",     "Naarm",                  "Australia",      "Greater Melbourne Area",               "3",    CULTURE_ANGLO     },
    {"Berlin",        "",                       "Germany",        "Berlin Metropolitan Area",             "30",   CULTURE_GERMAN    },
    {"Munich",        "München",               "Germany",        "Greater Munich Metropolitan Area",     "89",   CULTURE_GERMAN    },
    {"Cologne",       "Köln",                  "Germany",        "Cologne Bonn Region",                  "221",  CULTURE_GERMAN    },
    {"Hamburg",       "",                       "Germany",        "Hamburg Metropolitan Region",          "40",   CULTURE_GERMAN    },
    {"Leipzig",       "",                       "Germany",        "Leipzig Metropolitan Area",            "341",  CULTURE_GERMAN    },
    {"Vienna",        "Wien",                   "Austria",        "Greater Vienna Metropolitan Area",     "1",    CULTURE_GERMAN    },
    {"Zurich",        "Zürich",                "Switzerland",    "Greater Zurich Area",                  "44",   CULTURE_GERMAN    },
    {"Graz",          "",                       "Austria",        "Graz, Styria",                         "316",  CULTURE_GERMAN    },
    {"Paris",         "",                       "France",         "Greater Paris Metropolitan Region",    "1",    CULTURE_FRENCH    },
    {"Lyon",          "Lyons",                  "France",         "Greater Lyon Area",                    "4",    CULTURE_FRENCH    },
    {"Nantes",        "Naoned",                 "France",         "Nantes, Pays de la Loire",             "2",    CULTURE_FRENCH    },
    {"Brussels",      "Bruxelles",              "Belgium",        "Brussels Region",                      "2",    CULTURE_FRENCH    },
    {"Geneva",        "Genève",                "Switzerland",    "Greater Geneva Area",                  "22",   CULTURE_FRENCH    },
    {"Montreal",      "Montréal",              "Canada",         "Greater Montreal Metropolitan Area",   "514",
     CULTURE_FRENCH                                                                                                                 },
    {"Stockholm",     "",                       "Sweden",         "Greater Stockholm Metropolitan Area",  "8",    CULTURE_NORDIC    },
    {"Gothenburg",    "Göteborg",              "Sweden",         "Greater Gothenburg",                   "31",   CULTURE_NORDIC    },
    {"Copenhagen",    "København",             "Denmark",        "Copenhagen Metropolitan Area",         "33",
     CULTURE_NORDIC                                                                                                                 },
    {"Oslo",          "",                       "Norway",         "Greater Oslo Region",                  "22",   CULTURE_NORDIC    },
    {"Helsinki",      "Helsingfors",            "Finland",        "Helsinki Metropolitan Area",           "9",    CULTURE_NORDIC    },
    {"Reykjavik",     "Reykjavík",             "Iceland",        "Capital Region, Iceland",              "55",   CULTURE_NORDIC    },
    {"Madrid",        "",                       "Spain",          "Greater Madrid Metropolitan Area",     "91",   CULTURE_SPANISH   },
    {"Barcelona",     "BCN",                    "Spain",          "Greater Barcelona Metropolitan Area",  "93",   CULTURE_SPANISH   },
    {"Seville",       "Sevilla",                "Spain",          "Greater Seville Metropolitan Area",    "95",   CULTURE_SPANISH   },
    {"Bilbao",        "Bilbo",                  "Spain",          "Greater Bilbao Metropolitan Area",     "94",   CULTURE_SPANISH   },
    {"Mexico City",   "CDMX",                   "Mexico",         "Mexico City Metropolitan Area",        "55",   CULTURE_SPANISH   },
    {"Buenos Aires",  "CABA",                   "Argentina",      "Greater Buenos Aires",                 "11",   CULTURE_SPANISH   },
    {"Milan",         "Milano",                 "Italy",          "Greater Milan Metropolitan Area",      "02",   CULTURE_ITALIAN   },
    {"Rome",          "Roma",                   "Italy",          "Greater Rome Metropolitan Area",       "06",   CULTURE_ITALIAN   },
    {"Turin",         "Torino",                 "Italy",          "Greater Turin Metropolitan Area",      "011",  CULTURE_ITALIAN   },
    {"Bologna",       "",                       "Italy",          "Greater Bologna Metropolitan Area",    "051",  CULTURE_ITALIAN   },
    {"Athens",        "Αθήνα",             "Greece",         "Athens Metropolitan Area",             "210",  CULTURE_GREEK     },
    {"Thessaloniki",  "Θεσσαλονίκη", "Greece",         "Thessaloniki Metropolitan Area",       "2310",
     CULTURE_GREEK                                                                                                                  },
    {"Istanbul",      "İstanbul",              "Turkey",         "Greater Istanbul",                     "212",  CULTURE_TURKISH   },
    {"Ankara",        "",                       "Turkey",         "Ankara Metropolitan Area",             "312",  CULTURE_TURKISH   },
    {"Izmir",         "İzmir",                 "Turkey",         "Izmir Metropolitan Area",              "232",  CULTURE_TURKISH   },
    {"Cairo",         "القاهرة",         "Egypt",          "Greater Cairo",                        "2",    CULTURE_ARABIC    },
    {"Beirut",        "Beyrouth",               "Lebanon",        "Greater Beirut Area",                  "1",    CULTURE_ARABIC    },
    {"Casablanca",    "Casa",                   "Morocco",        "Greater Casablanca Metropolitan Area", "522",
     CULTURE_ARABIC                                                                                                                 },
    {"Bengaluru",     "Bangalore",              "India",          "Greater Bengaluru Area",               "80",   CULTURE_INDIAN    },
    {"Mumbai",        "Bombay",                 "India",          "Mumbai Metropolitan Region",           "22",   CULTURE_INDIAN    },
    {"Chennai",       "Madras",                 "India",          "Greater Chennai Area",                 "44",   CULTURE_INDIAN    },
    {"Hanoi",         "Hà Nội",              "Vietnam",        "Hanoi Capital Region",                 "24",   CULTURE_VIETNAMESE},
    {"Warsaw",        "Warszawa",               "Poland",         "Warsaw Metropolitan Area",             "22",   CULTURE_POLISH    },
    {"Krakow",        "Kraków",                "Poland",         "Krakow Metropolitan Area",             "12",   CULTURE_POLISH    },
    {"Zagreb",        "",                       "Croatia",        "Zagreb Metropolitan Area",             "1",    CULTURE_CROATIAN  },
    {"Split",         "",                       "Croatia",        "Split-Dalmatia, Croatia",              "21",   CULTURE_CROATIAN  },
    {"Rijeka",        "Fiume",                  "Croatia",        "Rijeka, Primorje-Gorski Kotar",        "51",   CULTURE_CROATIAN  },
    {"Prague",        "Praha",                  "Czechia",        "Prague Metropolitan Area",             "2",    CULTURE_CZECH     },
    {"Brno",          "",                       "Czechia",        "Brno Metropolitan Area",               "5",    CULTURE_CZECH     },
    {"Kyiv",          "Київ",               "Ukraine",        "Kyiv Metropolitan Area",               "44",   CULTURE_CYRILLIC  },
    {"Riga",          "Рига",               "Latvia",         "Riga Metropolitan Area",               "67",   CULTURE_CYRILLIC  },
    {"Shanghai",      "上海",                 "China",          "Shanghai, China",                      "21",   CULTURE_CHINESE   },
    {"Singapore",     "新加坡",              "Singapore",      "Singapore",                            "6",    CULTURE_CHINESE   },
    {"Tokyo",         "東京",                 "Japan",          "Greater Tokyo Area",                   "3",    CULTURE_JAPANESE  },
    {"Seoul",         "서울",                 "South Korea",    "Seoul Capital Area",                   "2",    CULTURE_KOREAN    },
};
const size_t cities_count = LEN(cities);

const struct city *city_pick(enum culture_id of, struct rng *r)
{
    const struct city *c = &cities[rng_below(r, LEN(cities))];
    if (rng_chance(r, 18)) /* people live anywhere */
        return c;
    while (c->of != of)
        c = &cities[rng_below(r, LEN(cities))];
    return c;
}

static const struct dial *dial_of(const struct city *c)
{
    size_t i = 0;
    while (i + 1 < LEN(dials) && strcmp(dials[i].country, c->country) != 0)
        i++;
    return &dials[i];
}

/* Invented ones: 555 where it stands for that, 55 and five digits elsewhere. */
struct phone phone_make(const struct city *c, bool land, struct rng *r)
{
    const struct dial *d = dial_of(c);
    struct phone p = {.at = c, .code = c->area};
    size_t n = 0;
    while (n < LEN(d->mobile) && d->mobile[n] && d->mobile[n][0])
        n++;
    if (!land && n > 0)
        p.code = d->mobile[rng_below(r, n)];
    p.number =
        n > 0 ? (unsigned)(5500000 + rng_below(r, 100000)) : (unsigned)rng_below(r, 10000);
    return p;
}

static const char *american(const struct phone *p, struct rng *r, struct arena *a)
{
    switch (rng_below(r, 6)) {
    case 0:
        return say(a, "(%s) 555-%04u", p->code, p->number);
    case 1:
        return say(a, "%s-555-%04u", p->code, p->number);
    case 2:
        return say(a, "+1 %s 555 %04u", p->code, p->number);
    case 3:
        return say(a, "%s.555.%04u", p->code, p->number);
    default:
        return say(a, "+1%s555%04u", p->code, p->number);
    }
}

const char *phone_show(const struct phone *p, struct rng *r, struct arena *a)
{
    const struct dial *d = dial_of(p->at);
    unsigned front = p->number / 10000, back = p->number % 10000;
    if (strcmp(d->code, "1") == 0)
        return american(p, r, a);
    switch (rng_below(r, 7)) {
    case 0:
    case 1:
        return say(a, "+%s %s %u %04u", d->code, p->code, front, back);
    case 2:
    case 3:
        return say(a, "+%s%s%u%04u", d->code, p->code, front, back);
    case 4:
        return say(a, "%s%s %u %04u", d->trunk, p->code, front, back);
    case 5:
        return say(a, "%s%s/%u-%04u", d->trunk, p->code, front, back);
    default:
        return say(a, "00%s %s %u%04u", d->code, p->code, front, back);
    }
}

const char *place_show(const struct city *c, enum net net, struct rng *r, struct arena *a)
{
    const char *local = c->other[0] ? c->other : c->name;
    size_t how = rng_below(r, 100);
    if (net == AB_LINKEDIN)
        return how < 42 ? c->whole : how < 80 ? say(a, "%s, %s", c->name, c->country) : c->name;
    if (net == AB_X && how < 8)
        return say(a, "📍 %s", local);
    return how < 35   ? c->name
           : how < 60 ? local
                      : say(a, "%s, %s", how < 85 ? c->name : local, c->country);
}
