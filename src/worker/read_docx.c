/* Reads a DOCX that somebody else made. Nothing of it is trusted: sizes are capped while unpacking,
 * DTDs are refused, no entity and no address outside the file is ever loaded. */
#include "worker/read_docx.h"

#include <string.h>

#include "lib/base/text.h"
#include "worker/verbs.h"

enum { PARAGRAPH_MAX = 24 << 20, ANSWER_MAX = 60 << 20 };

enum rc docx_part(struct docx_reader *r, const char *name, xmlNode **out)
{
	return ooxml_part(&r->package, name, out);
}

static enum rc open_package(struct docx_reader *r, struct bytes in)
{
	enum rc rc = ooxml_open(&r->package, in);
	if (rc)
		return rc;
	if (ooxml_has(&r->package, "word/vbaProject.bin"))
		return ERR(r->e, RC_INVALID, NULL,
			"Tệp có chứa macro (vbaProject): hãy lưu lại thành .docx thường rồi kiểm tra lại.");
	if (ooxml_has(&r->package, "word/document.xml"))
		return RC_OK;
	if (ooxml_has(&r->package, "xl/workbook.xml"))
		return ERR(r->e, RC_INVALID, NULL,
			"Đây là bảng tính Excel, không phải văn bản .docx.");
	if (ooxml_has(&r->package, "ppt/presentation.xml"))
		return ERR(r->e, RC_INVALID, NULL,
			"Đây là tệp trình chiếu, không phải văn bản .docx.");
	if (ooxml_has(&r->package, "mimetype") && ooxml_has(&r->package, "content.xml"))
		return ERR(r->e, RC_INVALID, NULL,
			"Đây là tệp OpenDocument (.odt): hãy lưu lại thành .docx rồi kiểm tra lại.");
	return ERR(r->e, RC_INVALID, NULL, "Đây là tệp nén, không phải văn bản .docx.");
}

/* --- paragraphs ------------------------------------------------------------------------------- */

/* How much of a paragraph stands in one type. */
struct tally {
	struct docx_props p;
	size_t letters;
};

struct para {
	struct docx_props base;
	struct buf text;
	struct tally tallies[24];
	size_t tally_count;
};

static void count_letters(struct para *p, const struct docx_props *run, const char *s)
{
	size_t letters = 0;
	for (; *s; s++)
		letters += *s != ' ' && ((unsigned char)*s & 0xC0) != 0x80;
	for (size_t i = 0; i < p->tally_count; i++) {
		struct docx_props *k = &p->tallies[i].p;
		if (k->size == run->size && k->bold == run->bold && k->italic == run->italic &&
			text_eq(k->font, run->font)) {
			p->tallies[i].letters += letters;
			return;
		}
	}
	if (p->tally_count < sizeof p->tallies / sizeof *p->tallies)
		p->tallies[p->tally_count++] = (struct tally){ *run, letters };
}

static void walk(
	struct docx_reader *r, const xmlNode *n, struct para *p, const struct docx_props *run);

static void add_text(struct para *p, const xmlNode *t, const struct docx_props *run)
{
	for (const xmlNode *c = t->children; c; c = c->next)
		if ((c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) && c->content) {
			buf_puts(&p->text, (const char *)c->content);
			count_letters(p, run, (const char *)c->content);
		}
}

static void page_break(struct docx_reader *r, bool marked)
{
	r->breaks_marked = r->breaks_marked || marked;
	r->page++;
}

static void add_break(struct docx_reader *r, struct para *p, const xmlNode *br)
{
	const char *type = ooxml_attr(br, "type");
	if (type && !strcmp(type, "page"))
		page_break(r, false);
	buf_putc(&p->text, '\n');
}

static void run_element(
	struct docx_reader *r, const xmlNode *n, struct para *p, const struct docx_props *run)
{
	if (ooxml_is(n, "t"))
		add_text(p, n, run);
	else if (ooxml_is(n, "tab") || ooxml_is(n, "ptab"))
		buf_putc(&p->text, '\t');
	else if (ooxml_is(n, "br") || ooxml_is(n, "cr"))
		add_break(r, p, n);
	else if (ooxml_is(n, "noBreakHyphen"))
		buf_putc(&p->text, '-');
	else if (ooxml_is(n, "lastRenderedPageBreak"))
		page_break(r, true);
	else
		walk(r, n, p, run);
}

