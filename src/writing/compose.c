/* writing/compose.c: from a draft to what one account sends. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "writing/compose.h"

#include "context/hashtag.h"
#include "core/limits.h"
#include "store/handle.h"
#include "store/live.h"
#include "store/timeline.h"
#include "text/utf8.h"
#include "writing/address.h"
#include "writing/count.h"
#include "writing/poll.h"
#include "writing/split.h"

#include <string.h>

enum {
    TAG_WORD = 2, /* letters of the shortest word that a hashtag is parted into */
    MENTION_MOST = 300
};

struct work {
    struct store *s;
    const struct draft *d;
    const struct compose_for *to;
    struct arena *a;
    struct composed *out;
    struct outgoing_mention mention[OUTGOING_MENTIONS]; /* in the whole text */
    size_t mentions;
};

static void say(struct work *w, bool stops, struct str text)
{
    if (w->out->says < COMPOSE_SAYS)
        w->out->say[w->out->says++] = (struct compose_say){stops, text};
}

/* People ----------------------------------------------------------------------------------- */

static bool is_name(unsigned char c)
{
    return ascii_is_alnum(c) || c == '_' || c == '.' || c == '-' || c == '@' || c == ':';
}

/* Bytes of a mention at `at`, its @ included: "@ann", "@ann@host", "@ann.example.com", "@[Ann Lee]".
 * *typed is what stands behind the @. 0: there is none. */
static size_t mention_at(struct str text, size_t at, struct str *typed)
{
    if (text.p[at] != '@' || (at && (ascii_is_alnum((unsigned char)text.p[at - 1]) ||
                                     text.p[at - 1] == '/' || text.p[at - 1] == '.')))
        return 0;
    struct str rest = str_after(text, at + 1);
    if (rest.n && rest.p[0] == '[') {
        ptrdiff_t end = str_chr(rest, ']');
        if (end < 2 || end > MENTION_MOST || str_chr(str_sub(rest, 0, (size_t)end), '\n') >= 0)
            return 0;
        *typed = str_sub(rest, 1, (size_t)end);
        return (size_t)end + 2;
    }
    size_t n = 0;
    while (n < rest.n && n < MENTION_MOST && is_name((unsigned char)rest.p[n]))
        n++;
    while (n && !ascii_is_alnum((unsigned char)rest.p[n - 1]) && rest.p[n - 1] != '_')
        n--; /* what ends a sentence is no part of a name */
    *typed = str_sub(rest, 0, n);
    return n ? n + 1 : 0;
}

/* A handle that names its own network: it can be nobody else's. */
static bool is_native(const struct network_api *row, struct str typed)
{
    bool server = str_chr(typed, '@') > 0;
    bool domain = !server && str_chr(typed, '.') > 0;
    return (str_is(str_from(row->id), "mastodon") && server) ||
           (str_is(str_from(row->id), "bluesky") && domain);
}

static void put_mention(struct work *w, struct buf *b, const struct handle *h)
{
    size_t from = b->n;
    buf_printf(
        b, "@" STRF,
        STRA(h->handle.n && h->handle.p[0] == '@' ? str_after(h->handle, 1) : h->handle));
    if (w->mentions < OUTGOING_MENTIONS)
        w->mention[w->mentions++] =
            (struct outgoing_mention){from, b->n, h->key, arena_str(w->a, h->name)};
}

/* Where Tact knows the person they are called as they are there; where it does not, a name that means
 * somebody else there must not stay one. */
static enum err_code put_person(struct work *w, struct buf *b, struct str typed, struct err *e)
{
    const struct network_api *row = w->out->row;
    struct handle h;
    enum err_code rc = store_handle_on(w->s, typed, str_from(row->id), w->a, &h, e);
    if (rc)
        return rc;
    if (h.known && h.handle.n && (row->can & API_MENTIONS)) {
        put_mention(w, b, &h);
    } else if (!h.known && (row->can & API_MENTIONS) && is_native(row, typed)) {
        h = (struct handle){.handle = typed};
        put_mention(w, b, &h);
    } else if (h.known) {
        buf_str(b, h.name.n ? h.name : typed);
    } else {
        struct str plain = typed, host;
        if (str_chr(typed, '@') > 0) {
            host = typed;
            str_cut(&host, '@', &plain);
        }
        buf_str(b, plain);
        say(w, false,
            arena_printf(w->a,
                         "Nobody you know is called @" STRF
                         " on %s, so the name stands there without the @.",
                         STRA(typed), row->name));
    }
    return ERR_OK;
}

/* Hashtags --------------------------------------------------------------------------------- */

