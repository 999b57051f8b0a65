#!/usr/bin/env python3
"""Reports written in the browser, without JavaScript: begun from the last one, edited, previewed, proposed to."""
import datetime
import html
import json
import re
import shutil
import struct
import threading
import urllib.parse

import loa as L
from loa import loa
from server import Browser, Server, add_user, words

import tap

ACTIVITIES = "Ngày,Đến ngày,Kênh,Hoạt động,Số liệu,Địa bàn,Nội dung,Nhiệm vụ,Minh chứng,Ghi chú\n"


ROLES = {"canbo": "officer", "canbo2": "officer", "docgia": "reader"}


class Office:
    """People are added when they first come: a password takes its time."""

    def __init__(self, db, folder=L.CASE):
        loa("import", "--db", db, folder)
        self.db, self.known = db, set()
        self.server = Server(db)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.stop()

    def person(self, login="canbo"):
        if login not in self.known:
            add_user(self.db, login, ROLES[login])
            self.known.add(login)
        return Browser(self.server).sign_in(login)


def offices(folder=L.CASE):
    for db in L.engines():
        with Office(db, folder) as o:
            yield o


def fields(page, action):
    """Everything the form for `action` would send: hidden fields, inputs, selects, texts, chosen radios."""
    form = next(f for f in re.findall(r"<form\b.*?</form>", page, re.S) if f'action="{action}"' in f)
    out = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        a = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if a.get("type") in ("radio", "checkbox") and " checked" not in tag:
            continue
        out[a["name"]] = html.unescape(a.get("value", ""))
    for name, text in re.findall(r'<textarea\b[^>]*\bname="([^"]*)"[^>]*>\n(.*?)</textarea>', form, re.S):
        out[name] = html.unescape(text)
    for name, options in re.findall(r'<select\b[^>]*\bname="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options) or re.search(r'<option value="([^"]*)"', options)
        out[name] = html.unescape(chosen[1])
    return out


def edit(b, n=1):
    """(address, what its form would send) of a report."""
    address = f"/bao-cao/{n}/sua"
    return address, fields(b.get(address), address)


def text_of(db, n, *more):
    out = L.SCRATCH / "report.txt"
    loa("report", "--db", db, "--id", n, "--format", "txt", "-o", out, *more)
    return out.read_text()


def begin(b, **changes):
    page = b.get("/bao-cao/moi")
    f = fields(page, "/bao-cao/moi")
    if 'value="2024-Q2"' in page:  # what follows the report of the case
        f["ky"] = "2024-Q2"
    f.update(changes)
    r, page = b.ask("POST", "/bao-cao/moi", f)
    return r, page


def quarter(day):
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def test_periods_are_typed_as_people_write_them():
    for o in offices():
        b = o.person()
        assert "quý I năm 2024" in b.get("/so-lieu?ky=" + urllib.parse.quote("Quý I/2024"))
        b.get("/so-lieu?ky=" + urllib.parse.quote("quý V/2024"), 422)
        r, page = begin(b, **{"ky-khac": "quý III năm 2024"})
        assert r.status == 303 and "quý III năm 2024" in text_of(o.db, 2), words(page)
        f = fields(b.get("/yeu-cau/nghia-vu/moi"), "/yeu-cau/nghia-vu/moi")
        f.update({"loai": "BC", "ky": "6 tháng đầu năm 2024", "noi-nhan": "Sở Nội vụ"})
        r, page = b.ask("POST", "/yeu-cau/nghia-vu/moi", f)
        assert r.status == 303, (f, words(page)[:600])
        assert "6 tháng đầu năm 2024" in b.get(r.headers["Location"])
        out = loa("figures", "--db", o.db, "--period", "quý I/2024", "--format", "json")[0]
        assert json.loads(out)["figures"]


