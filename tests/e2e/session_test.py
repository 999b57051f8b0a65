#!/usr/bin/env python3
"""A session that ends while somebody writes: what was typed is kept, and signing in leads to where one was going."""
import re
import shutil

import loa as L
from loa import loa
from rows import rows
from server import Browser, Forms, Server, add_user, words

import tap

HERE = {"Sec-Fetch-Site": "same-origin"}
PAGE = "/hoat-dong/1/sua"


def offices():
    for db in L.engines():
        loa("import", "--db", db, L.CASE)
        add_user(db, "canbo", "officer")
        with Server(db) as server:
            yield db, Browser(server).sign_in("canbo")


def post(b, path, form, status, headers=HERE):
    r, text = b.ask("POST", path, form, headers=headers)
    assert r.status == status, f"{path}: {r.status} {words(text)[:400]}"
    return text


def again(text):
    """The form of that page which sends what was kept."""
    reader = Forms()
    reader.feed(text)
    form = [f for f in reader.forms if f.action == PAGE][-1]
    return dict(form.fields)


def title(db):
    return rows(db, "SELECT title FROM activity WHERE id = 1")[0][0]


def test_a_form_sent_after_the_session_is_kept_and_sent_again():
    for db, b in offices():
        held = title(db)
        form = {**b.form(PAGE, PAGE), "ten": "Tin <b>mới</b> & dài"}
        b.cookie = None
        page = post(b, PAGE, form, 403)
        assert "Phiên làm việc đã hết" in page and "Tin &lt;b&gt;mới&lt;/b&gt; &amp; dài" in page
        assert title(db) == held
        b.sign_in("canbo")  # in another tab: this one's token is of no session
        page = post(b, PAGE, again(page), 403)
        assert "đăng nhập lại" in page and title(db) == held
        post(b, PAGE, again(page), 303)
        assert title(db) == "Tin <b>mới</b> & dài"


def test_the_form_of_a_stranger_is_not_held_out():
    for _, b in offices():
        form = {**b.form(PAGE, PAGE), "ten": "Tin của kẻ lạ", "csrf": "x"}
        for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://ke-la.example"}):
            page = post(b, PAGE, form, 403, headers)
            assert "Tin của kẻ lạ" not in page, headers
        assert "Tin của kẻ lạ" in post(b, PAGE, form, 403, {"Origin": f"http://127.0.0.1:{b.server.port}"})


def test_passwords_are_not_held_out():
    for _, b in offices():
        form = {"csrf": "x", "cu": "mật khẩu cũ", "moi": "mật khẩu mới", "moi-lai": "mật khẩu mới"}
        assert "mật khẩu cũ" not in post(b, "/tai-khoan/mat-khau", form, 403)


def test_signing_in_leads_to_where_one_was_going():
    for _, b in offices():
        b.cookie = None
        wanted = "/so-lieu?ky=2024-Q1"
        to = b.ask("GET", wanted)[0].headers["Location"]
        assert to.startswith("/dang-nhap?ve=")
        form = b.form(to, "/dang-nhap", ten="canbo")
        assert form["ve"] == wanted
        page = post(b, "/dang-nhap", {**form, "mat-khau": "sai mật khẩu"}, 422)
        assert f'value="{wanted}"' in page, "also after a wrong password"
        r, _ = b.ask("POST", "/dang-nhap", {**form, "mat-khau": "mật khẩu dài của thử nghiệm"})
        assert r.headers["Location"] == wanted
        for bad in ("//ke-la.example", "/\\ke-la.example", "https://ke-la.example", "/x\r\nSet-Cookie: a=b", "x"):
            b.cookie = None
            r, _ = b.ask("POST", "/dang-nhap", {"ten": "canbo", "mat-khau": "mật khẩu dài của thử nghiệm", "ve": bad})
            assert r.headers["Location"] == "/", bad


if __name__ == "__main__":
    try:
        tap.run()
    finally:
        shutil.rmtree(L.SCRATCH, ignore_errors=True)
