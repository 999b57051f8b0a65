/* A document from JSON. The reader trusts nothing: unknown keys, wrong types, wrong sizes and
 * control characters are refused with the place where they stand. */
#include <jansson.h>
#include <string.h>

#include "lib/base/text.h"
#include "lib/doc/doc.h"
#include "lib/doc/json_names.h"

enum {
	BLOCKS_MAX = 100000,
	COLUMNS_MAX = 40,
	ROWS_MAX = 20000,
	ANNEXES_MAX = 100,
	LINES_MAX = 1000,
	LEVEL_MAX = 4,
	SHARE_MAX = 10000,
	MARK_MAX = 32 /* bytes */
};

struct reader {
	struct arena *a;
	struct err *e;
	const char *at; /* for messages: the list being read, such as "blocks" */
	size_t index; /* and the place in it, from 0 */
};

static enum rc wrong(struct reader *r, const char *name, const char *what)
{
	return ERR(r->e, RC_INVALID, name, "Tài liệu không hợp lệ ở %s[%zu], mục \"%s\": %s.",
		r->at, r->index, name, what);
}

/* Refuses keys that are not in the list, so that a misspelt key cannot lose text. */
static enum rc only_keys(struct reader *r, json_t *o, const char *const *keys)
{
	const char *name;
	json_t *value;
	if (!json_is_object(o))
		return wrong(r, keys[0], "phải là một nhóm (object)");
	json_object_foreach(o, name, value)
	{
		size_t i = 0;
		while (keys[i] && strcmp(keys[i], name) != 0)
			i++;
		if (!keys[i])
			return wrong(r, arena_strdup(r->a, name), "không có mục này");
	}
	return RC_OK;
}