def test_a_report_begins_from_the_last_one():
    for o in offices():
        b = o.person()
        page = b.get("/bao-cao")
        assert re.search(r'<a href="/bao-cao/moi"[^>]*role="button"[^>]*>Lập báo cáo</a>', page), page
        before = text_of(o.db, 1)
        f = fields(b.get("/bao-cao/moi"), "/bao-cao/moi")
        assert (f["loai"], f["tu"]) == ("BC", "truoc"), f
        day = datetime.date.today() - datetime.timedelta(days=31)
        assert f["ky"] in (quarter(day), quarter(datetime.date.today())), "what is due now comes first"
        f["ky"] = "2024-Q2"
        r, _ = begin(b)
        assert (r.status, r.headers["Location"]) == (303, "/bao-cao/2/sua"), r.status
        again, _ = b.ask("POST", "/bao-cao/moi", f)
        assert again.status == 409, "the same report is not begun twice"
        text = text_of(o.db, 2)
        assert "quý II năm 2024" in text and "Nhiệm vụ trong Quý III năm 2024" in text and "uý I năm" not in text, text
        assert "Kế hoạch số 24/KH-UBND ngày 19/02/2024" in text and "tháng 7 năm 2024" in text, text
        assert "băng rôn tuyên truyền: 01 băng rôn" in text and "thị trấn: 01 tin" in text, "figures of the new quarter"
        assert "đối thoại với nhân dân: chưa có số liệu" in text, text
        assert "Phạm Thị Đới" in text and "- Lưu: VT, VH TT." in text
        assert text_of(o.db, 1) == before, "what it was begun from is as it was"
        loa("verify", "--db", o.db)


def test_the_same_form_sent_twice_begins_one_report():
    for o in offices():
        b = o.person()
        f = {**fields(b.get("/bao-cao/moi"), "/bao-cao/moi"), "ky": "2024-Q2"}
        places = {b.ask("POST", "/bao-cao/moi", f)[0].headers["Location"] for _ in range(3)}
        assert places == {"/bao-cao/2/sua"}, places


def test_an_outline_where_there_is_none_before():
    folder = L.folder()
    (folder / "report.md").unlink()
    for o in offices(folder):
        b = o.person()
        f = fields(b.get("/bao-cao/moi"), "/bao-cao/moi")
        assert f["tu"] == "de-cuong"
        r, page = begin(b, **{"ky-khac": "2024-Q1", "tu": "truoc"})
        assert r.status == 422 and "Chưa có báo cáo nào cùng loại" in page, page
        r, page = begin(b, **{"ky-khac": "2024-Q1"})
        assert r.status == 303, words(page)
        text = text_of(o.db, 1)
        for line in ("Kế hoạch số 24/KH-UBND ngày 19/02/2024", "I. Kết quả thực hiện", "- Cổng thông tin điện tử: 12 tin",
                     "- Đài truyền thanh: chưa thống kê", "2. Tồn tại, hạn chế", "III. Nhiệm vụ trong quý II năm 2024"):
            assert line in text, (line, text)
        for wrong, said in (("2024-Q9", "2024-6M"), ("2024-Q2", None)):
            r, page = begin(b, loai="BC-CCHC", **{"ky-khac": wrong})
            assert r.status == 422 and f'value="{wrong}"' in page and (said or "581/BNV-CCHC") in page, words(page)


def test_a_report_begins_from_the_outline_of_a_request():
    for o in offices():
        b = o.person()
        f = fields(b.get("/yeu-cau/moi"), "/yeu-cau/moi")
        f.update({"de-cuong": "I. Kết quả tuyên truyền\n1. Số lượng\nII. Kiến nghị", "co-quan": "Sở Nội vụ",
                  "trich-yeu": "báo cáo công tác tuyên truyền quý II", "so": "15/SNV"})
        b.post("/yeu-cau/moi", f)
        page = b.get("/bao-cao/moi")
        assert "Từ đề cương của Sở Nội vụ, số 15/SNV: báo cáo công tác tuyên truyền quý II" in page, words(page)
        r, page = begin(b, tu=re.search(r'value="(yeu-cau-\d+)"', page)[1])
        assert r.status == 303, words(page)
        text = text_of(o.db, 2)
        for line in ("Kính gửi: Sở Nội vụ", "I. Kết quả tuyên truyền", "1. Số lượng", "II. Kiến nghị", "quý II năm 2024"):
            assert line in text, (line, text)


