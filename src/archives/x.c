/* archives/x.c: the archive of X (Twitter), from the months of 2012 to the parts of today. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/x.h"

#include "core/attr.h"
#include "core/mem.h"
#include "text/utf8.h"

#include <string.h>

/* Paths are flat: lower case, only a-z 0-9 . and /. Before 2019 the files lay at the root, so
 * no row names the folder. Part 0 has no number. */
static const struct reader_file files[] = {
    {"manifest.js",                 0, x__read_manifest    },
    {"account.js",                  0, x__read_items       },
    {"userdetails.js",              0, x__read_user_details},

    {"profile.js",                  1, x__read_items       },
    {"phonenumber.js",              1, x__read_items       },
    {"screennamechange.js",         1, x__read_items       },
    {"protectedhistory.js",         1, x__read_items       },
    {"follower.js",                 1, x__read_items       },
    {"followerpart#.js",            1, x__read_items       },
    {"following.js",                1, x__read_items       },
    {"followingpart#.js",           1, x__read_items       },
    {"block.js",                    1, x__read_items       },
    {"blockpart#.js",               1, x__read_items       },
    {"mute.js",                     1, x__read_items       },
    {"mutepart#.js",                1, x__read_items       },
    {"contact.js",                  1, x__read_items       },
    {"contactpart#.js",             1, x__read_items       },
    {"listscreated.js",             1, x__read_items       },
    {"listsmember.js",              1, x__read_items       },
    {"listssubscribed.js",          1, x__read_items       },
    {"notetweet.js",                1, x__read_items       },
    {"notetweetpart#.js",           1, x__read_items       },
    {"js/tweets/#.js",              1, x__read_items       },

    {"tweets.js",                   2, x__read_items       },
    {"tweetspart#.js",              2, x__read_items       },
    {"tweet.js",                    2, x__read_items       },
    {"tweetpart#.js",               2, x__read_items       },
    {"deletedtweets.js",            2, x__read_items       },
    {"deletedtweetspart#.js",       2, x__read_items       },
    {"communitytweet.js",           2, x__read_items       },
    {"communitytweetpart#.js",      2, x__read_items       },
    {"twittercircletweet.js",       2, x__read_items       },
    {"twittercircletweetpart#.js",  2, x__read_items       },
    {"tweets.csv",                  2, x__read_csv         },
    {"like.js",                     2, x__read_items       },
    {"likepart#.js",                2, x__read_items       },
    {"directmessages.js",           2, x__read_messages    },
    {"directmessagespart#.js",      2, x__read_messages    },
    {"directmessage.js",            2, x__read_messages    },
    {"directmessagepart#.js",       2, x__read_messages    },
    {"directmessagesgroup.js",      2, x__read_messages    },
    {"directmessagesgrouppart#.js", 2, x__read_messages    },
    {"directmessagegroup.js",       2, x__read_messages    },
    {NULL,                          0, NULL                }
};

static enum err_code was_protected(struct reading *r, const struct json *v, struct err *e)
{
    struct x *st = r->state;
    (void)v, (void)e;
    st->hidden = true;
    return ERR_OK;
}

/* What an element is wrapped in says what it is. */
static const struct {
    struct str wrap;
    x_item *item;
} items[] = {
    {STR_INIT("tweet"),            x__tweet       },
    {STR_INIT("like"),             x__like        },
    {STR_INIT("follower"),         x__follower    },
    {STR_INIT("following"),        x__following   },
    {STR_INIT("blocking"),         x__blocking    },
    {STR_INIT("muting"),           x__muting      },
    {STR_INIT("noteTweet"),        x__note        },
    {STR_INIT("account"),          x__account_item},
    {STR_INIT("profile"),          x__profile     },
    {STR_INIT("device"),           x__phone       },
    {STR_INIT("screenNameChange"), x__screen_name },
    {STR_INIT("protectedHistory"), was_protected  },
    {STR_INIT("contact"),          x__contact     },
    {STR_INIT("userListInfo"),     x__list        }
};

static enum err_code item_value(void *ctx, struct str path, const struct json *v,
                                struct str raw, struct err *e)
{
    struct reading *r = ctx;
    const struct json *inner = v->first;
    arena_reset(r->piece);
    if (!str_is(path, "/[]"))
        return ERR_OK;
    if (v->type != JSON_OBJECT)
        return reading_unread(r, raw, "an entry that is no object", e);
    if (v->count != 1 || inner->type != JSON_OBJECT) /* posts before August 2019 */
        return json_get(v, "id_str") || json_get(v, "id") ? x__tweet(r, v, e) : ERR_OK;
    for (size_t i = 0; i < COUNT_OF(items); i++)
        if (str_eq(inner->key, items[i].wrap))
            return items[i].item(r, inner, e);
    return ERR_OK;
}

static enum err_code item_bad(void *ctx, struct str path, struct str raw, const char *why,
                              struct err *e)
{
    (void)path;
    return reading_unread(ctx, raw, why, e);
}

enum err_code x__read_items(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", NULL};
    struct x *st = r->state;
    const struct json_walk w = {
        .into = into, .text = utf8_clean, .value = item_value, .bad = item_bad, .ctx = r};
    if (path_matches(r->file_flat, "js/tweets/#.js"))
        st->months = true;
    return json_walk(in, &w, e);
}

/* What each era can be told by. `head` must stand in a file's first bytes. */
static const struct reader_sign signs[] = {
    {"manifest.js",    "__THAR_CONFIG",                          NULL, 100},
    {"*.js",           "window.YTD.",                            NULL, 95 },
    {"*.js",           "Grailbird.data.",                        NULL, 95 },
    {"userdetails.js", "user_details",                           NULL, 90 },
    {"tweets.csv",     "in_reply_to_status_id",                  NULL, 90 },
    {"*.csv",          "\"tweet_id\",\"in_reply_to_status_id\"", NULL, 80 },
    {NULL,             NULL,                                     NULL, 0  }
};

static int recognise(const struct container *c)
{
    return reader_signs(c, signs);
}

static enum err_code phase_end(struct reading *r, int phase, struct err *e)
{
    if (phase == 0)
        return x__account(r, e);
    if (phase == 1)
        x__notes_sort(r->state);
    return phase == 2 ? x__notes_left(r, e) : ERR_OK;
}

static void done(struct reading *r)
{
    struct x *st = r->state;
    map_free(st->people);
    map_free(st->members);
    mem_free(st->note);
    buf_free(&st->text);
}

const struct reader reader_x = {.id = "x",
                                .network = "x",
                                .archive = "X (Twitter) archive",
                                .recognise = recognise,
                                .files = files,
                                .state_size = sizeof(struct x),
                                .phase_end = phase_end,
                                .done = done};
