"""C as the checks see it: without comments, texts and preprocessor lines, every line kept in place."""
import os
import re

TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def blank(text):
    return re.sub(r"[^\n]", " ", text)


def strip(text):
    """Comments and the inside of texts become blanks."""
    def one(m):
        token = m[0]
        if token[0] == "/":
            return blank(token)
        return token[0] + blank(token[1:-1]) + token[-1]
    return TOKEN.sub(one, text)


def without_preprocessor(stripped):
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: blank(m[0]), stripped, flags=re.M)


def tree(root, *folders, ends=(".c", ".h")):
    """(path below root, text) of every file."""
    for top in folders:
        for folder, names, files in os.walk(os.path.join(root, top)):
            names.sort()
            for name in sorted(files):
                if name.endswith(ends):
                    path = os.path.join(folder, name)
                    with open(path, encoding="utf-8") as f:
                        yield os.path.relpath(path, root).replace(os.sep, "/"), f.read()


def declarations(text):
    """(line, declaration up to its "=" or "{" or ";") of what stands outside of all functions."""
    code = without_preprocessor(strip(text))
    depth, start, line = 0, 0, 1
    head = None  # the declaration's text before its first brace
    for i, c in enumerate(code):
        if c == "{":
            if depth == 0 and head is None:
                head = code[start:i]
            depth += 1
        elif c == "}":
            depth -= 1
            if depth == 0 and head is not None and head.rstrip().endswith(")"):
                yield position(code, start), head.strip()  # a function
                start, head = i + 1, None
        elif c == ";" and depth == 0:
            # "struct x { ... } name;": the name stands behind the brace
            rest = code[start:i]
            whole = head if head is not None and "=" in head else re.sub(r"\{.*\}", "{}", rest, flags=re.S)
            yield position(code, start), whole.strip()
            start, head = i + 1, None


def position(code, start):
    """The line, from 1, of the first character at or behind start that is not blank."""
    m = re.compile(r"\S").search(code, start)
    return code.count("\n", 0, m.start() if m else start) + 1
