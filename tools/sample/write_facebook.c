/* tools/sample/write_facebook.c: Facebook's archive in its layout of 2025: what the owner posted. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include <stdio.h>
#include <string.h>

static long long seconds(int64_t ms)
{
    return (long long)(ms / 1000);
}

static void put_media(struct buf *b, uint64_t n, int64_t at_ms, const char *what, struct rng *r)
{
    buf_printf(b,
               "{\"media\":{\"uri\":\"your_facebook_activity/posts/media/Mobileuploads_1/"
               "%llu.png\",\"creation_timestamp\":%lld,\"media_metadata\":{"
               "\"photo_metadata\":{\"exif_data\":[{\"upload_ip\":\"192.0.2.%d\","
               "\"taken_timestamp\":%lld,\"original_width\":64,\"original_height\":48}]}}",
               (unsigned long long)n, seconds(at_ms), rng_range(r, 2, 250),
               seconds(at_ms) - rng_range(r, 60, 9000));
    buf_lit(b, ",\"title\":\"Mobile uploads\",\"description\":");
    put_meta(b, what);
    buf_lit(b, "}}");
}

static void put_link(struct buf *b, const char *url, const char *name)
{
    buf_lit(b, "{\"external_context\":{\"name\":");
    put_meta(b, name);
    buf_lit(b, ",\"source\":\"\",\"url\":");
    put_meta(b, url);
    buf_lit(b, "}}");
}

/* What hangs on a post: the event's own, else a photo, a place or a link by chance. */
static void put_attachments(struct buf *b, const struct life *l, const struct slot *s,
                            struct rng *r)
{
    static const char *const places[] = {
        "Citadelpark",           "Blaarmeersen", "Café De Loge", "Vrijdagmarkt",
        "Station Gent-Dampoort", "Boekentoren",  "Bourgoyen",    "De Krook"};
    static const char *const links[][2] = {
        {"https://stadskrant.example/fietspad-coupure",
         "Fietspad Coupure: nog een zomer wachten"                                      },
        {"https://broodpunt.example/cardamom",          "Cardamom buns, the slow way"   },
        {"https://vuurvlieg.example/run",               "Vuurvlieg Run: meld je aan"    },
        {"https://koorleie.example/winter",             "Winterconcert Koor aan de Leie"},
        {"https://repaircaferabot.example/agenda",      "Repair Café Rabot: agenda"    }
    };
    bool photo = s->event ? s->event->photo != NULL : rng_chance(r, 33);
    bool link = !photo && (s->event ? s->event->link != NULL : rng_chance(r, 10));
    bool place = !s->event && s->reg == REG_TRIP && rng_chance(r, 45);
    buf_lit(b, "\"attachments\":[");
    if (photo || link || place)
        buf_lit(b, "{\"data\":[");
    if (photo)
        put_media(b, s->n, s->at_ms, s->event ? s->event->photo : "", r);
    if (link) {
        size_t k = rng_below(r, LEN(links));
        put_link(b, s->event ? s->event->link : links[k][0], s->event ? "" : links[k][1]);
    }
    if (place) {
        if (photo || link)
            buf_char(b, ',');
        buf_printf(b,
                   "{\"place\":{\"name\":\"%s\",\"coordinate\":{\"latitude\":51.0%d,"
                   "\"longitude\":3.7%d},\"address\":\"%s\"}}",
                   places[rng_below(r, LEN(places))], rng_range(r, 300, 699),
                   rng_range(r, 0, 599), l->me.city);
    }
    buf_lit(b, photo || link || place ? "]}]" : "]");
}

static void put_post(struct buf *b, const struct life *l, const struct slot *s,
                     struct map *said)
{
    struct rng r;
    struct buf text;
    buf_init(&text, 65536);
    rng_init(&r, l->seed, "facebook", s->n);
    struct scene sc = {.life = l, .rng = &r, .at_ms = s->at_ms};
    if (s->event)
        text_fill(&sc, &text, s->event->text);
    else
        text_make(&sc, &text, s->reg, said);
    buf_printf(b, "{\"timestamp\":%lld,", seconds(s->at_ms));
    put_attachments(b, l, s, &r);
    buf_lit(b, ",\"data\":[{\"post\":");
    put_meta(b, buf_cstr(&text));
    if (rng_chance(&r, 4))
        buf_printf(b, "},{\"update_timestamp\":%lld",
                   seconds(s->at_ms) + rng_range(&r, 60, 9000));
    buf_lit(b, "}]");
    const char *group = s->reg == REG_CHOIR && !s->event && rng_chance(&r, 40) ? l->me.choir
                        : s->reg == REG_NEIGHBOUR && !s->event && rng_chance(&r, 45)
                            ? "Buren van het Rabot"
                            : NULL;
    char title[200];
    if (group)
        snprintf(title, sizeof title, "%s posted in %s.", l->me.name, group);
    else
        snprintf(title, sizeof title, "%s updated her status.", l->me.name);
    if (group || rng_chance(&r, 12)) {
        buf_lit(b, ",\"title\":");
        put_meta(b, title);
    }
    const struct person *tag = life_pick(l, &r, NET_FACEBOOK, TIE_FRIEND, s->at_ms);
    if (tag && rng_chance(&r, 9)) {
        buf_lit(b, ",\"tags\":[{\"name\":");
        put_meta(b, tag->fb_name);
        buf_lit(b, "}]");
    }
    buf_char(b, '}');
    buf_free(&text);
}

