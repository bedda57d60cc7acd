/* model/network.c: the rows of the networks. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/network.h"

#include "core/attr.h"

/* Mindsets: "The Mindset Divide" (TNS for LinkedIn, 2012): personal networks are for spending
 * time, professional ones for investing it. A prior, which the owner overrules by account. */
static const struct network networks[] = {
    {STR_INIT("bluesky"),   STR_INIT("Bluesky"),      MINDSET_PERSONAL,     STR_INIT("followers")     },
    {STR_INIT("contacts"),  STR_INIT("Address book"), MINDSET_PERSONAL,     STR_INIT("contacts")      },
    {STR_INIT("discord"),   STR_INIT("Discord"),      MINDSET_PERSONAL,     STR_INIT("friends")       },
    {STR_INIT("email"),     STR_INIT("E-mail"),       MINDSET_PERSONAL,     STR_INIT("correspondents")},
    {STR_INIT("facebook"),  STR_INIT("Facebook"),     MINDSET_PERSONAL,     STR_INIT("friends")       },
    {STR_INIT("github"),    STR_INIT("GitHub"),       MINDSET_PROFESSIONAL, STR_INIT("followers")     },
    {STR_INIT("instagram"), STR_INIT("Instagram"),    MINDSET_PERSONAL,     STR_INIT("followers")     },
    {STR_INIT("linkedin"),  STR_INIT("LinkedIn"),     MINDSET_PROFESSIONAL, STR_INIT("connections")   },
    {STR_INIT("mastodon"),  STR_INIT("Mastodon"),     MINDSET_PERSONAL,     STR_INIT("followers")     },
    {STR_INIT("pinterest"), STR_INIT("Pinterest"),    MINDSET_PERSONAL,     STR_INIT("followers")     },
    {STR_INIT("reddit"),    STR_INIT("Reddit"),       MINDSET_PERSONAL,     STR_INIT("readers")       },
    {STR_INIT("signal"),    STR_INIT("Signal"),       MINDSET_PERSONAL,     STR_INIT("contacts")      },
    {STR_INIT("telegram"),  STR_INIT("Telegram"),     MINDSET_PERSONAL,     STR_INIT("contacts")      },
    {STR_INIT("threads"),   STR_INIT("Threads"),      MINDSET_PERSONAL,     STR_INIT("followers")     },
    {STR_INIT("tiktok"),    STR_INIT("TikTok"),       MINDSET_PERSONAL,     STR_INIT("followers")     },
    {STR_INIT("tumblr"),    STR_INIT("Tumblr"),       MINDSET_PERSONAL,     STR_INIT("followers")     },
    {STR_INIT("web"),       STR_INIT("Own site"),     MINDSET_PROFESSIONAL, STR_INIT("readers")       },
    {STR_INIT("whatsapp"),  STR_INIT("WhatsApp"),     MINDSET_PERSONAL,     STR_INIT("contacts")      },
    {STR_INIT("x"),         STR_INIT("X"),            MINDSET_PERSONAL,     STR_INIT("followers")     },
    {STR_INIT("youtube"),   STR_INIT("YouTube"),      MINDSET_PERSONAL,     STR_INIT("subscribers")   },
};

const struct network *network_find(struct str id)
{
    for (size_t i = 0; i < COUNT_OF(networks); i++)
        if (str_eq(networks[i].id, id))
            return &networks[i];
    return NULL;
}

const struct network *network_list(size_t *n)
{
    *n = COUNT_OF(networks);
    return networks;
}
