/* context/model.c: reads the model's bytes, trusting none of them, and scores features. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/model.h"

#include <math.h>
#include <string.h>

#include "context/logistic.h"

enum {
    HEADER = 8 + 7 * 4,
    HEAD_FLOATS = 4 + WORDS_DIMS,
    WORDS_LIMIT = 1 << 20
};

struct reader {
    const unsigned char *p;
    size_t left;
};

static const unsigned char *take(struct reader *r, size_t n)
{
    if (n > r->left)
        return NULL;
    const unsigned char *p = r->p;
    r->p += n;
    r->left -= n;
    return p;
}

static uint32_t u32_at(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static float f32_at(const unsigned char *p)
{
    uint32_t bits = u32_at(p);
    float f;
    memcpy(&f, &bits, sizeof f);
    return f;
}

size_t model_labels(char *out, size_t cap)
{
    size_t n = 0;
    for (int h = 0; h < HEAD_COUNT; h++) {
        struct str name = head_name(h);
        if (n + name.n + 1 > cap)
            return 0;
        memcpy(out + n, name.p, name.n);
        n += name.n;
        out[n++] = '\n';
    }
    return n;
}

static enum err_code check_header(struct reader *r, uint32_t *n_words, struct err *e)
{
    const unsigned char *h = take(r, HEADER);
    if (h == NULL || memcmp(h, MODEL_MAGIC, 8) != 0)
        return err_set(e, ERR_PARSE, "this is no model file of Tact");
    static const struct {
        const char *what;
        uint32_t want;
    } fields[] = {
        {"version of features",    FEATURES_VERSION},
        {"size of buckets",        FEATURES_BITS   },
        {"number of topics",       TOPIC_COUNT     },
        {"number of heads",        HEAD_COUNT      },
        {"length of word vectors", WORDS_DIMS      }
    };
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        uint32_t got = u32_at(h + 8 + 4 * i);
        if (got != fields[i].want)
            return err_set(e, ERR_PARSE,
                           "the model's %s is %u and this program needs %u; use the "
                           "model that came with it",
                           fields[i].what, got, fields[i].want);
    }
    *n_words = u32_at(h + 8 + 20);
    uint32_t label_bytes = u32_at(h + 8 + 24);
    char want[1024];
    size_t n = model_labels(want, sizeof want);
    const unsigned char *labels = take(r, (n + 3) / 4 * 4);
    if (label_bytes != n || labels == NULL || memcmp(labels, want, n) != 0)
        return err_set(e, ERR_PARSE, "the model has other labels than this program");
    if (*n_words > WORDS_LIMIT)
        return err_set(e, ERR_PARSE, "the model claims %u words", *n_words);
    return ERR_OK;
}

static bool read_heads(struct model *m, const unsigned char *p)
{
    for (int h = 0; h < HEAD_COUNT; h++) {
        float v[HEAD_FLOATS];
        for (int i = 0; i < HEAD_FLOATS; i++, p += 4) {
            v[i] = f32_at(p);
            if (!isfinite(v[i]) || fabsf(v[i]) > 1e6f)
                return false;
        }
        struct model_head *head = &m->heads[h];
        head->scale = v[0];
        head->bias = v[1];
        head->slope = v[2];
        head->shift = v[3];
        memcpy(head->vector, v + 4, sizeof head->vector);
        for (int d = 0; d < WORDS_DIMS; d++)
            m->across[d][h] = head->vector[d];
    }
    return true;
}

enum err_code model_parse(const unsigned char *bytes, size_t size, struct model *out,
                          struct err *e)
{
    struct reader r = {bytes, size};
    struct model m = {0};
    uint32_t n_words = 0;
    enum err_code code = check_header(&r, &n_words, e);
    if (code != ERR_OK)
        return code;
    const unsigned char *heads = take(&r, (size_t)HEAD_COUNT * HEAD_FLOATS * 4);
    const unsigned char *hashes = take(&r, (size_t)n_words * 4);
    const unsigned char *often = take(&r, n_words);
    const unsigned char *vectors = take(&r, (size_t)n_words * WORDS_DIMS);
    const unsigned char *weights = take(&r, (size_t)FEATURES_BUCKETS * MODEL_ROW);
    if (weights == NULL || r.left != 0)
        return err_set(e, ERR_PARSE, "the model is cut off or too long: %zu bytes", size);
    if (!read_heads(&m, heads))
        return err_set(e, ERR_PARSE, "the model holds a number that is none");
    for (size_t i = 1; i < n_words; i++) {
        if (u32_at(hashes + 4 * i) <= u32_at(hashes + 4 * (i - 1)))
            return err_set(e, ERR_PARSE, "the model's words are out of order at %zu", i);
    }
    m.words = (struct words){hashes, often, (const signed char *)vectors, n_words};
    m.weights = (const signed char *)weights;
    *out = m;
    return ERR_OK;
}

/* The sums of all buckets' weights. Sixteen bits hold those of 256 buckets and vectorise well. */
static void add_up(const struct model *m, const struct features *f, int32_t sums[MODEL_ROW])
{
    for (size_t from = 0; from < f->n; from += 256) {
        int16_t part[MODEL_ROW] = {0};
        size_t to = from + 256 < f->n ? from + 256 : f->n;
        for (size_t i = from; i < to; i++) {
            const signed char *row = m->weights + (size_t)f->list[i].bucket * MODEL_ROW;
            for (int h = 0; h < MODEL_ROW; h++)
                part[h] = (int16_t)(part[h] + row[h]);
        }
        for (int h = 0; h < MODEL_ROW; h++)
            sums[h] += part[h];
    }
}

void model_scores(const struct model *m, const struct features *f, float *scores, float *mean,
                  float *factor)
{
    int32_t sums[MODEL_ROW] = {0};
    float own_mean[WORDS_DIMS];
    if (mean == NULL)
        mean = own_mean;
    float got = words_mean(&m->words, f, mean);
    if (factor != NULL)
        *factor = got;
    add_up(m, f, sums);
    float norm = f->n > 0 ? 1.0f / sqrtf((float)f->n) : 0;
    float near[MODEL_ROW] = {0};
    for (int d = 0; d < WORDS_DIMS; d++) {
        for (int h = 0; h < MODEL_ROW; h++)
            near[h] += m->across[d][h] * mean[d];
    }
    for (int h = 0; h < HEAD_COUNT; h++)
        scores[h] = m->heads[h].bias + m->heads[h].scale * (float)sums[h] * norm + near[h];
}

double model_probability(const struct model *m, int head, float score, float shift)
{
    return logistic(m->heads[head].slope * score + m->heads[head].shift + shift);
}
