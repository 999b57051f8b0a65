#!/usr/bin/env python3
"""Activities in the office: the list, one of them, correcting, taking back."""
import csv
import html
import http.client
import io
import re
import shutil
import sys
import urllib.parse
import zipfile

import loa as L
from entry_test import Phone, filled, form_of, jpeg, phones, words
from loa import loa

import tap

sys.path.insert(0, str(L.ROOT / "tests" / "bench"))
import log  # noqa: E402

GALLERY = 13  # "Treo băng rôn ... tại UBND thị trấn" of the sample log


def listed(page):
    """(id, title) of the rows, in order."""
    return [(i, t.strip()) for i, t in
            re.findall(r'<th scope="row"[^>]*><a class="govuk-link" href="/hoat-dong/(\d+)">([^<]*)</a>', page)]


def look(o, status=200, **asked):
    return o.page("/hoat-dong?" + urllib.parse.urlencode({k.replace("_", "-"): v for k, v in asked.items()}), status)


def titles(o, **asked):
    return [t for _, t in listed(look(o, **asked))]


def save(o, path, changes=None, files=(), status=303):
    return o.send(path, filled(o.page(path), path, changes), files, status)


def test_the_list_has_all_newest_first():
    for o in phones():
        o.enter("canbo")
        page = o.page("/hoat-dong")
        assert len(listed(page)) == 21 and "21 hoạt động" in page
        assert listed(page)[0][1] == "Thay băng rôn quý II" and listed(page)[-1][1].endswith("cuối năm 2023")
        assert 'href="/hoat-dong" aria-current="page"' in page
        assert "chưa thống kê" in page


def test_filters_choose_and_are_said():
    for o in phones():
        o.enter("canbo")
        assert len(titles(o, ky="2024-Q1")) == 18
        assert len(titles(o, kenh="banner", ky="2024-Q1")) == 2
        assert len(titles(o, nhiem_vu="nv1", nam="2024")) == 13
        assert titles(o, nhiem_vu="2024.nv3") == ["Đối thoại với nhân dân quý I"]
        assert len(titles(o, noi_dung="2024.nd3")) == 1
        assert len(titles(o, so_lieu="khong")) == 3 and len(titles(o, so_lieu="co")) == 18
        assert len(titles(o, minh_chung="khong")) == 21 and not titles(o, minh_chung="co")
        assert titles(o, tu="14/3/2024", den="14/3/2024") == ["Đối thoại với nhân dân quý I"]
        page = look(o, kenh="banner", tim="bang ron")
        assert "kênh “Băng rôn, pa nô, áp phích”" in page and 'value="bang ron"' in page
        assert len(listed(page)) == 3
        place = re.search(r'<option value="(\d+)">Cổng chào thị trấn', page)[1]
        assert len(titles(o, dia_ban=place)) == 2
        for wrong in ({"ky": "2024-Q9"}, {"tu": "31/02/2024"}, {"kenh": "x"}, {"nhiem-vu": "2024.nv99"},
                      {"dia-ban": "999999"}, {"nguoi": "khong-co"}):
            page = o.page("/hoat-dong?" + urllib.parse.urlencode(wrong), 422)
            assert "Có lỗi cần sửa" in page and not listed(page), wrong


def test_words_are_found_accents_aside_and_exact_ones_first():
    for o in phones():
        o.enter("canbo")
        for place in ("Họp ở Ba Tô", "Họp ở Ba Tơ"):
            o.record("meeting", {"ten": place})
        found = titles(o, tim="ba tơ")
        assert found == ["Họp ở Ba Tơ", "Họp ở Ba Tô"], found
        assert titles(o, tim="Ba Tô")[0] == "Họp ở Ba Tô"
        page = look(o, tim="ba tô")
        assert "Gần giống" in page
        assert len(titles(o, tim="doi thoai nhan dan")) == 1
        assert not titles(o, tim="khôngcóđâu")


