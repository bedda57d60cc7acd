/* tools/addressbook/handles.c: what people call themselves, where, and the addresses they have. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "addressbook/addressbook.h"

#include <string.h>

static const char *const mail_hosts[] = {
    "mailbox.example",  "mailbox.example",  "mailbox.example",
    "freemail.example", "inbox.example",    "postfach.example",
    "webmail.example",  "courrier.example", NULL};
static const char *const fedi_hosts[] = {
    "fedi.example",       "fedi.example",    "fedi.example",  "toot.example",
    "mastodon.example",   "scholar.example", "tilde.example", "plaza.example",
    "infosecure.example", "artists.example", "rails.example", NULL};

struct letters {
    const char *given, *family, *nick, *word;
    int year;
};

/* The ways in which names become handles; frequent ones stand more than once. */
static const char *make_base(const struct letters *l, struct rng *r, struct arena *a)
{
    static const int ways[] = {0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 5, 6, 7, 7, 8, 9, 10};
    switch (ways[rng_below(r, LEN(ways))]) {
    case 0:
        return say(a, "%s.%s", l->given, l->family);
    case 1:
        return say(a, "%.1s%s", l->given, l->family);
    case 2:
        return say(a, "%s%s", l->given, l->family);
    case 3:
        return say(a, "%s%s", l->family, l->given);
    case 4:
        return say(a, "%s_%s", l->given, l->family);
    case 5:
        return say(a, "%s%02d", l->nick, l->year % 100);
    case 6:
        return say(a, "%s%d", l->given, rng_range(r, 1, 999));
    case 7:
        return nick_make(r, a);
    case 8:
        return say(a, "%.1s.%s", l->given, l->family);
    case 9:
        return say(a, "%s_%s", l->nick, l->family);
    default:
        return say(a, "%s%s", l->nick, l->word);
    }
}

/* Two people never have one address of their own: numbers keep them apart. */
static const char *untaken(struct book *b, const char *kind, const char *front,
                           const char *back)
{
    bool made = false;
    const char *whole = say(b->a, "%s%s", front, back);
    for (int n = 2; !made; n++) {
        map_put(b->taken, str_from(say(b->a, "%s %s", kind, whole)), 1, &made);
        if (!made)
            whole = say(b->a, "%s%d%s", front, n, back);
    }
    return whole;
}

/* As the firm makes addresses; two people of one name there are told apart. */
static const char *work_mail(struct book *b, const struct human *h, const struct firm *f)
{
    const char *given = spell_handle(h->given.full.as[h->system], b->a);
    const char *family = spell_handle(family_of(h, false)->as[h->system], b->a);
    const char *const fronts[] = {say(b->a, "%s.%s", given, family),
                                  say(b->a, "%.1s%s", given, family), given,
                                  say(b->a, "%.1s.%s", given, family)};
    return untaken(b, "mail", fronts[f->habit], say(b->a, "@%s", f->domain));
}

static void mails(struct book *b, struct human *h, struct rng *r)
{
    const char *base = h->handle[rng_below(r, 2)];
    if (h->married_off && h->like)
        h->mail = h->like->mail;
    else
        h->mail = untaken(b, "mail", base, say(b->a, "@%s", pick(mail_hosts, r)));
    if (h->firm)
        h->work_mail = work_mail(b, h, h->firm);
    if (h->former_firm)
        h->former_work_mail = work_mail(b, h, h->former_firm);
}

/* The victim's handle with a letter that is easily overlooked. */
static const char *look_alike(const char *of, struct rng *r, struct arena *a)
{
    static const char *const tails[] = {"_", "1", "_official", "real", "0", NULL};
    static const char swaps[][2] = {
        {'l', '1'},
        {'o', '0'},
        {'i', 'l'},
        {'m', 'n'}
    };
    char *s = arena_cstr(a, str_from(of));
    for (size_t i = 0; rng_chance(r, 60) && i < LEN(swaps); i++) {
        char *at = strchr(s + 1, swaps[i][0]);
        if (at) {
            *at = swaps[i][1];
            return s;
        }
    }
    return say(a, "%s%s", s, pick(tails, r));
}

void handles_make(struct book *b, struct human *h, struct rng *r)
{
    if (h->kind == KIND_IMPERSONATOR) {
        for (size_t i = 0; i < HANDLES; i++)
            h->handle[i] = look_alike(h->like->handle[0], r, b->a);
        h->mail = h->work_mail = h->former_work_mail = NULL;
        return;
    }
    const char *given = spell_handle(h->given.full.as[h->system], b->a);
    const char *nick = h->given.nicks ? h->given.nick[rng_below(r, h->given.nicks)] : given;
    struct letters l = {.given = given,
                        .family =
                            spell_handle(family_of(h, rng_chance(r, 50))->as[h->system], b->a),
                        .nick = spell_handle(nick, b->a),
                        .word = spell_handle(h->interest[0], b->a),
                        .year = h->year};
    if (!l.nick[0]) /* a nickname in other letters */
        l.nick = given;
    for (size_t i = 0; i < HANDLES; i++)
        h->handle[i] = make_base(&l, r, b->a);
    h->nick = rng_chance(r, 55) ? nick_make(r, b->a) : l.nick;
    if (h->pseudonymous && rng_chance(r, 70)) /* who hides behind a word has it in the handle */
        h->handle[0] = h->nick = nick_make(r, b->a);
    mails(b, h, r);
    h->site = "";
    if (rng_chance(r, 16))
        h->site = say(b->a, "https://%s",
                      untaken(b, "site", spell_handle(h->handle[rng_below(r, 2)], b->a),
                              ".site.example"));
}

