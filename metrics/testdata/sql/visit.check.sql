SELECT 'visits.made' AS metric, COUNT(*) AS amount FROM visits WHERE year(visited_on) = 2023
UNION ALL SELECT 'visits.repeat', COUNT(*) FROM visits v WHERE year(visited_on) = 2023 AND EXISTS (
    SELECT 1 FROM visits before WHERE before.place = v.place AND before.id <> v.id AND v.visited_on - before.visited_on BETWEEN 0 AND 30
      AND (before.visited_on < v.visited_on OR before.id < v.id))
UNION ALL SELECT 'visits.problems_found', SUM(problems_found) FROM visits WHERE year(visited_on) = 2023
UNION ALL SELECT 'visits.problems_solved', SUM(problems_solved) FROM visits WHERE year(visited_on) = 2023
