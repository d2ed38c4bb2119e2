SELECT repeat('x', 4000000000)
SELECT lpad('x', 2000000000, 'ab')
SELECT rpad('x', 2000000000, 'ab')
SELECT * FROM repeat('x', 4000000000)
SELECT md5(repeat('x', 3000000000))
SELECT sha256(repeat('x', 1000000000))
SELECT length(repeat(repeat('x', 1000000), 4000))
SELECT levenshtein(repeat('ab', 100000), repeat('ba', 100000))
SELECT damerau_levenshtein(repeat('ab', 100000), repeat('ba', 100000))
SELECT jaro_winkler_similarity(repeat('ab', 1000000), repeat('ba', 1000000))
SELECT list_reverse(range(1000000000))
SELECT list_cosine_similarity(range(100000000)::DOUBLE[], range(100000000)::DOUBLE[])
SELECT list_transform(range(100000), lambda x: list_sum(list_transform(range(100000), lambda y: x * y)))
SELECT list_reduce(range(100000000), lambda x, y: x + y)
SELECT list_sort(range(300000000))
SELECT array_to_string(range(1000000000), ',')
SELECT generate_subscripts(range(1000000000), 1)
SELECT string_split(repeat('a,', 200000000), ',')
SELECT split_part(repeat('a,', 200000000), ',', 7)
SELECT format('{:>1000000000}', 'x')
SELECT printf('%1000000000s', 'x')
SELECT bitstring('1', 2000000000)
SELECT factorial(33)::VARCHAR || repeat('0', 2000000000)
SELECT regexp_replace(repeat('a', 100000000), '(a+)+b', 'x', 'g')
SELECT regexp_matches(repeat('a', 50000000), '^(a|a)*$')
SELECT translate(repeat('a', 1000000000), 'a', 'b')
SELECT to_json(range(200000000))
SELECT max(x) FROM (SELECT range AS x FROM range(1000000000000))
SELECT count(*) FROM range(100000000) a, range(100000000) b
SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b
SELECT count(*) FROM calendar a, calendar b, calendar c, calendar d, calendar e
WITH RECURSIVE c AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c
WITH RECURSIVE c AS (SELECT 1 AS n UNION ALL SELECT a.n FROM c a, c b) SELECT count(*) FROM c
WITH RECURSIVE c(n, s) AS (SELECT 1, 'x' UNION ALL SELECT n + 1, s || s FROM c) SELECT max(n) FROM c
SELECT DISTINCT hash(range) FROM range(1000000000)
SELECT range, count(*) FROM range(1000000000) GROUP BY 1
SELECT * FROM range(500000000) ORDER BY hash(range)
SELECT sum(range) OVER (ORDER BY hash(range)) FROM range(300000000)
SELECT median(range) FROM range(1000000000)
SELECT string_agg(range::VARCHAR, ',') FROM range(1000000000)
SELECT list(range) FROM range(1000000000)
SELECT histogram(range) FROM range(300000000)
SELECT mode(range) FROM range(300000000)
SELECT approx_count_distinct(hash(range)) FROM range(100000000000)
SELECT unnest(range(1000000000)), unnest(range(1000000000))
SELECT a.range FROM range(100000000) a JOIN range(100000000) b ON a.range % 7 = b.range % 7
SELECT count(*) FROM range(10000000) a JOIN range(10000000) b ON a.range < b.range
SELECT * FROM range(100000000) a ASOF JOIN range(100000000) b ON a.range >= b.range
SELECT [x for x in range(100000000) if x % 2 = 0]
SELECT list_distinct(range(300000000))
SELECT map_from_entries(list_zip(range(100000000), range(100000000)))
SELECT md5(x.c) FROM (SELECT repeat('x', 1000000) AS c FROM range(100000)) x
SELECT repeat('x', 1000000) FROM range(100000)
SELECT gamma(range), lgamma(range), sqrt(range) FROM range(100000000000) WHERE range < 0
SELECT count(DISTINCT uuid()) FROM range(1000000000)
SELECT * FROM json_each(to_json(range(100000000)))
SELECT error(repeat('x', 100000000))
SELECT 1::INTEGER[100000000]
WITH RECURSIVE t(k, n) USING KEY (k) AS (SELECT 1, 1 UNION ALL SELECT k, n + 1 FROM t) SELECT count(*) FROM t
SELECT generate_series(TIMESTAMP '1900-01-01', TIMESTAMP '2900-01-01', INTERVAL 1 MICROSECOND)
SELECT concat_ws(repeat('x', 100000000), 'a', 'b', 'c', 'd', 'e', 'f', 'g')
SELECT regexp_replace(repeat('ab', 20000000), '', 'xxxxxxxxxxxxxxxx', 'g')
SELECT [[[x * y * z FOR x IN range(1000)] FOR y IN range(1000)] FOR z IN range(1000)]
SELECT json_valid(repeat('[', 10000000))
SELECT json_merge_patch(json_group_object(range::VARCHAR, range), '{}') FROM range(50000000)
SELECT (repeat('9', 1000000)::BIGNUM * 3)::VARCHAR
SELECT list(range) OVER (ORDER BY range ROWS UNBOUNDED PRECEDING) FROM range(10000000)
SELECT * FROM range(100000000) USING SAMPLE 50000000 ROWS
SELECT list_reduce(['x'] || ['' || x FOR x IN range(60)], lambda a, b: a || a)
SELECT strftime(TIMESTAMP '2023-01-01', repeat('%Y', 30000000))
SELECT nfc_normalize(repeat('é', 100000000))
SELECT left_grapheme(repeat('👨‍👩‍👧', 10000000), 5000000)
SUMMARIZE SELECT repeat('x', 1000000) FROM range(1000000)
EXPLAIN ANALYZE SELECT count(*) FROM range(1000000000000)
SELECT to_json(range) FROM range(1000000000000)
SELECT (1, repeat('x', 1000000000))
