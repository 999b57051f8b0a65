#!/usr/bin/env python3
"""The direction of #include in this tree, and that the check finds a wrong one."""
import os

from scratch import ROOT, expect, scratch

import check_deps
import tap

HEADERS = {path: "" for path in (
    "src/lib/base/text.h", "src/lib/db/db.h", "src/lib/html/html.h", "src/core/unit/unit.h",
    "src/features/plan/plan.h", "src/features/report/report.h", "src/app/app.h", "src/worker/verbs.h")}


def included(path, *lines, deps=None):
    """What is said about a file with these include lines."""
    files = {**HEADERS, path: "".join(line + "\n" for line in lines)}
    if deps:
        with open(os.path.join(ROOT, "tools", "deps.txt"), encoding="utf-8") as f:
            layers = [line for line in f if not line.startswith("pair ")]
        files["tools/deps.txt"] = "".join(layers) + deps  # the pairs of this tree are not used in that one
    with scratch(files) as root:
        return check_deps.check(root)


def test_this_tree_is_clean():
    expect(check_deps.check(ROOT))


def test_downward_is_allowed():
    for path, header in (("src/app/main.c", "features/plan/plan.h"), ("src/app/main.c", "lib/db/db.h"),
                         ("src/features/plan/plan.c", "core/unit/unit.h"),
                         ("src/features/plan/plan.c", "features/plan/plan.h"),
                         ("src/features/plan/plan.c", "plan.h"), ("src/worker/main.c", "worker/verbs.h"),
                         ("src/worker/main.c", "lib/html/html.h"), ("src/core/unit/unit.c", "lib/base/text.h"),
                         ("src/lib/db/db.c", "lib/base/text.h"), ("src/worker/main.c", "made_by_build.h")):
        expect(included(path, f'#include "{header}"'))


def test_upward_and_sideward_are_found():
    for path, header in (("src/lib/base/text.c", "lib/db/db.h"), ("src/lib/db/db.c", "lib/html/html.h"),
                         ("src/lib/db/db.c", "core/unit/unit.h"), ("src/core/unit/unit.c", "features/plan/plan.h"),
                         ("src/features/plan/plan.c", "features/report/report.h"),
                         ("src/features/plan/plan.c", "app/app.h"), ("src/worker/main.c", "core/unit/unit.h"),
                         ("src/worker/main.c", "features/plan/plan.h"), ("src/app/main.c", "worker/verbs.h"),
                         ("src/features/plan/plan.c", "../report/report.h")):
        expect(included(path, "", f'  #  include "{header}"'), f"{path}:2: ")


def test_templates_count_too():
    expect(included("src/features/plan/list.html", '{{include "features/report/report.h"}}'),
           "src/features/plan/list.html:1: ")


def test_a_listed_pair_is_allowed():
    pair = "pair features/report -> features/plan\n"
    expect(included("src/features/report/report.c", '#include "features/plan/plan.h"', deps=pair))
    expect(included("src/features/plan/plan.c", '#include "features/report/report.h"', deps=pair),
           "plan.c:1", "the pair features/report -> features/plan is not used")


def test_an_unused_pair_is_found():
    expect(included("src/app/main.c", deps="pair features/plan -> features/report\n"), "is not used")


def test_heavy_and_database_headers_stay_where_they_belong():
    expect(included("src/lib/db/db_sqlite.c", "#include <sqlite3.h>", "#include <libpq-fe.h>"))
    expect(included("src/worker/pdf.c", "#include <pango/pangocairo.h>", "#include <zip.h>"))
    for path, header in (("src/core/unit/unit.c", "sqlite3.h"), ("src/features/plan/plan.c", "libpq-fe.h"),
                         ("src/worker/main.c", "sqlite3.h"), ("src/lib/doc/doc.c", "cairo-pdf.h"),
                         ("src/app/main.c", "glib.h"), ("src/lib/doc/doc.c", "libxml/tree.h")):
        expect(included(path, f"#include <{header}>"), f"<{header}> belongs to")


def test_missing_files_and_strange_folders_are_found():
    expect(included("src/app/main.c", '#include "lib/db/none.h"'), "is not in src")
    expect(included("src/odd/x.c", '#include "lib/db/db.h"'), "in no layer")


tap.run()
