#!/usr/bin/env python3
"""/tin-bai and /tin: an article from draft to the public, counted by being published; feeds; news.json."""
import hashlib
import html
import http.client
import json
import re
import shutil
import struct
import subprocess
import time
import xml.etree.ElementTree as ET
import zlib
from datetime import datetime, timedelta, timezone

import loa as L
from demand_test import multipart
from loa import loa
from plan_test import Office, fields, offices, send
from rows import rows
from rows import write as put_rows
from server import Browser, words

import tap

PORTAL = L.ROOT / "cases" / "portal"
VIETNAM = timezone(timedelta(hours=7))
ATOM = "{http://www.w3.org/2005/Atom}"


def today():
    return datetime.now(VIETNAM)


def png(width=900, height=500):
    """A picture made here, a gradient."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    line = b"\0" + bytes(v for x in range(width) for v in (x % 256, 90, 160))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(line * height)) + chunk(b"IEND", b""))


def write(b, **changes):
    """A new text; its address in the office."""
    given = {"ten": "Bà con tập nộp hồ sơ qua mạng", "sapo": "Tổ công nghệ số đến từng nhà.",
             "bai": "## Ở Nước Lang\n\nBà con **tập** nộp hồ sơ.\n\n- xem [quy trình](/tin)\n", "chuyen-muc": "Cải cách hành chính"}
    given.update({k.replace("_", "-"): v for k, v in changes.items()})
    r, text = b.ask("POST", "/tin-bai/moi", {**b.form("/tin-bai/moi", "/tin-bai/moi"), **given})
    assert r.status == 303, words(text)[:1500]
    return r.headers["Location"]


def step(b, at, action, note="", status=303, **more):
    r, text = b.ask("POST", f"{at}/buoc", {**b.form(at, f"{at}/buoc"), "buoc": action, "ly-do": note, **more})
    assert r.status == status, (action, r.status, words(text)[:1500])
    return text


def publish(b, boss, **changes):
    at = write(b, **changes)
    step(b, at, "trinh")
    step(boss, at, "duyet")
    return at


def address(b, at):
    return "/tin/" + re.search(r"/tin/([a-z0-9-]+)", b.get(at))[1]


def webp_of(page):
    """(path, width) of each WebP file that the page's first picture names."""
    named = re.search(r'<source type="image/webp" srcset="([^"]+)" sizes=', page)[1]
    return [(path, int(width)) for path, width in re.findall(r"(\S+) (\d+)w", named)]


def visitor_file(server, path):
    c = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    c.request("GET", path)
    r = c.getresponse()
    body = r.read()
    c.close()
    return r, body


def portal(db):
    day = today().strftime("%Y-%m-%d")
    return rows(db, f"SELECT id, title FROM v_activity WHERE channel = 'portal' AND day_from = '{day}' ORDER BY id")


def test_from_draft_to_the_public_and_into_the_figures():
    for o, b in offices():
        boss, visitor = o.person("lanhdao", "leader"), Browser(o.server)
        before = b.get("/tin-bai/moi")
        assert "Nội dung của kế hoạch" in before
        content = re.search(r'name="noi-dung-kh"[^>]*value="([^"]+)"', before)[1]
        at = write(b, noi_dung_kh=content)
        page = b.get(at)
        assert "bản thảo" in page and "<h2>Ở Nước Lang</h2>" in page and "<strong>tập</strong>" in page, page[page.find("<article"):][:900]
        public = address(b, at)
        visitor.get(public, 404)
        assert not portal(o.db)
        step(b, at, "trinh")
        step(b, at, "duyet", status=403)  # an officer does not publish
        assert f'href="{at}"' in boss.get("/") and "chờ duyệt" in boss.get("/"), "it waits for the leader"
        step(boss, at, "duyet")
        text = visitor.get(public)
        assert "<h1" in text and "Bà con tập nộp hồ sơ qua mạng" in text and "<h2>Ở Nước Lang</h2>" in text
        assert "Set-Cookie" not in str(visitor.ask("GET", public)[0].headers)
        listed = visitor.get("/tin")
        assert public in listed and "Cải cách hành chính" in listed
        counted = portal(o.db)
        assert [t for _, t in counted] == ["Bà con tập nộp hồ sơ qua mạng"]
        activity = b.get(f"/hoat-dong/{counted[0][0]}")
        assert "1 tin" in activity and f'href="{public}"' in activity, words(activity)
        year = today().year
        assert L.figure(o.db, "portal", "tin", str(year))["state"] == "counted"
        assert f"/hoat-dong/{counted[0][0]}" in b.get(at), "the article leads to what counts it"
        loa("verify", "--db", o.db)


