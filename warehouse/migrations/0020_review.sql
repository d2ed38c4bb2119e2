-- What the office decided of filings: sent back, accepted, open again. Nothing is deleted: of several
-- decisions for one unit's part of a submission the last counts.

CREATE TABLE IF NOT EXISTS review (
    number        BIGINT PRIMARY KEY,
    submission_id BIGINT NOT NULL,
    department    VARCHAR NOT NULL,
    kinds         VARCHAR[] NOT NULL,
    decision      VARCHAR NOT NULL,
    reason        VARCHAR NOT NULL,
    due           DATE,
    decided_by    VARCHAR NOT NULL,
    decided_at    TIMESTAMP NOT NULL
);

COMMENT ON TABLE review IS '专班对报送的处理：退回、接收、重开，每次一行；decisions of the office on filings, one row each';
COMMENT ON COLUMN review.number IS '提交号；number of the commit';
COMMENT ON COLUMN review.submission_id IS '报送编号；the submission';
COMMENT ON COLUMN review.department IS '单位编码，不是一个单位的为空文本；code of the department, empty text for what is no single unit''s';
COMMENT ON COLUMN review.kinds IS '报表种类；the kinds of filing';
COMMENT ON COLUMN review.decision IS 'RETURNED 退回，ACCEPTED 接收，REOPENED 重开；what was decided';
COMMENT ON COLUMN review.reason IS '理由；why';
COMMENT ON COLUMN review.due IS '重报期限，只有退回有；last day on which it should be filed again, of what was returned';
COMMENT ON COLUMN review.decided_by IS '处理人；who decided';
COMMENT ON COLUMN review.decided_at IS '处理时间（世界时）；when (UTC)';

-- The cells that a return points at.
CREATE TABLE IF NOT EXISTS review_cell (
    number      BIGINT NOT NULL,
    sheet       VARCHAR NOT NULL,
    row         INTEGER NOT NULL,
    column_name VARCHAR NOT NULL,
    text        VARCHAR NOT NULL
);

COMMENT ON TABLE review_cell IS '退回时指出的单元格；cells that a returned filing is to be corrected in';
COMMENT ON COLUMN review_cell.number IS '提交号；number of the commit';
COMMENT ON COLUMN review_cell.sheet IS '工作表，没有则为空文本；sheet, empty text for none';
COMMENT ON COLUMN review_cell.row IS '行号；row';
COMMENT ON COLUMN review_cell.column_name IS '列名，整行的为空文本；header of the column, empty text for the whole row';
COMMENT ON COLUMN review_cell.text IS '要改什么；what to correct';
