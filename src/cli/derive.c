/* cli/derive.c: people, counts and labels after a command that changed the truth. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/derive.h"

#include "context/classify.h"
#include "core/embed.h"
#include "intake/intake.h"

enum err_code call_derive(struct call *c)
{
    struct classifier *model = NULL;
    enum err_code rc = classifier_new(embed_tact_model, embed_tact_model_size, &model, &c->err);
    if (rc == ERR_OK)
        rc = intake_derive(c->store, model, &c->err);
    classifier_free(model);
    return rc;
}
