#!/usr/bin/env python3
"""The rules of the house that a script can see (CONTRIBUTING.md): check_rules.py ROOT"""
import re
import sys

from csource import declarations, strip, tree, without_preprocessor

COLUMNS = 100
EVERYWHERE = """strcpy strcat strncpy strncat sprintf vsprintf strtok gets atoi atol atof system popen
localtime gmtime ctime asctime mktemp tmpnam alloca""".split()
INSIDE = """malloc calloc realloc free strdup strndup asprintf vasprintf getenv printf puts putchar
setlocale""".split()
INSIDE_FOLDERS = ("src/core/", "src/features/")


def calls(names):
    return re.compile(r"(?<![\w.>])(" + "|".join(names) + r")\s*\(")


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def inside(path):
    return path.startswith(INSIDE_FOLDERS)


def banned_calls(path, text):
    code = strip(text)
    for m in calls(EVERYWHERE).finditer(code):
        yield line_of(code, m.start()), f"{m[1]} is banned"
    if inside(path):
        for m in calls(INSIDE + [r"sqlite3_\w+", r"PQ\w+"]).finditer(code):
            yield line_of(code, m.start()), f"{m[1]} is banned in core and features"


def conditional_code(path, text):
    if not inside(path):
        return
    code = strip(text)
    guard = re.match(r"\s*#ifndef (\w+)\s*\n#define \1\n", code)
    for m in re.finditer(r"^[ \t]*#[ \t]*(if|ifdef|ifndef|elif)\b", code, re.M):
        if not (guard and m.start() < guard.end()):
            yield line_of(code, m.start()), f"#{m[1]} in core and features"


def is_function(declaration):
    return re.search(r"\w\s*\(", declaration.split("=")[0].replace("__attribute__", "")) and \
        "(*" not in declaration.split("=")[0]


def is_constant(declaration):
    """Is the variable itself const (not only what it points to)?"""
    left = declaration.split("=")[0]
    return "const" in (left.rsplit("*", 1)[1] if "*" in left else left)


def changeable_variables(path, text):
    if not inside(path):
        return
    for line, declaration in declarations(text):
        words = declaration.split()
        if not words or words[0] == "typedef" or is_function(declaration):
            continue
        if re.fullmatch(r"(struct|enum|union)(\s+\w+)?(\s*\{\})?", declaration):
            continue
        if words[0] != "_Static_assert" and not is_constant(declaration):
            yield line, f"a variable that changes: {declaration.split('=')[0].strip()}"
    code = without_preprocessor(strip(text))
    for m in re.finditer(r"^[ \t]+static\b([^;{(=]*)", code, re.M):
        if not is_constant(m[1]):
            yield line_of(code, m.start()), f"a variable that changes: static{m[1]}"


def sql_texts(path, text):
    if path.startswith("src/lib/db/") or not path.startswith("src/"):
        return
    code = strip(text)
    for m in re.finditer(r"^(.*)struct\s+db_sql\b(\s*\)|\s+\w+)", code, re.M):
        before, what = m[1], m[2].strip()
        if what == ")" and before.rstrip().endswith("("):
            yield line_of(code, m.start()), "struct db_sql made in an expression"
        elif what != ")" and before.strip() != "static const":
            yield line_of(code, m.start()), "struct db_sql must be static const"


def forged_markup(path, text):
    if not path.startswith("src/lib/html/"):
        code = strip(text)
        for m in re.finditer(r"\(\s*(const\s+)?struct\s+html\s*\*?\s*\)", code):
            yield line_of(code, m.start()), "only lib/html makes struct html"


def open_ends(path, text):
    for number, line in enumerate(text.split("\n"), 1):
        m = re.search(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b", line)
        if m and not re.search(r"#\d+", line[m.end():]):
            yield number, f"{m[1]} without an issue (#N)"


def long_lines(path, text):
    """Texts in quotes stay whole, so that a message is found by searching for it: they do not count."""
    for number, line in enumerate(text.split("\n"), 1):
        bare = re.sub(r'"(\\.|[^"\\])*"', '""', line)
        if len(bare.expandtabs(8)) > COLUMNS and "://" not in line:
            yield number, f"more than {COLUMNS} columns"


def own_header_first(path, text):
    """foo.c includes foo.h first, which proves that foo.h compiles alone."""
    stem = path[:-2]
    own = stem[len("src/"):] + ".h"
    if not path.endswith(".c") or f'#include "{own}"' not in text:
        return
    m = re.search(r'^#include\s+(\S+)', text, re.M)
    if m[1] != f'"{own}"':
        yield line_of(text, m.start()), f'"{own}" must be included first'


RULES = [banned_calls, conditional_code, changeable_variables, sql_texts, forged_markup, open_ends,
         long_lines, own_header_first]


def check(root, rules=None):
    found = []
    for path, text in tree(root, "src", "tests", "tools"):
        for rule in rules or RULES:
            found += [f"{path}:{line}: {why}" for line, why in rule(path, text)]
    for path, text in tree(root, "src", "tests", "tools", ends=(".py", ".html", ".sql", "meson.build")):
        found += [f"{path}:{line}: {why}" for line, why in open_ends(path, text)]
    return found


if __name__ == "__main__":
    problems = check(sys.argv[1] if len(sys.argv) > 1 else ".")
    print("\n".join(problems) or "rules: clean")
    sys.exit(bool(problems))
