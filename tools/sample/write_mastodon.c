/* tools/sample/write_mastodon.c: Mastodon's archive: actor, outbox as one document, marks. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include <stdio.h>
#include <string.h>

struct toot {
    const struct life *l;
    struct buf text, html, tags, actor;
    struct rng rng;
};

/* Plain text as Mastodon's HTML: paragraphs, breaks, hashtags and links as anchors. */
static void to_html(struct toot *t)
{
    const char *p = buf_cstr(&t->text);
    struct buf *h = &t->html;
    while (*p) {
        size_t n = 0;
        if (*p == '#' && ascii_is_alnum((unsigned char)p[1])) {
            while (ascii_is_alnum((unsigned char)p[n + 1]) || (unsigned char)p[n + 1] >= 0x80)
                n++;
            buf_printf(h,
                       "<a href=\"https://%s/tags/%.*s\" class=\"mention hashtag\" "
                       "rel=\"tag\">#<span>%.*s</span></a>",
                       fedi_host, (int)n, p + 1, (int)n, p + 1);
            buf_printf(&t->tags,
                       "%s{\"type\":\"Hashtag\",\"href\":\"https://%s/tags/%.*s\","
                       "\"name\":\"#%.*s\"}",
                       t->tags.n ? "," : "", fedi_host, (int)n, p + 1, (int)n, p + 1);
            p += n + 1;
        } else if (strncmp(p, "https://", 8) == 0) {
            while (p[n] && p[n] != ' ' && p[n] != '\n')
                n++;
            buf_printf(h,
                       "<a href=\"%.*s\" target=\"_blank\" rel=\"nofollow noopener\"><span "
                       "class=\"invisible\">https://</span><span>%.*s</span></a>",
                       (int)n, p, (int)n - 8, p + 8);
            p += n;
        } else if (p[0] == '\n') {
            buf_lit(h, p[1] == '\n' ? "</p><p>" : "<br>");
            p += p[1] == '\n' ? 2 : 1;
        } else {
            const char one[2] = {*p++, '\0'};
            put_html(h, one);
        }
    }
    buf_lit(h, "</p>");
}

static void mention(struct toot *t, const struct person *p)
{
    const char *at = strchr(p->fedi, '@');
    int user = (int)(at - p->fedi);
    buf_printf(&t->html,
               "<span class=\"h-card\"><a href=\"https://%s/@%.*s\" class=\"u-url "
               "mention\">@<span>%.*s</span></a></span> ",
               at + 1, user, p->fedi, user, p->fedi);
    buf_printf(&t->tags,
               "{\"type\":\"Mention\",\"href\":\"https://%s/@%.*s\",\"name\":\"@%s\"}", at + 1,
               user, p->fedi, p->fedi);
}

static const char *const warnings[] = {"food, close-up", "work grumbling",
                                       "long, about invoices", "illness, mild",
                                       "spoilers for nothing"};
static const char *const alts[] = {
    "A round sourdough loaf with a dark crust, cut open on a board.",
    "A cargo bike leaning on a canal railing, two rain jackets in the box.",
    "Job cards on hooks above a workbench, some stained with oil.",
    "A choir seen from behind in a candlelit church.",
    "Morning fog over the Leie with one heron.",
    ""};

/* public, unlisted, followers, direct */
static void put_audience(struct buf *b, int kind, const char *actor, const struct person *who)
{
    const char *all = "https://www.w3.org/ns/activitystreams#Public";
    char direct[200] = "";
    if (who) {
        const char *at = strchr(who->fedi, '@');
        snprintf(direct, sizeof direct, "https://%s/users/%.*s", at + 1, (int)(at - who->fedi),
                 who->fedi);
    }
    if (kind == 3)
        buf_printf(b, "\"to\":[\"%s\"],\"cc\":[]", direct);
    else if (kind == 2)
        buf_printf(b, "\"to\":[\"%s/followers\"],\"cc\":[]", actor);
    else if (kind == 1)
        buf_printf(b, "\"to\":[\"%s/followers\"],\"cc\":[\"%s\"]", actor, all);
    else
        buf_printf(b, "\"to\":[\"%s\"],\"cc\":[\"%s/followers\"%s%s%s]", all, actor,
                   direct[0] ? ",\"" : "", direct, direct[0] ? "\"" : "");
}

