#!/usr/bin/env python3
"""loa serve for many communes by host name: none sees another's, none hurts another."""
import contextlib
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import loa as L
from loa import loa
from server import PASSWORD, Browser, Server, add_user

import tap

serial = 0


def own_database(server, name):
    """A server for many does all their work by the clock: not for the communes of other tests, which run beside it."""
    psql(server, f"CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'vi'")
    return server[:server.rindex("/") + 1] + name


class Province:
    """An address of many communes, and how to add one."""

    def __init__(self, pg):
        global serial
        serial += 1
        self.folder = L.SCRATCH / f"tinh-{serial}"
        self.folder.mkdir()
        self.mark = f"m{os.getpid()}-{serial}-"
        self.pg = pg and own_database(pg, f"tinh_{os.getpid()}_{serial}")

    def name(self, name):
        """Prefixed, as a province may have it."""
        return self.mark + name if self.pg else name

    @property
    def address(self):
        return f"{self.pg}?commune=*" if self.pg else str(self.folder)

    def of(self, name):
        return f"{self.pg}?commune={self.name(name)}" if self.pg else str(self.folder / f"{name}.db")

    def host(self, name):
        return f"{self.name(name)}.tinh.gov.vn"

    def add(self, name, commune=None):
        """A commune with an officer "canbo"; commune: another name than the sample's."""
        edit = commune and {"unit.json": lambda t: t.replace("Ba Tơ", commune)}
        loa("import", "--db", self.of(name), L.folder(edit))
        add_user(self.of(name), "canbo", "officer")
        return self.of(name)


def provinces():
    yield Province(None)
    if os.environ.get("LOA_TEST_PG"):
        yield Province(os.environ["LOA_TEST_PG"])


def test_each_host_name_is_a_commune_of_its_own():
    for p in provinces():
        p.add("ba-to")
        p.add("ba-dinh", "Ba Định")
        with Server(p.address) as server:
            for host, name in ((p.host("ba-to"), "Ba Tơ"), (p.name("ba-dinh"), "Ba Định"),
                               (p.host("ba-dinh").replace("ba-dinh", "BA-Dinh"), "Ba Định"),
                               (p.name("ba-dinh") + ".localhost:8080", "Ba Định")):
                page = Browser(server, host).get("/dang-nhap")
                assert name in page, (host, page[:1500])
            assert "Ba Tơ" not in Browser(server, p.host("ba-dinh")).get("/dang-nhap")


def test_an_unknown_host_learns_nothing():
    for p in provinces():
        p.add("ba-to")
        with Server(p.address) as server:
            for host in ("khong-co.tinh.gov.vn", "127.0.0.1", "[::1]", "..", "../ba-to", "x.ba-to", "%2e%2e", "_", "*",
                         "ba-to'", "x" * 200, "a" * 63 + "." + "b" * 63, "." + p.host("ba-to"), "."):
                r, text = Browser(server, host).ask("GET", "/dang-nhap")
                assert r.status in (400, 404), (host, r.status)
                assert "Ba Tơ" not in text and "ba-to" not in text.replace(host, ""), text
                assert r.status == 400 or "Không" in text
                assert Browser(server, host).ask("POST", "/dang-nhap", {"ten": "canbo", "mat-khau": PASSWORD})[0].status \
                    in (400, 404)
                assert Browser(server, host).ask("GET", "/healthz")[0].status in (400, 503), host


