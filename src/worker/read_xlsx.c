/* Reads a spreadsheet (.xlsx) that somebody else made: the cells of its first sheet that has any,
 * as people see them: days as 05/3/2024, numbers with a decimal comma. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/date.h"
#include "lib/base/text.h"
#include "worker/ooxml.h"
#include "worker/verbs.h"

enum {
	ROWS_MAX = 20000,
	COLUMNS_MAX = 200,
	STRINGS_MAX = 1000000,
	TEXT_MAX = 16 << 20,
	CELL_MAX = 20000
};

enum format { PLAIN, DAY, PERCENT };

struct formats {
	enum format *v;
	size_t n, cap;
};

struct xlsx {
	struct ooxml package;
	struct texts strings; /* shared */
	struct formats formats; /* by the cell's style */
	bool from_1904;
	struct texts cells; /* of one row */
	struct buf out; /* the answer */
	size_t rows;
};

static enum rc open_book(struct xlsx *x, struct bytes in)
{
	static const char old[] = "\xD0\xCF\x11\xE0";
	struct ooxml *p = &x->package;
	if (in.n >= 4 && !memcmp(in.p, old, 4))
		return ERR(p->e, RC_INVALID, NULL,
			"Đây là tệp Excel đời cũ (.xls) hoặc có mật khẩu: hãy lưu lại thành .xlsx không có mật khẩu.");
	enum rc rc = ooxml_open(p, in);
	if (rc)
		return rc;
	if (ooxml_has(p, "xl/vbaProject.bin"))
		return ERR(p->e, RC_INVALID, NULL,
			"Tệp có chứa macro (vbaProject): hãy lưu lại thành .xlsx thường.");
	if (ooxml_has(p, "xl/workbook.xml"))
		return RC_OK;
	if (ooxml_has(p, "word/document.xml"))
		return ERR(
			p->e, RC_INVALID, NULL, "Đây là văn bản Word, không phải bảng tính .xlsx.");
	if (ooxml_has(p, "mimetype") && ooxml_has(p, "content.xml"))
		return ERR(p->e, RC_INVALID, NULL,
			"Đây là tệp OpenDocument (.ods): hãy lưu lại thành .xlsx.");
	return ERR(p->e, RC_INVALID, NULL, "Đây là tệp nén, không phải bảng tính .xlsx.");
}

/* --- texts ------------------------------------------------------------------------------------ */

/* All <t> below, but for the reading aids of phonetic runs. */
static void add_text(struct buf *b, const xmlNode *n)
{
	for (const xmlNode *c = n->children; c; c = c->next) {
		if (ooxml_is(c, "t")) {
			for (const xmlNode *t = c->children; t; t = t->next)
				if (t->content)
					buf_puts(b, (const char *)t->content);
		} else if (c->type == XML_ELEMENT_NODE && !ooxml_is(c, "rPh")) {
			add_text(b, c);
		}
	}
}

/* White space squeezed line by line: a cell may hold several lines. */
static const char *cleaned(struct arena *a, const char *raw)
{
	struct texts lines = text_split(a, text_nfc(a, raw, NULL), '\n');
	for (size_t i = 0; i < lines.n; i++)
		lines.v[i] = text_squeeze(a, lines.v[i]);
	return text_join(a, &lines, "\n");
}

static const char *text_of(struct arena *a, const xmlNode *n)
{
	struct buf b;
	buf_init(&b, a, CELL_MAX);
	add_text(&b, n);
	/* Cut at the ceiling, perhaps within a letter: such a cell is no cell of a log. */
	return b.over || text_check(b.p, b.n) != b.n ? "#dài quá" : cleaned(a, b.p);
}

static enum rc read_strings(struct xlsx *x)
{
	xmlNode *root;
	struct arena *a = x->package.a;
	enum rc rc = ooxml_part(&x->package, "xl/sharedStrings.xml", &root);
	for (const xmlNode *n = root ? root->children : NULL; n; n = n->next) {
		if (!ooxml_is(n, "si"))
			continue;
		if (x->strings.n == STRINGS_MAX)
			return ERR(x->package.e, RC_INVALID, NULL, "Bảng tính có quá nhiều chữ.");
		ARENA_PUSH(a, &x->strings, text_of(a, n));
	}
	return rc;
}

/* --- what numbers mean ------------------------------------------------------------------------ */

/* Numbers of formats that every program knows (ECMA-376, 18.8.30); those of days and of times. */
static enum format built_in(long id)
{
	if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58))
		return DAY;
	return id == 9 || id == 10 ? PERCENT : PLAIN;
}

/* A format with y, m and d outside quotes and brackets is one of days. */
static enum format custom(const char *code)
{
	bool year = false, day = false;
	for (const char *p = code; *p; p++) {
		if (*p == '"' || *p == '[') {
			const char *end = strchr(p + 1, *p == '"' ? '"' : ']');
			if (!end)
				break;
			p = end;
		} else if (*p == '\\' && p[1]) {
			p++;
		} else if (*p == '%') {
			return PERCENT;
		} else {
			year = year || *p == 'y' || *p == 'Y';
			day = day || *p == 'd' || *p == 'D';
		}
	}
	return day || year ? DAY : PLAIN;
}

