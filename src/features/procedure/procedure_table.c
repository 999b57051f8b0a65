/* procedures.csv or .xlsx: a row is a version, rows with the same code are versions of one. */
#include "features/procedure/cells_int.h"
#include "lib/base/text.h"

/* Before the columns of a version. */
enum { OF_CODE, OF_FIELD, OF_SAMPLE, OF_VERSION, COLUMNS = OF_VERSION + PCOLS };

static const char *heading(int c)
{
	static const char *const own[] = { "Mã thủ tục", "Lĩnh vực", "Mẫu" };
	return c < OF_VERSION ? own[c]
			      : procedure_column((enum procedure_column)(c - OF_VERSION))->heading;
}

struct reader {
	struct arena *a;
	struct intake *in;
	const char *file, *sheet; /* sheet: of a workbook; NULL */
	int at[COLUMNS]; /* the cell's index; -1: the table has no such column */
	const struct csv_row *row;
	struct procedures *out;
};

/* 27 -> "AB" */
static const char *letters(struct arena *a, int i)
{
	enum { LETTERS = 26 };
	return arena_printf(
		a, "%s%c", i >= LETTERS ? letters(a, i / LETTERS - 1) : "", 'A' + i % LETTERS);
}

/* The sheet and cell of a workbook, the procedure, the column; whatever is known. i: the cell's
 * index, -1: the row. */
static const char *place(const struct reader *r, int i, const char *code, const char *column)
{
	const char *s = "";
	if (r->sheet && i >= 0)
		s = arena_printf(r->a, "trang tính “%s”, ô %s%d: ", r->sheet, letters(r->a, i),
			r->row->line);
	else if (r->sheet)
		s = arena_printf(r->a, "trang tính “%s”, dòng %d: ", r->sheet, r->row->line);
	if (*code)
		s = arena_printf(r->a, "%sthủ tục %s: ", s, code);
	return *column ? arena_printf(r->a, "%s%s: ", s, column) : s;
}

#define WRONG(r, place, ...) \
	problem_add(&(r)->in->problems, (r)->file, (r)->row->line, "%s%s", (place), \
		arena_printf((r)->a, __VA_ARGS__))

static int column_named(struct arena *a, const char *text)
{
	const char *folded = text_fold(a, text);
	for (int c = 0; c < COLUMNS; c++)
		if (text_eq(folded, text_fold(a, heading(c))))
			return c;
	return -1;
}

static bool read_headings(struct reader *r)
{
	size_t before = r->in->problems.n;
	for (int c = 0; c < COLUMNS; c++)
		r->at[c] = -1;
	for (size_t i = 0; i < r->row->n; i++) {
		int c = *r->row->v[i] ? column_named(r->a, r->row->v[i]) : -1;
		if (c >= 0 && r->at[c] >= 0)
			WRONG(r, place(r, (int)i, "", ""), "cột “%s” có hai lần", heading(c));
		else if (c >= 0)
			r->at[c] = (int)i;
		else if (*r->row->v[i])
			WRONG(r, place(r, (int)i, "", ""), "không hiểu cột “%.60s”", r->row->v[i]);
	}
	static const int must[] = { OF_CODE, OF_FIELD, OF_VERSION + PCOL_NAME,
		OF_VERSION + PCOL_NUMBER, OF_VERSION + PCOL_DAY, OF_VERSION + PCOL_ISSUER,
		OF_VERSION + PCOL_FROM };
	for (size_t i = 0; i < sizeof must / sizeof *must; i++)
		if (r->at[must[i]] < 0)
			WRONG(r, place(r, -1, "", ""), "thiếu cột “%s”", heading(must[i]));
	return r->in->problems.n == before;
}

static const char *cell(const struct reader *r, int c)
{
	size_t i = (size_t)r->at[c];
	return r->at[c] >= 0 && i < r->row->n ? r->row->v[i] : "";
}

static struct procedure *procedure_of(struct reader *r, const char *code)
{
	for (size_t i = 0; i < r->out->n; i++)
		if (text_eq(r->out->v[i].code, code))
			return &r->out->v[i];
	struct procedure p = { .code = code, .local = "", .line = r->row->line };
	ARENA_PUSH(r->a, r->out, p);
	return &r->out->v[r->out->n - 1];
}

