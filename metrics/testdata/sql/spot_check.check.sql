SELECT 'documents.spot_checked' AS metric, COUNT(*) AS amount FROM spot_checks WHERE year(checked_on) = 2023
