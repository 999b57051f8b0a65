#!/usr/bin/env python3
"""The figures of a published report, open to the evidence that the public may see; and to nothing else."""
import io
import json
import re
import secrets
import shutil
import subprocess

import loa as L
from entry_test import filled, jpeg
from loa import loa
from portal_test import fetch, published
from rows import rows
from server import Browser, words
from way_test import Office

import tap

BANNER, OTHER_BANNER, LATER = 13, 14, 20  # of the sample log: behind "02 băng rôn", and one of another quarter
ARTICLE = "https://mau.gov.vn/tin/treo-bang-ron?a=1&b=2"
PRIVATE = "https://drive.mau.vn/noi-bo"
TAKEN = {"taken": "2024:03:01 08:30:00", "position": (14.766667, 108.733333)}


def multipart(fields, files):
    mark, body = secrets.token_hex(16), io.BytesIO()
    for name, value in fields:
        body.write(f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for name, content in files:
        body.write(f'--{mark}\r\nContent-Disposition: form-data; name="anh"; filename="{name}"\r\n'
                   f"Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    body.write(f"--{mark}--\r\n".encode())
    return body.getvalue(), {"Content-Type": f"multipart/form-data; boundary={mark}"}


def send(o, path, changes=None, files=(), login="canbo", status=303):
    b = o.as_(login)
    body, headers = multipart(filled(b.get(path), path, changes), files)
    r, text = b.ask("POST", path, body=body, headers=headers)
    assert r.status == status, (path, r.status, words(text)[:1000])
    return r, text


def edit(o, activity, changes=None, files=(), **more):
    return send(o, f"/hoat-dong/{activity}/sua", changes, files, **more)


def files_of(o, activity):
    """Its files' ids, oldest first."""
    return [int(i) for (i,) in rows(o.db, "SELECT attachment_id FROM activity_evidence WHERE attachment_id IS NOT NULL"
                                          f" AND activity_id = {activity} ORDER BY position")]


def recorded(o, channel, fields, files=()):
    r, _ = send(o, f"/ghi/{channel}", fields, files)
    return int(re.search(r"/ghi/xong/(\d+)", r.headers["Location"])[1])


def chips(page):
    """What a number of the text leads to: {"02 băng rôn": "so-lieu-4"}."""
    return {words(t).replace("\xa0", " ").strip(): ref
            for ref, t in re.findall(r'<a class="so-lieu" href="#([^"]+)">(.*?)</a>', page)}


def section(page, ref):
    return re.search(rf'<section class="ho-so" id="{ref}".*?</section>', page, re.S)[0]


def seen(o, path, status=200):
    r, body = fetch(o, path)
    assert r.status == status, (path, r.status, body[:300])
    return r, body


def prepared(o):
    """One picture marked and one not, a PDF marked, a link marked and one not; before the report goes its way."""
    pdf = o.pdf()
    edit(o, BANNER, {"dan-chung": f"{ARTICLE}\n{PRIVATE}\nSố 12/BC\njavascript:alert(1)", "ghi-chu": "Ghi chú kín"},
         [("Nguyễn Văn Kín.jpg", jpeg(**TAKEN)), ("b.jpg", jpeg(shade=20)), ("Danh sách kín.pdf", pdf)])
    picture, hidden, paper = files_of(o, BANNER)
    edit(o, BANNER, {"cong-khai": [str(picture), str(paper)], "lien-ket": ARTICLE})
    return picture, hidden, paper, pdf


def test_a_number_of_the_report_leads_to_what_was_marked():
    for db in L.engines():
        with Office(db) as o:
            picture, hidden, paper, pdf = prepared(o)
            o.issued()
            o.send(to=["dong-0"])
            o.hand()
            o.step("canbo", "cong-khai")
            b = Browser(o)
            page = b.get("/cong-khai/1")
            own = section(page, chips(page)["02 băng rôn"])
            assert "Treo băng rôn" in own and words(own).count("Minh chứng") == 1
            at = f"/cong-khai/1/minh-chung/{picture}"
            assert f'<a href="{at}"><img src="{at}/nho" width="160" height="120" alt="Ảnh 1: ' in own
            assert f'href="/cong-khai/1/minh-chung/{paper}">Tệp PDF, ' in own
            assert 'href="https://mau.gov.vn/tin/treo-bang-ron?a=1&amp;b=2">Xem tại mau.gov.vn<' in own
            for kept in ("drive.mau", "12/BC<", "javascript", "Ghi chú kín", "Kín", "Danh sách", f"minh-chung/{hidden}",
                         "108.73", "08:30", "Người canbo"):
                assert kept not in page, kept
            # The record beside it, of which nothing is marked, has an empty cell, which a phone leaves out.
            assert own.count('data-ten="Minh chứng"></td>') == 1, own
            # A figure without any has no column for it.
            assert "Minh chứng" not in section(page, chips(page)["12 tin"])
            r, large = seen(o, at)
            assert r.headers["Content-Type"] == "image/jpeg" and "Content-Disposition" not in r.headers
            assert r.headers["Cache-Control"] == "no-cache" and r.headers["X-Content-Type-Options"] == "nosniff"
            _, small = seen(o, f"{at}/nho")
            for what in (large, small):
                said = subprocess.run(["exiftool", "-j", "-EXIF:all", "-XMP:all", "-GPS:all", "-"], input=what,
                                      capture_output=True, check=True).stdout
                assert set(json.loads(said)[0]) == {"SourceFile"}, said
            assert fetch(o, at, If_None_Match=r.headers["ETag"])[0].status == 304
            r, body = seen(o, f"/cong-khai/1/minh-chung/{paper}")
            assert body == pdf and f"minh-chung-{paper}.pdf" in r.headers["Content-Disposition"]
            assert "K%C3%ADn" not in r.headers["Content-Disposition"]
            seen(o, f"/cong-khai/1/minh-chung/{paper}/nho", 404)
            # The recipients' own link shows what was approved only.
            link = re.search(r"/v/[\w-]{20,}", o.as_("canbo").get(o.page))
            assert link and "minh-chung" not in b.get(link[0])
            # For programs: where each printed number is open.
            figures = json.loads(b.get("/api/van-ban/1"))["figures"]
            assert [f["href"] for f in figures if f["text"] == "02 băng rôn"] == [f"/cong-khai/1#{chips(page)['02 băng rôn']}"]


def test_guessed_addresses_lead_to_nothing():
    for db in L.engines():
        with Office(db) as o:
            picture, hidden, paper, _ = prepared(o)
            # Marked, but of another quarter; marked, of the quarter, but behind no number that the text prints.
            edit(o, LATER, {}, [("q2.jpg", jpeg(shade=40))])
            later, = files_of(o, LATER)
            edit(o, LATER, {"cong-khai": str(later)})
            social = recorded(o, "social", {"ten": "Bài đăng kín", "ngay": "10/3/2024"}, [("s.jpg", jpeg(shade=60))])
            beside, = files_of(o, social)
            edit(o, social, {"cong-khai": str(beside)})
            for i in range(1, 12):  # nothing is there before it is published
                for path in (f"/cong-khai/1/minh-chung/{i}", f"/cong-khai/1/minh-chung/{i}/nho"):
                    seen(o, path, 404)
            published(o)
            signed = int(rows(o.db, "SELECT attachment_id FROM dispatch_signed")[0][0])
            page = Browser(o).get("/cong-khai/1")
            assert "Bài đăng kín" not in page and "bai-dang" not in page
            open_ids = {picture, paper}
            assert not open_ids & {hidden, later, beside, signed}
            for i in [*range(-1, max(hidden, later, beside, signed) + 3), 1 << 62]:
                status = 200 if i in open_ids else 404
                _, body = seen(o, f"/cong-khai/1/minh-chung/{i}", status)
                seen(o, f"/cong-khai/1/minh-chung/{i}/nho", 200 if i == picture else 404)
                for document in (0, 2, -1, 1 << 62):
                    seen(o, f"/cong-khai/{document}/minh-chung/{i}", 404)
            for odd in ("x", "1x", "1%2F..", "99999999999999999999", f"{picture}.jpg", f"{picture}/lon", f"0{picture}/../{hidden}"):
                assert fetch(o, f"/cong-khai/1/minh-chung/{odd}")[0].status in (400, 404), odd
            # One that nobody marked is told apart from none by nothing.
            gone = [words(seen(o, f"/cong-khai/1/minh-chung/{i}", 404)[1].decode()) for i in (hidden, 999999)]
            assert gone[0] == gone[1]
            # The office's own address stays the office's.
            assert fetch(o, f"/minh-chung/{picture}")[0].status != 200


def test_what_is_unmarked_taken_back_or_withdrawn_is_gone_at_once():
    for db in L.engines():
        with Office(db) as o:
            picture, hidden, paper, _ = prepared(o)
            published(o)
            b, at = Browser(o), f"/cong-khai/1/minh-chung/{picture}"
            assert at in b.get("/cong-khai/1")
            tag = seen(o, at)[0].headers["ETag"]
            # Unmarked: the page that was kept, the file, and the copy that a browser asks about.
            edit(o, BANNER, {"cong-khai": str(paper), "lien-ket": None, "da-biet": "1"})
            page = b.get("/cong-khai/1")
            assert at not in page and f"minh-chung/{paper}" in page and "mau.gov.vn/tin" not in page
            assert fetch(o, at, If_None_Match=tag)[0].status == 404
            seen(o, f"{at}/nho", 404)
            # Marked later: there. Its words stay those that were approved.
            edit(o, BANNER, {"cong-khai": str(hidden), "lien-ket": ARTICLE, "ten": "Tên mới", "so": "5 băng rôn", "da-biet": "1"})
            page = b.get("/cong-khai/1")
            assert f"minh-chung/{hidden}" in page and "Tên mới" not in page and "02 băng rôn" in chips(page)
            assert "mau.gov.vn/tin" in page
            # Who corrects something else does not unmark what is marked.
            edit(o, BANNER, {"ghi-chu": "khác", "da-biet": "1"})
            assert f"minh-chung/{hidden}" in b.get("/cong-khai/1") and "mau.gov.vn/tin" in b.get("/cong-khai/1")
            path = f"/hoat-dong/{BANNER}"
            assert "Dẫn chứng (công khai)" in o.as_("canbo").get(path)
            # Taken back: the number stays as approved, its evidence is no longer shown.
            send_form = o.as_("canbo").form(f"{path}/bo", f"{path}/bo")
            o.as_("canbo").post(f"{path}/bo", {**send_form, "ly-do": "ghi nhầm", "da-biet": "1"})
            page = b.get("/cong-khai/1")
            assert "02 băng rôn" in chips(page) and f"minh-chung/{hidden}" not in page
            seen(o, f"/cong-khai/1/minh-chung/{hidden}", 404)
            form = o.as_("canbo").form(path, f"{path}/khoi-phuc")
            o.as_("canbo").post(f"{path}/khoi-phuc", form)
            seen(o, f"/cong-khai/1/minh-chung/{hidden}")
            # No longer published: nothing of it is.
            o.step("canbo", "go-cong-khai", "sai tên")
            seen(o, f"/cong-khai/1/minh-chung/{hidden}", 404)
            loa("verify", "--db", o.db)


def test_only_who_answers_for_the_log_marks_a_link():
    for db in L.engines():
        with Office(db) as o:
            own = int(re.search(r"/ghi/xong/(\d+)", send(o, "/ghi/meeting", {"ten": "Họp tổ", "ngay": "01/3/2024"}, login="motcua")[0]
                                .headers["Location"])[1])
            edit(o, own, {"dan-chung": ARTICLE}, login="motcua")
            path = f"/hoat-dong/{own}/sua"
            assert 'name="lien-ket"' not in o.as_("motcua").get(path)
            edit(o, own, {"lien-ket": ARTICLE, "ghi-chu": "x"}, login="motcua")
            marked = f"SELECT count(*) FROM activity_evidence WHERE activity_id = {own} AND shown = 1"
            assert rows(db, marked) == [("0",)]
            edit(o, own, {"lien-ket": ARTICLE})
            assert rows(db, marked) == [("1",)]
            edit(o, own, {"ghi-chu": "y"}, login="motcua")  # it stays as the officer marked it
            assert rows(db, marked) == [("1",)]
            edit(o, own, {"dan-chung": PRIVATE})  # another address is not the one that was marked
            assert rows(db, marked) == [("0",)]


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
