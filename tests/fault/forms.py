"""Forms whose database calls are made to fail, one after the other. Each row is filled as a browser would: what the
page's form holds, with the fields named here changed. Forms that are not here are tried as their pages show them."""


class Form:
    def __init__(self, role, page, action, status=303, **fields):
        self.role, self.page, self.action, self.status, self.fields = role, page, action, status, fields


WAY, PLAN = "/trinh-ky/bao-cao/1", "/trinh-ky/ke-hoach/2025"
NEWS = "/tin-bai/1"
HEAD = "/ke-hoach/2025/thong-tin"  # of the plan that the first form makes
FORMS = [
    Form("officer", "/ke-hoach/moi", "/ke-hoach/moi", nam="2025", tu="2024"),
    Form("officer", "/ke-hoach/2024/thong-tin", "/ke-hoach/2024/thong-tin", **{"trich-yeu": "tuyên truyền năm 2024"}),
    Form("officer", "/ke-hoach/2024/noi-dung", "/ke-hoach/2024/noi-dung", **{"noi-dung": "Nội dung mới", "ma-moi": "ndm"}),
    Form("officer", "/ghi/portal", "/ghi/portal", ten="Tin của thử nghiệm"),
    Form("officer", "/yeu-cau/moi", "/yeu-cau/moi", **{"co-quan": "UBND huyện", "so": "1/UBND", "ngay": "01/3/2024",
         "ngay-den": "02/3/2024", "trich-yeu": "về việc báo cáo", "yeu-cau": "báo cáo", "han": "20/3/2024"}),
    Form("officer", "/thu-thap/nguon/moi", "/thu-thap/nguon/moi", ten="Cổng cũ", **{"dia-chi": "http://xa-mau.invalid/rss"}),
    Form("officer", "/thu-thap/dan", "/thu-thap/dan", **{"lien-ket": "http://xa-mau.invalid/tin/1"}),
    Form("officer", "/noi-nhan/moi", "/noi-nhan/moi", ten="Ban Văn hóa", thu="ban@mau.vn"),
    Form("leader", "/uy-quyen/moi", "/uy-quyen/moi", **{"nguoi": "Người Ký", "chuc-vu": "Phó Chủ tịch", "hinh-thuc": "KT",
         "ky-cho": "Chủ tịch", "pham-vi": "cải cách hành chính", "tu-ngay": "01/01/2024", "van-ban": "QĐ 1/QĐ-UBND"}),
    Form("administrator", "/nguoi-dung/them", "/nguoi-dung/them", 200, ten="moi", **{"ho-ten": "Người Mới", "vai-tro": "desk"}),
    # The way of the report: each step is where the next one begins.
    Form("officer", WAY, f"{WAY}/buoc", buoc="trinh"),
    Form("leader", WAY, f"{WAY}/buoc", buoc="noi-dung"),
    Form("leader", WAY, f"{WAY}/buoc", buoc="the-thuc"),
    Form("leader", WAY, f"{WAY}/buoc", buoc="duyet"),
    Form("officer", WAY, f"{WAY}/so", **{"so-ky-hieu": "05/BC-UBND", "ngay": "05/4/2024"}),
    Form("officer", HEAD, HEAD, ky="TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", **{"nguoi-ky": "Người Ký"}),
    Form("officer", PLAN, f"{PLAN}/buoc", buoc="trinh"),
    # An article from draft to the public and back.
    Form("officer", "/tin-bai/moi", "/tin-bai/moi", ten="Tin của thử nghiệm", bai="Chữ **đậm**"),
    Form("officer", NEWS, f"{NEWS}/buoc", buoc="trinh"),
    Form("leader", NEWS, f"{NEWS}/buoc", buoc="duyet"),
    Form("officer", f"{NEWS}/sua", f"{NEWS}/sua", ten="Tin đã sửa"),
    Form("officer", "/tin/tin-cua-thu-nghiem/bao-loi", "/tin/tin-cua-thu-nghiem/bao-loi", loi="Sai ngày"),
    Form("leader", NEWS, f"{NEWS}/buoc", buoc="go", **{"ly-do": "Sai"}),
    Form("leader", "/tin-bai/canh-bao", "/tin-bai/canh-bao", **{"thong-bao": "Bão", "den-ngay": "01/01/2090"}),
]
