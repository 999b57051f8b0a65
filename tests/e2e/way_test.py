#!/usr/bin/env python3
"""The way of a report and of a plan: drafted, checked, approved, numbered, signed, sent, published; by the people whose work it is."""
import csv
import re
import shutil
import subprocess
import sys

import loa as L
from loa import loa
from rows import write
from server import Browser, Server, add_user, words

sys.path.insert(0, str(L.ROOT / "tests" / "media"))
sys.path.insert(0, str(L.ROOT / "tests" / "mail"))
import pdf_sign
import tap
from servers import Exim, Scripted, wait_for

PAGE = "/trinh-ky/bao-cao/1"
PEOPLE = {"canbo": "officer", "canbo2": "officer", "lanhdao": "leader", "docgia": "reader", "motcua": "desk"}
authority = None


def set_up(db, **settings):
    for name, value in settings.items():
        write(db, f"INSERT INTO setting (name, value) VALUES ('{name.replace('_', '-')}', '{value}')"
                    " ON CONFLICT (name) DO UPDATE SET value = excluded.value;")


class Office(Server):
    page = PAGE

    def __init__(self, db, folder=L.CASE):
        self.db = db
        loa("import", "--db", db, folder)
        for login, role in PEOPLE.items():
            add_user(db, login, role)
        super().__init__(db)
        self.people = {}

    def as_(self, login):
        if login not in self.people:
            self.people[login] = Browser(self).sign_in(login)
        return self.people[login]

    def step(self, login, action, note="", status=303, fields=None):
        b = self.as_(login)
        form = fields or hidden(b, self.page, f"{self.page}/buoc")
        return b.post(f"{self.page}/buoc", {**form, "buoc": action, "y-kien": note}, status)

    def checked(self):
        self.step("canbo", "trinh")
        self.step("canbo2", "noi-dung")
        self.step("canbo2", "the-thuc")

    def approved(self):
        self.checked()
        self.step("lanhdao", "duyet")

    def numbered(self, number="05/BC-UBND", day="05/4/2024", status=303):
        b = self.as_("canbo")
        return b.post(f"{self.page}/so", {**hidden(b, self.page, f"{self.page}/so"), "so-ky-hieu": number, "ngay": day}, status)

    def pdf(self, login="canbo"):
        return raw(self, login, f"{self.page}/tai/pdf")

    def upload(self, pdf, statement="", status=303, login="canbo", name="ban-ky.pdf"):
        b = self.as_(login)
        return post_file(b, f"{self.page}/ban-ky", {**hidden(b, self.page, f"{self.page}/ban-ky"), "giai-trinh": statement},
                         name, pdf, status)

    def issued(self):
        self.approved()
        self.numbered()
        self.upload(signed(self.pdf()))
        self.step("canbo", "ban-hanh")

    def send(self, how="thu", to=(), more="", note="", status=303):
        b = self.as_("canbo")
        form = [*hidden(b, f"{self.page}/gui", f"{self.page}/gui").items(), ("cach", how), ("them", more), ("ghi-chu", note)]
        return b.post(f"{self.page}/gui", form + [("noi-nhan", t) for t in to], status)


    def hand(self, how="zalo", status=303):
        """All links that wait are said to be handed over."""
        b, action = self.as_("canbo"), f"{self.page}/da-chuyen"
        ids = re.findall(r'name="chuyen"[^>]*value="(\d+)"', b.get(self.page))
        return b.post(action, [*hidden(b, self.page, action).items(), ("cach-chuyen", how)] + [("chuyen", i) for i in ids], status)


def hidden(browser, page, action):
    """The hidden fields of that page's form."""
    return {k: v for k, v in browser.form(page, action).items() if k in ("csrf", "lan", "ban", "dau", "nguon")}


def raw(server, login, path, status=200):
    import http.client
    c = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    c.request("GET", path, headers={"Cookie": server.as_(login).cookie} if login else {})
    r = c.getresponse()
    body = r.read()
    c.close()
    assert r.status == status, f"{path}: {r.status}"
    return body


def post_file(b, path, fields, name, content, status):
    edge = "----loa-thu-nghiem"
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="tep"; filename="{name}"\r\n'
                 f"Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    body = b"".join(parts) + f"--{edge}--\r\n".encode()
    r, text = b.ask("POST", path, body=body, headers={"Content-Type": f"multipart/form-data; boundary={edge}"})
    assert r.status == status, f"POST {path}: {r.status}, not {status}: {words(text)[:700]}"
    return text


def signed(pdf):
    global authority
    if not authority:
        authority = pdf_sign.Authority(L.SCRATCH / "ca")
        authority.issue("ky", "/O=UBND Mẫu/CN=Phạm Thị Đới")
    return pdf_sign.sign(pdf, lambda data: authority.cms("ky", data))


def offices(**settings):
    for db in L.engines():
        with Office(db) as o:
            set_up(db, **settings)
            yield o


def state(o, login="canbo"):
    return words(re.search(r"</h1>\s*<p.*?</p>", o.as_(login).get(o.page), re.S)[0])