def test_what_is_edited_is_stored_and_audited():
    for o in offices():
        b = o.person()
        address, f = edit(b)
        n = next(i for i in range(20) if f.get(f"muc-{i}-ten") == "Ưu điểm")
        f[f"muc-{n}"] = "Đã đăng {{portal|tin}}.\n\n- một\n- hai"
        f["trich-yeu"] += " (sửa)"
        f["kinh-gui"] = "UBND huyện Ba Tơ."
        f["ngay"], f["thang"], f["nam"] = "5", "4", "2024"
        r, page = b.ask("POST", address, f)
        assert r.status == 303 and "/bao-cao/1/sua?luu=2" in r.headers["Location"], words(page)
        assert "Đã lưu báo cáo." in b.get(r.headers["Location"])
        text = text_of(o.db, 1)
        assert "Đã đăng 12 tin." in text and "- một" in text and "Kính gửi: UBND huyện Ba Tơ." in text, text
        assert "Thị trấn Ba Tơ, ngày 05 tháng 4 năm 2024" in text or "ngày 05 tháng 4 năm 2024" in text, text
        assert "(sửa)" in text
        loa("verify", "--db", o.db)


def test_saving_without_a_change_changes_nothing_but_blank_lines():
    for o in offices():
        b = o.person()
        before = text_of(o.db, 1)
        address, f = edit(b)
        b.post(address, f)
        assert text_of(o.db, 1) == before
        again = edit(b)[1]
        assert {k: v for k, v in again.items() if k.startswith("muc-")} == \
            {k: v for k, v in f.items() if k.startswith("muc-")}


def test_sections_come_and_go():
    for o in offices():
        b = o.person()
        address, f = edit(b)
        r, _ = b.ask("POST", address, {**f, "viec": "them-2"})
        assert r.status == 303 and r.headers["Location"].endswith("#muc-3"), r.headers["Location"]
        address, f = edit(b)
        assert f["muc-3-ten"] == "Mục mới" and f["muc-3-cap"] == f["muc-2-cap"]
        f["muc-3-ten"], f["muc-3"], f["muc-3-cap"] = "Kết quả khác", "Chữ mới.", "3"
        b.post(address, f)
        assert "a) Kết quả khác" in text_of(o.db, 1)
        address, f = edit(b)
        f["muc-3-ten"] = ""
        b.post(address, f)
        address, f = edit(b)
        assert f["muc-2"].endswith("Chữ mới.") and f["muc-3-ten"] != "Kết quả khác", f["muc-2"]


def test_a_figure_is_put_in_by_a_button():
    for o in offices():
        b = o.person()
        address, f = edit(b)
        n = next(i for i in range(20) if f.get(f"muc-{i}-ten") == "Ưu điểm")
        page = b.get(address)
        assert f'<option value="{{{{portal|tin}}}}">Cổng thông tin điện tử: 12 tin</option>' in page, "what can be put in"
        b.post(address, {**f, f"so-{n}": "{{portal|tin}}", "viec": f"chen-{n}"})
        assert edit(b)[1][f"muc-{n}"].endswith("{{portal|tin}}")
        assert "quả, hiệu quả" not in text_of(o.db, 1)


def test_what_is_wrong_is_said_and_nothing_is_lost():
    for o in offices():
        b = o.person()
        before = text_of(o.db, 1)
        for change, said in (({"muc-2": "Hỏng {{portal|con}} ở đây"}, "con"), ({"muc-2": "Hỏng {{portal|tin"}, "}}"),
                             ({"muc-2": "Có {{forms}} giữa dòng"}, "đứng riêng một dòng"), ({"trich-yeu": ""}, "Trích yếu"),
                             ({"ngay": "31", "thang": "4", "nam": "2024"}, "không có ngày này"),
                             ({"ngay": "5", "thang": "", "nam": "2024"}, "có ngày thì phải có tháng"),
                             ({"the-thuc-ky": "Chủ tịch"}, "phải viết hoa"), ({"muc-2": "chữ " * 6000}, "20000"), ({"muc-3-ten": "x" * 400}, "300"),
                             ({"muc-4": ">" * 300 + " sâu"}, "quá sâu")):
            address, f = edit(b)
            f.update(change)
            f["muc-5"] = "CHỮ VỪA GÕ"
            r, page = b.ask("POST", address, f)
            assert r.status == 422 and said in words(html.unescape(page)), (change, r.status, words(page)[:600])
            kept = fields(page, address)
            wanted = {k: v.strip() for k, v in f.items() if k.startswith("muc-")}
            assert {k: kept.get(k, "").strip() for k in wanted} == wanted, change
            assert kept["muc-5"] == "CHỮ VỪA GÕ"
        assert text_of(o.db, 1) == before
        assert b.ask("POST", "/bao-cao/1/sua", {"csrf": b.csrf(), "lan": "x" * 30, "ban": "1"})[0].status == 422


