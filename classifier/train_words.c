/* classifier/train_words.c: learns word vectors by guessing the subreddit of a post's title. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */

/* Standard input: lines of "subreddit TAB text". Argument: the file to write (words.bin: count,
 * hashes in ascending order, how often each is written, 64 signed bytes for each). The method is fastText's supervised
 * mode
 * with negative sampling (Joulin et al. 2016; Mikolov et al. 2013), one thread, fixed seed. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/programs.h"
#include "classifier/random.h"
#include "context/features.h"
#include "context/words.h"
#include "core/mem.h"

enum {
    MIN_COUNT = 25,
    WORDS_MAX = 38000,
    EPOCHS = 6,
    NEGATIVES = 20,
    LINE_WORDS_MAX = 200,
    SLOTS = 1 << 22,
    NEGATIVE_TABLE = 1 << 20
};
static const float RATE = 0.25f;

struct vocabulary {
    uint32_t *hash, *count, *id; /* open addressing; a count of 0 is a free slot */
};

struct corpus {
    uint32_t *words; /* all texts in one row: hashes, later word numbers */
    size_t n, cap;
    size_t *start; /* of each text, one more at the end */
    uint32_t *label;
    size_t n_texts, cap_texts, cap_labels;
    uint32_t *label_count;
    size_t n_labels, cap_label_count;
    char last_label[128];
};

static size_t slot_of(const struct vocabulary *v, uint32_t hash)
{
    size_t at = (hash * 2654435761u) % SLOTS;
    while (v->count[at] != 0 && v->hash[at] != hash)
        at = (at + 1) % SLOTS;
    return at;
}

static void label_next(struct corpus *c, struct str name)
{
    char cut[sizeof c->last_label];
    snprintf(cut, sizeof cut, STRF, STRA(name));
    if (c->n_labels > 0 && strcmp(cut, c->last_label) == 0)
        return;
    memcpy(c->last_label, cut, sizeof cut);
    c->label_count =
        mem_grow(c->label_count, &c->cap_label_count, c->n_labels + 1, sizeof(uint32_t));
    c->label_count[c->n_labels++] = 0;
}

static void add_text(struct corpus *c, struct vocabulary *v, const struct features *f)
{
    c->words = mem_grow(c->words, &c->cap, c->n + LINE_WORDS_MAX, sizeof(uint32_t));
    c->start = mem_grow(c->start, &c->cap_texts, c->n_texts + 2, sizeof(size_t));
    c->label = mem_grow(c->label, &c->cap_labels, c->n_texts + 1, sizeof(uint32_t));
    c->start[c->n_texts] = c->n;
    size_t taken = 0;
    for (size_t i = 0; i < f->n_tokens && taken < LINE_WORDS_MAX; i++) {
        if (!f->tokens[i].in_words)
            continue;
        size_t at = slot_of(v, f->tokens[i].hash);
        v->hash[at] = f->tokens[i].hash;
        v->count[at]++;
        c->words[c->n++] = f->tokens[i].hash;
        taken++;
    }
    c->label[c->n_texts++] = (uint32_t)c->n_labels - 1;
    c->label_count[c->n_labels - 1]++;
    c->start[c->n_texts] = c->n;
}

