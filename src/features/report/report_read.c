/* report.md -> struct report. The head is YAML (libyaml), read as scalars and lists of scalars. */
#include "features/report/report.h"

#include <string.h>
#include <yaml.h>

#include "core/doc_head.h"
#include "core/doctype.h"
#include "lib/base/text.h"

enum { HEAD_MAX = 64 * 1024 };

struct reader {
	struct arena *a;
	struct problems *problems;
	const char *file;
	struct report *r;
	const char *period;
	int period_line;
	const char *notation; /* as written behind the number; NULL where it was not */
};

#define WRONG(x, line, ...) problem_add((x)->problems, (x)->file, (line), __VA_ARGS__)

static void read_kind(struct reader *x, const char *value, int line)
{
	if (report_kind_by_code(value))
		x->r->kind = value;
	else
		WRONG(x, line, "không có loại báo cáo “%.40s”; có: %s", value, report_kinds(x->a));
}

/* "2024-04-05", "05/4/2024", or as much as is known: "2024-04", "2024", "". */
static void read_day(struct reader *x, const char *value, int line)
{
	struct date d = { 0 };
	const char *full = arena_printf(x->a, "%s%s", value, strlen(value) == 7 ? "-01" : "-01-01");
	if (!*value || date_parse_vn(value, &d)) {
		x->r->day = d;
	} else if ((strlen(value) == 7 || strlen(value) == 4) && date_parse_iso(full, &d)) {
		x->r->day = (struct date){ d.year, strlen(value) == 7 ? d.month : 0, 0 };
	} else {
		WRONG(x, line,
			"“date”: không có ngày “%.40s” (viết 2024-04-05, hoặc 2024-04 khi chưa ký)",
			value);
	}
}

/* "05" or "05/BC-UBND"; only the number is kept, the notation follows from kind and unit. */
static void read_number(struct reader *x, const char *value, int line)
{
	size_t n = strspn(value, "0123456789");
	if (!*value)
		return;
	if (!n || n > 6 || (value[n] && value[n] != '/'))
		WRONG(x, line, "“number”: “%.40s” không phải số văn bản (viết như 05)", value);
	else
		x->r->number = arena_strndup(x->a, value, n);
	x->notation = value[n] == '/' ? value + n + 1 : NULL;
	x->r->number_line = line;
}

static void read_sign(struct reader *x, const char *value, int line)
{
	const char *wrong = doc_signing(x->a, value, &x->r->signing, &x->r->signer);
	if (wrong)
		WRONG(x, line, "“sign”: quyền hạn, chức vụ phải viết hoa: “%s”", wrong);
}

static void read_scalar(struct reader *x, const char *key, const char *value, int line)
{
	if (text_eq(key, "kind"))
		read_kind(x, value, line);
	else if (text_eq(key, "title"))
		x->r->title = *value ? value : NULL;
	else if (text_eq(key, "period")) {
		x->period = value;
		x->period_line = line;
	} else if (text_eq(key, "date"))
		read_day(x, value, line);
	else if (text_eq(key, "number"))
		read_number(x, value, line);
	else if (text_eq(key, "sign"))
		read_sign(x, value, line);
	else if (text_eq(key, "to") && *value)
		ARENA_PUSH(x->a, &x->r->addressees, value);
	else if (!text_eq(key, "to"))
		WRONG(x, line, "không hiểu mục “%.60s” ở đầu báo cáo", key);
}

static void read_list_item(struct reader *x, const char *key, const char *value, int line)
{
	if (text_eq(key, "recipients"))
		ARENA_PUSH(x->a, &x->r->recipients, value);
	else if (text_eq(key, "to"))
		ARENA_PUSH(x->a, &x->r->addressees, value);
	else
		WRONG(x, line, "mục “%.60s” không phải là danh sách", key);
}

/* Walks the head's events: a mapping of scalars and lists of scalars. offset: lines before the
 * YAML. */
struct head {
	struct reader *x;
	int offset, depth;
	bool in_list;
	const char *key;
};

static void on_scalar(struct head *h, const yaml_event_t *ev)
{
	int line = (int)ev->start_mark.line + 1 + h->offset;
	const char *value = text_trim(h->x->a, (const char *)ev->data.scalar.value);
	if (h->in_list) {
		read_list_item(h->x, h->key, value, line);
	} else if (!h->key) {
		h->key = value;
	} else {
		read_scalar(h->x, h->key, value, line);
		h->key = NULL;
	}
}

static bool on_event(struct head *h, const yaml_event_t *ev)
{
	switch (ev->type) {
	case YAML_SCALAR_EVENT:
		on_scalar(h, ev);
		return h->depth == 1 || h->in_list;
	case YAML_MAPPING_START_EVENT:
		return ++h->depth == 1;
	case YAML_MAPPING_END_EVENT:
		h->depth--;
		return true;
	case YAML_SEQUENCE_START_EVENT:
		h->in_list = h->key && !h->in_list;
		return h->in_list;
	case YAML_SEQUENCE_END_EVENT:
		h->in_list = false;
		h->key = NULL;
		return true;
	case YAML_ALIAS_EVENT:
		return false;
	default:
		return true;
	}
}

