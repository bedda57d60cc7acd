/* tools/sample/write_x.c: X's archive of 2025: manifest, account, posts in parts, long posts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include <stdio.h>
#include <string.h>

enum {
    PART = 50000,
    DEMO = 1210
};

/* X's ids: milliseconds since its own epoch above 22 bits. */
static unsigned long long id_at(int64_t ms, uint64_t n)
{
    return (unsigned long long)(ms - INT64_C(1288834974657)) << 22 | (n & 0x3FFFFF);
}

/* One post under way; the buffers are used again and again. */
struct tweet {
    const struct life *l;
    struct rng rng;
    struct slot slot;
    const struct person *who;
    struct buf text, mentions, urls, media, hashtags, note;
    const char *lang;
    unsigned long long id, reply_to;
    bool reshare, reply;
};

static void put_mention(struct tweet *t, const struct person *p)
{
    if (t->mentions.n)
        buf_char(&t->mentions, ',');
    buf_lit(&t->mentions, "{\"name\":");
    put_xml_amp(&t->mentions, p->name);
    buf_printf(&t->mentions,
               ",\"screen_name\":\"%s\",\"indices\":[\"0\",\"%zu\"],\"id_str\":"
               "\"%llu\",\"id\":\"%llu\"}",
               p->handle, strlen(p->handle) + 1, (unsigned long long)p->x_id,
               (unsigned long long)p->x_id);
}

/* #words as entities. */
static void find_hashtags(struct tweet *t)
{
    const char *p = buf_cstr(&t->text);
    while ((p = strchr(p, '#')) != NULL) {
        size_t n = 0;
        p++;
        while (ascii_is_alnum((unsigned char)p[n]) || (unsigned char)p[n] >= 0x80)
            n++;
        if (n == 0)
            continue;
        buf_printf(&t->hashtags, "%s{\"text\":\"%.*s\",\"indices\":[\"0\",\"%zu\"]}",
                   t->hashtags.n ? "," : "", (int)n, p, n + 1);
    }
}

static void put_link(struct tweet *t, const char *to)
{
    char code[16];
    snprintf(code, sizeof code, "%010llx", (unsigned long long)(rng_next(&t->rng) >> 24));
    buf_printf(&t->text, " https://t.co/%s", code);
    buf_printf(&t->urls,
               "{\"url\":\"https://t.co/%s\",\"expanded_url\":\"%s\",\"display_url\":"
               "\"%.24s\",\"indices\":[\"0\",\"23\"]}",
               code, to, to + 8);
}

static void put_media(struct tweet *t, const char *alt)
{
    char code[16];
    snprintf(code, sizeof code, "%010llx", (unsigned long long)(rng_next(&t->rng) >> 24));
    buf_printf(&t->text, " https://t.co/%s", code);
    buf_printf(&t->media,
               "{\"url\":\"https://t.co/%s\",\"expanded_url\":\"https://x.com/%s/"
               "status/%llu/photo/1\",\"media_url_https\":\"https://pbs.twimg.example/"
               "media/F%s.png\",\"id_str\":\"%llu\",\"type\":\"photo\"",
               code, t->l->me.handle, t->id, code, t->id + 3);
    if (alt && alt[0]) {
        buf_lit(&t->media, ",\"ext_alt_text\":");
        put_json(&t->media, alt);
    }
    buf_char(&t->media, '}');
}

/* Beyond 280 characters the post is cut and its whole text stands in note-tweet.js. */
static void cut_long(struct tweet *t)
{
    if (t->text.n <= 280 || t->reshare)
        return;
    buf_str(&t->note, buf_view(&t->text));
    size_t n = 270;
    while (((unsigned char)t->text.p[n] & 0xC0) == 0x80)
        n--;
    t->text.n = n;
    buf_lit(&t->text, "…");
}

static void make(struct tweet *t, struct slot s, struct map *said, unsigned long long last)
{
    static const char *const links[] = {"https://fernlight.example/changelog",
                                        "https://dewerkplaats.example/2024/reparatie-212",
                                        "https://stadskrant.example/fietspad-coupure",
                                        "https://righttorepair.example/news/31",
                                        "https://vuurvlieg.example/run",
                                        "https://schraubenwerk.example/blog/preise"};
    struct scene sc = {.life = t->l, .rng = &t->rng, .at_ms = s.at_ms, .lang = "en"};
    struct buf *const all[] = {&t->text,  &t->mentions, &t->urls,
                               &t->media, &t->hashtags, &t->note};
    for (size_t i = 0; i < LEN(all); i++)
        buf_clear(all[i]);
    rng_init(&t->rng, t->l->seed, "x", s.n);
    t->slot = s;
    t->id = id_at(s.at_ms, s.n);
    t->reply_to = 0;
    t->reshare = !s.event && s.reg == REG_RESHARE;
    t->reply = !s.event && s.reg == REG_X_REPLY;
    t->who = NULL;
    if (t->reshare || t->reply)
        t->who = life_pick(t->l, &t->rng, NET_X, TIE_COUNT, s.at_ms);
    if (t->who) {
        buf_printf(&t->text, t->reshare ? "RT @%s: " : "@%s ", t->who->handle);
        put_mention(t, t->who);
        if (t->reply)
            t->reply_to =
                id_at(s.at_ms - rng_range(&t->rng, 120, 60000) * INT64_C(1000), s.n + 1);
    }
    sc.who = t->who;
    if (s.event)
        text_fill(&sc, &t->text, s.event->text);
    else
        text_make(&sc, &t->text, s.reg, said);
    t->lang = sc.lang;
    if (!s.event && s.reg == REG_X_THREAD && last && rng_chance(&t->rng, 70))
        t->reply_to = last;
    find_hashtags(t);
    cut_long(t);
    if (s.event && s.event->link)
        put_link(t, s.event->link);
    else if (!s.event && s.reg == REG_X_WORK && rng_chance(&t->rng, 22))
        put_link(t, links[rng_below(&t->rng, LEN(links))]);
    else if (t->urls.n == 0 && (s.event ? s.event->photo != NULL
                                        : s.reg == REG_X_LIFE && rng_chance(&t->rng, 14)))
        put_media(t, s.event ? s.event->photo : rng_chance(&t->rng, 50) ? "A photo of it" : "");
}

