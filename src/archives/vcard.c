/* archives/vcard.c: vCard 2.1 (versit), 3.0 (RFC 2426) and 4.0 (RFC 6350), as phones and mail
 * programs really write them. The traps: docs/formats/contacts.md. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/contacts.h"

#include "core/buf.h"
#include "core/limits.h"
#include "core/mem.h"
#include "text/decode.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <string.h>

/* Content lines, unfolded, one at a time. */
struct lines {
    struct stream *in;
    char piece[16384];
    size_t at, n;
    bool ended;
    struct buf line; /* the logical line */
    struct buf next; /* the physical line behind it */
    bool have_next;
    bool over; /* the logical line is longer than is kept */
};

/* One physical line without its end into *b; false at the end. */
static enum err_code physical(struct lines *l, struct buf *b, bool *got, struct err *e)
{
    buf_clear(b);
    *got = false;
    for (;;) {
        if (l->at == l->n) {
            enum err_code rc = stream_read(l->in, l->piece, sizeof l->piece, &l->n, e);
            l->at = 0;
            if (rc || l->n == 0)
                return rc;
        }
        *got = true;
        char *from = l->piece + l->at;
        char *nl = memchr(from, '\n', l->n - l->at);
        size_t n = nl ? (size_t)(nl - from) : l->n - l->at;
        buf_put(b, from, n);
        l->at += n + (nl != NULL);
        if (nl)
            break;
    }
    while (b->n && b->p[b->n - 1] == '\r') /* some phones write two */
        b->n--;
    return ERR_OK;
}

static bool quoted_printable(struct str line)
{
    ptrdiff_t colon = str_chr(line, ':');
    struct str head = str_sub(line, 0, colon < 0 ? 0 : (size_t)colon);
    for (size_t i = 0; i + 16 <= head.n; i++)
        if (str_starts_ci(str_after(head, i), STR("quoted-printable")))
            return true;
    return false;
}

/* Pictures and sounds can be many megabytes; nothing of them is kept. */
static bool is_picture(struct str line)
{
    static const struct str names[] = {STR_INIT("PHOTO"), STR_INIT("LOGO"), STR_INIT("SOUND"),
                                       STR_INIT("KEY"), STR_INIT("X-MS-CARDPICTURE")};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct str behind = str_after(line, names[i].n);
        if (str_starts_ci(line, names[i]) && behind.n &&
            (behind.p[0] == ';' || behind.p[0] == ':'))
            return true;
    }
    return false;
}

/* The next logical line: folded lines joined, and in quoted-printable those that end in '='. */
static enum err_code next_line(struct lines *l, bool *got, struct err *e)
{
    enum err_code rc = ERR_OK;
    buf_clear(&l->line);
    *got = l->have_next;
    if (!l->have_next && (rc = physical(l, &l->next, got, e)))
        return rc;
    l->have_next = false;
    if (!*got)
        return ERR_OK;
    buf_str(&l->line, buf_view(&l->next));
    l->over = l->next.over;
    bool qp = quoted_printable(buf_view(&l->line)), picture = is_picture(buf_view(&l->line));
    for (;;) {
        bool more = false;
        bool soft = qp && l->line.n && l->line.p[l->line.n - 1] == '=';
        if ((rc = physical(l, &l->next, &more, e)) || !more)
            return rc;
        if (soft && str_eq_ci(str_trim(buf_view(&l->next)), STR("END:VCARD"))) {
            l->line.n--; /* a soft break with nothing behind it */
            l->have_next = true;
            return ERR_OK;
        }
        if (soft) {
            l->line.n--;
            buf_str(&l->line, buf_view(&l->next));
        } else if (l->next.n && (l->next.p[0] == ' ' || l->next.p[0] == '\t') && l->line.n) {
            buf_put(&l->line, l->next.p + 1, picture ? 0 : l->next.n - 1);
        } else {
            l->have_next = true;
            return ERR_OK;
        }
        l->over |= l->next.over || l->line.over;
    }
}

/* A content line taken apart. */
struct property {
    struct str group, name, value;
    struct str types;   /* all TYPE values and bare 2.1 parameters, comma-joined, lower case */
    struct str service; /* X-SERVICE-TYPE, X-USER */
    bool preferred;
};

static int hex(char c)
{
    c = ascii_lower(c);
    return ascii_is_digit((unsigned char)c) ? c - '0'
           : c >= 'a' && c <= 'f'           ? c - 'a' + 10
                                            : -1;
}

