/* tools/sample/facebook_people.c: Facebook's profile, friends, requests, pages, address book. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include <stdio.h>
#include <string.h>

static long long seconds(int64_t ms)
{
    return (long long)(ms / 1000);
}

static void profile(const struct life *l, struct out *o)
{
    const struct owner *m = &l->me;
    bool first = true;
    struct buf *b =
        out_begin(o, "personal_information/profile_information/profile_information.json");
    buf_lit(b, "{\"profile_v2\":{\"name\":{\"full_name\":");
    put_meta(b, m->name);
    buf_printf(b,
               ",\"first_name\":\"%s\",\"middle_name\":\"\",\"last_name\":\"%s\"},\"emails\":"
               "{\"emails\":[\"%s\"],\"previous_emails\":[],\"pending_emails\":[],"
               "\"ad_account_emails\":[]},\"birthday\":{\"year\":1985,\"month\":3,\"day\":21},"
               "\"gender\":{\"gender_option\":\"FEMALE\",\"pronoun\":\"FEMALE\"},"
               "\"previous_names\":[{\"name\":\"Mara Lindqvist\",\"timestamp\":1400000000}],",
               m->given, m->family, m->email);
    buf_printf(b,
               "\"other_names\":[],\"current_city\":{\"name\":\"%s, Belgium\",\"timestamp\":"
               "1300000000},\"hometown\":{\"name\":\"Malm\\u00c3\\u00b6, Sweden\","
               "\"timestamp\":1240000000},\"relationship\":{\"status\":\"Married\","
               "\"partner\":\"%s Okafor\",\"timestamp\":1400000000},\"family_members\":[",
               m->city, m->partner);
    for (size_t i = 0; i < cast_count; i++) {
        const struct person *p = &l->people[i];
        if (!p->kin || !p->kin[0])
            continue;
        buf_printf(b, "%s{\"name\":", first ? "" : ",");
        put_meta(b, p->fb_name);
        buf_printf(b, ",\"relation\":\"%s\",\"timestamp\":1420000000}", p->kin);
        first = false;
    }
    buf_printf(b,
               "],\"education_experiences\":[{\"name\":\"Universiteit Oudburg\","
               "\"start_timestamp\":1220000000,\"end_timestamp\":1277000000,\"graduated\":true,"
               "\"concentrations\":[\"Human-computer interaction\"],\"school_type\":"
               "\"College\",\"timestamp\":1280000000}],\"work_experiences\":[{\"employer\":"
               "\"%s\",\"title\":\"Co-founder\",\"start_timestamp\":1583107200}],\"websites\":"
               "[{\"address\":\"https://fernlight.example\"}],\"phone_numbers\":[{"
               "\"phone_type\":\"Mobile\",\"phone_number\":\"%s\",\"verified\":true}],"
               "\"username\":\"%s\",\"registration_timestamp\":1243000000,\"profile_uri\":"
               "\"https://www.facebook.com/%s\"}}\n",
               m->firm, m->phone, m->handle, m->handle);
    out_end(o);
}

/* One list of names with their days, by which people it holds. */
static void put_name(struct buf *b, const char *name, int64_t at_ms, bool first)
{
    buf_printf(b, "%s\n{\"name\":", first ? "" : ",");
    put_meta(b, name);
    buf_printf(b, ",\"timestamp\":%lld}", seconds(at_ms));
}

static void friends(const struct life *l, struct out *o)
{
    struct buf *b = out_begin(o, "connections/friends/your_friends.json");
    size_t n = 0, most = l->people_most ? (size_t)l->people_most : 190;
    buf_lit(b, "{\"friends_v2\":[");
    for (size_t i = 0; i < l->n_people && n < most; i++) {
        const struct person *p = &l->people[i];
        if (!(p->nets & NET_FACEBOOK))
            continue;
        put_name(b, p->fb_name, p->met_ms + (int64_t)(i % 1400) * 61000, n == 0);
        n++;
        out_more(o);
    }
    buf_lit(b, "]}\n");
    out_end(o);
}

