/* archives/linkedin.c: LinkedIn's archive: whose it is, the owner's profile, which table is
 * read by what. People are in linkedin_people.c, posts and messages in linkedin_posts.c. The
 * format: docs/formats/linkedin.md. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/linkedin.h"

#include "core/limits.h"
#include "core/url.h"
#include "text/fold.h"
#include "text/utf8.h"

#define NEEDS(...) ((const char *const[]){__VA_ARGS__, NULL})

struct str linkedin__key(struct str url, struct arena *a)
{
    struct str key = url_key(url, a);
    ptrdiff_t at = str_find(key, STR("linkedin.com/in/"));
    if (at < 0)
        return STR_NONE;
    struct str slug = str_after(key, (size_t)at + 16);
    ptrdiff_t slash = str_chr(slug, '/'); /* in/ann/de is Ann's page in German */
    slug = fold_case(utf8_clean(str_sub(slug, 0, slash < 0 ? slug.n : (size_t)slash), a), a);
    return slug.n ? arena_printf(a, "in/" STRF, STRA(slug)) : STR_NONE;
}

struct str linkedin__full_name(struct reading *r, struct str first, struct str last)
{
    return str_trim(arena_printf(r->piece, STRF " " STRF, STRA(first), STRA(last)));
}

bool linkedin__first(struct reading *r, char kind, struct str a, struct str b)
{
    struct linkedin *li = r->state;
    bool made;
    map_put(li->known, arena_printf(r->piece, "%c" STRF "\n" STRF, kind, STRA(a), STRA(b)), 1,
            &made);
    return made;
}

enum err_code linkedin__identity(struct reading *r, struct str name, struct str url,
                                 struct str *key, struct err *e)
{
    struct str folded = fold_case(name, r->piece);
    *key = linkedin__key(url, r->piece);
    bool name_only = key->n == 0;
    if (name_only && (folded.n == 0 || str_is(folded, "linkedin member"))) {
        *key = STR_NONE;
        return ERR_OK;
    }
    if (name_only)
        *key = arena_printf(r->piece, "name:" STRF, STRA(folded));
    if (!linkedin__first(r, name.n ? 'i' : 'n', *key, STR_NONE))
        return ERR_OK;
    struct record rec = {.kind = RECORD_IDENTITY};
    rec.as.identity = (struct record_identity){
        .key = *key,
        .name = name,
        .handle = name_only ? STR_NONE : str_after(*key, 3),
        .url = name_only ? STR_NONE
                         : arena_printf(r->piece, "https://www.linkedin.com/" STRF, STRA(*key)),
        .name_only = name_only};
    return reading_put(r, &rec, e);
}

enum err_code linkedin__fact(struct reading *r, struct str identity, enum fact_field field,
                             struct str value, struct str label, struct err *e)
{
    if (value.n == 0)
        return ERR_OK;
    struct record rec = {.kind = RECORD_FACT};
    rec.as.fact = (struct record_fact){
        .identity = identity, .field = field, .value = value, .label = label};
    return reading_put(r, &rec, e);
}

/* Phase 0: whose archive it is. */

/* An invitation says who is who; a name that Profile.csv has too says nearly as much. */
enum {
    VOTE_INVITATION = 1000000,
    VOTE_NAME = 500000
};

static void vote(struct reading *r, struct str conversation, struct str url, int64_t weight)
{
    struct linkedin *li = r->state;
    struct str key = linkedin__key(url, r->piece);
    bool made;
    if (key.n == 0)
        return;
    map_put(li->counted, arena_printf(r->piece, STRF "\n" STRF, STRA(conversation), STRA(key)),
            1, &made);
    if (made)
        *map_put(li->votes, key, 0, NULL) += weight;
}

static enum err_code vote_message(struct reading *r, const struct csv_row *h,
                                  const struct csv_row *row, struct err *e)
{
    (void)e;
    struct str conversation = csv_cell(h, row, "CONVERSATION ID");
    struct str to = csv_cell(h, row, "RECIPIENT PROFILE URLS"), one;
    if (conversation.n > LINKEDIN_THREAD_BYTES)
        return ERR_OK;
    vote(r, conversation, csv_cell(h, row, "SENDER PROFILE URL"), 1);
    for (int i = 0; i < LINKEDIN_RECIPIENTS && str_cut(&to, ',', &one); i++)
        vote(r, conversation, one, 1);
    struct linkedin *li = r->state;
    struct str key = linkedin__key(csv_cell(h, row, "SENDER PROFILE URL"), r->piece);
    map_put(li->named,
            arena_printf(r->piece, STRF "\n" STRF, STRA(key),
                         STRA(fold_case(csv_cell(h, row, "FROM"), r->piece))),
            1, NULL);
    return ERR_OK;
}

