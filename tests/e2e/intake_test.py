#!/usr/bin/env python3
"""Bad input: each its message with its place; nothing stored."""
import os
import re
import shutil
import unicodedata

import loa as L
from loa import figure, folder, loa, only

import tap

HEAD = "Ngày,Đến ngày,Kênh,Hoạt động,Số liệu,Địa bàn,Nội dung,Nhiệm vụ,Minh chứng,Ghi chú\n"
GOOD = "08/01/2024,,portal,Tin một,1 tin,,,,,\n"


def refused(path, *messages):
    """Exit 1, every message among the lines, and no database afterwards."""
    for db in L.engines():
        _, err = loa("import", "--db", db, path, code=1)
        for m in messages:
            assert re.search(m, err, re.M), f"no {m!r} in\n{err}"
        loa("figures", "--db", db, "--period", "2024-Q1", code=1)
        if "://" not in db:
            assert not os.path.exists(db), "a database was left behind"


def rows(*lines):
    return only("activities.csv", HEAD + "".join(lines))


def test_every_bad_row_is_named_with_its_own_line():
    refused(rows(GOOD, "31/02/2024,,portal,Tin hai,1 tin,,,,,\n", "\n",
                 "01/3/2024,,potral,Tin ba,1 tin,,,,,\n", "02/3/2024,,portal,Tin bốn,12.0000 tin,,,,,\n",
                 "03/3/2024,,portal,Tin năm,12 tinn,,,,,\n", "04/3/2024,,portal,,1 tin,,,,,\n",
                 "05/3/2024,04/3/2024,portal,Tin sáu,1 tin,,,,,\n"),
            r"^activities.csv:3: .*31/02/2024", r"^activities.csv:5: .*không có kênh “potral”",
            r"^activities.csv:6: .*12\.0000.*đúng ba chữ số", r"^activities.csv:7: .*“tinn”",
            r"^activities.csv:8: .*Hoạt động", r"^activities.csv:9: .*trước")


def test_every_bad_row_is_named_whatever_is_wrong_in_the_others():
    """What only the plan can tell (unknown codes) beside what the file alone tells; a cell with text
    behind its quotes, a line that is not UTF-8: none hides the rows behind it."""
    rows = [b"31/02/2024,,portal,A,1 tin,,,,,", b"08/01/2024,,portal,B,1 tin,,,nv99,,",
            b'09/01/2024,,portal,"C" d,1 tin,,,,,', b"10/01/2024,,portal,E,1 tin,,nd9,,,",
            b"11/01/2024,,portal,F \xff,1 tin,,,,,", b"12/01/2024,,portal,G,1 tinn,,,,,"]
    path = folder()
    (path / "activities.csv").write_bytes(HEAD.encode() + b"\n".join(rows) + b"\n")
    for db in L.engines():
        _, err = loa("import", "--db", db, path, code=1)
        assert [line.split(": ")[0] for line in err.splitlines()] == [
            f"activities.csv:{n}" for n in range(2, 8)], err
        loa("figures", "--db", db, "--period", "2024-Q1", code=1)


def test_every_line_that_is_not_utf8_is_named():
    bad = b"".join(b"%02d/01/2024,,portal,Tin \xff,1 tin,,,,,\n" % day for day in range(1, 31))
    _, err = loa("import", "--db", L.SCRATCH / "utf8.db", only("activities.csv", HEAD.encode() + bad), code=1)
    assert len(err.splitlines()) == 30, err


def test_a_cell_never_closed_is_told_where_it_was_opened():
    refused(rows('08/01/2024,,portal,"Tin một,1 tin,,,,,\n', GOOD.replace("08/", "09/"),
                 '10/01/2024,,portal,"Tin, ba",1 tin,,,,,\n'), r"^activities.csv:2: ")


def test_every_binding_not_understood_is_named():
    def spoil(s):
        return s.replace("{{dialogue|đợt}}", "{{dialog|đợt}}").replace("{{portal|tin}}", "{{portal|tinn}}")
    refused(folder({"report.md": spoil}), r"^report.md:40: .*dialog", r"^report.md:42: .*tinn")


def test_a_number_of_no_form_is_told_at_its_line():
    refused(folder({"plan.json": lambda s: s.replace("24/KH-UBND", "KH24")}), r"^plan.json:3: .*KH24")


def test_control_characters_are_refused_with_their_place():
    """They come with text pasted from a word processor; no PDF or DOCX can hold them."""
    refused(rows("08/01/2024,,portal,Tin\x0bmột,1 tin,,,,,\n", GOOD.replace("08/", "09/"),
                 "10/01/2024,,portal,Tin \x07,1 tin,,,,,\n"),
            r"^activities.csv:2: .*U\+000B", r"^activities.csv:4: .*U\+0007")
    refused(folder({"report.md": lambda s: s.replace("Tồn tại,", "Tồn\x0b tại,")}), r"^report.md:54: .*U\+000B")
    refused(folder({"plan.json": lambda s: s.replace("Treo băng", "Treo\\u0007 băng")}), r"^plan.json:\d+: .*điều khiển")