def test_preview_stores_nothing_and_bad_input_keeps_what_was_typed():
    for o, b in offices():
        form = b.form("/tin-bai/moi", "/tin-bai/moi")
        r, text = b.ask("POST", "/tin-bai/moi", {**form, "ten": "Thử", "bai": "# Mục\n\nchữ", "xem": "1"})
        assert r.status == 200 and "Xem trước (chưa lưu)" in text and "<h2>Mục</h2>" in text
        assert "# Mục\n\nchữ</textarea>" in text and "Không có bài nào" in b.get("/tin-bai")
        for body, said in (("a\n\n[x](javascript:alert(1))", "Dòng 3: liên kết"), ("<script>alert(1)</script>", "không dùng mã HTML"),
                           ("![](anh:1)", "bài không có ảnh"), ("", "Bài")):
            r, text = b.ask("POST", "/tin-bai/moi", {**form, "ten": "Giữ nguyên", "bai": body})
            assert r.status == 422 and said in html.unescape(text), (body, words(text)[:600])
            assert 'value="Giữ nguyên"' in text and html.escape(body, quote=False) in text.replace("&quot;", '"')
            assert "<script>alert" not in text
        for changes, said in (({"dang-gio": "25:00", "dang-ngay": "01/01/2030"}, "Giờ ghi như"), ({"dang-gio": "7:30"}, "phải có ngày"),
                              ({"dia-chi": "Có dấu"}, "Địa chỉ chỉ có"), ({"het-han": "01/01/2020", "dang-ngay": "02/01/2020"}, "hết hạn")):
            r, text = b.ask("POST", "/tin-bai/moi", {**form, "ten": "T", "bai": "x", **changes})
            assert r.status == 422 and said in text, (changes, words(text)[:600])
        assert "Không có bài nào" in b.get("/tin-bai")
        # As one reads, from the top.
        r, text = b.ask("POST", "/tin-bai/moi", {**form, "ten": "T", "bai": "<b>a\n\n[x](data:y)\n\n![](anh:9)"})
        assert re.findall(r"Dòng (\d):", re.search(r'class="govuk-error-message".*?</p>', text, re.S)[0]) == ["1", "3", "5"]


def test_until_when_it_is_seen_is_said_as_a_day():
    for o, b in offices():
        boss = o.person("lanhdao", "leader")
        at = publish(b, boss, **{"het-han": "01/11/2090"})
        assert "hết ngày 01/11/2090" in b.get(at) and "02/11/2090" not in b.get(at), words(b.get(at))


def test_a_must_that_depends_is_said_where_it_is_typed():
    for o, b in offices():
        page = words(o.person("lanhdao", "leader").get("/tin-bai/canh-bao"))
        assert "Đến ngày (bắt buộc khi có thông báo)" in page and "có thông báo) (không bắt buộc)" not in page
        assert "Hiện từ ngày (không bắt buộc)" in page


def test_the_author_approves_himself_only_with_a_reason():
    for o, b in offices():
        editor = o.person("bientap", "editor")
        at = write(editor)
        step(editor, at, "trinh")
        text = step(editor, at, "duyet", status=422)
        assert "người khác duyệt" in text and not portal(o.db)
        step(editor, at, "duyet", "Chỉ có một người trực Tết")
        assert "Chỉ có một người trực Tết" in b.get(at)
        # Whose hand is in the text counts, not who began it.
        at = write(b, ten="Bài hai")
        editor.post(f"{at}/sua", {**editor.form(f"{at}/sua", f"{at}/sua"), "sapo": "Sửa một câu"})
        step(b, at, "trinh")
        step(editor, at, "duyet", status=422)
        assert len(portal(o.db)) == 1


