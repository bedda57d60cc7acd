-- store/migrations/0005_people.sql: who is one person: pairs that were found alike, and questions.
--
-- The owner's words are decisions, each a row of that table: person.same (the keys of identities
-- that are one person, a line each), person.apart (two such lists with an empty line between: none
-- of the one is any of the other), person.me (identities that are the owner).

-- Derived: made anew by `tact rebuild` ----------------------------------------------------

CREATE TABLE match_pairs (
    owner_id INT64 NOT NULL,
    a_id     INT64 NOT NULL,     -- identities, the lesser first
    b_id     INT64 NOT NULL,
    bits     REAL64 NOT NULL,    -- log2 of the odds that they are one person
    proof    REAL64 NOT NULL,    -- of it: what nobody can copy
    own      REAL64 NOT NULL,    -- of that: what not even a family shares
    clash    INT64 NOT NULL,     -- 1: they say what can't both be; 2: two given names
    reasons  TEXT NOT NULL,      -- words, left, right, bits by tabs, a line each
    PRIMARY KEY (owner_id, a_id, b_id)
) TABLE_END;
CREATE INDEX match_pairs_by_b ON match_pairs (owner_id, b_id, a_id);

-- Of two people: are they one? By the strongest pair of identities between them.
CREATE TABLE questions (
    owner_id INT64 NOT NULL,
    a_id     INT64 NOT NULL,
    b_id     INT64 NOT NULL,
    bits     REAL64 NOT NULL,    -- on average over all pairs between the two
    PRIMARY KEY (owner_id, a_id, b_id)
) TABLE_END;
CREATE INDEX questions_by_bits ON questions (owner_id, bits DESC, a_id, b_id);