static size_t tag_at(struct str text, size_t at)
{
    if (text.p[at] != '#' ||
        (at && !ascii_is_space((unsigned char)text.p[at - 1]) && text.p[at - 1] != '('))
        return 0;
    size_t n = 1;
    while (at + n < text.n && (ascii_is_alnum((unsigned char)text.p[at + n]) ||
                               text.p[at + n] == '_' || (unsigned char)text.p[at + n] >= 0x80))
        n++;
    return n > 1 ? n : 0;
}

/* "#opensource" as "#OpenSource", which is read out as two words; one with any capital letter, or of
 * other than plain letters, is as its writer wants it. */
static void put_tag(struct work *w, struct buf *b, struct str tag)
{
    uint8_t cut[HASHTAG_WORDS];
    struct str name = str_after(tag, 1);
    bool plain = true;
    for (size_t i = 0; i < name.n; i++)
        plain &= name.p[i] >= 'a' && name.p[i] <= 'z';
    size_t n = plain ? hashtag_split(w->to->vocabulary, name, cut) : 0;
    for (size_t i = 0; i < n; i++)
        plain &= cut[i] >= TAG_WORD;
    if (n < 2 || !plain) {
        buf_str(b, tag);
        return;
    }
    buf_char(b, '#');
    for (size_t i = 0; i < n; i++) {
        buf_char(b, (char)(name.p[0] - 'a' + 'A'));
        buf_str(b, str_sub(name, 1, cut[i]));
        name = str_after(name, cut[i]);
    }
}

/* Words ------------------------------------------------------------------------------------ */

static enum err_code put_words(struct work *w, struct str text, struct buf *b, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t at = 0; at < text.n && rc == ERR_OK;) {
        struct str typed = STR_NONE;
        size_t n = address_at(text, at, true);
        if (n) { /* nothing in an address is a person or a tag */
            buf_str(b, str_sub(text, at, at + n));
        } else if ((n = mention_at(text, at, &typed))) {
            rc = put_person(w, b, typed, e);
        } else if ((n = tag_at(text, at))) {
            put_tag(w, b, str_sub(text, at, at + n));
        } else {
            buf_char(b, text.p[at]);
            n = 1;
        }
        at += n;
    }
    return rc;
}

static const struct draft_variant *variant_of(const struct work *w)
{
    for (size_t i = 0; i < w->d->variants; i++)
        if (w->d->variant[i].account_id == w->to->account->id)
            return &w->d->variant[i];
    return NULL;
}

/* Where an answer begins with who is answered, they are there. */
static enum err_code put_answered(struct work *w, const struct live_where *parent,
                                  struct buf *b, struct err *e)
{
    struct str name = parent->author;
    if (!(w->out->row->can & API_REPLY_NAMES) || name.n == 0)
        return ERR_OK;
    struct str at = arena_printf(w->a, "@" STRF, STRA(name));
    if (str_find(w->d->text, at) >= 0)
        return ERR_OK;
    enum err_code rc = put_person(w, b, name, e);
    buf_char(b, ' ');
    return rc;
}

static enum err_code whole_text(struct work *w, const struct live_where *parent,
                                struct str *out, struct err *e)
{
    const struct draft_variant *v = variant_of(w);
    struct str text = v && v->text.n ? v->text : w->d->text, below = STR_NONE;
    struct buf b;
    buf_init(&b, LIMIT_DRAFT * 2);
    enum err_code rc = parent ? put_answered(w, parent, &b, e) : ERR_OK;
    if (rc == ERR_OK)
        rc = put_words(w, str_trim(text), &b, e);
    if (rc == ERR_OK && !parent && (!v || v->signature))
        rc = store_signature(w->s, w->to->account->id, w->a, &below, e);
    if (below.n)
        buf_printf(&b, "\n\n" STRF, STRA(below));
    *out = arena_str(w->a, buf_view(&b));
    buf_free(&b);
    return rc;
}

/* Parts ------------------------------------------------------------------------------------ */

static enum visibility visibility_of(const struct work *w)
{
    const struct draft_variant *v = variant_of(w);
    const struct network_visibility *all = w->out->row->visibility;
    for (const struct network_visibility *x = all; x && x->word; x++)
        if (v && str_is(v->visibility, visibility_name(x->visibility)))
            return x->visibility;
    return all ? all[0].visibility : VISIBLE_PUBLIC;
}

