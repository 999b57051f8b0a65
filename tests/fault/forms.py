"""Forms whose database calls are made to fail, one after the other. Each row is filled as a browser would: what the
page's form holds, with the fields named here changed. Forms that are not here are tried as their pages show them."""


class Form:
    def __init__(self, role, page, action, status=303, **fields):
        self.role, self.page, self.action, self.status, self.fields = role, page, action, status, fields


FORMS = [
    Form("officer", "/ke-hoach/moi", "/ke-hoach/moi", nam="2025", tu="2024"),
    Form("officer", "/ke-hoach/2024/thong-tin", "/ke-hoach/2024/thong-tin", **{"trich-yeu": "tuyên truyền năm 2024"}),
    Form("officer", "/ke-hoach/2024/noi-dung", "/ke-hoach/2024/noi-dung", **{"noi-dung": "Nội dung mới", "ma-moi": "ndm"}),
    Form("officer", "/ghi/portal", "/ghi/portal", ten="Tin của thử nghiệm"),
]
