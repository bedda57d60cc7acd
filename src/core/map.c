/* core/map.c: a hash table with linear probing over one array of slots. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/map.h"

#include "core/arena.h"
#include "core/hash.h"
#include "core/mem.h"

#include <stdlib.h>
#include <time.h>

struct slot {
    struct str key; /* key.p NULL: empty */
    uint32_t hash;
    int64_t value;
};

struct map {
    struct slot *slot;
    size_t cap, count; /* cap is a power of two */
    struct arena *keys;
    uint32_t seed; /* so that nobody can send us keys that all collide */
};

struct map *map_new(void)
{
    struct map *m = mem_calloc(1, sizeof *m);
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    m->seed = FNV1A32_START ^ (uint32_t)t.tv_nsec ^ (uint32_t)(uintptr_t)m;
    m->keys = arena_new(SIZE_MAX / 2);
    m->cap = 64;
    m->slot = mem_calloc(m->cap, sizeof *m->slot);
    return m;
}

void map_free(struct map *m)
{
    if (!m)
        return;
    arena_free(m->keys);
    mem_free(m->slot);
    mem_free(m);
}

size_t map_count(const struct map *m)
{
    return m->count;
}

static uint32_t spread(const struct map *m, struct str key)
{
    uint32_t h = fnv1a32_from(m->seed, key.p, key.n);
    h ^= h >> 16;
    h *= 0x85EBCA6Bu; /* MurmurHash3's finisher: FNV's low bits alone cluster */
    return h ^ h >> 13;
}

/* The slot that holds `key`, or the empty one where it belongs. */
static struct slot *seek(const struct map *m, struct str key, uint32_t hash)
{
    size_t i = hash & (m->cap - 1);
    while (m->slot[i].key.p && (m->slot[i].hash != hash || !str_eq(m->slot[i].key, key)))
        i = (i + 1) & (m->cap - 1);
    return &m->slot[i];
}

int64_t *map_find(const struct map *m, struct str key)
{
    struct slot *s = seek(m, key, spread(m, key));
    return s->key.p ? &s->value : NULL;
}

static void grow(struct map *m)
{
    struct slot *old = m->slot;
    size_t n = m->cap;
    m->cap *= 2;
    m->slot = mem_calloc(m->cap, sizeof *m->slot);
    for (size_t i = 0; i < n; i++)
        if (old[i].key.p)
            *seek(m, old[i].key, old[i].hash) = old[i];
    mem_free(old);
}

int64_t *map_put(struct map *m, struct str key, int64_t value, bool *made)
{
    if (m->count * 10 >= m->cap * 7)
        grow(m);
    uint32_t hash = spread(m, key);
    struct slot *s = seek(m, key, hash);
    bool fresh = !s->key.p;
    if (fresh) {
        *s = (struct slot){arena_str(m->keys, key), hash, value};
        m->count++;
    }
    if (made)
        *made = fresh;
    return &s->value;
}

bool map_each(const struct map *m, size_t *at, struct str *key, int64_t *value)
{
    while (*at < m->cap) {
        const struct slot *s = &m->slot[(*at)++];
        if (!s->key.p)
            continue;
        *key = s->key;
        *value = s->value;
        return true;
    }
    return false;
}
