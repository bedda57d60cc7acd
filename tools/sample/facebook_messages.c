/* tools/sample/facebook_messages.c: Messenger's threads as Facebook's archive has them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include "core/mem.h"

#include <stdio.h>
#include <string.h>

static void put_message(struct buf *b, const char *sender, const struct said_line *s,
                        const char *reacting, const char *photo)
{
    buf_lit(b, "{\"sender_name\":");
    put_meta(b, sender);
    buf_printf(b, ",\"timestamp_ms\":%lld,\"content\":", (long long)s->at_ms);
    put_meta(b, s->text);
    if (photo)
        buf_printf(b, ",\"photos\":[{\"uri\":\"%s\",\"creation_timestamp\":%lld}]", photo,
                   (long long)(s->at_ms / 1000));
    if (reacting) {
        buf_lit(b, ",\"reactions\":[{\"reaction\":");
        put_meta(b, "❤");
        buf_lit(b, ",\"actor\":");
        put_meta(b, reacting);
        buf_lit(b, "}]");
    }
    buf_lit(b, ",\"is_geoblocked_for_viewer\":false,"
               "\"is_unsent_image_by_messenger_kid_parent\":false}");
}

static void begin(struct buf *b, const struct life *l, const char *const *names, size_t n)
{
    buf_lit(b, "{\"participants\":[");
    for (size_t i = 0; i < n; i++) {
        buf_lit(b, i ? ",{\"name\":" : "{\"name\":");
        put_meta(b, names[i]);
        buf_char(b, '}');
    }
    buf_lit(b, ",{\"name\":");
    put_meta(b, l->me.name);
    buf_lit(b, "}],\"messages\":[");
}

static void end(struct buf *b, const char *title, const char *folder)
{
    buf_lit(b, "],\"title\":");
    put_meta(b, title);
    buf_printf(b,
               ",\"is_still_participant\":true,\"thread_path\":\"inbox/%s\","
               "\"magic_words\":[]}\n",
               folder);
}

static void thread(const struct life *l, struct out *o, const struct person *p, size_t n,
                   struct said_line *line)
{
    char path[300], folder[160], photo[400];
    size_t count = talk_make(l, p, n, NET_FACEBOOK, line), k = 0;
    for (size_t i = 0; p->slug[i] && k < 40; i++)
        if (p->slug[i] != '-')
            folder[k++] = p->slug[i];
    snprintf(folder + k, sizeof folder - k, "_%llu", 1015000000ULL + n * 7919);
    snprintf(path, sizeof path, "your_facebook_activity/messages/%s/%s/message_1.json",
             n % 3 == 1 ? "e2ee_cutover" : "inbox", folder);
    snprintf(photo, sizeof photo, "your_facebook_activity/messages/inbox/%s/photos/1.png",
             folder);
    struct buf *b = out_begin(o, path);
    const char *const names[] = {p->fb_name};
    begin(b, l, names, 1);
    for (size_t i = count; i-- > 0;) {
        const char *from = line[i].own ? l->me.name : p->fb_name;
        const char *to = line[i].own ? p->fb_name : l->me.name;
        if (i + 1 < count)
            buf_lit(b, ",\n");
        put_message(b, from, &line[i], (i * 7 + n) % 11 == 3 ? to : NULL,
                    i == 2 && n % 4 == 0 ? photo : NULL);
    }
    end(b, p->fb_name, folder);
    out_end(o);
    if (count > 2 && n % 4 == 0) {
        put_picture(out_begin(o, photo), n, 0);
        out_end(o);
    }
}

static void group(const struct life *l, struct out *o, const char *title, const char *folder,
                  enum tie tie, size_t count, struct said_line *line, const char *const *lines,
                  size_t n_lines)
{
    const char *names[6];
    char path[300];
    size_t n = 0;
    for (size_t i = 0; i < cast_count && n < 6; i++)
        if (l->people[i].tie == tie && l->people[i].nets & NET_FACEBOOK)
            names[n++] = l->people[i].fb_name;
    for (size_t part = 0; part * TALK_MOST < count; part++) {
        size_t got = talk_group(l, 10 * (size_t)tie + part, n, TALK_MOST, line, lines, n_lines);
        snprintf(path, sizeof path,
                 "your_facebook_activity/messages/inbox/%s_%zu/message_%zu.json", folder,
                 88000 + (size_t)tie, part + 1);
        struct buf *b = out_begin(o, path);
        begin(b, l, names, n);
        for (size_t i = got; i-- > 0;) {
            const char *from = line[i].own ? l->me.name : names[line[i].who % n];
            if (i + 1 < got)
                buf_lit(b, ",\n");
            put_message(b, from, &line[i], i % 9 == 4 ? l->me.name : NULL, NULL);
        }
        end(b, title, folder);
        out_end(o);
    }
}

void facebook_messages(const struct life *l, struct out *o)
{
    struct said_line *line = mem_calloc(TALK_MOST, sizeof *line);
    size_t n = 0;
    for (size_t i = 0; i < l->n_people && n < 84; i++) {
        const struct person *p = &l->people[i];
        if (!(p->nets & NET_FACEBOOK) || (i >= cast_count && i % 2))
            continue;
        thread(l, o, p, i, line);
        n++;
    }
    group(l, o, "Koor: alten & co 🎶", "kooraltenco", TIE_CHOIR, 128, line, group_lines,
          group_lines_count);
    group(l, o, "Lindqvistarna", "lindqvistarna", TIE_FAMILY, 128, line, group_lines,
          group_lines_count);
    group(l, o, "Straatfeest Rabot", "straatfeestrabot", TIE_NEIGHBOUR, 64, line, group_lines,
          group_lines_count);
    mem_free(line);
}
