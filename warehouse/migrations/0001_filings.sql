-- What was filed, by whom, when; which slice replaced which. Nothing here is ever
-- deleted: a correction and a withdrawal only add. No table has a CHECK: DuckDB 1.5 cannot
-- replay its log after a crash where a column of such a table was commented on.

CREATE SCHEMA fact;

CREATE TABLE submission (
    id               BIGINT PRIMARY KEY,
    file             VARCHAR NOT NULL,
    sha256           VARCHAR NOT NULL,
    overrides        VARCHAR NOT NULL DEFAULT '',
    bytes            BIGINT NOT NULL,
    kinds            VARCHAR[] NOT NULL,
    contract_version VARCHAR NOT NULL,
    submitted_by     VARCHAR NOT NULL DEFAULT '',
    received_at      TIMESTAMP NOT NULL,
    loaded_at        TIMESTAMP NOT NULL,
    rows_read        BIGINT NOT NULL,
    rows_loaded      BIGINT NOT NULL,
    rows_rejected    BIGINT NOT NULL,
    ignored_columns  VARCHAR[] NOT NULL,
    warnings         VARCHAR[] NOT NULL,
    withdrawn_at     TIMESTAMP,
    withdrawn_by     VARCHAR,
    withdrawn_reason VARCHAR
);

-- The rows of one (kind, department, period, stream) in one submission: the unit
-- that a correction replaces. A slice with no rows is a nil return.
CREATE TABLE slice (
    id            BIGINT PRIMARY KEY,
    submission_id BIGINT NOT NULL,
    kind          VARCHAR NOT NULL,
    department    VARCHAR NOT NULL,
    period        VARCHAR NOT NULL,
    stream        VARCHAR NOT NULL,
    received_at   TIMESTAMP NOT NULL,
    withdrawn_at  TIMESTAMP,
    rows_loaded   BIGINT NOT NULL,
    rows_rejected BIGINT NOT NULL
);

-- Derived from slice, rewritten for the keys that a load or a withdrawal touches:
-- when a slice is the one that counts. At any moment at most one slice of a key is.
CREATE TABLE in_force (
    slice_id    BIGINT NOT NULL,
    valid_from  TIMESTAMP NOT NULL,
    valid_until TIMESTAMP NOT NULL
);

-- The header of each filed sheet; a fact's cells stand in this order.
CREATE TABLE source_sheet (
    submission_id BIGINT NOT NULL,
    sheet         VARCHAR NOT NULL,
    header_row    INTEGER NOT NULL,
    columns       VARCHAR[] NOT NULL
);

-- Rows kept aside by --quarantine, one row a fault.
CREATE TABLE reject (
    submission_id BIGINT NOT NULL,
    slice_id      BIGINT,
    kind          VARCHAR NOT NULL,
    sheet         VARCHAR NOT NULL,
    row           INTEGER NOT NULL,
    column_name   VARCHAR NOT NULL,
    value         VARCHAR NOT NULL,
    code          VARCHAR NOT NULL,
    message_zh    VARCHAR NOT NULL,
    message_en    VARCHAR NOT NULL,
    cells         VARCHAR NOT NULL
);

-- Settings of the warehouse itself, e.g. the city's name.
CREATE TABLE setting (
    name  VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL
);
