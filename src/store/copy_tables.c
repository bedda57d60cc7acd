/* store/copy_tables.c: every table with all its columns, for copying a home from one engine to the
 * other; a test holds this list against the database. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/copy_tables.h"

/* Written out, since SQL is never put together. */
#define P1  "$1"
#define P2  P1 ", $2"
#define P3  P2 ", $3"
#define P4  P3 ", $4"
#define P5  P4 ", $5"
#define P6  P5 ", $6"
#define P7  P6 ", $7"
#define P8  P7 ", $8"
#define P9  P8 ", $9"
#define P10 P9 ", $10"
#define P11 P10 ", $11"
#define P12 P11 ", $12"
#define P13 P12 ", $13"
#define P14 P13 ", $14"
#define P15 P14 ", $15"
#define P16 P15 ", $16"
#define P17 P16 ", $17"
#define P18 P17 ", $18"
#define P19 P18 ", $19"
#define P20 P19 ", $20"
#define P21 P20 ", $21"
#define P22 P21 ", $22"
#define P23 P22 ", $23"
#define P24 P23 ", $24"
#define P25 P24 ", $25"
#define P26 P25 ", $26"
#define P27 P26 ", $27"
#define TABLE(name, types, values, columns, key)                                               \
    {                                                                                          \
        name, types, columns, "SELECT " columns " FROM " name " ORDER BY " key,                \
            "INSERT INTO " name " (" columns ") VALUES (" values ")",                          \
            "COPY " name " (" columns ") FROM STDIN (FORMAT binary)", "DELETE FROM " name,     \
            "SELECT count(*) FROM " name                                                       \
    }

