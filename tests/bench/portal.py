#!/usr/bin/env python3
"""How fast the portal answers, what it weighs and what it keeps in memory, as a page of Markdown.

    tests/bench/portal.py [BUILD [SECONDS [ARTICLES]]]     (build 2 100000)

One run, in turns: nginx sends our own pages' saved bytes from disk, our server the same pages from memory and from the
database; ratios are medians over the pairs of neighbours. Both write a line for each request, many at once. Pages are
asked for as browsers ask (packed: nginx has the packed bytes beside the page) and plain. Each aim of the portal gets
its verdict at the end. BUILD must be built without sanitizers. LOA_TEST_PG names a PostgreSQL server to ask for the
search as well.
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
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 2
ARTICLES = int(sys.argv[3]) if len(sys.argv) > 3 else 100000
ROUNDS, CONNECTIONS, COMMUNES, STARTS, ASKED = 5, 64, 96, 15, 500
sys.argv[1:] = [str(BUILD)]
sys.path[:0] = [str(ROOT / "tests" / "e2e"), str(ROOT / "tests")]
sys.dont_write_bytecode = True
import loa as L  # noqa: E402
from loa import loa  # noqa: E402
from portal_test import published  # noqa: E402
from server import Server  # noqa: E402
from way_test import Office  # noqa: E402

# Name, and the address, or the page whose first link of that form it is. One line adds a page.
PAGES = [
    ("the home", "/"),
    ("the list of documents", "/van-ban"),
    ("a document", "/cong-khai/1"),
    ("the list of articles", "/tin"),
    ("an article", ("/tin", r"/tin/[a-z0-9]+-[a-z0-9-]+")),
    ("procedures", "/thu-tuc"),
    ("a procedure", ("/thu-tuc", r"/thu-tuc/[0-9.]+")),
    ("about", "/gioi-thieu"),
]

NGINX = """
{2}daemon off; pid {0}/nginx.pid; error_log {0}/error.log; worker_processes 2;
events {{ worker_connections 1024; multi_accept on; }}
http {{ access_log {0}/access.log combined buffer=32k flush=1s; sendfile on; tcp_nopush on; keepalive_requests 1000000000; open_file_cache max=1000;
  gzip_static on; default_type "text/html; charset=utf-8"; types {{ }}
  client_body_temp_path {0}/t; proxy_temp_path {0}/t; fastcgi_temp_path {0}/t; uwsgi_temp_path {0}/t; scgi_temp_path {0}/t;
  server {{ listen 127.0.0.1:{1} reuseport; root {0}/pages; }} }}
