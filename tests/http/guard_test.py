#!/usr/bin/env python3
"""Malformed and ambiguous requests: guard_test.py SERVER
Every case must be refused and the connection closed, so that what stands behind it is never executed: each
carries GET /hidden/NUMBER behind itself, and the server is asked which paths it handled. What is not a mistake
(GET, pipelining, a GET with a body) must still work."""
import sys

import client
import tap

server = None
CHUNKED = "Transfer-Encoding: chunked\r\n"
BODY = "5\r\nhello\r\n0\r\n\r\n"


def setup_module():
    global server
    server = client.Server(sys.argv[1], "head_ms=1500", "idle_ms=1500", "body_ms=1500")


def post(headers, body="", version="HTTP/1.1", target="/static"):
    return f"POST {target} {version}\r\nHost: x\r\n{headers}\r\n{body}"


def get(headers="", line="GET /static HTTP/1.1", host="Host: x\r\n"):
    return f"{line}\r\n{host}{headers}\r\n"


# name, bytes (str is latin-1; {hidden} is the request behind), statuses that are right; None: no answer, only a
# closed connection. 200 in `right` is the one answer there may be, without the hidden request.
REFUSED = [
    # two framings
    ("CL and TE", post("Content-Length: {n}\r\n" + CHUNKED, "0\r\n\r\n{hidden}"), (400,)),
    ("TE and CL", post(CHUNKED + "Content-Length: 5\r\n", "0\r\n\r\n{hidden}"), (400,)),
    ("CL twice, 0 and n", post("Content-Length: 0\r\nContent-Length: {n}\r\n", "{hidden}"), (400,)),
    ("CL twice, n and 0", post("Content-Length: {n}\r\nContent-Length: 0\r\n", "{hidden}"), (400,)),
    ("CL twice the same", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello{hidden}"), (400,)),
    ("CL '5, 5'", post("Content-Length: 5, 5\r\n", "hello{hidden}"), (400,)),
    ("CL '+5'", post("Content-Length: +5\r\n", "hello{hidden}"), (400,)),
    ("CL '-1'", post("Content-Length: -1\r\n", "{hidden}"), (400,)),
    ("CL '0x5'", post("Content-Length: 0x5\r\n", "hello{hidden}"), (400,)),
    ("CL '5 0'", post("Content-Length: 5 0\r\n", "hello{hidden}"), (400,)),
    ("CL 2^64+5", post("Content-Length: 18446744073709551621\r\n", "hello{hidden}"), (400, 413)),
    ("CL empty", post("Content-Length: \r\n", "{hidden}"), (400,)),
    # transfer codings
    ("TE xchunked", post("Transfer-Encoding: xchunked\r\n", BODY + "{hidden}"), (400, 501)),
    ("TE identity", post("Transfer-Encoding: identity\r\n", "{hidden}"), (400, 501)),
    ("TE 'chunked, identity'", post("Transfer-Encoding: chunked, identity\r\n", BODY + "{hidden}"), (400, 501)),
    ("TE 'gzip, chunked'", post("Transfer-Encoding: gzip, chunked\r\n", BODY + "{hidden}"), (400, 501)),
    ("TE twice", post(CHUNKED + CHUNKED, BODY + "{hidden}"), (400,)),
    ("TE \\x0bchunked", post("Transfer-Encoding: \x0bchunked\r\n", BODY + "{hidden}"), (400, 501)),
    ("TE with a blank before the colon, and CL",
     post("Transfer-Encoding : chunked\r\nContent-Length: {n}\r\n", "0\r\n\r\n{hidden}"), (400,)),
    ("TE in HTTP/1.0", post(CHUNKED, BODY + "{hidden}", "HTTP/1.0"), (400,)),
    # chunks: refused as a whole with 411, so that no reading of them matters
    ("chunked, well made", post(CHUNKED, BODY + "{hidden}"), (411,)),
    ("chunk size of 17 digits", post(CHUNKED, "10000000000000005\r\nhello\r\n0\r\n\r\n{hidden}"), (400, 411, 413)),
    ("chunk size -1", post(CHUNKED, "-1\r\nhello\r\n0\r\n\r\n{hidden}"), (400, 411)),
    ("chunk size 0x5", post(CHUNKED, "0x5\r\nhello\r\n0\r\n\r\n{hidden}"), (400, 411)),
    ("chunk size empty", post(CHUNKED, "\r\nhello\r\n0\r\n\r\n{hidden}"), (400, 411)),
    ("chunk size '5 '", post(CHUNKED, "5 \r\nhello\r\n0\r\n\r\n{hidden}"), (400, 411)),
    ("chunk extension with LF", post(CHUNKED, "5;a\nb\r\nhello\r\n0\r\n\r\n{hidden}"), (400, 411)),
    ("chunk line ended by LF", post(CHUNKED, "5\nhello\r\n0\r\n\r\n{hidden}"), (400, 411)),
    ("chunk data not ended by CRLF", post(CHUNKED, "5\r\nhelloXX0\r\n\r\n{hidden}"), (400, 411)),
    ("chunked with trailer Content-Length", post(CHUNKED, "5\r\nhello\r\n0\r\nContent-Length: 9\r\n\r\n{hidden}"),
     (400, 411)),
    # lines and bytes of the head
    ("lines ended by LF", "GET /static HTTP/1.1\nHost: x\n\n{hidden}", (400,)),
    ("one line ended by LF", "GET /static HTTP/1.1\r\nHost: x\r\nA: b\nC: d\r\n\r\n{hidden}", (400,)),
    ("LF evened out by a blank", "GET /static HTTP/1.1\r\nHost:  x\nA: b\r\n\r\n{hidden}", (400,)),
    ("last line ended by LF", "GET /static HTTP/1.1\r\nHost: x\r\n\n{hidden}", (400,)),
    ("CR in a value", get("A: b\rC: d\r\n") + "{hidden}", (400,)),
    ("folded line", get("A: b\r\n c\r\n") + "{hidden}", (400,)),
    ("folded by a tab", get("A: b\r\n\tc\r\n") + "{hidden}", (400,)),
    ("folded Content-Length", post("Content-Length: 0\r\n 5\r\n", "hello{hidden}"), (400,)),
    ("first header led by a blank", get(host=" A: b\r\nHost: x\r\n") + "{hidden}", (400,)),
    ("NUL in a value", get("A: b\0c\r\n") + "{hidden}", (400,)),
    ("NUL at the end of a value", get("A: b\0\r\n") + "{hidden}", (400,)),
    ("NUL in a name", get("A\0B: c\r\n") + "{hidden}", (400,)),
    ("NUL in the target", get(line="GET /st\0atic HTTP/1.1") + "{hidden}", (400, None)),
    ("%00 in the target", get(line="GET /static%00x HTTP/1.1") + "{hidden}", (400,)),
    ("high bytes in the target", get(line="GET /\xff\xfe HTTP/1.1") + "{hidden}", (400,)),
    ("header without colon", get("nonsense\r\n") + "{hidden}", (400,)),
    ("empty header name", get(": x\r\n") + "{hidden}", (400,)),
    ("header name with a blank", get("A B: x\r\n") + "{hidden}", (400,)),
    ("no Host", get(host="") + "{hidden}", (400,)),
    ("two Hosts", get("Host: y\r\n") + "{hidden}", (400,)),
    ("Host of strange characters", get(host="Host: a/b\r\n") + "{hidden}", (400,)),
    ("blank behind HTTP/1.1", get(line="GET /static HTTP/1.1 ") + "{hidden}", (400,)),
    ("HTTP/9.9", get(line="GET /static HTTP/9.9") + "{hidden}", (505,)),
    ("http/1.1", get(line="GET /static http/1.1") + "{hidden}", (400,)),
    ("HTTP/0.9", "GET /static\r\n{hidden}", (400,)),
    ("two blanks before the target", get(line="GET  /static HTTP/1.1") + "{hidden}", (400,)),
    ("two blanks behind the target", get(line="GET /static  HTTP/1.1") + "{hidden}", (400, None)),
    ("tab in the request line", get(line="GET\t/static HTTP/1.1") + "{hidden}", (400, None)),
    ("absolute form of another host", get(line="GET http://y/static HTTP/1.1") + "{hidden}", (400,)),
    ("CONNECT", "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n{hidden}", (400, 501)),
    ("unknown method", get(line="FOO /static HTTP/1.1") + "{hidden}", (501,)),
    ("method of 20,000 bytes", get(line="A" * 20000 + " /static HTTP/1.1") + "{hidden}", (400, 414, 431, 501, None)),
    ("target of 100 KiB", get(line="GET /" + "a" * 102400 + " HTTP/1.1") + "{hidden}", (414, 431)),
    ("header of 100 KiB", get("A: " + "b" * 102400 + "\r\n") + "{hidden}", (400, 431)),
    ("10,000 headers", get("A: b\r\n" * 10000) + "{hidden}", (400, 431)),
    ("Expect: foo", post("Expect: foo\r\nContent-Length: 5\r\n", "hello{hidden}"), (417,)),
    ("TLS ClientHello", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)) * 2, (400, None)),
    ("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n{hidden}", (400, 505)),
    ("4 KiB of anything", bytes((i * 7919 + i * i * 31) % 256 for i in range(4096)), (400, 414, 431, None)),
    ("dot segments", get(line="GET /../static HTTP/1.1") + "{hidden}", (400,)),
    ("broken percent", get(line="GET /static%2 HTTP/1.1") + "{hidden}", (400,)),
    ("query that is not UTF-8", get(line="GET /static?a=%ff HTTP/1.1") + "{hidden}", (400,)),
    ("fragment in the target", get(line="GET /static#a HTTP/1.1") + "{hidden}", (400,)),
]


