/* context/places.c: accounts as places for the check. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/places.h"

struct str account_name(const struct account *acc, struct arena *a)
{
    return arena_printf(a, STRF ":" STRF, STRA(acc->network),
                        STRA(acc->handle.n ? acc->handle : acc->key));
}

bool account_can_post(const struct account *acc)
{
    return !str_is(acc->network, "contacts") && !str_is(acc->network, "email");
}

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

enum err_code place_of_account(struct store *s, const struct account *acc, struct arena *a,
                               struct check_place *out, struct err *e)
{
    const struct network *net = network_find(acc->network);
    struct audience au;
    struct context ctx;
    enum err_code rc = store_audience(s, acc, &au, e);
    if (rc == ERR_OK)
        rc = store_context_find(s, acc->context, a, &ctx, e);
    if (rc)
        return rc;
    *out = (struct check_place){
        .account = account_name(acc, a),
        .network = acc->network,
        .network_name = net ? net->name : acc->network,
        .context = acc->context,
        .mindset = acc->mindset,
        .audience = {(long)au.people, (long)au.personal, (long)au.professional, (long)au.both}
    };
    if (au.people == 0) /* the archive lists nobody: nobody knows how many there are */
        out->audience = (struct check_audience){-1, -1, -1, -1};
    out->n_welcome = topics_of(a, ctx.welcome, &out->welcome);
    out->n_unwelcome = topics_of(a, ctx.unwelcome, &out->unwelcome);
    return ERR_OK;
}

struct check_place place_typical(const struct network *net)
{
    return (struct check_place){
        .account = net->id,
        .network = net->id,
        .network_name = net->name,
        .context = str_from(mindset_name(net->mindset)),
        .mindset = net->mindset,
        .audience = {-1, -1, -1, -1}
    };
}
