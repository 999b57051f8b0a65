/* A report's text, its plan and its figures -> one document tree. The text is Markdown (cmark-gfm):
 * headings get the marks I. 1. a), items "-" and "+"; bindings become runs that know their figure.
 */
#include "features/report/report.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <string.h>

#include "core/doc_head.h"
#include "features/report/report_markdown.h"
#include "lib/base/text.h"

struct builder {
	struct arena *a;
	const struct report *r;
	const struct report_sources *s;
	const struct bindings *bindings;
	struct report_document *out;
	struct doc_blocks *blocks;
	int heading[3]; /* how many of each level so far */
	struct err *e;
	enum rc rc;
};

/* While Markdown is parsed, a binding stands in the text as OPEN index CLOSE: code points for
 * private use, which no Markdown rule touches. An OPEN that a person typed stands as the index
 * behind the last binding's. */
static const char open_mark[] = "\xEE\x80\x80", close_mark[] = "\xEE\x80\x81";
enum { MARK_SIZE = sizeof open_mark - 1, BODY_MAX = 32 << 20 };

static const char *roman(int n)
{
	static const char *const names[] = { "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX",
		"X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX" };
	return n <= 20 ? names[n - 1] : "XX";
}

/* Điểm in the order of the Vietnamese alphabet, without f, j, w, z (as Nghị định 30/2020, Điều 8).
 */
