/* archives/facebook.c: Facebook's "Download your information" as JSON, all layouts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/facebook.h"

/* Known files that hold nothing of ours but would be looked into otherwise. */
static enum err_code read_nothing(struct reading *r, struct stream *in, struct err *e)
{
    (void)r, (void)in, (void)e;
    return ERR_OK;
}

/* Paths are flat: lower case, only a-z 0-9 . and /. The same file has another folder in each
 * layout, so a row names no more of the path than tells it from others. */
static const struct reader_file files[] = {
    {"profileinformation/profileinformation.json",       0, facebook__read_profile     },

    {"friends.json",                                     1, facebook__read_people      },
    {"friends/yourfriends.json",                         1, facebook__read_people      },
    {"removedfriends.json",                              1, facebook__read_people      },
    {"friendrequestsreceived.json",                      1, facebook__read_people      },
    {"receivedfriendrequests.json",                      1, facebook__read_people      },
    {"friendrequestssent.json",                          1, facebook__read_people      },
    {"sentfriendrequests.json",                          1, facebook__read_people      },
    {"rejectedfriendrequests.json",                      1, facebook__read_people      },
    {"following.json",                                   1, facebook__read_people      },
    {"whoyouvefollowed.json",                            1, facebook__read_people      },
    {"followers.json",                                   1, facebook__read_people      },
    {"peoplewhofollowedyou.json",                        1, facebook__read_people      },
    {"likesandreactions/pages.json",                     1, facebook__read_pages       },
    {"pages/pagesyouveliked.json",                       1, facebook__read_pages       },
    {"pages/pagesandprofilesyoufollow.json",             1, facebook__read_pages       },
 /* last: an account of its own, and what follows an account belongs to it */
    {"pages/yourpages.json",                             2, facebook__read_own_pages   },
    {"groups/yourgroupmembershipactivity.json",          1, facebook__read_groups      },
    {"youraddressbooks.json",                            1, facebook__read_address_book},

    {"posts/yourpostscheckinsphotosandvideos#.json",     1, facebook__read_posts       },
    {"posts/yourposts#.json",                            1, facebook__read_posts       },
    {"groups/grouppostsandcomments.json",                1, facebook__read_group_posts },
    {"groups/yourpostsandcommentsingroups.json",         1, facebook__read_group_posts },
    {"groups/yourcommentsingroups.json",                 1, facebook__read_comments    },
    {"posts/checkins.json",                              1, facebook__read_check_ins   },
    {"comments.json",                                    1, facebook__read_comments    },
    {"likesandreactions#.json",                          1, facebook__read_reactions   },
    {"likesandreactions/postsandcomments.json",          1, facebook__read_reactions   },
    {"commentsandreactions/postsandcomments.json",       1, facebook__read_reactions   },

    {"album/#.json",                                     2, facebook__read_album       },
    {"youruncategorizedphotos.json",                     2, facebook__read_photos      },
    {"photosandvideos/yourphotos.json",                  2, facebook__read_photos      },
    {"yourvideos.json",                                  2, facebook__read_videos      },
    {"autofillinformation.json",                         2, read_nothing               },
 /* of Instagram, where one download holds both */
    {"yourinstagramactivity/messages/*/*/message#.json", 2, read_nothing               },
    {"message#.json",                                    2, facebook__read_thread      },
    {"*.json",                                           2, facebook__read_other       },
    {NULL,                                               0, NULL                       }
};

/* What only a Facebook archive has, and how sure that makes. `head` must stand in the first
 * bytes of a file whose name says too little. */
static const struct reader_sign signs[] = {
    {"profileinformation/profileinformation.json", "\"profile",        NULL, 95},
    {"friendsandfollowers/*.json",                 NULL,               NULL, 90},
    {"connections/friends/*.json",                 NULL,               NULL, 90},
    {"friends/yourfriends.json",                   NULL,               NULL, 90},
    {"yourfacebookactivity/*/*.json",              NULL,               NULL, 95},
    {"youractivityacrossfacebook/*/*.json",        NULL,               NULL, 95},
    {"commentsandreactions/*.json",                "\"timestamp\"",    NULL, 80},
    {"likesandreactions/*.json",                   "\"timestamp\"",    NULL, 80},
    {"posts/yourposts*.json",                      "\"timestamp\"",    NULL, 80},
    {"inbox/*/message#.json",                      "\"participants\"", NULL, 70},
    {"archivedthreads/*/message#.json",            "\"participants\"", NULL, 70},
    {"messages/*/*/message#.json",                 "\"participants\"", NULL, 70},
    {"message#.json",                              "\"sender_name\"",  NULL, 60},
    {"friends.json",                               "\"friends",        NULL, 60},
    {"comments.json",                              "\"comments",       NULL, 60},
    {"*.json",                                     "\"threadName\"",   NULL, 60},
    {"*.json",                                     "\"senderName\"",   NULL, 60},
    {NULL,                                         NULL,               NULL, 0 }
};

static int recognise(const struct container *c)
{
    /* with more of Instagram in it, which has the same threads, it is Instagram's */
    return meta_share(c) > 0 ? 0 : reader_signs(c, signs);
}

static enum err_code phase_end(struct reading *r, int phase, struct err *e)
{
    struct facebook *fb = r->state;
    if (phase != 0)
        return ERR_OK;
    if (!fb->said)
        facebook__owner(r, meta_guess_owner(r));
    return facebook__account(r, e);
}

static void done(struct reading *r)
{
    struct facebook *fb = r->state;
    map_free(fb->people);
    map_free(fb->media);
}

const struct reader reader_facebook = {.id = "facebook",
                                       .network = "facebook",
                                       .archive = "Facebook archive",
                                       .recognise = recognise,
                                       .files = files,
                                       .state_size = sizeof(struct facebook),
                                       .phase_end = phase_end,
                                       .done = done};
