/* tools/sample/sample.h: what the sample lives are made of: chance, people, words, archives. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SAMPLE_SAMPLE_H
#define SAMPLE_SAMPLE_H

#include "core/attr.h"
#include "core/buf.h"
#include "core/map.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

/* random.c: the same numbers for the same seed on every machine (xorshift64*). */
struct rng {
    uint64_t s;
};
void rng_init(struct rng *r, uint64_t seed, const char *purpose, uint64_t n);
uint64_t rng_next(struct rng *r);
size_t rng_below(struct rng *r, size_t n); /* 0 for n == 0 */
int rng_range(struct rng *r, int lo, int hi);
bool rng_chance(struct rng *r, int percent);

/* dates.c: instants as Unix milliseconds; the people here live by Brussels time. */
#define DAY_MS INT64_C(86400000)
struct date {
    int64_t year;
    int month, day, hour, minute, second, weekday; /* weekday 0 is Sunday */
};
struct date date_of(int64_t ms); /* UTC */
struct date date_local(int64_t ms);
int64_t date_day(int year, int month, int day);                    /* its midnight in UTC */
int64_t date_at(int64_t day_ms, int hour, int minute, int second); /* Brussels clock */
extern const char *const month_names[12];                          /* "January" */
extern const char *const month_short[12];                          /* "Jan" */
extern const char *const weekday_names[7];                         /* "Sunday" */
enum date_form {
    DATE_ISO,     /* 2024-04-06T19:34:31.000Z */
    DATE_ISO_S,   /* 2024-04-06T19:34:31Z */
    DATE_PLAIN,   /* 2024-04-06 19:34:31 */
    DATE_UTC,     /* 2024-04-06 19:34:31 UTC */
    DATE_SLASH,   /* 2024/02/01 15:02:55 UTC */
    DATE_DAY,     /* 08 Feb 2026 */
    DATE_US,      /* 1/29/26, 2:37 PM */
    DATE_US_LONG, /* 08/19/24, 11:04 PM */
    DATE_JAVA,    /* Sat Sep 05 08:12:14 UTC 2026 */
    DATE_X        /* Sat Feb 18 12:33:11 +0000 2023 */
};
void put_date(struct buf *b, enum date_form form, int64_t ms);

/* put.c: CSV and JSON as the networks write them. */
void put_json(struct buf *b, const char *s);
void put_meta(struct buf *b, const char *s);    /* bytes beyond ASCII as \u00xx, as Meta does */
void put_html(struct buf *b, const char *s);    /* & < > escaped */
void put_xml_amp(struct buf *b, const char *s); /* JSON string with X's &amp; &lt; &gt; */
void put_row(struct buf *b, const char *const *cells, size_t n, bool quote_all);
#define ROW(b, ...)                                                                            \
    put_row(b, (const char *const[]){__VA_ARGS__},                                             \
            sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), false)
#define ROWQ(b, ...)                                                                           \
    put_row(b, (const char *const[]){__VA_ARGS__},                                             \
            sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), true)

/* archive_out.c: a zip, a tar.gz or a plain file, streamed; ends the program on failure. */
enum out_kind {
    OUT_ZIP,
    OUT_TAR_GZ,
    OUT_FILE
};
struct out;
struct out *out_open(const char *dir, const char *name, enum out_kind kind);
struct buf *out_begin(struct out *o,
                      const char *path); /* fill it; path is ignored for a file */
void out_more(struct out *o); /* to be called in long loops: writes what has gathered */
void out_end(struct out *o);
void out_close(struct out *o);
void die(const char *what, const char *why) __attribute__((noreturn));

/* picture.c: a small PNG, its colours by n. */
void put_picture(struct buf *b, uint64_t n, size_t noise);

/* life.c: the owner and everybody around. */
enum {
    NET_LINKEDIN = 1,
    NET_FACEBOOK = 2,
    NET_X = 4,
    NET_MASTODON = 8,
    NET_GOOGLE = 16,
    NET_PHONE = 32
};
enum tie {
    TIE_FAMILY,
    TIE_FRIEND,
    TIE_SCHOOL,
    TIE_STAFF,
    TIE_FORMER,
    TIE_CLIENT,
    TIE_PROSPECT,
    TIE_MENTOR,
    TIE_NEIGHBOUR,
    TIE_CHOIR,
    TIE_SUPPLIER,
    TIE_PEER,
    TIE_PRESS,
    TIE_INVESTOR,
    TIE_PARENT,
    TIE_FEDI,
    TIE_STRANGER,
    TIE_COUNT
};
/* What ties a person's identities together for sure. */
enum {
    KEY_EMAIL = 1,
    KEY_LINKEDIN = 2,
    KEY_X = 4,
    KEY_PHONE = 8,
    KEY_MASTODON = 16
};

struct person {
    char given[48], family[64];
    char name[128];    /* as on most networks */
    char fb_name[128]; /* as on Facebook: people marry */
    char slug[128], handle[32], fedi[96], email[128], phone[32];
    const char *firm, *title, *city, *note, *kin;
    enum tie tie;
    unsigned nets, keys;
    int64_t met_ms;
    uint64_t x_id;
};

struct cast_row {
    const char *given, *family;
    enum tie tie;
    unsigned nets, keys;
    const char *firm, *title, *city;
    int year, month;
    const char *fb_name, *note, *kin;
};
extern const struct cast_row cast[];
extern const size_t cast_count;