static struct str decode_qp(struct str s, struct arena *a)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '=' && i + 2 < s.n && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0) {
            char c = (char)(hex(s.p[i + 1]) * 16 + hex(s.p[i + 2]));
            i += 2;
            if (c != '\r')
                out[n++] = c;
        } else {
            out[n++] = s.p[i];
        }
    }
    return (struct str){out, n};
}

/* One parameter into the property. */
static void take_parameter(struct property *p, struct str param, bool *qp, struct buf *types)
{
    ptrdiff_t eq = str_chr(param, '=');
    struct str name = eq < 0 ? STR_NONE : str_sub(param, 0, (size_t)eq);
    struct str value = eq < 0 ? param : str_after(param, (size_t)eq + 1);
    if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
        value = str_sub(value, 1, value.n - 1);
    if (str_eq_ci(value, STR("quoted-printable"))) {
        *qp = true;
    } else if (name.n == 0 || str_eq_ci(name, STR("type"))) {
        struct str one;
        while (str_cut(&value, ',', &one)) {
            p->preferred |= str_eq_ci(one, STR("pref"));
            if (types->n)
                buf_char(types, ',');
            for (size_t i = 0; i < one.n; i++)
                buf_char(types, ascii_lower(one.p[i]));
        }
    } else if (str_eq_ci(name, STR("pref"))) {
        p->preferred = true;
    } else if (str_eq_ci(name, STR("x-service-type")) || str_eq_ci(name, STR("service-type"))) {
        p->service = value;
    }
}

/* The byte where the value starts: the first ':' outside quotes; the line's end where none. */
static size_t value_at(struct str line)
{
    bool quoted = false;
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] == '"')
            quoted = !quoted;
        else if (line.p[i] == ':' && !quoted)
            return i;
    }
    return line.n;
}

static bool parse_property(struct str line, struct arena *a, struct property *p)
{
    *p = (struct property){STR_NONE, STR_NONE, STR_NONE, STR_NONE, STR_NONE, false};
    size_t colon = value_at(line);
    if (colon == line.n)
        return false;
    struct str head = str_sub(line, 0, colon), param;
    bool qp = false;
    struct buf types;
    buf_init(&types, 512);
    p->value = str_after(line, colon + 1);
    str_cut(&head, ';', &p->name);
    while (str_cut(&head, ';', &param))
        take_parameter(p, param, &qp, &types);
    p->types = utf8_or_cp1252(arena_str(a, buf_view(&types)), a);
    buf_free(&types);
    ptrdiff_t dot = str_chr(p->name, '.');
    if (dot >= 0) {
        p->group = str_sub(p->name, 0, (size_t)dot);
        p->name = str_after(p->name, (size_t)dot + 1);
    }
    if (qp)
        p->value = decode_qp(p->value, a);
    p->value = utf8_or_cp1252(p->value, a);
    p->service = utf8_or_cp1252(p->service, a);
    return true;
}

/* "\n" "\," "\;" "\:" "\\" as what they stand for. After splitting, never before. */
static struct str unescape(struct str s, struct arena *a)
{
    if (str_chr(s, '\\') < 0)
        return str_trim(s);
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '\\' || i + 1 == s.n)
            out[n++] = s.p[i];
        else if (s.p[++i] == 'n' || s.p[i] == 'N')
            out[n++] = '\n';
        else
            out[n++] = s.p[i];
    }
    return str_trim((struct str){out, n});
}

/* The next component before `sep`, escapes minded. */
static bool component(struct str *rest, char sep, struct arena *a, struct str *out)
{
    if (!rest->p)
        return false;
    size_t i = 0;
    while (i < rest->n && rest->p[i] != sep)
        i += rest->p[i] == '\\' && i + 1 < rest->n ? 2 : 1;
    *out = unescape(str_sub(*rest, 0, i), a);
    *rest = i < rest->n ? str_after(*rest, i + 1) : (struct str){NULL, 0};
    return true;
}

/* Whose label the group carries: item1.X-ABLabel comes behind item1.EMAIL, so labels are put
 * on afterwards. */
struct label {
    struct str group, text;
};

enum {
    LABELS = 64
};
struct cards {
    struct card *card;
    struct str card_group[CARD_FACTS]; /* of each fact of the card under way */
    struct label label[LABELS];
    size_t labels;
    int depth;  /* BEGINs open: cards inside cards (AGENT) are skipped */
    bool agent; /* the line before was "AGENT:": the next BEGIN is of a card inside this one */
    size_t lines;
    bool account;
    struct buf raw; /* the card as it stands, for when it can't be read */
};

