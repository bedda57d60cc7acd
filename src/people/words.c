/* people/words.c: the owner's words about who is who: said, kept, taken back. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/people.h"
#include "people/standing.h"
#include "store/match_source.h"

#include "core/limits.h"

static struct str key_of(const struct identity *id, struct arena *a)
{
    return arena_printf(a, STRF ":" STRF, STRA(id->network), STRA(id->key));
}

/* The keys of a person's identities: of those in `pick`, or of all others. */
static size_t keys_of(const struct person *p, const int64_t *pick, size_t n, bool others,
                      struct arena *a, struct str *out)
{
    size_t keys = 0;
    for (size_t i = 0; i < p->identities; i++) {
        bool picked = false;
        for (size_t k = 0; k < n; k++)
            picked |= p->identity[i].id == pick[k];
        if (picked != others)
            out[keys++] = key_of(&p->identity[i], a);
    }
    return keys;
}

/* What follows from who is who, made anew. */
static enum err_code follow(struct store *s, struct err *e)
{
    enum err_code rc = people_regroup(s, e);
    return rc ? rc : people_stand(s, e);
}

static enum err_code say(struct store *s, const struct said *said, int64_t *decision,
                         struct err *e)
{
    enum err_code rc = store_say(s, said, decision, e);
    return rc ? rc : follow(s, e);
}

enum err_code people_merge(struct store *s, const int64_t *person, size_t n, int64_t *merged,
                           int64_t *decision, struct err *e)
{
    struct arena *a = arena_new(MIB(64));
    struct person *p = ARENA_ARRAY(a, struct person, n + 1);
    size_t identities = 0, distinct = 0;
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        rc = store_person(s, person[i], a, &p[i], e);
        identities += rc ? 0 : p[i].identities;
        distinct += person[i] != person[0];
        *merged = i == 0 || person[i] < *merged ? person[i] : *merged;
    }
    if (rc == ERR_OK && distinct == 0)
        rc = err_set(e, ERR_INVALID, "that is one person already: name two");
    if (rc == ERR_OK) {
        struct said said = {.verb = SAID_SAME,
                            .one = ARENA_ARRAY(a, struct str, identities + 1)};
        for (size_t i = 0; i < n; i++)
            said.ones += keys_of(&p[i], NULL, 0, true, a, said.one + said.ones);
        rc = say(s, &said, decision, e);
    }
    arena_free(a);
    return rc;
}

enum err_code people_split(struct store *s, int64_t person, const int64_t *identity, size_t n,
                           int64_t *decision, struct err *e)
{
    struct arena *a = arena_new(MIB(16));
    struct person p = {.id = 0};
    enum err_code rc = store_person(s, person, a, &p, e);
    if (rc == ERR_OK) {
        struct said said = {.verb = SAID_SPLIT,
                            .one = ARENA_ARRAY(a, struct str, p.identities + 1),
                            .other = ARENA_ARRAY(a, struct str, p.identities + 1)};
        said.ones = keys_of(&p, identity, n, false, a, said.one);
        said.others = keys_of(&p, identity, n, true, a, said.other);
        if (said.ones < n)
            rc = err_set(e, ERR_NOT_FOUND,
                         "person %lld has no such identity; `tact person "
                         "%lld` lists them",
                         (long long)person, (long long)person);
        else if (said.ones == 0 || said.others == 0)
            rc = err_set(e, ERR_INVALID, "something must stay on both sides of a split");
        else
            rc = say(s, &said, decision, e);
    }
    arena_free(a);
    return rc;
}

enum err_code people_apart(struct store *s, int64_t one, int64_t other, int64_t *decision,
                           struct err *e)
{
    struct arena *a = arena_new(MIB(16));
    struct person p = {.id = 0}, q = {.id = 0};
    enum err_code rc =
        one == other ? err_set(e, ERR_INVALID, "that is one person: `tact split` parts one")
                     : store_person(s, one, a, &p, e);
    if (rc == ERR_OK)
        rc = store_person(s, other, a, &q, e);
    if (rc == ERR_OK) {
        struct said said = {.verb = SAID_APART,
                            .one = ARENA_ARRAY(a, struct str, p.identities + 1),
                            .other = ARENA_ARRAY(a, struct str, q.identities + 1)};
        said.ones = keys_of(&p, NULL, 0, true, a, said.one);
        said.others = keys_of(&q, NULL, 0, true, a, said.other);
        rc = say(s, &said, decision, e);
    }
    arena_free(a);
    return rc;
}

enum err_code people_me(struct store *s, int64_t person, int64_t *decision, struct err *e)
{
    struct arena *a = arena_new(MIB(16));
    struct person p = {.id = 0};
    enum err_code rc = store_person(s, person, a, &p, e);
    if (rc == ERR_OK && p.is_owner)
        rc = err_set(e, ERR_INVALID, "that is you already");
    if (rc == ERR_OK) {
        struct said said = {.verb = SAID_ME,
                            .one = ARENA_ARRAY(a, struct str, p.identities + 1)};
        said.ones = keys_of(&p, NULL, 0, true, a, said.one);
        rc = say(s, &said, decision, e);
    }
    arena_free(a);
    return rc;
}

enum err_code people_take_back(struct store *s, int64_t decision, struct err *e)
{
    enum err_code rc = store_unsay(s, decision, e);
    return rc ? rc : follow(s, e);
}
