SELECT 'apps_and_groups.found' AS metric, (SELECT COUNT(*) FROM apps WHERE year(found_on) = 2023) + (SELECT COUNT(*) FROM "groups" WHERE year(found_on) = 2023) AS amount
UNION ALL SELECT 'apps_and_groups.cleared', (SELECT COUNT(cleared_on) FROM apps WHERE year(found_on) = 2023) + (SELECT COUNT(cleared_on) FROM "groups" WHERE year(found_on) = 2023)
