/* archives/instagram.c: Instagram's archive as JSON, all layouts, with Threads inside it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/instagram.h"

#include "text/fold.h"

/* Facebook's, where one download holds both. */
static enum err_code read_nothing(struct reading *r, struct stream *in, struct err *e)
{
    (void)r, (void)in, (void)e;
    return ERR_OK;
}

/* Paths are flat: lower case, only a-z 0-9 . and /. The folders before the last differ between
 * the layouts of 2021, 2022 and 2024; in each phase the first row that matches counts. What
 * Threads has comes last: what follows an account belongs to it. */
static const struct reader_file files[] = {
    {"threads/personalinformation.json",                0, threads__read_profile   },
    {"personalinformation.json",                        0, instagram__read_profile },

    {"threads/*.json",                                  1, read_nothing            },
    {"yourfacebookactivity/messages/*/*/message#.json", 1, read_nothing            },
    {"followersandfollowing/*.json",                    1, instagram__read_people  },
    {"followers#.json",                                 1, instagram__read_people  },
    {"following#.json",                                 1, instagram__read_people  },
    {"syncedcontacts.json",                             1, instagram__read_contacts},
    {"posts#.json",                                     1, instagram__read_posts   },
    {"stories#.json",                                   1, instagram__read_stories },
    {"reels#.json",                                     1, instagram__read_stories },
    {"profilephotos.json",                              1, instagram__read_stories },
    {"archivedposts.json",                              1, instagram__read_stories },
    {"igtvvideos.json",                                 1, instagram__read_stories },
    {"othercontent.json",                               1, instagram__read_stories },
    {"postcomments#.json",                              1, instagram__read_comments},
    {"reelscomments#.json",                             1, instagram__read_comments},
    {"likedposts#.json",                                1, instagram__read_likes   },
    {"likedcomments#.json",                             1, instagram__read_likes   },
    {"storylikes#.json",                                1, instagram__read_likes   },
    {"savedposts#.json",                                1, instagram__read_saved   },
    {"message#.json",                                   1, instagram__read_thread  },

    {"threadsandreplies#.json",                         2, threads__read_posts     },
    {"archivedthreads#.json",                           2, threads__read_posts     },
    {"likedthreads#.json",                              2, instagram__read_likes   },
    {"savedthreads#.json",                              2, instagram__read_saved   },
    {"threads/followers#.json",                         2, instagram__read_people  },
    {"threads/following#.json",                         2, instagram__read_people  },
    {"threads/blockedprofiles.json",                    2, instagram__read_people  },
    {"threads/recentfollowrequests.json",               2, instagram__read_people  },
    {"threads/pendingfollowrequests.json",              2, instagram__read_people  },
    {NULL,                                              0, NULL                    }
};

/* What only these archives have, and how sure that makes. `head` must stand in the first bytes
 * of a file whose name says too little. */
static const struct reader_sign signs[] = {
    {"yourinstagramactivity/*/*.json",     NULL,                     NULL, 96},
    {"yourinstagramactivity/*/*/*/*.json", NULL,                     NULL, 96},
    {"personalinformation.json",           "\"profile_user\"",       NULL, 95},
    {"followersandfollowing/*.json",       "\"string_list_data\"",   NULL, 95},
    {"*.json",                             "\"relationships_",       NULL, 90},
    {"*.json",                             "\"text_post_app_",       NULL, 90},
    {"*.json",                             "\"ig_",                  NULL, 80},
    {"followers#.json",                    "\"string_list_data\"",   NULL, 80},
    {"posts#.json",                        "\"creation_timestamp\"", NULL, 80},
    {"likedposts#.json",                   "\"likes_media_likes\"",  NULL, 90},
    {"postcomments#.json",                 "\"string_map_data\"",    NULL, 80},
    {"savedposts#.json",                   "\"saved_saved_media\"",  NULL, 90},
    {NULL,                                 NULL,                     NULL, 0 }
};

static int recognise(const struct container *c)
{
    /* with more of Facebook in it, it is Facebook's */
    return meta_share(c) < 0 ? 0 : reader_signs(c, signs);
}

/* "instagram-mira.okl-2025-11-02-GhIjKl34", "mira.okl_20230615": the owner, in parts of an
 * archive that say it nowhere else. "" where the name is of another shape. */
static struct str user_in_name(struct str name)
{
    ptrdiff_t dot = str_rchr(name, '.');
    if (dot > 0 && str_is(str_after(name, (size_t)dot), ".zip"))
        name = str_sub(name, 0, (size_t)dot);
    if (str_starts(name, STR("instagram-"))) {
        struct str rest = str_after(name, sizeof "instagram-" - 1);
        ptrdiff_t dash = str_chr(rest, '-');
        bool dated =
            dash > 0 &&
            when_parse(str_sub(rest, (size_t)dash + 1, (size_t)dash + 11)).sure == TIME_DAY;
        return dated ? str_sub(rest, 0, (size_t)dash) : STR_NONE;
    }
    ptrdiff_t line = str_rchr(name, '_');
    bool dated = line > 0 && when_parse(str_after(name, (size_t)line + 1)).sure == TIME_DAY;
    return dated ? str_sub(name, 0, (size_t)line) : STR_NONE;
}

/* True where a file is read in this phase: the archive has something of its network. */
static bool has(const struct reading *r, int phase)
{
    size_t n;
    const struct entry *en = container_entries(r->container, &n);
    for (size_t i = 0; i < n; i++) {
        const struct reader_file *f = files;
        while (f->pattern && (f->phase != phase || !path_matches(en[i].flat, f->pattern)))
            f++;
        if (f->pattern && f->read != read_nothing)
            return true;
    }
    return false;
}

static enum err_code own_account(struct reading *r, struct err *e)
{
    struct instagram *st = r->state;
    struct instagram_profile *p = &st->own;
    st->in_threads = meta_guess_owner(r);
    if (p->user.n == 0 && st->threads.user.n) /* one user name for both */
        p->user = st->threads.user;
    if (p->user.n == 0 && r->container) {
        struct str user = user_in_name(container_name(r->container));
        p->user = instagram__is_user(user) ? user : STR_NONE;
    }
    if (p->name.n == 0)
        p->name = st->threads.name.n ? st->threads.name : st->in_threads;
    if (!p->there && !has(r, 1) && has(r, 2))
        return ERR_OK;
    return instagram__account(r, STR("instagram"), p, e);
}

static enum err_code threads_account(struct reading *r, struct err *e)
{
    struct instagram *st = r->state;
    struct instagram_profile *p = &st->threads;
    if (!p->there && !has(r, 2))
        return ERR_OK;
    if (p->user.n == 0)
        p->user = st->own.user;
    if (p->name.n == 0)
        p->name = st->own.name;
    map_free(st->people);
    map_free(st->posts);
    st->people = st->posts = NULL;
    st->on_threads = true;
    return instagram__account(r, STR("threads"), p, e);
}

static enum err_code phase_end(struct reading *r, int phase, struct err *e)
{
    static enum err_code (*const account[READER_PHASES])(struct reading * r, struct err * e) = {
        own_account, threads_account};
    return account[phase] ? account[phase](r, e) : ERR_OK;
}

static void done(struct reading *r)
{
    struct instagram *st = r->state;
    map_free(st->people);
    map_free(st->posts);
}

const struct reader reader_instagram = {.id = "instagram",
                                        .network = "instagram",
                                        .archive = "Instagram archive",
                                        .recognise = recognise,
                                        .files = files,
                                        .state_size = sizeof(struct instagram),
                                        .phase_end = phase_end,
                                        .done = done};
