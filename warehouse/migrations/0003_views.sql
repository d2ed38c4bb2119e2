-- Views for people who write SQL: what counts now, with the department as the directory
-- had it on the row's own date, and the file and row each line comes from. A comment on
-- every view and column says what it is, in Chinese and English.

-- Every slice that counts now; the views below rest on it.
CREATE VIEW filings AS
SELECT slice.id, slice.kind, slice.department, slice.period, slice.stream, slice.rows_loaded, slice.rows_rejected,
    submission.file, slice.submission_id, slice.received_at
FROM slice
JOIN in_force ON in_force.slice_id = slice.id AND in_force.valid_until = TIMESTAMP 'infinity'
JOIN submission ON submission.id = slice.submission_id;

COMMENT ON VIEW filings IS '现行有效的分片：每个报表种类、单位、期间一行；the slices that count now, one row a kind, department and period';
COMMENT ON COLUMN filings.id IS '分片编号；number of the slice';
COMMENT ON COLUMN filings.kind IS '报表种类；kind of filing';
COMMENT ON COLUMN filings.department IS '单位编码，不分单位的种类为空文本；code of the department, empty text for kinds that no department files';
COMMENT ON COLUMN filings.period IS '期间：2023-05、2023、ledger（台账）或 whole（全表）；period: 2023-05, 2023, ledger or whole';
COMMENT ON COLUMN filings.stream IS '来源，如留言平台；不分来源的为空文本；source, such as a platform; empty text for kinds of one source';
COMMENT ON COLUMN filings.rows_loaded IS '入库行数，零报告为 0；rows loaded, 0 for a nil return';
COMMENT ON COLUMN filings.rows_rejected IS '暂存未入库的行数；rows kept aside';
COMMENT ON COLUMN filings.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN filings.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN filings.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

-- A version holds from valid_from (NULL: always) until the earlier of the next version's
-- valid_from and the day after valid_to (both NULL: still). The order of the directory is
-- that of first appearance.
CREATE VIEW departments AS
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
COMMENT ON COLUMN departments.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN departments.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN departments.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN departments.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN departments.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

CREATE VIEW department_version AS
SELECT code, name, short_name, type, portfolio, leader, ordinal, valid_from, valid_until
FROM departments;

COMMENT ON VIEW department_version IS '单位版本：某日有效的版本满足 valid_from ≤ 当日 < valid_until，空端不限；versions of departments: the one in force on a day has valid_from <= day < valid_until, an open end does not limit';
COMMENT ON COLUMN department_version.code IS '单位编码；code';
COMMENT ON COLUMN department_version.name IS '单位名称；name';
COMMENT ON COLUMN department_version.short_name IS '单位简称；short name';
COMMENT ON COLUMN department_version.type IS '单位类型；type';
COMMENT ON COLUMN department_version.portfolio IS '分管战线；portfolio';
COMMENT ON COLUMN department_version.leader IS '分管领导；leader in charge';
COMMENT ON COLUMN department_version.ordinal IS '名录中的次序，从 1 起；place in the directory, from 1';
COMMENT ON COLUMN department_version.valid_from IS '启用日期，空为一直有效；first day of the version, NULL for always';
COMMENT ON COLUMN department_version.valid_until IS '失效日期（当日已失效），空为仍有效；first day it no longer holds, NULL while it holds';

CREATE VIEW document_plans AS
SELECT f.id, f.department AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.year, f.quota,
    filings.file, f.sheet, f.row, filings.submission_id, filings.received_at
FROM fact."document_plan" f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN department_version v ON v.code = f.department
    AND (v.valid_from IS NULL OR v.valid_from <= make_date(f.year, 12, 31))
    AND (v.valid_until IS NULL OR v.valid_until > make_date(f.year, 12, 31));

COMMENT ON VIEW document_plans IS '发文计划：每年每单位一行；document plans, one row a department and year';
COMMENT ON COLUMN document_plans.id IS '行编号；number of the row';
COMMENT ON COLUMN document_plans.department_code IS '单位编码；code of the department';
COMMENT ON COLUMN document_plans.department_name IS '单位名称，按该行日期当时的名录；name of the department on the row''s date';
COMMENT ON COLUMN document_plans.department_type IS '单位类型，按该行日期当时的名录；type of the department on the row''s date';
COMMENT ON COLUMN document_plans.portfolio IS '分管战线，按该行日期当时的名录；portfolio of the department on the row''s date';
COMMENT ON COLUMN document_plans.leader IS '分管领导，按该行日期当时的名录；leader in charge of the department on the row''s date';
COMMENT ON COLUMN document_plans.year IS '年度；calendar year';
COMMENT ON COLUMN document_plans.quota IS '年度发文计划数（件）；documents planned for the year';
COMMENT ON COLUMN document_plans.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN document_plans.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN document_plans.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN document_plans.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN document_plans.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

CREATE VIEW documents AS
SELECT f.id, f.department AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.number, f.title, f.issued_on, f.form, f.issued_as, f.to_county, f.pages, f.words, f.policy, f.in_plan, f.counted,
    filings.file, f.sheet, f.row, filings.submission_id, filings.received_at
FROM fact."document" f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN department_version v ON v.code = f.department
    AND (v.valid_from IS NULL OR v.valid_from <= f.issued_on)
    AND (v.valid_until IS NULL OR v.valid_until > f.issued_on);

