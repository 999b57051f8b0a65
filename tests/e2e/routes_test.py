#!/usr/bin/env python3
"""Every route walked as visitor, as each role and with a wrong token: from the table that the server itself
answers by (loa routes), so that no page can be added and forgotten here."""
import functools
import json
import os
import re
import shutil

import loa as L
from loa import loa
from rows import rows
from server import Browser, Server, add_user, crawl, pattern_of, words

import tap

ROLES = ("officer", "desk", "station", "editor", "leader", "administrator", "group_head", "reader")
# What a hole other than {id} may stand for, beside what is found on the pages themselves.
HOLES = {"dang": ["docx", "exe"], "token": ["khong-phai-lien-ket"]}
BOGUS = {"id": ["999999999", "0", "x", "99999999999999999999"]}
# The two refusals of the gate. A handler may have reasons of its own to answer 403.
NO_PERMISSION, WRONG_TOKEN = "Vai trò của bạn không có quyền", "Trang đã cũ hoặc không phải của Loa"


@functools.cache
def routes():
    table = json.loads(loa("routes", "--format", "json")[0])["routes"]
    assert len(table) >= 15 and any(r["permission"] for r in table)
    assert all(r["method"] in ("GET", "POST") for r in table)
    return table


class Commune:
    """The sample commune with a person of each role."""

    def __init__(self, db):
        self.db = db
        loa("import", "--db", db, L.CASE)
        add_user(db, "nhap", "reader")
        for role in ROLES:
            said = add_user(db, login(role), role)
            if role == "group_head":
                self.link = re.search(r"/l/\S+", said)[0]

    def enter(self, browser, role):
        browser.cookie = None
        if role == "group_head":
            # A walk before this one may have ended it, as its forms do.
            self.link = re.search(r"/l/\S+", loa("user", "link", login(role), "--db", self.db)[0])[0]
            assert browser.ask("GET", self.link)[0].status == 303
        else:
            browser.sign_in(login(role))
        return browser

    def head(self):
        """Each change is in the audit: the same head, so nothing was changed."""
        return rows(self.db, "SELECT hash FROM audit ORDER BY id DESC LIMIT 1")[0][0]


def login(role):
    return role.replace("_", ".")


# Account 1 is nobody's: forms may do to it what they like. To those who walk here nothing is to happen.
WALKER = re.compile(r"/nguoi-dung/(?!1/)\d{1,3}/")


@functools.cache
def patterns(method):
    """Of that method; those that say more of a path in words come first."""
    rows = [r for r in routes() if r["method"] == method]
    rows.sort(key=lambda r: [part.startswith("{") for part in r["pattern"].split("/")])
    return [(pattern_of(r), r["pattern"]) for r in rows]


@functools.cache
def answering(method, path):
    """The pattern of the row that answers."""
    return next((pattern for fits, pattern in patterns(method) if fits.match(path)), None)


def answers(route, path):
    return answering(route["method"], path) == route["pattern"]


def paths_of(route, found, bogus=range(4)):
    """Addresses of the route: such as pages link to, and such as there are none, of which these kinds."""
    holes = re.findall(r"\{(\w+)\}", route["pattern"])
    # Some pages need a query: what links say is real.
    paths = sorted({path for path in found if answers(route, path)})[:2]
    if not holes:
        return list(dict.fromkeys(paths + [route["pattern"]]))
    for i in bogus:
        path = route["pattern"]
        for hole in holes:
            values = HOLES.get(hole) or BOGUS.get(hole) or BOGUS["id"]
            path = path.replace("{%s}" % hole, values[i % len(values)], 1)
        paths.append(path)
    one = re.sub(r"\{(\w+)\}", lambda m: HOLES[m[1]][0] if m[1] in HOLES else "1", route["pattern"])
    return [p for p in dict.fromkeys(paths + [one])
            if answers(route, p) and not (route["method"] == "POST" and WALKER.match(p))]


def check_visitor(route, path, r, text):
    where = f"{route['method']} {path} by a visitor: {r.status}"
    if route["public"]:
        assert r.status < 500, where
        assert NO_PERMISSION not in text, where
    elif route["method"] == "GET":
        assert (r.status, r.headers["Location"].split("?")[0]) == (303, "/dang-nhap"), where
    else:
        assert r.status == 403 and "Xin đăng nhập" in text, where
    assert r.status == 303 or "Set-Cookie" not in r.headers, where


