/* output/output_match.c: why identities are held to be one person, and what was asked, as JSON. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "output/output.h"

void output_pair(struct json_out *o, const struct pair_known *p)
{
    json_out_open(o, '{');
    json_out_ki64(o, "a", p->a_id);
    json_out_ki64(o, "b", p->b_id);
    json_out_key(o, "bits");
    json_out_f64(o, p->bits, 2);
    json_out_key(o, "clash");
    json_out_bool(o, p->clash);
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

void output_question(struct json_out *o, const struct question *q)
{
    json_out_open(o, '{');
    json_out_key(o, "a");
    output_person(o, &q->a);
    json_out_key(o, "b");
    output_person(o, &q->b);
    json_out_key(o, "why");
    output_pair(o, &q->why);
    json_out_close(o, '}');
}

void output_side_question(struct json_out *o, const struct people_question *q)
{
    json_out_open(o, '{');
    json_out_ki64(o, "person", q->person_id);
    json_out_kstr(o, "name", q->name);
    json_out_kstr(o, "says", q->words);
    json_out_ki64(o, "settles", q->settles);
    json_out_close(o, '}');
}