COMMENT ON VIEW documents IS '发文：每份文件一行；documents issued, one row each';
COMMENT ON COLUMN documents.id IS '行编号；number of the row';
COMMENT ON COLUMN documents.department_code IS '单位编码；code of the department';
COMMENT ON COLUMN documents.department_name IS '单位名称，按该行日期当时的名录；name of the department on the row''s date';
COMMENT ON COLUMN documents.department_type IS '单位类型，按该行日期当时的名录；type of the department on the row''s date';
COMMENT ON COLUMN documents.portfolio IS '分管战线，按该行日期当时的名录；portfolio of the department on the row''s date';
COMMENT ON COLUMN documents.leader IS '分管领导，按该行日期当时的名录；leader in charge of the department on the row''s date';
COMMENT ON COLUMN documents.number IS '发文字号，无字号为空；document number, NULL for none';
COMMENT ON COLUMN documents.title IS '文件标题；title';
COMMENT ON COLUMN documents.issued_on IS '印发日期；day of issue';
COMMENT ON COLUMN documents.form IS '文种；form of the document';
COMMENT ON COLUMN documents.issued_as IS '发文名义；in whose name it was issued';
COMMENT ON COLUMN documents.to_county IS '是否发至县级以下；sent to counties or below';
COMMENT ON COLUMN documents.pages IS '页数；pages';
COMMENT ON COLUMN documents.words IS '字数；words';
COMMENT ON COLUMN documents.policy IS '是否政策性文件；is a policy document';
COMMENT ON COLUMN documents.in_plan IS '是否计划内；is within the plan';
COMMENT ON COLUMN documents.counted IS '是否纳入精简统计范围；counts under the reduction caliber';
COMMENT ON COLUMN documents.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN documents.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN documents.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN documents.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN documents.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

CREATE VIEW meeting_plans AS
SELECT f.id, f.department AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.year, f.name, f.planned_month, f.form, f.attendance, f.declared_on,
    filings.file, f.sheet, f.row, filings.submission_id, filings.received_at
FROM fact."meeting_plan" f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN department_version v ON v.code = f.department
    AND (v.valid_from IS NULL OR v.valid_from <= make_date(f.year, 12, 31))
    AND (v.valid_until IS NULL OR v.valid_until > make_date(f.year, 12, 31));

COMMENT ON VIEW meeting_plans IS '会议计划：每个计划会议一行；planned meetings, one row each';
COMMENT ON COLUMN meeting_plans.id IS '行编号；number of the row';
COMMENT ON COLUMN meeting_plans.department_code IS '单位编码；code of the department';
COMMENT ON COLUMN meeting_plans.department_name IS '单位名称，按该行日期当时的名录；name of the department on the row''s date';
COMMENT ON COLUMN meeting_plans.department_type IS '单位类型，按该行日期当时的名录；type of the department on the row''s date';
COMMENT ON COLUMN meeting_plans.portfolio IS '分管战线，按该行日期当时的名录；portfolio of the department on the row''s date';
COMMENT ON COLUMN meeting_plans.leader IS '分管领导，按该行日期当时的名录；leader in charge of the department on the row''s date';
COMMENT ON COLUMN meeting_plans.year IS '年度；calendar year';
COMMENT ON COLUMN meeting_plans.name IS '会议名称；name of the meeting';
COMMENT ON COLUMN meeting_plans.planned_month IS '拟召开月份，1 至 12；month it is planned for, 1 to 12';
COMMENT ON COLUMN meeting_plans.form IS '会议形式；form';
COMMENT ON COLUMN meeting_plans.attendance IS '计划参会人数；people planned to attend';
COMMENT ON COLUMN meeting_plans.declared_on IS '申报日期；day it was declared';
COMMENT ON COLUMN meeting_plans.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN meeting_plans.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN meeting_plans.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN meeting_plans.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN meeting_plans.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

CREATE VIEW meetings AS
SELECT f.id, f.department AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.number, f.name, f.held_on, f.category, f.form, f.minutes, f.attendance, f.scope, f.top_leader_required, f.in_plan, f.requested_on, f.approved_on, f.merged_into, f.counted, f.status,
    filings.file, f.sheet, f.row, filings.submission_id, filings.received_at
FROM fact."meeting" f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN department_version v ON v.code = f.department
    AND (v.valid_from IS NULL OR v.valid_from <= f.held_on)
    AND (v.valid_until IS NULL OR v.valid_until > f.held_on);

