#!/usr/bin/env python3
"""/thu-thap: what the commune posted on its old portal comes in as proposals, and each that is confirmed is an
activity, once, with its link and a copy of its page."""
import re
import sys
import time

import loa as L
from loa import loa
from plan_test import fields, send
from rows import rows
from server import Browser, Server, add_user, words

sys.path.insert(0, str(L.ROOT / "tests" / "fetch"))
import tap
from portal import Portal, hang, many, sample, to

PAGE = """<html><head><title>{0} | Xã Mẫu</title><meta property="og:title" content="{0}">
<meta property="article:published_time" content="{1}"></head><body><h1>{0}</h1><script>x()</script><p>Toàn văn.</p></body></html>"""


class Office:
    def __init__(self, db, pages=None):
        self.db, self.portal = db, Portal()
        for path, body in (pages or {}).items():
            self.portal.put(path, body)
        loa("import", "--db", db, L.CASE)
        add_user(db, "canbo", "officer")
        self.server = Server(db, "--read-inside", self.portal.host)

    def __enter__(self):
        self.b = Browser(self.server).sign_in("canbo")
        return self, self.b

    def __exit__(self, *why):
        self.server.__exit__(*why)
        self.portal.stop()

    def person(self, login, role):
        add_user(self.db, login, role)
        return Browser(self.server).sign_in(login)


def offices(pages=None):
    for db in L.engines():
        with Office(db, pages) as (office, b):
            yield office, b


def add_source(o, b, path, status=303, **changes):
    sent = {"ten": "Cổng cũ", "dia-chi": o.portal.url(path), "phut": "10080", "dang-doc": "1",
            **{k.replace("_", "-"): v for k, v in changes.items()}}
    r, page = send(b, "/thu-thap/nguon/moi", "/thu-thap/nguon/moi", status, **sent)
    return r.headers["Location"].split("?")[0] if status == 303 else page


def wait(what, seconds=60):
    end = time.time() + seconds
    while not (found := what()):
        assert time.time() < end, "it did not come"
        time.sleep(0.3)
    return found


def looked(b, at):
    """The source's page once it was looked at."""
    return words(wait(lambda: (p := b.get(at)) and re.search(r">\s*(đọc được|lỗi)\s*<", p) and p))


def shown(page):
    """The items of a list: title -> (id, ticked, day)."""
    out = {}
    for part in re.findall(r'<fieldset class="govuk-fieldset loa-record">.*?(?=<fieldset class="govuk-fieldset loa-record">|<div class="govuk-button-group">)', page, re.S):
        item = re.search(r'name="muc" value="(\d+)"', part)[1]
        title = re.search(r'name="ten-\d+"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="ten-', part)
        day = re.search(r'<input[^>]*name="ngay-\d+"[^>]*>', part)[0]
        day = re.search(r'value="([^"]*)"', day)
        tick = re.search(r'<input[^>]*name="chon"[^>]*>', part)[0]
        out[(title[1] or title[2] or "") if title else ""] = (item, " checked" in tick, day[1] if day else "")
    return out


def decide(b, page, status=303, action="/thu-thap/ghi", pick=None, **changes):
    """Sends the form of the page `page` with these ticked."""
    text = b.get(page)
    sent = fields(text, "/thu-thap/ghi")
    if pick is not None:
        sent["chon"] = pick
    sent.update({k: v if isinstance(v, list) else [v] for k, v in changes.items()})
    r, text = b.ask("POST", action, [(k, v) for k, vs in sent.items() for v in vs])
    assert r.status == status, (r.status, words(text)[:1500])
    return r, text


def portal_activities(o):
    return rows(o.db, "SELECT title, day_from FROM activity WHERE channel = 'portal' AND origin = 'web' ORDER BY id")


FEED = {"/feed": sample("wordpress.xml"),
        "/rut-ngan-thoi-gian/?utm_source=rss&utm_medium=feed":
            PAGE.format("Xã Mẫu rút ngắn thời gian", "2024-03-05").encode()}


