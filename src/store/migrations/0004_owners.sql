-- store/migrations/0004_owners.sql: many owners in one database: who they are, how they sign in,
-- companies that several of them share, work that waits for any process, and who did what.
--
-- owners, memberships and invitations are few rows that every query may want: in Citus they are
-- reference tables; attempts is spread by its key, everything else by owner_id (docs/hosting.md).

-- A company is an owner too: its accounts, people, drafts and posts are its own rows, so that
-- what a member keeps for themselves is nowhere that a company's query could reach.
ALTER TABLE owners ADD COLUMN kind TEXT NOT NULL DEFAULT 'person';   -- person, company
ALTER TABLE owners ADD COLUMN email TEXT NOT NULL DEFAULT '';        -- in small letters, '' none
ALTER TABLE owners ADD COLUMN is_host INT64 NOT NULL DEFAULT 0;      -- 1: invites and removes
ALTER TABLE owners ADD COLUMN closed_ms INT64 NOT NULL DEFAULT 0;    -- may not sign in since
UPDATE owners SET is_host = 1 WHERE owner_id = 1;
CREATE UNIQUE INDEX owners_by_email ON owners (email) WHERE email <> '';

CREATE TABLE memberships (
    company_id INT64 NOT NULL,
    member_id  INT64 NOT NULL,
    role       TEXT NOT NULL,    -- writer, approver, admin
    since_ms   INT64 NOT NULL,
    PRIMARY KEY (company_id, member_id)
) TABLE_END;
CREATE INDEX memberships_by_member ON memberships (member_id, company_id);

CREATE TABLE invitations (
    digest     TEXT NOT NULL,    -- of the token, which is kept nowhere
    email      TEXT NOT NULL,
    company_id INT64 NOT NULL,   -- into which company, 0 none
    role       TEXT NOT NULL,    -- there
    made_by    INT64 NOT NULL,
    made_ms    INT64 NOT NULL,
    until_ms   INT64 NOT NULL,
    used_ms    INT64 NOT NULL,   -- 0 while it is open
    PRIMARY KEY (digest)
) TABLE_END;

-- Wrong passwords and codes in a row, counted for all processes together.
CREATE TABLE attempts (
    key      TEXT NOT NULL,      -- digest of the address or the account that was tried
    wrong    INT64 NOT NULL,
    until_ms INT64 NOT NULL,     -- the next try is heard from then on
    seen_ms  INT64 NOT NULL,
    PRIMARY KEY (key)
) TABLE_END;

-- Truth: how an owner signs in; never exported ---------------------------------------------

ALTER TABLE sessions ADD COLUMN remote TEXT NOT NULL DEFAULT '';      -- where from, at the start
ALTER TABLE sessions ADD COLUMN acts_for INT64 NOT NULL DEFAULT 0;    -- a company; 0 oneself

CREATE TABLE second_factors (
    owner_id     INT64 NOT NULL,
    secret       TEXT NOT NULL,  -- sealed with the key of the home
    made_ms      INT64 NOT NULL,
    confirmed_ms INT64 NOT NULL, -- 0: shown, but no code of it has come yet
    last_step    INT64 NOT NULL, -- of the last code that was taken: none is good twice
    PRIMARY KEY (owner_id)
) TABLE_END;

CREATE TABLE recovery_codes (
    owner_id INT64 NOT NULL,
    digest   TEXT NOT NULL,
    used_ms  INT64 NOT NULL,     -- 0 while it is good
    PRIMARY KEY (owner_id, digest)
) TABLE_END;

CREATE TABLE tokens (
    owner_id   INT64 NOT NULL,
    id         INT64 NOT NULL,
    digest     TEXT NOT NULL,
    name       TEXT NOT NULL,    -- what it is for, in the owner's words
    scopes     TEXT NOT NULL,    -- read, write, import: comma-joined
    made_ms    INT64 NOT NULL,
    seen_ms    INT64 NOT NULL,   -- 0 never
    until_ms   INT64 NOT NULL,   -- 0 for good
    revoked_ms INT64 NOT NULL,
    PRIMARY KEY (owner_id, id)
) TABLE_END;
CREATE UNIQUE INDEX tokens_by_digest ON tokens (owner_id, digest);

-- Truth: who did what ----------------------------------------------------------------------

CREATE TABLE audit (
    owner_id INT64 NOT NULL,     -- whose data it was about
    id       INT64 NOT NULL,     -- grows with time
    at_ms    INT64 NOT NULL,
    actor_id INT64 NOT NULL,     -- the owner who did it, 0 nobody who is known
    verb     TEXT NOT NULL,      -- session.began, token.made, draft.approved, …
    subject  TEXT NOT NULL,
    note     TEXT NOT NULL,
    remote   TEXT NOT NULL,      -- the address that it came from, '' the command line
    PRIMARY KEY (owner_id, id)
) TABLE_END;

-- Work that any process may take ------------------------------------------------------------

CREATE TABLE jobs (
    owner_id  INT64 NOT NULL,
    id        INT64 NOT NULL,
    kind      TEXT NOT NULL,     -- import, undo
    state     TEXT NOT NULL,     -- waits, reads, derives, done, known, refused
    name      TEXT NOT NULL,     -- of the archive
    path      TEXT NOT NULL,     -- where it waits, under the home's folder
    import_id INT64 NOT NULL,    -- what it made, or is to undo; 0 none yet
    by_id     INT64 NOT NULL,    -- the owner who asked for it
    made_ms   INT64 NOT NULL,
    ended_ms  INT64 NOT NULL,
    runner    TEXT NOT NULL,     -- who has it; another one each time it is taken
    lease_ms  INT64 NOT NULL,    -- until then; whoever is late has lost it
    tries     INT64 NOT NULL,
    done      INT64 NOT NULL,    -- bytes
    total     INT64 NOT NULL,
    records   INT64 NOT NULL,
    result    TEXT NOT NULL,     -- JSON: what a page shows of it when it is over
    say       TEXT NOT NULL,     -- why it was refused
    PRIMARY KEY (owner_id, id)
) TABLE_END;
CREATE INDEX jobs_open ON jobs (state, id, lease_ms) WHERE state IN ('waits', 'reads', 'derives');

-- Truth: drafts of a company ----------------------------------------------------------------

ALTER TABLE drafts ADD COLUMN author_id INT64 NOT NULL DEFAULT 0;    -- the member, 0 the owner
ALTER TABLE drafts ADD COLUMN changed_by INT64 NOT NULL DEFAULT 0;   -- whose words they are now
ALTER TABLE drafts ADD COLUMN about TEXT NOT NULL DEFAULT '';        -- JSON: a post taken along

CREATE TABLE approvals (
    owner_id   INT64 NOT NULL,   -- the company
    id         INT64 NOT NULL,
    draft_id   INT64 NOT NULL,
    asked_by   INT64 NOT NULL,
    asked_ms   INT64 NOT NULL,
    text       TEXT NOT NULL,    -- what was asked for: a later change makes it void
    accounts   TEXT NOT NULL,    -- ids, comma-joined
    verdict    TEXT NOT NULL,    -- the gravest that the check said
    state      TEXT NOT NULL,    -- asked, approved, returned, withdrawn, void
    decided_by INT64 NOT NULL,
    decided_ms INT64 NOT NULL,
    due_ms     INT64 NOT NULL,   -- approved: from when on it may go out
    note       TEXT NOT NULL,
    PRIMARY KEY (owner_id, id)
) TABLE_END;
CREATE INDEX approvals_by_draft ON approvals (owner_id, draft_id, id);