/* In titles and tables a line break parts lines; in running text it is a blank. */
static void emit(struct docx_reader *r, struct para *p, struct extract_para out)
{
	bool lines = out.align == EXTRACT_CENTER || out.table;
	char *text = arena_strdup(r->a, text_nfc(r->a, p->text.p, NULL));
	for (char *c = text; !lines && *c; c++)
		*c = *c == '\n' ? ' ' : *c;
	for (char *nl; (nl = strchr(text, '\n')); text = nl + 1) {
		*nl = '\0';
		out.text = text;
		extract_add_columns(r->a, r->x, out);
	}
	out.text = text;
	extract_add_columns(r->a, r->x, out);
}

static const struct docx_props *main_type(const struct para *p)
{
	const struct tally *best = NULL;
	for (size_t i = 0; i < p->tally_count; i++)
		if (!best || p->tallies[i].letters > best->letters)
			best = &p->tallies[i];
	return best ? &best->p : &p->base;
}

static void read_section(struct docx_reader *r, const xmlNode *section);

static void read_paragraph(struct docx_reader *r, const xmlNode *n)
{
	struct para *p = ARENA_NEW(r->a, struct para);
	int number = ++r->paragraph, page = r->page;
	p->base = docx_para_props(r, n);
	buf_init(&p->text, r->a, PARAGRAPH_MAX);
	walk(r, n, p, &p->base);
	const xmlNode *ppr = ooxml_child(n, "pPr");
	const xmlNode *section = ppr ? ooxml_child(ppr, "sectPr") : NULL;
	if (section)
		read_section(r, section);
	if (!*text_trim(r->a, p->text.p))
		return;
	const char *mark = docx_list_mark(r, &p->base);
	if (*mark) {
		struct buf marked;
		buf_init(&marked, r->a, p->text.n + strlen(mark) + 2);
		buf_printf(&marked, "%s ", mark);
		buf_puts(&marked, p->text.p);
		p->text = marked;
	}
	const struct docx_props *t = main_type(p);
	emit(r, p,
		(struct extract_para){ .number = number,
			.page = page,
			.size = t->size,
			.font = t->font,
			.bold = t->bold > 0,
			.italic = t->italic > 0,
			.align = p->base.align,
			.table = r->cell.table,
			.row = r->cell.row,
			.column = r->cell.column });
}

static int span_of(const xmlNode *cell)
{
	const xmlNode *properties = ooxml_child(cell, "tcPr");
	const xmlNode *span = properties ? ooxml_child(properties, "gridSpan") : NULL;
	const char *v = span ? ooxml_attr(span, "val") : NULL;
	return v && v[0] >= '1' && v[0] <= '9' ? (v[1] ? 10 : v[0] - '0') : 1;
}

static void read_cells(struct docx_reader *r, const xmlNode *n)
{
	for (const xmlNode *c = n->children; c; c = c->next) {
		if (ooxml_is(c, "tc")) {
			r->cell.column++;
			walk(r, c, NULL, NULL);
			r->cell.column += span_of(c) - 1;
		} else if (ooxml_is(c, "sdt") || ooxml_is(c, "sdtContent")) {
			read_cells(r, c);
		}
	}
}

static void read_rows(struct docx_reader *r, const xmlNode *n)
{
	for (const xmlNode *c = n->children; c; c = c->next) {
		if (ooxml_is(c, "tr")) {
			r->cell.row++;
			r->cell.column = 0;
			read_cells(r, c);
		} else if (ooxml_is(c, "sdt") || ooxml_is(c, "sdtContent")) {
			read_rows(r, c);
		}
	}
}

static void read_table(struct docx_reader *r, const xmlNode *n)
{
	int table = r->cell.table, row = r->cell.row, column = r->cell.column;
	r->cell.table = ++r->table;
	r->cell.row = 0;
	read_rows(r, n);
	r->cell.table = table;
	r->cell.row = row;
	r->cell.column = column;
}

