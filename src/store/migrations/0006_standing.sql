-- store/migrations/0006_standing.sql: how each person stands to the owner: how strong and how
-- regular the exchange is, which side of life they belong to and why, and in which circles they
-- are. All of it derived: made anew by `tact rebuild`.

-- One row a person but the owner. `guess` and its kin are what evidence says; `context` and its
-- kin are the same where the owner said nothing, so that a decision can be taken back.
CREATE TABLE person_standing (
    owner_id    INT64 NOT NULL,
    person_id   INT64 NOT NULL,
    first_ms    INT64 NOT NULL,  -- the first word between them, 0 never
    last_ms     INT64 NOT NULL,  -- the last
    from_them   INT64 NOT NULL,  -- messages, comments and replies
    from_owner  INT64 NOT NULL,
    reactions   INT64 NOT NULL,  -- likes and their kin, both ways
    words       INT64 NOT NULL,  -- both ways
    days_active INT64 NOT NULL,  -- days with a word
    gap_ms      INT64 NOT NULL,  -- usual time between two of them, 0 not known
    networks    INT64 NOT NULL,  -- on how many something was exchanged
    strength    REAL64 NOT NULL, -- as in persons
    layer       INT64 NOT NULL,  -- 5, 15, 50, 150, 500 closest; 0 none of them
    due_ms      INT64 NOT NULL,  -- a word would be in time until then; 0 none is expected
    kinds       INT64 NOT NULL,  -- enum relation_kind, a bit each
    context     TEXT NOT NULL,   -- personal, professional, both; '' nobody knows
    context_why TEXT NOT NULL,   -- network, domain, employer, surname, mutual, talk, relation,
                                 -- decided; '' with ''
    context_p   REAL64 NOT NULL, -- how sure
    guess_kinds INT64 NOT NULL,
    guess       TEXT NOT NULL,
    guess_why   TEXT NOT NULL,
    guess_p     REAL64 NOT NULL,
    asks        REAL64 NOT NULL, -- how many people the owner's word on this one would settle
    circle_id   INT64 NOT NULL,  -- where the map draws them, 0 none
    x           REAL64 NOT NULL, -- on the map, -1 to 1
    y           REAL64 NOT NULL,
    PRIMARY KEY (owner_id, person_id)
) TABLE_END;
CREATE INDEX person_standing_by_context ON person_standing (owner_id, context, person_id);
CREATE INDEX person_standing_by_layer ON person_standing (owner_id, layer, person_id)
    WHERE layer > 0;
CREATE INDEX person_standing_by_due ON person_standing (owner_id, due_ms, person_id)
    WHERE due_ms > 0;
CREATE INDEX person_standing_by_asks ON person_standing (owner_id, asks, person_id)
    WHERE asks > 0;

-- Whether the messages of a thread of two are of work, as the classifier reads them; nothing else of what
-- they are about is kept of anybody.
CREATE TABLE thread_talk (
    owner_id  INT64 NOT NULL,
    thread_id INT64 NOT NULL,
    work      REAL64 NOT NULL,   -- how likely they are of work
    words     INT64 NOT NULL,    -- that were read
    PRIMARY KEY (owner_id, thread_id)
) TABLE_END;

-- People who belong together among the owner's people.
CREATE TABLE circles (
    owner_id    INT64 NOT NULL,
    id          INT64 NOT NULL,  -- the least id of its people; 1,000,000,000 + its decision for
                                 -- one that only the owner keeps
    name        TEXT NOT NULL,
    guess       TEXT NOT NULL,   -- what it was named from: label, thread, employer, domain,
                                 -- surname, place, people; decided
    size        INT64 NOT NULL,
    strength    REAL64 NOT NULL, -- sum of its people's
    context     TEXT NOT NULL,   -- of most of them
    decision_id INT64 NOT NULL,  -- that named it, 0 none
    x           REAL64 NOT NULL, -- on the map
    y           REAL64 NOT NULL,
    radius      REAL64 NOT NULL,
    PRIMARY KEY (owner_id, id)
) TABLE_END;

CREATE TABLE circle_members (
    owner_id  INT64 NOT NULL,
    circle_id INT64 NOT NULL,
    person_id INT64 NOT NULL,
    PRIMARY KEY (owner_id, circle_id, person_id)
) TABLE_END;
CREATE INDEX circle_members_by_person ON circle_members (owner_id, person_id, circle_id);

-- Who knows whom, as far as it shows: the strongest few of each person.
CREATE TABLE person_ties (
    owner_id INT64 NOT NULL,
    a_id     INT64 NOT NULL,     -- the lesser
    b_id     INT64 NOT NULL,
    weight   REAL64 NOT NULL,
    PRIMARY KEY (owner_id, a_id, b_id)
) TABLE_END;
CREATE INDEX person_ties_back ON person_ties (owner_id, b_id, a_id);
