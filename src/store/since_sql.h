/* store/since_sql.h: the statements of since.c; $1 the owner, $2 an import, $3 the former one;
 * private to the folder. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_SINCE_SQL_H
#define STORE_SINCE_SQL_H

/* Whether a row `t` of kind $4 was in an import: that brought it, or found it again. */
#define SEEN(t, import)                                                                        \
    "CASE WHEN " t ".import_id = " import " THEN 1 WHEN EXISTS (SELECT 1 FROM sightings g "    \
    "WHERE g.owner_id = " t ".owner_id AND g.kind = $4 AND g.row_id = " t                      \
    ".id AND g.import_id = " import ") THEN 1 ELSE 0 END"

/* Everybody of an account and kind, with whether they are in either. An identity's id is above 0:
 * said so that rows are walked by identity, which is how they lie. */
#define CONNECTIONS(narrowed)                                                                      \
    "(SELECT c.account_id AS account_id, c.kind AS kind, c.identity_id AS identity_id, "           \
    "max(" SEEN("c", "$2") ") AS here, max(" SEEN(                                                 \
        "c",                                                                                       \
        "$3") ") AS there "                                                                        \
              "FROM connections c "                                                                \
              "WHERE c.owner_id = $1 AND c.identity_id > 0 AND c.kind IN ('connected', 'friend', " \
              "'follows', 'followed_by', 'contact') " narrowed                                     \
              "GROUP BY c.identity_id, c.account_id, c.kind) t "

/* What somebody's facts say in the one and not in the other; the owner's own are left out. A
 * value that only moved (another label, another day) is none that changed. */
#define DIFFERS(least)                                                                         \
    least "(CASE WHEN v.here = 1 THEN v.value END) <> " least                                  \
          "(CASE WHEN v.here = 0 THEN v.value END)"
#define CHANGED_FACTS                                                                                                                       \
    "(SELECT u.identity_id AS identity_id, "                                                                                                \
    "max(CASE WHEN u.field <> 'headline' THEN u.changed ELSE 0 END) AS work, "                                                              \
    "max(CASE WHEN u.field = 'headline' THEN u.changed ELSE 0 END) AS headline "                                                            \
    "FROM (SELECT v.identity_id AS identity_id, v.field AS field, "                                                                         \
    "CASE WHEN " DIFFERS("max") " OR " DIFFERS(                                                                                             \
        "min") " THEN 1 ELSE 0 END AS changed "                                                                                             \
               "FROM (SELECT f.identity_id AS identity_id, f.field AS field, f.value AS value, " SEEN(                                      \
                   "f",                                                                                                                     \
                   "$2") " AS here, " SEEN("f",                                                                                             \
                                           "$3") " AS there FROM facts f "                                                                  \
                                                 "WHERE f.owner_id = $1 AND f.identity_id > 0 AND "                                         \
                                                 "f.field IN ('company', 'position', 'headline')) v "                                       \
                                                 "WHERE v.here <> v.there GROUP BY v.identity_id, v.field) u "                              \
                                                 "WHERE u.identity_id NOT IN (SELECT a.identity_id FROM accounts a WHERE a.owner_id = $1) " \
                                                 "GROUP BY u.identity_id) t "

/* A name is kept for an import where it differed: the one before is the former's, else the last
 * that came before. */
#define CHANGED_NAMES                                                                          \
    "FROM identity_versions v "                                                                \
    "JOIN identity_versions w ON w.owner_id = v.owner_id AND w.identity_id = v.identity_id "   \
    "AND w.import_id = (SELECT u.import_id FROM identity_versions u "                          \
    "WHERE u.owner_id = $1 AND u.identity_id = v.identity_id AND u.import_id <> $2 AND "       \
    "(u.import_id = $3 OR u.import_id < $2) "                                                  \
    "ORDER BY CASE WHEN u.import_id = $3 THEN 0 ELSE 1 END, u.import_id DESC LIMIT 1) "        \
    "WHERE v.owner_id = $1 AND v.import_id = $2 AND v.name <> w.name AND v.name <> '' AND "    \
    "w.name <> '' AND v.identity_id NOT IN (SELECT a.identity_id FROM accounts a "             \
    "WHERE a.owner_id = $1) "

/* Both saw it, and there are versions because they differ, or others did. */
#define CHANGED_POSTS                                                                          \
    "FROM post_versions v "                                                                    \
    "JOIN post_versions w ON w.owner_id = v.owner_id AND w.post_id = v.post_id AND "           \
    "w.import_id = $3 "                                                                        \
    "WHERE v.owner_id = $1 AND v.import_id = $2 "
#define IS_EDITED                                                                              \
    "(v.deleted_ms = 0 AND (v.text <> w.text OR v.title <> w.title OR v.summary <> "           \
    "w.summary))"
#define IS_DELETED "(v.deleted_ms <> 0 AND w.deleted_ms = 0)"

/* Who an identity is, closest first. */
#define WHO                                                                                    \
    "coalesce(p.person_id, 0), i.network, "                                                    \
    "coalesce(nullif(i.name, ''), nullif(i.handle, ''), i.key), "