def test_what_the_public_sees_changes_with_approval_only():
    for o, b in offices():
        boss, visitor = o.person("lanhdao", "leader"), Browser(o.server)
        at = publish(b, boss)
        public = address(b, at)
        edit = f"{at}/sua"
        b.post(edit, b.form(edit, edit))
        assert "đã đăng" in b.get(at), "what was saved as it was stays published"
        b.post(edit, {**b.form(edit, edit), "ten": "Tên mới"})
        assert "Bạn đọc vẫn thấy bản đã duyệt trước đó" in b.get(at)
        assert "Bà con tập nộp" in visitor.get(public) and "Tên mới" not in visitor.get(public)
        r, text = b.ask("POST", edit, {**b.form(edit, edit), "dia-chi": "dia-chi-khac"})
        assert r.status == 422 and "địa chỉ không đổi được" in text
        put_rows(o.db, "INSERT INTO activity_evidence (activity_id, position, reference, shown)"
                       f" VALUES ({portal(o.db)[0][0]}, 9, 'bien-ban-9.pdf', 0)")
        time.sleep(1.1)  # moments are whole seconds
        step(b, at, "trinh")
        b.get(edit, 409)
        step(boss, at, "duyet")
        assert "Tên mới" in visitor.get(public) and "Sửa" in visitor.get(public)
        assert [t for _, t in portal(o.db)] == ["Tên mới"], "counted once, by its newest title"
        page = b.get(f"/hoat-dong/{portal(o.db)[0][0]}")
        assert "bien-ban-9.pdf" in page, "what people added stays"
        assert [r for (r,) in rows(o.db, "SELECT reference FROM v_activity_evidence WHERE activity_id = "
                                   f"{portal(o.db)[0][0]} ORDER BY position")][0].endswith(public)


def test_two_people_at_one_text():
    for o, b in offices():
        other = o.person("canbo2", "officer")
        at = write(b)
        edit = f"{at}/sua"
        mine, theirs = b.form(edit, edit), other.form(edit, edit)
        other.post(edit, {**theirs, "ten": "Của người kia"})
        r, text = b.ask("POST", edit, {**mine, "ten": "Của tôi"})
        assert r.status == 409 and "Người canbo2 đã sửa bài này" in text and 'value="Của tôi"' in text
        old = b.form(at, f"{at}/buoc")
        step(other, at, "trinh")
        r, text = b.ask("POST", f"{at}/buoc", {**old, "buoc": "trinh"})
        assert r.status == 409 and "Có người khác" in text


def test_withdrawn_it_says_why_and_the_figure_follows():
    for o, b in offices():
        boss, visitor = o.person("lanhdao", "leader"), Browser(o.server)
        at = publish(b, boss)
        public = address(b, at)
        step(boss, at, "go", status=422)
        step(boss, at, "go", "Sai ngày họp")
        text = visitor.get(public, 410)
        assert "đã được gỡ" in text and "Sai ngày họp" in text and "Ở Nước Lang" not in text
        assert public not in visitor.get("/tin") and public not in visitor.get("/sitemap.xml")
        assert not portal(o.db), "counted no more"
        assert "Không tính vào số tin" in b.get(at) and "1 tin, kênh" not in b.get(at)
        assert "đã gỡ, không tính" in words(b.get("/tin-bai"))
        step(boss, at, "dang-lai", "Đã sửa ngày")
        visitor.get(public)
        assert len(portal(o.db)) == 1
        assert "1 tin, kênh Cổng thông tin điện tử" in b.get(at) and "vẫn tính" not in words(b.get("/tin-bai"))
        step(boss, at, "go", "Hết tác dụng", **{"van-tinh": "1"})
        visitor.get(public, 410)
        assert "đã gỡ nhưng vẫn tính" in b.get(at) and "vẫn tính 1 tin" in b.get("/tin-bai?xem=withdrawn")
        assert len(portal(o.db)) == 1, "it was rightly published"
        assert "Hết tác dụng" in b.get(f"/hoat-dong/{portal(o.db)[0][0]}")
        # Also while a new text is being written.
        at = publish(b, boss, ten="Bài hai")
        b.post(f"{at}/sua", {**b.form(f"{at}/sua", f"{at}/sua"), "ten": "Bài hai, sửa"})
        step(boss, at, "go", "Sai")
        visitor.get(address(b, at), 410)
        assert "bản thảo" in b.get(at)
        loa("verify", "--db", o.db)


def test_its_day_of_review_comes_today():
    for o, b in offices():
        boss = o.person("lanhdao", "leader")
        at = publish(b, boss, ra_soat=today().strftime("%d/%m/%Y"))
        assert f'href="{at}"' in b.get("/") and "Rà soát lại tin, bài đã đăng" in b.get("/")
        assert f'href="{at}"' not in o.person("motcua", "desk").get("/")
        step(boss, at, "go", "Sai")
        assert f'href="{at}"' not in b.get("/")