/* The input is sorted by subreddit, so a change of name is a new label. */
static void read_all(struct corpus *c, struct vocabulary *v)
{
    struct arena *a = arena_new(64 << 20);
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    while ((n = getline(&line, &cap, stdin)) > 0) {
        struct str rest = str_trim(str_of(line, (size_t)n));
        struct str label;
        struct features f;
        struct err e = {0};
        if (!str_cut(&rest, '\t', &label) || rest.n == 0)
            continue;
        label_next(c, label);
        if (features_tokens(NULL, rest, a, &f, &e) == ERR_OK)
            add_text(c, v, &f);
        arena_reset(a);
    }
    free(line);
    arena_free(a);
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static int by_number_down(const void *a, const void *b)
{
    return by_number(b, a);
}

/* Keeps the most frequent words, numbers them by ascending hash and rewrites the texts. */
static size_t number_words(struct corpus *c, struct vocabulary *v, uint32_t *hashes,
                           unsigned char *often)
{
    uint32_t *counts = mem_calloc(SLOTS, sizeof *counts);
    size_t used = 0;
    for (size_t i = 0; i < SLOTS; i++) {
        if (v->count[i] >= MIN_COUNT)
            counts[used++] = v->count[i];
    }
    qsort(counts, used, sizeof *counts, by_number_down);
    uint32_t least = used > WORDS_MAX ? counts[WORDS_MAX] + 1 : MIN_COUNT;
    mem_free(counts);
    size_t n = 0;
    for (size_t i = 0; i < SLOTS; i++) {
        if (v->count[i] >= least)
            hashes[n++] = v->hash[i];
    }
    qsort(hashes, n, sizeof *hashes, by_number);
    for (size_t i = 0; i < n; i++) {
        size_t at = slot_of(v, hashes[i]);
        double often_i = 16 * log(v->count[at]);
        v->id[at] = (uint32_t)i + 1;
        often[i] = (unsigned char)(often_i > 255 ? 255 : often_i);
    }
    size_t kept = 0;
    for (size_t t = 0; t < c->n_texts; t++) {
        size_t from = c->start[t];
        c->start[t] = kept;
        for (size_t i = from; i < c->start[t + 1]; i++) {
            uint32_t id = v->id[slot_of(v, c->words[i])];
            if (id != 0)
                c->words[kept++] = id - 1;
        }
    }
    c->start[c->n_texts] = kept;
    return n;
}

static float dot(const float *a, const float *b)
{
    float lane[8] = {0};
    for (int d = 0; d < WORDS_DIMS; d += 8) {
        for (int k = 0; k < 8; k++)
            lane[k] += a[d + k] * b[d + k];
    }
    return ((lane[0] + lane[1]) + (lane[2] + lane[3])) +
           ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

static void add_scaled(float *to, const float *from, float by)
{
    for (int d = 0; d < WORDS_DIMS; d++)
        to[d] += by * from[d];
}

static void step(const struct corpus *c, size_t text, float *in, float *out,
                 const uint32_t *negative, float rate, uint64_t *seed)
{
    float hidden[WORDS_DIMS] = {0};
    float grad[WORDS_DIMS] = {0};
    size_t n = c->start[text + 1] - c->start[text];
    const uint32_t *w = c->words + c->start[text];
    if (n == 0)
        return;
    for (size_t i = 0; i < n; i++)
        add_scaled(hidden, in + (size_t)w[i] * WORDS_DIMS, 1.0f / (float)n);
    for (int k = 0; k <= NEGATIVES; k++) {
        uint32_t label = c->label[text];
        if (k > 0) {
            label = negative[random_below(seed, NEGATIVE_TABLE)];
            if (label == c->label[text])
                continue;
        }
        float *o = out + (size_t)label * WORDS_DIMS;
        float p = 1.0f / (1.0f + expf(-dot(hidden, o)));
        float by = rate * ((k == 0 ? 1.0f : 0.0f) - p);
        add_scaled(grad, o, by);
        add_scaled(o, hidden, by);
    }
    for (size_t i = 0; i < n; i++)
        add_scaled(in + (size_t)w[i] * WORDS_DIMS, grad, 1.0f / (float)n);
}

/* Each label as often as the square root of its count, as fastText does. */
static uint32_t *negative_table(const struct corpus *c)
{
    uint32_t *table = mem_calloc(NEGATIVE_TABLE, sizeof *table);
    double total = 0;
    for (size_t i = 0; i < c->n_labels; i++)
        total += sqrt(c->label_count[i]);
    double sum = 0;
    size_t at = 0;
    for (size_t i = 0; i < c->n_labels; i++) {
        sum += sqrt(c->label_count[i]);
        while (at < NEGATIVE_TABLE && (double)at < sum / total * NEGATIVE_TABLE)
            table[at++] = (uint32_t)i;
    }
    return table;
}

static float *train(const struct corpus *c, size_t n_words)
{
    uint64_t seed = 1;
    float *in = mem_calloc(n_words * WORDS_DIMS, sizeof *in);
    float *out = mem_calloc(c->n_labels * WORDS_DIMS, sizeof *out);
    uint32_t *negative = negative_table(c);
    uint32_t *order = mem_calloc(c->n_texts, sizeof *order);
    for (size_t i = 0; i < n_words * WORDS_DIMS; i++)
        in[i] = ((float)random_below(&seed, 1u << 20) / (1u << 19) - 1.0f) / WORDS_DIMS;
    for (size_t i = 0; i < c->n_texts; i++)
        order[i] = (uint32_t)i;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        for (size_t i = c->n_texts - 1; i > 0; i--) {
            size_t j = random_below(&seed, (uint32_t)i + 1);
            uint32_t keep = order[i];
            order[i] = order[j];
            order[j] = keep;
        }
        for (size_t i = 0; i < c->n_texts; i++) {
            double done = ((double)epoch + (double)i / (double)c->n_texts) / EPOCHS;
            step(c, order[i], in, out, negative, RATE * (float)(1.0 - done), &seed);
        }
        fprintf(stderr, "epoch %d of %d\n", epoch + 1, EPOCHS);
    }
    mem_free(out);
    mem_free(negative);
    mem_free(order);
    return in;
}

static int by_float(const void *a, const void *b)
{
    float x = *(const float *)a;
    float y = *(const float *)b;
    return x < y ? -1 : x > y;
}

static int write_words(const char *path, const uint32_t *hashes, const unsigned char *often,
                       const float *in, size_t n)
{
    FILE *f = fopen(path, "wb");
    if (f == NULL) {
        perror(path);
        return 1;
    }
    size_t total = n * WORDS_DIMS;
    float *sizes = mem_calloc(total, sizeof *sizes);
    for (size_t i = 0; i < total; i++)
        sizes[i] = fabsf(in[i]);
    qsort(sizes, total, sizeof *sizes, by_float);
    float scale = 127.0f / sizes[total - total / 1000 - 1];
    uint32_t count = (uint32_t)n;
    fwrite(&count, sizeof count, 1, f);
    fwrite(hashes, sizeof *hashes, n, f);
    fwrite(often, 1, n, f);
    for (size_t i = 0; i < total; i++) {
        float x = in[i] * scale;
        x = x > 127 ? 127 : (x < -127 ? -127 : x);
        fputc((int)lrintf(x) & 0xff, f);
    }
    mem_free(sizes);
    return fclose(f) == 0 ? 0 : 1;
}

int train_words_run(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: tact-train words WORDS_FILE < subreddit-tab-title-lines\n");
        return 64;
    }
    struct corpus c = {0};
    struct vocabulary v = {mem_calloc(SLOTS, 4), mem_calloc(SLOTS, 4), mem_calloc(SLOTS, 4)};
    uint32_t *hashes = mem_calloc(WORDS_MAX, sizeof *hashes);
    read_all(&c, &v);
    unsigned char *often = mem_calloc(WORDS_MAX, 1);
    size_t n = number_words(&c, &v, hashes, often);
    fprintf(stderr, "%zu texts, %zu labels, %zu words\n", c.n_texts, c.n_labels, n);
    float *in = train(&c, n);
    int status = write_words(argv[1], hashes, often, in, n);
    mem_free(in);
    mem_free(hashes);
    mem_free(often);
    mem_free(v.hash);
    mem_free(v.count);
    mem_free(v.id);
    mem_free(c.words);
    mem_free(c.start);
    mem_free(c.label);
    mem_free(c.label_count);
    return status;
}
