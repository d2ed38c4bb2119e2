-- Totals that are stated in tables: one row a stated total, which may be of any count and any
-- span of months. The wide table that held six counts of a month goes; its rows move, each to a
-- slice of its own: unit, span and count are now what a correction replaces.
DROP VIEW reported_totals;

CREATE TEMP TABLE wide_total AS
WITH header(count, headers) AS (VALUES -- what the contract knew the counts as
    ('meetings_held', ['会议场次', '召开会议数', '会议数', '会议次数', '召开会议次数', '会议数量', '召开会议', '会议']),
    ('documents_issued', ['发文数', '发文件数', '发文数量', '印发文件数', '制发文件数', '发文', '发文总数']),
    ('inspections_conducted', ['督查检查考核次数', '督查检查考核数', '督检考次数', '督检考数', '督查检查考核项数', '督查检查考核', '督查检查考核事项数']),
    ('messages_received', ['留言受理数', '受理留言数', '网民留言数', '留言数', '受理留言件数', '留言受理件数']),
    ('messages_handled', ['留言办结数', '办结留言数', '留言办理数', '办结留言件数', '办理留言数', '留言办结件数']),
    ('visits_made', ['调研次数', '开展调研次数', '调研数', '调研场次', '调研'])),
stated AS (
    UNPIVOT fact.reported_total
    ON meetings_held, documents_issued, inspections_conducted, messages_received, messages_handled, visits_made
    INTO NAME count VALUE value),
numbered AS ( -- numbers within the submission that none of its rows and slices has
    SELECT stated.*, id >> 32 AS submission_id, ROW_NUMBER() OVER (PARTITION BY id >> 32 ORDER BY id, count) AS number,
        DENSE_RANK() OVER (PARTITION BY id >> 32 ORDER BY slice_id, count) AS slice_number
    FROM stated),
sheet AS (
    SELECT submission_id, sheet, list_transform(any_value(columns), c -> regexp_replace(c, '\s|[(（][^()（）]*[)）]', '', 'g')) AS headers
    FROM source_sheet GROUP BY submission_id, sheet)
SELECT n.id, n.slice_id, n.sheet, n.row, n.cells, n.department, n.month, n.count, n.value, n.submission_id,
    (n.submission_id << 32) | (1 << 30) | n.number AS new_id, (n.submission_id << 24) | (1 << 23) | n.slice_number AS new_slice_id,
    COALESCE( -- the column by its header; under an office's own header the one cell that holds the number; else none
        list_position(list_transform(s.headers, h -> list_contains(header.headers, h)), TRUE),
        CASE WHEN len(list_filter(str_split(n.cells, chr(31)), c -> trim(c) = CAST(n.value AS VARCHAR))) = 1
            THEN list_position(list_transform(str_split(n.cells, chr(31)), c -> trim(c)), CAST(n.value AS VARCHAR)) END,
        0) - 1 AS source_column
FROM numbered n
JOIN header USING (count)
LEFT JOIN sheet s ON s.submission_id = n.submission_id AND s.sheet = n.sheet;

INSERT INTO slice
SELECT DISTINCT t.new_slice_id, s.submission_id, s.kind, s.department, s.period, t.count, s.received_at, s.withdrawn_at,
    COUNT(*) OVER (PARTITION BY t.new_slice_id), 0
FROM wide_total t
JOIN slice s ON s.id = t.slice_id;

UPDATE reject SET slice_id = NULL WHERE slice_id IN (SELECT slice_id FROM wide_total);

DELETE FROM in_force WHERE slice_id IN (SELECT id FROM slice WHERE kind = 'reported_total');

DELETE FROM slice WHERE id IN (SELECT slice_id FROM wide_total);

-- As refreshInForce decides when each slice counts.
INSERT INTO in_force
WITH total AS (SELECT * FROM slice WHERE kind = 'reported_total'),
moment AS (
    SELECT department, period, stream, received_at AS starts FROM total
    UNION SELECT department, period, stream, withdrawn_at FROM total WHERE withdrawn_at IS NOT NULL),
span AS (
    SELECT *, COALESCE(LEAD(starts) OVER (PARTITION BY department, period, stream ORDER BY starts), TIMESTAMP 'infinity') AS ends
    FROM moment)
SELECT arg_max(t.id, {'received': t.received_at, 'id': t.id}), span.starts, span.ends
FROM span JOIN total t USING (department, period, stream)
WHERE t.received_at <= span.starts AND (t.withdrawn_at IS NULL OR t.withdrawn_at > span.starts)
GROUP BY department, period, stream, span.starts, span.ends;

DROP TABLE fact."reported_total";

CREATE TABLE fact."reported_total" (
    id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    cells VARCHAR NOT NULL,
    department VARCHAR NOT NULL,
    count VARCHAR NOT NULL,
    first_month DATE NOT NULL,
    months INTEGER NOT NULL,
    earlier BOOLEAN NOT NULL,
    caliber VARCHAR NOT NULL,
    value DECIMAL(18,3),
    source_column INTEGER NOT NULL
);

