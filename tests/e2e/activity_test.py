#!/usr/bin/env python3
"""Activities in the office: the list, one of them, correcting, taking back."""
import csv
import io
import re
import shutil
import sys
import urllib.parse

import loa as L
from entry_test import Phone, filled, form_of, jpeg, phones, words
from loa import loa

import tap

sys.path.insert(0, str(L.ROOT / "tests" / "bench"))
import log  # noqa: E402

GALLERY = 13  # "Treo băng rôn ... tại UBND thị trấn" of the sample log


def listed(page):
    """(id, title) of the rows, in order."""
    return [(i, t.strip()) for i, t in
            re.findall(r'<th scope="row"[^>]*><a class="govuk-link" href="/hoat-dong/(\d+)">([^<]*)</a>', page)]


def look(o, status=200, **asked):
    return o.page("/hoat-dong?" + urllib.parse.urlencode({k.replace("_", "-"): v for k, v in asked.items()}), status)


def titles(o, **asked):
    return [t for _, t in listed(look(o, **asked))]


def save(o, path, changes=None, files=(), status=303):
    return o.send(path, filled(o.page(path), path, changes), files, status)


def test_the_list_has_all_newest_first():
    for o in phones():
        o.enter("canbo")
        page = o.page("/hoat-dong")
        assert len(listed(page)) == 21 and "21 hoạt động" in page
        assert listed(page)[0][1] == "Thay băng rôn quý II" and listed(page)[-1][1].endswith("cuối năm 2023")
        assert 'href="/hoat-dong" aria-current="page"' in page
        assert "chưa thống kê" in page


def test_filters_choose_and_are_said():
    for o in phones():
        o.enter("canbo")
        assert len(titles(o, ky="2024-Q1")) == 18
        assert len(titles(o, kenh="banner", ky="2024-Q1")) == 2
        assert len(titles(o, nhiem_vu="nv1", nam="2024")) == 13
        assert titles(o, nhiem_vu="2024.nv3") == ["Đối thoại với nhân dân quý I"]
        assert len(titles(o, noi_dung="2024.nd3")) == 1
        assert len(titles(o, so_lieu="khong")) == 3 and len(titles(o, so_lieu="co")) == 18
        assert len(titles(o, minh_chung="khong")) == 21 and not titles(o, minh_chung="co")
        assert titles(o, tu="14/3/2024", den="14/3/2024") == ["Đối thoại với nhân dân quý I"]
        page = look(o, kenh="banner", tim="bang ron")
        assert "kênh “Băng rôn, pa nô, áp phích”" in page and 'value="bang ron"' in page
        assert len(listed(page)) == 3
        place = re.search(r'<option value="(\d+)">Cổng chào thị trấn', page)[1]
        assert len(titles(o, dia_ban=place)) == 2
        for wrong in ({"ky": "2024-Q9"}, {"tu": "31/02/2024"}, {"kenh": "x"}, {"nhiem-vu": "2024.nv99"},
                      {"dia-ban": "999999"}, {"nguoi": "khong-co"}):
            page = o.page("/hoat-dong?" + urllib.parse.urlencode(wrong), 422)
            assert "Có lỗi cần sửa" in page and not listed(page), wrong


def test_words_are_found_accents_aside_and_exact_ones_first():
    for o in phones():
        o.enter("canbo")
        for place in ("Họp ở Ba Tô", "Họp ở Ba Tơ"):
            o.record("meeting", {"ten": place})
        found = titles(o, tim="ba tơ")
        assert found == ["Họp ở Ba Tơ", "Họp ở Ba Tô"], found
        assert titles(o, tim="Ba Tô")[0] == "Họp ở Ba Tô"
        page = look(o, tim="ba tô")
        assert "Gần giống" in page
        assert len(titles(o, tim="doi thoai nhan dan")) == 1
        assert not titles(o, tim="khôngcóđâu")


def test_pages_go_on_and_back_to_both_ends():
    folder = L.SCRATCH / "log"
    log.write_folder(folder, 180, L.CASE)
    for o in phones():
        loa("import", "--db", o.db, folder)
        o.enter("canbo")
        seen, path = [], "/hoat-dong"
        while path:
            page = o.page(path)
            assert len(listed(page)) <= 50
            seen += [i for i, _ in listed(page)]
            path = re.search(r'href="([^"]+)" rel="next"', page)
            path = path and path[1].replace("&amp;", "&")
        assert len(seen) == 201 and len(set(seen)) == 201, len(seen)
        last = re.search(r'href="([^"]+)">Đến trang cuối', o.page("/hoat-dong"))[1]
        back, path = [], last
        while path:
            page = o.page(path)
            back = [i for i, _ in listed(page)] + back
            path = re.search(r'href="([^"]+)" rel="prev"', page)
            path = path and path[1].replace("&amp;", "&")
        assert back == seen
        rest = o.page("/hoat-dong?kenh=station&" + last.split("?")[1])
        assert listed(rest) and "Về trang đầu" in rest