COMMENT ON VIEW meetings IS '会议：每个会议一行，含已取消和已合并的；meetings, one row each, cancelled and merged ones included';
COMMENT ON COLUMN meetings.id IS '行编号；number of the row';
COMMENT ON COLUMN meetings.department_code IS '单位编码；code of the department';
COMMENT ON COLUMN meetings.department_name IS '单位名称，按该行日期当时的名录；name of the department on the row''s date';
COMMENT ON COLUMN meetings.department_type IS '单位类型，按该行日期当时的名录；type of the department on the row''s date';
COMMENT ON COLUMN meetings.portfolio IS '分管战线，按该行日期当时的名录；portfolio of the department on the row''s date';
COMMENT ON COLUMN meetings.leader IS '分管领导，按该行日期当时的名录；leader in charge of the department on the row''s date';
COMMENT ON COLUMN meetings.number IS '会议编号；number of the meeting';
COMMENT ON COLUMN meetings.name IS '会议名称；name';
COMMENT ON COLUMN meetings.held_on IS '召开时间；day it was held';
COMMENT ON COLUMN meetings.category IS '会议类别；category';
COMMENT ON COLUMN meetings.form IS '会议形式；form';
COMMENT ON COLUMN meetings.minutes IS '会期（分钟）；length in minutes';
COMMENT ON COLUMN meetings.attendance IS '参会人数；people attending';
COMMENT ON COLUMN meetings.scope IS '参会范围；who was to attend, a list';
COMMENT ON COLUMN meetings.top_leader_required IS '是否要求主要负责同志参会；required the top leader to attend';
COMMENT ON COLUMN meetings.in_plan IS '是否计划内；is within the plan';
COMMENT ON COLUMN meetings.requested_on IS '请示时间；day approval was asked for';
COMMENT ON COLUMN meetings.approved_on IS '批准时间；day of approval';
COMMENT ON COLUMN meetings.merged_into IS '并入会议编号，未合并为空；number of the meeting it was merged into, NULL for none';
COMMENT ON COLUMN meetings.counted IS '是否纳入精简统计范围；counts under the reduction caliber';
COMMENT ON COLUMN meetings.status IS '会议状态：已召开、已取消；已召开 held, 已取消 cancelled';
COMMENT ON COLUMN meetings.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN meetings.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN meetings.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN meetings.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN meetings.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

CREATE VIEW meeting_reports AS
SELECT f.id, f.department AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.reported_on, f.title, f.source, f.url,
    filings.file, f.sheet, f.row, filings.submission_id, filings.received_at
FROM fact."meeting_report" f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN department_version v ON v.code = f.department
    AND (v.valid_from IS NULL OR v.valid_from <= f.reported_on)
    AND (v.valid_until IS NULL OR v.valid_until > f.reported_on);

COMMENT ON VIEW meeting_reports IS '会议新闻报道：每篇一行，与会议统计相互核对；meetings in the news, one row a report, held against the filed meetings';
COMMENT ON COLUMN meeting_reports.id IS '行编号；number of the row';
COMMENT ON COLUMN meeting_reports.department_code IS '单位编码；code of the department';
COMMENT ON COLUMN meeting_reports.department_name IS '单位名称，按该行日期当时的名录；name of the department on the row''s date';
COMMENT ON COLUMN meeting_reports.department_type IS '单位类型，按该行日期当时的名录；type of the department on the row''s date';
COMMENT ON COLUMN meeting_reports.portfolio IS '分管战线，按该行日期当时的名录；portfolio of the department on the row''s date';
COMMENT ON COLUMN meeting_reports.leader IS '分管领导，按该行日期当时的名录；leader in charge of the department on the row''s date';
COMMENT ON COLUMN meeting_reports.reported_on IS '报道日期；day of the report';
COMMENT ON COLUMN meeting_reports.title IS '标题；headline';
COMMENT ON COLUMN meeting_reports.source IS '来源；where it appeared';
COMMENT ON COLUMN meeting_reports.url IS '网址；address';
COMMENT ON COLUMN meeting_reports.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN meeting_reports.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN meeting_reports.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN meeting_reports.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN meeting_reports.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

CREATE VIEW inspection_plans AS
SELECT f.id, f.department AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.year, f.name, f.type, f.basis,
    filings.file, f.sheet, f.row, filings.submission_id, filings.received_at
FROM fact."inspection_plan" f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN department_version v ON v.code = f.department
    AND (v.valid_from IS NULL OR v.valid_from <= make_date(f.year, 12, 31))
    AND (v.valid_until IS NULL OR v.valid_until > make_date(f.year, 12, 31));

COMMENT ON VIEW inspection_plans IS '督查检查考核计划：每个事项一行；planned inspections, one row each';
COMMENT ON COLUMN inspection_plans.id IS '行编号；number of the row';
COMMENT ON COLUMN inspection_plans.department_code IS '单位编码；code of the department';
COMMENT ON COLUMN inspection_plans.department_name IS '单位名称，按该行日期当时的名录；name of the department on the row''s date';
COMMENT ON COLUMN inspection_plans.department_type IS '单位类型，按该行日期当时的名录；type of the department on the row''s date';
COMMENT ON COLUMN inspection_plans.portfolio IS '分管战线，按该行日期当时的名录；portfolio of the department on the row''s date';
COMMENT ON COLUMN inspection_plans.leader IS '分管领导，按该行日期当时的名录；leader in charge of the department on the row''s date';
COMMENT ON COLUMN inspection_plans.year IS '年度；calendar year';
COMMENT ON COLUMN inspection_plans.name IS '事项名称；name of the inspection';
COMMENT ON COLUMN inspection_plans.type IS '类型：督查、检查、考核；type: 督查, 检查 or 考核';
COMMENT ON COLUMN inspection_plans.basis IS '依据文件；document it rests on';
COMMENT ON COLUMN inspection_plans.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN inspection_plans.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN inspection_plans.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN inspection_plans.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN inspection_plans.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

