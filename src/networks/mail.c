/* networks/mail.c: e-mail by IMAP and SMTP: where it is, what is new in it, and the row. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/mail.h"

#include "core/limits.h"
#include "text/fold.h"

/* What comes is handed to the sandboxed reader of mailboxes as an mbox (archives/mbox.h). */

enum {
    PAGE = 50,      /* messages */
    WINDOW = 10000, /* UIDs that are asked for at once */
    WINDOWS = 100,  /* of one page: UIDs may have large gaps */
    RUN_PAGES = 40
};
#define PAGE_BYTES MIB(32)

/* Facts ------------------------------------------------------------------------------------- */

struct facts {
    struct str address, smtp, smtp_named, sent, saves;
};

static struct facts read_facts(const struct api *s)
{
    return (struct facts){api_fact(s, "address"), api_fact(s, "smtp"),
                          api_fact(s, "smtp_named"), api_fact(s, "sent"), api_fact(s, "saves")};
}

static void keep_facts(struct api *s, const struct facts *f)
{
    struct buf b;
    struct json_out o;
    buf_init(&b, KIB(64));
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    json_out_kstr(&o, "address", f->address);
    json_out_kstr(&o, "smtp", f->smtp);
    json_out_kstr(&o, "smtp_named", f->smtp_named);
    json_out_kstr(&o, "sent", f->sent);
    json_out_kstr(&o, "saves", f->saves);
    json_out_close(&o, '}');
    s->facts = arena_str(s->a, buf_view(&b));
    buf_free(&b);
}

struct str mail__address(const struct api *s)
{
    return api_fact(s, "address");
}

struct str mail__sent(const struct api *s)
{
    struct str sent = api_fact(s, "sent");
    return sent.n ? sent : STR("Sent");
}

enum err_code mail__saves(struct api *s, struct err *e)
{
    struct facts f = read_facts(s);
    if (f.saves.n)
        return ERR_OK;
    f.saves = STR("yes");
    keep_facts(s, &f);
    return s->keep ? s->keep(s->ctx, s, e) : ERR_OK;
}

struct mail_place mail__imap(const struct api *s)
{
    return (struct mail_place){s->server, s->named.n > 0, s->secret.name, s->secret.password};
}

struct mail_place mail__smtp(const struct api *s)
{
    struct facts f = read_facts(s);
    return (struct mail_place){f.smtp, f.smtp_named.n > 0, s->secret.name, s->secret.password};
}

/* Signing in ------------------------------------------------------------------------------- */

/* "imap.example.org", or that and "smtp.example.org" behind it; "" both are guessed from the address. */
static enum err_code place(struct str typed, struct arena *a, struct str *server, struct err *e)
{
    struct str rest = typed, imap = STR_NONE, smtp;
    *server = STR_NONE;
    if (typed.n == 0)
        return ERR_OK;
    str_cut(&rest, ' ', &imap);
    rest = str_trim(rest);
    imap = mail_url("imap", imap, a);
    smtp = rest.n ? mail_url("smtp", rest, a) : STR_NONE;
    if (imap.n == 0 || (rest.n && smtp.n == 0))
        return err_set(e, ERR_INVALID,
                       "\"" STRF "\" names no mail servers: type them as in imap.example.org "
                       "smtp.example.org",
                       STRA(str_sub(typed, 0, 200)));
    *server = arena_printf(a, STRF " " STRF, STRA(imap), STRA(smtp));
    return ERR_OK;
}

/* "imaps://imap.example.org:993" → "smtps://smtp.example.org", else the same host */
static struct str guess_smtp(struct str imap, struct arena *a)
{
    struct str host = mail_host(imap);
    ptrdiff_t colon = str_rchr(host, ':');
    if (colon > str_rchr(host, ']'))
        host = str_sub(host, 0, (size_t)colon);
    if (str_starts_ci(host, STR("imap.")))
        host = arena_printf(a, "smtp." STRF, STRA(str_after(host, 5)));
    return mail_url("smtp", host, a);
}