static unsigned long long status_id(const struct slot *s)
{
    return (unsigned long long)s->at_ms << 16 | (s->n & 0xFFFF);
}

static void put_boost(struct buf *b, struct toot *t, const struct slot *s,
                      const struct person *who)
{
    const char *actor = buf_cstr(&t->actor), *fedi = who ? who->fedi : "bib@ghent.example";
    const char *at = strchr(fedi, '@');
    buf_printf(b,
               "{\"id\":\"%s/statuses/%llu/activity\",\"type\":\"Announce\",\"actor\":\"%s\","
               "\"published\":\"",
               actor, status_id(s), actor);
    put_date(b, DATE_ISO_S, s->at_ms);
    buf_lit(b, "\",");
    put_audience(b, 0, actor, who);
    buf_printf(b, ",\"object\":\"https://%s/users/%.*s/statuses/%llu\"}", at + 1,
               (int)(at - fedi), fedi, status_id(s) - 9000000);
}

static void put_poll(struct buf *b, struct rng *r)
{
    static const char *const options[] = {"Rye", "Spelt", "Whatever rises", "I buy my bread"};
    buf_lit(b, ",\"oneOf\":[");
    for (size_t i = 0; i < LEN(options); i++)
        buf_printf(b,
                   "%s{\"type\":\"Note\",\"name\":\"%s\",\"replies\":{\"type\":\"Collection\","
                   "\"totalItems\":%d}}",
                   i ? "," : "", options[i], rng_range(r, 2, 31));
    buf_lit(b, "],\"endTime\":\"2024-02-10T12:00:00Z\",\"votersCount\":64");
}

static void put_note(struct buf *b, struct toot *t, const struct slot *s,
                     const struct person *who, const char *lang)
{
    const char *actor = buf_cstr(&t->actor);
    unsigned long long id = status_id(s);
    struct rng *r = &t->rng;
    bool poll = !s->event && s->n % 211 == 60, warned = !s->event && rng_chance(r, 6);
    bool picture = s->event ? s->event->photo != NULL : !poll && rng_chance(r, 13);
    int kind = who && rng_chance(r, 12) ? 3 : rng_chance(r, 8) ? 1 : rng_chance(r, 9) ? 2 : 0;
    buf_printf(b,
               "{\"id\":\"%s/statuses/%llu/activity\",\"type\":\"Create\",\"actor\":\"%s\","
               "\"published\":\"",
               actor, id, actor);
    put_date(b, DATE_ISO_S, s->at_ms);
    buf_lit(b, "\",");
    put_audience(b, kind, actor, who);
    buf_printf(b,
               ",\"object\":{\"id\":\"%s/statuses/%llu\",\"type\":\"%s\",\"summary\":", actor,
               id, poll ? "Question" : "Note");
    if (warned)
        put_json(b, warnings[rng_below(r, LEN(warnings))]);
    else
        buf_lit(b, "null");
    if (who)
        buf_printf(b, ",\"inReplyTo\":\"https://%s/users/%.*s/statuses/%llu\"",
                   strchr(who->fedi, '@') + 1, (int)(strchr(who->fedi, '@') - who->fedi),
                   who->fedi, id - 40000000);
    else
        buf_lit(b, ",\"inReplyTo\":null");
    buf_lit(b, ",\"published\":\"");
    put_date(b, DATE_ISO_S, s->at_ms);
    if (rng_chance(r, 3)) { /* the typo is found an hour later */
        buf_lit(b, "\",\"updated\":\"");
        put_date(b, DATE_ISO_S, s->at_ms + rng_range(r, 60, 5000) * INT64_C(1000));
    }
    buf_printf(b, "\",\"url\":\"https://%s/@%s/%llu\",\"attributedTo\":\"%s\",", fedi_host,
               t->l->me.fedi_user, id, actor);
    put_audience(b, kind, actor, who);
    buf_printf(b,
               ",\"sensitive\":%s,\"conversation\":\"tag:%s,2022:objectId=%llu:objectType="
               "Conversation\",\"content\":",
               warned ? "true" : "false", fedi_host, id);
    put_json(b, buf_cstr(&t->html));
    buf_printf(b, ",\"contentMap\":{\"%s\":", lang);
    put_json(b, buf_cstr(&t->html));
    buf_lit(b, "},\"attachment\":[");
    if (picture) {
        buf_printf(b,
                   "{\"type\":\"Document\",\"mediaType\":\"image/png\",\"url\":"
                   "\"/media_attachments/files/%llu/original/%llx.png\",\"name\":",
                   id, id);
        const char *alt = s->event ? s->event->photo : alts[rng_below(r, LEN(alts))];
        if (alt[0])
            put_json(b, alt);
        else
            buf_lit(b, "null");
        buf_lit(b, ",\"focalPoint\":[0.0,0.0],\"width\":64,\"height\":48}");
    }
    buf_printf(b, "],\"tag\":[%s]", buf_cstr(&t->tags));
    if (poll)
        put_poll(b, r);
    buf_printf(b,
               ",\"likes\":{\"type\":\"Collection\",\"totalItems\":%d},\"shares\":{\"type\":"
               "\"Collection\",\"totalItems\":%d}}}",
               rng_range(r, 0, 30), rng_range(r, 0, 7));
}