static void posts(const struct life *l, struct out *o)
{
    struct plan p;
    struct map *said = map_new();
    struct buf *b = out_begin(
        o, "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json");
    plan_init(&p, l, NET_FACEBOOK, l->posts ? (size_t)l->posts : 452, false);
    buf_lit(b, "[");
    for (size_t i = p.n; i-- > 0;) {
        struct slot s = plan_get(&p, i);
        buf_lit(b, i + 1 < p.n ? ",\n" : "\n");
        put_post(b, l, &s, l->posts > 20000 ? NULL : said);
        out_more(o);
    }
    buf_lit(b, "\n]\n");
    out_end(o);
    /* most pictures are there: exports come in parts */
    for (size_t i = 0; i < p.n && !l->posts; i++) {
        if (i % 8 == 0)
            continue;
        struct slot s = plan_get(&p, i);
        char path[128];
        struct buf one;
        struct rng r;
        buf_init(&one, 65536);
        rng_init(&r, l->seed, "facebook", s.n);
        put_post(&one, l, &s, NULL);
        bool has = str_find(buf_view(&one), STR("Mobileuploads_1/")) >= 0;
        buf_free(&one);
        snprintf(path, sizeof path,
                 "your_facebook_activity/posts/media/Mobileuploads_1/%llu.png",
                 (unsigned long long)s.n);
        if (!has)
            continue;
        put_picture(out_begin(o, path), s.n, 0);
        out_end(o);
    }
    plan_done(&p);
    map_free(said);
}

static void comments(const struct life *l, struct out *o)
{
    static const char *const things[] = {"post", "photo", "link", "video", "status"};
    struct plan p;
    struct map *said = map_new();
    struct buf text,
        *b = out_begin(o, "your_facebook_activity/comments_and_reactions/comments.json");
    buf_init(&text, 65536);
    plan_init(&p, l, NET_FACEBOOK, 304, true);
    buf_lit(b, "{\"comments_v2\":[");
    for (size_t i = p.n; i-- > 0;) {
        struct slot s = plan_get(&p, i);
        struct rng r;
        char title[320];
        rng_init(&r, l->seed, "fb-comment", s.n);
        const struct person *who = life_pick(l, &r, NET_FACEBOOK, TIE_COUNT, s.at_ms);
        struct scene sc = {.life = l, .rng = &r, .at_ms = s.at_ms, .who = who};
        buf_clear(&text);
        text_make(&sc, &text, s.reg, said);
        snprintf(title, sizeof title, "%s commented on %s's %s.", l->me.name,
                 who ? who->fb_name : "", things[rng_below(&r, LEN(things))]);
        buf_printf(b,
                   "%s\n{\"timestamp\":%lld,\"data\":[{\"comment\":{\"timestamp\":%lld,"
                   "\"comment\":",
                   i + 1 < p.n ? "," : "", seconds(s.at_ms), seconds(s.at_ms));
        put_meta(b, buf_cstr(&text));
        buf_lit(b, ",\"author\":");
        put_meta(b, l->me.name);
        buf_lit(b, "}}],\"title\":");
        put_meta(b, title);
        buf_char(b, '}');
    }
    buf_lit(b, "]}\n");
    out_end(o);
    buf_free(&text);
    plan_done(&p);
    map_free(said);
}

static void reactions(const struct life *l, struct out *o)
{
    static const char *const kinds[] = {"Like", "Like", "Like", "Love", "Love",
                                        "Haha", "Care", "Wow",  "Sad"};
    struct rng r;
    struct buf *b = out_begin(
        o, "your_facebook_activity/comments_and_reactions/likes_and_reactions_1.json");
    rng_init(&r, l->seed, "fb-reactions", 0);
    buf_lit(b, "[");
    for (size_t i = 0; i < 380; i++) {
        int64_t at = l->end_ms - (int64_t)i * 4 * DAY_MS - rng_range(&r, 0, 60000) * 1000;
        const struct person *who = life_pick(l, &r, NET_FACEBOOK, TIE_COUNT, at);
        buf_printf(b,
                   "%s\n{\"timestamp\":%lld,\"media\":[],\"label_values\":[{\"label\":"
                   "\"Reaction\",\"value\":\"%s\"},{\"label\":\"URL\",\"value\":"
                   "\"https://www.facebook.com/%llu\",\"href\":\"https://www.facebook.com/"
                   "%llu\"},{\"label\":\"Name\",\"value\":",
                   i ? "," : "", seconds(at), kinds[rng_below(&r, LEN(kinds))],
                   1000000000ULL + i * 7, 1000000000ULL + i * 7);
        put_meta(b, who ? who->fb_name : l->me.name);
        buf_printf(b, "}],\"fbid\":\"%llu\"}", 5550000000ULL + i);
    }
    buf_lit(b, "\n]\n");
    out_end(o);
}

/* The company's page, which the owner runs. */
static void page(const struct life *l, struct out *o)
{
    struct buf *b = out_begin(o, "your_facebook_activity/pages/your_pages.json");
    buf_printf(b,
               "{\"pages_v2\":[{\"name\":\"%s\",\"timestamp\":%lld,\"url\":"
               "\"https://www.facebook.com/fernlightsoftware\"}]}\n",
               l->me.firm, seconds(l->founded_ms + 20 * DAY_MS));
    out_end(o);
}

void write_facebook(const struct life *l, const char *dir)
{
    struct out *o = out_open(dir, "facebook.zip", OUT_ZIP);
    facebook_people(l, o);
    posts(l, o);
    comments(l, o);
    reactions(l, o);
    page(l, o);
    facebook_messages(l, o);
    out_close(o);
}