def test_from_the_draft_to_the_public():
    for o in offices():
        visitor = Browser(o)
        assert visitor.get("/van-ban").count("Chưa có văn bản") == 1
        assert "bản thảo" in state(o)
        o.checked()
        assert "chờ ký duyệt" in state(o) and "lãnh đạo" in state(o)
        o.step("lanhdao", "duyet", "Đồng ý")
        page = o.as_("canbo").get(PAGE)
        assert "Người lanhdao" in page and "Đồng ý" in page and "ký duyệt" in page
        o.numbered()
        pdf = signed(o.pdf())
        o.upload(pdf)
        page = words(o.as_("canbo").get(PAGE))
        assert "khớp từng chữ" in page and "Phạm Thị Đới, UBND Mẫu" in page, page[:1500]
        o.step("canbo", "ban-hanh")
        assert "đã ban hành" in state(o)
        assert raw(o, "canbo", f"{PAGE}/ban-ky") == pdf, "the signed file, byte for byte"
        o.send(to=["dong-0", "dong-1"], note="cùng phụ lục")
        assert "chưa gửi" in state(o)
        o.hand()
        assert "đã gửi" in state(o)
        o.step("canbo", "cong-khai")
        assert visitor.ask("GET", "/cong-khai")[0].headers["Location"] == "/van-ban"
        page = visitor.get("/van-ban")
        assert "05/BC-UBND" in page and "05/4/2024" in page
        page = visitor.get("/cong-khai/1")
        assert "12 tin" in page and 'id="so-lieu-3"' in page and "Số: 05/BC-UBND" in words(page).replace("\xa0", " ")
        assert raw(o, None, "/cong-khai/1/pdf") == pdf
        o.step("canbo", "go-cong-khai", "", 422)
        o.step("canbo", "go-cong-khai", "sai tên")
        visitor.get("/cong-khai/1", 404)
        loa("verify", "--db", o.db)


def test_each_does_his_own_work_only():
    for o in offices():
        o.step("canbo", "trinh")
        form = hidden(o.as_("canbo"), PAGE, f"{PAGE}/buoc")
        for login, action in (("docgia", "noi-dung"), ("motcua", "noi-dung")):
            b = o.as_(login)
            assert f"{PAGE}/buoc" not in b.get(PAGE), login
            b.post(f"{PAGE}/buoc", {**form, "csrf": b.csrf(), "buoc": action}, 403)
        b = o.as_("canbo2")
        b.post(f"{PAGE}/buoc", {**form, "csrf": b.csrf(), "lan": "x" * 30, "buoc": "rut"}, 403)
        o.step("canbo", "duyet", status=422)  # nothing is skipped
        o.step("canbo2", "noi-dung")
        o.step("canbo2", "the-thuc")
        b = o.as_("canbo")
        page = b.get(PAGE)
        assert 'value="duyet"' not in page and 'value="rut"' in page
        b.post(f"{PAGE}/buoc", {**hidden(b, PAGE, f"{PAGE}/buoc"), "buoc": "duyet"}, 403)
        o.step("lanhdao", "tra-lai", "", 422)  # why?
        o.step("lanhdao", "tra-lai", "Thiếu “Kính gửi”")
        page = b.get(PAGE)
        assert "trả lại để sửa" in page and "Thiếu “Kính gửi”" in page


def test_no_one_approves_his_own_draft():
    for db in L.engines():
        PEOPLE["kiem"] = "officer,leader"
        try:
            office = Office(db)
        finally:
            del PEOPLE["kiem"]
        with office as o:
            o.step("kiem", "trinh")
            o.step("canbo", "noi-dung")
            o.step("canbo", "the-thuc")
            page = o.as_("kiem").get(PAGE)
            assert "không tự duyệt" in page and 'value="duyet"' not in page
            fields = hidden(o.as_("kiem"), PAGE, f"{PAGE}/buoc")
            o.step("kiem", "duyet", status=422, fields=fields)
            set_up(db, tu_duyet="1")
            o.step("kiem", "duyet")
            assert "đã duyệt" in state(o)


def test_the_second_of_two_is_told():
    for o in offices():
        o.step("canbo", "trinh")
        late = hidden(o.as_("canbo2"), PAGE, f"{PAGE}/buoc")
        o.step("lanhdao", "noi-dung")
        page = o.step("canbo2", "tra-lai", "Số liệu chưa khớp", 409, late)
        assert "Người lanhdao" in page and "Số liệu chưa khớp" in page, words(page)[:800]
        assert "chờ kiểm tra thể thức" in state(o)
        # A request that a shaky network repeats is taken once.
        b = o.as_("canbo2")
        form = {**hidden(b, PAGE, f"{PAGE}/buoc"), "buoc": "the-thuc"}
        b.post(f"{PAGE}/buoc", form)
        b.post(f"{PAGE}/buoc", form)
        assert words(b.get(PAGE)).count("kiểm tra thể thức: đạt") == 1