def test_the_list_comes_as_a_file_that_changes_nothing_when_brought_in_again():
    for o in phones():
        o.enter("motcua")
        o.record("meeting", {"ten": "Họp hai lần một ngày"})
        o.record("meeting", {"ten": "Họp hai lần một ngày"})
        r, body = o.ask("GET", "/hoat-dong/tai.csv")
        assert "attachment" in r.headers["Content-Disposition"] and body.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
        assert len(rows) == 23 and rows[-1]["Hoạt động"].endswith("cuối năm 2023"), rows[-1]
        assert sum(r["Mã"].startswith("loa-") for r in rows) == 2
        out = loa("import", "--db", o.db, L.only("activities.csv", body))[0]
        assert "thêm 0, sửa 0, giữ nguyên 23" in out, out
        body = o.ask("GET", "/hoat-dong/tai.csv?kenh=banner")[1].decode("utf-8-sig")
        assert len(body.strip().split("\n")) == 4


def test_one_activity_tells_all_of_itself():
    for o in phones():
        o.enter("docgia")
        page = words(o.page(f"/hoat-dong/{GALLERY}"))
        for text in ("1 băng rôn", "20/02/2024 – 31/3/2024", "Trụ sở UBND thị trấn", "kế hoạch năm 2024",
                     "Từ tệp nhập", "quý I năm 2024", "Báo cáo Kết quả thực hiện"):
            assert text in page, (text, page)
        assert "Bỏ hoạt động này" not in page and 'href="/ke-hoach/2024"' in o.page(f"/hoat-dong/{GALLERY}")
        assert o.ask("GET", f"/hoat-dong/{GALLERY}/sua")[0].status == 403
        for bad in ("/hoat-dong/99999", "/hoat-dong/0", "/hoat-dong/x", "/hoat-dong/99999999999999999999"):
            assert o.ask("GET", bad)[0].status == 404, bad


def test_a_correction_stands_in_the_history():
    for o in phones():
        o.enter("canbo")
        path = f"/hoat-dong/{GALLERY}/sua"
        r, _ = save(o, path, {"ten": "Treo hai băng rôn", "so": "2 băng rôn", "ly-do": "Đếm lại"})
        page = words(o.page(r.headers["Location"]))
        assert "Đã lưu các sửa đổi" in page and "Lý do: Đếm lại" in page
        assert re.search(r"Số liệu: trước: 1 băng rôn → sau: 2 băng rôn", page), page
        assert "Trụ sở UBND thị trấn" in page, "what was not touched stays"
        assert L.figure(o.db, "banner")["value"] == 3
        before = page.count("Người canbo (canbo)")
        save(o, path)
        assert words(o.page(f"/hoat-dong/{GALLERY}")).count("Người canbo (canbo)") == before, "nothing changed"
        r, page = save(o, path, {"ngay": "31/02/2024", "so": "nhiều", "ten": "Giữ lời đã gõ"}, status=422)
        assert 'value="31/02/2024"' in page and 'value="nhiều"' in page and "Giữ lời đã gõ" in page
        assert L.figure(o.db, "banner")["value"] == 3
        out = loa("import", "--db", o.db, L.CASE)[0]
        assert "giữ nguyên như trên trang" in out, "a file does not undo it"


def test_of_two_who_correct_the_second_is_told():
    for o in phones():
        path = f"/hoat-dong/{GALLERY}/sua"
        o.enter("canbo")
        mine = filled(o.page(path), path, {"ten": "Của tôi"})
        late = filled(o.page(path), path, {"ten": "Của người sau", "ghi-chu": "Lời đã gõ"})
        o.send(path, mine, status=303)
        r, page = o.send(path, late, status=409)
        text = words(page)
        assert "Người canbo đã sửa hoạt động này" in text and "→ sau: Của tôi" in text, text[:3000]
        assert "Của người sau" in page and "Lời đã gõ" in page
        o.send(path, filled(page, path), status=303)
        assert "Của người sau" in o.page(f"/hoat-dong/{GALLERY}")
        again = o.send(path, filled(page, path), status=303)
        assert again[0].headers["Location"], "a form that comes twice is taken once"


