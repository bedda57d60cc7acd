/* web/address.c: addresses of our own pages. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/address.h"

#include "core/limits.h"
#include "web/show.h"

#include <stdio.h>

void address_begin(struct address *ad, struct request *r, const char *path)
{
    ad->r = r;
    ad->first = true;
    buf_init(&ad->b, KIB(32));
    buf_lit(&ad->b, path);
}

void address_str(struct address *ad, const char *name, struct str value)
{
    if (value.n == 0)
        return;
    buf_printf(&ad->b, "%c%s=", ad->first ? '?' : '&', name);
    show__part(&ad->b, value);
    ad->first = false;
}

void address_id(struct address *ad, const char *name, int64_t value)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)value);
    if (value)
        address_str(ad, name, str_from(digits));
}

struct str address_end(struct address *ad)
{
    struct str s = arena_str(ad->r->a, buf_view(&ad->b));
    buf_free(&ad->b);
    return s;
}

struct str address_with(struct request *r, const char *path, const char *name, struct str value)
{
    struct address ad;
    address_begin(&ad, r, path);
    for (size_t i = 0; i < r->fields; i++) {
        struct str field = r->field[i].name;
        if (!str_is(field, name) && !str_is(field, "before") && !str_is(field, "page"))
            address_str(&ad, r->field[i].field->name, r->field[i].value);
    }
    address_str(&ad, name, value);
    return address_end(&ad);
}

struct str address_without(struct request *r, const char *path, const char *name)
{
    return address_with(r, path, name, STR_NONE);
}
