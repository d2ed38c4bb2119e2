"""What SQLAlchemy asks of a database, in the versions that are about: Superset builds upon 1.4. Arguments: host,
port, drivers."""

import datetime
import sys

import sqlalchemy

from checks import check, end

host, port = sys.argv[1], int(sys.argv[2])

for driver in sys.argv[3:]:
    engine = sqlalchemy.create_engine(f"postgresql+{driver}://anyone@{host}:{port}/jianfu")
    inspector = sqlalchemy.inspect(engine)
    name = f"sqlalchemy {sqlalchemy.__version__} {driver}"
    check(f"{name} default schema", lambda: inspector.default_schema_name, "main")
    check(f"{name} schemas", lambda: "main" in inspector.get_schema_names(), True)
    check(f"{name} views", lambda: "meetings" in inspector.get_view_names() + inspector.get_table_names(), True)
    check(f"{name} views of main", lambda: "meetings" in inspector.get_view_names("main") + inspector.get_table_names("main"), True)
    check(f"{name} has table", lambda: inspector.has_table("meetings", "main"), True)
    check(f"{name} lacks table", lambda: inspector.has_table("nosuch", "main"), False)
    columns = {}
    check(f"{name} columns", lambda: columns.update({c["name"]: c for c in inspector.get_columns("meetings", "main")}) or len(columns), lambda n: n > 20)
    check(f"{name} date column", lambda: str(columns["held_on"]["type"]), "DATE")
    check(f"{name} list column", lambda: str(columns["scope"]["type"].item_type), "TEXT")
    check(f"{name} comment", lambda: columns["held_on"]["comment"], lambda c: c and "；" in c)
    check(f"{name} table comment", lambda: inspector.get_table_comment("meetings", "main")["text"], lambda c: c and "会议" in c)
    check(f"{name} primary key", lambda: inspector.get_pk_constraint("meetings", "main")["constrained_columns"], [])
    check(f"{name} foreign keys", lambda: inspector.get_foreign_keys("meetings", "main"), [])
    check(f"{name} indexes", lambda: inspector.get_indexes("meetings", "main"), [])
    check(f"{name} unique", lambda: inspector.get_unique_constraints("meetings", "main"), [])
    check(f"{name} checks", lambda: inspector.get_check_constraints("meetings", "main"), [])
    check(f"{name} enums", lambda: inspector.get_enums(), [])
    if hasattr(inspector, "get_domains"):  # since SQLAlchemy 2
        check(f"{name} domains", lambda: inspector.get_domains(), [])
        check(f"{name} materialized views", lambda: inspector.get_materialized_view_names("main"), [])
    check(f"{name} sequences", lambda: inspector.get_sequence_names("main"), [])
    check(f"{name} definition", lambda: inspector.get_view_definition("meetings", "main"), lambda d: d and "SELECT" in d.upper())
    check(f"{name} reflection", lambda: len(sqlalchemy.Table("meetings", sqlalchemy.MetaData(), schema="main", autoload_with=engine).columns), lambda n: n > 20)
    with engine.connect() as c:
        check(f"{name} query", lambda: c.execute(sqlalchemy.text("SELECT DATE_TRUNC('month', held_on) AS __timestamp, count(*) AS \"COUNT(*)\" FROM main.meetings WHERE held_on >= :a AND held_on < TO_DATE('2199-01-01', 'YYYY-MM-DD') GROUP BY DATE_TRUNC('month', held_on) ORDER BY 2 DESC LIMIT 1000"), {"a": datetime.date(2021, 1, 1)}).keys()._keys, lambda k: list(k) == ["__timestamp", "COUNT(*)"])
        check(f"{name} streamed", lambda: len(c.execution_options(stream_results=True, max_row_buffer=100).execute(sqlalchemy.text("SELECT id FROM meetings")).fetchall()), lambda n: n > 100)
    engine.dispose()

end("sqlalchemy")
