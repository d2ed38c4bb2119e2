SELECT 'meetings.planned' AS metric, COUNT(*) AS amount FROM meeting_plans WHERE year = 2023
