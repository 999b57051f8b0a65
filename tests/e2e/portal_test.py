#!/usr/bin/env python3
"""The portal: what visitors see, find and fetch, and how soon they see what has changed."""
import gzip
import http.client
import json
import re
import shutil
import subprocess
import urllib.parse

import loa as L
from loa import loa
from server import Browser, Server, add_user, words
from way_test import Office

import tap

PLACES = ("/", "/tin", "/van-ban", "/thu-tuc", "/tim-kiem", "/tim-kiem?q=x", "/gioi-thieu", "/gioi-thieu/tiep-can",
          "/gioi-thieu/du-lieu-ca-nhan", "/gioi-thieu/du-lieu-mo", "/gioi-thieu/thong-ke", "/dang-nhap", "/khong-co")


def fetch(server, path, **headers):
    """(response, bytes as they came)."""
    c = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    c.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    r = c.getresponse()
    body = r.read()
    c.close()
    return r, body


def published(o):
    o.issued()
    o.send(how="khac", more="Văn thư huyện", note="trao tay")
    o.step("canbo", "cong-khai")


def find(b, typed, status=200):
    return b.get("/tim-kiem?" + urllib.parse.urlencode({"q": typed}), status)


def titles(page):
    return [words(t) for t in re.findall(r'<h2 class="loa-news__title">.*?</h2>', page, re.S)]


def test_a_visitor_is_asked_for_nothing():
    """No cookie, no script, nothing from elsewhere; each page leads home, to the contacts and to the door."""
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        with Server(db) as server:
            for path in PLACES:
                r, text = Browser(server).ask("GET", path)
                assert r.status == (404 if path == "/khong-co" else 200), (path, r.status)
                assert "Set-Cookie" not in r.headers, path
                assert "<script" not in text and " style=" not in text, path
                loads = re.findall(r'(?:src|srcset|action|data)="([^"]*)"|<link [^>]*href="([^"]*)"', text)
                assert all(re.match(r"/(?!/)", a or b) for a, b in loads), (path, loads)
                if path != "/khong-co":
                    assert 'href="/dang-nhap"' in text and 'href="/gioi-thieu/tiep-can"' in text, path


def test_home_is_the_portal_for_visitors_and_today_for_the_office():
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        add_user(db, "canbo", "officer")
        with Server(db) as server:
            b = Browser(server)
            page = b.get("/")
            assert "Ủy ban nhân dân" in page and "Hôm nay" not in page and "site-" in page
            page = b.sign_in("canbo").get("/")
            assert "Hôm nay" in page and "office-" in page and "Tìm trên trang này" not in page
            # Public pages stand in the office's frame for who is signed in.
            assert "Đăng xuất" in b.get("/van-ban") and "Đăng xuất" in b.get("/gioi-thieu")
            assert "Đăng xuất" in b.get("/tim-kiem?q=x")


def test_what_is_published_is_found_at_once_and_gone_at_once():
    for db in L.engines():
        with Office(db) as o:
            b = Browser(o)
            assert "05/BC-UBND" not in b.get("/") and titles(find(b, "bao cao")) == []
            published(o)
            assert "05/BC-UBND" in b.get("/") and "05/BC-UBND" in b.get("/van-ban")
            for typed in ("05/BC-UBND", "05 / bc-ubnd", "bao cao ket qua", "báo cáo kết quả", "BÁO CÁO",
                          "bão cáo kêt quả", "cai cach hanh chinh", "05"):
                assert len(titles(find(b, typed))) == 1, typed
            page = find(b, "cai cach hanh chinh")
            assert re.search(r"<mark>cải</mark>", page) and "/cong-khai/1" in page
            page = find(b, "qwertyzz")
            assert "Không tìm thấy gì cho “qwertyzz”" in page and titles(page) == []
            assert [d["number"] for d in json.loads(b.get("/api/van-ban"))["documents"]] == ["05/BC-UBND"]
            assert "Văn bản" in b.get("/gioi-thieu/thong-ke")
            o.step("canbo", "go-cong-khai", "sai tên")
            assert "05/BC-UBND" not in b.get("/") and "05/BC-UBND" not in b.get("/van-ban")
            assert titles(find(b, "05/BC-UBND")) == [] and b.get("/cong-khai/1", 404) and b.get("/api/van-ban/1", 404)
            o.step("canbo", "cong-khai")
            assert len(titles(find(b, "báo cáo"))) == 1
            # What an older Loa published is put in when the index is made anew.
            loa("search", "--db", db, "--rebuild")
            assert len(titles(find(b, "báo cáo"))) == 1
            o.step("lanhdao", "thu-hoi", "sai số liệu")
            assert titles(find(b, "báo cáo")) == []


