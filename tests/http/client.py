"""A server under test, and a client that speaks bytes."""
import os
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))


class Server:
    def __init__(self, program, *options, **more):
        self.stderr = tempfile.TemporaryFile()
        self.process = subprocess.Popen([program, *options], stdout=subprocess.PIPE, stderr=self.stderr, **more)
        line = self.process.stdout.readline()
        if not line.strip():
            raise RuntimeError(self.errors())
        self.port = int(line)
        self.host = "::1" if any("[::1]" in o for o in options) else "127.0.0.1"
        self.log = []
        self.reader = threading.Thread(target=self.read_log, daemon=True)
        self.reader.start()

    def read_log(self):
        for line in self.process.stdout:
            self.log.append(line.decode().rstrip("\n"))

    def errors(self):
        self.stderr.seek(0)
        return self.stderr.read().decode(errors="replace")

    def open(self, timeout=10):
        return socket.create_connection((self.host, self.port), timeout)

    def stop(self, timeout=30):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout)
        self.reader.join(5)
        return code

    def talk(self, raw, wait=5.0):
        """(statuses, closed): what one connection answers to these bytes."""
        with self.open() as c:
            c.settimeout(wait)
            got = exchange(c, raw, wait)
            return statuses(got[0]), got[1]

    def get(self, target, headers="", method="GET"):
        with self.open() as c:
            c.sendall(f"{method} {target} HTTP/1.1\r\nHost: x\r\n{headers}\r\n".encode())
            return read_reply(c, method)

    def seen(self):
        return self.get("/seen")[2].decode()


def exchange(c, raw, wait):
    """Sends and reads at once, until the server closes or stays silent for `wait` seconds."""
    c.setblocking(False)
    data, sent, closed = b"", 0, False
    until = time.monotonic() + wait
    while time.monotonic() < until:
        r, w, _ = select.select([c], [c] if sent < len(raw) else [], [], max(0, until - time.monotonic()))
        if not r and not w:
            break
        try:
            if w:
                sent += c.send(raw[sent:sent + 65536])
            if r:
                piece = c.recv(65536)
                if not piece:
                    closed = True
                    break
                data += piece
                until = time.monotonic() + wait
        except BlockingIOError:
            continue
        except (ConnectionResetError, BrokenPipeError):
            closed = True
            break
    return data, closed


def statuses(data):
    """Of every reply in the bytes, by their Content-Length."""
    found = []
    while True:
        m = re.match(rb"HTTP/1\.[01] (\d{3})", data)
        if not m:
            break
        found.append(int(m[1]))
        head, _, rest = data.partition(b"\r\n\r\n")
        n = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        data = rest[int(n[1]) if n else 0:]
    return found


def read_head(c):
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        piece = c.recv(1)
        if not piece:
            raise EOFError(data)
        data += piece
    return data.decode("latin-1")


def read_reply(c, method="GET"):
    """(status, headers by lower-case name, body)"""
    lines = read_head(c).split("\r\n")
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(": ")
        headers.setdefault(name.lower(), value)
    status = int(lines[0].split()[1])
    n = 0 if method == "HEAD" or status in (204, 304) else int(headers.get("content-length", 0))
    body = b""
    while len(body) < n:
        piece = c.recv(min(65536, n - len(body)))
        if not piece:
            raise EOFError(body)
        body += piece
    return status, headers, body
