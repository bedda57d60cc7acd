/* tools/addressbook/write_archives.c: the networks' exports, with what they really tell of people. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "addressbook/addressbook.h"

#include <string.h>

/* A day between 2012 and 2026 that stays the same for an identity. */
static int64_t met_ms(const struct shown *s)
{
    struct rng r;
    rng_init(&r, s->who->n, "met", s->net);
    return date_day(2012, 1, 1) + (int64_t)rng_below(&r, 5200) * DAY_MS +
           (int64_t)rng_below(&r, 86400) * 1000;
}

static void linkedin(const struct set *set, const char *dir)
{
    struct out *o = out_open(dir, "linkedin.zip", OUT_ZIP);
    struct buf date, *b = out_begin(o, "Profile.csv");
    ROW(b, "First Name", "Last Name", "Maiden Name", "Address", "Birth Date", "Headline",
        "Summary", "Industry", "Zip Code", "Geo Location", "Twitter Handles", "Websites",
        "Instant Messengers");
    ROW(b, "Iris", "Callowhyde", "", "", "", "Keeps an address book", "", "", "", "Ghent", "",
        "", "");
    out_end(o);
    buf_init(&date, 64);
    b = out_begin(o, "Connections.csv");
    buf_lit(b, "Notes:\n\"When exporting your connection data, you may notice that some of the "
               "email addresses are missing.\"\n\n");
    ROW(b, "First Name", "Last Name", "URL", "Email Address", "Company", "Position",
        "Connected On");
    for (size_t i = 0; i < set->n; i++) {
        const struct shown *s = &set->shown[i];
        if (s->net != AB_LINKEDIN)
            continue;
        buf_clear(&date);
        put_date(&date, DATE_DAY, met_ms(s));
        ROW(b, s->first, s->last, s->profile, s->mail.n ? s->mail.v[0] : "", s->employer,
            s->title, buf_cstr(&date));
        out_more(o);
    }
    out_end(o);
    out_close(o);
    buf_free(&date);
}

/* Friends have a name and a day; what a phone's address book gave Messenger has more. */
static void friends(const struct set *set, struct out *o)
{
    struct buf *b = out_begin(o, "connections/friends/your_friends.json");
    bool first = true;
    buf_lit(b, "{\"friends_v2\":[");
    for (size_t i = 0; i < set->n; i++) {
        const struct shown *s = &set->shown[i];
        if (s->net != AB_FACEBOOK)
            continue;
        buf_printf(b, "%s\n{\"name\":", first ? "" : ",");
        put_meta(b, s->name);
        buf_printf(b, ",\"timestamp\":%lld}", (long long)(met_ms(s) / 1000));
        first = false;
        out_more(o);
    }
    buf_lit(b, "]}\n");
    out_end(o);
}

static void put_points(struct buf *b, const struct shown *s)
{
    const struct shown_list *const lists[] = {&s->mail, &s->phone};
    bool first = true;
    for (size_t k = 0; k < LEN(lists); k++)
        for (size_t i = 0; i < lists[k]->n; i++) {
            buf_printf(b, "%s{\"contact_point\":", first ? "" : ",");
            put_meta(b, lists[k]->v[i]);
            buf_char(b, '}');
            first = false;
        }
}

static void phone_book(const struct set *set, struct out *o)
{
    struct buf *b =
        out_begin(o, "personal_information/other_personal_information/your_address_books.json");
    bool first = true;
    buf_lit(b, "{\"address_book_v2\":{\"address_book\":[");
    for (size_t i = 0; i < set->n; i++) {
        const struct shown *s = &set->shown[i];
        if (s->net != AB_FACEBOOK || s->mail.n + s->phone.n == 0)
            continue;
        buf_printf(b, "%s\n{\"name\":", first ? "" : ",");
        put_meta(b, s->name);
        buf_lit(b, ",\"details\":[");
        put_points(b, s);
        buf_printf(b, "],\"created_timestamp\":%lld,\"updated_timestamp\":%lld}",
                   (long long)(met_ms(s) / 1000), (long long)(met_ms(s) / 1000));
        first = false;
        out_more(o);
    }
    buf_lit(b, "]}}\n");
    out_end(o);
}

static void facebook(const struct set *set, const char *dir)
{
    struct out *o = out_open(dir, "facebook.zip", OUT_ZIP);
    struct buf *b =
        out_begin(o, "personal_information/profile_information/profile_information.json");
    buf_lit(b, "{\"profile_v2\":{\"name\":{\"full_name\":\"Iris Callowhyde\",\"first_name\":"
               "\"Iris\",\"middle_name\":\"\",\"last_name\":\"Callowhyde\"}}}\n");
    out_end(o);
    friends(set, o);
    phone_book(set, o);
    out_close(o);
}

