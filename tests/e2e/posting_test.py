#!/usr/bin/env python3
"""/niem-yet: sheets to print, what hangs where, what a decision made wrong; and /thu-tuc-hc/ra-soat."""
import re
import shutil
import subprocess

import loa as L
from loa import loa
from plan_test import fields, send
from procedure_test import SAMPLE, catalogue, offices
from rows import rows
from server import Browser, words

import tap

PIXEL = None  # a real photo, made once


def photo():
    """A small JPEG by libvips, as a phone would send."""
    global PIXEL
    if PIXEL is None:
        path = L.SCRATCH / "anh.ppm"
        path.write_bytes(b"P6 64 48 255\n" + bytes(range(256)) * 36)
        out = L.SCRATCH / "anh.jpg"
        subprocess.run(["cjpeg", "-outfile", str(out), str(path)], check=True, capture_output=True)
        PIXEL = out.read_bytes()
    return PIXEL


def with_photo(b, page, action, status=303, content=None, **changes):
    sent = fields(b.get(page), action)
    sent.pop("anh", None)
    sent.update({k.replace("_", "-"): v if isinstance(v, list) else [v] for k, v in changes.items()})
    edge, body = "ranh-gioi-thu", b""
    for k, vs in sent.items():
        for v in vs:
            body += f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
    if content is not None:
        body += (f'--{edge}\r\nContent-Disposition: form-data; name="anh"; filename="a.jpg"\r\n'
                 f'Content-Type: image/jpeg\r\n\r\n').encode() + content + b"\r\n"
    body += f"--{edge}--\r\n".encode()
    r, text = b.ask("POST", action, body=body, headers={"Content-Type": f"multipart/form-data; boundary={edge}"})
    assert r.status == status, f"{action}: {r.status}, not {status}: {words(text)[-800:]}"
    return r, text


def hang(b, *what, **more):
    return with_photo(b, "/niem-yet/moi", "/niem-yet/moi", to=list(what), noi="Bảng tại một cửa", **more)


def pdf_text(b, path):
    import http.client
    c = http.client.HTTPConnection("127.0.0.1", b.server.port, timeout=120)
    c.request("GET", path, headers={"Cookie": b.cookie})
    r = c.getresponse()
    data = r.read()
    assert r.status == 200 and data.startswith(b"%PDF"), (path, r.status, data[:300])
    out = L.SCRATCH / "to.pdf"
    out.write_bytes(data)
    return out, L.squeeze(subprocess.run(["pdftotext", "-layout", str(out), "-"], check=True, capture_output=True).stdout.decode())


def test_sheets_are_printed():
    for o, b in offices():
        page = b.get("/niem-yet/in")
        assert "Thủ tục 1.999901" in page and "2.999905" not in page and "Chưa nhập nơi nhận phản ánh" in page
        out, text = pdf_text(b, "/niem-yet/in/thu-tuc/1.999901")
        for said in ("Chứng thực bản sao từ bản chính (mẫu)", "1.999901.000.00.00.H99", "THỦ TỤC MẪU", "Cần mang gì",
                     "2.000 đồng mỗi trang; từ trang thứ 3: 1.000 đồng; tối đa 200.000 đồng mỗi bản"):
            assert said in text, (said, text)
        pages = subprocess.run(["pdfinfo", str(out)], check=True, capture_output=True).stdout.decode()
        assert "A4" in pages, pages
        link = re.search(r'href="(/niem-yet/in/linh-vuc\?ten=[^"]*)"', page)[1]
        assert "Danh mục thủ tục hành chính lĩnh vực" in pdf_text(b, link)[1]
        b.get("/niem-yet/in/phan-anh", 404)
        b.get("/niem-yet/in/thu-tuc/2.999905", 404)
        b.get("/niem-yet/in/linh-vuc?ten=x", 404)
        admin = o.person("quantri", "administrator")
        send(admin, "/cai-dat", "/cai-dat", noi_phan_anh="UBND xã, điện thoại 0255 000 000")
        assert "0255 000 000" in pdf_text(b, "/niem-yet/in/phan-anh")[1]