def test_evidence_is_added_shown_and_dropped():
    for o in phones():
        o.enter("canbo")
        path = f"/hoat-dong/{GALLERY}/sua"
        photo = jpeg(taken="2024:03:14 08:05:00", position=(14.7667, 108.7333))
        save(o, path, files=[("bang-ron.jpg", photo), ("to-trinh.pdf", (L.ROOT / "tests/e2e").joinpath(
            "activity_test.py").read_bytes())], status=422)
        save(o, path, {"dan-chung": "https://bato.example/anh"}, files=[("bang-ron.jpg", photo)])
        page = o.page(f"/hoat-dong/{GALLERY}")
        (image,) = re.findall(r'<img src="/minh-chung/(\d+)/nho" alt="bang-ron.jpg"', page)
        assert o.ask("GET", f"/minh-chung/{image}/nho")[0].headers["Content-Type"] == "image/jpeg"
        assert "14.766" in page and "2024-03-14 08:05" in page and "https://bato.example/anh" in page
        save(o, path, {"cong-khai": image})
        assert "Công khai." in o.page(f"/hoat-dong/{GALLERY}")
        o.enter("docgia")
        page = o.page(f"/hoat-dong/{GALLERY}")
        assert "14.766" not in page and f"/minh-chung/{image}/nho" in page, "the position is not for readers"
        o.enter("canbo")
        save(o, path, {"bo-tep": image})
        page = o.page(f"/hoat-dong/{GALLERY}")
        assert f'src="/minh-chung/{image}/nho"' not in page and "https://bato.example/anh" in page


def test_own_entries_only_for_who_has_no_more():
    for o in phones():
        o.enter("totruong")
        r, _ = o.record("meeting", {"ten": "Họp tổ 1"})
        own = re.search(r"\d+", r.headers["Location"])[0]
        assert titles(o) == ["Họp tổ 1"]
        assert titles(o, nguoi="canbo") == ["Họp tổ 1"], "a filter opens nothing"
        assert o.ask("GET", f"/hoat-dong/{GALLERY}")[0].status == 404
        assert o.ask("GET", f"/hoat-dong/{GALLERY}/sua")[0].status == 404
        save(o, f"/hoat-dong/{own}/sua", {"ten": "Họp tổ một"})
        o.enter("totruong2")
        assert not titles(o)
        assert o.ask("GET", f"/hoat-dong/{own}")[0].status == 404
        o.enter("motcua")
        assert o.ask("GET", f"/hoat-dong/{own}")[0].status == 200
        assert o.ask("GET", f"/hoat-dong/{own}/sua")[0].status == 403
        assert o.ask("GET", f"/hoat-dong/{own}/bo")[0].status == 403
        o.enter("canbo")
        save(o, f"/hoat-dong/{own}/sua", {"ten": "Họp tổ dân phố 1"})


def test_taking_back_counts_no_more_and_can_be_undone():
    for o in phones():
        o.enter("canbo")
        path = f"/hoat-dong/{GALLERY}/bo"
        save(o, path, {"ly-do": "Ghi hai lần"})
        page = words(o.page(f"/hoat-dong/{GALLERY}"))
        assert "Lý do: Ghi hai lần" in page and "không tính vào số liệu" in page
        assert L.figure(o.db, "banner")["value"] == 1
        assert len(titles(o)) == 20 and titles(o, da_bo="1") == ["Treo băng rôn tuyên truyền CCHC tại UBND thị trấn"]
        assert o.ask("GET", f"/hoat-dong/{GALLERY}/sua")[0].status == 409
        assert o.send(path, [("csrf", "x")])[0].status == 403
        restore = f"/hoat-dong/{GALLERY}/khoi-phuc"
        o.send(restore, filled(o.page(f"/hoat-dong/{GALLERY}"), restore), status=303)
        assert L.figure(o.db, "banner")["value"] == 2
        loa("verify", "--db", o.db)


def test_a_correction_behind_an_issued_report_is_warned_of():
    for db in L.engines():
        with Phone(db) as o:
            o.enter("canbo")
            assert "đã ban hành" not in words(o.page(f"/hoat-dong/{GALLERY}/sua"))
            loa("import", "--db", db, L.folder({"report.md": lambda t: re.sub(r'(?m)^(number|so):.*$|\A---\n',
                                                                             '---\nnumber: "05"\n', t, count=1)}))
            path = f"/hoat-dong/{GALLERY}/sua"
            assert "báo cáo đã ban hành" in words(o.page(path))
            r, page = save(o, path, {"ten": "Đổi tên"}, status=422)
            assert "Hãy đọc lời cảnh báo" in page and "Đổi tên" in page
            save(o, path, {"ten": "Đổi tên", "da-biet": "1"})
            assert "báo cáo đã ban hành" in words(o.page(f"/hoat-dong/{GALLERY}/bo"))
            # One that comes into its period by the change is warned of too.
            other = listed(look(o, tim="đầu quý II"))[0][0]
            assert "đã ban hành" not in words(o.page(f"/hoat-dong/{other}/sua"))
            r, page = save(o, f"/hoat-dong/{other}/sua", {"ngay": "29/3/2024"}, status=422)
            assert "báo cáo đã ban hành" in words(page)


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
