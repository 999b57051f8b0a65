#!/usr/bin/env python3
"""Reading other people's pages: limits and addresses, feeds of many kinds, copies. fetch_test.py LOA_WORKER TRY_FETCH"""
import atexit
import html.parser
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import tap
from portal import SAMPLES, Portal, bomb, cut_off, drip, endless, hang, headers_for_ever, many, sample, to, zipped

SCRATCH = Path(tempfile.mkdtemp(prefix="loa-fetch-"))
shutil.copy(sys.argv[2], SCRATCH / "try-fetch")
os.symlink(os.path.abspath(sys.argv[1]), SCRATCH / "loa-worker")
portal = Portal()
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
atexit.register(portal.stop)
TODAY = "2024-04-20"
INVALID = 2


def run(*args):
    done = subprocess.run([SCRATCH / "try-fetch", *map(str, args)], capture_output=True, timeout=200)
    said = done.stderr.decode(errors="replace")
    assert done.returncode == 0 and "Sanitizer" not in said and "runtime error" not in said, said
    return json.loads(done.stdout)


def get(path, most=1 << 20, allowed=None, etag=""):
    return run("get", path if "://" in path else portal.url(path), most, portal.host if allowed is None else allowed, etag)


def feed(name, kind="auto", body=None, kindly=True, type_="", url="http://127.0.0.1/rss/feed.xml"):
    path = SAMPLES / name
    if body is not None:
        path = SCRATCH / name
        path.write_bytes(body)
    said = run("feed", path, url, type_, kind, TODAY)
    if kindly:
        assert said["rc"] == 0, said
    return said


def items(said):
    return [(x["day"], x["title"], x["link"].replace("http://127.0.0.1", "")) for x in said["items"]]


# --- addresses and limits ---

def test_inner_addresses_are_not_gone_to():
    portal.put("/rss", sample("wordpress.xml"))
    before = len(portal.asked)
    for url in (portal.url("/rss"), f"http://localhost:{portal.port}/rss", f"http://[::1]:{portal.port}/rss",
                f"http://[::ffff:127.0.0.1]:{portal.port}/rss", f"http://0.0.0.0:{portal.port}/rss",
                f"http://2130706433:{portal.port}/rss", f"http://127.1:{portal.port}/rss",
                f"http://0x7f000001:{portal.port}/rss", f"http://[64:ff9b::7f00:1]:{portal.port}/",
                f"http://[2002:7f00:1::]:{portal.port}/", "http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.1/",
                "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://[fd00::1]/", "http://[fe80::1]/",
                "http://224.0.0.1/", "http://255.255.255.255/"):
        said = get(url, allowed="-")
        assert said["status"] == 0 and "mạng nội bộ" in said["why"], (url, said)
    assert len(portal.asked) == before, "nobody came"


def test_an_allowed_host_does_not_open_the_others():
    other = Portal({"/rss": sample("wordpress.xml")})
    portal.put("/sang", to(other.url("/rss")))
    said = get("/sang")
    assert "mạng nội bộ" in said["why"] and not other.asked, said
    assert get("/sang", allowed=f"{portal.host},{other.host}")["status"] == 200
    assert "mạng nội bộ" in get(f"http://localhost:{portal.port}/rss")["why"], "the name was not allowed"
    other.stop()


def test_ports_of_other_services_are_left_alone():
    assert "Cổng" in get("http://example.invalid:25/", allowed="-")["why"]
    assert "Cổng" in get("http://example.invalid:22/", allowed="-")["why"]


def test_other_schemes_are_not_followed():
    for where in ("file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x", "http://a:b@127.0.0.1/", "javascript:1"):
        portal.put("/di", to(where))
        said = get("/di")
        assert "không phải trang web" in said["why"], (where, said)


def test_redirects():
    portal.put("/a", to("/b", 301))
    portal.put("/b", to("c?x=1", 307))
    portal.put("/c?x=1", b"<rss/>")
    said = get("/a")
    assert said["status"] == 200 and said["url"] == portal.url("/c?x=1") and said["size"] == 6, said
    portal.put("/vong", to("/vong"))
    assert "vòng quanh" in get("/vong")["why"]
    portal.put("/dau", (302, {}, b""))
    assert "không phải trang web" in get("/dau")["why"]


