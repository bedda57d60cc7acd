/* archives/linkedin_people.c: LinkedIn's people: connections, invitations, endorsements,
 * recommendations, follows, the address book it was given, and the owner's notes. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/linkedin.h"

#include "text/fold.h"

static enum err_code connect(struct reading *r, struct str key, enum connection_kind kind,
                             struct str at, struct str note, struct err *e)
{
    struct record rec = {.kind = RECORD_CONNECTION};
    rec.as.connection = (struct record_connection){
        .identity = key, .kind = kind, .at = when_parse(at), .note = note};
    return reading_put(r, &rec, e);
}

/* The same for a date that must be there: a row without one is kept raw. */
static bool bad_date(struct str at)
{
    return at.n > 0 && when_parse(at).sure == TIME_NONE;
}

enum err_code linkedin__connection(struct reading *r, const struct csv_row *h,
                                   const struct csv_row *row, struct err *e)
{
    struct linkedin *li = r->state;
    struct str name =
        linkedin__full_name(r, csv_cell(h, row, "First Name"), csv_cell(h, row, "Last Name"));
    struct str url = csv_cell(h, row, "URL"), on = csv_cell(h, row, "Connected On"), key;
    if (bad_date(on))
        return reading_unread(r, row->raw, "a connection whose date can't be read", e);
    if (name.n == 0 && url.n == 0) {
        li->hidden++;
        return ERR_OK;
    }
    enum err_code rc = linkedin__identity(r, name, url, &key, e);
    li->hidden += rc == ERR_OK && key.n == 0; /* "LinkedIn Member" */
    if (rc || key.n == 0)
        return rc;
    if ((rc = connect(r, key, CONNECTION_CONNECTED, on, STR_NONE, e)) ||
        (rc = linkedin__fact(r, key, FACT_EMAIL, csv_cell(h, row, "Email Address"), STR_NONE,
                             e)) ||
        (rc = linkedin__fact(r, key, FACT_COMPANY, csv_cell(h, row, "Company"),
                             csv_cell(h, row, "Position"), e)))
        return rc;
    return linkedin__fact(r, key, FACT_POSITION, csv_cell(h, row, "Position"),
                          csv_cell(h, row, "Company"), e);
}

enum err_code linkedin__invitation(struct reading *r, const struct csv_row *h,
                                   const struct csv_row *row, struct err *e)
{
    struct str direction = csv_cell(h, row, "Direction"), at = csv_cell(h, row, "Sent At"), key;
    bool out = str_eq_ci(direction, STR("OUTGOING"));
    if (bad_date(at) || (!out && !str_eq_ci(direction, STR("INCOMING"))))
        return reading_unread(r, row->raw, "an invitation without a date or a direction", e);
    enum err_code rc = linkedin__identity(
        r, csv_cell(h, row, out ? "To" : "From"),
        csv_cell(h, row, out ? "inviteeProfileUrl" : "inviterProfileUrl"), &key, e);
    if (rc || key.n == 0)
        return rc;
    return connect(r, key, out ? CONNECTION_INVITED : CONNECTION_INVITED_BY, at,
                   csv_cell(h, row, "Message"), e);
}

enum err_code linkedin__endorsement(struct reading *r, const struct csv_row *h,
                                    const struct csv_row *row, struct err *e)
{
    bool received = csv_column(h, "Endorser First Name") >= 0;
    struct str name = linkedin__full_name(
        r, csv_cell(h, row, received ? "Endorser First Name" : "Endorsee First Name"),
        csv_cell(h, row, received ? "Endorser Last Name" : "Endorsee Last Name"));
    struct str key;
    enum err_code rc = linkedin__identity(
        r, name, csv_cell(h, row, received ? "Endorser Public Url" : "Endorsee Public Url"),
        &key, e);
    if (rc || key.n == 0)
        return rc;
    struct record rec = {.kind = RECORD_FACT};
    rec.as.fact = (struct record_fact){
        .identity = key,
        .field = FACT_ENDORSED,
        .value = csv_cell(h, row, "Skill Name"),
        .label = received ? STR("endorsed you for") : STR("endorsed by you for"),
        .since = when_parse(csv_cell(h, row, "Endorsement Date"))};
    return reading_put(r, &rec, e);
}

