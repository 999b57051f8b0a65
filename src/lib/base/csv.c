#include "lib/base/csv.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/text.h"

struct reader {
	struct arena *a;
	const struct text_file *f;
	const char *p;
	int line;
	char separator;
	struct problems *problems;
	struct buf scratch;
	size_t width; /* of the row before: what the next one will need */
};

static char find_separator(const char *text)
{
	static const char candidates[] = ",;\t";
	size_t best = 0;
	char found = ',';
	for (const char *c = candidates; *c; c++) {
		size_t count = 0;
		bool quoted = false;
		for (const char *p = text; *p && (*p != '\n' || quoted); p++) {
			if (*p == '"')
				quoted = !quoted;
			count += *p == *c && !quoted;
		}
		if (count > best) {
			best = count;
			found = *c;
		}
	}
	return found;
}

static bool at_end_of_cell(const struct reader *r)
{
	return !*r->p || *r->p == '\n' || *r->p == r->separator;
}

/* A cell in quotes; "" inside stands for one. Built in `scratch`, which one file's cells share. */
static bool read_quoted(struct reader *r, const char **out)
{
	int start = r->line;
	const char *open = r->p;
	const char *wrong = NULL;
	buf_clear(&r->scratch);
	for (r->p++; *r->p; r->p++) {
		if (*r->p == '"' && r->p[1] != '"')
			break;
		if (*r->p == '"')
			r->p++;
		r->line += *r->p == '\n';
		buf_putc(&r->scratch, *r->p);
	}
	if (!*r->p)
		wrong = "dấu ngoặc kép mở ở đây không được đóng";
	else
		r->p++;
	while (*r->p == ' ')
		r->p++;
	if (!wrong && !at_end_of_cell(r))
		wrong = r->line > start
				? "ô mở ngoặc kép ở đây có chữ sau dấu đóng; ngoặc kép trong ô phải viết hai lần (\"\")"
				: "có chữ sau dấu ngoặc kép đóng; ngoặc kép trong ô phải viết hai lần (\"\")";
	if (!wrong) {
		*out = text_trim(r->a, r->scratch.p);
		return true;
	}
	/* Go on behind the line at fault: what follows has its own problems to tell. */
	problem_add(r->problems, r->f->name, start, "%s", wrong);
	r->p = open + strcspn(open, "\n");
	r->line = start;
	return false;
}

static bool read_cell(struct reader *r, const char **out)
{
	const char *start = r->p;
	while (*r->p == ' ')
		r->p++;
	if (*r->p == '"')
		return read_quoted(r, out);
	while (!at_end_of_cell(r))
		r->p++;
	*out = text_trim_n(r->a, start, (size_t)(r->p - start));
	return true;
}

/* False for a row that is told as a problem; the reader stands behind it. */
static bool read_row(struct reader *r, struct csv_row *row, bool *blank)
{
	bool good = true;
	*row = (struct csv_row){
		.line = r->line, .v = ARENA_ARRAY(r->a, const char *, r->width), .cap = r->width
	};
	*blank = true;
	for (;;) {
		const char *cell;
		if (!(good = read_cell(r, &cell)))
			break;
		*blank = *blank && !*cell;
		ARENA_PUSH(r->a, row, cell);
		if (*r->p != r->separator)
			break;
		r->p++;
	}
	if (*r->p == '\n') {
		r->p++;
		r->line++;
	}
	return good;
}

bool csv_read(
	struct arena *a, const struct text_file *f, struct csv *out, struct problems *problems)
{
	struct reader r = { .a = a,
		.f = f,
		.p = f->text,
		.line = 1,
		.separator = find_separator(f->text),
		.problems = problems };
	buf_init(&r.scratch, a, f->n + 1);
	*out = (struct csv){ .separator = r.separator };
	while (*r.p) {
		struct csv_row row;
		bool blank;
		if (!read_row(&r, &row, &blank)) {
			if (!out->n) /* the headings: nothing behind them could be understood */
				return false;
			continue;
		}
		if (blank)
			continue;
		ARENA_PUSH(a, out, row);
		r.width = row.n;
	}
	if (!out->n)
		problem_add(problems, f->name, 1, "tệp chỉ có dấu ngăn cột, không có chữ nào");
	return out->n > 0;
}

void csv_put(struct buf *b, const char *cell)
{
	bool formula = *cell && strchr("=+-@", *cell);
	if (!formula && !strpbrk(cell, ",;\"\n\t")) {
		buf_puts(b, cell);
		return;
	}
	buf_putc(b, '"');
	if (formula)
		buf_putc(b, '\'');
	for (; *cell; cell++) {
		if (*cell == '"')
			buf_putc(b, '"');
		buf_putc(b, *cell);
	}
	buf_putc(b, '"');
}