/* Mentions of the whole text that a part has, found again in it in their order. */
static void mentions_of(struct work *w, struct outgoing_draft *p, struct str whole,
                        size_t *next)
{
    size_t from = 0;
    while (*next < w->mentions) {
        const struct outgoing_mention *m = &w->mention[*next];
        struct str name = str_sub(whole, m->from, m->to);
        ptrdiff_t at = str_find(str_after(p->o.text, from), name);
        if (at < 0)
            return;
        p->mention[p->o.mentions] = *m;
        p->mention[p->o.mentions].from = from + (size_t)at;
        p->mention[p->o.mentions++].to = from + (size_t)at + name.n;
        from += (size_t)at + name.n;
        (*next)++;
    }
}

static void count_signs(struct work *w, struct str text)
{
    const struct network_limits *l = &w->out->limits;
    int64_t tags = 0;
    for (size_t i = 0; i < text.n; i++)
        tags += tag_at(text, i) > 0;
    if (l->hashtags && tags > l->hashtags)
        say(w, true,
            arena_printf(w->a, "%s takes %lld hashtags, this has %lld.", w->out->row->name,
                         (long long)l->hashtags, (long long)tags));
    if (l->mentions && (int64_t)w->mentions > l->mentions)
        say(w, true,
            arena_printf(w->a, "%s takes %lld people, this names %zu.", w->out->row->name,
                         (long long)l->mentions, w->mentions));
}

/* Pictures go with the first part; those of this account, else those for all. */
static enum err_code add_pictures(struct work *w, struct outgoing_draft *p, struct err *e)
{
    const struct network_limits *l = &w->out->limits;
    int64_t own = 0, bare = 0;
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < w->d->pictures; i++)
        own += w->d->picture[i].account_id == w->to->account->id;
    for (size_t i = 0; i < w->d->pictures && rc == ERR_OK; i++) {
        const struct draft_picture *x = &w->d->picture[i];
        struct str path = STR_NONE, type = STR_NONE;
        if (x->account_id != (own ? w->to->account->id : 0) || p->o.medias == OUTGOING_MEDIA)
            continue;
        rc = store_media_path(w->s, x->media, w->a, &path, &type, e);
        p->media[p->o.medias] = x->media;
        p->picture[p->o.medias++] = (struct outgoing_media){.media_type = type, .alt = x->alt};
        bare += x->alt.n == 0;
        if (l->alt && (int64_t)utf8_count(x->alt) > l->alt)
            say(w, true,
                arena_printf(w->a,
                             "A description of a picture is too long for %s: %lld "
                             "characters at most.",
                             w->out->row->name, (long long)l->alt));
    }
    if (l->media && (int64_t)p->o.medias > l->media)
        say(w, true,
            arena_printf(w->a, "%s takes %lld pictures, this has %zu.", w->out->row->name,
                         (long long)l->media, p->o.medias));
    /* by hand any kind goes: what is laid out for it is JPEG or PNG */
    bool takes = l->picture_types || ((w->out->row->can & API_HANDS_OFF) && l->media);
    if (p->o.medias && !takes)
        say(w, true, arena_printf(w->a, "%s takes no pictures.", w->out->row->name));
    if (bare)
        say(w, false,
            bare == 1
                ? STR("A picture has no description: who can't see it knows nothing of it.")
                : STR("Pictures have no description: who can't see them knows nothing of "
                      "them."));
    return rc;
}

/* Poll ------------------------------------------------------------------------------------- */

/* Lines that have something in them; how many there are, though no more are taken than fit. */
static size_t choices_of(struct work *w, struct outgoing_draft *p)
{
    struct str rest = w->d->choices, line;
    size_t n = 0;
    while (str_cut(&rest, '\n', &line)) {
        line = str_trim(line);
        if (line.n && n++ < OUTGOING_CHOICES)
            p->choice[p->o.choices++] = line;
    }
    return n;
}

static void check_choices(struct work *w, const struct outgoing_draft *p, size_t n)
{
    const struct network_limits *l = &w->out->limits;
    const char *name = w->out->row->name;
    int64_t most = l->poll_choices && l->poll_choices < OUTGOING_CHOICES ? l->poll_choices
                                                                         : OUTGOING_CHOICES;
    if (n < 2)
        say(w, true, STR("A poll needs two choices at least: add one, or take this one out."));
    if ((int64_t)n > most)
        say(w, true,
            arena_printf(w->a, "A poll on %s has %lld choices at most, this has %zu.", name,
                         (long long)most, n));
    for (size_t i = 0; i < p->o.choices; i++) {
        bool twice = false;
        for (size_t k = 0; k < i; k++)
            twice |= str_eq(p->choice[k], p->choice[i]);
        if (twice)
            say(w, true,
                arena_printf(w->a, "\"" STRF "\" is twice among the choices of the poll.",
                             STRA(p->choice[i])));
        if (l->poll_choice && (int64_t)utf8_count(p->choice[i]) > l->poll_choice)
            say(w, true,
                arena_printf(w->a,
                             "A choice of a poll on %s has %lld characters at most, \"" STRF
                             "\" has %zu.",
                             name, (long long)l->poll_choice, STRA(p->choice[i]),
                             utf8_count(p->choice[i])));
    }
}