INSERT INTO fact."reported_total"
SELECT new_id, new_slice_id, sheet, row, cells, department, count, month, 1, FALSE, 'reduction', value, source_column
FROM wide_total ORDER BY new_id;

DROP TABLE wide_total;

COMMENT ON TABLE fact."reported_total" IS '统计汇总表：各单位自报的合计数，每个数一行；Totals as stated: one row a stated total of a unit or of the city';
COMMENT ON COLUMN fact."reported_total".id IS '行号，高 32 位是报送编号；Row id, its upper 32 bits are the submission';
COMMENT ON COLUMN fact."reported_total".slice_id IS '所属分片；The slice it belongs to';
COMMENT ON COLUMN fact."reported_total".sheet IS '所在工作表，CSV 和 JSON 为空；The sheet it stood in, empty for CSV and JSON';
COMMENT ON COLUMN fact."reported_total".row IS '表格里的行号；The row as the spreadsheet numbers it';
COMMENT ON COLUMN fact."reported_total".cells IS '原文，各格以 U+001F 隔开，列名见 source_sheet；The filed texts, split by U+001F, in the order of source_sheet.columns';
COMMENT ON COLUMN fact."reported_total".department IS '单位：报数单位的编码，空文本为全市；The code of the unit, empty text for the whole city';
COMMENT ON COLUMN fact."reported_total".count IS '统计项：如 meetings_held；What is counted, such as meetings_held';
COMMENT ON COLUMN fact."reported_total".first_month IS '起始月份：时间段的第一个月，以其第一天表示；The first month of the span, as its first day';
COMMENT ON COLUMN fact."reported_total".months IS '月数：时间段有几个月；How many months the span has';
COMMENT ON COLUMN fact."reported_total".earlier IS '上年同期：是否是后一年的表里写的上年同期数；Whether a table of the year after states it as 上年同期';
COMMENT ON COLUMN fact."reported_total".caliber IS '口径：报数所按的口径；The caliber that it is stated under';
COMMENT ON COLUMN fact."reported_total".value IS '合计数：未知时为空；The total, NULL where unknown';
COMMENT ON COLUMN fact."reported_total".source_column IS '所在列：表头的第几列，从 0 起，-1 为不详；Which column of the header states it, from 0, or -1 where not known';

CREATE VIEW stated_totals AS
SELECT f.id, f.department AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.count, f.first_month, f.months, f.earlier, f.caliber, f.value,
    str_split(f.cells, chr(31))[NULLIF(f.source_column, -1) + 1] AS filed_text, f.source_column,
    filings.file, f.sheet, f.row, filings.submission_id, filings.received_at
FROM fact."reported_total" f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN department_version v ON v.code = f.department
    AND (v.valid_from IS NULL OR v.valid_from <= f.first_month)
    AND (v.valid_until IS NULL OR v.valid_until > f.first_month);

COMMENT ON VIEW stated_totals IS '统计汇总表：各单位自报的合计数，每个数一行；totals as stated, one row each; figures rest on them where there are no records';
COMMENT ON COLUMN stated_totals.id IS '行编号；number of the row';
COMMENT ON COLUMN stated_totals.department_code IS '单位编码，空文本为全市；code of the department, empty text for the whole city';
COMMENT ON COLUMN stated_totals.department_name IS '单位名称，按起始月份当时的名录；name of the department in the first month';
COMMENT ON COLUMN stated_totals.department_type IS '单位类型，按起始月份当时的名录；type of the department in the first month';
COMMENT ON COLUMN stated_totals.portfolio IS '分管战线，按起始月份当时的名录；portfolio of the department in the first month';
COMMENT ON COLUMN stated_totals.leader IS '分管领导，按起始月份当时的名录；leader in charge of the department in the first month';
COMMENT ON COLUMN stated_totals.count IS '统计项，如 meetings_held；what is counted, such as meetings_held';
COMMENT ON COLUMN stated_totals.first_month IS '时间段的第一个月，以其第一天表示；first month of the span, as its first day';
COMMENT ON COLUMN stated_totals.months IS '时间段的月数；number of months of the span';
COMMENT ON COLUMN stated_totals.earlier IS '是否是后一年的表里写的上年同期数；whether a table of the year after states it as 上年同期';
COMMENT ON COLUMN stated_totals.caliber IS '报数所按的口径；caliber that it is stated under';
COMMENT ON COLUMN stated_totals.value IS '合计数，未知时为空；the total, NULL where unknown';
COMMENT ON COLUMN stated_totals.filed_text IS '该格原文；text of the cell, verbatim';
COMMENT ON COLUMN stated_totals.source_column IS '表头的第几列，从 0 起，-1 为不详；which column of the header, from 0, or -1 where not known';
COMMENT ON COLUMN stated_totals.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN stated_totals.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN stated_totals.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN stated_totals.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN stated_totals.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';
