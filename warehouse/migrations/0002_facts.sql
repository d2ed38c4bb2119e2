-- One table a kind of filing (domain.md section 2). Every row knows its slice and its place in
-- the filed file; cells holds the filed texts, split by the unit separator (U+001F), in the order
-- of source_sheet.columns. A list column holds one entry an item. NULL is unknown, never zero.

CREATE TABLE fact."department" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    short_name VARCHAR,
    aliases VARCHAR[],
    type VARCHAR NOT NULL,
    portfolio VARCHAR,
    leader VARCHAR,
    valid_from DATE,
    valid_to DATE
);

CREATE TABLE fact."document_plan" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    department VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    quota INTEGER NOT NULL
);

CREATE TABLE fact."document" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    department VARCHAR NOT NULL,
    number VARCHAR,
    title VARCHAR NOT NULL,
    issued_on DATE NOT NULL,
    form VARCHAR,
    issued_as VARCHAR,
    to_county BOOLEAN,
    pages INTEGER,
    words INTEGER,
    policy BOOLEAN,
    in_plan BOOLEAN,
    counted BOOLEAN NOT NULL
);

CREATE TABLE fact."meeting_plan" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    department VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    planned_month INTEGER,
    form VARCHAR,
    attendance INTEGER,
    declared_on DATE
);

CREATE TABLE fact."meeting" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    department VARCHAR NOT NULL,
    number VARCHAR,
    name VARCHAR NOT NULL,
    held_on DATE NOT NULL,
    category VARCHAR,
    form VARCHAR,
    minutes DECIMAL(12,4),
    attendance INTEGER,
    scope VARCHAR[],
    top_leader_required BOOLEAN,
    in_plan BOOLEAN,
    requested_on DATE,
    approved_on DATE,
    merged_into VARCHAR,
    counted BOOLEAN NOT NULL,
    status VARCHAR NOT NULL
);

CREATE TABLE fact."meeting_report" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    department VARCHAR,
    reported_on DATE NOT NULL,
    title VARCHAR NOT NULL,
    source VARCHAR,
    url VARCHAR
);

CREATE TABLE fact."inspection_plan" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    department VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    basis VARCHAR
);

CREATE TABLE fact."inspection" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    department VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    type VARCHAR,
    started_on DATE NOT NULL,
    ended_on DATE NOT NULL,
    in_plan BOOLEAN,
    approved_on DATE,
    recorded_on DATE,
    method VARCHAR,
    counties VARCHAR[],
    team_size INTEGER
);

CREATE TABLE fact."message" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    department VARCHAR NOT NULL,
    number VARCHAR NOT NULL,
    platform VARCHAR NOT NULL,
    received_on DATE NOT NULL,
    due_on DATE,
    handled_on DATE,
    status VARCHAR,
    satisfaction VARCHAR
);

CREATE TABLE fact."app" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    department VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    found_on DATE NOT NULL,
    problem VARCHAR,
    disposal VARCHAR,
    cleared_on DATE
);

CREATE TABLE fact."group" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    department VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    found_on DATE NOT NULL,
    problem VARCHAR,
    disposal VARCHAR,
    cleared_on DATE
);

CREATE TABLE fact."body" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    department VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    type VARCHAR,
    convener VARCHAR,
    last_active_on DATE,
    rules_complete BOOLEAN
);

CREATE TABLE fact."body_event" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    department VARCHAR,
    name VARCHAR NOT NULL,
    event VARCHAR NOT NULL,
    changed_on DATE NOT NULL,
    approval VARCHAR
);

CREATE TABLE fact."visit" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    department VARCHAR NOT NULL,
    visited_on DATE NOT NULL,
    place VARCHAR NOT NULL,
    topic VARCHAR,
    people INTEGER,
    announced BOOLEAN,
    problems_found INTEGER,
    problems_solved INTEGER
);

CREATE TABLE fact."rectification" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    department VARCHAR NOT NULL,
    number VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    problem_type VARCHAR NOT NULL,
    found_on DATE NOT NULL,
    due_on DATE,
    closed_on DATE
);

CREATE TABLE fact."notice" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    department VARCHAR,
    number VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    recipient VARCHAR NOT NULL,
    subject VARCHAR,
    issued_on DATE NOT NULL
);

CREATE TABLE fact."spot_check" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    department VARCHAR NOT NULL,
    checked_on DATE NOT NULL,
    document_number VARCHAR,
    conclusion VARCHAR NOT NULL
);

CREATE TABLE fact."reported_total" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    department VARCHAR NOT NULL,
    month DATE NOT NULL,
    meetings_held INTEGER,
    documents_issued INTEGER,
    inspections_conducted INTEGER,
    messages_received INTEGER,
    messages_handled INTEGER,
    visits_made INTEGER
);
