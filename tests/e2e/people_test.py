#!/usr/bin/env python3
"""Who may sign in, by the command line; and the record of changes that loa verify proves."""
import hashlib
import json
import os
import pty
import select
import re
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

import loa as L
from loa import loa

import tap

PASSWORD = "con mèo trèo cây cau"


def user(db, *args, password=None, code=0):
    done = subprocess.run([L.BUILD / "loa", "user", *map(str, args), "--db", db], timeout=120,
                          input=(password + "\n").encode() if password is not None else b"",
                          capture_output=True)
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Sanitizer" not in err and "runtime error" not in err, err
    assert done.returncode == code, f"loa user {args}: exit {done.returncode}, not {code}\n{out}{err}"
    return out, err


def users(db):
    return {u["login"]: u for u in json.loads(loa("user", "list", "--db", db, "--format", "json")[0])["users"]}


def commune():
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        yield db


def files():
    """Communes that sqlite3 of Python can open and spoil."""
    return (db for db in commune() if "://" not in db)


def head(db):
    return re.search(r"Đầu chuỗi: ([0-9a-f]{64})\n", loa("verify", "--db", db)[0])[1]


def rows(db):
    return int(re.search(r"Nhật ký: (\d+) dòng", loa("verify", "--db", db)[0])[1])


def spoil(db, *statements):
    """As somebody who has the file in hand: the guards of the table go first."""
    con = sqlite3.connect(db)
    con.execute("DROP TRIGGER audit_no_update")
    con.execute("DROP TRIGGER audit_no_delete")
    for s in statements:
        con.execute(s)
    con.commit()
    con.close()


def broken(db, *more):
    _, err = loa("verify", "--db", db, *more, code=1)
    found = re.search(r"nhật ký đứt ở dòng (-?\d+)", err)
    return int(found[1]) if found else err


def test_import_writes_one_row_for_each_changed_object():
    for db in commune():
        assert rows(db) == 25
        loa("import", "--db", db, L.CASE)
        assert rows(db) == 25, "nothing changed, nothing written"
        loa("import", "--db", db, "--dry-run", L.folder({"activities.csv": lambda s: s.replace("số 12,1 tin", "số 12,2 tin")}))
        assert rows(db) == 25, "a dry run leaves nothing"
        loa("import", "--db", db, L.folder({"activities.csv": lambda s: s.replace("số 12,1 tin", "số 12,2 tin")}))
        assert rows(db) == 26


def test_the_audit_holds_before_and_after():
    def edit(s):
        return re.sub(r"28/12/2023,.*\r?\n", "", s).replace("số 12,1 tin", "số 12,2 tin")
    for db in files():
        loa("import", "--db", db, "--replace", L.folder({"activities.csv": edit}))
        con = sqlite3.connect(db)
        last = con.execute("SELECT actor, source, kind, action, old_state, new_state, at FROM audit"
                           " WHERE id > 25 ORDER BY id").fetchall()
        con.close()
        assert [r[:4] for r in last] == [("import", f"lệnh uid {os.getuid()}", "activity", "change"),
                                         ("import", f"lệnh uid {os.getuid()}", "activity", "remove")], last
        assert json.loads(last[0][4])["quantities"] == ["1 tin"]
        assert json.loads(last[0][5])["quantities"] == ["2 tin"]
        before, after = json.loads(last[0][4]), json.loads(last[0][5])
        assert {k for k in before if before[k] != after[k]} == {"quantities"}
        assert json.loads(last[1][4])["title"] == "Tin tuyên truyền CCHC cuối năm 2023" and last[1][5] is None
        assert abs(last[0][6] - time.time()) < 120


def test_a_failed_import_leaves_no_row():
    for db in commune():
        before = head(db)
        bad = L.folder({"activities.csv": lambda s: s + "20/3/2024,,dialogue,Thêm,1 đợt,,nd99,nv3,,\r\n"})
        loa("import", "--db", db, bad, code=1)
        assert head(db) == before


def test_a_kept_head_stays_in_the_chain():
    for db in commune():
        kept = head(db)
        user(db, "add", "an", "--name", "Người Mẫu", "--role", "officer", password=PASSWORD)
        assert head(db) != kept
        out, _ = loa("verify", "--db", db, "--head", kept.upper())
        assert "không dòng nào trước đó bị mất" in out
        _, err = loa("verify", "--db", db, "--head", "1" * 64, code=1)
        assert "cắt cuối" in err
        loa("verify", "--db", db, "--head", "abc", code=2)
        loa("verify", "--db", db, "--head", "g" * 64, code=2)