static const char *letter(int n)
{
	static const char *const letters[] = { "a", "b", "c", "d", "đ", "e", "g", "h", "i", "k",
		"l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "x", "y" };
	enum { LETTERS = sizeof letters / sizeof *letters };
	return letters[(n - 1) % LETTERS];
}

static const char *heading_mark(struct builder *x, int level)
{
	int n = ++x->heading[level - 1];
	for (int deeper = level; deeper < 3; deeper++)
		x->heading[deeper] = 0;
	if (level == 1)
		return arena_printf(x->a, "%s.", roman(n));
	return level == 2 ? arena_printf(x->a, "%d.", n) : arena_printf(x->a, "%s)", letter(n));
}

/* Did the channel do anything that counts in this period? What only lasted on from before did not.
 */
static bool channel_counts(const struct figures *all, const char *channel)
{
	for (size_t i = 0; i < all->n; i++)
		if (text_eq(all->v[i].channel, channel) && all->v[i].state != FIGURE_NO_DATA)
			return true;
	return false;
}

static const struct figures *asked(struct builder *x, const struct binding *b)
{
	if (b->previous)
		return x->s->previous;
	return b->basis == FIGURE_STOCK ? x->s->stock : x->s->flow;
}

static const struct figure *look_up(struct builder *x, const struct binding *b)
{
	const struct figures *all = asked(x, b);
	const struct figure *found = all ? figure_find(all, b->channel, b->unit) : NULL;
	if (found)
		return found;
	/* Nobody counted in this unit: say what the channel has instead of a number. */
	struct figure *none = ARENA_NEW(x->a, struct figure);
	*none = (struct figure){ .channel = b->channel,
		.unit = b->unit,
		.state = all && channel_counts(all, b->channel) ? FIGURE_NOT_COUNTED
								: FIGURE_NO_DATA };
	return none;
}

static bool same_figure(const struct figure *f, const struct figure *g)
{
	return f == g || (!f->record_count && f->state == g->state && !g->record_count &&
				 text_eq(f->channel, g->channel) && text_eq(f->unit, g->unit));
}

/* The same figure in two places of the text is one entry. */
static struct report_figure *bind_figure(struct builder *x, const struct binding *b)
{
	const struct figure *f = look_up(x, b);
	const struct period *previous =
		b->previous && x->s->previous ? &x->s->previous->period : NULL;
	for (size_t i = 0; i < x->out->n; i++)
		if (same_figure(x->out->v[i].figure, f) && x->out->v[i].previous == previous)
			return &x->out->v[i];
	struct report_figure new = { arena_printf(x->a, "so-lieu-%zu", x->out->n + 1),
		figure_print(x->a, f, QUANTITY_OFFICIAL), f, previous };
	ARENA_PUSH(x->a, x->out, new);
	return &x->out->v[x->out->n - 1];
}

static struct doc_run fail_run(struct builder *x, const char *why)
{
	if (!x->rc)
		x->rc = ERR(x->e, RC_INVALID, "report", "%s", why);
	return (struct doc_run){ .text = "" };
}

static struct doc_run bind(struct builder *x, const struct binding *b)
{
	const struct plan *p = x->s->plan;
	if (b->kind == BINDING_FIGURE) {
		const struct report_figure *f = bind_figure(x, b);
		return (struct doc_run){ .text = f->text, .ref = f->ref };
	}
	if (!p)
		return fail_run(
			x, arena_printf(x->a,
				   "báo cáo nhắc đến kế hoạch, nhưng chưa có kế hoạch năm %d",
				   x->r->period.to.year));
	if (b->kind == BINDING_PLAN_NUMBER && !p->number)
		return fail_run(x, "kế hoạch chưa có số, báo cáo không dẫn được {{plan.number}}");
	if (b->kind == BINDING_PLAN_DATE && date_none(p->day))
		return fail_run(x, "kế hoạch chưa có ngày, báo cáo không dẫn được {{plan.date}}");
	const char *text = b->kind == BINDING_PLAN_NUMBER ? p->number
			   : b->kind == BINDING_PLAN_DATE ? date_short(x->a, p->day)
							  : p->title;
	return (struct doc_run){ .text = text };
}

static const struct binding *marked(struct builder *x, const char *p, const char **after)
{
	size_t index = 0;
	for (p += MARK_SIZE; *p >= '0' && *p <= '9'; p++)
		index = index * 10 + (size_t)(*p - '0');
	*after = p + MARK_SIZE;
	return index < x->bindings->n ? &x->bindings->v[index] : NULL;
}

/* Splits a literal at its bindings into runs. */
static void add_literal(
	struct builder *x, struct doc_text *t, const char *s, bool bold, bool italic)
{
	while (*s) {
		const char *mark = strstr(s, open_mark);
		size_t n = mark ? (size_t)(mark - s) : strlen(s);
		if (n)
			doc_text_add(x->a, t,
				(struct doc_run){ arena_strndup(x->a, s, n), bold, italic, NULL });
		if (!mark)
			return;
		const struct binding *b = marked(x, mark, &s);
		struct doc_run run = b ? bind(x, b) : (struct doc_run){ .text = open_mark };
		run.bold = bold;
		run.italic = italic;
		doc_text_add(x->a, t, run);
	}
}

static void add_inlines(
	struct builder *x, struct doc_text *t, cmark_node *parent, bool bold, bool italic)
{
	for (cmark_node *n = cmark_node_first_child(parent); n; n = cmark_node_next(n)) {
		cmark_node_type type = cmark_node_get_type(n);
		if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
			add_literal(x, t, " ", bold, italic);
		else if (type == CMARK_NODE_STRONG)
			add_inlines(x, t, n, true, italic);
		else if (type == CMARK_NODE_EMPH)
			add_inlines(x, t, n, bold, true);
		else if (cmark_node_get_literal(n))
			add_literal(x, t, cmark_node_get_literal(n), bold, italic);
		else
			add_inlines(x, t, n, bold, italic); /* a link: its text */
	}
}

static struct doc_text inlines(struct builder *x, cmark_node *n)
{
	struct doc_text t = { 0 };
	cmark_consolidate_text_nodes(n);
	add_inlines(x, &t, n, false, false);
	return t;
}

static void add_block(struct builder *x, enum doc_block_kind kind, int level, const char *mark,
	struct doc_text text)
{
	struct doc_block b = { .kind = kind, .level = level, .mark = mark, .text = text };
	ARENA_PUSH(x->a, x->blocks, b);
}

/* Is anything of this content in the period's activities? */
static bool content_used(struct builder *x, const char *code)
{
	const struct records *list = &x->s->flow->records;
	for (size_t i = 0; i < list->n; i++)
		for (size_t k = 0; k < list->v[i].contents.n; k++)
			if (text_eq(list->v[i].contents.v[k], code))
				return true;
	return false;
}

static bool form_used(struct builder *x, const struct plan_form *f)
{
	for (size_t i = 0; i < f->channels.n; i++)
		if (figures_use(x->s->flow, f->channels.v[i]))
			return true;
	return false;
}

static void add_plan_items(struct builder *x, enum binding_kind kind)
{
	const struct plan *p = x->s->plan;
	size_t before = x->blocks->n;
	for (size_t i = 0; kind == BINDING_FORMS && i < p->form_count; i++)
		if (form_used(x, &p->forms[i]))
			doc_add(x->a, x->blocks, DOC_ITEM, 1, "-", p->forms[i].text);
	for (size_t i = 0; kind == BINDING_CONTENTS && i < p->content_count; i++)
		if (content_used(x, p->contents[i].code))
			doc_add(x->a, x->blocks, DOC_ITEM, 1, "-", p->contents[i].text);
	if (x->blocks->n == before)
		doc_add(x->a, x->blocks, DOC_ITEM, 1, "-", "Trong kỳ chưa có hoạt động nào.");
}

/* A paragraph that is nothing but {{forms}} or {{contents}}. */
static const struct binding *list_binding(struct builder *x, cmark_node *n)
{
	cmark_node *only = cmark_node_first_child(n);
	if (!only || cmark_node_next(only) || cmark_node_get_type(only) != CMARK_NODE_TEXT)
		return NULL;
	const char *s = cmark_node_get_literal(only), *after;
	if (!text_has_prefix(s, open_mark))
		return NULL;
	const struct binding *b = marked(x, s, &after);
	bool list = b && (b->kind == BINDING_FORMS || b->kind == BINDING_CONTENTS);
	return list && !*after ? b : NULL;
}

static void add_paragraph(struct builder *x, cmark_node *n)
{
	cmark_consolidate_text_nodes(n);
	const struct binding *b = list_binding(x, n);
	if (!b)
		add_block(x, DOC_PARAGRAPH, 0, NULL, inlines(x, n));
	else if (x->s->plan)
		add_plan_items(x, b->kind);
	else
		fail_run(x, "báo cáo liệt kê theo kế hoạch, nhưng chưa có kế hoạch của năm");
}

static void add_node(struct builder *x, cmark_node *n);

static void add_list(struct builder *x, cmark_node *list, int level)
{
	bool ordered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
	int number = cmark_node_get_list_start(list);
	bool paren = cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM;
	for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item)) {
		const char *mark = ordered ? arena_printf(x->a, "%d%c", number++, paren ? ')' : '.')
				   : level == 1 ? "-"
						: "+";
		for (cmark_node *n = cmark_node_first_child(item); n; n = cmark_node_next(n)) {
			cmark_node_type type = cmark_node_get_type(n);
			if (type == CMARK_NODE_LIST) {
				add_list(x, n, level < 2 ? level + 1 : 2);
			} else if (mark && type == CMARK_NODE_PARAGRAPH) {
				add_block(x, DOC_ITEM, level, mark, inlines(x, n));
				mark = NULL;
			} else {
				add_node(x, n);
			}
		}
	}
}

