/* activities.csv -> struct activities: one row an activity, columns known by their headings. */
#include "features/activity/activity.h"

#include <stdlib.h>
#include <string.h>

#include "core/channel.h"
#include "lib/base/csv.h"
#include "lib/base/text.h"

enum column {
	CODE,
	FROM,
	TO,
	CHANNEL,
	TITLE,
	QUANTITY,
	PLACE,
	CONTENT,
	TASK,
	EVIDENCE,
	NOTE,
	COLUMNS
};

static const struct {
	const char *heading;
	bool must;
} columns[COLUMNS] = {
	[CODE] = { "Mã", false },
	[FROM] = { "Ngày", true },
	[TO] = { "Đến ngày", false },
	[CHANNEL] = { "Kênh", true },
	[TITLE] = { "Hoạt động", true },
	[QUANTITY] = { "Số liệu", true },
	[PLACE] = { "Địa bàn", false },
	[CONTENT] = { "Nội dung", false },
	[TASK] = { "Nhiệm vụ", false },
	[EVIDENCE] = { "Minh chứng", false },
	[NOTE] = { "Ghi chú", false },
};

enum { TITLE_MAX = 500 };

struct reader {
	struct arena *a;
	struct problems *problems, *notes;
	const char *file;
	int at[COLUMNS]; /* the cell's index, -1 where the file has no such column */
	const struct csv_row *row;
	size_t width;
};

static enum column find_column(struct arena *a, const char *heading)
{
	const char *lower = text_lower(a, text_squeeze(a, heading));
	enum column c = CODE;
	while (c < COLUMNS && !text_eq(text_lower(a, columns[c].heading), lower))
		c++;
	return c;
}

/* The running number that officials put first; Loa needs none. */
static bool is_serial(struct arena *a, const char *heading)
{
	static const char *const names[] = { "tt", "stt", "so tt", "so thu tu" };
	const char *folded = text_fold(a, heading);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_eq(names[i], folded))
			return true;
	return false;
}

static void read_headings(struct reader *r, const struct csv_row *head)
{
	for (int c = 0; c < COLUMNS; c++)
		r->at[c] = -1;
	r->width = head->n;
	for (size_t i = 0; i < head->n; i++) {
		if (!*head->v[i])
			continue;
		enum column c = find_column(r->a, head->v[i]);
		if (c == COLUMNS && is_serial(r->a, head->v[i]))
			problem_add(r->notes, r->file, head->line,
				"cột “%s” (số thứ tự) được bỏ qua", head->v[i]);
		else if (c == COLUMNS)
			problem_add(r->problems, r->file, head->line, "không hiểu cột “%.60s”",
				head->v[i]);
		else if (r->at[c] >= 0)
			problem_add(r->problems, r->file, head->line, "cột “%s” có hai lần",
				columns[c].heading);
		else
			r->at[c] = (int)i;
	}
	for (int c = 0; c < COLUMNS; c++)
		if (columns[c].must && r->at[c] < 0)
			problem_add(r->problems, r->file, head->line, "thiếu cột “%s”",
				columns[c].heading);
}

static const char *cell(const struct reader *r, enum column c)
{
	return r->at[c] >= 0 && (size_t)r->at[c] < r->row->n ? r->row->v[r->at[c]] : "";
}

#define WRONG(r, ...) problem_add((r)->problems, (r)->file, (r)->row->line, __VA_ARGS__)

static struct date read_day(struct reader *r, enum column c)
{
	struct date d = { 0 };
	const char *s = cell(r, c);
	if (!*s && c == FROM)
		WRONG(r, "cột “Ngày” còn trống");
	else if (*s && !date_parse_vn(s, &d))
		WRONG(r, "cột “%s”: không có ngày “%.40s” (viết như 05/3/2024)", columns[c].heading,
			s);
	return d;
}

static const char *read_channel(struct reader *r)
{
	const char *s = cell(r, CHANNEL);
	struct arena *own = arena_new();
	const struct channel *c = *s ? channel_find(own, s) : NULL;
	arena_free(own);
	if (!*s)
		WRONG(r, "cột “Kênh” còn trống");
	else if (!c)
		WRONG(r, "cột “Kênh”: %s", channel_unknown(r->a, s));
	return c ? c->code : "";
}

static const char *read_title(struct reader *r)
{
	const char *s = text_squeeze(r->a, cell(r, TITLE));
	if (!*s)
		WRONG(r, "cột “Hoạt động” còn trống");
	else if (text_length(s) > TITLE_MAX)
		WRONG(r, "cột “Hoạt động” dài hơn %d chữ cái", TITLE_MAX);
	return s;
}