def pages(path):
    said = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True).stdout.decode()
    return int(re.search(r"^Pages:\s+(\d+)", said, re.M)[1])


def smallest(path):
    """The smallest type of the file, in points."""
    xml = subprocess.run(["pdftohtml", "-xml", "-zoom", "1", "-stdout", "-i", str(path)], check=True, capture_output=True).stdout.decode()
    return min(int(n) for n in re.findall(r'<fontspec [^>]*size="(\d+)"', xml))


def long(p):
    """More than a page has room for at any size, as real procedures do."""
    v = p[1]["versions"][1]
    say = "một việc dài dòng mà ai cũng phải đọc hết mới biết là mình cần làm gì trước, làm gì sau"
    v["name"] = "Đăng ký một việc hộ tịch có tên rất dài, có yếu tố mà tên phải kể ra hết, tại khu vực cũng phải kể ra (mẫu)"
    v["steps"] = [f"Bước {i}: {say}, {say}, {say}, {say}." for i in range(1, 15)]
    v["papers"] = [{"name": f"Giấy tờ {i}, {say}", "originals": 1, "note": say} for i in range(1, 25)]
    for key in ("who", "results", "conditions", "laws"):
        v[key] = [f"Mục {i}: {say}, {say}" for i in range(1, 14)]
    v["forms"] = [{"name": f"Mẫu {i}, {say}", "url": "https://dichvucong.gov.vn"} for i in range(1, 9)]


def test_each_sheet_is_one_page():
    codes = ("1.999901", "1.999902", "2.999903", "2.999904")
    for o, b in offices():
        admin = o.person("quantri", "administrator")
        send(admin, "/cai-dat", "/cai-dat", noi_tiep_nhan="Trụ sở UBND xã\nTầng 1", gio_tiep_nhan="Thứ Hai đến thứ Sáu\n7 giờ đến 16 giờ")
        for code in codes:
            out, text = pdf_text(b, f"/niem-yet/in/thu-tuc/{code}")
            assert pages(out) == 1 and smallest(out) >= 11, (code, pages(out), smallest(out))
            assert "xem đầy đủ" not in text, "all of it has room"
        loa("import", "--db", o.db, catalogue(long))
        out, text = pdf_text(b, "/niem-yet/in/thu-tuc/1.999902")
        assert pages(out) == 1 and smallest(out) >= 11, (pages(out), smallest(out))
        for said in ("có tên rất dài", "Cần mang gì", "Giấy tờ 1", "Các bước", "Thời hạn", "2 ngày làm việc", "Phí, lệ phí", "Căn cứ pháp lý",
                     "chỗ có dấu “…” xem đầy đủ bằng mã QR", "Xem đầy đủ bằng mã QR.", "Trụ sở UBND xã", "Quét mã QR"):
            assert said in text, (said, text)
        assert re.search(r"Còn \d+ mục: xem đầy đủ bằng mã QR\.", text) and "…" in text, text


def read_code(out):
    for old in L.SCRATCH.glob("ma-*.png"):
        old.unlink()
    subprocess.run(["pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-png", str(out), str(L.SCRATCH / "ma")], check=True)
    return subprocess.run(["zbarimg", "-q", "--raw", str(next(L.SCRATCH.glob("ma-*.png")))], check=True, capture_output=True).stdout.decode().strip()


def test_the_code_leads_to_the_public_page():
    """zbarimg, where it is there, reads the printed code."""
    if not shutil.which("zbarimg"):
        return "SKIP no zbarimg here"
    for o, b in offices():
        out, _ = pdf_text(b, "/niem-yet/in/thu-tuc/1.999901")
        assert read_code(out).endswith("/thu-tuc/1.999901")
        admin = o.person("quantri", "administrator")
        send(admin, "/cai-dat", "/cai-dat", noi_phan_anh="UBND xã, điện thoại 0255 000 000", dia_chi="https://loa.xa-mau.gov.vn")
        out, _ = pdf_text(b, "/niem-yet/in/phan-anh")
        assert read_code(out) == "https://loa.xa-mau.gov.vn/phan-anh"