def test_answers_that_are_no_pages():
    portal.put("/500", (500, {}, b"x"))
    portal.put("/403", (403, {}, b"x"))
    assert "đang lỗi (500)" in get("/500")["why"] and get("/500")["size"] == 0
    assert "không cho đọc" in get("/403")["why"]
    assert "không có trang này (404)" in get("/khong-co")["why"]
    portal.put("/cat", cut_off)
    assert "giữa chừng" in get("/cat")["why"]
    gone = Portal()
    gone.stop()
    assert "Không kết nối" in get(gone.url("/"), allowed=gone.host)["why"]


def test_what_did_not_change_is_not_sent_again():
    portal.put("/etag", lambda h: (h.send_response(304 if h.headers["If-None-Match"] == '"v1"' else 200),
                                   h.send_header("ETag", '"v1"'), h.send_header("Content-Length", "0"), h.end_headers()))
    assert get("/etag")["etag"] == '"v1"'
    said = get("/etag", etag='"v1"')
    assert said["status"] == 304 and said["why"] is None, said


def test_a_server_that_hangs_or_drips_is_given_up():
    for path, page in (("/treo", hang), ("/nho-giot", drip)):
        portal.put(path, page)
        began = time.time()
        said = get(path)
        assert "quá chậm" in said["why"], said
        assert time.time() - began < 40, time.time() - began


