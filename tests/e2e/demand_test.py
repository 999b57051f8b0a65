#!/usr/bin/env python3
"""/yeu-cau: requests from above become tasks and duties to report; a report with a number fulfils them."""
import re
import shutil

import loa as L
from loa import loa
from plan_test import Office, fields, offices, send
from server import words

import tap

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj " \
      b"3 0 obj<</Type/Page/MediaBox[0 0 200 200]/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def multipart(b, path, sent, name=None, content=b"", kind="application/pdf"):
    """Sends fields and a file as a browser does."""
    edge, body = "ranh-gioi-thu", b""
    for k, vs in sent.items():
        for v in vs:
            body += f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
    if name is not None:
        body += (f'--{edge}\r\nContent-Disposition: form-data; name="tep"; filename="{name}"\r\n'
                 f'Content-Type: {kind}\r\n\r\n').encode() + content + b"\r\n"
    body += f"--{edge}--\r\n".encode()
    return b.ask("POST", path, body=body, headers={"Content-Type": f"multipart/form-data; boundary={edge}"})


def write_down(b, name="cv-581.pdf", content=None, **changes):
    sent = fields(b.get("/yeu-cau/moi"), "/yeu-cau/moi")
    sent.pop("tep")
    sent.update({"co-quan": ["Sở Nội vụ"], "so": ["581/SNV-CCHC"], "ngay": ["01/3/2024"],
                 "trich-yeu": ["Báo cáo công tác CCHC quý I"], "yeu-cau": ["Báo cáo kết quả quý I.\nNêu tồn tại."],
                 "de-cuong": ["I. Kết quả\nII. Tồn tại"], "hinh-thuc": ["Văn bản kèm phụ lục"], "han": ["20/3/2024"]})
    sent.update({k.replace("_", "-"): [v] for k, v in changes.items()})
    return multipart(b, "/yeu-cau/moi", sent, name, PDF if content is None else content)


def made(b, **changes):
    r, text = write_down(b, **changes)
    assert r.status == 303, words(text)[-1500:]
    return r.headers["Location"]


def report_with_number(number):
    """The sample's report alone, issued."""
    text = (L.CASE / "report.md").read_text()
    text = re.sub(r"^number:.*\n", "", text, flags=re.M)
    return L.only("report.md", text.replace("---\n", f"---\nnumber: {number}\n", 1) if number else text)


def test_a_request_is_written_down_with_its_file():
    for o, b in offices():
        at = made(b)
        page = b.get(at)
        for said in ("Sở Nội vụ", "581/SNV-CCHC", "01/3/2024", "20/3/2024", "II. Tồn tại", "Văn bản kèm phụ lục", "quá hạn"):
            assert said in page, said
        r, body = b.ask("GET", at + "/tep")
        assert r.headers["Content-Type"] == "application/pdf" and body.encode("latin-1", "replace").startswith(b"%PDF-1.4")
        assert "cv-581.pdf" in r.headers["Content-Disposition"]
        listed = b.get("/yeu-cau")
        assert "Báo cáo công tác CCHC quý I" in listed and "quá hạn" in listed
        assert re.search(r'href="/yeu-cau"[^>]*>Yêu cầu cấp trên</a>', listed), "the menu"
        loa("verify", "--db", o.db)


def test_bad_entries_keep_what_was_typed():
    for o, b in offices():
        r, page = write_down(b, co_quan="", han="31/02/2024")
        assert r.status == 422 and "Xin nhập mục “Cơ quan gửi”" in page and 'value="31/02/2024"' in page
        assert "Tệp vừa chọn chưa được lưu" in page and "Nêu tồn tại." in page
        r, page = write_down(b, han="01/02/2024")
        assert r.status == 422 and "Hạn không được trước ngày văn bản" in page
        for name, content in (("a.pdf", b"MZ\x90\x00 not a paper"), ("rong.pdf", b""), ("a.zip", b"PK\x05\x06" + bytes(18))):
            r, page = write_down(b, name=name, content=content)
            assert r.status == 422 and 'value="Sở Nội vụ"' in page, (name, r.status)
        assert "Không có yêu cầu nào" in b.get("/yeu-cau?xem=tat-ca")


