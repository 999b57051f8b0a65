"""loa serve under test, and a browser that is little more than bytes: what the tests of pages share."""
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

    def hidden(self, page, action=None):
        """The hidden fields of the form that goes to `action`, else of the page's last form."""
        forms = re.findall(r"<form\b.*?</form>", self.get(page), re.S)
        wanted = [f for f in forms if action is None or f'action="{action}"' in f]
        assert wanted, f"{page} has no form for {action}"
        fields = re.findall(r'<input\b[^>]*type="hidden"[^>]*>', wanted[-1])
        return {re.search(r'name="([^"]*)"', f)[1]: re.search(r'value="([^"]*)"', f)[1] for f in fields}

    def csrf(self):
        return self.hidden("/tai-khoan")["csrf"]


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).strip()
