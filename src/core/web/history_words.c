/* Words that the records of many features use. */
#include "core/channel.h"
#include "core/web/history.h"
#include "lib/base/text.h"

static const char *channel_said(struct arena *a, const char *code)
{
	const struct channel *c = channel_by_code(code);
	(void)a;
	return c ? c->name : code;
}

const char *history_yes(struct arena *a, const char *value)
{
	(void)a;
	return text_eq(value, "1") ? "có" : text_eq(value, "0") ? "không" : value;
}

static const struct web_word words[] = {
	{ "address", "Địa chỉ mạng", NULL },
	{ "agent", "Trình duyệt", NULL },
	{ "channel", "Kênh", channel_said },
	{ "code", "Mã", NULL },
	{ "contents", "Nội dung", NULL },
	{ "date", "Ngày", NULL },
	{ "day", "Ngày", NULL },
	{ "due", "Hạn", NULL },
	{ "evidence", "Minh chứng", NULL },
	{ "from", "Từ ngày", NULL },
	{ "hash", "Mã băm", NULL },
	{ "lead", "Chủ trì", NULL },
	{ "name", "Tên", NULL },
	{ "note", "Ghi chú", NULL },
	{ "number", "Số", NULL },
	{ "period", "Kỳ", NULL },
	{ "places", "Địa bàn", NULL },
	{ "quantities", "Số liệu", NULL },
	{ "quantity", "Số liệu", NULL },
	{ "recipients", "Nơi nhận", NULL },
	{ "signer", "Người ký", NULL },
	{ "signing", "Thẩm quyền ký", NULL },
	{ "size", "Số byte", NULL },
	{ "state", "Trạng thái", NULL },
	{ "subject", "Trích yếu", NULL },
	{ "support", "Phối hợp", NULL },
	{ "targets", "Chỉ tiêu", NULL },
	{ "task", "Nhiệm vụ", NULL },
	{ "tasks", "Nhiệm vụ", NULL },
	{ "text", "Nội dung", NULL },
	{ "title", "Tên", NULL },
	{ "to", "Đến ngày", NULL },
	{ "type", "Loại", NULL },
	{ "value", "Giá trị", NULL },
	{ "year", "Năm", NULL },
};

static const struct web_word actions[] = {
	{ AUDIT_ADD, "Thêm", NULL },
	{ AUDIT_CHANGE, "Sửa", NULL },
	{ AUDIT_REMOVE, "Xóa", NULL },
};

static const struct web_word *find(const struct web_word *v, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (text_eq(v[i].key, key))
			return &v[i];
	return NULL;
}

const struct web_word *history_word(const char *key)
{
	return find(words, sizeof words / sizeof *words, key);
}

const struct web_word *history_action(const char *action)
{
	return find(actions, sizeof actions / sizeof *actions, action);
}