def test_a_request_is_corrected_and_the_second_is_told():
    for o, b in offices():
        at = made(b)
        other = o.person("canbo2", "officer")
        page = b.get(at + "/sua")
        mine = fields(page, at + "/sua")
        mine.pop("tep")
        theirs = dict(mine, han=["25/3/2024"], **{"lan": ["khac-" + mine["lan"][0]]})
        assert multipart(other, at + "/sua", dict(theirs, csrf=[other.csrf()]))[0].status == 303
        r, page = multipart(b, at + "/sua", dict(mine, **{"co-quan": ["Văn phòng UBND tỉnh"]}))
        assert r.status == 409 and "Người canbo2 đã sửa yêu cầu này" in page and "Văn phòng UBND tỉnh" in page
        again = fields(page, at + "/sua")
        again.pop("tep")
        assert multipart(b, at + "/sua", again)[0].status == 303
        page = b.get(at)
        assert "Văn phòng UBND tỉnh" in page and "cv-581.pdf" in page, "the file stays"


def test_a_request_becomes_a_task_of_the_plan():
    for o, b in offices():
        at = made(b)
        form = at + "/nhiem-vu"
        kept = fields(b.get(form), form)
        assert kept["den"] == ["20/3/2024"] and kept["nam"] == ["2024"], kept
        assert kept["tu"] == [""], "it came in after its due day"
        r, page = send(b, form, form, 422, kenh="")
        send(b, form, form, kenh="meeting", ten="Họp rà soát theo 581")
        page = b.get(at)
        assert "Họp rà soát theo 581 (kế hoạch 2024, nv7)" in page
        assert "Họp rà soát theo 581" in b.get("/ke-hoach/2024")
        send(b, "/ke-hoach/2024/nhiem-vu/xoa?ma=nv7", "/ke-hoach/2024/nhiem-vu/xoa")
        assert "Chưa có nhiệm vụ nào" in b.get(at)
        # That plan has its number from outside of Loa; next year's goes the way.
        send(b, "/ke-hoach/moi", "/ke-hoach/moi", nam="2025", tu="2024")
        head, way = "/ke-hoach/2025/thong-tin", "/trinh-ky/ke-hoach/2025"
        send(b, head, head, ky="TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", **{"nguoi-ky": "Người Ký"})
        b.post(f"{way}/buoc", {**b.form(way, f"{way}/buoc"), "buoc": "trinh"})
        r, page = send(b, form, form, 422, nam="2025", kenh="meeting", ten="Họp nữa")
        assert "không thêm được nhiệm vụ" in page and 'value="Họp nữa"' in page, words(page)[-1500:]


def test_a_duty_is_fulfilled_by_a_report_with_a_number():
    for o, b in offices():
        at = made(b)
        form = "/yeu-cau/nghia-vu/moi"
        page = f"{form}?yeu-cau={at.split('/')[-1]}"
        kept = fields(b.get(page), form)
        assert kept["noi-nhan"] == ["Sở Nội vụ"] and kept["han"] == ["20/3/2024"]
        r, text = send(b, page, form, 422, loai="BC", ky="2024-Q9")
        assert "không hiểu kỳ" in text and 'value="2024-Q9"' in text
        r, text = send(b, page, form, 422, loai="BC-CCHC", ky="2024-Q2")
        assert "không có kỳ báo cáo CCHC riêng" in text
        send(b, page, form, loai="BC", ky="2024-Q1")
        r, text = send(b, page, form, 422, loai="BC", ky="2024-Q1")
        assert "Đã có nghĩa vụ báo cáo" in text
        listed = words(b.get("/yeu-cau"))
        assert "Báo cáo tuyên truyền CCHC quý I năm 2024, gửi Sở Nội vụ" in listed
        loa("import", "--db", o.db, report_with_number(5))
        page = b.get(at)
        assert "đã xong" in page and re.search(r'href="/bao-cao/1">\s*số 0?5\s*<', page), words(page)
        assert "Không có nghĩa vụ báo cáo nào" in b.get("/yeu-cau") and "581/SNV-CCHC" in b.get("/yeu-cau?xem=da-xong")


