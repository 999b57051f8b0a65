#!/usr/bin/env python3
"""/van-ban: documents for everybody with their validity, drafts open for opinions, and the answers."""
import datetime
import json
import re
import subprocess
import urllib.parse

import loa as L
from demand_test import PDF, multipart
from loa import loa
from plan_test import fields, offices
from rows import write
from server import Browser, words

import tap

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date()


def day(shift):
    return (TODAY + datetime.timedelta(days=shift)).strftime("%d/%m/%Y")


def put(b, at="/soan-van-ban/moi", status=303, name="vb.pdf", content=PDF, **changes):
    sent = fields(b.get(at), at)
    sent.pop("tep")
    sent.update({k.replace("_", "-"): [v] if v is not None else [] for k, v in changes.items()})
    r, text = multipart(b, at, sent, name, content)
    assert r.status == status, words(text)[-1500:]
    return (r.headers["Location"], text) if status == 303 else (None, text)


def decision(b, number="45/QĐ-UBND", **changes):
    return put(b, **{"dang": "issued", "loai": "QĐ", "so": number, "ngay": "05/3/2024",
                     "trich_yeu": "Quyết định ban hành Quy chế làm việc của UBND", "nguoi_ky": "Người Ký, Chủ tịch",
                     "hieu_luc_tu": "05/3/2024", "cong_khai": "1", **changes})[0]


def draft(b, first=-2, last=5, **changes):
    return put(b, **{"dang": "draft", "loai": "QC", "trich_yeu": "Dự thảo Quy chế tiếp công dân", "hoi": "Giờ tiếp dân thế nào?",
                     "y_kien_tu": day(first), "y_kien_den": day(last), "cong_khai": "1", **changes})[0]


def test_a_decision_is_public_with_its_validity_and_file():
    for o, b in offices():
        at = decision(b)
        visitor = Browser(o.server)
        page = words(visitor.get("/van-ban"))
        for said in ("Quyết định ban hành Quy chế làm việc", "45/QĐ-UBND", "05/3/2024", "Người Ký, Chủ tịch", "còn hiệu lực"):
            assert said in page, (said, page)
        public = at.replace("/soan-van-ban", "/van-ban")
        assert "Tải văn bản (PDF)" in visitor.get(public)
        r, body = visitor.ask("GET", public + "/tep")
        assert r.status == 200 and r.headers["Content-Type"] == "application/pdf" and body.startswith("%PDF")
        r, again = visitor.ask("GET", public + "/tep", headers={"If-None-Match": r.headers["ETag"]})
        assert r.status == 304 and not again and "no-store" in b.ask("GET", at + "/tep")[0].headers["Cache-Control"]
        # Called by what it is, not by what the person's own computer called it.
        assert r.headers["Content-Disposition"].endswith("filename*=UTF-8''45-Q%C4%90-UBND-2024-03-05.pdf")
        assert 'filename="vb.pdf"' in b.ask("GET", at + "/tep")[0].headers["Content-Disposition"]
        for typed in ("045/QĐ-UBND", "Quyết định số 45/QĐ-UBND ngày 05/3/2024", "quyết định quy chế làm việc", "quyết định số 45"):
            assert public in visitor.get("/tim-kiem?q=" + urllib.parse.quote(typed)), typed
        new = decision(b, "50/QĐ-UBND", ngay="01/4/2024", trich_yeu="Quyết định sửa Quy chế")
        put(b, at + "/sua", name=None, thay_boi=new.split("/")[-1])
        page = visitor.get(public)
        history = words(b.get(at))
        for said in ("Loại văn bản: Quyết định", "Tình trạng: đã ban hành", "Công khai: có", "Ngày ban hành: 05/3/2024", "Tệp: vb.pdf",
                     "Được thay thế bởi: trước: không → sau: 50/QĐ-UBND: Quyết định sửa Quy chế"):
            assert said in history, (said, history)
        assert not re.search(r"issued|attachment|shown|kind:|day:", history)
        assert "đã được thay thế" in page and "50/QĐ-UBND: Quyết định sửa Quy chế" in page and new.replace("/soan-van-ban", "/van-ban") in page
        put(b, new + "/sua", name=None, cong_khai=None)
        page = visitor.get(public)
        assert "đã được thay thế" in page and "50/QĐ-UBND" not in page, "what is not public is not told, and not linked to"
        decision(b, "51/QĐ-UBND", hieu_luc_tu=day(3))
        decision(b, "52/QĐ-UBND", hieu_luc_den=day(-1), nguoi_ky="")
        assert 'data-ten="Người ký"></td>' in visitor.get("/van-ban"), "on a phone the name of an empty cell is left out"
        page = words(visitor.get("/van-ban"))
        assert "có hiệu lực từ" in page and "hết hiệu lực sau ngày" in page
        hidden = put(b, dang="issued", loai="QĐ", so="53/QĐ-UBND", ngay="05/3/2024", trich_yeu="Chưa công khai")[0]
        assert "Chưa công khai" not in visitor.get("/van-ban")
        visitor.get(hidden.replace("/soan-van-ban", "/van-ban"), 404)
        visitor.get(hidden.replace("/soan-van-ban", "/van-ban") + "/tep", 404)
        visitor.get("/van-ban/999", 404)
        loa("verify", "--db", o.db)


