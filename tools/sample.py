#!/usr/bin/env python3
"""Sample data of this year, so that a fresh office has something for today:  sample.py CASE OUT
The sample articles, counted by none of the channels' figures:  sample.py --news PORTAL OUT
What an office enters by hand, days off and contacts, through its own forms:  sample.py --office LOA DB

The plan of the case moved to this year, and a log of its present quarter, all marked as samples
(mẫu). Some channels have no number yet: the office is to ask for them."""
import csv
import datetime
import html.parser
import http.client
import json
import re
import secrets
import subprocess
import sys
import urllib.parse
from pathlib import Path


def plan(case, today):
    p = json.loads((case / "plan.json").read_text(encoding="utf-8"))
    old, new = str(p["year"]), str(today.year)
    p.update(year=today.year, number=None, date=None,
             title=f"tuyên truyền cải cách hành chính năm {new} (mẫu)")
    for task in p["tasks"]:
        task["title"] += " (mẫu)"
        task["from"], task["due"] = task["from"].replace(old, new), f"{new}-12-31"
        task["targets"] = [{**t, "period": f"{new}-Q{q}"} for t in task["targets"] for q in range(1, 5)]
    return {k: v for k, v in p.items() if v is not None}


def log(today):
    """Every second week of the quarter until today: a news item; a banner; meetings of groups."""
    first = datetime.date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    days = [first + datetime.timedelta(7 * i) for i in range(14)]
    days = [d for d in days if d <= today and (d.month - 1) // 3 == (today.month - 1) // 3]
    for i, day in enumerate(days):
        yield day, "portal", f"Tin CCHC số {i + 1:02} (mẫu)", "1 tin", "", "nd1", "nv1", ""
        if i % 3 == 1:
            yield (day, "meeting", f"Họp tổ dân phố {i} (mẫu)", f"1 cuộc; {30 + 7 * i} lượt người",
                   f"Tổ dân phố {i % 6 + 1}", "nd1; nd3", "nv4", f"bien-ban-{i}.pdf")
    yield first, "banner", "Treo băng rôn CCHC (mẫu)", "2 băng rôn", "Cổng chào thị trấn", "nd4", "nv2", ""
    yield first, "station", "Phát thanh nội dung CCHC (mẫu)", "chưa thống kê", "", "nd1", "nv5", ""


def news(portal, out):
    sample = json.loads((Path(portal) / "news.json").read_text(encoding="utf-8"))
    for item in sample["items"]:
        item["counted"] = False
    Path(out).mkdir(parents=True, exist_ok=True)
    (Path(out) / "news.json").write_text(json.dumps(sample, ensure_ascii=False, indent=1), encoding="utf-8")


# Holidays with a fixed day. What is announced anew each year (Tết, Giỗ Tổ, the day beside 02/9, days
# off in lieu) is not made up: the table says so.
HOLIDAYS = [((1, 1), "Tết Dương lịch"), ((30, 4), "Ngày Chiến thắng"), ((1, 5), "Ngày Quốc tế lao động"), ((2, 9), "Quốc khánh")]
LABOUR_CODE = "Bộ luật Lao động năm 2019, Điều 112 (mẫu: chỉ có ngày cố định)"
CULTURE_DAY = ((24, 11), "Ngày Văn hóa Việt Nam")  # from 01/7/2026: Nghị quyết 28/2026/QH16
WEEK = "Dữ liệu mẫu: thứ Hai đến thứ Sáu; chưa có Tết Nguyên đán, Giỗ Tổ, ngày liền kề 02/9, ngày nghỉ bù theo thông báo của năm"


def days_off(year):
    marks = [(d, m, name, LABOUR_CODE) for (d, m), name in HOLIDAYS]
    if year >= 2026:
        (d, m), name = CULTURE_DAY
        marks.append((d, m, name, "Nghị quyết 28/2026/QH16 (mẫu)"))
    return "\n".join(f"{datetime.date(year, m, d):%d/%m/%Y} | nghỉ lễ | {name} (mẫu) | {source}" for d, m, name, source in marks)


def contacts(unit):
    hours = "Thứ Hai đến thứ Sáu: 7 giờ 30 đến 11 giờ 30, 13 giờ 30 đến 17 giờ (mẫu)"
    return {"noi-tiep-nhan": f"Bộ phận Một cửa (mẫu), trụ sở {unit}", "gio-tiep-nhan": hours,
            "noi-phan-anh": f"{unit} (mẫu)\nĐiện thoại: 0000 000 000 (mẫu)\nThư điện tử: phan-anh@xa-mau.gov.vn (mẫu)",
            "tru-so": f"Trụ sở {unit} (mẫu)", "dien-thoai": "0000 000 000", "thu-cong-vu": "ubnd@xa-mau.gov.vn", "gio-lam-viec": hours,
            "tiep-cong-dan": "Sáng thứ Năm, phòng Tiếp công dân (mẫu)",
            "bo-phan": "Bộ phận Một cửa (mẫu); Người phụ trách (mẫu); 0000 000 000; mot-cua@xa-mau.gov.vn"}


class Fields(html.parser.HTMLParser):
    """What the form to an action holds."""

    def __init__(self, action):
        super().__init__()
        self.action, self.inside, self.area, self.fields = action, False, None, []

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag == "form":
            self.inside = a.get("action") == self.action
        elif self.inside and tag == "textarea":
            self.area = [a["name"], ""]
        elif self.inside and tag == "input" and a.get("name") and ("checked" in a or a.get("type") not in ("checkbox", "radio", "file")):
            self.fields.append((a["name"], a.get("value") or ""))

    def handle_data(self, data):
        if self.area:
            self.area[1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.fields.append((self.area[0], self.area[1].removeprefix("\n")))
            self.area = None


class Person:
    """Somebody of the office at its server."""

    def __init__(self, loa, db, port, login, role, name):
        password = secrets.token_hex(12)
        self.port, self.cookie = port, ""
        run = dict(input=password + "\n", text=True, capture_output=True)
        if subprocess.run([loa, "user", "add", login, "--db", db, "--name", name, "--role", role], **run).returncode:
            subprocess.run([loa, "user", "passwd", login, "--db", db], check=True, **run)
        self.ask("POST", "/dang-nhap", {"ten": login, "mat-khau": password})

    def ask(self, method, path, form=None):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        c.request(method, path, urllib.parse.urlencode(form) if form else None,
                  {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"})
        r = c.getresponse()
        text = r.read().decode()
        c.close()
        if r.status >= 400:
            sys.exit(f"{method} {path}: {r.status}: {re.sub('<[^>]*>', ' ', text)[-1500:]}")
        self.cookie = (r.headers["Set-Cookie"] or self.cookie).split(";")[0]
        return text

    def fill(self, path, values):
        """The form of that page as it stands, but for these."""
        found = Fields(path)
        found.feed(self.ask("GET", path))
        self.ask("POST", path, [(k, v) for k, v in found.fields if k not in values] + list(values.items()))


def office(loa, db):
    server = subprocess.Popen([loa, "serve", "--db", db, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = int(re.search(r":(\d+) ", server.stdout.readline())[1])
        officer = Person(loa, db, port, "canbo", "officer", "Cán bộ phụ trách (mẫu)")
        for year in (datetime.date.today().year, datetime.date.today().year + 1):
            officer.fill(f"/thu-tuc-hc/lich-nghi/{year}", {"nguon": WEEK, "ngay": days_off(year)})
        unit = re.search(r'loa-header__name">([^<]*)<', officer.ask("GET", "/"))[1]
        Person(loa, db, port, "quantri", "administrator", "Quản trị (mẫu)").fill("/cai-dat", contacts(unit))
    finally:
        server.terminate()
        server.wait(60)


def main(case, out):
    today, out = datetime.date.today(), Path(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / "plan.json").write_text(json.dumps(plan(Path(case), today), ensure_ascii=False, indent=1), encoding="utf-8")
    with open(out / "activities.csv", "w", newline="", encoding="utf-8") as f:
        rows = csv.writer(f)
        rows.writerow(["Ngày", "Kênh", "Hoạt động", "Số liệu", "Địa bàn", "Nội dung", "Nhiệm vụ", "Minh chứng"])
        rows.writerows([f"{row[0]:%d/%m/%Y}", *row[1:]] for row in log(today))


if __name__ == "__main__":
    if sys.argv[1] == "--news":
        news(*sys.argv[2:])
    elif sys.argv[1] == "--office":
        office(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
