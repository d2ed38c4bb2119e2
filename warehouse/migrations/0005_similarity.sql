-- How alike two names are: Dice's coefficient over their pairs of neighbouring
-- characters, from 0 to 1. DuckDB's own similarities compare bytes, of which Chinese
-- characters share many.
CREATE MACRO bigrams(text) AS
    list_distinct([substr(text, i, 2) FOR i IN range(1, greatest(length(text), 2))]);
CREATE MACRO similarity(a, b) AS
    2 * len(list_intersect(bigrams(a), bigrams(b))) / (len(bigrams(a)) + len(bigrams(b)));
