SELECT 'notices.issued' AS metric, COUNT(*) AS amount FROM notices WHERE year(issued_on) = 2023
