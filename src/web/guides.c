/* web/guides.c: reads guides.txt, line by line; anything that it does not know is an error. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/guides.h"

#include "core/attr.h"
#include "core/embed.h"
#include "model/network.h"

#include <stddef.h>

struct reading_guides {
    struct arena *a;
    struct guides *out;
    struct err *e;
    struct guide *at; /* the guide under way; NULL none yet */
    struct str group;
    bool opens;       /* its group has just begun */
    struct str *last; /* what a line that goes on belongs to */
    int64_t line;
    int64_t opened; /* the line on which the guide began */
};

static enum err_code bad(const struct reading_guides *r, int64_t line, const char *what,
                         struct str got)
{
    return err_set(r->e, ERR_PARSE, "guides line %lld: %s \"" STRF "\"", (long long)line, what,
                   STRA(str_sub(got, 0, 60)));
}

/* The keys that hold words, and which guides must have them: all, those that are read. */
static const struct {
    const char *key;
    size_t at;
    bool all, read;
} words[] = {
    {"network", offsetof(struct guide, network),    true,  true },
    {"state",   offsetof(struct guide, state_name), true,  true },
    {"reader",  offsetof(struct guide, reader),     false, false},
    {"why",     offsetof(struct guide, why),        false, false},
    {"wait",    offsetof(struct guide, wait),       false, true },
    {"holds",   offsetof(struct guide, holds),      false, true },
    {"lacks",   offsetof(struct guide, lacks),      false, true },
    {"stays",   offsetof(struct guide, stays),      false, true },
    {"often",   offsetof(struct guide, often),      false, true },
    {"asks",    offsetof(struct guide, asks),       false, true }
};

static struct str *word_at(struct guide *g, size_t i)
{
    return (struct str *)(void *)((char *)g + words[i].at);
}

static enum err_code check_state(struct reading_guides *r)
{
    static const char *const states[] = {
        [GUIDE_PROVEN] = "proven", [GUIDE_UNPROVEN] = "unproven", [GUIDE_UNREAD] = "unread"};
    struct guide *g = r->at;
    size_t i = 0;
    while (i < COUNT_OF(states) && !str_is(g->state_name, states[i]))
        i++;
    if (i == COUNT_OF(states))
        return bad(r, r->opened, "there is no state", g->state_name);
    g->state = (enum guide_state)i;
    if (g->state != GUIDE_PROVEN && g->why.n == 0)
        return bad(r, r->opened, "it does not say why it is not proven:", g->id);
    if (g->state != GUIDE_UNREAD && g->steps == 0)
        return bad(r, r->opened, "there is no step in", g->id);
    return ERR_OK;
}

/* A guide ends: everything that it needs is there. */
static enum err_code close_guide(struct reading_guides *r)
{
    struct guide *g = r->at;
    if (!g)
        return ERR_OK;
    if (!network_find(g->network))
        return bad(r, r->opened, "there is no network", g->network);
    enum err_code rc = check_state(r);
    for (size_t i = 0; i < COUNT_OF(words) && rc == ERR_OK; i++)
        if (word_at(g, i)->n == 0 &&
            (words[i].all || (words[i].read && g->state != GUIDE_UNREAD)))
            rc = err_set(r->e, ERR_PARSE, "guides line %lld: \"" STRF "\" has no %s",
                         (long long)r->opened, STRA(g->id), words[i].key);
    r->at = NULL;
    r->last = NULL;
    return rc;
}

/* "[linkedin] LinkedIn" */
static enum err_code open_guide(struct reading_guides *r, struct str line)
{
    ptrdiff_t close = str_chr(line, ']');
    enum err_code rc = close_guide(r);
    if (rc)
        return rc;
    struct str id = close > 0 ? str_sub(line, 1, (size_t)close) : STR_NONE;
    struct str name = close > 0 ? str_trim(str_after(line, (size_t)close + 1)) : STR_NONE;
    if (id.n == 0 || name.n == 0)
        return bad(r, r->line, "a guide begins like \"[id] Name\", not", line);
    if (guide_find(r->out, id))
        return bad(r, r->line, "there are two guides", id);
    if (r->group.n == 0)
        return bad(r, r->line, "it stands in no group:", id);
    if (r->out->n == GUIDES_MOST)
        return bad(r, r->line, "there are too many guides:", id);
    r->at = &r->out->v[r->out->n++];
    *r->at = (struct guide){.group = r->group, .id = id, .name = name, .opens = r->opens};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        *word_at(r->at, i) = STR_NONE;
    r->opens = false;
    r->opened = r->line;
    return ERR_OK;
}

