/* store/tables.c: every table there is; a test holds this list against the database. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/tables.h"

/* Written out, since SQL is never put together. */
#define OWNED(name)                                                                            \
    {                                                                                          \
        name, "SELECT count(*) FROM " name,                                                    \
            "SELECT count(*) FROM " name " WHERE owner_id = $1",                               \
            "DELETE FROM " name " WHERE owner_id = $1"                                         \
    }
#define SHARED(name, where)                                                                    \
    {                                                                                          \
        name, "SELECT count(*) FROM " name, "SELECT count(*) FROM " name " WHERE " where,      \
            "DELETE FROM " name " WHERE " where                                                \
    }
#define NOBODYS(name)                                                                          \
    {                                                                                          \
        name, "SELECT count(*) FROM " name, NULL, NULL                                         \
    }

const struct store__table store__table_list[] = {
  /* derived */
    OWNED("person_ties"),
    OWNED("circle_members"),
    OWNED("circles"),
    OWNED("thread_talk"),
    OWNED("person_standing"),
    OWNED("audience_groups"),
    OWNED("audience_members"),
    OWNED("relation_parts"),
    OWNED("recent_posts"),
    OWNED("topic_history"),
    OWNED("made_by"),
    OWNED("post_tones"),
    OWNED("pictures"),
    OWNED("post_twins"),
    OWNED("post_topics"),
    OWNED("network_counts"),
    OWNED("post_counts"),
    OWNED("audience_counts"),
    OWNED("known_through"),
    OWNED("evidence"),
    OWNED("match_pairs"),
    OWNED("questions"),
    OWNED("person_identities"),
    OWNED("persons"),
 /* how an owner signs in, and what is under way; a member who acts for a company that goes
     * signs in anew */
    SHARED("sessions", "owner_id = $1 OR acts_for = $1"),
    OWNED("credentials"),
    OWNED("second_factors"),
    OWNED("recovery_codes"),
    OWNED("tokens"),
    OWNED("sign_in_trips"),
    OWNED("sign_ins"),
    OWNED("apps"),
    OWNED("streams"),
    OWNED("jobs"),
 /* what the owner wrote and decided */
    OWNED("approvals"),
    OWNED("findings"),
    OWNED("checks"),
    OWNED("corrections"),
    OWNED("publications"),
    OWNED("slots"),
    OWNED("signatures"),
    OWNED("draft_began"),
    OWNED("draft_media"),
    OWNED("variants"),
    OWNED("drafts"),
    OWNED("audiences"),
    OWNED("needs"),
    OWNED("offers"),
    OWNED("decisions"),
 /* what was received */
    OWNED("attachment_media"),
    OWNED("media"),
    OWNED("sightings"),
    OWNED("unread"),
    OWNED("reactions"),
    OWNED("attachments"),
    OWNED("post_names"),
    OWNED("post_seen"),
    OWNED("post_versions"),
    OWNED("posts"),
    OWNED("members"),
    OWNED("threads"),
    OWNED("relations"),
    OWNED("connections"),
    OWNED("facts"),
    OWNED("identity_versions"),
    OWNED("identities"),
    OWNED("accounts"),
    OWNED("imports"),
    OWNED("contexts"),
    OWNED("audit"),
 /* both sides of a membership; invitations by them, into them and to them */
    SHARED("memberships", "company_id = $1 OR member_id = $1"),
    SHARED("invitations", "made_by = $1 OR company_id = $1 OR (email <> '' AND email = "
                          "(SELECT o.email FROM owners o WHERE o.owner_id = $1))"),
    OWNED("owners"),
 /* keys are digests, and the rows go by themselves */
    NOBODYS("attempts"),
    NOBODYS("migrations"),
    {NULL, NULL, NULL, NULL}
};
