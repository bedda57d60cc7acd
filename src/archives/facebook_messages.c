/* archives/facebook_messages.c: which files are threads, and of which storage. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/facebook.h"
#include "archives/peek.h"

static const struct meta_people people = {facebook__is_owner, facebook__person};

/* inbox/anakovac_1015/message_1.json */
enum err_code facebook__read_thread(struct reading *r, struct stream *in, struct err *e)
{
    return meta_read_thread(r, in, meta_thread_folder(r), &people, e);
}

/* Participants that are bare strings: only the encrypted storage writes them so. */
static bool is_e2ee(struct str head)
{
    ptrdiff_t at = str_find(head, STR("\"participants\""));
    if (at < 0)
        return false;
    struct str rest = str_after(head, (size_t)at + sizeof "\"participants\"" - 1);
    while (rest.n &&
           (ascii_is_space((unsigned char)rest.p[0]) || rest.p[0] == ':' || rest.p[0] == '['))
        rest = str_after(rest, 1);
    return rest.n && rest.p[0] == '"';
}

enum err_code facebook__read_other(struct reading *r, struct stream *in, struct err *e)
{
    struct peek k;
    enum err_code rc = peek_init(&k, in, e);
    if (rc || !is_e2ee(str_of(k.head, k.n)))
        return rc;
    struct str name = str_after(r->file, (size_t)(str_rchr(r->file, '/') + 1));
    ptrdiff_t dot = str_rchr(name, '.');
    name = str_sub(name, 0, dot < 0 ? name.n : (size_t)dot);
    return meta_read_thread(r, &k.stream, arena_printf(r->arena, "e2ee:" STRF, STRA(name)),
                            &people, e);
}
