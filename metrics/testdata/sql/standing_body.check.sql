WITH latest AS ( -- the last change of each body by the year's end
  SELECT name, event FROM body_events e
  WHERE changed_on <= DATE '2023-12-31' AND NOT EXISTS (
    SELECT 1 FROM body_events later WHERE later.name = e.name AND later.changed_on <= DATE '2023-12-31'
      AND (later.changed_on > e.changed_on OR (later.changed_on = e.changed_on AND later.id > e.id))))
SELECT 'bodies.total' AS metric, COUNT(*) AS amount FROM latest WHERE event IN ('成立', '调整')
UNION ALL SELECT 'bodies.dormant', COUNT(DISTINCT b.name) FROM latest JOIN bodies b USING (name)
  WHERE event IN ('成立', '调整') AND b.last_active_on + 365 <= DATE '2023-12-31'
