-- Figures of 2023, counted by hand over the views: what documents.* are to be.
SELECT UNNEST([
  {'metric': 'documents.issued', 'amount': COUNT(*)},
  {'metric': 'documents.off_plan', 'amount': SUM(CASE WHEN in_plan = FALSE THEN 1 ELSE 0 END)},
  {'metric': 'documents.to_county', 'amount': SUM(CASE WHEN to_county THEN 1 ELSE 0 END)},
  {'metric': 'documents.policy', 'amount': SUM(CASE WHEN policy THEN 1 ELSE 0 END)},
  {'metric': 'documents.policy_over_length', 'amount': SUM(CASE WHEN policy AND pages > 10 THEN 1 ELSE 0 END)}], recursive := true)
FROM documents WHERE year(issued_on) = 2023 AND counted