def test_what_was_approved_is_what_was_seen_and_stays():
    for o in offices():
        o.checked()
        seen = hidden(o.as_("lanhdao"), PAGE, f"{PAGE}/buoc")
        banner = "UPDATE activity_quantity SET value = 3000 WHERE activity_id = (SELECT min(id) FROM activity WHERE channel = 'banner');"
        write(o.db, banner)
        page = o.step("lanhdao", "duyet", "", 409, seen)
        assert "vừa thay đổi" in page and "04 băng rôn" in page, words(page)[:900]
        o.step("lanhdao", "duyet")
        write(o.db, banner.replace("3000", "5000"))
        page = o.as_("canbo").get(PAGE)
        assert "04 băng rôn" in page and "khi duyệt 04 băng rôn, hiện nay 06 băng rôn" in words(page), words(page)[:1500]
        assert "/hoat-dong/" in page
        text = subprocess.run(["pdftotext", "-", "-"], input=o.pdf(), capture_output=True, check=True).stdout.decode()
        assert "04 băng rôn" in L.squeeze(text).replace("\xa0", " ") and "06 băng rôn" not in text
        # Every way to it leads to what was approved.
        r, _ = o.as_("docgia").ask("GET", "/bao-cao/1")
        assert (r.status, r.headers["Location"]) == (303, PAGE)
        r, _ = o.as_("docgia").ask("GET", "/bao-cao/1/tai/docx")
        assert (r.status, r.headers["Location"]) == (303, f"{PAGE}/tai/docx")
        text = L.report(o.db, "txt").read_text().replace("\xa0", " ")
        assert "04 băng rôn" in text and "06 băng rôn" not in text
        write(o.db, banner)
        assert "vẫn đúng như lúc duyệt" in o.as_("canbo").get(PAGE)


def test_a_number_is_unique_in_the_year():
    for o in offices():
        o.approved()
        assert "không có dạng" in o.numbered("năm/BC", status=422)
        # Nghị định 30/2020/NĐ-CP, Annex I and III: letters, digits and what joins them; the day is the day it is signed.
        for bad in ("05/BC-UBND <b>🎉", "05/BC-UBND-", "05/BC--UBND", "05/bc-UBND"):
            page = o.numbered(bad, status=422)
            assert "Ký hiệu chỉ gồm" in page and 'id="so-ky-hieu-error"' in page, words(page)[:900]
        for day, why in (("01/01/2020", "không trước 01/01/2024"), ("05/11/2090", "chưa đến")):
            page = o.numbered(day=day, status=422)
            assert why in page and 'id="ngay-error"' in page and f'value="{day}"' in page, words(page)[:900]
        assert "05/BC-UBND" not in o.as_("canbo").get("/van-ban-di?nam=2024")
        page = o.numbered(day="31/02/2024", status=422)
        assert 'value="31/02/2024"' in page and "ngày có thật" in page, words(page)[:600]
        assert "loại văn bản khác" in o.numbered("24/KH-UBND", status=422)
        b = o.as_("canbo")
        b.post("/van-ban-di/moi", {**hidden(b, "/van-ban-di/moi", "/van-ban-di/moi"), "trich-yeu": "Báo cáo khác",
                                   "ngay": "01/4/2024", "ky-hieu": "BC-UBND", "so": "4"})
        page = o.numbered("04/BC-UBND", status=422)
        assert "đã dùng" in page and "04/BC-UBND" in page, words(page)[:600]
        o.numbered()
        page = words(o.as_("canbo").get("/van-ban-di?nam=2024"))
        assert "05/BC-UBND" in page and "24/KH-UBND" in page and "Phạm Thị Đới" in page
        rows = list(csv.reader(raw(o, "canbo", "/van-ban-di/tai/csv?nam=2024").decode().splitlines()))
        assert [len(r) for r in rows] == [10, 10, 10, 10], rows
        # Sent back, the number is given in vain and leaves the register.
        o.step("lanhdao", "tra-lai", "Sai trích yếu")
        assert "05/BC-UBND" not in o.as_("canbo").get("/van-ban-di?nam=2024")


def test_own_numbers_run_and_stay_visible():
    for o in offices(tu_cap_so="1"):
        o.approved()
        b = o.as_("canbo")
        b.post(f"{PAGE}/cap-so", hidden(b, PAGE, f"{PAGE}/cap-so"))
        assert "Số 01/BC-UBND" in words(b.get(PAGE)), words(b.get(PAGE))[:900]
        b.post(f"{PAGE}/huy-so", {**hidden(b, PAGE, f"{PAGE}/huy-so"), "ly-do": "nhầm ngày"})
        b.post(f"{PAGE}/cap-so", hidden(b, PAGE, f"{PAGE}/cap-so"))
        page = words(b.get(PAGE))
        assert "Số 02/BC-UBND" in page, page[:900]
        page = words(b.get("/van-ban-di"))
        assert "01/BC-UBND" in page and "nhầm ngày" in page and "02/BC-UBND" in page
        form = {**hidden(b, "/van-ban-di/moi", "/van-ban-di/moi"), "trich-yeu": "Thông báo lịch tiếp công dân",
                "ngay": re.search(r"ngày (\S+?)\.", words(b.get(PAGE)))[1], "ky-hieu": "TB-UBND", "noi-nhan": "Lưu: VT."}
        b.post("/van-ban-di/moi", form)
        b.post("/van-ban-di/moi", form)  # the same form again is taken once
        page = words(b.get("/van-ban-di"))
        assert page.count("lịch tiếp công dân") == 1 and "01/TB-UBND" in page
        set_up(o.db, mot_day_so="1")
        form = {**form, **hidden(b, "/van-ban-di/moi", "/van-ban-di/moi"), "trich-yeu": "Quyết định mẫu", "ky-hieu": "QĐ-UBND"}
        b.post("/van-ban-di/moi", form)
        assert "03/QĐ-UBND" in words(b.get("/van-ban-di"))