def test_its_moment_publishes_it():
    for o, b in offices():
        boss, visitor = o.person("lanhdao", "leader"), Browser(o.server)
        at = write(b, dang_ngay=(today() + timedelta(days=30)).strftime("%d/%m/%Y"), dang_gio="7h30")
        step(b, at, "trinh")
        assert "Duyệt, đăng lúc" in boss.get(at)
        step(boss, at, "duyet")
        assert "chờ đến giờ đăng" in b.get(at)
        public = address(b, at)
        visitor.get(public, 404)
        step(boss, at, "huy-lich")
        assert "bản thảo" in b.get(at)
        # The clock itself: from a file, due in some seconds.
        due = today() + timedelta(seconds=3)
        item = {"slug": "den-gio", "title": "Đến giờ", "body": "x", "published_at": due.isoformat(timespec="seconds")}
        loa("import", "--db", o.db, L.only("news.json", json.dumps({"items": [item]})))
        visitor.get("/tin/den-gio", 404)
        for _ in range(100):
            time.sleep(0.3)
            if visitor.ask("GET", "/tin/den-gio")[0].status == 200:
                break
        visitor.get("/tin/den-gio")
        assert [t for _, t in portal(o.db)] == ["Đến giờ"]


def test_what_nobody_could_read_is_not_published():
    """Its last day was over before somebody came to approve it: it is no news item either."""
    for o, b in offices():
        boss = o.person("lanhdao", "leader")
        at = write(b, het_han=today().strftime("%d/%m/%Y"))
        step(b, at, "trinh")
        put_rows(o.db, f"UPDATE news SET expires_at = 1711904400 WHERE id = {at.split('/')[-1]}")
        assert "chỉ hiện đến hết ngày 31/3/2024" in words(step(boss, at, "duyet", status=422)) and not portal(o.db)
        step(boss, at, "tra-lai", "Quá hạn")
        b.post(f"{at}/sua", {**b.form(f"{at}/sua", f"{at}/sua"), "het-han": ""})
        step(b, at, "trinh")
        step(boss, at, "duyet")
        assert len(portal(o.db)) == 1


def test_it_ends_by_itself():
    for o, b in offices():
        visitor = Browser(o.server)
        item = {"slug": "qua-han", "title": "Quá hạn", "body": "x", "published_at": "2024-03-01", "expires_at": "2024-03-10"}
        loa("import", "--db", o.db, L.only("news.json", json.dumps({"items": [item]})))
        assert "đã hết hạn, chỉ hiện đến hết ngày 09/3/2024" in visitor.get("/tin/qua-han", 410)
        assert "qua-han" not in visitor.get("/tin") and "qua-han" not in visitor.get("/tin/rss.xml")
        assert L.figure(o.db, "portal", "tin")["value"] == 13, "12 of the log, and this one"


