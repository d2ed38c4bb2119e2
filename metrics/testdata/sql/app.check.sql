SELECT 'apps.found' AS metric, COUNT(*) AS amount FROM apps WHERE year(found_on) = 2023
UNION ALL SELECT 'apps.cleared', COUNT(cleared_on) FROM apps WHERE year(found_on) = 2023
