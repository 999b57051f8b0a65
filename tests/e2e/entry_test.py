#!/usr/bin/env python3
"""Quick entry: every channel from a phone, photos, repeats, and what is refused."""
import html
import http.client
import io
import json
import re
import secrets
import shutil
import struct
import subprocess
import urllib.parse
import zipfile
import zlib
from datetime import date

import loa as L
from loa import loa
from server import PASSWORD, Server, add_user

import tap

TODAY = date.today()


def vn(day):
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


class Phone(Server):
    """The office of the sample commune with people who record, and forms as browsers send them."""

    def __init__(self, db):
        loa("import", "--db", db, L.CASE)
        said = {login: add_user(db, login, role) for login, role in
                (("canbo", "officer"), ("docgia", "reader"), ("motcua", "desk"),
                 ("totruong", "group_head"), ("totruong2", "group_head"))}
        self.links = {login: link[0] for login, out in said.items() if (link := re.search(r"/l/\S+", out))}
        self.db = db
        super().__init__(db)

    def enter(self, login):
        self.cookie = None
        if login in self.links:
            r, _ = self.ask("GET", self.links[login])
        else:
            r, _ = self.ask("POST", "/dang-nhap", {"ten": login, "mat-khau": PASSWORD})
        assert r.status == 303, r.status
        self.cookie = r.headers["Set-Cookie"].split(";")[0]
        return self

    def ask(self, method, path, form=None, cookie=True, headers=()):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = dict(headers)
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if cookie and self.cookie:
            headers["Cookie"] = self.cookie
        c.request(method, path, urllib.parse.urlencode(form) if form is not None else None, headers)
        r = c.getresponse()
        body = r.read()
        c.close()
        return r, body

    def page(self, path, status=200):
        r, body = self.ask("GET", path)
        assert r.status == status, (path, r.status, body[-2000:])
        return body.decode()

    def send(self, path, fields, files=(), status=None):
        """fields: (name, value) pairs; files: (file name, bytes) pairs, all as "anh"."""
        mark = secrets.token_hex(16)
        body = io.BytesIO()
        for name, value in fields:
            body.write(f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
        for name, content in files:
            body.write(f'--{mark}\r\nContent-Disposition: form-data; name="anh"; filename="{name}"\r\n'
                       f"Content-Type: image/jpeg\r\n\r\n".encode() + content + b"\r\n")
        body.write(f"--{mark}--\r\n".encode())
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        c.request("POST", path, body.getvalue(), {"Cookie": self.cookie or "",
                                                  "Content-Type": f"multipart/form-data; boundary={mark}"})
        r = c.getresponse()
        text = r.read().decode()
        c.close()
        assert status is None or r.status == status, (r.status, words(text)[:1500])
        return r, text

    def record(self, channel, changes=None, files=(), status=303):
        """What the page offers, with what is typed over it."""
        page = self.page(f"/ghi/{channel}")
        return self.send(f"/ghi/{channel}", filled(page, f"/ghi/{channel}", changes), files, status)

    def count(self):
        return len({i for f in L.figures(self.db, str(TODAY.year))["figures"] for i in f["activities"]})


def words(page):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def form_of(page, action):
    return re.search(rf'<form[^>]* action="{re.escape(action)}".*?</form>', page, re.S)[0]


def filled(page, action, changes=None):
    """The fields of a form as they stand in the page; changes: name -> value, a list, or None to leave out."""
    form = form_of(page, action)
    out = []
    for tag in re.findall(r"<input[^>]*>", form):
        at = {k: html.unescape(v) for k, v in re.findall(r'(\w+)="([^"]*)"', tag)}
        if at["type"] in ("checkbox", "radio") and " checked" not in tag or at["type"] == "file":
            continue
        out.append((at["name"], at.get("value", "")))
    for name, inside in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        out.append((name, html.unescape(inside)))
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', inside) or re.search(r'<option value="([^"]*)"', inside)
        out.append((name, html.unescape(chosen[1])))
    for name, value in (changes or {}).items():
        out = [f for f in out if f[0] != name]
        for v in value if isinstance(value, list) else [value]:
            if v is not None:
                out.append((name, v))
    return out


# --- photos, made here ---