def test_what_comes_back_signed_is_looked_at():
    for o in offices():
        o.approved()
        o.numbered()
        pdf = o.pdf()
        assert "phải là tệp PDF" in o.upload(raw(o, "canbo", f"{PAGE}/tai/docx"), status=422)
        page = o.upload(pdf, status=422)
        assert "không có chữ ký số" in page
        good = signed(pdf)
        broken = good.replace(b"/Creator", b"/Creatus", 1) if b"/Creator" in good else good.replace(b"/Type", b"/Tyqe", 1)
        assert broken != good and "đã bị sửa sau khi ký" in o.upload(broken, status=422)
        assert "dữ liệu lạ ở cuối" in o.upload(good + b"\n% them\n", status=422)
        more = pdf_sign.update(good, {pdf_sign.last_trailer(good)[0][b"Size"]: b"<< /Them true >>"})
        page = o.upload(more, status=422)
        assert "có phần thêm vào sau khi ký" in page, words(page)[:600]
        o.upload(pdf, statement="Đơn vị chưa có chữ ký số; bản giấy đã ký, đóng dấu.")
        page = words(o.as_("canbo").get(PAGE))
        assert "Chữ ký số không có" in page and "bản giấy đã ký" in page, page[:1500]
        late = hidden(o.as_("canbo"), PAGE, f"{PAGE}/ban-ky")
        o.step("canbo", "ban-hanh")
        assert "đã thay đổi" in post_file(o.as_("canbo"), f"{PAGE}/ban-ky", late, "a.pdf", good, 409)


def test_other_words_than_those_approved_are_shown():
    for o in offices():
        o.approved()
        pdf = o.pdf()
        o.step("lanhdao", "tra-lai", "Sửa một câu")
        write(o.db, "UPDATE report SET body = replace(body, 'chưa đa dạng', 'rất đa dạng');")
        o.step("canbo", "trinh")
        o.step("canbo2", "noi-dung")
        o.step("canbo2", "the-thuc")
        o.step("lanhdao", "duyet")
        page = o.upload(signed(pdf), status=422)
        assert "có chỗ khác bản đã duyệt" in page
        o.upload(signed(pdf), statement="Bản ký là bản trước khi sửa một chữ.")
        page = o.as_("canbo").get(PAGE)
        row = re.search(r"<tr[^>]*>(?:(?!</tr>).)*khác bản đã duyệt.*?</tr>", page, re.S)[0]
        assert "rất" in words(row) and "chưa" in words(row), words(row)


def test_who_may_sign_is_checked():
    edit = {"unit.json": lambda t: t.replace('"post": "Phó Chủ tịch", "from": null, "to": "2025-06-30"',
                                             '"post": "Phó Chủ tịch", "from": null, "to": "2024-03-31"')}
    for db in L.engines():
        with Office(db, L.folder(edit)) as o:
            o.checked()
            page = o.as_("lanhdao").get(PAGE)
            assert "không giữ chức vụ" in page and 'value="duyet"' not in page
            o.step("lanhdao", "duyet", status=422)
    for o in offices():
        page = words(o.as_("lanhdao").get(PAGE))
        assert "Chưa ghi phân công cho Phạm Thị Đới ký thay chủ tịch" in page, page[:900]
        b = o.as_("lanhdao")
        form = {**hidden(b, "/uy-quyen/moi", "/uy-quyen/moi"), "nguoi": "Phạm Thị Đới", "chuc-vu": "Phó Chủ tịch",
                "hinh-thuc": "TUQ", "ky-cho": "Chủ tịch", "pham-vi": "Báo cáo", "tu-ngay": "01/01/2024",
                "van-ban": "Thông báo phân công số 01 (mẫu)"}
        assert "phải có thời hạn" in b.post("/uy-quyen/moi", form, 422)
        b.post("/uy-quyen/moi", {**form, "hinh-thuc": "KT"})
        assert "Chưa ghi phân công" not in b.get(PAGE)
        late = hidden(b, "/uy-quyen/1", "/uy-quyen/1")
        b.post("/uy-quyen/1", {**form, **hidden(b, "/uy-quyen/1", "/uy-quyen/1"), "hinh-thuc": "KT", "pham-vi": "Tất cả"})
        page = b.post("/uy-quyen/1", {**form, **late, "hinh-thuc": "KT", "pham-vi": "Chỉ báo cáo quý"}, 409)
        assert "Chỉ báo cáo quý" in page
        o.as_("canbo").get("/uy-quyen/moi", 403)