static void put_slot(struct buf *b, struct toot *t, const struct slot *s, struct map *said)
{
    const struct person *who = NULL;
    struct scene sc = {.life = t->l, .rng = &t->rng, .at_ms = s->at_ms, .lang = "en"};
    rng_init(&t->rng, t->l->seed, "mastodon", s->n);
    buf_clear(&t->text);
    buf_clear(&t->html);
    buf_clear(&t->tags);
    if (!s->event && (s->reg == REG_RESHARE || s->reg == REG_FEDI_REPLY))
        who = life_pick(t->l, &t->rng, NET_MASTODON, TIE_COUNT, s->at_ms);
    if (!s->event && s->reg == REG_RESHARE) {
        put_boost(b, t, s, who);
        return;
    }
    sc.who = who;
    if (s->event)
        text_fill(&sc, &t->text, s->event->text);
    else
        text_make(&sc, &t->text, s->reg, said);
    buf_lit(&t->html, "<p>");
    if (who)
        mention(t, who);
    to_html(t);
    put_note(b, t, s, who, sc.lang);
}

static void outbox(const struct life *l, struct out *o, struct toot *t, size_t n)
{
    struct map *said = map_new();
    struct plan p;
    struct life later = *l; /* the account is younger than the rest */
    later.start_ms = date_day(2018, 8, 20);
    t->l = &later;
    plan_init(&p, &later, NET_MASTODON, n, false);
    struct buf *b = out_begin(o, "outbox.json");
    buf_printf(b,
               "{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":\"outbox.json\","
               "\"type\":\"OrderedCollection\",\"totalItems\":%zu,\"orderedItems\":[",
               n);
    for (size_t i = 0; i < n; i++) {
        struct slot s = plan_get(&p, i);
        buf_lit(b, i ? ",\n" : "\n");
        put_slot(b, t, &s, n > 20000 ? NULL : said);
        out_more(o);
    }
    buf_lit(b, "\n]}\n");
    out_end(o);
    for (size_t i = 0; i < n && n <= 20000; i++) {
        struct slot s = plan_get(&p, i);
        struct buf one;
        char path[160];
        buf_init(&one, 1 << 20);
        put_slot(&one, t, &s, NULL);
        bool has = str_find(buf_view(&one), STR("/media_attachments/")) >= 0;
        buf_free(&one);
        snprintf(path, sizeof path, "media_attachments/files/%llu/original/%llx.png",
                 status_id(&s), status_id(&s));
        if (!has)
            continue;
        put_picture(out_begin(o, path), s.n + 31, 0);
        out_end(o);
    }
    plan_done(&p);
    map_free(said);
}