static enum err_code vote_invitation(struct reading *r, const struct csv_row *h,
                                     const struct csv_row *row, struct err *e)
{
    (void)e;
    bool out = str_eq_ci(csv_cell(h, row, "Direction"), STR("OUTGOING"));
    vote(r, arena_printf(r->piece, "invitation %zu", row->line),
         csv_cell(h, row, out ? "inviterProfileUrl" : "inviteeProfileUrl"), VOTE_INVITATION);
    return ERR_OK;
}

static enum err_code note_owner(struct reading *r, const struct csv_row *h,
                                const struct csv_row *row, struct err *e)
{
    (void)e;
    struct linkedin *li = r->state;
    struct str name =
        linkedin__full_name(r, csv_cell(h, row, "First Name"), csv_cell(h, row, "Last Name"));
    li->account.name = arena_str(r->arena, name);
    return ERR_OK;
}

static enum err_code note_registration(struct reading *r, const struct csv_row *h,
                                       const struct csv_row *row, struct err *e)
{
    (void)e;
    struct linkedin *li = r->state;
    li->account.created = when_parse(csv_cell(h, row, "Registered At"));
    return ERR_OK;
}

/* The formatter garbles rows that hold rows. */
/* clang-format off */
const struct table_kind linkedin__owner_tables[] = {
    {NEEDS("First Name", "Last Name", "Headline"),   note_owner},
    {NEEDS("Registered At"),                         note_registration},
    {NEEDS("CONVERSATION ID", "SENDER PROFILE URL"), vote_message},
    {NEEDS("From", "To", "Direction"),               vote_invitation},
    {NULL,                                           NULL}
};
/* clang-format on */

static struct linkedin *begin(struct reading *r)
{
    struct linkedin *li = r->state;
    if (!li->votes) {
        li->votes = map_new();
        li->counted = map_new();
        li->named = map_new();
        li->known = map_new();
    }
    return li;
}

static enum err_code read_owner(struct reading *r, struct stream *in, struct err *e)
{
    begin(r);
    return table_read(r, in, linkedin__owner_tables, e);
}

/* The address that most speaks for; "" where Profile.csv names somebody and all there is is one
 * conversation, or a draw, among others: to be somebody else would be worse than nobody. */
static struct str owner_key(struct reading *r)
{
    struct linkedin *li = r->state;
    struct str owner = fold_case(li->account.name, r->piece), key, best = STR_NONE;
    int64_t votes, most = 0, second = 0;
    size_t at = 0;
    while (map_each(li->votes, &at, &key, &votes)) {
        struct str named = arena_printf(r->piece, STRF "\n" STRF, STRA(key), STRA(owner));
        if (owner.n && map_find(li->named, named))
            votes += VOTE_NAME;
        if (votes > most || (votes == most && str_cmp(key, best) < 0)) {
            second = most;
            most = votes;
            best = key;
        } else if (votes > second) {
            second = votes;
        }
    }
    bool guess = owner.n > 0 && most < VOTE_NAME;
    return guess && (most < 2 || most == second) ? STR_NONE : best;
}

static enum err_code put_account(struct reading *r, struct err *e)
{
    struct linkedin *li = begin(r);
    struct record_account *acc = &li->account;
    struct str best = owner_key(r);
    acc->network = STR("linkedin");
    if (best.n) {
        acc->key = best;
        acc->handle = str_after(best, 3);
        acc->url = arena_printf(r->arena, "https://www.linkedin.com/" STRF, STRA(best));
    } else if (acc->name.n) {
        acc->key = arena_printf(r->arena, "name:" STRF, STRA(fold_case(acc->name, r->arena)));
    }
    struct record rec = {.kind = RECORD_ACCOUNT};
    rec.as.account = *acc;
    return reading_put(r, &rec, e);
}

/* Phase 1: the owner's own profile, as facts. */

static enum err_code profile(struct reading *r, const struct csv_row *h,
                             const struct csv_row *row, struct err *e)
{
    static const struct {
        const char *column;
        enum fact_field field;
        struct str label;
    } facts[] = {
        {"Headline",           FACT_HEADLINE, STR_INIT("")         },
        {"Summary",            FACT_BIO,      STR_INIT("")         },
        {"Industry",           FACT_OTHER,    STR_INIT("industry") },
        {"Geo Location",       FACT_LOCATION, STR_INIT("")         },
        {"Address",            FACT_ADDRESS,  STR_INIT("")         },
        {"Zip Code",           FACT_OTHER,    STR_INIT("zip code") },
        {"Maiden Name",        FACT_NAME,     STR_INIT("maiden")   },
        {"Birth Date",         FACT_BIRTHDAY, STR_INIT("")         },
        {"Twitter Handles",    FACT_OTHER,    STR_INIT("x")        },
        {"Instant Messengers", FACT_OTHER,    STR_INIT("messenger")}
    };
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < COUNT_OF(facts) && rc == ERR_OK; i++)
        rc = linkedin__fact(r, STR_NONE, facts[i].field, csv_cell(h, row, facts[i].column),
                            facts[i].label, e);
    /* [PERSONAL:https://a.example,COMPANY:https://b.example] */
    struct str sites = csv_cell(h, row, "Websites"), one;
    if (str_starts(sites, STR("[")))
        sites = str_sub(sites, 1, sites.n - str_ends(sites, STR("]")));
    while (rc == ERR_OK && str_cut(&sites, ',', &one)) {
        ptrdiff_t colon = str_chr(one, ':');
        if (colon > 0)
            rc = linkedin__fact(r, STR_NONE, FACT_URL, str_after(one, (size_t)colon + 1),
                                str_sub(one, 0, (size_t)colon), e);
    }
    return rc;
}

