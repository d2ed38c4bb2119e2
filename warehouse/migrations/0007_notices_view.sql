-- The batch of 0006 in the view of notices.
CREATE OR REPLACE VIEW notices AS
SELECT f.id, f.department AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.number, f.type, f.recipient, f.subject, f.issued_on, f.batch,
    filings.file, f.sheet, f.row, filings.submission_id, filings.received_at
FROM fact."notice" f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN department_version v ON v.code = f.department
    AND (v.valid_from IS NULL OR v.valid_from <= f.issued_on)
    AND (v.valid_until IS NULL OR v.valid_until > f.issued_on);

COMMENT ON VIEW notices IS '提示函、通报、约谈：每件一行；单位为能对上名录的发送对象；reminders, circulars and talks, one row each; the department is the recipient where the directory has it';
COMMENT ON COLUMN notices.id IS '行编号；number of the row';
COMMENT ON COLUMN notices.department_code IS '单位编码；code of the department';
COMMENT ON COLUMN notices.department_name IS '单位名称，按该行日期当时的名录；name of the department on the row''s date';
COMMENT ON COLUMN notices.department_type IS '单位类型，按该行日期当时的名录；type of the department on the row''s date';
COMMENT ON COLUMN notices.portfolio IS '分管战线，按该行日期当时的名录；portfolio of the department on the row''s date';
COMMENT ON COLUMN notices.leader IS '分管领导，按该行日期当时的名录；leader in charge of the department on the row''s date';
COMMENT ON COLUMN notices.number IS '编号；number of the notice';
COMMENT ON COLUMN notices.type IS '类型：提示函、通报、约谈；type: 提示函 reminder, 通报 circular, 约谈 talk';
COMMENT ON COLUMN notices.recipient IS '发送对象；recipient as filed';
COMMENT ON COLUMN notices.subject IS '事项；subject';
COMMENT ON COLUMN notices.issued_on IS '发出日期；day it was sent';
COMMENT ON COLUMN notices.batch IS '签发批次，由程序签发的提示函才有；batch of the reminders that the program issued';
COMMENT ON COLUMN notices.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN notices.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN notices.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN notices.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN notices.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';
