-- Findings in both languages, and the words for what their rules compare.
ALTER TABLE explanation ADD COLUMN IF NOT EXISTS subject_en VARCHAR;

COMMENT ON COLUMN explanation.subject_en IS '核查结果的事项（英文），与中文相同的为空值；subject of the finding in English, NULL where it is that in Chinese';

-- A stated number, without zeros behind it.
CREATE OR REPLACE MACRO amount_text(value) AS rtrim(rtrim(CAST(value AS VARCHAR), '0'), '.');

-- Some months from a first one on: 2023年1—2月, 2023-01/2023-02.
CREATE OR REPLACE MACRO span_zh(first, months) AS
    year(CAST(first AS DATE)) || '年' || CASE
        WHEN months = 12 AND month(CAST(first AS DATE)) = 1 THEN ''
        WHEN months = 1 THEN month(CAST(first AS DATE)) || '月'
        WHEN month(CAST(first AS DATE)) + months <= 13 THEN month(CAST(first AS DATE)) || '—' || (month(CAST(first AS DATE)) + months - 1) || '月'
        ELSE month(CAST(first AS DATE)) || '月至' || strftime(CAST(first AS DATE) + to_months(CAST(months AS INTEGER) - 1), '%Y年%-m月') END;

CREATE OR REPLACE MACRO span_en(first, months) AS
    CASE WHEN months = 12 AND month(CAST(first AS DATE)) = 1 THEN strftime(CAST(first AS DATE), '%Y')
        ELSE strftime(CAST(first AS DATE), '%Y-%m')
            || CASE WHEN months > 1 THEN '/' || strftime(CAST(first AS DATE) + to_months(CAST(months AS INTEGER) - 1), '%Y-%m') ELSE '' END END;

-- Some months one by one: 2023年3月、2023年5月. Of more than three the first three.
CREATE OR REPLACE MACRO months_zh(list) AS
    array_to_string([strftime(CAST(m AS DATE), '%Y年%-m月') FOR m IN list_sort(list)[1:3]], '、') || CASE WHEN len(list) > 3 THEN '等' || len(list) || '个月' ELSE '' END;

CREATE OR REPLACE MACRO months_en(list) AS
    array_to_string([strftime(CAST(m AS DATE), '%Y-%m') FOR m IN list_sort(list)[1:3]], ', ') || CASE WHEN len(list) > 3 THEN ' and ' || (len(list) - 3) || ' months more' ELSE '' END;
