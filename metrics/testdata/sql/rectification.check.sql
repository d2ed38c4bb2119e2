SELECT 'rectifications.opened' AS metric, COUNT(*) AS amount FROM rectifications WHERE year(found_on) = 2023
UNION ALL SELECT 'rectifications.closed', COUNT(closed_on) FROM rectifications WHERE year(found_on) = 2023
UNION ALL SELECT 'rectifications.overdue_open', COUNT(*) FROM rectifications WHERE year(found_on) = 2023 AND closed_on IS NULL AND due_on <= DATE '2023-12-31'
UNION ALL SELECT 'rectifications.categories', COUNT(DISTINCT problem_type) FROM rectifications WHERE year(found_on) = 2023
