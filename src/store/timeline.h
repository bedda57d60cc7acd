/* store/timeline.h: posts as they are read: newest first by filter, one with its thread, everything
 * between the owner and a person, search with filters. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_TIMELINE_H
#define STORE_TIMELINE_H

#include "store/store.h"

enum {
    TWIN_DAYS = 3
};

/* Which posts. Every member narrows; the zero value is every post but messages. */
struct post_filter {
    struct str context; /* name of the account's context; "" all */
    struct str network; /* id; "" all */
    int64_t account_id; /* 0 all */
    int64_t person_id;  /* written by this person; the owner's own id means own; 0 anybody */
    struct str topic;   /* the label that it was given (post_topics); "" any */
    unsigned kinds;     /* bit set of 1 << enum post_kind; 0: all but messages */
    bool own;           /* the owner's own only */
    bool each;          /* every publication: what stands on two accounts is here twice */
    bool media;         /* with pictures, video, audio or files only */
    int64_t from_ms, to_ms; /* [from, to); 0 open */
};

struct attachment {
    struct str kind, uri, media_type, alt, note;
    struct str media; /* name of the kept file (store_media_path); "" where only named */
};

/* A post as a page shows it. */
struct shown_post {
    struct post post;
    struct str handle, summary, link, place, visibility, room;
    struct str context;    /* of the account */
    int64_t author_person; /* 0 unknown */
    int64_t edited_ms, deleted_ms;
    int64_t likes, reshares;   /* -1 not known */
    int64_t thread_id;         /* conversation; 0 none */
    int64_t answers;           /* how many posts here answer it */
    struct str my_reaction;    /* the owner's own: "like"; "" none */
    struct str their_reaction; /* of the person that store_between is about; else "" */
    const struct shown_post
        *parent;           /* what it answers or passes on, without its own parent; NULL */
    bool parent_elsewhere; /* it answers something that is not in this home */
    int depth;             /* in a thread: how many steps below the first shown */
    struct attachment *attachment;
    size_t attachments;
    /* the same once more within TWIN_DAYS, shown but here: the text on another account of the
     * owner's, or on another network by the same person; or passed on without a word */
    struct twin {
        int64_t post_id, account_id;
        struct str network;
        bool passed_on;
        struct str by; /* name; "" the owner */
    } * twin;
    size_t twins;
};

struct post_page {
    struct shown_post *post;
    size_t n;
    int64_t next; /* pass as `before` for the page after this one; 0: there is none */
    bool cut;     /* it had looked long enough (search, pictures): fewer than asked for, perhaps
                   * none, but there are older ones to look at: go on with next */
};

/* Newest first, ids below `before` (0: from the newest on), at most `limit` (1 to 200). Of twins
 * the earliest that passes the filter is shown, the others are its twins. */
MUST_CHECK enum err_code store_timeline(struct store *s, const struct post_filter *f,
                                        int64_t before, int64_t limit, struct arena *a,
                                        struct post_page *out, struct err *e);
/* ERR_NOT_FOUND */
MUST_CHECK enum err_code store_post(struct store *s, int64_t id, struct arena *a,
                                    struct shown_post *out, struct err *e);
/* The thread that a post stands in, oldest first, with depths: what it answers, up to the start,
 * and all that answers any of these. Of a message: its conversation, half before, half after. */
struct thread {
    struct shown_post *post;
    size_t n, at; /* at: the place of the post that was asked for */
    bool cut;     /* more are there than `limit` */
};
/* `limit` 1 to 500. ERR_NOT_FOUND */
MUST_CHECK enum err_code store_thread(struct store *s, int64_t id, int64_t limit,
                                      struct arena *a, struct thread *out, struct err *e);
/* Everything said between the owner and one person over all networks, newest first: what they
 * wrote, the messages of conversations of two with them, the owner's answers to them. */
MUST_CHECK enum err_code store_between(struct store *s, int64_t person_id, int64_t before,
                                       int64_t limit, struct arena *a, struct post_page *out,
                                       struct err *e);
/* Newest first or best first, posts and messages (f->kinds 0: all kinds); twins as above. Best
 * first ranks the newest SEARCH_CANDIDATES matches below `before`; a filtered search looks at
 * FILTER_CANDIDATES. out->cut says that there are more, which were not looked at: go on with
 * out->next. No words: the timeline of that filter, messages included. */
enum {
    FILTER_CANDIDATES = 1500
};
struct post_search {
    struct str words; /* as store_search */
    struct post_filter filter;
    enum search_order order;
};
MUST_CHECK enum err_code store_find_posts(struct store *s, const struct post_search *q,
                                          int64_t before, int64_t limit, struct arena *a,
                                          struct post_page *out, struct err *e);

/* Where the file of a kept picture is; media is 64 hex digits. ERR_NOT_FOUND for anything else. */
MUST_CHECK enum err_code store_media_path(struct store *s, struct str media, struct arena *a,
                                          struct str *path, struct str *media_type,
                                          struct err *e);

#endif
