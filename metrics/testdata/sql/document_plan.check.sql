SELECT 'documents.quota' AS metric, SUM(quota) AS amount FROM document_plans WHERE year = 2023
