-- store/migrations/0002_page.sql: what the page wants: timelines by account and kind, kept
-- pictures, who may sign in, and counts over everything.

-- Timelines are read as lanes: one account, one kind, newest first (store/lanes.c). What the
-- owner wrote and what others wrote are lanes of their own, so that each post is in one index.
CREATE INDEX posts_own ON posts (owner_id, account_id, kind, id, author_id)
    WHERE author_id = 0;
CREATE INDEX posts_of_others ON posts (owner_id, account_id, kind, id, author_id)
    WHERE author_id <> 0;
-- The same lanes for one author.
DROP INDEX posts_by_author;
CREATE INDEX posts_by_author ON posts (owner_id, author_id, account_id, kind, id)
    WHERE author_id > 0;

-- People are shown strongest first; with what they are searched by, so that a walk over all of
-- them need not look into the table.
CREATE INDEX persons_by_strength ON persons (owner_id, strength DESC, name, id, kind, is_owner,
    last_ms, folded);

-- Who is on a network, without a look at each of them.
CREATE INDEX identities_by_network ON identities (owner_id, network, id);

-- Truth: pictures and other files that came with archives ---------------------------------

-- The file itself is DIR/media/ab/abcd…, by the digest of its content: kept once.
CREATE TABLE media (
    owner_id   INT64 NOT NULL,
    digest     TEXT NOT NULL,    -- BLAKE2b-256 in hex
    bytes      INT64 NOT NULL,
    media_type TEXT NOT NULL,    -- by its first bytes, never by its name
    PRIMARY KEY (owner_id, digest)
) TABLE_END;

-- The digest of the file that an attachment names, '' where no archive had it.
ALTER TABLE attachments ADD COLUMN media TEXT NOT NULL DEFAULT '';
CREATE INDEX attachments_by_media ON attachments (owner_id, media) WHERE media <> '';

-- Which imports had it: when one is undone the file stays as long as another did.
CREATE TABLE attachment_media (
    owner_id      INT64 NOT NULL,
    attachment_id INT64 NOT NULL,
    import_id     INT64 NOT NULL,
    media         TEXT NOT NULL,
    PRIMARY KEY (owner_id, attachment_id, import_id)
) TABLE_END;

-- Truth: who may open the page; never exported --------------------------------------------

CREATE TABLE credentials (
    owner_id INT64 NOT NULL,
    password TEXT NOT NULL,      -- its hash, as libsodium writes it
    set_ms   INT64 NOT NULL,
    PRIMARY KEY (owner_id)
) TABLE_END;

CREATE TABLE sessions (
    owner_id   INT64 NOT NULL,
    digest     TEXT NOT NULL,    -- of the token, which is kept nowhere
    agent      TEXT NOT NULL,    -- what the browser calls itself
    created_ms INT64 NOT NULL,
    seen_ms    INT64 NOT NULL,
    until_ms   INT64 NOT NULL,
    PRIMARY KEY (owner_id, digest)
) TABLE_END;

-- Derived: made anew by `tact rebuild` ----------------------------------------------------

CREATE TABLE post_counts (
    owner_id   INT64 NOT NULL,
    account_id INT64 NOT NULL,
    kind       TEXT NOT NULL,
    own        INT64 NOT NULL,   -- 1: by the owner
    month      INT64 NOT NULL,   -- yyyymm, 0 without a time
    n          INT64 NOT NULL,
    PRIMARY KEY (owner_id, account_id, kind, own, month)
) TABLE_END;

CREATE INDEX post_counts_by_month ON post_counts (owner_id, month);

-- Whom the accounts of a network reach: people by how the owner knows them, each once.
CREATE TABLE network_counts (
    owner_id     INT64 NOT NULL,
    network      TEXT NOT NULL,  -- '' everybody
    people       INT64 NOT NULL,
    personal     INT64 NOT NULL, -- known under this mindset only
    professional INT64 NOT NULL,
    both         INT64 NOT NULL,
    PRIMARY KEY (owner_id, network)
) TABLE_END;

-- What a post is about, as the classifier reads it; topic '' says: looked at, nothing sure.
CREATE TABLE post_topics (
    owner_id   INT64 NOT NULL,
    post_id    INT64 NOT NULL,
    topic      TEXT NOT NULL,
    account_id INT64 NOT NULL,
    PRIMARY KEY (owner_id, post_id, topic)
) TABLE_END;
CREATE INDEX post_topics_by_account ON post_topics (owner_id, account_id, topic, post_id);

-- One text published on several accounts within a few days: all of them, the first included,
-- by the first.
CREATE TABLE post_twins (
    owner_id   INT64 NOT NULL,
    post_id    INT64 NOT NULL,
    leader_id  INT64 NOT NULL,   -- the earliest of them
    account_id INT64 NOT NULL,
    PRIMARY KEY (owner_id, post_id)
) TABLE_END;
-- No more columns: SQLite would walk a covering index instead of looking posts up.
CREATE INDEX post_twins_by_leader ON post_twins (owner_id, leader_id);
