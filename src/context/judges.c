/* context/judges.c: the model and the rules, from the program or from the home. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/judges.h"

#include "core/embed.h"
#include "core/limits.h"

#include <stdio.h>

/* HOME/rules.txt into the arena; false where there is none. */
static bool own_rules(const char *home, struct arena *a, struct str *text)
{
    struct str path = arena_printf(a, "%s/rules.txt", home);
    FILE *f = fopen(path.p, "rb");
    if (!f)
        return false;
    char *p = arena_alloc(a, MIB(1) + 1);
    size_t n = fread(p, 1, MIB(1), f);
    fclose(f);
    *text = str_of(p, n);
    return true;
}

enum err_code judges_load(const char *home, struct arena *a, struct classifier **model,
                          struct rules *rules, struct err *e)
{
    struct str text = str_of((const char *)embed_rules, embed_rules_size);
    bool own = own_rules(home, a, &text);
    enum err_code rc = rules_parse(text, a, rules, e);
    if (rc)
        return err_wrap(e, "%s", own ? "rules.txt in your home" : "the rules");
    return classifier_new(embed_tact_model, embed_tact_model_size, model, e);
}
