/* web/views.h: what each page shows, as plain structs: handlers fill them, templates (and the
 * JSON of the API) read them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_VIEWS_H
#define WEB_VIEWS_H

#include "context/check.h"
#include "context/hours.h"
#include "model/network.h"
#include "reading/query.h"
#include "store/approval.h"
#include "store/audit.h"
#include "store/draft.h"
#include "store/insight.h"
#include "store/invitation.h"
#include "store/match.h"
#include "store/person_read.h"
#include "store/since.h"
#include "store/standing.h"
#include "store/timeline.h"
#include "store/picture.h"
#include "store/token.h"
#include "text/safe_html.h"
#include "web/fresh.h"
#include "web/jobs.h"
#include "web/request.h"
#include "web/show.h"
#include "web/views_live.h"
#include "writing/count.h"
#include "writing/taken.h"

/* The frame ------------------------------------------------------------------------------- */

/* The owner's accounts and contexts, as every page needs them. */
struct known {
    struct known_account {
        struct account acc;
        struct str network_name;
        struct str label;   /* "LinkedIn", with the handle where there are several */
        int64_t context_id; /* for its colour: class context-N */
        bool can_post;
        unsigned can; /* enum api_can, by the way that is signed in to, else by hand */
        bool answers; /* it is signed in to, and answers go out from it */
        const struct sign_in *in; /* NULL: it is not signed in to */
    } * account;
    size_t accounts;
    struct context *context;
    size_t contexts;
};
MUST_CHECK enum err_code known_load(struct request *r, struct known *k, struct err *e);
const struct known_account *known_account(const struct known *k, int64_t id); /* or NULL */
int64_t known_context_id(const struct known *k, struct str name);             /* 0: none */
struct str network_label(struct str id);

struct page {
    const char *title, *place; /* place: the row of the menu that is lit; "" none */
    struct tab {
        struct str name, href;
        int64_t id; /* 0: all */
        bool current;
    } * tab;
    size_t tabs;
    /* for whom one acts: oneself and the companies; none in a home without companies */
    struct acts {
        int64_t id; /* 0: oneself */
        struct str name;
        bool current;
    } * acts;
    size_t n_acts;
    struct str acts_for; /* the company that is acted for; "" oneself */
    int64_t waiting;     /* drafts there that wait for approval */
    bool is_host;
    const char *token;
    bool signed_in, open, charts;
    const char *version; /* of the assets: part of their addresses */
    int64_t now_ms;
};
/* Works without a store: then there are no tabs. */
void page_begin(struct request *r, struct page *p, const char *title, const char *place);
/* The same with the tab of a context lit, and its name in the title. */
void page_begin_in(struct request *r, struct page *p, const char *title, const char *place,
                   const struct known *k, struct str context);

/* Posts ----------------------------------------------------------------------------------- */

/* A post as it is shown: what the template would otherwise have to work out. */
struct card {
    const struct shown_post *p;
    struct str network_name, author, context;
    int64_t context_id, person;
    bool own, is_message, is_article, current;
    bool shows_link; /* it points to an address that its text does not have */
    const char *did; /* "wrote", "answered", "passed on" */
    struct safe_html text;
    bool cut;             /* there is more: at the permalink */
    const char *audience; /* "public", "to friends"; "" unknown */
    bool answerable; /* on an account that is signed in to, from where an answer can go out */
    struct str as;   /* "Mastodon ann@host": as whom */
    struct picture {
        struct str href; /* "" where only its name is known */
        struct str alt, note, name;
        const char *tag; /* "img", "video", "audio", "a", "gone" */
        bool described;  /* somebody wrote the alt text */
    } * picture;
    size_t pictures;
    const struct card *parent;
    const struct known *k;
};
enum {
    CARD_BYTES = 1400, /* of a post's text in a list */
    PARENT_BYTES = 220
};
struct card *cards_of(struct request *r, const struct known *k, const struct shown_post *p,
                      size_t n, size_t most, struct str words);

