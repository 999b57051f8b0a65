#!/usr/bin/env python3
"""PDF and DOCX as others see them: documents_test.py LOA_WORKER TEST_WORKER [FOLDER TO KEEP THE FILES IN].

Drives loa-worker by its frames; poppler, qpdf and LibreOffice are the witnesses. Speaks TAP."""
import copy
import html
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
import zlib
from io import BytesIO

WORKER, TEST_WORKER = sys.argv[1:3]
HERE = os.path.dirname(os.path.abspath(__file__))
MM = 72 / 25.4
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
results = 0
failed = 0


def check(name, ok, detail=""):
    global results, failed
    results += 1
    failed += not ok
    print(("ok" if ok else "not ok"), results, "-", name)
    for line in str(detail).splitlines()[:12] if not ok else []:
        print("#", line)


def frame(word, body):
    return b"%s %d\n" % (word.encode(), len(body)) + body


def worker(*requests):
    """The answers of one worker to several requests: (word, body) each."""
    sent = b"".join(frame(w, b) for w, b in requests)
    out = subprocess.run([WORKER], input=sent, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                         timeout=120).stdout
    answers = []
    while out:
        head, _, rest = out.partition(b"\n")
        word, size = head.decode().split(" ")
        answers.append((word, rest[:int(size)]))
        out = rest[int(size):]
    return answers