/* What XML cannot hold; line ends and tabs become blanks, since a tree's text is one line. */
static enum rc clean(struct reader *r, const char *name, const char *raw, const char **out)
{
	char *s = arena_strdup(r->a, raw);
	for (char *p = s; *p; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	for (const char *p = s;;) {
		unsigned c = text_next(&p);
		if (!c)
			break;
		if (c < ' ' || c == 0x7F || c == 0xFFFE || c == 0xFFFF)
			return wrong(r, name, "có ký tự điều khiển");
	}
	*out = text_nfc(r->a, s, NULL);
	return RC_OK;
}

static enum rc get_text(struct reader *r, json_t *o, const char *name, const char **out)
{
	json_t *v = json_object_get(o, name);
	if (!v || json_is_null(v))
		return RC_OK;
	if (!json_is_string(v))
		return wrong(r, name, "phải là chữ");
	return clean(r, name, json_string_value(v), out);
}

static enum rc get_bool(struct reader *r, json_t *o, const char *name, bool *out)
{
	json_t *v = json_object_get(o, name);
	if (v && !json_is_boolean(v))
		return wrong(r, name, "phải là true hoặc false");
	*out = json_is_true(v);
	return RC_OK;
}

static enum rc get_int(struct reader *r, json_t *o, const char *name, int min, int max, int *out)
{
	json_t *v = json_object_get(o, name);
	if (!json_is_integer(v) || json_integer_value(v) < min || json_integer_value(v) > max)
		return wrong(r, name, "phải là số trong khoảng cho phép");
	*out = (int)json_integer_value(v);
	return RC_OK;
}

/* The array under a name: absent counts as empty. */
static enum rc get_array(
	struct reader *r, json_t *o, const char *name, size_t max, json_t **out, size_t *n)
{
	json_t *v = json_object_get(o, name);
	if (v && !json_is_array(v))
		return wrong(r, name, "phải là một dãy");
	if (json_array_size(v) > max)
		return wrong(r, name, "quá dài");
	*out = v;
	*n = json_array_size(v);
	return RC_OK;
}

static enum rc get_texts(struct reader *r, json_t *o, const char *name, struct texts *out)
{
	json_t *list = NULL;
	size_t n = 0;
	enum rc rc = get_array(r, o, name, LINES_MAX, &list, &n);
	for (size_t i = 0; !rc && i < n; i++) {
		json_t *v = json_array_get(list, i);
		const char *s;
		if (!json_is_string(v))
			return wrong(r, name, "mỗi phần phải là chữ");
		rc = clean(r, name, json_string_value(v), &s);
		if (!rc)
			ARENA_PUSH(r->a, out, s);
	}
	return rc;
}

/* "2024-03-05", "2024-03", "2024" or absent. */
static enum rc get_date(struct reader *r, json_t *o, const char *name, struct date *out)
{
	const char *s = "";
	enum rc rc = get_text(r, o, name, &s);
	if (rc || !*s)
		return rc;
	static const char *const rest[] = { "", "-01", "-01-01" };
	for (size_t i = 0; i < 3; i++) {
		struct date d;
		if (!date_parse_iso(arena_printf(r->a, "%s%s", s, rest[i]), &d))
			continue;
		*out = (struct date){ d.year, i < 2 ? d.month : 0, i < 1 ? d.day : 0 };
		return RC_OK;
	}
	return wrong(r, name, "không phải ngày");
}

static enum rc get_name(struct reader *r, json_t *o, const char *name, const char *const *names,
	size_t n, unsigned *out)
{
	const char *s = "";
	enum rc rc = get_text(r, o, name, &s);
	if (rc)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (!strcmp(names[i], s)) {
			*out = (unsigned)i;
			return RC_OK;
		}
	return wrong(r, name, "không phải giá trị được phép");
}

static enum rc read_run(struct reader *r, json_t *o, struct doc_run *run)
{
	static const char *const keys[] = { "text", "bold", "italic", "ref", NULL };
	enum rc rc = only_keys(r, o, keys);
	if (rc || (rc = get_text(r, o, "text", &run->text)) ||
		(rc = get_text(r, o, "ref", &run->ref)) ||
		(rc = get_bool(r, o, "bold", &run->bold)) ||
		(rc = get_bool(r, o, "italic", &run->italic)))
		return rc;
	return run->text ? RC_OK : wrong(r, "text", "phải có chữ");
}

/* A text alone, or an array of runs. */
static enum rc read_runs(struct reader *r, json_t *v, struct doc_text *out)
{
	struct doc_run plain = { 0 };
	if (json_is_string(v)) {
		enum rc rc = clean(r, "text", json_string_value(v), &plain.text);
		if (!rc)
			doc_text_add(r->a, out, plain);
		return rc;
	}
	if (v && !json_is_array(v))
		return wrong(r, "text", "phải là chữ hoặc dãy các đoạn chữ");
	for (size_t i = 0; i < json_array_size(v); i++) {
		struct doc_run run = { 0 };
		enum rc rc = read_run(r, json_array_get(v, i), &run);
		if (rc)
			return rc;
		doc_text_add(r->a, out, run);
	}
	return RC_OK;
}

static enum rc read_column(struct reader *r, json_t *o, struct doc_column *c)
{
	static const char *const keys[] = { "title", "share", "align", NULL };
	int share = 1;
	unsigned align = DOC_LEFT;
	enum rc rc = only_keys(r, o, keys);
	if (rc || (rc = get_text(r, o, "title", &c->title)) ||
		(rc = get_int(r, o, "share", 1, SHARE_MAX, &share)) ||
		(rc = get_name(r, o, "align", doc_align_names, 4, &align)))
		return rc;
	c->title = c->title ? c->title : "";
	c->share = (unsigned)share;
	c->align = (enum doc_align)align;
	return RC_OK;
}

static enum rc read_cells(struct reader *r, json_t *rows, struct doc_table *t)
{
	t->cells = ARENA_ARRAY(r->a, struct doc_text, t->row_count * t->column_count);
	for (size_t i = 0; i < t->row_count; i++) {
		json_t *row = json_array_get(rows, i);
		if (!json_is_array(row) || json_array_size(row) != t->column_count)
			return wrong(r, "rows", "mỗi dòng phải đủ số ô của bảng");
		for (size_t c = 0; c < t->column_count; c++) {
			enum rc rc = read_runs(
				r, json_array_get(row, c), &t->cells[i * t->column_count + c]);
			if (rc)
				return rc;
		}
	}
	return RC_OK;
}

static enum rc read_table(struct reader *r, json_t *o, struct doc_block *b)
{
	struct doc_table *t = ARENA_NEW(r->a, struct doc_table);
	json_t *columns = NULL, *rows = NULL;
	enum rc rc = get_array(r, o, "columns", COLUMNS_MAX, &columns, &t->column_count);
	if (rc || (rc = get_array(r, o, "rows", ROWS_MAX, &rows, &t->row_count)))
		return rc;
	if (!t->column_count)
		return wrong(r, "columns", "bảng phải có ít nhất một cột");
	t->columns = ARENA_ARRAY(r->a, struct doc_column, t->column_count);
	for (size_t i = 0; i < t->column_count; i++)
		if ((rc = read_column(r, json_array_get(columns, i), &t->columns[i])))
			return rc;
	b->table = t;
	return read_cells(r, rows, t);
}

static enum rc read_block(struct reader *r, json_t *o, struct doc_block *b)
{
	static const char *const keys[] = { "kind", "level", "mark", "text", "columns", "rows",
		NULL };
	unsigned kind = DOC_PARAGRAPH;
	enum rc rc = only_keys(r, o, keys);
	if (rc || (rc = get_name(r, o, "kind", doc_kind_names, 5, &kind)) ||
		(rc = get_text(r, o, "mark", &b->mark)) ||
		(rc = read_runs(r, json_object_get(o, "text"), &b->text)))
		return rc;
	b->kind = (enum doc_block_kind)kind;
	if (json_object_get(o, "level") && (rc = get_int(r, o, "level", 0, LEVEL_MAX, &b->level)))
		return rc;
	if (b->mark && strlen(b->mark) > MARK_MAX)
		return wrong(r, "mark", "quá dài");
	if (b->kind == DOC_TABLE)
		return read_table(r, o, b);
	if (json_object_get(o, "columns") || json_object_get(o, "rows"))
		return wrong(r, "columns", "chỉ bảng mới có cột và dòng");
	return RC_OK;
}

static enum rc read_blocks(struct reader *r, json_t *o, const char *at, struct doc_blocks *out)
{
	json_t *list = NULL;
	size_t n = 0;
	enum rc rc = get_array(r, o, "blocks", BLOCKS_MAX, &list, &n);
	r->at = at;
	for (size_t i = 0; !rc && i < n; i++) {
		struct doc_block b = { 0 };
		r->index = i;
		rc = read_block(r, json_array_get(list, i), &b);
		if (!rc)
			ARENA_PUSH(r->a, out, b);
	}
	return rc;
}

static enum rc read_annexes(struct reader *r, json_t *o, struct doc *d)
{
	static const char *const keys[] = { "mark", "title", "note", "issuer", "landscape",
		"blocks", NULL };
	json_t *list = NULL;
	enum rc rc = get_array(r, o, "annexes", ANNEXES_MAX, &list, &d->annex_count);
	if (rc)
		return rc;
	d->annexes = ARENA_ARRAY(r->a, struct doc_annex, d->annex_count);
	for (size_t i = 0; i < d->annex_count; i++) {
		json_t *v = json_array_get(list, i);
		struct doc_annex *x = &d->annexes[i];
		r->at = "annexes";
		r->index = i;
		if ((rc = only_keys(r, v, keys)) || (rc = get_text(r, v, "mark", &x->mark)) ||
			(rc = get_text(r, v, "title", &x->title)) ||
			(rc = get_text(r, v, "note", &x->note)) ||
			(rc = get_text(r, v, "issuer", &x->issuer)) ||
			(rc = get_bool(r, v, "landscape", &x->landscape)) ||
			(rc = read_blocks(r, v, "annexes.blocks", &x->blocks)))
			return rc;
	}
	return RC_OK;
}

/* A tag of BCP 47 in form only; it goes into the PDF and the markup as it is. */
static enum rc check_language(struct reader *r, struct doc *d)
{
	if (!d->language)
		d->language = "vi";
	size_t n = strspn(
		d->language, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
	if (!n || d->language[n] || n > 35)
		return wrong(r, "language", "không phải mã ngôn ngữ");
	return RC_OK;
}

static enum rc read_doc(struct reader *r, json_t *o, struct doc *d)
{
	static const char *const keys[] = { "rules", "parent", "issuer", "number", "notation",
		"place", "day", "kind", "subject", "addressees", "blocks", "recipients", "signing",
		"signer", "annexes", "language", NULL };
	enum rc rc = only_keys(r, o, keys);
	if (rc || (rc = get_date(r, o, "rules", &d->rules)) ||
		(rc = get_texts(r, o, "parent", &d->parent)) ||
		(rc = get_texts(r, o, "issuer", &d->issuer)) ||
		(rc = get_text(r, o, "number", &d->number)) ||
		(rc = get_text(r, o, "notation", &d->notation)) ||
		(rc = get_text(r, o, "place", &d->place)) ||
		(rc = get_date(r, o, "day", &d->day)) || (rc = get_text(r, o, "kind", &d->kind)) ||
		(rc = get_text(r, o, "subject", &d->subject)) ||
		(rc = get_texts(r, o, "addressees", &d->addressees)) ||
		(rc = get_texts(r, o, "recipients", &d->recipients)) ||
		(rc = get_texts(r, o, "signing", &d->signing)) ||
		(rc = get_text(r, o, "signer", &d->signer)) ||
		(rc = get_text(r, o, "language", &d->language)))
		return rc;
	if (!d->rules.year)
		return wrong(r, "rules", "phải có ngày để biết theo quy định nào");
	if ((rc = check_language(r, d)) || (rc = read_blocks(r, o, "blocks", &d->blocks)))
		return rc;
	return read_annexes(r, o, d);
}

enum rc doc_from_json(struct arena *a, const char *json, size_t n, struct doc **out, struct err *e)
{
	json_error_t at;
	json_t *o = json_loadb(json, n, JSON_REJECT_DUPLICATES, &at);
	if (!o)
		return ERR(e, RC_INVALID, NULL,
			"Tài liệu gửi tới loa-worker không phải JSON: dòng %d: %s.", at.line,
			at.text);
	struct reader r = { a, e, "doc", 0 };
	struct doc *d = ARENA_NEW(a, struct doc);
	enum rc rc = read_doc(&r, o, d);
	json_decref(o);
	if (!rc)
		*out = d;
	return rc;
}