def test_the_notice_is_a_public_page():
    for o, b in offices():
        visitor = Browser(o.server)
        visitor.get("/phan-anh", 404)
        assert "/phan-anh" not in visitor.get("/sitemap.xml") and "/phan-anh" not in visitor.get("/thu-tuc")
        admin = o.person("quantri", "administrator")
        send(admin, "/cai-dat", "/cai-dat", noi_phan_anh="UBND xã\nĐiện thoại <0255> 000 000")
        page = visitor.get("/phan-anh")
        assert "Điện thoại &lt;0255&gt; 000 000" in page and "Khiếu nại, tố cáo được gửi và giải quyết theo pháp luật" in page
        assert "/phan-anh" in visitor.get("/sitemap.xml") and 'href="/phan-anh"' in visitor.get("/thu-tuc")
        assert 'href="/phan-anh"' in visitor.get("/thu-tuc/1.999901")


def test_posting_is_an_activity_and_a_decision_marks_what_is_wrong():
    for o, b in offices():
        assert "4 thủ tục đang có hiệu lực chưa niêm yết" in b.get("/niem-yet")
        hang(b, "sheet:1.999902", "sheet:2.999903", "list:Hộ tịch (mẫu)", content=photo())
        page = b.get("/niem-yet")
        assert "Bảng tại một cửa" in page and "2 thủ tục đang có hiệu lực chưa" in page
        assert "Niêm yết tại Bảng tại một cửa: 3 tờ" in b.get("/hoat-dong") and "1 lần cập nhật" in words(b.get("/hoat-dong"))
        at = re.search(r'href="(/niem-yet/\d+)"', page)[1]
        assert b.ask("GET", at + "/anh")[0].headers["Content-Type"] == "image/jpeg"
        assert "Không có tờ nào" in b.get("/niem-yet?xem=can-thay")

        def decision(p):
            new = {**p[1]["versions"][1], "number": "09/QĐ-MAU", "from": "2026-02-01", "name": "Đăng ký, tên mới (mẫu)"}
            p[1]["versions"].append(new)
            p[2]["versions"].append({"status": "abolished", "number": "10/QĐ-MAU", "day": "2026-01-20",
                                     "issuer": "Cơ quan (mẫu)", "from": "2026-02-01", "name": "Bãi bỏ (mẫu)"})
        loa("import", "--db", o.db, catalogue(decision))
        page = words(b.get("/niem-yet?xem=can-thay"))
        assert "phải thay bản mới" in page and "phải gỡ ngay" in page and "3 tờ." in page, page[-900:]
        wrong = {m[2]: m[1] for m in re.finditer(r'href="(/niem-yet/\d+)">([^<]*)<', b.get("/niem-yet?xem=can-thay"))}
        changed = next(at for name, at in wrong.items() if "1.999902" in name)
        ended = next(at for name, at in wrong.items() if "2.999903" in name)
        with_photo(b, changed, changed + "/kiem-tra", viec="thay")
        assert "09/QĐ-MAU" in b.get(changed) and "đúng" in words(b.get(changed))
        with_photo(b, ended, ended + "/kiem-tra", 409, viec="thay")
        with_photo(b, ended, ended + "/kiem-tra", viec="go")
        assert "2.999903" in b.get("/niem-yet?xem=da-go")
        loa("verify", "--db", o.db)


