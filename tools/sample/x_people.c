/* tools/sample/x_people.c: X's account, profile, followers, likes and direct messages. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include "core/mem.h"

#include <stdio.h>
#include <string.h>

static void account(const struct life *l, struct out *o)
{
    const struct owner *m = &l->me;
    struct buf *b = out_begin(o, "data/account.js");
    buf_printf(b,
               "window.YTD.account.part0 = [{\"account\":{\"email\":\"%s\",\"createdVia\":"
               "\"web\",\"username\":\"%s\",\"accountId\":\"%llu\",\"createdAt\":"
               "\"2011-06-23T13:04:14.000Z\",\"accountDisplayName\":\"%s\"}}]\n",
               m->email, m->handle, (unsigned long long)l->x_id, m->name);
    out_end(o);
    b = out_begin(o, "data/profile.js");
    buf_printf(
        b,
        "window.YTD.profile.part0 = [{\"profile\":{\"description\":{\"bio\":\"Product at "
        "%s. Software for people with oil on their hands. Bikes, bread, alto. Svenska, "
        "Nederlands.\",\"website\":\"https://fernlight.example\",\"location\":\"%s\"},"
        "\"avatarMediaUrl\":\"https://pbs.twimg.example/a.png\"}}]\n",
        m->firm, m->city);
    out_end(o);
    b = out_begin(o, "data/screen-name-change.js");
    buf_printf(b,
               "window.YTD.screen_name_change.part0 = [{\"screenNameChange\":{\"accountId\":"
               "\"%llu\",\"screenNameChange\":{\"changedAt\":\"2014-09-02T10:11:12.000Z\","
               "\"changedFrom\":\"maralind\",\"changedTo\":\"%s\"}}}]\n",
               (unsigned long long)l->x_id, m->handle);
    out_end(o);
}

static void list(const struct life *l, struct out *o, const char *what, bool following)
{
    char path[64];
    bool first = true;
    size_t n = 0, most = l->people_most ? (size_t)l->people_most : 260;
    snprintf(path, sizeof path, "data/%s.js", what);
    struct buf *b = out_begin(o, path);
    buf_printf(b, "window.YTD.%s.part0 = [", what);
    for (size_t i = 0; i < l->n_people && n < most; i++) {
        const struct person *p = &l->people[i];
        bool wanted = following ? i < cast_count || i % 3 != 1 : i % 17 != 4;
        if (!(p->nets & NET_X) || !wanted)
            continue;
        buf_printf(b,
                   "%s\n{\"%s\":{\"accountId\":\"%llu\",\"userLink\":"
                   "\"https://twitter.com/intent/user?user_id=%llu\"}}",
                   first ? "" : ",", what, (unsigned long long)p->x_id,
                   (unsigned long long)p->x_id);
        first = false;
        n++;
        out_more(o);
    }
    buf_lit(b, "\n]\n");
    out_end(o);
}

static void likes(const struct life *l, struct out *o)
{
    struct rng r;
    struct buf text, *b = out_begin(o, "data/like.js");
    buf_init(&text, 8192);
    rng_init(&r, l->seed, "x-likes", 0);
    buf_lit(b, "window.YTD.like.part0 = [");
    for (size_t i = 0; i < 340; i++) {
        int64_t at = l->end_ms - (int64_t)i * 9 * DAY_MS - rng_range(&r, 0, 80000) * 1000;
        unsigned long long id = (unsigned long long)(at - INT64_C(1288834974657)) << 22 | i;
        struct scene sc = {.life = l, .rng = &r, .at_ms = at};
        buf_clear(&text);
        text_make(&sc, &text, REG_RESHARE, NULL);
        buf_printf(b, "%s\n{\"like\":{\"tweetId\":\"%llu\",\"fullText\":", i ? "," : "", id);
        put_xml_amp(b, buf_cstr(&text));
        buf_printf(b, ",\"expandedUrl\":\"https://twitter.com/i/web/status/%llu\"}}", id);
    }
    buf_lit(b, "\n]\n");
    out_end(o);
    buf_free(&text);
    b = out_begin(o, "data/block.js");
    buf_lit(b,
            "window.YTD.block.part0 = [{\"blocking\":{\"accountId\":\"99887766\",\"userLink\":"
            "\"https://twitter.com/intent/user?user_id=99887766\"}}]\n");
    out_end(o);
}

void x_people(const struct life *l, struct out *o)
{
    account(l, o);
    list(l, o, "follower", false);
    list(l, o, "following", true);
    likes(l, o);
}

static void put_message(struct buf *b, const struct life *l, const struct said_line *line,
                        uint64_t from, uint64_t to, size_t n)
{
    buf_printf(b, "{\"messageCreate\":{\"recipientId\":\"%llu\",\"reactions\":[",
               (unsigned long long)to);
    if (n % 9 == 2) {
        buf_printf(b,
                   "{\"senderId\":\"%llu\",\"reactionKey\":\"like\",\"eventId\":\"%zu\","
                   "\"createdAt\":\"",
                   (unsigned long long)to, 1700000000 + n);
        put_date(b, DATE_ISO, line->at_ms + 90000);
        buf_lit(b, "\"}");
    }
    buf_lit(b, "],\"urls\":[],\"text\":");
    put_xml_amp(b, line->text);
    buf_printf(b, ",\"mediaUrls\":[],\"senderId\":\"%llu\",\"id\":\"%llu\",\"createdAt\":\"",
               (unsigned long long)from,
               (unsigned long long)(line->at_ms - INT64_C(1288834974657)) << 22 | (n & 0xFFFF));
    put_date(b, DATE_ISO, line->at_ms);
    buf_lit(b, "\"}}");
    (void)l;
}

void x_messages(const struct life *l, struct out *o)
{
    struct said_line *line = mem_calloc(TALK_MOST, sizeof *line);
    struct buf *b = out_begin(o, "data/direct-messages.js");
    size_t n = 0;
    buf_lit(b, "window.YTD.direct_messages.part0 = [");
    for (size_t i = 0; i < l->n_people && n < 46; i++) {
        const struct person *p = &l->people[i];
        if (!(p->nets & NET_X) || (i >= cast_count && i % 5))
            continue;
        size_t count = talk_make(l, p, i, NET_X, line);
        uint64_t lo = l->x_id < p->x_id ? l->x_id : p->x_id;
        uint64_t hi = l->x_id < p->x_id ? p->x_id : l->x_id;
        buf_printf(b,
                   "%s\n{\"dmConversation\":{\"conversationId\":\"%llu-%llu\",\"messages\":[",
                   n++ ? "," : "", (unsigned long long)lo, (unsigned long long)hi);
        for (size_t k = count; k-- > 0;) {
            uint64_t from = line[k].own ? l->x_id : p->x_id;
            uint64_t to = line[k].own ? p->x_id : l->x_id;
            if (k + 1 < count)
                buf_lit(b, ",\n");
            put_message(b, l, &line[k], from, to, i * 64 + k);
        }
        buf_lit(b, "]}}");
    }
    buf_lit(b, "\n]\n");
    out_end(o);
    mem_free(line);
}