def test_bad_entries_keep_what_was_typed():
    for o, b in offices():
        _, page = put(b, status=422, dang="issued", loai="QĐ", trich_yeu="Thiếu số", cong_khai="1", name=None)
        for said in ("phải có số, ký hiệu", "phải có ngày", "Công khai thì phải có tệp PDF"):
            assert said in page, said
        assert 'value="Thiếu số"' in page
        _, page = put(b, status=422, dang="draft", loai="QC", trich_yeu="x", y_kien_tu=day(3), y_kien_den=day(1))
        assert "Ngày cuối không được trước ngày đầu" in page and "Tệp vừa chọn chưa được lưu" in page
        for name, content in (("a.pdf", b"MZ khong phai"), ("a.docx", b"PK\x05\x06" + bytes(18))):
            put(b, status=422, name=name, content=content, dang="issued", loai="QĐ", so="1/QĐ-UBND", ngay="05/3/2024", trich_yeu="x")
        decision(b)
        _, page = put(b, status=422, dang="issued", loai="QĐ", so="45/QĐ-UBND", ngay="05/3/2024", trich_yeu="Trùng số")
        assert "Số này, ngày này đã có" in page
        _, page = put(b, status=422, dang="issued", loai="QĐ", so="Số: 045/QĐ-UBND", ngay="05/3/2024", trich_yeu="Trùng số")
        assert "Số này, ngày này đã có" in page
        for odd in ("mười hai", "12", "QĐ-UBND", "ngày 5/3"):
            _, page = put(b, status=422, dang="issued", loai="QĐ", so=odd, ngay="05/3/2024", trich_yeu="x")
            assert "Ghi cả số và ký hiệu" in page and f'value="{odd}"' in page, odd
        _, page = put(b, status=422, dang="issued", loai="QĐ", so="46/QĐ-UBND", ngay=day(1), trich_yeu="x")
        assert "Ngày này chưa đến" in page, "a year typed wrong would stand on top of the list for ever"
        at, _ = put(b, dang="issued", loai="QĐ", so="số 46/QĐ-UBND", ngay=day(0), trich_yeu="x")
        assert "Số, ký hiệu 46/QĐ-UBND" in words(b.get(at))


def made_pdf(edit=lambda d: d):
    """A PDF with words, by loa-worker, of tests/doc/letter.json."""
    body = json.dumps(edit(json.loads((L.ROOT / "tests/doc/letter.json").read_text()))).encode()
    out = subprocess.run([L.BUILD / "loa-worker"], input=b"pdf %d\n" % len(body) + body, capture_output=True, timeout=120).stdout
    return out.partition(b"\n")[2]