def test_a_bad_row_is_one_line_of_print():
    bad = "31/02/2024,,potral,Tin,12.0000 tin,,,,,\n"
    for db in L.engines():
        _, err = loa("import", "--db", db, rows(GOOD, bad, GOOD.replace("08/", "09/"), bad), code=1)
        assert [line.split(": ")[0] for line in err.splitlines()] == ["activities.csv:3", "activities.csv:5"], err
        assert all(w in err.splitlines()[0] for w in ("31/02/2024", "potral", "12.0000")), err


def test_a_row_behind_a_cell_of_several_lines_has_its_own_line():
    refused(rows('08/01/2024,,portal,"Tin\nhai dòng",1 tin,,,,,\n', "30/02/2024,,portal,X,1 tin,,,,,\n"),
            r"^activities.csv:4: .*30/02/2024")


def test_bad_utf8_names_line_and_byte():
    refused(only("activities.csv", (HEAD + GOOD).encode() + b"09/01/2024,,portal,Tin \xff,1 tin,,,,,\n"),
            r"^activities.csv:3: byte thứ 24 .*UTF-8")
    refused(only("activities.csv", HEAD.encode("utf-16")), r"^activities.csv:1: ")


def test_what_vietnamese_excel_writes_is_taken():
    text = (L.CASE / "activities.csv").read_bytes().decode().replace("\r\n", "\n")
    quoted = re.sub(r'"([^"]*)"', lambda m: '"' + m[1].replace(",", "\x01") + '"', text)
    semicolon = "\n".join(
        ";".join(f'"{c}"' if ";" in c else c for c in line.split(",")) for line in quoted.split("\n"))
    forms = {
        "BOM": b"\xef\xbb\xbf" + text.encode(),
        "CRLF": text.replace("\n", "\r\n").encode(),
        "NFD": unicodedata.normalize("NFD", text).encode(),
        r"chấm phẩy": semicolon.replace("\x01", ",").encode(),
    }
    for note, content in forms.items():
        for db in L.engines():
            loa("import", "--db", db, L.CASE)
            out, _ = loa("import", "--db", db, only("activities.csv", content))
            assert re.search(rf"^activities.csv:\d+: lưu ý: .*{note}", out, re.M), out
            assert "sửa 0, giữ nguyên 21, thiếu 0" in out, f"{note}: {out}"


def test_empty_and_head_only_files():
    refused(only("activities.csv", ""), r"^activities.csv:1: tệp rỗng")
    refused(only("activities.csv", "\ufeff\n \n"), r"^activities.csv:1: tệp rỗng")
    refused(only("activities.csv", HEAD), r"^activities.csv:1: .*không có hoạt động")
    refused(only("plan.json", ""), r"^plan.json:1: tệp rỗng")
    refused(only("readme.txt", "x"), r"không có unit.json, plan.json, activities.csv \(hay .xlsx\), report.md")


def test_a_huge_file_is_refused_at_once():
    path = only("activities.csv", HEAD + GOOD)
    with open(path / "activities.csv", "r+b") as f:
        f.truncate(100_000_000)
    refused(path, r"^activities.csv:1: tệp quá lớn: 100.0 MB")
    path = only("report.md", "x")
    os.truncate(path / "report.md", 100_000_000)
    refused(path, r"^report.md:1: tệp quá lớn")


def test_columns_must_be_known_and_there():
    refused(only("activities.csv", "Ngày,Kênh,Hoạt động\n08/01/2024,portal,X\n"), r"^activities.csv:1: thiếu cột “Số liệu”")
    refused(only("activities.csv", HEAD.replace("Ghi chú", "Ghi chu") + GOOD), r"^activities.csv:1: không hiểu cột “Ghi chu”")
    refused(rows("08/01/2024,,portal,Tin, một,1 tin,,,,,\n"), r"^activities.csv:2: ")


def test_a_column_of_running_numbers_is_passed_over():
    for db in L.engines():
        out, _ = loa("import", "--db", db, only("activities.csv", "STT," + HEAD + "1," + GOOD))
        assert re.search(r"^activities.csv:1: lưu ý: cột “STT”", out, re.M), out
        assert figure(db, "portal")["value"] == 1


def test_a_log_may_come_before_its_plan():
    alone = folder()
    for name in ("unit.json", "plan.json", "report.md"):
        (alone / name).unlink()
    for db in L.engines():
        loa("import", "--db", db, alone)
        assert figure(db, "portal") == {**figure(db, "portal"), "value": 12, "uncounted": 0}
        loa("import", "--db", db, L.CASE)
        assert [t["state"] for t in L.figures(db)["targets"]] == ["met"] * 3
        out, _ = loa("import", "--db", db, L.CASE)
        assert "thêm 0, sửa 0" in out, out


