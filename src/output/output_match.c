/* output/output_match.c: why identities are held to be one person, and what was asked, as JSON. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "output/output.h"

#include "core/limits.h"
#include "people/cluster.h"

struct str output_certainty(const struct pair_known *p, bool asked)
{
    if (p->reasons == 0)
        return STR("Because you said so");
    if (p->bits < 0)
        return STR("Rather two people");
    if (p->bits < 4 || p->clash)
        return STR("Perhaps one person");
    return asked || p->bits < 10 ? STR("Probably one person")
                                 : STR("Nearly certainly one person");
}

struct str output_clash(const struct pair_known *p)
{
    if (p->clash & CLASH_SURE)
        return STR("they have two birthdays, two accounts on one network, or a handle made "
                   "to look like another");
    return p->clash & CLASH_NAME ? STR("the given names are unlike") : STR_NONE;
}

struct str output_pair_says(const struct pair_known *p, struct arena *a)
{
    struct buf b;
    size_t for_it = 0, against = 0;
    buf_init(&b, KIB(4));
    buf_str(&b, output_certainty(p, true));
    for (size_t i = 0; i < p->reasons && for_it < 3; i++)
        if (p->reason[i].bits > 0)
            buf_printf(&b, "%s" STRF, for_it++ ? ", " : ": ", STRA(p->reason[i].what));
    for (size_t i = 0; i < p->reasons && against < 2; i++)
        if (p->reason[i].bits < 0)
            buf_printf(&b, "%s" STRF,
                       against++ ? ", " : "; against it: ", STRA(p->reason[i].what));
    if (p->clash)
        buf_printf(&b, "%s" STRF, against ? "; and " : "; but ", STRA(output_clash(p)));
    buf_char(&b, '.');
    struct str s = arena_str(a, buf_view(&b));
    buf_free(&b);
    return s;
}

void output_pair(struct json_out *o, const struct pair_known *p)
{
    json_out_open(o, '{');
    json_out_ki64(o, "a", p->a_id);
    json_out_ki64(o, "b", p->b_id);
    json_out_key(o, "bits");
    json_out_f64(o, p->bits, 2);
    json_out_kstr(o, "says", output_certainty(p, false));
    json_out_key(o, "clash");
    json_out_bool(o, p->clash != 0);
    json_out_key(o, "reasons");
    json_out_open(o, '[');
    for (size_t i = 0; i < p->reasons; i++) {
        json_out_open(o, '{');
        json_out_kstr(o, "says", p->reason[i].what);
        json_out_kstr(o, "left", p->reason[i].left);
        json_out_kstr(o, "right", p->reason[i].right);
        json_out_key(o, "bits");
        json_out_f64(o, p->reason[i].bits, 2);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
    json_out_close(o, '}');
}

void output_pairs(struct json_out *o, const struct pair_known *p, size_t n)
{
    json_out_key(o, "pairs");
    json_out_open(o, '[');
    for (size_t i = 0; i < n; i++)
        output_pair(o, &p[i]);
    json_out_close(o, ']');
}

void output_words(struct json_out *o, const struct word *w, size_t n)
{
    json_out_key(o, "words");
    json_out_open(o, '[');
    for (size_t i = 0; i < n; i++) {
        json_out_open(o, '{');
        json_out_ki64(o, "id", w[i].id);
        json_out_kstr(o, "verb", w[i].verb);
        json_out_kstr(o, "others", w[i].others);
        output_time(o, "made", w[i].made_ms);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

static void put_question(struct json_out *o, const struct question *q)
{
    json_out_open(o, '{');
    json_out_key(o, "bits");
    json_out_f64(o, q->bits, 2);
    json_out_key(o, "a");
    output_person(o, &q->a);
    json_out_key(o, "b");
    output_person(o, &q->b);
    json_out_key(o, "why");
    output_pair(o, &q->why);
    json_out_close(o, '}');
}

static void put_side(struct json_out *o, const struct people_question *q)
{
    json_out_open(o, '{');
    json_out_ki64(o, "person", q->person_id);
    json_out_kstr(o, "name", q->name);
    json_out_kstr(o, "says", q->words);
    json_out_ki64(o, "settles", q->settles);
    json_out_close(o, '}');
}

void output_review(struct json_out *o, const struct question *q, size_t n,
                   const struct people_question *side, size_t sides, int64_t all)
{
    json_out_open(o, '{');
    json_out_ki64(o, "all", all);
    json_out_key(o, "same");
    json_out_open(o, '[');
    for (size_t i = 0; i < n; i++)
        put_question(o, &q[i]);
    json_out_close(o, ']');
    json_out_key(o, "sides");
    json_out_open(o, '[');
    for (size_t i = 0; i < sides; i++)
        put_side(o, &side[i]);
    json_out_close(o, ']');
    json_out_close(o, '}');
}