static void add(struct cards *cs, const struct property *p, enum fact_field field,
                struct str value, struct str label)
{
    size_t before = cs->card->n;
    card_add(cs->card, field, value, label);
    if (cs->card->n > before)
        cs->card_group[before] = p->group;
}

/* The type that says most: home, work, cell … */
static struct str plain_type(const struct property *p)
{
    static const struct str dull[] = {STR_INIT("internet"), STR_INIT("pref"),
                                      STR_INIT("voice"),    STR_INIT("x400"),
                                      STR_INIT("base64"),   STR_INIT("uri")};
    struct str rest = p->types, one;
    while (str_cut(&rest, ',', &one)) {
        bool skip = one.n == 0;
        for (size_t i = 0; i < COUNT_OF(dull); i++)
            skip |= str_eq(one, dull[i]);
        if (!skip)
            return one;
    }
    return p->preferred ? STR("primary") : STR_NONE;
}

static void on_name(struct cards *cs, const struct property *p, struct arena *a)
{
    struct card *c = cs->card;
    struct str rest = p->value,
               *parts[] = {&c->family, &c->given, &c->middle, &c->prefix, &c->suffix};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (!component(&rest, ';', a, parts[i]))
            break;
}

static void on_full_name(struct cards *cs, const struct property *p, struct arena *a)
{
    if (cs->card->name.n == 0)
        cs->card->name = unescape(p->value, a);
}

static void on_uid(struct cards *cs, const struct property *p, struct arena *a)
{
    struct str v = unescape(p->value, a);
    if (str_starts_ci(v, STR("urn:uuid:"))) /* 4.0 has it in front, 3.0 does not */
        v = str_after(v, 9);
    if (cs->card->uid.n == 0 || str_eq_ci(p->name, STR("UID"))) /* X-ABUID is second best */
        cs->card->uid = v;
}

static void on_nick(struct cards *cs, const struct property *p, struct arena *a)
{
    struct str rest = p->value, one;
    while (component(&rest, ',', a, &one)) {
        if (cs->card->nick.n == 0)
            cs->card->nick = one;
        add(cs, p, FACT_NAME, one, STR("nickname"));
    }
}

static void on_org(struct cards *cs, const struct property *p, struct arena *a)
{
    struct str rest = p->value, one, department = STR_NONE;
    if (component(&rest, ';', a, &one)) {
        component(&rest, ';', a, &department);
        if (cs->card->company.n == 0)
            cs->card->company = one;
        add(cs, p, FACT_COMPANY, one, department);
    }
}

static void on_address(struct cards *cs, const struct property *p, struct arena *a)
{
    struct str rest = p->value, one;
    struct buf b;
    buf_init(&b, 4096);
    while (component(&rest, ';', a, &one)) {
        if (one.n == 0)
            continue;
        if (b.n)
            buf_lit(&b, ", ");
        buf_str(&b, one);
    }
    add(cs, p, FACT_ADDRESS, utf8_clean(arena_str(a, buf_view(&b)), a), plain_type(p));
    buf_free(&b);
}

static void on_birthday(struct cards *cs, const struct property *p, struct arena *a)
{
    add(cs, p, FACT_BIRTHDAY, card_birthday(unescape(p->value, a), false, a), STR_NONE);
}

static void on_categories(struct cards *cs, const struct property *p, struct arena *a)
{
    struct str rest = p->value, one;
    while (component(&rest, ',', a, &one))
        if (!str_eq_ci(one, STR("myContacts")))
            add(cs, p, FACT_LABEL, one, STR_NONE);
}

static void on_email(struct cards *cs, const struct property *p, struct arena *a)
{
    struct str v = unescape(p->value, a);
    if (str_starts_ci(v, STR("mailto:")))
        v = str_after(v, 7);
    add(cs, p, FACT_EMAIL, v, plain_type(p));
}

static void on_phone(struct cards *cs, const struct property *p, struct arena *a)
{
    struct str v = unescape(p->value, a);
    if (str_starts_ci(v, STR("tel:")))
        v = str_after(v, 4);
    add(cs, p, FACT_PHONE, v, plain_type(p));
}

static void on_url(struct cards *cs, const struct property *p, struct arena *a)
{
    add(cs, p, FACT_URL, unescape(p->value, a), plain_type(p));
}

static void on_profile(struct cards *cs, const struct property *p, struct arena *a)
{
    add(cs, p, FACT_URL, unescape(p->value, a), p->service.n ? p->service : plain_type(p));
}

