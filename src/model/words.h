/* model/words.h: the words of Tact as enums, each with the name it has everywhere else. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_WORDS_H
#define MODEL_WORDS_H

#include "core/str.h"

/* The names (in tables, JSON, commands) are those of the *_name functions; *_from answers false
 * for a name that nothing has. */

enum mindset {
    MINDSET_PERSONAL,
    MINDSET_PROFESSIONAL,
    MINDSET_COMPANY,
    MINDSET_COUNT
};
const char *mindset_name(enum mindset m);
bool mindset_from(struct str name, enum mindset *out);

enum post_kind {
    POST_POST,
    POST_REPLY,   /* answers another post */
    POST_RESHARE, /* passes another one on, with or without words */
    POST_COMMENT, /* a reply that its network calls a comment */
    POST_MESSAGE, /* to named people */
    POST_ARTICLE, /* long, with a title */
    POST_KIND_COUNT
};
const char *post_kind_name(enum post_kind k);
bool post_kind_from(struct str name, enum post_kind *out);

/* Who can see a post, as far as its network said. */
enum visibility {
    VISIBLE_UNKNOWN,
    VISIBLE_PUBLIC,
    VISIBLE_UNLISTED, /* public, but in no public list */
    VISIBLE_FOLLOWERS,
    VISIBLE_CONNECTIONS, /* friends, first-degree connections */
    VISIBLE_GROUP,
    VISIBLE_DIRECT, /* named people */
    VISIBLE_COUNT
};
const char *visibility_name(enum visibility v);

/* The dated link between an account and an identity. */
enum connection_kind {
    CONNECTION_CONNECTED,   /* both agreed: LinkedIn */
    CONNECTION_FRIEND,      /* both agreed: Facebook */
    CONNECTION_FOLLOWS,     /* the account follows */
    CONNECTION_FOLLOWED_BY, /* the account is followed */
    CONNECTION_CONTACT,     /* stands in the address book */
    CONNECTION_INVITED,     /* asked by the account, no answer known */
    CONNECTION_INVITED_BY,
    CONNECTION_REMOVED,
    CONNECTION_REFUSED,
    CONNECTION_BLOCKED,
    CONNECTION_MUTED,
    CONNECTION_KIND_COUNT
};
const char *connection_kind_name(enum connection_kind k);

/* Who owns rows: a human, or a company that several humans look after. */
enum owner_kind {
    OWNER_PERSON,
    OWNER_COMPANY,
    OWNER_KIND_COUNT
};
const char *owner_kind_name(enum owner_kind k);
bool owner_kind_from(struct str name, enum owner_kind *out);

/* What somebody may do for a company; each may what stands before it. */
enum role {
    ROLE_NONE,
    ROLE_WRITER,   /* reads everything, writes drafts */
    ROLE_APPROVER, /* lets drafts go out */
    ROLE_ADMIN,    /* imports, settings, members */
    ROLE_COUNT
};
const char *role_name(enum role r);
bool role_from(struct str name, enum role *out);

/* What a program with a key may do. */
enum scope {
    SCOPE_READ,
    SCOPE_WRITE,
    SCOPE_IMPORT,
    SCOPE_COUNT
};
const char *scope_name(enum scope s);
bool scope_from(struct str name, enum scope *out);

enum identity_kind {
    IDENTITY_PERSON,
    IDENTITY_ORGANISATION,
    IDENTITY_GROUP,
    IDENTITY_KIND_COUNT
};
const char *identity_kind_name(enum identity_kind k);

/* What is known about an identity, one dated value each. */
enum fact_field {
    FACT_NAME, /* another name: former, maiden, nick */
    FACT_EMAIL,
    FACT_PHONE,
    FACT_URL,
    FACT_COMPANY,
    FACT_POSITION,
    FACT_EDUCATION,
    FACT_SKILL,
    FACT_LOCATION,
    FACT_ADDRESS,
    FACT_BIRTHDAY, /* yyyy-mm-dd, or --mm-dd without the year */
    FACT_BIO,
    FACT_HEADLINE,
    FACT_NOTE,
    FACT_LABEL,    /* the owner's own tag: "Family", "VIP" */
    FACT_ENDORSED, /* a skill that somebody vouched for */
    FACT_RECOMMENDED,
    FACT_OTHER, /* `label` says what */
    FACT_FIELD_COUNT
};
const char *fact_field_name(enum fact_field f);

enum attachment_kind {
    ATTACHMENT_IMAGE,
    ATTACHMENT_VIDEO,
    ATTACHMENT_AUDIO,
    ATTACHMENT_FILE,
    ATTACHMENT_LINK,
    ATTACHMENT_POLL,
    ATTACHMENT_KIND_COUNT
};
const char *attachment_kind_name(enum attachment_kind k);
/* By media type or, failing that, by the ending of its name. */
enum attachment_kind attachment_kind_of(struct str media_type, struct str uri);

#endif
