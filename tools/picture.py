#!/usr/bin/env python3
"""The picture at the head of the README: the log of activities beside the report made of it.

picture.py LOG.csv REPORT.pdf FROM TO OUT.png; rows that do not begin within FROM..TO (ISO days) are pale.
"""
import base64
import csv
import re
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

WIDTH, HEIGHT, PAGE = 1360, 868, 590  # PAGE: width of page 1 on the picture
LOG = [("Ngày", 20, 10), ("Kênh", 104, 10), ("Hoạt động", 178, 55), ("Số liệu", 588, 16)]  # x, letters
ROW, TOP = 24.4, 78
SANS = "Liberation Sans"


def iso(day):
    d, m, y = re.split(r"\D", day)
    return f"{y}-{int(m):02}-{int(d):02}"


def text(x, y, s, size=13.5, fill="#222", more=""):
    return f'<text x="{x}" y="{y}" font-family="{SANS}" font-size="{size}" fill="{fill}" {more}>{escape(s)}</text>'


def shorten(s, n):
    return s if len(s) <= n else s[: n - 1].rstrip() + "…"


def log(rows, first, last):
    yield text(20, 40, "activities.csv: sổ theo dõi của công chức", 18, "#0b4a6f", 'font-weight="bold"')
    yield f'<rect x="12" y="{TOP - 20}" width="686" height="{ROW}" fill="#0b4a6f"/>'
    for name, x, _ in LOG:
        yield text(x, TOP - 3, name, 13.5, "#fff", 'font-weight="bold"')
    for i, row in enumerate(rows, 1):
        y = TOP + i * ROW
        within = first <= iso(row["Ngày"]) <= last
        number = row["Số liệu"][:1].isdigit()
        if i % 2 == 0:
            yield f'<rect x="12" y="{y - 17}" width="686" height="{ROW}" fill="#f1f5f8"/>'
        for name, x, n in LOG:
            strong = name == "Số liệu" and number and within
            colour = "#b3b9be" if not within else "#a8480a" if name == "Số liệu" and not number else "#222"
            yield text(x, y, shorten(row[name], n), 13.5, colour, 'font-weight="bold"' if strong else "")
    yield text(20, TOP + (len(rows) + 1) * ROW + 4, "Dòng mờ: ngoài quý I, không tính. Ngày và tên từng hoạt động là ví dụ; các con số là của báo cáo thật.", 12, "#667")


def image(pdf, number, x, y, width, crop=None):
    """Page `number` of the PDF, or a band of it (top, bottom in points); its markup and its height."""
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)",
                     subprocess.run(["pdfinfo", pdf], capture_output=True, check=True, text=True).stdout)
    points, tall = float(size[1]), float(size[2])
    top, bottom = crop or (0, tall)
    scale = width / points
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-gray", "-png", "-singlefile", "-f", str(number), "-l", str(number),
                        "-scale-to-x", str(round(width)), "-scale-to-y", str(round(tall * scale)),
                        "-y", str(round(top * scale)), "-H", str(round((bottom - top) * scale)),
                        pdf, f"{folder}/p"], check=True)
        data = base64.b64encode(Path(folder, "p.png").read_bytes()).decode()
    height = round((bottom - top) * scale)
    return (f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="#fff" stroke="#9aa5ad"/>'
            f'<image x="{x}" y="{y}" width="{width}" height="{height}" href="data:image/png;base64,{data}"/>', height)


def band(pdf, number, begin, end):
    """Top and bottom, in points, of what stands from the line `begin` to before the line `end`."""
    out = subprocess.run(["pdftotext", "-bbox-layout", "-f", str(number), "-l", str(number), pdf, "-"],
                         capture_output=True, check=True, text=True).stdout
    lines = [(float(m[1]), " ".join(re.findall(r"<word[^>]*>([^<]*)</word>", m[2])))
             for m in re.finditer(r'<line xMin="[^"]*" yMin="([^"]*)"[^>]*>(.*?)</line>', out, re.S)]
    at = {t: y for y, t in lines}
    return at[begin] - 6, at[end] - 2


def main():
    table, pdf, first, last, out = sys.argv[1:]
    with open(table, encoding="utf-8-sig", newline="") as f:
        rows = list(csv.DictReader(f))
    page, tall = image(pdf, 1, WIDTH - PAGE - 16, 16, PAGE)
    top, bottom = band(pdf, 2, "2. Số lượng thực hiện công tác tuyên truyền", "II. Nhận xét, đánh giá")
    y = TOP + (len(rows) + 2) * ROW + 30
    counts, _ = image(pdf, 2, 84, y, PAGE, (top, bottom))
    svg = "".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>', *log(rows, first, last),
        text(20, y - 10, "Số liệu trong báo cáo, tính từ sổ (trang 2):", 15, "#0b4a6f", 'font-weight="bold"'),
        counts, page, "</svg>"])
    png = subprocess.run(["rsvg-convert"], input=svg.encode(), capture_output=True, check=True).stdout
    few = subprocess.run(["pngquant", "--strip", "48", "-"], input=png, capture_output=True, check=True).stdout
    Path(out).write_bytes(few)


if __name__ == "__main__":
    main()
