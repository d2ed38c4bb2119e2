#!/usr/bin/env bash
# Runs the test lists of real clients against a server over the sample city: psql, pgjdbc,
# psycopg 2 and 3, pg8000, SQLAlchemy, asyncpg, ODBC, node-postgres. Installs what is missing: psql and
# ODBC by apt, pgjdbc by Maven, node-postgres by npm, the rest by pip.
# With addresses as arguments ("127.0.0.1 5433") it asks a server that is there.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
export PYTHONDONTWRITEBYTECODE=1
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT

if ! command -v psql >/dev/null; then
    apt-get update -qq && apt-get install -y -qq postgresql-client >/dev/null
fi
if [ ! -e /etc/odbcinst.ini ] || ! grep -q 'PostgreSQL Unicode' /etc/odbcinst.ini; then
    apt-get update -qq && apt-get install -y -qq odbc-postgresql unixodbc >/dev/null
fi
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check psycopg2-binary==2.9.13 'psycopg[binary]==3.3.9' sqlalchemy==2.1.9 \
    asyncpg==0.32.0 pg8000==1.31.6 pyodbc==5.5.0
python3 -m venv "$work/older"
"$work/older/bin/pip" install -q --disable-pip-version-check psycopg2-binary==2.9.13 sqlalchemy==1.4.54
npm install --silent --no-audit --no-fund --prefix "$work" pg@8.23.1
if ! command -v mvn >/dev/null; then
    apt-get update -qq && apt-get install -y -qq maven >/dev/null
fi
mvn -q -B -f jdbc/pom.xml dependency:copy-dependencies -DoutputDirectory="$work/jars"
javac -d "$work/classes" -cp "$work/jars/*" jdbc/src/main/java/Wire.java

if [ $# -eq 2 ]; then
    host=$1 port=$2
else
    (cd ../.. && go build -o "$work/jianfu" ./cmd/jianfu)
    "$work/jianfu" load --warehouse "$work/city.duckdb" ../../testdata/yunzhou >"$work/load" 2>&1 || { cat "$work/load"; exit 1; }
    mkfifo "$work/said"
    LANG=en "$work/jianfu" serve --warehouse "$work/city.duckdb" --listen 127.0.0.1:0 --pg 127.0.0.1:0 --log-level warn >"$work/said" &
    server=$!
    host=127.0.0.1 port=
    while read -r line; do # the server says where it listens
        case $line in *"psql -h"*) port=$(sed 's/.*-p \([0-9]*\).*/\1/' <<<"$line"); break ;; esac
    done <"$work/said"
    [ -n "$port" ] || { echo "the server did not start"; exit 1; }
fi

status=0
echo "-- psql"
./psql.sh "$host" "$port" || status=1
echo "-- psycopg, pg8000, asyncpg, ODBC"
"$work/venv/bin/python" wire.py "$host" "$port" || status=1
echo "-- SQLAlchemy"
"$work/venv/bin/python" reflection.py "$host" "$port" psycopg2 psycopg pg8000 || status=1
"$work/older/bin/python" reflection.py "$host" "$port" psycopg2 || status=1
echo "-- node-postgres"
NODE_PATH="$work/node_modules" node wire.js "$host" "$port" || status=1
echo "-- pgjdbc"
java -cp "$work/classes:$work/jars/*" Wire "jdbc:postgresql://$host:$port/jianfu" || status=1
exit $status
