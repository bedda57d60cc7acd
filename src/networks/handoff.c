/* networks/handoff.c: networks that the owner posts to by hand: the page to do it on, with the words. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "networks/api.h"

#include "core/limits.h"
#include "net/form.h"

/* What no program may do, or nobody wants to register an app for. The text goes along where the
 * network's own page takes it in its address (each one's documentation of share links); the owner copies
 * it elsewhere. */

static struct str with_text(const char *address, struct str text, struct arena *a)
{
    struct buf b;
    buf_init(&b, LIMIT_POST_TEXT);
    buf_lit(&b, address);
    form_escape(&b, text);
    struct str out = b.over ? arena_str(a, str_from(address)) : arena_str(a, buf_view(&b));
    buf_free(&b);
    return out;
}

static struct str compose_x(struct str text, struct arena *a)
{
    return with_text("https://x.com/intent/post?text=", text, a);
}

static struct str compose_threads(struct str text, struct arena *a)
{
    return with_text("https://www.threads.net/intent/post?text=", text, a);
}

static struct str compose_linkedin(struct str text, struct arena *a)
{
    return with_text("https://www.linkedin.com/feed/?shareActive=true&text=", text, a);
}

/* Neither takes words from an address. */
static struct str compose_facebook(struct str text, struct arena *a)
{
    (void)text;
    return arena_str(a, STR("https://www.facebook.com/"));
}

static struct str compose_instagram(struct str text, struct arena *a)
{
    (void)text;
    return arena_str(a, STR("https://www.instagram.com/"));
}

#define HOW "Nothing to set up: Tact opens the page and has the words ready, and you post them."

const struct network_api api_facebook_hand = {
    .id = "facebook",
    .door = "hand",
    .name = "Facebook by hand",
    .source = "https://www.facebook.com/help/",
    .can = API_HANDS_OFF,
    .limits = {.counting = COUNTING_UTF16, .most = 63206},
    .sign_in = SIGN_IN_NONE,
    .how = HOW,
    .compose = compose_facebook,
};

const struct network_api api_instagram_hand = {
    .id = "instagram",
    .door = "hand",
    .name = "Instagram by hand",
    .source = "https://help.instagram.com/",
    .can = API_HANDS_OFF,
    .limits =
        {.counting = COUNTING_UTF16, .most = 2200, .media = 10, .hashtags = 30, .mentions = 20},
    .sign_in = SIGN_IN_NONE,
    .how = HOW,
    .compose = compose_instagram,
};

const struct network_api api_linkedin_hand = {
    .id = "linkedin",
    .door = "hand",
    .name = "LinkedIn by hand",
    .source = "https://www.linkedin.com/help/linkedin",
    .can = API_HANDS_OFF,
    .limits = {.counting = COUNTING_UTF16, .most = 3000, .media = 20},
    .sign_in = SIGN_IN_NONE,
    .how = HOW,
    .compose = compose_linkedin,
};

const struct network_api api_threads_hand = {
    .id = "threads",
    .door = "hand",
    .name = "Threads by hand",
    .source = "https://developers.facebook.com/docs/threads/threads-web-intents",
    .can = API_HANDS_OFF,
    .limits = {.counting = COUNTING_THREADS, .most = 500, .media = 20, .addresses = 5},
    .sign_in = SIGN_IN_NONE,
    .how = HOW,
    .compose = compose_threads,
};

const struct network_api api_x_hand = {
    .id = "x",
    .door = "hand",
    .name = "X by hand",
    .source = "https://docs.x.com/x-for-websites/web-intents/overview",
    .can = API_HANDS_OFF,
    .limits = {.counting = COUNTING_X, .most = 280, .media = 4},
    .sign_in = SIGN_IN_NONE,
    .how = HOW,
    .compose = compose_x,
};
