#!/usr/bin/env python3
"""The server as a program: its log, its end, its options."""
import http.client
import re
import shutil
import signal
import socket
import sqlite3
import threading
import time
import urllib.parse

import loa as L
from loa import loa
from server import PASSWORD, Browser, Server, add_user

import tap

LINE = re.compile(r'time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ client=(\S+) host=(\S*) method=(\w+|\?) path=("(?:[^"\\]|\\.)*") '
                  r'status=(\d+) bytes=(\d+) ms=(\d+) wait=(\d+)(?: note="[^"]*")?')


def commune():
    db = next(L.engines())
    loa("import", "--db", db, L.CASE)
    add_user(db, "canbo", "officer")
    return db


def test_each_request_is_a_line_without_secrets():
    db = commune()
    link = re.search(r"/l/\S+", add_user(db, "totruong", "group_head"))[0]
    secrets = [link, PASSWORD, PASSWORD.split()[0], urllib.parse.quote_plus(PASSWORD), "sai-mat-khau"]
    with Server(db, "--trust-proxy") as server:
        b = Browser(server, "ba-to.tinh.gov.vn:8443", {"X-Forwarded-For": "203.0.113.7"})
        assert b.ask("POST", "/dang-nhap", {"ten": "canbo", "mat-khau": "sai-mat-khau"})[0].status == 422
        b.sign_in("canbo")
        secrets += [b.cookie.split("=")[1], b.csrf()]
        b.get("/so-lieu?ky=2024-Q1&bi-mat=trong-dia-chi")
        secrets.append("trong-dia-chi")
        b.ask("GET", '/khong-co/"x"%20time=gia')
        b.cookie = None
        b.ask("GET", link)
        secrets.append(b.cookie.split("=")[1])
        b.ask("GET", link + "x")
        asked = 7
        server.stop()
        lines = server.log().splitlines()
        assert len(lines) == asked, lines
        found = [LINE.fullmatch(line) for line in lines]
        assert all(found), lines
        assert '/khong-co/\\"x\\" time=gia' in found[4][4], found[4][4]
        assert {(m[1], m[2]) for m in found} == {("203.0.113.7", "ba-to.tinh.gov.vn")}
        assert [m[5] for m in found].count("303") == 2 and "422" in [m[5] for m in found]
        for secret in secrets:
            assert secret not in server.log(), f"the log tells {secret}"


def test_what_fails_is_logged_without_secrets():
    """The path of a personal link is the account: also where it fails inside."""
    db = commune()
    link = re.search(r"/l/\S+", add_user(db, "totruong", "group_head"))[0]
    with Server(db) as server:
        Browser(server).get("/healthz")
        c = sqlite3.connect(db)
        c.execute("DROP TABLE account_link")
        c.commit()
        c.close()
        assert Browser(server).ask("GET", link)[0].status == 500
        server.stop()
        assert re.search(r"^loa: 127\.0\.0\.1 /l/…: \S+: .", server.log(), re.M), server.log()
        assert link not in server.log()