def test_the_table_refuses_changes():
    for db in files():
        con = sqlite3.connect(db)
        for s in "UPDATE audit SET actor = 'x' WHERE id = 3", "DELETE FROM audit WHERE id = 25":
            try:
                con.execute(s)
                assert False, s
            except sqlite3.IntegrityError as e:
                assert "append-only" in str(e)
        con.close()


def test_a_changed_row_is_found():
    changes = ["actor = 'khac'", "at = at + 1", "source = ''", "kind = 'plan'", "object = '99'", "action = 'change'",
               "old_state = ''", "new_state = replace(new_state, '1 tin', '9 tin')", "new_state = NULL",
               "hash = replace(hash, 'a', 'b')"]
    for change in changes:
        for db in files():
            spoil(db, f"UPDATE audit SET {change} WHERE id = 7")
            assert broken(db) == 7, change


def test_a_removed_row_is_found():
    for first, row in (1, 1), (12, 12):
        for db in files():
            spoil(db, f"DELETE FROM audit WHERE id = {row}")
            assert broken(db) == first


def test_removed_rows_closed_up_are_found():
    for db in files():
        spoil(db, "DELETE FROM audit WHERE id = 12", "UPDATE audit SET id = id - 1 WHERE id > 12")
        assert broken(db) == 12


def test_swapped_rows_are_found():
    for db in files():
        spoil(db, "UPDATE audit SET id = -1 WHERE id = 8", "UPDATE audit SET id = 8 WHERE id = 9",
              "UPDATE audit SET id = 9 WHERE id = -1")
        assert broken(db) == 8


def test_a_row_put_in_is_found():
    columns = "at, actor, source, kind, object, action, old_state, new_state, hash"
    for new, at in (26, 26), (0, 0), (-5, -5):
        for db in files():
            spoil(db, f"INSERT INTO audit (id, {columns}) SELECT {new}, {columns} FROM audit WHERE id = 25")
            assert broken(db) == at


COLUMNS = "id, at, actor, source, kind, object, action, old_state, new_state"


def chained(previous, row):
    """The hash of a row as audit.h says it, computed by another program."""
    h = hashlib.blake2b(digest_size=32)

    def text(s):
        data = (s or "").encode()
        h.update(bytes([s is not None]) + len(data).to_bytes(8, "little") + data)
    text("loa audit 1")
    text(previous)
    for number in row[:2]:
        h.update(number.to_bytes(8, "little", signed=True))
    for s in row[2:]:
        text(s)
    return h.hexdigest()


def forge(db, first, last):
    """Changes row `first` and gives the rows up to `last` the hashes that then fit."""
    con = sqlite3.connect(db)
    spoil(db, f"UPDATE audit SET actor = 'khac' WHERE id = {first}")
    previous = con.execute(f"SELECT hash FROM audit WHERE id = {first - 1}").fetchone()[0]
    for row in con.execute(f"SELECT {COLUMNS} FROM audit WHERE id BETWEEN {first} AND {last} ORDER BY id").fetchall():
        previous = chained(previous, row)
        con.execute("UPDATE audit SET hash = ? WHERE id = ?", (previous, row[0]))
    con.commit()
    con.close()


def test_the_hashes_are_those_that_another_program_computes():
    for db in files():
        user(db, "add", "an", "--name", "An", "--role", "desk", password=PASSWORD)
        con = sqlite3.connect(db)
        previous = "0" * 64
        for row in con.execute(f"SELECT {COLUMNS}, hash FROM audit ORDER BY id"):
            previous = chained(previous, row[:-1])
            assert row[-1] == previous, row
        con.close()
        assert head(db) == previous


def test_a_row_changed_with_its_own_hash_breaks_the_next():
    for db in files():
        forge(db, 7, 7)
        assert broken(db) == 8


def test_a_chain_made_anew_is_found_by_a_kept_head():
    for db in files():
        kept = head(db)
        forge(db, 7, 25)
        assert rows(db) == 25, "by itself it is whole"
        assert "viết lại" in broken(db, "--head", kept)


def test_a_chain_cut_at_its_end_is_found_by_its_head():
    for db in files():
        kept = head(db)
        spoil(db, "DELETE FROM audit WHERE id > 20")
        assert rows(db) == 20, "by itself it is whole"
        assert "cắt cuối" in broken(db, "--head", kept)