def test_pages_of_the_portal_are_found_by_what_they_are_asked_for_with():
    for db in L.engines():
        with Office(db) as o:
            b = Browser(o)
            for typed in ("số điện thoại", "giờ làm việc", "lich tiep cong dan", "liên hệ ở đâu", "Địa chỉ trụ sở UBND xã"):
                assert 'href="/gioi-thieu">Giới thiệu: liên hệ' in find(b, typed), typed
            for typed in ("xã", "cải cách hành chính", "đất đai", "thủ tục đất đai"):
                assert "Có phải bạn tìm" not in find(b, typed), typed
            assert "/phan-anh" not in find(b, "phản ánh kiến nghị"), "nobody has said where it goes"


def test_what_is_typed_stays_text():
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        with Server(db) as server:
            b = Browser(server)
            for typed in ("<script>alert(1)</script>", '" OR 1 --', "a:b NEAR(", "*", "x" * 5000, "đ" * 300, "%00",
                          "{title}: x", "'; DROP TABLE search; --"):
                page = find(b, typed)
                assert "<script" not in page and titles(page) == []
            for at in ("0", "-1", "x", "99999999999999999999", "41"):
                assert b.ask("GET", f"/tim-kiem?q=x&trang={at}")[0].status == 200
                assert b.ask("GET", f"/van-ban?trang={at}")[0].status == 200
                assert b.ask("GET", f"/api/van-ban?trang={at}")[0].status == 200


def test_a_kept_page_is_the_same_in_every_form():
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        with Server(db, "--metrics", "127.0.0.1:0") as server:
            plain = fetch(server, "/gioi-thieu")[1]
            for _ in range(2):
                r, body = fetch(server, "/gioi-thieu")
                assert body == plain and "Content-Encoding" not in r.headers
                assert r.headers["Cache-Control"] == "no-cache" and "Cookie" in r.headers.get_all("Vary")
            r, body = fetch(server, "/gioi-thieu", Accept_Encoding="gzip")
            assert r.headers["Content-Encoding"] == "gzip" and gzip.decompress(body) == plain
            r, body = fetch(server, "/gioi-thieu", Accept_Encoding="gzip, br")
            assert r.headers["Content-Encoding"] == "br" and len(body) < len(plain) / 2
            assert subprocess.run(["brotli", "-dc"], input=body, capture_output=True, check=True).stdout == plain
            tag = r.headers["ETag"]
            r, body = fetch(server, "/gioi-thieu", If_None_Match=tag)
            assert (r.status, body, r.headers["ETag"]) == (304, b"", tag)
            # A query, or a cookie of ours, is answered for itself.
            assert "ETag" not in fetch(server, "/gioi-thieu?x=1")[0].headers
            assert "ETag" not in fetch(server, "/gioi-thieu", Cookie="loa_phien=x")[0].headers
            c = http.client.HTTPConnection("127.0.0.1", server.metrics_port)
            c.request("GET", "/metrics")
            said = c.getresponse().read().decode()
            assert int(re.search(r'loa_kept_pages_total\{from="memory"\} (\d+)', said)[1]) >= 4, said
            assert int(re.search(r'loa_kept_pages_total\{from="made"\} (\d+)', said)[1]) == 1, said


def test_what_another_process_writes_is_noticed():
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        with Server(db) as server:
            b = Browser(server)
            assert "Người Thử Nghiệm" not in b.get("/gioi-thieu")
            edited = L.folder({"unit.json": lambda t: t.replace('"people": [', '"people": [{"name": "Người Thử Nghiệm", '
                                                                '"post": "Phó Chủ tịch", "from": "2024-01-01"},', 1)})
            loa("import", "--db", db, "--replace", edited)
            L.eventually(lambda: "Người Thử Nghiệm" in b.get("/gioi-thieu"))