def test_the_words_of_a_file_are_read_and_found():
    said = "Rất mong nhận được sự quan tâm, phối hợp của các đơn vị"
    for o, b in offices():
        pdf = made_pdf()
        at = decision(b, "60/QĐ-UBND", content=pdf)
        public = at.replace("/soan-van-ban", "/van-ban")
        visitor = Browser(o.server)
        page = visitor.get(public)
        assert "chữ rút từ tệp" in page and "Bản có giá trị là tệp PDF" in page and "đây là phần đầu" not in page
        assert re.search(r"<p>[^<]*" + said, page), "as paragraphs"
        assert said in b.get(at) and "Không rút được chữ" not in b.get(at)
        find = lambda typed: visitor.get("/tim-kiem?" + urllib.parse.urlencode({"q": typed}))
        for typed in ("mong nhận được sự quan tâm", "mong nhan duoc su quan tam"):
            assert public in find(typed), typed
        loa("search", "--db", o.db, "--rebuild")
        assert public in find("mong nhận được sự quan tâm")
        # Without a new file the words stay; with a scan in its place they go, and the office is told.
        put(b, at + "/sua", name=None, trich_yeu="Quyết định đổi tên")
        assert said in visitor.get(public)
        put(b, at + "/sua", content=PDF)
        assert said not in visitor.get(public) and "chữ rút từ tệp" not in visitor.get(public)
        assert "Không rút được chữ từ tệp này" in b.get(at)
        assert public not in find("mong nhận được sự quan tâm")
        # Put up before words were taken: nothing is claimed of it.
        write(o.db, "DELETE FROM paper_words")
        assert "trước khi Loa biết rút chữ" in b.get(at) and "Không rút được chữ" not in b.get(at)
        # What nobody may see is not found by its words.
        hidden = decision(b, "61/QĐ-UBND", content=pdf)
        sent = fields(b.get(hidden + "/sua"), hidden + "/sua")
        sent.pop("tep"), sent.pop("cong-khai")
        assert multipart(b, hidden + "/sua", sent)[0].status == 303
        assert hidden.replace("/soan-van-ban", "/van-ban") not in find("mong nhận được sự quan tâm")
        loa("verify", "--db", o.db)


def test_programs_get_it_too():
    for o, b in offices():
        loa("publish", "--db", o.db, "ke-hoach/2024")
        at = decision(b, nguoi_ky="").replace("/soan-van-ban", "/van-ban")
        draft(b)
        put(b, dang="issued", loai="QĐ", so="53/QĐ-UBND", ngay="05/3/2024", trich_yeu="Chưa công khai")
        visitor = Browser(o.server)
        said = json.loads(visitor.get("/api/van-ban"))
        assert said["total"] == 2 and [d["number"] for d in said["documents"]] == ["45/QĐ-UBND", "24/KH-UBND"], said
        own, plan = said["documents"]
        for beyond in ("2", "99999999999999999999"):
            end = json.loads(visitor.get(f"/api/van-ban?trang={beyond}"))
            assert end["documents"] == [] and end["total"] == 2 and end["page"] > end["pages"] == 1, "who goes on until nothing comes ends"
        assert all(json.loads(visitor.get(f"/api/van-ban?trang={odd}")) == said for odd in ("1", "0", "-1", "x", ""))
        assert set(plan) - set(own) == {"id"}, "its figures are asked for by that; others have none"
        assert own == {"number": "45/QĐ-UBND", "day": "2024-03-05", "href": at, "pdf": at + "/tep",
                       "subject": "Quyết định ban hành Quy chế làm việc của UBND"}
        r, body = visitor.ask("GET", own["pdf"])
        assert r.status == 200 and body.startswith("%PDF")
        assert json.loads(visitor.get(f"/api/van-ban/{plan['id']}"))["number"] == "24/KH-UBND"


def test_a_long_file_is_cut_between_paragraphs():
    def long(d):
        d["blocks"] = [{"kind": "paragraph", "text": f"Đoạn thứ {i} của quy chế " + "về việc tiếp công dân " * 30} for i in range(300)]
        return d
    for o, b in offices():
        at = decision(b, "62/QĐ-UBND", content=made_pdf(long))
        page = Browser(o.server).get(at.replace("/soan-van-ban", "/van-ban"))
        assert "đây là phần đầu" in page and "Đoạn thứ 2 của" in page and "Đoạn thứ 299 của" not in page
        assert 90000 < len(re.search(r"<details.*?</details>", page, re.S)[0].encode()) < 105000