def test_a_feed_becomes_activities_once_with_a_copy():
    for o, b in offices(FEED):
        at = add_source(o, b, "/feed")
        page = looked(b, at)
        assert "Đọc 2 mục: 2 mục mới, trong đó 1 mục về CCHC." in page and "Người canbo" in page, page
        page = b.get("/thu-thap")
        got = shown(page)
        title = "Xã Mẫu rút ngắn thời gian giải quyết thủ tục hành chính về đất đai"
        assert list(got) == [title] and got[title][1:] == (True, "05/3/2024"), got
        assert "Có cụm từ “thủ tục hành chính”, “một cửa”" in words(page), words(page)
        assert re.search(r'value="nd2" checked', page), "the plan's content that fits"
        assert len(shown(b.get("/thu-thap?loc=tat-ca"))) == 2 and len(shown(b.get("/thu-thap?loc=khac"))) == 1
        before = L.figure(o.db, "portal")["value"]
        r, _ = decide(b, "/thu-thap")
        assert "Đã ghi 1 hoạt động" in b.get(r.headers["Location"])
        assert portal_activities(o) == [(title, "2024-03-05")]
        assert L.figure(o.db, "portal")["value"] == before + 1, "1 tin"
        # The copy comes by itself, behind the link.
        done = wait(lambda: (p := b.get("/thu-thap/da-ghi")) and "đã lưu" in p and p)
        activity = re.search(r'href="(/hoat-dong/\d+)"', done)[1]
        copy = re.search(r'href="(/minh-chung/\d+)"', done)[1]
        text = b.get(activity)
        assert "/rut-ngan-thoi-gian/" in text and "ban-luu-" in text and "nv1" in text or "Đăng tin" in text
        r, body = b.ask("GET", copy)
        assert r.headers["Content-Type"].startswith("text/html") and "attachment" in r.headers["Content-Disposition"]
        assert "Toàn văn." in body and "<script" not in body
        assert "Lưu bản sao của trang" in b.get(activity), "the history says why it changed"
        # Looked at again, by the button, nothing comes twice: neither what was taken nor what waits.
        send(b, at, at + "/doc")
        assert "Đọc 2 mục: 0 mục mới" in looked(b, at), words(b.get(at))
        assert len(portal_activities(o)) == 1 and not shown(b.get("/thu-thap"))
        loa("verify", "--db", o.db)


def test_a_changed_link_is_the_same_item_and_what_was_dropped_stays_dropped():
    for o, b in offices(FEED):
        at = add_source(o, b, "/feed")
        looked(b, at)
        every = shown(b.get("/thu-thap?loc=tat-ca"))
        other = next(v[0] for k, v in every.items() if "văn nghệ" in k)
        decide(b, "/thu-thap")
        decide(b, "/thu-thap?loc=khac", action="/thu-thap/bo", pick=[other])
        o.portal.put("/feed", sample("wordpress.xml").replace(b"/rut-ngan-thoi-gian/", b"/2024/rut-ngan/").replace(b"/hoi-thi", b"/2024/hoi-thi"))
        send(b, at, at + "/doc")
        assert "0 mục mới, trong đó 0 mục về CCHC. 2 mục chỉ đổi liên kết." in looked(b, at), words(b.get(at))
        assert not shown(b.get("/thu-thap?loc=tat-ca"))
        dropped = b.get("/thu-thap/da-bo")
        assert "Hội thi văn nghệ" in dropped
        b.post("/thu-thap/lay-lai", {**b.form("/thu-thap/da-bo", "/thu-thap/lay-lai")})
        assert any("văn nghệ" in k for k in shown(b.get("/thu-thap?loc=khac")))