CREATE VIEW inspections AS
SELECT f.id, f.department AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.name, f.type, f.started_on, f.ended_on, f.in_plan, f.approved_on, f.recorded_on, f.method, f.counties, f.team_size,
    filings.file, f.sheet, f.row, filings.submission_id, filings.received_at
FROM fact."inspection" f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN department_version v ON v.code = f.department
    AND (v.valid_from IS NULL OR v.valid_from <= f.started_on)
    AND (v.valid_until IS NULL OR v.valid_until > f.started_on);

COMMENT ON VIEW inspections IS '督查检查考核实施情况：每次一行；inspections conducted, one row each';
COMMENT ON COLUMN inspections.id IS '行编号；number of the row';
COMMENT ON COLUMN inspections.department_code IS '单位编码；code of the department';
COMMENT ON COLUMN inspections.department_name IS '单位名称，按该行日期当时的名录；name of the department on the row''s date';
COMMENT ON COLUMN inspections.department_type IS '单位类型，按该行日期当时的名录；type of the department on the row''s date';
COMMENT ON COLUMN inspections.portfolio IS '分管战线，按该行日期当时的名录；portfolio of the department on the row''s date';
COMMENT ON COLUMN inspections.leader IS '分管领导，按该行日期当时的名录；leader in charge of the department on the row''s date';
COMMENT ON COLUMN inspections.name IS '事项名称；name of the inspection';
COMMENT ON COLUMN inspections.type IS '类型：督查、检查、考核；type: 督查, 检查 or 考核';
COMMENT ON COLUMN inspections.started_on IS '实施开始日期；first day';
COMMENT ON COLUMN inspections.ended_on IS '实施结束日期；last day';
COMMENT ON COLUMN inspections.in_plan IS '是否计划内；is within the plan';
COMMENT ON COLUMN inspections.approved_on IS '计划外审批日期；day an off-plan inspection was approved';
COMMENT ON COLUMN inspections.recorded_on IS '备案日期；day it was put on record';
COMMENT ON COLUMN inspections.method IS '方式；method';
COMMENT ON COLUMN inspections.counties IS '涉及县（市）区；counties touched, a list';
COMMENT ON COLUMN inspections.team_size IS '检查组人数；people in the team';
COMMENT ON COLUMN inspections.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN inspections.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN inspections.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN inspections.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN inspections.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

CREATE VIEW messages AS
SELECT f.id, f.department AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.number, f.platform, f.received_on, f.due_on, f.handled_on, f.status, f.satisfaction,
    filings.file, f.sheet, f.row, filings.submission_id, filings.received_at
FROM fact."message" f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN department_version v ON v.code = f.department
    AND (v.valid_from IS NULL OR v.valid_from <= f.received_on)
    AND (v.valid_until IS NULL OR v.valid_until > f.received_on);

COMMENT ON VIEW messages IS '网民留言办理：每条一行；citizens'' messages, one row each';
COMMENT ON COLUMN messages.id IS '行编号；number of the row';
COMMENT ON COLUMN messages.department_code IS '单位编码；code of the department';
COMMENT ON COLUMN messages.department_name IS '单位名称，按该行日期当时的名录；name of the department on the row''s date';
COMMENT ON COLUMN messages.department_type IS '单位类型，按该行日期当时的名录；type of the department on the row''s date';
COMMENT ON COLUMN messages.portfolio IS '分管战线，按该行日期当时的名录；portfolio of the department on the row''s date';
COMMENT ON COLUMN messages.leader IS '分管领导，按该行日期当时的名录；leader in charge of the department on the row''s date';
COMMENT ON COLUMN messages.number IS '留言编号；number of the message';
COMMENT ON COLUMN messages.platform IS '平台；platform it came by';
COMMENT ON COLUMN messages.received_on IS '受理日期；day it was taken in';
COMMENT ON COLUMN messages.due_on IS '办理期限；day it is due';
COMMENT ON COLUMN messages.handled_on IS '办结日期，未办结为空；day it was handled, NULL while open';
COMMENT ON COLUMN messages.status IS '办理状态；state of handling';
COMMENT ON COLUMN messages.satisfaction IS '满意度；how satisfied the citizen is';
COMMENT ON COLUMN messages.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN messages.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN messages.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN messages.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN messages.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

CREATE VIEW apps AS
SELECT f.id, f.department AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.name, f.type, f.found_on, f.problem, f.disposal, f.cleared_on,
    filings.file, f.sheet, f.row, filings.submission_id, filings.received_at
FROM fact."app" f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN department_version v ON v.code = f.department
    AND (v.valid_from IS NULL OR v.valid_from <= f.found_on)
    AND (v.valid_until IS NULL OR v.valid_until > f.found_on);