/* A fact with the time that it held. */
static enum err_code dated(struct reading *r, enum fact_field field, struct str value,
                           struct str label, struct str since, struct str until, struct err *e)
{
    if (value.n == 0)
        return ERR_OK;
    struct record rec = {.kind = RECORD_FACT};
    rec.as.fact = (struct record_fact){.field = field,
                                       .value = value,
                                       .label = label,
                                       .since = when_parse(since),
                                       .until = when_parse(until)};
    return reading_put(r, &rec, e);
}

static enum err_code position(struct reading *r, const struct csv_row *h,
                              const struct csv_row *row, struct err *e)
{
    struct str since = csv_cell(h, row, "Started On"), until = csv_cell(h, row, "Finished On");
    struct str company = csv_cell(h, row, "Company Name");
    enum err_code rc =
        dated(r, FACT_COMPANY, company, csv_cell(h, row, "Title"), since, until, e);
    return rc ? rc
              : dated(r, FACT_POSITION, csv_cell(h, row, "Title"), company, since, until, e);
}

static enum err_code volunteering(struct reading *r, const struct csv_row *h,
                                  const struct csv_row *row, struct err *e)
{
    return dated(r, FACT_OTHER, csv_cell(h, row, "Company Name"), STR("volunteering"),
                 csv_cell(h, row, "Started On"), csv_cell(h, row, "Finished On"), e);
}

static enum err_code education(struct reading *r, const struct csv_row *h,
                               const struct csv_row *row, struct err *e)
{
    return dated(r, FACT_EDUCATION, csv_cell(h, row, "School Name"),
                 csv_cell(h, row, "Degree Name"), csv_cell(h, row, "Start Date"),
                 csv_cell(h, row, "End Date"), e);
}

static enum err_code certification(struct reading *r, const struct csv_row *h,
                                   const struct csv_row *row, struct err *e)
{
    return dated(r, FACT_OTHER, csv_cell(h, row, "Name"), STR("certificate"),
                 csv_cell(h, row, "Started On"), csv_cell(h, row, "Finished On"), e);
}

static enum err_code project(struct reading *r, const struct csv_row *h,
                             const struct csv_row *row, struct err *e)
{
    return dated(r, FACT_OTHER, csv_cell(h, row, "Title"), STR("project"),
                 csv_cell(h, row, "Started On"), csv_cell(h, row, "Finished On"), e);
}

static enum err_code publication(struct reading *r, const struct csv_row *h,
                                 const struct csv_row *row, struct err *e)
{
    return dated(r, FACT_OTHER, csv_cell(h, row, "Name"), STR("publication"),
                 csv_cell(h, row, "Published On"), STR_NONE, e);
}

static enum err_code language(struct reading *r, const struct csv_row *h,
                              const struct csv_row *row, struct err *e)
{
    return linkedin__fact(r, STR_NONE, FACT_OTHER, csv_cell(h, row, "Name"), STR("language"),
                          e);
}

static enum err_code email(struct reading *r, const struct csv_row *h,
                           const struct csv_row *row, struct err *e)
{
    bool primary = str_eq_ci(csv_cell(h, row, "Primary"), STR("yes"));
    return linkedin__fact(r, STR_NONE, FACT_EMAIL, csv_cell(h, row, "Email Address"),
                          primary ? STR("primary") : STR_NONE, e);
}

static enum err_code phone(struct reading *r, const struct csv_row *h,
                           const struct csv_row *row, struct err *e)
{
    return linkedin__fact(r, STR_NONE, FACT_PHONE, csv_cell(h, row, "Number"),
                          csv_cell(h, row, "Type"), e);
}

static enum err_code skill(struct reading *r, const struct csv_row *h,
                           const struct csv_row *row, struct err *e)
{
    if (h->n != 1)
        return ERR_OK; /* some other table with a Name */
    return linkedin__fact(r, STR_NONE, FACT_SKILL, csv_cell(h, row, "Name"), STR_NONE, e);
}

