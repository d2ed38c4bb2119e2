WITH
period(bucket, since, until) AS (VALUES (0, DATE '2023-01-01', DATE '2024-01-01'), (1, DATE '2022-01-01', DATE '2023-01-01')),
bucket(bucket, month, since, until) AS (
  SELECT bucket, UNNEST(range(12 * year(since) + month(since) - 1, 12 * year(until) + month(until) - 1)), since, until FROM period),
-- the rows of the kind that count as of the time asked for
"body_event" AS (SELECT f.* FROM fact."body_event" f JOIN in_force v ON v.slice_id = f.slice_id AND v.valid_until = TIMESTAMP 'infinity'),
-- the rows of the kind that count as of the time asked for
"body" AS (SELECT f.* FROM fact."body" f JOIN in_force v ON v.slice_id = f.slice_id AND v.valid_until = TIMESTAMP 'infinity'),
-- what is within the scope
counted AS (
  SELECT r.*, b.bucket, b.since, b.until
  FROM (SELECT *, changed_on AS counted_on FROM (
    SELECT e.* REPLACE (COALESCE(b.department, c.department) AS department), b.type
FROM body_event e
JOIN (SELECT name, arg_max(department, {'day': changed_on, 'id': id}) AS department FROM body_event GROUP BY name) c USING (name)
LEFT JOIN (
  SELECT name, arg_max(department, latest) AS department, arg_max(type, latest) AS type
  FROM (SELECT f.*, {'day': COALESCE(f.listed_on, CAST(s.received_at + INTERVAL 8 HOUR AS DATE)), 'id': f.id} AS latest FROM body f JOIN slice s ON s.id = f.slice_id)
  GROUP BY name) b USING (name)
) rows
    WHERE counted_on >= DATE '2022-01-01' AND counted_on < DATE '2024-01-01') r
  JOIN bucket b ON b.month = 12 * year(r.counted_on) + month(r.counted_on) - 1
  WHERE TRUE)
SELECT bucket, NULLIF(CAST("department" AS VARCHAR), ''),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (event = '成立')) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (event = '成立') IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (event = '调整')) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (event = '调整') IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (event = '合并')) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (event = '合并') IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (event = '撤销')) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (event = '撤销') IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (event IN ('成立', '调整', '合并', '撤销'))) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (event IN ('成立', '调整', '合并', '撤销')) IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR)
FROM counted
GROUP BY bucket, NULLIF(CAST("department" AS VARCHAR), '')
ORDER BY ALL
