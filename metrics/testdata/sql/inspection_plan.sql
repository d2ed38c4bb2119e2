WITH
period(bucket, since, until) AS (VALUES (0, DATE '2023-01-01', DATE '2024-01-01'), (1, DATE '2022-01-01', DATE '2023-01-01')),
bucket(bucket, month, since, until) AS (
  SELECT bucket, UNNEST(range(12 * year(since) + month(since) - 1, 12 * year(until) + month(until) - 1)), since, until FROM period),
-- the rows of the kind that count as of the time asked for
"inspection_plan" AS (SELECT f.* FROM fact."inspection_plan" f JOIN in_force v ON v.slice_id = f.slice_id AND v.valid_until = TIMESTAMP 'infinity'),
-- what is within the scope
counted AS (
  SELECT r.*, b.bucket, b.since, b.until
  FROM (SELECT *, make_date(year, 12, 31) AS counted_on FROM (
    SELECT * FROM "inspection_plan") rows
    WHERE counted_on >= DATE '2022-01-01' AND counted_on < DATE '2024-01-01') r
  JOIN (SELECT DISTINCT bucket, month // 12 AS year, since, until FROM bucket) b ON b.year = r."year"
  WHERE TRUE)
SELECT bucket, NULLIF(CAST("department" AS VARCHAR), ''),
  CAST(COUNT(*) AS VARCHAR),
  CAST(0 AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR)
FROM counted
GROUP BY bucket, NULLIF(CAST("department" AS VARCHAR), '')
ORDER BY ALL
