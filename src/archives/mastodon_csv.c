/* archives/mastodon_csv.c: the lists that Mastodon exports alone: follows, mutes, blocks. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/mastodon.h"

#include "core/attr.h"
#include "core/csv.h"
#include "core/limits.h"
#include "text/decode.h"
#include "text/utf8.h"

static enum err_code connect(struct reading *r, struct str address, enum connection_kind kind,
                             struct str note, struct err *e)
{
    struct record rec = {.kind = RECORD_CONNECTION};
    struct record_connection *c = &rec.as.connection;
    enum err_code rc = mastodon__person(r, address, STR_NONE, &c->identity, e);
    c->kind = kind;
    c->note = note;
    if (rc)
        return rc;
    return c->identity.n ? reading_put(r, &rec, e)
                         : reading_unread(r, address, "an address without its server", e);
}

static struct str cell(const struct csv_row *row, size_t i)
{
    return i < row->n ? str_trim(row->cell[i]) : STR_NONE;
}

static enum err_code follow(struct reading *r, const struct csv_row *row, struct err *e)
{
    return connect(r, cell(row, 0), CONNECTION_FOLLOWS, STR_NONE, e);
}

static enum err_code mute(struct reading *r, const struct csv_row *row, struct err *e)
{
    return connect(r, cell(row, 0), CONNECTION_MUTED, STR_NONE, e);
}

static enum err_code block(struct reading *r, const struct csv_row *row, struct err *e)
{
    return connect(r, cell(row, 0), CONNECTION_BLOCKED, STR_NONE, e);
}

/* Only those whom one follows can be put on a list. */
static enum err_code list(struct reading *r, const struct csv_row *row, struct err *e)
{
    return connect(r, cell(row, 1), CONNECTION_FOLLOWS, cell(row, 0), e);
}

static enum err_code bookmark(struct reading *r, const struct csv_row *row, struct err *e)
{
    return mastodon__reaction(r, cell(row, 0), STR("bookmark"), e);
}

/* A whole server. */
static enum err_code domain(struct reading *r, const struct csv_row *row, struct err *e)
{
    struct str name = cell(row, 0);
    struct record rec = {.kind = RECORD_IDENTITY};
    struct str key = arena_printf(r->piece, "domain:" STRF, STRA(name));
    rec.as.identity =
        (struct record_identity){.key = key, .name = name, .kind = IDENTITY_ORGANISATION};
    enum err_code rc = reading_put(r, &rec, e);
    rec = (struct record){.kind = RECORD_CONNECTION};
    rec.as.connection = (struct record_connection){.identity = key, .kind = CONNECTION_BLOCKED};
    return rc ? rc : reading_put(r, &rec, e);
}

/* What a row's first cell (of a list's, the second) looks like. */
enum shape {
    SHAPE_ADDRESS,
    SHAPE_URI,
    SHAPE_DOMAIN,
    SHAPE_LIST
};

/* A kind of list, by its name or by its header; older and smaller servers write no header. */
static const struct kind {
    const char *pattern;
    const char *second; /* column that only this one has beside "Account address" */
    enum shape shape;
    enum err_code (*row)(struct reading *r, const struct csv_row *row, struct err *e);
} kinds[] = {
    {"followingaccounts#.csv", "Show boosts",        SHAPE_ADDRESS, follow  },
    {"mutedaccounts#.csv",     "Hide notifications", SHAPE_ADDRESS, mute    },
    {"blockedaccounts#.csv",   NULL,                 SHAPE_ADDRESS, block   },
    {"blockeddomains#.csv",    NULL,                 SHAPE_DOMAIN,  domain  },
    {"lists#.csv",             NULL,                 SHAPE_LIST,    list    },
    {"bookmarks#.csv",         NULL,                 SHAPE_URI,     bookmark},
    {"following#.csv",         NULL,                 SHAPE_ADDRESS, follow  },
    {"mutes#.csv",             NULL,                 SHAPE_ADDRESS, mute    },
    {"blocks#.csv",            NULL,                 SHAPE_ADDRESS, block   }
};

static bool fits(enum shape shape, struct str first, struct str second)
{
    bool space = str_chr(first, ' ') >= 0, at = str_chr(first, '@') >= 0;
    switch (shape) {
    case SHAPE_ADDRESS:
        return at && !space && str_chr(first, '/') < 0;
    case SHAPE_URI:
        return str_starts(first, STR("https://")) || str_starts(first, STR("http://")) ||
               str_starts(first, STR("tag:"));
    case SHAPE_DOMAIN:
        return !at && !space && str_chr(first, '.') > 0 && str_chr(first, '/') < 0;
    case SHAPE_LIST:
        return str_chr(second, '@') > 0 && str_chr(second, ' ') < 0;
    }
    return false;
}

static bool is_header(struct str first)
{
    return str_eq_ci(first, STR("Account address")) || str_eq_ci(first, STR("#domain"));
}

int mastodon__csv_sure(const struct entry *en)
{
    struct stream_mem m;
    struct csv_row row;
    bool got = false;
    int sure = 0;
    if (!str_ends(en->flat, STR(".csv")) || en->head.n == 0)
        return 0;
    struct str line = str_sub(en->head, 0, (size_t)(str_chr(en->head, '\n') + 1));
    struct arena *a = arena_new(MIB(1));
    struct csv *c = csv_new(stream_mem_init(&m, line.n ? line : en->head));
    if (csv_next(c, a, &row, &got, NULL) == ERR_OK && got) {
        if (str_eq_ci(cell(&row, 0), STR("Account address")))
            sure = 90;
        for (size_t i = 0; sure == 0 && i < COUNT_OF(kinds); i++)
            if (path_matches(en->flat, kinds[i].pattern) &&
                fits(kinds[i].shape, cell(&row, 0), cell(&row, 1)))
                sure = 60;
    }
    csv_free(c);
    arena_free(a);
    return sure;
}

static const struct kind *kind_of(struct str flat, const struct csv_row *first)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (kinds[i].second && is_header(cell(first, 0)) &&
            str_eq_ci(cell(first, 1), str_from(kinds[i].second)))
            return &kinds[i];
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (path_matches(flat, kinds[i].pattern))
            return &kinds[i];
    return is_header(cell(first, 0)) ? &kinds[0] : NULL;
}

static enum err_code put_row(struct reading *r, const struct kind *k, struct csv_row *row,
                             struct err *e)
{
    for (size_t i = 0; i < row->n; i++)
        row->cell[i] = utf8_clean(row->cell[i], r->piece);
    if (cell(row, 0).n == 0)
        return ERR_OK;
    return k->row(r, row, e);
}

enum err_code mastodon__read_csv(struct reading *r, struct stream *in, struct err *e)
{
    struct decode d;
    struct csv_row row;
    bool got = false;
    struct csv *c = csv_new(decode_init(&d, in));
    enum err_code rc = csv_next(c, r->piece, &row, &got, e);
    const struct kind *k = rc == ERR_OK && got ? kind_of(r->file_flat, &row) : NULL;
    if (k && !is_header(cell(&row, 0)))
        rc = put_row(r, k, &row, e);
    while (k && rc == ERR_OK && got) {
        arena_reset(r->piece);
        rc = csv_next(c, r->piece, &row, &got, e);
        if (rc == ERR_OK && got)
            rc = put_row(r, k, &row, e);
    }
    csv_free(c);
    return rc;
}
