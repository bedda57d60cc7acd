/* output/output.c: the words of Tact as JSON. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "output/output.h"

#include "store/publication.h"
#include "store/sign_in.h"

#include "core/attr.h"

#include <stdio.h>

void output_id(struct json_out *o, const char *key, int64_t id)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%lld", (long long)id);
    json_out_kstr(o, key, str_of(digits, (size_t)n));
}

void output_time(struct json_out *o, const char *key, int64_t ms)
{
    struct buf b;
    json_out_key(o, key);
    if (ms == 0) {
        json_out_null(o);
        return;
    }
    buf_init(&b, 64);
    time_put_iso(&b, ms);
    json_out_str(o, buf_view(&b));
    buf_free(&b);
}

void output_account(struct json_out *o, const struct account *acc)
{
    output_account_open(o, acc);
    json_out_close(o, '}');
}

void output_account_open(struct json_out *o, const struct account *acc)
{
    json_out_open(o, '{');
    json_out_ki64(o, "id", acc->id);
    json_out_kstr(o, "network", acc->network);
    json_out_kstr(o, "handle", acc->handle);
    json_out_kstr(o, "name", acc->name);
    json_out_kstr(o, "url", acc->url);
    json_out_key(o, "page");
    json_out_bool(o, acc->is_page);
    json_out_kstr(o, "context", acc->context);
    json_out_kstr(o, "mindset", str_from(mindset_name(acc->mindset)));
    json_out_ki64(o, "connections", acc->connections);
    json_out_ki64(o, "followers", acc->followers);
    json_out_ki64(o, "following", acc->following);
}

void output_sign_in(struct json_out *o, const struct sign_in *in, struct str withheld)
{
    json_out_key(o, "sign_in");
    if (!in) {
        json_out_null(o);
        return;
    }
    json_out_open(o, '{');
    json_out_kstr(o, "server", in->server);
    json_out_kstr(o, "door", in->door);
    json_out_kstr(o, "state", in->state);
    json_out_kstr(o, "why", in->why);
    json_out_kstr(o, "allowed", in->scopes);
    json_out_kstr(o, "withheld", withheld);
    output_time(o, "asked", in->asked_ms);
    json_out_ki64(o, "quota_left", in->quota_left);
    json_out_ki64(o, "quota_of", in->quota_of);
    json_out_close(o, '}');
}

void output_import(struct json_out *o, const struct import *im)
{
    output_import_open(o, im);
    json_out_close(o, '}');
}

void output_import_open(struct json_out *o, const struct import *im)
{
    static const struct {
        const char *key;
        enum record_kind kind;
    } counts[] = {
        {"identities",  RECORD_IDENTITY  },
        {"connections", RECORD_CONNECTION},
        {"posts",       RECORD_POST      },
        {"reactions",   RECORD_REACTION  },
        {"attachments", RECORD_ATTACHMENT}
    };
    json_out_open(o, '{');
    if (im->id) {
        json_out_ki64(o, "id", im->id);
    } else {
        json_out_key(o, "id"); /* nothing new in it: there is no import to undo */
        json_out_null(o);
    }
    json_out_kstr(o, "archive", im->archive);
    json_out_kstr(o, "network", im->network);
    json_out_kstr(o, "account", im->account);
    json_out_kstr(o, "state", im->id ? im->state : STR("known"));
    json_out_key(o, "records");
    json_out_open(o, '{');
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        json_out_ki64(o, counts[i].key, im->count[counts[i].kind]);
        if (counts[i].kind == RECORD_POST)
            json_out_ki64(o, "messages", im->messages);
    }
    json_out_close(o, '}');
    json_out_ki64(o, "new", im->fresh);
    json_out_ki64(o, "unread", im->count[RECORD_UNREAD]);
    json_out_key(o, "seconds");
    json_out_f64(o, im->seconds, 3);
}