"""

verdicts = []


def aim(what, value, bound, form="{:.1f}", at_least=False):
    good = value >= bound if at_least else value < bound
    verdicts.append((what, form.format(value), (">= " if at_least else "< ") + form.format(bound), good))


def fetch(port, path, headers=None, host=None):
    """(response, bytes as they came)"""
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    c.request("GET", path, headers={**(headers or {}), **({"Host": host} if host else {})})
    r = c.getresponse()
    body = r.read()
    c.close()
    assert r.status == 200, (path, r.status)
    return r, body


def ask(port, path, headers=None, host=None):
    return fetch(port, path, headers, host)[1]


class Nginx:
    """Serves the bytes as they are, or the .gz beside them to whom takes gzip."""

    def __init__(self, pages):
        self.folder = L.SCRATCH / "nginx"
        (self.folder / "pages").mkdir(parents=True)
        for name, body, packed in pages:
            (self.folder / "pages" / name).write_bytes(body)
            (self.folder / "pages" / (name + ".gz")).write_bytes(packed)
        self.port = 20000 + os.getpid() % 10000
        conf = self.folder / "nginx.conf"
        # The folder is its owner's alone, so nginx must not change to another user.
        conf.write_text(NGINX.format(self.folder, self.port, "user root; " if os.geteuid() == 0 else ""))
        self.process = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-p", self.folder, "-c", conf],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self.wait(pages[0][0])
        except BaseException:
            self.stop()
            raise

    def wait(self, name):
        for _ in range(100):
            try:
                return ask(self.port, "/" + name)
            except OSError:
                time.sleep(0.05)
        raise AssertionError((self.folder / "error.log").read_text())

    def workers(self):
        pid = self.process.pid
        return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def processor(pids):
    """Seconds that they have used."""
    ticks = [Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13] for pid in pids]
    return sum(int(n) for pair in ticks for n in pair) / os.sysconf("SC_CLK_TCK")


def load(port, path, *options, pids=()):
    used = processor(pids)
    said = subprocess.run([BUILD / "tests" / "bench" / "load", str(port), str(CONNECTIONS), str(SECONDS), *options, path],
                          check=True, capture_output=True, text=True).stdout.split()
    rate, p50, p99, longest, size, bad = map(float, said)
    assert not bad, (path, bad)
    return {"rate": rate, "p50": p50 / 1000, "p99": p99 / 1000, "size": size,
            "cost": (processor(pids) - used) * 1e6 / (rate * SECONDS)}


def kept(office, path):
    """Only pages that are kept have a tag."""
    return bool(fetch(office.port, path)[0].headers["ETag"])


def in_turns(office, nginx, name, title, page, *options):
    """One row per way; returns the ratios."""
    own = [office.process.pid]
    ways = {"nginx, from disk": (nginx.port, f"/{name}", nginx.workers())}
    if kept(office, page):
        ways["memory"] = (office.port, page, own)
    if not options:
        ways["database"] = (office.port, page + "?x=1", own)
    runs = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, (port, path, pids) in ways.items():
            ask(port, path)
            runs[way].append(load(port, path, *options, pids=pids))
    base = runs["nginx, from disk"]
    ratios = {}
    packed = "packed" if options else "plain"
    for way, v in runs.items():
        ratios[way] = statistics.median(r["rate"] / b["rate"] for r, b in zip(v, base))
        ratios[way, "cost"] = statistics.median(b["cost"] / r["cost"] for r, b in zip(v, base))
        mid = {k: statistics.median(r[k] for r in v) for k in v[0]}
        first = f"{title}, `{page}`" if way == "nginx, from disk" else ""
        print(f"| {first} | {packed} | {way} | {mid['size']:,.0f} | {mid['rate']:,.0f} | {ratios[way]:.2f} | {mid['p50']:.2f} | "
              f"{mid['p99']:.2f} | {mid['cost']:.0f} | {ratios[way, 'cost']:.2f} |", flush=True)
    return ratios


def addresses(office):
    for title, where in PAGES:
        if isinstance(where, tuple):
            where = re.search(f'href="({where[1]})"', ask(office.port, where[0]).decode())[1]
        yield title, where


def speed(office):
    pages = [(f"p{i}", title, path) for i, (title, path) in enumerate(addresses(office))]
    nginx = Nginx([(name, ask(office.port, path), ask(office.port, path, {"Accept-Encoding": "gzip"}))
                   for name, _, path in pages])
    print(f"### Pages, {CONNECTIONS} connections, {ROUNDS} rounds of {SECONDS:g} s\n\n"
          "Ratios: to nginx's run just before, medians; of answers a second (the client takes part of the machine) and of the\n"
          "server's processor time (which others on the machine hardly touch), above 1 where ours does better. Pages without a\n"
          "row `memory` are not kept.\n\n"
          "| page | | from | bytes | answers a second | ratio | p50 ms | p99 ms | µs of processor | ratio |\n"
          "| --- | --- | --- | --: | --: | --: | --: | --: | --: | --: |")
    try:
        packed = [in_turns(office, nginx, *page, "-g") for page in pages]
        plain = [in_turns(office, nginx, *page) for page in pages]
    finally:
        nginx.stop()
    for way, form, found, bound in (("memory", "packed", packed, 1.1), ("memory", "plain", plain, 1.1),
                                    ("database", "plain", plain, 0.5)):
        for key, what in ((way, "answers a second"), ((way, "cost"), "processor time")):
            ratios = [r[key] for r in found if key in r]
            name = f"from {way} ({form}) to nginx, {what}"
            aim(f"{name}: median of the pages", statistics.median(ratios), bound, "{:.2f}", True)
            aim(f"{name}: the slowest page", min(ratios), bound, "{:.2f}", True)


def weight(office):
    print("\n### Weight\n\n| page | requests | bytes, packed (no fonts: the system's own) |\n| --- | --: | --: |")
    packed = {"Accept-Encoding": "gzip, br"}
    for title, path in [*addresses(office), ("search", "/tim-kiem?q=cai+cach")]:
        text = ask(office.port, path).decode()
        parts = sorted(set(re.findall(r'<(?:link|img|script)\b[^>]*?(?:href|src)="(/assets/[^"]+)"', text)))
        size = len(ask(office.port, path, packed)) + sum(len(ask(office.port, p, packed)) for p in parts)
        print(f"| {title}, `{path}` | {1 + len(parts)} | {size:,} |")
        if path == "/":
            aim("weight of the home, kB", size / 1000, 40)
            aim("requests of the home", 1 + len(parts), 11, "{:.0f}")
        if title == "an article":
            aim("weight of an article, kB", size / 1000, 25)


def resident(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) * 1024 / 1e6


def visit_all(server, host, pages):
    for path in pages:
        ask(server.port, path, host=host)


def memory(db, pages):
    folder = L.SCRATCH / "province"
    folder.mkdir()
    for i in range(COMMUNES):
        shutil.copy(db, folder / f"xa-{i}.db")
    print("\n### Start and memory\n\nOf the process, shared libraries counted in full; every page above asked for, and a "
          f"search, of each commune, then `/` under load.\n\n| | start to first page, ms (median of {STARTS}) | "
          "resident memory, MB | under load, MB |\n| --- | --: | --: | --: |")
    for what, address, hosts, bound in (("one commune", db, [None], 20),
                                        (f"{COMMUNES} communes", folder,
                                         [f"xa-{i}.localhost" for i in range(COMMUNES)], 64)):
        times = []
        for _ in range(STARTS):
            begin = time.perf_counter()
            with Server(address) as server:
                ask(server.port, "/", host=hosts[0])
                times.append((time.perf_counter() - begin) * 1000)
        with Server(address) as server:
            for _ in range(2):
                for host in hosts:
                    visit_all(server, host, pages)
            calm = resident(server.process.pid)
            if hosts == [None]:
                load(server.port, "/?x=1")
            busy = resident(server.process.pid)
        first = statistics.median(times)
        print(f"| {what} | {first:.0f} | {calm:.1f} | {f'{busy:.1f}' if hosts == [None] else ''} |", flush=True)
        aim(f"resident memory, {what}, MB", calm, bound)
        if hosts == [None]:
            aim("start to first page, ms", first, 50, "{:.0f}")


def search():
    text = L.CASE / "expected.txt"
    for db in L.engines():
        engine = "PostgreSQL" if db.startswith("postgres") else "SQLite"
        loa("import", "--db", db, L.CASE)
        tool = BUILD / "tests" / "bench" / "bench-search"
        begin = time.perf_counter()
        subprocess.run([tool, "fill", db, str(ARTICLES), text], check=True)
        took = time.perf_counter() - begin
        size = f", file {os.path.getsize(db) / 1e6:.0f} MB" if engine == "SQLite" else ""
        said = subprocess.run([tool, "ask", db, str(ASKED), text], check=True, capture_output=True, text=True).stdout
        print(f"\n### Search, {ARTICLES:,} articles of 250 syllables, {engine}\n\nPut in within {took:.0f} s{size}; each "
              f"kind asked {ASKED} times.\n\n| asked for | p50 ms | p99 ms | p50, processor | p99, processor |\n"
              "| --- | --: | --: | --: | --: |")
        for line in said.splitlines():
            name, *times = line.split("|")
            p50, p99, *own = (float(t) / 1000 for t in times)
            print(f"| {name} | {p50:.2f} | {p99:.2f} | {own[0]:.2f} | {own[1]:.2f} |", flush=True)
        aim(f"search, {engine}, all kinds together: p50 ms", p50, 5, "{:.2f}")
        aim(f"search, {engine}, all kinds together: p99 ms", p99, 20, "{:.2f}")


def conclude():
    print("\n### The aims\n\n| | measured | aim | |\n| --- | --: | --: | --- |")
    for what, value, bound, good in verdicts:
        print(f"| {what} | {value} | {bound} | {'reached' if good else '**missed**'} |")


def main():
    db = str(L.SCRATCH / "commune.db")
    with Office(db) as office:
        published(office)
        for folder in ("portal", "thu-tuc-mau"):
            loa("import", "--db", db, ROOT / "cases" / folder)
        pages = [path for _, path in addresses(office)] + ["/tim-kiem?q=cai+cach"]
        speed(office)
        weight(office)
    memory(db, pages)
    search()
    conclude()


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
