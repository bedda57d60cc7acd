/* archives/mailbox.c: whose a mailbox is, and what its messages say of whom. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/mbox.h"

#include "core/attr.h"
#include "core/hash.h"
#include "core/limits.h"
#include "text/fold.h"
#include "text/utf8.h"

enum {
    RECEIVERS_MOST = 64 /* a letter to more is an announcement: it ties nobody to anybody */
};

/* A message under way. */
struct letter {
    struct mail mail;
    struct str raw;
    struct mail_address from;
    struct mail_address to[RECEIVERS_MOST]; /* and Cc */
    size_t receivers;
    enum mail_role role;
    struct str bulk; /* which list or sender it came from; "" somebody wrote it */
    bool own;
};

static void count(struct map **m, struct str address, int64_t weight)
{
    if (!*m)
        *m = map_new();
    if (address.n == 0 || (map_count(*m) >= LIMIT_MAIL_PEOPLE && !map_find(*m, address)))
        return;
    *map_put(*m, address, 0, NULL) += weight;
}

/* "<tea.lists.example>" or "Tea <tea.lists.example>" */
static struct str list_id(struct str value, struct arena *a)
{
    struct str rest = value, id;
    return mail_text(mail_next_id(&rest, &id) ? id : value, a);
}

/* What says that a program sent it, to many: and what to call that. */
static struct str bulk_of(const struct letter *l, struct arena *a)
{
    const struct mail *m = &l->mail;
    struct str id = list_id(mail_get(m, "list-id"), a), post = mail_get(m, "list-post");
    struct str precedence = mail_value(mail_get(m, "precedence"), a);
    struct str automatic = mail_value(mail_get(m, "auto-submitted"), a);
    if (id.n)
        return id;
    bool bulk = post.n || mail_has(m, "list-unsubscribe") || mail_has(m, "x-loop") ||
                mail_has(m, "x-mailman-version") || str_is(precedence, "bulk") ||
                str_is(precedence, "list") || str_is(precedence, "junk") ||
                (automatic.n && !str_is(automatic, "no"));
    return bulk ? l->from.address.n ? l->from.address : STR("bulk") : STR_NONE;
}

/* Names that programs write from. */
static bool is_machine(struct str address)
{
    static const struct str names[] = {STR_INIT("noreply"),       STR_INIT("no-reply"),
                                       STR_INIT("no_reply"),      STR_INIT("donotreply"),
                                       STR_INIT("newsletter"),    STR_INIT("notification"),
                                       STR_INIT("mailer-daemon"), STR_INIT("do-not-reply"),
                                       STR_INIT("postmaster"),    STR_INIT("bounce")};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_starts(address, names[i]))
            return true;
    return false;
}

/* Thunderbird only marks what was deleted until it compacts the file. */
static bool is_expunged(const struct mail *m)
{
    struct str s = mail_get(m, "x-mozilla-status");
    return s.n == 4 && ((s.p[3] >= '8' && s.p[3] <= '9') || ascii_lower(s.p[3]) >= 'a');
}

/* Nobody sent it or nobody wants it: left, as docs/formats says. */
static bool is_left(const struct letter *l)
{
    return l->role == MAIL_DRAFT || l->role == MAIL_SPAM || is_expunged(&l->mail);
}

static void read_letter(struct reading *r, struct str raw, struct letter *l)
{
    struct arena *a = r->piece;
    *l = (struct letter){.raw = raw};
    mail_parse(raw, a, &l->mail);
    l->role = mail_role(&l->mail, r->file, a);
    mail_addresses(mail_get(&l->mail, "from"), a, &l->from, 1);
    if (l->from.address.n == 0)
        mail_addresses(mail_get(&l->mail, "sender"), a, &l->from, 1);
    size_t to = mail_addresses(mail_get(&l->mail, "to"), a, l->to, RECEIVERS_MOST);
    size_t cc = to < RECEIVERS_MOST ? mail_addresses(mail_get(&l->mail, "cc"), a, l->to + to,
                                                     RECEIVERS_MOST - to)
                                    : 0;
    l->receivers = to + cc;
    l->bulk = bulk_of(l, a);
}

/* The last piece of a path: one message a file. */
static bool is_single(struct str file)
{
    ptrdiff_t slash = str_rchr(file, '/');
    struct str folder = str_sub(file, 0, slash < 0 ? 0 : (size_t)slash);
    return str_ends(file, STR(".eml")) || str_ends(folder, STR("/cur")) ||
           str_ends(folder, STR("/new")) || str_is(folder, "cur") || str_is(folder, "new");
}