def test_the_second_of_two_is_told():
    for o in offices():
        one, two = o.person("canbo"), o.person("canbo2")
        address, f = edit(one)
        _, g = edit(two)
        f["muc-2"], g["muc-2"] = "Chữ của người một", "Chữ của người hai"
        one.post(address, f)
        r, page = two.ask("POST", address, g)
        said = words(page)
        assert r.status == 409 and "Người canbo đã lưu báo cáo này lúc" in said, said
        assert "Chữ của người một" in said and fields(page, address)["muc-2"] == "Chữ của người hai"
        assert "Chữ của người một" in text_of(o.db, 1)
        two.post(address, fields(page, address))
        assert "Chữ của người hai" in text_of(o.db, 1)


def test_sections_of_two_people_are_put_together():
    for o in offices():
        one, two = o.person("canbo"), o.person("canbo2")
        address, f = edit(one)
        _, g = edit(two)
        f["muc-3"], f["noi-nhan"] = "MỤC BA CỦA NGƯỜI MỘT", "UBND tỉnh\nLưu: VT."
        g["muc-5"], g["nguoi-ky"] = "MỤC NĂM CỦA NGƯỜI HAI", "Người Ký Hai"
        one.post(address, f)
        r, page = two.ask("POST", address, g)
        assert r.status == 409 and "Chỗ bạn không sửa đã lấy bản mới" in page, words(page)[:600]
        assert "Bản mới của người khác ở" not in page, "both touched nothing in common"
        got = fields(page, address)
        assert (got["muc-3"], got["muc-5"]) == (f["muc-3"], g["muc-5"])
        assert (got["noi-nhan"], got["nguoi-ky"]) == (f["noi-nhan"], g["nguoi-ky"])
        assert "NGƯỜI HAI" not in text_of(o.db, 1)
        r, page = two.ask("POST", address, got)
        assert r.status == 303, words(page)[:600]
        text = text_of(o.db, 1)
        for said in ("MỤC BA CỦA NGƯỜI MỘT", "MỤC NĂM CỦA NGƯỜI HAI", "- UBND tỉnh", "Người Ký Hai"):
            assert said in text, (said, text)


def test_both_texts_stand_beside_each_other():
    for o in offices():
        one, two = o.person("canbo"), o.person("canbo2")
        address, f = edit(one)
        _, g = edit(two)
        f["muc-3"], f["trich-yeu"] = "BA MỘT", "Trích yếu một"
        g["muc-3"], g["trich-yeu"] = "BA HAI", "Trích yếu hai"
        one.post(address, f)
        r, page = two.ask("POST", address, g)
        said, got = words(page), fields(page, address)
        assert r.status == 409 and page.count("Bản mới của người khác ở") == 1 and "BA MỘT" in said, said[:600]
        assert "người khác đã ghi “Trích yếu một”" in html.unescape(said), said[:600]
        assert (got["muc-3"], got["trich-yeu"]) == ("BA HAI", "Trích yếu hai")
        one.post(address, {**edit(one)[1], "muc-5": "NĂM MỘT"})
        r, page = two.ask("POST", address, got)
        assert r.status == 409 and "Bản mới của người khác ở" not in page, "what was seen is not told twice"
        got = fields(page, address)
        assert (got["muc-3"], got["muc-5"]) == ("BA HAI", "NĂM MỘT")
        r, page = two.ask("POST", address, got)
        assert r.status == 303 and "NĂM MỘT" in text_of(o.db, 1) and "BA HAI" in text_of(o.db, 1)


