/* struct extract to JSON and back. Keys are those of the struct; what is not known is left out. */
#include <jansson.h>
#include <string.h>

#include "lib/base/text.h"
#include "lib/doc/extract.h"

static const char *const format_names[] = { "txt", "docx", "pdf" };
static const char *const align_names[] = { "", "left", "center", "right", "justify" };
static const char *const folio_names[] = { "", "none", "top", "bottom" };

#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))

static void put_int(struct buf *out, const char *key, int v)
{
	if (v)
		buf_printf(out, ",\"%s\":%d", key, v);
}

static void put_real(struct buf *out, const char *key, double v)
{
	if (v != 0)
		buf_printf(out, ",\"%s\":%.3f", key, v);
}

static void put_word(struct buf *out, const char *key, const char *v)
{
	if (v && *v) {
		buf_printf(out, ",\"%s\":", key);
		buf_json(out, v);
	}
}

static void put_para(struct buf *out, const struct extract_para *p)
{
	buf_puts(out, "{\"text\":");
	buf_json(out, p->text);
	put_int(out, "number", p->number);
	put_int(out, "page", p->page);
	put_real(out, "size", p->size);
	put_word(out, "font", p->font);
	buf_puts(out, p->bold ? ",\"bold\":true" : "");
	buf_puts(out, p->italic ? ",\"italic\":true" : "");
	put_word(out, "align", align_names[p->align]);
	put_int(out, "table", p->table);
	put_int(out, "row", p->row);
	put_int(out, "column", p->column);
	buf_putc(out, '}');
}

void extract_to_json(struct buf *out, const struct extract *x)
{
	buf_puts(out, "{\"format\":");
	buf_json(out, format_names[x->format]);
	put_int(out, "pages", x->pages);
	put_word(out, "folio", folio_names[x->folio]);
	buf_puts(out, x->folio_first ? ",\"folio_first\":true" : "");
	buf_puts(out, ",\"setups\":[");
	for (size_t i = 0; i < x->setups.n; i++) {
		const struct extract_page *s = &x->setups.v[i];
		buf_puts(out, i ? ",{\"n\":1" : "{\"n\":1");
		put_real(out, "width", s->width);
		put_real(out, "height", s->height);
		put_real(out, "top", s->top);
		put_real(out, "bottom", s->bottom);
		put_real(out, "left", s->left);
		put_real(out, "right", s->right);
		buf_putc(out, '}');
	}
	buf_puts(out, "],\"paras\":[");
	for (size_t i = 0; i < x->paras.n; i++) {
		buf_puts(out, i ? "," : "");
		put_para(out, &x->paras.v[i]);
	}
	buf_puts(out, "]}");
}

static int get_int(json_t *o, const char *key)
{
	json_int_t v = json_integer_value(json_object_get(o, key));
	return v > 0 && v < 10000000 ? (int)v : 0;
}

static double get_real(json_t *o, const char *key)
{
	double v = json_number_value(json_object_get(o, key));
	return v > -10000 && v < 10000 ? v : 0;
}

/* The index of the word under key, 0 where it is none of them. */
static int get_word(json_t *o, const char *key, const char *const *names, int count)
{
	const char *v = json_string_value(json_object_get(o, key));
	for (int i = 0; v && i < count; i++)
		if (!strcmp(v, names[i]))
			return i;
	return 0;
}

static void read_setup(struct arena *a, json_t *o, struct extract *x)
{
	struct extract_page s = { get_real(o, "width"), get_real(o, "height"), get_real(o, "top"),
		get_real(o, "bottom"), get_real(o, "left"), get_real(o, "right") };
	ARENA_PUSH(a, &x->setups, s);
}

static void read_para(struct arena *a, json_t *o, struct extract *x)
{
	const char *text = json_string_value(json_object_get(o, "text"));
	const char *font = json_string_value(json_object_get(o, "font"));
	struct extract_para p = {
		.text = text ? text_squeeze(a, text_nfc(a, text, NULL)) : "",
		.number = get_int(o, "number"),
		.page = get_int(o, "page"),
		.size = get_real(o, "size"),
		.font = font ? arena_strdup(a, font) : NULL,
		.bold = json_is_true(json_object_get(o, "bold")),
		.italic = json_is_true(json_object_get(o, "italic")),
		.align = (enum extract_align)get_word(o, "align", align_names, COUNT(align_names)),
		.table = get_int(o, "table"),
		.row = get_int(o, "row"),
		.column = get_int(o, "column"),
	};
	if (*p.text)
		ARENA_PUSH(a, &x->paras, p);
}

static void release(void *root)
{
	json_decref(root);
}

enum rc extract_from_json(
	struct arena *a, const char *json, size_t n, struct extract **out, struct err *e)
{
	json_t *root = json_loadb(json, n, 0, NULL), *one;
	size_t i;
	if (!root)
		return ERR(e, RC_FAIL, NULL, "Phần đọc tài liệu trả lời không đúng dạng.");
	arena_defer(a, release, root);
	json_t *paras = json_object_get(root, "paras");
	if (!json_is_array(paras) || json_array_size(paras) > EXTRACT_PARAS_MAX)
		return ERR(e, RC_FAIL, NULL, "Phần đọc tài liệu trả lời không đúng dạng.");
	struct extract *x = ARENA_NEW(a, struct extract);
	x->format =
		(enum extract_format)get_word(root, "format", format_names, COUNT(format_names));
	x->pages = get_int(root, "pages");
	x->folio = (enum extract_folio)get_word(root, "folio", folio_names, COUNT(folio_names));
	x->folio_first = json_is_true(json_object_get(root, "folio_first"));
	json_array_foreach(json_object_get(root, "setups"), i, one) read_setup(a, one, x);
	json_array_foreach(paras, i, one) read_para(a, one, x);
	if (!x->paras.n)
		return ERR(e, RC_INVALID, NULL, "Tài liệu không có chữ nào.");
	*out = x;
	return RC_OK;
}