struct owner {
    const char *given, *family, *name, *slug, *handle, *fedi_user, *email, *work_email, *phone;
    const char *firm, *partner, *kid1, *kid2, *city, *former_firm, *choir;
};
extern const struct owner owners[];
extern const size_t owners_count;
extern const char *const fedi_host;

struct life {
    uint64_t seed;
    struct owner me;
    uint64_t x_id, member_id;
    struct person *people;
    size_t n_people;
    int64_t start_ms, end_ms, founded_ms;
    long posts;       /* 0: the demo's size */
    long people_most; /* 0: the demo's size */
    long pictures_mb; /* of X: so much of pictures; 0: the demo's */
};
void life_init(struct life *l, uint64_t seed, int person, long posts, long people,
               unsigned net);
void life_done(struct life *l);
/* A person of one of the networks in `nets` (all of them needed) with the tie, or any tie for
 * TIE_COUNT, known at that time; NULL where there is none. */
const struct person *life_pick(const struct life *l, struct rng *r, unsigned nets, enum tie tie,
                               int64_t at_ms);

/* text.c: sentences from patterns: {slot}, [one|other], <conditions>. */
enum reg {
    REG_PRODUCT,
    REG_HIRING,
    REG_LESSON,
    REG_THANKS,
    REG_INDUSTRY,
    REG_MILESTONE,
    REG_EMPLOYED,
    REG_FAMILY,
    REG_FOOD,
    REG_HOBBY,
    REG_TRIP,
    REG_JOKE,
    REG_COMPLAINT,
    REG_NEIGHBOUR,
    REG_CHARITY,
    REG_CHOIR,
    REG_X_WORK,
    REG_X_LIFE,
    REG_X_REPLY,
    REG_X_THREAD,
    REG_RESHARE,
    REG_FEDI,
    REG_FEDI_REPLY,
    REG_COMMENT_WORK,
    REG_COMMENT_HOME,
    REG_NATIVE,
    REG_COUNT
};
struct pattern_set {
    const char *const *body;
    size_t n;
    const char *const *close; /* may follow; NULL none */
    size_t n_close;
    int close_percent;
    bool work; /* in working hours */
};
extern const struct pattern_set *const pattern_sets[REG_COUNT];
extern const char *const *const slots[]; /* {"name", word, …, NULL} */
extern const size_t slots_count;

/* What is filled in for one text. */
struct scene {
    const struct life *life;
    struct rng *rng;
    int64_t at_ms;
    const struct person *who; /* {who} and {whofull}; NULL picks somebody */
    const char *lang;         /* set by the pattern; "en" unless it says otherwise */
};
/* Appends the pattern; false where its conditions do not hold at that time. */
bool text_fill(struct scene *s, struct buf *b, const char *pattern);
/* A text of the register that `said` has not seen (NULL: any); it is put into it. */
void text_make(struct scene *s, struct buf *b, enum reg reg, struct map *said);

/* events.c: what happened on a day, told where. */
struct event {
    int year, month, day;
    unsigned net;
    bool page; /* on the company's page */
    const char *text, *lang, *photo, *link;
};
extern const struct event events[];
extern const size_t events_count;

/* plan.c: which posts, when. */
struct slot {
    int64_t at_ms;
    enum reg reg;
    const struct event *event;
    uint64_t n;
};
struct plan {
    const struct life *life;
    struct slot *slot; /* NULL for bulk: made one by one */
    size_t n;
    unsigned net;
    bool comments;
};
void plan_init(struct plan *p, const struct life *l, unsigned net, size_t n, bool comments);
void plan_done(struct plan *p);
struct slot plan_get(const struct plan *p, size_t i); /* in order of time */
int64_t plan_clock(struct rng *r, int64_t day_ms, bool work, bool move_day);

/* talks.c: small conversations. */
struct talk {
    enum tie ties[4]; /* whom with; TIE_COUNT ends */
    size_t n_ties;
    const char *line[14]; /* "> mine", "< theirs" */
};
extern const struct talk talks[];
extern const size_t talks_count;
extern const char *const group_lines[];
extern const size_t group_lines_count;
struct said_line {
    bool own;
    int64_t at_ms;
    size_t who; /* in groups: which member */
    char text[1200];
};
enum {
    TALK_MOST = 64
};
/* One or more conversations with this person in the order of time; how many lines. */
size_t talk_make(const struct life *l, const struct person *p, uint64_t n, unsigned net,
                 struct said_line *line);
size_t talk_group(const struct life *l, uint64_t n, size_t members, size_t count,
                  struct said_line *line, const char *const *lines, size_t n_lines);

/* the writers */
void write_linkedin(const struct life *l, const char *dir);
void linkedin_people(const struct life *l, struct out *o);
void linkedin_profile(const struct life *l, struct out *o);
void linkedin_messages(const struct life *l, struct out *o);
void write_facebook(const struct life *l, const char *dir);
void facebook_people(const struct life *l, struct out *o);
void facebook_messages(const struct life *l, struct out *o);
void write_x(const struct life *l, const char *dir);
void x_people(const struct life *l, struct out *o);
void x_messages(const struct life *l, struct out *o);
void write_mastodon(const struct life *l, const char *dir);
void write_contacts(const struct life *l, const char *dir);

#endif
