-- Every unit of 市直部门 in force, each month, two kinds.
WITH due AS (
  SELECT d.code, m.month, k.kind
  FROM (SELECT CAST(UNNEST(generate_series(DATE '2023-01-01', DATE '2023-12-01', INTERVAL 1 MONTH)) AS DATE) AS month) m
  CROSS JOIN (SELECT UNNEST(['document', 'meeting']) AS kind) k
  JOIN departments d ON d.type = '市直部门' AND COALESCE(d.valid_from, m.month) <= last_day(m.month) AND COALESCE(d.valid_until, DATE '9999-12-31') > last_day(m.month))
SELECT 'filings.expected' AS metric, COUNT(*) AS amount FROM due
UNION ALL SELECT 'filings.missing', COUNT(*) FROM due WHERE NOT EXISTS (
  SELECT 1 FROM slice s WHERE s.withdrawn_at IS NULL AND s.kind = due.kind AND s.department = due.code AND s.period = strftime(due.month, '%Y-%m'))
