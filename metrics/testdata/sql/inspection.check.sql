SELECT 'inspections.conducted' AS metric, COUNT(*) AS amount FROM inspections WHERE year(started_on) = 2023
UNION ALL SELECT 'inspections.off_plan', COUNT(*) FROM inspections WHERE year(started_on) = 2023 AND in_plan = FALSE
UNION ALL SELECT 'inspections.unapproved', COUNT(*) FROM inspections WHERE year(started_on) = 2023 AND in_plan = FALSE AND approved_on IS NULL
UNION ALL SELECT 'inspections.unrecorded', COUNT(*) FROM inspections WHERE year(started_on) = 2023 AND in_plan = FALSE AND recorded_on IS NULL
