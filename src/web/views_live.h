/* web/views_live.h: what the pages show that talk to networks: sending, the outbox, signing in. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_VIEWS_LIVE_H
#define WEB_VIEWS_LIVE_H

#include "store/sign_in.h"
#include "text/safe_html.h"
#include "writing/count.h"
#include "writing/send.h"

struct known_account; /* web/views.h */
struct option;

/* An account with its context, as it is named everywhere. */
struct badge {
    struct str label, context;
    int64_t context_id;
};

/* The pictures of a draft, each with the field for what is to be seen on it. */
struct draft_picture_row {
    int64_t number, at; /* at: 1 is the first that is shown */
    struct str media, alt;
    struct badge to; /* of an account's own; "" for all */
};
struct draft_pictures_view {
    int64_t draft;
    struct draft_picture_row *row;
    size_t n, bare;    /* bare: without a description */
    struct option *to; /* whose pictures the new ones are */
    size_t tos;
    bool full;
    const char *back; /* "send": where one came from, and goes back to */
    const char *token;
    struct str problem;
};

struct preview_picture {
    struct str media, alt;
};
struct preview {
    struct safe_html text;
    struct preview_picture *picture;
    size_t pictures;
    struct text_count count;
    struct str summary; /* what stands in front of it */
    const struct str *choice;
    size_t choices;
    struct str open; /* of a poll: "1 day" */
};
/* One account of a draft before it goes out. */
struct send_row {
    const struct known_account *acc;
    struct str network;           /* by which door: "LinkedIn page" */
    const char *verdict, *phrase; /* "" nothing to judge */
    struct str sentence;
    struct str title, addresses; /* "" it has none there */
    struct preview *part;
    size_t parts;
    struct str *stop, *note; /* what the network would refuse; what is good to know */
    size_t stops, notes;
    struct option *visibility;
    size_t visibilities;
    struct option *answer; /* who may; none where everybody always may */
    size_t answers;
    const char *who_answers; /* where not everybody may: "Nobody" */
    struct str own;          /* its own words; "" the draft's */
    bool by_hand, warns, signature;
    struct str slot; /* "Thursday 17:30": where its queue goes on; "" it has none */
};
struct send_view {
    int64_t draft;
    struct send_row *row;
    size_t n;
    bool stops; /* something would be refused */
    bool doubts;
    size_t contexts;
    struct str sides;       /* as in struct write_view */
    const int64_t *account; /* all that it goes to */
    size_t accounts;
    struct str both;    /* "Personal and Professional"; "" one context only */
    struct str hold;    /* "10 minutes", where the check keeps it back; "" the undo window */
    struct str label;   /* of the button: "Publish to Mastodon (personal)" */
    int64_t context_id; /* of the button; 0 several */
    struct str at,
        best; /* a moment for the field; when one is read most, or why nobody knows */
    bool company;
    struct str problem;
    struct draft_pictures_view pictures;
};
/* One publication in the outbox. */
struct outbox_row {
    const struct publication *p;
    const struct known_account *acc; /* NULL: it is gone */
    struct safe_html text;
    struct str plain;            /* to be copied */
    struct str title, addresses; /* "" none */
    struct str *choice;          /* of a poll */
    size_t choices;
    const char *what; /* "", "an edit", "the end of a post" */
    struct str open;  /* of a hand-off: the network's own page */
    /* of a hand-off: descriptions of its pictures, each at /outbox/ID/picture/1 and so on */
    struct str *picture;
    size_t pictures;
    struct str at;   /* for the field that moves it */
    bool asks;       /* it is uncertain, and the network can't be asked */
    bool blocked;    /* the part before it is not out */
    int64_t post_id; /* 0 not here yet */
    int64_t left_s;  /* until it goes out, while it can be taken back at the last moment; 0 */
};
struct outbox_view {
    struct outbox_group {
        const char *title, *says;
        struct outbox_row *row;
        size_t n;
    } group[5];
    size_t groups;
    int64_t now_ms;
    bool busy; /* something is about to go out: the page looks again */
};
/* A week or a month of what is to come and what went out. */
struct calendar_view {
    struct calendar_day {
        struct str label, date;
        bool today, past, other; /* other: of the month before or after */
        struct calendar_item {
            int64_t id;
            struct str time, label, text;
            int64_t context_id;
            const char *state;
            bool moves;
        } * item;
        size_t n;
    } * day;
    size_t days;
    struct str title, before, here, after; /* addresses: of the weeks around it, and its own */
    bool month;
    int64_t late; /* minutes that this server's clock is ahead of UTC */
};
/* Signing in to a network. */
struct door_row {
    const struct network_api *row;
    struct str network;
};
struct connect_view {
    struct door_row *door;
    size_t doors;
    const struct network_api *row; /* the one that was chosen; NULL none yet */
    struct str url;                /* of the network's page, once it is known */
    struct str state, problem, server, host, redirect;
    bool shows_code;
};
/* What a stream brings: "what those you follow post". */
struct str stream_says(const struct network_api *row, struct str name);
struct health_view {
    const struct sign_in *in; /* NULL: not signed in */
    const struct network_api *row;
    struct stream_row *stream;
    size_t streams;
    struct str withheld; /* what the owner did not allow there; "" nothing that is known */
    struct str asked;    /* "5 minutes ago" */
    struct str trouble;  /* what to do; "" all is well */
    struct str signature;
    struct str queue, queue_problem; /* "mon 9:00, thu 17:30"; what is wrong with it */
    bool can;                        /* there is a way to sign in */
};

#endif