def test_too_much_is_cut_off():
    portal.put("/vo-tan", endless)
    portal.put("/bom", bomb)
    portal.put("/dau-dai", headers_for_ever)
    assert "lớn quá mức" in get("/vo-tan")["why"]
    assert "lớn quá mức" in get("/bom", 4 << 20)["why"]
    assert "Phần đầu" in get("/dau-dai")["why"]
    portal.put("/nen", zipped(sample("wordpress.xml")))
    assert get("/nen")["begin"].startswith("<?xml")
    portal.put("/nen-hong", (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b\x08\x00khong phai nen"))
    assert get("/nen-hong")["why"]


# --- feeds ---

def test_wordpress():
    said = feed("wordpress.xml")
    assert said["kind"] == "feed" and said["title"] == "Xã Mẫu – Tin tức", said
    assert items(said) == [
        ("2024-03-05", "Xã Mẫu rút ngắn thời gian giải quyết thủ tục hành chính về đất đai",
         "/rut-ngan-thoi-gian/?utm_source=rss&utm_medium=feed"),
        ("2024-02-10", 'Hội thi văn nghệ "Mừng Đảng & mừng Xuân"', "/hoi-thi-van-nghe/")], items(said)
    assert said["items"][0]["summary"] == "Bộ phận một cửa trả kết quả sớm hơn 02 ngày … Xem tiếp", said
    assert not said["notes"], "an evening in Greenwich is the next morning here"


def test_liferay_atom():
    said = feed("liferay.xml")
    assert items(said) == [("2024-03-05", "Tập huấn sử dụng dịch vụ công trực tuyến cho tổ công nghệ số cộng đồng",
                            "/web/xa-mau/-/tap-huan?redirect=%2Fweb%2Fxa-mau&p_auth=x1")], items(said)
    assert said["items"][0]["summary"] == "Sáng nay, UBND xã mở lớp tập huấn."


def test_dotnetnuke_with_a_wrong_declaration_and_bare_ampersands():
    said = feed("dotnetnuke.xml")
    assert items(said) == [
        ("2024-03-25", "Niêm yết công khai thủ tục hành chính tại bộ phận một cửa",
         "/Default.aspx?tabid=61&ctl=Details&mid=402&ItemID=7"),
        ("", "Họp giao ban tháng ba của UBND xã với các thôn", "/Default.aspx?tabid=61&ctl=Details&mid=402&ItemID=8"),
        ("", "Thông báo lịch tiếp công dân của Chủ tịch UBND xã", "/Default.aspx?tabid=61&ctl=Details&mid=402&ItemID=9")
    ], items(said)
    assert said["items"][0]["summary"] == "Bàn giao ấn phẩm tuyên truyền"
    assert "không rõ đâu là ngày, đâu là tháng" in said["items"][1]["why"]
    assert "Jan 0001" in said["items"][2]["why"]
    assert any("XML sai ở dòng 8" in n for n in said["notes"]) and "2 mục không rõ ngày." in said["notes"], said["notes"]


def test_joomla_with_a_document_type():
    said = feed("joomla.xml", url="http://127.0.0.1/a/index.php")
    assert items(said) == [("2024-03-06", "Ra quân tuyên truyền cài đặt VNeID mức độ 2",
                            "/index.php/tin-tuc/12-ra-quan?ref=trang-chu")] or \
        "root:" not in json.dumps(said), items(said)
    assert "root:" not in json.dumps(said), "no entity is followed"


def test_vnpt():
    said = feed("vnpt.xml")
    assert [d for d, _, _ in items(said)] == ["2024-03-05", "2024-03-06", "", ""], items(said)
    assert "“hôm nay”: không hiểu được" in said["items"][2]["why"] and said["items"][3]["why"] == "Không ghi ngày."
    assert "1 mục không có liên kết dùng được, đã bỏ qua." in said["notes"]


def test_rdf_and_bases():
    assert items(feed("rdf.xml")) == [("2024-03-14", "Đối thoại với nhân dân về cải cách hành chính", "/bai/1")]
    said = feed("atom_base.xml")
    assert items(said) == [("2024-03-07", "Chuyển đổi số ở thôn", "/a/b/c/bai-1.html")], items(said)
    assert "chỉ ghi ngày sửa" in said["items"][0]["why"]


def test_sitemaps():
    said = feed("sitemap_news.xml")
    assert said["kind"] == "sitemap"
    assert items(said) == [("2024-03-08", "Một cửa làm việc cả sáng thứ bảy", "/tin/mot-cua"),
                           ("2024-03-09", "", "/tin/khong-ten")], items(said)
    assert feed("sitemap_index.xml")["more"] == ["http://127.0.0.1/sitemap-2024.xml", "http://127.0.0.1/sitemap-2022.xml"]


def test_a_list_of_html():
    said = feed("list.html", url="http://127.0.0.1/tin-tuc/")
    assert said["kind"] == "list" and said["feeds"] == ["http://127.0.0.1/rss/tin-tuc.xml"], said
    assert items(said) == [
        ("2024-03-05", "Khai trương điểm hỗ trợ dịch vụ công trực tuyến tại nhà văn hóa thôn", "/tin-tuc/a-1.html?utm_source=fb"),
        ("2024-03-26", "Giải bóng chuyền nam nữ chào mừng ngày 26/3 của tuổi trẻ xã", "/tin-tuc/b-2.html"),
        ("", "Tin chưa có ngày đăng nhưng cùng khuôn với các tin khác", "/tin-tuc/c-3.html")], items(said)


def test_broken_xml_gives_what_it_can():
    said = feed("broken.xml")
    got = items(said)
    assert got[0] == ("2024-03-05", "Tin thứ nhất vẫn còn nguyên vẹn", "/1?a=1&b=2"), got
    assert got[1] == ("2024-03-06", "Tin thứ hai quên đóng thẻ đậm", "/2") and len(got) == 2, got
    assert "1 mục không có liên kết dùng được, đã bỏ qua." in said["notes"], said["notes"]
    assert any("XML sai ở dòng 3" in n for n in said["notes"]), said["notes"]


def as_1258(letter):
    """Windows' Vietnamese page has letters with hats and horns; tones stand behind them."""
    if len(letter.encode("cp1258", "ignore")):
        return letter
    base, *marks = unicodedata.normalize("NFD", letter)
    tone = next(m for m in marks if m in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", base + "".join(m for m in marks if m != tone)) + tone


def test_wrong_charsets():
    text = sample("vnpt.xml").decode()
    plain = items(feed("vnpt.xml"))
    for code, declared, noted in (("utf-8", "iso-8859-1", False), ("utf-16", "utf-8", False), ("utf-16-le", None, None)):
        head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else "\ufeff"
        said = feed("x.xml", body=(head + text).encode(code))
        assert items(said) == plain, (code, items(said))
    raw = "".join(map(as_1258, text)).encode("cp1258")
    said = feed("x.xml", body=b'<?xml version="1.0" encoding="windows-1258"?>' + raw)
    assert items(said) == plain, items(said)
    said = feed("x.xml", body=b'<?xml version="1.0" encoding="utf-8"?>' + raw)
    assert items(said) == plain and any("windows-1258" in n for n in said["notes"]), said
    bad = text.encode().replace("mù".encode(), b"m\xff")
    said = feed("x.xml", body=bad)
    assert "xóa m\ufffd chữ" in said["items"][1]["title"] and any("UTF-8" in n for n in said["notes"]), said


def test_ten_thousand_items():
    began = time.time()
    said = feed("x.xml", body=many(10003))
    assert len(said["items"]) == 10000 and any("chỉ đọc 10000 mục đầu" in n for n in said["notes"])
    assert time.time() - began < 60


def test_what_is_nothing_of_the_kind():
    for body in (b"", b"{}", b"\x00\x01\x02", b"khong phai", b"%PDF-1.4", b"<svg xmlns='http://www.w3.org/2000/svg'/>"):
        said = feed("x.xml", body=body, kindly=False)
        assert said["rc"] == INVALID and "không phải RSS" in said["message"], (body, said)
    said = feed("list.html", kind="feed", kindly=False)
    assert said["rc"] == INVALID and "trả về trang HTML, không phải tin RSS" in said["message"], said


# --- pages ---

class Seen(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes = set(), set()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}


def page(name, body=None, url="http://127.0.0.1/tin/1"):
    path = SAMPLES / name
    if body is not None:
        path = SCRATCH / name
        path.write_bytes(body)
    said = run("page", path, url, "", TODAY, SCRATCH / "copy.html")
    return said, (SCRATCH / "copy.html").read_text() if said["rc"] == 0 else None


def test_a_page_says_itself_and_its_copy_is_clean():
    said, copy = page("page.html")
    assert said["title"] == "Khai trương điểm hỗ trợ dịch vụ công trực tuyến" and said["day"] == "2024-03-05", said
    assert said["summary"] == "Người dân được giúp nộp hồ sơ trực tuyến." and said["why"] is None
    seen = Seen()
    seen.feed(copy)
    assert not seen.tags & {"script", "style", "iframe", "img", "form", "input", "button", "svg", "link", "base"}, seen.tags
    assert not {a for a in seen.attributes if a.startswith("on")} and "style" not in seen.attributes, seen.attributes
    assert "javascript:" not in copy and "alert(" not in copy and 'content="default-src \'none\'"' in copy
    assert '<a rel="noreferrer" href="http://127.0.0.1/tin/2">liên kết</a>' in copy
    assert "[Ảnh: Quang cảnh &quot;lễ&quot; http://127.0.0.1/anh/1.jpg]" in copy and "&lt;script&gt; và bẫy" in copy
    assert '<td colspan="2">Ô</td>' in copy and "Địa chỉ gốc: http://127.0.0.1/tin/1" in copy
    assert "08:30:00 ngày 05/03/2024" in copy


def test_pages_without_much():
    said, _ = page("x.html", b"<p>Chi co chu</p>")
    assert said["title"] == "" and said["day"] == "" and said["why"] == "Không ghi ngày.", said
    said, _ = page("x.html", b'<h1>M\xe1\xbb\x99t</h1><script type="application/ld+json">{"datePublished": "2024-03-01T09:00:00+07:00"}</script>')
    assert said["title"] == "Một" and said["day"] == "2024-03-01", said
    said, _ = page("x.html", b'<h1>A</h1><h1>B</h1><title>T</title><div class="post-date">\xc4\x90\xc4\x83ng 05/03/2024</div>')
    assert said["title"] == "T" and said["day"] == "2024-03-05", said
    assert page("x.html", b"%PDF-1.4")[0]["rc"] == INVALID
    deep = b"<div>" * 50000 + b"sau" + b"</div>" * 50000
    assert page("x.html", deep)[0]["rc"] == 0


tap.run()
