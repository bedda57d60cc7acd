/* output/output_check.c: the check of one place as JSON. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "output/output.h"

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

static void facts_json(struct json_out *o, const char *list, const char *key,
                       const struct fact *f, size_t n, bool tone)
{
    json_out_key(o, list);
    json_out_open(o, '[');
    for (size_t i = 0; i < n; i++) {
        json_out_open(o, '{');
        json_out_kstr(o, key,
                      tone ? tone_name((enum tone)f[i].label)
                           : topic_name((enum topic)f[i].label));
        json_out_key(o, "p");
        json_out_f64(o, f[i].p, 3);
        json_out_close(o, '}');
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

static void findings_json(struct json_out *o, const struct check_result *r)
{
    static const char *const severities[] = {"info", "warn", "stop"};
    json_out_key(o, "findings");
    json_out_open(o, '[');
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct check_finding *f = &r->findings[i];
        json_out_open(o, '{');
        json_out_kstr(o, "kind", f->kind);
        json_out_kstr(o, "severity", str_from(severities[f->severity]));
        json_out_kstr(o, "text", f->text);
        spans_json(o, f);
        json_out_kstr(o, "why", f->why);
        json_out_kstr(o, "rule", f->rule);
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
    facts_json(o, "topics", "topic", r->topics, r->n_topics, false);
    facts_json(o, "tone", "tone", r->tones, r->n_tones, true);
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
    json_out_close(o, '}');
    json_out_key(o, "better");
    json_out_open(o, '[');
    for (size_t i = 0; i < r->n_better; i++)
        json_out_str(o, place[r->better[i]].account);
    json_out_close(o, ']');
    json_out_kstr(o, "language", k->facts.language);
    json_out_kstr(o, "note", k->note);
    json_out_close(o, '}');
}
