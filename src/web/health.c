/* web/health.c: whether this process can do its work, for whoever spreads requests over several. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/handlers.h"

enum err_code get_health(struct request *r, struct err *e)
{
    enum err_code rc = store_answers(r->store, e);
    if (r->json)
        return rc ? rc : answer_done(r, STR_NONE);
    /* one line, and no page around it: what asks is a program */
    r->re.type = "text/plain; charset=utf-8";
    r->re.cache = "no-store";
    r->re.status = rc ? 503 : 200;
    r->re.retry_after_s = rc ? e->retry_after_s : 0;
    buf_printf(r->out, "%s\n", rc ? e->msg : "ok");
    return ERR_OK;
}