def test_what_is_recorded_already_is_told():
    """By its title and day, and by its link as evidence."""
    for o, b in offices():
        o.portal.put("/feed", (
            "<rss><channel>"
            f"<item><title>TIN TUYÊN TRUYỀN CCHC số 09</title><link>{o.portal.url('/a')}</link><pubDate>04/3/2024</pubDate></item>"
            f"<item><title>Tin về thủ tục hành chính</title><link>{o.portal.url('/b?utm_source=x')}</link><pubDate>06/3/2024</pubDate></item>"
            "</channel></rss>").encode())
        send(b, "/ghi/portal", "/ghi/portal", ten="Tin đã tự ghi", ngay="06/3/2024", dan_chung=o.portal.url("/b"))
        looked(b, add_source(o, b, "/feed"))
        page = b.get("/thu-thap")
        got = shown(page)
        assert got["TIN TUYÊN TRUYỀN CCHC số 09"][1] is False and "Có thể đã ghi" in page, got
        assert "Tin về thủ tục hành chính" not in got and "Tin về thủ tục hành chính" in b.get("/thu-thap/da-ghi")
        one = got["TIN TUYÊN TRUYỀN CCHC số 09"][0]
        r, text = decide(b, "/thu-thap", 422, pick=[one])
        assert "mỗi tin chỉ ghi một lần" in text


def test_wrong_fields_keep_what_was_typed_and_store_nothing():
    for o, b in offices(FEED):
        looked(b, add_source(o, b, "/feed"))
        every = shown(b.get("/thu-thap?loc=tat-ca"))
        ids = [v[0] for v in every.values()]
        r, text = decide(b, "/thu-thap?loc=tat-ca", 422, pick=ids, **{f"ngay-{ids[0]}": "31/02/2024", f"ten-{ids[1]}": "  ",
                         f"ten-{ids[0]}": "Tên đã sửa"})
        assert "Mục 1: Ngày đăng không có" in words(text) and "Mục 2: Xin nhập tên" in words(text), words(text)[:900]
        assert 'value="31/02/2024"' in text and 'value="Tên đã sửa"' in text and not portal_activities(o)
        r, text = decide(b, "/thu-thap", 422, pick=[])
        assert "Chưa chọn mục nào." in text
        r, text = decide(b, "/thu-thap?loc=tat-ca", pick=[ids[0]], **{f"ngay-{ids[0]}": "01/3/2024", f"ten-{ids[0]}": "Tên đã sửa",
                         f"noi-dung-{ids[0]}": ["nd1", "nd4"]})
        assert portal_activities(o) == [("Tên đã sửa", "2024-03-01")]
        assert rows(o.db, "SELECT COUNT(*) FROM v_activity_content c JOIN activity a ON a.id = c.activity_id"
                          " WHERE a.origin = 'web'")[0][0] == "2"


def test_two_people_decide_and_the_second_is_told():
    for o, b in offices(FEED):
        looked(b, add_source(o, b, "/feed"))
        other = o.person("bientap", "editor")
        mine = fields(b.get("/thu-thap"), "/thu-thap/ghi")
        decide(other, "/thu-thap")
        r, text = b.ask("POST", "/thu-thap/ghi", [(k, v) for k, vs in mine.items() for v in vs])
        assert r.status == 422 and "đã được người khác xử lý" in text, r.status
        assert len(portal_activities(o)) == 1
        r, _ = b.ask("POST", "/thu-thap/bo", [(k, v) for k, vs in mine.items() for v in vs])
        assert r.status == 422


def test_who_may():
    for o, b in offices(FEED):
        add_source(o, b, "/feed")
        desk = o.person("motcua", "desk")
        for path in ("/thu-thap", "/thu-thap/nguon", "/thu-thap/dan", "/thu-thap/nguon/1"):
            desk.get(path, 403)
        assert "/thu-thap" not in desk.get("/") and 'href="/thu-thap"' in b.get("/")