def test_opinions_come_in_and_are_answered():
    for o, b in offices():
        at = draft(b)
        public = at.replace("/soan-van-ban", "/van-ban")
        visitor = Browser(o.server)
        page = visitor.get(public)
        assert "Giờ tiếp dân thế nào?" in page and "Gửi ý kiến" in page and "nhận ý kiến đến hết" in visitor.get("/van-ban")
        send = public + "/y-kien"
        assert "Cảm ơn bạn" not in page
        r, _ = visitor.ask("POST", send, {"ho-ten": "", "y-kien": "Nên tiếp dân cả chiều thứ sáu."})
        assert "Đã nhận ý kiến. Cảm ơn bạn." in visitor.get(r.headers["Location"])
        visitor.post(send, {"ho-ten": "", "y-kien": "Nên tiếp dân cả chiều thứ sáu."})
        r, text = visitor.ask("POST", send, {"ho-ten": "An", "y-kien": "ngắn"})
        assert r.status == 422 and 'value="An"' in text and "ngắn</textarea>" in text
        r, text = visitor.ask("POST", send, {"y-kien": "d" * 3001})
        assert r.status == 422
        visitor.post(send, {"ho-ten": "Bà Bình", "y-kien": "<b>Quy chế</b> cần ghi số điện thoại."})
        assert "chiều thứ sáu" not in visitor.get(public), "nothing is shown before it is answered"
        form = at + "/y-kien"
        kept = fields(b.get(form), form)
        names = sorted(k for k in kept if k.startswith("tra-loi-"))
        assert len(names) == 2, "the same text is kept once"
        mine = dict(kept, **{names[0]: ["Tiếp thu, đã bổ sung."], names[0].replace("tra-loi-", "hien-"): ["1"],
                             "tong-hop": ["Có 02 ý kiến, tiếp thu 01."]})
        r, _ = b.ask("POST", form, [(k, v) for k, vs in mine.items() for v in vs])
        assert r.status == 303
        page = visitor.get(public)
        assert "Nên tiếp dân cả chiều thứ sáu." in page and "Tiếp thu, đã bổ sung." in page and "Có 02 ý kiến" in page
        assert "Bà Bình" not in page and "<b>Quy chế" not in page
        r, text = b.ask("POST", form, [(k, v) for k, vs in dict(mine, lan=["khac"]).items() for v in vs])
        assert r.status == 409 and "đã sửa văn bản này" in text
        loa("verify", "--db", o.db)


def test_opinions_only_in_their_days_and_not_too_many():
    for o, b in offices():
        visitor = Browser(o.server)
        for first, last in ((1, 5), (-5, -1)):
            public = draft(b, first, last).replace("/soan-van-ban", "/van-ban")
            assert "Gửi ý kiến" not in visitor.get(public)
            r, _ = visitor.ask("POST", public + "/y-kien", {"y-kien": "Ý kiến ngoài thời gian."})
            assert r.status == 409
        public = draft(b, 0, 0).replace("/soan-van-ban", "/van-ban")
        for i in range(5):
            visitor.post(public + "/y-kien", {"y-kien": f"Ý kiến thứ {i} của người dân."})
        r, text = visitor.ask("POST", public + "/y-kien", {"y-kien": "Ý kiến thứ sáu của người dân."})
        assert r.status == 422 and "nhiều ý kiến" in text and "Ý kiến thứ sáu" in text
        decided = decision(b).replace("/soan-van-ban", "/van-ban")
        assert visitor.ask("POST", decided + "/y-kien", {"y-kien": "Không phải dự thảo nữa."})[0].status == 409
        assert visitor.ask("POST", "/van-ban/999/y-kien", {"y-kien": "Không có văn bản."})[0].status == 404


def test_who_may():
    for o, b in offices():
        desk = o.person("motcua", "desk")
        for path in ("/soan-van-ban", "/soan-van-ban/moi"):
            desk.get(path, 403)
        desk.get("/van-ban")


if __name__ == "__main__":
    tap.run()
