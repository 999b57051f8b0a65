#!/usr/bin/env python3
"""docs/proxy: the examples for nginx and Caddy, started as they stand in front of a server of two communes; only
addresses, names of files and the certificate are put in."""
import contextlib
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
import urllib.parse

import loa as L
from loa import loa
from server import PASSWORD, Server, add_user

import tap

PROVINCE = "tinh.gov.vn"
CLIENT = "127.0.0.2"  # another address of this machine, to be told from the proxy's own
BODY_MAX = 160 << 20  # what the examples say


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def replaced(text, *pairs):
    for old, new in pairs:
        assert old in text, f"the example has no {old!r} any more"
        text = text.replace(old, str(new))
    return text


def certificate(folder):
    pem, key = folder / "tinh.pem", folder / "tinh.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={PROVINCE}",
                    "-addext", f"subjectAltName=DNS:*.{PROVINCE}", "-keyout", key, "-out", pem], check=True,
                   capture_output=True)
    return pem, key


class Proxy:
    """name: nginx or caddy. Its own folder holds all that it writes."""

    def __init__(self, name, upstream):
        self.name, self.folder = name, L.SCRATCH / f"{name}-{upstream}"
        self.folder.mkdir()
        self.pem, key = certificate(self.folder)
        self.tls, self.plain = free_port(), free_port()
        common = (("/etc/ssl/loa/tinh.gov.vn.pem", self.pem), ("/etc/ssl/loa/tinh.gov.vn.key", key),
                  ("127.0.0.1:8080", f"127.0.0.1:{upstream}"))
        command = getattr(self, name)(common)
        self.log = open(self.folder / "log", "w+b")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log,
                                        env={**os.environ, "HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder),
                                             "XDG_CONFIG_HOME": str(self.folder)})
        self.wait()

    def nginx(self, common):
        site = (L.ROOT / "docs" / "proxy" / "nginx.conf").read_text()
        site = replaced(site, *common, ("listen 443 ", f"listen 127.0.0.1:{self.tls} "),
                        ("listen 80 ", f"listen 127.0.0.1:{self.plain} "))
        site = re.sub(r"\n\tlisten \[::\][^\n]*", "", site)
        temporary = "".join(f"{t}_temp_path {self.folder}/{t};\n" for t in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        user = "user root;\n" if os.getuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(
            f"{user}pid {self.folder}/pid;\nerror_log stderr;\ndaemon off;\nmaster_process off;\nevents {{}}\n"
            f"http {{\naccess_log off;\n{temporary}{site}\n}}\n")
        return ["nginx", "-p", self.folder, "-c", self.folder / "nginx.conf"]

    def caddy(self, common):
        site = (L.ROOT / "docs" / "proxy" / "Caddyfile").read_text()
        site = replaced(site, *common, ("\tadmin off\n", f"\tadmin off\n\thttp_port {self.plain}\n\thttps_port {self.tls}\n"
                                                         "\tdefault_bind 127.0.0.1\n\tskip_install_trust\n"))
        (self.folder / "Caddyfile").write_text(site)
        return ["caddy", "run", "--config", self.folder / "Caddyfile", "--adapter", "caddyfile"]

    def wait(self):
        for _ in range(600):
            assert self.process.poll() is None, self.said()
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.tls), 1).close()
                return
            time.sleep(0.05)
        raise AssertionError(self.said())

    def said(self):
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def context(self, *protocols):
        c = ssl.create_default_context(cafile=self.pem)
        if protocols:
            c.set_alpn_protocols(list(protocols))
        return c

    def connect(self, host, *protocols):
        raw = socket.create_connection(("127.0.0.1", self.tls), 60, (CLIENT, 0))
        return self.context(*protocols).wrap_socket(raw, server_hostname=host)

    def ask(self, host, method, path, form=None, body=None, **headers):
        """Over TLS, the certificate checked for that host."""
        c = http.client.HTTPConnection(host)
        c.sock = self.connect(host)
        headers = {k.replace("_", "-"): v for k, v in headers.items()}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode(form)
        # Who is cut while sending reads what was said before that, as browsers do.
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            c.request(method, path, body, headers)
        r = c.getresponse()
        text = r.read().decode("utf-8", "replace")
        c.close()
        return r, text


@contextlib.contextmanager
def behind(name):
    folder = L.SCRATCH / f"tinh-{name}-{free_port()}"
    folder.mkdir()
    for commune, title in (("ba-to", "Ba Tơ"), ("ba-dinh", "Ba Định")):
        loa("import", "--db", folder / f"{commune}.db",
            L.folder({"unit.json": lambda t: t.replace("Ba Tơ", title)} if title != "Ba Tơ" else None))
        add_user(folder / f"{commune}.db", "canbo", "officer")
    with Server(folder, "--trust-proxy") as server, Proxy(name, server.port) as proxy:
        yield server, proxy


def each():
    for name in ("nginx", "caddy"):
        if shutil.which(name):
            yield name