def test_nothing_of_one_opens_another():
    """The same login and password in both: what one server gave must be of no use at the other."""
    for p in provinces():
        p.add("ba-to")
        p.add("ba-dinh", "Ba Định")
        link = re.search(r"/l/\S+", add_user(p.of("ba-to"), "totruong", "group_head"))[0]
        with Server(p.address) as server:
            here, there = Browser(server, p.host("ba-to")), Browser(server, p.host("ba-dinh"))
            here.sign_in("canbo")
            stolen, token = here.cookie, here.csrf()
            there.cookie = stolen
            r, text = there.ask("GET", "/")  # the portal of the other commune, as for any visitor
            assert r.status == 200 and "Ba Tơ" not in text and "Người canbo" not in text
            for path in ("/so-lieu", "/bao-cao", "/bao-cao/1", "/bao-cao/1/tai/docx", "/tai-khoan"):
                r, text = there.ask("GET", path)
                assert (r.status, r.headers["Location"].split("?")[0]) == (303, "/dang-nhap"), (path, r.status)
                assert there.ask("POST", path, {"csrf": token})[0].status in (403, 405), path
            there.cookie = None
            there.sign_in("canbo")
            own = there.cookie
            assert own != stolen and here.csrf() != there.csrf()
            there.post("/tai-khoan/phien-khac", {"csrf": token}, 403)
            there.post("/dang-xuat", {"csrf": token}, 403)
            assert there.ask("GET", link)[0].status == 403, "a link of the other commune"
            there.cookie, there.headers = f"{own}; {stolen}", {}
            assert there.ask("GET", "/tai-khoan")[0].status in (200, 303)
            there.cookie = own
            there.post("/dang-xuat", {"csrf": there.csrf()})
            here.cookie = stolen
            here.get("/tai-khoan")  # signing out there did not end the session here
            here.cookie = None
            assert here.ask("GET", link)[0].status == 303
        for name in ("ba-to", "ba-dinh"):
            loa("verify", "--db", p.of(name))


def test_failures_at_one_do_not_slow_another():
    for p in provinces():
        p.add("ba-to")
        p.add("ba-dinh")
        with Server(p.address) as server:
            here, there = Browser(server, p.host("ba-to")), Browser(server, p.host("ba-dinh"))
            for _ in range(12):  # a slow machine takes longer for one than the first pauses last
                here.post("/dang-nhap", {"ten": "canbo", "mat-khau": "sai sai sai"}, 422)
            here.post("/dang-nhap", {"ten": "canbo", "mat-khau": PASSWORD}, 422)
            there.sign_in("canbo")


def test_a_new_commune_is_there_at_once_and_a_removed_one_gone():
    for p in provinces():
        with Server(p.address) as server:
            b = Browser(server, p.host("moi"))
            assert b.ask("GET", "/dang-nhap")[0].status == 404
            p.add("moi")
            b.sign_in("canbo")
            b.get("/so-lieu")
            if p.pg:
                return
            # Another file by the same name: not the one that a thread still has open.
            p.add("khac", "Ba Định")
            for end in ("-wal", "-shm", "-lock"):
                (p.folder / f"moi.db{end}").unlink(missing_ok=True)
                (p.folder / f"khac.db{end}").unlink(missing_ok=True)
            os.replace(p.folder / "khac.db", p.folder / "moi.db")
            for _ in range(12):
                assert "Ba Định" in b.get("/dang-nhap")
                assert b.ask("GET", "/so-lieu")[0].status == 303, "a session of the old file"
            (p.folder / "moi.db").unlink()
            for _ in range(12):
                assert b.ask("GET", "/dang-nhap")[0].status == 404


