#!/usr/bin/env python3
"""What the list of activities costs as the log grows, as a page of Markdown.

    tests/bench/activity.py [BUILD [ROWS [RUNS]]]     (build 100000 15)

The same pages are asked of two servers in turn: one with the sample commune's log of 21 rows, which is the
reference, one with a log of ROWS. Times are of the whole answer as a browser gets it, medians of RUNS.
LOA_TEST_PG names a PostgreSQL server (tools/with-postgres) to measure there as well.
"""
import os
import shutil
import statistics
import sys
import tempfile
import time
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "build"))
ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 100000
RUNS = int(sys.argv[3]) if len(sys.argv) > 3 else 15
sys.argv[1:] = [BUILD]
sys.path[:0] = [HERE, os.path.join(ROOT, "tests", "e2e"), os.path.join(ROOT, "tests")]
sys.dont_write_bytecode = True
import log  # noqa: E402
import loa as L  # noqa: E402
from server import Browser, Server, add_user  # noqa: E402


def query(**asked):
    return "/hoat-dong?" + urllib.parse.urlencode({k.replace("_", "-"): v for k, v in asked.items()})


PAGES = [
    ("no list at all (/tai-khoan)", "/tai-khoan"),
    ("first page", "/hoat-dong"),
    ("a page in the middle", query(sau="0.2024-07-01.50000")),
    ("last page", query(truoc="cuoi")),
    ("a common channel", query(kenh="portal")),
    ("a seldom channel", query(kenh="press")),
    ("a task of one quarter", query(nhiem_vu="2024.nv3", ky="2024-Q2")),
    ("a place, without evidence", query(dia_ban="1", minh_chung="khong")),
    ("without a number", query(so_lieu="khong")),
    ("a common word", query(tim="truc tuyen")),
    ("words with accents", query(tim="Chỉ số cải cách")),
    ("one activity by its words", query(tim="so 77777")),
    ("words that are nowhere", query(tim="khôngcóđâu")),
    ("what was taken back (none)", query(da_bo="1")),
    ("photos (none)", "/hoat-dong/anh"),
]


def once(browser, path):
    begin = time.perf_counter()
    browser.get(path)
    return (time.perf_counter() - begin) * 1000


def measure(engine, small, large):
    print(f"### The list of activities on {engine}, {ROWS} rows beside 21\n")
    print("| page | 21 rows | %d rows |\n| --- | ---: | ---: |" % ROWS)
    for name, path in PAGES:
        times = [[], []]
        for _ in range(RUNS):
            for i, browser in enumerate((small, large)):
                times[i].append(once(browser, path))
        print("| %s | %.1f ms | %.1f ms |" % (name, *map(statistics.median, times)))
    begin = time.perf_counter()
    body = large.get("/hoat-dong/tai.csv")
    print("| the whole log as CSV (%.1f MB) | | %.2f s |\n" % (len(body.encode()) / 1e6, time.perf_counter() - begin))


def main():
    work = tempfile.mkdtemp(prefix="loa-bench-")
    log.write_folder(os.path.join(work, "log"), ROWS, L.CASE)
    try:
        for small, large in zip(L.engines(), L.engines()):
            L.loa("import", "--db", small, L.CASE)
            L.loa("import", "--db", large, os.path.join(work, "log"))
            for db in (small, large):
                add_user(db, "canbo", "officer")
            with Server(small) as a, Server(large) as b:
                measure("PostgreSQL" if "://" in small else "SQLite", Browser(a).sign_in("canbo"),
                        Browser(b).sign_in("canbo"))
    finally:
        shutil.rmtree(work)
        shutil.rmtree(L.SCRATCH, ignore_errors=True)


if __name__ == "__main__":
    main()