def test_pictures():
    for o, b in offices():
        boss, visitor = o.person("lanhdao", "leader"), Browser(o.server)
        at = write(b)
        form = f"{at}/anh"

        def add(alt, content=None, name="anh.png"):
            sent = fields(b.get(form), form)
            sent.pop("tep")
            sent.update({"ta": [alt], "chu-thich": ["Ảnh: <Lê>"]})
            return multipart(b, form, sent, name, png() if content is None else content, "image/png")
        r, text = add("")
        assert r.status == 422 and "Lời tả ảnh" in text
        r, text = add("Không phải ảnh", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
        assert r.status == 422 and 'value="Không phải ảnh"' in text
        r, text = add("Bà cụ nộp hồ sơ")
        assert r.status == 303 and r.headers.get_all("Location") == [form], words(text)[:800]
        picture = re.search(r'/tin/anh/\d+/', b.get(form))[0]
        visitor.get(f"{picture}lon", 404)
        r, _ = b.ask("GET", f"{picture}nho")
        assert r.status == 200 and r.headers["Content-Type"] == "image/jpeg" and "private" in r.headers["Cache-Control"]
        page = b.get(at)
        assert 'alt="Bà cụ nộp hồ sơ"' in page and "Ảnh: &lt;Lê&gt;" in page, "not placed: behind the text"
        edit = f"{at}/sua"
        b.post(edit, {**b.form(edit, edit), "bai": "Trước\n\n![](anh:1)\n\nSau"})
        action = re.search(rf'action="({form}/\d+)"', b.get(form))[1]
        r, text = b.ask("POST", action, {**b.form(form, action), "bo": "1"})
        assert r.status == 422 and "còn chèn ảnh" in text
        r, text = b.ask("POST", action, {**b.form(form, action), "ta": " "})
        assert r.status == 422
        b.post(action, {**b.form(form, action), "ta": "Bà cụ & cháu"})
        assert 'alt="Bà cụ &amp; cháu"' in b.get(at)
        step(b, at, "trinh")
        step(boss, at, "duyet")
        text = visitor.get(address(b, at))
        assert re.search(r'<p>Trước</p>\s*<figure.*srcset="/tin/anh/\d+/nho 400w, /tin/anh/\d+/lon 900w".*</figure>\s*<p>Sau</p>', text, re.S)
        r, _ = visitor.ask("GET", f"{picture}lon")
        assert r.status == 200 and r.headers["Cache-Control"].startswith("public") and r.headers["ETag"]
        # What the browser knows: WebP under the name of its content, of the right size, never enlarged; it never changes.
        files = webp_of(text)
        assert [w for _, w in files] == [400, 800, 900] and 'width="900" height="500"' in text
        for path, width in files:
            r, body = visitor_file(o.server, path)
            assert r.status == 200 and r.headers["Content-Type"] == "image/webp"
            assert r.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            (L.SCRATCH / "a.webp").write_bytes(body)
            info = subprocess.run(["webpinfo", L.SCRATCH / "a.webp"], capture_output=True, check=True, text=True).stdout
            assert "No error detected" in info and f"Width: {width}\n" in info and f"Height: {round(width * 5 / 9)}\n" in info, info
            assert hashlib.blake2b(body, digest_size=32).hexdigest().startswith(re.search(r"-(\w+)\.webp", path)[1])
        shown = re.search(r"<picture>.*?</picture>", visitor.get("/tin"), re.S)[0]
        assert [w for _, w in webp_of(shown)] == [400, 800] and 'width="400" height="222"' in shown and "lazy" not in shown
        assert f"{picture}nho" in visitor.get("/tin")
        name = files[0][0].rsplit("/", 1)[1]
        for bad in ("to", "nho.jpg", "400.webp", name.replace("400", "800"), name[:-6] + "0.webp", name + "x", "0" + name):
            visitor.get(picture + bad, 404)
        copies = html.unescape(b.get(f"{at}/chep"))
        assert f'<figure><img src="http://127.0.0.1:{o.server.port}{picture}lon"' in copies and "class=" not in \
            re.search(r"<textarea[^>]*>(.*?)</textarea>", copies, re.S)[1]
        # The public still sees what a draft has dropped, until the draft is approved.
        b.post(edit, {**b.form(edit, edit), "bai": "Không ảnh"})
        b.post(action, {**b.form(form, action), "bo": "1"})
        visitor.get(f"{picture}lon")
        assert visitor_file(o.server, files[0][0])[0].status == 200
        step(boss, at, "go", "Ảnh chưa được phép")
        visitor.get(f"{picture}lon", 404)
        assert visitor_file(o.server, files[0][0])[0].status == 404
        r, _ = boss.ask("GET", files[0][0])
        assert r.status == 200 and "private" in r.headers["Cache-Control"]
        assert "anh-900.webp" in str(rows(o.db, "SELECT name FROM attachment"))
        loa("verify", "--db", o.db)


def test_pictures_of_before_there_was_webp():
    for o, b in offices():
        boss, visitor = o.person("lanhdao", "leader"), Browser(o.server)
        at = write(b)
        form = f"{at}/anh"
        sent = fields(b.get(form), form)
        sent.pop("tep")
        sent.update({"ta": ["Ảnh cũ"], "chu-thich": [""]})
        multipart(b, form, sent, "anh.png", png(), "image/png")
        put_rows(o.db, "DELETE FROM news_picture_webp")
        b.post(f"{at}/sua", {**b.form(f"{at}/sua", f"{at}/sua"), "bai": "Một\n\n![](anh:1)"})
        step(b, at, "trinh")
        step(boss, at, "duyet")
        for page in (visitor.get(address(b, at)), visitor.get("/tin")):
            assert "webp" not in page and re.search(r'<img [^>]*src="/tin/anh/\d+/(lon|nho)"', page)


def test_visitors_report_errors():
    for o, b in offices():
        boss, visitor = o.person("lanhdao", "leader"), Browser(o.server)
        at = publish(b, boss)
        public = address(b, at)
        assert f"{public}/bao-loi" in visitor.get(public)
        form = f"{public}/bao-loi"
        assert "Thôi, không lưu" not in visitor.get(form) and visitor.get(form).count(">Quay lại</a>") == 2
        visitor.get(form)
        r, text = visitor.ask("POST", form, {"loi": ""})
        assert r.status == 422
        r, text = visitor.ask("POST", form, {"loi": "x" * 1001})
        assert r.status == 422 and "x" * 1001 in text
        r, text = visitor.ask("POST", form, {"loi": "Sai ngày <b>họp</b>"})
        assert r.status == 303 and "Đã nhận báo lỗi" in visitor.get(r.headers["Location"])
        visitor.post(form, {"loi": "Sai ngày <b>họp</b>"})  # pressed twice
        for i in range(4):
            visitor.post(form, {"loi": f"nữa {i}"})
        visitor.post(form, {"loi": "nữa 3"})
        r, text = visitor.ask("POST", form, {"loi": "quá nhiều"})
        assert r.status == 429 and "quá nhiều" in text and "sau một giờ" in text
        page = b.get("/tin-bai/bao-loi")
        assert page.count("Sai ngày &lt;b&gt;họp") == page.count("nữa 3") == 1
        assert "Sai ngày &lt;b&gt;họp" in page and "5 chờ xem" in b.get("/tin-bai")
        action = re.search(r'action="(/tin-bai/bao-loi/\d+)"', page)[1]
        b.post(action, {**b.form("/tin-bai/bao-loi", action), "tra-loi": ""}, 422)
        b.post(action, {**b.form("/tin-bai/bao-loi", action), "tra-loi": "Đã sửa ngày"})
        assert "Đã sửa ngày" in b.get(at) and "4 chờ xem" in b.get("/tin-bai")
        assert rows(o.db, "SELECT count(*) FROM news_fault WHERE sender LIKE '%127.0.0.1%'") == [("0",)]
        step(boss, at, "go", "Sai")
        visitor.get(form, 404)
        loa("verify", "--db", o.db)


def feeds(visitor):
    rss = ET.fromstring(visitor.get("/tin/rss.xml"))
    atom = ET.fromstring(visitor.get("/tin/atom.xml"))
    feed = json.loads(visitor.get("/tin/feed.json"))
    site = ET.fromstring(visitor.get("/sitemap.xml"))
    return rss, atom, feed, site


def test_feeds_and_sitemap():
    for o, b in offices(folders=(L.CASE, PORTAL)):
        visitor = Browser(o.server)
        base = f"http://127.0.0.1:{o.server.port}"
        odd = {"title": "A & B < C > \"D\" 'E' ]]>", "lead": "Một & hai <ba>\u2028\uffff", "body": "x", "category": "A & B",
               "published_at": "2024-04-02T06:00:00+07:00", "slug": "la"}
        rss, atom, feed, site = feeds(visitor)
        assert len(rss.findall("channel/item")) == 30 == len(atom.findall(f"{ATOM}entry")) == len(feed["items"])
        loa("import", "--db", o.db, L.only("news.json", json.dumps({"items": [odd]})))
        for path in ("/tin/rss.xml", "/tin/atom.xml", "/tin/feed.json", "/sitemap.xml"):
            L.eventually(lambda: "/tin/la<" in visitor.get(path).replace('"', "<"))  # written by another process
        rss, atom, feed, site = feeds(visitor)
        item, entry, member = rss.find("channel/item"), atom.find(f"{ATOM}entry"), feed["items"][0]
        assert item.find("title").text == entry.find(f"{ATOM}title").text == member["title"] == odd["title"]
        assert item.find("description").text == odd["lead"].rstrip("\uffff") and item.find("category").text == "A & B"
        assert item.find("pubDate").text == "Tue, 02 Apr 2024 06:00:00 +0700"
        assert entry.find(f"{ATOM}published").text == member["date_published"] == odd["published_at"]
        assert item.find("guid").text == entry.find(f"{ATOM}id").text == member["url"] == f"{base}/tin/la"
        assert rss.find("channel/link").text == f"{base}/tin" and feed["version"] == "https://jsonfeed.org/version/1.1"
        for tag in ("id", "title", "updated", "author"):
            assert atom.find(ATOM + tag) is not None, tag
        ns = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
        places = [u.find(f"{ns}loc").text for u in site.findall(f"{ns}url")]
        assert f"{base}/tin" in places and f"{base}/tin/la" in places and len(places) >= 52
        for place in places[:3] + places[-3:]:
            visitor.get(place.removeprefix(base))
        kinds = {"/tin/rss.xml": "application/rss+xml", "/tin/atom.xml": "application/atom+xml",
                 "/tin/feed.json": "application/feed+json", "/sitemap.xml": "application/xml"}
        for path, kind in kinds.items():
            assert visitor.ask("GET", path)[0].headers["Content-Type"].startswith(kind), path


def test_lists_by_category_page_by_key():
    for o, b in offices(folders=(L.CASE, PORTAL)):
        visitor = Browser(o.server)
        items = json.loads((PORTAL / "news.json").read_text())["items"]
        for start, wanted in (("/tin", items), ("/tin?muc=cai-cach-hanh-chinh", [x for x in items if x["category"] == "Cải cách hành chính"])):
            seen, path = [], start
            while path:
                page = visitor.get(path)
                seen += re.findall(r'<h2 [^>]*><a [^>]*href="/tin/([a-z0-9-]+)"', page)
                more = re.search(r'href="([^"]*truoc=[^"]*)"[^>]*rel="next"', page)
                path = html.unescape(more[1]) if more else None
            assert sorted(seen) == sorted(x["slug"] for x in wanted) and len(set(seen)) == len(seen), start
            times = {x["slug"]: datetime.fromisoformat(x["published_at"]) for x in items}
            assert [times[s] for s in seen] == sorted((times[s] for s in seen), reverse=True)
        visitor.get("/tin?muc=A/b", 404)
        for odd in ("x", "-1-1", "99999999999999999999-1", "1711904400"):
            visitor.get(f"/tin?truoc={odd}")


def test_the_sample_is_brought_in_twice():
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        out, _ = loa("import", "--db", db, PORTAL)
        assert "thêm 50" in out, out
        out, _ = loa("import", "--db", db, PORTAL)
        assert "thêm 0, sửa 0, giữ nguyên 50" in out, out
        counted = L.figure(db, "portal", "tin")
        quarter = [x for x in json.loads((PORTAL / "news.json").read_text())["items"] if "2024-01-01" <= x["published_at"] < "2024-04-01"]
        assert counted["value"] == 12 + len(quarter), counted
        _, err = loa("import", "--db", db, L.only("news.json", '{"items": [\n{"title": "T", "body": "<b>x</b>"}]}'), code=1)
        assert "news.json:2: dòng 1 của bài: không dùng mã HTML" in err, err
        _, err = loa("import", "--db", db, L.only("news.json", '{"items": [\n{"title": "T", "body": "x", "contents": ["nd99"]}]}'), code=1)
        assert "news.json:2: kế hoạch không có nội dung mã “nd99”" in err, err
        loa("verify", "--db", db)


def test_the_alert_stands_above_the_pages():
    for o, b in offices():
        boss, visitor = o.person("lanhdao", "leader"), Browser(o.server)
        page = "/tin-bai/canh-bao"
        b.get(page, 403)
        r, text = boss.ask("POST", page, {**boss.form(page, page), "thong-bao": "Bão số 3"})
        assert r.status == 422 and "ngày thông báo hết hiệu lực" in text and 'value="Bão số 3"' in text
        r, text = boss.ask("POST", page, {**boss.form(page, page), "thong-bao": "Bão số 2", "tu-ngay": "01/9/2025", "den-ngay": "02/9/2025"})
        assert r.status == 422 and "không ai thấy" in text
        tomorrow = (today() + timedelta(days=1)).strftime("%d/%m/%Y")
        boss.post(page, {**boss.form(page, page), "thong-bao": "Bão số 3 & lũ", "den-ngay": tomorrow})
        assert "Bão số 3 &amp; lũ" in visitor.get("/tin")
        for lost in ("/duong-dan-cu/bai-1.html", "/tin/khong-co"):
            text = visitor.get(lost, 404)
            assert "Bão số 3 &amp; lũ" in text and "Ba Tơ" in text and 'action="/tim-kiem"' in text, lost
        held = boss.form(page, page)
        boss.post(page, {**held, "thong-bao": ""})
        assert "Bão" not in visitor.get("/tin")
        r, text = boss.ask("POST", page, {**held, "lan": held["lan"] + "x", "thong-bao": "Cũ", "den-ngay": tomorrow})
        assert r.status == 409, r.status


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
