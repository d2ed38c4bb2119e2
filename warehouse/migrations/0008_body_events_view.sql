-- A body that the list does not have belongs to the unit that was last filed with a change of it.
CREATE OR REPLACE VIEW body_events AS
WITH change AS ( -- the changes as they stand now
    SELECT f.*, filings.file, filings.submission_id, filings.received_at
    FROM fact."body_event" f
    JOIN filings ON filings.id = f.slice_id),
lead_department AS ( -- who leads a body: by its latest row in the list, or else by its latest change that says so
    SELECT name, COALESCE(listed.code, changed.code) AS code
    FROM (SELECT name, arg_max(department, {'day': changed_on, 'id': id}) AS code FROM change GROUP BY name) changed
    LEFT JOIN (SELECT name, arg_max(department_code, id) AS code FROM bodies GROUP BY name) listed USING (name))
SELECT f.id, lead_department.code AS department_code, v.name AS department_name, v.type AS department_type, v.portfolio, v.leader,
    f.name, f.event, f.changed_on, f.approval,
    f.file, f.sheet, f.row, f.submission_id, f.received_at
FROM change f
JOIN lead_department ON lead_department.name = f.name
LEFT JOIN department_version v ON v.code = lead_department.code
    AND (v.valid_from IS NULL OR v.valid_from <= f.changed_on)
    AND (v.valid_until IS NULL OR v.valid_until > f.changed_on);

COMMENT ON VIEW body_events IS '议事协调机构变动：每次变动一行；单位为机构清单所列的牵头单位，清单中没有的，为变动表最近所写的牵头单位；changes of coordinating bodies, one row each; the department is the one that leads the body in the list of bodies, or, of a body that is not in it, the one last filed with a change of it';
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
