/* model/words.c: the names of the words. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/words.h"

#include "core/attr.h"

static const char *const mindsets[MINDSET_COUNT] = {"personal", "professional", "company"};
static const char *const post_kinds[POST_KIND_COUNT] = {"post",    "reply",   "reshare",
                                                        "comment", "message", "article"};
static const char *const visibilities[VISIBLE_COUNT] = {
    "unknown", "public", "unlisted", "followers", "connections", "group", "direct"};
static const char *const connection_kinds[CONNECTION_KIND_COUNT] = {
    "connected",  "friend",  "follows", "followed_by", "contact", "invited",
    "invited_by", "removed", "refused", "blocked",     "muted"};
static const char *const identity_kinds[IDENTITY_KIND_COUNT] = {"person", "organisation",
                                                                "group"};
static const char *const fact_fields[FACT_FIELD_COUNT] = {
    "name",      "email", "phone",    "url",      "company",     "position",
    "education", "skill", "location", "address",  "birthday",    "bio",
    "headline",  "note",  "label",    "endorsed", "recommended", "other"};
static const char *const attachment_kinds[ATTACHMENT_KIND_COUNT] = {"image", "video", "audio",
                                                                    "file",  "link",  "poll"};

static const char *const owner_kinds[OWNER_KIND_COUNT] = {"person", "company"};
static const char *const roles[ROLE_COUNT] = {"none", "writer", "approver", "admin"};

static const char *const scopes[SCOPE_COUNT] = {"read", "write", "import"};

static bool find_name(const char *const *names, size_t n, struct str name, size_t *out)
{
    for (size_t i = 0; i < n; i++) {
        if (str_is(name, names[i])) {
            *out = i;
            return true;
        }
    }
    return false;
}

const char *mindset_name(enum mindset m)
{
    return mindsets[m];
}

bool mindset_from(struct str name, enum mindset *out)
{
    size_t i;
    if (!find_name(mindsets, MINDSET_COUNT, name, &i))
        return false;
    *out = (enum mindset)i;
    return true;
}

bool post_kind_from(struct str name, enum post_kind *out)
{
    size_t i;
    if (!find_name(post_kinds, POST_KIND_COUNT, name, &i))
        return false;
    *out = (enum post_kind)i;
    return true;
}

const char *post_kind_name(enum post_kind k)
{
    return post_kinds[k];
}

const char *visibility_name(enum visibility v)
{
    return visibilities[v];
}

const char *connection_kind_name(enum connection_kind k)
{
    return connection_kinds[k];
}

const char *owner_kind_name(enum owner_kind k)
{
    return owner_kinds[k];
}

bool owner_kind_from(struct str name, enum owner_kind *out)
{
    size_t i;
    if (!find_name(owner_kinds, OWNER_KIND_COUNT, name, &i))
        return false;
    *out = (enum owner_kind)i;
    return true;
}

const char *role_name(enum role r)
{
    return roles[r];
}

bool role_from(struct str name, enum role *out)
{
    size_t i;
    if (!find_name(roles, ROLE_COUNT, name, &i))
        return false;
    *out = (enum role)i;
    return true;
}

const char *scope_name(enum scope s)
{
    return scopes[s];
}

bool scope_from(struct str name, enum scope *out)
{
    size_t i;
    if (!find_name(scopes, SCOPE_COUNT, name, &i))
        return false;
    *out = (enum scope)i;
    return true;
}

const char *identity_kind_name(enum identity_kind k)
{
    return identity_kinds[k];
}

const char *fact_field_name(enum fact_field f)
{
    return fact_fields[f];
}

const char *attachment_kind_name(enum attachment_kind k)
{
    return attachment_kinds[k];
}

enum attachment_kind attachment_kind_of(struct str media_type, struct str uri)
{
    static const struct {
        struct str start;
        enum attachment_kind kind;
    } by_type[] = {
        {STR_INIT("image/"),       ATTACHMENT_IMAGE},
        {STR_INIT("photo"),        ATTACHMENT_IMAGE},
        {STR_INIT("video"),        ATTACHMENT_VIDEO},
        {STR_INIT("animated_gif"), ATTACHMENT_VIDEO},
        {STR_INIT("audio"),        ATTACHMENT_AUDIO}
    };
    static const struct {
        struct str end;
        enum attachment_kind kind;
    } by_name[] = {
        {STR_INIT("jpg"),  ATTACHMENT_IMAGE},
        {STR_INIT("jpeg"), ATTACHMENT_IMAGE},
        {STR_INIT("png"),  ATTACHMENT_IMAGE},
        {STR_INIT("gif"),  ATTACHMENT_IMAGE},
        {STR_INIT("webp"), ATTACHMENT_IMAGE},
        {STR_INIT("heic"), ATTACHMENT_IMAGE},
        {STR_INIT("mp4"),  ATTACHMENT_VIDEO},
        {STR_INIT("mov"),  ATTACHMENT_VIDEO},
        {STR_INIT("webm"), ATTACHMENT_VIDEO},
        {STR_INIT("mp3"),  ATTACHMENT_AUDIO},
        {STR_INIT("m4a"),  ATTACHMENT_AUDIO},
        {STR_INIT("ogg"),  ATTACHMENT_AUDIO},
        {STR_INIT("opus"), ATTACHMENT_AUDIO},
        {STR_INIT("wav"),  ATTACHMENT_AUDIO}
    };
    for (size_t i = 0; i < COUNT_OF(by_type); i++)
        if (str_starts_ci(media_type, by_type[i].start))
            return by_type[i].kind;
    ptrdiff_t dot = str_rchr(uri, '.');
    struct str end = dot >= 0 ? str_after(uri, (size_t)dot + 1) : STR_NONE;
    for (size_t i = 0; i < COUNT_OF(by_name); i++)
        if (str_eq_ci(end, by_name[i].end))
            return by_name[i].kind;
    return ATTACHMENT_FILE;
}