static enum doc_align column_align(char c)
{
	return c == 'c' ? DOC_CENTER : c == 'r' ? DOC_RIGHT : DOC_LEFT;
}

static void add_table(struct builder *x, cmark_node *table)
{
	struct doc_table *t = ARENA_NEW(x->a, struct doc_table);
	t->column_count = cmark_gfm_extensions_get_table_columns(table);
	t->columns = ARENA_ARRAY(x->a, struct doc_column, t->column_count);
	const uint8_t *aligns = cmark_gfm_extensions_get_table_alignments(table);
	cmark_node *row = cmark_node_first_child(table);
	size_t c = 0;
	for (cmark_node *n = cmark_node_first_child(row); n && c < t->column_count;
		n = cmark_node_next(n)) {
		struct doc_text head = inlines(x, n);
		t->columns[c] = (struct doc_column){ doc_text_plain(x->a, &head), 1,
			column_align((char)aligns[c]) };
		c++;
	}
	for (cmark_node *r = cmark_node_next(row); r; r = cmark_node_next(r))
		t->row_count++;
	t->cells = ARENA_ARRAY(x->a, struct doc_text, t->row_count * t->column_count);
	struct doc_text *cell = t->cells;
	for (row = cmark_node_next(row); row; row = cmark_node_next(row), cell += t->column_count) {
		c = 0;
		for (cmark_node *n = cmark_node_first_child(row); n && c < t->column_count;
			n = cmark_node_next(n))
			cell[c++] = inlines(x, n);
	}
	for (c = 0; c < t->column_count; c++) { /* wide columns for long texts, within reason */
		size_t widest = text_length(t->columns[c].title);
		for (size_t i = 0; i < t->row_count; i++) {
			size_t n = text_length(
				doc_text_plain(x->a, &t->cells[i * t->column_count + c]));
			widest = n > widest ? n : widest;
		}
		t->columns[c].share = (unsigned)(widest < 4 ? 4 : widest > 40 ? 40 : widest);
	}
	struct doc_block b = { .kind = DOC_TABLE, .table = t };
	ARENA_PUSH(x->a, x->blocks, b);
}

