#include "core/setting.h"

#include <stdlib.h>
#include <string.h>

#include "core/record.h"
#include "core/seal.h"
#include "lib/base/text.h"

static const struct db_sql get = { "SELECT value FROM setting WHERE name = ?" };
static const struct db_sql put = { "INSERT INTO setting (name, value) VALUES (?, ?)"
				   " ON CONFLICT (name) DO UPDATE SET value = excluded.value" };

static const struct setting_row rows[SETTINGS] = {
	[SETTING_OWN_APPROVAL] = { "tu-duyet", SETTING_SWITCH,
		"Cho phép người soạn tự duyệt bản thảo của mình",
		"Chỉ bật ở nơi có một người làm hết các việc.", "" },
	[SETTING_OWN_NUMBERS] = { "tu-cap-so", SETTING_SWITCH,
		"Loa cấp số văn bản và giữ sổ đăng ký văn bản đi",
		"Tắt: số lấy từ hệ thống quản lý văn bản của xã.", "" },
	[SETTING_ONE_SERIES] = { "mot-day-so", SETTING_SWITCH,
		"Các loại văn bản dùng chung một dãy số",
		"Tắt: mỗi loại một dãy (Nghị định 30/2020/NĐ-CP, Điều 15: do người đứng đầu quy định).",
		"" },
	[SETTING_SITE] = { "dia-chi", SETTING_TEXT, "Địa chỉ trang của Loa",
		"Dùng trong thư và liên kết, ví dụ https://loa.xa-mau.gov.vn", "" },
	[SETTING_MAIL_SERVER] = { "may-chu-thu", SETTING_TEXT, "Máy chủ gửi thư (SMTP)",
		"Ví dụ smtp://thu.tinh-mau.gov.vn:587; để trống: không gửi thư.", "" },
	[SETTING_MAIL_USER] = { "tai-khoan-thu", SETTING_TEXT, "Tài khoản gửi thư", NULL, "" },
	[SETTING_MAIL_PASSWORD] = { "mat-khau-thu", SETTING_HIDDEN, "Mật khẩu gửi thư",
		"Để trống: giữ mật khẩu đang dùng.", "" },
	[SETTING_MAIL_FROM] = { "thu-di-tu", SETTING_TEXT, "Thư đi từ địa chỉ", NULL, "" },
	[SETTING_DESK_PLACE] = { "noi-tiep-nhan", SETTING_LINES, "Nơi tiếp nhận hồ sơ",
		"In trên trang thủ tục và tờ niêm yết.", "" },
	[SETTING_DESK_HOURS] = { "gio-tiep-nhan", SETTING_LINES, "Giờ tiếp nhận hồ sơ",
		"Ví dụ: Thứ Hai đến thứ Sáu, 7 giờ 30 đến 11 giờ 30 và 13 giờ 30 đến 17 giờ.", "" },
	[SETTING_FEEDBACK] = { "noi-phan-anh", SETTING_LINES, "Nơi nhận phản ánh, kiến nghị",
		"Địa chỉ, điện thoại, thư điện tử; in trên bảng hướng dẫn phản ánh, kiến nghị.",
		"" },
	[SETTING_POSTING_DAYS] = { "ngay-kiem-tra-niem-yet", SETTING_TEXT,
		"Kiểm tra lại tờ niêm yết sau (ngày)", NULL, "30" },
	[SETTING_SERVICE_PORTAL] = { "cong-dich-vu-cong", SETTING_TEXT,
		"Cổng Dịch vụ công quốc gia",
		"Dùng cho thủ tục trực tuyến chưa có địa chỉ riêng trong danh mục.",
		"https://dichvucong.gov.vn" },
	[SETTING_TRUSTED_CA] = { "chung-thu-goc", SETTING_LINES, "Chứng thư số gốc được tin cậy",
		"Dạng PEM; chữ ký số trên văn bản được kiểm tra với các chứng thư này.", "" },
	[SETTING_ADDRESS] = { "tru-so", SETTING_TEXT, "Trang công khai: địa chỉ trụ sở", NULL, "" },
	[SETTING_PHONE] = { "dien-thoai", SETTING_TEXT, "Trang công khai: điện thoại", NULL, "" },
	[SETTING_EMAIL] = { "thu-cong-vu", SETTING_TEXT, "Trang công khai: thư điện tử công vụ",
		NULL, "" },
	[SETTING_HOURS] = { "gio-lam-viec", SETTING_LINES, "Trang công khai: giờ làm việc",
		"Mỗi dòng một buổi, ví dụ: Thứ Hai đến thứ Sáu, sáng 7 giờ đến 11 giờ 30.", "" },
	[SETTING_RECEPTION] = { "tiep-cong-dan", SETTING_LINES,
		"Trang công khai: lịch tiếp công dân", "Mỗi dòng: ngày, người tiếp, nơi tiếp.",
		"" },
	[SETTING_DUTIES] = { "chuc-nang", SETTING_LINES, "Trang công khai: chức năng, nhiệm vụ",
		"Một dòng trống giữa hai đoạn.", "" },
	[SETTING_PARTS] = { "bo-phan", SETTING_LINES, "Trang công khai: các bộ phận",
		"Mỗi dòng một bộ phận: tên; người phụ trách; điện thoại; thư điện tử.", "" },
};