def test_pages_go_on_and_back_to_both_ends():
    folder = L.SCRATCH / "log"
    log.write_folder(folder, 180, L.CASE)
    for o in phones():
        loa("import", "--db", o.db, folder)
        o.enter("canbo")
        seen, path = [], "/hoat-dong"
        while path:
            page = o.page(path)
            assert len(listed(page)) <= 50
            seen += [i for i, _ in listed(page)]
            path = re.search(r'href="([^"]+)" rel="next"', page)
            path = path and path[1].replace("&amp;", "&")
        assert len(seen) == 201 and len(set(seen)) == 201, len(seen)
        last = re.search(r'href="([^"]+)">Đến trang cuối', o.page("/hoat-dong"))[1]
        back, path = [], last
        while path:
            page = o.page(path)
            back = [i for i, _ in listed(page)] + back
            path = re.search(r'href="([^"]+)" rel="prev"', page)
            path = path and path[1].replace("&amp;", "&")
        assert back == seen
        rest = o.page("/hoat-dong?kenh=station&" + last.split("?")[1])
        assert listed(rest) and "Về trang đầu" in rest


def test_the_list_comes_as_a_file_that_changes_nothing_when_brought_in_again():
    for o in phones():
        o.enter("motcua")
        o.record("meeting", {"ten": "Họp hai lần một ngày"})
        o.record("meeting", {"ten": "Họp hai lần một ngày"})
        r, body = o.ask("GET", "/hoat-dong/tai.csv")
        assert "attachment" in r.headers["Content-Disposition"] and body.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
        assert len(rows) == 23 and rows[-1]["Hoạt động"].endswith("cuối năm 2023"), rows[-1]
        assert sum(r["Mã"].startswith("loa-") for r in rows) == 2
        out = loa("import", "--db", o.db, L.only("activities.csv", body))[0]
        assert "thêm 0, sửa 0, giữ nguyên 23" in out, out
        body = o.ask("GET", "/hoat-dong/tai.csv?kenh=banner")[1].decode("utf-8-sig")
        assert len(body.strip().split("\n")) == 4


def test_one_activity_tells_all_of_itself():
    for o in phones():
        o.enter("docgia")
        page = words(o.page(f"/hoat-dong/{GALLERY}"))
        for text in ("1 băng rôn", "20/02/2024 – 31/3/2024", "Trụ sở UBND thị trấn", "kế hoạch năm 2024",
                     "Từ tệp nhập", "quý I năm 2024", "Báo cáo Kết quả thực hiện"):
            assert text in page, (text, page)
        assert "Bỏ hoạt động này" not in page and 'href="/ke-hoach/2024"' in o.page(f"/hoat-dong/{GALLERY}")
        assert o.ask("GET", f"/hoat-dong/{GALLERY}/sua")[0].status == 403
        for bad in ("/hoat-dong/99999", "/hoat-dong/0", "/hoat-dong/x", "/hoat-dong/99999999999999999999"):
            assert o.ask("GET", bad)[0].status == 404, bad


def test_a_correction_stands_in_the_history():
    for o in phones():
        o.enter("canbo")
        path = f"/hoat-dong/{GALLERY}/sua"
        r, _ = save(o, path, {"ten": "Treo hai băng rôn", "so": "2 băng rôn", "ly-do": "Đếm lại"})
        page = words(o.page(r.headers["Location"]))
        assert "Đã lưu các sửa đổi" in page and "Lý do: Đếm lại" in page
        assert re.search(r"Số liệu: trước: 1 băng rôn → sau: 2 băng rôn", page), page
        assert "Trụ sở UBND thị trấn" in page, "what was not touched stays"
        history = page[page.index("Lịch sử"):]
        assert "Kênh: Băng rôn, pa nô, áp phích" in history and "Nhiệm vụ: Treo băng rôn" in history, history
        assert not re.search(r"\bn[vd]\d\b|\bbanner\b|\d{4}-\d\d-\d\d", history), history
        assert L.figure(o.db, "banner")["value"] == 3
        before = page.count("Người canbo (canbo)")
        save(o, path)
        assert words(o.page(f"/hoat-dong/{GALLERY}")).count("Người canbo (canbo)") == before, "nothing changed"
        r, page = save(o, path, {"ngay": "31/02/2024", "so": "nhiều", "ten": "Giữ lời đã gõ"}, status=422)
        assert 'value="31/02/2024"' in page and 'value="nhiều"' in page and "Giữ lời đã gõ" in page
        assert L.figure(o.db, "banner")["value"] == 3
        out = loa("import", "--db", o.db, L.CASE)[0]
        assert "giữ nguyên như trên trang" in out, "a file does not undo it"