static long number_of(const char *s)
{
	return s ? strtol(s, NULL, 10) : -1;
}

static enum format format_of(const xmlNode *formats, long id)
{
	for (const xmlNode *n = formats ? formats->children : NULL; n; n = n->next)
		if (ooxml_is(n, "numFmt") && number_of(ooxml_attr(n, "numFmtId")) == id) {
			const char *code = ooxml_attr(n, "formatCode");
			return custom(code ? code : "");
		}
	return built_in(id);
}

static enum rc read_styles(struct xlsx *x)
{
	xmlNode *root;
	enum rc rc = ooxml_part(&x->package, "xl/styles.xml", &root);
	const xmlNode *formats = root ? ooxml_child(root, "numFmts") : NULL;
	const xmlNode *cells = root ? ooxml_child(root, "cellXfs") : NULL;
	for (const xmlNode *n = cells ? cells->children : NULL; n; n = n->next) {
		if (!ooxml_is(n, "xf"))
			continue;
		enum format f = format_of(formats, number_of(ooxml_attr(n, "numFmtId")));
		ARENA_PUSH(x->package.a, &x->formats, f);
	}
	return rc;
}

/* Days are counted from 1900, in which the counting has a 29 February that never was, or from 1904.
 */
static const char *day_text(struct arena *a, double serial, bool from_1904)
{
	struct date first = from_1904 ? (struct date){ 1904, 1, 1 } : (struct date){ 1899, 12, 30 };
	int days = (int)floor(serial);
	if (!from_1904 && days < 61)
		days++;
	return date_short(a, date_add_days(first, days));
}

static const char *number_text(struct arena *a, double v)
{
	char *s = arena_printf(a, "%.15g", v);
	char *dot = strchr(s, '.');
	if (dot)
		*dot = ',';
	return s;
}

static const char *value_text(struct xlsx *x, const char *raw, long style)
{
	enum { DAY_MAX = 2958465 }; /* 31/12/9999 */
	struct arena *a = x->package.a;
	char *end;
	double v = strtod(raw, &end);
	enum format f = style >= 0 && (size_t)style < x->formats.n ? x->formats.v[style] : PLAIN;
	if (*end || !isfinite(v))
		return text_squeeze(a, text_nfc(a, raw, NULL));
	if (f == DAY && v >= 1 && v <= DAY_MAX)
		return day_text(a, v, x->from_1904);
	return f == PERCENT ? arena_printf(a, "%s%%", number_text(a, v * 100)) : number_text(a, v);
}

/* --- cells ------------------------------------------------------------------------------------ */

static const char *cell_text(struct xlsx *x, const xmlNode *c)
{
	const char *type = ooxml_attr(c, "t");
	const xmlNode *v = ooxml_child(c, "v");
	const char *raw =
		v && v->children && v->children->content ? (const char *)v->children->content : "";
	type = type ? type : "n";
	if (!strcmp(type, "inlineStr")) {
		const xmlNode *is = ooxml_child(c, "is");
		return is ? text_of(x->package.a, is) : "";
	}
	if (!strcmp(type, "s")) {
		long i = *raw ? number_of(raw) : -1;
		return i >= 0 && (size_t)i < x->strings.n ? x->strings.v[i] : "";
	}
	if (strlen(raw) > CELL_MAX)
		return "#dài quá";
	if (!strcmp(type, "n") && *raw)
		return value_text(x, raw, number_of(ooxml_attr(c, "s")));
	return cleaned(x->package.a, raw);
}

/* "AB12" -> 27; -1 where there is no such column. */
static long column_of(const char *ref)
{
	long n = 0;
	for (; ref && *ref >= 'A' && *ref <= 'Z' && n < 100000; ref++)
		n = n * 26 + (*ref - 'A' + 1);
	return n - 1;
}

static enum rc read_cells(struct xlsx *x, const xmlNode *row)
{
	struct arena *a = x->package.a;
	x->cells.n = 0;
	for (const xmlNode *c = row->children; c; c = c->next) {
		if (!ooxml_is(c, "c"))
			continue;
		long at = column_of(ooxml_attr(c, "r"));
		const char *text = cell_text(x, c);
		if (!*text)
			continue;
		if (at < 0)
			at = (long)x->cells.n;
		if (at >= COLUMNS_MAX)
			return ERR(x->package.e, RC_INVALID, NULL, "Bảng tính rộng hơn %d cột.",
				COLUMNS_MAX);
		while ((long)x->cells.n <= at)
			ARENA_PUSH(a, &x->cells, "");
		x->cells.v[at] = text;
	}
	return RC_OK;
}

