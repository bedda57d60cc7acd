/* archives/bluesky_people.c: the profile, and whom the account follows, blocks, keeps on lists. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/bluesky.h"

#include "core/mem.h"

static struct str web_address(struct str did, struct arena *a)
{
    return arena_printf(a, "https://bsky.app/profile/" STRF, STRA(did));
}

enum err_code bluesky__person(struct reading *r, struct bluesky *b, struct str did,
                              struct str handle, struct err *e)
{
    enum {
        BARE = 1,
        WITH_HANDLE
    };
    bool made = false;
    int64_t now = handle.n ? WITH_HANDLE : BARE;
    if (str_eq(did, b->did))
        return ERR_OK;
    int64_t *known = map_put(b->people, did, now, &made);
    if (!made && *known >= now)
        return ERR_OK;
    *known = now;
    struct record rec = {.kind = RECORD_IDENTITY};
    rec.as.identity = (struct record_identity){
        .key = did, .handle = handle, .url = web_address(did, r->piece)};
    return reading_put(r, &rec, e);
}

/* Kept until the account is said: what stands before it in the file may need it. */
enum err_code bluesky__profile(struct reading *r, struct bluesky *b,
                               const struct bluesky_record *rec, struct err *e)
{
    (void)e;
    b->account.name = arena_str(r->arena, json_get_str(rec->v, "displayName"));
    b->account.created = rec->at;
    b->bio = arena_str(r->arena, json_get_str(rec->v, "description"));
    b->site = arena_str(r->arena, json_get_str(rec->v, "website"));
    b->pronouns = arena_str(r->arena, json_get_str(rec->v, "pronouns"));
    return ERR_OK;
}

enum err_code bluesky__account(struct reading *r, const struct bluesky *b, struct err *e)
{
    struct record rec = {.kind = RECORD_ACCOUNT};
    rec.as.account = b->account;
    rec.as.account.network = STR("bluesky");
    rec.as.account.key = b->did;
    rec.as.account.url = web_address(b->did, r->piece);
    enum err_code rc = reading_put(r, &rec, e);
    rc = rc ? rc : reading_fact(r, STR_NONE, FACT_BIO, b->bio, STR_NONE, e);
    rc = rc ? rc : reading_fact(r, STR_NONE, FACT_URL, b->site, STR_NONE, e);
    return rc ? rc : reading_fact(r, STR_NONE, FACT_OTHER, b->pronouns, STR("pronouns"), e);
}

enum err_code bluesky__list(struct reading *r, struct bluesky *b,
                            const struct bluesky_record *rec, struct err *e)
{
    size_t n = map_count(b->lists);
    (void)e;
    b->list_name = mem_grow(b->list_name, &b->list_cap, n + 1, sizeof *b->list_name);
    b->list_name[n] = arena_str(r->arena, json_get_str(rec->v, "name"));
    map_put(b->lists, rec->uri, (int64_t)n, NULL);
    return ERR_OK;
}

static enum err_code connect(struct reading *r, struct bluesky *b,
                             const struct bluesky_record *rec, enum connection_kind kind,
                             struct err *e)
{
    struct str did = json_get_str(rec->v, "subject");
    struct record link = {.kind = RECORD_CONNECTION};
    if (!bluesky_is_did(did))
        return reading_unread(r, rec->uri, "a link to nobody", e);
    link.as.connection =
        (struct record_connection){.identity = did, .kind = kind, .at = rec->at};
    enum err_code rc = bluesky__person(r, b, did, STR_NONE, e);
    return rc ? rc : reading_put(r, &link, e);
}

enum err_code bluesky__follow(struct reading *r, struct bluesky *b,
                              const struct bluesky_record *rec, struct err *e)
{
    return connect(r, b, rec, CONNECTION_FOLLOWS, e);
}

enum err_code bluesky__block(struct reading *r, struct bluesky *b,
                             const struct bluesky_record *rec, struct err *e)
{
    return connect(r, b, rec, CONNECTION_BLOCKED, e);
}

/* Anybody can be put on a list, followed or not: its name is the owner's label for them. */
enum err_code bluesky__listitem(struct reading *r, struct bluesky *b,
                                const struct bluesky_record *rec, struct err *e)
{
    struct str did = json_get_str(rec->v, "subject");
    const int64_t *list = map_find(b->lists, json_get_str(rec->v, "list"));
    if (!bluesky_is_did(did) || !list || b->list_name[*list].n == 0)
        return reading_unread(r, rec->uri, "a place on a list that is not in the file", e);
    enum err_code rc = bluesky__person(r, b, did, STR_NONE, e);
    return rc ? rc : reading_fact(r, did, FACT_LABEL, b->list_name[*list], STR_NONE, e);
}