COMMENT ON VIEW apps IS '政务应用程序清理：每个一行；government apps under clearance, one row each';
COMMENT ON COLUMN apps.id IS '行编号；number of the row';
COMMENT ON COLUMN apps.department_code IS '单位编码；code of the department';
COMMENT ON COLUMN apps.department_name IS '单位名称，按该行日期当时的名录；name of the department on the row''s date';
COMMENT ON COLUMN apps.department_type IS '单位类型，按该行日期当时的名录；type of the department on the row''s date';
COMMENT ON COLUMN apps.portfolio IS '分管战线，按该行日期当时的名录；portfolio of the department on the row''s date';
COMMENT ON COLUMN apps.leader IS '分管领导，按该行日期当时的名录；leader in charge of the department on the row''s date';
COMMENT ON COLUMN apps.name IS '名称；name';
COMMENT ON COLUMN apps.type IS '类型；type';
COMMENT ON COLUMN apps.found_on IS '排查日期；day it was found';
COMMENT ON COLUMN apps.problem IS '问题类型；kind of problem';
COMMENT ON COLUMN apps.disposal IS '处置方式；how it is dealt with';
COMMENT ON COLUMN apps.cleared_on IS '清理日期，未清理为空；day it was cleared, NULL while not';
COMMENT ON COLUMN apps.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN apps.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN apps.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN apps.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN apps.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

CREATE VIEW "groups" AS
SELECT f.id, f.department AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.name, f.type, f.found_on, f.problem, f.disposal, f.cleared_on,
    filings.file, f.sheet, f.row, filings.submission_id, filings.received_at
FROM fact."group" f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN department_version v ON v.code = f.department
    AND (v.valid_from IS NULL OR v.valid_from <= f.found_on)
    AND (v.valid_until IS NULL OR v.valid_until > f.found_on);

COMMENT ON VIEW "groups" IS '工作群清理：每个一行；work chat groups under clearance, one row each';
COMMENT ON COLUMN "groups".id IS '行编号；number of the row';
COMMENT ON COLUMN "groups".department_code IS '单位编码；code of the department';
COMMENT ON COLUMN "groups".department_name IS '单位名称，按该行日期当时的名录；name of the department on the row''s date';
COMMENT ON COLUMN "groups".department_type IS '单位类型，按该行日期当时的名录；type of the department on the row''s date';
COMMENT ON COLUMN "groups".portfolio IS '分管战线，按该行日期当时的名录；portfolio of the department on the row''s date';
COMMENT ON COLUMN "groups".leader IS '分管领导，按该行日期当时的名录；leader in charge of the department on the row''s date';
COMMENT ON COLUMN "groups".name IS '名称；name';
COMMENT ON COLUMN "groups".type IS '类型；type';
COMMENT ON COLUMN "groups".found_on IS '排查日期；day it was found';
COMMENT ON COLUMN "groups".problem IS '问题类型；kind of problem';
COMMENT ON COLUMN "groups".disposal IS '处置方式；how it is dealt with';
COMMENT ON COLUMN "groups".cleared_on IS '清理日期，未清理为空；day it was cleared, NULL while not';
COMMENT ON COLUMN "groups".file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN "groups".sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN "groups".row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN "groups".submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN "groups".received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

CREATE VIEW bodies AS
WITH latest_version AS ( -- the last day that decides for bodies without a day of activity
    SELECT code, MAX(COALESCE(valid_from, DATE '-infinity')) AS since
    FROM department_version
    GROUP BY code)
SELECT f.id, f.department AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.name, f.type, f.convener, f.last_active_on, f.rules_complete,
    filings.file, f.sheet, f.row, filings.submission_id, filings.received_at
FROM fact."body" f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN latest_version ON latest_version.code = f.department
LEFT JOIN department_version v ON v.code = f.department
    AND (v.valid_from IS NULL OR v.valid_from <= COALESCE(f.last_active_on, latest_version.since))
    AND (v.valid_until IS NULL OR v.valid_until > COALESCE(f.last_active_on, latest_version.since));

COMMENT ON VIEW bodies IS '议事协调机构清单：每个机构一行；coordinating bodies, one row each';
COMMENT ON COLUMN bodies.id IS '行编号；number of the row';
COMMENT ON COLUMN bodies.department_code IS '单位编码；code of the department';
COMMENT ON COLUMN bodies.department_name IS '单位名称，按该行日期当时的名录；name of the department on the row''s date';
COMMENT ON COLUMN bodies.department_type IS '单位类型，按该行日期当时的名录；type of the department on the row''s date';
COMMENT ON COLUMN bodies.portfolio IS '分管战线，按该行日期当时的名录；portfolio of the department on the row''s date';
COMMENT ON COLUMN bodies.leader IS '分管领导，按该行日期当时的名录；leader in charge of the department on the row''s date';
COMMENT ON COLUMN bodies.name IS '机构名称；name of the body';
COMMENT ON COLUMN bodies.type IS '类型；type';
COMMENT ON COLUMN bodies.convener IS '召集人；convener';
COMMENT ON COLUMN bodies.last_active_on IS '最近活动日期；day of its last activity';
COMMENT ON COLUMN bodies.rules_complete IS '是否建立“两规则一细则”；has its two rules and one by-law';
COMMENT ON COLUMN bodies.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN bodies.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN bodies.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN bodies.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN bodies.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

CREATE VIEW body_events AS
WITH lead_department AS ( -- who leads a body, by its latest row
    SELECT name, arg_max(department_code, id) AS code
    FROM bodies
    GROUP BY name)
SELECT f.id, lead_department.code AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.name, f.event, f.changed_on, f.approval,
    filings.file, f.sheet, f.row, filings.submission_id, filings.received_at
