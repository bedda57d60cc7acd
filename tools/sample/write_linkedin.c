/* tools/sample/write_linkedin.c: LinkedIn's complete archive of 2026: what the owner wrote. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include <stdio.h>
#include <string.h>

/* An id as LinkedIn makes them: milliseconds above 22 bits. */
static uint64_t id_at(int64_t ms, struct rng *r)
{
    return (uint64_t)ms << 22 | (rng_next(r) >> 42);
}

static void put_link(struct buf *b, const char *kind, uint64_t id)
{
    buf_printf(b, "https://www.linkedin.com/feed/update/urn%%3Ali%%3A%s%%3A%llu", kind,
               (unsigned long long)id);
}

static void begin(struct out *o, const struct life *l, const char *table, struct buf **b)
{
    char name[64];
    snprintf(name, sizeof name, "%s_%llu.csv", table, (unsigned long long)l->member_id);
    *b = out_begin(o, name);
}

struct cells {
    struct buf date, link, text, extra;
};

static void cells_init(struct cells *c)
{
    buf_init(&c->date, 256);
    buf_init(&c->link, 1024);
    buf_init(&c->text, 65536);
    buf_init(&c->extra, 1024);
}

static void cells_clear(struct cells *c)
{
    buf_clear(&c->date);
    buf_clear(&c->link);
    buf_clear(&c->text);
    buf_clear(&c->extra);
}

static void cells_done(struct cells *c)
{
    buf_free(&c->date);
    buf_free(&c->link);
    buf_free(&c->text);
    buf_free(&c->extra);
}

static void share_text(const struct life *l, const struct slot *s, struct cells *c,
                       struct rng *r, struct map *said)
{
    struct scene sc = {.life = l, .rng = r, .at_ms = s->at_ms};
    if (s->event) {
        text_fill(&sc, &c->text, s->event->text);
        if (s->event->link)
            buf_lit(&c->extra, s->event->link);
        return;
    }
    text_make(&sc, &c->text, s->reg, said);
    if (s->reg == REG_INDUSTRY && rng_chance(r, 60))
        buf_printf(&c->extra, "https://dewerkplaats.example/%d/%s-%d",
                   (int)date_of(s->at_ms).year, rng_chance(r, 50) ? "reparatie" : "ambacht",
                   rng_range(r, 100, 999));
    else if (s->reg == REG_PRODUCT && rng_chance(r, 50))
        buf_printf(&c->extra, "https://fernlight.example/news/%d-%02d",
                   (int)date_of(s->at_ms).year, date_of(s->at_ms).month);
}

static void shares(const struct life *l, struct out *o)
{
    struct buf *b, media;
    struct plan p;
    struct cells c;
    struct map *said = map_new();
    begin(o, l, "Shares", &b);
    cells_init(&c);
    buf_init(&media, 512);
    ROW(b, "Date", "ShareLink", "ShareCommentary", "SharedUrl", "MediaUrl", "Visibility");
    plan_init(&p, l, NET_LINKEDIN, l->posts ? (size_t)l->posts : 183, false);
    for (size_t i = p.n; i-- > 0;) {
        struct slot s = plan_get(&p, i);
        struct rng r;
        rng_init(&r, l->seed, "share", s.n);
        cells_clear(&c);
        buf_clear(&media);
        put_date(&c.date, DATE_PLAIN, s.at_ms);
        put_link(&c.link, rng_chance(&r, 80) ? "share" : "ugcPost", id_at(s.at_ms, &r));
        share_text(l, &s, &c, &r, l->posts > 20000 ? NULL : said);
        if ((s.event && s.event->photo) || (!s.event && rng_chance(&r, 30)))
            buf_printf(&media, "https://media.licdn.example/dms/image/%llx",
                       (unsigned long long)rng_next(&r));
        ROW(b, buf_cstr(&c.date), buf_cstr(&c.link), buf_cstr(&c.text), buf_cstr(&c.extra),
            buf_cstr(&media), rng_chance(&r, 12) ? "CONNECTIONS" : "MEMBER_NETWORK");
        out_more(o);
    }
    out_end(o);
    plan_done(&p);
    cells_done(&c);
    buf_free(&media);
    map_free(said);
}

