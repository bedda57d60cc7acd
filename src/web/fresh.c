/* web/fresh.c: the age of each account's newest archive against what its guide says. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/fresh.h"

#include "output/output.h"
#include "web/show.h"

#define DAY_MS INT64_C(86400000)

static void fill(struct fresh *f, const struct guides *g, int64_t now_ms)
{
    f->guide = guide_for(g, f->acc->network, f->last.reader);
    if (!f->last.import_id)
        return;
    f->days = f->last.day_ms < now_ms ? (now_ms - f->last.day_ms) / DAY_MS : 0;
    f->old = f->guide && f->guide->fresh_days && f->last.own && f->days >= f->guide->fresh_days;
    f->due = f->old && !f->last.never && f->last.later_ms <= now_ms;
}

enum err_code fresh_load(struct store *s, int64_t now_ms, struct arena *a,
                         struct fresh_list *out, struct err *e)
{
    struct account *account;
    struct account_archive *archive = NULL;
    size_t archives = 0;
    *out = (struct fresh_list){.n = 0};
    enum err_code rc = guides_load(a, &out->guides, e);
    if (rc == ERR_OK)
        rc = store_accounts(s, a, &account, &out->n, e);
    if (rc == ERR_OK)
        rc = store_account_archives(s, a, &archive, &archives, e);
    if (rc)
        return rc;
    out->v = ARENA_ARRAY(a, struct fresh, out->n + 1);
    for (size_t i = 0; i < out->n && i < archives; i++) {
        out->v[i] = (struct fresh){.acc = &account[i], .last = archive[i]};
        fill(&out->v[i], &out->guides, now_ms);
        out->due += out->v[i].due;
    }
    return ERR_OK;
}

const struct fresh *fresh_of(const struct fresh_list *l, int64_t account_id)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].acc && l->v[i].acc->id == account_id)
            return &l->v[i];
    return NULL;
}

struct str fresh_since(const struct fresh *f, int64_t now_ms, struct arena *a)
{
    struct buf b;
    buf_init(&b, 200);
    show_day(&b, f->last.day_ms);
    buf_lit(&b, " (");
    if (f->days)
        show_ago(&b, f->last.day_ms, now_ms);
    else
        buf_lit(&b, "today");
    buf_char(&b, ')');
    struct str s = arena_str(a, buf_view(&b));
    buf_free(&b);
    return s;
}

void fresh_put_json(struct json_out *o, const struct fresh *f)
{
    json_out_key(o, "archive");
    if (!f || !f->last.import_id) {
        json_out_null(o);
        return;
    }
    json_out_open(o, '{');
    json_out_ki64(o, "import", f->last.import_id);
    output_time(o, "day", f->last.day_ms);
    json_out_ki64(o, "days", f->days);
    json_out_key(o, "due");
    json_out_bool(o, f->due);
    json_out_kstr(o, "guide", f->guide ? f->guide->id : STR_NONE);
    json_out_kstr(o, "remind",
                  f->last.never      ? STR("never")
                  : f->last.later_ms ? STR("later")
                                     : STR("yes"));
    output_time(o, "remind_after", f->last.later_ms);
    json_out_close(o, '}');
}
