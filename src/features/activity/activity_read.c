/* activities.csv -> struct activities: one row an activity, columns known by their headings. */
#include "features/activity/activity_cells.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/csv.h"
#include "lib/base/text.h"

struct reader {
	struct arena *a;
	struct problems *problems, *notes;
	const char *file;
	int at[COLUMNS]; /* the cell's index, -1 where the file has no such column */
	const struct csv_row *row;
	size_t width;
};

static void read_headings(struct reader *r, const struct csv_row *head)
{
	for (int c = 0; c < COLUMNS; c++)
		r->at[c] = -1;
	r->width = head->n;
	for (size_t i = 0; i < head->n; i++) {
		if (!*head->v[i])
			continue;
		enum activity_column c = activity_column_named(r->a, head->v[i]);
		if (c == COLUMNS && activity_is_serial(r->a, head->v[i]))
			problem_add(r->notes, r->file, head->line,
				"cột “%s” (số thứ tự) được bỏ qua", head->v[i]);
		else if (c == COLUMNS)
			problem_add(r->problems, r->file, head->line, "không hiểu cột “%.60s”",
				head->v[i]);
		else if (r->at[c] >= 0)
			problem_add(r->problems, r->file, head->line, "cột “%s” có hai lần",
				activity_heading(c));
		else
			r->at[c] = (int)i;
	}
	for (int c = 0; c < COLUMNS; c++)
		if (activity_column_needed((enum activity_column)c) && r->at[c] < 0)
			problem_add(r->problems, r->file, head->line, "thiếu cột “%s”",
				activity_heading((enum activity_column)c));
}

static const char *cell(const struct reader *r, int c)
{
	return r->at[c] >= 0 && (size_t)r->at[c] < r->row->n ? r->row->v[r->at[c]] : "";
}

#define WRONG(r, ...) problem_add((r)->problems, (r)->file, (r)->row->line, __VA_ARGS__)

static struct activity read_row(struct reader *r)
{
	struct activity_cells cells = { 0 };
	struct activity x;
	for (int c = 0; c < COLUMNS; c++)
		cells.v[c] = cell(r, c);
	activity_of_cells(r->a, &cells, &x);
	x.line = r->row->line;
	for (int c = 0; c < COLUMNS; c++)
		if (cells.wrong[c])
			WRONG(r, "%s", cells.wrong[c]);
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

/* before: how many problems there were before the file was looked at. */
static bool read_table(struct intake *in, const char *file, const struct csv *table, size_t before,
	struct activities *out)
{
	size_t at_headings = in->problems.n;
	struct reader r = {
		.a = in->a, .problems = &in->problems, .notes = &in->notes, .file = file
	};
	read_headings(&r, &table->v[0]);
	if (in->problems.n > at_headings)
		return false;
	if (table->n == 1 && in->problems.n == before) {
		problem_add(&in->problems, file, table->v[0].line,
			"tệp chỉ có hàng tiêu đề, không có hoạt động nào");
		return false;
	}
	struct activities all = { 0 };
	*out = (struct activities){ 0 };
	for (size_t i = 1; i < table->n; i++) {
		r.row = &table->v[i];
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

bool activity_read(struct intake *in, const struct text_file *f, struct activities *out)
{
	struct csv csv;
	size_t before = in->problems.n;
	if (!csv_read(in->a, f, &csv, &in->problems))
		return false;
	if (csv.separator != ',')
		problem_add(&in->notes, f->name, 1, "các cột ngăn bằng %s",
			csv.separator == ';' ? "dấu chấm phẩy (;)" : "dấu tab");
	return read_table(in, f->name, &csv, before, out);
}

bool activity_read_table(
	struct intake *in, const char *file, const struct csv *table, struct activities *out)
{
	return read_table(in, file, table, in->problems.n, out);
}
