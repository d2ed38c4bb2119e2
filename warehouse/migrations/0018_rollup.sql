-- What filed rows add up to, by slice: tables that are only derived from the facts, and made again
-- where they are missing or of another catalogue. The schema is not for queries.

CREATE SCHEMA rollup;

-- One row once there are any: of which catalogue they are, through which slice, and by which
-- dimensions, as JSON.
CREATE TABLE rollup.state (
    catalog    VARCHAR NOT NULL,
    through    BIGINT NOT NULL,
    dimensions VARCHAR NOT NULL
);
