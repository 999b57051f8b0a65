#!/usr/bin/env python3
"""The direction of #include between the folders of src, by tools/deps.txt: check_deps.py ROOT"""
import os
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]|\{\{\s*include\s*([<"])([^>"]+)[>"]')


class Rules:
    def __init__(self, path):
        self.layers, self.pairs, self.only = [], {}, []
        with open(path, encoding="utf-8") as f:
            for number, line in enumerate(f, 1):
                words = line.split("#")[0].split()
                if words:
                    self.read(words, f"{os.path.basename(path)}:{number}")

    def read(self, words, where):
        if words[0] == "layer" and words[2:3] == ["->"]:
            self.layers.append((words[1], words[3:]))
        elif words[0] == "pair" and words[2:3] == ["->"] and len(words) == 4:
            self.pairs[words[1], words[3]] = where
        elif words[0] == "only" and len(words) > 2:
            self.only.append((words[1], words[2:]))
        else:
            raise SystemExit(f"{where}: not understood")

    def unit(self, path):
        """(folder of its own, folders it may include), of a path below src."""
        best, allowed, length = None, [], 0
        for name, to in self.layers:
            m = re.match(re.escape(name).replace(r"\*", "[^/]+") + "(?=/)", path)
            if m and len(name) > length:
                best, allowed, length = m[0], to, len(name)
        return best, allowed


def files(root):
    src = os.path.join(root, "src")
    for folder, _, names in sorted(os.walk(src)):
        for name in sorted(names):
            if name.endswith((".c", ".h", ".html")):
                yield os.path.relpath(os.path.join(folder, name), src).replace(os.sep, "/")


def below(path, folder):
    return path.startswith(folder + "/")


def check_system(rules, path, header):
    owners = [folder for folder, headers in rules.only if header.startswith(tuple(headers))]
    if owners and not any(below(path, folder) for folder in owners):
        yield f"<{header}> belongs to src/{' and src/'.join(owners)} only"


def check_own(rules, src, path, header, used):
    beside = os.path.normpath(os.path.join(os.path.dirname(path), header))
    target = next((t for t in (beside, header) if os.path.exists(os.path.join(src, t))), None)
    if target is None:
        if "/" in header:
            yield f'"{header}" is not in src'
        return  # made by the build
    unit, allowed = rules.unit(path)
    other, _ = rules.unit(target)
    if unit is None:
        yield "is in no layer of tools/deps.txt"
    elif other != unit and not any(below(target, to) for to in allowed):
        if (unit, other) in rules.pairs:
            used.add((unit, other))
        else:
            yield f'src/{unit} may not include "{header}"'


def check(root):
    """A list of "file:line: message"."""
    rules = Rules(os.path.join(root, "tools", "deps.txt"))
    src, used, found = os.path.join(root, "src"), set(), []
    for path in files(root):
        with open(os.path.join(src, path), encoding="utf-8") as f:
            lines = list(f)
        for number, line in enumerate(lines, 1):
            m = INCLUDE.search(line)
            if not m:
                continue
            header = m[2] or m[4]
            said = check_system(rules, path, header) if (m[1] or m[3]) == "<" else \
                check_own(rules, src, path, header, used)
            found += [f"src/{path}:{number}: {text}" for text in said]
    found += [f"tools/{where}: the pair {a} -> {b} is not used"
              for (a, b), where in rules.pairs.items() if (a, b) not in used]
    return found


if __name__ == "__main__":
    problems = check(sys.argv[1] if len(sys.argv) > 1 else ".")
    print("\n".join(problems) or "dependencies: clean")
    sys.exit(bool(problems))
