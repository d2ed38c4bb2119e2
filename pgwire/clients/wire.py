"""The test list of the PostgreSQL wire, by psycopg 2, psycopg 3, pg8000, asyncpg, which speaks binary
alone, and ODBC. Arguments: host, port."""

import asyncio
import datetime
import decimal
import sys
import uuid

import asyncpg
import psycopg
import psycopg2
import psycopg2.extras
import pyodbc

from checks import check, end

host, port = sys.argv[1], int(sys.argv[2])
def state(run):
    try:
        return f"no error, {run()!r}"
    except psycopg2.Error as e:
        return e.pgcode
    except psycopg.Error as e:
        return e.sqlstate


date = datetime.date
values = [
    ("SELECT 42::int4", 42),
    ("SELECT 9007199254740993::int8", 9007199254740993),
    ("SELECT 170141183460469231731687303715884105727::hugeint", decimal.Decimal(170141183460469231731687303715884105727)),
    ("SELECT 12.50::numeric(10,2)", decimal.Decimal("12.50")),
    ("SELECT -0.0012::numeric(10,4)", decimal.Decimal("-0.0012")),
    ("SELECT 123456789012345678.000000000000000001::numeric(38,18)", decimal.Decimal("123456789012345678.000000000000000001")),
    ("SELECT 0.1::float8", 0.1),
    ("SELECT 'Infinity'::float8", float("inf")),
    ("SELECT true", True),
    ("SELECT '市教育局'", "市教育局"),
    ("SELECT ''", ""),
    ("SELECT NULL::text", None),
    ("SELECT DATE '2023-05-31'", date(2023, 5, 31)),
    ("SELECT DATE '1582-01-01'", date(1582, 1, 1)),
    ("SELECT TIMESTAMP '2023-05-31 08:09:10.123456'", datetime.datetime(2023, 5, 31, 8, 9, 10, 123456)),
    ("SELECT TIMESTAMPTZ '2023-05-31 08:09:10+08'", lambda v: v == datetime.datetime(2023, 5, 31, 0, 9, 10, tzinfo=datetime.timezone.utc)),
    ("SELECT TIME '08:09:10'", datetime.time(8, 9, 10)),
    ("SELECT INTERVAL '3 days 04:05:06'", datetime.timedelta(days=3, hours=4, minutes=5, seconds=6)),
    ("SELECT ARRAY['a', NULL, 'b,\"c']", ["a", None, 'b,"c']),
    ("SELECT ARRAY[1, 2]::int4[]", [1, 2]),
    ("SELECT ARRAY[DATE '2023-05-31']", [date(2023, 5, 31)]),
    ("SELECT ARRAY[]::text[]", []),
    ("SELECT scope FROM meetings WHERE len(scope) > 0 LIMIT 1", lambda v: isinstance(v, list) and len(v) > 0),
    ("SELECT count(*) FROM meetings", lambda v: v > 100),
    ("SELECT 'a' || 'b''c' || E'\\n'", "ab'c\n"),
]