def test_a_broken_reference_is_found():
    for db in files():
        con = sqlite3.connect(db)
        con.execute("PRAGMA foreign_keys = OFF")
        con.execute("DELETE FROM plan_task WHERE code = 'nv1'")
        con.commit()
        con.close()
        _, err = loa("verify", "--db", db, code=1)
        assert "Cơ sở dữ liệu hỏng: activity, dòng 1 -> plan_task" in err, err


def test_a_broken_index_is_found():
    for db in files():
        con = sqlite3.connect(db)
        con.execute("PRAGMA writable_schema = ON")
        con.execute("UPDATE sqlite_schema SET sql = replace(sql, '(day_from, day_to)', '(day_to, day_from)')"
                    " WHERE name = 'activity_day'")
        con.commit()
        con.close()
        _, err = loa("verify", "--db", db, code=1)
        assert "Cơ sở dữ liệu hỏng" in err and "activity_day" in err, err


def test_users_are_added_and_listed():
    for db in commune():
        out, _ = user(db, "add", "Quan.Tri", "--name", "Nguyễn Văn  An", "--role", "quản trị, officer", password=PASSWORD)
        assert "quan.tri (Nguyễn Văn An)" in out.replace("  ", " "), out
        assert PASSWORD not in out
        assert users(db)["quan.tri"] == {"login": "quan.tri", "name": "Nguyễn Văn An", "roles": ["officer", "administrator"],
                                         "active": True, "password": True, "totp": False, "link": False}
        _, err = user(db, "add", "quan.tri", "--name", "Khác", "--role", "desk", password=PASSWORD, code=1)
        assert "đã có người dùng" in err
        out, _ = loa("user", "list", "--db", db)
        assert "quan.tri" in out and "cán bộ phụ trách, quản trị" in out and "có mật khẩu" in out, out


def test_bad_users_are_refused_and_leave_nothing():
    for db in commune():
        before = head(db)
        for login, name, role, password, word in [
                ("1an", "An", "desk", PASSWORD, "tên đăng nhập"), ("import", "An", "desk", PASSWORD, "dành riêng"),
                ("an", "An", "vua", PASSWORD, "không có vai trò “vua”"), ("an", " ", "desk", PASSWORD, "họ và tên"),
                ("an", "An", "desk", "ngắn", "ít nhất 10"), ("an", "An", "desk", "Matkhau@123", "hay bị dò"),
                ("an", "An", ",", PASSWORD, "ít nhất một vai trò"),
                ("an", "An", "group_head,desk", PASSWORD, "không kèm vai trò khác")]:
            _, err = user(db, "add", login, "--name", name, "--role", role, password=password, code=1)
            assert word in err, (word, err)
        user(db, "add", "an", "--name", "An", "--role", "desk", code=2)  # no password at all
        user(db, "add", "an", "--name", "An", password=PASSWORD, code=2)
        user(db, "add", "--name", "An", "--role", "desk", password=PASSWORD, code=2)
        user(db, "add", "an", "--password", PASSWORD, "--name", "An", "--role", "desk", code=2)
        user(db, "nothing", code=2)
        _, err = user(db, "passwd", "ai-do", password=PASSWORD, code=1)
        assert "không có người dùng" in err
        assert head(db) == before and not users(db)


def test_the_last_administrator_stays():
    for db in commune():
        user(db, "add", "an", "--name", "An", "--role", "administrator", password=PASSWORD)
        _, err = user(db, "off", "an", code=1)
        assert "quản trị cuối cùng" in err
        _, err = user(db, "role", "an", "--role", "desk", code=1)
        assert "quản trị cuối cùng" in err
        user(db, "add", "binh", "--name", "Bình", "--role", "administrator", password=PASSWORD)
        user(db, "off", "an")
        assert not users(db)["an"]["active"]
        user(db, "off", "binh", code=1)
        user(db, "on", "an")
        user(db, "role", "binh", "--role", "leader")
        assert users(db)["binh"]["roles"] == ["leader"] and users(db)["an"]["active"]


