#!/usr/bin/env python3
"""How fast the portal answers, what it weighs and what it keeps in memory, as a page of Markdown.

    tests/bench/portal.py [BUILD [SECONDS [ARTICLES]]]     (build 4 100000)

One run, in turns: nginx sends our own pages' saved bytes from disk, our server the same pages from memory and from the
database. BUILD must be built without sanitizers. LOA_TEST_PG names a PostgreSQL server to ask for the search as well.
"""
import http.client
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILD = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build").resolve()
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 4
ARTICLES = int(sys.argv[3]) if len(sys.argv) > 3 else 100000
ROUNDS, CONNECTIONS, COMMUNES = 3, 64, 96
sys.argv[1:] = [str(BUILD)]
sys.path[:0] = [str(ROOT / "tests" / "e2e"), str(ROOT / "tests")]
sys.dont_write_bytecode = True
import loa as L  # noqa: E402
from loa import loa  # noqa: E402
from portal_test import published  # noqa: E402
from server import Server  # noqa: E402
from way_test import Office  # noqa: E402

NGINX = """
daemon off; pid {0}/nginx.pid; error_log {0}/error.log; worker_processes 2;
events {{ worker_connections 1024; multi_accept on; }}
http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; open_file_cache max=1000;
  gzip_static on; default_type "text/html; charset=utf-8"; types {{ }}
  client_body_temp_path {0}/t; proxy_temp_path {0}/t; fastcgi_temp_path {0}/t; uwsgi_temp_path {0}/t; scgi_temp_path {0}/t;
  server {{ listen 127.0.0.1:{1} reuseport; root {0}/pages; }} }}
"""


def ask(port, path, headers=None, host=None):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    c.request("GET", path, headers={**(headers or {}), **({"Host": host} if host else {})})
    r = c.getresponse()
    body = r.read()
    c.close()
    assert r.status == 200, (path, r.status)
    return body


class Nginx:
    def __init__(self, pages):
        self.folder = L.SCRATCH / "nginx"
        (self.folder / "pages").mkdir(parents=True)
        for name, body, packed in pages:
            (self.folder / "pages" / name).write_bytes(body)
            (self.folder / "pages" / (name + ".gz")).write_bytes(packed)
        self.port = 20000 + os.getpid() % 20000
        conf = self.folder / "nginx.conf"
        conf.write_text(NGINX.format(self.folder, self.port))
        self.process = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-p", self.folder, "-c", conf],
                                        stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                ask(self.port, "/" + pages[0][0])
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError((self.folder / "error.log").read_text())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def load(port, path, *options):
    said = subprocess.run([BUILD / "tests" / "bench" / "load", str(port), str(CONNECTIONS), str(SECONDS), *options, path],
                          check=True, capture_output=True, text=True).stdout.split()
    rate, p50, p99, longest, size, bad = map(float, said)
    assert not bad, (path, bad)
    return {"rate": rate, "p50": p50, "p99": p99, "max": longest, "size": size}


def in_turns(office, nginx, name, page):
    ways = {"nginx, from disk": (nginx.port, f"/{name}"), "from memory": (office.port, page),
            "from the database": (office.port, page + "?x=1")}
    runs = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, (port, path) in ways.items():
            ask(port, path)
            runs[way].append(load(port, path))
    base = [r["rate"] for r in runs["nginx, from disk"]]
    print(f"\n`{page}`, {runs['nginx, from disk'][0]['size']:.0f} bytes:\n")
    print("| | answers a second | ratio to nginx | p50 ms | p99 ms |\n| --- | --: | --: | --: | --: |")
    for way, v in runs.items():
        ratio = statistics.median(r["rate"] / b for r, b in zip(v, base))
        mid = {k: statistics.median(r[k] for r in v) for k in v[0]}
        print(f"| {way} | {mid['rate']:,.0f} | {ratio:.2f} | {mid['p50'] / 1000:.2f} | {mid['p99'] / 1000:.2f} |")


def speed(office):
    pages = {"home": "/", "document": "/cong-khai/1"}
    saved = [(name, ask(office.port, path), ask(office.port, path, {"Accept-Encoding": "gzip"}))
             for name, path in pages.items()]
    nginx = Nginx(saved)
    try:
        for name, path in pages.items():
            in_turns(office, nginx, name, path)
    finally:
        nginx.stop()


def weight(office):
    print("\n| page | requests | bytes, packed (no fonts: the system's own) |\n| --- | --: | --: |")
    packed = {"Accept-Encoding": "gzip, br"}
    for path in ("/", "/cong-khai", "/cong-khai/1", "/gioi-thieu", "/tim-kiem?q=cai+cach"):
        text = ask(office.port, path).decode()
        parts = sorted(set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', text)))
        size = len(ask(office.port, path, packed)) + sum(len(ask(office.port, p, packed)) for p in parts)
        print(f"| `{path}` | {1 + len(parts)} | {size:,} |")


def resident(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def memory(db):
    folder = L.SCRATCH / "province"
    folder.mkdir()
    for i in range(COMMUNES):
        shutil.copy(db, folder / f"xa-{i}.db")
    print("\n| | start to first page, ms | resident memory after a visit to each, MB |\n| --- | --: | --: |")
    for what, address, hosts in (("one commune", db, [None]), (f"{COMMUNES} communes", folder,
                                 [f"xa-{i}.localhost" for i in range(COMMUNES)])):
        begin = time.perf_counter()
        with Server(address) as server:
            ask(server.port, "/", host=hosts[0])
            first = (time.perf_counter() - begin) * 1000
            for host in hosts:
                for path in ("/", "/cong-khai", "/gioi-thieu", "/tim-kiem?q=x"):
                    ask(server.port, path, host=host)
            print(f"| {what} | {first:.0f} | {resident(server.process.pid):.1f} |")


def search():
    text = L.CASE / "expected.txt"
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        tool = BUILD / "tests" / "bench" / "bench-search"
        begin = time.perf_counter()
        subprocess.run([tool, "fill", db, str(ARTICLES), text], check=True)
        took = time.perf_counter() - begin
        size = f", file {os.path.getsize(db) / 1e6:.0f} MB" if not db.startswith("postgres") else ""
        said = subprocess.run([tool, "ask", db, "300", text], check=True, capture_output=True, text=True).stdout
        print(f"\nSearch, {ARTICLES:,} articles of 250 syllables, {'PostgreSQL' if not size else 'SQLite'} "
              f"(put in within {took:.0f} s{size}):\n\n| asked for | p50 ms | p99 ms | p50, processor | p99, processor |\n"
              "| --- | --: | --: | --: | --: |")
        for line in said.splitlines():
            name, *times = line.split("|")
            print(f"| {name} | " + " | ".join(f"{float(t) / 1000:.2f}" for t in times) + " |")


def main():
    db = str(L.SCRATCH / "commune.db")
    with Office(db) as office:
        published(office)
        speed(office)
        weight(office)
    memory(db)
    search()


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
