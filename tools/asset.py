#!/usr/bin/env python3
"""The files that pages load, as one C table:  asset.py OUT.c FILE...

Each is kept as it is and, where that is smaller, compressed by gzip and brotli; its address holds a
part of its hash, so that browsers may keep it for ever (src/lib/asset/asset.h)."""
import base64
import gzip
import hashlib
import os
import subprocess
import sys

TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml",
         ".js": "text/javascript; charset=utf-8"}


def array(name, data):
    lines = [",".join(map(str, data[i:i + 24])) for i in range(0, len(data), 24)]
    return f"static const unsigned char {name}[] = {{\n" + ",\n".join(lines) + "\n};\n"


def brotli(data):
    done = subprocess.run(["brotli", "-q", "11", "-c"], input=data, capture_output=True, check=True)
    return done.stdout


def forms(i, data):
    """C arrays, and the initialisers of the table's fields for them."""
    arrays, fields = array(f"plain_{i}", data), [f".plain = {{ plain_{i}, {len(data)} }}"]
    for form, packed in ("gzip", gzip.compress(data, 9, mtime=0)), ("br", brotli(data)):
        if len(packed) < len(data):
            arrays += array(f"{form}_{i}", packed)
            fields.append(f".{form} = {{ {form}_{i}, {len(packed)} }}")
    return arrays, fields


def table(paths):
    arrays, rows = [], []
    for i, path in enumerate(sorted(paths, key=os.path.basename)):
        with open(path, "rb") as f:
            data = f.read()
        name = os.path.basename(path)
        stem, ext = os.path.splitext(name)
        mark = hashlib.sha256(data).hexdigest()[:12]
        code, fields = forms(i, data)
        arrays.append(code)
        if ext == ".css":
            assert b"</" not in data, f"{name} would end the element that holds it"
            fields.append(f'.hash = "sha256-{base64.b64encode(hashlib.sha256(data).digest()).decode()}"')
        rows.append(f'\t{{ .name = "{name}", .path = "/assets/{stem}-{mark}{ext}",\n'
                    f'\t\t.type = "{TYPES[ext]}", .etag = "{mark}", {", ".join(fields)} }},\n')
    return ('#include "lib/asset/asset_table.h"\n\n' + "".join(arrays) +
            "const struct asset asset_table[] = {\n" + "".join(rows) + "};\n"
            f"const size_t asset_table_n = {len(rows)};\n")


def main(out, *paths):
    text = table(paths)
    with open(out, "w", encoding="utf-8") as f:
        f.write(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
