-- store/migrations/0003_check.sql: what the check knows of its owner: corrections by kind, what
-- was said when the owner went on, what is really posted, and who is there.

-- What sort of thing the owner said: is, isnt, fine, never. `change` is not used any more.
ALTER TABLE corrections ADD COLUMN kind TEXT NOT NULL DEFAULT 'is';

-- A check is kept when the owner did something about it.
ALTER TABLE checks ADD COLUMN sentence TEXT NOT NULL DEFAULT '';  -- as it was told
ALTER TABLE checks ADD COLUMN did TEXT NOT NULL DEFAULT '';       -- went_on, waited, …
ALTER TABLE checks ADD COLUMN reason TEXT NOT NULL DEFAULT '';    -- in the owner's words
ALTER TABLE checks ADD COLUMN until_ms INT64 NOT NULL DEFAULT 0;  -- with waited: until when
CREATE INDEX checks_by_draft ON checks (owner_id, draft_id, id);

-- Derived: made anew by `tact rebuild` ----------------------------------------------------

-- How a post sounds, beside post_topics and for the same posts; only "promotional" so far.
CREATE TABLE post_tones (
    owner_id   INT64 NOT NULL,
    post_id    INT64 NOT NULL,
    tone       TEXT NOT NULL,
    account_id INT64 NOT NULL,
    PRIMARY KEY (owner_id, post_id, tone)
) TABLE_END;
CREATE INDEX post_tones_by_account ON post_tones (owner_id, account_id, post_id);

-- Whose work the derived rows are: 'labels' by the digest of the model. Where it differs they are
-- forgotten and made anew.
CREATE TABLE made_by (
    owner_id INT64 NOT NULL,
    what     TEXT NOT NULL,
    digest   INT64 NOT NULL,
    PRIMARY KEY (owner_id, what)
) TABLE_END;

-- The labelled own posts of an account that stand on its profile, by topic; '' all of them.
CREATE TABLE topic_history (
    owner_id   INT64 NOT NULL,
    account_id INT64 NOT NULL,
    topic      TEXT NOT NULL,
    posts      INT64 NOT NULL,
    deleted    INT64 NOT NULL,   -- of them, later
    edited     INT64 NOT NULL,   -- within a day after posting
    answer     REAL64 NOT NULL,  -- reactions, as a multiple of the account's; 0 unknown
    PRIMARY KEY (owner_id, account_id, topic)
) TABLE_END;

-- The newest of them.
CREATE TABLE recent_posts (
    owner_id   INT64 NOT NULL,
    account_id INT64 NOT NULL,
    position   INT64 NOT NULL,   -- 0 the newest
    post_id    INT64 NOT NULL,
    PRIMARY KEY (owner_id, account_id, position)
) TABLE_END;

-- The kinds of relations that there are, in the groups that the check speaks of.
CREATE TABLE relation_parts (
    owner_id INT64 NOT NULL,
    kind     TEXT NOT NULL,      -- as in relations
    part     INT64 NOT NULL,     -- enum audience_group
    PRIMARY KEY (owner_id, kind)
) TABLE_END;

-- Those of an account's audience whose relation is known, and how many they are.
CREATE TABLE audience_members (
    owner_id   INT64 NOT NULL,
    person_id  INT64 NOT NULL,
    account_id INT64 NOT NULL,
    part       INT64 NOT NULL,   -- enum audience_group
    strength   REAL64 NOT NULL,
    PRIMARY KEY (owner_id, person_id, account_id, part)
) TABLE_END;
CREATE INDEX audience_members_by_part ON audience_members (owner_id, account_id, part,
    strength DESC, person_id);

CREATE TABLE audience_groups (
    owner_id   INT64 NOT NULL,
    account_id INT64 NOT NULL,
    part       INT64 NOT NULL,
    people     INT64 NOT NULL,
    PRIMARY KEY (owner_id, account_id, part)
) TABLE_END;
