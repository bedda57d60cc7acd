/* context/places.c: accounts as places for the check. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/places.h"

#include "store/correction.h"
#include "store/history.h"

static const struct check_audience nobody_knows = {
    .people = -1,
    .personal = -1,
    .professional = -1,
    .both = -1,
    .group = {-1, -1, -1, -1, -1}
};

_Static_assert((int)GROUP_COUNT == (int)AUDIENCE_GROUPS && GROUP_COUNT == 5 &&
                   (int)GROUP_PROSPECTS == (int)AUDIENCE_PROSPECTS &&
                   (int)GROUP_CLIENTS == (int)AUDIENCE_CLIENTS &&
                   (int)GROUP_COLLEAGUES == (int)AUDIENCE_COLLEAGUES &&
                   (int)GROUP_FRIENDS == (int)AUDIENCE_FRIENDS &&
                   (int)GROUP_FAMILY == (int)AUDIENCE_FAMILY &&
                   (int)CHECK_NAMED == (int)AUDIENCE_NAMED &&
                   (int)CHECK_RECENT == (int)HISTORY_RECENT,
               "the check and the store count the same groups");

struct str account_name(const struct account *acc, struct arena *a)
{
    return arena_printf(a, STRF ":" STRF, STRA(acc->network),
                        STRA(acc->handle.n ? acc->handle : acc->key));
}

bool account_can_post(const struct account *acc)
{
    return !str_is(acc->network, "contacts") && !str_is(acc->network, "email");
}

bool account_can_write(const struct account *acc)
{
    return !str_is(acc->network, "contacts");
}

/* What all places share ------------------------------------------------------------------ */

/* "family, pets" → topics; names that are none are left out. */
static size_t topics_of(struct arena *a, struct str list, const enum topic **out)
{
    enum topic *v = ARENA_ARRAY(a, enum topic, TOPIC_COUNT);
    struct str one;
    size_t n = 0;
    while (n < TOPIC_COUNT && str_cut(&list, ',', &one))
        n += topic_find(str_trim(one), &v[n]);
    *out = v;
    return n;
}

enum err_code corrections_load(struct store *s, struct arena *a, struct correction **out,
                               size_t *n, struct err *e)
{
    struct correction_row *row;
    size_t rows, kept = 0;
    enum err_code rc = store_corrections(s, false, a, &row, &rows, e);
    *out = NULL;
    *n = 0;
    if (rc || rows == 0)
        return rc;
    struct correction *v = ARENA_ARRAY(a, struct correction, rows);
    for (size_t i = 0; i < rows; i++) {
        v[kept] = (struct correction){.id = row[i].id,
                                      .fact = row[i].fact,
                                      .context = row[i].context,
                                      .text = row[i].text};
        /* a kind that this version does not know is passed over */
        kept += correction_kind_find(row[i].kind, &v[kept].kind);
    }
    *out = v;
    *n = kept;
    return ERR_OK;
}

enum err_code places_open(struct store *s, struct arena *a, struct place_source *out,
                          struct err *e)
{
    struct context *all;
    struct err quiet;
    *out = (struct place_source){.store = s};
    enum err_code rc = corrections_load(s, a, &out->corrections, &out->n_corrections, e);
    if (rc == ERR_OK)
        rc = store_contexts(s, a, &all, &out->contexts, e);
    if (rc)
        return rc;
    out->context = ARENA_ARRAY(a, struct place_context, out->contexts + 1);
    for (size_t i = 0; i < out->contexts; i++) {
        struct place_context *c = &out->context[i];
        c->row = all[i];
        c->n_welcome = topics_of(a, all[i].welcome, &c->welcome);
        c->n_unwelcome = topics_of(a, all[i].unwelcome, &c->unwelcome);
        /* what can't be read is as if nothing were set: a check is worth more than a setting */
        if (settings_parse(all[i].voice, a, &c->settings, &quiet))
            c->settings = SETTINGS_NONE;
    }
    return ERR_OK;
}

const struct place_context *places_context(const struct place_source *from, struct str name)
{
    static const struct place_context nothing_set = {.settings = {.guard = GUARD_TELL}};
    for (size_t i = 0; i < from->contexts; i++)
        if (str_eq_ci(from->context[i].row.name, name))
            return &from->context[i];
    return &nothing_set;
}

