/* classifier/measure_sensitive.c: findings against lines of our own, with near misses. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "classifier/measure.h"
#include "core/buf.h"

/* A line is "kinds TAB text"; in the text stands each secret between U+27E6 and U+27E7 with its
 * kind and a colon in front. A kind with + is meant to be seen. */
static const char open_mark[] = "\xe2\x9f\xa6";
static const char close_mark[] = "\xe2\x9f\xa7";

enum {
    MARKS_MAX = 16
};

struct mark {
    enum sensitive_kind kind;
    size_t from, to;
};

struct line {
    struct buf text;
    struct mark mark[MARKS_MAX];
    size_t n;
};

static bool read_marks(struct str marked, struct line *out)
{
    while (marked.n > 0) {
        ptrdiff_t open = str_find(marked, str_from(open_mark));
        if (open < 0) {
            buf_str(&out->text, marked);
            return true;
        }
        buf_str(&out->text, str_sub(marked, 0, (size_t)open));
        marked = str_after(marked, (size_t)open + 3);
        ptrdiff_t end = str_find(marked, str_from(close_mark));
        struct str inside = end < 0 ? STR_NONE : str_sub(marked, 0, (size_t)end);
        struct str name = STR_NONE;
        if (!str_cut(&inside, ':', &name) || out->n == MARKS_MAX)
            return false;
        if (str_starts(name, STR("+")))
            name = str_after(name, 1);
        struct mark *m = &out->mark[out->n++];
        if (!sensitive_find(name, &m->kind))
            return false;
        m->from = out->text.n;
        buf_str(&out->text, inside);
        m->to = out->text.n;
        marked = str_after(marked, (size_t)end + 3);
    }
    return true;
}

struct tally {
    size_t gold, found, said, right;
};

static bool meets(const struct sensitive *f, const struct mark *m)
{
    return f->kind == m->kind && f->from < m->to && m->from < f->to;
}

/* Found: a finding of the kind that touches the mark. Wrong: one of a kind that the line has not.
 * A hint (SEVERITY_INFO) that is no contact data for all to see stops nobody: not counted when it
 * is wrong. */
static bool counts(const struct sensitive *f)
{
    return f->severity > SEVERITY_INFO || f->intended;
}

static void compare(const struct line *l, const struct check *c, struct tally *t, bool each)
{
    struct str text = buf_view(&l->text);
    for (size_t k = 0; k < l->n; k++) {
        bool found = false;
        for (size_t i = 0; i < c->n_sensitive; i++)
            found = found || meets(&c->sensitive[i], &l->mark[k]);
        t[l->mark[k].kind].gold++;
        t[l->mark[k].kind].found += found;
        if (each && !found)
            printf("    missed " STRF ": " STRF "\n", STRA(sensitive_name(l->mark[k].kind)),
                   STRA(text));
    }
    for (size_t i = 0; i < c->n_sensitive; i++) {
        bool right = false;
        for (size_t k = 0; k < l->n; k++)
            right = right || c->sensitive[i].kind == l->mark[k].kind;
        if (!right && !counts(&c->sensitive[i]))
            continue;
        t[c->sensitive[i].kind].said++;
        t[c->sensitive[i].kind].right += right;
        if (each && !right)
            printf("    wrong " STRF ": " STRF "\n", STRA(sensitive_name(c->sensitive[i].kind)),
                   STRA(text));
    }
}

static void print_tally(const char *what, const struct tally *t)
{
    if (t->gold + t->said == 0)
        return;
    printf("own lines, %s | recall %.3f, precision %.3f | %zu\n", what,
           t->gold > 0 ? (double)t->found / (double)t->gold : 1,
           t->said > 0 ? (double)t->right / (double)t->said : 1, t->gold);
}

void measure_sensitive(const struct judges *j, const char *path, bool each)
{
    struct examples x = examples_new();
    struct arena *a = arena_new(64 << 20);
    struct tally t[SENSITIVE_COUNT] = {0};
    struct tally all = {0};
    struct str rest = corpora_file(&x, ".", path);
    struct str line;
    while (str_cut(&rest, '\n', &line)) {
        struct str kinds;
        struct line l = {0};
        struct check c;
        struct err e = {0};
        if (line.n == 0 || line.p[0] == '#' || !str_cut(&line, '\t', &kinds))
            continue;
        buf_init(&l.text, 1 << 16);
        if (!read_marks(line, &l))
            fprintf(stderr, "bad marks: " STRF "\n", STRA(line));
        else if (check_facts(j, NULL, buf_view(&l.text), a, &c, &e) == ERR_OK)
            compare(&l, &c, t, each);
        buf_free(&l.text);
        arena_reset(a);
    }
    for (int k = 0; k < SENSITIVE_COUNT; k++) {
        print_tally(sensitive_name((enum sensitive_kind)k).p, &t[k]);
        all.gold += t[k].gold;
        all.found += t[k].found;
        all.said += t[k].said;
        all.right += t[k].right;
    }
    print_tally("all", &all);
    arena_free(a);
    examples_free(&x);
}