struct pass {
    struct reading *r;
    struct mailbox *box;
    size_t n;
};

static enum err_code look_at(void *ctx, struct str raw, struct err *e)
{
    const struct pass *p = ctx;
    struct mailbox *box = p->box;
    struct letter l;
    struct mail_address delivered = {STR_NONE, STR_NONE};
    (void)e;
    arena_reset(p->r->piece);
    read_letter(p->r, raw, &l);
    if (str_is(p->r->file, MAILBOX_FETCHED) && box->told.n == 0 &&
        mail_addresses(mail_get(&l.mail, "delivered-to"), p->r->piece, &delivered, 1))
        box->told = arena_str(p->r->arena, delivered.address);
    if (is_left(&l) || l.mail.n == 0)
        return ERR_OK;
    if (l.role == MAIL_SENT)
        count(&box->sent, l.from.address, 1);
    if (mail_addresses(mail_get(&l.mail, "delivered-to"), p->r->piece, &delivered, 1))
        count(&box->met, delivered.address, 3);
    if (l.bulk.n)
        return ERR_OK;
    count(&box->met, l.from.address, 1);
    for (size_t i = 0; i < l.receivers && i < RECEIVERS_MOST; i++)
        count(&box->met, l.to[i].address, 1);
    return ERR_OK;
}

enum err_code mailbox_look(struct reading *r, struct mailbox *box, struct stream *in,
                           struct err *e)
{
    struct pass p = {r, box, 0};
    const struct mbox_each each = {
        .message = look_at, .ctx = &p, .headers_only = true, .single = is_single(r->file)};
    return mbox_walk(in, &each, e);
}

/* The address with the highest count; of equals the first by its letters. */
static struct str most(const struct map *m)
{
    struct str best = STR_NONE, key;
    int64_t top = 0, v;
    for (size_t at = 0; m && map_each(m, &at, &key, &v);)
        if (v > top || (v == top && str_cmp(key, best) < 0)) {
            top = v;
            best = key;
        }
    return best;
}

static enum err_code put_fact(struct reading *r, struct str identity, struct str address,
                              struct err *e)
{
    struct record rec = {.kind = RECORD_FACT};
    rec.as.fact =
        (struct record_fact){.identity = identity, .field = FACT_EMAIL, .value = address};
    return reading_put(r, &rec, e);
}

enum err_code mailbox_account(struct reading *r, struct mailbox *box, struct err *e)
{
    struct record rec = {.kind = RECORD_ACCOUNT};
    struct str key;
    int64_t v;
    struct str best = most(box->sent);
    box->owner = box->told.n ? box->told : arena_str(r->arena, best.n ? best : most(box->met));
    if (box->owner.n == 0)
        return ERR_OK;
    rec.as.account = (struct record_account){
        .network = STR("email"), .key = box->owner, .handle = box->owner};
    enum err_code rc = reading_put(r, &rec, e);
    rc = rc ? rc : put_fact(r, STR_NONE, box->owner, e);
    for (size_t at = 0; box->sent && rc == ERR_OK && map_each(box->sent, &at, &key, &v);)
        if (!str_eq(key, box->owner))
            rc = put_fact(r, STR_NONE, key, e);
    return rc;
}

static bool is_owner(const struct mailbox *box, struct str address)
{
    return str_eq(address, box->owner) || (box->sent && map_find(box->sent, address));
}

enum err_code mailbox_person(struct reading *r, struct mailbox *box,
                             const struct mail_address *who, struct err *e)
{
    enum {
        BARE = 1,
        NAMED
    };
    int64_t now = who->name.n ? NAMED : BARE;
    struct record rec = {.kind = RECORD_IDENTITY};
    if (!box->people)
        box->people = map_new();
    int64_t *known = map_find(box->people, who->address);
    bool fresh = !known;
    if (known && *known >= now)
        return ERR_OK;
    if (known)
        *known = now;
    else if (map_count(box->people) < LIMIT_MAIL_PEOPLE)
        map_put(box->people, who->address, now, NULL);
    rec.as.identity = (struct record_identity){
        .key = who->address,
        .name = who->name,
        .handle = who->address,
        .kind = is_machine(who->address) ? IDENTITY_ORGANISATION : IDENTITY_PERSON};
    enum err_code rc = reading_put(r, &rec, e);
    return rc || !fresh ? rc : put_fact(r, who->address, who->address, e);
}

