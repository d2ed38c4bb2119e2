WITH
period(bucket, since, until) AS (VALUES (0, DATE '2023-01-01', DATE '2024-01-01'), (1, DATE '2022-01-01', DATE '2023-01-01')),
bucket(bucket, month, since, until) AS (
  SELECT bucket, UNNEST(range(12 * year(since) + month(since) - 1, 12 * year(until) + month(until) - 1)), since, until FROM period),
-- the rows of the kind that count as of the time asked for
"meeting" AS (SELECT f.* FROM fact."meeting" f JOIN in_force v ON v.slice_id = f.slice_id AND v.valid_until = TIMESTAMP 'infinity'),
-- what is within the scope
counted AS (
  SELECT r.*
  FROM (
SELECT b.bucket, b.until - 1 AS day, f.department, COUNT(f.category) AS meetings, COUNT(*) AS at_most,
  COALESCE(LIST(f.id ORDER BY f.id) FILTER (WHERE f.category IS NOT NULL), []) AS ids
FROM period b
JOIN meeting f ON f.held_on >= make_date(CAST(year(b.until - 1) AS INTEGER), 1, 1) AND f.held_on < b.until
WHERE COALESCE(f.category, '系统会议') = '系统会议' AND f.status <> '已取消' AND f.merged_into IS NULL AND (counted)
GROUP BY b.bucket, b.until, f.department
  ) r
  WHERE TRUE)
SELECT bucket, NULLIF(CAST("department" AS VARCHAR), ''),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (CASE WHEN meetings > 1 THEN TRUE WHEN at_most <= 1 THEN FALSE END)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (CASE WHEN meetings > 1 THEN TRUE WHEN at_most <= 1 THEN FALSE END) IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR)
FROM counted
GROUP BY bucket, NULLIF(CAST("department" AS VARCHAR), '')
ORDER BY ALL