/* Of two ways to say the same the newer one is read. */
static void read_choice(
	struct docx_reader *r, const xmlNode *n, struct para *p, const struct docx_props *run)
{
	const xmlNode *way = ooxml_child(n, "Choice");
	if (!way)
		way = ooxml_child(n, "Fallback");
	if (way)
		walk(r, way, p, run);
}

/* What holds no text of the document, or text taken away by a tracked change. */
static bool skipped(const xmlNode *n)
{
	static const char *const names[] = { "pPr", "rPr", "del", "moveFrom", "instrText",
		"delText", "sectPr", "tblPr", "tcPr", "trPr", "sdtPr", "footnoteReference", NULL };
	if (n->type != XML_ELEMENT_NODE)
		return true;
	for (size_t i = 0; names[i]; i++)
		if (!strcmp((const char *)n->name, names[i]))
			return true;
	return false;
}

/* p and run are NULL outside paragraphs. A paragraph within a paragraph is a text box's. */
static void walk(
	struct docx_reader *r, const xmlNode *n, struct para *p, const struct docx_props *run)
{
	for (const xmlNode *c = n->children; c; c = c->next) {
		if (skipped(c))
			continue;
		if (ooxml_is(c, "p")) {
			read_paragraph(r, c);
		} else if (ooxml_is(c, "tbl")) {
			read_table(r, c);
		} else if (ooxml_is(c, "AlternateContent")) {
			read_choice(r, c, p, run);
		} else if (p && ooxml_is(c, "r")) {
			struct docx_props own = docx_run_props(r, c, &p->base);
			for (const xmlNode *k = c->children; own.hidden <= 0 && k; k = k->next)
				if (ooxml_is(k, "AlternateContent"))
					read_choice(r, k, p, &own);
				else if (!skipped(k))
					run_element(r, k, p, &own);
		} else if (p && run && ooxml_is(c, "t")) {
			add_text(p, c, run);
		} else {
			walk(r, c, p, run);
		}
	}
}

/* --- sections --------------------------------------------------------------------------------- */

static double mm(const xmlNode *n, const char *name)
{
	const char *v = n ? ooxml_attr(n, name) : NULL;
	double twips = 0;
	bool minus = v && *v == '-';
	for (v = v ? v + minus : ""; *v >= '0' && *v <= '9' && twips < 1e6; v++)
		twips = twips * 10 + (*v - '0');
	return (minus ? -twips : twips) * 25.4 / 1440;
}

static bool has_page_field(const xmlNode *n, int depth)
{
	for (; n && depth < 200; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		const char *instr = ooxml_is(n, "fldSimple") ? ooxml_attr(n, "instr") : NULL;
		if (ooxml_is(n, "instrText") && n->children && n->children->content)
			instr = (const char *)n->children->content;
		if (instr) {
			instr += strspn(instr, " ");
			if (text_has_prefix(instr, "PAGE") && !text_has_prefix(instr, "PAGEREF"))
				return true;
		}
		if (ooxml_is(n, "pgNum") || has_page_field(n->children, depth + 1))
			return true;
	}
	return false;
}

/* The part that a relation names, "" where there is none. */
static const char *related(struct docx_reader *r, const xmlNode *relations, const char *id)
{
	for (const xmlNode *n = relations ? relations->children : NULL; id && n; n = n->next) {
		const char *own = ooxml_is(n, "Relationship") ? ooxml_attr(n, "Id") : NULL;
		const char *target = own && !strcmp(own, id) ? ooxml_attr(n, "Target") : NULL;
		if (target)
			return *target == '/' ? target + 1 : arena_printf(r->a, "word/%s", target);
	}
	return "";
}

/* Where the page number stands; the first section decides about page 1. */
static enum rc read_folio(struct docx_reader *r, const xmlNode *section, bool first)
{
	xmlNode *relations, *part;
	enum rc rc = docx_part(r, "word/_rels/document.xml.rels", &relations);
	bool title_page = ooxml_child(section, "titlePg") != NULL;
	for (const xmlNode *n = section->children; !rc && n; n = n->next) {
		bool header = ooxml_is(n, "headerReference");
		if (!header && !ooxml_is(n, "footerReference"))
			continue;
		const char *type = ooxml_attr(n, "type");
		rc = docx_part(r, related(r, relations, ooxml_attr(n, "id")), &part);
		if (rc || !part || !has_page_field(part->children, 0))
			continue;
		if (type && !strcmp(type, "first")) {
			r->x->folio_first = r->x->folio_first || (first && title_page);
			continue;
		}
		if (r->x->folio != EXTRACT_FOLIO_TOP)
			r->x->folio = header ? EXTRACT_FOLIO_TOP : EXTRACT_FOLIO_BOTTOM;
		r->x->folio_first = r->x->folio_first || (first && !title_page);
	}
	return rc;
}