struct option {
    struct str value, label;
    bool chosen;
};
struct chip {
    struct str label, href; /* href: the page without it */
    struct str problem;
};
/* The choices that several pages have; the first is "All". */
struct option *network_options(struct request *r, const struct known *k, size_t *n);
struct option *account_options(struct request *r, const struct known *k, size_t *n);
/* The address of this page going on below `next`; "" for 0. */
struct str older_address(struct request *r, const char *path, int64_t next);
struct timeline_view {
    struct card *card;
    size_t n;
    struct str older;    /* address of the next page; "" none */
    struct str messages; /* the same with messages, which are left out; "" they are not */
    struct option *context, *network, *account, *kind, *year;
    size_t contexts, networks, accounts, kinds, years;
    struct chip *chip;
    size_t chips;
    struct str context_name;
    bool own, media, each, any; /* any: this home has posts at all */
    int64_t person;
    struct str topic;
    int64_t month;
};
struct thread_view {
    struct card *card;
    size_t n;
    bool cut, conversation;
    struct str title, room;
    struct str with;    /* who the conversation is with */
    struct str network; /* where it is held */
    int64_t context_id;
};

/* People ---------------------------------------------------------------------------------- */

/* How somebody stands to the owner, in what a page shows of it. */
struct stands {
    struct str side;     /* "personal", "professional", "both", "" nobody knows */
    struct str colour;   /* its class: "context-3", "side-both", "side-open" */
    struct str why;      /* "professional, likely: you have had the same employer" */
    struct str strength; /* "You wrote 14 times, …"; "" nothing was exchanged */
    int bar;             /* of 100 */
    struct str circle;
    int64_t circle_id; /* 0 none */
    bool fades;
};
struct person_row {
    const struct person *p;
    struct str networks; /* "LinkedIn, X" */
    struct str relations;
    struct str headline; /* "Architect, Fernlight" */
    struct stands stands;
    int64_t now_ms;
};
struct people_view {
    struct person_row *row;
    size_t n;
    int64_t first, total; /* total: of the whole home */
    int64_t asks;         /* questions that wait */
    struct str q, older, newer;
    struct option *network, *world, *account, *kind, *side, *circle, *layer, *silent;
    size_t networks, worlds, accounts, kinds, sides, circles, layers, silents;
    struct str relation, context; /* only from addresses of other pages */
    bool due, more;               /* more: of the filters that are folded some are set */
    struct chip *chip;
    size_t chips;
};

/* What spoke for and against two identities being one person, as bars that begin where the last
 * ended. Places are of FALL_WIDTH. */
enum {
    FALL_WIDTH = 300
};
struct fall_row {
    struct str say;         /* "the same rare handle" */
    struct str left, right; /* the values; right "" where they are the same */
    const char *how;        /* "strongly for it" */
    bool against;
    int from, width;
};
struct pair_view {
    struct str a, b; /* "LinkedIn mira.kov" */
    struct fall_row *row;
    size_t rows;
    int zero;         /* where neither is likelier */
    int from, width;  /* all of it together */
    struct str says;  /* "Probably one person" */
    bool apart, word; /* rather two; only the owner's word holds them together */
};
/* A value once, with all that say so. */
struct fact_view {
    struct str value, href, label;
    struct fact_source {
        struct str network;
        struct when since, until;
        int64_t import_id;
    } * source;
    size_t sources;
    bool past; /* nobody says that it still holds */
};
/* What is known of one kind: where there can be but one and several are said, they clash. */
struct fact_group {
    struct str field;
    struct fact_view *fact;
    size_t facts;
    bool clash;
};
/* One of two people beside each other. */
struct side_view {
    struct person_row row;
    struct identity_view {
        const struct identity *id;
        struct str network;
    } * identity;
    size_t identities;
    struct fact_group *group;
    size_t groups;
};
struct question_view {
    struct side_view a, b;
    struct pair_view pair;
    struct str says; /* "Probably one person: the same rare handle, the same name" */
};
/* A key that two identities share, or that both are the owner's. */
struct evidence_view {
    struct str a, b, what, value;
};
struct word_view {
    int64_t id, made_ms;
    struct str says; /* "Not the same as Ana Kos" */
};
struct person_view {
    const struct person *p;
    struct side_view self;
    struct pair_view *pair;
    size_t pairs;
    struct evidence_view *evidence; /* of pairs that are not among these */
    size_t evidences;
    struct word_view *word;
    size_t words;
    struct question_view *question;
    size_t questions;
    struct circle *circle;
    size_t circles;
    struct str due; /* "Silent for 2 months; usually every 3 weeks." */
    struct standing *relation, *world;
    size_t relations, worlds;
    struct note *note;
    size_t notes;
    struct str find; /* who else it is: what was searched for */
    struct person_row *found;
    size_t n_found;
    struct card *card;
    size_t n;
    struct str older;
    int64_t now_ms;
};
/* One question at a time: first who is one person, then from where somebody is known. */
struct review_view {
    struct question_view *question; /* NULL: of the other kind */
    struct side_view who;           /* of the other kind */
    struct str words;
    int64_t settles;
    int64_t at, all, done; /* at: how many were put off; done: were answered */
    bool over;             /* there is none left */
    struct str undo;       /* what "Undo last" takes back: "12", "12,13"; "" nothing */
    int64_t undo_person;   /* of an answer of the other kind; 0 */
    struct str later;
};
struct circle_row {
    struct circle c;
    struct str colour, side;
    struct person *closest;
    size_t n;
};
struct map_view {
    struct circle_row *circle;
    size_t circles;
    struct option *choice;
    size_t choices;
    struct str data; /* where the map's points come from */
    int64_t people, shown, only;
    struct str only_name;
    struct map_side {
        struct str name, colour, label;
    } side[4];
    bool saved;
    struct str problem;
};

