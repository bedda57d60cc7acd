-- store/migrations/0007_intake.sql: imports that stop and go on, posts with two names, deletions
-- that stay, and what is in the pictures.

-- How far an import came that is not done yet: JSON of store/mark.c; '' for all that are done and
-- those of which nothing is kept. While there is one its posts are in no index of words, and no
-- other begins.
ALTER TABLE imports ADD COLUMN mark TEXT NOT NULL DEFAULT '';

-- When the network says that a post was deleted: an older archive does not bring it back.
ALTER TABLE post_versions ADD COLUMN deleted_ms INT64 NOT NULL DEFAULT 0;

-- Truth: another key under which a post may come (an archive without ids, beside an API with them).
CREATE TABLE post_names (
    owner_id  INT64 NOT NULL,
    digest    INT64 NOT NULL,   -- of the other key
    import_id INT64 NOT NULL,
    post      INT64 NOT NULL,   -- digest of the post's own key
    PRIMARY KEY (owner_id, digest, import_id)
) TABLE_END;
CREATE INDEX post_names_by_import ON post_names (owner_id, import_id);

-- Derived: what a kept picture is, and what its camera wrote into it. Never guessed from what is to
-- be seen; made anew from the file.
CREATE TABLE pictures (
    owner_id INT64 NOT NULL,
    digest   TEXT NOT NULL,     -- of the kept file
    width    INT64 NOT NULL,    -- of the picture as it is to be seen; 0 it can't be read
    height   INT64 NOT NULL,
    shown    INT64 NOT NULL,    -- bytes of the copy that pages show: smaller, nothing written in it
    has_place INT64 NOT NULL,
    lat      REAL64 NOT NULL,   -- degrees
    lon      REAL64 NOT NULL,
    taken    TEXT NOT NULL,     -- as the camera wrote it
    device   TEXT NOT NULL,
    serial   INT64 NOT NULL,    -- 1: the number of the camera or of its lens is in it
    why      TEXT NOT NULL,     -- why it can't be read
    PRIMARY KEY (owner_id, digest)
) TABLE_END;
CREATE INDEX pictures_by_place ON pictures (owner_id, has_place, digest);
