-- store/migrations/0008_live.sql: accounts that are signed in to, what is read from them, and what is
-- sent: each publication is written down before it goes out.

-- Truth: how an owner's accounts are reached; secrets are sealed with the key of the home and part of
-- no export.
CREATE TABLE sign_ins (
    owner_id    INT64 NOT NULL,
    account_id  INT64 NOT NULL,
    network     TEXT NOT NULL,
    door        TEXT NOT NULL,   -- networks/api.h: which of several ways into it
    server      TEXT NOT NULL,   -- https://mastodon.example
    named       INT64 NOT NULL,  -- 1: the owner typed it, it may be a private address
    remote      TEXT NOT NULL,   -- what the server calls the account
    facts       TEXT NOT NULL,   -- JSON: what the server says of itself
    secret      TEXT NOT NULL,   -- sealed
    scopes      TEXT NOT NULL,   -- what the server let Tact do, in its words; '' it did not say
    state       TEXT NOT NULL,   -- ready, ended (sign in again), paused (by the owner)
    why         TEXT NOT NULL,   -- what the server said when it ended
    made_ms     INT64 NOT NULL,
    asked_ms    INT64 NOT NULL,  -- when it last answered, 0 never
    quota_left  INT64 NOT NULL,  -- -1 not said
    quota_of    INT64 NOT NULL,
    quota_ms    INT64 NOT NULL,  -- until then
    runner      TEXT NOT NULL DEFAULT '',  -- who reads it now
    lease_ms    INT64 NOT NULL DEFAULT 0,  -- until then; whoever is late has lost it
    PRIMARY KEY (owner_id, account_id)
) TABLE_END;

-- Somebody is at the network's page, to come back with its word.
CREATE TABLE sign_in_trips (
    owner_id INT64 NOT NULL,
    digest   TEXT NOT NULL,      -- of the state, which is kept nowhere
    network  TEXT NOT NULL,
    door     TEXT NOT NULL,
    server   TEXT NOT NULL,
    named    INT64 NOT NULL,
    secret   TEXT NOT NULL,      -- sealed: what has to be remembered
    made_ms  INT64 NOT NULL,
    PRIMARY KEY (owner_id, digest)
) TABLE_END;

-- Tact as each server knows it.
CREATE TABLE apps (
    owner_id INT64 NOT NULL,
    network  TEXT NOT NULL,
    door     TEXT NOT NULL,
    server   TEXT NOT NULL,
    redirect TEXT NOT NULL,      -- '' it shows a code
    secret   TEXT NOT NULL,      -- sealed: client_id and client_secret
    made_ms  INT64 NOT NULL,
    PRIMARY KEY (owner_id, network, door, server, redirect)
) TABLE_END;

-- How far each stream of an account has been read. A mark is kept in the same transaction as what
-- came with it.
CREATE TABLE streams (
    owner_id   INT64 NOT NULL,
    account_id INT64 NOT NULL,
    stream     TEXT NOT NULL,    -- home, own, notifications, …
    mark       TEXT NOT NULL,    -- the network's own, '' from the start
    more       INT64 NOT NULL,   -- 1: it was left in the middle
    ran_ms     INT64 NOT NULL,   -- when it was last read to its end, 0 never
    due_ms     INT64 NOT NULL,   -- not before then
    tries      INT64 NOT NULL,   -- that failed in a row
    why        TEXT NOT NULL,    -- the last one, in words
    items      INT64 NOT NULL,   -- so far
    PRIMARY KEY (owner_id, account_id, stream)
) TABLE_END;
CREATE INDEX streams_due ON streams (due_ms, owner_id, account_id);

-- A post that came to a second account too: it is on both timelines.
CREATE TABLE post_seen (
    owner_id   INT64 NOT NULL,
    account_id INT64 NOT NULL,
    kind       TEXT NOT NULL,    -- as in posts
    post_id    INT64 NOT NULL,
    import_id  INT64 NOT NULL,
    PRIMARY KEY (owner_id, account_id, kind, post_id)
) TABLE_END;
CREATE INDEX post_seen_by_post ON post_seen (owner_id, post_id);
CREATE INDEX post_seen_by_import ON post_seen (owner_id, import_id);

-- "@ann" in a draft is somebody: found by what they are called there.
CREATE INDEX identities_by_handle ON identities (owner_id, handle);

-- The other name as it stands: a network's own, by which it is asked for the post.
ALTER TABLE post_names ADD COLUMN name TEXT NOT NULL DEFAULT '';
CREATE INDEX post_names_by_post ON post_names (owner_id, post);

-- Truth: what the owner writes --------------------------------------------------------------