def test_signing_in_over_tls():
    if not list(each()):
        return "SKIP neither nginx nor caddy is installed"
    for name in each():
        with behind(name) as (server, proxy):
            host = f"ba-to.{PROVINCE}"
            r, page = proxy.ask(host, "GET", "/dang-nhap")
            assert r.status == 200 and "Ba Tơ" in page, (name, r.status)
            assert "max-age=31536000" in r.headers["Strict-Transport-Security"]
            assert "unsafe" not in r.headers["Content-Security-Policy"]
            r, _ = proxy.ask(host, "POST", "/dang-nhap", {"ten": "canbo", "mat-khau": PASSWORD})
            cookie = r.headers["Set-Cookie"]
            assert r.status == 303 and "; Secure" in cookie and "HttpOnly" in cookie, (name, cookie)
            cookie = cookie.split(";")[0]
            r, page = proxy.ask(host, "GET", "/so-lieu?ky=2024-Q1", Cookie=cookie, Accept_Encoding="gzip, br")
            assert r.status == 200 and "12 tin" in page, name
            assert not r.headers["Content-Encoding"], f"{name}: a page with the token of a form is compressed"
            r, page = proxy.ask(f"ba-dinh.{PROVINCE}", "GET", "/dang-nhap")
            assert "Ba Định" in page and "Ba Tơ" not in page, name
            assert proxy.ask(f"ba-dinh.{PROVINCE}", "GET", "/so-lieu", Cookie=cookie)[0].status == 303, name
            css = re.search(r'href="(/assets/[^"]+\.css)"', page)[1]
            r, _ = proxy.ask(host, "GET", css, Accept_Encoding="gzip")
            assert r.headers["Content-Encoding"] == "gzip" and "immutable" in r.headers["Cache-Control"], name


def test_http_2_is_spoken():
    for name in each():
        with behind(name) as (server, proxy):
            with proxy.connect(f"ba-to.{PROVINCE}", "h2", "http/1.1") as s:
                assert s.selected_alpn_protocol() == "h2" and s.version() in ("TLSv1.2", "TLSv1.3"), name
            if not shutil.which("curl"):
                continue
            done = subprocess.run(["curl", "-sS", "--http2", "--cacert", proxy.pem, "--resolve",
                                   f"ba-to.{PROVINCE}:{proxy.tls}:127.0.0.1", "-w", "%{http_version} %{http_code}", "-o",
                                   "/dev/null", "-d", "ten=canbo", "--data-urlencode", f"mat-khau={PASSWORD}",
                                   f"https://ba-to.{PROVINCE}:{proxy.tls}/dang-nhap"], capture_output=True)
            assert done.stdout == b"2 303", (name, done)


def test_the_clients_address_is_the_real_one():
    for name in each():
        with behind(name) as (server, proxy):
            proxy.ask(f"ba-to.{PROVINCE}", "GET", "/dang-nhap", X_Forwarded_For="203.0.113.9", X_Forwarded_Proto="http")
            proxy.ask(f"ba-to.{PROVINCE}", "POST", "/dang-nhap", {"ten": "canbo", "mat-khau": PASSWORD},
                      X_Forwarded_For="203.0.113.9")
            server.stop()
            lines = [line for line in server.log().splitlines() if line.startswith("time=")]
            assert len(lines) == 2, (name, lines)
            for line in lines:
                assert f" client={CLIENT} " in line and f" host=ba-to.{PROVINCE} " in line, (name, line)
            assert "203.0.113.9" not in server.log(), f"{name}: what a client claims is believed"
            assert PASSWORD.split()[0] not in server.log()


def test_plain_http_leads_to_tls_and_strangers_nowhere():
    for name in each():
        with behind(name) as (server, proxy):
            c = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=30)
            c.request("GET", "/dang-nhap?x=1", headers={"Host": f"ba-to.{PROVINCE}"})
            r = c.getresponse()
            assert r.status in (301, 308) and r.headers["Location"].startswith(f"https://ba-to.{PROVINCE}"), name
            assert r.headers["Location"].endswith("/dang-nhap?x=1")
            try:
                raw = socket.create_connection(("127.0.0.1", proxy.tls), 30)
                lax = ssl.create_default_context()
                lax.check_hostname, lax.verify_mode = False, ssl.CERT_NONE
                with lax.wrap_socket(raw, server_hostname="ba-to.example.org") as s:
                    s.sendall(b"GET / HTTP/1.1\r\nHost: ba-to.example.org\r\nConnection: close\r\n\r\n")
                    assert b"Loa" not in s.recv(65536), name
            except (ssl.SSLError, ConnectionError):
                pass  # no answer at all
            r, _ = proxy.ask(f"khong-co.{PROVINCE}", "GET", "/")
            assert r.status == 404, (name, r.status)


def test_a_body_of_the_allowed_size_passes():
    """What the pages take passes the proxy; more is answered by whoever notices, and with 413."""
    table = [r for r in json.loads(loa("routes", "--format", "json")[0])["routes"] if r["method"] == "POST"]
    largest = max(table, key=lambda r: r["body_max"])
    assert largest["body_max"] <= BODY_MAX, f"docs/proxy allows less than {largest['pattern']} takes"
    for name in each():
        with behind(name) as (server, proxy):
            host = f"ba-to.{PROVINCE}"
            for route, size in ((largest, largest["body_max"] or 1 << 20), ({"pattern": "/dang-nhap"}, 1 << 20)):
                path = re.sub(r"\{\w+\}", "1", route["pattern"])
                body = b"a=" + b"x" * (size - 2)
                kind = {"Content_Type": "application/x-www-form-urlencoded" if size <= 4 << 20 else "image/jpeg"}
                r, text = proxy.ask(host, "POST", path, body=body, **kind)
                assert r.status in (403, 422), (name, path, size, r.status, text[:300])
                r, text = proxy.ask(host, "POST", path, body=body + b"x", **kind)
                assert r.status == 413, (name, path, size, r.status)
                assert "quá" in text or "lớn" in text, f"{name}: Loa says it, in Vietnamese: {text[:500]}"
            try:
                r, _ = proxy.ask(host, "POST", "/dang-nhap", body=b"x" * (BODY_MAX + 1), Content_Type="image/jpeg")
                assert r.status == 413, (name, r.status)
            except (ConnectionError, ssl.SSLError):
                pass  # cut while it was still sending


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