static void on_messenger(struct cards *cs, const struct property *p, struct arena *a)
{
    add(cs, p, FACT_OTHER, unescape(p->value, a), p->service.n ? p->service : STR("messenger"));
}

static void on_title(struct cards *cs, const struct property *p, struct arena *a)
{
    add(cs, p, FACT_POSITION, unescape(p->value, a), STR_NONE);
}

static void on_note(struct cards *cs, const struct property *p, struct arena *a)
{
    add(cs, p, FACT_NOTE, unescape(p->value, a), STR_NONE);
}

static void on_related(struct cards *cs, const struct property *p, struct arena *a)
{
    add(cs, p, FACT_OTHER, unescape(p->value, a), p->types.n ? plain_type(p) : STR("related"));
}

static void on_kind(struct cards *cs, const struct property *p, struct arena *a)
{
    struct str v = unescape(p->value, a);
    if (str_eq_ci(v, STR("org")) || str_eq_ci(v, STR("company")))
        cs->card->kind = IDENTITY_ORGANISATION;
    else if (str_eq_ci(v, STR("group")))
        cs->card->kind = IDENTITY_GROUP;
}

/* Apple wraps its own labels: _$!<HomePage>!$_ */
static void on_label(struct cards *cs, const struct property *p, struct arena *a)
{
    struct str v = unescape(p->value, a);
    if (str_starts(v, STR("_$!<")) && str_ends(v, STR(">!$_")))
        v = str_sub(v, 4, v.n - 4);
    if (cs->labels < LABELS)
        cs->label[cs->labels++] = (struct label){p->group, v};
}

static const struct {
    struct str name;
    void (*take)(struct cards *cs, const struct property *p, struct arena *a);
} properties[] = {
    {STR_INIT("N"),                        on_name      },
    {STR_INIT("FN"),                       on_full_name },
    {STR_INIT("UID"),                      on_uid       },
    {STR_INIT("X-ABUID"),                  on_uid       },
    {STR_INIT("NICKNAME"),                 on_nick      },
    {STR_INIT("ORG"),                      on_org       },
    {STR_INIT("TITLE"),                    on_title     },
    {STR_INIT("EMAIL"),                    on_email     },
    {STR_INIT("TEL"),                      on_phone     },
    {STR_INIT("ADR"),                      on_address   },
    {STR_INIT("URL"),                      on_url       },
    {STR_INIT("X-SOCIALPROFILE"),          on_profile   },
    {STR_INIT("SOCIALPROFILE"),            on_profile   },
    {STR_INIT("IMPP"),                     on_messenger },
    {STR_INIT("X-SKYPE"),                  on_messenger },
    {STR_INIT("X-JABBER"),                 on_messenger },
    {STR_INIT("BDAY"),                     on_birthday  },
    {STR_INIT("NOTE"),                     on_note      },
    {STR_INIT("CATEGORIES"),               on_categories},
    {STR_INIT("RELATED"),                  on_related   },
    {STR_INIT("X-ABRELATEDNAMES"),         on_related   },
    {STR_INIT("X-SPOUSE"),                 on_related   },
    {STR_INIT("KIND"),                     on_kind      },
    {STR_INIT("X-ADDRESSBOOKSERVER-KIND"), on_kind      },
    {STR_INIT("X-ABSHOWAS"),               on_kind      },
    {STR_INIT("X-ABLABEL"),                on_label     }
};

static enum err_code finish_card(struct reading *r, struct cards *cs, struct err *e)
{
    struct card *c = cs->card;
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < cs->labels; k++)
            if (cs->card_group[i].n && str_eq_ci(cs->card_group[i], cs->label[k].group))
                c->fact[i].label = cs->label[k].text;
    bool pushed = false;
    enum err_code rc = card_put(r, c, &pushed, e);
    if (rc == ERR_OK && !pushed)
        rc = reading_unread(r, buf_view(&cs->raw), "a card without a name, address or number",
                            e);
    arena_reset(r->piece);
    return rc;
}

static void start_card(struct reading *r, struct cards *cs)
{
    arena_reset(r->piece);
    *cs->card = (struct card){.kind = IDENTITY_PERSON};
    memset(cs->card_group, 0, sizeof cs->card_group);
    cs->labels = 0;
    cs->lines = 0;
    buf_clear(&cs->raw);
}