def test_what_the_office_says_of_itself():
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        add_user(db, "quantri", "administrator")
        with Server(db) as server:
            visitor, admin = Browser(server), Browser(server).sign_in("quantri")
            assert "Trụ sở" not in visitor.get("/") and "Lịch tiếp công dân" not in visitor.get("/gioi-thieu")
            form = {**admin.form("/cai-dat", "/cai-dat"), "tru-so": "Tổ dân phố 2 <b>", "dien-thoai": "0255 3863 000",
                    "thu-cong-vu": "ubnd@xa-mau.gov.vn", "gio-lam-viec": "Sáng 7 giờ", "tiep-cong-dan": "Thứ Năm, Chủ tịch",
                    "chuc-nang": "Quản lý nhà nước.\n\nPhục vụ.", "bo-phan": "Văn phòng; Nguyễn Văn A; 0255; vp@x.vn\nCông an"}
            admin.post("/cai-dat", form)
            page = visitor.get("/")
            assert "Tổ dân phố 2 &lt;b&gt;" in page and "mailto:ubnd@xa-mau.gov.vn" in page and "Sáng 7 giờ" in page
            page = words(visitor.get("/gioi-thieu"))
            for said in ("0255 3863 000", "Thứ Năm, Chủ tịch", "Phục vụ.", "Nguyễn Văn A", "Công an"):
                assert said in page, said
            form = {**admin.form("/cai-dat", "/cai-dat"), "thu-cong-vu": "khong phai thu", "dien-thoai": "gọi tôi"}
            page = admin.post("/cai-dat", form, 422)
            assert "khong phai thu" in page and "gọi tôi" in page and "Số điện thoại chỉ có chữ số" in page


TYPES = {"object": dict, "array": list, "string": str, "integer": int}


def fits(schema, value, where):
    assert isinstance(value, TYPES[schema["type"]]), where
    if schema["type"] == "object":
        assert set(schema.get("required", [])) <= set(value) <= set(schema["properties"]), (where, sorted(value))
        for key, inner in value.items():
            fits(schema["properties"][key], inner, f"{where}.{key}")
    elif schema["type"] == "array":
        for i, inner in enumerate(value):
            fits(schema["items"], inner, f"{where}[{i}]")


def test_the_open_interface_is_as_it_is_described():
    for db in L.engines():
        with Office(db) as o:
            published(o)
            b = Browser(o)
            described = json.loads(b.get("/api/openapi.json"))
            assert described["openapi"].startswith("3.0.") and described["servers"][0]["url"].startswith("http://127.0.0.1")
            table = json.loads(loa("routes", "--format", "json")[0])["routes"]
            real = {r["pattern"] for r in table if r["pattern"].startswith("/api/")} - {"/api/openapi.json"}
            assert real == set(described["paths"]) and all(r["public"] for r in table if r["pattern"] in real)
            for path, row in described["paths"].items():
                names = {p["name"] for p in row["get"]["parameters"] if p["in"] == "path"}
                assert names == set(re.findall(r"\{(\w+)\}", path))
                r, body = fetch(o, re.sub(r"\{\w+\}", "1", path))
                (kind, content), = row["get"]["responses"]["200"]["content"].items()
                assert r.status == 200 and r.headers["Content-Type"].startswith(kind), path
                if kind == "application/json":
                    fits(content["schema"], json.loads(body), path)
                assert path.replace("{so}", "") in b.get("/gioi-thieu/du-lieu-mo")
            figures = json.loads(b.get("/api/so-lieu"))["documents"][0]["figures"]
            assert any(f["channel"] == "portal" and f["text"] == "12 tin" and f["records"] > 0 for f in figures), figures
            lines = fetch(o, "/api/so-lieu.csv")[1].decode("utf-8-sig").splitlines()
            assert len(lines) == len(figures) + 1 and any("12 tin" in line for line in lines)


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
