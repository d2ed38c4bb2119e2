WITH
period(bucket, since, until) AS (VALUES (0, DATE '2023-01-01', DATE '2024-01-01'), (1, DATE '2022-01-01', DATE '2023-01-01')),
bucket(bucket, month, since, until) AS (
  SELECT bucket, UNNEST(range(12 * year(since) + month(since) - 1, 12 * year(until) + month(until) - 1)), since, until FROM period),
-- the rows of the kind that count as of the time asked for
"department" AS (SELECT f.* FROM fact."department" f JOIN in_force v ON v.slice_id = f.slice_id AND v.valid_until = TIMESTAMP 'infinity'),
-- the versions of each unit, with the days each is in force
"directory" AS (
  SELECT f.code, f.name, f.short_name, f.type, f.portfolio, f.leader, f.id AS ordinal,
    COALESCE(f.valid_from, DATE '0001-01-01') AS valid_from,
    LEAST(COALESCE(f.valid_to + 1, DATE '9999-12-31'), COALESCE(LEAD(COALESCE(f.valid_from, DATE '0001-01-01'))
      OVER (PARTITION BY f.code ORDER BY f.valid_from NULLS FIRST, f.id), DATE '9999-12-31')) AS valid_until
  FROM fact.department f JOIN in_force v ON v.slice_id = f.slice_id AND v.valid_until = TIMESTAMP 'infinity'),