def common(name, connection, binary=None):
    """What both drivers are asked in the same way."""

    def one(sql, args=None, **options):
        with connection.cursor(**options) as cursor:
            cursor.execute(sql, args)
            row = cursor.fetchone()
            return row[0] if row else "no row"

    for sql, want in values:
        check(f"{name} {sql}", lambda: one(sql), want)
        if binary:
            check(f"{name} binary {sql}", lambda: one(sql, binary=True), want)
    check(f"{name} bytes", lambda: bytes(one("SELECT '\\x00\\xFFa'::blob")), b"\x00\xffa")
    check(f"{name} uuid", lambda: str(one("SELECT 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid")), "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")
    check(f"{name} date argument", lambda: one("SELECT count(*) FROM meetings WHERE held_on >= %s AND held_on < %s", [date(2023, 1, 1), date(2024, 1, 1)]), lambda n: n > 100)
    check(f"{name} text argument", lambda: one("SELECT count(*) FROM departments WHERE name = %s", ["市教育局"]), lambda n: n >= 1)
    check(f"{name} int argument", lambda: one("SELECT count(*) FROM meetings WHERE attendance > %s", [10]), lambda n: n > 10)
    check(f"{name} list", lambda: one("SELECT count(*) FROM meetings WHERE form = ANY(%s)", [["视频", "电视电话"]]), lambda n: n > 10)
    check(f"{name} dates", lambda: one("SELECT count(*) FROM meetings WHERE held_on = ANY(%s)", [[date(1999, 1, 1), date(1999, 1, 2)]]), 0)
    check(f"{name} ints", lambda: one("SELECT count(*) FROM meetings WHERE year(held_on) = ANY(%s)", [[2022, 2023]]), lambda n: n > 100)
    check(f"{name} quote", lambda: one("SELECT %s::text", ["it's; \\ \" %"]), "it's; \\ \" %")
    check(f"{name} null", lambda: one("SELECT %s::text", [None]), None)
    check(f"{name} decimal", lambda: one("SELECT %s::numeric(10,2)", [decimal.Decimal("1.25")]), decimal.Decimal("1.25"))
    check(f"{name} limit", lambda: one("SELECT count(*) FROM (SELECT 1 FROM meetings LIMIT %s)", [7]), 7)
    check(f"{name} server cursor", lambda: len(list(many(connection))), lambda n: n > 100)
    for sql, want in [
        ("SELEC 1", "42601"), ("SELECT * FROM nosuch", "42P01"), ("SELECT nosuch FROM meetings", "42703"), ("DELETE FROM meetings", "25006"),
        ("COPY meetings TO STDOUT", "0A000"), ("SELECT * FROM read_csv('/etc/passwd')", "42501"), ("SHOW nosuch", "42704"),
    ]:
        check(f"{name} {sql}", lambda: state(lambda: one(sql)), want)
        connection.rollback()
    check(f"{name} goes on", lambda: one("SELECT 1"), 1)
    check(f"{name} aborted", lambda: state(lambda: one("SELECT * FROM nosuch")) + state(lambda: one("SELECT 1")), "42P0125P02")
    connection.rollback()
    check(f"{name} version", lambda: one("SHOW server_version"), lambda v: v.startswith("15."))


def many(connection):
    with connection.cursor("jianfu cursor") as cursor:
        cursor.itersize = 100
        cursor.execute("SELECT id, held_on FROM meetings ORDER BY id")
        yield from cursor
    connection.rollback()


connection = psycopg2.connect(host=host, port=port, user="anyone", dbname="jianfu")
common("psycopg2", connection)
with connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cursor:
    check("psycopg2 names", lambda: cursor.execute("SELECT count(*), max(held_on), 1 AS x, upper(name) FROM meetings GROUP BY name LIMIT 1") or list(cursor.fetchone()), ["count", "max", "x", "upper"])
connection.rollback()
connection.set_session(readonly=True, isolation_level="REPEATABLE READ")
check("psycopg2 read only", lambda: connection.cursor().execute("SELECT 1"), None)
connection.close()

with psycopg.connect(host=host, port=port, user="anyone", dbname="jianfu") as connection:
    common("psycopg3", connection, binary=True)
    connection.prepare_threshold = 0
    common("psycopg3 prepared", connection, binary=True)
    check("psycopg3 time-out", lambda: state(lambda: connection.execute("SET statement_timeout = 300") and connection.execute("SELECT count(*) FROM range(100000) a, range(100000) b, range(1000) c WHERE a.range * b.range % 7 = c.range").fetchone()), "57014")
    connection.rollback()
    with connection.pipeline():
        cursors = [connection.execute("SELECT %s::int4 + 1", [i]) for i in range(20)]
    check("psycopg3 pipeline", lambda: [c.fetchone()[0] for c in cursors], list(range(1, 21)))


