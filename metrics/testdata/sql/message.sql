WITH
period(bucket, since, until) AS (VALUES (0, DATE '2023-01-01', DATE '2024-01-01'), (1, DATE '2022-01-01', DATE '2023-01-01')),
bucket(bucket, month, since, until) AS (
  SELECT bucket, UNNEST(range(12 * year(since) + month(since) - 1, 12 * year(until) + month(until) - 1)), since, until FROM period),
-- the rows of the kind that count as of the time asked for
"message" AS (SELECT f.* FROM fact."message" f JOIN in_force v ON v.slice_id = f.slice_id AND v.valid_until = TIMESTAMP 'infinity'),
-- what is within the scope
counted AS (
  SELECT r.*, b.bucket, b.since, b.until
  FROM (SELECT *, received_on AS counted_on,
    (SELECT s.lacks FROM slice s WHERE s.id = slice_id) AS "lacks" FROM (
    SELECT * FROM "message") rows
    WHERE counted_on >= DATE '2022-01-01' AND counted_on < DATE '2024-01-01') r
  JOIN bucket b ON b.month = 12 * year(r.counted_on) + month(r.counted_on) - 1
  WHERE TRUE)
SELECT bucket, NULLIF(CAST("department" AS VARCHAR), ''),
  CAST(COUNT(*) AS VARCHAR),
  CAST(0 AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (CASE WHEN list_contains(lacks, 'handled_on') THEN NULL ELSE handled_on IS NOT NULL END)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (CASE WHEN list_contains(lacks, 'handled_on') THEN NULL ELSE handled_on IS NOT NULL END) IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (CASE WHEN list_contains(lacks, 'handled_on') THEN NULL WHEN handled_on IS NULL THEN FALSE ELSE handled_on <= COALESCE(due_on, received_on + CAST(15 AS INTEGER)) END)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (CASE WHEN list_contains(lacks, 'handled_on') THEN NULL WHEN handled_on IS NULL THEN FALSE ELSE handled_on <= COALESCE(due_on, received_on + CAST(15 AS INTEGER)) END) IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (CASE WHEN list_contains(lacks, 'handled_on') THEN NULL ELSE handled_on IS NULL AND COALESCE(due_on, received_on + CAST(15 AS INTEGER)) < until END)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (CASE WHEN list_contains(lacks, 'handled_on') THEN NULL ELSE handled_on IS NULL AND COALESCE(due_on, received_on + CAST(15 AS INTEGER)) < until END) IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (COALESCE(satisfaction IN ('满意', '基本满意', '一般', '不满意'), FALSE))) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (COALESCE(satisfaction IN ('满意', '基本满意', '一般', '不满意'), FALSE)) IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (COALESCE(satisfaction IN ('满意', '基本满意'), FALSE))) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (COALESCE(satisfaction IN ('满意', '基本满意'), FALSE)) IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR),
  CAST(MEDIAN(handled_on - received_on) FILTER (WHERE TRUE AND (handled_on IS NOT NULL)) AS VARCHAR),
  CAST(0 AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (handled_on IS NOT NULL)) AS VARCHAR)
FROM counted
GROUP BY bucket, NULLIF(CAST("department" AS VARCHAR), '')
ORDER BY ALL
