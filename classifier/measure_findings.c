/* classifier/measure_findings.c: contact data in Presidio's sentences, verdicts on drafts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "classifier/measure.h"
#include "context/check.h"
#include "core/json.h"

static const struct {
    const char *entity;
    enum sensitive_kind kind;
} entities[] = {
    {"EMAIL_ADDRESS",  SENSITIVE_EMAIL    },
    {"CREDIT_CARD",    SENSITIVE_CARD     },
    {"IBAN_CODE",      SENSITIVE_IBAN     },
    {"US_SSN",         SENSITIVE_ID_NUMBER},
    {"PHONE_NUMBER",   SENSITIVE_PHONE    },
    {"STREET_ADDRESS", SENSITIVE_ADDRESS  },
    {"IP_ADDRESS",     SENSITIVE_IP       },
};

struct tally {
    size_t gold, found, right, said;
};

static bool overlaps(const struct sensitive *f, int64_t from, int64_t to)
{
    return (int64_t)f->from < to && from < (int64_t)f->to;
}

/* Presidio counts code points; ours are bytes. */
static int64_t byte_of(struct str text, int64_t code_point)
{
    size_t at = 0;
    for (; at < text.n && code_point > 0; code_point--) {
        at++;
        while (at < text.n && ((unsigned char)text.p[at] & 0xc0) == 0x80)
            at++;
    }
    return (int64_t)at;
}

static bool span_overlaps(struct str text, const struct json *span, const struct sensitive *f)
{
    return overlaps(f, byte_of(text, json_i64(json_get(span, "start_position"), 0)),
                    byte_of(text, json_i64(json_get(span, "end_position"), 0)));
}

static void tally_gold(struct str text, const struct json *span, const struct sensitive *list,
                       size_t n, struct tally *t)
{
    for (size_t k = 0; k < COUNT_OF(entities); k++) {
        if (!str_is(json_get_str(span, "entity_type"), entities[k].entity))
            continue;
        bool hit = false;
        for (size_t i = 0; i < n; i++)
            hit = hit ||
                  (list[i].kind == entities[k].kind && span_overlaps(text, span, &list[i]));
        t[k].gold++;
        t[k].found += hit;
    }
}

static void tally_said(struct str text, const struct json *spans, const struct sensitive *f,
                       struct tally *t)
{
    for (size_t k = 0; k < COUNT_OF(entities); k++) {
        if (f->kind != entities[k].kind)
            continue;
        bool right = false;
        for (const struct json *s = spans->first; s != NULL; s = s->next) {
            struct str type = json_get_str(s, "entity_type");
            bool licence = f->kind == SENSITIVE_ID_NUMBER && str_is(type, "US_DRIVER_LICENSE");
            bool same = licence || str_is(type, entities[k].entity);
            right = right || (same && span_overlaps(text, s, f));
        }
        t[k].said++;
        t[k].right += right;
    }
}

static void tally_sentence(struct str text, const struct json *spans,
                           const struct sensitive *list, size_t n, struct tally *t)
{
    if (spans == NULL)
        return;
    for (const struct json *s = spans->first; s != NULL; s = s->next)
        tally_gold(text, s, list, n, t);
    for (size_t i = 0; i < n; i++)
        tally_said(text, spans, &list[i], t);
}

void measure_findings(const struct judges *j, const char *dir)
{
    struct examples x = examples_new();
    struct arena *a = arena_new(64 << 20);
    struct tally t[COUNT_OF(entities)] = {0};
    struct json *all = NULL;
    struct err err = {0};
    if (json_parse(corpora_file(&x, dir, "presidio_pii/data_synth_dataset_v2.json"), NULL,
                   x.arena, &all, &err) != ERR_OK) {
        fprintf(stderr, "presidio: %s\n", err.msg);
        exit(65);
    }
    for (const struct json *s = all->first; s != NULL; s = s->next) {
        struct str text = json_get_str(s, "full_text");
        struct check c;
        if (check_facts(j, NULL, text, a, &c, &err) == ERR_OK)
            tally_sentence(text, json_get(s, "spans"), c.sensitive, c.n_sensitive, t);
        arena_reset(a);
    }
    for (size_t k = 0; k < COUNT_OF(entities); k++) {
        double recall = t[k].gold > 0 ? (double)t[k].found / (double)t[k].gold : 0;
        double precision = t[k].said > 0 ? (double)t[k].right / (double)t[k].said : 0;
        double f1 = recall + precision > 0 ? 2 * recall * precision / (recall + precision) : 0;
        printf("Presidio, " STRF " | recall %.3f, precision %.3f, F1 %.3f | %zu\n",
               STRA(sensitive_name(entities[k].kind)), recall, precision, f1, t[k].gold);
    }
    arena_free(a);
    examples_free(&x);
}

