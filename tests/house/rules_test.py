#!/usr/bin/env python3
"""The rules of the house hold in this tree, and each of them can fail."""
from scratch import ROOT, expect, scratch

import check_exports
import check_rules
import tap


def said(path, text, rule):
    return [f"{line}: {why}" for line, why in rule(path, text)]


def test_this_tree_is_clean():
    # the length of lines is a matter of ./dev check, with the rest of the layout
    expect(check_rules.check(ROOT, [r for r in check_rules.RULES if r != check_rules.long_lines]))


def test_banned_everywhere():
    for name in check_rules.EVERYWHERE:
        expect(said("tests/x.c", f"void f(void)\n{{\n\t{name} (a);\n}}\n", check_rules.banned_calls),
               f"3: {name} is banned")
    for text in ("my_strcpy(a);", "/* strcpy(a) */", 'puts("strcpy(a)");', "localtime_r(&t, &tm);",
                 "ops->system(a);", "int gets;", "// sprintf(b)"):
        expect(said("src/lib/x.c", text, check_rules.banned_calls))


def test_banned_in_core_and_features():
    for name in check_rules.INSIDE + ["sqlite3_step", "PQexec"]:
        text = f"\t{name}(a);"
        expect(said("src/core/x.c", text, check_rules.banned_calls), f"1: {name} is banned in core")
        expect(said("src/features/p/x.c", text, check_rules.banned_calls), "1: ")
        expect(said("src/lib/db/x.c", text, check_rules.banned_calls))


def test_conditional_code():
    guarded = "/* why */\n#ifndef A_H\n#define A_H\nint a(void);\n#endif\n"
    expect(said("src/core/a.h", guarded, check_rules.conditional_code))
    expect(said("src/core/a.h", guarded.replace("int", "#ifdef X\nint"), check_rules.conditional_code),
           "4: #ifdef")
    for word in ("if 0", "ifndef X", "elif 1"):
        expect(said("src/features/p/a.c", f"int a;\n # {word}\n", check_rules.conditional_code), "2: #")
    expect(said("src/lib/x.c", "#if 0\n#endif\n", check_rules.conditional_code))


def test_changeable_variables():
    for text in ("static int count;", "int table[] = { 1 };", "const char *name;", "static struct a b = { 1 };",
                 "struct { int x; } y;", "static const char *names[] = {\n\t\"a\",\n};",
                 "void f(void)\n{\n\tstatic int n;\n}", "static void (*hook)(int);", "extern int n;",
                 "void f(void)\n{\n\tstatic const char *p = g(1);\n}"):
        found = said("src/core/x.c", text + "\n", check_rules.changeable_variables)
        assert len(found) == 1 and "a variable that changes" in found[0], (text, found)
        expect(said("src/lib/x.c", text, check_rules.changeable_variables))
    for text in ("static const int count = 1;", "static const char *const names[] = { \"a\" };",
                 "const char *name(int a);", "struct a;", "struct a {\n\tint b;\n\tint (*f)(int);\n};",
                 "enum a { B, C };", "enum { B = 1 };", "extern const char plan_sql[];",
                 "static int f(int a)\n{\n\tint b = a;\n\treturn b;\n}", "static const struct a b = { .c = d(1) };",
                 "int f(const char *a, ...)\n\t__attribute__((format(printf, 1, 2)));",
                 "static void (*const hook)(int) = f;", "_Static_assert(sizeof(int) == 4, \"x\");",
                 "struct a *f(\n\tint b)\n{\n}\nstatic const int c = 1;"):
        expect(said("src/core/x.c", text + "\n", check_rules.changeable_variables))


def test_sql_is_static_const():
    good = 'static const struct db_sql list = {\n\t"SELECT 1" };\nvoid f(const struct db_sql *q);\n'
    expect(said("src/core/x.c", good, check_rules.sql_texts))
    for text in ("struct db_sql q;", "static struct db_sql q = { t };", "\tconst struct db_sql q = { t };",
                 "\tdb_run(d, &(struct db_sql){ t });"):
        expect(said("src/features/p/x.c", text, check_rules.sql_texts), "1: struct db_sql")


def test_markup_is_not_forged():
    expect(said("src/features/p/x.c", "\thtml_put_raw(b, (const struct html *)text);", check_rules.forged_markup),
           "1: only lib/html")
    expect(said("src/lib/html/x.c", "\t(struct html){ p, n };", check_rules.forged_markup))


def test_open_ends_name_their_issue():
    word = "TO" + "DO"
    expect(said("x.c", f"/* a\n {word}: later */", check_rules.open_ends), f"2: {word} without")
    expect(said("x.c", f"/* {word}(#12): later */", check_rules.open_ends))


def test_long_lines():
    expect(said("x.c", "\t" + "ơ" * 92, check_rules.long_lines))
    expect(said("x.c", "\n\t" + "ơ" * 93, check_rules.long_lines), "2: more than 100")
    expect(said("x.c", '\tsay("' + "ơ" * 120 + '\\" x");', check_rules.long_lines))


def test_own_header_comes_first():
    text = '/* x */\n#include {}\n#include {}\n'
    own, other = '"core/unit/unit.h"', "<stdio.h>"
    expect(said("src/core/unit/unit.c", text.format(own, other), check_rules.own_header_first))
    expect(said("src/core/unit/unit.c", text.format(other, own), check_rules.own_header_first), "2: ")


def test_exported_but_local():
    files = {"src/lib/a.c": "void a(void)\n{\n}\n\nvoid b(void)\n{\n\ta();\n}\n\nvoid c(void)\n{\n}\n"
                            "\nvoid d(void)\n{\n}\n\nvoid e(void)\n{\n\td();\n}\n"
                            "\nvoid g(void)\n{\n}\n\nstatic void h(void)\n{\n\tg();\n}\n",
             "src/lib/a.h": "void a(void);\nvoid b(void);\nvoid c(void);\n#define D() d()\n",
             "src/lib/b.c": "static void f(void)\n{\n\tb(); /* c(); */\n}\n", "src/lib/p.html": "{{call e()}}",
             "tests/t.c": "void t(void)\n{\n\ta();\n}\n"}
    with scratch(files) as root:
        problems, notes = check_exports.check(root)
    expect(problems, "g is used in this file only")
    expect(notes, "src/lib/a.c:1: note: a is public for its test only",
           "src/lib/a.c:10: note: nothing in src uses c")


tap.run()