/* The owner's name is what stands in their own letters. */
static enum err_code own_name(struct reading *r, struct mailbox *box,
                              const struct mail_address *who, struct err *e)
{
    struct record rec = {.kind = RECORD_IDENTITY};
    if (box->named || who->name.n == 0 || !str_eq(who->address, box->owner))
        return ERR_OK;
    box->named = true;
    rec.as.identity = (struct record_identity){
        .key = who->address, .name = who->name, .handle = who->address};
    return reading_put(r, &rec, e);
}

/* "Re: AW: Fwd: Hello" → "Hello" */
static struct str bare_subject(struct str s)
{
    static const struct str marks[] = {
        STR_INIT("re:"), STR_INIT("aw:"),   STR_INIT("sv:"), STR_INIT("fw:"), STR_INIT("fwd:"),
        STR_INIT("wg:"), STR_INIT("antw:"), STR_INIT("vs:"), STR_INIT("rv:"), STR_INIT("tr:"),
        STR_INIT("r:"),  STR_INIT("ri:"),   STR_INIT("vb:"), STR_INIT("odp:")};
    for (size_t i = 0; i < COUNT_OF(marks);) {
        s = str_trim(s);
        bool marked = str_starts_ci(s, marks[i]);
        s = marked ? str_after(s, marks[i].n) : s;
        i = marked ? 0 : i + 1;
    }
    return s;
}

/* Messages that belong together: by Gmail's own number, else by the first message that they
 * answer, else by what a reply without any says it is about. */
static struct str thread_of(const struct letter *l, struct str key, struct str subject,
                            struct arena *a)
{
    struct str gmail = mail_get(&l->mail, "x-gm-thrid"), id = STR_NONE;
    struct str refs = mail_get(&l->mail, "references");
    struct str answers = mail_get(&l->mail, "in-reply-to");
    if (gmail.n)
        return utf8_clean(arena_printf(a, "gmail:" STRF, STRA(str_sub(gmail, 0, 64))), a);
    if (mail_next_id(&refs, &id) || mail_next_id(&answers, &id))
        return utf8_or_cp1252(id, a);
    struct str bare = bare_subject(subject);
    if (bare.n && bare.n != subject.n) {
        bare = utf8_clean(str_sub(bare, 0, 256), a); /* the cut may go through a letter */
        return arena_printf(a, "subject:" STRF, STRA(fold_case(bare, a)));
    }
    return key;
}

static struct str key_of(const struct letter *l, struct arena *a)
{
    struct str rest = mail_get(&l->mail, "message-id"), id = STR_NONE;
    if (mail_next_id(&rest, &id) && id.n)
        return utf8_or_cp1252(str_sub(id, 0, KIB(1)), a);
    const struct str pieces[] = {mail_get(&l->mail, "date"), mail_get(&l->mail, "from"),
                                 mail_get(&l->mail, "subject"), str_sub(l->mail.body, 0, 1024)};
    return arena_printf(a, "mail:%016llx",
                        (unsigned long long)hash_key(pieces, COUNT_OF(pieces)));
}

/* Date, else when the last server took it, else what the mailbox itself notes. */
static struct when when_of(const struct letter *l, struct arena *a)
{
    struct when w = mail_date(mail_get(&l->mail, "date"), a);
    struct str received = mail_get(&l->mail, "received"), line = l->raw, piece;
    if (w.sure != TIME_NONE)
        return w;
    ptrdiff_t semicolon = str_rchr(received, ';');
    if (semicolon >= 0)
        w = mail_date(str_after(received, (size_t)semicolon + 1), a);
    if (w.sure == TIME_NONE && str_starts(line, STR("From ")) && str_cut(&line, '\n', &piece) &&
        str_cut(&piece, ' ', &line) && str_cut(&piece, ' ', &line))
        w = when_parse(piece);
    return w;
}

static enum err_code put_thread(struct reading *r, struct mailbox *box, const struct letter *l,
                                struct str key, struct str title, struct err *e)
{
    struct record rec = {.kind = RECORD_THREAD};
    bool made = true;
    if (!box->threads)
        box->threads = map_new();
    if (map_count(box->threads) < LIMIT_MAIL_PEOPLE)
        map_put(box->threads, key, 1, &made);
    rec.as.thread = (struct record_thread){
        .key = key, .title = title, .group = l->bulk.n || l->receivers > 1};
    return made ? reading_put(r, &rec, e) : ERR_OK;
}

