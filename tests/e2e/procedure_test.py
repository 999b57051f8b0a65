#!/usr/bin/env python3
"""/thu-tuc and /thu-tuc-hc: the catalogue comes from files, is looked up, computed with and corrected."""
import csv
import html
import json
import re
import shutil
import subprocess
import sys
import urllib.parse

import loa as L
from activity_test import xlsx
from loa import loa
from plan_test import Office, fields, send
from rows import rows
from server import Browser, words

import tap

SAMPLE = L.ROOT / "cases" / "thu-tuc-mau"


def offices():
    for db in L.engines():
        with Office(db, folders=(L.CASE, SAMPLE)) as (office, b):
            yield office, b


def catalogue(edit=None, name="procedures.json"):
    data = json.loads((SAMPLE / "procedures.json").read_text())
    if edit:
        edit(data["procedures"])
    return L.only(name, json.dumps(data, ensure_ascii=False, indent=1))


def workbook(rows):
    """A spreadsheet of any width, several lines in a cell."""
    def column(i):
        return (column(i // 26 - 1) if i >= 26 else "") + chr(65 + i % 26)
    sheet = "".join(f'<row r="{r}">' + "".join(f'<c r="{column(c)}{r}" t="inlineStr"><is><t xml:space="preserve">{html.escape(v)}</t></is></c>'
                                               for c, v in enumerate(row) if v) + "</row>" for r, row in enumerate(rows, 1))
    return xlsx([["x"]], change=lambda parts: {**parts, "xl/worksheets/sheet1.xml":
                                               '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                                               f"<sheetData>{sheet}</sheetData></worksheet>"})


def upload(b, name, content):
    sent = fields(b.get("/thu-tuc-hc/nhap"), "/thu-tuc-hc/nhap")
    sent.pop("tep", None)
    edge, body = "ranh-gioi-thu", b""
    for k, vs in sent.items():
        for v in vs:
            body += f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
    body += (f'--{edge}\r\nContent-Disposition: form-data; name="tep"; filename="{name}"\r\n'
             f'Content-Type: application/octet-stream\r\n\r\n').encode() + content + f"\r\n--{edge}--\r\n".encode()
    return b.ask("POST", "/thu-tuc-hc/nhap", body=body,
                 headers={"Content-Type": f"multipart/form-data; boundary={edge}"})


def year(b, year="2026", status=303, **changes):
    path = f"/thu-tuc-hc/lich-nghi/{year}"
    return send(b, path, path, status, nguon="Quy định thử", **changes)


def test_import_tells_the_difference():
    for o, _ in offices():
        assert "giữ nguyên 5" in loa("import", "--db", o.db, SAMPLE)[0]

        def edit(p):
            p[1]["versions"][1]["limits"][0] = {"text": "5 ngày làm việc", "unit": "working_day", "amount": 5}
            del p[3]
            p.append({**p[0], "code": "1.999909"})
        said = loa("import", "--db", o.db, "--dry-run", catalogue(edit))[0]
        assert re.search(r"^sửa procedures.json:\d+: thủ tục 1.999902 .*Từ 01/01/2026, Thời hạn giải quyết: "
                         r"“2 ngày làm việc\n?", said, re.M), said
        assert re.search(r"^thêm procedures.json:\d+: thủ tục 1.999909", said, re.M)
        assert re.search(r"^thiếu cơ sở dữ liệu: thủ tục 2.999904", said, re.M)
        assert "thêm 1, sửa 1, giữ nguyên 3, thiếu 1" in said, said
        assert "2 ngày làm việc" in Browser(o.server).get("/thu-tuc/1.999902"), "nothing was stored"


def test_bad_files_name_the_place():
    db = next(L.engines())
    loa("import", "--db", db, L.CASE)

    def refused(edit, why):
        out, err = loa("import", "--db", db, catalogue(edit), code=1)
        assert re.search(why, err), err
    refused(lambda p: p[0].update(code="4.999901"), r"procedures.json:\d+: thủ tục thứ 1 trong tệp: mã “4.999901” phải như")
    refused(lambda p: p[0].update(code="1.99119"), r"mã “1.99119” thiếu chữ số: .* ghi 1.991190$")
    refused(lambda p: p[0].update(code="2.999903"), r"thủ tục 2.999903: mã này có hai lần")
    refused(lambda p: p[0]["versions"][0].update(status="xong"), "không có tình trạng “xong”")
    refused(lambda p: p[0]["versions"][0]["fees"][0].pop("source"), "thiếu “source”")
    refused(lambda p: p[1]["versions"][0]["limits"][1].update(case="la"), "không có trường hợp mã “la”")
    refused(lambda p: p[1]["versions"][1].update({"from": "2024-01-05"}), "cùng có hiệu lực từ một ngày")
    refused(lambda p: p[0]["versions"][0].update(ten="x"), "không hiểu mục “ten”")
    err = loa("import", "--db", db, L.only("procedures.json", '{"procedures": [{"code": "1.999901"'), code=1)[1]
    assert "tệp dừng giữa chừng" in err and "end of" not in err, err
    # On one line nothing but the code, the version and the part tell where.
    data = json.loads((SAMPLE / "procedures.json").read_text())
    del data["procedures"][1]["versions"][1]["fees"][0]["source"]
    data["procedures"][2]["versions"][0]["limits"].append("x")
    data["procedures"][3]["versions"][0]["steps"] = 5
    err = loa("import", "--db", db, L.only("procedures.json", json.dumps(data)), code=1)[1]
    for said in ("thủ tục 1.999902: phiên bản thứ 2: “fees” thứ 1: thiếu “source”", "thủ tục 2.999903: phiên bản thứ 1: “limits” thứ 2: ",
                 "thủ tục 2.999904: phiên bản thứ 1: “steps”"):
        assert said in err, (said, err)


def test_a_table_names_the_cell():
    """Procedure and column; of a workbook the sheet and the cell."""
    table = template()
    at = {name: i for i, name in enumerate(table[0])}
    table[2][at["Thời hạn giải quyết"]] = "3 ngày | la"
    table[3][at["Phí, lệ phí"]] = "Phí | nhiều | | | x"
    table[1][at["Mã thủ tục"]] = "1,9"
    told = ((at["Thời hạn giải quyết"], 3, "thủ tục 1.999911: Thời hạn giải quyết: không có trường hợp mã “la”"),
            (at["Phí, lệ phí"], 4, "thủ tục 2.999912: Phí, lệ phí: "), (0, 2, "Mã thủ tục: mã “1,9” phải như"))
    for o, b in offices():
        r, page = upload(b, "danh-muc.xlsx", workbook(table))
        page = words(page)
        for c, row, said in told:
            cell = ("A" if c >= 26 else "") + chr(65 + c % 26) + str(row)
            assert r.status == 422 and f"trang tính “Sổ”, ô {cell}: {said}" in page, (cell, said, page[:3000])
        assert "dòng 0" not in page
        r, page = upload(b, "hong.xlsx", b"PK not")
        assert r.status == 422 and "dòng 0" not in page, words(page)
        text = L.SCRATCH / "loi.csv"
        with open(text, "w", newline="") as f:
            csv.writer(f).writerows(table)
        r, page = upload(b, "danh-muc.csv", text.read_bytes())
        page = words(page)
        for _, _, said in told:
            assert r.status == 422 and re.search(r"dòng \d+: " + re.escape(said), page), (said, page[:3000])
        err = loa("import", "--db", o.db, L.only("procedures.xlsx", workbook(table)), code=1)[1]
        assert "procedures.xlsx:3: trang tính “Sổ”, ô " in err, err


def template():
    """The table to begin with, as it is downloaded."""
    with open(L.ROOT / "src/features/procedure/template.csv", newline="", encoding="utf-8-sig") as f:
        return list(csv.reader(f))


def test_the_table_to_begin_with_comes_in_as_it_is():
    for o, b in offices():
        r, text = b.ask("GET", "/thu-tuc-hc/tai/mau")
        assert "Mỗi dòng: tên giấy tờ | 1 chính, 1 sao | mã trường hợp | ghi chú" in b.get("/thu-tuc-hc/nhap")
        assert "procedures.csv" in r.headers["Content-Disposition"] and "/thu-tuc-hc/tai/mau" in b.get("/thu-tuc-hc/nhap")
        own = next(csv.reader([b.ask("GET", "/thu-tuc-hc/tai/csv")[1].lstrip("\ufeff").split("\n")[0].strip()]))
        assert template()[0] == own, "all columns, in the order of what is given away"
        told = (L.ROOT / "docs/THU-TUC.md").read_text()
        assert [name for name in own if f"\n| {name} |" not in told] == []
        for cell in range(len(own)):
            assert any(row[cell] for row in template()[1:]), f"{own[cell]}: no example"
        r, _ = upload(b, "procedures.csv", text.encode())
        assert "Tệp có 2 thủ tục: 2 mới" in b.get(r.headers["Location"])
        send(b, r.headers["Location"], r.headers["Location"])
        assert "không phải thủ tục thật" in Browser(o.server).get("/thu-tuc/1.999911")
        assert "giữ nguyên 2" in loa("import", "--db", o.db, L.only("procedures.csv", text))[0]
        # The same in a workbook, lines in cells and all.
        assert "giữ nguyên 2" in loa("import", "--db", o.db, L.only("procedures.xlsx", workbook(template())))[0]
        r, _ = upload(b, "danh-muc.xlsx", workbook(template()))
        assert "0 mới, 0 thay đổi, 2 giữ nguyên" in b.get(r.headers["Location"])


def test_what_expired_has_left_by_its_date():
    for o, _ in offices():
        visitor = Browser(o.server)
        page = visitor.get("/thu-tuc")
        assert "Chứng thực bản sao từ bản chính (mẫu)" in page and "1.999902" in page
        assert "2.999905" not in page, "abolished by a decision"
        assert "không có hiệu lực" in visitor.get("/thu-tuc/2.999905", 404)
        visitor.get("/thu-tuc/1.000000", 404)
        assert "Set-Cookie" not in visitor.ask("GET", "/thu-tuc")[0].headers


def test_search_takes_codes_and_words_without_accents():
    for o, _ in offices():
        visitor = Browser(o.server)
        for typed, found in (("ho%20tich", "1.999902"), ("1.999901.000.00.00.H99", "1.999901"),
                             ("dat%20dai", "2.999903"), ("CH%E1%BB%A8NG", "1.999901")):
            page = visitor.get(f"/thu-tuc?tim={typed}")
            assert found in page and "Tìm thấy 1 thủ tục" in page, (typed, words(page)[-400:])
        none = visitor.get("/thu-tuc?tim=khongco")
        assert "Tìm thấy 0 thủ tục" in none and 'href="/tim-kiem?q=khongco"' in none


def test_search_takes_what_people_type():
    for o, _ in offices():
        visitor = Browser(o.server)
        for typed, found in (("hộ tịch?", "1.999902"), ("đăng ký, hộ tịch", "1.999902"), ("“chứng thực”", "1.999901"), ("1,999902", "1.999902"),
                             ("1999902", "1.999902"), ("Mã: 1.999901.000.00.00.H99", "1.999901"), ("thủ tục 2.999903", "2.999903"),
                             ("chứng thực bản sao ở đâu", "1.999901"), ("hộ tịch hết bao nhiêu tiền", "1.999902")):
            page = visitor.get("/thu-tuc?tim=" + urllib.parse.quote(typed))
            assert found in page and "Tìm thấy 1 thủ tục" in page, (typed, words(page)[-400:])
        for typed in ("?!", "…", "ở đâu", "<>"):
            assert "Tìm thấy 0 thủ tục" in visitor.get("/thu-tuc?tim=" + urllib.parse.quote(typed)), typed
        for typed in ("thủ tục đăng ký một việc hộ tịch", "mã thủ tục 1.999902"):
            page = visitor.get("/tim-kiem?q=" + urllib.parse.quote(typed))
            assert "/thu-tuc/1.999902" in page, (typed, words(page)[-400:])


def test_cost_in_my_case():
    for o, _ in offices():
        visitor = Browser(o.server)
        page = words(visitor.get("/thu-tuc/1.999901?so=5&so-ban=2"))
        assert "14.000 đồng" in page and "2 trang × 2.000 đồng + 3 trang × 1.000 đồng, nhân 2 bản" in page, page
        page = words(visitor.get("/thu-tuc/1.999901?so=5&mien=Ng%C6%B0%E1%BB%9Di%20thu%E1%BB%99c%20h%E1%BB%99%20ngh%C3%A8o%20(m%E1%BA%ABu)"))
        assert "Không phải nộp" in page and "đã trừ 7.000 đồng" in page
        page = words(visitor.get("/thu-tuc/1.999902?truong-hop=qua-han&cach=online"))
        assert "8.000 đồng" in page and "Bản giải trình lý do quá hạn" in page
        page = words(visitor.get("/thu-tuc/1.999902?truong-hop=dung-han"))
        assert "không ghi phí" in page and "Bản giải trình" not in page
        page = visitor.get("/thu-tuc/1.999901?so=nhi%E1%BB%81u", 422)
        assert "Số lượng phải là số" in page and 'value="nhiều"' in page
        assert '<a class="govuk-link" href="#so">Số lượng phải là số' in page, "where the form leads"
        assert "2.000 đồng" not in words(page).split("Chưa tính được")[1].split("Nộp ở đâu")[0], "no sum of what was not said"
        page = visitor.get("/thu-tuc/1.999901?so=nhi%E1%BB%81u&gio=s%C3%A1ng&ngay=mai", 422)
        assert all(f'value="{typed}"' in page for typed in ("nhiều", "sáng", "mai")), "all that was typed stays"
        assert "chưa tính được thành ngày" not in page


def test_when_it_is_ready():
    for o, b in offices():
        visitor = Browser(o.server)
        assert "Chưa có bảng ngày nghỉ năm 2026" in visitor.get("/thu-tuc/1.999902?ngay=05/3/2026")
        year(b, thu=["1", "2", "3", "4", "5"],
             ngay="01/9/2026 - 02/9/2026 | nghỉ lễ | Quốc khánh (thử) | Thông báo thử số 1")
        page = words(visitor.get("/thu-tuc/1.999902?ngay=31/8/2026&gio=09:00"))
        assert "chậm nhất: thứ Sáu, ngày 04/9/2026" in page, page[-1500:]
        assert "nghỉ lễ: Quốc khánh (thử) (Thông báo thử số 1)" in page and "ngày nhận hồ sơ, chưa tính" in page
        page = words(visitor.get("/thu-tuc/1.999901?ngay=06/3/2026&gio=15:01"))
        assert "thứ Hai, ngày 09/3/2026" in page and "nhận sau 15:00" in page
        page = words(visitor.get("/thu-tuc/1.999901?ngay=06/3/2026&gio=15:00"))
        assert "chậm nhất: thứ Sáu, ngày 06/3/2026" in page
        assert "Chưa có bảng ngày nghỉ năm 2027" in visitor.get("/thu-tuc/1.999902?ngay=31/12/2026")
        for hour in ("15h01", "15 giờ 01", " 15:01 ", "15.01"):
            page = words(visitor.get("/thu-tuc/1.999901?ngay=06/3/2026&gio=" + urllib.parse.quote(hour)))
            assert "lúc 15:01" in page and "thứ Hai, ngày 09/3/2026" in page, (hour, page[-900:])
        assert "3 trang × 1.000 đồng" in words(visitor.get("/thu-tuc/1.999901?so=5%20&ngay=%20&gio=%20"))
        assert "Giờ nộp phải như" in visitor.get("/thu-tuc/1.999902?gio=29:00", 422)
        assert "Ngày nộp phải như" in visitor.get("/thu-tuc/1.999902?ngay=31/02/2026", 422)
        loa("verify", "--db", o.db)


def test_the_sample_office_can_say_when():
    """./dev run: what the office enters by hand is there, marked as a sample, and no day of the moon is made up."""
    for o, b in offices():
        visitor = Browser(o.server)
        assert "Chưa có bảng ngày nghỉ" in visitor.get("/thu-tuc/1.999902")
        subprocess.run([sys.executable, L.ROOT / "tools/sample.py", "--office", L.BUILD / "loa", o.db], check=True, timeout=300)
        L.eventually(lambda: "chậm nhất:" in words(visitor.get("/thu-tuc/1.999902")))
        page = words(visitor.get("/thu-tuc/1.999902"))
        assert "Bộ phận Một cửa (mẫu), trụ sở UBND xã Ba Tơ" in page and "Thứ Hai đến thứ Sáu: 7 giờ 30" in page, page
        page = words(visitor.get("/thu-tuc/1.999902?ngay=01/9/2026&gio=09:00")) if rows(
            o.db, "SELECT year FROM workday_year WHERE year = 2026") else ""
        assert not page or "nghỉ lễ: Quốc khánh (mẫu) (Bộ luật Lao động năm 2019, Điều 112 (mẫu: chỉ có ngày cố định))" in page, page
        days = {day[5:] for (day,) in rows(o.db, "SELECT day FROM workday_mark")}
        assert days <= {"01-01", "04-30", "05-01", "09-02", "11-24"} and len(days) >= 4, days
        assert all("(mẫu" in name and "(mẫu" in source for name, source in rows(o.db, "SELECT name, source FROM workday_mark"))
        assert len(rows(o.db, "SELECT year FROM workday_year")) == 2, "a limit may end in the next year"
        assert "(mẫu)" in visitor.get("/phan-anh") and "0000 000 000" in visitor.get("/gioi-thieu")
        loa("verify", "--db", o.db)


def test_the_years_table_is_checked():
    for o, b in offices():
        for i, dash in enumerate((" - ", "-", " – ", "–", " đến ")):
            year(b, str(2040 + i), ngay=f"17/02/{2040 + i}{dash}19/02/{2040 + i} | nghỉ lễ | Tết (thử) | Thông báo thử")
            marks = rows(o.db, f"SELECT count(*) FROM workday_mark WHERE day LIKE '{2040 + i}-02-1%'")
            assert marks == [("3",)], (dash, marks)
        for line, why in (("02/9/2025 | nghỉ lễ | a | b", "ngày phải thuộc năm 2026"), ("02/9/2026 | vui | a | b", "phải là"),
                          ("02/9/2026 | nghỉ lễ | a", "văn bản thông báo"), ("32/9/2026 | nghỉ lễ | a | b", "không có ngày"),
                          ("02/9/2026 | nghỉ lễ | a | b\n02/9/2026 | nghỉ bù | a | b", "Dòng 2: ngày 02/9/2026 có hai lần")):
            _, page = year(b, status=422, ngay=line)
            assert why in page and line.split("\n")[0].split(" | ")[0] in page, (line, words(page)[:600])
        year(b, ngay="02/9/2026 | nghỉ lễ | a | b")
        mine = fields(b.get("/thu-tuc-hc/lich-nghi/2026"), "/thu-tuc-hc/lich-nghi/2026")
        year(o.person("canbo2", "officer"), ngay="03/9/2026 | nghỉ lễ | a | b")
        r, page = b.ask("POST", "/thu-tuc-hc/lich-nghi/2026", [(k, v) for k, vs in mine.items() for v in vs])
        assert r.status == 409 and "Người canbo2" in page
        b.get("/thu-tuc-hc/lich-nghi/1900", 404)


def test_the_office_sees_what_lacks():
    for o, b in offices():
        page = b.get("/thu-tuc-hc?xem=con-thieu")
        assert "2.999904" in page and "đ) thời hạn giải quyết" in page and "1.999901" not in page
        page = b.get("/thu-tuc-hc/2.999904")
        assert "Nghị định 63/2010/NĐ-CP, Điều 8 khoản 2" in page
        assert "2.999905" in b.get("/thu-tuc-hc?xem=het-hieu-luc")


def test_a_file_handed_in_is_shown_before_it_is_taken():
    for o, b in offices():
        changed = json.loads((SAMPLE / "procedures.json").read_text())
        changed["procedures"][0]["field"] = "Tư pháp (mẫu)"
        r, _ = upload(b, "procedures.json", json.dumps(changed).encode())
        at = r.headers["Location"]
        page = b.get(at)
        assert "0 mới, 1 thay đổi, 4 giữ nguyên" in page and "Lĩnh vực: “Chứng thực (mẫu)” → “Tư pháp (mẫu)”" in page
        assert "Tư pháp (mẫu)" not in b.get("/thu-tuc-hc")
        send(b, at, at)
        assert "Tư pháp (mẫu)" in b.get("/thu-tuc-hc")
        assert "Lưu các thay đổi" not in b.get(at), "taken already"
        for name, content, why in (("a.json", b"{", "JSON không hợp lệ"), ("a.csv", b"a,b\n1,2\n", "không hiểu cột"),
                                   ("a.pdf", b"%PDF", "phải có đuôi"), ("a.json", b"", "Xin chọn tệp"),
                                   ("a.xlsx", b"PK not", "Tệp có chỗ cần sửa")):
            r, page = upload(b, name, content)
            assert r.status == 422 and why in page, (name, r.status, words(page)[:600])
        loa("verify", "--db", o.db)


def test_what_the_page_loses_is_told():
    def edit(p):
        new = {**p[1]["versions"][1], "number": "09/QĐ-MAU", "from": "2026-06-01", "papers": p[1]["versions"][1]["papers"][:1]}
        for gone in ("limits", "fees", "results"):
            del new[gone]
        p[1]["versions"].append(new)
        p[2]["versions"][0].pop("conditions")  # the version in force, corrected
        p[3]["versions"].append({"status": "abolished", "number": "10/QĐ-MAU", "day": "2026-01-20", "issuer": "Cơ quan (mẫu)",
                                 "from": "2026-06-01", "name": "Bãi bỏ (mẫu)"})
        for x in p:
            del x["sample"]
    for o, b in offices():
        want = ("từ 01/6/2026 không còn mục Thời hạn giải quyết (phần đ): “2 ngày làm việc”, “7 ngày | qua-han”",
                "từ 01/6/2026 không còn mục Phí, lệ phí: “Lệ phí hộ tịch (mẫu) | 8.000 | qua-han",
                "từ 01/6/2026 không còn mục Kết quả: “Giấy xác nhận (mẫu), bản giấy hoặc bản điện tử”",
                "từ 01/6/2026 mục Thành phần hồ sơ (phần d) bớt “Bản giải trình lý do quá hạn | 1 chính | qua-han”",
                "từ 05/01/2024 không còn mục Yêu cầu, điều kiện: “Đất không có tranh chấp (mẫu)”")
        for folder in ("--dry-run", None):
            said = loa("import", "--db", o.db, *([folder] if folder else []), catalogue(edit))[0]
            for line in want:
                assert re.search(r"lưu ý: .*thủ tục [12]\.99990[23]: .*" + re.escape(line), said), (line, said)
            assert "2.999904: từ" not in said, "abolished: all of it goes, and that is what the decision says"
            assert "dữ liệu mẫu" not in said, said
        assert "không phải thủ tục thật" in Browser(o.server).get("/thu-tuc/1.999902"), "a file that does not speak of the mark leaves it"


def test_a_limit_that_cannot_be_counted_is_told():
    for o, b in offices():
        def edit(p):
            p[1]["versions"][1]["limits"] = [{"text": "5 ngày làm việc; khi phải xác minh thì 10 ngày làm việc"}]
            p[2]["versions"][0]["limits"] = [{"text": "Không quá 05 (năm) ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ"}]
        said = loa("import", "--db", o.db, catalogue(edit))[0]
        assert "1.999902: thời hạn “5 ngày làm việc; khi phải xác minh thì 10 ngày làm việc” không tính được" in said, said
        assert "2.999903: thời hạn" not in said
        year(b, ngay="")
        assert "chậm nhất: thứ Hai, ngày 09/3/2026" in words(Browser(o.server).get("/thu-tuc/2.999903?ngay=02/3/2026&gio=9h"))


def test_the_mark_of_a_sample_is_not_turned_silently():
    for o, b in offices():
        for sample, word in ((0, "bỏ dấu dữ liệu mẫu"), (1, "đánh dấu là dữ liệu mẫu")):
            data = json.loads((SAMPLE / "procedures.json").read_text())
            data["procedures"][0]["sample"] = sample
            r, _ = upload(b, "procedures.json", json.dumps(data).encode())
            at = r.headers["Location"]
            page = words(b.get(at))
            assert f"1.999901 Chứng thực bản sao từ bản chính (mẫu): {word}" in page, page[:3000]
            send(b, at, at)
            assert ("không phải thủ tục thật" in Browser(o.server).get("/thu-tuc/1.999901")) == bool(sample)
        # A table without the column does not speak of it.
        csv = "Mã thủ tục,Lĩnh vực,Tên thủ tục,Số quyết định,Ngày quyết định,Cơ quan công bố,Có hiệu lực từ\n" \
              "1.999901,Chứng thực (mẫu),Tên khác,2/QĐ,01/02/2026,Tỉnh,01/02/2026\n"
        r, _ = upload(b, "a.csv", csv.encode())
        page = words(b.get(r.headers["Location"]))
        assert "bỏ dấu" not in page and "từ 01/02/2026 không còn mục Trình tự thực hiện (phần b)" in page, page[:3000]
        send(b, r.headers["Location"], r.headers["Location"])
        assert "không phải thủ tục thật" in Browser(o.server).get("/thu-tuc/1.999901")
        loa("verify", "--db", o.db)


def test_csv_and_json_come_back():
    for o, b in offices():
        csv = b.ask("GET", "/thu-tuc-hc/tai/csv")[1]
        r, _ = upload(b, "danh-muc.csv", csv.encode())
        page = b.get(r.headers["Location"])
        assert "0 mới, 0 thay đổi, 5 giữ nguyên" in page, words(page)[:1500]
        r, _ = upload(b, "procedures.json", b.ask("GET", "/thu-tuc-hc/tai/json")[1].encode())
        assert "0 mới, 0 thay đổi, 5 giữ nguyên" in b.get(r.headers["Location"])


def test_a_version_is_entered_by_hand():
    for o, b in offices():
        at = "/thu-tuc-hc/2.999904/phien-ban/moi"
        _, page = send(b, at, at, 422, so_qd="", thoi_han="5 ngày | la", phi="Phí | 5000")
        assert "Xin nhập" in page and "5 ngày | la" in page
        common = {"so_qd": "9/QĐ-THỬ", "ngay_qd": "02/01/2026", "tu_ngay": "05/01/2026"}
        _, page = send(b, at, at, 422, **common, thoi_han="5 ngày | la")
        assert "Không có trường hợp mã “la”." in page
        send(b, at, at, **common, thoi_han="5 ngày làm việc", ho_so="Tờ khai | 1 chính", so_luong="01 bộ",
             co_quan="UBND xã")
        page = b.get("/thu-tuc-hc/2.999904")
        assert "Đủ các bộ phận" in page and "Quyết định số 9/QĐ-THỬ ngày 02/01/2026" in page
        _, page = send(b, at, at, 422, **common)
        assert "Đã có phiên bản khác" in page
        send(b, "/thu-tuc-hc/moi", "/thu-tuc-hc/moi", ma="1.999950", linh_vuc="Khác", ten="Thủ tục tự nhập",
             tinh_trang="new", so_qd="1/QĐ", ngay_qd="02/01/2026", co_quan_qd="Tỉnh thử", tu_ngay="02/01/2026")
        assert "Thủ tục tự nhập" in Browser(o.server).get("/thu-tuc")
        _, page = send(b, "/thu-tuc-hc/moi", "/thu-tuc-hc/moi", 422, ma="1.999950", linh_vuc="Khác", ten="x",
                       tinh_trang="new", so_qd="1/QĐ", ngay_qd="02/01/2026", co_quan_qd="y", tu_ngay="02/01/2026")
        assert "Đã có thủ tục mang mã này" in page
        assert "giữ nguyên" in loa("import", "--db", o.db, SAMPLE)[0]
        assert "9/QĐ-THỬ" in b.get("/thu-tuc-hc/2.999904"), "no file undoes what was entered by hand"
        loa("verify", "--db", o.db)


def test_filings_that_people_were_helped_with_count():
    for o, _ in offices():
        desk = o.person("quay", "desk")
        at, to = "/thu-tuc-hc/1.999902", "/thu-tuc-hc/1.999902/ho-tro"
        for _ in range(2):
            r, _ = send(desk, at, to)
        page = desk.get(r.headers["Location"])
        assert "Hôm nay bạn đã hỗ trợ 2 lượt" in page
        undo = re.search(r'action="(/thu-tuc-hc/1.999902/ho-tro/\d+/bo)"', page)[1]
        desk.post(undo, {"csrf": desk.csrf()})
        assert "Hôm nay bạn đã hỗ trợ 1 lượt" in desk.get(at)
        listed = desk.get("/hoat-dong")
        assert "Hỗ trợ nộp hồ sơ: Đăng ký một việc hộ tịch (mẫu) (1.999902)" in listed
        assert "1 lượt hỗ trợ nộp hồ sơ" in words(listed)
        loa("verify", "--db", o.db)


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
