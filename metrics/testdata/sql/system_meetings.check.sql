SELECT 'meetings.departments_over_cap' AS metric, COUNT(*) AS amount
FROM (
  SELECT department_code FROM meetings
  WHERE held_on BETWEEN DATE '2023-01-01' AND DATE '2023-12-31' AND category = '系统会议' AND status = '已召开' AND merged_into IS NULL AND counted
  GROUP BY department_code HAVING COUNT(*) > 1)