static bool same_page(const struct extract_page *a, const struct extract_page *b)
{
	return a->width == b->width && a->height == b->height && a->top == b->top &&
	       a->bottom == b->bottom && a->left == b->left && a->right == b->right;
}

static void read_section(struct docx_reader *r, const xmlNode *section)
{
	enum { SECTIONS_MAX = 50 };
	const xmlNode *size = ooxml_child(section, "pgSz"), *margin = ooxml_child(section, "pgMar");
	struct extract_page s = { mm(size, "w"), mm(size, "h"), mm(margin, "top"),
		mm(margin, "bottom"), mm(margin, "left"), mm(margin, "right") };
	bool first = !r->x->setups.n;
	if (r->x->setups.n >= SECTIONS_MAX || read_folio(r, section, first))
		return;
	for (size_t i = 0; i < r->x->setups.n; i++)
		if (same_page(&r->x->setups.v[i], &s))
			return;
	ARENA_PUSH(r->a, &r->x->setups, s);
}

/* The number of pages as the program that saved the file counted them. */
static enum rc read_pages(struct docx_reader *r)
{
	xmlNode *root;
	enum rc rc = docx_part(r, "docProps/app.xml", &root);
	const xmlNode *pages = root ? ooxml_child(root, "Pages") : NULL;
	int v = 0;
	if (pages && pages->children && pages->children->content)
		for (const char *p = (const char *)pages->children->content;
			*p >= '0' && *p <= '9' && v < 10000; p++)
			v = v * 10 + (*p - '0');
	r->x->pages = v > r->page ? v : r->page > 1 ? r->page : v;
	if (!r->breaks_marked)
		for (size_t i = 0; i < r->x->paras.n; i++)
			r->x->paras.v[i].page = 0;
	return rc;
}

static enum rc read_document(struct docx_reader *r)
{
	xmlNode *root;
	enum rc rc = docx_part(r, "word/document.xml", &root);
	if (rc)
		return rc;
	const xmlNode *body = ooxml_child(root, "body");
	if (!ooxml_is(root, "document") || !body)
		return ERR(
			r->e, RC_INVALID, NULL, "Tệp .docx bị hỏng: không có phần thân văn bản.");
	walk(r, body, NULL, NULL);
	const xmlNode *section = ooxml_child(body, "sectPr");
	if (section)
		read_section(r, section);
	if (r->x->folio == EXTRACT_FOLIO_UNKNOWN && r->x->setups.n)
		r->x->folio = EXTRACT_FOLIO_NONE;
	if (!r->x->paras.n && !r->e->rc)
		return ERR(r->e, RC_INVALID, NULL, "Tệp .docx không có chữ nào.");
	return r->e->rc;
}

enum rc verb_read_docx(struct arena *a, struct bytes in, struct bytes *out, struct err *e)
{
	struct docx_reader r = { .a = a,
		.package = { .a = a, .kind = ".docx", .e = e },
		.page = 1,
		.e = e,
		.x = ARENA_NEW(a, struct extract) };
	r.x->format = EXTRACT_DOCX;
	enum rc rc = open_package(&r, in);
	if (!rc)
		rc = docx_read_styles(&r);
	if (!rc)
		rc = docx_read_lists(&r);
	if (!rc)
		rc = read_document(&r);
	if (!rc)
		rc = read_pages(&r);
	if (rc)
		return rc;
	struct buf json;
	buf_init(&json, a, ANSWER_MAX);
	extract_to_json(&json, r.x);
	if (json.over)
		return ERR(e, RC_INVALID, NULL, "Tài liệu quá dài.");
	*out = (struct bytes){ json.p, json.n };
	return RC_OK;
}
