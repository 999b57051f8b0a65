"""A portal on the loopback that behaves as it is told, for the tests of harvesting."""
import gzip
import http.server
import socket
import threading
import time
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent / "samples"


def sample(name):
    return (SAMPLES / name).read_bytes()


def many(count, host="127.0.0.1"):
    """A feed of that many items."""
    items = "".join(f"<item><title>Tin số {i} về đời sống ở các thôn trong xã</title><link>http://{host}/tin/{i}</link>"
                    f"<pubDate>0{i % 9 + 1}/0{i % 3 + 1}/2024</pubDate><description>Đoạn mở đầu của tin số {i}</description></item>"
                    for i in range(count))
    return f'<rss version="2.0"><channel><title>Nhiều tin</title>{items}</channel></rss>'.encode()


class Portal:
    """Pages by their paths: bytes, (status, headers, bytes), or a function of the handler. Counts what is asked for."""

    def __init__(self, pages=None):
        self.pages, self.asked = dict(pages or {}), []
        portal = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                portal.asked.append((self.path, dict(self.headers)))
                page = portal.pages.get(self.path)
                if callable(page):
                    return page(self)
                status, headers, body = page if isinstance(page, tuple) else (200, {}, page)
                if page is None:
                    status, headers, body = 404, {}, b"khong co"
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.host = f"127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path):
        return f"http://{self.host}{path}"

    def put(self, path, body):
        """With the loopback of the samples made this server's."""
        if isinstance(body, bytes):
            body = body.replace(b"http://127.0.0.1/", f"http://{self.host}/".encode())
        self.pages[path] = body

    def hits(self, path):
        return sum(p == path for p, _ in self.asked)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def hang(handler):
    """Takes the request and says nothing."""
    try:
        handler.connection.settimeout(60)
        handler.connection.recv(1)
    except OSError:
        pass


def drip(handler):
    """A byte now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/rss+xml")
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"<")
            handler.wfile.flush()
            time.sleep(0.5)
    except OSError:
        pass


def endless(handler):
    """As fast as it can, for ever."""
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"x" * 65536)
    except OSError:
        pass


def bomb(handler):
    """200 MB of zeros in 200 kB of gzip."""
    body = gzip.compress(bytes(200 << 20), 9)
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    try:
        handler.wfile.write(body)
    except OSError:
        pass


def headers_for_ever(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    try:
        for i in range(100000):
            handler.wfile.write(b"X-%d: %s\r\n" % (i, b"y" * 200))
    except OSError:
        pass


def cut_off(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"<rss><channel>")
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


def zipped(body, coding="gzip"):
    return 200, {"Content-Encoding": coding, "Content-Type": "application/rss+xml"}, gzip.compress(body)


def to(path, status=302):
    return status, {"Location": path}, b""