/* yes, touch, no as 0, 1, 2. */
static int gold_of(struct str s)
{
    return str_is(s, "yes") ? 0 : (str_is(s, "touch") ? 1 : 2);
}

static void print_confusion(const char *what, const int counts[3][3], bool each)
{
    double n = 0, right = 0, far = 0, macro = 0;
    for (int g = 0; g < 3; g++) {
        double tp = counts[g][g], gold = 0, said = 0;
        for (int k = 0; k < 3; k++) {
            gold += counts[g][k];
            said += counts[k][g];
            n += counts[g][k];
            right += g == k ? counts[g][k] : 0;
            far += abs(g - k) == 2 ? counts[g][k] : 0;
        }
        macro += gold + said > 0 ? 2 * tp / (gold + said) / 3 : 0;
    }
    double no = counts[2][0] + counts[2][1] + counts[2][2];
    double yes = counts[0][0] + counts[0][1] + counts[0][2];
    printf("verdict, %s | accuracy %.3f, macro-F1 %.3f, off by two %.3f, no let through %.3f, "
           "yes stopped %.3f | %.0f\n",
           what, right / n, macro, far / n, no > 0 ? counts[2][0] / no : 0,
           yes > 0 ? counts[0][2] / yes : 0, n);
    for (int g = 0; each && g < 3; g++)
        printf("    gold %d: %d %d %d\n", g, counts[g][0], counts[g][1], counts[g][2]);
}

static void print_one(const struct example *x, const struct check *c, const int said[2],
                      const int gold[2])
{
    static const char *const names[] = {"yes", "touch", "no"};
    if (said[0] == gold[0] && said[1] == gold[1])
        return;
    printf("\n" STRF "\n", STRA(x->text));
    for (int i = 0; i < 3; i++)
        printf("   " STRF " %.2f", STRA(topic_name((enum topic)c->facts.topics[i].label)),
               c->facts.topics[i].p);
    printf("   work %.2f suits/jars %.2f/%.2f %.2f/%.2f  " STRF " %.2f",
           c->facts.p_professional, c->facts.suits_work, c->facts.jars_work,
           c->facts.suits_home, c->facts.jars_home,
           STRA(act_name((enum act)c->facts.acts[0].label)), c->facts.acts[0].p);
    for (int t = 0; t < TONE_COUNT; t++) {
        if (c->facts.tones[t].p > 0.3)
            printf("   " STRF " %.2f", STRA(tone_name((enum tone)t)), c->facts.tones[t].p);
    }
    for (int p = 0; p < 2; p++)
        printf("\n   %s: %s, gold %s by " STRF, p == 0 ? "professional" : "personal",
               names[said[p]], names[gold[p]], STRA(c->results[p].rule));
    printf("\n");
}

void measure_verdicts(const struct judges *j, const char *what, const char *path, size_t from,
                      size_t to, bool each)
{
    struct examples x = examples_new();
    struct arena *a = arena_new(64 << 20);
    struct err err = {0};
    int counts[2][3][3] = {0};
    char name[120];
    corpora_drafts(&x, ".", path);
    const struct check_audience unknown = {.people = -1, .personal = -1, .professional = -1};
    const struct check_place places[2] = {
        {.network = STR("linkedin"), .mindset = MINDSET_PROFESSIONAL, .audience = unknown},
        {.network = STR("facebook"), .mindset = MINDSET_PERSONAL,     .audience = unknown}
    };
    for (size_t i = from; i < x.n && i < to; i++) {
        struct check result;
        int said[2];
        int gold[2];
        if (check_run(j, NULL, x.list[i].text, places, 2, a, &result, &err) != ERR_OK)
            continue;
        for (int p = 0; p < 2; p++) {
            gold[p] = gold_of(x.list[i].cells[p]);
            int v = (int)result.results[p].verdict;
            said[p] = v > 2 ? 2 : v;
            counts[p][gold[p]][said[p]]++;
        }
        if (each)
            print_one(&x.list[i], &result, said, gold);
        arena_reset(a);
    }
    snprintf(name, sizeof name, "%s, professional", what);
    print_confusion(name, (const int(*)[3])counts[0], each);
    snprintf(name, sizeof name, "%s, personal", what);
    print_confusion(name, (const int(*)[3])counts[1], each);
    arena_free(a);
    examples_free(&x);
}