def case(number, raw, right):
    path = f"/hidden/{number}"
    hidden = f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n"
    if isinstance(raw, str):
        raw = raw.replace("{n}", str(len("0\r\n\r\n" + hidden if "0\r\n\r\n{hidden}" in raw else hidden)))
        raw = raw.replace("{hidden}", hidden).encode("latin-1")
    statuses, closed = server.talk(raw)
    assert closed, f"the connection stays open after {statuses}"
    assert len(statuses) <= 1, f"{len(statuses)} answers: {statuses}"
    got = statuses[0] if statuses else None
    assert got in right, f"{got}, not {right}"
    assert f" {path}\n" not in server.seen(), "the hidden request was executed"


def add_cases():
    def make(number, raw, right):
        return lambda: case(number, raw, right)
    for number, (name, raw, right) in enumerate(REFUSED):
        globals()["test_refused: " + name] = make(number, raw, right)


def test_plain_get():
    assert server.talk(get().encode(), wait=0.5) == ([200], False)


def test_absolute_form_of_the_same_host():
    assert server.talk(get(line="GET http://x/static HTTP/1.1").encode(), wait=0.5) == ([200], False)


def test_get_with_a_body_then_another():
    raw = get("Content-Length: 5\r\n") + "hello" + get(line="GET /hidden/900 HTTP/1.1")
    assert server.talk(raw.encode(), wait=0.5) == ([200, 200], False)
    assert " /hidden/900\n" in server.seen()


