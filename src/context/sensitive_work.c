/* context/sensitive_work.c: what is confidential at work, clients and employers in anger. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/sensitive_parts.h"

static bool tells_of_somebody(const struct sensing *s, size_t first, size_t last)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct sensitive *f = &s->list[i];
        if (f->kind == SENSITIVE_THIRD && f->from >= s->tokens[first].from &&
            f->to <= s->tokens[last].to)
            return true;
    }
    return false;
}

/* The words that say that it is not for everybody, with the sentence that they speak of. */
static void find_confidential(struct sensing *s)
{
    for (size_t i = 0; i < s->n_tokens; i++) {
        size_t first, last;
        if ((s->cues[i] & CUE_OWN_SECRET) != 0)
            sensing_add_tokens(s, SENSITIVE_CONFIDENTIAL, SEVERITY_STOP, i,
                               sensing_phrase_end(s, i),
                               "These words are on your list of what stays inside.");
        if ((s->cues[i] & CUE_CONFIDENTIAL) == 0)
            continue;
        sensing_sentence(s, i, &first, &last);
        /* "between us": a secret of the firm only where a firm's matters are spoken of */
        bool hushed = (s->cues[i] & CUE_HUSH) != 0 && (s->all_cues & CUE_FIRM) == 0;
        if (hushed || sensing_find(s, first, last, CUE_NOT_SECRET) < s->n_tokens ||
            tells_of_somebody(s, first, last))
            continue;
        sensing_add_tokens(s, SENSITIVE_CONFIDENTIAL, SEVERITY_STOP, first, last,
                           "These words say that it is not for everybody yet.");
        i = last;
    }
}

static void find_employer(struct sensing *s)
{
    for (size_t i = 0; i < s->n_tokens; i++) {
        if ((s->cues[i] & CUE_EMPLOYER) == 0 || !sensing_near(s, i, 10, 14, CUE_BAD))
            continue;
        sensing_add_tokens(s, SENSITIVE_EMPLOYER, SEVERITY_WARN, i, sensing_phrase_end(s, i),
                           "Criticism of the people you work for or with; they and the next "
                           "employer can read it.");
    }
}

/* Somebody one works for is named, in anger. */
static void find_client(struct sensing *s)
{
    for (size_t i = 0; i < s->n_tokens; i++) {
        size_t first, last, name;
        bool own = (s->cues[i] & CUE_OWN_CLIENT) != 0;
        if (!own && (s->cues[i] & (CUE_CLIENT | CUE_DEAL)) == 0)
            continue;
        sensing_sentence(s, i, &first, &last);
        bool bad = sensing_near(s, i, 14, 18, CUE_BAD);
        if (own)
            sensing_add_tokens(s, SENSITIVE_CLIENT, bad ? SEVERITY_WARN : SEVERITY_INFO, i,
                               sensing_phrase_end(s, i),
                               bad ? "A client of your list is named in a complaint."
                                   : "A client of your list is named.");
        if (own || !bad)
            continue;
        size_t n = sensing_names(s, first, last, &name);
        if (n > 0)
            sensing_add_tokens(s, SENSITIVE_CLIENT, SEVERITY_WARN, name, name + n - 1,
                               "A client seems to be named in a complaint.");
    }
}

void sensing_work(struct sensing *s)
{
    find_confidential(s);
    find_employer(s);
    find_client(s);
}
