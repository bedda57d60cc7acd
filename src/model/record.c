/* model/record.c: where the strings of each kind of record are. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record.h"

#include <stddef.h>

enum err_code sink_put(struct sink *s, const struct record *r, struct err *e)
{
    return s->put(s, r, e);
}

#define AT(kind, field) offsetof(struct record, as.kind.field)

static const size_t account[] = {AT(account, network), AT(account, key), AT(account, handle),
                                 AT(account, name), AT(account, url)};
static const size_t identity[] = {AT(identity, key), AT(identity, name), AT(identity, handle),
                                  AT(identity, url)};
static const size_t fact[] = {AT(fact, identity), AT(fact, value), AT(fact, label)};
static const size_t connection[] = {AT(connection, identity), AT(connection, note)};
static const size_t relation[] = {AT(relation, identity), AT(relation, kind)};
static const size_t thread[] = {AT(thread, key), AT(thread, title)};
static const size_t member[] = {AT(member, thread), AT(member, identity)};
static const size_t post[] = {AT(post, key),    AT(post, author),   AT(post, text),
                              AT(post, title),  AT(post, summary),  AT(post, url),
                              AT(post, link),   AT(post, language), AT(post, place),
                              AT(post, group),  AT(post, reply_to), AT(post, reshare_of),
                              AT(post, thread), AT(post, also)};
static const size_t attachment[] = {AT(attachment, post), AT(attachment, uri),
                                    AT(attachment, media_type), AT(attachment, alt),
                                    AT(attachment, note)};
static const size_t reaction[] = {AT(reaction, post), AT(reaction, author), AT(reaction, kind),
                                  AT(reaction, url), AT(reaction, text)};
static const size_t unread[] = {AT(unread, file), AT(unread, raw), AT(unread, why)};

static const struct {
    const char *name;
    const size_t *at;
    size_t n;
} kinds[RECORD_KIND_COUNT] = {
    [RECORD_ACCOUNT] = {"account",    account,    COUNT_OF(account)   },
    [RECORD_IDENTITY] = {"identity",   identity,   COUNT_OF(identity)  },
    [RECORD_FACT] = {"fact",       fact,       COUNT_OF(fact)      },
    [RECORD_CONNECTION] = {"connection", connection, COUNT_OF(connection)},
    [RECORD_RELATION] = {"relation",   relation,   COUNT_OF(relation)  },
    [RECORD_THREAD] = {"thread",     thread,     COUNT_OF(thread)    },
    [RECORD_MEMBER] = {"member",     member,     COUNT_OF(member)    },
    [RECORD_POST] = {"post",       post,       COUNT_OF(post)      },
    [RECORD_ATTACHMENT] = {"attachment", attachment, COUNT_OF(attachment)},
    [RECORD_REACTION] = {"reaction",   reaction,   COUNT_OF(reaction)  },
    [RECORD_UNREAD] = {"unread",     unread,     COUNT_OF(unread)    },
};

const size_t *record_strings(enum record_kind kind, size_t *n)
{
    *n = kinds[kind].n;
    return kinds[kind].at;
}

const char *record_kind_name(enum record_kind kind)
{
    return kinds[kind].name;
}