FROM fact."body_event" f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN lead_department ON lead_department.name = f.name
LEFT JOIN department_version v ON v.code = lead_department.code
    AND (v.valid_from IS NULL OR v.valid_from <= f.changed_on)
    AND (v.valid_until IS NULL OR v.valid_until > f.changed_on);

COMMENT ON VIEW body_events IS '议事协调机构变动：每次变动一行；单位为机构清单所列的牵头单位；changes of coordinating bodies, one row each; the department is the one that leads the body in the list of bodies';
COMMENT ON COLUMN body_events.id IS '行编号；number of the row';
COMMENT ON COLUMN body_events.department_code IS '单位编码；code of the department';
COMMENT ON COLUMN body_events.department_name IS '单位名称，按该行日期当时的名录；name of the department on the row''s date';
COMMENT ON COLUMN body_events.department_type IS '单位类型，按该行日期当时的名录；type of the department on the row''s date';
COMMENT ON COLUMN body_events.portfolio IS '分管战线，按该行日期当时的名录；portfolio of the department on the row''s date';
COMMENT ON COLUMN body_events.leader IS '分管领导，按该行日期当时的名录；leader in charge of the department on the row''s date';
COMMENT ON COLUMN body_events.name IS '机构名称；name of the body';
COMMENT ON COLUMN body_events.event IS '变动类型：成立、调整、合并、撤销；成立 established, 调整 adjusted, 合并 merged, 撤销 abolished';
COMMENT ON COLUMN body_events.changed_on IS '变动日期；day of the change';
COMMENT ON COLUMN body_events.approval IS '批准文号；number of the approving document';
COMMENT ON COLUMN body_events.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN body_events.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN body_events.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN body_events.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN body_events.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

CREATE VIEW visits AS
SELECT f.id, f.department AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.visited_on, f.place, f.topic, f.people, f.announced, f.problems_found, f.problems_solved,
    filings.file, f.sheet, f.row, filings.submission_id, filings.received_at
FROM fact."visit" f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN department_version v ON v.code = f.department
    AND (v.valid_from IS NULL OR v.valid_from <= f.visited_on)
    AND (v.valid_until IS NULL OR v.valid_until > f.visited_on);

COMMENT ON VIEW visits IS '调研：每次一行；visits, one row each';
COMMENT ON COLUMN visits.id IS '行编号；number of the row';
COMMENT ON COLUMN visits.department_code IS '单位编码；code of the department';
COMMENT ON COLUMN visits.department_name IS '单位名称，按该行日期当时的名录；name of the department on the row''s date';
COMMENT ON COLUMN visits.department_type IS '单位类型，按该行日期当时的名录；type of the department on the row''s date';
COMMENT ON COLUMN visits.portfolio IS '分管战线，按该行日期当时的名录；portfolio of the department on the row''s date';
COMMENT ON COLUMN visits.leader IS '分管领导，按该行日期当时的名录；leader in charge of the department on the row''s date';
COMMENT ON COLUMN visits.visited_on IS '调研日期；day of the visit';
COMMENT ON COLUMN visits.place IS '调研地点；place';
COMMENT ON COLUMN visits.topic IS '调研主题；topic';
COMMENT ON COLUMN visits.people IS '人数；people taking part';
COMMENT ON COLUMN visits.announced IS '是否提前通知；was announced beforehand';
COMMENT ON COLUMN visits.problems_found IS '发现问题数；problems found';
COMMENT ON COLUMN visits.problems_solved IS '解决问题数；problems solved';
COMMENT ON COLUMN visits.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN visits.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN visits.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN visits.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN visits.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

CREATE VIEW rectifications AS
SELECT f.id, f.department AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.number, f.source, f.problem_type, f.found_on, f.due_on, f.closed_on,
    filings.file, f.sheet, f.row, filings.submission_id, filings.received_at
FROM fact."rectification" f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN department_version v ON v.code = f.department
    AND (v.valid_from IS NULL OR v.valid_from <= f.found_on)
    AND (v.valid_until IS NULL OR v.valid_until > f.found_on);

COMMENT ON VIEW rectifications IS '问题整改销号：每个问题一行；problems to be rectified, one row each';
COMMENT ON COLUMN rectifications.id IS '行编号；number of the row';
COMMENT ON COLUMN rectifications.department_code IS '单位编码；code of the department';
COMMENT ON COLUMN rectifications.department_name IS '单位名称，按该行日期当时的名录；name of the department on the row''s date';
COMMENT ON COLUMN rectifications.department_type IS '单位类型，按该行日期当时的名录；type of the department on the row''s date';
COMMENT ON COLUMN rectifications.portfolio IS '分管战线，按该行日期当时的名录；portfolio of the department on the row''s date';
COMMENT ON COLUMN rectifications.leader IS '分管领导，按该行日期当时的名录；leader in charge of the department on the row''s date';
COMMENT ON COLUMN rectifications.number IS '编号；number of the problem';
COMMENT ON COLUMN rectifications.source IS '问题来源；where it was found';
COMMENT ON COLUMN rectifications.problem_type IS '问题类型；kind of problem';
COMMENT ON COLUMN rectifications.found_on IS '发现日期；day it was found';
COMMENT ON COLUMN rectifications.due_on IS '整改期限；day it is due';
COMMENT ON COLUMN rectifications.closed_on IS '销号日期，未销号为空；day it was closed, NULL while open';
COMMENT ON COLUMN rectifications.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN rectifications.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN rectifications.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN rectifications.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN rectifications.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

