#!/usr/bin/env python3
"""The counts at the end of ./dev test: nothing that failed is lost."""
import contextlib
import io
import json
import os

from scratch import expect, scratch

import count_tests
import tap


def counted(*runs):
    """(exit code, last line, lines before) for the programs (result, output)."""
    lines = "".join(json.dumps({"name": f"p{i}", "result": result, "stdout": out}) + "\n"
                    for i, (result, out) in enumerate(runs))
    with scratch({"log.json": lines}) as root, contextlib.redirect_stdout(io.StringIO()) as out:
        code = count_tests.main(os.path.join(root, "log.json"))
    said = out.getvalue().splitlines()
    return code, said[-1], [line for line in said if line.startswith("FAILED")]


def test_single_tests_are_added():
    code, last, bad = counted(("OK", "1..2\nok 1 - a\nok 2 - b\n"), ("OK", "ok 1 c\n1..1\n# ok - c\n"))
    assert (code, last, bad) == (0, "3 passed, 0 failed", [])


def test_failed_ones_are_named():
    code, last, bad = counted(("ERROR", "1..3\nok 1 - a\nnot ok 2 - b\nok 3 - c # SKIP no server\n"))
    assert (code, last) == (1, "1 passed, 1 failed, 1 skipped")
    expect(bad, "p0: b")


def test_a_crash_is_a_failure():
    code, last, bad = counted(("ERROR", "1..3\nok 1 - a\n"))
    assert (code, last) == (1, "1 passed, 2 failed")
    expect(bad, "planned, but not run: 2")
    code, last, bad = counted(("TIMEOUT", "1..1\nok 1 - a\n"))
    assert (code, last) == (1, "1 passed, 1 failed")
    expect(bad, "ended badly (TIMEOUT)")


def test_no_test_is_a_failure():
    for result, out in (("OK", ""), ("SKIP", ""), ("SKIP", "1..0\n"), ("ERROR", None)):
        code, last, bad = counted((result, out))
        assert (code, last) == (1, "0 passed, 1 failed"), (result, out, last)
    assert counted()[:2] == (1, "0 passed, 1 failed")


def test_a_skipped_program_is_counted():
    assert counted(("SKIP", "1..0 # SKIP no PostgreSQL\n"))[:2] == (0, "0 passed, 0 failed, 1 skipped")


def test_skips_of_cmocka_are_skips():
    out = "1..2\nok 1 - a\nnot ok 2 # SKIP b\n"
    assert count_tests.count(out, "FAIL", 0) == (1, 1, [])
    assert count_tests.count(out, "FAIL", 1) == (1, 1, ["ended badly (FAIL)"])
    assert count_tests.count(out.replace("# SKIP", "-"), "FAIL", 0) == (1, 0, ["b"])


def test_missing_log_is_a_failure():
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert count_tests.main("/nonexistent/log.json") == 1
    assert out.getvalue().splitlines()[-1] == "0 passed, 1 failed"


tap.run()
