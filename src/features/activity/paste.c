#include "features/activity/paste.h"

#include <string.h>

#include "core/channel.h"
#include "lib/base/text.h"

/* --- cells ------------------------------------------------------------------------------------ */

/* Behind the closing quote of the cell that begins at p, where a tab, a line end or nothing
 * follows; NULL: it is no cell in quotes. */
static const char *quoted_end(const char *p)
{
	for (p++; *p; p++) {
		if (*p != '"')
			continue;
		if (p[1] == '"')
			p++;
		else
			return strchr("\t\n", p[1]) ? p + 1 : NULL; /* the NUL too */
	}
	return NULL;
}

static const char *unquote(struct arena *a, const char *p, const char *end)
{
	struct buf b;
	buf_init(&b, a, (size_t)(end - p) + 1);
	for (p++; p < end - 1; p++) {
		if (*p == '"')
			p++;
		buf_putc(&b, *p);
	}
	return b.p;
}

static const char *next_cell(struct arena *a, const char **at)
{
	const char *p = *at, *end = *p == '"' ? quoted_end(p) : NULL;
	const char *text = NULL;
	if (end)
		text = unquote(a, p, end);
	else
		end = p + strcspn(p, "\t\n");
	if (!text)
		text = arena_strndup(a, p, (size_t)(end - p));
	*at = end;
	return text_squeeze(a, text);
}

void paste_split(struct arena *a, const char *text, struct csv *out)
{
	*out = (struct csv){ .separator = '\t' };
	int line = 1;
	while (*text) {
		struct csv_row row = { .line = line++ };
		bool any = false;
		for (;;) {
			const char *cell = next_cell(a, &text);
			any = any || *cell;
			ARENA_PUSH(a, &row, cell);
			if (*text != '\t')
				break;
			text++;
		}
		if (*text == '\n')
			text++;
		if (any)
			ARENA_PUSH(a, out, row);
	}
}

/* --- columns ---------------------------------------------------------------------------------- */

/* Headings that communes use for the same thing, folded. */
static const struct {
	const char *heading;
	enum activity_column column;
} known[] = {
	{ "tu ngay", COLUMN_FROM },
	{ "ngay thang", COLUMN_FROM },
	{ "ngay thuc hien", COLUMN_FROM },
	{ "thoi gian", COLUMN_FROM },
	{ "hinh thuc", COLUMN_CHANNEL },
	{ "hinh thuc tuyen truyen", COLUMN_CHANNEL },
	{ "kenh tuyen truyen", COLUMN_CHANNEL },
	{ "ten hoat dong", COLUMN_TITLE },
	{ "cong viec", COLUMN_TITLE },
	{ "noi dung hoat dong", COLUMN_TITLE },
	{ "noi dung cong viec", COLUMN_TITLE },
	{ "noi dung tuyen truyen", COLUMN_TITLE },
	{ "ket qua", COLUMN_QUANTITY },
	{ "so luong", COLUMN_QUANTITY },
	{ "dia diem", COLUMN_PLACE },
	{ "noi thuc hien", COLUMN_PLACE },
	{ "tai lieu minh chung", COLUMN_EVIDENCE },
	{ "duong dan", COLUMN_EVIDENCE },
};

struct map {
	int at[COLUMNS]; /* the cell's index; -1: there is no such column */
	struct texts passed; /* headings that say nothing to us */
};

static enum activity_column column_of(struct arena *a, const char *heading)
{
	const char *folded = text_fold(a, heading);
	enum activity_column c = activity_column_named(a, heading);
	for (int k = 0; c == COLUMNS && k < COLUMNS; k++)
		if (text_eq(text_fold(a, activity_heading((enum activity_column)k)), folded))
			c = (enum activity_column)k;
	for (size_t i = 0; c == COLUMNS && i < sizeof known / sizeof *known; i++)
		if (text_eq(known[i].heading, folded))
			c = known[i].column;
	return c;
}

static void map_clear(struct map *m)
{
	*m = (struct map){ 0 };
	for (int c = 0; c < COLUMNS; c++)
		m->at[c] = -1;
}

/* True where the row is one of headings: two of them at least. A log that has "Nội dung" but no
 * "Hoạt động" means what was done. */
static bool map_headings(struct arena *a, const struct csv_row *row, struct map *m)
{
	int found = 0;
	map_clear(m);
	for (size_t i = 0; i < row->n; i++) {
		enum activity_column c = column_of(a, row->v[i]);
		if (c < COLUMNS && m->at[c] < 0) {
			m->at[c] = (int)i;
			found++;
		} else if (*row->v[i] && !activity_is_serial(a, row->v[i])) {
			ARENA_PUSH(a, &m->passed, row->v[i]);
		}
	}
	if (m->at[COLUMN_TITLE] < 0 && m->at[COLUMN_CONTENT] >= 0) {
		m->at[COLUMN_TITLE] = m->at[COLUMN_CONTENT];
		m->at[COLUMN_CONTENT] = -1;
	}
	return found >= 2;
}

static const char *cell_at(const struct csv_row *row, size_t i)
{
	return i < row->n ? row->v[i] : "";
}

static bool is_day(const char *s)
{
	struct date d;
	return date_parse_vn(s, &d);
}