/* "personal", "professional", "personal and professional", "nobody knows yet" */
struct str side_label(struct str side);
/* Rows of the list; as long as `p` lives. */
MUST_CHECK enum err_code person_rows(struct request *r, const struct known *k,
                                     const struct person *p, size_t n, struct person_row **out,
                                     struct err *e);

/* Search ---------------------------------------------------------------------------------- */

struct search_view {
    struct str q;
    struct person_row *person;
    size_t people;
    struct card *card;
    size_t n;
    struct str older;
    bool cut, best, asked;
    struct chip *chip;
    size_t chips;
    struct option *add; /* filters that can be clicked: value is the query with it */
    size_t adds;
};

/* Write ----------------------------------------------------------------------------------- */

/* A button that says something about a reason; `value` is what learned.c reads. */
struct saying {
    struct str value, label;
};
struct verdict_reason {
    const char *verdict, *phrase; /* "think_twice", "Think twice" */
    struct str why;
    struct str rule;
    struct str *word; /* what it rests on, as it stands in the text */
    size_t words;
    struct saying *saying;
    size_t sayings;
    int64_t correction; /* the owner's own word that it rests on; 0 none */
};
struct place_card {
    int64_t account_id;
    size_t at; /* its number on the page */
    struct str label, context, handle;
    int64_t context_id;
    bool chosen;
    bool known;          /* who is here */
    bool quiet;          /* says nothing unless asked */
    const char *verdict; /* "fits", "touch", "think_twice", "keep_out", "" nothing to judge */
    const char *phrase;  /* "Think twice" */
    struct str sentence, change, better, readers;
    struct verdict_reason *reason;
    size_t reasons;
    struct text_count count;
    struct str audience;         /* "210 people: 143 friends and family, 12 from work, …" */
    bool titles, letters, polls; /* a post there has a title; goes to addresses; asks */
    struct str learned;          /* what was just learned here, or forgotten; "" nothing */
    int64_t learned_id;          /* to be undone; 0 it was */
};
/* What the owner decided about a draft. */
struct decision {
    struct badge to;
    const char *verdict, *phrase;
    struct str did, sentence, reason;
};
struct draft_state {
    /* "", "ready", "waits", "over" (waited), "changed" (since it was ready); of a company "",
     * "asked", "approved", "returned", "withdrawn", "changed" (since it was asked or approved) */
    const char *state;
    int64_t at_ms, until_ms;
    const struct approval *approval; /* of a company: what was asked for last; NULL nothing */
    struct decision *decision;       /* the latest, an account each */
    size_t decisions;
};
struct draft_row {
    const struct draft *d;
    struct badge *to;
    size_t tos;
    struct draft_state state;
};
struct write_view {
    int64_t draft;
    struct draft_pictures_view pictures;
    bool is_template;
    struct draft_row *template;
    size_t templates;
    struct str text;
    struct str title, addresses; /* each is shown where a place has it */
    struct str *choice;          /* of a poll, and room for more */
    size_t choices;
    struct option *open; /* how long it is open */
    size_t opens;
    bool titles, letters, polls;
    struct safe_html marked;
    struct place_card *place;
    size_t places;
    struct str
        summary; /* one line for those who listen: "LinkedIn fits; Facebook: think twice." */
    struct str note;
    struct str does; /* "It announces something." */
    struct str problem;
    struct str sides;   /* it goes to another context than it began in, and nobody said so */
    struct str learned; /* what was just learned, or forgotten; "" nothing */
    int64_t learned_id, learned_at; /* to be undone; beside which account */
    struct draft_state state;
    struct draft_row *old;
    size_t olds;
    bool company; /* drafts of several people */
    struct along {
        struct taken from; /* of which company's post it was made; company 0: of none */
        struct safe_html text;
        int overlap; /* hundredths of its words that are the company's */
        bool disclosed;
        struct str offer[DISCLOSURES];
    } along;
    int64_t reply; /* the post that it answers; 0 none */
    struct safe_html answered;
    struct str answered_by, answered_about; /* about: its subject, its title */
    struct badge answers_as;
    bool answers_other; /* it would go out from another account than the one that it came to */
    bool kept;
    bool checked; /* there was something to judge */
    int64_t now_ms;
};
struct guard_view {
    int64_t draft;
    struct str text;
    struct place_card *place; /* those that its guard has something to say of */
    size_t places, others;    /* others: chosen ones that are fine */
    bool asks, holds;         /* wants a reason; offers to wait */
    struct str reason, problem;
    int64_t tomorrow_ms;
};

