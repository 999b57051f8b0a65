"""loa serve under test, and a browser that is little more than bytes: what the tests of pages share."""
import html.parser
import http.client
import re
import signal
import subprocess
import tempfile
import urllib.parse

import loa as L

PASSWORD = "mật khẩu dài của thử nghiệm"


def add_user(db, login, role, password=PASSWORD):
    """What the command printed: for a group head his link."""
    return L.STEPS.run(db, ("user", login, role, password), lambda: really_add_user(db, login, role, password))


def really_add_user(db, login, role, password):
    done = subprocess.run([L.BUILD / "loa", "user", "add", login, "--db", str(db), "--name", f"Người {login}",
                           "--role", role], input=f"{password}\n".encode(), capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


class Server:
    """Stops gracefully at the end of `with`; what it says on standard error is in log()."""

    def __init__(self, db, *options, program=None, env=None):
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen([program or L.BUILD / "loa", "serve", "--db", str(db), "--listen",
                                         "127.0.0.1:0", *map(str, options)],
                                        stdout=subprocess.PIPE, stderr=self.errors, env=env)
        self.said = []
        while not (m := re.search(r"Loa chạy ở http://\S+:(\d+) ", self.next_line())):
            pass
        self.port = int(m[1])
        self.metrics_port = None
        if "--metrics" in options:
            self.metrics_port = int(re.search(r":(\d+)/metrics", self.next_line())[1])

    def next_line(self):
        line = self.process.stdout.readline().decode()
        assert line, f"the server did not start: {self.log()}"
        self.said.append(line)
        return line

    def log(self):
        self.errors.seek(0)
        return self.errors.read().decode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(60) == 0, f"stops gracefully: {self.log()[-3000:]}"
        assert "Sanitizer" not in self.log() and "runtime error" not in self.log(), self.log()[-3000:]


class Browser:
    """One person at a server: keeps his cookie, reads the hidden fields of forms."""

    def __init__(self, server, host=None, headers=None):
        self.server, self.host, self.headers, self.cookie = server, host, headers or {}, None

    def ask(self, method, path, form=None, body=None, headers=None):
        """(response, text). form: fields; body: bytes with their own Content-Type among the headers."""
        c = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        send = {**self.headers, **(headers or {})}
        if self.host:
            send["Host"] = self.host
        if form is not None:
            send["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode(form)
        if self.cookie:
            send["Cookie"] = self.cookie
        c.request(method, path, body, send)
        r = c.getresponse()
        text = r.read().decode("utf-8", "replace")
        c.close()
        self.take_cookie(r)
        return r, text

    def take_cookie(self, r):
        cookie = (r.headers["Set-Cookie"] or "").split(";")[0]
        if cookie:
            self.cookie = cookie if cookie.partition("=")[2] else None

    def get(self, path, status=200):
        r, text = self.ask("GET", path)
        assert r.status == status, f"GET {path}: {r.status}, not {status}: {text[:500]}"
        return text

    def post(self, path, form, status=303):
        r, text = self.ask("POST", path, form)
        assert r.status == status, f"POST {path}: {r.status}, not {status}: {words(text)[:500]}"
        return text

    def sign_in(self, login, password=PASSWORD):
        self.cookie = None
        self.post("/dang-nhap", {"ten": login, "mat-khau": password})
        assert self.cookie, "a cookie comes with signing in"
        return self

    def forms(self, page):
        reader = Forms()
        reader.feed(self.get(page))
        return reader.forms

    def form(self, page, action=None, **fields):
        """What a browser would send of that page's form to `action` (else of its last form), with these fields
        changed; one set to None is left out."""
        wanted = [f for f in self.forms(page) if action is None or f.action == action]
        assert wanted, f"{page} has no form for {action}"
        changed = {**{name: v for name, v in wanted[-1].fields if name not in fields}}
        changed.update({k: v for k, v in fields.items() if v is not None})
        return changed

    def csrf(self):
        return self.form("/tai-khoan")["csrf"]


class Form:
    def __init__(self, action, method):
        self.action, self.method, self.fields = action, method, []


class Forms(html.parser.HTMLParser):
    """The forms of a page with what their fields hold."""

    def __init__(self):
        super().__init__()
        self.forms, self.lines, self.select, self.option = [], None, None, None

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag == "form":
            self.forms.append(Form(a.get("action"), a.get("method", "get")))
        if not self.forms:
            return
        fields = self.forms[-1].fields
        if tag == "input" and a.get("name") and a.get("type") not in ("file", "submit", "button"):
            if a.get("type") not in ("checkbox", "radio") or "checked" in a:
                fields.append((a["name"], a.get("value") or ""))
        elif tag == "textarea":
            self.lines = [a["name"], ""]
        elif tag == "select":
            self.select = [a["name"], None]
        elif tag == "option" and self.select and (self.select[1] is None or "selected" in a):
            self.select[1] = a.get("value") or ""

    def handle_data(self, data):
        if self.lines:
            self.lines[1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.lines:
            self.forms[-1].fields.append((self.lines[0], self.lines[1].removeprefix("\n")))
            self.lines = None
        elif tag == "select" and self.select:
            self.forms[-1].fields.append(tuple(self.select))
            self.select = None


def pattern_of(route):
    """Of a row of loa routes: what its addresses look like."""
    return re.compile("/".join(r"([^/?#]+)" if part.startswith("{") else re.escape(part)
                               for part in route["pattern"].split("/")) + r"(?=[?#]|$)")


def crawl(browser, found, limit=150):
    """Follows the links of every page from the first on, to so many pages, and returns those; adds each address of
    this site that they name to `found`, with the first page that does."""
    todo, seen = ["/", "/tai-khoan"], set()
    while todo and len(seen) < limit:
        path = todo.pop(0)
        if path in seen:
            continue
        seen.add(path)
        r, text = browser.ask("GET", path)
        assert r.status < 500, (path, r.status, words(text)[:300])
        found.setdefault(path, path)
        if r.headers["Location"]:
            todo.append(r.headers["Location"])
        if "html" in (r.headers["Content-Type"] or ""):
            for kind, link in re.findall(r'\b(href|action|src)="(/[^"#]*)', text):
                link = link.replace("&amp;", "&")
                found.setdefault(link, path)
                if kind != "action" and not re.search(r"/assets/|/tai/|^/l/", link):
                    todo.append(link)
    return seen


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).strip()
