/* context/judges.c: the model, the rules and the words, from the program, home or company. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/judges.h"

#include "core/embed.h"
#include "core/limits.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum {
    RULES_BYTES = MIB(1)
};

/* A file into the arena; false where it can't be read (errno says why). */
static bool read_file(const char *path, struct arena *a, struct str *text)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return false;
    char *p = arena_alloc(a, RULES_BYTES + 1);
    size_t n = fread(p, 1, RULES_BYTES, f);
    bool fine = !ferror(f);
    fclose(f);
    *text = str_of(p, n);
    return fine;
}

static enum err_code finish(struct judges *out, struct rules r, const unsigned char *model,
                            size_t size, struct err *e)
{
    *out = (struct judges){.rules = r};
    enum err_code rc = classifier_new(model, size, &out->model, e);
    if (rc == ERR_OK)
        out->lexicon = lexicon_new(r.words, r.n_words);
    return rc;
}

enum err_code judges_of(struct str rules, const unsigned char *model, size_t size,
                        struct arena *a, struct judges *out, struct err *e)
{
    struct rules r;
    *out = (struct judges){0};
    enum err_code rc = rules_parse(rules, a, &r, e);
    return rc ? rc : finish(out, r, model, size, e);
}

enum err_code judges_load(const char *home, const char *extra, struct arena *a,
                          struct judges *out, struct err *e)
{
    struct rules base, company;
    struct str text = str_of((const char *)embed_rules, embed_rules_size);
    bool own = home && read_file(arena_printf(a, "%s/rules.txt", home).p, a, &text);
    *out = (struct judges){0};
    enum err_code rc = rules_parse(text, a, &base, e);
    if (rc)
        return err_wrap(e, "%s", own ? "rules.txt in your home" : "the rules");
    if (extra) {
        if (!read_file(extra, a, &text))
            return err_set(e, ERR_NOT_FOUND, "the rules %s can't be read: %s", extra,
                           strerror(errno));
        rc = rules_parse(text, a, &company, e);
        if (rc)
            return err_wrap(e, "%s", extra);
        base = rules_join(&company, &base, a);
    }
    return finish(out, base, embed_tact_model, embed_tact_model_size, e);
}

void judges_free(struct judges *j)
{
    classifier_free(j->model);
    lexicon_free(j->lexicon);
    *j = (struct judges){0};
}
