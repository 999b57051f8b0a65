"""A commune's log of activities, large: the same rows for every run (seeded). For benchmarks only."""

import csv
import datetime
import io
import json
import os
import random

HEADINGS = ["Mã", "Ngày", "Đến ngày", "Kênh", "Hoạt động", "Số liệu", "Địa bàn", "Nội dung", "Nhiệm vụ",
            "Minh chứng", "Ghi chú"]

# channel, how often, title, quantities ({} is a number), days it lasts at most
KINDS = [
    ("portal", 30, "Đăng tin tuyên truyền CCHC: {}", ["1 tin", "1 tin; {} lượt xem"], 1),
    ("station", 25, "Phát thanh chuyên mục CCHC: {}", ["{} lần phát; {} phút", "1 tin; {} lần phát; 15 phút"], 1),
    ("social", 12, "Đăng bài trên trang của xã: {}", ["1 bài; {} lượt tiếp cận", "1 bài"], 1),
    ("desk", 10, "Hướng dẫn nộp hồ sơ trực tuyến: {}", ["{} lượt hướng dẫn", "20-30 hồ sơ/ngày", "chưa thống kê"], 5),
    ("meeting", 6, "Lồng ghép tại cuộc họp dân: {}", ["1 cuộc; {} lượt người", "hơn {} lượt người; 1 cuộc", ""], 1),
    ("board", 5, "Cập nhật bảng tin: {}", ["1 lần cập nhật"], 30),
    ("leaflet", 3, "Phát tờ rơi: {}", ["khoảng {} tờ", "{} tờ; 6/6 thôn"], 3),
    ("banner", 3, "Treo băng rôn: {}", ["{} băng rôn", "2 băng rôn; 12 m"], 60),
    ("sms", 1, "Nhắn tin tới người dân: {}", ["{} tin nhắn"], 1),
    ("mobile", 1, "Xe tuyên truyền lưu động: {}", ["1 buổi; 2,5 giờ"], 2),
    ("dialogue", 1, "Đối thoại với nhân dân: {}", ["1 đợt; {} ý kiến"], 1),
    ("contest", 1, "Cuộc thi tìm hiểu CCHC: {}", ["1 cuộc; {} bài dự thi", "chưa thống kê bài dự thi"], 30),
    ("newsletter", 1, "Bản tin của xã: {}", ["1 số; {} bản"], 1),
    ("feedback", 1, "Tiếp nhận phản ánh, kiến nghị: {}", ["{} ý kiến"], 1),
    ("survey", 1, "Khảo sát mức độ hài lòng: {}", ["{} phiếu", "90% ; {} phiếu"], 10),
    ("press", 1, "Báo chí đưa tin: {}", ["1 bài"], 1),
]

SUBJECTS = ["dịch vụ công trực tuyến", "thủ tục hành chính mới", "Chỉ số cải cách hành chính", "thanh toán trực tuyến",
            "định danh điện tử", "lịch tiếp công dân", "niêm yết công khai", "hộ tịch, chứng thực"]

TASKS = ["nv1", "nv2", "nv3", "nv4", "nv5", "nv6"]


def rows(count, year=2024):
    """Lists of cells, by day."""
    rnd = random.Random(count)
    weights = [kind[1] for kind in KINDS]
    first = datetime.date(year, 1, 1)
    for i in range(count):
        channel, _, title, quantities, span = rnd.choices(KINDS, weights)[0]
        day = first + datetime.timedelta(days=i * 366 // count)
        end = day + datetime.timedelta(days=rnd.randrange(span)) if span > 1 else None
        number = lambda: "%d" % rnd.randint(1, 400)
        quantity = rnd.choice(quantities)
        while "{}" in quantity:
            quantity = quantity.replace("{}", number(), 1)
        places = rnd.sample(["thôn %d" % n for n in range(1, 13)] + ["tru-so", "mot-cua"], rnd.choice([0, 1, 1, 2]))
        contents = rnd.sample(["nd1", "nd2", "nd3", "nd4"], rnd.choice([0, 1, 1, 2]))
        yield ["HD%06d" % i if i % 4 == 0 else "", day.strftime("%d/%m/%Y"), end.strftime("%d/%m/%Y") if end else "",
               channel, title.format("%s, số %d" % (rnd.choice(SUBJECTS), i)), quantity, "; ".join(places),
               "; ".join(contents), rnd.choice(TASKS) if i % 3 else "",
               "https://bato.example/tin/%d" % i if i % 2 else "", "ghi chú %d" % i if i % 10 == 0 else ""]


def write_folder(folder, count, sample):
    """unit.json and plan.json of the sample commune, and a log of `count` rows."""
    os.makedirs(folder, exist_ok=True)
    for name in ("unit.json", "plan.json"):
        with open(os.path.join(sample, name), encoding="utf-8") as f:
            json.load(f)
            f.seek(0)
            text = f.read()
        with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
            f.write(text)
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(HEADINGS)
    out.writerows(rows(count))
    path = os.path.join(folder, "activities.csv")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text.getvalue())
    return path
