-- 各县（市）区 are all counties of the day.
SELECT 'inspections.county_visits' AS metric, SUM(visits) AS amount
FROM (
  SELECT CASE WHEN county LIKE '各县%' THEN (
      SELECT COUNT(DISTINCT code) FROM departments WHERE type = '县（市）区' AND COALESCE(valid_from, started_on) <= started_on AND COALESCE(valid_until, started_on + 1) > started_on)
    ELSE 1 END AS visits
  FROM (SELECT started_on, UNNEST(counties) AS county FROM inspections WHERE year(started_on) = 2023))