static bool has_context(const struct place_source *from, struct str name)
{
    for (size_t i = 0; i < from->contexts; i++)
        if (str_eq_ci(from->context[i].row.name, name))
            return true;
    return false;
}

static void set_context(const struct place_source *from, struct check_place *out)
{
    const struct place_context *c = places_context(from, out->context);
    out->welcome = c->welcome;
    out->n_welcome = c->n_welcome;
    out->unwelcome = c->unwelcome;
    out->n_unwelcome = c->n_unwelcome;
    out->voice = c->settings.voice;
    out->corrections = from->corrections;
    out->n_corrections = from->n_corrections;
}

/* One place ------------------------------------------------------------------------------ */

static enum err_code set_audience(struct store *s, const struct account *acc, struct arena *a,
                                  struct check_audience *out, struct err *e)
{
    struct audience au;
    struct audience_groups groups;
    enum err_code rc = store_audience(s, acc, &au, e);
    *out = nobody_knows;
    if (rc || au.people == 0) /* the archive lists nobody: nobody knows how many there are */
        return rc;
    rc = store_audience_groups(s, acc->id, a, &groups, e);
    out->people = (long)au.people;
    out->personal = (long)au.personal;
    out->professional = (long)au.professional;
    out->both = (long)au.both;
    for (size_t g = 0; g < GROUP_COUNT && rc == ERR_OK; g++) {
        out->group[g] = (long)groups.group[g].people;
        for (size_t i = 0; i < CHECK_NAMED; i++)
            out->named[g][i] = groups.group[g].name[i];
    }
    return rc;
}

static enum err_code set_history(struct store *s, int64_t account_id, struct arena *a,
                                 struct check_history *out, struct err *e)
{
    struct history h = {0};
    enum topic t;
    enum err_code rc = store_history(s, account_id, a, &h, e);
    if (rc)
        return rc;
    out->posts = (long)h.posts;
    for (size_t i = 0; i < h.topics; i++) {
        if (!topic_find(h.topic[i].topic, &t))
            continue;
        out->about[t] = (long)h.topic[i].posts;
        out->deleted[t] = (long)h.topic[i].deleted;
        out->answer[t] = h.topic[i].answer;
    }
    out->n_recent = h.n_recent;
    for (size_t i = 0; i < h.n_recent; i++) {
        out->recent[i].promotional = h.recent[i].promotional;
        for (size_t k = 0; k < h.recent[i].topics; k++)
            if (topic_find(h.recent[i].topic[k], &t))
                out->recent[i].topics |= 1u << t;
    }
    return ERR_OK;
}

enum err_code place_make(const struct place_source *from, const struct account *acc,
                         struct arena *a, struct check_place *out, struct err *e)
{
    const struct network *net = network_find(acc->network);
    *out = (struct check_place){.account = account_name(acc, a),
                                .network = acc->network,
                                .network_name = net ? net->name : acc->network,
                                .context = acc->context,
                                .mindset = acc->mindset};
    set_context(from, out);
    enum err_code rc = set_audience(from->store, acc, a, &out->audience, e);
    return rc ? rc : set_history(from->store, acc->id, a, &out->history, e);
}

enum err_code place_of_account(struct store *s, const struct account *acc, struct arena *a,
                               struct check_place *out, struct err *e)
{
    struct place_source from;
    enum err_code rc = places_open(s, a, &from, e);
    return rc ? rc : place_make(&from, acc, a, out, e);
}

struct check_place place_typical(const struct network *net)
{
    return (struct check_place){.account = net->id,
                                .network = net->id,
                                .network_name = net->name,
                                .context = str_from(mindset_name(net->mindset)),
                                .mindset = net->mindset,
                                .audience = nobody_knows};
}

struct check_place place_typical_of(const struct place_source *from, const struct network *net)
{
    struct check_place place = place_typical(net);
    if (!has_context(from, place.context) && from->contexts) { /* a company has but its own */
        place.context = from->context[0].row.name;
        place.mindset = from->context[0].row.mindset;
    }
    set_context(from, &place);
    return place;
}