def test_many_findings_are_folded():
    for o in offices():
        b = o.person()
        page = b.get("/bao-cao/1/sua")
        for sort, list_class in (("điều cần xem", "loa-findings"), ("câu đề xuất", "loa-proposals")):
            lists = re.split(rf'<ul class="{list_class}">', page)
            for before, this in zip(lists, lists[1:]):
                n = re.split(r"<ul class=\"loa-(?:findings|proposals)\">|</section>", this)[0].count("\n<li>\n<p" if sort[0] == "đ" else 'name="viec"')
                folded = re.search(rf": (\d+) {sort}</span></summary>\s*$", before)
                assert bool(folded) == (n > 3) and (not folded or int(folded[1]) == n), (sort, n, before[-200:])
        assert 'formaction="/bao-cao/1/xem-truoc#xem-truoc"' in page and '<section id="xem-truoc" tabindex="-1"' in page


def test_a_report_on_its_way_is_not_edited():
    for o in offices():
        b = o.person()
        address, f = edit(b)
        assert 'href="/trinh-ky/bao-cao/1"' in b.get("/bao-cao/1"), "the way begins from the report's page"
        way = "/trinh-ky/bao-cao/1"
        b.post(f"{way}/buoc", {**fields(b.get(way), f"{way}/buoc"), "buoc": "trinh", "y-kien": ""})
        before = text_of(o.db, 1)
        r, page = b.ask("POST", address, {**f, "muc-2": "GÕ TRONG LÚC TRÌNH"})
        assert r.status == 409 and "chờ kiểm tra nội dung" in page, words(page)[:600]
        assert fields(page, address)["muc-2"] == "GÕ TRONG LÚC TRÌNH"
        assert text_of(o.db, 1) == before
        r, _ = b.ask("GET", address)
        assert (r.status, r.headers["Location"]) == (303, "/bao-cao/1"), r.status
        said = words(b.get("/bao-cao/1"))
        assert "Báo cáo đang ở bước: chờ kiểm tra nội dung" in said and "Trong lúc này không sửa được" in said, said[:600]
        b.post(f"{way}/buoc", {**fields(b.get(way), f"{way}/buoc"), "buoc": "rut", "y-kien": ""})
        b.post(address, {**edit(b)[1], "muc-2": "GÕ SAU KHI RÚT"})
        assert "GÕ SAU KHI RÚT" in text_of(o.db, 1)


def test_two_at_the_same_moment():
    for o in offices():
        people = [o.person("canbo"), o.person("canbo2")]
        forms = [edit(p)[1] for p in people]
        got = [None, None]

        def send(i):
            got[i] = people[i].ask("POST", "/bao-cao/1/sua", {**forms[i], "muc-2": f"Chữ {i}"})[0].status
        threads = [threading.Thread(target=send, args=(i,)) for i in range(2)]
        [t.start() for t in threads]
        [t.join() for t in threads]
        assert sorted(got) == [303, 409], got


def test_preview_shows_real_pages_of_what_is_typed():
    for o in offices():
        b = o.person()
        address, f = edit(b)
        before = text_of(o.db, 1)
        f["muc-2"] = "CHƯA LƯU " * 1500
        r, page = b.ask("POST", "/bao-cao/1/xem-truoc", f)
        assert r.status == 200 and fields(page, address)["muc-2"].startswith("CHƯA LƯU"), r.status
        images = re.findall(r'<img src="(/bao-cao/1/trang/[0-9a-f]{64}/\d+)" alt="Trang (\d+) trên (\d+)"', page)
        assert len(images) == int(images[0][2]) >= 3, images
        for src, _, _ in images:
            c, data = picture(b, src)
            assert c.status == 200 and c.headers["Content-Type"] == "image/png", src
            assert "immutable" in c.headers["Cache-Control"] and "private" in c.headers["Cache-Control"]
            assert struct.unpack(">II", data[16:24]) == (992, 1403)
        assert text_of(o.db, 1) == before and fields(page, address)["ban"] == f["ban"]
        page = b.get("/bao-cao/1/trang")
        stored = re.findall(r'<img src="(/bao-cao/1/trang/[0-9a-f]{64}/\d+)"', page)
        assert len(stored) < len(images), (stored, images)
        r, data = picture(b, stored[0])
        assert r.status == 200, (r.status, data[-600:])
        assert b.ask("GET", stored[0].rsplit("/", 1)[0] + "/99")[0].status == 404
        assert b.ask("GET", f"/bao-cao/1/trang/{'0' * 64}/1")[0].status == 404
        reader = o.person("docgia")
        assert picture(reader, stored[0])[0].status == 200
        f["muc-2"] = "Hỏng {{"
        r, page = b.ask("POST", "/bao-cao/1/xem-truoc", f)
        assert r.status == 422 and "Chưa dựng được văn bản" in page


