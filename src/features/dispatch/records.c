/* How the way of documents, what was sent, recipients and delegations are called in the history. */
#include "features/dispatch/dispatch_page.h"
#include "features/dispatch/sending.h"
#include "lib/base/text.h"

static const char *state_said(struct arena *a, const char *code)
{
	enum dispatch_state s;
	(void)a;
	return dispatch_state_find(code, &s) ? dispatch_state_name(s) : code;
}

static const char *way_said(struct arena *a, const char *code)
{
	(void)a;
	return text_eq(code, SENDING_MAIL)      ? "thư điện tử"
	       : text_eq(code, SENDING_BY_LINK) ? "liên kết riêng"
	       : text_eq(code, SENDING_OTHER)   ? "cách khác, chỉ ghi lại"
						: code;
}

static const char *handed_said(struct arena *a, const char *code)
{
	(void)a;
	return sending_way_said(code);
}

static const char *mail_said(struct arena *a, const char *code)
{
	(void)a;
	return text_eq(code, "sent")     ? "máy chủ thư đã nhận"
	       : text_eq(code, "queued") ? "chờ gửi"
	       : text_eq(code, "failed") ? "không gửi được"
	       : text_eq(code, "unsure") ? "không rõ đã đi chưa"
					 : code;
}

#define WORD(key, label) \
	{ \
		key, label, NULL \
	}
static const struct web_word way_words[] = {
	WORD("approved", "Mã băm của bản đã duyệt"),
	WORD("change", "Thay đổi"),
	{ "state", "Bước", state_said },
};
static const struct web_word way_actions[] = {
	WORD("ban-hanh", "Ban hành"),
	WORD("cong-khai", "Công khai"),
	WORD("duyet", "Ký duyệt"),
	WORD("go-cong-khai", "Gỡ khỏi trang công khai"),
	WORD("gui", "Gửi"),
	WORD("noi-dung", "Kiểm tra nội dung: đạt"),
	WORD("rut", "Rút lại"),
	WORD("the-thuc", "Kiểm tra thể thức: đạt"),
	WORD("thu-hoi", "Thu hồi"),
	WORD("tra-lai", "Trả lại"),
	WORD("trinh", "Trình"),
};
static const struct web_word sending_words[] = {
	WORD("address", "Địa chỉ"),
	WORD("answer", "Máy chủ thư trả lời"),
	WORD("document", "Văn bản"),
	WORD("given_up", "Thôi gửi vì"),
	{ "handed", "Cách chuyển", handed_said },
	WORD("handed_by", "Người chuyển"),
	WORD("received_by", "Người nhận"),
	{ "state", "Thư", mail_said },
	WORD("to", "Nơi nhận"),
	{ "way", "Cách gửi", way_said },
};
static const struct web_word sending_actions[] = {
	WORD("again", "Gửi lại"),
	WORD("handed", "Đã chuyển liên kết"),
	WORD("mail", "Gửi thư"),
	WORD("received", "Đã nhận"),
};
static const struct web_word recipient_words[] = {
	WORD("also", "Tên khác"),
	WORD("emails", "Thư điện tử"),
	WORD("groups", "Nhóm"),
	WORD("successor", "Nơi thay thế"),
};
static const struct web_word delegation_words[] = {
	WORD("document", "Văn bản ủy quyền"),
	WORD("for", "Ký thay"),
	WORD("form", "Hình thức ký"),
	WORD("person", "Người được giao"),
	WORD("scope", "Phạm vi"),
	WORD("title", "Chức vụ"),
};

#define LIST(field, list) .field = list, .field##_n = sizeof list / sizeof *list
const struct web_record dispatch_records[DISPATCH_RECORDS] = {
	{ .kind = "dispatch",
		.name = "Văn bản trình ký",
		.called = "subject",
		LIST(words, way_words),
		LIST(actions, way_actions) },
	{ .kind = "sending",
		.name = "Lần gửi văn bản",
		LIST(words, sending_words),
		LIST(actions, sending_actions) },
	{ .kind = "recipient",
		.name = "Nơi nhận",
		.href = "/noi-nhan/",
		LIST(words, recipient_words) },
	{ .kind = "delegation",
		.name = "Ủy quyền ký",
		.href = "/uy-quyen/",
		LIST(words, delegation_words) },
};
