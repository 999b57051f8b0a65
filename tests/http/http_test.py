#!/usr/bin/env python3
"""The server as a whole: http_test.py SERVER"""
import gzip
import os
import re
import signal
import socket
import sys
import threading
import time

import client
import tap

PROGRAM = sys.argv[1]
GIB = 1 << 30
server = None


def start(*options, **more):
    return client.Server(PROGRAM, *options, **more)


def ends(s):
    code = s.stop()
    assert code == 0, f"{code}: {s.errors()}"


def post(s, target, body, headers="", more=""):
    with s.open() as c:
        c.sendall(f"POST {target} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode())
        c.sendall(body)
        return client.read_reply(c)


def checksum(data):
    value = 0
    for byte in data:
        value = (value * 31 + byte) & 0xFFFFFFFF
    return f"{value:08x}"


def test_starts():
    global server
    server = start("body_ms=3000", "head_ms=2000", "proxy=1")


def test_strict_headers():
    status, h, body = server.get("/static")
    assert status == 200 and b"path /static\n" in body
    assert "default-src 'none'" in h["content-security-policy"]
    assert "frame-ancestors 'none'" in h["content-security-policy"]
    assert "unsafe" not in h["content-security-policy"]
    assert h["x-content-type-options"] == "nosniff" and h["cache-control"] == "no-store"
    assert h["referrer-policy"] == "same-origin"


def test_head_is_get_without_body():
    status, h, body = server.get("/page", method="HEAD")
    _, full, page = server.get("/page")
    assert (status, body) == (200, b"") and h["content-length"] == str(len(page)) == full["content-length"]


def test_keep_alive():
    with server.open() as c:
        for i in range(20):
            c.sendall(f"GET /static?i={i} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert f"query i={i}\n".encode() in client.read_reply(c)[2]


def test_routes():
    assert server.get("/none")[0] == 404
    status, h, body = server.get("/echo")
    assert (status, h["allow"]) == (405, "POST, OPTIONS") and "không nhận cách gửi".encode() in body
    status, h, _ = server.get("/static/?a=%20b")
    assert (status, h["location"]) == (308, "/static?a=%20b")
    assert server.get("/static", method="OPTIONS")[0] == 204
    assert server.get("//static/")[0] == 404
    assert server.get("/hidden/a%2Fb")[0] == 400


def test_quick_answer_from_the_io_thread():
    assert server.get("/quick")[2] == b"quick\n"
    assert post(server, "/quick", b"x" * 5000)[2] == b"quick\n"


def test_texts_are_nfc():
    body = server.get("/static?a=%C3%AA%CC%81&b=Ba+T%C6%A1")[2].decode()
    assert "query a=ế\n" in body and "query b=Ba Tơ\n" in body


def test_urlencoded_form():
    kind = "Content-Type: application/x-www-form-urlencoded\r\n"
    body = post(server, "/echo", "ten=Ba%20Tơ&ghi-chu=a%0D%0Ab&ten=2".encode(), kind)[2].decode()
    assert "field ten=Ba Tơ\n" in body and "field ghi-chu=a\nb\n" in body and "field ten=2\n" in body
    assert post(server, "/echo", b"a=%ff", kind)[0] == 400
    assert post(server, "/echo", b"a=%4", kind)[0] == 400
    assert post(server, "/echo", b"a=%00", kind)[0] == 400


def multipart(*parts, end=b"--"):
    data = b""
    for head, content in parts:
        data += b"--XX\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n"
    return data + b"--XX" + end + b"\r\n"


MULTIPART = "Content-Type: multipart/form-data; boundary=XX\r\n"


def test_multipart():
    photo = bytes(range(256)) * 20 + b"\r\n--X\r\n--XY"
    body = post(server, "/upload", multipart(
        ('Content-Disposition: form-data; name="ten"', "Họp dân".encode()),
        ('Content-Disposition: form-data; name="anh"; filename="C:\\\\ảnh \\"1\\".jpg"\r\nContent-Type: image/jpeg', photo),
        ('Content-Disposition: form-data; name="trong"; filename=""\r\nContent-Type: application/octet-stream', b""),
    ), MULTIPART)[2].decode()
    assert "field ten=Họp dân\n" in body, body
    assert f'upload anh ảnh "1".jpg image/jpeg {len(photo)} {checksum(photo)} memory\n' in body, body
    assert "upload trong" not in body


def test_multipart_in_a_file():
    photo = os.urandom(300000)
    body = post(server, "/upload", multipart(
        ('Content-Disposition: form-data; name="anh"; filename="a.jpg"', photo),
        ('Content-Disposition: form-data; name="sau"', b"x")), MULTIPART)[2].decode()
    assert f"upload anh a.jpg application/octet-stream 300000 {checksum(photo)} file\n" in body, body
    assert "field sau=x\n" in body


def test_multipart_broken():
    part = ('Content-Disposition: form-data; name="a"', b"b")
    for body, headers in ((multipart(part, end=b""), MULTIPART), (multipart(part)[:-8], MULTIPART),
                          (multipart(("X: y", b"b")), MULTIPART), (b"nothing", MULTIPART),
                          (multipart(part), "Content-Type: multipart/form-data\r\n"),
                          (multipart(('Content-Disposition: form-data; name="a"', b"\xff")), MULTIPART)):
        assert post(server, "/upload", body, headers)[0] == 400, body


def test_host_client_and_proxy():
    body = server.get("/static", "X-Forwarded-For: 1.2.3.4, 10.0.0.7\r\nX-Forwarded-Proto: https\r\n")[2].decode()
    assert "client 10.0.0.7\n" in body and "https 1\n" in body
    body = server.get("/static", "X-Forwarded-For: nonsense\r\n")[2].decode()
    assert "client 127.0.0.1\n" in body and "https 0\n" in body


def test_cookies():
    body = server.get("/static", 'Cookie: a=1; b="2"; =x; bad; c d=4; e=5\r\n')[2].decode()
    assert "cookie a=1\n" in body and 'cookie b="2"\n' in body and "cookie e=5\n" in body
    assert "bad" not in body and "=4" not in body
    h = server.get("/sign-in")[1]
    assert h["set-cookie"] == "phien=abc; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax"
    assert server.get("/sign-in", "X-Forwarded-Proto: https\r\n")[1]["set-cookie"].endswith("; Secure")


def test_redirects_stay_on_this_site():
    for to, where in (("/viec/1", "/viec/1"), ("//evil.example", "/"), ("https://evil.example", "/"),
                      ("/%5Cevil.example", "/"), ("/a%0D%0AX:y", None)):
        status, h, _ = server.get(f"/sign-in?to={to}")
        if where:
            assert (status, h["location"]) == (303, where), to
        else:
            assert "x" not in h


def test_gzip():
    plain = server.get("/page")[2]
    status, h, body = server.get("/page", "Accept-Encoding: br;q=0.5, gzip\r\n")
    assert h["content-encoding"] == "gzip" and h["vary"] == "Accept-Encoding" and gzip.decompress(body) == plain
    assert "content-encoding" not in server.get("/page", "Accept-Encoding: gzip;q=0\r\n")[1]
    h = server.get("/page?secret=1", "Accept-Encoding: gzip\r\n")[1]
    assert "content-encoding" not in h, "a page with a secret is not compressed"


def test_etag():
    h = server.get("/page")[1]
    status, again, body = server.get("/page", f"If-None-Match: {h['etag']}\r\n")
    assert (status, body, again["etag"]) == (304, b"", h["etag"])
    assert server.get("/page", 'If-None-Match: W/"other"\r\n')[0] == 200


def test_file():
    with open(PROGRAM, "rb") as f:
        data = f.read()
    status, h, body = server.get("/file")
    assert status == 200 and body == data
    assert "filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20qu%C3%BD%201.bin" in h["content-disposition"]


def test_unfilled_reply_is_500():
    status, _, body = server.get("/unfilled")
    assert status == 500 and "lỗi ở máy chủ".encode() in body


def test_ipv6():
    s = start("listen=[::1]:0")
    assert b"client ::1\n" in s.get("/static")[2]
    ends(s)


def test_address_taken_or_wrong():
    for listen, words in ((f"127.0.0.1:{server.port}", "đang được"), ("localhost:1", "không đúng dạng"), ("x", "không đúng")):
        try:
            start(f"listen={listen}")
            raise AssertionError(listen)
        except RuntimeError as e:
            assert words in str(e), e


def cut_after(c, pieces, pause):
    """Seconds until the server closes, while it is fed a piece at a time."""
    begun = time.monotonic()
    c.settimeout(pause)
    for piece in pieces:
        try:
            c.sendall(piece)
            if not c.recv(1000):
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - begun


def test_slow_head_is_cut():
    with server.open() as c:
        c.sendall(b"GET /static HTTP/1.1\r\nHost: x\r\n")
        assert 1.5 < cut_after(c, [b"A: b\r\n"] * 60, 0.2) < 4


def test_slow_request_line_is_cut():
    s = start("idle_ms=1500")
    with s.open() as c:
        assert 1 < cut_after(c, [b"G"] * 60, 0.2) < 4
    ends(s)


def test_slow_body_is_cut():
    with server.open() as c:
        c.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
        assert 2.5 < cut_after(c, [b"x"] * 60, 0.25) < 6
    assert "POST /echo" in server.seen()
    assert int(re.search(r"loa_http_cut_total (\d+)", server.get("/metrics")[2].decode())[1]) >= 2


def test_steady_body_is_not_cut():
    """8 KiB/s for 5 s, above the least rate, beyond body_ms."""
    with server.open() as c:
        c.sendall(b"POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 40960\r\n\r\n")
        for _ in range(20):
            c.sendall(b"x" * 2048)
            time.sleep(0.25)
        assert client.read_reply(c)[0] == 200


def test_reader_that_does_not_read_is_cut():
    s = start("body_ms=500", "body_rate=100000000")
    with socket.socket() as c:
        c.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        c.connect(("127.0.0.1", s.port))
        c.sendall(b"GET /file HTTP/1.1\r\nHost: x\r\n\r\n" * 50)
        time.sleep(4)
        assert "loa_http_connections 1\n" in s.get("/metrics")[2].decode()
    ends(s)


def test_idle_connection_is_closed():
    s = start("idle_ms=1000")
    with s.open() as c:
        c.sendall(b"GET /static HTTP/1.1\r\nHost: x\r\n\r\n")
        assert client.read_reply(c)[0] == 200
        begun = time.monotonic()
        assert c.recv(1) == b"" and 0.5 < time.monotonic() - begun < 3
    ends(s)


def test_body_too_large_is_answered():
    """50 MB where 1 MiB is allowed: the client can send it all and then reads why."""
    status, h, body = post(server, "/echo", bytes(50_000_000))
    assert status == 413 and "quá lớn".encode() in body
    assert h.get("connection") != "close"


def test_gibibyte_refused():
    with server.open() as c:
        c.sendall(f"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: {GIB}\r\n\r\n".encode())
        status, h, _ = client.read_reply(c)
        assert (status, h["connection"]) == (413, "close")


def test_nothing_is_left_in_the_spool_folder():
    time.sleep(0.5)
    links = [os.readlink(f"/proc/{server.process.pid}/fd/{n}") for n in os.listdir(f"/proc/{server.process.pid}/fd")]
    assert not [name for name in links if "/var/tmp" in name], links


def in_background(n, fn, pause=0.0):
    results = []
    threads = [threading.Thread(target=lambda: results.append(fn())) for _ in range(n)]
    for t in threads:
        t.start()
        time.sleep(pause)
    return threads, results


def join(threads):
    for t in threads:
        t.join()


def test_full_queue_is_a_polite_503():
    s = start("work_threads=1", "work_queue=2")
    threads, results = in_background(3, lambda: s.get("/slow?ms=1500")[0], 0.2)
    time.sleep(0.1)
    status, h, body = s.get("/static")
    assert (status, h["retry-after"]) == (503, "5") and "Máy chủ đang bận".encode() in body
    assert s.get("/quick")[2] == b"quick\n", "I/O threads go on"
    join(threads)
    assert results == [200] * 3
    assert "loa_http_full_total 1\n" in s.get("/metrics")[2].decode()
    ends(s)


def test_hashing_has_its_own_lane():
    s = start("work_threads=1")
    threads, results = in_background(3, lambda: s.get("/hash?ms=1000")[0])
    time.sleep(0.3)
    begun = time.monotonic()
    assert s.get("/static")[0] == 200 and time.monotonic() - begun < 0.5
    assert re.search(r'lane_waiting{lane="hash"} 2\n', s.get("/metrics")[2].decode())
    join(threads)
    assert results == [200] * 3
    ends(s)


def test_too_many_bodies_at_once():
    s = start("bodies=2")
    held = [s.open() for _ in range(2)]
    for c in held:
        c.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1")
    time.sleep(0.3)
    assert post(s, "/echo", b"1234567890")[0] == 503
    for c in held:
        c.sendall(b"234567890")
        assert client.read_reply(c)[0] == 200
        c.close()
    ends(s)


def test_sigterm_finishes_what_is_under_way():
    s = start()
    with s.open() as idle, s.open() as c:
        c.sendall(b"GET /slow?ms=1000 HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.3)
        s.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        assert idle.recv(1) == b"", "idle connections are closed at once"
        try:
            s.open(1).close()
            raise AssertionError("still listens")
        except ConnectionRefusedError:
            pass
        status, h, body = client.read_reply(c)
        assert (status, h["connection"], body) == (200, "close", b"slow\n")
    assert s.process.wait(10) == 0, s.errors()


def test_sigterm_does_not_wait_for_ever():
    s = start()
    with s.open() as slow, s.open() as body:
        slow.sendall(b"GET /slow?ms=3500 HTTP/1.1\r\nHost: x\r\n\r\n")
        body.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1")
        time.sleep(0.3)
        begun = time.monotonic()
        assert s.stop() == 0, s.errors()
        assert 2.5 < time.monotonic() - begun < 5.5


def test_a_handler_that_does_not_end_cannot_hold_the_process():
    s = start()
    with s.open() as c:
        c.sendall(b"GET /slow?ms=30000 HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.3)
        assert s.stop() == 3, s.errors()


def test_spool_folder_missing():
    s = start("spool=/nonexistent")
    status, _, body = post(s, "/upload", bytes(300000))
    assert status == 500 and "lỗi ở máy chủ".encode() in body
    assert post(s, "/upload", bytes(300))[0] == 200
    ends(s)


def test_clients_that_leave():
    s = start("work_threads=2")
    for _ in range(100):
        c = s.open()
        c.sendall(b"GET /slow?ms=5 HTTP/1.1\r\nHost: x\r\n\r\nPOST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\nabc")
        c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        c.close()
    time.sleep(1.5)
    assert "loa_http_connections 1\n" in s.get("/metrics")[2].decode()
    assert "loa_http_bodies 0\n" in s.get("/metrics")[2].decode()
    ends(s)


def test_many_at_once():
    """8 clients, 200 requests each, forms and pages mixed, none mixed up."""
    def work():
        with server.open() as c:
            for i in range(100):
                mark = os.urandom(8).hex()
                body = f"m={mark}" + "&x=" + "y" * (i * 20)
                c.sendall(f"POST /echo?q={mark} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded"
                          f"\r\nContent-Length: {len(body)}\r\n\r\n{body}GET /static?q={mark}b HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                first, second = client.read_reply(c), client.read_reply(c)
                if first[0] == 503 or second[0] == 503:
                    continue
                if f"field m={mark}\n".encode() not in first[2] or f"query q={mark}b\n".encode() not in second[2]:
                    return "mixed up"
        return "well"
    threads, results = in_background(8, work)
    join(threads)
    assert results == ["well"] * 8, results


def test_log_and_metrics():
    server.get("/hidden/secret-token?x=1")
    server.talk(b"FOO / HTTP/1.1\r\nHost: x\r\n\r\n", wait=0.5)
    time.sleep(0.5)
    log = "\n".join(server.log)
    assert 'method=GET path="/hidden/..." status=200' in log and "secret-token" not in log
    assert re.search(r'status=501 .* note="method"', log)
    text = server.get("/metrics")[2].decode()
    assert re.search(r'loa_http_requests_total{class="2xx"} [1-9]', text)
    buckets = [int(n) for n in re.findall(r"request_seconds_bucket{.*} (\d+)", text)]
    assert buckets == sorted(buckets) and len(buckets) == 11
    assert int(re.search(r"request_seconds_count (\d+)", text)[1]) == buckets[-1]


def test_server_ends_well():
    ends(server)


if __name__ == "__main__":
    tap.run()