async def by_asyncpg():
    pool = await asyncpg.create_pool(host=host, port=port, user="anyone", database="jianfu", min_size=1, max_size=4)

    async def one(sql, *args):  # each connection is reset when it goes back to the pool
        async with pool.acquire() as c:
            try:
                return await c.fetchval(sql, *args)
            except asyncpg.PostgresError as e:
                return e.sqlstate

    for sql, args, want in [
        ("SELECT 9007199254740993", [], 9007199254740993),
        ("SELECT $1::numeric(12,4)", [decimal.Decimal("12.3456")], decimal.Decimal("12.3456")),
        ("SELECT $1::date", [date(2023, 5, 31)], date(2023, 5, 31)),
        ("SELECT $1::text", [None], None),
        ("SELECT ['a', NULL, '市']", [], ["a", None, "市"]),
        ("SELECT [DATE '2023-05-31']", [], [date(2023, 5, 31)]),
        ("SELECT count(*) FROM meetings WHERE form = any($1)", [["视频", "电视电话"]], lambda n: n > 10),
        ("SELECT count(*) FROM meetings WHERE held_on = any($1::date[])", [[date(1999, 1, 1)]], 0),
        ("SELECT json_object('n', $1)->>'n'", ["市"], "市"),
        ("SELECT nosuch FROM meetings", [], "42703"),
        ("SELECT * FROM nosuch", [], "42P01"),
        ("INSERT INTO meetings VALUES (1)", [], "25006"),
    ]:
        value = await one(sql, *args)
        check(f"asyncpg {sql}", lambda: value, want)
    numbers = await asyncio.gather(*[one("SELECT $1::int", n) for n in range(12)])
    check("asyncpg pool", lambda: numbers, list(range(12)))
    async with pool.acquire() as c, c.transaction(readonly=True):
        rows = [r["id"] async for r in c.cursor("SELECT id FROM meetings", prefetch=100)]
    check("asyncpg cursor", lambda: len(rows), lambda n: n > 100)
    await pool.close()


asyncio.run(by_asyncpg())

for options in "", "UseDeclareFetch=1;Fetch=100;":
    connection = pyodbc.connect(f"DRIVER={{PostgreSQL Unicode}};SERVER={host};PORT={port};DATABASE=jianfu;UID=anyone;{options}", autocommit=not options)
    cursor = connection.cursor()
    name = f"odbc {options}"
    check(f"{name} types", lambda: list(cursor.execute("SELECT 9007199254740993, 12.50::numeric(10,2), '市', DATE '2023-05-31', NULL::text, 0.5::float8").fetchone()),
          [9007199254740993, decimal.Decimal("12.50"), "市", date(2023, 5, 31), None, 0.5])
    check(f"{name} arguments", lambda: list(cursor.execute("SELECT ?::numeric(10,2), ?::text, ?::date", decimal.Decimal("1.25"), "it's 市", date(2023, 5, 31)).fetchone()),
          [decimal.Decimal("1.25"), "it's 市", date(2023, 5, 31)])
    check(f"{name} date argument", lambda: cursor.execute("SELECT count(*) FROM meetings WHERE held_on >= ? AND attendance > ?", date(2023, 1, 1), 10).fetchval(), lambda n: n > 100)
    check(f"{name} rows", lambda: len(cursor.execute("SELECT id FROM meetings").fetchall()), lambda n: n > 100)
    check(f"{name} tables", lambda: "meetings" in [r.table_name for r in cursor.tables(schema="main")], True)
    check(f"{name} columns", lambda: {r.column_name: r.type_name for r in cursor.columns(table="meetings", schema="main")}["held_on"], "date")
    check(f"{name} keys", lambda: cursor.primaryKeys(table="meetings").fetchall() + cursor.foreignKeys(table="meetings").fetchall() + cursor.statistics("meetings").fetchall(), [])
    try:
        cursor.execute("SELECT nosuch FROM meetings")
        check(f"{name} error", lambda: "none", "42703")
    except pyodbc.Error as e:
        check(f"{name} error", lambda: e.args[0], "42703")
    connection.rollback()
    check(f"{name} goes on", lambda: cursor.execute("SELECT 1").fetchval(), 1)
    connection.close()

end("python")
