SELECT 'bodies.established' AS metric, COUNT(*) AS amount FROM body_events WHERE year(changed_on) = 2023 AND event = '成立'
UNION ALL SELECT 'bodies.adjusted', COUNT(*) FROM body_events WHERE year(changed_on) = 2023 AND event = '调整'
UNION ALL SELECT 'bodies.merged', COUNT(*) FROM body_events WHERE year(changed_on) = 2023 AND event = '合并'
UNION ALL SELECT 'bodies.abolished', COUNT(*) FROM body_events WHERE year(changed_on) = 2023 AND event = '撤销'
UNION ALL SELECT 'bodies.handled', COUNT(*) FROM body_events WHERE year(changed_on) = 2023
