#!/usr/bin/env python3
"""loa serve: signing in, reading figures and reports, and what is refused."""
import http.client
import os
import re
import shutil
import signal
import subprocess
import urllib.parse

import loa as L
from loa import loa

import tap

PASSWORD = "mật khẩu dài của thử nghiệm"
# Not "/": visitors have the portal there (portal_test.py).
PAGES = ("/tai-khoan", "/so-lieu", "/bao-cao", "/bao-cao/1", "/bao-cao/1/tai/docx", "/bao-cao/1/tai/pdf")


class Office:
    """A server on a commune of its own, with an officer, a group head and nobody signed in."""

    def __init__(self, db):
        loa("import", "--db", db, L.CASE)
        for login, role in (("canbo", "officer"), ("docgia", "reader"), ("motcua", "desk")):
            subprocess.run([L.BUILD / "loa", "user", "add", login, "--db", db, "--name", f"Người {login}",
                            "--role", role], input=f"{PASSWORD}\n".encode(), check=True, capture_output=True)
        self.process = subprocess.Popen([L.BUILD / "loa", "serve", "--db", db, "--listen", "127.0.0.1:0"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.port = int(re.search(rb":(\d+) ", self.process.stdout.readline())[1])
        self.cookie = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0, "stops gracefully"

    def ask(self, method, path, form=None, cookie=True):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
        if cookie and self.cookie:
            headers["Cookie"] = self.cookie
        c.request(method, path, urllib.parse.urlencode(form) if form is not None else None, headers)
        r = c.getresponse()
        body = r.read()
        c.close()
        return r, body

    def sign_in(self, login, password=PASSWORD):
        r, body = self.ask("POST", "/dang-nhap", {"ten": login, "mat-khau": password})
        if r.status == 303:
            self.cookie = r.headers["Set-Cookie"].split(";")[0]
        return r, body.decode()


def offices():
    for db in L.engines():
        with Office(db) as office:
            yield office


def test_a_visitor_is_led_to_the_door():
    for o in offices():
        for path in PAGES:
            r, _ = o.ask("GET", path)
            assert (r.status, r.headers["Location"].split("?")[0]) == (303, "/dang-nhap"), path
        assert o.ask("POST", "/dang-xuat", {})[0].status == 403
        assert o.ask("GET", "/healthz")[0].status == 200
        assert o.ask("GET", "/khong-co")[0].status == 404
        assert o.ask("POST", "/so-lieu", {})[0].status == 405


def test_signing_in_reading_and_leaving():
    for o in offices():
        r, page = o.sign_in("canbo", "sai")
        assert r.status == 422 and 'value="canbo"' in page and "sai" not in re.sub(r"<[^>]+>", "", page), page
        r, _ = o.sign_in("canbo")
        cookie = r.headers["Set-Cookie"]
        assert r.status == 303 and "HttpOnly" in cookie and "SameSite=Lax" in cookie, cookie
        page = o.ask("GET", "/so-lieu?ky=2024-Q1")[1].decode()
        assert "12 tin" in page and "chưa thống kê" in page and "Người canbo" in page
        page = o.ask("GET", "/bao-cao")[1].decode()
        assert "/bao-cao/1" in page
        page = o.ask("GET", "/bao-cao/1")[1].decode()
        links = re.findall(r'class="so-lieu" href="#([^"]+)">([^<]+)', page)
        assert [t for _, t in links] == ["01 đợt", "02 băng rôn", "12 tin"], links
        assert all(f'id="{ref}"' in page for ref, _ in links)
        r, pdf = o.ask("GET", "/bao-cao/1/tai/pdf")
        assert r.headers["Content-Type"] == "application/pdf" and pdf.startswith(b"%PDF-")
        assert o.ask("GET", "/bao-cao/1/tai/docx")[1].startswith(b"PK")
        token = re.search(r'name="csrf" value="([^"]+)"', page)[1]
        assert o.ask("POST", "/dang-xuat", {"csrf": "sai"})[0].status == 403
        assert o.ask("POST", "/dang-xuat", {})[0].status == 403
        assert o.ask("POST", "/dang-xuat", {"csrf": token})[0].status == 303
        assert o.ask("GET", "/so-lieu")[0].headers["Location"].startswith("/dang-nhap"), "the session is over"


def test_a_group_head_comes_in_by_his_link():
    for db in L.engines():
        with Office(db) as o:
            out = subprocess.run([L.BUILD / "loa", "user", "add", "totruong", "--db", db, "--name", "Tổ trưởng Mẫu",
                                  "--role", "group_head"], check=True, capture_output=True).stdout.decode()
            link = re.search(r"/l/\S+", out)[0]
            assert o.ask("GET", "/l/khong-phai")[0].status == 403
            r, _ = o.ask("GET", link)
            assert r.status == 303, r.status
            o.cookie = r.headers["Set-Cookie"].split(";")[0]
            page = o.ask("GET", "/")[1].decode()
            assert "Tổ trưởng Mẫu" in page
            subprocess.run([L.BUILD / "loa", "user", "link", "totruong", "--db", db, "--revoke"], check=True,
                           capture_output=True)
            assert o.ask("GET", "/tai-khoan")[0].headers["Location"].startswith("/dang-nhap"), "revoked at once"


def test_what_is_wrong_is_said_and_kept():
    for o in offices():
        o.sign_in("canbo")
        r, page = o.ask("GET", "/so-lieu?ky=2024-Q9")
        assert r.status == 422 and 'value="2024-Q9"' in page.decode() and "2024-6M" in page.decode()
        for path in ("/bao-cao/99", "/bao-cao/x", "/bao-cao/0", "/bao-cao/1/tai/exe", "/bao-cao/99999999999999999999"):
            assert o.ask("GET", path)[0].status == 404, path


def test_roles_see_what_is_theirs():
    for o in offices():
        for login in ("canbo", "docgia", "motcua"):
            o.cookie = None
            o.sign_in(login)
            seen = {path: o.ask("GET", path)[0].status for path in ("/so-lieu", "/bao-cao")}
            assert set(seen.values()) <= {200, 403}, seen
            menu = o.ask("GET", "/so-lieu" if seen["/so-lieu"] == 200 else "/bao-cao")[1].decode()
            for path, status in seen.items():
                assert (f'loa-nav__link" href="{path}"' in menu) == (status == 200), (login, path, status)


def test_sessions_are_listed_and_ended():
    for o in offices():
        o.sign_in("canbo")
        first, o.cookie = o.cookie, None
        o.sign_in("docgia")
        stranger, o.cookie = o.cookie, None
        o.sign_in("canbo")
        page = o.ask("GET", "/tai-khoan")[1].decode()
        ends = re.findall(r'action="(/tai-khoan/phien/\d+/ket-thuc)"', page)
        assert len(ends) == 1 and "phiên này" in page, page
        token = re.search(r'name="csrf" value="([^"]+)"', page)[1]
        assert o.ask("POST", ends[0], {})[0].status == 403
        mine, o.cookie = o.cookie, stranger
        other = re.search(r'name="csrf" value="([^"]+)"', o.ask("GET", "/tai-khoan")[1].decode())[1]
        assert o.ask("POST", ends[0], {"csrf": other})[0].status == 404, "another person's session"
        o.cookie = mine
        assert o.ask("POST", ends[0], {"csrf": token})[0].status == 303
        o.cookie = first
        assert o.ask("GET", "/tai-khoan")[0].headers["Location"].startswith("/dang-nhap")
        o.cookie = mine
        assert o.ask("GET", "/tai-khoan")[0].status == 200


def test_failures_are_slowed_down():
    for o in offices():
        said = ""
        for _ in range(12):
            said = o.sign_in("canbo", "sai")[1]
        assert re.search(r"\d+ (giây|phút)", said), said
        assert o.sign_in("canbo")[0].status == 422, "even the right one waits"


def test_pages_carry_strict_headers():
    for o in offices():
        o.sign_in("canbo")
        r, page = o.ask("GET", "/bao-cao/1")
        policy = r.headers["Content-Security-Policy"]
        assert "unsafe" not in policy and "default-src" in policy, policy
        assert not re.search(rb'<script(?! src="/assets/[^"]+"(?: data-ghi="/assets/[^"]+")? defer></script>)', page)
        assert b"<style" not in page and b" style=" not in page
        assert b"http://" not in page.replace(b"http://www.w3.org", b"")
        for path in re.findall(rb'(?:href|src)="(/assets/[^"]+)"', page):
            r, _ = o.ask("GET", path.decode(), cookie=False)
            assert r.status == 200 and "immutable" in r.headers["Cache-Control"], path


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
