WITH
period(bucket, since, until) AS (VALUES (0, DATE '2023-01-01', DATE '2024-01-01'), (1, DATE '2022-01-01', DATE '2023-01-01')),
bucket(bucket, month, since, until) AS (
  SELECT bucket, UNNEST(range(12 * year(since) + month(since) - 1, 12 * year(until) + month(until) - 1)), since, until FROM period),
-- the rows of the kind that count as of the time asked for
"meeting_plan" AS (SELECT f.* FROM fact."meeting_plan" f JOIN in_force v ON v.slice_id = f.slice_id AND v.valid_until = TIMESTAMP 'infinity'),
-- what is within the scope
counted AS (
  SELECT r.*, b.bucket, b.since, b.until
  FROM (SELECT *, make_date(CAST(year AS INTEGER), CAST(COALESCE(planned_month, 1) AS INTEGER), 1) AS counted_on FROM (
    SELECT p.* REPLACE (year(GREATEST(p.begins, k.since)) AS year, month(GREATEST(p.begins, k.since)) AS planned_month),
  k.bucket AS asked, p.begins >= k.since AND p.past <= k.until AS whole
FROM (
  SELECT *, make_date(year, COALESCE(planned_month, 1), 1) AS begins,
    CAST(make_date(year, COALESCE(planned_through, planned_month, 12), 1) + INTERVAL 1 MONTH AS DATE) AS past
  FROM meeting_plan) p
JOIN period k ON p.begins < k.until AND p.past > k.since
) rows
    WHERE counted_on >= DATE '2022-01-01' AND counted_on < DATE '2024-01-01') r
  JOIN bucket b ON b.month = 12 * year(r.counted_on) + month(r.counted_on) - 1
  WHERE TRUE)
SELECT bucket, NULLIF(CAST("department" AS VARCHAR), ''),
  CAST(COALESCE(SUM((CASE WHEN whole THEN 1 END)) FILTER (WHERE (asked = bucket)), 0) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (asked = bucket) AND (CASE WHEN whole THEN 1 END) IS NULL) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (asked = bucket)) AS VARCHAR)
FROM counted
GROUP BY bucket, NULLIF(CAST("department" AS VARCHAR), '')
ORDER BY ALL
