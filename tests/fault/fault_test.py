#!/usr/bin/env python3
"""The n-th call of the database fails, for each n: an error page, nothing half written, and the form works
afterwards. fault_test.py BUILD LOA-FAULTY"""
import json
import os
import re
import shutil
import sqlite3
import struct
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

import loa as L
from forms import FORMS, NEWS, Form
from loa import loa
from rows import dump, is_pg, rows, write
from server import PASSWORD, Browser, Server, add_user, crawl, pattern_of, words

import tap

# Beside it the worker, as every loa has it.
FAULTY = L.SCRATCH / "loa"
shutil.copy(sys.argv[2], FAULTY)
(L.SCRATCH / "loa-worker").symlink_to((L.BUILD / "loa-worker").resolve())
RC_BUSY, RC_FAIL = 5, 6
ROLES = ("officer", "leader", "administrator", "desk")
# What a failed attempt may leave behind: that somebody tried to sign in, and that he was there; and
# what jobs write meanwhile.
KEPT = ("sign_in_failure", "session.seen_at", *(f"harvest_source.{c}" for c in (
    "due_at", "etag", "modified", "last_at", "good_at", "failures", "words")), *(f"harvest_item.{c}" for c in (
    "page", "page_at", "page_tries", "page_words", "attachment_id")))
CALLS_MAX = 500


class Faults:
    """The file through which the server is told which call is to fail: struct fault in fault.c."""

    def __init__(self):
        self.path = L.SCRATCH / "fault"
        self.path.write_bytes(bytes(32))

    def set(self, left, rc=RC_FAIL, lost=False):
        with open(self.path, "r+b") as f:
            f.write(struct.pack("=qqqq", left, rc, 0, lost))

    def struck(self):
        """Has the call come that was to fail? None fails from now on."""
        left, _, seen, _ = struct.unpack("=qqqq", self.path.read_bytes())
        self.set(0)
        return left == 0 and seen > 0


class Commune:
    def __init__(self, db):
        self.db, self.faults = db, Faults()
        self.watch = self.version = None
        loa("import", "--db", db, L.CASE)
        for role in ROLES:
            add_user(db, role, role)

    def serve(self):
        """One thread, so that what one request left open is what the next one finds."""
        return Server(self.db, "--work-threads", "1", "--hash-threads", "1", program=FAULTY,
                      env={**os.environ, "LOA_FAULT": str(self.faults.path)})

    def stay(self):
        """A session that was seen long ago is noted after its request, in a call of its own that may fail."""
        write(self.db, f"UPDATE session SET seen_at = {int(time.time()) + 3600}")

    def forgive(self):
        """So that the next attempt to sign in does not have to wait."""
        if rows(self.db, "SELECT count(*) FROM sign_in_failure") != [("0",)]:
            write(self.db, "DELETE FROM sign_in_failure")

    def state(self):
        """Read again only where somebody has written: SQLite can tell."""
        if not is_pg(self.db):
            self.watch = self.watch or sqlite3.connect(self.db)
            version = self.watch.execute("PRAGMA data_version").fetchone()
            if version == self.version:
                return self.last
            self.version = version
        self.last = dump(self.db, KEPT)
        return self.last


def same(before, after, where):
    for table in before:
        if before[table] != after[table]:
            more = [r for r in after[table] if r not in before[table]]
            less = [r for r in before[table] if r not in after[table]]
            raise AssertionError(f"{where}: {table} changed: + {more[:3]} - {less[:3]}")


def check_failed(where, r, text, rc):
    assert r.status in ((500, 503) if rc == RC_FAIL else (503,)), f"{where}: {r.status} {words(text)[:300]}"
    assert text.count("<h1") == 1 and "</html>" in text, f"{where}: no whole error page"
    assert rc != RC_FAIL or "Lỗi cố ý" not in text, f"{where}: the person is told what is for the log"
    assert "Set-Cookie" not in r.headers, where


def each_call(db):
    """Every one on SQLite; PostgreSQL, whose tables take long to compare, has the first and each fifth."""
    return (n for n in range(1, CALLS_MAX) if not is_pg(db) or n < 4 or n % 5 == 0)


def fail_each(c, what, ask, ways=None):
    """Asks with the first call failing, then the second, until none fails: the answer to that."""
    c.stay()
    ways = ways or ((RC_FAIL,) if is_pg(c.db) else (RC_BUSY, RC_FAIL))
    before = c.state()
    for n in each_call(c.db):
        for rc in ways:
            where = f"{what}, call {n} failing with {'RC_BUSY' if rc == RC_BUSY else 'RC_FAIL'}"
            c.warm()  # opens what the last failure closed: not to be counted again
            c.faults.set(n, rc)
            r, text = ask()
            if not c.faults.struck():
                assert n > 3, f"{what}: only {n - 1} calls"
                assert r.status < 500, f"{what}: {r.status} though no call failed: {words(text)[:300]}"
                print(f"# {what}: {n - 1} calls, then {r.status}")
                return r, text
            check_failed(where, r, text, rc)
            same(before, c.state(), where)
            c.forgive()
    raise AssertionError(f"{what}: more than {CALLS_MAX} calls")