def test_closing_by_hand_needs_a_word_and_can_be_undone():
    for o, b in offices():
        at = made(b)
        act = at + "/xong"
        r, page = send(b, at, act, 422, ghi_chu="  ")
        assert "Xin ghi" in page
        send(b, at, act, ghi_chu="Đã trả lời bằng công văn số 12")
        page = b.get(at)
        assert "Đã trả lời bằng công văn số 12" in page and "đã xong" in page
        send(b, at, at + "/mo-lai")
        assert "quá hạn" in b.get(at)
        send(b, "/yeu-cau/nghia-vu/moi", "/yeu-cau/nghia-vu/moi", loai="BC", ky="2024-Q2", noi_nhan="UBND tỉnh", han="05/7/2024")
        duty = "/yeu-cau/nghia-vu/1"
        send(b, duty, duty + "/xong", ghi_chu="Tỉnh cho gộp vào 6 tháng")
        assert "Tỉnh cho gộp vào 6 tháng" in b.get(duty)
        send(b, duty, duty + "/mo-lai")
        send(b, duty + "/xoa", duty + "/xoa")
        b.get(duty, 404)


def test_regular_reports_make_the_duties_of_a_year():
    for o, b in offices():
        form = "/yeu-cau/thuong-ky/moi"
        r, page = send(b, form, form, 422, loai="BC-CCHC", ky="Q2", noi_nhan="Sở Nội vụ", ngay="2")
        assert "không có kỳ báo cáo CCHC riêng" in page
        r, page = send(b, form, form, 422, loai="BC-CCHC", ky="Q1", noi_nhan="Sở Nội vụ", ngay="99")
        for span in ("Q1", "6M", "Q3", "nam"):
            send(b, form, form, loai="BC-CCHC", ky=span, noi_nhan="Sở Nội vụ", ngay="2", can_cu="Công văn mẫu của tỉnh")
        send(b, form, form, loai="BC", ky="Q1", noi_nhan="Sở Nội vụ", ngay="-3")
        r, page = send(b, form, form, 422, loai="BC", ky="Q1", noi_nhan="Sở Nội vụ", ngay="5")
        assert "Đã có báo cáo thường kỳ" in page
        apply = "/yeu-cau/thuong-ky/lap"
        r, page = send(b, "/yeu-cau/thuong-ky", apply, 422, nam="hai nghìn")
        assert 'value="hai nghìn"' in page
        for _ in range(2):
            send(b, "/yeu-cau/thuong-ky", apply, nam="2025")
        page = b.get("/yeu-cau?xem=tat-ca")
        days = re.findall(r">\s*(\d\d/\d+/2025)\s*<", page)
        # Windows end on 14/3, 14/6, 14/9 and 14/12 (công văn 581/BNV-CCHC); quý I by the calendar on 31/3.
        assert days == ["16/3/2025", "28/3/2025", "16/6/2025", "16/9/2025", "16/12/2025"], days
        send(b, "/yeu-cau/thuong-ky/1", "/yeu-cau/thuong-ky/1", ngay="0")
        assert "0 ngày sau ngày cuối kỳ" in b.get("/yeu-cau/thuong-ky")
        send(b, "/yeu-cau/thuong-ky/1/xoa", "/yeu-cau/thuong-ky/1/xoa")
        b.get("/yeu-cau/thuong-ky/1", 404)
        loa("verify", "--db", o.db)


def test_readers_read_only():
    for o, b in offices():
        at = made(b)
        reader = o.person("docgia", "reader")
        page = reader.get(at)
        assert "581/SNV-CCHC" in page and "Đánh dấu đã xong" not in page
        reader.get("/yeu-cau")
        reader.get(at + "/tep")
        for path in ("/yeu-cau/moi", at + "/sua", at + "/nhiem-vu", "/yeu-cau/nghia-vu/moi", "/yeu-cau/thuong-ky"):
            reader.get(path, 403)
        reader.post(at + "/xong", {"csrf": reader.csrf(), "ghi-chu": "x"}, 403)
        head = o.person("lanhdao", "leader")
        head.get("/yeu-cau/moi")
        head.get(at + "/nhiem-vu", 403)


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
