/* tools/sample/linkedin_people.c: LinkedIn's people: connections, invitations, praise, notes. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include "core/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int newest_first(const void *a, const void *b)
{
    const struct person *const *x = a, *const *y = b;
    if ((*x)->met_ms != (*y)->met_ms)
        return (*x)->met_ms > (*y)->met_ms ? -1 : 1;
    return strcmp((*x)->slug, (*y)->slug);
}

static void put_url(struct buf *b, const struct person *p)
{
    buf_clear(b);
    if (strcmp(p->given, "Zoë") == 0 || strcmp(p->given, "Étienne") == 0)
        buf_printf(b, "https://www.linkedin.com/in/%%C3%%A9%s", p->slug);
    else
        buf_printf(b, "https://www.linkedin.com/in/%s", p->slug);
}

static void put_connection(struct buf *b, const struct person *p, struct buf *url,
                           struct buf *date)
{
    char last[80];
    put_url(url, p);
    buf_clear(date);
    put_date(date, DATE_DAY, p->met_ms);
    snprintf(last, sizeof last, "%s", p->family);
    bool shows = (p->keys & KEY_EMAIL) != 0;
    ROW(b, p->given, last, buf_cstr(url), shows ? p->email : "", p->firm, p->title,
        buf_cstr(date));
}

static void connections(const struct life *l, struct out *o)
{
    struct buf url, date, *b = out_begin(o, "Connections.csv");
    const struct person **list = mem_calloc(l->n_people, sizeof(struct person *));
    size_t n = 0, most = l->people_most ? (size_t)l->people_most : 320, at = 0;
    buf_init(&url, 512);
    buf_init(&date, 64);
    buf_lit(b,
            "Notes:\n\"When exporting your connection data, you may notice that some of the "
            "email addresses are missing. You will only see email addresses for connections "
            "who have allowed their connections to see or download their email address using "
            "this setting https://www.linkedin.com/psettings/privacy/email. You can learn "
            "more here https://www.linkedin.com/help/linkedin/answer/261\"\n\n");
    ROW(b, "First Name", "Last Name", "URL", "Email Address", "Company", "Position",
        "Connected On");
    for (size_t i = 0; i < l->n_people && n < most; i++)
        if (l->people[i].nets & NET_LINKEDIN)
            list[n++] = &l->people[i];
    qsort(list, n, sizeof *list, newest_first);
    for (; at < n; at++) {
        put_connection(b, list[at], &url, &date);
        if (at == n / 4 || at == n / 2) { /* accounts that were closed */
            buf_printf(b, ",,,,,,%s\n", buf_cstr(&date));
        }
        out_more(o);
    }
    if (b->n)
        b->n--; /* the real one ends without a line break */
    out_end(o);
    buf_free(&url);
    buf_free(&date);
    mem_free(list);
}

static void invitations(const struct life *l, struct out *o)
{
    static const char *const hello[] = {
        "",
        "",
        "",
        "Nice to meet you at the makers' fair!",
        "Hi {who}, we met at the repair congress. Happy to stay in touch.",
        "Greet told me to talk to you.\nCoffee some time?",
        "Your talk about job cards, \"paper wins\", made my week.",
        "We mend coffee machines in Mechelen and are looking for software. May I ask a question?"};
    /* not answered: in nobody's list of connections */
    static const struct person pending[] = {
        {.name = "Hélène Courtebray",   .slug = "hcourtebray"     },
        {.name = "Tarek Al-Sabbagh 🔧", .slug = "tarek-mends"     },
        {.name = "Ewa Nowicka-Lind",      .slug = "ewa-nowicka-lind"}
    };
    struct buf url, date, text, own, *b = out_begin(o, "Invitations.csv");
    struct rng r;
    buf_init(&url, 512);
    buf_init(&date, 64);
    buf_init(&text, 1024);
    buf_init(&own, 512);
    buf_printf(&own, "https://www.linkedin.com/in/%s", l->me.slug);
    rng_init(&r, l->seed, "invitations", 0);
    ROW(b, "From", "To", "Sent At", "Message", "Direction", "inviterProfileUrl",
        "inviteeProfileUrl");
    for (size_t i = 0; i < 46; i++) {
        int64_t at = l->end_ms - (int64_t)(i * 9 + 1) * DAY_MS + rng_range(&r, 0, 40000) * 1000;
        const struct person *p = life_pick(l, &r, NET_LINKEDIN, TIE_COUNT, at);
        bool in = rng_chance(&r, 60);
        if (i < LEN(pending))
            p = &pending[i];
        if (!p)
            continue;
        struct scene s = {.life = l, .rng = &r, .at_ms = at, .who = p->given[0] ? p : NULL};
        buf_clear(&text);
        text_fill(&s, &text, hello[rng_below(&r, LEN(hello))]);
        buf_clear(&date);
        put_date(&date, DATE_US, at);
        put_url(&url, p);
        ROW(b, in ? p->name : l->me.name, in ? l->me.name : p->name, buf_cstr(&date),
            buf_cstr(&text), in ? "INCOMING" : "OUTGOING", in ? buf_cstr(&url) : buf_cstr(&own),
            in ? buf_cstr(&own) : buf_cstr(&url));
    }
    out_end(o);
    buf_free(&url);
    buf_free(&date);
    buf_free(&text);
    buf_free(&own);
}