def test_recipients_follow_the_years_and_get_their_links():
    for o in offices(dia_chi="https://loa.xa-mau.gov.vn"):
        b = o.as_("canbo")
        new = {**hidden(b, "/noi-nhan/moi", "/noi-nhan/moi"), "ten": "Sở Nội vụ", "thu": "noi-vu@so.example\nkhong hop le"}
        assert "không phải địa chỉ thư" in b.post("/noi-nhan/moi", new, 422)
        b.post("/noi-nhan/moi", {**new, "thu": "noi-vu@so.example", "tu-ngay": "01/7/2025"})
        b.post("/noi-nhan/moi", {**hidden(b, "/noi-nhan/moi", "/noi-nhan/moi"), "ten": "UBND huyện", "den-ngay": "30/6/2025",
                                 "thay-bang": "1"})
        o.issued()
        page = words(b.get(f"{PAGE}/gui"))
        assert "Nay là Sở Nội vụ" in page and "chưa có trong danh bạ" in page and "Chưa đặt máy chủ gửi thư" in page, page[:1500]
        assert "Chọn ít nhất một nơi nhận" in o.send(status=422)
        o.send(to=["dong-0"], more="Hội Nông dân xã")
        page = o.as_("canbo").get(PAGE)
        links = re.findall(r'href="(/v/[^"]+)"', page)
        assert len(set(links)) == 2 and "https://loa.xa-mau.gov.vn/v/" in page, links
        assert "chưa mở" in page
        visitor = Browser(o)
        for _ in range(2):
            page = visitor.get(links[0])
        assert "Gửi: Sở Nội vụ" in page and "12 tin" in page
        assert raw(o, None, f"{links[0]}/pdf").startswith(b"%PDF-")
        visitor.get("/v/" + "x" * 43, 404)
        visitor.post(f"{links[0]}/da-nhan", {"nguoi-nhan": ""}, 422)
        assert "mở 2 lần" in o.as_("canbo").get(PAGE)
        visitor.post(f"{links[0]}/da-nhan", {"nguoi-nhan": "Văn thư Sở"})
        assert "đã nhận: Văn thư Sở" in o.as_("canbo").get(PAGE)
        assert links[0][3:] not in o.log(), "the link's secret is not in the log"
        o.step("lanhdao", "thu-hoi", "Sai số liệu")
        page = visitor.get(links[0])
        assert "Thu hồi ngày" in page and "Sai số liệu" in page and "12 tin" not in page
        raw(o, None, f"{links[0]}/pdf", 404)
        assert "Thu hồi ngày" in o.as_("canbo").get("/van-ban-di?nam=2024")


PLAN = "/trinh-ky/ke-hoach/2024"
SIGN = '"sign": "TM. ỦY BAN NHÂN DÂN | KT. CHỦ TỊCH | PHÓ CHỦ TỊCH | Phạm Thị Đới",\n"recipients": ["UBND huyện", "Lưu: VT"],\n'


def plan_folder(number="", title="tổ chức tuyên truyền"):
    edit = lambda s: s.replace('"number": "24/KH-UBND",\n', number).replace('"contents":', SIGN + '"contents":', 1).replace(
        "tổ chức tuyên truyền", title)
    return L.folder({"plan.json": edit})


def plan_offices(**more):
    for db in L.engines():
        with Office(db, plan_folder(**more)) as o:
            o.page = PLAN
            yield o


def led(o, path, to):
    r, _ = o.as_("canbo").ask("GET", path)
    assert (r.status, r.headers["Location"]) == (303, to), (path, r.status)


def text_of(pdf):
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return L.squeeze(text).replace("\xa0", " ")


def test_a_plan_goes_the_same_way():
    for o in plan_offices():
        visitor, b = Browser(o), o.as_("canbo")
        page = b.get("/ke-hoach/2024")
        assert PLAN in page and "Chưa ban hành" in page and "bản thảo" in state(o)
        o.checked()
        assert "chờ ký duyệt" in state(o)
        page = words(b.get("/ke-hoach/2024"))
        assert "Kế hoạch đang ở bước: chờ ký duyệt" in page and "Sửa kế hoạch" not in page, page[:900]
        waits = words(o.as_("lanhdao").get("/"))
        assert "Kế hoạch tổ chức tuyên truyền" in waits, waits[:900]
        assert "Kế hoạch tổ chức tuyên truyền" in b.get("/trinh-ky")
        o.step("lanhdao", "duyet")
        led(o, "/ke-hoach/2024/van-ban", PLAN)
        led(o, "/ke-hoach/2024/tai/docx", f"{PLAN}/tai/docx")
        assert "loại văn bản khác" in o.numbered("24/BC-UBND", "19/02/2024", 422)
        o.numbered("24/KH-UBND", "19/02/2024")
        assert "Số 24/KH-UBND ngày 19/02/2024" in b.get("/ke-hoach/2024")
        text = text_of(o.pdf())
        assert "(Kèm theo Kế hoạch số 24/KH-UBND ngày 19/02/2024 của UBND thị trấn Ba Tơ)" in text and "Số: 24/KH-UBND" in text, text
        pdf = signed(o.pdf())
        o.upload(pdf)
        assert "khớp từng chữ" in words(b.get(PLAN))
        o.step("canbo", "ban-hanh")
        page = words(b.get("/van-ban-di?nam=2024"))
        assert "24/KH-UBND" in page and "Kế hoạch tổ chức tuyên truyền" in page and "Phạm Thị Đới" in page, page[:900]
        o.send(to=["dong-0"], how="khac")
        o.step("canbo", "cong-khai")
        assert "24/KH-UBND" in visitor.get("/van-ban?loai=KH")
        assert "24/KH-UBND" not in visitor.get("/van-ban?loai=BC")
        page = words(visitor.get("/cong-khai/1")).replace("\xa0", " ")
        assert "Số: 24/KH-UBND" in page and "Đăng tin tuyên truyền" in page and raw(o, None, "/cong-khai/1/pdf") == pdf
        assert "Kế hoạch số 24/KH-UBND ngày 19/02/2024" in L.report(o.db, "txt").read_text().replace("\xa0", " ")
        page = words(b.get("/ke-hoach/2024"))
        assert "đã sửa" not in page and "12 tin / 12 tin" in page, "activities go on counting"
        assert "vẫn đúng như lúc duyệt" in b.get(PLAN)
        loa("verify", "--db", o.db)