static struct evidences evidence_of(struct arena *a, const char *text)
{
	struct texts list = text_split(a, text, ';');
	struct evidences out = { 0 };
	for (size_t i = 0; i < list.n; i++) {
		struct evidence x = { .reference = list.v[i] };
		ARENA_PUSH(a, &out, x);
	}
	return out;
}

static struct activity read_row(struct reader *r)
{
	struct activity x = { .line = r->row->line,
		.code = cell(r, CODE),
		.from = read_day(r, FROM),
		.to = read_day(r, TO),
		.channel = read_channel(r),
		.title = read_title(r),
		.places = text_split(r->a, cell(r, PLACE), ';'),
		.contents = text_split(r->a, cell(r, CONTENT), ';'),
		.task = cell(r, TASK),
		.evidence = evidence_of(r->a, cell(r, EVIDENCE)),
		.note = cell(r, NOTE) };
	if (date_valid(x.from) && date_valid(x.to) && date_cmp(x.from, x.to) > 0)
		WRONG(r, "“Đến ngày” (%s) trước “Ngày” (%s)", date_short(r->a, x.to),
			date_short(r->a, x.from));
	struct err e;
	err_init(&e, r->a);
	if (quantities_parse(r->a, cell(r, QUANTITY), &x.quantities, &e))
		WRONG(r, "%s", e.message);
	for (size_t i = r->width; i < r->row->n; i++)
		if (*r->row->v[i]) {
			WRONG(r,
				"dòng có nhiều ô hơn hàng tiêu đề; ô có dấu “,” hoặc “;” phải để trong "
				"ngoặc kép");
			break;
		}
	return x;
}

static int by_key(const void *p, const void *q)
{
	const struct activity *x = *(const struct activity *const *)p;
	const struct activity *y = *(const struct activity *const *)q;
	int c = strcmp(x->code, y->code);
	if (!c && !*x->code) {
		c = date_cmp(x->from, y->from);
		c = c ? c : strcmp(x->channel, y->channel);
		c = c ? c : strcmp(x->title, y->title);
	}
	return c;
}

static bool same_key(const struct activity *x, const struct activity *y)
{
	return by_key(&x, &y) == 0;
}

static int by_line(const void *p, const void *q)
{
	const struct activity *x = *(const struct activity *const *)p;
	const struct activity *y = *(const struct activity *const *)q;
	int c = by_key(p, q);
	return c ? c : (x->line > y->line) - (x->line < y->line);
}

/* Two rows that could not be told apart later. */
static void find_twins(struct reader *r, const struct activities *list)
{
	const struct activity **sorted = ARENA_ARRAY(r->a, const struct activity *, list->n);
	for (size_t i = 0; i < list->n; i++)
		sorted[i] = &list->v[i];
	qsort(sorted, list->n, sizeof *sorted, by_line);
	for (size_t i = 1; i < list->n; i++) {
		const struct activity *x = sorted[i - 1], *y = sorted[i];
		if (!same_key(x, y) || !date_valid(y->from) || !*y->title)
			continue;
		if (*y->code)
			problem_add(r->problems, r->file, y->line, "mã “%s” đã dùng ở dòng %d",
				y->code, x->line);
		else
			problem_add(r->problems, r->file, y->line,
				"trùng ngày, kênh và tên hoạt động với dòng %d; nếu là hai hoạt động, hãy ghi "
				"cột “Mã”",
				x->line);
	}
}

bool activity_read(struct intake *in, const struct text_file *f, struct activities *out)
{
	struct csv csv;
	size_t before = in->problems.n;
	if (!csv_read(in->a, f, &csv, &in->problems))
		return false;
	if (csv.separator != ',')
		problem_add(&in->notes, f->name, 1, "các cột ngăn bằng %s",
			csv.separator == ';' ? "dấu chấm phẩy (;)" : "dấu tab");
	struct reader r = {
		.a = in->a, .problems = &in->problems, .notes = &in->notes, .file = f->name
	};
	size_t at_headings = in->problems.n;
	read_headings(&r, &csv.v[0]);
	if (in->problems.n > at_headings)
		return false;
	if (csv.n == 1 && in->problems.n == before) {
		problem_add(&in->problems, f->name, 1,
			"tệp chỉ có hàng tiêu đề, không có hoạt động nào");
		return false;
	}
	struct activities all = { 0 };
	*out = (struct activities){ 0 };
	for (size_t i = 1; i < csv.n; i++) {
		r.row = &csv.v[i];
		size_t so_far = in->problems.n;
		struct activity x = read_row(&r);
		ARENA_PUSH(in->a, &all, x);
		if (in->problems.n == so_far)
			ARENA_PUSH(in->a, out, x);
	}
	find_twins(&r, &all);
	intake_sort(in, before);
	return true;
}