/* Known by their headers, since file names may be localized (FORMATS.md 1.1). The first row
 * whose columns are all there counts: the more telling ones stand first. */
/* clang-format off */
const struct table_kind linkedin__tables[] = {
    {NEEDS("CONVERSATION ID", "SENDER PROFILE URL"),   linkedin__message},
    {NEEDS("First Name", "Last Name", "Connected On"), linkedin__connection},
    {NEEDS("From", "To", "Direction"),                 linkedin__invitation},
    {NEEDS("Skill Name", "Endorser First Name"),       linkedin__endorsement},
    {NEEDS("Skill Name", "Endorsee First Name"),       linkedin__endorsement},
    {NEEDS("First Name", "Text", "Creation Date"),     linkedin__recommendation},
    {NEEDS("Organization", "Followed On"),             linkedin__company_follow},
    {NEEDS("Date", "FullName", "Status"),              linkedin__member_follow},
    {NEEDS("FirstName", "LastName", "Emails"),         linkedin__contact},
    {NEEDS("Connection First Name", "Note"),           linkedin__note},
    {NEEDS("Date", "ShareLink"),                       linkedin__share},
    {NEEDS("Date", "Link", "Message"),                 linkedin__comment},
    {NEEDS("Date", "Type", "Link"),                    linkedin__reaction},
    {NEEDS("Date", "Link", "OptionText"),              linkedin__vote},
    {NEEDS("savedItem"),                               linkedin__saved},
    {NEEDS("First Name", "Last Name", "Headline"),     profile},
    {NEEDS("Company Name", "Title", "Started On"),     position},
    {NEEDS("Company Name", "Role"),                    volunteering},
    {NEEDS("School Name"),                             education},
    {NEEDS("Name", "Authority"),                       certification},
    {NEEDS("Title", "Started On", "Url"),              project},
    {NEEDS("Name", "Publisher"),                       publication},
    {NEEDS("Name", "Proficiency"),                     language},
    {NEEDS("Email Address", "Confirmed"),              email},
    {NEEDS("Number", "Extension", "Type"),             phone},
    {NEEDS("Date", "Link"),                            linkedin__repost},
    {NEEDS("Name"),                                    skill},
    {NULL,                                             NULL}
};
/* clang-format on */

static enum err_code read_table(struct reading *r, struct stream *in, struct err *e)
{
    begin(r);
    return table_read(r, in, linkedin__tables, e);
}

static enum err_code phase_end(struct reading *r, int phase, struct err *e)
{
    struct linkedin *li = begin(r);
    if (phase == 0)
        return put_account(r, e);
    if (phase == 1 && li->hidden > 0)
        return linkedin__fact(r, STR_NONE, FACT_OTHER,
                              arena_printf(r->piece, "%lld", (long long)li->hidden),
                              STR("connections that hide or left"), e);
    return ERR_OK;
}

static void done(struct reading *r)
{
    struct linkedin *li = r->state;
    map_free(li->votes);
    map_free(li->counted);
    map_free(li->named);
    map_free(li->known);
}

/* Sure by its headers; nobody else's tables have them. Contacts' CSVs share "First Name". */
static const char *const *const telling[] = {
    NEEDS("First Name", "Last Name", "Connected On"),
    NEEDS("CONVERSATION ID", "SENDER PROFILE URL"),
    NEEDS("First Name", "Last Name", "Headline", "Geo Location"),
    NEEDS("Date", "ShareLink", "ShareCommentary"), NEEDS("From", "To", "Sent At", "Direction")};

static int recognise(const struct container *c)
{
    size_t n;
    const struct entry *en = container_entries(c, &n);
    for (size_t i = 0; i < n; i++) {
        if (!str_ends(en[i].flat, STR(".csv")))
            continue;
        for (size_t k = 0; k < COUNT_OF(telling); k++)
            if (table_head_has(en[i].head, telling[k]))
                return 90;
        if (path_matches(en[i].flat, "connections.csv") &&
            str_find(en[i].head, STR("exporting your connection data")) >= 0)
            return 90; /* the sentences in front may fill all that we see of it */
    }
    return 0;
}

static const struct reader_file files[] = {
    {"*.csv",           0, read_owner       },
    {"*.csv",           1, read_table       },
    {"articles/*.html", 1, linkedin__article},
    {NULL,              0, NULL             }
};

extern const struct reader reader_linkedin;
const struct reader reader_linkedin = {.id = "linkedin",
                                       .network = "linkedin",
                                       .archive = "LinkedIn archive",
                                       .recognise = recognise,
                                       .files = files,
                                       .state_size = sizeof(struct linkedin),
                                       .phase_end = phase_end,
                                       .done = done};
