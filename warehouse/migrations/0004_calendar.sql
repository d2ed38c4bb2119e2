-- Working days by the State Council's yearly holiday notices, 2021 to 2026, make-up days
-- included. A day of a year without a notice is not in the table: what depends on it is
-- unknown. A new year is a new migration.

CREATE TABLE calendar (
    day     DATE PRIMARY KEY,
    working BOOLEAN NOT NULL,
    ordinal INTEGER NOT NULL -- working days from 2021-01-01 through this day
);

INSERT INTO calendar
WITH day AS (
    SELECT CAST(UNNEST(generate_series(DATE '2021-01-01', DATE '2026-12-31', INTERVAL 1 DAY)) AS DATE) AS day),
off AS (
    SELECT * FROM (VALUES
        (DATE '2021-01-01', DATE '2021-01-03'), (DATE '2021-02-11', DATE '2021-02-17'), (DATE '2021-04-03', DATE '2021-04-05'),
        (DATE '2021-05-01', DATE '2021-05-05'), (DATE '2021-06-12', DATE '2021-06-14'), (DATE '2021-09-19', DATE '2021-09-21'),
        (DATE '2021-10-01', DATE '2021-10-07'),
        (DATE '2022-01-01', DATE '2022-01-03'), (DATE '2022-01-31', DATE '2022-02-06'), (DATE '2022-04-03', DATE '2022-04-05'),
        (DATE '2022-04-30', DATE '2022-05-04'), (DATE '2022-06-03', DATE '2022-06-05'), (DATE '2022-09-10', DATE '2022-09-12'),
        (DATE '2022-10-01', DATE '2022-10-07'), (DATE '2022-12-31', DATE '2023-01-02'),
        (DATE '2023-01-21', DATE '2023-01-27'), (DATE '2023-04-05', DATE '2023-04-05'), (DATE '2023-04-29', DATE '2023-05-03'),
        (DATE '2023-06-22', DATE '2023-06-24'), (DATE '2023-09-29', DATE '2023-10-06'),
        (DATE '2024-01-01', DATE '2024-01-01'), (DATE '2024-02-10', DATE '2024-02-17'), (DATE '2024-04-04', DATE '2024-04-06'),
        (DATE '2024-05-01', DATE '2024-05-05'), (DATE '2024-06-10', DATE '2024-06-10'), (DATE '2024-09-15', DATE '2024-09-17'),
        (DATE '2024-10-01', DATE '2024-10-07'),
        (DATE '2025-01-01', DATE '2025-01-01'), (DATE '2025-01-28', DATE '2025-02-04'), (DATE '2025-04-04', DATE '2025-04-06'),
        (DATE '2025-05-01', DATE '2025-05-05'), (DATE '2025-05-31', DATE '2025-06-02'), (DATE '2025-10-01', DATE '2025-10-08'),
        (DATE '2026-01-01', DATE '2026-01-03'), (DATE '2026-02-15', DATE '2026-02-23'), (DATE '2026-04-04', DATE '2026-04-06'),
        (DATE '2026-05-01', DATE '2026-05-05'), (DATE '2026-06-19', DATE '2026-06-21'), (DATE '2026-09-25', DATE '2026-09-27'),
        (DATE '2026-10-01', DATE '2026-10-07')) AS off(first, last)),
made_up AS (
    SELECT * FROM (VALUES
        (DATE '2021-02-07'), (DATE '2021-02-20'), (DATE '2021-04-25'), (DATE '2021-05-08'), (DATE '2021-09-18'), (DATE '2021-09-26'),
        (DATE '2021-10-09'),
        (DATE '2022-01-29'), (DATE '2022-01-30'), (DATE '2022-04-02'), (DATE '2022-04-24'), (DATE '2022-05-07'), (DATE '2022-10-08'),
        (DATE '2022-10-09'),
        (DATE '2023-01-28'), (DATE '2023-01-29'), (DATE '2023-04-23'), (DATE '2023-05-06'), (DATE '2023-06-25'), (DATE '2023-10-07'),
        (DATE '2023-10-08'),
        (DATE '2024-02-04'), (DATE '2024-02-18'), (DATE '2024-04-07'), (DATE '2024-04-28'), (DATE '2024-05-11'), (DATE '2024-09-14'),
        (DATE '2024-09-29'), (DATE '2024-10-12'),
        (DATE '2025-01-26'), (DATE '2025-02-08'), (DATE '2025-04-27'), (DATE '2025-09-28'), (DATE '2025-10-11'),
        (DATE '2026-01-04'), (DATE '2026-02-14'), (DATE '2026-02-28'), (DATE '2026-05-09'), (DATE '2026-09-20'), (DATE '2026-10-10')) AS made_up(day)),
judged AS (
    SELECT d.day, d.day IN (SELECT day FROM made_up)
        OR (isodow(d.day) < 6 AND NOT EXISTS (SELECT 1 FROM off WHERE d.day BETWEEN off.first AND off.last)) AS working
    FROM day d)
SELECT day, working, CAST(COUNT(*) FILTER (WHERE working) OVER (ORDER BY day) AS INTEGER)
FROM judged;

COMMENT ON TABLE calendar IS '工作日历（国务院办公厅节假日通知，2021—2026 年）；Working days by the State Council''s holiday notices, 2021 to 2026';
COMMENT ON COLUMN calendar.day IS '日期；day';
COMMENT ON COLUMN calendar.working IS '是否工作日；whether it is a working day';
COMMENT ON COLUMN calendar.ordinal IS '自 2021-01-01 起的工作日累计数；working days from 2021-01-01 through this day';
