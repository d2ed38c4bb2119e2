WITH
period(bucket, since, until) AS (VALUES (0, DATE '2023-01-01', DATE '2024-01-01'), (1, DATE '2022-01-01', DATE '2023-01-01')),
bucket(bucket, month, since, until) AS (
  SELECT bucket, UNNEST(range(12 * year(since) + month(since) - 1, 12 * year(until) + month(until) - 1)), since, until FROM period),
-- the rows of the kind that count as of the time asked for
"body_event" AS (SELECT f.* FROM fact."body_event" f JOIN in_force v ON v.slice_id = f.slice_id AND v.valid_until = TIMESTAMP 'infinity'),
-- the rows of the kind that count as of the time asked for
"body" AS (SELECT f.* FROM fact."body" f JOIN in_force v ON v.slice_id = f.slice_id AND v.valid_until = TIMESTAMP 'infinity'),
-- what was filed to say that there is nothing
empty_slice AS (SELECT s.* FROM slice s JOIN in_force v ON v.slice_id = s.id AND v.valid_until = TIMESTAMP 'infinity' WHERE s.rows_loaded = 0),
-- what is within the scope
counted AS (
  SELECT r.*
  FROM (
WITH listed AS (
  SELECT f.*, f.id // 4294967296 AS list, COALESCE(f.listed_on, CAST(s.received_at + INTERVAL 8 HOUR AS DATE)) AS day
  FROM body f JOIN slice s ON s.id = f.slice_id),
roll AS (
  SELECT day, COUNT(DISTINCT department) > 1 AS of_all, MIN(department) AS department FROM listed GROUP BY list, day
  UNION ALL -- a unit that says it has none
  SELECT COALESCE(TRY_CAST(stream AS DATE), CAST(received_at + INTERVAL 8 HOUR AS DATE)), FALSE, department FROM empty_slice WHERE kind = 'body')
SELECT s.bucket, s.day, COALESCE(b.department, s.department) AS department, s.name, b.type, b.last_active_on, b.rules_complete, b.listed_on, b.id AS listed_id, [s.id] AS ids
FROM (
  SELECT k.bucket, k.until - 1 AS day, e.name,
    arg_max(e.event, {'day': e.changed_on, 'id': e.id}) AS event, arg_max(e.id, {'day': e.changed_on, 'id': e.id}) AS id,
    arg_max(e.department, {'day': e.changed_on, 'id': e.id}) AS department
  FROM period k JOIN (
    SELECT id, name, event, changed_on, department FROM body_event
    UNION ALL
    SELECT id, name, '成立', COALESCE(established_on, listed_on), department FROM listed
    LEFT JOIN (SELECT name, MIN(changed_on) AS first_change, BOOL_OR(event = '成立') AS established FROM body_event GROUP BY name) USING (name)
    WHERE first_change IS NULL OR NOT established AND COALESCE(established_on, listed_on) < first_change
    UNION ALL
    SELECT id, name, '成立', listed_on, department FROM listed WHERE name NOT IN (SELECT name FROM body_event)
    UNION ALL
    SELECT MAX(b.id), b.name, '不再列入', r.day, arg_max(b.department, {'day': b.day, 'id': b.id})
    FROM listed b JOIN roll r ON r.day > b.day
    WHERE b.name NOT IN (SELECT name FROM body_event) AND NOT EXISTS (SELECT 1 FROM listed o WHERE o.name = b.name AND o.day = r.day)
    GROUP BY b.name, r.day, r.of_all, r.department
    HAVING r.of_all OR r.department = arg_max(b.department, {'day': b.day, 'id': b.id})) e ON e.changed_on < k.until
  GROUP BY k.bucket, k.until, e.name) s
LEFT JOIN (
  SELECT bucket, name, arg_max(department, nearest) AS department, arg_max(type, nearest) AS type,
    arg_max_null(last_active_on, nearest) AS last_active_on, arg_max_null(rules_complete, nearest) AS rules_complete, arg_max_null(listed_on, nearest) AS listed_on, arg_max(id, nearest) AS id
  FROM (
    SELECT k.bucket, l.*, {'past': l.day < k.until, 'days': CASE WHEN l.day < k.until THEN l.day - k.until ELSE k.until - l.day END, 'id': l.id} AS nearest
    FROM period k CROSS JOIN listed l)
  GROUP BY bucket, name) b USING (bucket, name)
WHERE s.event IN ('成立', '调整')
  ) r
  WHERE TRUE)
SELECT bucket, NULLIF(CAST("department" AS VARCHAR), ''),
  CAST(COUNT(*) AS VARCHAR),
  CAST(0 AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (CASE WHEN last_active_on <= day THEN day - last_active_on >= 365 END)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (CASE WHEN last_active_on <= day THEN day - last_active_on >= 365 END) IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (CASE WHEN listed_on > day THEN NULL ELSE rules_complete END)) AS VARCHAR),
  CAST(COUNT(*) FILTER (WHERE TRUE AND (CASE WHEN listed_on > day THEN NULL ELSE rules_complete END) IS NULL) AS VARCHAR),
  CAST(COUNT(*) AS VARCHAR)
FROM counted
GROUP BY bucket, NULLIF(CAST("department" AS VARCHAR), '')
ORDER BY ALL
