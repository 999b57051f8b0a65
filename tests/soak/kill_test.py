#!/usr/bin/env python3
"""kill -9 of the running server while people record: what was acknowledged is there, nothing is there twice; what was
not acknowledged is sent again, as a phone does, and is then there once. kill_test.py BUILD [ROUNDS [SEED]]"""
import http.client
import os
import random
import re
import secrets
import shutil
import signal
import sys
import threading
import time
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

import loa as L
from loa import loa
from rows import rows
from server import Browser, Server, add_user, words

import tap

ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 20
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 30)
CLIENTS = 4
KILL_AFTER = (1, 30)  # acknowledgements of a round, and then some milliseconds
ROUND_MAX = 60  # seconds


class Thing:
    """One request with an effect. Acknowledged: the answer leads on (303)."""

    def __init__(self, name, method, path, fields, headers):
        self.name, self.method, self.path, self.fields, self.headers = name, method, path, fields, headers
        self.acknowledged = False

    def send(self, port):
        c = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            c.request(self.method, self.path, self.fields and urllib.parse.urlencode(self.fields), self.headers)
            r = c.getresponse()
            text = r.read().decode()
        finally:
            c.close()
        if r.status != 503:  # a polite refusal: nothing was done
            assert r.status == 303, f"{self.path}: {r.status} {words(text)[:300]}"
            self.acknowledged = True


class Recording:
    """Activities by the page of quick entry. The form's own key makes a repeat harmless."""
    name, repeats, path = "recorded activities", True, "/ghi/portal"
    stored = "SELECT title, count(*) FROM activity WHERE title LIKE 'Thử tải %' GROUP BY title"
    audited = "SELECT new_state, 1 FROM audit WHERE kind = 'activity' AND new_state LIKE '%Thử tải %'"

    def __init__(self, db, browser):
        browser.sign_in("canbo")
        self.cookie, self.fields = browser.cookie, browser.form(self.path, self.path)

    def thing(self, name):
        return Thing(name, "POST", self.path, {**self.fields, "lan": secrets.token_urlsafe(32), "ten": name},
                     {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"})


class SigningIn:
    """Sessions by a personal link. Each is a new one, so nothing is sent again."""
    name, repeats = "sessions begun", False
    stored = "SELECT agent, count(*) FROM session WHERE agent LIKE 'Thử tải %' GROUP BY agent"
    audited = "SELECT new_state, 1 FROM audit WHERE action = 'sign_in_link'"

    def __init__(self, db, browser):
        self.path = re.search(r"/l/\S+", add_user(db, "totruong", "group_head"))[0]

    def thing(self, name):
        return Thing(name, "GET", self.path, None, {"User-Agent": name.encode()})


class Soak:
    def __init__(self, db, load, rng):
        self.db, self.rng, self.serial = db, rng, 0
        loa("import", "--db", db, L.CASE)
        add_user(db, "canbo", "officer")
        with Server(db) as server:
            self.load = load(db, Browser(server))
        self.lock = threading.Lock()
        self.all, self.open, self.failed, self.done = [], [], [], 0

    def next(self):
        with self.lock:
            if self.open:
                return self.open.pop()
            self.serial += 1
            thing = self.load.thing(f"Thử tải {self.serial:06}")
            self.all.append(thing)
            return thing

    def client(self, port):
        """Until the server is gone."""
        while True:
            thing = self.next()
            try:
                thing.send(port)
                with self.lock:
                    self.done += thing.acknowledged
                    if not thing.acknowledged:
                        self.open.append(thing)
            except (OSError, http.client.HTTPException):
                if self.load.repeats:
                    with self.lock:
                        self.open.append(thing)
                return
            except AssertionError as e:
                self.failed.append(e)
                return

    def round(self):
        server = Server(self.db)
        threads = [threading.Thread(target=self.client, args=(server.port,)) for _ in range(CLIENTS)]
        for t in threads:
            t.start()
        enough, until = self.acknowledged() + self.rng.randint(*KILL_AFTER), time.monotonic() + ROUND_MAX
        while self.acknowledged() < enough and not self.failed and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(self.rng.uniform(0, 0.02))
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        for t in threads:
            t.join(60)
        assert "Sanitizer" not in server.log() and "runtime error" not in server.log(), server.log()[-2000:]
        assert not self.failed, self.failed[0]

    def acknowledged(self):
        return self.done

    def finish(self):
        """What is still open is sent until it is acknowledged."""
        with Server(self.db) as server:
            while self.open:
                thing = self.open.pop()
                thing.send(server.port)
                if not thing.acknowledged:
                    self.open.append(thing)

    def check(self):
        found = {name: int(n) for name, n in rows(self.db, self.load.stored)}
        for thing in self.all:
            n = found.pop(thing.name, 0)
            assert n == 1 or (n == 0 and not thing.acknowledged), \
                f"{thing.name}: {n} times, {'' if thing.acknowledged else 'not '}acknowledged"
        assert not found, f"nobody sent {list(found)[:3]}"

    def check_audit(self):
        """Stored with its row in the audit, or not at all."""
        stored = {name for name, _ in rows(self.db, self.load.stored)}
        said = [re.search(r"Thử tải \d+", text)[0] for text, _ in rows(self.db, self.load.audited)]
        assert sorted(said) == sorted(stored), set(said) ^ stored


def soak(load):
    for db in L.engines():
        s = Soak(db, load, random.Random(SEED))
        for number in range(ROUNDS):
            s.round()
            s.check()
            if number % 50 == 0:
                loa("verify", "--db", db)
        assert s.done >= ROUNDS, f"only {s.done} acknowledged"
        s.finish()
        s.check()
        s.check_audit()
        loa("verify", "--db", db)
        print(f"# {'PostgreSQL' if '://' in db else 'SQLite'}: {ROUNDS} kills, {s.serial} {s.load.name}, "
              f"{s.done} acknowledged before the last kill, none lost, none twice (seed {SEED})")


def test_what_was_recorded_is_there_once():
    soak(Recording)


def test_what_was_signed_in_is_there():
    soak(SigningIn)


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