static void endorsements(const struct life *l, struct out *o, bool received)
{
    static const char *const skills[] = {
        "Product Management", "User Research", "Invoicing", "Team Leadership", "Pricing",
        "Public Speaking",    "Prototyping"};
    struct buf url, date;
    struct buf *b =
        out_begin(o, received ? "Endorsement_Received_Info.csv" : "Endorsement_Given_Info.csv");
    struct rng r;
    buf_init(&url, 512);
    buf_init(&date, 64);
    rng_init(&r, l->seed, "endorsements", received);
    if (received)
        ROW(b, "Endorsement Date", "Skill Name", "Endorser First Name", "Endorser Last Name",
            "Endorser Public Url", "Endorsement Status");
    else
        ROW(b, "Endorsement Date", "Skill Name", "Endorsee First Name", "Endorsee Last Name",
            "Endorsee Public Url", "Endorsement Status");
    for (size_t i = 0; i < (received ? 52U : 24U); i++) {
        int64_t at =
            l->end_ms - (int64_t)(i * 47 + 20) * DAY_MS + rng_range(&r, 25000, 70000) * 1000;
        const struct person *p = life_pick(l, &r, NET_LINKEDIN, TIE_COUNT, at);
        if (!p)
            continue;
        buf_clear(&date);
        put_date(&date, DATE_SLASH, at);
        put_url(&url, p);
        ROW(b, buf_cstr(&date), skills[rng_below(&r, LEN(skills))], p->given, p->family,
            buf_cstr(&url) + strlen("https://"), i % 17 == 5 ? "PENDING" : "ACCEPTED");
    }
    out_end(o);
    buf_free(&url);
    buf_free(&date);
}

static const struct praise {
    const char *who; /* family name in the cast */
    bool received;
    int year, month;
    const char *text;
} praises[] = {
    {"Haezebroeck",    true,  2021, 9,
     "I have three mechanics and no patience. Mara came on a Saturday, watched us work, said "
     "nothing for two hours and then removed half of the screens. Now everybody uses it."},
    {"Hollevoort",     true,  2023, 1,
     "Mara asks the second question. Most people stop at the first. I have sat on boards for "
     "twenty years and would work for her tomorrow."                                     },
    {"Cornelissens",   true,  2020, 3,
     "In four years Mara turned our scanner project from a running joke into the thing that our "
     "drivers show to their families. We miss her, and the cardamom buns."               },
    {"Wrzaskowska",    true,  2024, 5,
     "The first boss who deleted her own feature because my test said so. In front of everybody. "
     "Twice."                                                                            },
    {"Figueroa Prats", true,  2024, 2,
     "Honest about what the product can't do, which is why we bought it."                },
    {"Dekestere",      false, 2022, 4,
     "Bram writes code like a good carpenter: you don't see the joints. He also says no, "
     "kindly, and is usually right."                                                     },
    {"Lahrichi",       false, 2019, 12,
     "Mehdi can explain a routing problem to a driver, a lawyer and a six-year-old. I have seen "
     "all three."                                                                        },
    {"Haddouchi",      false, 2023, 6,
     "Samira built our customer care from an inbox that nobody wanted to open. Clients ask for "
     "her by name; so do we."                                                            },
};

static void recommendations(const struct life *l, struct out *o, bool received)
{
    struct buf date, *b = out_begin(o, received ? "Recommendations_Received.csv"
                                                : "Recommendations_Given.csv");
    buf_init(&date, 64);
    ROW(b, "First Name", "Last Name", "Company", "Job Title", "Text", "Creation Date",
        "Status");
    for (size_t i = 0; i < LEN(praises); i++) {
        const struct praise *w = &praises[i];
        for (size_t k = 0; k < cast_count && w->received == received; k++) {
            const struct person *p = &l->people[k];
            if (strcmp(p->family, w->who) != 0 || p->tie == TIE_STRANGER)
                continue;
            buf_clear(&date);
            put_date(&date, DATE_US_LONG, date_day(w->year, w->month, 14) + 41000000);
            ROW(b, p->given, p->family, p->firm, p->title, w->text, buf_cstr(&date), "VISIBLE");
        }
    }
    out_end(o);
    buf_free(&date);
}

static void notes(const struct life *l, struct out *o)
{
    struct buf url, date, *b = out_begin(o, "Notes.csv");
    buf_init(&url, 512);
    buf_init(&date, 64);
    ROW(b, "Connection First Name", "Connection Last Name", "Connection Profile URL", "Note",
        "Created On", "Edited On");
    for (size_t i = 0; i < cast_count; i++) {
        const struct person *p = &l->people[i];
        if (!(p->nets & NET_LINKEDIN) || !p->note[0])
            continue;
        put_url(&url, p);
        buf_clear(&date);
        put_date(&date, DATE_PLAIN, date_day(2026, 2, 3) + (int64_t)i * DAY_MS + 32400000);
        ROW(b, p->given, p->family, buf_cstr(&url), p->note, buf_cstr(&date), "");
    }
    out_end(o);
    buf_free(&url);
    buf_free(&date);
}

void linkedin_people(const struct life *l, struct out *o)
{
    connections(l, o);
    invitations(l, o);
    endorsements(l, o, true);
    endorsements(l, o, false);
    recommendations(l, o, true);
    recommendations(l, o, false);
    notes(l, o);
}
