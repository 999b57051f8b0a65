#!/usr/bin/env python3
"""Every header of src compiles alone: check_headers.py ROOT BUILD
The options are those with which BUILD compiles the sources of the same folder."""
import json
import os
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

KEPT = ("-I", "-D", "-U", "-std", "-W", "-isystem", "-pthread")


def options(build):
    """{folder of a source: its compiler and options}"""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as f:
        commands = json.load(f)
    result = {}
    for c in commands:
        source = os.path.normpath(os.path.join(c["directory"], c["file"]))
        words = shlex.split(c["command"])
        kept = [w for w in words[1:] if w.startswith(KEPT) and not w.startswith(("-D_FORTIFY", "-U_FOR"))]
        compiler = words[:1] if "ccache" not in words[0] else words[:2]
        result.setdefault(os.path.dirname(source), (compiler, kept, c["directory"]))
    return result


def check(root, build):
    root, by_folder = os.path.abspath(root), options(build)
    headers = [os.path.join(folder, name) for folder, _, names in os.walk(os.path.join(root, "src"))
               for name in names if name.endswith(".h")]
    usual = by_folder[os.path.join(root, "src", "lib", "base")]

    def alone(header):
        compiler, kept, directory = by_folder.get(os.path.dirname(header), usual)
        r = subprocess.run(compiler + kept + ["-fsyntax-only", "-x", "c", "-"], cwd=directory,
                           input=f'#include "{header}"\n#include "{header}"\n', capture_output=True,
                           text=True, timeout=120, check=False)
        return [] if r.returncode == 0 else [f"{os.path.relpath(header, root)}: {r.stderr.strip()}"]
    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(alone, sorted(headers)), [])


if __name__ == "__main__":
    problems = check(sys.argv[1], sys.argv[2])
    print("\n".join(problems) or "headers: clean")
    sys.exit(bool(problems))