def test_a_lost_answer_is_told():
    import subprocess
    with open("/dev/full", "wb") as full:
        done = subprocess.run([L.BUILD / "loa", "help"], stdout=full, stderr=subprocess.PIPE)
        db = str(L.SCRATCH / "full.db")
        done = subprocess.run([L.BUILD / "loa", "import", "--db", db, L.CASE], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1 and "không in hết" in done.stderr.decode()


def test_quotes_must_close():
    refused(rows(GOOD, '09/01/2024,,portal,"Tin,1 tin,,,,,\n'), r"^activities.csv:3: .*ngoặc kép")


def test_twins_are_named():
    refused(rows(GOOD, GOOD), r"^activities.csv:3: trùng .* dòng 2")
    refused(only("activities.csv", "Mã,Ngày,Kênh,Hoạt động,Số liệu\nA,08/01/2024,portal,X,1 tin\n"
                 "A,09/01/2024,portal,Y,1 tin\n"), r"^activities.csv:3: mã “A” đã dùng ở dòng 2")


def test_unknown_contents_and_tasks():
    refused(folder({"activities.csv": lambda s: s.replace("nd1,nv1", "nd9,nv1", 1).replace("nd2,nv1", "nd2,nv77", 1)}),
            r"^activities.csv:2: .*nội dung mã “nd9”", r"^activities.csv:5: .*nhiệm vụ mã “nv77”")


def test_json_problems_have_lines():
    refused(folder({"plan.json": lambda s: s.replace('"channel": "banner"', '"channel": "baner"')}),
            r"^plan.json:20: .*không có kênh “baner”")
    refused(folder({"plan.json": lambda s: s.replace('"12 tin"', '"12 tinn"').replace("2024-Q1", "2024-Q9", 1)}),
            r"^plan.json:19: ")
    refused(folder({"plan.json": lambda s: s.replace('"year": 2024,', '"year": 2024')}), r"^plan.json:3: JSON không hợp lệ")
    refused(folder({"plan.json": lambda s: s.replace('"lead"', '"leed"', 1)}), r"^plan.json:19: không hiểu mục “leed”")
    refused(folder({"unit.json": lambda s: s.replace('"2025-06-30"', '"2025-06-31"', 1)}), r"^unit.json:6: .*2025-06-31")
    refused(folder({"unit.json": lambda s: s.replace('"2025-07-01"', '"2025-06-01"', 1)}), r"^unit.json:15: .*trùng thời gian")
    refused(only("unit.json", "[1]"), r"^unit.json:1: .*đối tượng")


def test_report_problems_have_lines():
    refused(folder({"report.md": lambda s: re.sub(r"\{\{(dialogue|banner|portal)\|.*?\}\}", "nhiều", s)}),
            r"^report.md:19: báo cáo không gắn số liệu nào")
    refused(folder({"report.md": lambda s: s.replace("{{banner|", "{{baner|")}), r"^report.md:4\d: .*không có kênh “baner”")
    refused(folder({"report.md": lambda s: s.replace("{{portal|tin}}", "{{portal|tinn}}")}), r"^report.md:4\d: .*“tinn”")
    refused(folder({"report.md": lambda s: s.replace("{{portal|tin}}", "{{portal|tin")}), r"^report.md:4\d: “{{” không có “}}”")
    refused(folder({"report.md": lambda s: s.replace("{{forms}}", "Gồm {{forms}}")}), r"^report.md:\d+: .*đứng riêng")
    refused(folder({"report.md": lambda s: s.replace("period: 2024-Q1", "period: quý I")}), r"^report.md:4: không hiểu kỳ")
    refused(folder({"report.md": lambda s: s.replace("kind: BC", "kind: XX")}), r"^report.md:2: không có loại báo cáo")
    refused(folder({"report.md": lambda s: s.replace("date: 2024-04", "date: 2024-13")}), r"^report.md:5: .*2024-13")
    refused(folder({"report.md": lambda s: s.replace("recipients:", "recipients: [")}), r"^report.md:\d+: .*YAML")
    refused(folder({"report.md": lambda s: s.replace("title: Kết", "title: Khác: kết")}), r"^report.md:3: .*ngoặc kép")
    refused(folder({"report.md": lambda s: s.replace("number:", "number: 05/KH-UBND")}), r"^report.md:6: .*KH-UBND")
    refused(folder({"plan.json": lambda s: s.replace('"year": 2024,', '"year": 2024, "year": 2025,')}), r"^plan.json:2: .*hai lần")
    refused(folder({"report.md": lambda s: s.replace("---\n", "", 1)}), r"^report.md:1: .*“---”")


def test_problems_of_all_files_come_together():
    refused(folder({"activities.csv": lambda s: s.replace("08/01/2024,,portal", "08/13/2024,,portal"),
                    "plan.json": lambda s: s.replace('"banner"', '"banr"', 1)}),
            r"^activities.csv:2: ", r"^plan.json:\d+: ")


def test_a_bad_file_leaves_a_good_database_alone():
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        loa("import", "--db", db, folder({"activities.csv": lambda s: s.replace("số 12,1 tin", "số 12,5 tin")
                                          .replace("18/3/2024", "18/33/2024")}), code=1)
        loa("import", "--db", db, folder({"activities.csv": lambda s: s.replace("số 12,1 tin", "số 12,5 tin")
                                          .replace("nv3", "nv99")}), code=1)
        assert figure(db, "portal")["value"] == 12


def test_another_commune_is_refused():
    other = folder({"unit.json": lambda s: s.replace("21484", "21523")})
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        _, err = loa("import", "--db", db, other, code=1)
        assert re.search(r"^unit.json:1: .*21484.*21523", err, re.M), err


def test_commands_say_what_they_need():
    db = str(L.SCRATCH / "none.db")
    for args, word in [(["import"], "--db"), (["import", "--db", db], "thư mục"),
                       (["import", "--db", db, "/nowhere"], "không có thư mục"),
                       (["report", "--db", db], "--period"), (["figures", "--db", db, "--period", "x"], "kỳ “x”"),
                       (["report", "--db", db, "--period", "2024-Q1", "--format", "odt"], "--format"),
                       (["nothing"], "không có lệnh"), (["figures", "--period", "2024", "--db"], "cần một giá trị"),
                       (["report", "--db", db, "--period", "2024-Q1", "--format", "txt", "--kind", "KH"], "loại báo cáo")]:
        _, err = loa(*args, code=2)
        assert word in err, (args, err)
    _, err = loa("figures", "--db", db, "--period", "2024-Q1", code=1)
    assert "none.db" in err


def test_a_file_of_another_program_is_left_alone():
    path = L.SCRATCH / "other.db"
    path.write_bytes(b"SQLite format 3\0 but not really, and long enough to look at" * 20)
    before = path.read_bytes()
    loa("import", "--db", path, L.CASE, code=1)
    assert path.read_bytes() == before


def test_places_and_rates_join_by_their_rules():
    csv = only("activities.csv", HEAD +
               "05/01/2024,,meeting,Họp thôn đợt 1,4/6 thôn; 27 buổi; 1.500 lượt người,,,,,\n"
               "06/02/2024,,meeting,Họp thôn đợt 2,6/6 thôn; hơn 10 buổi; chưa thống kê lượt người,,,,,\n"
               "07/02/2024,,desk,Hướng dẫn,20-30 hồ sơ/ngày; 5/6 hồ sơ,,,,,\n"
               "08/02/2024,,desk,Hướng dẫn tiếp,15-25 hồ sơ/ngày; 3/4 hồ sơ,,,,,\n"
               "09/02/2024,,station,Phát thanh,0 buổi,,,,,\n"
               "10/02/2024,,station,Phát thanh tiếp,,,,,,\n")
    for db in L.engines():
        loa("import", "--db", db, csv)
        f = figure(db, "meeting", "thôn")
        assert (f["value"], f["of"]) == (6, 6), f
        f = figure(db, "meeting", "buổi")
        assert (f["value"], f["qualifier"]) == (37, "hơn"), f
        f = figure(db, "meeting", "lượt người")
        assert (f["value"], f["uncounted"], f["state"]) == (1500, 1, "counted"), f
        f = figure(db, "desk", "hồ sơ/ngày")
        assert (f["value"], f["max"]) == (15, 30), f
        f = figure(db, "desk", "hồ sơ")
        assert (f["value"], f["of"]) == (8, 10), f
        f = figure(db, "station", "buổi")
        assert (f["value"], f["state"], f["uncounted"]) == (0, "zero", 1), f


def test_a_sum_too_large_is_refused_in_words():
    for db in L.engines():
        loa("import", "--db", db, rows("08/01/2024,,portal,A,999.999.999.999 tin,,,,,\n",
                                       "09/01/2024,,portal,B,999.999.999.999 tin,,,,,\n"))
        _, err = loa("figures", "--db", db, "--period", "2024-Q1", code=1)
        assert err.startswith("loa: ") and "tin" in err, err


def test_what_cannot_be_written_is_told_in_vietnamese():
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        for out, why in ((L.SCRATCH, "thư mục"), (L.SCRATCH / "none" / "x.txt", "không có"),
                         ("/dev/full", "đĩa đã đầy")):
            _, err = loa("report", "--db", db, "--period", "2024-Q1", "--format", "txt", "-o", out, code=1)
            assert why in err.split(": ", 2)[2], err


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