/* Is there a day, or nothing, in this column of all rows, and a day in some? */
static bool is_day_column(const struct csv *t, size_t column, bool may_be_empty)
{
	size_t days = 0;
	for (size_t i = 0; i < t->n; i++) {
		const char *s = cell_at(&t->v[i], column);
		if (is_day(s))
			days++;
		else if (*s || !may_be_empty)
			return false;
	}
	return days > 0 || may_be_empty;
}

static bool is_channel_column(struct arena *a, const struct csv *t, size_t column)
{
	size_t found = 0;
	for (size_t i = 0; i < t->n; i++)
		found += channel_find(a, cell_at(&t->v[i], column)) != NULL;
	return 2 * found >= t->n;
}

/* Without headings: the day first (a running number before it is passed over), perhaps a last day,
 * channel and title in the order in which they stand, then as in a file. */
static bool map_order(struct arena *a, const struct csv *t, struct map *m)
{
	static const enum activity_column rest[] = { COLUMN_QUANTITY, COLUMN_PLACE, COLUMN_CONTENT,
		COLUMN_TASK, COLUMN_EVIDENCE, COLUMN_NOTE };
	size_t at = 0, width = 0;
	for (size_t i = 0; i < t->n; i++)
		width = t->v[i].n > width ? t->v[i].n : width;
	map_clear(m);
	if (!is_day(cell_at(&t->v[0], 0)) && is_day(cell_at(&t->v[0], 1)))
		at = 1;
	if (!is_day(cell_at(&t->v[0], at)) || width < at + 3)
		return false;
	m->at[COLUMN_FROM] = (int)at++;
	if (is_day_column(t, at, true))
		m->at[COLUMN_TO] = (int)at++;
	bool title_first = !is_channel_column(a, t, at) && is_channel_column(a, t, at + 1);
	m->at[COLUMN_CHANNEL] = (int)(at + title_first);
	m->at[COLUMN_TITLE] = (int)(at + !title_first);
	at += 2;
	for (size_t i = 0; i < sizeof rest / sizeof *rest && at < width; i++)
		m->at[rest[i]] = (int)at++;
	return true;
}

static const char *map_said(struct arena *a, const struct map *m, bool by_headings)
{
	struct texts names = { 0 };
	for (int c = 0; c < COLUMNS; c++)
		if (m->at[c] >= 0) {
			const char *s = arena_printf(a, "cột %d là “%s”", m->at[c] + 1,
				activity_heading((enum activity_column)c));
			ARENA_PUSH(a, &names, s);
		}
	return arena_printf(a, "Nhận cột theo %s: %s.%s%s%s", by_headings ? "tiêu đề" : "thứ tự",
		text_join(a, &names, ", "), m->passed.n ? " Bỏ qua cột: " : "",
		text_join(a, &m->passed, "; "), m->passed.n ? "." : "");
}

enum rc paste_take(struct arena *a, const struct csv *table, struct paste *out, struct err *e)
{
	struct map m;
	*out = (struct paste){ 0 };
	if (!table->n)
		return ERR(e, RC_INVALID, "bang", "Chưa có dòng nào.");
	bool headed = map_headings(a, &table->v[0], &m);
	if (!headed && !map_order(a, table, &m))
		return ERR(e, RC_INVALID, "bang",
			"Không nhận ra các cột. Hãy dán cả hàng tiêu đề (Ngày, Kênh, Hoạt động, Số liệu, …), "
			"hoặc xếp cột ngày đứng đầu.");
	if (table->n - headed > PASTE_ROWS_MAX)
		return ERR(e, RC_INVALID, "bang", "Bảng có %zu dòng; mỗi lần nhận đến %d dòng.",
			table->n - headed, PASTE_ROWS_MAX);
	if (table->n == headed)
		return ERR(e, RC_INVALID, "bang", "Chỉ có hàng tiêu đề, chưa có dòng nào.");
	for (size_t i = headed; i < table->n; i++) {
		struct paste_row r = { .line = table->v[i].line, .ticked = true };
		for (int c = 0; c < COLUMNS; c++)
			r.cells.v[c] = m.at[c] < 0 ? "" : cell_at(&table->v[i], (size_t)m.at[c]);
		ARENA_PUSH(a, out, r);
	}
	out->said = map_said(a, &m, headed);
	paste_read(a, out);
	return RC_OK;
}

/* --- rows ------------------------------------------------------------------------------------- */

const char *paste_pack(struct arena *a, const struct paste_row *r)
{
	const char *s = arena_printf(a, "%d", r->line);
	for (int c = 0; c < COLUMNS; c++)
		s = arena_printf(a, "%s\t%s", s, r->cells.v[c]);
	return s;
}

void paste_unpack(struct arena *a, const char *text, struct paste_row *r)
{
	r->line = 0;
	for (; *text >= '0' && *text <= '9' && r->line < 10000000; text++)
		r->line = r->line * 10 + (*text - '0');
	for (int c = 0; c < COLUMNS; c++) {
		text += *text == '\t';
		size_t n = strcspn(text, "\t");
		r->cells.v[c] = text_squeeze(a, arena_strndup(a, text, n));
		text += n;
	}
}

void paste_read(struct arena *a, struct paste *p)
{
	memset(p->used, 0, sizeof p->used);
	for (size_t i = 0; i < p->n; i++) {
		struct paste_row *r = &p->v[i];
		r->good = activity_of_cells(a, &r->cells, &r->x);
		r->x.line = r->line;
		for (int c = 0; c < COLUMNS; c++)
			p->used[c] = p->used[c] || *r->cells.v[c] ||
				     activity_column_needed((enum activity_column)c);
	}
}