static const struct {
    const char *file, *root;
    const char *names[4];
    int year;
} lists[] = {
    {"connections/friends/removed_friends.json",
     "deleted_friends_v2",   {"Koenraad Slabbinck", "Jessica Overmeire"},
     2021},
    {"connections/friends/received_friend_requests.json",
     "received_requests_v2", {"Rik Vandenhout", "Mireille Cambron"},
     2026},
    {"connections/friends/sent_friend_requests.json",
     "sent_requests_v2",     {"Lou's dad (Pieter)"},
     2026},
    {"connections/friends/rejected_friend_requests.json",
     "rejected_requests_v2", {"Crypto Queen Daily"},
     2024},
    {"connections/followers/people_who_followed_you.json",
     "followers_v3",         {"Mireille Cambron", "Osman Yıldırhan"},
     2025},
};

static const struct {
    const char *file, *root;
    const char *names[8];
} pages[] = {
    {"your_facebook_activity/pages/pages_you've_liked.json",
     "page_likes_v2",     {"Velo Rabot", "Bakkerij Vasseur", "Repair Café Rabot", "Kinderhospice De Vuurvlieg",
      "De Krook", "Fietsersbond Gent", "Schraubenwerk"}                                       },
    {"your_facebook_activity/pages/pages_and_profiles_you_follow.json",
     "pages_followed_v2", {"Fernlight", "Stad Gent", "Öresundståg", "Koor aan de Leie"}                          },
    {"your_facebook_activity/groups/your_group_membership_activity.json",
     "groups_joined_v2",  {"Buren van het Rabot", "Koor aan de Leie", "Svenskar i Belgien", "Zuurdesem Vlaanderen"}},
};

static void other_lists(struct out *o)
{
    for (size_t i = 0; i < LEN(lists); i++) {
        struct buf *b = out_begin(o, lists[i].file);
        buf_printf(b, "{\"%s\":[", lists[i].root);
        for (size_t k = 0; k < 4 && lists[i].names[k]; k++)
            put_name(b, lists[i].names[k], date_day(lists[i].year, 4 + (int)k, 9) + 66000000,
                     k == 0);
        buf_lit(b, "]}\n");
        out_end(o);
    }
    for (size_t i = 0; i < LEN(pages); i++) {
        struct buf *b = out_begin(o, pages[i].file);
        buf_printf(b, "{\"%s\":[", pages[i].root);
        for (size_t k = 0; k < 8 && pages[i].names[k]; k++)
            put_name(b, pages[i].names[k], date_day(2019 + (int)k, 2, 11) + 71000000, k == 0);
        buf_lit(b, "]}\n");
        out_end(o);
    }
}

/* The phone's address book that Messenger once took: what joins friends to contacts. */
static void address_book(const struct life *l, struct out *o)
{
    bool first = true;
    struct buf *b =
        out_begin(o, "personal_information/other_personal_information/your_address_books.json");
    buf_lit(b, "{\"address_book_v2\":{\"address_book\":[");
    for (size_t i = 0; i < l->n_people; i++) {
        const struct person *p = &l->people[i];
        if (!(p->nets & NET_FACEBOOK) || !(p->keys & (KEY_PHONE | KEY_EMAIL)))
            continue;
        buf_printf(b, "%s\n{\"name\":", first ? "" : ",");
        put_meta(b, p->fb_name);
        buf_lit(b, ",\"details\":[");
        if (p->keys & KEY_PHONE)
            buf_printf(b, "{\"contact_point\":\"%s\"}", p->phone);
        if (p->keys & KEY_EMAIL)
            buf_printf(b, "%s{\"contact_point\":\"%s\"}", p->keys & KEY_PHONE ? "," : "",
                       p->email);
        buf_printf(b, "],\"created_timestamp\":%lld,\"updated_timestamp\":%lld}",
                   seconds(p->met_ms), seconds(p->met_ms + 300 * DAY_MS));
        first = false;
    }
    buf_lit(b, "]}}\n");
    out_end(o);
}

void facebook_people(const struct life *l, struct out *o)
{
    profile(l, o);
    friends(l, o);
    other_lists(o);
    address_book(l, o);
}
