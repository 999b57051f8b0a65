"""What is in the database, read without Loa: by sqlite3 and by psql."""
import csv
import io
import sqlite3
import subprocess


def is_pg(db):
    return str(db).startswith("postgres")


def psql(db, sql):
    server, commune = str(db).split("commune=")
    run = subprocess.run(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", server.rstrip("?&")], check=True, capture_output=True,
                         input=f'SET search_path = "commune_{commune}";\n{sql}'.encode())
    return run.stdout.decode()


def rows(db, sql):
    """All values as text; NULL as None on both engines."""
    if is_pg(db):
        text = psql(db, f"COPY ({sql}) TO STDOUT (FORMAT csv, FORCE_QUOTE *, NULL '\\N')")
        return [tuple(None if v == "\\N" else v for v in row) for row in csv.reader(io.StringIO(text))]
    c = sqlite3.connect(f"file:{db}?mode=ro", uri=True, timeout=10)
    try:
        return [tuple(None if v is None else str(v) for v in row) for row in c.execute(sql)]
    finally:
        c.close()


def write(db, sql):
    """Only where nothing else is writing."""
    if is_pg(db):
        psql(db, sql)
        return
    c = sqlite3.connect(db, timeout=10)
    c.execute(sql)
    c.commit()
    c.close()


def tables(db):
    if is_pg(db):
        sql = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
    else:
        sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return sorted(r[0] for r in rows(db, sql))


def dump(db, leave_out=()):
    """{table: its rows in some fixed order}; leave_out: "table", or "table.column"."""
    out = {}
    for table in tables(db):
        if table in leave_out:
            continue
        columns = [c for c in columns_of(db, table) if f"{table}.{c}" not in leave_out]
        quoted = ", ".join(f'"{c}"' for c in columns)
        out[table] = sorted(rows(db, f'SELECT {quoted} FROM "{table}"'), key=repr)
    return out


def columns_of(db, table):
    if is_pg(db):
        return [r[0] for r in rows(db, "SELECT column_name FROM information_schema.columns WHERE table_schema = "
                                       f"current_schema() AND table_name = '{table}' ORDER BY ordinal_position")]
    return [r[0] for r in rows(db, f"SELECT name FROM pragma_table_info('{table}')")]