def test_a_visitor_comes_to_the_door_only():
    for db in L.engines():
        c = Commune(db)
        found = {}
        with Server(db) as server:
            crawl(c.enter(Browser(server), "officer"), found)
            crawl(c.enter(Browser(server), "administrator"), found)
            head = c.head()
            for route in routes():
                for path in paths_of(route, found):
                    if path == c.link:
                        continue
                    for form in ([None] if route["method"] == "GET" else [{}, {"csrf": "x"}]):
                        r, text = Browser(server).ask(route["method"], path, form)
                        check_visitor(route, path, r, text)
                        if route["method"] == "GET":
                            assert Browser(server).ask("HEAD", path)[0].status == r.status, path
            assert c.head() == head, "a visitor changed something"


def allowed(role, route, grants):
    return route["public"] or not route["permission"] or route["permission"] in grants[role]


def grants():
    """role -> permissions, by the program's own table."""
    table = json.loads(loa("routes", "--format", "json")[0])["roles"]
    assert set(table) == set(ROLES)
    return {role: set(may) for role, may in table.items()}


def wrong_tokens(c, b, token, paths, role):
    before = c.head()
    for path in paths:
        wrong = {"csrf": token[:-1] + ("A" if token[-1] != "A" else "B")}
        r, text = b.ask("POST", path, {} if path == paths[-1] else wrong)
        assert r.status == 403, f"{path} as {role} with a wrong token: {r.status}"
        assert WRONG_TOKEN in text or NO_PERMISSION in text, f"{path}: {words(text)[:300]}"
    assert c.head() == before, f"{paths} as {role}: a form with a wrong token changed something"


def check_person(where, r, text, may):
    assert r.status < 500, f"{where} {words(text)[:300]}"
    if may:
        assert NO_PERMISSION not in text and WRONG_TOKEN not in text, f"{where}, but it is allowed"
    else:
        assert r.status == 403 and NO_PERMISSION in text, f"{where}, but there is no permission"


def walk(c, server, role, found, may):
    """One role over all routes; what is done to the accounts of this walk is made good by entering again."""
    b = c.enter(Browser(server), role)
    token = b.csrf()
    walked, number = 0, ROLES.index(role)
    bogus = (number % 4, (number + 1) % 4)  # all of them between two roles and the visitor
    for route in sorted(routes(), key=lambda r: r["method"]):  # reading first
        paths = [p for p in paths_of(route, found, bogus) if not re.search(r"/l/[^/]{30,}", p)]
        if route["method"] == "POST":
            wrong_tokens(c, b, token, paths, role)
        for path in paths:
            before = c.head()
            form = {"csrf": token} if route["method"] == "POST" else None
            r, text = b.ask(route["method"], path, form)
            check_person(f"{route['method']} {path} as {role}: {r.status}", r, text, allowed(role, route, may))
            if not form or not allowed(role, route, may):
                assert c.head() == before, f"{path} as {role}: changed something"
            walked += 1
            if form and b.ask("GET", "/tai-khoan")[0].status != 200:
                token = c.enter(b, role).csrf()
    assert walked >= len(routes())


def test_each_role_does_what_it_may_and_no_more():
    for db in L.engines():
        c = Commune(db)
        may, found = grants(), {}
        with Server(db) as server:
            for role in ROLES:
                b = c.enter(Browser(server), role)
                own = {}
                for path in crawl(b, own):
                    r, text = b.ask("GET", path)
                    assert r.status not in (403, 404, 405), f"{own[path]} leads {role} to {path}: {r.status}"
                found.update(own)
                b.post("/dang-xuat", {"csrf": b.csrf()})
            for role in ROLES:
                walk(c, server, role, found, may)
        loa("verify", "--db", db)


def test_the_table_is_complete():
    """What the server answers and what loa routes prints is one list: a method more or less is refused."""
    db = next(L.engines())
    c = Commune(db)
    with Server(db) as server:
        b = c.enter(Browser(server), "administrator")
        table = {}
        for route in routes():
            table.setdefault(route["pattern"], set()).add(route["method"])
        for pattern, methods in table.items():
            path = re.sub(r"\{\w+\}", "1", pattern)
            r, _ = b.ask("OPTIONS", path)
            if r.status == 204:  # two patterns may fit one path: then the other answers
                assert methods <= set(re.split(", *", r.headers["Allow"])), (pattern, r.headers["Allow"])
            for method in ("PUT", "DELETE"):
                assert b.ask(method, path, {})[0].status == 405, (method, path)
        assert b.ask("GET", "/khong-co-trang-nay")[0].status == 404


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
