#!/usr/bin/env python3
"""Templates that must be refused, by the compiler or by the C compiler behind it.
refuse_test.py TMPL SOURCE_ROOT CC..."""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap

TMPL, ROOT, CC = sys.argv[1], sys.argv[2], sys.argv[3:]
HEAD = "{{page p(struct buf *b, const struct v *v)}}\n"
VIEW = """#ifndef V_H
#define V_H
#include "lib/html/html.h"
struct v { const char *t; int n; bool yes; struct html *h; struct { int x; } s; };
void p(struct buf *b, const struct v *v);
#endif
"""


def translate(folder, text):
    page = os.path.join(folder, "p.html")
    with open(page, "w", encoding="utf-8") as f:
        f.write(text)
    return subprocess.run([TMPL, page, page + ".c"], capture_output=True, text=True, timeout=20)


def refused(body, line, why, head=HEAD):
    with tempfile.TemporaryDirectory() as folder:
        r = translate(folder, head + body)
        assert r.returncode == 1, f"taken: {body!r} {r.stderr}"
        assert f"p.html:{line}: " in r.stderr and why in r.stderr, f"{body!r}: {r.stderr}"
        assert not os.path.exists(os.path.join(folder, "p.html.c"))


def compiled(body):
    """What the C compiler says about the page, None where it is content."""
    with tempfile.TemporaryDirectory() as folder:
        r = translate(folder, '{{include "v.h"}}\n' + HEAD + body)
        assert r.returncode == 0, r.stderr
        with open(os.path.join(folder, "v.h"), "w", encoding="utf-8") as f:
            f.write(VIEW)
        c = subprocess.run(CC + ["-std=gnu17", "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
                                 f"-I{ROOT}/src", f"-I{folder}", os.path.join(folder, "p.html.c")],
                           capture_output=True, text=True, timeout=60,
                           env={**os.environ, "LC_ALL": "C"})
        return c.stderr if c.returncode else None


def not_compiled(body, *parts):
    said = compiled(body)
    assert said is not None, f"compiled: {body!r}"
    for part in ("p.html:3",) + parts:
        assert part in said, said


def test_good_pages_pass():
    for body in ("{{v->t}}", '<a href="{{url v->t}}">', '<a href="/x/{{v->n}}">', "<p>{{raw v->h}}",
                 '<a href="{{url v->t}}?n={{v->n}}">', '<a href="mailto:{{v->t}}">',
                 '<a href="https://a.vn/{{v->t}}">', '<a href="x/{{v->t}}">', "a < {{v->n}}",
                 '<input{{if (v->yes)}} checked{{end}} value="{{v->t}}">',
                 '<a href="{{if (v->yes)}}/a/{{else}}/b/{{end}}{{v->t}}">',
                 '<p{{if (v->yes)}} class="a"{{else}} class="b"{{end}}>',
                 '<p{{for (int i = 0; i < v->n; i++)}} d="{{i}}"{{end}} class="b">',
                 "<!-- x --><b>{{v->t}}</b>", "<script src='/x.js'></script>{{v->t}}",
                 "<STYLE>p{}</style >{{v->t}}", "<img srcset='/a/{{v->n}} 2x'>"):
        said = compiled(body)
        assert said is None, f"{body!r}: {said}"


def test_addresses_need_url():
    why = "only through {{url ...}}"
    for body in ('<a href="{{v->t}}">', "<img src='{{v->t}}'>", '<form ACTION="{{v->t}}">',
                 '<a href="/{{v->t}}">', '<a href="//{{v->t}}">', '<a href="java{{v->t}}">',
                 '<a href="https://{{v->t}}">', '<a href="https:{{v->t}}/">',
                 '<a href="javascript:a/{{v->t}}">', '<a href="data:/{{v->t}}">',
                 '<a href="/\\{{v->t}}">', '<a href="{{url v->t}}{{v->t}}">',
                 '<a href="{{if (v->yes)}}{{v->t}}{{end}}">'):
        refused(body, 2, why)


def test_url_stands_at_the_beginning_of_an_address():
    for body in ("{{url v->t}}", '<a title="{{url v->t}}">', '<a href="/x{{url v->t}}">',
                 '<a href={{url v->t}}>', '<img srcset="{{url v->t}}">'):
        refused(body, 2, "is the beginning of a quoted address")


def test_values_in_script_and_style_are_refused():
    refused("<script>\nlet a = '{{v->t}}'", 3, "no values in script and style")
    refused("<style>p{color:{{v->t}}}", 2, "no values in script and style")
    refused("<SCRIPT></scrip></style>{{v->t}}", 2, "no values in script and style")
    refused('<p style="{{v->t}}">', 2, "no values in style")
    refused("<iframe srcdoc='{{v->t}}'>", 2, "no values in style")
    refused('<p onclick="x()">', 2, "no script in attributes")


