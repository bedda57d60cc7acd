/* cli/people_text.c: people and why they are one, as lines of text. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/people_text.h"

#include "core/time.h"
#include "model/network.h"
#include "output/output.h"

#include <math.h>

struct str name_of_network(struct str id)
{
    const struct network *net = network_find(id);
    return net ? net->name : id;
}

void put_person_line(struct buf *b, const struct person *p, const char *note)
{
    buf_printf(b, "%6lld  " STRF "%s", (long long)p->id, STRA(p->name),
               p->is_owner ? " (you)" : "");
    struct str last = STR_NONE;
    for (size_t i = 0; i < p->identities; i++) {
        if (str_eq(p->identity[i].network, last))
            continue;
        last = p->identity[i].network;
        buf_printf(b, "%s" STRF, i ? ", " : "  ·  ", STRA(name_of_network(last)));
    }
    for (size_t i = 0; i < p->relations; i++)
        buf_printf(b, "%s" STRF, i ? ", " : "  ·  ", STRA(p->relation[i]));
    if (p->last_ms) {
        buf_lit(b, "  ·  last ");
        struct buf when;
        buf_init(&when, 32);
        time_put_plain(&when, p->last_ms);
        buf_str(b, str_sub(buf_view(&when), 0, 10));
        buf_free(&when);
    }
    buf_printf(b, "%s\n", note);
}

const struct identity *identity_by(const struct person *p, int64_t id)
{
    for (size_t i = 0; i < p->identities; i++)
        if (p->identity[i].id == id)
            return &p->identity[i];
    return NULL;
}

/* "LinkedIn mira.kov" */
static void put_identity(struct buf *b, const struct person *p, const struct person *other,
                         int64_t id)
{
    const struct identity *x = identity_by(p, id);
    if (!x && other)
        x = identity_by(other, id);
    if (!x)
        buf_lit(b, "an entry");
    else
        buf_printf(b, STRF " " STRF, STRA(name_of_network(x->network)),
                   STRA(x->handle.n ? x->handle : x->name));
}

static const char *marks(double bits)
{
    double n = fabs(bits);
    return bits < 0 ? n >= 8   ? "----"
                      : n >= 4 ? "--- "
                      : n >= 2 ? "--  "
                               : "-   "
           : n >= 8 ? "++++"
           : n >= 4 ? "+++ "
           : n >= 2 ? "++  "
                    : "+   ";
}

void put_pair(struct buf *b, const struct person *p, const struct person *other,
              const struct pair_known *pair)
{
    buf_lit(b, "  ");
    put_identity(b, p, other, pair->a_id);
    buf_lit(b, " and ");
    put_identity(b, p, other, pair->b_id);
    buf_printf(b, ": " STRF "\n", STRA(output_certainty(pair, other != NULL)));
    for (size_t i = 0; i < pair->reasons; i++) {
        const struct reason *w = &pair->reason[i];
        buf_printf(b, "    %s " STRF, marks(w->bits), STRA(w->what));
        if (w->left.n)
            buf_printf(b, "  " STRF, STRA(str_sub(w->left, 0, 120)));
        if (w->right.n && !str_eq(w->left, w->right))
            buf_printf(b, " / " STRF, STRA(str_sub(w->right, 0, 120)));
        buf_char(b, '\n');
    }
    if (pair->clash && pair->reasons)
        buf_printf(b, "    !    " STRF "\n", STRA(output_clash(pair)));
}

bool call_ids(struct call *c, size_t from, const char *what, int64_t *out, int *status)
{
    for (size_t i = from; i < c->args; i++)
        if (!str_i64(str_from(c->arg[i]), &out[i - from])) {
            *status = call_usage(c, "\"%s\" is no number of %s", c->arg[i], what);
            return false;
        }
    return true;
}