def test_a_plan_on_its_way_is_not_edited():
    for o in plan_offices():
        b, form = o.as_("canbo"), "/ke-hoach/2024/nhiem-vu"
        typed = {k: v for k, v in b.form(form, form).items()}
        o.step("canbo", "trinh")
        for path in ("sua", "thong-tin", "nhiem-vu", "noi-dung", "hinh-thuc?ma=1", "nhiem-vu/xoa?ma=nv1"):
            led(o, f"/ke-hoach/2024/{path}", "/ke-hoach/2024")
        page = b.post(form, {**typed, "ten": "Việc gõ dở", "kenh": "portal"}, 409)
        assert "Kế hoạch đã được trình từ" in page and 'value="Việc gõ dở"' in page, words(page)[:900]
        # The second of two people is told, with what he typed.
        late = hidden(o.as_("canbo2"), PLAN, f"{PLAN}/buoc")
        o.step("lanhdao", "noi-dung")
        page = o.step("canbo2", "tra-lai", "Chỉ tiêu chưa rõ", 409, late)
        assert "Người lanhdao" in page and "Chỉ tiêu chưa rõ" in page
        # No file undoes what others check.
        other = plan_folder(title="tổ chức phổ biến")
        assert "đang ở bước “chờ kiểm tra thể thức”" in loa("import", "--db", o.db, other)[0]
        assert "tổ chức tuyên truyền" in b.get("/ke-hoach/2024")
        # Returned it is written again; its number is not typed in beside the way.
        o.step("canbo2", "tra-lai", "Chỉ tiêu chưa rõ")
        b.post(form, {**b.form(form, form), "ten": "Việc thêm", "kenh": "portal"})
        head = "/ke-hoach/2024/thong-tin"
        page = b.post(head, {**b.form(head, head), "so": "25"}, 422)
        assert "được ghi ở trang trình ký" in page
        o.checked()
        o.step("lanhdao", "duyet")
        o.numbered("25/KH-UBND", "19/02/2024")
        o.step("lanhdao", "tra-lai", "Sai số")
        assert "Chưa ban hành" in b.get("/ke-hoach/2024") and "25/KH-UBND" not in b.get("/van-ban-di?nam=2024")
        o.checked()
        o.step("lanhdao", "duyet")
        loa("import", "--db", o.db, other, "--replace")
        page = b.get(PLAN)
        assert "bản trong Loa đã được sửa" in page and "tổ chức phổ biến" not in words(page)
        out = L.SCRATCH / "plan.txt"
        loa("plan", "--db", o.db, "--year", "2024", "-o", out)
        assert "Việc thêm" in out.read_text() and "phổ biến" not in out.read_text()
        loa("verify", "--db", o.db)


def registered(o):
    """The report's row of the register."""
    rows = csv.reader(raw(o, "canbo", "/van-ban-di/tai/csv?nam=2024").decode().splitlines())
    return next(r for r in rows if r[0] == "05/BC-UBND")


def test_only_what_was_handed_over_counts_as_sent():
    """Nghị định 30/2020/NĐ-CP, Điều 18: a link that nobody was given is no sending."""
    for o in offices():
        o.issued()
        b = o.as_("canbo")
        assert "“khong-phai-thu” không phải địa chỉ thư" in words(o.send(more="Sở Nội vụ\nPhòng VH, khong-phai-thu", status=422))
        assert "Dòng 2" in words(o.send(more="Sở Nội vụ\nPhòng VH, khong-phai-thu", status=422))
        o.send(more="Sở Nội vụ, so@quangngai.gov.vn")
        page = b.get(PAGE)
        text = words(page)
        assert "đã tạo liên kết, chưa chuyển" in text and "đã gửi" not in text, text[:2500]
        assert "chưa gửi" in state(o) and "tạo liên kết, chưa chuyển 1 nơi nhận" in text, text[:2500]
        row = registered(o)
        assert row[7] == "", row
        # Whole, as this person came here; the setting is pointed to.
        assert f"http://127.0.0.1:{o.port}/v/" in text and "Địa chỉ trang của Loa" in text, text[:2500]
        assert "/v/" not in o.as_("docgia").get(PAGE) and "Sở Nội vụ" in o.as_("docgia").get(PAGE), "for who may send only"
        assert "Xin chọn" in o.hand(how="", status=422)
        o.hand()
        assert "đã gửi" in state(o)
        text = words(b.get(PAGE))
        assert "đã chuyển liên kết qua Zalo, Người canbo" in text and "Sở Nội vụ: qua Zalo" in text, text[:2500]
        row = registered(o)
        assert re.fullmatch(r"\d\d/\d\d?/\d{4}", row[7]), row
        # The second batch has its row too; a receipt says that it arrived.
        o.send(more="Phòng Văn hóa", note="bổ sung")
        text = words(b.get(PAGE))
        assert "tạo liên kết, chưa chuyển 1 nơi nhận; bổ sung" in text, text[:2500]
        o.send(how="khac", more="Đảng ủy")
        assert "gửi thêm 1 nơi nhận" in words(b.get(PAGE))
        loa("verify", "--db", o.db)
    for o in offices():
        o.issued()
        o.send(more="Sở Nội vụ")
        link = re.search(r'href="(/v/[^"]+)"', o.as_("canbo").get(PAGE))[1]
        Browser(o).post(f"{link}/da-nhan", {"nguoi-nhan": "Văn thư Sở"})
        assert "đã gửi" in state(o) and "Sở Nội vụ xác nhận đã nhận" in o.as_("canbo").get(PAGE)


