-- How alike two texts are, for the office's checks. DuckDB's own similarities compare
-- bytes, of which Chinese characters share many; these compare pairs of neighbouring
-- characters.

-- A text without white space, punctuation and the difference between ０ and 0.
CREATE MACRO plain(text) AS
    regexp_replace(translate(text, '０１２３４５６７８９', '0123456789'), '[\s\p{P}\p{S}\p{Z}]+', '', 'g');

-- What a meeting is about: its name without the words that any meeting's has.
CREATE MACRO gist(text) AS
    regexp_replace(plain(text), '20[0-9]{2}年度?|年度|全市|我市|召开|举行|举办|电视电话|视频|工作|会议|大会|会', '', 'g');

-- The numbers of a text, in its order: what tells 第一季度 from 第二季度.
CREATE MACRO numerals(text) AS
    regexp_extract_all(plain(text), '[0-9]+|第[一二三四五六七八九十百零〇]+|[一二三四五六七八九十百零〇]{2,}'
        || '|[一二三四五六七八九十](?:月|季|年|日|号|批|期|次|届|轮|组|类|级|阶段)|[上下]半[年月]|[上中下]旬|[春夏秋冬]季');

CREATE MACRO bigrams(text) AS
    list_distinct([substr(text, i, 2) FOR i IN range(1, greatest(length(text), 2))]);

-- Dice's coefficient of two lists without repeats, from 0 to 1.
CREATE MACRO dice(a, b) AS
    2 * len(list_intersect(a, b)) / (len(a) + len(b));

CREATE MACRO similarity(a, b) AS
    dice(bigrams(a), bigrams(b));

-- A list as 64 bits, one for each of its entries. To compare two lists takes microseconds
-- and to compare their bits nanoseconds; at_most_shared says how many of a list's entries
-- another can have at most, so that only the pairs that may be alike are compared.
CREATE MACRO signature(list) AS
    list_aggregate([CAST(1 AS UBIGINT) << CAST(hash(entry) % 64 AS UBIGINT) FOR entry IN list], 'bit_or');
CREATE MACRO at_most_shared(signature_a, entries_a, signature_b) AS
    bit_count(signature_a & signature_b) + entries_a - bit_count(signature_a);
