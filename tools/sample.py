#!/usr/bin/env python3
"""Sample data of this year, so that a fresh office has something for today:  sample.py CASE OUT
The sample articles, counted by none of the channels' figures:  sample.py --news PORTAL OUT

The plan of the case moved to this year, and a log of its present quarter, all marked as samples
(mẫu). Some channels have no number yet: the office is to ask for them."""
import csv
import datetime
import json
import sys
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
    else:
        main(*sys.argv[1:])