def test_of_two_who_correct_the_second_is_told():
    for o in phones():
        path = f"/hoat-dong/{GALLERY}/sua"
        o.enter("canbo")
        mine = filled(o.page(path), path, {"ten": "Của tôi"})
        late = filled(o.page(path), path, {"ten": "Của người sau", "ghi-chu": "Lời đã gõ"})
        o.send(path, mine, status=303)
        r, page = o.send(path, late, status=409)
        text = words(page)
        assert "Người canbo đã sửa hoạt động này" in text and "→ sau: Của tôi" in text, text[:3000]
        assert "Của người sau" in page and "Lời đã gõ" in page
        o.send(path, filled(page, path), status=303)
        assert "Của người sau" in o.page(f"/hoat-dong/{GALLERY}")
        again = o.send(path, filled(page, path), status=303)
        assert again[0].headers["Location"], "a form that comes twice is taken once"


def test_evidence_is_added_shown_and_dropped():
    for o in phones():
        o.enter("canbo")
        path = f"/hoat-dong/{GALLERY}/sua"
        photo = jpeg(taken="2024:03:14 08:05:00", position=(14.7667, 108.7333))
        save(o, path, files=[("bang-ron.jpg", photo), ("to-trinh.pdf", (L.ROOT / "tests/e2e").joinpath(
            "activity_test.py").read_bytes())], status=422)
        save(o, path, {"dan-chung": "https://bato.example/anh"}, files=[("bang-ron.jpg", photo)])
        page = o.page(f"/hoat-dong/{GALLERY}")
        (image,) = re.findall(r'<img src="/minh-chung/(\d+)/nho" alt="bang-ron.jpg"', page)
        assert o.ask("GET", f"/minh-chung/{image}/nho")[0].headers["Content-Type"] == "image/jpeg"
        assert "14.766" in page and "2024-03-14 08:05" in page and "https://bato.example/anh" in page
        save(o, path, {"cong-khai": image})
        assert "Công khai." in o.page(f"/hoat-dong/{GALLERY}")
        o.enter("docgia")
        page = o.page(f"/hoat-dong/{GALLERY}")
        assert "14.766" not in page and f"/minh-chung/{image}/nho" in page, "the position is not for readers"
        o.enter("canbo")
        save(o, path, {"bo-tep": image})
        page = o.page(f"/hoat-dong/{GALLERY}")
        assert f'src="/minh-chung/{image}/nho"' not in page and "https://bato.example/anh" in page


def test_own_entries_only_for_who_has_no_more():
    for o in phones():
        o.enter("totruong")
        r, _ = o.record("meeting", {"ten": "Họp tổ 1"})
        own = re.search(r"\d+", r.headers["Location"])[0]
        assert titles(o) == ["Họp tổ 1"]
        assert titles(o, nguoi="canbo") == ["Họp tổ 1"], "a filter opens nothing"
        assert o.ask("GET", f"/hoat-dong/{GALLERY}")[0].status == 404
        assert o.ask("GET", f"/hoat-dong/{GALLERY}/sua")[0].status == 404
        save(o, f"/hoat-dong/{own}/sua", {"ten": "Họp tổ một"})
        o.enter("totruong2")
        assert not titles(o)
        assert o.ask("GET", f"/hoat-dong/{own}")[0].status == 404
        o.enter("motcua")
        assert o.ask("GET", f"/hoat-dong/{own}")[0].status == 200
        assert o.ask("GET", f"/hoat-dong/{own}/sua")[0].status == 403
        assert o.ask("GET", f"/hoat-dong/{own}/bo")[0].status == 403
        o.enter("canbo")
        save(o, f"/hoat-dong/{own}/sua", {"ten": "Họp tổ dân phố 1"})