static void mastodon(const struct set *set, const char *dir)
{
    struct out *o = out_open(dir, "mastodon.zip", OUT_ZIP);
    struct buf *b = out_begin(o, "actor.json");
    buf_lit(b, "{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":"
               "\"https://fedi.example/users/iris.callowhyde\",\"type\":\"Person\","
               "\"preferredUsername\":\"iris.callowhyde\",\"name\":\"Iris Callowhyde\","
               "\"url\":\"https://fedi.example/@iris.callowhyde\",\"summary\":\"\"}\n");
    out_end(o);
    b = out_begin(o, "following_accounts.csv");
    ROW(b, "Account address", "Show boosts", "Notify on new posts", "Languages");
    for (size_t i = 0; i < set->n; i++)
        if (set->shown[i].net == AB_MASTODON) {
            ROW(b, set->shown[i].handle, "true", "false", "");
            out_more(o);
        }
    out_end(o);
    out_close(o);
}

/* The list of those followed has but numbers: handles and names come with a reply to them. */
static void x_following(const struct set *set, struct out *o)
{
    struct buf *b = out_begin(o, "data/following.js");
    bool first = true;
    buf_lit(b, "window.YTD.following.part0 = [");
    for (size_t i = 0; i < set->n; i++) {
        unsigned long long id = (unsigned long long)set->shown[i].x_id;
        if (set->shown[i].net != AB_X)
            continue;
        buf_printf(b,
                   "%s\n{\"following\":{\"accountId\":\"%llu\",\"userLink\":"
                   "\"https://twitter.com/intent/user?user_id=%llu\"}}",
                   first ? "" : ",", id, id);
        first = false;
        out_more(o);
    }
    buf_lit(b, "\n]\n");
    out_end(o);
}

static void x_replies(const struct set *set, struct out *o)
{
    struct buf *b = out_begin(o, "data/tweets.js");
    bool first = true;
    buf_lit(b, "window.YTD.tweets.part0 = [");
    for (size_t i = 0; i < set->n; i++) {
        const struct shown *s = &set->shown[i];
        if (s->net != AB_X)
            continue;
        int64_t at = met_ms(s);
        unsigned long long id = (unsigned long long)(at - INT64_C(1288834974657)) << 22 |
                                (unsigned long long)(i & 0x3FFFFF);
        buf_printf(b,
                   "%s\n{\"tweet\":{\"id\":\"%llu\",\"id_str\":\"%llu\",\"full_text\":"
                   "\"@%s good morning!\",\"lang\":\"en\",\"created_at\":\"",
                   first ? "" : ",", id, id, s->handle);
        put_date(b, DATE_X, at);
        buf_printf(b,
                   "\",\"in_reply_to_user_id\":\"%llu\",\"in_reply_to_user_id_str\":\"%llu\","
                   "\"in_reply_to_screen_name\":\"%s\",\"favorite_count\":\"0\","
                   "\"retweet_count\":\"0\",\"entities\":{\"user_mentions\":[{\"name\":",
                   (unsigned long long)s->x_id, (unsigned long long)s->x_id, s->handle);
        put_json(b, s->name);
        buf_printf(b,
                   ",\"screen_name\":\"%s\",\"indices\":[\"0\",\"%zu\"],\"id_str\":\"%llu\","
                   "\"id\":\"%llu\"}],\"urls\":[],\"symbols\":[],\"hashtags\":[]}}}",
                   s->handle, strlen(s->handle) + 1, (unsigned long long)s->x_id,
                   (unsigned long long)s->x_id);
        first = false;
        out_more(o);
    }
    buf_lit(b, "\n]\n");
    out_end(o);
}

static void x(const struct set *set, const char *dir)
{
    struct out *o = out_open(dir, "x.zip", OUT_ZIP);
    struct buf *b = out_begin(o, "data/account.js");
    buf_lit(b,
            "window.YTD.account.part0 = [{\"account\":{\"email\":\"iris@callowhyde.example\","
            "\"createdVia\":\"web\",\"username\":\"iriscallowhyde\",\"accountId\":"
            "\"90210777\",\"createdAt\":\"2011-06-23T13:04:14.000Z\",\"accountDisplayName\":"
            "\"Iris Callowhyde\"}}]\n");
    out_end(o);
    x_following(set, o);
    x_replies(set, o);
    out_close(o);
}

void write_archives(const struct set *set, const char *dir)
{
    linkedin(set, dir);
    facebook(set, dir);
    mastodon(set, dir);
    x(set, dir);
    write_cards(set, dir);
}
