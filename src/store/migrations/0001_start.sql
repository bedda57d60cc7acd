-- 0001_start.sql: all the words of Tact as tables. Never edited once released: a change is a
-- new file. INT64, REAL64, BYTES and TABLE_END are replaced by the engine's own words.
--
-- owner_id is first in every key, so that many owners can share a server and be spread over
-- several by it. Times are Unix milliseconds UTC; *_sure says how much of one was given
-- (core/time.h). Truth is what was received or decided; derived tables are made anew from it
-- by `tact rebuild`.
--
-- An id that is called a digest is hash_key (core/hash.h) of the thing's natural key: the same
-- thing found again is the same row.

-- Truth: the owner ------------------------------------------------------------------------

CREATE TABLE owners (
    owner_id   INT64 NOT NULL,
    name       TEXT NOT NULL,
    created_ms INT64 NOT NULL,
    PRIMARY KEY (owner_id)
) TABLE_END;

CREATE TABLE contexts (
    owner_id  INT64 NOT NULL,
    id        INT64 NOT NULL,
    name      TEXT NOT NULL,   -- personal, professional, company, or the owner's own
    mindset   TEXT NOT NULL,   -- personal, professional, company: what its audience comes for
    colour    TEXT NOT NULL,   -- #rrggbb, the same everywhere
    welcome   TEXT NOT NULL,   -- topics, comma-joined
    unwelcome TEXT NOT NULL,
    voice     TEXT NOT NULL,   -- JSON: words to use and to avoid, formality, language
    hours     TEXT NOT NULL,   -- JSON: when it is open
    PRIMARY KEY (owner_id, id)
) TABLE_END;
CREATE UNIQUE INDEX contexts_by_name ON contexts (owner_id, name);

-- What the owner decided: kept through re-imports and rebuilds, each can be taken back.
CREATE TABLE decisions (
    owner_id   INT64 NOT NULL,
    id         INT64 NOT NULL,
    made_ms    INT64 NOT NULL,
    verb       TEXT NOT NULL,  -- account.context, check.correction, …
    subject    TEXT NOT NULL,  -- the natural key of what it is about
    value      TEXT NOT NULL,
    revoked_ms INT64 NOT NULL, -- 0 while it holds
    PRIMARY KEY (owner_id, id)
) TABLE_END;
CREATE INDEX decisions_by_subject ON decisions (owner_id, verb, subject);

-- Truth: what was received ----------------------------------------------------------------

CREATE TABLE imports (
    owner_id   INT64 NOT NULL,
    id         INT64 NOT NULL,
    archive    TEXT NOT NULL,   -- the name of the file or folder
    digest     TEXT NOT NULL,   -- BLAKE2b-256 of the names and sizes in it
    bytes      INT64 NOT NULL,
    reader     TEXT NOT NULL,
    network    TEXT NOT NULL,
    account_id INT64 NOT NULL,  -- the first account it speaks of, 0 none
    state      TEXT NOT NULL,   -- reading, done, undone, interrupted
    started_ms INT64 NOT NULL,
    ended_ms   INT64 NOT NULL,
    taken_ms   INT64 NOT NULL,  -- the newest time in it: how fresh it is
    seconds    REAL64 NOT NULL,
    counts     TEXT NOT NULL,   -- JSON: how many of each kind it holds, new or known
    PRIMARY KEY (owner_id, id)
) TABLE_END;

CREATE TABLE accounts (
    owner_id     INT64 NOT NULL,
    id           INT64 NOT NULL,
    import_id    INT64 NOT NULL,
    network      TEXT NOT NULL,
    key          TEXT NOT NULL,
    handle       TEXT NOT NULL,
    name         TEXT NOT NULL,
    url          TEXT NOT NULL,
    created_ms   INT64 NOT NULL,
    created_sure INT64 NOT NULL,
    identity_id  INT64 NOT NULL, -- the owner there; 0 for an address book
    is_page      INT64 NOT NULL, -- 1: a page of a company or cause, beside the profile
    PRIMARY KEY (owner_id, id)
) TABLE_END;
CREATE UNIQUE INDEX accounts_by_key ON accounts (owner_id, network, key);

CREATE TABLE identities (
    owner_id  INT64 NOT NULL,
    id        INT64 NOT NULL,
    import_id INT64 NOT NULL,
    network   TEXT NOT NULL,
    key       TEXT NOT NULL,
    digest    INT64 NOT NULL,   -- of network and key
    name      TEXT NOT NULL,
    handle    TEXT NOT NULL,
    url       TEXT NOT NULL,
    kind      TEXT NOT NULL,    -- person, organisation, group
    name_only INT64 NOT NULL,   -- 1: the key is but a name, two people may share it
    PRIMARY KEY (owner_id, id)
) TABLE_END;
CREATE UNIQUE INDEX identities_by_digest ON identities (owner_id, digest);