/* Who takes part; of a list or an announcement nobody does. */
static enum err_code put_members(struct reading *r, struct mailbox *box, const struct letter *l,
                                 struct str thread, struct err *e)
{
    enum err_code rc = ERR_OK;
    if (l->bulk.n || l->receivers > RECEIVERS_MOST)
        return ERR_OK;
    for (size_t i = 0; i <= l->receivers && rc == ERR_OK; i++) {
        const struct mail_address *who = i < l->receivers ? &l->to[i] : &l->from;
        struct record rec = {.kind = RECORD_MEMBER};
        if (who->address.n == 0 || is_owner(box, who->address))
            continue;
        rc = mailbox_person(r, box, who, e);
        rec.as.member = (struct record_member){thread, who->address};
        rc = rc ? rc : reading_put(r, &rec, e);
    }
    return rc;
}

static enum err_code put_attached(struct reading *r, const struct mail_body *body,
                                  struct str post, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < body->parts && rc == ERR_OK; i++) {
        struct record rec = {.kind = RECORD_ATTACHMENT};
        rec.as.attachment = (struct record_attachment){
            .post = post,
            .position = (int)i,
            .kind = attachment_kind_of(body->part[i].type, body->part[i].name),
            .media_type = body->part[i].type,
            .note = body->part[i].name};
        rc = reading_put(r, &rec, e);
    }
    if (rc == ERR_OK && body->unknown_charset.n)
        rc = reading_unread(r, post,
                            arena_printf(r->piece,
                                         "letters in a charset that Tact does not know: " STRF,
                                         STRA(body->unknown_charset))
                                .p,
                            e);
    return rc;
}

static enum err_code put_letter(struct reading *r, struct mailbox *box, struct letter *l,
                                struct err *e)
{
    struct arena *a = r->piece;
    struct mail_body body = {.text = STR_NONE};
    struct record rec = {.kind = RECORD_POST};
    struct str subject = str_trim(mail_text(mail_get(&l->mail, "subject"), a));
    struct str answers = mail_get(&l->mail, "in-reply-to"), reply_to = STR_NONE;
    struct str key = key_of(l, a), thread = thread_of(l, key, subject, a);
    l->own = is_owner(box, l->from.address);
    mail_body(&l->mail, a, &body);
    mail_next_id(&answers, &reply_to);
    rec.as.post = (struct record_post){.key = key,
                                       .kind = POST_MESSAGE,
                                       .own = l->own,
                                       .author = l->own ? STR_NONE : l->from.address,
                                       .at = when_of(l, a),
                                       .text = body.text,
                                       .title = subject,
                                       .visibility = l->bulk.n ? VISIBLE_GROUP : VISIBLE_DIRECT,
                                       .group = l->bulk,
                                       .reply_to = utf8_or_cp1252(reply_to, a),
                                       .thread = thread,
                                       .likes = -1,
                                       .reshares = -1};
    enum err_code rc = put_thread(r, box, l, thread, bare_subject(subject), e);
    rc = rc ? rc : put_members(r, box, l, thread, e);
    if (rc == ERR_OK && l->own)
        rc = own_name(r, box, &l->from, e);
    else if (rc == ERR_OK && l->from.address.n)
        rc = mailbox_person(r, box, &l->from, e);
    rc = rc ? rc : reading_put(r, &rec, e);
    return rc ? rc : put_attached(r, &body, key, e);
}

static enum err_code read_one(void *ctx, struct str raw, struct err *e)
{
    struct pass *p = ctx;
    struct letter l;
    arena_reset(p->r->piece);
    read_letter(p->r, raw, &l);
    p->n++;
    if (is_left(&l))
        return ERR_OK;
    if (l.mail.n == 0)
        return reading_unread(p->r, utf8_clean(str_sub(raw, 0, LIMIT_UNREAD_RAW), p->r->piece),
                              "a message without a header", e);
    return put_letter(p->r, p->box, &l, e);
}

enum err_code mailbox_read(struct reading *r, struct mailbox *box, struct stream *in,
                           struct err *e)
{
    struct pass p = {r, box, 0};
    const struct mbox_each each = {
        .message = read_one, .ctx = &p, .single = is_single(r->file)};
    enum err_code rc = mbox_walk(in, &each, e);
    if (rc == ERR_OK && p.n == 0 && str_ends(r->file, STR(".mbox")))
        rc = reading_unread(r, STR_NONE, "a mailbox without a message in it", e);
    return rc;
}

void mailbox_done(struct mailbox *box)
{
    map_free(box->sent);
    map_free(box->met);
    map_free(box->people);
    map_free(box->threads);
}