def test_taking_back_counts_no_more_and_can_be_undone():
    for o in phones():
        o.enter("canbo")
        path = f"/hoat-dong/{GALLERY}/bo"
        save(o, path, {"ly-do": "Ghi hai lần"})
        page = words(o.page(f"/hoat-dong/{GALLERY}"))
        assert "Lý do: Ghi hai lần" in page and "không tính vào số liệu" in page
        assert L.figure(o.db, "banner")["value"] == 1
        assert len(titles(o)) == 20 and titles(o, da_bo="1") == ["Treo băng rôn tuyên truyền CCHC tại UBND thị trấn"]
        assert o.ask("GET", f"/hoat-dong/{GALLERY}/sua")[0].status == 409
        assert o.send(path, [("csrf", "x")])[0].status == 403
        restore = f"/hoat-dong/{GALLERY}/khoi-phuc"
        o.send(restore, filled(o.page(f"/hoat-dong/{GALLERY}"), restore), status=303)
        assert L.figure(o.db, "banner")["value"] == 2
        loa("verify", "--db", o.db)


def test_a_correction_behind_an_issued_report_is_warned_of():
    for db in L.engines():
        with Phone(db) as o:
            o.enter("canbo")
            assert "đã ban hành" not in words(o.page(f"/hoat-dong/{GALLERY}/sua"))
            loa("import", "--db", db, L.folder({"report.md": lambda t: re.sub(r'(?m)^(number|so):.*$|\A---\n',
                                                                             '---\nnumber: "05"\n', t, count=1)}))
            path = f"/hoat-dong/{GALLERY}/sua"
            assert "báo cáo đã ban hành" in words(o.page(path))
            r, page = save(o, path, {"ten": "Đổi tên"}, status=422)
            assert "Hãy đọc lời cảnh báo" in page and "Đổi tên" in page
            save(o, path, {"ten": "Đổi tên", "da-biet": "1"})
            assert "báo cáo đã ban hành" in words(o.page(f"/hoat-dong/{GALLERY}/bo"))
            # One that comes into its period by the change is warned of too.
            other = listed(look(o, tim="đầu quý II"))[0][0]
            assert "đã ban hành" not in words(o.page(f"/hoat-dong/{other}/sua"))
            r, page = save(o, f"/hoat-dong/{other}/sua", {"ngay": "29/3/2024"}, status=422)
            assert "báo cáo đã ban hành" in words(page)


def test_photos_of_a_choice_are_looked_at_and_printed():
    for o in phones():
        o.enter("canbo")
        for i in range(14):
            save(o, f"/hoat-dong/{i + 1}/sua", files=[(f"anh-{i + 1}.jpg", jpeg(shade=20 + 10 * i))])
        page = o.page("/hoat-dong/anh")
        assert page.count("<img src=\"/minh-chung/") == 12 and 'rel="next"' in page
        following = re.search(r'href="([^"]+)" rel="next"', page)[1].replace("&amp;", "&")
        assert o.page(following).count("<img src=\"/minh-chung/") == 2
        banner = o.page("/hoat-dong/anh?ky=2024-Q1&kenh=banner")
        assert re.findall(r'alt="([^":]+): ', banner) == ["anh-14.jpg", "anh-13.jpg"]
        paper = o.page("/hoat-dong/anh?ky=2024-Q1&ban-in=1")
        large = re.findall(r'<img src="(/minh-chung/\d+)"', paper)
        assert len(large) == 14 and "Phụ lục" in paper and "quý I năm 2024" in paper
        assert o.ask("GET", large[0])[1].startswith(b"\xff\xd8")
        assert "Chưa có ảnh" in o.page("/hoat-dong/anh?kenh=station")
        o.page("/hoat-dong/anh?ky=x", 422)
        o.enter("totruong")
        assert "Chưa có ảnh" in o.page("/hoat-dong/anh"), "others' photos are not for a group head"