static enum err_code enter(struct api *s, struct err *e)
{
    struct facts f = {.saves = STR_NONE};
    struct str both = s->server, imap = STR_NONE, name = s->secret.name;
    str_cut(&both, ' ', &imap);
    f.smtp = str_trim(both);
    ptrdiff_t at = str_rchr(name, '@');
    struct str folded = fold_email(name, s->a), domain = STR_NONE;
    if (folded.n)
        domain = str_after(folded, (size_t)str_rchr(folded, '@') + 1);
    if (imap.n == 0 && domain.n)
        imap = mail_url("imap", arena_printf(s->a, "imap." STRF, STRA(domain)), s->a);
    if (imap.n == 0)
        return err_set(e, ERR_INVALID,
                       "Which mail server is it? Give your whole address as the name, or name "
                       "the server, as in imap.example.org.");
    if (at < 0) { /* a name without a host: the address is guessed from the server's */
        struct str host = mail_host(imap);
        ptrdiff_t dot = str_chr(host, '.');
        if (str_starts_ci(host, STR("imap.")) || str_starts_ci(host, STR("mail.")))
            host = str_after(host, (size_t)dot + 1);
        ptrdiff_t colon = str_rchr(host, ':');
        host = colon > 0 ? str_sub(host, 0, (size_t)colon) : host;
        name = arena_printf(s->a, STRF "@" STRF, STRA(name), STRA(host));
    }
    f.address = fold_email(name, s->a);
    if (f.address.n == 0)
        return err_set(e, ERR_INVALID, "\"" STRF "\" is no e-mail address",
                       STRA(str_sub(name, 0, 100)));
    if (f.smtp.n && s->named.n)
        f.smtp_named = STR("yes");
    else
        f.smtp = guess_smtp(imap, s->a);
    s->server = arena_str(s->a, imap);
    s->named = s->named.n ? s->server : STR_NONE;
    keep_facts(s, &f);
    return ERR_OK;
}

/* RFC 6154, else by the names that servers and programs give it. */
struct sent_box {
    struct arena *a;
    struct str marked, named;
};

static void look_for_sent(void *ctx, struct str name, struct str marks)
{
    static const char *const names[] = {"sent",       "sent items", "sent messages",
                                        "sent mail",  "gesendet",   "gesendete objekte",
                                        "inbox.sent", "inbox/sent", "[gmail]/sent mail",
                                        "sent-mail"};
    struct sent_box *box = ctx;
    if (str_find(marks, STR("\\Sent")) >= 0 && box->marked.n == 0)
        box->marked = arena_str(box->a, name);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_eq_ci(name, str_from(names[i])) && box->named.n == 0)
            box->named = arena_str(box->a, name);
}

static enum err_code who(struct api *s, struct sink *to, struct err *e)
{
    struct imap *m = NULL;
    struct sent_box box = {s->a, STR_NONE, STR_NONE};
    struct mail_place imap = mail__imap(s), smtp = mail__smtp(s);
    struct record rec = {.kind = RECORD_ACCOUNT}, fact = {.kind = RECORD_FACT};
    enum err_code rc = imap_open(s->http, &imap, &m, e);
    if (rc == ERR_OK)
        rc = imap_list(m, look_for_sent, &box, e);
    imap_close(m);
    if (rc == ERR_OK)
        rc = smtp_send(s->http, &smtp, STR_NONE, NULL, 0, STR_NONE, e);
    if (rc)
        return err_wrap(e, "signing in");
    struct facts f = read_facts(s);
    f.sent = box.marked.n ? box.marked : box.named;
    keep_facts(s, &f);
    s->key = s->handle = s->remote = f.address;
    rec.as.account =
        (struct record_account){.network = STR("email"), .key = s->key, .handle = s->key};
    fact.as.fact = (struct record_fact){.field = FACT_EMAIL, .value = s->key};
    rc = sink_put(to, &rec, e);
    return rc ? rc : sink_put(to, &fact, e);
}

/* Reading ----------------------------------------------------------------------------------- */

struct mark {
    int64_t validity, uid; /* the last that was read */
};

static struct mark read_mark(struct str text, struct arena *a)
{
    struct json *j = NULL;
    struct err ignored;
    struct mark m = {0, 0};
    if (text.n && json_parse(text, NULL, a, &j, &ignored) == ERR_OK)
        m = (struct mark){json_i64(json_get(j, "validity"), 0),
                          json_i64(json_get(j, "uid"), 0)};
    return m;
}