def tool(*args):
    r = subprocess.run(args, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return r.returncode, r.stdout


# The tree's words, in the order of reading.

def text_of(v):
    return v if isinstance(v, str) else "".join(r["text"] for r in v)


def block_words(b):
    if b["kind"] == "table":
        for c in b["columns"]:
            yield c["title"]
        for row in b["rows"]:
            for cell in row:
                yield text_of(cell)
    else:
        yield " ".join(filter(None, [b.get("mark"), text_of(b.get("text", ""))]))


def number_line(d):
    n = d.get("number", "")
    return f"Số: {n.zfill(2) if n else '     '}/{d['notation']}"


def place_line(d):
    y, m, day = (d["day"].split("-") + ["", ""])[:3]
    m = m if m in ("01", "02") else m.lstrip("0")
    return f"{d['place']}, ngày {day} tháng {m} năm {y}"


def head_words(d):
    yield from d.get("parent", [])
    yield from d["issuer"]
    yield NATION
    yield number_line(d)
    if "kind" not in d:
        yield "V/v " + d["subject"]
    yield place_line(d)
    if "kind" in d:
        yield d["kind"]
        yield d["subject"]
    to = d.get("addressees", [])
    if to:
        yield "Kính gửi:"
    yield from to if len(to) == 1 else ["- " + t + (";" if i + 1 < len(to) else ".") for i, t in enumerate(to)]


def words(d):
    out = list(head_words(d))
    for b in d["blocks"]:
        out += block_words(b)
    out += ["Nơi nhận:"] + ["- " + r for r in d["recipients"]] + d["signing"] + [d["signer"]]
    for x in d.get("annexes", []):
        out += [x["mark"], x["title"].upper(), x.get("note", "")]
        for b in x["blocks"]:
            out += block_words(b)
    return " ".join(out).split()


def table_heads(d):
    for b in d["blocks"] + [b for x in d.get("annexes", []) for b in x["blocks"]]:
        if b["kind"] == "table":
            yield " ".join(c["title"] for c in b["columns"]).split()


# A PDF as its reader sees it.

class Pdf:
    def __init__(self, path):
        self.path = path
        xml = tool("pdftotext", "-bbox", path, "-")[1]
        self.pages = []
        for page in re.findall(r"<page .*?</page>", xml, re.S):
            w, h = map(float, re.search(r'width="([\d.]+)" height="([\d.]+)"', page).groups())
            found = re.findall(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>',
                               page)
            self.pages.append((w, h, [(*map(float, f[:4]), html.unescape(f[4])) for f in found]))

    def numbers(self):
        """What stands in the top margin of each page."""
        return [" ".join(w[4] for w in page if w[3] < 20 * MM - 1) for _, _, page in self.pages]

    def raw(self, heads):
        """The words in drawing order, without page numbers and without repeated table heads."""
        out = []
        numbers = self.numbers()
        for i, page in enumerate(tool("pdftotext", "-raw", self.path, "-")[1].split("\f")[:-1]):
            number = numbers[i]
            lines = page.splitlines()
            if number and lines and lines[0].strip() == number:
                lines = lines[1:]
            elif number and lines and lines[-1].strip() == number:
                lines = lines[:-1]
            page_words = " ".join(lines).split()
            for h in heads:
                if i and page_words[:len(h)] == h:
                    page_words = page_words[len(h):]
                    self.repeated = getattr(self, "repeated", 0) + 1
            out += page_words
        return out

    def page_of(self, token, last=True):
        found = [i for i, (_, _, page) in enumerate(self.pages) if any(w[4] == token for w in page)]
        return found[-1 if last else 0] if found else None


def difference(want, got):
    for i, (a, b) in enumerate(zip(want + ["(hết)"], got + ["(hết)"])):
        if a != b:
            return f"word {i}: want {' '.join(want[i:i + 12])}\n got {' '.join(got[i:i + 12])}"
    return f"{len(want)} words wanted, {len(got)} got"


def rejoin(want, got):
    """Addresses longer than 40 characters may be broken over lines."""
    out = []
    long = {w for w in want if len(w) > 40}
    for w in got:
        if out and any(l != out[-1] and l.startswith(out[-1] + w) for l in long) or out and out[-1] + w in long:
            out[-1] += w
        else:
            out.append(w)
    return out


def check_text(name, pdf, d):
    heads = list(table_heads(d))
    want = words(d)
    got = rejoin(want, pdf.raw(heads))
    if heads and got != want:
        # A table that begins a page loses its own head above: give it back.
        for h in heads:
            body = next((b["rows"][0] for b in d["blocks"] + [b for x in d.get("annexes", []) for b in x["blocks"]]
                         if b["kind"] == "table" and " ".join(c["title"] for c in b["columns"]).split() == h), None)
            first = " ".join(text_of(c) for c in body).split()
            for i in range(len(got)):
                if got[i:i + len(first)] == first and got[i - len(h):i] != h:
                    got[i:i] = h
                    break
    check(f"{name}: every word of the tree, in order, and no other", got == want, difference(want, got))


def check_page_numbers(name, pdf, sections):
    want = []
    for i in range(len(pdf.pages)):
        start = max(s for s in sections if s <= i)
        want.append("" if i == start else str(i - start + 1))
    check(f"{name}: page numbers from the second page of each part", pdf.numbers() == want,
          f"{pdf.numbers()[:20]} for {want[:20]}")
    centred = True
    for i, (w, _, page) in enumerate(pdf.pages):
        for x in page:
            if x[3] < 20 * MM - 1:
                centred = centred and abs((x[0] + x[2]) / 2 - (30 * MM + (w - 50 * MM) / 2)) < 1.5
    check(f"{name}: page numbers stand in the middle", centred)


def check_margins(name, pdf):
    """NĐ 30/2020, Annex I, part I: top and bottom 20-25, left 30-35, right 15-20 mm."""
    wrong = []
    left = right = 1e9
    for i, (w, h, page) in enumerate(pdf.pages):
        for x0, y0, x1, y1, t in page:
            if y1 < 20 * MM - 1:
                continue
            left, right = min(left, x0), min(right, w - x1)
            if x0 < 30 * MM - 0.5 or w - x1 < 15 * MM - 0.5 or y0 < 20 * MM - 1 or h - y1 < 20 * MM - 1:
                wrong.append((i + 1, t, x0 / MM, y0 / MM, x1 / MM, y1 / MM))
    check(f"{name}: nothing stands in the margins", not wrong, wrong[:5])
    check(f"{name}: the text fills them", left < 35 * MM and right <= 20 * MM + 1, (left / MM, right / MM))


def joined_tokens(d):
    return [w for w in words(d) if re.search(r"[^/-][/-][^/-]", w) and len(w) <= 20]


def check_unsplit(name, pdf, d):
    seen = {}
    for _, _, page in pdf.pages:
        for w in page:
            seen[w[4]] = seen.get(w[4], 0) + 1
    wanted = {}
    for t in joined_tokens(d):
        wanted[t] = wanted.get(t, 0) + 1
    missing = [t for t, n in wanted.items() if seen.get(t, 0) < n]
    check(f"{name}: numbers such as 24/KH-UBND are never split", not missing, missing)


def check_signature_page(name, pdf, d):
    last = d["blocks"][-1]
    marker = text_of(last["text"]).split()[-1]
    page_end = pdf.page_of(marker)
    page_name = None
    for i, (_, _, page) in enumerate(pdf.pages):
        text = " ".join(w[4] for w in page)
        if d["signer"] in text:
            page_name = i
    check(f"{name}: signed on the page of the last paragraph", page_end is not None and page_end == page_name,
          (marker, page_end, page_name))


def paragraphs_on_pages(pdf, d):
    """For each block the pages of its lines."""
    numbers, lines = pdf.numbers(), []
    for i, page in enumerate(tool("pdftotext", "-raw", pdf.path, "-")[1].split("\f")[:-1]):
        found = [l.strip() for l in page.splitlines() if l.strip()]
        lines += [(i, l) for l in (found[1:] if numbers[i] and found[0] == numbers[i] else found)]
    texts = [" ".join(" ".join(block_words(b)).split()) for b in d["blocks"]]
    at = next((i for i, (_, l) in enumerate(lines) if texts[0].startswith(l) and texts[0].split()[0] == l.split()[0]
               and i > 4), 0)
    out = []
    for t in texts:
        pages, left = [], len("".join(t.split()))
        while left > 0 and at < len(lines):
            pages.append(lines[at][0])
            left -= len("".join(lines[at][1].split()))
            at += 1
        if left:
            return None
        out.append(pages)
    return out


def check_lines(name, pdf, d):
    """No single line of a paragraph before or behind a page end; no heading at the foot of a page."""
    if any(b["kind"] == "table" for b in d["blocks"]):
        return
    blocks = paragraphs_on_pages(pdf, d)
    if blocks is None:
        check(f"{name}: its lines are found again", False)
        return
    alone, headings, crossing = [], [], 0
    for i, (b, pages) in enumerate(zip(d["blocks"], blocks)):
        if pages[0] != pages[-1]:
            crossing += 1
            if min(pages.count(pages[0]), pages.count(pages[-1])) < 2:
                alone.append((i, pages))
        if b["kind"] == "heading" and (pages[0] != pages[-1] or blocks[i + 1][0] != pages[0]):
            headings.append((i, pages))
    check(f"{name}: two lines at least on each side of a page end", not alone, alone)
    check(f"{name}: headings stay with what follows", not headings, headings)
    if name == "long":
        check("long: paragraphs do go over page ends", crossing > 20, crossing)


def check_pdf(name, data, d, folder):
    path = os.path.join(folder, name + ".pdf")
    with open(path, "wb") as f:
        f.write(data)
    pdf = Pdf(path)
    fonts = [line for line in tool("pdffonts", path)[1].splitlines()[2:]]
    check(f"{name}: all fonts are Liberation Serif, embedded, with their text",
          fonts and all(re.match(r"[A-Z]{6}\+LiberationSerif", f) and re.search(r" yes yes yes ", f) for f in fonts),
          "\n".join(fonts))
    info = tool("pdfinfo", path)[1]
    check(f"{name}: tagged, with its title", "Tagged:          yes" in info and
          unicodedata.normalize("NFC", d["subject"]) in info, info)
    code, said = tool("qpdf", "--check", path)
    check(f"{name}: qpdf finds no error", code == 0, said)
    check(f"{name}: language and title are announced, PDF/A is not claimed",
          b"/Lang (vi)" in data and b"/DisplayDocTitle true" in data and b"pdfaid" not in data)
    check_text(name, pdf, d)
    check_margins(name, pdf)
    check_unsplit(name, pdf, d)
    check_signature_page(name, pdf, d)
    check_lines(name, pdf, d)
    return pdf


def check_docx(name, data, d, folder):
    path = os.path.join(folder, name + ".docx")
    with open(path, "wb") as f:
        f.write(data)
    parts = {}
    try:
        with zipfile.ZipFile(BytesIO(data)) as z:
            for n in z.namelist():
                parts[n] = ET.fromstring(z.read(n))
    except (ET.ParseError, zipfile.BadZipFile) as e:
        check(f"{name}: valid parts", False, e)
        return
    check(f"{name}: eight valid parts, the types first",
          len(parts) == 8 and next(iter(parts)) == "[Content_Types].xml", list(parts))
    doc, styles = parts["word/document.xml"], parts["word/styles.xml"]
    got = []
    for p in doc.iter(W + "p"):
        got += "".join(t.text or "" for t in p.iter(W + "t")).split()
    check(f"{name}: its paragraphs have every word, marks included", got == words(d), difference(words(d), got))
    check(f"{name}: no automatic numbering", not list(doc.iter(W + "numPr")))
    used = {s.get(W + "val") for s in doc.iter(W + "pStyle")}
    known = {s.get(W + "styleId") for s in styles.iter(W + "style")}
    check(f"{name}: all styles are defined", used and used <= known, used - known)
    fonts = {f.get(W + "ascii") for f in styles.iter(W + "rFonts")}
    lang = [e.get(W + "val") for e in styles.iter(W + "lang")]
    check(f"{name}: Times New Roman, Vietnamese", fonts == {"Times New Roman"} and lang == ["vi-VN"], (fonts, lang))
    sections = list(doc.iter(W + "sectPr"))
    ok = len(sections) == 1 + len(d.get("annexes", []))
    for s in sections:
        m = {k.split("}")[1]: int(v) / 20 / MM for k, v in s.find(W + "pgMar").attrib.items()}
        ok = ok and 19.9 < m["top"] < 25.1 and 19.9 < m["bottom"] < 25.1 and 29.9 < m["left"] < 35.1
        ok = ok and 14.9 < m["right"] < 20.1 and s.find(W + "titlePg") is not None
    check(f"{name}: margins of the decree, no number on first pages", ok)
    body = list(doc.find(W + "body"))
    tables = [i for i, e in enumerate(body) if e.tag == W + "tbl"]
    sign = next(i for i in reversed(tables) if d["signer"] in "".join(t.text or "" for t in body[i].iter(W + "t")))
    kept = []
    for e in reversed(body[:sign]):
        kept.append(e.find(f"{W}pPr/{W}keepNext") is not None)
        if any(t.text for t in e.iter(W + "t")):
            break
    whole = all(r.find(f"{W}trPr/{W}cantSplit") is not None for r in doc.iter(W + "tr"))
    heads = {s.get(W + "styleId") for s in styles.iter(W + "style") if s.find(f"{W}pPr/{W}keepNext") is not None}
    check(f"{name}: the last paragraph is kept with the signatures, headings with their text, rows are whole",
          all(kept) and whole and {"Heading1", "Heading2", "Heading3"} <= heads, (kept, whole, heads))


def libreoffice(folder, names):
    """All DOCX files to PDF in one start; where it cannot be had the witness is missing, not the test."""
    out = os.path.join(folder, "libreoffice")
    os.makedirs(out, exist_ok=True)
    profile = "-env:UserInstallation=file://" + os.path.join(folder, "profile")
    tool("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", out,
         *[os.path.join(folder, n + ".docx") for n in names])
    return {n: os.path.join(out, n + ".pdf") for n in names}


def check_through_libreoffice(name, path, d):
    if not os.path.exists(path):
        check(f"{name}: LibreOffice opens it", False, path)
        return None
    pdf = Pdf(path)
    check_text(f"{name} through LibreOffice", pdf, d)
    check_margins(f"{name} through LibreOffice", pdf)
    check_signature_page(f"{name} through LibreOffice", pdf, d)
    return pdf


def long_document(d):
    """Some two hundred pages."""
    d = copy.deepcopy(d)
    d["subject"] = "Tài liệu rất dài"
    body = []
    for i in range(1, 901):
        body.append({"kind": "heading", "level": 1 + i % 3, "mark": f"{i}.", "text": f"Mục thứ {i} của tài liệu"})
        text = f"Đoạn {i} theo Kế hoạch số {i}/KH-UBND ngày 19/02/2024 " + "nói về cải cách hành chính ở xã " * (3 + i % 17)
        body.append({"kind": "paragraph", "text": text + "./."})
        body.append({"kind": "item", "level": 1, "mark": "-", "text": f"Việc {i}: " + "đã làm xong " * (i % 29)})
    d["blocks"] = body + [{"kind": "paragraph", "text": "Hết"}]
    return d


def tall_table(d):
    """A cell that no page can hold, and more recipients than a page has room for."""
    d = copy.deepcopy(d)
    d["subject"] = "Ô cao hơn trang"
    column = {"title": "Cột", "share": 1, "align": "left"}
    cell = " ".join(f"từ{i}" for i in range(3000))
    d["blocks"] = [{"kind": "table", "columns": [column, column], "rows": [[cell, "bên cạnh"], ["sau", "cuối"]]},
                   {"kind": "paragraph", "text": "Hết"}]
    d["recipients"] = [f"Đơn vị thứ {i};" for i in range(90)]
    return d


def check_refusals():
    word, body = worker(("pdf", '{"rules":"2026","blocks":[{"kind":"thơ"}]}'.encode()))[0]
    check("a wrong document is refused with its place", word == "invalid" and "blocks[0]" in body.decode(), body)
    answers = worker(("pdf", b"\xff"), ("what", b""), ("docx", b"[]"), ("pages", b"%PDF-1.4 x"), ("echo", b"x"))
    check("a worker goes on after refusals", [w for w, _ in answers] == ["invalid", "fail", "invalid", "invalid", "ok"],
          answers)
    r = subprocess.run([WORKER], input=b"pdf 99999999999\n", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    check("a body beyond the limit ends the worker", r.returncode == 2 and r.stdout == b"", r)
    r = subprocess.run([WORKER], input=b"pdf 10\nabc", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    check("a request cut off gets no answer", r.returncode == 0 and r.stdout == b"", r)


def pictures(data):
    """What the verb pages answers, as (width, height, is anything drawn) of each page."""
    found = []
    while data:
        head, _, rest = data.partition(b"\n")
        word, size = head.decode().split(" ")
        png, data = rest[:int(size)], rest[int(size):]
        assert word == "png" and png[:8] == b"\x89PNG\r\n\x1a\n", head
        width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
        chunks, at = b"", 8
        while at < len(png):
            n, kind = struct.unpack(">I4s", png[at:at + 8])
            chunks += png[at + 8:at + 8 + n] if kind == b"IDAT" else b""
            at += n + 12
        raw = zlib.decompress(chunks)
        assert (depth, colour) == (8, 2) and len(raw) == height * (1 + 3 * width), (depth, colour)
        found.append((width, height, len(set(raw)) > 16))
    return found


def check_pictures(name, pdf, path):
    """Pictures of the pages: as many, of their shape, and something is written on each."""
    word, data = worker(("pages", pdf))[0]
    if word != "ok":
        check(f"{name}: pictures of its pages", False, data.decode())
        return
    got, pages = pictures(data), Pdf(path).pages
    check(f"{name}: pictures of its pages", len(got) == len(pages) and all(
        abs(w * 120 / 72 - x) < 1 and abs(h * 120 / 72 - y) < 1 for (w, h, _), (x, y, _) in zip(pages, got)), got)
    check(f"{name}: no picture is empty", all(drawn for _, _, drawn in got), got)


def check_found(folder):
    """loa finds the worker beside itself, through /proc/self/exe."""
    place = os.path.join(folder, "chỗ có dấu cách", "bin")
    os.makedirs(place, exist_ok=True)
    program = shutil.copy(TEST_WORKER, place)
    beside = os.path.join(place, "loa-worker")
    shutil.copy(WORKER, beside)
    check("the worker beside the program is found", tool(program, "find")[1].startswith("có\n"))
    os.remove(beside)
    _, said = tool(program, "find")
    installed = not said.startswith("Thiếu")
    check("a missing worker is named" if not installed else "an installed worker is found",
          "loa-worker" in said or said.startswith("có\n"), said)


def strokes(path):
    """The ruled lines of page 1: (left, right, y from the top)."""
    r = subprocess.run(["qpdf", "--pages", ".", "1", "--", "--qdf", "--stream-data=uncompress", path, "-"],
                       stdout=subprocess.PIPE)
    out = []
    for m in re.finditer(rb"([-\d.]+)\s+([-\d.]+)\s+m\s+([-\d.]+)\s+([-\d.]+)\s+l", r.stdout):
        x1, y1, x2, y2 = map(float, m.groups())
        out.append((min(x1, x2), max(x1, x2), y1))
    return out


def line_above(page, x1, x2, y):
    """The words of the line that stands right above a rule, within its half of the page."""
    low = max((w[3] for w in page if w[1] < y and w[3] > y - 8 and w[0] < x2 and w[2] > x1), default=0)
    near = sorted(w for w in page if abs(w[3] - low) < 2)
    middle = (x1 + x2) / 2
    groups, group = [], []
    for w in near:
        if group and w[0] - group[-1][2] > 6:
            groups.append(group)
            group = []
        group.append(w)
    groups.append(group)
    return next((g for g in groups if g and g[0][0] - 5 <= middle <= g[-1][2] + 5), [])


def check_rules(name, pdf, titled):
    """NĐ 30/2020, Annex I, part II: 1 as long as the motto, 2 and 5a a third to a half of the text."""
    page, seen = pdf.pages[0][2], []
    for x1, x2, y in strokes(pdf.path)[:3 if titled else 2]:
        text = line_above(page, x1, x2, y)
        length = text[-1][2] - text[0][0] if text else 0
        seen.append((" ".join(w[4] for w in text), round((x2 - x1) / length, 3) if length else None))
    want = [lambda r: 1 / 3 <= r <= 1 / 2, lambda r: 0.98 <= r <= 1.02, lambda r: 1 / 3 <= r <= 1 / 2]
    check(f"{name}: rules under issuer, motto and title have their lengths",
          len(seen) == (3 if titled else 2) and all(r and w(r) for (_, r), w in zip(seen, want)) and
          "Hạnh phúc" in seen[1][0], seen)


def check_reading_order(pdf):
    """Without -raw, as most programs copy text: number before date, recipients before signatures."""
    text = " ".join(tool("pdftotext", pdf.path, "-")[1].split())
    order = ["Số:", "/BC-UBND", "ngày tháng 4", "BÁO CÁO", "I. Kết quả", "Nơi nhận:", "- Lưu:", "TM. ỦY BAN", "Phạm Thị Đới"]
    places = [text.find(o) for o in order]
    check("report: the reading order of the page is that of the tree", -1 not in places and places == sorted(places),
          list(zip(order, places)))


def main(folder):
    docs = {n: json.load(open(os.path.join(HERE, n + ".json"), encoding="utf-8"))
            for n in ("report", "plan", "letter", "letters")}
    docs["long"] = long_document(docs["report"])
    docs["tall"] = tall_table(docs["report"])
    bodies = {n: json.dumps(d, ensure_ascii=False).encode() for n, d in docs.items()}
    pdfs = dict(zip(docs, worker(*[("pdf", b) for b in bodies.values()])))
    docxs = dict(zip(docs, worker(*[("docx", b) for b in bodies.values()])))
    for n, (word, data) in list(pdfs.items()) + list(docxs.items()):
        if word != "ok":
            check(f"{n}: is made", False, data.decode())
            return
    seen = {}
    for n, d in docs.items():
        if n != "tall":
            seen[n] = check_pdf(n, pdfs[n][1], d, folder)
            check_docx(n, docxs[n][1], d, folder)
    for n in ("report", "letter", "letters", "long"):
        check_page_numbers(n, seen[n], [0])
    check_page_numbers("plan", seen["plan"], [0] + [seen["plan"].page_of("Phụ", False), len(seen["plan"].pages) - 1])
    landscape = [w > h for w, h, _ in seen["plan"].pages]
    check("plan: the wide annex lies on its side, the other stands",
          landscape[seen["plan"].page_of("Phụ", False)] and not landscape[0] and not landscape[-1], landscape)
    check("plan: the head row is printed on each page of the table", getattr(seen["plan"], "repeated", 0) >= 6)
    check("long: some two hundred pages", len(seen["long"].pages) >= 180, len(seen["long"].pages))
    check_reading_order(seen["report"])
    for n in ("report", "plan", "letters", "letter"):
        check_rules(n, seen[n], "kind" in docs[n])
    for n in ("report", "plan"):
        check_pictures(n, pdfs[n][1], seen[n].path)
    check_found(folder)
    path = os.path.join(folder, "tall.pdf")
    with open(path, "wb") as f:
        f.write(pdfs["tall"][1])
    tall = Pdf(path)
    got = {w[4] for _, _, page in tall.pages for w in page}
    check("tall: a cell higher than a page goes on over pages, nothing is lost", set(words(docs["tall"])) <= got,
          sorted(set(words(docs["tall"])) - got)[:10])
    check_margins("tall", tall)
    again = worker(("pdf", bodies["plan"]), ("docx", bodies["plan"]))
    check("the same document gives the same bytes", again == [pdfs["plan"], docxs["plan"]])
    small = ["report", "plan", "letter", "letters"]
    paths = libreoffice(folder, small)
    for n in small:
        office = check_through_libreoffice(n, paths[n], docs[n])
        if office and n == "report":
            check_page_numbers("report through LibreOffice", office, [0])
    check_refusals()


if len(sys.argv) > 3:
    os.makedirs(sys.argv[3], exist_ok=True)
    main(os.path.abspath(sys.argv[3]))
else:
    with tempfile.TemporaryDirectory() as scratch:
        main(scratch)
print(f"1..{results}")
sys.exit(1 if failed else 0)
