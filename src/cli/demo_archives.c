/* cli/demo_archives.c: the list of the demo's archives. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/demo_archives.h"

#include "core/attr.h"

extern const unsigned char demo_linkedin[], demo_facebook[], demo_x[], demo_mastodon[],
    demo_google[], demo_phone[];
extern const uint64_t demo_linkedin_size, demo_facebook_size, demo_x_size, demo_mastodon_size,
    demo_google_size, demo_phone_size;

/* In the order in which a person would have asked for them. */
static const struct demo_archive archives[] = {
    {"linkedin.zip",        demo_linkedin, &demo_linkedin_size},
    {"facebook.zip",        demo_facebook, &demo_facebook_size},
    {"x.zip",               demo_x,        &demo_x_size       },
    {"mastodon.tar.gz",     demo_mastodon, &demo_mastodon_size},
    {"google-contacts.csv", demo_google,   &demo_google_size  },
    {"phone.vcf",           demo_phone,    &demo_phone_size   }
};

const struct demo_archive *demo_archives(size_t *n)
{
    *n = COUNT_OF(archives);
    return archives;
}
