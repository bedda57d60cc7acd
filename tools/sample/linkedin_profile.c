/* tools/sample/linkedin_profile.c: LinkedIn's small tables about the owner. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include <stdio.h>

static void profile(const struct life *l, struct out *o)
{
    const struct owner *m = &l->me;
    char headline[160], summary[1024], sites[160], handle[64];
    snprintf(headline, sizeof headline, "Co-founder and head of product at %s", m->firm);
    snprintf(summary, sizeof summary,
             "I make software for people who would rather hold a tool than a mouse.\n\n%s does "
             "invoicing and stock for repair workshops and small makers: bicycle shops, "
             "luthiers, watchmakers, machine menders. Before that I ran the product team of a "
             "logistics firm and learned what a scanner says about a company.\n\nI write about "
             "product work in small teams, mistakes included. Swedish, Dutch, English, enough "
             "German to apologise.",
             m->firm);
    snprintf(sites, sizeof sites,
             "[COMPANY:https://fernlight.example,PERSONAL:https://%s.example]", m->handle);
    snprintf(handle, sizeof handle, "[%s]", m->handle);
    struct buf *b = out_begin(o, "Profile.csv");
    ROW(b, "First Name", "Last Name", "Maiden Name", "Address", "Birth Date", "Headline",
        "Summary", "Industry", "Zip Code", "Geo Location", "Twitter Handles", "Websites",
        "Instant Messengers");
    ROW(b, m->given, m->family, "", "", "", headline, summary, "Software Development", "9000",
        "Ghent, Flemish Region, Belgium", handle, sites, "");
    out_end(o);
    b = out_begin(o, "Registration.csv");
    ROW(b, "Registered At", "Registration Ip", "Subscription Types");
    ROW(b, "5/6/09, 7:01 PM", "192.0.2.17", "");
    out_end(o);
    b = out_begin(o, "Email Addresses.csv");
    ROW(b, "Email Address", "Confirmed", "Primary", "Updated On");
    ROW(b, m->work_email, "Yes", "Yes", "3/4/20, 9:12 AM");
    ROW(b, m->email, "Yes", "No", "Not Available");
    out_end(o);
    b = out_begin(o, "PhoneNumbers.csv");
    ROW(b, "Extension", "Number", "Type");
    ROW(b, "", m->phone, "Mobile");
    out_end(o);
}

static void history(const struct life *l, struct out *o)
{
    const struct owner *m = &l->me;
    struct buf *b = out_begin(o, "Positions.csv");
    ROW(b, "Company Name", "Title", "Description", "Location", "Started On", "Finished On");
    ROW(b, m->firm, "Co-founder and head of product",
        "Invoicing and stock for repair workshops and small makers. From two people at a kitchen "
        "table to a team of fourteen.",
        "Ghent, Belgium", "Mar 2020", "");
    ROW(b, m->former_firm, "Head of product", "Warehouse and track-and-trace, team of nine.",
        "Antwerp, Belgium", "Mar 2018", "Feb 2020");
    ROW(b, m->former_firm, "Product manager", "", "Antwerp, Belgium", "Jan 2016", "Mar 2018");
    ROW(b, "Studio Halyard", "Interaction designer", "Museums, mostly.", "Leuven, Belgium",
        "Sep 2011", "Dec 2015");
    out_end(o);
    b = out_begin(o, "Education.csv");
    ROW(b, "School Name", "Start Date", "End Date", "Notes", "Degree Name", "Activities");
    ROW(b, "Universiteit Oudburg", "Sep 2008", "Jun 2010", "",
        "MSc, Human-computer interaction", "Choir");
    ROW(b, "Öresunds Tekniska Högskola", "Aug 2005", "Jun 2008", "", "BSc, Information systems",
        "");
    out_end(o);
    b = out_begin(o, "Volunteering.csv");
    ROW(b, "Company Name", "Role", "Cause", "Started On", "Finished On", "Description");
    ROW(b, "Vuurvlieg Run", "Route and volunteers", "Children", "May 2016", "",
        "A charity run each May for a children's hospice.");
    ROW(b, "Repair Café Rabot", "Front desk, once a month", "Environment", "Mar 2017",
        "Jun 2022", "");
    out_end(o);
    b = out_begin(o, "Certifications.csv");
    ROW(b, "Name", "Url", "Authority", "Started On", "Finished On", "License Number");
    ROW(b, "Accessible product design", "https://a11y.example/c/771", "Open Access Guild",
        "Oct 2022", "", "771");
    out_end(o);
}

static void lists(struct out *o)
{
    static const char *const skills[] = {"Product Management",
                                         "User Research",
                                         "Invoicing",
                                         "SaaS",
                                         "Team Leadership",
                                         "Logistics",
                                         "Prototyping",
                                         "Customer Interviews",
                                         "Pricing",
                                         "Accessibility",
                                         "Public Speaking",
                                         "Hiring",
                                         "Data Modelling",
                                         "Service Design",
                                         "Technical Writing",
                                         "Negotiation"};
    static const char *const languages[][2] = {
        {"Swedish", "Native or bilingual proficiency"},
        {"English", "Full professional proficiency"  },
        {"Dutch",   "Full professional proficiency"  },
        {"German",  "Limited working proficiency"    },
        {"French",  "Limited working proficiency"    }
    };
    struct buf *b = out_begin(o, "Skills.csv");
    ROW(b, "Name");
    for (size_t i = 0; i < LEN(skills); i++)
        ROW(b, skills[i]);
    out_end(o);
    b = out_begin(o, "Languages.csv");
    ROW(b, "Name", "Proficiency");
    for (size_t i = 0; i < LEN(languages); i++)
        ROW(b, languages[i][0], languages[i][1]);
    out_end(o);
    b = out_begin(o, "Rich_Media.csv");
    ROW(b, "Date/Time", "Media Description", "Media Link");
    ROW(b, "You uploaded a profile photo on March 9, 2023 at 8:15 PM (GMT)", "",
        "https://media.licdn.example/dms/photo/1");
    out_end(o);
    b = out_begin(o, "LearningCoachMessages.csv");
    buf_lit(b, "No conversations found\n");
    out_end(o);
}

static void follows(const struct life *l, struct out *o)
{
    static const char *const firms[] = {"De Werkplaats",
                                        "Schraubenwerk",
                                        "Bench & Ledger",
                                        "Réseau Répare",
                                        "Right to Repair EU",
                                        "Universiteit Oudburg",
                                        "Velo Rabot",
                                        "Kaailijn Logistics",
                                        "Open Access Guild",
                                        "Stad Gent",
                                        "Kumiko Tools",
                                        "Hoogpoort HR",
                                        "Lantern Hill Partners",
                                        "Small Makers Union",
                                        "Atelier Bruin"};
    struct buf date, *b = out_begin(o, "Company Follows.csv");
    struct rng r;
    buf_init(&date, 64);
    rng_init(&r, l->seed, "company-follows", 0);
    ROW(b, "Organization", "Followed On");
    for (size_t i = 0; i < LEN(firms); i++) {
        buf_clear(&date);
        put_date(&date, DATE_JAVA,
                 l->end_ms - (int64_t)(i * 170 + rng_below(&r, 90)) * DAY_MS + 31337000);
        ROW(b, firms[i], buf_cstr(&date));
    }
    out_end(o);
    b = out_begin(o, "Member_Follows.csv");
    ROW(b, "Date", "FullName", "Status");
    for (size_t i = 0; i < 12; i++) {
        const struct person *p = life_pick(l, &r, NET_LINKEDIN, TIE_PEER, l->end_ms);
        buf_clear(&date);
        put_date(&date, DATE_JAVA, l->end_ms - (int64_t)(i * 200 + 11) * DAY_MS);
        if (p)
            ROW(b, buf_cstr(&date), p->name, "Active");
    }
    out_end(o);
    b = out_begin(o, "Saved_Items.csv");
    ROW(b, "savedItem", "CreatedTime");
    for (size_t i = 0; i < 9; i++) {
        char item[96];
        int64_t at = l->end_ms - (int64_t)(i * 140 + 6) * DAY_MS;
        snprintf(item, sizeof item, "https://www.linkedin.com/feed/update/urn:li:activity:%llu",
                 (unsigned long long)((uint64_t)at << 22));
        buf_clear(&date);
        put_date(&date, DATE_PLAIN, at + 3600000);
        ROW(b, item, buf_cstr(&date));
    }
    out_end(o);
    buf_free(&date);
}

void linkedin_profile(const struct life *l, struct out *o)
{
    profile(l, o);
    history(l, o);
    lists(o);
    follows(l, o);
}