# --- pasted from a spreadsheet ---

HEADINGS = ["STT", "Ngày", "Đến ngày", "Kênh", "Hoạt động", "Số liệu", "Nhiệm vụ", "Người làm"]


def paste(o, text, status=200, files=()):
    """The page to look over, from the page to paste into."""
    path = "/hoat-dong/dan"
    fields = filled(o.page(path), path, {"bang": text})
    r, page = o.send(path, fields, [], status) if not files else send_file(o, path, fields, files, status)
    return page


def send_file(o, path, fields, file, status):
    mark = "x" * 30
    body = b"".join(f'--{mark}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode() for n, v in fields)
    body += (f'--{mark}\r\nContent-Disposition: form-data; name="tep"; filename="{file[0]}"\r\n'
             f"Content-Type: application/octet-stream\r\n\r\n").encode() + file[1] + f"\r\n--{mark}--\r\n".encode()
    c = http.client.HTTPConnection("127.0.0.1", o.port, timeout=120)
    c.request("POST", path, body, {"Cookie": o.cookie, "Content-Type": f"multipart/form-data; boundary={mark}"})
    r = c.getresponse()
    text = r.read().decode()
    c.close()
    assert r.status == status, (r.status, words(text)[:1500])
    return r, text


def confirm(o, page, changes=None, status=303):
    path = "/hoat-dong/dan/luu"
    return o.send(path, filled(page, path, changes), [], status)[1]


def tabs(*rows):
    return "\n".join("\t".join(r) for r in rows)


def xlsx(rows, dates=(), change=lambda parts: parts, state="", epoch=""):
    """A spreadsheet as programs write it: shared texts, days as numbers in a format of days."""
    texts, sheet = [], []
    for r, row in enumerate(rows, 1):
        cells = ""
        for c, value in enumerate(row):
            ref = f"{chr(65 + c)}{r}"
            if isinstance(value, (int, float)):
                cells += f'<c r="{ref}" s="{1 if c in dates else 0}"><v>{value}</v></c>'
            elif value:
                texts.append(value)
                cells += f'<c r="{ref}" t="s"><v>{len(texts) - 1}</v></c>'
        sheet.append(f'<row r="{r}">{cells}</row>')
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook {main} {rel}><workbookPr{epoch}/><sheets><sheet name="Ẩn" sheetId="2" state="hidden" r:id="rId2"/>'
                           f'<sheet name="Sổ" sheetId="1"{state} r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
                                      '<Relationship Id="rId2" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {main}><numFmts><numFmt numFmtId="165" formatCode="dd/mm/yyyy;@"/></numFmts>'
                         '<cellXfs><xf numFmtId="0"/><xf numFmtId="165"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f"<sst {main}>" + "".join(
            f"<si><r><t>{html.escape(t[:2])}</t></r><r><t xml:space=\"preserve\">{html.escape(t[2:])}</t></r></si>" for t in texts) + "</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{''.join(sheet)}</sheetData></worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in change(parts).items():
            z.writestr(name, content)
    return out.getvalue()