def test_what_is_under_way_is_finished():
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        add_user(db, "canbo", "officer")
        with Server(db) as server:
            body = urllib.parse.urlencode({"ten": "canbo", "mat-khau": PASSWORD}).encode()
            idle = socket.create_connection(("127.0.0.1", server.port), 30)
            c = socket.create_connection(("127.0.0.1", server.port), 30)
            c.sendall(b"POST /dang-nhap HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                      b"Content-Length: %d\r\n\r\n" % len(body) + body[:10])
            Browser(server).get("/healthz")  # by now the first one has been read, too
            server.process.send_signal(signal.SIGTERM)
            assert idle.recv(1) == b"", "a connection at rest is closed"
            for _ in range(100):
                try:
                    socket.create_connection(("127.0.0.1", server.port), 5).close()
                except OSError:
                    break
                time.sleep(0.05)
            else:
                raise AssertionError("still takes connections")
            assert server.process.poll() is None
            c.sendall(body[10:])
            r = http.client.HTTPResponse(c)
            r.begin()
            r.read()
            assert r.status == 303 and "Set-Cookie" in r.headers, r.status
            assert r.headers["Connection"] == "close"
            assert server.process.wait(30) == 0
            assert " status=303 " in server.log(), "its line is written before the end"
        with Server(db) as server:  # and it was stored
            b = Browser(server)
            b.cookie = r.headers["Set-Cookie"].split(";")[0]
            b.get("/tai-khoan")


def test_who_does_not_end_is_cut_off():
    db = commune()
    with Server(db) as server:
        c = socket.create_connection(("127.0.0.1", server.port), 60)
        c.sendall(b"POST /dang-nhap HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nten=")
        Browser(server).get("/healthz")
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(60) == 0
        assert c.recv(100) == b""


def test_stopping_again_and_again():
    """The library's own way to stop listening ended the program now and then."""
    db = commune()
    for _ in range(10):
        with Server(db) as server:
            busy = threading.Event()

            def ask():
                while not busy.is_set():
                    try:
                        socket.create_connection(("127.0.0.1", server.port), 5).close()
                    except OSError:
                        return
            threads = [threading.Thread(target=ask) for _ in range(3)]
            for t in threads:
                t.start()
            Browser(server).get("/healthz")
            server.stop()
            busy.set()
            for t in threads:
                t.join()


def test_what_is_over_is_removed_at_start():
    db = commune()
    with Server(db) as server:
        Browser(server).sign_in("canbo")
        b = Browser(server).sign_in("canbo")
    c = sqlite3.connect(db)
    assert c.execute("SELECT count(*) FROM session").fetchone() == (2,)
    c.execute("UPDATE session SET seen_at = seen_at - 90000 WHERE id = (SELECT min(id) FROM session)")
    old = int(time.time()) - 60 * 24 * 3600
    c.execute("INSERT INTO form_taken (key_hash, location, at) VALUES ('a', '/', ?), ('b', '/', ?)",
              (old, int(time.time())))
    c.commit()
    c.close()
    with Server(db) as server:
        b.server = server
        b.get("/tai-khoan")
    c = sqlite3.connect(db)
    assert c.execute("SELECT count(*) FROM session").fetchone() == (1,)
    assert c.execute("SELECT key_hash FROM form_taken").fetchall() == [("b",)]
    c.close()
    loa("verify", "--db", db)


def test_options():
    db = commune()
    said = loa("serve", "--help")[0]
    for word in ("--db THƯ-MỤC", "commune=*", "--metrics", "--trust-proxy", "--hash-threads", "/healthz"):
        assert word in said, word
    for wrong, word in ((("--work-threads", "0"), "--work-threads"), (("--hash-threads", "x"), "--hash-threads"),
                        (("--hash-threads", "17"), "từ 1 đến 16"), (("--open", "-1"), "--open"),
                        (("--metrics", "9090"), "127.0.0.1:8080"), (("--listen", "x"), "127.0.0.1:8080"), (("x",), "x"),
                        (("--quiet",), "--quiet")):
        assert word in loa("serve", "--db", db, *wrong, code=2)[1], wrong
    assert "không đúng dạng" in loa("serve", "--db", db, "--metrics", "khong-co:9090", "--listen", "127.0.0.1:0", code=1)[1]
    with Server(db) as server:
        taken = loa("serve", "--db", db, "--listen", "127.0.0.1:0", "--metrics", f"127.0.0.1:{server.port}", code=1)[1]
        assert "đang được chương trình khác dùng" in taken
    assert "Không tìm thấy" in loa("serve", "--db", L.SCRATCH / "khong-co.db", code=1)[1]
    with Server(db, "--listen", "[::1]:0", "--work-threads", "16", "--hash-threads", "2") as server:
        c = http.client.HTTPConnection("::1", server.port, timeout=30)
        c.request("GET", "/healthz")
        assert c.getresponse().status == 200


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
