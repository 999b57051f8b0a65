#!/usr/bin/env python3
"""People, one's own account, settings, the audit and Today in the browser."""
import base64
import datetime
import hashlib
import hmac
import html
import json
import re
import shutil
import struct
import subprocess
import time

import loa as L
from loa import loa
from rows import is_pg, rows
from server import PASSWORD, Browser, Server, add_user, words

import tap

NEW = "một câu khác hẳn của thử nghiệm"


class Person(Browser):
    def hidden(self, page, action):
        """The hidden fields alone of the page's form to `action`: the test fills in the rest itself."""
        form = [f for f in re.findall(r"<form\b.*?</form>", self.get(page), re.S) if f'action="{action}"' in f][-1]
        fields = re.findall(r'<input\b[^>]*type="hidden"[^>]*>', form)
        return {re.search(r'name="([^"]*)"', f)[1]: re.search(r'value="([^"]*)"', f)[1] for f in fields}


class Office:
    """The sample commune with an administrator (quantri), an officer (canbo) and whom a test adds."""

    def __init__(self, db, folder=L.CASE, **people):
        self.db = db
        loa("import", "--db", db, folder)
        for login, role in {"quantri": "administrator", "canbo": "officer", **people}.items():
            add_user(db, login, role)
        self.server = Server(db)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.stop()

    def enter(self, login, password=PASSWORD):
        return Person(self.server).sign_in(login, password)

    def id(self, login):
        return rows(self.db, f"SELECT id FROM account WHERE login = '{login}'")[0][0]


def offices(**people):
    for db in L.engines():
        with Office(db, **people) as o:
            yield o


def secret(page):
    """The one thing on the page that is to be copied."""
    return html.unescape(re.findall(r'<code class="loa-code">([^<]+)</code>', page)[-1])


def refused(browser, login, password):
    r, _ = browser.ask("POST", "/dang-nhap", {"ten": login, "mat-khau": password})
    return r.status == 422


def audit(db):
    return [(k, o, a, b or "", c or "") for k, o, a, b, c in
            rows(db, "SELECT kind, object, action, old_state, new_state FROM audit ORDER BY id")]


# --- /nguoi-dung ---

def add(b, status=200, **fields):
    return b.post("/nguoi-dung/them", {**b.hidden("/nguoi-dung/them", "/nguoi-dung/them"), **fields}, status)


def test_a_person_is_added_and_the_password_is_shown_once():
    for o in offices():
        b = o.enter("quantri")
        page = add(b, **{"ten": "Lan.Nguyen", "ho-ten": "Nguyễn  Thị Lan", "vai-tro": "desk", "mat-khau": ""})
        password = secret(page)
        assert "lan.nguyen" in page and password in html.unescape(page), words(page)
        assert "Nguyễn Thị Lan" in b.get("/nguoi-dung")
        person = b.get(f"/nguoi-dung/{o.id('lan.nguyen')}")
        assert password not in person and "một cửa" in person
        assert all(password not in "".join(row) for row in audit(o.db))
        assert o.enter("lan.nguyen", password).get("/tai-khoan")
        # One that was typed, after the errors of the first try.
        page = add(b, 422, **{"ten": "1x", "ho-ten": "Tên Giữ Lại", "mat-khau": "matkhau1"})
        assert 'value="Tên Giữ Lại"' in page and "ít nhất một vai trò" in page and "bắt đầu bằng chữ" in page
        page = add(b, 422, **{"ten": "minh", "ho-ten": "Minh", "vai-tro": "desk", "mat-khau": "matkhau1"})
        assert "ít nhất 10 ký tự" in page and "matkhau1" not in page
        page = add(b, 422, **{"ten": "CANBO", "ho-ten": "Người Khác", "vai-tro": "desk", "mat-khau": NEW})
        assert "đã có người dùng" in page and rows(o.db, "SELECT count(*) FROM account") == [("3",)]
        add(b, **{"ten": "minh", "ho-ten": "Minh", "vai-tro": "desk", "mat-khau": NEW})
        assert o.enter("minh", NEW).get("/tai-khoan")