static struct procedure_version read_version(struct reader *r, const char *code)
{
	struct procedure_version v = procedure_version_new();
	enum procedure_column at;
	bool good = true;
	for (int c = 0; c < PCOLS; c++) {
		const char *wrong = procedure_cell_read(
			r->a, (enum procedure_column)c, cell(r, OF_VERSION + c), &v);
		if (wrong)
			WRONG(r, place(r, r->at[OF_VERSION + c], code, heading(OF_VERSION + c)),
				"%s", wrong);
		good = good && !wrong;
	}
	const char *wrong = good ? procedure_wrong(r->a, &v, &at) : NULL;
	if (wrong)
		WRONG(r, place(r, r->at[OF_VERSION + (int)at], code, procedure_column(at)->heading),
			"%s", wrong);
	return v;
}

static void read_row(struct reader *r)
{
	const char *code, *local;
	if (!procedure_code_parse(r->a, cell(r, OF_CODE), &code, &local)) {
		WRONG(r, place(r, r->at[OF_CODE], "", heading(OF_CODE)), "%s",
			procedure_code_wrong(r->a, cell(r, OF_CODE)));
		return;
	}
	struct procedure *p = procedure_of(r, code);
	const char *field = text_squeeze(r->a, cell(r, OF_FIELD));
	if (!*field || (p->field && !text_eq(p->field, field)))
		WRONG(r, place(r, r->at[OF_FIELD], code, heading(OF_FIELD)), "%s",
			*field ? "các dòng cùng mã ghi khác nhau" : "thiếu");
	p->field = field;
	p->local = *local ? local : p->local;
	p->sample = p->sample || *cell(r, OF_SAMPLE);
	p->sample_said = r->at[OF_SAMPLE] >= 0;
	struct procedure_version v = read_version(r, code);
	for (size_t i = 0; i < p->versions.n; i++)
		if (!date_cmp(p->versions.v[i].from, v.from))
			WRONG(r,
				place(r, r->at[OF_VERSION + PCOL_FROM], code,
					heading(OF_VERSION + PCOL_FROM)),
				"hai phiên bản cùng có hiệu lực từ một ngày");
	ARENA_PUSH(r->a, &p->versions, v);
}

bool procedures_read_table(
	struct intake *in, const struct procedure_table *t, struct procedures *out)
{
	const struct csv *table = t->cells;
	size_t before = in->problems.n;
	struct reader r = { .a = in->a,
		.in = in,
		.file = t->file,
		.sheet = t->sheet,
		.row = &table->v[0],
		.out = out };
	if (!read_headings(&r))
		return false;
	for (size_t i = 1; i < table->n; i++) {
		r.row = &table->v[i];
		read_row(&r);
	}
	return in->problems.n == before;
}

const char *procedures_csv(struct arena *a, const struct procedures *list)
{
	struct buf b;
	enum { CSV_MAX = 64 << 20 };
	buf_init(&b, a, CSV_MAX);
	buf_puts(&b, "\xEF\xBB\xBF"); /* without it Excel takes it for another coding */
	for (int c = 0; c < COLUMNS; c++) {
		buf_puts(&b, c ? "," : "");
		csv_put(&b, heading(c));
	}
	for (size_t i = 0; i < list->n; i++)
		for (size_t k = 0; k < list->v[i].versions.n; k++) {
			const struct procedure *p = &list->v[i];
			buf_puts(&b, "\r\n");
			csv_put(&b, *p->local ? p->local : p->code);
			buf_putc(&b, ',');
			csv_put(&b, p->field);
			buf_puts(&b, p->sample ? ",x" : ",");
			for (int c = 0; c < PCOLS; c++) {
				buf_putc(&b, ',');
				csv_put(&b, procedure_cell_print(a, (enum procedure_column)c,
						    &p->versions.v[k]));
			}
		}
	buf_puts(&b, "\r\n");
	return b.p;
}