def test_a_table_is_looked_over_corrected_in_place_and_stored_at_once():
    for o in phones():
        o.enter("canbo")
        page = paste(o, tabs(HEADINGS,
                             ["1", "05/3/2026", "", "Băng rôn, pa nô, áp phích", '"Treo ""hai""\nbăng rôn"', "2 băng rôn", "", "An"],
                             ["2", "31/02/2026", "", "abc", "Họp thôn", "nhiều cuộc", "nv99", "An"],
                             ["3", "20/02/2024", "", "banner", "Treo băng rôn tuyên truyền CCHC tại UBND thị trấn", "1 băng rôn", "", ""],
                             ["4", "06/3/2026", "", "portal", "Tin mới", "1 tin", "Đăng tin tuyên truyền CCHC trên Cổng thông tin điện tử", ""],
                             ["5", "06/3/2026", "", "portal", "Tin mới", "1 tin", "", ""]), 422)
        text = words(page)
        for said in ("cột 2 là “Ngày”", "Bỏ qua cột: Người làm", 'Treo "hai" băng rôn', "Dòng 3: cột “Ngày”: không có ngày",
                     "không có kênh “abc”", "kế hoạch không có nhiệm vụ này", "đã có trong Loa", "trùng với dòng 5"):
            assert said in text, (said, text[:4000])
        assert 'id="o-1-1"' in page and 'href="#o-1-1"' in page
        ticked = re.findall(r'name="chon-(\d)"[^>]* checked', page)
        assert ticked == ["0", "1", "3"], ticked
        before = o.count()
        page = confirm(o, page, {"o-1-1": "28/02/2026", "o-1-3": "meeting"}, 422)
        assert 'value="nhiều cuộc"' in page and "Họp thôn" in page and o.count() == before, "nothing is stored"
        confirm(o, page, {"o-1-5": "2 cuộc", "o-1-8": "nv4"})
        assert "Đã ghi 3 hoạt động" in words(o.page("/hoat-dong?da-ghi=3"))
        assert {"Họp thôn", "Tin mới", "Treo &quot;hai&quot; băng rôn"} <= set(titles(o, nguoi="canbo")), titles(o, nguoi="canbo")
        assert titles(o, nhiem_vu="2024.nv1", tu="01/01/2026") == ["Tin mới"], "a task by its title"
        loa("verify", "--db", o.db)


def test_a_row_of_a_serial_number_alone_is_wrong_once_and_a_short_year_is_told():
    for o in phones():
        o.enter("canbo")
        page = paste(o, tabs(HEADINGS, ["1", "15/3/24", "", "portal", "Tin về VNeID", "1 tin", "", ""], ["2", "", "", "", "", "", "", ""],
                             ["3", "06/3/2026", "", "portal", "Tin mới", "1 tin", "", ""]), 422)
        errors = [words(e) for e in re.findall(r'<li>\s*<a href="#o-.*?</li>', page, re.S)]
        assert len(errors) == 2 and "phải ghi đủ bốn chữ số (15/3/2024)" in errors[0] and "dòng chưa ghi gì" in errors[1], errors
        assert "phải ghi đủ bốn chữ số (15/3/2024)" in words(o.page("/hoat-dong?tu=15/3/24", 422))


def test_columns_without_headings_are_known_by_their_order():
    for o in phones():
        o.enter("motcua")
        page = paste(o, tabs(["1", "02/3/2026", "Phát thanh về VNeID", "Đài truyền thanh", "3 lần phát", "Thôn 1"],
                             ["2", "03/3/2026", "Dán bảng tin", "board", "1 lần cập nhật", ""]))
        assert "theo thứ tự" in page
        confirm(o, page)
        assert titles(o, nguoi="motcua") == ["Dán bảng tin", "Phát thanh về VNeID"]
        for wrong in ("", "chỉ là chữ\nkhông phải bảng", "Ngày\tKênh\tHoạt động"):
            page = paste(o, wrong, 422)
            assert html.escape(wrong, quote=False) in page and "Có lỗi cần sửa" in page
        page = paste(o, tabs(*[["02/3/2026", "", "portal", f"Tin {i}", "1 tin"] for i in range(401)]), 422)
        assert "đến 400 dòng" in page
        page = paste(o, tabs(*[["02/3/2026", "", "portal", f"Tin {i}", "1 tin"] for i in range(400)]))
        nothing = {f"chon-{i}": None for i in range(400)}
        assert "Chưa chọn dòng nào" in confirm(o, page, nothing, 422)


