#!/usr/bin/env python3
"""Our widgets against the reference markup of govuk-frontend (fixtures.json of each component):
kit_test.py KIT_PRINT GOVUK_FRONTEND. Compared are elements, attributes and texts; white space, the
order of attributes and classes, and what only the kit's JavaScript reads (data-*) are not."""
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

# The kit's words and ours.
WORDS = {
    "Error:": "Lỗi:", "There is a problem": "Có lỗi cần sửa", "Important": "Lưu ý",
    "Success": "Đã xong", "Warning": "Chú ý", "Pagination": "Phân trang",
    "Breadcrumb": "Đường dẫn",
}
# Where we mean to differ: one list of colours for tags; page addresses made of base and number; the
# summary of errors takes the focus without JavaScript.
OURS = [
    (r"--teal", "--grey"), (r"--magenta", "--yellow"),
    (r'Previous<span class="govuk-visually-hidden"> page</span>', "Trang trước"),
    (r'Next<span class="govuk-visually-hidden"> page</span>', "Trang sau"),
    (r'aria-label="Page (\d+)"', r'aria-label="Trang \1"'),
    (r'href="/previous" rel="prev"(?=.*page/40)', 'href="/page/9" rel="prev"'),
    (r'href="/next" rel="next"(?=.*</nav>)', "@NEXT@"),
]
VOID = {"input", "img", "br", "meta", "link", "rect", "path"}


class Lines(HTMLParser):
    """The document, one token a line, in one normal form."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines = []
        self.skipped = []  # open <div class="loa-scroll">, which the kit does not have

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs if not name.startswith("data-")}
        ours = attrs.get("class") == "loa-scroll"
        if tag not in VOID:
            self.skipped.append(ours)
        if ours:
            return
        if attrs.get("class", "").startswith("govuk-error-summary"):
            attrs.pop("tabindex", None)
            attrs.pop("autofocus", None)
        attrs["class"] = " ".join(sorted(attrs.get("class", "").split()))
        words = "".join(f' {n}="{WORDS.get(v, v)}"' for n, v in sorted(attrs.items()) if v or n != "class")
        self.lines.append(f"<{tag}{words}>")

    def handle_endtag(self, tag):
        if tag not in VOID and not self.skipped.pop():
            self.lines.append(f"</{tag}>")

    def handle_data(self, data):
        text = " ".join(data.split())
        if text:
            self.lines.append(WORDS.get(text, text))


def lines(markup):
    parser = Lines()
    parser.feed(markup)
    parser.close()
    return parser.lines


def ours_of(markup):
    for pattern, to in OURS:
        markup = re.sub(pattern, to, markup, flags=re.S)
    return markup


def expected(name, markup):
    markup = ours_of(markup)
    next_page = {"pagination: with many pages": "/page/11", "pagination: first page": "/page/2"}
    return markup.replace("@NEXT@", f'href="{next_page.get(name, "/next")}" rel="next"')


def examples(folder, component):
    path = os.path.join(folder, "dist", "govuk", "components", component, "fixtures.json")
    with open(path, encoding="utf-8") as f:
        return {e["name"]: e["html"] for e in json.load(f)["fixtures"]}


def main(program, folder):
    out = subprocess.run([program], capture_output=True, check=True).stdout.decode()
    blocks = re.findall(r"^== ([^\n]*)\n(.*?)(?=^== |\Z)", out, re.M | re.S)
    print(f"1..{len(blocks)}")
    failed = 0
    for number, (name, markup) in enumerate(blocks, 1):
        component, _, example = name.partition(": ")
        want, got = lines(expected(name, examples(folder, component)[example])), lines(markup)
        ok = want == got
        failed += not ok
        print(f"{'ok' if ok else 'not ok'} {number} - {name}")
        if not ok:
            for side, there in ("kit ", want), ("ours", got):
                print(*(f"# {side} {line}" for line in there), sep="\n")
    sys.exit(1 if failed or not blocks else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