static void add_node(struct builder *x, cmark_node *n)
{
	cmark_node_type type = cmark_node_get_type(n);
	if (type == CMARK_NODE_HEADING) {
		int level = cmark_node_get_heading_level(n);
		level = level > 3 ? 3 : level;
		add_block(x, DOC_HEADING, level, heading_mark(x, level), inlines(x, n));
	} else if (type == CMARK_NODE_PARAGRAPH) {
		add_paragraph(x, n);
	} else if (type == CMARK_NODE_LIST) {
		add_list(x, n, 1);
	} else if (text_eq(cmark_node_get_type_string(n), "table")) {
		add_table(x, n);
	} else if (cmark_node_get_literal(
			   n)) { /* indented or angled text: what it says, as it is */
		struct doc_text t = { 0 };
		add_literal(x, &t, text_squeeze(x->a, cmark_node_get_literal(n)), false, false);
		add_block(x, DOC_PARAGRAPH, 0, NULL, t);
	} else {
		for (cmark_node *c = cmark_node_first_child(n); c; c = cmark_node_next(c))
			add_node(x, c);
	}
}

/* A stretch of text between two bindings. */
static void add_typed(struct buf *b, const char *s, const char *end, size_t index)
{
	const char *typed;
	while ((typed = memmem(s, (size_t)(end - s), open_mark, MARK_SIZE))) {
		buf_add(b, s, (size_t)(typed - s));
		buf_printf(b, "%s%zu%s", open_mark, index, close_mark);
		s = typed + MARK_SIZE;
	}
	buf_add(b, s, (size_t)(end - s));
}

/* NULL where it grows too long. */
static const char *mark_bindings(struct arena *a, const char *body, const struct bindings *list)
{
	struct buf b;
	buf_init(&b, a, BODY_MAX);
	size_t at = 0;
	for (size_t i = 0; i < list->n; i++) {
		add_typed(&b, body + at, body + list->v[i].start, list->n);
		buf_printf(&b, "%s%zu%s", open_mark, i, close_mark);
		at = list->v[i].end;
	}
	add_typed(&b, body + at, body + strlen(body), list->n);
	return b.over ? NULL : b.p;
}

void report_setup(void)
{
	cmark_gfm_core_extensions_ensure_registered();
}

/* Quotes in quotes and the like: what is made of the tree calls itself for each level. */
static bool too_deep(cmark_node *root)
{
	enum { DEEPEST = 100 };
	int depth = 0;
	cmark_iter *it = cmark_iter_new(root);
	cmark_event_type ev;
	while (depth <= DEEPEST && (ev = cmark_iter_next(it)) != CMARK_EVENT_DONE)
		if (cmark_node_first_child(cmark_iter_get_node(it)))
			depth += ev == CMARK_EVENT_ENTER ? 1 : -1;
	cmark_iter_free(it);
	return depth > DEEPEST;
}

enum rc report_build(struct arena *a, const struct report *r, const struct report_sources *s,
	struct report_document *out, struct err *e)
{
	struct report_document d = { 0 };
	/* Not dated yet: the period's end decides which name the unit has. */
	struct date day = r->day.year ? r->day : r->period.to;
	enum rc rc = doc_head(a, s->unit, day, report_kind_by_code(r->kind)->doctype, &d.doc, e);
	if (rc)
		return rc;
	d.doc.day = r->day.year ? r->day : (struct date){ r->period.to.year, 0, 0 };
	d.doc.number = r->number;
	d.doc.subject = r->title;
	d.doc.addressees = r->addressees;
	d.doc.recipients = r->recipients;
	d.doc.signing = r->signing;
	d.doc.signer = r->signer;
	struct bindings list;
	rc = bindings_parse(a, r->body, &list, NULL, e);
	if (rc)
		return rc;
	struct builder x = { .a = a, .r = r, .s = s, .bindings = &list, .out = &d, .e = e };
	x.blocks = &d.doc.blocks;
	const char *marked_body = mark_bindings(a, r->body, &list);
	if (!marked_body)
		return ERR(e, RC_INVALID, "report", "báo cáo quá dài");
	cmark_node *root = report_markdown(a, marked_body);
	if (too_deep(root))
		return ERR(e, RC_INVALID, "report",
			"báo cáo có danh sách, trích dẫn hay chữ đậm lồng nhau quá sâu");
	for (cmark_node *n = cmark_node_first_child(root); n; n = cmark_node_next(n))
		add_node(&x, n);
	if (!x.rc)
		*out = d;
	return x.rc;
}
