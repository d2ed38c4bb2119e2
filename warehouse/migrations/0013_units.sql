-- Tables that cover everybody, units that change, and findings that were explained.

-- What the filer declared of all tables in the file: ALL, they cover every unit; LISTED, only the
-- units in them; empty or NULL, nothing. A slice that retracts takes an earlier declaration back: it
-- replaces the earlier slice and never counts itself.
ALTER TABLE submission ADD COLUMN IF NOT EXISTS covers VARCHAR;

ALTER TABLE slice ADD COLUMN IF NOT EXISTS retracts BOOLEAN;

COMMENT ON COLUMN submission.covers IS '报送人声明：ALL 涵盖全部单位，LISTED 只涵盖写到的单位，空为没有声明；what the filer declared: ALL covers every unit, LISTED only the units in it, empty nothing';
COMMENT ON COLUMN slice.retracts IS '是否收回先前“涵盖全部单位”的声明，这样的分片本身不计；whether it takes an earlier declaration to cover every unit back, such a slice never counts itself';

ALTER TABLE fact."department" ADD COLUMN IF NOT EXISTS predecessors VARCHAR[];

ALTER TABLE fact."department" ADD COLUMN IF NOT EXISTS change VARCHAR;

CREATE OR REPLACE VIEW departments AS
WITH version AS ( -- every row of the directory, with the row that follows it in time
    SELECT f.*, filings.file, filings.submission_id, filings.received_at,
        MIN(f.id) OVER (PARTITION BY f.code) AS first_row,
        LEAD(f.valid_from) OVER (PARTITION BY f.code ORDER BY f.valid_from NULLS FIRST, f.id) AS next_from
    FROM fact.department f
    JOIN filings ON filings.id = f.slice_id)
SELECT id, code, name, short_name, aliases, type, portfolio, leader,
    DENSE_RANK() OVER (ORDER BY first_row) AS ordinal,
    valid_from,
    LEAST(next_from, valid_to + 1) AS valid_until, -- LEAST passes over NULL
    predecessors, change,
    file, sheet, row, submission_id, received_at
FROM version;

COMMENT ON VIEW departments IS '单位名录：每个单位的每个版本一行；the directory, one row a version of a department';
COMMENT ON COLUMN departments.id IS '行编号；number of the row';
COMMENT ON COLUMN departments.code IS '单位编码；code';
COMMENT ON COLUMN departments.name IS '单位名称；name';
COMMENT ON COLUMN departments.short_name IS '单位简称；short name';
COMMENT ON COLUMN departments.aliases IS '别名；other names, a list';
COMMENT ON COLUMN departments.type IS '单位类型；type';
COMMENT ON COLUMN departments.portfolio IS '分管战线；portfolio';
COMMENT ON COLUMN departments.leader IS '分管领导；leader in charge';
COMMENT ON COLUMN departments.ordinal IS '名录中的次序，从 1 起；place in the directory, from 1';
COMMENT ON COLUMN departments.valid_from IS '启用日期，空为一直有效；first day of the version, NULL for always';
COMMENT ON COLUMN departments.valid_until IS '失效日期（当日已失效），空为仍有效；first day it no longer holds, NULL while it holds';
COMMENT ON COLUMN departments.predecessors IS '前身的编码或名称，自启用日期起由本单位承接；codes or names of the units that it took over on its first day, a list';
COMMENT ON COLUMN departments.change IS '沿革：改名、合并、拆分、划入；how it came about: 改名 renamed, 合并 merged, 拆分 split, 划入 taken over';
COMMENT ON COLUMN departments.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN departments.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN departments.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN departments.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN departments.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

-- What was said of findings of checks. Nothing is deleted: of several for one finding the last
-- counts, and an empty text takes the ones before back.
CREATE TABLE IF NOT EXISTS explanation (
    number       BIGINT PRIMARY KEY,
    finding      VARCHAR NOT NULL,
    check_name   VARCHAR NOT NULL,
    day          DATE NOT NULL,
    department   VARCHAR NOT NULL,
    subject      VARCHAR NOT NULL,
    text         VARCHAR NOT NULL,
    explained_by VARCHAR NOT NULL,
    explained_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE explanation IS '对核查结果的说明，每次一行；explanations of findings, one row each';
COMMENT ON COLUMN explanation.number IS '编号；number';
COMMENT ON COLUMN explanation.finding IS '核查结果的标识，由核查、分片、行和所见的数值得出；identity of the finding, from its check, slices, rows and the values it saw';
COMMENT ON COLUMN explanation.check_name IS '核查的标识；name of the check';
COMMENT ON COLUMN explanation.day IS '核查结果的日期；day of the finding';
COMMENT ON COLUMN explanation.department IS '单位编码，没有则为空文本；code of the department, empty text for none';
COMMENT ON COLUMN explanation.subject IS '核查结果的事项；subject of the finding';
COMMENT ON COLUMN explanation.text IS '说明，空为收回；what was said, empty where it was taken back';
COMMENT ON COLUMN explanation.explained_by IS '说明人；who said it';
COMMENT ON COLUMN explanation.explained_at IS '说明时间（世界时）；when (UTC)';