-- Each state of an identity that differed, with the import that brought it.
CREATE TABLE identity_versions (
    owner_id    INT64 NOT NULL,
    identity_id INT64 NOT NULL,
    import_id   INT64 NOT NULL,
    name        TEXT NOT NULL,
    handle      TEXT NOT NULL,
    url         TEXT NOT NULL,
    PRIMARY KEY (owner_id, identity_id, import_id)
) TABLE_END;

CREATE TABLE facts (
    owner_id    INT64 NOT NULL,
    id          INT64 NOT NULL,  -- digest
    import_id   INT64 NOT NULL,
    identity_id INT64 NOT NULL,
    field       TEXT NOT NULL,   -- model/words.h
    value       TEXT NOT NULL,
    label       TEXT NOT NULL,
    since_ms    INT64 NOT NULL,
    since_sure  INT64 NOT NULL,
    until_ms    INT64 NOT NULL,
    until_sure  INT64 NOT NULL,
    PRIMARY KEY (owner_id, id)
) TABLE_END;
CREATE INDEX facts_by_identity ON facts (owner_id, identity_id, field, id);

CREATE TABLE connections (
    owner_id    INT64 NOT NULL,
    id          INT64 NOT NULL,  -- digest
    import_id   INT64 NOT NULL,
    account_id  INT64 NOT NULL,
    identity_id INT64 NOT NULL,
    kind        TEXT NOT NULL,
    at_ms       INT64 NOT NULL,
    at_sure     INT64 NOT NULL,
    note        TEXT NOT NULL,
    PRIMARY KEY (owner_id, id)
) TABLE_END;
CREATE INDEX connections_by_identity ON connections (owner_id, identity_id);
CREATE INDEX connections_by_account ON connections (owner_id, account_id, kind);

CREATE TABLE relations (
    owner_id    INT64 NOT NULL,
    id          INT64 NOT NULL,  -- digest
    import_id   INT64 NOT NULL,
    identity_id INT64 NOT NULL,
    kind        TEXT NOT NULL,   -- family, friend, colleague, client, prospect, mother, …
    PRIMARY KEY (owner_id, id)
) TABLE_END;
CREATE INDEX relations_by_identity ON relations (owner_id, identity_id);

CREATE TABLE threads (
    owner_id   INT64 NOT NULL,
    id         INT64 NOT NULL,   -- digest of account and key
    import_id  INT64 NOT NULL,
    account_id INT64 NOT NULL,
    key        TEXT NOT NULL,
    title      TEXT NOT NULL,
    is_group   INT64 NOT NULL,
    PRIMARY KEY (owner_id, id)
) TABLE_END;

CREATE TABLE members (
    owner_id    INT64 NOT NULL,
    id          INT64 NOT NULL,  -- digest
    import_id   INT64 NOT NULL,
    thread_id   INT64 NOT NULL,
    identity_id INT64 NOT NULL,
    PRIMARY KEY (owner_id, id)
) TABLE_END;
CREATE INDEX members_by_thread ON members (owner_id, thread_id);
CREATE INDEX members_by_identity ON members (owner_id, identity_id);

-- The id grows with the time of the post (store/post.c), so that the table itself is the
-- timeline, and the search index too.
CREATE TABLE posts (
    owner_id   INT64 NOT NULL,
    id         INT64 NOT NULL,
    import_id  INT64 NOT NULL,
    account_id INT64 NOT NULL,
    author_id  INT64 NOT NULL,   -- identity; 0 the owner, -1 nobody knows
    kind       TEXT NOT NULL,
    key        TEXT NOT NULL,
    digest     INT64 NOT NULL,   -- of network and key
    at_ms      INT64 NOT NULL,
    at_sure    INT64 NOT NULL,
    edited_ms  INT64 NOT NULL,   -- 0 never
    deleted_ms INT64 NOT NULL,
    text       TEXT NOT NULL,
    title      TEXT NOT NULL,
    summary    TEXT NOT NULL,    -- content warning
    url        TEXT NOT NULL,
    link       TEXT NOT NULL,
    language   TEXT NOT NULL,
    place      TEXT NOT NULL,
    visibility TEXT NOT NULL,
    room       TEXT NOT NULL,    -- the group, folder or list
    reply_to   INT64 NOT NULL,   -- digest of the post it answers, 0 none
    reshare_of INT64 NOT NULL,
    thread_id  INT64 NOT NULL,   -- 0 none
    likes      INT64 NOT NULL,   -- -1 not known
    reshares   INT64 NOT NULL,
    PRIMARY KEY (owner_id, id)
) TABLE_END;
CREATE UNIQUE INDEX posts_by_digest ON posts (owner_id, digest);
CREATE INDEX posts_by_author ON posts (owner_id, author_id, id) WHERE author_id > 0;
CREATE INDEX posts_by_thread ON posts (owner_id, thread_id, id) WHERE thread_id <> 0;
CREATE INDEX posts_by_reply ON posts (owner_id, reply_to) WHERE reply_to <> 0;