/* Learned --------------------------------------------------------------------------------- */

struct learned_row {
    int64_t id, made_ms, revoked_ms;
    struct str says, context, text;
    const char *kind;
};
struct picture_row {
    struct picture_told told;
    struct str place; /* "48.20849, 16.37208", "" none */
};
struct pictures_view {
    struct picture_counts counts;
    struct picture_row *row;
    size_t n;
};

struct learned_view {
    struct learned_row *row, *gone; /* newest first; gone: taken back */
    size_t n, gones;
};

/* Contexts -------------------------------------------------------------------------------- */

struct tick {
    struct str value, label;
    bool on;
};
struct posts_here {
    const struct known_account *a;
    int64_t posts, recent, sells; /* sells: of the recent ones */
    struct posts_topic {
        struct str topic, label;
        int64_t n;
    } * topic;
    size_t topics;
};
/* A setting as it is written into its field, and what is wrong with it. */
struct setting {
    struct str value, problem;
};
struct context_form {
    const struct context *c;
    const char *come; /* "people come here for friends and family" */
    struct tick *welcome, *unwelcome;
    size_t welcomes, unwelcomes;
    struct str welcome_line, unwelcome_line; /* "pets, food"; "" none */
    struct str topics_problem;
    struct setting use, avoid, languages, emoji, promotion;
    struct option *formality, *guard;
    size_t formalities, guards;
    struct str usual; /* the promotion budget that holds without one: "50" */
    struct posts_here *here;
    size_t heres;
    bool saved, wrong;
};
struct contexts_view {
    struct context_form *form;
    size_t n;
};

/* Networks -------------------------------------------------------------------------------- */

struct import_row {
    const struct import *im;
    struct str network, account;
    bool can_undo;
    int64_t context_id;
};
struct jobs_view {
    struct job *job;
    size_t n;
    bool busy;
    const char *token;
};
struct account_card {
    const struct known_account *a;
    const struct fresh *fresh;
    struct health_view health;
    struct str since; /* its newest archive: "3 Mar 2026 (8 months ago)"; "" none */
    int64_t posts;
    const struct option *context;
    size_t contexts;
};
struct guide_row {
    const struct guide *g;
    struct str since; /* the newest archive of such an account; "" none */
    bool old;
};
struct guide_group {
    struct str name;
    struct guide_row *row;
    size_t n;
};
struct guide_view {
    struct guide_row row;
    const char *note; /* of one that is not proven; "" it is */
};
struct networks_view {
    struct account_card *account;
    size_t accounts, due; /* due: of how many a fresh archive is worth asking for */
    struct jobs_view jobs;
    struct import_row *import;
    size_t imports;
    struct guide_group *group;
    size_t groups;
    int64_t now_ms;
};
struct import_view {
    const struct import *im;
    struct str network;
    const struct unread *unread;
    size_t n;
    const struct since *since; /* since->former_id 0: there was none before */
    struct since_row {
        struct str says, href; /* href "": a sentence */
    } * line;
    size_t lines;
    bool can_undo;
    int64_t now_ms;
};
/* What one of these lines counts. */
struct since_view {
    const struct import *im;
    const struct since *since;
    struct str says;
    bool gone;
    struct since_who {
        const struct since_person *p;
        struct str network;
    } * who;
    size_t whos;
    struct card *card;
    struct str *was; /* of each card; "" the same */
    size_t n;
    struct str older, newer;
};

/* Overview -------------------------------------------------------------------------------- */