def test_the_audit_speaks_vietnamese():
    for db in L.engines():
        PEOPLE["quantri"] = "administrator"
        try:
            office = Office(db)
        finally:
            del PEOPLE["quantri"]
        with office as o:
            b = o.as_("canbo")
            page = "/van-ban-di/moi"
            sent = {**hidden(b, page, page), "trich-yeu": "Thông báo mẫu", "ngay": "01/4/2024", "so": "7"}
            for change, why in (({"ky-hieu": "<b>"}, "Ký hiệu chỉ gồm"), ({"ngay": "05/11/2090"}, "chưa đến")):
                assert why in b.post(page, {**sent, "ky-hieu": "TB-UBND", **change}, 422)
            b.post(page, {**sent, "ky-hieu": "TB-UBND"})
            o.issued()
            o.send(more="Sở Nội vụ")
            o.hand()
            text = words(o.as_("quantri").get("/nhat-ky"))
            assert "Văn bản đi 07/TB-UBND" in text and " so/" not in text, text[:3000]
            assert "Cách gửi: liên kết riêng" in text and "qua Zalo" in text and ": link" not in text, text[:3000]


def test_what_nobody_could_sign_is_not_submitted():
    unsigned = L.folder({"report.md": lambda s: re.sub(r"^sign:.*$", "sign:", s, flags=re.M)})
    for db in L.engines():
        with Office(db, unsigned) as o:
            for page, where in ((PAGE, "/bao-cao/1/sua"), ("/trinh-ky/ke-hoach/2024", None)):
                o.page = page
                text = o.as_("canbo").get(page)
                assert 'value="trinh"' not in text, page
                if where:
                    assert f'href="{where}"' in text and "Chưa trình được" in text
                b = o.as_("canbo")
                form = {"csrf": b.csrf(), "lan": "x" * 30, "buoc": "trinh", "y-kien": ""}
                b.post(f"{page}/buoc", form, 422)
            assert "đã ban hành ngoài Loa" in state(o) and "không phải trình ký" in o.as_("canbo").get(o.page)
    for db in L.engines():
        with Office(db, L.folder({"plan.json": lambda s: s.replace('"number": "24/KH-UBND",\n', "")})) as o:
            page = o.as_("canbo").get("/trinh-ky/ke-hoach/2024")
            assert 'href="/ke-hoach/2024/thong-tin"' in page and 'value="trinh"' not in page, words(page)[:900]


def test_what_is_too_large_is_told_on_a_page():
    for o in offices():
        o.approved()
        b = o.as_("canbo")
        head = {"Content-Type": "multipart/form-data; boundary=x", "Referer": f"http://127.0.0.1:{o.port}{PAGE}"}
        r, text = b.ask("POST", f"{PAGE}/ban-ky", body=b"x" * (40 << 20), headers=head)
        assert r.status == 413 and "tối đa 31 MB" in text and 'rel="stylesheet"' in text, text[:900]
        assert f'href="{PAGE}"' in text, text


def test_a_plan_numbered_outside_keeps_its_number():
    for o in plan_offices(number='"number": "24/KH-UBND",\n '):
        page = o.as_("canbo").get(PLAN)
        assert "đã ban hành ngoài Loa" in state(o) and 'value="trinh"' not in page, words(page)[:900]
        assert "Số 24/KH-UBND ngày 19/02/2024" in o.as_("canbo").get("/ke-hoach/2024")
        loa("import", "--db", o.db, plan_folder(number='"number": "26/KH-UBND",\n '))
        assert "26/KH-UBND" in o.as_("canbo").get("/van-ban-di?nam=2024")


