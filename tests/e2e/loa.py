"""The real programs on real folders: what the end-to-end tests share."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

os.environ["TZ"] = "ICT-7"  # a day in Loa is a day in Vietnam
time.tzset()
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
BUILD = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build")
CASE = ROOT / "cases" / "ba-to-2024-q1"
SCRATCH = Path(tempfile.mkdtemp(prefix="loa-e2e-"))
serial = 0


def engines():
    """A fresh address per engine: a file, and a schema where a PostgreSQL server is there."""
    global serial
    serial += 1
    yield str(SCRATCH / f"commune-{serial}.db")
    server = os.environ.get("LOA_TEST_PG")
    if server:
        yield f"{server}{'&' if '?' in server else '?'}commune=e2e-{os.getpid()}-{serial}"


class Steps:
    """The same first steps on a new file (bring a folder in, add people) are done once in a program and copied then:
    a hundred tests begin with them. What anybody else has changed in the file meanwhile makes the next step real."""

    def __init__(self):
        self.of, self.kept = {}, {}

    @staticmethod
    def mark(db):
        """None: it is open somewhere, or not there."""
        if any(os.path.exists(f"{db}{end}") for end in ("-wal", "-shm", "-journal")):
            return None
        at = os.stat(db) if os.path.exists(db) else None
        return at and (at.st_size, at.st_mtime_ns, at.st_ino)

    def run(self, db, step, really):
        db = str(db)
        if not db.startswith(str(SCRATCH)) or not db.endswith(".db"):
            return really()
        done, mark = self.of.pop(db, ((), None))
        if self.mark(db) != mark or (not done and os.path.exists(db)):
            return really()
        key = (*done, step)
        if key in self.kept:
            copy, said = self.kept[key]
            shutil.copyfile(copy, db)
        else:
            said = really()
        if mark := self.mark(db):
            if key not in self.kept:
                copy = SCRATCH / f"steps-{len(self.kept)}"
                shutil.copyfile(db, copy)
                self.kept[key] = copy, said
            self.of[db] = key, mark
        return said


STEPS = Steps()


def loa(*args, code=0):
    """Runs loa; the exit code must be as said. Returns (stdout, stderr)."""
    if code == 0 and len(args) == 4 and args[:2] == ("import", "--db") and str(args[3]).startswith(str(ROOT / "cases")):
        return STEPS.run(args[2], ("import", str(args[3])), lambda: run_loa(args, 0))
    return run_loa(args, code)


def run_loa(args, code):
    done = subprocess.run([BUILD / "loa", *map(str, args)], capture_output=True, timeout=600)
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Sanitizer" not in err and "runtime error" not in err, err
    assert done.returncode == code, f"loa {args}: exit {done.returncode}, not {code}\n{out}{err}"
    return out, err


def eventually(probe, seconds=60):
    """Within two rounds of SHELF_CHECK_MS a page shows what another process wrote."""
    end = time.monotonic() + seconds
    while not probe():
        assert time.monotonic() < end, "it is not seen"
        time.sleep(0.2)


def folder(edit=None, **files):
    """A copy of the sample commune; edit maps a file to a function of its text, files to new texts."""
    global serial
    serial += 1
    path = SCRATCH / f"folder-{serial}"
    shutil.copytree(CASE, path)
    (path / "expected.txt").unlink()
    for name, fn in (edit or {}).items():
        text = (path / name).read_bytes().decode()
        changed = fn(text)
        assert changed != text, f"{name}: the edit changed nothing"
        (path / name).write_bytes(changed if isinstance(changed, bytes) else changed.encode())
    return path


def only(name, content):
    """A folder with one file."""
    global serial
    serial += 1
    path = SCRATCH / f"folder-{serial}"
    path.mkdir()
    (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def figures(db, period="2024-Q1", *more):
    return json.loads(loa("figures", "--db", db, "--period", period, "--format", "json", *more)[0])


def figure(db, channel, unit=None, period="2024-Q1", *more):
    found = [f for f in figures(db, period, *more)["figures"]
             if f["channel"] == channel and unit in (None, f["unit"])]
    assert len(found) == 1, found
    return found[0]


def report(db, fmt, period="2024-Q1", *more):
    out = SCRATCH / f"out.{fmt}"
    loa("report", "--db", db, "--period", period, "--format", fmt, "-o", out, *more)
    return out


def expected(slips_mended=True):
    """expected.txt as paragraphs. Its slips are those that cases/README.md names."""
    text = (CASE / "expected.txt").read_text()
    if slips_mended:
        for wrong, right in [
                ("đối thoại với nhân: 1 đợt.", "đối thoại với nhân dân: 01 đợt"),
                ("hiệu lực, chất\n\nlượng,", "hiệu lực, chất lượng,")]:
            assert wrong in text
            text = text.replace(wrong, right)
    return [squeeze(p) for p in re.split(r"\n\s*\n", text) if p.strip()]


def squeeze(text):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