def test_spreadsheets_and_csv_files_are_read():
    rows = [["Ngày", "Kênh", "Hoạt động", "Số liệu"], [45356, "portal", "Tin đầu", "1 tin"], [45357.5, "board", "Bảng tin", 1500]]
    for o in phones():
        o.enter("canbo")
        r, page = send_file(o, "/hoat-dong/dan", filled(o.page("/hoat-dong/dan"), "/hoat-dong/dan"),
                            ("so.xlsx", xlsx(rows, dates={0})), 422)
        text = words(page)
        assert "05/3/2024" in text and "06/3/2024" in text and 'value="1500"' in page, text[:3000]
        confirm(o, page, {"o-1-5": "1.500 lượt xem"})
        assert titles(o, tim="tin đầu")[0] == "Tin đầu"
        body = o.ask("GET", "/hoat-dong/tai.csv?kenh=banner")[1]
        r, page = send_file(o, "/hoat-dong/dan", filled(o.page("/hoat-dong/dan"), "/hoat-dong/dan"), ("l.csv", body), 200)
        assert words(page).count("đã có trong Loa") == 3 and not re.search(r'name="chon-\d"[^>]* checked', page)


def test_files_that_are_no_table_are_refused_clearly():
    bomb = xlsx([["Ngày"]], change=lambda p: {**p, "xl/worksheets/sheet1.xml": "<worksheet>" + " " * (60 << 20) + "</worksheet>"})
    entity = xlsx([["Ngày"]], change=lambda p: {**p, "xl/sharedStrings.xml": '<!DOCTYPE a [<!ENTITY x "y">]><sst><si><t>&x;</t></si></sst>'})
    wide = xlsx([["Ngày"]], change=lambda p: {**p, "xl/worksheets/sheet1.xml":
                                              '<worksheet><sheetData><row r="1"><c r="ZZZ1"><v>1</v></c></row></sheetData></worksheet>'})
    long = xlsx([["Ngày"]], change=lambda p: {**p, "xl/worksheets/sheet1.xml": "<worksheet><sheetData>" +
                                              '<row><c><v>1</v></c></row>' * 20001 + "</sheetData></worksheet>"})
    files = [("bom.xlsx", bomb, "phình quá lớn"), ("dtd.xlsx", entity, "DTD"), ("rong.xlsx", wide, "rộng hơn 200 cột"),
             ("dai.xlsx", long, "dài hơn 20000 dòng"), ("cu.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "đời cũ"),
             ("hong.xlsx", xlsx([["Ngày"]])[:300], "bị hỏng"), ("rong.xlsx", xlsx([]), "không có ô nào"),
             ("anh.jpg", jpeg(), "bị hỏng"), ("tcvn.csv", b"Ng\xb5y,K\xaanh\n", "không phải văn bản UTF-8"),
             ("macro.xlsx", xlsx([["Ngày"]], change=lambda p: {**p, "xl/vbaProject.bin": "x"}), "macro")]
    for o in phones():
        o.enter("canbo")
        for name, content, why in files:
            r, page = send_file(o, "/hoat-dong/dan", filled(o.page("/hoat-dong/dan"), "/hoat-dong/dan"), (name, content), 422)
            assert why in words(page), (name, words(page)[:1500])
        assert o.ask("GET", "/healthz")[0].status == 200


def test_import_takes_a_spreadsheet_instead_of_the_csv():
    for db in L.engines():
        folder = L.folder()
        rows = [r for r in csv.reader(io.StringIO((folder / "activities.csv").read_text()))]
        (folder / "activities.csv").unlink()
        (folder / "activities.xlsx").write_bytes(xlsx(rows))
        out = loa("import", "--db", db, folder)[0]
        assert "thêm" in out and L.figure(db, "portal")["value"] == 12
        loa("import", "--db", db, L.CASE)
        rows[3][0] = "31/02/2024"
        (folder / "activities.xlsx").write_bytes(xlsx(rows))
        _, err = loa("import", "--db", db, folder, code=1)
        assert "activities.xlsx:4: cột “Ngày”: không có ngày “31/02/2024”" in err, err


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