def picture(b, path):
    import http.client
    c = http.client.HTTPConnection("127.0.0.1", b.server.port, timeout=60)
    c.request("GET", path, headers={"Cookie": b.cookie})
    r = c.getresponse()
    return r, r.read()


def test_a_figure_opens_to_its_records():
    for o in offices():
        b = o.person()
        page = b.get("/bao-cao/1/so-lieu")
        assert "12 tin" in page and 'href="/ghi/station"' in page and "chỉ tiêu 12 tin: đạt" in page, words(page)
        href = html.unescape(re.search(r'href="(/bao-cao/1/so-lieu\?kenh=portal[^"]+)"', page)[1])
        page = b.get(href)
        records = re.findall(r'<a href="/hoat-dong/(\d+)">', page)
        figures = json.loads(loa("figures", "--db", o.db, "--period", "2024-Q1", "--format", "json")[0])["figures"]
        assert list(map(int, records)) == next(f["activities"] for f in figures if f["channel"] == "portal")
        assert b.ask("GET", "/bao-cao/1/so-lieu?kenh=portal&dv=x")[0].status == 404
        banner = html.unescape(re.search(r'href="(/bao-cao/1/so-lieu\?kenh=banner[^"]+)"', b.get("/bao-cao/1/so-lieu"))[1])
        assert "02 băng rôn" in b.get(banner)


def test_findings_are_linked_to_their_section():
    for o in offices():
        b = o.person()
        page = b.get("/bao-cao/1/sua")
        found = re.search(r'<section id="dieu-can-xem".*?</section>', page, re.S)[0]
        assert "chưa thống kê số" in found and "mức độ 3, 4" in found and "Căn cứ: " in found and "Sửa: " in found
        names = dict(re.findall(r'<a class="govuk-link" href="#(muc-\d+)">([^<]+)</a>', found))
        assert "Mục “Nhiệm vụ trong Quý II năm 2024”" in names.values(), names
        f = edit(b)[1]
        n = next(i for i in range(20) if f.get(f"muc-{i}-ten") == "Ưu điểm")
        page = b.ask("POST", "/bao-cao/1/xem-truoc", {**f, f"muc-{n}": "Đăng 12 tin, treo 9 băng rôn, {{portal|tin}}"})[1]
        found = re.search(r'<section id="dieu-can-xem".*?</section>', page, re.S)[0]
        for said in ("gõ tay", "không có hoạt động nào trong kỳ làm căn cứ"):
            item = next(x for x in re.findall(r"<li>.*?</li>", found, re.S) if said in x)
            assert f'href="#muc-{n}"' in item, item


