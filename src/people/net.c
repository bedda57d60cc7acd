/* people/net.c: an owner's people with what they exchanged and what they share, read once. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/net.h"

#include "core/limits.h"
#include "core/mem.h"
#include "core/time.h"
#include "text/fold.h"

#include <stdlib.h>

/* Finding ------------------------------------------------------------------------------- */

static int compare_i64(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int by_person_id(const void *key, const void *row)
{
    return compare_i64(*(const int64_t *)key, ((const struct net_person *)row)->id);
}

static int by_identity_id(const void *key, const void *row)
{
    return compare_i64(*(const int64_t *)key, ((const struct net_identity *)row)->id);
}

static int by_thread_id(const void *key, const void *row)
{
    return compare_i64(*(const int64_t *)key, ((const struct net_thread *)row)->id);
}

size_t net_person_by_id(const struct net *n, int64_t id)
{
    const struct net_person *p =
        n->persons ? bsearch(&id, n->person, n->persons, sizeof *p, by_person_id) : NULL;
    return p ? (size_t)(p - n->person) : SIZE_MAX;
}

static const struct net_identity *identity_by_id(const struct net *n, int64_t id)
{
    static const struct net_identity nobody = {0, SIZE_MAX, 0};
    const struct net_identity *i =
        n->identities && id > 0
            ? bsearch(&id, n->identity, n->identities, sizeof *i, by_identity_id)
            : NULL;
    return i ? i : &nobody;
}

/* People --------------------------------------------------------------------------------- */

static void take_person(void *ctx, const struct person *p)
{
    struct net *n = ctx;
    n->person = mem_grow(n->person, &n->person_cap, n->persons + 1, sizeof *n->person);
    n->person[n->persons++] =
        (struct net_person){.id = p->id,
                            .name = arena_str(n->a, p->name),
                            .is_owner = p->is_owner,
                            .counts = !p->is_owner && str_is(p->kind, "person"),
                            .why = "",
                            .context = "",
                            .place = SIZE_MAX,
                            .circle = SIZE_MAX};
}

static unsigned network_of(struct net *n, struct str network)
{
    for (size_t i = 0; i < n->networks; i++)
        if (str_eq(n->network[i], network))
            return 1u << i;
    if (n->networks == NET_NETWORKS)
        return 0;
    n->network[n->networks] = arena_str(n->a, network);
    return 1u << n->networks++;
}

/* What a person shares with others: "kind value" names it. */
static void share(struct net *n, size_t person, enum bond_kind kind, struct str folded,
                  struct str label, int64_t since_ms, int64_t until_ms)
{
    bool made;
    if (folded.n == 0 || person == SIZE_MAX)
        return;
    struct str key =
        arena_printf(n->work, "%d " STRF, (int)kind, STRA(str_sub(folded, 0, 400)));
    size_t at = (size_t)*map_put(n->group_by_key, key, (int64_t)n->groups, &made);
    if (made) {
        n->group = mem_grow(n->group, &n->group_cap, n->groups + 1, sizeof *n->group);
        n->group[n->groups++] =
            (struct net_group){.kind = kind, .label = arena_str(n->a, str_sub(label, 0, 200))};
    }
    if (n->person[person].is_owner)
        n->group[at].owner = true;
    if (!n->person[person].counts)
        return;
    n->bond = mem_grow(n->bond, &n->bond_cap, n->bonds + 1, sizeof *n->bond);
    n->bond[n->bonds++] = (struct bond){at, person, since_ms, until_ms};
    if (kind == BOND_PLACE && n->person[person].place == SIZE_MAX)
        n->person[person].place = at;
}

static void take_identity(void *ctx, const struct source_identity *i)
{
    struct net *n = ctx;
    struct net_surname surname[NET_SURNAMES];
    size_t person = net_person_by_id(n, i->person_id);
    arena_reset(n->work);
    n->identity =
        mem_grow(n->identity, &n->identity_cap, n->identities + 1, sizeof *n->identity);
    n->identity[n->identities++] =
        (struct net_identity){i->id, person, network_of(n, i->network)};
    if (person != SIZE_MAX && (n->person[person].counts || n->person[person].is_owner)) {
        size_t names = net_surnames(str_sub(i->name, 0, 400), n->work, surname);
        for (size_t k = 0; k < names; k++)
            share(n, person, BOND_SURNAME, surname[k].folded, surname[k].label, 0, 0);
    }
}

/* What was exchanged --------------------------------------------------------------------- */

static void take_thread(void *ctx, const struct source_thread *t)
{
    struct net *n = ctx;
    if (n->threads == 0 || n->thread[n->threads - 1].id != t->id) {
        n->thread = mem_grow(n->thread, &n->thread_cap, n->threads + 1, sizeof *n->thread);
        n->thread[n->threads++] = (struct net_thread){
            t->id, n->members, 0, 0, t->is_group, arena_str(n->a, str_sub(t->title, 0, 200))};
    }
    struct net_thread *mine = &n->thread[n->threads - 1];
    const struct net_identity *who = identity_by_id(n, t->identity_id);
    const size_t person = who->person;
    if (person == SIZE_MAX || !n->person[person].counts || mine->n == NET_MEMBERS_MOST)
        return;
    mine->network |= who->network;
    for (size_t i = 0; i < mine->n; i++)
        if (n->member[mine->first + i] == person)
            return;
    n->member = mem_grow(n->member, &n->member_cap, n->members + 1, sizeof *n->member);
    n->member[n->members++] = person;
    mine->n++;
}

/* A word between the owner and somebody. */
static void exchanged(struct net_person *p, const struct source_post *post)
{
    p->words += post->words;
    p->messages += post->is_message;
    p->answers += !post->is_message;
    if (post->at_ms == 0)
        return;
    int64_t day = post->at_ms / NET_DAY_MS;
    if (p->first_ms == 0) {
        p->first_ms = post->at_ms;
        p->first_day = day;
    }
    if (post->at_ms > p->last_ms)
        p->last_ms = post->at_ms;
    if (p->days == 0 || day != p->last_day) /* they come in the order of time */
        p->days++;
    p->last_day = day;
}

static const struct net_thread *thread_by_id(const struct net *n, int64_t id)
{
    return id && n->threads
               ? bsearch(&id, n->thread, n->threads, sizeof *n->thread, by_thread_id)
               : NULL;
}

/* The owner to those in the thread. */
static void owner_wrote(struct net *n, const struct net_thread *t, const struct source_post *p)
{
    for (size_t i = 0; t && i < t->n; i++) {
        struct net_person *to = &n->person[n->member[t->first + i]];
        if (t->is_group || t->n > 1) {
            to->light += 1.0 / (double)t->n;
        } else {
            to->from_owner++;
            to->networks |= t->network;
            exchanged(to, p);
        }
    }
}

static void talked(struct net *n, size_t a, size_t b)
{
    if (a == b || b == SIZE_MAX || !n->person[b].counts)
        return;
    n->talked = mem_grow(n->talked, &n->talk_cap, n->talks + 1, sizeof *n->talked);
    n->talked[n->talks++] = (struct net_tie){a < b ? a : b, a < b ? b : a, 0.5};
}

static void they_wrote(struct net *n, const struct net_identity *who,
                       const struct net_thread *t, const struct source_post *p)
{
    struct net_person *from = &n->person[who->person];
    size_t answered = identity_by_id(n, p->answers_id)->person;
    bool to_other = p->answers_id > 0 && answered != SIZE_MAX && !n->person[answered].is_owner;
    if (p->is_answer && p->reply_to) {
        n->answer = mem_grow(n->answer, &n->answer_cap, n->answers + 1, sizeof *n->answer);
        n->answer[n->answers++] = (struct net_answer){p->reply_to, who->person};
    }
    if (p->is_answer && to_other)
        talked(n, who->person, answered);
    if (p->is_message && t && (t->is_group || t->n > 1)) {
        from->light += 1.0 / (double)(t->n ? t->n : 1);
    } else if (p->is_message || (p->is_answer && !to_other)) {
        from->from_them++;
        from->networks |= who->network;
        exchanged(from, p);
    } else {
        from->light += 0.3;
    }
}

static void take_post(void *ctx, const struct source_post *p)
{
    struct net *n = ctx;
    const struct net_thread *t = thread_by_id(n, p->thread_id);
    if (p->author_id == 0 && p->is_message) {
        owner_wrote(n, t, p);
        return;
    }
    const struct net_identity *who =
        identity_by_id(n, p->author_id ? p->author_id : p->answers_id);
    if (who->person == SIZE_MAX || !n->person[who->person].counts)
        return;
    if (p->author_id) {
        they_wrote(n, who, t, p);
        return;
    }
    struct net_person *to = &n->person[who->person];
    to->from_owner++;
    to->networks |= who->network;
    exchanged(to, p);
}

static void take_reactions(void *ctx, const struct source_reactions *r)
{
    struct net *n = ctx;
    const struct net_identity *who = identity_by_id(n, r->identity_id);
    if (who->person == SIZE_MAX)
        return;
    n->person[who->person].reactions += r->n;
    n->person[who->person].networks |= who->network;
}

/* What is known -------------------------------------------------------------------------- */

/* Groups that an address book makes by itself. */
static bool is_own_label(struct str label)
{
    static const char *const made[] = {"mycontacts", "my contacts",    "starred",
                                       "contacts",   "other contacts", "imported"};
    if (label.n == 0 || label.p[0] == '*')
        return false;
    for (size_t i = 0; i < COUNT_OF(made); i++)
        if (str_eq_ci(label, str_from(made[i])))
            return false;
    return true;
}

static void take_fact(void *ctx, const struct source_fact *f)
{
    struct net *n = ctx;
    size_t person = identity_by_id(n, f->identity_id)->person;
    struct str value = str_trim(str_sub(f->value, 0, 400));
    if (person == SIZE_MAX || value.n == 0)
        return;
    struct arena *work = n->work;
    arena_reset(work);
    if (str_is(f->field, "company"))
        share(n, person, BOND_EMPLOYER, fold_search(value, work), value, f->since_ms,
              f->until_ms);
    else if (str_is(f->field, "label") && is_own_label(value)) {
        enum relation_kind kind;
        if (relation_kind_of(value, &kind))
            n->person[person].kinds |= 1u << kind;
        share(n, person, BOND_LABEL, fold_search(value, work), value, 0, 0);
    } else if (str_is(f->field, "location")) {
        ptrdiff_t comma = str_chr(value, ',');
        struct str city = str_trim(str_sub(value, 0, comma > 0 ? (size_t)comma : value.n));
        share(n, person, BOND_PLACE, fold_search(city, work), city, 0, 0);
    } else if (str_is(f->field, "email")) {
        struct str domain = net_domain(value, work);
        share(n, person, BOND_DOMAIN, domain, domain, 0, 0);
    }
}

static void take_link(void *ctx, const struct source_link *l)
{
    struct net *n = ctx;
    enum relation_kind kind;
    size_t person = identity_by_id(n, l->identity_id)->person;
    if (person == SIZE_MAX)
        return;
    struct net_person *p = &n->person[person];
    if (l->account_id == 0) {
        if (relation_kind_of(l->kind, &kind))
            p->kinds |= 1u << kind;
        return;
    }
    for (size_t i = 0; i < n->accounts; i++) {
        if (n->account[i].id != l->account_id)
            continue;
        unsigned world = n->account[i].mindset == MINDSET_PERSONAL ? 1 : 2;
        bool mutual = str_is(l->kind, "connected") || str_is(l->kind, "friend");
        *(mutual ? &p->linked : &p->follows) |= world;
    }
}

static void take_decided(void *ctx, const struct source_decided *d)
{
    struct net *n = ctx;
    enum relation_kind kind;
    size_t person = net_person_by_id(n, d->person_id);
    if (person == SIZE_MAX)
        return;
    struct net_person *p = &n->person[person];
    if (str_is(d->verb, "person.world")) {
        p->decided_home |= str_is(d->value, "personal");
        p->decided_work |= str_is(d->value, "professional");
    } else if (relation_kind_of(d->value, &kind)) {
        bool work = kind == RELATION_COLLEAGUE || kind == RELATION_CLIENT ||
                    kind == RELATION_PROSPECT || kind == RELATION_SUPPLIER;
        p->decided_work |= work;
        p->decided_home |= !work;
    }
}

static void take_talk(void *ctx, const struct source_talk *t)
{
    struct net *n = ctx;
    size_t person = net_person_by_id(n, t->of_id);
    if (person == SIZE_MAX)
        return;
    n->person[person].talk = t->work;
    n->person[person].talk_words = (double)t->words;
}

static void take_kept(void *ctx, const struct source_kept *k)
{
    struct net *n = ctx;
    struct net_kept kept = {k->decision, arena_str(n->a, k->name),
                            ARENA_ARRAY(n->a, size_t, k->n + 1), 0};
    for (size_t i = 0; i < k->n; i++) {
        size_t person = net_person_by_id(n, k->person_id[i]);
        if (person != SIZE_MAX && n->person[person].counts)
            kept.person[kept.n++] = person;
    }
    if (kept.n == 0)
        return;
    n->kept = mem_grow(n->kept, &n->kept_cap, n->kepts + 1, sizeof *n->kept);
    n->kept[n->kepts++] = kept;
}

/* All of it ------------------------------------------------------------------------------ */

static int by_group(const void *a, const void *b)
{
    const struct bond *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    return compare_i64(x->since_ms, y->since_ms);
}

static int by_post(const void *a, const void *b)
{
    const struct net_answer *x = a, *y = b;
    if (x->post != y->post)
        return compare_i64(x->post, y->post);
    return (x->person > y->person) - (x->person < y->person);
}

static size_t new_group(struct net *n, enum bond_kind kind, struct str label)
{
    n->group = mem_grow(n->group, &n->group_cap, n->groups + 1, sizeof *n->group);
    n->group[n->groups] = (struct net_group){.kind = kind, .label = label};
    return n->groups++;
}

static void add_bond(struct net *n, size_t group, size_t person)
{
    n->bond = mem_grow(n->bond, &n->bond_cap, n->bonds + 1, sizeof *n->bond);
    n->bond[n->bonds++] = (struct bond){group, person, 0, 0};
}

static void share_threads(struct net *n)
{
    for (size_t i = 0; i < n->threads; i++) {
        const struct net_thread *t = &n->thread[i];
        if (t->n < 2 || t->n > NET_THREAD_MOST)
            continue;
        size_t group = new_group(n, BOND_THREAD, t->title);
        n->group[group].owner = true;
        for (size_t k = 0; k < t->n; k++)
            add_bond(n, group, n->member[t->first + k]);
    }
}

static void share_answers(struct net *n)
{
    if (n->answers == 0)
        return;
    qsort(n->answer, n->answers, sizeof *n->answer, by_post);
    for (size_t i = 0, end; i < n->answers; i = end) {
        size_t distinct = 1;
        for (end = i + 1; end < n->answers && n->answer[end].post == n->answer[i].post; end++)
            distinct += n->answer[end].person != n->answer[end - 1].person;
        if (distinct < 2 || distinct > NET_THREAD_MOST)
            continue;
        size_t group = new_group(n, BOND_ANSWER, STR_NONE);
        for (size_t k = i; k < end; k++)
            add_bond(n, group, n->answer[k].person);
    }
}

/* Bonds by group, each person once. */
static void sort_bonds(struct net *n)
{
    size_t kept = 0;
    if (n->bonds == 0)
        return;
    qsort(n->bond, n->bonds, sizeof *n->bond, by_group);
    for (size_t i = 0; i < n->bonds; i++) {
        const struct bond b = n->bond[i];
        if (kept && n->bond[kept - 1].group == b.group && n->bond[kept - 1].person == b.person)
            continue;
        n->bond[kept++] = b;
        struct net_group *g = &n->group[b.group];
        if (g->n++ == 0)
            g->first = kept - 1;
        g->family |= g->kind == BOND_SURNAME &&
                     (g->owner || n->person[b.person].kinds & 1u << RELATION_FAMILY);
    }
    n->bonds = kept;
}

enum err_code net_load(struct net *n, struct store *s, struct err *e)
{
    struct account *acc = NULL;
    int64_t newest = 0;
    *n = (struct net){
        .a = arena_new(GIB(4)), .work = arena_new(MIB(4)), .group_by_key = map_new()};
    const struct standing_source to = {.ctx = n,
                                       .person = take_person,
                                       .identity = take_identity,
                                       .thread = take_thread,
                                       .post = take_post,
                                       .reactions = take_reactions,
                                       .fact = take_fact,
                                       .link = take_link,
                                       .decided = take_decided,
                                       .talk = take_talk,
                                       .kept = take_kept};
    enum err_code rc = store_accounts(s, n->a, &acc, &n->accounts, e);
    n->account = acc;
    if (rc == ERR_OK)
        rc = store_newest_ms(s, &newest, e);
    if (rc == ERR_OK)
        rc = store_standing_read(s, &to, e);
    if (rc)
        return rc;
    n->now_day = time_now_ms() / NET_DAY_MS;
    n->seen_day =
        newest > 0 && newest / NET_DAY_MS < n->now_day ? newest / NET_DAY_MS : n->now_day;
    share_threads(n);
    share_answers(n);
    sort_bonds(n);
    return ERR_OK;
}

void net_free(struct net *n)
{
    mem_free(n->person);
    mem_free(n->identity);
    mem_free(n->thread);
    mem_free(n->member);
    mem_free(n->group);
    mem_free(n->bond);
    mem_free(n->answer);
    mem_free(n->talked);
    mem_free(n->tie);
    mem_free(n->kept);
    map_free(n->group_by_key);
    arena_free(n->work);
    arena_free(n->a);
}