def test_a_broken_or_foreign_file_hurts_nobody_else():
    p = Province(None)
    p.add("ba-to")
    (p.folder / "rac.db").write_bytes(os.urandom(20000))
    (p.folder / "trong.db").write_bytes(b"")
    subprocess.run(["python3", "-c", f"import sqlite3; sqlite3.connect({str(p.folder / 'la.db')!r})"
                    ".execute('CREATE TABLE x (y)')"], check=True)
    loa("import", "--db", p.folder / "hong.db", L.CASE)
    loa("import", "--db", p.folder / "moi-hon.db", L.CASE)
    subprocess.run(["python3", "-c", f"import sqlite3; c = sqlite3.connect({str(p.folder / 'moi-hon.db')!r});"
                    "c.execute(\"INSERT INTO schema_step VALUES ('core', 99, 'x', 0)\"); c.commit()"], check=True)
    data = bytearray((p.folder / "hong.db").read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    (p.folder / "hong.db").write_bytes(data)
    (p.folder / "thu-muc.db").mkdir()
    (p.folder / "CHU-HOA.db").write_bytes((p.folder / "ba-to.db").read_bytes())
    (p.folder / "ghi-chu.txt").write_text("không phải cơ sở dữ liệu")
    before = {f.name: f.read_bytes() for f in p.folder.glob("*") if f.is_file() and f.name.startswith(("rac", "la"))}
    with Server(p.folder, "--metrics", "127.0.0.1:0") as server:
        assert re.search(r"Loa: 1 xã sẵn sàng, 6 xã lỗi", "".join(server.said)), server.said
        for bad in ("rac", "trong", "la", "hong", "moi-hon"):
            r, text = Browser(server, f"{bad}.localhost").ask("GET", "/dang-nhap")
            assert r.status in (500, 503), (bad, r.status)
            assert str(p.folder) not in text and ".db" not in text, "the visitor is not told where the file is"
            assert Browser(server, f"{bad}.localhost").ask("GET", "/healthz")[0].status == 503
            assert re.search(rf"^loa: {bad}\b.*: .", server.log(), re.M), server.log()
        assert Browser(server, "thu-muc.localhost").ask("GET", "/dang-nhap")[0].status in (404, 503)
        good = Browser(server, "ba-to.localhost").sign_in("canbo")
        assert good.ask("GET", "/healthz")[0].status == 200
        assert "12 tin" in good.get("/so-lieu?ky=2024-Q1")
        failed = metric(server, "loa_database_failures_total")
        assert failed >= 10, failed
    assert before == {n: (p.folder / n).read_bytes() for n in before}, "what is not ours stays as it was"


def metrics(server):
    class At:
        port = server.metrics_port
    r, text = Browser(At).ask("GET", "/metrics")
    assert r.status == 200 and r.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    return text


def metric(server, name):
    return float(re.search(rf"^{re.escape(name)} (\S+)$", metrics(server), re.M)[1])


def test_only_so_many_databases_stay_open():
    for p in provinces():
        names = [f"xa-{i}" for i in range(7)]
        base = p.add(names[0])
        for n in names[1:]:
            if p.pg:
                p.add(n)
            else:
                shutil.copy(base, p.of(n))
        with Server(p.address, "--metrics", "127.0.0.1:0", "--open", "2", "--work-threads", "2", "--hash-threads",
                    "1") as server:
            people = {n: Browser(server, p.host(n)).sign_in("canbo") for n in names}
            for _ in range(3):
                for n, b in people.items():
                    assert "12 tin" in b.get("/so-lieu?ky=2024-Q1")
            assert 1 <= metric(server, "loa_databases_open") <= 2 * 3
            assert metric(server, "loa_databases_opened_total") >= 7
            # Some more files than databases: SQLite keeps those that have locks for the next one.
            assert len(list(Path(f"/proc/{server.process.pid}/fd").glob("*"))) < 80


def test_a_commune_of_an_older_loa_is_brought_up_to_date():
    p = Province(None)
    p.add("ba-to")
    with Server(p.folder) as server:
        p.add("moi")
        # As an older program left it: without the last step's table.
        subprocess.run(["python3", "-c", f"""
import sqlite3
c = sqlite3.connect({p.of('moi')!r})
c.execute("DROP TABLE sign_in_failure"); c.execute("DROP TABLE session"); c.execute("DROP TABLE account_link")
c.execute("DROP TABLE account_code"); c.execute("DROP TABLE account_role"); c.execute("DROP TABLE account")
c.execute("DELETE FROM schema_step WHERE feature = 'people'"); c.commit()"""], check=True)
        b = Browser(server, "moi.localhost")
        b.get("/dang-nhap")
        add_user(p.of("moi"), "canbo", "officer")
        b.sign_in("canbo")


def test_metrics_are_on_their_own_listener_only():
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        with Server(db, "--metrics", "127.0.0.1:0") as server:
            b = Browser(server)
            b.get("/dang-nhap")
            assert b.ask("GET", "/metrics")[0].status == 404
            # A request is counted when its reply has left, which its client may see first.
            L.eventually(lambda: 'loa_http_requests_total{class="4xx"} 1\n' in metrics(server))
            text = metrics(server)
            assert "Ba Tơ" not in text and "commune" not in text and "127.0.0.1" not in text
            seen = set()
            for line in text.splitlines():
                if line.startswith("# TYPE "):
                    seen.add(line.split()[2])
                elif not line.startswith("#"):
                    m = re.fullmatch(r'(\w+?)(_bucket|_sum|_count)?(\{\w+="[^"]*"\})? [0-9.e+-]+', line)
                    assert m and (m[1] in seen or m[1] + (m[2] or "") in seen), line
            assert 'loa_http_requests_total{class="2xx"}' in text

            class At:
                port = server.metrics_port
            for path in ("/", "/dang-nhap", "/healthz", "/metrics/x"):
                assert Browser(At).ask("GET", path)[0].status == 404, path
            assert Browser(At).ask("POST", "/metrics", {})[0].status == 404
            # Some hundred requests more: the same lines, so nothing grows with what people ask for.
            for i in range(100):
                b.ask("GET", f"/khong-co/{i}")
            assert len(metrics(server).splitlines()) == len(text.splitlines())


def test_health_is_told_by_the_database():
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        with Server(db) as server:
            b = Browser(server)
            assert b.get("/healthz") == "ok\n"
            with broken(db):
                r, text = b.ask("GET", "/healthz")
                assert (r.status, text) == (503, "unavailable\n"), (r.status, text)
                assert b.ask("GET", "/dang-nhap")[0].status in (500, 503)
            assert b.get("/healthz") == "ok\n", "and it comes back"


@contextlib.contextmanager
def broken(db):
    """The commune's data out of reach."""
    if db.startswith("postgresql"):
        server, commune = db.split("?commune=")
        rename = 'ALTER SCHEMA "commune_{}" RENAME TO "commune_{}"'
        psql(server, rename.format(commune, commune + "-x"))
        yield
        psql(server, rename.format(commune + "-x", commune))
        return
    for end in ("-wal", "-shm", "-lock", ""):
        if Path(db + end).exists():
            os.rename(db + end, db + end + ".x")
    yield
    for end in ("-wal", "-shm", "-lock", ""):
        if Path(db + end + ".x").exists():
            os.rename(db + end + ".x", db + end)


def psql(server, sql):
    return subprocess.run(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", server, "-c", sql], check=True,
                          capture_output=True).stdout.decode()


def test_commands_refuse_an_address_of_many():
    p = Province(None)
    p.add("ba-to")
    assert "thư mục" in loa("figures", "--db", p.folder, "--period", "2024", code=1)[1]
    assert "thư mục" in loa("serve", "--db", p.folder / "khong-co", "--listen", "127.0.0.1:0", code=1)[1]
    if os.environ.get("LOA_TEST_PG"):
        address = f"{os.environ['LOA_TEST_PG']}?commune=*"
        for command in (("figures", "--period", "2024"), ("verify",)):
            assert "commune=*" in loa(command[0], "--db", address, *command[1:], code=1)[1]
        assert "commune=*" in loa("import", "--db", address, L.CASE, code=1)[1]
        assert "commune_*" not in psql(os.environ["LOA_TEST_PG"], "SELECT nspname FROM pg_namespace")


def test_a_lost_connection_is_not_noticed():
    if not os.environ.get("LOA_TEST_PG"):
        return "SKIP no PostgreSQL server"
    db = list(L.engines())[1]
    loa("import", "--db", db, L.CASE)
    add_user(db, "canbo", "officer")
    server = os.environ["LOA_TEST_PG"]
    # A name of their own: other tests have connections to this server, too.
    with Server(db, env={**os.environ, "PGAPPNAME": "loa-lost"}) as s:
        b = Browser(s).sign_in("canbo")
        for _ in range(8):  # every thread has its connection
            b.get("/so-lieu")
        for _ in range(3):
            psql(server, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'loa-lost'")
            time.sleep(0.1)
            for _ in range(8):
                b.get("/so-lieu?ky=2024-Q1")
            psql(server, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'loa-lost'")
            time.sleep(0.1)
            b.post("/tai-khoan/phien-khac", {"csrf": b.csrf()})
            psql(server, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'loa-lost'")
            b.sign_in("canbo")


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
