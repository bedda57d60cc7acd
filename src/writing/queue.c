/* writing/queue.c: days and times of a week, there and back. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "writing/queue.h"

#include "context/hours.h"
#include "core/limits.h"

enum {
    WEEK = 7,
    DAY_LETTERS = 3
};

/* Words that mean several days, a bit each. */
static const struct {
    const char *name;
    unsigned days;
} several[] = {
    {"every day", 0x7F},
    {"daily",     0x7F},
    {"weekdays",  0x1F},
    {"weekends",  0x60},
};
static const char *const whole[WEEK] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};

/* "Mon", "monday", "every day"; 0 for anything else. */
static unsigned days_of(struct str words)
{
    int day = 0;
    for (size_t i = 0; i < COUNT_OF(several); i++)
        if (str_eq_ci(words, str_from(several[i].name)))
            return several[i].days;
    for (int i = 0; i < WEEK; i++)
        if (str_eq_ci(words, str_from(whole[i])) ||
            (words.n == DAY_LETTERS && str_starts_ci(str_from(whole[i]), words)))
            return 1u << i;
    return hours_day_find(words, &day) ? 1u << day : 0;
}

static enum err_code add(struct str piece, struct slot *slot, size_t *n, struct err *e)
{
    ptrdiff_t space = str_rchr(piece, ' ');
    int minute = 0;
    unsigned days = space > 0 ? days_of(str_trim(str_sub(piece, 0, (size_t)space))) : 0;
    if (days == 0 || !hours_clock_parse(str_after(piece, (size_t)space + 1), &minute) ||
        minute >= DAY_MINUTES)
        return err_set(e, ERR_INVALID,
                       "\"" STRF
                       "\" is no day and time: write it as in \"mon 9:00, thu 17:30\"",
                       STRA(str_sub(piece, 0, 40)));
    for (int day = 0; day < WEEK; day++) {
        if (!(days >> day & 1u))
            continue;
        if (*n == SLOTS_MOST)
            return err_set(e, ERR_LIMIT, "a queue has at most %d moments a week", SLOTS_MOST);
        slot[(*n)++] = (struct slot){day, minute};
    }
    return ERR_OK;
}

enum err_code queue_parse(struct str typed, struct slot *slot, size_t *n, struct err *e)
{
    struct str piece;
    enum err_code rc = ERR_OK;
    *n = 0;
    while (rc == ERR_OK && str_cut(&typed, ',', &piece)) {
        piece = str_trim(piece);
        if (piece.n)
            rc = add(piece, slot, n, e);
    }
    return rc;
}

struct str queue_write(const struct slot *slot, size_t n, struct arena *a)
{
    struct buf b;
    buf_init(&b, KIB(8));
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%s " STRF, i ? ", " : "", hours_day_name(slot[i].weekday),
                   STRA(hours_clock(slot[i].minute, a)));
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}
