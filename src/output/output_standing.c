/* output/output_standing.c: how somebody stands to the owner, and circles, as JSON. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "output/output.h"

#include "core/limits.h"
#include "people/standing.h"

static void text_or_null(struct json_out *o, const char *key, struct str text)
{
    json_out_key(o, key);
    if (text.n)
        json_out_str(o, text);
    else
        json_out_null(o);
}

static void exchange(struct json_out *o, const struct person_standing *p, int64_t now_ms,
                     struct arena *a)
{
    json_out_key(o, "exchange");
    json_out_open(o, '{');
    json_out_ki64(o, "from_them", p->from_them);
    json_out_ki64(o, "from_owner", p->from_owner);
    json_out_ki64(o, "reactions", p->reactions);
    json_out_ki64(o, "words", p->words);
    json_out_ki64(o, "days", p->days_active);
    json_out_ki64(o, "networks", p->networks);
    output_time(o, "first", p->first_ms);
    output_time(o, "last", p->last_ms);
    json_out_key(o, "usual_gap_days");
    json_out_f64(o, (double)p->gap_ms / 86400e3, 1);
    output_time(o, "due", p->due_ms);
    json_out_key(o, "fades");
    json_out_bool(o, people_fades(p, now_ms));
    text_or_null(o, "says", people_strength_words(p, now_ms, a));
    json_out_close(o, '}');
}

void output_standing(struct json_out *o, const struct person_standing *p,
                     const struct circle *in, int64_t now_ms)
{
    struct arena *a = arena_new(KIB(64));
    json_out_key(o, "context");
    json_out_open(o, '{');
    text_or_null(o, "is", p->context);
    text_or_null(o, "why", p->context_why);
    json_out_key(o, "p");
    json_out_f64(o, p->context_p, 2);
    text_or_null(o, "says", people_context_words(p, a));
    json_out_close(o, '}');
    json_out_key(o, "kinds");
    json_out_open(o, '[');
    for (int k = 0; k < RELATION_KINDS; k++)
        if (p->kinds & 1u << k)
            json_out_str(o, str_from(relation_kind_name((enum relation_kind)k)));
    json_out_close(o, ']');
    json_out_ki64(o, "layer", p->layer);
    exchange(o, p, now_ms, a);
    json_out_key(o, "circle");
    if (in) {
        json_out_open(o, '{');
        json_out_ki64(o, "id", in->id);
        json_out_kstr(o, "name", in->name);
        json_out_close(o, '}');
    } else {
        json_out_null(o);
    }
    arena_free(a);
}

void output_circle_open(struct json_out *o, const struct circle *c)
{
    json_out_open(o, '{');
    json_out_ki64(o, "id", c->id);
    json_out_kstr(o, "name", c->name);
    json_out_kstr(o, "named_from", c->guess);
    json_out_key(o, "kept");
    json_out_bool(o, c->decision != 0);
    json_out_ki64(o, "size", c->size);
    text_or_null(o, "context", c->context);
    json_out_key(o, "strength");
    json_out_f64(o, c->strength, 3);
}

void output_circles(struct json_out *o, const struct circle *c, size_t n)
{
    json_out_key(o, "circles");
    json_out_open(o, '[');
    for (size_t i = 0; i < n; i++) {
        output_circle_open(o, &c[i]);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}