/* The next UIDs behind the mark: as many as are small enough together. */
struct batch {
    int64_t uid[PAGE], size[PAGE];
    size_t n;
    bool more;
};

static enum err_code note_size(void *ctx, const struct imap_message *one, struct err *e)
{
    struct batch *b = ctx;
    (void)e;
    for (size_t i = 0; i < b->n; i++)
        if (b->uid[i] == one->uid)
            b->size[i] = one->size;
    return ERR_OK;
}

/* Windows of UIDs, so that no answer is longer than one of them; *after is where the search ended. */
static enum err_code search(struct api *s, struct imap *m, int64_t next, int64_t *after,
                            struct batch *b, struct err *e)
{
    b->n = 0;
    for (int i = 0; i < WINDOWS && b->n == 0 && (next == 0 || *after + 1 < next); i++) {
        int64_t *uid, from = *after + 1, to = *after + WINDOW;
        size_t n;
        enum err_code rc =
            imap_search(m, arena_printf(s->a, "UID %lld:%lld", (long long)from, (long long)to),
                        WINDOW, s->a, &uid, &n, e);
        if (rc)
            return rc;
        size_t used = 0;
        while (used < n && b->n < PAGE) {
            if (uid[used] >= from && uid[used] <= to)
                b->uid[b->n++] = uid[used];
            used++;
        }
        *after = b->n == PAGE ? b->uid[PAGE - 1] : to;
        b->more = used < n || (next > 0 && to + 1 < next);
        if (next == 0)
            break;
    }
    return ERR_OK;
}

static void only_what_fits(struct batch *b)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < b->n; i++) {
        uint64_t size = (uint64_t)(b->size[i] > 0 ? b->size[i] : 0);
        sum += size < LIMIT_MAIL ? size : LIMIT_MAIL;
        if (sum > PAGE_BYTES && i > 0) {
            b->n = i;
            b->more = true;
            return;
        }
    }
}

struct mbox {
    struct buf *b;
    struct str owner;
    const char *label;
    int64_t n;
};

/* "14-Nov-2023 22:13:20 +0000" as an mbox has it: "Tue Nov 14 22:13:20 2023". The day of the week is not
 * looked at. */
static void put_from(struct buf *b, struct str date)
{
    date = str_trim(date);
    bool good = date.n >= 20;
    for (size_t i = 0; good && i < 20; i++)
        good = i == 2 || i == 6     ? date.p[i] == '-'
               : i == 11            ? date.p[i] == ' '
               : i == 14 || i == 17 ? date.p[i] == ':'
                                    : ascii_is_alnum((unsigned char)date.p[i]);
    if (good)
        buf_printf(b, "From MAILER-DAEMON Thu " STRF " " STRF " " STRF " " STRF "\n",
                   STRA(str_sub(date, 3, 6)), STRA(str_sub(date, 0, 2)),
                   STRA(str_sub(date, 12, 20)), STRA(str_sub(date, 7, 11)));
    else
        buf_lit(b, "From MAILER-DAEMON Thu Jan 01 00:00:00 1970\n");
}

static bool is_quotable(struct str line)
{
    size_t n = 0;
    while (n < line.n && line.p[n] == '>')
        n++;
    return str_starts(str_after(line, n), STR("From "));
}

/* mboxrd: a line that looks like a beginning, quoted or not, is quoted once more. The fields in front are
 * Tact's own: the first of a name counts, so nobody who writes to us says where it lies or whose it is. */
static enum err_code put_message(void *ctx, const struct imap_message *one, struct err *e)
{
    struct mbox *box = ctx;
    struct str rest = one->text, line;
    if (one->text.n == 0)
        return ERR_OK;
    put_from(box->b, one->date);
    buf_printf(box->b, "Delivered-To: " STRF "\nX-Gmail-Labels: %s\nX-Mozilla-Status: 0001\n",
               STRA(box->owner), box->label);
    while (str_cut(&rest, '\n', &line)) {
        if (line.n && line.p[line.n - 1] == '\r')
            line.n--;
        if (is_quotable(line))
            buf_char(box->b, '>');
        buf_str(box->b, line);
        buf_char(box->b, '\n');
    }
    buf_lit(box->b, "\n");
    box->n++;
    return box->b->over ? err_set(e, ERR_LIMIT, "a page of mail is larger than Tact takes")
                        : ERR_OK;
}