struct cell {
    int64_t n;
    struct str href;
};
struct grid_row {
    struct str label;
    int64_t context_id;
    struct cell *cell;
};
struct grid {
    struct grid_row *row;
    size_t rows;
    struct grid_head {
        struct str label;
        int64_t context_id; /* its colour; 0 none */
    } * head;
    size_t heads;
};
struct noticed {
    struct str say, href, more;
    int64_t context_id;
};
struct overview_view {
    struct grid months, topics, people;
    struct people_count count;
    int64_t posts, messages;
    struct noticed *noticed;
    size_t n_noticed;
    bool empty;
    struct str context_name;
    struct str posts_href, messages_href; /* what the counts lead to */
};

/* Account and owners ---------------------------------------------------------------------- */

struct session_row {
    struct str digest, agent, remote;
    int64_t created_ms, seen_ms;
    bool current;
};
struct account_view {
    struct str name, email;
    struct str problem;
    const char *part; /* what the problem is about, or "saved"; "" nothing */
    bool has_password;
    int64_t second_since_ms; /* 0: there is no second step */
    int64_t recovery_left;
    struct str secret; /* of a second step that waits for its first code; "" none */
    struct str *code;  /* on paper: shown once */
    size_t codes;
    struct session_row *session;
    size_t sessions;
    struct api_token *token;
    size_t tokens;
    struct str key; /* one that was just made: shown once */
    int64_t now_ms;
};
struct audit_view {
    struct audit_row {
        const struct audit *u;
        struct str who, did;
    } * row;
    size_t n;
    struct str older;
    int64_t now_ms;
};
struct owners_view {
    struct owner *owner;
    size_t owners;
    struct invitation *invitation;
    size_t invitations;
    int64_t me, now_ms;
    struct str link; /* of an invitation that was just made: shown once */
    struct str email, problem;
    bool saved;
};
struct join_view {
    struct str email, token, name, problem;
    struct str company, role; /* into which; "" none */
    struct str me;            /* whoever is signed in; "" nobody is */
    bool known;               /* the e-mail is somebody's here: they sign in */
    bool fits;                /* whoever is signed in is meant */
};

struct sign_in_view {
    bool first, asks_email;
    struct str problem, next;
    struct str email;  /* as it was typed */
    struct str ticket; /* the password was right, a code is wanted; "" not so far */
};

/* A company --------------------------------------------------------------------------------- */

struct member_row {
    const struct membership *m;
    struct option role[ROLE_COUNT];
    size_t roles;
    bool self;
};
struct hours_form {
    int64_t context;
    struct str name;
    struct str words; /* "Monday to Friday, …" */
    struct tick *day;
    size_t days;
    struct str from, to;
    struct option *utc, *summer;
    size_t utcs, summers;
    struct str problem;
    bool set, open;
    struct hours h;
};
struct company_view {
    int64_t id; /* 0: one acts for oneself */
    struct str name;
    enum role role;
    struct member_row *member;
    size_t members;
    struct invitation *invitation;
    size_t invitations;
    struct option *invite_role;
    size_t invite_roles;
    struct hours_form *hours;
    size_t n_hours;
    struct audit_view audit;
    struct membership *mine; /* the companies that one belongs to */
    size_t mines;
    struct str link, email, problem, typed;
    const char *part; /* what the problem is about, or "saved"; "" nothing */
    int64_t now_ms;
};
struct approval_view {
    const struct draft *d;
    struct str text;
    struct place_card *place;
    size_t places;
    const char *verdict, *phrase; /* the gravest of all */
    struct draft_state state;
    struct str says;  /* why one may not decide, or what is wanted; "" nothing */
    struct str who;   /* who else could: "Ann or Bob" */
    struct str opens; /* "Monday 9:00"; "" it could go out now */
    struct str due;   /* the same of one that is approved */
    struct str reason, problem;
    bool asks, approves, returns, withdraws, wants_reason, lone;
    int64_t now_ms;
};
struct approvals_view {
    struct waiting_row {
        const struct approval *v;
        const char *verdict, *phrase;
        struct badge *to;
        size_t tos;
        bool own;
    } * row;
    size_t n;
    int64_t now_ms;
};
struct along_view {
    struct along_company {
        const struct membership *m;
        struct along_post {
            const struct shown_post *p;
            struct str network;
            struct safe_html text;
            bool cut;
        } * post;
        size_t n;
    } * company;
    size_t companies;
    int64_t now_ms;
};

#endif