def test_a_group_head_gets_a_link():
    for db in commune():
        out, _ = user(db, "add", "to1", "--name", "Tổ trưởng tổ 1", "--role", "tổ trưởng")
        first = re.match(r"Đã thêm to1 .*\n/l/([\w-]{43})\n", out)[1]
        assert users(db)["to1"]["link"] and not users(db)["to1"]["password"]
        second = re.match(r"/l/([\w-]{43})\n", user(db, "link", "to1")[0])[1]
        assert first != second
        user(db, "link", "to1", "--revoke")
        assert not users(db)["to1"]["link"]
        user(db, "add", "an", "--name", "An", "--role", "desk", password=PASSWORD)
        _, err = user(db, "link", "an", code=1)
        assert "chỉ dành cho tổ trưởng" in err
        _, err = user(db, "passwd", "to1", password=PASSWORD, code=1)
        assert "liên kết" in err


def password_memory():
    """KiB of this build. Users' own builds set no such option: they have its default."""
    options = (Path(__file__).resolve().parents[2] / "meson_options.txt").read_text()
    assert re.search(r"option\('password_memory',[^)]*value: 65536,", options), "users hash with 64 MiB"
    told = subprocess.run(["meson", "introspect", "--buildoptions", L.BUILD], check=True, capture_output=True).stdout
    return next(o["value"] for o in json.loads(told) if o["name"] == "password_memory")


def test_secrets_stand_nowhere_in_the_file():
    for db in files():
        user(db, "add", "an", "--name", "An", "--role", "desk", password=PASSWORD)
        out, _ = user(db, "add", "to1", "--name", "Tổ 1", "--role", "group_head")
        token = re.search(r"/l/([\w-]{43})", out)[1]
        con = sqlite3.connect(db)
        con.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        stored = con.execute("SELECT password FROM account WHERE login = 'an'").fetchone()[0]
        audit = con.execute("SELECT group_concat(coalesce(old_state, '') || coalesce(new_state, '')) FROM audit").fetchone()[0]
        con.close()
        data = open(db, "rb").read()
        assert PASSWORD.encode() not in data and token.encode() not in data
        # Two passes over the memory that this build was told; over 64 MiB where it was told nothing.
        assert stored.startswith(f"$argon2id$v=19$m={password_memory()},t=2,p=1$"), stored
        assert "argon2" not in audit


def test_every_change_of_people_is_in_the_audit():
    for db in files():
        user(db, "add", "an", "--name", "An", "--role", "administrator", password=PASSWORD)
        user(db, "add", "to1", "--name", "Tổ 1", "--role", "group_head")
        user(db, "passwd", "an", password="một mật khẩu khác hẳn")
        user(db, "link", "to1")
        user(db, "role", "to1", "--role", "desk")
        user(db, "off", "to1")
        con = sqlite3.connect(db)
        found = con.execute("SELECT actor, object, action FROM audit WHERE kind = 'user' ORDER BY id").fetchall()
        con.close()
        assert found == [("system", "an", "add"), ("system", "an", "password"), ("system", "to1", "add"),
                         ("system", "to1", "link"), ("system", "an", "password"), ("system", "to1", "link_end"),
                         ("system", "to1", "link"), ("system", "to1", "change"), ("system", "to1", "change")], found
        assert rows(db) == 25 + len(found)


def at_terminal(db, first, second):
    """loa user passwd at a terminal of its own: (what the terminal showed, exit code)."""
    pid, fd = pty.fork()
    if not pid:
        os.execv(L.BUILD / "loa", ["loa", "user", "passwd", "an", "--db", db])
    shown = b""
    for answer in first, second:
        while not shown.rstrip(b" ").endswith("khẩu:".encode()):
            assert select.select([fd], [], [], 30)[0], f"no prompt behind {shown}"
            shown += os.read(fd, 1000)
        os.write(fd, answer.encode() + b"\n")
        shown += b"\n"
    try:
        while select.select([fd], [], [], 30)[0] and (chunk := os.read(fd, 1000)):
            shown += chunk
    except OSError:
        pass
    return shown.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_a_terminal_does_not_show_the_password():
    try:
        for fd in pty.openpty():
            os.close(fd)
    except OSError:
        return "SKIP this system gives no terminals"
    for db in files():
        user(db, "add", "an", "--name", "An", "--role", "desk", password=PASSWORD)
        shown, code = at_terminal(db, "một mật khẩu khác hẳn", "một mật khẩu khác hẳn")
        assert code == 0 and "Đã đổi mật khẩu" in shown and "khác hẳn" not in shown, (code, shown)
        shown, code = at_terminal(db, "một mật khẩu khác hẳn", "một mật khẩu khác nữa")
        assert code == 2 and "không giống nhau" in shown, (code, shown)


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
