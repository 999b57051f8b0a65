#!/usr/bin/env python3
"""Every header compiles alone: headers_test.py BUILD"""
import json
import os
import sys

from scratch import ROOT, expect, scratch

import check_headers
import tap

BUILD = sys.argv[1]


def test_this_tree_is_clean():
    expect(check_headers.check(ROOT, BUILD))


def test_a_header_that_leans_on_others_is_found():
    with scratch({"src/lib/base/good.h": "#ifndef G\n#define G\nenum { G_ONE };\n#endif\n",
                  "src/lib/base/bad.h": "size_t f(void);\n",
                  "src/lib/base/twice.h": "enum { ONE };\n"}) as root:
        command = {"directory": root, "command": "cc -c src/lib/base/a.c", "file": "src/lib/base/a.c"}
        with open(os.path.join(root, "compile_commands.json"), "w", encoding="utf-8") as f:
            json.dump([command], f)
        expect(check_headers.check(root, root), "src/lib/base/bad.h: ", "src/lib/base/twice.h: ")


tap.run()
