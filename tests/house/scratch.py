"""A small tree of its own for tests of the checks."""
import contextlib
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [os.path.join(ROOT, "tools"), os.path.join(ROOT, "tests")]


@contextlib.contextmanager
def scratch(files):
    """A folder with these files, {path: text}; tools/deps.txt is the real one unless given."""
    with tempfile.TemporaryDirectory() as root:
        with open(os.path.join(ROOT, "tools", "deps.txt"), encoding="utf-8") as f:
            layers = "".join(line for line in f if not line.startswith("pair"))
        for path, text in {"tools/deps.txt": layers, **files}.items():
            path = os.path.join(root, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
        yield root


def expect(found, *parts):
    """Exactly one message for each part, in order."""
    assert len(found) == len(parts) and all(p in f for p, f in zip(parts, found)), found