def test_blanks_around_values():
    raw = "GET /static HTTP/1.1\r\nHost:x\r\nA:   b\r\nC: d\r\nE:\r\n\r\n"
    assert server.talk(raw.encode(), wait=0.5) == ([200], False)


def test_empty_line_before_a_request():
    """Let pass (RFC 9112, 2.2), or refused, as libmicrohttpd 1.0 does where it is strict."""
    got = server.talk(b"\r\n" + get().encode(), wait=0.5)
    assert got in (([200], False), ([400], True), ([], True)), got


def test_http_1_0_closes():
    assert server.talk(b"GET /static HTTP/1.0\r\n\r\n") == ([200], True)


def test_expect_100_continue():
    with server.open() as c:
        c.sendall(post("Expect: 100-continue\r\nContent-Length: 5\r\n").encode())
        assert client.read_head(c).startswith("HTTP/1.1 100 ")
        c.sendall(b"hello")
        assert client.read_reply(c)[0] == 200


def test_expect_with_a_body_too_large():
    with server.open() as c:
        c.sendall(post("Expect: 100-continue\r\nContent-Length: 5000000\r\n").encode())
        assert client.read_reply(c)[0] == 413


def test_50_pipelined():
    assert server.talk(get().encode() * 50, wait=1) == ([200] * 50, False)


def test_heads_of_every_size():
    """The head and what the reply's head needs share one memory. Where a head leaves less than a refusal
    needs (200 bytes below its end), the connection is closed without one."""
    for size in range(200, 12000, 97):
        raw = get("A: " + "b" * size + "\r\n").encode()
        got, closed = server.talk(raw, wait=0.3)
        if size < 5900:
            assert (got, closed) == ([200], False), f"{size}: {got}"
        elif size > 6100:
            assert closed and (got == [431] or (not got and 7800 < size < 8192)), f"{size}: {got}"


def test_the_longest_reply_head_beside_the_longest_head():
    to = "/" + "a" * 1150
    for size in range(4500, 4980, 12):
        raw = get("A: " + "b" * size + "\r\n", line=f"GET /sign-in?to={to} HTTP/1.1").encode()
        got, _ = server.talk(raw, wait=0.2)
        assert got in ([303], [431]), f"{len(raw)}: {got}"
    assert server.get("/sign-in?to=/" + "a" * 1300)[0] == 500


def test_more_cookies_than_fit():
    """Closed; before 1.0 the library has no memory left to say why."""
    got, closed = server.talk(get("Cookie: " + "a=b; " * 500 + "\r\n").encode(), wait=1)
    assert closed and got in ([431], []), got


def test_many_cookies():
    assert server.talk(get("Cookie: " + "a=b; " * 40 + "\r\n").encode(), wait=1) == ([200], False)


def test_many_query_values():
    got, closed = server.talk(get(line="GET /static?" + "a=b&" * 150 + " HTTP/1.1").encode(), wait=1)
    assert (got, closed) in (([200], False), ([431], True), ([414], True)), got
    got, closed = server.talk(get(line="GET /static?" + "a=b&" * 300 + " HTTP/1.1").encode(), wait=1)
    assert closed and got in ([400], [431], [414]), got


def test_pipelined_beyond_the_memory():
    got, _ = server.talk(get().encode() * 1000, wait=2)
    assert got == [200] * 1000, len(got)


def test_refusals_are_counted():
    assert "loa_http_refused_total" in server.get("/metrics")[2].decode()


def test_server_ends_well():
    assert server.stop() == 0, server.errors()


if __name__ == "__main__":
    setup_module()
    tests = {k: globals().pop(k) for k in [k for k in globals() if k.startswith("test_")]}
    add_cases()
    globals().update(tests)
    tap.run()
