#!/usr/bin/env python3
"""A text file as C: embed.py NAME INPUT OUTPUT makes `const char *NAME(void)`, declared elsewhere."""
import sys

name, source, target = sys.argv[1:]
with open(source, "rb") as f:
    data = f.read()
if b"\0" in data:
    sys.exit(f"{source}: holds a NUL")
lines = [", ".join(str(b) for b in data[i:i + 20]) + "," for i in range(0, len(data), 20)]
with open(target, "w", encoding="ascii") as f:
    f.write(f"const char *{name}(void);\n\n")
    f.write("static const unsigned char text[] = {\n\t" + "\n\t".join(lines) + " 0\n};\n\n")
    f.write(f"const char *{name}(void)\n{{\n\treturn (const char *)text;\n}}\n")
