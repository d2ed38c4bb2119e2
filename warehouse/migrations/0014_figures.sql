-- Figures in SQL are computed by the program, as everywhere else: these macros counted records only,
-- and had 0 where nothing was filed.
DROP MACRO TABLE IF EXISTS metric;
DROP MACRO TABLE IF EXISTS metric_change;
DROP MACRO IF EXISTS period_from;
DROP MACRO IF EXISTS period_until;
DROP MACRO IF EXISTS month_number;
DROP MACRO IF EXISTS month_day;
DROP MACRO IF EXISTS period_text;
DROP MACRO IF EXISTS half_up;
DROP MACRO IF EXISTS ten_thousandths;
DROP MACRO IF EXISTS units;
