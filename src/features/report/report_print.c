/* A report in one HTML file with the records behind its figures, and as JSON. */
#include "features/report/report.h"
#include "features/report/report_page.h"

#include "lib/base/text.h"

extern const char report_page_css[];

const char *record_days(struct arena *a, const struct record *r)
{
	if (!date_cmp(r->from, r->to))
		return date_short(a, r->from);
	return arena_printf(a, "%s - %s", date_short(a, r->from), date_short(a, r->to));
}

const char *record_numbers(struct arena *a, const struct record *r)
{
	struct texts list = { 0 };
	for (size_t i = 0; i < r->quantities.n; i++) {
		const char *s = quantity_print(a, &r->quantities.v[i], QUANTITY_PLAIN);
		ARENA_PUSH(a, &list, s);
	}
	return list.n ? text_join(a, &list, "; ") : "chưa ghi số";
}

bool record_is_link(const char *evidence)
{
	return text_has_prefix(evidence, "https://") || text_has_prefix(evidence, "http://");
}

const char *record_list(struct arena *a, const struct texts *t)
{
	return text_join(a, t, "; ");
}

bool record_has_file(const struct record *r, const char *reference)
{
	for (size_t i = 0; i < r->files.n; i++)
		if (text_eq(r->files.v[i].name, reference))
			return true;
	return false;
}

void report_page_style(struct buf *b)
{
	buf_puts(b, "<style>");
	buf_puts(b, doc_css());
	buf_puts(b, report_page_css);
	buf_puts(b, "</style>\n");
}

const char *report_span(struct arena *a, const struct period *p)
{
	return arena_printf(
		a, "%s (%s - %s)", p->label, date_short(a, p->from), date_short(a, p->to));
}

void report_html(struct buf *b, const struct report *r, const struct report_document *d)
{
	struct report_page page = {
		.title = r->title, .document = d, .period = report_span(b->a, &r->period)
	};
	report_page_html(b, &page);
}

static void put_member(struct buf *b, const char *key, const char *value)
{
	buf_printf(b, "\"%s\":", key);
	buf_json(b, value);
	buf_puts(b, ",\n");
}

static void put_texts(struct buf *b, const char *key, const struct texts *t)
{
	buf_printf(b, "\"%s\":[", key);
	for (size_t i = 0; i < t->n; i++) {
		buf_puts(b, i ? "," : "");
		buf_json(b, t->v[i]);
	}
	buf_puts(b, "],\n");
}

static void put_table(struct buf *b, const struct doc_table *t)
{
	buf_puts(b, ",\"columns\":[");
	for (size_t c = 0; c < t->column_count; c++) {
		buf_puts(b, c ? "," : "");
		buf_json(b, t->columns[c].title);
	}
	buf_puts(b, "],\"rows\":[");
	for (size_t i = 0; i < t->row_count * t->column_count; i++) {
		buf_puts(b, i % t->column_count ? "," : i ? "],[" : "[");
		buf_json(b, doc_text_plain(b->a, &t->cells[i]));
	}
	buf_puts(b, t->row_count ? "]]" : "]");
}

static void put_block(struct buf *b, const struct doc_block *x)
{
	static const char *const kinds[] = { "paragraph", "basis", "heading", "item", "table" };
	buf_printf(b, "{\"kind\":\"%s\"", kinds[x->kind]);
	if (x->level)
		buf_printf(b, ",\"level\":%d", x->level);
	if (x->mark) {
		buf_puts(b, ",\"mark\":");
		buf_json(b, x->mark);
	}
	if (x->table) {
		put_table(b, x->table);
	} else {
		buf_puts(b, ",\"text\":");
		buf_json(b, doc_text_plain(b->a, &x->text));
	}
	buf_puts(b, "}");
}

void report_json(struct buf *b, const struct report *r, const struct report_document *d,
	const struct figures *flow)
{
	const struct doc *doc = &d->doc;
	buf_printf(b, "{\"id\":%lld,\n", (long long)r->id);
	put_member(b, "kind", r->kind);
	buf_puts(b, "\"period\":{");
	put_member(b, "token", r->period.token);
	put_member(b, "label", r->period.label);
	put_member(b, "from", date_iso(b->a, r->period.from));
	buf_puts(b, "\"to\":");
	buf_json(b, date_iso(b->a, r->period.to));
	buf_puts(b, "},\n");
	put_texts(b, "parent", &doc->parent);
	put_texts(b, "issuer", &doc->issuer);
	put_member(b, "number", doc->number);
	put_member(b, "notation", doc->notation);
	put_member(b, "number_line", doc_number_line(b->a, doc));
	put_member(b, "place_line", doc_place_line(b->a, doc));
	put_member(b, "day", date_iso(b->a, doc->day));
	put_member(b, "type", doc->kind);
	put_member(b, "title", doc->subject);
	put_texts(b, "addressees", &doc->addressees);
	buf_puts(b, "\"blocks\":[");
	for (size_t i = 0; i < doc->blocks.n; i++) {
		buf_puts(b, i ? ",\n" : "\n");
		put_block(b, &doc->blocks.v[i]);
	}
	buf_puts(b, "],\n");
	put_texts(b, "recipients", &doc->recipients);
	put_texts(b, "signing", &doc->signing);
	put_member(b, "signer", doc->signer);
	figures_json_members(b, flow);
	buf_puts(b, "}\n");
}
