/* web/guides.c: how to ask each network for one's archive: a row a network. Menus move: the words
 * are those of the networks' own help pages in autumn 2026 (docs/formats/). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/guides.h"

#include "core/attr.h"

#define STEPS(...)                                                                             \
    .step = {__VA_ARGS__}, .steps = sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *)

/* Long steps go over several lines. NOLINTBEGIN(bugprone-suspicious-missing-comma) */
static const struct guide guides[] = {
    {.id = "linkedin",
     .name = "LinkedIn",
     STEPS("On linkedin.com, open Settings & Privacy from your picture at the top.",
     "Choose Data privacy, then Get a copy of your data.",                                                                                                    "Choose the larger data archive (everything), not single files.",
     "Press Request archive and confirm with your password.",                                                                                                                                                                   "LinkedIn writes to you twice: a first part within minutes, the complete archive "
           "later. Wait for the second.", "Download the .zip within 72 hours and drop it on the Networks page as it is."),
     .wait = "About 10 minutes for the first part, up to 24 hours for the complete one.",
     .holds = "Your profile, connections with their position and the day you connected, "
              "invitations, messages, posts, comments and reactions, recommendations.", .lacks = "Connections' e-mail addresses (unless they allow it), what others answered to "
              "your posts, pictures. Company pages have no archive.", .read = true},
    {.id = "facebook",
     .name = "Facebook",
     STEPS("On facebook.com or in the app, open Settings, then Accounts Center.",
     "Choose Your information and permissions, then Download your information.",                                                   "Choose your profile (or page), then Download or transfer information.",
     "Choose All of your information and Download to device.",                                                                                                                                               "Important: as Format choose JSON. The usual choice, HTML, can't be read here.",
     "As Date range choose All time; Media quality as you like.", "Facebook writes when it is ready. Download all parts within 4 days and drop them "
           "here together."),
     .wait = "From an hour to several days.",
     .holds = "Friends, messages, posts, comments, reactions, profile, groups; with "
              "pictures where you asked for them.", .lacks =
         "Friends' addresses and numbers, what others answered, chats that are "
         "encrypted (they have a download of their own in Messenger's settings, which Tact "
         "reads too).", .read = true},
    {.id = "x",
     .name = "X",
     STEPS("On x.com, open More, Settings and privacy, Your account.",
     "Choose Download an archive of your data and confirm with your password.",                                                                                                           "Press Request archive.",
     "X sends a notice when it is ready. Download the .zip within 7 days and drop it "
           "here as it is."),
     .wait = "24 hours or more; one every 30 days.",
     .holds = "Posts with their pictures, replies, reshares, likes, direct messages, followers "
              "and those you follow (as numbers).",                                                                                                        .lacks = "Names of followers and of those you follow, what others answered, encrypted "
              "messages.",                                                                                              .read = true},
    {.id = "mastodon",
     .name = "Mastodon",
     STEPS("On your server's page, open Preferences, then Import and export, Data export.",
     "Press Request your archive; the server writes when it is ready.",                                                                                                          "Download the .tar.gz. On the same page download the .csv lists of whom you follow, "
           "your lists, blocks and mutes.",                                                                                                                                                                             "Drop all of them here."),
     .wait = "Minutes to hours; one every 7 days.",
     .holds = "Your posts with pictures, likes and bookmarks, your profile; whom you follow, "
              "from the lists.",                                                                                                               .lacks = "Followers' names, what others answered.",
     .read = true},
    {.id = "google-contacts",
     .name = "Google Contacts",
     STEPS("Open contacts.google.com.", "Press Export in the menu on the left.",
     "Choose all contacts and Google CSV (or vCard).",                                                                                                                                                                             "Drop the file on the Networks page."),
     .wait = "At once.",
     .holds = "Names, addresses, numbers, birthdays, companies, labels and notes of your "
              "address book.",                                                                                                                                                                                          .lacks = "Pictures, and whom you only write to without having saved them.",
     .read = true},
    {.id = "phone-contacts",
     .name = "Contacts of a phone or a Mac",
     STEPS("iPhone: open Contacts, Lists, press long on All Contacts, choose Export. Mac: open "
           "Contacts, select all, File, Export, Export vCard.",                                   "Android: open Contacts, Organise, Export to file (.vcf).",
     "Bring the .vcf to this machine and drop it on the Networks page."),
     .wait = "At once.",
     .holds = "Names, addresses, numbers, birthdays, relations and notes.",
     .lacks = "What you said to each other.",
     .read = true                                                                                            },
    {.id = "outlook",
     .name = "Outlook and Thunderbird",
     STEPS("Outlook: open People, Manage contacts, Export contacts, all of them.",
     "Thunderbird: open the Address Book, Tools, Export, as CSV.", "Drop the .csv on the Networks page."),
     .wait = "At once.",
     .holds = "Names, addresses, numbers, companies, birthdays and notes.",
     .lacks = "Mail.",
     .read = true                                                                                            },
    {.id = "instagram",
     .name = "Instagram",
     STEPS("Open Settings, Accounts Center, Your information and permissions, Download your "
           "information.",                                 "Choose your Instagram account, All available information, Download to device.",
     "As Format choose JSON, as Date range All time.",                                                                                                                      "Download all parts within 4 days and keep them."),
     .wait = "From an hour to several days.",
     .holds = "Posts, stories, comments, likes, messages, followers and those you follow.",
     .lacks = "What others answered.",
     .read = false},
    {.id = "bluesky",
     .name = "Bluesky",
     STEPS("Open Settings, Account, Export my data.",                                                                                         "Download the CAR file and keep it."),
     .wait = "At once.",
     .holds = "Your posts, likes, reshares, whom you follow, lists and blocks.",
     .lacks = "Pictures, direct messages, what others answered.",
     .read = false                                                                                                                },
    {.id = "threads",
     .name = "Threads",
     STEPS("Open Settings, Account, Download your information; it is done in Accounts Center.",
     "Choose your Threads profile, Download to device, Format JSON.",                                                                                                         "Download it within 4 days and keep it."),
     .wait = "From an hour to several days.",
     .holds = "Your posts and replies, followers and those you follow.",
     .lacks = "What others answered.",
     .read = false                                                                        }
};
/* NOLINTEND(bugprone-suspicious-missing-comma) */

const struct guide *guide_list(size_t *n)
{
    *n = COUNT_OF(guides);
    return guides;
}

const struct guide *guide_find(struct str id)
{
    for (size_t i = 0; i < COUNT_OF(guides); i++)
        if (str_is(id, guides[i].id))
            return &guides[i];
    return NULL;
}
