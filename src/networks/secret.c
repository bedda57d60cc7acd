/* networks/secret.c: what opens an account, as JSON and back: the store seals the text. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/api.h"

#include "core/limits.h"

#include <stddef.h>

static const struct {
    const char *name;
    size_t at;
} members[] = {
    {"access",        offsetof(struct api_secret, access)       },
    {"refresh",       offsetof(struct api_secret, refresh)      },
    {"client_id",     offsetof(struct api_secret, client_id)    },
    {"client_secret", offsetof(struct api_secret, client_secret)},
    {"dpop_key",      offsetof(struct api_secret, dpop_key)     },
    {"nonce",         offsetof(struct api_secret, nonce)        },
    {"name",          offsetof(struct api_secret, name)         },
    {"password",      offsetof(struct api_secret, password)     },
    {"extra",         offsetof(struct api_secret, extra)        },
    {"scopes",        offsetof(struct api_secret, scopes)       },
};

struct str api_secret_write(const struct api_secret *v, struct arena *a)
{
    struct buf b;
    struct json_out o;
    buf_init(&b, KIB(256));
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        const struct str *s = (const void *)((const char *)v + members[i].at);
        if (s->n)
            json_out_kstr(&o, members[i].name, *s);
    }
    json_out_ki64(&o, "until_ms", v->until_ms);
    json_out_close(&o, '}');
    struct str out = arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

enum err_code api_secret_read(struct str text, struct arena *a, struct api_secret *out,
                              struct err *e)
{
    struct json *j = NULL;
    enum err_code rc = json_parse(text, NULL, a, &j, e);
    if (rc)
        return rc;
    *out = (struct api_secret){.until_ms = json_i64(json_get(j, "until_ms"), 0)};
    for (size_t i = 0; i < COUNT_OF(members); i++)
        *(struct str *)(void *)((char *)out + members[i].at) =
            arena_str(a, json_get_str(j, members[i].name));
    return ERR_OK;
}