const struct setting_row *setting_row(enum setting s)
{
	return &rows[s];
}

enum rc setting_get(struct db *d, struct arena *a, enum setting s, const char **out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get, DB_ARGS(A(rows[s].name)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc && rc != RC_NOTFOUND)
		return rc;
	if (rc) {
		*out = rows[s].initial;
		return RC_OK;
	}
	const char *stored = db_text(r, 0), *value = NULL;
	rc = seal_open(d, a, rows[s].name, stored, &value, e);
	if (!rc) /* whose key is lost is as if it had never been set */
		*out = value ? value : rows[s].initial;
	return rc;
}

enum rc setting_on(struct db *d, enum setting s, bool *out, struct err *e)
{
	struct arena *a = arena_new();
	const char *value = NULL;
	enum rc rc = setting_get(d, a, s, &value, e);
	if (!rc)
		*out = text_eq(value, "1");
	arena_free(a);
	return rc;
}

static bool begins(const char *value, const char *const *prefixes)
{
	for (; *prefixes; prefixes++)
		if (text_has_prefix(value, *prefixes) && value[strlen(*prefixes)])
			return true;
	return false;
}

static bool is_days(const char *value)
{
	enum { DAYS_MAX = 366 };
	char *end;
	long n = strtol(value, &end, 10);
	return end != value && !*end && n >= 1 && n <= DAYS_MAX;
}

enum rc setting_check(enum setting s, const char *value, struct err *e)
{
	static const char *const web[] = { "https://", "http://", NULL };
	static const char *const mail[] = { "smtps://", "smtp://", NULL };
	const char *at = strchr(value, '@');
	if (!*value)
		return RC_OK;
	if (s == SETTING_SITE && (!begins(value, web) || strpbrk(value, " ?#")))
		return ERR(e, RC_INVALID, rows[s].name,
			"Địa chỉ phải viết đủ như https://loa.xa-mau.gov.vn");
	if (s == SETTING_POSTING_DAYS && !is_days(value))
		return ERR(e, RC_INVALID, rows[s].name, "Số ngày phải là một số từ 1 đến 366.");
	if (s == SETTING_SERVICE_PORTAL && (!begins(value, web) || strpbrk(value, " ")))
		return ERR(e, RC_INVALID, rows[s].name,
			"Địa chỉ phải viết đủ như https://dichvucong.gov.vn");
	if (s == SETTING_MAIL_SERVER && (!begins(value, mail) || strpbrk(value, " @?#")))
		return ERR(e, RC_INVALID, rows[s].name,
			"Máy chủ phải viết đủ như smtp://thu.tinh-mau.gov.vn:587 hoặc smtps://...");
	if ((s == SETTING_MAIL_FROM || s == SETTING_EMAIL) &&
		(!at || at == value || !at[1] || strpbrk(value, " <>,;")))
		return ERR(e, RC_INVALID, rows[s].name, "Địa chỉ thư phải như ubnd@xa-mau.gov.vn");
	if (s == SETTING_PHONE && strspn(value, "0123456789 +.()-/") != strlen(value))
		return ERR(e, RC_INVALID, rows[s].name, "Số điện thoại chỉ có chữ số và dấu cách.");
	if (s == SETTING_TRUSTED_CA && !strstr(value, "-----BEGIN CERTIFICATE-----"))
		return ERR(e, RC_INVALID, rows[s].name,
			"Chứng thư phải ở dạng PEM, có dòng -----BEGIN CERTIFICATE-----");
	return RC_OK;
}

static const char *record(struct arena *a, enum setting s, const char *value)
{
	struct buf b;
	bool hidden = rows[s].kind == SETTING_HIDDEN;
	record_begin(&b, a);
	record_text(&b, "value", hidden && *value ? "(không ghi)" : value);
	return record_end(&b);
}

enum rc setting_set(
	struct audit *t, struct arena *a, enum setting s, const char *value, struct err *e)
{
	const char *before = NULL;
	enum rc rc = setting_check(s, value, e);
	if (!rc)
		rc = setting_get(t->db, a, s, &before, e);
	if (rc || text_eq(before, value))
		return rc;
	const char *stored = value;
	if (rows[s].kind == SETTING_HIDDEN && *value)
		rc = seal(t->db, a, rows[s].name, value, &stored, e);
	if (!rc)
		rc = db_run(t->db, &put, DB_ARGS(A(rows[s].name), A(stored)), NULL, e);
	if (rc)
		return rc;
	struct audit_change c = { "setting", rows[s].name, AUDIT_CHANGE, record(a, s, before),
		record(a, s, value) };
	return audit_add(t, &c, e);
}