def test_what_hangs_is_looked_at_again():
    for o, b in offices():
        hang(b, "sheet:1.999901", ngay="05/01/2026", kiem_tra="05/02/2026")
        page = b.get("/niem-yet?xem=den-han")
        at = re.search(r'href="(/niem-yet/\d+)"', page)[1]
        assert "đến hạn kiểm tra" in page
        board = re.escape(rows(o.db, "SELECT place FROM posting")[0][0])
        walk = rf"{board}: 1 tờ niêm yết Kiểm tra lại nơi niêm yết\. Hạn 05/02/2026"
        assert re.search(walk, words(b.get("/"))), words(b.get("/"))
        history = words(b.get(at)).split("Lịch sử")[1]
        assert "Loại: tờ thủ tục" in history and "kind" not in history and "sheet" not in history, history
        _, page = with_photo(b, at, at + "/kiem-tra", 422, viec="kiem-tra", kiem_tra="05/01/2020")
        assert "phải sau hôm nay" in page and 'value="05/01/2020"' in page
        _, page = with_photo(b, at, at + "/kiem-tra", 422, content=b"not a photo", viec="kiem-tra")
        assert rows(o.db, "SELECT checked_on FROM posting")[0][0] == ""
        mine = fields(b.get(at), at + "/kiem-tra")
        with_photo(b, at, at + "/kiem-tra", content=photo(), viec="kiem-tra")
        assert "Không có tờ nào" in b.get("/niem-yet?xem=den-han")
        assert "nơi niêm yết" not in words(b.get("/"))
        r, page = b.ask("POST", at + "/kiem-tra", [(k, v) for k, vs in mine.items() for v in vs if k != "anh"] + [("viec", "go")])
        assert r.status == 409 and "người khác cập nhật" in page
        loa("verify", "--db", o.db)


def test_bad_postings_keep_what_was_typed():
    for o, b in offices():
        _, page = with_photo(b, "/niem-yet/moi", "/niem-yet/moi", 422, to=["sheet:2.999903"], noi="", ngay="01/01/2099")
        assert "Xin nhập" in page and "không được sau hôm nay" in page and "01/01/2099" in page
        _, page = with_photo(b, "/niem-yet/moi", "/niem-yet/moi", 422, to=["sheet:0"], noi="x")
        _, page = with_photo(b, "/niem-yet/moi", "/niem-yet/moi", 422, content=b"x" * 100, to=["sheet:2.999903"], noi="Chỗ A")
        assert 'value="Chỗ A"' in page
        assert not rows(o.db, "SELECT id FROM posting")