def test_what_was_issued_outside_is_published_and_stays_open():
    for o in plan_offices(number='"number": "24/KH-UBND",\n '):
        visitor = Browser(o)
        assert "24/KH-UBND" not in visitor.get("/van-ban")
        o.page = PLAN
        o.step("canbo", "cong-khai-ngoai")
        assert "24/KH-UBND" in visitor.get("/van-ban?loai=KH") and "24/KH-UBND" in visitor.get("/tim-kiem?q=24%2FKH-UBND")
        page = words(visitor.get("/cong-khai/1")).replace("\xa0", " ")
        assert "Số: 24/KH-UBND" in page and "ngày 19 tháng 02 năm 2024" in page
        assert "%PDF" in raw(o, None, "/cong-khai/1/pdf")[:8].decode("latin1")
        assert 'filename="24-KH-UBND-2024-02-19.pdf"' in visitor.ask("GET", "/cong-khai/1/pdf")[0].headers["Content-Disposition"]
        assert visitor.get("/cong-khai/1").count("<h1") == 1 and o.as_("canbo").get(PLAN).count("<h1") == 1
        # The year goes on: tasks are added, the public sees what was issued.
        assert "Sửa kế hoạch" in words(o.as_("canbo").get("/ke-hoach/2024"))
        o.step("canbo", "go-cong-khai", "nhầm")
        visitor.get("/cong-khai/1", 404)
        assert "24/KH-UBND" not in visitor.get("/van-ban")
        # It was issued elsewhere and nobody sent it from here: its state says so, in the page, the list, the history.
        for path in (PLAN, "/trinh-ky"):
            page = words(o.as_("canbo").get(path))
            assert "đã ban hành ngoài Loa" in page and "đã gửi" not in page, (path, page)
        assert "đã gửi" not in words(o.as_("canbo").get("/ke-hoach/2024")) and "Sửa kế hoạch" in words(o.as_("canbo").get("/ke-hoach/2024"))
        o.step("canbo", "trinh", "", 422)
        o.step("canbo", "cong-khai-ngoai")
        assert "24/KH-UBND" in visitor.get("/van-ban") and "/cong-khai/1" in visitor.get("/tim-kiem?q=24%2FKH-UBND")
        o.step("canbo", "go-cong-khai", "nhầm")
        loa("publish", "--db", o.db, "ke-hoach/2024")
        L.eventually(lambda: "24/KH-UBND" in visitor.get("/van-ban"))
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        assert "chưa có số" in loa("publish", "--db", db, "bao-cao/1", code=1)[1]
        loa("publish", "--db", db, "ke-hoach/2024")
        assert "đã công khai" in loa("publish", "--db", db, "ke-hoach/2024", code=1)[1]
        assert "chưa có kế hoạch" in loa("publish", "--db", db, "ke-hoach/2031", code=1)[1]
        for wrong in ("ke-hoach", "ke-hoach/x", "/", "ke-hoach/0"):
            loa("publish", "--db", db, wrong, code=2)
        assert "không đứt" in loa("verify", "--db", db)[0]


def test_mail_goes_out_once_and_its_fate_is_told():
    folder = L.SCRATCH / "exim"
    folder.mkdir()
    exim = Exim(folder)
    try:
        for o in offices(thu_di_tu="van-thu@xa.example", dia_chi="https://loa.xa-mau.gov.vn",
                         may_chu_thu=f"smtp://127.0.0.1:{exim.port}"):
            o.issued()
            o.send(more="Sở Mẫu, so-mau@so.example\nKhông có, khong-co@so.example", to=[])
            wait_for(lambda: words(o.as_("canbo").get(PAGE)).count("máy chủ thư đã nhận") == 1 and
                     "không gửi được" in o.as_("canbo").get(PAGE), "the two mails")
            assert "đã gửi" in state(o) and "Sở Mẫu: thư đã đi" in o.as_("canbo").get(PAGE)
            found = [m for m in received(folder) if "so-mau@so.example" in m["To"]]
            assert len(found) == 1, found
            mail = found[0]
            files = [p for p in mail.walk() if p.get_content_type() == "application/pdf"]
            assert files[0].get_payload(decode=True) == raw(o, "canbo", f"{PAGE}/ban-ky")
            body = mail.get_body(("plain",)).get_content()
            link = re.search(r"https://loa.xa-mau.gov.vn(/v/\S+)", body)[1]
            assert "Gửi: Sở Mẫu" in Browser(o).get(link)
            for path in (folder / "box" / "new").glob("*"):
                path.unlink()
            # Let go out again by a person: the same Message-ID.
            b = o.as_("canbo")
            again = re.search(r'action="([^"]+/gui-lai)"', b.get(PAGE))[1]
            b.post(again, {"csrf": b.csrf()})
            wait_for(lambda: "không gửi được" in b.get(PAGE), "refused again")
    finally:
        exim.stop()


def received(folder):
    from email import message_from_bytes, policy
    return [message_from_bytes(p.read_bytes(), policy=policy.default) for p in (folder / "box" / "new").glob("*")]


def test_a_mail_broken_off_is_never_sent_again_by_itself():
    server = Scripted(**{".": None})
    try:
        for o in offices(thu_di_tu="van-thu@xa.example", may_chu_thu=f"smtp://127.0.0.1:{server.port}"):
            server.heard.clear()
            o.issued()
            o.send(more="Sở Mẫu, so-mau@so.example")
            b = o.as_("canbo")
            wait_for(lambda: "không rõ đã đi chưa" in b.get(PAGE), "an unsure mail")
            assert server.heard.count("DATA") == 1
            # As after a crash in the middle: marked as being tried, long ago.
            write(o.db, "UPDATE outgoing SET state = 'trying', due = 1;")
            wait_for(lambda: "máy dừng giữa lúc gửi" in b.get(PAGE), "the lost one is noticed")
            assert server.heard.count("DATA") == 1
    finally:
        server.stop()


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
