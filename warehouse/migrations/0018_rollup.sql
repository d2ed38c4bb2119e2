-- What filed rows add up to, by slice: tables that are only derived from the facts, and made again
-- where they are missing or of another catalogue. The schema is not for queries.

CREATE SCHEMA IF NOT EXISTS rollup;

-- One row once there are any: of which catalogue they are, through which slice, and by which
-- dimensions, as JSON.
CREATE TABLE IF NOT EXISTS rollup.state (
    catalog    VARCHAR NOT NULL,
    through    BIGINT NOT NULL,
    dimensions VARCHAR NOT NULL
);

COMMENT ON TABLE rollup.state IS '汇总到哪里了，只供程序用；through where the rows are added up, for the program alone';
COMMENT ON COLUMN rollup.state.catalog IS '按哪套规则汇总；identifies the rules of what is counted';
COMMENT ON COLUMN rollup.state.through IS '汇总到第几个分片；the last slice that is added up';
COMMENT ON COLUMN rollup.state.dimensions IS '按哪些维度汇总；the dimensions, as JSON';