CREATE VIEW notices AS
SELECT f.id, f.department AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.number, f.type, f.recipient, f.subject, f.issued_on,
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
COMMENT ON COLUMN notices.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN notices.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN notices.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN notices.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN notices.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

CREATE VIEW spot_checks AS
SELECT f.id, f.department AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.checked_on, f.document_number, f.conclusion,
    filings.file, f.sheet, f.row, filings.submission_id, filings.received_at
FROM fact."spot_check" f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN department_version v ON v.code = f.department
    AND (v.valid_from IS NULL OR v.valid_from <= f.checked_on)
    AND (v.valid_until IS NULL OR v.valid_until > f.checked_on);

COMMENT ON VIEW spot_checks IS '发文抽查：每次一行；spot checks of documents, one row each';
COMMENT ON COLUMN spot_checks.id IS '行编号；number of the row';
COMMENT ON COLUMN spot_checks.department_code IS '单位编码；code of the department';
COMMENT ON COLUMN spot_checks.department_name IS '单位名称，按该行日期当时的名录；name of the department on the row''s date';
COMMENT ON COLUMN spot_checks.department_type IS '单位类型，按该行日期当时的名录；type of the department on the row''s date';
COMMENT ON COLUMN spot_checks.portfolio IS '分管战线，按该行日期当时的名录；portfolio of the department on the row''s date';
COMMENT ON COLUMN spot_checks.leader IS '分管领导，按该行日期当时的名录；leader in charge of the department on the row''s date';
COMMENT ON COLUMN spot_checks.checked_on IS '抽查日期；day of the check';
COMMENT ON COLUMN spot_checks.document_number IS '发文字号；number of the document checked';
COMMENT ON COLUMN spot_checks.conclusion IS '抽查结论；conclusion';
COMMENT ON COLUMN spot_checks.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN spot_checks.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN spot_checks.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN spot_checks.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN spot_checks.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

CREATE VIEW reported_totals AS
SELECT f.id, f.department AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.month, f.meetings_held, f.documents_issued, f.inspections_conducted, f.messages_received, f.messages_handled, f.visits_made,
    filings.file, f.sheet, f.row, filings.submission_id, filings.received_at
FROM fact."reported_total" f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN department_version v ON v.code = f.department
    AND (v.valid_from IS NULL OR v.valid_from <= f.month)
    AND (v.valid_until IS NULL OR v.valid_until > f.month);

COMMENT ON VIEW reported_totals IS '统计汇总表：单位自报的月度合计，只供核对，不计入指标；totals that departments state, one row a department and month: to reconcile with, never counted';
COMMENT ON COLUMN reported_totals.id IS '行编号；number of the row';
COMMENT ON COLUMN reported_totals.department_code IS '单位编码；code of the department';
COMMENT ON COLUMN reported_totals.department_name IS '单位名称，按该行日期当时的名录；name of the department on the row''s date';
COMMENT ON COLUMN reported_totals.department_type IS '单位类型，按该行日期当时的名录；type of the department on the row''s date';
COMMENT ON COLUMN reported_totals.portfolio IS '分管战线，按该行日期当时的名录；portfolio of the department on the row''s date';
COMMENT ON COLUMN reported_totals.leader IS '分管领导，按该行日期当时的名录；leader in charge of the department on the row''s date';
COMMENT ON COLUMN reported_totals.month IS '月份，以当月第一天表示；month, as its first day';
COMMENT ON COLUMN reported_totals.meetings_held IS '自报会议场次；meetings stated';
COMMENT ON COLUMN reported_totals.documents_issued IS '自报发文数；documents stated';
COMMENT ON COLUMN reported_totals.inspections_conducted IS '自报督查检查考核次数；inspections stated';
COMMENT ON COLUMN reported_totals.messages_received IS '自报受理留言数；messages received, as stated';
COMMENT ON COLUMN reported_totals.messages_handled IS '自报办结留言数；messages handled, as stated';
COMMENT ON COLUMN reported_totals.visits_made IS '自报调研次数；visits stated';
COMMENT ON COLUMN reported_totals.file IS '来源文件名；name of the filed file';
COMMENT ON COLUMN reported_totals.sheet IS '来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON';
COMMENT ON COLUMN reported_totals.row IS '来源行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN reported_totals.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN reported_totals.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';

-- What the warehouse keeps about filings.