static enum err_code put_step(struct reading_guides *r, struct str value)
{
    struct guide *g = r->at;
    if (g->steps == GUIDE_STEPS)
        return bad(r, r->line, "there are too many steps:", value);
    r->last = &g->step[g->steps++];
    *r->last = value;
    return ERR_OK;
}

/* "wait 10 minutes" */
static enum err_code put_value(struct reading_guides *r, struct str line)
{
    ptrdiff_t space = str_chr(line, ' ');
    struct str key = space > 0 ? str_sub(line, 0, (size_t)space) : line;
    struct str value = space > 0 ? str_trim(str_after(line, (size_t)space + 1)) : STR_NONE;
    struct guide *g = r->at;
    if (!g)
        return bad(r, r->line, "it belongs to no guide:", line);
    if (value.n == 0)
        return bad(r, r->line, "nothing stands behind", key);
    if (str_is(key, "step"))
        return put_step(r, value);
    if (str_is(key, "fresh")) {
        r->last = NULL;
        if (!str_i64(value, &g->fresh_days) || g->fresh_days < 0 || g->fresh_days > 3650)
            return bad(r, r->line, "fresh is a number of days, 0 to 3650, not", value);
        return ERR_OK;
    }
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (!str_is(key, words[i].key))
            continue;
        r->last = word_at(g, i);
        if (r->last->n)
            return bad(r, r->line, "it is said twice:", key);
        *r->last = value;
        return ERR_OK;
    }
    return bad(r, r->line, "there is no key", key);
}

static enum err_code go_on(struct reading_guides *r, struct str line)
{
    if (!r->last)
        return bad(r, r->line, "it goes on where nothing began:", line);
    *r->last = arena_printf(r->a, STRF " " STRF, STRA(*r->last), STRA(str_trim(line)));
    return ERR_OK;
}

static enum err_code read_line(struct reading_guides *r, struct str line)
{
    if (str_starts(line, STR("#")))
        return ERR_OK;
    if (str_trim(line).n == 0) {
        r->last = NULL;
        return ERR_OK;
    }
    if (str_starts(line, STR("  ")))
        return go_on(r, line);
    if (str_starts(line, STR("= "))) {
        enum err_code rc = close_guide(r);
        r->group = str_trim(str_after(line, 2));
        r->opens = true;
        return rc;
    }
    return str_starts(line, STR("[")) ? open_guide(r, line) : put_value(r, line);
}

enum err_code guides_parse(struct str text, struct arena *a, struct guides *out, struct err *e)
{
    struct reading_guides r = {.a = a, .out = out, .e = e, .group = STR_NONE};
    struct str line;
    enum err_code rc = ERR_OK;
    *out = (struct guides){ARENA_ARRAY(a, struct guide, GUIDES_MOST), 0};
    while (rc == ERR_OK && str_cut(&text, '\n', &line)) {
        r.line++;
        rc = read_line(&r, line);
    }
    return rc ? rc : close_guide(&r);
}

enum err_code guides_load(struct arena *a, struct guides *out, struct err *e)
{
    return guides_parse(str_of((const char *)embed_guides, (size_t)embed_guides_size), a, out,
                        e);
}

const struct guide *guide_find(const struct guides *g, struct str id)
{
    for (size_t i = 0; i < g->n; i++)
        if (str_eq(g->v[i].id, id))
            return &g->v[i];
    return NULL;
}

const struct guide *guide_for(const struct guides *g, struct str network, struct str reader)
{
    const struct guide *first = NULL;
    for (size_t i = 0; i < g->n; i++) {
        const struct guide *x = &g->v[i];
        if (!str_eq(x->network, network) || x->state == GUIDE_UNREAD)
            continue;
        if (reader.n && str_eq(x->reader, reader))
            return x;
        if (!first)
            first = x;
    }
    return first;
}