#define WITH_WHO(t)                                                                            \
    "JOIN identities i ON i.owner_id = $1 AND i.id = " t ".identity_id "                       \
    "LEFT JOIN person_identities p ON p.owner_id = i.owner_id AND p.identity_id = i.id "       \
    "LEFT JOIN persons o ON o.owner_id = p.owner_id AND o.id = p.person_id "
#define CLOSEST "ORDER BY coalesce(o.strength, 0) DESC, i.id "

static const char since__count_connections[] =
    "SELECT t.account_id, t.kind, sum(t.here), sum(t.there), sum(t.here * (1 - t.there)), "
    "sum(t.there * (1 - t.here)) FROM " CONNECTIONS(
        "") "GROUP BY t.account_id, t.kind HAVING sum(t.here) > 0 OR sum(t.there) > 0 "
            "ORDER BY t.account_id, t.kind";
static const char since__list_connections[] =
    "SELECT t.identity_id, " WHO
    "'' FROM " CONNECTIONS("AND c.kind = $5 AND c.account_id = $6 ")
        WITH_WHO("t") "WHERE t.here = $7 AND t.there = 1 - $7 " CLOSEST "LIMIT $8 OFFSET $9";

static const char since__count_work[] =
    "SELECT coalesce(sum(t.work), 0), coalesce(sum(t.headline), 0) FROM " CHANGED_FACTS;
static const char since__list_work[] =
    "SELECT t.identity_id, " WHO "'' FROM " CHANGED_FACTS WITH_WHO(
        "t") "WHERE CASE WHEN $5 = 1 THEN t.headline ELSE t.work END = 1 " CLOSEST
             "LIMIT $6 OFFSET $7";
static const char since__values[] =
    "SELECT f.field, f.value, max(" SEEN("f", "$2") "), max(" SEEN(
        "f",
        "$3") ") "
              "FROM facts f "
              "WHERE f.owner_id = $1 AND f.identity_id = $5 AND f.field IN ('company', 'position', "
              "'headline') AND (CASE WHEN f.field = 'headline' THEN 1 ELSE 0 END) = $6 "
              "GROUP BY f.field, f.value "
              "ORDER BY f.field DESC, f.value"; /* "Engineer", then "Acme" */

static const char since__count_names[] = "SELECT count(*) " CHANGED_NAMES;
static const char since__list_names[] =
    "SELECT t.identity_id, coalesce(p.person_id, 0), i.network, t.is_now, t.was "
    "FROM (SELECT v.identity_id AS identity_id, v.name AS is_now, w.name AS was " CHANGED_NAMES
    ") t " WITH_WHO("t") CLOSEST "LIMIT $4 OFFSET $5";

/* Brought by this import first, and not found again in the former one, which may have come in
 * later than this. */
#define ONLY_HERE(t)                                                                           \
    t ".import_id = $2 AND NOT EXISTS (SELECT 1 FROM sightings g WHERE g.owner_id = " t        \
      ".owner_id AND g.kind = $4 AND g.row_id = " t ".id AND g.import_id = $3) "

/* Whoever has nothing that an import before this one had. */
#define NEW_PEOPLE                                                                             \
    "(SELECT p.person_id AS person_id, min(i.id) AS identity_id FROM person_identities p "     \
    "JOIN identities i ON i.owner_id = p.owner_id AND i.id = p.identity_id "                   \
    "WHERE p.owner_id = $1 AND i.kind = 'person' "                                             \
    "GROUP BY p.person_id HAVING min(i.import_id) = $2 AND max(CASE WHEN i.import_id = $2 "    \
    "AND NOT (" ONLY_HERE("i") ") THEN 1 ELSE 0 END) = 0) t "
static const char since__count_people[] = "SELECT count(*) FROM " NEW_PEOPLE;
static const char since__list_people[] =
    "SELECT t.identity_id, " WHO "'' FROM " NEW_PEOPLE WITH_WHO("t") CLOSEST
    "LIMIT $5 OFFSET $6";

static const char since__count_posts[] =
    "SELECT coalesce(sum(CASE WHEN p.kind = 'message' THEN 0 ELSE 1 END), 0), "
    "coalesce(sum(CASE WHEN p.kind = 'message' THEN 1 ELSE 0 END), 0) "
    "FROM posts p WHERE p.owner_id = $1 AND p.id > -1 AND " /* as they lie: by time */
    ONLY_HERE("p");
static const char since__list_posts[] =
    "SELECT p.id, p.text FROM posts p WHERE p.owner_id = $1 AND p.id < $5 AND " ONLY_HERE(
        "p") "AND (CASE WHEN p.kind = 'message' THEN 1 ELSE 0 END) = $6 "
             "ORDER BY p.id DESC LIMIT $7";

static const char since__count_versions[] =
    "SELECT coalesce(sum(CASE WHEN " IS_EDITED " THEN 1 ELSE 0 END), 0), "
    "coalesce(sum(CASE WHEN " IS_DELETED " THEN 1 ELSE 0 END), 0) " CHANGED_POSTS;
static const char since__list_versions[] =
    "SELECT v.post_id, w.text " CHANGED_POSTS "AND ((" IS_EDITED " AND $4 = 0) OR (" IS_DELETED
    " AND $4 = 1)) AND v.post_id < $5 "
    "ORDER BY v.post_id DESC LIMIT $6";

#endif