void output_post_open(struct json_out *o, const struct post *p)
{
    struct buf when;
    buf_init(&when, 64);
    time_put_iso(&when, p->at_ms);
    json_out_open(o, '{');
    output_id(o, "id", p->id);
    json_out_kstr(o, "network", p->network);
    json_out_ki64(o, "account", p->account_id);
    json_out_kstr(o, "kind", p->kind);
    json_out_kstr(o, "author", p->author);
    json_out_key(o, "own");
    json_out_bool(o, p->author_id == 0);
    json_out_kstr(o, "at", buf_view(&when));
    json_out_kstr(o, "at_sure", str_from(time_sure_name(p->at_sure)));
    json_out_kstr(o, "title", p->title);
    json_out_kstr(o, "text", p->text);
    json_out_kstr(o, "thread", p->thread);
    json_out_kstr(o, "url", p->url);
    buf_free(&when);
}

void output_post(struct json_out *o, const struct post *p)
{
    output_post_open(o, p);
    json_out_close(o, '}');
}

/* People ---------------------------------------------------------------------------------- */

static void identity(struct json_out *o, const struct identity *id)
{
    json_out_open(o, '{');
    json_out_ki64(o, "id", id->id);
    json_out_kstr(o, "network", id->network);
    json_out_kstr(o, "handle", id->handle);
    json_out_kstr(o, "name", id->name);
    json_out_kstr(o, "email", id->email);
    json_out_kstr(o, "phone", id->phone);
    json_out_kstr(o, "url", id->url);
    json_out_close(o, '}');
}

void output_person_open(struct json_out *o, const struct person *p)
{
    json_out_open(o, '{');
    json_out_ki64(o, "id", p->id);
    json_out_kstr(o, "name", p->name);
    json_out_kstr(o, "kind", p->kind);
    json_out_key(o, "owner");
    json_out_bool(o, p->is_owner);
    json_out_key(o, "identities");
    json_out_open(o, '[');
    for (size_t i = 0; i < p->identities; i++)
        identity(o, &p->identity[i]);
    json_out_close(o, ']');
    json_out_key(o, "relations");
    json_out_open(o, '[');
    for (size_t i = 0; i < p->relations; i++)
        json_out_str(o, p->relation[i]);
    json_out_close(o, ']');
    json_out_key(o, "strength");
    json_out_f64(o, p->strength, 3);
    output_time(o, "last_contact", p->last_ms);
}

void output_person(struct json_out *o, const struct person *p)
{
    output_person_open(o, p);
    json_out_close(o, '}');
}

void output_facts(struct json_out *o, const struct known_fact *f, size_t n)
{
    json_out_key(o, "facts");
    json_out_open(o, '[');
    for (size_t i = 0; i < n; i++) {
        json_out_open(o, '{');
        json_out_kstr(o, "field", f[i].field);
        json_out_kstr(o, "value", f[i].value);
        json_out_kstr(o, "label", f[i].label);
        json_out_kstr(o, "network", f[i].network);
        output_time(o, "since", f[i].since.sure ? f[i].since.ms : 0);
        output_time(o, "until", f[i].until.sure ? f[i].until.ms : 0);
        json_out_ki64(o, "import", f[i].import_id);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

void output_evidence(struct json_out *o, const struct evidence *ev, size_t n)
{
    json_out_key(o, "evidence");
    json_out_open(o, '[');
    for (size_t i = 0; i < n; i++) {
        json_out_open(o, '{');
        json_out_ki64(o, "a", ev[i].a_id);
        json_out_ki64(o, "b", ev[i].b_id);
        json_out_kstr(o, "kind", ev[i].kind);
        json_out_kstr(o, "value", ev[i].value);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

void output_publication(struct json_out *o, const struct publication *p, struct str account,
                        struct str context, struct str text)
{
    json_out_open(o, '{');
    json_out_ki64(o, "id", p->id);
    json_out_ki64(o, "draft", p->draft_id);
    json_out_kstr(o, "account", account);
    json_out_kstr(o, "context", context);
    json_out_kstr(o, "what", p->what);
    json_out_kstr(o, "state", str_from(publication_state_name(p->state)));
    json_out_ki64(o, "part", p->part);
    json_out_ki64(o, "parts", p->parts);
    output_time(o, "due", p->due_ms == INT64_MAX ? 0 : p->due_ms);
    output_time(o, "sent", p->sent_ms);
    json_out_ki64(o, "tries", p->tries);
    json_out_kstr(o, "url", p->url);
    json_out_kstr(o, "reason", p->reason);
    json_out_kstr(o, "error", p->error);
    json_out_kstr(o, "text", text);
    json_out_close(o, '}');
}
