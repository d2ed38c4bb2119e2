-- What units were reminded of that they had not filed. It is no notice: notices that were issued are
-- filed, and counted.
CREATE TABLE IF NOT EXISTS reminder (
    number      BIGINT NOT NULL,
    department  VARCHAR NOT NULL,
    kind        VARCHAR NOT NULL,
    period      VARCHAR NOT NULL,
    text        VARCHAR NOT NULL,
    reminded_by VARCHAR NOT NULL,
    reminded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (number, department, kind, period)
);

COMMENT ON TABLE reminder IS '催报，一份逾期未报的报表一行，不算提示函；reminders of late filings, one row each, no notices';
COMMENT ON COLUMN reminder.number IS '提交号；number of the commit';
COMMENT ON COLUMN reminder.department IS '单位编码；code of the department';
COMMENT ON COLUMN reminder.kind IS '报表种类；kind of filing';
COMMENT ON COLUMN reminder.period IS '报送期；period';
COMMENT ON COLUMN reminder.text IS '附言，没有则为空文本；what was said, empty text for nothing';
COMMENT ON COLUMN reminder.reminded_by IS '催报人；who reminded';
COMMENT ON COLUMN reminder.reminded_at IS '催报时间（世界时）；when (UTC)';