/* Only letters, digits and what `more` allows, at most `most` of them. */
static const char *cut(const char *s, const char *more, size_t most, struct arena *a)
{
    char *out = arena_alloc(a, strlen(s) + 1);
    size_t n = 0;
    for (; *s && n < most; s++) {
        if (ascii_is_alnum((unsigned char)*s) || strchr(more, *s))
            out[n++] = *s;
        else if (*s == '.' && more[0] == '_')
            out[n++] = '_';
    }
    return out;
}

/* The base as somebody writes it who found it taken, or likes it better so. */
static const char *varied(const char *base, struct rng *r, struct arena *a)
{
    switch (rng_below(r, 16)) {
    case 0:
        return say(a, "%s_", base);
    case 1:
        return say(a, "%s%d", base, rng_range(r, 1, 99));
    case 2:
        return say(a, "the%s", base);
    case 3:
        return spell_handle(base, a); /* without its dots */
    default:
        return base;
    }
}

static const struct {
    const char *allowed, *before;
    size_t most;
    int main; /* of a hundred take their first choice */
} rules[AB_NETS] = {
    [AB_LINKEDIN] = {"-", "https://www.linkedin.com/in/", 60, 0 },
    [AB_FACEBOOK] = {".", "https://www.facebook.com/",    50, 60},
    [AB_MASTODON] = {"_", "",                             30, 84},
    [AB_X] = {"_", "https://x.com/",               15, 80}
};

static const char *slug(const struct human *h, struct rng *r, struct arena *a)
{
    const char *given = spell_handle(h->given.full.as[h->system], a);
    const char *family = spell_handle(
        family_of(h, h->kind == KIND_CHANGED_NAME && rng_chance(r, 45))->as[h->system], a);
    size_t how = rng_below(r, 100);
    return how < 45   ? say(a, "%s-%s-%06x", given, family, (unsigned)rng_below(r, 1 << 24))
           : how < 80 ? say(a, "%s-%s", given, family)
           : how < 90 ? say(a, "%s%s", given, family)
                      : cut(h->handle[0], "-", 60, a);
}

/* Where X is full, it is the tail that gives way. */
static const char *settled(struct book *b, enum net net, const char *want)
{
    char front[64];
    size_t most = rules[net].most;
    struct str w = str_from(want);
    bool made = false;
    map_put(b->taken, str_from(say(b->a, "%d %s", (int)net, want)), 1, &made);
    for (int n = 2; !made; n++) {
        size_t digits = n < 10 ? 1 : n < 100 ? 2 : n < 1000 ? 3 : 4;
        struct str kept = str_sub(w, 0, w.n + digits > most ? most - digits : w.n);
        memcpy(front, kept.p, kept.n);
        front[kept.n] = 0;
        want = say(b->a, "%s%d", front, n);
        map_put(b->taken, str_from(say(b->a, "%d %s", (int)net, want)), 1, &made);
    }
    return want;
}

void handles_place(struct book *b, struct human *h)
{
    for (enum net net = AB_LINKEDIN; net < AB_NETS; net++) {
        struct rng r;
        rng_init(&r, b->seed, net_names[net], h->n);
        h->uses[net] = h->profile[net] = "";
        if (!human_on(h, net) || net == AB_CONTACTS)
            continue;
        bool main = rng_chance(&r, rules[net].main);
        const char *want = h->handle[main ? 0 : 1 + rng_below(&r, HANDLES - 1)];
        if (h->kind != KIND_IMPERSONATOR)
            want = varied(want, &r, b->a);
        if (net == AB_LINKEDIN)
            want = slug(h, &r, b->a);
        if (net == AB_FACEBOOK && rng_chance(&r, 40)) { /* many there have but a number */
            h->profile[net] = say(b->a, "https://www.facebook.com/profile.php?id=1000%011zu",
                                  (size_t)(rng_next(&r) % 100000000000U));
            continue;
        }
        want = settled(b, net, cut(want, rules[net].allowed, rules[net].most, b->a));
        const char *host = pick(fedi_hosts, &r);
        bool fedi = net == AB_MASTODON;
        h->uses[net] = fedi ? say(b->a, "%s@%s", want, host) : want;
        h->profile[net] = fedi ? say(b->a, "https://%s/@%s", host, want)
                               : say(b->a, "%s%s", rules[net].before, want);
    }
}
