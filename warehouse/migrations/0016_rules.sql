-- Explanations that come with a filing, several in one commit, and why a receipt was stated.

ALTER TABLE explanation ADD COLUMN IF NOT EXISTS submission_id BIGINT;

CREATE TEMP TABLE kept_explanation AS SELECT * FROM explanation;

DROP TABLE explanation;

-- What was said of findings of checks. Nothing is deleted: of several for one finding the last
-- counts, and an empty text takes the ones before back.
CREATE TABLE explanation (
    number        BIGINT NOT NULL,
    finding       VARCHAR NOT NULL,
    check_name    VARCHAR NOT NULL,
    day           DATE NOT NULL,
    department    VARCHAR NOT NULL,
    subject       VARCHAR NOT NULL,
    text          VARCHAR NOT NULL,
    explained_by  VARCHAR NOT NULL,
    explained_at  TIMESTAMP NOT NULL,
    submission_id BIGINT,
    PRIMARY KEY (number, finding)
);

INSERT INTO explanation BY NAME SELECT * FROM kept_explanation;

DROP TABLE kept_explanation;

COMMENT ON TABLE explanation IS '对核查结果的说明，每次一行；explanations of findings, one row each';
COMMENT ON COLUMN explanation.number IS '提交号；number of the commit';
COMMENT ON COLUMN explanation.finding IS '核查结果的标识，由核查、分片、行和所见的数值得出；identity of the finding, from its check, slices, rows and the values it saw';
COMMENT ON COLUMN explanation.check_name IS '核查的标识；name of the check';
COMMENT ON COLUMN explanation.day IS '核查结果的日期；day of the finding';
COMMENT ON COLUMN explanation.department IS '单位编码，没有则为空文本；code of the department, empty text for none';
COMMENT ON COLUMN explanation.subject IS '核查结果的事项；subject of the finding';
COMMENT ON COLUMN explanation.text IS '说明，空为收回；what was said, empty where it was taken back';
COMMENT ON COLUMN explanation.explained_by IS '说明人；who said it';
COMMENT ON COLUMN explanation.explained_at IS '说明时间（世界时）；when (UTC)';
COMMENT ON COLUMN explanation.submission_id IS '随哪次报送说明，单独说明的为空；submission that it came with, NULL for one that came alone';

ALTER TABLE submission ADD COLUMN IF NOT EXISTS receipt_reason VARCHAR;

COMMENT ON COLUMN submission.receipt_reason IS '写明收到时间的理由，没有写理由的为空文本，由系统记时的为空值；why the time of receipt was stated, empty where nobody said, NULL where it is the clock''s';