def test_signing_in():
    for db in L.engines():
        c = Commune(db)
        with c.serve() as server:
            c.warm = lambda: None
            b = Browser(server)
            form = {"ten": "officer", "mat-khau": PASSWORD}
            r, _ = fail_each(c, "POST /dang-nhap", lambda: b.ask("POST", "/dang-nhap", form))
            assert r.status == 303 and b.cookie
            b.get("/tai-khoan")
        loa("verify", "--db", db)


def test_forms_that_are_filled():
    for db in L.engines():
        c = Commune(db)
        with c.serve() as server:
            c.warm = lambda: Browser(server).get("/healthz")
            people = {role: Browser(server).sign_in(role) for role in ROLES}
            article = NEWS  # its number has gaps where attempts failed
            for f in FORMS:
                b = people[f.role]
                f = Form(f.role, f.page.replace(NEWS, article), f.action.replace(NEWS, article), f.status, **f.fields)
                fields = b.form(f.page, f.action, **f.fields)
                before = c.state()
                r, text = fail_each(c, f"POST {f.action}", lambda: b.ask("POST", f.action, fields))
                assert r.status == f.status, f"{f.action}: {r.status} {words(text)[:300]}"
                assert c.state() != before, f"{f.action} stored nothing"
                if f.action == "/tin-bai/moi":
                    article = r.headers["Location"].split("?")[0]
        loa("verify", "--db", db)


def forms_of_pages(people):
    """(role, page, action) of a form for every route that takes one, as far as pages show any."""
    posts = [r for r in json.loads(loa("routes", "--format", "json")[0])["routes"] if r["method"] == "POST"]
    filled = [f.action for f in FORMS]
    open_, out = [r for r in posts if not any(pattern_of(r).match(a) for a in filled)], []
    for role, b in people.items():
        for page in sorted(crawl(b, {}, 1000)):
            r, text = b.ask("GET", page)
            if r.status != 200 or "text/html" not in r.headers["Content-Type"]:
                continue
            for form in b.forms(page):
                for route in open_:
                    if form.method == "post" and pattern_of(route).fullmatch(form.action):
                        open_.remove(route)
                        out.append((role, page, form.action))
                        break
    print("# without a form on any page:", ", ".join(r["pattern"] for r in open_) or "none")
    # What takes away comes last, and who has left sends no more.
    return sorted(out, key=lambda f: ("/dang-xuat" in f[2], "/nguoi-dung/" in f[2], bool(re.search(r"/(bo|xoa|het|huy|khoa)$", f[2]))))


def test_forms_as_their_pages_show_them():
    for db in list(L.engines())[:1]:  # many: on the one engine that is always there
        c = Commune(db)
        with c.serve() as server:
            c.warm = lambda: Browser(server).get("/healthz")
            people = {role: Browser(server).sign_in(role) for role in ROLES}
            for role in ROLES[:2] * 2:
                Browser(server).sign_in(role)  # other sessions, to be ended
            tried = 0
            for role, page, action in forms_of_pages(people):
                b = people[role]
                r, _ = b.ask("GET", page)
                if r.status != 200 or not any(f.action == action for f in b.forms(page)):
                    print(f"# {action}: gone by what came before")
                    continue
                fields = b.form(page, action)
                tried += 1
                fail_each(c, f"POST {action}", lambda: b.ask("POST", action, fields), (RC_FAIL,))
            assert tried >= 25, tried
        loa("verify", "--db", db)


def timeless(text):
    return re.sub(r"\d{2}:\d{2}", "", text)


def test_pages_that_are_read():
    for db in L.engines():
        c = Commune(db)
        with c.serve() as server:
            c.warm = lambda: Browser(server).get("/healthz")
            b = Browser(server).sign_in("officer")
            for page in ("/so-lieu?ky=2024-Q1", "/bao-cao/1", "/tai-khoan", "/dang-nhap"):
                right = b.ask("GET", page)
                r, text = fail_each(c, f"GET {page}", lambda: b.ask("GET", page))
                assert (r.status, timeless(text)) == (right[0].status, timeless(right[1])), page


def test_a_page_is_read_again_where_the_connection_went():
    for db in L.engines():
        c = Commune(db)
        with c.serve() as server:
            b = Browser(server).sign_in("officer")
            for page in ("/so-lieu?ky=2024-Q1", "/bao-cao/1"):
                right, n, struck = b.get(page), 0, True
                while struck:
                    n += 1
                    Browser(server).get("/healthz")
                    c.faults.set(n, RC_FAIL, lost=True)
                    assert b.get(page) == right, f"{page}, connection gone at call {n}"
                    struck = c.faults.struck()
                assert n > 5, n
            # A form is not sent again: nobody knows whether the first one was stored.
            Browser(server).get("/healthz")
            token, before = b.csrf(), c.state()
            c.faults.set(6, RC_FAIL, lost=True)
            b.post("/dang-xuat", {"csrf": token}, 500)
            assert c.faults.struck()
            same(before, c.state(), "POST /dang-xuat")
            b.post("/dang-xuat", {"csrf": token})


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
