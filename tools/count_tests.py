#!/usr/bin/env python3
"""Counts single tests (TAP lines) in Meson's testlog.json; the last line is "N passed, N failed".
A program that crashed, ran out of time, skipped a part of its plan or gave no test is a failure."""
import json
import re
import sys

LINE = re.compile(r"(not )?ok\b[ \t]*(\d+)?[ \t]*-?[ \t]*([^#]*)(#[ \t]*(skip|todo)\b)?", re.I)


def count(stdout, result, code=None):
    """(passed, skipped, names of the failed) of one program."""
    passed = skipped = seen = 0
    failed = []
    plan = None
    for line in stdout.splitlines():
        if re.match(r"Bail out!", line):
            failed.append(line)
        m = re.match(r"1\.\.(\d+)[ \t]*(#[ \t]*skip)?", line, re.I)
        if m:
            plan = int(m[1])
            skipped += 1 if plan == 0 and m[2] else 0
            continue
        m = LINE.match(line)
        if not m:
            continue
        seen += 1
        if m[5]:
            skipped += 1
        elif m[1]:
            failed.append(m[3].strip() or f"test {m[2]}")
        else:
            passed += 1
    if plan is not None and plan > seen:
        failed += [f"planned, but not run: {plan - seen}"] + [""] * (plan - seen - 1)
    if not seen and not skipped and not failed:
        failed.append("gave no test")
    if result == "FAIL" and skipped and code == 0:
        result = "OK"  # cmocka 1.1.5 writes "not ok N # SKIP", which Meson takes for a failure
    if result not in ("OK", "SKIP") and not failed:
        failed.append(f"ended badly ({result})")
    return passed, skipped, failed


def said(stdout, most=15):
    """{name of a failed test: what its program said just before}, as far as it is told in comments."""
    out, comments = {}, []
    for line in stdout.splitlines():
        m = LINE.match(line)
        if line.startswith("#"):
            comments.append(line)
        elif m:
            if m[1]:
                out[m[3].strip()] = comments[-most:]
            comments = []
    return out


def main(path):
    passed = skipped = failed = programs = 0
    try:
        with open(path, encoding="utf-8", errors="replace") as f:
            runs = [json.loads(line) for line in f if line.strip()]
    except (OSError, ValueError) as why:
        print(f"no results: {why}")
        runs = []
    print()
    for run in runs:
        programs += 1
        ok, skip, bad = count(run.get("stdout") or "", run["result"], run.get("returncode"))
        passed, skipped, failed = passed + ok, skipped + skip, failed + len(bad)
        why = said(run.get("stdout") or "")
        for name in filter(None, bad):
            print(f"FAILED {run['name']}: {name}")
            for line in why.get(name, []):
                print(f"    {line[:300]}")
    failed += not programs
    print(f"{programs} test programs")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