static void read_head(struct reader *x, const char *yaml, size_t n, int offset)
{
	yaml_parser_t parser;
	if (!yaml_parser_initialize(&parser))
		die("yaml_parser_initialize");
	yaml_parser_set_input_string(&parser, (const unsigned char *)yaml, n);
	struct head h = { .x = x, .offset = offset };
	bool end = false;
	while (!end) {
		yaml_event_t ev;
		if (!yaml_parser_parse(&parser, &ev)) {
			WRONG(x, (int)parser.problem_mark.line + 1 + offset,
				"không đọc được phần đầu báo cáo (YAML) ở cột %d; giá trị có dấu “: ” "
				"hoặc “#” phải để trong ngoặc kép",
				(int)parser.problem_mark.column + 1);
			break;
		}
		if (!on_event(&h, &ev)) {
			WRONG(x, (int)ev.start_mark.line + 1 + offset,
				"phần đầu báo cáo chỉ gồm “mục: giá trị” và danh sách");
			end = true;
		}
		end = end || ev.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&ev);
	}
	yaml_parser_delete(&parser);
}

static int lines_before(const char *text, size_t offset)
{
	int n = 0;
	for (size_t i = 0; i < offset; i++)
		n += text[i] == '\n';
	return n;
}

static bool stands_alone(const char *text, const struct binding *b)
{
	size_t start = b->start, end = b->end;
	while (start && text[start - 1] == ' ')
		start--;
	while (text[end] == ' ')
		end++;
	return (!start || text[start - 1] == '\n') && (!text[end] || text[end] == '\n');
}

/* Every binding must be understood, the lists stand on a line of their own, and at least one figure
 * is bound: a report without any would not be Loa's. */
static void check_body(struct reader *x, const char *body, int before)
{
	struct err e;
	err_init(&e, x->a);
	struct bindings list;
	size_t at = 0;
	size_t from = 0;
	while (bindings_parse(x->a, body + from, &list, &at, &e)) {
		WRONG(x, before + lines_before(body, from + at) + 1, "%s", e.message);
		from += at + strlen("{{");
		err_clear(&e);
	}
	if (from)
		return;
	bool figure = false;
	for (size_t i = 0; i < list.n; i++) {
		const struct binding *b = &list.v[i];
		figure = figure || b->kind == BINDING_FIGURE;
		if ((b->kind == BINDING_FORMS || b->kind == BINDING_CONTENTS) &&
			!stands_alone(body, b))
			WRONG(x, before + lines_before(body, b->start) + 1,
				"{{forms}} và {{contents}} phải đứng riêng một dòng");
	}
	if (!figure)
		WRONG(x, before + 1,
			"báo cáo không gắn số liệu nào; viết số liệu dưới dạng {{kênh|đơn vị}}");
}

/* The text between the lines "---"; false where there is no head. */
static bool find_head(const char *text, size_t *yaml, size_t *yaml_end, size_t *body)
{
	if (!text_has_prefix(text, "---\n"))
		return false;
	const char *end = strstr(text + 3, "\n---\n");
	if (!end)
		return false;
	*yaml = 4;
	*yaml_end = (size_t)(end + 1 - text);
	*body = (size_t)(end + 5 - text);
	return *yaml_end - *yaml <= HEAD_MAX;
}

static void check_head(struct reader *x)
{
	if (!x->r->kind)
		x->r->kind = "BC";
	const char *type = arena_printf(x->a, "%s-", report_kind_by_code(x->r->kind)->doctype);
	if (x->notation && !text_has_prefix(x->notation, type))
		WRONG(x, x->r->number_line,
			"“number”: ký hiệu “%.40s” không phải của báo cáo (%s...)", x->notation,
			type);
	if (!x->r->title)
		WRONG(x, 1, "phần đầu báo cáo thiếu “title” (trích yếu)");
	if (!x->period) {
		WRONG(x, 1, "phần đầu báo cáo thiếu “period” (kỳ, như 2024-Q1)");
		return;
	}
	struct err e;
	err_init(&e, x->a);
	if (period_parse(
		    x->a, x->period, report_kind_by_code(x->r->kind)->window, &x->r->period, &e))
		WRONG(x, x->period_line, "%s", e.message);
}

struct report *report_read(struct intake *in, const struct text_file *f)
{
	size_t yaml, yaml_end, body;
	if (!find_head(f->text, &yaml, &yaml_end, &body)) {
		problem_add(&in->problems, f->name, 1,
			"báo cáo phải bắt đầu bằng phần đầu giữa hai dòng “---” (kind, title, period, ...)");
		return NULL;
	}
	struct reader x = { .a = in->a,
		.problems = &in->problems,
		.file = f->name,
		.r = ARENA_NEW(in->a, struct report),
		.period_line = 1 };
	read_head(&x, f->text + yaml, yaml_end - yaml, 1);
	check_head(&x);
	x.r->body = text_trim(in->a, f->text + body);
	size_t skipped = strspn(f->text + body, " \n");
	check_body(&x, f->text + body, lines_before(f->text, body));
	if (!*x.r->body)
		problem_add(&in->problems, f->name, lines_before(f->text, body + skipped),
			"báo cáo không có nội dung");
	return x.r;
}
