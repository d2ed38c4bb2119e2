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
  SELECT r.*
  FROM (
SELECT s.bucket, s.day, COALESCE(b.department, s.department) AS department, s.name, b.type, b.last_active_on, b.rules_complete, b.listed_on, b.id AS listed_id, [s.id] AS ids
FROM (
  SELECT k.bucket, k.until - 1 AS day, e.name,
    arg_max(e.event, {'day': e.changed_on, 'id': e.id}) AS event, arg_max(e.id, {'day': e.changed_on, 'id': e.id}) AS id,
    arg_max(e.department, {'day': e.changed_on, 'id': e.id}) AS department
  FROM period k JOIN (
    SELECT id, name, event, changed_on, department FROM body_event
    UNION ALL
    SELECT id, name, '成立', COALESCE(established_on, listed_on), department FROM body
    LEFT JOIN (SELECT name, MIN(changed_on) AS first_change, BOOL_OR(event = '成立') AS established FROM body_event GROUP BY name) USING (name)
    WHERE first_change IS NULL OR NOT established AND COALESCE(established_on, listed_on) < first_change
    UNION ALL
    SELECT b.id, b.name, '不再列入', MIN(later.listed_on), b.department
    FROM (SELECT name, arg_max(department, id) AS department, MAX(id) AS id, MAX(listed_on) AS listed_on FROM body GROUP BY name) b
    JOIN (SELECT MAX(listed_on) AS listed_on, COUNT(DISTINCT department) AS units, MIN(department) AS department
      FROM body GROUP BY id // 4294967296) later ON later.listed_on > b.listed_on AND (later.units > 1 OR later.department = b.department)
    WHERE b.name NOT IN (SELECT name FROM body_event)
    GROUP BY ALL) e ON e.changed_on < k.until
  GROUP BY k.bucket, k.until, e.name) s
LEFT JOIN (SELECT name, arg_max(department, id) AS department, arg_max(type, id) AS type,
    arg_max_null(last_active_on, id) AS last_active_on, arg_max_null(rules_complete, id) AS rules_complete, arg_max_null(listed_on, id) AS listed_on, MAX(id) AS id
  FROM body GROUP BY name) b USING (name)
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