def test_pasted_links_are_read_and_what_cannot_be_is_typed():
    pages = {"/bai": PAGE.format("Chuyển đổi số ở thôn", "2024-03-06T08:00:00+07:00").encode(),
             "/tuong": to("/login?next=tuong"), "/login?next=tuong": b"<html><title>Sign in</title></html>"}
    for o, b in offices(pages):
        form = "/thu-thap/dan"
        r, text = send(b, form, form, 422, lien_ket="không phải\n" + o.portal.url("/bai"), kenh="social")
        assert "Dòng 1 không phải liên kết" in text and o.portal.url("/bai") in text
        send(b, form, form, lien_ket=f"{o.portal.url('/bai')}\n\n{o.portal.url('/tuong')}\n", kenh="social")
        page = wait(lambda: (p := b.get("/thu-thap?loc=tat-ca")) and "Loa đang đọc" not in p and p)
        got = shown(page)
        assert got["Chuyển đổi số ở thôn"][1:] == (True, "06/3/2024"), got
        assert "Trang đòi đăng nhập mới cho đọc" in page and got[""][1:] == (False, ""), words(page)
        r, text = send(b, form, form, 422, lien_ket=o.portal.url("/bai?fbclid=1"), kenh="social")
        assert "mỗi tin chỉ nhận một lần" in text
        # Some known, some new: how many, which, and what became of them.
        send(b, "/ghi/portal", "/ghi/portal", ten="Tin đã tự ghi", ngay="06/3/2024", dan_chung=o.portal.url("/tu-ghi"))
        new = o.portal.url("/moi")
        r, _ = send(b, form, form, lien_ket="\n".join([new, new, o.portal.url("/bai?fbclid=2"), o.portal.url("/tu-ghi")]), kenh="portal")
        told = words(b.get(r.headers["Location"]))
        assert "Đã nhận 1 liên kết" in told and "2 liên kết đã có từ trước" in told, told
        assert f"{o.portal.url('/bai')}: đang chờ xác nhận" in told and f"{o.portal.url('/tu-ghi')}: đã ghi" in told, told
        b.get("/thu-thap?da-co=999999,x,,-1," + "9" * 40)
        wall = got[""][0]
        decide(b, "/thu-thap?loc=tat-ca", pick=[wall, got["Chuyển đổi số ở thôn"][0]],
               **{f"ten-{wall}": "Bài trên trang Facebook của xã", f"ngay-{wall}": "07/3/2024"})
        assert L.figure(o.db, "social", "bài")["value"] == 2
        wait(lambda: "đã lưu" in b.get("/thu-thap/da-ghi"))
        assert "sẽ thử lại: Trang đòi đăng nhập" in words(wait(lambda: (p := b.get("/thu-thap/da-ghi")) and "sẽ thử lại" in p and p))


def test_a_sitemap_without_titles_has_its_pages_read():
    pages = {"/sitemap.xml": sample("sitemap_index.xml"), "/sitemap-2024.xml": sample("sitemap_news.xml"),
             "/tin/khong-ten": PAGE.format("Niêm yết thủ tục hành chính", "2024-03-09").encode()}
    for o, b in offices(pages):
        at = add_source(o, b, "/sitemap.xml", loai="sitemap")
        page = looked(b, at)
        assert "2 mục mới" in page and "sitemap-2022.xml: Máy chủ nói không có trang này (404)" in page, page
        got = wait(lambda: (g := shown(b.get("/thu-thap"))) and "Niêm yết thủ tục hành chính" in g and g)
        assert got["Niêm yết thủ tục hành chính"][2] == "09/3/2024"


def test_what_goes_wrong_is_told_at_the_source():
    for o, b in offices({"/500": (500, {}, b""), "/khac": b"{}"}):
        for path, said in (("/500", "Máy chủ đang lỗi (500)"), ("/khac", "không phải RSS"), ("/404", "không có trang này")):
            page = looked(b, add_source(o, b, path, ten=path))
            assert said in page and "lỗi" in page, page
        page = add_source(o, b, "/500", 422)
        assert "Địa chỉ này đã có ở nguồn “/500”" in page
        for wrong in ("ftp://a.vn/x", "xa-mau.gov.vn", "http://ai@a.vn/"):
            page = add_source(o, b, "/x", 422, dia_chi=wrong)
            assert "Địa chỉ phải là trang web viết đủ" in page and f'value="{wrong}"' in page
        page = looked(b, add_source(o, b, "/x", dia_chi="http://169.254.169.254/latest", ten="bẫy"))
        assert "dẫn vào mạng nội bộ" in page, page
        page = looked(b, add_source(o, b, "/x", dia_chi=f"http://localhost:{o.server.port}/", ten="chính Loa"))
        assert "dẫn vào mạng nội bộ" in page, page
        send(b, "/thu-thap/nguon/1", "/thu-thap/nguon/1/doc")
        assert "Máy chủ đang lỗi" in words(b.get("/thu-thap/nguon/1"))
        assert b.ask("POST", "/thu-thap/nguon/999/doc", {"csrf": b.csrf()})[0].status == 404