def test_proposals_are_chosen_and_edited_by_a_person():
    for o in offices():
        b = o.person()
        address, f = edit(b)
        texts = {k: v for k, v in f.items() if re.fullmatch(r"de-xuat-\d+", k)}
        joined = "\n".join(texts.values())
        for line in ("- Hoàn thành tất cả chỉ tiêu kế hoạch của quý I năm 2024.",
                     "- Nhiệm vụ “Treo băng rôn tuyên truyền CCHC” đạt chỉ tiêu kế hoạch: {{banner|băng rôn}}.",
                     "- Chưa thống kê được số liệu tuyên truyền qua: Đài truyền thanh; Cuộc họp, hội nghị; Bộ phận một cửa.",
                     "- Các hoạt động trong kỳ chưa lưu minh chứng.", "- Đã tuyên truyền tất cả các nội dung"):
            assert line in joined, (line, joined)
        assert "tăng so với" not in joined, "one item of December is no quarter to compare with"
        assert "Đăng tin tuyên truyền CCHC trên Cổng thông tin điện tử; chủ trì: Công chức VH-XH" in joined, joined
        key = next(k for k, v in texts.items() if "băng rôn}}" in v)
        b.post(address, {**f, key: "- Treo đủ {{banner|băng rôn}}, đúng hạn.", "viec": key})
        text = text_of(o.db, 1)
        assert "- Treo đủ 02 băng rôn, đúng hạn." in text, text
        assert text.index("1. Ưu điểm") < text.index("- Treo đủ") < text.index("2. Tồn tại"), text
        assert "đạt chỉ tiêu kế hoạch" not in text, "nothing comes in by itself"
        address, f = edit(b)
        key = next(k for k, v in f.items() if v.startswith("- Chưa thống kê được"))
        b.post(address, {**f, "viec": key})
        text = text_of(o.db, 1)
        assert text.index("2. Tồn tại") < text.index("- Chưa thống kê được") < text.index("III. Nhiệm vụ")
        assert not any(v.startswith("- Chưa thống kê được") for k, v in edit(b)[1].items() if k.startswith("de-xuat"))


def test_past_periods_stand_beside_a_figure():
    more = "".join(f"{d:02d}/{m:02d}/2023,,portal,Tin {m}/{d},1 tin,,,,,\n" for m in (8, 11) for d in range(1, m - 3))
    folder = L.folder({"activities.csv": lambda t: t + more})
    for o in offices(folder):
        b = o.person()
        page = b.get("/bao-cao/1/so-lieu")
        row = next(x for x in re.findall(r'<li class="loa-figure".*?</li>', page, re.S) if "portal" in x)
        assert "quý IV năm 2023" in row and "08 tin" in row, words(row)
        assert "<desc" in row and "4, 8, 12" in row, row
        address, f = edit(b)
        grown = [v for k, v in f.items() if k.startswith("de-xuat") and "tăng so với" in v]
        assert grown == ["- Cổng thông tin điện tử: {{portal|tin}}, tăng so với quý IV năm 2023 ({{portal|tin|previous}})."], grown
        n = next(i for i in range(20) if f.get(f"muc-{i}-ten") == "Ưu điểm")
        b.post(address, {**f, f"muc-{n}": grown[0]})
        assert "Cổng thông tin điện tử: 12 tin, tăng so với quý IV năm 2023 (08 tin)." in text_of(o.db, 1)


def test_files_of_every_kind():
    for o in offices():
        b = o.person("docgia")
        for kind, start in (("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!doctype html>")):
            r, data = picture(b, f"/bao-cao/1/tai/{kind}")
            assert r.status == 200 and data.startswith(start) and f"bao-cao-2024-Q1.{kind}" in r.headers["Content-Disposition"]
        assert b.ask("GET", "/bao-cao/1/tai/exe")[0].status == 404


def test_who_may_not_write():
    for o in offices():
        reader = o.person("docgia")
        page = reader.get("/bao-cao")
        assert "/bao-cao/moi" not in page
        for path in ("/bao-cao/moi", "/bao-cao/1/sua"):
            reader.get(path, 403)
        form = {"csrf": reader.csrf()}
        for path in ("/bao-cao/moi", "/bao-cao/1/sua", "/bao-cao/1/xem-truoc"):
            reader.post(path, form, 403)
        b = o.person()
        for path in ("/bao-cao/moi", "/bao-cao/1/sua", "/bao-cao/1/xem-truoc"):
            b.post(path, {"csrf": "sai"}, 403)
        for path in ("/bao-cao/99/sua", "/bao-cao/x/sua", "/bao-cao/99/trang", "/bao-cao/99/so-lieu"):
            b.get(path, 404)


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
