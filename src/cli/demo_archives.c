/* cli/demo_archives.c: the list of the demo's archives. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/demo_archives.h"

#include "core/attr.h"

extern const unsigned char demo_linkedin[], demo_linkedin_end[], demo_facebook[],
    demo_facebook_end[], demo_x[], demo_x_end[], demo_mastodon[], demo_mastodon_end[],
    demo_google[], demo_google_end[], demo_phone[], demo_phone_end[];

/* In the order in which a person would have asked for them. */
static const struct demo_archive archives[] = {
    {"linkedin.zip",        demo_linkedin, demo_linkedin_end},
    {"facebook.zip",        demo_facebook, demo_facebook_end},
    {"x.zip",               demo_x,        demo_x_end       },
    {"mastodon.tar.gz",     demo_mastodon, demo_mastodon_end},
    {"google-contacts.csv", demo_google,   demo_google_end  },
    {"phone.vcf",           demo_phone,    demo_phone_end   }
};

const struct demo_archive *demo_archives(size_t *n)
{
    *n = COUNT_OF(archives);
    return archives;
}