def jpeg(width=600, height=400, shade=90, taken=None, position=None):
    """A grey picture; with what a camera writes where asked."""
    made = subprocess.run(["cjpeg", "-quality", "80"], check=True, capture_output=True,
                          input=b"P5\n%d %d\n255\n" % (width, height) +
                          bytes((shade + i // 7) % 256 for i in range(width)) * height).stdout
    return made[:2] + exif(taken, position) + made[2:] if taken or position else made


def exif(taken, position):
    """An APP1 segment: DateTimeOriginal, and the position in degrees, minutes, seconds."""
    def ifd(entries, at, extra_at):
        head, extra = struct.pack("<H", len(entries)), b""
        for tag, kind, n, data in entries:
            if len(data) > 4:
                head += struct.pack("<HHII", tag, kind, n, extra_at + len(extra))
                extra += data
            else:
                head += struct.pack("<HHI", tag, kind, n) + data.ljust(4, b"\0")
        return head + b"\0\0\0\0" + extra
    def rational(degrees):
        d = int(degrees)
        m = int((degrees - d) * 60)
        s = round(((degrees - d) * 60 - m) * 60 * 1000)
        return struct.pack("<6I", d, 1, m, 1, s, 1000)
    root_n = 2 if position else 1
    sub_at = 8 + 2 + 12 * root_n + 4
    stamp = (taken or "2024:01:01 00:00:00").encode() + b"\0"
    sub = ifd([(0x9003, 2, 20, stamp)], sub_at, sub_at + 2 + 12 + 4)
    gps_at = sub_at + len(sub)
    root = [(0x8769, 4, 1, struct.pack("<I", sub_at))]
    gps = b""
    if position:
        root.append((0x8825, 4, 1, struct.pack("<I", gps_at)))
        gps = ifd([(1, 2, 2, b"N\0"), (2, 5, 3, rational(position[0])), (3, 2, 2, b"E\0"),
                   (4, 5, 3, rational(position[1]))], gps_at, gps_at + 2 + 48 + 4)
    tiff = b"II*\0\x08\0\0\0" + ifd(root, 8, 0) + sub + gps
    return b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\0\0" + tiff


def png_bomb():
    """A picture of 30,000 x 30,000 pixels in some hundred kilobytes."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    packer = zlib.compressobj(9)
    line = b"\0" + bytes(3750)
    data = b"".join(packer.compress(line) for _ in range(30000)) + packer.flush()
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 30000, 30000, 1, 0, 0, 0, 0)) +
            chunk(b"IDAT", data) + chunk(b"IEND", b""))


def zip_bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        z.writestr("word/document.xml", b"\0" * (200 << 20))
    return out.getvalue()


def heic():
    """What a phone sends, by a program of libheif; a broken one where it is not there."""
    source, made = L.SCRATCH / "h.jpg", L.SCRATCH / "h.heic"
    source.write_bytes(jpeg())
    if shutil.which("heif-enc"):
        subprocess.run(["heif-enc", "-q", "80", source, "-o", made], check=True, capture_output=True)
        return made.read_bytes()
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(2000)


def phones():
    for db in L.engines():
        with Phone(db) as phone:
            yield phone


def test_every_channel_is_recorded_with_its_own_number():
    typed = {
        "station": ({"so-1": "3", "so-2": "15"}, "3 lần phát; 15 phút"),
        "board": ({}, "1 lần cập nhật"),
        "newsletter": ({"so-2": "200"}, "1 số; 200 bản"),
        "leaflet": ({"so-1": "hơn 300", "noi-khac": "Tổ dân phố 1"}, "hơn 300 tờ"),
        "meeting": ({"so-1": "1.500", "ten": "Họp dân quý IV"}, "1.500 lượt người; 1 cuộc"),
        "portal": ({"ten": "Tin về một cửa", "dan-chung": "https://ba-to.example/1"}, "1 tin"),
        "social": ({"ten": "Bài về nộp hồ sơ trực tuyến", "so-2": "900"}, "1 bài; 900 lượt tiếp cận"),
        "sms": ({"so-1": "1200"}, "1.200 tin nhắn"),
        "banner": ({"noi": ["Cổng chào thị trấn"], "so-1": "2", "den-ngay": vn(TODAY)}, "2 băng rôn"),
        "mobile": ({"so-2": "2,5"}, "1 buổi; 2,5 giờ"),
        "dialogue": ({"so-1": "60", "so-2": "12"}, "60 lượt người; 12 ý kiến; 1 đợt"),
        "contest": ({"ten": "Hội thi tìm hiểu CCHC", "so-2": "45"}, "1 cuộc; 45 bài dự thi"),
        "desk": ({"so-1": "20-30"}, "20-30 lượt hướng dẫn"),
        "feedback": ({"so": "3 phản ánh"}, "1 ý kiến; 3 phản ánh"),
        "survey": ({"so-1": "chưa thống kê"}, "chưa thống kê phiếu"),
        "press": ({"ten": "Bài trên báo tỉnh"}, "1 bài"),
    }
    for o in phones():
        o.enter("canbo")
        menu = o.page("/ghi")
        assert set(re.findall(r'href="/ghi/(\w+)"', menu)) - {"dan"} == set(typed), "a tile for each channel"
        for channel, (fields, numbers) in typed.items():
            r, _ = o.record(channel, fields)
            done = words(o.page(r.headers["Location"]))
            assert "Đã ghi" in done and numbers in done and vn(TODAY) in done, (channel, done)
        year = L.figures(o.db, str(TODAY.year))["figures"]
        got = {(f["channel"], f["unit"]): f["value"] for f in year if "value" in f}
        assert got["meeting", "lượt người"] == 1500 and got["mobile", "giờ"] == 2.5, got
        assert got["leaflet", "tờ"] == 300 and got["desk", "lượt hướng dẫn"] is not None, got


def test_what_is_usual_is_offered():
    for o in phones():
        o.enter("canbo")
        page = o.page("/ghi/banner")
        assert f'value="{vn(TODAY)}"' in page and 'value="Cổng chào thị trấn"' in page
        assert re.search(r'<option value="nv2" selected>', page), "the plan's task of this channel"
        first = re.findall(r'class="loa-tile" href="/ghi/(\w+)"', o.page("/ghi"))
        assert first[:6] == ["portal", "banner", "dialogue", "meeting", "station", "desk"], first
        o.record("banner", {"noi": ["Cổng chào thị trấn"], "noi-khac": "Chợ; Trạm y tế"})
        page = o.page("/ghi/banner")
        ticked = re.findall(r'name="noi" type="checkbox" value="([^"]+)" checked', page)
        assert ticked == ["Cổng chào thị trấn", "Chợ", "Trạm y tế"], ticked
        o.record("meeting", {"noi-khac": "Chợ"})
        assert '<option value="Họp, lồng ghép tuyên truyền tại Chợ"></option>' in o.page("/ghi/meeting")
        o.enter("totruong")
        assert re.findall(r'class="loa-tile" href="/ghi/(\w+)"', o.page("/ghi"))[:3] == ["meeting", "leaflet", "banner"]
        assert "Họp, lồng ghép tuyên truyền tại Chợ" not in o.page("/ghi/meeting"), "titles of others"


def test_errors_keep_what_was_typed():
    for o in phones():
        o.enter("canbo")
        before = o.count()
        wrong = {"so-1": "12.0000", "ngay": "31/02/2026", "ten": "Họp <dân> & xóm", "ghi-chu": "dòng 1\ndòng 2",
                 "noi-khac": "Xóm Đồng", "so": "30 nguoi"}
        r, page = o.record("meeting", wrong, status=422)
        said = words(page)
        for message in ("sau dấu chấm ngăn hàng nghìn", "ngày có thật", "có phải là “người”"):
            assert message in said, (message, said[:900])
        kept = dict(filled(page, "/ghi/meeting"))
        assert all(kept[name] == value for name, value in wrong.items()), kept
        assert ' open>' in form_of(page, "/ghi/meeting"), "the field in error is seen"
        r, page = o.send("/ghi/meeting", filled(page, "/ghi/meeting", {
            "so-1": "40", "so": "40 lượt người", "ngay": "01/01/2999"}), status=422)
        assert "chưa tới" in words(page) and "chỉ ghi một lần" in words(page)
        o.record("banner", {"ngay": vn(TODAY), "den-ngay": "01/01/2020"}, status=422)
        _, page = o.record("portal", {"ten": ""}, status=422)
        assert "Tên tin" in words(page)
        _, page = o.record("leaflet", {"so-1": "30 phút"}, status=422)
        assert "chỉ ghi số tờ" in words(page), words(page)
        assert o.count() == before
        assert o.ask("GET", "/ghi/khong-co")[0].status == 404


def test_numbers_are_understood_as_one_types():
    for o in phones():
        o.enter("canbo")
        def ask(so, unit=""):
            return json.loads(o.page("/ghi/hieu?" + urllib.parse.urlencode({"so": so, "don-vi": unit})))
        assert ask("27 buoi") == {"loi": ask("27 buoi")["loi"]} and "có phải là “buổi”" in ask("27 buoi")["loi"]
        assert ask("27 buổi; 1.500 lượt người") == {"hieu": "27 buổi; 1.500 lượt người"}
        assert ask("hơn 40", "lượt người") == {"hieu": "hơn 40 lượt người"}
        assert ask("") == {"hieu": ""}


def test_the_same_form_twice_is_one_activity():
    for o in phones():
        o.enter("canbo")
        fields = filled(o.page("/ghi/meeting"), "/ghi/meeting", {"so-1": "40"})
        photo = jpeg()
        before = o.count()
        places = {o.send("/ghi/meeting", fields, [("hop.jpg", photo)], 303)[0].headers["Location"] for _ in range(3)}
        assert len(places) == 1 and o.count() == before + 1, places
        page = o.page(places.pop())
        assert len(set(re.findall(r"/minh-chung/(\d+)/nho", page))) == 1
        own = [f for f in fields if f[0] != "lan"] + [("lan", "khoa-cua-dien-thoai-0001")]
        assert o.send("/ghi/meeting", own)[0].headers["Location"] == o.send("/ghi/meeting", own)[0].headers["Location"]
        assert o.count() == before + 2


def test_photos_lose_their_position_and_keep_their_day():
    for o in phones():
        o.enter("totruong")
        photo = jpeg(3000, 2000, taken="2026:03:05 08:30:00", position=(14.7667, 108.7333))
        r, _ = o.record("meeting", {"so-1": "40"}, [("IMG 1.jpg", photo)])
        where = r.headers["Location"]
        page = o.page(where)
        ids = re.findall(r"/minh-chung/(\d+)/nho", page)
        assert len(ids) == 1 and "Ảnh chụp ngày 05/3/2026" in words(page), words(page)
        r, image = o.ask("GET", f"/minh-chung/{ids[0]}")
        assert r.headers["Content-Type"] == "image/jpeg" and image.startswith(b"\xff\xd8") and b"Exif" not in image
        assert "private" in r.headers["Cache-Control"] and r.headers["ETag"]
        r, small = o.ask("GET", f"/minh-chung/{ids[0]}/nho")
        assert r.status == 200 and len(small) < len(image) < len(photo)
        assert b"14.76" not in page.encode() and "108.7" not in page
        r, _ = o.send(f"{where}/ngay", filled(page, f"{where}/ngay"), status=303)
        page = words(o.page(r.headers["Location"]))
        assert "Ngày 05/3/2026" in page and "Lấy ngày chụp" not in page, page
        # A form without a day takes the photo's.
        r, _ = o.record("meeting", {"so-1": "7", "ngay": ""}, [("b.jpg", photo)])
        assert "Ngày 05/3/2026" in words(o.page(r.headers["Location"]))


def test_bad_files_are_named_and_good_ones_kept():
    bad = {
        "to.jpg": (b"\xff\xd8\xff\xe0" + bytes(50 << 20), "nặng 51 MB, chỉ nhận đến 15 MB"),
        "chuong-trinh.jpg": (b"MZ" + bytes(400), "Chương trình máy tính không được nhận"),
        "vong.png": (png_bomb(), ""),
        "bom.docx": (zip_bomb(), ""),
        "hai-mat.jpg": (b"GIF89a/*" + b"<script>alert(1)</script>", "GIF"),
        "trang.jpg": (b"<html><script>1</script></html>", "Trang web không được nhận"),
        "cut.jpg": (jpeg()[:900], ""),
        "trong.jpg": (b"", "trống"),
    }
    for o in phones():
        o.enter("totruong")
        before = o.count()
        files = [("tot.jpg", jpeg()), *((name, data) for name, (data, _) in bad.items())]
        _, page = o.record("meeting", {"so-1": "33", "ten": "Họp xóm"}, files, 422)
        said = words(page)
        for name, (_, why) in bad.items():
            found = re.search(rf"Tệp “{re.escape(name)}”: ([^“]+)", said)
            assert found and why in found[1], (name, found and found[1])
        assert o.count() == before
        kept = re.findall(r'name="bo-anh" type="checkbox" value="(\d+)"', page)
        assert len(kept) == 1 and o.ask("GET", f"/minh-chung/{kept[0]}/nho")[0].status == 200
        form = filled(page, "/ghi/meeting")
        assert dict(form)["ten"] == "Họp xóm" and dict(form)["so-1"] == "33"
        # Sent on without the bad ones: the good one needs not be sent again. HEIC is what phones make.
        r, page = o.send("/ghi/meeting", form, [("dien-thoai.heic", heic())])
        if r.status == 422:
            assert "dien-thoai.heic" in words(page)
            r, _ = o.send("/ghi/meeting", filled(page, "/ghi/meeting"), status=303)
        page = o.page(r.headers["Location"])
        assert kept[0] in re.findall(r"/minh-chung/(\d+)/nho", page) and o.count() == before + 1
        # A picture that is a program behind: only the picture is kept.
        r, _ = o.record("meeting", {}, [("duoi.jpg", jpeg() + b"<script>alert(1)</script>" * 40)])
        id = re.findall(r"/minh-chung/(\d+)/nho", o.page(r.headers["Location"]))[0]
        assert b"script" not in o.ask("GET", f"/minh-chung/{id}")[1]


def test_photos_survive_an_error_elsewhere():
    for o in phones():
        o.enter("canbo")
        photos = [("a.jpg", jpeg(shade=20)), ("b.jpg", jpeg(shade=120))]
        _, page = o.record("meeting", {"so-1": "bốn mươi"}, photos, 422)
        ids = re.findall(r'name="bo-anh" type="checkbox" value="(\d+)"', page)
        assert len(ids) == 2
        # The whole again, as a browser does that goes back: nothing is kept twice.
        _, page = o.send("/ghi/meeting", filled(page, "/ghi/meeting"), photos, 422)
        assert re.findall(r'name="bo-anh" type="checkbox" value="(\d+)"', page) == ids
        # They are of this person only.
        mine, other = o.cookie, o.enter("totruong").cookie
        assert o.ask("GET", f"/minh-chung/{ids[0]}")[0].status == 404
        o.cookie = mine
        r, _ = o.send("/ghi/meeting", filled(page, "/ghi/meeting", {"so-1": "40", "bo-anh": [ids[1]]}), status=303)
        shown = set(re.findall(r"/minh-chung/(\d+)", o.page(r.headers["Location"])))
        assert shown == {ids[0]}, shown
        _, page = o.record("meeting", {}, [(f"{i}.jpg", jpeg(shade=i)) for i in range(12)], 422)
        assert "chỉ nhận 10 tệp" in words(page)


def test_undo_and_restore():
    for o in phones():
        o.enter("totruong")
        before = o.count()
        r, _ = o.record("leaflet", {"so-1": "100"})
        where = r.headers["Location"]
        assert o.count() == before + 1
        o.send(f"{where}/bo", filled(o.page(where), f"{where}/bo"), status=303)
        page = o.page(where)
        assert "Đã bỏ" in words(page) and o.count() == before
        o.send(f"{where}/lai", filled(page, f"{where}/lai"), status=303)
        assert "Đã ghi" in words(o.page(where)) and o.count() == before + 1
        o.send(f"{where}/bo", [], status=403)
        token = re.search(r'name="csrf" value="([^"]+)"', o.enter("totruong2").page("/ghi"))[1]
        assert o.ask("GET", where)[0].status == 404, "another group head sees nothing of it"
        o.send(f"{where}/bo", [("csrf", token)], status=404)
        token = re.search(r'name="csrf" value="([^"]+)"', o.enter("motcua").page("/ghi"))[1]
        o.page(where)
        o.send(f"{where}/bo", [("csrf", token)], status=403)
        o.enter("canbo")
        o.send(f"{where}/bo", filled(o.page(where), f"{where}/bo"), status=303)
        loa("verify", "--db", o.db)


def desk(o):
    found = [f for f in L.figures(o.db, str(TODAY.year))["figures"] if f["channel"] == "desk"]
    return found[0] if found else None


def test_the_same_recorded_again_by_going_back_is_told():
    for o in phones():
        o.enter("canbo")
        first = o.record("station", {"so-1": "7", "ten": "Phát thanh về căn cước"})[0].headers["Location"]
        assert "cùng ngày, cùng tên" not in o.page(first) and "/sua" in o.page(first)
        second = o.record("station", {"so-1": "8", "ten": "Phát thanh về căn cước"})[0].headers["Location"]
        page = o.page(second)
        assert second != first and "cùng ngày, cùng tên" in page and f'href="{first}"' in page
        assert o.page(re.search(r'href="(/hoat-dong/\d+/sua)"', page)[1])


def test_guidance_at_the_desk_by_taps():
    for o in phones():
        o.enter("motcua")
        def tap_once(subject="", page=None):
            page = page or o.page("/ghi")
            r, _ = o.ask("POST", "/ghi/mot-cua", dict(filled(page, "/ghi/mot-cua")) | {"linh-vuc": subject})
            assert r.status == 303, r.status
            return o.page(r.headers["Location"])
        page = o.page("/ghi")
        assert page.index("+1 lượt hướng dẫn") < page.index('href="/ghi/desk"'), "what is usual first"
        for _ in range(5):
            page = tap_once()
        for _ in range(3):
            page = tap_once("ho-tich")
        assert "hôm nay: 8 lượt hướng dẫn" in words(page).replace("  ", " "), words(page)
        assert "Hộ tịch: 3" in words(page)
        assert desk(o)["value"] == 8 and len(desk(o)["activities"]) == 2, "one activity a day and subject"
        # The same form twice is one tap.
        page = o.page("/ghi")
        tap_once("dat-dai", page), tap_once("dat-dai", page)
        assert desk(o)["value"] == 9
        undo = re.search(r'action="(/ghi/mot-cua/\d+/bo)"', tap_once("dat-dai"))[1]
        token = re.search(r'name="csrf" value="([^"]+)"', page)[1]
        assert desk(o)["value"] == 10
        assert o.ask("POST", undo, {"csrf": token})[0].status == 303
        assert o.ask("POST", undo, {"csrf": token})[0].status == 409
        assert desk(o)["value"] == 9
        # Down to nothing: the activity is gone from the figures, and begins anew with the next.
        assert "Đất đai: 1" in words(o.page("/ghi"))
        page = tap_once("chung-thuc")
        undo = re.search(r'action="(/ghi/mot-cua/\d+/bo)"', page)[1]
        o.ask("POST", undo, {"csrf": token})
        assert "Chứng thực:" not in words(o.page("/ghi")) and desk(o)["value"] == 9
        assert "Chứng thực: 1" in words(tap_once("chung-thuc")) and desk(o)["value"] == 10
        assert o.ask("POST", "/ghi/mot-cua", {"csrf": token, "linh-vuc": "x"})[0].status == 422
        other = re.search(r'name="csrf" value="([^"]+)"', o.enter("canbo").page("/ghi/desk"))[1]
        assert o.ask("POST", undo, {"csrf": other})[0].status == 404, "not his tap"
        loa("verify", "--db", o.db)


def test_evidence_is_for_who_may_see_its_activity():
    for o in phones():
        o.enter("totruong")
        r, _ = o.record("meeting", {}, [("a.jpg", jpeg())])
        id = re.findall(r"/minh-chung/(\d+)/nho", o.page(r.headers["Location"]))[0]
        for login, status in (("totruong2", 404), ("docgia", 200), ("motcua", 200), ("canbo", 200)):
            o.enter(login)
            for path in (f"/minh-chung/{id}", f"/minh-chung/{id}/nho"):
                assert o.ask("GET", path)[0].status == status, (login, path)
        etag = o.ask("GET", f"/minh-chung/{id}")[0].headers["ETag"]
        assert o.ask("GET", f"/minh-chung/{id}", headers={"If-None-Match": etag})[0].status == 304
        assert o.ask("GET", "/minh-chung/99999")[0].status == 404
        o.cookie = None
        assert o.ask("GET", f"/minh-chung/{id}")[0].headers["Location"].startswith("/dang-nhap")
        pdf = subprocess.run([L.BUILD / "loa", "plan", "--db", o.db, "--year", "2024", "-o", L.SCRATCH / "p.pdf"], check=True)
        o.enter("canbo")
        r, _ = o.record("meeting", {}, [("giấy mời.pdf", (L.SCRATCH / "p.pdf").read_bytes())])
        id = re.findall(r'href="/minh-chung/(\d+)"', o.page(r.headers["Location"]))[0]
        r, body = o.ask("GET", f"/minh-chung/{id}")
        assert r.headers["Content-Type"] == "application/pdf" and body.startswith(b"%PDF-")
        assert r.headers["Content-Disposition"].startswith("attachment")
        assert o.ask("GET", f"/minh-chung/{id}/nho")[0].status == 404


def test_behind_a_number_are_its_records_and_photos():
    for o in phones():
        o.enter("totruong")
        for shade in (10, 60):
            o.record("meeting", {"so-1": "40", "ten": f"Họp tổ {shade}"}, [(f"{shade}.jpg", jpeg(shade=shade))])
        assert o.ask("GET", "/so-lieu/meeting")[0].status == 403
        o.enter("canbo")
        year = TODAY.year
        page = o.page(f"/so-lieu?ky={year}")
        links = [html.unescape(link) for link in re.findall(r'href="(/so-lieu/meeting[^"]+)"', page)]
        assert len(set(links)) == 2, links
        people = next(link for link in links if urllib.parse.unquote(link).endswith("lượt người"))
        page = o.page(people)
        assert "80 lượt người" in words(page) and "Họp tổ 10" in page and "Họp tổ 60" in page
        photos = re.findall(r'src="(/minh-chung/\d+/nho)"', page)
        assert len(photos) == 2 and all(o.ask("GET", p)[0].status == 200 for p in photos)
        page = o.page("/so-lieu/portal?ky=2024-Q1")
        assert "12 tin" in words(page) and page.count('class="loa-record"') == 12 and "Chưa có minh chứng" in page
        assert "không có hoạt động nào" in words(o.page("/so-lieu/sms?ky=2024-Q1"))
        assert o.ask("GET", "/so-lieu/khong-co")[0].status == 404
        assert o.ask("GET", "/so-lieu/portal?ky=x")[0].status == 422
        # A page that is not there is the first, as in every list.
        loa("import", "--db", o.db, L.only("activities.csv", "Ngày,Kênh,Hoạt động,Số liệu\n" + "".join(
            f"05/3/2024,sms,Nhắn tin đợt {i},1 tin nhắn\n" for i in range(60))))
        first = o.page("/so-lieu/sms?ky=2024-Q1&trang=1")
        assert o.page("/so-lieu/sms?ky=2024-Q1&trang=2") != first
        for at in ("3", "99999999999999999999", "0", "-1", "x"):
            assert o.page(f"/so-lieu/sms?ky=2024-Q1&trang={at}") == first, at


CHAT = """[05/03/2024 08:15] Nguyễn Văn Mẫu: Tối qua tổ dân phố 3 họp dân, hơn 45 lượt người
[05/03/2024 08:16] Nguyễn Văn Mẫu: [Hình ảnh]
[05/03/2024 08:20] Trần Thị Mẫu: Dạ vâng <b>ạ</b>
[06/03/2024 08:45] Trần Thị Mẫu: Đã treo 2 băng rôn ở cổng chào thị trấn
[06/03/2024 09:00] Trần Thị Mẫu: Mai mời bà con họp
"""


def test_a_pasted_chat_becomes_activities_when_confirmed():
    for o in phones():
        o.enter("canbo")
        before = L.figures(o.db, "2024-Q1")
        o.send("/ghi/dan", filled(o.page("/ghi/dan"), "/ghi/dan", {"doan-chat": " "}), status=422)
        _, page = o.send("/ghi/dan", filled(o.page("/ghi/dan"), "/ghi/dan", {"doan-chat": "chào <i>cả nhà</i>"}), status=422)
        assert "Không thấy việc nào" in words(page) and "&lt;i&gt;" in page
        _, page = o.send("/ghi/dan", filled(page, "/ghi/dan", {"doan-chat": CHAT}),
                         [("a.jpg", jpeg()), ("xau.jpg", b"MZ" + bytes(90))], 422)
        assert "xau.jpg" in words(page) and "Nguyễn Văn Mẫu" in page
        _, page = o.send("/ghi/dan", filled(page, "/ghi/dan"), status=200)
        assert L.figures(o.db, "2024-Q1") == before, "nothing is stored before it is confirmed"
        form = dict(filled(page, "/ghi/dan/nhan"))
        assert (form["kenh-1"], form["ngay-1"], form["so-1"]) == ("meeting", "04/3/2024", "hơn 45 lượt người; 1 cuộc"), form
        assert (form["kenh-2"], form["so-2"], form["noi-khac-2"]) == ("banner", "2 băng rôn", "Cổng chào thị trấn"), form
        assert form["noi-khac-1"] == "Tổ dân phố 3" and form["nhiem-vu-1"] == "nv4"
        assert "lay-1" in form and "lay-2" in form and "lay-3" not in form and "Có thể chưa làm" in page
        photo = next(name for name in form if name.startswith("anh-muc-"))
        assert form[photo] == "1" and "Dạ vâng &lt;b&gt;ạ" in page and "Dạ vâng" in form["chua-hieu"]
        wrong = filled(page, "/ghi/dan/nhan", {"so-2": "2 băng zôn x", "ngay-3": "không phải ngày", photo: "2"})
        _, page = o.send("/ghi/dan/nhan", wrong, status=422)
        assert "Việc 2: " in words(page) and "Việc 3: " not in words(page), words(page)[:600]
        kept = dict(filled(page, "/ghi/dan/nhan"))
        assert kept[photo] == "2" and kept["ngay-3"] == "không phải ngày" and "Dạ vâng" in kept["chua-hieu"]
        none = [f for f in filled(page, "/ghi/dan/nhan") if not f[0].startswith("lay-")]
        assert "Chưa chọn việc nào" in words(o.send("/ghi/dan/nhan", none, status=422)[1])
        right = filled(page, "/ghi/dan/nhan", {"so-2": "2 băng rôn"})
        places = {o.send("/ghi/dan/nhan", right, status=303)[0].headers["Location"] for _ in range(2)}
        assert len(places) == 1 and "Đã ghi 2 việc" in words(o.page(places.pop()))
        after = L.figures(o.db, "2024-Q1")
        get = lambda all, channel, unit: next((f.get("value") for f in all["figures"] if (f["channel"], f["unit"]) == (channel, unit)), None)
        assert get(after, "meeting", "lượt người") == 45 and get(after, "banner", "băng rôn") == 4
        page = o.page("/so-lieu/banner?ky=2024-Q1")
        assert page.count("/nho\"") == 1, "the photo is with the banner"


def test_roles_that_do_not_record():
    for o in phones():
        o.enter("docgia")
        for path in ("/ghi", "/ghi/banner", "/ghi/phieu", "/ghi/hieu?so=1"):
            assert o.ask("GET", path)[0].status == 403, path
        o.send("/ghi/banner", [("csrf", "x")], status=403)
        o.enter("totruong")
        ticket = json.loads(o.page("/ghi/phieu"))
        assert set(ticket) == {"csrf", "nguoi"}
        r, _ = o.send("/ghi/leaflet", [("csrf", ticket["csrf"]), ("lan", "may-khach-tu-lam-khoa-1"), ("so-1", "5")])
        assert r.status == 303, "a form made on the phone"
        r, worker = o.ask("GET", "/sw.js", cookie=False)
        assert r.status == 200 and "javascript" in r.headers["Content-Type"] and r.headers["Cache-Control"] == "no-cache"


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