static void put_tweet(struct buf *b, struct tweet *t, const char *deleted)
{
    buf_printf(b,
               "{\"tweet\":{\"edit_info\":{\"initial\":{\"editTweetIds\":[\"%llu\"],"
               "\"editableUntil\":\"",
               t->id);
    put_date(b, DATE_ISO, t->slot.at_ms + 3600000);
    buf_lit(b, "\",\"editsRemaining\":\"5\",\"isEditEligible\":true}},\"retweeted\":false,"
               "\"source\":\"<a href=\\\"https://mobile.twitter.com\\\" rel=\\\"nofollow\\\">"
               "Twitter Web App</a>\",\"entities\":{\"hashtags\":[");
    buf_str(b, buf_view(&t->hashtags));
    buf_lit(b, "],\"symbols\":[],\"user_mentions\":[");
    buf_str(b, buf_view(&t->mentions));
    buf_lit(b, "],\"urls\":[");
    buf_str(b, buf_view(&t->urls));
    buf_lit(b, "]");
    if (t->media.n) {
        buf_lit(b, ",\"media\":[");
        buf_str(b, buf_view(&t->media));
        buf_lit(b, "]},\"extended_entities\":{\"media\":[");
        buf_str(b, buf_view(&t->media));
        buf_lit(b, "]");
    }
    int likes = t->reshare ? 0 : rng_range(&t->rng, 0, 24);
    likes += rng_chance(&t->rng, 4) ? rng_range(&t->rng, 40, 900) : 0;
    buf_printf(b,
               "},\"display_text_range\":[\"0\",\"%zu\"],\"favorite_count\":\"%d\","
               "\"retweet_count\":\"%d\",\"id_str\":\"%llu\",\"id\":\"%llu\"",
               t->text.n, likes, likes / 9, t->id, t->id);
    if (t->reply_to)
        buf_printf(b,
                   ",\"in_reply_to_status_id_str\":\"%llu\",\"in_reply_to_status_id\":"
                   "\"%llu\",\"in_reply_to_user_id_str\":\"%llu\",\"in_reply_to_user_id\":"
                   "\"%llu\",\"in_reply_to_screen_name\":\"%s\"",
                   t->reply_to, t->reply_to,
                   (unsigned long long)(t->who ? t->who->x_id : t->l->x_id),
                   (unsigned long long)(t->who ? t->who->x_id : t->l->x_id),
                   t->who ? t->who->handle : t->l->me.handle);
    buf_lit(b, ",\"truncated\":false,\"created_at\":\"");
    put_date(b, DATE_X, t->slot.at_ms);
    buf_printf(b, "\",\"favorited\":false,\"lang\":\"%s\",", t->lang);
    if (deleted)
        buf_printf(b, "\"deleted_at\":\"%s\",", deleted);
    buf_lit(b, "\"full_text\":");
    put_xml_amp(b, buf_cstr(&t->text));
    buf_lit(b, "}}");
}

static void begin_part(struct out *o, const char *name, size_t part, struct buf **b)
{
    char path[96], global[64];
    size_t n = 0;
    for (; name[n]; n++)
        global[n] = name[n] == '-' ? '_' : name[n];
    global[n] = '\0';
    if (part)
        snprintf(path, sizeof path, "data/%s-part%zu.js", name, part);
    else
        snprintf(path, sizeof path, "data/%s.js", name);
    *b = out_begin(o, path);
    buf_printf(*b, "window.YTD.%s.part%zu = [\n", global, part);
}

static void put_note(struct buf *notes, struct tweet *t)
{
    buf_printf(notes, "%s{\"noteTweet\":{\"noteTweetId\":\"%llu\",\"updatedAt\":\"",
               notes->n ? ",\n" : "", t->id + 9);
    put_date(notes, DATE_ISO, t->slot.at_ms);
    buf_lit(notes, "\",\"lifecycle\":{\"value\":\"Active\"},\"createdAt\":\"");
    put_date(notes, DATE_ISO, t->slot.at_ms);
    buf_lit(notes, "\",\"core\":{\"styletags\":[],\"urls\":[],\"text\":");
    put_json(notes, buf_cstr(&t->note));
    buf_lit(notes, ",\"mentions\":[],\"cashtags\":[],\"hashtags\":[]}}}");
}

