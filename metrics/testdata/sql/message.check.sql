SELECT 'messages.received' AS metric, COUNT(*) AS amount FROM messages WHERE year(received_on) = 2023
UNION ALL SELECT 'messages.handled', COUNT(handled_on) FROM messages WHERE year(received_on) = 2023
UNION ALL SELECT 'messages.overdue_open', COUNT(*) FROM messages
  WHERE year(received_on) = 2023 AND handled_on IS NULL AND COALESCE(due_on, received_on + 15) <= DATE '2023-12-31'
UNION ALL SELECT 'messages.handling_days_median', MEDIAN(date_diff('day', received_on, handled_on)) FROM messages WHERE year(received_on) = 2023 AND handled_on IS NOT NULL
