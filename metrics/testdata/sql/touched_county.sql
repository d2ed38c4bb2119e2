WITH
period(bucket, since, until) AS (VALUES (0, DATE '2023-01-01', DATE '2024-01-01'), (1, DATE '2022-01-01', DATE '2023-01-01')),
bucket(bucket, month, since, until) AS (
  SELECT bucket, UNNEST(range(12 * year(since) + month(since) - 1, 12 * year(until) + month(until) - 1)), since, until FROM period),
-- the rows of the kind that count as of the time asked for
"inspection" AS (SELECT f.* FROM fact."inspection" f JOIN in_force v ON v.slice_id = f.slice_id AND v.valid_until = TIMESTAMP 'infinity'),
-- the rows of the kind that count as of the time asked for
"department" AS (SELECT f.* FROM fact."department" f JOIN in_force v ON v.slice_id = f.slice_id AND v.valid_until = TIMESTAMP 'infinity'),
-- what is within the scope
counted AS (
  SELECT r.*, b.bucket, b.since, b.until
  FROM (SELECT *, started_on AS counted_on FROM (
    SELECT i.*, CASE WHEN len(i.numbered) > 0 THEN CAST(regexp_extract(i.numbered[1], '^[0-9]+') AS BIGINT) ELSE 0 END + len(i.counties) - len(i.numbered) - len(i.everywhere)
  + CASE WHEN len(i.everywhere) = 0 THEN 0 ELSE (
    SELECT NULLIF(COUNT(DISTINCT d.code), 0) FROM department d WHERE d.type = '县（市）区'
      AND i.started_on >= COALESCE(d.valid_from, i.started_on) AND i.started_on <= COALESCE(d.valid_to, i.started_on)) END AS touched
FROM (
  SELECT *, [county FOR county IN counties IF regexp_matches(plain(county), '^(全市|所有|各|全市各)(县市区|市县区|县区|区县|县市|县)$')] AS everywhere,
    [county FOR county IN counties IF regexp_matches(county, '^[0-9]+个')] AS numbered
  FROM inspection) i
) rows
    WHERE counted_on >= DATE '2022-01-01' AND counted_on < DATE '2024-01-01') r
  JOIN bucket b ON b.month = 12 * year(r.counted_on) + month(r.counted_on) - 1
  WHERE TRUE)
SELECT bucket, NULLIF(CAST("department" AS VARCHAR), ''),
  CAST(COALESCE(SUM((touched)), 0) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (touched) IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR)
FROM counted
GROUP BY bucket, NULLIF(CAST("department" AS VARCHAR), '')
ORDER BY ALL
