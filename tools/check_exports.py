#!/usr/bin/env python3
"""Functions that are not static although only their own file uses them: check_exports.py ROOT
Those that nothing uses yet are named as notes. What only tests use counts as not used."""
import re
import sys
from collections import Counter

from csource import declarations, strip, tree

WORD = re.compile(r"[A-Za-z_]\w*")


def defined(text):
    """(line, name) of the functions a file offers to others."""
    for line, head in declarations(text):
        m = re.search(r"(\w+)\s*\(", head.replace("__attribute__", ""))
        if m and head.endswith(")") and "=" not in head and not re.search(r"\b(static|typedef)\b", head):
            yield line, m[1]


def uses(text):
    return Counter(WORD.findall(strip(text)))


def header_uses(text):
    """In a header a prototype is no use: only macros and inline functions count."""
    code = strip(text)
    macros = "".join(re.findall(r"^[ \t]*#[ \t]*define(?:[^\n]*\\\n)*[^\n]*", code, re.M))
    bodies = "".join(re.findall(r"^\{.*?^\}", code, re.M | re.S))
    return Counter(WORD.findall(macros + bodies))


def check(root):
    """(problems, notes)"""
    texts = dict(tree(root, "src", ends=(".c", ".h", ".html")))
    words = {path: header_uses(t) if path.endswith(".h") else
             Counter(WORD.findall(t)) if path.endswith(".html") else uses(t)
             for path, t in texts.items()}
    tested = Counter(w for _, t in tree(root, "tests", ends=(".c", ".h")) for w in WORD.findall(t))
    problems, notes = [], []
    for path, text in texts.items():
        if not path.endswith(".c"):
            continue
        for line, name in defined(text):
            if name == "main" or name.startswith("__") or name.isupper() or any(words[p][name] for p in texts if p != path):
                continue
            if words[path][name] > 1 and tested[name]:
                notes.append(f"{path}:{line}: note: {name} is public for its test only")
            elif words[path][name] > 1:
                problems.append(f"{path}:{line}: {name} is used in this file only: make it static")
            else:
                notes.append(f"{path}:{line}: note: nothing in src uses {name}")
    return problems, notes


if __name__ == "__main__":
    bad, said = check(sys.argv[1] if len(sys.argv) > 1 else ".")
    print("\n".join(bad + said) or "exports: clean")
    sys.exit(bool(bad))
