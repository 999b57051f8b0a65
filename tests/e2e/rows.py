"""What is in the database, read without Loa: by sqlite3 and by psql."""
import csv
import functools
import io
import sqlite3
import subprocess
import threading


def is_pg(db):
    return str(db).startswith("postgres")


END = "-- that was all --"
one_at_a_time = threading.Lock()


@functools.cache
def session(server):
    """psql takes longer to start than to answer: one for all questions."""
    return subprocess.Popen(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", server], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE)


def psql(db, sql):
    server, commune = str(db).split("commune=")
    with one_at_a_time:
        p = session(server.rstrip("?&"))
        p.stdin.write(f'SET search_path = "commune_{commune}";\n{sql};\n\\echo {END}\n'.encode())
        p.stdin.flush()
        out = []
        while (line := p.stdout.readline().decode()) != f"{END}\n":
            assert line, f"psql ended at: {sql}"
            out.append(line)
    return "".join(out)


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


def columns(db):
    """{table: its columns}"""
    if is_pg(db):
        sql = ("SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t"
               " ON t.table_schema = c.table_schema AND t.table_name = c.table_name WHERE c.table_schema ="
               " current_schema() AND t.table_type = 'BASE TABLE' ORDER BY c.ordinal_position")
    else:
        sql = ("SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'"
               " AND t.name NOT LIKE 'sqlite_%' AND t.sql NOT LIKE 'CREATE VIRTUAL %' ORDER BY c.cid")  # FTS5 keeps its own tables
    out = {}
    for table, column in rows(db, sql):
        out.setdefault(table, []).append(column)
    return out


def dump(db, leave_out=()):
    """{table: its rows, each as one text, sorted}; leave_out: "table", or "table.column"."""
    queries = {}
    for table, names in sorted(columns(db).items()):
        kept = [f'"{n}"' for n in names if f"{table}.{n}" not in leave_out]
        if table not in leave_out:
            queries[table] = f'SELECT {", ".join(kept)} FROM "{table}"'
    if not is_pg(db):
        return {table: sorted(map(repr, rows(db, sql))) for table, sql in queries.items()}
    script = "".join(f"\\echo =={table}\nCOPY ({sql}) TO STDOUT;\n" for table, sql in queries.items())
    out = {}
    for line in psql(db, script).splitlines():
        if line.startswith("=="):
            now = out[line[2:]] = []
        else:
            now.append(line)
    return {table: sorted(lines) for table, lines in out.items()}