CREATE TABLE post_versions (
    owner_id  INT64 NOT NULL,
    post_id   INT64 NOT NULL,
    import_id INT64 NOT NULL,
    edited_ms INT64 NOT NULL,
    text      TEXT NOT NULL,
    title     TEXT NOT NULL,
    summary   TEXT NOT NULL,
    PRIMARY KEY (owner_id, post_id, import_id)
) TABLE_END;

CREATE TABLE attachments (
    owner_id   INT64 NOT NULL,
    id         INT64 NOT NULL,   -- digest
    import_id  INT64 NOT NULL,
    post_id    INT64 NOT NULL,
    position   INT64 NOT NULL,
    kind       TEXT NOT NULL,
    uri        TEXT NOT NULL,    -- a path inside the archive, or an address
    media_type TEXT NOT NULL,
    alt        TEXT NOT NULL,
    note       TEXT NOT NULL,
    PRIMARY KEY (owner_id, id)
) TABLE_END;
CREATE INDEX attachments_by_post ON attachments (owner_id, post_id, position);

CREATE TABLE reactions (
    owner_id   INT64 NOT NULL,
    id         INT64 NOT NULL,   -- digest
    import_id  INT64 NOT NULL,
    account_id INT64 NOT NULL,
    author_id  INT64 NOT NULL,   -- as in posts
    post       INT64 NOT NULL,   -- digest of the post, which may be nobody's here
    kind       TEXT NOT NULL,
    at_ms      INT64 NOT NULL,
    at_sure    INT64 NOT NULL,
    url        TEXT NOT NULL,
    text       TEXT NOT NULL,
    PRIMARY KEY (owner_id, id)
) TABLE_END;
CREATE INDEX reactions_by_post ON reactions (owner_id, post);

-- What could not be read, as it stood.
CREATE TABLE unread (
    owner_id  INT64 NOT NULL,
    import_id INT64 NOT NULL,
    position  INT64 NOT NULL,
    file      TEXT NOT NULL,
    raw       TEXT NOT NULL,
    why       TEXT NOT NULL,
    PRIMARY KEY (owner_id, import_id, position)
) TABLE_END;

-- Rows that an import found again. A row belongs to the import that brought it first; when
-- that one is undone it passes to the next that saw it.
CREATE TABLE sightings (
    owner_id  INT64 NOT NULL,
    kind      INT64 NOT NULL,    -- enum record_kind
    row_id    INT64 NOT NULL,
    import_id INT64 NOT NULL,
    PRIMARY KEY (owner_id, kind, row_id, import_id)
) TABLE_END;

-- Truth: what the owner writes ------------------------------------------------------------

CREATE TABLE drafts (
    owner_id   INT64 NOT NULL,
    id         INT64 NOT NULL,
    created_ms INT64 NOT NULL,
    changed_ms INT64 NOT NULL,
    text       TEXT NOT NULL,
    PRIMARY KEY (owner_id, id)
) TABLE_END;

CREATE TABLE variants (
    owner_id   INT64 NOT NULL,
    draft_id   INT64 NOT NULL,
    account_id INT64 NOT NULL,
    text       TEXT NOT NULL,
    visibility TEXT NOT NULL,
    PRIMARY KEY (owner_id, draft_id, account_id)
) TABLE_END;

CREATE TABLE publications (
    owner_id   INT64 NOT NULL,
    id         INT64 NOT NULL,
    draft_id   INT64 NOT NULL,
    account_id INT64 NOT NULL,
    state      TEXT NOT NULL,    -- waiting, sending, sent, failed, uncertain, handed_off
    due_ms     INT64 NOT NULL,
    sent_ms    INT64 NOT NULL,
    remote_key TEXT NOT NULL,
    url        TEXT NOT NULL,
    error      TEXT NOT NULL,
    PRIMARY KEY (owner_id, id)
) TABLE_END;

CREATE TABLE audiences (
    owner_id   INT64 NOT NULL,
    id         INT64 NOT NULL,
    account_id INT64 NOT NULL,
    name       TEXT NOT NULL,
    visibility TEXT NOT NULL,
    rule       TEXT NOT NULL,    -- who is in it, as a query
    PRIMARY KEY (owner_id, id)
) TABLE_END;

