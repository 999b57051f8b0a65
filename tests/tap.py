"""Tests in Python that speak TAP: functions named test_*, run in the order they are written.
One that cannot run here returns "SKIP why". LOA_TEST_ONLY=WORD runs those with it in their name."""
import os
import sys
import traceback


def run(module="__main__"):
    tests = [(name, fn) for name, fn in vars(sys.modules[module]).items()
             if name.startswith("test_") and callable(fn) and os.environ.get("LOA_TEST_ONLY", "") in name]
    print(f"1..{len(tests)}")
    failed = 0
    for number, (name, fn) in enumerate(tests, 1):
        try:
            said = fn()
            result = "ok"
            name += f" # {said}" if isinstance(said, str) and said.startswith("SKIP ") else ""
        except Exception:
            failed += 1
            result = "not ok"
            for line in traceback.format_exc().splitlines():
                print(f"# {line}")
        print(f"{result} {number} - {name[5:]}", flush=True)
    sys.exit(1 if failed else 0)
