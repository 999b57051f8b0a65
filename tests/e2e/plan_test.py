#!/usr/bin/env python3
"""/ke-hoach: the year's plan on its pages, changed by two people, begun for the next year."""
import json
import re
import shutil

import loa as L
from loa import loa
from server import Browser, Server, add_user, words

import tap


class Office:
    """The sample commune behind a server, its officer signed in."""

    def __init__(self, db, folders=(L.CASE,)):
        self.db = db
        for f in folders:
            loa("import", "--db", db, f)
        add_user(db, "canbo", "officer")
        self.server = Server(db)

    def __enter__(self):
        return self, Browser(self.server).sign_in("canbo")

    def __exit__(self, *why):
        self.server.__exit__(*why)

    def person(self, login, role):
        add_user(self.db, login, role)
        return Browser(self.server).sign_in(login)


def offices(**more):
    for db in L.engines():
        with Office(db, **more) as (office, b):
            yield office, b


def fields(page, action):
    """All that the form to `action` would send as it stands."""
    form = next(f for f in re.findall(r"<form\b.*?</form>", page, re.S) if f'action="{action}"' in f)
    sent = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        name, kind = re.search(r'name="([^"]*)"', tag)[1], re.search(r'type="([^"]*)"', tag)[1]
        if kind in ("checkbox", "radio") and " checked" not in tag:
            continue
        value = re.search(r'value="([^"]*)"', tag)
        sent.setdefault(name, []).append(value[1] if value else "")
    for tag, inside in re.findall(r"(<textarea\b[^>]*>)\n?(.*?)</textarea>", form, re.S):
        sent[re.search(r'name="([^"]*)"', tag)[1]] = [inside]
    for tag, inside in re.findall(r"(<select\b[^>]*>)(.*?)</select>", form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        sent[re.search(r'name="([^"]*)"', tag)[1]] = [chosen[1] if chosen else ""]
    return sent


def send(b, page, action, status=303, **changes):
    """Sends the form on `page`, with some fields changed ("-" in names is "_" here)."""
    sent = fields(b.get(page), action)
    for name, value in changes.items():
        sent[name.replace("_", "-")] = value if isinstance(value, list) else [value]
    r, text = b.ask("POST", action, [(k, v) for k, vs in sent.items() for v in vs])
    assert r.status == status, f"POST {action}: {r.status}, not {status}: {words(text)[-1500:]}"
    return r, text


def plan(db):
    """As the audit has it last."""
    out = loa("plan", "--db", db, "--year", "2024", "--format", "txt")[0]
    return out


def test_the_year_is_a_table_whose_numbers_open():
    for _, b in offices():
        page = b.get("/ke-hoach/2024")
        assert re.search(r'href="/ke-hoach"[^>]*>Kế hoạch</a>', page), "the menu"
        assert "Số 24/KH-UBND ngày 19/02/2024" in page
        rows = re.findall(r'<tr class="govuk-table__row" id="nhiem-vu-\d+">.*?</tr>', page, re.S)
        assert len(rows) == 6, len(rows)
        assert "12 tin / 12 tin" in rows[0] and "đã xong" in rows[0]
        links = re.findall(r'href="(/hoat-dong[^"]*)">(\d+) hoạt động', rows[0])
        assert [n for _, n in links] == ["12", "1", "13"], rows[0]
        for link, n in links:
            listed = b.get(link.replace("&amp;", "&"))
            assert re.search(rf"\b{n} hoạt động", words(listed)), (link, n, words(listed)[:1500])
        bars = re.findall(r"<desc[^>]*>([^<]*)</desc>", page)
        assert bars == ["Kế hoạch 4 nhiệm vụ, đã làm 4.", "Kế hoạch 2 nhiệm vụ, đã làm 2.",
                        "Kế hoạch 1 nhiệm vụ, đã làm 1.", "Kế hoạch 4 nhiệm vụ, đã làm 4."], bars
        assert b.ask("GET", "/ke-hoach")[0].headers["Location"] == "/ke-hoach/2024"
        b.get("/ke-hoach/2023", 404)
        b.get("/ke-hoach/x", 404)


def test_what_was_promised_and_not_done_is_late():
    edit = {"plan.json": lambda s: s.replace('"12 tin"', '"13 tin"'),
            "activities.csv": lambda s: "\n".join(line for line in s.split("\n") if "station" not in line)}
    for _, b in offices(folders=(L.folder(edit),)):
        page = b.get("/ke-hoach/2024")
        rows = re.findall(r'<tr class="govuk-table__row" id="nhiem-vu-\d+">.*?</tr>', page, re.S)
        assert "12 tin / 13 tin" in rows[0] and "trễ hạn" in rows[0], words(rows[0])
        station = next(r for r in rows if "Phát thanh" in r)
        assert "trễ hạn" in station, words(station)


def test_a_task_is_added_changed_moved_and_removed():
    for o, b in offices():
        send(b, "/ke-hoach/2024/nhiem-vu", "/ke-hoach/2024/nhiem-vu", ten="Thi tìm hiểu CCHC",
             kenh="contest", noi_dung=["nd1", "nd3"], chu_tri="Công chức VH-XH", phoi_hop="Đoàn TN",
             kinh_phi="5.000.000", tu="01/4/2024", den="30/6/2024", q2="1 cuộc; 200 lượt người",
             ky_khac="2024-6M: 2 cuộc")
        text = plan(o.db)
        assert "Thi tìm hiểu CCHC" in text and "5.000.000" in text and "200 lượt người" in text, text
        page = b.get("/ke-hoach/2024/nhiem-vu?ma=nv7")
        kept = fields(page, "/ke-hoach/2024/nhiem-vu")
        assert kept["q2"] == ["1 cuộc; 200 lượt người"] and kept["ky-khac"] == ["2024-6M: 2 cuộc"], kept
        assert kept["noi-dung"] == ["nd1", "nd3"] and kept["kinh-phi"] == ["5.000.000"]
        send(b, "/ke-hoach/2024/nhiem-vu?ma=nv7", "/ke-hoach/2024/nhiem-vu", ten="Hội thi CCHC", q2="")
        assert "200 lượt" not in plan(o.db)
        hub = b.get("/ke-hoach/2024/sua")
        acts = "/ke-hoach/2024/nhiem-vu/len"
        hidden = [f for f in re.findall(r"<form\b.*?</form>", hub, re.S) if f'action="{acts}"' in f and 'value="nv7"' in f]
        sent = dict(re.findall(r'name="([^"]+)" value="([^"]+)"', hidden[0]))
        b.post(acts, sent)
        assert plan(o.db).index("Hội thi CCHC") < plan(o.db).index("Hướng dẫn trực tiếp")
        page = b.get("/ke-hoach/2024/nhiem-vu/xoa?ma=nv7")
        assert "Hội thi CCHC" in page
        send(b, "/ke-hoach/2024/nhiem-vu/xoa?ma=nv7", "/ke-hoach/2024/nhiem-vu/xoa")
        assert "Hội thi CCHC" not in plan(o.db)
        history = words(b.get("/ke-hoach/2024/lich-su"))
        for said in ("nv7", "Thi tìm hiểu CCHC", "Hội thi CCHC", "Người canbo", "sửa 4 lần sau khi ban hành"):
            assert said in history, (said, history)
        assert "đã sửa 4 lần sau khi ban hành" in b.get("/ke-hoach/2024")
        loa("verify", "--db", o.db)


def test_what_activities_refer_to_stays():
    for o, b in offices():
        r, page = send(b, "/ke-hoach/2024/nhiem-vu/xoa?ma=nv1", "/ke-hoach/2024/nhiem-vu/xoa", 409)
        assert re.search(r"Không xóa được nhiệm vụ nv1: \d+ hoạt động ghi theo mục này, như “", page), words(page)
        r, page = send(b, "/ke-hoach/2024/noi-dung/xoa?ma=nd4", "/ke-hoach/2024/noi-dung/xoa", 409)
        assert "Không xóa được nội dung nd4" in page
        assert b.get("/ke-hoach/2024/sua").count("Đưa lên") == 14, "nothing is lost"


def test_bad_entries_are_told_and_nothing_typed_is_lost():
    for o, b in offices():
        before = plan(o.db)
        r, page = send(b, "/ke-hoach/2024/nhiem-vu?ma=nv1", "/ke-hoach/2024/nhiem-vu", 422, ten="",
                       q1="12 bai", q2="nhiều", tu="31/02/2024", den="x", kinh_phi="-5", ky_khac="2024-Q9: 1 tin")
        for said in ("Xin nhập mục “Nhiệm vụ”", "có phải là", "phải là ngày có thật", 'value="12 bai"',
                     'value="31/02/2024"', 'value="nhiều"', "2024-Q9: 1 tin", "không hiểu kỳ"):
            assert said in page, said
        r, page = send(b, "/ke-hoach/2024/nhiem-vu?ma=nv1", "/ke-hoach/2024/nhiem-vu", 422, kinh_phi="1" + "0" * 21)
        assert "“Kinh phí (đồng)” quá lớn" in page and "số nguyên" not in page, words(page)
        r, page = send(b, "/ke-hoach/2024/nhiem-vu?ma=nv1", "/ke-hoach/2024/nhiem-vu", 422, tu="02/01/2024", den="01/01/2024")
        assert "không được trước ngày bắt đầu" in page
        r, page = send(b, "/ke-hoach/2024/nhiem-vu", "/ke-hoach/2024/nhiem-vu", 422, ten="X", kenh="portal", ma_moi="nv1")
        assert "đã có nhiệm vụ mang mã này" in page
        r, page = send(b, "/ke-hoach/2024/noi-dung", "/ke-hoach/2024/noi-dung", 422, noi_dung="")
        r, page = send(b, "/ke-hoach/2024/hinh-thuc", "/ke-hoach/2024/hinh-thuc", 422, cau="Câu giữ lại")
        assert "Câu giữ lại" in page and "Xin chọn mục “Các kênh”" in page
        assert plan(o.db) == before
        b.get("/ke-hoach/2024/nhiem-vu?ma=khong-co", 404)


def test_contents_and_forms():
    for o, b in offices():
        send(b, "/ke-hoach/2024/noi-dung", "/ke-hoach/2024/noi-dung", noi_dung="Tuyên truyền <b>chuyển đổi số</b>")
        send(b, "/ke-hoach/2024/noi-dung?ma=nd5", "/ke-hoach/2024/noi-dung", noi_dung="Tuyên truyền chuyển đổi số & \"AI\"")
        send(b, "/ke-hoach/2024/hinh-thuc", "/ke-hoach/2024/hinh-thuc", cau="Tuyên truyền qua Zalo", kenh=["social", "sms"])
        send(b, "/ke-hoach/2024/hinh-thuc?ma=5", "/ke-hoach/2024/hinh-thuc", cau="Tuyên truyền qua mạng xã hội")
        text = plan(o.db)
        assert 'chuyển đổi số & "AI"' in text and "qua mạng xã hội" in text and "Zalo" not in text
        send(b, "/ke-hoach/2024/hinh-thuc/xoa?ma=5", "/ke-hoach/2024/hinh-thuc/xoa")
        send(b, "/ke-hoach/2024/noi-dung/xoa?ma=nd5", "/ke-hoach/2024/noi-dung/xoa")
        assert "mạng xã hội" not in plan(o.db) and "chuyển đổi số" not in plan(o.db)


def test_the_second_of_two_people_is_told():
    for o, b in offices():
        other = o.person("canbo2", "officer")
        form = "/ke-hoach/2024/nhiem-vu"
        mine = fields(b.get(form + "?ma=nv2"), form)
        send(other, form + "?ma=nv2", form, chu_tri="Người khác")
        mine["san-pham"] = ["Băng rôn vải"]
        r, page = b.ask("POST", form, [(k, v) for k, vs in mine.items() for v in vs])
        assert r.status == 409 and "Người canbo2 đã sửa kế hoạch này lúc" in page, words(page)
        assert 'value="Băng rôn vải"' in page
        again = fields(page, form)
        r, _ = b.ask("POST", form, [(k, v) for k, vs in again.items() for v in vs])
        assert r.status == 303, "told once, then it is his decision"
        assert "Băng rôn vải" in b.get(form + "?ma=nv2")
        stale = fields(b.get(form + "?ma=nv3"), form)
        send(other, "/ke-hoach/2024/nhiem-vu/xoa?ma=nv3", "/ke-hoach/2024/nhiem-vu/xoa", 409)
        send(other, "/ke-hoach/2024/nhiem-vu", form, ten="Việc tạm", kenh="portal")
        temp = fields(b.get(form + "?ma=nv7"), form)
        send(other, "/ke-hoach/2024/nhiem-vu/xoa?ma=nv7", "/ke-hoach/2024/nhiem-vu/xoa")
        r, page = b.ask("POST", form, [(k, v) for k, vs in temp.items() for v in vs])
        assert r.status == 409 and 'value="Việc tạm"' in page, "removed meanwhile, and still nothing typed is lost"
        r, page = b.ask("POST", "/ke-hoach/2024/nhiem-vu/xuong", {"csrf": stale["csrf"][0], "ma": "nv1", "ban": "1"})
        assert r.status == 409


def test_a_form_that_comes_twice_is_taken_once():
    for o, b in offices():
        form = "/ke-hoach/2024/nhiem-vu"
        sent = fields(b.get(form), form)
        sent.update(ten=["Một lần thôi"], kenh=["portal"])
        pairs = [(k, v) for k, vs in sent.items() for v in vs]
        answers = [b.ask("POST", form, pairs)[0] for _ in range(2)]
        assert [r.status for r in answers] == [303, 303]
        assert plan(o.db).count("Một lần thôi") == 1


def test_number_day_and_signing():
    for o, b in offices():
        form = "/ke-hoach/2024/thong-tin"
        r, page = send(b, form, form, 422, so="")
        assert "số đã cấp không bỏ trống được" in page
        r, page = send(b, form, form, 422, ngay="")
        assert "phải có ngày ban hành" in page
        r, page = send(b, form, form, 422, so="24/BC-UBND")
        r, page = send(b, form, form, 422, so="07/KH-UBND <b>")
        assert "Ký hiệu chỉ gồm" in page and 'id="so-error"' in page
        for day, why in (("05/3/2019", "không trước 01/01/2023"), ("02/01/2025", "không sau 31/12/2024"), ("01/01/2090", "chưa đến")):
            r, page = send(b, form, form, 422, ngay=day)
            assert why in page and 'id="ngay-error"' in page and f'value="{day}"' in page, words(page)
        r, page = send(b, form, form, 422, ky="Chủ tịch")
        assert "phải viết hoa" in page
        send(b, form, form, so="25", ky="TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", nguoi_ky="Nguyễn Văn Mẫu",
             noi_nhan="- UBND huyện\n- Đảng ủy, HĐND;\n- Lưu: VT")
        text = plan(o.db)
        for said in ("Số: 25/KH-UBND", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Mẫu", "- UBND huyện;", "- Lưu: VT."):
            assert said in text, (said, text)
        listed = json.loads(loa("documents", "--db", o.db, "--year", "2024", "--format", "json")[0])
        assert [d["number"] for d in listed["documents"]] == ["25/KH-UBND"], listed
        page = b.get("/ke-hoach/2024/van-ban")
        assert "25/KH-UBND" in words(page) and "Nguyễn Văn Mẫu" in page
        for kind, begin in (("docx", "PK"), ("pdf", "%PDF-")):
            r, body = b.ask("GET", f"/ke-hoach/2024/tai/{kind}")
            assert r.status == 200 and body.startswith(begin)
        b.get("/ke-hoach/2024/tai/exe", 404)
        # Importing the same folder again takes no signing away.
        loa("import", "--db", o.db, L.CASE)
        assert "Nguyễn Văn Mẫu" in plan(o.db)


def test_signing_comes_with_plan_json():
    edit = {"plan.json": lambda s: s.replace('"contents":', '"sign": "TM. ỦY BAN NHÂN DÂN | CHỦ TỊCH | Lê Thị Mẫu",\n'
                                             '"recipients": ["UBND huyện", "Lưu: VT"],\n"contents":', 1)}
    for o, _ in offices(folders=(L.folder(edit),)):
        text = plan(o.db)
        assert "Lê Thị Mẫu" in text and "- Lưu: VT." in text
    bad = L.folder({"plan.json": lambda s: s.replace('"contents":', '"sign": "Chủ tịch | Lê Thị Mẫu",\n"contents":', 1)})
    out, err = loa("import", "--db", L.SCRATCH / "bad.db", bad, code=1)
    assert re.search(r"plan.json:\d+: “sign”: quyền hạn, chức vụ phải viết hoa: “Chủ tịch”", err), err


def test_a_number_that_is_taken_is_refused():
    issued = L.folder({"report.md": lambda s: re.sub(r"^number:.*\n", "", s, flags=re.M).replace("---\n", "---\nnumber: 30\n", 1)})
    for o, b in offices(folders=(issued,)):
        send(b, "/ke-hoach/moi", "/ke-hoach/moi", nam="2025", tu="2024")
        form = "/ke-hoach/2025/thong-tin"
        r, page = send(b, form, form, 422, so="24/KH-UBND", ngay="20/12/2024")
        assert "đã dùng cho văn bản" in page and 'value="24/KH-UBND"' in page, words(page)
        assert "Chưa ban hành" in b.get("/ke-hoach/2025")


def test_the_next_year_begins_from_the_last():
    for o, b in offices():
        r, page = send(b, "/ke-hoach/moi", "/ke-hoach/moi", 422, nam="2024", tu="2024")
        assert "Đã có kế hoạch năm 2024" in page
        r, _ = send(b, "/ke-hoach/moi", "/ke-hoach/moi", nam="2025", tu="2024")
        assert r.headers["Location"] == "/ke-hoach/2025/sua"
        page = b.get("/ke-hoach/2025/sua")
        assert "năm 2025" in page and "01/01/2025 - 31/12/2025" in page and "3 nhiệm vụ chưa có chỉ tiêu" in page, words(page)
        assert "Chưa ban hành" in b.get("/ke-hoach/2025")
        assert "Năm trước: 12 tin" in b.get("/ke-hoach/2025/nhiem-vu?ma=nv1")
        assert "Năm trước" not in b.get("/ke-hoach/2025/nhiem-vu?ma=nv4")
        figures = json.loads(loa("figures", "--db", o.db, "--period", "2025-Q1", "--format", "json")[0])
        assert figures["targets"] == [], "a suggestion is no target"
        send(b, "/ke-hoach/2025/sua", "/ke-hoach/2025/chi-tieu-nam-truoc")
        assert "quý I năm 2025: 12 tin" in b.get("/ke-hoach/2025/sua")
        years = re.findall(r'href="/ke-hoach/(\d+)"', b.get("/ke-hoach/2025"))
        assert {"2024", "2025"} <= set(years), years
        send(b, "/ke-hoach/moi", "/ke-hoach/moi", nam="2027", tu="trong")
        assert "Kế hoạch chưa có nhiệm vụ nào" in b.get("/ke-hoach/2027")


def test_a_first_plan_gathers_the_activities_before_it():
    files = L.folder()
    (files / "plan.json").unlink()
    (files / "report.md").unlink()
    for o, b in offices(folders=(files,)):
        assert "Chưa có kế hoạch nào" in b.get("/ke-hoach")
        send(b, "/ke-hoach/moi", "/ke-hoach/moi", nam="2024", tu="trong")
        send(b, "/ke-hoach/2024/nhiem-vu", "/ke-hoach/2024/nhiem-vu", ten="Đăng tin", kenh="portal", ma_moi="nv1", q1="12 tin")
        assert "12 tin / 12 tin" in b.get("/ke-hoach/2024")


def test_readers_read_only():
    for o, _ in offices():
        b = o.person("docgia", "reader")
        page = b.get("/ke-hoach/2024")
        assert "Sửa kế hoạch" not in page and "/ke-hoach/2024/nhiem-vu?" not in page
        for path in ("/ke-hoach/moi", "/ke-hoach/2024/sua", "/ke-hoach/2024/nhiem-vu", "/ke-hoach/2024/thong-tin"):
            b.get(path, 403)
        b.post("/ke-hoach/2024/nhiem-vu", {"csrf": b.csrf(), "ten": "x"}, 403)
        b.get("/ke-hoach/2024/van-ban")
        b.get("/ke-hoach/2024/lich-su")


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
