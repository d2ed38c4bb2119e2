WITH counted AS (
  SELECT * FROM meetings WHERE strftime(held_on, '%Y') = '2023' AND status = '已召开' AND counted)
SELECT 'meetings.held' AS metric, COUNT(*) AS amount FROM counted WHERE merged_into IS NULL
UNION ALL SELECT 'meetings.citywide', COUNT(*) FROM counted WHERE merged_into IS NULL AND category = '全市性会议'
UNION ALL SELECT 'meetings.remote', COUNT(*) FROM counted WHERE merged_into IS NULL AND (form = '视频' OR form = '电视电话')
UNION ALL SELECT 'meetings.off_plan', COUNT(*) FROM counted WHERE merged_into IS NULL AND in_plan = FALSE
UNION ALL SELECT 'meetings.top_leader_required', COUNT(*) FROM counted WHERE merged_into IS NULL AND top_leader_required
UNION ALL SELECT 'meetings.overlong', COUNT(*) FROM counted WHERE merged_into IS NULL AND minutes > 120
UNION ALL SELECT 'meetings.attendance', SUM(attendance) FROM counted WHERE merged_into IS NULL
UNION ALL SELECT 'meetings.combined', COUNT(*) FROM meetings WHERE strftime(held_on, '%Y') = '2023' AND status = '已召开' AND merged_into IS NOT NULL