/* It goes with the first part; where a network asks nobody it goes without, and that is said. */
static void add_poll(struct work *w, struct outgoing_draft *p)
{
    const struct network_limits *l = &w->out->limits;
    const char *name = w->out->row->name;
    size_t n = choices_of(w, p);
    if (n == 0)
        return;
    if (w->out->row->can & API_HANDS_OFF) {
        p->o.poll_s = w->d->poll_s ? w->d->poll_s : POLL_USUAL_S;
        say(w, false,
            STR("The poll is yours to add by hand: its choices stand with the text."));
        return;
    }
    if (!(w->out->row->can & API_POLLS)) {
        p->o.choices = 0;
        say(w, false,
            arena_printf(w->a, "There are no polls on %s: it goes there without the choices.",
                         name));
        return;
    }
    p->o.poll_s = w->d->poll_s ? w->d->poll_s : POLL_USUAL_S;
    check_choices(w, p, n);
    if (p->o.poll_s < l->poll_least_s || (l->poll_most_s && p->o.poll_s > l->poll_most_s))
        say(w, true,
            arena_printf(
                w->a, "A poll on %s is open for %s" STRF ", not for " STRF ".", name,
                p->o.poll_s < l->poll_least_s ? "at least " : "at most ",
                STRA(poll_open_say(
                    p->o.poll_s < l->poll_least_s ? l->poll_least_s : l->poll_most_s, w->a)),
                STRA(poll_open_say(p->o.poll_s, w->a))));
    if (p->o.medias)
        say(w, true,
            arena_printf(w->a, "A post on %s has pictures or a poll, not both.", name));
}

/* Who may answer, of the post that begins a thread. Where everybody always may it goes out with that
 * said; where the network knows some of these and not this one, the owner has to choose. */
static void add_answering(struct work *w, struct outgoing *o, const struct live_where *parent)
{
    const struct draft_variant *v = variant_of(w);
    enum answering who = answering_find(v ? v->answers : STR_NONE);
    const char *name = w->out->row->name;
    bool can = false;
    if (who == ANSWERING_EVERYBODY || w->out->row->can & API_LETTERS)
        return;
    for (const struct network_answering *x = w->out->row->answering; x && x->word; x++)
        can |= x->who == who;
    if (w->out->row->can & API_HANDS_OFF) {
        o->answering = who < ANSWERING_COUNT ? who : ANSWERING_NOBODY;
        say(w, false, STR("Who may answer is yours to set by hand."));
        return;
    }
    if (parent && w->out->row->answering)
        say(w, false, STR("Who may answer is said by whoever began the thread, not here."));
    else if (can)
        o->answering = who;
    else if (w->out->row->answering)
        say(w, true,
            arena_printf(w->a, "%s has no \"%s\" for who may answer: choose another.", name,
                         who < ANSWERING_COUNT ? answering_says(who) : "such setting"));
    else
        say(w, false, arena_printf(w->a, "On %s everybody may answer.", name));
}

/* The first address stands below the text as a card where nothing else does. */
static void add_link(struct outgoing_draft *p)
{
    for (size_t at = 0; at < p->o.text.n && p->o.medias == 0;) {
        size_t n = address_at(p->o.text, at, false);
        if (n) {
            p->o.link = str_sub(p->o.text, at, at + n);
            return;
        }
        at++;
    }
}

/* "Re: tea": what a letter answers, said once however often it went to and fro. */
static struct str subject_again(struct str title, struct arena *a)
{
    static const struct str marks[] = {STR_INIT("re:"),   STR_INIT("aw:"), STR_INIT("sv:"),
                                       STR_INIT("antw:"), STR_INIT("vs:"), STR_INIT("odp:")};
    struct str line = str_trim(utf8_clean(title, a));
    char *p = arena_cstr(a, line);
    for (size_t i = 0; i < line.n; i++)
        if ((unsigned char)p[i] < ' ')
            p[i] = ' ';
    line = str_of(p, line.n);
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (str_starts_ci(line, marks[i]))
            return line;
    return line.n ? arena_printf(a, "Re: " STRF, STRA(line)) : line;
}

/* The title, where there are such; and to whom a letter goes: those who are named, else who wrote what
 * it answers. */