def test_a_hanging_server_holds_up_nobody():
    for o, b in offices({"/treo": hang, **FEED}):
        add_source(o, b, "/treo", ten="treo")
        wait(lambda: o.portal.hits("/treo"))
        began = time.time()
        send(b, "/ghi/portal", "/ghi/portal", ten="Ghi trong khi chờ")
        assert time.time() - began < 5, "no transaction waits for another server"
        # Asked for by hand meanwhile: no dead end.
        r, _ = send(b, "/thu-thap/nguon/1", "/thu-thap/nguon/1/doc")
        page = b.get(r.headers["Location"])
        assert "đang đọc nguồn này" in words(page) and "Sửa nguồn" in page


def test_a_list_page_without_html_is_read():
    items = "".join(f'<li><a href="/tin/{i}">Xã Mẫu công bố thủ tục hành chính số {i}</a> <span>0{i}/3/2024</span></li>' for i in (5, 6))
    for o, b in offices({"/danh-sach": b"<!DOCTYPE html>\n<title>Tin</title><h1>Tin</h1><ul>" + items.encode() + b"</ul>"}):
        assert "Đọc 2 mục: 2 mục mới" in looked(b, add_source(o, b, "/danh-sach"))


def test_a_source_is_changed_and_stopped():
    for o, b in offices(FEED):
        at = add_source(o, b, "/feed")
        looked(b, at)
        mine = fields(b.get(at + "/sua"), at + "/sua")
        other = o.person("bientap", "editor")
        send(other, at + "/sua", at + "/sua", ten="Cổng mới")
        r, text = b.ask("POST", at + "/sua", [(k, v) for k, vs in {**mine, "ten": ["Cổng khác"]}.items() for v in vs])
        assert r.status == 409 and "đã sửa nguồn này" in text and "Cổng khác" in text
        page = fields(b.get(at + "/sua"), at + "/sua")
        page.pop("dang-doc")
        b.post(at + "/sua", [(k, v) for k, vs in page.items() for v in vs])
        assert "không đọc" in b.get(at) and "Cổng mới" in b.get("/thu-thap/nguon")
        page = words(b.get(at))
        for said in ("Loại nguồn: Tự nhận", "Kênh: Cổng thông tin điện tử", "Đang đọc: trước: có → sau: không"):
            assert said in page, (said, page)


def test_ten_thousand_items():
    for o, b in offices():
        o.portal.put("/nhieu", many(10000, o.portal.host))
        at = add_source(o, b, "/nhieu")
        page = words(wait(lambda: (p := b.get(at)) and re.search(r">\s*(đọc được|lỗi)\s*<", p) and p, 240))
        assert "Đọc 10000 mục: 10000 mục mới" in page, page
        page = b.get("/thu-thap?loc=khac")
        assert len(shown(page)) == 30
        older = re.search(r'href="([^"]*sau=[^"]*)"', page)[1].replace("&amp;", "&")
        assert len(shown(b.get(older))) == 30 and not set(shown(page)) & set(shown(b.get(older)))
        send(b, "/thu-thap/bo-khac", "/thu-thap/bo-khac")
        assert rows(o.db, "SELECT COUNT(*) FROM harvest_item WHERE state = 'dropped'")[0][0] == "10000"
        send(b, at, at + "/doc")
        assert "Đọc 10000 mục: 0 mục mới" in looked(b, at)


if __name__ == "__main__":
    tap.run()
