/* web/api_account.c: one's account, what happened, and the owners as JSON. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/account.h"

#include "core/time.h"

static void put_ms(struct json_out *o, const char *name, int64_t ms)
{
    if (ms)
        json_out_ki64(o, name, ms);
}

static void put_sessions(struct json_out *o, const struct account_view *v)
{
    json_out_key(o, "sessions");
    json_out_open(o, '[');
    for (size_t i = 0; i < v->sessions; i++) {
        const struct session_row *s = &v->session[i];
        json_out_open(o, '{');
        json_out_kstr(o, "id", s->digest);
        json_out_kstr(o, "agent", s->agent);
        json_out_kstr(o, "remote", s->remote);
        json_out_ki64(o, "since_ms", s->created_ms);
        json_out_ki64(o, "seen_ms", s->seen_ms);
        json_out_key(o, "current");
        json_out_bool(o, s->current);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

static void put_keys(struct json_out *o, const struct account_view *v)
{
    json_out_key(o, "keys");
    json_out_open(o, '[');
    for (size_t i = 0; i < v->tokens; i++) {
        const struct api_token *t = &v->token[i];
        json_out_open(o, '{');
        json_out_ki64(o, "id", t->id);
        json_out_kstr(o, "name", t->name);
        json_out_key(o, "scopes");
        json_out_open(o, '[');
        for (int k = 0; k < SCOPE_COUNT; k++)
            if (t->scopes & (1u << k))
                json_out_str(o, str_from(scope_name((enum scope)k)));
        json_out_close(o, ']');
        json_out_ki64(o, "made_ms", t->made_ms);
        put_ms(o, "seen_ms", t->seen_ms);
        put_ms(o, "until_ms", t->until_ms);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

void api_account(struct request *r, const struct account_view *v)
{
    struct json_out o;
    json_out_init(&o, r->out);
    json_out_open(&o, '{');
    json_out_ki64(&o, "id", r->owner);
    json_out_kstr(&o, "name", v->name);
    json_out_kstr(&o, "email", v->email);
    json_out_key(&o, "host");
    json_out_bool(&o, r->is_host);
    json_out_key(&o, "second_step");
    json_out_bool(&o, v->second_since_ms != 0);
    if (v->second_since_ms)
        json_out_ki64(&o, "recovery_codes_left", v->recovery_left);
    if (v->secret.n)
        json_out_kstr(&o, "secret", v->secret);
    if (v->codes) {
        json_out_key(&o, "recovery_codes");
        json_out_open(&o, '[');
        for (size_t i = 0; i < v->codes; i++)
            json_out_str(&o, v->code[i]);
        json_out_close(&o, ']');
    }
    if (v->key.n)
        json_out_kstr(&o, "key", v->key);
    put_sessions(&o, v);
    put_keys(&o, v);
    json_out_close(&o, '}');
}

void api_audit(struct request *r, const struct audit_view *v)
{
    struct json_out o;
    json_out_init(&o, r->out);
    json_out_open(&o, '{');
    json_out_key(&o, "events");
    json_out_open(&o, '[');
    for (size_t i = 0; i < v->n; i++) {
        const struct audit *u = v->row[i].u;
        json_out_open(&o, '{');
        json_out_ki64(&o, "id", u->id);
        json_out_ki64(&o, "at_ms", u->at_ms);
        json_out_ki64(&o, "by", u->actor);
        json_out_kstr(&o, "who", v->row[i].who);
        json_out_kstr(&o, "verb", u->verb);
        json_out_kstr(&o, "subject", u->subject);
        json_out_kstr(&o, "note", u->note);
        json_out_kstr(&o, "remote", u->remote);
        json_out_close(&o, '}');
    }
    json_out_close(&o, ']');
    if (v->older.n)
        json_out_kstr(&o, "next", arena_printf(r->a, "/api" STRF, STRA(v->older)));
    json_out_close(&o, '}');
}

void api_owners(struct request *r, const struct owners_view *v)
{
    struct json_out o;
    json_out_init(&o, r->out);
    json_out_open(&o, '{');
    json_out_key(&o, "owners");
    json_out_open(&o, '[');
    for (size_t i = 0; i < v->owners; i++) {
        const struct owner *w = &v->owner[i];
        json_out_open(&o, '{');
        json_out_ki64(&o, "id", w->id);
        json_out_kstr(&o, "kind", str_from(owner_kind_name(w->kind)));
        json_out_kstr(&o, "name", w->name);
        json_out_kstr(&o, "email", w->email);
        json_out_key(&o, "host");
        json_out_bool(&o, w->is_host);
        json_out_ki64(&o, "since_ms", w->created_ms);
        put_ms(&o, "closed_ms", w->closed_ms);
        json_out_close(&o, '}');
    }
    json_out_close(&o, ']');
    json_out_key(&o, "invitations");
    json_out_open(&o, '[');
    for (size_t i = 0; i < v->invitations; i++) {
        const struct invitation *w = &v->invitation[i];
        json_out_open(&o, '{');
        json_out_kstr(&o, "id", w->digest);
        json_out_kstr(&o, "email", w->email);
        json_out_ki64(&o, "until_ms", w->until_ms);
        json_out_close(&o, '}');
    }
    json_out_close(&o, ']');
    if (v->link.n)
        json_out_kstr(&o, "link", v->link);
    json_out_close(&o, '}');
}