ALTER TABLE drafts ADD COLUMN reply_to INT64 NOT NULL DEFAULT 0;     -- id of a post, 0 none
ALTER TABLE drafts ADD COLUMN reply_from INT64 NOT NULL DEFAULT 0;   -- the account it came to
ALTER TABLE drafts ADD COLUMN summary TEXT NOT NULL DEFAULT '';      -- content warning
ALTER TABLE drafts ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE drafts ADD COLUMN is_template INT64 NOT NULL DEFAULT 0;
ALTER TABLE drafts ADD COLUMN again_days INT64 NOT NULL DEFAULT 0;   -- evergreen: every so many
ALTER TABLE drafts ADD COLUMN again_most INT64 NOT NULL DEFAULT 0;   -- so often at most
ALTER TABLE drafts ADD COLUMN title TEXT NOT NULL DEFAULT '';        -- of an article; a mail's subject
ALTER TABLE drafts ADD COLUMN receivers TEXT NOT NULL DEFAULT '';    -- of a mail: addresses, comma-joined
ALTER TABLE drafts ADD COLUMN choices TEXT NOT NULL DEFAULT '';      -- of a poll, one a line
ALTER TABLE drafts ADD COLUMN poll_s INT64 NOT NULL DEFAULT 0;       -- so long it is open
ALTER TABLE variants ADD COLUMN summary TEXT NOT NULL DEFAULT '';
ALTER TABLE variants ADD COLUMN signature INT64 NOT NULL DEFAULT 1;  -- 0: without it
ALTER TABLE variants ADD COLUMN answers TEXT NOT NULL DEFAULT '';    -- who may: everybody, mentioned, followed, nobody

CREATE TABLE draft_media (
    owner_id   INT64 NOT NULL,
    draft_id   INT64 NOT NULL,
    account_id INT64 NOT NULL,   -- 0: for all that have none of their own
    position   INT64 NOT NULL,
    media      TEXT NOT NULL,    -- digest of the kept file
    alt        TEXT NOT NULL,
    PRIMARY KEY (owner_id, draft_id, account_id, position)
) TABLE_END;

CREATE TABLE signatures (
    owner_id   INT64 NOT NULL,
    account_id INT64 NOT NULL,
    text       TEXT NOT NULL,
    PRIMARY KEY (owner_id, account_id)
) TABLE_END;

-- When an account's queue goes on, by the owner's clock.
CREATE TABLE slots (
    owner_id   INT64 NOT NULL,
    account_id INT64 NOT NULL,
    weekday    INT64 NOT NULL,   -- 0 Monday
    minute     INT64 NOT NULL,   -- of the day
    PRIMARY KEY (owner_id, account_id, weekday, minute)
) TABLE_END;

-- The outbox. state: pending, sending, sent, uncertain, failed, handed_off, dropped.
ALTER TABLE publications ADD COLUMN what TEXT NOT NULL DEFAULT 'post';    -- post, edit, drop
ALTER TABLE publications ADD COLUMN about_id INT64 NOT NULL DEFAULT 0;    -- what is edited, dropped
ALTER TABLE publications ADD COLUMN part INT64 NOT NULL DEFAULT 1;        -- of a thread
ALTER TABLE publications ADD COLUMN parts INT64 NOT NULL DEFAULT 1;
ALTER TABLE publications ADD COLUMN after_id INT64 NOT NULL DEFAULT 0;    -- goes out before, 0 none
ALTER TABLE publications ADD COLUMN key TEXT NOT NULL DEFAULT '';         -- the same at each try
ALTER TABLE publications ADD COLUMN body TEXT NOT NULL DEFAULT '';        -- JSON: all that is sent
ALTER TABLE publications ADD COLUMN progress TEXT NOT NULL DEFAULT '';    -- between its steps
ALTER TABLE publications ADD COLUMN remote TEXT NOT NULL DEFAULT '';      -- for edits and the end of it
ALTER TABLE publications ADD COLUMN made_ms INT64 NOT NULL DEFAULT 0;
ALTER TABLE publications ADD COLUMN first_ms INT64 NOT NULL DEFAULT 0;    -- first try
ALTER TABLE publications ADD COLUMN tries INT64 NOT NULL DEFAULT 0;
ALTER TABLE publications ADD COLUMN looks INT64 NOT NULL DEFAULT 0;       -- since it is uncertain
ALTER TABLE publications ADD COLUMN reason TEXT NOT NULL DEFAULT '';      -- wait, sign_in, refused, limit, unknown
ALTER TABLE publications ADD COLUMN runner TEXT NOT NULL DEFAULT '';
ALTER TABLE publications ADD COLUMN lease_ms INT64 NOT NULL DEFAULT 0;
CREATE INDEX publications_due ON publications (state, due_ms, owner_id, id)
    WHERE state IN ('pending', 'sending', 'uncertain');
CREATE INDEX publications_by_draft ON publications (owner_id, draft_id, id);
CREATE INDEX publications_by_remote ON publications (owner_id, remote_key) WHERE remote_key <> '';

-- Truth: for which accounts a draft was begun (of an answer the one to which that came), and for which others
-- the owner said that it is meant to: one that goes to another context than it began in is asked about, once.
CREATE TABLE draft_began (
    owner_id   INT64 NOT NULL,
    draft_id   INT64 NOT NULL,
    account_id INT64 NOT NULL,
    PRIMARY KEY (owner_id, draft_id, account_id)
) TABLE_END;
INSERT INTO draft_began (owner_id, draft_id, account_id) SELECT owner_id, draft_id, account_id FROM variants;
