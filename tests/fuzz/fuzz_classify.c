/* tests/fuzz/fuzz_classify.c: any bytes as a model, and any bytes as the text of a small model. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "context/classify.h"
#include "context/model.h"

/* A model of zeros with no words, as the trainer would write it. */
static unsigned char *empty_model(size_t *size)
{
    char labels[1024];
    size_t n = model_labels(labels, sizeof labels);
    size_t padded = (n + 3) / 4 * 4;
    const uint32_t header[] = {
        FEATURES_VERSION, FEATURES_BITS, TOPIC_COUNT, HEAD_COUNT, WORDS_DIMS, 0, (uint32_t)n};
    *size = 8 + sizeof header + padded + (size_t)HEAD_COUNT * (4 + WORDS_DIMS) * 4 +
            (size_t)FEATURES_BUCKETS * MODEL_ROW;
    unsigned char *m = calloc(1, *size);
    memcpy(m, MODEL_MAGIC, 8);
    memcpy(m + 8, header, sizeof header);
    memcpy(m + 8 + sizeof header, labels, n);
    return m;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static unsigned char *model; /* made once */
    static size_t model_size;
    struct classifier *c = NULL;
    struct err e = {0};
    if (classifier_new(data, size, &c, &e) == ERR_OK)
        classifier_free(c);
    if (model == NULL)
        model = empty_model(&model_size);
    c = NULL;
    if (classifier_new(model, model_size, &c, &e) != ERR_OK)
        abort();
    struct arena *a = arena_new(64 << 20);
    struct facts f;
    if (classify(c, str_of((const char *)data, size), a, &f, &e) == ERR_OK)
        assert(f.topics[0].p >= 0 && f.topics[0].p <= 1);
    arena_free(a);
    classifier_free(c);
    return 0;
}