month_asked AS (SELECT DISTINCT make_date(month // 12, month % 12 + 1, 1) AS month FROM bucket),
-- who owes which kind: the months of a period, and the days after it by which it is due
obligation(place, kind, type, unit, months, since, until, days) AS (VALUES
  (0, 'document', '市直部门', NULL, 1, DATE '1900-01-01', DATE '2200-01-01', 5),
  (0, 'meeting', '市直部门', NULL, 1, DATE '1900-01-01', DATE '2200-01-01', 5)),
-- every filing that was received and not withdrawn, replaced or not, from its first day to the day after its last
standing_slice AS (
  SELECT *, CAST(CASE WHEN months IS NOT NULL THEN since + to_months(CAST(months AS INTEGER)) END AS DATE) AS past
  FROM (
    SELECT * REPLACE (COALESCE(headline.kind, slice.kind) AS kind),
      CASE WHEN period LIKE '____' THEN make_date(TRY_CAST(period AS INTEGER), 1, 1)
        WHEN period LIKE '____-Q_' THEN make_date(TRY_CAST(period[1:4] AS INTEGER), 3 * TRY_CAST(period[7:7] AS INTEGER) - 2, 1)
        WHEN period LIKE '____-H_' THEN make_date(TRY_CAST(period[1:4] AS INTEGER), 6 * TRY_CAST(period[7:7] AS INTEGER) - 5, 1)
        WHEN period LIKE '____-__%' THEN TRY_CAST(period[1:7] || '-01' AS DATE) END AS since,
      CASE WHEN period LIKE '____' AND TRY_CAST(period AS INTEGER) IS NOT NULL THEN 12 WHEN period LIKE '____-Q_' THEN 3 WHEN period LIKE '____-H_' THEN 6 WHEN period LIKE '____-__' THEN 1
        WHEN period LIKE '____-__/____-__' THEN date_diff('month', TRY_CAST(period[1:7] || '-01' AS DATE), TRY_CAST(period[9:15] || '-01' AS DATE)) + 1 END AS months
    FROM (
      SELECT *, FALSE AS declared FROM slice WHERE department <> '' OR stream <> '' OR kind NOT IN (SELECT name FROM kind WHERE speaks = 'LISTED')
      UNION ALL
      SELECT s.* REPLACE (d.code AS department), TRUE AS declared
      FROM slice s
      JOIN (SELECT DISTINCT code FROM "directory") d ON s.department = '' AND (s.stream = '' AND s.kind IN (SELECT name FROM kind WHERE speaks = 'LISTED') OR s.kind = 'reported_total' AND contains(s.stream, ' 其余单位')) JOIN in_force v ON v.slice_id = s.id AND v.valid_until = TIMESTAMP 'infinity') slice LEFT JOIN (VALUES ('documents_issued', 'document'), ('documents_quota', 'document_plan'), ('documents_spot_checked', 'spot_check'), ('meetings_held', 'meeting'), ('meetings_planned', 'meeting_plan'), ('inspections_planned', 'inspection_plan'), ('inspections_conducted', 'inspection'), ('messages_received', 'message'), ('apps_found', 'app'), ('groups_found', 'group'), ('bodies_total', 'body_event'), ('bodies_total', 'body'), ('visits_made', 'visit'), ('rectifications_opened', 'rectification'), ('notices_issued', 'notice')) AS headline(count, kind) ON slice.kind = 'reported_total' AND slice.department <> '' AND headline.count = split_part(slice.stream, ' ', 1) AND NOT ends_with(slice.stream, ' 上年同期')
    WHERE received_at <= TIMESTAMP '2024-02-01 00:00:00' AND (withdrawn_at IS NULL OR withdrawn_at > TIMESTAMP '2024-02-01 00:00:00'))),
-- what is within the scope
counted AS (
  SELECT r.*, b.bucket, b.since, b.until
  FROM (SELECT *, month AS counted_on FROM (
    WITH owed AS (
  SELECT d.code AS department, d.ordinal, o.month, o.kind, o.months, o.days
  FROM (
    SELECT m.month, o.*, last_day(m.month + to_months(CAST((o.months - month(m.month) % o.months) % o.months AS INTEGER))) AS last
    FROM month_asked m CROSS JOIN obligation o) o
  JOIN directory d ON o.last >= d.valid_from AND o.last < d.valid_until AND o.last >= o.since AND o.last < o.until AND (o.type = d.type OR o.unit IN (d.code, d.name, d.short_name))
  QUALIFY ROW_NUMBER() OVER (PARTITION BY d.code, o.kind, o.month ORDER BY o.unit IS NULL, o.place DESC) = 1),
ended AS (
  SELECT month, months, days, CAST(month - to_months(CAST(months - 1 AS INTEGER)) AS DATE) AS since, CAST(month + INTERVAL 1 MONTH AS DATE) AS past
  FROM (SELECT DISTINCT month, months, days FROM owed WHERE month(month) % months = 0)
  WHERE month + INTERVAL 1 MONTH - INTERVAL 8 HOUR <= TIMESTAMP '2024-02-01 00:00:00'),
due AS ( -- the first moment that is late: after the due day, or the next working day where the holidays of its year are known
  SELECT e.*, CAST(COALESCE((SELECT MIN(c.day) FROM calendar c WHERE c.working AND c.day >= e.due_day AND e.due_day >= e.known_from), e.due_day)
    + INTERVAL 1 DAY - INTERVAL 8 HOUR AS TIMESTAMP) AS due_before
  FROM (SELECT *, past + CAST(days - 1 AS INTEGER) AS due_day, (SELECT MIN(day) FROM calendar) AS known_from FROM ended) e)
SELECT w.department, w.ordinal, w.month, w.kind, e.since AS first_day, e.past, e.due_before, e.due_before <= TIMESTAMP '2024-02-01 00:00:00' AS due_over, s.first_received, s.first_rows
FROM owed w JOIN due e USING (month, months, days)
LEFT JOIN (
  SELECT s.kind, s.department, d.month, d.months, d.days, MIN(s.received_at) AS first_received,
    MIN(s.received_at) FILTER (WHERE s.rows_loaded + s.rows_rejected > 0) AS first_rows
  FROM standing_slice s JOIN due d ON s.since < d.past AND s.past > d.since
  GROUP BY s.kind, s.department, d.month, d.months, d.days) s
  ON s.kind = w.kind AND s.department = w.department AND s.month = w.month AND s.months = w.months AND s.days = w.days
) rows
    WHERE counted_on >= DATE '2022-01-01' AND counted_on < DATE '2024-01-01') r
  JOIN bucket b ON b.month = 12 * year(r.counted_on) + month(r.counted_on) - 1
  WHERE TRUE)
SELECT bucket, NULLIF(CAST("department" AS VARCHAR), ''),
  CAST(COUNT(*) FILTER (WHERE (due_over)) AS VARCHAR),
  CAST(0 AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over) AND (first_received IS NOT NULL)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over) AND (first_received IS NOT NULL) IS NULL) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over) AND (COALESCE(first_received >= due_before, FALSE))) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over) AND (COALESCE(first_received >= due_before, FALSE)) IS NULL) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over) AND (COALESCE(first_received < due_before AND first_rows >= due_before, FALSE))) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over) AND (COALESCE(first_received < due_before AND first_rows >= due_before, FALSE)) IS NULL) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over) AND (first_received IS NULL)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over) AND (first_received IS NULL) IS NULL) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over) AND (COALESCE(first_received < due_before, FALSE))) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over) AND (COALESCE(first_received < due_before, FALSE)) IS NULL) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over) AND (COALESCE(first_received < due_before AND (first_rows IS NULL OR first_rows < due_before), FALSE))) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over) AND (COALESCE(first_received < due_before AND (first_rows IS NULL OR first_rows < due_before), FALSE)) IS NULL) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (due_over)) AS VARCHAR)
FROM counted
GROUP BY bucket, NULLIF(CAST("department" AS VARCHAR), '')
ORDER BY ALL
