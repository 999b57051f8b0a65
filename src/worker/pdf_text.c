#include <string.h>

#include "lib/doc/glue.h"
#include "worker/pdf.h"

static void add(PangoAttrList *list, PangoAttribute *attr, size_t start, size_t end)
{
	attr->start_index = (guint)start;
	attr->end_index = (guint)end;
	pango_attr_list_insert(list, attr);
}

static void add_style(PangoAttrList *list, bool bold, bool italic, size_t start, size_t end)
{
	if (bold)
		add(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), start, end);
	if (italic)
		add(list, pango_attr_style_new(PANGO_STYLE_ITALIC), start, end);
}

/* A stretch that may not fit its line is left breakable: half the size is a narrow letter's width.
 */
static void add_glue(PangoAttrList *list, const char *text, const struct pdf_style *style)
{
	size_t at = 0;
	for (struct glue g; glue_next(text, &at, &g);)
		if ((double)(g.end - g.start) * style->size * 0.6 < style->width)
			add(list, pango_attr_allow_breaks_new(FALSE), g.start, g.end);
	add(list, pango_attr_insert_hyphens_new(FALSE), 0, strlen(text));
}

static PangoLayout *layout_new(const struct pdf *p, const struct pdf_style *style)
{
	static const PangoAlignment align[] = {
		[DOC_LEFT] = PANGO_ALIGN_LEFT,
		[DOC_CENTER] = PANGO_ALIGN_CENTER,
		[DOC_RIGHT] = PANGO_ALIGN_RIGHT,
		[DOC_JUSTIFY] = PANGO_ALIGN_LEFT,
	};
	PangoLayout *layout = pango_layout_new(p->context);
	arena_defer(p->a, g_object_unref, layout);
	PangoFontDescription *font = pango_font_description_new();
	pango_font_description_set_family(font, "Liberation Serif");
	pango_font_description_set_size(font, (int)(style->size * PANGO_SCALE));
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_width(layout, (int)(style->width * PANGO_SCALE));
	pango_layout_set_indent(layout, (int)(style->indent * PANGO_SCALE));
	pango_layout_set_alignment(layout, align[style->align]);
	pango_layout_set_justify(layout, style->align == DOC_JUSTIFY);
	pango_layout_set_auto_dir(layout, FALSE);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_line_spacing(layout, (float)p->l->line_spacing.use);
	return layout;
}

PangoLayout *pdf_text(const struct pdf *p, const struct pdf_style *style, const char *mark,
	const struct doc_text *text)
{
	struct buf all;
	PangoAttrList *list = pango_attr_list_new();
	buf_init(&all, p->a, (size_t)-1);
	if (mark)
		buf_printf(&all, "%s ", mark);
	for (size_t i = 0; i < text->n; i++) {
		size_t start = all.n;
		buf_puts(&all, text->v[i].text);
		add_style(list, text->v[i].bold, text->v[i].italic, start, all.n);
	}
	add_style(list, style->bold, style->italic, 0, all.n);
	add_glue(list, all.p, style);
	PangoLayout *layout = layout_new(p, style);
	pango_layout_set_text(layout, all.p, (int)all.n);
	pango_layout_set_attributes(layout, list);
	pango_attr_list_unref(list);
	return layout;
}

PangoLayout *pdf_string(const struct pdf *p, const struct pdf_style *style, const char *text)
{
	struct doc_run run = { .text = text };
	return pdf_text(p, style, NULL, &(struct doc_text){ &run, 1, 1 });
}

double pdf_text_width(PangoLayout *layout)
{
	PangoRectangle r;
	pango_layout_get_extents(layout, NULL, &r);
	return (double)r.width / PANGO_SCALE;
}

void pdf_text_balance(PangoLayout *layout)
{
	int lines = pango_layout_get_line_count(layout), high = pango_layout_get_width(layout),
	    low = 0;
	if (lines < 2)
		return;
	while (high - low > PANGO_SCALE) {
		int middle = low + (high - low) / 2;
		pango_layout_set_width(layout, middle);
		if (pango_layout_get_line_count(layout) > lines)
			low = middle;
		else
			high = middle;
	}
	pango_layout_set_width(layout, high);
}