def qr_text(page):
    """Reads the code as a phone would: drawn from the page's own SVG, decoded by zbar."""
    size = int(re.search(r'class="loa-qr"[^>]*viewBox="0 0 (\d+) ', page)[1])
    path = re.search(r'<path fill="#000" d="([^"]+)"', page)[1]
    dark = {(int(x) + i, int(y)) for x, y, n in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path) for i in range(int(n))}
    scale = 6
    pixels = bytes(0 if (x // scale, y // scale) in dark else 255
                   for y in range(size * scale) for x in range(size * scale))
    image = L.SCRATCH / "qr.pgm"
    image.write_bytes(b"P5 %d %d 255\n" % (size * scale, size * scale) + pixels)
    done = subprocess.run(["zbarimg", "--quiet", "--raw", image], capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode().strip()


def test_a_group_head_gets_a_link_with_its_code():
    for o in offices():
        b = o.enter("quantri")
        page = add(b, 422, **{"ten": "to3", "ho-ten": "Tổ Trưởng Ba", "vai-tro": "group_head", "mat-khau": NEW})
        assert "không có mật khẩu" in page
        page = add(b, **{"ten": "to3", "ho-ten": "Tổ Trưởng Ba", "vai-tro": "group_head"})
        link = secret(page)
        assert link.startswith(f"http://127.0.0.1:{o.server.port}/l/") and qr_text(page) == link
        assert link in html.unescape(page[page.index("<textarea"):]), "in the words to be sent"
        person = f"/nguoi-dung/{o.id('to3')}"
        assert link.split("/l/")[1] not in b.get(person)
        head = Person(o.server)
        head.ask("GET", link[link.index("/l/"):])
        assert "Tổ Trưởng Ba" in head.get("/tai-khoan") and "Đổi mật khẩu" not in head.get("/tai-khoan")
        head.get("/tai-khoan/mat-khau", 403)
        assert "Vào bằng liên kết cá nhân" in b.get(person)
        fresh = secret(b.post(f"{person}/lien-ket", b.hidden(person, f"{person}/lien-ket"), 200))
        assert fresh != link
        assert head.ask("GET", "/tai-khoan")[0].status == 303, "what came in by the old one is out"
        assert head.ask("GET", link[link.index("/l/"):])[0].status == 403
        assert head.ask("GET", fresh[fresh.index("/l/"):])[0].status == 303
        b.post(f"{person}/lien-ket/het", b.hidden(person, f"{person}/lien-ket/het"))
        assert "không còn dùng được" in words(b.get(f"{person}?da=het-lien-ket"))
        assert head.ask("GET", fresh[fresh.index("/l/"):])[0].status == 403
        # The commune's own address, where it has said one.
        settings = b.hidden("/cai-dat", "/cai-dat")
        b.post("/cai-dat", {**settings, "dia-chi": "https://loa.mau.gov.vn/"})
        link = secret(b.post(f"{person}/lien-ket", b.hidden(person, f"{person}/lien-ket"), 200))
        assert link.startswith("https://loa.mau.gov.vn/l/"), link


def test_roles_change_and_stay_in_the_record():
    for o in offices(bientap="editor"):
        b = o.enter("quantri")
        mine = o.enter("bientap")
        path = f"/nguoi-dung/{o.id('bientap')}"
        form = b.hidden(f"{path}/sua", f"{path}/sua")
        stale = dict(form)
        b.post(f"{path}/sua", {**form, "ho-ten": "Tên Mới", "vai-tro": "officer"})
        page = words(b.get(path))
        assert "Tên Mới" in page and "Biên tập" in page and "nay" in page
        assert "trước: biên tập → sau: cán bộ phụ trách" in page, page
        assert mine.ask("GET", "/tai-khoan")[0].status == 303, "the new role begins with a new session"
        stale["lan"] = "x" * 30
        page = b.post(f"{path}/sua", {**stale, "ho-ten": "Ý Khác", "vai-tro": "desk"}, 422)
        assert "Người khác vừa sửa" in page and 'value="Ý Khác"' in page
        again = b.hidden(f"{path}/sua", f"{path}/sua")
        page = b.post(f"{path}/sua", {**again, "ho-ten": "Tên Mới", "vai-tro": "tong-thong"}, 422)
        assert "xin chọn" in page.lower()
        # The page of rights says what the program does.
        page = b.get("/nguoi-dung/quyen")
        assert "Duyệt, ký báo cáo" in page and "Quản lý người dùng" in page
        b.get("/nguoi-dung/999999", 404)
        r, _ = b.ask("GET", "/nguoi-dung/ten/bientap")
        assert r.headers["Location"] == path


def test_the_last_administrator_stays():
    for o in offices(phu="administrator"):
        b = o.enter("quantri")
        path, other = f"/nguoi-dung/{o.id('quantri')}", f"/nguoi-dung/{o.id('phu')}"
        b.post(f"{other}/tat", b.hidden(other, f"{other}/tat"))
        assert "Đã tắt" in b.get(other)
        page = b.post(f"{path}/tat", b.hidden(path, f"{path}/tat"), 409)
        assert "quản trị cuối cùng" in page
        form = b.hidden(f"{path}/sua", f"{path}/sua")
        page = b.post(f"{path}/sua", {**form, "ho-ten": "Đổi Cả Tên", "vai-tro": "officer"}, 422)
        assert "quản trị cuối cùng" in page and 'value="Đổi Cả Tên"' in page
        assert rows(o.db, "SELECT name FROM account WHERE login = 'quantri'") == [("Người quantri",)], "nothing changed"
        b.post(f"{other}/bat", b.hidden(other, f"{other}/bat"))
        b.post(f"{path}/tat", b.hidden(path, f"{path}/tat"))
        assert b.ask("GET", "/nguoi-dung")[0].status == 303, "out at once"


def test_sessions_and_passwords_of_others():
    for o in offices():
        b, mine = o.enter("quantri"), o.enter("canbo")
        path = f"/nguoi-dung/{o.id('canbo')}"
        ends = re.findall(rf'action="({path}/phien/\d+/ket-thuc)"', b.get(path))
        assert len(ends) == 1
        b.post(ends[0], b.hidden(path, ends[0]))
        assert mine.ask("GET", "/tai-khoan")[0].status == 303
        own = re.findall(r'/phien/(\d+)/', b.get(f"/nguoi-dung/{o.id('quantri')}"))[0]
        b.post(f"{path}/phien/{own}/ket-thuc", {"csrf": b.csrf()}, 404)
        mine = o.enter("canbo")
        page = b.post(f"{path}/mat-khau", {**b.hidden(f"{path}/mat-khau", f"{path}/mat-khau"), "mat-khau": "ngắn"}, 422)
        assert "ít nhất 10" in page
        page = b.post(f"{path}/mat-khau", {"csrf": b.csrf(), "mat-khau": "Người canbo"}, 422)
        assert "tên của chính người dùng" in page
        password = secret(b.post(f"{path}/mat-khau", {"csrf": b.csrf(), "mat-khau": ""}, 200))
        assert mine.ask("GET", "/tai-khoan")[0].status == 303, "the old sessions end"
        assert refused(Person(o.server), "canbo", PASSWORD) and o.enter("canbo", password)
        # An officer has no hand in this, whatever he sends.
        officer = o.enter("canbo", password)
        for page in ("/nguoi-dung", "/nguoi-dung/them", path, "/cai-dat", "/nhat-ky"):
            officer.get(page, 403)
        officer.post("/nguoi-dung/them", {"csrf": officer.csrf(), "ten": "x"}, 403)
        assert "/nguoi-dung" not in officer.get("/tai-khoan")


# --- /tai-khoan ---

def test_ones_own_password():
    for o in offices():
        here, there = o.enter("canbo"), o.enter("canbo")

        def change(old, new, again=None, status=422):
            form = here.hidden("/tai-khoan/mat-khau", "/tai-khoan/mat-khau")
            return here.post("/tai-khoan/mat-khau", {**form, "cu": old, "moi": new, "moi-lai": again or new}, status)

        assert "đang dùng không đúng" in change("không phải mật khẩu", NEW)
        assert "không giống nhau" in change(PASSWORD, NEW, NEW + "x")
        assert "phải khác" in change(PASSWORD, PASSWORD)
        assert "ít nhất 10" in change(PASSWORD, "ngắn")
        page = change(PASSWORD, "Người canbo")
        assert "tên của chính" in page and PASSWORD not in page
        change(PASSWORD, NEW, status=303)
        assert "Đã đổi mật khẩu" in here.get("/tai-khoan?da=mat-khau"), "this browser goes on"
        assert there.ask("GET", "/tai-khoan")[0].status == 303, "others end"
        assert refused(Person(o.server), "canbo", PASSWORD) and o.enter("canbo", NEW)
        guesses = [change("sai mật khẩu cũ rồi", NEW + " nữa") for _ in range(12)]
        assert any(re.search(r"sau \d+ giây", page) for page in guesses), "guessing the old one is slowed down"


def code(secret_text, at=None):
    """RFC 6238, here in other words than Loa's."""
    key = base64.b32decode(secret_text)
    mac = hmac.new(key, struct.pack(">Q", int(at or time.time()) // 30), hashlib.sha1).digest()
    offset = mac[19] & 15
    return f"{(struct.unpack('>I', mac[offset:offset + 4])[0] & 0x7fffffff) % 10 ** 6:06d}"


def next_code(secret_text, used):
    """One of a later step: a code counts once. The next step's is taken too."""
    while (fresh := code(secret_text, time.time() + 29)) == used:
        time.sleep(1)
    return fresh


def test_the_second_factor_from_on_to_off():
    for o in offices():
        b = o.enter("canbo")
        page = b.get("/tai-khoan/xac-thuc")
        form = b.hidden("/tai-khoan/xac-thuc", "/tai-khoan/xac-thuc")
        shown = re.search(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", page)[0].replace(" ", "")
        uri = qr_text(page)
        assert uri.startswith("otpauth://totp/") and f"secret={shown}" in uri and "canbo" in uri, uri
        page = b.post("/tai-khoan/xac-thuc", {**form, "ma": "12"}, 422)
        assert "mã không đúng" in page and form["khoa"] in page, "the same secret goes on"
        b.post("/tai-khoan/xac-thuc", {**form, "khoa": "AAAA", "ma": code("AAAA" * 8)}, 422)
        first = code(form["khoa"])
        page = b.post("/tai-khoan/xac-thuc", {**form, "ma": first}, 200)
        recovery = re.findall(r'<li><code class="loa-code">([^<]+)', page)
        assert len(recovery) == 10 and "chỉ hiện lần này" in page
        assert all(form["khoa"] not in "".join(r) and recovery[0] not in "".join(r) for r in audit(o.db))
        assert "Còn 10 mã khôi phục" in b.get("/tai-khoan")
        assert b.ask("GET", "/tai-khoan/xac-thuc")[0].status == 303, "on already"
        b.post("/tai-khoan/xac-thuc", {**form, "ma": first}, 409)

        def sign_in(given, status=303):
            x = o.enter("canbo")
            assert x.ask("GET", "/tai-khoan")[0].status == 303, "the password alone opens nothing"
            def give():
                return x.ask("POST", "/dang-nhap/ma", {**x.hidden("/dang-nhap/ma", "/dang-nhap/ma"), "ma": given})
            r, page = give()
            if wait := re.search(r"sau (\d+) giây", page):
                time.sleep(int(wait[1]))
                r, page = give()
            assert r.status == status, (given, r.status, words(page)[:300])
            return x

        sign_in("000000", 422)
        sign_in(first, 422)  # the one that switched it on
        sign_in(recovery[3].upper().replace("-", " ")).get("/tai-khoan")
        sign_in(recovery[3], 422)
        assert "Còn 9 mã khôi phục" in b.get("/tai-khoan")
        off = b.hidden("/tai-khoan/xac-thuc/tat", "/tai-khoan/xac-thuc/tat")
        assert "mã không đúng" in b.post("/tai-khoan/xac-thuc/tat", {**off, "ma": "123"}, 422)
        b.post("/tai-khoan/xac-thuc/tat", {**off, "ma": next_code(form["khoa"], first)})
        assert "Chưa bật" in b.get("/tai-khoan") and o.enter("canbo").get("/tai-khoan")
        # Lost telephone, lost codes: the administrator ends it, and the record says who.
        b.get("/tai-khoan/xac-thuc/tat", 303)
        form = b.hidden("/tai-khoan/xac-thuc", "/tai-khoan/xac-thuc")
        b.post("/tai-khoan/xac-thuc", {**form, "ma": code(form["khoa"])}, 200)
        admin, path = o.enter("quantri"), f"/nguoi-dung/{o.id('canbo')}"
        admin.post(f"{path}/xac-thuc/tat", admin.hidden(path, f"{path}/xac-thuc/tat"))
        assert o.enter("canbo").get("/tai-khoan")
        assert rows(o.db, "SELECT actor FROM audit WHERE action = 'totp_end' ORDER BY id DESC LIMIT 1") == [("quantri",)]


def test_guessing_codes_from_an_open_browser_is_slowed_down():
    for o in offices():
        b = o.enter("canbo")
        form = b.hidden("/tai-khoan/xac-thuc", "/tai-khoan/xac-thuc")
        b.post("/tai-khoan/xac-thuc", {**form, "ma": code(form["khoa"])}, 200)
        off = b.hidden("/tai-khoan/xac-thuc/tat", "/tai-khoan/xac-thuc/tat")
        seen = [b.ask("POST", "/tai-khoan/xac-thuc/tat", {**off, "ma": f"{i:06d}"}) for i in range(12)]
        assert seen[0][0].status == 422 and seen[-1][0].status == 403, [r.status for r, _ in seen]
        assert re.search(r"sau \d+ giây", seen[-1][1])


# --- /cai-dat ---

def settings(b):
    """The form of the settings: of its fields those that are not empty before anybody has set them."""
    given = re.findall(r'name="(ngay-kiem-tra-niem-yet|cong-dich-vu-cong)"[^>]*value="([^"]*)"', b.get("/cai-dat"))
    assert len(given) == 2
    return {**b.hidden("/cai-dat", "/cai-dat"), **dict(given)}


def test_settings_are_drawn_from_their_table_and_kept():
    for o in offices():
        b = o.enter("quantri")
        form = settings(b)
        stale = {**form, "lan": "y" * 30}
        page = b.post("/cai-dat", {**form, "dia-chi": "loa.mau", "may-chu-thu": "thu.mau", "thu-di-tu": "khong phai",
                                   "chung-thu-goc": "không phải PEM", "mat-khau-thu": "bí mật của thư"}, 422)
        assert page.count("govuk-error-message") == 4 and 'value="loa.mau"' in page, words(page)
        assert "bí mật của thư" not in page and rows(o.db, "SELECT count(*) FROM setting") == [("0",)]
        b.post("/cai-dat", {**form, "tu-duyet": "1", "dia-chi": "https://loa.mau.gov.vn", "may-chu-thu":
                            "smtp://thu.mau.gov.vn:587", "thu-di-tu": "ubnd@mau.gov.vn", "mat-khau-thu": "bí mật của thư"})
        page = b.get("/cai-dat?da=luu")
        assert "Đã lưu cài đặt" in page and 'value="https://loa.mau.gov.vn"' in page and "Đã đặt, không hiện ra" in page
        assert re.search(r'id="tu-duyet"[^>]* checked', page) and "bí mật của thư" not in page
        changed = [r for r in audit(o.db) if r[0] == "setting"]
        assert {r[1] for r in changed} == {"tu-duyet", "dia-chi", "may-chu-thu", "thu-di-tu", "mat-khau-thu"}
        assert all("bí mật" not in "".join(r) for r in changed)
        page = b.post("/cai-dat", {**stale, "dia-chi": "https://khac.gov.vn"}, 409)
        assert "vừa đổi cài đặt" in page and 'value="https://khac.gov.vn"' in page
        # Left empty the password stays; the box beside it takes it away.
        b.post("/cai-dat", {**settings(b), "dia-chi": "https://loa.mau.gov.vn"})
        kept = dict(rows(o.db, "SELECT name, value FROM setting"))
        assert kept["mat-khau-thu"] and (is_pg(o.db) or "bí mật" not in kept["mat-khau-thu"]) and kept["tu-duyet"] == "" and kept["may-chu-thu"] == ""
        b.post("/cai-dat", {**settings(b), "mat-khau-thu-xoa": "1"})
        assert dict(rows(o.db, "SELECT name, value FROM setting"))["mat-khau-thu"] == ""
        count = len(audit(o.db))
        b.post("/cai-dat", {**settings(b)})
        assert len(audit(o.db)) == count, "nothing changed, nothing written"


# --- /nhat-ky ---

def entries(page):
    block = page[page.index('<ol class="loa-history">'):] if "loa-history\"" in page else ""
    return [words(x) for x in re.findall(r"<li>\s*<p class=\"govuk-body loa-history__head\">.*?(?=<li>\s*<p class=|</ol>)",
                                         block, re.S)]


def test_the_audit_is_read_filtered_and_paged():
    for o in offices():
        b = o.enter("quantri")
        refused(Person(o.server), "canbo", "mật khẩu sai hẳn")
        b.post("/cai-dat", {**settings(b), "dia-chi": "https://loa.mau.gov.vn"})
        newest = entries(b.get("/nhat-ky"))
        assert len(newest) == len(audit(o.db)) and "Người quantri (quantri) · web 127.0.0.1" in newest[0], newest[:2]
        assert newest[0].startswith("Sửa · Cài đặt dia-chi") and "https://loa.mau.gov.vn" in newest[0]
        assert "Đăng nhập không được" in newest[1] and "canbo" in newest[1]
        assert any("Nhập từ thư mục" in x for x in newest) and any("Lệnh trên máy chủ" in x for x in newest)
        only = entries(b.get("/nhat-ky?loai=setting"))
        assert len(only) == 1
        assert len(entries(b.get("/nhat-ky?loai=user&ma=canbo"))) == 3
        kinds = {k for k, in rows(o.db, "SELECT DISTINCT kind FROM audit")}
        assert {"unit", "plan", "activity", "report"} <= kinds
        assert all(x.split(" · ")[1].split()[0] not in kinds for x in newest), "each kind has its words"
        assert "Không có dòng nào như vậy" in b.get("/nhat-ky?nguoi=khong-co-ai")
        today = (datetime.datetime.utcnow() + datetime.timedelta(hours=7)).date()
        day = today.strftime("%d/%m/%Y")
        before = (today - datetime.timedelta(days=1)).strftime("%d/%m/%Y")
        assert len(entries(b.get(f"/nhat-ky?tu={day}&den={day}"))) >= len(newest)
        assert not entries(b.get(f"/nhat-ky?den={before}"))
        page = b.get("/nhat-ky?tu=31/02/2024", 422)
        assert 'value="31/02/2024"' in page
        b.get(f"/nhat-ky?tu={day}&den={before}", 422)
        # The whole of one row, and the way to the thing.
        last = rows(o.db, "SELECT id, hash FROM audit WHERE kind = 'plan' OR kind = 'report' ORDER BY id DESC LIMIT 1")[0]
        assert last[1] in b.get(f"/nhat-ky/{last[0]}")
        b.get("/nhat-ky/999999", 404)
        assert 'href="/nguoi-dung/ten/canbo"' in b.get("/nhat-ky?loai=user")


def test_long_lists_go_on_by_number():
    for o in offices():
        b = o.enter("quantri")
        path, token = f"/nguoi-dung/{o.id('canbo')}", b.csrf()
        for i in range(30):
            b.post(f"{path}/tat", {"csrf": token})
            b.post(f"{path}/bat", {"csrf": token})
        page, seen, pages = b.get("/nhat-ky?loai=user&ma=canbo"), [], 0
        while True:
            seen += entries(page)
            pages += 1
            more = re.search(r'href="([^"]+)">Các dòng cũ hơn', page)
            if not more:
                break
            page = b.get(html.unescape(more[1]))
        assert pages == 2 and len(seen) == 62, (pages, len(seen))
        assert "Về các dòng mới nhất" in page
        person = b.get(path)
        assert len(entries(person)) == 50 and "/nhat-ky?loai=user&amp;ma=canbo" in person


def test_the_proof_is_shown_on_the_page():
    for o in offices():
        b = o.enter("quantri")
        page = b.get("/nhat-ky/kiem-tra")
        head = secret(page)
        assert "Nguyên vẹn" in page and head == rows(o.db, "SELECT hash FROM audit ORDER BY id DESC LIMIT 1")[0][0]
        assert head in loa("verify", "--db", o.db)[0]
        b.post("/cai-dat", {**settings(b), "dia-chi": "https://loa.mau.gov.vn"})
        assert "Mã đã giữ có trong chuỗi" in b.get(f"/nhat-ky/kiem-tra?dau={head.upper()}")
        assert "cắt cuối" in b.get(f"/nhat-ky/kiem-tra?dau={'0123456789abcdef' * 4}")
        assert "64 chữ số" in b.get("/nhat-ky/kiem-tra?dau=abc", 422)
        if not is_pg(o.db):
            import sqlite3
            c = sqlite3.connect(o.db)
            for name, in c.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit'").fetchall():
                c.execute(f"DROP TRIGGER {name}")
            c.execute("UPDATE audit SET actor = 'canbo' WHERE id = 3")
            c.commit()
            c.close()
            page = b.get("/nhat-ky/kiem-tra")
            assert "đứt ở dòng 3" in page and "2 dòng đầu" in page


# --- / ---

TODAY = (datetime.datetime.utcnow() + datetime.timedelta(hours=7)).date()


def in_days(n):
    return TODAY + datetime.timedelta(days=n)


def plans(tasks):
    """A folder for each year that a task is due in."""
    for year in sorted({t["due"][:4] for t in tasks}):
        mine = [t for t in tasks if t["due"].startswith(year)]
        plan = {"year": int(year), "title": "mẫu", "contents": [{"code": "nd1", "text": "Nội dung mẫu"}],
                "forms": [{"channels": ["portal", "banner"], "text": "Hình thức mẫu"}], "tasks": mine}
        yield L.only("plan.json", json.dumps(plan))


def task(code_, title, due, channel="portal", **more):
    return {"code": code_, "title": title, "channel": channel, "due": due.isoformat(), "lead": "Ban mẫu", **more}


def test_today_says_what_is_late_and_due():
    month = f"{in_days(-1).isoformat()}..{in_days(-1).isoformat()}"
    tasks = [task("nv1", "Trễ một ngày", in_days(-1)), task("nv2", "Còn năm ngày", in_days(5)),
             task("nv3", "Đã làm rồi", in_days(-1)), task("nv4", "Còn xa", in_days(15), channel="banner"),
             task("nv5", "Chưa đủ chỉ tiêu", in_days(-1), targets=[{"period": month, "quantity": "12 tin"}]),
             task("nv6", "Đủ chỉ tiêu", in_days(-1), targets=[{"period": month, "quantity": "3 tin"}])]
    day = in_days(-1).strftime("%d/%m/%Y")
    log = ("Ngày,Kênh,Hoạt động,Số liệu,Nhiệm vụ\n"
           f"{day},portal,Một tin,1 tin,nv3\n"
           f"{day},portal,Mười tin,10 tin,nv5\n"
           f"{day},portal,Hai tin,2 tin,nv6\n{day},portal,Một tin nữa,1 tin,nv6\n"
           f"{day},banner,Không đếm,,\n")
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        for folder in plans(tasks):
            loa("import", "--db", db, folder)
        loa("import", "--db", db, L.only("activities.csv", log))
        with Office(db, L.only("activities.csv", log), totruong="reader") as o:
            page = o.enter("canbo").get("/")
            said = words(page)
            assert "Hôm nay" in page and f"ngày {TODAY.strftime('%d/')}{TODAY.month if TODAY.month > 2 else '0%d' % TODAY.month}/{TODAY.year}" in said
            for title, there in {"Trễ một ngày": True, "Còn năm ngày": True, "Đã làm rồi": False, "Còn xa": False,
                                 "Chưa đủ chỉ tiêu": True, "Đủ chỉ tiêu": False}.items():
                assert (f">{title}</a>" in page) == there, (title, said)
            assert "trễ 1 ngày" in said and "còn 5 ngày" in said and "được 10 tin trên chỉ tiêu 12 tin" in said, said
            assert said.index("Trễ một ngày") < said.index("Còn năm ngày")
            channels = said[said.index("Kênh chưa có số liệu"):]
            if in_days(-1).month in range((TODAY.month - 1) // 3 * 3 + 1, (TODAY.month - 1) // 3 * 3 + 4):
                assert "Cổng thông tin điện tử" not in channels and "Có 1 hoạt động, chưa có con số nào" in channels, channels
            assert 'href="/ghi"' in page and 'href="/ghi/banner"' in page and f'href="/ke-hoach/{in_days(5).year}"' in page
            reader = o.enter("totruong").get("/")
            assert 'href="/ghi"' not in reader and "/so-lieu?ky=" in reader and "Bạn ghi gần đây" not in reader


def test_today_of_an_empty_office_is_friendly():
    for o in offices():
        page = words(o.enter("canbo").get("/"))
        assert f"Chưa có kế hoạch năm {TODAY.year}" in page and "Không có văn bản nào đang chờ bạn" in page
        assert "Bạn chưa ghi hoạt động nào" in page and "Không có nhiệm vụ nào trễ hạn" in page
        assert 'aria-current="page">Hôm nay' in o.enter("quantri").get("/")


def test_a_group_head_has_one_thing_to_do():
    for db in L.engines():
        said = None
        loa("import", "--db", db, L.CASE)
        said = add_user(db, "to1", "group_head")
        with Server(db) as server:
            head = Person(server)
            head.ask("GET", re.search(r"/l/\S+", said)[0])
            page = head.get("/")
            assert "Chào Người to1" in page and page.count('class="loa-tile"') == 1 and "Ghi hoạt động" in page
            assert "Kênh chưa có" not in page and "Đang chờ bạn" not in page


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