static enum rc put_row(struct xlsx *x, long number)
{
	if (x->rows == ROWS_MAX)
		return ERR(x->package.e, RC_INVALID, NULL,
			"Bảng tính dài hơn %d dòng; hãy chia nhỏ.", ROWS_MAX);
	buf_printf(&x->out, "%s{\"row\":%ld,\"cells\":[", x->rows++ ? "," : "", number);
	for (size_t i = 0; i < x->cells.n; i++) {
		buf_puts(&x->out, i ? "," : "");
		buf_json(&x->out, x->cells.v[i]);
	}
	buf_puts(&x->out, "]}");
	return x->out.over ? ERR(x->package.e, RC_INVALID, NULL, "Bảng tính có quá nhiều chữ.")
			   : RC_OK;
}

static enum rc read_sheet(struct xlsx *x, const char *part)
{
	xmlNode *root;
	long number = 0;
	enum rc rc = ooxml_part(&x->package, part, &root);
	const xmlNode *data = root ? ooxml_child(root, "sheetData") : NULL;
	for (const xmlNode *n = data ? data->children : NULL; !rc && n; n = n->next) {
		if (!ooxml_is(n, "row"))
			continue;
		long said = number_of(ooxml_attr(n, "r"));
		number = said > number && said <= 1 << 20 ? said : number + 1;
		rc = read_cells(x, n);
		if (!rc && x->cells.n)
			rc = put_row(x, number);
	}
	return rc;
}

/* --- sheets ----------------------------------------------------------------------------------- */

/* "worksheets/sheet1.xml" of the relation with that id; NULL where there is none. */
static const char *target_of(struct xlsx *x, const xmlNode *relations, const char *id)
{
	for (const xmlNode *n = relations ? relations->children : NULL; n; n = n->next) {
		const char *target = ooxml_attr(n, "Target"), *own = ooxml_attr(n, "Id");
		const char *mode = ooxml_attr(n, "TargetMode");
		if (!own || !target || !id || strcmp(own, id) ||
			(mode && !strcmp(mode, "External")))
			continue;
		return *target == '/' ? target + 1 : arena_printf(x->package.a, "xl/%s", target);
	}
	return NULL;
}

static bool is_seen(const xmlNode *sheet)
{
	const char *state = ooxml_attr(sheet, "state");
	return ooxml_is(sheet, "sheet") && (!state || !strcmp(state, "visible"));
}

/* The first sheet that shows and has cells; the names of the others are told. */
static enum rc read_sheets(struct xlsx *x, const xmlNode *book)
{
	xmlNode *relations;
	const char *name = NULL;
	struct texts others = { 0 };
	enum rc rc = ooxml_part(&x->package, "xl/_rels/workbook.xml.rels", &relations);
	const xmlNode *sheets = ooxml_child(book, "sheets");
	buf_puts(&x->out, "{\"rows\":[");
	for (const xmlNode *n = sheets ? sheets->children : NULL; !rc && n; n = n->next) {
		const char *part = is_seen(n) ? target_of(x, relations, ooxml_attr(n, "id")) : NULL;
		const char *own = is_seen(n) ? ooxml_attr(n, "name") : NULL;
		if (part && !x->rows) {
			rc = read_sheet(x, part);
			name = own;
		} else if (own) {
			ARENA_PUSH(x->package.a, &others, own);
		}
	}
	buf_puts(&x->out, "],\"sheet\":");
	buf_json(&x->out, name ? name : "");
	buf_puts(&x->out, ",\"others\":");
	buf_json(&x->out, text_join(x->package.a, &others, "; "));
	buf_puts(&x->out, "}");
	if (!rc && !x->rows)
		return ERR(x->package.e, RC_INVALID, NULL, "Bảng tính không có ô nào có chữ.");
	return rc;
}

enum rc verb_read_xlsx(struct arena *a, struct bytes in, struct bytes *out, struct err *e)
{
	struct xlsx x = { .package = { .a = a, .kind = ".xlsx", .e = e } };
	xmlNode *book = NULL;
	enum rc rc = open_book(&x, in);
	if (!rc)
		rc = ooxml_part(&x.package, "xl/workbook.xml", &book);
	if (!rc)
		rc = read_strings(&x);
	if (!rc)
		rc = read_styles(&x);
	if (rc)
		return rc;
	const xmlNode *properties = ooxml_child(book, "workbookPr");
	const char *epoch = properties ? ooxml_attr(properties, "date1904") : NULL;
	x.from_1904 = epoch && (!strcmp(epoch, "1") || !strcmp(epoch, "true"));
	buf_init(&x.out, a, TEXT_MAX);
	rc = read_sheets(&x, book);
	if (rc)
		return rc;
	*out = (struct bytes){ x.out.p, x.out.n };
	return x.out.over ? ERR(e, RC_INVALID, NULL, "Bảng tính có quá nhiều chữ.") : RC_OK;
}