static void comments(const struct life *l, struct out *o)
{
    struct buf *b;
    struct plan p;
    struct cells c;
    struct map *said = map_new();
    begin(o, l, "Comments", &b);
    cells_init(&c);
    ROW(b, "Date", "Link", "Message");
    plan_init(&p, l, NET_LINKEDIN, 152, true);
    for (size_t i = p.n; i-- > 0;) {
        struct slot s = plan_get(&p, i);
        struct rng r;
        rng_init(&r, l->seed, "comment", s.n);
        const struct person *who = life_pick(l, &r, NET_LINKEDIN, TIE_COUNT, s.at_ms);
        struct scene sc = {.life = l, .rng = &r, .at_ms = s.at_ms, .who = who};
        unsigned long long post =
            id_at(s.at_ms - rng_range(&r, 600, 86000) * INT64_C(1000), &r);
        cells_clear(&c);
        put_date(&c.date, DATE_PLAIN, s.at_ms);
        put_link(&c.link, "activity", post);
        buf_printf(&c.link,
                   "?commentUrn=urn%%3Ali%%3Acomment%%3A%%28activity%%3A%llu%%2C%llu%%29", post,
                   (unsigned long long)id_at(s.at_ms, &r));
        text_make(&sc, &c.text, REG_COMMENT_WORK, said);
        ROW(b, buf_cstr(&c.date), buf_cstr(&c.link), buf_cstr(&c.text));
    }
    out_end(o);
    plan_done(&p);
    cells_done(&c);
    map_free(said);
}

/* Reactions, reposts, votes and saved posts: a day, an address and little else. */
static void small_table(const struct life *l, struct out *o, const char *table, size_t n)
{
    static const char *const kinds[] = {"LIKE",         "LIKE",         "LIKE",    "LIKE",
                                        "PRAISE",       "PRAISE",       "EMPATHY", "INTEREST",
                                        "APPRECIATION", "ENTERTAINMENT"};
    static const char *const votes[] = {"Monday, to have it over with",
                                        "On paper, still",
                                        "Four days",
                                        "A shared calendar",
                                        "It depends",
                                        "Less than once a month"};
    struct buf *b;
    struct cells c;
    struct rng r;
    bool react = strcmp(table, "Reactions") == 0, vote = strcmp(table, "Votes") == 0;
    begin(o, l, table, &b);
    cells_init(&c);
    if (react)
        ROW(b, "Date", "Type", "Link");
    else if (vote)
        ROW(b, "Date", "Link", "OptionText");
    else
        ROW(b, "Date", "Link");
    rng_init(&r, l->seed, table, 0);
    for (size_t i = n; i-- > 0;) {
        int64_t span = (l->end_ms - l->start_ms) / DAY_MS;
        int64_t day = l->start_ms + (int64_t)i * span / (int64_t)n * DAY_MS;
        int64_t at = plan_clock(&r, day, true, false);
        cells_clear(&c);
        put_date(&c.date, DATE_PLAIN, at);
        put_link(&c.link, "activity", id_at(at - 7200000, &r));
        if (react)
            ROW(b, buf_cstr(&c.date), kinds[rng_below(&r, LEN(kinds))], buf_cstr(&c.link));
        else if (vote)
            ROW(b, buf_cstr(&c.date), buf_cstr(&c.link), votes[i % LEN(votes)]);
        else
            ROW(b, buf_cstr(&c.date), buf_cstr(&c.link));
    }
    out_end(o);
    cells_done(&c);
}

static void article(struct out *o)
{
    struct buf *b = out_begin(o, "Articles/Articles/what-forty-workshops-taught-us.html");
    buf_lit(b,
            "<html><head><title>What forty workshops taught us</title></head><body>\n"
            "<h1>What forty workshops taught us about paper</h1>\n"
            "<p class=\"created\">Created on 2023-04-12 07:40</p>\n"
            "<p class=\"published\">Published on 2023-04-13 08:05</p>\n"
            "<div><p>When we started I thought paper was the enemy. After forty visits I think "
            "that paper is the best user interface I have competed with.</p>\n"
            "<p>A job card hangs on the thing it describes. It survives grease. Everybody in "
            "the shop can see how many are hanging. No app I know does all three.</p>\n"
            "<p>So we stopped asking how to replace the card. We ask what the card can't do: "
            "order the part, count the hours, write the invoice. That list is our "
            "roadmap.</p></div>\n</body></html>\n");
    out_end(o);
}

void write_linkedin(const struct life *l, const char *dir)
{
    struct out *o = out_open(dir, "linkedin.zip", OUT_ZIP);
    linkedin_profile(l, o);
    linkedin_people(l, o);
    linkedin_messages(l, o);
    shares(l, o);
    comments(l, o);
    small_table(l, o, "Reactions", 420);
    small_table(l, o, "InstantReposts", 14);
    small_table(l, o, "Votes", 12);
    article(o);
    out_close(o);
}