def test_values_where_nothing_escapes_are_refused():
    refused("<p class={{v->t}}>", 2, "needs quotes")
    refused("<p class=a{{v->t}}>", 2, "needs quotes")
    refused("<p {{v->t}}>", 2, "names of elements")
    refused("<p data-{{v->t}}='1'>", 2, "names of elements")
    refused("<{{v->t}}>", 2, "names of elements")
    refused("<!-- {{v->t}} -->", 2, "no values in comments")
    refused("<p title='{{raw v->h}}'>", 2, "between elements only")
    refused("<p title='{{call f(v)}}'>", 2, "between elements only")
    refused("<p class = 'a'>", 2, "before '='")
    refused("<p class= 'a'>", 2, "after '='")


def test_branches_end_where_they_began():
    why = "must end where it began"
    refused("\n{{if (v->yes)}}<p title='{{end}}{{v->t}}'>", 3, why)
    refused("{{if (v->yes)}}<a href='/x/{{else}}<a title='{{end}}{{v->t}}'>", 2, why)
    refused("<a href='{{if (v->yes)}}/a/{{end}}{{v->t}}'>", 2, why)
    refused("{{if (v->yes)}}<b {{else if (v->n)}}<b {{end}}>", 2, why)
    refused("{{for (;;)}}<script>{{end}}", 2, why)
    refused("<s{{if (v->yes)}} a='1'{{end}}cript>", 2, "a blank must follow")


def test_unbalanced_blocks_are_named_with_their_line():
    refused("\n\n{{if (v->yes)}}\n", 4, "{{if}} without its {{end}}")
    refused("{{for (;;)}}{{if (v->yes)}}{{end}}", 2, "{{for}} without its {{end}}")
    refused("a\n{{end}}", 3, "{{end}} without")
    refused("{{else}}", 2, "{{else}} without")
    refused("{{for (;;)}}{{else}}{{end}}", 2, "{{else}} in {{for}}")
    refused("{{if (1)}}{{else}}{{else}}{{end}}", 2, "{{else}} after {{else}}")
    refused("{{if (1)}}\n{{page q(struct buf *b)}}", 2, "{{if}} without its {{end}}")
    refused("{{if (1)}}" * 33, 2, "more than 32")


def test_unknown_and_broken_tags_are_refused():
    refused("\n{{endfor x}}", 3, "unknown tag {{endfor ...}}")
    refused("{{print v->t}}", 2, "unknown tag")
    refused('{{use "x"}}', 2, "unknown tag")
    refused("{{}}", 2, "empty tag")
    refused("{{raw}}", 2, "empty tag")
    refused("a\n{{v->t\n", 3, "{{ without }}")
    refused('{{"}}', 2, "{{ without }}")
    refused("{{if v->yes}}{{end}}", 2, "write {{if (...)}}")
    refused("{{for int i}}{{end}}", 2, "write {{for (...)}}")
    refused("{{if (1)}}{{else x}}{{end}}", 2, "write {{else}}")
    refused("{{if (1)}}{{end if}}", 2, "write {{end}}")
    refused("{{include v.h}}", 2, "write {{include")
    refused("{{call f}}", 2, "write {{call")


def test_a_file_is_pages_only():
    refused("text", 1, "before the first {{page ...}}", head="")
    refused("\n{{v->t}}", 2, "before the first {{page ...}}", head="")
    refused("\n", 2, "no {{page ...}}", head="")
    refused("{{page p(int x)}}", 1, "write {{page name(struct buf *b", head="")
    refused("<p", 2, "ends inside of a tag")
    refused("<!-- x", 2, "ends inside of a tag")


def test_plain_text_is_not_raw():
    not_compiled("{{raw v->t}}", "html_put_raw")
    not_compiled("{{raw html_put_url}}", "html_put_raw")


def test_finished_markup_is_made_by_lib_html_only():
    not_compiled("{{let struct html own = { v->t, 1 }}}{{raw &own}}", "struct html")


def test_what_has_no_form_does_not_compile():
    not_compiled("{{v->s}}", "_Generic")
    not_compiled("{{v->yes}}", "_Generic")
    not_compiled("{{1.5}}", "_Generic")
    not_compiled("{{v}}", "_Generic")
    not_compiled("{{v->h}}", "_Generic")


def test_a_misspelt_field_is_named_at_its_place():
    not_compiled("{{v->tt}}", "no member named 'tt'")


def test_an_expression_is_one_value():
    not_compiled("{{v->t); html_put_raw(b, v->h}}")
    not_compiled("{{let int unused = 1}}")


tap.run()
