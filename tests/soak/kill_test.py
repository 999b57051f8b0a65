#!/usr/bin/env python3
"""kill -9 of the running server while people record: what was acknowledged is there, nothing is there twice, and what
was not acknowledged is sent again as a phone would. kill_test.py BUILD [ROUNDS [SEED]]"""
import http.client
import random
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
KILL_MS = (5, 400)  # after the first request of a round


class Entry:
    """One thing that a person records. Acknowledged: the answer leads on (303)."""

    def __init__(self, name, method, path, fields, headers):
        self.name, self.method, self.path, self.fields, self.headers = name, method, path, fields, headers
        self.tries, self.acknowledged = 0, False

    def send(self, port):
        self.tries += 1
        c = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            body = urllib.parse.urlencode(self.fields) if self.fields else None
            c.request(self.method, self.path, body, self.headers)
            r = c.getresponse()
            text = r.read().decode()
        finally:
            c.close()
        if r.status == 503:  # busy is no answer to keep
            return
        assert r.status == 303, f"{self.path}: {r.status} {words(text)[:300]}"
        self.acknowledged = True


class Recording:
    """An activity by the entry page; a key of its own makes a repeat harmless."""
    name, path = "recorded activities", "/ghi/portal"
    stored = "SELECT title, count(*) FROM activity WHERE title LIKE 'Thử tải %' GROUP BY title"

    def __init__(self, db, server):
        b = Browser(server).sign_in("canbo")
        self.cookie, self.fields = b.cookie, b.form(self.path, self.path)

    def entry(self, number):
        name = f"Thử tải {number}"
        return Entry(name, "POST", self.path, {**self.fields, "lan": secrets.token_urlsafe(32), "ten": name},
                     {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"})


class Ending:
    """Signing in by a personal link: a session and its row in the audit. Nothing makes a repeat harmless here, so what
    was not acknowledged is not sent again."""
    name, stored = "sessions begun", "SELECT agent, count(*) FROM session WHERE agent LIKE 'Thử tải %' GROUP BY agent"

    def __init__(self, db, server):
        self.path = L.re_link(add_user(db, "totruong", "group_head"))

    def entry(self, number):
        name = f"Thử tải {number}"
        return Entry(name, "GET", self.path, None, {"User-Agent": name.encode()})
