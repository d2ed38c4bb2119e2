#!/usr/bin/env bash
# The test list of the PostgreSQL wire, by psql. Arguments: host, port. Each line below is a
# command and what its output must have.
set -uo pipefail
host=$1 port=$2
passed=0 failed=0

ask() { psql -X -h "$host" -p "$port" -d jianfu -U anyone -v ON_ERROR_STOP=1 -c "$1" 2>&1; }

while IFS='|' read -r command want; do
    [ -n "$command" ] || continue
    if out=$(ask "$command") && grep -qE -- "$want" <<<"$out"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAIL %s: lacks %s in\n%s\n' "$command" "$want" "$(head -20 <<<"$out")"
    fi
done <<'LIST'
\d|main +. meetings +. view
\d meetings|held_on +. date
\d meetings|scope +. text\[\]
\d meetings|minutes +. numeric\(12,4\)
\d+ meetings|held_on .*召开时间
\dt|main +. submission +. table
\dt+|submission
\dv|meetings +. view
\dv+|会议
\dt main.*|submission
\dv m*|meetings
\dn|main
\dn+|main
\df|similarity
\df+|similarity
\l|jianfu
\l+|UTF8
\du|jianfu
\dg|jianfu
\dp|meetings
\dT|List of data types
\dx|List of installed extensions
\db|pg_default
\da|List of aggregate functions
\do|List of operators
\dC|List of casts
\dc|List of conversions
\dD|List of domains
\dL|List of languages
\dO|List of collations
\dd|Object descriptions
\dy|List of event triggers
\des|List of foreign servers
\dS|pg_class
\sv meetings|SELECT
\conninfo|jianfu
\encoding|UTF8
SELECT count(*) FROM meetings WHERE held_on >= '2023-01-01'|^ +[0-9]{3}$
SELECT 1 AS a; SELECT 2 AS b|b
SHOW server_version|15\.
SET TIME ZONE 'Asia/Shanghai'|SET
BEGIN|BEGIN
EXPLAIN SELECT 1|DUMMY_SCAN|PROJECTION
LIST

if out=$(psql -X -h "$host" -p "$port" -d jianfu -U anyone -At -v FETCH_COUNT=100 -c 'SELECT id FROM meetings' 2>&1 | wc -l) && [ "$out" -gt 1000 ]; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo "FAIL FETCH_COUNT: $out lines"
fi
if out=$(ask '\copy meetings to /dev/null'); [[ $out == *COPY* ]]; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo "FAIL \\copy: $out"
fi

echo "psql: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
