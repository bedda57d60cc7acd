/* archives/takeout.c: Google Takeout: YouTube, mail, Chat, and the contacts that others read. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/takeout.h"

#include "core/attr.h"
#include "core/mem.h"

extern const struct reader reader_contacts_csv, reader_vcard;
static const struct reader *const guests[TAKEOUT_GUESTS] = {
    [TAKEOUT_CONTACTS] = &reader_contacts_csv, [TAKEOUT_VCARD] = &reader_vcard};

/* Has a guest read this file as if it were its own archive's. */
static enum err_code have_read(struct reading *r, enum takeout_guest who, int phase,
                               struct stream *in, struct err *e)
{
    struct takeout *st = r->state;
    const struct reader *rd = guests[who];
    struct reading guest = *r;
    if (!st->guest[who])
        st->guest[who] = mem_calloc(1, rd->state_size + 1);
    guest.state = st->guest[who];
    st->current = TAKEOUT_NOBODY; /* it says whose its records are */
    for (const struct reader_file *f = rd->files; f->pattern; f++)
        if (f->phase == phase && path_matches(r->file_flat, f->pattern))
            return f->read(&guest, in, e);
    return ERR_OK;
}

/* "Contacts/My friends/My friends.csv": the folders' names are in the account's language, but each
 * label's file is named as its folder. */
static bool is_label_file(struct str path)
{
    ptrdiff_t slash = str_rchr(path, '/');
    struct str folder = str_sub(path, 0, slash < 0 ? 0 : (size_t)slash);
    struct str name = str_after(path, (size_t)(slash + 1));
    ptrdiff_t above = str_rchr(folder, '/'), dot = str_rchr(name, '.');
    return slash > 0 && dot > 0 &&
           str_eq(str_after(folder, (size_t)(above + 1)), str_sub(name, 0, (size_t)dot));
}

static enum err_code look_contacts(struct reading *r, struct stream *in, struct err *e)
{
    return is_label_file(r->file) ? have_read(r, TAKEOUT_CONTACTS, 0, in, e) : ERR_OK;
}

static enum err_code read_contacts(struct reading *r, struct stream *in, struct err *e)
{
    return is_label_file(r->file) ? have_read(r, TAKEOUT_CONTACTS, 1, in, e) : ERR_OK;
}

static enum err_code read_cards(struct reading *r, struct stream *in, struct err *e)
{
    return have_read(r, TAKEOUT_VCARD, 0, in, e);
}

static enum err_code look_mail(struct reading *r, struct stream *in, struct err *e)
{
    struct takeout *st = r->state;
    return mailbox_look(r, &st->box, in, e);
}

static enum err_code read_mail(struct reading *r, struct stream *in, struct err *e)
{
    struct takeout *st = r->state;
    enum err_code rc = takeout__enter(r, TAKEOUT_EMAIL, e);
    return rc ? rc : mailbox_read(r, &st->box, in, e);
}

static enum err_code refuse_html(struct reading *r, struct stream *in, struct err *e)
{
    (void)in;
    return reading_unread(r, STR_NONE,
                          "the HTML version of the history; ask Google for it again and choose "
                          "JSON for YouTube's history",
                          e);
}

enum err_code takeout__enter(struct reading *r, enum takeout_account account, struct err *e)
{
    struct takeout *st = r->state;
    struct record rec = {.kind = RECORD_ACCOUNT};
    bool mail = account == TAKEOUT_EMAIL;
    if (st->current == account)
        return ERR_OK;
    st->current = account;
    struct str key = mail ? st->box.owner : st->channel.n ? st->channel : STR("me");
    if (mail && key.n == 0)
        key = STR("me");
    rec.as.account = (struct record_account){.network = mail ? STR("email") : STR("youtube"),
                                             .key = key,
                                             .handle = mail ? key : STR_NONE,
                                             .name = mail ? STR_NONE : st->channel_name};
    return reading_put(r, &rec, e);
}

static const struct reader_file files[] = {
    {"youtube*/*/*.csv",        0, takeout__look_youtube   },
    {"*.csv",                   0, look_contacts           },
    {"*.vcf",                   0, read_cards              },
    {"*.mbox",                  0, look_mail               },
    {"users/*/userinfo.json",   0, takeout__read_chat_user },
    {"*.mbox",                  1, read_mail               },
    {"groups/*/groupinfo.json", 1, takeout__read_chat_group},
    {"youtube*/*/*.csv",        1, takeout__read_youtube   },
    {"youtube*/*/*.json",       1, takeout__read_history   },
    {"youtube*/*/*.html",       1, refuse_html             },
    {"*.csv",                   1, read_contacts           },
    {"groups/*/messages.json",  2, takeout__read_chat      },
    {NULL,                      0, NULL                    }
};

/* The top folder has this name in every language but when somebody packed it anew. */
static bool in_takeout(struct str flat)
{
    return str_starts(flat, STR("takeout/")) || str_find(flat, STR("/takeout/")) >= 0;
}

static int recognise(const struct container *c)
{
    static const char *const signs[] = {"youtube*/*/*.csv", "youtube*/*/*history.json",
                                        "groups/*/messages.json"};
    size_t n;
    int sure = 0;
    const struct entry *en = container_entries(c, &n);
    for (size_t i = 0; i < n; i++) {
        if (in_takeout(en[i].flat))
            return 97;
        for (size_t k = 0; k < COUNT_OF(signs); k++)
            if (path_matches(en[i].flat, signs[k]))
                sure = 92;
    }
    return sure;
}

static enum err_code phase_end(struct reading *r, int phase, struct err *e)
{
    struct takeout *st = r->state;
    if (phase != 0)
        return ERR_OK;
    enum err_code rc = mailbox_account(r, &st->box, e);
    st->current = st->box.owner.n ? TAKEOUT_EMAIL : TAKEOUT_NOBODY;
    return rc;
}

static void done(struct reading *r)
{
    struct takeout *st = r->state;
    for (size_t i = 0; i < TAKEOUT_GUESTS; i++) {
        struct reading guest = *r;
        guest.state = st->guest[i];
        if (st->guest[i] && guests[i]->done)
            guests[i]->done(&guest);
        mem_free(st->guest[i]);
    }
    mailbox_done(&st->box);
}

extern const struct reader reader_takeout;
const struct reader reader_takeout = {.id = "takeout",
                                      .network = "youtube",
                                      .archive = "Google Takeout",
                                      .recognise = recognise,
                                      .files = files,
                                      .state_size = sizeof(struct takeout),
                                      .phase_end = phase_end,
                                      .done = done};
