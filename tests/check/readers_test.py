#!/usr/bin/env python3
"""The checker over files: readers_test.py LOA LOA_WORKER CASE_TXT RIGHT_FOLDER.

The same report as text, DOCX and PDF must be judged alike; files that lie, burst or hide must be
refused with a message. LibreOffice makes files, qpdf locks them."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib

LOA, WORKER, CASE, RIGHT = sys.argv[1:5]
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402

FOLDER = tempfile.mkdtemp(prefix="loa-check-")
# The worker is looked for beside the program.
PROGRAM = shutil.copy(LOA, FOLDER)
shutil.copy(WORKER, FOLDER)
LAYOUT = {"kho-giay", "le-trang", "phong-chu", "co-chu", "kieu-chu", "so-trang", "quoc-hieu", "tieu-ngu",
          "co-quan"}
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         '<Default Extension="xml" ContentType="application/xml"/></Types>')


def path(name):
    return os.path.join(FOLDER, name)


def put(name, data):
    with open(path(name), "wb") as f:
        f.write(data.encode() if isinstance(data, str) else data)
    return path(name)


def check(file):
    """Exit code, findings, what stands on standard error."""
    r = subprocess.run([PROGRAM, "check", file, "--format", "json", "--day", "2026-11-23"], stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE, timeout=60)
    found = json.loads(r.stdout)["findings"] if r.returncode in (0, 1) else []
    return r.returncode, found, r.stderr.decode()


def worker(verb, data):
    r = subprocess.run([WORKER], input=b"%s %d\n" % (verb.encode(), len(data)) + data,
                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60)
    head, _, body = r.stdout.partition(b"\n")
    return head.decode().split(" ")[0], body


def convert(file, kind, *more):
    subprocess.run(["soffice", "--headless", "-env:UserInstallation=file://" + path("office"), *more,
                    "--convert-to", kind, "--outdir", FOLDER, file], check=True, timeout=120,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return path(os.path.splitext(os.path.basename(file))[0] + "." + kind.split(":")[0])


def text_rules(found):
    return sorted((f["rule"], f["message"].split(" (")[0].split("“")[0]) for f in found
                  if f["rule"] not in LAYOUT)


def refused(name, data, *words):
    code, found, message = check(put(name, data))
    assert code == 2, (name, code, found)
    for word in words:
        assert word in message, (name, message)


def docx(parts):
    file = path("made.docx")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in {"[Content_Types].xml": TYPES, **parts}.items():
            z.writestr(name, data)
    with open(file, "rb") as f:
        return f.read()


def body(xml):
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{xml}</w:body></w:document>'


def paragraph(text, properties=""):
    return f"<w:p>{properties}<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>"


def read_docx(parts):
    word, answer = worker("read-docx", docx(parts))
    assert word == "ok", answer.decode()
    return json.loads(answer)


# --- one report in three forms ---------------------------------------------------------------------

def same_in_all_forms(source):
    text = shutil.copy(source, path(os.path.basename(source)))
    os.chmod(text, 0o644)
    office = convert(text, "docx:MS Word 2007 XML", "--infilter=Text (encoded):UTF8")
    pdf = convert(office, "pdf")
    base = text_rules(check(text)[1])
    for file in (office, pdf):
        code, found, message = check(file)
        assert code == 1, message
        assert text_rules(found) == base, (file, text_rules(found), base)
    return base


def test_the_real_report_has_the_same_slips_in_text_docx_and_pdf():
    assert len(same_in_all_forms(CASE)) == 14


def test_right_reports_have_none_in_any_form():
    for name in sorted(os.listdir(RIGHT)):
        assert same_in_all_forms(os.path.join(RIGHT, name)) == [], name


def tree():
    """The right report of 2026 as the document engine takes it."""
    blocks = []
    for kind, level, mark, text in (
            ("paragraph", 0, None, "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/02/2026 của UBND xã Ba Tơ về tuyên "
             "truyền cải cách hành chính (CCHC) năm 2026, UBND xã báo cáo kết quả quý III năm 2026 (số liệu "
             "từ ngày 15/6/2026 đến ngày 14/9/2026) như sau:"),
            ("heading", 1, "I.", "Kết quả thực hiện"),
            ("heading", 2, "1.", "Hình thức tuyên truyền"),
            ("item", 1, "-", "Phát trên hệ thống truyền thanh xã, đăng tin trên Trang thông tin điện tử xã và "
             "trang Zalo của xã để người dân ở các thôn xa trung tâm cũng được biết."),
            ("heading", 2, "2.", "Số lượng"),
            ("item", 1, "-", "Hệ thống truyền thanh: 36 lượt phát."),
            ("item", 1, "-", "Trang thông tin điện tử: 18 tin; trang Zalo: 25 tin, đạt 107% chỉ tiêu quý."),
            *[("paragraph", 0, None, "Nhờ cách làm gần dân, người dân đã quen dần với việc nộp hồ sơ trực tuyến "
               "toàn trình; cán bộ của xã hướng dẫn tận nơi cho người cao tuổi và người khuyết tật, nên "
               f"lần thứ {n} khảo sát không có ý kiến nào phàn nàn.") for n in range(2, 14)],
            ("paragraph", 0, None, "Trên đây là báo cáo của UBND xã Ba Tơ./.")):
        block = {"kind": kind, "text": text}
        if mark:
            block.update(level=level, mark=mark)
        blocks.append(block)
    return {"rules": "2026-09-15", "issuer": ["ỦY BAN NHÂN DÂN", "XÃ BA TƠ"], "number": "158",
            "notation": "BC-UBND", "place": "Ba Tơ", "day": "2026-09-15", "kind": "BÁO CÁO",
            "subject": "Kết quả tuyên truyền cải cách hành chính quý III năm 2026", "language": "vi",
            "addressees": ["Sở Nội vụ tỉnh Quảng Ngãi"], "blocks": blocks,
            "recipients": ["Như trên;", "Chủ tịch, các Phó Chủ tịch UBND xã;", "Lưu: VT, VHXH."],
            "signing": ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "signer": "Trần Văn Minh"}


def made(kind, change=None):
    t = tree()
    if change:
        change(t)
    word, answer = worker(kind, json.dumps(t, ensure_ascii=False).encode())
    assert word == "ok", answer.decode()
    return put("made." + kind, answer)


def test_documents_of_the_engine_are_right_in_form_too():
    for file in (made("docx"), made("pdf"), convert(made("docx"), "pdf")):
        code, found, message = check(file)
        assert (code, found) == (0, []), (file, message, [(f["rule"], f["message"]) for f in found])


def test_a_slip_is_found_at_its_page_and_line():
    def change(t):
        t["blocks"][-2]["text"] = "Việc này đã được trao đổi với nhân: nhiều lần."
    code, found, _ = check(made("pdf", change))
    assert [f["rule"] for f in found] == ["cau-cut"]
    assert found[0]["place"].startswith("trang 2, dòng "), found
    code, found, _ = check(made("docx", change))
    assert [f["rule"] for f in found] == ["cau-cut"]
    assert found[0]["place"].startswith("đoạn "), found


# --- what a DOCX tells -----------------------------------------------------------------------------

def test_types_come_through_styles_and_lists_are_counted():
    styles = (f'<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial"/><w:sz w:val="20"/>'
              '</w:rPr></w:rPrDefault></w:docDefaults>'
              '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr><w:sz w:val="28"/></w:rPr></w:style>'
              '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="N"/><w:pPr><w:jc w:val="center"/></w:pPr>'
              '<w:rPr><w:b/><w:rFonts w:ascii="Times New Roman"/></w:rPr></w:style>'
              '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/><w:rPr><w:i/><w:b w:val="0"/></w:rPr>'
              '</w:style><w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="C"/></w:style></w:styles>')
    numbering = (f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">'
                 '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
                 '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl>'
                 '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>'
                 '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>')

    def item(level, text):
        return paragraph(text, f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr></w:pPr>')

    xml = (paragraph("Một", '<w:pPr><w:pStyle w:val="A"/></w:pPr>')
           + paragraph("Hai", '<w:pPr><w:pStyle w:val="B"/></w:pPr>')
           + paragraph("Ba", '<w:pPr><w:pStyle w:val="C"/></w:pPr>') + "<w:p/>"
           + item(0, "Đầu") + item(1, "Con") + item(1, "Con nữa") + item(0, "Sau") + item(1, "Con") + item(2, "Chấm")
           + '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:bottom="1134" w:left="1701" '
             'w:right="1134"/></w:sectPr>')
    x = read_docx({"word/document.xml": body(xml), "word/styles.xml": styles, "word/numbering.xml": numbering})
    p = x["paras"]
    assert [q["text"] for q in p] == ["Một", "Hai", "Ba", "I. Đầu", "I.1. Con", "I.2. Con nữa", "II. Sau",
                                      "II.1. Con", "- Chấm"]
    assert (p[0]["size"], p[0]["font"], p[0].get("bold"), p[0]["align"]) == (14, "Times New Roman", True, "center")
    assert (p[1].get("bold"), p[1].get("italic")) == (None, True)
    assert (p[2]["size"], p[2]["font"]) == (10, "Arial")
    assert p[3]["number"] == 5
    assert [round(v) for k, v in x["setups"][0].items() if k != "n"] == [210, 297, 20, 20, 30, 20]


def test_tables_breaks_changes_and_text_boxes():
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    xml = ("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>UBND XÃ</w:t><w:br/><w:t>BA TƠ</w:t></w:r></w:p></w:tc>"
           "<w:tc><w:p><w:r><w:t>9</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
           "<w:p><w:r><w:t>giữ </w:t></w:r><w:del><w:r><w:delText>xóa</w:delText></w:r></w:del>"
           "<w:ins><w:r><w:t>thêm</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>"
           f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice><w:txbxContent>" + paragraph("trong khung")
           + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>" + paragraph("lặp lại")
           + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>ngoài khung</w:t></w:r></w:p>"
           "<w:p><w:r><w:t>Số: 05/BC-UBND</w:t><w:tab/><w:t>Ba Tơ, ngày 05 tháng 3 năm 2026</w:t></w:r></w:p>")
    p = read_docx({"word/document.xml": body(xml)})["paras"]
    assert [q["text"] for q in p] == ["UBND XÃ", "BA TƠ", "9", "giữ thêm", "trong khung", "ngoài khung",
                                      "Số: 05/BC-UBND", "Ba Tơ, ngày 05 tháng 3 năm 2026"], p
    assert (p[2]["table"], p[2]["row"], p[2]["column"]) == (1, 1, 2)


def test_page_number_in_the_footer_is_seen():
    footer = (f'<w:ftr {W}><w:p><w:r><w:instrText> PAGE </w:instrText></w:r></w:p></w:ftr>')
    relations = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                 '<Relationship Id="r9" Target="footer1.xml"/></Relationships>')
    xml = paragraph("Chữ") + ('<w:sectPr><w:footerReference w:type="default" r:id="r9" xmlns:r="http://schemas.'
                              'openxmlformats.org/officeDocument/2006/relationships"/></w:sectPr>')
    x = read_docx({"word/document.xml": body(xml), "word/footer1.xml": footer,
                   "word/_rels/document.xml.rels": relations})
    assert x["folio"] == "bottom" and x["folio_first"]


# --- files that lie --------------------------------------------------------------------------------

def test_bombs_and_entities_are_refused():
    refused("bomb.docx", docx({"word/document.xml": body(paragraph("0" * (200 << 20)))}), "phình quá lớn")
    many = {f"word/theme/theme{n}.xml": "x" for n in range(2)}
    refused("theme.docx", docx({**many, "word/document.xml": body("")}), "không đúng dạng XML")
    laughs = ('<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
              f'<w:document {W}><w:body>{paragraph("&b;")}</w:body></w:document>')
    refused("laughs.docx", docx({"word/document.xml": laughs}), "DTD")
    outside = ('<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
               f'<w:document {W}><w:body>{paragraph("&a;")}</w:body></w:document>')
    refused("outside.docx", docx({"word/document.xml": outside}), "DTD")
    refused("wide.docx", docx({"word/document.xml": outside.replace('"1.0"', '"1.0" encoding="UTF-16"')
                               .encode("utf-16")}), "DTD")
    deep = "<w:sdt>" * 5000 + "</w:sdt>" * 5000
    refused("deep.docx", docx({"word/document.xml": body(deep)}), "hỏng")
    with zipfile.ZipFile(path("crowd.docx"), "w") as z:
        for n in range(6000):
            z.writestr(f"word/{n}.xml", "")
        z.writestr("word/document.xml", body(paragraph("a")))
    refused("crowd.docx", open(path("crowd.docx"), "rb").read(), "quá nhiều phần")


def test_broken_and_foreign_packages_are_refused():
    good = docx({"word/document.xml": body(paragraph("Chữ " * 50))})
    for n in (len(good) // 2, len(good) - 10, 30):
        refused("cut.docx", good[:n])
    wrong = bytearray(good)
    at = good.index(b"word/document.xml") + 40
    wrong[at:at + 40] = bytes(40)
    refused("wrong.docx", bytes(wrong))
    refused("macro.docx", docx({"word/document.xml": body(paragraph("a")), "word/vbaProject.bin": "x"}), "macro")
    refused("sheet.docx", docx({"xl/workbook.xml": "<a/>"}), "Excel")
    refused("open.odt", docx({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), ".odt")
    refused("zip.zip", docx({"a.txt": "a"}), "tệp nén")
    refused("empty.docx", docx({"word/document.xml": body("<w:p/>")}), "không có chữ")
    refused("other.docx", docx({"word/document.xml": "<html/>"}), "thân văn bản")


def test_locked_broken_and_scanned_pdfs_are_refused():
    pdf = made("pdf")
    locked = path("locked.pdf")
    subprocess.run(["qpdf", "--encrypt", "mat", "khau", "256", "--", pdf, locked], check=True)
    refused("locked.pdf", open(locked, "rb").read(), "mật khẩu")
    data = open(pdf, "rb").read()
    refused("cut.pdf", data[:200])
    refused("head.pdf", b"%PDF-1.7\n")
    scan = zlib.compress(b"q 100 0 0 100 0 0 cm /I Do Q")
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
               b"<</Length %d/Filter/FlateDecode>>stream\n" % len(scan) + scan + b"\nendstream",
               b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
               b"stream\n\0\nendstream"]
    out = b"%PDF-1.4\n" + b"".join(b"%d 0 obj" % (n + 1) + o + b"endobj\n" for n, o in enumerate(objects))
    refused("scan.pdf", out + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF", "ảnh quét")
    # An owner's password that lets everybody read is no obstacle.
    subprocess.run(["qpdf", "--encrypt", "", "khau", "256", "--", pdf, locked], check=True)
    assert check(locked)[0] == 0


def test_the_content_chooses_the_reader():
    pdf, office = open(made("pdf"), "rb").read(), open(made("docx"), "rb").read()
    assert check(put("named.txt", pdf))[0] == 0
    assert check(put("named.pdf", office))[0] == 0
    assert check(put("both.docx", pdf + office))[0] == 0
    assert check(put("late.pdf", b"\n" * 500 + pdf))[0] == 0


def test_other_files_are_refused_with_what_to_do():
    refused("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "lưu lại thành .docx")
    refused("a.rtf", "{\\rtf1 a}", "RTF")
    refused("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "ảnh")
    refused("a.jpg", b"\xff\xd8\xff\xe0" + bytes(50), "ảnh")
    refused("a.html", "<!DOCTYPE html><p>a", "trang web")
    refused("a.db", b"SQLite format 3\0" + bytes(90), "--db")
    refused("a.txt", b"Ba T\xc6", "Dòng 1")
    refused("b.txt", b"", "trống")
    refused("c.txt", "a".encode("utf-16"), "UTF-16")
    assert check(FOLDER)[0] == 2 and "thư mục" in check(FOLDER)[2]
    assert check(path("none.txt"))[0] == 2 and "không có tệp" in check(path("none.txt"))[2]
    os.mkfifo(path("pipe"))
    assert check(path("pipe"))[0] == 2
    with open(path("big.txt"), "wb") as f:
        f.truncate(21 << 20)
    assert check(path("big.txt"))[0] == 2


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