/* Received and given have the same columns: only the file's name tells them apart. */
enum err_code linkedin__recommendation(struct reading *r, const struct csv_row *h,
                                       const struct csv_row *row, struct err *e)
{
    bool given = str_find(r->file_flat, STR("given")) >= 0;
    struct str key, name = linkedin__full_name(r, csv_cell(h, row, "First Name"),
                                               csv_cell(h, row, "Last Name"));
    enum err_code rc = linkedin__identity(r, name, STR_NONE, &key, e);
    if (rc || key.n == 0)
        return rc;
    struct record rec = {.kind = RECORD_FACT};
    rec.as.fact = (struct record_fact){.identity = key,
                                       .field = FACT_RECOMMENDED,
                                       .value = csv_cell(h, row, "Text"),
                                       .label = given ? STR("recommended by you")
                                                      : STR("recommended you"),
                                       .since = when_parse(csv_cell(h, row, "Creation Date"))};
    rc = reading_put(r, &rec, e);
    return rc ? rc
              : linkedin__fact(r, key, FACT_COMPANY, csv_cell(h, row, "Company"),
                               csv_cell(h, row, "Job Title"), e);
}

enum err_code linkedin__company_follow(struct reading *r, const struct csv_row *h,
                                       const struct csv_row *row, struct err *e)
{
    struct str name = csv_cell(h, row, "Organization");
    if (name.n == 0)
        return ERR_OK;
    struct record rec = {.kind = RECORD_IDENTITY};
    struct str key = arena_printf(r->piece, "org:" STRF, STRA(fold_case(name, r->piece)));
    rec.as.identity = (struct record_identity){
        .key = key, .name = name, .kind = IDENTITY_ORGANISATION, .name_only = true};
    enum err_code rc =
        linkedin__first(r, 'i', key, STR_NONE) ? reading_put(r, &rec, e) : ERR_OK;
    return rc ? rc
              : connect(r, key, CONNECTION_FOLLOWS, csv_cell(h, row, "Followed On"), STR_NONE,
                        e);
}

enum err_code linkedin__member_follow(struct reading *r, const struct csv_row *h,
                                      const struct csv_row *row, struct err *e)
{
    struct str key;
    enum err_code rc = linkedin__identity(r, csv_cell(h, row, "FullName"), STR_NONE, &key, e);
    if (rc || key.n == 0)
        return rc;
    return connect(r, key, CONNECTION_FOLLOWS, csv_cell(h, row, "Date"), STR_NONE, e);
}

/* The phone's address book that LinkedIn was given. Cells may hold several values. */
enum err_code linkedin__contact(struct reading *r, const struct csv_row *h,
                                const struct csv_row *row, struct err *e)
{
    static const struct {
        const char *column;
        enum fact_field field;
    } facts[] = {
        {"Emails",       FACT_EMAIL   },
        {"PhoneNumbers", FACT_PHONE   },
        {"Sites",        FACT_URL     },
        {"Companies",    FACT_COMPANY },
        {"Title",        FACT_POSITION},
        {"Location",     FACT_LOCATION},
        {"Birthday",     FACT_BIRTHDAY}
    };
    struct str name = csv_cell(h, row, "FullName"), emails = csv_cell(h, row, "Emails"), key;
    if (name.n == 0)
        name =
            linkedin__full_name(r, csv_cell(h, row, "FirstName"), csv_cell(h, row, "LastName"));
    struct str folded = fold_case(name.n ? name : emails, r->piece);
    if (folded.n == 0)
        return ERR_OK;
    key = arena_printf(r->piece, "contact:" STRF, STRA(folded));
    struct record rec = {.kind = RECORD_IDENTITY};
    rec.as.identity = (struct record_identity){.key = key, .name = name, .name_only = true};
    enum err_code rc =
        linkedin__first(r, 'i', key, STR_NONE) ? reading_put(r, &rec, e) : ERR_OK;
    if (rc ||
        (rc = connect(r, key, CONNECTION_CONTACT, csv_cell(h, row, "CreatedAt"), STR_NONE, e)))
        return rc;
    for (size_t i = 0; i < COUNT_OF(facts); i++) {
        struct str cell = csv_cell(h, row, facts[i].column), one;
        while (rc == ERR_OK && str_cut(&cell, ',', &one))
            rc = linkedin__fact(r, key, facts[i].field, str_trim(one), STR_NONE, e);
    }
    return rc;
}

enum err_code linkedin__note(struct reading *r, const struct csv_row *h,
                             const struct csv_row *row, struct err *e)
{
    struct str key, name = linkedin__full_name(r, csv_cell(h, row, "Connection First Name"),
                                               csv_cell(h, row, "Connection Last Name"));
    enum err_code rc =
        linkedin__identity(r, name, csv_cell(h, row, "Connection Profile URL"), &key, e);
    if (rc || key.n == 0)
        return rc;
    struct record rec = {.kind = RECORD_FACT};
    rec.as.fact = (struct record_fact){.identity = key,
                                       .field = FACT_NOTE,
                                       .value = csv_cell(h, row, "Note"),
                                       .since = when_parse(csv_cell(h, row, "Created On"))};
    return rec.as.fact.value.n ? reading_put(r, &rec, e) : ERR_OK;
}