static void add_title(struct work *w, struct outgoing *o, const struct live_where *parent)
{
    const struct network_api *row = w->out->row;
    struct err why;
    if (row->can & API_TITLES)
        o->title = w->d->title;
    else if (w->d->title.n)
        say(w, false,
            arena_printf(w->a, "%s has no titles: it goes there without its title.",
                         row->name));
    if (!(row->can & API_LETTERS))
        return;
    if (o->title.n == 0 && parent)
        o->title = subject_again(parent->title, w->a);
    struct str to = w->d->receivers.n ? w->d->receivers : parent ? parent->author : STR_NONE;
    if (api_receivers_line(to, w->a, &o->to, &why))
        say(w, true, arena_printf(w->a, "%s: correct it, or take it out.", why.msg));
    else if (o->to.n == 0)
        say(w, true,
            STR("An e-mail needs somebody to go to: give at least one e-mail address."));
}

/* A letter is one, whatever stands in it. */
static enum err_code part_text(struct work *w, struct str whole, struct network_limits *l,
                               struct str **out, struct err *e)
{
    if (!(w->out->row->can & API_LETTERS))
        return split_text(whole, l, w->to->numbered, w->a, out, &w->out->parts, e);
    *out = ARENA_NEW(w->a, struct str);
    **out = whole;
    w->out->parts = 1;
    return ERR_OK;
}

static enum err_code make_parts(struct work *w, struct str whole,
                                const struct live_where *parent, struct err *e)
{
    const struct draft_variant *v = variant_of(w);
    struct composed *out = w->out;
    struct str *text;
    size_t next = 0;
    struct network_limits l = out->limits;
    struct str summary = v && v->summary.n ? v->summary : w->d->summary;
    if (summary.n && (out->row->can & API_WARNS) && l.most)
        l.most -= text_count_by(&l, summary).used; /* both count together */
    enum err_code rc = part_text(w, whole, &l, &text, e);
    if (rc)
        return rc;
    out->part = ARENA_ARRAY(w->a, struct outgoing_draft, out->parts);
    for (size_t i = 0; i < out->parts; i++) {
        struct outgoing_draft *p = &out->part[i];
        p->o = (struct outgoing){.text = text[i],
                                 .summary = out->row->can & API_WARNS ? summary : STR_NONE,
                                 .language = w->d->language,
                                 .visibility = visibility_of(w)};
        mentions_of(w, p, whole, &next);
        if (i == 0 && parent) {
            p->o.reply_to = (struct api_post){parent->key, parent->also};
            p->o.reply_root = (struct api_post){parent->root_key, parent->root_also};
        }
    }
    if (out->parts > 1 && !(out->row->can & API_REPLIES))
        say(w, true,
            arena_printf(w->a,
                         "It is too long for %s, which has no threads: shorten it, or "
                         "write less for this account.",
                         out->row->name));
    add_title(w, &out->part[0].o, parent);
    count_signs(w, whole);
    rc = add_pictures(w, &out->part[0], e);
    add_poll(w, &out->part[0]);
    add_answering(w, &out->part[0].o, parent);
    add_link(&out->part[0]);
    for (size_t i = 0; i < out->parts; i++) {
        struct outgoing_draft *p = &out->part[i];
        p->o.media = p->picture;
        p->o.mention = p->mention;
        p->o.choice = p->choice;
    }
    return rc;
}

enum err_code compose(struct store *s, const struct draft *d, const struct compose_for *to,
                      struct arena *a, struct composed *out, struct err *e)
{
    struct work w = {.s = s, .d = d, .to = to, .a = a, .out = out};
    struct live_where parent;
    struct str whole = STR_NONE;
    *out = (struct composed){.row = api_find(to->account->network, to->door)};
    if (!out->row)
        return ERR_OK;
    out->limits = api_limits(out->row, to->facts, a);
    bool answers = false;
    enum err_code rc = ERR_OK;
    if (d->reply_to) {
        rc = store_live_where(s, d->reply_to, a, &parent, e);
        answers = rc == ERR_OK && str_eq(parent.network, to->account->network);
        if (rc == ERR_NOT_FOUND)
            rc = ERR_OK;
        if (rc == ERR_OK && !answers)
            say(&w, true,
                arena_printf(a, "What you answer is not on %s: it can't be answered from here.",
                             out->row->name));
    }
    if (rc == ERR_OK)
        rc = whole_text(&w, answers ? &parent : NULL, &whole, e);
    return rc ? rc : make_parts(&w, whole, answers ? &parent : NULL, e);
}

struct str compose_hand_off(const struct composed *c, struct arena *a)
{
    if (!c->row || !c->row->compose)
        return STR_NONE;
    return c->row->compose(c->parts ? c->part[0].o.text : STR_NONE, a);
}