def test_a_review_says_to_whom_and_who_signs():
    for o, b in offices():
        send(b, "/thu-tuc-hc/ra-soat/moi", "/thu-tuc-hc/ra-soat/moi", ma="1.999902", de_xuat="amend", ly_do="Trùng.", noi_dung="Bỏ.",
             so_lan="1", so_nguoi="1", nam="2026")
        assert "Chưa ghi nơi gửi và người ký" in b.get("/thu-tuc-hc/ra-soat?nam=2026")
        at = "/thu-tuc-hc/ra-soat/van-ban/2026"
        said = {"kinh_gui": "Văn phòng UBND tỉnh (thử)\nSở Tư pháp (thử)", "noi_nhan": "Như trên\nThường trực HĐND xã\nLưu: VT, VP",
                "ky": "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "nguoi_ky": "Người Ký Thử"}
        _, page = send(b, at, at, 422, **{**said, "ky": "Chủ tịch"})
        assert "phải viết hoa" in page and "Người Ký Thử" in page
        send(b, at, at, **said, thuc_hien="Kế hoạch số 12/KH-UBND ngày 05/01/2026")
        assert "Chưa ghi nơi gửi" not in b.get("/thu-tuc-hc/ra-soat?nam=2026")
        mine = fields(b.get(at), at)
        text = pdf_text(b, "/thu-tuc-hc/ra-soat/tai/2026/pdf")[1]
        for want in ("- Văn phòng UBND tỉnh (thử);", "- Sở Tư pháp (thử).", "- Thường trực HĐND xã;", "- Lưu: VT, VP.", "PHÓ CHỦ TỊCH",
                     "Người Ký Thử", "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2026, UBND xã Ba Tơ báo cáo", "Đề xuất này chưa tính chi phí tuân thủ", "chưa tính"):
            assert want in text, (want, text)
        # The next year begins with the same people, but not with the same plan.
        sent = fields(b.get("/thu-tuc-hc/ra-soat/van-ban/2027"), "/thu-tuc-hc/ra-soat/van-ban/2027")
        assert sent["nguoi-ky"] == ["Người Ký Thử"] and sent["thuc-hien"] == [""], sent
        send(o.person("canbo3", "officer"), at, at, nguoi_ky="Người Khác")
        r, page = b.ask("POST", at, [(k, v) for k, vs in mine.items() for v in vs])
        assert r.status == 409 and "Người canbo3" in page
        _, page = send(b, "/thu-tuc-hc/ra-soat/moi", "/thu-tuc-hc/ra-soat/moi", 422, ma="1.999902", de_xuat="amend", ly_do="a", noi_dung="b",
                       so_lan="10000000", so_nguoi="10000000", truoc="nộp hồ sơ | 100000 | 1.000.000.000")
        assert "lớn quá mức" in page
        b.get("/thu-tuc-hc/ra-soat/van-ban/1900", 404)
        loa("verify", "--db", o.db)


def test_a_review_becomes_a_document():
    """The worked case of the domain notes: 1.024.000 -> 231.000 saves 77,44 %."""
    for o, b in offices():
        at = "/thu-tuc-hc/ra-soat/moi"
        common = {"ma": "1.999902", "de_xuat": "amend", "ly_do": "Giấy tờ trùng nhau.", "noi_dung": "Bỏ một loại giấy.",
                  "so_lan": "1", "so_nguoi": "100"}
        _, page = send(b, at, at, 422, **common, truoc="đi lại | 1 | 2")
        assert "Dòng 1: “đi lại” phải là một trong" in page and "đi lại | 1 | 2" in page
        send(b, at, at, **common, truoc="chuẩn bị hồ sơ | 8 | 50.000 | 0 | 24.000\nnộp hồ sơ | 12 giờ | 50.000",
             sau="nộp hồ sơ | 4,5 | 50.000 | 6.000")
        page = words(b.get("/thu-tuc-hc/ra-soat"))
        for said in ("1.024.000 đồng", "231.000 đồng", "102.400.000 đồng", "77,44 %"):
            assert said in page, (said, page)
        year = re.search(r"/ra-soat/tai/(\d+)/pdf", b.get("/thu-tuc-hc/ra-soat"))[1]
        text = pdf_text(b, f"/thu-tuc-hc/ra-soat/tai/{year}/pdf")[1]
        for said in ("BÁO CÁO", "Kết quả rà soát", "Giấy tờ trùng nhau.", "77,44 %"):
            assert said in text, (said, text[:1500])
        # A report to the level above has all that Nghị định 30/2020/NĐ-CP asks of one.
        for said in ("Kính gửi: Ủy ban nhân dân tỉnh Quảng Ngãi", "Nơi nhận:", "- Như trên;", "- Lưu: VT.",
                     "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "(Kèm theo Báo cáo số", "Phụ lục I", "Phụ lục II", "BC-UBND"):
            assert said in text, (said, text)
        # Step by step, before and after.
        for said in ("8 giờ × 50.000", "12 giờ × 50.000", "600.000", "424.000", "4,5 giờ × 50.000", "231.000", "không còn", "Cộng một lần",
                     "793.000"):
            assert said in text, (said, text)
        r, _ = b.ask("GET", f"/thu-tuc-hc/ra-soat/tai/{year}/docx")
        assert r.status == 200 and "wordprocessingml" in r.headers["Content-Type"]
        one = re.search(r'href="(/thu-tuc-hc/ra-soat/\d+)"', b.get("/thu-tuc-hc/ra-soat"))[1]
        send(b, one, one, de_xuat="abolish")
        assert "100,00 %" in words(b.get("/thu-tuc-hc/ra-soat"))
        b.get("/thu-tuc-hc/ra-soat/tai/1999/pdf", 404)
        loa("verify", "--db", o.db)


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
