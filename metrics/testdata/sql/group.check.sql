SELECT 'groups.found' AS metric, COUNT(*) AS amount FROM "groups" WHERE year(found_on) = 2023
UNION ALL SELECT 'groups.cleared', COUNT(cleared_on) FROM "groups" WHERE year(found_on) = 2023