CREATE TABLE checks (
    owner_id   INT64 NOT NULL,
    id         INT64 NOT NULL,
    draft_id   INT64 NOT NULL,
    account_id INT64 NOT NULL,
    at_ms      INT64 NOT NULL,
    verdict    TEXT NOT NULL,
    rule       TEXT NOT NULL,    -- the row of the table that fired
    PRIMARY KEY (owner_id, id)
) TABLE_END;

CREATE TABLE findings (
    owner_id  INT64 NOT NULL,
    check_id  INT64 NOT NULL,
    position  INT64 NOT NULL,
    kind      TEXT NOT NULL,
    severity  TEXT NOT NULL,
    from_byte INT64 NOT NULL,
    to_byte   INT64 NOT NULL,
    why       TEXT NOT NULL,
    PRIMARY KEY (owner_id, check_id, position)
) TABLE_END;

-- The overlay of the check: what the owner's corrections taught. Inspectable, revocable.
CREATE TABLE corrections (
    owner_id   INT64 NOT NULL,
    id         INT64 NOT NULL,
    made_ms    INT64 NOT NULL,
    context_id INT64 NOT NULL,   -- 0: everywhere
    fact       TEXT NOT NULL,    -- topic:family, tone:promotional, …
    change     REAL64 NOT NULL,
    text       TEXT NOT NULL,    -- what it was about
    revoked_ms INT64 NOT NULL,
    PRIMARY KEY (owner_id, id)
) TABLE_END;

CREATE TABLE needs (
    owner_id  INT64 NOT NULL,
    id        INT64 NOT NULL,
    person_id INT64 NOT NULL,    -- 0 the owner
    post_id   INT64 NOT NULL,    -- where it was said, 0 nowhere
    at_ms     INT64 NOT NULL,
    text      TEXT NOT NULL,
    state     TEXT NOT NULL,     -- open, met, dropped
    PRIMARY KEY (owner_id, id)
) TABLE_END;

CREATE TABLE offers (
    owner_id  INT64 NOT NULL,
    id        INT64 NOT NULL,
    person_id INT64 NOT NULL,
    at_ms     INT64 NOT NULL,
    text      TEXT NOT NULL,
    PRIMARY KEY (owner_id, id)
) TABLE_END;

-- Derived: made anew by `tact rebuild` ----------------------------------------------------

CREATE TABLE persons (
    owner_id INT64 NOT NULL,
    id       INT64 NOT NULL,     -- the least id of its identities
    name     TEXT NOT NULL,
    folded   TEXT NOT NULL,      -- names, handles and addresses as search compares them
    kind     TEXT NOT NULL,
    is_owner INT64 NOT NULL,
    strength REAL64 NOT NULL,    -- 0 to 1: how much goes back and forth, lately most
    last_ms  INT64 NOT NULL,     -- the last word between them, 0 never
    PRIMARY KEY (owner_id, id)
) TABLE_END;

CREATE TABLE person_identities (
    owner_id    INT64 NOT NULL,
    identity_id INT64 NOT NULL,
    person_id   INT64 NOT NULL,
    PRIMARY KEY (owner_id, identity_id)
) TABLE_END;
CREATE INDEX person_identities_by_person ON person_identities (owner_id, person_id);

-- Why two identities are one person.
CREATE TABLE evidence (
    owner_id  INT64 NOT NULL,
    person_id INT64 NOT NULL,
    position  INT64 NOT NULL,
    a_id      INT64 NOT NULL,
    b_id      INT64 NOT NULL,
    kind      TEXT NOT NULL,     -- email, phone, url, own account
    value     TEXT NOT NULL,
    PRIMARY KEY (owner_id, person_id, position)
) TABLE_END;

-- Under which mindsets the owner knows somebody: through accounts of that kind, or by relation.
CREATE TABLE known_through (
    owner_id  INT64 NOT NULL,
    person_id INT64 NOT NULL,
    mindset   TEXT NOT NULL,     -- personal or professional
    PRIMARY KEY (owner_id, person_id, mindset)
) TABLE_END;

-- Who each account reaches, counted, so that a check need not.
CREATE TABLE audience_counts (
    owner_id     INT64 NOT NULL,
    account_id   INT64 NOT NULL,
    people       INT64 NOT NULL,
    personal     INT64 NOT NULL, -- known under this mindset only
    professional INT64 NOT NULL,
    both         INT64 NOT NULL,
    connections  INT64 NOT NULL, -- friends and connections, each once
    followers    INT64 NOT NULL,
    following    INT64 NOT NULL,
    PRIMARY KEY (owner_id, account_id)
) TABLE_END;