static enum err_code read_batch(struct api *s, struct imap *m, struct batch *b,
                                const char *label, struct api_page *out, struct err *e)
{
    struct buf file;
    buf_init(&file, 2 * PAGE_BYTES + 2 * LIMIT_MAIL);
    struct mbox box = {&file, mail__address(s), label, 0};
    enum err_code rc = imap_fetch(m, b->uid, b->n, LIMIT_MAIL, put_message, &box, e);
    if (rc == ERR_OK && box.n) {
        out->file = arena_str(s->a, buf_view(&file));
        out->file_name = STR("tact-mail.mbox"); /* archives/mbox.h, MAILBOX_FETCHED */
        out->items = box.n;
    }
    buf_free(&file);
    return rc;
}

static enum err_code read_box(struct api *s, struct str name, const char *label,
                              struct str mark, struct api_page *out, struct err *e)
{
    struct imap *m = NULL;
    struct imap_box box = {0, 0};
    struct mail_place at = mail__imap(s);
    struct mark was = read_mark(mark, s->a);
    struct batch b = {.n = 0};
    enum err_code rc = imap_open(s->http, &at, &m, e);
    if (rc == ERR_OK)
        rc = imap_examine(m, name, &box, e);
    if (box.validity != was.validity) /* another mailbox of that name: its numbers begin anew */
        was = (struct mark){box.validity, 0};
    int64_t after = was.uid;
    if (rc == ERR_OK)
        rc = search(s, m, box.next, &after, &b, e);
    if (rc == ERR_OK)
        rc = imap_fetch(m, b.uid, b.n, 0, note_size, &b, e);
    if (rc == ERR_OK && b.n) {
        only_what_fits(&b);
        rc = read_batch(s, m, &b, label, out, e);
    }
    imap_close(m);
    if (rc)
        return rc;
    if (b.n)
        after = b.uid[b.n - 1];
    if (box.next > 0 && after >= box.next)
        after = box.next - 1; /* what comes gets that number */
    out->more = b.more;
    out->mark = arena_printf(s->a, "{\"validity\": %lld, \"uid\": %lld}",
                             (long long)was.validity, (long long)after);
    return ERR_OK;
}

static enum err_code inbox_page(struct api *s, struct str mark, struct sink *to,
                                struct api_page *out, struct err *e)
{
    (void)to;
    return read_box(s, STR("INBOX"), "Inbox", mark, out, e);
}

static enum err_code sent_page(struct api *s, struct str mark, struct sink *to,
                               struct api_page *out, struct err *e)
{
    (void)to;
    enum err_code rc = read_box(s, mail__sent(s), "Sent", mark, out, e);
    return rc == ERR_NOT_FOUND
               ? err_set(e, ERR_UNSUPPORTED, "there is no mailbox of what was sent yet")
               : rc;
}

static const struct api_stream streams[] = {
    {"inbox", "your mail",          300, RUN_PAGES, inbox_page, false},
    {"sent",  "what you have sent", 300, RUN_PAGES, sent_page,  false},
    {NULL,    NULL,                 0,   0,         NULL,       false}
};

static const struct network_visibility visibilities[] = {
    {VISIBLE_DIRECT,  "to", "Those it is addressed to"},
    {VISIBLE_UNKNOWN, NULL, NULL                      }
};

const struct network_api api_mail = {
    .id = "email",
    .door = "imap",
    .name = "E-mail",
    .source = "RFC 3501 (IMAP), RFC 5321 and 6409 (SMTP), RFC 5322",
    .can = API_READS | API_PUBLISHES | API_REPLIES | API_FINDS | API_TITLES | API_LETTERS,
 /* many servers refuse letters of more than 25 MB, in base64 a third more */
    .limits = {.media = 10,
               .picture_bytes = 2097152,
               .picture_side = 2560,
               .picture_types = "image/jpeg image/png image/gif image/webp"},
    .visibility = visibilities,
    .sign_in = SIGN_IN_PASSWORD,
    .how = "Give your address and its password, or one made for programs where there is such; "
           "name the servers where they are not imap. and smtp. of your address.",
    .place = place,
    .enter = enter,
    .who = who,
    .stream = streams,
    .publish = mail__publish,
    .find = mail__find,
};
