/* people/keys.c: keys in the one spelling in which they are compared. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/people.h"

#include "core/attr.h"
#include "core/url.h"
#include "text/fold.h"

/* Hosts whose pages are one person's: by what their path must look like. */
static bool is_profile(struct str key)
{
    static const struct str hosts[] = {
        STR_INIT("linkedin.com/in/"), STR_INIT("x.com/"),        STR_INIT("facebook.com/"),
        STR_INIT("instagram.com/"),   STR_INIT("threads.net/@"), STR_INIT("bsky.app/profile/"),
        STR_INIT("github.com/"),      STR_INIT("keybase.io/"),   STR_INIT("about.me/")};
    static const struct str pages[] = {STR_INIT("profile.php"), STR_INIT("pages/"),
                                       STR_INIT("groups/"),     STR_INIT("intent/"),
                                       STR_INIT("hashtag/"),    STR_INIT("share")};
    for (size_t i = 0; i < COUNT_OF(hosts); i++) {
        if (!str_starts(key, hosts[i]))
            continue;
        struct str rest = str_after(key, hosts[i].n);
        for (size_t k = 0; k < COUNT_OF(pages); k++)
            if (str_starts(rest, pages[k]))
                return false;
        return rest.n > 0 && str_chr(rest, '/') < 0;
    }
    ptrdiff_t at = str_find(key, STR("/@")); /* Mastodon and its kin */
    return at > 0 && str_chr(str_after(key, (size_t)at + 2), '/') < 0;
}

static bool is_role(struct str email)
{
    static const struct str roles[] = {
        STR_INIT("info@"),    STR_INIT("office@"),  STR_INIT("sales@"),   STR_INIT("contact@"),
        STR_INIT("hello@"),   STR_INIT("mail@"),    STR_INIT("support@"), STR_INIT("admin@"),
        STR_INIT("noreply@"), STR_INIT("team@"),    STR_INIT("kontakt@"), STR_INIT("service@"),
        STR_INIT("post@"),    STR_INIT("help@"),    STR_INIT("jobs@"),    STR_INIT("hr@"),
        STR_INIT("press@"),   STR_INIT("no-reply@")};
    for (size_t i = 0; i < COUNT_OF(roles); i++)
        if (str_starts(email, roles[i]))
            return true;
    return false;
}

struct str people_key(struct str kind, struct str value, struct arena *a)
{
    if (str_is(kind, "email")) {
        struct str v = fold_email(value, a);
        return is_role(v) ? STR_NONE : v;
    }
    if (str_is(kind, "phone"))
        return fold_phone(value, a);
    struct str key = fold_case(url_key(value, a), a);
    if (str_starts(key, STR("twitter.com/")))
        key = arena_printf(a, "x.com/" STRF, STRA(str_after(key, 12)));
    return is_profile(key) ? key : STR_NONE;
}
