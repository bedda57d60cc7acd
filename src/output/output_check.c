/* output/output_check.c: the check of one place, and corrections, as JSON. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "output/output.h"

#include <stdio.h>

static void spans_json(struct json_out *o, const struct check_finding *f)
{
    json_out_key(o, "spans");
    json_out_open(o, '[');
    for (size_t i = 0; i < f->n_spans; i++) {
        json_out_open(o, '[');
        json_out_i64(o, f->spans[i].from);
        json_out_i64(o, f->spans[i].to);
        json_out_close(o, ']');
    }
    json_out_close(o, ']');
}

static void number_or_null(struct json_out *o, const char *key, long v)
{
    json_out_key(o, key);
    if (v < 0)
        json_out_null(o);
    else
        json_out_i64(o, v);
}

/* A fact's name by the first of its heads. */
static void facts_json(struct json_out *o, const char *list, const char *key,
                       const struct fact *f, size_t n, int first_head)
{
    json_out_key(o, list);
    json_out_open(o, '[');
    for (size_t i = 0; i < n; i++) {
        json_out_open(o, '{');
        json_out_kstr(o, key, head_name(first_head + f[i].label));
        json_out_key(o, "p");
        json_out_f64(o, f[i].p, 3);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

/* What the text does, as far as that is likely: likeliest first. */
static void kinds_json(struct json_out *o, const struct facts *f)
{
    size_t n = 0;
    while (n < ACT_COUNT && f->acts[n].p >= FACT_LIKELY)
        n++;
    facts_json(o, "kinds", "kind", f->acts, n, HEAD_ACTS);
}

/* What corrections moved a good deal: "topic:pets", as a correction would name it. */
static void taught_json(struct json_out *o, uint64_t taught)
{
    json_out_key(o, "taught");
    json_out_open(o, '[');
    for (int h = 0; h < HEAD_COUNT; h++) {
        char fact[64];
        struct str name = head_name(h);
        if ((taught >> h & 1) == 0)
            continue;
        int n = snprintf(fact, sizeof fact, "%s" STRF,
                         h < HEAD_TONES  ? "topic:"
                         : h < HEAD_ACTS ? "tone:"
                                         : "",
                         STRA(name));
        json_out_str(o, h == HEAD_PROFESSIONAL ? STR("work") : str_of(fact, (size_t)n));
    }
    json_out_close(o, ']');
}

static void groups_json(struct json_out *o, const struct check_audience *who)
{
    json_out_key(o, "groups");
    json_out_open(o, '{');
    for (int g = 0; g < GROUP_COUNT; g++)
        number_or_null(o, group_name((enum group)g).p, who->group[g]);
    json_out_close(o, '}');
}

static void findings_json(struct json_out *o, const struct check_result *r)
{
    json_out_key(o, "findings");
    json_out_open(o, '[');
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct check_finding *f = &r->findings[i];
        json_out_open(o, '{');
        json_out_kstr(o, "kind", f->kind);
        json_out_kstr(o, "severity", severity_name(f->severity));
        json_out_kstr(o, "text", f->text);
        spans_json(o, f);
        json_out_kstr(o, "why", f->why);
        json_out_kstr(o, "rule", f->rule);
        json_out_kstr(o, "fact", f->fact);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

void output_check(struct json_out *o, const char *file, const struct check_place *place,
                  size_t at, const struct check *k)
{
    const struct check_result *r = &k->results[at];
    json_out_open(o, '{');
    if (file)
        json_out_kstr(o, "file", str_from(file));
    json_out_kstr(o, "account", r->account);
    json_out_kstr(o, "network", r->network);
    json_out_kstr(o, "context", place[at].context);
    json_out_kstr(o, "verdict", verdict_name(r->verdict));
    json_out_kstr(o, "sentence", r->sentence);
    json_out_kstr(o, "rule", r->rule);
    json_out_kstr(o, "change", r->change);
    facts_json(o, "topics", "topic", r->topics, r->n_topics, 0);
    facts_json(o, "tone", "tone", r->tones, r->n_tones, HEAD_TONES);
    kinds_json(o, &k->facts);
    findings_json(o, r);
    json_out_key(o, "effects");
    json_out_open(o, '{');
    for (int g = 0; g < GROUP_COUNT; g++) {
        json_out_key(o, group_name((enum group)g).p);
        json_out_str(o, effect_name(r->effects[g]));
    }
    json_out_close(o, '}');
    json_out_key(o, "audience");
    json_out_open(o, '{');
    number_or_null(o, "people", r->audience.people);
    number_or_null(o, "personal", r->audience.personal);
    number_or_null(o, "professional", r->audience.professional);
    number_or_null(o, "both", r->audience.both);
    groups_json(o, &r->audience);
    json_out_close(o, '}');
    json_out_key(o, "better");
    json_out_open(o, '[');
    for (size_t i = 0; i < r->n_better; i++)
        json_out_str(o, place[r->better[i]].account);
    json_out_close(o, ']');
    json_out_kstr(o, "readers", r->readers);
    taught_json(o, k->facts.taught);
    json_out_kstr(o, "language", k->facts.language);
    json_out_kstr(o, "note", k->note);
    json_out_close(o, '}');
}

void output_correction(struct json_out *o, const struct correction_row *row, struct str says)
{
    json_out_open(o, '{');
    json_out_ki64(o, "id", row->id);
    output_time(o, "at", row->made_ms);
    output_time(o, "taken_back", row->revoked_ms);
    json_out_kstr(o, "kind", row->kind);
    json_out_kstr(o, "fact", row->fact);
    json_out_kstr(o, "context", row->context);
    json_out_kstr(o, "says", says);
    json_out_kstr(o, "text", row->text);
    json_out_close(o, '}');
}