const struct copy_table copy_tables[] = {
    TABLE("owners", "itittii", P7,
          "owner_id, name, created_ms, kind, email, is_host, closed_ms", "owner_id"),
    TABLE("contexts", "iittttttt", P9,
          "owner_id, id, name, mindset, colour, welcome, unwelcome, voice, hours",
          "owner_id, id"),
    TABLE("decisions", "iiittti", P7, "owner_id, id, made_ms, verb, subject, value, revoked_ms",
          "owner_id, id"),
    TABLE("imports", "iittittitiiiftt", P15,
          "owner_id, id, archive, digest, bytes, reader, network, account_id, "
          "state, started_ms, ended_ms, taken_ms, seconds, counts, mark",
          "owner_id, id"),
    TABLE("accounts", "iiitttttiiii", P12,
          "owner_id, id, import_id, network, key, handle, name, url, created_ms, "
          "created_sure, identity_id, is_page",
          "owner_id, id"),
    TABLE("identities", "iiittitttti", P11,
          "owner_id, id, import_id, network, key, digest, name, handle, url, "
          "kind, name_only",
          "owner_id, id"),
    TABLE("identity_versions", "iiittt", P6,
          "owner_id, identity_id, import_id, name, handle, url",
          "owner_id, identity_id, import_id"),
    TABLE("facts", "iiiitttiiii", P11,
          "owner_id, id, import_id, identity_id, field, value, label, since_ms, "
          "since_sure, until_ms, until_sure",
          "owner_id, id"),
    TABLE("connections", "iiiiitiit", P9,
          "owner_id, id, import_id, account_id, identity_id, kind, at_ms, "
          "at_sure, note",
          "owner_id, id"),
    TABLE("relations", "iiiit", P5, "owner_id, id, import_id, identity_id, kind",
          "owner_id, id"),
    TABLE("threads", "iiiitti", P7, "owner_id, id, import_id, account_id, key, title, is_group",
          "owner_id, id"),
    TABLE("members", "iiiii", P5, "owner_id, id, import_id, thread_id, identity_id",
          "owner_id, id"),
    TABLE("posts", "iiiiittiiiiitttttttttiiiii", P26,
          "owner_id, id, import_id, account_id, author_id, kind, key, digest, "
          "at_ms, at_sure, edited_ms, deleted_ms, text, title, summary, url, "
          "link, language, place, visibility, room, reply_to, reshare_of, "
          "thread_id, likes, reshares",
          "owner_id, id"),
    TABLE("post_versions", "iiiittti", P8,
          "owner_id, post_id, import_id, edited_ms, text, title, summary, deleted_ms",
          "owner_id, post_id, import_id"),
    TABLE("post_names", "iiiit", P5, "owner_id, digest, import_id, post, name",
          "owner_id, digest, import_id"),
    TABLE("attachments", "iiiiitttttt", P11,
          "owner_id, id, import_id, post_id, position, kind, uri, media_type, "
          "alt, note, media",
          "owner_id, id"),
    TABLE("reactions", "iiiiiitiitt", P11,
          "owner_id, id, import_id, account_id, author_id, post, kind, at_ms, "
          "at_sure, url, text",
          "owner_id, id"),
    TABLE("unread", "iiittt", P6, "owner_id, import_id, position, file, raw, why",
          "owner_id, import_id, position"),
    TABLE("sightings", "iiii", P4, "owner_id, kind, row_id, import_id",
          "owner_id, kind, row_id, import_id"),
    TABLE(
        "drafts", "iiiitiitiittiiittti", P19,
        "owner_id, id, created_ms, changed_ms, text, author_id, changed_by, about, "
        "reply_to, reply_from, summary, language, is_template, again_days, again_most, title, "
        "receivers, choices, poll_s",
        "owner_id, id"),
    TABLE("variants", "iiitttit", P8,
          "owner_id, draft_id, account_id, text, visibility, summary, signature, answers",
          "owner_id, draft_id, account_id"),
    TABLE("draft_began", "iii", P3, "owner_id, draft_id, account_id",
          "owner_id, draft_id, account_id"),
    TABLE("draft_media", "iiiitt", P6, "owner_id, draft_id, account_id, position, media, alt",
          "owner_id, draft_id, account_id, position"),
    TABLE("signatures", "iit", P3, "owner_id, account_id, text", "owner_id, account_id"),
    TABLE("slots", "iiii", P4, "owner_id, account_id, weekday, minute",
          "owner_id, account_id, weekday, minute"),
    TABLE("publications",
          "iiiitiitttti"
          "iiitttt"
          "iiii"
          "tti",
          P26,
          "owner_id, id, draft_id, account_id, state, due_ms, sent_ms, "
          "remote_key, url, error, what, about_id, "
          "part, parts, after_id, key, body, progress, remote, "
          "made_ms, first_ms, tries, looks, "
          "reason, runner, lease_ms",
          "owner_id, id"),
    TABLE("sign_ins",
          "iittti"
          "ttttttii"
          "iii"
          "ti",
          P19,
          "owner_id, account_id, network, door, server, named, remote, facts, secret, scopes, "
          "state, why, made_ms, asked_ms, quota_left, quota_of, quota_ms, "
          "runner, lease_ms",
          "owner_id, account_id"),
    TABLE("sign_in_trips",
          "itttti"
          "ti",
          P8, "owner_id, digest, network, door, server, named, secret, made_ms",
          "owner_id, digest"),
    TABLE("apps", "ittttti", P7, "owner_id, network, door, server, redirect, secret, made_ms",
          "owner_id, network, door, server, redirect"),
    TABLE("streams", "iittiiiiti", P10,
          "owner_id, account_id, stream, mark, more, ran_ms, due_ms, tries, why, items",
          "owner_id, account_id, stream"),
    TABLE("post_seen", "iitii", P5, "owner_id, account_id, kind, post_id, import_id",
          "owner_id, account_id, kind, post_id"),
    TABLE("audiences", "iiittt", P6, "owner_id, id, account_id, name, visibility, rule",
          "owner_id, id"),
    TABLE("checks", "iiiiittttti", P11,
          "owner_id, id, draft_id, account_id, at_ms, verdict, rule, sentence, "
          "did, reason, until_ms",
          "owner_id, id"),
    TABLE("findings", "iiittiit", P8,
          "owner_id, check_id, position, kind, severity, from_byte, to_byte, why",
          "owner_id, check_id, position"),
    TABLE("corrections", "iiiitftit", P9,
          "owner_id, id, made_ms, context_id, fact, change, text, revoked_ms, "
          "kind",
          "owner_id, id"),
    TABLE("needs", "iiiiitt", P7, "owner_id, id, person_id, post_id, at_ms, text, state",
          "owner_id, id"),
    TABLE("offers", "iiiit", P5, "owner_id, id, person_id, at_ms, text", "owner_id, id"),
    TABLE("persons", "iitttifi", P8,
          "owner_id, id, name, folded, kind, is_owner, strength, last_ms", "owner_id, id"),
    TABLE("person_identities", "iii", P3, "owner_id, identity_id, person_id",
          "owner_id, identity_id"),
    TABLE("evidence", "iiiiitt", P7, "owner_id, person_id, position, a_id, b_id, kind, value",
          "owner_id, person_id, position"),
    TABLE("match_pairs", "iiifffit", P8,
          "owner_id, a_id, b_id, bits, proof, own, clash, reasons", "owner_id, a_id, b_id"),
    TABLE("questions", "iiif", P4, "owner_id, a_id, b_id, bits", "owner_id, a_id, b_id"),
    TABLE("known_through", "iit", P3, "owner_id, person_id, mindset",
          "owner_id, person_id, mindset"),
    TABLE("audience_counts", "iiiiiiiii", P9,
          "owner_id, account_id, people, personal, professional, \"both\", "
          "connections, followers, following",
          "owner_id, account_id"),
    TABLE("media", "itit", P4, "owner_id, digest, bytes, media_type", "owner_id, digest"),
    TABLE("attachment_media", "iiit", P4, "owner_id, attachment_id, import_id, media",
          "owner_id, attachment_id, import_id"),
    TABLE("credentials", "iti", P3, "owner_id, password, set_ms", "owner_id"),
    TABLE("sessions", "ittiiiti", P8,
          "owner_id, digest, agent, created_ms, seen_ms, until_ms, remote, "
          "acts_for",
          "owner_id, digest"),
    TABLE("post_counts", "iitiii", P6, "owner_id, account_id, kind, own, month, n",
          "owner_id, account_id, kind, own, month"),
    TABLE("network_counts", "itiiii", P6,
          "owner_id, network, people, personal, professional, \"both\"", "owner_id, network"),
    TABLE("post_topics", "iiti", P4, "owner_id, post_id, topic, account_id",
          "owner_id, post_id, topic"),
    TABLE(
        "pictures", "itiiiiffttit", P12,
        "owner_id, digest, width, height, shown, has_place, lat, lon, taken, device, serial, why",
        "owner_id, digest"),
    TABLE("post_twins", "iiii", P4, "owner_id, post_id, leader_id, account_id",
          "owner_id, post_id"),
    TABLE("post_tones", "iiti", P4, "owner_id, post_id, tone, account_id",
          "owner_id, post_id, tone"),
    TABLE("made_by", "iti", P3, "owner_id, what, digest", "owner_id, what"),
    TABLE("topic_history", "iitiiif", P7,
          "owner_id, account_id, topic, posts, deleted, edited, answer",
          "owner_id, account_id, topic"),
    TABLE("recent_posts", "iiii", P4, "owner_id, account_id, position, post_id",
          "owner_id, account_id, position"),
    TABLE("relation_parts", "iti", P3, "owner_id, kind, part", "owner_id, kind"),
    TABLE("audience_members", "iiiif", P5, "owner_id, person_id, account_id, part, strength",
          "owner_id, person_id, account_id, part"),
    TABLE("audience_groups", "iiii", P4, "owner_id, account_id, part, people",
          "owner_id, account_id, part"),
    TABLE("memberships", "iiti", P4, "company_id, member_id, role, since_ms",
          "company_id, member_id"),
    TABLE("invitations", "ttitiiii", P8,
          "digest, email, company_id, role, made_by, made_ms, until_ms, used_ms", "digest"),
    TABLE("attempts", "tiii", P4, "key, wrong, until_ms, seen_ms", "key"),
    TABLE("second_factors", "itiii", P5, "owner_id, secret, made_ms, confirmed_ms, last_step",
          "owner_id"),
    TABLE("recovery_codes", "iti", P3, "owner_id, digest, used_ms", "owner_id, digest"),
    TABLE("tokens", "iitttiiii", P9,
          "owner_id, id, digest, name, scopes, made_ms, seen_ms, until_ms, "
          "revoked_ms",
          "owner_id, id"),
    TABLE("audit", "iiiitttt", P8, "owner_id, id, at_ms, actor_id, verb, subject, note, remote",
          "owner_id, id"),
    TABLE("jobs", "iittttiiiitiiiiitt", P18,
          "owner_id, id, kind, state, name, path, import_id, by_id, made_ms, "
          "ended_ms, runner, lease_ms, tries, done, total, records, result, say",
          "owner_id, id"),
    TABLE("approvals", "iiiiittttiiit", P13,
          "owner_id, id, draft_id, asked_by, asked_ms, text, accounts, verdict, "
          "state, decided_by, decided_ms, due_ms, note",
          "owner_id, id"),
    TABLE(
        "person_standing", "iiiiiiiiiiifiiittfittffiff", P26,
        "owner_id, person_id, first_ms, last_ms, from_them, from_owner, reactions, words, "
        "days_active, gap_ms, networks, strength, layer, due_ms, kinds, context, context_why, "
        "context_p, guess_kinds, guess, guess_why, guess_p, asks, circle_id, x, y",
        "owner_id, person_id"),
    TABLE("thread_talk", "iifi", P4, "owner_id, thread_id, work, words", "owner_id, thread_id"),
    TABLE("circles", "iittiftifff", P11,
          "owner_id, id, name, guess, size, strength, context, decision_id, x, y, radius",
          "owner_id, id"),
    TABLE("circle_members", "iii", P3, "owner_id, circle_id, person_id",
          "owner_id, circle_id, person_id"),
    TABLE("person_ties", "iiif", P4, "owner_id, a_id, b_id, weight", "owner_id, a_id, b_id"),
    {0}};