static void tweets(const struct life *l, struct out *o, size_t n, bool bulk)
{
    struct tweet t = {.l = l};
    struct map *said = map_new();
    struct plan p;
    struct buf *const all[] = {&t.text, &t.mentions, &t.urls, &t.media, &t.hashtags, &t.note};
    struct buf *b = NULL, notes, deleted;
    unsigned long long last = 0;
    for (size_t i = 0; i < LEN(all); i++)
        buf_init(all[i], 65536);
    buf_init(&notes, (size_t)64 << 20);
    buf_init(&deleted, 1 << 20);
    plan_init(&p, l, NET_X, n, false);
    for (size_t i = 0; i < n; i++) {
        if (i % PART == 0) {
            if (i) {
                buf_lit(b, "\n]\n");
                out_end(o);
            }
            begin_part(o, "tweets", i / PART, &b);
        }
        make(&t, plan_get(&p, i), bulk ? NULL : said, last);
        last = t.id;
        if (i % PART)
            buf_lit(b, ",\n");
        put_tweet(b, &t, NULL);
        if (t.note.n && notes.n < (8 << 20))
            put_note(&notes, &t);
        if (!bulk && i % 300 == 77) { /* written, thought over, taken back */
            struct slot s = t.slot;
            s.at_ms += 400000;
            s.n += 5000000;
            s.event = NULL;
            make(&t, s, said, last);
            if (deleted.n)
                buf_lit(&deleted, ",\n");
            put_tweet(&deleted, &t, "Tue Oct 06 08:12:31 +0000 2026");
        }
        out_more(o);
    }
    if (b)
        buf_lit(b, "\n]\n");
    if (b)
        out_end(o);
    begin_part(o, "note-tweet", 0, &b);
    buf_str(b, buf_view(&notes));
    buf_lit(b, "\n]\n");
    out_end(o);
    begin_part(o, "deleted-tweets", 0, &b);
    buf_str(b, buf_view(&deleted));
    buf_lit(b, "\n]\n");
    out_end(o);
    /* some of the pictures */
    const size_t noise = l->pictures_mb ? (size_t)2 << 20 : 0;
    int64_t left = (int64_t)l->pictures_mb << 20;
    for (size_t i = 0; i < n && (!bulk || left > 0); i++) {
        make(&t, plan_get(&p, i), NULL, 0);
        const char *at = t.media.n ? strstr(buf_cstr(&t.media), "/media/F") : NULL;
        char path[128];
        if (!at || i % 3 == 0)
            continue;
        left -= (int64_t)noise;
        snprintf(path, sizeof path, "data/tweets_media/%llu-%.15s", t.id, at + 7);
        put_picture(out_begin(o, path), i, noise);
        out_end(o);
    }
    for (size_t i = 0; i < LEN(all); i++)
        buf_free(all[i]);
    buf_free(&notes);
    buf_free(&deleted);
    plan_done(&p);
    map_free(said);
}

static void manifest(const struct life *l, struct out *o, size_t n)
{
    struct buf *b = out_begin(o, "data/manifest.js");
    buf_printf(b,
               "window.__THAR_CONFIG = {\"userInfo\":{\"accountId\":\"%llu\",\"userName\":"
               "\"%s\",\"displayName\":\"%s\"},\"archiveInfo\":{\"sizeBytes\":\"%zu\","
               "\"generationDate\":\"2026-10-19T06:11:02.000Z\",\"isPartialArchive\":false,"
               "\"maxPartSizeBytes\":\"53687091200\"},\"dataTypes\":{\"tweets\":{"
               "\"mediaDirectory\":\"data/tweets_media\",\"files\":[",
               (unsigned long long)l->x_id, l->me.handle, l->me.name, n * 900);
    for (size_t part = 0; part * PART < n; part++) {
        size_t count = n - part * PART < PART ? n - part * PART : PART;
        char name[48] = "tweets.js";
        if (part)
            snprintf(name, sizeof name, "tweets-part%zu.js", part);
        buf_printf(b,
                   "%s{\"fileName\":\"data/%s\",\"globalName\":\"YTD.tweets.part%zu\","
                   "\"count\":\"%zu\"}",
                   part ? "," : "", name, part, count);
    }
    buf_lit(b, "]}}}\n");
    out_end(o);
    b = out_begin(o, "Your archive.html");
    buf_lit(b, "<!doctype html><title>Your archive</title><p>Open data/manifest.js.</p>\n");
    out_end(o);
}

void write_x(const struct life *l, const char *dir)
{
    struct out *o = out_open(dir, "x.zip", OUT_ZIP);
    size_t n = l->posts ? (size_t)l->posts : DEMO;
    manifest(l, o, n);
    x_people(l, o);
    x_messages(l, o);
    tweets(l, o, n, n > 20000);
    out_close(o);
}
