#!/usr/bin/env python3
"""What the spine costs: import, figures, reports, and the size of the programs, as a page of Markdown.

    tests/bench/spine.py [BUILD [ROWS [RUNS]]]     (build 100000 3)

Every figure stands beside a reference of the same run, so that it means something on another machine; one
of each is run in turn, and the median is told. measure.c says what memory is counted.
"""

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SAMPLE = os.path.join(ROOT, "cases", "ba-to-2024-q1")
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import log  # noqa: E402

MEASURE = None  # the program built from measure.c

# The least that brings the same rows to disk: Python's csv reads them, Python's sqlite3 inserts the cells
# as they are, unchecked, in one transaction with the durability of Loa's. Loa also checks every cell, looks
# up tasks, contents and places, splits quantities into rows of their own and keeps six indexes.
BASELINE = """
import csv, sqlite3, sys
db = sqlite3.connect(sys.argv[2], isolation_level=None)
db.execute("PRAGMA journal_mode = WAL")
db.execute("PRAGMA synchronous = FULL")
db.execute("CREATE TABLE activity (id INTEGER PRIMARY KEY, " + ", ".join("c%d TEXT" % i for i in range(11)) + ")")
db.execute("BEGIN IMMEDIATE")
with open(sys.argv[1], encoding="utf-8", newline="") as f:
    rows = csv.reader(f)
    next(rows)
    db.executemany("INSERT INTO activity VALUES (NULL" + ", ?" * 11 + ")", rows)
db.execute("COMMIT")
db.close()
"""


def run(argv):
    """Seconds and MB of one run; a failure ends the benchmark."""
    done = subprocess.run([MEASURE] + argv, capture_output=True, text=True)
    if done.returncode:
        sys.exit("%s: %d %s" % (" ".join(argv), done.returncode, done.stderr))
    seconds, memory = done.stdout.split()
    return float(seconds), int(memory) / 1024


class Series:
    """Things run in turn; the first is the reference of the others."""

    def __init__(self, runs):
        self.runs = runs
        self.names, self.argvs, self.befores, self.results = [], [], [], []

    def add(self, name, argv, before=lambda: None):
        self.names.append(name)
        self.argvs.append(argv)
        self.befores.append(before)
        self.results.append([])

    def measure(self):
        for _ in range(self.runs):
            for argv, before, results in zip(self.argvs, self.befores, self.results):
                before()
                results.append(run(argv))

    def table(self):
        print("| | time | of the reference | peak memory |\n| --- | ---: | ---: | ---: |")
        reference = statistics.median(s for s, _ in self.results[0])
        for name, results in zip(self.names, self.results):
            seconds = statistics.median(s for s, _ in results)
            memory = statistics.median(m for _, m in results)
            shown = "%.2f s" % seconds if seconds >= 1 else "%.0f ms" % (seconds * 1000)
            print("| %s | %s | %.1f | %.1f MB |" % (name, shown, seconds / reference, memory))
        print()


def drop(path):
    for end in ("", "-wal", "-shm", "-lock"):
        if os.path.exists(path + end):
            os.unlink(path + end)


def measure_import(loa, folder, rows, runs, work):
    db, plain = os.path.join(work, "log.db"), os.path.join(work, "plain.db")
    path = os.path.join(folder, "activities.csv")
    series = Series(runs)
    series.add("reference: Python's csv and sqlite3 insert the cells unchecked",
               [sys.executable, "-c", BASELINE, path, plain], lambda: drop(plain))
    series.add("`loa import` into a new database", [loa, "import", "--db", db, folder], lambda: drop(db))
    series.add("`loa import` of the same file again (changes nothing)", [loa, "import", "--db", db, folder])
    series.add("`loa import --dry-run` of the same file", [loa, "import", "--db", db, "--dry-run", folder])
    series.measure()
    print("### Import of %d activities (%.1f MB)\n" % (rows, os.path.getsize(path) / 1e6))
    series.table()
    print("The database has %.1f MB, the reference's %.1f MB.\n"
          % (os.path.getsize(db) / 1e6, os.path.getsize(plain) / 1e6))
    return db


def measure_figures(loa, db, rows, runs):
    series = Series(runs)
    series.add("reference: `loa --version` (starting the program)", [loa, "--version"])
    for period in ("2024-03", "2024-Q1", "2024"):
        series.add("`loa figures --period %s --format json`" % period,
                   [loa, "figures", "--db", db, "--period", period, "--format", "json"])
    series.measure()
    print("### Figures from %d activities\n" % rows)
    series.table()


def measure_sample(loa, runs, work):
    db = os.path.join(work, "sample.db")
    run([loa, "import", "--db", db, SAMPLE])
    series = Series(runs)
    series.add("reference: `loa --version` (starting the program)", [loa, "--version"])
    series.add("`loa figures`", [loa, "figures", "--db", db, "--period", "2024-Q1"])
    for form in ("txt", "html", "json", "docx", "pdf"):
        series.add("`loa report --format %s`" % form, [loa, "report", "--db", db, "--period", "2024-Q1", "--format", form,
                                                        "-o", os.path.join(work, "out." + form)])
    series.measure()
    print("### The sample commune, its first quarter of 2024\n")
    series.table()
    print("DOCX and PDF are made by `loa-worker`, which `loa` starts and waits for: the memory is the larger of the two.\n")


def libraries(program):
    out = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    return sum("=>" in line for line in out.splitlines())


def measure_size(build, work):
    print("### The programs\n\n| | size | without debug symbols | libraries (`ldd`) |\n| --- | ---: | ---: | ---: |")
    for name in ("loa", "loa-worker"):
        path, bare = os.path.join(build, name), os.path.join(work, name)
        subprocess.run(["strip", "-o", bare, path], check=True)
        print("| `%s` | %.0f kB | %.0f kB | %d |" % (name, os.path.getsize(path) / 1000, os.path.getsize(bare) / 1000,
                                                    libraries(path)))
    print()


def machine():
    names = platform.freedesktop_os_release()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return "%d cores, %.0f GB of memory, %s" % (os.cpu_count(), memory, names.get("PRETTY_NAME", "?"))


def main():
    global MEASURE
    build = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "build"))
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 100000
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    loa = os.path.join(build, "loa")
    MEASURE = os.path.join(build, "tests", "bench", "measure")
    work = tempfile.mkdtemp(prefix="loa-bench-")
    try:
        folder = os.path.join(work, "folder")
        log.write_folder(folder, rows, SAMPLE)
        print("## Đo được / Measured\n")
        print("By `./dev bench` (tests/bench/spine.py) on %s; medians of %d runs, the rows of a table run in turn.\n"
              % (machine(), runs))
        db = measure_import(loa, folder, rows, runs, work)
        measure_figures(loa, db, rows, runs)
        measure_sample(loa, max(runs, 5), work)
        measure_size(build, work)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