COMMENT ON TABLE submission IS '报送：每收到一个文件一行，永不删除；submissions, one row a file received, never deleted';
COMMENT ON COLUMN submission.id IS '报送编号；number of the submission';
COMMENT ON COLUMN submission.file IS '文件名；name of the file';
COMMENT ON COLUMN submission.sha256 IS '文件内容的 SHA-256；SHA-256 of the bytes';
COMMENT ON COLUMN submission.overrides IS '报送时另行指明的种类、单位、期间；kind, department and period stated beside the file';
COMMENT ON COLUMN submission.bytes IS '文件大小（字节）；size in bytes';
COMMENT ON COLUMN submission.kinds IS '所含报表种类；kinds of filing in it';
COMMENT ON COLUMN submission.contract_version IS '所用报表约定的版本；version of the contracts it was read by';
COMMENT ON COLUMN submission.submitted_by IS '报送人；who submitted it';
COMMENT ON COLUMN submission.received_at IS '收到时间（世界时），自此计入；when it was received (UTC), from then on it counts';
COMMENT ON COLUMN submission.loaded_at IS '入库时间（世界时）；when it was loaded (UTC)';
COMMENT ON COLUMN submission.rows_read IS '读到的行数；rows read';
COMMENT ON COLUMN submission.rows_loaded IS '入库行数；rows loaded';
COMMENT ON COLUMN submission.rows_rejected IS '暂存未入库的行数；rows kept aside';
COMMENT ON COLUMN submission.ignored_columns IS '未采用的列；columns that were not taken';
COMMENT ON COLUMN submission.warnings IS '提醒；warnings';
COMMENT ON COLUMN submission.withdrawn_at IS '撤回时间（世界时），未撤回为空；when it was withdrawn (UTC), NULL while not';
COMMENT ON COLUMN submission.withdrawn_by IS '撤回人；who withdrew it';
COMMENT ON COLUMN submission.withdrawn_reason IS '撤回原因；why it was withdrawn';
COMMENT ON TABLE slice IS '分片：一次报送中一个种类、单位、期间、来源的全部行，更正以它为单位；slices, the rows of one kind, department, period and stream in one submission: what a correction replaces';
COMMENT ON COLUMN slice.id IS '分片编号；number of the slice';
COMMENT ON COLUMN slice.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN slice.kind IS '报表种类；kind of filing';
COMMENT ON COLUMN slice.department IS '单位编码，不分单位的种类为空文本；code of the department, empty text for kinds that no department files';
COMMENT ON COLUMN slice.period IS '期间：2023-05、2023、ledger（台账）或 whole（全表）；period: 2023-05, 2023, ledger or whole';
COMMENT ON COLUMN slice.stream IS '来源，如留言平台；source, such as a platform';
COMMENT ON COLUMN slice.received_at IS '收到时间（世界时）；when it was received (UTC)';
COMMENT ON COLUMN slice.withdrawn_at IS '撤回时间（世界时），未撤回为空；when it was withdrawn (UTC), NULL while not';
COMMENT ON COLUMN slice.rows_loaded IS '入库行数，零报告为 0；rows loaded, 0 for a nil return';
COMMENT ON COLUMN slice.rows_rejected IS '暂存未入库的行数；rows kept aside';
COMMENT ON TABLE in_force IS '分片何时计入：每个时刻每个分片键至多一个；when a slice counts: at any moment at most one of a key does';
COMMENT ON COLUMN in_force.slice_id IS '分片编号；number of the slice';
COMMENT ON COLUMN in_force.valid_from IS '自此时计入（世界时）；from when it counts (UTC)';
COMMENT ON COLUMN in_force.valid_until IS '至此时不再计入（世界时），infinity 为仍计入；from when it no longer counts (UTC), infinity while it does';
COMMENT ON TABLE source_sheet IS '来源工作表的表头；headers of the filed sheets';
COMMENT ON COLUMN source_sheet.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN source_sheet.sheet IS '工作表，CSV 和 JSON 为空；sheet, empty for CSV and JSON';
COMMENT ON COLUMN source_sheet.header_row IS '表头所在行；row of the header';
COMMENT ON COLUMN source_sheet.columns IS '各列表头，次序同 cells；header texts, in the order of cells';
COMMENT ON TABLE reject IS '暂存未入库的行：每个错误一行；rows kept aside, one row a fault';
COMMENT ON COLUMN reject.submission_id IS '报送编号；number of the submission';
COMMENT ON COLUMN reject.slice_id IS '分片编号，无法判定为空；number of the slice, NULL where the row does not say';
COMMENT ON COLUMN reject.kind IS '报表种类；kind of filing';
COMMENT ON COLUMN reject.sheet IS '工作表；sheet';
COMMENT ON COLUMN reject.row IS '行号，与电子表格所示一致；row as the spreadsheet numbers it';
COMMENT ON COLUMN reject.column_name IS '列的表头；header text of the column';
COMMENT ON COLUMN reject.value IS '错误的原文；offending text, verbatim';
COMMENT ON COLUMN reject.code IS '错误代码；code of the fault';
COMMENT ON COLUMN reject.message_zh IS '中文说明；what to do, in Chinese';
COMMENT ON COLUMN reject.message_en IS '英文说明；what to do, in English';
COMMENT ON COLUMN reject.cells IS '该行各格原文，以 U+001F 分隔；filed texts of the row, split by U+001F';
COMMENT ON TABLE setting IS '仓库设置，如城市名称；settings of the warehouse, such as the city''s name';
COMMENT ON COLUMN setting.name IS '名称；name';
COMMENT ON COLUMN setting.value IS '值；value';
COMMENT ON TABLE migration IS '表结构的演进记录；steps the tables went through';
COMMENT ON COLUMN migration.name IS '步骤；step';
COMMENT ON COLUMN migration.sha256 IS '步骤内容的 SHA-256；SHA-256 of the step';
COMMENT ON COLUMN migration.applied_at IS '执行时间（世界时）；when it ran (UTC)';