static void actor(const struct life *l, struct out *o, const char *id)
{
    const struct owner *m = &l->me;
    struct buf *b = out_begin(o, "actor.json");
    buf_printf(b,
               "{\"@context\":[\"https://www.w3.org/ns/activitystreams\","
               "\"https://w3id.org/security/v1\"],\"id\":\"%s\",\"type\":\"Person\","
               "\"following\":\"%s/following\",\"followers\":\"%s/followers\",\"inbox\":"
               "\"%s/inbox\",\"outbox\":\"outbox.json\",\"preferredUsername\":\"%s\",\"name\":"
               "\"%s\",\"summary\":",
               id, id, id, id, m->fedi_user, m->given);
    put_json(b, "<p>Bread, bikes, altos. By day software for repair workshops. "
                "Swedish in Ghent. she/her</p>");
    buf_printf(b,
               ",\"url\":\"https://%s/@%s\",\"manuallyApprovesFollowers\":false,"
               "\"discoverable\":true,\"published\":\"2018-08-20T00:00:00Z\",\"tag\":[],"
               "\"attachment\":[{\"type\":\"PropertyValue\",\"name\":\"Work\",\"value\":"
               "\"<a href=\\\"https://fernlight.example\\\" rel=\\\"me\\\">"
               "https://fernlight.example</a>\"},{\"type\":\"PropertyValue\",\"name\":"
               "\"Voice\",\"value\":\"alto\"}],\"icon\":{\"type\":\"Image\",\"mediaType\":"
               "\"image/png\",\"url\":\"avatar.png\"},\"likes\":\"likes.json\",\"bookmarks\":"
               "\"bookmarks.json\"}\n",
               fedi_host, m->fedi_user);
    out_end(o);
    put_picture(out_begin(o, "avatar.png"), l->seed + 5, 0);
    out_end(o);
}

static void marks(const struct life *l, struct out *o, const char *file, size_t n)
{
    struct rng r;
    struct buf *b = out_begin(o, file);
    rng_init(&r, l->seed, file, 0);
    buf_printf(b,
               "{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":\"%s\",\"type\":"
               "\"OrderedCollection\",\"orderedItems\":[",
               file);
    for (size_t i = 0; i < n; i++) {
        const struct person *p = life_pick(l, &r, NET_MASTODON, TIE_COUNT, l->end_ms);
        const char *at = strchr(p->fedi, '@');
        buf_printf(b, "%s\"https://%s/users/%.*s/statuses/%llu\"", i ? ",\n" : "\n", at + 1,
                   (int)(at - p->fedi), p->fedi,
                   (unsigned long long)(l->end_ms - (int64_t)i * DAY_MS * 7) << 16 | i);
    }
    buf_lit(b, "\n]}\n");
    out_end(o);
}

void write_mastodon(const struct life *l, const char *dir)
{
    struct out *o = out_open(dir, "mastodon.tar.gz", OUT_TAR_GZ);
    struct toot t = {.l = l};
    struct buf *const all[] = {&t.text, &t.html, &t.tags, &t.actor};
    for (size_t i = 0; i < LEN(all); i++)
        buf_init(all[i], 1 << 20);
    buf_printf(&t.actor, "https://%s/users/%s", fedi_host, l->me.fedi_user);
    actor(l, o, buf_cstr(&t.actor));
    marks(l, o, "likes.json", 210);
    marks(l, o, "bookmarks.json", 34);
    outbox(l, o, &t, l->posts ? (size_t)l->posts : 504);
    for (size_t i = 0; i < LEN(all); i++)
        buf_free(all[i]);
    out_close(o);
}