/* A property of the card under way. Lines beyond LIMIT_VCARD_LINES are left. */
static enum err_code one_property(struct reading *r, struct cards *cs, struct str line,
                                  bool over, struct err *e)
{
    if (++cs->lines > LIMIT_VCARD_LINES || is_picture(line))
        return ERR_OK;
    buf_str(&cs->raw, str_sub(line, 0, 2048));
    buf_char(&cs->raw, '\n');
    if (over || arena_left(r->piece) < 16 * line.n + 65536)
        return reading_unread(r, line, "a line of a card that is too long", e);
    struct property p;
    if (!parse_property(arena_str(r->piece, line), r->piece, &p))
        return ERR_OK;
    for (size_t i = 0; i < COUNT_OF(properties); i++)
        if (str_eq_ci(p.name, properties[i].name))
            properties[i].take(cs, &p, r->piece);
    return ERR_OK;
}

/* A card begins: inside another one behind AGENT; else one that is still open lacks its END. */
static enum err_code begin_card(struct reading *r, struct cards *cs, struct err *e)
{
    if (cs->depth > 0 && cs->agent) {
        cs->depth++;
        return ERR_OK;
    }
    enum err_code rc = cs->depth > 0 ? finish_card(r, cs, e) : ERR_OK;
    cs->depth = 1;
    start_card(r, cs);
    return rc;
}

static enum err_code one_line(struct reading *r, struct cards *cs, struct str line, bool over,
                              struct err *e)
{
    struct str word = str_trim(line);
    enum err_code rc = ERR_OK;
    if (word.n == 0)
        return ERR_OK;
    if (str_eq_ci(word, STR("BEGIN:VCARD")))
        rc = begin_card(r, cs, e);
    else if (cs->depth > 0 && str_eq_ci(word, STR("END:VCARD")))
        rc = --cs->depth == 0 ? finish_card(r, cs, e) : ERR_OK;
    else if (cs->depth == 1)
        rc = one_property(r, cs, line, over, e);
    bool inline_agent = str_eq_ci(word, STR("AGENT:BEGIN:VCARD"));
    cs->depth += cs->depth > 0 && inline_agent;
    cs->agent = str_starts_ci(word, STR("AGENT")) && str_ends(word, STR(":"));
    return rc;
}

static enum err_code read_cards(struct reading *r, struct stream *in, struct err *e)
{
    bool *account = r->state;
    struct decode decode;
    struct lines *l = mem_calloc(1, sizeof *l);
    struct cards *cs = mem_calloc(1, sizeof *cs);
    l->in = decode_init(&decode, in);
    buf_init(&l->line, LIMIT_VCARD_LINE);
    buf_init(&l->next, LIMIT_VCARD_LINE);
    buf_init(&cs->raw, LIMIT_UNREAD_RAW);
    cs->card = mem_calloc(1, sizeof *cs->card);
    bool got = true;
    enum err_code rc = ERR_OK;
    if (!*account) {
        *account = true;
        rc = card_account(r, STR("vcard"), STR("Address book (vCard)"), e);
    }
    while (rc == ERR_OK && (rc = next_line(l, &got, e)) == ERR_OK && got)
        rc = one_line(r, cs, buf_view(&l->line), l->over, e);
    if (rc == ERR_OK && cs->depth > 0) /* the last card lacks its end */
        rc = finish_card(r, cs, e);
    mem_free(cs->card);
    buf_free(&cs->raw);
    buf_free(&l->next);
    buf_free(&l->line);
    mem_free(cs);
    mem_free(l);
    return rc;
}

/* Whatever encoding it comes in. */
static bool head_is_card(struct str head)
{
    struct stream_mem mem;
    struct decode decode;
    char first[256];
    size_t got = 0;
    struct stream *in = decode_init(&decode, stream_mem_init(&mem, head));
    return stream_read(in, first, sizeof first, &got, NULL) == ERR_OK &&
           str_starts_ci(str_trim(str_of(first, got)), STR("BEGIN:VCARD"));
}

static const struct reader_file files[] = {
    {"*.vcf",   0, read_cards},
    {"*.vcard", 0, read_cards},
    {"*.txt",   0, read_cards},
    {NULL,      0, NULL      }
};

static int recognise(const struct container *c)
{
    size_t n;
    const struct entry *en = container_entries(c, &n);
    for (size_t i = 0; i < n; i++)
        for (const struct reader_file *f = files; f->pattern; f++)
            if (path_matches(en[i].flat, f->pattern) && head_is_card(en[i].head))
                return 60;
    return 0;
}

extern const struct reader reader_vcard;
const struct reader reader_vcard = {.id = "vcard",
                                    .network = "contacts",
                                    .archive = "address book (vCard)",
                                    .recognise = recognise,
                                    .files = files,
                                    .state_size = sizeof(bool)};
