SELECT 'inspections.planned' AS metric, COUNT(*) AS amount FROM inspection_plans WHERE year = 2023
