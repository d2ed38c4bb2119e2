WITH
period(bucket, since, until) AS (VALUES (0, DATE '2023-01-01', DATE '2024-01-01'), (1, DATE '2022-01-01', DATE '2023-01-01')),
bucket(bucket, month, since, until) AS (
  SELECT bucket, UNNEST(range(12 * year(since) + month(since) - 1, 12 * year(until) + month(until) - 1)), since, until FROM period),
-- the rows of the kind that count as of the time asked for
"meeting" AS (SELECT f.* FROM fact."meeting" f JOIN in_force v ON v.slice_id = f.slice_id AND v.valid_until = TIMESTAMP 'infinity'),
-- what is within the scope
counted AS (
  SELECT r.*, b.bucket, b.since, b.until
  FROM (SELECT *, held_on AS counted_on,
    (SELECT s.lacks FROM slice s WHERE s.id = slice_id) AS "lacks",
    (SELECT c.ordinal FROM calendar c WHERE c.day = held_on) - (SELECT c.ordinal FROM calendar c WHERE c.day = requested_on) AS "lead_days" FROM (
    SELECT * FROM "meeting") rows
    WHERE counted_on >= DATE '2022-01-01' AND counted_on < DATE '2024-01-01') r
  JOIN bucket b ON b.month = 12 * year(r.counted_on) + month(r.counted_on) - 1
  WHERE TRUE)
SELECT bucket, NULLIF(CAST("department" AS VARCHAR), ''),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted)) AS VARCHAR),
  CAST(0 AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted) AND (category = '全市性会议')) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted) AND (category = '全市性会议') IS NULL) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted) AND (form IN ('视频', '电视电话'))) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted) AND (form IN ('视频', '电视电话')) IS NULL) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted) AND (NOT in_plan)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted) AND (NOT in_plan) IS NULL) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted) AND (top_leader_required)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted) AND (top_leader_required) IS NULL) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (CASE WHEN list_contains(lacks, 'merged_into') THEN NULL ELSE status <> '已取消' AND merged_into IS NOT NULL END)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (CASE WHEN list_contains(lacks, 'merged_into') THEN NULL ELSE status <> '已取消' AND merged_into IS NOT NULL END) IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR),
  CAST(COALESCE(SUM((attendance)) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted)), 0) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted) AND (attendance) IS NULL) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted)) AS VARCHAR),
  CAST(COALESCE(SUM((attendance * minutes)) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted)), 0) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted) AND (attendance * minutes) IS NULL) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted) AND (minutes > 60 * 2)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted) AND (minutes > 60 * 2) IS NULL) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted) AND (requested_on IS NOT NULL)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted) AND (requested_on IS NOT NULL) IS NULL) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted) AND (CASE WHEN requested_on IS NULL THEN FALSE ELSE lead_days >= 5 END)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted) AND (CASE WHEN requested_on IS NULL THEN FALSE ELSE lead_days >= 5 END) IS NULL) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted) AND (in_plan)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted) AND (in_plan) IS NULL) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted)) AS VARCHAR)
FROM counted
GROUP BY bucket, NULLIF(CAST("department" AS VARCHAR), '')
ORDER BY ALL
