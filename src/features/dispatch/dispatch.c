/* The states of a document and the steps between them. */
#include "features/dispatch/dispatch.h"

#include "lib/base/text.h"

static const struct {
	const char *code, *name;
} states[DISPATCH_STATES] = {
	[DISPATCH_DRAFT] = { "draft", "bản thảo" },
	[DISPATCH_RETURNED] = { "returned", "trả lại để sửa" },
	[DISPATCH_CONTENT] = { "content", "chờ kiểm tra nội dung" },
	[DISPATCH_FORMAT] = { "format", "chờ kiểm tra thể thức" },
	[DISPATCH_APPROVAL] = { "approval", "chờ ký duyệt" },
	[DISPATCH_APPROVED] = { "approved", "đã duyệt, chờ số và chữ ký" },
	[DISPATCH_ISSUED] = { "issued", "đã ban hành, chưa gửi" },
	[DISPATCH_SENT] = { "sent", "đã gửi" },
	[DISPATCH_PUBLISHED] = { "published", "đã công khai" },
	[DISPATCH_RECALLED] = { "recalled", "đã thu hồi" },
	[DISPATCH_OUTSIDE] = { "outside", "đã ban hành ngoài Loa" },
};

#define ND30 "Nghị định 30/2020/NĐ-CP, "

#define STEP(name, x, y, may, ...) \
	{ \
		.action = name, .from = DISPATCH_##x, .to = DISPATCH_##y, \
		.permission = MAY_REPORT_##may, __VA_ARGS__ \
	}
#define SUBMIT(x) \
	STEP("trinh", x, CONTENT, EDIT, .label = "Trình kiểm tra nội dung", .done = "trình", \
		.source = ND30 "Điều 10")
#define TAKE_BACK(x) \
	STEP("rut", x, DRAFT, EDIT, .own = true, .label = "Rút lại để sửa", .done = "rút lại", \
		.source = "")
#define SEND_BACK(x, may) \
	STEP("tra-lai", x, RETURNED, may, .reason = true, .label = "Trả lại", .done = "trả lại", \
		.source = ND30 "Điều 11, Điều 12")
#define RECALL(x) \
	STEP("thu-hoi", x, RECALLED, APPROVE, .reason = true, .label = "Thu hồi văn bản", \
		.done = "thu hồi", .source = ND30 "Điều 18")
#define PUBLISH_OUTSIDE(x) \
	STEP("cong-khai-ngoai", x, PUBLISHED, ISSUE, .outside = true, \
		.label = "Công khai trên trang của xã", \
		.done = "công khai văn bản đã ban hành ngoài Loa", .source = "")

static const struct dispatch_step_rule rules[] = {
	SUBMIT(DRAFT),
	SUBMIT(RETURNED),
	STEP("noi-dung", CONTENT, FORMAT, CHECK, .label = "Nội dung đạt",
		.done = "kiểm tra nội dung: đạt", .source = ND30 "Điều 12"),
	STEP("the-thuc", FORMAT, APPROVAL, CHECK, .label = "Thể thức đạt",
		.done = "kiểm tra thể thức: đạt", .source = ND30 "Điều 12"),
	STEP("duyet", APPROVAL, APPROVED, APPROVE, .label = "Ký duyệt", .done = "ký duyệt",
		.source = ND30 "Điều 11, Điều 13"),
	SEND_BACK(CONTENT, CHECK),
	SEND_BACK(FORMAT, CHECK),
	SEND_BACK(APPROVAL, APPROVE),
	SEND_BACK(APPROVED, APPROVE),
	TAKE_BACK(CONTENT),
	TAKE_BACK(FORMAT),
	TAKE_BACK(APPROVAL),
	STEP("ban-hanh", APPROVED, ISSUED, ISSUE, .label = "Ban hành", .done = "ban hành",
		.source = ND30 "Điều 13, Điều 15, Điều 16"),
	STEP("gui", ISSUED, SENT, ISSUE, .label = "Gửi", .done = "gửi", .source = ND30 "Điều 18"),
	PUBLISH_OUTSIDE(DRAFT),
	PUBLISH_OUTSIDE(OUTSIDE),
	STEP("cong-khai", SENT, PUBLISHED, ISSUE, .label = "Công khai trên trang của xã",
		.done = "công khai", .source = ""),
	STEP("go-cong-khai", PUBLISHED, SENT, ISSUE, .reason = true,
		.label = "Gỡ khỏi trang công khai", .done = "gỡ khỏi trang công khai",
		.source = ""),
	/* The same of what was issued outside: nobody sent it from here. */
	STEP("go-cong-khai-ngoai", PUBLISHED, OUTSIDE, ISSUE, .reason = true, .outside = true,
		.label = "Gỡ khỏi trang công khai", .done = "gỡ khỏi trang công khai",
		.source = ""),
	RECALL(ISSUED),
	RECALL(SENT),
	RECALL(PUBLISHED),
};

enum { RULES = sizeof rules / sizeof *rules };

const char *dispatch_state_code(enum dispatch_state s)
{
	return states[s].code;
}

const char *dispatch_state_name(enum dispatch_state s)
{
	return states[s].name;
}

bool dispatch_state_find(const char *code, enum dispatch_state *out)
{
	for (int i = 0; i < DISPATCH_STATES; i++)
		if (text_eq(states[i].code, code)) {
			*out = (enum dispatch_state)i;
			return true;
		}
	return false;
}

bool dispatch_editable(enum dispatch_state s)
{
	return s == DISPATCH_DRAFT || s == DISPATCH_RETURNED;
}

const struct dispatch_step_rule *dispatch_step_rules(size_t *n)
{
	*n = RULES;
	return rules;
}

const struct dispatch_step_rule *dispatch_step_rule(enum dispatch_state from, const char *action)
{
	for (size_t i = 0; i < RULES; i++)
		if (rules[i].from == from && text_eq(rules[i].action, action))
			return &rules[i];
	return NULL;
}

/* What is done without a step. */
static const struct {
	const char *action, *done;
} notes[] = {
	{ "da-chuyen", "chuyển liên kết" },
	{ "gui-them", "gửi thêm" },
	{ "lien-ket", "tạo liên kết, chưa chuyển" },
	{ "xep-thu", "xếp thư chờ gửi" },
};

const char *dispatch_done(enum dispatch_state from, const char *action)
{
	const struct dispatch_step_rule *r = dispatch_step_rule(from, action);
	for (size_t i = 0; !r && i < sizeof notes / sizeof *notes; i++)
		if (text_eq(notes[i].action, action))
			return notes[i].done;
	return r ? r->done : action;
}
