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
-- every filing that was received and not withdrawn, replaced or not
standing_slice AS (SELECT * FROM slice WHERE received_at <= TIMESTAMP '2024-02-01 00:00:00' AND (withdrawn_at IS NULL OR withdrawn_at > TIMESTAMP '2024-02-01 00:00:00')),
-- what is within the scope
counted AS (
  SELECT r.*, b.bucket, b.since, b.until
  FROM (SELECT *, month AS counted_on FROM (
    SELECT d.code AS department, d.ordinal, m.month, k.kind, s.first_received,
  CAST(m.month + INTERVAL 1 MONTH + to_days(CAST(5 AS INTEGER)) - INTERVAL 8 HOUR AS TIMESTAMP) AS due_before
FROM (SELECT DISTINCT make_date(month // 12, month % 12 + 1, 1) AS month FROM bucket) m
CROSS JOIN (SELECT UNNEST(['document', 'meeting']) AS kind) k
JOIN directory d ON d.type = '市直部门' AND m.month >= d.valid_from AND m.month < d.valid_until
LEFT JOIN (
  SELECT kind, department, period, MIN(received_at) AS first_received FROM standing_slice GROUP BY kind, department, period) s
  ON s.kind = k.kind AND s.department = d.code AND s.period = strftime(m.month, '%Y-%m')
WHERE m.month + INTERVAL 1 MONTH - INTERVAL 8 HOUR <= TIMESTAMP '2024-02-01 00:00:00' OR s.first_received IS NOT NULL
) rows
    WHERE counted_on >= DATE '2022-01-01' AND counted_on < DATE '2024-01-01') r
  JOIN bucket b ON b.month = 12 * year(r.counted_on) + month(r.counted_on) - 1
  WHERE TRUE)
SELECT bucket, CAST("department" AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR),
  CAST(0 AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (first_received IS NOT NULL)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (first_received IS NOT NULL) IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (COALESCE(first_received >= due_before, FALSE))) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (COALESCE(first_received >= due_before, FALSE)) IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (first_received IS NULL)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (first_received IS NULL) IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (COALESCE(first_received < due_before, FALSE))) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (COALESCE(first_received < due_before, FALSE)) IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR)
FROM counted
GROUP BY bucket, "department"
ORDER BY ALL
